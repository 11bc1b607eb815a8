"""What ``outlook`` can be asked beyond the table: why, coalitions, paths."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import typer
from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted, progress_bar, show_outlook, show_policies, show_reasons

if TYPE_CHECKING:
    from goodoffices.case import Case
    from goodoffices.outlook import CaseModel, JointMove, PathTable, Solution
    from goodoffices.outlook.arcs import Model

__all__ = [
    "Asked",
    "case_table",
    "coalition",
    "explain",
    "members_meant",
    "paths",
    "state_words",
    "states_asked",
    "table",
]


@dataclasses.dataclass(frozen=True)
class Asked:
    """How the answer is wanted."""

    as_json: bool
    concept: str = "seq"
    simultaneous: bool = False
    out: Path | None = None

    @property
    def concepts(self) -> tuple[str, ...]:
        """The notions of a table."""
        from goodoffices.outlook import CONCEPTS

        return (*CONCEPTS, "sim", "seq_or_sim") if self.simultaneous else CONCEPTS

    def write(self, text: str) -> None:
        """Write a picture or a file where it was asked for."""
        from goodoffices.store import write_text

        if self.out is not None:
            write_text(self.out, text)
            typer.echo(f"{self.out} is written", err=True)

    def print_json(self, data: Any) -> None:
        """Print an answer as JSON."""
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def state_words(model: Model, state: int) -> str:
    """Name a state by its options in force, or as the file names it."""
    if model.options:
        words = ", ".join(option for k, option in enumerate(model.options) if state >> k & 1)
        return escape(words) or "none"
    names = getattr(model, "states", ())
    return escape(names[state]) if names else str(state)


def states_asked(model: Model, text: str) -> tuple[int, ...]:
    """Read a state as a person names it: see ``states_meant``; a listed state by its name or number."""
    from goodoffices.case.states import nearest
    from goodoffices.errors import CaseError
    from goodoffices.outlook import ArcCase, OptionCase, states_meant

    if isinstance(model, OptionCase | ArcCase):
        return states_meant(model, text)
    names = getattr(model, "states", ())
    if text in names:
        return (names.index(text),)
    if not re.fullmatch("[0-9]{1,9}", text):
        raise CaseError(f"found the unknown state {text!r}{nearest(text, names)}")
    return (model.check_state(int(text)),)


def case_table(model: CaseModel, file: str, asked: Asked, *, every: bool) -> None:
    """Show what holds in a case, under its policies and for its targets."""
    from goodoffices import outlook as room

    if asked.out is not None and asked.out.suffix == ".gmcr":
        from goodoffices.store import gmcr_from_case

        asked.write(gmcr_from_case(model.origin[0]))
        return
    found = room.outcome(model)
    solution = room.solve(model, asked.concepts) if asked.simultaneous else found.solution
    case, _ = model.origin
    compared = None
    if model.policy is None and (case.policies or case.targets):
        with progress_bar("policies") as progress:
            compared = room.compare_policies(case, standing=found, progress=progress)
    if asked.out is not None:
        asked.write(room.policy_picture(compared or room.PolicyTable((found,), {})))
    if asked.as_json:
        more: dict[str, Any] = {"policy": model.policy, "targets": found.to_json()["targets"]}
        if model.policy is None:
            more["policies"] = compared.to_json()[1:] if compared else []
        typer.echo(json.dumps({**_named(solution, case, file), **more}))
        return
    reach = {state for some in found.within_reach.values() for state in some}
    _show_table(model, solution, reach, every=every)
    if compared is not None:
        show_policies(compared)


def table(model: Model, asked: Asked, *, every: bool) -> None:
    """Show what holds in a model that comes without a case."""
    from goodoffices import outlook as room

    solution = room.solve(model, asked.concepts)
    if asked.as_json:
        names = list(getattr(model, "states", ()))
        typer.echo(json.dumps({**solution.to_json(), "states": names}))
        return
    reach = set() if model.now is None else set(np.flatnonzero(room.reachable(model, model.now)).tolist())
    _show_table(model, solution, reach, every=every)


def _named(solution: Solution, case: Case, file: str) -> dict[str, Any]:
    """Give a file of the older program its own names back."""
    from goodoffices.store import is_gmcr

    if not is_gmcr(file):
        return solution.to_json()
    says = tuple(entry.say for options in case.options.values() for entry in options.values())
    names = tuple(case.name_of(maker) for maker in solution.model.decision_makers)
    renamed = dataclasses.replace(solution.model, decision_makers=names, options=says)
    return dataclasses.replace(solution, model=renamed).to_json()


def _show_table(model: Model, solution: Solution, reach: set[int], *, every: bool) -> None:
    """One row for each state that is an equilibrium of some kind, the firmest first."""
    equilibria = {concept: set(states.tolist()) for concept, states in solution.equilibria.items()}
    rows = [
        {
            "state": state,
            "words": state_words(model, state),
            "concepts": [concept for concept, some in equilibria.items() if state in some],
            "asked": tuple(equilibria),
            "reach": "?" if model.now is None else "yes" if state in reach else "no",
        }
        for state in sorted(set().union(*equilibria.values()))
    ]
    rows.sort(key=lambda row: (-len(row["concepts"]), row["state"]))
    today = None if model.now is None else state_words(model, model.now)
    show_outlook(model, rows, today, every=every)


def members_meant(model: Model, text: str) -> tuple[int, ...]:
    """Read a coalition as ``A,B``: names of decision makers as in the file, or as a reader knows them."""
    case = getattr(model, "case", None)
    known = {case.name_of(maker): maker for maker in model.decision_makers} if case else {}
    names = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(model.index(known.get(name, name)) for name in names)


def explain(model: Model, state: str, party: str | None, asked: Asked) -> None:
    """Say why states hold, or do not, for one decision maker or all."""
    from goodoffices import outlook as room

    makers = members_meant(model, party) if party is not None else range(len(model.decision_makers))
    told = room.in_words(model) if isinstance(model, room.OptionCase | room.ArcCase) else model
    answers = [room.why(told, one, i, asked.concept) for one in states_asked(model, state) for i in makers]
    if asked.as_json:
        asked.print_json([answer.to_json() for answer in answers])
    else:
        show_reasons([(state_words(model, answer.state), answer) for answer in answers])


def coalition(model: Model, text: str, asked: Asked) -> None:
    """Say what still holds once some decision makers act together."""
    from goodoffices import outlook as room

    members = members_meant(model, text)
    alone = room.solve(model, ("nash", "gmr", "smr", "seq"))
    together = room.solve_coalition(model, members)
    others = [i for i in range(len(model.decision_makers)) if i not in members]
    names = [model.decision_makers[i] for i in members]
    holds: dict[str, Any] = {}
    for concept, mask in together.items():
        outside = alone.stable[concept[1:]][others].all(axis=0)
        holds[concept] = np.flatnonzero(mask & outside)
    if asked.as_json:
        stable = {concept: np.flatnonzero(mask).tolist() for concept, mask in together.items()}
        equilibria = {concept: states.tolist() for concept, states in holds.items()}
        more = {"coalition": {"members": names, "stable": stable, "equilibria": equilibria}}
        asked.print_json({**alone.to_json(), **more})
        return
    grid = Table(title=f"Once {' and '.join(names)} act together", title_justify="left")
    for column in ("notion", "held before", "holds now", "lost"):
        grid.add_column(column, justify="right" if column != "notion" else "left", overflow="fold")
    for concept, states in holds.items():
        before = set(alone.equilibria[concept[1:]].tolist())
        lost = sorted(before - set(states.tolist()))
        grid.add_row(concept[1:].upper(), str(len(before)), str(len(states)), _numbers(lost))
    console.print(grid)
    for state in sorted({state for some in holds.values() for state in some.tolist()})[:10]:
        console.print(f"  {state}: {state_words(model, state)}")


def _numbers(states: Sequence[int]) -> str:
    return ", ".join(map(str, states[:8])) + (", …" if len(states) > 8 else "") or "none"


def paths(model: Model, to: str | None, by: Literal["improvements", "moves"], allies: str | None, asked: Asked) -> None:
    """Say how to get from today's state to the states that hold."""
    from goodoffices import outlook as room

    goals = states_asked(model, to) if to else tuple(room.solve(model, (asked.concept,)).equilibria[asked.concept])
    coalitions = [members_meant(model, allies)] if allies else []
    found = room.status_quo_paths(model, np.asarray(goals, dtype=np.int64), by=by, coalitions=coalitions)
    if asked.out is not None:
        asked.write(room.paths_picture(found, lambda state: state_words(model, state)))
    if asked.as_json:
        asked.print_json(found.to_json())
    else:
        _show_paths(model, found)


def _show_paths(model: Model, found: PathTable) -> None:
    console.print(f"today: state {found.start}: {state_words(model, found.start)}")
    how = "each step serves those who take it" if found.by == "improvements" else "any moves"
    for goal in found.goals:
        named = state_words(model, goal.goal)
        if goal.path is None:
            console.print(f"state {goal.goal} ({named}): [yellow]no way there[/yellow] ({how})")
            continue
        others = f", {goal.count} ways as short" if goal.count > 1 else ""
        console.print(f"state {goal.goal} ({named}): {counted(goal.length or 0, 'step')}{others} ({how})")
        for step in goal.path:
            console.print(f"    {_step(model, step)}")
    if found.dead_ends:
        console.print(f"{counted(len(found.dead_ends), 'state')} from which none of them can be reached any more")


def _step(model: Model, step: JointMove) -> str:
    who = " and ".join(model.decision_makers[i] for i in step.members)
    changed = [(option, k) for k, option in enumerate(model.options) if (step.before ^ step.after) >> k & 1]
    changes = [f"{'+' if step.after >> k & 1 else '−'}{option}" for option, k in changed]
    words = escape(", ".join(changes)) or state_words(model, step.after)
    return f"{step.before} → {step.after}  {escape(who)}: {words}"
