"""Draw beneath a plot by month, each on its lane: changes of level, acts of mediation, and what a case says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from goodoffices.drawing.marks import INK, MUTED, POSITIVE, RULE, mark, sign_mark
from goodoffices.drawing.panel import MARGIN
from goodoffices.drawing.svg import Anchor, Element, TextStyle, element, shorten, text, text_width
from goodoffices.drawing.swatches import figure
from goodoffices.mapping.timeline import Moment
from goodoffices.record.beside import Beside
from goodoffices.record.feeds_result import DyadEvents
from goodoffices.wording import date_text, join_words

__all__ = ["PER", "SMALL", "Scale", "draw_lanes", "draw_list"]

PER = 1000
"""Shares are written as events per so many rows."""
SMALL = 11.0
_ROW, _LINE = 21.0, 15.0
_MOST_LISTED = 30
_CHANGED = {"cooperation_share": "cooperation: change", "conflict_share": "conflict: change"}


@dataclass(frozen=True)
class Scale:
    """Where months and days stand from left to right.

    Attributes
    ----------
    first
        The first month.
    slot
        How wide a month is, px.
    left
        Where the first begins, px.
    size
        How many there are.
    """

    first: np.datetime64
    slot: float
    left: float
    size: int

    def month(self, at: float) -> float:
        """Return where a month begins, px."""
        return self.left + self.slot * at

    def place(self, month: str) -> int:
        """Return the position of a month."""
        return int((np.datetime64(month, "M") - self.first).astype(np.int64))

    def day(self, day: dt.date) -> float:
        """Return where a day stands, px."""
        return self.month(self.place(f"{day:%Y-%m}") + (day.day - 1) / 31)

    @property
    def right(self) -> float:
        """Where the last month ends, px."""
        return self.month(self.size)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first day, and the first after the last."""
        first, after = (month.astype("datetime64[D]").item() for month in (self.first, self.first + self.size))
        return first, after


def draw_lanes(
    found: DyadEvents, beside: Beside | None, scale: Scale, top: float, width: float
) -> tuple[list[Element], float]:
    """Draw all lanes.

    Parameters
    ----------
    found
        What the feed says.
    beside
        What a case says of the same sides.
    scale
        Where months stand.
    top
        Where the lanes begin, px.
    width
        Of the sheet, px.

    Returns
    -------
    parts, bottom
        What is drawn, and where the lanes end, px.
    """
    parts, y = list[Element](), top + 12
    for name, label in _CHANGED.items():
        drawn, y = _changes(found, name, label, (scale, y, width))
        parts += drawn
    for sign, label in ((1, "mediation, for"), (-1, "mediation, against")):
        parts += _acts(found, sign, label, (scale, y))
        y += _ROW
    if beside:
        numbered = list(enumerate(_within(beside.moments, scale), start=1))
        for party in beside.parties:
            rows = [0.0]
            parts += _lane(f"case: {beside.names[party]}", scale, y, line=True)
            mine = [(number, one) for number, one in numbered if one.party == party]
            for _, same in groupby(mine, key=lambda pair: (pair[1].when.start, pair[1].kind)):
                parts += _marked(list(same), beside, (scale, y, width), rows)
            y += _ROW * len(rows)
    return parts, y - 6


def _lane(label: str, scale: Scale, y: float, *, line: bool) -> list[Element]:
    name = text(MARGIN, y + 4, shorten(label, scale.left - MARGIN - 8, SMALL), TextStyle(SMALL, INK))
    rule = element("line", x1=scale.left, x2=scale.right, y1=y, y2=y, stroke=RULE, stroke_width=0.6)
    return [rule, name] if line else [name]


def _changes(
    found: DyadEvents, name: str, label: str, where: tuple[Scale, float, float]
) -> tuple[list[Element], float]:
    """Mark the months in which a level changed, with the means on both sides of it."""
    scale, y, width = where
    changes = found.changes[name]
    parts = _lane(label, scale, y, line=bool(changes.found))
    if not changes.found:
        words = shorten(changes.why_none, width - MARGIN - scale.left - 8, SMALL)
        return [*parts, text(scale.left + 6, y + 4, words, TextStyle(SMALL, MUTED))], y + _ROW
    taken = [0.0]
    for one in changes.found:
        x = scale.month(scale.place(one.month))
        words = f"{one.month}: {figure(one.before * PER)} → {figure(one.after * PER)}"
        wide = text_width(words, SMALL) + 8
        anchor: Anchor = "start" if x + wide + 8 <= width - MARGIN else "end"
        start, end, at = (x - 6, x + 8 + wide, x + 8) if anchor == "start" else (x - 8 - wide, x + 8, x - 8)
        row = _free(taken, start, end)
        parts += mark("triangle", x, y + _ROW * row, 4.5, INK)
        parts.append(text(at, y + _ROW * row + 4, words, TextStyle(SMALL, INK, anchor=anchor)))
    return parts, y + _ROW * len(taken)


def _free(taken: list[float], start: float, end: float) -> int:
    """Take the first row of a lane that is free from a place on; add a row where none is."""
    row = next((k for k, edge in enumerate(taken) if edge <= start), len(taken))
    taken[row : row + 1] = [end]
    return row


def _acts(found: DyadEvents, sign: int, label: str, where: tuple[Scale, float]) -> list[Element]:
    """Mark the months with acts of mediation; where there is room, say how many."""
    scale, y = where
    by_month: dict[str, int] = {}
    for act in found.mediation:
        if act.sign == sign:
            by_month[act.day[:7]] = by_month.get(act.day[:7], 0) + 1
    parts = _lane(label, scale, y, line=bool(by_month))
    if not by_month:
        parts.append(text(scale.left + 6, y + 4, "none reported", TextStyle(SMALL, MUTED)))
    reach = min(max(0.45 * scale.slot, 2.6), 6.0)
    for month, number in by_month.items():
        x = scale.month(scale.place(month) + 0.5)
        drawn: list[Element] = list(sign_mark(sign, x, y, reach))
        if number > 1 and scale.slot >= 26:
            drawn.append(text(x + reach + 2, y + 4, str(number), TextStyle(SMALL, INK)))
        parts.append(element("g", element("title", f"{month}: {number} {label}"), *drawn))
    return parts


def _within(moments: Sequence[Moment], scale: Scale) -> list[Moment]:
    first, after = scale.days
    return [one for one in moments if first <= one.when.start < after]


def _marked(
    same: Sequence[tuple[int, Moment]], beside: Beside, where: tuple[Scale, float, float], taken: list[float]
) -> list[Element]:
    """Mark what one side said, or did, on one day, with its numbers in the list."""
    scale, y, width = where
    first, last, one = same[0][0], same[-1][0], same[0][1]
    numbers = str(first) if first == last else f"{first}–{last}" if last - first + 1 == len(same) else f"{first}, …"
    x, wide = scale.day(one.when.start), text_width(numbers, SMALL)
    anchor: Anchor = "start" if x + 6 + wide <= width - MARGIN + 8 else "end"
    start, end, at = (x - 5, x + 9 + wide, x + 6) if anchor == "start" else (x - 9 - wide, x + 6, x - 6)
    level = y + _ROW * _free(taken, start, end)
    drawn = mark("circle", x, level, 4.2, POSITIVE) if one.kind == "statement" else mark("diamond", x, level, 4.2, INK)
    words = text(at, level + 4, numbers, TextStyle(SMALL, INK, anchor=anchor))
    said = "; ".join(_said(moment, beside) for _, moment in same)
    return [element("g", element("title", said), *drawn, words)]


def _said(one: Moment, beside: Beside) -> str:
    return f"{date_text(str(one.when))}, {beside.names.get(one.who, one.who)}: {one.what}"


def draw_list(beside: Beside, scale: Scale, top: float, width: float) -> tuple[list[Element], float]:
    """List what the numbers on the lanes of a case stand for, and say how much is not listed.

    Parameters
    ----------
    beside
        What the case says.
    scale
        Where months stand; what lies outside them is counted.
    top
        Where the list begins, px.
    width
        Of the sheet, px.

    Returns
    -------
    parts, bottom
        What is drawn, and where the list ends, px.
    """
    parts, y = list[Element](), top + 10
    shown = _within(beside.moments, scale)
    for number, one in enumerate(shown[:_MOST_LISTED], start=1):
        parts.append(text(MARGIN + 16, y, str(number), TextStyle(SMALL, MUTED, anchor="end")))
        line = shorten(_said(one, beside), width - 2 * MARGIN - 24, SMALL)
        parts.append(text(MARGIN + 24, y, line, TextStyle(SMALL, INK)))
        y += _LINE
    early = sum(one.when.start < scale.days[0] for one in beside.moments)
    numbers = {
        "earlier": early,
        "later": len(beside.moments) - early - len(shown),
        "within": max(len(shown) - _MOST_LISTED, 0),
    }
    left_out = [f"{number} {word}" for word, number in numbers.items() if number]
    if left_out:
        words = f"not listed of what the case says: {join_words(left_out)}"
        parts.append(text(MARGIN + 24, y, words, TextStyle(SMALL, MUTED)))
        y += _LINE
    return parts, y
