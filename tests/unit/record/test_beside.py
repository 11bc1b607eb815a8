"""What a case says of the same two sides as a feed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goodoffices.case import Case
from goodoffices.errors import CaseError
from goodoffices.record.beside import beside


def test_statements_and_events_between_the_two_in_order_of_time(small: Case) -> None:
    """Towards the other, or towards nobody named; no measures, and nothing without a date."""
    found = beside(small, (("UP",), ("DOWN",)))
    assert found.parties == ("UP", "DOWN")
    assert [(one.party, one.kind, str(one.when)) for one in found.moments] == [
        ("DOWN", "event", "2019-08"),
        ("UP", "event", "2020-02-01"),
        ("UP", "statement", "2020-04-03"),
        ("UP", "event", "2020-04-10"),
    ]
    assert found.names["minister"] == "Jo Doe"
    assert found.names["UP"] == "Upstream"


def test_what_goes_to_somebody_else_is_left_out(changed: Callable[..., Case]) -> None:
    """A statement to a third party says nothing of the two."""
    case = changed(("where: Upper Town, to: DOWN", "where: Upper Town, to: NO"))
    assert all(one.kind == "event" for one in beside(case, (("UP",), ("DOWN",))).moments)


def test_a_party_is_found_by_any_of_its_names(small: Case) -> None:
    """Letters, name or alias, in any case of letters, the first word that fits."""
    assert beside(small, (("XXX", "the UPPER country"), ("downstream",))).parties == ("UP", "DOWN")


def test_a_party_that_is_not_there_is_refused(small: Case) -> None:
    """With the nearest that is."""
    with pytest.raises(CaseError, match="two-neighbours: found no party called 'DAWN'; did you mean 'DOWN'"):
        beside(small, (("UP",), ("DAWN",)))


def test_it_can_be_written_as_json(small: Case) -> None:
    """Plain data."""
    told = beside(small, (("UP",), ("DOWN",))).to_json()
    assert told["name"] == "two-neighbours"
    assert told["parties"] == ["UP", "DOWN"]
    assert told["moments"][0]["what"] == "low water"
