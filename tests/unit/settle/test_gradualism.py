"""Concessions in steps that shrink, and how many of the last need a guarantee."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from goodoffices.errors import CaseError
from goodoffices.settle.gradualism import equal_step_slack, gradual_schedule, last_steps_guarantee, tranche_sizes

SWAP = [[-1, 2], [2, -1]]


@pytest.mark.parametrize(("mu", "discount"), [(1, 0.9), (0.5, 0.9), (2, 0), (2, 1), (2, -0.1)])
def test_numbers_out_of_range_are_refused(mu: float, discount: float) -> None:
    """What is given must be worth more than it costs, and later must be worth less than now."""
    for ask in (
        lambda: gradual_schedule(mu, discount, 3),
        lambda: equal_step_slack(mu, discount, 3),
        lambda: last_steps_guarantee(mu, discount),
    ):
        with pytest.raises(CaseError, match=r"mu|discount"):
            ask()


@pytest.mark.parametrize(("steps", "total", "said"), [(0, 1, "steps"), (10_001, 1, "steps"), (3, 0, "total")])
def test_a_schedule_has_steps_and_something_to_give(steps: int, total: float, said: str) -> None:
    """At least one, and not more than anybody could read."""
    with pytest.raises(CaseError, match=said):
        gradual_schedule(2, 0.9, steps, total)


def test_a_schedule_scales_with_what_is_given_and_is_plain_data() -> None:
    """All sizes are shares of the total."""
    once, thrice = gradual_schedule(2, 0.9, 3), gradual_schedule(2, 0.9, 3, total=3)
    assert tuple(3 * one for one in once.steps) == thrice.steps
    assert json.loads(json.dumps(once.to_json()))["remainder"] == float(once.remainder)


def test_steps_left_are_counted_from_none() -> None:
    """A negative number of steps cannot follow."""
    assert equal_step_slack(2, 0.9, 0, size=3) == -3
    with pytest.raises(CaseError, match="steps left"):
        equal_step_slack(2, 0.9, -1)


@pytest.mark.parametrize("mu", [1.12, 1.2, 1.5, 2, 3, "1.1111111112"])
@pytest.mark.parametrize("discount", [0.8, 0.9, 0.95])
def test_the_last_steps_that_need_a_guarantee_are_those_at_which_leaving_pays(mu: float | str, discount: float) -> None:
    """Counted one by one: from so many steps left on, staying is worth it; or never."""
    found = last_steps_guarantee(mu, discount)
    if found is None:
        assert Fraction(str(discount)) * Fraction(str(mu)) <= 1
        assert equal_step_slack(mu, discount, 400) < 0
    else:
        assert equal_step_slack(mu, discount, found) >= 0
        assert equal_step_slack(mu, discount, found - 1) < 0


def test_very_many_last_steps_are_counted_without_writing_out_their_digits() -> None:
    """Where gain barely outweighs impatience; the logarithm is exact enough then."""
    found = last_steps_guarantee("1.00010001001", 0.9999)
    assert found is not None
    assert found > 50_000
    delta, mu = 0.9999, 1.00010001001
    assert delta * (1 - delta**found) / (1 - delta) * (mu - 1) == pytest.approx(1, rel=1e-6)


def test_tranches_make_everybody_equally_keen_at_every_step() -> None:
    """In a symmetric exchange the best sizes leave the same slack everywhere: known in closed form."""
    for steps in (1, 2, 5, 9):
        found = tranche_sizes(SWAP, [0, 1], steps=steps, discount=0.9)
        sizes: list[float] = []
        for _ in range(steps):  # from the last: each is the common slack plus what follows is worth
            later = sum(0.9 ** (k + 1) * one for k, one in enumerate(reversed(sizes)))
            sizes.append(1 + later)
        expected = np.array(sizes[::-1]) / sum(sizes)
        assert np.allclose(found.shares, expected[:, None], atol=1e-7)
        assert np.allclose(found.slack, -1 / sum(sizes), atol=1e-7)
        assert found.smallest == pytest.approx(-1 / sum(sizes), abs=1e-7)


def test_with_many_tranches_the_first_are_those_of_the_gradual_schedule() -> None:
    """The guarantee that the last steps need becomes negligible, and the sizes go to the schedule without an end."""
    found = tranche_sizes(SWAP, [0, 1], steps=30, discount=0.9)
    schedule = gradual_schedule(2, 0.9, 5)
    assert np.allclose(found.shares[:5, 0], [float(one) for one in schedule.steps], atol=1e-6)
    assert found.smallest == pytest.approx(0, abs=1e-6)


def test_no_other_sizes_are_better() -> None:
    """Drawn at random, for three parties and uneven concessions."""
    rng = np.random.default_rng(5)
    values = np.array([[-1.0, 2.0, 0.5], [1.5, -1.0, 0.0], [0.5, 0.5, -0.25], [0.2, -0.3, 0.1]])
    movers = [0, 1, 2, 1]
    found = tranche_sizes(values, movers, steps=4, discount=0.8)
    assert np.allclose(found.shares.sum(axis=0), 1)
    assert found.movers == (0, 1, 2)

    def smallest(shares: Any) -> float:
        least = np.inf
        for party in found.movers:
            for step in range(4):
                own = sum(values[j, party] * shares[step, j] for j in range(4) if movers[j] == party)
                rest = range(step + 1, 4)
                later = sum(0.8 ** (t - step) * values[j, party] * shares[t, j] for t in rest for j in range(4))
                least = min(least, own + later)
        return float(least)

    assert smallest(found.shares) == pytest.approx(found.smallest, abs=1e-9)
    for _ in range(500):
        assert smallest(rng.dirichlet(np.ones(4), 4).T) <= found.smallest + 1e-9


@pytest.mark.parametrize(
    ("values", "movers", "steps", "discount", "said"),
    [
        ([], [], 2, 0.9, "finite numbers"),
        ([[[1]]], [0], 2, 0.9, "finite numbers"),
        ([[float("nan"), 1]], [0], 2, 0.9, "finite numbers"),
        (SWAP, [0], 2, 0.9, "1 movers"),
        (SWAP, [0, 2], 2, 0.9, "from 0 to 1"),
        (SWAP, [0, 1], 0, 0.9, "0 steps"),
        (SWAP, [0, 1], 2, 1.0, "discount"),
    ],
)
def test_tranches_of_nonsense_are_refused(
    values: Any, movers: list[int], steps: int, discount: float, said: str
) -> None:
    """With what was found and what was expected."""
    with pytest.raises(CaseError, match=said):
        tranche_sizes(values, movers, steps=steps, discount=discount)


def test_tranches_are_plain_data() -> None:
    """Lists of numbers."""
    plain = json.loads(json.dumps(tranche_sizes(SWAP, [0, 1], steps=2, discount=0.9).to_json()))
    assert plain["movers"] == [0, 1]
    assert len(plain["shares"]) == len(plain["slack"]) == 2


def test_there_is_no_schedule_where_what_comes_later_cannot_pay_for_what_is_given_now() -> None:
    """Discounted, each next step must still bring more than the last one cost."""
    none = gradual_schedule(1.05, 0.9, 3)
    assert not none.feasible
    assert none.steps == ()
