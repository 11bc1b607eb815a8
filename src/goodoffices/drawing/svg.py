"""Write scalable pictures as text: elements, escaping, measured text, and a named document.

Only presentation attributes are used, no style sheet, no outside reference and no embedded HTML, so that one picture
looks the same in a web page, in Typst and on paper.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from goodoffices.errors import CaseError

__all__ = [
    "FONT",
    "Anchor",
    "Element",
    "Sheet",
    "TextStyle",
    "clean",
    "document",
    "element",
    "number",
    "shorten",
    "text",
    "text_width",
    "wrap",
]

FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Libertinus Serif', sans-serif"

# Advance widths of Helvetica in thousandths of the size, for the characters from space to tilde.
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 "
    "611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 "
    "556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTHS = {chr(32 + at): int(width) / 1000 for at, width in enumerate(_ASCII.split())}
_WIDTHS |= {
    "–": 0.556,
    "—": 1.0,
    "…": 1.0,
    "‘": 0.222,
    "’": 0.222,
    "“": 0.333,
    "”": 0.333,
    "·": 0.278,
    "\u202f": 0.2,
    "\xa0": 0.278,
}
_UNKNOWN = 0.75
# The reader's machine may lack Helvetica: DejaVu Sans runs a tenth wider.
_MARGIN = 1.07
_BOLD = 1.07
# Marks that reorder the text around them could make a label say something else.
_REORDERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff")
# A no-break space is not among them: it keeps a number and its sign together.
_BREAKS = re.compile("[\\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\u2028\u2029]")

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a picture, with finished attributes."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element | str, ...] = ()

    def __str__(self) -> str:
        inside = "".join(_escape(child) if isinstance(child, str) else str(child) for child in self.children)
        start = "".join([f"<{self.name}", *(f' {key}="{_escape(value)}"' for key, value in self.attributes)])
        return f"{start}>{inside}</{self.name}>" if inside else f"{start}/>"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a line of text looks; ``size`` in pixels."""

    size: float = 12
    fill: str = "#22303c"
    bold: bool = False
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper a picture is drawn on: size in pixels, and what it is called."""

    width: float
    height: float
    title: str
    description: str = ""


def clean(raw: str) -> str:
    """Reduce a label to one line of characters that XML allows and that do not reorder their neighbours.

    Examples
    --------
    >>> clean(" talks  in " + chr(0) + "Vienna")
    'talks in Vienna'
    """
    spaced = _BREAKS.sub(" ", raw)
    kept = "".join(one for one in spaced if one not in _REORDERING and unicodedata.category(one) not in {"Cc", "Cs"})
    return " ".join(part for part in kept.split(" ") if part)


def _escape(raw: str) -> str:
    kept = clean(raw)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def number(value: float) -> str:
    """Write a coordinate to two decimals, the shortest way.

    Raises
    ------
    CaseError
        If the coordinate is not a finite number.

    Examples
    --------
    >>> number(12.5), number(-0.001), number(3)
    ('12.5', '0', '3')
    """
    if not math.isfinite(value):
        raise CaseError(f"cannot draw at {value!r}: expected a finite number")
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def element(name: str, *children: Element | str, **attributes: str | float) -> Element:
    """Make an element; an underscore in an attribute's name stands for a hyphen.

    Examples
    --------
    >>> print(element("line", x1=0, x2=10.456, stroke_width=1))
    <line x1="0" x2="10.46" stroke-width="1"/>
    """
    finished = tuple(
        (key.replace("_", "-"), value if isinstance(value, str) else number(value)) for key, value in attributes.items()
    )
    return Element(name, finished, children)


def text(x: float, y: float, content: str, style: TextStyle) -> Element:
    """Set a line of text with its baseline at ``y``."""
    weight = {"font_weight": "bold"} if style.bold else {}
    return element("text", content, x=x, y=y, font_size=style.size, fill=style.fill, text_anchor=style.anchor, **weight)


def _advance(one: str) -> float:
    if unicodedata.combining(one):
        return 0.0
    if unicodedata.east_asian_width(one) in {"W", "F"}:
        return 1.0
    return _WIDTHS.get(one) or _WIDTHS.get(unicodedata.normalize("NFD", one)[0], _UNKNOWN)


def text_width(content: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a line of text is, on the generous side.

    Parameters
    ----------
    content
        One line.
    size
        Font size, px.
    bold
        Whether the line is set in bold.

    Returns
    -------
    float
        Width, px.

    Examples
    --------
    >>> round(text_width("Sweden", 10), 1)
    38.7
    """
    return sum(map(_advance, content)) * size * _MARGIN * (_BOLD if bold else 1)


def shorten(content: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a line to the width, at a word where possible, and end it with an ellipsis.

    Examples
    --------
    >>> shorten("Secretary-General of the United Nations", 120, 12)
    'Secretary-General…'
    """
    line = clean(content)
    if text_width(line, size, bold=bold) <= width:
        return line
    room = width - text_width("…", size, bold=bold)
    # The whole line is too wide, so some beginning of it is.
    kept = line[: next(at for at in range(len(line)) if text_width(line[: at + 1], size, bold=bold) > room)]
    whole = kept.rpartition(" ")[0] if line[len(kept)] != " " else kept
    return (whole if len(whole) > len(kept) / 2 else kept).rstrip(" ,;:–-") + "…"


def wrap(content: str, width: float, size: float, lines: int = 2) -> tuple[str, ...]:
    """Break a label into at most ``lines`` lines of the width; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> wrap("treaty of friendship and mutual assistance", 110, 12)
    ('treaty of friendship', 'and mutual…')
    """
    words = clean(content).split(" ")
    rows: list[str] = []
    while words and len(rows) < lines - 1:
        taken = 1
        while taken < len(words) and text_width(" ".join(words[: taken + 1]), size) <= width:
            taken += 1
        rows.append(shorten(" ".join(words[:taken]), width, size))
        words = words[taken:]
    if words:
        rows.append(shorten(" ".join(words), width, size))
    return tuple(rows)


def document(children: Iterable[Element], sheet: Sheet) -> str:
    """Write a whole picture on white, with its title and description for those who cannot see it.

    Parameters
    ----------
    children
        What is drawn, back to front.
    sheet
        Size and names.

    Returns
    -------
    str
        An SVG document without an XML declaration, so that it can also stand inside a page.
    """
    body = tuple(children)
    # Several pictures share one page: names made from the content do not collide.
    key = f"{zlib.crc32(''.join(map(str, body)).encode() + clean(sheet.title).encode()):08x}"
    names = [element("title", sheet.title, id=f"t{key}")]
    if clean(sheet.description):
        names.append(element("desc", sheet.description, id=f"d{key}"))
    drawing = element(
        "svg",
        *names,
        element("rect", x=0, y=0, width=sheet.width, height=sheet.height, fill="#ffffff"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(sheet.width)} {number(sheet.height)}",
        width=sheet.width,
        height=sheet.height,
        role="img",
        aria_labelledby=" ".join(dict(one.attributes)["id"] for one in names),
        font_family=FONT,
    )
    return str(drawing)
