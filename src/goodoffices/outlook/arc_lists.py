"""Moves written out one by one, and what they do to a value that every state carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.checking import IntArray, frozen
from goodoffices.outlook.sweeps import WORST

__all__ = ["Arcs"]


@dataclass(frozen=True, eq=False)
class Arcs:
    """Moves as compressed sparse rows; :meth:`of` makes them from a list in any order.

    Attributes
    ----------
    starts : (s + 1,) int array
        The moves from state ``k`` are those from ``starts[k]`` up to, but not with, ``starts[k + 1]``.
    ends : (k,) int array
        Where each move leads, ascending among those from one state.
    """

    starts: NDArray[np.int64]
    ends: IntArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", frozen(self.starts))
        object.__setattr__(self, "ends", frozen(self.ends))

    def __reduce__(self) -> tuple[type[Arcs], tuple[Any, ...]]:
        # A pickled array forgets that it is read-only: build anew instead.
        return Arcs, (self.starts, self.ends)

    @classmethod
    def of(cls, sources: NDArray[Any], ends: NDArray[Any], size: int) -> Arcs:
        """Sort moves and drop duplicates.

        Parameters
        ----------
        sources, ends : (k,) int array
            Where each move starts and ends.
        size : int
            The number of states.

        Returns
        -------
        Arcs
            The moves.
        """
        keys = np.unique(sources.astype(np.int64) * size + ends)
        rows, columns = np.divmod(keys, max(size, 1))
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=size), out=starts[1:])
        return cls(starts, columns.astype(np.int32))

    @cached_property
    def sources(self) -> IntArray:
        """Where each move starts, (k,) int array."""
        return np.repeat(np.arange(self.starts.size - 1, dtype=np.int32), np.diff(self.starts))

    def leaving(self, state: int) -> IntArray:
        """List where the moves from one state lead, ascending."""
        return self.ends[self.starts[state] : self.starts[state + 1]]

    def improving(self, ranks: IntArray) -> Arcs:
        """Keep the moves to states of higher rank.

        Parameters
        ----------
        ranks : (s,) or (h, s) int array
            One row of ranks, or several that must all rise.

        Returns
        -------
        Arcs
            The improvements.
        """
        rises = np.atleast_2d(ranks[..., self.ends] > ranks[..., self.sources]).all(axis=0)
        starts = np.zeros_like(self.starts)
        np.cumsum(np.bincount(self.sources[rises], minlength=starts.size - 1), out=starts[1:])
        return Arcs(starts, self.ends[rises])

    def least(self, values: IntArray) -> IntArray:
        """Take the least value that one move leads to, :data:`WORST` where there is none.

        Parameters
        ----------
        values : (s,) int array
            One value per state.

        Returns
        -------
        (s,) int array
            The minimum over the moves from each state; the state itself does not count.
        """
        out = np.full_like(values, WORST)
        np.minimum.at(out, self.sources, values[self.ends])
        return out

    def most(self, values: IntArray) -> IntArray:
        """Take the greatest value over a state and the moves from it.

        Parameters
        ----------
        values : (s,) int array
            One value per state.

        Returns
        -------
        (s,) int array
            The maximum over each state itself and where its moves lead.
        """
        out = values.copy()
        np.maximum.at(out, self.sources, values[self.ends])
        return out
