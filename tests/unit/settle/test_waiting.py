"""Preconditions, and rings of them, as rules on the order of steps."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tests.unit.settle.swap_cases import Agreed, agreed, swap_case, with_sections

from goodoffices.case import Case
from goodoffices.settle.moves import ladder
from goodoffices.settle.tranches import Graph
from goodoffices.settle.waiting import Resolved, Waiting, resolve, waiting_rules

LAND, HALF, ARMS, BOTH = 4, 2, 1, 5
"""Numbers of states: land given, half of it, arms gone, everything."""


def demand(by: str, needs: str | None, before: str | None, **more: Any) -> dict[str, Any]:
    """Write a precondition down."""
    other = "B" if by == "A" else "A"
    plain = {"by": by, "of": other, "kind": "precondition", "what": "that first", "cite": {"analyst": "said so"}}
    return plain | ({"needs": needs} if needs else {}) | ({"before": before} if before else {}) | more


def waiting(*demands: dict[str, Any], deal: Agreed | None = None, **sections: Any) -> Waiting:
    """Read preconditions over the swap."""
    case = with_sections(swap_case(), demands=list(demands), **sections)
    way = ladder(deal or agreed(case))
    return waiting_rules(case, way)


def resolved(found: Waiting, *path: int) -> Resolved:
    """Resolve the only precondition."""
    (one,) = [entry for entry in resolve(found, path) if not entry.ring]
    return one


def allowed(found: Waiting, before: int) -> list[int]:
    """List the states to which a step may lead."""
    after = np.arange(before + 1, BOTH + 1)
    return [int(one) for one in after[found.allows(before, after)]]


def test_what_is_asked_first_comes_in_an_earlier_step() -> None:
    """Only when the land is given may arms go."""
    found = waiting(demand("B", "A.leave", "B.disarm"))
    assert allowed(found, 0) == [HALF, LAND]
    assert allowed(found, LAND) == [BOTH]
    one = resolved(found, 0, LAND, BOTH)
    assert (one.how, one.step, one.told) == ("first", 2, "A.leave by step 1, before B.disarm in step 2")


def test_a_ring_falls_into_one_step() -> None:
    """Neither can be first; the ring is told once, and each of its preconditions too."""
    found = waiting(demand("B", "A.leave", "B.disarm"), demand("A", "B.disarm", "A.leave"))
    assert allowed(found, 0) == [HALF, BOTH]
    assert allowed(found, HALF) == [BOTH]
    ring, first, second = resolve(found, [0, HALF, BOTH])
    assert (ring.ring, ring.how, ring.step) == (True, "together", 2)
    assert "all in step 2, or lodged with the broker and released at once" in ring.told
    assert {first.how, second.how} == {"together"}
    assert json.loads(json.dumps(ring.to_json()))["by"] is None


def test_what_no_issue_covers_is_announced_before_the_first_step() -> None:
    """Talks that wait for each other open together; what waits for a move follows its step."""
    talks = waiting(
        demand("A", "B.talk", "A.talk"), demand("B", "A.talk", "B.talk"), options={"A": {}, "B": {"talk": {"say": "x"}}}
    )
    assert talks.opening == ("A.talk", "B.talk")
    ring, first, _ = resolve(talks, [0, BOTH])
    assert (ring.how, ring.step) == ("opening", 0)
    assert (first.how, first.step) == ("opening", 0)
    after = waiting(demand("A", "B.disarm", "A.talk"))
    assert after.opening == ()
    one = resolved(after, 0, HALF, BOTH)
    assert (one.how, one.step) == ("after", 2)


def test_a_ring_of_moves_and_announcements_opens_with_the_move() -> None:
    """The announcement is made when the moves are."""
    found = waiting(demand("A", "B.talk", "A.leave"), demand("B", "A.leave", "B.talk"))
    ring, first, second = resolve(found, [0, HALF, BOTH])
    assert (ring.how, ring.step) == ("together", 2)
    assert (first.how, second.how) == ("together", "after")


def test_an_announcement_can_meet_a_precondition_at_once() -> None:
    """Talks begin before the first step, so that nothing waits."""
    found = waiting(demand("B", "A.talk | A.leave", "B.disarm"))
    assert allowed(found, 0) == [1, 2, 3, 4, 5]
    one = resolved(found, 0, ARMS, BOTH)
    assert (one.how, one.step, one.told) == ("met", 1, "A.talk | A.leave: met before step 1; B.disarm comes in step 1")


def test_what_the_package_does_not_bring_is_given_up() -> None:
    """Whoever asked has to give it up; the order is free."""
    case = with_sections(swap_case(), demands=[demand("B", "A.leave", "B.disarm"), demand("A", "B.disarm", "A.leave")])
    way = ladder(agreed(case, land="half"))
    found = waiting_rules(case, way)
    assert not any(rule.binds for rule in found.rules)
    ring, first, second = resolve(found, [0, way.last])
    assert (ring.how, ring.step) == ("given-up", None)
    assert ring.told == "A.leave and B.disarm wait for each other: the package does not bring A.leave"
    assert (first.how, first.told) == ("given-up", "the package does not bring A.leave; B has to give it up")
    assert (second.how, second.told) == ("absent", "the package brings no A.leave")


def test_a_ring_outside_the_package_is_absent() -> None:
    """Neither of its options is among the moves."""
    case = with_sections(swap_case(), demands=[demand("B", "A.leave", "B.disarm"), demand("A", "B.disarm", "A.leave")])
    case = Case.model_validate(
        case.plain() | {"issues": case.plain()["issues"] | {"talks": {"options": ["no", "yes"], "now": "no"}}}
    )
    way = ladder(agreed(case, land="held", arms="kept"))
    ring = resolve(waiting_rules(case, way), [0, way.last])[0]
    assert (ring.how, ring.step) == ("absent", None)


def test_what_nothing_brings_stays_open() -> None:
    """Neither what waits nor what is needed is in the package."""
    case = with_sections(swap_case(), demands=[demand("A", "B.disarm", "A.talk")])
    way = ladder(agreed(case, arms="kept"))
    one = resolved(waiting_rules(case, way), 0, way.last)
    assert (one.how, one.step) == ("open", None)
    assert one.told == "the package does not bring B.disarm; A.talk stays open"


def test_words_alone_bind_nothing() -> None:
    """A precondition without options cannot be read."""
    assert waiting(demand("A", None, None)).rules == ()


@pytest.mark.parametrize("now", [["A.talk"], 2])
def test_what_is_in_force_today_waits_for_nothing(now: Any) -> None:
    """Given by name or as a number."""
    found = waiting(demand("A", "B.disarm", "A.talk"), now=now)
    assert found.today == {"A.talk"}
    assert found.opening == ()
    assert resolved(found, 0, BOTH).how == "opening"


def test_an_option_in_force_today_is_met_though_its_issue_has_not_moved() -> None:
    """What the case says of today counts."""
    found = waiting(demand("B", "A.leave", "B.disarm"), now=["A.leave"])
    assert allowed(found, 0) == [1, 2, 3, 4, 5]


def test_needs_may_be_any_expression() -> None:
    """Not, and, or, and the loose words; what no issue covers may be left or ended."""
    cases = {
        "not A.leave": [1, 2, 3, 4, 5],
        "not A.press": [1, 2, 3, 4, 5],
        "A.leave & not A.press": [HALF, LAND],
        "not (A.leave | A.press)": [1, 2, 3, 4, 5],
        "not (A.leave & A.press)": [1, 2, 3, 4, 5],
        "A.leave iff A.press": [1, 2, 3, 4, 5],
        "A.press requires A.leave": [1, 2, 3, 4, 5],
        "A.leave if A.leave": [1, 2, 3, 4, 5],
    }
    for needs, expected in cases.items():
        found = waiting(demand("B", needs, "B.disarm"))
        if "not A.leave" in needs or needs.startswith("not (A.leave |"):
            assert not any(rule.binds for rule in found.rules)  # the package gives the land: that cannot be kept
        assert allowed(found, 0) == expected, needs


def test_means_that_assert_nothing_cover_nothing() -> None:
    """An alternative says of no option that it is in force; every part of a conjunction does."""
    plain = swap_case().plain()
    plain["issues"]["land"]["means"] = {"half": "A.leave | A.talk", "given": "A.leave & not A.press & A.talk"}
    plain["demands"] = [demand("B", "A.talk", "B.disarm")]
    case = Case.model_validate(plain)
    found = waiting_rules(case, ladder(agreed(case)))
    assert set(found.covered) == {"A.leave", "A.talk", "B.disarm"}
    assert found.covered["A.talk"].tolist() == [False, False, False, False, True, True]


def test_as_few_preconditions_as_possible_lose_their_order() -> None:
    """A link that forces both into one step makes one of them be accepted at the same time."""
    links = ["land.given requires arms.gone", "arms.gone requires land.given"]
    case = with_sections(swap_case(), demands=[demand("B", "A.leave", "B.disarm")], links=links)
    way = ladder(agreed(case))
    found = waiting_rules(case, way)
    assert not Graph(way, found).possible
    kept = found.relaxed(lambda one: Graph(way, one).possible)
    assert Graph(way, kept).possible
    one = resolved(kept, 0, BOTH)
    assert (one.how, one.step) == ("accepted-together", 1)
    assert one.told == "no order of steps brings A.leave before B.disarm; B has to accept both in step 1"
    free = waiting(demand("B", "A.leave", "B.disarm"))
    assert [rule.strict for rule in free.relaxed(lambda _: True).rules] == [True]


def test_if_nothing_else_helps_all_lose_their_order() -> None:
    """More than two at once are not tried one by one."""
    three = [demand("B", needs, "B.disarm") for needs in ("A.leave", "A.leave & A.leave", "A.leave | A.leave")]
    found = waiting(*three)
    assert [rule.strict for rule in found.relaxed(lambda _: False).rules] == [False, False, False]
