"""What staying and leaving are worth at a step."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.unit.settle.swap_cases import agreed, changed, swap_case

from goodoffices.case import Case
from goodoffices.settle.gradualism import equal_step_slack, last_steps_guarantee
from goodoffices.settle.incentives import FREE, Incentives
from goodoffices.settle.moves import ladder


def textbook(parts: int, mu: float = 2.0) -> Incentives:
    """Two sides that give each other equal divisible things for good, each worth mu times what it costs."""
    base = swap_case()
    plain = base.plain()
    for name, party in (("land", "A"), ("arms", "B")):
        plain["issues"][name] = {"options": ["kept", "gone"], "now": "kept", "moved_by": [party]}
        plain["issues"][name] |= {"one_way": True, "divisible": True, "verify_days": 365.25}
    for party, own in (("A", "land"), ("B", "arms")):
        other = "arms" if own == "land" else "land"
        plain["positions"][party] = {"weights": {own: 1 / mu, other: 1}, "values": {own: [1, 0], other: [0, 1]}}
    deal = agreed(Case.model_validate(plain))
    return Incentives(ladder(deal, parts=parts), 0.9)


@pytest.mark.parametrize("parts", [1, 2, 5, 8])
def test_equal_simultaneous_steps_for_good_are_the_textbook(parts: int) -> None:
    """Slack is -x + (mu - 1) x (d + ... + d**r) with r steps left, so that the last two of them need a guarantee."""
    incentives = textbook(parts)
    path = [step * int(incentives.ladder.strides.sum()) for step in range(parts + 1)]
    cost = Fraction(1, 3)  # of a scale on which what the other gives weighs twice as much
    found = incentives.slacks(path) * incentives.grain
    for number, row in enumerate(found):
        left = parts - number - 1
        assert row == pytest.approx(float(equal_step_slack(2, 0.9, left, size=cost / parts)), abs=1e-9)
    needed = last_steps_guarantee(2, 0.9)
    assert needed == 2
    assert [bool(row.min() < 0) for row in found] == [number >= parts - needed for number in range(parts)]


def single(incentives: Incentives, before: int, after: int) -> Any:
    """Work out one step."""
    return incentives.steps(before, np.array([after]))


def test_a_step_lasts_as_long_as_its_slowest_verification() -> None:
    """Or as long as all steps were said to last."""
    way = ladder(agreed())
    land, both = int(way.strides[0]), way.last
    assert single(Incentives(way, 0.9), 0, land).days.tolist() == [10]
    assert single(Incentives(way, 0.9), 0, both).days.tolist() == [100]
    assert single(Incentives(way, 0.9, None, "high"), 0, land).days.tolist() == [30]
    assert single(Incentives(way, 0.9, 365.25), 0, land).discount.tolist() == [0.9]


def test_without_days_a_step_is_seen_at_once() -> None:
    """Leaving then brings only what cannot be taken back."""
    way = ladder(agreed(changed(land={"verify_days": None}, arms={"verify_days": None})))
    step = single(Incentives(way, 0.9), 0, way.last)
    assert (step.days.tolist(), step.discount.tolist()) == ([0], [1])
    gain = [float(new - old) for new, old in zip(way.exact(way.last), way.exact(0), strict=True)]
    assert (step.hold[0] * 1e-12).tolist() == pytest.approx(gain)


def test_what_can_be_taken_back_pays_only_until_it_is_seen() -> None:
    """By hand: A leaves while B disarms; B takes it back after a hundred days."""
    way = ladder(agreed())
    incentives = Incentives(way, 0.9)
    later = 0.9 ** (100 / 365.25)
    slack = incentives.slacks([0, way.last])[0] * incentives.grain
    # A stays at 0.25, gets 0.5 and gives 0.25 away; leaving brings 0.5 for a hundred days and then nothing.
    assert slack[0] == pytest.approx((0.5 - 0.25) - 0.5 * (1 - later))
    assert slack[1] == pytest.approx((0.5 - 0.25) - 0.5 * (1 - later))


def test_what_cannot_be_taken_back_pays_for_ever() -> None:
    """If arms are gone for good, A would rather keep its land."""
    way = ladder(agreed(changed(arms={"one_way": True})))
    slack = Incentives(way, 0.9).slacks([0, way.last])[0] * 1e-12
    assert slack[0] == pytest.approx(0.25 - 0.5)


def test_who_has_nothing_to_withhold_and_nothing_to_take_back_cannot_leave() -> None:
    """And who has something to take back can, though it makes no move in the step."""
    way = ladder(agreed())
    land = 2 * int(way.strides[0])
    first = single(Incentives(way, 0.9), 0, land)
    assert first.hold[0, 1] == FREE
    assert first.hold[0, 0] < FREE
    second = single(Incentives(way, 0.9), land, way.last)
    assert (second.hold[0] < FREE).all()
    fixed = ladder(agreed(changed(land={"one_way": True})))
    assert single(Incentives(fixed, 0.9), land, fixed.last).hold[0, 0] == FREE


def test_of_its_own_moves_it_makes_those_that_serve_it() -> None:
    """A mover of two issues that gains from one of them leaves with the other only."""
    plain = changed(arms={"moved_by": ["A"], "one_way": True}, land={"one_way": True}).plain()
    way = ladder(agreed(Case.model_validate(plain)))
    incentives = Incentives(way, 0.9)
    breach = incentives.breach(0, np.array([way.last]), 0, np.array([0.9]))
    assert breach.during.tolist() == [int(way.strides[1])]
    assert breach.worth[0] * incentives.grain == pytest.approx(0.25 + 0.5)


def test_moves_of_several_need_all_and_can_be_taken_back_by_any() -> None:
    """A joint move is not made without one of its movers; afterwards the others take it back."""
    joint = ladder(agreed(changed(land={"moved_by": ["A", "BODY"]})))
    incentives = Incentives(joint, 0.9)
    land = 2 * int(joint.strides[0])
    breach = incentives.breach(land, np.array([joint.last]), 0, np.array([0.5]))
    # A keeps its land given for the moment or takes it back; in the end BODY has taken it back and B its arms.
    assert breach.worth[0] * incentives.grain == pytest.approx(0.5 * (0.25 + 0.5) + 0.5 * 0.25)


def test_alone_a_party_loses_for_as_long_as_the_step_lasts_or_for_good() -> None:
    """What can be taken back is lost for a while."""
    way, fixed = ladder(agreed()), ladder(agreed(changed(land={"one_way": True})))
    assert Incentives(way, 0.9).alone(0, way.last, 0, 0.75) * 1e-12 == pytest.approx(0.25 * 0.25)
    assert Incentives(fixed, 0.9).alone(0, fixed.last, 0, 0.75) * 1e-12 == pytest.approx(0.25)


def test_a_finished_deal_is_held_by_what_the_others_could_take_back() -> None:
    """Who could take nothing back has nothing to weigh."""
    way = ladder(agreed())
    held = Incentives(way, 0.9).afterwards(0)
    assert held is not None
    back = 0.9 ** (10 / 365.25)  # A's own move is seen to be gone after ten days
    assert held * 1e-12 == pytest.approx(0.5 - (0.75 * (1 - back) + 0.25 * back))
    fixed = ladder(agreed(changed(land={"one_way": True}, arms={"one_way": True})))
    assert Incentives(fixed, 0.9).afterwards(0) is None
    gone = ladder(agreed(changed(arms={"one_way": True})))
    lost = Incentives(gone, 0.9, 20.0).afterwards(0)
    assert lost is not None
    assert lost * 1e-12 == pytest.approx(-0.25)
