"""Proposals as entries of a case file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.unit.record.river import (
    ANONYMOUS,
    DAY,
    DEMAND,
    EVENT,
    INTEREST,
    LEVERAGE,
    NAMES,
    OBSTACLE,
    OPTION,
    QUOTE,
    STATEMENT,
    TEXT,
    TIE,
    at,
)

from goodoffices.record.citing import Citing
from goodoffices.record.entries import Dropped, Entry, as_name, free_name, write_entries
from goodoffices.record.parts import Proposal, Span


def written(*proposals: Proposal, as_of: dt.date = DAY) -> tuple[tuple[Entry, ...], tuple[Dropped, ...]]:
    """Write proposals of the river."""
    return write_entries(proposals, NAMES, Citing(TEXT), "river", as_of)


def one(proposal: Proposal, as_of: dt.date = DAY) -> Entry:
    """Write one proposal that can be written."""
    (entry,), dropped = written(proposal, as_of=as_of)
    assert not dropped
    return entry


def changed(proposal: Proposal, **keys: Any) -> Proposal:
    """Change keys of a proposal; None takes one away."""
    entry = {key: value for key, value in {**proposal.entry, **keys}.items() if value is not None}
    return Proposal(proposal.section, entry, proposal.evidence, proposal.said, proposal.cue)


def test_a_statement_is_that_of_its_speaker_in_exact_words() -> None:
    """The person goes under `who`, the words under `said`, other evidence under `cite`."""
    entry = one(STATEMENT)
    assert entry.data == {
        "who": "doe",
        "when": "2020-05-01",
        "where": "Upper Town",
        "to": "DOWN",
        "gist": "offers water",
        "said": {"river": QUOTE},
        "cite": {"river": "said Jo Doe"},
        "status": "proposed",
    }
    assert entry.evidence == (at(QUOTE), at("said Jo Doe"))
    assert entry.ask is None


def test_a_statement_without_a_speaker_is_that_of_the_party() -> None:
    """Officials who are not named speak for their party."""
    assert one(changed(STATEMENT, speaker=None)).data["who"] == "UP"


def test_a_statement_of_nobody_in_particular_leaves_who_open() -> None:
    """It is reported, and a person has to say who said it."""
    entry = one(ANONYMOUS)
    assert "who" not in entry.data
    assert entry.data["reported"] == {"river": "diplomats said"}
    assert entry.ask == "the text does not say who said it"


def test_somebody_does_not_speak_to_himself() -> None:
    """An addressee that is the speaker is left out; several are a list; topics are words."""
    entry = one(changed(STATEMENT, to=["doe", "UP", "DOWN"], about=["water", "UP"]))
    assert entry.data["to"] == ["UP", "DOWN"]
    assert entry.data["about"] == "water, Upland"


def test_a_demand_of_several_is_one_for_each() -> None:
    """Who asks and who is asked are single parties; nobody asks himself."""
    entries, dropped = written(changed(DEMAND, by=["UP", "DOWN"], of=["UP", "DOWN"]))
    assert [(entry.data["by"], entry.data["of"]) for entry in entries] == [("UP", "DOWN"), ("DOWN", "UP")]
    assert not dropped


def test_a_demand_may_be_of_nobody_by_name() -> None:
    """What the text does not say is asked of the person, not made up; an unknown kind is a request."""
    entry = one(changed(DEMAND, of=None, by=None, kind="position"))
    assert entry.data["kind"] == "request"
    assert not {"by", "of"} & set(entry.data)
    assert entry.ask == "the text does not say who asks nor of whom"


def test_an_event_without_a_date_says_that_it_has_none() -> None:
    """Up to the day of the case, and a question for the person."""
    entry = one(changed(EVENT, when=None, to="UP"))
    assert entry.data["when"] == "../2020-05-03"
    assert entry.data["to"] == "UP"
    assert entry.ask == "the text does not say when"


def test_an_event_by_nobody_leaves_who_open() -> None:
    """Some events have no author in the text."""
    entry = one(changed(EVENT, who=None, type="9/11 attack"))
    assert "who" not in entry.data
    assert entry.data["type"] == "x-9-11-attack"
    assert entry.ask == "the text does not say who did it"


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2020-04-01/2020-06-01", "2020-04-01/.."), ("2020", "2020"), ("some day", "../2020-05-03"), ("1947~", "1947~")],
)
def test_dates_stay_within_the_day_of_the_case(when: str, expected: str) -> None:
    """A stretch that ends later is left open; what is no date is none."""
    assert one(changed(EVENT, when=when)).data["when"] == expected


def test_what_lies_in_the_future_is_left_out_and_said() -> None:
    """An event after the day of the case has not happened."""
    entries, dropped = written(changed(EVENT, when="2020-06-01"))
    assert not entries
    assert dropped == (Dropped("events", "dated after the document", "Downland closed the canal in April"),)


def test_a_tie_has_its_ends_kind_and_sign() -> None:
    """Both ways or one way; a kind that case files do not have is another, in words."""
    assert one(TIE).data == {
        "between": ["UP", "DOWN"],
        "kind": "distrust",
        "sign": "-",
        "cite": {"river": "Upland and Downland distrust each other"},
        "status": "proposed",
    }
    other = one(changed(TIE, **{"between": None, "from": "UP", "to": "DOWN", "kind": "arms-supply", "sign": 0})).data
    assert (other["from"], other["to"], other["kind"], other["what"], other["sign"]) == (
        "UP", "DOWN", "other", "arms supply", 0,
    )  # fmt: skip
    assert one(changed(TIE, sign="+")).data["sign"] == "+"
    assert one(changed(TIE, sign="0")).data["sign"] == 0


@pytest.mark.parametrize(
    "keys", [{"between": ["UP", "UP"]}, {"between": None, "from": "UP"}, {"between": ["UP", "XX"]}]
)
def test_a_tie_needs_two_parties_of_the_text(keys: dict[str, Any]) -> None:
    """One end, the same twice, or a party that the text does not have: left out."""
    entries, (dropped,) = written(changed(TIE, **keys))
    assert not entries
    assert dropped.section == "ties"


def test_an_obstacle_says_nothing_of_its_severity() -> None:
    """Anything from none to all, until a person says how severe; another kind stays in words."""
    entry = one(changed(OBSTACLE, kind="obstruction-of-aid"))
    assert entry.data["severity"] == [0, 1]
    assert (entry.data["kind"], entry.data["what"]) == ("other", "obstruction of aid")
    assert entry.ask == "say how severe, from 0 to 1"
    assert one(changed(OBSTACLE, between=[])).data["between"] == []


def test_an_option_stands_under_its_party() -> None:
    """It is marked as proposed in a key of its own; a status that options do not have is left out."""
    entry = one(OPTION)
    assert entry.owner == "DOWN"
    assert entry.data == {
        "say": "Open the canal",
        "status": "demanded",
        "cite": {"river": "when the canal is open"},
        "entry": "proposed",
    }
    assert "status" not in one(changed(OPTION, status="agreed")).data
    assert written(changed(OPTION, party=None))[1][0].why == "the text does not say who could do it"


def test_leverage_and_interests() -> None:
    """Leverage says nothing of its strength yet; both need their parties."""
    entry = one(LEVERAGE)
    assert (entry.data["who"], entry.data["over"], entry.data["strength"]) == ("UP", "DOWN", [0, 1])
    assert one(INTEREST).owner == "DOWN"
    _, dropped = written(changed(LEVERAGE, over=None), changed(INTEREST, party=None))
    assert len(dropped) == 2


def test_nothing_stands_without_words_to_cite() -> None:
    """Evidence that is empty, or none at all, makes no entry."""
    entries, dropped = written(
        Proposal("events", EVENT.entry, (Span(25, 27),)), Proposal("events", EVENT.entry, ()),
    )  # fmt: skip
    assert not entries
    assert [one.why for one in dropped] == ["no words to cite"] * 2


def test_several_stretches_are_several_anchors() -> None:
    """Each once."""
    span = at("Downland closed the canal in April")
    entry = one(Proposal("events", EVENT.entry, (span, span, at("its envoy"))))
    assert entry.data["cite"] == {"river": ["Downland closed the canal in April", "its envoy"]}


@pytest.mark.parametrize(
    ("text", "expected"), [("ok-1", "ok-1"), ("…", "x"), ("é" * 90, "x"), ("a b" * 60, ("a-b" * 60)[:80])]
)
def test_any_words_become_a_name(text: str, expected: str) -> None:
    """Letters, digits and hyphens, a letter first, not too long."""
    assert as_name(text) == expected


def test_a_name_that_is_taken_gets_a_number() -> None:
    """The first number that is free."""
    assert free_name("a", {"a", "a-2"}) == "a-3"
