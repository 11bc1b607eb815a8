"""Draw what packages are worth to each party, measured from its reservation value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from goodoffices.drawing.geometry import Box
from goodoffices.drawing.marks import INK, MUTED, NEGATIVE, PANEL, POSITIVE, RULE, mark
from goodoffices.drawing.panel import MARGIN, SIZE, head, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, shorten, text, text_width, wrap
from goodoffices.drawing.swatches import Swatch, draw_key, figure, hatched
from goodoffices.errors import CaseError

__all__ = ["PackageRow", "PartyAxis", "draw_packages"]

_SMALL, _LINE, _PAD, _INSET = 11.0, 14.0, 10.0, 12.0
_LEAST_PARTY = 84.0


@dataclass(frozen=True, slots=True)
class PartyAxis:
    """A party's scale of utility, from its least to its greatest value, and its reservation value where it has one."""

    label: str
    reserve: float | None = None
    least: float = 0.0
    greatest: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.greatest - self.least < math.inf:
            raise CaseError(
                f"the axis of {self.label!r} runs from {self.least!r} to {self.greatest!r}: expected it to grow"
            )
        if self.reserve is not None:
            self.check(self.reserve, "reservation value")

    def check(self, value: float, what: str) -> None:
        """Refuse a value that lies off the axis."""
        if not self.least <= value <= self.greatest:
            raise CaseError(
                f"{what} of {value!r} on the axis of {self.label!r}: "
                f"expected a number from {self.least!r} to {self.greatest!r}"
            )

    def share(self, value: float) -> float:
        """Return where on the axis a value stands, from 0 to 1."""
        return (value - self.least) / (self.greatest - self.least)


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package: what it is called, what it says in a few words, and what it is worth to each party."""

    label: str
    words: str
    utilities: tuple[float, ...]
    note: str = ""


class _Plan(NamedTuple):
    """Where the columns of the chart stand, px."""

    words: float
    lefts: tuple[float, ...]
    wide: float

    def x(self, at: int, axis: PartyAxis, value: float) -> float:
        """Return where a value stands in a party's column."""
        return self.lefts[at] + _INSET + (self.wide - 2 * _INSET) * axis.share(value)


class _Told(NamedTuple):
    label: tuple[str, ...]
    words: tuple[str, ...]
    height: float


def _plan(count: int, width: float) -> _Plan:
    inner = width - 2 * MARGIN
    wide = min(max(0.58 * inner / max(count, 1), _LEAST_PARTY), 180.0)
    right = width - MARGIN
    lefts = tuple(right - wide * (count - at) for at in range(count))
    return _Plan(inner - wide * count - 22, lefts, wide)


def _tell(row: PackageRow, plan: _Plan) -> _Told:
    # Lines are measured in plain letters, and bold ones are wider.
    label = wrap(row.label, plan.words / 1.07, SIZE, 2)
    words = wrap(row.words, plan.words, _SMALL, 5) if row.words else ()
    return _Told(label, words, max(_LINE * (len(label) + len(words)), 30.0) + 2 * _PAD)


def _draw_words(told: _Told, top: float) -> list[Element]:
    first = top + _PAD + 10
    parts = [
        text(MARGIN + 6, first + _LINE * k, line, TextStyle(SIZE, INK, bold=True)) for k, line in enumerate(told.label)
    ]
    first += _LINE * len(told.label)
    return parts + [
        text(MARGIN + 6, first + _LINE * k, line, TextStyle(_SMALL, INK)) for k, line in enumerate(told.words)
    ]


def _worth(axis: PartyAxis, value: float) -> str:
    if axis.reserve is None:
        return figure(value)
    sign = "+" if value > axis.reserve else "±" if value == axis.reserve else ""
    return f"{figure(value)} ({sign}{figure(value - axis.reserve)})"


def _bar(start: float, end: float, y: float) -> tuple[Element, ...]:
    if end < start:
        return hatched(Box(end, y - 4.5, start, y + 4.5))
    return (element("rect", x=start, y=y - 4.5, width=end - start, height=9, fill=POSITIVE, fill_opacity=0.6),)


def _draw_worth(at: int, axis: PartyAxis, value: float, plan: _Plan, place: tuple[float, str]) -> list[Element]:
    middle, paper = place
    start = plan.x(at, axis, axis.least if axis.reserve is None else axis.reserve)
    end = plan.x(at, axis, value)
    words = shorten(_worth(axis, value), plan.wide - 4, _SMALL)
    half = text_width(words, _SMALL) / 2
    left, right = plan.lefts[at] + 2, plan.lefts[at] + plan.wide - 2
    x = min(max(end, left + half), right - half)
    lost = axis.reserve is not None and value < axis.reserve
    return [
        *_bar(start, end, middle - 8),
        *mark("circle", end, middle - 8, 4.4, INK),
        # Paper behind the words keeps the lines of the axis from running through them.
        element("rect", x=x - half, y=middle + 2, width=2 * half, height=13, fill=paper),
        text(x, middle + 12, words, TextStyle(_SMALL, NEGATIVE if lost else INK, anchor="middle")),
    ]


def _draw_axis(at: int, axis: PartyAxis, plan: _Plan, span: tuple[float, float]) -> list[Element]:
    """Name a party, and draw the ends and the middle of its axis and its reservation value through all rows."""
    top, bottom = span
    left, right = plan.x(at, axis, axis.least), plan.x(at, axis, axis.greatest)
    lines = wrap(axis.label, (plan.wide - _INSET) / 1.07, SIZE, 2)
    style = TextStyle(SIZE, INK, bold=True)
    parts = [text(left, top - 10 - _LINE * (len(lines) - 1 - k), line, style) for k, line in enumerate(lines)]
    parts += [
        element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=RULE, stroke_width=wide)
        for x, wide in ((left, 1.0), ((left + right) / 2, 0.6), (right, 1.0))
    ]
    room = (plan.wide - _INSET) / 2
    parts.append(text(left, bottom + 15, shorten(figure(axis.least), room, _SMALL), TextStyle(_SMALL, MUTED)))
    greatest = shorten(figure(axis.greatest), room, _SMALL)
    parts.append(text(right, bottom + 15, greatest, TextStyle(_SMALL, MUTED, anchor="end")))
    if axis.reserve is None:
        return parts
    x, words = plan.x(at, axis, axis.reserve), shorten(figure(axis.reserve), plan.wide - _INSET, _SMALL)
    half = text_width(words, _SMALL) / 2
    inside = min(max(x, plan.lefts[at] + half), plan.lefts[at] + plan.wide - half)
    parts += _reserve(x, top, bottom + 4)
    return [*parts, text(inside, bottom + 30, words, TextStyle(_SMALL, INK, anchor="middle"))]


def _reserve(x: float, top: float, bottom: float) -> list[Element]:
    return [element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=INK, stroke_width=1.2, stroke_dasharray="4 3")]


def _said(row: PackageRow, axes: Sequence[PartyAxis]) -> str:
    worth = ", ".join(f"{axis.label} {_worth(axis, value)}" for axis, value in zip(axes, row.utilities, strict=True))
    return ". ".join(
        part for part in (f"{row.label}: {row.words}" if row.words else row.label, worth, row.note) if part
    )


def _key(rows: Sequence[PackageRow], axes: Sequence[PartyAxis]) -> list[tuple[str, Swatch]]:
    pairs = [(axis, value) for row in rows for axis, value in zip(axes, row.utilities, strict=True)]
    told: list[tuple[str, Swatch]] = []
    if pairs:
        told.append(("utility", lambda x, y: mark("circle", x + 18, y, 4.4, INK)))
    if any(axis.reserve is not None for axis in axes):
        told.append(("reservation value", lambda x, y: _reserve(x + 18, y - 8, y + 8)))
    if any(axis.reserve is not None and value > axis.reserve for axis, value in pairs):
        told.append(("above it, by the figure in brackets", lambda x, y: _bar(x, x + 24, y)))
    if any(axis.reserve is not None and value < axis.reserve for axis, value in pairs):
        told.append(("below it: the party would refuse", lambda x, y: _bar(x + 24, x, y)))
    return told


def _check(rows: Sequence[PackageRow], axes: Sequence[PartyAxis], width: float) -> None:
    least = 250 + _LEAST_PARTY * len(axes)
    if width < least:
        raise CaseError(f"a chart {width:g} px wide is too narrow for {len(axes)} parties: expected at least {least:g}")
    for row in rows:
        if len(row.utilities) != len(axes):
            raise CaseError(
                f"the package {row.label!r} has {len(row.utilities)} utilities: expected one for each of "
                f"{len(axes)} parties"
            )
        for axis, value in zip(axes, row.utilities, strict=True):
            axis.check(value, f"the package {row.label!r} with a utility")


def draw_packages(
    rows: Sequence[PackageRow], axes: Sequence[PartyAxis], *, title: str, subtitle: str = "", width: float = 1040
) -> str:
    """Draw packages against parties: what each is worth to whom, and how far above its reservation value.

    Parameters
    ----------
    rows
        One package each, from top to bottom.
    axes
        One for each party, left to right.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px; the height follows from the words.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If a package does not fit the parties or their axes, or the sheet is too narrow.

    Examples
    --------
    >>> row = PackageRow("Nash", "tests: halt, exercises: put off", (0.6, 0.55))
    >>> "0.6 (+0.2)" in draw_packages([row], [PartyAxis("USA", 0.4), PartyAxis("PRK", 0.5)], title="Packages")
    True
    """
    _check(rows, axes, width)
    plan, top = _plan(len(axes), width), top_of(subtitle) + 38
    told = [_tell(row, plan) for row in rows]
    bottom = top + sum(one.height for one in told)
    parts, drawn, y = head(title, subtitle, width), list[Element](), top
    parts.append(text(MARGIN + 6, top - 10, "Package", TextStyle(SIZE, INK, bold=True)))
    for at, (row, one) in enumerate(zip(rows, told, strict=True)):
        paper = "#ffffff" if at % 2 else PANEL
        parts.append(element("rect", x=MARGIN, y=y, width=width - 2 * MARGIN, height=one.height, fill=paper))
        mine = _draw_words(one, y)
        for across, (axis, value) in enumerate(zip(axes, row.utilities, strict=True)):
            mine += _draw_worth(across, axis, value, plan, (y + one.height / 2, paper))
        drawn.append(element("g", element("title", _said(row, axes)), *mine))
        y += one.height
    for at, axis in enumerate(axes):
        parts += _draw_axis(at, axis, plan, (top, bottom))
    reserves = any(axis.reserve is not None for axis in axes)
    key, end = draw_key(_key(rows, axes), bottom + (54 if reserves else 40), width)
    said = ". ".join(_said(row, axes) for row in rows)
    return document([*parts, *drawn, *key], Sheet(width, end, title, said))
