"""What one decision maker's moves do to a value that every state carries: the kernels under moves and stability.

All of them work on flat arrays over the ``s = 2**m`` states. Because a decision maker may jump over its own options,
changing them one after the other and changing them at once lead to the same states; hence "the best over all moves" is
a product of one small step per option.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, TypeAlias, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel

__all__ = [
    "COMPILE_FROM",
    "WORST",
    "Backend",
    "ImprovementOrder",
    "groups_of",
    "improvement_order",
    "installed_kernels",
    "kernels_for",
    "one_way_code",
    "sweep_improvements",
    "sweep_moves",
    "use",
]

WORST = np.iinfo(np.int32).max
"""Stands for "nothing there" where a minimum is taken."""

COMPILE_FROM = 1 << 18
"""From this many states on the compiled loops are fetched; once fetched they serve models of every size.

Measured: below, NumPy takes less than the second in which a new process gets hold of compiled loops that are stored,
and much less than the seconds that compiling them takes once.
"""

SHARE_FROM = 1 << 19
"""From this many states on several threads share a compiled loop."""

Backend: TypeAlias = Literal["auto", "numba", "numpy"]
Kind = TypeVar("Kind", bound=np.generic)
_PICKS = (np.maximum, np.minimum, np.logical_or)


@dataclass
class _Setting:
    """Which loops are used, how many threads share them (0: one per processor), and which are compiled already."""

    backend: Backend = "auto"
    threads: int = 0
    warm: set[str] = field(default_factory=set)


_setting = _Setting()


def use(backend: Backend, threads: int = 0) -> Backend:
    """Choose between NumPy and compiled loops; the results are the same.

    Parameters
    ----------
    backend : {"auto", "numba", "numpy"}
        By size, as it is at first; always compiled; never compiled.
    threads : int, optional
        How many threads share a large compiled loop; 0 means one for each processor.

    Returns
    -------
    {"auto", "numba", "numpy"}
        What was chosen before.

    Raises
    ------
    CaseError
        If there is no such choice, or ``threads`` is negative.
    GoodOfficesError
        If compiled loops are asked for where numba is not installed.

    Examples
    --------
    >>> use("numpy")
    'auto'
    >>> use("auto")
    'numpy'
    """
    if backend not in get_args(Backend):
        raise CaseError(f"found the back end {backend!r}, expected one of {', '.join(get_args(Backend))}")
    if threads < 0:
        raise CaseError(f"found {threads} threads, expected 0 or more: 0 means one for each processor")
    if backend == "numba" and installed_kernels() is None:
        raise GoodOfficesError("compiled loops need numba, which is not installed; install it, or use 'auto'")
    before = _setting.backend
    _setting.backend, _setting.threads = backend, threads
    return before


def installed_kernels() -> Any:
    """Return the module of compiled loops, or None where numba is not installed."""
    try:
        return importlib.import_module("goodoffices.outlook.kernels")
    except ImportError:
        return None


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
    kernels = kernels_for("moves", out.size) if pick in _PICKS and out.dtype in (np.int32, np.bool_) else None
    for option in model.movable[decision_maker]:
        direction = model.one_way.get(option)
        without_sees = direction is None or (direction == "on") != reverse
        if kernels is not None:
            seeing = 0 if direction is None else 1 if without_sees else 2
            # True and false are swept as bytes: a view costs nothing and one compiled loop less.
            flat = out.view(np.uint8) if out.dtype == np.bool_ else out
            _in_parts(kernels.spread, (flat, option, seeing, pick is not np.minimum), out.size // 2)
            continue
        halves = out.reshape(-1, 2, 1 << option)
        without, taken = halves[:, 0], halves[:, 1]
        pick(without, taken, out=without if without_sees else taken)
        if direction is None:
            taken[...] = without
    return out


@dataclass(frozen=True, eq=False)
class ImprovementOrder:
    """The states of one decision maker's groups, best first; a group shares the options of everybody else.

    Attributes
    ----------
    states : (g, o) int array
        Each row is a group, sorted from best to worst for the decision maker.
    liking : (g, o) int array
        The ranks of these states.
    code : (g, o) int array
        One bit for each one-way option, set once the option has been changed for good; empty where there is none.
    patterns : int
        How many values ``code`` can have.
    """

    states: IntArray
    liking: IntArray
    code: IntArray
    patterns: int

    @cached_property
    def better(self) -> IntArray:
        """Where, in a flat (g, o + 1) table of running minima, that over all strictly better states stands, (g, o)."""
        # States of equal rank are no improvement on one another: all of a tie block look back to where it starts.
        groups, size = self.states.shape
        start = np.zeros((groups, size), dtype=np.int32)
        start[:, 1:] = np.arange(1, size, dtype=np.int32) * (self.liking[:, 1:] != self.liking[:, :-1])
        np.maximum.accumulate(start, axis=1, out=start)
        start += np.arange(groups, dtype=np.int32)[:, None] * np.int32(size + 1)
        return start


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
    groups = groups_of(model, decision_maker)
    code, patterns = one_way_code(model, decision_maker)
    ranks = model.ranks[decision_maker]
    kernels = kernels_for("order", groups.size)
    if kernels is None:
        order = np.argsort(-ranks[groups], axis=1, kind="stable")
        states = np.take_along_axis(groups, order, axis=1)
        return ImprovementOrder(states, ranks[states], code[states] if code.size else code, patterns)
    found = ImprovementOrder(np.empty_like(groups), np.empty_like(groups), code, patterns)
    _in_parts(kernels.sort_groups, (ranks, groups.ravel(), _flat(kernels, found)), len(groups))
    return replace(found, code=code[found.states]) if code.size else found


def groups_of(model: OptionModel, decision_maker: int) -> IntArray:
    """List the states that share the options of everybody else.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    decision_maker : int
        Whose groups.

    Returns
    -------
    (g, o) int array
        Each row is a group, infeasible states included.
    """
    own, count = model.movable[decision_maker], model.option_count
    # In the cube of states axis 0 is the highest option: bring the own options last and each row is one group.
    axes = [count - 1 - k for k in range(count) if k not in own] + [count - 1 - k for k in own]
    cube = np.arange(1 << count, dtype=np.int32).reshape((2,) * count)
    return np.ascontiguousarray(cube.transpose(axes).reshape(-1, 1 << len(own)))


def one_way_code(model: OptionModel, decision_maker: int) -> tuple[IntArray, int]:
    """Tell which one-way options of a decision maker have been changed for good.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    decision_maker : int
        Whose options.

    Returns
    -------
    code : (s,) int array
        One bit for each of them; empty where there is none.
    patterns : int
        How many values ``code`` can have.
    """
    one_way = [k for k in model.movable[decision_maker] if k in model.one_way]
    states = np.arange(model.feasible.size if one_way else 0, dtype=np.int32)
    code = np.zeros_like(states)
    for place, option in enumerate(one_way):
        code |= ((states >> option & 1) == (model.one_way[option] == "on")).astype(np.int32) << place
    return code, 1 << len(one_way)


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
    With one-way options only states that have changed at least the same ones may be reached, so each pattern needs a
    minimum of its own: the cost grows with ``2**r`` for ``r`` one-way options of the decision maker.
    """
    kernels = kernels_for("improvements", values.size)
    if kernels is not None:
        swept = values.copy()
        _in_parts(kernels.improve, (swept, _flat(kernels, order)), len(order.states))
        return swept
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


def _flat(kernels: Any, order: ImprovementOrder) -> Any:
    """Hand an order to the compiled loops, which know groups by where they start and end."""
    groups, size = order.states.shape
    bounds = np.arange(groups + 1, dtype=np.int32) * np.int32(size)
    return kernels.Order(order.states.ravel(), order.liking.ravel(), bounds, order.code.ravel(), order.patterns, True)  # noqa: FBT003


def kernels_for(task: str, size: int) -> Any:
    """Return the compiled loops if they are to be used for a task, else None.

    Parameters
    ----------
    task : str
        A name for the loops it needs.
    size : int
        How many states are to be swept.

    Returns
    -------
    module or None
        :mod:`goodoffices.outlook.kernels`, where the task is large or its loops are there already.
    """
    small = size < COMPILE_FROM and task not in _setting.warm
    if _setting.backend == "numpy" or (_setting.backend == "auto" and small):
        return None
    kernels = installed_kernels()
    if kernels is not None:
        _setting.warm.add(task)
    return kernels


def _in_parts(work: Callable[..., object], given: tuple[Any, ...], count: int) -> None:
    """Let several threads share a loop over ``count`` things that do not touch one another."""
    threads = _setting.threads or os.cpu_count() or 1
    if given[0].size < SHARE_FROM or threads == 1:
        work(*given, (0, count))
        return
    edges = [count * k // threads for k in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, *given, part) for part in pairwise(edges)]:
            done.result()
