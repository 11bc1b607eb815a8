"""Folding events into a room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, assert_never

from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.room import Deletion, Member, Question, Room, StepState, Text, Wording

__all__ = ["evolve", "fold"]

_People = happened.RoomOpened | happened.Admitted | happened.Dismissed
_Ground = (
    happened.RulesProposed | happened.RulesSigned | happened.RulesInForce | happened.ModeProposed
    | happened.ModeConsented | happened.ModeDeclined | happened.ModeChanged
)  # fmt: skip
_Said = (
    happened.SessionOpened | happened.SessionClosed | happened.Spoken | happened.Instructed | happened.FindingsReported
    | happened.Countersigned
)  # fmt: skip
_Private = (
    happened.SoundingGiven | happened.DisclosureGiven | happened.DisclosureWithdrawn | happened.WordingSigned
    | happened.WordingRevoked | happened.WordingReleased | happened.MessageArrived
)  # fmt: skip
_Drafted = (
    happened.TextTabled | happened.TextShownFirst | happened.ClauseCriticised | happened.ClauseInitialled
    | happened.AgreementSigned | happened.AgreementReached
)  # fmt: skip
_Asked = (
    happened.QuestionAsked | happened.AskingAgreed | happened.QuestionOpened | happened.AnswerGiven
    | happened.QuestionClosed
)  # fmt: skip
_Deleted = (
    happened.DeletionProposed | happened.DeletionConsented | happened.DeletionDeclined | happened.DeletionAgreed
)  # fmt: skip
_Stepped = happened.StepsSet | happened.StepReported | happened.StepVerified


def fold(events: Iterable[Event]) -> Room:
    """Fold events, in their order, into the room that they amount to."""
    told = tuple(events)
    # What was said and noted is most of a long room, and changes nothing else: it is not added one by one.
    room = reduce(evolve, (one for one in told if not isinstance(one, happened.Spoken | happened.Instructed)), Room())
    spoken = tuple(one for one in told if isinstance(one, happened.Spoken))
    return _with(room, spoken=spoken, notes=tuple(one for one in told if isinstance(one, happened.Instructed)))


if TYPE_CHECKING:
    _with = replace
else:

    def _with(room: Room, **changes: Any) -> Room:
        """Return a room with some changes, as ``replace`` does, which would go through all fields for each event."""
        after = object.__new__(Room)
        after.__dict__.update(room.__dict__, **changes)
        return after


def evolve(room: Room, event: Event) -> Room:
    """Return the room after one more event.

    Parameters
    ----------
    room : Room
        What was known so far: everything, or what one viewer was told.
    event : Event
        What happened.
    """
    match event:
        case happened.RoomOpened() | happened.Admitted() | happened.Dismissed():
            after = _people(room, event)
        case (
            happened.RulesProposed() | happened.RulesSigned() | happened.RulesInForce() | happened.ModeProposed()
            | happened.ModeConsented() | happened.ModeDeclined() | happened.ModeChanged()
        ):  # fmt: skip
            after = _ground(room, event)
        case (
            happened.SessionOpened() | happened.SessionClosed() | happened.Spoken() | happened.Instructed()
            | happened.FindingsReported() | happened.Countersigned()
        ):  # fmt: skip
            after = _said(room, event)
        case (
            happened.SoundingGiven() | happened.DisclosureGiven() | happened.DisclosureWithdrawn()
            | happened.WordingSigned() | happened.WordingRevoked() | happened.WordingReleased()
            | happened.MessageArrived()
        ):  # fmt: skip
            after = _private(room, event)
        case (
            happened.TextTabled() | happened.TextShownFirst() | happened.ClauseCriticised()
            | happened.ClauseInitialled() | happened.AgreementSigned() | happened.AgreementReached()
        ):  # fmt: skip
            after = _drafted(room, event)
        case (
            happened.QuestionAsked() | happened.AskingAgreed() | happened.QuestionOpened() | happened.AnswerGiven()
            | happened.QuestionClosed()
        ):  # fmt: skip
            after = _asked(room, event)
        case happened.StepsSet() | happened.StepReported() | happened.StepVerified():
            after = _stepped(room, event)
        case (
            happened.DeletionProposed() | happened.DeletionConsented() | happened.DeletionDeclined()
            | happened.DeletionAgreed()
        ):  # fmt: skip
            after = _deleted(room, event)
        case _:
            assert_never(event)
    return after


def _people(room: Room, event: _People) -> Room:
    match event:
        case happened.RoomOpened():
            return _with(
                room,
                id=event.room,
                title=event.title,
                seats=event.seats,
                issues=event.issues,
                questions_left=event.questions,
            )
        case happened.Admitted():
            member = Member(event.person, event.name, event.group, event.role)
            return _with(room, members={**room.members, event.person: member})
        case happened.Dismissed():
            return _with(room, members={key: one for key, one in room.members.items() if key != event.person})
        case _:
            assert_never(event)


def _ground(room: Room, event: _Ground) -> Room:
    match event:
        case happened.RulesProposed():
            after = _with(room, rules=event, rules_signed=())
        case happened.RulesSigned():
            after = _with(room, rules_signed=(*room.rules_signed, event.seat))
        case happened.RulesInForce():
            after = _with(room, in_force=True)
        case happened.ModeProposed():
            after = _with(room, proposed_mode=event, mode_consents=())
        case happened.ModeConsented():
            after = _with(room, mode_consents=(*room.mode_consents, event.seat))
        case happened.ModeDeclined():
            # A consent given before is taken back; the proposal stays until it is replaced.
            after = _with(room, mode_consents=tuple(seat for seat in room.mode_consents if seat != event.seat))
        case happened.ModeChanged():
            after = _with(room, mode=event.mode, proposed_mode=None, mode_consents=())
        case _:
            assert_never(event)
    return after


def _said(room: Room, event: _Said) -> Room:
    match event:
        case happened.SessionOpened():
            sessions = {**room.sessions, event.id: event}
            after = _with(room, sessions=sessions, open_sessions=room.open_sessions | {event.id})
        case happened.SessionClosed():
            after = _with(room, open_sessions=room.open_sessions - {event.id})
        case happened.Spoken():
            after = _with(room, spoken=(*room.spoken, event))
        case happened.Instructed():
            after = _with(room, notes=(*room.notes, event))
        case happened.FindingsReported():
            after = _with(room, findings=(*room.findings, event))
        case happened.Countersigned():
            after = _with(room, countersigned=(*room.countersigned, event))
        case _:
            assert_never(event)
    return after


def _private(room: Room, event: _Private) -> Room:
    match event:
        case happened.SoundingGiven():
            after = _with(room, soundings={**room.soundings, (event.seat, event.issue): event})
        case happened.DisclosureGiven():
            after = _with(room, disclosed={**room.disclosed, (event.seat, event.issue): event})
        case happened.DisclosureWithdrawn():
            gone = (event.seat, event.issue)
            after = _with(room, disclosed={key: one for key, one in room.disclosed.items() if key != gone})
        case happened.WordingSigned():
            after = _with(room, wordings={**room.wordings, (event.seat, event.id): Wording(event)})
        case happened.WordingRevoked():
            key = (event.seat, event.id)
            after = _with(room, wordings={**room.wordings, key: replace(room.wordings[key], revoked=True)})
        case happened.WordingReleased():
            key = (event.seat, event.wording)
            shown = replace(room.wordings[key], released=(*room.wordings[key].released, event.to))
            after = _with(room, wordings={**room.wordings, key: shown})
        case happened.MessageArrived():
            after = _with(room, messages=(*room.messages, event))
        case _:
            assert_never(event)
    return after


def _drafted(room: Room, event: _Drafted) -> Room:
    match event:
        case happened.TextTabled():
            after = _with(room, texts=(*room.texts, Text(event)))
        case happened.TextShownFirst():
            after = _with(room, shown_first=(*room.shown_first, event))
        case happened.ClauseCriticised():
            after = _with(room, criticism=(*room.criticism, event))
        case happened.ClauseInitialled():
            text = room.texts[-1]
            initials = {**text.initials, event.clause: (*text.initials.get(event.clause, ()), event.seat)}
            after = _with(room, texts=(*room.texts[:-1], replace(text, initials=initials)))
        case happened.AgreementSigned():
            text = room.texts[-1]
            after = _with(room, texts=(*room.texts[:-1], replace(text, signed=(*text.signed, event.seat))))
        case happened.AgreementReached():
            after = _with(room, agreement=event.text)
        case _:
            assert_never(event)
    return after


def _asked(room: Room, event: _Asked) -> Room:
    match event:
        case happened.QuestionAsked():
            after = _with(room, questions={**room.questions, event.id: Question(event)})
        case happened.AskingAgreed():
            question = room.questions[event.id]
            question = replace(question, consents=(*question.consents, event.seat))
            after = _with(room, questions={**room.questions, event.id: question})
        case happened.QuestionOpened():
            question = replace(room.questions[event.id], open=True)
            after = _with(room, questions={**room.questions, event.id: question}, questions_left=event.left)
        case happened.AnswerGiven():
            after = _with(room, answers={**room.answers, (event.question, event.seat): event})
        case happened.QuestionClosed():
            question = replace(room.questions[event.id], open=False, agreement=event.agreement)
            after = _with(room, questions={**room.questions, event.id: question})
        case _:
            assert_never(event)
    return after


def _deleted(room: Room, event: _Deleted) -> Room:
    match event:
        case happened.DeletionProposed():
            deletion = Deletion(event)
        case happened.DeletionConsented():
            deletion = room.deletions[event.id]
            declined = tuple(seat for seat in deletion.declined if seat != event.seat)
            deletion = replace(deletion, consents=(*deletion.consents, event.seat), declined=declined)
        case happened.DeletionDeclined():
            deletion = room.deletions[event.id]
            consents = tuple(seat for seat in deletion.consents if seat != event.seat)
            deletion = replace(deletion, consents=consents, declined=(*deletion.declined, event.seat))
        case happened.DeletionAgreed():
            if event.id not in room.deletions:
                # Observers of a session are told of the end alone.
                return room
            deletion = replace(room.deletions[event.id], agreed=True)
        case _:
            assert_never(event)
    return _with(room, deletions={**room.deletions, event.id: deletion})


def _stepped(room: Room, event: _Stepped) -> Room:
    match event:
        case happened.StepsSet():
            steps = {step: StepState(by, first) for step, by, first in event.order}
            return _with(room, plan=event, steps=steps)
        case happened.StepReported():
            step = room.steps[event.step]
            step = replace(step, reported=(*step.reported, event.seat), verified=None)
            return _with(room, steps={**room.steps, event.step: step})
        case happened.StepVerified():
            # What was not borne out is to be done, and reported, again.
            step = room.steps[event.step]
            step = replace(step, verified=event.borne_out, reported=step.reported if event.borne_out else ())
            return _with(room, steps={**room.steps, event.step: step})
        case _:
            assert_never(event)
