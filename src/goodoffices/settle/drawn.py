"""What a case leaves open about positions: draws within the estimates, and what holds for every number within them.

Weights and values are drawn on whole millionths of the scale. A utility is then a whole number: each value times its
weight, in 10^-12, not yet divided by the sum of the party's weights. That division changes neither which of two
packages is better nor which reaches the reservation value, so it is left out, and what is compared is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case
from goodoffices.errors import CaseError
from goodoffices.settle.exactness import as_fraction
from goodoffices.settle.from_case import settlement
from goodoffices.settle.problem import Problem

__all__ = ["Doubts", "Drawn", "doubts", "survives_all"]

_PARTS = 1_000_000
_NOTHING = Estimate(0.0, 0.0)

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _View:
    """What a party's position says, with its doubts.

    Attributes
    ----------
    weights
        For each issue; 0 where it does not matter.
    values
        For each issue of each option.
    terms
        The worth of each of its combinations.
    reserve
        Its reservation value; None where that is what today's package is worth.
    """

    weights: tuple[Estimate, ...]
    values: tuple[tuple[Estimate, ...], ...]
    terms: tuple[Estimate, ...]
    reserve: Estimate | None

    def __iter__(self) -> Iterator[Estimate]:
        """Give all estimates, in the order in which they are drawn."""
        yield from self.weights
        for row in self.values:
            yield from row
        yield from self.terms
        if self.reserve is not None:
            yield self.reserve


@dataclass(frozen=True, eq=False)
class Drawn:
    """What packages are worth in some draws.

    Attributes
    ----------
    worth : (p, d, m) int array
        To each party in each draw, on a scale of that party and that draw.
    least : (p, d) int array
        The reservation value on the same scale.
    """

    worth: Ints
    least: Ints

    @property
    def gains(self) -> Ints:
        """What each package is worth above the reservation value, (p, d, m)."""
        return np.asarray(self.worth - self.least[:, :, None])


@dataclass(frozen=True, eq=False)
class Doubts:
    """What is to be settled, with all that is uncertain about it.

    Attributes
    ----------
    case : Case
        Where it was read from.
    problem : Problem
        The same with the likeliest numbers.
    views
        What each party's position says.
    """

    case: Case
    problem: Problem
    views: tuple[_View, ...]

    @property
    def uncertain(self) -> int:
        """How many numbers are not known exactly."""
        return sum(not one.is_point for view in self.views for one in view)

    def plain(self) -> list[list[float | list[float]]]:
        """Return all estimates as they are written in a case file."""
        return [[one.plain() for one in view] for view in self.views]

    def draw(self, packages: NDArray[np.int64], draws: int, *, rng: np.random.Generator) -> Drawn:
        """Draw all that is uncertain, and say what packages are worth then.

        Parameters
        ----------
        packages : (m, k) int array
            Options by position.
        draws
            How many.
        rng
            Where the randomness comes from.

        Returns
        -------
        Drawn
            With d draws.
        """
        problem = self.problem
        worth = np.zeros((len(self.views), draws, len(packages)), dtype=np.int64)
        least = np.full((len(self.views), draws), np.iinfo(np.int64).min // 2)
        for one, view in enumerate(self.views):
            weights = [_drawn(weight, draws, rng) for weight in view.weights]
            total = np.sum(weights, axis=0)
            today = np.zeros(draws, dtype=np.int64)
            for k, (weight, values) in enumerate(zip(weights, view.values, strict=True)):
                table = np.array([weight * _drawn(value, draws, rng) for value in values]).T
                worth[one] += table[:, packages[:, k]]
                today += table[:, problem.now[k]] if problem.now else 0
            for term, holding, now in _terms(problem, one, view, packages):
                extra = total * _drawn(term, draws, rng)
                worth[one] += extra[:, None] * holding
                today += extra * now
            if view.reserve is not None:
                least[one] = total * _drawn(view.reserve, draws, rng)
            elif problem.now is not None:
                least[one] = today
        return Drawn(worth, least)


def _drawn(estimate: Estimate, draws: int, rng: np.random.Generator) -> Ints:
    return np.rint(estimate.draw(draws, rng=rng) * _PARTS).astype(np.int64)


def _terms(
    problem: Problem, one: int, view: _View, packages: NDArray[np.int64]
) -> Iterator[tuple[Estimate, NDArray[np.bool_], bool]]:
    """Give a party's combinations, with the packages that contain them, and whether today's does."""
    trees = [term.tree for term in problem.terms if term.party == one]
    for tree, estimate in zip(trees, view.terms, strict=True):
        now = problem.now is not None and bool(problem.holds(tree, [problem.now])[0])
        yield estimate, problem.holds(tree, packages), now


def doubts(what: Case | Problem) -> Doubts:
    """Read off a case what is to be settled and how far it is known.

    Parameters
    ----------
    what : Case or Problem
        With the sections ``issues`` and ``positions``.

    Raises
    ------
    MissingSectionError
        If a section is missing.
    CaseError
        If the problem was not read from a case, or a party gives an issue weight but no values.

    Examples
    --------
    >>> import goodoffices as go
    >>> doubts(go.read_case("camp-david-1978")).uncertain
    0
    """
    case = what if isinstance(what, Case) else what.case
    if case is None:
        raise CaseError("found a problem that was not read from a case, expected one: its numbers are all certain")
    problem = settlement(case)
    views = []
    for party, position in case.positions.items():
        weights, values = [], []
        for issue, entry in case.issues.items():
            weight = position.weights.get(issue, _NOTHING)
            if weight.high and issue not in position.values:
                message = f"positions.{party}: found a weight but no values for the issue {issue!r}"
                raise CaseError(f"{message}, expected one value for each of {list(entry.names)}")
            weights.append(weight)
            values.append(position.values.get(issue, (_NOTHING,) * len(entry.names)))
        reserve = position.reserve.value if position.reserve else None
        views.append(_View(tuple(weights), tuple(values), tuple(term.worth for term in position.terms), reserve))
    return Doubts(case, problem, tuple(views))


def survives_all(what: Case | Problem | Doubts, packages: Sequence[Sequence[int]] | NDArray[Any]) -> NDArray[np.bool_]:
    """Say who accepts a package whatever the numbers are, as long as they lie within the estimates.

    No draws are needed. With weights *w*, what a package is worth above the reservation value has the sign of the sum
    of *w* times a difference that does not depend on *w*, issue by issue. The difference is smallest where the values
    are at the bounds that speak against the package, and then the sum is smallest where each weight is at one of its
    bounds too. Options that are the same as today's cancel out where today's package is the reservation value. All this
    is computed in exact fractions.

    Parameters
    ----------
    what : Case, Problem or Doubts
        With estimates.
    packages : (m, k) int array
        Options by position.

    Returns
    -------
    (m, p) bool array
        Whether a party accepts a package on every reading. Links and red lines are not looked at: see
        :meth:`Problem.permitted`.

    Examples
    --------
    >>> import goodoffices as go
    >>> case = go.read_case("korea-2017")
    >>> survives_all(case, [[0, 0, 0, 0, 0], [2, 2, 2, 2, 2]]).tolist()
    [[True, True, True], [False, False, True]]
    """
    known = what if isinstance(what, Doubts) else doubts(what)
    rows = np.asarray(packages, dtype=np.int64).reshape(-1, len(known.problem.issues))
    columns = [_accepts(known.problem, one, view, rows) for one, view in enumerate(known.views)]
    return np.stack(columns, axis=1)


def _accepts(problem: Problem, one: int, view: _View, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which packages a party accepts on every reading."""
    if view.reserve is None and problem.now is None:
        return np.ones(len(rows), dtype=bool)
    today = problem.now if view.reserve is None else None
    held = [(term, holding, now and today is not None) for term, holding, now in _terms(problem, one, view, rows)]
    states = np.array([holding for _, holding, _ in held], dtype=bool).reshape(len(held), len(rows)).T
    good = np.zeros(len(rows), dtype=bool)
    for pattern in np.unique(states, axis=0):
        extra = Fraction(0) if view.reserve is None else -as_fraction(view.reserve.high)
        for (term, _, now), here in zip(held, pattern.tolist(), strict=True):
            if here != now:
                extra += as_fraction(term.low) if here else -as_fraction(term.high)
        these = (states == pattern).all(axis=1)
        tables = [
            _least_gains(weight, values, None if today is None else today[k], extra)
            for k, (weight, values) in enumerate(zip(view.weights, view.values, strict=True))
        ]
        good[these] = _sums(tables, rows[these]) >= 0
    return good


def _least_gains(weight: Estimate, values: Sequence[Estimate], today: int | None, extra: Fraction) -> list[Fraction]:
    """Say for each option of an issue how little it adds at worst to what a package is worth above the reservation."""
    least = []
    for option, value in enumerate(values):
        gain = extra
        if option != today:
            gain += as_fraction(value.low) - (0 if today is None else as_fraction(values[today].high))
        least.append(min(as_fraction(weight.low) * gain, as_fraction(weight.high) * gain))
    return least


def _sums(tables: Sequence[Sequence[Fraction]], rows: NDArray[np.int64]) -> NDArray[Any]:
    """Add up what the options of packages stand for, on whole numbers."""
    below = math.lcm(*(entry.denominator for table in tables for entry in table))
    total = np.zeros(len(rows), dtype=object)
    for k, table in enumerate(tables):
        total += np.array([int(entry * below) for entry in table], dtype=object)[rows[:, k]]
    return total
