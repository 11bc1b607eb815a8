"""Policies side by side."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from goodoffices.case import Case
from goodoffices.errors import CaseError
from goodoffices.outlook import adopt, compare, compare_policies, graph_model, outcome, solve
from goodoffices.store import read_case

Changed = Callable[..., Case]


def test_the_outcome_says_what_holds_and_what_is_within_reach(small: Case) -> None:
    """Equilibria to which moves lead from today."""
    found = outcome(graph_model(small))
    assert found.policy is None
    assert {name: states.tolist() for name, states in found.solution.equilibria.items()}["nash"] == [0, 4]
    for concept, states in found.within_reach.items():
        assert set(states) <= set(found.solution.equilibria[concept].tolist())
    assert found.within_reach["nash"] == (0, 4)


def test_a_target_is_held_against_the_outcome(small: Case) -> None:
    """Its states, those within reach by moves and by improvements, those that hold, and the way there."""
    deal, quarrel = (outcome(graph_model(small)).targets[name] for name in ("deal", "quarrel"))
    assert deal.states == (3,)
    assert deal.reachable == (3,)
    assert deal.by_improvements == ()
    assert deal.held["nash"] == ()
    assert deal.path is not None
    assert [step.after for step in deal.path][-1] == 3
    assert deal.path_by == "moves"
    assert quarrel.states == quarrel.reachable == (4,)
    assert quarrel.held["nash"] == (4,)


def test_a_way_of_improvements_goes_before_a_way_of_moves(changed: Changed) -> None:
    """Where each step serves the one who makes it."""
    case = changed(
        ("[[UP.release, DOWN.open], [[UP.release], 0], [DOWN.open], 4]", "[3, 2, 1, 0, 4]"),
        ("    - {that: not UP.release, unknown: true}", "    - UP.release"),
    )
    deal = outcome(graph_model(case)).targets["deal"]
    assert deal.by_improvements == (3,)
    assert deal.path_by == "improvements"
    assert deal.held["nash"] == (3,)
    plain = deal.to_json(graph_model(case))
    assert plain["reachable"] == [3]
    assert plain["path"][-1]["to"] == 3
    assert plain["path"][0]["from"] == 0
    assert {step["decision_maker"] for step in plain["path"]} == {"UP", "DOWN"}


def test_without_today_nothing_can_be_said_of_ways(small: Case) -> None:
    """What holds is then looked for among all states."""
    model = graph_model(small.model_copy(update={"now": None}))
    found = outcome(model)
    deal = found.targets["deal"]
    assert (deal.reachable, deal.by_improvements, deal.path, deal.path_by) == (None, None, None, None)
    plain = deal.to_json(model)
    assert (plain["reachable"], plain["by_improvements"], plain["path"]) == (None, None, None)
    for concept, states in found.within_reach.items():
        assert states == tuple(found.solution.equilibria[concept].tolist())


def test_a_target_out_of_reach_has_no_way(changed: Changed) -> None:
    """Though there is a state that meets it."""
    case = changed(("one_way: {DOWN.complain: on}", "one_way: {DOWN.complain: off}"))
    quarrel = outcome(graph_model(case)).targets["quarrel"]
    assert (quarrel.states, quarrel.reachable, quarrel.path, quarrel.path_by) == ((4,), (), None, None)


def test_every_policy_stands_beside_the_case_as_it_stands(small: Case) -> None:
    """Which comes first; the bar goes up to the end."""
    seen: list[float] = []
    table = compare_policies(small, progress=seen.append)
    assert [one.policy for one in table.outcomes] == [None, "water first", "changed: mind", "barred"]
    assert table.refused == {}
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    plain = table.to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert [one["policy"] for one in plain] == [None, "water first", "changed: mind", "barred"]
    assert plain[1]["now"] == 1


def test_a_policy_that_cannot_be_solved_is_left_out_with_its_reason(small: Case) -> None:
    """The others stand."""
    clash = small.policies["water first"].model_copy(update={"assume": {"UP.release": "on", "DOWN.complain": "on"}})
    table = compare_policies(small.model_copy(update={"policies": {"clash": clash, **small.policies}}))
    assert list(table.refused) == ["clash"]
    assert "today's state is infeasible" in table.refused["clash"]
    assert len(table.outcomes) == 4
    assert table.to_json()[-1] == {"policy": "clash", "refused": table.refused["clash"]}


def test_the_frame_has_a_row_for_each_policy_and_target(small: Case) -> None:
    """With the number of states of each notion that meet it and hold."""
    pytest.importorskip("pandas", reason="pandas is an extra")
    frame = compare_policies(small).to_frame()
    assert list(frame.columns) == ["policy", "target", "reachable", "nash", "gmr", "smr", "seq", "sseq"]
    assert len(frame) == 8
    assert frame["policy"].iloc[0] == "as it stands"
    unknown = compare_policies(small.model_copy(update={"now": None})).to_frame()
    assert unknown["reachable"].isna().all()


def test_the_notebook_shows_a_row_for_each_policy_with_names_made_safe(small: Case) -> None:
    """Names are words, not markup."""
    policies = {"<i>water</i>": small.policies["water first"]}
    shown = compare_policies(small.model_copy(update={"policies": policies}))._repr_html_()
    assert shown.count("<tr>") == 3
    assert "&lt;i&gt;water&lt;/i&gt;" in shown
    assert "as it stands" in shown


def test_comparing_two_solutions_says_what_a_change_does() -> None:
    """What stays, what comes, what goes."""
    case = read_case("prisoners-dilemma")
    model = graph_model(case)
    promised = adopt(model, "a broker's promise to return silence for silence")
    found = compare(solve(model, ["nash"]), solve(promised, ["nash"]))
    assert (found.kept["nash"], found.added["nash"], found.removed["nash"]) == ((0,), (3,), ())
    bound = compare(solve(model, ["nash"]), solve(adopt(model, "a binding promise"), ["nash"]))
    assert (bound.kept["nash"], bound.added["nash"], bound.removed["nash"]) == ((), (1,), (0,))
    assert bound.to_json() == {"kept": {"nash": []}, "added": {"nash": [1]}, "removed": {"nash": [0]}}


def test_solutions_of_different_cases_are_not_compared(small: Case) -> None:
    """Their states are not the same."""
    with pytest.raises(CaseError, match="two solutions of different options"):
        compare(solve(graph_model(small)), solve(graph_model(read_case("prisoners-dilemma"))))
