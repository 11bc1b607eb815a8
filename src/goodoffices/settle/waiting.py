"""Who waits for whom in a sequence: preconditions, and rings of them, as rules on the order of steps."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, assert_never, cast

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.accepting import accepted
from goodoffices.case.expressions import And, Condition, Expression, Not, Option, Or, Relation, spelt_out
from goodoffices.case.model import Case
from goodoffices.mapping import Precondition, find_preconditions
from goodoffices.settle.moves import Ladder

__all__ = ["How", "Resolved", "Waiting", "resolve", "waiting_rules"]

BoolArray: TypeAlias = NDArray[np.bool_]

How: TypeAlias = Literal[
    "met", "first", "together", "accepted-together", "opening", "after", "given-up", "open", "absent"
]
"""How a precondition, or a ring of them, is resolved; see `Resolved`."""


@dataclass(frozen=True)
class Resolved:
    """How a precondition, or a ring of them, is resolved.

    Attributes
    ----------
    ring
        Whether it is a ring of options that wait for each other; else one precondition.
    by, of
        Who asks, and of whom; empty for a ring.
    what
        In words; empty for a ring.
    needs, before
        The options that must change first, and those that wait for them; for a ring both are the ring.
    how
        ``met``: before the first step. ``first``: an earlier step brings what is needed. ``together``: one step
        brings what is needed and what waits, because they wait for each other. ``accepted-together``: the same, because
        no order of steps brings what is needed first; whoever asks has to accept that. ``opening``: announced together
        before the first step. ``after``: what waits is in no issue and can follow a step. ``given-up``: the package
        does not bring what is needed. ``open``: nor does it bring what waits. ``absent``: what waits is not part of the
        package.
    step
        The number of the step that brings what waits, or that it follows; None where there is none.
    told
        All this in a sentence.
    """

    ring: bool
    by: str
    of: str
    what: str
    needs: tuple[str, ...]
    before: tuple[str, ...]
    how: How
    step: int | None
    told: str

    def to_json(self) -> dict[str, Any]:
        """Return the resolution as plain data."""
        return {
            "ring": self.ring,
            "by": self.by or None,
            "of": self.of or None,
            "what": self.what or None,
            "needs": list(self.needs),
            "before": list(self.before),
            "how": self.how,
            "step": self.step,
            "told": self.told,
        }


@dataclass(frozen=True, eq=False)
class _Rule:
    """One precondition over the states of a ladder."""

    asked: Precondition
    wants: str
    """What is needed, as it was written."""
    need: BoolArray
    """In which states it is met."""
    brings: tuple[BoolArray, ...]
    """For each option that waits and that the package brings: in which states it is in force."""
    ring: bool
    """Whether what is needed waits in turn, in a ring."""
    strict: bool
    """Whether it has to be met before the step that brings what waits; else by the end of that step."""

    @property
    def binds(self) -> bool:
        """Whether the package brings both what waits and what is needed."""
        return bool(self.brings) and bool(self.need[-1])

    def allows(self, before: int, after: NDArray[np.int64]) -> BoolArray:
        """Say which steps from one state keep to it."""
        brought = np.zeros(len(after), dtype=bool)
        for one in self.brings:
            brought |= one[after] & ~one[before]
        return ~brought | (self.need[before] if self.strict else self.need[after])


@dataclass(frozen=True, eq=False)
class Waiting:
    """The preconditions of a case over the states of a ladder.

    An option that some issue's ``means`` covers is in force as far as that issue has got. Options that no issue covers,
    such as coming to talks, can be announced before the first step, as soon as what they wait for themselves allows.

    Attributes
    ----------
    rules : tuple
        All preconditions that speak of options, in file order.
    cycles : tuple of tuple of str
        Options that wait for each other in a ring.
    covered : mapping of str to (s,) bool array
        For options that issues cover the states in which they are in force.
    announced : mapping of str to (s,) bool array
        For all other options that preconditions speak of the states in which they can be.
    today : frozenset of str
        Options in force today.
    """

    rules: tuple[_Rule, ...]
    cycles: tuple[tuple[str, ...], ...]
    covered: Mapping[str, BoolArray]
    announced: Mapping[str, BoolArray]
    today: frozenset[str]

    def allows(self, before: int, after: NDArray[np.int64]) -> BoolArray:
        """Say which steps from one state no precondition forbids."""
        kept = np.ones(len(after), dtype=bool)
        for rule in self.rules:
            if rule.binds:
                kept &= rule.allows(before, after)
        return kept

    @property
    def opening(self) -> tuple[str, ...]:
        """The options that wait for something and can be announced before the first step."""
        waits = dict.fromkeys(name for rule in self.rules for name in rule.asked.before)
        return tuple(name for name in waits if name not in self.today and self._announced(name))

    def _announced(self, name: str) -> bool:
        return name in self.announced and bool(self.announced[name][0])

    def relaxed(self, possible: Callable[[Waiting], bool]) -> Waiting:
        """Give up the order of as few preconditions as possible, so that some sequence keeps to the others.

        Parameters
        ----------
        possible
            Says whether any sequence does.
        """
        strict = [k for k, rule in enumerate(self.rules) if rule.binds and rule.strict]
        # One or two are looked for among all; more at once would be too many to try.
        for count in range(min(2, len(strict)) + 1):
            for chosen in itertools.combinations(strict, count):
                tried = self._relax(chosen)
                if possible(tried):
                    return tried
        return self._relax(strict)

    def _relax(self, chosen: Sequence[int]) -> Waiting:
        rules = (replace(rule, strict=rule.strict and k not in chosen) for k, rule in enumerate(self.rules))
        return replace(self, rules=tuple(rules))


def waiting_rules(case: Case, ladder: Ladder) -> Waiting:
    """Read the preconditions of a case as rules on the order of steps.

    Parameters
    ----------
    case : Case
        Its ``demands`` say who waits; the ``means`` of its ``issues`` say what an option of an issue does for options
        of parties.
    ladder : Ladder
        The packages between today's and the agreed one.

    Returns
    -------
    Waiting
        Preconditions in rings bind to the same step, all others to an earlier one.
    """
    case = accepted(case)
    standoffs = find_preconditions(case)
    asked = [
        (one, cast("Condition", case.demands[one.demand].needs))
        for one in standoffs.preconditions
        if one.needs and one.before
    ]
    covered, today = _covered(case, ladder), _today(case)
    for name in covered:
        covered[name] |= name in today
    named = dict.fromkeys(name for one, _ in asked for name in (*one.needs, *one.before))
    announced = {name: np.ones(ladder.size, dtype=bool) for name in named if name not in covered}
    found = Waiting((), standoffs.cycles, covered, announced, today)
    _announce(found, asked)
    rules = []
    for one, needs in asked:
        states = [covered[name] for name in one.before if name in covered]
        brings = tuple(each for each in states if each[-1] and not each[0])
        ring = any({*one.before} & {*cycle} and {*one.needs} & {*cycle} for cycle in standoffs.cycles)
        need = _can_be(needs.tree, found, wanted=True)
        rules.append(_Rule(one, needs.text, need, brings, ring, strict=not ring))
    return replace(found, rules=tuple(rules))


def _covered(case: Case, ladder: Ladder) -> dict[str, BoolArray]:
    """Find the states in which the options that issues cover are in force."""
    found: dict[str, BoolArray] = {}
    for k, entry in enumerate(case.issues.values()):
        for option, condition in entry.means.items():
            for name in _asserted(condition.tree):
                states = ladder.reached[:, k] >= entry.names.index(option)
                found[name] = found.get(name, np.zeros(ladder.size, dtype=bool)) | states
    return found


def _asserted(tree: Expression) -> tuple[str, ...]:
    """List the options that an expression says are in force, whatever else it says."""
    match tree:
        case Option():
            return (tree.full,)
        case And(parts):
            return tuple(name for part in parts for name in _asserted(part))
        case _:
            return ()


def _today(case: Case) -> frozenset[str]:
    """Name the options of parties that are in force today."""
    if isinstance(case.now, int):
        names = [f"{party}.{option}" for party, entries in case.options.items() for option in entries]
        return frozenset(name for k, name in enumerate(names) if case.now >> k & 1)
    return frozenset(name.replace('"', "") for name in case.now or ())


def _announce(waiting: Waiting, bound: Sequence[tuple[Precondition, Condition]]) -> None:
    """Leave announced only what need not wait, in every state; what waits for each other is announced together."""
    changed = True
    while changed:
        changed = False
        for one, needs in bound:
            met = _can_be(needs.tree, waiting, wanted=True)
            for name in one.before:
                states = waiting.announced.get(name)
                if states is not None and name not in waiting.today and (states & ~met).any():
                    states &= met
                    changed = True


def _can_be(tree: Expression, waiting: Waiting, *, wanted: bool) -> BoolArray:
    """Say in which states an expression is true, or false, or can be made so by announcements."""
    match tree:
        case Option():
            name = tree.full
            if name in waiting.covered:
                return waiting.covered[name] if wanted else ~waiting.covered[name]
            states = waiting.announced[name]
            return states.copy() if wanted else np.ones_like(states)
        case Not(part):
            return _can_be(part, waiting, wanted=not wanted)
        case And(parts) | Or(parts):
            each = [_can_be(part, waiting, wanted=wanted) for part in parts]
            joined = np.logical_and if isinstance(tree, And) == wanted else np.logical_or
            return functools.reduce(joined, each)
        case Relation():
            return _can_be(spelt_out(tree), waiting, wanted=wanted)
        case _:
            assert_never(tree)


def resolve(waiting: Waiting, path: Sequence[int]) -> tuple[Resolved, ...]:
    """Say how each ring of preconditions, and each precondition, is resolved by a sequence.

    Parameters
    ----------
    waiting : Waiting
        What bound the sequence.
    path
        The states that it passes, today's first.
    """
    rings = (_ring(waiting, cycle, path) for cycle in waiting.cycles)
    return (*rings, *(_single(waiting, rule, path) for rule in waiting.rules))


def _ring(waiting: Waiting, cycle: tuple[str, ...], path: Sequence[int]) -> Resolved:
    covered = [name for name in cycle if name in waiting.covered]
    missing = [name for name in covered if not waiting.covered[name][path[-1]]]
    how: How = "opening"
    number: int | None = 0
    told = "announced together through the broker, before the first step"
    if missing and len(missing) == len(covered):
        how, number, told = "absent", None, "the package brings none of them"
    elif missing:
        how, number, told = "given-up", None, f"the package does not bring {' or '.join(missing)}"
    elif covered:
        how, number = "together", max(cast("int", _first(waiting.covered[name], path)) for name in covered)
        told = f"all in step {number}, or lodged with the broker and released at once"
    told = f"{' and '.join(cycle)} wait for each other: {told}"
    return Resolved(ring=True, by="", of="", what="", needs=cycle, before=cycle, how=how, step=number, told=told)


def _single(waiting: Waiting, rule: _Rule, path: Sequence[int]) -> Resolved:
    one = rule.asked
    how, number, told = _bound(rule, path) if rule.brings else _unbound(waiting, rule, path)
    return Resolved(
        ring=False,
        by=one.by,
        of=one.of,
        what=one.what,
        needs=one.needs,
        before=one.before,
        how=how,
        step=number,
        told=told,
    )


def _first(states: BoolArray, path: Sequence[int]) -> int | None:
    """Find the first step after which something holds; 0 if it does today."""
    return next((number for number, state in enumerate(path) if states[state]), None)


def _bound(rule: _Rule, path: Sequence[int]) -> tuple[How, int | None, str]:
    """Say how a precondition is resolved where the package brings what waits."""
    one = rule.asked
    number = min(cast("int", _first(states, path)) for states in rule.brings)
    met = _first(rule.need, path)
    needed, waits = rule.wants, ", ".join(one.before)
    if met is None or not rule.binds:
        return "given-up", number, f"the package does not bring {needed}; {one.by} has to give it up"
    if met == 0:
        return "met", number, f"{needed}: met before step 1; {waits} comes in step {number}"
    if met < number:
        return "first", number, f"{needed} by step {met}, before {waits} in step {number}"
    if rule.ring:
        return (
            "together",
            number,
            f"{needed} and {waits}: both in step {number}, or lodged with the broker and released at once",
        )
    told = f"no order of steps brings {needed} before {waits}; {one.by} has to accept both in step {number}"
    return "accepted-together", number, told


def _unbound(waiting: Waiting, rule: _Rule, path: Sequence[int]) -> tuple[How, int | None, str]:
    """Say how a precondition is resolved where what waits is not among the moves."""
    one = rule.asked
    waits = [name for name in one.before if name in waiting.announced]
    needed, listed = rule.wants, ", ".join(waits or one.before)
    if not waits:
        return "absent", None, f"the package brings no {listed}"
    free = min((_first(waiting.announced[name], path) for name in waits), key=lambda one: (one is None, one))
    if free is None:
        return "open", None, f"the package does not bring {needed}; {listed} stays open"
    if free == 0:
        return "opening", 0, f"{listed} can be announced before step 1, together with what it asks: {needed}"
    return "after", free, f"{listed} can follow step {free}, which brings {needed}"
