"""Words in a text: found once, folded with care, pointed at without giving them away."""

from __future__ import annotations

import hashlib

import pytest

from goodoffices.case import Locator, Quote, Span, find_quote, locate, verify_locator
from goodoffices.case.anchoring import blocks, digest
from goodoffices.errors import QuoteError

TEXT = (
    "Seoul 🏔 said: “It’s time.”\n\n  The North  answered\nthat it would wait. It would wait until May.\n \t\nEnd.  \n"
)


def quoted(text: str, exact: str, prefix: str | None = None, suffix: str | None = None) -> str:
    """Return the words of the text at which a quotation is found."""
    span = find_quote(text, Quote(exact=exact, prefix=prefix, suffix=suffix))
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("exact", "there"),
    [
        ("Seoul", "Seoul"),
        ("“It’s time.”", "“It’s time.”"),
        ('"It\'s time."', "“It’s time.”"),
        ("“It's time.\"", "“It’s time.”"),
        ("The North answered that it", "The North  answered\nthat it"),
        ("  answered \n that ", "answered\nthat"),
        ('time."   The North', "time.”\n\n  The North"),
        ("End.", "End."),
    ],
)
def test_words_are_found_exactly_then_with_quotes_folded_then_with_space_folded(exact: str, there: str) -> None:
    """The span is that of the original words."""
    assert quoted(TEXT, exact) == there


def test_offsets_are_code_points_of_the_original() -> None:
    """A letter outside the first plane counts as one; folding shifts nothing."""
    assert find_quote(TEXT, Quote(exact="🏔")) == Span(6, 7)
    assert find_quote("a  b «c»", Quote(exact='a b "c"')) == Span(0, 8)
    assert find_quote("a\t\n\u00a0b", Quote(exact="a b")) == Span(0, 5)


def test_an_exact_match_comes_before_a_folded_one() -> None:
    """Where the words stand once as they are, the same words with other marks do not make them ambiguous."""
    assert find_quote("'a' and ’a’", Quote(exact="'a'")) == Span(0, 3)


def test_words_that_stand_twice_need_what_stands_around_them() -> None:
    """A prefix or a suffix that tells them apart; white space at the joint does not count."""
    with pytest.raises(QuoteError, match=r"in 2 places, expected one; write \{exact: …, prefix: …, suffix: …\}"):
        quoted(TEXT, "would wait")
    spans = [
        find_quote(TEXT, Quote(exact="would wait", prefix="that it")),
        find_quote(TEXT, Quote(exact="would wait", suffix=".")),
        find_quote(TEXT, Quote(exact="would wait", prefix="It ", suffix=" until")),
        find_quote(TEXT, Quote(exact="would wait", suffix="until May")),
    ]
    first, second = (TEXT.index("would wait"), TEXT.rindex("would wait"))
    assert [span.start for span in spans] == [first, first, second, second]


def test_overlapping_places_are_two() -> None:
    """An ambiguity is not hidden by searching on behind the first place."""
    with pytest.raises(QuoteError, match="2 places"):
        quoted("abababa", "ababa")


def test_context_that_fits_nowhere_finds_nothing() -> None:
    """Even though the words stand there."""
    with pytest.raises(QuoteError, match="did not find 'Seoul'"):
        quoted(TEXT, "Seoul", prefix="North ")
    with pytest.raises(QuoteError, match="did not find"):
        quoted(TEXT, "Seoul", suffix="answered")


def test_a_changed_word_is_pointed_at() -> None:
    """The message says how far the words agree, in which line, and how the text goes on."""
    with pytest.raises(
        QuoteError, match=r"it agrees up to 'h answered that it w' \(line 3\), where the text goes on 'ould wait"
    ):
        quoted(TEXT, "The North answered that it will wait")


def test_words_from_elsewhere_are_told_from_a_slip() -> None:
    """Fewer than eight characters in common are no agreement; long words are shortened."""
    with pytest.raises(QuoteError, match="is it another source, or a paraphrase"):
        quoted(TEXT, "Beijing kept silent")
    with pytest.raises(QuoteError, match=r"did not find 'x{57}…'"):
        quoted(TEXT, "x" * 200)


@pytest.mark.parametrize("exact", [" ", "\n\t "])
def test_white_space_alone_is_no_quotation(exact: str) -> None:
    """Nothing is left of it after folding."""
    with pytest.raises(QuoteError, match="did not find"):
        quoted("word", exact)


def test_blocks_stand_between_blank_lines() -> None:
    """Without the white space around them, whatever ends the lines."""
    assert [TEXT[span.start : span.end] for span in blocks(TEXT)] == [
        "Seoul 🏔 said: “It’s time.”",
        "The North  answered\nthat it would wait. It would wait until May.",
        "End.",
    ]
    windows = "one\r\n\r\n \r\ntwo\r\nlines\r\n"
    assert [windows[span.start : span.end] for span in blocks(windows)] == ["one", "two\r\nlines"]
    assert blocks("") == ()
    assert blocks(" \n\n ") == ()


def test_a_locator_gives_place_and_digest_and_no_word() -> None:
    """The block is counted from 1, the characters in it from 0, the digest is of the words as they stand."""
    locator = locate(TEXT, Quote(exact="answered that"))
    assert locator == Locator(para=2, start=11, end=24, sha256=hashlib.sha256(b"answered\nthat").hexdigest())
    assert digest("é") == hashlib.sha256("é".encode()).hexdigest()


def test_words_across_a_blank_line_have_no_locator() -> None:
    """Each block is cited for itself."""
    with pytest.raises(QuoteError, match="across a blank line"):
        locate(TEXT, Quote(exact="time.” The North"))


def test_a_locator_is_verified_by_whoever_has_the_text() -> None:
    """It gives back the span of the words."""
    locator = locate(TEXT, Quote(exact="would wait", suffix="until"))
    span = verify_locator(TEXT, locator)
    assert TEXT[span.start : span.end] == "would wait"
    assert span.start == TEXT.rindex("would wait")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"para": 4}, "found 3 blocks in the text, expected at least 4"),
        ({"end": 65}, "found 64 characters in block 2, expected 0 to 65"),
        ({"start": 3}, "expected 3 to 3"),
        ({"start": 9, "end": 3}, "expected 9 to 3"),
        ({"para": 1}, "are not those that were cited"),
        ({"start": 1}, "are not those that were cited"),
        ({"sha256": "0" * 64}, "the text has changed, or the locator is wrong"),
    ],
)
def test_a_wrong_locator_is_told(change: dict[str, object], words: str) -> None:
    """No such block, a block too short, or other words."""
    locator = locate(TEXT, Quote(exact="The", suffix="North"))
    assert (locator.para, locator.start, locator.end) == (2, 0, 3)
    with pytest.raises(QuoteError, match=words):
        verify_locator(TEXT, locator.model_copy(update=change))


def test_one_changed_word_breaks_a_locator() -> None:
    """Even where its length is the same."""
    locator = locate(TEXT, Quote(exact="until May"))
    with pytest.raises(QuoteError, match="the text has changed"):
        verify_locator(TEXT.replace("May", "Mar"), locator)


def test_words_in_a_long_text_are_found_with_other_white_space() -> None:
    """As in a short one; the text is folded once for all of its citations."""
    text = "a line of words\n" * 20_000 + "the  very\nlast words"
    for quote in ("the very last words", "very last words"):
        span = find_quote(text, Quote(exact=quote))
        assert text[span.start : span.end].split() == quote.split()
