"""What one document contributes to a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.unit.record.river import DAY, EVENT, LAYOUT, NAMES, SHA, TEXT, at, part, river, words

from goodoffices.case import Case, verify
from goodoffices.errors import CaseError
from goodoffices.record.contribution import Kept, contribution, day_of
from goodoffices.record.merging import merge
from goodoffices.record.parts import Dated, Names, Person

KEPT = Kept("river", SHA)


def test_the_document_is_a_source_with_what_it_says_of_itself() -> None:
    """CSL-JSON fields, where it is kept, and its digest."""
    assert part().source == {
        "type": "webpage",
        "title": "Talks on the river resume",
        "author": [{"literal": "Alex Poe"}],
        "issued": "2020-05-03",
        "URL": "https://example.org/river",
        "file": "texts/river.txt",
        "sha256": SHA,
    }


def test_what_a_document_does_not_say_is_left_out() -> None:
    """No title, no address, no file: the keys are not there. Marks of Markdown are not part of a title."""
    bare = replace(
        LAYOUT, title=None, url=None, authors=(), publisher=replace(words("Jo Doe"), words="Jo\\_Doe\nPress")
    )
    source = contribution(river(layout=bare), KEPT).source
    assert source == {"type": "document", "publisher": "Jo Doe Press", "issued": "2020-05-03", "sha256": SHA}


def test_parties_are_undecided_until_a_person_says_what_they_are() -> None:
    """Aliases on one line each, without the name itself."""
    assert part().parties["UP"] == {"name": "Upland", "kind": "state", "role": "undecided", "aliases": ["upstream"]}
    assert part().parties["DOWN"]["aliases"] == ["Down land"]


def test_people_come_with_the_words_that_introduce_them() -> None:
    """Office and name in one where they stand together, else the office and the name; the name alone without one."""
    people = part().people
    assert people["roe"] == {
        "name": "Kim Roe", "office": "envoy", "party": "DOWN", "cite": {"river": "envoy Kim Roe"},
    }  # fmt: skip
    assert people["doe"]["cite"] == {"river": "Jo Doe, the upstream Minister of Water"} or people["doe"]["cite"] == {
        "river": ["Minister of Water", "Jo Doe"]
    }
    assert people["poe"] == {"name": "Alex Poe", "cite": {"river": "Alex Poe"}}


def test_a_person_whose_party_is_not_in_the_text_has_none() -> None:
    """And one who is nowhere named has no words to cite."""
    ghost = Person("ghost", "A Ghost", None, "XX", ())
    names = Names(NAMES.parties, (ghost,), ())
    assert contribution(river(names=names), KEPT).people == {"ghost": {"name": "A Ghost"}}


def test_an_office_in_another_block_is_cited_beside_the_name() -> None:
    """Words on both sides of a blank line are not one quotation."""
    names = Names(
        NAMES.parties,
        (Person("x", "resume", words("By"), None, ()),),
        (replace(NAMES.mentions[0], span=at("resume"), of="x", what="person"),),
    )
    assert contribution(river(names=names), KEPT).people["x"]["cite"] == {"river": ["By", "resume"]}


def test_the_day_of_a_document_is_a_day() -> None:
    """A month is none, nor is a date that is not one."""
    assert day_of(LAYOUT) == DAY
    for when in ("2020-05", "soon"):
        assert day_of(replace(LAYOUT, issued=Dated(at("3 May 2020"), when, "other"))) is None
    assert day_of(replace(LAYOUT, issued=None)) is None


def test_without_a_day_nothing_is_drafted() -> None:
    """Today is never taken for it: the message asks for it."""
    undated = river(layout=replace(LAYOUT, issued=None))
    with pytest.raises(CaseError, match="--date 2017-12-26"):
        contribution(undated, KEPT)
    assert contribution(undated, KEPT, dt.date(2020, 6, 1)).entries


def test_every_anchor_of_a_draft_is_borne_out() -> None:
    """With words, and with locators."""
    for locators in (False, True):
        data = merge({"case": "river", "title": "x", "as_of": "2020-05-03"}, [part(locators=locators)]).data
        result = verify(Case.model_validate(data), {"river": TEXT})
        assert not result.failures
        assert result.verified >= 13


def test_what_is_left_out_is_said() -> None:
    """With its section and its words."""
    late = replace(EVENT, entry=EVENT.entry | {"when": "2021"})
    (dropped,) = part(late).dropped
    assert (dropped.section, dropped.words) == ("events", "Downland closed the canal in April")
