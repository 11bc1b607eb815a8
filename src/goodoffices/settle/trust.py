"""How much trust cooperation takes, and what first stake tells the trustworthy from the others."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from goodoffices.errors import CaseError
from goodoffices.settle.exactness import as_fraction

__all__ = ["Payoffs", "StakeWindow", "stake_window", "trust_threshold"]

Number: TypeAlias = int | float | str | Fraction

Payoffs: TypeAlias = tuple[Number, Number, Number, Number]
"""What a side gets: both cooperate (reward), it alone defects (temptation), both defect (punishment), it alone
cooperates (sucker)."""


@dataclass(frozen=True)
class StakeWindow:
    """First stakes that a trustworthy side makes and an untrustworthy one does not.

    Attributes
    ----------
    low
        The least stake, as a share of everything that is at stake.
    high
        The largest stake that a trustworthy side still dares; None if it dares any.
    threshold
        The trust from which it dares any.
    """

    low: Fraction
    high: Fraction | None
    threshold: Fraction

    @property
    def empty(self) -> bool:
        """Whether no stake tells them apart."""
        return self.high is not None and (self.low > self.high or not self.high)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "low": float(self.low),
            "high": None if self.high is None else float(self.high),
            "threshold": float(self.threshold),
            "empty": self.empty,
            "exact": {
                "low": str(self.low),
                "high": None if self.high is None else str(self.high),
                "threshold": str(self.threshold),
            },
        }


def trust_threshold(reward: Number, temptation: Number, punishment: Number, sucker: Number) -> Fraction:
    """Say how likely the other side must be to cooperate for cooperation to be worth while.

    Parameters
    ----------
    reward, temptation, punishment, sucker
        What a trustworthy side gets if both cooperate, if it alone defects, if both defect, if it alone cooperates.

    Returns
    -------
    Fraction
        (P - S) / ((R - T) + (P - S)), above 0 and below 1.

    Raises
    ------
    CaseError
        If the side is not trustworthy, that is if it would rather defect on one that cooperates (T is not below R), or
        if the order T, P, S is not kept.

    References
    ----------
    Kydd (2000), *International Organization* 54(2); Kydd (2005), *Trust and Mistrust in International Relations*.

    Examples
    --------
    >>> trust_threshold(3, 2, 1, -2)
    Fraction(3, 4)
    """
    best, tempted, neither, alone = _ordered((reward, temptation, punishment, sucker), "R > T ≥ P > S", _trustworthy)
    return (neither - alone) / ((best - tempted) + (neither - alone))


def stake_window(trust: Number, trustworthy: Payoffs, untrustworthy: Payoffs) -> StakeWindow:
    """Find the first stakes that tell trustworthy sides from untrustworthy ones.

    Parameters
    ----------
    trust
        How likely each takes the other to be trustworthy, from 0 to 1.
    trustworthy, untrustworthy
        Reward, temptation, punishment and sucker of either kind.

    Returns
    -------
    StakeWindow
        A stake is a share of everything that is at stake. Below ``low`` the untrustworthy would make it too, in order
        to take the rest; above ``high`` the trustworthy would not dare.

    Raises
    ------
    CaseError
        If trust is no share, or payoffs are not in the order of their kind.

    References
    ----------
    Kydd (2000), *International Organization* 54(2): reassurance by costly signals; Kydd (2005).

    Examples
    --------
    >>> window = stake_window(0.4, (3, 2, 1, -2), (3, 4, 1, -2))
    >>> window.low, window.high
    (Fraction(6, 17), Fraction(4, 11))
    """
    t = as_fraction(trust)
    if not 0 <= t <= 1:
        raise CaseError(f"found the trust {trust!r}, expected a share from 0 to 1")
    best, tempted, neither, alone = _ordered(trustworthy, "R > T ≥ P > S", _trustworthy)
    theirs, taken, none, left = _ordered(untrustworthy, "T > R > P > S", _untrustworthy)
    threshold = trust_threshold(best, tempted, neither, alone)
    low = t * (taken - none) / (t * (taken - none) + t * (taken - theirs) + (1 - t) * (none - left))
    if t >= threshold:
        return StakeWindow(low, None, threshold)
    return StakeWindow(low, t * (best - neither) / (t * (tempted - neither) + (1 - t) * (neither - alone)), threshold)


def _trustworthy(reward: Fraction, temptation: Fraction, punishment: Fraction, sucker: Fraction) -> bool:
    return reward > temptation >= punishment > sucker


def _untrustworthy(reward: Fraction, temptation: Fraction, punishment: Fraction, sucker: Fraction) -> bool:
    return temptation > reward > punishment > sucker


def _ordered(payoffs: Payoffs, order: str, kept: Any) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Read payoffs exactly and hold them to the order of their kind."""
    if len(payoffs) != 4:
        raise CaseError(f"found {len(payoffs)} payoffs, expected reward, temptation, punishment and sucker")
    reward, temptation, punishment, sucker = map(as_fraction, payoffs)
    if not kept(reward, temptation, punishment, sucker):
        found = ", ".join(f"{name}={value}" for name, value in zip("RTPS", payoffs, strict=True))
        raise CaseError(f"found {found}, expected {order}")
    return reward, temptation, punishment, sucker
