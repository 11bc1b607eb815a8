"""Draw the frontier of two parties: what either can gain only at the other's cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from goodoffices.drawing.geometry import Box, Point
from goodoffices.drawing.marks import INK, MUTED, POSITIVE, RULE, SHADE, MarkName, mark
from goodoffices.drawing.packages import PartyAxis
from goodoffices.drawing.panel import MARGIN, SIZE, head, top_of
from goodoffices.drawing.svg import (
    Element,
    Sheet,
    TextStyle,
    document,
    element,
    number,
    shorten,
    text,
    text_width,
    wrap,
)
from goodoffices.drawing.swatches import Swatch, draw_key, figure, nice_step, tick
from goodoffices.errors import CaseError

__all__ = ["FrontierPlot", "NamedPoint", "draw_frontier"]

_SMALL, _LINE, _SIDE = 11.0, 14.0, 216.0
_CELL = 1.5


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A package that has a name, at what it is worth to the two parties."""

    label: str
    at: tuple[float, float]
    mark: MarkName = "circle"
    note: str = ""


@dataclass(frozen=True, slots=True)
class FrontierPlot:
    """What to draw of a frontier.

    Parameters
    ----------
    axes
        The two parties: the first to the right, the second upwards.
    points
        What the undominated packages are worth to them, in any order.
    named
        Points that are told beside the plot.
    complete
        Whether no point is missing; a frontier that may lack some is drawn broken.
    """

    axes: tuple[PartyAxis, PartyAxis]
    points: tuple[tuple[float, float], ...]
    named: tuple[NamedPoint, ...] = ()
    complete: bool = True

    def __post_init__(self) -> None:
        told = [("a point", point) for point in self.points]
        for what, point in told + [(f"the point {one.label!r}", one.at) for one in self.named]:
            for axis, value in zip(self.axes, point, strict=True):
                axis.check(value, what)


class _Label(NamedTuple):
    """The points at one place: what is told of them, and the room it takes, px."""

    points: tuple[NamedPoint, ...]
    lines: tuple[str, ...]
    worth: tuple[str, ...]
    height: float


def _place(plot: FrontierPlot, box: Box, at: Point) -> Point:
    first, second = (axis.share(value) for axis, value in zip(plot.axes, at, strict=True))
    return box.left + (box.right - box.left) * first, box.bottom - (box.bottom - box.top) * second


def _labels(plot: FrontierPlot) -> list[_Label]:
    """Put together what stands on one point, from top to bottom of the plot."""
    groups: dict[tuple[float, float], list[NamedPoint]] = {}
    for one in plot.named:
        groups.setdefault(one.at, []).append(one)
    told = []
    for at in sorted(groups, key=lambda at: (-at[1], at[0])):
        lines = wrap(", ".join(one.label for one in groups[at]), (_SIDE - 40) / 1.07, SIZE, 3)
        worth = _worth(plot.axes, at)
        told.append(_Label(tuple(groups[at]), lines, worth, _LINE * (len(lines) + len(worth)) + 10))
    return told


def _worth(axes: Sequence[PartyAxis], at: Point) -> tuple[str, ...]:
    """Say what a point is worth to whom, in one line or one for each party."""
    room, figures = _SIDE - 40, [figure(value) for value in at]
    told = [
        f"{shorten(axis.label, room - text_width(f' {worth}', _SMALL), _SMALL)} {worth}"
        for axis, worth in zip(axes, figures, strict=True)
    ]
    both = f"{told[0]}, {told[1]}"
    return (both,) if text_width(both, _SMALL) <= room else tuple(told)


def _spread(wished: Sequence[float], heights: Sequence[float], bottom: float, top: float) -> list[float]:
    """Put labels as near to their points as can be without one touching another; return their upper ends.

    Where they have to touch they stand as a block around the mean of their wishes; the first and the last stay on the
    sheet.
    """
    blocks: list[tuple[float, float, int]] = []  # the sum of wished upper ends, the height, how many
    for wish, height in zip(wished, heights, strict=True):
        blocks.append((wish - height / 2, height, 1))
        while len(blocks) > 1 and _top(blocks[-2], top, bottom) + blocks[-2][1] > _top(blocks[-1], top, bottom):
            (sum_a, high_a, count_a), (sum_b, high_b, count_b) = blocks[-2:]
            # Each wish of the lower block is taken back by the height of the upper one.
            blocks[-2:] = [(sum_a + sum_b - count_b * high_a, high_a + high_b, count_a + count_b)]
    ends, at = [], 0
    for block in blocks:
        y = _top(block, top, bottom)
        for height in heights[at : at + block[2]]:
            ends.append(y)
            y += height
        at += block[2]
    return ends


def _top(block: tuple[float, float, int], top: float, bottom: float) -> float:
    total, height, count = block
    return max(min(total / count, bottom - height), top)


def _envelope(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points that none other beats, the first party's best first."""
    kept: list[tuple[float, float]] = []
    for point in sorted(points, key=lambda one: (-one[0], -one[1])):
        if not kept or point[1] > kept[-1][1]:
            kept.append(point)
    return kept


def _thin(places: Sequence[Point]) -> list[Point]:
    """Keep one of the points that would be printed on each other; the first and the last are kept."""
    kept = {(round(x / _CELL), round(y / _CELL)): (x, y) for x, y in reversed(places)}
    return list(dict.fromkeys([*places[:1], *reversed(kept.values()), *places[-1:]]))


def _stairs(corners: Sequence[Point]) -> str:
    """Write the way to each corner, level first, then upright."""
    return "".join(f"H{number(x)}V{number(y)}" for x, y in corners)


def _line_through(corners: Sequence[Point]) -> str:
    x, y = corners[0]
    return f"M{number(x)} {number(y)}{_stairs(corners[1:])}"


def _zone(plot: FrontierPlot, edge: Sequence[tuple[float, float]], box: Box) -> list[Element]:
    """Shade what lies above both reservation values and below the frontier."""
    least = tuple(axis.least if axis.reserve is None else axis.reserve for axis in plot.axes)
    corners = [(x, y) for x, y in edge if x >= least[0] and y >= least[1]]
    if not corners:
        return []
    left, bottom = _place(plot, box, (least[0], least[1]))
    places = _thin([_place(plot, box, corner) for corner in corners])
    data = f"M{number(places[0][0])} {number(bottom)}{_stairs(places)}H{number(left)}V{number(bottom)}Z"
    return [element("path", d=data, fill=SHADE, fill_opacity=0.7)]


def _ticks(axis: PartyAxis) -> list[tuple[float, str]]:
    widest = max(len(figure(value)) for value in (axis.least, axis.greatest))
    step = nice_step(axis.greatest - axis.least, 6 if widest < 6 else 3)
    ats = range(math.ceil(axis.least / step - 1e-9), math.floor(axis.greatest / step + 1e-9) + 1)
    return [(min(max(at * step, axis.least), axis.greatest), tick(at * step, step)) for at in ats]


def _axes(plot: FrontierPlot, box: Box) -> list[Element]:
    parts = [
        element(
            "rect",
            x=box.left,
            y=box.top,
            width=box.right - box.left,
            height=box.bottom - box.top,
            fill="none",
            stroke=RULE,
            stroke_width=1,
        )
    ]
    for upright, axis in enumerate(plot.axes):
        for value, words in _ticks(axis):
            x, y = _place(plot, box, (plot.axes[0].least, value) if upright else (value, plot.axes[1].least))
            if upright:
                parts.append(element("line", x1=x, y1=y, x2=box.right, y2=y, stroke=RULE, stroke_width=0.6))
                parts.append(text(x - 7, y + 4, words, TextStyle(_SMALL, MUTED, anchor="end")))
            else:
                parts.append(element("line", x1=x, y1=y, x2=x, y2=box.top, stroke=RULE, stroke_width=0.6))
                parts.append(text(x, y + 16, words, TextStyle(_SMALL, MUTED, anchor="middle")))
    style, wide = TextStyle(SIZE, INK, bold=True), box.right - box.left
    right = TextStyle(SIZE, INK, bold=True, anchor="end")
    return [
        *parts,
        text(MARGIN, box.top - 14, shorten(f"Utility of {plot.axes[1].label}", wide, SIZE, bold=True), style),
        text(box.right, box.bottom + 36, shorten(f"Utility of {plot.axes[0].label}", wide, SIZE, bold=True), right),
    ]


def _reserves(plot: FrontierPlot, box: Box) -> list[Element]:
    parts = []
    first, second = plot.axes
    line: dict[str, str | float] = {"stroke": INK, "stroke_width": 1.2, "stroke_dasharray": "4 3"}
    if first.reserve is not None:
        x, _ = _place(plot, box, (first.reserve, second.least))
        parts.append(element("line", x1=x, y1=box.top, x2=x, y2=box.bottom, **line))
    if second.reserve is not None:
        _, y = _place(plot, box, (first.least, second.reserve))
        parts.append(element("line", x1=box.left, y1=y, x2=box.right, y2=y, **line))
    return parts


def _frontier(plot: FrontierPlot, edge: Sequence[tuple[float, float]], box: Box) -> list[Element]:
    if not plot.points:
        return []
    steps = {} if plot.complete else {"stroke_dasharray": "2 3"}
    corners = _thin([_place(plot, box, point) for point in edge])
    dots = _thin([_place(plot, box, point) for point in sorted(plot.points, reverse=True)])
    reach = 2.6 if len(dots) <= 60 else 1.7
    return [
        element("path", d=_line_through(corners), stroke=POSITIVE, stroke_width=1.2, fill="none", **steps),
        element("g", *(element("circle", cx=x, cy=y, r=reach, fill=POSITIVE) for x, y in dots)),
    ]


def _draw_label(label: _Label, place: Point, x: float, y: float) -> list[Element]:
    """Draw the line from a point to its label, and the label."""
    middle, style = y + label.height / 2, TextStyle(SIZE, INK, bold=True)
    parts = [text(x + 26, y + 15 + _LINE * k, line, style) for k, line in enumerate(label.lines)]
    first = y + 15 + _LINE * len(label.lines)
    parts += [text(x + 26, first + _LINE * k, line, TextStyle(_SMALL, MUTED)) for k, line in enumerate(label.worth)]
    parts += mark(label.points[0].mark, x + 14, middle, 5.0, INK)
    away = 9 / math.dist(place, (x + 5, middle))
    start = [one + away * (other - one) for one, other in zip(place, (x + 5, middle), strict=True)]
    return [
        element("line", x1=start[0], y1=start[1], x2=x + 5, y2=middle, stroke=MUTED, stroke_width=0.8),
        element("g", element("title", _said(label)), *parts),
    ]


def _said(label: _Label) -> str:
    names = ", ".join(point.label for point in label.points)
    notes = " ".join(point.note for point in label.points if point.note)
    return f"{names}: {', '.join(label.worth)} {notes}"


def _key(plot: FrontierPlot, *, zone: bool) -> list[tuple[str, Swatch]]:
    told: list[tuple[str, Swatch]] = []
    if plot.points:
        told.append(("undominated package", lambda x, y: mark("circle", x + 18, y, 2.6, POSITIVE)))
        steps = {} if plot.complete else {"stroke_dasharray": "2 3"}
        line: dict[str, str | float] = {"stroke": POSITIVE, "stroke_width": 1.2, "fill": "none", **steps}
        words = "frontier, complete" if plot.complete else "frontier, points may be missing"
        told.append((words, lambda x, y: [element("path", d=_line_through([(x + 24, y + 5), (x, y - 5)]), **line)]))
    given = [f"{axis.label} {figure(axis.reserve)}" for axis in plot.axes if axis.reserve is not None]
    if given:
        told.append(
            (
                f"reservation value: {', '.join(given)}",
                lambda x, y: [
                    element("line", x1=x, y1=y, x2=x + 24, y2=y, stroke=INK, stroke_width=1.2, stroke_dasharray="4 3")
                ],
            )
        )
    if zone:
        told.append(
            (
                ("", "at least the reservation value, ", "at least both reservation values, ")[len(given)]
                + "below the frontier",
                lambda x, y: [element("rect", x=x, y=y - 6, width=24, height=12, fill=SHADE, fill_opacity=0.7)],
            )
        )
    return told


def draw_frontier(plot: FrontierPlot, *, title: str, subtitle: str = "", width: float = 760) -> str:
    """Draw the frontier of two parties with its reservation values and the packages that have a name.

    Parameters
    ----------
    plot
        The points, up to many thousands: those that would be printed on each other are drawn once.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px, at least 520.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If the sheet is too narrow.

    Examples
    --------
    >>> axes = (PartyAxis("USA", 0.4), PartyAxis("PRK", 0.3))
    >>> plot = FrontierPlot(axes, ((0.8, 0.4), (0.6, 0.6)), (NamedPoint("Nash", (0.6, 0.6)),))
    >>> "Nash" in draw_frontier(plot, title="What could be agreed")
    True
    """
    if width < 520:
        raise CaseError(f"a frontier {width:g} px wide is too narrow: expected at least 520")
    labels, top = _labels(plot), top_of(subtitle) + 34
    ticks = max((text_width(words, _SMALL) for _, words in _ticks(plot.axes[1])), default=0.0)
    left, right = MARGIN + max(ticks + 10, 40.0), width - MARGIN - _SIDE
    high = max(0.86 * (right - left), sum(label.height for label in labels))
    box = Box(left, top, right, top + high)
    edge = _envelope(plot.points)
    zone = _zone(plot, edge, box)
    places = [_place(plot, box, label.points[0].at) for label in labels]
    # A little higher than its point, so that the line to a label does not run along that of a reservation value.
    ends = _spread([y - 16 for _, y in places], [label.height for label in labels], box.bottom, box.top)
    parts = [*head(title, subtitle, width), *zone, *_axes(plot, box), *_reserves(plot, box)]
    parts += _frontier(plot, edge, box)
    for label, place, y in zip(labels, places, ends, strict=True):
        parts += _draw_label(label, place, right + 12, y)
    for label, place in zip(labels, places, strict=True):
        parts += mark(label.points[0].mark, *place, 5.6, INK)
    key, end = draw_key(_key(plot, zone=bool(zone)), box.bottom + 62, width)
    first, second = (axis.label for axis in plot.axes)
    said = [f"{len(plot.points)} undominated packages by what they are worth to {first} and {second}"]
    said += [_said(label) for label in labels]
    return document([*parts, *key], Sheet(width, end, title, ". ".join(said)))
