"""What waits for the viewer: found in the room as the viewer knows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from goodoffices.web.rooms.visit import Visit

__all__ = ["Duty", "duties"]

Duty = Literal[
    "sign-rules",
    "consent-mode",
    "consent-deletion",
    "agree-to-ask",
    "answer-question",
    "initial",
    "sign-agreement",
    "report-step",
    "verify-step",
    "propose-rules",
    "release-wording",
    "countersign",
    "invite-heads",
    "sound",
]
"""By the form that is waited for; pages have the words."""


def duties(visit: Visit) -> tuple[Duty, ...]:
    """Return what waits for somebody, what the others wait for first."""
    if visit.mediates:
        return tuple(_of_mediator(visit))
    return (*_of_head(visit), *_preparing(visit)) if visit.seated else ()


def _of_head(visit: Visit) -> Iterator[Duty]:
    room, me = visit.room, visit.keys.group
    if room.rules is not None and not room.in_force and visit.may("sign-rules") and me not in room.rules_signed:
        yield "sign-rules"
    if room.proposed_mode is not None and visit.may("consent-mode") and me not in room.mode_consents:
        yield "consent-mode"
    if visit.may("consent-deletion") and any(
        not one.agreed and me not in (*one.consents, *one.declined) for one in room.deletions.values()
    ):
        yield "consent-deletion"
    yield from _of_question(visit)
    text = room.text
    if text is not None and room.agreement is None and visit.may("initial"):
        if any(me not in text.initials.get(clause, ()) for clause in text.tabled.clauses):
            yield "initial"
        elif me not in text.signed:
            yield "sign-agreement"
    yield from _of_steps(visit)


def _of_question(visit: Visit) -> Iterator[Duty]:
    room, me, now = visit.room, visit.keys.group, visit.now
    for id_, question in room.questions.items():
        if now >= question.asked.deadline or question.agreement is not None:
            continue
        if question.open and visit.may("answer-question") and (id_, me) not in room.answers:
            yield "answer-question"
        elif not question.open and visit.may("agree-to-ask") and me not in question.consents:
            yield "agree-to-ask"


def _of_steps(visit: Visit) -> Iterator[Duty]:
    room, me = visit.room, visit.keys.group
    for step in room.steps.values():
        due = all(room.steps[first].verified for first in step.after)
        if visit.may("report-step") and due and me in step.by and me not in step.reported and not step.verified:
            yield "report-step"
            break
    for step in room.steps.values():
        done = set(step.reported) == set(step.by) and step.verified is None
        if visit.may("verify-step") and done and me not in step.by:
            yield "verify-step"
            break


def _preparing(visit: Visit) -> Iterator[Duty]:
    room, me = visit.room, visit.keys.group
    if visit.may("sound") and room.agreement is None and any((me, one.id) not in room.soundings for one in room.issues):
        yield "sound"


def _of_mediator(visit: Visit) -> Iterator[Duty]:
    room = visit.room
    headed = {one.group for one in room.members.values() if one.role == "head"}
    if set(room.seat_ids) - headed:
        yield "invite-heads"
    if room.rules is None:
        yield "propose-rules"
    now = visit.now
    if any(one.stands(now) and set(one.signed.to) - set(one.released) for one in room.wordings.values()):
        yield "release-wording"
    yield from _of_steps(visit)
