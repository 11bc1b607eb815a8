"""Two that move at once."""

from __future__ import annotations

import pytest

from goodoffices.errors import CaseError
from goodoffices.outlook import OptionModel, arc_model, as_arcs, option_model, solve, why


def chicken() -> OptionModel:
    """Return Chicken; each would rather swerve than crash, and rather not if the other does."""
    return option_model(
        [[0], [1]],
        [True] * 4,
        [[1, 2, 4, 3], [1, 4, 2, 3]],
        decision_makers=["First", "Second"],
        options=["swerve", "give way"],
    )


def test_both_swerving_is_held_by_what_both_not_swerving_would_bring() -> None:
    """In both forms; without foresight it is not."""
    for model in (chicken(), as_arcs(chicken())):
        equilibria = solve(model, ["seq", "sim", "seq_or_sim"]).equilibria
        assert {concept: states.tolist() for concept, states in equilibria.items()} == {
            "seq": [1, 2],
            "sim": [3],
            "seq_or_sim": [1, 2, 3],
        }


def test_asking_for_both_notions_counts_the_work_once() -> None:
    """The sequential notion that they rest on is solved once and not handed out unasked."""
    seen: list[tuple[int, int]] = []
    solution = solve(chicken(), ["seq_or_sim", "sim"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert list(solution.stable) == ["seq_or_sim", "sim"]


def test_a_model_of_three_or_without_options_is_refused() -> None:
    """With what to ask for instead."""
    with pytest.raises(CaseError, match=r"found 3 decision makers, expected 2: simultaneous .* ask for seq"):
        solve(option_model([[0], [], []], [True, True], [[0, 1]] * 3), ["sim"])
    bare = arc_model([[(0, 1)], []], [[0, 1]] * 2)
    with pytest.raises(CaseError, match="found a list of arcs, expected options"):
        why(bare, 0, 0, "seq_or_sim")


def test_a_state_that_moving_at_once_holds_is_told() -> None:
    """With where both together would end."""
    for concept in ("sim", "seq_or_sim"):
        witness = why(chicken(), 3, "First", concept)
        assert witness.stable
        assert witness.deterred[0].together == 0
        assert witness.sentence() == (
            "First could improve by giving up “swerve”; but Second, to its own gain, could at the same time give up "
            "“give way”, and both together leave First no better off."
        )
        assert witness.to_json()["deterred"][0]["together"] == 0


def test_a_state_that_one_would_not_leave_is_not_examined() -> None:
    """Nobody moves at the same time as one that stays."""
    witness = why(chicken(), 1, "First", "sim")
    assert (witness.stable, witness.calm) == (False, (0, 1))
    assert witness.sentence() == ("Simultaneous moves are not examined here, since First and Second would not move.")
    assert why(chicken(), 1, "First", "seq_or_sim").stable


def test_an_improvement_that_no_simultaneous_move_spoils_is_told() -> None:
    """In a game in which both gain by moving, alone or at once."""
    model = option_model([[0], [1]], [True] * 4, [[0, 1, 1, 2], [0, 1, 1, 2]], decision_makers=["A", "B"])
    assert not solve(model, ["sim"]).stable["sim"].any()
    assert why(model, 0, "A", "sim").sentence() == (
        "A could improve by choosing “option 0”, and no move that the other would gain from, made at the same time, "
        "takes that gain away."
    )
    assert why(model, 0, "A", "seq_or_sim").sentence().endswith("then or at the same time, hold it back.")


def test_a_combination_that_cannot_occur_is_no_sanction() -> None:
    """What cannot happen holds nobody back."""
    model = option_model([[0], [1]], [False, True, True, True], [[0, 2, 4, 3], [0, 4, 2, 3]])
    assert not solve(model, ["sim"]).stable["sim"].any()
