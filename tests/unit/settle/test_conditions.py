"""Conditions in the plain form: equal ones are one, nothing is negated; options that nothing tells apart are one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from goodoffices.case.expressions import And, Not, Option, Or, Relation, parse
from goodoffices.settle import Rule, Term, additive
from goodoffices.settle.conditions import (
    ALWAYS,
    NEVER,
    AllOf,
    Among,
    AnyOf,
    Conditions,
    bonuses,
    interchangeable,
)

PLAIN = additive([[[0, 0]] * 3, [[0, 0]] * 2, [[0, 0]] * 2], issues=["a", "b", "c"])

TEXTS = [
    'a."1"',
    'not a."1"',
    'a."1" & b."1"',
    'a."1" | a."2" | b."2"',
    'a."1" requires b."1" & c."2"',
    'a."1" if b."1"',
    'a."1" excludes b."1"',
    '(a."1" iff b."1") iff c."1"',
    'never: (a."1" | b."2") & (a."2" | c."1")',
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_plain_form_means_what_the_expression_means(text: str) -> None:
    """A condition, its negation and what is left of both after each issue hold where the expression says so."""
    conditions, tree = Conditions(PLAIN), parse(text)
    number = conditions.read(tree)
    other = conditions.negated(number)
    for package in product(*map(range, PLAIN.shape)):
        expected = bool(PLAIN.holds(tree, [package])[0])
        assert conditions.holds(number, package) == expected
        assert conditions.holds(other, package) != expected
        left = number
        for issue, option in enumerate(package):
            left = conditions.rest(left, issue, option)
            assert issue not in conditions.issues(left)
        assert left == (ALWAYS if expected else NEVER)


def test_equal_conditions_have_one_number() -> None:
    """Order, repetition and spelling do not matter; what always or never holds is known as such."""
    conditions = Conditions(PLAIN)
    a, b = Option("a", "1"), Option("b", "1")
    assert conditions.read(And((a, b))) == conditions.read(And((b, a, b)))
    assert conditions.read(Relation("requires", a, b)) == conditions.read(Or((b, Not(a))))
    assert conditions.read(parse('a."1" | a."2" | a."3"')) == ALWAYS
    assert conditions.read(parse('a."1" & a."2"')) == NEVER
    assert conditions.negated(conditions.negated(conditions.read(a))) == conditions.read(a)
    assert conditions.among(0, 0) == NEVER
    assert conditions.issues(ALWAYS) == frozenset()


def test_a_tower_of_equivalences_stays_small() -> None:
    """Both sides of "iff" are read once each, so that thirty of them in one another take thirty steps."""
    conditions = Conditions(PLAIN)
    tree = parse('a."1"')
    for k in range(30):
        tree = Relation("iff", tree, Option("bc"[k % 2], "1"))
    number = conditions.read(tree)
    assert len(conditions.subsets([number])) <= 6
    assert isinstance(conditions.form(number), Among | AllOf | AnyOf)


def test_terms_become_bonuses() -> None:
    """A loss is granted and its absence gains; equal conditions of a party add up; what is certain is granted."""
    texts = [
        (0, 5, 'a."1"'),
        (0, -3, 'b."1" | c."1"'),
        (0, 2, 'a."1"'),
        (1, 7, 'b."1" | b."2"'),
        (1, 4, 'a."1" & a."2"'),
    ]
    problem = replace(PLAIN, terms=tuple(Term(one, worth, parse(text)) for one, worth, text in texts))
    conditions = Conditions(problem)
    granted, found = bonuses(problem, conditions)
    assert granted == [-3, 7]
    assert [(one.party, one.worth) for one in found] == [(0, 7), (0, 3)]
    assert found[1].condition == conditions.negated(conditions.read(parse('b."1" | c."1"')))


def test_options_that_nothing_tells_apart_are_one_class() -> None:
    """Values and conditions tell options apart; rules that hold in any case leave some out."""
    problem = additive([np.array([[1, 1], [1, 1], [2, 1], [1, 1]])], issues=["a"])
    conditions = Conditions(problem)
    one = conditions.read(parse('a."4"'))
    assert interchangeable(problem, conditions, [], []) == [[(0, 1, 3), (2,)]]
    assert interchangeable(problem, conditions, [one], []) == [[(0, 1), (2,), (3,)]]
    rules = [Rule(parse(text), text) for text in ('not a."1"', 'not a."3"')]
    assert interchangeable(problem, conditions, [], rules) == [[(1, 3)]]
    assert interchangeable(problem, conditions, [], [*rules, Rule(parse('a."1"'), "")]) == [[]]
