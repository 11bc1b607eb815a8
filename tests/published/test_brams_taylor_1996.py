"""Adjusted Winner and whole packages on two published tables of points: Camp David 1978 and Panama 1974.

Brams and Togman (1996), Conflict Management and Peace Science 15(1); Raiffa (1982), The Art and Science of Negotiation,
ch. 12, with Adjusted Winner in Brams and Taylor (1996), Fair Division, ch. 5. The points are recalled from these and
not held against the print; the results follow from the points.
"""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from goodoffices.settle import (
    Problem,
    additive,
    adjusted_winner,
    egalitarian,
    frontier,
    nash,
    utilitarian,
)

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "settle"

CAMP_DAVID = {
    "Sinai": (35, 55),
    "Diplomatic recognition of Israel": (10, 5),
    "West Bank / Gaza": (20, 10),
    "Formal linkage of the accords": (10, 5),
    "Palestinian rights": (5, 20),
    "Jerusalem": (20, 5),
}
PANAMA = {
    "US defense rights": (22, 9),
    "Use rights": (22, 15),
    "Land and water": (15, 15),
    "Expansion rights": (14, 3),
    "Duration": (11, 15),
    "Expansion routes": (6, 5),
    "Jurisdiction": (2, 7),
    "US military rights": (2, 7),
    "Defense role of Panama": (2, 13),
    "Compensation": (4, 11),
}


def shared_out(points: dict[str, tuple[int, int]]) -> Problem:
    """Make a problem in which each issue goes to the first party or to the second."""
    plain = additive([[[first, 0], [0, second]] for first, second in points.values()], issues=tuple(points))
    return dataclasses.replace(plain, divisible=(True,) * len(points))


def test_camp_david() -> None:
    """65 5/6 points each; Egypt wins Palestinian rights and five sixths of Sinai."""
    found = adjusted_winner(shared_out(CAMP_DAVID))
    assert found.points == (Fraction(395, 6), Fraction(395, 6))
    assert found.split == "Sinai"
    assert found.shares == dict.fromkeys(CAMP_DAVID, Fraction(1)) | {
        "Sinai": Fraction(1, 6),
        "Palestinian rights": Fraction(0),
    }
    assert found.efficient
    assert found.envy_free


def test_panama() -> None:
    """66 points each; two fifteenths of land and water go to the United States."""
    found = adjusted_winner(shared_out(PANAMA))
    assert found.points == (Fraction(66), Fraction(66))
    assert found.split == "Land and water"
    won = ("US defense rights", "Use rights", "Expansion rights", "Expansion routes")
    assert found.shares == {issue: Fraction(issue in won) for issue in PANAMA} | {"Land and water": Fraction(2, 15)}


def test_panama_whoever_knows_the_others_points_gains_by_shading() -> None:
    """What is left to the other is half of its points; what costs it least for what it brings is taken first."""
    first, second = adjusted_winner(shared_out(PANAMA)).announcing
    # Expansion rights, defence rights, use rights and routes cost Panama 32; 15 for land and water; 3/15 of duration.
    assert first.most == 14 + 22 + 22 + 6 + 15 + Fraction(3, 15) * 11
    # What Panama wins costs the United States 21, land and water 15, routes 6; 8 of 22 are left for use rights.
    assert second.most == 7 + 7 + 13 + 11 + 15 + 15 + 5 + Fraction(8, 22) * 15
    assert first.near
    assert second.near


@pytest.mark.reference
@pytest.mark.parametrize(("name", "points"), [("camp_david_1978_aw", CAMP_DAVID), ("panama_canal_1974_aw", PANAMA)])
def test_the_reference_agrees(name: str, points: dict[str, tuple[int, int]]) -> None:
    """Points, shares, totals; the frontier of whole issues, the best product, the best minimum and the best sum."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder is not beside the project")
    told: dict[str, Any] = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
    assert {one["name"]: tuple(one["points"].values()) for one in told["issues"]} == points
    problem = shared_out(points)
    found, wanted = adjusted_winner(problem), told["computed"]["adjusted_winner"]
    assert {issue: str(share) for issue, share in found.shares.items()} == wanted["share_to_first"]
    assert tuple(map(str, found.points)) == (wanted["points_first"], wanted["points_second"])
    whole = told["computed"]["indivisible"]
    known = frontier(problem)
    assert known.problem.outcomes == whole["packages"]
    assert known.utilities.tolist() == whole["frontier"]
    for key, way in (("nash", nash), ("maxmin", egalitarian)):
        deal = way(known)
        assert list(deal.utilities) == whole[key]["points"]
        assert [issue for issue, option in deal.in_words().items() if option == "1"] == whole[key]["to_first"]
    assert utilitarian(known).reached == (Fraction(whole["max_sum"]),)
