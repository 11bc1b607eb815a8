"""Backups: encrypted, taken while the room goes on, and restored in a drill."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.unit.store.journal_rooms import PASSPHRASE, Table, agreed, fresh, open_journal, seated

from goodoffices.store.journal import (
    DamagedError,
    JournalError,
    NewerError,
    PassphraseError,
    backup,
    restore,
)
from goodoffices.store.journal import tables as t
from goodoffices.talks.verify_minutes import verify


def _restored(table: Table, to: Path, backed_up: Path) -> Table:
    restore(backed_up, PASSPHRASE, to / "talks.db", to / "talks.key")
    again = Table.__new__(Table)
    again.__dict__.update(table.__dict__ | {"folder": to, "tokens": dict(table.tokens)})
    again.journal = open_journal(to, table.clock)
    for name in table.tokens:
        again.log_in(name)
    return again


def test_a_restored_journal_gives_the_same_views(tmp_path: Path) -> None:
    """The drill: on a new machine, with two files and a passphrase, everybody reads what they read, and goes on."""
    (tmp_path / "a").mkdir()
    table = agreed(tmp_path / "a")
    table.invite("north", "capital", "north", "mandator")
    question = table.ask()
    table.answer("north", question, yes=True)
    table.note("north", "in confidence")
    written = table.journal.backup(tmp_path / "b" / "talks.backup", PASSPHRASE)
    assert [path.name for path in written] == ["talks.backup", "newest-keys.backup"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    again = _restored(table, tmp_path / "c", written[0])
    assert {stat.S_IMODE(path.stat().st_mode) for path in again.folder.iterdir()} == {0o600}
    for name in table.tokens:
        assert again.journal.events_for(again.keys(name)) == table.journal.events_for(table.keys(name))
    minutes = table.journal.export_minutes(table.keys("north"))
    assert again.journal.export_minutes(again.keys("north")) == minutes
    assert all(verify(one) for one in minutes.values())
    again.answer("south", question, yes=True)
    again.clock.forward(hours=1)
    again.journal.close_due()
    assert again.journal.view(again.keys("south")).room.questions[question].agreement is True
    for one in (table, again):
        one.journal.close()


def test_a_backup_is_taken_while_people_write(tmp_path: Path) -> None:
    """What was acknowledged before a backup began is in it, whole, though others go on writing."""
    (tmp_path / "a").mkdir()
    table = seated(tmp_path / "a")
    stop, acknowledged = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            acknowledged.append(table.note("north", fresh()).events[0])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            before = list(acknowledged)
            written, _ = table.journal.backup(tmp_path / "b" / f"{number}.backup", PASSPHRASE)
            again = _restored(table, tmp_path / f"r{number}", written)
            told = again.journal.events_for(again.keys("north"))
            assert [one for one in told if one.event.kind == "instructed"][: len(before)] == before
            assert all(one.event.body for one in told if one.event.kind == "instructed")
            again.journal.close()
    finally:
        stop.set()
        thread.join()
    table.journal.close()


def test_a_backup_holds_no_sessions_and_no_invitations(tmp_path: Path) -> None:
    """Whoever was logged in is not logged in on the new machine, and open invitations are not open there."""
    (tmp_path / "a").mkdir()
    table = seated(tmp_path / "a")
    invitation = table.journal.identity.invite(table.keys("north"), "north", "member")
    written, _ = table.journal.backup(tmp_path / "b" / "talks.backup", PASSPHRASE)
    restore(written, PASSPHRASE, tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")
    with open_journal(tmp_path / "c", table.clock) as again:
        for token in table.tokens.values():
            with pytest.raises(JournalError):
                again.identity.open(token)
        with pytest.raises(JournalError):
            again.identity.look(invitation.token, address="here")
    table.journal.close()


def test_what_was_forgotten_is_gone_from_an_older_backup_too(tmp_path: Path) -> None:
    """An older journal restored with the newest keys reads all but what was forgotten; the proofs still hold."""
    (tmp_path / "a").mkdir()
    table = agreed(tmp_path / "a")
    said, sessions = [], [fresh(), fresh()]
    for session, text in zip(sessions, ("regretted", "kept"), strict=True):
        table.act(
            "mediator", "open-session", id=session, title="Opening", format="plenary", seats=["north", "south"],
            speaking=["north"], on_record=True,
        )  # fmt: skip
        note = {"kind": "note", "text": text}
        said.append(table.act("north", "speak", id=fresh(), session=session, body=note).events[0])
        table.act("mediator", "close-session", id=session)
    old, _ = table.journal.backup(tmp_path / "b" / "old.backup", PASSPHRASE)
    table.delete(sessions[0])
    table.journal.backup(tmp_path / "b" / "new.backup", PASSPHRASE)
    again = _restored(table, tmp_path / "c", old)
    for one in (table, again):
        told = [told for told in one.journal.events_for(one.keys("south")) if told.event.kind == "spoken"]
        assert [told.event.body and told.event.body.text for told in told] == [None, "kept"]  # type: ignore[union-attr]
        minutes = [json.loads(data) for data in one.journal.export_minutes(one.keys("south")).values()]
        assert all(verify(data) for data in one.journal.export_minutes(one.keys("south")).values())
        spoken = [entry for log in minutes for entry in log["entries"] if entry["head"]["kind"] == "spoken"]
        assert [entry["body"] and entry["body"]["text"] for entry in spoken] == [None, "kept"]
        assert spoken[0]["head"]["commitment"] == said[0].commitment
        one.journal.close()


def test_a_wrong_passphrase_opens_no_backup(tmp_path: Path) -> None:
    """Nothing is written where the passphrase is another one, or too short to begin with."""
    table = seated(tmp_path)
    with pytest.raises(PassphraseError, match="expected 12"):
        table.journal.backup(tmp_path / "b" / "talks.backup", "short")
    written, _ = table.journal.backup(tmp_path / "b" / "talks.backup", PASSPHRASE)
    with pytest.raises(PassphraseError, match="does not open the backup"):
        restore(written, "another pass phrase", tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")
    assert not (tmp_path / "c").exists()
    table.journal.close()


def test_a_damaged_backup_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte changed anywhere, the end cut off, something added: nothing of it is restored."""
    monkeypatch.setattr(backup, "_CHUNK", 4096)
    table = seated(tmp_path)
    written, keys = table.journal.backup(tmp_path / "b" / "talks.backup", PASSPHRASE)
    table.journal.close()
    for path in (written, keys):
        data = path.read_bytes()
        first = data.index(b"\n") + 1
        places = [0, 5, first - 3, first, first + 23, first + 24, first + 5000, len(data) // 2, len(data) - 1]
        changed = [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in places]
        cut = [b"", data[: first - 1], data[:first], data[: first + 24], data[: first + 24 + 4113], data[:-1]]
        for broken in (*changed, *cut, data + b"x", data + data[first + 24 :]):
            path.write_bytes(broken)
            with pytest.raises((DamagedError, PassphraseError, NewerError)):
                restore(written, PASSPHRASE, tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")
            assert not (tmp_path / "c").exists()
        path.write_bytes(data[: first + 24 + 4113])
        with pytest.raises(DamagedError, match="the end of the backup is missing"):
            restore(written, PASSPHRASE, tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")
        path.write_bytes(data)
    restore(written, PASSPHRASE, tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ({"form": "goodoffices-backup/2"}, NewerError),
        ({"form": "other"}, DamagedError),
        ({"part": "keys"}, DamagedError),
        ({"memory": 2**40}, DamagedError),
        ({"memory": 8191}, DamagedError),
        ({"passes": 0}, DamagedError),
        ({"passes": "1"}, DamagedError),
        ({"salt": "00"}, DamagedError),
        ({"salt": "x" * 32}, DamagedError),
        ({"more": 1}, DamagedError),
    ],
)
def test_a_file_that_is_no_such_backup_is_told_apart(
    tmp_path: Path, head: dict[str, object], kind: type[JournalError]
) -> None:
    """A newer form, another part, work without end: each is refused before anything is tried."""
    table = seated(tmp_path)
    written, _ = table.journal.backup(tmp_path / "b" / "talks.backup", PASSPHRASE)
    table.journal.close()
    first, _, rest = written.read_bytes().partition(b"\n")
    written.write_bytes(json.dumps(json.loads(first) | head).encode() + b"\n" + rest)
    with pytest.raises(kind):
        restore(written, PASSPHRASE, tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A backup is restored to where nothing is, and is not named like the keys."""
    table = seated(tmp_path)
    written, _ = table.journal.backup(tmp_path / "b" / "talks.backup", PASSPHRASE)
    with pytest.raises(JournalError, match="something already"):
        restore(written, PASSPHRASE, tmp_path / "talks.db", tmp_path / "c" / "talks.key")
    with pytest.raises(JournalError, match="another name"):
        table.journal.backup(tmp_path / "b" / backup.NEWEST_KEYS, PASSPHRASE)
    with pytest.raises(JournalError, match="could not be written"):
        table.journal.backup(tmp_path / "talks.db" / "talks.backup", PASSPHRASE)
    with pytest.raises(JournalError, match="cannot be read"):
        restore(tmp_path / "none", PASSPHRASE, tmp_path / "c" / "talks.db", tmp_path / "c" / "talks.key")
    table.journal.close()


def test_journal_and_keys_of_different_making_are_refused(tmp_path: Path) -> None:
    """The keys of another journal do not fit, though the passphrase does."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        table = seated(tmp_path / name)
        table.journal.backup(tmp_path / name / "b" / "talks.backup", PASSPHRASE)
        table.journal.close()
    with pytest.raises(DamagedError, match="not of the same making"):
        restore(
            tmp_path / "one" / "b" / "talks.backup",
            PASSPHRASE,
            tmp_path / "c" / "talks.db",
            tmp_path / "c" / "talks.key",
            keys=tmp_path / "two" / "b" / backup.NEWEST_KEYS,
        )
    assert not (tmp_path / "c").exists()


def test_a_backup_of_a_damaged_journal_is_refused(tmp_path: Path) -> None:
    """What cannot be read as a journal is not put in the place of one."""
    table = seated(tmp_path)
    for _ in range(20):
        table.note("north")
    with table.journal._ledger.journal.writing() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.execute(sa.text("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'people_by_handle'"))
        connection.commit()
    copied = table.journal._ledger.journal.copy()
    image = backup._image(copied)
    copied.close()
    keys = table.journal._ledger.keys.copy()
    with pytest.raises(JournalError):
        backup._check_pair(image, backup._image(keys))
    keys.close()
    assert t.people.c.handle is not None
    table.journal.close()
