"""The frontier: the packages that no other package improves on for everybody, with how it was found."""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.settle.exactness import IntArray
from goodoffices.settle.problem import Problem

__all__ = ["Frontier", "worth_json"]

_MOST_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Frontier:
    """The undominated packages among those that satisfy all rules and reservation values.

    A package is dominated if another gives no party less and some party more. Packages that give everybody the same are
    one point: the first of them in the order of options stands for it, ``ties`` says how many there are.

    Attributes
    ----------
    problem : Problem
        What was asked.
    packages : (m, k) int array
        One package for each point, options by position; sorted by what it is worth to the first party, best first, then
        the second, and so on.
    utilities : (m, p) array of whole numbers
        What each is worth, in the parties' units.
    ties : m ints, or None
        How many packages give exactly these utilities; None where they were not counted.
    complete : bool
        Whether it is proven that no point is missing and none is dominated.
    method : str
        Which solver, and what makes it a proof.
    bound : p ints, or None
        If points may be missing: none of them is worth more than this to each party. None if it is complete.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the problem.
    """

    problem: Problem
    packages: NDArray[np.int64]
    utilities: IntArray
    ties: tuple[int, ...] | None
    complete: bool
    method: str
    bound: tuple[int, ...] | None
    parameters: Mapping[str, Any]
    digest: str

    def __post_init__(self) -> None:
        self.packages.setflags(write=False)
        self.utilities.setflags(write=False)
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __len__(self) -> int:
        return len(self.packages)

    @classmethod
    def of(
        cls,
        problem: Problem,
        packages: NDArray[np.int64],
        *,
        method: str,
        ties: Sequence[int] | None = None,
        bound: Sequence[int] | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Frontier:
        """Sort packages, add what they are worth and where they come from.

        Parameters
        ----------
        problem : Problem
            What was asked.
        packages : (m, k) int array
            One for each point of the frontier, in any order.
        method
            Which solver.
        ties
            For each package how many give the same.
        bound
            What no missing point exceeds; None says that none is missing.
        parameters
            With what settings.
        """
        rows = np.asarray(packages, dtype=np.int64).reshape(-1, len(problem.issues))
        worth = problem.utilities(rows)
        columns = worth.T if worth.dtype != object else [np.unique(one, return_inverse=True)[1] for one in worth.T]
        order = np.lexsort([-one for one in reversed(columns)])
        return cls(
            problem,
            rows[order],
            worth[order],
            None if ties is None else tuple(int(ties[row]) for row in order),
            bound is None,
            method,
            None if bound is None else tuple(map(int, bound)),
            dict(parameters or {}),
            problem.digest(),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data; utilities on the scale of the input."""
        problem = self.problem
        return {
            "parties": list(problem.parties),
            "issues": {issue: list(names) for issue, names in zip(problem.issues, problem.options, strict=True)},
            "outcomes": str(problem.outcomes),
            "complete": self.complete,
            "method": self.method,
            "bound": None if self.bound is None else worth_json(problem, self.bound)["utilities"],
            "frontier": [
                {"package": problem.in_words(row), **worth_json(problem, self.utilities[k])}
                | ({} if self.ties is None else {"ties": str(self.ties[k])})
                for k, row in enumerate(self.packages)
            ],
        }

    def to_frame(self) -> Any:
        """Return one row per point: the option of each issue, then the utility of each party.

        Returns
        -------
        pandas.DataFrame
        """
        pandas = importlib.import_module("pandas")
        problem = self.problem
        rows = [
            problem.in_words(row)
            | {f"utility of {name}": worth for name, worth in worth_json(problem, units)["utilities"].items()}
            for row, units in zip(self.packages, self.utilities, strict=True)
        ]
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        problem = self.problem
        head = "".join(f"<th>{html.escape(name)}</th>" for name in (*problem.issues, *problem.parties))
        lines = []
        for row, units in list(zip(self.packages, self.utilities, strict=True))[:_MOST_SHOWN]:
            cells = [*problem.in_words(row).values(), *(f"{worth:.4g}" for worth in map(float, problem.exact(units)))]
            lines.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        left = len(self) - len(lines)
        more = f"<p>{left} more</p>" if left else ""
        told = "complete" if self.complete else "partial"
        caption = f"<caption>{len(self)} undominated packages of {problem.outcomes:,} ({told})</caption>"
        return f"<table>{caption}<tr>{head}</tr>{''.join(lines)}</table>{more}"


def worth_json(problem: Problem, units: Sequence[int] | NDArray[Any]) -> dict[str, dict[str, Any]]:
    """Return utilities as floats and as exact fractions, by party."""
    exact = dict(zip(problem.parties, problem.exact(list(units)), strict=True))
    return {
        "utilities": {name: float(worth) for name, worth in exact.items()},
        "exact": {name: str(worth) for name, worth in exact.items()},
    }
