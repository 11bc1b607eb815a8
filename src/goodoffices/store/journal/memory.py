"""What groups were told, kept at hand in memory, and sealed there too.

To open every event anew for every page costs a public-key operation each. What was opened once is kept under a key
made of the group's secret keys: nobody can read it from memory but a request of somebody who could open it anyway.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, TypeAdapter

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.persons import open_under, seal_under
from goodoffices.store.journal.reading import LAST, Files, read_told
from goodoffices.store.journal.results import OpenedKeys, Told
from goodoffices.store.journal.serverkey import derived
from goodoffices.talks import Event

__all__ = ["Memory"]

_MOST_BYTES = 64 * 2**20
_FEW = 20
_STRETCH = 64
"""So many events at least are sealed together, so that not all are sealed anew for each one that comes."""
_Row = tuple[int, Annotated[Event, Field(discriminator="kind")], str | None, str | None, bool]
_ROWS: TypeAdapter[list[_Row]] = TypeAdapter(list[_Row])


_FORGOTTEN = sa.select(t.rooms.c.forgotten).where(t.rooms.c.id == sa.bindparam("room"))
_NOW = sa.select(_FORGOTTEN.scalar_subquery(), LAST.scalar_subquery())


@dataclass(frozen=True)
class _Kept:
    """What a group was told up to a number, in stretches; so many events stand in the last of them."""

    last: int
    forgotten: int
    sealed: tuple[bytes, ...] = field(default=(), repr=False)
    newest: int = 0

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return sum(map(len, self.sealed))

    def after(self, secret: bytes, fresh: Sequence[Told]) -> _Kept | None:
        """Return what is kept once more is told; None if what was told last cannot be opened."""
        rows = _ROWS.dump_json([(one.number, one.event, one.salt, one.commitment, one.whole) for one in fresh])
        stretches, many = self.sealed, len(fresh)
        if 0 < self.newest < _STRETCH:
            newest = open_under(secret, stretches[-1])
            if newest is None:
                return None
            # Two lists written down become one.
            rows = newest[:-1] + b"," + rows[1:]
            stretches, many = stretches[:-1], many + self.newest
        return _Kept(self.last + len(fresh), self.forgotten, (*stretches, seal_under(secret, rows)), many)


class Memory:
    """Opened events at hand, those longest unused left out."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._most, self._bytes = most, 0
        self._turn = threading.Lock()

    def told(self, files: Files, keys: OpenedKeys, *, after: int) -> tuple[Told, ...]:
        """Return what a person's group was told after an event, by its number."""
        with files[0].reading((keys.room, keys.group)) as journal:
            forgotten, last = (one or 0 for one in journal.execute(_NOW, {"room": keys.room}).one())
        kept = self._kept.get((keys.room, keys.group))
        if after and (kept is None or after >= kept.last - _FEW):
            # Live updates ask for the last few, which need not be looked for among all.
            return read_told(files, keys, after=after)
        secret = _secret(keys)
        opened = [] if kept is None or kept.forgotten != forgotten else [open_under(secret, one) for one in kept.sealed]
        known = [one for one in opened if one is not None]
        if kept is None or len(known) < len(kept.sealed):
            kept, known = _Kept(0, forgotten), []
        told = [Told(*row) for one in known for row in _ROWS.validate_json(one)]
        fresh = read_told(files, keys, after=len(told)) if len(told) < last else ()
        if fresh:
            told += fresh
            self._put((keys.room, keys.group), kept.after(secret, fresh))
        return tuple(told[after:])

    def learn(self, keys: OpenedKeys, fresh: Sequence[Told]) -> None:
        """Keep what somebody's act told the own group: it need not be read and opened to be known."""
        kept = self._kept.get((keys.room, keys.group))
        if kept is not None and fresh and fresh[0].number == kept.last + 1:
            self._put((keys.room, keys.group), kept.after(_secret(keys), fresh))

    def forget(self, room: str) -> None:
        """Forget what groups of a room were told."""
        with self._turn:
            for key in [key for key in self._kept if key[0] == room]:
                self._bytes -= self._kept.pop(key).size

    def _put(self, key: tuple[str, str], kept: _Kept | None) -> None:
        if kept is None:
            return
        with self._turn:
            before = self._kept.pop(key, None)
            self._bytes += kept.size - (before.size if before else 0)
            self._kept[key] = kept
            while self._bytes > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.size


def _secret(keys: OpenedKeys) -> bytes:
    """Make a key of all keys of the group that the person holds: whoever holds others opens other things."""
    own = sorted((version, secret) for (group, version), secret in keys.groups.items() if group == keys.group)
    secret = derived(keys.room.encode(), "memory")
    for _, one in own:
        secret = derived(one, "memory", secret)
    return secret
