"""The command, its verbs, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from goodoffices import __version__
from goodoffices.cli import (
    brokers_verbs,
    case_verbs,
    data_verbs,
    engine_verbs,
    events_verbs,
    record_verbs,
    settle_verbs,
    talks_verbs,
)
from goodoffices.errors import CaseFileError, GoodOfficesError

__all__ = ["app", "main"]

app = typer.Typer(
    name="goodoffices",
    help="Third-party mediation and crisis diplomacy: from a cited case file to a brief.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in (case_verbs.new, case_verbs.check, case_verbs.cite, case_verbs.schema):
    app.command()(verb)
for feed_verb in (events_verbs.events, events_verbs.convert):
    record_verbs.app.command()(feed_verb)
app.add_typer(record_verbs.app, name="record")
app.command("map")(engine_verbs.map_)
app.command()(engine_verbs.outlook)
app.add_typer(brokers_verbs.app, name="brokers")
app.command()(settle_verbs.settle)
app.command()(engine_verbs.brief)
app.add_typer(data_verbs.app, name="data")
app.add_typer(talks_verbs.app, name="talks")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goodoffices {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command; end with 0 if all is well, 1 if the case has problems, 2 if the call was wrong."""
    try:
        app()
    except CaseFileError as error:
        count = len(error.problems)
        _fail("\n".join(error.problems) + f"\n{count} problem{'s' if count > 1 else ''}; the file was left as it is")
    except GoodOfficesError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted; nothing more was written", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror}; check the path and the room on the disk")
    except Exception as error:  # the outermost place: a user is never shown a traceback
        if os.environ.get("GOODOFFICES_DEBUG"):
            raise
        _fail(
            f"this is a fault of goodoffices, not of your case: {type(error).__name__}: {error}\n"
            "please report it with the command that led to it; GOODOFFICES_DEBUG=1 shows where it happened"
        )


def _fail(message: str, code: int = 1) -> None:
    typer.echo(message, err=True)
    sys.exit(code)
