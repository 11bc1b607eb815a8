"""Guarantors, trust held against what is needed, and a shift of power held against a promise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.unit.settle.swap_cases import swap_case, with_sections

from goodoffices import read_case
from goodoffices.case import Case
from goodoffices.settle import assurance, settlement
from goodoffices.settle.assurance import commitment, guarantors, trust_reading

CITE = {"cite": {"analyst": "said so"}}
DISTRUST = {"kind": "distrust", "between": ["A", "B"], "severity": 0.8, "trust": [0.2, 0.4, 0.7], **CITE}
TREND = {"of": "B", "what": "its army grows", "per_year": [0.01, 0.05, 0.6], "unit": "share of the pie", **CITE}


def test_guarantors_are_candidates_for_the_role_without_a_position() -> None:
    """With what the case says of them; a party to the deal cannot stand by itself."""
    case = with_sections(
        swap_case(),
        candidates={
            "C": {"party": "C", "kind": "state", "roles": ["guarantor"], "say": "a neighbour"},
            "A": {"party": "A", "kind": "state", "roles": ["guarantor"]},
            "BODY": {"party": "BODY", "kind": "igo", "roles": ["mediation"]},
            "friends": {"name": "Friends of the swap", "kind": "ngo", "roles": ["host", "guarantor"]},
        },
    )
    found = guarantors(case, settlement(case))
    assert [(one.name, one.called, one.why) for one in found] == [
        ("C", "C", "a neighbour"),
        ("friends", "Friends of the swap", ""),
    ]


@pytest.mark.parametrize(
    ("needed", "met", "said"),
    [
        (0.1, "low", "enough on every reading"),
        (0.2, "low", "enough on every reading"),
        (0.3, "likely", "enough unless it is as low as it may be"),
        (0.5, "high", "enough only if it is as high as it may be"),
        (0.8, "not", "not enough on any reading"),
    ],
)
def test_trust_is_enough_on_some_readings(needed: float, met: str, said: str) -> None:
    """The most demanding step counts, of the parties that distrust each other."""
    case = with_sections(swap_case(), obstacles=[DISTRUST])
    found = trust_reading(case, [{"A": 0.05, "C": 0.99}, {"B": needed}, {"A": needed}])
    assert found is not None
    assert (found.met, found.step, found.party, found.needed) == (met, 2, "B", needed)
    assert found.sentence().endswith(f"Between A and B it is put at 0.2 to 0.7, likeliest 0.4: {said}.")
    assert json.loads(json.dumps(found.to_json()))["trust"] == [0.2, 0.4, 0.7]


def test_where_leaving_pays_in_any_case_no_trust_suffices() -> None:
    """Those steps are listed apart; if there are no others, no trust is needed either."""
    case = with_sections(swap_case(), obstacles=[DISTRUST])
    found = trust_reading(case, [{"A": None, "B": 0.3}, {"A": None}])
    assert found is not None
    assert (found.met, found.step, found.beyond) == ("likely", 1, (1, 2))
    told = "At steps 1 and 2 leaving pays whatever the others do; no trust suffices without a guarantee."
    assert found.sentence().endswith(told)
    only = trust_reading(case, [{"A": None}])
    assert only is not None
    assert (only.needed, only.step, only.party, only.beyond) == (None, None, None, (1,))
    assert only.sentence().startswith("At step 1 leaving pays")


def test_without_an_estimate_of_trust_there_is_nothing_to_hold_it_against() -> None:
    """Nor if those who distrust each other move nothing."""
    assert trust_reading(swap_case(), [{"A": 0.5}]) is None
    bare = with_sections(swap_case(), obstacles=[{key: DISTRUST[key] for key in DISTRUST if key != "trust"}])
    assert trust_reading(bare, [{"A": 0.5}]) is None
    others = with_sections(swap_case(), obstacles=[DISTRUST | {"between": ["C", "B"]}])
    assert trust_reading(others, [{"A": 0.5}]) is None


def shift(case: Case, pair: tuple[str, str] | None = None, discount: float = 0.9) -> Any:
    """Ask about promises."""
    return commitment(case, settlement(case), pair, discount=discount)


def test_a_promise_is_held_against_the_trend_of_the_stronger() -> None:
    """Both have a quarter today; the best package for both together gives them three quarters each, or all in sum."""
    case = with_sections(swap_case(), trends=[TREND], obstacles=[DISTRUST | {"kind": "commitment", "trust": None}])
    found, reason = shift(case)
    assert reason == ""
    # Utilities run from 0 to 0.75; today's 0.25 is a third of that; the best sum is two thirds and two thirds.
    assert found.parties == ("A", "B")
    assert found.rising == "B"
    assert found.secured == pytest.approx((0.25, 0.25))
    assert found.range == pytest.approx((0.25, 0.75))
    assert found.problem.surplus == pytest.approx(0.5)
    assert found.problem.fails == (False, False, True)
    assert json.loads(json.dumps(found.to_json()))["fails"]["high"] is True
    assert "that B gains in a year is put at 0.01 to 0.6, likeliest 0.05; above 0.58" in found.sentence()
    assert "No promise would hold: only on the high reading." in found.sentence()
    assert "Shares for A that both prefer to no deal: 0.25–0.75." in found.sentence()


@pytest.mark.parametrize(
    ("per_year", "said"),
    [
        ([0.7, 0.8], "No promise would hold: on every reading"),
        ([0.1, 0.7, 0.8], "No promise would hold: on the likely reading too"),
        ([0.01, 0.02], "A promise can hold on every reading"),
    ],
)
def test_readings_of_the_trend_are_told(per_year: list[float], said: str) -> None:
    """The rising side may be the first of the two as well."""
    case = with_sections(swap_case(), trends=[TREND | {"of": "A", "per_year": per_year}], obstacles=[DISTRUST])
    found, _ = shift(case)
    assert found.rising == "A"
    assert said in found.sentence()


def test_the_greater_of_two_trends_counts_and_decline_does_not() -> None:
    """Other units are not shares of the pie."""
    trends = [TREND, TREND | {"of": "A", "per_year": 0.2}, TREND | {"of": "A", "per_year": 0.9, "unit": "points"}]
    trends.append(TREND | {"of": "B", "per_year": [-0.5, -0.1]})
    found, _ = shift(with_sections(swap_case(), trends=trends, obstacles=[DISTRUST]))
    assert (found.rising, found.shift.plain()) == ("A", 0.2)


def test_the_main_movers_stand_for_those_that_no_obstacle_names() -> None:
    """And without them there is nobody to ask about."""
    case = with_sections(swap_case(), trends=[TREND], obstacles=[DISTRUST | {"between": ["A", "C"]}])
    assert shift(case, ("B", "A"))[0].parties == ("B", "A")
    assert shift(case) == (None, "no two parties with positions stand against each other or move anything")
    assert shift(swap_case(), ("A", "B"))[1] == "the case has no trend in the unit 'share of the pie' for A or B"


def test_the_pie_is_measured_over_packages_that_rules_permit(monkeypatch: pytest.MonkeyPatch) -> None:
    """With links over all packages, up to a limit; without, issue by issue."""
    base = with_sections(swap_case(), trends=[TREND], obstacles=[DISTRUST])
    linked = with_sections(base, links=["arms.gone requires not land.held"])
    assert shift(linked)[0].secured == pytest.approx((4 / 13, 0))  # B cannot do worse than today any more
    free = with_sections(base, links=["land.held | land.half | land.given | arms.gone"])
    assert shift(free)[0].secured == pytest.approx(shift(base)[0].secured)
    monkeypatch.setattr(assurance, "MOST_OUTCOMES", 5)
    assert shift(base)[0] is not None
    assert "could not be computed" in shift(free)[1]


def test_without_anything_at_stake_for_one_side_there_is_no_pie() -> None:
    """A party that is indifferent has no scale; if rules permit nothing there is none at all."""
    base = with_sections(swap_case(), trends=[TREND], obstacles=[DISTRUST])
    plain = base.plain()
    plain["positions"]["B"]["values"] = {"land": [0, 0, 0], "arms": [0, 0]}
    assert "could not be computed" in shift(Case.model_validate(plain))[1]
    shut = with_sections(base, links=["never: land.held & arms.kept", "never: not (land.held & arms.kept)"])
    assert "could not be computed" in shift(shut)[1]
    alone = with_sections(base, links=["never: arms.kept", "never: arms.gone"])
    assert "could not be computed" in shift(alone)[1]


def test_who_refuses_nothing_secures_nothing() -> None:
    """Without a today there is no reservation value."""
    base = with_sections(swap_case(), trends=[TREND], obstacles=[DISTRUST])
    plain = base.plain()
    del plain["issues"]["land"]["now"]
    assert shift(Case.model_validate(plain))[0].secured == (0, 0)


def test_the_korean_case_has_guarantors_and_a_trend() -> None:
    """Russia and China could guarantee; the trend of the North's programme is a share of the pie."""
    case = read_case("korea-2017")
    assert {one.name for one in guarantors(case, settlement(case))} == {"RUS", "CHN"}
    found, _ = shift(case)
    assert (found.parties, found.rising) == (("USA", "PRK"), "PRK")
