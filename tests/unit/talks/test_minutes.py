"""What stands in the minutes, in which log, and how a delegation verifies it alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from tests.properties.talks_histories import NORTH, START, Wanderer, play

from goodoffices.talks import Event, verify_minutes
from goodoffices.talks.events import Countersigned
from goodoffices.talks.minutes import Log, checkpoint, exported, log_id, logs_of, minuted
from goodoffices.talks.verify_minutes import (
    InvalidMinutesError,
    canonical,
    ed25519_valid,
    entry_commitment,
    signed_bytes,
    verify,
)

ROOM_KEY, NORTH_KEY = SigningKey(b"r" * 32), SigningKey(b"n" * 32)
SALT = "ab" * 32
PRIVATE = {
    "sounding-given",
    "disclosure-given",
    "answer-given",
    "instructed",
    "clause-criticised",
    "mode-declined",
    "deletion-consented",
    "deletion-declined",
}


def signature(key: SigningKey, purpose: str, value: Any) -> str:
    """Sign plain data."""
    return key.sign(signed_bytes(purpose, value)).signature.hex()


def happened() -> list[Event]:
    """Return what happened in a long wandering through a room."""
    return [event for outcome in play(Wanderer(38).wander(400)) for event in outcome.events]


def logs() -> dict[tuple[str, ...], Log]:
    """Return its minutes."""
    kept: list[tuple[Event, str | None, str | None]] = []
    for event in happened():
        body = getattr(event, "body", None)
        told = None if body is None else entry_commitment(SALT, body.model_dump(mode="json"))
        kept.append((event, None if body is None else SALT, told))
    return {log.audience: log for log in logs_of(kept)}


def minutes(log: Log) -> dict[str, Any]:
    """Export a log as a server does."""
    point = checkpoint(log, START.isoformat())
    point["signature"] = signature(ROOM_KEY, "checkpoint", point)
    head = {"log": log.id, "size": 1, "root": Log(log.audience, log.entries[:1]).root.hex()}
    counter = Countersigned(
        at=START, audience=frozenset({"north"}), group="north", person=NORTH.person,
        signature=signature(NORTH_KEY, "countersign", head), **head,
    )  # fmt: skip
    other = counter.model_copy(update={"log": "0" * 64})
    people = {NORTH.person: {"name": "Ms North", "group": "north", "key": NORTH_KEY.verify_key.encode().hex()}}
    key = ROOM_KEY.verify_key.encode().hex()
    data = exported(log, ("9" * 32, "Two shores"), key, people, point, [counter, other])
    return data | {"signature": signature(ROOM_KEY, "minutes", data)}


def file_of(data: dict[str, Any]) -> bytes:
    """Write minutes as they are written."""
    return canonical(data) + b"\n"


@pytest.fixture(scope="module")
def public() -> dict[str, Any]:
    """Return the minutes of what all seats know of."""
    return minutes(logs()[("mediator", "north", "south")])


def test_no_confidence_stands_in_any_log() -> None:
    """Soundings, disclosures, answers, notes, criticism: none; nor what was said off record."""
    events = happened()
    assert len({event.kind for event in events} & PRIVATE) > 3
    assert not {event.kind for event in events if minuted(event)} & PRIVATE
    spoken = [event for event in events if event.kind == "spoken"]
    assert spoken
    assert all(minuted(event) == event.on_record for event in spoken)


def test_each_audience_has_a_log_of_its_own() -> None:
    """A reader's log does not grow by what the reader was not told."""
    found = logs()
    assert len(found) > 2
    for audience, log in found.items():
        assert log.id == log_id(reversed(audience))
        assert all("audience" not in entry.head and "body" not in entry.head for entry in log.entries)


def test_words_that_are_gone_leave_the_log_as_it_was() -> None:
    """Without salt and body the entries, and so the root, are the same."""
    kept: list[tuple[Event, str | None, str | None]] = [
        (event, None, "c" * 64) for event in happened() if event.kind == "rules-proposed"
    ]
    (log,) = logs_of(kept)
    assert [(one.salt, one.body) for one in log.entries] == [(None, None)]
    assert verify(file_of(minutes(log)))["entries"][0]["head"]["commitment"] == "c" * 64


def test_minutes_verify(public: dict[str, Any]) -> None:
    """Entries, words, checkpoint, countersignature and the whole file."""
    assert verify(file_of(public)) == public
    assert len(public["countersignatures"]) == 1


def test_no_byte_of_the_file_can_be_changed_unnoticed() -> None:
    """Each byte in turn is replaced, left out, and doubled in a short file."""
    data = file_of(short())
    verify(data)
    for at in range(len(data)):
        altered = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]]
        if at % 7 == 0:
            altered += [data[:at] + data[at + 1 :], data[:at] + data[at : at + 1] + data[at:]]
        for one in altered:
            with pytest.raises(InvalidMinutesError):
                verify(one)


def alter(data: dict[str, Any], **changes: Any) -> bytes:
    """Change minutes and sign them anew with the room's key: what the room itself could try."""
    data = {key: value for key, value in {**data, **changes}.items() if key != "signature"}
    return file_of(data | {"signature": signature(ROOM_KEY, "minutes", data)})


def short() -> dict[str, Any]:
    """Return the minutes of one entry that has words."""
    log = logs()[("mediator", "north", "south")]
    return minutes(Log(log.audience, tuple(entry for entry in log.entries if entry.salt)[:1]))


def entry(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change the only entry."""
    return lambda data: {"entries": [data["entries"][0] | changes]}


def counter(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change the only countersignature."""
    return lambda data: {"countersignatures": [data["countersignatures"][0] | changes]}


def whole(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change the minutes."""
    return lambda _: changes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (whole(format="other/1"), "found the format"),
        (whole(room=7), "no proper 'room'"),
        (whole(audience=["south", "north", "mediator"]), "sorted list"),
        (whole(log="0" * 64), "not that of this audience"),
        (whole(entries=[]), "expected 1"),
        (whole(entries=[{"head": {}}]), "form of an entry"),
        (entry(head={"kind": "x"}), "what happened, and when"),
        (entry(salt="00"), "no proper salt"),
        (entry(salt=None), "nothing that proves"),
        (entry(body={"kind": "note"}), "not those that were kept"),
        (entry(head={"kind": "x", "at": "now"}, salt=None, body=None), "do not add up"),
        (whole(checkpoint={"size": 1}), "checkpoint has not its form"),
        (lambda data: {"checkpoint": data["checkpoint"] | {"at": "now"}}, "over the checkpoint is not valid"),
        (whole(countersignatures=[{}]), "countersignature 1 has not its form"),
        (whole(people={}), "by nobody of the room"),
        (counter(size=10**6), "entries not here"),
        (counter(root="0" * 64), "another history"),
        (counter(signature="0" * 128), "not valid"),
    ],
)
def test_the_room_itself_cannot_alter_what_was_countersigned(
    change: Callable[[dict[str, Any]], dict[str, Any]], said: str
) -> None:
    """Signed anew, it still does not hold together; the message says where."""
    data = short()
    assert verify(file_of(data)) == data
    altered = alter(data, **change(data))
    with pytest.raises(InvalidMinutesError, match=said):
        verify(altered)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff", b'{"signature": 1}\n', b"[" * 100_000, b'{"a":1e5}\n', b'{"a":NaN}\n']
)
def test_what_are_no_minutes_is_refused(data: bytes) -> None:
    """Whatever the file holds, the answer is a sentence."""
    with pytest.raises(InvalidMinutesError):
        verify(data)


def test_signatures_are_verified_strictly() -> None:
    """The vector of RFC 8032, section 7.1; a second form of the same signature is refused; so are broken keys."""
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    good = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert ed25519_valid(key, b"", good)
    assert not ed25519_valid(key, b"x", good)
    order = 2**252 + 27742317777372353535851937790883648493
    second = good[:32] + (int.from_bytes(good[32:], "little") + order).to_bytes(32, "little")
    assert not ed25519_valid(key, b"", second)
    assert not ed25519_valid(key[:31], b"", good)
    assert not ed25519_valid(b"\xff" * 32, b"", good)
    assert not ed25519_valid(b"\x02" + bytes(31), b"", good)
    assert not ed25519_valid(b"\x01" + bytes(30) + b"\x80", b"", good)
    for seed in range(20):
        signing = SigningKey(bytes([seed]) * 32)
        message = bytes([seed]) * seed
        assert ed25519_valid(signing.verify_key.encode(), message, signing.sign(message).signature)


def test_the_verifier_runs_where_nothing_is_installed(public: dict[str, Any], tmp_path: Path) -> None:
    """One file, Python without any site packages; 0 for valid, 1 for altered, 2 for no file."""
    program = tmp_path / "verify_minutes.py"
    program.write_bytes(Path(verify_minutes.__file__).read_bytes())
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(file_of(public))
    bad.write_bytes(file_of(public).replace(b"Two shores", b"Two Shores"))

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(program), *arguments], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    code, told = run(str(good))
    assert code == 0
    assert "countersigned up to entry 1 by Ms North (north)" in told
    assert run(str(bad)) == (1, "NOT VALID: the signature over the file as a whole is not valid\n")
    assert run(str(tmp_path / "none.json"))[0] == 2
    assert run()[0] == 2


def test_the_verifier_can_be_called(public: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the program does it."""
    path = tmp_path / "minutes.json"
    path.write_bytes(file_of(public))
    assert verify_minutes.main([str(path)]) == 0
    path.write_text(json.dumps(public))
    assert verify_minutes.main([str(path)]) == 1
    assert verify_minutes.main([]) == 2
    assert verify_minutes.main([str(tmp_path)]) == 2
    assert "NOT VALID" in capsys.readouterr().out
