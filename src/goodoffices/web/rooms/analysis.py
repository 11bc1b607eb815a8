"""What the mediator can work out from what the seats disclosed, and what it rests on."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from goodoffices.talks.commands import IssuePlan
from goodoffices.talks.disclosed import SCORES, Disclosed, consented
from goodoffices.talks.room import Room

if TYPE_CHECKING:
    from goodoffices.settle import Problem

__all__ = ["Finding", "Package", "analyse", "entering", "problem_of", "zone_of"]

_USUAL_IMPORTANCE = 50
_MOST_SECONDS = 3.0
_MOST_SHOWN = 8


@dataclass(frozen=True)
class Package:
    """A package of the frontier.

    Attributes
    ----------
    options
        By issue.
    reached
        For each seat, in hundredths, how much of the best that it could get.
    names
        Criteria that choose it.
    """

    options: Mapping[str, str]
    reached: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What is known of an agreement zone, and what is not.

    Attributes
    ----------
    issues
        Those that enter: on which every seat has disclosed its answers.
    left_out
        For every other issue the seats that have not.
    assumed
        Seats and issues whose importance is not disclosed, and is taken as the middle.
    sentence
        What the zone is; None where no issue enters.
    packages
        Undominated ones.
    conflicts
        Red lines that cannot be met together, where there is no zone.
    against_today
        Whether packages are held against today's state, which is known on every issue.
    complete
        False if the search was cut short.
    """

    issues: tuple[IssuePlan, ...]
    left_out: tuple[tuple[IssuePlan, tuple[str, ...]], ...]
    assumed: tuple[tuple[str, str], ...]
    sentence: str | None = None
    packages: tuple[Package, ...] = ()
    conflicts: tuple[str, ...] = ()
    against_today: bool = False
    complete: bool = True


def analyse(room: Room) -> Finding:
    """Find the agreement zone in what was disclosed to the mediator, and in nothing else.

    Parameters
    ----------
    room : Room
        As the mediator knows it.
    """
    return zone_of(room.issues, consented(room))


def zone_of(on_table: Sequence[IssuePlan], disclosed: tuple[Disclosed, ...]) -> Finding:
    """Find the agreement zone in how seats stand, on the issues on which something is known of each.

    Parameters
    ----------
    on_table
        The issues.
    disclosed
        How each seat stands, as far as whoever asks may know or supposes it.
    """
    missing = {issue.id: tuple(one.seat for one in disclosed if not _answers(one, issue.id)) for issue in on_table}
    issues = entering(on_table, disclosed)
    finding = Finding(
        issues,
        tuple((issue, missing[issue.id]) for issue in on_table if missing[issue.id]),
        tuple((one.seat, issue.id) for one in disclosed for issue in issues if one.issues[issue.id].importance is None),
    )
    return _solved(finding, problem_of(issues, disclosed)) if issues else finding


def entering(on_table: Sequence[IssuePlan], disclosed: Sequence[Disclosed]) -> tuple[IssuePlan, ...]:
    """Return the issues on which something is known of every seat."""
    return tuple(issue for issue in on_table if all(_answers(one, issue.id) for one in disclosed))


def _answers(one: Disclosed, issue: str) -> bool:
    return issue in one.issues and bool(one.issues[issue].answers)


def problem_of(issues: tuple[IssuePlan, ...], disclosed: tuple[Disclosed, ...]) -> Problem:
    """Make a problem for :mod:`goodoffices.settle` of what was disclosed.

    An option is worth its answer, from 0 for ``never`` to 3 for ``must``, times the importance of its issue; an option
    without an answer is worth nothing. ``never`` is a red line. Today's state, where it is known on every issue, is
    what each seat has without an agreement.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and for one page only

    from goodoffices.case.expressions import Not, Option  # noqa: PLC0415 - for one page only
    from goodoffices.settle import Problem, Rule  # noqa: PLC0415 - heavy, and for one page only

    values = tuple(
        np.array([[_worth(one, issue.id, option) for one in disclosed] for option in issue.options], dtype=np.int64)
        for issue in issues
    )
    rules = tuple(
        Rule(Not(Option(issue.id, option)), f"{issue.id}: {option}", party)
        for party, one in enumerate(disclosed)
        for issue in issues
        for option in issue.options
        if one.refuses(issue.id, option)
    )
    now = None
    if all(issue.now in issue.options for issue in issues):
        now = tuple(issue.options.index(str(issue.now)) for issue in issues)
    today = None if now is None else sum(table[place] for table, place in zip(values, now, strict=True))
    return Problem(
        parties=tuple(one.seat for one in disclosed),
        issues=tuple(issue.id for issue in issues),
        options=tuple(issue.options for issue in issues),
        values=values,
        units=(Fraction(1),) * len(disclosed),
        reserve=(None,) * len(disclosed) if today is None else tuple(int(one) for one in today),
        rules=rules,
        now=now,
        divisible=(False,) * len(issues),
    )


def _worth(one: Disclosed, issue: str, option: str) -> int:
    sounding = one.issues[issue]
    importance = _USUAL_IMPORTANCE if sounding.importance is None else sounding.importance
    answer = sounding.answers.get(option)
    return 0 if answer is None else importance * SCORES[answer]


def _solved(finding: Finding, problem: Problem) -> Finding:
    from goodoffices.settle import agreement_zone, solutions  # noqa: PLC0415 - heavy, and for one page only

    end = time.monotonic() + _MOST_SECONDS
    zone = agreement_zone(problem, changes=False, stop=lambda: time.monotonic() > end)
    chosen: dict[tuple[int, ...], list[str]] = {}
    if zone.exists:
        for name, deal in solutions(zone.frontier).items():
            chosen.setdefault(tuple(map(int, deal.package)), []).append(name)
    best = [max(1, sum(int(table[:, p].max()) for table in problem.values)) for p in range(len(problem.parties))]
    rows = [
        Package(
            problem.in_words(package),
            tuple(round(100 * int(worth) / most) for worth, most in zip(utilities, best, strict=True)),
            tuple(chosen.get(tuple(map(int, package)), ())),
        )
        for package, utilities in zip(zone.frontier.packages, zone.frontier.utilities, strict=True)
    ]
    rows.sort(key=lambda one: (not one.names, -min(one.reached)))
    return replace(
        finding,
        sentence=zone.sentence(),
        packages=tuple(rows[:_MOST_SHOWN]),
        conflicts=zone.conflicts.sentences() if zone.conflicts else (),
        against_today=problem.now is not None,
        complete=zone.frontier.complete,
    )
