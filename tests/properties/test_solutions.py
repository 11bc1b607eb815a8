"""Laws of the solutions, for every problem: agreement with the definitions, scales, names, added packages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.oracles import solution_oracle as oracle

from goodoffices.settle import Deal, Problem, additive, egalitarian, kalai_smorodinsky, nash, solutions, utilitarian
from goodoffices.settle.solutions import What

WAYS: dict[str, Callable[[What], Deal]] = {
    "nash": nash,
    "kalai-smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}
DEFINITIONS = {
    "nash": oracle.nash_points,
    "kalai-smorodinsky": oracle.kalai_smorodinsky_points,
    "egalitarian": oracle.egalitarian_points,
    "utilitarian": oracle.utilitarian_points,
}


@st.composite
def problems(draw: st.DrawFn, parties: tuple[int, int] = (1, 4)) -> Problem:
    """Draw a small problem with ties, units, and reservation values that bind, or none."""
    width = draw(st.integers(*parties))
    values = [
        [[draw(st.integers(-3, 6)) for _ in range(width)] for _ in range(draw(st.integers(1, 4)))]
        for _ in range(draw(st.integers(1, 3)))
    ]
    reserve = [draw(st.none() | st.integers(-4, 6)) for _ in range(width)]
    units = tuple(Fraction(draw(st.integers(1, 4)), draw(st.integers(1, 4))) for _ in range(width))
    return dataclasses.replace(additive(values, reserve), units=units)


def plain(problem: Problem) -> list[list[list[int]]]:
    """Return the values as lists."""
    return [table.tolist() for table in problem.values]


def points_and_origin(problem: Problem) -> tuple[set[oracle.Point], oracle.Point]:
    """Return what the oracle needs."""
    points = oracle.acceptable_points(plain(problem), problem.units, problem.reserve)
    return points, problem.exact(problem.disagreement())


def scaled(problem: Problem, factors: list[int], shifts: list[int]) -> Problem:
    """Multiply what everything is worth to a party, and add something to it, reservation value included."""
    tables = [np.array(table) * factors for table in problem.values]
    tables[0] = tables[0] + shifts
    least = [factor * low + shift for low, factor, shift in zip(problem.disagreement(), factors, shifts, strict=True)]
    return dataclasses.replace(additive(tables, least), units=problem.units)


@given(problems())
def test_every_solution_is_what_its_definition_says(problem: Problem) -> None:
    """The same points as a search through all packages finds; the one chosen first, the others as ties."""
    points, origin = points_and_origin(problem)
    found = solutions(problem)
    for name, definition in DEFINITIONS.items():
        wanted = definition(points, origin)
        assert (name in found) == bool(wanted)
        assert (name in found.absent) == (name not in found)
        if wanted:
            deal = found[name]
            chosen = [deal.package, *deal.ties]
            assert {problem.exact(row) for row in problem.utilities(chosen).tolist()} == wanted
            assert len(chosen) == len(wanted)
            assert problem.exact(deal.utilities) == max(wanted)


@given(problems())
def test_every_solution_is_acceptable_and_undominated(problem: Problem) -> None:
    """No acceptable package is at least as good for everybody and better for somebody."""
    points, _ = points_and_origin(problem)
    for deal in solutions(problem).values():
        worth = problem.exact(deal.utilities)
        assert problem.acceptable([deal.package])[0]
        assert problem.utilities([deal.package])[0].tolist() == list(deal.utilities)
        assert not any(other != worth and all(a >= b for a, b in zip(other, worth, strict=True)) for other in points)


@pytest.mark.parametrize("name", ["nash", "kalai-smorodinsky"])
@given(data=st.data(), problem=problems())
def test_scales_do_not_matter(name: str, data: st.DataObject, problem: Problem) -> None:
    """Whatever everything is multiplied by for a party, and whatever is added, the same packages are chosen."""
    known = dataclasses.replace(problem, reserve=problem.disagreement())
    assume(name in solutions(known))
    width = len(problem.parties)
    factors = data.draw(st.lists(st.integers(1, 9), min_size=width, max_size=width))
    shifts = data.draw(st.lists(st.integers(-9, 9), min_size=width, max_size=width))
    before, after = WAYS[name](known), WAYS[name](scaled(problem, factors, shifts))
    assert (after.package, after.ties) == (before.package, before.ties)


@pytest.mark.parametrize("name", WAYS)
@given(data=st.data(), problem=problems(parties=(2, 4)))
def test_names_do_not_matter(name: str, data: st.DataObject, problem: Problem) -> None:
    """If parties change places, what is chosen for them changes places with them."""
    assume(name in solutions(problem))
    order = data.draw(st.permutations(range(len(problem.parties))))
    turned = dataclasses.replace(
        additive([table[:, order] for table in problem.values], [problem.reserve[one] for one in order]),
        units=tuple(problem.units[one] for one in order),
    )

    def chosen(deal: Deal) -> set[tuple[int, ...]]:
        return {tuple(row) for row in deal.problem.utilities([deal.package, *deal.ties]).tolist()}

    before = {tuple(row[one] for one in order) for row in chosen(WAYS[name](problem))}
    assert chosen(WAYS[name](turned)) == before


@settings(max_examples=200)
@given(data=st.data())
def test_the_smallest_normalised_gain_never_falls_when_packages_are_added(data: st.DataObject) -> None:
    """As long as the most that each could gain stays what it is (Kalai and Smorodinsky's monotonicity, on packages)."""
    width = data.draw(st.integers(2, 3))
    worths: Any = st.lists(st.tuples(*[st.integers(0, 8)] * width), min_size=1, max_size=6)
    few = data.draw(worths)
    ideal = tuple(max(row[one] for row in few) for one in range(width))
    more = [row for row in data.draw(worths) if all(a <= b for a, b in zip(row, ideal, strict=True))]
    before = kalai_smorodinsky(additive([few], [0] * width)).reached
    after = kalai_smorodinsky(additive([few + more], [0] * width)).reached
    assert after[:1] >= before[:1]
    assert after >= before


@given(problems(parties=(2, 3)))
def test_a_solution_does_not_change_when_packages_that_are_not_chosen_go(problem: Problem) -> None:
    """Nash: independence of irrelevant alternatives, where everybody can gain."""
    assume("nash" in solutions(problem))
    deal = nash(problem)
    assume(min(deal.gains) > 0)
    points = [tuple(row) for row in problem.utilities(np.array([deal.package, *deal.ties])).tolist()]
    rest = additive([points], problem.reserve)
    assert nash(dataclasses.replace(rest, units=problem.units)).utilities == deal.utilities
