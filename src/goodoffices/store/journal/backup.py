"""Encrypted backups: the journal, and apart from it what can be destroyed.

What is forgotten by agreement is forgotten by destroying keys. A backup that held them would remember: so they lie in a
file of their own that the next backup replaces. With the server's key, they are all that a new machine needs.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from nacl import bindings, pwhash

from goodoffices.store.journal.database import translated
from goodoffices.store.journal.faults import DamagedError, JournalError, NewerError, PassphraseError
from goodoffices.store.journal.ledger import Ledger
from goodoffices.store.journal.opening import keys_beside
from goodoffices.store.journal.persons import check_passphrase, passphrase_key
from goodoffices.store.journal.results import Strength
from goodoffices.store.journal.serverkey import ServerKey
from goodoffices.talks.verify_minutes import canonical

__all__ = ["NEWEST_KEYS", "backup", "restore"]

NEWEST_KEYS = "newest-keys.backup"
_FORM = "goodoffices-backup/1"
_CHUNK = 2**20
_WRITE_VERSION = 18
"""Where in the first bytes of a database it says how it is written; where it is read stands after it."""
_SHORT_LIVED = ("sessions", "invitations", "attempts")
_MOST_WORK = Strength(passes=16, memory=2**30)
"""A file that asks for more is not ours."""
_SALT = re.compile(rf"[0-9a-f]{{{2 * pwhash.argon2id.SALTBYTES}}}")
Part = Literal["journal", "keys"]


def backup(ledger: Ledger, to: Path, passphrase: str) -> tuple[Path, Path]:
    """Write an encrypted backup while the room goes on.

    Parameters
    ----------
    ledger
        What is backed up.
    to
        The file for the journal; that of the keys is put beside it.
    passphrase
        For both.

    Raises
    ------
    PassphraseError
        If the passphrase is too short.
    JournalError
        If it cannot be written.
    """
    check_passphrase(passphrase)
    if to.name == NEWEST_KEYS:
        raise JournalError(f"{to}: this is where the keys go; give the backup another name")
    # The journal first: keys are written before what they open.
    journal = _journal_part(ledger)
    with contextlib.closing(ledger.keys.copy()) as copied:
        keys = canonical({"server": ledger.server.text}) + b"\n" + _image(copied)
    beside = to.with_name(NEWEST_KEYS)
    _write(beside, _sealed("keys", keys, passphrase, ledger.strength))
    _write(to, _sealed("journal", journal, passphrase, ledger.strength))
    return to, beside


def _journal_part(ledger: Ledger) -> bytes:
    with contextlib.closing(ledger.journal.copy()) as copied:
        for table in _SHORT_LIVED:
            copied.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        copied.execute("VACUUM")
        return _image(copied)


def _image(copied: sqlite3.Connection) -> bytes:
    """Return the bytes of a database, marked as one without a write-ahead log: there is none in a backup."""
    data = copied.serialize()
    return data[:_WRITE_VERSION] + b"\x01\x01" + data[_WRITE_VERSION + 2 :]


def _write(path: Path, data: bytes) -> None:
    """Write a file in one step, onto the disk, for its owner only from its first byte on."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise JournalError(f"{path}: could not be written: {error.strerror}; make room, then do it again") from None


def _sealed(part: Part, data: bytes, passphrase: str, strength: Strength) -> bytes:
    """Encrypt in pieces that cannot be left out, added or put in another order (XChaCha20-Poly1305)."""
    salt = os.urandom(pwhash.argon2id.SALTBYTES)
    head = {"form": _FORM, "part": part, "salt": salt.hex(), "passes": strength.passes, "memory": strength.memory}
    first = canonical(head) + b"\n"
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    key = passphrase_key(passphrase, salt, strength)
    written = [first, bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)]
    for start in range(0, max(len(data), 1), _CHUNK):
        last = start + _CHUNK >= len(data)
        tag = (
            bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if last
            else bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        written.append(
            bindings.crypto_secretstream_xchacha20poly1305_push(state, data[start : start + _CHUNK], first, tag)
        )
    return b"".join(written)


def restore(backup: Path, passphrase: str, to: Path, key_file: Path, *, keys: Path | None = None) -> None:
    """Restore a journal from a backup, to where there is none.

    Parameters
    ----------
    backup
        The backup of the journal; ``newest-keys.backup`` beside it is read too.
    passphrase
        That of the backup.
    to, key_file
        Where the journal and the server's key are to lie.
    keys
        Where the backup of keys lies, if elsewhere.

    Raises
    ------
    PassphraseError
        If the passphrase is another one.
    DamagedError
        If a file is not whole.
    JournalError
        If something is there already, or cannot be read or written.
    """
    for path in (to, keys_beside(to), key_file):
        if path.exists():
            raise JournalError(f"{path}: there is something already; restore to an empty folder")
    journal_data = _opened(backup, "journal", passphrase)
    first, _, keys_data = _opened(keys or backup.with_name(NEWEST_KEYS), "keys", passphrase).partition(b"\n")
    server = json.loads(first)["server"]
    _check_pair(journal_data, keys_data)
    to.parent.mkdir(parents=True, exist_ok=True)
    # In this order: where there is a journal, there are its keys.
    _write(key_file, server.encode("ascii"))
    ServerKey.read(key_file)
    _write(keys_beside(to), keys_data)
    _write(to, journal_data)


def _opened(path: Path, part: Part, passphrase: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise JournalError(f"{path}: the backup cannot be read: {error.strerror}") from None
    first, _, rest = data.partition(b"\n")
    head = _head(path, part, first)
    strength = Strength(head["passes"], head["memory"])
    key = passphrase_key(passphrase, bytes.fromhex(head["salt"]), strength)
    pieces = list(_pieces(path, first + b"\n", rest, key))
    return b"".join(pieces)


def _head(path: Path, part: Part, first: bytes) -> dict[str, Any]:
    damaged = DamagedError(f"{path}: this is not a backup of {part}, or it is damaged; take another one")
    try:
        head = json.loads(first)
    except ValueError:
        raise damaged from None
    if isinstance(head, dict) and head.get("form") != _FORM and str(head.get("form")).startswith("goodoffices-backup/"):
        raise NewerError(f"{path}: this backup was written by a newer goodoffices: use that one")
    form = {"form": str, "part": str, "salt": str, "passes": int, "memory": int}
    if not isinstance(head, dict) or {name: type(value) for name, value in head.items()} != form:
        raise damaged
    proper = head["form"] == _FORM and head["part"] == part and _SALT.fullmatch(head["salt"])
    easy = pwhash.argon2id.OPSLIMIT_MIN <= head["passes"] <= _MOST_WORK.passes
    if not proper or not easy or not pwhash.argon2id.MEMLIMIT_MIN <= head["memory"] <= _MOST_WORK.memory:
        raise damaged
    return head


def _pieces(path: Path, first: bytes, rest: bytes, key: bytes) -> Iterator[bytes]:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
    size = _CHUNK + bindings.crypto_secretstream_xchacha20poly1305_ABYTES
    tag = None
    for start in range(header, max(len(rest), header + 1), size):
        try:
            if start == header:
                bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, rest[:header], key)
            piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, rest[start : start + size], first)
        except (RuntimeError, ValueError):
            if start == header:
                raise PassphraseError(
                    f"{path}: this passphrase does not open the backup, or the file is damaged"
                ) from None
            raise DamagedError(f"{path}: the backup is damaged; take another one") from None
        yield piece
    if tag != bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        raise DamagedError(f"{path}: the end of the backup is missing; take another one")


def _check_pair(journal: bytes, keys: bytes) -> None:
    """Refuse files that are no databases, or do not belong together."""
    ids = []
    for data in (journal, keys):
        with translated("the backup"), contextlib.closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise DamagedError("the backup was taken of a damaged journal; take an older one")
            ids.append(connection.execute("SELECT value FROM meta WHERE name = 'id'").fetchone())
    if ids[0] != ids[1]:
        raise DamagedError("journal and keys are not of the same making; name the keys that belong to this backup")
