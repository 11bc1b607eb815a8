"""Why a state is, or is not, stable for a decision maker or a coalition."""

from __future__ import annotations

from dataclasses import replace
from typing import overload

import numpy as np

from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.coalition_witness import CoalitionWitness, why_coalition
from goodoffices.outlook.model import IntArray
from goodoffices.outlook.moves import By, Step, unilateral_improvements, unilateral_moves
from goodoffices.outlook.routes import routes
from goodoffices.outlook.simultaneous import Together, check_two, combined, meeting
from goodoffices.outlook.stability import Concept, check_concept, final_values
from goodoffices.outlook.telling import Deterrence, StateNames, Witness

__all__ = ["Deterrence", "StateNames", "Witness", "why"]


@overload
def why(model: Model, state: int, decision_maker: int | str, concept: str) -> Witness: ...
@overload
def why(model: Model, state: int, decision_maker: tuple[int | str, ...], concept: str) -> CoalitionWitness: ...
def why(
    model: Model, state: int, decision_maker: int | str | tuple[int | str, ...], concept: str
) -> Witness | CoalitionWitness:
    """Explain why a state is or is not stable for a decision maker, or for a coalition.

    The verdict is searched for anew, by paths and not by the sweeps of :func:`~goodoffices.outlook.solve`, so that the
    one checks the other.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict.
    state : int
        A feasible state.
    decision_maker : int or str, or tuple of int or str
        By number or name; a tuple is a coalition.
    concept : {"nash", "gmr", "smr", "seq", "sseq", "sim", "seq_or_sim"}
        The notion of stability; for a coalition one of ``cnash``, ``cgmr``, ``csmr``, ``cseq``.

    Returns
    -------
    Witness or CoalitionWitness
        The verdict; if unstable the improvement that nothing deters, if stable a sanction for every improvement.

    Raises
    ------
    CaseError
        If the state is infeasible, or the decision maker or the notion unknown.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 3-4.

    Examples
    --------
    In the Prisoner's Dilemma defection is met by defection:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> why(prisoners, 3, 0, "seq").deterred[0].sanction
    (Step(decision_maker=1, before=2, after=0),)
    >>> why(prisoners, 3, 0, "nash").undeterred
    Step(decision_maker=0, before=3, after=2)

    Together the two would leave mutual defection:

    >>> print(why(prisoners, 0, (0, 1), "cnash").sentence())
    Decision maker 0 and decision maker 1 could together improve by choosing “option 0” and “option 1”.
    """
    if isinstance(decision_maker, tuple):
        return why_coalition(model, state, decision_maker, concept)
    here, i = model.check_state(state), model.index(decision_maker)
    if concept in {"sim", "seq_or_sim"}:
        check_two(model)
        return _why_together(model, here, i, "sim" if concept == "sim" else "seq_or_sim")
    return _why_alone(model, here, i, check_concept(concept))


def _why_alone(model: Model, here: int, i: int, notion: Concept) -> Witness:
    """Explain a verdict of the notions in which moves follow one another."""
    ranks = model.ranks[i]
    tempting = unilateral_improvements(model, here, i)
    tempting = tempting[np.argsort(-ranks[tempting], kind="stable")]
    others = tuple(j for j in range(len(model.decision_makers)) if j != i and notion != "nash")
    by: By = "improvements" if notion in {"seq", "sseq"} else "moves"
    final = final_values(model, i, notion)
    # One search backwards from all that would be a sanction answers every improvement at once.
    found = routes(model, final <= ranks[here], others, by)
    free = tempting[found.away[tempting] < 0]
    deterred = [] if free.size else [(int(to), found.walk(int(to), prefer=final)) for to in tempting]
    return Witness(
        concept=notion,
        decision_maker=i,
        state=here,
        stable=not free.size,
        undeterred=Step(i, here, int(free[0])) if free.size else None,
        deterred=tuple(
            Deterrence(Step(i, here, to), path, _reply(model, path[-1].after, i, notion)) for to, path in deterred
        ),
        decision_makers=model.decision_makers,
        options=model.options,
        states=model.states if isinstance(model, ArcModel) else (),
    )


def _why_together(model: Model, here: int, i: int, notion: Together) -> Witness:
    """Explain a verdict of the notions in which two may move at once."""
    alone = (_why_alone(model, here, 0, "seq"), _why_alone(model, here, 1, "seq"))
    calm = tuple(j for j in range(2) if alone[j].stable)
    mine = replace(alone[i], concept=notion, calm=calm)
    if calm:
        return mine if notion == "seq_or_sim" else replace(mine, stable=False, undeterred=None, deterred=())
    tempting = unilateral_improvements(model, here, i)
    order = np.argsort(-model.ranks[i][tempting], kind="stable")
    tempting, spoilers = tempting[order], meeting(model, here, i)[order]
    free = tempting[spoilers < 0]
    if free.size:
        return mine if notion == "seq_or_sim" else replace(mine, undeterred=Step(i, here, int(free[0])))
    together = combined(here, tempting, spoilers)
    deterred = tuple(
        Deterrence(Step(i, here, int(to)), (Step(1 - i, here, int(by)),), together=int(end))
        for to, by, end in zip(tempting, spoilers, together, strict=True)
    )
    return replace(mine, stable=True, undeterred=None, deterred=deterred)


def _reply(model: Model, state: int, i: int, notion: Concept) -> Step | None:
    """Return the best move that a decision maker has after a sanction, if the notion allows it one."""
    ranks: IntArray = model.ranks[i]
    moves = unilateral_moves(model, state, i)
    if notion not in {"smr", "sseq"} or not moves.size:
        return None
    return Step(i, state, int(moves[np.argmax(ranks[moves])]))
