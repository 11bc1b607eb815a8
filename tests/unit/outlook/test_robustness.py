"""Shares of variants: exact, the same whoever computes them, and honest about what was not done."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.outlook.doubtful_cases import case_with, doubtful

from goodoffices.case import states
from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook import CONCEPTS, adopt, graph_model, reachable, solve, sweeps
from goodoffices.outlook import variants as room
from goodoffices.outlook.ensemble import variants
from goodoffices.outlook.robustness import Plan, Robustness, robustness

NO_SAMPLE = Plan(rows=0)


def numbers(found: Robustness) -> dict[str, Any]:
    """Return all that must not depend on who computed it."""
    plain = found.to_json()
    del plain["parameters"]
    return plain


def by_hand(model: Any, draws: int, seed: int) -> tuple[dict[str, dict[int, float]], dict[str, float]]:
    """Rank the states of each draw from its statements by the case's own function, and solve it by itself."""
    case, space = model.origin
    drawn = variants(model, draws, seed)
    said = case.preferences["A"].statements
    places = case.preferences["B"].ranking
    reach = reachable(model, model.now)
    shares: dict[str, dict[int, float]] = {concept: {} for concept in CONCEPTS}
    held = dict.fromkeys(case.targets, 0.0)
    for k in range(draws):
        lines = [f"not ({said[c >> 1].that})" if c & 1 else str(said[c >> 1].that) for c in drawn.of(k, 0)]
        order = [list(places[c >> 1]) for c in drawn.of(k, 1)]
        wishes = case_with({"A": lines, "B": {"ranking": order}}).preferences
        table = np.stack([states.ranks(space, wishes[maker]) for maker in "AB"]).astype(np.int32)
        found = solve(replace(model, ranks=table)).equilibria
        for concept in CONCEPTS:
            for state in found[concept].tolist():
                shares[concept][state] = shares[concept].get(state, 0) + 1 / draws
        within = [state for state in found["seq"] if reach[state]]
        for name, target in case.targets.items():
            held[name] += bool(space.mask(target.that)[within].any()) / draws
    return shares, held


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_shares_are_those_of_solving_every_draw_by_itself(backend: Any) -> None:
    """Statements that trade and turn, rankings that trade, all notions, both back ends."""
    model = doubtful()
    shares, held = by_hand(model, 60, 11)
    sweeps.use(backend)
    try:
        found = robustness(model, 60, 11, concepts=CONCEPTS, plan=NO_SAMPLE)
    finally:
        sweeps.use("auto")
    for concept in CONCEPTS:
        assert dict(found.states[concept]) == pytest.approx(shares[concept])
        assert list(found.states[concept].values()) == sorted(found.states[concept].values(), reverse=True)
    assert {name: one.held["seq"] for name, one in found.targets.items()} == pytest.approx(held)
    assert found.targets["never"].states == 0
    assert not found.targets["never"].reachable
    assert found.different < 60
    assert found.complete


def test_the_numbers_are_the_same_whoever_computes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any chunk, any number of threads, compiled or not, more blocks or fewer."""
    model = doubtful()
    plain = numbers(robustness(model, 400, 5, plan=Plan(rows=32)))
    with ThreadPoolExecutor(2) as pool:
        for chunk in (1, 7, 400):
            assert numbers(robustness(model, 400, 5, plan=Plan(rows=32, chunk=chunk), executor=pool)) == plain
    monkeypatch.setattr(room, "_BLOCKS", 9)
    assert numbers(robustness(model, 400, 5, plan=Plan(rows=32, chunk=3))) == plain
    sweeps.use("numba")
    try:
        assert numbers(robustness(model, 400, 5, plan=Plan(rows=32))) == plain
    finally:
        sweeps.use("auto")


def test_under_a_policy_of_single_moves_the_arcs_are_solved() -> None:
    """Such a conflict has no option form, so that no compiled loop knows it."""
    forbid = [{"by": "A", "from": "not A.talk", "to": "A.talk"}]
    model = doubtful(policies={"silence": {"forbid": forbid}})
    found = robustness(adopt(model, "silence"), 30, 2, plan=Plan(rows=8))
    assert found.complete
    assert found.to_json()["policy"] == "silence"
    assert not found.targets["both talk"].reachable
    assert found.targets["both talk"].held["seq"] == 0.0
    assert robustness(model, 30, 2, plan=NO_SAMPLE).targets["both talk"].held["seq"] > 0.0


def interrupting(turn: int) -> Callable[[int, int], None]:
    """Return a progress callable that presses Ctrl-C."""
    turns = itertools.count(1)

    def progress(done: int, total: int) -> None:
        assert 0 < done <= total
        if next(turns) == turn:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("threads", [0, 2])
def test_an_interrupted_run_returns_its_first_draws(threads: int) -> None:
    """They are what so many draws would have been; the doubts are then not weighed."""
    model, plan = doubtful(), Plan(rows=16, chunk=1)
    with ThreadPoolExecutor(max(1, threads)) as pool:
        executor = pool if threads else None
        found = robustness(model, 640, 5, plan=plan, executor=executor, progress=interrupting(40))
    assert not found.complete
    assert 0 < found.done < found.draws == 640
    assert found.influences == ()
    again = robustness(model, found.done, 5, plan=NO_SAMPLE)
    assert again.states == found.states
    assert again.targets == found.targets
    assert f"640 draws, interrupted after {found.done}" in found._repr_html_()


def test_stop_ends_a_run_early() -> None:
    """Before anything is done there is nothing to return; between draws and sample all draws count."""
    with pytest.raises(LimitError, match="before the first part of 640 draws was done"):
        robustness(doubtful(), 640, 5, stop=lambda: True)
    done: list[int] = []
    model, plan = doubtful(), Plan(rows=16)
    found = robustness(model, 64, 5, plan=plan, progress=lambda at, _: done.append(at), stop=lambda: 64 in done)
    assert (found.done, found.complete, found.influences) == (64, False, ())


def test_doubts_are_weighed_per_view_and_per_statement() -> None:
    """With one uncertain statement that alone decides, its indices are one and its value the whole variance."""
    wishes = {"A": [{"that": "A.arm", "unknown": True}, "A.talk"], "B": ["B.talk"]}
    found = robustness(graph_model(case_with(wishes)), 500, 1, plan=Plan(rows=256))
    assert found.targets["nobody arms"].held["nash"] == pytest.approx(0.5, abs=0.1)
    [[view]] = found.sound_first("nobody arms", "nash")
    [[line]] = found.sound_first("nobody arms", "nash", "statement")
    assert (view.by, view.decision_maker, view.statement, view.place) == ("view", "A", None, 1)
    assert (line.by, line.decision_maker, line.statement, line.place) == ("statement", "A", 0, 1)
    assert view.first == pytest.approx(1, abs=0.02)
    assert view.total == pytest.approx(1, abs=0.02)
    assert view.value == line.value == pytest.approx(0.25, abs=0.02)
    assert found.sound_first("never") == ()
    assert found.to_json()["influences"][0]["target"] == "nobody arms"


def test_what_matters_comes_first_and_equals_share_a_place() -> None:
    """A decides whether it arms and B cannot change it; two that matter alike are not told apart."""
    wishes = {
        "A": [{"that": "A.arm", "unknown": True}, {"that": "A.talk", "unknown": True}],
        "B": [{"that": "B.talk", "unknown": True}],
    }
    found = robustness(graph_model(case_with(wishes)), 50, 1, plan=Plan(rows=256))
    order = [[one.decision_maker for one in group] for group in found.sound_first("nobody arms", "nash")]
    assert order == [["A"], ["B"]]
    together = found.sound_first("both talk", "nash")
    assert [{one.decision_maker for one in group} for group in together] == [{"A", "B"}]
    assert {one.place for one in together[0]} == {1}
    lines = found.sound_first("both talk", "nash", "statement")
    assert {(one.decision_maker, one.statement) for one in lines[0]} == {("A", 1), ("B", 0)}


def test_a_sample_wider_than_the_direction_numbers_is_drawn_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long rankings have many places."""
    monkeypatch.setattr("goodoffices.outlook.influence._WIDEST", 1)
    found = robustness(doubtful(), 20, 1, plan=Plan(rows=16))
    assert found.complete


def test_results_can_be_read_as_words_json_and_tables() -> None:
    """Shares of variants are worded as that."""
    found = robustness(doubtful(), 40, 3, concepts=["seq"], plan=NO_SAMPLE)
    assert "holds in" in found.sentence("both talk")
    assert found.sentence("both talk").endswith("of model variants")
    plain = json.loads(json.dumps(found.to_json()))
    assert plain["done"] == 40
    assert plain["uncertain_inputs"] == 11
    frame = found.to_frame()
    assert list(frame.columns) == ["concept", "state", "share"]
    assert len(frame) == len(found.states["seq"])
    assert "model variants</td>" in found._repr_html_()
    assert robustness(doubtful(), 40, 9, plan=NO_SAMPLE).digest == found.digest
    assert robustness(doubtful(), 40, 9, plan=Plan(rows=0, noise=0.1)).digest == found.digest


def test_a_case_without_targets_or_today_still_has_shares() -> None:
    """Nothing can be held, and everything is within reach."""
    model = doubtful(targets={}, now=None)
    found = robustness(model, 10, 3)
    assert (dict(found.targets), found.influences) == ({}, ())
    assert "<th>state</th>" in found._repr_html_()
    chosen = robustness(doubtful(now=None), 10, 3, targets=["both talk", "both talk"], plan=NO_SAMPLE)
    assert list(chosen.targets) == ["both talk"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"draws": 0}, "found 0 for draws"),
        ({"draws": -5}, "found -5 for draws"),
        ({"seed": -1}, "found -1 for the seed"),
        ({"concepts": ["core"]}, "core"),
        ({"targets": ["peace"]}, "unknown target 'peace', expected one of 'both talk'"),
        ({"plan": Plan(rows=12)}, "found 12 rows of the Sobol sample, expected a power of two"),
        ({"plan": Plan(noise=-1)}, "found a noise of -1"),
    ],
)
def test_questions_that_cannot_be_answered_are_refused(more: dict[str, Any], words: str) -> None:
    """With what was expected."""
    given: dict[str, Any] = {"draws": 10, "seed": 1} | more
    with pytest.raises(CaseError, match=words):
        robustness(doubtful(), **given)


def test_a_result_refuses_what_it_is_not_about() -> None:
    """With what it is about."""
    found = robustness(doubtful(), 10, 1, plan=NO_SAMPLE)
    with pytest.raises(CaseError, match="target 'peace', expected one of both talk, nobody arms, never"):
        found.sentence("peace")
    with pytest.raises(CaseError, match="notion 'gmr', expected one of nash, seq"):
        found.sound_first("both talk", "gmr")
