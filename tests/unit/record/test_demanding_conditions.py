"""Conditions and red lines."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.record.speaking import demand_of, demands_of

LIND = "[Ada Lind|@lind]"
UPL, DOW = "[Upland|UPL]", "[Downland|DOW]"


@pytest.mark.parametrize(
    ("text", "asked", "purpose"),
    [
        (
            f"{UPL} would join, {LIND} said, but only once {DOW} had left.",
            ("UPL", "DOW", "precondition", "Downland had left"),
            None,
        ),
        (
            f"{LIND} said {UPL} would accept a deal as long as it is signed in May.",
            ("UPL", None, "precondition", "it is signed in May"),
            "Upland would accept a deal",
        ),
        (
            f"{LIND} said: “There will be no talks until {DOW} leaves.”",
            ("UPL", "DOW", "precondition", "Downland leaves"),
            "There will be no talks",
        ),
        (
            f"{UPL} refuses to attend talks until {DOW} has left.",
            ("UPL", "DOW", "precondition", "Downland has left"),
            "Upland refuses to attend talks",
        ),
        (f"{LIND} said aid would depend on their conduct.", ("UPL", None, "precondition", "their conduct"), "aid"),
        (
            f"{LIND} said that a withdrawal was the chief condition.",
            ("UPL", None, "precondition", "a withdrawal"),
            None,
        ),
        (
            f"{UPL} set a condition that {DOW} would have to leave before talks can begin.",
            ("UPL", "DOW", "precondition", "leave"),
            "talks can begin",
        ),
        (f"It was {UPL}'s condition that {DOW} leave.", ("UPL", "DOW", "precondition", "Downland leave"), None),
        (f"{UPL}'s condition that all leave was heard.", ("UPL", None, "precondition", "all leave was heard"), None),
        (
            f"{LIND} said: “We will never accept the map.”",
            ("UPL", None, "red-line", "We will never accept the map"),
            None,
        ),
        (
            f"{LIND} said: “So it is, but the border is non-negotiable.”",
            ("UPL", None, "red-line", "but the border is non-negotiable"),
            None,
        ),
    ],
)
def test_conditions_and_red_lines(text: str, asked: tuple[Any, ...], purpose: str | None) -> None:
    """What has to come first, what for, and what will never be."""
    found = demand_of(text)
    entry = found.entry
    assert (entry["by"], entry.get("of"), entry["kind"], entry["what"]) == asked
    if purpose:
        assert entry["for"] == purpose


def test_a_condition_of_who_spoke_last() -> None:
    """Set aside by the author from the statement it belongs to."""
    text = f"{LIND} said: “We are ready to meet.” But there was a condition that {DOW} would have to leave."
    assert demands_of(text) == [("UPL", "DOW", "precondition", "leave")]


@pytest.mark.parametrize(
    "text",
    [
        f"{LIND} said there was no condition.",
        f"{LIND} said it was not a condition.",
        f"{LIND} said: “Was the condition.”",
        f"{LIND} said: “The condition of the road is bad.”",
        f"{LIND} said: “As long as these terms are not met, our chair is empty.”",
        f"{LIND} said: “We will not go until Monday.”",
        f"{LIND} said: “We will not rest before the end of {{May|2020-05}}.”",
        f"{LIND} said: “We go only if so.”",
        f"{LIND} said: “It depends on rain.”",
        f"{LIND} said all would depend on.",
        f"{UPL} left talks until {DOW} had left.",
        f"In the spring of that year {UPL} refuses to talk until {DOW} has left.",
        f"The [Uplander|UPL a] refuse to talk until {DOW} has left.",
        "There was a condition that all leave.",
        f"{UPL} set a condition that.",
        f"{UPL} set a condition that,",
        "They refuse to talk until all have left.",
    ],
)
def test_no_conditions(text: str) -> None:
    """Denied, of nobody, a mere time, a threat, or unfinished."""
    assert demands_of(text) == []
