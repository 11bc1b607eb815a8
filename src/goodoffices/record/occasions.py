"""Deeds told by a noun: "Iran's attack on", "an agreement between", "after a meeting with", "under siege by"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goodoffices.record.deeds import Deed, Deeds, noun_at
from goodoffices.record.modality import hedged, wished_by
from goodoffices.record.parsing import Parsed
from goodoffices.record.reading import Reading
from goodoffices.record.roles import Role, governed
from goodoffices.record.study import Studied
from goodoffices.record.subjects import Range

__all__ = ["Occasion", "named_after", "occasions"]

_ENDS_BACKWARD = frozenset({"preposition", "to", "mark", "conjunction"})
_WITHIN_BACKWARD = frozenset({"word", "possessive", "name", "number", "date"})
_WITHIN_PHRASE = frozenset({"determiner", "word", "number", "adverb", "date"})
_HYPHENS = frozenset({"-", "–"})
_OWNING = frozenset({"-", "–", "'s", "'"})
_ENDS = frozenset({",", "(", ";", ":"})
_TOGETHER = frozenset({"between", "with", "among"})


@dataclass(frozen=True)
class Occasion:
    """A deed told by a noun.

    Attributes
    ----------
    start, end
        The tokens of the whole phrase.
    noun
        The position of the noun.
    """

    deed: Deed
    start: int
    end: int
    noun: int


def occasions(reading: Reading, studied: Studied, table: Deeds) -> Iterator[Occasion]:
    """Find the deeds that nouns of a clause tell, with those who take part.

    Parameters
    ----------
    reading
        The document.
    studied
        A clause.
    table
        The deeds of the language.
    """
    parsed, clause = studied.parsed, studied.clause
    parts = [clause.subject] if clause.own else []
    parts += [] if wished_by(clause.group.verb, reading.lexicon) else [clause.rest]
    for within in parts:
        at = within.start
        while at < within.end:
            found = noun_at(parsed.tokens, at, table)
            if found is None or _goes_on(parsed, at, within) or hedged(parsed, found[1], reading.lexicon):
                at += 1
                continue
            name, first = found
            end = _end(parsed, at, within)
            deed = _deed(reading, studied, table, name, Range(first, end))
            if deed is not None:
                yield Occasion(deed, _start(parsed, first, within), end, at)
            at = end


def _goes_on(parsed: Parsed, at: int, within: Range) -> bool:
    """Say whether a longer compound follows: "attack" in "attack helicopters"."""
    following = parsed.tokens[at + 1] if at + 1 < within.end else None
    return following is not None and following.tag == "word" and not following.low.endswith("ed")


def _start(parsed: Parsed, first: int, within: Range) -> int:
    """Return where the phrase begins: back to a preposition, a mark or the verb; "U.S.-Iranian" belongs to it."""
    start = first
    while start > within.start:
        before = parsed.tokens[start - 1]
        if before.tag in _ENDS_BACKWARD and before.low not in _HYPHENS:
            break
        start -= 1
    return start


def _end(parsed: Parsed, at: int, within: Range) -> int:
    """Return where the phrase ends: at a comma, unless a list of names goes on, or a bracket."""
    for end in range(at + 1, within.end):
        low = parsed.tokens[end].low
        lists = low == "," and end + 1 < within.end and parsed.tokens[end + 1].tag == "name"
        if low in _ENDS and not lists:
            return end
    return within.end


def _deed(reading: Reading, studied: Studied, table: Deeds, name: str, phrase: Range) -> Deed | None:
    kind = table.kinds[name]
    parsed, first = studied.parsed, phrase.start
    after = named_after(reading, studied, phrase)
    owners = _owners(reading, parsed, first)
    by = [role for role in after if role.preposition == "by"]
    to = [role for role in after if role.preposition in kind.to | {"of", ""}]
    cue = parsed.tokens[first].low
    if kind.mutual:
        both = _distinct([*owners, *by, *(role for role in to if role.preposition in _TOGETHER)])
        if len(both) == 1 and _takes_part(reading, studied, first):
            both = _distinct([*studied.who, *both])
        return Deed(kind, both[:1], both[1:], cue) if len(both) > 1 else None
    who = _distinct(by or owners or (studied.who if _is_responsible(reading, studied, first) else ()))
    acting = {role.party for role in who}
    whom = _distinct(role for role in to if role.party not in acting)
    hostile = kind.tie is not None and kind.tie[1] == "-"
    return Deed(kind, who, whom, cue) if who or (whom and hostile and not kind.said) else None


def named_after(reading: Reading, studied: Studied, within: Range) -> tuple[Role, ...]:
    """Return the parties in a stretch after a noun, with prepositions counted from there.

    Parameters
    ----------
    reading
        The document.
    studied
        A clause.
    within
        The stretch, from the noun on.
    """
    named = governed(reading, studied.parsed, Range(within.start + 1, within.end))
    places = {role.at for role in named}
    known = (*studied.others, *studied.beside)
    standing = [role for role in known if role.at in within and role.at not in places]
    return tuple(sorted([*named, *standing], key=lambda role: role.at))


def _owners(reading: Reading, parsed: Parsed, first: int) -> list[Role]:
    """Return those before the noun: "Iran's", "Russian", "U.S.-Taliban"."""
    found: list[Role] = []
    tokens = parsed.tokens
    for k in range(first - 1, -1, -1):
        token = tokens[k]
        if token.tag not in _WITHIN_BACKWARD and token.low not in _HYPHENS:
            break
        if token.mention is None:
            continue
        joined = k > 0 and tokens[k - 1].low in _HYPHENS
        party = reading.party_of(token.mention)
        owns = token.mention.adjective or tokens[k + 1].low in _OWNING or joined or k == first - 1
        if party is not None and owns:
            found.insert(0, Role(party, k, adjective=token.mention.adjective, owner=True))
        if not joined:
            break
    return found


def _takes_part(reading: Reading, studied: Studied, first: int) -> bool:
    """Say whether the subject of the clause takes part: "spoke after a meeting with"."""
    tokens, rest = studied.parsed.tokens, studied.clause.rest
    k = first - 1
    while k >= rest.start and tokens[k].tag in _WITHIN_PHRASE:
        k -= 1
    return rest.start <= k and tokens[k].low in reading.lexicon.words("events", "taking-part")


def _is_responsible(reading: Reading, studied: Studied, first: int) -> bool:
    """Say whether the subject did it: "is responsible for the founding of"."""
    words = " ".join(token.low for token in studied.parsed.tokens[studied.clause.rest.start : first])
    cues = reading.lexicon.words("events", "responsible")
    return studied.clause.group.verb == "be" and words.startswith(cues)


def _distinct(roles: Iterable[Role]) -> tuple[Role, ...]:
    seen: dict[str, Role] = {}
    for role in roles:
        seen.setdefault(role.party, role)
    return tuple(seen.values())
