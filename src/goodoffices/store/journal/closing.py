"""Opening sealed answers at the deadline, and destroying the keys of what is to be forgotten."""

from __future__ import annotations

import json
from collections.abc import Collection

import sqlalchemy as sa

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import DamagedError
from goodoffices.store.journal.ledger import Ledger, Work
from goodoffices.store.journal.sealing import Opener
from goodoffices.store.journal.writing import QUESTION_VERSION, question_recipient
from goodoffices.talks.commands import CloseQuestion
from goodoffices.talks.roles import MEDIATOR, Actor

__all__ = ["close_due", "shred"]

_CLOCK = Actor(person="0" * 32, group=MEDIATOR, role="clock")


def close_due(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Close all questions whose deadline has passed; return room and question of each.

    Raises
    ------
    DamagedError
        If an answer cannot be opened; all other questions are closed.
    """
    table, closed, damaged = t.questions, [], None
    with ledger.keys.reading() as keys:
        due = keys.execute(
            sa.select(table.c.room, table.c.id, table.c.secret)
            .where(table.c.deadline <= t.micros(ledger.now()))
            .order_by(table.c.deadline)
        ).all()
    for room, question, secret in due:
        try:
            with ledger.writing() as work:
                if _close(work, room, question, work.server.open(secret)):
                    closed.append((room, question))
        except DamagedError as error:
            damaged = error
            continue
        with ledger.keys.writing() as keys:
            keys.execute(table.delete().where(table.c.room == room, table.c.id == question))
            keys.commit()
    if due:
        ledger.keys.flush()
    if damaged is not None:
        raise damaged
    return tuple(closed)


def _close(work: Work, room: str, question: str, secret: bytes) -> bool:
    """Close a question, unless it is closed already, or was never put because the machine stopped."""
    known = work.state(room).room
    asked = known.questions.get(question)
    if asked is None or not asked.open:
        return False
    said = _answers(work, room, question, Opener({QUESTION_VERSION: secret}))
    work.act(
        room, _CLOCK, CloseQuestion(question=question, yes=tuple(seat for seat in known.seat_ids if said.get(seat)))
    )
    return True


def _answers(work: Work, room: str, question: str, opener: Opener) -> dict[str, bool]:
    """Return what each seat answered last; the words stay in this function."""
    events = t.events
    rows = work.journal.execute(
        sa.select(events.c.ref, events.c.head, events.c.body, events.c.commitment)
        .where(events.c.room == room, events.c.kind == "answer-given")
        .order_by(events.c.position)
    ).all()
    last = {}
    for row in rows:
        head = json.loads(row.head)
        if head["question"] == question:
            last[head["seat"]] = row
    said = {}
    for seat, row in last.items():
        if row.body is None:
            continue
        envelopes = work.keys.execute(
            sa.select(t.body_keys.c.version, t.body_keys.c.sealed).where(
                t.body_keys.c.ref == row.ref, t.body_keys.c.recipient == question_recipient(question)
            )
        )
        opened = opener.body(row.body, row.commitment, envelopes)
        if opened is None:
            raise DamagedError("a sealed answer cannot be opened: its key is gone; restore the last backup")
        said[seat] = opened[0]["yes"]
    return said


def shred(ledger: Ledger, room: str, group: str, ids: Collection[str]) -> int:
    """Destroy the keys and salts of the bodies of events that a group was told of; return of how many."""
    events, told = t.events, t.told
    with ledger.writing() as work:
        rows = work.journal.execute(
            sa.select(events.c.ref, events.c.head)
            .join(told, (events.c.room == told.c.room) & (events.c.position == told.c.position))
            .where(told.c.room == room, told.c.recipient == group, events.c.body.is_not(None))
        )
        refs = [ref for ref, head in rows if json.loads(head)["id"] in ids]
        for ref in refs:
            work.keys.execute(t.body_keys.delete().where(t.body_keys.c.ref == ref))
            work.journal.execute(events.update().where(events.c.ref == ref).values(body=None))
        if refs:
            more = t.rooms.c.forgotten + 1
            work.journal.execute(t.rooms.update().where(t.rooms.c.id == room).values(forgotten=more))
    ledger.memory.forget(room)
    ledger.keys.flush()
    ledger.journal.flush()
    return len(refs)
