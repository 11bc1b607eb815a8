"""The graph model of a case, under its policies, and states as a person names them."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from goodoffices.case import Case, accepted
from goodoffices.errors import CaseError, MissingSectionError
from goodoffices.outlook import adopt, graph_model, solve, states_meant, unilateral_moves
from goodoffices.outlook.from_case import ArcCase, OptionCase, in_words
from goodoffices.store import read_case

Changed = Callable[..., Case]


def test_the_model_is_that_of_the_case(small: Case) -> None:
    """Who owns what, what can be, who prefers what, what holds today."""
    model = graph_model(small)
    assert model.decision_makers == ("UP", "DOWN")
    assert model.options == ("UP.release", "DOWN.open", "DOWN.complain")
    assert model.owners == ((0,), (1, 2))
    assert np.flatnonzero(model.feasible).tolist() == [0, 1, 2, 3, 4]
    assert model.ranks[:, model.feasible].tolist() == [[2, 1, 4, 3, 0], [2, 2, 1, 3, 0]]
    assert dict(model.one_way) == {2: "on"}
    assert model.now == 0
    assert model.origin[0] == accepted(small)
    assert model.policy is None


def test_a_case_without_a_state_of_today_has_a_model(small: Case) -> None:
    """With no status quo."""
    assert graph_model(small.model_copy(update={"now": None})).now is None


def test_the_model_says_what_is_missing(small: Case) -> None:
    """Whole sections, or the preferences of one decision maker."""
    with pytest.raises(MissingSectionError, match="'preferences'"):
        graph_model(small.model_copy(update={"preferences": {}}))
    wishes = {"UP": small.preferences["UP"]}
    with pytest.raises(CaseError, match="found options but no preferences of DOWN; add them"):
        graph_model(small.model_copy(update={"preferences": wishes}))


def test_a_model_survives_copying_and_pickling(small: Case) -> None:
    """With its case."""
    for model in (graph_model(small), adopt(graph_model(small), "water first")):
        for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301 - our own bytes
            assert isinstance(other, OptionCase)
            assert other.digest() == model.digest()
            assert other.policy == model.policy
            assert other.origin[0].plain() == accepted(small).plain()


def test_a_model_that_is_not_of_a_case_says_so(small: Case) -> None:
    """It has no origin."""
    model = graph_model(small)
    bare = OptionCase(*(getattr(model, name) for name in ("owners", "feasible", "ranks")))
    with pytest.raises(CaseError, match=r"make it with graph_model\(case\)"):
        _ = bare.origin


def test_assumed_options_are_fixed_and_overwrite_today(small: Case) -> None:
    """Nobody may move them, and states without them are out."""
    model = adopt(graph_model(small), "water first")
    assert np.flatnonzero(model.feasible).tolist() == [1, 3]
    assert model.now == 1
    assert model.policy == "water first"
    assert isinstance(model, OptionCase)
    assert model.fixed == (0,)
    assert unilateral_moves(model, 1, 0).tolist() == []
    assert unilateral_moves(model, 1, 1).tolist() == [3]
    assert model.ranks[0].tolist() == [-1, 0, -1, 1, -1, -1, -1, -1]


def test_an_option_that_is_assumed_off_is_fixed_too(changed: Changed) -> None:
    """And taken away from today."""
    case = changed(("assume: {UP.release: on}", "assume: {UP.release: off}"), ("now: []", "now: [UP.release]"))
    model = adopt(graph_model(case), "water first")
    assert model.now == 0
    assert np.flatnonzero(model.feasible).tolist() == [0, 2, 4]


def test_changed_preferences_replace_those_of_the_case(small: Case) -> None:
    """For those who are named; the others keep theirs."""
    model = adopt(graph_model(small), "changed: mind")
    assert model.ranks[:, model.feasible].tolist() == [[1, 0, 0, 1, 1], [1, 2, 1, 3, 0]]
    without = small.policies["changed: mind"].model_copy(
        update={"prefer": {"UP": small.policies["changed: mind"].prefer["UP"]}}
    )
    case = small.model_copy(update={"policies": {"p": without}})
    assert adopt(graph_model(case), "p").ranks[1].tolist() == graph_model(small).ranks[1].tolist()


def test_single_moves_turn_the_model_into_one_of_arcs(small: Case) -> None:
    """What is forbidden is gone, what is allowed is there, the rest is as it was."""
    plain, model = graph_model(small), adopt(graph_model(small), "barred")
    assert isinstance(model, ArcCase)
    assert model.origin == plain.origin or model.origin[0] is small
    assert model.policy == "barred"
    for state in (0, 1, 2, 3, 4):
        assert sorted(unilateral_moves(model, state, 0)) == sorted(unilateral_moves(plain, state, 0))
        before = set(unilateral_moves(plain, state, 1).tolist())
        assert set(unilateral_moves(model, state, 1).tolist()) == before - ({4} if state != 4 else set())
    assert 4 in unilateral_moves(plain, 0, 1)
    assert (solve(model).stable["nash"][0] == solve(plain).stable["nash"][0]).all()


def test_an_allowed_move_may_change_what_one_does_not_own(changed: Changed) -> None:
    """It changes nothing that it does not name, and may go against a one-way option."""
    case = changed(
        (
            "allow: [{by: UP, from: UP.release, to: not UP.release}]",
            "allow: [{by: UP, from: DOWN.complain, to: not DOWN.complain}]",
        )
    )
    model = adopt(graph_model(case), "barred")
    assert 0 in unilateral_moves(model, 4, 0)
    assert 0 not in unilateral_moves(graph_model(case), 4, 0)
    assert 4 not in unilateral_moves(model, 0, 0)


def test_a_policy_may_be_adopted_after_another(small: Case) -> None:
    """It starts from the case again, in either form."""
    first = adopt(graph_model(small), "barred")
    assert isinstance(adopt(first, "changed: mind"), OptionCase)
    assert adopt(first, "changed: mind").digest() == adopt(graph_model(small), "changed: mind").digest()


def test_a_policy_that_cannot_be_adopted_says_why(small: Case) -> None:
    """There is none of that name, today becomes infeasible, or a move is by nobody."""
    model = graph_model(small)
    with pytest.raises(CaseError, match="found the unknown policy 'water last'; did you mean 'water first'"):
        adopt(model, "water last")
    barred = small.policies["barred"]
    policies = {
        "clash": small.policies["water first"].model_copy(
            update={"assume": {"UP.release": "on", "DOWN.complain": "on"}}
        ),
        "stranger": barred.model_copy(update={"forbid": (barred.forbid[0].model_copy(update={"by": "DAWN"}),)}),
        "stranger may": barred.model_copy(update={"allow": (barred.allow[0].model_copy(update={"by": "XX"}),)}),
    }
    model = graph_model(small.model_copy(update={"policies": policies}))
    with pytest.raises(CaseError, match="under the policy 'clash' today's state is infeasible"):
        adopt(model, "clash")
    with pytest.raises(CaseError, match="found a single move by 'DAWN', which has no options; did you mean 'DOWN'"):
        adopt(model, "stranger")
    with pytest.raises(CaseError, match="found a single move by 'XX'"):
        adopt(model, "stranger may")


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("3", (3,)), (" 0 ", (0,)), ("now", (0,)), ("deal", (3,)), ("quarrel", (4,)), ("UP.release, DOWN.open", (3,)),
        ("[DOWN.open]", (2,)), ("[]", (0,)), ("DOWN.complain,", (4,)),
    ],
)  # fmt: skip
def test_a_state_is_named_in_several_ways(small: Case, text: str, states: tuple[int, ...]) -> None:
    """A decimal, options in force, today, a target."""
    assert states_meant(graph_model(small), text) == states


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("8", "found the state 8, expected 0 to 7"),
        ("5", "infeasible"),
        ("UP.release, DOWN.complain", "infeasible"),
        ("deel", "expected a decimal, options such as 'UP.release, DOWN.open' or a target; did you mean 'deal'"),
        ("UP.relase", "did you mean 'UP.release'"),
        ("²", "expected a decimal"),
        ("9" * 5000, "expected a decimal"),
        ("-1", "expected a decimal"),
        ("1.5", "expected a decimal"),
    ],
    ids=lambda value: value[:12],
)
def test_what_names_no_state_is_refused(small: Case, text: str, words: str) -> None:
    """With what would."""
    with pytest.raises(CaseError, match=words):
        states_meant(graph_model(small), text)


def test_a_target_that_no_state_meets_is_told(changed: Changed, small: Case) -> None:
    """In the case, or only under a policy; and today may be unknown."""
    with pytest.raises(CaseError, match="no feasible state meets the target 'deal'"):
        states_meant(
            graph_model(changed(("  deal: UP.release & DOWN.open", "  deal: UP.release & DOWN.complain"))), "deal"
        )
    with pytest.raises(CaseError, match="no feasible state meets the target 'quarrel'"):
        states_meant(adopt(graph_model(small), "water first"), "quarrel")
    with pytest.raises(CaseError, match="expected a decimal"):
        states_meant(graph_model(small.model_copy(update={"now": None})), "now")


def test_names_may_be_put_into_words(small: Case, changed: Changed) -> None:
    """For witnesses; abbreviations keep their capitals, and names that would be the same are left alone."""
    told = in_words(graph_model(small))
    assert told.decision_makers == ("Upstream", "Downstream")
    assert told.options == ("release water in the dry season", "open the canal", "go to the Security Council")
    same = changed(("{name: Upstream, kind", "{name: Downstream, kind"), ("{say: Open the canal,", "{say: UN patrols,"))
    assert in_words(graph_model(same)).decision_makers == ("UP", "DOWN")
    assert in_words(graph_model(same)).options[1] == "UN patrols"


def test_a_published_case_is_solved_from_its_file() -> None:
    """The Prisoner's Dilemma: mutual defection is the one Nash equilibrium."""
    assert solve(graph_model(read_case("prisoners-dilemma"))).equilibria["nash"].tolist() == [0]
