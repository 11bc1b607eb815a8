"""Smallest changes against brute force over all rankings and all lists of statements."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from tests.oracles import graph_model_oracle as oracle
from tests.oracles import inverse_oracle as brute
from tests.oracles.drawn_conflicts import as_conflict, random_conflict

from goodoffices.case import Case
from goodoffices.outlook import CONCEPTS, arc_model, graph_model, option_model, why
from goodoffices.outlook.inverse import smallest_changes
from goodoffices.outlook.joint import search_jointly
from goodoffices.outlook.lifts import distances_to_hold, heights, lift, with_ranks
from goodoffices.outlook.statement_changes import StatementReader, cheapest_lists

SEED = 20171226


def small_conflict(rng: np.random.Generator, most: int, makers: int | None = None) -> dict[str, Any]:
    """Draw a conflict of at least three and at most so many feasible states."""
    while True:
        drawn = random_conflict(rng)
        if makers is not None and len(drawn["owners"]) != makers:
            continue
        extra = np.flatnonzero(drawn["feasible"])
        drawn["feasible"][rng.permutation(extra)[most:]] = False
        if drawn["feasible"].size <= 16 and drawn["feasible"].sum() >= 3:
            drawn["preference"] = rng.integers(0, rng.choice([3, 20]), drawn["preference"].shape)
            return drawn


@pytest.mark.parametrize(("most", "models"), [(4, 150), (5, 30), (6, 4)])
def test_lifting_until_stable_is_the_least_change_of_one_ranking(most: int, models: int) -> None:
    """For every notion, state and decision maker no ranking with ties that is nearer makes the state hold."""
    rng = np.random.default_rng([SEED, most])
    compared: Counter[str] = Counter()
    for _ in range(models):
        drawn = small_conflict(rng, most)
        model, conflict = option_model(**drawn), as_conflict(drawn)
        for i in range(len(drawn["owners"])):
            for concept in CONCEPTS:
                found = distances_to_hold(model, i, heights(model, i, concept))
                state = int(rng.choice(np.flatnonzero(model.feasible)))
                expected = brute.least_single(conflict, i, state, concept)
                assert found[state] == expected, (drawn, i, concept, state)
                compared[concept] += 1
                compared["changed"] += expected > 0
    print(f"{models} models of up to {most} states, seed {SEED}:", dict(compared))  # noqa: T201 - counts for pytest -s
    assert compared["changed"] > models / 4


def random_arcs(rng: np.random.Generator, states: int, makers: int) -> tuple[Any, oracle.Conflict]:
    """Draw a conflict of a few states whose moves are listed one by one."""
    pairs = [(a, b) for a in range(states) for b in range(states) if a != b]
    arcs = [[pair for pair in pairs if rng.random() < 0.3] for _ in range(makers)]
    worth = rng.integers(0, rng.choice([3, 20]), (makers, states))
    model = arc_model(arcs, worth.tolist())
    return model, oracle.from_arcs(range(states), arcs, [dict(enumerate(row.tolist())) for row in worth])


def test_lifting_is_the_least_change_on_lists_of_arcs_too() -> None:
    """There others may lead back to the state that is asked for."""
    rng = np.random.default_rng(SEED + 1)
    changed = 0
    for _ in range(120):
        model, conflict = random_arcs(rng, 4, int(rng.integers(2, 4)))
        for i in range(len(conflict.arcs)):
            for concept in CONCEPTS:
                found = distances_to_hold(model, i, heights(model, i, concept))
                state = int(rng.integers(4))
                expected = brute.least_single(conflict, i, state, concept)
                assert found[state] == expected
                changed += expected > 0
    assert changed > 50


def disputed(model: Any) -> int:
    """Return the state at which SEQ asks for most beyond GMR, where sanctions may be made credible instead."""
    makers = range(len(model.decision_makers))
    far = [sum(distances_to_hold(model, i, heights(model, i, one)) for i in makers) for one in ("seq", "gmr")]
    where = np.flatnonzero(model.feasible)
    seq, gmr = (np.asarray(one)[where] for one in far)
    return int(where[np.argmax(seq - 0.99 * gmr)])


@pytest.mark.parametrize(("form", "most", "models"), [("options", 4, 200), ("options", 5, 25), ("arcs", 4, 100)])
def test_joint_changes_are_the_least_of_all_rankings_of_two(form: str, most: int, models: int) -> None:
    """What is called a minimum is one, for SEQ and SSEQ searched and for the others added up."""
    rng = np.random.default_rng([SEED + 2, most, len(form)])
    compared: Counter[str] = Counter()
    for number in range(models):
        if form == "options":
            drawn = small_conflict(rng, most, makers=2)
            model, conflict = option_model(**drawn), as_conflict(drawn)
        else:
            model, conflict = random_arcs(rng, most, 2)
        state = disputed(model)
        for concept in ("seq", "sseq", ("nash", "gmr", "smr")[number % 3]):
            answer = smallest_changes(model, state, concept, limit=2).answers[0]
            assert answer.joint.proven == "minimum"
            assert answer.joint.holds
            assert answer.joint.distance == brute.least_joint(conflict, state, concept), (number, concept)
            singles = sum(one.distance for one in answer.lifts)
            assert all(one.held_by.stable for one in answer.lifts)
            compared[concept] += 1
            compared["searched"] += answer.joint.reason.startswith("all rankings")
            compared["less than the lifts"] += answer.joint.distance < singles
            compared["more than the lifts"] += answer.joint.distance > singles
    print(f"{models} models of {form}, up to {most} states, seed {SEED}:", dict(compared))  # noqa: T201 - counts


def test_the_search_of_all_rankings_agrees_with_brute_force_when_nothing_is_known() -> None:
    """Allowed any distance, the constraint program alone finds the minimum, and every alternative holds."""
    rng = np.random.default_rng(SEED + 3)
    for number in range(120):
        drawn = small_conflict(rng, 4, makers=2)
        model, conflict = option_model(**drawn), as_conflict(drawn)
        state = disputed(model) if number % 2 else int(rng.choice(np.flatnonzero(model.feasible)))
        for concept in ("seq", "sseq"):
            search = search_jointly(model, state, concept, allowed=12.0, limit=3)
            assert search.complete
            assert search.distance == brute.least_joint(conflict, state, concept)
            for changed in search.models:
                worth = [dict(enumerate(row.tolist())) for row in changed.ranks]
                then = oracle.Conflict(conflict.states, conflict.arcs, tuple(worth))
                assert all(oracle.is_stable(then, i, state, concept) for i in range(2))


def test_sinking_states_are_alternatives_at_the_same_distance() -> None:
    """Each state listed, lowered to where the target stands, makes it hold; no other single one of its rank does."""
    rng = np.random.default_rng(SEED + 4)
    listed = 0
    for _ in range(150):
        drawn = small_conflict(rng, 8)
        model = option_model(**drawn)
        state = int(rng.choice(np.flatnonzero(model.feasible)))
        for concept in CONCEPTS:
            for i in range(len(drawn["owners"])):
                raised = model.ranks[i].copy()
                raised[state] = heights(model, i, concept)[state]
                lifted = with_ranks(model, {i: raised})
                one = lift(model, lifted, i, why(lifted, state, i, concept), limit=50)
                for low in one.level_with:
                    row = model.ranks[i].copy()
                    row[low] = row[state]
                    changed = with_ranks(model, {i: row})
                    holds = heights(changed, i, concept)[state] == changed.ranks[i, state]
                    assert holds == (low in one.lowering)
                    listed += int(holds)
    assert listed > 100


WORDS = ("A.a", "A.b", "B.c", "B.d")


def random_expression(rng: np.random.Generator) -> str:
    """Draw a statement."""
    one, other = rng.permutation(WORDS)[:2]
    negate = "not " if rng.random() < 0.4 else ""
    return str(rng.choice([f"{negate}{one}", f"{one} iff {other}", f"{one} if {other}", f"{one} & {other}"]))


def random_case(rng: np.random.Generator, statements: int) -> Case:
    """Draw a case of two parties with two options each."""
    wishes = {party: list(dict.fromkeys(random_expression(rng) for _ in range(statements))) for party in ("A", "B")}
    return Case.model_validate(
        {
            "case": "drawn",
            "title": "Drawn",
            "as_of": "2017-12-26",
            "question": "?",
            "parties": {name: {"name": name, "kind": "state", "role": "principal"} for name in "AB"},
            "options": {"A": {"a": {"say": "a"}, "b": {"say": "b"}}, "B": {"c": {"say": "c"}, "d": {"say": "d"}}},
            "preferences": wishes,
            "targets": {"wish": str(rng.choice(["A.a & B.c", "not A.b", "A.a | B.d"]))},
        }
    )


@pytest.mark.parametrize(("statements", "models"), [(3, 40), (4, 15), (5, 5)])
def test_cheapest_lists_are_those_of_all_lists(statements: int, models: int) -> None:
    """No list of statements, reordered, shortened or with the target added, costs less; all equal ones are found."""
    rng = np.random.default_rng([SEED + 5, statements])
    compared = 0
    for number in range(models):
        case = random_case(rng, statements)
        model = graph_model(case)
        concept = CONCEPTS[number % len(CONCEPTS)]
        wish = case.targets["wish"].that if number % 2 else None
        for i in range(2):
            reader = StatementReader.of(model, i, concept, wish)
            assert reader is not None
            far = distances_to_hold(model, i, heights(model, i, concept))
            for state in np.flatnonzero(far > 0)[:2].tolist():
                answer = cheapest_lists(reader, state, limit=10_000)
                costs: dict[tuple[int, int], set[tuple[int, ...]]] = {}
                for order in brute.lists(len(reader.statements), added=reader.added is not None):
                    changed = reader.reranked(order)
                    if heights(changed, i, concept)[state] == changed.ranks[i, state]:
                        costs.setdefault(brute.list_cost(order, len(reader.statements)), set()).add(order)
                assert answer.proven == "minimum"
                assert answer.held_by.stable
                assert {one.numbers for one in answer.alternatives} == costs[min(costs)]
                assert {(one.moved, one.places) for one in answer.alternatives} == {min(costs)}
                compared += 1
    print(f"{compared} comparisons over all lists of {statements} statements, seed {SEED}")  # noqa: T201 - counts
    assert compared >= models // 3
