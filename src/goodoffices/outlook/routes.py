"""The shortest sequences of moves from one state to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goodoffices.errors import CaseError
from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel
from goodoffices.outlook.moves import By, Step, check_by, movers_of, unilateral_improvements, unilateral_moves
from goodoffices.outlook.sanctions import in_turns
from goodoffices.outlook.sweeps import WORST, sweep_moves

__all__ = ["Routes", "distances", "routes", "shortest_path"]


def shortest_path(
    model: Model,
    start: int,
    goal_mask: ArrayLike,
    by: By = "moves",
    *,
    movers: Iterable[int | str] | None = None,
) -> tuple[Step, ...] | None:
    """Find a shortest sequence of unilateral moves from a state to any of several.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict.
    start : int
        The feasible state to start from.
    goal_mask : (s,) bool array
        True at the states to get to.
    by : {"moves", "improvements"}, optional
        Whether each mover may move at all, or only to what it prefers.
    movers : iterable of int or str, optional
        The decision makers that may move; all by default.

    Returns
    -------
    tuple of Step or None
        The steps, none if the start is a goal already; None if no sequence leads there. Of several shortest sequences
        the one that comes first by decision maker, then by state.

    Raises
    ------
    CaseError
        If the state is infeasible, a decision maker unknown, the mask of the wrong shape, or ``by`` neither of the two.

    Examples
    --------
    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> shortest_path(prisoners, 3, [True, False, False, False], by="improvements")
    (Step(decision_maker=0, before=3, after=2), Step(decision_maker=1, before=2, after=0))
    >>> shortest_path(prisoners, 0, [False, False, False, True], by="improvements") is None
    True
    """
    who = movers_of(model, movers)
    check_by(by)
    here = model.check_state(start)
    goal = np.asarray(goal_mask)
    if goal.shape != model.feasible.shape or goal.dtype != np.bool_:
        raise CaseError(
            f"goal_mask is an array of {goal.dtype} with shape {goal.shape}; expected true or false with shape "
            f"{model.feasible.shape}: mark the states to get to in numpy.zeros({model.feasible.size}, dtype=bool)"
        )
    found = routes(model, goal, who, by, start=here)
    return None if found.away[here] < 0 else found.walk(here)


@dataclass(frozen=True, eq=False)
class Routes:
    """How many moves every state is away from a goal, and the way there.

    Attributes
    ----------
    model : Model
        The conflict.
    movers : tuple of int
        The decision makers that may move.
    by : {"moves", "improvements"}
        Which moves.
    away : (s,) int array
        The fewest moves to the goal, 0 in it, -1 where no sequence leads there.
    barred : (h, s) int array or None
        The same for each mover where it has just moved and somebody else must; None where that makes no difference.
    """

    model: Model
    movers: tuple[int, ...]
    by: By
    away: IntArray
    barred: IntArray | None = None

    def walk(self, start: int, prefer: IntArray | None = None) -> tuple[Step, ...]:
        """Go from a state to the goal by a shortest sequence.

        Parameters
        ----------
        start : int
            A state from which the goal can be reached.
        prefer : (s,) int array, optional
            Among the states a mover can go on to, take one where this is least.

        Returns
        -------
        tuple of Step
            The steps.
        """
        list_moves = unilateral_moves if self.by == "moves" else unilateral_improvements
        path: list[Step] = []
        here, left = start, int(self.away[start])
        last = -1
        while left > 0:
            left -= 1
            ways = (
                (place, to[self._after(place)[to] == left])
                for place, i in enumerate(self.movers)
                if place != last or self.barred is None
                for to in [list_moves(self.model, here, i)]
            )
            last, nearer = next((place, to) for place, to in ways if to.size)
            after = int(nearer[0] if prefer is None else nearer[np.argmin(prefer[nearer])])
            path.append(Step(self.movers[last], here, after))
            here = after
        return tuple(path)

    def _after(self, place: int) -> IntArray:
        """Return how far away every state is for whoever follows one mover."""
        return self.away if self.barred is None else self.barred[place]


def routes(model: Model, goal: BoolArray, movers: Iterable[int], by: By, *, start: int | None = None) -> Routes:
    """Find the shortest ways from every state to a goal.

    Parameters
    ----------
    model : Model
        The conflict.
    goal : (s,) bool array
        The states to get to.
    movers : iterable of int
        The decision makers that may move.
    by : {"moves", "improvements"}
        Which moves.
    start : int, optional
        Only the ways from this state are wanted.

    Returns
    -------
    Routes
        The ways; on a list of arcs nobody moves twice in a row on them.
    """
    who = tuple(movers)
    if isinstance(model, ArcModel):
        arcs = model.arcs if by == "moves" else model.improvements
        there = np.where(goal & model.feasible, np.int32(0), np.int32(WORST))
        free, after = in_turns(there, [arcs[j] for j in who], cost=1)
        table = np.where(np.stack([free, *after]) == WORST, np.int32(-1), np.stack([free, *after]))
        return Routes(model, who, by, table[0], table[1:])
    return Routes(model, who, by, _distances(model, goal, who, by, start))


def distances(model: Model, goal: BoolArray, movers: Iterable[int], by: By) -> IntArray:
    """Count the moves that each state is away from a goal.

    Parameters
    ----------
    model : Model
        The conflict.
    goal : (s,) bool array
        The states to get to.
    movers : iterable of int
        The decision makers that may move.
    by : {"moves", "improvements"}
        Which moves.

    Returns
    -------
    (s,) int array
        The fewest moves to the goal, 0 in it, -1 where no sequence leads there.
    """
    return routes(model, goal, movers, by).away


def _distances(model: OptionModel, goal: BoolArray, who: tuple[int, ...], by: By, start: int | None) -> IntArray:
    """Count the moves to a goal in option form, where the same mover twice is never on a shortest way."""
    edge = goal & model.feasible
    away = np.where(edge, np.int32(0), np.int32(-1))
    steps = 0
    while edge.any() and (start is None or away[start] < 0):
        steps += 1
        before = np.zeros_like(edge)
        for i in who:
            before |= _step_back(model, edge, i, by)
        edge = before & (away < 0)
        away[edge] = steps
    return away


def _step_back(model: OptionModel, goal: BoolArray, i: int, by: By) -> BoolArray:
    """Add the states from which one decision maker can move into a set."""
    if by == "moves":
        return sweep_moves(goal, model, i, np.logical_or) & model.feasible
    ranks = model.ranks[i]
    most = sweep_moves(np.where(goal, ranks, np.int32(-1)), model, i, np.maximum)
    worse: BoolArray = most > ranks
    return goal | (model.feasible & worse)
