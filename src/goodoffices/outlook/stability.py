"""Which states hold, for whom, under the five classical notions of stability.

For every notion let ``V(s)`` be what decision maker ``i`` is left with once play ends in ``s``: its rank of ``s``, or
for the two symmetric notions the best of that and of its replies. A sanction drives play to where ``V`` is least, so
with ``S`` the minimum of ``V`` over all that the others can lead to, ``i`` leaves a state exactly if it can move to one
where both ``S`` and its own rank are above what it has now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np

from goodoffices.errors import CaseError
from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.model import BoolArray, IntArray
from goodoffices.outlook.sanctions import Orders, Stop, best_reply, check_stop, least_reached
from goodoffices.outlook.simultaneous import TOGETHER, check_two, simultaneous
from goodoffices.outlook.solution import Solution

__all__ = ["CONCEPTS", "Concept", "check_concept", "final_values", "solve"]

Concept: TypeAlias = Literal["nash", "gmr", "smr", "seq", "sseq"]
CONCEPTS: tuple[Concept, ...] = get_args(Concept)

Progress: TypeAlias = Callable[[int, int], object]


def solve(
    model: Model,
    concepts: Sequence[str] = CONCEPTS,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Solution:
    """Find the stable states of every decision maker, and the equilibria.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict, in option form or with its moves one by one.
    concepts : sequence of {"nash", "gmr", "smr", "seq", "sseq", "sim", "seq_or_sim"}, optional
        Which notions of stability; the first five by default. The last two are for two decision makers: ``sim`` marks
        the states sequentially unstable for both that simultaneous moves keep one from leaving, ``seq_or_sim`` the
        states that one or the other notion holds.
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
        If a notion is unknown, or is for two decision makers and there are not two, or no options to move at once.
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
    wanted = tuple(dict.fromkeys(_check_any(concept) for concept in concepts))
    together = [concept for concept in wanted if concept in TOGETHER]
    if together:
        check_two(model)
    sweeps = tuple(dict.fromkeys(check_concept("seq" if one in TOGETHER else one) for one in wanted))
    n = len(model.decision_makers)
    orders: Orders = {}
    stable: dict[str, BoolArray] = {concept: np.empty((n, model.feasible.size), dtype=np.bool_) for concept in sweeps}
    done = 0
    for i in range(n):
        for concept in sweeps:
            check_stop(stop)
            stable[concept][i] = _holds(model, i, _least(model, i, concept, orders, stop))
            done += 1
            if progress is not None:
                progress(done, n * len(sweeps))
    if together:
        stable["sim"] = simultaneous(model, ~stable["seq"] & model.feasible)
        stable["seq_or_sim"] = stable["seq"] | stable["sim"]
    form = "arcs: exact search by last mover" if isinstance(model, ArcModel) else "option form: exact sweeps over moves"
    return Solution.of(model, {concept: stable[concept] for concept in wanted}, method=f"graph model in {form}")


def _check_any(concept: str) -> str:
    """Return the name of a notion, with those for two decision makers."""
    return concept if concept in TOGETHER else check_concept(concept)


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
        f"no notion of stability is called {concept!r}; expected one of {', '.join(CONCEPTS)} (for two decision makers "
        f"also {' and '.join(TOGETHER)}): choose among them"
    )


def final_values(model: Model, decision_maker: int, concept: Concept) -> IntArray:
    """Return what a decision maker is left with once play ends in each state.

    Parameters
    ----------
    model : Model
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
    return best_reply(model, ranks, decision_maker) if concept in {"smr", "sseq"} else ranks


def _holds(model: Model, i: int, least: IntArray) -> BoolArray:
    """Mark the feasible states that no move of ``i`` is worth leaving, given what it is driven to at least."""
    ranks = model.ranks[i]
    gain = best_reply(model, np.minimum(least, ranks), i)
    no_gain: BoolArray = gain <= ranks
    return no_gain & model.feasible


def _least(model: Model, i: int, concept: Concept, orders: Orders, stop: Stop | None) -> IntArray:
    """Return the least that the others can drive ``i`` to from each state."""
    values = final_values(model, i, concept)
    if concept == "nash":
        return values
    others = [j for j in range(len(model.decision_makers)) if j != i]
    by: Literal["moves", "improvements"] = "improvements" if concept in {"seq", "sseq"} else "moves"
    return least_reached(model, values, others, by, orders=orders, stop=stop)
