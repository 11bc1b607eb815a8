"""Moves, and where sequences of them lead."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from goodoffices.errors import CaseError
from goodoffices.outlook import Step, option_model, reachable, shortest_path, unilateral_improvements, unilateral_moves
from goodoffices.outlook.routes import distances


def ladder() -> Any:
    """Three options of three decision makers; only a staircase of states can occur, and option 2 is for good."""
    feasible = np.zeros(8, dtype=bool)
    feasible[[0, 1, 3, 7, 6]] = True
    return option_model([[0], [1], [2]], feasible, [range(8)] * 3, {2: "on"}, decision_makers=["A", "B", "C"])


def test_infeasible_states_are_never_moved_to() -> None:
    """Not even by jumping over several options at once."""
    model = option_model([[0, 1]], [True, False, False, True], [[0, 0, 0, 1]])
    assert unilateral_moves(model, 0, 0).tolist() == [3]
    assert unilateral_improvements(model, 3, 0).tolist() == []


def test_one_way_options_are_never_moved_back() -> None:
    """Taken for good, or dropped for good."""
    model = option_model([[0, 1]], [True] * 4, [[0, 1, 2, 3]], {0: "on", 1: "off"})
    assert [unilateral_moves(model, s, 0).tolist() for s in range(4)] == [[1], [], [0, 1, 3], [1]]


def test_a_decision_maker_may_be_named() -> None:
    """By name or by number."""
    assert unilateral_moves(ladder(), 3, "C").tolist() == unilateral_moves(ladder(), 3, 2).tolist() == [7]


def test_sequences_lead_around_infeasible_states_and_not_back_through_one_way_options() -> None:
    """From either end of the staircase."""
    assert np.flatnonzero(reachable(ladder(), 0)).tolist() == [0, 1, 3, 6, 7]
    assert np.flatnonzero(reachable(ladder(), 6)).tolist() == [6, 7]
    assert np.flatnonzero(reachable(ladder(), 0, by="improvements")).tolist() == [0, 1, 3, 7]
    assert np.flatnonzero(reachable(ladder(), 0, movers=["B", 0])).tolist() == [0, 1, 3]


def test_the_shortest_path_names_who_moves_where() -> None:
    """Step by step."""
    goal = np.arange(8) == 7
    steps = (Step(0, 0, 1), Step(1, 1, 3), Step(2, 3, 7))
    assert shortest_path(ladder(), 0, goal) == shortest_path(ladder(), 0, goal, by="improvements") == steps


def test_a_path_to_where_one_stands_has_no_steps() -> None:
    """And it is not None, which means that there is no path."""
    assert shortest_path(ladder(), 3, np.arange(8) == 3) == ()
    assert shortest_path(ladder(), 7, np.arange(8) == 0) is None
    assert shortest_path(ladder(), 0, np.arange(8) == 5) is None
    assert shortest_path(ladder(), 0, np.arange(8) == 7, movers=["A", "C"]) is None


def test_infeasible_states_are_at_no_distance_from_anything() -> None:
    """However the moves are counted."""
    expected = [3, 2, -1, 1, -1, -1, 1, 0]
    assert distances(ladder(), np.arange(8) == 7, range(3), "moves").tolist() == expected
    assert distances(ladder(), np.arange(8) == 7, range(3), "improvements").tolist() == expected


def test_what_cannot_be_asked_is_refused() -> None:
    """Unknown kinds of move, masks of another size or kind, and infeasible starts."""
    with pytest.raises(CaseError, match="by is 'leaps'; expected 'moves' or 'improvements'"):
        reachable(ladder(), 0, by="leaps")  # type: ignore[arg-type]
    with pytest.raises(CaseError, match=r"goal_mask is an array of bool with shape \(4,\)"):
        shortest_path(ladder(), 0, [True] * 4)
    with pytest.raises(CaseError, match="goal_mask is an array of int64"):
        shortest_path(ladder(), 0, [1] * 8)
    with pytest.raises(CaseError, match="the state is 2, which is infeasible"):
        unilateral_moves(ladder(), 2, 0)
