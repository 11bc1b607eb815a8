"""The map in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console

if TYPE_CHECKING:
    from goodoffices.brokers import Proposed
    from goodoffices.mapping import CaseMap

__all__ = ["show_map", "show_proposed"]


def show_map(found: CaseMap) -> None:
    """Show ties, leverage, shared interests, preconditions and what was tried."""
    case = found.case
    console.print(
        f"[bold]{escape(case.title)}[/bold] (as of {case.as_of}; viewpoint: {escape(case.viewpoint or 'not stated')})"
    )
    if case.ties:
        _ties(found)
    if case.leverage:
        _leverage(found)
    if found.overlap.topics:
        _interests(found)
    if found.standoffs.preconditions:
        _preconditions(found)
    if found.tried:
        _tried(found)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _ties(found: CaseMap) -> None:
    case = found.case
    table = _table("Ties", "between", "kind", "sign", "strength", "what")
    marks = {1: "+", -1: "−", 0: "0"}
    for tie in case.ties:
        arrow = "→" if tie.directed else "–"
        strength = "" if tie.strength is None else f"{tie.strength.low:g}–{tie.strength.high:g}"
        table.add_row(
            f"{tie.ends[0]} {arrow} {tie.ends[1]}", tie.kind, marks[tie.sign], strength, escape(tie.what or "")
        )
    console.print(table)


def _leverage(found: CaseMap) -> None:
    table = _table("Leverage, and the will to use it", "who", "over", "basis", "leverage", "will")
    for one in found.case.leverage:
        will = "no estimate" if one.will is None else f"{one.will.low:g}–{one.will.high:g}"
        table.add_row(one.who, one.over, escape(one.basis), f"{one.strength.low:g}–{one.strength.high:g}", will)
    console.print(table)


def _interests(found: CaseMap) -> None:
    table = _table("Shared interests", "topic", "parties")
    for topic in found.overlap.topics:
        if len(topic.parties) > 1:
            table.add_row(topic.topic, ", ".join(topic.parties))
    console.print(table)


def _preconditions(found: CaseMap) -> None:
    table = _table("Preconditions", "by", "of", "what", "needs", "before")
    for one in found.standoffs.preconditions:
        table.add_row(one.by, one.of, escape(one.what), ", ".join(one.needs), ", ".join(one.before))
    console.print(table)
    for cycle in found.standoffs.cycles:
        console.print(f"[yellow]a ring[/yellow]: {' waits for '.join([*cycle, cycle[0]])}")
    for a, b in found.standoffs.mutual:
        console.print(f"[yellow]mutual[/yellow]: {a} and {b} each ask the other to go first")


def _tried(found: CaseMap) -> None:
    table = _table(
        "What was tried, and what followed (which is not what was caused)",
        "when", "by", "what", "watched events in the days before", "and after",
    )  # fmt: skip
    for row in found.tried:
        watched = bool(row.entry.watch)
        before = f"{len(row.before)} in {row.days} days" if watched else "none named"
        after = f"{len(row.after)} in {row.days} days" if watched else ""
        table.add_row(str(row.entry.when), ", ".join(row.entry.by), escape(row.entry.what), before, after)
    console.print(table)


def show_proposed(found: Proposed) -> None:
    """Print entries that can be pasted, and on the other channel what no table knows and whom none knows."""
    # Lines to paste are never broken.
    typer.echo(found.yaml(), nl=False)
    for line in found.unknown:
        typer.echo(f"not known: {line}", err=True)
    if found.left_out:
        typer.echo(f"no states of the list in {found.year}: {', '.join(found.left_out)}", err=True)
