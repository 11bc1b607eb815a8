"""Why a state is, or is not, stable for a coalition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.outlook.arc_lists import Arcs
from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.checking import BoolArray, IntArray
from goodoffices.outlook.coalitions import (
    CoalitionConcept,
    Workshop,
    check_coalition,
    check_coalition_concept,
    coalitions_of,
    preferred,
)
from goodoffices.outlook.moves import Step
from goodoffices.outlook.routes import shortest_path
from goodoffices.outlook.sanctions import in_turns
from goodoffices.outlook.sweeps import WORST
from goodoffices.outlook.telling import StateNames, Words, listed

__all__ = ["CoalitionDeterrence", "CoalitionWitness", "JointMove", "joint_move", "why_coalition"]

_MOST_TOLD = 3


@dataclass(frozen=True)
class JointMove:
    """What a coalition, or a decision maker alone, brings about.

    Attributes
    ----------
    members : tuple of int
        Who acts together.
    before, after : int
        The states it leads from and to.
    steps : tuple of Step
        The moves of single members that it consists of.
    """

    members: tuple[int, ...]
    before: int
    after: int
    steps: tuple[Step, ...]

    def to_json(self, decision_makers: Sequence[str]) -> dict[str, Any]:
        """Return the move as plain data, with the names of those who make it."""
        return {
            "members": [decision_makers[i] for i in self.members],
            "before": self.before,
            "after": self.after,
            "steps": [
                {"decision_maker": decision_makers[one.decision_maker], "before": one.before, "after": one.after}
                for one in self.steps
            ],
        }


@dataclass(frozen=True)
class CoalitionDeterrence:
    """What keeps a coalition from one joint improvement.

    Attributes
    ----------
    improvement : JointMove
        What it could do.
    sanction : tuple of JointMove
        What the others could then do, one after the other; under ``cseq`` each is a joint improvement.
    no_better : tuple of int
        The members that this leaves no better off than before.
    """

    improvement: JointMove
    sanction: tuple[JointMove, ...]
    no_better: tuple[int, ...]


@dataclass(frozen=True)
class CoalitionWitness:
    """A verdict on one state for one coalition, with its evidence.

    Attributes
    ----------
    concept : {"cnash", "cgmr", "csmr", "cseq"}
        The notion of stability.
    coalition : tuple of int
        For whom.
    state : int
        Of which state.
    stable : bool
        The verdict.
    undeterred : JointMove or None
        If unstable, the joint improvement that nothing deters and that lifts the members most.
    deterred : tuple of CoalitionDeterrence
        If stable, every joint improvement with what deters it; empty if there is none.
    decision_makers, options, states : tuple of str
        The names used in the sentence.
    """

    concept: CoalitionConcept
    coalition: tuple[int, ...]
    state: int
    stable: bool
    undeterred: JointMove | None
    deterred: tuple[CoalitionDeterrence, ...]
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    states: tuple[str, ...] = ()

    def sentence(self, names: StateNames | None = None) -> str:
        """Say the verdict and its evidence in plain words.

        Parameters
        ----------
        names : callable, optional
            Words a state; without it a move is told by the options that change, or by the state it leads to.

        Returns
        -------
        str
            One or a few sentences.

        Examples
        --------
        >>> from goodoffices.outlook import option_model, why
        >>> model = option_model(
        ...     [[0], [1], [2]],
        ...     [True] * 8,
        ...     [[1, 0, 0, 2, 0, 0, 0, 0], [1, 0, 0, 2, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1]],
        ...     decision_makers=["Ann", "Bob", "Cy"],
        ...     options=["talk", "listen", "shout"],
        ... )
        >>> print(why(model, 0, ("Ann", "Bob"), "cseq").sentence())
        Ann and Bob could together improve by choosing “talk” and “listen”; but Cy, to the gain of whoever acts, could
        then choose “shout”, which leaves Ann and Bob no better off.
        """
        words = Words(self.options, self.states, names)
        us = self._named(self.coalition)
        together = " together" if len(self.coalition) > 1 else ""
        if self.undeterred is not None:
            doing = words.doing(self.undeterred.before, self.undeterred.after)
            text = [f"{us} could{together} improve by {doing}{self._escape()}."]
        elif not self.deterred:
            text = [f"{us} cannot{together} improve by any moves of their own."]
        else:
            text = [self._deterrence(f"{us} could{together}", one, words) for one in self.deterred[:_MOST_TOLD]]
            rest = len(self.deterred) - _MOST_TOLD
            if rest > 0:
                text.append(f"{rest} further improvements of {us} are deterred as well.")
        return " ".join(part[0].upper() + part[1:] for part in text)

    def _named(self, members: Sequence[int]) -> str:
        """Name some decision makers."""
        return listed([self.decision_makers[i] for i in members])

    def _escape(self) -> str:
        """Say why nothing deters an improvement."""
        return {
            "cnash": "",
            "cgmr": ", and no moves of the others could take that gain from any of them",
            "csmr": ", and whatever the others then did, all would still be or become better off",
            "cseq": ", and no moves that the others would themselves gain from could take that gain from any of them",
        }[self.concept]

    def _deterrence(self, subject: str, one: CoalitionDeterrence, words: Words) -> str:
        """Say what deters one improvement."""
        gain = ", to the gain of whoever acts," if self.concept == "cseq" else ""
        then = [
            f"{self._named(move.members)}{gain} could then {words.do(move.before, move.after)}" for move in one.sanction
        ]
        mend = ", and they could not mend that together" if self.concept == "csmr" else ""
        doing = words.doing(one.improvement.before, one.improvement.after)
        hurt = self._named(one.no_better)
        return f"{subject} improve by {doing}; but {listed(then)}, which leaves {hurt} no better off{mend}."

    def to_json(self) -> dict[str, Any]:
        """Return the witness as plain data.

        Returns
        -------
        dict
            Names in place of numbers for decision makers; states as integers.
        """
        who = self.decision_makers
        return {
            "concept": self.concept,
            "coalition": [who[i] for i in self.coalition],
            "state": self.state,
            "stable": self.stable,
            "undeterred": None if self.undeterred is None else self.undeterred.to_json(who),
            "deterred": [
                {
                    "improvement": one.improvement.to_json(who),
                    "sanction": [move.to_json(who) for move in one.sanction],
                    "no_better": [who[i] for i in one.no_better],
                }
                for one in self.deterred
            ],
        }


def why_coalition(model: Model, state: int, members: Sequence[int | str], concept: str) -> CoalitionWitness:
    """Explain why a state is or is not stable for a coalition.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict.
    state : int
        A feasible state.
    members : sequence of int or str
        The decision makers of the coalition, by number or name.
    concept : {"cnash", "cgmr", "csmr", "cseq"}
        The notion of stability.

    Returns
    -------
    CoalitionWitness
        The verdict with its evidence.

    Raises
    ------
    CaseError
        If the state is infeasible, the notion or a decision maker unknown, or nobody or one twice named.
    LimitError
        If the joint moves are too many to be written out.
    """
    notion, group = check_coalition_concept(concept), check_coalition(model, members)
    here, shop = model.check_state(state), Workshop(model)
    tempting = shop.improvements(group).leaving(here)
    tempting = tempting[np.argsort(-model.ranks[list(group)][:, tempting].sum(axis=0), kind="stable")]
    sanctions = _Sanctions.of(shop, here, group, notion)
    free = [int(to) for to in tempting if not sanctions.reach(int(to))]
    deterred = [] if free else [(int(to), sanctions.path(int(to))) for to in tempting]
    rows = model.ranks[list(group)]
    return CoalitionWitness(
        concept=notion,
        coalition=group,
        state=here,
        stable=not free,
        undeterred=joint_move(model, group, here, free[0]) if free else None,
        deterred=tuple(
            CoalitionDeterrence(
                joint_move(model, group, here, to),
                path,
                tuple(i for i, row in zip(group, rows, strict=True) if row[path[-1].after] <= row[here]),
            )
            for to, path in deterred
        ),
        decision_makers=model.decision_makers,
        options=model.options,
        states=model.states if isinstance(model, ArcModel) else (),
    )


def joint_move(model: Model, members: tuple[int, ...], before: int, after: int) -> JointMove:
    """Spell out a joint move as the shortest sequence of moves of its members.

    Parameters
    ----------
    model : Model
        The conflict.
    members : tuple of int
        Who acts together.
    before, after : int
        The states, of which joint moves lead from one to the other.

    Returns
    -------
    JointMove
        The move with its steps.
    """
    if len(members) == 1:
        return JointMove(members, before, after, (Step(members[0], before, after),))
    goal = np.zeros(model.feasible.shape, dtype=np.bool_)
    goal[after] = True
    steps = shortest_path(model, before, goal, movers=members) or ()
    return JointMove(members, before, after, steps)


@dataclass(frozen=True, eq=False)
class _Sanctions:
    """The ways from where a coalition goes to where some member is no better off."""

    model: Model
    groups: tuple[tuple[int, ...], ...]
    arcs: tuple[Arcs, ...]
    free: IntArray
    after: tuple[IntArray, ...]

    @classmethod
    def of(cls, shop: Workshop, here: int, members: tuple[int, ...], notion: CoalitionConcept) -> _Sanctions:
        """Search backwards from all that would be a sanction."""
        model, others = shop.model, shop.others(members)
        goal: BoolArray = model.feasible & ~preferred(model, here, members)
        if notion == "csmr":
            goal = shop.unmended(here, members)
        groups: tuple[tuple[int, ...], ...] = ()
        arcs: tuple[Arcs, ...] = ()
        if notion == "cseq":
            groups = coalitions_of(others)
            arcs = tuple(shop.improvements(group) for group in groups)
        elif notion != "cnash":
            groups = tuple((j,) for j in others)
            arcs = tuple(shop.joint(group, "moves") for group in groups)
        free, after = in_turns(np.where(goal, np.int32(0), np.int32(WORST)), arcs, cost=1)
        return cls(model, groups, arcs, free, after)

    def reach(self, state: int) -> bool:
        """Tell whether the others can sanction what leads to a state."""
        return bool(self.free[state] < WORST)

    def path(self, state: int) -> tuple[JointMove, ...]:
        """Return a shortest sanction."""
        found: list[JointMove] = []
        here, left, last = state, int(self.free[state]), -1
        while left:
            left -= 1
            last, nearer = next(
                (k, ends[self.after[k][ends] == left])
                for k, own in enumerate(self.arcs)
                for ends in [own.leaving(here)]
                if k != last and (self.after[k][ends] == left).any()
            )
            found.append(joint_move(self.model, self.groups[last], here, int(nearer[0])))
            here = int(nearer[0])
        return tuple(found)
