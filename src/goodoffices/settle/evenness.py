"""The package that leaves the worst-off party best off, measured by what each party has at stake; exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from goodoffices.settle.cpmodel import Programme, Query
from goodoffices.settle.frontiers import frontier
from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.solving import Desk

__all__ = ["Even", "most_even", "stakes"]


@dataclass(frozen=True)
class Even:
    """A package, and how far above or below what they aim at it leaves the parties.

    Attributes
    ----------
    package, utilities
        Options by position, and what they are worth to each party in units.
    shares
        For each party how far above its aim it is, as a share of what is at stake for it; None where every package is
        worth the same to it.
    """

    package: Package
    utilities: tuple[int, ...]
    shares: tuple[Fraction | None, ...]


def stakes(problem: Problem) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Find what the packages that rules permit are worth to each party at least and at most.

    Parameters
    ----------
    problem : Problem
        What is to be settled; reservation values are not looked at.

    Returns
    -------
    worst, best : p ints each, in units; or None
        None as proof that no package is permitted.
    """
    # The programme knows lower limits of utilities only, so that the worst is the best of the opposite.
    turned = replace(
        problem,
        values=tuple(-table for table in problem.values),
        terms=tuple(replace(term, worth=-term.worth) for term in problem.terms),
    )
    found: list[tuple[int, ...]] = []
    desk = Desk()
    for programme in (Programme(turned), Programme(problem)):
        most = []
        for party in range(len(problem.parties)):
            package = desk.best(Query(programme), party)
            if package is None:
                return None
            most.append(programme.utilities(package)[party])
        found.append(tuple(most))
    return tuple(-units for units in found[0]), found[1]


def most_even(problem: Problem, aims: Sequence[int | None]) -> Even | None:
    """Find the package that leaves the worst-off party best off.

    Parameters
    ----------
    problem : Problem
        What is to be settled; its reservation values and rules have to be met.
    aims
        From where each party measures how it fares, in units; None for the worst that rules permit. How it fares is
        measured as a share of what is at stake for it: the best less the worst that rules permit.

    Returns
    -------
    Even, or None
        Among undominated packages the one whose smallest share is greatest, then the second smallest and so on, then
        the first on the frontier. None as proof that no package meets everything.
    """
    range_ = stakes(problem)
    if range_ is None:
        return None
    task = _Task(problem, aims, *range_)
    package = task.reaching([None] * len(aims))
    if package is None:
        return None
    limits = task.limits(task.raised(package))
    merged = [_greater(one, other) for one, other in zip(problem.reserve, limits, strict=True)]
    points = frontier(replace(problem, reserve=tuple(merged)))
    best = max(
        range(len(points)),
        key=lambda k: (sorted(one for one in task.shares(points.utilities[k].tolist()) if one is not None), -k),
    )
    utilities = tuple(map(int, points.utilities[best]))
    return Even(tuple(points.packages[best].tolist()), utilities, task.shares(utilities))


def _greater(one: int | None, other: int | None) -> int | None:
    return max((units for units in (one, other) if units is not None), default=None)


class _Task:
    """Shares of what is at stake, and packages that reach them."""

    def __init__(self, problem: Problem, aims: Sequence[int | None], worst: Sequence[int], best: Sequence[int]) -> None:
        self.aims = [low if aim is None else aim for aim, low in zip(aims, worst, strict=True)]
        self.spans = [high - low for high, low in zip(best, worst, strict=True)]
        self.programme, self.desk = Programme(problem), Desk()
        self.query = Query(self.programme)
        for party, least in enumerate(problem.reserve):
            if least is not None:
                self.query.at_least(party, least)
        ceilings = [
            Fraction(high - aim, span) for high, aim, span in zip(best, self.aims, self.spans, strict=True) if span
        ]
        self.ceiling = min(ceilings, default=None)

    def shares(self, utilities: Sequence[int]) -> tuple[Fraction | None, ...]:
        """Say how far above its aim each party is."""
        given = zip(utilities, self.aims, self.spans, strict=True)
        return tuple(Fraction(int(units) - aim, span) if span else None for units, aim, span in given)

    def smallest(self, package: Package) -> Fraction:
        """Say how far above its aim the worst-off party is."""
        return min(share for share in self.shares(self.programme.utilities(package)) if share is not None)

    def limits(self, share: Fraction | None, *, beyond: bool = False) -> list[int | None]:
        """Return what each party needs for at least, or for more than, some share."""
        if share is None:
            return [None] * len(self.spans)
        exact = [aim + share * span if span else None for aim, span in zip(self.aims, self.spans, strict=True)]
        return [None if one is None else math.floor(one) + 1 if beyond else math.ceil(one) for one in exact]

    def reaching(self, limits: Sequence[int | None]) -> Package | None:
        """Find a package that gives each party at least so much."""
        query = Query(self.query)
        for party, least in enumerate(limits):
            if least is not None:
                query.at_least(party, least)
        return self.desk.found(query)

    def raised(self, package: Package) -> Fraction | None:
        """Raise the smallest share until it is proven that no package has a greater one.

        Between what is reached and what cannot be, the middle is tried. In whole units the two meet: then what more
        than the share reached asks for is what was refuted.
        """
        if self.ceiling is None:
            return None
        low, high = self.smallest(package), self.ceiling
        refuted: list[int | None] | None = None
        while low < high:
            more = self.limits(low, beyond=True)
            asked = [_greater(one, two) for one, two in zip(more, self.limits((low + high) / 2), strict=True)]
            if asked == refuted:
                break
            better = self.reaching(asked)
            if better is not None:
                low = self.smallest(better)
            elif asked == more:
                break
            else:
                high, refuted = (low + high) / 2, asked
        return low
