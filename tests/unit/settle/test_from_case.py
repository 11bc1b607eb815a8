"""A settlement problem read off a case."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from goodoffices import Case, read_case
from goodoffices.errors import CaseError, MissingSectionError
from goodoffices.settle import settlement


def case_with(**changes: Any) -> Case:
    """Two parties over two issues."""
    plain: dict[str, Any] = {
        "case": "river",
        "title": "River",
        "as_of": "2020-01-01",
        "parties": {
            "A": {"name": "A", "kind": "state", "role": "principal"},
            "B": {"name": "B", "kind": "state", "role": "principal"},
        },
        "issues": {
            "dam": {"options": ["none", "low", "high"], "now": "none"},
            "fees": {"options": ["no", "yes"], "now": "no"},
        },
        "positions": {
            "A": {"weights": {"dam": 0.6, "fees": 0.2}, "values": {"dam": [0, [0.2, 0.6], 1], "fees": [1, 0]}},
            "B": {"weights": {"dam": 0.5}, "values": {"dam": [1, [0.4, 0.5, 0.7], 0]}},
        },
    }
    return Case.model_validate(plain | changes)


def test_weights_are_relative_and_ranges_are_read_at_their_middle() -> None:
    """A gives three quarters of its weight to the dam; an issue without weight does not matter to B."""
    problem = settlement(case_with())
    assert problem.exact(problem.utilities([[1, 0]])[0]) == (
        Fraction(3, 4) * Fraction(2, 5) + Fraction(1, 4),
        Fraction(1, 2),
    )
    assert problem.exact(problem.utilities([[1, 1]])[0])[1] == Fraction(1, 2)


def test_today_is_the_reservation_value_unless_another_is_given() -> None:
    """Nobody is asked to accept less than it has, or than it says it needs."""
    plain = case_with().plain()
    assert settlement(case_with()).reserve == (settlement(case_with()).utilities([[0, 0]])[0].tolist()[0], 2)
    plain["positions"]["B"]["reserve"] = {"value": 0.25, "cite": {"analyst": "said so"}}
    problem = settlement(Case.model_validate(plain))
    assert problem.exact([one or 0 for one in problem.reserve])[1] == Fraction(1, 4)


def test_without_a_today_nothing_is_refused() -> None:
    """If an issue does not say what is in force, there is no package of today and no reservation value."""
    plain = case_with().plain()
    del plain["issues"]["fees"]["now"]
    problem = settlement(Case.model_validate(plain))
    assert (problem.now, problem.reserve) == (None, (None, None))


def test_links_red_lines_and_terms_become_rules_and_terms() -> None:
    """A link binds everybody, a red line its party; a forbidden combination is negated."""
    plain = case_with().plain()
    plain["links"] = [{"never": "dam.high & fees.no", "why": "Somebody pays."}, "dam.low requires fees.yes"]
    plain["positions"]["B"] |= {"red_lines": ["not dam.high"], "terms": [{"when": "dam.low & fees.yes", "worth": -0.2}]}
    problem = settlement(Case.model_validate(plain))
    assert [(rule.text, rule.party, rule.why) for rule in problem.rules] == [
        ("never: dam.high & fees.no", None, "Somebody pays."),
        ("dam.low requires fees.yes", None, ""),
        ("not dam.high", 1, ""),
    ]
    assert problem.permitted([[0, 0], [1, 0], [1, 1], [2, 0], [2, 1]]).tolist() == [True, False, True, False, False]
    assert problem.exact(problem.utilities([[1, 1]])[0])[1] == Fraction(3, 10)


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ({"weights": {"dam": 0, "fees": 0}, "values": {}}, "positions.B: found no weight above 0"),
        ({"weights": {"dam": 0.5}, "values": {"fees": [0, 1]}}, "a weight but no values for the issue 'dam'"),
    ],
)
def test_positions_that_cannot_be_weighed_are_refused(position: dict[str, Any], expected: str) -> None:
    """The message says whose position lacks what."""
    plain = case_with().plain()
    plain["positions"]["B"] = position
    with pytest.raises(CaseError, match=expected):
        settlement(Case.model_validate(plain))


def test_a_case_without_issues_is_told_what_is_missing() -> None:
    """The message names the sections."""
    with pytest.raises(MissingSectionError, match="'issues'"):
        settlement(read_case("prisoners-dilemma"))
