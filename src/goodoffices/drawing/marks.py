"""Choose colours and marks that stay apart in print, in grey and for colour-blind readers."""

from __future__ import annotations

from typing import Literal

from goodoffices.drawing.svg import Element, element

__all__ = [
    "INK",
    "MUTED",
    "NEGATIVE",
    "NEUTRAL",
    "PANEL",
    "POSITIVE",
    "RULE",
    "SHADE",
    "MarkName",
    "mark",
    "sign_colour",
    "sign_mark",
]

INK = "#22303c"
MUTED = "#54636f"
RULE = "#cfd8df"
PANEL = "#f3f6f8"
SHADE = "#dbe7ef"
# Blue and vermilion differ in lightness as well as in hue, and every sign is also written as + or −.
POSITIVE = "#1b648f"
NEGATIVE = "#b0461a"
NEUTRAL = "#5c6873"

MarkName = Literal["circle", "open", "half", "square", "diamond", "triangle", "cross", "dash", "plus", "minus", "none"]


def sign_colour(sign: int) -> str:
    """Return the colour of a friendly, hostile or neutral tie."""
    return POSITIVE if sign > 0 else NEGATIVE if sign < 0 else NEUTRAL


def _strokes(name: str, x: float, y: float, reach: float) -> str:
    ways = {
        "cross": ((-0.8, -0.8, 0.8, 0.8), (-0.8, 0.8, 0.8, -0.8)),
        "dash": ((-0.8, 0, 0.8, 0),),
        "minus": ((-0.9, 0, 0.9, 0),),
        "plus": ((-0.9, 0, 0.9, 0), (0, -0.9, 0, 0.9)),
    }
    return " ".join(
        f"M{x + a * reach:.2f} {y + b * reach:.2f}L{x + c * reach:.2f} {y + d * reach:.2f}" for a, b, c, d in ways[name]
    )


def _outline(name: str, x: float, y: float, reach: float) -> str:
    corners = {
        "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
        "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
        "triangle": ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
    }
    return " ".join(f"{x + a * reach:.2f},{y + b * reach:.2f}" for a, b in corners[name])


def mark(name: MarkName, x: float, y: float, reach: float, colour: str) -> tuple[Element, ...]:
    """Draw a mark as a shape, never as a character, so that no font can lack it.

    Parameters
    ----------
    name
        Which mark.
    x, y
        Centre, px.
    reach
        Half its extent, px.
    colour
        Of its line and filling.
    """
    width = max(1.4, reach / 3.2)
    match name:
        case "none":
            return ()
        case "circle":
            return (element("circle", cx=x, cy=y, r=reach, fill=colour),)
        case "open":
            return (
                element("circle", cx=x, cy=y, r=reach - width / 2, fill="#ffffff", stroke=colour, stroke_width=width),
            )
        case "half":
            half = f"M{x - reach:.2f} {y:.2f}A{reach:.2f} {reach:.2f} 0 0 0 {x + reach:.2f} {y:.2f}Z"
            return (*mark("open", x, y, reach, colour), element("path", d=half, fill=colour))
        case "square" | "diamond" | "triangle":
            return (element("polygon", points=_outline(name, x, y, reach), fill=colour),)
        case _:
            return (element("path", d=_strokes(name, x, y, reach), stroke=colour, stroke_width=width, fill="none"),)


def sign_mark(sign: int, x: float, y: float, reach: float = 6.5) -> tuple[Element, ...]:
    """Draw a small ringed plus or minus; nothing for a neutral tie."""
    if sign == 0:
        return ()
    colour = sign_colour(sign)
    ring = element("circle", cx=x, cy=y, r=reach, fill="#ffffff", stroke=colour, stroke_width=1.2)
    return (ring, *mark("plus" if sign > 0 else "minus", x, y, reach * 0.6, colour))
