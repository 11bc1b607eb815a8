"""When a document was issued, and by whom, as its first and last lines say; never the year of the copyright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.case.anchoring import Span
from goodoffices.record.dating import find_absolute
from goodoffices.record.kinds import Stretch
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Dated, Words
from goodoffices.record.phrases import any_of, listed
from goodoffices.record.reckoning import precision_of, whole_day

__all__ = ["Dateline", "date_in_address", "date_line", "find_dateline", "issued_in", "metadata_date"]

# Such as: DOHA, Sept 12 (Reuters) - or: Geneva, 30 June 2012 – or: NEW YORK (AP) —
_DATELINE = re.compile(
    r"""(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:[\s/-][A-ZÀ-Þ][\w.'’-]*){0,3}(?:,\s[A-ZÀ-Þ][\w.'’]*(?:\s[A-ZÀ-Þ][\w.]*){0,2})?)
        (?:,?\s+(?P<date>(?=[^()\n–—]*\d)[\w,.\s]{3,30}?))?
        (?:,?\s*[(\[](?P<source>[^()\[\]\n]{2,40})[)\]])?
        \s*(?:[—–]+|--+|-(?=\s)|:(?=\s))\s*(?=\S)""",
    re.VERBOSE,
)
_STAMP = re.compile(r"(?P<y>(?:1[4-9]|20)\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?!\d)")
_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](?P<d>\d{1,2})(?=[/._-]|$)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_DATE_LINE = 20
_LAST = 5


@dataclass(frozen=True)
class Dateline:
    """The dateline that a first paragraph begins with.

    Attributes
    ----------
    span
        With the dash that ends it.
    date
        The words of the date, if any.
    source
        The agency.
    """

    span: Span
    date: Span | None
    source: Words | None


def find_dateline(text: str, one: Stretch, lexicon: Lexicon) -> Dateline | None:
    """Find the dateline of a paragraph: a place with an agency, a date, or in capitals, before a dash.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "LUSAKA, March 3 (Reuters) - The two sides met."
    >>> found = find_dateline(text, Stretch(text, Span(0, len(text))), read_lexicon())
    >>> found.source.words, text[found.span.end :]
    ('Reuters', 'The two sides met.')
    """
    match = _DATELINE.match(text, one.span.start, min(one.span.end, one.span.start + 120))
    if not match:
        return None
    date = Span(*match.span("date")) if match["date"] else None
    source = Words(match["source"], Span(*match.span("source"))) if match["source"] else None
    if source and _dated(text, source.span, lexicon):
        date, source = source.span, None
    if source and not listed(lexicon, "layout", "agencies", r"{}\b").match(source.words) and not source.words.istitle():
        source = None
    date = date if date and _dated(text, date, lexicon) else None
    capitals = (
        match["place"].split(",")[0].isupper() and len(match["place"]) > 3 and not match.group().rstrip().endswith(":")
    )
    return Dateline(Span(*match.span()), date, source) if date or source or capitals else None


def _dated(text: str, span: Span, lexicon: Lexicon) -> bool:
    return find_absolute(text, span, lexicon) is not None or bool(
        _month_and_day(lexicon).match(text, span.start, span.end)
    )


@lru_cache(maxsize=8)
def _month_and_day(lexicon: Lexicon) -> re.Pattern[str]:
    months = any_of(map(str, lexicon.table("dates", "months")))
    return re.compile(rf"{months}\.?\s+\d{{1,2}}\b|\d{{1,2}}\s+{months}\b", re.IGNORECASE)


def date_line(text: str, one: Stretch, lexicon: Lexicon, *, updated: bool = False) -> Dated | None:
    """Read the first date of a short line, unless it is the year of a copyright.

    Parameters
    ----------
    updated
        Take the day of an update, and no other; otherwise any other.
    """
    dated = find_absolute(text, one.span, lexicon) if one.count <= _LONGEST_DATE_LINE else None
    if dated is None or _says(text, one.span.start, dated, lexicon, "never_issued"):
        return None
    return dated if _says(text, one.span.start, dated, lexicon, "updated") is updated else None


def _says(text: str, start: int, dated: Dated, lexicon: Lexicon, name: str) -> bool:
    """Tell whether one of some words stands before a date."""
    return listed(lexicon, "layout", name, r"\b{}").search(text, start, dated.span.start) is not None


def issued_in(text: str, found: Sequence[Stretch], top: int, lexicon: Lexicon) -> Dated | None:
    """Find when a document was issued.

    Parameters
    ----------
    found
        The stretches after the front matter.
    top
        How many of them stand before the first paragraph.

    Returns
    -------
    Dated or None
        From a line of its own above the text, the dateline, the words "issued today, DATE", or a line of its own below.
    """
    above = [dated for one in found[: top + 1] if (dated := date_line(text, one, lexicon))]
    days = [dated for dated in above if dated.precision == "day"]
    if days:
        return days[0]
    for one in found[top : top + 2]:
        line = find_dateline(text, one, lexicon)
        if line and line.date and (dated := find_absolute(text, line.date, lexicon)):
            return dated
    issued = listed(
        lexicon,
        "layout",
        "issued_before",
        r"\b{}(?:\s+(?:today|here|in|at|on|by|\w+day|[A-Z][\w.-]+),?){0,4},?\s+(?=\d|[A-Z])",
    )
    for one in [*found[: top + 3], *found[-_LAST:]]:
        match = issued.search(text, one.span.start, one.span.end)
        dated = find_absolute(text, Span(match.end(), min(one.span.end, match.end() + 40)), lexicon) if match else None
        if dated and match and dated.span.start - match.end() < 12:
            return dated
    below = [dated for one in found[-_LAST:] if not one.paragraph and (dated := date_line(text, one, lexicon))]
    updated = (dated for one in found[: top + 1] if (dated := date_line(text, one, lexicon, updated=True)))
    return next((dated for dated in [*below, *updated] if dated.precision == "day"), above[0] if above else None)


def metadata_date(text: str, words: Words, lexicon: Lexicon) -> Dated | None:
    """Read a date of the front matter, with a time stuck to it or not."""
    match = _STAMP.search(words.words)
    when = whole_day(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    if when:
        return Dated(words.span, when, precision_of(when))
    found = find_absolute(text, words.span, lexicon)
    return Dated(words.span, found.when, found.precision) if found else None


def date_in_address(address: str) -> str | None:
    """Read the day that newspapers write into the addresses of their pages.

    Examples
    --------
    >>> date_in_address("https://paper.example/news/2019/may/03/talks")
    '2019-05-03'
    """
    match = _IN_ADDRESS.search(address)
    if not match:
        return None
    month = _MONTHS.index(match["m"].lower()) + 1 if match["m"].isalpha() else int(match["m"])
    return whole_day(int(match["y"]), month, int(match["d"]))
