"""Find the undominated among many points, exactly, and say which of the points given are equal."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import LimitError
from goodoffices.settle.exactness import SAFE_BITS, IntArray

__all__ = ["Classes", "Watch", "undominated"]

_PAIRWISE = 512  # up to so many points NumPy compares all pairs sooner than compiled loops are fetched
_LONG = 1 << 15  # from so many points on a compiled loop may take long enough to be watched
_BYTES, _BYTES_BIG = (56, 96), 120  # that comparing a point takes: for each party, and besides; for a big integer
_WORD = 63  # bits of a word that are used, so that it stays positive
_GLANCE = 0.02  # seconds between two looks at whether to stop


@dataclass
class Watch:
    """What may end a computation early, and who is told how far it has come.

    Attributes
    ----------
    progress
        Called with the share that is done, from 0 to 1.
    stop
        Asked now and then whether to end.
    memory
        How many bytes may be taken.
    begin, share, told
        Where the present part of the work begins, how much of the whole it is, and what was told last.
    """

    progress: Callable[[float], None] | None = None
    stop: Callable[[], bool] | None = None
    memory: int = 4 << 30
    begin: float = 0.0
    share: float = 1.0
    told: float = 0.0

    def at(self, done: float) -> None:
        """Tell which share of the present part is done, never less than before, and end if that is asked for.

        Raises
        ------
        LimitError
            If ``stop`` says so.
        """
        self.told = max(self.told, min(1.0, self.begin + self.share * done))
        if self.progress is not None:
            self.progress(self.told)
        if self.stop is not None and self.stop():
            raise LimitError("stopped as asked")

    def room(self, worth: IntArray) -> int:
        """Say how many points with so many parties can be compared at once; ``worth`` is (p, n) of such numbers."""
        party = _BYTES[0] + (_BYTES_BIG if worth.dtype == object else 0)
        return self.memory // (party * len(worth) + _BYTES[1])

    def needs(self, count: int, worth: IntArray) -> None:
        """Refuse to compare more points than there is room for.

        Raises
        ------
        LimitError
            If there is not enough room.
        """
        if count > self.room(worth):
            raise LimitError(f"{count} points to compare do not fit into {self.memory / 2**20:.6g} MiB")

    def part(self, k: int, count: int) -> None:
        """Begin part ``k`` of ``count`` parts of the work."""
        self.begin, self.share = k / count, 1 / count


@dataclass(frozen=True, eq=False)
class Classes:
    """The undominated points, each with all that are equal to it.

    Attributes
    ----------
    members : (t,) int array
        Positions among the points given, class by class; classes from the best to the worst for the first party.
    starts, sizes : (m,) int arrays
        Where in ``members`` each class starts, and how many it has.
    """

    members: NDArray[np.int64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]


def undominated(points: IntArray, watch: Watch | None = None) -> Classes:
    """Find the undominated among points.

    Parameters
    ----------
    points : (p, n) array of whole numbers
        One column for each point, larger is better; int64 or Python's own integers.
    watch : Watch, optional
        What may end the work.

    Returns
    -------
    Classes
        Each distinct undominated point with its equals.

    Raises
    ------
    LimitError
        If the watch ends the work.

    Examples
    --------
    >>> found = undominated(np.array([[1, 3, 1, 0], [2, 0, 2, 2]]))
    >>> found.members.tolist(), found.starts.tolist()
    ([1, 0, 2], [0, 1])
    """
    none = np.empty(0, dtype=np.int64)
    if not points.shape[1]:
        return Classes(none, none, none)
    columns = _from_zero(points)
    words, guards = _packed(columns)
    order = np.argsort(words[0])[::-1] if len(words) == 1 else np.lexsort(words[::-1])[::-1]
    words = words[:, order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (words[:, 1:] != words[:, :-1]).any(axis=0)
    begins = np.flatnonzero(new)
    kept = _kept(columns[:, order[begins]], words[:, begins], guards, watch or Watch())
    sizes = np.append(begins[1:], len(order)) - begins
    members, left = order[kept.repeat(sizes)], sizes[kept]
    if len(members) > len(left):
        # The sort leaves equals in any order; put them as they stand.
        members = members[np.lexsort((members, np.arange(len(left)).repeat(left)))]
    return Classes(members, left.cumsum() - left, left)


def _from_zero(points: IntArray) -> NDArray[np.int64]:
    """Put every party's numbers on int64 from 0, in the same order; by their ranks where they lie too far apart."""
    lows, tops = points.min(axis=1), points.max(axis=1)
    if all(int(top) - int(low) < 1 << SAFE_BITS for low, top in zip(lows, tops, strict=True)):
        return np.asarray(points - lows[:, None], dtype=np.int64)
    return np.array([np.unique(row, return_inverse=True)[1] for row in points], dtype=np.int64)


def _packed(columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put all parties' numbers of a point side by side into as few words as they fit, each below a guard bit.

    Comparing words as numbers is comparing points by the first party, then the second, and so on.
    """
    widths = [int(most).bit_length() + 1 for most in columns.max(axis=1)]
    words, guards, free = [], [], 0
    for column, width in zip(columns, widths, strict=True):
        if width > free:
            words.append(np.zeros(columns.shape[1], dtype=np.int64))
            guards.append(0)
            free = _WORD
        words[-1] <<= width
        words[-1] |= column
        guards[-1] = guards[-1] << width | 1 << (width - 1)
        free -= width
    return np.array(words), np.array(guards, dtype=np.int64)


def _kept(
    columns: NDArray[np.int64], words: NDArray[np.int64], guards: NDArray[np.int64], watch: Watch
) -> NDArray[np.bool_]:
    """Say which of distinct points, sorted from the best to the worst for the first party, are undominated."""
    parties, count = columns.shape
    if parties == 1:
        return np.asarray(np.arange(count) == 0)
    if parties == 2:
        second = columns[1]
        kept = np.ones(count, dtype=bool)
        kept[1:] = second[1:] > np.maximum.accumulate(second)[:-1]
        return kept
    if count <= _PAIRWISE:
        # Whoever dominates stands before: all below the diagonal.
        covers = np.ones((count, count), dtype=bool)
        for column in columns[1:]:
            covers &= column[:, None] >= column
        return np.asarray(~np.triu(covers, 1).any(axis=0))
    kernels = importlib.import_module("goodoffices.settle.kernels")
    signal = np.zeros(2, dtype=np.int64)
    field = kernels.Field(
        np.ascontiguousarray(columns),
        np.ascontiguousarray(words.T),
        guards,
        np.zeros(count, dtype=bool),
        np.empty(count + 1, dtype=np.int64),
        signal,
    )
    if count < _LONG:
        kernels.strike_out(field)
        return np.asarray(~field.dead)
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(kernels.strike_out, field)
        try:
            while wait_for([work], _GLANCE).not_done:
                watch.at(int(signal[1]) / count)
        finally:
            signal[0] = 1  # nothing is left to do if the work has ended
        work.result()
    return np.asarray(~field.dead)
