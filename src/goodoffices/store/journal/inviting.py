"""Invitations: single use, for a day, bound to a room, a group and a role; the token is kept nowhere."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import InvitationError
from goodoffices.store.journal.ledger import Work
from goodoffices.store.journal.persons import open_under, seal_under, squeezed
from goodoffices.store.journal.results import Invitation, InvitationSeen, OpenedKeys
from goodoffices.store.journal.serverkey import derived
from goodoffices.talks import Actor, decide
from goodoffices.talks.commands import Admit
from goodoffices.talks.roles import MEDIATOR, OBSERVERS, Group, Role
from goodoffices.talks.verify_minutes import canonical, fingerprint

__all__ = ["LASTS", "Open", "find_invitation", "invite", "open_invitations", "take_invitation"]

LASTS = dt.timedelta(hours=24)
_CLOSED = "this invitation is unknown, used, withdrawn or older than a day: ask whoever invited you for a new one"


@dataclass(frozen=True)
class Open:
    """An invitation that can be used.

    Attributes
    ----------
    seen
        What may be shown of it.
    inviter
        Who admits the newcomer.
    groups
        The secret keys of groups that it carries.
    """

    seen: InvitationSeen
    inviter: Actor
    groups: Mapping[tuple[Group, int], bytes] = field(repr=False)


def invite(
    work: Work, room: str, group: Group, role: Role, inviter: Actor, carries: tuple[OpenedKeys, str] | None
) -> Invitation:
    """Make an invitation.

    Parameters
    ----------
    work
        A transaction.
    room, group, role
        What it is bound to.
    inviter
        Who will have admitted the newcomer.
    carries
        The opened keys of the inviter, and the title of the room; none from the host.

    Raises
    ------
    RefusalError
        If the rules do not let the inviter admit such a person.
    """
    decide(
        work.state(room).room,
        inviter,
        Admit(person=t.fresh_id(), name="somebody", group=group, role=role),
        work.now,
    )
    token = secrets.token_urlsafe(32)
    expires = work.now + LASTS
    payload = _payload(None, {})
    if carries is not None:
        keys, title = carries
        # Whatever observers are told the mediators are told too, who let them in.
        wanted = (group, OBSERVERS) if group == MEDIATOR else (group,)
        payload = _payload(title, {one: key for one, key in keys.groups.items() if one[0] in wanted})
    row = {
        "id": t.fresh_id(), "token": _id(token), "room": room, "recipient": group, "role": role,
        "inviter": inviter.person, "inviter_group": inviter.group, "inviter_role": inviter.role,
        "sealed": seal_under(_key(token), payload), "expires": t.micros(expires), "state": "open",
    }  # fmt: skip
    work.journal.execute(t.invitations.insert().values(row))
    return Invitation(token, room, group, role, expires, _fingerprint(_id(token)))


def _payload(title: str | None, shared: Mapping[tuple[Group, int], bytes]) -> bytes:
    keys = [[group, version, key.hex()] for (group, version), key in shared.items()]
    return canonical({"title": title, "keys": keys})


def _bytes(token: str) -> bytes:
    return squeezed(token).encode(errors="surrogatepass")[:64].ljust(16, b".")


def _id(token: str) -> bytes:
    return derived(_bytes(token), "invitation id")


def _key(token: str) -> bytes:
    return derived(_bytes(token), "invitation key")


def _fingerprint(id_: bytes) -> str:
    """Return half a fingerprint: it is read aloud, and there are few invitations to mistake it for."""
    return fingerprint(id_.hex())[:19]


def find_invitation(journal: sa.Connection, token: str, now: dt.datetime) -> Open:
    """Return an invitation that can be used.

    Raises
    ------
    InvitationError
        If it is none, or no longer.
    """
    table = t.invitations
    row = journal.execute(
        sa.select(table).where(table.c.token == _id(token), table.c.state == "open", table.c.expires > t.micros(now))
    ).first()
    data = None if row is None else open_under(_key(token), row.sealed)
    if row is None or data is None:
        raise InvitationError(_CLOSED)
    payload = json.loads(data)
    inviter = Actor(person=row.inviter, group=row.inviter_group, role=row.inviter_role)
    shared = {(group, version): bytes.fromhex(key) for group, version, key in payload["keys"]}
    return Open(_seen(row, payload["title"]), inviter, shared)


def take_invitation(work: Work, token: str) -> Open:
    """Use an invitation up.

    Raises
    ------
    InvitationError
        If it is none, or no longer.
    """
    found = find_invitation(work.journal, token, work.now)
    table = t.invitations
    work.journal.execute(table.update().where(table.c.id == found.seen.id).values(state="used", sealed=None))
    return found


def open_invitations(journal: sa.Connection, keys: OpenedKeys, now: dt.datetime) -> tuple[InvitationSeen, ...]:
    """Return the invitations that the person's group has made and that are open, the oldest first."""
    table = t.invitations
    rows = journal.execute(
        sa.select(table)
        .where(
            table.c.room == keys.room, table.c.inviter_group == keys.group, table.c.state == "open",
            table.c.expires > t.micros(now),
        )
        .order_by(table.c.expires)
    )  # fmt: skip
    return tuple(_seen(row, None) for row in rows)


def _seen(row: sa.Row[tuple[object, ...]], title: str | None) -> InvitationSeen:
    return InvitationSeen(
        row.id, row.room, row.recipient, row.role, t.moment(row.expires), _fingerprint(row.token), title
    )
