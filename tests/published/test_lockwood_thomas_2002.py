"""Gradualism where concessions cannot be taken back, in the setting of Lockwood and Thomas (2002)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from goodoffices.settle.gradualism import equal_step_slack, gradual_schedule, last_steps_guarantee


def test_steps_shrink_by_the_factor_of_gain_and_patience() -> None:
    """With mu = 2 and a discount of 0.9 the cumulative shares are .444, .691, .829, .905, .947."""
    found = gradual_schedule(2, 0.9, 5)
    assert found.feasible
    assert [round(float(one), 3) for one in found.cumulative] == [0.444, 0.691, 0.829, 0.905, 0.947]
    assert all(after / before == Fraction(10, 18) for before, after in zip(found.steps, found.steps[1:], strict=False))
    assert found.cumulative[-1] + found.remainder == 1


@pytest.mark.parametrize("mu", [Fraction(10, 9), Fraction(11, 10)])
def test_it_takes_more_gain_than_impatience(mu: Fraction) -> None:
    """At and below discount * mu = 1 there is no such schedule."""
    found = gradual_schedule(mu, 0.9, 5)
    assert not found.feasible
    assert found.steps == ()
    assert found.remainder == 1


def test_staying_and_leaving_are_equally_good_at_every_step() -> None:
    """That is what makes the steps shrink: what follows is worth exactly the step, for as long as it goes on."""
    mu, discount = Fraction(2), Fraction(9, 10)
    steps = gradual_schedule(mu, discount, 400).steps
    for now in (0, 1, 5):
        later = sum(discount**k * size for k, size in enumerate(steps[now + 1 :], 1))
        assert abs(float((mu - 1) * later - steps[now])) < 1e-9


def test_the_last_two_of_equal_steps_need_a_guarantee() -> None:
    """With mu = 2 and a discount of 0.9: one step left is not enough to make the next worth while, two are."""
    assert last_steps_guarantee(2, 0.9) == 2
    assert [equal_step_slack(2, 0.9, left) < 0 for left in (0, 1, 2, 3)] == [True, True, False, False]


def test_one_is_enough_where_sides_move_in_turn() -> None:
    """If and only if discount * mu is at least 1."""
    assert last_steps_guarantee(2, 0.9, alternating=True) == 1
    assert last_steps_guarantee(2, 0.5, alternating=True) == 1
    assert last_steps_guarantee(2, 0.49, alternating=True) is None
