"""Compiled loop that counts in how many draws each package is undominated; imported only when draws are counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["count_undominated"]

Work = TypeVar("Work", bound=Callable[..., Any])
Ints = NDArray[np.int64]


def _compiled(work: Work) -> Work:
    """Compile a loop; keep the machine code wherever numba finds a place it may write."""
    try:
        return cast("Work", numba.njit(cache=True, nogil=True)(work))
    except RuntimeError:
        return cast("Work", numba.njit(nogil=True)(work))


@_compiled
def count_undominated(worth: Ints, order: Ints, sizes: Ints, counts: Ints) -> None:
    """Count for each package the draws in which no other one of that draw dominates it, in place.

    Parameters
    ----------
    worth : (p, d, m) int array
        What packages are worth in each draw.
    order : (d, m) int array
        For each draw the packages that count, with descending sums of utilities, then the others.
    sizes : (d,) int array
        How many count.
    counts : (m,) int array
        Is added to.
    """
    parties, draws, packages = worth.shape
    kept = np.empty(packages, dtype=np.int64)
    for draw in range(draws):
        found = 0
        for k in range(sizes[draw]):
            package = order[draw, k]
            # Whoever dominates has the greater sum, so it was looked at before; equals are both kept.
            for j in range(found):
                covers, more = True, False
                for one in range(parties):
                    mine, other = worth[one, draw, package], worth[one, draw, kept[j]]
                    covers &= other >= mine
                    more |= other > mine
                if covers and more:
                    break
            else:
                kept[found] = package
                found += 1
                counts[package] += 1
