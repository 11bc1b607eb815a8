"""The parts of a brief, whatever it is printed on.

A sentence knows what it rests on: a citation, an analyst's judgement, a computed result, or nothing but the layout of
the page (``editorial``). Renderers read these classes and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeAlias, assert_never

__all__ = [
    "Basis",
    "Block",
    "Box",
    "Bullet",
    "Bullets",
    "Cell",
    "Figure",
    "Mark",
    "Note",
    "Notes",
    "Paragraph",
    "Section",
    "Sentence",
    "Table",
    "plain",
    "said",
    "sentences",
]

Basis = Literal["cited", "judgement", "computed", "editorial"]
_KINDS = {"J": "judgement", "C": "computed", "§": "section"}
_NUMBER = re.compile(r"\d+")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_JOINERS = frozenset("\u200c\u200d")


def plain(raw: str) -> str:
    """Reduce text to one line without characters that steer a printer or reorder their neighbours.

    Spaces at which no line may break stay: they stand between a number and its sign.

    Examples
    --------
    >>> plain("  talks" + chr(0x202E) + chr(7) + "  in Vienna ")
    'talks in Vienna'
    """
    kept = (
        one
        for one in " ".join(filter(None, _SPACES.split(raw)))
        if one in _JOINERS or unicodedata.category(one) not in {"Cc", "Cf", "Cs"}
    )
    return "".join(kept).replace("\ufffe", "").replace("\uffff", "")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a sentence points to.

    Parameters
    ----------
    label
        A number for a source, ``J`` and a number for a judgement, ``C`` and a number for a computed result, ``§`` and a
        number for a section.
    place
        Where in the source.
    target
        The name of the place in the document that the mark points to; follows from the label.
    """

    label: str
    place: str = ""
    target: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", plain(self.place))
        kind, number = _KINDS.get(self.label[0], "source"), _NUMBER.search(self.label)
        object.__setattr__(self, "target", f"{kind}-{number[0] if number else ''}")

    def __str__(self) -> str:
        return f"{self.label}, {self.place}" if self.place else self.label


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or a few sentences with one basis; ``lead`` is set in bold before them."""

    text: str
    basis: Basis = "editorial"
    marks: tuple[Mark, ...] = ()
    lead: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.text))
        object.__setattr__(self, "lead", plain(self.lead))


Cell: TypeAlias = tuple[Sentence, ...]


def said(text: str, basis: Basis = "editorial", marks: tuple[Mark, ...] = (), lead: str = "") -> Cell:
    """Make a cell, a bullet or a paragraph of one sentence."""
    return (Sentence(text, basis, marks, lead),)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together."""

    sentences: Cell


@dataclass(frozen=True, slots=True)
class Bullet:
    """One point, with what hangs on it."""

    sentences: Cell
    children: tuple[Bullet, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points."""

    items: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; ``widths`` are relative."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", plain(self.caption))
        object.__setattr__(self, "columns", tuple(map(plain, self.columns)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, and its text for those who cannot see it.

    ``width`` is a share of the line in %; ``whole_page`` gives it a page of its own.
    """

    svg: str
    alt: str
    caption: str
    whole_page: bool = False
    width: int = 100

    def __post_init__(self) -> None:
        object.__setattr__(self, "alt", plain(self.alt))
        object.__setattr__(self, "caption", plain(self.caption))


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered entry that marks point to."""

    mark: Mark
    sentences: Cell


@dataclass(frozen=True, slots=True)
class Notes:
    """Numbered entries."""

    items: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Something kept apart from the rest."""

    title: str
    blocks: tuple[Paragraph | Bullets, ...]


Block: TypeAlias = Paragraph | Bullets | Table | Figure | Notes | Box


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document; ``number`` is empty where it has none, ``appendix`` sets it in smaller type."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    appendix: bool = False


def sentences(block: Block) -> Iterator[Sentence]:
    """Go through every sentence of a block, in order."""
    match block:
        case Paragraph():
            yield from block.sentences
        case Bullets():
            yield from chain.from_iterable(map(_of_bullet, block.items))
        case Table():
            yield from (one for row in block.rows for cell in row for one in cell)
        case Notes():
            yield from (one for note in block.items for one in note.sentences)
        case Box():
            yield from chain.from_iterable(map(sentences, block.blocks))
        case Figure():
            yield Sentence(block.caption)
        case _:
            assert_never(block)


def _of_bullet(bullet: Bullet) -> Iterator[Sentence]:
    yield from bullet.sentences
    yield from chain.from_iterable(map(_of_bullet, bullet.children))
