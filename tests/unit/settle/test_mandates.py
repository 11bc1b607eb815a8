"""Conflicts, openings and improvements in words; searches that are ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle import Problem, Rule, additive, conflicts, dominating, opening
from goodoffices.settle.cpmodel import Programme, Query
from goodoffices.settle.linked import linked_frontier
from goodoffices.settle.solving import Desk, Ended


def rule(text: str, party: int | None = None) -> Rule:
    """Return a rule over the issues of the problem below."""
    return Rule(parse(text), text, party)


def river(*rules: Rule, reserve: tuple[int | None, int | None] = (None, None)) -> Problem:
    """Two parties with opposed interests over two issues of three options."""
    values = [[[0, 4], [1, 3], [5, 0]], [[0, 6], [2, 2], [6, 0]]]
    return replace(additive(values, reserve, parties=("A", "B"), issues=("x", "y")), rules=rules)


def test_a_reservation_value_alone_can_be_out_of_reach() -> None:
    """A conflict of one demand says so; its party is listed; the opening lowers or waives it."""
    problem = river(reserve=(12, None))
    found = conflicts(problem)
    assert [one.reserves for one in found] == [(0,)]
    assert found[0].red_lines == ()
    assert "cannot be met" in found.sentences()[0]
    assert "one minimal conflict" in found._repr_html_()
    change = opening(problem)
    assert change.lowering is not None
    assert change.lowering.package == (2, 2)
    assert change.singles
    assert change._repr_html_()
    assert change.sentences()


def hemmed_in() -> Problem:
    """Three parties that rule out two of three options each, on so many issues that all conflicts are never listed."""
    plain = additive([[[0, 1, 2], [1, 2, 0], [2, 0, 1]]] * 40, issues=tuple(f"i{k}" for k in range(40)))
    lines = [
        Rule(parse(f'not i{k}."{option + 1}"'), f"i{k}: {option}", party)
        for k in range(40)
        for party in range(3)
        for option in range(3)
        if option != party
    ]
    return replace(plain, rules=tuple(lines))


def test_looking_for_conflicts_ends_when_it_is_told_to() -> None:
    """What was found until then is kept, and it is said that there may be more."""
    at_once = conflicts(hemmed_in(), stop=lambda: True)
    assert not at_once.complete
    assert at_once.sentences() == (
        "Which red lines and reservation values cannot be met together was not found in time.",
    )
    asked = iter([False, False])
    later = conflicts(hemmed_in(), most=1_000_000, stop=lambda: next(asked, True))
    assert not later.complete
    assert len(conflicts(river(reserve=(12, None)), stop=lambda: False)) == 1


def test_where_everything_can_be_met_nothing_has_to_change() -> None:
    """Neither a conflict nor an opening."""
    assert conflicts(river()).sentences() == ("All red lines and reservation values can be met together.",)
    assert opening(river()).sentences() == ("There is an agreement zone; no mandate has to change.",)


def test_more_conflicts_than_asked_for_are_not_all_listed() -> None:
    """The answer says that there may be more; an opening likewise."""
    lines = [rule(f'x."{k}"', 0) for k in (1, 2)] + [rule('x."3"', 1), rule('y."1"', 0), rule('y."2"', 1)]
    found = conflicts(river(*lines), most=1)
    assert len(found) == 1
    assert not found.complete
    assert "There may be more such conflicts" in found.sentences()[-1]
    few = opening(river(*lines), most=1)
    assert not few.all_listed
    assert few.fewest[0].red_lines
    assert few.sentences()
    assert opening(river(*lines)).sentences()


def test_reservation_values_that_are_too_high_together_are_lowered_evenly() -> None:
    """With red lines kept the largest lowering is as small as possible."""
    problem = river(rule('x."3" requires y."1"'), reserve=(7, 7))
    told = opening(problem).sentences()
    assert any("worth" in one or "lower" in one.lower() for one in told)
    blocked = river(rule('x."1"', 0), rule('x."3"', 1))
    assert opening(blocked).lowering is None
    assert not any("reservation" in one for one in opening(blocked).sentences())


@pytest.mark.parametrize("ask", [conflicts, opening])
def test_at_least_one_has_to_be_asked_for(ask: Any) -> None:
    """Zero is refused."""
    with pytest.raises(CaseError, match="at least 1"):
        ask(river(reserve=(12, None)), most=0)


def test_dominance_is_told_in_words_and_as_data() -> None:
    """What would be better for whom; or that nothing is."""
    values = [[[0, 0], [3, 3]], [[1, 0], [0, 1]]]
    problem = additive(values, parties=("A", "B"), issues=("x", "y"))
    worse = dominating(problem, (0, 0))
    assert "would get more and nobody less" in worse.sentence()
    assert worse.to_json() != dominating(problem, (1, 0)).to_json()
    best = dominating(problem, (1, 0))
    assert best.sentence().startswith("No package")
    assert best.to_json()
    assert "<p>" in best._repr_html_()


@pytest.mark.parametrize(
    ("package", "expected"), [((0,), "a package of 1 options"), ((0, 7), "option 7 of the issue 'y'")]
)
def test_a_package_that_does_not_fit_is_refused(package: tuple[int, ...], expected: str) -> None:
    """The message says how many or which were expected."""
    with pytest.raises(CaseError, match=expected):
        dominating(river(), package)


def test_a_desk_that_has_ended_answers_nothing() -> None:
    """Whoever asks is told that the search was ended, not that there is no answer."""
    programme = Programme(river(rule('x."3" requires y."1"')))
    desk = Desk()
    desk.end()
    with pytest.raises(Ended):
        desk.solve(Query(programme))
    with pytest.raises(Ended):
        desk.best(Query(programme), 0)


def test_a_search_that_is_stopped_at_once_has_a_bound() -> None:
    """Nothing found is no proof: the frontier is partial, and no point exceeds the bound."""
    links = [rule(f'x."{k}" requires not y."{k}"') for k in (1, 2, 3)]
    found = linked_frontier(river(*links), stop=lambda: True)
    whole = linked_frontier(river(*links))
    assert whole.complete
    if not found.complete:
        assert found.bound is not None
        assert all((point <= found.bound).all() for point in whole.utilities)
