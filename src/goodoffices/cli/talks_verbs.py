"""Verbs about the mediation room: serve it, invite the mediator, verify minutes, back up, simulate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goodoffices.cli.case_verbs import Json

if TYPE_CHECKING:
    from goodoffices.store.journal import Invitation, Journal

__all__ = ["app"]

Data = Annotated[Path, typer.Option("--data", help="The folder of the rooms: journal and keys.")]
Origin = Annotated[
    str, typer.Option("--origin", help="The address that browsers use, such as https://talks.example.org.")
]

app = typer.Typer(help="The mediation room: serve it, invite, verify minutes, back up, simulate.", no_args_is_help=True)


@app.command()
def serve(
    data: Data = Path("rooms"),
    origin: Origin = "http://localhost:8000",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8000,
    demo: Annotated[
        str | None, typer.Option("--demo", help="Open a room on this case and print links for three people.")
    ] = None,
) -> None:
    """Serve the rooms of a folder, on this machine's own address; a proxy in front brings them to others."""
    from goodoffices.cli.talks_serving import demonstrate, run

    with _journal(data) as journal:
        if demo is not None:
            for line in demonstrate(journal, demo, origin):
                typer.echo(line)
        run(journal, origin, port)


@app.command()
def invite(
    case: Annotated[str | None, typer.Argument(help="Open a room on the issues of this case.")] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--between", help="With CASE: the two sides, parties of the case.")
    ] = None,
    room: Annotated[str | None, typer.Option("--room", help="Instead: a room that is open already.")] = None,
    data: Data = Path("rooms"),
    origin: Origin = "http://localhost:8000",
    as_json: Json = False,
) -> None:
    """Invite a mediator, to a new room on a case or to one that is open; the link is shown once."""
    from goodoffices.cli.talks_serving import link, open_room

    if (case is None) == (room is None):
        raise typer.BadParameter("give a case to open a room on, or --room, and not both")
    with _journal(data) as journal:
        id_ = room or open_room(journal, case or "", between)
        found = journal.identity.invite_mediator(id_)
        if as_json:
            typer.echo(json.dumps(_told(found, origin), indent=2))
        else:
            typer.echo(f"room {id_}\n{link(found, origin)}")
            typer.echo(f"for the mediator, once, until {found.expires:%d %B %Y %H:%M} UTC")
            typer.echo(f"read the fingerprint aloud to one another: {found.fingerprint}")


@app.command()
def verify(
    minutes: Annotated[Path, typer.Argument(help="Exported minutes, or an agreement: a JSON file.")],
    as_json: Json = False,
) -> None:
    """Verify exported minutes: every entry, every signature, the file as a whole."""
    from goodoffices.errors import CaseError
    from goodoffices.talks import verify_minutes

    data = minutes.read_bytes()
    agreed = verify_minutes.format_of(data) == verify_minutes.AGREEMENT_FORMAT
    try:
        found = verify_minutes.verify_agreement(data) if agreed else verify_minutes.verify(data)
    except verify_minutes.InvalidMinutesError as error:
        if as_json:
            typer.echo(json.dumps({"valid": False, "why": str(error)}))
            raise typer.Exit(1) from None
        raise CaseError(f"{minutes}: not valid: {error}") from None
    told = _agreed(found) if agreed else _minuted(found)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        from goodoffices.cli.show_talks import show_agreement, show_verified

        (show_agreement if agreed else show_verified)(told)


@app.command()
def simulate(
    rooms: Annotated[int, typer.Option("--rooms", help="How many negotiations.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same negotiations.")] = 1,
    as_json: Json = False,
) -> None:
    """Let scripted delegations negotiate under the rules of the room: honest, hard-line, probing and spoiling ones."""
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_talks import show_simulation
    from goodoffices.talks.simulation import simulate as play

    with progress_bar("negotiating") as told:
        found = play(rooms, seed=seed, progress=told).to_json()
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    else:
        show_simulation(found)


@app.command()
def backup(
    out: Annotated[Path, typer.Argument(help="The file to write; the newest keys go beside it.")],
    data: Data = Path("rooms"),
) -> None:
    """Back up the rooms, encrypted under a passphrase that is asked for, while they go on."""
    with _journal(data) as journal:
        first, second = journal.backup(out, _passphrase("passphrase of the backup", twice=True))
    typer.echo(f"{first} and {second} are written; keep them apart from the passphrase")


@app.command()
def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help="What backup wrote.")],
    data: Data = Path("rooms"),
) -> None:
    """Restore rooms from a backup into a folder that holds none."""
    from goodoffices.store.journal import restore as put_back

    data.mkdir(parents=True, exist_ok=True)
    put_back(backup_file, _passphrase("passphrase of the backup"), data / "rooms.db", data / "rooms.key")
    typer.echo(f"restored into {data}")


@app.command()
def export(
    room: Annotated[str, typer.Option("--room", help="The room's id.")],
    group: Annotated[str, typer.Option("--group", help="Your seat, or 'mediator'.")],
    name: Annotated[str, typer.Option("--name", help="Your name in the room.")],
    out: Annotated[Path, typer.Option("--out", help="A folder for one file per log.")] = Path("minutes"),
    data: Data = Path("rooms"),
) -> None:
    """Export the minutes that you may read, one file for each log; your passphrase is asked for."""
    from goodoffices.store import write_bytes

    with _journal(data) as journal:
        session = journal.identity.log_in(room, group, name, _passphrase("your passphrase"), address="this machine")
        logs = journal.export_minutes(journal.identity.open(session.token))
        journal.identity.log_out(session.token)
    out.mkdir(parents=True, exist_ok=True)
    for log, content in logs.items():
        path = out / f"{log[:16]}.json"
        write_bytes(path, content)
        typer.echo(f"{path} is written; verify it with: goodoffices talks verify {path}")


def _minuted(found: dict[str, Any]) -> dict[str, object]:
    from goodoffices.talks import verify_minutes

    return {
        "valid": True,
        "title": found["title"],
        "audience": found["audience"],
        "entries": len(found["entries"]),
        "key": verify_minutes.fingerprint(found["key"]),
        "countersigned": [
            {
                "by": found["people"][one["person"]]["name"],
                "group": found["people"][one["person"]]["group"],
                "key": verify_minutes.fingerprint(found["people"][one["person"]]["key"]),
                "entries": one["size"],
            }
            for one in found["countersignatures"]
        ],
    }


def _agreed(found: dict[str, Any]) -> dict[str, object]:
    from goodoffices.talks.verify_minutes import fingerprint

    people = found["people"]
    return {
        "valid": True,
        "title": found["text"]["body"]["title"],
        "digest": found["text"]["digest"],
        "key": fingerprint(found["key"]),
        "signed": [
            {
                "by": people[one["person"]]["name"],
                "seat": found["seats"][one["seat"]],
                "key": fingerprint(people[one["person"]]["key"]),
                "at": one["at"],
            }
            for one in found["signatures"]
        ],
    }


def _told(found: Invitation, origin: str) -> dict[str, str]:
    from goodoffices.cli.talks_serving import link

    return {
        "room": found.room,
        "link": link(found, origin),
        "expires": found.expires.isoformat(),
        "fingerprint": found.fingerprint,
    }


@contextmanager
def _journal(data: Path) -> Iterator[Journal]:
    """Open the journal of a folder; the folder is made for its owner alone."""
    from goodoffices.store.journal import Journal

    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Journal.open(data / "rooms.db", data / "rooms.key") as journal:
        yield journal


def _passphrase(prompt: str, *, twice: bool = False) -> str:
    """Ask for a passphrase; where there is no terminal, take a line of the input. It is never an argument."""
    if sys.stdin.isatty():
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=twice))
    return sys.stdin.readline().rstrip("\n")
