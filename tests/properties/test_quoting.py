"""Laws that quotations obey in any text, however hostile."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.speaking import demands_of, english

from goodoffices.case.anchoring import blocks
from goodoffices.record.parts import Block, Layout, Names
from goodoffices.record.quoting import find_quotes
from goodoffices.record.reading import Reading
from goodoffices.record.sentences import split
from goodoffices.record.speech import find_statements

_PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "‘",
        "’",
        "«",
        "»",
        "„",
        "‹",
        "›",
        "``",
        "''",
        "″",
        " ",
        " ",
        "\n",
        "\n\n",
        ".",
        ",",
        "?",
        ":",
        "s",
        "a",
        "We ",
        "peace",
        " said",
        " told",
        "Upland",
        "’s ",
        "-",
        "—",
        "(",
        ")",
        "\u200b",
        "\u202e",
        "90s",
        " that ",
        " he ",
        " must ",
    ]
)
_MARKED = st.sampled_from(
    [
        "[Upland|UPL]",
        "[Downland|DOW]",
        "[Uplander|UPL a]",
        "[Ada Lind|@lind]",
        "{on Monday|2020-05-04}",
        " he ",
        " they ",
        " said ",
        " told ",
        " called on ",
        " that ",
        " to ",
        " must ",
        " wants ",
        " a demand ",
        " for ",
        " only if ",
        " until ",
        " not ",
        ", ",
        ". ",
        " “We will never accept it,” ",
        " “so” ",
        " the condition ",
        " according to ",
        " who ",
        " as saying ",
        " the rebels ",
        "'s ",
        " and ",
        " would depend on ",
        " sought by ",
        " pressing ",
        " before talks ",
        " urged ",
        " saying ",
        ":",
        "(",
        ")",
        "\n\n",
        " is ",
        " officials ",
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_quotations_are_within_blocks_in_order_and_apart(text: str) -> None:
    """Each lies in one block, holds words, begins with a mark, and none overlaps another."""
    layout = Layout(text, tuple(Block(span, "paragraph") for span in blocks(text)))
    found = find_quotes(layout, split(layout, english()), english())
    for one in found:
        assert one.outer.start < one.span.start < one.span.end <= one.outer.end
        assert layout.of(one.span).strip() == layout.of(one.span) != ""
        assert any(block.span.start <= one.outer.start and one.outer.end <= block.span.end for block in layout.blocks)
    assert all(one.outer.end <= other.outer.start for one, other in pairwise(found))


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_whatever_is_said_stands_in_the_text(text: str) -> None:
    """Statements found in any text rest on words of it, each within one block."""
    layout = Layout(text, tuple(Block(span, "paragraph") for span in blocks(text)))
    sentences = split(layout, english())
    quotes = find_quotes(layout, sentences, english())
    reading = Reading(layout, sentences, (), Names((), (), ()), quotes, english())
    for one in find_statements(reading):
        for span in (*one.said, *one.evidence):
            assert layout.of(span).strip()
            assert any(block.span.start <= span.start and span.end <= block.span.end for block in layout.blocks)


@given(st.lists(_MARKED, max_size=30).map("".join))
def test_no_order_of_words_is_too_odd(marked: str) -> None:
    """Speech and demands are read from any heap of cues and names; a demand always has a party and words."""
    assert all(by and kind and what for by, _, kind, what in demands_of(marked))
