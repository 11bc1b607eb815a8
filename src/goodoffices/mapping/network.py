"""The signed network of ties: one matrix for each kind of tie, at one time or over all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.accepting import accepted
from goodoffices.case.model import Case
from goodoffices.case.record import Tie

__all__ = ["TieNetwork", "holds_on", "tie_network"]


@dataclass(frozen=True, eq=False)
class TieNetwork:
    """Ties as arrays, ``p`` parties by ``p`` parties; row to column is the direction of the tie.

    Attributes
    ----------
    parties
        Names, in file order.
    kinds
        The kinds of tie that occur, in alphabetical order.
    sign : (kinds, p, p) int array
        1 cooperative, -1 hostile, 0 neither or no tie; where several ties of a kind disagree, the sign of their sum.
    low, high : (kinds, p, p) float array
        Bounds of the strength, NaN where there is no tie or no strength is given.
    present : (kinds, p, p) bool array
        True where there is a tie.
    on
        The day looked at; None for all ties, whenever they held.
    """

    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    sign: NDArray[np.int8]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    present: NDArray[np.bool_]
    on: dt.date | None

    def balance(self, party: str, other: str) -> tuple[int, int]:
        """Count the kinds of cooperative and of hostile ties between two parties, in either direction.

        Returns
        -------
        cooperative, hostile
        """
        a, b = self.parties.index(party), self.parties.index(other)
        signs = np.concatenate([self.sign[:, a, b], self.sign[:, b, a]]).reshape(2, -1)
        return int((signs > 0).any(axis=0).sum()), int((signs < 0).any(axis=0).sum())

    def to_json(self) -> dict[str, Any]:
        """Return the network as a list of ties by kind."""
        ties = [
            {
                "kind": self.kinds[k],
                "from": self.parties[a],
                "to": self.parties[b],
                "sign": int(self.sign[k, a, b]),
                "strength": None if np.isnan(self.low[k, a, b]) else [self.low[k, a, b], self.high[k, a, b]],
            }
            for k, a, b in zip(*np.nonzero(self.present), strict=True)
        ]
        return {"parties": list(self.parties), "on": self.on and self.on.isoformat(), "ties": ties}


def holds_on(tie: Tie, day: dt.date | None) -> bool:
    """Say whether a tie held on a day.

    A tie with a single date holds from then on (a founding, a treaty); one with two ends holds between them; one
    without a date holds always.
    """
    if day is None or tie.when is None:
        return True
    if tie.when.earliest is not None and tie.when.earliest > day:
        return False
    return not (tie.when.is_interval and tie.when.latest is not None and tie.when.latest < day)


def tie_network(case: Case, *, on: dt.date | None = None) -> TieNetwork:
    """Lay the ties of a case out as matrices.

    Parameters
    ----------
    on
        Only the ties that held on this day; by default all.

    Returns
    -------
    TieNetwork
        Ties without a direction stand in both directions.
    """
    parties = tuple(case.parties)
    ties = [tie for tie in accepted(case).ties if holds_on(tie, on)]
    kinds = tuple(sorted({tie.kind for tie in ties}))
    shape = (len(kinds), len(parties), len(parties))
    weight, low, high = np.zeros(shape), np.full(shape, np.nan), np.full(shape, np.nan)
    present = np.zeros(shape, dtype=np.bool_)
    for tie in ties:
        k = kinds.index(tie.kind)
        a, b = (parties.index(end) for end in tie.ends)
        for row, column in [(a, b)] if tie.directed else [(a, b), (b, a)]:
            at = (k, row, column)
            present[at] = True
            weight[at] += tie.sign * (tie.strength.middle if tie.strength else 1.0)
            if tie.strength:
                low[at] = np.fmax(low[at], tie.strength.low)
                high[at] = np.fmax(high[at], tie.strength.high)
    return TieNetwork(parties, kinds, np.sign(weight).astype(np.int8), low, high, present, on)
