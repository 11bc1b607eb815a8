"""Smallest changes in words."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.outlook.joint import Joint, PairChange
from goodoffices.outlook.lifts import Lift
from goodoffices.outlook.statement_changes import StatementAnswer, StatementChange
from goodoffices.outlook.telling import StateNames, listed

__all__ = ["ChangeWords"]

_MOST_TOLD = 3


@dataclass(frozen=True)
class ChangeWords:
    """Words for changes of preference about one state.

    Attributes
    ----------
    target : int
        The state that is to hold.
    decision_makers, options, states : tuple of str
        Names; options and states may have none.
    names : callable or None
        Words a state; without it a state is told by the options in force, or by how it differs from the target.
    """

    target: int
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    states: tuple[str, ...] = ()
    names: StateNames | None = None

    def asked(self) -> str:
        """Word the state that is to hold."""
        if self.names is not None or self.states or not self.options:
            return self.other(self.target)
        taken = [f"“{name}”" for k, name in enumerate(self.options) if self.target >> k & 1]
        return f"{listed(taken)}, and nothing else" if taken else "that nothing is chosen"

    def other(self, state: int) -> str:
        """Word another state."""
        if self.names is not None:
            return f"“{self.names(state)}”"
        if self.states:
            return f"“{self.states[state]}”"
        if not self.options:
            return f"state {state}"
        if state == self.target:
            return "what is asked for"
        parts = []
        for word, bits in (("with", state & ~self.target), ("without", self.target & ~state)):
            changed = [f"“{name}”" for k, name in enumerate(self.options) if bits >> k & 1]
            parts += [f"{word} {listed(changed)}"] if changed else []
        return f"the same {listed(parts)}"

    def lift(self, one: Lift) -> str:
        """Say what one decision maker would have to see differently, and what would then hold the state."""
        me, evidence = self.decision_makers[one.decision_maker], one.held_by.sentence(self.names)
        if one.stable_already:
            return f"{me} would keep to it as things are. {evidence}"
        also = len(one.level_with) - 1
        level = f" and {_count(also, 'other state', 'other states')} that it likes as much" if also else ""
        passed = len(one.overtakes)
        above = f", and more highly than {_count(passed, 'state', 'states')} that it now prefers" if passed else ""
        text = (
            f"If {me} came to value it as highly as {self.other(one.level_with[0])}{level}{above}, it would keep to it."
        )
        if one.lowering:
            words = " or of ".join(self.other(state) for state in one.lowering[:_MOST_TOLD])
            text += f" It would do as well if {me} came to think no more of {words} than it now does of it."
        return f"{text} {evidence}"

    def statements(self, answer: StatementAnswer) -> str:
        """Say how the statements of one decision maker would have to change."""
        me, first = self.decision_makers[answer.decision_maker], answer.alternatives[0]
        more = len(answer.alternatives) - 1
        text = f"Among the priorities of {me} it would be enough to {listed(_moves(first))}"
        text += (
            f"; there {'is one other way' if more == 1 else f'are {more} other ways'} at the same cost" if more else ""
        )
        return text + ("." if answer.proven == "minimum" else "; less may be enough, but none was found.")

    def joint(self, joint: Joint) -> str:
        """Say what all together comes to."""
        if not joint.distance:
            return "Nothing has to change: everybody would keep to it."
        pairs = f"{joint.distance:g} pairs of states" if joint.distance != 1 else "1 pair of states"
        known = "no less is enough" if joint.proven == "minimum" else f"at least {joint.lower_bound:g} must"
        text = f"All in all {pairs} would have to be seen differently ({known}: {joint.reason})."
        if joint.by_lifts:
            return text
        told = [self._pair(one) for one in joint.changes[:_MOST_TOLD]]
        rest = len(joint.changes) - _MOST_TOLD
        told += [f"{_count(rest, 'more pair', 'more pairs')} would change likewise"] if rest > 0 else []
        return f"Taken together, other changes are needed than one by one: {'; '.join(told)}. {text}"

    def _pair(self, one: PairChange) -> str:
        """Word one comparison that changes."""
        me, risen, other = self.decision_makers[one.decision_maker], self.other(one.risen), self.other(one.other)
        if one.after > 0:
            return f"{me} would come to prefer {risen} to {other}"
        return f"{me} would come to like {risen} as much as {other}"


def _moves(change: StatementChange) -> list[str]:
    """Word what happens to each statement."""
    words = []
    for text, before, after in change.moves:
        if after is None:
            words.append(f"drop “{text}” (now in place {before})")
        elif before is None:
            words.append(f"add “{text}” in place {after}")
        else:
            words.append(f"move “{text}” from place {before} to place {after}")
    return words


def _count(number: int, one: str, many: str) -> str:
    """Write how many there are."""
    return f"one {one}" if number == 1 else f"{number:,} {many}"
