"""The agreement zone: whether there is a deal that nobody has to refuse, how much room it leaves, who closes it."""

from __future__ import annotations

import dataclasses
import html
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.model import Case
from goodoffices.settle.from_case import settlement
from goodoffices.settle.frontiers import frontier
from goodoffices.settle.problem import Problem
from goodoffices.settle.result import Frontier

if TYPE_CHECKING:
    from goodoffices.settle.conflicts import Conflicts, Opening

__all__ = ["Zone", "agreement_zone", "each_package"]

_MOST_COUNTED = 2_000_000
_MOST_UNRESTRICTED = 100_000
_CHUNK = 1 << 16


@dataclass(frozen=True, eq=False)
class Zone:
    """The packages that satisfy all links and red lines and give every party its reservation value.

    Attributes
    ----------
    problem : Problem
        What is to be settled.
    frontier : Frontier
        The undominated packages of the zone; a package of it is the proof that there is a zone.
    exists : bool or None
        Whether there is a zone; None where the search ended before this was known.
    acceptable : int or None
        How many packages are in the zone; None where they were not counted.
    unrestricted : int or None
        How many points the frontier would have if nobody had red lines or reservation values, only links; None where
        that was not computed.
    worst, best : p ints, or None
        What the undominated packages of the zone are worth to each party at least and at most, in units; None where
        there is none.
    conflicts : Conflicts or None
        If there is no zone: the smallest sets of red lines and reservation values that cannot be met together.
    opening : Opening or None
        If there is no zone: the smallest change of mandate that opens one.
    """

    problem: Problem
    frontier: Frontier
    exists: bool | None
    acceptable: int | None
    unrestricted: int | None
    worst: tuple[int, ...] | None
    best: tuple[int, ...] | None
    conflicts: Conflicts | None
    opening: Opening | None

    @property
    def gain_for_all(self) -> bool:
        """Whether some package that was found gives every party more than its reservation value."""
        least = np.array(self.problem.disagreement(), dtype=self.frontier.utilities.dtype)
        return bool((self.frontier.utilities > least).all(axis=1).any())

    def sentence(self) -> str:
        """Say whether there is a zone, and how large it is."""
        if self.exists is None:
            return (
                "Whether there is an agreement zone is not known: the search was cut short before a package was found."
            )
        if not self.exists:
            return f"There is no agreement zone: none of the {self.problem.outcomes:,} packages is acceptable to all."
        size = "" if self.acceptable is None else f"{self.acceptable:,} of {self.problem.outcomes:,} packages"
        told = f"There is an agreement zone{f': {size} are acceptable to all' if size else ''}"
        told += f"; {'' if self.frontier.complete else 'at least '}{len(self.frontier)} undominated."
        if self.gain_for_all:
            return told
        return f"{told} None of those gives every party more than its reservation value."

    def to_json(self) -> dict[str, Any]:
        """Return the zone as plain data; utilities on the parties' scales. The frontier is not repeated."""
        problem = self.problem
        return {
            "exists": self.exists,
            "acceptable": None if self.acceptable is None else str(self.acceptable),
            "gain_for_all": self.gain_for_all,
            "parties": {
                party: {
                    "reservation": _figure(problem.reserve[one], problem.units[one]),
                    "worst": _figure(None if self.worst is None else self.worst[one], problem.units[one]),
                    "best": _figure(None if self.best is None else self.best[one], problem.units[one]),
                }
                for one, party in enumerate(problem.parties)
            },
            "frontier": len(self.frontier),
            "complete": self.frontier.complete,
            "unrestricted_frontier": self.unrestricted,
            "conflicts": None if self.conflicts is None else self.conflicts.to_json(),
            "opening": None if self.opening is None else self.opening.to_json(),
        }

    def _repr_html_(self) -> str:
        told = self.to_json()["parties"]
        cells = [
            [
                party,
                *(
                    "none" if one[key] is None else f"{one[key]['value']:.4g}"
                    for key in ("reservation", "worst", "best")
                ),
            ]
            for party, one in told.items()
        ]
        head = "".join(f"<th>{name}</th>" for name in ("party", "reservation value", "worst", "best"))
        rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
        return f"<p>{html.escape(self.sentence())}</p><table><tr>{head}</tr>{rows}</table>"


def _figure(units: int | None, unit: Fraction) -> dict[str, Any] | None:
    """Put a number of units on a party's scale, as a float and exactly."""
    return None if units is None else {"value": float(units * unit), "exact": str(units * unit)}


def agreement_zone(
    what: Case | Problem,
    *,
    changes: bool = True,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Zone:
    """Find out whether there is a deal that nobody has to refuse, and what it could be.

    Parameters
    ----------
    what : Case or Problem
        What is to be settled.
    changes : bool, optional
        Whether to look, where there is no zone, for the smallest change of mandates that opens one; ``stop`` is not
        asked meanwhile.
    progress
        Called with the share of the work that is done.
    stop
        Asked now and then whether to end with what was found.

    Returns
    -------
    Zone
        With the frontier; where there is no zone, with who closes it and what would open one.

    Raises
    ------
    MissingSectionError
        If a section of the case is missing.
    CaseError
        If links contradict each other, so that no change of mandates opens a zone.

    Examples
    --------
    >>> import goodoffices as go
    >>> agreement_zone(go.read_case("camp-david-1978")).sentence()
    'There is an agreement zone: 64 of 64 packages are acceptable to all; 11 undominated.'
    """
    problem = settlement(what) if isinstance(what, Case) else what
    found = frontier(problem, progress=progress, stop=stop)
    exists = True if len(found) else False if found.complete else None
    columns = [[int(one) for one in column] for column in found.utilities.T] if exists else None
    blocked = exists is False
    return Zone(
        problem,
        found,
        exists,
        0 if blocked else _count(problem, stop),
        _unrestricted(problem, found, stop),
        None if columns is None else tuple(map(min, columns)),
        None if columns is None else tuple(map(max, columns)),
        _conflicts(problem, stop) if blocked else None,
        _opening(problem) if blocked and changes else None,
    )


def _conflicts(problem: Problem, stop: Callable[[], bool] | None) -> Conflicts:
    from goodoffices.settle.conflicts import conflicts  # noqa: PLC0415 - the solver is heavy and most zones exist

    return conflicts(problem, stop=stop)


def _opening(problem: Problem) -> Opening:
    from goodoffices.settle.conflicts import opening  # noqa: PLC0415 - the solver is heavy and most zones exist

    return opening(problem)


def each_package(problem: Problem, start: int, end: int) -> NDArray[np.int64]:
    """List packages by number, in the order of options.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    start, end
        The first package and the one after the last, from 0.

    Returns
    -------
    (m, k) int array
        Options by position; rules are not looked at.
    """
    return np.stack(np.unravel_index(np.arange(start, end), problem.shape), axis=1).astype(np.int64)


def _count(problem: Problem, stop: Callable[[], bool] | None) -> int | None:
    """Count the packages that are acceptable to all, where that is not too much work."""
    if problem.is_additive and all(least is None for least in problem.reserve):
        return math.prod(int(mask.sum()) for mask in problem.allowed)
    if problem.outcomes > _MOST_COUNTED:
        return None
    total = 0
    for start in range(0, problem.outcomes, _CHUNK):
        if stop is not None and stop():
            return None
        rows = each_package(problem, start, min(start + _CHUNK, problem.outcomes))
        total += int(np.count_nonzero(problem.acceptable(rows)))
    return total


def _unrestricted(problem: Problem, found: Frontier, stop: Callable[[], bool] | None) -> int | None:
    """Count the points of the frontier that links alone leave."""
    links = tuple(rule for rule in problem.rules if rule.party is None)
    if len(links) == len(problem.rules) and all(least is None for least in problem.reserve):
        return len(found) if found.complete else None
    if problem.outcomes > _MOST_UNRESTRICTED:
        return None
    free = dataclasses.replace(problem, rules=links, reserve=(None,) * len(problem.parties))
    whole = frontier(free, stop=stop)
    return len(whole) if whole.complete else None
