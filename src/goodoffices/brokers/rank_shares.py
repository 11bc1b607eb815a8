"""In what share of draws each candidate holds which rank, counted part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.brokers.alternatives import Alternatives, Values

__all__ = ["RankShares", "Tally", "sampling_error"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RankShares:
    """In what share of draws each candidate holds which rank, and what that hangs on.

    Attributes
    ----------
    candidates, criteria : tuple of str
        n and k names.
    ranks : (n, n) float array
        The share of draws in which a candidate (row) holds a rank (column, best first).
    below_veto : (n,) float array
        The share of draws in which it is not ranked; with it each row sums to 1.
    nobody : (n,) float array
        The share of draws in which so few are ranked that nobody holds a rank; with it each column sums to 1.
    mean_place : (n,) float array
        The mean rank, from 1; those who are not ranked in a draw share the last places of it.
    above : (n, n) float array
        The share of draws in which one (row) stands above another (column); equal sums count half.
    central_weights : (n, k) float array
        The mean of the weights with which a candidate is first; NaN for one that never is.
    confidence_factors : (n,) float array
        The share of draws in which it is first if its central weights are used; NaN for one that never is first.
    first_if_worst, first_if_best : (n,) float arrays
        The share of draws in which it would be first if all that is missing about it were the worst, or the best.
    first_without : (n, k) float array
        The share of draws in which it would be first if it had the worst value on a criterion.
    draws, done, factor_draws : int
        How many draws were asked for, how many are counted, and how many lie behind the confidence factors.
    complete : bool
        False if the run was interrupted.
    """

    candidates: tuple[str, ...]
    criteria: tuple[str, ...]
    ranks: FloatArray
    below_veto: FloatArray
    nobody: FloatArray
    mean_place: FloatArray
    above: FloatArray
    central_weights: FloatArray
    confidence_factors: FloatArray
    first_if_worst: FloatArray
    first_if_best: FloatArray
    first_without: FloatArray
    draws: int
    done: int
    factor_draws: int
    complete: bool

    @property
    def first(self) -> FloatArray:
        """The share of draws in which each candidate is first, (n,) float array."""
        found: FloatArray = self.ranks[:, 0]
        return found


def sampling_error(share: FloatArray | float, draws: int) -> FloatArray:
    """Return the standard error that a share has from the number of draws alone.

    Examples
    --------
    >>> sampling_error(0.5, 2500).item()
    0.01
    """
    shares = np.asarray(share, dtype=np.float64)
    return np.sqrt(shares * (1 - shares) / draws)


class Tally:
    """Counts of what happened in the draws so far."""

    def __init__(self, n: int, k: int) -> None:
        self.done = 0
        self.ranks, self.nobody = np.zeros((n, n)), np.zeros(n)
        self.below, self.place, self.above = np.zeros(n), np.zeros(n), np.zeros((n, n))
        self.weighed = np.zeros((n, k))
        self.if_worst, self.if_best, self.without = np.zeros(n), np.zeros(n), np.zeros((n, k))

    def count(self, values: Values, weights: FloatArray) -> None:
        """Count one part of the draws."""
        sums = values.ranked(weights)
        n = sums.shape[1]
        ranked = sums > -np.inf
        passing = ranked.sum(axis=1)
        self.done += len(sums)
        self.below += (~ranked).sum(axis=0)
        self.nobody += (passing[:, None] <= np.arange(n)).sum(axis=0)
        for i in range(n):
            self._place(i, sums, passing, weights)
        rivals = _Rivals(sums)
        self.if_worst += rivals.first(values.sums(weights, values.worst), values.passes(values.worst))
        self.if_best += rivals.first(values.sums(weights, values.best), values.passes(values.best))
        whole = np.where(ranked, sums, 0)
        for k, value in enumerate(values.at):
            still = ranked & (values.least[k] <= 0)
            self.without[:, k] += rivals.first(whole - weights[:, k, None] * value, still)

    def _place(self, i: int, sums: FloatArray, passing: NDArray[np.int64], weights: FloatArray) -> None:
        """Count the ranks of one candidate, whom it stands above, and the weights with which it is first."""
        n, own = sums.shape[1], sums[:, i, None]
        ranked = sums[:, i] > -np.inf
        higher, equal = sums > own, (sums == own) & ranked[:, None]
        ahead, shared = higher.sum(axis=1), np.maximum(equal.sum(axis=1), 1)
        self.above[:, i] += higher.sum(axis=0)
        ties = equal.sum(axis=0) / 2
        ties[i] = 0
        self.above[:, i] += ties
        for offset in range(int(shared.max())):
            there = ranked & (shared > offset)
            self.ranks[i] += np.bincount(ahead[there] + offset, 1 / shared[there], minlength=n)
        self.place[i] += np.where(ranked, ahead + (shared + 1) / 2, (passing + 1 + n) / 2).sum()
        first = ranked & (ahead == 0)
        self.weighed[i] += (weights[first] / shared[first, None]).sum(axis=0)

    def central_weights(self) -> FloatArray:
        """Return the mean of the weights with which each is first, (n, k) float array."""
        ever = self.ranks[:, :1] > 0
        return np.where(ever, self.weighed / np.where(ever, self.ranks[:, :1], 1), np.nan)

    def result(
        self, asked: Alternatives, draws: tuple[int, int], central: FloatArray, factors: FloatArray, *, complete: bool
    ) -> RankShares:
        """Turn counts into shares."""
        return RankShares(
            candidates=asked.candidates,
            criteria=tuple(one.name for one in asked.criteria),
            ranks=self.ranks / self.done,
            below_veto=self.below / self.done,
            nobody=self.nobody / self.done,
            mean_place=self.place / self.done,
            above=self.above / self.done,
            central_weights=central,
            confidence_factors=factors,
            first_if_worst=self.if_worst / self.done,
            first_if_best=self.if_best / self.done,
            first_without=self.without / self.done,
            draws=draws[0],
            done=self.done,
            factor_draws=draws[1],
            complete=complete,
        )


class _Rivals:
    """The best of the others, for each draw and candidate."""

    def __init__(self, sums: FloatArray) -> None:
        best = sums.max(axis=1, keepdims=True)
        leads = sums == best
        leaders = leads.sum(axis=1, keepdims=True)
        below = np.where(leads, -np.inf, sums)
        second = below.max(axis=1, keepdims=True)
        seconds = (below == second).sum(axis=1, keepdims=True)
        alone = leads & (leaders == 1)
        self.best = np.where(alone, second, best)
        self.many = np.where(alone, seconds, leaders - leads)

    def first(self, sums: FloatArray, passes: BoolArray) -> FloatArray:
        """Return in how many draws each would be first with other sums of its own, (n,) float array."""
        wins = (sums > self.best) + (sums == self.best) / (self.many + 1)
        total: FloatArray = np.where(passes, wins, 0).sum(axis=0)
        return total
