"""The agreement as files, what somebody takes along, and how the talks went for them."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.datastructures import FormData
from starlette.responses import Response

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import PassphraseError, StepUpError
from goodoffices.talks import View
from goodoffices.talks.agreement import Agreement, read_agreement
from goodoffices.talks.events import AgreementReached, Event, ModeChanged, RulesInForce
from goodoffices.talks.handover import hand_over, hand_over_files
from goodoffices.web.rooms import agreedpapers
from goodoffices.web.rooms.acting import status_of
from goodoffices.web.rooms.paging import asked_of, part_of
from goodoffices.web.rooms.visit import Visit

__all__ = ["Phase", "agreement", "agreement_file", "debrief", "hand_over_pack"]

_PAPERS: Mapping[str, tuple[str, Callable[[Agreement], bytes]]] = MappingProxyType(
    {
        "agreement.pdf": ("application/pdf", agreedpapers.pdf),
        "agreement.docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            agreedpapers.docx,
        ),
    }
)


def _sent(name: str, kind: str, data: bytes) -> Response:
    return Response(data, headers={"content-disposition": f'attachment; filename="{name}"'}, media_type=kind)


def agreement(visit: Visit, form: FormData | None) -> Response:
    """Show what there is to take along."""
    del form
    return _page(visit)


def _page(visit: Visit, status: int = 200, wrong: str | None = None) -> Response:
    data = None if visit.observes else visit.desk.journal.export_agreement(visit.keys)
    return visit.page("agreement.html", status, agreed=None if data is None else read_agreement(data), wrong=wrong)


def agreement_file(visit: Visit, form: FormData | None) -> Response:
    """Send the agreement; a text that not every seat signed is no file, since a file travels without its caveats."""
    del form
    name = visit.request.path_params["name"]
    data = visit.desk.journal.export_agreement(visit.keys)
    if data is None or name not in {"agreement.json", *_PAPERS}:
        return visit.page("refused.html", 404, wrong="there is no such file here, or not yet", back="agreement")
    if name == "agreement.json":
        return _sent(name, "application/json", data)
    kind, made = _PAPERS[name]
    return _sent(name, kind, made(read_agreement(data)))


def hand_over_pack(visit: Visit, form: FormData | None) -> Response:
    """Send all that somebody may take along, once the passphrase was given for this very pack."""
    passphrase = form.get("passphrase") if form is not None else None
    try:
        if not isinstance(passphrase, str) or not passphrase:
            raise StepUpError("your passphrase is asked for once more before so much leaves the room")
        visit.desk.journal.identity.step_up(visit.token, passphrase)
    except PassphraseError:
        return _page(visit, 403, "this is not your passphrase: see whether a letter is missing, and type it again")
    except GoodOfficesError as error:
        return _page(visit, status_of(error), str(error))
    journal = visit.desk.journal
    minutes = {
        log: (tuple(json.loads(data)["audience"]), data) for log, data in journal.export_minutes(visit.keys).items()
    }
    verifier = importlib.resources.files("goodoffices.talks").joinpath("verify_minutes.py").read_bytes()
    extra = {"verify_minutes.py": verifier, **_agreed_files(visit)}
    files = hand_over_files(View(visit.keys.group, visit.feed, visit.room), minutes, extra)
    return _sent("hand-over.zip", "application/zip", hand_over(files))


def _agreed_files(visit: Visit) -> dict[str, bytes]:
    data = None if visit.observes else visit.desk.journal.export_agreement(visit.keys)
    if data is None:
        return {}
    agreed = read_agreement(data)
    return {"agreement.json": data, **{name: made(agreed) for name, (_, made) in _PAPERS.items()}}


@dataclass(frozen=True)
class Phase:
    """A part of the talks, from one turn to the next.

    Attributes
    ----------
    turn
        What it began with.
    events
        What the viewer was told in it, each with its place in the feed.
    """

    turn: Event
    events: tuple[tuple[int, Event], ...]

    @property
    def lasted(self) -> dt.timedelta:
        """From its first event to its last, as the viewer was told of them."""
        return self.events[-1][1].at - self.events[0][1].at

    @property
    def hours(self) -> int:
        """Whole hours of it."""
        return int(self.lasted.total_seconds()) // 3600

    @property
    def minutes(self) -> int:
        """Minutes beyond whole hours."""
        return int(self.lasted.total_seconds()) // 60 % 60


def debrief(visit: Visit, form: FormData | None) -> Response:
    """Replay what the viewer was told, once there is an agreement."""
    del form
    phases: list[list[tuple[int, Event]]] = []
    for number, event in enumerate(visit.feed if visit.room.agreement else (), start=1):
        if not phases or isinstance(event, RulesInForce | ModeChanged | AgreementReached):
            phases.append([])
        phases[-1].append((number, event))
    asked = asked_of(visit.request.query_params)
    # A replay is read from its beginning.
    parts = [part_of(asked, f"phase-{k}", events, oldest=True) for k, events in enumerate(phases, start=1)]
    whole = [Phase(events[0][1], tuple(events)) for events in phases]
    return visit.page("debrief.html", phases=list(zip(whole, parts, strict=True)))
