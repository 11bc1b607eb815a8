"""What is to be settled: arrays, exactness, packages by name."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle import Problem, Rule, Term, additive
from goodoffices.settle.exactness import as_fraction, whole_numbers


def two_issues() -> Problem:
    """Two parties, one issue of three options and one of two."""
    return additive([[[0, 4], [1, 3], [5, 0]], [[2, 0], [0, 2]]], parties=("A", "B"), issues=("land", "water"))


def test_a_package_is_worth_the_sum_of_its_options() -> None:
    """Utilities add over issues, party by party, in int64 where that is exact."""
    worth = two_issues().utilities([[0, 0], [2, 1], [1, 0]])
    assert worth.tolist() == [[2, 4], [5, 2], [3, 3]]
    assert worth.dtype == np.int64


def test_sums_beyond_62_bits_are_exact() -> None:
    """Where int64 could overflow, Python's own integers take over."""
    large = 2**70 + 1
    problem = additive([[[large], [0]], [[large], [1]]])
    assert not problem.fits
    assert problem.utilities([[0, 0], [1, 1]]).tolist() == [[2 * large], [1]]
    assert additive([[[2**61], [0]], [[2**61], [1]]]).utilities([[0, 0]]).tolist() == [[2**62]]


def test_terms_add_where_they_hold() -> None:
    """A term counts for its party in the packages that satisfy its expression, and only there."""
    problem = replace(two_issues(), terms=(Term(1, -7, parse('land."3" & water."1"')),))
    assert problem.utilities([[2, 0], [2, 1]]).tolist() == [[7, -7], [5, 2]]
    assert not problem.is_additive


def test_rules_and_reservation_values_rule_packages_out() -> None:
    """A package is acceptable if it satisfies each rule and gives nobody less than the reservation value."""
    problem = replace(two_issues(), rules=(Rule(parse('not land."1"'), "not land.1", 0),), reserve=(None, 3))
    rows = [[0, 0], [1, 0], [1, 1], [2, 1]]
    assert problem.permitted(rows).tolist() == [False, True, True, True]
    assert problem.acceptable(rows).tolist() == [False, True, True, False]


def test_a_rule_over_one_issue_only_removes_options() -> None:
    """Such a rule leaves utilities additive; a rule over several issues does not."""
    alone = Rule(parse('not land."1"'), "not land.1")
    both = Rule(parse('land."3" requires water."1"'), "land.3 requires water.1")
    problem = replace(two_issues(), rules=(alone, both))
    assert [mask.tolist() for mask in problem.allowed] == [[False, True, True], [True, True]]
    assert problem.joint_rules == (both,)
    assert not problem.is_additive
    assert replace(problem, rules=(alone,)).is_additive


def test_packages_are_read_by_name_and_told_by_name() -> None:
    """Issues left out stay as they are today."""
    problem = replace(two_issues(), now=(0, 1))
    assert problem.package({"land": "3"}) == (2, 1)
    assert problem.in_words((2, 1)) == {"land": "3", "water": "2"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"lend": "1", "water": "1"}, "unknown issue 'lend'; did you mean 'land'"),
        ({"land": "4", "water": "1"}, "unknown option '4' of the issue 'land'"),
        ({"land": "1"}, "no option for the issue 'water'"),
    ],
)
def test_a_package_that_cannot_be_read_is_refused(names: dict[str, str], expected: str) -> None:
    """The message names what is unknown or missing."""
    with pytest.raises(CaseError, match=expected):
        two_issues().package(names)


@pytest.mark.parametrize(
    ("values", "more", "expected"),
    [
        ([], {}, "no issue"),
        ([np.zeros((0, 2), int)], {}, "issue 1: found an array of shape"),
        ([[1, 2]], {}, "issue 1: found an array of shape"),
        ([[[1, 2]], [[1, 2, 3]]], {}, "issue 2: found values of 3 parties, expected 2"),
        ([[[1, float("nan")]]], {}, "a value of issue 1"),
        ([[[1, 0.5]]], {}, "whole number"),
        ([[[1, None]]], {}, "found None"),
        ([[[True, 1]]], {"reserve": (True, 1)}, "found True as a reservation value"),
        ([[[1, 2]]], {"reserve": (1,)}, "1 reservation values, expected 2"),
        ([[[1, 2]]], {"parties": ("A",)}, "1 names of parties"),
        ([[[1, 2]]], {"issues": ("a", "b")}, "2 of issues"),
    ],
)
def test_arrays_that_are_no_problem_are_refused(values: Any, more: dict[str, Any], expected: str) -> None:
    """Each message says what was found and what was expected."""
    with pytest.raises(CaseError, match=expected):
        additive(values, **more)


def test_whole_floats_are_numbers_of_units() -> None:
    """2.0 is as good as 2; nothing is rounded."""
    assert additive([[[2.0, 1.0], [0.0, 3.0]]], (1, None)).reserve == (1, None)


def test_numbers_are_read_as_they_are_written() -> None:
    """A tenth is a tenth; what is no number is refused."""
    assert as_fraction(0.1) + as_fraction("0.2") == Fraction(3, 10)
    assert as_fraction(Fraction(1, 3)) == Fraction(1, 3)
    with pytest.raises(CaseError, match="nan"):
        as_fraction(float("nan"))


def test_fractions_become_whole_numbers_without_loss() -> None:
    """The unit of each party is the greatest of which all its utilities are whole numbers."""
    third, half = Fraction(1, 3), Fraction(1, 2)
    tables, others, units = whole_numbers([[[third, half], [half, Fraction(0)]]], [[Fraction(5, 6)], []])
    assert tables[0].tolist() == [[2, 1], [3, 0]]
    assert (others, units) == (((5,), ()), (Fraction(1, 6), half))
    assert whole_numbers([[[Fraction(0)], [Fraction(0)]]])[2] == (Fraction(1),)


def test_gains_are_measured_from_the_reservation_value_or_nought() -> None:
    """A party that refuses nothing counts from 0; utilities go back on the scale exactly."""
    problem = replace(two_issues(), reserve=(None, 3), units=(Fraction(1, 2), Fraction(1)))
    assert problem.disagreement() == (0, 3)
    assert problem.exact((3, 3)) == (Fraction(3, 2), Fraction(3))


def test_the_digest_changes_with_whatever_matters() -> None:
    """Two problems with another value, reserve or rule have another digest."""
    first = two_issues()
    others = [replace(first, reserve=(1, None)), replace(first, rules=(Rule(parse('land."1"'), "land.1"),))]
    assert len({one.digest() for one in (first, *others)}) == 3
    assert first.digest() == two_issues().digest()
