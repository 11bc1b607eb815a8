"""Looking things up by their place in a document."""

from __future__ import annotations

import pytest
from tests.unit.record.speaking import reading_of

from goodoffices.case.anchoring import Span
from goodoffices.record.reading import Reading

MARKED = (
    "[Upland|UPL] met [Ada Lind|@lind] {on Monday|2020-05-04}. It left [Port Sel|UPL p].\n\n"
    "“We agree on all of it,” [Jon Orr|@orr] said. [Ben Nemo|@nemo] did not."
)


@pytest.fixture
def reading() -> Reading:
    """Return a reading of two paragraphs with two sentences each."""
    return reading_of(MARKED)


def _at(reading: Reading, words: str) -> Span:
    start = reading.text.index(words)
    return Span(start, start + len(words))


def test_a_sentence_by_a_character(reading: Reading) -> None:
    """None before the first, between paragraphs, and after the last."""
    found = reading.sentence_at(_at(reading, "left").start)
    assert found is not None
    assert reading.of(found.span) == "It left Port Sel."
    assert reading.sentence_at(reading.text.index("\n\n")) is None
    assert reading.sentence_at(len(reading.text)) is None
    assert Reading(reading.layout, (), (), reading.names, (), reading.lexicon).sentence_at(0) is None


def test_the_sentences_of_a_stretch(reading: Reading) -> None:
    """Those of which any part lies in it."""
    assert len(reading.sentences_in(Span(0, len(reading.text)))) == 4
    assert [reading.of(one.span) for one in reading.sentences_in(_at(reading, "left"))] == ["It left Port Sel."]
    assert reading.sentences_in(_at(reading, "\n\n")) == ()


def test_the_sentences_before_and_after(reading: Reading) -> None:
    """Across paragraphs; None at the ends."""
    first, second, third, fourth = reading.sentences
    assert reading.previous(third) == second
    assert reading.following(second) == third
    assert reading.previous(first) is None
    assert reading.following(fourth) is None
    assert reading.block_of(third) == reading.layout.blocks[1]


def test_who_is_named_in_a_stretch(reading: Reading) -> None:
    """Mentions wholly within it, in their order; a person's party counts, a place does not."""
    assert [one.of for one in reading.mentions_in(Span(0, len(reading.text)))] == ["UPL", "lind", "UPL", "orr", "nemo"]
    assert reading.mentions_in(_at(reading, "met Ada")) == ()
    assert reading.parties_in(Span(0, len(reading.text))) == ("UPL", "DOW")
    assert reading.parties_in(_at(reading, "left Port Sel")) == ()


def test_the_kind_of_a_party(reading: Reading) -> None:
    """One that is not listed is something else."""
    assert (reading.kind_of("UPL"), reading.kind_of("XXX")) == ("state", "other")


def test_dates_of_a_stretch(reading: Reading) -> None:
    """Those wholly within it."""
    assert [one.when for one in reading.dates_in(_at(reading, "Ada Lind on Monday."))] == ["2020-05-04"]
    assert reading.dates_in(_at(reading, "on Mon")) == ()


def test_quotations_by_their_place(reading: Reading) -> None:
    """By where they begin, and by any character within, the marks included."""
    (quoted,) = reading.quotes_in(Span(0, len(reading.text)))
    assert reading.quoted_at(quoted.outer.start) == quoted
    assert reading.quoted_at(quoted.outer.end - 1) == quoted
    assert reading.quoted_at(quoted.outer.end) is None
    assert reading.quoted_at(0) is None


def test_words_on_one_line() -> None:
    """A wrapped stretch reads on."""
    reading = reading_of("We agree\non all of it.")
    assert reading.plain(reading.sentences[0].span) == "We agree on all of it."
