"""Constraint programming against brute force: frontiers, conflicts, openings and dominance of drawn problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from tests.oracles import settlement_oracle as oracle

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle.conflicts import Conflict, conflicts
from goodoffices.settle.improvement import acceptable_exists, dominating, improvements
from goodoffices.settle.linked import Method, linked_frontier
from goodoffices.settle.mandates import Demand, check_links
from goodoffices.settle.opening import Change, opening
from goodoffices.settle.problem import Problem, Rule, Term, additive

SEED = 19780905
METHODS: tuple[Method, Method] = ("states", "cp-sat")


def problem_of(bargain: oracle.Bargain) -> Problem:
    """Hand a drawn problem to the engine."""
    plain = additive([np.array(table, dtype=object) for table in bargain.values], bargain.reserve)
    texts = [(owner, oracle.as_text(rule, plain.issues, plain.options)) for owner, rule in bargain.rules]
    terms = [(one, extra, oracle.as_text(when, plain.issues, plain.options)) for one, extra, when in bargain.terms]
    return replace(
        plain,
        rules=tuple(Rule(parse(text), text, owner) for owner, text in texts),
        terms=tuple(Term(one, extra, parse(text)) for one, extra, text in terms),
    )


def as_oracle(demands: tuple[Demand, ...]) -> tuple[oracle.Demand, ...]:
    """Write demands as the oracle does."""
    return tuple(("reserve", one.party) if one.rule is None else ("line", one.rule) for one in demands)


@pytest.mark.parametrize(("turn", "scale"), [(0, 9), (1, 9), (2, 9), (3, 10**9), (4, 10**25)])
def test_frontiers_are_those_of_the_definition(turn: int, scale: int) -> None:
    """5 times 80 problems, some with utilities of 90 bits: the same points, each with the first of its packages."""
    rng = np.random.default_rng([SEED, turn])
    seen: Counter[str] = Counter()
    for number in range(80):
        bargain = oracle.drawn(rng, demanding=0.2)
        if scale > 9:
            bargain = scaled(bargain, rng, scale)
        problem, expected = problem_of(bargain), oracle.frontier(bargain)
        for method in METHODS:
            found = linked_frontier(problem, method=method)
            assert found.complete
            assert found.bound is None
            rows = zip(found.utilities.tolist(), found.packages.tolist(), strict=True)
            assert [(tuple(point), tuple(package)) for point, package in rows] == [one[:2] for one in expected], number
            if method == "states":
                assert found.ties == tuple(ties for _, _, ties in expected), number
        assert acceptable_exists(problem) == bool(expected)
        seen += Counter(empty=not expected, many=len(expected) > 3, terms=bool(problem.terms), big=not problem.fits)
    assert min(seen[what] for what in ("empty", "many", "terms")) >= 10, seen
    assert (seen["big"] > 40) == (scale > 10**20), seen


def scaled(bargain: oracle.Bargain, rng: np.random.Generator, scale: int) -> oracle.Bargain:
    """Make the numbers long, so that they differ in their last digits too."""

    def long(number: int) -> int:
        return number * scale + int(rng.integers(3))

    return bargain._replace(
        values=tuple(tuple(tuple(map(long, row)) for row in table) for table in bargain.values),
        terms=tuple((one, long(extra), when) for one, extra, when in bargain.terms),
        reserve=tuple(None if least is None else least * scale for least in bargain.reserve),
    )


def infeasible(rng: np.random.Generator) -> oracle.Bargain:
    """Draw a problem without an agreement zone whose links leave a package."""
    while True:
        bargain = oracle.drawn(rng)
        if oracle.linked_packages(bargain) and not oracle.possible(bargain, oracle.demands(bargain)):
            return bargain


@pytest.mark.parametrize("turn", range(4))
def test_conflicts_are_minimal_and_all_are_found(turn: int) -> None:
    """4 times 50 problems without a zone: exactly the sets that brute force over all sets of demands gives."""
    rng = np.random.default_rng([SEED, 100 + turn])
    seen: Counter[str] = Counter()
    for number in range(50):
        bargain = infeasible(rng)
        found, expected = conflicts(problem_of(bargain)), oracle.conflicts(bargain)
        assert found.complete
        assert [as_oracle(one.demands) for one in found] == expected, number
        seen += Counter(several=len(expected) > 1, together=len(expected[0]) > 1, lines=bool(found[0].red_lines))
    assert min(seen.values()) >= 5, seen


@pytest.mark.parametrize("turn", range(4))
def test_openings_are_the_smallest(turn: int) -> None:
    """4 times 40 problems: all smallest waivers, the package of each, and the least evenly spread lowering."""
    rng = np.random.default_rng([SEED, 200 + turn])
    seen: Counter[str] = Counter()
    for number in range(40):
        bargain = infeasible(rng)
        problem = problem_of(bargain)
        found, expected = opening(problem, most=100), oracle.fewest(bargain)
        assert found.needed
        assert found.all_listed
        assert [as_oracle(one.waived) for one in found.fewest] == expected, number
        for one, waived in zip(found.fewest, expected, strict=True):
            lowered = [party for kind, party in waived if kind == "reserve"]
            check_change(problem, bargain, one, oracle.evenest(bargain, waived, lowered))
        everybody = range(len(bargain.reserve))
        check_change(problem, bargain, found.lowering, oracle.evenest(bargain, (), everybody))
        seen += Counter(
            several=len(expected) > 1,
            two=len(expected[0]) > 1,
            none=found.lowering is None,
            lowered=found.lowering is not None,
        )
    assert min(seen.values()) >= 1, seen


def check_change(
    problem: Problem, bargain: oracle.Bargain, change: Change | None, expected: list[object] | None
) -> None:
    """Compare a change with what brute force gives."""
    if change is None or expected is None:
        assert change is None
        assert expected is None
        return
    assert [change.utilities, change.package] == expected[1:], bargain
    short = [one for one, least in enumerate(problem.reserve) if least is not None and change.utilities[one] < least]
    assert change.reserves == tuple(short)
    shares = [-one.share for one in change.shortfalls if one.share is not None]
    assert sorted(shares) == expected[0][: len(shares)]  # type: ignore[index]


@pytest.mark.parametrize("turn", range(3))
def test_dominance_is_found_or_refuted(turn: int) -> None:
    """3 times 60 packages of problems with and without links: what dominates is real and undominated, and is found."""
    rng = np.random.default_rng([SEED, 300 + turn])
    seen: Counter[str] = Counter()
    for _ in range(60):
        bargain = oracle.drawn(rng, demanding=0.3)
        if turn == 2:
            bargain = bargain._replace(rules=(), terms=())
        problem = problem_of(bargain)
        package = tuple(int(rng.integers(len(table))) for table in bargain.values)
        own: tuple[int, ...] = ()
        for reserves in (True, False):
            every = oracle.demands(bargain)
            rows = oracle.possible(bargain, [one for one in every if reserves or one[0] == "line"])
            points = [oracle.linked_packages(bargain)[one] for one in rows]
            own = oracle.worth(bargain, package)
            above = oracle.better(own, points)
            found = dominating(problem, package, reserves=reserves)
            assert found.utilities == own
            assert found.undominated == (not above)
            if above:
                assert found.by_utilities == max(above)
                assert found.by == rows[points.index(max(above))]
            seen += Counter(dominated=bool(above), undominated=not above)
        better = improvements(problem, package)
        expected = oracle.frontier(bargain._replace(reserve=own))
        assert [tuple(row) for row in better.packages.tolist()] == [row for _, row, _ in expected]
    assert min(seen.values()) >= 10, seen


def test_contradictory_links_are_refused_with_a_smallest_set() -> None:
    """Links that leave no package are named: together they leave none, without any one of them they leave some."""
    rng = np.random.default_rng([SEED, 400])
    refused = 0
    while refused < 40:
        bargain = oracle.drawn(rng)
        links = [rule for owner, rule in bargain.rules if owner is None]
        problem = problem_of(bargain)
        if oracle.linked_packages(bargain):
            check_links(problem)
            continue
        with pytest.raises(CaseError, match="links: found “") as caught:
            conflicts(problem)
        named = [
            rule for rule in links if f"“{oracle.as_text(rule, problem.issues, problem.options)}”" in str(caught.value)
        ]
        bare = bargain._replace(rules=())
        every = list(oracle.linked_packages(bare))
        assert not [one for one in every if all(oracle.holds(rule, one) for rule in named)]
        for left in set(named):
            rest = [rule for rule in named if rule != left]
            assert [one for one in every if all(oracle.holds(rule, one) for rule in rest)]
        refused += 1


def test_order_of_options_and_parties_does_not_matter() -> None:
    """With parties in another order the points are the same; a second run gives the same in every detail."""
    rng = np.random.default_rng([SEED, 500])
    for _ in range(20):
        bargain = oracle.drawn(rng)
        problem = problem_of(bargain)
        found, again = (linked_frontier(problem, method="cp-sat") for _ in range(2))
        assert found.to_json() == again.to_json()
        turned = replace(
            problem,
            parties=problem.parties[::-1],
            values=tuple(table[:, ::-1].copy() for table in problem.values),
            reserve=problem.reserve[::-1],
            units=problem.units[::-1],
            terms=tuple(replace(term, party=len(problem.parties) - 1 - term.party) for term in problem.terms),
        )
        points = {tuple(row) for row in found.utilities.tolist()}
        assert {tuple(row[::-1]) for row in linked_frontier(turned, method="cp-sat").utilities.tolist()} == points
    assert Conflict(()).demands == ()
