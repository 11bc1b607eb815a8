"""What was said, done and tried, and what followed."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.brief.blocks import Block, Figure, Paragraph, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import bare, capital, spelled
from goodoffices.case import When
from goodoffices.mapping import Followed, timeline_picture
from goodoffices.wording import count, date_text

__all__ = ["CAVEAT", "day", "record", "tally"]

CAVEAT = "What followed a measure is not what it caused: other things happened in the same months."


def record(context: Context) -> tuple[Block, ...]:
    """Write the section on what was said, done and tried."""
    return (*_timeline(context), *_measures(context))


def day(when: When) -> str:
    """Say a date; a time of day is left out."""
    return date_text("/".join(part.partition("T")[0] for part in str(when).split("/")))


def _timeline(context: Context) -> Iterator[Block]:
    moments = context.found.moments
    if not moments:
        return
    alt = (
        f"Timeline of {count(len(moments), 'statement, event or measure', 'statements, events and measures')} "
        f"from {day(moments[0].when)} to {day(moments[-1].when)}, one lane for each party. All stand in a table "
        "in the appendix."
    )
    caption = "Who said, did and tried what, when. Every entry stands in a table in the appendix."
    yield Figure(timeline_picture(context.found), alt, caption)


def _measures(context: Context) -> Iterator[Block]:
    rows = tuple(_row(context, row) for row in context.found.tried)
    if not rows:
        return
    columns = ("When", "Who, on whom", "What was tried, and what for", "Watched", "Before", "After")
    yield Table("What was tried, and what followed", columns, rows, (16, 22, 36, 12, 7, 7))
    yield Paragraph(
        (
            Sentence(CAVEAT),
            Sentence(
                "Before and after count the watched events on file: in a stretch before the measure began as "
                "long as the "
                "stretch from then to the date of the case, and in that second stretch. The record of events is "
                "a choice, not "
                "a census."
            ),
        )
    )


def _row(context: Context, row: Followed) -> tuple[tuple[Sentence, ...], ...]:
    entry, phrases = row.entry, context.phrases
    watch = ", ".join(spelled(name) for name in entry.watch) or "nothing named"
    return (
        said(capital(day(entry.when))),
        said(f"{capital(phrases.parties(entry.by))}, on {phrases.parties(entry.of)}"),
        (
            context.ledger.cited(
                f"{capital(bare(entry.what))}, to {bare(entry.meant_to).removeprefix('to ')}.", entry.cite
            ),
        ),
        said(capital(watch)),
        said(str(len(row.before)) if entry.watch else "–", "computed"),
        said(str(len(row.after)) if entry.watch else "–", "computed"),
    )


def tally(context: Context) -> tuple[int, int]:
    """Count the measures with something to watch, and those after which it was seen."""
    watched = [row for row in context.found.tried if row.entry.watch]
    return len(watched), sum(bool(row.after) for row in watched)
