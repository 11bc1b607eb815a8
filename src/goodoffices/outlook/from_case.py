"""The graph model of a case, and of a case under one of its policies."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import numpy as np

from goodoffices.case.accepting import accepted
from goodoffices.case.expressions import options_in
from goodoffices.case.model import Case
from goodoffices.case.states import StateSpace, nearest, ranks, state_space
from goodoffices.case.strategic import Move, Policy, Preferences
from goodoffices.errors import CaseError
from goodoffices.outlook.arc_lists import Arcs
from goodoffices.outlook.arcs import ArcModel, as_arcs, check_number
from goodoffices.outlook.model import OptionModel, option_model

__all__ = ["ArcCase", "CaseModel", "OptionCase", "adopt", "graph_model", "in_words", "states_meant"]


class _FromCase:
    """What both forms of the model of a case have in common."""

    case: Case | None
    space: StateSpace | None

    @property
    def origin(self) -> tuple[Case, StateSpace]:
        """The case and its states.

        Raises
        ------
        CaseError
            If the model was not made from a case.
        """
        if self.case is None or self.space is None:
            raise CaseError("this model was not made from a case; make it with graph_model(case)")
        return self.case, self.space


@dataclass(frozen=True, eq=False)
class OptionCase(_FromCase, OptionModel):
    """A graph model in option form that remembers the case it came from.

    Attributes
    ----------
    case : Case
        The case.
    space : StateSpace
        Names and masks of its states; its ``feasible`` is that of the case without any policy.
    policy : str or None
        The policy that is adopted.
    """

    case: Case | None = None
    space: StateSpace | None = None
    policy: str | None = None

    def __reduce__(self) -> tuple[type[OptionCase], tuple[Any, ...]]:
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return OptionCase, tuple((values | {"one_way": dict(self.one_way)}).values())


@dataclass(frozen=True, eq=False)
class ArcCase(_FromCase, ArcModel):
    """The model of a case under a policy that allows or forbids single moves: states of options, moves one by one.

    Attributes
    ----------
    case : Case
        The case.
    space : StateSpace
        Names and masks of its states; its ``feasible`` is that of the case without any policy.
    policy : str or None
        The policy that is adopted.
    """

    case: Case | None = None
    space: StateSpace | None = None
    policy: str | None = None


CaseModel: TypeAlias = OptionCase | ArcCase
"""A graph model that remembers the case it came from, in either form."""


def graph_model(case: Case) -> OptionCase:
    """Read the graph model off a case.

    Parameters
    ----------
    case : Case
        With the sections ``options`` and ``preferences``; ``feasible``, ``one_way`` and ``now`` are used where present.

    Raises
    ------
    MissingSectionError
        If a section is missing.
    CaseError
        If a decision maker has no preferences.
    LimitError
        If there are too many options.
    """
    case = accepted(case)
    case.need("options", "preferences")
    space = state_space(case)
    without = [maker for maker in space.owners if maker not in case.preferences]
    if without:
        raise CaseError(f"found options but no preferences of {', '.join(without)}; add them to 'preferences'")
    now = None if case.now is None else space.state(case.now)
    plain = option_model(
        list(space.owners.values()),
        space.feasible,
        np.stack([ranks(space, case.preferences[maker]) for maker in space.owners]),
        {space.index(option): direction for option, direction in case.one_way.items()},
        decision_makers=list(space.owners),
        options=space.options,
        now=now,
    )
    values = {one.name: getattr(plain, one.name) for one in fields(plain)}
    return OptionCase(**values, case=case, space=space)


def adopt(model: CaseModel, policy: str) -> CaseModel:
    """Change a model to what it is under a policy of its case.

    Options that the policy assumes are fixed, and nobody may move them; they overwrite today's state.

    A policy that allows or forbids single moves turns the model into one of arcs over the same states. A move that is
    allowed leads from any feasible state where its ``from`` holds to the feasible states where its ``to`` holds and no
    option is different that neither of the two names; whose these options are and which way they can otherwise be
    changed does not matter. A move that is forbidden is taken away, also if it is allowed.

    Returns
    -------
    OptionCase or ArcCase
        The model under the policy; of arcs where the policy has single moves.

    Raises
    ------
    CaseError
        If there is no such policy, its options leave today's state infeasible, or a single move is by nobody known.
    LimitError
        If single moves are to be told apart among more than 20 million.
    """
    case, space = model.origin
    if policy not in case.policies:
        raise CaseError(f"found the unknown policy {policy!r}{nearest(policy, list(case.policies))}")
    entry = case.policies[policy]
    fixed = {space.index(option): value == "on" for option, value in entry.assume.items()}
    mask = sum(1 << option for option in fixed)
    forced = sum(1 << option for option, on in fixed.items() if on)
    feasible = space.feasible & ((space.states & mask) == forced)
    now = None if model.now is None else model.now & ~mask | forced
    if now is not None and not feasible[now]:
        raise CaseError(f"under the policy {policy!r} today's state is infeasible; assume more options, or fewer")
    wishes: dict[str, Preferences] = {**case.preferences, **entry.prefer}
    table = np.stack([ranks(space, wishes[maker]) for maker in space.owners])
    table[:, ~feasible] = -1
    dense = np.full_like(table, -1)
    for row, out in zip(table, dense, strict=True):
        out[feasible] = np.unique(row[feasible], return_inverse=True)[1].reshape(-1)
    plain = model if isinstance(model, OptionCase) else graph_model(case)
    adopted = replace(
        plain, feasible=feasible, ranks=dense.astype(np.int32), now=now, fixed=tuple(fixed), policy=policy
    )
    return _with_single_moves(adopted, entry) if entry.allow or entry.forbid else adopted


def _with_single_moves(model: OptionCase, entry: Policy) -> ArcCase:
    """Write out all moves, with those that a policy allows and without those that it forbids."""
    case, space = model.origin
    plain = as_arcs(model)
    arcs = list(plain.arcs)
    for move in entry.allow:
        i = _mover(space, move)
        more = _allowed(model, space, move)
        check_number(sum(own.ends.size for own in arcs) + more.ends.size)
        sources, ends = (np.concatenate(pair) for pair in ((arcs[i].sources, more.sources), (arcs[i].ends, more.ends)))
        arcs[i] = Arcs.of(sources, ends, space.size)
    for move in entry.forbid:
        i = _mover(space, move)
        before, after = space.mask(move.from_), space.mask(move.to)
        kept = ~(before[arcs[i].sources] & after[arcs[i].ends])
        arcs[i] = Arcs.of(arcs[i].sources[kept], arcs[i].ends[kept], space.size)
    values = {one.name: getattr(plain, one.name) for one in fields(plain)} | {"arcs": tuple(arcs)}
    return ArcCase(**values, case=case, space=space, policy=model.policy)


def _mover(space: StateSpace, move: Move) -> int:
    """Return the number of the decision maker that a single move is by."""
    makers = list(space.owners)
    if move.by not in makers:
        raise CaseError(f"found a single move by {move.by!r}, which has no options{nearest(move.by, makers)}")
    return makers.index(move.by)


def _allowed(model: OptionCase, space: StateSpace, move: Move) -> Arcs:
    """Write out the moves that one entry allows: they change nothing that the entry does not name."""
    named = sorted({space.index(one.full) for part in (move.from_, move.to) for one in options_in(part.tree)})
    before, after = (space.mask(part) & model.feasible for part in (move.from_, move.to))
    states = np.flatnonzero(before)
    found, count = [(states[:0], states[:0])], 0
    for chosen in range(1, 1 << len(named)):
        change = sum(1 << option for k, option in enumerate(named) if chosen >> k & 1)
        sources = states[after[states ^ change]]
        count += sources.size
        check_number(count)
        found.append((sources, sources ^ change))
    sources, ends = (np.concatenate(part) for part in zip(*found, strict=True))
    return Arcs.of(sources, ends, space.size)


def in_words(model: CaseModel) -> CaseModel:
    """Name decision makers and options as a reader knows them, so that witnesses tell in words."""
    case, _ = model.origin
    names = tuple(case.name_of(maker) for maker in model.decision_makers)
    says = tuple(
        entry.say[0].lower() + entry.say[1:] if entry.say[1:2].islower() else entry.say
        for options in case.options.values()
        for entry in options.values()
    )
    return replace(
        model, decision_makers=names if len(set(names)) == len(names) else model.decision_makers, options=says
    )


def states_meant(model: CaseModel, text: str) -> tuple[int, ...]:
    """Read a state as a person names it.

    Parameters
    ----------
    text
        A decimal, the options in force (``"USA.talk, PRK.suspend"``), ``now``, or the name of a target: every feasible
        state that meets it.

    Raises
    ------
    CaseError
        If it is none of these, or no feasible state is meant.
    """
    case, space = model.origin
    clean = text.strip()
    if clean == "now" and model.now is not None:
        return (model.now,)
    if clean in case.targets:
        mask = space.mask(case.targets[clean].that) & model.feasible
        if not mask.any():
            raise CaseError(f"no feasible state meets the target {clean!r}")
        return tuple(int(state) for state in np.flatnonzero(mask))
    if re.fullmatch(r"[0-9]{1,9}", clean):
        return (model.check_state(space.state(int(clean))),)
    options = tuple(part.strip() for part in clean.strip("[]").split(",") if part.strip())
    unknown = [option for option in options if option not in space.options]
    if unknown:
        known = [*case.targets, *space.options]
        raise CaseError(
            f"found {text!r}, expected a decimal, options such as '{', '.join(space.options[:2])}' or a target"
            f"{nearest(unknown[0], known)}"
        )
    return (model.check_state(space.state(options)),)
