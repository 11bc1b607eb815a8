"""Options that a document discusses."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import reading_of

from goodoffices.record.choosing import find_options


def options(marked: str) -> list[tuple[object, object, object]]:
    """Return party, status and words of each option."""
    found = find_options(reading_of(marked))
    return [(one.entry.get("party"), one.entry.get("status"), one.entry["say"]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ruritania|RUR] could mediate between them.", ("RUR", "available", "mediate between them")),
        ("[Ruritania|RUR] should hold talks.", ("RUR", "proposed", "hold talks")),
        ("[Hentzau|HEN] offered to release the prisoners.", ("HEN", "offered", "release the prisoners")),
        ("[Hentzau|HEN] is ready to hold talks.", ("HEN", "offered", "hold talks")),
        ("[Hentzau|HEN] called on [Ruritania|RUR] to withdraw its army.", ("RUR", "demanded", "withdraw its army")),
        ("[Hentzau|HEN] refused to sign the treaty.", ("HEN", "refused", "sign the treaty")),
        (
            "[Hentzau|HEN] is weighing asking [Ruritania|RUR] to draft a compromise.",
            ("RUR", "proposed", "draft a compromise"),
        ),
        ("[Hentzau|HEN] considered signing the treaty.", ("HEN", None, "signing the treaty")),
        ("Both asked to join a conference.", (None, "proposed", "join a conference")),
        ("[Hentzau|HEN] proposed a joint commission on borders.", ("HEN", "proposed", "a joint commission on borders")),
        ("[Hentzau|HEN] ruled out direct talks with them.", ("HEN", "refused", "direct talks with them")),
        ("[Hentzau|HEN] would consider a summit.", ("HEN", None, "a summit")),
        ("[Hentzau|HEN] offered its good offices, in vain.", ("HEN", "offered", "its good offices")),
        (
            "[Hentzau|HEN] demanded the immediate disengagement of all.",
            ("HEN", "demanded", "the immediate disengagement of all"),
        ),
        ("[Hentzau|HEN] demanded an early visit.", ("HEN", "demanded", "an early visit")),
    ],
)
def test_options(text: str, expected: tuple[object, object, object]) -> None:
    """Who could do it, how far it has come, and what, in the words of the text."""
    assert options(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "[Ruritania|RUR] held talks.",
        "[Ruritania|RUR] could sing.",
        "[Ruritania|RUR] could open a door.",
        "[Ruritania|RUR] could withdraw",
        "Both could hold talks.",
        "They rose to sign the treaty.",
        "To sign the treaty is wise.",
        "[Ruritania|RUR] was accused of breaking off talks.",
        "[Ruritania|RUR] bought a summit.",
        "Did [Ruritania|RUR] propose a summit?",
        "Nobody proposed a summit.",
        "[Ruritania|RUR] proposed in May.",
    ],
)
def test_what_is_no_option(text: str) -> None:
    """What is done, what is no way out, what nothing says how far it has come, what nobody named."""
    assert options(text) == []


def test_the_same_words_are_one_option() -> None:
    """What is found by its verb is not found again by its noun."""
    assert options("[Ruritania|RUR] may propose to hold talks.") == [("RUR", "proposed", "hold talks")]


def test_the_words_of_an_option_end() -> None:
    """A long phrase is cut, and so it is at a mark."""
    long = "[Hentzau|HEN] proposed a summit of all the many kings and queens and princes of all lands of the coast."
    ((_, _, say),) = options(long)
    assert str(say).startswith("a summit of all")
    assert len(str(say).split()) == 14
