"""Writing events down: parted, sealed for their audience, numbered for each group."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from nacl.public import PrivateKey

from goodoffices.store.journal import groups
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.results import Told
from goodoffices.store.journal.sealing import HELD, Recipient, Sealed, seal_body, seal_words
from goodoffices.store.journal.serverkey import ServerKey
from goodoffices.store.journal.states import State
from goodoffices.store.journal.veiling import joined, parted
from goodoffices.talks import Event
from goodoffices.talks import events as happened

__all__ = ["QUESTION_VERSION", "Connections", "Kept", "question_recipient", "write_down"]

QUESTION_VERSION = 1
"""A question has one key, and once."""
Connections = tuple[sa.Connection, Callable[[], sa.Connection]]
"""To the journal, with a transaction begun, and to the keys of bodies, where one is needed."""
_GROWN = t.rooms.update().where(t.rooms.c.id == sa.bindparam("of"))
Kept = Mapping[str, Told]
"""An event as each group of its audience is told of it."""


def question_recipient(question: str) -> str:
    """Name those whom answers are sealed for besides the seat; no group can have this name."""
    return f"question:{question}"


@dataclass
class _Rows:
    """What is to be written."""

    room: str
    events: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    word_keys: list[dict[str, Any]] = field(default_factory=list)
    body_keys: list[dict[str, Any]] = field(default_factory=list)

    def lay_out(self, position: int, event: Event, recipients: Sequence[Recipient], server: ServerKey) -> Sealed | None:
        """Part and seal an event; return its body, sealed."""
        head, words, body = parted(event)
        ref = os.urandom(16)
        sealed_words = None if words is None else seal_words(words, recipients, server)
        sealed_body = None if body is None else seal_body(body, recipients, server)
        for sealed, rows in ((sealed_words, self.word_keys), (sealed_body, self.body_keys)):
            rows += [
                {
                    "ref": ref,
                    "recipient": one.recipient,
                    "version": one.version,
                    "room": self.room,
                    "sealed": one.sealed,
                }
                for one in (sealed.envelopes if sealed else ())
            ]
        self.events.append(
            {
                "room": self.room, "position": position, "ref": ref, "kind": event.kind, "head": json.dumps(head),
                "words": sealed_words and sealed_words.part, "body": sealed_body and sealed_body.part,
                "commitment": sealed_body and sealed_body.commitment,
            }
        )  # fmt: skip
        return sealed_body


def write_down(
    to: Connections, server: ServerKey, room: str, state: State, events: Sequence[Event]
) -> tuple[State, tuple[Kept, ...]]:
    """Write events down; return the room after them, and each event as its groups are told of it.

    Parameters
    ----------
    to
        Where to.
    server
        The server's own key.
    room, state
        The room as it was before.
    events
        With their words.
    """
    journal, keys = to
    rows, kept = _Rows(room), []
    known = groups.recipients_of(journal, room)
    for event in events:
        recipients = [known.get(group, Recipient(group, HELD, None)) for group in sorted(event.audience)]
        if isinstance(event, happened.AnswerGiven):
            recipients.append(_question(keys(), room, event.question))
        if isinstance(event, happened.QuestionOpened):
            _open_question(keys(), server, room, event.id, state)
        body = rows.lay_out(state.last + 1, event, recipients, server)
        state = state.after(joined(rows.events[-1]["head"], None, None))
        numbers = {group: state.numbers[group] for group in event.audience}
        salt, commitment = (None, None) if body is None else (body.salt.hex(), body.commitment)
        kept.append({group: Told(number, event, salt, commitment) for group, number in numbers.items()})
        rows.told += [
            {"room": room, "recipient": group, "number": number, "position": state.last}
            for group, number in numbers.items()
        ]
    if rows.body_keys:
        keys().execute(t.body_keys.insert(), rows.body_keys)
    for table, of in ((t.events, rows.events), (t.told, rows.told), (t.word_keys, rows.word_keys)):
        if of:
            journal.execute(table.insert(), of)
    journal.execute(_GROWN, {"of": room, "last": state.last, "at": state.at})
    return state, tuple(kept)


def _question(keys: sa.Connection, room: str, question: str) -> Recipient:
    public = keys.scalar(
        sa.select(t.questions.c.public).where(t.questions.c.room == room, t.questions.c.id == question)
    )
    return Recipient(question_recipient(question), QUESTION_VERSION, public)


def _open_question(keys: sa.Connection, server: ServerKey, room: str, question: str, state: State) -> None:
    """Make the keys that answers are sealed for until the deadline."""
    secret = PrivateKey.generate()
    # One may be left over from before the machine stopped.
    keys.execute(t.questions.delete().where(t.questions.c.room == room, t.questions.c.id == question))
    row = {
        "room": room, "id": question, "deadline": t.micros(state.room.questions[question].asked.deadline),
        "public": bytes(secret.public_key), "secret": server.seal(bytes(secret)),
    }  # fmt: skip
    keys.execute(t.questions.insert().values(row))
