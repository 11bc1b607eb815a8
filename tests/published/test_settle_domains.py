"""Published negotiation domains of GENIUS, as their files say and with the frontiers that follow from them.

Sizes, frontiers and solutions come with the files (computed from the definitions in exact fractions, or shipped with
the domain), or from a brute force that shares nothing with the program.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.oracles import genius_oracle as oracle

from goodoffices.settle import Frontier, Problem, frontier
from goodoffices.store import problem_from_genius, read_domain

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "settle"

pytestmark = pytest.mark.reference

FOLDERS = {
    "ampo_vs_city": "AMPOvsCity",
    "england_zimbabwe_tobacco": "EnglandZimbabwe",
    "itex_vs_cypress": "ItexvsCypress",
}


def domains() -> Path:
    """Return the folder of the domains, or skip where it is absent."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder is not beside the project")
    return REFERENCE / "domains"


@cache
def told(name: str) -> dict[str, Any]:
    """Read what the reference says about a case."""
    domains()
    read: dict[str, Any] = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
    return read


@cache
def solved(folder: str) -> Frontier:
    """Find the frontier of a domain, reservation values kept."""
    return frontier(problem_from_genius(domains() / folder))


def exact_points(found: Frontier) -> list[tuple[Fraction, ...]]:
    """Return the points of a frontier in exact fractions."""
    return [found.problem.exact(row) for row in found.utilities.tolist()]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_domain_says_what_its_case_says(name: str) -> None:
    """Parties, issues, options in order, weights, evaluations and reservation values."""
    domain, wanted = read_domain(domains() / FOLDERS[name]), told(name)
    assert list(domain.parties) == wanted["parties"]
    assert prod(len(issue.options) for issue in domain.issues) == wanted["outcomes"]
    assert [(issue.name, list(issue.options)) for issue in domain.issues] == [
        (issue["name"], issue["options"]) for issue in wanted["issues"]
    ]
    for profile in domain.profiles:
        for k, issue in enumerate(wanted["issues"]):
            assert float(profile.weights[k]) == issue["weights"][profile.party]
            assert list(map(float, profile.evaluations[k])) == issue["values"][profile.party]
        least = wanted["reservation"][profile.party]
        assert (profile.reservation is None) == (least is None)
        assert profile.reserve == (least or 0)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_frontier_of_a_case_is_the_published_one(name: str) -> None:
    """Complete, every point in order, to the decimals that are given."""
    found, wanted = solved(FOLDERS[name]), told(name)["computed"]
    assert found.complete
    assert found.problem.outcomes == told(name)["outcomes"]
    assert len(found) == wanted["frontier_size"] == len(wanted["frontier"])
    points = [list(map(float, point)) for point in exact_points(found)]
    np.testing.assert_allclose(points, wanted["frontier"], rtol=0, atol=6e-7)


GOALS: dict[str, Callable[[tuple[Fraction, ...]], Any]] = {"nash": prod, "maxmin": min, "max_sum": sum}


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("name", FOLDERS)
def test_the_best_point_of_a_case_is_the_published_one(name: str, goal: str) -> None:
    """The largest product, smallest utility and sum, as exact fractions; and the package that gives them."""
    found, wanted = solved(FOLDERS[name]), told(name)["computed"][goal]
    points = exact_points(found)
    best = max(points, key=GOALS[goal])
    assert list(map(str, best)) == wanted["exact"]
    package = found.problem.package(wanted["package"])
    assert found.problem.exact(found.problem.utilities([package])[0].tolist()) == best
    row = points.index(best)
    assert found.ties is not None
    assert found.ties[row] > 1 or found.problem.in_words(found.packages[row]) == wanted["package"]


def compared(problem: Problem, paths: list[Path]) -> tuple[np.ndarray[Any, Any], set[tuple[int, ...]], list[Any]]:
    """Return all packages, the frontier among the acceptable ones by brute force, and exact values for each rank."""
    order = dict(zip(problem.issues, problem.options, strict=True))
    packages, worth = oracle.all_utilities(paths, order)
    assert len(packages) == problem.outcomes
    keep = [
        row
        for row in range(len(packages))
        if all(
            least is None or column[row] >= least * unit
            for column, least, unit in zip(worth, problem.reserve, problem.units, strict=True)
        )
    ]
    kept = [[column[row] for row in keep] for column in worth]
    scale = [sorted(set(column)) for column in kept]
    return np.array(keep), oracle.undominated(oracle.ranks(kept)), scale


def as_ranks(found: Frontier, scale: list[list[Fraction]]) -> set[tuple[int, ...]]:
    """Return the points of a frontier as ranks among exact values."""
    place = [{value: rank for rank, value in enumerate(column)} for column in scale]
    return {tuple(place[one][value] for one, value in enumerate(point)) for point in exact_points(found)}


def test_sixteen_issues_and_six_parties_with_their_reservation_values() -> None:
    """248 of 65,536 packages are acceptable to all, 63 of them undominated: as the brute force says, exactly."""
    problem = problem_from_genius(domains() / "Domain16")
    paths = sorted((domains() / "Domain16").glob("*_util*.xml"))
    keep, wanted, scale = compared(problem, paths)
    assert (problem.outcomes, len(keep), len(wanted)) == (65_536, 248, 63)
    rows = np.indices(problem.shape).reshape(len(problem.shape), -1).T
    np.testing.assert_array_equal(np.flatnonzero(problem.acceptable(rows)), keep)
    found = solved("Domain16")
    assert found.complete
    assert len(found) == 63
    assert as_ranks(found, scale) == wanted


def test_sixteen_issues_and_six_parties_that_refuse_nothing() -> None:
    """2907 undominated packages: as the brute force says, exactly."""
    problem = problem_from_genius(domains() / "Domain16")
    free = Problem(
        problem.parties, problem.issues, problem.options, problem.values, problem.units, (None,) * 6,
        divisible=problem.divisible,
    )  # fmt: skip
    _, wanted, scale = compared(free, sorted((domains() / "Domain16").glob("*_util*.xml")))
    assert len(wanted) == 2907
    found = frontier(free)
    assert found.complete
    assert len(found) == 2907
    assert as_ranks(found, scale) == wanted


def test_a_party_of_nine() -> None:
    """Nine profiles over 3,072 packages: the frontier is that of the brute force."""
    problem = problem_from_genius(domains() / "partydomain")
    assert (len(problem.parties), problem.outcomes) == (9, 3_072)
    paths = [domains() / "partydomain" / f"{party}.xml" for party in problem.parties]
    keep, wanted, scale = compared(problem, paths)
    assert len(keep) == 3_072
    found = solved("partydomain")
    assert found.complete
    assert as_ranks(found, scale) == wanted


def test_packages_of_a_domain_of_rectangles_are_worth_what_their_profiles_say() -> None:
    """By the definition: the points of the rectangles that a package lies in, over the most."""
    problem = problem_from_genius(domains() / "10issues")
    assert problem.outcomes == 10**10
    rng = np.random.default_rng(20)
    rows = rng.integers(0, 10, (200, 10))
    for row, units in zip(rows, problem.utilities(rows).tolist(), strict=True):
        package = problem.in_words(row)
        wanted = [
            oracle.rectangle_utility(domains() / "10issues" / f"{party}.xml", package) for party in problem.parties
        ]
        assert list(problem.exact(units)) == wanted


def test_the_frontier_of_a_domain_of_rectangles_is_the_shipped_one() -> None:
    """Ten points, proven complete; equal to the decimals that come with the domain."""
    lines = (domains() / "10issues" / "pareto.xml").read_text("utf-8").split("\n")
    shipped = sorted((tuple(map(float, line.split(","))) for line in lines if "," in line), reverse=True)
    found = solved("10issues")
    assert found.complete
    points = [tuple(map(float, point)) for point in exact_points(found)]
    assert len(points) == len(shipped) == 10
    np.testing.assert_allclose(points, shipped, rtol=0, atol=1e-6)
