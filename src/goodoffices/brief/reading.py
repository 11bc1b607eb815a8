"""Reading the solved policies: which targets are met and held, at what cost to whom, and who would leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodoffices.brief.blocks import Cell, Mark, Sentence
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import capital, ended, number, quoted, spelled
from goodoffices.case import StateSpace
from goodoffices.outlook import PolicyOutcome, Witness, unilateral_improvements, why
from goodoffices.wording import count, join_words

__all__ = ["CONCEPT", "Reading", "readings"]

CONCEPT = "seq"
"""The notion of stability by which a state is said to hold."""

_MOST_STATES = 6
_MOST_WITNESSES = 2


def readings(context: Context) -> tuple[Reading, ...]:
    """Read every solved policy that changes something, the case as it stands first."""
    if context.table is None:
        return ()
    idle = _idle(context)
    return tuple(
        Reading(context, one) for one in context.table.outcomes if one.policy is None or one.policy not in idle
    )


def _idle(context: Context) -> set[str]:
    changes = ("assume", "prefer", "allow", "forbid")
    return {name for name, entry in context.case.policies.items() if not any(getattr(entry, one) for one in changes)}


@dataclass(frozen=True)
class Reading:
    """One policy, put into words.

    Attributes
    ----------
    context
        Names and numbers.
    outcome
        What was solved.
    """

    context: Context
    outcome: PolicyOutcome

    @property
    def name(self) -> str:
        """The name of the policy for a reader."""
        if self.outcome.policy is not None:
            return self.outcome.policy
        idle = sorted(_idle(self.context))
        return f"the case as it stands ({', '.join(idle)})" if idle else "the case as it stands"

    @property
    def label(self) -> str:
        """The name within a sentence."""
        return self.name if self.outcome.policy is None else quoted(self.name)

    @property
    def space(self) -> StateSpace:
        """The states of the case."""
        return self.outcome.model.origin[1]

    @property
    def held(self) -> tuple[int, ...]:
        """The states that hold and are within reach."""
        return self.outcome.within_reach[CONCEPT]

    def target_words(self, name: str) -> str:
        """Say a target in words."""
        return quoted(self.context.case.targets[name].say or spelled(name))

    def target_name(self, name: str) -> str:
        """Name a target, set apart from our own words."""
        return quoted(capital(spelled(name)))

    def state_name(self, state: int) -> str:
        """Name a state by the targets that it meets, or by what is different from today."""
        met = {name: set(one.states) for name, one in self.outcome.targets.items() if state in one.states}
        # A target that follows from another one met says nothing more.
        sharpest = [name for name, states in met.items() if not any(other < states for other in met.values())]
        now = self.outcome.model.now
        if sharpest:
            return join_words([self.target_name(name) for name in sharpest])
        if now is None:
            return f"a state in which {self.context.phrases.state(self.space, state)}"
        if state == now:
            return "things stay as they are" if not self.outcome.model.fixed else "things stay as the policy sets them"
        return self.context.phrases.change(self.space, now, state)

    def holding(self) -> Sentence:
        """Say which states hold."""
        where = "within reach of today " if self.outcome.model.now is not None else ""
        if not self.held:
            return Sentence(f"No state {where}holds.", "computed", (self.mark,))
        names: dict[str, int] = {}
        for state in self.held:
            name = self.state_name(state)
            names[name] = names.get(name, 0) + 1
        told = [f"{name} ({times} such states)" if times > 1 else name for name, times in names.items()]
        rest = len(told) - _MOST_STATES
        more = [f"and {count(rest, 'further kind')} of state"] if rest > 0 else []
        states = number(len(self.held), "state holds", "states hold")
        text = f"{states}: {'; '.join([*told[:_MOST_STATES], *more])}."
        return Sentence(text, "computed", (self.mark,))

    @cached_property
    def witnesses(self) -> tuple[Witness, ...]:
        """Why each held state holds for every decision maker that could improve on it if nobody answered."""
        model = self.outcome.model
        return tuple(
            self.named(why(model, state, i, CONCEPT))
            for state in self.held[:_MOST_STATES]
            for i in range(len(model.owners))
            if unilateral_improvements(model, state, i).size
        )

    def named(self, witness: Witness) -> Witness:
        """Put names for readers into a witness."""
        model, phrases = self.outcome.model, self.context.phrases
        return replace(
            witness,
            decision_makers=tuple(phrases.party(name) for name in model.decision_makers),
            options=tuple(phrases.option(name) for name in model.options),
        )

    def reason(self) -> Cell:
        """Say what deters those who could improve on a held state if nobody answered."""
        marks = (self.mark,)
        return tuple(Sentence(one.sentence(), "computed", marks) for one in self.witnesses[:_MOST_WITNESSES])

    def leaving(self, name: str) -> str:
        """Say who would leave a target that does not hold, and how."""
        target, model = self.outcome.targets[name], self.outcome.model
        states = list(target.states if target.reachable is None else target.reachable)
        stable = self.outcome.solution.stable[CONCEPT]
        leaves = (~stable[:, states]).sum(axis=1)
        nearest = target.path[-1].after if target.path else states[0]
        always = [i for i, times in enumerate(leaves) if times == len(states)]
        mover = always[0] if always else int(np.flatnonzero(~stable[:, nearest])[0])
        party = self.context.phrases.party(model.decision_makers[mover])
        told = self.named(why(model, nearest, mover, CONCEPT)).sentence()
        if len(states) > 1:
            told = f"In the nearest of them {party}{told[len(party) :]}"
        return f"{self._leavers(leaves, len(states))} {told}"

    def _leavers(self, leaves: NDArray[np.int64], among: int) -> str:
        """Count in how many of some states each decision maker would leave."""
        phrases, makers = self.context.phrases, self.outcome.model.decision_makers
        where = "the one state that meets it" if among == 1 else f"every one of the {among:,} states that meet it"
        always = [maker for maker, times in zip(makers, leaves, strict=True) if times == among]
        if always:
            return f"{capital(phrases.parties(always))} would {'each ' if len(always) > 1 else ''}leave {where}."
        order = np.argsort(-leaves, kind="stable")
        shares = [f"{phrases.party(makers[i])} in {leaves[i]:,}" for i in order if leaves[i]]
        return f"Somebody would leave {where}: {join_words(shares)}."

    def way(self, name: str) -> str:
        """Tell the shortest way from today to a target, move by move."""
        target = self.outcome.targets[name]
        if target.path is None:
            return ""
        if not target.path:
            return "It is met today."
        steps = "; ".join(
            f"({k}) {self.context.phrases.step(self.space, step)}" for k, step in enumerate(target.path, start=1)
        )
        return f"{number(len(target.path), 'move')} from today by the shortest way: {steps}. {self.cost(name)}"

    def costly(self, name: str) -> list[int]:
        """List the moves on the way to a target that are no gain to whoever makes them, counted from 1."""
        ranks = self.outcome.model.ranks
        return [
            k
            for k, step in enumerate(self.outcome.targets[name].path or (), start=1)
            if ranks[step.decision_maker, step.after] <= ranks[step.decision_maker, step.before]
        ]

    def cost(self, name: str) -> str:
        """Say which moves on the way are no gain."""
        costly, moves = self.costly(name), len(self.outcome.targets[name].path or ())
        if not costly:
            return "Each move pays for whoever makes it." if moves > 1 else "It pays for whoever makes it."
        if len(costly) == moves:
            return "No move pays at once for whoever makes it."
        if len(costly) == 1:
            return f"Move {costly[0]} does not pay at once for whoever makes it."
        return f"Moves {join_words([str(k) for k in costly])} do not pay at once for whoever makes them."

    def outlook_for(self, name: str) -> Sentence:
        """Say in a sentence or two what the policy means for a target."""
        target, words = self.outcome.targets[name], self.target_name(name)
        moves = len(target.path or ())
        match target.standing(CONCEPT):
            case "shut":
                text = f"{words} is out of reach."
            case "unheld":
                text = f"{words} is within reach and does not hold. {self.leaving(name)}"
            case "held":
                text = f"{words} holds; the case does not say what is so today, so that no way there is told."
            case _ if not moves:
                text = f"{words} is met today and holds."
            case _:
                first = self.costly(name)[:1]
                far = f"{words} holds, by the shortest way {count(moves, 'move')} from today; "
                costs = (
                    f"{count(len(self.costly(name)), 'of them does', 'of them do')} not pay at once, the first being"
                )
                text = far + (f"{costs} that {self.hurdle(name)}." if first else "each pays for whoever makes it.")
        return Sentence(text, "computed", (self.mark,))

    def hurdle(self, name: str) -> str:
        """Tell the first move on the way to a target that does not pay at once; empty if there is none."""
        costly = self.costly(name)
        path = self.outcome.targets[name].path or ()
        return self.context.phrases.step(self.space, path[costly[0] - 1]) if costly else ""

    def today(self) -> Sentence:
        """Say whether the state of today holds, and why."""
        model, now = self.outcome.model, self.outcome.model.now or 0
        stable = self.outcome.solution.stable[CONCEPT][:, now]
        makers = range(len(model.owners))
        movers = [i for i in makers if not stable[i]]
        told = [self.named(why(model, now, i, CONCEPT)).sentence() for i in movers]
        opening = "That state does not hold."
        if not movers:
            movers = [i for i in makers if unilateral_improvements(model, now, i).size]
            told = [self.named(why(model, now, i, CONCEPT)).sentence() for i in movers]
            opening = (
                "That state holds." if told else "That state holds: no move that anybody can make alone would pay."
            )
        return Sentence(" ".join([opening, *told[:_MOST_WITNESSES]]), "computed", (self.mark,))

    @cached_property
    def mark(self) -> Mark:
        """The mark of the full result, which is told in the appendix."""
        return self.context.ledger.result(f"policy {self.outcome.policy!r}", tuple(self._told()))

    def _told(self) -> Iterator[Sentence]:
        """Tell everything that was found under the policy."""
        found = self.outcome.solution.equilibria
        counts = ", ".join(f"{'Nash' if one == 'nash' else one.upper()} {len(found[one]):,}" for one in found)
        yield Sentence(f"States that hold by each notion: {counts}.", "computed", lead=f"{capital(self.name)}.")
        for k, state in enumerate(self.held[:_MOST_STATES]):
            words = ended(self.context.phrases.state(self.space, state))
            told = [one.sentence() for one in self.witnesses if one.state == state]
            reason = " ".join(told) or "Nobody can improve on it by a move of its own."
            yield Sentence(f"{words} {reason}", "computed", lead=f"Holds ({chr(ord('a') + k)}, state {state}).")
        if len(self.held) > _MOST_STATES:
            yield Sentence(f"{count(len(self.held) - _MOST_STATES, 'further state')} not told.", "computed")
        for name in self.outcome.targets:
            yield self.in_full(name)

    def in_full(self, name: str) -> Sentence:
        """Say all that the policy means for a target."""
        match self.outcome.targets[name].standing(CONCEPT):
            case "shut":
                text = "Out of reach."
            case "unheld":
                text = f"Within reach, does not hold. {self.leaving(name)} {self.way(name)}"
            case _:
                states = self.outcome.targets[name].held[CONCEPT]
                text = f"Holds in {count(len(states), 'state')} within reach. {self.way(name)}"
        return Sentence(text, "computed", lead=f"Target {self.target_name(name)}.")
