"""Blocks that say again what another block says: captions and pull quotes repeat the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from goodoffices.record.parts import Layout

__all__ = ["find_repeats"]

_WORD = re.compile(r"\w+")
# As many words in a row as rarely recur by chance.
_ROW = 4
_FEWEST_ROWS = 3
_SHARE = 0.6


def find_repeats(layout: Layout) -> Mapping[int, int]:
    r"""Find the blocks that repeat another one.

    Returns
    -------
    mapping
        From the position of a block to that of the block that says the same, and more. A caption repeats a paragraph
        wherever it stands; a paragraph repeats an earlier one.

    Examples
    --------
    >>> from goodoffices.record.parts import Block, Span
    >>> text = "The envoys of the two sides met in May\n\nThe envoys of the two sides met in May, he said."
    >>> find_repeats(Layout(text, (Block(Span(0, 38), "caption"), Block(Span(40, len(text)), "paragraph"))))
    {0: 1}
    """
    rows = {
        number: _rows(layout.of(block.span))
        for number, block in enumerate(layout.blocks)
        if block.kind in {"paragraph", "caption"}
    }
    first: dict[tuple[str, ...], int] = {}
    # Paragraphs go before captions as those that say a thing first.
    for number in sorted(rows, key=lambda number: (layout.blocks[number].kind == "caption", number)):
        for row in rows[number]:
            first.setdefault(row, number)
    found = {}
    for number, own in rows.items():
        shared = Counter(first[row] for row in own if first[row] != number)
        if shared and len(own) >= _FEWEST_ROWS:
            other, times = shared.most_common(1)[0]
            if times >= _SHARE * len(own):
                found[number] = other
    return found


def _rows(words: str) -> set[tuple[str, ...]]:
    folded = [word.lower() for word in _WORD.findall(words)]
    return {tuple(folded[at : at + _ROW]) for at in range(len(folded) - _ROW + 1)}
