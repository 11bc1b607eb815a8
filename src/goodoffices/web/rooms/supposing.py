"""A seat's own what-if: its own soundings, and what it supposes of the others; kept nowhere, told to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from starlette.datastructures import FormData
from starlette.responses import Response

from goodoffices.talks.bodies import Likert, Sounding
from goodoffices.talks.disclosed import Disclosed
from goodoffices.talks.room import Room
from goodoffices.web.rooms.analysis import zone_of
from goodoffices.web.rooms.visit import Visit

__all__ = ["what_if"]


def what_if(visit: Visit, form: FormData | None) -> Response:
    """Show which packages would be left if the others stood as somebody supposes.

    What is supposed comes with a form and goes back with the page: an address would be kept by browsers and proxies.
    """
    supposed = {} if form is None else _supposed(visit.room, visit.keys.group, form)
    own = _noted(visit.room, visit.keys.group)
    finding = None if form is None else zone_of(visit.room.issues, _standing(visit.room, own, supposed))
    return visit.page("what-if.html", finding=finding, supposed=supposed, noted=own.issues)


def _supposed(room: Room, me: str, form: FormData) -> dict[str, Likert]:
    """Return the answers by seat, issue and option, parted by strokes; whatever else was sent is left out."""
    answers: dict[object, Likert] = {one: one for one in get_args(Likert)}
    names = (
        f"{seat}/{issue.id}/{option}"
        for seat in room.seat_ids
        if seat != me
        for issue in room.issues
        for option in issue.options
    )
    return {name: answers[form[name]] for name in names if form.get(name) in answers}


def _noted(room: Room, me: str) -> Disclosed:
    return Disclosed(
        me,
        {issue: one.body for (seat, issue), one in room.soundings.items() if seat == me and one.body is not None},
    )


def _standing(room: Room, own: Disclosed, supposed: Mapping[str, Likert]) -> tuple[Disclosed, ...]:
    return tuple(
        own
        if seat == own.seat
        else Disclosed(
            seat,
            {
                issue.id: Sounding(
                    answers={
                        option: supposed[f"{seat}/{issue.id}/{option}"]
                        for option in issue.options
                        if f"{seat}/{issue.id}/{option}" in supposed
                    }
                )
                for issue in room.issues
            },
        )
        for seat in room.seat_ids
    )
