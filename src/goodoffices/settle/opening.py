"""The smallest change of mandates that opens an agreement zone."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from goodoffices.errors import CaseError
from goodoffices.settle.deal import readable
from goodoffices.settle.evenness import Even, most_even
from goodoffices.settle.mandates import Demand, Mandates, check_links, demand_json, phrase
from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.result import worth_json
from goodoffices.settle.solving import SETTINGS
from goodoffices.wording import join_words, percent

__all__ = ["Change", "Opening", "Shortfall", "opening"]


@dataclass(frozen=True)
class Shortfall:
    """By how much a package is worth less to a party than its reservation value.

    Attributes
    ----------
    party
        By position.
    units
        More than 0.
    share
        As a share of what is at stake for the party: the best less the worst that the rules kept permit. None where
        every package is worth the same to it.
    """

    party: int
    units: int
    share: Fraction | None


@dataclass(frozen=True)
class Change:
    """A change of mandates, and the package that it brings within reach.

    Attributes
    ----------
    waived
        The red lines and reservation values that are given up; nothing where reservation values are lowered only.
    package
        Options by position.
    utilities
        What it is worth to each party, in units.
    shortfalls
        The parties to which it is worth less than their reservation value.
    """

    waived: tuple[Demand, ...]
    package: Package
    utilities: tuple[int, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def red_lines(self) -> tuple[int, ...]:
        """The red lines that are given up, by position among the problem's rules."""
        return tuple(demand.rule for demand in self.waived if demand.rule is not None)

    @property
    def reserves(self) -> tuple[int, ...]:
        """The parties whose reservation value is lowered, by position."""
        return tuple(one.party for one in self.shortfalls)

    def sentence(self, problem: Problem) -> str:
        """Say it in words."""
        steps = [f"waive {phrase(problem, demand)}" for demand in self.waived if demand.rule is not None]
        steps += [_lowered(problem, one) for one in self.shortfalls]
        chosen = ", ".join(f"{issue} {option}" for issue, option in problem.in_words(self.package).items())
        told = join_words(steps)
        return f"{told[0].upper()}{told[1:]}: that opens the way to the package {chosen}."

    def to_json(self, problem: Problem) -> dict[str, Any]:
        """Return the change as plain data; utilities and shortfalls on the parties' scales."""
        short = {
            problem.parties[one.party]: {
                "value": float(one.units * problem.units[one.party]),
                "exact": str(one.units * problem.units[one.party]),
                "share": None if one.share is None else float(one.share),
                "exact_share": None if one.share is None else str(one.share),
            }
            for one in self.shortfalls
        }
        return {
            "waived": [demand_json(problem, demand) for demand in self.waived],
            "package": problem.in_words(self.package),
            **worth_json(problem, self.utilities),
            "shortfalls": short,
            "sentence": self.sentence(problem),
        }


def _lowered(problem: Problem, short: Shortfall) -> str:
    unit, least = problem.units[short.party], problem.reserve[short.party] or 0
    told = f"lower the reservation value of {problem.parties[short.party]} from {readable(least * unit)}"
    told += f" by {readable(short.units * unit)}"
    if short.share is None:
        return told
    much = "more than all" if short.share > 1 else percent(float(short.share))
    return f"{told} ({much} of what is at stake for it)"


@dataclass(frozen=True, eq=False)
class Opening:
    """The smallest changes of mandates that open an agreement zone, the links taken as given.

    Attributes
    ----------
    problem : Problem
        What was to be settled.
    needed : bool
        Whether there is no zone as things stand; if there is one, nothing else is filled in.
    fewest : tuple of Change
        The ways to open a zone by giving up as few red lines and reservation values as possible. The package of each
        keeps to all others, and leaves the worst-off party best off.
    all_listed : bool
        Whether ``fewest`` lists all such ways.
    lowering : Change or None
        With all red lines kept, the lowering of reservation values whose largest, as a share of what is at stake for
        the party, is smallest. None if no lowering opens a zone while all red lines are kept.
    method : str
        How they were found.
    digest : str
        SHA-256 of the problem.
    """

    problem: Problem
    needed: bool
    fewest: tuple[Change, ...]
    all_listed: bool
    lowering: Change | None
    method: str
    digest: str

    @property
    def singles(self) -> tuple[Change, ...]:
        """The red lines and reservation values that open a zone each by itself.

        That of a reservation value is lowered by the least that does so with all other demands kept.
        """
        return tuple(one for one in self.fewest if len(one.waived) == 1)

    def sentences(self) -> tuple[str, ...]:
        """Say in words what opens a zone."""
        if not self.needed:
            return ("There is an agreement zone; no mandate has to change.",)
        told = []
        if not self.singles:
            told.append(
                f"No single change opens a zone: at least {len(self.fewest[0].waived)} demands have to give way."
            )
        told += [one.sentence(self.problem) for one in self.fewest]
        if not self.all_listed:
            told.append("There are more such ways, which are not listed.")
        return (*told, *self._evenly())

    def _evenly(self) -> list[str]:
        if self.lowering is None:
            if all(least is None for least in self.problem.reserve):
                return []
            return ["While all red lines are kept, no lowering of reservation values opens a zone."]
        if any(one.package == self.lowering.package for one in self.fewest):
            return []
        lines = any(rule.party is not None for rule in self.problem.rules)
        told = self.lowering.sentence(self.problem)
        return [f"Evenly spread{', with all red lines kept' if lines else ''}: {told[0].lower()}{told[1:]}"]

    def to_json(self) -> dict[str, Any]:
        """Return the opening as plain data."""
        return {
            "needed": self.needed,
            "fewest": [one.to_json(self.problem) for one in self.fewest],
            "all_listed": self.all_listed,
            "lowering": None if self.lowering is None else self.lowering.to_json(self.problem),
            "method": self.method,
            "settings": dict(SETTINGS),
            "sentences": list(self.sentences()),
        }

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{html.escape(told)}</li>" for told in self.sentences()) + "</ul>"


def opening(problem: Problem, *, most: int = 10) -> Opening:
    """Find the smallest change of mandates that opens an agreement zone.

    Parameters
    ----------
    problem : Problem
        What is to be settled; its links are taken as given. Giving up all red lines and reservation values always opens
        a zone, as the links leave a package.
    most : int, optional
        At most so many of the ways that give up as few demands as possible.

    Returns
    -------
    Opening

    Raises
    ------
    CaseError
        If the links contradict each other, so that no change of mandates opens a zone; or ``most`` is not at least 1.

    Examples
    --------
    Each of two parties insists on more than half of ten units:

    >>> from goodoffices.settle.problem import additive
    >>> ten = additive([[[k, 10 - k] for k in range(11)]], [6, 6], parties=["UP", "DOWN"], issues=["share"])
    >>> found = opening(ten)
    >>> [(one.reserves, one.utilities) for one in found.singles]
    [((0,), (4, 6)), ((1,), (6, 4))]
    >>> found.lowering.utilities, [str(one.share) for one in found.lowering.shortfalls]
    ((5, 5), ['1/10', '1/10'])
    """
    if most < 1:
        raise CaseError(f"found {most} as the most ways to list, expected at least 1")
    check_links(problem)
    mandates = Mandates(problem)
    fewest, all_listed = _fewest(mandates, most)
    if not fewest:
        return Opening(problem, False, (), True, None, _METHOD, problem.digest())  # noqa: FBT003 - there is a zone
    free = replace(problem, reserve=(None,) * len(problem.parties))
    even = most_even(free, problem.reserve)
    return Opening(
        problem,
        True,  # noqa: FBT003 - there is none
        tuple(_opened(problem, waived) for waived in fewest),
        all_listed,
        None if even is None else _change(problem, (), even),
        _METHOD,
        problem.digest(),
    )


_METHOD = "CP-SAT: fewest demands given up, each set refuted below; shares of what is at stake by exact bisection"


def _fewest(mandates: Mandates, most: int) -> tuple[list[tuple[Demand, ...]], bool]:
    """List the smallest sets of demands whose waiver opens a zone; none if there is one anyway."""
    found: list[tuple[Demand, ...]] = []
    while True:
        waived = mandates.fewest(found, len(found[0]) if found else None)
        if waived is None or not waived:
            order = {demand: at for at, demand in enumerate(mandates.demands)}
            return sorted(found, key=lambda one: [order[demand] for demand in one]), True
        if len(found) == most:
            return found, False
        found.append(waived)


def _opened(problem: Problem, waived: Sequence[Demand]) -> Change:
    """Find the package that leaves the worst-off party best off once some demands are given up."""
    lines = {demand.rule for demand in waived}
    lowered = {demand.party for demand in waived if demand.rule is None}
    rest = replace(
        problem,
        rules=tuple(rule for at, rule in enumerate(problem.rules) if at not in lines),
        reserve=tuple(None if one in lowered else least for one, least in enumerate(problem.reserve)),
    )
    # There is one: that this opens a zone was found before.
    return _change(problem, tuple(waived), cast("Even", most_even(rest, problem.reserve)))


def _change(problem: Problem, waived: tuple[Demand, ...], even: Even) -> Change:
    short = tuple(
        Shortfall(one, least - units, None if share is None else -share)
        for one, (least, units, share) in enumerate(zip(problem.reserve, even.utilities, even.shares, strict=True))
        if least is not None and units < least
    )
    return Change(waived, even.package, even.utilities, short)
