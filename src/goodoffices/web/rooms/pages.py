"""The pages of a room: each looks at the room as its viewer knows it, and at nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from starlette.datastructures import FormData
from starlette.responses import Response

from goodoffices.talks.events import SessionOpened, Spoken
from goodoffices.talks.roles import MODES
from goodoffices.web.rooms.analysis import analyse
from goodoffices.web.rooms.board import board
from goodoffices.web.rooms.duties import duties
from goodoffices.web.rooms.paging import Asked, Part, asked_of, part_of
from goodoffices.web.rooms.visit import Visit

__all__ = ["SHOWN", "preview", "room", "waiting"]

_Form = FormData | None
_NOTES = 12
_SESSIONS = 5
_LONG = 3
"""Of what may be many pages each."""


def room(visit: Visit, form: _Form) -> Response:
    """Show what is new, the ground rules, the mode, and what waits for the viewer."""
    del form
    asked = _asked(visit)
    return visit.page(
        "room.html",
        news=part_of(asked, "feed", visit.feed),
        notes=part_of(asked, "notes", visit.room.notes, many=_NOTES, id_of=lambda one: one.id),
        findings=part_of(asked, "findings", visit.room.findings, many=_LONG),
        modes=MODES,
        duties=duties(visit),
    )


def _asked(visit: Visit) -> Asked:
    return asked_of(visit.request.query_params)


def waiting(visit: Visit) -> Response:
    """Say that somebody of the group has to give the key first."""
    mine = next((one for one in visit.desk.journal.identity.people(visit.keys) if one.id == visit.keys.person), None)
    return visit.page("waiting.html", mine=mine)


def _sessions(visit: Visit, form: _Form) -> Response:
    del form
    heard: defaultdict[str, list[Spoken]] = defaultdict(list)
    for one in visit.room.spoken:
        heard[one.session].append(one)
    asked = _asked(visit)
    shown = _sessions_shown(visit, asked)
    said = {one.id: part_of(asked, one.id, heard[one.id], id_of=lambda entry: entry.id) for _, one in shown.entries}
    return visit.page("sessions.html", sessions=shown, said=said)


def _sessions_shown(visit: Visit, asked: Asked) -> Part[SessionOpened]:
    """Return some sessions: the one that is asked for among them, else those that are open or were last."""
    room = visit.room
    sought = asked.name or asked.at
    if sought not in room.sessions:
        sought = next((one.session for one in reversed(room.spoken) if one.id == sought), "")
    # Shown from the last to the first: open ones as they were opened, then closed ones, the latest first.
    closed = [one for one in room.sessions.values() if one.id not in room.open_sessions]
    current = [one for one in room.sessions.values() if one.id in room.open_sessions]
    ordered = [*closed, *reversed(current)]
    return part_of(replace(asked, at=sought), "sessions", ordered, many=_SESSIONS, id_of=lambda one: one.id)


def _soundings(visit: Visit, form: _Form) -> Response:
    del form
    issues = [
        (
            issue,
            visit.room.soundings.get((visit.keys.group, issue.id)),
            visit.room.disclosed.get((visit.keys.group, issue.id)),
        )
        for issue in visit.room.issues
    ]
    return visit.page("soundings.html", issues=issues)


def _relay(visit: Visit, form: _Form) -> Response:
    del form
    asked, now = _asked(visit), visit.now
    # Those that may still be shown, or taken back, come first on the page, and so last here.
    wordings = sorted(visit.room.wordings.values(), key=lambda one: (one.stands(now), one.signed.at))
    return visit.page(
        "relay.html",
        wordings=part_of(asked, "wordings", wordings, id_of=lambda one: one.signed.id),
        messages=part_of(asked, "messages", visit.room.messages, id_of=lambda one: one.id),
        now=now,
    )


def preview(visit: Visit, form: _Form) -> Response:
    """Show a wording exactly as a seat would see it; a second step releases it."""
    del form
    query = visit.request.query_params
    wording = visit.room.wordings.get((query.get("seat", ""), query.get("wording", "")))
    to = query.get("to", "")
    if wording is None or to not in wording.signed.to:
        return visit.page("refused.html", 404, wrong="there is no such wording here, or no longer", back="relay")
    return visit.page("preview.html", wording=wording, to=to, stands=wording.stands(visit.now))


def _text(visit: Visit, form: _Form) -> Response:
    del form
    first = [one for one in visit.room.shown_first if visit.mediates or one.to == visit.keys.group]
    shown = part_of(_asked(visit), "first", first, many=_LONG)
    return visit.page("text.html", rows=board(visit.room), text=visit.room.text, first=shown)


def _questions(visit: Visit, form: _Form) -> Response:
    del form
    asked = sorted(visit.room.questions.values(), key=lambda one: one.asked.at)
    now = visit.now
    # A question that was not consented to in time is over, as one that was answered is.
    waiting_for = [one for one in asked if one.open or (one.agreement is None and now < one.asked.deadline)]
    current = waiting_for[-1] if waiting_for else None
    past = part_of(_asked(visit), "past", [one for one in asked if one is not current])
    return visit.page("questions.html", current=current, past=past, now=now)


def _steps(visit: Visit, form: _Form) -> Response:
    del form
    plan = visit.room.plan
    words = {step.id: step for step in plan.body.steps} if plan is not None and plan.body is not None else {}
    return visit.page("steps.html", words=words)


def _analysis(visit: Visit, form: _Form) -> Response:
    del form
    return visit.page("analysis.html", finding=analyse(visit.room))


SHOWN: Mapping[str, Callable[[Visit, _Form], Response]] = MappingProxyType(
    {
        "room": room,
        "sessions": _sessions,
        "soundings": _soundings,
        "relay": _relay,
        "text": _text,
        "questions": _questions,
        "steps": _steps,
        "analysis": _analysis,
    }
)
"""Pages that are only looked at, by the name of their route."""
