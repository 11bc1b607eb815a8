"""What ``outlook`` can be asked beyond the table: why, coalitions, paths."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import typer
from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted, show_reasons

if TYPE_CHECKING:
    from goodoffices.outlook import CaseModel, JointMove, PathTable

__all__ = ["Asked", "coalition", "explain", "members_meant", "paths"]


@dataclass(frozen=True)
class Asked:
    """How the answer is wanted."""

    as_json: bool
    concept: str = "seq"

    def print_json(self, data: Any) -> None:
        """Print an answer as JSON."""
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def members_meant(model: CaseModel, text: str) -> tuple[int, ...]:
    """Read a coalition as ``A,B``: names of decision makers as in the file, or as a reader knows them."""
    case, _ = model.origin
    known = {case.name_of(maker): maker for maker in model.decision_makers}
    names = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(model.index(known.get(name, name)) for name in names)


def explain(model: CaseModel, state: str, party: str | None, asked: Asked) -> None:
    """Say why states hold, or do not, for one decision maker or all."""
    from goodoffices import outlook as room

    makers = members_meant(model, party) if party is not None else range(len(model.decision_makers))
    told = room.in_words(model)
    answers = [room.why(told, one, i, asked.concept) for one in room.states_meant(model, state) for i in makers]
    if asked.as_json:
        asked.print_json([answer.to_json() for answer in answers])
    else:
        show_reasons(model, answers)


def coalition(model: CaseModel, text: str, asked: Asked) -> None:
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
    table = Table(title=f"Once {' and '.join(names)} act together", title_justify="left")
    for column in ("notion", "held before", "holds now", "lost"):
        table.add_column(column, justify="right" if column != "notion" else "left", overflow="fold")
    for concept, states in holds.items():
        before = set(alone.equilibria[concept[1:]].tolist())
        lost = sorted(before - set(states.tolist()))
        table.add_row(concept[1:].upper(), str(len(before)), str(len(states)), _numbers(lost))
    console.print(table)
    for state in sorted({state for some in holds.values() for state in some.tolist()})[:10]:
        console.print(f"  {state}: {escape(', '.join(model.origin[1].in_force(state))) or 'none'}")


def _numbers(states: Sequence[int]) -> str:
    return ", ".join(map(str, states[:8])) + (", …" if len(states) > 8 else "") or "none"


def paths(
    model: CaseModel, to: str | None, by: Literal["improvements", "moves"], allies: str | None, asked: Asked
) -> None:
    """Say how to get from today's state to the states that hold."""
    from goodoffices import outlook as room

    goals = room.states_meant(model, to) if to else tuple(room.solve(model, (asked.concept,)).equilibria[asked.concept])
    coalitions = [members_meant(model, allies)] if allies else []
    found = room.status_quo_paths(model, np.asarray(goals, dtype=np.int64), by=by, coalitions=coalitions)
    if asked.as_json:
        asked.print_json(found.to_json())
    else:
        _show_paths(model, found)


def _show_paths(model: CaseModel, found: PathTable) -> None:
    _, space = model.origin
    console.print(f"today: state {found.start}: {escape(', '.join(space.in_force(found.start))) or 'none'}")
    how = "each step serves those who take it" if found.by == "improvements" else "any moves"
    for goal in found.goals:
        named = escape(", ".join(space.in_force(goal.goal))) or "none"
        if goal.path is None:
            console.print(f"state {goal.goal} ({named}): [yellow]no way there[/yellow] ({how})")
            continue
        others = f", {goal.count} ways as short" if goal.count > 1 else ""
        console.print(f"state {goal.goal} ({named}): {counted(goal.length or 0, 'step')}{others} ({how})")
        for step in goal.path:
            console.print(f"    {_step(model, step)}")
    if found.dead_ends:
        console.print(f"{counted(len(found.dead_ends), 'state')} from which none of them can be reached any more")


def _step(model: CaseModel, step: JointMove) -> str:
    _, space = model.origin
    before, after = set(space.in_force(step.before)), set(space.in_force(step.after))
    changes = [f"+{option}" for option in space.options if option in after - before]
    changes += [f"−{option}" for option in space.options if option in before - after]
    who = " and ".join(model.decision_makers[i] for i in step.members)
    return f"{step.before} → {step.after}  {who}: {escape(', '.join(changes))}"
