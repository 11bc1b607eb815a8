"""Verbs about feeds of events: events, convert; both stand under ``record``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from goodoffices.cli.case_verbs import Json

if TYPE_CHECKING:
    from goodoffices.record.beside import Beside

__all__ = ["convert", "events"]

Feeds = Annotated[
    list[Path],
    typer.Argument(metavar="FEED...", help="GDELT or ICEWS as published, packed or not, or Parquet made of them."),
]
Form = Annotated[
    Literal["auto", "gdelt1", "gdelt2", "icews"],
    typer.Option("--format", help="Refuse whatever is not this; default: recognise it by its columns."),
]


def events(
    feeds: Feeds,
    dyad: Annotated[tuple[str, str], typer.Option("--dyad", help="Two countries, by their letters or English names.")],
    form: Form = "auto",
    first: Annotated[str | None, typer.Option("--from", help="The first month, such as 2017-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last month, such as 2017-12.")] = None,
    case: Annotated[
        str | None, typer.Option("--case", help="Beside it what this case says of the two: a name, a folder, a file.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write a picture to this .svg file.")] = None,
    as_json: Json = False,
) -> None:
    """Count what event feeds report of two countries, month by month: conflict, cooperation, mediation, changes."""
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_events import show_events
    from goodoffices.record.event_pictures import events_picture
    from goodoffices.record.feeds_result import dyad_events
    from goodoffices.store import write_text
    from goodoffices.store.feeds import read_feed

    if out is not None and out.suffix != ".svg":
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .svg", param_hint="--out")
    told = _beside(case, dyad) if case is not None else None
    with progress_bar("events") as progress:
        tally = read_feed(feeds, dyad, name=form, progress=progress)
    found = dyad_events(tally, first, last)
    if out is not None:
        write_text(out, events_picture(found, told))
    if as_json:
        beside = {"case": told.to_json()} if told else {}
        typer.echo(json.dumps({**found.to_json(), **beside}, indent=2, ensure_ascii=False))
    else:
        show_events(found, told)
    if out is not None:
        typer.echo(f"{out} is written", err=True)


def _beside(name: str, dyad: tuple[str, str]) -> Beside:
    from goodoffices.record.beside import beside
    from goodoffices.store import read_case
    from goodoffices.store.feeds import country_words

    return beside(read_case(name), (country_words(dyad[0]), country_words(dyad[1])))


def convert(
    feeds: Feeds,
    out: Annotated[Path, typer.Option("--out", help="The .parquet file to write.")],
    form: Form = "auto",
    as_json: Json = False,
) -> None:
    """Convert event feeds to one Parquet file, which is read about ten times as fast."""
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_events import show_converted
    from goodoffices.store.feeds import convert_feed

    if out.suffix != ".parquet":
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .parquet", param_hint="--out")
    with progress_bar("convert") as progress:
        done = convert_feed(feeds, out, name=form, progress=progress)
    if as_json:
        typer.echo(json.dumps(done.to_json(), indent=2, ensure_ascii=False))
    else:
        show_converted(done)
