"""Which states hold, for whom, under the five classical notions of stability.

For every notion let ``V(s)`` be what decision maker ``i`` is left with once play ends in ``s``: its rank of ``s``, or
for the two symmetric notions the best of that and of its replies. A sanction drives play to where ``V`` is least, so
with ``S`` the minimum of ``V`` over all that the others can lead to, ``i`` leaves a state exactly if it can move to one
where both ``S`` and its own rank are above what it has now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Literal, TypeAlias, get_args

import numpy as np

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel
from goodoffices.outlook.solution import Solution
from goodoffices.outlook.sweeps import WORST, ImprovementOrder, improvement_order, sweep_improvements, sweep_moves

__all__ = ["CONCEPTS", "Concept", "check_concept", "final_values", "solve"]

Concept: TypeAlias = Literal["nash", "gmr", "smr", "seq", "sseq"]
CONCEPTS: tuple[Concept, ...] = get_args(Concept)

Progress: TypeAlias = Callable[[int, int], object]
Stop: TypeAlias = Callable[[], bool]


def solve(
    model: OptionModel,
    concepts: Sequence[str] = CONCEPTS,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Solution:
    """Find the stable states of every decision maker, and the equilibria.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    concepts : sequence of {"nash", "gmr", "smr", "seq", "sseq"}, optional
        Which notions of stability; all five by default.
    progress : callable, optional
        Called as ``progress(done, total)`` after each decision maker and notion.
    stop : callable, optional
        Asked often; once it returns true the work is given up.

    Returns
    -------
    Solution
        Stable states per notion and decision maker, and the equilibria: the states stable for all.

    Raises
    ------
    CaseError
        If a notion is unknown.
    LimitError
        If ``stop`` said so.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 3-4. Xu, Hipel, Kilgour and Fang (2018),
    *Conflict Resolution Using the Graph Model*, ch. 4. Rego and Vieira (2017) for symmetric sequential stability.

    Examples
    --------
    In the Prisoner's Dilemma mutual cooperation (state 3) holds as soon as the prisoners look ahead:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> solution = solve(prisoners)
    >>> solution.equilibria["nash"], solution.equilibria["seq"]
    (array([0]), array([0, 3]))
    """
    wanted = tuple(dict.fromkeys(check_concept(concept) for concept in concepts))
    n = len(model.owners)
    orders: dict[int, ImprovementOrder] = {}
    stable: dict[str, BoolArray] = {concept: np.empty((n, model.feasible.size), dtype=np.bool_) for concept in wanted}
    done = 0
    for i in range(n):
        for concept in wanted:
            _check_stop(stop)
            least = _least(model, i, concept, orders, stop)
            stable[concept][i] = _holds(model, i, least)
            done += 1
            if progress is not None:
                progress(done, n * len(wanted))
    return Solution.of(model, stable, method="graph model in option form: exact sweeps over moves")


def check_concept(concept: str) -> Concept:
    """Return the notion of stability of that name.

    Raises
    ------
    CaseError
        If there is none.
    """
    for known in CONCEPTS:
        if known == concept:
            return known
    raise CaseError(
        f"no notion of stability is called {concept!r}; expected one of {', '.join(CONCEPTS)}: choose among them"
    )


def final_values(model: OptionModel, decision_maker: int, concept: Concept) -> IntArray:
    """Return what a decision maker is left with once play ends in each state.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    decision_maker : int
        Whose ranks.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        Under the symmetric notions (smr, sseq) it still has a reply.

    Returns
    -------
    (s,) int array
        Its rank of the state or of its best reply; -1 at infeasible states only where no reply is possible.
    """
    ranks = model.ranks[decision_maker]
    return sweep_moves(ranks, model, decision_maker, np.maximum) if concept in {"smr", "sseq"} else ranks


def _holds(model: OptionModel, i: int, least: IntArray) -> BoolArray:
    """Mark the feasible states that no move of ``i`` is worth leaving, given what it is driven to at least."""
    ranks = model.ranks[i]
    gain = sweep_moves(np.minimum(least, ranks), model, i, np.maximum)
    no_gain: BoolArray = gain <= ranks
    return no_gain & model.feasible


def _least(
    model: OptionModel, i: int, concept: Concept, orders: dict[int, ImprovementOrder], stop: Stop | None
) -> IntArray:
    """Return the least that the others can drive ``i`` to from each state."""
    values = final_values(model, i, concept)
    others = [j for j in range(len(model.owners)) if j != i and model.movable[j]]
    if concept == "nash" or not others:
        return values
    values = np.where(model.feasible, values, np.int32(WORST))
    turns, quiet = cycle(others), 0
    # Moves and improvements of one decision maker are transitive here, so sweeping each in turn until nothing changes
    # is the closure over joint moves; the rule that nobody moves twice in a row then takes nothing away.
    while quiet < len(others):
        _check_stop(stop)
        j = next(turns)
        if concept in {"seq", "sseq"}:
            if j not in orders:
                orders[j] = improvement_order(model, j)
            after = sweep_improvements(values, orders[j])
        else:
            after = sweep_moves(values, model, j, np.minimum)
        after[~model.feasible] = WORST
        quiet = quiet + 1 if np.array_equal(after, values) else 1
        values = after
    return values


def _check_stop(stop: Stop | None) -> None:
    """Give up if asked to."""
    if stop is not None and stop():
        raise LimitError(
            "the search for stable states was stopped before it was done; allow more time, or coalesce options"
        )
