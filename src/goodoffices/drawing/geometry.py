"""Work with points, boxes and the curves that ties follow; lengths in pixels, y downwards."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Box", "Point", "along", "around", "curve", "length", "parallel", "path", "resample", "trim", "zigzag"]

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle with its sides parallel to the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0) -> bool:
        """Say whether two boxes come nearer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def within(self, other: Box) -> bool:
        """Say whether this box lies wholly in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Say whether a point lies in the box widened by ``margin``."""
        x, y = point
        return self.left - margin < x < self.right + margin and self.top - margin < y < self.bottom + margin


def around(x: float, y: float, width: float, height: float) -> Box:
    """Lay a box around its centre."""
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def curve(start: Point, end: Point, bulge: float, count: int = 48) -> tuple[Point, ...]:
    """Sample the arc whose middle stands ``bulge`` to the left of the straight line, seen in its direction.

    Examples
    --------
    >>> curve((0, 0), (10, 0), 5, count=2)
    ((0.0, 0.0), (5.0, -5.0), (10.0, 0.0))
    """
    (ax, ay), (bx, by) = start, end
    span = math.hypot(bx - ax, by - ay) or 1.0
    # A quadratic curve reaches half way to its control point.
    cx = (ax + bx) / 2 + 2 * bulge * (by - ay) / span
    cy = (ay + by) / 2 - 2 * bulge * (bx - ax) / span
    steps = [at / count for at in range(count + 1)]
    return tuple(
        (
            (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx,
            (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by,
        )
        for t in steps
    )


def length(points: Sequence[Point]) -> float:
    """Measure a line along its points."""
    return sum(math.dist(a, b) for a, b in pairwise(points))


def resample(points: Sequence[Point], step: float) -> tuple[Point, ...]:
    """Place points at equal distances of about ``step`` along a line, its ends kept."""
    pieces = max(2, round(length(points) / step))
    return tuple(along(points, at / pieces)[0] for at in range(pieces + 1))


def along(points: Sequence[Point], share: float) -> tuple[Point, Point]:
    """Find the point at a share of a line's length, and the direction the line has there."""
    left = share * length(points)
    heading: Point = (1.0, 0.0)
    for a, b in pairwise(points):
        piece = math.dist(a, b)
        if piece == 0:
            continue
        heading = ((b[0] - a[0]) / piece, (b[1] - a[1]) / piece)
        if left <= piece:
            return (a[0] + heading[0] * left, a[1] + heading[1] * left), heading
        left -= piece
    return points[-1], heading


def trim(points: Sequence[Point], starts: Callable[[Point], bool], ends: Callable[[Point], bool]) -> tuple[Point, ...]:
    """Cut off what lies inside the shape a line starts in and the shape it ends in; two points always remain."""
    first = next((at for at, point in enumerate(points) if not starts(point)), len(points) - 2)
    last = next((at for at in range(len(points) - 1, -1, -1) if not ends(points[at])), 1)
    if last - first < 1:
        middle = len(points) // 2
        return tuple(points[middle - 1 : middle + 1])
    return tuple(points[first : last + 1])


def _normals(points: Sequence[Point]) -> list[Point]:
    found = []
    for at in range(len(points)):
        (ax, ay), (bx, by) = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
        span = math.hypot(bx - ax, by - ay) or 1.0
        found.append(((by - ay) / span, -(bx - ax) / span))
    return found


def parallel(points: Sequence[Point], distance: float) -> tuple[Point, ...]:
    """Shift a line sideways by ``distance`` to its left."""
    return tuple(
        (x + nx * distance, y + ny * distance) for (x, y), (nx, ny) in zip(points, _normals(points), strict=True)
    )


def zigzag(points: Sequence[Point], amplitude: float, step: float = 5.5) -> tuple[Point, ...]:
    """Turn a line into a zigzag of the amplitude, straight at both ends."""
    even = resample(points, step)
    swing = [0.0 if at < 2 or at > len(even) - 3 else amplitude * (-1) ** at for at in range(len(even))]
    return tuple((x + nx * by, y + ny * by) for (x, y), (nx, ny), by in zip(even, _normals(even), swing, strict=True))


def path(points: Sequence[Point]) -> str:
    """Write a line as the data of an SVG path."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
