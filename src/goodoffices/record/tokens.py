"""Words and marks of a stretch of text, each with its place: what names are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from goodoffices.record.parts import Block, Layout, Span

__all__ = ["Tokens", "plain", "read_parts", "tokenise"]

# Longer blocks are read in parts, so that memory does not grow with one endless line.
_LONGEST = 20_000

# "U.S." or "U.S" or "W."; a word with its apostrophes; a possessive ending; any other mark.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)+(?:[^\W\d_](?![^\W_'.]))?|[^\W_]+(?:'(?![sS](?![^\W_]))[^\W_]+)*|'[sS](?![^\W_])|[^\w\s]",
)
_GAP = re.compile(r"[\s_\\*]+")
_ALIKE = {
    **dict.fromkeys(map(ord, "‘’‛ʼ`´ʻ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑−"), "-"),  # but a dash is no hyphen
    **dict.fromkeys(map(ord, "‒–―"), "—"),
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\t\n\r\f\v_\\*"), " "),
}


class _Plainly(dict[int, str]):
    """Fold one character into one: marks that look alike, letters without their accents."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = unicodedata.normalize("NFD", letter)[0] if code > 127 else letter
        self[code] = bare
        return bare


_PLAINLY = _Plainly(_ALIKE | dict(zip(map(ord, "ıłøđæœßðþŁØĐÆŒÞ"), "ilodaosdtLODAOT", strict=True)))


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words and marks of a stretch.

    Attributes
    ----------
    words
        In plain letters: no accents, straight marks.
    starts, ends
        Where each stands in the whole text.
    kind
        Of the block that holds it.
    line_starts
        Positions of the words that begin a line.
    source
        The whole text.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kind: str
    line_starts: frozenset[int]
    source: str

    def __len__(self) -> int:
        return len(self.words)

    def word(self, at: int) -> str:
        """Return a word; nothing before the first and after the last."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def glued(self, at: int) -> bool:
        """Tell whether a word follows the one before it without white space."""
        return 0 < at < len(self.words) and self.starts[at] == self.ends[at - 1]

    def span(self, first: int, end: int) -> Span:
        """Return where the words from ``first`` up to ``end`` stand."""
        return Span(self.starts[first], self.ends[end - 1])

    def written(self, first: int, end: int) -> str:
        """Return the words from ``first`` up to ``end`` as the text has them, on one line."""
        return _GAP.sub(" ", self.source[self.starts[first] : self.ends[end - 1]])


def plain(text: str) -> str:
    r"""Write a text in plain letters and marks, each in the place of the one it stands for.

    Examples
    --------
    >>> plain("Élysée’s “no”–")
    'Elysee\'s "no"—'
    """
    return text.translate(_PLAINLY)


def tokenise(folded: str, span: Span, kind: str = "paragraph", text: str | None = None) -> Tokens:
    """Break a stretch into words and marks.

    Parameters
    ----------
    folded
        The whole text in plain letters, see `plain`.
    text
        The text itself, which tells where lines begin; ``folded`` where it is the same.

    Examples
    --------
    >>> tokenise("the U.S.-led talks: Iran's view", Span(0, 31)).words
    ('the', 'U.S.', '-', 'led', 'talks', ':', 'Iran', "'s", 'view')
    """
    found = list(_TOKEN.finditer(folded, span.start, span.end))
    starts = tuple(match.start() for match in found)
    ends = tuple(match.end() for match in found)
    source = folded if text is None else text
    line_starts = {k for k in range(1, len(found)) if "\n" in source[ends[k - 1] : starts[k]]}
    words = tuple("'s" if match.group() == "'S" else match.group() for match in found)
    return Tokens(words, starts, ends, kind, frozenset({0} | line_starts), source)


def read_parts(layout: Layout) -> Iterator[tuple[Span, str]]:
    """Go through the parts of a document in which names are looked for, each with its kind.

    Paragraphs, captions and headings, the dateline before a paragraph, and a title that stands elsewhere.
    """
    title = layout.title.span if layout.title else None
    blocks = tuple(_joined(layout))
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind == "front-matter" and after and "\n" not in layout.text[block.span.start : after.span.start]:
            yield block.span, "dateline"
        if block.kind in {"paragraph", "caption", "heading"}:
            yield from ((part, block.kind) for part in _parts(layout.text, block.span))
            if title and block.span.start <= title.start < block.span.end:
                title = None
    if title:
        yield title, "title"


def _joined(layout: Layout) -> Iterator[Block]:
    """Join headings of lines one after the other: a name, and the office below it."""
    last: Block | None = None
    for block in layout.blocks:
        lines = layout.text[last.span.end : block.span.start] if last else ""
        if last and last.kind == block.kind == "heading" and not lines.strip() and lines.count("\n") < 2:
            last = Block(Span(last.span.start, block.span.end), "heading")
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _parts(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        end = cut if cut > 0 else start + _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)
