"""Draw the symbols of conflict mapping: parties, issues and the lines between them.

Circle size stands for power; a line for a tie, a double line for an alliance, a zigzag for a conflict, dots for a weak
tie, an arrow for influence; a half circle for a distant third party; a rectangle for an issue. A sign is written as a
plus or a minus, never by colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from goodoffices.drawing.geometry import Box, Point, along, around, length, parallel, path, zigzag
from goodoffices.drawing.marks import INK, sign_colour
from goodoffices.drawing.svg import Element, TextStyle, element, shorten, text, text_width
from goodoffices.errors import CaseError

__all__ = [
    "MapEdge",
    "MapNode",
    "NodeShape",
    "Role",
    "Spot",
    "TieStyle",
    "draw_node",
    "draw_tie",
    "spot_at",
    "tie_title",
    "tie_width",
]

NodeShape = Literal["circle", "half", "rectangle"]
Role = Literal["principal", "candidate", "other"]
TieStyle = Literal["tie", "alliance", "conflict", "weak", "influence"]

_FILL = {"principal": "#d3e2ee", "candidate": "#fbf3dc", "other": "#f1f3f4"}
_SMALLEST, _LARGEST = 18.0, 40.0
_BOX_HEIGHT = 30.0


@dataclass(frozen=True, slots=True)
class MapNode:
    """A party or an issue on the map.

    Parameters
    ----------
    id
        Unique name that edges refer to; written inside the symbol unless ``code`` is given.
    label
        Full name, written beside the symbol.
    code
        Short name inside the symbol.
    power
        From 0 to 1; the area of the circle grows with it.
    role
        ``principal``, ``candidate`` (for broker) or ``other``.
    shape
        ``circle``, ``half`` (distant third party) or ``rectangle`` (issue).
    note
        Text for those who point at the symbol.
    """

    id: str
    label: str = ""
    code: str = ""
    power: float = 0.5
    role: Role = "other"
    shape: NodeShape = "circle"
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.power <= 1:
            raise CaseError(f"power of {self.id!r} is {self.power!r}: expected a number from 0 to 1")


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A tie on the map.

    Parameters
    ----------
    source, target
        Ids of two nodes.
    style
        Which line; ``influence`` always has an arrow at its target.
    sign
        1 friendly, -1 hostile, 0 neither.
    strength
        From 0 to 1; the line widens with it.
    label
        A few words set on the line.
    note
        Text for those who point at the line: dates, sources.
    directed
        Whether the line ends in an arrow at the target.
    """

    source: str
    target: str
    style: TieStyle = "tie"
    sign: int = 0
    strength: float = 0.5
    label: str = ""
    note: str = ""
    directed: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:
            raise CaseError(
                f"strength of the tie {self.source}–{self.target} is {self.strength!r}: expected a number from 0 to 1"
            )
        if self.source == self.target:
            raise CaseError(f"a tie of {self.source!r} with itself cannot be drawn: expected two different parties")


@dataclass(frozen=True, slots=True)
class Spot:
    """A node at its place, px; ``reach`` is the radius, or half the width of a rectangle."""

    node: MapNode
    x: float
    y: float
    reach: float

    @property
    def box(self) -> Box:
        """The room the symbol takes."""
        height = _BOX_HEIGHT if self.node.shape == "rectangle" else 2 * self.reach
        return around(self.x, self.y, 2 * self.reach, height)

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Say whether a point lies in the symbol widened by ``margin``."""
        if self.node.shape == "rectangle":
            return self.box.holds(point, margin)
        if self.node.shape == "half" and point[1] > self.y + self.reach * 0.5 + margin:
            return False
        return math.dist(point, (self.x, self.y)) < self.reach + margin


def spot_at(node: MapNode, x: float = 0.0, y: float = 0.0) -> Spot:
    """Size a node and put it at a place."""
    if node.shape == "rectangle":
        named = shorten(node.label or node.id, 150, 12)
        return Spot(node, x, y, max(text_width(named, 12) / 2 + 10, 30))
    reach = math.sqrt(_SMALLEST**2 + node.power * (_LARGEST**2 - _SMALLEST**2))
    # A dome has less room for its name than a circle.
    return Spot(node, x, y, max(reach, 26.0) if node.shape == "half" else reach)


def _inside(spot: Spot) -> Element:
    """Write the short name as large as the symbol allows."""
    if spot.node.shape == "rectangle":
        line = shorten(spot.node.label or spot.node.id, 2 * spot.reach - 12, 12)
        return text(spot.x, spot.y + 4.2, line, TextStyle(12, INK, anchor="middle"))
    name = spot.node.code or spot.node.id
    room = 2 * spot.reach - 7
    size = next((one for one in (15.0, 13.0, 11.0, 10.0) if text_width(name, one, bold=True) <= room), 9.0)
    line = shorten(name, room, size, bold=True)
    return text(spot.x, spot.y + size * 0.36, line, TextStyle(size, INK, bold=True, anchor="middle"))


def _outline(spot: Spot, shrink: float, **paint: str | float) -> Element:
    x, y, r = spot.x, spot.y, spot.reach - shrink
    if spot.node.shape == "circle":
        return element("circle", cx=x, cy=y, r=r, **paint)
    if spot.node.shape == "rectangle":
        box = spot.box
        return element(
            "rect",
            x=box.left + shrink,
            y=box.top + shrink,
            width=box.right - box.left - 2 * shrink,
            height=_BOX_HEIGHT - 2 * shrink,
            rx=2,
            **paint,
        )
    # A dome: the circle cut off below its name.
    base = spot.reach * 0.5 - shrink
    half = math.sqrt(max(r * r - base * base, 0.0))
    data = f"M{x - half:.2f} {y + base:.2f}A{r:.2f} {r:.2f} 0 1 1 {x + half:.2f} {y + base:.2f}Z"
    return element("path", d=data, **paint)


def draw_node(spot: Spot) -> Element:
    """Draw a party or an issue; principals have a heavy rim, candidates for broker a double one."""
    node = spot.node
    heavy = node.role == "principal"
    fill = "#ffffff" if node.shape == "rectangle" else _FILL[node.role]
    rim = _outline(spot, 0.0, fill=fill, stroke=INK, stroke_width=3 if heavy else 1.3)
    second = (_outline(spot, 3.2, fill="none", stroke=INK, stroke_width=0.9),) if node.role == "candidate" else ()
    named = " – ".join(part for part in (node.label or node.id, node.note) if part)
    return element("g", element("title", named), rim, *second, _inside(spot))


def tie_width(edge: MapEdge) -> float:
    """Return the width of a tie's line, px."""
    return 1.1 + 2.6 * edge.strength


def _arrow(points: Sequence[Point], size: float, colour: str) -> tuple[tuple[Point, ...], Element]:
    """Cut a line back by the length of its arrow head and draw the head."""
    tip = points[-1]
    whole = max(length(points), size * 1.5)
    shaft, _ = along(points, max(1 - size / whole, 0.0))
    kept = tuple(point for point in points if math.dist(point, tip) > size)
    dx, dy = (tip[0] - shaft[0]) / size, (tip[1] - shaft[1]) / size
    wing = size * 0.48
    corners = (tip, (shaft[0] - dy * wing, shaft[1] + dx * wing), (shaft[0] + dy * wing, shaft[1] - dx * wing))
    head = element("polygon", points=" ".join(f"{x:.2f},{y:.2f}" for x, y in corners), fill=colour)
    return (*(kept or points[:1]), shaft), head


def draw_tie(edge: MapEdge, points: Sequence[Point]) -> Element:
    """Draw a tie along its points, with a white rim that lifts it off the lines it crosses."""
    width, colour = tie_width(edge), sign_colour(edge.sign)
    heads: tuple[Element, ...] = ()
    if edge.directed or edge.style == "influence":
        points, head = _arrow(points, 8.5 + 1.6 * width, colour)
        heads = (head,)
    line: dict[str, str | float] = {"fill": "none", "stroke": colour, "stroke_width": width}
    drawn: tuple[Element, ...]
    spread = width
    match edge.style:
        case "alliance":
            apart = 1.3 + width * 0.42
            spread = 2 * apart + width
            line["stroke_width"] = max(width * 0.62, 1.2)
            drawn = tuple(element("path", d=path(parallel(points, side)), **line) for side in (apart, -apart))
        case "conflict":
            line["stroke_width"] = 1.0 + 1.3 * edge.strength
            drawn = (
                element("path", d=path(zigzag(points, 3.2 + 2.2 * edge.strength)), stroke_linejoin="miter", **line),
            )
        case "weak":
            dots = f"0.1 {2.2 * width + 2.4:.2f}"
            drawn = (element("path", d=path(points), stroke_linecap="round", stroke_dasharray=dots, **line),)
        case _:
            drawn = (element("path", d=path(points), **line),)
    # Near the rims lines gather, and a white rim would eat its neighbours.
    middle = [point for point in points if min(math.dist(point, points[0]), math.dist(point, points[-1])) > 60]
    lift: dict[str, str | float] = {"fill": "none", "stroke": "#ffffff", "stroke_width": spread + 5}
    casing = (element("path", d=path(middle), **lift),) if len(middle) > 1 else ()
    return element("g", element("title", tie_title(edge)), *casing, *drawn, *heads)


def tie_title(edge: MapEdge) -> str:
    """Say a tie in full: who, what, of which sign, and its note."""
    joint = "→" if edge.directed or edge.style == "influence" else "–"
    sign = {1: "friendly", -1: "hostile"}.get(edge.sign, "neither friendly nor hostile")
    said = f"{edge.source} {joint} {edge.target}: {edge.label or edge.style} ({edge.style}, {sign})"
    return f"{said} {edge.note}" if edge.note else said
