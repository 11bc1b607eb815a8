"""From a form to a command: every field is read once, here, and nothing else of a form is looked at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from goodoffices.errors import GoodOfficesError
from goodoffices.talks import Command, Room, command_of
from goodoffices.talks.bodies import Draft, GroundRules, Note, Sounding
from goodoffices.talks.signing import body_digest

__all__ = ["BUILDERS", "Filled", "FormError", "command_from"]

NO_SIGNATURE = "0" * 128  # the journal puts the person's own in its place
_LONGEST_HOURS = 24 * 60
_SALT = re.compile("[0-9a-f]{64}")
_HEADING = re.compile(r"#+\s*(.+)")


class FormError(GoodOfficesError):
    """A form that cannot be read; the message is for the person who sent it.

    Parameters
    ----------
    message
        What was found and what was expected.
    field
        The name of the field that it is about.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class Filled:
    """A form, by whom, in front of what.

    Attributes
    ----------
    fields
        As they were sent.
    group
        Of whoever sent it.
    look
        Gives the room as that group knows it, with bodies open.
    """

    fields: FormData
    group: str
    look: Callable[[], Room]

    @property
    def room(self) -> Room:
        """The room in front of which the form is."""
        return self.look()

    def text(self, name: str) -> str:
        """Return a field as text; empty if it was not sent."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def some(self, name: str) -> str | None:
        """Return a field as text, or None if it is empty."""
        return self.text(name).strip() or None

    @property
    def salt(self) -> str:
        """The salt that came with the form: whoever sends it once more sends the same words.

        Raises
        ------
        FormError
            If there is none.
        """
        if not _SALT.fullmatch(self.text("salt")):
            raise FormError("this form has no salt of its own; reload the page and send it once more")
        return self.text("salt")

    def all(self, name: str) -> list[str]:
        """Return all values of a field."""
        return [value for value in self.fields.getlist(name) if isinstance(value, str)]

    def later(self, name: str, unit: str) -> str:
        """Return the moment that lies so many hours or minutes after the form was shown."""
        try:
            shown = dt.datetime.fromisoformat(self.text("shown"))
            many = float(self.text(name))
            fits = 0 < many <= _LONGEST_HOURS and shown.tzinfo is not None
            moment = shown + dt.timedelta(**{unit: many}) if fits else None
        except (ValueError, OverflowError):
            moment = None
        if moment is None:
            raise FormError(f"{name}: found {self.text(name)!r:.40}, expected a number of {unit}", name)
        return moment.isoformat()


def command_from(kind: str, form: Filled) -> Command:
    """Make a command of a form.

    Raises
    ------
    FormError
        If there is no such form, or a field does not hold what it should; says which and what was expected.
    """
    if kind not in BUILDERS:
        raise FormError("there is no such form; reload the page")
    try:
        return command_of({"kind": kind, **BUILDERS[kind](form)})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = " ".join(str(part) for part in first["loc"][1:] if part != "body") or kind
        raise FormError(f"{place}: {first['msg']}", _field(place)) from None


def _ids(*names: str) -> Callable[[Filled], dict[str, Any]]:
    return lambda form: {name: form.text(name) for name in names}


def _note(*names: str) -> Callable[[Filled], dict[str, Any]]:
    return lambda form: {
        **{name: form.text(name) for name in names},
        "body": {"kind": "note", "text": form.text("text")},
    }


def _rules(form: Filled) -> dict[str, Any]:
    names = ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages")
    body = _read(GroundRules, {name: form.text(name) for name in names} | {"salt": form.salt})
    return {"id": form.text("id"), "digest": body_digest(body), "body": body.model_dump()}


def _session(form: Filled) -> dict[str, Any]:
    seats = form.all("seats")
    kind = form.text("format")
    return {
        "id": form.text("id"),
        "title": form.text("title"),
        "format": kind,
        "seats": seats,
        "speaking": form.all("speaking") or seats,
        "observers": form.text("observers") == "on",
        "on_record": form.text("on_record") == "on",
    }


def _sounding(form: Filled) -> dict[str, Any]:
    issue = next((one for one in form.room.issues if one.id == form.text("issue")), None)
    options = issue.options if issue else ()
    answers = {option: form.text(f"answer-{option}") for option in options if form.some(f"answer-{option}")}
    importance = form.some("importance")
    body = {
        "kind": "sounding",
        "answers": answers,
        "importance": importance if importance is None else _whole("importance", importance),
        "reserve": form.some("reserve"),
        "notes": form.some("notes"),
    }
    return {"id": form.text("id"), "issue": form.text("issue"), "body": body}


def _disclosure(form: Filled) -> dict[str, Any]:
    """Disclose the chosen parts of what was sounded, as it was sounded: nobody types it a second time."""
    given = form.room.soundings.get((form.group, form.text("issue")))
    if given is None or given.body is None:
        raise FormError("there is no sounding on this issue to disclose from; write one first")
    parts = set(form.all("parts"))
    whole = given.body
    body = Sounding(
        answers=whole.answers if "answers" in parts else {},
        importance=whole.importance if "importance" in parts else None,
        reserve=whole.reserve if "reserve" in parts else None,
        notes=whole.notes if "notes" in parts else None,
    )
    return {"id": form.text("id"), "issue": form.text("issue"), "body": body.model_dump()}


def _wording(form: Filled) -> dict[str, Any]:
    body = _read(Note, {"text": form.text("text"), "salt": form.salt})
    return {
        "id": form.text("id"),
        "to": form.all("to"),
        "attribution": form.text("attribution"),
        "expires": form.later("hours", "hours"),
        "digest": body_digest(body),
        "body": body.model_dump(),
        "signature": NO_SIGNATURE,
    }


def _release(form: Filled) -> dict[str, Any]:
    wording = form.room.wordings.get((form.text("seat"), form.text("wording")))
    if wording is None or wording.signed.body is None:
        raise FormError("there is no such wording; reload the page")
    return {
        "id": form.text("id"),
        "seat": wording.signed.seat,
        "wording": wording.signed.id,
        "to": form.text("to"),
        "digest": wording.signed.digest,
        "body": wording.signed.body.model_dump(),
    }


def _draft(form: Filled) -> tuple[Draft, dict[str, Any]]:
    """Read a text with a line ``# Heading`` above each clause; a clause keeps its id as long as it keeps its place."""
    clauses: list[dict[str, str]] = []
    for line in form.text("clauses").splitlines():
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            clauses.append({"id": f"c{len(clauses) + 1}", "title": heading[1], "text": ""})
        elif clauses:
            clauses[-1]["text"] += line + "\n"
        elif line.strip():
            raise FormError(
                f"clauses: found {line.strip()[:40]!r} above the first heading, expected a line such as # Preamble",
                "clauses",
            )
    draft = _read(Draft, {"title": form.text("title"), "clauses": clauses, "salt": form.salt})
    shown = (one.body for one in form.room.shown_first if one.body)
    # What was shown to one seat is known again by its digest when it is tabled.
    draft = next((one for one in shown if (one.title, one.clauses) == (draft.title, draft.clauses)), draft)
    return draft, {"id": form.text("id"), "digest": body_digest(draft), "body": draft.model_dump()}


def _text(form: Filled) -> dict[str, Any]:
    draft, fields = _draft(form)
    return {**fields, "revises": form.some("revises"), "clauses": [clause.id for clause in draft.clauses]}


def _first(form: Filled) -> dict[str, Any]:
    return {**_draft(form)[1], "to": form.text("to"), "reason": form.text("reason")}


def _comment(form: Filled) -> dict[str, Any]:
    body = {
        "kind": "comment",
        "temperature": form.text("temperature"),
        "text": form.some("comment"),
        "interest": form.some("interest"),
    }
    return {**_ids("id", "text", "clause")(form), "body": body}


def _question(form: Filled) -> dict[str, Any]:
    package = {
        issue.id: form.text(f"option-{issue.id}") for issue in form.room.issues if form.some(f"option-{issue.id}")
    }
    body = {"kind": "proposal", "text": form.text("text"), "package": package}
    return {"id": form.text("id"), "deadline": form.later("minutes", "minutes"), "body": body}


def _steps(form: Filled) -> dict[str, Any]:
    """Read a line for each step, between bars: its name, who does it, what comes first, what, and who verifies it."""
    steps: list[dict[str, Any]] = []
    for line in filter(str.strip, form.text("steps").splitlines()):
        parts = [part.strip() for part in line.split("|", 4)]
        if len(parts) < 4:
            raise FormError(
                f"steps: found {line.strip()[:40]!r}, expected name | who | after | what | who verifies", "steps"
            )
        names = [[name.strip() for name in part.split(",") if name.strip()] for part in parts[1:3]]
        verified_by = (parts[4] or None) if len(parts) > 4 else None
        steps.append({"id": parts[0], "by": names[0], "after": names[1], "what": parts[3], "verified_by": verified_by})
    order = [(step["id"], step["by"], step["after"]) for step in steps]
    return {"id": form.text("id"), "order": order, "body": {"kind": "plan", "steps": steps}}


def _signed(*names: str) -> Callable[[Filled], dict[str, Any]]:
    return lambda form: {**_ids(*names)(form), "signature": NO_SIGNATURE}


def _whole(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise FormError(f"{name}: found {text[:20]!r}, expected a whole number", name)
    return int(text)


def _read(kind: type[Any], data: Mapping[str, Any]) -> Any:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = " ".join(str(part) for part in first["loc"])
        raise FormError(f"{place}: {first['msg']}", _field(place)) from None


def _field(place: str) -> str:
    """Return the field of a form in which something in a command was written."""
    return place.partition(" ")[0]


BUILDERS: dict[str, Callable[[Filled], dict[str, Any]]] = {
    "dismiss": _ids("person"),
    "propose-rules": _rules,
    "sign-rules": _signed("id", "digest"),
    "propose-mode": _ids("id", "mode"),
    "consent-mode": _signed("id", "mode"),
    "decline-mode": _ids("id"),
    "open-session": _session,
    "close-session": _ids("id"),
    "speak": _note("id", "session"),
    "instruct": _note("id"),
    "sound": _sounding,
    "disclose": _disclosure,
    "withdraw": _ids("issue"),
    "sign-wording": _wording,
    "revoke-wording": _ids("id"),
    "release-wording": _release,
    "table-text": _text,
    "show-text-first": _first,
    "criticise": _comment,
    "initial": _signed("text", "clause", "digest"),
    "ask-question": _question,
    "agree-to-ask": _ids("id"),
    "answer-question": lambda form: {
        **_ids("id", "question")(form),
        "body": {"kind": "answer", "yes": form.text("answer") == "yes"},
    },
    "set-steps": _steps,
    "report-step": _ids("step"),
    "verify-step": lambda form: {**_ids("step")(form), "borne_out": form.text("borne_out") == "yes"},
    "sign-agreement": _signed("text", "digest"),
    "report-findings": _note("id"),
    "propose-deletion": lambda form: {**_ids("id")(form), "session": form.some("session")},
    "consent-deletion": lambda form: {**_signed("id")(form), "session": form.some("session")},
    "decline-deletion": _ids("id"),
    "countersign": lambda form: {
        **_signed("log", "root")(form),
        "size": _whole("size", form.text("size")),
    },
}
"""How each command is read off its form; a command that stands not here has none."""
