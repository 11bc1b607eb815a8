"""Adjusted Winner: two parties share out issues that can be split, so that both get the same number of their points."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from goodoffices.case.model import Case
from goodoffices.errors import CaseError
from goodoffices.settle.division import AdjustedWinner, Announcing, Side
from goodoffices.settle.from_case import settlement
from goodoffices.settle.mixtures import Pair, best_against
from goodoffices.settle.problem import Problem

__all__ = ["adjusted_winner"]

_ALL = Fraction(100)
_HALF = Fraction(50)


def adjusted_winner(what: Problem | Case) -> AdjustedWinner:
    """Share out issues between two parties so that both get the same number of their points.

    Each party's points on an issue are what its best option is worth to it above its worst; they are scaled to 100
    in all. An issue on which both like the same option best is settled so. Every other one goes to the party that
    gives it more points; then issues move from the party that is ahead, in the order of the ratio of points, until both
    are equal. At most one issue is split. Everything is computed in exact fractions.

    Parameters
    ----------
    what : Problem or Case
        Two parties; issues that count by themselves.

    Returns
    -------
    AdjustedWinner
        If the issue that would have to be split cannot be, the result says so and `possible` is false.

    Raises
    ------
    CaseError
        If there are not two parties, if rules or terms tie issues together, if nothing is at stake for a party, or if
        an issue has to be split and none can be.

    References
    ----------
    Brams and Taylor (1996), *Fair Division*, ch. 4; Brams and Taylor (1999), *The Win-Win Solution*, ch. 5.

    Examples
    --------
    >>> import goodoffices as go
    >>> found = adjusted_winner(go.read_case("camp-david-1978"))
    >>> [str(points) for points in found.points], found.split, str(found.shares["sinai"])
    (['395/6', '395/6'], 'sinai', '1/6')
    """
    problem = settlement(what) if isinstance(what, Case) else what
    topics = _topics(problem)
    shares = _shares(topics)
    split = next((one for one, share in zip(topics, shares, strict=True) if 0 < share < 1), None)
    if split is not None and not any(one.divisible for one in topics):
        message = f"found that {split.name!r} has to be split, expected an issue that can be"
        raise CaseError(f"{message}; write `divisible: true` where that is so")
    worth = [one.points for one in topics]
    points = _total(one.mixed(one.points, share) for one, share in zip(topics, shares, strict=True))
    utilities = _total(one.mixed(one.scale, share) for one, share in zip(topics, shares, strict=True))
    better = (best_against(worth, 0, points[1]).total, best_against(worth, 1, points[0]).total)
    announcing = [
        Announcing(name, points[one], most.total, most.to_the_worst)
        for one, name in enumerate(problem.parties)
        for most in [best_against(worth, one, _HALF)]
    ]
    least = [
        None if units is None else units * unit for units, unit in zip(problem.reserve, problem.units, strict=True)
    ]
    return AdjustedWinner(
        problem,
        tuple(one.side(share) for one, share in zip(topics, shares, strict=True)),
        points,
        utilities,
        None if split is None else split.name,
        split is None or split.divisible,
        _envy_free(topics, shares),
        better,
        tuple(low is None or worth >= low for low, worth in zip(least, utilities, strict=True)),  # type: ignore[arg-type]
        (announcing[0], announcing[1]),
        problem.digest(),
    )


@dataclass(frozen=True)
class _Topic:
    """An issue with the options that rules leave.

    Attributes
    ----------
    name, divisible
        Of the issue.
    options
        Their names.
    scale, points
        What each is worth to both, on their scales, and in points above the worst, of 100 in all.
    liked
        Which of them the first and the second party like best.
    """

    name: str
    divisible: bool
    options: tuple[str, ...]
    scale: tuple[Pair, ...]
    points: tuple[Pair, ...]
    liked: tuple[int, int]

    @property
    def contested(self) -> Pair:
        """What each gains by having its own way instead of the other's."""
        first, second = (self.points[one] for one in self.liked)
        return first[0] - second[0], second[1] - first[1]

    @property
    def leaning(self) -> Fraction:
        """How much of what both gain is the first party's: rises with the ratio of points."""
        first, second = self.contested
        return first / (first + second)

    @property
    def agreed(self) -> bool:
        """Whether both like the same best."""
        return self.liked[0] == self.liked[1]

    def mixed(self, worth: Sequence[Pair], share: Fraction) -> Pair:
        """Say what both get if the first party has its way so far."""
        first, second = (worth[one] for one in self.liked)
        return share * first[0] + (1 - share) * second[0], share * first[1] + (1 - share) * second[1]

    def side(self, share: Fraction) -> Side:
        """Say how it is shared out."""
        most = (max(row[0] for row in self.points), max(row[1] for row in self.points))
        names = (self.options[self.liked[0]], self.options[self.liked[1]])
        return Side(self.name, names, most, self.contested, self.divisible, None if self.agreed else share)


def _topics(problem: Problem) -> list[_Topic]:
    """Read off a problem what is to be shared out, with points of 100 for each party."""
    if len(problem.parties) != 2:
        raise CaseError(f"found {len(problem.parties)} parties, expected two: Adjusted Winner is for two")
    if not problem.is_additive:
        message = "found terms, or rules over several issues, expected issues that count by themselves"
        raise CaseError(f"{message}: Adjusted Winner shares them out one by one")
    left = [mask.nonzero()[0].tolist() for mask in problem.allowed]
    for issue, options in zip(problem.issues, left, strict=True):
        if not options:
            raise CaseError(f"found no option of {issue!r} that satisfies the rules, expected at least one")
    units = problem.units
    scales: list[list[Pair]] = [
        [(int(table[j, 0]) * units[0], int(table[j, 1]) * units[1]) for j in options]
        for table, options in zip(problem.values, left, strict=True)
    ]
    factors = [_factor(problem.parties[one], [[row[one] for row in rows] for rows in scales]) for one in (0, 1)]
    topics = []
    for k, rows in enumerate(scales):
        low = [min(row[one] for row in rows) for one in (0, 1)]
        points = tuple(((row[0] - low[0]) * factors[0], (row[1] - low[1]) * factors[1]) for row in rows)
        names = tuple(problem.options[k][j] for j in left[k])
        able = bool(problem.divisible) and problem.divisible[k]
        topics.append(_Topic(problem.issues[k], able, names, tuple(rows), points, _liked(points)))
    return topics


def _factor(name: str, columns: Sequence[Sequence[Fraction]]) -> Fraction:
    """Say how many points a party gives to one on its scale."""
    stake = sum((max(column) - min(column) for column in columns), start=Fraction(0))
    if not stake:
        raise CaseError(f"found nothing at stake for {name}, expected an issue whose options it does not value alike")
    return _ALL / stake


def _liked(points: Sequence[Pair]) -> tuple[int, int]:
    """Find what each likes best; among its equals what the other likes best, so that agreement is seen.

    An issue to which one party gives no points is the other's: it stands against what is worst for the other.
    """
    most = [max(row[one] for row in points) for one in (0, 1)]
    own = [max(range(len(points)), key=lambda j, one=one: (points[j][one], points[j][1 - one])) for one in (0, 1)]  # type: ignore[misc]
    worst = [min(range(len(points)), key=lambda j, one=one: points[j][one]) for one in (0, 1)]  # type: ignore[misc]
    if bool(most[0]) != bool(most[1]):
        return (own[0], worst[0]) if most[0] else (worst[1], own[1])
    return (own[0], own[0]) if points[own[0]][1] == most[1] else (own[0], own[1])


def _shares(topics: Sequence[_Topic]) -> list[Fraction]:
    """Share out contested issues by the ratio of points until both have the same."""
    shares = dict.fromkeys(range(len(topics)), Fraction(1))
    contested = [k for k, one in enumerate(topics) if not one.agreed]
    # If the second party has its way on all of them it has its 100 points; what the first lacks is to be given to it.
    missing = _ALL - sum((one.points[one.liked[1]][0] for one in topics), start=Fraction(0))
    ordered = sorted(contested, key=lambda k: topics[k].leaning, reverse=True)
    for _, group in itertools.groupby(ordered, key=lambda k: topics[k].leaning):
        # Where ratios are equal any order is as good, so those that cannot be split move whole or not at all.
        members = sorted(group, key=lambda k: topics[k].divisible)
        for k in members:
            moved = sum(topics[k].contested)
            part = min(Fraction(1), missing / moved)
            shares[k] = part if topics[k].divisible else Fraction(int(part))
            missing -= shares[k] * moved
        stuck = [k for k in members if missing and not shares[k]]
        if stuck:
            shares[stuck[0]] = missing / sum(topics[stuck[0]].contested)
            missing = Fraction(0)
    return list(shares.values())


def _total(pairs: Iterable[Pair]) -> Pair:
    both = list(zip(*pairs, strict=True))
    return sum(both[0], start=Fraction(0)), sum(both[1], start=Fraction(0))


def _envy_free(topics: Sequence[_Topic], shares: Sequence[Fraction]) -> bool:
    """Say whether each has at least half of what is contested, in its own points."""
    own = _total(
        (share * one.contested[0], (1 - share) * one.contested[1]) for one, share in zip(topics, shares, strict=True)
    )
    whole = _total(one.contested for one in topics)
    return all(2 * got >= most for got, most in zip(own, whole, strict=True))
