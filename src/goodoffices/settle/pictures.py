"""The settlement as pictures: the frontier of two parties, packages against parties, the steps under distrust."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from goodoffices.drawing import (
    Concession,
    FrontierPlot,
    NamedPoint,
    PackageRow,
    PartyAxis,
    Range,
    Stake,
    StepRow,
    draw_frontier,
    draw_packages,
    draw_steps,
)
from goodoffices.drawing.marks import MarkName
from goodoffices.drawing.swatches import nice_step
from goodoffices.errors import CaseError
from goodoffices.settle.deal import Deal
from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.result import Frontier
from goodoffices.settle.sequencing import Sequence
from goodoffices.settle.steps import Days, Given, Step
from goodoffices.settle.zone import Zone
from goodoffices.wording import count, decimal, join_words, span

__all__ = ["frontier_picture", "packages_picture", "sequence_picture"]

Named: TypeAlias = Mapping[str, Deal | Package]
"""Packages by name; a deal is called by its criterion, whatever its name."""

_MARKS: tuple[MarkName, ...] = ("circle", "square", "diamond", "triangle", "cross", "half")
_TODAY = "Today"


def frontier_picture(
    what: Zone | Frontier, named: Named | None = None, *, title: str = "What could be agreed", width: float = 760
) -> str:
    """Draw the frontier of two parties, with their reservation values and the packages that have a name.

    Parameters
    ----------
    what : Zone or Frontier
        Of a problem between two parties.
    named
        Solutions, or any other packages by name; today's package is added where it is known.
    title
        Name of the picture.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If there are not two parties.

    Examples
    --------
    >>> from goodoffices.settle.frontiers import frontier
    >>> from goodoffices.settle.problem import additive
    >>> from goodoffices.settle.solutions import solutions
    >>> found = frontier(additive([[[10, 0], [6, 2], [4, 3]]], parties=("USA", "PRK")))
    >>> "Nash, Kalai-Smorodinsky" in frontier_picture(found, solutions(found))
    True
    """
    known = what.frontier if isinstance(what, Zone) else what
    problem = known.problem
    if len(problem.parties) != 2:
        raise CaseError(
            f"found {len(problem.parties)} parties, expected 2 for a picture of the frontier; "
            "a picture of packages shows any number"
        )
    packages = _by_package(problem, named or {})
    spots = {package: _two(problem, problem.utilities([package])[0].tolist()) for package in packages}
    points = tuple(_two(problem, units) for units in known.utilities.tolist())
    marks = dict(zip((name for name in packages if name != problem.now), _endless(_MARKS, len(packages)), strict=False))
    plot = FrontierPlot(
        (_close_axis(problem, 0, [*points, *spots.values()]), _close_axis(problem, 1, [*points, *spots.values()])),
        points,
        tuple(
            NamedPoint(_upper(", ".join(names)), spots[package], marks.get(package, "open"), _brief(problem, package))
            for package, names in packages.items()
        ),
        known.complete,
    )
    told = count(len(known), "undominated package")
    subtitle = f"{_upper(told)} of {problem.outcomes:,}" + ("" if known.complete else "; some may be missing")
    return draw_frontier(plot, title=title, subtitle=subtitle, width=width)


def packages_picture(
    what: Zone | Frontier | Problem,
    named: Named,
    *,
    title: str = "Who gains what in which package",
    subtitle: str = "",
    width: float = 1040,
) -> str:
    """Draw packages against parties: what each is worth to whom, and how far above its reservation value.

    Parameters
    ----------
    what : Zone, Frontier or Problem
        To which the packages belong.
    named
        Solutions, or any other packages by name; today's package is added where it is known.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document.

    Examples
    --------
    >>> import goodoffices as go
    >>> from goodoffices.settle.solutions import nash
    >>> deal = nash(go.read_case("korea-2017"))
    >>> "as today: un-sanctions" in packages_picture(deal.problem, {"Nash": deal})
    True
    """
    problem = what if isinstance(what, Problem) else what.problem
    packages = _by_package(problem, named)
    rows = [
        PackageRow(
            _upper(", ".join(names)),
            _brief(problem, package),
            tuple(float(worth) for worth in problem.exact(problem.utilities([package])[0].tolist())),
        )
        for package, names in packages.items()
    ]
    axes = [_whole_axis(problem, one) for one in range(len(problem.parties))]
    return draw_packages(rows, axes, title=title, subtitle=subtitle, width=width)


def sequence_picture(sequence: Sequence, *, title: str = "The package in steps", width: float = 1040) -> str:
    """Draw the steps of a sequence: who gives what and when, who is exposed, who would rather leave.

    Parameters
    ----------
    sequence : Sequence
        From `goodoffices.settle.sequence`.
    title
        Name of the picture.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document.

    Examples
    --------
    >>> import goodoffices as go
    >>> from goodoffices.settle.sequencing import sequence
    >>> from goodoffices.settle.solutions import nash
    >>> picture = sequence_picture(sequence(nash(go.read_case("korea-2017"))))
    >>> "Come to talks" in picture, "declaration witnessed by China and" in picture
    (True, True)
    """
    problem = sequence.problem
    rows = [_step_row(sequence, step) for step in sequence.steps]
    if sequence.opening:
        gives = tuple(_announced(problem, one) for one in sequence.opening)
        told = "announced together, before the first step" if len(gives) > 1 else "announced before the first step"
        rows.insert(0, StepRow(gives, Range(0, 0), Range(0, 0), (), told, number=0))
    parties = [_called(problem, party) for party in problem.parties]
    return draw_steps(rows, parties, title=title, subtitle=_summary(sequence), width=width)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _endless(marks: tuple[MarkName, ...], most: int) -> Iterable[MarkName]:
    return (marks[at % len(marks)] for at in range(most))


def _called(problem: Problem, who: str) -> str:
    return problem.case.name_of(who) if problem.case else who


def _two(problem: Problem, units: list[int]) -> tuple[float, float]:
    first, second = problem.exact(units)
    return float(first), float(second)


def _by_package(problem: Problem, named: Named) -> dict[Package, list[str]]:
    """Put together the names of equal packages; today's comes last unless it has another name too."""
    found: dict[Package, list[str]] = {}
    for name, one in named.items():
        package, called = (one.package, one.criterion) if isinstance(one, Deal) else (tuple(one), name)
        found.setdefault(package, []).append(called)
    if problem.now is not None:
        found.setdefault(problem.now, []).append(_TODAY)
    return found


def _brief(problem: Problem, package: Package) -> str:
    """Say what a package changes, and then, of which issues, that they stay as they are today."""
    now = problem.now if problem.now != package else None
    changed, same = [], []
    for k, (issue, option) in enumerate(problem.in_words(package).items()):
        if now is not None and now[k] == package[k]:
            same.append(issue)
        else:
            changed.append(f"{issue}: {option}")
    return "; ".join([*changed, f"as today: {', '.join(same)}"] if same else changed)


def _reserve(problem: Problem, one: int) -> float | None:
    least = problem.reserve[one]
    return None if least is None else float(least * problem.units[one])


def _whole_axis(problem: Problem, one: int) -> PartyAxis:
    """Run a party's axis from 0 to 1, or as far as packages could be worth if no rule held."""
    terms = [term.worth for term in problem.terms if term.party == one]
    low = sum(int(table[:, one].min()) for table in problem.values) + sum(worth for worth in terms if worth < 0)
    high = sum(int(table[:, one].max()) for table in problem.values) + sum(worth for worth in terms if worth > 0)
    reserve = problem.reserve[one]
    ends = [low * problem.units[one], high * problem.units[one]]
    ends += [] if reserve is None else [reserve * problem.units[one]]
    least, greatest = min(Fraction(0), *ends), max(Fraction(0), *ends)
    if least == 0 and greatest <= 1:
        greatest = Fraction(1)
    return PartyAxis(_called(problem, problem.parties[one]), _reserve(problem, one), float(least), float(greatest))


def _close_axis(problem: Problem, one: int, points: list[tuple[float, float]]) -> PartyAxis:
    """Run a party's axis over what is drawn, to the next round numbers."""
    reserve = _reserve(problem, one)
    values = [point[one] for point in points] + ([] if reserve is None else [reserve])
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    step = nice_step(high - low, 5)
    # A rounded number of steps may fall short of the end by the last bit.
    least, greatest = min(math.floor(low / step) * step, low), max(math.ceil(high / step) * step, high)
    return PartyAxis(_called(problem, problem.parties[one]), reserve, least, greatest)


def _range(days: Days) -> Range:
    low, likely, high = days
    return Range(low, high, likely)


def _step_row(sequence: Sequence, step: Step) -> StepRow:
    problem = sequence.problem
    apart = dict.fromkeys(_called(problem, who) for one in step.gives for who in one.unmodelled)
    note = f"Taken for granted: {join_words(list(apart))}, without a position of its own" if apart else ""
    return StepRow(
        tuple(_concession(problem, one) for one in step.gives),
        _range(step.starts_days),
        _range(step.verified_days),
        tuple(_stake(sequence, step, party) for party in problem.parties),
        note,
        step.number,
    )


def _concession(problem: Problem, given: Given) -> Concession:
    """Say who gives what, in the words of the case where it has some."""
    issue, option = given.issue, given.end
    if problem.case is not None:
        entry = problem.case.issues[given.issue]
        issue = entry.say or issue
        option = entry.options[given.end] if isinstance(entry.options, dict) else option
    words = f"{issue}: {option}"
    words += "" if given.share == 1 else f", {given.share} of the way there"
    words += " (cannot be taken back)" if given.one_way else ""
    return Concession(join_words([_called(problem, who) for who in given.movers]), words)


def _announced(problem: Problem, name: str) -> Concession:
    """Say what somebody announces: an option of a party, or whatever it is called."""
    who, _, option = name.partition(".")
    case = problem.case
    entry = case.options.get(who, {}).get(option) if case else None
    if entry is None:
        return Concession("", name)
    return Concession(_called(problem, who), entry.say)


def _stake(sequence: Sequence, step: Step, party: str) -> Stake:
    told = next((one for one in step.guarantees if one.party == party), None)
    amount = told.amount if told else 0.0
    by = "" if told is None or _held_by_all(sequence) else _who(sequence, told.by)
    return Stake(float(step.exposure[party]), step.slack.get(party), amount, by)


def _held_by_all(sequence: Sequence) -> bool:
    """Whether the same could hold every guarantee, so that they need to be named only once."""
    return len({one.by for step in sequence.steps for one in step.guarantees}) == 1


def _who(sequence: Sequence, names: tuple[str, ...]) -> str:
    called = {one.name: one.called for one in sequence.guarantors}
    return join_words([called.get(name, name) for name in names], last="or")


def _summary(sequence: Sequence) -> str:
    """Say in one line how many steps there are, how long they take, and how far they can be relied upon."""
    low, likely, high = sequence.days
    told = [f"{count(len(sequence.steps), 'step')}, {decimal(likely, 0)} days ({span(low, high, 0)})"]
    if sequence.smallest_slack is not None:
        best = ", the largest that any order has" if sequence.proven else ", not proven to be the largest"
        told.append(f"smallest slack {decimal(sequence.smallest_slack, 3)}{best}")
    guarantees = [one for step in sequence.steps for one in step.guarantees]
    if guarantees and _held_by_all(sequence):
        told.append(f"guarantees could be held by {_who(sequence, guarantees[0].by) or 'nobody that the case names'}")
    return _upper("; ".join(told))
