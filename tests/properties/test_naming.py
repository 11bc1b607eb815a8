"""Laws of naming: whatever the text, nothing is invented, and nothing breaks."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.case.base import MAX_NAME, NAME_PATTERN
from goodoffices.record.naming import find_names
from goodoffices.record.parts import Block, Layout, Names, Sentence, Span, Words
from goodoffices.store.lexicons import read_lexicon

# Pieces of which names are made, so that most draws name something.
PIECES = st.sampled_from(
    [
        "Kenya", "Kenyan", "the North", "North Korea", "South Korean", "Korea", "Washington", "U.S.", "US", "Moscow",
        "Kremlin", "Soviet Union", "Jordan", "Georgia", "UN", "Security Council", "NATO", "Taliban", "RSF", "Sudan",
        "Reuters", "the", "The", "president", "President", "Foreign Minister", "foreign minister", "of", "for", "and",
        ",", ", ", ".", ". ", "(", ")", "'s", "’s", "-", "—", ":", "\n", "\u200b", "\u202e", "Mr.", "Gen.", "H.E.",
        "SECRETARY", "Doe", "DOE", "Jo", "Jo Doe", "Kim", "Kim Jo Un", "Jae-in", "al-Doe", "bin", "de", "W.", "A",
        "Liberation Front", "Northern", "Council", "(ABC)", "ABC", "rebels", "a rebel group", "regime", "government",
        "spokesman", "envoy", "counterpart", "known as", "who was", "told", "said", "in", "to", "visit", "led by",
        "heads", "Congress",
        "Peruvian", "ministers", "deputy", "Group", "ZZZ", "X", "É", "_", "*", "&nbsp;",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
)
KINDS = st.sampled_from(["paragraph", "caption", "heading", "boilerplate"])


def _named(text: str, kind: str, *, own: bool) -> Names:
    span = Span(0, len(text))
    blocks = (Block(span, kind),) if text else ()  # type: ignore[arg-type]
    title = Words(text[:20], Span(0, min(20, len(text))))
    layout = Layout(text, blocks, title=title, authors=(Words("Jo Doe", Span(0, 0)),), own_statement=own)
    sentences = (Sentence(span, 0),) if text and kind in {"paragraph", "caption"} else ()
    return find_names(layout, sentences, read_lexicon())


@given(TEXTS, KINDS, st.booleans())
@settings(deadline=None, max_examples=300)
def test_names_stand_in_the_text_and_have_ids(text: str, kind: str, own: bool) -> None:  # noqa: FBT001
    """Mentions are of parties and people that are listed, in order, none within another; offices are verbatim."""
    names = _named(text, kind, own=own)
    ids = [party.id for party in names.parties] + [person.id for person in names.people]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(NAME_PATTERN, id_) and len(id_) <= MAX_NAME for id_ in ids)
    assert {mention.of for mention in names.mentions} <= set(ids)
    spans = [mention.span for mention in names.mentions]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for person in names.people:
        assert person.party is None or names.party(person.party).id == person.party
        assert person.name.strip()
        if person.office:
            assert text[person.office.span.start : person.office.span.end] == person.office.words
    assert all(party.name.strip() and party.aliases for party in names.parties)


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_white_space_around_a_text_changes_nothing(text: str) -> None:
    """The same parties and people are found in a block that stands elsewhere."""
    moved = f"     {text}"
    span = Span(5, len(moved))
    layout = Layout(moved, (Block(span, "paragraph"),) if text else ())
    here = find_names(
        Layout(text, (Block(Span(0, len(text)), "paragraph"),) if text else ()),
        (Sentence(Span(0, len(text)), 0),) if text else (),
        read_lexicon(),
    )
    there = find_names(layout, (Sentence(span, 0),) if text else (), read_lexicon())
    assert [party.id for party in here.parties] == [party.id for party in there.parties]
    assert [person.name for person in here.people] == [person.name for person in there.people]
    assert [Span(m.span.start + 5, m.span.end + 5) for m in here.mentions] == [m.span for m in there.mentions]
