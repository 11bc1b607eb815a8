"""The candidates for broker as the case has them: names, ratings side by side, what each would do, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goodoffices.brief.blocks import Block, Bullet, Bullets, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import capital, ended, in_range, spelled
from goodoffices.case.record import Rated
from goodoffices.case.settlement import Candidate

__all__ = ["CRITERIA", "candidate_name", "candidates_in_full", "criterion_name", "missing", "ratings", "ratings_tables"]

CRITERIA = ("interest", "credibility", "access", "capacity", "cost", "spoiler_risk")
_BY_SIDE = ("acceptability", "leverage", "will")
_HEADS = {"acceptability": "Acceptable to {}", "leverage": "Leverage over {}", "will": "Will to use it over {}"}
_MOST_COLUMNS = 8


def candidate_name(context: Context, name: str) -> str:
    """Name a candidate within a sentence."""
    entry = context.case.candidates[name]
    if entry.name:
        return entry.name
    return context.phrases.party(entry.party or name)


def criterion_name(context: Context, criterion: str, side: str | None = None) -> str:
    """Name a criterion, with the side that it concerns."""
    if side is not None and criterion in _HEADS:
        return _HEADS[criterion].format(context.phrases.party(side))
    return criterion.replace("_", " ").capitalize()


def missing(entry: Candidate) -> tuple[str, ...]:
    """List the criteria without sides on which nothing is known."""
    return tuple(criterion.replace("_", " ") for criterion in CRITERIA if getattr(entry, criterion) is None)


def ratings_tables(context: Context) -> Iterator[Table]:
    """Put all candidates on all criteria side by side, a column for each."""
    names = list(context.case.candidates)
    rows: list[tuple[str, str | None]] = [
        (criterion, side) for criterion in _BY_SIDE for side in _sides(context, criterion)
    ]
    rows += [(criterion, None) for criterion in CRITERIA]
    for first in range(0, len(names), _MOST_COLUMNS):
        shown = names[first : first + _MOST_COLUMNS]
        told = tuple(
            (
                said(criterion_name(context, criterion, side)),
                *(said(_value(context, name, criterion, side), "judgement") for name in shown),
            )
            for criterion, side in rows
        )
        columns = ("Criterion", *(capital(candidate_name(context, name)) for name in shown))
        more = " (continued)" if first else ""
        yield Table(f"Candidates side by side, rated from 0 to 1{more}", columns, told, (22, *(12 for _ in shown)))


def _sides(context: Context, criterion: str) -> list[str]:
    """List the parties for which some candidate is rated on a criterion, or on acceptability."""
    rated = [side for name in (criterion, "acceptability") for side in _all_rated(context, name)]
    return list(dict.fromkeys(rated))


def _all_rated(context: Context, criterion: str) -> Iterator[str]:
    for entry in context.case.candidates.values():
        by_side: Mapping[str, Rated] = getattr(entry, criterion)
        yield from by_side


def _value(context: Context, name: str, criterion: str, side: str | None) -> str:
    """Write a rating; what the section on leverage says of a party stands beside the candidate's own."""
    entry = context.case.candidates[name]
    if side is None:
        rated = getattr(entry, criterion)
        return in_range(rated.value) if rated else "missing"
    told = [in_range(one.value) for own, one in getattr(entry, criterion).items() if own == side]
    who = {name, entry.party}
    for one in context.case.leverage:
        strength = {"leverage": one.strength, "will": one.will}.get(criterion)
        if one.who in who and one.over == side and strength:
            told.append(in_range(strength))
    return "; ".join(told) or "missing"


def candidates_in_full(context: Context) -> Iterator[Block]:
    """Tell what each candidate would do, what else is known of it, and what is missing."""
    yield from ratings_tables(context)
    yield Bullets(tuple(_bullets(context)))


def _bullets(context: Context) -> Iterator[Bullet]:
    for name, entry in context.case.candidates.items():
        roles = ", ".join(spelled(role) for role in entry.roles)
        lead = capital(candidate_name(context, name)) + (f" ({roles})." if roles else ".")
        say = context.ledger.cited(ended(entry.say), entry.cite, lead=lead) if entry.say else Sentence("", lead=lead)
        facts = [context.ledger.cited(ended(fact), entry.cite) for fact in entry.facts]
        lacking = missing(entry)
        told = [Sentence(f"Missing: {', '.join(lacking)}.")] if lacking else []
        yield Bullet((say, *facts, *told))


def ratings(context: Context) -> Iterator[tuple[str, str, Rated]]:
    """Go through all ratings: candidate, criterion, rating."""
    for name, entry in context.case.candidates.items():
        who = capital(candidate_name(context, name))
        for criterion in _BY_SIDE:
            for side, rated in getattr(entry, criterion).items():
                yield who, criterion_name(context, criterion, side), rated
        for criterion in CRITERIA:
            rated_or_none = getattr(entry, criterion)
            if rated_or_none is not None:
                yield who, criterion_name(context, criterion), rated_or_none
