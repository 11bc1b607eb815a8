"""Steps that are carried out and verified in their order."""

from __future__ import annotations

import datetime as dt
from graphlib import CycleError, TopologicalSorter
from typing import assert_never

from goodoffices.talks import commands as ask
from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import Actor
from goodoffices.talks.room import Room, StepState
from goodoffices.talks.rules import RefusalError, Rule, require

__all__ = ["decide_stepped"]


def decide_stepped(
    room: Room, actor: Actor, command: ask.SetSteps | ask.ReportStep | ask.VerifyStep, now: dt.datetime
) -> tuple[Event, ...]:
    """Lay steps down, report them, verify them."""
    match command:
        case ask.SetSteps():
            _check_order(room, command)
            laid = happened.StepsSet(
                at=now, audience=room.everybody, id=command.id, order=command.order, body=command.body
            )
            return (laid,)
        case ask.ReportStep():
            step = _step(room, command.step)
            require(actor.group in step.by, Rule.OWN)
            require(actor.group not in step.reported, Rule.FRESH)
            require(all(room.steps[first].verified for first in step.after), Rule.ORDER)
            return (happened.StepReported(at=now, audience=room.everybody, step=command.step, seat=actor.group),)
        case ask.VerifyStep():
            step = _step(room, command.step)
            require(set(step.reported) == set(step.by), Rule.REPORTED)
            require(actor.group not in step.by, Rule.NOT_OWN_STEP)
            verified = happened.StepVerified(
                at=now, audience=room.everybody, step=command.step, borne_out=command.borne_out, by=actor.group
            )
            return (verified,)
        case _:
            assert_never(command)


def _step(room: Room, id_: str) -> StepState:
    if id_ not in room.steps:
        raise RefusalError(Rule.KNOWN)
    return room.steps[id_]


def _check_order(room: Room, command: ask.SetSteps) -> None:
    """Refuse steps of unknown seats, steps twice, unknown predecessors and rings."""
    known = {step for step, _, _ in command.order}
    require(len(known) == len(command.order), Rule.FRESH)
    require(tuple(step.id for step in command.body.steps) == tuple(step for step, _, _ in command.order), Rule.KNOWN)
    for _, by, after in command.order:
        require(bool(by) and set(by) <= set(room.seat_ids), Rule.KNOWN_SEAT)
        require(set(after) <= known, Rule.KNOWN)
    try:
        TopologicalSorter({step: set(after) for step, _, after in command.order}).prepare()
    except CycleError:
        raise RefusalError(Rule.NO_RING) from None
