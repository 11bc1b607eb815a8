"""A brief as Markdown that shows its words as they are, whatever they contain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from goodoffices.brief.blocks import (
    Block,
    Box,
    Bullet,
    Bullets,
    Cell,
    Figure,
    Notes,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from goodoffices.wording import date_text

__all__ = ["markdown"]

# What could be read as markup anywhere in a line; at the beginning of a line our own marks stand.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$#]")
_LINE_START = re.compile(r"^(?:([-+=])|(\d+)([.)]))")
_LINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp):|(www)\.|@")


def markdown(
    sections: Sequence[Section], *, title: str, question: str, as_of: str, handling: str, viewpoint: str
) -> str:
    """Return a brief as Markdown.

    Parameters
    ----------
    sections
        In order.
    title, question, as_of, handling, viewpoint
        What stands in the head; handling and viewpoint stand at the end once more.
    """
    banner = f"**{handling.upper()}** · viewpoint: {escaped(viewpoint)}"
    lines = [f"# {escaped(title)}", "", banner, ""]
    if question:
        lines += [f"*{escaped(question)}*", ""]
    lines += [f"As of {date_text(as_of)}.", ""]
    for section in sections:
        number = f"{section.number}. " if section.number else ""
        lines += [f"## {number}{escaped(section.title)}", ""]
        for block in section.blocks:
            lines += [*_block(block), ""]
    return "\n".join([*lines, "---", "", banner, ""])


def escaped(text: str) -> str:
    r"""Write text so that a Markdown reader takes no part of it for markup, HTML or a link.

    Examples
    --------
    >>> escaped("*<b>* https://a.b"), escaped("1. [x](y)")
    ('\\*\\<b\\>\\* https&#58;//a.b', '1\\. \\[x\\](y)')
    """
    safe = _SPECIAL.sub(lambda one: f"\\{one[0]}", text.replace("&", "&amp;"))
    safe = _LINK.sub(lambda one: one[0].replace(":", "&#58;").replace(".", "&#46;").replace("@", "&#64;"), safe)
    return _LINE_START.sub(lambda one: f"\\{one[1]}" if one[1] else f"{one[2]}\\{one[3]}", safe)


def _said(one: Sentence) -> str:
    lead = f"**{escaped(one.lead)}**" if one.lead else ""
    marks = "".join(f" \\[{escaped(str(mark))}\\]" for mark in one.marks)
    return " ".join(filter(None, (lead, escaped(one.text)))) + marks


def _cell(cell: Cell) -> str:
    return " ".join(_said(one) for one in cell)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _cell(block.sentences)
        case Bullets():
            for bullet in block.items:
                yield from _bullet(bullet, 0)
        case Table():
            yield f"**{escaped(block.caption)}**"
            yield ""
            yield f"| {' | '.join(map(escaped, block.columns))} |"
            yield f"|{' --- |' * len(block.columns)}"
            for row in block.rows:
                yield f"| {' | '.join(map(_cell, row))} |"
        case Figure():
            yield f"*Figure. {escaped(block.caption)}* {escaped(block.alt)}"
        case Notes():
            for note in block.items:
                yield f"- \\[{note.mark.label}\\] {_said(note.sentences[0])}"
                yield from (f"  - {_said(one)}" for one in note.sentences[1:])
        case Box():
            yield from _box(block)
        case _:
            assert_never(block)


def _bullet(bullet: Bullet, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {_cell(bullet.sentences)}"
    for child in bullet.children:
        yield from _bullet(child, depth + 1)


def _box(box: Box) -> Iterator[str]:
    yield f"> **{escaped(box.title)}**"
    for part in box.blocks:
        yield ">"
        for line in _block(part):
            yield f"> {line}"
