"""Concessions in shrinking steps: how large each may be, and how many of the last need a guarantee."""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.errors import CaseError
from goodoffices.settle.exactness import as_fraction
from goodoffices.settle.trust import Number

__all__ = [
    "GradualSchedule",
    "TrancheSizes",
    "equal_step_slack",
    "gradual_schedule",
    "last_steps_guarantee",
    "tranche_sizes",
]

_MOST_STEPS = 10_000


@dataclass(frozen=True)
class GradualSchedule:
    """Concessions that shrink so that each is just worth making for the sake of those that follow.

    Attributes
    ----------
    steps
        How much each side gives in each step.
    cumulative
        How much it has given after each step.
    remainder
        What is left after the last step listed. Without further steps it belongs to the last of them, which then needs
        a guarantee.
    feasible
        Whether the factor of gain outweighs impatience; if not, there are no steps and everything is left.
    """

    steps: tuple[Fraction, ...]
    cumulative: tuple[Fraction, ...]
    remainder: Fraction
    feasible: bool

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "feasible": self.feasible,
            "steps": [float(one) for one in self.steps],
            "cumulative": [float(one) for one in self.cumulative],
            "remainder": float(self.remainder),
        }


def gradual_schedule(mu: Number, discount: Number, steps: int, total: Number = 1) -> GradualSchedule:
    """Split equal mutual concessions that cannot be taken back into steps that nobody gains from leaving.

    A side values what the other gives ``mu`` times as highly as it minds giving as much itself. Without a last step,
    steps that shrink by the factor 1 / (discount * mu) make staying exactly as good as leaving, at every step.

    Parameters
    ----------
    mu
        What a concession is worth to the receiver for each unit that it costs the giver; above 1.
    discount
        What a gain one step later is worth today, above 0 and below 1.
    steps
        How many to list, at least 1.
    total
        What each side gives in the end.

    Returns
    -------
    GradualSchedule
        Infeasible where discount * mu is not above 1.

    Raises
    ------
    CaseError
        If a number is out of its range.

    References
    ----------
    Lockwood and Thomas (2002), *Review of Economic Studies* 69(2): gradualism where actions cannot be undone.

    Examples
    --------
    >>> [round(float(one), 3) for one in gradual_schedule(2, 0.9, 5).cumulative]
    [0.444, 0.691, 0.829, 0.905, 0.947]
    """
    factor, delta = _factors(mu, discount)
    whole = as_fraction(total)
    if whole <= 0:
        raise CaseError(f"found the total {total!r}, expected a number above 0")
    if not 1 <= steps <= _MOST_STEPS:
        raise CaseError(f"found {steps!r} steps, expected a whole number from 1 to {_MOST_STEPS:,}")
    if delta * factor <= 1:
        return GradualSchedule((), (), whole, feasible=False)
    shrink = 1 / (delta * factor)
    sizes = tuple(whole * (1 - shrink) * shrink**step for step in range(steps))
    return GradualSchedule(sizes, tuple(accumulate(sizes)), whole * shrink**steps, feasible=True)


def equal_step_slack(mu: Number, discount: Number, left: int, size: Number = 1) -> Fraction:
    """Say how much a side gains by making its next equal step rather than leaving with the other's.

    Parameters
    ----------
    mu, discount
        As in `gradual_schedule`.
    left
        How many steps follow.
    size
        What each side gives in each step.

    Returns
    -------
    Fraction
        -x + (mu - 1) x (d + ... + d**left) for the size x and the discount d; negative where leaving pays.

    Raises
    ------
    CaseError
        If a number is out of its range.
    """
    factor, delta = _factors(mu, discount)
    if not 0 <= left <= _MOST_STEPS:
        raise CaseError(f"found {left!r} steps left, expected 0 to {_MOST_STEPS:,}")
    later = delta * (1 - delta**left) / (1 - delta)
    return as_fraction(size) * ((factor - 1) * later - 1)


def last_steps_guarantee(mu: Number, discount: Number, *, alternating: bool = False) -> int | None:
    """Count the last steps that need a guarantee, where equal concessions end at a known step.

    Parameters
    ----------
    mu, discount
        As in `gradual_schedule`.
    alternating
        Whether the sides move in turn instead of at once.

    Returns
    -------
    int or None
        The least m with (mu - 1)(d + ... + d**m) >= 1, for the discount d; where sides move in turn, 1 if
        discount * mu >= 1. None if no number is enough: then every step needs a guarantee.

    Raises
    ------
    CaseError
        If a number is out of its range.

    Examples
    --------
    >>> last_steps_guarantee(2, 0.9)
    2
    >>> last_steps_guarantee(2, 0.9, alternating=True)
    1
    """
    factor, delta = _factors(mu, discount)
    if alternating:
        return 1 if delta * factor >= 1 else None
    if delta * factor <= 1:
        return None
    # (mu - 1)(d + ... + d**m) >= 1 exactly when d**m is at most this bound.
    bound = (delta * factor - 1) / (delta * (factor - 1))
    most = math.ceil(math.log(bound) / math.log(delta)) + 1
    least = max(1, most - 3)
    if most > _MOST_STEPS:  # too many digits to count exactly
        return most - 1
    return next(m for m in range(least, most + 1) if delta**m <= bound)


def _factors(mu: Number, discount: Number) -> tuple[Fraction, Fraction]:
    factor, delta = as_fraction(mu), as_fraction(discount)
    if factor <= 1:
        raise CaseError(f"found mu = {mu!r}, expected a number above 1: what is given must be worth more than it costs")
    if not 0 < delta < 1:
        raise CaseError(f"found the discount {discount!r}, expected a number above 0 and below 1")
    return factor, delta


@dataclass(frozen=True, eq=False)
class TrancheSizes:
    """How much of each concession to make in each step.

    Attributes
    ----------
    shares : (n, j) float array
        For each step and concession the share that is made then; each column sums to 1.
    movers : tuple of int
        The parties that concede something.
    slack : (n, movers) float array
        What each of them gains in each step by staying rather than leaving, in its own units.
    smallest : float
        The smallest of these: no other shares have a larger smallest one.
    discount : float
        What a gain one step later is worth.
    method : str
        How they were found.
    """

    shares: NDArray[np.float64]
    movers: tuple[int, ...]
    slack: NDArray[np.float64]
    smallest: float
    discount: float
    method: str

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "shares": self.shares.tolist(),
            "movers": list(self.movers),
            "slack": self.slack.tolist(),
            "smallest": self.smallest,
            "discount": self.discount,
            "method": self.method,
        }


def tranche_sizes(values: ArrayLike, movers: Sequence[int], *, steps: int, discount: float) -> TrancheSizes:
    """Choose the sizes of the tranches of divisible concessions so that nobody gains much by leaving at any step.

    Concessions cannot be taken back; all tranches of a step are made at once. Whoever leaves at a step keeps its own
    tranches of that step, gets those of the others, and nothing afterwards.

    Parameters
    ----------
    values : (j, p) array
        What each whole concession is worth to each party; negative where it costs.
    movers
        For each concession the party that makes it, by position.
    steps
        How many, at least 1.
    discount
        What a gain one step later is worth today, above 0 and below 1.

    Returns
    -------
    TrancheSizes
        The shares for which the smallest slack over all steps and conceding parties is largest, in units of the parties
        as they are given.

    Raises
    ------
    CaseError
        If numbers are not finite, shapes do not agree, or a number is out of its range.

    Examples
    --------
    >>> sizes = tranche_sizes([[-1, 2], [2, -1]], [0, 1], steps=3, discount=0.9)
    >>> sizes.shares[:, 0].round(3).tolist()
    [0.548, 0.296, 0.156]
    """
    worth = np.array(values, dtype=np.float64, ndmin=2)
    if worth.ndim != 2 or not worth.size or not np.isfinite(worth).all():
        raise CaseError("found values that are no finite numbers (concessions, parties), expected one row or more")
    if len(movers) != len(worth) or not all(0 <= one < worth.shape[1] for one in movers):
        message = f"found {len(movers)} movers {list(movers)} of {len(worth)} concessions"
        raise CaseError(f"{message}, expected for each a party from 0 to {worth.shape[1] - 1}")
    if not 1 <= steps <= _MOST_STEPS:
        raise CaseError(f"found {steps!r} steps, expected 1 to {_MOST_STEPS:,}")
    if not 0 < discount < 1:
        raise CaseError(f"found the discount {discount!r}, expected a number above 0 and below 1")
    conceding = tuple(sorted(set(movers)))
    rows = _slack_rows(worth, movers, conceding, steps, discount)
    shares = _solve(rows, steps, len(worth))
    slack = (rows @ shares.ravel()).reshape(steps, len(conceding))
    return TrancheSizes(shares, conceding, slack, float(slack.min()), discount, "linear programme (HiGHS)")


def _slack_rows(
    worth: NDArray[np.float64], movers: Sequence[int], conceding: Sequence[int], steps: int, discount: float
) -> NDArray[np.float64]:
    """Give for each step and conceding party its slack as a linear function of the shares (steps, concessions)."""
    count = len(worth)
    rows = np.zeros((steps, len(conceding), steps, count))
    for column, party in enumerate(conceding):
        own = np.array([one == party for one in movers])
        for step in range(steps):
            rows[step, column, step] = np.where(own, worth[:, party], 0.0)
            for later in range(step + 1, steps):
                rows[step, column, later] = discount ** (later - step) * worth[:, party]
    return rows.reshape(steps * len(conceding), steps * count)


def _solve(rows: NDArray[np.float64], steps: int, count: int) -> NDArray[np.float64]:
    """Find the shares whose smallest slack is largest."""
    optimize = importlib.import_module("scipy.optimize")
    width = steps * count
    whole = np.zeros((count, width + 1))
    for one in range(count):
        whole[one, one:width:count] = 1
    found = optimize.linprog(
        np.append(np.zeros(width), -1.0),
        A_ub=np.hstack([-rows, np.ones((len(rows), 1))]),
        b_ub=np.zeros(len(rows)),
        A_eq=whole,
        b_eq=np.ones(count),
        bounds=[(0, 1)] * width + [(None, None)],
        method="highs",
    )
    return np.asarray(found.x[:width], dtype=np.float64).reshape(steps, count)
