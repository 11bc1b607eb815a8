"""Deciding on proposals, one by one."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from tests.unit.record.river import (
    ANONYMOUS,
    EVENT,
    INTEREST,
    OPTION,
    QUOTE,
    SHA,
    STATEMENT,
    TEXT,
    TIE,
    at,
    drafted_data,
    part,
    start,
)

from goodoffices.errors import CaseError
from goodoffices.record.identity import Rejected
from goodoffices.record.merging import merge
from goodoffices.record.reviewing import (
    State,
    accept,
    edit,
    evidence,
    is_complete,
    pending,
    reject,
    settle_role,
)

TEXTS = {"river": TEXT}


def test_parties_come_first_then_proposals_by_section() -> None:
    """What is decided is not asked again."""
    data = drafted_data(STATEMENT, TIE, INTEREST, OPTION)
    assert pending(data) == (
        ("parties", "UP"), ("parties", "DOWN"), ("ties", 0), ("interests", "DOWN", 0), ("statements", 0),
        ("options", "DOWN", "open-the-canal"),
    )  # fmt: skip
    state = settle_role(
        accept(accept(State(data), ("ties", 0)), ("options", "DOWN", "open-the-canal")), ("parties", "UP"), "principal"
    )
    assert pending(state.data) == (("parties", "DOWN"), ("interests", "DOWN", 0), ("statements", 0))
    assert "status" not in state.data["ties"][0]
    assert "entry" not in state.data["options"]["DOWN"]["open-the-canal"]
    assert state.data["options"]["DOWN"]["open-the-canal"]["status"] == "demanded"
    assert data["ties"][0]["status"] == "proposed"


def test_a_party_is_accepted_by_its_role() -> None:
    """There is no accepting it otherwise, and no other role than those of case files."""
    state = State(drafted_data(TIE))
    with pytest.raises(CaseError, match="has no role yet"):
        accept(state, ("parties", "UP"))
    with pytest.raises(CaseError, match="found the role 'king'"):
        settle_role(state, ("parties", "UP"), "king")


def test_a_proposal_that_says_too_little_is_not_complete() -> None:
    """Who said it, for one."""
    data = drafted_data(STATEMENT, ANONYMOUS, OPTION)
    assert is_complete(data, ("statements", 0))
    assert not is_complete(data, ("statements", 1))
    assert is_complete(data, ("options", "DOWN", "open-the-canal"))


def test_what_is_rejected_leaves_the_case_and_is_remembered() -> None:
    """By its place and its parties; a section that is empty goes too."""
    state = reject(State(drafted_data(EVENT, TIE)), ("events", 0), TEXTS)
    span = at("Downland closed the canal in April")
    assert "events" not in state.data
    assert state.rejected == (Rejected("events", SHA, span.start, span.end, ("DOWN",)),)
    merged = merge(start(), [part(EVENT, TIE)], rejected=state.rejected)
    assert "events" not in merged.data
    assert state.rejected[0].to_json() == {
        "section": "events", "sha256": SHA, "start": span.start, "end": span.end, "who": ["DOWN"],
    }  # fmt: skip


def test_a_rejection_without_a_text_is_not_remembered() -> None:
    """There is no place to remember; an option takes its party's list along when it was the last."""
    data = drafted_data(OPTION, INTEREST)
    state = reject(reject(State(data), ("options", "DOWN", "open-the-canal"), {}), ("interests", "DOWN", 0), {})
    assert state.rejected == ()
    assert not {"options", "interests"} & set(state.data)


def test_with_a_party_go_its_people_and_what_names_them() -> None:
    """Only proposals go; the rest of the case stays."""
    data = drafted_data(STATEMENT, EVENT, TIE, OPTION)
    state = reject(State(data), ("parties", "UP"), TEXTS)
    assert list(state.data["parties"]) == ["DOWN"]
    assert set(state.data["people"]) == {"roe", "poe"}
    assert not {"statements", "ties"} & set(state.data)
    assert state.data["events"]
    assert {one.section for one in state.rejected} == {"ties", "statements"}
    assert not reject(state, ("parties", "DOWN"), TEXTS).data.get("options")


def test_a_party_that_an_accepted_entry_names_stays() -> None:
    """The message says which entry."""
    state = accept(State(drafted_data(EVENT, TIE)), ("ties", 0))
    with pytest.raises(CaseError, match=r"UP is named by ties.0, which is accepted"):
        reject(state, ("parties", "UP"), TEXTS)


def test_an_edited_proposal_is_still_one() -> None:
    """It takes the place of the other, in a list as in a mapping."""
    state = State(drafted_data(EVENT, OPTION))
    entry = {**state.data["events"][0], "what": "closes the canal for good"}
    changed = edit(state, ("events", 0), entry)
    assert changed.data["events"] == [entry]
    assert state.data["events"][0]["what"] == "closes the canal"
    option = {**state.data["options"]["DOWN"]["open-the-canal"], "say": "Open it"}
    path = ("options", "DOWN", "open-the-canal")
    assert edit(state, path, option).data["options"]["DOWN"]["open-the-canal"] == option


def test_evidence_stands_among_the_words_around_it() -> None:
    """As far as the block goes; every anchor of the entry."""
    first, second = evidence(drafted_data(STATEMENT), ("statements", 0), TEXTS)
    assert first.words == QUOTE
    assert (first.before, first.after[:14]) == ("“", "” said Jo Doe,")
    assert first.after.endswith("on 1 May.")
    assert second.words == "said Jo Doe"
    assert first.found


def test_evidence_without_its_text_is_shown_as_such() -> None:
    """The words alone, or that there are none; the same for words that the text does not bear out."""
    data = drafted_data(EVENT)
    (one,) = evidence(data, ("events", 0), {})
    assert (one.words, one.before, one.found) == ("Downland closed the canal in April", "", False)
    (one,) = evidence(data, ("events", 0), {"river": "another text"})
    assert not one.found
    located = merge(start(), [part(EVENT, locators=True)]).data
    (one,) = evidence(located, ("events", 0), {})
    assert one.words == "words that are not here"
    assert evidence(located, ("events", 0), TEXTS)[0].words == "Downland closed the canal in April"


def test_a_state_is_never_changed() -> None:
    """Every decision makes another, so that it can be taken back."""
    state = State(drafted_data(STATEMENT, EVENT, TIE))
    before = copy.deepcopy(state)
    reject(accept(edit(state, ("events", 0), {**state.data["events"][0]}), ("ties", 0)), ("events", 0), TEXTS)
    assert state == before
    assert replace(state, rejected=()) == state
