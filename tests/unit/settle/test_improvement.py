"""What dominates a package, or the proof that nothing does; what improves on an agreed one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle import Problem, Rule, additive, frontier
from goodoffices.settle.improvement import acceptable_exists, dominating, improvements

PLAIN = additive([[[3, 0], [0, 2]], [[1, 1], [0, 4]]], issues=["land", "water"], parties=["UP", "DOWN"])
LINK = 'land."1" requires water."2"'
LINKED = replace(PLAIN, rules=(Rule(parse(LINK), LINK),))


@pytest.mark.parametrize("problem", [PLAIN, LINKED])
def test_a_dominating_package_is_told(problem: Problem) -> None:
    """What would change, who would gain, and by which method it was found."""
    found = dominating(problem, (1, 0))
    assert (found.by, found.undominated) == ((0, 1), False)
    assert found.sentence() == "With land 1, water 2 instead, UP and DOWN would get more and nobody less."
    assert found.to_json()["dominated_by"]["package"] == {"land": "1", "water": "2"}
    assert found.method == "CP-SAT, exact" or problem is PLAIN
    assert found.digest == problem.digest()


def test_that_nothing_dominates_is_proven() -> None:
    """By the dynamic programme where issues count by themselves, else by CP-SAT."""
    found = dominating(PLAIN, (0, 1))
    assert found.sentence() == (
        "No package that all rules permit and all parties accept gives somebody more and nobody less"
        " (dynamic programme over 2 issues, exact)."
    )
    assert found.to_json()["dominated_by"] is None
    refuted = dominating(LINKED, (0, 1), reserves=False)
    assert refuted.undominated
    assert refuted.method == "CP-SAT, none: proven"
    assert refuted.within == "that all rules permit"
    assert refuted._repr_html_().startswith("<p>No package that all rules permit gives")


def test_reservation_values_may_be_left_aside() -> None:
    """What one party would refuse dominates only if reservation values are left aside."""
    problem = replace(PLAIN, reserve=(None, 5))
    assert dominating(problem, (1, 0)).by is None
    assert dominating(problem, (1, 0), reserves=False).by == (0, 1)


def test_a_partial_frontier_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the dynamic programme is cut short CP-SAT is asked instead."""
    monkeypatch.setattr("goodoffices.settle.improvement.frontier", lambda problem: frontier(problem, stop=lambda: True))
    found = dominating(additive([[[k, 9 - k] for k in range(9)]] * 3), (0, 0, 0))
    assert found.method == "CP-SAT, none: proven"


@pytest.mark.parametrize("problem", [PLAIN, LINKED])
def test_improvements_start_from_what_was_agreed(problem: Problem) -> None:
    """What was agreed takes the place of reservation values, and an undominated deal improves only on itself."""
    found = improvements(problem, (1, 0))
    assert all(min(a >= b for a, b in zip(row, (1, 3), strict=True)) for row in found.utilities.tolist())
    best = tuple(found.packages[0].tolist())
    assert improvements(problem, best).packages.tolist() == [list(best)]


def test_acceptable_packages_exist_or_not() -> None:
    """By search or by proof."""
    assert acceptable_exists(PLAIN)
    assert acceptable_exists(replace(LINKED, reserve=(3, 4)))
    assert not acceptable_exists(replace(LINKED, reserve=(4, 1)))


@pytest.mark.parametrize(
    ("package", "message"),
    [
        ((0,), "found a package of 1 options, expected one for each of 2 issues"),
        ((0, 2), "found option 2 of the issue 'water'"),
    ],
)
def test_what_is_no_package_is_refused(package: tuple[int, ...], message: str) -> None:
    """A package has one option for each issue, by position."""
    for ask in (dominating, improvements):
        with pytest.raises(CaseError, match=message):
            ask(PLAIN, package)
