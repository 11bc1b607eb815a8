"""One SQLite file: on the disk before anything is acknowledged, one writer, readers beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from goodoffices.store.journal.faults import DamagedError, DiskError, FullError, JournalError, LockedError
from goodoffices.store.journal.scoping import Scope, Scoped, guard

__all__ = ["PATIENCE_SECONDS", "Database", "fault_of", "own_only", "translated"]

PATIENCE_SECONDS = 5
"""How long one waits for another program that writes."""

_PRAGMAS = (
    f"busy_timeout = {PATIENCE_SECONDS * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "foreign_keys = ON",
    "cell_size_check = ON",
    "temp_store = MEMORY",
)
_SCOPED = "scoped"
_DAMAGED = "{name} is damaged, or is not a journal; restore the last backup to another folder"
_FAULTS: tuple[tuple[tuple[str, ...], type[JournalError], str], ...] = (
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        LockedError,
        "{name} is held by another program; nothing was kept, try again in a moment",
    ),
    (
        ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"),
        FullError,
        "{name}: the disk is full; nothing was kept, make room and do it again",
    ),
    (
        ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"),
        DamagedError,
        _DAMAGED,
    ),
    (
        ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"),
        DiskError,
        "{name} cannot be opened for writing; nothing was kept, see whose file and folder it is",
    ),
)


def fault_of(error: BaseException | None, name: str) -> JournalError:
    """Say what went wrong with a file, without a word of what was to be written."""
    code = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    for codes, kind, message in _FAULTS:
        if code.startswith(codes):
            return kind(message.format(name=name))
    return DiskError(f"{name}: the disk or the database failed ({code}); send the same form again: it is done once")


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn errors of the database into ours; theirs may quote what was to be written."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise fault_of(error.orig, name) from None
    except sqlite3.Error as error:
        raise fault_of(error, name) from None
    except sa.exc.TimeoutError:
        raise LockedError(f"{name}: too many wait for it; nothing was kept, try again in a moment") from None


def own_only(path: Path) -> None:
    """Make sure that a file is there and that nobody but its owner can read it.

    SQLite gives the files that it puts beside it (``-wal``, ``-shm``) the same mode.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise JournalError(f"{path}: cannot be opened: {error.strerror}; see whose file and folder it is") from None


class Database:
    """A SQLite file.

    Parameters
    ----------
    path
        Made where there is none.
    """

    def __init__(self, path: Path) -> None:
        own_only(path)
        self.path = path
        self._writer = _engine(path, size=1, reading=False)
        self._reader = _engine(path, size=8, reading=True)

    def check(self) -> None:
        """Refuse a file that is damaged.

        Raises
        ------
        DamagedError
            If it is, or is no database.
        """
        with translated(self.path.name), contextlib.closing(self._writer.raw_connection()) as connection:
            (found,) = connection.driver_connection.execute("PRAGMA quick_check(1)").fetchone()  # type: ignore[union-attr]
        if found != "ok":
            raise DamagedError(_DAMAGED.format(name=self.path.name))

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Hold the one right to write; whatever was not committed at the end is undone."""
        with translated(self.path.name), self._writer.connect() as connection:
            connection.begin()
            yield connection

    @contextlib.contextmanager
    def reading(self, scope: Scope | None = None) -> Iterator[sa.Connection]:
        """Read one consistent state, while somebody may write the next.

        Parameters
        ----------
        scope
            Whose part of what happened can be read meanwhile; none by default.
        """
        with translated(self.path.name), self._reader.connect() as connection:
            scoped: Scoped = connection.info[_SCOPED]
            # What the last reader had set is gone with this, however it ended.
            scoped.scope = scope
            connection.begin()
            yield connection

    def copy(self) -> sqlite3.Connection:
        """Return a consistent copy in memory, taken while others write."""
        copied = sqlite3.connect(":memory:", isolation_level=None)
        with translated(self.path.name), contextlib.closing(self._reader.raw_connection()) as connection:
            connection.driver_connection.backup(copied)  # type: ignore[union-attr]  # it is open
        return copied

    def flush(self) -> None:
        """Move the write-ahead log into the file and empty it, so that what was deleted is gone from there too."""
        with translated(self.path.name), contextlib.closing(self._writer.raw_connection()) as connection:
            connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()  # type: ignore[union-attr]

    def close(self) -> None:
        """Close all connections."""
        self._reader.dispose()
        self._writer.dispose()


def _engine(path: Path, *, size: int, reading: bool) -> sa.Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        # Transactions begin where we say so, not where the driver guesses.
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": PATIENCE_SECONDS},
    )

    def prepare(connection: Any, record: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        if reading:
            record.info[_SCOPED] = guard(connection)
            connection.execute("PRAGMA query_only = ON").close()

    def begin(connection: sa.Connection) -> None:
        # Asked at every request, several times: what the library would make of it around costs more than it does.
        connection.connection.driver_connection.execute("BEGIN" if reading else "BEGIN IMMEDIATE").close()  # type: ignore[union-attr]

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    return engine
