"""Drafts, proposals and scores in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted

if TYPE_CHECKING:
    from goodoffices.record.scoring import Score
    from goodoffices.store.drafting import Drafted
    from goodoffices.store.reviews import Review

__all__ = ["drafted_json", "one_line", "pending_json", "show_drafted", "show_pending", "show_score"]

_SECTIONS = ("statements", "demands", "events", "ties", "leverage", "interests", "obstacles", "options")
_SHOWN = 6
_SHORT = 90


def drafted_json(found: Drafted) -> dict[str, Any]:
    """Say what was drafted, as plain data."""
    merged = found.merged
    return {
        "case": str(found.path),
        "texts": {source: str(path) for source, path in found.texts.items()},
        "documents": [part.name for part in found.parts],
        "proposed": dict(merged.added),
        "joined": dict(merged.joined),
        "known": dict(merged.known),
        "rejected_before": dict(merged.rejected),
        "warnings": list(found.warnings),
        "open": {".".join(map(str, path)): ask for path, ask in merged.asks.items()},
        "dropped": [{"section": one.section, "why": one.why, "words": one.words} for one in merged.dropped],
    }


def show_drafted(found: Drafted) -> None:
    """Show what was found for each section, what was left out and why, and what to do next."""
    merged = found.merged
    dropped = Counter(one.section for one in merged.dropped)
    open_ = Counter(str(path[0]) for path in merged.asks)
    columns: dict[str, Mapping[str, int]] = {
        "proposed": merged.added,
        "incomplete": open_,
        "joined": merged.joined,
        "there already": merged.known,
        "rejected before": merged.rejected,
        "left out": dropped,
    }
    shown = {title: counts for title, counts in columns.items() if any(counts.values())}
    table = Table(title=escape(str(merged.data["title"])), title_justify="left")
    for column in ("", *shown):
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    for section in ("parties", "people", *_SECTIONS):
        if any(counts.get(section) for counts in shown.values()):
            table.add_row(section, *(str(counts.get(section) or "") for counts in shown.values()))
    console.print(table)
    for why, words in _reasons(found).items():
        console.print(f"left out: {escape(why)}", style="dim", soft_wrap=True)
        for line in words[:_SHOWN]:
            console.print(f"  {escape(one_line(line))}", style="dim", soft_wrap=True)
        if len(words) > _SHOWN:
            console.print(f"  and {len(words) - _SHOWN} more", style="dim")
    for line in found.warnings:
        console.print(f"[yellow]warning[/yellow] {escape(line)}", soft_wrap=True)
    if found.texts:
        files = ", ".join(str(path) for path in found.texts.values())
        console.print(
            f"kept: {escape(files)} (the text itself: mind whose it is before you pass it on)", soft_wrap=True
        )
    path = escape(str(found.path))
    console.print(
        f"{path} is written; nothing in it counts yet. Next: goodoffices record review {path}", soft_wrap=True
    )


def _reasons(found: Drafted) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for one in found.merged.dropped:
        reasons.setdefault(f"{one.section}: {one.why}", []).append(one.words)
    return reasons


def one_line(words: str) -> str:
    """Write words on one line, shortened."""
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"


def show_score(found: Score) -> None:
    """Show precision and recall, field by field."""
    table = Table(title="Draft against annotation", title_justify="left")
    for column in ("", "precision", "recall", "F1", "right of proposed", "found of wanted"):
        table.add_column(column, justify="right" if column else "left")
    for line in found.lines:
        if line.proposed or line.wanted:
            table.add_row(
                line.field,
                _share(line.precision),
                _share(line.recall),
                _share(line.f1),
                _of(line.right, line.proposed),
                _of(line.found, line.wanted),
            )
    console.print(table)
    console.print(
        "Names are found anew in the text, among the parties of the draft. A further field beside a section counts an "
        "entry only if that field is right.",
        style="dim",
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else ""


def pending_json(under: Review) -> dict[str, Any]:
    """List what is still proposed, as plain data."""
    return {
        "case": str(under.path),
        "proposed": [
            {
                "path": list(path),
                "entry": under.entry(path),
                "evidence": [
                    {
                        "source": one.source,
                        "before": one.before,
                        "words": one.words,
                        "after": one.after,
                        "found": one.found,
                    }
                    for one in under.evidence(path)
                ],
            }
            for path in under.pending()
        ],
    }


def show_pending(under: Review) -> None:
    """List what is still proposed, one line for each."""
    pending = under.pending()
    for path in pending:
        words = next((one.words for one in under.evidence(path)), "")
        where = ".".join(map(str, path))
        console.print(
            f"{escape(where)}: {escape(one_line(words or str(under.entry(path).get('name', ''))))}", soft_wrap=True
        )
    console.print(f"{counted(len(pending), 'proposal')} to decide on")
