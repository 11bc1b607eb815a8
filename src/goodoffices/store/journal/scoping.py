"""The wall around what is read: a reader sees what one group of one room was told, and without a scope nothing.

It guards against a filter that somebody forgets, not against whoever can run any SQL: against those the words are
sealed. On every connection that reads, the tables behind the views are closed (an authorizer refuses them), and the
views show the rows of the scope that is set for the length of one reading.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import sqlalchemy as sa

__all__ = ["Scope", "Scoped", "body_keys_told", "events_told", "guard", "word_keys_told"]

Scope = tuple[str, str]
"""A room and a group."""

events_told = sa.table(
    "events_told",
    sa.column("number", sa.BigInteger),
    sa.column("position", sa.BigInteger),
    sa.column("kind", sa.Text),
    sa.column("ref", sa.LargeBinary),
    sa.column("head", sa.Text),
    sa.column("words", sa.LargeBinary),
    sa.column("body", sa.LargeBinary),
    sa.column("commitment", sa.Text),
)
last_told = sa.table("last_told", sa.column("number", sa.BigInteger))
word_keys_told, body_keys_told = (
    sa.table(
        name, sa.column("ref", sa.LargeBinary), sa.column("version", sa.BigInteger), sa.column("sealed", sa.LargeBinary)
    )
    for name in ("word_keys_told", "body_keys_told")
)

_VIEWS = {
    "told": (
        # Without a look at the events themselves: it is asked at every request, and of every stream.
        "CREATE TEMP VIEW last_told AS SELECT max(number) AS number FROM told"
        " WHERE room = scope_room() AND recipient = scope_group()"
    ),
    "events": (
        "CREATE TEMP VIEW events_told AS SELECT told.number, told.position, events.kind, events.ref, events.head,"
        " events.words, events.body, events.commitment FROM told JOIN events"
        " ON events.room = told.room AND events.position = told.position"
        " WHERE told.room = scope_room() AND told.recipient = scope_group()"
    ),
    "word_keys": (
        "CREATE TEMP VIEW word_keys_told AS SELECT ref, version, sealed FROM word_keys"
        " WHERE room = scope_room() AND recipient = scope_group()"
    ),
    "body_keys": (
        "CREATE TEMP VIEW body_keys_told AS SELECT ref, version, sealed FROM body_keys"
        " WHERE room = scope_room() AND recipient = scope_group()"
    ),
}
_CLOSED = frozenset({"events", "told", "word_keys", "body_keys"})
_OPENED_BY = frozenset({"events_told", "last_told", "word_keys_told", "body_keys_told"})


@dataclass
class Scoped:
    """What a connection may see now; None for nothing."""

    scope: Scope | None = None


def guard(connection: sqlite3.Connection) -> Scoped:
    """Put the wall up on a connection; return what opens it for one group."""
    scoped = Scoped()
    for name, place in (("scope_room", 0), ("scope_group", 1)):
        # The same for the length of a statement.
        connection.create_function(
            name, 0, lambda place=place: scoped.scope and scoped.scope[place], deterministic=True
        )
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table, view in _VIEWS.items():
        if table in there:
            connection.execute(view)
    connection.set_authorizer(_authorize)
    return scoped


def _authorize(action: int, table: str | None, _column: str | None, _file: str | None, through: str | None) -> int:
    closed = action == sqlite3.SQLITE_READ and table in _CLOSED and through not in _OPENED_BY
    return sqlite3.SQLITE_DENY if closed else sqlite3.SQLITE_OK
