"""CP-SAT on linked and interdependent problems: reporting, stopping, partial answers, and what the solver cannot do."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goodoffices.case.expressions import And, Option, Or, parse
from goodoffices.errors import LimitError
from goodoffices.settle import Frontier, Problem, Rule, Term, additive
from goodoffices.settle.cpmodel import Programme, Query, cp_sat
from goodoffices.settle.firsts import Stand, first_package
from goodoffices.settle.linked import Method, linked_frontier
from goodoffices.settle.searching import Search, Watcher
from goodoffices.settle.solving import Desk, Ended
from goodoffices.store import problem_from_genius


def rectangles(seed: int, issues: int, parties: int, each: int) -> Problem:
    """Draw a problem in which intervals of options of one to three issues are worth something together."""
    rng = np.random.default_rng(seed)
    plain = additive([[[0] * parties] * 5] * issues)
    terms = []
    for one in np.repeat(np.arange(parties), each):
        parts = []
        for k in rng.choice(issues, rng.integers(1, 4), replace=False):
            low, high = np.sort(rng.integers(0, 5, 2))
            parts.append(Or(tuple(Option(plain.issues[k], plain.options[k][j]) for j in range(low, high + 1))))
        terms.append(Term(int(one), int(rng.integers(1, 101)), And(tuple(parts))))
    return replace(plain, terms=tuple(terms))


def rows(found: Frontier) -> set[tuple[int, ...]]:
    """Return the points of a frontier."""
    return {tuple(row) for row in found.utilities.tolist()}


@pytest.mark.parametrize("parties", [1, 2, 3])
def test_both_methods_agree_on_interdependent_problems(parties: int) -> None:
    """Problems of seven issues of five options: the same points and the same packages; progress rises to 1."""
    for seed in range(4):
        problem = rectangles(seed, 7, parties, 8)
        told: list[float] = []
        found = linked_frontier(problem, progress=told.append, method="cp-sat")
        expected = linked_frontier(problem)
        assert found.packages.tolist() == expected.packages.tolist()
        assert found.utilities.tolist() == expected.utilities.tolist()
        assert found.method.startswith("CP-SAT, exact")
        assert found.parameters["num_workers"] == 1
        assert told == sorted(told)
        assert told[-1] == 1.0


@pytest.mark.parametrize("parties", [2, 3])
def test_stopping_gives_proven_points_and_a_bound(parties: int) -> None:
    """Stopped at any glance: what is listed is on the frontier, and what is missing does not exceed the bound."""
    problem = rectangles(5, 8, parties, 12)
    whole = linked_frontier(problem)
    for glances in (0, 1, 2, 4, 8):
        seen = count()
        found = linked_frontier(problem, method="cp-sat", stop=lambda seen=seen, most=glances: next(seen) >= most)  # type: ignore[misc]
        assert rows(found) <= rows(whole)
        if found.complete:
            assert rows(found) == rows(whole)
            continue
        assert found.method.startswith("partial")
        assert found.bound is not None
        for missing in rows(whole) - rows(found):
            assert all(units <= most for units, most in zip(missing, found.bound, strict=True))


def test_a_stop_ends_the_search_by_states_too() -> None:
    """Stopped from the start, both methods give an empty frontier that says so, with the ceilings as bound."""
    problem = rectangles(6, 6, 2, 6)
    found = linked_frontier(problem, stop=lambda: True)
    assert (len(found), found.complete) == (0, False)
    assert found.bound is not None
    with pytest.raises(LimitError, match="or was stopped"):
        linked_frontier(problem, stop=lambda: True, method="states")


def test_points_without_proven_first_packages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended while first packages are looked for, the frontier is complete and says what is not proven."""

    def ended(*_: object) -> None:
        raise Ended

    monkeypatch.setattr("goodoffices.settle.searching.first_package", ended)
    problem = rectangles(7, 6, 2, 8)
    found = linked_frontier(problem, method="cp-sat")
    assert found.complete
    assert rows(found) == rows(linked_frontier(problem))
    assert "not always the first" in found.method


def test_what_goes_wrong_in_a_search_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of a finder, of the proof of first packages or of the one who is told ends all searches."""
    problem = rectangles(8, 6, 3, 6)

    def broken(*_: object) -> None:
        raise LimitError("broken")

    with pytest.raises(LimitError, match="broken"):
        linked_frontier(problem, method="cp-sat", progress=broken)
    for name in ("goodoffices.settle.searching.first_package", "goodoffices.settle.searching.Search._greatest"):
        with monkeypatch.context() as patch:
            patch.setattr(name, broken)
            with pytest.raises(LimitError, match="broken"):
                linked_frontier(problem, method="cp-sat")


class _Impatient(Desk):
    """A desk whose searches end after next to no work."""

    def run(self, solver: Any, model: Any) -> Any:
        self.ended = True
        solver.parameters.max_deterministic_time = 1e-9
        return solver.solve(model)


def test_what_an_ended_search_has_learnt_narrows_the_bound() -> None:
    """A search that is ended knows what its objective cannot exceed; a search for any answer knows nothing."""
    problem = rectangles(9, 8, 2, 12)
    programme = Programme(problem)
    with pytest.raises(Ended) as caught:
        _Impatient().best(Query(programme), 0)
    most = max(row[0] for row in rows(linked_frontier(problem)))
    assert caught.value.bound is not None
    assert most <= caught.value.bound <= programme.worths[0].most
    with pytest.raises(Ended) as caught:
        _Idle().assumed(Query(programme), [])
    assert caught.value.bound is None
    search = Search(programme)
    search._desk = _Impatient()
    search.high[0] = 10**9
    with pytest.raises(Ended):
        search._best(0, search.low, search.high[0], None)
    assert most <= search.high[0] <= programme.worths[0].most
    steep = np.array([[j << 58, 0] for j in range(5)])
    long = Programme(replace(problem, values=(steep, *problem.values[1:])))
    assert len(long.worths[0].digits) == 2
    with pytest.raises(Ended) as caught:
        _Impatient().best(Query(long), 0)
    assert caught.value.bound is None


class _Idle(Desk):
    """A desk that is ended before its searches begin to work."""

    def run(self, solver: Any, model: Any) -> Any:
        del solver, model
        self.ended = True
        return cp_sat().UNKNOWN


class _Narrow(Desk):
    """A desk whose solver finds the model invalid unless, or even if, it does not presolve."""

    always = False

    def run(self, solver: Any, model: Any) -> Any:
        if self.always or solver.parameters.cp_model_presolve:
            return cp_sat().MODEL_INVALID
        return super().run(solver, model)


def test_presolving_that_fails_is_left_out() -> None:
    """If presolving makes numbers too large it is done without; if that does not help the limit is named."""
    problem = rectangles(10, 4, 2, 4)
    programme, desk = Programme(problem), _Narrow()
    assert desk.best(Query(programme), 0) == Desk().best(Query(programme), 0)
    desk.always = True
    with pytest.raises(LimitError, match="found utilities that CP-SAT cannot handle"):
        desk.best(Query(programme), 0)


def test_an_ended_desk_solves_nothing() -> None:
    """Once it is ended, a desk takes no further search; it can be told again."""
    desk = Desk()
    desk.end()
    desk.end()
    with pytest.raises(Ended):
        desk.found(Query(Programme(rectangles(1, 3, 2, 2))))


def test_rules_over_one_issue_that_leave_nothing_need_no_search() -> None:
    """Where an issue has no option left the frontier is empty, and progress is told."""
    problem = additive([[[1, 0], [0, 1]]] * 2)
    rules = tuple(Rule(parse(text), text) for text in ('issue-1."1"', 'issue-1."2"'))
    told: list[float] = []
    found = linked_frontier(replace(problem, rules=rules), method="cp-sat", progress=told.append)
    assert (len(found), found.complete, told[-1]) == (0, True, 1.0)


@pytest.mark.parametrize("parties", [2, 3])
def test_reservation_values_out_of_reach_are_refuted(parties: int) -> None:
    """Where nobody can have what all insist on there is no point, and that is proven."""
    problem = additive([[[k, 4 - k, k][:parties] for k in range(5)]] * 3, [10, 10, 10][:parties])
    found = linked_frontier(problem, method="cp-sat")
    assert (len(found), found.complete) == (0, True)


def test_exchanges_keep_rules_and_what_everybody_needs() -> None:
    """An exchange is made only if all rules hold after it and nobody gets less than needed."""
    plain = additive([[[0, 0], [0, 0], [5, 0]], [[0, 0], [0, 1]]], issues=["a", "b"])
    rule = Rule(parse('b."2" requires not a."1"'), "")
    programme = Programme(replace(plain, rules=(rule,)))
    stand = Stand(programme, (2, 1), (0, 1))
    assert not stand.exchange(0, 0)
    assert not stand.exchange(1, 0)
    assert stand.exchange(0, 1)
    assert (stand.package, stand.worth) == ([1, 1], [0, 1])
    assert first_package(programme, Desk(), (2, 1), (0, 0)) == (0, 0)


def test_the_first_package_is_found_where_single_exchanges_do_not_lead_to_it() -> None:
    """Two options that have to change together are changed: the solver finds what comes before."""
    plain = additive([[[0, 0], [0, 0]]] * 2, issues=["a", "b"])
    programme = Programme(replace(plain, rules=(Rule(parse('a."1" iff b."1"'), ""),)))
    assert first_package(programme, Desk(), (1, 1), (0, 0)) == (0, 0)


def test_watching_costs_nothing_where_nobody_watches() -> None:
    """With nobody to tell or to ask there are no glances; shares never fall."""
    assert Watcher().glance is None
    told: list[float] = []
    watcher = Watcher(told.append)
    assert watcher.glance is not None
    watcher.tell(0.5)
    watcher.tell(0.25)
    watcher.tell(2.0)
    assert told == [0.5, 0.5, 1.0]
    assert not watcher.stopping


@pytest.mark.reference
def test_the_public_domain_of_ten_issues_is_proven_complete_twice() -> None:
    """State by state and by CP-SAT the same ten points are found, each with the same package."""
    folder = Path(__file__).parents[3].parent / "shared" / "reference" / "settle" / "domains"
    if not folder.is_dir():
        pytest.skip("the reference folder is not beside the project")
    problem = problem_from_genius(folder / "10issues")
    methods: tuple[Method, Method] = ("states", "cp-sat")
    found, again = (linked_frontier(problem, method=method) for method in methods)
    assert (len(found), found.complete, again.complete) == (10, True, True)
    assert found.packages.tolist() == again.packages.tolist()
    assert found.utilities.tolist() == again.utilities.tolist()
