"""Laws of layout and sentences, for any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from goodoffices.case.anchoring import blocks
from goodoffices.case.dates import parse_when
from goodoffices.record.dating import find_dates
from goodoffices.record.layout import lay_out
from goodoffices.record.sentences import READ_KINDS, split
from goodoffices.store.lexicons import read_lexicon

WORDS = read_lexicon()

PIECES = [
    "The U.S. envoy", " met", " Mr. Osei", " on Friday", ". ", ".", "\n", "\n\n", "\r\n", " ", "“", "”", "'", "?", "! ",
    "… ", "Dec. 12", "9/11", "last month", "1. ", "(a) ", "- ", "• ", "# ", "---\n", "title: x\n", "By Ana Roy", "Q: ",
    "GENEVA (AP) - ", "Copyright © 2019 The Paper", "Read more", "\u00a0", "\u200b", "\u202e", "\x00", "\u2028", "A",
    "é", "🙂", "<div>", "](", "http://", "2017", "between 3 and 5 May 2019", "from March 2014 to May 2015",
    "a week later", "the next day", "tomorrow",
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=200))


@given(texts)
def test_sentences_cover_what_is_read(text: str) -> None:
    """Sentences hold every character of the read blocks that is no white space, in order, without overlap."""
    layout = lay_out(text, WORDS)
    found = split(layout, WORDS)
    read = [block for block in layout.blocks if block.kind in READ_KINDS]
    assert "".join("".join(layout.of(one.span).split()) for one in found) == "".join(
        "".join(layout.of(block.span).split()) for block in read
    )
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    for one in found:
        block = layout.blocks[one.block].span
        assert block.start <= one.span.start < one.span.end <= block.end
        assert layout.of(one.span) == layout.of(one.span).strip()


@given(texts)
def test_blocks_are_in_order_and_can_be_cited(text: str) -> None:
    """Blocks never overlap; one that is read lies within one block that a locator knows."""
    layout = lay_out(text, WORDS)
    assert all(one.span.end <= two.span.start for one, two in pairwise(layout.blocks))
    known = blocks(text)
    for block in layout.blocks:
        assert block.span.start < block.span.end
        if block.kind != "front-matter":
            assert any(one.start <= block.span.start and block.span.end <= one.end for one in known)


@given(texts)
def test_words_of_the_layout_are_the_words_of_the_text(text: str) -> None:
    """Title, authors and publisher stand in the text as they are given."""
    layout = lay_out(text, WORDS)
    for words in (layout.title, layout.publisher, *layout.authors):
        assert words is None or layout.of(words.span) == words.words


@given(texts, st.sampled_from(["", "3 May 2019\n\n", "31 January 2020\n\n", "29 February 2016\n\n"]))
def test_dates_are_dates(text: str, issued: str) -> None:
    """Every date that is found is one that a case file takes; none overlaps another."""
    layout = lay_out(issued + text, WORDS)
    found = find_dates(layout, split(layout, WORDS), WORDS)
    assert all(parse_when(one.when) for one in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
