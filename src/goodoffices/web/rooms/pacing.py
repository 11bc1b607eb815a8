"""How fast one person may act: fast enough for people, too slow to wear out a room."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

__all__ = ["Pace"]

_AT_ONCE = 60.0
_PER_SECOND = 3.0
_MOST_KNOWN = 10_000


class Pace:
    """Count acts by person; nobody is slowed down by somebody else.

    Parameters
    ----------
    clock
        In seconds, never backwards.
    at_once
        How many acts somebody may do at once who has done none for a while.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, at_once: float = _AT_ONCE) -> None:
        self._clock = clock
        self._at_once = at_once
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, person: str) -> bool:
        """Take one act of a person, if it is not too soon."""
        with self._lock:
            now = self._clock()
            left, since = self._left.get(person, (self._at_once, now))
            left = min(self._at_once, left + (now - since) * _PER_SECOND)
            enough = left >= 1
            self._left[person] = (left - 1 if enough else left, now)
            if len(self._left) > _MOST_KNOWN:
                # Whoever has not acted for long has all acts again, and is the same as somebody unknown.
                self._left = {who: one for who, one in self._left.items() if now - one[1] < self._at_once / _PER_SECOND}
            return enough
