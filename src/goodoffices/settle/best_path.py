"""Search for the best path through the packages: labels of states, dropped where they cannot matter.

A label of a state stands for one way on from it: what each party still gains on that way, which is what makes it stay
at earlier steps; what guarantees it needs; how long it takes. All of these only get better when what follows does,
so that a label which another beats in everything can be dropped without losing the optimum.

Two bounds keep the labels few. To stay at every step that can come before a state, a party needs a certain gain from
there on: a label that brings less than the least of these needs leads nowhere, and what it brings beyond the greatest
of them is not counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.settle.incentives import FREE, FloatArray, Incentives, Steps

__all__ = ["TOLD_APART", "Following", "PathSearch", "undominated"]

TOLD_APART = 1000.0
"""So many grains are told apart when paths are compared: rounding on different paths must not decide between them."""
_DAYS_APART = 1e-6
_FEW, MOST_LABELS = 24, 6_000
"""How many labels a state keeps while a good path is looked for, and while it is proven that none is better."""

Following: TypeAlias = dict[int, NDArray[np.int64]]
"""For every state the states that can follow."""


@dataclass(frozen=True, eq=False)
class _Labels:
    """Ways on from a state."""

    rows: FloatArray
    """(m, p + 2): what each party still gains, minus the guarantees, minus the days."""
    least: FloatArray
    """(m,): the smallest slack of the first step."""
    after: NDArray[np.int64]
    """(m,): the state that follows."""
    link: NDArray[np.int64]
    """(m,): the label of that state."""

    def part(self, kept: NDArray[np.int64]) -> _Labels:
        return _Labels(self.rows[kept], self.least[kept], self.after[kept], self.link[kept])


@dataclass(frozen=True)
class _Asked:
    """What a sweep looks for.

    ``floor``: the slack below which a step is not taken; ``enough``: the slack beyond which more does not count;
    ``most``: how many labels a state keeps; ``cost``: the guarantees and days to be beaten, where these count.
    """

    floor: float
    enough: float
    most: int
    cost: tuple[float, float] | None = None


class PathSearch:
    """The best path from state 0 to the last.

    Parameters
    ----------
    incentives : Incentives
        What staying and leaving are worth.
    following
        The steps that are allowed and lead on.
    progress
        Is called with the share of the work done, as far as that can be foretold.
    stop
        Is asked from time to time whether to stop.
    """

    def __init__(
        self,
        incentives: Incentives,
        following: Following,
        progress: Callable[[float], None],
        stop: Callable[[], bool],
    ) -> None:
        self.incentives, self.progress, self.stop = incentives, progress, stop
        self.last, self.width = incentives.ladder.last, incentives.worth.shape[1]
        self.states = sorted(following)
        self.steps: dict[int, Steps] = {}
        self.stopped = self.cut = False
        for number, state in enumerate(self.states):
            if stop():
                self.stopped = True
                return
            self.steps[state] = incentives.steps(state, following[state])
            progress(0.3 * (number + 1) / len(self.states))

    @property
    def proven(self) -> bool:
        """Whether no other path is better."""
        return not (self.stopped or self.cut)

    def best(self, known: tuple[int, ...] | None) -> tuple[int, ...] | None:
        """Return the path with the largest smallest slack; of these with the least guarantees; of these the quickest.

        Parameters
        ----------
        known
            A path to begin with, where there is one.

        Returns
        -------
        tuple of int, or None
            The states; what was found so far if the search was stopped, which may be nothing.
        """
        path = known
        if path is None and not self.stopped:
            path = self._sweep(_Asked(-FREE, -FREE, _FEW))
        if path is None or self.stopped:
            return path
        return self._cheapest(self._widest(path))

    def _widest(self, path: tuple[int, ...]) -> tuple[int, ...]:
        """Look for a larger smallest slack: among few labels by halving, then among all until none is left."""
        high = self._bound()
        while high - self._smallest(path) > TOLD_APART and not self.stopped:
            asked = (self._smallest(path) + high) / 2
            found = self._sweep(_Asked(asked, asked, _FEW))
            path, high = (path, asked) if found is None else (found, high)
        self.progress(0.5)
        high, asked = self._bound(), self._smallest(path) + TOLD_APART
        while high - self._smallest(path) > TOLD_APART / 2 and not self.stopped:
            found = self._sweep(_Asked(asked, asked, MOST_LABELS))
            path, high = (path, asked - TOLD_APART) if found is None else (found, high)
            asked = (self._smallest(path) + high) / 2 + TOLD_APART
        self.progress(0.7)
        return path

    def _cheapest(self, path: tuple[int, ...]) -> tuple[int, ...]:
        """Look for fewer guarantees and days among the paths with the same smallest slack."""
        floor = self._smallest(path)
        for most in (_FEW, MOST_LABELS):
            asked = _Asked(floor - TOLD_APART / 2, max(floor, 0.0), most, self._cost(path))
            path = self._sweep(asked) or path
            self.progress(0.8 if most == _FEW else 1.0)
        return path

    def _smallest(self, path: tuple[int, ...]) -> float:
        return float(self.incentives.slacks(path).min())

    def _cost(self, path: tuple[int, ...]) -> tuple[float, float]:
        """Return the guarantees and days of a path."""
        days = 0.0
        for before, after in itertools.pairwise(path):
            steps = self.steps[before]
            days += float(steps.days[steps.after == after][0])
        return float(np.maximum(0, -self.incentives.slacks(path)).sum()), days

    @cached_property
    def _most(self) -> FloatArray:
        """The most that each party can still gain from each state, (s, p)."""
        found = np.full((self.last + 1, self.width), -FREE)
        found[self.last] = 0
        for state in reversed(self.states):
            steps = self.steps[state]
            found[state] = (steps.change + steps.discount[:, None] * found[steps.after]).max(axis=0)
        return found

    def _at_best(self, state: int) -> FloatArray:
        """Return what the slacks of the steps from a state are at most, (m, p)."""
        steps = self.steps[state]
        later = steps.discount[:, None] * self._most[steps.after] + TOLD_APART / 2  # room for rounding on the way
        return np.asarray(np.where(steps.hold >= FREE, FREE, steps.hold + later), dtype=np.float64)

    def _bound(self) -> float:
        """Return what no path's smallest slack exceeds."""
        found = np.full(self.last + 1, -FREE)
        found[self.last] = FREE
        for state in reversed(self.states):
            found[state] = np.minimum(self._at_best(state).min(axis=1), found[self.steps[state].after]).max()
        return float(found[0])

    @cached_property
    def _cost_before(self) -> tuple[FloatArray, FloatArray]:
        """The guarantees and the days that every way to a state takes at least, (s,) each."""
        guarantees, days = np.full(self.last + 1, FREE), np.full(self.last + 1, FREE)
        guarantees[0] = days[0] = 0
        for state in self.states:
            after = self.steps[state].after
            here = np.maximum(0, -self._at_best(state)).sum(axis=1)
            guarantees[after] = np.minimum(guarantees[after], guarantees[state] + here)
            days[after] = np.minimum(days[after], days[state] + self.steps[state].days)
        return guarantees, days

    def _needs(self, asked: _Asked) -> tuple[FloatArray, FloatArray]:
        """Say what each party must at least still gain from each state, and what more than that counts, (s, p) each."""
        least = np.full((self.last + 1, self.width), FREE)
        most = np.full((self.last + 1, self.width), -FREE)
        least[0] = -FREE
        for state in self.states:
            steps = self.steps[state]
            for found, wanted, pick in ((least, asked.floor, np.minimum), (most, asked.enough, np.maximum)):
                here = np.where(steps.hold >= FREE, -FREE, wanted - steps.hold)
                here = np.maximum(here, found[state] - steps.change) / steps.discount[:, None]
                found[steps.after] = pick(found[steps.after], np.clip(here, -FREE, FREE))
        return least, most

    def _sweep(self, asked: _Asked) -> tuple[int, ...] | None:
        """Label all states from the last to the first, and follow the best label of the first."""
        least, most = self._needs(asked)
        none, width = np.zeros(1, dtype=np.int64), self.width
        found = {self.last: _Labels(np.zeros((1, width + 2)), np.array([FREE]), none, none)}
        counted = slice(0, width if asked.cost is None else width + 2)
        apart = np.array([TOLD_APART] * (width + 1) + [_DAYS_APART])
        cut = False
        for state in reversed(self.states):
            if self.stop():
                self.stopped = True
                return None
            labels = self._extended(state, found)
            keep = (labels.least >= asked.floor) & (labels.rows[:, :width] >= least[state] - TOLD_APART).all(axis=1)
            if asked.cost is not None:
                keep &= self._cheaper(state, labels.rows, asked.cost)
            labels = labels.part(np.flatnonzero(keep))
            np.minimum(labels.rows[:, :width], most[state], out=labels.rows[:, :width])
            kept = undominated(np.rint(labels.rows / apart)[:, counted])
            if len(kept) > asked.most:
                cut, kept = True, kept[np.argsort(-labels.least[kept], kind="stable")[: asked.most]]
            if len(kept):
                found[state] = labels.part(kept)
        self.cut |= cut and asked.most == MOST_LABELS and (asked.cost is not None or 0 not in found)
        return self._path(found) if 0 in found else None

    def _extended(self, state: int, found: dict[int, _Labels]) -> _Labels:
        """Label one state in all ways from the labels of those that can follow."""
        steps = self.steps[state]
        labelled = [number for number, after in enumerate(steps.after.tolist()) if after in found]
        ahead = [found[int(steps.after[number])] for number in labelled]
        which = np.repeat(np.array(labelled, dtype=np.int64), [len(one.rows) for one in ahead])
        rows = np.concatenate([np.zeros((0, self.width + 2)), *(one.rows for one in ahead)])
        least = np.concatenate([np.zeros(0), *(one.least for one in ahead)])
        later = np.rint(steps.discount[which, None] * rows[:, : self.width])
        slack = np.where(steps.hold[which] >= FREE, FREE, steps.hold[which] + later)
        guarantees = rows[:, -2] - np.maximum(0, -slack).sum(axis=1)
        labels = np.column_stack([steps.change[which] + later, guarantees, rows[:, -1] - steps.days[which]])
        link = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(len(one.rows)) for one in ahead)])
        return _Labels(labels, np.minimum(least, slack.min(axis=1)), steps.after[which], link)

    def _cheaper(self, state: int, rows: FloatArray, cost: tuple[float, float]) -> NDArray[np.bool_]:
        """Say which labels can still lead to fewer guarantees, or to as few and less time."""
        guarantees, days = self._cost_before
        paid, spent = guarantees[state] - rows[:, -2], days[state] - rows[:, -1]
        fewer = paid < cost[0] - TOLD_APART
        return np.asarray(fewer | (paid <= cost[0] + TOLD_APART) & (spent < cost[1] - _DAYS_APART), dtype=bool)

    def _path(self, found: dict[int, _Labels]) -> tuple[int, ...]:
        """Follow the label of state 0 with the least guarantees, of these with the fewest days."""
        rows = found[0].rows
        row = int(np.lexsort((-rows[:, -1], -np.rint(rows[:, -2] / TOLD_APART)))[0])
        path = [0]
        while path[-1] != self.last:
            here = found[path[-1]]
            path.append(int(here.after[row]))
            row = int(here.link[row])
        return tuple(path)


def undominated(rows: FloatArray) -> NDArray[np.int64]:
    """Find the rows that no other row beats or equals in every column; of equal rows the first.

    Parameters
    ----------
    rows : (m, d) float array
        Larger is better.

    Returns
    -------
    (kept,) int array
        The rows with the largest sums first.

    Examples
    --------
    >>> undominated(np.array([[1.0, 1.0], [0.0, 3.0], [1.0, 1.0], [0.0, 2.0]])).tolist()
    [1, 0]
    """
    left = np.argsort(-rows.sum(axis=1), kind="stable")
    kept = []
    while len(left):
        best, others = left[0], left[1:]
        kept.append(best)
        left = others[(rows[others] > rows[best]).any(axis=1)]
    return np.array(kept, dtype=np.int64)
