"""Lay out what all charts share: heading, margins and the names of rows."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.drawing.marks import INK, MUTED
from goodoffices.drawing.svg import Element, TextStyle, shorten, text, text_width, wrap
from goodoffices.errors import CaseError

__all__ = ["MARGIN", "ROW", "SIZE", "check_width", "head", "label_width", "row_label", "top_of"]

MARGIN, SIZE, ROW = 20.0, 12.0, 30.0


def head(title: str, subtitle: str, width: float) -> list[Element]:
    """Set the title and the subtitle of a chart."""
    inner = width - 2 * MARGIN
    told = [text(MARGIN, 28, shorten(title, inner, 17, bold=True), TextStyle(17, INK, bold=True))]
    if subtitle:
        told.append(text(MARGIN, 47, shorten(subtitle, inner, SIZE), TextStyle(SIZE, MUTED)))
    return told


def top_of(subtitle: str) -> float:
    """Return where a chart begins below its heading, px."""
    return 62.0 if subtitle else 44.0


def label_width(labels: Sequence[str], width: float) -> float:
    """Return the room the names of rows take, px, at most about a third of the width."""
    widest = max((text_width(label, SIZE) for label in labels), default=0.0)
    return min(widest + 20, 0.36 * width)


def check_width(width: float, columns: int) -> None:
    """Refuse a sheet that is too narrow for its columns."""
    least = 240 + 26 * columns
    if width < least:
        raise CaseError(f"a chart {width:g} px wide is too narrow for {columns} columns: expected at least {least}")


def row_label(label: str, y: float, room: float) -> list[Element]:
    """Set the name of a row in one line or two around its middle."""
    lines = wrap(label, room - 16, SIZE)
    first = y + 4 - 7 * (len(lines) - 1)
    return [text(MARGIN + 6, first + 14 * at, line, TextStyle(SIZE, INK)) for at, line in enumerate(lines)]
