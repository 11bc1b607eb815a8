"""From the status quo to where play may end: which sequences of moves lead there, and where there is no way on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.errors import CaseError
from goodoffices.outlook.arc_lists import Arcs
from goodoffices.outlook.arcs import Model
from goodoffices.outlook.checking import BoolArray, IntArray
from goodoffices.outlook.coalition_witness import JointMove, joint_move
from goodoffices.outlook.coalitions import Workshop, check_coalition
from goodoffices.outlook.moves import By, check_by
from goodoffices.outlook.sanctions import in_turns
from goodoffices.outlook.sweeps import WORST

__all__ = ["GoalPath", "PathTable", "status_quo_paths"]


@dataclass(frozen=True)
class GoalPath:
    """The ways from the status quo to one state.

    Attributes
    ----------
    goal : int
        The state.
    length : int or None
        The fewest steps to it, 0 where it is the status quo; None where no sequence leads there.
    path : tuple of JointMove or None
        One shortest sequence: the one that comes first by mover, then by state.
    count : int
        How many sequences are as short.
    first_steps : tuple of JointMove
        With which steps they begin.
    """

    goal: int
    length: int | None
    path: tuple[JointMove, ...] | None
    count: int
    first_steps: tuple[JointMove, ...]


@dataclass(frozen=True)
class PathTable:
    """Status-quo analysis: how to get from today's state to each of several, and where it is too late.

    Attributes
    ----------
    start : int
        The status quo.
    by : {"improvements", "moves"}
        Which steps are counted.
    movers : tuple of tuple of int
        Who may take a step: each decision maker, then the coalitions.
    goals : tuple of GoalPath
        The states to get to, ascending.
    reached : tuple of int
        All states that sequences of steps lead to, ascending, the status quo among them.
    dead_ends : tuple of int
        Those of them from which no sequence leads to any of the goals any more.
    decision_makers : tuple of str
        Their names.
    digest : str
        SHA-256 of the model's arrays.
    """

    start: int
    by: By
    movers: tuple[tuple[int, ...], ...]
    goals: tuple[GoalPath, ...]
    reached: tuple[int, ...]
    dead_ends: tuple[int, ...]
    decision_makers: tuple[str, ...]
    digest: str

    def __getitem__(self, goal: int) -> GoalPath:
        """Return the ways to one of the goals."""
        for one in self.goals:
            if one.goal == goal:
                return one
        raise KeyError(goal)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data, with names in place of numbers for decision makers."""
        who = self.decision_makers
        return {
            "now": self.start,
            "by": self.by,
            "movers": [[who[i] for i in members] for members in self.movers],
            "goals": [
                {
                    "state": one.goal,
                    "length": one.length,
                    "path": None if one.path is None else [step.to_json(who) for step in one.path],
                    "count": one.count,
                    "first_steps": [step.to_json(who) for step in one.first_steps],
                }
                for one in self.goals
            ],
            "reached": list(self.reached),
            "dead_ends": list(self.dead_ends),
        }


def status_quo_paths(
    model: Model,
    goals: ArrayLike,
    *,
    by: By = "improvements",
    coalitions: Sequence[Sequence[int | str]] = (),
) -> PathTable:
    """Find the ways from the status quo to each of several states, such as the equilibria.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict, with a status quo.
    goals : (k,) int array
        The feasible states to get to.
    by : {"improvements", "moves"}, optional
        Whether each step must improve the lot of all who take it.
    coalitions : sequence of sequence of int or str, optional
        Decision makers that may also take steps together: joint moves count as one step, joint improvements are those
        that every member gains from.

    Returns
    -------
    PathTable
        For each goal the shortest sequences, in which nobody, alone or as the same coalition, takes two steps in a row;
        and the states from which no goal can be reached any more.

    Raises
    ------
    CaseError
        If the model has no status quo, a goal is infeasible, or a decision maker or ``by`` unknown.
    LimitError
        If the moves are too many to be written out.

    References
    ----------
    Li, Kilgour and Hipel (2005), status quo analysis in the graph model; Xu, Hipel, Kilgour and Fang (2018), *Conflict
    Resolution Using the Graph Model*, ch. 4 and 8.

    Examples
    --------
    From mutual cooperation, either prisoner may begin the way to mutual defection:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], now=3)
    >>> table = status_quo_paths(prisoners, [0])
    >>> table[0].length, table[0].count, [step.after for step in table[0].first_steps]
    (2, 2, [2, 1])
    """
    check_by(by)
    if model.now is None:
        raise CaseError("the model has no status quo, expected one to start from; make it with now=…")
    wanted = sorted({model.check_state(goal) for goal in np.asarray(goals).reshape(-1).tolist()})
    alone = [(i,) for i in range(len(model.decision_makers))]
    movers = tuple(dict.fromkeys([*alone, *(check_coalition(model, members) for members in coalitions)]))
    shop = Workshop(model)
    arcs = tuple(shop.joint(members, by) for members in movers)
    search = _Search.of(model, model.now, movers, arcs)
    there = np.full(model.feasible.shape, WORST, dtype=np.int32)
    there[wanted] = 0
    on_the_way = in_turns(there, arcs, cost=1)[0] < WORST
    reached = search.reached()
    return PathTable(
        start=model.now,
        by=by,
        movers=movers,
        goals=tuple(search.to(goal) for goal in wanted),
        reached=tuple(np.flatnonzero(reached).tolist()),
        dead_ends=tuple(np.flatnonzero(reached & ~on_the_way).tolist()),
        decision_makers=model.decision_makers,
        digest=model.digest(),
    )


@dataclass(frozen=True, eq=False)
class _Search:
    """A search forwards by layers over pairs of a state and who entered it last."""

    model: Model
    start: int
    movers: tuple[tuple[int, ...], ...]
    arcs: tuple[Arcs, ...]
    away: IntArray
    """(h, s): steps from the start to the state entered by that mover, -1 where there is no way."""
    counts: NDArray[np.object_]
    """(h, s): in how many ways, as whole numbers of any size."""

    @classmethod
    def of(cls, model: Model, start: int, movers: tuple[tuple[int, ...], ...], arcs: tuple[Arcs, ...]) -> _Search:
        """Search from the status quo until nothing new is found."""
        shape = (len(movers), model.feasible.size)
        away = np.full(shape, -1, dtype=np.int32)
        counts = np.zeros(shape, dtype=object)
        front = np.zeros(shape, dtype=object)
        first = np.zeros(shape[1], dtype=object)
        first[start] = 1
        steps = 0
        while True:
            steps += 1
            total = front.sum(axis=0) + first
            ahead = np.zeros(shape, dtype=object)
            for k, own in enumerate(arcs):
                weight = (total - front[k])[own.sources]
                live = weight.astype(np.bool_)
                np.add.at(ahead[k], own.ends[live], weight[live])
            fresh = (away < 0) & ahead.astype(np.bool_)
            if not fresh.any():
                return cls(model, start, movers, arcs, away, counts)
            away[fresh] = steps
            front = np.where(fresh, ahead, 0)
            counts[fresh] = ahead[fresh]
            first[start] = 0

    def reached(self) -> BoolArray:
        """Mark the start and all states that were entered."""
        marked: BoolArray = np.logical_or.reduce(self.away >= 0, axis=0)
        marked[self.start] = True
        return marked

    def to(self, goal: int) -> GoalPath:
        """Return the ways to one state."""
        if goal == self.start:
            return GoalPath(goal, 0, (), 1, ())
        column = self.away[:, goal]
        if not (column >= 0).any():
            return GoalPath(goal, None, None, 0, ())
        length = int(column[column >= 0].min())
        last = column == length
        layers = self._layers(goal, last, length)
        firsts = [(k, int(state)) for k in range(len(self.movers)) for state in np.flatnonzero(layers[0][k])]
        return GoalPath(
            goal,
            length,
            self._first_path(layers),
            int(self.counts[last, goal].sum()),
            tuple(joint_move(self.model, self.movers[k], self.start, state) for k, state in firsts),
        )

    def _layers(self, goal: int, last: BoolArray, length: int) -> list[BoolArray]:
        """Mark for each step, (h, s), who may enter which state on a shortest sequence, by a search backwards."""
        marks = np.zeros(self.away.shape, dtype=np.bool_)
        marks[last, goal] = True
        layers = [marks]
        for steps in range(length - 1, 0, -1):
            before = np.zeros_like(marks)
            for k, own in enumerate(self.arcs):
                left = np.zeros(self.model.feasible.shape, dtype=np.bool_)
                left[own.sources[marks[k][own.ends]]] = True
                allowed = self.away == steps
                allowed[k] = False
                before |= allowed & left
            marks = before
            layers.append(marks)
        return layers[::-1]

    def _first_path(self, layers: list[BoolArray]) -> tuple[JointMove, ...]:
        """Walk along the marks, at each step to the first mover and state."""
        here, last = self.start, -1
        path: list[JointMove] = []
        for marks in layers:
            last, after = next(
                (k, int(ends[0]))
                for k, own in enumerate(self.arcs)
                if k != last
                for ends in [own.leaving(here)[marks[k][own.leaving(here)]]]
                if ends.size
            )
            path.append(joint_move(self.model, self.movers[last], here, after))
            here = after
        return tuple(path)
