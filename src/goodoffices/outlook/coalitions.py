"""When decision makers act together: which states a coalition has reason to leave.

A coalition improves where its joint moves lead to a state that every member prefers. It is deterred where the others
can then lead to a state that some member does not prefer to the one it left.

The notions are ``cnash`` (no joint improvement), ``cgmr`` and ``csmr`` (the others could sanction every one, for
``csmr`` beyond repair by any joint moves of the coalition) and ``cseq`` (as ``cgmr`` with sanctions that are joint
improvements of coalitions among the others, one after the other, none twice in a row). There is no symmetric sequential
notion for coalitions here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TypeAlias, get_args

import numpy as np

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook.arc_lists import Arcs
from goodoffices.outlook.arcs import MOST_ARCS, ArcModel, Model, option_arcs
from goodoffices.outlook.coalition_solution import CoalitionSolution
from goodoffices.outlook.model import BoolArray, IntArray, OptionModel
from goodoffices.outlook.moves import reachable
from goodoffices.outlook.sanctions import By, Stop, check_stop, in_turns, least_reached

__all__ = [
    "COALITION_CONCEPTS",
    "MOST_TOGETHER",
    "CoalitionConcept",
    "Workshop",
    "check_coalition",
    "check_coalition_concept",
    "coalition_stability",
    "coalitions_of",
    "preferred",
    "solve_coalition",
]

CoalitionConcept: TypeAlias = Literal["cnash", "cgmr", "csmr", "cseq"]
COALITION_CONCEPTS: tuple[CoalitionConcept, ...] = get_args(CoalitionConcept)

MOST_TOGETHER = 8
"""The most decision makers of whom every coalition is solved: there are 2**n - 1."""

_MOST_PAIRS = 1 << 28


def solve_coalition(
    model: Model,
    members: Sequence[int | str],
    concepts: Sequence[str] = COALITION_CONCEPTS,
    *,
    stop: Stop | None = None,
) -> dict[str, BoolArray]:
    """Find the states that a coalition has no reason to leave.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict.
    members : sequence of int or str
        The decision makers of the coalition, by number or name.
    concepts : sequence of {"cnash", "cgmr", "csmr", "cseq"}, optional
        Which notions; all by default.
    stop : callable, optional
        Asked often; once it returns true the work is given up.

    Returns
    -------
    dict of str to (s,) bool array
        For each notion, true where the state is stable for the coalition; false where it is infeasible.

    Raises
    ------
    CaseError
        If a notion or a decision maker is unknown, or nobody or one twice is named.
    LimitError
        If the joint moves are too many to be written out, or ``stop`` said so.

    References
    ----------
    Kilgour, Hipel, Fang and Peng (2001) and Inohara and Hipel (2008), *Coalition analysis in the graph model for
    conflict resolution*; Xu, Hipel, Kilgour and Fang (2018), *Conflict Resolution Using the Graph Model*, ch. 8.

    Examples
    --------
    The two prisoners together would leave mutual defection:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> solve_coalition(prisoners, [0, 1], ["cnash"])["cnash"]
    array([False, True, True, True])
    """
    wanted = tuple(dict.fromkeys(check_coalition_concept(one) for one in concepts))
    shop = Workshop(model, stop)
    return {concept: shop.stable(check_coalition(model, members), concept) for concept in wanted}


def coalition_stability(
    model: Model,
    concepts: Sequence[str] = COALITION_CONCEPTS,
    *,
    progress: Callable[[int, int], object] | None = None,
    stop: Stop | None = None,
) -> CoalitionSolution:
    """Find the stable states of every coalition, and what holds whichever of them forms.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict, of at most eight decision makers.
    concepts : sequence of {"cnash", "cgmr", "csmr", "cseq"}, optional
        Which notions; all by default.
    progress : callable, optional
        Called as ``progress(done, total)`` after each coalition.
    stop : callable, optional
        Asked often; once it returns true the work is given up.

    Returns
    -------
    CoalitionSolution
        Stable states for each notion and coalition (those of one among them), the equilibria once one coalition has
        formed, and the states stable for every coalition.

    Raises
    ------
    CaseError
        If a notion is unknown.
    LimitError
        If there are more than eight decision makers, the joint moves are too many, or ``stop`` said so.

    References
    ----------
    Inohara and Hipel (2008); Xu, Hipel, Kilgour and Fang (2018), ch. 8.

    Examples
    --------
    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> coalition_stability(prisoners).universal["cseq"]
    array([3])
    """
    n = len(model.decision_makers)
    if n > MOST_TOGETHER:
        raise LimitError(
            f"{n} decision makers are more than the limit of {MOST_TOGETHER} for solving all coalitions; name the ones "
            "that matter with solve_coalition"
        )
    wanted = tuple(dict.fromkeys(check_coalition_concept(one) for one in concepts))
    shop = Workshop(model, stop)
    every = coalitions_of(range(n))
    stable: dict[str, dict[tuple[int, ...], BoolArray]] = {concept: {} for concept in wanted}
    for done, members in enumerate(every, start=1):
        for concept in wanted:
            stable[concept][members] = shop.stable(members, concept)
        if progress is not None:
            progress(done, len(every))
    return CoalitionSolution.of(model, stable)


def coalitions_of(decision_makers: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """List all non-empty coalitions, small ones first.

    Examples
    --------
    >>> coalitions_of([0, 2])
    ((0,), (2,), (0, 2))
    """
    sizes = range(1, len(decision_makers) + 1)
    return tuple(members for size in sizes for members in combinations(decision_makers, size))


def check_coalition(model: Model, members: Sequence[int | str]) -> tuple[int, ...]:
    """Return the numbers of the members of a coalition, ascending.

    Raises
    ------
    CaseError
        If a decision maker is unknown, or nobody or one twice is named.
    """
    named = [members] if isinstance(members, str) else list(members)
    numbers = sorted(model.index(one) for one in named)
    if not numbers or len(set(numbers)) < len(numbers):
        raise CaseError(f"found the coalition {named!r}, expected one or more decision makers, each once")
    return tuple(numbers)


def check_coalition_concept(concept: str) -> CoalitionConcept:
    """Return the notion of stability for coalitions of that name.

    Raises
    ------
    CaseError
        If there is none.
    """
    for known in COALITION_CONCEPTS:
        if known == concept:
            return known
    raise CaseError(
        f"no notion of stability for coalitions is called {concept!r}; expected one of "
        f"{', '.join(COALITION_CONCEPTS)}: choose among them"
    )


@dataclass(frozen=True, eq=False)
class Workshop:
    """Solves coalitions of one model, and keeps the joint improvements that several of them need.

    Attributes
    ----------
    model : Model
        The conflict.
    stop : callable or None
        Asked often; once it returns true the work is given up.
    """

    model: Model
    stop: Stop | None = None
    _improvements: dict[tuple[int, ...], Arcs] = field(default_factory=dict)

    def improvements(self, members: tuple[int, ...]) -> Arcs:
        """Return ``R_H++``: joint moves to what every member prefers."""
        if members not in self._improvements:
            self._improvements[members] = self.joint(members, "improvements")
        return self._improvements[members]

    def joint(self, members: tuple[int, ...], by: By) -> Arcs:
        """Write out what a coalition can bring about by joint moves.

        Parameters
        ----------
        members : tuple of int
            The coalition.
        by : {"moves", "improvements"}
            All joint moves, or those to what every member prefers.

        Returns
        -------
        Arcs
            ``R_H`` without returns, or ``R_H++``.

        Raises
        ------
        LimitError
            If they are too many.
        """
        model = self.model
        if isinstance(model, OptionModel) and len(members) > 1:
            return self._joint_options(model, members, by)
        if len(members) > 1:
            found = [self._from(state, members, by) for state in range(model.feasible.size)]
            counts = [ends.size for ends in found]
            return Arcs.of(np.repeat(np.arange(len(found)), counts), np.concatenate(found), len(found))
        i = members[0]
        arcs = model.arcs[i] if isinstance(model, ArcModel) else option_arcs(model, i)
        return arcs if by == "moves" else arcs.improving(model.ranks[i])

    def _from(self, state: int, members: tuple[int, ...], by: By) -> IntArray:
        """List what joint moves lead to from one state of a model of arcs."""
        model = self.model
        check_stop(self.stop)
        if not model.feasible[state]:
            return np.zeros(0, dtype=np.int32)
        marked = reachable(model, state, movers=members)
        marked[state] = False
        if by == "improvements":
            marked &= preferred(model, state, members)
        return np.flatnonzero(marked).astype(np.int32)

    def _joint_options(self, model: OptionModel, members: tuple[int, ...], by: By) -> Arcs:
        """Write out joint moves in option form, for all states with the same aim at a time."""
        own = [k for i in members for k in model.movable[i]]
        size, rows = model.feasible.size, model.ranks[list(members)]
        if size << len(own) > _MOST_PAIRS:
            raise LimitError(
                f"the joint moves of {', '.join(model.decision_makers[i] for i in members)} with {len(own)} options "
                f"over {size} states are more than the limit of {_MOST_PAIRS:,}; coalesce options, or name a smaller "
                "coalition"
            )
        states = np.arange(size, dtype=np.int32)
        mask = sum(1 << k for k in own)
        found, count = [(states[:0], states[:0])], 0
        for aim in np.unique(states & mask):
            check_stop(self.stop)
            goal = (states & ~np.int32(mask)) | aim
            asked = model.feasible & model.feasible[goal] & (goal != states)
            if by == "improvements":
                asked &= (rows[:, goal] > rows).all(axis=0)
            if not asked.any():
                continue
            there = np.where(states == goal, np.int32(0), np.int32(1))
            asked &= least_reached(model, there, members, "moves", stop=self.stop) == 0
            found.append((states[asked], goal[asked]))
            count += int(asked.sum())
            if count > MOST_ARCS:
                raise LimitError(
                    f"there are more than the limit of {MOST_ARCS:,} joint moves; name a smaller coalition"
                )
        sources, ends = (np.concatenate(part) for part in zip(*found, strict=True))
        return Arcs.of(sources, ends, size)

    def stable(self, members: tuple[int, ...], concept: CoalitionConcept) -> BoolArray:
        """Mark the states that a coalition has no reason to leave.

        Parameters
        ----------
        members : tuple of int
            The coalition, ascending.
        concept : {"cnash", "cgmr", "csmr", "cseq"}
            The notion of stability.

        Returns
        -------
        (s,) bool array
            True where it is stable; false where it is infeasible.
        """
        check_stop(self.stop)
        model, tempting = self.model, self.improvements(members)
        if concept == "cnash":
            escapes = np.ones(tempting.ends.shape, dtype=np.bool_)
        elif concept == "csmr":
            return self._beyond_repair(members)
        else:
            escapes = np.ones(tempting.ends.shape, dtype=np.bool_)
            for i in members:
                least = self._least(i, members, concept)
                escapes &= least[tempting.ends] > model.ranks[i][tempting.sources]
        left = np.zeros(model.feasible.shape, dtype=np.bool_)
        left[tempting.sources[escapes]] = True
        held: BoolArray = model.feasible & ~left
        return held

    def others(self, members: tuple[int, ...]) -> list[int]:
        """List who is not in a coalition."""
        return [j for j in range(len(self.model.decision_makers)) if j not in members]

    def _least(self, i: int, members: tuple[int, ...], concept: CoalitionConcept) -> IntArray:
        """Return the least rank that those outside a coalition can drive one member to from each state."""
        model, others = self.model, self.others(members)
        if concept == "cgmr":
            return least_reached(model, model.ranks[i], others, "moves", stop=self.stop)
        groups = [self.improvements(group) for group in coalitions_of(others)]
        if isinstance(model, ArcModel) or len(groups) < 2:
            return in_turns(model.ranks[i], groups, stop=self.stop)[0]
        # In option form joint improvements are transitive, so that it makes no difference who came last.
        values: IntArray = model.ranks[i]
        while True:
            check_stop(self.stop)
            before = values
            for group in groups:
                values = np.minimum(values, group.least(values))
            if np.array_equal(before, values):
                return values

    def _beyond_repair(self, members: tuple[int, ...]) -> BoolArray:
        """Mark the states stable by ``csmr``; only those between ``cnash`` and ``cgmr`` need a search of their own."""
        model, tempting = self.model, self.improvements(members)
        held = self.stable(members, "cnash")
        answers: dict[bytes, BoolArray] = {}
        for state in np.flatnonzero(self.stable(members, "cgmr") & ~held):
            # What can be sanctioned depends on nothing but how much the members like the state.
            key = model.ranks[list(members), state].tobytes()
            if key not in answers:
                ends = self.unmended(int(state), members)
                there = np.where(ends, np.int32(0), np.int32(1))
                answers[key] = least_reached(model, there, self.others(members), "moves", stop=self.stop) == 0
            held[state] = answers[key][tempting.leaving(int(state))].all()
        return held

    def unmended(self, state: int, members: tuple[int, ...]) -> BoolArray:
        """Mark the states from which no joint moves lead a coalition to what all its members prefer to a given state.

        Parameters
        ----------
        state : int
            A feasible state.
        members : tuple of int
            The coalition.

        Returns
        -------
        (s,) bool array
            True where some member is no better off and joint moves cannot mend that.
        """
        there = np.where(preferred(self.model, state, members), np.int32(0), np.int32(1))
        mended = least_reached(self.model, there, members, "moves", stop=self.stop) == 0
        left: BoolArray = self.model.feasible & ~mended
        return left


def preferred(model: Model, state: int, members: Sequence[int]) -> BoolArray:
    """Mark the feasible states that every member of a coalition prefers to one state, (s,) bool array."""
    rows = model.ranks[list(members)]
    better: BoolArray = (rows > rows[:, [state]]).all(axis=0) & model.feasible
    return better
