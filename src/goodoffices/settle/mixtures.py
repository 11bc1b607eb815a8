"""The most that one of two parties can get while the other keeps so much, when every issue can be split."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

__all__ = ["Best", "Pair", "Worth", "best_against"]

Pair: TypeAlias = tuple[Fraction, Fraction]
"""Something of the first and of the second party."""

Worth: TypeAlias = Sequence[Sequence[Pair]]
"""For each issue and option what it is worth to both."""


class _Step(NamedTuple):
    """From one option of an issue to another: what it costs one side and brings the other."""

    cost: Fraction
    gain: Fraction
    ends_at_worst: bool


@dataclass(frozen=True)
class Best:
    """The most that one party can get.

    Attributes
    ----------
    total
        What it gets.
    to_the_worst
        Whether each issue on which the other gives something up goes all the way, whole or in part, to the option that
        is worst for the other.
    """

    total: Fraction
    to_the_worst: bool


def best_against(worth: Worth, party: int, floor: Fraction) -> Best:
    """Find the most that a party can get while the other keeps at least so much.

    Every issue may be split between any of its options. The answer is exact: each issue starts at the option that the
    other likes best and is moved along the concave envelope of its options, the steps that bring most for what they
    cost first (Dantzig 1957, the fractional knapsack).

    Parameters
    ----------
    worth
        For each issue and option what it is worth to both.
    party : {0, 1}
        Who is to get as much as possible.
    floor
        What the other keeps; at most what it has when it gets its best option everywhere.

    Returns
    -------
    Best
        How much that is.

    Examples
    --------
    >>> one = [(Fraction(60), Fraction(0)), (Fraction(0), Fraction(50))]
    >>> two = [(Fraction(40), Fraction(0)), (Fraction(0), Fraction(50))]
    >>> best_against([one, two], 0, Fraction(75)).total
    Fraction(30, 1)
    """
    mine, other = party, 1 - party
    starts = [max(rows, key=lambda row: (row[other], row[mine])) for rows in worth]
    total = sum((start[mine] for start in starts), start=Fraction(0))
    left = sum((start[other] for start in starts), start=Fraction(0)) - floor
    steps = itertools.chain.from_iterable(_steps(rows, start, mine) for rows, start in zip(worth, starts, strict=True))
    whole = True
    for step in sorted(steps, key=lambda step: step.gain / step.cost, reverse=True):
        if not left:
            break
        share = min(Fraction(1), left / step.cost)
        total += share * step.gain
        left -= share * step.cost
        whole &= step.ends_at_worst
    return Best(total, whole)


def _steps(rows: Sequence[Pair], start: Pair, mine: int) -> Iterator[_Step]:
    """Go along the concave envelope from the option that the other likes best, the steepest step first."""
    other = 1 - mine
    worst = min(row[other] for row in rows)
    at = start
    while further := [row for row in rows if row[mine] > at[mine]]:
        # Nothing that is better for one is as good for the other as where we are: costs are above 0.
        to = max(further, key=lambda row: ((row[mine] - at[mine]) / (at[other] - row[other]), row[mine]))
        yield _Step(at[other] - to[other], to[mine] - at[mine], at == start and to[other] == worst)
        at = to
