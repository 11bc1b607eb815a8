"""The graph model of a case, and of a case under one of its policies."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from goodoffices.case.model import Case
from goodoffices.case.states import StateSpace, nearest, ranks, state_space
from goodoffices.case.strategic import Preferences
from goodoffices.errors import CaseError
from goodoffices.outlook.model import OptionModel, option_model

__all__ = ["CaseModel", "adopt", "graph_model", "in_words", "states_meant"]


@dataclass(frozen=True, eq=False)
class CaseModel(OptionModel):
    """A graph model that remembers the case it came from.

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

    def __reduce__(self) -> tuple[type[CaseModel], tuple[Any, ...]]:
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return CaseModel, tuple((values | {"one_way": dict(self.one_way)}).values())

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


def graph_model(case: Case) -> CaseModel:
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
    return CaseModel(**values, case=case, space=space)


def adopt(model: CaseModel, policy: str) -> CaseModel:
    """Change a model to what it is under a policy of its case.

    Options that the policy assumes are fixed, and nobody may move them; they overwrite today's state.

    Raises
    ------
    CaseError
        If there is no such policy, its options leave today's state infeasible, or it allows or forbids single moves.
    """
    case, space = model.origin
    if policy not in case.policies:
        raise CaseError(f"found the unknown policy {policy!r}{nearest(policy, list(case.policies))}")
    entry = case.policies[policy]
    if entry.allow or entry.forbid:
        raise CaseError(
            f"the policy {policy!r} allows or forbids single moves, which a model in option form cannot hold; "
            "solve the case without it, or say the same with 'assume' and 'prefer'"
        )
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
    return replace(model, feasible=feasible, ranks=dense.astype(np.int32), now=now, fixed=tuple(fixed), policy=policy)


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
