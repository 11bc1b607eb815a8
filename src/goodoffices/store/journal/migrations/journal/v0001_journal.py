"""The first tables of the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "journal_0001"
down_revision = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable, autoincrement=False)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _make(name: str, *columns: sa.Column[str] | sa.Column[int] | sa.Column[bytes], first: int = 1) -> None:
    """Make a table whose first columns are its key."""
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*(one.name for one in columns[:first])))


def upgrade() -> None:
    """Make the tables."""
    _make("meta", _text("name"), _bytes("value"))
    _make(
        "rooms",
        _text("id"), _text("seats"), _number("opened"), _bytes("key"), _bytes("secret"), _number("last"), _number("at"),
        _number("forgotten"),
    )  # fmt: skip
    _make(
        "events",
        _text("room"), _number("position"), _bytes("ref"), _text("kind"), _text("head"), _bytes("words", nullable=True),
        _bytes("body", nullable=True), _text("commitment", nullable=True), first=2,
    )  # fmt: skip
    op.create_index("events_by_ref", "events", ["ref"], unique=True)
    _make("told", _text("room"), _text("recipient"), _number("number"), _number("position"), first=3)
    _make("word_keys", _bytes("ref"), _text("recipient"), _number("version"), _text("room"), _bytes("sealed"), first=3)
    op.create_index("word_keys_of_room", "word_keys", ["room", "recipient"])
    _make(
        "acts",
        _text("person"), _text("key"), _bytes("digest"), _text("room"), _number("first"), _number("last"), first=2,
    )  # fmt: skip
    _make("group_keys", _text("room"), _text("recipient"), _number("version"), _bytes("public", nullable=True), first=3)
    _make_people()
    _make("attempts", _bytes("bucket"), _number("count"), _number("began"))
    _make(
        "checkpoints",
        _text("room"), _text("log"), _number("size"), _text("root"), _text("at"), _text("signature"), first=3,
    )  # fmt: skip


def _make_people() -> None:
    _make(
        "people",
        _text("id"), _text("room"), _text("recipient"), _text("role"), _bytes("handle", nullable=True),
        _bytes("verify"), _bytes("box"), _bytes("salt"), _number("passes"), _number("memory"),
        _bytes("by_passphrase", nullable=True), _bytes("by_recovery", nullable=True),
    )  # fmt: skip
    op.create_index("people_by_handle", "people", ["handle"])
    op.create_index("people_of_room", "people", ["room", "recipient"])
    _make("grants", _text("person"), _text("recipient"), _number("version"), _bytes("sealed"), first=3)
    _make(
        "sessions",
        _bytes("id"), _text("person"), _bytes("sealed"), _number("began"), _number("seen"),
        _number("stepped", nullable=True),
    )  # fmt: skip
    op.create_index("sessions_of_person", "sessions", ["person"])
    _make(
        "invitations",
        _text("id"), _bytes("token"), _text("room"), _text("recipient"), _text("role"), _text("inviter"),
        _text("inviter_group"), _text("inviter_role"), _bytes("sealed", nullable=True), _number("expires"),
        _text("state"),
    )  # fmt: skip
    op.create_index("invitations_by_token", "invitations", ["token"], unique=True)
