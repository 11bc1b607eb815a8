"""Who can move where, and what sequences of moves lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError
from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.model import BoolArray, OptionModel
from goodoffices.outlook.sanctions import By
from goodoffices.outlook.sweeps import WORST, sweep_moves

__all__ = [
    "By",
    "Step",
    "check_by",
    "movers_of",
    "reachable",
    "unilateral_improvements",
    "unilateral_moves",
]


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


def unilateral_moves(model: Model, state: int, decision_maker: int | str) -> NDArray[np.int64]:
    """List the states one decision maker can move to alone: ``R_i(s)``.

    Parameters
    ----------
    model : OptionModel or ArcModel
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
    if isinstance(model, ArcModel):
        return model.arcs[model.index(decision_maker)].leaving(here).astype(np.int64)
    to = np.array([here], dtype=np.int64)
    for option in model.movable[model.index(decision_maker)]:
        direction = model.one_way.get(option)
        if direction is None or (direction == "on") != bool(here >> option & 1):
            to = np.concatenate([to, to ^ (1 << option)])
    to = np.sort(to[model.feasible[to]])
    others: NDArray[np.int64] = to[to != here]
    return others


def unilateral_improvements(model: Model, state: int, decision_maker: int | str) -> NDArray[np.int64]:
    """List the states one decision maker can move to alone and prefers: ``R_i+(s)``.

    Parameters
    ----------
    model : OptionModel or ArcModel
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


def reachable(model: Model, start: int, *, by: By = "moves", movers: Iterable[int | str] | None = None) -> BoolArray:
    """Mark the states that sequences of unilateral moves lead to.

    Parameters
    ----------
    model : OptionModel or ArcModel
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
    who = movers_of(model, movers)
    check_by(by)
    if isinstance(model, ArcModel):
        return _reached_on_arcs(model, model.check_state(start), who, by)
    reached = np.zeros(model.feasible.shape, dtype=np.bool_)
    reached[model.check_state(start)] = True
    count = 0
    while count != (count := int(reached.sum())):
        for i in who:
            reached = _step_on(model, reached, i, by)
    return reached


def _reached_on_arcs(model: ArcModel, start: int, who: tuple[int, ...], by: By) -> BoolArray:
    """Mark what sequences lead to in which nobody moves twice in a row."""
    arcs = model.arcs if by == "moves" else model.improvements
    entered = np.zeros((len(who), model.feasible.size), dtype=np.bool_)
    reached = np.zeros(model.feasible.shape, dtype=np.bool_)
    reached[start] = True
    count = -1
    while count != (count := int(entered.sum())):
        for place, j in enumerate(who):
            from_others = np.logical_or.reduce(np.delete(entered, place, axis=0), axis=0)
            from_others[start] = True
            entered[place, arcs[j].ends[from_others[arcs[j].sources]]] = True
    marked: BoolArray = reached | entered.any(axis=0)
    return marked


def movers_of(model: Model, movers: Iterable[int | str] | None) -> tuple[int, ...]:
    """Return the numbers of those who may move, all by default."""
    if movers is None:
        return tuple(range(len(model.decision_makers)))
    return tuple(sorted({model.index(i) for i in movers}))


def check_by(by: str) -> None:
    """Refuse a kind of move that does not exist.

    Raises
    ------
    CaseError
        If it is neither of the two.
    """
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
