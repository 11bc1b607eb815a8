"""Who published a document, as its letterhead, the head of its page, or its copyright line says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goodoffices.case.anchoring import Span
from goodoffices.record.dating import find_absolute
from goodoffices.record.kinds import Stretch
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Words
from goodoffices.record.phrases import listed

__all__ = ["find_copyright", "header_line", "is_letterhead", "is_office", "masthead"]

_COPYRIGHT = re.compile(
    r"""(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:(?:1[89]|20)\d\d(?:\s*[-–]\s*(?:\d{4}|\d\d))?)?,?\s*(?:by\s+)?
        (?P<name>[A-Z][^.|\n©]{2,80}?)(?=\.(?:\s|$)|\s*[|©\n]|\s*$|,?\s+all\s+rights)""",
    re.VERBOSE | re.IGNORECASE,
)
_VALUE = re.compile(r"[^:\n]{1,40}:\s*(?P<value>[^\n@]{2,120}?)\s*(?:\n|$)")


def is_letterhead(one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether a heading is, or may be, the name of an office rather than a title."""
    line = one.plain.partition("\n")[0]
    office = listed(lexicon, "layout", "letterheads", r"\b{}\b(?=\s+(?:of|for)\b|\s*(?:\(|$))").search(
        line.partition(",")[0]
    )
    titled = listed(lexicon, "layout", "title_words", r"\b{}\b").search(line)
    long = [word.strip("()[]\"'“”‘’") for word in line.split() if len(word) > 3]
    return (
        office is not None and titled is None and len(line.split()) <= 12 and all(word[:1].isupper() for word in long)
    )


def is_office(one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether a heading can only be the name of an office: a ministry of something."""
    return is_letterhead(one, lexicon) and bool(
        listed(lexicon, "layout", "letterheads", r"\b{}\s+(?:of|for)\b").search(one.plain)
    )


def masthead(above: Sequence[Stretch], lexicon: Lexicon) -> Words | None:
    """Find the name of an office, or of a newspaper before its date, above a text.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "THE HARBOUR LEDGER, Monday, May 3, 1999, Page 4"
    >>> masthead([Stretch(text, Span(0, len(text)))], read_lexicon()).words
    'THE HARBOUR LEDGER'
    """
    for one in above:
        dated = find_absolute(one.text, one.span, lexicon) if one.count < 20 else None
        paper = listed(lexicon, "layout", "papers", r"(?:[\w.&'’-]+\s+){0,4}?{}(?=\s*[,|•–—-])").match(one.plain)
        if dated and paper:
            return _words(one, paper.group())
        if is_letterhead(one, lexicon):
            return _words(one, one.plain.partition("\n")[0].rstrip())
    return None


def _words(one: Stretch, words: str) -> Words:
    at = one.text.index(words, one.span.start)
    return Words(words, Span(at, at + len(words)))


def header_line(above: Sequence[Stretch], lexicon: Lexicon) -> Words | None:
    """Find who published a text in a line such as "From: Ministry of Foreign Affairs" above it."""
    keys = listed(lexicon, "layout", "publisher_lines", r"{}\s*:\s")
    for one in above:
        match = _VALUE.match(one.text, one.span.start, one.span.end) if keys.match(one.words) else None
        if match:
            return Words(match["value"], Span(*match.span("value")))
    return None


def find_copyright(found: Sequence[Stretch]) -> Words | None:
    """Find who holds the copyright."""
    for one in found:
        match = _COPYRIGHT.search(one.text, one.span.start, one.span.end) if one.count < 60 else None
        if match:
            return Words(match["name"], Span(*match.span("name")))
    return None
