"""The bargaining range of Fearon (1995), and the condition of Powell (2006) under which promises fail."""

from __future__ import annotations

import pytest

from goodoffices.case.estimates import Estimate
from goodoffices.settle.commitment import bargaining_range, commitment_problem


def test_both_prefer_what_lies_within_the_costs_of_fighting() -> None:
    """From p - c_A to p + c_B."""
    found = bargaining_range(0.6, 0.2, 0.1)
    assert (found.low.middle, found.high.middle) == pytest.approx((0.4, 0.7))
    assert found.sure == pytest.approx((0.4, 0.7))


def test_estimates_give_ranges() -> None:
    """The ends move with the readings; what is left in all of them is sure."""
    found = bargaining_range(Estimate(0.5, 0.7, 0.6), Estimate(0.1, 0.2), 0.1)
    assert (found.low.low, found.low.middle, found.low.high) == pytest.approx((0.3, 0.45, 0.6))
    assert (found.high.low, found.high.middle, found.high.high) == pytest.approx((0.6, 0.7, 0.8))
    assert found.sure == pytest.approx((0.6, 0.6))


def test_a_fast_enough_shift_of_power_breaks_every_promise() -> None:
    """Exactly where discount * M(t + 1) - M(t) exceeds the surplus over what both can secure at t."""
    surplus = 1 - 0.3 - 0.5
    for shift in (0.1, 0.25, 0.26, 0.4):
        found = commitment_problem(0.3, 0.5, shift, discount=0.9)
        assert found.surplus == pytest.approx(surplus)
        assert found.fails[1] == (0.9 * (0.3 + shift) - 0.3 > surplus) == (shift > found.limit)


def test_readings_of_the_shift_differ() -> None:
    """A promise can hold on the low reading and fail on the high one."""
    assert commitment_problem(0.3, 0.5, Estimate(0.1, 0.5, 0.2), discount=0.9).fails == (False, False, True)
