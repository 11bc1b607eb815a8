"""Four ways to choose a package of the frontier: Nash, Kalai-Smorodinsky, egalitarian, utilitarian.

All compare whole numbers or fractions, so that a tie is a tie. Gains are measured from the reservation value; where a
party has none, from 0, and then Nash and Kalai-Smorodinsky consider only packages in which nobody ends below that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from goodoffices.case.model import Case
from goodoffices.errors import CaseError
from goodoffices.settle.deal import Criterion, Deal, readable, undominated_because
from goodoffices.settle.from_case import settlement
from goodoffices.settle.frontiers import frontier
from goodoffices.settle.problem import Problem
from goodoffices.settle.result import Frontier
from goodoffices.settle.zone import Zone
from goodoffices.wording import join_words

__all__ = ["Solutions", "What", "egalitarian", "kalai_smorodinsky", "nash", "solutions", "utilitarian"]

What: TypeAlias = Case | Problem | Frontier | Zone
"""What a solution is looked for in; a frontier is computed where it is not there yet."""

Row: TypeAlias = tuple[int, ...]


class Solutions(dict[str, Deal]):
    """The solutions that there are, by name.

    Attributes
    ----------
    absent : mapping of str to str
        Why the others are missing.
    """

    def __init__(self, found: dict[str, Deal], absent: dict[str, str]) -> None:
        super().__init__(found)
        self.absent = MappingProxyType(absent)


@dataclass(frozen=True, eq=False)
class _Points:
    """The points of a frontier as plain whole numbers."""

    frontier: Frontier

    @cached_property
    def utilities(self) -> list[Row]:
        return [tuple(map(int, row)) for row in self.frontier.utilities.tolist()]

    @cached_property
    def gains(self) -> list[Row]:
        least = self.frontier.problem.disagreement()
        return [tuple(one - low for one, low in zip(row, least, strict=True)) for row in self.utilities]

    @cached_property
    def fair(self) -> list[int]:
        """The points at which nobody ends below what gains are measured from."""
        return [k for k, row in enumerate(self.gains) if min(row) >= 0]

    @cached_property
    def ideal(self) -> Row:
        """The most that each party could gain while nobody ends below what gains are measured from."""
        return tuple(map(max, zip(*(self.gains[k] for k in self.fair), strict=True)))

    @cached_property
    def scale(self) -> Row:
        """Whole numbers by which units become comparable on the parties' scales."""
        units = self.frontier.problem.units
        below = math.lcm(*(one.denominator for one in units))
        return tuple(int(one * below) for one in units)

    def need_fair(self) -> None:
        """Refuse to go on where somebody would lose in every package."""
        if not self.fair:
            problem = self.frontier.problem
            without = [name for name, least in zip(problem.parties, problem.reserve, strict=True) if least is None]
            message = (
                f"found no package in which nobody ends below 0, from where gains of {join_words(without)} are measured"
            )
            raise CaseError(f"{message}; give a reservation value")


def _points(what: What) -> _Points:
    """Get the frontier of what was given."""
    found = what.frontier if isinstance(what, Zone) else what
    if isinstance(found, Case):
        found = settlement(found)
    if isinstance(found, Problem):
        found = frontier(found)
    if not len(found):
        known = (
            "no package satisfies all rules and reservation values" if found.complete else "the search was cut short"
        )
        raise CaseError(f"found no package to choose from, expected at least one on the frontier: {known}")
    return _Points(found)


def _deal(  # the one place where deals are made
    points: _Points,
    criterion: Criterion,
    best: Sequence[int],
    reached: tuple[Fraction, ...],
    certificate: str,
    note: str = "",
) -> Deal:
    found = points.frontier
    first, *others = [tuple(found.packages[k].tolist()) for k in best]
    partial = "" if found.complete else "The frontier is partial: a package that was not found may be better."
    return Deal(
        found.problem,
        criterion,
        first,
        points.utilities[best[0]],
        points.gains[best[0]],
        reached,
        tuple(others),
        (certificate, undominated_because(found)),
        " ".join(one for one in (note, partial) if one),
        found.digest,
    )


def _greatest(among: Sequence[int], key: Callable[[int], object]) -> list[int]:
    """List the points with the greatest key, in the order of the frontier."""
    keys = {k: key(k) for k in among}
    most = max(keys.values())  # type: ignore[type-var]  # keys of one criterion compare with each other
    return [k for k in among if keys[k] == most]


def nash(what: What) -> Deal:
    """Choose the package with the greatest product of gains over the reservation values.

    If somebody gains nothing in every package, all products are 0. Then as many parties as possible are to gain, and
    the product of what these gain is made as great as possible, each gain as a share of the most that the party could
    gain. So the choice never depends on the parties' scales.

    Parameters
    ----------
    what : Case, Problem, Frontier or Zone
        Where to choose.

    Returns
    -------
    Deal
        The first such package in the order of the frontier; the others are its ties.

    Raises
    ------
    CaseError
        If there is no package, or none in which nobody loses.

    References
    ----------
    Nash (1950), *Econometrica* 18(2), 155-162. For products of 0: Caragiannis et al. (2019), *ACM Transactions on
    Economics and Computation* 7(3), definition 2.1.

    Examples
    --------
    >>> import goodoffices as go
    >>> deal = nash(go.read_case("camp-david-1978"))  # whole issues; nothing is split
    >>> [str(gain) for gain in deal.problem.exact(deal.gains)], deal.certificate[0]
    (['3/5', '3/4'], 'The product of the gains is 9/20; no package does better.')
    """
    points = _points(what)
    points.need_fair()
    support = {k: [one for one, gain in enumerate(points.gains[k]) if gain] for k in points.fair}
    most = max(map(len, support.values()))
    many = [k for k in points.fair if len(support[k]) == most]

    def product(k: int) -> Fraction:
        below = 1 if most == len(points.scale) else math.prod(points.ideal[one] for one in support[k])
        return Fraction(math.prod(points.gains[k][one] for one in support[k]), below)

    best = _greatest(many, product)
    problem = points.frontier.problem
    gains = problem.exact(points.gains[best[0]])
    worth = math.prod((gains[one] for one in support[best[0]]), start=Fraction(1))
    idle = [name for name, gain in zip(problem.parties, gains, strict=True) if not gain]
    note = f"In every package somebody gains nothing, in this one {join_words(idle)}." if idle else ""
    whose = f" of {join_words([name for name in problem.parties if name not in idle], 'and')}" if idle else ""
    told = f"The product of the gains{whose} is {readable(worth)}; {_exceeds(len(best), points.frontier)}."
    return _deal(points, "Nash", best, (worth,), told, note)


def _exceeds(count: int, known: Frontier) -> str:
    """Say that nothing does better, among what is known, and how many do as well."""
    rest = "" if count == 1 else f", and {count} undominated ones are equal in this"
    return f"no package{'' if known.complete else ' found'} does better{rest}"


def _listed(values: Sequence[Fraction]) -> str:
    return join_words([readable(one) for one in values])


def kalai_smorodinsky(what: What) -> Deal:
    """Choose the package in which whoever gets the smallest share of its best gain gets as much as possible.

    Gains are normalised: divided by the most that the party could gain in any package in which nobody loses. The
    smallest is made as great as possible, then the second smallest, and so on: what the solution becomes when there
    are finitely many packages. A party that cannot gain anything is left out.

    Parameters
    ----------
    what : Case, Problem, Frontier or Zone
        Where to choose.

    Returns
    -------
    Deal
        The first such package in the order of the frontier; the others are its ties.

    Raises
    ------
    CaseError
        If there is no package, or none in which nobody loses.

    References
    ----------
    Kalai and Smorodinsky (1975), *Econometrica* 43(3), 513-518; Imai (1983), *Econometrica* 51(2), 389-401, for the
    lexicographic form.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> kalai_smorodinsky(additive([[[10, 0], [6, 2], [0, 3]]])).reached
    (Fraction(3, 5), Fraction(2, 3))
    """
    points = _points(what)
    points.need_fair()
    ideal = points.ideal
    moved = [one for one, most in enumerate(ideal) if most]
    below = math.lcm(*(ideal[one] for one in moved))
    factors = [below // ideal[one] for one in moved]

    def normalised(k: int) -> Row:
        return tuple(sorted(points.gains[k][one] * factor for one, factor in zip(moved, factors, strict=True)))

    best = _greatest(points.fair, normalised)
    reached = tuple(Fraction(one, below) for one in normalised(best[0]))
    told = f"In shares of the most that each could gain, the parties gain {_listed(reached)}, from the smallest"
    if not reached:
        told = "No party can gain anything"
    names = [points.frontier.problem.parties[one] for one, most in enumerate(ideal) if not most]
    note = f"{join_words(names)} can gain nothing in any package." if names else ""
    return _deal(points, "Kalai-Smorodinsky", best, reached, f"{told}; {_exceeds(len(best), points.frontier)}.", note)


def egalitarian(what: What) -> Deal:
    """Choose the package in which whoever gains least gains as much as possible, then the next.

    Gains are compared across parties on their scales, so this is as good as these are.

    Parameters
    ----------
    what : Case, Problem, Frontier or Zone
        Where to choose.

    Returns
    -------
    Deal
        The first such package in the order of the frontier; the others are its ties.

    Raises
    ------
    CaseError
        If there is no package.

    References
    ----------
    Kalai (1977), *Econometrica* 45(7), 1623-1630; the lexicographic form after Rawls (1971) and Sen (1970).

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> egalitarian(additive([[[10, 0], [6, 2], [4, 3]]])).gains
    (4, 3)
    """
    points = _points(what)

    def ascending(k: int) -> Row:
        return tuple(sorted(gain * scale for gain, scale in zip(points.gains[k], points.scale, strict=True)))

    best = _greatest(range(len(points.gains)), ascending)
    reached = tuple(sorted(points.frontier.problem.exact(points.gains[best[0]])))
    told = f"The parties gain {_listed(reached)}, from the smallest; {_exceeds(len(best), points.frontier)}."
    return _deal(points, "egalitarian", best, reached, told)


def utilitarian(what: What) -> Deal:
    """Choose the package with the greatest sum of utilities.

    Utilities are added across parties on their scales, so this is as good as these are.

    Parameters
    ----------
    what : Case, Problem, Frontier or Zone
        Where to choose.

    Returns
    -------
    Deal
        The first such package in the order of the frontier; the others are its ties.

    Raises
    ------
    CaseError
        If there is no package.

    References
    ----------
    Harsanyi (1955), *Journal of Political Economy* 63(4), 309-321.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> utilitarian(additive([[[10, 0], [6, 2], [4, 3]]])).reached
    (Fraction(10, 1),)
    """
    points = _points(what)

    def total(k: int) -> int:
        return sum(worth * scale for worth, scale in zip(points.utilities[k], points.scale, strict=True))

    best = _greatest(range(len(points.utilities)), total)
    reached = sum(points.frontier.problem.exact(points.utilities[best[0]]), start=Fraction(0))
    told = f"The sum of utilities is {readable(reached)}; {_exceeds(len(best), points.frontier)}."
    return _deal(points, "utilitarian", best, (reached,), told)


def solutions(what: What) -> Solutions:
    """Find all four solutions.

    Parameters
    ----------
    what : Case, Problem, Frontier or Zone
        Where to choose.

    Returns
    -------
    Solutions
        A dict of deals by the names ``nash``, ``kalai-smorodinsky``, ``egalitarian`` and ``utilitarian``; its attribute
        ``absent`` says of those that do not exist why.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> found = solutions(additive([[[10, 0], [6, 2], [4, 3]]]))
    >>> {name: deal.utilities for name, deal in found.items()}
    {'nash': (6, 2), 'kalai-smorodinsky': (6, 2), 'egalitarian': (4, 3), 'utilitarian': (10, 0)}
    """
    ways: dict[str, Callable[[What], Deal]] = {
        "nash": nash,
        "kalai-smorodinsky": kalai_smorodinsky,
        "egalitarian": egalitarian,
        "utilitarian": utilitarian,
    }
    found: dict[str, Deal] = {}
    absent: dict[str, str] = {}
    try:
        known = _points(what).frontier
    except CaseError as error:
        return Solutions({}, dict.fromkeys(ways, str(error)))
    for name, way in ways.items():
        try:
            found[name] = way(known)
        except CaseError as error:
            absent[name] = str(error)
    return Solutions(found, absent)
