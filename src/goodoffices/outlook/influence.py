"""Which doubts matter: how much of what is unsettled about a target each uncertain statement and each view explains.

The inputs are the uniform numbers that drive each uncertain statement; whose view is a group of them. All are treated
alike: a group's columns are exchanged together, so that its first-order index is the share of the variance that would
on average be gone if the group were known, and its total index the share that would be left if all else were known.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError
from goodoffices.outlook.ensemble import View, merge, variants_from
from goodoffices.outlook.variants import Game, Run, tally

__all__ = ["By", "Influence", "check_rows", "influences"]

By: TypeAlias = Literal["view", "statement"]
Numbers: TypeAlias = NDArray[np.float64]

_WIDEST = 21201  # columns for which scipy has direction numbers


@dataclass(frozen=True)
class Influence:
    """What one uncertain input means for one target.

    Attributes
    ----------
    target, concept : str
        The target, held in the sense of this notion of stability.
    by : {"view", "statement"}
        The whole view of a decision maker, or one statement of it.
    decision_maker : str
        Whose.
    statement : int or None
        The number of the statement, from 0.
    first, total : float
        First-order and total Sobol index of "the target is held".
    value : float
        The value of information: by how much the variance of "the target is held" would fall on average if this input
        were known. The variance is at most 0.25.
    error : float
        The standard error of ``value``; below it a negative value means nothing.
    place : int
        1 for what to sound first, among inputs of the same kind; those that the sample cannot tell apart share a place.
    """

    target: str
    concept: str
    by: By
    decision_maker: str
    statement: int | None
    first: float
    total: float
    value: float
    error: float
    place: int


@dataclass(frozen=True, eq=False)
class _Input:
    """A group of columns of the sample."""

    by: By
    decision_maker: str
    statement: int | None
    columns: NDArray[np.int64]


def check_rows(rows: int) -> None:
    """Refuse a number of rows with which no Sobol sample is balanced.

    Raises
    ------
    CaseError
        If it is neither 0 nor a power of two.
    """
    if rows < 0 or rows & (rows - 1):
        raise CaseError(f"found {rows} rows of the Sobol sample, expected a power of two such as 256, or 0 for none")


def influences(
    known: Sequence[View], game: Game, targets: Sequence[str], rows: int, seed: int, run: Run
) -> tuple[Influence, ...] | None:
    """Measure which doubts matter for which target.

    Parameters
    ----------
    known : sequence of View
        What is uncertain.
    game : Game
        The conflict, with ``t`` targets.
    targets : sequence of str
        Their names.
    rows : int
        The rows of the sample, a power of two; each uncertain input costs as many solutions as there are rows.
    seed : int
        The sample has its own stream of this seed.
    run : Run
        How to work it off.

    Returns
    -------
    tuple of Influence or None
        None if it was interrupted. Targets that are held in all or in no row of the sample have no entry.

    References
    ----------
    Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), *Computer Physics Communications* 181(2), table 2.
    Oakley (2009), *Operations Research* 57(6), on the value of information in terms of variance.
    """
    inputs = _inputs(known)
    if not inputs or not rows or not targets:
        return ()
    width = sum(view.chances.size for view in known)
    one, other = _sample(rows, width, seed)
    parts = [variants_from(known, one), variants_from(known, other)]
    for each in inputs:
        mixed = one.copy()
        mixed[:, each.columns] = other[:, each.columns]
        parts.append(variants_from(known, mixed))
    drawn = merge(parts)
    found = tally(game, drawn, run)
    if found.done < len(drawn.which):
        return None
    held = found.held.reshape(len(parts), rows, len(game.concepts), len(targets)).astype(np.float64)
    return tuple(
        entry
        for c, concept in enumerate(game.concepts)
        for t, target in enumerate(targets)
        for entry in _measured(inputs, held[:, :, c, t], target, concept)
    )


def _inputs(known: Sequence[View]) -> list[_Input]:
    """List whole views first, then statements; places of a ranking are not told apart."""
    whole, single, at = [], [], 0
    for view in known:
        columns = at + np.arange(view.chances.size)
        at += columns.size
        if not columns.size:
            continue
        whole.append(_Input("view", view.decision_maker, None, columns))
        if view.form == "statements":
            single += [
                _Input("statement", view.decision_maker, int(k), columns[view.where == k])
                for k in np.unique(view.where)
            ]
    return whole + single


def _sample(rows: int, width: int, seed: int) -> tuple[Numbers, Numbers]:
    """Return two balanced samples that are independent of one another, (rows, width) each."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1,)))
    if 2 * width > _WIDEST:
        both = rng.random((rows, 2 * width))
    else:
        both = _stats().qmc.Sobol(2 * width, scramble=True, rng=rng).random(rows)
    return both[:, :width], both[:, width:]


def _measured(inputs: Sequence[_Input], held: Numbers, target: str, concept: str) -> list[Influence]:
    """Return the influence of each input on one target, whole views before statements, the most valuable first."""
    one, other, mixed = held[0], held[1], held[2:]
    both = held[:2]
    if both.min() == both.max():
        return []
    first, total = _sobol(one, other, mixed)
    # Saltelli's estimator of the first-order variance is the mean of these products.
    gains = (other - both.mean()) * (mixed - one)
    value = gains.mean(axis=1)
    error = gains.std(axis=1, ddof=1) / np.sqrt(len(one))
    entries: list[Influence] = []
    for by in ("view", "statement"):
        rows = sorted((k for k, each in enumerate(inputs) if each.by == by), key=lambda k: (-value[k], k))
        leader, place = None, 0
        for nth, k in enumerate(rows, start=1):
            if leader is None or not _alike(gains[leader], gains[k]):
                leader, place = k, nth
            each = inputs[k]
            index = (float(first[k]), float(total[k]), float(value[k]), float(error[k]))
            entries.append(Influence(target, concept, each.by, each.decision_maker, each.statement, *index, place))
    return entries


def _alike(one: Numbers, other: Numbers) -> bool:
    """Tell whether the means of two paired samples differ by less than two standard errors."""
    apart = one - other
    return bool(abs(apart.mean()) <= 2 * apart.std(ddof=1) / np.sqrt(apart.size))


def _sobol(one: Numbers, other: Numbers, mixed: Numbers) -> tuple[Numbers, Numbers]:
    """Return first-order and total indices, (d,) float arrays."""
    func: Any = {"f_A": one[None], "f_B": other[None], "f_AB": mixed[:, None]}
    found = _stats().sobol_indices(func=func, n=len(one))
    return np.ravel(found.first_order), np.ravel(found.total_order)


def _stats() -> Any:
    """Fetch the heavy part of scipy once it is needed."""
    return importlib.import_module("scipy.stats")
