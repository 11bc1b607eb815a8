"""The verb settle: zone, packages, improvements, shares of draws, order under distrust."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goodoffices.cli.case_verbs import Json

if TYPE_CHECKING:
    from goodoffices.settle import AdjustedWinner, Deal, Problem, Zone

__all__ = ["settle"]

_CHOSEN = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


@dataclasses.dataclass(frozen=True)
class _Asked:
    """What was asked of the room, and how the answer is wanted."""

    problem: Problem
    package: str | None
    draws: int
    seed: int
    discount: float
    seconds: float | None
    out: Path | None
    every: bool
    as_json: bool

    def stop(self) -> Callable[[], bool] | None:
        """Make the question that ends work when the time is up."""
        import time

        if self.seconds is None:
            return None
        end = time.monotonic() + self.seconds
        return lambda: time.monotonic() >= end

    def answer(self, data: dict[str, Any], show: Callable[[], None], picture: Callable[[], str]) -> None:
        """Print an answer, as text or JSON, and write its picture where one was asked for."""
        from goodoffices.store import write_text

        if self.out is not None:
            write_text(self.out, picture())
        if self.as_json:
            typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            show()
        if self.out is not None:
            typer.echo(f"{self.out} is written", err=True)


def settle(
    case: Annotated[str, typer.Argument(help="A shipped name, a folder, a file, or a GENIUS domain.")],
    sequence: Annotated[
        bool, typer.Option("--sequence", help="In which steps parties without trust could carry a package out.")
    ] = False,
    package: Annotated[
        str | None,
        typer.Option("--package", help="With --sequence: this package, or a solution by name; default: nash."),
    ] = None,
    improve: Annotated[
        str | None, typer.Option("--improve", help="What would give everybody as much as this package, and more.")
    ] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Draw what is uncertain so many times.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="With --draws: the same seed gives the same numbers.")] = 1,
    discount: Annotated[
        float, typer.Option("--discount", help="With --sequence: what a gain a year from now is worth today.")
    ] = 0.9,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="Stop after so long, with what was found and a bound.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write a picture to this .svg file.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List every package on the frontier.")] = False,
    as_json: Json = False,
) -> None:
    """Find what could be agreed, who stands in the way, and in which order it could be carried out."""
    from goodoffices.store import find_case, settlement_of

    _check(sequence, package, improve, draws, out)
    problem = settlement_of(find_case(case))
    asked = _Asked(
        problem, improve if package is None else package, draws or 0, seed, discount, seconds, out, every, as_json
    )
    if sequence:
        _sequence(asked)
    elif improve is not None:
        _improve(asked)
    elif draws is not None:
        _draws(asked)
    else:
        _zone(asked)


def _check(sequence: bool, package: str | None, improve: str | None, draws: int | None, out: Path | None) -> None:
    if package is not None and not sequence:
        raise typer.BadParameter("found --package without --sequence, expected both", param_hint="--package")
    if sum((sequence, improve is not None, draws is not None)) > 1:
        message = "found more than one of --sequence, --improve and --draws, expected one question at a time"
        raise typer.BadParameter(message)
    if draws is not None and draws < 1:
        raise typer.BadParameter(f"found {draws}, expected 1 or more", param_hint="--draws")
    if out is not None and out.suffix != ".svg":
        raise typer.BadParameter(f"found {out.suffix or 'no ending'!r}, expected .svg", param_hint="--out")


def _found_zone(asked: _Asked) -> Zone:
    from goodoffices import settle as room
    from goodoffices.cli.show import progress_bar

    with progress_bar("settle") as progress:
        return room.agreement_zone(asked.problem, progress=progress, stop=asked.stop())


def _zone(asked: _Asked) -> None:
    from goodoffices import settle as room
    from goodoffices.cli.show_settle import show_zone

    zone = _found_zone(asked)
    chosen = room.solutions(zone.frontier)
    split, unsplit = _split(asked.problem)
    data = {
        **zone.frontier.to_json(),
        "solutions": {name: deal.to_json() for name, deal in chosen.items()},
        "zone": zone.to_json(),
    }
    if split is not None:
        data["adjusted_winner"] = split.to_json()
    elif unsplit:
        data["adjusted_winner"] = {"absent": unsplit}
    asked.answer(
        data,
        lambda: show_zone(zone, chosen, split or unsplit, every=asked.every),
        lambda: _picture(zone, chosen),
    )


def _split(problem: Problem) -> tuple[AdjustedWinner | None, str]:
    """Divide issues between two parties where the case says that some can be divided; else say why not."""
    from goodoffices.errors import CaseError
    from goodoffices.settle import adjusted_winner

    if not any(problem.divisible):
        return None, ""
    try:
        return adjusted_winner(problem), ""
    except CaseError as error:
        return None, str(error)


def _picture(zone: Zone, chosen: Mapping[str, Deal]) -> str:
    """Draw the frontier of two parties, the packages of more."""
    from goodoffices import settle as room

    if len(zone.problem.parties) == 2:
        return room.frontier_picture(zone, chosen)
    return room.packages_picture(zone, chosen)


def _improve(asked: _Asked) -> None:
    from goodoffices import settle as room
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_settle import show_improvements

    agreed = _package(asked, asked.package or "")
    with progress_bar("settle") as progress:
        found = room.improvements(asked.problem, agreed, progress=progress, stop=asked.stop())
    told = found.to_json() | {"agreed": asked.problem.in_words(agreed)}
    asked.answer(
        told,
        lambda: show_improvements(found, agreed, every=asked.every),
        lambda: room.packages_picture(found, {"Agreed": agreed, **room.solutions(found)}),
    )


def _sequence(asked: _Asked) -> None:
    from goodoffices import settle as room
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_settle import show_sequence

    chosen = "nash" if asked.package is None else asked.package
    agreed = _package(asked, chosen)
    with progress_bar("sequence") as progress:
        found = room.sequence(
            room.Agreement(asked.problem, agreed), discount=asked.discount, progress=progress, stop=asked.stop()
        )
    asked.answer(found.to_json(), lambda: show_sequence(found), lambda: room.sequence_picture(found))


def _draws(asked: _Asked) -> None:
    from goodoffices import settle as room
    from goodoffices.cli.show import progress_bar
    from goodoffices.cli.show_settle import show_robustness

    with progress_bar("draws") as progress:
        found = room.robustness(asked.problem, asked.draws, asked.seed, progress=progress, stop=asked.stop())
    asked.answer(found.to_json(), lambda: show_robustness(found), lambda: room.robustness_picture(found))


def _package(asked: _Asked, text: str) -> tuple[int, ...]:
    """Read a package as a person names it: a solution, JSON, or issue=option and so on."""
    from goodoffices import settle as room
    from goodoffices.errors import CaseError

    if text in _CHOSEN:
        zone = _found_zone(asked)
        chosen = room.solutions(zone.frontier)
        if text not in chosen:
            reason = zone.sentence() if not len(zone.frontier) else chosen.absent[text]
            message = f"found no solution {text!r}: {reason} Name a package instead, such as"
            example = ",".join(f"{issue}={names[-1]}" for issue, names in list(_named(asked.problem).items())[:2])
            raise CaseError(f"{message} '{example}'")
        return chosen[text].package
    return asked.problem.package(_names(text))


def _named(problem: Problem) -> dict[str, tuple[str, ...]]:
    return dict(zip(problem.issues, problem.options, strict=True))


def _names(text: str) -> dict[str, str]:
    from goodoffices.errors import CaseError

    if text.lstrip().startswith("{"):
        try:
            read = json.loads(text)
        except ValueError as error:
            raise CaseError(f"found a package that is not JSON: {error}") from None
        return {str(issue): str(option) for issue, option in read.items()}
    names: dict[str, str] = {}
    for part in text.split(","):
        issue, equals, option = part.partition("=")
        if not equals:
            solutions = ", ".join(_CHOSEN)
            message = f"found {part.strip()!r}, expected issue=option, several with commas between them; JSON"
            raise CaseError(f'{message}, such as {{"issue": "option"}}; or a solution: {solutions}')
        if issue.strip() in names:
            raise CaseError(f"found the issue {issue.strip()!r} a second time; keep one")
        names[issue.strip()] = option.strip()
    return names
