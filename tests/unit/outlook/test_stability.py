"""Solving: which notions, how far, and when it stops."""

from __future__ import annotations

import numpy as np
import pytest

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook import CONCEPTS, OptionModel, option_model, solve


def prisoners() -> OptionModel:
    """Return the Prisoner's Dilemma."""
    return option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], decision_makers=["A", "B"])


def test_only_the_notions_asked_for_are_solved_in_that_order() -> None:
    """And each once."""
    assert list(solve(prisoners(), ["seq", "nash", "seq"]).stable) == ["seq", "nash"]


def test_an_unknown_notion_is_refused() -> None:
    """With the known ones."""
    with pytest.raises(CaseError, match="called 'core'; expected one of nash, gmr, smr, seq, sseq"):
        solve(prisoners(), ["core"])


def test_progress_counts_up_to_the_whole_work() -> None:
    """One call for each decision maker and notion."""
    seen: list[tuple[int, int]] = []
    solve(prisoners(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k, 2 * len(CONCEPTS)) for k in range(1, 2 * len(CONCEPTS) + 1)]


def test_stop_gives_up_with_a_limit_error() -> None:
    """As soon as it is asked."""
    answers = iter([False, False, True])
    with pytest.raises(LimitError, match="stopped before it was done"):
        solve(prisoners(), stop=lambda: next(answers))


def test_a_lone_decision_maker_is_deterred_by_nobody() -> None:
    """All notions are Nash then, also where the others own nothing that can be moved."""
    for model in (
        option_model([[0, 1]], [True] * 4, [[0, 3, 3, 1]]),
        option_model([[0, 1], []], [True] * 4, [[0, 3, 3, 1], [0, 1, 2, 3]]),
    ):
        solution = solve(model)
        assert all(states.tolist() == [1, 2] for states in solution.equilibria.values())


def test_a_conflict_without_options_stays_where_it_is() -> None:
    """The only state is an equilibrium."""
    assert all(states.tolist() == [0] for states in solve(option_model([[]], [True], [[7]])).equilibria.values())


def test_a_tie_is_no_improvement_for_the_opponent_that_would_sanction() -> None:
    """The opponent is indifferent between leaving and punishing, so a sequential sanction is not to be had."""
    model = option_model([[0], [1]], [True] * 4, [[1, 2, 0, 0], [0, 0, 0, 0]])
    solution = solve(model)
    assert not solution.stable["seq"][0, 0]
    assert solution.stable["gmr"][0, 0]


def test_an_opponent_cannot_sanction_by_undoing_what_is_for_good() -> None:
    """The best of its group is out of reach once the option is taken."""
    # Decision maker 1 owns options 1 and 2 and would like to be at 1 | 2 = 3, but from 5 option 2 cannot be dropped.
    preference = [[5, 9, 0, 0, 5, 9, 0, 0], [0, 0, 0, 8, 0, 1, 0, 0]]
    free = solve(option_model([[0], [1, 2]], [True] * 8, preference))
    bound = solve(option_model([[0], [1, 2]], [True] * 8, preference, {2: "on"}))
    assert free.stable["seq"][0, 4]
    assert not bound.stable["seq"][0, 4]


def test_two_to_the_sixteen_states_of_four_decision_makers_obey_the_implications() -> None:
    """The size that a workbench must answer at once."""
    rng = np.random.default_rng(1)
    owners = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]]
    model = option_model(owners, rng.random(1 << 16) < 0.9, rng.integers(0, 1000, (4, 1 << 16)), {0: "on", 5: "off"})
    stable = solve(model).stable
    for stronger, weaker in (("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr")):
        assert not (stable[stronger] & ~stable[weaker]).any()
        assert stable[stronger].sum() < stable[weaker].sum()
