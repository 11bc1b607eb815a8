"""Nash, egalitarian and utilitarian packages of three published domains, built from their weights and evaluations.

Raiffa (1982): AMPO against the city; Kersten and Noronha (1999): Itex and Cypress; the Lin and Kraus domain on tobacco.
The results come with the reference, computed there from the definitions in exact fractions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from goodoffices.settle import Deal, Frontier, Problem, egalitarian, frontier, nash, utilitarian
from goodoffices.settle.exactness import as_fraction, whole_numbers

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "settle"

pytestmark = pytest.mark.reference


def settlement_of(told: dict[str, Any]) -> Problem:
    """Build the problem: weights over their sum, times evaluations over the greatest of the issue."""
    parties, issues = told["parties"], told["issues"]
    totals = [sum(as_fraction(issue["weights"][party]) for issue in issues) for party in parties]

    def worth(issue: dict[str, Any], j: int, one: int) -> Fraction:
        values = [as_fraction(value) for value in issue["values"][parties[one]]]
        return as_fraction(issue["weights"][parties[one]]) / totals[one] * values[j] / max(values)

    exact = [
        [[worth(issue, j, one) for one in range(len(parties))] for j in range(len(issue["options"]))]
        for issue in issues
    ]
    values, _, units = whole_numbers(exact)
    return Problem(
        tuple(parties),
        tuple(issue["name"] for issue in issues),
        tuple(tuple(issue["options"]) for issue in issues),
        values,
        units,
        (None,) * len(parties),
    )


@cache
def solved(name: str) -> tuple[Frontier, dict[str, Any]]:
    """Find the frontier of a domain, once, and return what the reference says of it."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder is not beside the project")
    told: dict[str, Any] = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
    return frontier(settlement_of(told)), told


WAYS: dict[str, Callable[[Frontier], Deal]] = {"nash": nash, "maxmin": egalitarian, "max_sum": utilitarian}


@pytest.mark.parametrize("key", WAYS)
@pytest.mark.parametrize("name", ["ampo_vs_city", "itex_vs_cypress", "england_zimbabwe_tobacco"])
def test_a_solution_is_the_published_one(name: str, key: str) -> None:
    """Exact utilities, and a package that is worth exactly that."""
    found, told = solved(name)
    assert len(found) == told["computed"]["frontier_size"]
    wanted, deal = told["computed"][key], WAYS[key](found)
    problem = found.problem
    assert list(map(str, problem.exact(deal.utilities))) == wanted["exact"]
    assert problem.utilities([problem.package(wanted["package"])])[0].tolist() == list(deal.utilities)
    assert not deal.ties
