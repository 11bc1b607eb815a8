"""Interests and leverage that a text states: what a party wants or fears, and by what it could move another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goodoffices.record.circumstance import evidence_of
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.relations import STATED
from goodoffices.record.roles import parties_of
from goodoffices.record.spotting import Spotter
from goodoffices.record.study import study
from goodoffices.record.subjects import Range

__all__ = ["find_interests", "find_leverage"]

_TOPIC = "interests"
_ON = frozenset({"on", "upon"})


@dataclass(frozen=True)
class _Interest:
    """What a party wants, or with ``avoid`` what it wants to avoid."""

    party: str
    within: Range
    cue: str
    avoid: bool = False


def find_interests(reading: Reading) -> tuple[Proposal, ...]:
    """Propose what parties want or fear.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Section ``interests``, ``want`` in the words of the text; one for a clause.
    """
    found: dict[Span, Proposal] = {}
    for studied in study(reading):
        if studied.modality not in STATED:
            continue
        for interest in _interests(Spotter(reading.lexicon, _TOPIC, studied)):
            words = reading.plain(studied.parsed.span(interest.within.start, interest.within.end))
            entry: dict[str, object] = {"party": interest.party, "want": f"avoid {words}" if interest.avoid else words}
            evidence = evidence_of(studied.parsed, studied.clause)
            if not any(letter.isalnum() for letter in words):
                continue
            found.setdefault(evidence, Proposal("interests", entry, (evidence,), cue=interest.cue))
    return tuple(found.values())


def _interests(spot: Spotter) -> Iterator[_Interest]:
    studied, clause = spot.studied, spot.studied.clause
    owners = [role for role in studied.beside if role.owner or role.adjective]
    if owners:  # "A's interest in X is"
        yield from _about(spot, clause.subject, "nouns", owners[0].party)
    if not studied.who or not clause.rest:
        return
    party = studied.who[0].party
    for name in ("wanting", "fearing") if not clause.group.passive else ():
        verb = spot.verb(name)
        start = clause.rest.start + len(verb) - 1
        if verb and start < clause.rest.end:
            yield _Interest(party, Range(start, clause.rest.end), verb[0], avoid=name == "fearing")
    if clause.group.passive or spot.verb("having"):
        for name in ("worried", "eager", "nouns"):
            yield from _about(spot, Range(clause.group.head, clause.rest.end), name, party)


def _about(spot: Spotter, within: Range, name: str, party: str) -> Iterator[_Interest]:
    """Read what stands after a word of interest and its preposition."""
    at = spot.first(name, within)
    if at is None or at.end + 1 >= within.end:
        return
    if spot.among("to", spot.studied.parsed.tokens[at.end].low):
        yield _Interest(party, Range(at.end + 1, within.end), spot.words(at), avoid=name == "worried")


def find_leverage(reading: Reading) -> tuple[Proposal, ...]:
    """Propose by what a party could move another.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Section ``leverage``, ``basis`` in the words of the text; one for each party over each.
    """
    found: dict[tuple[str, str], Proposal] = {}
    for studied in study(reading):
        evidence = evidence_of(studied.parsed, studied.clause)
        for who, over, cue in _levers(Spotter(reading.lexicon, _TOPIC, studied)):
            entry: dict[str, object] = {"who": who, "over": over, "basis": reading.plain(evidence)}
            if who != over:
                found.setdefault((who, over), Proposal("leverage", entry, (evidence,), cue=cue))
    return tuple(found.values())


def _levers(spot: Spotter) -> Iterator[tuple[str, str, str]]:
    studied, clause = spot.studied, spot.studied.clause
    if not studied.who or clause.group.passive:
        return
    who, verb = studied.who[0].party, clause.group.verb
    direct = parties_of(role for role in studied.others if not role.preposition)
    if studied.modality in STATED:
        yield from ((who, one, verb) for one in direct[:1] if spot.verb("controlling"))
        on = parties_of(role for role in studied.others if role.preposition in _ON)
        yield from ((one, who, verb) for one in on[:1] if spot.verb("depending"))
        yield from _held(spot, who)
    if clause.group.tense == "infinitive" and clause.above is not None and spot.verb("using"):
        above = studied.parsed.clauses[clause.above].group
        if spot.among("able", above.modal) or spot.among("able", above.verb):
            yield from ((who, one, verb) for one in direct[:1])


def _held(spot: Spotter, who: str) -> Iterator[tuple[str, str, str]]:
    """Read "A has leverage over B"."""
    at = spot.first("held", spot.studied.clause.rest) if spot.verb("having") else None
    if at is not None:
        roles = [one for one in spot.studied.others if one.at >= at.end and spot.among("over", one.preposition)]
        yield from ((who, role.party, spot.words(at)) for role in roles[:1])
