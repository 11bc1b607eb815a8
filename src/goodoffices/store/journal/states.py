"""Rooms as the server knows them: without a word of what was said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import DamagedError
from goodoffices.store.journal.veiling import joined
from goodoffices.talks import Event, Room, evolve

__all__ = ["State", "States"]

_MOST_ROOMS = 200
_LAST = sa.select(t.rooms.c.last).where(t.rooms.c.id == sa.bindparam("room"))


@dataclass(frozen=True)
class State:
    """A room as the server knows it.

    Attributes
    ----------
    room
        Made of all heads.
    last, at
        Position and time of the last event.
    numbers
        For each group how much it was told.
    """

    room: Room = field(default_factory=Room)
    last: int = 0
    at: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)

    def after(self, event: Event) -> State:
        """Return the state after one more event."""
        numbers = {**self.numbers, **{group: self.numbers.get(group, 0) + 1 for group in event.audience}}
        return State(evolve(self.room, event), self.last + 1, max(self.at, t.micros(event.at)), numbers)


class States:
    """The rooms that are kept in memory, those longest unused left out."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, State] = OrderedDict()

    def read(self, journal: sa.Connection, room: str) -> State:
        """Return a room as of a transaction: what is in memory, and what came since; an empty one if there is none.

        Raises
        ------
        DamagedError
            If entries are missing.
        """
        last = journal.scalar(_LAST, {"room": room}) or 0
        state = self._known.get(room, State())
        if last < state.last:
            state = State()
        if state.last < last:
            heads = journal.scalars(
                sa.select(t.events.c.head)
                .where(t.events.c.room == room, t.events.c.position > state.last)
                .order_by(t.events.c.position)
            )
            for head in heads:
                state = state.after(joined(head, None, None))
            if state.last != last:
                raise DamagedError("entries are missing from the journal; restore the last backup to another folder")
        return state

    def put(self, room: str, state: State) -> None:
        """Keep a room, as it is on the disk."""
        self._known[room] = state
        self._known.move_to_end(room)
        if len(self._known) > _MOST_ROOMS:
            self._known.popitem(last=False)
