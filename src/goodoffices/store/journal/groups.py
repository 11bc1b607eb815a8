"""The keys of groups: who holds them, how a group gets one, and a new one when somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from nacl.public import PrivateKey, PublicKey, SealedBox

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.sealing import HELD, Recipient
from goodoffices.store.journal.serverkey import ServerKey
from goodoffices.talks.roles import Group

__all__ = ["drop_held", "grant", "make_key", "recipients_of", "reseal_held", "rotate", "waiting"]

Secrets = Mapping[tuple[Group, int], bytes]
"""Secret keys of groups, by group and version."""

# Asked at every request: made once.
_RECIPIENTS = (
    sa.select(t.group_keys.c.recipient, t.group_keys.c.version, t.group_keys.c.public)
    .where(t.group_keys.c.room == sa.bindparam("of"))
    .order_by(t.group_keys.c.version)
)


def recipients_of(journal: sa.Connection, room: str) -> dict[Group, Recipient]:
    """Return the newest key of every group of a room that ever had one."""
    rows = journal.execute(_RECIPIENTS, {"of": room})
    return {group: Recipient(group, version, public) for group, version, public in rows}


def make_key(journal: sa.Connection, room: str, group: Group, holders: Mapping[str, bytes]) -> Recipient:
    """Make the next key of a group and give it to its holders.

    Parameters
    ----------
    journal
        With a transaction begun.
    holders
        Public keys of people, by id; if there is nobody, what comes waits under the server's key.
    """
    newest = recipients_of(journal, room).get(group)
    version = (newest.version if newest else HELD) + 1
    secret = PrivateKey.generate()
    public = bytes(secret.public_key) if holders else None
    journal.execute(t.group_keys.insert().values(room=room, recipient=group, version=version, public=public))
    for person, box in holders.items():
        grant(journal, person, box, {(group, version): bytes(secret)})
    return Recipient(group, version, public)


def grant(journal: sa.Connection, person: str, box: bytes, secrets: Secrets) -> None:
    """Give a person secret keys of groups, sealed to the person's own key; those that are there already stay."""
    held = set(journal.execute(sa.select(t.grants.c.recipient, t.grants.c.version).where(t.grants.c.person == person)))
    for (group, version), secret in secrets.items():
        if (group, version) not in held:
            sealed = bytes(SealedBox(PublicKey(box)).encrypt(secret))
            row = {"person": person, "recipient": group, "version": version, "sealed": sealed}
            journal.execute(t.grants.insert().values(row))


def rotate(journal: sa.Connection, room: str, group: Group) -> None:
    """Give a group a new key, after somebody was taken out of it.

    Those get it who hold the present one: whoever waits for it waits on, so that nobody comes in by another's going.
    Only if no holder is left do those who wait begin anew; they read nothing of what was.
    """
    newest = recipients_of(journal, room)[group]
    people, grants = t.people, t.grants
    present = sa.select(people.c.id, people.c.box).where(people.c.room == room, people.c.handle.is_not(None))
    holding = present.join(grants, grants.c.person == people.c.id).where(
        grants.c.recipient == group, grants.c.version == newest.version
    )
    waiting = present.where(people.c.recipient == group)
    holders = dict(journal.execute(holding).all()) or dict(journal.execute(waiting).all())
    make_key(journal, room, group, holders)


def reseal_held(journal: sa.Connection, keys: sa.Connection, server: ServerKey, room: str, to: Recipient) -> None:
    """Seal for a group, now that it has a key, what waited for it under the server's.

    In the file of keys the waiting ones are left for :func:`drop_held`, until the new key is on the disk as well.
    """
    for connection, table in ((journal, t.word_keys), (keys, t.body_keys)):
        mine = (table.c.room == room, table.c.recipient == to.name)
        rows = connection.execute(sa.select(table.c.ref, table.c.sealed).where(*mine, table.c.version == HELD)).all()
        # A key of this version may be left over from before a crash.
        connection.execute(table.delete().where(*mine, table.c.version == to.version))
        for ref, sealed in rows:
            envelope = to.seal(server.open(sealed), server)
            row = {"ref": ref, "recipient": to.name, "version": to.version, "room": room, "sealed": envelope.sealed}
            connection.execute(table.insert().values(row))
    table = t.word_keys
    journal.execute(table.delete().where(table.c.room == room, table.c.recipient == to.name, table.c.version == HELD))


def drop_held(keys: sa.Connection, room: str, group: Group) -> None:
    """Destroy what waited for a group under the server's key."""
    table = t.body_keys
    keys.execute(table.delete().where(table.c.room == room, table.c.recipient == group, table.c.version == HELD))


def waiting(journal: sa.Connection, room: str, group: Group) -> frozenset[str]:
    """Return those of a group who have not been given its present key."""
    newest = recipients_of(journal, room).get(group)
    version = newest.version if newest else HELD
    held = sa.select(t.grants.c.person).where(t.grants.c.recipient == group, t.grants.c.version == version)
    return frozenset(
        journal.scalars(
            sa.select(t.people.c.id).where(
                t.people.c.room == room,
                t.people.c.recipient == group,
                t.people.c.handle.is_not(None),
                t.people.c.id.not_in(held),
            )
        )
    )
