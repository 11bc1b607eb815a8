"""What somebody takes along: only what their own events tell."""

from __future__ import annotations

import io
import re
import zipfile

from tests.properties.talks_histories import Wanderer, play

from goodoffices.talks import Event, View, told, visible
from goodoffices.talks.handover import hand_over, hand_over_files

LOGS = {"a" * 64: (("mediator", "north", "south"), b"{}"), "b" * 64: (("mediator", "north"), b"{}")}


def happened(seed: int) -> list[Event]:
    """Return what happened in a long wandering through a room."""
    return [event for outcome in play(Wanderer(seed).wander(400)) for event in outcome.events]


def test_a_pack_depends_on_nothing_that_its_taker_was_not_told() -> None:
    """Over whole histories: made of the group's own events alone, it is the same; and every kind of file comes up."""
    names: set[str] = set()
    for seed in range(6):
        events = happened(seed)
        for group in ("north", "south", "mediator", "observers"):
            files = hand_over_files(visible(events, group), {}, {})
            own = [event for event in events if told(event, group)]
            assert files == hand_over_files(visible(own, group), {}, {})
            names |= set(files)
    assert names >= {"README.txt", "text.txt", "steps.txt", "questions.txt"}
    assert len({name for name in names if name.startswith("confidential/")}) == 7


def test_words_that_are_gone_are_said_to_be_gone() -> None:
    """A pack is made of what is left."""
    for seed in range(6):
        events = [
            event.model_copy(update={"body": None}) if getattr(event, "body", None) is not None else event
            for event in happened(seed)
        ]
        for group in ("north", "mediator"):
            files = hand_over_files(visible(events, group), {}, {})
            assert b"(these words were destroyed" in b"".join(files.values())


def test_minutes_that_not_all_seats_read_lie_apart() -> None:
    """And the list says who reads which."""
    files = hand_over_files(visible(happened(1), "north"), LOGS, {"verify_minutes.py": b"x"})
    assert "minutes/aaaaaaaaaaaaaaaa.json" in files
    assert "confidential/minutes/bbbbbbbbbbbbbbbb.json" in files
    readme = files["README.txt"].decode()
    assert re.search("^verify_minutes.py: verifies", readme, re.MULTILINE)
    assert "minutes, which are read by the mediator, " in readme
    every = [name for name in files if name != "README.txt"]
    assert all(f"\n{name}: " in readme for name in every)


def test_observers_take_minutes_and_nothing_else() -> None:
    """They were told of nothing else that is written down."""
    files = hand_over_files(visible(happened(1), "observers"), {"c" * 64: (("observers",), b"{}")}, {})
    assert list(files) == ["README.txt", "minutes/cccccccccccccccc.json"]


def test_an_empty_room_has_a_pack_that_says_so() -> None:
    """Nothing has happened: a list and no more."""
    view = visible([], "north")
    assert isinstance(view, View)
    assert list(hand_over_files(view, {}, {})) == ["README.txt"]


def test_a_pack_has_the_same_bytes_for_the_same_files() -> None:
    """One order, one time, for its owner alone."""
    files = hand_over_files(visible(happened(2), "north"), LOGS, {})
    assert hand_over(files) == hand_over(files)
    with zipfile.ZipFile(io.BytesIO(hand_over(files))) as pack:
        assert pack.namelist() == list(files)
        assert {one.date_time for one in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in pack.infolist()} == {0o600}
        assert {name: pack.read(name) for name in files} == files
