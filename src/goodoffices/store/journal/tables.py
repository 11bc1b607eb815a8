"""The tables of the journal, and of the keys of bodies, which lie in a file of their own.

Times are whole microseconds since 1970 in UTC. A ``recipient`` is a group, or ``question:`` with the id of a question;
``version`` 0 is the server's own key, under which something waits until the group has one.
"""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa

__all__ = [
    "acts", "attempts", "body_keys", "checkpoints", "events", "fresh_id", "grants", "group_keys", "invitations",
    "journal_tables", "keys_meta", "keys_tables", "meta", "micros", "moment", "people", "questions", "rooms",
    "sessions", "told", "word_keys",
]  # fmt: skip

journal_tables, keys_tables = sa.MetaData(), sa.MetaData()
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def fresh_id() -> str:
    """Return a random id: a number would tell how much there is that one does not see."""
    return uuid.uuid4().hex


def micros(at: dt.datetime) -> int:
    """Return a moment as a whole number."""
    return (at - _EPOCH) // dt.timedelta(microseconds=1)


def moment(at: int) -> dt.datetime:
    """Return the moment that a whole number stands for."""
    return _EPOCH + dt.timedelta(microseconds=at)


def _text(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=nullable)


def _number(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=primary_key, nullable=nullable, autoincrement=False)


def _bytes(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, primary_key=primary_key, nullable=nullable)


meta = sa.Table("meta", journal_tables, _text("name", primary_key=True), _bytes("value"))

rooms = sa.Table(
    "rooms",
    journal_tables,
    _text("id", primary_key=True),
    _text("seats"),
    _number("opened"),
    _bytes("key"),
    _bytes("secret"),  # of the room's signatures, under the server's key
    _number("last"),  # position of the last event
    _number("at"),  # and its time
    _number("forgotten"),  # how often something was forgotten by agreement
)

events = sa.Table(
    "events",
    journal_tables,
    _text("room", primary_key=True),
    _number("position", primary_key=True),
    _bytes("ref"),
    _text("kind"),
    _text("head"),
    _bytes("words", nullable=True),  # titles, names, reasons
    _bytes("body", nullable=True),
    _text("commitment", nullable=True),
    sa.Index("events_by_ref", "ref", unique=True),
)

told = sa.Table(
    "told",
    journal_tables,
    _text("room", primary_key=True),
    _text("recipient", primary_key=True),
    _number("number", primary_key=True),
    _number("position"),
)

word_keys = sa.Table(
    "word_keys",
    journal_tables,
    _bytes("ref", primary_key=True),
    _text("recipient", primary_key=True),
    _number("version", primary_key=True),
    _text("room"),
    _bytes("sealed"),
    sa.Index("word_keys_of_room", "room", "recipient"),
)

acts = sa.Table(
    "acts",
    journal_tables,
    _text("person", primary_key=True),
    _text("key", primary_key=True),
    _bytes("digest"),
    _text("room"),
    _number("first"),
    _number("last"),
)

group_keys = sa.Table(
    "group_keys",
    journal_tables,
    _text("room", primary_key=True),
    _text("recipient", primary_key=True),
    _number("version", primary_key=True),
    _bytes("public", nullable=True),  # none while nobody is left who could hold it
)

people = sa.Table(
    "people",
    journal_tables,
    _text("id", primary_key=True),
    _text("room"),
    _text("recipient"),
    _text("role"),
    _bytes("handle", nullable=True),  # of room, group and name, under the server's key; none once dismissed
    _bytes("verify"),
    _bytes("box"),
    _bytes("salt"),
    _number("passes"),
    _number("memory"),
    _bytes("by_passphrase", nullable=True),
    _bytes("by_recovery", nullable=True),
    sa.Index("people_by_handle", "handle"),
    sa.Index("people_of_room", "room", "recipient"),
)

grants = sa.Table(
    "grants",
    journal_tables,
    _text("person", primary_key=True),
    _text("recipient", primary_key=True),
    _number("version", primary_key=True),
    _bytes("sealed"),
)

sessions = sa.Table(
    "sessions",
    journal_tables,
    _bytes("id", primary_key=True),
    _text("person"),
    _bytes("sealed"),
    _number("began"),
    _number("seen"),
    _number("stepped", nullable=True),
    sa.Index("sessions_of_person", "person"),
)

invitations = sa.Table(
    "invitations",
    journal_tables,
    _text("id", primary_key=True),
    _bytes("token"),
    _text("room"),
    _text("recipient"),
    _text("role"),
    _text("inviter"),
    _text("inviter_group"),
    _text("inviter_role"),
    _bytes("sealed", nullable=True),
    _number("expires"),
    _text("state"),
    sa.Index("invitations_by_token", "token", unique=True),
)

attempts = sa.Table("attempts", journal_tables, _bytes("bucket", primary_key=True), _number("count"), _number("began"))

checkpoints = sa.Table(
    "checkpoints",
    journal_tables,
    _text("room", primary_key=True),
    _text("log", primary_key=True),
    _number("size", primary_key=True),
    _text("root"),
    _text("at"),
    _text("signature"),
)

keys_meta = sa.Table("meta", keys_tables, _text("name", primary_key=True), _bytes("value"))

body_keys = sa.Table(
    "body_keys",
    keys_tables,
    _bytes("ref", primary_key=True),
    _text("recipient", primary_key=True),
    _number("version", primary_key=True),
    _text("room"),
    _bytes("sealed"),
    sa.Index("body_keys_of_room", "room", "recipient"),
)

questions = sa.Table(
    "questions",
    keys_tables,
    _text("room", primary_key=True),
    _text("id", primary_key=True),
    _number("deadline"),
    _bytes("public"),
    _bytes("secret"),  # under the server's key; destroyed at the deadline
)
