"""Coming in, ground rules, and the mode of the room."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import HOST, MEDIATOR, OBSERVERS, Actor
from goodoffices.talks.room import Room
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_ground", "decide_people"]


def decide_people(
    room: Room, actor: Actor, command: ask.OpenRoom | ask.Admit | ask.Dismiss, now: dt.datetime
) -> tuple[Event, ...]:
    """Open the room, let people in and out."""
    match command:
        case ask.OpenRoom():
            seats = tuple(seat.id for seat in command.seats)
            taken = {MEDIATOR, OBSERVERS, HOST}
            require(len(set(seats)) == len(seats) and not taken & set(seats), Rule.KNOWN_SEAT)
            return (
                happened.RoomOpened(
                    at=now,
                    audience=frozenset((*seats, MEDIATOR, OBSERVERS)),
                    room=command.room,
                    title=command.title,
                    seats=command.seats,
                    issues=command.issues,
                    questions=command.questions,
                ),
            )
        case ask.Admit():
            _check_admission(room, actor, command)
            # Who instructs from the capital is the delegation's own affair.
            own = command.role == "mandator"
            audience = frozenset({command.group}) if own else room.everybody_and_observers
            return (
                happened.Admitted(
                    at=now,
                    audience=audience,
                    person=command.person,
                    name=command.name,
                    group=command.group,
                    role=command.role,
                ),
            )
        case ask.Dismiss():
            member = room.members.get(command.person)
            # Whom one was not told of does not exist for one.
            if member is None or actor.group not in {MEDIATOR, member.group}:
                raise RefusalError(Rule.KNOWN)
            hidden = member.role == "mandator"
            require(not hidden or actor.group == member.group, Rule.KNOWN)
            audience = frozenset({actor.group}) if hidden else room.everybody_and_observers
            return (happened.Dismissed(at=now, audience=audience, person=command.person),)
        case _:
            assert_never(command)


_ADMITS: dict[str, tuple[str, ...]] = {
    "host": ("mediator",),
    "mediator": ("mediator", "head", "observer"),
    "head": ("member", "mandator"),
}
_HOME = {"mediator": MEDIATOR, "observer": OBSERVERS}


def _check_admission(room: Room, actor: Actor, command: ask.Admit) -> None:
    require(command.role in _ADMITS.get(actor.role, ()), Rule.ROLE)
    if command.role in _HOME:
        require(command.group == _HOME[command.role], Rule.KNOWN_SEAT)
    else:
        require(command.group in room.seat_ids, Rule.KNOWN_SEAT)
    require(actor.role != "head" or command.group == actor.group, Rule.OWN)
    require(command.person not in room.members, Rule.ONE_PERSON_ONE_SEAT)
    if command.role == "head":
        headed = any(one.group == command.group and one.role == "head" for one in room.members.values())
        require(not headed, Rule.ONE_HEAD)


def decide_ground(
    room: Room,
    actor: Actor,
    command: ask.ProposeRules | ask.SignRules | ask.ProposeMode | ask.ConsentMode | ask.DeclineMode,
    now: dt.datetime,
) -> tuple[Event, ...]:
    """Agree on the ground rules and on what the mediator may do."""
    match command:
        case ask.ProposeRules():
            require(not room.in_force, Rule.GROUND_RULES_DONE)
            require(room.rules is None or room.rules.id != command.id, Rule.FRESH)
            return (
                happened.RulesProposed(
                    at=now, audience=room.everybody, id=command.id, digest=command.digest, body=command.body
                ),
            )
        case ask.SignRules():
            return _sign_rules(room, actor, command, now)
        case ask.ProposeMode():
            require(command.mode != room.mode, Rule.SAME_MODE)
            return (happened.ModeProposed(at=now, audience=room.everybody, id=command.id, mode=command.mode),)
        case ask.ConsentMode():
            return _consent_mode(room, actor, command, now)
        case ask.DeclineMode():
            require(room.proposed_mode is not None and room.proposed_mode.id == command.id, Rule.KNOWN)
            audience = frozenset({actor.group, MEDIATOR})
            return (happened.ModeDeclined(at=now, audience=audience, id=command.id, seat=actor.group),)
        case _:
            assert_never(command)


def _sign_rules(room: Room, actor: Actor, command: ask.SignRules, now: dt.datetime) -> tuple[Event, ...]:
    if room.rules is None or room.rules.id != command.id:
        raise RefusalError(Rule.KNOWN)
    require(room.rules.digest == command.digest, Rule.EXACT_WORDING)
    require(not room.in_force, Rule.GROUND_RULES_DONE)
    require(actor.group not in room.rules_signed, Rule.SIGNED_ALREADY)
    signed = happened.RulesSigned(
        at=now,
        audience=room.everybody,
        id=command.id,
        seat=actor.group,
        person=actor.person,
        signature=command.signature,
    )
    if {*room.rules_signed, actor.group} != set(room.seat_ids):
        return (signed,)
    return (signed, happened.RulesInForce(at=now, audience=room.everybody_and_observers, id=command.id))


def _consent_mode(room: Room, actor: Actor, command: ask.ConsentMode, now: dt.datetime) -> tuple[Event, ...]:
    proposed = room.proposed_mode
    if proposed is None or proposed.id != command.id:
        raise RefusalError(Rule.KNOWN)
    require(proposed.mode == command.mode, Rule.EXACT_WORDING)
    require(actor.group not in room.mode_consents, Rule.SIGNED_ALREADY)
    consented = happened.ModeConsented(
        at=now,
        audience=frozenset({actor.group, MEDIATOR}),
        id=command.id,
        seat=actor.group,
        person=actor.person,
        signature=command.signature,
    )
    if {*room.mode_consents, actor.group} != set(room.seat_ids):
        return (consented,)
    changed = happened.ModeChanged(at=now, audience=room.everybody_and_observers, id=command.id, mode=proposed.mode)
    return (consented, changed)
