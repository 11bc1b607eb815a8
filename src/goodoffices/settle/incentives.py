"""What each party gains by staying with a sequence rather than leaving it at a step, and what it risks.

Present values are whole numbers of a small grain, so that equal is equal; see `Incentives.grain`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.estimates import Estimate
from goodoffices.settle.moves import Ladder

__all__ = ["DAYS_PER_YEAR", "FREE", "GRAIN", "Breach", "Incentives", "Reading", "Steps"]

Reading: TypeAlias = Literal["low", "likely", "high"]
"""How estimates of days are read."""

DAYS_PER_YEAR = 365.25
GRAIN = 1e-12
FREE = 1e15
"""The slack of a step at which nobody could leave: more than any slack, in grains."""

FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps that lead on from one state.

    Attributes
    ----------
    after : (m,) int array
        The states to which they lead.
    days, discount : (m,) float arrays
        How long each lasts, and what a gain at its end is worth at its beginning.
    change : (m, p) float array
        What each adds to the worth of the package, in grains.
    hold : (m, p) float array
        What making the step is worth less the best way of leaving at it, in grains; with the discounted worth of what
        follows it is the slack. ``FREE`` where a party could not leave: it makes no move and has made none that it
        could take back.
    """

    after: NDArray[np.int64]
    days: FloatArray
    discount: FloatArray
    change: FloatArray
    hold: FloatArray


@dataclass(frozen=True, eq=False)
class Breach:
    """The best way for one party to leave at a step.

    Attributes
    ----------
    worth : (m,) float array
        What it brings, as a permanent stream in grains; -inf where the party could not leave.
    during : (m,) int array
        The state while nobody has noticed yet.
    """

    worth: FloatArray
    during: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Incentives:
    """Values of staying and leaving on a ladder.

    Worth is a permanent stream: a package worth u from now on is worth u. A gain a year from now is worth `discount` of
    it today. A step lasts as long as its slowest verification.

    Whoever leaves at a step does what is best for it with its own moves: those of the step it makes or leaves, earlier
    ones it keeps or, where they can be taken back, takes back; anything but all that was agreed. The others make their
    moves of the step. When the step would have been verified the others take back all of theirs that can be taken back,
    and nothing more is done. A move of several parties needs all of them to be made, and any of them to be taken back.

    Attributes
    ----------
    ladder : Ladder
        The packages between today's and the agreed one.
    discount : float
        What a gain a year from now is worth today.
    step_days : float or None
        How long every step lasts, instead of its verification.
    reading : {"low", "likely", "high"}
        How the days of verification are read.
    """

    ladder: Ladder
    discount: float
    step_days: float | None = None
    reading: Reading = "likely"

    @cached_property
    def grain(self) -> float:
        """What one grain is on the parties' scales."""
        # Whole numbers stay exact in floats below 2**53, sums of present values included.
        return GRAIN * max(1.0, float(np.abs(self._plain).max()))

    @cached_property
    def worth(self) -> FloatArray:
        """What every state is worth to each party, (s, p), in grains."""
        return np.rint(self._plain / self.grain)

    @cached_property
    def _plain(self) -> FloatArray:
        units = np.array([float(unit) for unit in self.ladder.units])
        plain: FloatArray = self.ladder.worth.astype(np.float64) * units
        return plain

    @cached_property
    def days(self) -> FloatArray:
        """How long verification of a move takes on each track."""
        return np.array([read(track.days, self.reading) for track in self.ladder.tracks])

    @cached_property
    def _left_alone(self) -> FloatArray:
        """What every state is worth to each party once it may take back moves that are its own alone, (s, p)."""
        best = self.worth.copy()
        for one in range(best.shape[1]):
            shaped = best[:, one].reshape([length + 1 for length in self.ladder.lengths])
            for k, track in enumerate(self.ladder.tracks):
                if track.movers == (self.ladder.problem.parties[one],) and not track.one_way:
                    np.maximum(shaped, shaped.take([0], axis=k), out=shaped)
        return best

    def discounts(self, days: FloatArray) -> FloatArray:
        """Say what gains after some days are worth today."""
        # However far away, it is worth something, so that nothing is divided by 0.
        return np.asarray(np.maximum(self.discount ** (days / DAYS_PER_YEAR), 1e-300), dtype=np.float64)

    def steps(self, before: int, after: NDArray[np.int64]) -> Steps:
        """Work out the incentives of steps from one state.

        Parameters
        ----------
        before
            The number of the state.
        after : (m,) int array
            States to which steps lead, each at least as far on every track.
        """
        levels = self.ladder.levels
        moved = levels[after] > levels[before]
        days = np.max(np.where(moved, self.days, 0.0), axis=1)
        if self.step_days is not None:
            days = np.full(len(after), float(self.step_days))
        discount = self.discounts(days)
        hold = np.full((len(after), self.worth.shape[1]), FREE)
        for one in range(hold.shape[1]):
            breach = self.breach(before, after, one, discount)
            can = np.isfinite(breach.worth)
            hold[can, one] = np.rint(self.worth[after, one] - breach.worth)[can]
        return Steps(after, days, discount, self.worth[after] - self.worth[before], hold)

    def breach(self, before: int, after: NDArray[np.int64], one: int, discount: FloatArray) -> Breach:
        """Find the best way for a party to leave at steps from one state.

        Parameters
        ----------
        before
            The number of the state.
        after : (m,) int array
            Where the steps lead.
        one
            The party, by position.
        discount : (m,) float array
            What a gain at the end of each step is worth at its beginning.
        """
        ladder, own = self.ladder, self.ladder.own(one)
        made = ladder.levels[after] * ladder.strides
        others = [k for k in range(len(ladder.tracks)) if k not in own]
        fixed = [k for k in others if ladder.tracks[k].one_way]
        during_others, after_others = made[:, others].sum(axis=1), made[:, fixed].sum(axis=1)
        start = ladder.levels[before]
        best, state = np.full(len(after), -np.inf), np.full(len(after), -1)
        for choice in itertools.product(*(self._choices(k, int(start[k])) for k in own)):
            during, later = during_others.copy(), after_others.copy()
            leaves = np.zeros(len(after), dtype=bool)
            for k, level in zip(own, choice, strict=True):
                kept = made[:, k] if level is None else np.full(len(after), level * ladder.strides[k])
                leaves |= kept != made[:, k]
                during += kept
                later += kept if self._stays(k) else 0
            worth = (1 - discount) * self.worth[during, one] + discount * self._left_alone[later, one]
            better = leaves & (worth > best)
            best[better], state[better] = worth[better], during[better]
        return Breach(best, state)

    def _choices(self, k: int, level: int) -> list[int | None]:
        """List the levels that a mover can leave its track at: as agreed (None), as it is, as it is today."""
        back = [] if self.ladder.tracks[k].one_way or not level else [0]
        return [None, level, *back]

    def _stays(self, k: int) -> bool:
        """Say whether the others cannot take back what was made on a track."""
        track = self.ladder.tracks[k]
        return track.one_way or len(track.movers) == 1

    def afterwards(self, one: int) -> float | None:
        """Say what a party gains by keeping to the finished deal rather than taking back what it can, in grains.

        Returns
        -------
        float or None
            None if it has made nothing that it could take back.
        """
        own = [k for k in self.ladder.own(one) if not self.ladder.tracks[k].one_way]
        if not own:
            return None
        days = float(self.days[own].max()) if self.step_days is None else float(self.step_days)
        last = np.array([self.ladder.last])
        breach = self.breach(self.ladder.last, last, one, self.discounts(np.array([days])))
        return float(np.rint(self.worth[self.ladder.last, one] - breach.worth[0]))

    def alone(self, before: int, after: int, one: int, discount: float) -> float:
        """Say what a party loses by making its moves of a step if nobody else makes theirs, in grains.

        Moves that can be taken back are lost for as long as the step lasts, one-way moves for good.
        """
        ladder = self.ladder
        ahead = (ladder.levels[after] - ladder.levels[before]) * ladder.strides
        own = list(ladder.own(one))
        fixed = [k for k in own if ladder.tracks[k].one_way]
        here, out, left = (self.worth[before + int(ahead[part].sum()), one] for part in ([], own, fixed))
        return float((1 - discount) * (here - out) + discount * (here - left))

    def slacks(self, path: Sequence[int]) -> FloatArray:
        """Work out the slack of each party at each step of a path, (steps, p), in grains; ``FREE`` where it is none.

        Parameters
        ----------
        path
            The states, today's first.
        """
        width = self.worth.shape[1]
        found, ahead = np.full((len(path) - 1, width), FREE), np.zeros(width)
        for number in range(len(path) - 2, -1, -1):
            step = self.steps(path[number], np.array([path[number + 1]]))
            later = np.rint(step.discount[0] * ahead)
            found[number] = np.where(step.hold[0] >= FREE, FREE, step.hold[0] + later)
            ahead = step.change[0] + later
        return found


def read(estimate: Estimate, reading: Reading) -> float:
    """Read an estimate at its low end, its likeliest value or its high end."""
    return {"low": estimate.low, "likely": estimate.middle, "high": estimate.high}[reading]
