"""Who is surely or possibly dominated, whatever the weights: Pareto dominance over ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.brokers.alternatives import Alternatives

__all__ = ["Dominance", "dominance"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Dominance:
    """Who dominates whom, one (row) another (column).

    Attributes
    ----------
    surely : (n, n) bool array
        At least as good on every criterion and better on one, whatever the values within their ranges.
    possibly : (n, n) bool array
        The same for some values within their ranges.
    """

    surely: BoolArray
    possibly: BoolArray

    @property
    def possibly_undominated(self) -> BoolArray:
        """Who is undominated for some values: nobody surely dominates it, (n,) bool array."""
        return np.logical_not(self.surely.any(axis=0))

    @property
    def surely_undominated(self) -> BoolArray:
        """Who is undominated whatever the values: nobody even possibly dominates it, (n,) bool array."""
        return np.logical_not(self.possibly.any(axis=0))


def dominance(alternatives: Alternatives) -> Dominance:
    """Compare candidates on all criteria at once, without weights.

    What is missing may be anything from 0 to 1. The least that a criterion asks for plays no part.

    Parameters
    ----------
    alternatives
        The candidates.

    Returns
    -------
    Dominance
        Between each two.

    Examples
    --------
    >>> from goodoffices.brokers.alternatives import Criterion
    >>> from goodoffices.case.estimates import Estimate
    >>> cells = (((Estimate(0.5, 0.7),),), ((Estimate(0.1, 0.4),),), ((Estimate(0.6, 0.9),),))
    >>> found = dominance(Alternatives(("a", "b", "c"), (Criterion("access"),), cells))
    >>> found.possibly_undominated.tolist(), found.surely_undominated.tolist()
    ([True, False, True], [False, False, False])
    """
    low, high = _bounds(alternatives)
    return Dominance(_dominates(low, high), _dominates(high, low))


def _dominates(mine: FloatArray, theirs: FloatArray) -> BoolArray:
    """Compare values of the one (rows) with values of the other (columns), (n, n) bool array."""
    reaches = (mine[:, None] >= theirs[None]).all(axis=2)
    exceeds = (mine[:, None] > theirs[None]).any(axis=2)
    found: BoolArray = reaches & exceeds & ~np.eye(len(mine), dtype=np.bool_)
    return found


def _bounds(alternatives: Alternatives) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most of each value, turned so that more is better, (n, k) float arrays."""
    shape = (len(alternatives.candidates), len(alternatives.criteria))
    low, high = np.empty(shape), np.empty(shape)
    for i, row in enumerate(alternatives.cells):
        for k, (criterion, cell) in enumerate(zip(alternatives.criteria, row, strict=True)):
            ends = [(part.low, part.high) if part else (0.0, 1.0) for part in cell]
            pick = min if criterion.combine == "least" else max
            least, most = pick(end[0] for end in ends), pick(end[1] for end in ends)
            low[i, k], high[i, k] = (least, most) if criterion.rising else (1 - most, 1 - least)
    return low, high
