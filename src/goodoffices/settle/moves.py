"""The elementary moves from today's package to an agreed one, and every package that lies between."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case
from goodoffices.errors import CaseError, LimitError, MissingSectionError
from goodoffices.settle.exactness import IntArray
from goodoffices.settle.problem import Package, Problem

__all__ = ["Agreed", "Ladder", "Levels", "Move", "Track", "elementary_moves", "ladder"]

MOST_STATES = 200_000
_UNKNOWN = Estimate(0.0, 0.0)

Levels: TypeAlias = tuple[int, ...]
"""How many elementary moves have been made on each track."""


class Agreed(Protocol):
    """What was agreed: a package of a problem."""

    @property
    def problem(self) -> Problem:
        """What is settled."""
        ...

    @property
    def package(self) -> Package:
        """The option agreed on each issue, by position."""
        ...


@dataclass(frozen=True)
class Track:
    """One issue on its way from today's option to the agreed one.

    Attributes
    ----------
    issue
        Its position in the problem.
    path
        The options passed, by position: today's first, the agreed one last, all between in the order of the list.
    parts
        Into how many equal parts each move along the path is split; 1 unless the issue is divisible.
    movers
        Who has to make the moves, by name; all of them together.
    modelled
        Those among them who have a position, by position.
    verify
        How many days it takes to see that a move was made; None where that is not known.
    one_way
        Whether a move cannot be taken back.
    attributed
        Whether the case says who moves it; if not, all parties that have a position are taken to do it together.
    """

    issue: int
    path: tuple[int, ...]
    parts: int
    movers: tuple[str, ...]
    modelled: tuple[int, ...]
    verify: Estimate | None
    one_way: bool
    attributed: bool

    @property
    def length(self) -> int:
        """How many elementary moves there are."""
        return (len(self.path) - 1) * self.parts

    @property
    def days(self) -> Estimate:
        """Days until a move is verified; 0 where that is not known."""
        return self.verify or _UNKNOWN


@dataclass(frozen=True)
class Move:
    """One elementary move.

    Attributes
    ----------
    issue, start, end
        The issue, and the options between which it moves.
    part, parts
        Which part of the way, counted from 1, and of how many.
    movers
        Who has to make it, all together.
    modelled
        Those of them who have a position: the incentives of the others are not modelled.
    verify_days
        How long it takes to see that it was made; None where that is not known.
    one_way
        Whether it cannot be taken back.
    """

    issue: str
    start: str
    end: str
    part: int
    parts: int
    movers: tuple[str, ...]
    modelled: tuple[str, ...]
    verify_days: Estimate | None
    one_way: bool


@dataclass(frozen=True, eq=False)
class Ladder:
    """All packages between today's and the agreed one, as levels of tracks.

    A state says for each track how many elementary moves have been made; its number is the sum of levels times
    strides. While a part of a divisible issue is on its way its worth counts by shares; combinations of options count
    once they are fully reached; rules have to hold both as if nothing that is on its way had been reached and as if
    all of it had.

    Attributes
    ----------
    problem : Problem
        What is settled.
    package : tuple of int
        What was agreed.
    tracks : tuple of Track
        The issues that move, in the order of the problem.
    case : Case
        From which it is known who moves what.
    """

    problem: Problem
    package: Package
    tracks: tuple[Track, ...]
    case: Case

    @cached_property
    def lengths(self) -> Levels:
        """The number of moves on each track."""
        return tuple(track.length for track in self.tracks)

    @cached_property
    def strides(self) -> NDArray[np.int64]:
        """What one level of each track counts in the number of a state; the last track runs fastest."""
        return np.cumprod([1, *(length + 1 for length in reversed(self.lengths[1:]))])[::-1].astype(np.int64)

    @property
    def size(self) -> int:
        """The number of states."""
        return math.prod(length + 1 for length in self.lengths)

    @property
    def last(self) -> int:
        """The state in which everything is done; today is state 0."""
        return self.size - 1

    @cached_property
    def levels(self) -> NDArray[np.int64]:
        """The levels of every state, (s, tracks) int array."""
        shape = [length + 1 for length in self.lengths]
        return np.indices(shape).reshape(len(shape), -1).T.astype(np.int64)

    @cached_property
    def reached(self) -> NDArray[np.int64]:
        """The options fully reached in every state, (s, k) int array."""
        return self._packages([level // track.parts for track, level in self._columns()])

    @cached_property
    def under_way(self) -> NDArray[np.int64]:
        """The same, with every part on its way taken as done."""
        return self._packages([-(-level // track.parts) for track, level in self._columns()])

    @cached_property
    def worth(self) -> IntArray:
        """What every state is worth to each party, in `units`: (s, p) array of whole numbers."""
        problem, scale = self.problem, self._scale
        whole = problem.utilities(self.reached)
        if scale == 1:
            return whole
        total = whole.astype(object) * scale
        for (track, level), (start, end) in zip(self._columns(), self._rungs(), strict=True):
            table = problem.values[track.issue].astype(object)
            total += (table[end] - table[start]) * (level % track.parts * (scale // track.parts))[:, None]
        return total

    @cached_property
    def units(self) -> tuple[Fraction, ...]:
        """What one unit of `worth` is on each party's scale."""
        return tuple(unit / self._scale for unit in self.problem.units)

    @cached_property
    def permitted(self) -> NDArray[np.bool_]:
        """Which states satisfy every link and every red line, (s,) bool array."""
        return self.problem.permitted(self.reached) & self.problem.permitted(self.under_way)

    def own(self, party: int) -> tuple[int, ...]:
        """List the tracks that a party has to move."""
        return tuple(k for k, track in enumerate(self.tracks) if party in track.modelled)

    def exact(self, state: int) -> tuple[Fraction, ...]:
        """Say what a state is worth, on the parties' scales."""
        return tuple(int(worth) * unit for worth, unit in zip(self.worth[state], self.units, strict=True))

    def moves(self, start: int, end: int) -> tuple[Move, ...]:
        """List the elementary moves between two states, track by track."""
        first, last = self.levels[start], self.levels[end]
        return tuple(self._move(k, level) for k in range(len(self.tracks)) for level in range(first[k], last[k]))

    def _move(self, k: int, level: int) -> Move:
        """Describe the move on a track from one level to the next."""
        track, problem = self.tracks[k], self.problem
        rung, part = divmod(level, track.parts)
        names = problem.options[track.issue]
        return Move(
            problem.issues[track.issue],
            names[track.path[rung]],
            names[track.path[rung + 1]],
            part + 1,
            track.parts,
            track.movers,
            tuple(problem.parties[one] for one in track.modelled),
            track.verify,
            track.one_way,
        )

    @property
    def _scale(self) -> int:
        return math.lcm(*(track.parts for track in self.tracks))

    def _columns(self) -> Iterator[tuple[Track, NDArray[np.int64]]]:
        for k, track in enumerate(self.tracks):
            yield track, self.levels[:, k]

    def _rungs(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Give for each track the option that each state has reached, and the next on the path."""
        for track, level in self._columns():
            path, rung = np.array(track.path), level // track.parts
            yield path[rung], path[np.minimum(rung + 1, len(path) - 1)]

    def _packages(self, rungs: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        rows = np.tile(np.array(self.package, dtype=np.int64), (self.size, 1))
        for track, rung in zip(self.tracks, rungs, strict=True):
            rows[:, track.issue] = np.array(track.path)[rung]
        return rows


def ladder(deal: Agreed, *, parts: int = 4) -> Ladder:
    """Lay out the way from today's package to an agreed one.

    Parameters
    ----------
    deal
        With a problem read from a case, and the package agreed.
    parts
        Into how many equal parts a move on a divisible issue is split.

    Raises
    ------
    MissingSectionError
        If the problem was not read from a case: nothing is known of who moves what.
    CaseError
        If today's package is unknown, nothing has to move, the package breaks a rule, or `parts` is out of range.
    LimitError
        If there are too many packages between.
    """
    problem = deal.problem
    case, package = problem.case, tuple(int(one) for one in deal.package)
    if case is None:
        raise MissingSectionError(
            "found a problem that was not read from a case, expected one with 'issues' that say who moves what"
        )
    case.need("issues", "positions")
    if problem.now is None:
        unknown = [issue for issue, entry in case.issues.items() if entry.now is None]
        raise CaseError(f"found no option in force today for {unknown}, expected 'now' for every issue")
    if not 1 <= parts <= 100:
        raise CaseError(f"found {parts!r} parts, expected 1 to 100")
    broken = [rule.text for rule in problem.rules if not problem.holds(rule.tree, [package])[0]]
    if broken:
        raise CaseError(f"the package breaks {broken[0]!r}, expected one that satisfies every link and red line")
    tracks = tuple(
        _track(problem, case, k, package[k], parts) for k in range(len(package)) if package[k] != problem.now[k]
    )
    if not tracks:
        raise CaseError("the package is the one in force today, expected one in which something has to move")
    found = Ladder(problem, package, tracks, case)
    if found.size > MOST_STATES:
        message = f"found {found.size:,} packages between today's and the agreed one, expected at most {MOST_STATES:,}"
        raise LimitError(f"{message}; ask for fewer parts")
    return found


def _track(problem: Problem, case: Case, k: int, goal: int, parts: int) -> Track:
    entry, start = case.issues[problem.issues[k]], problem.now[k] if problem.now else 0
    path = tuple(range(start, goal + 1) if goal > start else range(start, goal - 1, -1))
    movers = entry.moved_by or problem.parties
    return Track(
        k,
        path,
        parts if entry.divisible else 1,
        movers,
        tuple(one for one, party in enumerate(problem.parties) if party in movers),
        entry.verify_days,
        entry.one_way,
        bool(entry.moved_by),
    )


def elementary_moves(deal: Agreed, *, parts: int = 4) -> tuple[Move, ...]:
    """List the elementary moves from today's package to an agreed one.

    The options of an issue are a ladder: on the way from today's to the agreed one every option between is passed, and
    each passage is a move of its own. Moves on divisible issues are split into equal parts.

    Parameters
    ----------
    deal
        With a problem read from a case, and the package agreed.
    parts
        Into how many parts a move on a divisible issue is split.

    Returns
    -------
    tuple of Move
        Issue by issue.

    Raises
    ------
    MissingSectionError, CaseError, LimitError
        As `ladder` does.
    """
    found = ladder(deal, parts=parts)
    return found.moves(0, found.last)
