"""Reads invented texts for names, and shows them in a form that tests can compare."""

from __future__ import annotations

import re

from goodoffices.record.naming import find_names
from goodoffices.record.parts import Block, BlockKind, Layout, Names, Sentence, Span
from goodoffices.store.lexicons import read_lexicon

_SENTENCE = re.compile(r"\S.*?(?:(?<![A-Z])(?<!Mr)(?<!Ms)[.](?=\s+[A-Z])|\Z)", re.DOTALL)


def lay(*blocks: str, kinds: tuple[BlockKind, ...] = ()) -> tuple[Layout, tuple[Sentence, ...]]:
    """Lay blocks out as paragraphs, or as the kinds given; a sentence ends before a capital."""
    text = "\n\n".join(blocks)
    found: list[Block] = []
    sentences: list[Sentence] = []
    at = 0
    for number, block in enumerate(blocks):
        kind: BlockKind = kinds[number] if number < len(kinds) else "paragraph"
        found.append(Block(Span(at, at + len(block)), kind))
        sentences += [
            Sentence(Span(at + match.start(), at + match.end()), number) for match in _SENTENCE.finditer(block)
        ]
        at += len(block) + 2
    return Layout(text, tuple(found)), tuple(sentences)


def read(*blocks: str, kinds: tuple[BlockKind, ...] = ()) -> Names:
    """Find the names in blocks."""
    return find_names(*lay(*blocks, kinds=kinds), read_lexicon())


def parties(names: Names) -> list[str]:
    """Return the ids of the parties."""
    return [party.id for party in names.parties]


def people(names: Names) -> list[tuple[str, str | None, str | None]]:
    """Return each person's name, office and party."""
    return [(one.name, one.office.words if one.office else None, one.party) for one in names.people]


def marked(text: str) -> str:
    """Return a text with its mentions marked: [Kenyan|KEN~], where ~ is an adjective and @ a place."""
    written, at = [], 0
    for one in read(text).mentions:
        marks = "~" * one.adjective + "@" * one.place
        written += [text[at : one.span.start], f"[{text[one.span.start : one.span.end]}|{one.of}{marks}]"]
        at = one.span.end
    return "".join([*written, text[at:]])
