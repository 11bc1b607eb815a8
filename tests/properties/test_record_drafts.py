"""Whatever a document holds, its draft is a sound case whose every anchor the text bears out."""

from __future__ import annotations

import datetime as dt
import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.case import problems, verify
from goodoffices.record.contribution import Kept, contribution
from goodoffices.record.drafting import draft
from goodoffices.record.hints import Hints
from goodoffices.record.merging import merge
from goodoffices.store import case_from_text
from goodoffices.store.drafts import draft_text
from goodoffices.store.lexicons import read_lexicon

PIECES = st.sampled_from(
    [
        "France", "the United States", "Italian foreign minister Anna Verdi", "Mr. Moreau", "the rebels",
        "Kenya’s army",
        " said that ", " told reporters on Friday that ", " demanded that ", " signed a treaty with ", " attacked ",
        " in May 2019", " last month", " the talks", " until Germany withdraws", " will not ", ", ", ". ", "\n", "\n\n",
        "“We will wait,” ", '"We are ready to talk to them at any time," ', "‘", "'", "”", "(", ")", " — ", "\r\n",
        "\u200b", "\u202e", "\u00a0", "\u2028", "\x85", "\t", "# ", "- ", ": ", "{", "}", "| ", "&amp; ", "\U0001f54a",
        "e\u0301", "U.S. ", "\\_", "---\n", "title: x\n", "3 May 2020\n", "Photo: ", "© 2023 ", "according to Spain",
    ]
)  # fmt: skip
DOCUMENTS = st.lists(PIECES, min_size=3, max_size=60).map("".join).filter(lambda text: bool(text.strip()))
DAY = dt.date(2020, 5, 3)


@given(text=DOCUMENTS, locators=st.booleans())
@settings(deadline=None, max_examples=60)
def test_a_draft_is_a_sound_case_with_exact_anchors(text: str, *, locators: bool) -> None:
    """Written as a file and read back, with words or with locators; drafted twice, it is the same."""
    found = draft(text, read_lexicon(), Hints(date=DAY.isoformat()))
    part = contribution(found, Kept("doc", hashlib.sha256(text.encode()).hexdigest(), "doc.txt", locators), DAY)
    merged = merge({"case": "x", "title": "x", "as_of": DAY.isoformat()}, [part])
    case = case_from_text(draft_text(merged.data, merged.asks))
    assert not problems(case)
    assert not verify(case, {"doc": text}).failures
    again = merge(merged.data, [part])
    assert again.data == merged.data
