"""Events that a document states as done."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.record.marking import reading_of

from goodoffices.record.happening import find_events


def events(marked: str, **settings: Any) -> list[tuple[str, object, object, object]]:
    """Return type, who, to and when of each event."""
    return [
        (str(one.entry["type"]), one.entry.get("who"), one.entry.get("to"), one.entry.get("when"))
        for one in find_events(reading_of(marked, **settings))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{In May|2020-05} [Ruritania|RUR] invaded [Hentzau|HEN].", [("invasion", "RUR", "HEN", "2020-05")]),
        ("[Ruritania|RUR] has invaded [Hentzau|HEN].", [("invasion", "RUR", "HEN", None)]),
        ("[Ruritania|RUR] invades [Hentzau|HEN].", []),
        ("[Ruritania|RUR] invades [Hentzau|HEN] {today|2020-05-04}.", [("invasion", "RUR", "HEN", "2020-05-04")]),
        ("[Ruritania|RUR] will invade [Hentzau|HEN].", []),
        ("[Hentzau|HEN] was invaded.", []),
        ("[Ruritania|RUR] continues to bomb [Hentzau|HEN].", [("attack", "RUR", "HEN", None)]),
        ("[Ruritania|RUR] accused [Hentzau|HEN].", []),
        ("[Ruritania|RUR] accused [Hentzau|HEN] {on Monday|2020-05-04}.", [("accusation", "RUR", "HEN", "2020-05-04")]),
        ("[Ruritania|RUR] accused [Hentzau|HEN] on Monday.", [("accusation", "RUR", "HEN", None)]),
        ("<<[Ruritania|RUR] invaded [Hentzau|HEN],>> he said.", []),
        (
            "<<[Ruritania|RUR] invaded [Hentzau|HEN] {in May|2020-05},>> he said.",
            [("invasion", "RUR", "HEN", "2020-05")],
        ),
        ("[Ruritania|RUR] met.", []),
        ("[Ruritania|RUR] met {in May|2020-05}.", [("meeting", "RUR", None, "2020-05")]),
        (
            "{On Monday|2020-05-04} [Ruritania|RUR] met [Hentzau|HEN] and bombed [Grauland|GRA].",
            [("meeting", "RUR", "HEN", "2020-05-04"), ("attack", "RUR", "GRA", "2020-05-04")],
        ),
        (
            "{On Monday|2020-05-04} [Ruritania|RUR], who had bombed [Grauland|GRA], met [Hentzau|HEN].",
            [("attack", "RUR", "GRA", None), ("meeting", "RUR", "HEN", "2020-05-04")],
        ),
        (
            "[Ruritania|RUR] freed two prisoners {on Monday|2020-05-04} after talks with [Hentzau|HEN].",
            [("release", "RUR", None, "2020-05-04"), ("talks", "RUR", "HEN", "2020-05-04")],
        ),
        ("[Ruritania|RUR] held talks with [Hentzau|HEN].", [("talks", "RUR", "HEN", None)]),
        (
            "Both recalled a {1998|1998} accord between [Ruritania|RUR] and [Hentzau|HEN].",
            [("agreement", "RUR", "HEN", "1998")],
        ),
        (
            "[Ruritania|RUR] signed a [Ruritania|RUR]-[Hentzau|HEN] treaty {in May|2020-05}.",
            [("agreement", "RUR", "HEN", "2020-05")],
        ),
        ("[Hentzau|HEN] was bombed {on Monday|2020-05-04}.", [("attack", None, "HEN", "2020-05-04")]),
        (
            "[Hentzau|HEN] was bombed {on Monday|2020-05-04}. [Hentzau|HEN] was bombed {on Monday|2020-05-04}.",
            [("attack", None, "HEN", "2020-05-04")],
        ),
        ("[Nemo|@nemo] bombed [Hentzau|HEN].", [("attack", "nemo", "HEN", None)]),
        ("[Hentzau|HEN] was praised {on Monday|2020-05-04}.", []),
        (
            "They deplored the {1998|1998} raid on [Hentzau|HEN].",
            [("attack", None, "HEN", "1998")],
        ),
        ("They fear a siege by [Ruritania|RUR].", []),
        ("They endured a siege by [Ruritania|RUR].", [("siege", "RUR", None, None)]),
        ("They endured raids by [Ruritania|RUR].", []),
        ("They endured a siege by [Ruritania|RUR] {in May|2020-05}.", [("siege", "RUR", None, "2020-05")]),
        ("They heard of an appeal by [Ruritania|RUR].", []),
        (
            "[Ruritania|RUR], [Hentzau|HEN] and [Grauland|GRA] signed a pact {in May|2020-05}.",
            [("agreement", "RUR", ["HEN", "GRA"], "2020-05")],
        ),
    ],
)
def test_events(text: str, expected: list[tuple[str, object, object, object]]) -> None:
    """Past and done, going on, or dated; with one who acted; words only with a date of their own."""
    assert events(text) == expected


def test_present_tense_in_captions_and_headlines() -> None:
    """Under a picture, and in a block of one sentence without a full stop, the present tells what happened."""
    assert events("[Ruritania|RUR] meets [Hentzau|HEN].", kind="caption") == [("meeting", "RUR", "HEN", None)]
    assert events("[Ruritania|RUR] meets [Hentzau|HEN]") == [("meeting", "RUR", "HEN", None)]


def test_being_somewhere_is_a_visit() -> None:
    """Of a person, in another's land, in the past and dated."""
    there = "[Ada Rassendyll|@ada] was in [Hofbau|HEN p] {last week|2020-05}."
    assert events(there) == [("visit", "RUR", "HEN", "2020-05")]
    assert events("[Ada Rassendyll|@ada] was in [Hofbau|HEN p].") == []
    assert events("[Ada Rassendyll|@ada] is in [Hofbau|HEN p] {today|2020-05}.") == []
    assert events("[Ada Rassendyll|@ada] was in [Strelsau|RUR p] {last week|2020-05}.") == []
    assert events("[Ruritania|RUR] was in [Hofbau|HEN p] {last week|2020-05}.") == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("[Ruritania|RUR] invaded the {1998|1998} ally [Hentzau|HEN].", None),
        ("[Ruritania|RUR] had invaded [Hentzau|HEN] before {May|2020-05}.", None),
        ("[Ruritania|RUR] had invaded [Hentzau|HEN] {by May|2020-05}.", None),
        ("[Ruritania|RUR] invaded [Hentzau|HEN] {in June|2020-06}.", None),
        ("[Ruritania|RUR] invaded [Hentzau|HEN] {in June|2020-06} or {in May|2020-05}.", "2020-05"),
    ],
)
def test_dates_that_say_when(text: str, when: str | None) -> None:
    """Not the date within a name, not a bound, not a date after the document."""
    (event,) = events(text, issued="2020-05-10")
    assert event[3] == when


def test_tellings_of_one_event_are_brought_together() -> None:
    """The date may be in either; the longer is kept; the words of both bear it out."""
    text = "[Ruritania|RUR] invaded [Hentzau|HEN]. {In May|2020-05} [Ruritania|RUR] invaded [Hentzau|HEN]."
    (event,) = find_events(reading_of(text + " [Ruritania|RUR] invaded it {on 3 May|2020-05-03}."))
    assert event.entry["when"] == "2020-05-03"
    assert len(event.evidence) == 3


@pytest.mark.parametrize(
    "text",
    [
        "[Ruritania|RUR] invaded [Hentzau|HEN]. [Ruritania|RUR] invaded [Grauland|GRA].",
        "[Ruritania|RUR] invaded [Hentzau|HEN]. [Grauland|GRA] invaded [Hentzau|HEN].",
        "[Ruritania|RUR] shelled [Hentzau|HEN] {in May|2020-05}. [Ruritania|RUR] bombed it {in June|2020-06}.",
        "[Ruritania|RUR] met [Hentzau|HEN]. [Ruritania|RUR] met [Grauland|GRA].",
        "[Ruritania|RUR] met [Hentzau|HEN]. [Ruritania|RUR] invaded [Hentzau|HEN].",
    ],
)
def test_other_parties_days_or_deeds_are_other_events(text: str) -> None:
    """Nothing is merged that differs."""
    assert len(events(text)) == 2


def test_an_event_says_what_led_to_it() -> None:
    """Its CAMEO code, the words of the clause, and the verb."""
    reading = reading_of("Then {in May|2020-05}, [Ruritania|RUR] and [Hentzau|HEN] signed a pact, at last.")
    (event,) = find_events(reading)
    assert event.entry["cameo"] == "057"
    assert reading.of(event.evidence[0]) == "Then in May, Ruritania and Hentzau signed a pact, at last"
    assert event.cue == "sign pact"


def test_the_words_of_a_clause_with_a_shared_subject_begin_with_the_verb() -> None:
    """An opener is left out; a subject that adjoins the verb is taken in."""
    reading = reading_of("[Ruritania|RUR] met [Hentzau|HEN], and then it bombed [Grauland|GRA] and bombed [Zenda|ZEN].")
    words = [reading.of(event.evidence[0]) for event in find_events(reading)]
    assert words == ["Ruritania met Hentzau", "it bombed Grauland", "bombed Zenda"]
