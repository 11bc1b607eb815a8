"""From the status quo to where play may end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from goodoffices.errors import CaseError
from goodoffices.outlook import Step, arc_model, option_model, status_quo_paths


def prisoners(**more: Any) -> Any:
    """Return the Prisoner's Dilemma."""
    return option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], decision_makers=["A", "B"], **more)


def test_all_ways_are_counted_and_the_first_is_told() -> None:
    """Two of two steps lead from cooperation to defection."""
    table = status_quo_paths(prisoners(now=3), [0])
    assert (table[0].length, table[0].count) == (2, 2)
    assert table[0].path is not None
    assert [step.steps for step in table[0].path] == [(Step(0, 3, 2),), (Step(1, 2, 0),)]
    assert [step.members for step in table[0].first_steps] == [(0,), (1,)]
    assert table.reached == (0, 1, 2, 3)
    assert table.dead_ends == ()


def test_where_one_stands_and_where_no_way_leads_are_told_apart() -> None:
    """No steps, or none to be had."""
    table = status_quo_paths(prisoners(now=0), [0, 3])
    assert (table[0].length, table[0].path, table[0].count) == (0, (), 1)
    assert (table[3].length, table[3].path, table[3].count) == (None, None, 0)
    assert table.reached == (0,)
    with pytest.raises(KeyError):
        table[1]


def test_a_coalition_takes_one_step_where_its_members_take_two() -> None:
    """By a joint improvement."""
    table = status_quo_paths(prisoners(now=0), [3], coalitions=[("A", "B"), (1, 0), ["A"]])
    assert table.movers == ((0,), (1,), (0, 1))
    assert table[3].length == 1
    assert table[3].path is not None
    assert table[3].path[0].steps == (Step(0, 0, 1), Step(1, 1, 3))


def test_what_is_for_good_can_lead_into_a_dead_end() -> None:
    """Once A has burnt the bridge nobody comes back."""
    model = option_model([[0], [1]], [True] * 4, [[0, 1, 0, 1], [0, 0, 1, 1]], {0: "on"}, now=0)
    table = status_quo_paths(model, [2], by="moves")
    assert table.dead_ends == (1, 3)
    assert table[2].count == 1


def test_on_arcs_nobody_takes_two_steps_in_a_row() -> None:
    """The chain goes on only where somebody else has moved in between."""
    chain = arc_model([[(0, 1), (1, 2)], []], [[0, 1, 2]] * 2, now=0)
    assert status_quo_paths(chain, [2])[2].path is None
    relay = arc_model([[(0, 1), (2, 3)], [(1, 2)]], [[0, 1, 2, 3]] * 2, now=0)
    assert status_quo_paths(relay, [3])[3].length == 3


def test_ways_are_counted_exactly() -> None:
    """Twelve decision makers may move in any order, 12! of them."""
    n = 12
    model = option_model([[k] for k in range(n)], [True] * (1 << n), [[0] * (1 << n)] * n, now=0)
    table = status_quo_paths(model, [(1 << n) - 1], by="moves")
    assert table[(1 << n) - 1].count == 479_001_600


def test_json_names_the_movers() -> None:
    """Plain data, for a brief or another program."""
    written = status_quo_paths(prisoners(now=3), [0, 3]).to_json()
    assert json.loads(json.dumps(written)) == written
    assert written["movers"] == [["A"], ["B"]]
    assert written["goals"][0]["path"][0] == {
        "members": ["A"],
        "before": 3,
        "after": 2,
        "steps": [{"decision_maker": "A", "before": 3, "after": 2}],
    }
    assert status_quo_paths(prisoners(now=0), [3]).to_json()["goals"][0]["path"] is None


def test_what_cannot_be_asked_is_refused() -> None:
    """No status quo, no such state, no such kind of step."""
    with pytest.raises(CaseError, match="the model has no status quo"):
        status_quo_paths(prisoners(), [0])
    with pytest.raises(CaseError, match="the state is 4"):
        status_quo_paths(prisoners(now=0), [4])
    with pytest.raises(CaseError, match="by is 'leaps'"):
        status_quo_paths(prisoners(now=0), [0], by="leaps")  # type: ignore[arg-type]
