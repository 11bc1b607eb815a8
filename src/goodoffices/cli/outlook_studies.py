"""Longer questions to ``outlook``: the smallest changes of mind, and how robust an outlook is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.table import Table

from goodoffices.cli.outlook_modes import Asked, state_words
from goodoffices.cli.show import console, counted, progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from goodoffices.outlook import CaseModel, Robustness
    from goodoffices.outlook.arcs import Model

__all__ = ["Where", "make_stable", "robust"]

_MOST_SHOWN = 5


class Where:
    """Where many variants are solved: here, in several processes, or on a cluster."""

    def __init__(self, scheduler: str | None, workers: int) -> None:
        if scheduler is not None and workers > 1:
            raise typer.BadParameter("found --scheduler and --workers, expected one of them", param_hint="--workers")
        self.scheduler = scheduler
        self.workers = workers

    @contextlib.contextmanager
    def executor(self) -> Iterator[Executor | None]:
        """Open what was asked for."""
        from goodoffices.store import connect, local_pool

        if self.scheduler is not None:
            with connect(self.scheduler) as executor:
                yield executor
        elif self.workers > 1:
            with local_pool(self.workers) as executor:
                yield executor
        else:
            yield None


def _counting(progress: Callable[[float], None]) -> Callable[[int, int], None]:
    return lambda done, total: progress(done / max(total, 1))


def make_stable(model: Model, target: str, asked: Asked) -> None:
    """Say who must come to see a target how much more highly, so that it holds for everybody."""
    from goodoffices import outlook as room

    worded = not asked.as_json and isinstance(model, room.OptionCase | room.ArcCase)
    told = room.in_words(model) if worded else model  # type: ignore[arg-type]  # worded says that it has a case
    with progress_bar("smallest changes") as progress:
        found = room.smallest_changes(told, target, asked.concept, progress=_counting(progress))
    if asked.as_json:
        asked.print_json(found.to_json())
        return
    first = found.answers[0].state
    console.print(f"[bold]state {first}[/bold]: {state_words(model, first)}")
    for sentence in found.answers[0].sentences():
        console.print(f"  {escape(sentence)}")
    more = len(found.answers) - 1 + found.left_out
    if more:
        console.print(f"{counted(more, 'other state meets', 'other states meet')} the target; --json tells of them")


def robust(model: CaseModel, draws: int, seed: int, where: Where, asked: Asked) -> None:
    """Say in how many variants of a case its states and targets hold, and whose view to sound first."""
    from goodoffices import outlook as room

    with where.executor() as executor, progress_bar(f"{draws:,} variants") as progress:
        found = room.robustness(model, draws, seed, executor=executor, progress=_counting(progress))
    if asked.out is not None:
        asked.write(room.targets_picture(found))
    if asked.as_json:
        asked.print_json(found.to_json())
    else:
        _show_robustness(model, found)


def _show_robustness(model: CaseModel, found: Robustness) -> None:
    from goodoffices.wording import share_of_variants

    note = "" if found.complete else f" (interrupted: of {found.draws:,})"
    console.print(
        f"{counted(found.done, 'variant')}{note}, {found.different:,} of them different; seed {found.seed}; "
        f"{counted(found.uncertain, 'uncertain reading')}"
    )
    table = Table(title="Targets", title_justify="left")
    for column in ("target", *(concept.upper() for concept in found.states)):
        table.add_column(column, overflow="fold")
    for name, target in found.targets.items():
        words = [share_of_variants(share) if target.reachable else "out of reach" for share in target.held.values()]
        table.add_row(escape(name), *words)
    console.print(table)
    for concept, shares in found.states.items():
        console.print(f"states that hold most often ({concept.upper()}):")
        for state, share in list(shares.items())[:_MOST_SHOWN]:
            console.print(f"  {share_of_variants(share)}: {state} ({state_words(model, state)})")
    for name in found.targets:
        groups = found.sound_first(name, "seq")
        if groups:
            told = "; then ".join(" or ".join(one.decision_maker for one in group) for group in groups[:3])
            console.print(f"whom to sound first about {escape(name)}: {told}")
    console.print(
        "A share of model variants says how far the outlook depends on uncertain readings; it is no probability of an "
        "event. Names joined by 'or' cannot be told apart by this sample.",
        style="dim",
    )
