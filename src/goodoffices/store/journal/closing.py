"""Opening sealed answers at the deadline, and destroying the keys of what is to be forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import DamagedError
from goodoffices.store.journal.ledger import Ledger, Work
from goodoffices.store.journal.sealing import Opener
from goodoffices.store.journal.writing import QUESTION_VERSION, question_recipient
from goodoffices.talks.commands import CloseQuestion
from goodoffices.talks.deleting import what_binds
from goodoffices.talks.roles import MEDIATOR, Actor

__all__ = ["carry_out", "close_due", "finish_deletions"]

_CLOCK = Actor(person="0" * 32, group=MEDIATOR, role="clock")


def close_due(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Close all questions whose deadline has passed; return room and question of each.

    As it is called on a timer, it also writes down what time it is.

    Raises
    ------
    DamagedError
        If an answer cannot be opened; all other questions are closed.
    """
    ledger.mark()
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


def carry_out(ledger: Ledger, room: str, deletion: str) -> int:
    """Destroy the keys and salts of what all have agreed to delete; return of how many bodies.

    What was said until it was proposed is meant, and nothing that binds. Done once more it finds nothing left.
    """
    events = t.events
    with ledger.writing() as work:
        known = work.state(room).room
        session, binding = known.deletions[deletion].proposed.session, what_binds(known)
        rows = work.journal.execute(
            sa.select(events.c.ref, events.c.position, events.c.kind, events.c.head, events.c.body.is_not(None))
            .where(events.c.room == room)
            .order_by(events.c.position)
        ).all()
        refs, positions = [], []
        for ref, position, kind, head, has_body in rows:
            if kind == "deletion-proposed" and json.loads(head)["id"] == deletion:
                break
            if not has_body:
                continue
            data = json.loads(head)
            if (kind, data["id"]) in binding or (session is not None and data.get("session") != session):
                continue
            refs.append(ref)
            positions.append(position)
        _destroy(work, room, refs)
        # By the digest of a form its sender could still try which words they were.
        for position in positions:
            acts = t.acts
            work.journal.execute(
                acts.update()
                .where(acts.c.room == room, acts.c.first <= position, acts.c.last >= position)
                .values(digest=b"")
            )
    if refs:
        _flush(ledger, room)
    return len(refs)


def finish_deletions(ledger: Ledger) -> None:
    """Carry out what was agreed on before the machine stopped, or while the disk was full."""
    with ledger.journal.writing() as journal:
        agreed = journal.execute(
            sa.select(t.events.c.room, t.events.c.head).where(t.events.c.kind == "deletion-agreed")
        ).all()
    for room, head in agreed:
        carry_out(ledger, room, json.loads(head)["id"])
    if agreed:
        ledger.keys.flush()
        ledger.journal.flush()


def _destroy(work: Work, room: str, refs: Iterable[bytes]) -> None:
    """Destroy keys, which are committed first: a body without its keys opens to nobody."""
    some = False
    for ref in refs:
        some = True
        work.keys.execute(t.body_keys.delete().where(t.body_keys.c.ref == ref))
        work.journal.execute(t.events.update().where(t.events.c.ref == ref).values(body=None))
    if some:
        more = t.rooms.c.forgotten + 1
        work.journal.execute(t.rooms.update().where(t.rooms.c.id == room).values(forgotten=more))


def _flush(ledger: Ledger, room: str) -> None:
    """Leave nothing of what was destroyed in memory, or in a log of the database."""
    ledger.memory.forget(room)
    ledger.keys.flush()
    ledger.journal.flush()
