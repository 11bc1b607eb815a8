"""Sealed answers: all consent that a question is put, all answer in secret, only the outcome is known.

A question that may be put without end finds a bottom line by halving: hence a budget that everybody sees, and the
consent of every seat to each question.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import MEDIATOR, Actor
from goodoffices.talks.room import Question, Room
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_asked"]

_Asked = ask.AskQuestion | ask.AgreeToAsk | ask.AnswerQuestion | ask.CloseQuestion


def decide_asked(room: Room, actor: Actor, command: _Asked, now: dt.datetime) -> tuple[Event, ...]:
    """Ask, consent to being asked, answer, open the answers."""
    match command:
        case ask.AskQuestion():
            require(command.id not in room.questions, Rule.FRESH)
            require(room.questions_left > 0, Rule.BUDGET)
            require(now < command.deadline, Rule.IN_TIME)
            waiting = any(one.agreement is None and now < one.asked.deadline for one in room.questions.values())
            require(not waiting, Rule.ONE_AT_A_TIME)
            asked = happened.QuestionAsked(
                at=now, audience=room.everybody, id=command.id, deadline=command.deadline, body=command.body
            )
            return (asked,)
        case ask.AgreeToAsk():
            return _agree(room, actor, command, now)
        case ask.AnswerQuestion():
            question = _question(room, command.question)
            require(question.open, Rule.ALL_CONSENT)
            require(now < question.asked.deadline, Rule.DEADLINE)
            answered = happened.AnswerGiven(
                at=now,
                audience=frozenset({actor.group}),
                id=command.id,
                question=command.question,
                seat=actor.group,
                body=command.body,
            )
            return (answered,)
        case ask.CloseQuestion():
            question = _question(room, command.question)
            require(question.open, Rule.KNOWN)
            require(now >= question.asked.deadline, Rule.NOT_YET)
            # Whoever is absent has said no.
            agreement = set(command.yes) == set(room.seat_ids)
            closed = happened.QuestionClosed(at=now, audience=room.everybody, id=command.question, agreement=agreement)
            return (closed,)
        case _:
            assert_never(command)


def _question(room: Room, id_: str) -> Question:
    if id_ not in room.questions:
        raise RefusalError(Rule.KNOWN)
    return room.questions[id_]


def _agree(room: Room, actor: Actor, command: ask.AgreeToAsk, now: dt.datetime) -> tuple[Event, ...]:
    question = _question(room, command.id)
    require(now < question.asked.deadline, Rule.DEADLINE)
    require(not question.open and question.agreement is None, Rule.FRESH)
    require(actor.group not in question.consents, Rule.SIGNED_ALREADY)
    agreed = happened.AskingAgreed(at=now, audience=frozenset({actor.group, MEDIATOR}), id=command.id, seat=actor.group)
    if {*question.consents, actor.group} != set(room.seat_ids):
        return (agreed,)
    left = room.questions_left - 1
    return (agreed, happened.QuestionOpened(at=now, audience=room.everybody, id=command.id, left=left))
