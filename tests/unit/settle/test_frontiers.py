"""Which solver is taken, what it says of itself, and what is returned when it is stopped or cut short."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError, LimitError
from goodoffices.settle import Frontier, Problem, Rule, Term, additive, enumeration, frontier

SEED = 20171029


def drawn(parties: int, issues: int, options: int, *, top: int = 100, share: float | None = None) -> Problem:
    """Draw a problem whose issues count by themselves; reservation values are a share of the best."""
    rng = np.random.default_rng([SEED, parties, issues, options])
    values = [rng.integers(0, top + 1, (options, parties)) for _ in range(issues)]
    best = sum(table.max(axis=0) for table in values)
    return additive(values, None if share is None else (best * share).astype(int).tolist())


def linked(problem: Problem, *texts: str) -> Problem:
    """Add rules."""
    return replace(problem, rules=tuple(Rule(parse(text), text) for text in texts))


def points(found: Frontier) -> list[tuple[int, ...]]:
    """Return what the packages found are worth."""
    return [tuple(row) for row in found.utilities.tolist()]


def after(calls: int) -> Callable[[], bool]:
    """Return a stop that says yes from a certain call on."""
    said = [0]

    def stop() -> bool:
        said[0] += 1
        return said[0] > calls

    return stop


def check_partial(found: Frontier, whole: Frontier) -> None:
    """Real, acceptable packages that do not dominate one another, and a bound on all that is missing."""
    assert not found.complete
    assert found.ties is None
    assert found.bound is not None
    assert found.method.startswith("partial: ")
    worth = found.utilities
    assert found.problem.acceptable(found.packages).all()
    covers = (worth[:, None, :] >= worth[None, :, :]).all(axis=2)
    assert (covers == np.eye(len(found), dtype=bool)).all()
    missing = [row for row in points(whole) if row not in points(found)]
    assert all(own <= most for row in missing for own, most in zip(row, found.bound, strict=True))


@pytest.fixture
def cp_sat(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the solver of linked packages; returns what it is called with."""
    calls: list[dict[str, Any]] = []

    def linked_frontier(problem: Problem, **given: Any) -> Frontier:
        calls.append(given)
        return Frontier.of(problem, np.zeros((1, len(problem.issues)), dtype=np.int64), method="CP-SAT")

    stand_in = ModuleType("goodoffices.settle.linked")
    stand_in.linked_frontier = linked_frontier  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "goodoffices.settle.linked", stand_in)
    return calls


def test_the_solver_follows_from_the_structure() -> None:
    """Issues by themselves, groups of linked ones, everything linked."""
    problem = drawn(2, 4, 3)
    assert frontier(problem).method == "dynamic programme over 4 issues, exact"
    pair = linked(problem, 'issue-1."1" requires issue-3."2"')
    assert frontier(pair).method == "dynamic programme over 3 groups of linked issues, exact"
    chain = linked(pair, *(f'issue-{k}."1" requires issue-{k + 1}."1"' for k in (1, 2, 3)))
    assert frontier(chain).method == "enumeration of 81 packages, exact"
    assert points(frontier(pair, method="enumeration")) == points(frontier(pair))


def test_rules_over_one_issue_only_take_options_away() -> None:
    """They do not make a problem linked."""
    problem = linked(drawn(2, 3, 4), 'not issue-2."3"', 'issue-1."1" | issue-1."4"')
    found = frontier(problem)
    assert found.method == "dynamic programme over 3 issues, exact"
    assert set(found.packages[:, 1]) <= {0, 1, 3}
    assert set(found.packages[:, 0]) <= {0, 3}
    assert "enumeration of 24 packages" in frontier(problem, method="enumeration").method


def test_too_many_linked_combinations_go_to_cp_sat(cp_sat: list[dict[str, Any]]) -> None:
    """So do problems for which it is asked for; progress and stop are handed on."""
    chain = [f'issue-{k}."1" requires issue-{k + 1}."1"' for k in range(1, 12)]
    told: list[float] = []
    assert frontier(linked(drawn(2, 12, 5), *chain), progress=told.append).method == "CP-SAT"
    assert cp_sat == [{"progress": told.append, "stop": None}]
    assert frontier(drawn(2, 2, 2), method="cp-sat").method == "CP-SAT"
    big = replace(linked(drawn(2, 12, 3), *chain), reserve=(1 << 70, None))
    assert frontier(big).method == "CP-SAT"
    assert len(cp_sat) == 3


def test_an_unknown_solver_is_refused() -> None:
    """With the names of those there are."""
    with pytest.raises(CaseError, match="found the solver 'magic', expected one of enumeration, dynamic programme, cp"):
        frontier(drawn(2, 2, 2), method="magic")  # type: ignore[arg-type]


def test_what_cannot_be_numbered_is_not_enumerated() -> None:
    """Asked for by name only; the message says what to do."""
    with pytest.raises(LimitError, match=r"expected fewer than 2\*\*62; leave the choice of the solver open"):
        frontier(drawn(2, 70, 2), method="enumeration")


def test_rules_that_leave_no_option_leave_an_empty_frontier() -> None:
    """It is complete."""
    found = frontier(linked(drawn(2, 3, 2), 'not issue-2."1"', 'not issue-2."2"'))
    assert (len(found), found.complete, found.ties, found.bound) == (0, True, (), None)
    assert found.method == "rules leave no option for an issue, exact"


@pytest.mark.parametrize("method", ["enumeration", "dynamic programme"])
@pytest.mark.parametrize("reserve", [(401, None), (360, 360), (10**30, 0)])
def test_reservation_values_that_exclude_one_another_leave_an_empty_frontier(
    method: Any, reserve: tuple[int | None, ...]
) -> None:
    """Whether one alone is out of reach, or all together, or no machine word holds it."""
    found = frontier(replace(drawn(2, 4, 3), reserve=reserve), method=method)
    assert (len(found), found.complete, found.ties, found.bound) == (0, True, (), None)


def test_a_single_party_gets_its_best() -> None:
    """All packages that give it are counted, the first is named."""
    found = frontier(additive([[[1], [2], [2]], [[3], [0], [3]]]))
    assert (points(found), found.packages.tolist(), found.ties) == ([(5,)], [[1, 0]], (4,))


def test_issues_with_very_many_options_are_named_rightly() -> None:
    """More options than a byte or two bytes hold; the first of several equal packages is the one with least numbers."""
    for count in (300, 70_000):
        table = np.zeros((count, 2), dtype=np.int64)
        table[-2], table[-1], table[count // 2] = (5, 0), (0, 5), (5, 0)
        found = frontier(additive([table, table]))
        middle = count // 2
        assert found.packages.tolist() == [[middle, middle], [middle, count - 1], [count - 1, count - 1]]
        assert found.ties == (4, 4, 1)


@pytest.mark.parametrize("method", ["enumeration", "dynamic programme"])
def test_progress_rises_to_one(method: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares from 0 to 1, the last of them 1."""
    monkeypatch.setattr(enumeration, "_CHUNK", 100)
    told: list[float] = []
    frontier(linked(drawn(2, 6, 4), 'issue-1."1" requires issue-2."1"'), method=method, progress=told.append)
    assert told == sorted(told)
    assert len(set(told)) > 4
    assert told[0] >= 0
    assert told[-1] == 1


@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("calls", [0, 3, 6])
@pytest.mark.parametrize("share", [None, 0.5])
def test_a_dynamic_programme_that_is_stopped_returns_what_it_can(parties: int, calls: int, share: float | None) -> None:
    """Packages made of the sums that were there; the bound is the tighter the later it was stopped."""
    problem = drawn(parties, 8, 10, share=share)
    whole = frontier(problem)
    found = frontier(problem, stop=after(calls))
    check_partial(found, whole)
    assert len(found) > 0
    assert f"stopped as asked with {calls + 1} of 8 added up" in found.method
    earlier = frontier(problem, stop=after(0)).bound
    assert earlier is not None
    assert found.bound is not None
    assert all(late <= early for late, early in zip(found.bound, earlier, strict=True))


def test_what_is_stopped_with_big_numbers_is_bounded_exactly() -> None:
    """Numbers beyond a machine word, whose greatest divisor is taken out on the way."""
    plain = drawn(3, 8, 10, share=0.5)
    factor = 10**40 + 1
    big = additive(
        [table.astype(object) * factor - 7 for table in plain.values],
        [None if one is None else one * factor - 56 for one in plain.reserve],
    )
    found, expected = frontier(big, stop=after(3)), frontier(plain, stop=after(3))
    assert expected.bound is not None
    assert found.bound == tuple(one * factor - 56 for one in expected.bound)
    assert found.packages.tolist() == expected.packages.tolist()
    rng = np.random.default_rng(SEED)
    odd = additive([rng.integers(0, 1 << 62, (10, 3)).astype(object) << 40 | 1 for _ in range(7)])
    check_partial(frontier(odd, stop=after(4)), frontier(odd))


def test_a_stop_that_leaves_no_acceptable_package_says_so() -> None:
    """None of the few sums carried on may reach tight reservation values."""
    rng = np.random.default_rng(SEED)
    values = [rng.integers(0, 10**6, (40, 6)) for _ in range(9)]
    best = sum(table.max(axis=0) for table in values)
    problem = additive(values, (best * 0.9).astype(int).tolist())
    found = frontier(problem, stop=after(0))
    assert (len(found), found.complete, found.ties) == (0, False, None)
    assert found.bound is not None


@pytest.mark.parametrize("memory", [100, 20_000, 60_000])
def test_sums_that_do_not_fit_into_memory_cut_the_work_short(memory: int) -> None:
    """The message names the limit."""
    problem = drawn(3, 8, 10)
    found = frontier(problem, memory=memory)
    check_partial(found, frontier(problem))
    assert "points to compare do not fit into" in found.method


def test_sums_are_compared_in_pieces_where_memory_is_short() -> None:
    """What fits only option by option is found all the same, with packages and counts, big ones too."""
    idle = [np.zeros((3, 3), dtype=np.int64)] * 50
    for problem in (drawn(3, 7, 10), additive([*idle, *drawn(3, 5, 6, top=3).values, *idle])):
        whole = frontier(problem)
        found = frontier(problem, memory=250_000)
        assert found.complete
        assert found.packages.tolist() == whole.packages.tolist()
        assert found.ties == whole.ties


def test_pieces_of_sums_may_be_stopped_too() -> None:
    """Between one piece and the next."""
    problem = drawn(3, 7, 10)
    told: list[float] = []
    frontier(problem, memory=250_000, progress=told.append)
    assert len(told) > 8
    check_partial(frontier(problem, memory=250_000, stop=after(len(told) - 2)), frontier(problem))


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Problem:
    """Return a linked problem that is enumerated in many chunks."""
    monkeypatch.setattr(enumeration, "_CHUNK", 50)
    rules = [f'issue-{k}."1" requires issue-{k + 1}."2"' for k in range(1, 6)]
    term = Term(1, 40, parse('issue-1."2" & issue-6."4"'))
    return replace(linked(drawn(3, 6, 4), *rules), terms=(term, replace(term, party=0, worth=-30)))


def test_enumeration_in_chunks_finds_the_same(chain: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """With counts and first packages."""
    in_chunks = frontier(chain)
    monkeypatch.undo()
    at_once = frontier(chain)
    assert in_chunks.packages.tolist() == at_once.packages.tolist()
    assert in_chunks.ties == at_once.ties
    assert in_chunks.method == "enumeration of 4096 packages, exact"


def test_an_enumeration_that_is_stopped_returns_what_it_has_seen(chain: Problem) -> None:
    """The bound is what no combination can exceed."""
    for calls in (20, 50, 70):
        found = frontier(chain, stop=after(calls))
        check_partial(found, frontier(chain))
        assert found.method == "partial: enumeration of 4096 packages, stopped as asked"
        assert len(found) > 0
    cut = frontier(chain, memory=8_000)
    check_partial(cut, frontier(chain))
    assert "points to compare do not fit into" in cut.method


def test_groups_that_were_not_finished_are_added_up_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the stop no longer says yes, what was seen of each group is still a part of real packages."""
    monkeypatch.setattr(enumeration, "_CHUNK", 5)
    problem = linked(drawn(2, 5, 4), 'issue-1."1" requires issue-2."2"', 'issue-3."1" requires issue-4."2"')
    once = iter([False, True])
    found = frontier(problem, stop=lambda: next(once, False))
    check_partial(found, frontier(problem))
    assert found.method == "partial: dynamic programme over 3 groups of linked issues, stopped as asked"
    assert len(found) > 0
    check_partial(frontier(problem, stop=after(1)), frontier(problem))


def test_an_enumeration_stopped_before_it_finds_anything_has_only_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing acceptable stands among the first combinations."""
    monkeypatch.setattr(enumeration, "_CHUNK", 2)
    problem = linked(additive([[[0, 0], [3, 3]]] * 3, [9, 9]), 'issue-1."1" requires issue-2."1"')
    found = frontier(problem, stop=after(0))
    assert (len(found), found.complete, found.bound) == (0, False, (9, 9))
    assert found.method.endswith("cut short before any was found")
    assert points(frontier(problem)) == [(9, 9)]
