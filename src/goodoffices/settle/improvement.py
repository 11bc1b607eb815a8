"""Whether anything is better than a package for some and worse for nobody: what it is, or proof that nothing is."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from goodoffices.errors import CaseError
from goodoffices.settle.cpmodel import Programme, Query
from goodoffices.settle.firsts import first_package
from goodoffices.settle.frontiers import frontier
from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.result import Frontier, worth_json
from goodoffices.settle.solving import Desk

__all__ = ["Dominance", "acceptable_exists", "dominating", "improvements"]


@dataclass(frozen=True, eq=False)
class Dominance:
    """A package, and one that dominates it, or the word that it is proven that none does.

    Attributes
    ----------
    problem : Problem
        What is to be settled.
    package, utilities
        The package asked about: options by position, and what it is worth to each party in units.
    by, by_utilities
        An undominated package that gives nobody less and somebody more; None if it is proven that there is none.
    within : str
        Among which packages it was looked for.
    method : str
        Which solver found or refuted it.
    digest : str
        SHA-256 of the problem.
    """

    problem: Problem
    package: Package
    utilities: tuple[int, ...]
    by: Package | None
    by_utilities: tuple[int, ...] | None
    within: str
    method: str
    digest: str

    @property
    def undominated(self) -> bool:
        """Whether it is proven that nothing dominates the package."""
        return self.by is None

    def sentence(self) -> str:
        """Say what was found."""
        if self.by is None or self.by_utilities is None:
            return f"No package {self.within} gives somebody more and nobody less ({self.method})."
        gaining = [
            party
            for party, more, units in zip(self.problem.parties, self.by_utilities, self.utilities, strict=True)
            if more > units
        ]
        changed = [
            f"{issue} {new}"
            for (issue, old), new in zip(
                self.problem.in_words(self.package).items(), self.problem.in_words(self.by).values(), strict=True
            )
            if old != new
        ]
        return f"With {', '.join(changed)} instead, {' and '.join(gaining)} would get more and nobody less."

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data; utilities on the parties' scales."""
        problem, better = self.problem, None
        if self.by is not None and self.by_utilities is not None:
            better = {"package": problem.in_words(self.by), **worth_json(problem, self.by_utilities)}
        return {
            "package": problem.in_words(self.package),
            **worth_json(problem, self.utilities),
            "undominated": self.undominated,
            "dominated_by": better,
            "within": self.within,
            "method": self.method,
            "sentence": self.sentence(),
        }

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.sentence())}</p>"


def _checked(problem: Problem, package: Package) -> Package:
    if len(package) != len(problem.issues):
        raise CaseError(
            f"found a package of {len(package)} options, expected one for each of {len(problem.issues)} issues"
        )
    for k, option in enumerate(package):
        if not 0 <= option < problem.shape[k]:
            message = f"found option {option} of the issue {problem.issues[k]!r}"
            raise CaseError(f"{message}, expected a position from 0 to {problem.shape[k] - 1}")
    return tuple(map(int, package))


def _above(problem: Problem, package: Package) -> tuple[tuple[int, ...], Problem]:
    """Return what a package is worth, and the problem in which nobody accepts less."""
    worth = tuple(map(int, problem.utilities(np.array([package]))[0]))
    least = [units if low is None else max(units, low) for units, low in zip(worth, problem.reserve, strict=True)]
    return worth, replace(problem, reserve=tuple(least))


def dominating(problem: Problem, package: Package, *, reserves: bool = True) -> Dominance:
    """Find a package that dominates another, or prove that there is none.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    package
        Options by position; it need not be acceptable itself.
    reserves : bool, optional
        Whether to look only among packages that give every party its reservation value; rules always hold.

    Returns
    -------
    Dominance
        Of the packages that dominate it the one that is best for the first party, then the second and so on.

    Raises
    ------
    CaseError
        If there is no such package.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> two = additive([[[3, 0], [0, 2]], [[1, 1], [0, 4]]])
    >>> dominating(two, (1, 0)).by, dominating(two, (0, 1)).by
    ((0, 1), None)
    """
    chosen = _checked(problem, package)
    kept = problem if reserves else replace(problem, reserve=(None,) * len(problem.parties))
    worth, above = _above(kept, chosen)
    by, method = _found(above, worth)
    within = "that all rules permit" + (" and all parties accept" if reserves else "")
    better = None if by is None else tuple(map(int, problem.utilities(np.array([by]))[0]))
    return Dominance(problem, chosen, worth, by, better, within, method, problem.digest())


def _found(above: Problem, worth: tuple[int, ...]) -> tuple[Package | None, str]:
    """Look for a package that meets all reservation values and is worth something else."""
    if above.is_additive:
        points = frontier(above)
        if points.complete:
            rows = zip(points.packages.tolist(), points.utilities.tolist(), strict=True)
            others = [tuple(row) for row, units in rows if tuple(units) != worth]
            return (others[0] if others else None), points.method
    desk, programme = Desk(), Programme(above)
    query = Query(programme)
    for party, least in enumerate(above.reserve):
        query.at_least(party, least or 0)
    query.some_better(worth)
    found: Package | None = None
    for party in range(len(worth)):
        found = desk.best(query, party)
        if found is None:
            return None, "CP-SAT, none: proven"
        query.at_least(party, programme.utilities(found)[party])
    # Best for the first, then the second and so on: what dominates that would have been preferred to it.
    return first_package(programme, desk, found or (), programme.utilities(found or ())), "CP-SAT, exact"


def acceptable_exists(problem: Problem) -> bool:
    """Say whether a package satisfies all rules and gives every party its reservation value, by search or by proof.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    """
    programme = Programme(problem)
    query = Query(programme)
    for party, least in enumerate(problem.reserve):
        if least is not None:
            query.at_least(party, least)
    return Desk().found(query) is not None


def improvements(
    problem: Problem,
    agreed: Package,
    *,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Frontier:
    """Find the undominated packages that give nobody less than what was agreed.

    Parameters
    ----------
    problem : Problem
        What was to be settled.
    agreed
        The package agreed on, options by position. What it is worth takes the place of reservation values.
    progress, stop : callable, optional
        As for `frontier`.

    Returns
    -------
    Frontier
        Of the problem with these reservation values. If it holds only what the agreed package is worth, nothing
        improves on that.

    Raises
    ------
    CaseError
        If there is no such package.

    References
    ----------
    Raiffa (1985), "Post-settlement settlements", *Negotiation Journal* 1.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> improvements(additive([[[3, 0], [0, 2]], [[1, 1], [0, 4]]]), (1, 0)).packages.tolist()
    [[0, 1]]
    """
    chosen = _checked(problem, agreed)
    worth = tuple(map(int, problem.utilities(np.array([chosen]))[0]))
    return frontier(replace(problem, reserve=worth), progress=progress, stop=stop)
