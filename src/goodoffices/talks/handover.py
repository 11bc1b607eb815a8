"""What somebody takes along when talks end, or when another takes over: nothing but what their own pages show."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from goodoffices.talks.roles import MEDIATOR, OBSERVERS
from goodoffices.talks.room import Room
from goodoffices.talks.verify_minutes import canonical
from goodoffices.talks.viewing import View

__all__ = ["hand_over", "hand_over_files"]

_APART = "confidential/"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_SAID = {
    "verify_minutes.py": "verifies minutes and agreement, with nothing but Python. May be shown to anybody. Who "
    "does not trust the server takes it from the project instead.",
    "agreement.json": "the agreement with its proof: text, initials, signatures, keys. For whom the seats agree on.",
    "agreement.pdf": "the agreement on paper. What counts are the signatures in agreement.json.",
    "agreement.docx": "the agreement as a document. What counts are the signatures in agreement.json.",
    "text.txt": "the latest text, who initialled and who signed it. For the seats and the mediator.",
    "steps.txt": "who does what first, and how far it is. For the seats and the mediator.",
    "questions.txt": "questions for sealed answers, and what came of them. For the seats and the mediator.",
    "confidential/notes.txt": "notes and instructions within your own side.",
    "confidential/soundings.txt": "how your side noted that it stands to the issues.",
    "confidential/disclosed.txt": "what was disclosed to the mediator, and not withdrawn.",
    "confidential/wordings.txt": "wordings that were signed for relay, and where they were shown.",
    "confidential/messages.txt": "words that reached a seat by relay.",
    "confidential/comments.txt": "comments on clauses, told to the mediator alone.",
    "confidential/shown-first.txt": "texts that were shown to one seat before the others.",
}


def hand_over_files(
    view: View, minutes: Mapping[str, tuple[tuple[str, ...], bytes]], extra: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of a hand-over pack, by name.

    Parameters
    ----------
    view
        The room as the group knows it, with bodies open.
    minutes
        Each log that the group reads, by its id: the audience, and the file as it is exported.
    extra
        Files that lie beside: the verifier, the agreement.
    """
    files = {} if view.group == OBSERVERS else _written(view.room, view.group)
    shared = set(view.room.seat_ids)
    for log, (audience, data) in minutes.items():
        # What not all seats read lies apart, or somebody would show it with the rest.
        common = shared <= set(audience) or view.group == OBSERVERS
        files[f"{'' if common else _APART}minutes/{log[:16]}.json"] = data
    files |= extra
    return {"README.txt": _readme(view, minutes, files).encode(), **dict(sorted(files.items()))}


def hand_over(files: Mapping[str, bytes]) -> bytes:
    """Pack files into one ZIP: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            pack.writestr(entry, data)
    return out.getvalue()


def _readme(view: View, minutes: Mapping[str, tuple[tuple[str, ...], bytes]], files: Mapping[str, bytes]) -> str:
    lines = [
        view.room.title,
        f"What {_name(view.room, view.group)} takes along from room {view.room.id}.",
        "",
        "What lies in confidential/ is for your own side alone; keep it apart from the rest, and encrypted.",
        "To verify minutes or the agreement: python verify_minutes.py FILE",
        "",
    ]
    lines += [f"{name}: {_SAID[name]}" for name in sorted(files) if name in _SAID]
    for log, (audience, _) in sorted(minutes.items()):
        name = next(one for one in files if one.endswith(f"minutes/{log[:16]}.json"))
        lines.append(f"{name}: minutes, which are read by {', '.join(_name(view.room, one) for one in audience)}.")
    return "\n".join(lines) + "\n"


def _name(room: Room, group: str) -> str:
    return next((seat.name for seat in room.seats if seat.id == group), f"the {group}")


def _written(room: Room, group: str) -> dict[str, bytes]:
    texts = {
        "text.txt": _text(room),
        "steps.txt": _steps(room),
        "questions.txt": _questions(room),
        f"{_APART}notes.txt": _notes(room),
        f"{_APART}soundings.txt": _stands(room.soundings),
        f"{_APART}disclosed.txt": _stands(room.disclosed),
        f"{_APART}wordings.txt": _wordings(room),
        f"{_APART}messages.txt": _messages(room, group),
        f"{_APART}comments.txt": _comments(room),
        f"{_APART}shown-first.txt": _shown_first(room),
    }
    return {name: "\n".join(lines).encode() + b"\n" for name, of in texts.items() if (lines := tuple(of))}


def _at(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")


def _said(body: Any) -> str:
    return "(these words were destroyed by agreement, or cannot be opened)" if body is None else body.text


def _text(room: Room) -> Iterator[str]:
    text = room.text
    if text is None:
        return
    yield "AGREED: every seat has signed" if room.agreement else "DRAFT - NOT AGREED"
    yield f"tabled {_at(text.tabled.at)}, version {len(room.texts)}, digest {text.tabled.digest}"
    yield f"signed by: {', '.join(_name(room, seat) for seat in text.signed) or 'nobody'}"
    if text.tabled.body is None:
        yield _said(None)
        return
    yield f"\n{text.tabled.body.title}"
    for clause in text.tabled.body.clauses:
        hands = ", ".join(_name(room, seat) for seat in text.initials.get(clause.id, ()))
        yield f"\n{clause.title}\n{clause.text}\n(initialled by: {hands or 'nobody'})"


def _steps(room: Room) -> Iterator[str]:
    if room.plan is None:
        return
    words = {step.id: step.what for step in room.plan.body.steps} if room.plan.body else {}
    states = {None: "not verified", True: "done as agreed", False: "found not to be done as agreed"}
    for id_, step in room.steps.items():
        yield f"{id_}: {words.get(id_, _said(None))}"
        yield f"  by {', '.join(_name(room, seat) for seat in step.by)}; after {', '.join(step.after) or 'nothing'}"
        reported = ", ".join(_name(room, seat) for seat in step.reported)
        yield f"  reported by {reported or 'nobody'}; {states[step.verified]}"


def _questions(room: Room) -> Iterator[str]:
    for one in room.questions.values():
        came = {None: "open" if one.open else "not put", True: "agreement", False: "no agreement"}[one.agreement]
        yield f"until {_at(one.asked.deadline)}, {came}: {_said(one.asked.body)}"
        if one.asked.body is not None and one.asked.body.package:
            yield f"  {canonical(one.asked.body.package).decode()}"


def _notes(room: Room) -> Iterator[str]:
    for one in room.notes:
        name = room.members[one.person].name if one.person in room.members else "somebody"
        yield f"{_at(one.at)}, {name}: {_said(one.body)}"


def _stands(of: Mapping[tuple[str, str], Any]) -> Iterator[str]:
    for (seat, issue), one in sorted(of.items()):
        words = _said(None) if one.body is None else canonical(one.body.model_dump(mode="json")).decode()
        yield f"{_at(one.at)}, {seat}, {issue}: {words}"


def _wordings(room: Room) -> Iterator[str]:
    for one in room.wordings.values():
        signed, state = one.signed, "taken back" if one.revoked else f"until {_at(one.signed.expires)}"
        yield f"{_at(signed.at)}, {_name(room, signed.seat)} as {signed.attribution}, {state}: {_said(signed.body)}"
        shown = ", ".join(_name(room, seat) for seat in one.released)
        yield f"  for {', '.join(_name(room, seat) for seat in signed.to)}; shown to {shown or 'nobody'}"


def _messages(room: Room, group: str) -> Iterator[str]:
    for one in room.messages:
        source = "nobody is named" if one.source is None else _name(room, one.source)
        to = "" if group != MEDIATOR else f", to {_name(room, one.to)}"
        yield f"{_at(one.at)}, {source}{to}: {_said(one.body)}"


def _comments(room: Room) -> Iterator[str]:
    for one in room.criticism:
        words = _said(None) if one.body is None else canonical(one.body.model_dump(mode="json")).decode()
        yield f"{_at(one.at)}, {_name(room, one.seat)}, clause {one.clause} of text {one.text[:8]}: {words}"


def _shown_first(room: Room) -> Iterator[str]:
    for one in room.shown_first:
        yield f"{_at(one.at)}, to {_name(room, one.to)}: {one.reason}"
        clauses = one.body.clauses if one.body is not None else ()
        yield from (f"  {clause.title}: {clause.text}" for clause in clauses)
