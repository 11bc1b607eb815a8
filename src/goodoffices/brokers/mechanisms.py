"""Whether a confidential channel helps two parties who do not know each other's strength.

A pie of 1 is to be divided; war shrinks it. Each side is strong or weak and alone knows which. Three institutions are
compared, each as a linear programme over a grid of splits whose goal is the most peace before anybody knows anything:

open talks
    Both report in public, then a public lottery names a split or war; each split is one that both accept once
    they know each other's strength.
mediation
    Both report in confidence to somebody who recommends a split or war. Each accepts only what it prefers to war
    given what the recommendation tells it, also if it lied before.
arbitration
    The same with an umpire who can enforce; each side need only expect no less than from war.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError, LimitError

__all__ = [
    "Institution",
    "Mechanism",
    "best_mechanism",
    "check_point",
    "gamma_of",
    "lambda_of",
    "split_grid",
    "war_shares",
]

Institution = Literal["open talks", "mediation", "arbitration"]
FloatArray: TypeAlias = NDArray[np.float64]

_SMALL = 1e-9
# Pairs of reports, of the first side and of the second; weak and strong is the mirror image of strong and weak.
_PAIRS = ("strong, strong", "strong, weak", "weak, weak")
_STRONG, _WEAK = 0, 1


@dataclass(frozen=True)
class Mechanism:
    """The best that an institution can do, and how.

    Attributes
    ----------
    institution : {"open talks", "mediation", "arbitration"}
        Which.
    peace : float
        The share of pairs of parties that it keeps at peace, counted before they know their strength.
    splits : mapping of str to tuple of (float, float)
        After each pair of reports, the first side's first: what goes to the first side, and in what share of cases
        that is recommended.
    war : mapping of str to float
        After each pair of reports, in what share of cases there is war.
    """

    institution: Institution
    peace: float
    splits: dict[str, tuple[tuple[float, float], ...]]
    war: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return the mechanism as plain data."""
        return {
            "institution": self.institution,
            "peace": self.peace,
            "after": [
                {
                    "reports": pair,
                    "splits": [{"to_first": split, "share": share} for split, share in self.splits[pair]],
                    "war": self.war[pair],
                }
                for pair in _PAIRS
            ],
        }


def lambda_of(strong_share: float) -> float:
    """Return the odds that a side is strong, lambda in the paper.

    Examples
    --------
    >>> lambda_of(0.5)
    1.0
    """
    return strong_share / (1 - strong_share)


def gamma_of(pie_after_war: float, strong_wins: float) -> float:
    """Return what a strong side gains from war with a weak one, relative to what war costs; gamma in the paper.

    Examples
    --------
    >>> round(gamma_of(0.8, 0.8), 4)
    1.4
    """
    return (strong_wins * pie_after_war - 0.5) / (0.5 - pie_after_war / 2)


def war_shares(pie_after_war: float, strong_wins: float) -> FloatArray:
    """Return what war leaves to a side.

    Returns
    -------
    (2, 2) float array
        Its own strength by the other's, strong first.
    """
    theta, p = pie_after_war, strong_wins
    return np.array([[theta / 2, p * theta], [(1 - p) * theta, theta / 2]])


def split_grid(pie_after_war: float, strong_wins: float, splits: int) -> FloatArray:
    """Lay out the splits that may be proposed: evenly, and those at which somebody is indifferent to war.

    Parameters
    ----------
    pie_after_war, strong_wins
        As in :func:`best_mechanism`.
    splits
        How many evenly spaced splits, at least 2.

    Returns
    -------
    (b,) float array
        Ascending, and the mirror image of itself.
    """
    at_stake = war_shares(pie_after_war, strong_wins).ravel()
    lower = np.concatenate([np.linspace(0, 1, splits), at_stake, [0.5]])
    lower = np.minimum(lower, 1 - lower)
    # Rounding only finds splits that are the same; what is kept stays exact.
    _, kept = np.unique(np.round(lower, 12), return_index=True)
    half = lower[kept]
    return np.concatenate([half, (1 - half[half < 0.5 - 1e-12])[::-1]])


def best_mechanism(
    institution: Institution, pie_after_war: float, strong_wins: float, strong_share: float, *, splits: int = 41
) -> Mechanism:
    """Find the most peace that an institution can bring.

    Parameters
    ----------
    institution : {"open talks", "mediation", "arbitration"}
        Which.
    pie_after_war
        What war leaves of a pie of 1, theta in the paper; between 0 and 1.
    strong_wins
        In what share of wars the strong beats the weak, p in the paper; from 0.5 to 1.
    strong_share
        In what share of cases a side is strong, q in the paper; from 0, below 1.
    splits
        How many evenly spaced splits are considered, at least 2. Those at which a side is indifferent to war are
        always among them, and they decide: a finer grid changed nothing beyond the solver's tolerance at any point
        tried. A coarser one can only find less peace, never more.

    Returns
    -------
    Mechanism
        With the recommendations after each pair of reports.

    Raises
    ------
    CaseError
        If a number is outside its range.
    LimitError
        If the solver does not finish.

    References
    ----------
    Hoerner, Morelli and Squintani (2015), *Review of Economic Studies* 82(4), 1483-1501.

    Examples
    --------
    >>> [round(best_mechanism(one, 0.8, 0.8, 0.5).peace, 4) for one in ("open talks", "mediation")]
    [0.7941, 0.8571]
    """
    check_point(pie_after_war, strong_wins, strong_share)
    if splits < 2:
        raise CaseError(f"found {splits} splits, expected at least 2")
    game = _Game(pie_after_war, strong_wins, strong_share, split_grid(pie_after_war, strong_wins, splits))
    found = _solved(game, institution)
    shares = found.reshape(3, -1)
    return Mechanism(
        institution,
        float(_chances(strong_share) @ shares.sum(axis=1)),
        {
            pair: tuple((float(split), float(x)) for split, x in zip(game.grid, row, strict=True) if x > _SMALL)
            for pair, row in zip(_PAIRS, shares, strict=True)
        },
        {pair: max(0.0, 1 - float(row.sum())) for pair, row in zip(_PAIRS, shares, strict=True)},
    )


def check_point(pie_after_war: float, strong_wins: float, strong_share: float) -> None:
    """Refuse numbers for which the model has no meaning.

    Raises
    ------
    CaseError
        Which, and what was expected.
    """
    ranges = (
        ("the pie after war", pie_after_war, 0 < pie_after_war < 1, "a number above 0 and below 1"),
        ("the share of wars that the strong win", strong_wins, 0.5 <= strong_wins <= 1, "a number from 0.5 to 1"),
        ("the share of strong sides", strong_share, 0 <= strong_share < 1, "a number from 0 and below 1"),
    )
    for what, found, holds, expected in ranges:
        if not holds:
            raise CaseError(f"found {found!r} for {what}, expected {expected}")


def _chances(strong_share: float) -> FloatArray:
    """Return how common each pair of strengths is, mirror images together."""
    q = strong_share
    return np.array([q * q, 2 * q * (1 - q), (1 - q) * (1 - q)])


@dataclass(frozen=True, eq=False)
class _Game:
    """The numbers of one programme; unknown ``x[pair, split]`` is how often a split follows a pair of reports."""

    theta: float
    p: float
    q: float
    grid: FloatArray

    @property
    def size(self) -> int:
        return self.grid.size

    def gains(self, own: int, told: int) -> FloatArray:
        """Return what each split gives a side over war, weighed by how common the other's strength is.

        Returns
        -------
        (b, 3 b) float array
            One row for each split that the side may see, for a side of strength ``own`` that reports ``told``.
        """
        return self._laid_out(told, self._over_war(own))

    def gains_by_choice(self, own: int, told: int) -> FloatArray:
        """Return the same for a side that sees the other's strength and fights wherever that is better."""
        return self._laid_out(told, np.maximum(self._over_war(own), 0))

    def _over_war(self, own: int) -> FloatArray:
        """Return what each split gives over war against each strength of the other, (2, b) float array."""
        chance = np.array([self.q, 1 - self.q])[:, None]
        worth: FloatArray = chance * (self.grid[None, :] - war_shares(self.theta, self.p)[own][:, None])
        return worth

    def _laid_out(self, told: int, worth: FloatArray) -> FloatArray:
        b = self.size
        rows = np.zeros((b, 3 * b))
        seen = np.arange(b)
        for other in (_STRONG, _WEAK):
            # After weak and strong the second side gets what the first gets after strong and weak.
            mirrored = (told, other) == (_WEAK, _STRONG)
            rows[seen, (told + other) * b + (seen[::-1] if mirrored else seen)] += worth[other]
        return rows

    def barred(self) -> NDArray[np.bool_]:
        """Say which splits somebody would refuse who knows the other's strength, (3 b,) bool array."""
        war = war_shares(self.theta, self.p)
        pairs = ((_STRONG, _STRONG), (_STRONG, _WEAK), (_WEAK, _WEAK))
        return np.concatenate(
            [(self.grid < war[a, o] - _SMALL) | (1 - self.grid < war[o, a] - _SMALL) for a, o in pairs]
        )


def _solved(game: _Game, institution: Institution) -> FloatArray:
    """Solve the programme; return how often each split follows each pair of reports, (3 b,) float array."""
    # Heavy, and only this needs it.
    linprog = importlib.import_module("scipy.optimize").linprog
    b = game.size
    rows = list(_incentives(game, institution))
    extra = max((row.size for row in rows), default=0) - 3 * b
    wide = np.array([np.pad(row, (0, 3 * b + max(extra, 0) - row.size)) for row in rows])
    upper = np.concatenate([np.ones(3), np.zeros(len(rows) - 3)])
    half = np.arange(b // 2)
    same = np.zeros((2 * half.size, wide.shape[1]))
    for block, pair in enumerate((0, 2)):
        same[block * half.size + half, pair * b + half] = 1
        same[block * half.size + half, pair * b + b - 1 - half] = -1
    most = np.full(wide.shape[1], np.inf)
    if institution == "open talks":
        most[: 3 * b][game.barred()] = 0
    goal = np.zeros(wide.shape[1])
    goal[: 3 * b] = -np.repeat(_chances(game.q), b)
    result = linprog(
        goal, A_ub=wide, b_ub=upper, A_eq=same, b_eq=np.zeros(len(same)), bounds=np.c_[np.zeros(most.size), most]
    )
    if result.status != 0:
        raise LimitError(f"the solver gave up on {institution}: {result.message}; use fewer splits")
    return np.asarray(result.x[: 3 * b], dtype=np.float64)


def _incentives(game: _Game, institution: Institution) -> Iterator[FloatArray]:
    """Write rows that have to stay at or below their bound: three of 1 for the shares, then 0 for the incentives."""
    b = game.size
    yield from np.kron(np.eye(3), np.ones(b))
    for own, other in ((_STRONG, _WEAK), (_WEAK, _STRONG)):
        honest, lying = game.gains(own, own), game.gains(own, other)
        if institution == "open talks":
            yield game.gains_by_choice(own, other).sum(axis=0) - honest.sum(axis=0)
        elif institution == "arbitration":
            yield lying.sum(axis=0) - honest.sum(axis=0)
            yield -honest.sum(axis=0)
        else:
            # For each split one more unknown: what a liar makes of it, at least nothing and at least what it gives.
            room = np.zeros((b, 2 * b))
            room[np.arange(b), own * b + np.arange(b)] = -1
            yield from np.hstack([lying, room])
            yield np.concatenate([-honest.sum(axis=0), -room.sum(axis=0)])
            yield from -honest
