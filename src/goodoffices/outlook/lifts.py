"""The least change of one ranking that makes a state stable: lift the state until it holds.

How far two rankings with ties are apart is counted in pairs of states: a pair that is turned round counts one, a pair
that becomes or stops being level counts half. This is half of the distance of Kemeny (1959) and, without ties, that of
Kendall.

For each of the five notions there is a rank, here called the height, such that the state holds for a decision maker
exactly if some state ``w`` of its present rank or a higher one comes to be seen no more highly than the target ``t``.
Any other state ``x`` that now stands strictly between ``t`` and ``w`` must then change with one of the two by a whole
pair, and one that is level with either by half a pair; these pairs are distinct, so no ranking that does it is nearer
than lifting ``t`` until it is level with the height. The sanctions against a decision maker depend on moves and on the
preferences of the others alone, and the others never undo its own options, so that they pass through states of which
none is ``t``: lifting ``t`` for one decision maker neither helps nor harms its stability for another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel
from goodoffices.outlook.moves import By, reachable, unilateral_moves
from goodoffices.outlook.sanctions import Stop, best_reply, least_reached
from goodoffices.outlook.stability import Concept, check_concept, final_values
from goodoffices.outlook.sweeps import WORST, sweep_moves
from goodoffices.outlook.witness import Witness

__all__ = ["Lift", "distances_to_hold", "heights", "lift", "lift_jointly", "replies", "with_ranks"]

Kind = TypeVar("Kind", bound=Model)


@dataclass(frozen=True)
class Lift:
    """How much more highly one decision maker must come to see a state, the others staying as they are.

    Attributes
    ----------
    decision_maker : int
        Whose ranking.
    state : int
        The state that is to hold.
    overtakes : tuple of int
        States it prefers now and must come to like less than the state, best first.
    level_with : tuple of int
        States it prefers now and must come to like no more than the state; first those it can move to itself.
    leaves_behind : tuple of int
        States that are level with it now and fall behind.
    lowering : tuple of int
        The alternatives: any one of these, if it sank to where the state stands now, would do as well at the same
        distance.
    held_by : Witness
        What holds the state once this decision maker has changed and the others are as they were.
    """

    decision_maker: int
    state: int
    overtakes: tuple[int, ...]
    level_with: tuple[int, ...]
    leaves_behind: tuple[int, ...]
    lowering: tuple[int, ...]
    held_by: Witness

    @property
    def stable_already(self) -> bool:
        """Whether nothing has to change."""
        return not self.level_with

    @property
    def inversions(self) -> int:
        """The number of pairs of states that are turned round."""
        return len(self.overtakes)

    @property
    def distance(self) -> float:
        """The pairs turned round, and half of those that become or stop being level."""
        return len(self.overtakes) + (len(self.level_with) + len(self.leaves_behind)) / 2

    def to_json(self) -> dict[str, Any]:
        """Return the lift as plain data, states as integers."""
        return {
            "decision_maker": self.held_by.decision_makers[self.decision_maker],
            "stable_already": self.stable_already,
            "distance": self.distance,
            "inversions": self.inversions,
            "overtakes": list(self.overtakes),
            "level_with": list(self.level_with),
            "leaves_behind": list(self.leaves_behind),
            "or_lowering": list(self.lowering),
            "held_by": self.held_by.to_json(),
        }


def heights(model: Model, decision_maker: int, concept: Concept, *, stop: Stop | None = None) -> IntArray:
    """Find for every state the rank at which it would hold for a decision maker.

    Parameters
    ----------
    model : Model or ArcModel
        The conflict.
    decision_maker : int
        Whose ranking; the others keep theirs.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        The notion of stability.
    stop : callable, optional
        Asked often; once it returns true the work is given up.

    Returns
    -------
    (s,) int array
        The rank with which the state must be level, its own where it is stable already; -1 where it is infeasible.

    Raises
    ------
    LimitError
        If ``stop`` said so.

    References
    ----------
    Kinsara, Kilgour and Hipel (2015), "Inverse approach to the graph model for conflict resolution", IEEE SMC.

    Examples
    --------
    In the Prisoner's Dilemma cooperation (3) must be as good as the betrayal (2), or one must look ahead:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> heights(prisoners, 0, "nash"), heights(prisoners, 0, "seq")
    (array([1, 1, 3, 3], dtype=int32), array([1, 1, 3, 2], dtype=int32))
    """
    ranks = model.ranks[decision_maker]
    values = final_values(model, decision_maker, concept)
    others = [j for j in range(len(model.decision_makers)) if j != decision_maker and concept != "nash"]
    least = least_reached(model, values, others, _by(concept), stop=stop) if others else values
    gain = best_reply(model, np.minimum(least, ranks), decision_maker)
    found: IntArray = np.where(model.feasible, np.maximum(gain, ranks), np.int32(-1))
    return found


def _by(concept: Concept) -> By:
    """Return how the others answer under a notion."""
    return "improvements" if concept in {"seq", "sseq"} else "moves"


def distances_to_hold(model: Model, decision_maker: int, height: IntArray) -> NDArray[np.float64]:
    """Count how far a ranking moves when one state is lifted until it holds, for each state on its own.

    Parameters
    ----------
    model : Model or ArcModel
        The conflict.
    decision_maker : int
        Whose ranking.
    height : (s,) int array
        What :func:`heights` returned.

    Returns
    -------
    (s,) float array
        Pairs turned round, and half of those that become or stop being level; infinite where infeasible.
    """
    ranks = model.ranks[decision_maker]
    level = np.bincount(ranks[model.feasible])
    up_to = np.concatenate([[0], np.cumsum(level)])
    between = up_to[height] - up_to[ranks + 1]
    changed = between + (level[height] + level[ranks] - 1) / 2
    return np.where(model.feasible, np.where(height > ranks, changed, 0.0), np.inf)


def with_ranks(model: Kind, rows: dict[int, IntArray]) -> Kind:
    """Return the model with other preferences of some decision makers.

    Parameters
    ----------
    model : Model or ArcModel
        The conflict.
    rows : mapping of int to (s,) int array
        New values for these decision makers; only their order over the feasible states counts.

    Returns
    -------
    OptionModel or ArcModel
        The changed model, its ranks dense again.
    """
    table = model.ranks.copy()
    for i, row in rows.items():
        table[i, model.feasible] = np.unique(row[model.feasible], return_inverse=True)[1].reshape(-1)
    return replace(model, ranks=table)


def lift_jointly(model: Model, state: int, concept: Concept, found: IntArray | None = None) -> Model:
    """Lift a state in the eyes of all decision makers until it holds for everybody.

    Parameters
    ----------
    model : Model or ArcModel
        The conflict.
    state : int
        The state that is to hold.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        The notion of stability.
    found : (n, s) int array, optional
        The heights in this model, if they are known.

    Returns
    -------
    OptionModel or ArcModel
        The changed model.

    Notes
    -----
    In option form one round is enough. On a list of arcs the others may come back to the state, or pass through it, so
    that a lift may take a sanction away; whoever it no longer holds for is lifted again. Lifts only go up, and at the
    top there is nothing left to gain.
    """
    while True:
        who = range(len(model.decision_makers))
        goal = [heights(model, i, concept)[state] for i in who] if found is None else found[:, state]
        rows = {}
        for i in who:
            if goal[i] > model.ranks[i, state]:
                rows[i] = model.ranks[i].copy()
                rows[i][state] = goal[i]
        model = with_ranks(model, rows) if rows else model
        if not rows or isinstance(model, OptionModel):
            return model
        found = None


def lift(model: Model, changed: Model, decision_maker: int, held_by: Witness, *, limit: int = 20) -> Lift:
    """Describe the difference that lifting a state makes to one ranking.

    Parameters
    ----------
    model, changed : OptionModel or ArcModel
        The conflict before, and after the decision maker has lifted the state to its height.
    decision_maker : int
        Whose ranking.
    held_by : Witness
        What then holds the state; it names the state and the notion of stability.
    limit : int, optional
        At most so many alternatives.

    Returns
    -------
    Lift
        With the states it overtakes and what then holds it.
    """
    state, concept = held_by.state, check_concept(held_by.concept)
    before, after = model.ranks[decision_maker], changed.ranks[decision_maker]
    above = before > before[state]
    passed = np.flatnonzero(model.feasible & above & (after < after[state]))
    level = np.flatnonzero(model.feasible & above & (after == after[state]))
    level = level[np.argsort(~np.isin(level, unilateral_moves(model, state, decision_maker)), kind="stable")]
    behind = np.flatnonzero((before == before[state]) & (after < after[state]))
    sinking = _lowering(model, state, decision_maker, concept, int(before[level[0]])) if level.size else []
    return Lift(
        decision_maker,
        state,
        tuple(passed[np.argsort(-before[passed], kind="stable")].tolist()),
        tuple(level.tolist()),
        tuple(behind.tolist()),
        tuple(sinking[:limit]),
        held_by,
    )


def replies(model: Model, state: int, decision_maker: int, concept: Concept) -> dict[int, NDArray[np.int64]]:
    """List what the others can make of each move that a decision maker has.

    Parameters
    ----------
    model : Model or ArcModel
        The conflict.
    state : int
        Where the decision maker moves from.
    decision_maker : int
        Who moves first.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        Decides whether the others answer at all, by any moves, or only by improvements.

    Returns
    -------
    dict of int to (r,) int array
        For each state it can move to, all states that the others can lead to from there, that state among them.

    Notes
    -----
    In option form the others never change its own options, so where play began can be read off them, and one search
    answers for all.
    """
    moves = unilateral_moves(model, state, decision_maker)
    others = [j for j in range(len(model.decision_makers)) if j != decision_maker]
    if concept == "nash":
        return {int(to): np.array([to]) for to in moves}
    if isinstance(model, ArcModel):
        return {int(to): np.flatnonzero(reachable(model, int(to), by=_by(concept), movers=others)) for to in moves}
    marked: BoolArray = np.zeros_like(model.feasible)
    marked[moves] = True
    count = 0
    while count != (count := int(marked.sum())):
        for j in others:
            marked = _spread(model, marked, j, _by(concept))
    found = np.flatnonzero(marked)
    own = sum(1 << k for k in model.movable[decision_maker])
    return {int(to): found[(found & own) == (to & own)] for to in moves}


def _spread(model: OptionModel, marked: BoolArray, j: int, by: By) -> BoolArray:
    """Add what one decision maker can move, or improve, to from the states marked."""
    if by == "moves":
        return sweep_moves(marked, model, j, np.logical_or, reverse=True) & model.feasible
    ranks = model.ranks[j]
    least = sweep_moves(np.where(marked, ranks, np.int32(WORST)), model, j, np.minimum, reverse=True)
    better: BoolArray = least < ranks
    return marked | better


def _lowering(model: Model, state: int, i: int, concept: Concept, height: int) -> list[int]:
    """List the states at a height of which any one alone, seen no more highly than the state, would make it hold."""
    ranks, final = model.ranks[i], final_values(model, i, concept)
    common: set[int] | None = None
    for to, led in replies(model, state, i, concept).items():
        if ranks[to] <= ranks[state] or (final[led] <= ranks[state]).any():
            continue
        enough = {to} if ranks[to] == height else set()
        for end in led[final[led] == height]:
            row = np.append(unilateral_moves(model, int(end), i), end) if concept in {"smr", "sseq"} else [end]
            high = [int(one) for one in row if ranks[one] > ranks[state]]
            enough |= set(high) if len(high) == 1 else set()
        common = enough if common is None else common & enough
    return sorted(common or ())
