"""What others can drive play to: the least value over all that their joint moves lead to.

In option form each decision maker's moves, and its improvements, are transitive: whoever can jump twice can jump once.
Sweeping one mover after the other until nothing changes is then the closure over joint moves, and the rule that nobody
moves twice in a row takes nothing away. On a list of arcs it does, so there the search keeps apart by whom a state was
entered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Literal, TypeAlias

import numpy as np

from goodoffices.errors import LimitError
from goodoffices.outlook.arc_lists import Arcs
from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.model import IntArray, OptionModel
from goodoffices.outlook.sweeps import WORST, ImprovementOrder, improvement_order, sweep_improvements, sweep_moves

__all__ = ["By", "Orders", "Stop", "best_reply", "check_stop", "in_turns", "least_reached"]

By: TypeAlias = Literal["moves", "improvements"]
Stop: TypeAlias = Callable[[], bool]
Orders: TypeAlias = dict[int, ImprovementOrder]


def least_reached(
    model: Model,
    values: IntArray,
    movers: Sequence[int],
    by: By,
    *,
    orders: Orders | None = None,
    stop: Stop | None = None,
) -> IntArray:
    """Take the least value over a state and all that joint moves of some decision makers lead to from it.

    Parameters
    ----------
    model : Model
        The conflict.
    values : (s,) int array
        One value per state; what stands at infeasible states is not read.
    movers : sequence of int
        The decision makers, each once.
    by : {"moves", "improvements"}
        Whether they may move at all, or each only to what it prefers.
    orders : dict of int to ImprovementOrder, optional
        Filled and used again from one call to the next, so that groups are sorted once.
    stop : callable, optional
        Asked often; once it returns true the work is given up.

    Returns
    -------
    (s,) int array
        The minimum over the state itself and ``R_H`` (or ``R_H+``) of it; means nothing at infeasible states.

    Raises
    ------
    LimitError
        If ``stop`` said so.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 4: joint moves of a coalition.

    Examples
    --------
    On a list of arcs a lone mover moves once, though its moves would lead on:

    >>> from goodoffices.outlook.arcs import arc_model
    >>> model = arc_model([[(0, 1), (1, 2)], [(1, 0)]], [[0, 1, 2]] * 2)
    >>> least_reached(model, np.array([9, 5, 1], dtype=np.int32), [0], "moves")
    array([5, 1, 1], dtype=int32)
    >>> least_reached(model, np.array([9, 5, 1], dtype=np.int32), [0, 1], "moves")
    array([5, 1, 1], dtype=int32)
    """
    if isinstance(model, ArcModel):
        arcs = model.arcs if by == "moves" else model.improvements
        return in_turns(values, [arcs[j] for j in movers], stop=stop)[0]
    return _least_by_sweeps(model, values, movers, by, {} if orders is None else orders, stop)


def in_turns(
    values: IntArray, movers: Sequence[Arcs], *, cost: int = 0, stop: Stop | None = None
) -> tuple[IntArray, tuple[IntArray, ...]]:
    """Take the least value over a state and all that moves lead to, of which no two in a row are the same mover's.

    Parameters
    ----------
    values : (s,) int array
        One value per state, :data:`WORST` where a state does not count.
    movers : sequence of Arcs
        The moves of each mover.
    cost : int, optional
        What each move adds: with 1, and 0 at some states, the values become distances from them.
    stop : callable, optional
        Asked often; once it returns true the work is given up.

    Returns
    -------
    free : (s,) int array
        The minimum over the state itself and the sequences.
    after : tuple of (s,) int array
        The same for each mover where it has just moved, so that somebody else has to.

    Raises
    ------
    LimitError
        If ``stop`` said so.
    """
    after = [values] * len(movers)
    while True:
        check_stop(stop)
        ahead = [own.least(now) for own, now in zip(movers, after, strict=True)]
        for one in ahead:
            one[one < WORST] += cost
        before, after = after, _all_but_one(values, ahead)
        if all(np.array_equal(one, other) for one, other in zip(before, after, strict=True)):
            return np.minimum.reduce([values, *ahead]), tuple(after)


def _all_but_one(values: IntArray, ahead: Sequence[IntArray]) -> list[IntArray]:
    """Return, for each mover, the minimum over the values and what lies ahead of all the others."""
    left, right = [values], [values]
    for one, other in zip(ahead[:-1], ahead[:0:-1], strict=True):
        left.append(np.minimum(left[-1], one))
        right.append(np.minimum(right[-1], other))
    return [np.minimum(one, other) for one, other in zip(left, reversed(right), strict=True)][: len(ahead)]


def _least_by_sweeps(
    model: OptionModel, values: IntArray, movers: Sequence[int], by: By, orders: Orders, stop: Stop | None
) -> IntArray:
    """Sweep the movers in turn until none of them changes anything."""
    able = [j for j in movers if model.movable[j]]
    if not able:
        return values
    values = np.where(model.feasible, values, np.int32(WORST))
    turns, quiet = cycle(able), 0
    while quiet < len(able):
        check_stop(stop)
        j = next(turns)
        if by == "improvements":
            if j not in orders:
                orders[j] = improvement_order(model, j)
            after = sweep_improvements(values, orders[j])
        else:
            after = sweep_moves(values, model, j, np.minimum)
        after[~model.feasible] = WORST
        quiet = quiet + 1 if np.array_equal(after, values) else 1
        values = after
    return values


def best_reply(model: Model, values: IntArray, decision_maker: int) -> IntArray:
    """Take the greatest value over a state and all that one decision maker can move to from it.

    Parameters
    ----------
    model : Model
        The conflict.
    values : (s,) int array
        One value per state, -1 at infeasible states.
    decision_maker : int
        Whose moves.

    Returns
    -------
    (s,) int array
        The maximum over the state itself and ``R_i`` of it.
    """
    if isinstance(model, ArcModel):
        return model.arcs[decision_maker].most(values)
    return sweep_moves(values, model, decision_maker, np.maximum)


def check_stop(stop: Stop | None) -> None:
    """Give up if asked to.

    Raises
    ------
    LimitError
        If ``stop`` returns true.
    """
    if stop is not None and stop():
        raise LimitError(
            "the search for stable states was stopped before it was done; allow more time, or coalesce options"
        )
