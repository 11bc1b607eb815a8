"""Opening the files of a journal, or making them."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.database import Database
from goodoffices.store.journal.faults import DamagedError, JournalError
from goodoffices.store.journal.migrating import bring_up_to_date
from goodoffices.store.journal.serverkey import ServerKey

__all__ = ["keys_beside", "open_files"]

_CHECK = b"goodoffices"


def keys_beside(path: Path) -> Path:
    """Return where the keys of bodies lie."""
    return path.with_name(f"{path.name}.keys")


def open_files(path: Path, key_file: Path) -> tuple[Database, Database, ServerKey]:
    """Open a journal, the keys of its bodies and the server's key; make them if none of them is there.

    Raises
    ------
    JournalError
        If they do not belong together, or one of them is missing, damaged, newer or locked.
    """
    beside = keys_beside(path)
    _check_there(path, beside, key_file)
    if key_file.exists():
        server = ServerKey.read(key_file)
    else:
        server = ServerKey.fresh()
        server.write(key_file)
    # In this order: where there is a journal, there are its keys.
    opened: list[Database] = []
    try:
        for file in (beside, path):
            opened.append(Database(file))
            opened[-1].check()
        keys, journal = opened
        with journal.writing() as main, keys.writing() as other:
            bring_up_to_date(main, "journal", path.name)
            bring_up_to_date(other, "keys", beside.name)
            _bind(main, other, path)
            _check_key(main, server, key_file)
            other.commit()
            main.commit()
    except JournalError:
        for one in opened:
            one.close()
        raise
    return journal, keys, server


def _check_there(path: Path, beside: Path, key_file: Path) -> None:
    if not path.parent.is_dir():
        raise JournalError(f"{path.parent}: found no such folder, expected one to put the journal in; make it first")
    if path.exists() and not beside.exists():
        raise DamagedError(f"{beside}: the keys of the journal are missing; put them back, or restore the last backup")
    if path.exists() and not key_file.exists():
        raise JournalError(f"{key_file}: the key of the server is missing; put your copy back")


def _bind(main: sa.Connection, other: sa.Connection, path: Path) -> None:
    """Make sure that journal and keys are of the same making."""
    mine = main.scalar(sa.select(t.meta.c.value).where(t.meta.c.name == "id"))
    theirs = other.scalar(sa.select(t.keys_meta.c.value).where(t.keys_meta.c.name == "id"))
    if mine is None:
        # Made just now; or the machine stopped between the two files.
        if other.scalar(sa.select(sa.func.count()).select_from(t.body_keys)):
            raise DamagedError(f"{path}: the journal to these keys is missing; put it back, or restore the last backup")
        mine = theirs or os.urandom(16)
        main.execute(t.meta.insert().values(name="id", value=mine))
        if theirs is None:
            theirs = mine
            other.execute(t.keys_meta.insert().values(name="id", value=mine))
    if mine != theirs:
        raise DamagedError(f"{keys_beside(path)}: these are the keys of another journal; put the right ones back")


def _check_key(main: sa.Connection, server: ServerKey, key_file: Path) -> None:
    check = main.scalar(sa.select(t.meta.c.value).where(t.meta.c.name == "check"))
    if check is None:
        main.execute(t.meta.insert().values(name="check", value=server.seal(_CHECK)))
        return
    try:
        server.open(check)
    except DamagedError:
        raise JournalError(f"{key_file}: this is the key of another server; put the right one back") from None
