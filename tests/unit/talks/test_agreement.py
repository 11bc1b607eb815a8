"""The agreement as a file: what it holds, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from tests.properties.talks_histories import MEDIATOR, NORTH, SOUTH, START

from goodoffices.talks import Actor, Event, verify_minutes, visible
from goodoffices.talks import events as happened
from goodoffices.talks.agreement import agreement_data, read_agreement
from goodoffices.talks.bodies import Clause, Draft
from goodoffices.talks.commands import Initial, SeatPlan, SignAgreement
from goodoffices.talks.signing import body_digest, words_to_sign
from goodoffices.talks.verify_minutes import (
    InvalidMinutesError,
    canonical,
    fingerprint,
    format_of,
    signed_bytes,
    verify_agreement,
)

ROOM, TEXT = "9" * 32, "7" * 32
ROOM_KEY = SigningKey(b"r" * 32)
KEYS = {NORTH.person: SigningKey(b"n" * 32), SOUTH.person: SigningKey(b"s" * 32)}
PEOPLE = {
    one.person: {"name": f"Head of {one.group}", "group": one.group, "key": KEYS[one.person].verify_key.encode().hex()}
    for one in (NORTH, SOUTH)
} | {MEDIATOR.person: {"name": "Maria", "group": "mediator", "key": "0" * 64}}
BODY = Draft(
    title="Accord", clauses=(Clause(id="c1", title="Tests", text="Halted."), Clause(id="c2", title="B", text="b"))
)
ALL = frozenset({"north", "south", "mediator"})


def history(*, agreed: bool = True, body: Draft | None = BODY) -> list[Event]:
    """Return how a text was tabled, initialled and signed."""
    at = {"at": START, "audience": ALL}
    seats = (SeatPlan(id="north", name="North"), SeatPlan(id="south", name="South"))
    digest = body_digest(BODY)
    signed = [
        happened.AgreementSigned(
            **at, text=TEXT, seat=one.group, person=one.person, digest=digest, signature=sign(one, act(one, digest))
        )
        for one in (NORTH, SOUTH)
    ]
    initial = Initial(text=TEXT, clause="c1", digest=digest, signature="0" * 128)
    return [
        happened.RoomOpened(**at, room=ROOM, title="Two shores", seats=seats, issues=(), questions=0),
        happened.TextTabled(**at, id=TEXT, revises=None, clauses=("c1", "c2"), digest=digest, body=body),
        happened.ClauseInitialled(
            **at, seat="north", person=NORTH.person, text=TEXT, clause="c1", signature=sign(NORTH, initial)
        ),
        *(signed if agreed else signed[:1]),
        *([happened.AgreementReached(**at, text=TEXT)] if agreed else []),
    ]


def act(actor: Actor, digest: str) -> SignAgreement:
    """Return the command of a signature."""
    assert actor.person in KEYS
    return SignAgreement(text=TEXT, digest=digest, signature="0" * 128)


def sign(actor: Actor, command: Any) -> str:
    """Sign a command as the room does."""
    return KEYS[actor.person].sign(words_to_sign(ROOM, actor, command)).signature.hex()


def laid_out(**how: Any) -> dict[str, Any] | None:
    """Lay out the agreement of a history."""
    key = ROOM_KEY.verify_key.encode().hex()
    return agreement_data(visible(history(**how), "north"), key, PEOPLE)


def file_of(data: dict[str, Any]) -> bytes:
    """Sign an agreement with the room's key, whatever stands in it: what the room itself could try."""
    signature = ROOM_KEY.sign(signed_bytes("agreement", data)).signature.hex()
    return canonical(data | {"signature": signature}) + b"\n"


@pytest.fixture(scope="module")
def agreed() -> dict[str, Any]:
    """Return a whole agreement."""
    data = laid_out()
    assert data is not None
    return data


def test_an_agreement_is_read_once_it_is_verified(agreed: dict[str, Any]) -> None:
    """Title, clauses with initials, signatures with person, seat, key and time, digest, room."""
    found = read_agreement(file_of(agreed))
    assert (found.title, found.room, found.room_title) == ("Accord", ROOM, "Two shores")
    assert found.digest == body_digest(BODY)
    assert found.clauses == BODY.clauses
    assert [hand.seat for hand in found.initials["c1"]] == ["North"]
    assert found.initials["c2"] == ()
    assert [(hand.seat, hand.person) for hand in found.signatures] == [
        ("North", "Head of north"), ("South", "Head of south"),
    ]  # fmt: skip
    assert found.signatures[0].key == fingerprint(PEOPLE[NORTH.person]["key"])
    assert found.at == START.astimezone(dt.UTC)
    assert found.key == fingerprint(agreed["key"])


def test_only_those_who_signed_are_named(agreed: dict[str, Any]) -> None:
    """Others in the room are nobody's affair."""
    assert set(agreed["people"]) == {NORTH.person, SOUTH.person}


def test_what_not_all_have_signed_is_no_agreement() -> None:
    """Nor is a text whose words were destroyed something to give out."""
    assert laid_out(agreed=False) is None
    assert laid_out(body=None) is None


def test_observers_have_no_text_to_give_out() -> None:
    """They are told that there is an agreement, and not what it says."""
    events = [*history(agreed=False), happened.AgreementReached(at=START, audience=ALL | {"observers"}, text=TEXT)]
    assert agreement_data(visible(events, "observers"), "0" * 64, {}) is None


def hand(kind: str, **changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change the first signature or initial."""
    return lambda data: {kind: [data[kind][0] | changes, *data[kind][1:]]}


def text(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change the text."""
    return lambda data: {"text": data["text"] | changes}


def whole(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change the agreement."""
    return lambda _: changes


OTHER = BODY.model_copy(update={"title": "Another accord"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (whole(format="goodoffices-minutes/1"), "found the format"),
        (whole(seats=[]), "no proper 'seats'"),
        (text(body=OTHER.model_dump(mode="json")), "not the one of the digest"),
        (text(body=OTHER.model_dump(mode="json"), digest=body_digest(OTHER)), "signature 1 is not valid"),
        (text(body={"title": "x"}), "no proper 'clauses'"),
        (text(id="8" * 32), "signature 1 is not valid"),
        (whole(room="8" * 32), "signature 1 is not valid"),
        (whole(signatures=[]), "not every seat"),
        (lambda data: {"signatures": data["signatures"][:1]}, "not every seat"),
        (lambda data: {"signatures": data["signatures"] + data["signatures"][:1]}, "not every seat"),
        (whole(signatures=["x"]), "signature 1 has not its form"),
        (hand("signatures", person="0" * 32), "by nobody of the room"),
        (hand("signatures", seat="south"), "of another seat"),
        (hand("signatures", person=SOUTH.person), "of another seat"),
        (whole(initials=["x"]), "under no clause"),
        (hand("initials", clause="c9"), "under no clause"),
        (hand("initials", clause="c2"), "initial 1 is not valid"),
    ],
    ids=map(str, range(17)),
)
def test_the_room_itself_cannot_put_words_under_a_signature(
    agreed: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]], said: str
) -> None:
    """Signed anew by the room, it does not hold together: the seats' signatures are over this text in this room."""
    verify_agreement(file_of(agreed))
    with pytest.raises(InvalidMinutesError, match=said):
        verify_agreement(file_of(agreed | change(agreed)))


def test_the_format_of_a_file_is_what_it_says(agreed: dict[str, Any]) -> None:
    """Whatever is no such file has none."""
    assert format_of(file_of(agreed)) == "goodoffices-agreement/1"
    assert [format_of(data) for data in (b"", b"[]", b"{}", b"\xff")] == ["", "", "", ""]


def test_the_verifier_tells_an_agreement(
    agreed: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seats by name, persons, keys; and what was altered is not valid."""
    path = tmp_path / "agreement.json"
    path.write_bytes(file_of(agreed))
    assert verify_minutes.main([str(path)]) == 0
    told = capsys.readouterr().out
    assert "South: signed by Head of south" in told
    path.write_bytes(file_of(agreed).replace(b"Halted", b"halted"))
    assert verify_minutes.main([str(path)]) == 1
