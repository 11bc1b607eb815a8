"""Minutes: reading them, taking them along, countersigning them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from goodoffices.talks.events import Countersigned, Event
from goodoffices.talks.minutes import log_id, minuted
from goodoffices.talks.roles import Group
from goodoffices.web.rooms.paging import Part, asked_of, part_of
from goodoffices.web.rooms.visit import Visit

__all__ = ["ReadLog", "minutes", "minutes_file"]


@dataclass(frozen=True)
class ReadLog:
    """A log of the minutes as its reader sees it.

    Attributes
    ----------
    point
        Its signed head.
    entries
        A part of what stands in it, with places.
    countersigned
        By one's own group, over heads of it.
    """

    point: Mapping[str, Any]
    entries: Part[Event]
    countersigned: tuple[Countersigned, ...]

    @property
    def current(self) -> bool:
        """Whether its present head is countersigned already."""
        return any((one.size, one.root) == (self.point["size"], self.point["root"]) for one in self.countersigned)


def minutes(visit: Visit, form: FormData | None) -> Response:
    """Show every log that one reads."""
    del form
    audiences: dict[frozenset[Group], list[Event]] = {}
    for event in visit.feed:
        if minuted(event):
            audiences.setdefault(event.audience, []).append(event)
    entries = {log_id(audience): events for audience, events in audiences.items()}
    asked = asked_of(visit.request.query_params)
    logs = [
        ReadLog(
            point,
            part_of(asked, point["log"][:16], entries.get(point["log"], ())),
            tuple(one for one in visit.room.countersigned if one.log == point["log"]),
        )
        for point in visit.desk.journal.checkpoints(visit.keys)
    ]
    key = next((one.key for one in visit.desk.journal.rooms() if one.id == visit.keys.room), "")
    return visit.page("minutes.html", logs=logs, key=key)


def minutes_file(visit: Visit, form: FormData | None) -> Response:
    """Send a log as one file that can be verified anywhere."""
    del form
    log = visit.request.path_params["log"]
    data = visit.desk.journal.export_minutes(visit.keys).get(log)
    if data is None:
        return visit.page("refused.html", 404, wrong="there are no such minutes for you to read", back="minutes")
    headers = {"content-disposition": f'attachment; filename="minutes-{log[:8]}.json"'}
    return Response(data, headers=headers, media_type="application/json")
