"""Lists of statements: all new orders by how much is moved, and which of them make a state hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.model import BoolArray

__all__ = ["MOST_ORDERS", "Hurdles", "Order", "lists_with", "longest_rise", "places_passed"]

Order: TypeAlias = tuple[int, ...]

MOST_ORDERS = 150_000
"""Up to this many lists with the same number of statements moved are tried; beyond, the search says so and stops."""


@dataclass(frozen=True)
class Hurdles:
    """What a list must do for a state to hold.

    Attributes
    ----------
    signs : (p, k) int array
        For each pattern of statements that states can meet, 1 where the statement favours it over the state, -1 where
        it favours the state, 0 where it does not tell them apart.
    clauses : tuple of tuple of frozenset of int
        One for each move; it is met if the list puts all patterns of any one of its sets no higher than the state.
    """

    signs: NDArray[np.int8]
    clauses: tuple[tuple[frozenset[int], ...], ...]

    def met(self, lists: NDArray[np.int8]) -> BoolArray:
        """Mark the lists that make the state hold.

        Parameters
        ----------
        lists : (c, k) int array
            Each row a list of statement numbers, the most important first, filled up with -1.

        Returns
        -------
        (c,) bool array
            True where every clause is met.
        """
        rows, width = lists.shape
        weights = np.zeros((rows, width + 1))
        for place in range(width):
            weights[np.arange(rows), lists[:, place]] = 2.0 ** (width - 1 - place)
        weights = weights[:, :width]  # what is off the list was written into the last column
        alive = np.arange(rows)
        for clause in self.clauses:
            used = sorted(set().union(*clause))
            low = dict(zip(used, (weights[alive] @ self.signs[used].T <= 0).T, strict=True))
            passed = np.zeros(len(alive), dtype=np.bool_)
            for way in clause:
                passed |= np.logical_and.reduce([low[one] for one in way])
            alive = alive[passed]
        found = np.zeros(rows, dtype=np.bool_)
        found[alive] = True
        return found


@lru_cache(maxsize=64)
def lists_with(known: int, moved: int, *, added: bool) -> tuple[NDArray[np.int8], NDArray[np.int64]] | None:
    """List all new orders of so many statements in which so many, and no fewer, are moved.

    Parameters
    ----------
    known : int
        How many statements there are; numbered from 0, the most important first.
    moved : int
        How many of them are picked up, dropped or added.
    added : bool
        Whether one more, numbered ``known``, may be added.

    Returns
    -------
    (c, known + added) int array and (c,) int array, or None
        Each row a list filled up with -1, and how many places its statements pass, ascending; None if there are too
        many.

    Examples
    --------
    Of two statements one may be moved up, or either be dropped:

    >>> lists_with(2, 1, added=False)
    (array([[ 0, -1],
           [ 1,  0],
           [ 1, -1]], dtype=int8), array([1, 1, 2]))
    """
    items = range(known + added)
    if _raw_count(known, moved, added=added) > MOST_ORDERS:
        return None
    found: set[Order] = set()
    for taken in combinations(items, moved):
        kept = tuple(one for one in range(known) if one not in taken)
        found.update(_placed(kept, taken, known))
    rows = sorted(order for order in found if _moved(order, known) == moved)
    lists = np.full((len(rows), len(items)), -1, dtype=np.int8)
    for row, order in zip(lists, rows, strict=True):
        row[: len(order)] = order
    places = places_passed(lists, known)
    by_places = np.argsort(places, kind="stable")
    lists, places = lists[by_places], places[by_places]
    lists.flags.writeable = places.flags.writeable = False
    return lists, places


def _raw_count(known: int, moved: int, *, added: bool) -> int:
    """Bound the number of lists from above."""
    longest = known - moved + added
    ways = np.prod([float(longest + 1 + one) + 1 for one in range(moved)])
    return int(comb(known + added, moved) * ways)


def _placed(kept: Order, taken: Order, known: int) -> list[Order]:
    """Put each statement that was taken anywhere, or below the line unless it came from there."""
    lists = [kept]
    for one in taken:
        raised = [(*order[:at], one, *order[at:]) for order in lists for at in range(len(order) + 1)]
        lists = raised if one == known else raised + lists
    return lists


def _moved(order: Order, known: int) -> int:
    """Count the fewest statements to pick up for a list."""
    listed = [one for one in order if one < known]
    return len(order) - len(listed) + known - len(longest_rise(listed))


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return a longest ascending subsequence: the most statements that can stay where they are."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for one in numbers:
        at = bisect_left(tops, one)
        before[one] = tops[at - 1] if at else None
        tops[at:] = [one] if at == len(tops) else [one, *tops[at + 1 :]]
    staying: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        staying.add(last)
        last = before[last]
    return staying


def places_passed(lists: NDArray[np.int8], known: int) -> NDArray[np.int64]:
    """Count the pairs of statements, the line among them, that each list turns round."""
    rows, width = lists.shape
    # In the old order the line follows the statements and precedes the one that may be added; below it nothing moves.
    place_of = np.tile(np.arange(width + 2) + width + 1, (rows, 1))
    place_of[:, known] = width
    column = np.array([*range(known), *range(known + 1, width + 1), width + 1])
    for place in range(width):
        place_of[np.arange(rows), column[lists[:, place]]] = place
    turned = [place_of[:, a] > place_of[:, b] for a, b in combinations(range(width + 1), 2)]
    passed: NDArray[np.int64] = np.sum(turned, axis=0, dtype=np.int64)
    return passed
