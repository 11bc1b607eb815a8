"""Candidates by criteria, with ranges; and values drawn from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError

__all__ = ["Alternatives", "Cell", "Criterion", "Values", "draw_values"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Cell: TypeAlias = tuple[Estimate | None, ...]
"""What is known of a candidate on a criterion, in one part or several; None where nothing is known."""

_WHOLE = Estimate(0.0, 1.0)


@dataclass(frozen=True)
class Criterion:
    """Something that candidates are judged on, from 0 to 1.

    Attributes
    ----------
    name
        What it is called.
    rising
        Whether more of it is better.
    combine
        Which of several parts counts: the least of them, or the greatest.
    least
        Below it in a draw, after turning so that more is better, a candidate is not ranked in that draw.
    """

    name: str
    rising: bool = True
    combine: Literal["least", "greatest"] = "least"
    least: float = 0.0


@dataclass(frozen=True)
class Alternatives:
    """Candidates by criteria.

    Attributes
    ----------
    candidates
        n names.
    criteria
        k criteria.
    cells
        n rows of k cells.
    """

    candidates: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        n, k = len(self.candidates), len(self.criteria)
        if not n or not k or len(self.cells) != n or any(len(row) != k for row in self.cells):
            raise CaseError(
                f"found {len(self.cells)} rows of {sorted({len(row) for row in self.cells})} cells, expected {n} rows "
                f"of {k}, and at least one candidate and one criterion"
            )
        for name, row in zip(self.candidates, self.cells, strict=True):
            for criterion, cell in zip(self.criteria, row, strict=True):
                if not cell or any(part and not (part.low >= 0 and part.high <= 1) for part in cell):
                    found = [part and part.plain() for part in cell]
                    raise CaseError(f"{name}, {criterion.name}: found {found}, expected estimates from 0 to 1")


@dataclass(frozen=True, eq=False)
class Values:
    """Values drawn, all turned so that more is better: ``k`` arrays of (c draws, n candidates)."""

    at: list[FloatArray]
    worst: list[FloatArray]
    best: list[FloatArray]
    least: list[float]

    def sums(self, weights: FloatArray, values: list[FloatArray] | None = None) -> FloatArray:
        """Weigh and add up, in the same order for every candidate so that equals stay equal, (c, n) float array."""
        values = self.at if values is None else values
        total = np.zeros(values[0].shape)
        for k, value in enumerate(values):
            total += weights[..., k, None] * value
        return total

    def passes(self, values: list[FloatArray]) -> BoolArray:
        """Say who reaches the least on every criterion, (c, n) bool array."""
        found = np.ones(values[0].shape, dtype=np.bool_)
        for value, least in zip(values, self.least, strict=True):
            found &= value >= least
        return found

    def ranked(self, weights: FloatArray) -> FloatArray:
        """Return the sums, minus infinity for those who are not ranked, (c, n) float array."""
        return np.where(self.passes(self.at), self.sums(weights), -np.inf)

    def first_with(self, weights: FloatArray, candidate: int) -> float:
        """Return in how many draws a candidate is first with given weights."""
        sums = self.ranked(weights)
        own = sums[:, candidate]
        ahead = (own == sums.max(axis=1)) & (own > -np.inf)
        return float((ahead / (sums == own[:, None]).sum(axis=1)).sum())


def draw_values(alternatives: Alternatives, draws: int, rng: np.random.Generator) -> Values:
    """Draw every value, with what it would be if all that is missing were the worst and the best."""
    shape = (draws, len(alternatives.candidates))
    at, worst, best = [], [], []
    for k, criterion in enumerate(alternatives.criteria):
        value = np.empty(shape)
        ends = {0.0: value, 1.0: value}
        if any(None in row[k] for row in alternatives.cells):
            ends = {0.0: np.empty(shape), 1.0: np.empty(shape)}
        for i, row in enumerate(alternatives.cells):
            drawn = [(part or _WHOLE).draw(draws, rng=rng) for part in row[k]]
            value[:, i] = _combined(criterion, drawn)
            for end, filled in ends.items():
                parts = [one if part else np.full(draws, end) for one, part in zip(drawn, row[k], strict=True)]
                filled[:, i] = _combined(criterion, parts) if None in row[k] else value[:, i]
        at.append(value)
        worst.append(ends[0.0 if criterion.rising else 1.0])
        best.append(ends[1.0 if criterion.rising else 0.0])
    return Values(at, worst, best, [one.least for one in alternatives.criteria])


def _combined(criterion: Criterion, parts: list[FloatArray]) -> FloatArray:
    """Take the part that counts, and turn it so that more is better."""
    found = parts[0]
    for part in parts[1:]:
        found = np.minimum(found, part) if criterion.combine == "least" else np.maximum(found, part)
    return found if criterion.rising else 1 - found
