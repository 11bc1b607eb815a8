"""Event series in a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted
from goodoffices.drawing.svg import clean
from goodoffices.wording import date_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodoffices.record.beside import Beside
    from goodoffices.record.feeds_result import DyadEvents
    from goodoffices.store.feeds import Converted

__all__ = ["show_converted", "show_events"]

_MONTHS = 24
_ACTS = 15
_PER = 1000
_PAIRS = {
    "coop.\nsaid/done": ("verbal_cooperation", "material_cooperation"),
    "conflict\nsaid/done": ("verbal_conflict", "material_conflict"),
    "mediat.\n+ / −": ("mediation_for", "mediation_against"),
    "talks\n+ / −": ("talks_for", "talks_against"),
}
_SERIES = {"conflict_share": "conflict", "cooperation_share": "cooperation"}


def show_events(found: DyadEvents, told: Beside | None) -> None:
    """Show the last months, each direction, acts of mediation and changes, and what a case says."""
    series = found.monthly
    months = [date_text(str(series.months[at])) for at in (0, -1)]
    span = months[0] if months[0] == months[1] else f"{months[0]} to {months[1]}"
    console.print(f"[bold]{escape(' and '.join(found.dyad))}[/bold] in {found.title}, {span}")
    console.print(
        f"{found.read:,} rows; {series.rows:,} about the two, of which {found.duplicates:,} tell again what another "
        f"row tells: [bold]{series.events:,} events[/bold]",
        soft_wrap=True,
    )
    for line in found.cautions:
        console.print(f"[yellow]note[/yellow] {escape(clean(line))}", soft_wrap=True)
    _table(found)
    _acts(found)
    _changes(found)
    if told is not None:
        console.print(
            f"The case {escape(told.case)} has {counted(len(told.moments), 'entry', 'entries')} on what "
            f"{escape(' and '.join(told.parties))} said or did; --out draws them beside the series",
            soft_wrap=True,
        )
    console.print(
        "Mediation and talks: + for them, − against them. Goldstein: the mean weight of the codes, −10 to 10. "
        "‰: of all rows of the feed in these months. A feed "
        "counts reports, not acts: how much is written about a country, and how machines read it, is in every figure.",
        style="dim",
    )


def _table(found: DyadEvents) -> None:
    """Show the last months of both directions together, then the sums of each direction."""
    series = found.monthly
    shown = min(series.months.size, _MONTHS)
    last = f", the last {shown} of {series.months.size} months" if shown < series.months.size else ""
    console.print(f"Both directions together{last}; then each direction, all months", style="bold")
    # Nine columns on a line of 80 characters.
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for name in ("events", *_PAIRS, "Goldst.\nmean", "sources", "‰ of\nrows"):
        table.add_column(name, justify="right", no_wrap=True)
    for at in range(series.months.size - shown, series.months.size):
        if math.isnan(series.volume[at]):
            table.add_row(str(series.months[at]), *["–"] * (len(_PAIRS) + 4), style="dim")
        else:
            of_month = {name: float(values[at]) for name, values in series.views["together"].items()}
            table.add_row(str(series.months[at]), *_cells(of_month, float(series.volume[at])))
    table.add_section()
    first, second = (escape(side) for side in found.dyad)
    whole = float(np.nansum(series.volume))
    ways = (
        (f"{first} → {second}", series.views["first_to_second"]),
        (f"{second} → {first}", series.views["second_to_first"]),
    )
    for label, view in ways:
        sums = {name: float(np.nansum(values)) for name, values in view.items()}
        mean = sums["goldstein_sum"] / sums["weighed"] if sums["weighed"] else math.nan
        # Sources of several months are not added up: most are the same.
        table.add_row(label, *_cells({**sums, "goldstein_mean": mean, "sources": math.nan}, whole))
    console.print(table)
    if last:
        console.print("earlier months: --to MONTH, or --json", style="dim")


def _cells(values: Mapping[str, float], rows: float) -> list[str]:
    """Write the figures of a month, or of a direction."""
    pairs = [
        " / ".join(_number(values[name]) for name in names) if any(values[name] for name in names) else "–"
        for names in _PAIRS.values()
    ]
    mean = values["goldstein_mean"]
    return [
        _number(values["events"]),
        *pairs,
        "–" if math.isnan(mean) else f"{mean:.2f}".replace("-", "−"),
        _number(values["sources"]),
        f"{values['events'] / rows * _PER:.3g}",
    ]


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:,.0f}"


def _acts(found: DyadEvents) -> None:
    """List acts of mediation, the latest first."""
    acts = found.mediation
    if not acts:
        console.print("Mediation: no act is reported between the two")
        return
    signs = [sum(act.sign == sign for act in acts) for sign in (1, -1)]
    console.print(f"Mediation: {counted(signs[0], 'act')} for it, {signs[1]} against it", style="bold")
    for act in acts[: -_ACTS - 1 : -1]:
        sign = "[green]+[/green]" if act.sign > 0 else "[red]−[/red]"
        where = f"  {clean(act.story)}" if act.story else ""
        again = f" (told {act.rows} times)" if act.rows > 1 else ""
        console.print(
            f"  {sign} {act.day}  {escape(act.who)} → {escape(act.to)}: {act.what} ({act.code}){again}{escape(where)}",
            soft_wrap=True,
        )
    if len(acts) > _ACTS:
        console.print(f"  and {len(acts) - _ACTS} earlier: --json", style="dim")


def _changes(found: DyadEvents) -> None:
    """Say when levels changed, or why no change is told."""
    console.print("Changes of level", style="bold")
    for name, word in _SERIES.items():
        changes = found.changes[name]
        for one in changes.found:
            console.print(
                f"  {word}: from {date_text(one.month)} on {one.after * _PER:.3g} per {_PER:,} rows, before that "
                f"{one.before * _PER:.3g}"
            )
        if changes.why_none:
            console.print(f"  {word}: none, {changes.why_none}")


def show_converted(done: Converted) -> None:
    """Say what was written."""
    console.print(
        f"{escape(done.out)} is written: {done.rows:,} rows of {done.title}, {done.bytes / 1e6:,.1f} MB", soft_wrap=True
    )
    if done.malformed:
        such = f": {'; '.join(done.unread)}" if done.unread else ""
        console.print(
            f"[yellow]note[/yellow] {done.malformed:,} of {done.rows:,} rows could not be read; they are kept as "
            f"empty rows, so that they are counted{escape(clean(such))}",
            soft_wrap=True,
        )
