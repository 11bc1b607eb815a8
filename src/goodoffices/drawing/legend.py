"""Explain the symbols a map uses, in rows that fill the width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from goodoffices.drawing.geometry import curve
from goodoffices.drawing.marks import INK, MUTED, PANEL, sign_mark
from goodoffices.drawing.svg import Element, TextStyle, element, text, text_width
from goodoffices.drawing.symbols import MapEdge, MapNode, Role, TieStyle, draw_tie

__all__ = ["draw_legend", "legend_height"]

_ROW = 25.0
_SIZE = 11.0
_SWATCH = 44.0

Swatch = Callable[[float, float], Iterable[Element]]

_STYLES: tuple[tuple[TieStyle, str], ...] = (
    ("tie", "tie"),
    ("alliance", "alliance"),
    ("conflict", "conflict"),
    ("weak", "weak tie"),
    ("influence", "influence"),
)
_ROLES: tuple[tuple[Role, str], ...] = (
    ("principal", "principal"),
    ("candidate", "candidate for broker"),
    ("other", "other party"),
)


def _line(style: TieStyle, strength: float, *, directed: bool = False) -> Swatch:
    edge = MapEdge("a", "b", style, strength=strength, directed=directed)
    return lambda x, y: draw_tie(edge, curve((x, y), (x + 36, y), 0.0, 9)).children[1:]  # type: ignore[return-value]


def _rings(role: Role) -> Swatch:
    def draw(x: float, y: float) -> Iterable[Element]:
        fill = {"principal": "#d3e2ee", "candidate": "#fbf3dc", "other": "#f1f3f4"}[role]
        yield element(
            "circle", cx=x + 18, cy=y, r=9, fill=fill, stroke=INK, stroke_width=2.6 if role == "principal" else 1.2
        )
        if role == "candidate":
            yield element("circle", cx=x + 18, cy=y, r=6.4, fill="none", stroke=INK, stroke_width=0.9)

    return draw


def _sizes(x: float, y: float) -> Iterable[Element]:
    for at, r in ((6.0, 4.0), (23.0, 9.5)):
        yield element("circle", cx=x + at, cy=y, r=r, fill="#ffffff", stroke=INK, stroke_width=1.2)


def _widths(x: float, y: float) -> Iterable[Element]:
    for down, width in ((-4.0, 1.1), (3.0, 3.7)):
        yield element("line", x1=x, y1=y + down, x2=x + 36, y2=y + down, stroke=INK, stroke_width=width)


def _dome(x: float, y: float) -> Iterable[Element]:
    yield element(
        "path", d=f"M{x + 8:.2f} {y + 5:.2f}A10 10 0 0 1 {x + 28:.2f} {y + 5:.2f}Z", fill="#f1f3f4", stroke=INK
    )


def _issue(x: float, y: float) -> Iterable[Element]:
    yield element("rect", x=x + 4, y=y - 7, width=28, height=14, rx=2, fill="#ffffff", stroke=INK)


def _signs(x: float, y: float) -> Iterable[Element]:
    return (*sign_mark(1, x + 10, y), *sign_mark(-1, x + 27, y))


def _number(x: float, y: float) -> Iterable[Element]:
    yield element("rect", x=x + 8, y=y - 8, width=20, height=16, rx=8, fill="#ffffff", stroke=MUTED)
    yield text(x + 18, y + 4, "1", TextStyle(_SIZE, INK, anchor="middle"))


def _entries(nodes: Sequence[MapNode], edges: Sequence[MapEdge], *, numbered: bool) -> list[tuple[str, Swatch]]:
    round_ones = [node for node in nodes if node.shape != "rectangle"]
    roles = {node.role for node in round_ones}
    shapes = {node.shape for node in nodes}
    styles = {edge.style for edge in edges}
    told: list[tuple[str, Swatch]] = [("larger circle: more power", _sizes)]
    told += [(word, _rings(role)) for role, word in _ROLES if role in roles]
    told += [("distant third party", _dome)] * ("half" in shapes) + [("issue", _issue)] * ("rectangle" in shapes)
    told += [(word, _line(style, 0.5)) for style, word in _STYLES if style in styles]
    arrows = any(edge.directed and edge.style != "influence" for edge in edges)
    told += [("arrow: towards whom", _line("tie", 0.3, directed=True))] * arrows
    told += [("wider line: stronger", _widths)] * bool(edges)
    told += [("friendly, hostile", _signs)] * any(edge.sign for edge in edges)
    told += [("named in the list below", _number)] * numbered
    return told


def _rows(entries: Sequence[tuple[str, Swatch]], width: float) -> list[list[tuple[float, str, Swatch]]]:
    rows: list[list[tuple[float, str, Swatch]]] = [[]]
    x = 0.0
    for word, swatch in entries:
        need = _SWATCH + text_width(word, _SIZE) + 16
        if rows[-1] and x + need > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, word, swatch))
        x += need
    return rows


def legend_height(nodes: Sequence[MapNode], edges: Sequence[MapEdge], width: float) -> float:
    """Return the room a legend needs at most, px."""
    return len(_rows(_entries(nodes, edges, numbered=True), width - 24)) * _ROW + 14


def draw_legend(
    nodes: Sequence[MapNode], edges: Sequence[MapEdge], corner: tuple[float, float], width: float, *, numbered: bool
) -> Element:
    """Draw the legend of the symbols in use on a pale panel whose upper left corner is given."""
    left, top = corner
    height = legend_height(nodes, edges, width)
    parts: list[Element] = [element("rect", x=left, y=top, width=width, height=height, rx=4, fill=PANEL)]
    for row, entries in enumerate(_rows(_entries(nodes, edges, numbered=numbered), width - 24)):
        y = top + 7 + _ROW * (row + 0.5)
        for x, word, swatch in entries:
            parts += [*swatch(left + 12 + x, y), text(left + 12 + x + _SWATCH, y + 4, word, TextStyle(_SIZE, INK))]
    return element("g", *parts, data_part="legend")
