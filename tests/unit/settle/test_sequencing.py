"""An agreed package in steps that parties without trust could carry out."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.unit.settle.swap_cases import Agreed, agreed, changed, swap_case, with_sections

from goodoffices import read_case
from goodoffices.case import Case
from goodoffices.errors import CaseError, LimitError, MissingSectionError
from goodoffices.settle import additive, settlement
from goodoffices.settle.sequencing import Sequence, sequence

CITE = {"cite": {"analyst": "said so"}}
KOREA = {
    "large": {
        "testing": "verified",
        "exercises": "suspended",
        "inspections": "visits",
        "un-sanctions": "eased",
        "assurances": "declared",
    },
    "small": {"testing": "moratorium", "exercises": "deferred", "assurances": "declared"},
    "far": {
        "testing": "verified",
        "exercises": "suspended",
        "inspections": "inspectors",
        "un-sanctions": "suspended",
        "assurances": "guaranteed",
    },
}


def for_good(**more: dict[str, Any]) -> Case:
    """Return the swap in which nothing can be taken back."""
    return changed(land={"one_way": True} | more.get("land", {}), arms={"one_way": True} | more.get("arms", {}))


@pytest.fixture(scope="module")
def korea() -> dict[str, Sequence]:
    """Sequence three packages of the Korean case."""
    problem = settlement(read_case("korea-2017"))
    return {name: sequence(Agreed(problem, problem.package(names))) for name, names in KOREA.items()}


def test_a_step_says_who_gives_what_and_when_it_is_seen() -> None:
    """Days add up on each reading."""
    first, second, third = sequence(agreed(for_good())).steps
    assert [one.words() for one in first.gives] == ["A: land held → half"]
    assert first.gives[0].change == {"A": Fraction(-1, 8), "B": Fraction(1, 4)}
    assert (first.starts_days, first.verified_days) == ((0, 0, 0), (5, 10, 30))
    assert (second.starts_days, second.verified_days) == ((5, 10, 30), (105, 110, 130))
    assert (third.number, third.verified_days) == (3, (110, 120, 160))
    assert second.package == {"land": "half", "arms": "gone"}


def test_a_step_says_who_is_exposed_and_what_keeps_whom() -> None:
    """By hand: the last half of the land has nothing to follow; B is exposed once it has disarmed."""
    found = sequence(agreed(for_good()))
    first, second, third = found.steps
    assert first.exposure == {"A": Fraction(1, 8), "B": 0}
    assert second.exposure == {"A": Fraction(1, 8), "B": 0}
    assert third.exposure == {"A": 0, "B": 0}
    assert set(first.slack) == set(third.slack) == {"A"}
    assert third.slack["A"] == pytest.approx(-0.125)
    assert third.guarantee == {"A": pytest.approx(0.125)}
    assert third.guarantees[0].exposed == ("B",)
    assert third.trust_needed == {"A": None}
    later = [0.9 ** (days / 365.25) for days in (10, 100)]
    assert first.slack == {"A": pytest.approx(-0.125 + 0.5 * later[0] - 0.125 * later[0] * later[1])}
    assert first.trust_needed["A"] == pytest.approx(0.125 / (first.slack["A"] + 0.125))
    assert second.slack["B"] == pytest.approx(-0.25 + 0.25 * later[1])
    assert found.smallest_slack == pytest.approx(-0.125)
    assert found.guarantee == pytest.approx(0.125 + 0.25 * (1 - later[1]))
    assert found.bonds == {"A": pytest.approx(0.125), "B": pytest.approx(0.25 * (1 - later[1]))}
    assert found.gains == {"A": Fraction(1, 4), "B": Fraction(1, 4)}


def test_a_guarantee_says_for_whose_sake_and_who_could_give_it() -> None:
    """If both go at once for good, each is worse off by the other's leaving; C could stand by it."""
    links = ["land.given requires arms.gone", "arms.gone requires land.given", "never: land.half"]
    candidate = {"C": {"party": "C", "kind": "state", "roles": ["guarantor"], "say": "a neighbour"}}
    found = sequence(agreed(with_sections(for_good(), links=links, candidates=candidate)))
    (step,) = found.steps
    assert [(one.party, one.exposed, one.by) for one in step.guarantees] == [
        ("A", ("B",), ("C",)),
        ("B", ("A",), ("C",)),
    ]
    assert [one.name for one in found.guarantors] == ["C"]
    assert not any("names no guarantor" in one for one in found.cautions)
    without = sequence(agreed(with_sections(for_good(), links=links)))
    told = "Guarantees are needed in step 1; the case names no guarantor without a position of its own."
    assert told in without.cautions


def test_guarantees_of_several_steps_are_named_together() -> None:
    """And the largest at one time is what a party has to have at stake."""
    way = changed(for_good(), more={"options": ["no", "yes"], "now": "no", "moved_by": ["A"], "one_way": True})
    plain = way.plain()
    plain["positions"]["A"] |= {"weights": {"land": 1, "arms": 1, "more": 1}}
    plain["positions"]["A"]["values"]["more"] = [0.9, 0]
    found = sequence(agreed(Case.model_validate(plain)))
    assert found.guarantee > max(found.bonds.values())
    assert any(one.startswith("Guarantees are needed in steps ") for one in found.cautions)
    loss = "The package leaves A with 0.133 less than today; no order of steps makes up for that."
    assert loss in found.cautions


def test_plain_orders_stand_beside_it() -> None:
    """So that a reader sees what an order buys."""
    found = sequence(agreed(for_good()))
    once, single = found.compared
    assert (once.name, once.steps, once.days) == ("all at once", 1, (100, 100, 100))
    assert once.smallest_slack == pytest.approx(-0.25)
    assert once.guarantee == pytest.approx(0.5)
    assert (single.name, single.steps, single.days) == ("one after the other", 3, (110, 120, 160))
    assert found.smallest_slack is not None
    assert all(one.smallest_slack is not None and one.smallest_slack <= found.smallest_slack for one in found.compared)
    assert once.keeps_preconditions


def test_preconditions_are_resolved_and_cautions_say_what_is_given_up() -> None:
    """B waits for the land; the plain order at once does not keep to that."""
    demand = {"by": "B", "of": "A", "kind": "precondition", "what": "leave first", "needs": "A.leave"} | CITE
    case = with_sections(swap_case(), demands=[demand | {"before": "B.disarm"}])
    found = sequence(agreed(case))
    assert [(one.how, one.step) for one in found.resolved] == [("first", 2)]
    assert [one.keeps_preconditions for one in found.compared] == [False, True]
    half = sequence(agreed(case, land="half"))
    told = "B asks of A: leave first. The package does not bring A.leave; B has to give it up."
    assert told in half.cautions
    assert "What preconditions name and no issue covers can be announced before the first step." in half.assumptions


def test_days_can_be_fixed() -> None:
    """Every step then lasts as long, on every reading."""
    found = sequence(agreed(for_good()), step_days=365.25)
    assert [step.verified_days for step in found.steps] == [(one * 365.25,) * 3 for one in (1, 2, 3)]
    assert "Every step lasts 365.25 days, whatever its verification takes." in found.assumptions
    assert not any("seen at once" in one for one in found.assumptions)
    assert len(set(found.smallest_if)) == 1


def test_slow_verification_can_turn_a_deal() -> None:
    """If it does, that is said."""
    found = sequence(agreed(changed(arms={"verify_days": [1, 100, 3650]})))
    assert found.smallest_slack is not None
    assert found.smallest_slack > 0
    low, likely, high = found.smallest_if
    assert low is not None
    assert likely is not None
    assert high is not None
    assert high < 0 < found.smallest_slack == likely < low
    assert any(one.startswith("If verification is as slow as the case allows") for one in found.cautions)


def test_what_can_be_taken_back_at_the_end_needs_a_lasting_guarantee() -> None:
    """B keeps its arms away only as long as A could take the land back."""
    found = sequence(agreed(changed(land={"one_way": True})))
    assert set(found.afterwards) == {"B"}
    assert found.afterwards["B"] == pytest.approx(-0.25)
    told = "Once all is done B gains 0.25 by taking back what it can: that needs a lasting guarantee."
    assert told in found.cautions


def test_divisible_issues_move_in_parts() -> None:
    """Words say how much of the way is done; fewer parts are taken where there would be too much to weigh."""
    case = changed(for_good(), land={"options": ["held", "given"], "divisible": True, "means": {}})
    plain = case.plain()
    plain["positions"]["A"]["values"]["land"] = [0.5, 0]
    plain["positions"]["B"]["values"]["land"] = [0, 1]
    found = sequence(agreed(Case.model_validate(plain)), parts=4)
    words = [one.words() for step in found.steps for one in step.gives if one.issue == "land"]
    assert words[0].endswith("of the way")
    assert words[-1] == "A: land held → given"
    assert sum(one.change["B"] for step in found.steps for one in step.gives if one.issue == "land") == Fraction(1, 2)
    assert not any("parts" in one for one in found.assumptions)


def test_fewer_parts_are_taken_where_more_would_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is said; where even whole moves are too many, the limit is named."""
    case = changed(land={"divisible": True})
    monkeypatch.setattr("goodoffices.settle.moves.MOST_STATES", 12)
    found = sequence(agreed(case), parts=4)
    assert "Divisible issues move in 2 parts, not in 4 parts: more would be too many to weigh." in found.assumptions
    monkeypatch.setattr("goodoffices.settle.sequencing.MOST_STEPS", 20)
    found = sequence(agreed(case), parts=4)
    assert "Divisible issues move as a whole, not in 4 parts: more would be too many to weigh." in found.assumptions
    monkeypatch.setattr("goodoffices.settle.moves.MOST_STATES", 5)
    with pytest.raises(LimitError, match="ask for fewer parts"):
        sequence(agreed(case), parts=4)


def test_what_was_taken_for_granted_is_said() -> None:
    """Bodies without a position, issues that nobody is named for, days that are not given, what is one-way."""
    case = changed(land={"moved_by": ["BODY"], "one_way": True}, arms={"moved_by": None, "verify_days": None})
    found = sequence(agreed(case))
    told = "Without a position of its own: BODY; taken to do its part, and to take it back if somebody leaves."
    assert told in found.assumptions
    assert "Nobody is named who moves arms: taken as moved by all parties with positions together." in found.assumptions
    assert "No days of verification are given for arms: taken as seen at once." in found.assumptions
    assert "What cannot be taken back: land." in found.assumptions
    assert "A gain a year from now is worth 0.9 of one today." in found.assumptions
    assert found.steps[0].gives[0].unmodelled in {("BODY",), ()}


def test_if_nobody_could_leave_there_is_no_slack() -> None:
    """Where only bodies without a position move, their incentives are not modelled."""
    found = sequence(agreed(changed(land={"moved_by": ["BODY"]}, arms={"moved_by": ["BODY"]})))
    assert found.smallest_slack is None
    assert found.smallest_if == (None, None, None)
    assert found.compared[0].smallest_slack is None
    assert found.no_commitment
    assert found._repr_html_().startswith("<table><caption>1 step</caption>")


def test_a_stopped_search_says_so() -> None:
    """What is returned is not proven."""
    found = sequence(agreed(for_good()), stop=lambda: True)
    assert not found.proven
    assert found.cautions[0] == "It is not proven that no other order is better."
    assert "(not proven best)" in found._repr_html_()


def test_progress_is_told() -> None:
    """Up to the whole."""
    told: list[float] = []
    sequence(agreed(), progress=told.append)
    assert told[-1] == 1


@pytest.mark.parametrize("discount", [0.0, 1.0, -1.0, 2.0, float("nan")])
def test_a_discount_lies_between_nothing_and_one(discount: float) -> None:
    """Both excluded."""
    with pytest.raises(CaseError, match="discount"):
        sequence(agreed(), discount=discount)


@pytest.mark.parametrize("days", [-1.0, 1e9, float("nan")])
def test_steps_last_a_sensible_time(days: float) -> None:
    """Not less than no time, not more than a century."""
    with pytest.raises(CaseError, match="days"):
        sequence(agreed(), step_days=days)


def test_what_cannot_be_ordered_is_refused() -> None:
    """Without a case, without parts."""
    with pytest.raises(MissingSectionError):
        sequence(Agreed(additive([[[1, 0], [0, 1]]]), (1,)))
    with pytest.raises(CaseError, match="parts"):
        sequence(agreed(), parts=0)


def test_the_result_is_plain_data_a_table_and_a_frame() -> None:
    """All with the same numbers."""
    found = sequence(agreed(for_good()))
    plain = json.loads(json.dumps(found.to_json()))
    assert plain["agreed"] == {"land": "given", "arms": "gone"}
    assert plain["steps"][0]["exposure_exact"] == {"A": "1/8", "B": "0"}
    assert plain["steps"][2]["guarantees"][0]["party"] == "A"
    assert plain["proven"] is True
    assert plain["no_commitment"]
    assert (plain["trust"], plain["commitment"]) == (None, None)
    assert found.rows()[0] == ("1", "A: land held → half", "0", "10 (5–30)", "A 0.125", "A 0.252", "–", "–")
    assert len(found.head) == len(found.rows()[0])
    frame = found.to_frame()
    assert frame.index.names == ["step", "party"]
    assert frame.loc[(3, "A"), "guarantee"] == pytest.approx(0.125)
    assert np.isnan(frame.loc[(3, "B"), "slack"])
    page = found._repr_html_()
    assert page.count("<tr>") == 4
    assert "<li>" in page
    assert "→" in page


def test_the_digest_tells_settings_and_sources_apart() -> None:
    """The same again gives the same."""
    first = sequence(agreed())
    assert first.digest == sequence(agreed()).digest
    assert first.parameters["packages"] == 6
    others = [
        sequence(agreed(), discount=0.8),
        sequence(agreed(), step_days=3.0),
        sequence(agreed(changed(arms={"one_way": True}))),
        sequence(agreed(arms="kept")),
    ]
    assert len({first.digest, *(one.digest for one in others)}) == 5


def test_the_korean_ring_falls_into_the_first_step(korea: dict[str, Sequence]) -> None:
    """Tests stop and exercises stop at once, with visits, since a link and a precondition bind those to them."""
    found = korea["large"]
    assert found.opening == ("PRK.talk",)
    assert found.rows()[0][1] == "announced together: PRK.talk"
    assert {one.issue for one in found.steps[0].gives} >= {"testing", "exercises", "inspections"}
    ring = found.resolved[0]
    assert (ring.ring, ring.how, ring.step) == (True, "together", 1)
    how = {one.before[0]: one.how for one in found.resolved[1:]}
    assert how["USA.talk"] == "after"
    assert how["PRK.talk"] == "opening"
    assert how["USA.assure"] == "first"
    assert found.proven
    assert found.trust is not None
    assert found.commitment is not None
    assert not any(found.commitment.problem.fails)
    json.dumps(found.to_json())


def test_a_small_korean_package_gives_up_what_it_does_not_bring(korea: dict[str, Sequence]) -> None:
    """Exercises are only deferred, so that the North's first demand is not met; nobody then gains by leaving."""
    found = korea["small"]
    assert any("PRK has to give it up" in one for one in found.cautions)
    assert found.smallest_slack is not None
    assert found.smallest_slack > 0
    assert found.guarantee == 0


def test_red_lines_and_links_force_a_common_step(korea: dict[str, Sequence]) -> None:
    """Inspectors come with the end of the measures and witnessed assurances, or not before them."""
    found = korea["far"]
    assert any("leaves USA with" in one for one in found.cautions)
    for step in found.steps:
        if step.package["inspections"] == "inspectors":
            assert step.package["un-sanctions"] == "suspended"
            assert step.package["assurances"] == "guaranteed"
    assert {name for step in found.steps for one in step.guarantees for name in one.by} == {"RUS", "CHN"}
