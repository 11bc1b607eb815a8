"""Openings: how they are told, what they list, and the package that treats parties evenly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle import Problem, Rule, additive
from goodoffices.settle.evenness import most_even, stakes
from goodoffices.settle.opening import Shortfall, opening


def of(texts: list[tuple[int | None, str]], reserve: list[int | None] | None = None) -> Problem:
    """Make a problem of two issues, two parties, links and red lines."""
    plain = additive([[[4, 0], [2, 2], [0, 4]]] * 2, reserve, issues=["land", "water"], parties=["UP", "DOWN"])
    return replace(plain, rules=tuple(Rule(parse(text), text, owner) for owner, text in texts))


def spaces(text: str) -> str:
    """Write narrow spaces as plain ones."""
    return text.replace("\u202f", " ")


def test_reservation_values_are_lowered_by_the_least() -> None:
    """Each alone, with the other kept; or both evenly, as a share of what is at stake for each."""
    found = opening(of([], [6, 5]))
    assert [(one.reserves, one.utilities, one.package) for one in found.singles] == [
        ((0,), (2, 6), (1, 2)),
        ((1,), (6, 2), (0, 1)),
    ]
    assert found.lowering is not None
    assert found.lowering.utilities == (4, 4)
    assert found.lowering.shortfalls == (Shortfall(0, 2, Fraction(1, 4)), Shortfall(1, 1, Fraction(1, 8)))
    up, down, both = map(spaces, found.sentences())
    assert up.startswith("Lower the reservation value of UP from 6 by 4 (50 % of what is at stake for it): that opens")
    assert up.endswith("the way to the package land 2, water 3.")
    assert "the reservation value of DOWN from 5 by 3 (38 %" in down
    assert both.startswith("Evenly spread: lower the reservation value of UP from 6 by 2 (25 % of what is at stake")
    assert "and lower the reservation value of DOWN from 5 by 1 (13 %" in both
    assert "<li>Lower the reservation value of UP" in found._repr_html_()


def test_red_lines_are_waived_where_nothing_else_helps() -> None:
    """Where red lines exclude each other no lowering helps; each of them opens a zone by itself."""
    found = opening(of([(0, 'land."1"'), (1, 'land."3"')], [1, 1]))
    assert [one.red_lines for one in found.singles] == [(0,), (1,)]
    assert found.lowering is None
    assert found.sentences()[0].startswith(
        'Waive the red line of UP “land."1"”: that opens the way to the package land 3'
    )
    assert found.sentences()[-1] == "While all red lines are kept, no lowering of reservation values opens a zone."
    plain = found.to_json()
    assert plain["fewest"][0]["waived"] == [{"kind": "red line", "party": "UP", "rule": 'land."1"'}]
    assert plain["lowering"] is None
    assert len(opening(of([(0, 'land."1"'), (1, 'land."3"')])).sentences()) == 2


def test_several_demands_give_way_where_one_does_not_do() -> None:
    """If no single change opens a zone, the fewest that do are told, and shares beyond all that is at stake."""
    found = opening(of([(0, 'land."1"'), (1, 'land."3"')], [100, None]))
    assert found.singles == ()
    assert [len(one.waived) for one in found.fewest] == [2, 2]
    told = found.sentences()
    assert told[0] == "No single change opens a zone: at least 2 demands have to give way."
    assert "(more than all of what is at stake for it)" in told[1]
    plain = found.to_json()["fewest"][0]
    assert plain["waived"][1] == {"kind": "reservation value", "party": "UP", "value": 100.0, "exact": "100"}
    assert plain["shortfalls"]["UP"]["exact"] == "96"


def test_an_even_lowering_that_is_a_single_change_is_told_once() -> None:
    """Where the least even lowering is the lowering of one party alone, it is not repeated."""
    found = opening(of([], [9, None]))
    assert found.lowering is not None
    assert found.lowering.package == found.fewest[0].package
    assert len(found.sentences()) == 1


def test_where_every_package_is_worth_the_same_there_is_no_share() -> None:
    """A party to which everything permitted is worth the same falls short by units, and by no share."""
    found = opening(additive([[[1, 3], [1, 4]]], [2, None]))
    assert found.lowering is not None
    assert found.lowering.shortfalls == (Shortfall(0, 1, None),)
    assert found.lowering.package == (1,)
    assert found.sentences()[0] == (
        "Lower the reservation value of party-1 from 2 by 1: that opens the way to the package issue-1 2."
    )
    assert found.to_json()["lowering"]["shortfalls"]["party-1"]["share"] is None
    flat = opening(additive([[[1, 1], [1, 1]]], [2, None]))
    assert flat.lowering is not None
    assert flat.lowering.package == (0,)


def test_where_there_is_a_zone_no_mandate_changes() -> None:
    """Nothing is filled in but that."""
    found = opening(of([], [4, 4]))
    assert (found.needed, found.fewest, found.lowering) == (False, (), None)
    assert found.sentences() == ("There is an agreement zone; no mandate has to change.",)
    assert found.to_json()["needed"] is False


def test_the_list_of_ways_ends_where_asked_and_says_so() -> None:
    """With at most so many the answer says that there are more."""
    problem = of([(0, 'land."1"'), (1, 'land."3"')])
    assert opening(problem, most=2).all_listed
    found = opening(problem, most=1)
    assert (len(found.fewest), found.all_listed) == (1, False)
    assert "There are more such ways, which are not listed." in found.sentences()
    with pytest.raises(CaseError, match="found 0 as the most ways"):
        opening(problem, most=0)


def test_contradictory_links_cannot_be_opened() -> None:
    """No change of mandates helps where links leave no package; the links are named."""
    with pytest.raises(CaseError, match="links: found"):
        opening(of([(None, 'land."1"'), (None, 'land."2"')]))


def test_evenness_finds_nothing_where_nothing_is_permitted() -> None:
    """Rules that leave no package, and reservation values out of reach, are proven so."""
    impossible = of([(0, 'land."1"'), (1, 'land."2"')])
    assert stakes(impossible) is None
    assert most_even(impossible, [None, None]) is None
    assert most_even(of([], [9, 9]), [None, None]) is None


def test_the_worst_off_party_is_as_well_off_as_can_be() -> None:
    """Without aims each party measures from its worst; the package in the middle is best for the worst-off."""
    found = most_even(of([]), [None, None])
    assert found is not None
    assert found.shares == (Fraction(1, 2), Fraction(1, 2))
    assert found.package == (0, 2)


def test_numbers_of_any_length_are_compared_exactly() -> None:
    """One unit in 10**30 decides who is worse off."""
    long = 10**30
    problem = additive([[[long, 0], [long // 2, long // 2 + 1], [0, long]]], [long, long])
    found = opening(problem)
    assert found.lowering is not None
    assert found.lowering.utilities == (long // 2, long // 2 + 1)
    assert found.lowering.shortfalls[0] == Shortfall(0, long // 2, Fraction(1, 2))
