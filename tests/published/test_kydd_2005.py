"""The assurance game of Kydd (2000, 2005): how much trust cooperation takes, what first stake shows trustworthiness.

The payoffs R, T, P, S = 3, 2, 1, -2 of the trustworthy and 3, 4, 1, -2 of the untrustworthy are a textbook's; the
figures follow from the formulas by hand.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from goodoffices.settle.trust import stake_window, trust_threshold

TRUSTWORTHY = (3, 2, 1, -2)
UNTRUSTWORTHY = (3, 4, 1, -2)


def test_cooperation_takes_trust_of_three_quarters() -> None:
    """(P - S) / ((R - T) + (P - S)) = 3 / (1 + 3)."""
    assert trust_threshold(*TRUSTWORTHY) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("trust", "low", "high", "empty"),
    [
        (0.3, 0.273, 0.250, True),
        (0.4, 0.353, 0.364, False),
        (0.5, 0.429, 0.500, False),
    ],
)
def test_the_window_of_first_stakes_opens_with_trust(trust: float, low: float, high: float, *, empty: bool) -> None:
    """With little trust no stake is both too much for the untrustworthy and little enough for the trustworthy."""
    window = stake_window(trust, TRUSTWORTHY, UNTRUSTWORTHY)
    assert window.high is not None
    assert (round(float(window.low), 3), round(float(window.high), 3)) == (low, high)
    assert window.empty == empty
    assert window.threshold == Fraction(3, 4)


@pytest.mark.parametrize("trust", [0.75, 0.9, 1])
def test_from_the_threshold_on_any_stake_is_dared(trust: float) -> None:
    """There is no upper limit once trust is at the threshold."""
    window = stake_window(trust, TRUSTWORTHY, UNTRUSTWORTHY)
    assert window.high is None
    assert not window.empty
