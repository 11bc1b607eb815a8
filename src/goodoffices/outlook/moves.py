"""Who can move where, and where sequences of moves lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.errors import CaseError
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel
from goodoffices.outlook.sweeps import WORST, sweep_moves

__all__ = [
    "By",
    "Step",
    "distances",
    "follow",
    "reachable",
    "shortest_path",
    "unilateral_improvements",
    "unilateral_moves",
]

By: TypeAlias = Literal["moves", "improvements"]


@dataclass(frozen=True)
class Step:
    """One unilateral move.

    Attributes
    ----------
    decision_maker : int
        Who moves.
    before, after : int
        The states it leads from and to.
    """

    decision_maker: int
    before: int
    after: int


def unilateral_moves(model: OptionModel, state: int, decision_maker: int | str) -> NDArray[np.int64]:
    """List the states one decision maker can move to alone: ``R_i(s)``.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    state : int
        A feasible state.
    decision_maker : int or str
        Who moves, by number or name.

    Returns
    -------
    (q,) int array
        The states, ascending; the state itself is not among them.

    Raises
    ------
    CaseError
        If the state is infeasible or the decision maker unknown.

    Examples
    --------
    >>> from goodoffices.outlook.model import option_model
    >>> model = option_model([[0, 1]], [True, True, True, False], [[0, 1, 2, 0]], {1: "on"})
    >>> unilateral_moves(model, 0, 0)
    array([1, 2])
    >>> unilateral_moves(model, 2, 0)
    array([], dtype=int64)
    """
    here = model.check_state(state)
    to = np.array([here], dtype=np.int64)
    for option in model.movable[model.index(decision_maker)]:
        direction = model.one_way.get(option)
        if direction is None or (direction == "on") != bool(here >> option & 1):
            to = np.concatenate([to, to ^ (1 << option)])
    to = np.sort(to[model.feasible[to]])
    others: NDArray[np.int64] = to[to != here]
    return others


def unilateral_improvements(model: OptionModel, state: int, decision_maker: int | str) -> NDArray[np.int64]:
    """List the states one decision maker can move to alone and prefers: ``R_i+(s)``.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    state : int
        A feasible state.
    decision_maker : int or str
        Who moves, by number or name.

    Returns
    -------
    (q,) int array
        The states, ascending.

    Raises
    ------
    CaseError
        If the state is infeasible or the decision maker unknown.
    """
    to = unilateral_moves(model, state, decision_maker)
    ranks = model.ranks[model.index(decision_maker)]
    better: NDArray[np.int64] = to[ranks[to] > ranks[state]]
    return better


def reachable(
    model: OptionModel, start: int, *, by: By = "moves", movers: Iterable[int | str] | None = None
) -> BoolArray:
    """Mark the states that sequences of unilateral moves lead to.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    start : int
        The feasible state to start from.
    by : {"moves", "improvements"}, optional
        Whether each mover may move at all, or only to what it prefers.
    movers : iterable of int or str, optional
        The decision makers that may move; all by default.

    Returns
    -------
    (s,) bool array
        True where a sequence leads; the start itself is reached by the empty one.

    Raises
    ------
    CaseError
        If the state is infeasible, a decision maker unknown, or ``by`` neither of the two.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 4.

    Examples
    --------
    In the Prisoner's Dilemma moves lead everywhere, improvements from cooperation never back to it:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> reachable(prisoners, 1)
    array([ True,  True,  True,  True])
    >>> reachable(prisoners, 1, by="improvements")
    array([ True,  True, False, False])
    """
    who = _movers(model, movers)
    _check_by(by)
    reached = np.zeros(model.feasible.shape, dtype=np.bool_)
    reached[model.check_state(start)] = True
    count = 0
    while count != (count := int(reached.sum())):
        for i in who:
            reached = _step_on(model, reached, i, by)
    return reached


def shortest_path(
    model: OptionModel,
    start: int,
    goal_mask: ArrayLike,
    by: By = "moves",
    *,
    movers: Iterable[int | str] | None = None,
) -> tuple[Step, ...] | None:
    """Find a shortest sequence of unilateral moves from a state to any of several.

    Parameters
    ----------
    model : OptionModel
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
    who = _movers(model, movers)
    _check_by(by)
    here = model.check_state(start)
    goal = np.asarray(goal_mask)
    if goal.shape != model.feasible.shape or goal.dtype != np.bool_:
        raise CaseError(
            f"goal_mask is an array of {goal.dtype} with shape {goal.shape}; expected true or false with shape "
            f"{model.feasible.shape}: mark the states to get to in numpy.zeros({model.feasible.size}, dtype=bool)"
        )
    away = distances(model, goal, who, by, start=here)
    return None if away[here] < 0 else follow(model, here, away, who, by)


def distances(
    model: OptionModel, goal: BoolArray, movers: Iterable[int], by: By, *, start: int | None = None
) -> IntArray:
    """Count the moves that each state is away from a goal.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    goal : (s,) bool array
        The states to get to.
    movers : iterable of int
        The decision makers that may move.
    by : {"moves", "improvements"}
        Which moves.
    start : int, optional
        Stop as soon as this state is reached.

    Returns
    -------
    (s,) int array
        The fewest moves to the goal, 0 in it, -1 where no sequence leads there.
    """
    who = tuple(movers)
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


def follow(
    model: OptionModel,
    start: int,
    away: IntArray,
    movers: Iterable[int],
    by: By,
    *,
    prefer: IntArray | None = None,
) -> tuple[Step, ...]:
    """Walk from a state to the goal that distances were counted to.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    start : int
        A state from which the goal can be reached.
    away : (s,) int array
        What :func:`distances` returned.
    movers : iterable of int
        The same decision makers.
    by : {"moves", "improvements"}
        The same kind of moves.
    prefer : (s,) int array, optional
        Among the states a mover can go on to, take one where this is least.

    Returns
    -------
    tuple of Step
        The steps.
    """
    who = tuple(movers)
    list_moves = unilateral_moves if by == "moves" else unilateral_improvements
    path: list[Step] = []
    here = start
    while away[here] > 0:
        ways = ((i, to[away[to] == away[here] - 1]) for i in who for to in [list_moves(model, here, i)])
        i, nearer = next((i, to) for i, to in ways if to.size)
        after = int(nearer[0] if prefer is None else nearer[np.argmin(prefer[nearer])])
        path.append(Step(i, here, after))
        here = after
    return tuple(path)


def _movers(model: OptionModel, movers: Iterable[int | str] | None) -> tuple[int, ...]:
    """Return the numbers of those who may move."""
    if movers is None:
        return tuple(range(len(model.owners)))
    return tuple(sorted({model.index(i) for i in movers}))


def _check_by(by: str) -> None:
    """Refuse a kind of move that does not exist."""
    if by not in {"moves", "improvements"}:
        raise CaseError(f"by is {by!r}; expected 'moves' or 'improvements': choose one")


def _step_on(model: OptionModel, reached: BoolArray, i: int, by: By) -> BoolArray:
    """Add what one decision maker can move to from the states reached."""
    if by == "moves":
        return sweep_moves(reached, model, i, np.logical_or, reverse=True) & model.feasible
    # A state is an improvement on some reached one exactly if it beats the least liked of those that may move to it.
    ranks = model.ranks[i]
    least = sweep_moves(np.where(reached, ranks, np.int32(WORST)), model, i, np.minimum, reverse=True)
    better: BoolArray = least < ranks
    return reached | better


def _step_back(model: OptionModel, goal: BoolArray, i: int, by: By) -> BoolArray:
    """Add the states from which one decision maker can move into a set."""
    if by == "moves":
        return sweep_moves(goal, model, i, np.logical_or) & model.feasible
    ranks = model.ranks[i]
    most = sweep_moves(np.where(goal, ranks, np.int32(-1)), model, i, np.maximum)
    worse: BoolArray = most > ranks
    return goal | (model.feasible & worse)
