"""The engine against the definitions: random conflicts solved twice, by sweeps and by brute force."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tests.oracles import graph_model_oracle as oracle
from tests.oracles.drawn_conflicts import CHANCE_OF_OPTIONS, as_conflict, features, random_conflict

from goodoffices.outlook import CONCEPTS, option_model, reachable, solve, why

ROUNDS = 6
MODELS = 400
SEED = 20171029


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_stable_states_of_random_conflicts_are_those_of_the_definitions(turn: int) -> None:
    """Every notion, every decision maker, every state of 6 times 400 conflicts agrees with brute force."""
    rng = np.random.default_rng([SEED, turn])
    seen: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    wrong: list[tuple[int, str]] = []
    for number in range(MODELS):
        drawn = random_conflict(rng)
        seen.update(name for name, there in features(drawn).items() if there)
        found = solve(option_model(**drawn))
        conflict = as_conflict(drawn)
        expected = {concept: oracle.stable_states(conflict, concept) for concept in CONCEPTS}
        for concept in CONCEPTS:
            sets = [set(np.flatnonzero(row).tolist()) for row in found.stable[concept]]
            if sets != expected[concept]:
                wrong.append((number, concept))
            if set(found.equilibria[concept].tolist()) != set.intersection(*expected[concept]):
                wrong.append((number, f"equilibria {concept}"))
        for one, other in pairwise(CONCEPTS):
            differing[f"{one} and {other} differ"] += expected[one] != expected[other]
    counts = dict(sorted(seen.items())) | dict(differing)
    print(f"{MODELS} models, seed {SEED}, {turn}:", counts)  # noqa: T201 - the counts are what pytest -s is asked for
    assert wrong == []
    # The draw must really contain what it is there to test.
    assert min(seen[name] for name in features(random_conflict(rng)) if not name[0].isdigit()) >= MODELS // 10
    assert all(seen[f"{n} decision makers"] >= MODELS // 5 for n in (2, 3, 4))
    assert all(seen[f"{m} options"] >= MODELS // 20 for m in CHANCE_OF_OPTIONS)
    assert min(differing.values()) >= MODELS // 20


def test_states_reached_by_everybody_are_those_of_the_joint_moves_of_all() -> None:
    """R_N and R_N+ of the definitions, with the start added, are what `reachable` marks."""
    rng = np.random.default_rng(SEED + 1)
    for _ in range(150):
        drawn = random_conflict(rng)
        model, conflict = option_model(**drawn), as_conflict(drawn)
        everybody = range(len(drawn["owners"]))
        start = int(rng.choice(np.flatnonzero(drawn["feasible"])))
        for by, improving in (("moves", False), ("improvements", True)):
            expected = {start, *oracle.joint_moves(conflict, everybody, start, improving=improving)}
            marked = reachable(model, start, by=by)  # type: ignore[arg-type]
            assert set(np.flatnonzero(marked).tolist()) == expected


def test_every_witness_checks_out_against_the_definitions() -> None:
    """Verdicts agree with brute force; paths are legal, led by others, end no better, and cannot be mended."""
    rng = np.random.default_rng(SEED + 2)
    told: Counter[str] = Counter()
    for _ in range(120):
        drawn = random_conflict(rng)
        model, conflict = option_model(**drawn), as_conflict(drawn)
        state = int(rng.choice(np.flatnonzero(drawn["feasible"])))
        for i in range(len(drawn["owners"])):
            for concept in CONCEPTS:
                witness = why(model, state, i, concept)
                check_witness(conflict, witness)
                told[f"{concept} {'stable' if witness.stable else 'unstable'}"] += 1
                told["long sanctions"] += any(len(one.sanction) > 1 for one in witness.deterred)
    assert len(told) == 2 * len(CONCEPTS) + 1, told
    assert min(told.values()) >= 5, told


def check_witness(conflict: oracle.Conflict, witness: Any) -> None:
    """Check one witness with nothing but arcs and preferences."""
    i, s, concept = witness.decision_maker, witness.state, witness.concept
    tempting = oracle.improvements(conflict, i, s)
    assert witness.stable == oracle.is_stable(conflict, i, s, concept)
    assert (witness.undeterred is None) == witness.stable
    if not witness.stable:
        step = witness.undeterred
        assert (step.decision_maker, step.before) == (i, s)
        assert step.after in tempting
        assert witness.deterred == ()
        assert concept == "nash" or not sanctioned(conflict, i, s, step.after, concept)
        return
    assert {one.improvement.after for one in witness.deterred} == tempting
    worth = conflict.worth[i]
    for one in witness.deterred:
        here = one.improvement.after
        for step in one.sanction:
            assert step.decision_maker != i
            assert step.before == here
            assert step.after in conflict.arcs[step.decision_maker][here]
            if concept in {"seq", "sseq"}:
                assert step.after in oracle.improvements(conflict, step.decision_maker, here)
            here = step.after
        assert one.sanction
        assert worth[here] <= worth[s]
        check_reply(conflict, witness, one.reply, here)


def check_reply(conflict: oracle.Conflict, witness: Any, reply: Any, here: int) -> None:
    """Check that the best reply is one, is the best, and fails."""
    i, worth = witness.decision_maker, conflict.worth[witness.decision_maker]
    replies = conflict.arcs[i][here]
    if witness.concept in {"gmr", "seq"} or not replies:
        assert reply is None
        return
    assert (reply.decision_maker, reply.before) == (i, here)
    assert reply.after in replies
    assert worth[reply.after] == max(worth[q] for q in replies)
    assert worth[reply.after] <= worth[witness.state]


def sanctioned(conflict: oracle.Conflict, i: int, s: int, improvement: int, concept: str) -> bool:
    """Tell whether one improvement is deterred: the state is stable once it is the only improvement."""
    arcs = list(conflict.arcs)
    # Only the moves out of s are cut down, so replies elsewhere stay as they are; s itself has no other reply that is
    # better.
    arcs[i] = {**arcs[i], s: frozenset({improvement} | (arcs[i][s] - oracle.improvements(conflict, i, s)))}
    return oracle.is_stable(oracle.Conflict(conflict.states, tuple(arcs), conflict.worth), i, s, concept)


def test_oracle_lets_nobody_move_twice_in_a_row_on_a_list_of_arcs() -> None:
    """A decision maker alone cannot go on from where it went; with somebody between its moves it can."""
    worth = [{0: 0.0, 1: 1.0, 2: 2.0}] * 2
    alone = oracle.from_arcs(range(3), [[(0, 1), (1, 2)], []], worth)
    assert oracle.joint_moves(alone, [0, 1], 0, improving=False) == {1: {0}}
    both = oracle.from_arcs(range(3), [[(0, 1), (1, 2)], [(1, 0)]], worth)
    assert oracle.joint_moves(both, [0, 1], 0, improving=False) == {0: {1}, 1: {0}}
    relayed = oracle.from_arcs(range(3), [[(0, 1)], [(1, 2)]], worth)
    assert oracle.joint_moves(relayed, [0, 1], 0, improving=True) == {1: {0}, 2: {1}}
