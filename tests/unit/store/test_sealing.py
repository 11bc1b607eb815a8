"""What lies on the disk: nothing that was said, in no file, nor in a backup or a log."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from nacl.public import PrivateKey
from tests.unit.store.journal_rooms import PASSPHRASE, SALT, Table, agreed, fresh, open_room

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import DamagedError, Journal
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.memory import Memory
from goodoffices.store.journal.sealing import HELD, Opener, Recipient, seal_body, seal_words
from goodoffices.store.journal.serverkey import ServerKey
from goodoffices.store.journal.veiling import VEILED, joined, parted, veiled
from goodoffices.talks import command_of, event_of
from goodoffices.talks.bodies import Draft, Note
from goodoffices.talks.commands import OpenRoom
from goodoffices.talks.signing import body_digest


@pytest.fixture
def server() -> ServerKey:
    """Return the key of a server."""
    return ServerKey.fresh()


def _recipient(name: str = "north", version: int = 1) -> tuple[Recipient, Opener]:
    secret = PrivateKey.generate()
    return Recipient(name, version, bytes(secret.public_key)), Opener({version: bytes(secret)})


def _envelopes(of: object) -> list[tuple[int, bytes]]:
    return [(one.version, one.sealed) for one in of]  # type: ignore[attr-defined]


def test_a_body_is_opened_by_those_it_was_sealed_for_and_by_nobody_else(server: ServerKey) -> None:
    """Each recipient opens words and salt; somebody else, and another version of the key, open nothing."""
    (north, opens), (_, other) = _recipient(), _recipient()
    sealed = seal_body({"text": "words"}, [north], server)
    assert sealed.commitment is not None
    envelopes = _envelopes(sealed.envelopes)
    assert opens.body(sealed.part, sealed.commitment, envelopes) == ({"text": "words"}, sealed.salt.hex())
    assert other.body(sealed.part, sealed.commitment, envelopes) is None
    assert opens.body(sealed.part, sealed.commitment, [(2, envelopes[0][1])]) is None
    assert opens.body(sealed.part, sealed.commitment, [(1, b"x" * 96), *envelopes]) is not None


def test_a_yes_is_as_long_as_a_no(server: ServerKey) -> None:
    """The length of what lies on the disk does not tell what was said."""
    north, _ = _recipient()
    bodies = [{"kind": "answer", "yes": yes} for yes in (True, False)]
    sealed = [seal_body(body, [north], server) for body in bodies]
    assert len({len(one.part) for one in sealed}) == 1
    assert len({one.commitment for one in [*sealed, seal_body(bodies[0], [north], server)]}) == 3


def test_what_was_changed_on_the_disk_does_not_open(server: ServerKey) -> None:
    """A changed byte, or the body of another event, is noticed."""
    north, opens = _recipient()
    sealed, other = (seal_body({"text": text}, [north], server) for text in ("one", "two"))
    assert sealed.commitment is not None
    assert other.commitment is not None
    broken = sealed.part[:-1] + bytes([sealed.part[-1] ^ 1])
    with pytest.raises(DamagedError, match="not what was written"):
        opens.body(broken, sealed.commitment, _envelopes(sealed.envelopes))
    with pytest.raises(DamagedError, match="not those that were kept"):
        opens.body(other.part, sealed.commitment, _envelopes(other.envelopes))


def test_what_waits_lies_under_the_servers_key(server: ServerKey) -> None:
    """For a group without a key the server keeps it, and another server cannot open it."""
    sealed = seal_words({"title": "T"}, [Recipient("north", 3, None)], server)
    (envelope,) = sealed.envelopes
    assert envelope.version == HELD
    assert len(server.open(envelope.sealed)) == 32
    with pytest.raises(DamagedError):
        ServerKey.fresh().open(envelope.sealed)


_ADMITTED = {
    "kind": "admitted", "at": "2026-05-01T12:00:00Z", "audience": ["north"], "person": "0" * 32, "name": "Anna",
    "group": "north", "role": "member",
}  # fmt: skip


def test_an_event_is_whole_again(server: ServerKey) -> None:
    """Parted and joined, an event is the same; without its words they read as sealed."""
    del server
    event = event_of(_ADMITTED)
    head, words, body = parted(event)
    assert joined(json.dumps(head), words, body) == event
    assert veiled(event) == event_of(_ADMITTED | {"name": VEILED})


@pytest.mark.parametrize("head", ["", "[]", "{}", '{"kind": "admitted"}', '{"kind": "room-opened", "seats": 1}'])
def test_what_is_no_event_is_damaged(head: str) -> None:
    """Whatever stands in its place, the error has no content."""
    with pytest.raises(DamagedError, match="not what was written"):
        joined(head, {"seats": ["x"]}, None)


# ---- canaries ------------------------------------------------------------------------------------------------------

CANARY = "kanarienvogel"


def _sing(table: Table) -> None:
    """Say the canary in every place where people write words."""
    note, later = {"kind": "note", "text": CANARY}, table.clock.now + dt.timedelta(days=1)
    signed = Note(text=CANARY, salt=SALT)
    digest = body_digest(signed)
    session, wording, text = fresh(), fresh(), fresh()
    table.note("north", CANARY)
    table.act(
        "mediator", "open-session", id=session, title=CANARY, format="plenary", seats=["north", "south"],
        speaking=["north"], observers=True, on_record=True,
    )  # fmt: skip
    table.act("north", "speak", id=fresh(), session=session, body=note)
    sounding = {"kind": "sounding", "answers": {"all": "never"}, "reserve": CANARY, "notes": CANARY}
    for kind in ("sound", "disclose"):
        table.act("north", kind, id=fresh(), issue="water", body=sounding)
    table.act(
        "north", "sign-wording", id=wording, to=["south"], attribution="ours", expires=later, digest=digest, body=signed
    )
    table.act(
        "mediator", "release-wording", id=fresh(), seat="north", wording=wording, to="south", digest=digest, body=signed
    )
    clauses = [{"id": "one", "title": CANARY, "text": CANARY}]
    draft = {"kind": "draft", "salt": SALT, "title": CANARY, "clauses": clauses}
    drafted = body_digest(Draft.model_validate(draft))
    table.act("mediator", "show-text-first", id=fresh(), to="north", reason=CANARY, digest=drafted, body=draft)
    table.act("mediator", "table-text", id=text, clauses=["one"], digest=drafted, body=draft)
    comment = {"kind": "comment", "temperature": "difficult", "text": CANARY, "interest": CANARY}
    table.act("north", "criticise", id=fresh(), text=text, clause="one", body=comment)
    question = {"kind": "proposal", "text": CANARY, "package": {"water": CANARY}}
    table.act("mediator", "ask-question", id=fresh(), deadline=later, body=question)
    steps = [{"id": "halt", "by": ["north"], "what": CANARY, "verified_by": CANARY}]
    table.act(
        "mediator", "set-steps", id=fresh(), order=[["halt", ["north"], []]], body={"kind": "plan", "steps": steps}
    )
    table.act("mediator", "report-findings", id=fresh(), body=note)


@pytest.fixture
def sung(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[tuple[Table, pytest.LogCaptureFixture]]:
    """Return a room in which the canary was said everywhere, with all logs caught."""
    caplog.set_level(logging.DEBUG)
    table = Table(tmp_path)
    table.room = fresh()
    command = open_room(table.room, CANARY).model_dump(mode="json")
    command["issues"][0] |= {"say": CANARY, "options": ["all", CANARY], "now": CANARY}
    command["seats"][0]["name"] = CANARY
    opened = command_of(command)
    assert isinstance(opened, OpenRoom)
    table.journal.create_room(opened, key=fresh())
    table.come_in("mediator", table.journal.identity.invite_mediator(table.room).token)
    for seat in ("north", "south"):
        table.invite("mediator", seat, seat, "head")
    table.invite("mediator", "watcher", "observers", "observer")
    table.come_in(CANARY, table.journal.identity.invite(table.keys("north"), "north", "member").token)
    table.agree_on_rules()
    _sing(table)
    yield table, caplog
    table.journal.close()


def _forms(word: str) -> list[bytes]:
    return [word.encode(), word.title().encode(), word.encode().hex().encode(), word.encode("utf-16-le")]


def test_no_canary_is_found_in_any_file(sung: tuple[Table, pytest.LogCaptureFixture]) -> None:
    """Neither in the database, nor beside it, nor in a backup, nor in a log; those who were told read it."""
    table, caplog = sung
    open_files = {name.rsplit("/", 1)[-1] for name in table.files()}
    assert {"talks.db", "talks.db-wal", "talks.db-shm", "talks.db.keys", "talks.db.keys-wal", "talks.key"} <= open_files
    secrets = [value for name in table.tokens for value in (table.tokens[name], table.recovery[name], PASSPHRASE)]
    keys = table.keys("north")
    raw = [keys.signing, keys.own, *keys.groups.values()]
    table.journal.backup(table.folder / "one.backup", PASSPHRASE)
    before = table.files()
    table.journal.close()
    for files in (before, table.files()):
        for name, data in files.items():
            for form in (
                *_forms(CANARY),
                *(secret.encode() for secret in secrets),
                *raw,
                *(r.hex().encode() for r in raw),
            ):
                assert form not in data, f"found something that was said, or a secret, in {name}"
    assert CANARY not in caplog.text.lower()
    assert {one.name.split(".")[0] for one in caplog.records} <= {"alembic"}, "the journal itself logs nothing"
    table.again()
    assert str(table.journal.events_for(table.keys("north"))).count(CANARY) > 20


def test_what_lies_in_clear_is_what_the_page_says(sung: tuple[Table, pytest.LogCaptureFixture]) -> None:
    """Heads hold kinds, ids, times, digests and signatures; every other text in them is veiled."""
    table, _ = sung
    with table.journal._ledger.journal.writing() as journal:
        heads = [json.loads(head) for head in journal.scalars(sa.select(t.events.c.head))]
    assert {name for head in heads for name in head} == {
        "agreement", "at", "attribution", "audience", "clause", "clauses", "deadline", "digest", "expires", "format",
        "group", "id", "issue", "issues", "kind", "mode", "name", "on_record", "order", "person", "questions",
        "reason", "revises", "role", "room", "seat", "seats", "session", "shown_first", "signature", "source",
        "speaking", "text", "title", "to", "wording", "by",
    } - {"agreement"}  # fmt: skip
    for head in heads:
        assert {head.get(name, VEILED) for name in ("title", "name", "reason")} == {VEILED}
        assert head.get("issues", []) == []
        assert {reason for _, reason in head.get("shown_first", [])} <= {VEILED}


def test_errors_hold_no_content(sung: tuple[Table, pytest.LogCaptureFixture]) -> None:
    """Refused for whatever reason, an act is not repeated in the error."""
    table, _ = sung
    note, key = {"kind": "note", "text": CANARY}, fresh()
    table.act("north", "instruct", id=fresh(), body=note, key=key)
    said = []
    for kind, fields in (
        ("instruct", {"id": fresh(), "body": note, "key": key}),
        ("sound", {"id": fresh(), "issue": "water", "body": {"kind": "sounding", "answers": {CANARY * 2: "never"}}}),
        ("speak", {"id": fresh(), "session": fresh(), "body": note}),
    ):
        with pytest.raises(GoodOfficesError) as refused:
            table.act("north", kind, **fields)
        said.append(f"{refused.value!r} {refused.value.__cause__!r}")
    with table.journal._ledger.journal.writing() as connection:
        connection.execute(sa.text("DROP TABLE told"))
        connection.commit()
    with pytest.raises(GoodOfficesError) as refused:
        table.note("north", CANARY)
    said.append(f"{refused.value!r} {refused.value.__cause__!r}")
    assert CANARY not in " ".join(said)


# ---- at hand in memory ---------------------------------------------------------------------------------------------


def test_what_is_at_hand_in_memory_is_sealed_too(tmp_path: Path) -> None:
    """What was opened once is kept in memory, sealed, and told the same the second time."""
    table = agreed(tmp_path)
    table.note("north", CANARY)
    memory = table.journal._ledger.memory
    first = table.journal.events_for(table.keys("north"))
    assert memory._kept
    assert CANARY in str(first)
    assert all(CANARY.encode() not in b"".join(one.sealed) for one in memory._kept.values())
    assert table.journal.events_for(table.keys("north")) == first
    assert table.journal.new_for(table.keys("north"), after=3) == first[3:]
    table.journal.close()


def test_what_one_did_oneself_is_at_hand_as_it_would_be_read(tmp_path: Path) -> None:
    """What an act told the own group is known without being read; what is known is what stands on the disk."""
    table = agreed(tmp_path)
    ledger, north = table.journal._ledger, table.keys("north")
    table.journal.events_for(north)
    table.note("north", "one")
    table.note("south", "two")
    table.note("north", CANARY)
    kept = ledger.memory._kept[(table.room, "north")]
    assert kept.last == table.journal.last_for(north)
    assert table.journal.events_for(north) == Memory().told(ledger.files, north, after=0)
    # Under other keys nothing is added, and all is read anew.
    other = replace(north, groups={("north", 1): bytes(32)})
    ledger.memory.learn(other, [replace(table.journal.events_for(north)[-1], number=kept.last + 1)])
    assert ledger.memory._kept[(table.room, "north")].last == kept.last
    assert table.journal.events_for(north) == Memory().told(ledger.files, north, after=0)
    table.journal.close()


def test_memory_is_bounded(tmp_path: Path) -> None:
    """What is longest unused goes first; what remains is counted right."""
    table = agreed(tmp_path)
    ledger, tiny = table.journal._ledger, Memory(most=1)
    for name in ("north", "south"):
        assert len(tiny.told(ledger.files, table.keys(name), after=0)) == len(table.fed(name))
    assert not tiny._kept
    assert tiny._bytes == 0
    memory = ledger.memory
    assert memory._bytes == sum(len(b"".join(one.sealed)) for one in memory._kept.values()) > 0
    memory.forget(fresh())
    assert memory._bytes
    memory.forget(table.room)
    assert memory._bytes == 0
    table.journal.close()


def test_opening_reads_many_rooms_of_many_events(tmp_path: Path) -> None:
    """More events than are asked for by name at once are read all the same."""
    table = agreed(tmp_path)
    for number in range(205):
        table.note("north", f"note {number}")
    told = table.journal.events_for(table.keys("north"))
    assert table.journal.new_for(table.keys("north"), after=7) == told[7:]
    notes = [one.event.body.text for one in told if one.event.kind == "instructed" and one.event.body]
    assert notes == [f"note {number}" for number in range(205)]
    many = sum(len(kept.sealed) for kept in table.journal._ledger.memory._kept.values())
    for number in range(205, 345):
        table.note("north", f"note {number}")
        if number % 10 == 0:
            told = table.journal.events_for(table.keys("north"))
    told = table.journal.events_for(table.keys("north"))
    assert [one.event.body.text for one in told if one.event.kind == "instructed" and one.event.body][205:] == [
        f"note {number}" for number in range(205, 345)
    ]
    assert [one.number for one in told] == list(range(1, len(told) + 1))
    # They came in 15 lots, and lie in three stretches beside the first.
    assert sum(len(kept.sealed) for kept in table.journal._ledger.memory._kept.values()) == many + 3
    assert isinstance(table.journal, Journal)
    table.journal.close()
