"""Solving many variants of one conflict: what differs is solved once, and everything is added up exactly.

Draws that agree for every decision maker are one variant. Variants are solved in the order in which they first appear,
in chunks that any executor may take in any order, and counts are whole numbers: the result does not depend on who
computed what. Draws are cut into blocks, and what a variant counts for is kept for each block, so that an interrupted
run can still say exactly what its first blocks hold.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.ensemble import Form, Variants, View
from goodoffices.outlook.from_case import CaseModel
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel
from goodoffices.outlook.stability import CONCEPTS, check_concept, solve
from goodoffices.outlook.sweeps import groups_of, installed_kernels, kernels_for, one_way_code

__all__ = ["Chunk", "Counted", "Game", "Run", "Tallied", "equilibrium_counts", "game_of", "solve_chunk", "tally"]

Progress: TypeAlias = Callable[[int, int], object]

_CELLS = 1 << 20  # the states of all blocks, or of all variants of a chunk
_BLOCKS = 64
_WAITING = 8  # chunks handed to an executor at a time


@dataclass(frozen=True, eq=False)
class Game:
    """What all variants of a conflict share, without names: small enough to be sent to another machine.

    Attributes
    ----------
    model : OptionModel or ArcModel
        Who can move where; its ``feasible`` has ``f`` true states, numbered from 0 below.
    forms : tuple of {"statements", "places"}
        What the codes of each of the ``n`` decision makers number.
    columns : tuple of uint8 array
        For statements the (k, f) table of where each holds; for places the (1, f) places of the states.
    concepts : tuple of str
        Which notions of stability.
    targets : (t, f) bool array
        Where each target holds and can be reached from today.
    compiled : bool
        Whether compiled loops are used; the results are the same.
    """

    model: Model
    forms: tuple[Form, ...]
    columns: tuple[NDArray[Any], ...]
    concepts: tuple[str, ...]
    targets: BoolArray
    compiled: bool = False

    def __getstate__(self) -> dict[str, Any]:
        # What is laid out for the compiled loops is cheaper to lay out again than to send.
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def board(self) -> Any:
        """The groups of feasible states, laid out once for all chunks."""
        return _board(self.model, installed_kernels())


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some variants of a game.

    Attributes
    ----------
    codes : tuple of (v, k) int array
        The different preferences of each decision maker that occur in the chunk.
    which : (b, n) int array
        The rows of these that each variant is made of.
    starts, places, weights : int arrays
        From ``starts[b]`` to ``starts[b + 1]``: in how many draws of which block variant ``b`` occurs.
    blocks : (w,) int array
        The blocks that ``places`` number.
    """

    codes: tuple[IntArray, ...]
    which: IntArray
    starts: IntArray
    places: IntArray
    weights: IntArray
    blocks: IntArray


@dataclass(frozen=True, eq=False)
class Counted:
    """What a chunk contributes.

    Attributes
    ----------
    counts : (w, c, f) int array
        In how many draws of each block each state is an equilibrium under each notion.
    held : (b, c, t) bool array
        Whether an equilibrium of the variant meets the target.
    """

    counts: IntArray
    held: BoolArray


@dataclass(frozen=True)
class Run:
    """How variants are worked off.

    Attributes
    ----------
    executor : Executor, optional
        Who solves the chunks; None means this thread.
    progress : callable, optional
        Called as ``progress(done, total)`` with numbers of draws.
    stop : callable, optional
        Asked before every chunk; once it returns true no further one is begun.
    chunk : int, optional
        The most variants of a chunk; 0 means as many as suit the size of the conflict.
    """

    executor: Executor | None = None
    progress: Progress | None = None
    stop: Callable[[], bool] | None = None
    chunk: int = 0


@dataclass(frozen=True, eq=False)
class Tallied:
    """What draws add up to.

    Attributes
    ----------
    done : int
        How many draws, from the first on, are counted.
    counts : (c, f) int array
        In how many of them each state is an equilibrium.
    held : (done, c, t) bool array
        In which of them each target is held.
    different : int
        How many different variants all draws are made of.
    """

    done: int
    counts: NDArray[np.int64]
    held: BoolArray
    different: int


def game_of(model: CaseModel, known: Sequence[View], concepts: Sequence[str], targets: BoolArray) -> Game:
    """Take from a case what its variants share.

    Parameters
    ----------
    model : CaseModel
        The case, under a policy or none.
    known : sequence of View
        What its decision makers may prefer.
    concepts : sequence of str
        Which notions of stability.
    targets : (t, s) bool array
        Where each target holds and can be reached.

    Returns
    -------
    Game
        All that is needed to solve variants.
    """
    case, space = model.origin
    wishes = {**case.preferences, **(case.policies[model.policy].prefer if model.policy is not None else {})}
    columns = []
    for i, view in enumerate(known):
        ranks = model.ranks[i][model.feasible]
        if view.form == "places":
            columns.append((ranks.max() - ranks)[None, :].astype(np.int32))
        else:
            said = wishes[view.decision_maker].statements or ()
            table = [space.mask(one.that)[model.feasible] for one in said]
            columns.append(np.array(table, dtype=np.uint8).reshape(len(said), ranks.size))
    plain: Model
    if isinstance(model, OptionModel):
        plain = OptionModel(model.owners, model.feasible, model.ranks, model.one_way, fixed=model.fixed)
    else:
        plain = ArcModel(model.arcs, model.feasible, model.ranks)
    forms = tuple(view.form for view in known)
    return Game(plain, forms, tuple(columns), tuple(concepts), targets[:, model.feasible])


def tally(game: Game, drawn: Variants, run: Run) -> Tallied:
    """Solve every draw.

    Parameters
    ----------
    game : Game
        The conflict.
    drawn : Variants
        The preferences.
    run : Run
        How to work them off. After Ctrl-C, or once ``stop`` says so, what was done counts.

    Returns
    -------
    Tallied
        Of as many draws as were done.
    """
    which, first, back = drawn.joint()
    if isinstance(game.model, OptionModel):
        compiled = kernels_for("variants", len(which) * game.model.feasible.size)
        game = replace(game, compiled=compiled is not None)
    draws, states = len(back), int(game.model.feasible.sum())
    size = -(-draws // max(8, min(_BLOCKS, _CELLS // states)))
    counts = np.zeros((-(-draws // size), len(game.concepts), states), dtype=np.int32)
    held = np.zeros((len(which), len(game.concepts), len(game.targets)), dtype=np.bool_)
    pairs, weights = np.unique(back * len(counts) + np.arange(draws) // size, return_counts=True)
    starts = np.searchsorted(pairs, np.arange(len(which) + 1) * len(counts))
    most = run.chunk or max(1, min(512, 4 * _CELLS // (states * len(game.forms))))
    chunks = _chunks(drawn, which, (first // size, starts, pairs % len(counts), weights), most)
    solved = covered = 0
    results = _results(game, chunks, run)
    try:
        for chunk, part in results:
            counts[chunk.blocks] += part.counts
            held[solved : solved + len(part.held)] = part.held
            solved += len(part.held)
            covered += int(chunk.weights.sum())
            if run.progress is not None:
                run.progress(covered, draws)
    except KeyboardInterrupt:
        results.close()
    done = draws if solved == len(which) else int(first[solved] // size) * size
    total = counts[: -(-done // size)].sum(axis=0, dtype=np.int64)
    return Tallied(done, total, held[back[:done]], len(which))


def _chunks(drawn: Variants, which: IntArray, occurs: tuple[NDArray[Any], ...], most: int) -> Iterator[Chunk]:
    """Cut the different variants into chunks, none of which reaches into two blocks of first appearance."""
    first_block, starts, block, weight = occurs
    edges = np.flatnonzero(np.diff(first_block, prepend=-1, append=-1))
    for begin, end in pairwise(edges.tolist()):
        for low in range(begin, end, most):
            high = min(low + most, end)
            used = [np.unique(column, return_inverse=True) for column in which[low:high].T]
            blocks, places = np.unique(block[starts[low] : starts[high]], return_inverse=True)
            yield Chunk(
                codes=tuple(codes[rows] for codes, (rows, _) in zip(drawn.codes, used, strict=True)),
                which=np.stack([back for _, back in used], axis=1).astype(np.int32),
                starts=(starts[low : high + 1] - starts[low]).astype(np.int32),
                places=places.astype(np.int32),
                weights=weight[starts[low] : starts[high]].astype(np.int32),
                blocks=blocks.astype(np.int32),
            )


def _results(game: Game, chunks: Iterator[Chunk], run: Run) -> Generator[tuple[Chunk, Counted]]:
    """Solve chunks in their order, a few at a time where there is an executor, until told to stop."""
    waiting: deque[tuple[Chunk, Future[Counted]]] = deque()
    try:
        for chunk in chunks:
            if run.stop is not None and run.stop():
                break
            if run.executor is None:
                yield chunk, solve_chunk(game, chunk)
                continue
            waiting.append((chunk, run.executor.submit(solve_chunk, game, chunk)))
            if len(waiting) >= _WAITING:
                begun, future = waiting.popleft()
                yield begun, future.result()
        while waiting:
            begun, future = waiting.popleft()
            yield begun, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


def solve_chunk(game: Game, chunk: Chunk) -> Counted:
    """Solve some variants; this is what an executor runs.

    Parameters
    ----------
    game : Game
        The conflict.
    chunk : Chunk
        The variants.

    Returns
    -------
    Counted
        Their equilibria, added up, and the targets they hold.
    """
    kernels = installed_kernels() if game.compiled else None
    ranks = [_ranks(game, i, codes, kernels) for i, codes in enumerate(chunk.codes)]
    owner = np.repeat(np.arange(len(ranks), dtype=np.int32), [len(rows) for rows in ranks])
    picks = chunk.which + np.searchsorted(owner, np.arange(len(ranks))).astype(np.int32)
    return equilibrium_counts(game, owner, np.concatenate(ranks), replace(chunk, which=picks))


def equilibrium_counts(game: Game, owner: IntArray, ranks: IntArray, chunk: Chunk) -> Counted:
    """Find the equilibria of variants that are given by ranks.

    Parameters
    ----------
    game : Game
        The conflict; what it says of preferences is not read.
    owner : (v,) int array
        Whose ranks a row is.
    ranks : (v, f) int array
        Larger is better; at least 0.
    chunk : Chunk
        Its ``which``, (b, n) int array, gives the row of each decision maker; its ``codes`` are not read.

    Returns
    -------
    Counted
        The equilibria, added up, and the targets they hold.
    """
    variants, f = len(chunk.which), ranks.shape[1]
    counts = np.zeros((len(chunk.blocks), len(game.concepts), f), dtype=np.int32)
    held = np.zeros((variants, len(game.concepts), len(game.targets)), dtype=np.bool_)
    kernels = installed_kernels() if game.compiled else None
    if kernels is None or not isinstance(game.model, OptionModel):
        for b, pick in enumerate(chunk.which):
            found = _equilibria(game, ranks[pick])
            span = slice(chunk.starts[b], chunk.starts[b + 1])
            np.add.at(counts, chunk.places[span], chunk.weights[span, None, None] * found)
            held[b] = (found[:, None] & game.targets).any(axis=2)
        return Counted(counts, held)
    board = game.board
    sorting = (np.empty(ranks.shape, kind) for kind in (np.int32, np.int32, np.int32, np.bool_))
    table = kernels.Table(owner, ranks, *sorting, np.empty(len(ranks), dtype=np.bool_))
    kernels.prepare(board, table)
    concepts = np.array([CONCEPTS.index(check_concept(concept)) for concept in game.concepts], dtype=np.int32)
    asked = kernels.Tally(game.targets, chunk.starts, chunk.places, chunk.weights, counts, held)
    kernels.solve_variants(board, table, chunk.which, concepts, asked)
    return Counted(counts, held)


def _equilibria(game: Game, ranks: IntArray) -> BoolArray:
    """Find the equilibria of one variant the plain way, (c, f) bool array."""
    feasible = game.model.feasible
    full = np.full(game.model.ranks.shape, -1, dtype=np.int32)
    full[:, feasible] = ranks
    stable = solve(replace(game.model, ranks=full), game.concepts).stable
    return np.stack([stable[concept][:, feasible].all(axis=0) for concept in game.concepts])


def _ranks(game: Game, i: int, codes: IntArray, kernels: Any) -> IntArray:
    """Rank the feasible states by each of several preferences of one decision maker, (v, f) int array."""
    columns = game.columns[i]
    ranks = np.zeros((len(codes), columns.shape[1]), dtype=np.int32)
    if game.forms[i] == "places":
        for row, order in zip(ranks, codes, strict=True):
            height = np.zeros(max(order.size, 1), dtype=np.int32)
            height[order >> 1] = np.arange(order.size)[::-1]
            row[:] = height[columns[0]]
    elif kernels is not None:
        kernels.statement_ranks(columns, codes, ranks)
    else:
        for row, order in zip(ranks, codes, strict=True):
            for code in order:
                row[:] = np.unique(2 * row + (columns[code >> 1] ^ (code & 1)), return_inverse=True)[1]
    return ranks


def _board(model: Any, kernels: Any) -> Any:
    """Lay out the groups of feasible states for the compiled loops."""
    feasible, n = model.feasible, len(model.owners)
    number = np.cumsum(feasible, dtype=np.int32) - np.int32(1)
    f = int(number[-1]) + 1
    members, bounds = np.empty((n, f), dtype=np.int32), np.full((n, f + 1), f, dtype=np.int32)
    groups, patterns = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32)
    code = np.zeros((n, f), dtype=np.int32)
    for i in range(n):
        table = groups_of(model, i)
        inside = feasible[table]
        members[i] = number[table[inside]]
        sizes = inside.sum(axis=1)
        ends = np.cumsum(sizes[sizes > 0])
        groups[i] = ends.size
        bounds[i, 0] = 0
        bounds[i, 1 : ends.size + 1] = ends
        changed, patterns[i] = one_way_code(model, i)
        if changed.size:
            code[i] = changed[feasible]
    return kernels.Board(members, bounds, groups, code, patterns)
