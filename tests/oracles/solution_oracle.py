"""Solutions from their definitions: every package is looked at, in fractions; slow on purpose."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

Point = tuple[Fraction, ...]


def acceptable_points(
    values: Sequence[Sequence[Sequence[int]]], units: Sequence[Fraction], reserve: Sequence[int | None]
) -> set[Point]:
    """List what the acceptable packages are worth, on the parties' scales."""
    points = set()
    for package in itertools.product(*(range(len(table)) for table in values)):
        sums = [sum(values[k][j][one] for k, j in enumerate(package)) for one in range(len(units))]
        if all(least is None or worth >= least for worth, least in zip(sums, reserve, strict=True)):
            points.add(tuple(worth * unit for worth, unit in zip(sums, units, strict=True)))
    return points


def _gains(point: Point, origin: Point) -> Point:
    return tuple(one - low for one, low in zip(point, origin, strict=True))


def _best(points: set[Point], key: Callable[[Point], Any]) -> set[Point]:
    most = max(map(key, points), default=None)
    return {point for point in points if key(point) == most}


def nash_points(points: set[Point], origin: Point) -> set[Point]:
    """Return the points with the greatest product of gains; if all are 0, of what as many as possible gain."""
    fair = {point for point in points if min(_gains(point, origin)) >= 0}
    ideal = [max(point[one] for point in fair) - origin[one] for one in range(len(origin))] if fair else []

    def key(point: Point) -> tuple[int, Fraction]:
        product, gaining = Fraction(1), 0
        for gain, most in zip(_gains(point, origin), ideal, strict=True):
            if gain > 0:
                product, gaining = product * gain / most, gaining + 1
        return gaining, product

    return _best(fair, key)


def kalai_smorodinsky_points(points: set[Point], origin: Point) -> set[Point]:
    """Return the points with the lexicographically greatest ascending list of gains over ideal gains."""
    fair = {point for point in points if min(_gains(point, origin)) >= 0}
    ideal = [max(point[one] for point in fair) - origin[one] for one in range(len(origin))] if fair else []

    def key(point: Point) -> list[Fraction]:
        both = zip(_gains(point, origin), ideal, strict=True)
        return sorted(gain / most if most else Fraction(1) for gain, most in both)

    return _best(fair, key)


def egalitarian_points(points: set[Point], origin: Point) -> set[Point]:
    """Return the points with the lexicographically greatest ascending list of gains."""
    return _best(points, lambda point: sorted(_gains(point, origin)))


def utilitarian_points(points: set[Point], origin: Point) -> set[Point]:
    """Return the points with the greatest sum."""
    del origin
    return _best(points, sum)
