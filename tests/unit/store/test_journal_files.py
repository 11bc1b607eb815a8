"""The files of a journal: made, opened, and refused with a word on what to do."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from tests.unit.store.journal_rooms import Table, agreed, fresh, seated

from goodoffices.store.journal import (
    DamagedError,
    FullError,
    JournalError,
    LockedError,
    NewerError,
    database,
)
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.database import Database, fault_of
from goodoffices.store.journal.serverkey import ServerKey, derived


def test_nobody_but_the_owner_reads_the_files(tmp_path: Path) -> None:
    """Database, write-ahead log, keys and the server's key are for their owner, whatever was usual before."""
    (tmp_path / "talks.db").touch(0o644)
    (tmp_path / "talks.db.keys").touch(0o644)
    (tmp_path / "talks.db").unlink()
    table = seated(tmp_path)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 7
    assert set(modes.values()) == {0o600}
    table.journal.close()


def test_the_database_is_opened_with_care(tmp_path: Path) -> None:
    """On the disk before it is acknowledged; what is deleted is overwritten; nobody's schema is trusted."""
    table = seated(tmp_path)
    for file in table.journal._ledger.files:
        for connect in (file.writing, file.reading):
            with connect() as connection:
                found = {
                    name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("journal_mode", "synchronous", "secure_delete", "trusted_schema", "foreign_keys")
                }
            assert found == {
                "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "trusted_schema": 0, "foreign_keys": 1
            }  # fmt: skip
    with pytest.raises(JournalError), table.journal._ledger.journal.reading() as connection:
        connection.execute(t.meta.delete())
    table.journal.close()


def test_the_steps_lead_to_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    """The tables as migrated are the tables as declared, in both files."""
    table = seated(tmp_path)
    for file, declared in zip(table.journal._ledger.files, (t.journal_tables, t.keys_tables), strict=True):
        with file.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, declared) == []
    table.journal.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """A journal that is up to date is not written to when it is opened."""
    table = seated(tmp_path)
    table.journal.close()
    before = table.files()
    table.journal = table.journal.open(tmp_path / "talks.db", tmp_path / "talks.key")
    table.journal.close()
    assert table.files() == before


def test_a_stop_while_a_journal_is_made_is_made_up_for(tmp_path: Path) -> None:
    """If the machine stopped after the keys were made and before the journal was, the next opening goes on."""
    table = Table(tmp_path)
    table.journal.close()
    for path in tmp_path.glob("talks.db*"):
        if ".keys" not in path.name:
            path.unlink()
    again = Table(tmp_path).seat()
    assert again.fed("north")
    again.journal.close()


def test_a_journal_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    """Steps that this program does not know stop it before it changes anything."""
    table = seated(tmp_path)
    table.journal.close()
    for name in ("talks.db", "talks.db.keys"):
        with sqlite3.connect(tmp_path / name) as connection:
            (before,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
        connection.close()
        with pytest.raises(NewerError, match=rf"{name} was written by a newer goodoffices"):
            table.again()
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (before,))
        connection.close()
    table.again()
    assert table.fed("north")
    table.journal.close()


@pytest.mark.parametrize(
    ("take", "kind", "said"),
    [
        ("talks.key", JournalError, "key of the server is missing; put your copy back"),
        ("talks.db.keys", DamagedError, "keys of the journal are missing; put them back"),
        ("talks.db", DamagedError, "the journal to these keys is missing; put it back"),
    ],
)
def test_a_file_that_is_missing_is_asked_for(tmp_path: Path, take: str, kind: type[JournalError], said: str) -> None:
    """No new file takes the place of one that is missing; once it is put back, all is as before."""
    table = seated(tmp_path)
    table.note("north")
    table.journal.close()
    (tmp_path / take).rename(tmp_path / "elsewhere")
    with pytest.raises(kind, match=said):
        table.again()
    (tmp_path / take).unlink(missing_ok=True)
    (tmp_path / "elsewhere").rename(tmp_path / take)
    table.again()
    assert table.fed("north")[-1] == "instructed"
    table.journal.close()


def test_files_of_different_journals_do_not_go_together(tmp_path: Path) -> None:
    """Keys of bodies, or a server's key, of another journal are refused by name."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    seated(tmp_path / "one").journal.close()
    table = seated(tmp_path / "two")
    table.journal.close()
    for file, said in (("talks.key", "key of another server"), ("talks.db.keys", "keys of another journal")):
        own = (tmp_path / "two" / file).read_bytes()
        (tmp_path / "two" / file).write_bytes((tmp_path / "one" / file).read_bytes())
        with pytest.raises(JournalError, match=said):
            table.again()
        (tmp_path / "two" / file).write_bytes(own)
    table.again()
    table.journal.close()


@pytest.mark.parametrize("content", ["", "goodoffices-key/1 00", "goodoffices-key/1 xx", "other " + "00" * 32, "é"])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    """What is no key of a server is not taken for one, and not replaced."""
    key = tmp_path / "talks.key"
    key.write_text(content)
    with pytest.raises(DamagedError, match="not the key of a server"):
        Table(tmp_path)
    assert key.read_text() == content


@pytest.mark.parametrize("file", ["talks.db", "talks.db.keys"])
@pytest.mark.parametrize("where", [0, 4096])
def test_a_damaged_file_is_refused(tmp_path: Path, file: str, where: int) -> None:
    """A file that is no database, or is damaged within, is not opened."""
    table = agreed(tmp_path)
    for _ in range(30):
        table.note("north")
    table.journal.close()
    data = bytearray((tmp_path / file).read_bytes())
    data[where : where + 4096] = os.urandom(4096)
    (tmp_path / file).write_bytes(data)
    with pytest.raises(DamagedError, match=rf"{file} is damaged.*restore the last backup"):
        table.again()


def test_a_locked_journal_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program holds the file, nothing is written; reading goes on; afterwards all is as before."""
    table = seated(tmp_path)
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(database, "_PRAGMAS", ("busy_timeout = 0", *database._PRAGMAS[1:]))
    table.again()
    other = sqlite3.connect(tmp_path / "talks.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    keys = table.keys("north")
    with pytest.raises(LockedError, match="held by another program; nothing was kept, try again"):
        table.note("north")
    assert table.journal.events_for(keys)
    other.execute("ROLLBACK")
    other.close()
    table.note("north")
    assert table.fed("north").count("instructed") == 1
    table.journal.close()


@pytest.mark.parametrize("file", [0, 1])
def test_a_full_disk_loses_nothing(tmp_path: Path, file: int) -> None:
    """Where the disk is full an act is refused whole, what was acknowledged stays, and with room it goes on."""
    table = agreed(tmp_path)
    full = table.journal._ledger.files[file]
    with full.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    acknowledged = []

    def fill() -> None:
        for number in range(200):
            table.note("north", f"{number} {'x' * 10_000}")
            acknowledged.append(str(number))

    with pytest.raises(FullError, match="disk is full; nothing was kept"):
        fill()
    table.again()
    notes = [one.body.text.split()[0] for one in table.journal.view(table.keys("north")).room.notes if one.body]
    assert notes == acknowledged
    table.note("north")
    assert table.fed("north").count("instructed") == len(acknowledged) + 1
    table.journal.close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A journal is put into a folder that is there."""
    with pytest.raises(JournalError, match="found no such folder"):
        Table(tmp_path / "not" / "there")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A folder in its place, for the journal or for a key, gives our error."""
    for name in ("talks.db", "talks.db.keys"):
        (tmp_path / name).mkdir()
        with pytest.raises(JournalError, match="cannot be opened"):
            Database(tmp_path / name)
    with pytest.raises(JournalError, match="could not be written"):
        ServerKey.fresh().write(tmp_path / "talks.db")
    with pytest.raises(JournalError, match="cannot be read"):
        ServerKey.read(tmp_path / "talks.db")


def test_faults_of_the_database_are_told_without_content() -> None:
    """A fault has a name of its own; too many readers wait in vain; the driver's own errors are turned too."""
    fault = sqlite3.OperationalError("near SECRET: syntax error")
    fault.sqlite_errorname = "SQLITE_IOERR_FSYNC"
    assert "SECRET" not in str(fault_of(fault, "talks.db"))
    assert "send the same form again" in str(fault_of(None, "talks.db"))
    fault.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    assert isinstance(fault_of(fault, "talks.db"), FullError)
    fault.sqlite_errorname = "SQLITE_READONLY_DIRECTORY"
    assert "whose file" in str(fault_of(fault, "talks.db"))
    with pytest.raises(LockedError, match="too many wait"), database.translated("talks.db"):
        raise sa.exc.TimeoutError
    with pytest.raises(JournalError), database.translated("talks.db"):
        raise fault


def test_what_is_made_of_a_secret_is_made_for_one_purpose() -> None:
    """Another purpose, other data, another secret: something else each time; and no list of parts reads as another."""
    made = [
        derived(b"1" * 32, "one"),
        derived(b"1" * 32, "two"),
        derived(b"1" * 32, "one", b"x"),
        derived(b"2" * 32, "one"),
    ]
    assert len(set(made)) == 4
    server = ServerKey.fresh()
    assert server.mark("x", "ab", "c") != server.mark("x", "a", "bc")
    assert server.mark("x", fresh()) != server.mark("x", fresh())
