"""Verbs that put a case through a room: map, outlook, brief."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from goodoffices.cli.case_verbs import Json
from goodoffices.cli.data_verbs import Labels, TablesPlace

if TYPE_CHECKING:
    from goodoffices.outlook.arcs import Model

__all__ = ["brief", "map_", "outlook"]

CaseArgument = Annotated[str, typer.Argument(help="A shipped name, a folder or a file.")]


def map_(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Option("--out", help="Write a picture to this .svg file.")] = None,
    picture: Annotated[
        Literal["map", "leverage", "timeline"], typer.Option("--picture", help="With --out: which picture.")
    ] = "map",
    on: Annotated[str | None, typer.Option("--on", help="Only ties that held on this day, such as 1995-06-30.")] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Instead: what reference tables say of the states, as entries to accept.")
    ] = False,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--between", help="With --facts: only these two parties.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="With --facts: of this year; default: that of the case.")
    ] = None,
    latest: Annotated[
        bool, typer.Option("--latest", help="With --facts: where a table ends earlier, take its last year.")
    ] = False,
    tables: TablesPlace = None,
    labels: Labels = None,
    as_json: Json = False,
) -> None:
    """Map who stands where: ties, leverage and will, shared interests, preconditions, what was tried."""
    from goodoffices import mapping
    from goodoffices.cli.show_map import show_map
    from goodoffices.store import read_case, write_text

    if facts:
        _facts(case, (between, year, latest), (tables, labels), as_json=as_json)
        return
    if between or year is not None or latest or tables or labels:
        raise typer.BadParameter("found an option of --facts without it, expected both", param_hint="--facts")
    pictures = {
        "map": mapping.conflict_map,
        "leverage": mapping.leverage_chart,
        "timeline": mapping.timeline_picture,
    }
    if out is not None and out.suffix != ".svg":
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .svg", param_hint="--out")
    found = mapping.map_case(read_case(case), on=_day(on))
    if out is not None:
        write_text(out, pictures[picture](found))
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        show_map(found)
        if out is not None:
            typer.echo(f"{out} is written")


def _facts(
    case: str,
    asked: tuple[tuple[str, str] | None, int | None, bool],
    files: tuple[Path | None, Path | None],
    *,
    as_json: bool,
) -> None:
    from goodoffices.brokers import propose
    from goodoffices.cli.data_verbs import labels_at, tables_at
    from goodoffices.cli.show_map import show_proposed
    from goodoffices.store import read_case

    between, year, latest = asked
    model = read_case(case)
    tables = tables_at(files[0])
    past = labels_at(files[1], tables)
    found = propose(model, tables, between=between, year=year, latest=latest, labels=past)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        show_proposed(found)


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"found {text!r}, expected a day such as 1995-06-30", param_hint="--on") from None


def outlook(
    case: CaseArgument,
    policy: Annotated[str | None, typer.Option("--policy", help="Solve the case under this policy.")] = None,
    why: Annotated[
        str | None, typer.Option("--why", help="Explain a state: a decimal, options in quotes, a target.")
    ] = None,
    party: Annotated[
        str | None, typer.Option("--for", help="With --why: for this decision maker; default: all.")
    ] = None,
    concept: Annotated[
        Literal["nash", "gmr", "smr", "seq", "sseq"],
        typer.Option("--concept", help="Which notion of stability."),
    ] = "seq",
    coalition: Annotated[
        str | None, typer.Option("--coalition", help="What holds once these act together, such as A,B.")
    ] = None,
    paths: Annotated[bool, typer.Option("--paths", help="How to get from today to the states that hold.")] = False,
    start: Annotated[str | None, typer.Option("--from", help="Take this state for today's.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="With --paths: to this state or target.")] = None,
    by: Annotated[
        Literal["improvements", "moves"], typer.Option("--by", help="With --paths: which steps count.")
    ] = "improvements",
    make_stable: Annotated[
        str | None, typer.Option("--make-stable", help="Whose mind must change how much, so that this target holds.")
    ] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Solve so many variants of what is uncertain.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="With --draws: the same seed gives the same numbers.")] = 1,
    workers: Annotated[int, typer.Option("--workers", help="With --draws: so many processes.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="With --draws: a Dask scheduler, tcp://host:port.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write a picture to this .svg file, or the model to a .gmcr file.")
    ] = None,
    simultaneous: Annotated[
        bool, typer.Option("--simultaneous", help="With two decision makers: also when both move at once.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="List every equilibrium, the weak ones too.")] = False,
    as_json: Json = False,
) -> None:
    """Find which outcomes hold, under which policy, and whether the targets are within reach."""
    from goodoffices import outlook as room
    from goodoffices.cli import outlook_modes as modes
    from goodoffices.cli import outlook_studies as studies

    _check_outlook(party, why, out)
    model = _model(case, policy)
    if start is not None:
        model = dataclasses.replace(model, now=_one_state(model, start))
    asked = modes.Asked(as_json, concept, simultaneous, out)
    if why is not None:
        modes.explain(model, why, party, asked)
    elif paths:
        modes.paths(model, to, by, coalition, asked)
    elif coalition is not None:
        modes.coalition(model, coalition, asked)
    elif make_stable is not None:
        studies.make_stable(model, make_stable, asked)
    elif draws is not None:
        if not isinstance(model, room.OptionCase | room.ArcCase):
            raise typer.BadParameter("found a list of arcs, which has no uncertain readings", param_hint="--draws")
        studies.robust(model, draws, seed, studies.Where(scheduler, workers), asked)
    elif isinstance(model, room.OptionCase | room.ArcCase):
        modes.case_table(model, case, asked, every=every)
    else:
        modes.table(model, asked, every=every)


def _check_outlook(party: str | None, why: str | None, out: Path | None) -> None:
    if party is not None and why is None:
        raise typer.BadParameter("found --for without --why, expected both", param_hint="--for")
    if out is not None and out.suffix not in (".svg", ".gmcr"):
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .svg or .gmcr", param_hint="--out")


def _model(what: str, policy: str | None) -> Model:
    from goodoffices import outlook as room
    from goodoffices.store import arcs_from_csv, case_of, find_case, is_arc_list

    found = find_case(what)
    if is_arc_list(found.label):
        if policy is not None:
            raise typer.BadParameter("found a list of arcs, which has no policies", param_hint="--policy")
        return arcs_from_csv(found.text, found.label)
    model = room.graph_model(case_of(found))
    return model if policy is None else room.adopt(model, policy)


def _one_state(model: Model, text: str) -> int:
    from goodoffices.cli.outlook_modes import states_asked

    states = states_asked(model, text)
    if len(states) > 1:
        raise typer.BadParameter(f"found {text!r}, which means {len(states)} states, expected one", param_hint="--from")
    return states[0]


def brief(
    case: CaseArgument,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="A .pdf, .html, .md or .json file; may be given several times.")
    ] = None,
    level: Annotated[
        Literal["open", "internal", "confidential"],
        typer.Option("--level", help="Leave out what is handled above this level."),
    ] = "confidential",
) -> None:
    """Write the brief: what a decision-maker reads in ten minutes."""
    from goodoffices import brief as room
    from goodoffices.cli.show import progress_bar
    from goodoffices.store import case_of, find_case, find_texts, read_shortlist, write_bytes

    targets = out or []
    wrong = [str(path) for path in targets if path.suffix not in room.FORMATS]
    if wrong:
        raise typer.BadParameter(f"found {', '.join(wrong)}, expected {', '.join(room.FORMATS)}", param_hint="--out")
    found = find_case(case)
    model = case_of(found)
    texts, _ = find_texts(model, found.folder, None)
    with progress_bar("brief") as progress:
        document = room.compose(
            model,
            texts=texts,
            past=read_shortlist(case),
            level=level,
            progress=lambda share: progress(share * 0.7),
        )
        for k, path in enumerate(targets, start=1):
            write_bytes(path, room.render(document, path.suffix))
            progress(0.7 + 0.3 * k / len(targets))
    if not targets:
        typer.echo(document.markdown())
    for path in targets:
        typer.echo(f"{path} is written")
