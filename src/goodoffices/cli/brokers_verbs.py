"""Verbs about brokers: rank the candidates of a case, test the precedent model, fit it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goodoffices.cli.case_verbs import Json
from goodoffices.cli.data_verbs import Labels, TablesPlace

if TYPE_CHECKING:
    from goodoffices.brokers import Ranking, Shortlist, Theory
    from goodoffices.case import Case

__all__ = ["app"]

_INTERVAL_SEED = 1
"""Of the intervals of shares on a shortlist that is made on the spot."""

app = typer.Typer(help="Who could broker, in what role, and why believe it.", no_args_is_help=True)

Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same numbers.")]
Crises = Annotated[Path, typer.Option("--labels", help="A CSV file that says who mediated in which past crisis.")]


@app.command()
def rank(
    case: Annotated[str, typer.Argument(help="A shipped name, a folder or a file.")],
    between: Annotated[tuple[str, str], typer.Option("--between", help="The two sides, parties of the case.")],
    why: Annotated[str | None, typer.Option("--why", help="Only this candidate, with all that is known of it.")] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draw what is uncertain so many times.")] = 20_000,
    seed: Seed = 1,
    veto: Annotated[
        float, typer.Option("--veto", help="A side rejects whoever is less acceptable to it than this, 0 to 1.")
    ] = 0.2,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", help="Bounds of a weight, such as cost=0..0.1; may be given several times."),
    ] = None,
    tables: TablesPlace = None,
    labels: Labels = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write a picture to this .svg file.")] = None,
    as_json: Json = False,
) -> None:
    """Rank who could broker between two sides, with reasons for and against, and what the record would have said."""
    from goodoffices import brokers as room
    from goodoffices.cli import show_brokers as show
    from goodoffices.store import case_of, find_case, write_text

    if out is not None and out.suffix != ".svg":
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .svg", param_hint="--out")
    bounds = _bounds(weight or [])
    model = case_of(find_case(case))
    with show.progress_of_draws("rank") as progress:
        found = room.rank(model, between, draws=draws, seed=seed, veto=veto, weights=bounds, progress=progress)
    record = _record(case, model, between, (tables, labels))
    theory = room.evaluate_theory(model, between)
    if out is not None:
        write_text(out, room.rank_picture(found))
    if as_json:
        told = _one(found, why, record) if why is not None else _all(found, record, theory)
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    elif why is not None:
        show.show_candidate(found, why, record)
    else:
        show.show_ranking(found)
        if theory is not None:
            show.show_theory(theory)
        show.show_record(found, record, model)
    if out is not None:
        typer.echo(f"{out} is written", err=True)


def _bounds(given: Sequence[str]) -> dict[str, list[float]] | None:
    """Read bounds of weights as a person writes them: criterion=low..high, or criterion=number."""
    bounds: dict[str, list[float]] = {}
    for text in given:
        name, equals, numbers = text.partition("=")
        low, _, high = numbers.partition("..")
        try:
            pair = [float(low), float(high or low)]
        except ValueError:
            equals = ""
            pair = []
        criterion = name.strip().replace(" ", "_").replace("-", "_")
        if not equals:
            message = f"found {text!r}, expected criterion=low..high, such as cost=0..0.1"
            raise typer.BadParameter(message, param_hint="--weight")
        if criterion in bounds:
            message = f"found {criterion!r} a second time, expected each criterion once"
            raise typer.BadParameter(message, param_hint="--weight")
        bounds[criterion] = pair
    return bounds or None


def _record(name: str, case: Case, between: tuple[str, str], files: tuple[Path | None, Path | None]) -> Shortlist | str:
    """Return what the record says of two sides, or in words why it says nothing.

    Tables that were asked for come first; else the shortlist beside the case, if it is about these two sides.
    """
    import numpy as np

    from goodoffices import brokers as room
    from goodoffices.cli.data_verbs import labels_at, tables_at
    from goodoffices.store import read_shortlist

    tables_place, labels_place = files
    if tables_place is not None or labels_place is not None:
        tables = tables_at(tables_place)
        where = room.situation_between(case, tables, between)
        parties = room.party_states(case, tables.states, where.year)
        rng = np.random.default_rng(_INTERVAL_SEED)
        past = labels_at(labels_place, tables)
        return room.shortlist(tables, where, past, room.FITTED.model, parties=parties, rng=rng)
    beside = read_shortlist(name)
    if beside is None:
        return (
            "No shortlist stands beside this case, so nothing is said of past mediation. With the reference tables: "
            "--tables (see goodoffices data list)."
        )
    if set(beside.between) != set(between):
        return (
            f"The shortlist beside this case is about {' and '.join(beside.between)}, not about "
            f"{' and '.join(between)}, so nothing is said of past mediation. With the reference tables: --tables."
        )
    return beside


def _one(found: Ranking, name: str, record: Shortlist | str) -> dict[str, Any]:
    """Return what is known of one candidate, as plain data."""
    import contextlib

    from goodoffices.errors import CaseError

    why, listed = found.why(name), None
    if not isinstance(record, str):
        # A candidate of the case need not be on the list.
        with contextlib.suppress(CaseError):
            listed = record.candidate(name)
    return {
        **why.to_json(),
        "what_would_disqualify": found.what_would_disqualify(name).to_json(),
        "precedent_model": None if listed is None else listed.to_json(),
    }


def _all(found: Ranking, record: Shortlist | str, theory: Theory | None) -> dict[str, Any]:
    """Return the ranking with what theory and the record say, as plain data."""
    from goodoffices import brokers as room

    told = {
        **found.to_json(),
        "told_apart": [list(pair) for pair in room.pairs_told_apart(found)],
        "theory": None if theory is None else theory.to_json(),
    }
    if isinstance(record, str):
        return {**told, "precedent_model": None, "why_no_precedents": record}
    view = room.model_view(found, record)
    leaning = room.partisanship(record)
    return {**told, "precedent_model": {**record.to_json(), **view.to_json(), "partisanship": leaning.to_json()}}


@app.command()
def backtest(
    labels: Crises,
    from_year: Annotated[int, typer.Option("--from", help="The first year to count; earlier years are learnt from.")],
    tables: TablesPlace = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Test whether the precedent model would have named past mediators, beside simple rules."""
    from goodoffices import brokers as room
    from goodoffices.cli.data_verbs import labels_at, tables_at
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_backtest import show_backtest

    read = tables_at(tables)
    past = labels_at(labels, read)
    with progress_bar("backtest") as progress:
        found = room.backtest(read, past, from_year, seed=seed, progress=progress)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        show_backtest(found)


@app.command()
def fit(
    labels: Crises,
    out: Annotated[Path, typer.Option("--out", help="Write the model to this .py file.")],
    tables: TablesPlace = None,
    test_from: Annotated[
        list[int] | None,
        typer.Option("--test-from", help="State a backtest from this year in the card; may be given several times."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Samples of crises for the intervals.")] = 1000,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Fit the precedent model to all labelled crises, and write it as a Python module with its model card."""
    from goodoffices import brokers as room
    from goodoffices.cli.data_verbs import labels_at, tables_at
    from goodoffices.cli.show import progress_bar
    from goodoffices.store import write_text

    if out.suffix != ".py":
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .py", param_hint="--out")
    read = tables_at(tables)
    past = labels_at(labels, read)
    with progress_bar("fit") as progress:
        tested = [room.backtest(read, past, year, seed=seed) for year in test_from or []]
        found = room.fit(read, past, seed=seed, draws=draws, tested=tested, progress=progress)
    write_text(out, room.module_text(found))
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        typer.echo(found.card, nl=False)
    typer.echo(f"{out} is written", err=True)
