"""Verbs about case files: new, check, cite, schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["Json", "check", "cite", "new", "schema"]

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Sources = Annotated[
    Path | None, typer.Option("--sources", help="A folder with texts of sources, matched by their SHA-256.")
]


def new(
    name: Annotated[str, typer.Argument(help="The name of the case, such as two-neighbours.")],
    out: Annotated[Path | None, typer.Option("--out", help="The folder to make; default: the name.")] = None,
) -> None:
    """Start a case: a folder with a commented case file and the schema for your editor."""
    from goodoffices.store.newcase import new_case

    folder = new_case(name, out or Path(name))
    typer.echo(f"{folder / 'case.yaml'} is ready; edit it, then: goodoffices check {folder}")


def check(
    case: Annotated[str, typer.Argument(help="A shipped name, a folder or a file.")],
    sources: Sources = None,
    as_json: Json = False,
) -> None:
    """Check a case: every problem with its line, warnings, and which citations are borne out by their text."""
    from goodoffices.case import verify
    from goodoffices.errors import CaseFileError
    from goodoffices.outlook import cautions
    from goodoffices.store import case_of, find_case, find_texts, place_problems

    found = find_case(case)
    try:
        model = case_of(found)
    except CaseFileError as error:
        if not as_json:
            raise
        typer.echo(json.dumps({"case": found.label, "ok": False, "problems": list(error.problems), "warnings": []}))
        raise typer.Exit(1) from None
    texts, wrong = find_texts(model, found.folder, sources)
    result = verify(model, texts)
    problems = place_problems([*wrong, *result.failures], found.text, found.label)
    warnings = place_problems(cautions(model), found.text, found.label)
    if as_json:
        report: dict[str, Any] = {
            "case": model.case,
            "ok": not problems,
            "problems": problems,
            "warnings": warnings,
            "citations": {
                "verified": result.verified,
                "not_verified": dict(result.without_text),
                "judgements": result.judgements,
                "failed": len(result.failures),
            },
        }
        typer.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        from goodoffices.cli.show import show_check

        show_check(model, result, problems, warnings)
    if problems:
        raise typer.Exit(1)


def cite(
    source: Annotated[str, typer.Argument(help="A text file; or, with --case, the name of a source.")],
    words: Annotated[str, typer.Argument(help="The exact words.")],
    case: Annotated[str | None, typer.Option("--case", help="The case that SOURCE is a source of.")] = None,
    sources: Sources = None,
    prefix: Annotated[
        str | None, typer.Option("--prefix", help="What stands before, if the words stand twice.")
    ] = None,
    suffix: Annotated[str | None, typer.Option("--suffix", help="What stands after, if the words stand twice.")] = None,
    as_json: Json = False,
) -> None:
    """Print a locator for words of a source: where they stand and their digest, none of the words themselves."""
    from goodoffices.case import Quote, locate
    from goodoffices.store import read_source_text

    try:
        quote = Quote(exact=words, prefix=prefix, suffix=suffix)
    except ValueError:
        raise typer.BadParameter(f"found {len(words)} characters, expected 1 to 20,000", param_hint="WORDS") from None
    text, name = read_source_text(source, case, sources)
    locator = locate(text, quote).model_dump()
    if as_json:
        typer.echo(json.dumps({name: locator}))
    else:
        inner = ", ".join(f"{key}: {value}" for key, value in locator.items())
        typer.echo(f"cite: {{{name}: {{{inner}}}}}")


def schema(
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
) -> None:
    """Print the JSON Schema of the case file, for editors."""
    from goodoffices.case import json_schema
    from goodoffices.store import write_text

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_text(out, text)
