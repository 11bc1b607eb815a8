"""What each viewer is told: the one place where knowledge is divided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goodoffices.talks.events import Event
from goodoffices.talks.evolving import fold
from goodoffices.talks.roles import Group
from goodoffices.talks.room import Room

__all__ = ["View", "told", "visible"]


@dataclass(frozen=True)
class View:
    """A room as one group knows it.

    Attributes
    ----------
    group
        Who looks.
    feed
        What the group was told, in order; an event's number is its place here, counted from 1. A number that counted
        what one was not told would tell that it happened.
    room
        What that amounts to.
    """

    group: Group
    feed: tuple[Event, ...]
    room: Room


def told(event: Event, group: Group) -> bool:
    """Say whether a group is told of an event.

    Examples
    --------
    >>> from goodoffices.talks.events import RulesInForce
    >>> event = RulesInForce(at="2026-05-01T12:00:00Z", audience={"north"}, id="0" * 32)
    >>> told(event, "north"), told(event, "south")
    (True, False)
    """
    return group in event.audience


def visible(events: Iterable[Event], group: Group) -> View:
    """Return the room as a group knows it: made of nothing but what the group was told.

    Parameters
    ----------
    events
        All that happened, in order.
    group
        A seat, ``mediator`` or ``observers``.
    """
    feed = tuple(event for event in events if told(event, group))
    return View(group, feed, fold(feed))
