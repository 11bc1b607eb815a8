"""The tranches of a package: which moves go together, in which order, so that the smallest slack is largest."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import LimitError
from goodoffices.settle.best_path import MOST_LABELS, PathSearch
from goodoffices.settle.incentives import Incentives
from goodoffices.settle.moves import Ladder
from goodoffices.settle.waiting import Waiting

__all__ = ["MOST_STEPS", "Graph", "Schedule", "all_at_once", "best_schedule", "one_by_one"]

MOST_STEPS = 2_000_000
"""Up to this many single steps between packages are weighed."""

Progress: TypeAlias = Callable[[float], None]
Stop: TypeAlias = Callable[[], bool]


@dataclass(frozen=True)
class Schedule:
    """A path from today's package to the agreed one.

    Attributes
    ----------
    path
        The states, today's first.
    proven
        Whether no other path is better.
    method
        How it was found.
    """

    path: tuple[int, ...]
    proven: bool
    method: str


@dataclass(frozen=True, eq=False)
class Graph:
    """The steps that rules and preconditions allow.

    Attributes
    ----------
    ladder : Ladder
        The packages between today's and the agreed one.
    waiting : Waiting or None
        The preconditions; None for none.
    """

    ladder: Ladder
    waiting: Waiting | None = None

    @property
    def size(self) -> int:
        """How many steps there are, those that are not allowed included."""
        return int(np.prod([(length + 1) * (length + 2) // 2 for length in self.ladder.lengths], dtype=object))

    def following(self, state: int) -> NDArray[np.int64]:
        """List the states to which allowed steps lead, in ascending order."""
        found = np.zeros(1, dtype=np.int64)
        for level, length, stride in zip(
            self.ladder.levels[state], self.ladder.lengths, self.ladder.strides, strict=True
        ):
            found = (found[:, None] + np.arange(level, length + 1) * stride).ravel()
        found = found[1:][self.ladder.permitted[found[1:]]]
        return found if self.waiting is None else found[self.waiting.allows(state, found)]

    @cached_property
    def useful(self) -> dict[int, NDArray[np.int64]]:
        """For every state on some way from today's package to the agreed one the states that can follow on it."""
        reached = np.zeros(self.ladder.size, dtype=bool)
        reached[0] = True
        following: dict[int, NDArray[np.int64]] = {}
        for state in range(self.ladder.last):
            if reached[state]:
                following[state] = self.following(state)
                reached[following[state]] = True
        leads = np.zeros(self.ladder.size, dtype=bool)
        leads[-1] = True
        kept: dict[int, NDArray[np.int64]] = {}
        for state in sorted(following, reverse=True):
            onward = following[state][leads[following[state]]]
            if len(onward):
                leads[state], kept[state] = True, onward
        return kept

    def allows(self, path: tuple[int, ...]) -> bool:
        """Say whether every step of a path is allowed."""
        return all(after in self.following(before) for before, after in itertools.pairwise(path))

    @property
    def possible(self) -> bool:
        """Whether some sequence of steps leads to the agreed package."""
        return 0 in self.useful


def all_at_once(ladder: Ladder) -> tuple[int, ...]:
    """Return the path of one step."""
    return (0, ladder.last)


def one_by_one(ladder: Ladder) -> tuple[int, ...]:
    """Return the path of single moves, issue by issue; what rules bind together is made together."""
    graph, path = Graph(ladder), [0]
    while path[-1] != ladder.last:
        following = graph.following(path[-1])
        count = (ladder.levels[following] - ladder.levels[path[-1]]).sum(axis=1)
        path.append(int(following[count == count.min()][-1]))  # the first issue counts most in a state's number
    return tuple(path)


def best_schedule(
    incentives: Incentives,
    waiting: Waiting | None = None,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Schedule:
    """Find the order and grouping of moves under which the smallest slack is largest.

    Among those the total of guarantees is smallest, then the time is shortest.

    Parameters
    ----------
    incentives : Incentives
        What staying and leaving are worth.
    waiting : Waiting, optional
        Preconditions to keep to.
    progress
        Is called with the share of the work done.
    stop
        Is asked from time to time whether to stop; the better of two plain paths is then returned, not proven.

    Raises
    ------
    LimitError
        If there are too many steps to weigh.
    """
    graph = Graph(incentives.ladder, waiting)
    if graph.size > MOST_STEPS:
        message = f"found {graph.size:,} steps between packages, expected at most {MOST_STEPS:,}"
        raise LimitError(f"{message}; ask for fewer parts, or agree on fewer issues at once")
    search = PathSearch(incentives, graph.useful, progress or (lambda _: None), stop or (lambda: False))
    plain = sorted(
        (all_at_once(graph.ladder), one_by_one(graph.ladder)), key=lambda path: -float(incentives.slacks(path).min())
    )
    found = search.best(next((path for path in plain if graph.allows(path)), None))
    if found is None:
        return Schedule(plain[0], proven=False, method="stopped before any was found that keeps to the preconditions")
    if search.stopped:
        return Schedule(found, proven=False, method="stopped: the best found until then")
    method = "dynamic programming over all packages between, by undominated labels"
    if not search.proven:
        method += f"; of more than {MOST_LABELS:,} labels of one package the best were kept"
    return Schedule(found, search.proven, method)
