"""What a clause tells of: which deed, who did it, to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goodoffices.record.grammar import Token
from goodoffices.record.inflecting import plurals
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.roles import Role
from goodoffices.record.study import Studied
from goodoffices.record.subjects import Range

__all__ = ["Deed", "DeedKind", "Deeds", "deed_of", "deeds", "noun_at"]


# In a combination: any party that is named as the direct object.
_PARTY = ("PARTY",)


@dataclass(frozen=True)
class DeedKind:
    """One entry of ``events.yaml``.

    Attributes
    ----------
    name
        The type of the event.
    cameo
        Its code in CAMEO.
    to
        The prepositions before the party it is done to.
    tie
        Kind and sign of the tie it makes, or None.
    mutual
        True if both do it.
    said
        True if it is done by speaking.
    thing
        True if the verb tells it only together with an object that fits.
    """

    name: str
    cameo: str
    to: frozenset[str]
    tie: tuple[str, str] | None = None
    mutual: bool = False
    said: bool = False
    thing: bool = False


@dataclass(frozen=True)
class _Combination:
    verbs: frozenset[str]
    words: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    deed: str


@dataclass(frozen=True, eq=False)
class Deeds:
    """The tables of ``events.yaml``, ready for use.

    Attributes
    ----------
    verbs
        By the plain form of the first word: the further words and the deed, the longest first.
    nouns
        By the last word, singular or plural: the words before it and the deed, the longest first.
    """

    kinds: Mapping[str, DeedKind]
    verbs: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    combinations: tuple[_Combination, ...]
    happen: frozenset[str]
    falls_through: Mapping[str, str]


@dataclass(frozen=True)
class Deed:
    """A deed that a clause tells of.

    Attributes
    ----------
    kind
        Which.
    who, whom
        Those who did it, and those it was done to.
    cue
        The words that tell it.
    """

    kind: DeedKind
    who: tuple[Role, ...]
    whom: tuple[Role, ...]
    cue: str


@lru_cache(maxsize=8)
def deeds(lexicon: Lexicon) -> Deeds:
    """Prepare the tables of a language, once."""
    kinds: dict[str, DeedKind] = {}
    verbs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    nouns: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, entry in lexicon.table("events", "deeds").items():
        kinds[name] = _kind(name, entry)
        for verb in entry.get("verbs", ()):
            first, *rest = str(verb).split()
            verbs.setdefault(first, []).append((tuple(rest), name))
        for noun in entry.get("nouns", ()):
            *lead, last = str(noun).split()
            for form in (last, *plurals(last)):
                nouns.setdefault(form, []).append((tuple(lead), name))
    return Deeds(
        kinds, _longest_first(verbs), _longest_first(nouns),
        tuple(_combination(entry) for entry in lexicon.topics["events"]["combinations"]),
        frozenset(lexicon.words("events", "happen")),
        lexicon.table("events", "fall-through"),
    )  # fmt: skip


def _longest_first(
    found: Mapping[str, list[tuple[tuple[str, ...], str]]],
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    return {key: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for key, entries in found.items()}


def _kind(name: str, entry: Mapping[str, Any]) -> DeedKind:
    tie = entry.get("tie")
    return DeedKind(
        name,
        str(entry["cameo"]),
        frozenset(entry.get("to", ())),
        (tie["kind"], str(tie["sign"])) if tie else None,
        *(bool(entry.get(flag)) for flag in ("mutual", "said", "thing")),
    )


def _combination(entry: Mapping[str, Any]) -> _Combination:
    words = tuple(tuple(str(words).split()) for words in entry.get("words", ()))
    return _Combination(frozenset(entry["verbs"]), words, frozenset(entry.get("nouns", ())), entry["deed"])


def noun_at(tokens: Sequence[Token], at: int, table: Deeds) -> tuple[str, int] | None:
    """Return the deed that a noun names, and where its words begin, if any ends at a position."""
    token = tokens[at]
    if token.tag not in {"word", "preposition", "adverb", "verb"}:
        return None
    for lead, name in table.nouns.get(token.low, ()):
        start = at - len(lead)
        if start >= 0 and tuple(t.low for t in tokens[start:at]) == lead:
            return name, start
    return None


def deed_of(studied: Studied, table: Deeds) -> Deed | None:
    """Say which deed a clause tells of.

    Parameters
    ----------
    studied
        The clause with those who act in it.
    table
        The deeds of the language.

    Returns
    -------
    Deed or None
        None if it tells of none that is known. How firmly it is stated is not asked here.
    """
    found = _by_combination(studied, table) or _by_verb(studied, table)
    by_subject = found is None
    found = found or _by_subject(studied, table)
    if found is None:
        return None
    name, cue = found
    kind = table.kinds[name]
    who, whom = _who_and_whom(studied, kind, by_subject=by_subject)
    return Deed(kind, who, whom, cue)


def _verb_lengths(studied: Studied) -> list[tuple[str, int]]:
    """Return the verb with none, one or two of the words after it: "pull", "pull out", "crack down on"."""
    group = studied.clause.group
    tokens = studied.parsed.tokens
    found = [(group.verb, 0)]
    words = group.verb
    for size, token in enumerate(tokens[group.end : group.end + 3], start=1):
        words = f"{words} {token.low}"
        found.append((words, size))
    return found


def _objects(studied: Studied) -> Range:
    """Return the tokens among which the thing stands on which the verb acts."""
    clause = studied.clause
    if clause.group.passive or (clause.group.tense == "participle" and clause.own and not clause.rest):
        return clause.subject
    end = next((k for k in range(clause.rest.start, clause.rest.end) if _ends_object(studied, k)), clause.rest.end)
    return Range(clause.rest.start, end)


def _ends_object(studied: Studied, k: int) -> bool:
    """Say whether the direct object is over: at a preposition other than "of", but not at a particle of the verb."""
    token = studied.parsed.tokens[k]
    if k <= studied.clause.rest.start + 1 and token.tag in {"preposition", "adverb", "to"}:
        return False
    return token.tag in {"preposition", "to", "subordinator", "relative"} and token.low not in {"of", "between"}


def _by_combination(studied: Studied, table: Deeds) -> tuple[str, str] | None:
    tokens = studied.parsed.tokens
    verbs = dict(_verb_lengths(studied))
    objects = _objects(studied)
    named = [(found[0], k) for k in range(objects.start, objects.end) if (found := noun_at(tokens, k, table))]
    for combination in table.combinations:
        verb = next((verb for verb in verbs if verb in combination.verbs), None)
        if verb is None:
            continue
        for name, k in named:
            if name in combination.nouns:
                return (name if combination.deed == "same" else combination.deed), f"{verb} {tokens[k].low}"
        for words in combination.words:
            if words == _PARTY and any(not r.owner and not r.preposition for r in studied.others):
                return combination.deed, f"{verb} …"
            if _holds(tokens, objects, words):
                return combination.deed, f"{verb} {' '.join(words)}"
    return None


def _holds(tokens: Sequence[Token], within: Range, words: tuple[str, ...]) -> bool:
    size = len(words)
    return any(
        tuple(t.low for t in tokens[k : k + size]) == words
        and not (k + size < within.end and tokens[k + size].tag == "word" and not words[-1].endswith("s"))
        for k in range(within.start, within.end - size + 1)
    )


def _by_verb(studied: Studied, table: Deeds) -> tuple[str, str] | None:
    group = studied.clause.group
    after = tuple(t.low for t in studied.parsed.tokens[group.end : group.end + 4])
    for rest, name in table.verbs.get(group.verb, ()):
        if after[: len(rest)] == rest and not (table.kinds[name].thing and not rest):
            return name, " ".join((group.verb, *rest))
    return None


def _by_subject(studied: Studied, table: Deeds) -> tuple[str, str] | None:
    """Read "fighting erupted", "talks between them collapsed": the subject tells what happened."""
    clause = studied.clause
    if clause.group.passive or not clause.own:
        return None
    verbs = {verb for verb, _ in _verb_lengths(studied)}
    if not verbs & table.happen:
        return None
    tokens = studied.parsed.tokens
    for k in range(clause.subject.start, clause.subject.end):
        if tokens[k].tag in {"preposition", "relative", "to"} and tokens[k].low != "of":
            return None
        found = noun_at(tokens, k, table)
        if found and not table.kinds[found[0]].said:
            through = next((table.falls_through[verb] for verb in verbs if verb in table.falls_through), None)
            ended = through if through and found[0] in {"talks", "meeting", "mediation"} else None
            return ended or found[0], f"{tokens[k].low} {clause.group.verb}"
    return None


def _of_subject(studied: Studied, kind: DeedKind) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """Return those whom a subject that tells the deed names: "talks between A and B", "A's siege of B"."""
    roles = studied.beside
    between = tuple(role for role in roles if role.preposition in {"between", "among"})
    if between:
        return between[:1], between[1:]
    who = tuple(role for role in roles if role.preposition == "by" or role.owner or role.adjective)
    parties = {role.party for role in who}
    return who, tuple(role for role in roles if role.preposition in kind.to and role.party not in parties)


def _who_and_whom(studied: Studied, kind: DeedKind, *, by_subject: bool) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    if by_subject:
        return _of_subject(studied, kind)
    if studied.clause.group.passive:
        agents = tuple(role for role in studied.others if role.preposition == "by")
        who, whom = agents, studied.who
        if kind.mutual:
            who, whom = agents or studied.who, tuple(r for r in studied.others if r.preposition in kind.to)
    else:
        who = studied.who
        reached = kind.to | {""}
        whom = tuple(role for role in studied.others if role.preposition in reached)
    if not who and kind.mutual and studied.clause.group.passive:
        who, whom = whom[:1], whom[1:]
    elif kind.mutual and not whom and len(who) > 1:
        who, whom = who[:1], who[1:]
    parties = {role.party for role in who}
    return who, tuple(role for role in whom if role.party not in parties)
