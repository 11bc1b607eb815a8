"""The pages of a room: each looks at the room as its viewer knows it, and at nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import FormData
from starlette.responses import Response

from goodoffices.talks.roles import MODES
from goodoffices.web.rooms.analysis import analyse
from goodoffices.web.rooms.board import board
from goodoffices.web.rooms.duties import duties
from goodoffices.web.rooms.visit import Visit

__all__ = ["SHOWN", "preview", "room", "waiting"]

_Form = FormData | None
_AT_ONCE = 20


def room(visit: Visit, form: _Form) -> Response:
    """Show what is new, the ground rules, the mode, and what waits for the viewer."""
    del form
    last = len(visit.feed)
    asked = visit.request.query_params.get("before", "")
    before = min(int(asked), last + 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else last + 1
    first = max(1, before - _AT_ONCE)
    news = [(number, visit.feed[number - 1]) for number in range(before - 1, first - 1, -1)]
    return visit.page("room.html", news=news, earlier=first if first > 1 else None, modes=MODES, duties=duties(visit))


def waiting(visit: Visit) -> Response:
    """Say that somebody of the group has to give the key first."""
    mine = next((one for one in visit.desk.journal.identity.people(visit.keys) if one.id == visit.keys.person), None)
    return visit.page("waiting.html", mine=mine)


def _sessions(visit: Visit, form: _Form) -> Response:
    del form
    shown = sorted(visit.room.sessions.values(), key=lambda one: (one.id not in visit.room.open_sessions,))
    said = {one.id: [entry for entry in visit.room.spoken if entry.session == one.id] for one in shown}
    return visit.page("sessions.html", sessions=shown, said=said)


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
    wordings = sorted(visit.room.wordings.values(), key=lambda one: one.signed.at, reverse=True)
    return visit.page("relay.html", wordings=wordings, now=visit.now)


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
    return visit.page("text.html", rows=board(visit.room), text=visit.room.text)


def _questions(visit: Visit, form: _Form) -> Response:
    del form
    asked = sorted(visit.room.questions.values(), key=lambda one: one.asked.at, reverse=True)
    now = visit.now
    # A question that was not consented to in time is over, as one that was answered is.
    current = next((one for one in asked if one.open or (one.agreement is None and now < one.asked.deadline)), None)
    return visit.page("questions.html", current=current, past=[one for one in asked if one is not current], now=now)


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
