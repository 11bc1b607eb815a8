"""What could be agreed, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted
from goodoffices.wording import percent

if TYPE_CHECKING:
    from goodoffices.settle import AdjustedWinner, Deal, Frontier, PlainOrder, Problem, Robustness, Zone
    from goodoffices.settle import Sequence as Steps

__all__ = ["show_improvements", "show_robustness", "show_sequence", "show_zone"]

_MOST = 15
_SIGNS = {"nash": "N", "kalai-smorodinsky": "K", "egalitarian": "E", "utilitarian": "U"}


def show_zone(zone: Zone, chosen: Mapping[str, Deal], split: AdjustedWinner | str, *, every: bool) -> None:
    """Show whether there is a deal, which packages are undominated, who stands in the way."""
    problem = zone.problem
    _head(problem)
    console.print(escape(zone.sentence()))
    _parties(zone)
    if len(zone.frontier):
        marks: dict[tuple[int, ...], str] = {}
        for name, deal in chosen.items():
            marks[deal.package] = marks.get(deal.package, "") + _SIGNS[name]
        _packages(zone.frontier, marks, every=every)
        console.print(
            "N: Nash, K: Kalai-Smorodinsky, E: egalitarian, U: utilitarian. "
            "E and U compare amounts of different parties.",
            style="dim",
        )
    if zone.conflicts is not None:
        _lines("What rules out any agreement", zone.conflicts.sentences())
    if zone.opening is not None:
        _lines("What would open a zone", zone.opening.sentences())
    if split:
        _lines("Adjusted Winner", [f"Not here: {split}"] if isinstance(split, str) else split.sentences())
    _source(zone.frontier)


def show_improvements(found: Frontier, agreed: Sequence[int], *, every: bool) -> None:
    """Show what would give everybody as much as an agreed package, and somebody more."""
    problem = found.problem
    _head(problem)
    console.print(f"agreed: {_words(problem, agreed)}")
    better = [k for k in range(len(found)) if tuple(found.utilities[k]) != tuple(problem.utilities([agreed])[0])]
    if better:
        console.print(f"{counted(len(better), 'undominated package')} would give nobody less and somebody more:")
        _packages(found, {}, every=every)
    elif found.complete:
        console.print("No package gives nobody less and somebody more: this is proven.")
    else:
        console.print("No better package was found, but the search was cut short.")
    _source(found)


def show_sequence(found: Steps) -> None:
    """Show the steps, what would go wrong with plain orders, and what has been taken for granted."""
    problem = found.problem
    _head(problem)
    console.print(f"agreed: {_words(problem, found.agreed)}")
    table = Table(title="In steps", title_justify="left", show_lines=True)
    table.add_column("", justify="right")
    table.add_column("who gives what", ratio=1, overflow="fold")
    for name in ("day", "exposed", "slack", "guarantee"):
        table.add_column(name, no_wrap=True)
    for row in found.rows():
        step, gives, begins, seen, exposed, slack, guarantee, whom = map(escape, row)
        held = guarantee if guarantee == "–" else f"{guarantee}\nby {whom}"
        table.add_row(step, gives, f"{begins.partition(' ')[0]} to\n{seen}", exposed, slack, held)
    console.print(table)
    console.print(
        "day: from, to, and in brackets how quick or slow verification could make the end. "
        "exposed: what a party has lost against today if all others stop right after its move. slack: what it gains by "
        "going on rather than by stopping while the others move; where that is negative a guarantee is needed. All on "
        "the party's own scale.",
        style="dim",
    )
    _lines("What to know before relying on it", found.cautions)
    _lines("Compared with plain orders", map(_plain, found.compared))
    _lines("Preconditions", [one.told for one in found.resolved])
    theory = [one.sentence() for one in (found.trust, found.commitment) if one is not None]
    _lines("Trust and power", [*theory, *([found.no_commitment] if found.no_commitment else [])])
    _lines("Who could stand by it", [f"{one.called}: {one.why}" if one.why else one.called for one in found.guarantors])
    _lines("Assumptions", found.assumptions)
    console.print(escape(found.method), style="dim")


def show_robustness(found: Robustness) -> None:
    """Show in which share of draws packages are acceptable to all, and on the frontier."""
    _head(found.problem)
    table = Table(title=f"{counted(found.done, 'draw')} of what is uncertain (seed {found.seed})", title_justify="left")
    for name in ("package", "acceptable to all", "on the frontier"):
        table.add_column(name, overflow="fold")
    for row in found.packages:
        table.add_row(_words(found.problem, row.package), percent(row.acceptable), _share(row.undominated))
    console.print(table)
    _lines("What that says", found.sentences())


def _plain(order: PlainOrder) -> str:
    slack = "–" if order.smallest_slack is None else f"{order.smallest_slack:.3f}"
    kept = "keeps" if order.keeps_preconditions else "does not keep"
    steps, days = counted(order.steps, "step"), f"{order.days[1]:.0f} days"
    return f"{order.name}: {steps}, {days}, smallest slack {slack}; {kept} who asked to be given something first"


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _head(problem: Problem) -> None:
    if problem.case is not None:
        console.print(f"[bold]{escape(problem.case.title)}[/bold] (as of {problem.case.as_of})")
    rules = counted(len(problem.rules), "link or red line", "links and red lines")
    console.print(
        f"{counted(len(problem.parties), 'party', 'parties')}, {counted(len(problem.issues), 'issue')}, "
        f"{problem.outcomes:,} packages" + (f", {rules}" if problem.rules else "")
    )


def _parties(zone: Zone) -> None:
    table = Table(title="What is at stake for whom", title_justify="left")
    for name in ("party", "reservation value", "worst in the zone", "best in the zone"):
        table.add_column(name, justify="left" if name == "party" else "right")
    for party, told in zone.to_json()["parties"].items():
        cells = (told[key] for key in ("reservation", "worst", "best"))
        table.add_row(escape(party), *("–" if one is None else f"{one['value']:.4g}" for one in cells))
    console.print(table)


def _packages(found: Frontier, marks: Mapping[tuple[int, ...], str], *, every: bool) -> None:
    problem = found.problem
    rows = list(range(len(found)))
    if not every and len(rows) > _MOST:
        rows = _thinned(found, marks)
    table = Table(title="Undominated packages", title_justify="left")
    table.add_column("")
    table.add_column("package", overflow="fold")
    for party in problem.parties:
        table.add_column(escape(party), justify="right")
    for k in rows:
        package = tuple(map(int, found.packages[k]))
        worth = (f"{float(one):.4g}" for one in problem.exact(found.utilities[k]))
        table.add_row(marks.get(package, ""), _words(problem, package), *worth)
    console.print(table)
    if len(rows) < len(found):
        console.print(f"{counted(len(found) - len(rows), 'package')} of {len(found)} not shown: --all")


def _thinned(found: Frontier, marks: Mapping[tuple[int, ...], str]) -> list[int]:
    """Keep the chosen packages and others evenly spaced between them."""
    chosen = [k for k, row in enumerate(found.packages) if tuple(map(int, row)) in marks]
    spare = max(_MOST - len(chosen), 2)
    spaced = [round(k * (len(found) - 1) / (spare - 1)) for k in range(spare)]
    return sorted({*chosen, *spaced})


def _words(problem: Problem, package: Sequence[int]) -> str:
    """Name what differs from today; everything, where nothing is known of today."""
    named = problem.in_words(package)
    if problem.now is not None:
        today = problem.in_words(problem.now)
        named = {issue: option for issue, option in named.items() if today[issue] != option}
    return escape(", ".join(f"{issue}: {option}" for issue, option in named.items())) or "as today"


def _lines(title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        console.print(f"[bold]{escape(title)}[/bold]")
        for line in told:
            console.print(f"  – {escape(line)}")


def _source(found: Frontier) -> None:
    told = "complete" if found.complete else "partial"
    if found.bound is not None:
        worth = zip(found.problem.parties, found.problem.exact(found.bound), strict=True)
        told += "; no missing point is worth more than " + ", ".join(f"{float(one):.4g} to {who}" for who, one in worth)
    console.print(escape(f"{found.method} ({told})"), style="dim")
