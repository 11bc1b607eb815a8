"""Hatch what colour alone would not tell, write figures briefly, and explain symbols in a row beneath a chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from goodoffices.drawing.geometry import Box
from goodoffices.drawing.marks import MUTED, NEGATIVE
from goodoffices.drawing.panel import MARGIN
from goodoffices.drawing.svg import Element, TextStyle, element, number, shorten, text, text_width

__all__ = ["KEY_SIZE", "Swatch", "draw_key", "figure", "hatched", "nice_step", "tick"]

KEY_SIZE = 11.0
_SWATCH, _GAP, _ROW = 32.0, 22.0, 20.0

Swatch = Callable[[float, float], Iterable[Element]]
"""Draws a sample of a symbol, 24 px wide, from its left end and its middle."""


def figure(value: float) -> str:
    """Write a number in few characters, with a real minus sign; what is not quite nothing never reads as nothing.

    Examples
    --------
    >>> figure(0.125), figure(-0.2), figure(0), figure(1234.5), figure(12.34)
    ('0.125', '−0.2', '0', '1,235', '12.3')
    >>> figure(0.004), figure(-0.00001), figure(1.25e9)
    ('0.004', '> −0.001', '1.25e9')
    """
    size = abs(value)
    if size >= 1e7:
        return f"{value:.3g}".replace("e+0", "e").replace("e+", "e").replace("-", "−")
    if 0 < size < 0.001:
        return "< 0.001" if value > 0 else "> −0.001"
    # Halves round up, as people do; the small allowance keeps 0.0625 from reading 0.062.
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    written = f"{value * (1 + 1e-12):,.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written.replace("-", "−")


def tick(value: float, step: float) -> str:
    """Write a mark of an axis with as many decimals as tell it from its neighbours.

    Examples
    --------
    >>> tick(0.6000000001, 0.2), tick(-1000, 500), tick(-0.0, 0.05)
    ('0.6', '−1,000', '0')
    """
    if abs(value) < step / 2:
        return "0"
    if abs(value) >= 1e7:
        return figure(value)
    return f"{value:,.{max(0, -math.floor(math.log10(step * (1 + 1e-9))))}f}".replace("-", "−")


def nice_step(span: float, most: int, steps: Sequence[float] = (1, 2, 5)) -> float:
    """Return the least round distance that divides a span into at most so many parts.

    Parameters
    ----------
    span
        Length to divide, above 0.
    most
        How many parts there may be.
    steps
        What counts as round within a power of ten.

    Examples
    --------
    >>> nice_step(1, 5), nice_step(134, 5), nice_step(0.37, 4)
    (0.2, 50.0, 0.1)
    """
    exponent = -12
    while True:
        for step in steps:
            # A negative power is divided by, so that 0.2 is the nearest number to a fifth.
            wide = step * 10.0**exponent if exponent >= 0 else step / 10.0**-exponent
            if wide * most >= span * (1 - 1e-9):
                return wide
        exponent += 1


def hatched(box: Box, colour: str = NEGATIVE, gap: float = 4.5) -> tuple[Element, ...]:
    """Draw a rectangle filled with slanted lines, which grey print keeps apart from a solid one."""
    width, height = box.right - box.left, box.bottom - box.top
    lines, at = [], gap / 2 - height
    while at < width:
        # The line rises by 45 degrees from (at, bottom); what would leave the rectangle is cut off.
        first, last = max(at, 0.0), min(at + height, width)
        lines.append(
            f"M{number(box.left + first)} {number(box.bottom - first + at)}"
            f"L{number(box.left + last)} {number(box.bottom - last + at)}"
        )
        at += gap
    rim = {"x": box.left, "y": box.top, "width": max(width, 1.0), "height": height}
    return (
        element("rect", **rim, fill="#ffffff", stroke=colour, stroke_width=1),
        element("path", d="".join(lines), stroke=colour, stroke_width=1, fill="none"),
    )


def draw_key(entries: Sequence[tuple[str, Swatch]], y: float, width: float) -> tuple[list[Element], float]:
    """Explain symbols in as many rows as they need.

    Parameters
    ----------
    entries
        Words and a sample of each symbol.
    y
        Middle of the first row, px.
    width
        Of the sheet, px.

    Returns
    -------
    parts, bottom
        What is drawn, and where the sheet may end, px.
    """
    x, parts = MARGIN + 6, list[Element]()
    for words, swatch in entries:
        told = shorten(words, width - 2 * MARGIN - _SWATCH - 8, KEY_SIZE)
        need = _SWATCH + text_width(told, KEY_SIZE)
        if x > MARGIN + 6 and x + need > width - MARGIN:
            x, y = MARGIN + 6, y + _ROW
        parts += [*swatch(x, y), text(x + _SWATCH, y + 4, told, TextStyle(KEY_SIZE, MUTED))]
        x += need + _GAP
    return ([element("g", *parts, data_part="legend")] if parts else []), y + 18
