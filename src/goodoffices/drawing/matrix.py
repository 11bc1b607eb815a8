"""Draw tables of marks: outcomes under policies, signed ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.drawing.marks import INK, MUTED, RULE, SHADE, MarkName, mark
from goodoffices.drawing.panel import MARGIN, ROW, check_width, head, label_width, row_label, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, shorten, text, text_width, wrap
from goodoffices.errors import CaseError

__all__ = ["Cell", "Matrix", "draw_matrix"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a matrix: a mark or a few characters, on a shade from 0 (none) to 1."""

    mark: MarkName = "none"
    words: str = ""
    shade: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns of cells, and what each mark means, told beneath."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    key: tuple[tuple[MarkName, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows) or any(len(row) != len(self.columns) for row in self.cells):
            raise CaseError(
                f"a matrix of {len(self.rows)} rows and {len(self.columns)} columns: expected a cell for each"
            )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells of a matrix stand, px."""

    names: float
    left: float
    top: float
    wide: float
    lead: float

    @property
    def upright(self) -> bool:
        """Whether the columns are so narrow that their names run upwards."""
        return self.wide < 66


def _grid(matrix: Matrix, width: float, top: float) -> _Grid:
    names = label_width(matrix.rows, width)
    wide = min((width - 2 * MARGIN - names) / max(len(matrix.columns), 1), 130.0)
    longest = max((text_width(name, 11) for name in matrix.columns), default=0.0)
    lead = min(longest + 14, 150.0) if wide < 66 else 50.0
    return _Grid(names, MARGIN + names, top, wide, lead)


def _column_names(matrix: Matrix, grid: _Grid) -> list[Element]:
    parts = []
    for at, name in enumerate(matrix.columns):
        x, foot = grid.left + grid.wide * (at + 0.5), grid.top + grid.lead - 6
        if grid.upright:
            line = shorten(name, grid.lead - 10, 11)
            turned = text(0, 0, line, TextStyle(11, INK))
            place = f"translate({x + 4:.2f} {foot:.2f}) rotate(-90)"
            parts.append(element("g", element("title", name), turned, transform=place))
            continue
        lines = wrap(name, grid.wide - 6, 11, 3)
        parts += [
            text(x, foot - 13 * (len(lines) - 1 - row), line, TextStyle(11, INK, anchor="middle"))
            for row, line in enumerate(lines)
        ]
    return parts


def _draw_cell(cell: Cell, x: float, y: float, wide: float) -> list[Element]:
    shade = min(max(cell.shade, 0.0), 1.0)
    parts = [
        element(
            "rect", x=x, y=y, width=wide, height=ROW, fill=SHADE, fill_opacity=shade, stroke=RULE, stroke_width=0.8
        ),
        *mark(cell.mark, x + (11 if cell.words else wide / 2), y + ROW / 2, 5.2, INK),
    ]
    if cell.words:
        start = x + (20 if cell.mark != "none" else 0)
        room = x + wide - start
        words = shorten(cell.words, room - 4, 11)
        parts.append(text(start + room / 2, y + ROW / 2 + 4, words, TextStyle(11, INK, anchor="middle")))
    return parts


def _matrix_key(key: Sequence[tuple[MarkName, str]], y: float, width: float) -> tuple[list[Element], float]:
    """Tell what the marks mean, in as many rows as they need; return the height used too."""
    x, parts = MARGIN + 6, list[Element]()
    for name, words in key:
        told = shorten(words, width - 2 * MARGIN - 20, 11)
        need = text_width(told, 11) + 36
        if x > MARGIN + 6 and x + need - 20 > width - MARGIN:
            x, y = MARGIN + 6, y + 20
        parts += [*mark(name, x, y, 5.2, INK), text(x + 12, y + 4, told, TextStyle(11, MUTED))]
        x += need
    return ([element("g", *parts, data_part="legend")] if parts else []), y + 16


def draw_matrix(matrix: Matrix, *, title: str, subtitle: str = "", width: float = 760) -> str:
    """Draw a matrix of marks, such as which outcome is stable under which policy, or who is tied to whom.

    Parameters
    ----------
    matrix
        Rows, columns, cells and the meaning of the marks.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document; narrow columns have their names written upwards.

    Raises
    ------
    CaseError
        If the sheet is too narrow for the columns.

    Examples
    --------
    >>> table = Matrix(("freeze",), ("no talks", "talks"), ((Cell("open"), Cell("circle")),), (("circle", "stable"),))
    >>> "stable" in draw_matrix(table, title="Outcomes")
    True
    """
    check_width(width, len(matrix.columns))
    grid = _grid(matrix, width, top_of(subtitle))
    parts = head(title, subtitle, width) + _column_names(matrix, grid)
    told = []
    for at, (name, cells) in enumerate(zip(matrix.rows, matrix.cells, strict=True)):
        y = grid.top + grid.lead + ROW * at
        parts += row_label(name, y + ROW / 2, grid.names)
        for across, cell in enumerate(cells):
            meaning = dict(matrix.key).get(cell.mark, cell.mark)
            said = f"{name}, {matrix.columns[across]}: " + " ".join(
                one for one in (meaning, cell.words, cell.note) if one
            )
            told.append(said)
            drawn = _draw_cell(cell, grid.left + grid.wide * across, y, grid.wide)
            parts.append(element("g", element("title", said), *drawn))
    key, bottom = _matrix_key(matrix.key, grid.top + grid.lead + ROW * len(matrix.rows) + 22, width)
    return document([*parts, *key], Sheet(width, bottom, title, "; ".join(told)))
