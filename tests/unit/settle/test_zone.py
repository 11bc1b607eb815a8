"""The agreement zone: whether there is one, how large it is, what closes it."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

import goodoffices as go
from goodoffices.case.expressions import parse
from goodoffices.settle import Frontier, Problem, Rule, additive, agreement_zone, settlement, zone
from goodoffices.settle.zone import each_package


def with_red_line(problem: Problem, text: str, party: int | None) -> Problem:
    """Add a rule."""
    return dataclasses.replace(problem, rules=(*problem.rules, Rule(parse(text), text, party)))


def ten(least: int) -> Problem:
    """Ten units are shared out; each of two parties insists on so many."""
    return additive([[[k, 10 - k] for k in range(11)]], [least, least], parties=("UP", "DOWN"), issues=("share",))


def test_a_zone_is_counted_and_has_its_ends() -> None:
    """Five to five is in the middle; each can get up to six if four is enough for the other."""
    found = agreement_zone(ten(4))
    assert found.exists is True
    assert (found.acceptable, found.unrestricted, found.worst, found.best) == (3, 11, (4, 4), (6, 6))
    assert found.gain_for_all
    assert found.conflicts is None
    assert found.opening is None
    assert found.sentence() == ("There is an agreement zone: 3 of 11 packages are acceptable to all; 3 undominated.")


def test_a_zone_in_which_somebody_gains_nothing_says_so() -> None:
    """If five to five is the only package nobody gets more than the reservation value."""
    found = agreement_zone(ten(5))
    assert not found.gain_for_all
    assert found.sentence().endswith("None of those gives every party more than its reservation value.")


def test_without_a_zone_there_are_conflicts_and_an_opening() -> None:
    """They say who closes it and what would open one."""
    found = agreement_zone(ten(6))
    assert found.exists is False
    assert (found.acceptable, found.worst, found.best) == (0, None, None)
    assert found.conflicts is not None
    assert len(found.conflicts) == 1
    assert found.opening is not None
    assert found.sentence() == "There is no agreement zone: none of the 11 packages is acceptable to all."
    told = found.to_json()
    assert json.loads(json.dumps(told)) == told
    assert told["conflicts"] == found.conflicts.to_json()
    assert told["opening"] == found.opening.to_json()
    assert told["parties"]["UP"] == {"reservation": {"value": 6.0, "exact": "6"}, "worst": None, "best": None}


def test_json_of_a_case_is_on_its_scales() -> None:
    """Reservation values and ranges as floats and fractions; what is unbounded is null."""
    told = agreement_zone(go.read_case("korea-2017")).to_json()
    assert told["exists"] is True
    assert told["parties"]["ROK"]["reservation"]["exact"] == "3/20"
    assert told["parties"]["PRK"]["worst"]["value"] >= told["parties"]["PRK"]["reservation"]["value"]
    assert (told["conflicts"], told["opening"]) == (None, None)
    free = agreement_zone(go.read_case("camp-david-1978")).to_json()
    assert free["parties"]["Egypt"] == {
        "reservation": None,
        "worst": {"value": 0.0, "exact": "0"},
        "best": {"value": 1.0, "exact": "1"},
    }
    assert (free["frontier"], free["unrestricted_frontier"], free["acceptable"]) == (11, 11, "64")


def test_red_lines_narrow_the_zone_and_are_not_in_the_unrestricted_frontier() -> None:
    """A link is."""
    free = additive([[[k, 10 - k] for k in range(11)]], parties=("UP", "DOWN"), issues=("share",))
    bound = agreement_zone(with_red_line(free, 'not share."1"', 0))
    assert (bound.acceptable, bound.unrestricted) == (10, 11)
    linked = agreement_zone(with_red_line(free, 'not share."1"', None))
    assert (linked.acceptable, linked.unrestricted) == (10, 10)


def test_large_zones_are_not_counted() -> None:
    """Except where everything that rules permit is acceptable."""
    tables = [[[k, 9 - k] for k in range(10)]] * 7
    assert agreement_zone(additive(tables)).acceptable == 10**7
    found = agreement_zone(additive(tables, [0, 0]))
    assert (found.acceptable, found.unrestricted) == (None, None)
    assert found.sentence() == "There is an agreement zone; 64 undominated."


def test_counting_goes_by_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages are numbered in the order of options."""
    problem = ten(4)
    monkeypatch.setattr(zone, "_CHUNK", 4)
    assert agreement_zone(problem).acceptable == 3
    pair = additive([np.zeros((2, 1), int), np.zeros((3, 1), int)])
    assert each_package(pair, 1, 4).tolist() == [[0, 1], [0, 2], [1, 0]]


def test_a_search_cut_short_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether there is a zone is then not known, and nothing is claimed to be in the way."""
    nothing = Frontier.of(ten(4), np.zeros((0, 1), int), method="cut short", bound=(10, 10))
    monkeypatch.setattr(zone, "frontier", lambda *_, **__: nothing)
    found = agreement_zone(ten(4))
    assert found.exists is None
    assert (found.conflicts, found.opening, found.worst, found.unrestricted) == (None, None, None, None)
    assert not found.gain_for_all
    assert "not known" in found.sentence()
    assert found.to_json()["exists"] is None


def test_stopping_ends_the_counting_too() -> None:
    """What was found stays; what was not counted is null."""
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return True

    found = agreement_zone(ten(4), stop=stop)
    assert asked
    assert found.acceptable is None


def test_progress_is_told() -> None:
    """It ends with 1."""
    told: list[float] = []
    agreement_zone(ten(4), progress=told.append)
    assert told[-1] == 1


def test_a_zone_that_may_lack_points_says_at_least() -> None:
    """A partial frontier is still a proof that there is a zone."""
    full = agreement_zone(ten(4))
    some = Frontier.of(ten(4), np.array([[5]]), method="cut short", bound=(6, 6))
    partial = dataclasses.replace(full, frontier=some)
    assert "at least 1 undominated" in partial.sentence()
    assert zone._unrestricted(additive([[[1, 0]]]), dataclasses.replace(some), None) is None


def test_a_page_shows_parties_and_their_ranges() -> None:
    """Names are escaped; what is not bounded reads none."""
    page = agreement_zone(additive([[[1, 2]]], [None, 1], parties=("<A>", "B")))._repr_html_()
    assert "<td>&lt;A&gt;</td><td>none</td><td>1</td><td>1</td>" in page
    assert "<td>B</td><td>1</td><td>2</td><td>2</td>" in page


def test_settlement_and_case_give_the_same_zone() -> None:
    """A case is read first."""
    case = go.read_case("korea-2017")
    assert agreement_zone(case).to_json() == agreement_zone(settlement(case)).to_json()


def test_what_would_have_to_change_is_left_out_where_nobody_asks_for_it() -> None:
    """Conflicts are told all the same."""
    problem = additive([[[k, 10 - k] for k in range(11)]], [6, 6])
    assert agreement_zone(problem).opening is not None
    found = agreement_zone(problem, changes=False)
    assert (found.exists, found.opening) == (False, None)
    assert found.conflicts is not None
    assert len(found.conflicts) == 1
