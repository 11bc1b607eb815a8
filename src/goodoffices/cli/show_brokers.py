"""Brokers and reference tables in a terminal."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted, progress_bar

if TYPE_CHECKING:
    from goodoffices.brokers import Evidence, Ranking, Shortlist, Theory
    from goodoffices.case import Case
    from goodoffices.store import Known, Report

__all__ = [
    "progress_of_draws",
    "show_candidate",
    "show_import",
    "show_kinds",
    "show_ranking",
    "show_record",
    "show_theory",
]

_REASONS = 4


@contextlib.contextmanager
def progress_of_draws(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar for work that is counted in draws."""
    with progress_bar(label) as bar:
        yield lambda done, total: bar(done / total)


def _grid(title: str, *columns: str, right: Sequence[str] = ()) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in right else "left")
    return table


def _told(line: str, indent: int = 0) -> None:
    """Print a sentence in lines that begin at the same place, those after the first a little further in."""
    room = max(console.width, 40)
    lines = textwrap.wrap(
        line, room, initial_indent=" " * indent, subsequent_indent=" " * (2 * indent), break_on_hyphens=False
    )
    console.print("\n".join(lines), markup=False, soft_wrap=True)


def show_ranking(found: Ranking) -> None:
    """Show how the candidates stand, who is told apart from whom, and what speaks for and against each."""
    from goodoffices.brokers import pairs_told_apart
    from goodoffices.wording import join_words

    sides = " and ".join(found.parameters["sides"].values())
    console.print(f"[bold]{escape(found.title)}[/bold]: who could broker between {escape(sides)}")
    weights = found.weights.to_json()["bounds"]
    free = [f"{name} {low:g} to {high:g}" for name, (low, high) in weights.items() if (low, high) != (0, 1)]
    _told(
        f"{found.shares.done:,} draws, seed {found.seed}; a side rejects whoever is below {found.veto:g}; "
        + (f"weights: {', '.join(free)}" if free else "any weights")
    )
    _standing(found)
    apart = pairs_told_apart(found)
    if apart:
        _told(f"Told apart: {join_words([f'{above} above {below}' for above, below in apart])}. All others are not.")
    else:
        _told("No two candidates are told apart.")
    for line in found.cautions:
        _told(line)
    if found.left_out:
        _told(f"Left out, being one of the sides: {', '.join(found.left_out)}.")
    console.print("\n[bold]For and against[/bold]")
    for name in found.order:
        _reasons(found, name)


def _standing(found: Ranking) -> None:
    from goodoffices.brokers.rank_shares import sampling_error

    many = len(found.groups)
    title = f"By mean rank: {counted(many, 'group')}, within which no line can be drawn"
    columns = [
        "candidate", "first", "±", "if own gaps\nworst … best", "if all\ngaps worst", "below\nveto", "gaps"
    ]  # fmt: skip
    table = _grid(title, *columns, right=columns[1:])
    names, shares = [one.name for one in found.profiles], found.shares
    for group in found.groups:
        for name in group:
            at, one = names.index(name), found.profile(name)
            first, worst, best = (float(row[at]) for row in (shares.first, shares.first_if_worst, shares.first_if_best))
            table.add_row(
                f"{escape(one.label)} ({name}{', party to the crisis' if one.crisis_actor else ''})",
                _brief(first),
                _brief(2 * float(sampling_error(first, shares.done)), 1),
                f"{_brief(worst)} … {_brief(best)}" if best > worst else "–",
                "–" if found.at_worst is None else _brief(float(found.at_worst.first[at])),
                _brief(float(shares.below_veto[at])),
                str(len(one.missing)),
            )
        table.add_section()
    console.print(table)
    _told(
        "first: share of draws in first place; ±: two sampling errors. gaps: what is missing, drawn from the "
        "whole scale in the first column; beside it what the share would be if they were the worst, or the best."
    )


def _brief(share: float, digits: int = 0) -> str:
    """Write a share for a column of numbers."""
    from goodoffices.wording import percent

    return percent(share, digits).replace("less than ", "<\xa0").replace(" ", "\xa0")


def _reasons(found: Ranking, name: str) -> None:
    why = found.why(name)
    roles = ", ".join(found.profile(name).roles)
    console.print(f"[bold]{escape(why.label)}[/bold] ({name}){': ' + roles if roles else ''}")
    if why.standing[-1].startswith("Not distinguishable"):
        _told(why.standing[-1], 2)
    for head, some in (("for", why.speaks_for), ("against", why.speaks_against)):
        for one in some[:_REASONS]:
            _told(f"{head}: {_line(one)}", 2)
        if len(some) > _REASONS:
            _told(f"{head}: {len(some) - _REASONS} more, see --why {name}", 2)
    if why.missing:
        _told(f"missing: {', '.join(one.replace('_', ' ') for one in why.missing)}", 2)
    for line in found.what_would_disqualify(name).sentences():
        _told(line, 2)


def _line(one: Evidence) -> str:
    from goodoffices.brokers.reasons import told

    return told(one)


def show_candidate(found: Ranking, name: str, record: Shortlist | str) -> None:
    """Show all that is known of one candidate, what would rule it out, and what the tables say of it."""
    from goodoffices.errors import CaseError

    why = found.why(name)
    for line in str(why).splitlines():
        _told(line.strip(), 2 if line.startswith("  ") else 0)
    console.print("What would rule it out")
    for line in found.what_would_disqualify(name).sentences():
        _told(line, 2)
    if isinstance(record, str):
        _told(record)
        return
    try:
        listed = record.candidate(name)
    except CaseError:
        _told("The precedent model does not list it: it names states outside the crisis, the likeliest ones.")
        return
    _told(
        f"The precedent model puts it at place {listed.place} of {record.states}, with {_share(listed.share)} of past "
        f"choices (95 % interval {_share(listed.low)} to {_share(listed.high)})."
    )
    console.print("What the tables say of it")
    for fact in listed.facts:
        _told(_fact(fact), 2)


def show_theory(found: Theory) -> None:
    """Show what two small theories say, with what they assume; ranges give ranges."""
    console.print("\n[bold]What two small theories say[/bold]")
    if found.channel is not None:
        console.print("A confidential channel", style="bold")
        for line in found.channel.sentences():
            _told(line, 2)
    told: set[str] = set()
    for one in found.advice:
        head, *lines = one.sentences()
        console.print(escape(head), style="bold")
        # What all of them assume is said once.
        for line in lines:
            if line not in told:
                _told(line, 2)
        told |= set(lines)


def _fact(fact: Mapping[str, Any]) -> str:
    caveat = f"; {fact['caveat']}" if fact.get("caveat") else ""
    return f"{fact['say']} ({fact['year']}{caveat}) [{fact['source']}]"


def _share(share: float) -> str:
    from goodoffices.wording import percent

    return percent(share, 1)


def show_record(found: Ranking, record: Shortlist | str, case: Case) -> None:
    """Show what the record of past crises would have said, beside the ranking and never blended into it."""
    console.print("\n[bold]What the record of past crises would have said[/bold]")
    if isinstance(record, str):
        _told(record)
        return
    _model(found, record)
    if case.aftermath:
        console.print("What happened after the day of the case; nothing above knows it", style="bold")
        for one in case.aftermath:
            _told(f"{one.when}: {one.what}", 2)
    _nearest(record)
    _rates(record)


def _model(found: Ranking, record: Shortlist) -> None:
    from goodoffices.brokers import FITTED, model_view, partisanship

    view = model_view(found, record)
    table = _grid(
        "Precedent model: which states mediated in crises like this", "state", "place", "in the case", "share", "95 %",
        right=("place", "share"),
    )  # fmt: skip
    for one in record.candidates:
        interval = f"{_share(one.low)} to {_share(one.high)}"
        table.add_row(escape(one.name), str(one.place), one.party or "–", _share(one.share), interval)
    console.print(table)
    for line in view.sentences():
        _told(line)
    if view.of_this_model:
        tested = [part for part in FITTED.card.split("\n\n") if part.startswith("Tested on")]
        for part in tested:
            _told(" ".join(part.split("\n- ")[0].split()))
    console.print("Partisans in the record", style="bold")
    for line in partisanship(record).sentences():
        _told(line, 2)


def _nearest(record: Shortlist) -> None:
    past = record.precedents
    title = f"The nearest of {past['compared']} past crises (names as in the table of crises)"
    table = _grid(title, "crisis", "year", "mediation", "mediators", "outcome")
    for one in past["crises"]:
        names = one["mediators"]
        who = "not known" if names is None else ", ".join(names) or "none"
        table.add_row(escape(one["name"]), str(one["year"]), one["mediation"], escape(who), one["outcome"])
    console.print(table)
    _told(f"Source: {past['source']}. Who mediated is known where the labels reach.")


def _rates(record: Shortlist) -> None:
    from goodoffices.wording import percent

    table = _grid("How often there was any mediation", "years", "crises", "mediated", "share", "95 %")
    for one in record.base_rates:
        years = f"{one['first']}–{one['last']}"
        interval = f"{percent(one['low'])} to {percent(one['high'])}"
        table.add_row(years, str(one["crises"]), str(one["mediated"]), percent(one["share"]), interval)
    console.print(table)
    _told("Whether there is mediation at all is hardly foreseeable from such tables: this is all that can be said.")


def show_import(report: Report, store: Path) -> None:
    """Show what was imported, and what was passed over and why."""
    table = _grid("Imported", "table", "file", "rows", "left out", "years", "SHA-256", right=("rows", "left out"))
    for one in report.imported:
        title = one.title + ("" if one.checked else " *")
        years = f"{one.first}–{one.last}"
        table.add_row(escape(title), escape(one.file), f"{one.rows:,}", str(one.left_out), years, one.sha256[:8])
    console.print(table)
    if not all(one.checked for one in report.imported):
        _told("* column names from a codebook, never held against an official file: look at the rows")
    for passed in report.passed:
        _told(f"passed over: {passed.file}: {passed.why}")
    _told(f"{store} holds {counted(len(report.imported), 'table')} of this import")


def show_kinds(known: Sequence[Known], store: Path) -> None:
    """Show which tables there are, what for, by whom, and what a store holds of each."""
    table = _grid(f"Tables that can be imported; held: {store}", "table", "publisher", "what for", "held")
    for one in known:
        held = one.imported
        said = "–" if held is None else f"{held.first}–{held.last}, {held.rows:,} rows, {held.sha256[:8]}"
        mark = " *" if one.unchecked else ""
        table.add_row(escape(one.title) + mark, escape(one.owner), escape(one.purpose), escape(said))
    console.print(table)
    if any(one.unchecked for one in known):
        _told("* in some form its column names come from a codebook and were never held against an official file")
    _told("The publishers give these tables away on their own pages and terms; none comes with this program.")
