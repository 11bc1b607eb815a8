"""The elementary moves from today's package to an agreed one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.unit.settle.swap_cases import Agreed, agreed, changed, swap_case, with_sections

from goodoffices.errors import CaseError, LimitError, MissingSectionError
from goodoffices.settle import additive
from goodoffices.settle.moves import elementary_moves, ladder


def test_every_option_between_is_passed() -> None:
    """In the order of the list, one move for each."""
    found = elementary_moves(agreed())
    assert [(one.issue, one.start, one.end) for one in found] == [
        ("land", "held", "half"),
        ("land", "half", "given"),
        ("arms", "kept", "gone"),
    ]
    assert [one.movers for one in found] == [("A",), ("A",), ("B",)]
    assert found[0].verify_days is not None
    assert found[0].verify_days.plain() == [5, 10, 30]
    assert (found[0].part, found[0].parts, found[0].one_way) == (1, 1, False)


def test_the_way_can_lead_down_the_list() -> None:
    """From a later option to an earlier one, against the order."""
    found = elementary_moves(agreed(changed(land={"now": "given"}), land="held"))
    assert [(one.start, one.end) for one in found if one.issue == "land"] == [("given", "half"), ("half", "held")]


def test_what_stays_as_it_is_does_not_move() -> None:
    """Only issues on which something was agreed."""
    assert {one.issue for one in elementary_moves(agreed(arms="kept"))} == {"land"}


def test_divisible_issues_move_in_equal_parts() -> None:
    """Each worth its share; the others do not."""
    deal = agreed(changed(arms={"divisible": True}))
    found = elementary_moves(deal, parts=4)
    assert [(one.part, one.parts) for one in found] == [(1, 1), (1, 1), (1, 4), (2, 4), (3, 4), (4, 4)]
    way = ladder(deal, parts=4)
    first, third = int(way.strides[1]), 3 * int(way.strides[1])
    start, whole = way.exact(0), way.exact(4 * int(way.strides[1]))
    assert way.exact(first) == tuple(one + (other - one) / 4 for one, other in zip(start, whole, strict=True))
    assert way.exact(third) == tuple(one + (other - one) * 3 / 4 for one, other in zip(start, whole, strict=True))
    assert way.exact(way.last) == deal.problem.exact(deal.problem.utilities([deal.package])[0])


def test_a_mover_without_a_position_is_kept() -> None:
    """It moves, but its incentives are not modelled."""
    found = elementary_moves(agreed(changed(arms={"moved_by": ["B", "BODY"]})))[-1]
    assert (found.movers, found.modelled) == (("B", "BODY"), ("B",))


def test_what_nobody_is_named_for_is_moved_by_all_together() -> None:
    """Any party with a position can withhold it."""
    way = ladder(agreed(changed(arms={"moved_by": None})))
    assert way.tracks[1].movers == ("A", "B")
    assert not way.tracks[1].attributed
    assert way.own(0) == (0, 1)


def test_while_parts_are_on_their_way_rules_hold_with_and_without_them() -> None:
    """A divisible issue cannot set out before what it requires, nor be waited for by what it must come first of."""
    split = changed(arms={"divisible": True})
    needs = with_sections(split, links=["arms.gone requires land.given"])
    way = ladder(agreed(needs), parts=2)
    held = {tuple(levels) for levels in way.levels[way.permitted].tolist()}
    assert held == {(0, 0), (1, 0), (2, 0), (2, 1), (2, 2)}
    other = with_sections(split, links=["land.given requires arms.gone"])
    way = ladder(agreed(other), parts=2)
    held = {tuple(levels) for levels in way.levels[way.permitted].tolist()}
    assert held == {(land, arms) for land in range(3) for arms in range(3) if land < 2 or arms == 2}


def test_combinations_count_once_they_are_reached() -> None:
    """What both together are worth on top is not split into parts."""
    plain = changed(arms={"divisible": True}).plain()
    plain["positions"]["A"]["terms"] = [{"when": "land.given & arms.gone", "worth": 0.5}]
    way = ladder(agreed(type(swap_case()).model_validate(plain)), parts=2)
    worth = [way.exact(int(np.dot(levels, way.strides)))[0] for levels in ((2, 0), (2, 1), (2, 2))]
    assert worth == [0, Fraction(1, 4), 1]


def test_without_a_case_it_is_unknown_who_moves_what() -> None:
    """A problem of arrays has no movers."""
    with pytest.raises(MissingSectionError, match="who moves what"):
        elementary_moves(Agreed(additive([[[1, 0], [0, 1]]]), (1,)))


def test_without_a_today_there_is_no_way_to_begin() -> None:
    """The message names the issues."""
    case = changed(land={"now": None})
    with pytest.raises(CaseError, match=r"today for \['land'\]"):
        elementary_moves(agreed(case))


def test_if_nothing_moves_there_is_nothing_to_order() -> None:
    """Today's package is no deal."""
    with pytest.raises(CaseError, match="something has to move"):
        elementary_moves(agreed(land="held", arms="kept"))


def test_a_package_that_breaks_a_rule_is_no_deal() -> None:
    """The rule is named."""
    with pytest.raises(CaseError, match=r"breaks 'arms\.gone requires land\.held'"):
        elementary_moves(agreed(with_sections(swap_case(), links=["arms.gone requires land.held"])))


@pytest.mark.parametrize("parts", [0, 101])
def test_parts_are_few(parts: int) -> None:
    """At least one, at most a hundred."""
    with pytest.raises(CaseError, match="1 to 100"):
        elementary_moves(agreed(), parts=parts)


def test_too_many_packages_between_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the limit and what helps."""
    monkeypatch.setattr("goodoffices.settle.moves.MOST_STATES", 5)
    with pytest.raises(LimitError, match=r"6 packages .* at most 5; ask for fewer parts"):
        elementary_moves(agreed())
