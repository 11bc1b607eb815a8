"""Which states there were, by which codes."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.brokers.small_world import SPELLS, STATES

from goodoffices.brokers.regions import MEMBERS, PERMANENT_FIVE, former_ruler, joint_memberships, same_region
from goodoffices.brokers.states import Codes, StateBook
from goodoffices.errors import CaseError


def test_states_come_and_go() -> None:
    """A spell has its first and last year in it; a state may have several."""
    assert 220 in STATES.in_year(1942)
    assert 220 not in STATES.in_year(1943)
    assert STATES.exists(690, 1961)
    assert not STATES.exists(690, 1960)


def test_a_state_at_the_end_of_the_list_goes_on() -> None:
    """The list ends in 2016, its states do not."""
    assert STATES.exists(2, 2030)
    assert not STATES.exists(260, 1991)


def test_names_and_letters_of_unknown_codes_are_the_codes() -> None:
    """Nothing is made up."""
    assert STATES.letters(999) == STATES.name(999) == "999"
    assert (STATES.letters(2), STATES.name(2)) == ("USA", "United States of America")


@pytest.mark.parametrize(
    ("text", "year", "codes", "found"),
    [
        ("365", 1980, "any", 365),
        ("rus", 1980, "cow", 365),
        ("AUS", 1980, "cow", 305),
        ("AUS", 1980, "iso", 900),
        ("KOR", 1980, "any", 732),
        ("DEU", 1980, "iso", 260),
        ("DEU", 2000, "iso", 255),
        ("north korea", 1980, "any", 731),
    ],
)
def test_a_state_is_found_by_number_letters_or_name(text: str, year: int, codes: Codes, found: int) -> None:
    """Where letters meant several states over time, by the one that was there."""
    assert STATES.find(text, year, codes) == found


@pytest.mark.parametrize(
    ("text", "year", "message"),
    [
        ("AUS", 1980, r"'AUS' may mean Austria \(305\) or Australia \(900\)"),
        ("Rusia", 1980, "did you mean 'Russia'"),
        ("1", 1980, "expected one of the Correlates of War list$"),
        ("YAR", 2000, "Yemen Arab Republic .* was not a state in 2000: it is listed for 1926 to 1990; if 678 is Gled"),
        ("340", 1980, "found the state code 340"),
        ("PRK", 1940, "listed for 1948 to today"),
        ("255", 1980, "Germany"),
    ],
)
def test_what_cannot_be_found_is_said(text: str, year: int, message: str) -> None:
    """With what may have been meant."""
    with pytest.raises(CaseError, match=message):
        STATES.find(text, year)


def test_a_number_of_the_other_list_is_pointed_out() -> None:
    """Where the COW number is known too."""
    with pytest.raises(CaseError, match=r"if 260 is Gleditsch and Ward's number, the COW number is 255 \(Germany\)"):
        STATES.need(260, 2000)
    few = StateBook(tuple(one for one in SPELLS if one.code != 255), 2016, {})
    with pytest.raises(CaseError, match=r"listed for 1955 to 1990$"):
        few.need(260, 2000)


def test_regions_overlap_in_north_africa() -> None:
    """Egypt lies in Africa and in the Middle East, Lebanon in the latter only."""
    assert same_region([651, 660, 2], [475, 475, 20]).tolist() == [1, 0, 1]


def test_memberships_are_by_year() -> None:
    """Brunei joined ASEAN in 1984."""
    assert joint_memberships(1983, np.array([835]), 800).tolist() == [0]
    assert joint_memberships(1984, np.array([835]), 800).tolist() == [1]
    assert joint_memberships(1984, np.array([2]), 2).tolist() == [0]
    spells = [spell for members in MEMBERS.values() for spells in members.values() for spell in spells]
    assert all(first <= last for first, last in spells)


def test_former_rulers() -> None:
    """Lebanon was under a French mandate; nobody ruled the permanent five but one another."""
    assert former_ruler(np.array([200, 220]), 660).tolist() == [0, 1]
    assert former_ruler(np.array(PERMANENT_FIVE), 710).tolist() == [0] * 5
