"""Check mechanisms of Hoerner, Morelli and Squintani (2015) from the definitions, one deviation at a time.

A mechanism is given as what follows each pair of reports: splits for the first side with their shares, the rest being
war. Nothing here knows how the mechanism was found. Strong is "strong", weak is "weak".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

Plan = Mapping[str, Sequence[tuple[float, float]]]
STRENGTHS = ("strong", "weak")


def war(theta: float, p: float, own: str, other: str) -> float:
    """Return what war leaves to a side."""
    if own == other:
        return theta / 2
    return p * theta if own == "strong" else (1 - p) * theta


def after(plan: Plan, own: str, other: str) -> list[tuple[float, float]]:
    """Return what follows two reports for the one who reports first: the second's share is the mirror image."""
    if (own, other) == ("weak", "strong"):
        return [(1 - split, share) for split, share in plan["strong, weak"]]
    return list(plan[f"{own}, {other}"])


def chance(q: float, strength: str) -> float:
    """Return how common a strength is."""
    return q if strength == "strong" else 1 - q


def peace(plan: Plan, q: float) -> float:
    """Return the share of pairs kept at peace."""
    return sum(
        chance(q, a) * chance(q, b) * share for a, b in product(STRENGTHS, STRENGTHS) for _, share in after(plan, a, b)
    )


def mediated_value(plan: Plan, theta: float, p: float, q: float, *, own: str, told: str) -> float:
    """Return what a side gets from a report if it takes or fights each recommendation, whichever is better."""
    total = 0.0
    splits = sorted({round(split, 9) for other in STRENGTHS for split, _ in after(plan, told, other)})
    for other in STRENGTHS:
        peaceful = sum(share for _, share in after(plan, told, other))
        total += chance(q, other) * (1 - peaceful) * war(theta, p, own, other)
    for shown in splits:
        take = fight = 0.0
        for other in STRENGTHS:
            share = sum(x for split, x in after(plan, told, other) if round(split, 9) == shown)
            take += chance(q, other) * share * shown
            fight += chance(q, other) * share * war(theta, p, own, other)
        total += max(take, fight)
    return total


def obedient_value(plan: Plan, theta: float, p: float, q: float, *, own: str, told: str) -> float:
    """Return what a side gets from a report if it takes every recommendation."""
    total = 0.0
    for other in STRENGTHS:
        rows = after(plan, told, other)
        left = 1 - sum(share for _, share in rows)
        total += chance(q, other) * (sum(split * share for split, share in rows) + left * war(theta, p, own, other))
    return total


def open_value(plan: Plan, theta: float, p: float, q: float, *, own: str, told: str) -> float:
    """Return what a side gets from a report if it sees the other's strength and fights where that is better."""
    total = 0.0
    for other in STRENGTHS:
        rows, fight = after(plan, told, other), war(theta, p, own, other)
        left = 1 - sum(share for _, share in rows)
        total += chance(q, other) * (sum(max(split, fight) * share for split, share in rows) + left * fight)
    return total


def fought_value(theta: float, p: float, q: float, own: str) -> float:
    """Return what a side expects from war without any talks."""
    return sum(chance(q, other) * war(theta, p, own, other) for other in STRENGTHS)


def faults(institution: str, plan: Plan, theta: float, p: float, q: float) -> list[str]:
    """List what somebody could gain by, beyond 1e-6; nothing if the mechanism holds."""
    value = {"open talks": open_value, "mediation": mediated_value, "arbitration": obedient_value}[institution]
    found = []
    for own, told in (("strong", "weak"), ("weak", "strong")):
        honest = obedient_value(plan, theta, p, q, own=own, told=own)
        if value(plan, theta, p, q, own=own, told=told) > honest + 1e-6:
            found.append(f"{own} gains by reporting {told}")
        if value(plan, theta, p, q, own=own, told=own) > honest + 1e-6:
            found.append(f"{own} gains by fighting after an honest report")
        if fought_value(theta, p, q, own) > honest + 1e-6:
            found.append(f"{own} gains by staying away")
    return found
