"""The four solutions: what they choose, what they say for it, and when there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

import goodoffices as go
from goodoffices.errors import CaseError
from goodoffices.settle import (
    Deal,
    Frontier,
    additive,
    agreement_zone,
    egalitarian,
    frontier,
    kalai_smorodinsky,
    nash,
    settlement,
    solutions,
    utilitarian,
)
from goodoffices.settle.deal import readable

ALL: list[Callable[..., Deal]] = [nash, kalai_smorodinsky, egalitarian, utilitarian]


@pytest.mark.parametrize("way", ALL)
def test_a_case_a_problem_a_frontier_and_a_zone_give_the_same(way: Callable[..., Deal]) -> None:
    """What is not computed yet is computed."""
    case = go.read_case("korea-2017")
    problem = settlement(case)
    deals = [way(what) for what in (case, problem, frontier(problem), agreement_zone(problem))]
    assert len({deal.package for deal in deals}) == 1
    assert {deal.digest for deal in deals} == {problem.digest()}


def test_json_has_words_floats_and_fractions() -> None:
    """Utilities and gains stand on the parties' scales; the package is in words."""
    deal = nash(go.read_case("camp-david-1978"))
    told = deal.to_json()
    assert json.loads(json.dumps(told)) == told
    assert told["package"]["sinai"] == "Egypt"
    assert told["package"] == deal.in_words()
    assert told["exact"] == {"Israel": "3/5", "Egypt": "3/4"}
    assert told["gains"] == {"Israel": 0.6, "Egypt": 0.75}
    assert told["exact_gains"] == told["exact"]
    assert told["reached"] == ["9/20"]
    assert told["certificate"][0] == "The product of the gains is 9/20; no package does better."
    assert told["certificate"][1].startswith("Nothing dominates it: it is on the frontier, and all 11 points of it")
    assert told["ties"] == []
    assert "note" not in told


def test_equally_good_packages_are_listed() -> None:
    """The first in the order of the frontier is chosen."""
    deal = nash(additive([[[3, 1], [1, 3], [2, 1]]], [0, 0]))
    assert (deal.package, deal.ties) == ((0,), ((1,),))
    assert (
        deal.certificate[0]
        == "The product of the gains is 3; no package does better, and 2 undominated ones are equal in this."
    )
    assert deal.to_json()["ties"] == [{"issue-1": "2"}]


def test_a_single_package_is_its_own_proof() -> None:
    """A frontier of one point says so."""
    assert "its only point" in nash(additive([[[1, 1]]])).certificate[1]


def test_if_somebody_gains_nothing_in_every_package_the_others_are_looked_at() -> None:
    """As many as possible are to gain; their gains are compared in shares of their best, so scales do not count."""
    deal = nash(additive([[[0, 3, 4], [5, 0, 4], [0, 5, 3]]], [0, 0, 0], parties="ABC"))
    # (5, 0, 4) is worth 1 x 1 of the best of A and C; the others are worth 3/5 x 1 and 1 x 3/4 of the best of B and C.
    assert deal.utilities == (5, 0, 4)
    assert deal.reached == (Fraction(20),)
    assert deal.certificate[0] == "The product of the gains of A and C is 20; no package does better."
    assert deal.note == "In every package somebody gains nothing, in this one B."
    assert deal.to_json()["note"] == deal.note


def test_a_party_that_can_gain_nothing_is_left_out_of_normalised_gains() -> None:
    """Kalai-Smorodinsky looks at the others, and says so."""
    deal = kalai_smorodinsky(additive([[[4, 1, 2], [3, 2, 2], [0, 3, 2]]], [0, 0, 2], parties="ABC"))
    assert deal.reached == (Fraction(2, 3), Fraction(3, 4))
    assert deal.note == "C can gain nothing in any package."
    nothing = kalai_smorodinsky(additive([[[1, 1]]], [1, 1], parties="AB"))
    assert nothing.certificate[0] == "No party can gain anything; no package does better."
    assert nothing.note == "A and B can gain nothing in any package."


def test_egalitarian_and_utilitarian_compare_on_the_scales_of_the_parties() -> None:
    """Units are applied before gains or utilities of different parties are compared."""
    problem = settlement(go.read_case("camp-david-1978"))
    assert egalitarian(problem).reached == (Fraction(3, 5), Fraction(3, 4))
    assert utilitarian(problem).reached == (Fraction(27, 20),)


def test_no_package_means_no_solution() -> None:
    """The message says why there is none to choose from."""
    blocked = additive([[[1, 0], [0, 1]]], [1, 1])
    with pytest.raises(CaseError, match=r"no package satisfies all rules and reservation values"):
        nash(blocked)
    found = solutions(blocked)
    assert not found
    assert list(found.absent) == ["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]


def test_a_loss_for_a_party_without_reservation_value_is_no_gain() -> None:
    """Nash and Kalai-Smorodinsky need a package in which nobody ends below 0; the others do not."""
    found = solutions(additive([[[5, -1], [2, -3]]], [0, None], parties="AB"))
    assert list(found) == ["egalitarian", "utilitarian"]
    assert list(found.absent) == ["nash", "kalai-smorodinsky"]
    assert "gains of B are measured; give a reservation value" in found.absent["nash"]


def test_a_partial_frontier_is_said_to_be_partial() -> None:
    """A better package may not have been found."""
    problem = additive([[[3, 0], [0, 3], [2, 2]]])
    partial = Frontier.of(problem, np.array([[0], [1]]), method="cut short", bound=(3, 3))
    deal = utilitarian(partial)
    assert deal.certificate == (
        "The sum of utilities is 3; no package found does better, and 2 undominated ones are equal in this.",
        "None of the 2 packages found dominates it; the frontier is partial (cut short).",
    )
    assert deal.note == "The frontier is partial: a package that was not found may be better."
    nothing = Frontier.of(problem, np.zeros((0, 1), int), method="cut short", bound=(3, 3))
    assert "the search was cut short" in solutions(nothing).absent["nash"]


def test_a_page_shows_the_package_and_what_speaks_for_it() -> None:
    """Names are escaped."""
    deal = nash(additive([[[1, 1]]], parties=("<A>", "B"), issues=("x",)))
    page = deal._repr_html_()
    assert page.startswith(
        "<table><caption>Nash</caption><tr><th>x</th><td>1</td></tr><tr><th>&lt;A&gt;</th><td>1</td>"
    )
    assert "Nothing dominates it" in page


def test_big_numbers_stay_exact() -> None:
    """Products and normalised gains beyond any machine word."""
    big = 10**30
    problem = additive([[[big, 1], [big - 1, 2], [0, 3]]], [0, 0])
    assert nash(problem).reached == (Fraction(2 * (big - 1)),)
    assert kalai_smorodinsky(problem).reached == (Fraction(2, 3), Fraction(big - 1, big))
    assert kalai_smorodinsky(problem).certificate[0].startswith("In shares of the most that each could gain")


def test_long_fractions_are_told_as_decimals() -> None:
    """Signs are real minus signs."""
    assert readable(Fraction(-1234567, 1000001)) == "about −1.23457"
    assert readable(Fraction(1, 3)) == "1/3"
