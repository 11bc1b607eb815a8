"""What either side would rather have than fight for, and whether a shift of power breaks every promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goodoffices.case.estimates import Estimate, parse_estimate
from goodoffices.errors import CaseError

__all__ = ["BargainingRange", "CommitmentProblem", "bargaining_range", "commitment_problem"]


@dataclass(frozen=True)
class BargainingRange:
    """Divisions that both sides prefer to fighting.

    Attributes
    ----------
    low, high : Estimate
        The least and the largest share for the first side; points where the inputs are points.
    """

    low: Estimate
    high: Estimate

    @property
    def sure(self) -> tuple[float, float] | None:
        """The shares that lie in the range on every reading of the estimates; None if there are none."""
        return (self.low.high, self.high.low) if self.low.high <= self.high.low else None

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "low": self.low.plain(),
            "high": self.high.plain(),
            "sure": None if self.sure is None else list(self.sure),
        }


def bargaining_range(p: float | Estimate, cost_a: float | Estimate, cost_b: float | Estimate) -> BargainingRange:
    """Find the divisions that both sides prefer to fighting.

    Parameters
    ----------
    p
        How much the first side expects to win by fighting, as a share of what is at stake; a number or an estimate.
    cost_a, cost_b
        What fighting costs either side, as shares of what is at stake.

    Returns
    -------
    BargainingRange
        From p - cost_a to p + cost_b, within 0 and 1. Estimates give estimates.

    Raises
    ------
    CaseError
        If p is not within 0 and 1, or a cost is negative.

    References
    ----------
    Fearon (1995), *International Organization* 49(3).

    Examples
    --------
    >>> found = bargaining_range(0.5, 0.25, 0.125)
    >>> found.low.middle, found.high.middle
    (0.25, 0.625)
    """
    strength, first, second = map(parse_estimate, (p, cost_a, cost_b))
    if strength.low < 0 or strength.high > 1:
        raise CaseError(f"found p = {strength.plain()}, expected a share from 0 to 1")
    for cost in (first, second):
        if cost.low < 0:
            raise CaseError(f"found the cost {cost.plain()}, expected 0 or more")
    return BargainingRange(
        _within(strength.low - first.high, strength.high - first.low, strength.middle - first.middle),
        _within(strength.low + second.low, strength.high + second.high, strength.middle + second.middle),
    )


def _within(low: float, high: float, likely: float) -> Estimate:
    """Keep a reading within what there is to divide."""
    least, most, middle = (min(1.0, max(0.0, one)) for one in (low, high, likely))
    return Estimate(least, most, None if least == most else middle)


@dataclass(frozen=True)
class CommitmentProblem:
    """Whether the side that grows stronger could be bought off for as long as it is weak.

    Attributes
    ----------
    surplus
        What there is to share beyond what both can secure alone today.
    pulls
        For the low, likely and high reading of the shift: what waiting a year adds to what the rising side can secure
        alone, in today's worth, less what it can secure today.
    limit
        The shift per year above which no promise holds; no more than the surplus can be offered today.
    """

    surplus: float
    pulls: tuple[float, float, float]
    limit: float

    @property
    def fails(self) -> tuple[bool, bool, bool]:
        """On which readings no promise holds: low, likely, high."""
        low, likely, high = (pull > self.surplus for pull in self.pulls)
        return low, likely, high

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "surplus": self.surplus,
            "pulls": dict(zip(("low", "likely", "high"), self.pulls, strict=True)),
            "fails": dict(zip(("low", "likely", "high"), self.fails, strict=True)),
            "limit": self.limit,
        }


def commitment_problem(
    rising: float, other: float, shift: float | Estimate, *, discount: float, pie: float = 1.0
) -> CommitmentProblem:
    """Say whether a shift of power is too fast for any promise to hold.

    Parameters
    ----------
    rising, other
        What the side that grows stronger, and the other, can secure alone today: M1 and M2, on the scale of the pie.
    shift
        How much more the rising side can secure alone a year from now; a number or an estimate.
    discount
        What a gain a year from now is worth today, above 0 and below 1.
    pie
        All there is to share: B.

    Returns
    -------
    CommitmentProblem
        Promises fail where discount * M1(next year) - M1 > B - M1 - M2.

    Raises
    ------
    CaseError
        If a number is out of its range.

    References
    ----------
    Powell (2006), *International Organization* 60(1): war as a commitment problem.

    Examples
    --------
    >>> commitment_problem(0.3, 0.5, 0.6, discount=0.9).fails
    (True, True, True)
    >>> commitment_problem(0.3, 0.5, 0.03, discount=0.9).fails
    (False, False, False)
    """
    if not 0 < discount < 1:
        raise CaseError(f"found the discount {discount!r}, expected a number above 0 and below 1")
    if pie <= 0 or rising < 0 or other < 0:
        message = f"found a pie of {pie!r} of which the sides can secure {rising!r} and {other!r} alone"
        raise CaseError(f"{message}, expected a pie above 0 and shares of 0 or more")
    reading = parse_estimate(shift)
    surplus = pie - rising - other
    pulls = tuple(discount * (rising + one) - rising for one in (reading.low, reading.middle, reading.high))
    return CommitmentProblem(surplus, (pulls[0], pulls[1], pulls[2]), (surplus + rising) / discount - rising)
