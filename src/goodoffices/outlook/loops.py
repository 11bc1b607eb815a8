"""Compiled loops that stand on their own: sharing values between neighbouring states, ranking by statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.model import IntArray

__all__ = ["WORST", "compiled", "spread", "statement_ranks"]

Work = TypeVar("Work", bound=Callable[..., Any])
WORST = np.int32(np.iinfo(np.int32).max)
_BITS = 30  # statements that fit into one rank before it is made dense again


def compiled(work: Work) -> Work:
    """Compile a loop without the interpreter's lock; keep the machine code wherever numba finds a place it may write.

    Parameters
    ----------
    work : callable
        The loop.

    Returns
    -------
    callable
        The same, compiled when it is first called.

    Notes
    -----
    numba stores the code beside the module, or in the user's cache where the module stands in a read-only tree. Where
    neither can be written it refuses; the loop is then compiled anew by every process.
    """
    try:
        return cast("Work", numba.njit(cache=True, nogil=True)(work))
    except RuntimeError:
        return cast("Work", numba.njit(nogil=True)(work))


@compiled
def spread(values: Any, option: int, seeing: int, most: bool, part: tuple[int, int]) -> None:  # noqa: FBT001
    """Let the two states that differ in one option share their larger or smaller value, in place.

    Parameters
    ----------
    values : (s,) array
        One value per state.
    option : int
        Its bit.
    seeing : {0, 1, 2}
        Who looks at the other: both, only the state without the option, only the one with it.
    most : bool
        Share the larger value.
    part : pair of int
        First and last (exclusive) of the ``s / 2`` pairs to treat.
    """
    bit = 1 << option
    for pair in range(part[0], part[1]):
        without = ((pair >> option) << (option + 1)) | (pair & (bit - 1))
        one, other = values[without], values[without | bit]
        shared = max(one, other) if most else min(one, other)
        if seeing != 2:
            values[without] = shared
        if seeing != 1:
            values[without | bit] = shared


@compiled
def statement_ranks(columns: NDArray[np.uint8], codes: IntArray, ranks: IntArray) -> None:
    """Rank states by prioritised statements: the first on which two states differ decides.

    Parameters
    ----------
    columns : (k, f) array of 0 and 1
        In which states each statement holds.
    codes : (v, p) int array
        For each variant the statements, the most important first: twice the number of the statement, plus one where
        its negation is meant.
    ranks : (v, f) int array
        Is written: larger is better, equal means indifferent; at least 0, not dense.

    References
    ----------
    Peng, Hipel and Kilgour (1997), IEEE SMC: option prioritising.
    """
    for v in range(len(codes)):
        row = ranks[v]
        row[:] = 0
        free = _BITS
        for code in codes[v]:
            if free == 0:
                order = np.argsort(row, kind="mergesort")
                rank, last = 0, row[order[0]]
                for state in order:
                    rank += row[state] != last
                    last = row[state]
                    row[state] = rank
                free = _BITS
                while rank > 0:
                    rank >>= 1
                    free -= 1
            column = columns[code >> 1]
            flip = code & 1
            for state in range(len(row)):
                row[state] = (row[state] << 1) | (column[state] ^ flip)
            free -= 1
