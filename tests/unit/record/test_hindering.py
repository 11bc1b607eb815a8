"""Obstacles that a document names."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.record.marking import reading_of

from goodoffices.record.hindering import find_obstacles


def obstacles(marked: str, **settings: Any) -> list[tuple[str, object, object]]:
    """Return kind, what and between of each obstacle."""
    found = find_obstacles(reading_of(marked, **settings))
    return [(str(one.entry["kind"]), one.entry.get("what"), one.entry["between"]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The main obstacle would be the lack of trust between [Ruritania|RUR] and [Hentzau|HEN].",
            ("distrust", None, ["RUR", "HEN"]),
        ),
        ("[Ruritania|RUR] and [Hentzau|HEN] are at odds.", ("rivalry", None, ["RUR", "HEN"])),
        ("Distrust of [Ruritania|RUR] hampers the talks.", ("other", "hindrance", ["RUR"])),
        ("The border remains a stumbling block for [Ruritania|RUR].", ("other", "obstacle", ["RUR"])),
        ("Ratification by parliament is the main hurdle.", ("domestic", None, [])),
        ("[Ruritania|RUR] would have to disarm.", ("precondition", None, ["RUR"])),
        ("They sign unless [Ruritania|RUR] leaves.", ("precondition", None, ["RUR"])),
        ("They sign, but only once [Ruritania|RUR] has left.", ("precondition", None, ["RUR"])),
        ("[Ruritania|RUR] set conditions.", ("precondition", None, ["RUR"])),
        ("[Ruritania|RUR] is reluctant to sign the pact.", ("other", "reluctance", ["RUR"])),
        ("[Ruritania|RUR] feels uneasy.", ("other", "reluctance", ["RUR"])),
        ("[Ruritania|RUR] will not talk.", ("other", "refusal", ["RUR"])),
        ("[Ruritania|RUR] does not see a need for mediation.", ("other", "refusal", ["RUR"])),
        ("[Ruritania|RUR] ruled out talks with [Hentzau|HEN].", ("other", "refusal", ["RUR", "HEN"])),
        ("The [LRM|LRM] opposes the accord.", ("spoiler", None, ["LRM"])),
        ("Parliament blocks the treaty.", ("domestic", None, [])),
        ("The accord was derailed.", ("other", "hindrance", [])),
        ("They continue to disrupt aid operations.", ("other", "hindrance", [])),
        ("They left without agreeing on the border.", ("other", "disagreement", [])),
        ("[Ruritania|RUR] disagrees with [Hentzau|HEN].", ("other", "disagreement", ["RUR", "HEN"])),
        ("Deadly violence continues in the north.", ("other", "violence", [])),
    ],
)
def test_obstacles(text: str, expected: tuple[str, object, object]) -> None:
    """Distrust, conditions, reluctance, refusals, hindrances, disagreement, violence, those who oppose an accord."""
    assert obstacles(text)[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Is there distrust between [Ruritania|RUR] and [Hentzau|HEN]?",
        "There is no obstacle.",
        "An obstacle fell.",
        "They distrust [Ruritania|RUR].",
        "[Ruritania|RUR] and [Hentzau|HEN] did not speak of distrust.",
        "[Ruritania|RUR] would have a border.",
        "They sign once [Ruritania|RUR] has left.",
        "They are in good condition.",
        "Conditions improved.",
        "The mood is reluctant.",
        "[Ruritania|RUR] met the reluctant.",
        "[Ruritania|RUR] did not talk.",
        "[Ruritania|RUR] could not talk.",
        "[Ruritania|RUR] does not talk.",
        "[Ruritania|RUR] ruled out rain.",
        "[Ruritania|RUR] welcomed the accord.",
        "They will rule out talks.",
        "They did not block the treaty.",
        "They blocked the road.",
        "[Ruritania|RUR] disagreed.",
        "Violence ended.",
        "They saw violence and continued.",
        "Violence may continue.",
    ],
)
def test_what_is_no_obstacle(text: str) -> None:
    """Nothing denied or asked, no verb without its object, no object without its verb, nobody who is not there."""
    assert obstacles(text) == []


def test_the_words_of_reluctance_reach_to_what_is_not_wanted() -> None:
    """The infinitive belongs to it."""
    reading = reading_of("But [Ruritania|RUR] is reluctant to use its weight.")
    (found,) = find_obstacles(reading)
    assert reading.of(found.evidence[0]) == "Ruritania is reluctant to use its weight"
    unsaid = reading_of("[Ruritania|RUR] is reluctant, and [Hentzau|HEN] left.")
    assert unsaid.of(find_obstacles(unsaid)[0].evidence[0]) == "Ruritania is reluctant"


def test_the_same_is_said_once() -> None:
    """An obstacle between fewer of the same parties adds nothing; between others it is another."""
    text = "[Ruritania|RUR] ruled out talks with [Hentzau|HEN]. [Ruritania|RUR] ruled out talks."
    assert len(obstacles(text)) == 1
    assert len(obstacles(text + " [Grauland|GRA] ruled out talks.")) == 2


def test_places_are_no_parties_of_an_obstacle() -> None:
    """Where something happened is not between whom it stands."""
    assert obstacles("[Ruritania|RUR] ruled out talks in [Hofbau|HEN p].") == [("other", "refusal", ["RUR"])]
