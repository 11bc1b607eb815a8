"""Sessions, notes within a delegation, findings, and countersigned logs."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import MEDIATOR, OBSERVERS, Actor, at_least
from goodoffices.talks.room import Room
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_said"]

_Said = (
    ask.OpenSession | ask.CloseSession | ask.Speak | ask.Instruct | ask.ReportFindings | ask.Countersign
)  # fmt: skip


def decide_said(room: Room, actor: Actor, command: _Said, now: dt.datetime) -> tuple[Event, ...]:
    """Open and close sessions, speak, and write among one's own."""
    match command:
        case ask.OpenSession():
            return _open_session(room, command, now)
        case ask.CloseSession():
            session = room.sessions.get(command.id)
            if session is None or command.id not in room.open_sessions:
                raise RefusalError(Rule.SESSION_OPEN)
            return (happened.SessionClosed(at=now, audience=session.audience, id=command.id),)
        case ask.Speak():
            return _speak(room, actor, command, now)
        case ask.Instruct():
            return (
                happened.Instructed(
                    at=now,
                    audience=frozenset({actor.group}),
                    id=command.id,
                    by=actor.group,
                    person=actor.person,
                    role=actor.role,
                    body=command.body,
                ),
            )
        case ask.ReportFindings():
            return (happened.FindingsReported(at=now, audience=room.everybody, id=command.id, body=command.body),)
        case ask.Countersign():
            return (
                happened.Countersigned(
                    at=now,
                    audience=frozenset({actor.group}),
                    log=command.log,
                    size=command.size,
                    root=command.root,
                    group=actor.group,
                    person=actor.person,
                    signature=command.signature,
                ),
            )
        case _:
            assert_never(command)


def _open_session(room: Room, command: ask.OpenSession, now: dt.datetime) -> tuple[Event, ...]:
    seats = tuple(dict.fromkeys(command.seats))
    require(set(seats) <= set(room.seat_ids) and set(command.speaking) <= set(seats), Rule.KNOWN_SEAT)
    require(command.id not in room.sessions, Rule.FRESH)
    require(len(seats) == 1 if command.format == "bilateral" else len(seats) > 1, Rule.TWO_IN_PROXIMITY)
    # Bringing sides into one room is more than passing words on.
    require(command.format == "bilateral" or at_least(room.mode, "facilitation"), Rule.MODE)
    return (
        happened.SessionOpened(
            at=now,
            audience=frozenset((*seats, MEDIATOR, *((OBSERVERS,) if command.observers else ()))),
            id=command.id,
            title=command.title,
            format=command.format,
            seats=seats,
            speaking=tuple(seat for seat in seats if seat in command.speaking),
            on_record=command.on_record,
        ),
    )


def _speak(room: Room, actor: Actor, command: ask.Speak, now: dt.datetime) -> tuple[Event, ...]:
    session = room.sessions.get(command.session)
    # A session that one was not told of does not exist for one.
    if session is None or actor.group not in session.audience:
        raise RefusalError(Rule.KNOWN)
    require(command.session in room.open_sessions, Rule.SESSION_OPEN)
    require(actor.group in (*session.speaking, MEDIATOR), Rule.FLOOR)
    # In proximity talks the sides do not hear one another: each speaks with the mediator.
    apart = session.format == "proximity" and actor.group != MEDIATOR
    return (
        happened.Spoken(
            at=now,
            audience=frozenset({actor.group, MEDIATOR}) if apart else session.audience,
            id=command.id,
            session=command.session,
            by=actor.group,
            on_record=session.on_record,
            body=command.body,
        ),
    )
