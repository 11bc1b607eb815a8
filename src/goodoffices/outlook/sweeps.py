"""What one decision maker's moves do to a value that every state carries: the kernels under moves and stability.

All of them work on flat arrays over the ``s = 2**m`` states. Because a decision maker may jump over its own options,
changing them one after the other and changing them at once lead to the same states; hence "the best over all moves" is
a product of one small step per option.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.model import BoolArray, IntArray, OptionModel

__all__ = ["WORST", "ImprovementOrder", "improvement_order", "sweep_improvements", "sweep_moves"]

WORST = np.iinfo(np.int32).max
"""Stands for "nothing there" where a minimum is taken."""

Kind = TypeVar("Kind", bound=np.generic)


def sweep_moves(
    values: NDArray[Kind],
    model: OptionModel,
    decision_maker: int,
    pick: Callable[..., Any],
    *,
    reverse: bool = False,
) -> NDArray[Kind]:
    """Pick over a state and all that one decision maker can move to from it alone.

    Infeasible states are passed through, since a jump does not stop there: give them a value that ``pick`` never picks.

    Parameters
    ----------
    values : (s,) array
        One value per state.
    model : OptionModel
        The conflict.
    decision_maker : int
        Whose moves.
    pick : ufunc
        ``numpy.maximum``, ``numpy.minimum`` or ``numpy.logical_or``.
    reverse : bool, optional
        Pick over the states that the move may come from instead.

    Returns
    -------
    (s,) array
        ``pick`` over the state itself and ``R_i`` of it.

    Examples
    --------
    With one option that can only be taken, the state without it sees both:

    >>> from goodoffices.outlook.model import option_model
    >>> model = option_model([[0]], [True, True], [[0, 1]], {0: "on"})
    >>> sweep_moves(np.array([3, 7]), model, 0, np.maximum)
    array([7, 7])
    >>> sweep_moves(np.array([7, 3]), model, 0, np.maximum)
    array([7, 3])
    """
    out = values.copy()
    for option in model.movable[decision_maker]:
        halves = out.reshape(-1, 2, 1 << option)
        without, taken = halves[:, 0], halves[:, 1]
        direction = model.one_way.get(option)
        if direction is None:
            pick(without, taken, out=without)
            taken[...] = without
        else:
            seeing = without if (direction == "on") != reverse else taken
            pick(without, taken, out=seeing)
    return out


@dataclass(frozen=True, eq=False)
class ImprovementOrder:
    """The states of one decision maker's groups, best first; a group shares the options of everybody else.

    Attributes
    ----------
    states : (g, o) int array
        Each row is a group, sorted from best to worst for the decision maker.
    better : (g, o) int array
        Where, in a flat (g, o + 1) table of running minima, the minimum over all strictly better states of the group
        stands.
    code : (g, o) int array
        One bit for each one-way option, set once the option has been changed for good.
    patterns : int
        How many values ``code`` can have.
    """

    states: IntArray
    better: IntArray
    code: IntArray
    patterns: int


def improvement_order(model: OptionModel, decision_maker: int) -> ImprovementOrder:
    """Sort every group of a decision maker once by its preference.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    decision_maker : int
        Whose groups.

    Returns
    -------
    ImprovementOrder
        What :func:`sweep_improvements` needs.
    """
    own = model.movable[decision_maker]
    count = model.option_count
    # In the cube of states axis 0 is the highest option: bring the own options last and each row is one group.
    axes = [count - 1 - k for k in range(count) if k not in own] + [count - 1 - k for k in own]
    cube = np.arange(1 << count, dtype=np.int32).reshape((2,) * count)
    groups = cube.transpose(axes).reshape(-1, 1 << len(own))
    ranks = model.ranks[decision_maker][groups]
    order = np.argsort(-ranks, axis=1, kind="stable")
    states = np.take_along_axis(groups, order, axis=1)
    ranks = np.take_along_axis(ranks, order, axis=1)
    # States of equal rank are no improvement on one another: all of a tie block look back to where the block starts.
    start = np.zeros(states.shape, dtype=np.int32)
    start[:, 1:] = np.arange(1, states.shape[1], dtype=np.int32) * (ranks[:, 1:] != ranks[:, :-1])
    np.maximum.accumulate(start, axis=1, out=start)
    start += np.arange(len(states), dtype=np.int32)[:, None] * np.int32(states.shape[1] + 1)
    one_way = [k for k in own if k in model.one_way]
    code = np.zeros(states.shape if one_way else (0, 0), dtype=np.int32)
    for place, option in enumerate(one_way):
        changed = (states >> option & 1) == (model.one_way[option] == "on")
        code |= changed.astype(np.int32) << place
    return ImprovementOrder(states, start, code, 1 << len(one_way))


def sweep_improvements(values: IntArray, order: ImprovementOrder) -> IntArray:
    """Take the minimum over a state and all that one decision maker can improve to from it.

    Parameters
    ----------
    values : (s,) int array
        One value per state, :data:`WORST` at infeasible states.
    order : ImprovementOrder
        Of the decision maker that moves.

    Returns
    -------
    (s,) int array
        The minimum over the state itself and ``R_i+`` of it; what stands at infeasible states means nothing.

    Notes
    -----
    States better than a given one form a prefix of its sorted group, so running minima answer all of them in one pass.
    With one-way options only states that have changed at least the same ones may be reached, so each pattern needs its
    own pass: the cost grows with ``2**r`` for ``r`` one-way options of the decision maker.
    """
    placed = values[order.states]
    running = np.full((placed.shape[0], placed.shape[1] + 1), WORST, dtype=np.int32)
    out = np.empty_like(values)
    if order.patterns == 1:
        np.minimum.accumulate(placed, axis=1, out=running[:, 1:])
        out[order.states] = np.minimum(placed, running.ravel()[order.better])
        return out
    for pattern in range(order.patterns):
        allowed: BoolArray = (order.code & pattern) == pattern
        np.minimum.accumulate(np.where(allowed, placed, WORST), axis=1, out=running[:, 1:])
        asking = order.code == pattern
        out[order.states[asking]] = np.minimum(placed[asking], running.ravel()[order.better[asking]])
    return out
