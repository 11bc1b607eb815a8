"""Reading what a group was told, opened with its keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from goodoffices.store.journal.database import Database
from goodoffices.store.journal.results import OpenedKeys, Told
from goodoffices.store.journal.scoping import body_keys_told, last_told, word_keys_told
from goodoffices.store.journal.scoping import events_told as told
from goodoffices.store.journal.sealing import Opener
from goodoffices.store.journal.veiling import joined
from goodoffices.talks.roles import Group

__all__ = ["LAST", "Files", "read_heads", "read_last", "read_told"]

_FEW = 200
Files = tuple[Database, Database]
"""The journal and the keys of bodies."""
# Asked at every request: made once.
LAST = sa.select(last_told.c.number)
_LATER = sa.select(told).where(told.c.number > sa.bindparam("after")).order_by(told.c.number)
_BETWEEN = _LATER.where(told.c.position.between(sa.bindparam("first"), sa.bindparam("last")))
_ALL = {
    table.name: sa.select(table.c.ref, table.c.version, table.c.sealed) for table in (word_keys_told, body_keys_told)
}
_SOME = {
    name: all_.where(all_.selected_columns.ref.in_(sa.bindparam("refs", expanding=True))) for name, all_ in _ALL.items()
}
_Envelopes = Mapping[bytes, Sequence[tuple[int, bytes]]]


def read_last(files: Files, room: str, group: Group) -> int:
    """Return the number of the last event that a group was told of."""
    with files[0].reading((room, group)) as journal:
        return journal.scalar(LAST) or 0


def read_told(
    files: Files, keys: OpenedKeys, *, after: int = 0, positions: tuple[int, int] | None = None
) -> tuple[Told, ...]:
    """Return what a person's group was told.

    Parameters
    ----------
    files
        The journal and the keys of bodies.
    keys
        Of the person.
    after
        The number of an event, as the group counts: only later ones are returned.
    positions
        The first and the last place in the journal to look at.
    """
    wanted, given = _LATER, {"after": after}
    if positions is not None:
        wanted, given = _BETWEEN, {"after": after, "first": positions[0], "last": positions[1]}
    return _read(files, keys, wanted, given, bodies=True)


def read_heads(files: Files, keys: OpenedKeys, *kinds: str) -> tuple[Told, ...]:
    """Return the events of some kinds that a person's group was told of, with their words and without their bodies."""
    wanted = sa.select(told).where(told.c.kind.in_(kinds)).order_by(told.c.number)
    return _read(files, keys, wanted, {}, bodies=False)


def _read(
    files: Files, keys: OpenedKeys, wanted: sa.Select[Any], given: Mapping[str, int], *, bodies: bool
) -> tuple[Told, ...]:
    scope = keys.room, keys.group
    with files[0].reading(scope) as journal:
        rows = journal.execute(wanted, given).all()
        word_keys = _envelopes(journal, word_keys_told, [row.ref for row in rows if row.words is not None])
    # The journal is read first: keys of bodies are never later than their bodies.
    bodied = [row.ref for row in rows if bodies and row.body is not None]
    body_keys: _Envelopes = {}
    if bodied:
        with files[1].reading(scope) as connection:
            body_keys = _envelopes(connection, body_keys_told, bodied)
    opener = Opener({version: secret for (group, version), secret in keys.groups.items() if group == keys.group})
    return tuple(_opened(row, opener, word_keys.get(row.ref, ()), body_keys.get(row.ref, ())) for row in rows)


def _envelopes(connection: sa.Connection, table: sa.TableClause, refs: list[bytes]) -> _Envelopes:
    if not refs:
        return {}
    named = len(refs) <= _FEW
    rows = connection.execute(_SOME[table.name] if named else _ALL[table.name], {"refs": refs} if named else {})
    found: dict[bytes, list[tuple[int, bytes]]] = {}
    for ref, version, sealed in rows:
        found.setdefault(ref, []).append((version, sealed))
    return found


def _opened(
    row: Any, opener: Opener, word_keys: Sequence[tuple[int, bytes]], body_keys: Sequence[tuple[int, bytes]]
) -> Told:
    words = None if row.words is None else opener.words(row.words, word_keys)
    opened = None if row.body is None else opener.body(row.body, row.commitment, body_keys)
    body, salt = opened or (None, None)
    whole = row.words is None or words is not None
    return Told(row.number, joined(row.head, words, body), salt, row.commitment, whole)
