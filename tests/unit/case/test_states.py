"""States as numbers, masks over them, and their ranks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from goodoffices.case import Case, Condition, StateSpace, parse, ranks, state_space
from goodoffices.case.states import MAX_OPTIONS, nearest
from goodoffices.case.strategic import Constraint, Preferences
from goodoffices.errors import CaseError, LimitError


def space(count: int = 3, *rules: str) -> StateSpace:
    """Lay out states over the options P.a, P.b, P.c and so on."""
    names = tuple(f"P.{chr(97 + k)}" for k in range(count))
    return StateSpace(names, {"P": tuple(range(count))}, tuple(Constraint.model_validate(rule) for rule in rules))


def wishes(value: Any) -> Preferences:
    """Read preferences as they stand in a case file."""
    return Preferences.model_validate(value)


def test_options_count_in_file_order(small: Case) -> None:
    """The first option is worth 1, the second 2, the third 4, whoever owns them."""
    laid = state_space(small)
    assert laid.options == ("UP.release", "DOWN.open", "DOWN.complain")
    assert laid.owners == {"UP": (0,), "DOWN": (1, 2)}
    assert laid.size == 8
    assert laid.states.tolist() == list(range(8))
    assert laid.in_force(5) == ("UP.release", "DOWN.complain")
    assert laid.in_force(0) == ()


def test_rules_and_never_leave_the_feasible_states(small: Case) -> None:
    """A rule must hold, what is under never must not."""
    assert np.flatnonzero(state_space(small).feasible).tolist() == [0, 1, 2, 3, 4]
    assert space(2).feasible.all()


def test_a_state_is_a_decimal_or_the_options_in_force() -> None:
    """In any order; twice is once."""
    assert space().state(5) == 5
    assert space().state(("P.c", "P.a", "P.c")) == 5
    assert space().state(()) == 0


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        (8, "found the state 8, expected 0 to 7 with 3 options"),
        (-1, "found the state -1"),
        (("P.x",), "found the unknown option 'P.x'"),
        (("P.A",), "did you mean 'P.a'"),
    ],
)
def test_what_is_no_state_is_refused(ref: Any, words: str) -> None:
    """With the nearest name, or the range."""
    with pytest.raises(CaseError, match=words):
        space().state(ref)


def test_masks_say_where_a_condition_holds() -> None:
    """Given as a condition or as a bare tree."""
    assert space().mask(Condition("P.a & not P.c")).nonzero()[0].tolist() == [1, 3]
    assert space().mask(parse("P.c")).nonzero()[0].tolist() == [4, 5, 6, 7]


def test_options_that_do_not_exist_are_listed() -> None:
    """Those that do are not."""
    assert [one.full for one in space().unknown(Condition("P.a & P.z | Q.a"))] == ["P.z", "Q.a"]


def test_more_options_than_the_limit_are_refused(small: Case, changed: Callable[..., Case]) -> None:
    """With advice on what to leave out; the check of a case reports it."""
    many = ", ".join(f"o{k}: {{say: x}}" for k in range(MAX_OPTIONS - 2))
    old = "  UP: {release: {say: Release"
    with pytest.raises(CaseError, match=rf"options: found {MAX_OPTIONS + 1} options, expected at most {MAX_OPTIONS}"):
        changed((old, old.replace("release", f"{many}, release")))
    options = {"UP": {f"o{k}": small.options["UP"]["release"] for k in range(MAX_OPTIONS)}}
    assert state_space(small.model_copy(update={"options": options})).size == 1 << MAX_OPTIONS
    options["DOWN"] = small.options["DOWN"]
    with pytest.raises(LimitError, match="coalesce"):
        state_space(small.model_copy(update={"options": options}))


def test_the_first_statement_on_which_states_differ_decides() -> None:
    """However many less important ones hold."""
    found = ranks(space(), wishes(["P.c", "P.a", "P.b"]))
    assert found.tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_states_that_no_statement_tells_apart_are_tied() -> None:
    """Ties are equal ranks, without gaps."""
    assert ranks(space(), wishes(["P.b"])).tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert ranks(space(), wishes([])).tolist() == [0] * 8


def test_infeasible_states_have_no_rank() -> None:
    """They are marked with -1, and the others are ranked without gaps."""
    assert ranks(space(2, "P.a requires P.b"), wishes(["P.a", "P.b"])).tolist() == [0, -1, 1, 2]


def test_a_ranking_lists_groups_best_first() -> None:
    """A list of states is a tie; a state may be a decimal or a list of options."""
    ranking = {"ranking": [3, [["P.a"], 2], []]}
    assert ranks(space(2), wishes(ranking)).tolist() == [0, 1, 1, 2]


def test_a_list_of_options_in_a_ranking_is_one_state_and_not_a_tie() -> None:
    """A tie holds at least one decimal or one list."""
    assert ranks(space(2), wishes({"ranking": [["P.a", "P.b"], ["P.a"], ["P.b"], []]})).tolist() == [0, 2, 1, 3]


def test_payoffs_rank_by_size() -> None:
    """As a mapping from decimals, or as a list over the feasible states in ascending order."""
    assert ranks(space(2), wishes({"payoffs": {0: 5, 1: -1.5, 2: 5, 3: 9}})).tolist() == [1, 0, 1, 2]
    assert ranks(space(2, "P.a requires P.b"), wishes({"payoffs": [2, 1, 2]})).tolist() == [1, -1, 0, 1]
    # Fewer states than the mapping names: what is infeasible does not count.
    assert ranks(space(2, "P.a requires P.b"), wishes({"payoffs": {0: 2, 1: 7, 2: 1, 3: 2}})).tolist() == [1, -1, 0, 1]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            {"ranking": [3, 2]},
            r"2 feasible states are missing from the ranking, the first: 0 \[\], 1 \[P.a\]; add them",
        ),
        ({"ranking": [3, 2, 1, 0, 3]}, r"found the state 3 \[P.a, P.b\] twice in the ranking"),
        ({"ranking": [3, 2, 1, 4]}, "found the state 4, expected 0 to 3"),
        ({"payoffs": [1, 2, 3]}, "found 3 payoffs, expected one for each of 4 feasible states"),
        ({"payoffs": {0: 1}}, "3 feasible states are missing from the payoffs"),
        ({"payoffs": {0: 1, 1: 1, 2: 1, 3: 1, 9: 1}}, "found the state 9"),
    ],
)
def test_coverage_is_demanded(value: Any, words: str) -> None:
    """Every feasible state exactly once."""
    with pytest.raises(CaseError, match=words):
        ranks(space(2), wishes(value))


def test_an_infeasible_state_in_a_ranking_is_refused() -> None:
    """It would have to be left out."""
    with pytest.raises(CaseError, match=r"found the infeasible state 1 \[P.a\] in the ranking; leave it out"):
        ranks(space(2, "P.a requires P.b"), wishes({"ranking": [0, 1, 2, 3]}))


def test_the_nearest_name_is_proposed() -> None:
    """Without regard to case; where none is near the known ones are listed, twelve at most."""
    assert nearest("usa.Talk", ["USA.talk", "PRK.talk"]) == "; did you mean 'USA.talk'?"
    assert nearest("zzz", ["a", "b"]) == "; known: a, b"
    assert nearest("zzz", [f"n{k}" for k in range(13)]).endswith("n11, …")
    assert nearest("zzz", []) == ""
