"""Lasting relations that a clause states: by its verb, by what somebody is called, or by a noun between two parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goodoffices.record.grammar import Token
from goodoffices.record.inflecting import plurals
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.modality import Modality, hedged, wished_by
from goodoffices.record.occasions import named_after
from goodoffices.record.parsing import Parsed
from goodoffices.record.parts import Span
from goodoffices.record.reading import Reading
from goodoffices.record.roles import Role, governed
from goodoffices.record.study import Studied
from goodoffices.record.subjects import Range, phrase_start

__all__ = ["STATED", "Relation", "relations_in", "state_of"]

STATED: frozenset[Modality] = frozenset({"fact", "alleged"})
# Relations that a phrase may take for granted: "would be the lack of trust between".
_LASTING = frozenset({"distrust", "rivalry", "border", "diplomatic", "war"})
_DEFINITE = frozenset({"the", "their"})
_WITHIN_PREDICATE = frozenset({"as", "of", "at", "on", "in", "to", "with"})
_WITHIN_NAME = frozenset({"word", "possessive", "determiner", "number"})
_FAR = 8


@dataclass(frozen=True)
class Relation:
    """A relation of some parties with others.

    Attributes
    ----------
    evidence
        The words that say so, or None if it takes the whole clause.
    topic
        For a noun, of which sort it is: trust and ties are two things that may be said of the same parties.
    """

    kind: str
    sign: str
    mutual: bool
    who: tuple[Role, ...]
    whom: tuple[Role, ...]
    cue: str
    evidence: Span | None = None
    topic: str = ""


@dataclass(frozen=True)
class _Entry:
    kind: str
    sign: str
    to: frozenset[str]
    mutual: bool
    owned: bool
    topic: str


_Listed = Mapping[str, tuple[tuple[tuple[str, ...], _Entry], ...]]


@dataclass(frozen=True, eq=False)
class _Tables:
    """Verbs by their first word; nouns and predicates by their last, singular or plural; the longest first."""

    verbs: _Listed
    nouns: _Listed
    predicates: _Listed
    souring: frozenset[str]


@lru_cache(maxsize=8)
def _tables(lexicon: Lexicon) -> _Tables:
    verbs: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
    for topic, entry in lexicon.table("ties", "states").items():
        for words in entry["verbs"]:
            first, *rest = str(words).split()
            verbs.setdefault(first, []).append((tuple(rest), _entry(topic, entry)))
    return _Tables(
        _longest_first(verbs),
        _by_last(lexicon.table("ties", "relations"), "nouns"),
        _by_last(lexicon.table("ties", "predicates"), "words"),
        frozenset(lexicon.words("ties", "souring")),
    )


def _by_last(table: Mapping[str, Any], key: str) -> _Listed:
    found: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
    for topic, entry in table.items():
        for words in entry[key]:
            *lead, last = str(words).split()
            for form in {last, *(plurals(last) if key == "nouns" else ())}:
                found.setdefault(form, []).append((tuple(lead), _entry(topic, entry)))
    return _longest_first(found)


def _longest_first(found: Mapping[str, list[tuple[tuple[str, ...], _Entry]]]) -> _Listed:
    return {key: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for key, entries in found.items()}


def _entry(topic: str, entry: Mapping[str, Any]) -> _Entry:
    to = frozenset(entry.get("to", ()))
    return _Entry(entry["kind"], str(entry["sign"]), to, bool(entry.get("mutual")), bool(entry.get("owned")), topic)


def state_of(reading: Reading, studied: Studied) -> Relation | None:
    """Read a relation from the verb of a clause: "supports", "depends on"; or from what follows "is".

    Parameters
    ----------
    reading
        The document.
    studied
        One of its clauses.
    """
    tables = _tables(reading.lexicon)
    group = studied.clause.group
    called = _predicate(studied, tables) if group.verb == "be" or group.passive else None
    return called or _verb(studied, tables)


def _verb(studied: Studied, tables: _Tables) -> Relation | None:
    group, tokens = studied.clause.group, studied.parsed.tokens
    after = tuple(token.low for token in tokens[group.end : group.end + 4])
    for rest, entry in tables.verbs.get(group.verb, ()):
        if after[: len(rest)] != rest:
            continue
        if group.passive:
            who, whom = tuple(role for role in studied.others if role.preposition == "by"), studied.who
        else:
            who, whom = studied.who, tuple(role for role in studied.others if _is_reached(role, entry, rest))
        relation = _between(entry, who, whom, " ".join((group.verb, *rest)))
        if relation is not None:
            return relation
    return None


def _between(entry: _Entry, who: tuple[Role, ...], whom: tuple[Role, ...], cue: str) -> Relation | None:
    if not whom and entry.mutual:
        who, whom = who[:1], who[1:]
    return Relation(entry.kind, entry.sign, entry.mutual, who, whom, cue) if who and whom else None


def _is_reached(role: Role, entry: _Entry, rest: tuple[str, ...]) -> bool:
    if role.owner and not entry.owned:
        return False
    return role.preposition == "" or role.preposition in entry.to or role.preposition in rest


def _predicate(studied: Studied, tables: _Tables) -> Relation | None:
    """Read "is an ally of", "are at odds", "is our neighbour", "is perceived as their partner", "is concerned by"."""
    tokens, rest = studied.parsed.tokens, studied.clause.rest
    for at in range(studied.clause.group.head, rest.end):
        token = tokens[at]
        if token.tag == "preposition" and token.low not in _WITHIN_PREDICATE:
            return None
        listed = _listed_at(tokens, at, tables.predicates)
        if listed is None:
            continue
        words, entry = listed
        after = tuple(role for role in studied.others if role.at > at and _is_under(role, entry))
        owners = tuple(r for r in studied.others if r.at < at and (r.owner or r.preposition in {"", "as"}))
        if owners and not after:
            return _between(entry, owners, studied.who, " ".join(words))
        return _between(entry, studied.who, after, " ".join(words))
    return None


def _is_under(role: Role, entry: _Entry) -> bool:
    """Say whether a party stands under a preposition of the relation; "of" leaves none."""
    return role.preposition in entry.to or (role.preposition == "" and "of" in entry.to)


def _listed_at(tokens: Sequence[Token], at: int, listed: _Listed) -> tuple[tuple[str, ...], _Entry] | None:
    token = tokens[at]
    for lead, entry in listed.get(token.low, ()):
        start = at - len(lead)
        if start >= 0 and tuple(one.low for one in tokens[start:at]) == lead:
            return (*lead, token.low), entry
    return None


def relations_in(reading: Reading, studied: Studied) -> Iterator[Relation]:
    """Read relations from nouns: "trust between A and B", "A's ties to B", "A has good relations with B".

    Where a clause is not stated as a fact, only what its phrases take for granted.

    Parameters
    ----------
    reading
        The document.
    studied
        One of its clauses.
    """
    tables = _tables(reading.lexicon)
    parsed, clause = studied.parsed, studied.clause
    parts = [clause.subject] if clause.own else []
    parts += [] if wished_by(clause.group.verb, reading.lexicon) else [clause.rest]
    for within in parts:
        for at in range(within.start, within.end):
            listed = _listed_at(parsed.tokens, at, tables.nouns)
            if listed is None or hedged(parsed, at, reading.lexicon):
                continue
            words, entry = listed
            sides = _sides(reading, studied, Range(at - len(words) + 1, at), within, entry)
            if sides is None:
                continue
            who, whom, phrase = sides
            granted = entry.kind in _LASTING and parsed.tokens[phrase.start].low in _DEFINITE
            if studied.modality in STATED or granted:
                sign = "-" if _is_soured(studied, within, Range(phrase.start, at), tables) else entry.sign
                span = parsed.span(phrase.start, phrase.end)
                yield Relation(entry.kind, sign, "between" in entry.to, who, whom, " ".join(words), span, entry.topic)


def _is_soured(studied: Studied, within: Range, before: Range, tables: _Tables) -> bool:
    """Say whether an adjective turns the sign: "tense relations", "relations are tense"."""
    tokens, clause = studied.parsed.tokens, studied.clause
    said = [*tokens[before.start : before.end]]
    if within == clause.subject:
        said += tokens[clause.rest.start : clause.rest.end]
    return any(token.low in tables.souring for token in said)


_Sides = tuple[tuple[Role, ...], tuple[Role, ...], Range]


def _sides(reading: Reading, studied: Studied, noun: Range, within: Range, entry: _Entry) -> _Sides | None:
    """Find the two sides of a noun and the phrase that says so; ``noun`` runs from its first word to its last."""
    parsed, clause = studied.parsed, studied.clause
    named = named_after(reading, studied, Range(noun.end, within.end))
    after = [role for role in named if role.at > noun.end and _is_under(role, entry)]
    if not after or after[0].at > noun.end + _FAR:
        return None
    start = phrase_start(parsed.tokens, noun.start, within.start)
    phrase = Range(start, _phrase_end(parsed, after[-1].at, within.end))
    both = [role for role in after if role.preposition == "between"]
    if both:
        return ((both[0],), tuple(both[1:]), phrase) if len(both) > 1 else None
    before = governed(reading, parsed, Range(start, noun.start))
    if before:
        return (before[-1],), (after[0],), phrase
    if within == clause.rest and studied.who and not clause.group.passive:
        lead = clause.subject.start if clause.own else clause.group.start
        return studied.who, (after[0],), Range(lead, phrase.end)
    return None


def _phrase_end(parsed: Parsed, last: int, ceiling: int) -> int:
    """Return the end of the noun phrase that a party's name stands in."""
    end = last + 1
    while end < ceiling and parsed.tokens[end].tag in _WITHIN_NAME:
        end += 1
    return end
