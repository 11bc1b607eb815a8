"""Lead ties around the parties they do not touch, and find room for every name; what finds none gets a number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, product

from goodoffices.drawing.geometry import Box, Point, along, around, curve, resample, trim
from goodoffices.drawing.svg import text_width, wrap
from goodoffices.drawing.symbols import MapEdge, Spot

__all__ = ["LABEL", "NAME", "Label", "Name", "Route", "lead", "name_spots", "set_labels"]

LABEL, NAME = 11.0, 12.0
_SIGN = 16.0
_NUMBER_AT_MOST = 40.0
_BENDS = (0.0, 0.05, -0.05, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2, 0.26, -0.26)
_APART = 26.0
_CELL = 11.0
_SHARES = tuple(0.5 + way * step for step in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.34) for way in (1, -1))


@dataclass(frozen=True, slots=True)
class Name:
    """The lines of a node's full name and the box they fill."""

    spot: Spot
    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Route:
    """A tie and the points it is led along, from rim to rim."""

    edge: MapEdge
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a tie: its lines, or a number that the key explains; no box where nothing found room."""

    route: Route
    lines: tuple[str, ...]
    box: Box | None
    number: int = 0


def _block(lines: Sequence[str], size: float) -> tuple[float, float]:
    return max(text_width(line, size) for line in lines) + 6, len(lines) * (size + 2) + 3


def name_spots(spots: Sequence[Spot], edges: Iterable[MapEdge], frame: Box) -> tuple[Name, ...]:
    """Put the full name of each circle beneath, above or beside it, where fewest ties pass."""
    at = {spot.node.id: (spot.x, spot.y) for spot in spots}
    chords = [point for edge in edges for point in curve(at[edge.source], at[edge.target], 0.0, 30)]
    names: list[Name] = []
    for spot in spots:
        full = spot.node.label
        if not full or spot.node.shape == "rectangle" or full == (spot.node.code or spot.node.id):
            continue
        lines = wrap(full, 118, NAME)
        width, height = _block(lines, NAME)
        beneath = spot.reach * (0.5 if spot.node.shape == "half" else 1.0)
        aside = spot.reach + width / 2 + 4
        boxes = (
            around(spot.x, spot.y + beneath + height / 2 + 3, width, height),
            around(spot.x, spot.y - spot.reach - height / 2 - 3, width, height),
            around(spot.x + aside, spot.y, width, height),
            around(spot.x - aside, spot.y, width, height),
        )
        taken = [other.box for other in spots if other is not spot] + [name.box for name in names]
        best = min(
            boxes,
            key=lambda box: (
                not box.within(frame),
                sum(box.meets(other, 2) for other in taken),
                sum(box.holds(point) for point in chords),
            ),
        )
        names.append(Name(spot, lines, best))
    return tuple(names)


class _Ground:
    """What ties must keep clear of: other symbols, names, the sheet's rim, and lines that run the same way."""

    def __init__(self, spots: Sequence[Spot], names: Sequence[Name], frame: Box) -> None:
        self.spots, self.names, self.frame = spots, names, frame
        self.lines: dict[tuple[str, str], dict[tuple[int, int], list[Point]]] = {}

    def settle(self, ends: tuple[str, str], lanes: Sequence[Sequence[Point]]) -> None:
        """Remember the lines of a pair, in place of what was remembered of it, so that others do not run along them."""
        cells: dict[tuple[int, int], list[Point]] = {}
        for lane in lanes:
            for (x, y), heading in _headings(resample(lane, _CELL)):
                column, row = int(x // _CELL), int(y // _CELL)
                for near in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
                    cells.setdefault(near, []).append(heading)
        self.lines[ends] = cells

    def beside(self, points: Sequence[Point], ends: tuple[str, str]) -> int:
        """Count where a line runs along others; near its ends it cannot help it."""
        found = 0
        others = [cells for pair, cells in self.lines.items() if pair != ends]
        for (x, y), (dx, dy) in _headings(points[3:-3]):
            cell = int(x // _CELL), int(y // _CELL)
            found += sum(any(abs(dx * ex + dy * ey) > 0.93 for ex, ey in cells.get(cell, ())) for cells in others)
        return found

    def cost(self, points: Sequence[Point], ends: tuple[str, str]) -> float:
        """Count what a line would run over."""
        cost = 12.0 * sum(not self.frame.holds(point) for point in points)
        for spot in self.spots:
            if spot.node.id not in ends:
                cost += 30 * sum(spot.holds(point, 12) for point in points)
        for name in self.names:
            cost += (1 if name.spot.node.id in ends else 4) * sum(name.box.holds(point, 2) for point in points)
        return cost + 2.5 * self.beside(points, ends)

    def price(self, pair: _Pair, ends: tuple[str, str]) -> float:
        """Weigh what the ties of a pair would run over, and how far they bend."""
        return sum(self.cost(lane, ends) for lane in pair.lanes(24)) + 70 * pair.count * abs(pair.bend)


def _headings(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    found = []
    for a, b in pairwise(points):
        span = math.dist(a, b) or 1.0
        found.append((a, ((b[0] - a[0]) / span, (b[1] - a[1]) / span)))
    return found


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two symbols, the number of ties between them, and how far these bend, as a share of the distance."""

    first: Spot
    last: Spot
    count: int
    bend: float = 0.0

    def lanes(self, samples: int) -> tuple[tuple[Point, ...], ...]:
        """Draw the ties side by side: apart already at the rims, further apart in the middle."""
        a, b = (self.first.x, self.first.y), (self.last.x, self.last.y)
        far = math.dist(a, b) or 1.0
        at_rim = min(13.0, 1.3 * min(self.first.reach, self.last.reach) / max(self.count - 1, 1))
        nx, ny = (b[1] - a[1]) / far, -(b[0] - a[0]) / far
        drawn = []
        for k in range(self.count):
            lane = k - (self.count - 1) / 2
            shift = lane * at_rim
            start, end = (a[0] + nx * shift, a[1] + ny * shift), (b[0] + nx * shift, b[1] + ny * shift)
            drawn.append(curve(start, end, self.bend * far + lane * (_APART - at_rim), samples))
        return tuple(drawn)


def lead(edges: Sequence[MapEdge], spots: Mapping[str, Spot], names: Sequence[Name], frame: Box) -> tuple[Route, ...]:
    """Lead every tie from rim to rim; ties of one pair run side by side, and bend around what is not theirs."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for order, edge in enumerate(edges):
        low, high = sorted((edge.source, edge.target))
        pairs.setdefault((low, high), []).append(order)
    ground = _Ground(tuple(spots.values()), names, frame)
    led: dict[int, Route] = {}
    # Pairs with most ties are hardest to bend, so they go first; a second round lets them heed those that came after.
    bent: dict[tuple[str, str], _Pair] = {}
    for ends, orders in sorted(pairs.items(), key=lambda one: (-len(one[1]), one[0])) * 2:
        pair = _Pair(spots[ends[0]], spots[ends[1]], len(orders))
        bent[ends] = min((replace(pair, bend=bend) for bend in _BENDS), key=partial(ground.price, ends=ends))
        ground.settle(ends, bent[ends].lanes(48))
    for ends, pair in bent.items():
        for order, lane in zip(pairs[ends], pair.lanes(48), strict=True):
            cut = trim(resample(lane, 4), partial(pair.first.holds, margin=4), partial(pair.last.holds, margin=5))
            led[order] = Route(edges[order], cut if edges[order].source == ends[0] else cut[::-1])
    return tuple(led[order] for order in range(len(edges)))


def _place(
    route: Route, size: tuple[float, float], taken: Sequence[Box], foreign: Sequence[Point], frame: Box
) -> Box | None:
    best: tuple[float, Box] | None = None
    for share in _SHARES:
        (x, y), _ = along(route.points, share)
        box = around(x, y, *size)
        hidden = sum(box.holds(point) for point in route.points)
        # Words that cover most of a short line would hide what kind of line it is; a number may.
        if size[0] > _NUMBER_AT_MOST and hidden > 0.66 * len(route.points):
            continue
        if not box.within(frame) or any(box.meets(other, 2) for other in taken):
            continue
        cost = sum(box.holds(point, 1) for point in foreign) + 8 * abs(share - 0.5)
        if best is None or cost < best[0]:
            best = (cost, box)
    return best[1] if best else None


def set_labels(routes: Sequence[Route], blocked: Sequence[Box], frame: Box) -> tuple[Label, ...]:
    """Set each tie's words on its line without touching anything; where there is no room, a number.

    Parameters
    ----------
    routes
        Ties as led.
    blocked
        Boxes of symbols and names.
    frame
        Where labels may stand.

    Returns
    -------
    tuple of Label
        In the order of ``routes``.
    """
    taken = list(blocked)
    done: dict[int, Label] = {}
    count = 0
    # The shortest lines have least choice, so they choose first.
    for order in sorted(range(len(routes)), key=lambda k: (len(routes[k].points), k)):
        route = routes[order]
        lines = wrap(route.edge.label, 92, LABEL) if route.edge.label else ()
        sign = _SIGN if route.edge.sign else 0.0
        if not lines and not sign:
            continue
        foreign = [point for other in routes if other is not route for point in other.points[::2]]
        width, height = _block(lines, LABEL) if lines else (0.0, 0.0)
        box = _place(route, (width + sign, max(height, sign)), taken, foreign, frame)
        number = 0
        if box is None and lines:
            count += 1
            number = count
            box = _place(route, (20 + sign, 17), taken, foreign, frame)
        if box is not None:
            taken.append(box)
        done[order] = Label(route, lines, box, number)
    return tuple(done[order] for order in sorted(done))
