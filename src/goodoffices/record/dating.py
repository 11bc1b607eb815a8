"""Dates that a text names, resolved against the day it was issued; what cannot be resolved is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from goodoffices.case.dates import parse_when
from goodoffices.record.dateforms import date_forms
from goodoffices.record.dateplace import Place, guards_of
from goodoffices.record.dateresolving import resolve
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Dated, Layout, Sentence, Span
from goodoffices.record.reckoning import is_date, precision_of

__all__ = ["find_absolute", "find_dates"]

_DASHES = "-–—:"
_PRINTED_WITHIN_DAYS = 7


def find_dates(layout: Layout, sentences: tuple[Sentence, ...], lexicon: Lexicon) -> tuple[Dated, ...]:
    r"""Find the dates that the sentences name.

    Parameters
    ----------
    layout
        Its ``issued`` resolves what the text leaves open: "on Friday", "December 12", "last month".
    sentences
        Where to look.
    lexicon
        Its topic ``dates``.

    Returns
    -------
    tuple of Dated
        In the order of the text, none overlapping another. Dates that stay open are not among them.

    Examples
    --------
    >>> from goodoffices.record.layout import lay_out
    >>> from goodoffices.record.sentences import split
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> words = read_lexicon()
    >>> layout = lay_out("Tuesday, December 26, 2017\n\nThe envoys met on December 12, and again last week.", words)
    >>> [dated.when for dated in find_dates(layout, split(layout, words), words)]
    ['2017-12-12', '2017-12-18/2017-12-24']
    """
    issued = layout.issued
    today = parse_when(issued.when).latest if issued else None
    to_the_day = bool(issued and issued.precision == "day")
    place = Place(layout.text, Span(0, 0), today, to_the_day, date_forms(lexicon), guards_of(lexicon))
    if to_the_day:
        place.today = _day_of_dateline(layout, place) or today
    found: list[Dated] = []
    block = -1
    for sentence in sentences:
        if sentence.block != block:
            block, place.story = sentence.block, None
        place.sentence = sentence.span
        found += _spans_joined(list(_of_sentence(place)), place)
    return tuple(found)


def _day_of_dateline(layout: Layout, place: Place) -> dt.date | None:
    """Find the day on which a report was written, where its dateline names one shortly before it was printed."""
    for block in layout.blocks:
        if block.kind == "front-matter" and layout.of(block.span)[-1] in _DASHES:
            place.sentence = block.span
            days = [parse_when(dated.when).latest for dated in _of_sentence(place) if dated.precision == "day"]
            place.previous = place.story = None
            if days and days[0] and place.today and 0 <= (place.today - days[0]).days <= _PRINTED_WITHIN_DAYS:
                return days[0]
    return None


def find_absolute(text: str, span: Span, lexicon: Lexicon) -> Dated | None:
    """Find the first date of a stretch that needs no other to be understood: with its year, and its month at least.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> find_absolute("Geneva, 30 June 2012", Span(0, 20), read_lexicon()).when
    '2012-06-30'
    """
    place = Place(text, span, None, to_the_day=False, forms=date_forms(lexicon), guards=guards_of(lexicon))
    return next((dated for dated in _of_sentence(place) if dated.precision in {"day", "month"}), None)


def _of_sentence(place: Place) -> Iterator[Dated]:
    for match in place.forms.pattern.finditer(place.text, place.sentence.start, place.sentence.end):
        form, parts = place.forms.parts(match)
        place.start, place.end = match.span()
        when = resolve(form, parts, place)
        if when is None or not is_date(when):
            continue
        dated = Dated(Span(place.start, place.end), when, precision_of(when))
        place.previous = dated
        place.tell(dated, with_year="y" in parts and form not in {"decade", "season"})
        yield dated


def _spans_joined(found: list[Dated], place: Place) -> Iterator[Dated]:
    """Join "from A to B" and "between A and B" into one stretch of time."""
    at = 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        joined = _joined(first, second, place) if second else None
        yield joined or first
        at += 2 if joined else 1


def _joined(first: Dated, second: Dated, place: Place) -> Dated | None:
    gap = place.text[first.span.end : second.span.start]
    lead = place.text[max(place.sentence.start, first.span.start - 15) : first.span.start]
    if not (
        place.guards.range_to.fullmatch(gap)
        and (gap.strip() in {"-", "–", "—"} or place.guards.range_from.search(lead))
    ):
        return None
    when = f"{first.when}/{second.when}"
    single = "/" not in first.when and "/" not in second.when
    return Dated(Span(first.span.start, second.span.end), when, "other") if single and is_date(when) else None
