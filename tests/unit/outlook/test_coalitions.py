"""Coalitions: what is asked, what is refused, and what the result says of itself."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import numpy as np
import pytest

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook import (
    COALITION_CONCEPTS,
    CoalitionSolution,
    OptionModel,
    as_arcs,
    coalition_stability,
    coalitions,
    option_model,
    solve_coalition,
    why,
)


def prisoners() -> OptionModel:
    """Return the Prisoner's Dilemma."""
    return option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], decision_makers=["A", "B"])


def bargain() -> OptionModel:
    """Return a conflict in which A and B gain by acting together unless C shouts."""
    preference = [[1, 0, 0, 2, 0, 0, 0, 0], [1, 0, 0, 2, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1]]
    return option_model(
        [[0], [1], [2]],
        [True] * 8,
        preference,
        decision_makers=["A", "B", "C"],
        options=["talk", "listen", "shout"],
    )


def test_members_are_named_in_any_order_and_form() -> None:
    """By number or name; one name alone is a coalition of one."""
    both = solve_coalition(prisoners(), ["B", 0])
    assert list(both) == list(COALITION_CONCEPTS)
    assert both["cnash"].tolist() == [False, True, True, True]
    assert solve_coalition(prisoners(), "A", ["cnash"])["cnash"].tolist() == [True, False, True, False]


def test_what_cannot_be_asked_is_refused() -> None:
    """Unknown notions and decision makers, and coalitions of nobody or of one twice."""
    with pytest.raises(CaseError, match="for coalitions is called 'nash'; expected one of cnash, cgmr, csmr, cseq"):
        solve_coalition(prisoners(), [0], ["nash"])
    with pytest.raises(CaseError, match=r"found the coalition .*, expected one or more decision makers, each once"):
        solve_coalition(prisoners(), [])
    with pytest.raises(CaseError, match="each once"):
        solve_coalition(prisoners(), ["A", 0])
    with pytest.raises(CaseError, match="no decision maker 'C'"):
        why(prisoners(), 0, ("A", "C"), "cseq")


def test_limits_are_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many decision makers, too many pairs of states, too many moves."""
    crowd = option_model([[] for _ in range(9)], [True], [[0]] * 9)
    with pytest.raises(LimitError, match=r"9 decision makers are more than the limit of 8 .* solve_coalition"):
        coalition_stability(crowd)
    assert solve_coalition(crowd, range(9), ["cseq"])["cseq"].tolist() == [True]
    wide = option_model([list(range(10)), list(range(10, 20))], np.ones(1 << 20, dtype=bool), np.zeros((2, 1 << 20)))
    with pytest.raises(LimitError, match="with 20 options over 1048576 states are more than the limit of 268,435,456"):
        solve_coalition(wide, [0, 1])
    monkeypatch.setattr(coalitions, "MOST_ARCS", 0)
    with pytest.raises(LimitError, match="limit of 0 joint moves; name a smaller coalition"):
        solve_coalition(prisoners(), [0, 1])


def test_progress_counts_up_and_stop_gives_up() -> None:
    """One call for each coalition."""
    seen: list[tuple[int, int]] = []
    coalition_stability(bargain(), ["cnash"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k, 7) for k in range(1, 8)]
    for form in (bargain(), as_arcs(bargain())):
        with pytest.raises(LimitError, match="stopped before it was done"):
            coalition_stability(form, stop=lambda: True)


def test_states_that_cannot_occur_are_stable_for_no_coalition() -> None:
    """In both forms."""
    model = option_model([[0], [1]], [True, True, True, False], [[0, 1, 2, 9], [2, 1, 0, 9]])
    for form in (model, as_arcs(model)):
        found = coalition_stability(form)
        assert not any(mask[3] for table in found.stable.values() for mask in table.values())


def test_json_is_complete_and_plain() -> None:
    """Members by name, states as numbers."""
    written = coalition_stability(prisoners(), ["cnash"]).to_json()
    assert json.loads(json.dumps(written)) == written
    assert written == {
        "decision_makers": ["A", "B"],
        "now": None,
        "coalitions": {
            "cnash": [
                {"members": ["A"], "stable": [0, 2], "equilibria": [0]},
                {"members": ["B"], "stable": [0, 1], "equilibria": [0]},
                {"members": ["A", "B"], "stable": [1, 2, 3], "equilibria": [1, 2, 3]},
            ]
        },
        "universal": {"cnash": []},
    }


def test_json_of_a_large_model_counts_instead_of_listing() -> None:
    """Above 2**16 states only equilibria are listed."""
    states = 1 << 17
    large = option_model([[0], []], np.ones(states, dtype=bool), np.zeros((2, states)))
    entry = coalition_stability(large, ["cnash"]).to_json()["coalitions"]["cnash"][0]
    assert entry["stable_count"] == states
    assert "stable" not in entry


def test_the_frame_has_a_row_for_each_feasible_state_and_coalition() -> None:
    """And a column for each notion."""
    pytest.importorskip("pandas", reason="pandas is an extra")
    frame = coalition_stability(prisoners(), ["cnash", "cseq"]).to_frame()
    assert list(frame.columns) == ["cnash", "cseq"]
    assert len(frame) == 4 * 3
    assert not frame.loc[(0, "A, B"), "cnash"]
    assert frame.loc[(3, "A, B"), "cnash"]
    assert coalition_stability(prisoners(), []).to_frame().empty


def test_the_notebook_counts_equilibria_for_each_coalition() -> None:
    """And what is stable for all of them."""
    shown = coalition_stability(prisoners(), ["cnash", "cseq"])._repr_html_()
    assert "<tr><td>A, B</td><td>3</td><td>3</td></tr>" in shown
    assert "<tr><td>stable for every coalition</td><td>0</td><td>1</td></tr>" in shown
    assert "stable for every coalition" in coalition_stability(prisoners(), [])._repr_html_()


def test_a_solution_is_frozen_and_survives_copying_and_pickling() -> None:
    """So that it can come back from another process."""
    solution = coalition_stability(prisoners())
    assert solution.digest == prisoners().digest()
    with pytest.raises(ValueError, match="read-only"):
        solution.stable["cseq"][0,][0] = True
    with pytest.raises(TypeError):
        solution.stable["cseq"] = {}  # type: ignore[index]
    again: list[Any] = [copy.deepcopy(solution), pickle.loads(pickle.dumps(solution))]  # noqa: S301 - our own bytes
    for other in again:
        assert isinstance(other, CoalitionSolution)
        assert other.to_json() == solution.to_json()
        assert not other.stable["cseq"][0, 1].flags.writeable


@pytest.mark.parametrize(
    ("concept", "end"),
    [
        ("cnash", "."),
        ("cgmr", ", and no moves of the others could take that gain from any of them."),
        ("csmr", ", and whatever the others then did, all would still be or become better off."),
        ("cseq", ", and no moves that the others would themselves gain from could take that gain from any of them."),
    ],
)
def test_a_joint_improvement_that_nothing_deters_is_told_with_why(concept: str, end: str) -> None:
    """The two prisoners have nobody to fear."""
    witness = why(prisoners(), 0, (1, "A"), concept)
    assert (witness.stable, witness.coalition) == (False, (0, 1))
    assert witness.sentence() == f"A and B could together improve by choosing “option 0” and “option 1”{end}"
    assert witness.to_json()["undeterred"]["steps"] == [
        {"decision_maker": "A", "before": 0, "after": 1},
        {"decision_maker": "B", "before": 1, "after": 3},
    ]


@pytest.mark.parametrize(
    ("concept", "gain", "end"),
    [
        ("cgmr", "", ""),
        ("csmr", "", ", and they could not mend that together"),
        ("cseq", ", to the gain of whoever acts,", ""),
    ],
)
def test_a_deterred_joint_improvement_is_told_with_its_sanction(concept: str, gain: str, end: str) -> None:
    """C would answer."""
    witness = why(bargain(), 0, ("A", "B"), concept)
    assert witness.sentence() == (
        f"A and B could together improve by choosing “talk” and “listen”; but C{gain} could then choose “shout”, "
        f"which leaves A and B no better off{end}."
    )
    entry = witness.to_json()["deterred"][0]
    assert entry["sanction"][0]["members"] == ["C"]
    assert entry["no_better"] == ["A", "B"]
    assert json.loads(json.dumps(witness.to_json())) == witness.to_json()


def test_a_coalition_without_an_improvement_and_one_of_one_are_told() -> None:
    """With and without a word for acting together."""
    assert why(bargain(), 3, ("A", "B"), "cnash").sentence() == (
        "A and B cannot together improve by any moves of their own."
    )
    alone = why(prisoners(), 3, ("A",), "cnash").sentence(["both", "A", "B", "none"].__getitem__)
    assert alone == "A could improve by moving to “B”."


def test_more_than_three_joint_improvements_are_counted() -> None:
    """A sentence is to be read."""
    preference = [[1, *[2] * 7, *[0] * 8], [1, *[2] * 7, *[0] * 8], [0] * 16]
    witness = why(option_model([[0, 1], [2], [3]], [True] * 16, preference), 0, (0, 1), "cgmr")
    assert len(witness.deterred) == 7
    assert witness.sentence().endswith(
        " 4 further improvements of decision maker 0 and decision maker 1 are deterred as well."
    )
