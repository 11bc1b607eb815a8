"""Laying texts out for the tests, and listing what was found."""

from __future__ import annotations

from textwrap import dedent

from goodoffices.record.hints import Hints
from goodoffices.record.layout import lay_out
from goodoffices.record.parts import Layout
from goodoffices.store.lexicons import read_lexicon

WORDS = read_lexicon()


def laid_out(text: str, hints: Hints | None = None) -> Layout:
    """Lay out a text that is indented in the test."""
    return lay_out(dedent(text).lstrip("\n"), WORDS, hints)


def of_kind(layout: Layout, kind: str) -> list[str]:
    """List the blocks of a kind."""
    return [layout.of(block.span) for block in layout.blocks if block.kind == kind]


def words(layout: Layout) -> tuple[str | None, str | None, list[str], str | None]:
    """Return title, date, authors and publisher."""
    return (
        layout.title.words if layout.title else None,
        layout.issued.when if layout.issued else None,
        [author.words for author in layout.authors],
        layout.publisher.words if layout.publisher else None,
    )
