"""The inner loops of the room, compiled by numba; nothing here is imported before it is needed.

Two kinds of arrays occur. The first loops work on all ``s = 2**m`` states of one conflict, behind the functions of
:mod:`goodoffices.outlook.sweeps`. The others solve many preferences of one conflict and know only its ``f`` feasible
states, numbered from 0: a group is then a run of feasible states that share the options of everybody else, and who may
move where inside it follows from one bit per one-way option, set once the option has been changed for good.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from goodoffices.outlook.loops import WORST, compiled, spread, statement_ranks
from goodoffices.outlook.model import BoolArray, IntArray

__all__ = ["Board", "Order", "Table", "Tally", "improve", "prepare", "solve_variants", "sort_groups"]
__all__ += ["spread", "statement_ranks"]  # passed on, so that one import fetches all

_SHORT = 12  # groups up to this size are sorted by counting


class Order(NamedTuple):
    """One decision maker's groups, best first.

    ``states`` and ``liking``, (f,) int arrays: the states group by group and how each is ranked; ``bounds``, (g + 1,)
    int array: where the groups start and end; ``code``, (f,) int array in the order of ``states``, and ``patterns``:
    the one-way options (read only where there are any); ``ties``: whether a group may hold equals.
    """

    states: IntArray
    liking: IntArray
    bounds: IntArray
    code: IntArray
    patterns: int
    ties: bool


class Board(NamedTuple):
    """What is the same in all variants of a conflict of ``n`` decision makers.

    ``members``, (n, f) int array: feasible states, group by group; ``bounds``, (n, f + 1) int array, of which the first
    ``groups[i] + 1`` count; ``code``, (n, f) int array by state, and ``patterns``, (n,) int array: one-way options.
    """

    members: IntArray
    bounds: IntArray
    groups: IntArray
    code: IntArray
    patterns: IntArray


class Table(NamedTuple):
    """The different preferences that occur, one row each, whoever holds them.

    ``owner``, (v,) int array; ``ranks``, (v, f) int array by state; ``states``, ``liking`` and ``code``, (v, f) int
    arrays as in :class:`Order`; ``calm``, (v, f) bool array: true where the owner has no improvement; ``ties``, (v,)
    bool array: whether a group holds equals.
    """

    owner: IntArray
    ranks: IntArray
    states: IntArray
    liking: IntArray
    code: IntArray
    calm: BoolArray
    ties: BoolArray


class Tally(NamedTuple):
    """What is asked of every variant, and where the answers are added up.

    ``targets``, (t, f) bool array; ``starts`` with ``places`` and ``weights``: for variant ``b`` what it counts for in
    each row of ``counts`` stands from ``starts[b]`` to ``starts[b + 1]``; ``counts``, (w, c, f) int array;
    ``held``, (b, c, t) bool array.
    """

    targets: BoolArray
    starts: IntArray
    places: IntArray
    weights: IntArray
    counts: IntArray
    held: BoolArray


@compiled
def sort_groups(ranks: IntArray, members: IntArray, order: Order, part: tuple[int, int]) -> None:
    """Sort groups from best to worst into ``order``; equals stay as they stand in ``members``.

    Parameters
    ----------
    ranks : (f,) int array
        By state, at least -1.
    members : (f,) int array
        States, group by group.
    order : Order
        Its ``states`` and ``liking`` are written.
    part : pair of int
        First and last (exclusive) group to sort.
    """
    short = np.empty(_SHORT, dtype=np.int32)
    for group in range(part[0], part[1]):
        low, high = order.bounds[group], order.bounds[group + 1]
        if high - low > _SHORT:
            keys = np.empty(high - low, dtype=np.int64)
            for k in range(high - low):
                keys[k] = ((np.int64(WORST) - ranks[members[low + k]]) << 32) | k
            keys.sort()
            for k in range(high - low):
                state = members[low + (keys[k] & 0xFFFFFFFF)]
                order.states[low + k] = state
                order.liking[low + k] = ranks[state]
            continue
        # Counting who comes before takes more comparisons than moving, but none that the processor has to guess.
        size = high - low
        for k in range(size):
            short[k] = ranks[members[low + k]]
        for k in range(size):
            at = low
            for other in range(k):
                at += short[other] >= short[k]
            for other in range(k + 1, size):
                at += short[other] > short[k]
            order.states[at] = members[low + k]
            order.liking[at] = short[k]


@compiled
def _improve_strictly(values: IntArray, order: Order, part: tuple[int, int]) -> bool:
    """Improve groups without equals and one-way options: everything before is within reach."""
    fallen = np.int32(0)
    states, bounds = order.states, order.bounds
    for group in range(part[0], part[1]):
        least = WORST
        for k in range(bounds[group], bounds[group + 1]):
            state = states[k]
            value = values[state]
            least = min(least, value)
            fallen |= least ^ value
            values[state] = least
    return bool(fallen != 0)


@compiled
def _improve_freely(values: IntArray, order: Order, part: tuple[int, int]) -> bool:
    """Improve groups without one-way options: everything before the own tie block is within reach."""
    fallen = np.int32(0)
    states, liking, bounds = order.states, order.liking, order.bounds
    for group in range(part[0], part[1]):
        low, high = bounds[group], bounds[group + 1]
        least = block = WORST
        last = np.int32(-1)
        # Written as choices, not as branches: which value falls cannot be foreseen by the processor.
        for k in range(low, high):
            state, rank = states[k], liking[k]
            value = values[state]
            least = min(least, block) if rank != last else least
            block = value if rank != last else min(block, value)
            last = rank
            after = min(least, value)
            fallen |= after ^ value
            values[state] = after
    return bool(fallen != 0)


@compiled
def _improve_by_one(values: IntArray, order: Order, part: tuple[int, int]) -> bool:
    """Improve groups with a single one-way option: who has changed it sees only others that have."""
    fallen = np.int32(0)
    states, liking, bounds, code = order.states, order.liking, order.bounds, order.code
    for group in range(part[0], part[1]):
        low, high = bounds[group], bounds[group + 1]
        least = block = least_changed = block_changed = WORST
        last = np.int32(-1)
        for k in range(low, high):
            state, rank = states[k], liking[k]
            value = values[state]
            changed = code[k] != 0
            here = value if changed else WORST
            least = min(least, block) if rank != last else least
            block = value if rank != last else min(block, value)
            least_changed = min(least_changed, block_changed) if rank != last else least_changed
            block_changed = here if rank != last else min(block_changed, here)
            last = rank
            after = min(value, least_changed if changed else least)
            fallen |= after ^ value
            values[state] = after
    return bool(fallen != 0)


@compiled
def _improve_one_way(values: IntArray, order: Order, part: tuple[int, int]) -> bool:
    """Improve groups with one-way options: ``best[p]`` is the minimum over what has changed at least ``p``."""
    fallen = np.int32(0)
    states, liking, bounds, code = order.states, order.liking, order.bounds, order.code
    best = np.empty(order.patterns, dtype=np.int32)
    for group in range(part[0], part[1]):
        best[:] = WORST
        low, high = bounds[group], bounds[group + 1]
        while low < high:
            end = low
            while end < high and liking[end] == liking[low]:
                state = states[end]
                value = values[state]
                after = min(best[code[end]], value)
                fallen |= after ^ value
                values[state] = after
                end += 1
            for k in range(low, end):
                _offer(best, code[k], values[states[k]], False)  # noqa: FBT003
            low = end
    return bool(fallen != 0)


@compiled
def _offer(best: IntArray, code: int, value: int, most: bool) -> None:  # noqa: FBT001
    """Enter a value for every pattern that may still reach a state with this code: all its subsets."""
    pattern = code
    while True:
        best[pattern] = value if (value > best[pattern]) == most else best[pattern]
        if pattern == 0:
            return
        pattern = (pattern - 1) & code


@compiled
def improve(values: IntArray, order: Order, part: tuple[int, int]) -> bool:
    """Take the minimum over each state and all that its mover can improve to from it, in place.

    Parameters
    ----------
    values : (f,) int array
        By state.
    order : Order
        Of the mover.
    part : pair of int
        First and last (exclusive) group.

    Returns
    -------
    bool
        True if a value has become smaller.
    """
    if order.patterns == 1 and not order.ties:
        return _improve_strictly(values, order, part)
    if order.patterns == 1:
        return _improve_freely(values, order, part)
    if order.patterns == 2:
        return _improve_by_one(values, order, part)
    return _improve_one_way(values, order, part)


@compiled
def _over_moves(values: IntArray, board: Board, i: int, most: bool) -> bool:  # noqa: FBT001
    """Take the maximum or minimum over each state and all that ``i`` can move to from it, in place."""
    changed = False
    members, bounds, code = board.members[i], board.bounds[i], board.code[i]
    best = np.empty(board.patterns[i], dtype=np.int32)
    nothing = np.int32(-1) if most else WORST
    for group in range(board.groups[i]):
        low, high = bounds[group], bounds[group + 1]
        if len(best) == 1:
            pick = nothing
            for k in range(low, high):
                pick = max(pick, values[members[k]]) if most else min(pick, values[members[k]])
            best[0] = pick
        else:
            best[:] = nothing
            for k in range(low, high):
                _offer(best, code[members[k]], values[members[k]], most)
        for k in range(low, high):
            state = members[k]
            after = best[code[state]]
            changed |= after != values[state]
            values[state] = after
    return changed


@compiled
def prepare(board: Board, table: Table) -> None:
    """Sort the groups of every preference in the table, and mark where its owner has no improvement.

    Parameters
    ----------
    board : Board
        The conflict.
    table : Table
        ``owner`` and ``ranks`` are read, the rest is written.
    """
    for row in range(len(table.owner)):
        i = table.owner[row]
        order = _order(board, table, i, row)
        sort_groups(table.ranks[row], board.members[i], order, (0, board.groups[i]))
        if board.patterns[i] > 1:
            table.code[row] = board.code[i][table.states[row]]
        table.calm[row] = True
        _hold(table.ranks[row], table.ranks[row], board, i, table.calm[row])
        table.ties[row] = _has_ties(order, board.groups[i])


@compiled
def _has_ties(order: Order, groups: int) -> bool:
    """Tell whether a group holds two states that are ranked equal."""
    for group in range(groups):
        for k in range(order.bounds[group] + 1, order.bounds[group + 1]):
            if order.liking[k] == order.liking[k - 1]:
                return True
    return False


@compiled
def _hold(least: IntArray, ranks: IntArray, board: Board, i: int, alive: BoolArray) -> None:
    """Strike out the states that ``i`` can leave for one where both its rank and the least it is driven to are more."""
    members, bounds = board.members[i], board.bounds[i]
    if board.patterns[i] > 1:
        gain = np.minimum(least, ranks)
        _over_moves(gain, board, i, True)  # noqa: FBT003
        alive &= gain <= ranks
        return
    for group in range(board.groups[i]):
        gain_here = np.int32(-1)
        for k in range(bounds[group], bounds[group + 1]):
            state = members[k]
            gain_here = max(gain_here, min(least[state], ranks[state]))
        for k in range(bounds[group], bounds[group + 1]):
            state = members[k]
            alive[state] &= gain_here <= ranks[state]


@compiled
def _order(board: Board, table: Table, i: int, row: int) -> Order:
    """Return the sorted groups of one decision maker under one of its preferences."""
    return Order(
        table.states[row], table.liking[row], board.bounds[i], table.code[row], board.patterns[i], table.ties[row]
    )


@compiled
def _least(board: Board, table: Table, pick: IntArray, i: int, concept: int) -> IntArray:
    """Return the least that the others can drive ``i`` to: see ``stability`` for why sweeps in turn are enough."""
    values: IntArray = table.ranks[pick[i]].copy()
    if concept in {2, 4}:
        _over_moves(values, board, i, True)  # noqa: FBT003
    n = len(pick)
    # One round over the others without any change is the fixpoint.
    quiet, j = 0, i
    while quiet < n:
        j = (j + 1) % n
        quiet += 1
        if j == i or board.groups[j] == board.members.shape[1]:
            continue
        if concept >= 3:
            changed = improve(values, _order(board, table, j, pick[j]), (0, board.groups[j]))
        else:
            changed = _over_moves(values, board, j, False)  # noqa: FBT003
        if changed:
            quiet = 1
    return values


@compiled
def _equilibria(board: Board, table: Table, pick: IntArray, concept: int) -> BoolArray:
    """Mark the states that are stable for every decision maker under one notion of stability."""
    alive: BoolArray = np.ones(board.members.shape[1], dtype=np.bool_)
    for i in range(len(pick)):
        calm = table.calm[pick[i]]
        if concept == 0:
            alive &= calm
            continue
        if not (alive & ~calm).any():
            continue  # whoever has no improvement has no reason to look further
        _hold(_least(board, table, pick, i, concept), table.ranks[pick[i]], board, i, alive)
    return alive


@compiled
def solve_variants(board: Board, table: Table, picks: IntArray, concepts: IntArray, tally: Tally) -> None:
    """Find the equilibria of many variants of one conflict, and add them up.

    Parameters
    ----------
    board, table
        The conflict, and the prepared preferences.
    picks : (b, n) int array
        For each variant the row of the table that each decision maker goes by.
    concepts : (c,) int array
        Places in ``CONCEPTS``: 0 nash, 1 gmr, 2 smr, 3 seq, 4 sseq.
    tally : Tally
        What to count; ``counts`` and ``held`` are written.
    """
    for b in range(len(picks)):
        for c in range(len(concepts)):
            alive = _equilibria(board, table, picks[b], concepts[c])
            for state in np.flatnonzero(alive):
                for k in range(tally.starts[b], tally.starts[b + 1]):
                    tally.counts[tally.places[k], c, state] += tally.weights[k]
                for t in range(len(tally.targets)):
                    if tally.targets[t, state]:
                        tally.held[b, c, t] = True
