"""A model of arcs refuses what does not fit, keeps what it was given, and is solved like any other."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import numpy as np
import pytest

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook import (
    ArcModel,
    Step,
    arc_model,
    arcs,
    as_arcs,
    option_model,
    reachable,
    shortest_path,
    solve,
    unilateral_improvements,
    unilateral_moves,
    why,
)

GOOD: dict[str, Any] = {
    "arcs": [[(0, 1), (1, 2), (0, 1)], np.array([[2, 0]])],
    "preference": [[0, 5, 5], [2.5, 1.0, -1.0]],
}


def relay() -> ArcModel:
    """Return a chain 0-1-2-3 that A can walk alone only step by step, with B handing back to A."""
    moves = [[(0, 1), (1, 2), (2, 3)], [(1, 0), (2, 1)]]
    names = ["start", "near", "far", "end"]
    return arc_model(moves, [[0, 1, 2, 3], [3, 2, 1, 0]], decision_makers=["A", "B"], states=names, now=0)


def test_moves_are_sorted_and_count_once() -> None:
    """However often and in whatever order they are listed."""
    model = arc_model(**GOOD)
    assert model.arcs[0].ends.tolist() == [1, 2]
    assert model.arcs[0].starts.tolist() == [0, 1, 2, 2]
    assert model.arcs[0].sources.tolist() == [0, 1]
    assert model.ranks.tolist() == [[0, 1, 1], [2, 1, 0]]
    assert unilateral_moves(model, 1, 0).tolist() == [2]
    assert unilateral_improvements(model, 1, 0).tolist() == []


def test_a_decision_maker_may_have_no_moves() -> None:
    """An empty list is a table without rows."""
    assert arc_model([[], []], [[0, 1]] * 2).arcs[1].ends.size == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arcs": []}, "arcs is empty; expected one list"),
        ({"arcs": [[(0, 1)], [(1, 1)]]}, r"arcs\[1\] has the move \(1, 1\), which leads nowhere"),
        ({"arcs": [[(0, 3)], []]}, r"arcs\[0\] has the move \(0, 3\); expected states from 0 to 2"),
        ({"arcs": [[(-1, 0)], []]}, r"\(-1, 0\); expected states"),
        ({"arcs": [[(0, 1, 2)], []]}, r"arcs\[0\] is an array of int64 with shape \(1, 3\)"),
        ({"arcs": [[(0.0, 1.0)], []]}, "array of float64"),
        ({"arcs": [[(0, 1), (0,)], []]}, r"arcs\[0\] is not a table"),
        ({"feasible": [True, True, False]}, r"arcs\[0\] has the move \(1, 2\), of which a state is infeasible"),
        ({"feasible": [1, 1, 1]}, "feasible is an array of int64"),
        ({"feasible": [False] * 3, "arcs": [[], []]}, "no state is feasible"),
        ({"feasible": [True] * 4}, r"preference is an array of float64 with shape \(2, 3\); expected .* \(2, 4\)"),
        ({"preference": [0, 1, 2]}, r"preference has shape \(3,\); expected one row"),
        ({"preference": [[0, 1, 2]]}, r"expected real numbers with shape \(2, 3\)"),
        ({"decision_makers": ["A", "A"]}, "distinct names"),
        ({"states": ["x"]}, "states is .'x'.; expected 3 names"),
        ({"now": 3}, "`now` is 3; expected a whole number from 0 to 2"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_expected(change: dict[str, Any], message: str) -> None:
    """Every refusal says what was found and what was expected."""
    with pytest.raises(CaseError, match=message):
        arc_model(**(GOOD | change))


def test_too_many_states_and_moves_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything large is solved."""
    with pytest.raises(LimitError, match="16777217 states are more than the limit of 16777216"):
        arc_model([[]], [[0]], feasible=np.ones((1 << 24) + 1, dtype=bool))
    monkeypatch.setattr(arcs, "MOST_ARCS", 2)
    with pytest.raises(LimitError, match="more than the limit of 2 arcs"):
        arc_model(**GOOD)
    with pytest.raises(LimitError, match="declare more states infeasible"):
        as_arcs(option_model([[0], [1]], [True] * 4, [[0] * 4] * 2))


@pytest.mark.parametrize("again", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])  # noqa: S301 - our own bytes
def test_a_model_survives_copying_and_pickling(again: Any) -> None:
    """So that it can be sent to another process; it stays read-only."""
    other = again(relay())
    assert isinstance(other, ArcModel)
    assert other.digest() == relay().digest()
    assert (other.now, other.states[3]) == (0, "end")
    assert not other.ranks.flags.writeable
    assert not other.arcs[0].ends.flags.writeable


def test_the_digest_tells_apart_what_verdicts_depend_on_and_nothing_else() -> None:
    """Names and the status quo do not count; moves, feasibility and order do."""
    digest = arc_model(**GOOD).digest()
    assert arc_model(**GOOD, now=1, states=["x", "y", "z"]).digest() == digest
    others = [
        GOOD | {"arcs": [[(0, 1)], [(2, 0)]]},
        GOOD | {"arcs": [[(2, 0)], [(0, 1), (1, 2)]]},
        GOOD | {"preference": [[0, 5, 6], [2, 1, -1]]},
        {"arcs": [[], []], "preference": GOOD["preference"], "feasible": [True, True, False]},
    ]
    assert len({digest, *(arc_model(**other).digest() for other in others)}) == 5


def test_nobody_moves_twice_in_a_row() -> None:
    """Alone A gets one step far; B must hand back before it goes on."""
    assert np.flatnonzero(reachable(relay(), 0, movers=["A"])).tolist() == [0, 1]
    assert np.flatnonzero(reachable(relay(), 0)).tolist() == [0, 1]
    handed = arc_model([[(0, 1), (2, 3)], [(1, 2)]], [[0, 1, 2, 3]] * 2)
    steps = (Step(0, 0, 1), Step(1, 1, 2), Step(0, 2, 3))
    assert shortest_path(handed, 0, np.arange(4) == 3) == steps
    assert shortest_path(handed, 0, np.arange(4) == 3, "improvements") == steps
    assert shortest_path(relay(), 0, np.arange(4) == 2) is None
    assert shortest_path(relay(), 3, np.arange(4) == 3) == ()


def test_a_way_round_is_taken_where_the_same_mover_would_come_twice_in_a_row() -> None:
    """The state in between is nearer for somebody else."""
    # A could go from 0 to 1, but only A goes on from 1 to 3: B and C have to bring it there.
    model = arc_model([[(0, 1), (1, 3)], [(0, 2)], [(2, 1)]], [[0] * 4] * 3)
    assert shortest_path(model, 0, np.arange(4) == 3) == (Step(1, 0, 2), Step(2, 2, 1), Step(0, 1, 3))


def test_json_lists_the_moves_and_names_the_states() -> None:
    """Everything needed to check the result by other means."""
    written = solve(relay(), ["nash"]).to_json()
    assert written == {
        "decision_makers": ["A", "B"],
        "options": [],
        "states": ["start", "near", "far", "end"],
        "arcs": {"A": [[0, 1], [1, 2], [2, 3]], "B": [[1, 0], [2, 1]]},
        "feasible": [0, 1, 2, 3],
        "now": 0,
        "stable": {"nash": {"A": [3], "B": [0, 3]}},
        "equilibria": {"nash": [3]},
    }
    assert json.loads(json.dumps(written)) == written


def test_json_of_many_moves_counts_them() -> None:
    """Above 2**16 of them."""
    pairs = np.argwhere(~np.eye(300, dtype=bool))
    written = solve(arc_model([pairs], [np.zeros(300)]), ["nash"]).to_json()
    assert written["arc_counts"] == {"decision maker 0": 300 * 299}
    assert "arcs" not in written
    assert "states" not in written


def test_the_notebook_names_states_where_it_can() -> None:
    """By their names, by their options, or by their number alone."""
    assert "<td>end</td>" in solve(relay(), ["nash"])._repr_html_()
    assert "<th>name</th>" in solve(relay(), ["nash"])._repr_html_()
    assert "<td>1</td><td></td>" in solve(arc_model(**GOOD), ["nash"])._repr_html_()
    options = as_arcs(option_model([[0]], [True, True], [[0, 1]], options=["talk"]))
    assert "<td>talk</td>" in solve(options, ["nash"])._repr_html_()
    assert solve(options, ["nash"]).to_json()["options"] == [{"name": "talk", "decision_maker": "decision maker 0"}]


def test_witnesses_word_states_without_options() -> None:
    """By name where they have one, else by number."""
    assert why(relay(), 0, "A", "nash").sentence() == "A could improve by moving to “near”."
    assert why(arc_model(**GOOD), 0, 0, "nash").sentence() == "Decision maker 0 could improve by moving to state 1."
    deterred = why(relay(), 1, "A", "seq")
    assert deterred.sentence() == (
        "A could improve by moving to “far”; but B, to its own gain, could then move to “near”, which leaves "
        "A no better off."
    )


def test_solving_arcs_stops_when_told() -> None:
    """As soon as it is asked."""
    answers = iter([False, True])
    with pytest.raises(LimitError, match="stopped before it was done"):
        solve(relay(), ["gmr"], stop=lambda: next(answers))
