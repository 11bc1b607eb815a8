"""Interests and leverage that a document states."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import reading_of

from goodoffices.record.valuing import find_interests, find_leverage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ruritania|RUR] is concerned about a war.", ("RUR", "avoid a war")),
        ("[Ruritania|RUR] is keen on trade.", ("RUR", "trade")),
        ("[Ruritania|RUR] fears a war on the coast.", ("RUR", "avoid a war on the coast")),
        ("[Ruritania|RUR] wants guarantees.", ("RUR", "guarantees")),
        ("[Ruritania|RUR] has a stake in the peace.", ("RUR", "the peace")),
        ("[Ruritania|RUR]'s interest in a deal is clear.", ("RUR", "a deal")),
    ],
)
def test_interests(text: str, expected: tuple[str, str]) -> None:
    """What a party wants, or wants to avoid, in the words of the text."""
    (found,) = find_interests(reading_of(text))
    assert (found.entry["party"], found.entry["want"]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They want guarantees.",
        "[Ruritania|RUR] wants.",
        "[Ruritania|RUR] may want guarantees.",
        "[Ruritania|RUR] is concerned.",
        "[Ruritania|RUR] has a stake.",
        "[Ruritania|RUR] has a stake and more.",
        "[Ruritania|RUR]'s interest is clear.",
        "[Ruritania|RUR] saw a stake in the peace.",
        "[Ruritania|RUR] was wanted in the peace.",
        "[Ruritania|RUR] aspires to",
    ],
)
def test_what_is_no_interest(text: str) -> None:
    """Nobody named, nothing wanted, or only perhaps."""
    assert find_interests(reading_of(text)) == ()


def test_one_interest_for_a_clause() -> None:
    """The first way in which it is said."""
    (found,) = find_interests(reading_of("[Ruritania|RUR] has an interest in a stake in the peace."))
    assert found.entry["want"] == "a stake in the peace"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ruritania|RUR] controls [Hentzau|HEN]'s trade.", ("RUR", "HEN")),
        ("[Ruritania|RUR] depends on [Hentzau|HEN].", ("HEN", "RUR")),
        ("[Ruritania|RUR] has leverage over [Hentzau|HEN].", ("RUR", "HEN")),
        ("[Ruritania|RUR] could leverage its ties to nudge [Hentzau|HEN].", ("RUR", "HEN")),
        ("[Ruritania|RUR] uses its weight to press [Hentzau|HEN].", ("RUR", "HEN")),
    ],
)
def test_leverage(text: str, expected: tuple[str, str]) -> None:
    """By control, dependence, what is held, and what could be used."""
    (found,) = find_leverage(reading_of(text))
    assert (found.entry["who"], found.entry["over"]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They control [Hentzau|HEN]'s trade.",
        "[Ruritania|RUR] is controlled by [Hentzau|HEN].",
        "[Ruritania|RUR] may control [Hentzau|HEN].",
        "[Ruritania|RUR] controls [Ruritania|RUR].",
        "[Ruritania|RUR] controls the coast.",
        "[Ruritania|RUR] depends on rain.",
        "[Ruritania|RUR] has leverage.",
        "[Ruritania|RUR] has cheese from [Hentzau|HEN].",
        "[Ruritania|RUR] has leverage and [Hentzau|HEN].",
        "[Ruritania|RUR] came to press [Hentzau|HEN].",
        "To press [Hentzau|HEN] is unwise for [Ruritania|RUR].",
        "[Ruritania|RUR] could use this to sing.",
        "[Ruritania|RUR] could use this to press on.",
    ],
)
def test_what_is_no_leverage(text: str) -> None:
    """Nobody named on one of the sides, or nothing to move them by."""
    assert find_leverage(reading_of(text)) == ()


def test_one_entry_for_each_party_over_each() -> None:
    """The first way in which it is said, with its words."""
    reading = reading_of("[Ruritania|RUR] controls [Hentzau|HEN]. [Ruritania|RUR] has influence over [Hentzau|HEN].")
    (found,) = find_leverage(reading)
    assert found.entry["basis"] == "Ruritania controls Hentzau"
