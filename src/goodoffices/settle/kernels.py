"""The inner loops of the room, compiled by numba; nothing here is imported before it is needed.

They find the undominated among many points by dividing them: the better half on the first party stands by itself, and
whoever of it is undominated may strike out points of the other half, which is a problem with a party less. Small pairs
of sets are compared point by point, with all parties' numbers side by side in one machine word where they fit.

References
----------
Kung, Luccio and Preparata (1975), J. ACM 22; Bentley (1980), Commun. ACM 23: multidimensional divide and conquer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["Field", "strike_out"]

Work = TypeVar("Work", bound=Callable[..., Any])
Ints = NDArray[np.int64]

_COMPARED = 1 << 14  # so many pairs are compared one by one; measured: from 2**12 to 2**16 makes no difference
_FEW = 64  # so many points are compared with one another


def _compiled(work: Work) -> Work:
    """Compile a loop without the interpreter's lock; keep the machine code wherever numba finds a place it may write.

    Where neither the module's folder nor the user's cache can be written numba refuses; the loop is then compiled anew
    by every process.
    """
    try:
        return cast("Work", numba.njit(cache=True, nogil=True)(work))
    except RuntimeError:
        return cast("Work", numba.njit(nogil=True)(work))


class Field(NamedTuple):
    """Distinct points, sorted by the first column descending, then the second, and so on.

    ``columns``, (p, n) int array; ``words``, (n, w) int array: the same numbers from 0, several to a word, each below a
    guard bit that is 0; ``guards``, (w,) int array: all guard bits; ``dead``, (n,) bool array, is written: which points
    are dominated; ``scratch``, (n + 1,) int array; ``signal``, (2,) int array: not 0 in the first place ends the work
    early, the second counts the points that are settled.
    """

    columns: Ints
    words: Ints
    guards: Ints
    dead: NDArray[np.bool_]
    scratch: Ints
    signal: Ints


@_compiled
def _covers(field: Field, one: int, other: int) -> bool:
    """Tell whether one point gives every party at least what the other gives.

    With the guard set above each number of the first, no number of the second can borrow beyond it; the guard is used
    up exactly where the second number is larger.
    """
    for w in range(len(field.guards)):
        guard = field.guards[w]
        if ((field.words[one, w] | guard) - field.words[other, w]) & guard != guard:
            return False
    return True


@_compiled
def _compare(field: Field, better: Ints, worse: Ints) -> None:
    """Compare every pair; who has struck out a point is moved ahead, since it will strike out more."""
    for other in worse:
        for k in range(len(better)):
            if _covers(field, better[k], other):
                field.dead[other] = True
                better[k], better[k // 2] = better[k // 2], better[k]
                break


@_compiled
def _descending(values: Ints, points: Ints) -> Ints:
    """Sort points by what they have, most first."""
    return points[np.argsort(-values[points])]


@_compiled
def _sweep_pairs(field: Field, better: Ints, worse: Ints) -> None:
    """Strike out by the last two columns: along the one, the best so far in the other."""
    along, other = field.columns[-2], field.columns[-1]
    better = _descending(along, better)
    most = np.int64(-1)
    k = 0
    for point in _descending(along, worse):
        while k < len(better) and along[better[k]] >= along[point]:
            most = max(most, other[better[k]])
            k += 1
        if most >= other[point]:
            field.dead[point] = True


@_compiled
def _place(levels: Ints, level: int) -> int:
    """Count the levels, ascending, up to one."""
    low, high = 0, len(levels)
    while low < high:
        middle = (low + high) // 2
        if levels[middle] <= level:
            low = middle + 1
        else:
            high = middle
    return low


@_compiled
def _sweep_triples(field: Field, better: Ints, worse: Ints) -> None:
    """Strike out by the last three columns: along the first, a Fenwick tree over the second holds the best third."""
    along, middle, last = field.columns[-3], field.columns[-2], field.columns[-1]
    better = _descending(along, better)
    levels = -middle[_descending(middle, better)]
    size = len(levels)
    most = field.scratch[: size + 1]
    most[:] = -1
    k = 0
    for point in _descending(along, worse):
        while k < len(better) and along[better[k]] >= along[point]:
            value = last[better[k]]
            place = _place(levels, -middle[better[k]])
            while place <= size and most[place] < value:
                most[place] = value
                place += place & -place
            k += 1
        place = _place(levels, -middle[point])
        while place > 0:
            if most[place] >= last[point]:
                field.dead[point] = True
                break
            place -= place & -place


@_compiled
def _extremes(values: Ints) -> tuple[int, int]:
    """Return the least and the greatest value."""
    least = most = values[0]
    for value in values:
        least, most = min(least, value), max(most, value)
    return least, most


@_compiled
def _median(values: Ints, smallest: int) -> int:
    """Return the median, or a little more than the smallest where half of all are smallest; reorders ``values``."""
    low, high, middle = 0, len(values) - 1, len(values) // 2
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if middle <= j:
            high = j
        elif middle >= i:
            low = i
        else:
            break
    found = values[middle]
    return found if found > smallest else smallest + 1


@_compiled
def _pick(field: Field, points: Ints, column: int, level: int, upper: bool) -> Ints:  # noqa: FBT001
    """Take the points still alive that reach a level in a column, or those that do not."""
    picked = np.empty(len(points), dtype=np.int64)
    count = 0
    for point in points:
        if not field.dead[point] and (field.columns[column, point] >= level) == upper:
            picked[count] = point
            count += 1
    return picked[:count]


@_compiled
def _alive(field: Field, points: Ints) -> Ints:
    """Take the points that nothing has struck out."""
    picked = np.empty(len(points), dtype=np.int64)
    count = 0
    for point in points:
        if not field.dead[point]:
            picked[count] = point
            count += 1
    return picked[:count]


@_compiled
def _marry(field: Field, better: Ints, worse: Ints) -> None:
    """Strike out those of the worse points that a better one covers; in the first column all better ones do.

    Both are divided by what the next column says. Who is above a level need not be compared in that column with who is
    below it, and nobody below covers anybody above.
    """
    left = [(better, worse, 1)]
    while len(left) > 0 and field.signal[0] == 0:
        better, worse, column = left.pop()
        worse = _alive(field, worse)
        if len(better) * len(worse) <= _COMPARED:
            _compare(field, better, worse)
            continue
        columns = len(field.columns) - column
        if columns == 2:
            _sweep_pairs(field, better, worse)
            continue
        if columns == 3:
            _sweep_triples(field, better, worse)
            continue
        values = field.columns[column][better]
        least, most = _extremes(values)
        if least == most:
            left.append((better, _pick(field, worse, column, least + 1, False), column + 1))  # noqa: FBT003
            continue
        level = _median(values, least)
        upper = _pick(field, better, column, level, True)  # noqa: FBT003
        lower = _pick(field, better, column, level, False)  # noqa: FBT003
        below = _pick(field, worse, column, level, False)  # noqa: FBT003
        left.append((lower, below, column))
        left.append((upper, _pick(field, worse, column, level, True), column))  # noqa: FBT003
        left.append((upper, below, column + 1))


@_compiled
def strike_out(field: Field) -> None:
    """Mark the dominated points, in place.

    Parameters
    ----------
    field : Field
        At least three columns; its ``dead`` is written.
    """
    count = len(field.dead)
    points = np.arange(count)
    for start in range(0, count, _FEW):
        end = min(start + _FEW, count)
        for k in range(start + 1, end):
            for before in range(start, k):
                if not field.dead[k] and not field.dead[before] and _covers(field, before, k):
                    field.dead[k] = True
        # The points up to here are settled as far as they were ever divided; now they strike out as many that follow.
        span = end & -end
        better = _alive(field, points[end - span : end])
        _marry(field, better, points[end : end + span])
        field.signal[1] = end
        if field.signal[0] != 0:
            return
