"""Several documents, and a case that is there already, brought together."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.record.river import (
    DEMAND,
    EVENT,
    INTEREST,
    LEVERAGE,
    OBSTACLE,
    OPTION,
    PROPOSALS,
    STATEMENT,
    TEXT,
    TIE,
    at,
    drafted_data,
    part,
    start,
)

from goodoffices.case import Case, problems
from goodoffices.errors import CaseError
from goodoffices.record.contribution import Contribution
from goodoffices.record.identity import Rejected
from goodoffices.record.merging import merge

OTHER = "1" * 64


def second(*proposals: Any, **source: Any) -> Contribution:
    """Write what another document contributes: the same words, another source."""
    one = part(*proposals, source="second")
    return replace(one, source={**one.source, "sha256": OTHER, **source})


def accepted(data: dict[str, Any]) -> dict[str, Any]:
    """Accept everything in a case."""
    done = copy.deepcopy(data)
    for section in ("statements", "demands", "events", "ties", "obstacles", "leverage"):
        for entry in done.get(section, []):
            del entry["status"]
    return done


def test_one_document_makes_a_sound_case() -> None:
    """Every section, in the order of a case file; what a person has to decide stands beside it."""
    merged = merge(start(), [part()])
    assert list(merged.data)[:6] == ["case", "title", "as_of", "sources", "parties", "people"]
    case = Case.model_validate(merged.data)
    assert not problems(case)
    assert merged.added == {
        "parties": 2,
        "people": 3,
        "statements": 2, "demands": 1, "events": 1, "ties": 1, "obstacles": 1, "options": 1, "interests": 1,
        "leverage": 1,
    }  # fmt: skip
    assert merged.asks[("statements", 1)] == "the text does not say who said it"
    assert merged.asks[("obstacles", 0)] == "say how severe, from 0 to 1"
    assert merged.data["options"]["DOWN"]["open-the-canal"]["entry"] == "proposed"


def test_a_document_without_anything_is_still_a_case() -> None:
    """No parties is an empty section, as a case has to have it."""
    empty = replace(part(EVENT), parties={}, people={}, entries=())
    data = merge(start(), [empty]).data
    assert data["parties"] == {}
    assert "people" not in data
    Case.model_validate(data)


def test_the_same_document_twice_adds_nothing() -> None:
    """Its words are cited already, under whatever name the case gives the source."""
    once = merge(start(), [part(source="first")]).data
    again = merge(once, [part()])
    assert again.data == once
    assert again.known["events"] == 1
    assert not again.added


def test_the_same_thing_in_two_documents_cites_both() -> None:
    """Proposals are joined: the same words, the same event on the same day, the same tie, the same demand."""
    day = replace(EVENT, entry=EVENT.entry | {"when": "2020-04-02"})
    told = (STATEMENT, DEMAND, day, TIE, OBSTACLE, OPTION, INTEREST, LEVERAGE)
    merged = merge(start(), [part(*told), second(*told)])
    assert sum(merged.joined.values()) == len(told)
    assert len(merged.data["events"]) == 1
    assert set(merged.data["events"][0]["cite"]) == {"river", "second"}
    assert set(merged.data["statements"][0]["said"]) == {"river", "second"}
    assert not problems(Case.model_validate(merged.data))


def test_an_event_of_which_only_the_month_is_known_may_be_two() -> None:
    """Without a day, two documents may mean two events; a statement without words is not the same as another."""
    merged = merge(start(), [part(EVENT, PROPOSALS[1]), second(EVENT, PROPOSALS[1])])
    assert (merged.added["events"], merged.added["statements"]) == (2, 2)


def test_other_matters_are_not_joined() -> None:
    """Another kind of tie, other words, other parties."""
    other = replace(TIE, entry=TIE.entry | {"kind": "rivalry"})
    merged = merge(start(), [part(TIE), second(other)])
    assert merged.added["ties"] == 2


def test_what_is_accepted_stays_as_it_is() -> None:
    """The same evidence, or the same matter from another document: nothing is added to it, nothing changed."""
    base = accepted(drafted_data(STATEMENT, TIE, replace(EVENT, entry=EVENT.entry | {"when": "2020-04-02"})))
    merged = merge(base, [part(STATEMENT, TIE), second(TIE)], all_names=False)
    assert {key: merged.data[key] for key in ("statements", "ties", "events", "parties", "people")} == {
        key: base[key] for key in ("statements", "ties", "events", "parties", "people")
    }
    assert merged.known == {"statements": 1, "ties": 2}


def test_parties_are_known_again_by_their_names() -> None:
    """A case may call them otherwise; people by their whole names, and for them speaks their party."""
    base = start(
        parties={"L": {"name": "Lowland", "kind": "state", "role": "principal", "aliases": ["Downland"]},
                 "UP": {"name": "Upper Town", "kind": "other", "role": "venue"}},
        people={"minister": {"name": "Jo A. Doe", "party": "UP"}},
    )  # fmt: skip
    data = merge(base, [part(EVENT, STATEMENT, OPTION)], all_names=False).data
    assert data["events"][0]["who"] == "L"
    assert data["statements"][0]["who"] == "minister"
    assert data["statements"][0]["to"] == "L"
    assert list(data["options"]) == ["L"]
    assert list(data["parties"]) == ["L", "UP"]
    assert list(data["people"]) == ["minister"]


def test_names_that_are_taken_give_way() -> None:
    """Another party with the same short name gets a number, and so does another source."""
    base = start(
        parties={"UP": {"name": "Upper Town", "kind": "other", "role": "venue"}},
        sources={"river": {"type": "book"}},
    )  # fmt: skip
    data = merge(base, [part(TIE, STATEMENT)], all_names=False).data
    assert data["ties"][0]["between"] == ["UP-2", "DOWN"]
    assert data["ties"][0]["cite"].keys() == {"river-2"}
    assert data["people"]["doe"]["party"] == "UP-2"
    assert data["people"]["doe"]["cite"].keys() == {"river-2"}
    assert not problems(Case.model_validate(data))


def test_only_names_that_an_entry_needs_are_added_to_a_case() -> None:
    """A case is not filled with everybody whom a document happens to name."""
    data = merge(start(), [part(EVENT)], all_names=False).data
    assert list(data["parties"]) == ["DOWN"]
    assert data["people"] == {}


def test_what_was_rejected_is_not_proposed_again() -> None:
    """The same place and the same parties; another place, other parties or another text are proposed."""
    span = at("Downland closed the canal in April")
    sha = part().source["sha256"]
    rejected = Rejected("events", sha, span.start, span.end, ("DOWN",))
    merged = merge(start(), [part(EVENT, TIE)], rejected=[rejected])
    assert merged.rejected == {"events": 1}
    assert (merged.added["ties"], merged.added["events"]) == (1, 0)
    for other in (
        replace(rejected, section="ties"),
        replace(rejected, sha256=OTHER),
        replace(rejected, who=("UP",)),
        replace(rejected, start=0, end=5),
    ):
        assert merge(start(), [part(EVENT)], rejected=[other]).added["events"] == 1


def test_the_very_same_proposal_is_added_once() -> None:
    """However often the stages find it."""
    assert merge(start(), [part(EVENT, EVENT)]).added["events"] == 1


def test_options_of_the_same_words_get_numbers() -> None:
    """Names of options are made of their words, and stay apart."""
    more = replace(OPTION, evidence=(at("release water"),))
    data = merge(start(), [part(OPTION, more)]).data
    assert list(data["options"]["DOWN"]) == ["open-the-canal", "open-the-canal-2"]


def test_no_hindsight() -> None:
    """A document of a later day than the case cannot be added."""
    with pytest.raises(CaseError, match="after the day of the case"):
        merge(start() | {"as_of": "2020-05-02"}, [part(EVENT)])


def test_the_case_that_is_given_is_not_changed() -> None:
    """What comes out is a copy."""
    base = drafted_data(STATEMENT, TIE)
    before = copy.deepcopy(base)
    merge(base, [second(STATEMENT, TIE)])
    assert base == before
    assert TEXT
