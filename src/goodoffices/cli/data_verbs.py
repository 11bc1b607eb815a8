"""Verbs about reference tables: data import, data list; and where the tables of a machine are."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goodoffices.cli.case_verbs import Json

if TYPE_CHECKING:
    from goodoffices.brokers.tables import Mediated, Tables

__all__ = ["Labels", "TablesPlace", "app", "default_store", "labels_at", "tables_at"]

Store = Annotated[
    Path | None, typer.Option("--store", help="The store, a file; default: one in your folder for data of programs.")
]
TablesPlace = Annotated[
    Path | None, typer.Option("--tables", help="A store, or a folder with the files; default: your own store.")
]
Labels = Annotated[
    Path | None, typer.Option("--labels", help="A CSV file that says who mediated in which past crisis.")
]

app = typer.Typer(help="Reference tables: import them, and list what there is.", no_args_is_help=True)


def default_store() -> Path:
    """Say where the tables of this user are: in the folder for data of programs."""
    given = os.environ.get("XDG_DATA_HOME", "")
    if sys.platform == "win32":  # pragma: no cover - one branch for each system
        given = given or os.environ.get("LOCALAPPDATA", "")
    # The standard says that a relative path is to be passed over.
    folder = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"
    return folder / "goodoffices" / "tables.duckdb"


def tables_at(place: Path | None) -> Tables:
    """Read the tables of a place, or those of the user's own store.

    Raises
    ------
    MissingSectionError
        If there are none.
    CaseError
        If what is there is neither a store nor a folder with tables.
    """
    from goodoffices.errors import MissingSectionError
    from goodoffices.store import load_tables

    where = place or default_store()
    if not where.exists():
        raise MissingSectionError(
            f"{where}: found no tables there, expected a store or a folder with the files; import them with: "
            "goodoffices data import FOLDER, or say with --tables where they are"
        )
    return load_tables(where)


def labels_at(place: Path | None, tables: Tables) -> tuple[Mediated, ...]:
    """Read who mediated in past crises; nothing where no file is named."""
    from goodoffices.store import read_labels

    return () if place is None else read_labels(place, tables.states)


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder with the official files, CSV or parquet.")],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Import official files into a local store, with the SHA-256 of each. Files are known by their columns."""
    import datetime as dt

    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_brokers import show_import
    from goodoffices.store import import_tables

    where = store or default_store()
    with progress_bar("import") as progress:
        report = import_tables(folder, where, now=dt.datetime.now(dt.UTC), progress=progress)
    if as_json:
        typer.echo(json.dumps({"store": str(where), **report.to_json()}, indent=2, ensure_ascii=False))
    else:
        show_import(report, where)


@app.command("list")
def list_(store: Store = None, as_json: Json = False) -> None:
    """List the tables that can be imported: what each is for, who publishes it, what the store holds of it."""
    from goodoffices.cli.show_brokers import show_kinds
    from goodoffices.store import list_tables

    where = store or default_store()
    known = list_tables(where)
    if as_json:
        told = {"store": str(where), "tables": [one.to_json() for one in known]}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        show_kinds(known, where)
