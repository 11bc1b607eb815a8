"""The single negotiating text: tabled to all at once, criticised in private, initialled clause by clause, signed."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import MEDIATOR, Actor
from goodoffices.talks.room import Room, Text
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_drafted"]

_Drafted = ask.TableText | ask.ShowTextFirst | ask.Criticise | ask.Initial | ask.SignAgreement


def decide_drafted(room: Room, actor: Actor, command: _Drafted, now: dt.datetime) -> tuple[Event, ...]:
    """Table, show, criticise, initial, sign."""
    match command:
        case ask.TableText():
            return _table(room, command, now)
        case ask.ShowTextFirst():
            require(command.to in room.seat_ids, Rule.KNOWN_SEAT)
            seen = any(one.digest == command.digest and one.to == command.to for one in room.shown_first)
            require(not seen, Rule.ONCE)
            shown = happened.TextShownFirst(
                at=now,
                audience=frozenset({command.to, MEDIATOR}),
                id=command.id,
                to=command.to,
                reason=command.reason,
                digest=command.digest,
                body=command.body,
            )
            return (shown,)
        case ask.Criticise():
            require(command.clause in _latest(room, command.text).tabled.clauses, Rule.CLAUSE)
            said = happened.ClauseCriticised(
                at=now,
                audience=frozenset({actor.group, MEDIATOR}),
                id=command.id,
                seat=actor.group,
                text=command.text,
                clause=command.clause,
                body=command.body,
            )
            return (said,)
        case ask.Initial():
            text = _latest(room, command.text)
            require(command.clause in text.tabled.clauses, Rule.CLAUSE)
            require(command.digest == text.tabled.digest, Rule.EXACT_WORDING)
            require(actor.group not in text.initials.get(command.clause, ()), Rule.SIGNED_ALREADY)
            initialled = happened.ClauseInitialled(
                at=now,
                audience=room.everybody,
                seat=actor.group,
                person=actor.person,
                text=command.text,
                clause=command.clause,
                signature=command.signature,
            )
            return (initialled,)
        case ask.SignAgreement():
            return _sign(room, actor, command, now)
        case _:
            assert_never(command)


def _latest(room: Room, text: str) -> Text:
    """Return the latest text, if it is the one that is spoken of: nobody signs what has been replaced."""
    if room.text is None:
        raise RefusalError(Rule.KNOWN)
    require(room.text.tabled.id == text, Rule.LATEST_TEXT)
    return room.text


def _table(room: Room, command: ask.TableText, now: dt.datetime) -> tuple[Event, ...]:
    require(all(text.tabled.id != command.id for text in room.texts), Rule.FRESH)
    latest = None if room.text is None else room.text.tabled.id
    require(command.revises == latest, Rule.LATEST_TEXT)
    require(len(set(command.clauses)) == len(command.clauses), Rule.CLAUSE)
    # What was shown to some before all is told to all, with its reason, once it is tabled.
    first = tuple((one.to, one.reason) for one in room.shown_first if one.digest == command.digest)
    return (
        happened.TextTabled(
            at=now,
            audience=room.everybody,
            id=command.id,
            revises=command.revises,
            clauses=command.clauses,
            digest=command.digest,
            shown_first=first,
            body=command.body,
        ),
    )


def _sign(room: Room, actor: Actor, command: ask.SignAgreement, now: dt.datetime) -> tuple[Event, ...]:
    text = _latest(room, command.text)
    require(command.digest == text.tabled.digest, Rule.EXACT_WORDING)
    require(actor.group not in text.signed, Rule.SIGNED_ALREADY)
    signed = happened.AgreementSigned(
        at=now,
        audience=room.everybody,
        text=command.text,
        seat=actor.group,
        person=actor.person,
        digest=command.digest,
        signature=command.signature,
    )
    if {*text.signed, actor.group} != set(room.seat_ids):
        return (signed,)
    return (signed, happened.AgreementReached(at=now, audience=room.everybody_and_observers, text=command.text))
