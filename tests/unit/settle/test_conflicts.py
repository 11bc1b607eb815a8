"""Minimal conflicts: how they are told, where the list ends, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle import Problem, Rule, additive
from goodoffices.settle.conflicts import Conflicts, conflicts
from goodoffices.settle.mandates import Demand, Mandates, check_links


def of(texts: list[tuple[int | None, str]], reserve: list[int | None] | None = None) -> Problem:
    """Make a problem of two issues, two parties, links and red lines."""
    plain = additive([[[4, 0], [2, 2], [0, 4]]] * 2, reserve, issues=["land", "water"], parties=["UP", "DOWN"])
    return replace(plain, rules=tuple(Rule(parse(text), text, owner) for owner, text in texts))


def test_a_conflict_names_red_lines_and_reservation_values() -> None:
    """Whose they are, how they read, what they are worth on the party's scale, and that links are given."""
    problem = of([(None, 'land."1" iff water."1"'), (0, 'land."1"'), (1, 'not water."1"')], [None, 5])
    found = conflicts(problem)
    assert [(one.red_lines, one.reserves) for one in found] == [((1, 2), ()), ((1,), (1,))]
    assert found.sentences() == (
        (
            'The red line of UP “land."1"” and the red line of DOWN “not water."1"” cannot be met together,'
            " given the links."
        ),
        'The red line of UP “land."1"” and the reservation value of DOWN (5) cannot be met together, given the links.',
    )
    plain = found.to_json()
    assert plain["complete"] is True
    assert plain["conflicts"][1]["demands"] == [
        {"kind": "red line", "party": "UP", "rule": 'land."1"'},
        {"kind": "reservation value", "party": "DOWN", "value": 5.0, "exact": "5"},
    ]
    assert found[0].demands[0] == Demand("red line", 0, 1)
    assert "2 minimal conflicts" in found._repr_html_()
    assert len(found) == 2


def test_a_demand_that_cannot_be_met_by_itself_is_a_conflict() -> None:
    """A red line that no package satisfies, and a reservation value beyond what there is, each stand alone."""
    found = conflicts(of([(0, 'land."1" & land."2"')], [None, 9]))
    assert found.sentences() == (
        'The red line of UP “land."1" & land."2"” cannot be met.',
        "The reservation value of DOWN (9) cannot be met.",
    )


def test_two_red_lines_that_say_the_same_are_two() -> None:
    """Each conflicts with a third by itself."""
    found = conflicts(of([(0, 'land."1"'), (1, 'land."1"'), (1, 'not land."1"')]))
    assert [one.red_lines for one in found] == [(0, 2), (1, 2)]


@pytest.mark.parametrize("reserve", [None, [4, 4]])
def test_where_there_is_a_zone_there_is_no_conflict(reserve: list[int | None] | None) -> None:
    """With demands that can be met, and with no demands at all, nothing is listed."""
    found = conflicts(of([], reserve))
    assert (len(found), found.complete) == (0, True)
    assert found.sentences() == ("All red lines and reservation values can be met together.",)


def crowded() -> Problem:
    """Make a problem in which each of three red lines conflicts with each of two others."""
    return of(
        [(0, 'land."1"'), (0, 'land."1" & water."1"'), (0, 'land."1" | land."1"'), (1, 'land."2"'), (1, 'land."3"')]
    )


def test_the_list_ends_where_asked_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With at most so many, or after so many rounds, the answer says that there may be more."""
    whole = conflicts(crowded())
    assert len(whole) == 7
    assert whole.complete
    assert conflicts(crowded(), most=7).complete
    some = conflicts(crowded(), most=6)
    assert (len(some), some.complete) == (6, False)
    assert set(some) < set(whole)
    assert some.sentences()[-1] == "There may be more such conflicts: the search was ended here."
    monkeypatch.setattr(import_module("goodoffices.settle.conflicts"), "_ROUNDS", 2)
    assert not conflicts(crowded()).complete


def test_a_core_that_names_too_little_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the solver names assumptions that can hold together, all that were made are shrunk instead."""
    expected = conflicts(crowded())
    true = Mandates(crowded()).desk.assumed

    def forgetful(query: object, literals: object) -> tuple[object, tuple[int, ...]]:
        return true(query, literals)[0], ()  # type: ignore[arg-type]

    monkeypatch.setattr(
        "goodoffices.settle.solving.Desk.assumed", lambda _, query, literals: forgetful(query, literals)
    )
    assert [one.demands for one in conflicts(crowded())] == [one.demands for one in expected]


def test_contradictory_links_are_refused() -> None:
    """One link that nothing satisfies is named by itself, two that exclude each other together, a third not."""
    check_links(of([]))
    with pytest.raises(
        CaseError, match=r'links: found “land."1" & land."2"”, which no package satisfies, expected'
    ) as one:
        conflicts(of([(None, 'water."1" | land."1"'), (None, 'land."1" & land."2"')]))
    assert str(one.value).endswith("take it out or say it less strictly")
    with pytest.raises(CaseError, match="which no package satisfies together") as two:
        conflicts(of([(None, 'land."1"'), (None, 'water."1"'), (None, 'not land."1"')]))
    assert "water" not in str(two.value)


def test_at_least_one_conflict_has_to_be_asked_for() -> None:
    """A limit below one is refused."""
    with pytest.raises(CaseError, match="found 0 as the most conflicts to list"):
        conflicts(of([]), most=0)


def test_conflicts_are_an_answer_of_their_own() -> None:
    """The answer carries the digest of its problem and how it was found."""
    problem = crowded()
    found = conflicts(problem)
    assert isinstance(found, Conflicts)
    assert found.digest == problem.digest()
    assert "cores" in found.method
