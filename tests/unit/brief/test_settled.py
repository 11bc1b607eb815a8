"""What the brief says of a settlement: packages and steps, or who stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices import Case, read_case
from goodoffices.brief import compose
from goodoffices.brief import settled as section
from goodoffices.errors import LimitError

DUE = {"analyst": "an example"}


def basin(**positions: dict[str, Any]) -> Case:
    """Two parties on one river, each with something to give."""
    plain: dict[str, Any] = {
        "case": "basin",
        "title": "Basin",
        "as_of": "2020-01-01",
        "parties": {name: {"name": f"{name} state", "kind": "state", "role": "principal"} for name in ("UP", "LOW")},
        "issues": {
            "flow": {"options": ["held", "shared"], "now": "held", "moved_by": ["UP"], "verify_days": 10},
            "fees": {
                "options": {"none": "none", "paid": "paid each year"},
                "now": "none",
                "moved_by": ["LOW"],
                "verify_days": 30,
            },
        },
        "positions": {
            "UP": {"weights": {"flow": 0.4, "fees": [0.5, 0.7]}, "values": {"flow": [1, 0], "fees": [0, 1]}},
            "LOW": {"weights": {"flow": 0.7, "fees": 0.3}, "values": {"flow": [0, 1], "fees": [1, 0]}},
        },
    }
    for party, more in positions.items():
        plain["positions"][party] |= more
    return Case.model_validate(plain)


def told(case: Case, **how: Any) -> str:
    """Return the section on a settlement, and the first page."""
    return compose(case, **({"draws": 4} | how)).markdown()


def test_packages_and_steps_are_told() -> None:
    """A zone comes with its packages, what each party gains, shares of draws, and an order of steps."""
    text = told(basin())
    assert "What could be settled" in text
    assert "1 of 4" not in text
    assert "fees: paid each year" in text
    assert "The package by Nash’s criterion, in steps" in text
    assert "Settlements in steps" in text
    assert "Acceptable to all in draws" in text


def test_without_draws_there_is_no_column_of_shares() -> None:
    """Nothing is said of draws that were not made."""
    assert "Acceptable to all in draws" not in told(basin(), draws=0)


def test_a_guarantee_is_told_with_who_could_hold_it() -> None:
    """Where breaking off pays the brief says how much somebody would have to hold."""
    case = basin()
    issues = {name: entry.model_copy(update={"one_way": True}) for name, entry in case.issues.items()}
    text = told(case.model_copy(update={"issues": issues}))
    assert "would have to hold" in text
    assert "nobody that the case names" in text


def test_without_a_zone_the_brief_says_who_stands_in_the_way() -> None:
    """Red lines that cannot be met together are named, and what would open a zone."""
    text = told(basin(UP={"red_lines": ["flow.held"]}, LOW={"red_lines": ["flow.shared"]}))
    assert "Who stands in the way." in text
    assert "the red line of UP state" in text.replace("The red", "the red")
    assert "What would open a zone." in text


def test_without_a_today_there_is_no_order_of_steps() -> None:
    """Steps begin somewhere: if nothing is known of today, packages are told in full and no steps."""
    text = told(read_case("camp-david-1978"))
    assert "What could be settled" in text
    assert "in steps" not in text


def test_positions_that_cannot_be_weighed_are_refused_in_words() -> None:
    """The reason stands where the section would be."""
    assert "No agreement zone could be computed" in told(basin(UP={"values": {"flow": [1, 0]}}))


def test_an_order_that_cannot_be_computed_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages are told all the same."""

    def refuse(*_: object, **__: object) -> None:
        raise LimitError("found too many steps")

    monkeypatch.setattr(section, "sequence", refuse)
    text = told(basin())
    assert "No order of steps could be computed: Found too many steps." in text
    assert "Packages and what each party gains" in text


def test_where_only_others_move_no_slack_is_told() -> None:
    """If whoever moves has no position, nothing is said of what they gain."""
    plain = basin().plain()
    plain["parties"]["BANK"] = {"name": "the bank", "kind": "igo", "role": "influencer"}
    for issue in plain["issues"].values():
        issue["moved_by"] = ["BANK"]
    text = told(Case.model_validate(plain))
    assert "in steps" in text
    assert "The smallest slack" not in text


def test_if_nobody_can_move_from_today_that_is_all_that_is_said() -> None:
    """Where today's package is the only one that all accept nothing is put into steps."""
    text = told(basin(UP={"red_lines": ["flow.held", "fees.none"]}))
    assert "nothing" in text
    assert "in steps" not in text


@pytest.fixture(scope="module")
def korea() -> str:
    """Return the brief of the large case."""
    return told(read_case("korea-2017"))


def test_the_korea_brief_names_relief_and_its_guarantors(korea: str) -> None:
    """The wider package needs the Council, and somebody who stands by it."""
    text = korea
    assert "The package that settles most issues, in steps" in text
    assert "held by Russia or China" in text
    assert "PRK.suspend and USA.suspend" not in text


def test_what_two_orders_have_in_common_is_said_once(korea: str) -> None:
    """A ring, or power that shifts, is told under the first order of steps only."""
    text = korea
    assert text.count("wait for each other: all in step 1") == 1
    assert text.count("The share of the pie that North Korea gains in a year") == 1
    assert text.count("The most trust is needed by") == 2
