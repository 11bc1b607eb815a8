"""What a sound case should make its author think again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from goodoffices.case.checks import Problem
from goodoffices.case.expressions import options_in
from goodoffices.case.model import Case
from goodoffices.case.states import StateSpace, ranks, state_space
from goodoffices.outlook.from_case import graph_model
from goodoffices.outlook.moves import reachable

__all__ = ["cautions"]


def cautions(case: Case) -> tuple[Problem, ...]:
    """Find what is allowed but seldom meant.

    Parameters
    ----------
    case
        One without problems.

    Returns
    -------
    tuple of Problem
        Unreachable targets; decision makers that are indifferent to an option of their own, so that equilibria come in
        meaningless multiples; options that require each other, which nobody can take first; decision makers and options
        that no preference mentions; rules that forbid nothing; sources newer than the case.
    """
    found = [*_new_sources(case)]
    if not case.options:
        return tuple(found)
    space = state_space(case)
    found += [*_idle_rules(space), *_deadlocks(space), *_unmentioned(case, space), *_indifferent(case, space)]
    if case.now is not None and case.targets and all(maker in case.preferences for maker in space.owners):
        found += _unreachable(case, space, space.state(case.now))
    return tuple(found)


def _new_sources(case: Case) -> Iterator[Problem]:
    for name, source in case.sources.items():
        issued = source.issued
        if issued and issued.earliest and issued.earliest > case.as_of and source.type != "dataset":
            message = f"this source is from {issued}, after as_of ({case.as_of}): does it carry hindsight?"
            yield Problem(("sources", name), message)


def _idle_rules(space: StateSpace) -> Iterator[Problem]:
    for k, rule in enumerate(space.constraints):
        holds = space.mask(rule.condition)
        if (rule.never and not holds.any()) or (rule.rule and holds.all()):
            yield Problem(("feasible", k), f"the rule '{rule.text}' forbids nothing: is it turned round?")


def _deadlocks(space: StateSpace) -> Iterator[Problem]:
    """Two options of different parties of which neither is ever in force alone."""
    states = space.states[space.feasible]
    owner = {k: party for party, own in space.owners.items() for k in own}
    for a in range(len(space.options)):
        for b in range(a + 1, len(space.options)):
            left, right = states >> a & 1, states >> b & 1
            if owner[a] != owner[b] and np.array_equal(left, right) and left.any() and not left.all():
                message = (
                    f"{space.options[a]} and {space.options[b]} require each other, so that nobody can go first alone; "
                    "let one of them come first"
                )
                yield Problem(("feasible",), message, key=True)


def _unmentioned(case: Case, space: StateSpace) -> Iterator[Problem]:
    for maker in space.owners:
        if maker not in case.preferences:
            yield Problem(("options", maker), f"{maker} has options but no preferences; add them", key=True)
    wishes = list(case.preferences.values())
    if any(wish.statements is None for wish in wishes):
        return
    said = {o.full for wish in wishes for line in wish.statements or () for o in options_in(line.that.tree)}
    for option in space.options:
        if option not in said:
            party, _, name = option.partition(".")
            yield Problem(("options", party, name), f"no preference mentions {option}: does it matter?", key=True)


def _indifferent(case: Case, space: StateSpace) -> Iterator[Problem]:
    for maker, own in space.owners.items():
        if maker not in case.preferences:
            continue
        rank = ranks(space, case.preferences[maker])
        for k in own:
            off = space.states[(space.states >> k & 1) == 0]
            pair = off[space.feasible[off] & space.feasible[off | 1 << k]]
            if len(pair) and np.array_equal(rank[pair], rank[pair | 1 << k]):
                message = (
                    f"{maker} is indifferent to its own option {space.options[k]}: every equilibrium then comes twice; "
                    "say in its preferences when it would rather take it"
                )
                yield Problem(("preferences", maker), message, key=True)


def _unreachable(case: Case, space: StateSpace, now: int) -> Iterator[Problem]:
    reach = reachable(graph_model(case), now)
    for name, target in case.targets.items():
        mask = space.mask(target.that) & space.feasible
        if not mask.any():
            yield Problem(("targets", name), "no feasible state meets this target: the rules exclude it")
        elif not (mask & reach).any():
            yield Problem(("targets", name), "no sequence of moves leads from today's state to this target")
