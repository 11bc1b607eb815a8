"""Demands: who asks what of whom, and what has to come first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from goodoffices.record.asking import Asked, Passage, passages
from goodoffices.record.conditions import conditions
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.requests import requests
from goodoffices.record.wishes import wishes

__all__ = ["find_demands"]

_WORD = re.compile(r"[^\W_]")
_RANK = {"precondition": 0, "red-line": 1, "request": 2, "aim": 3}


def find_demands(reading: Reading, statements: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Find demands: preconditions, red lines, requests and aims.

    What a quotation or a statement demands, its speaker's party demands. What an author merely recommends is none.

    Parameters
    ----------
    reading
        The document.
    statements
        What `find_statements` found in it.

    Returns
    -------
    tuple of Proposal
        Of the section ``demands``, in the order of the text. ``of`` is left out where the text does not say of whom;
        several parties stand in a tuple.
    """
    found: list[Asked] = []
    for passage in passages(reading, statements):
        asked = list(_found(reading, passage))
        if passage.own and reading.layout.own_statement:
            asked = [one if one.of else replace(one, of=_counterpart(reading, one.by)) for one in asked]
        found += (one for one in asked if _WORD.search(reading.of(one.what)))
    return tuple(_proposal(reading, one) for one in _distinct(reading, found))


def _counterpart(reading: Reading, by: str) -> tuple[str, ...]:
    """Return the party with which a communiqué has its quarrel: the one it names more than all others together."""
    if reading.kind_of(by) not in {"state", "armed-group", "movement"}:
        return ()
    parties = (reading.party_of(mention) for mention in reading.names.mentions if not mention.place)
    named = Counter(party for party in parties if party is not None and party != by)
    return tuple(party for party, count in named.most_common(1) if 2 * count > named.total())


def _found(reading: Reading, passage: Passage) -> Iterator[Asked]:
    yield from requests(reading, passage)
    yield from conditions(reading, passage)
    yield from wishes(reading, passage)


def _distinct(reading: Reading, found: Iterable[Asked]) -> list[Asked]:
    """Keep one of several readings of the same words: a condition before a request, a request before a wish."""
    kept: dict[object, list[Asked]] = {}
    for one in sorted(found, key=lambda asked: (_RANK[asked.kind], not asked.of, asked.span.start)):
        near = kept.setdefault(reading.sentence_at(one.span.start), [])
        if not any(_same(one, other) for other in near):
            near.append(one)
    return sorted((one for near in kept.values() for one in near), key=lambda asked: asked.span.start)


def _same(one: Asked, other: Asked) -> bool:
    alike = not one.of or not other.of or bool(set(one.of) & set(other.of))
    return one.by == other.by and alike and _overlap(one.span, other.span)


def _overlap(some: Span, other: Span) -> bool:
    shared = min(some.end, other.end) - max(some.start, other.start)
    return 2 * shared > min(some.end - some.start, other.end - other.start)


def _proposal(reading: Reading, one: Asked) -> Proposal:
    of = tuple(party for party in one.of if party != one.by)
    entry: dict[str, object] = {
        "by": one.by,
        "of": of[0] if len(of) == 1 else of,
        "kind": one.kind,
        "what": reading.plain(one.what).strip(" ,;:.“”\"'"),
        "for": reading.plain(one.purpose).strip(" ,;:.“”\"'") if one.purpose else None,
    }
    known = {key: value for key, value in entry.items() if value not in (None, "", ())}
    return Proposal("demands", known, (one.span,), (), one.cue)
