"""Soundings, what is disclosed of them, and wordings that a seat signs for the mediator to pass on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import MEDIATOR, Actor
from goodoffices.talks.room import Room
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_private"]

_Private = (
    ask.Sound | ask.Disclose | ask.Withdraw | ask.SignWording | ask.RevokeWording | ask.ReleaseWording
)  # fmt: skip


def decide_private(room: Room, actor: Actor, command: _Private, now: dt.datetime) -> tuple[Event, ...]:
    """Write down, disclose, withdraw, sign, take back, release."""
    own, both = frozenset({actor.group}), frozenset({actor.group, MEDIATOR})
    match command:
        case ask.Sound():
            _check_issue(room, command.issue, command.body.answers)
            given = happened.SoundingGiven(
                at=now, audience=own, id=command.id, seat=actor.group, issue=command.issue, body=command.body
            )
            return (given,)
        case ask.Disclose():
            _check_issue(room, command.issue, command.body.answers)
            disclosed = happened.DisclosureGiven(
                at=now, audience=both, id=command.id, seat=actor.group, issue=command.issue, body=command.body
            )
            return (disclosed,)
        case ask.Withdraw():
            require((actor.group, command.issue) in room.disclosed, Rule.DISCLOSED)
            return (happened.DisclosureWithdrawn(at=now, audience=both, seat=actor.group, issue=command.issue),)
        case ask.SignWording():
            return _sign(room, actor, command, now)
        case ask.RevokeWording():
            wording = room.wordings.get((actor.group, command.id))
            if wording is None:
                raise RefusalError(Rule.KNOWN)
            require(wording.stands(now), Rule.WORDING_VALID)
            return (happened.WordingRevoked(at=now, audience=both, id=command.id, seat=actor.group),)
        case ask.ReleaseWording():
            return _release(room, command, now)
        case _:
            assert_never(command)


def _check_issue(room: Room, issue: str, answers: Mapping[str, str]) -> None:
    options = next((one.options for one in room.issues if one.id == issue), None)
    if options is None:
        raise RefusalError(Rule.KNOWN_ISSUE)
    require(set(answers) <= set(options), Rule.KNOWN_ISSUE)


def _sign(room: Room, actor: Actor, command: ask.SignWording, now: dt.datetime) -> tuple[Event, ...]:
    require(set(command.to) <= set(room.seat_ids), Rule.KNOWN_SEAT)
    require(actor.group not in command.to, Rule.NOT_ONESELF)
    require((actor.group, command.id) not in room.wordings, Rule.FRESH)
    require(now < command.expires, Rule.IN_TIME)
    return (
        happened.WordingSigned(
            at=now,
            audience=frozenset({actor.group, MEDIATOR}),
            id=command.id,
            seat=actor.group,
            person=actor.person,
            to=tuple(dict.fromkeys(command.to)),
            attribution=command.attribution,
            expires=command.expires,
            digest=command.digest,
            signature=command.signature,
            body=command.body,
        ),
    )


def _release(room: Room, command: ask.ReleaseWording, now: dt.datetime) -> tuple[Event, ...]:
    wording = room.wordings.get((command.seat, command.wording))
    if wording is None:
        raise RefusalError(Rule.KNOWN)
    signed = wording.signed
    require(wording.stands(now), Rule.WORDING_VALID)
    require(command.to in signed.to, Rule.AUDIENCE)
    require(command.to not in wording.released, Rule.ONCE)
    require(command.digest == signed.digest, Rule.EXACT_WORDING)
    ours = signed.attribution == "ours"
    shown = happened.MessageArrived(
        at=now,
        audience=frozenset({command.to, MEDIATOR}),
        id=command.id,
        to=command.to,
        source=signed.seat if ours else MEDIATOR if signed.attribution == "mediator" else None,
        digest=command.digest,
        # A signature would name the seat.
        signature=signed.signature if ours else None,
        body=command.body,
    )
    told = happened.WordingReleased(
        at=now,
        audience=frozenset({signed.seat, MEDIATOR}),
        id=command.id,
        seat=signed.seat,
        wording=command.wording,
        to=command.to,
    )
    return (told, shown)
