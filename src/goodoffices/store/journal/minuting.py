"""Minutes as files to keep: checkpoints signed by the room, and all that proves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from nacl.signing import SigningKey

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import DamagedError
from goodoffices.store.journal.ledger import Ledger
from goodoffices.store.journal.results import OpenedKeys, Told
from goodoffices.talks import events as happened
from goodoffices.talks import visible
from goodoffices.talks.agreement import agreement_data
from goodoffices.talks.minutes import Log, checkpoint, exported, logs_of, minuted
from goodoffices.talks.verify_minutes import canonical, signed_bytes, tree_root

__all__ = ["check_head", "checkpoints", "export", "export_agreement"]


@dataclass(frozen=True)
class _Read:
    """What a group was told, and the minutes of it that can be read whole."""

    told: tuple[Told, ...]
    logs: tuple[Log, ...]


def _read(ledger: Ledger, keys: OpenedKeys) -> _Read:
    told = ledger.memory.told(ledger.files, keys, after=0)
    logs = logs_of((one.event, one.salt, one.commitment) for one in told)
    # An entry whose title or name cannot be read would get another hash, and a wrong signature.
    torn = {tuple(sorted(one.event.audience)) for one in told if not one.whole and minuted(one.event)}
    return _Read(told, tuple(log for log in logs if log.audience not in torn))


def checkpoints(ledger: Ledger, keys: OpenedKeys) -> tuple[Mapping[str, Any], ...]:
    """Return the signed heads of the logs of a person's group."""
    signing = _signing_key(ledger, keys.room)
    return tuple(
        {**_checkpoint(ledger, keys.room, log, signing), "audience": list(log.audience)}
        for log in _read(ledger, keys).logs
    )


def export(ledger: Ledger, keys: OpenedKeys) -> dict[str, bytes]:
    """Return the minutes of a person's group, by log id; none if it cannot read what the room and its people are."""
    read, signing = _read(ledger, keys), _signing_key(ledger, keys.room)
    opened = next((one.event for one in read.told if one.whole and isinstance(one.event, happened.RoomOpened)), None)
    if opened is None or not all(one.whole for one in read.told):
        return {}
    people = _people(ledger, keys, read.told)
    countersigned = [one.event for one in read.told if isinstance(one.event, happened.Countersigned)]
    files = {}
    for log in read.logs:
        minutes = exported(
            log,
            (keys.room, opened.title),
            bytes(signing.verify_key).hex(),
            people,
            _checkpoint(ledger, keys.room, log, signing),
            countersigned,
        )
        signature = signing.sign(signed_bytes("minutes", minutes)).signature.hex()
        files[log.id] = canonical(minutes | {"signature": signature}) + b"\n"
    return files


def export_agreement(ledger: Ledger, keys: OpenedKeys) -> bytes | None:
    """Return the agreement as one file that can be verified anywhere; None if the group cannot read one whole."""
    told = ledger.memory.told(ledger.files, keys, after=0)
    if not all(one.whole for one in told):
        return None
    signing, view = _signing_key(ledger, keys.room), visible((one.event for one in told), keys.group)
    agreed = agreement_data(view, bytes(signing.verify_key).hex(), _people(ledger, keys, told))
    if agreed is None:
        return None
    signature = signing.sign(signed_bytes("agreement", agreed)).signature.hex()
    return canonical(agreed | {"signature": signature}) + b"\n"


def check_head(ledger: Ledger, keys: OpenedKeys, log: str, size: int, root: str) -> bool:
    """Say whether a log of a person's group had this root at this size."""
    return any(
        one.id == log and size <= len(one.entries) and _root(one, size) == root for one in _read(ledger, keys).logs
    )


def _root(log: Log, size: int) -> str:
    return tree_root([entry.leaf for entry in log.entries[:size]]).hex()


def _signing_key(ledger: Ledger, room: str) -> SigningKey:
    with ledger.journal.reading() as journal:
        secret = journal.execute(sa.select(t.rooms.c.secret).where(t.rooms.c.id == room)).scalar_one()
    return SigningKey(ledger.server.open(secret))


def _checkpoint(ledger: Ledger, room: str, log: Log, signing: SigningKey) -> dict[str, Any]:
    """Sign the head of a log, once, and only if it goes on from the head that was signed before.

    Raises
    ------
    DamagedError
        If it does not.
    """
    # The time of the last entry: when somebody asked for it would tell something.
    point = checkpoint(log, log.entries[-1].head["at"])
    table = t.checkpoints
    mine = (table.c.room == room, table.c.log == log.id)
    with ledger.journal.reading() as journal:
        before = journal.execute(
            sa.select(table.c.size, table.c.root, table.c.signature).where(*mine).order_by(table.c.size.desc())
        ).first()
    if before is not None and (before.size > point["size"] or _root(log, before.size) != before.root):
        raise DamagedError("the minutes are not those that were signed before: restore the last backup")
    if before is not None and before.size == point["size"]:
        return point | {"signature": before.signature}
    point["signature"] = signing.sign(signed_bytes("checkpoint", point)).signature.hex()
    with ledger.writing() as work:
        row = {"room": room, **point}
        taken = work.journal.scalar(sa.select(table.c.size).where(*mine, table.c.size == point["size"]))
        if taken is None:
            work.journal.execute(table.insert().values(row))
    return point


def _people(ledger: Ledger, keys: OpenedKeys, told: tuple[Told, ...]) -> dict[str, dict[str, str]]:
    """Return everybody whom the group was told of, with the keys that signatures are verified with."""
    admitted = [one.event for one in told if isinstance(one.event, happened.Admitted)]
    with ledger.journal.reading() as journal:
        verify = dict(
            journal.execute(sa.select(t.people.c.id, t.people.c.verify).where(t.people.c.room == keys.room)).all()
        )
    return {one.person: {"name": one.name, "group": one.group, "key": verify[one.person].hex()} for one in admitted}
