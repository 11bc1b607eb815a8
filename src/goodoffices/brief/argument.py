"""The case against: the argument map, each claim with what supports and what attacks it."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.brief.blocks import Block, Bullet, Bullets, Paragraph, Sentence
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import ended, quoted
from goodoffices.case.settlement import Claim

__all__ = ["argument", "attackers", "supporters", "theses", "unanswered"]


def argument(context: Context) -> tuple[Block, ...]:
    """Write the section on what speaks for and against."""
    told: set[str] = set()
    roots = [_bullet(context, claim, "", told) for claim in theses(context)]
    note = Sentence(
        "Under each claim stands first what is said for it (+), then what is said against it (−). Claims are "
        "those of their "
        "sources; that one stands here does not make it true."
    )
    return Paragraph((note,)), Bullets(tuple(roots))


def theses(context: Context) -> tuple[Claim, ...]:
    """Return the claims that serve no other, and one of each ring of claims that only serve each other."""
    claims = context.case.claims
    known = {claim.id for claim in claims}
    found = [claim for claim in claims if not known & {*claim.supports, *claim.attacks}]
    reached: set[str] = set()
    for claim in found:
        _gather(claim, claims, reached)
    for claim in claims:
        if claim.id not in reached:
            found.append(claim)
            _gather(claim, claims, reached)
    return tuple(found)


def _gather(claim: Claim, claims: Sequence[Claim], reached: set[str]) -> None:
    if claim.id in reached:
        return
    reached.add(claim.id)
    for other in (*supporters(claim, claims), *attackers(claim, claims)):
        _gather(other, claims, reached)


def supporters(claim: Claim, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return what is said for a claim."""
    return tuple(other for other in claims if claim.id in other.supports)


def attackers(claim: Claim, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return what is said against a claim."""
    return tuple(other for other in claims if claim.id in other.attacks)


def unanswered(claim: Claim, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the attacks on a claim that nothing attacks in turn."""
    return tuple(other for other in attackers(claim, claims) if not attackers(other, claims))


def _bullet(context: Context, claim: Claim, sign: str, told: set[str]) -> Bullet:
    if claim.id in told:
        return Bullet((Sentence(f"{quoted(claim.text)}, told above.", lead=sign),))
    told.add(claim.id)
    claims = context.case.claims
    children = [
        *(_bullet(context, other, "+", told) for other in supporters(claim, claims)),
        *(_bullet(context, other, "−", told) for other in attackers(claim, claims)),
    ]
    return Bullet((context.ledger.cited(ended(claim.text), claim.cite, lead=sign),), tuple(children))
