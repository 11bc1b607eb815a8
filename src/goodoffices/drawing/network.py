"""Draw the map of a crisis: who stands where, tied to whom and how, by the conventions of conflict mapping."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.drawing.geometry import Box, around
from goodoffices.drawing.legend import draw_legend, legend_height
from goodoffices.drawing.marks import INK, MUTED, sign_mark
from goodoffices.drawing.routes import LABEL, NAME, Label, Name, lead, name_spots, set_labels
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, shorten, text
from goodoffices.drawing.symbols import MapEdge, MapNode, Spot, draw_node, draw_tie, spot_at, tie_title
from goodoffices.errors import CaseError

__all__ = ["MapEdge", "MapNode", "draw_map"]

_MARGIN = 20.0
_HEAD = 66.0
_KEY_ROW = 17.0


def _check(nodes: Sequence[MapNode], edges: Sequence[MapEdge], size: tuple[float, float]) -> None:
    known = [node.id for node in nodes]
    if len(set(known)) < len(known):
        twice = next(one for one in known if known.count(one) > 1)
        raise CaseError(f"two parties of the map are called {twice!r}: expected each id once")
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in known:
                raise CaseError(f"a tie ends at {end!r}, which is not on the map: expected one of {', '.join(known)}")
    if size[0] < 360 or size[1] < 320:
        raise CaseError(f"a map of {size[0]:g} by {size[1]:g} px is too small: expected at least 360 by 320")


def _spots(nodes: Sequence[MapNode], edges: Sequence[MapEdge], frame: Box) -> tuple[Spot, ...]:
    # NumPy is loaded only when a map is drawn, so that the package starts fast.
    from goodoffices.drawing.layout import Frame, Link, Place, arrange  # noqa: PLC0415

    sized = [spot_at(node) for node in nodes]
    places = [Place(spot.node.id, spot.node.role, spot.reach + 8) for spot in sized]
    links = [Link(edge.source, edge.target, edge.sign * max(edge.strength, 0.2)) for edge in edges]
    room = Frame(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top - 22)
    centres = arrange(places, links, room)
    return tuple(spot_at(node, *centres[node.id]) for node in nodes)


def _white(box: Box) -> Element:
    return element(
        "rect",
        x=box.left,
        y=box.top,
        width=box.right - box.left,
        height=box.bottom - box.top,
        rx=3,
        fill="#ffffff",
        fill_opacity=0.92,
    )


def _lines(lines: Sequence[str], middle: float, box: Box, style: TextStyle) -> list[Element]:
    step = style.size + 2
    first = (box.top + box.bottom) / 2 - step * (len(lines) - 1) / 2 + style.size * 0.35
    return [text(middle, first + step * row, line, style) for row, line in enumerate(lines)]


def _draw_name(name: Name) -> Element:
    middle = (name.box.left + name.box.right) / 2
    return element("g", _white(name.box), *_lines(name.lines, middle, name.box, TextStyle(NAME, INK, anchor="middle")))


def _draw_label(label: Label, box: Box) -> Element:
    edge = label.route.edge
    centre = (box.top + box.bottom) / 2
    room = 16.0 if edge.sign else 0.0
    signs = sign_mark(edge.sign, box.left + 8, centre)
    middle = (box.left + room + box.right) / 2
    words: list[Element] = []
    if label.number:
        pill = around(middle, centre, 20, 16)
        words.append(element("rect", x=pill.left, y=pill.top, width=20, height=16, rx=8, fill="#ffffff", stroke=MUTED))
        words += _lines((str(label.number),), middle, box, TextStyle(LABEL, INK, anchor="middle"))
    elif label.lines:
        words += _lines(label.lines, middle, box, TextStyle(LABEL, INK, anchor="middle"))
    return element("g", element("title", tie_title(edge)), _white(box), *signs, *words)


def _draw_key(labels: Sequence[Label], corner: tuple[float, float], width: float) -> tuple[list[Element], float]:
    """List the ties whose words found no room; return the height of the list too."""
    told = sorted((label for label in labels if label.number), key=lambda label: label.number)
    rows = -(-len(told) // 2)
    parts: list[Element] = []
    for order, label in enumerate(told):
        x = corner[0] + (order // rows) * (width / 2)
        y = corner[1] + (order % rows + 0.8) * _KEY_ROW
        edge = label.route.edge
        line = shorten(f"{edge.source} – {edge.target}: {edge.label}", width / 2 - 40, LABEL)
        parts += [
            text(x + 18, y, str(label.number), TextStyle(LABEL, MUTED, anchor="end")),
            text(x + 26, y, line, TextStyle(LABEL, INK)),
        ]
    return parts, rows * _KEY_ROW + 12 if told else 0.0


def _describe(nodes: Sequence[MapNode], edges: Sequence[MapEdge]) -> str:
    parties = ", ".join(f"{node.label or node.id} ({node.role})" for node in nodes)
    ties = "; ".join(tie_title(edge) for edge in edges)
    return f"Parties and issues: {parties or 'none'}. Ties: {ties or 'none'}."


def draw_map(
    nodes: Sequence[MapNode],
    edges: Sequence[MapEdge],
    *,
    title: str,
    subtitle: str,
    width: float = 820,
    height: float = 900,
) -> str:
    """Draw the map of a crisis with its legend.

    Parameters
    ----------
    nodes
        Parties and issues.
    edges
        Ties between them; several of one pair run side by side.
    title, subtitle
        Name of the picture; whose reading it is, and of what date.
    width, height
        Size of the sheet, px; it grows downwards by a list of those ties whose words found no room on their lines.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If a tie ends at an unknown party, an id stands twice, or the sheet is too small.

    Examples
    --------
    >>> parties = [MapNode("USA", role="principal"), MapNode("PRK", role="principal")]
    >>> ties = [MapEdge("USA", "PRK", "conflict", -1, label="threats")]
    >>> "legend" in draw_map(parties, ties, title="Korea", subtitle="December 2017, from the viewpoint of the analyst")
    True
    """
    _check(nodes, edges, (width, height))
    inner = width - 2 * _MARGIN
    below = legend_height(nodes, edges, inner)
    frame = Box(_MARGIN, _HEAD, width - _MARGIN, height - below - _MARGIN - 10)
    spots = _spots(nodes, edges, frame)
    names = name_spots(spots, edges, frame)
    routes = lead(edges, {spot.node.id: spot for spot in spots}, names, frame)
    labels = set_labels(routes, [spot.box for spot in spots] + [name.box for name in names], frame)
    key, grown = _draw_key(labels, (_MARGIN, height), inner)
    parts = [
        text(_MARGIN, 30, shorten(title, inner, 19, bold=True), TextStyle(19, INK, bold=True)),
        text(_MARGIN, 50, shorten(subtitle, inner, 12.5), TextStyle(12.5, MUTED)),
        *(draw_tie(route.edge, route.points) for route in routes),
        *map(_draw_name, names),
        *map(draw_node, spots),
        *(_draw_label(label, label.box) for label in labels if label.box),
        draw_legend(nodes, edges, (_MARGIN, height - below - _MARGIN), inner, numbered=bool(key)),
        *key,
    ]
    return document(parts, Sheet(width, height + grown, f"{title} – {subtitle}", _describe(nodes, edges)))
