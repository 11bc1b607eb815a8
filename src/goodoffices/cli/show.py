"""What a terminal shows: tables with rich, numbers with their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodoffices.case import Case, Verification
    from goodoffices.outlook import PolicyTable, TargetOutcome, Witness
    from goodoffices.outlook.arcs import Model

__all__ = ["console", "counted", "progress_bar", "show_check", "show_outlook", "show_policies", "show_reasons"]

console = Console(highlight=False, soft_wrap=False)
_FIRM = 25
_WORDS = {
    "nash": "Nash",
    "gmr": "GMR",
    "smr": "SMR",
    "seq": "SEQ",
    "sseq": "SSEQ",
    "sim": "SIM",
    "seq_or_sim": "SEQ or SIM",
}


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on stderr while work goes on, if that is a terminal; it leaves nothing behind."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    errors = Console(stderr=True)
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(label, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def show_check(case: Case, result: Verification, problems: Sequence[str], warnings: Sequence[str]) -> None:
    """Say what is wrong with a case, what is doubtful, and what has been verified."""
    for line in problems:
        console.print(f"[red]problem[/red] {escape(line)}", soft_wrap=True)
    for line in warnings:
        console.print(f"[yellow]warning[/yellow] {escape(line)}", soft_wrap=True)
    parts = (
        ("parties", "party", "parties"),
        ("ties", "tie", "ties"),
        ("statements", "statement", "statements"),
        ("events", "event", "events"),
        ("options", "decision maker", "decision makers"),
        ("policies", "policy", "policies"),
        ("issues", "issue", "issues"),
        ("claims", "claim", "claims"),
    )
    holds = ", ".join(counted(len(getattr(case, name)), one, many) for name, one, many in parts if getattr(case, name))
    console.print(f"{escape(case.title)} (as of {case.as_of}): {holds}", soft_wrap=True)
    console.print(
        f"{counted(result.verified, 'citation')} verified, "
        f"{counted(result.not_verified, 'citation')} not verified: no text, "
        f"{counted(result.judgements, 'analyst’s judgement', 'analyst’s judgements')}, "
        f"{counted(len(result.failures), 'citation')} not borne out",
        soft_wrap=True,
    )
    if result.without_text:
        sources = ", ".join(f"{source} ({count})" for source, count in result.without_text.items())
        console.print(f"no text of: {escape(sources)}", style="dim")
    verdict = f"[red]{counted(len(problems), 'problem')}[/red]" if problems else "[green]no problems[/green]"
    console.print(f"{verdict}, {counted(len(warnings), 'warning')}")


def show_outlook(model: Model, rows: Sequence[Mapping[str, Any]], today: str | None, *, every: bool = False) -> None:
    """Show the equilibria of a model, one state a row: the firm ones, or every one."""
    concepts = rows[0]["asked"] if rows else ()
    case, policy = getattr(model, "case", None), getattr(model, "policy", None)
    feasible = int(model.feasible.sum())
    if case:
        console.print(f"[bold]{escape(case.title)}[/bold] (as of {case.as_of})")
    options = f"{counted(len(model.options), 'option')}, " if model.options else ""
    console.print(
        f"{counted(len(model.decision_makers), 'decision maker')}, {options}"
        f"{counted(feasible, 'feasible state')} of {model.feasible.size}"
        + (f"; policy: [bold]{escape(policy)}[/bold]" if policy else "")
    )
    if today is not None:
        console.print(f"today: state {model.now}: {today}")
    shown = rows if every else [row for row in rows if {"nash", "seq", "sseq", "sim"} & set(row["concepts"])][:_FIRM]
    table = Table(title="States that hold for every decision maker (equilibria)", title_justify="left")
    table.add_column("state", justify="right")
    table.add_column("options in force", overflow="fold")
    table.add_column("reach")
    for concept in concepts:
        table.add_column(_WORDS[concept], justify="center")
    for row in shown:
        marks = ["●" if concept in row["concepts"] else "–" for concept in concepts]
        table.add_row(str(row["state"]), row["words"], row["reach"], *marks)
    console.print(table)
    if len(shown) < len(rows):
        console.print(
            f"{counted(len(rows) - len(shown), 'weaker state')} not shown (most hold for GMR or SMR only): --all"
        )
    console.print(
        "reach: whether moves lead there from today. Nash: no improvement. GMR, SMR: others could sanction every "
        "improvement (SMR: beyond repair). SEQ, SSEQ: the same with sanctions that serve those who make them.",
        style="dim",
    )


def show_reasons(answers: Sequence[tuple[str, Witness]]) -> None:
    """Say in sentences why states, given with their names, hold for decision makers, or do not."""
    state = None
    for words, answer in answers:
        if answer.state != state:
            state = answer.state
            console.print(f"[bold]state {state}[/bold]: {words}")
        verdict = "[green]holds[/green]" if answer.stable else "[yellow]does not hold[/yellow]"
        name = answer.decision_makers[answer.decision_maker]
        notion = _WORDS.get(answer.concept, answer.concept)
        console.print(f"  {verdict} for {escape(name)} ({notion}). {escape(answer.sentence())}")


def show_policies(table: PolicyTable) -> None:
    """Show for every policy how many states hold and whether each target is within reach and held."""
    names = list(table.outcomes[0].targets)
    grid = Table(title="Policies and targets", title_justify="left")
    grid.add_column("policy", overflow="fold")
    grid.add_column("SEQ", justify="right")
    for k in range(len(names)):
        grid.add_column(str(k + 1), justify="center")
    for one in table.outcomes:
        marks = [_mark(target) for target in one.targets.values()]
        grid.add_row(escape(one.policy or "(as it stands)"), str(len(one.within_reach["seq"])), *marks)
    console.print(grid)
    for k, name in enumerate(names):
        console.print(f"{k + 1:>3} {escape(name)}")
    for name, reason in table.refused.items():
        console.print(f"[yellow]left out[/yellow] {escape(name)}: {escape(reason)}")
    console.print(
        "SEQ: sequentially stable states within reach. ● n: held, n of them meet the target, and moves that serve "
        "those who make them lead to one. ◐ n: held, but somebody must first move against its interest. ○: in reach, "
        "not held. –: out of reach.",
        style="dim",
    )


def _mark(target: TargetOutcome) -> str:
    held = len(target.held["seq"])
    marks = {"shut": "–", "unheld": "○", "costs": f"◐ {held}"}
    return marks.get(target.standing(), f"[green]● {held}[/green]")
