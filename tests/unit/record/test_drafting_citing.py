"""From a stretch of a text to an anchor that finds it again."""

from __future__ import annotations

import pytest
from tests.unit.record.river import TEXT, at

from goodoffices.case.anchoring import Span, digest
from goodoffices.record.citing import Citing

CITING = Citing(TEXT)


def test_words_that_stand_once_are_cited_by_themselves() -> None:
    """The shortest form is the words alone."""
    assert CITING.anchor(at("Downland closed the canal")) == "Downland closed the canal"


@pytest.mark.parametrize("nth", [1, 2])
def test_words_that_stand_twice_come_with_context(nth: int) -> None:
    """Words before them or after make the place the only one; what is found there is the stretch itself."""
    anchor = CITING.anchor(at("Downland wants the gates opened first", nth))
    assert isinstance(anchor, dict)
    assert set(anchor) in ({"exact", "prefix"}, {"exact", "suffix"})
    assert CITING.place(anchor) == at("Downland wants the gates opened first", nth)


def test_context_is_one_word_where_one_is_enough() -> None:
    """It is lengthened word by word, after and before in turn."""
    text = "It would wait. It would wait, it said."
    assert Citing(text).anchor(Span(18, 28)) == {"exact": "would wait", "suffix": ", it"}


def test_context_on_both_sides_is_taken_where_one_side_is_not_enough() -> None:
    """A stretch between the same words on each side is told from others by both together."""
    text = "a x b. c x d. a x d."
    anchor = Citing(text).anchor(Span(16, 17))
    assert anchor == {"exact": "x", "prefix": "d. a "}
    assert Citing("a x b " * 3).anchor(Span(8, 9)) == {"exact": "x", "prefix": "b a ", "suffix": " b a"}


def test_words_over_a_line_end_are_cited_on_one_line() -> None:
    """A hard-wrapped text is cited as a person would write it; the place is found all the same."""
    span = at("the upstream\nMinister of Water")
    assert CITING.anchor(span) == "the upstream Minister of Water"
    assert CITING.place("the upstream Minister of Water") == span


def test_words_over_a_line_end_that_stand_twice_are_cited_as_they_stand() -> None:
    """Where one line would be ambiguous, the words stay as the text has them."""
    text = "one\ntwo and one two."
    assert Citing(text).anchor(Span(0, 7)) == "one\ntwo"


def test_white_space_around_a_stretch_is_not_cited() -> None:
    """A stretch is trimmed; one of white space only cannot be cited."""
    assert Citing("He left. ").anchor(Span(0, 9)) == "He left."
    assert Citing("a   b").anchor(Span(1, 4)) is None


def test_locators_give_no_words_away() -> None:
    """Asked for locators, the anchor is a block, two offsets and a digest."""
    span = at("Downland closed the canal")
    citing = Citing(TEXT, locators=True)
    anchor = citing.anchor(span)
    assert isinstance(anchor, dict)
    assert anchor["para"] == 4
    assert anchor["sha256"] == digest("Downland closed the canal")
    assert citing.place(anchor) == span


def test_what_cannot_be_told_apart_by_words_is_cited_by_its_place() -> None:
    """Too many places with the same words, or too long a stretch: a locator."""
    many = Citing("no " * 500)
    assert many.anchor(Span(300, 302)) == {"para": 1, "start": 300, "end": 302, "sha256": digest("no")}
    assert many.place(many.anchor(Span(300, 302))) == Span(300, 302)
    anchor = Citing("word " * 2000).anchor(Span(0, 9999))
    assert isinstance(anchor, dict)
    assert anchor["end"] == 9999


def test_the_same_words_far_and_wide_are_cited_by_their_place() -> None:
    """Context goes only so far."""
    anchor = Citing("negative " * 190).anchor(Span(95 * 9, 95 * 9 + 8))
    assert isinstance(anchor, dict)
    assert anchor["start"] == 95 * 9


def test_a_stretch_over_a_blank_line_that_words_do_not_find_has_no_anchor() -> None:
    """A locator lies within one block; nothing is cited rather than half of it."""
    assert Citing(TEXT, locators=True).anchor(Span(0, 60)) is None
    assert Citing("\n\nx", locators=True).anchor(Span(2, 3)) is not None


@pytest.mark.parametrize(
    "anchor",
    [
        "not there",
        "Downland",
        {"exact": ""},
        {"at": "page 1"},
        {"para": 9, "start": 0, "end": 1, "sha256": "0" * 64},
        7,
    ],
)
def test_an_anchor_that_points_nowhere_has_no_place(anchor: object) -> None:
    """Words that are not there, that are there twice, another form of anchor: no place, and no error."""
    assert CITING.place(anchor) is None


def test_white_space_beside_the_context_does_not_matter() -> None:
    """Neither before the words nor after them."""
    citing = Citing("They wait  here. They wait   there.")
    assert citing.place({"exact": "wait", "suffix": "there"}) == Span(22, 26)
    assert citing.place({"exact": "wait", "prefix": "here. They"}) == Span(22, 26)
