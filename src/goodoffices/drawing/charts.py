"""Draw ranges and shares, readable in grey."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.drawing.marks import INK, MUTED, PANEL, POSITIVE, RULE, mark
from goodoffices.drawing.panel import MARGIN, ROW, SIZE, check_width, head, label_width, row_label, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, shorten, text, text_width
from goodoffices.errors import CaseError

__all__ = ["Bar", "Column", "IntervalRow", "Range", "draw_bars", "draw_intervals"]


@dataclass(frozen=True, slots=True)
class Range:
    """An estimate from low to high; ``likely`` is marked where it is known."""

    low: float
    high: float
    likely: float | None = None

    def __post_init__(self) -> None:
        middle = self.low if self.likely is None else self.likely
        if not self.low <= middle <= self.high:
            raise CaseError(f"a range of {self.low!r}, {self.likely!r}, {self.high!r}: expected low ≤ likely ≤ high")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of ranges, with the least and the greatest value of its axis."""

    label: str
    least: float = 0.0
    greatest: float = 1.0

    def __post_init__(self) -> None:
        if not self.least < self.greatest:
            raise CaseError(
                f"the axis {self.label!r} runs from {self.least!r} to {self.greatest!r}: expected it to grow"
            )


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One row: its name and a range, or none, for each column."""

    label: str
    ranges: tuple[Range | None, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its share from 0 to 1, how the share is written, and its range where it is uncertain."""

    label: str
    share: float
    words: str = ""
    range: Range | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise CaseError(f"the share of {self.label!r} is {self.share!r}: expected a number from 0 to 1")


def _tick(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _draw_range(given: Range, scale: Column, left: float, width: float, y: float) -> list[Element]:
    def x(value: float) -> float:
        share = (value - scale.least) / (scale.greatest - scale.least)
        return left + width * min(max(share, 0.0), 1.0)

    low, high = x(given.low), x(given.high)
    parts = [
        element("rect", x=low, y=y - 5, width=max(high - low, 1.5), height=10, rx=2, fill=POSITIVE, fill_opacity=0.28),
        element("line", x1=low, y1=y - 6, x2=low, y2=y + 6, stroke=POSITIVE, stroke_width=1.6),
        element("line", x1=high, y1=y - 6, x2=high, y2=y + 6, stroke=POSITIVE, stroke_width=1.6),
    ]
    return parts + list(mark("circle", x(given.likely), y, 4.6, INK)) if given.likely is not None else parts


def _said(given: Range | None) -> str:
    if given is None:
        return "no estimate"
    likely = "" if given.likely is None else f", likeliest {_tick(given.likely)}"
    return f"{_tick(given.low)} to {_tick(given.high)}{likely}"


def _interval_axis(column: Column, left: float, wide: float, top: float, bottom: float) -> list[Element]:
    parts = [text(left, top + 14, shorten(column.label, wide, SIZE, bold=True), TextStyle(SIZE, INK, bold=True))]
    for step in range(5):
        x = left + wide * step / 4
        value = column.least + (column.greatest - column.least) * step / 4
        parts.append(
            element("line", x1=x, y1=top + 22, x2=x, y2=bottom, stroke=RULE, stroke_width=1 if step % 4 == 0 else 0.6)
        )
        if step % 2 == 0:
            parts.append(text(x, bottom + 15, _tick(value), TextStyle(11, MUTED, anchor="middle")))
    return parts


def draw_intervals(
    rows: Sequence[IntervalRow], columns: Sequence[Column], *, title: str, subtitle: str = "", width: float = 760
) -> str:
    """Draw ranges side by side, such as leverage and will of each candidate for broker.

    Parameters
    ----------
    rows
        One line each; a column without a range reads "no estimate".
    columns
        The quantities, left to right.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If a row does not fit the columns, or the sheet is too narrow.

    Examples
    --------
    >>> "Oman" in draw_intervals([IntervalRow("Oman", (Range(0.5, 0.9, 0.7),))], [Column("will")], title="Will")
    True
    """
    check_width(width, 4 * len(columns))
    if any(len(row.ranges) != len(columns) for row in rows):
        raise CaseError(f"a row of ranges does not fit {len(columns)} columns: expected one range, or none, for each")
    names, top = label_width([row.label for row in rows], width), top_of(subtitle)
    wide = (width - 2 * MARGIN - names - 30 * len(columns)) / max(len(columns), 1)
    bottom = top + 26 + ROW * len(rows)
    parts = head(title, subtitle, width)
    for at in range(0, len(rows), 2):
        parts.append(element("rect", x=MARGIN, y=top + 26 + ROW * at, width=width - 2 * MARGIN, height=ROW, fill=PANEL))
    lefts = [MARGIN + names + 15 + (wide + 30) * at for at in range(len(columns))]
    for column, left in zip(columns, lefts, strict=True):
        parts += _interval_axis(column, left, wide, top, bottom)
    for at, row in enumerate(rows):
        y = top + 26 + ROW * (at + 0.5)
        drawn = row_label(row.label, y, names)
        for given, column, left in zip(row.ranges, columns, lefts, strict=True):
            if given is None:
                drawn.append(text(left + 4, y + 4, "no estimate", TextStyle(11, MUTED)))
            else:
                drawn += _draw_range(given, column, left, wide, y)
        told = "; ".join(f"{column.label} {_said(given)}" for column, given in zip(columns, row.ranges, strict=True))
        parts.append(element("g", element("title", f"{row.label}: {told} {row.note}"), *drawn))
    known = any(given is not None and given.likely is not None for row in rows for given in row.ranges)
    parts.append(_interval_key(bottom + 36, known=known))
    said = "; ".join(
        f"{row.label}: " + ", ".join(f"{c.label} {_said(r)}" for c, r in zip(columns, row.ranges, strict=True))
        for row in rows
    )
    return document(parts, Sheet(width, bottom + 54, title, said))


def _interval_key(y: float, *, known: bool) -> Element:
    sample = _draw_range(Range(0, 1, 0.5 if known else None), Column(""), MARGIN + 6, 40, y)
    words = "from low to high; the dot is the likeliest value" if known else "from low to high"
    return element("g", *sample, text(MARGIN + 58, y + 4, words, TextStyle(11, MUTED)), data_part="legend")


def draw_bars(bars: Sequence[Bar], *, title: str, subtitle: str = "", width: float = 760) -> str:
    """Draw shares as bars from 0 to 100 %, in the order given.

    Parameters
    ----------
    bars
        One line each; a range is drawn as a whisker over its bar.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document.

    Examples
    --------
    >>> "87 %" in draw_bars([Bar("Russia", 0.87, "87 %")], title="First among brokers")
    True
    """
    check_width(width, 4)
    names, top = label_width([bar.label for bar in bars], width), top_of(subtitle)
    written = [bar.words or f"{math.floor(100 * bar.share + 0.5)}\u202f%" for bar in bars]
    room = min(max((text_width(one, SIZE) for one in written), default=0.0) + 12, 0.3 * width)
    left = MARGIN + names
    wide = width - 2 * MARGIN - names - room
    bottom = top + ROW * len(bars)
    parts = head(title, subtitle, width)
    for step in range(5):
        x = left + wide * step / 4
        parts.append(element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=RULE, stroke_width=0.8))
        parts.append(text(x, bottom + 15, f"{25 * step}\u202f%", TextStyle(11, MUTED, anchor="middle")))
    for at, bar in enumerate(bars):
        y = top + ROW * (at + 0.5)
        drawn = row_label(bar.label, y, names)
        drawn.append(
            element("rect", x=left, y=y - 8, width=wide * bar.share, height=16, fill=POSITIVE, fill_opacity=0.75)
        )
        if bar.range:
            low, high = (left + wide * min(max(value, 0.0), 1.0) for value in (bar.range.low, bar.range.high))
            whisker = (
                f"M{low:.2f} {y - 5:.2f}V{y + 5:.2f}M{low:.2f} {y:.2f}H{high:.2f}M{high:.2f} {y - 5:.2f}V{y + 5:.2f}"
            )
            drawn.append(element("path", d=whisker, stroke=INK, stroke_width=1.6, fill="none"))
        drawn.append(text(left + wide + 10, y + 4, shorten(written[at], room - 8, SIZE), TextStyle(SIZE, INK)))
        parts.append(element("g", element("title", f"{bar.label}: {written[at]} {bar.note}"), *drawn))
    said = "; ".join(f"{bar.label} {words}" for bar, words in zip(bars, written, strict=True))
    return document(parts, Sheet(width, bottom + 30, title, said))
