"""Deletion by agreement: proposed by the mediator, consented to by every seat that it concerns."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import MEDIATOR, Actor
from goodoffices.talks.room import Deletion, Room
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_deleted", "what_binds"]


def decide_deleted(
    room: Room,
    actor: Actor,
    command: ask.ProposeDeletion | ask.ConsentDeletion | ask.DeclineDeletion,
    now: dt.datetime,
) -> tuple[Event, ...]:
    """Propose that words be destroyed, consent, decline."""
    match command:
        case ask.ProposeDeletion():
            return _propose(room, command, now)
        case ask.ConsentDeletion():
            return _consent(room, actor, command, now)
        case ask.DeclineDeletion():
            require(actor.group not in _concerned(room, actor, command.id).declined, Rule.FRESH)
            audience = frozenset({actor.group, MEDIATOR})
            return (happened.DeletionDeclined(at=now, audience=audience, id=command.id, seat=actor.group),)
        case _:
            assert_never(command)


def _propose(room: Room, command: ask.ProposeDeletion, now: dt.datetime) -> tuple[Event, ...]:
    require(command.id not in room.deletions, Rule.FRESH)
    audience = room.everybody
    if command.session is not None:
        session = room.sessions.get(command.session)
        if session is None:
            raise RefusalError(Rule.KNOWN)
        # What is agreed on has an end: nobody consents to the loss of what is still to be said.
        require(command.session not in room.open_sessions, Rule.SESSION_OVER)
        audience = frozenset((*session.seats, MEDIATOR))
    else:
        require(not any(one.open for one in room.questions.values()), Rule.ONE_AT_A_TIME)
    return (happened.DeletionProposed(at=now, audience=audience, id=command.id, session=command.session),)


def _concerned(room: Room, actor: Actor, id_: str) -> Deletion:
    """Return a proposal that an actor was told of, and that is not carried out yet."""
    deletion = room.deletions.get(id_)
    if deletion is None or actor.group not in deletion.proposed.audience:
        raise RefusalError(Rule.KNOWN)
    require(not deletion.agreed, Rule.FRESH)
    return deletion


def _consent(room: Room, actor: Actor, command: ask.ConsentDeletion, now: dt.datetime) -> tuple[Event, ...]:
    deletion = _concerned(room, actor, command.id)
    require(command.session == deletion.proposed.session, Rule.EXACT_WORDING)
    require(actor.group not in deletion.consents, Rule.SIGNED_ALREADY)
    consented = happened.DeletionConsented(
        at=now,
        audience=frozenset({actor.group, MEDIATOR}),
        id=command.id,
        seat=actor.group,
        person=actor.person,
        signature=command.signature,
    )
    if {*deletion.consents, actor.group, MEDIATOR} != deletion.proposed.audience:
        return (consented,)
    session = None if command.session is None else room.sessions[command.session]
    agreed = happened.DeletionAgreed(
        at=now,
        audience=room.everybody_and_observers if session is None else session.audience,
        id=command.id,
        session=command.session,
        on_record=session is None or session.on_record,
    )
    return (consented, agreed)


def what_binds(room: Room) -> frozenset[tuple[str, str]]:
    """Return what no deletion touches, by kind of event and id.

    The ground rules in force, the text that every seat signed, the steps that are laid down.

    Examples
    --------
    >>> sorted(what_binds(Room(agreement="0" * 32)))
    [('text-tabled', '00000000000000000000000000000000')]
    """
    return frozenset(
        (kind, id_)
        for kind, id_ in (
            ("rules-proposed", room.rules.id if room.rules and room.in_force else None),
            ("text-tabled", room.agreement),
            ("steps-set", room.plan.id if room.plan else None),
        )
        if id_ is not None
    )
