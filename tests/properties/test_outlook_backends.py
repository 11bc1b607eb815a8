"""Both forms of model, coalitions and simultaneous moves against the definitions, by brute force."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tests.oracles import graph_model_oracle as oracle
from tests.oracles.drawn_conflicts import (
    arcs_conflict,
    as_case,
    as_conflict,
    random_arcs,
    random_conflict,
    random_single_moves,
    single_moves_conflict,
    small_conflict,
)

from goodoffices.outlook import (
    COALITION_CONCEPTS,
    CONCEPTS,
    ArcCase,
    adopt,
    arc_model,
    as_arcs,
    coalition_stability,
    graph_model,
    option_model,
    reachable,
    solve,
    status_quo_paths,
    why,
)

SEED = 20180612
TOGETHER = ("sim", "seq_or_sim")


def sets(table: Any) -> list[set[int]]:
    """Turn rows of true and false into sets of states."""
    return [set(np.flatnonzero(row).tolist()) for row in table]


@pytest.mark.parametrize("turn", range(4))
def test_stable_states_on_random_arcs_are_those_of_the_definitions(turn: int) -> None:
    """Every notion and decision maker of 4 times 400 conflicts whose moves are any list of arcs."""
    rng = np.random.default_rng([SEED, turn])
    twice = 0
    for number in range(400):
        drawn = random_arcs(rng)
        found, conflict = solve(arc_model(**drawn)), arcs_conflict(drawn)
        for concept in CONCEPTS:
            assert sets(found.stable[concept]) == oracle.stable_states(conflict, concept), (number, concept)
        plain = [set(oracle.joint_moves(conflict, [i], s, improving=False)) for i in range(2) for s in conflict.states]
        whole = [
            {q for p in conflict.arcs[i][s] for q in conflict.arcs[i].get(p, ())}
            for i in range(2)
            for s in conflict.states
        ]
        twice += any(further - once for once, further in zip(plain, whole, strict=True))
    assert twice >= 300, "in most of them somebody's moves must not be transitive"


@pytest.mark.parametrize("turn", range(2))
def test_policies_with_single_moves_are_those_of_the_definitions(turn: int) -> None:
    """2 times 200 cases whose policy allows and forbids single moves, solved through the case file's own words."""
    rng = np.random.default_rng([SEED, 10 + turn])
    seen: Counter[str] = Counter()
    while seen["solved"] < 200:
        drawn = small_conflict(rng)
        if sum(map(len, drawn["owners"])) < drawn["feasible"].size.bit_length() - 1:
            continue
        single = random_single_moves(rng, drawn)
        case = as_case(drawn, single)
        if case is None:
            continue
        model = adopt(graph_model(case), "P")
        assert isinstance(model, ArcCase)
        found, conflict = solve(model), single_moves_conflict(drawn, single)
        order = [k for own in drawn["owners"] for k in own]
        number = {s: sum((s >> k & 1) << place for place, k in enumerate(order)) for s in conflict.states}
        makers = [i for i, own in enumerate(drawn["owners"]) if own]
        for row, i in enumerate(makers):
            arcs = {(number[s], number[q]) for s, ends in conflict.arcs[i].items() for q in ends}
            assert arcs == set(zip(model.arcs[row].sources.tolist(), model.arcs[row].ends.tolist(), strict=True))
        for concept in CONCEPTS:
            expected = [{number[s] for s in oracle.stable_states(conflict, concept)[i]} for i in makers]
            assert sets(found.stable[concept]) == expected, concept
        before = as_arcs(graph_model(case))
        seen.update(["solved", *(field for field in ("allow", "forbid", "fixed") if single[field])])
        seen["moves differ"] += before.digest() != model.digest()
    assert min(seen[field] for field in ("allow", "forbid", "fixed", "moves differ")) >= 20, seen


@pytest.mark.parametrize("turn", range(2))
def test_coalitions_are_stable_where_the_definitions_say_so(turn: int) -> None:
    """Every coalition, notion and state of 2 times 300 conflicts in option form, solved in both forms."""
    rng = np.random.default_rng([SEED, 20 + turn])
    differing: Counter[str] = Counter()
    for number in range(300):
        drawn = small_conflict(rng, (2, 3, 3, 4) if number % 5 == 0 else (2, 3))
        model = option_model(**drawn)
        expected = oracle.coalition_stable_states(as_conflict(drawn))
        check_coalitions(coalition_stability(model), expected, number)
        if number % 3 == 0:
            check_coalitions(coalition_stability(as_arcs(model)), expected, number)
        for one, other in (("cnash", "cseq"), ("cseq", "cgmr"), ("csmr", "cgmr"), ("cnash", "csmr")):
            differing[f"{one} and {other}"] += expected[one] != expected[other]
    assert min(differing.values()) >= 10, differing


def test_coalitions_on_random_arcs_are_stable_where_the_definitions_say_so() -> None:
    """Every coalition, notion and state of 400 conflicts of arcs."""
    rng = np.random.default_rng([SEED, 30])
    for number in range(400):
        drawn = random_arcs(rng, (2, 3, 3, 4) if number % 5 == 0 else (2, 3), most=6)
        expected = oracle.coalition_stable_states(arcs_conflict(drawn))
        check_coalitions(coalition_stability(arc_model(**drawn)), expected, number)


def check_coalitions(found: Any, expected: dict[str, dict[tuple[int, ...], set[int]]], number: int) -> None:
    """Compare every notion and coalition, the equilibria, and what is stable for all of them."""
    for concept in COALITION_CONCEPTS:
        table = {group: set(np.flatnonzero(mask).tolist()) for group, mask in found.stable[concept].items()}
        assert table == expected[concept], (number, concept)
        assert set(found.universal[concept].tolist()) == set.intersection(*expected[concept].values())
        for group, states in found.equilibria[concept].items():
            alone = [
                held for members, held in expected[concept].items() if len(members) == 1 and members[0] not in group
            ]
            assert set(states.tolist()) == set.intersection(expected[concept][group], *alone)


def test_simultaneous_moves_hold_what_the_definitions_say() -> None:
    """Both notions in both forms, on 600 conflicts of two decision makers."""
    rng = np.random.default_rng([SEED, 40])
    held = 0
    for _ in range(600):
        drawn = small_conflict(rng, (2,))
        model, conflict = option_model(**drawn), as_conflict(drawn)
        for form in (model, as_arcs(model)):
            found = solve(form, TOGETHER)
            for concept in TOGETHER:
                assert sets(found.stable[concept]) == oracle.stable_together(conflict, concept)
        held += bool(solve(model, ["sim"]).stable["sim"].any())
    assert held >= 60


def test_both_forms_of_one_model_have_the_same_solution() -> None:
    """Sweeps over options, and the search by last mover over the same moves written out."""
    rng = np.random.default_rng([SEED, 50])
    for _ in range(400):
        drawn = random_conflict(rng)
        model = option_model(**drawn)
        one, other = solve(model), solve(as_arcs(model))
        assert all((one.stable[concept] == other.stable[concept]).all() for concept in CONCEPTS)


def test_what_can_be_reached_on_arcs_is_what_joint_moves_lead_to() -> None:
    """By any decision makers, by moves and by improvements."""
    rng = np.random.default_rng([SEED, 60])
    for _ in range(200):
        drawn = random_arcs(rng)
        model, conflict = arc_model(**drawn), arcs_conflict(drawn)
        start = int(rng.choice(np.flatnonzero(drawn["feasible"])))
        group = sorted(set(rng.integers(0, len(drawn["arcs"]), 2).tolist()))
        for by, improving in (("moves", False), ("improvements", True)):
            expected = {start, *oracle.joint_moves(conflict, group, start, improving=improving)}
            marked = reachable(model, start, by=by, movers=group)  # type: ignore[arg-type]
            assert set(np.flatnonzero(marked).tolist()) == expected


def test_every_witness_on_arcs_checks_out_against_the_definitions() -> None:
    """Verdicts agree; sanctions are moves of others, none twice in a row, and end where they must."""
    rng = np.random.default_rng([SEED, 70])
    long = 0
    for _ in range(150):
        drawn = random_arcs(rng)
        model, conflict = arc_model(**drawn), arcs_conflict(drawn)
        state = int(rng.choice(np.flatnonzero(drawn["feasible"])))
        for i in range(len(drawn["arcs"])):
            for concept in CONCEPTS:
                witness = why(model, state, i, concept)
                assert witness.stable == oracle.is_stable(conflict, i, state, concept)
                for one in witness.deterred:
                    movers = [step.decision_maker for step in one.sanction]
                    assert all(a != b for a, b in pairwise(movers))
                    assert i not in movers
                    here = one.improvement.after
                    for step in one.sanction:
                        moves = (
                            oracle.improvements(conflict, step.decision_maker, here)
                            if concept in {"seq", "sseq"}
                            else conflict.arcs[step.decision_maker][here]
                        )
                        assert step.before == here
                        assert step.after in moves
                        here = step.after
                    assert conflict.worth[i][here] <= conflict.worth[i][state]
                    long += len(one.sanction) > 1
    assert long >= 20


@pytest.mark.parametrize("form", ["options", "arcs"])
def test_every_witness_of_a_coalition_checks_out_against_the_definitions(form: str) -> None:
    """Verdicts agree; each sanction is made of joint moves of others and leaves the named members no better off."""
    rng = np.random.default_rng([SEED, 80 + (form == "arcs")])
    told = 0
    for _ in range(80):
        drawn = small_conflict(rng, (3, 4), most=4) if form == "options" else random_arcs(rng, (3, 4), most=6)
        model = option_model(**drawn) if form == "options" else arc_model(**drawn)
        conflict = as_conflict(drawn) if form == "options" else arcs_conflict(drawn)
        tables = oracle.joint_tables(conflict)
        state = int(rng.choice(np.flatnonzero(drawn["feasible"])))
        for group in oracle.subsets(range(len(conflict.arcs))):
            for concept in COALITION_CONCEPTS:
                witness = why(model, state, group, concept)
                assert witness.stable == oracle.is_coalition_stable(conflict, tables, group, state, concept)
                assert witness.sentence().endswith(".")
                if witness.stable:
                    assert {one.improvement.after for one in witness.deterred} == tables.improvements[group, state]
                for one in witness.deterred:
                    check_sanction(conflict, tables, witness, one)
                    told += 1
    assert told >= 100


def check_sanction(conflict: oracle.Conflict, tables: oracle.Coalitions, witness: Any, one: Any) -> None:
    """Check one sanction against a coalition with nothing but tables of joint moves."""
    here = one.improvement.after
    last: tuple[int, ...] = ()
    for move in one.sanction:
        table = tables.improvements if witness.concept == "cseq" else tables.moves
        assert not set(move.members) & set(witness.coalition)
        assert move.before == here
        assert move.after in table[move.members, here]
        assert move.members != last
        assert [move.before, *(step.after for step in move.steps)] == [
            *(step.before for step in move.steps),
            move.after,
        ]
        assert {step.decision_maker for step in move.steps} <= set(move.members)
        here, last = move.after, move.members
    hurt = {i for i in witness.coalition if conflict.worth[i][here] <= conflict.worth[i][witness.state]}
    assert hurt == set(one.no_better) != set()


@pytest.mark.parametrize("form", ["options", "arcs"])
def test_shortest_sequences_from_the_status_quo_are_those_that_brute_force_finds(form: str) -> None:
    """Length, number, first steps and dead ends, by listing every sequence up to the shortest."""
    rng = np.random.default_rng([SEED, 90 + (form == "arcs")])
    long = 0
    for _ in range(120):
        drawn = small_conflict(rng, (2, 3), most=3) if form == "options" else random_arcs(rng, (2, 3), most=6)
        now = int(rng.choice(np.flatnonzero(drawn["feasible"])))
        model = option_model(**drawn, now=now) if form == "options" else arc_model(**drawn, now=now)
        conflict = as_conflict(drawn) if form == "options" else arcs_conflict(drawn)
        tables = oracle.joint_tables(conflict)
        goals = np.flatnonzero(drawn["feasible"])[:4].tolist()
        for by, table in (("moves", tables.moves), ("improvements", tables.improvements)):
            found = status_quo_paths(model, goals, by=by, coalitions=[(0, 1)])  # type: ignore[arg-type]
            steps = {(group, s): table[group, s] - {s} for group in found.movers for s in conflict.states}
            assert found.reached == tuple(sorted({now, *ways(steps, found.movers, now)}))
            dead = {s for s in found.reached if not set(goals) & {s, *ways(steps, found.movers, s)}}
            assert set(found.dead_ends) == dead
            for goal in goals:
                expected = ways(steps, found.movers, now).get(goal, []) if goal != now else [()]
                one = found[goal]
                assert one.length == (len(expected[0]) if expected else None)
                assert one.count == len(expected)
                if expected and goal != now:
                    assert {(step.members, step.after) for step in one.first_steps} == {way[0] for way in expected}
                    assert one.path is not None
                    assert tuple((step.members, step.after) for step in one.path) in expected
                    long += len(expected[0]) > 1
    assert long >= 50


def ways(steps: Any, movers: Any, start: int) -> dict[int, list[tuple[Any, ...]]]:
    """List every shortest sequence to every state, none with the same mover twice in a row."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    seen: set[Any] = set()
    front: list[tuple[Any, ...]] = [()]
    while front:
        longer = [
            (*way, (group, q))
            for way in front
            for group in movers
            if not way or way[-1][0] != group
            for q in steps[group, way[-1][1] if way else start]
        ]
        front = [way for way in longer if way[-1] not in seen]
        seen |= {way[-1] for way in front}
        for way in front:
            state = way[-1][1]
            if state not in found or len(found[state][0]) == len(way):
                found.setdefault(state, []).append(way)
    found.pop(start, None)
    return found
