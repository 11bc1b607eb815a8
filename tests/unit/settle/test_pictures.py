"""Pictures of a settlement say in drawing what the results say in numbers."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from goodoffices import read_case
from goodoffices.errors import CaseError
from goodoffices.settle.deal import Deal
from goodoffices.settle.from_case import settlement
from goodoffices.settle.frontiers import frontier
from goodoffices.settle.pictures import frontier_picture, packages_picture, sequence_picture
from goodoffices.settle.problem import Package, Problem, Term, additive
from goodoffices.settle.result import Frontier
from goodoffices.settle.sequencing import Sequence, sequence
from goodoffices.settle.solutions import solutions
from goodoffices.settle.zone import agreement_zone

NS = "{http://www.w3.org/2000/svg}"


def lines(svg: str) -> list[str]:
    """Return the lines of text of a picture; fails if it is not well-formed."""
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{NS}text")]  # noqa: S314 - our own picture


def said(svg: str) -> str:
    """Return what those learn who cannot see the picture."""
    return next(one.text or "" for one in ET.fromstring(svg).iter(f"{NS}desc"))  # noqa: S314 - our own picture


@pytest.fixture(scope="module")
def korea() -> Problem:
    """Read what is to be settled over Korea in December 2017."""
    return settlement(read_case("korea-2017"))


@pytest.fixture(scope="module")
def whole(korea: Problem) -> Sequence:
    """Put a package into steps that is worth less to one side than today, so that guarantees are needed."""
    return sequence(SimpleNamespace(problem=korea, package=(2, 2, 2, 2, 2)), discount=0.5)


def test_solutions_stand_beside_the_frontier_with_what_they_are_worth() -> None:
    """Criteria that choose one package share a label; the parties have their names."""
    zone = agreement_zone(read_case("camp-david-1978"))
    svg = frontier_picture(zone, solutions(zone))
    words = lines(svg)
    assert "Nash, Kalai-Smorodinsky," in words
    assert "egalitarian, utilitarian" in words
    assert "Israel 0.6, Egypt 0.75" in words
    assert "11 undominated packages of 64" in words
    assert "frontier, complete" in words
    assert "sinai: Egypt" in svg
    assert svg == frontier_picture(zone, solutions(zone))


def test_today_and_other_packages_are_drawn_where_they_are_named() -> None:
    """Reservation values are told, and today's package has an open mark of its own."""
    values = [[[10, 0], [6, 4], [0, 5]], [[0, 3], [2, 0]]]
    problem = dataclasses.replace(additive(values, [3, 1], parties=("USA", "PRK")), now=(2, 1))
    found = frontier(problem)
    words = lines(frontier_picture(found, {"proposal": (1, 0), **solutions(found)}, title="Two"))
    assert {"Two", "Today", "USA 2, PRK 5", "reservation value: USA 3, PRK 1"} <= set(words)
    assert any(one.startswith("Proposal") for one in words)
    assert "Today" in lines(frontier_picture(found))


def test_a_partial_frontier_says_so() -> None:
    """The line is broken, and the heading says that points may be missing."""
    problem = additive([[[3, 0], [2, 2], [0, 3]]])
    found = Frontier.of(problem, np.array([[0]]), method="cut short", bound=[3, 3])
    words = lines(frontier_picture(found))
    assert "One undominated package of 3; some may be missing" in words
    assert "frontier, points may be missing" in words


def test_an_empty_frontier_is_an_empty_plot() -> None:
    """Nothing acceptable is no error."""
    found = frontier(additive([[[3, 0], [0, 3]]], [3, 3]))
    assert "No undominated packages of 2" in lines(frontier_picture(found))
    assert "No undominated packages of 1" in lines(frontier_picture(frontier(additive([[[3, 3]]], [4, None]))))


def test_a_frontier_is_drawn_for_two_parties_only(korea: Problem) -> None:
    """The message says what to draw instead."""
    with pytest.raises(CaseError, match="found 3 parties, expected 2"):
        frontier_picture(frontier(korea))


def test_thousands_of_points_are_drawn() -> None:
    """A frontier of a constant-sum issue with 3,000 options is a picture of ordinary size."""
    values = [[k, 2999 - k] for k in range(3000)]
    svg = frontier_picture(frontier(additive([values])))
    assert "3,000 undominated packages of 3,000" in lines(svg)
    assert len(svg) < 150_000


def test_packages_say_what_they_change_and_who_gains(korea: Problem) -> None:
    """Gains are measured from the reservation value; what stays as it is today is named at the end."""
    named: dict[str, Deal | Package] = {**solutions(korea), "nothing": (0,) * 5, "everything": (2,) * 5}
    svg = packages_picture(korea, named, subtitle="December 2017")
    told = said(svg)
    assert {"United States", "North Korea", "South Korea", "December 2017"} <= set(lines(svg))
    assert "Kalai-Smorodinsky, egalitarian: testing: moratorium; assurances: guaranteed; as today: " in told
    assert "United States 0.609 (+0.064)" in told
    assert "Nothing, Today: testing: unrestricted; exercises: planned" in told
    assert "United States 0.505 (−0.041)" in told
    assert "below it: the party would refuse" in lines(svg)


def test_packages_of_a_zone_and_of_a_frontier_are_those_of_its_problem() -> None:
    """Three ways to say what is meant give one picture."""
    zone = agreement_zone(read_case("camp-david-1978"))
    deals = solutions(zone)
    pictures = {packages_picture(what, deals) for what in (zone, zone.frontier, zone.problem)}
    assert len(pictures) == 1
    assert "Today" not in lines(pictures.pop())


def test_axes_run_as_far_as_packages_could_be_worth() -> None:
    """From 0 to 1 where that is enough, else over what values, terms and reservation values span."""
    small = dataclasses.replace(additive([[[1, 0], [0, 1]]]), units=(Fraction(1, 2), Fraction(1)))
    assert [one for one in lines(packages_picture(small, {"a": (0,)})) if one in {"0", "1", "0.5"}].count("1") >= 2
    plain = additive([[[-5, 0], [7, 0]], [[100, 0], [0, 0]]], [120, None])
    tree = settlement(read_case("korea-2017")).rules[0].tree
    rich = dataclasses.replace(plain, terms=(Term(0, -20, tree), Term(0, 30, tree)))
    assert {"−5", "120"} <= set(lines(packages_picture(plain, {})))
    assert {"−25", "137"} <= set(lines(packages_picture(rich, {})))
    worse = additive([[[-5, -1], [-5, -1]]])
    assert {"−5", "−1", "0"} <= set(lines(packages_picture(worse, {"a": (1,)})))


def test_steps_say_who_gives_what_in_the_words_of_the_case(korea: Problem) -> None:
    """What is announced stands before the first step; days have their ranges; the heading sums up."""
    deal = solutions(korea)["nash"]
    found = sequence(deal)
    svg = sequence_picture(found)
    told = said(svg)
    assert "step 0, day 0. North Korea: Come to talks. announced before the first step" in told
    assert "United States and South Korea: Large combined exercises: large ones suspended while tests stop" in told
    assert f"smallest slack {found.smallest_slack:.3f}, the largest that any order has" in " ".join(lines(svg))
    assert "guarantee" not in told
    assert all(f"step {step.number}, day" in told for step in found.steps)


def test_guarantees_say_how_large_and_by_whom(whole: Sequence) -> None:
    """If the same could hold all of them it is said once, else at each; who has no position is named."""
    svg = sequence_picture(whole)
    amounts = [one for step in whole.steps for one in step.guarantees]
    assert amounts
    assert said(svg).count("guarantee of") == len(amounts)
    assert any("guarantees could be held by Russia or China" in one for one in lines(svg))
    assert "Taken for granted: UN Security Council, without a position of its own" in said(svg)
    first = next(step for step in whole.steps if step.guarantees)
    alone = dataclasses.replace(first.guarantees[0], by=("CHN", "Oman"))
    changed = dataclasses.replace(first, guarantees=(alone, *first.guarantees[1:]))
    steps = tuple(changed if step is first else step for step in whole.steps)
    assert "needed by China or Oman" in said(sequence_picture(dataclasses.replace(whole, steps=steps)))


def test_nobody_who_could_hold_a_guarantee_is_told(whole: Sequence) -> None:
    """A case without guarantors does not read as if one were at hand."""
    steps = tuple(
        dataclasses.replace(step, guarantees=tuple(dataclasses.replace(one, by=()) for one in step.guarantees))
        for step in whole.steps
    )
    words = " ".join(lines(sequence_picture(dataclasses.replace(whole, steps=steps))))
    assert "guarantees could be held by nobody that the case names" in words


def test_what_is_not_known_of_a_sequence_is_left_out(whole: Sequence) -> None:
    """Without a case names are used as they are; parts, one-way moves and lack of proof are told."""
    problem = dataclasses.replace(whole.problem, case=None)
    given = dataclasses.replace(whole.steps[0].gives[0], end="halt", share=Fraction(1, 2), one_way=True)
    steps = (dataclasses.replace(whole.steps[0], gives=(given,), slack={}, guarantees=()),)
    opening = ("PRK.talk", "two parties talk")
    plain = dataclasses.replace(whole, problem=problem, steps=steps, opening=opening, smallest_slack=None, proven=False)
    told = said(sequence_picture(plain))
    assert "PRK: testing: halt, 1/2 of the way there (cannot be taken back)" in told
    assert "PRK.talk; two parties talk. announced together, before the first step" in told
    assert "slack" not in " ".join(lines(sequence_picture(plain)))
    unproven = dataclasses.replace(whole, opening=(), proven=False)
    assert any("not proven to be the largest" in one for one in lines(sequence_picture(unproven)))
    assert "step 0" not in said(sequence_picture(unproven))


def test_issues_without_words_keep_their_names(whole: Sequence) -> None:
    """Options given as a plain list are told by their names."""
    case = whole.problem.case
    assert case
    issues = {
        name: entry.model_copy(update={"options": entry.names, "say": None}) for name, entry in case.issues.items()
    }
    problem = dataclasses.replace(whole.problem, case=case.model_copy(update={"issues": issues}))
    told = said(sequence_picture(dataclasses.replace(whole, problem=problem)))
    assert "North Korea: testing: verified" in told
