"""Who could broker: every candidate on every criterion side by side, without a score and without a ranking."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.brief.blocks import Block, Bullet, Bullets, Paragraph, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import capital, ended, in_range, spelled
from goodoffices.case.record import Rated
from goodoffices.case.settlement import Candidate

__all__ = ["CRITERIA", "brokers", "candidate_name", "missing", "ratings"]

CRITERIA = ("credibility", "interest", "access", "capacity", "cost", "spoiler_risk")


def brokers(context: Context) -> tuple[Block, ...]:
    """Write the section on candidates."""
    case = context.case
    sides = list(dict.fromkeys(side for one in case.candidates.values() for side in one.acceptability))
    rows = tuple(
        (
            said(capital(candidate_name(context, name))),
            *(said(_value(one.acceptability.get(side)), "judgement") for side in sides),
            *(said(_value(getattr(one, criterion)), "judgement") for criterion in CRITERIA),
        )
        for name, one in case.candidates.items()
    )
    columns = (
        "Candidate",
        *(f"Acceptable to {context.phrases.party(side)}" for side in sides),
        *(criterion.replace("_", " ").capitalize() for criterion in CRITERIA),
    )
    table = Table("Candidates side by side, rated from 0 to 1", columns, rows, (20, *(12 for _ in columns[1:])))
    note = Sentence(
        "The order is that of the case. Ranges are ratings by the analyst, the likeliest value in brackets; each "
        "has its reason "
        "in the appendix. No score is made of them: what one candidate lacks may be what another brings.",
    )
    return table, Paragraph((note,)), Bullets(tuple(_bullets(context)))


def candidate_name(context: Context, name: str) -> str:
    """Name a candidate within a sentence."""
    entry = context.case.candidates[name]
    if entry.name:
        return entry.name
    return context.phrases.party(entry.party or name)


def _value(rated: Rated | None) -> str:
    return in_range(rated.value) if rated else "missing"


def missing(entry: Candidate) -> tuple[str, ...]:
    """List the criteria on which nothing is known."""
    return tuple(criterion.replace("_", " ") for criterion in CRITERIA if getattr(entry, criterion) is None)


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
        for side, rated in entry.acceptability.items():
            yield who, f"acceptable to {context.phrases.party(side)}", rated
        for criterion in CRITERIA:
            rated_or_none = getattr(entry, criterion)
            if rated_or_none is not None:
                yield who, criterion.replace("_", " "), rated_or_none
