"""Sessions: the token in the cookie opens the person's keys, and is kept nowhere."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from dataclasses import dataclass, field, fields

import sqlalchemy as sa
from nacl.public import PrivateKey, SealedBox

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import JournalError, SessionOverError
from goodoffices.store.journal.ledger import Ledger, Work
from goodoffices.store.journal.persons import Secrets, open_under, seal_under
from goodoffices.store.journal.results import OpenedKeys, Person, Session
from goodoffices.store.journal.serverkey import derived
from goodoffices.talks.roles import Group

__all__ = [
    "IDLE", "LONGEST", "STEPPED_UP", "begin_session", "end_others", "end_session", "heard_in", "open_session",
    "step_session_up",
]  # fmt: skip

IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=12)
STEPPED_UP = dt.timedelta(minutes=5)
_TOUCH = dt.timedelta(minutes=1)
"""That somebody is there is written down this often at most."""
_OVER = "this session is over: log in again"


# Asked at every request: made once.
_SESSION = (
    sa.select(
        t.sessions.c.id, t.sessions.c.person, t.people.c.room, t.people.c.recipient, t.people.c.role,
        t.sessions.c.sealed, t.sessions.c.began, t.sessions.c.seen, t.sessions.c.stepped,
    )
    .join(t.people, t.people.c.id == t.sessions.c.person)
    .where(t.sessions.c.id == sa.bindparam("session"))
)  # fmt: skip
_NEWEST = (
    sa.select(sa.func.max(t.group_keys.c.version))
    .where(t.group_keys.c.room == t.people.c.room, t.group_keys.c.recipient == t.people.c.recipient)
    .scalar_subquery()
)
# The same once for each key that the person holds, with the version of the group's newest.
_WITH_KEYS = _SESSION.add_columns(
    _NEWEST.label("newest"), t.grants.c.recipient.label("holds"), t.grants.c.version, t.grants.c.sealed.label("granted")
).outerjoin(t.grants, t.grants.c.person == t.sessions.c.person)


@dataclass(frozen=True)
class _Found:
    """A session as it is kept, with its person."""

    id: bytes
    person: str
    room: str
    group: Group
    role: str
    sealed: bytes = field(repr=False)
    began: int
    seen: int
    stepped: int | None


def token_id(token: str) -> bytes:
    """Return what a token is found by: it does not open anything."""
    return derived(_token_bytes(token), "session id")


def _token_key(token: str) -> bytes:
    return derived(_token_bytes(token), "session key")


def _token_bytes(token: str) -> bytes:
    return token.encode(errors="surrogatepass")[:64].ljust(16, b".")


def begin_session(work: Work, person: Person, opened: Secrets) -> Session:
    """Begin a session for a person whose keys are open."""
    token = secrets.token_urlsafe(32)
    now = t.micros(work.now)
    row = {
        "id": token_id(token), "person": person.id, "sealed": seal_under(_token_key(token), opened.written()),
        "began": now, "seen": now, "stepped": None,
    }  # fmt: skip
    work.journal.execute(t.sessions.insert().values(row))
    over = now - LONGEST // dt.timedelta(microseconds=1)
    work.journal.execute(t.sessions.delete().where(t.sessions.c.began <= over))
    return Session(token, person, work.now + LONGEST)


def end_session(work: Work, token: str) -> None:
    """End a session."""
    work.journal.execute(t.sessions.delete().where(t.sessions.c.id == token_id(token)))


def end_others(work: Work, person: str, but: str | None = None) -> None:
    """End all sessions of a person, except for that of a token."""
    mine = t.sessions.c.person == person
    work.journal.execute(t.sessions.delete().where(mine if but is None else mine & (t.sessions.c.id != token_id(but))))


def heard_in(ledger: Ledger, token: str) -> tuple[str, Group]:
    """Return the room and the group of whoever's session it is; being asked does not prolong it.

    Raises
    ------
    SessionOverError
        If there is none, or it is over.
    """
    with ledger.journal.reading() as journal:
        found = _find(journal, token)
    if found is None or _over(found, ledger.now()):
        raise SessionOverError(_OVER)
    return found.room, found.group


def open_session(ledger: Ledger, token: str, *, touch: bool = True) -> OpenedKeys:
    """Open the keys of the person whose session it is.

    Parameters
    ----------
    ledger
        Where it is kept.
    token
        Of the session.
    touch
        Whether being asked is a sign that somebody is there.

    Raises
    ------
    SessionOverError
        If there is none, or it is over.
    """
    now = ledger.now()
    with ledger.journal.reading() as journal:
        rows = journal.execute(_WITH_KEYS, {"session": token_id(token)}).all()
    found = _Found(*rows[0][: len(fields(_Found))]) if rows else None
    if found is None or _over(found, now):
        raise SessionOverError(_OVER)
    held = [(row.holds, row.version, row.granted) for row in rows if row.holds is not None]
    data = open_under(_token_key(token), found.sealed)
    if data is None:
        raise SessionOverError(_OVER)
    opened = Secrets.read(data)
    if touch and now - t.moment(found.seen) >= _TOUCH:
        _touch(ledger, found.id)
    box = SealedBox(PrivateKey(opened.own))
    return OpenedKeys(
        room=found.room,
        person=found.person,
        group=found.group,
        role=found.role,  # type: ignore[arg-type]  # as it was written
        name=opened.name,
        stepped_up=found.stepped is not None and now - t.moment(found.stepped) < STEPPED_UP,
        signing=opened.signing,
        own=opened.own,
        groups={(group, version): box.decrypt(one) for group, version, one in held},
        current=rows[0].newest or 0,
    )


def _find(journal: sa.Connection, token: str) -> _Found | None:
    row = journal.execute(_SESSION, {"session": token_id(token)}).first()
    return None if row is None else _Found(*row)


def _over(found: _Found, now: dt.datetime) -> bool:
    return now - t.moment(found.seen) >= IDLE or now - t.moment(found.began) >= LONGEST


def _touch(ledger: Ledger, id_: bytes) -> None:
    # Whoever reads can go on reading where nothing can be written.
    with contextlib.suppress(JournalError), ledger.writing() as work:
        work.journal.execute(t.sessions.update().where(t.sessions.c.id == id_).values(seen=t.micros(work.now)))


def step_session_up(work: Work, token: str) -> None:
    """Write down that the passphrase was given again."""
    work.journal.execute(
        t.sessions.update().where(t.sessions.c.id == token_id(token)).values(stepped=t.micros(work.now))
    )
