"""The frontier against its definition, by brute force, and what it must not depend on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from tests.oracles import frontier_oracle as oracle

from goodoffices.case.expressions import parse
from goodoffices.settle import Frontier, Problem, Rule, Term, additive, frontier
from goodoffices.settle.filtering import undominated

SEED = 19780917


def problem_of(given: oracle.Settlement) -> Problem:
    """Hand a drawn problem to the engine."""
    plain = additive([np.array(table, dtype=object) for table in given.values], given.reserve)
    texts = [oracle.as_text(rule, plain.issues, plain.options) for rule in given.rules]
    terms = [(party, extra, oracle.as_text(when, plain.issues, plain.options)) for party, extra, when in given.terms]
    return replace(
        plain,
        rules=tuple(Rule(parse(text), text) for text in texts),
        terms=tuple(Term(party, extra, parse(text)) for party, extra, text in terms),
    )


def points(found: Frontier) -> list[oracle.Point]:
    """Return what was found as the oracle writes it."""
    assert found.ties is not None
    rows = zip(found.utilities.tolist(), found.packages.tolist(), found.ties, strict=True)
    return [oracle.Point(tuple(worth), tuple(package), ties) for worth, package, ties in rows]


@pytest.mark.parametrize("turn", range(4))
def test_additive_frontiers_are_those_of_the_definition(turn: int) -> None:
    """4 times 150 problems with ties, negative and big numbers, reservation values and rules over single issues."""
    rng = np.random.default_rng([SEED, turn])
    seen: Counter[str] = Counter()
    for number in range(150):
        given = oracle.drawn(rng)
        problem = problem_of(given)
        expected = oracle.frontier(given)
        found = frontier(problem)
        assert points(found) == expected, number
        assert found.complete
        assert found.bound is None
        assert points(frontier(problem, method="enumeration")) == expected, number
        seen += Counter(
            empty=not expected,
            ties=any(point.ties > 1 for point in expected),
            big=not problem.fits,
            rules=bool(given.rules),
            reserve=any(given.reserve),
            many=len(expected) > 8,
        )
    assert min(seen[what] for what in ("empty", "ties", "big", "rules", "reserve", "many")) >= 10, seen


@pytest.mark.parametrize("turn", range(4))
def test_linked_frontiers_are_those_of_the_definition(turn: int) -> None:
    """4 times 100 problems with rules over several issues and interdependent utilities, in groups and all together."""
    rng = np.random.default_rng([SEED, 100 + turn])
    seen: Counter[str] = Counter()
    for number in range(100):
        given = oracle.drawn(rng, linked=True)
        problem = problem_of(given)
        expected = oracle.frontier(given)
        assert points(frontier(problem, method="dynamic programme")) == expected, number
        assert points(frontier(problem, method="enumeration")) == expected, number
        seen += Counter(groups="groups" in frontier(problem).method, linked=not problem.is_additive)
    assert min(seen["groups"], seen["linked"]) >= 5, seen


def test_order_of_issues_and_of_parties_does_not_matter() -> None:
    """The points are the same, with the same number of packages; with parties exchanged, so are their numbers."""
    rng = np.random.default_rng([SEED, 200])
    for _ in range(100):
        given = oracle.drawn(rng, most=3000)
        problem = problem_of(given._replace(rules=[]))
        expected = {point.worth: point.ties for point in points(frontier(problem))}
        issues = rng.permutation(len(given.values))
        parties = rng.permutation(len(given.reserve))
        other = additive(
            [problem.values[k][:, parties] for k in issues],
            [problem.reserve[one] for one in parties],
        )
        found = {point.worth: point.ties for point in points(frontier(other))}
        assert found == {tuple(worth[one] for one in parties): ties for worth, ties in expected.items()}


@pytest.mark.parametrize("parties", [3, 4, 5, 6])
@pytest.mark.parametrize("top", [3, 20, 10**9, 2**61])
def test_many_points_are_filtered_as_by_comparing_all(parties: int, top: int) -> None:
    """Thousands of points, with and without equals, in one machine word or several."""
    rng = np.random.default_rng([SEED, parties, top % 1000])
    drawn = rng.integers(-top, top + 1, (parties, 3000))
    drawn[:, ::7] = drawn[:, rng.integers(0, 3000, len(drawn[0, ::7]))]
    drawn[0] = -drawn[1:].sum(axis=0) // top if top < 2**60 else drawn[0]
    covers = (drawn[:, :, None] >= drawn[:, None, :]).all(axis=0)
    expected = ~(covers & ~covers.T).any(axis=0)
    for given in (drawn, drawn.astype(object)):
        found = undominated(given)
        assert sorted(found.members) == np.flatnonzero(expected).tolist()
        for start, size in zip(found.starts, found.sizes, strict=True):
            members = found.members[start : start + size]
            assert (np.diff(members) > 0).all()
            assert (drawn[:, members] == drawn[:, members[:1]]).all()
        firsts = [tuple(drawn[:, member].tolist()) for member in found.members[found.starts]]
        assert firsts == sorted(set(firsts), reverse=True)


def test_counts_of_packages_are_exact_beyond_a_machine_word() -> None:
    """Three hundred issues that change nothing, and a few that do."""
    rng = np.random.default_rng([SEED, 300])
    given = [rng.integers(0, 3, (4, 2)) for _ in range(5)]
    few = {point.worth: point.ties for point in points(frontier(additive(given)))}
    idle = [np.zeros((3, 2), dtype=np.int64)] * 300
    found = points(frontier(additive([*idle[:150], *given, *idle[150:]])))
    assert {point.worth: point.ties for point in found} == {worth: ties * 3**300 for worth, ties in few.items()}


def test_packages_with_equal_utilities_are_counted_along_sums_that_coincide() -> None:
    """Sixty equal issues: the number of packages for each point is a binomial coefficient, some beyond 2**53."""
    found = points(frontier(additive([[[1, 0], [0, 1]]] * 60)))
    row = [1]
    for _ in range(60):
        row = [a + b for a, b in zip([0, *row], [*row, 0], strict=True)]
    assert [point.ties for point in found] == row
    assert found[30].package == (0,) * 30 + (1,) * 30
