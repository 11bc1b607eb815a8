"""Stretches of a text that stand apart: blocks, and within them the lines that were not merely wrapped.

Each stretch lies within one block of `goodoffices.case.anchoring.blocks`, so that a locator can point at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from goodoffices.case.anchoring import Span, blocks

__all__ = ["TURN", "stretches"]

_LINE = re.compile(r"[^\r\n\v\f\u0085\u2028\u2029]+")
_ITEM = re.compile(
    r"""(?:[•●○◦▪■‣⁃∙·►➢*+]|\d{1,2}[.)]|\(\d{1,2}\)|\([a-z]{1,4}\)|[a-z]\)|[-–—])[ \t\u00a0]+\S | \#{1,6}[ ] | \|""",
    re.VERBOSE,
)
_BULLET = "-–—*+"
# "Q:", "MR. OSEI:", "Ambassador Lind:" and their like, at the beginning of a line.
TURN = re.compile(
    r"""(?:\*\*)?(?:[QA]|[A-Z][A-Z.'’-]+(?:[ ][A-Z.'’-]+){0,4}|(?:[A-Z][\w.'’-]*[ ]?){1,5})
    (?:\([^)\n]{1,60}\))?[ ]?:(?:\*\*)?\s+\S""",
    re.VERBOSE,
)
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")
_OPEN_END = re.compile(r"(?:[,\-–—(]|\b(?:and|or|of|the|a|an|to|in|on|for|with|by|from|at|as|that))$")
# Nobody wraps lines wider than this, and what is narrower is no prose.
_WIDEST, _NARROWEST = 130, 36


def stretches(text: str, start: int = 0) -> tuple[Span, ...]:
    r"""Find what stands apart in a text.

    Parameters
    ----------
    text
        As it is, wrapped or not, with any kind of line ends.
    start
        Where to begin, such as after the front matter.

    Examples
    --------
    >>> text = "AGREED POINTS\n1. The crossing opens.\n2. Trucks\npass."
    >>> [text[span.start : span.end] for span in stretches(text)]
    ['AGREED POINTS', '1. The crossing opens.', '2. Trucks\npass.']
    """
    found = [_lines(text, block, start) for block in blocks(text)]
    width = _width(found)
    return tuple(span for lines in found for span in _joined(text, lines, width))


def _lines(text: str, block: Span, start: int) -> list[Span]:
    """List the lines of a block, without the white space around them."""
    lines = []
    for match in _LINE.finditer(text, max(block.start, start), block.end):
        words = match.group()
        if words.strip():
            lead = len(words) - len(words.lstrip())
            lines.append(Span(match.start() + lead, match.start() + len(words.rstrip())))
    return lines


def _width(found: list[list[Span]]) -> int:
    """Estimate the width at which lines were wrapped: that of the longest line, short of a paragraph, that goes on.

    A wide line over a short one may be a heading; it takes a paragraph of three lines to show that lines were wrapped.
    """
    goes_on = [[length for line in lines[:-1] if (length := _length(line)) <= _WIDEST] for lines in found]
    width = max((length for lengths in goes_on for length in lengths), default=0)
    full = [sum(0.7 * width <= length for length in lengths) for lengths in goes_on]
    return width if max(full, default=0) > 1 or sum(full) > 3 else 0


def _length(line: Span) -> int:
    return line.end - line.start


def _joined(text: str, lines: list[Span], width: int) -> Iterator[Span]:
    """Join the lines that belong together."""
    if not lines:
        return
    wrapped = _is_wrapped(lines, width)
    begin = lines[0].start
    for line, following in pairwise(lines):
        if _breaks(text[line.start : line.end], text[following.start : following.end], width if wrapped else 0):
            yield Span(begin, line.end)
            begin = following.start
    yield Span(begin, lines[-1].end)


def _is_wrapped(lines: list[Span], width: int) -> bool:
    """Tell whether the lines of a block were wrapped: most of those that go on are nearly as wide as any."""
    lengths = [_length(line) for line in lines[:-1]]
    full = sum(0.7 * width <= length for length in lengths)
    return width >= _NARROWEST and 2 * full >= len(lengths) and max(map(_length, lines)) <= _WIDEST


def _breaks(line: str, following: str, width: int) -> bool:
    """Tell whether something new begins with the next line; the width is 0 where lines were not wrapped."""
    ended = bool(_TERMINAL.search(line[-12:]))
    if line.startswith(">") and following.startswith(">"):
        return False
    if line.startswith(("#", "|", "![")) or set(line) <= set("-=*_~ "):
        return True
    if _ITEM.match(following):
        return ended or following[0] not in _BULLET or following.lstrip("-–—*+ \t\u00a0")[:1].isupper()
    if following[0].islower() or (_OPEN_END.search(line[-12:]) and not _bare(line)):
        return False
    if ended and TURN.match(following):
        return True
    room = len(line) + 1 + len(following.split(maxsplit=1)[0])
    return room <= (0.8 if ended else 0.6) * width if width else True


def _bare(line: str) -> bool:
    return not any(letter.isalpha() for letter in line)
