"""Verbs about documents: draft a case from them, review what was proposed, score a draft against an annotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from goodoffices.cli.case_verbs import Json

__all__ = ["app"]

app = typer.Typer(help="Documents and event feeds: from texts to cited proposals.", no_args_is_help=True)


@app.command()
def draft(
    documents: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="Text, Markdown, HTML or PDF.")],
    out: Annotated[Path | None, typer.Option("--out", help="The case file to write; texts go beside it.")] = None,
    into: Annotated[
        str | None, typer.Option("--into", help="Add what is new to this case file; its comments and order stay.")
    ] = None,
    date: Annotated[
        list[str] | None,
        typer.Option("--date", help="The day of a document that does not give it; once for each document, in order."),
    ] = None,
    locators: Annotated[
        bool, typer.Option("--locators", help="Cite places instead of words, for texts that may not be passed on.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    as_json: Json = False,
) -> None:
    """Draft a case from documents: who is named, what was said and done, each proposal with its exact words."""
    from goodoffices.cli.show_record import drafted_json, show_drafted
    from goodoffices.store.drafting import draft_case

    found = draft_case(documents, out, into=into, days=date or [], locators=locators, force=force)
    if as_json:
        typer.echo(json.dumps(drafted_json(found), indent=2, ensure_ascii=False))
    else:
        show_drafted(found)


@app.command()
def score(
    draft: Annotated[str, typer.Argument(help="The draft: a case file or its folder.")],
    gold: Annotated[Path, typer.Option("--gold", help="The annotation, a JSON file.")],
    text: Annotated[
        Path | None, typer.Option("--text", help="The text; default: one with its SHA-256 beside either of them.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Score a draft against an annotation of its text: precision and recall, field by field."""
    from goodoffices.cli.show_record import show_score
    from goodoffices.store.drafting import score_draft

    found = score_draft(draft, gold, text)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        show_score(found)


@app.command()
def review(
    case: Annotated[str, typer.Argument(help="A case file or its folder.")],
    accept: Annotated[
        str | None, typer.Option("--accept", help="Accept without asking: 'all', or a section such as 'events'.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list what is still proposed.")] = False,
    sources: Annotated[
        Path | None, typer.Option("--sources", help="A folder with texts of sources, matched by their SHA-256.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Go through the proposals of a case: accept, edit or reject each; every decision is written at once."""
    from goodoffices.cli.review import accept_all, walk_through
    from goodoffices.cli.show_record import pending_json, show_pending
    from goodoffices.store.reviews import open_review

    under = open_review(case, sources)
    if accept is not None:
        told: dict[str, Any] = accept_all(under, accept)
        typer.echo(json.dumps(told, ensure_ascii=False) if as_json else told["text"])
    elif listed or as_json:
        if as_json:
            typer.echo(json.dumps(pending_json(under), indent=2, ensure_ascii=False))
        else:
            show_pending(under)
    else:
        walk_through(under)
