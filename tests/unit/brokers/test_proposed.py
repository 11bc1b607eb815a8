"""Facts of the tables as entries that can be pasted into a case and are accepted by nobody yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.brokers.test_precedent_facts import pair, state, tables

from goodoffices.brokers import propose
from goodoffices.brokers.proposed import flow
from goodoffices.brokers.tables import Mediated
from goodoffices.case import Case
from goodoffices.case.accepting import accepted
from goodoffices.errors import CaseError, MissingSectionError
from goodoffices.store import case_from_text

CASE = """\
case: talks
title: Made up
as_of: 1980-05-01
parties:
  RUS: {name: Russia, kind: state, role: principal}
  PRK: {name: North Korea, kind: state, role: principal}
  US: {name: United States of America, kind: state, role: influencer}
  UN: {name: United Nations, kind: igo, role: stakeholder}
"""


@pytest.fixture
def case() -> Case:
    """Return a case with three states and an organisation."""
    return case_from_text(CASE, "talks.yaml")


def test_what_is_proposed_can_be_pasted(case: Case) -> None:
    """The lines and the case together make a case that loads, in which nothing new is accepted."""
    found = propose(case, tables(), between=("RUS", "PRK"))
    pasted = case_from_text(CASE + found.yaml(), "pasted.yaml")
    assert len(pasted.ties) == len(found.ties) > 0
    assert len(pasted.facts) == len(found.facts) > 0
    assert accepted(pasted).ties == ()
    assert accepted(pasted).facts == ()
    assert {tie.kind for tie in pasted.ties} >= {"border", "alliance", "membership"}


def test_votes_are_a_figure_and_no_tie(case: Case) -> None:
    """With the words that say how not to read them."""
    found = propose(case, tables(), between=("RUS", "PRK"))
    votes = [one for one in found.facts if "ideal points" in one["what"]]
    assert votes
    assert all("voting proxy, not a relationship" in one["what"] for one in votes)
    assert not any("ideal" in tie["what"] for tie in found.ties)


def test_third_states_come_with_their_lean_and_their_record(case: Case) -> None:
    """Between two sides only; the record where labels are given."""
    labels = (Mediated(1, "X", 1970, (365,), (2,)),)
    found = propose(case, tables(), between=("RUS", "PRK"), labels=labels)
    third = [one for one in found.facts if one["about"][0] == "US"]
    assert [one["what"].split(" ")[0] for one in third] == ["difference", "labelled"]
    assert found.sources["table-labels"]["note"] == "Covers 1970 to 1970."


def test_without_sides_every_pair_is_told(case: Case) -> None:
    """Of the parties that are states; the others are named."""
    found = propose(case, tables())
    pairs = {frozenset(one["about"]) for one in found.facts if len(one["about"]) == 2}
    assert pairs == {frozenset(two) for two in (("RUS", "PRK"), ("RUS", "US"), ("PRK", "US"))}
    assert found.left_out == ("UN",)
    assert found.to_json()["left_out"] == ["UN"]


def test_what_a_table_does_not_know_is_said(case: Case) -> None:
    """And proposed as nothing."""
    found = propose(case, tables(distance=pair("distance", np.nan)), between=("RUS", "PRK"))
    assert any(one.startswith("distance of") for one in found.unknown)
    assert not any(one["what"].startswith("distance at") for one in found.facts)


def test_a_source_that_the_case_has_is_not_proposed_again(case: Case) -> None:
    """One entry for each table."""
    found = propose(case, tables(), between=("RUS", "PRK"))
    again = propose(case_from_text(CASE + found.yaml(), "pasted.yaml"), tables(), between=("RUS", "PRK"))
    assert found.sources
    assert again.sources == {}
    assert "sources:" not in again.yaml()


def test_without_ties_the_heading_is_left_out(case: Case) -> None:
    """A heading without entries would not load."""
    figures = {"cinc": state("capabilities", RUS=0.1, PRK=0.1), "distance": pair("distance", 0)}
    bare = replace(tables(), panels=figures)
    assert "\nties:" not in propose(case, bare, between=("RUS", "PRK")).yaml()


def test_later_years_are_hindsight(case: Case) -> None:
    """Nothing is told of a year after the case."""
    with pytest.raises(CaseError, match="found the year 1981, expected one up to 1980"):
        propose(case, tables(), year=1981)


@pytest.mark.parametrize(
    ("between", "year", "says"),
    [
        (("RUS", "UN"), None, "of the kind 'igo', expected a state"),
        (("RUS", "PRKK"), None, "found 'PRKK' as a side"),
        (("RUS", "RUS"), None, "on both sides"),
        (("RUS", "PRK"), 1930, "was not a state in 1930"),
    ],
)
def test_sides_have_to_be_states_that_year(case: Case, between: tuple[str, str], year: int | None, says: str) -> None:
    """The message says what was found."""
    with pytest.raises(CaseError, match=says):
        propose(case, tables(), between=between, year=year)


def test_a_side_is_found_by_its_name(case: Case) -> None:
    """Where its letters in the case are not those of a list."""
    assert propose(case, tables(), between=("US", "PRK")).facts


def test_a_case_needs_two_states() -> None:
    """Else there is no pair."""
    lonely = case_from_text(CASE.replace("kind: state", "kind: movement", 2), "lonely.yaml")
    with pytest.raises(CaseError, match="found 1 parties that are states"):
        propose(lonely, tables())


def test_without_tables_of_states_nothing_is_proposed(case: Case) -> None:
    """The message names what was expected."""
    bare = replace(tables(), panels={})
    with pytest.raises(MissingSectionError):
        propose(case, bare)


def test_words_that_yaml_takes_for_something_else_are_quoted() -> None:
    """So that what is read back is what was written."""
    assert flow({"a": "no", "b": 'say "x" \\ y', "c": [1, 0.5], "d": "plain"}) == (
        '{a: "no", b: "say \\"x\\" \\\\ y", c: [1, 0.5], d: plain}'
    )
