"""The bargaining range, and shifts of power that break promises."""

from __future__ import annotations

import json

import pytest

from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError
from goodoffices.settle.commitment import bargaining_range, commitment_problem


def test_the_range_stays_within_what_there_is_to_divide() -> None:
    """Nobody gets less than nothing or more than all."""
    found = bargaining_range(0.9, 0.95, Estimate(0.2, 0.3))
    assert (found.low.plain(), found.high.plain()) == (0.0, 1.0)


def test_wide_estimates_leave_nothing_sure() -> None:
    """If the strength is known too badly, no division lies in the range on every reading."""
    found = bargaining_range(Estimate(0.2, 0.8), 0.1, 0.1)
    assert found.sure is None
    plain = json.loads(json.dumps(found.to_json()))
    assert plain["low"] == pytest.approx([0.1, 0.4, 0.7])
    assert plain["high"] == pytest.approx([0.3, 0.6, 0.9])
    assert plain["sure"] is None
    assert bargaining_range(0.5, 0.25, 0.25).to_json()["sure"] == [0.25, 0.75]


@pytest.mark.parametrize(("p", "cost"), [(-0.1, 0.1), (1.1, 0.1), (0.5, -0.1)])
def test_shares_and_costs_out_of_range_are_refused(p: float, cost: float) -> None:
    """A share lies within 0 and 1; fighting is never free of cost below nothing."""
    with pytest.raises(CaseError, match="expected"):
        bargaining_range(p, cost, 0.1)


@pytest.mark.parametrize(
    ("rising", "other", "discount", "pie"),
    [(0.3, 0.5, 0.0, 1.0), (0.3, 0.5, 1.0, 1.0), (-0.1, 0.5, 0.9, 1.0), (0.3, -0.5, 0.9, 1.0), (0.3, 0.5, 0.9, 0.0)],
)
def test_commitments_out_of_range_are_refused(rising: float, other: float, discount: float, pie: float) -> None:
    """What can be secured is not negative, and there is something to share."""
    with pytest.raises(CaseError, match="expected"):
        commitment_problem(rising, other, 0.1, discount=discount, pie=pie)


def test_the_condition_scales_with_the_pie_and_is_plain_data() -> None:
    """Twice of everything changes nothing but the numbers."""
    once = commitment_problem(0.3, 0.5, 0.2, discount=0.9)
    twice = commitment_problem(0.6, 1.0, 0.4, discount=0.9, pie=2.0)
    assert once.fails == twice.fails
    assert twice.surplus == pytest.approx(2 * once.surplus)
    assert json.loads(json.dumps(once.to_json()))["fails"] == {"low": False, "likely": False, "high": False}
