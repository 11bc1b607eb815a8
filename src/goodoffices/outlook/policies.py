"""Policies side by side: what holds under each, what each adds and removes, and which targets are within reach."""

from __future__ import annotations

import html
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.model import Case
from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook.checking import BoolArray
from goodoffices.outlook.from_case import CaseModel, adopt, graph_model
from goodoffices.outlook.moves import By, Step, reachable
from goodoffices.outlook.routes import shortest_path
from goodoffices.outlook.solution import Solution
from goodoffices.outlook.stability import CONCEPTS, solve

__all__ = [
    "Comparison",
    "PolicyOutcome",
    "PolicyTable",
    "Standing",
    "TargetOutcome",
    "compare",
    "compare_policies",
    "outcome",
]

Standing: TypeAlias = Literal["gains", "costs", "held", "unheld", "shut"]


@dataclass(frozen=True)
class TargetOutcome:
    """What a policy means for one target.

    Attributes
    ----------
    states
        The feasible states in which the target holds.
    reachable
        Those of them to which moves lead from today; None where the case does not say what holds today.
    by_improvements
        Those to which moves lead of which each improves the lot of the party that makes it.
    held
        For each notion, the equilibria among the reachable ones (among all, where today is not known).
    path
        The shortest sequence of moves from today to one of the states, if there is one; to a held one where possible.
    path_by
        ``improvements`` if each step of the path improves the lot of its mover, else ``moves``.
    """

    states: tuple[int, ...]
    reachable: tuple[int, ...] | None
    by_improvements: tuple[int, ...] | None
    held: Mapping[str, tuple[int, ...]]
    path: tuple[Step, ...] | None
    path_by: By | None

    def standing(self, concept: str = "seq") -> Standing:
        """Say what the policy means for the target in one word.

        Returns
        -------
        str
            ``gains``: held, and each move there serves whoever makes it; ``costs``: held, but some move there does not;
            ``held``: held, with no today to start from; ``unheld``: within reach, not held; ``shut``: out of reach.
        """
        if self.held[concept]:
            if self.path_by is None:
                return "held"
            return "gains" if self.path_by == "improvements" else "costs"
        return "unheld" if (self.states if self.reachable is None else self.reachable) else "shut"

    def to_json(self, model: CaseModel) -> dict[str, Any]:
        """Return the result as plain data."""
        steps = None
        if self.path is not None:
            steps = [
                {"decision_maker": model.decision_makers[step.decision_maker], "from": step.before, "to": step.after}
                for step in self.path
            ]
        return {
            "states": list(self.states),
            "reachable": None if self.reachable is None else list(self.reachable),
            "by_improvements": None if self.by_improvements is None else list(self.by_improvements),
            "held": {concept: list(states) for concept, states in self.held.items()},
            "path": steps,
            "path_by": self.path_by,
        }


@dataclass(frozen=True)
class PolicyOutcome:
    """The outlook under one policy, or under none.

    Attributes
    ----------
    policy
        Its name; None for the case as it stands.
    model, solution
        What was solved, and what holds.
    within_reach
        For each notion the equilibria to which moves lead from today.
    targets
        What it means for each target.
    """

    policy: str | None
    model: CaseModel
    solution: Solution
    within_reach: Mapping[str, tuple[int, ...]]
    targets: Mapping[str, TargetOutcome]

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "policy": self.policy,
            "now": self.model.now,
            "equilibria": {concept: states.tolist() for concept, states in self.solution.equilibria.items()},
            "equilibria_within_reach": {concept: list(states) for concept, states in self.within_reach.items()},
            "targets": {name: target.to_json(self.model) for name, target in self.targets.items()},
        }


@dataclass(frozen=True)
class PolicyTable:
    """Every policy of a case beside the case as it stands, which comes first.

    Attributes
    ----------
    outcomes
        One for each policy that could be solved.
    refused
        Policies that could not be, with the reason.
    """

    outcomes: tuple[PolicyOutcome, ...]
    refused: Mapping[str, str]

    def to_json(self) -> list[dict[str, Any]]:
        """Return the result as plain data."""
        refused = [{"policy": name, "refused": reason} for name, reason in self.refused.items()]
        return [one.to_json() for one in self.outcomes] + refused

    def to_frame(self) -> Any:
        """Return one row for each policy and target, as a pandas DataFrame."""
        pandas = importlib.import_module("pandas")
        rows = [
            {
                "policy": one.policy or "as it stands",
                "target": name,
                "reachable": None if target.reachable is None else bool(target.reachable),
                **{concept: len(states) for concept, states in target.held.items()},
            }
            for one in self.outcomes
            for name, target in one.targets.items()
        ]
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(one.policy or 'as it stands')}</td>"
            + "".join(f"<td>{len(states)}</td>" for states in one.solution.equilibria.values())
            + "</tr>"
            for one in self.outcomes
        )
        head = "".join(f"<th>{concept}</th>" for concept in CONCEPTS)
        return f"<table><tr><th>policy</th>{head}</tr>{rows}</table>"


@dataclass(frozen=True)
class Comparison:
    """What changes between two solutions of the same options.

    Attributes
    ----------
    kept, added, removed
        For each notion the equilibria in both, only in the second, only in the first.
    """

    kept: Mapping[str, tuple[int, ...]]
    added: Mapping[str, tuple[int, ...]]
    removed: Mapping[str, tuple[int, ...]]

    def to_json(self) -> dict[str, dict[str, list[int]]]:
        """Return the result as plain data."""
        parts = {"kept": self.kept, "added": self.added, "removed": self.removed}
        return {name: {concept: list(states) for concept, states in part.items()} for name, part in parts.items()}


def compare(now: Solution, then: Solution) -> Comparison:
    """Say which equilibria a change keeps, adds and removes.

    Raises
    ------
    CaseError
        If the two are not about the same options.
    """
    if now.model.options != then.model.options or now.model.feasible.size != then.model.feasible.size:
        raise CaseError("found two solutions of different options, expected two of the same case")
    both = {c: (set(now.equilibria[c].tolist()), set(then.equilibria[c].tolist())) for c in now.equilibria}
    return Comparison(
        {c: tuple(sorted(a & b)) for c, (a, b) in both.items()},
        {c: tuple(sorted(b - a)) for c, (a, b) in both.items()},
        {c: tuple(sorted(a - b)) for c, (a, b) in both.items()},
    )


def compare_policies(
    case: Case,
    *,
    standing: PolicyOutcome | None = None,
    concepts: Sequence[str] = CONCEPTS,
    progress: Callable[[float], None] | None = None,
) -> PolicyTable:
    """Solve a case as it stands and under each of its policies.

    Parameters
    ----------
    standing
        The outcome of the case as it stands, where it is known already.
    concepts
        Which notions of stability; ``seq``, by which ways are found, is always among them.
    progress
        Called with the share of the work done, from 0 to 1.
    """
    model = standing.model if standing else graph_model(case)
    outcomes, refused = [standing or outcome(model, concepts)], {}
    for k, policy in enumerate(case.policies, start=1):
        if progress:
            progress(k / (len(case.policies) + 1))
        try:
            outcomes.append(outcome(adopt(model, policy), concepts))
        except (CaseError, LimitError) as error:
            refused[policy] = str(error)
    if progress:
        progress(1.0)
    return PolicyTable(tuple(outcomes), refused)


def outcome(model: CaseModel, concepts: Sequence[str] = CONCEPTS) -> PolicyOutcome:
    """Solve a model and hold the targets of its case against the result.

    Parameters
    ----------
    concepts
        Which notions of stability; ``seq``, by which ways are found, is always among them.
    """
    case, space = model.origin
    solution = solve(model, tuple(dict.fromkeys((*concepts, "seq"))))
    reach, improving = model.feasible, model.feasible
    if model.now is not None:
        reach, improving = reachable(model, model.now), reachable(model, model.now, by="improvements")
    within = {concept: _listed(states[reach[states]]) for concept, states in solution.equilibria.items()}
    targets = {}
    for name, target in case.targets.items():
        mask = space.mask(target.that) & model.feasible
        held = {concept: tuple(state for state in found if mask[state]) for concept, found in within.items()}
        goal = np.zeros_like(mask)
        goal[list(held["seq"]) or np.flatnonzero(mask & reach)] = True
        path, path_by = _path(model, goal, improving)
        known = model.now is not None
        targets[name] = TargetOutcome(
            _listed(np.flatnonzero(mask)),
            _listed(np.flatnonzero(mask & reach)) if known else None,
            _listed(np.flatnonzero(mask & improving)) if known else None,
            held,
            path,
            path_by,
        )
    return PolicyOutcome(model.policy, model, solution, within, targets)


def _listed(states: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(states.tolist())


def _path(model: CaseModel, goal: BoolArray, improving: BoolArray) -> tuple[tuple[Step, ...] | None, By | None]:
    """Find a shortest way from today to one of several states, by improvements if there is one."""
    if model.now is None or not goal.any():
        return None, None
    by: By = "improvements" if (goal & improving).any() else "moves"
    return shortest_path(model, model.now, goal, by=by), by
