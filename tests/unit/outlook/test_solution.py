"""What a solution says of itself."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace

import numpy as np
import pytest

from goodoffices.outlook import OptionModel, Solution, option_model, solve


def model() -> OptionModel:
    """Return a Prisoner's Dilemma with one more option, which nobody owns and is taken for good in all states."""
    feasible = [False] * 4 + [True] * 4
    return option_model(
        [[0], [1]],
        feasible,
        [[0] * 4 + [2, 1, 4, 3], [0] * 4 + [2, 4, 1, 3]],
        {0: "on", 1: "off"},
        decision_makers=["Ann & Co", "Bob"],
        options=["be silent", "be <quiet>", "rain"],
        now=7,
    )


def test_json_is_complete_and_plain() -> None:
    """Everything needed to check the result by other means, and nothing else."""
    assert solve(model(), ["nash"]).to_json() == {
        "decision_makers": ["Ann & Co", "Bob"],
        "options": [
            {"name": "be silent", "decision_maker": "Ann & Co", "reversible": "on"},
            {"name": "be <quiet>", "decision_maker": "Bob", "reversible": "off"},
            {"name": "rain", "decision_maker": None, "reversible": "both"},
        ],
        "feasible": [4, 5, 6, 7],
        "now": 7,
        "stable": {"nash": {"Ann & Co": [4, 5, 6, 7], "Bob": [4, 5]}},
        "equilibria": {"nash": [4, 5]},
    }
    assert json.loads(json.dumps(solve(model()).to_json())) == solve(model()).to_json()


def test_json_names_no_owner_for_a_fixed_option() -> None:
    """So that whoever reads it gets the moves right."""
    written = solve(replace(model(), fixed=(0,))).to_json()
    assert [option["decision_maker"] for option in written["options"]] == [None, "Bob", None]


def test_json_of_a_large_model_counts_instead_of_listing() -> None:
    """Above 2**16 states only equilibria are listed."""
    states = 1 << 17
    large = option_model([[0], [1]], np.ones(states, dtype=bool), [np.arange(states) % 2, np.zeros(states)])
    written = solve(large, ["nash"]).to_json()
    assert "stable" not in written
    assert "feasible" not in written
    assert written["feasible_count"] == states
    assert written["stable_counts"] == {"nash": {"decision maker 0": states // 2, "decision maker 1": states}}
    assert written["equilibria"]["nash"][:3] == [1, 3, 5]


def test_the_frame_has_a_row_for_each_feasible_state_and_decision_maker() -> None:
    """And a column for each notion."""
    pytest.importorskip("pandas", reason="pandas is an extra")
    frame = solve(model()).to_frame()
    assert list(frame.columns) == ["nash", "gmr", "smr", "seq", "sseq"]
    assert len(frame) == 8
    assert frame.loc[(6, "Bob"), "nash"] == np.False_
    assert frame.loc[(5, "Bob"), "nash"] == np.True_


def test_the_notebook_shows_equilibria_with_names_made_safe() -> None:
    """Options are words of whoever wrote the case, not markup."""
    shown = solve(replace(model(), one_way={}))._repr_html_()
    assert shown.count("<tr>") == 1 + 2
    assert "be silent, be &lt;quiet&gt;, rain" in shown
    assert "✓" in shown


def test_the_notebook_shows_no_more_than_fifty_equilibria() -> None:
    """And says how many more there are."""
    shown = solve(option_model([[]], [True] * 64, [[0] * 64]), ["nash"])._repr_html_()
    assert shown.endswith("<p>and 14 more</p>")
    assert "<td>none</td>" in shown


def test_a_solution_is_frozen_and_says_where_it_comes_from() -> None:
    """Digest, method and parameters are part of the result."""
    solution = solve(model(), ["seq"])
    assert solution.digest == model().digest()
    assert "graph model" in solution.method
    assert dict(solution.parameters) == {"concepts": ("seq",)}
    with pytest.raises(ValueError, match="read-only"):
        solution.stable["seq"][0, 0] = True
    with pytest.raises(TypeError):
        solution.stable["seq"] = np.zeros((2, 8), dtype=bool)  # type: ignore[index]


def test_a_solution_survives_copying_and_pickling() -> None:
    """So that it can come back from another process."""
    solution = solve(model())
    for other in (copy.deepcopy(solution), pickle.loads(pickle.dumps(solution))):  # noqa: S301 - our own bytes
        assert isinstance(other, Solution)
        assert other.to_json() == solution.to_json()
        assert not other.stable["nash"].flags.writeable
