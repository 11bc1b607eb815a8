"""Deciding what a command leads to, or which rule forbids it."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks.asking import decide_asked
from goodoffices.talks.commands import Command
from goodoffices.talks.deleting import decide_deleted
from goodoffices.talks.events import Event
from goodoffices.talks.ground import decide_ground, decide_people
from goodoffices.talks.relaying import decide_private
from goodoffices.talks.rights import check_rights
from goodoffices.talks.roles import Actor
from goodoffices.talks.room import Room
from goodoffices.talks.speaking import decide_said
from goodoffices.talks.stepping import decide_stepped
from goodoffices.talks.tabling import decide_drafted

__all__ = ["decide"]


def decide(room: Room, actor: Actor, command: Command, now: dt.datetime) -> tuple[Event, ...]:
    """Return the events that a command leads to, or refuse it with the rule that forbids it.

    Parameters
    ----------
    room : Room
        The room as the sum of all events; bodies need not be open.
    actor : Actor
        Who asks; that it is this person was checked before.
    command : Command
        What is asked. Signatures were checked before.
    now
        With a time zone.

    Returns
    -------
    tuple of Event
        Each with those who are told of it.

    Raises
    ------
    RefusalError
        With the rule.
    """
    check_rights(room, actor, command)
    match command:
        case ask.OpenRoom() | ask.Admit() | ask.Dismiss():
            events = decide_people(room, actor, command, now)
        case ask.ProposeRules() | ask.SignRules() | ask.ProposeMode() | ask.ConsentMode() | ask.DeclineMode():
            events = decide_ground(room, actor, command, now)
        case (
            ask.OpenSession() | ask.CloseSession() | ask.Speak() | ask.Instruct() | ask.ReportFindings()
            | ask.Countersign()
        ):  # fmt: skip
            events = decide_said(room, actor, command, now)
        case (
            ask.Sound() | ask.Disclose() | ask.Withdraw() | ask.SignWording() | ask.RevokeWording()
            | ask.ReleaseWording()
        ):  # fmt: skip
            events = decide_private(room, actor, command, now)
        case ask.TableText() | ask.ShowTextFirst() | ask.Criticise() | ask.Initial() | ask.SignAgreement():
            events = decide_drafted(room, actor, command, now)
        case ask.AskQuestion() | ask.AgreeToAsk() | ask.AnswerQuestion() | ask.CloseQuestion():
            events = decide_asked(room, actor, command, now)
        case ask.SetSteps() | ask.ReportStep() | ask.VerifyStep():
            events = decide_stepped(room, actor, command, now)
        case ask.ProposeDeletion() | ask.ConsentDeletion() | ask.DeclineDeletion():
            events = decide_deleted(room, actor, command, now)
        case _:
            assert_never(command)
    return events
