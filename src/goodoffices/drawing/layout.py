"""Place the parties of a map: principals apart, candidates for broker between them, friends near, enemies far.

Stress majorisation finds positions whose distances come near to wished ones; then circles that touch are pushed apart,
and away from ties they do not belong to. Nothing is random: the start is a circle in the order given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Frame", "Link", "Place", "arrange"]

Floats = NDArray[np.float64]
Role = Literal["principal", "candidate", "other"]


@dataclass(frozen=True, slots=True)
class Place:
    """One thing to place; ``radius`` in pixels is the room it takes."""

    id: str
    role: Role
    radius: float


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two places; closeness from -1 (enemies) to 1 (allies)."""

    source: str
    target: str
    closeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the sheet to fill, px, and the least gap between two things, px."""

    left: float
    top: float
    width: float
    height: float
    gap: float = 46


def _closeness(places: Sequence[Place], links: Sequence[Link]) -> tuple[Floats, NDArray[np.bool_]]:
    at = {place.id: k for k, place in enumerate(places)}
    close = np.zeros((len(places), len(places)))
    tied = np.zeros(close.shape, dtype=bool)
    for link in links:
        a, b = at[link.source], at[link.target]
        if a != b:
            close[a, b] += link.closeness
            tied[a, b] = True
    tied |= tied.T
    return np.clip(close + close.T, -1.0, 1.0), tied


def _wished(close: Floats, tied: NDArray[np.bool_]) -> Floats:
    # Friends 0.85, neutral 1, enemies 1.25; strangers by the shortest way round, at most 1.6.
    direct = np.where(tied, 1.0 - np.where(close > 0, 0.15, 0.25) * close, 1.6)
    np.fill_diagonal(direct, 0.0)
    for k in range(len(direct)):
        direct = np.minimum(direct, np.where(tied, direct, direct[:, [k]] + direct[[k], :]))
    return direct


def _sides(places: Sequence[Place], close: Floats) -> list[float]:
    """Give each principal the left (-1) or the right (1) side, each other place 0: friends share a side."""
    principals = [k for k, place in enumerate(places) if place.role == "principal"]
    sides = [0.0] * len(places)
    for order, k in enumerate(principals):
        pull = sum(sides[j] * float(close[k, j]) for j in principals[:order])
        sides[k] = (-1.0 if order == 0 else 1.0) if order < 2 or pull == 0 else math.copysign(1.0, pull)
    return sides


def _anchors(places: Sequence[Place], close: Floats) -> tuple[Floats, Floats]:
    """Return where each place is pulled to, and how strongly, per axis: both (n, 2)."""
    sides = _sides(places, close)
    wish, pull = np.zeros((len(places), 2)), np.zeros((len(places), 2))
    for side in (-1.0, 1.0):
        mates = [k for k, one in enumerate(sides) if one == side]
        for order, k in enumerate(mates):
            wish[k] = side * 1.15, (order - (len(mates) - 1) / 2) * 1.1
            pull[k] = 60.0, 6.0
    wish[[k for k, place in enumerate(places) if place.role == "candidate"]] = 0.0
    pull[[k for k, place in enumerate(places) if place.role == "candidate"], 0] = 14.0
    return wish, pull


def _file_candidates(places: Sequence[Place], spots: Floats, anchors: tuple[Floats, Floats]) -> None:
    """Spread the candidates from top to bottom as the stress ordered them, off the line between the principals."""
    wish, pull = anchors
    middle = [k for k, place in enumerate(places) if place.role == "candidate"]
    above = len(middle) // 2
    for order, k in enumerate(sorted(middle, key=lambda one: (spots[one, 1], one))):
        rank = order - above if order < above else order - above + 1
        # Two files, so that a tie between the first and the third does not run through the second.
        wish[k] = (0.17 * (-1) ** order if len(middle) > 2 else 0.0), 0.5 * rank
        pull[k] = 14.0, 9.0


def _majorise(wished: Floats, wish: Floats, pull: Floats, rounds: int = 200) -> Floats:
    """Lower the stress from a circle by SMACOF with anchors (De Leeuw 1977; Gansner, Koren and North 2004)."""
    n = len(wished)
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    spots = np.where(pull > 0, wish, np.stack([np.cos(turn), np.sin(turn)], axis=1) * 1.1)
    weight: Floats = np.zeros_like(wished)
    np.divide(1.0, wished**2, out=weight, where=wished > 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    # A trace of pull to the middle keeps the system solvable when nothing is anchored.
    systems = [laplacian + np.diag(pull[:, axis] + 1e-6) for axis in (0, 1)]
    for _ in range(rounds):
        apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
        ratio = np.zeros_like(apart)
        np.divide(weight * wished, apart, out=ratio, where=apart > 1e-9)
        target = np.diag(ratio.sum(axis=1)) - ratio
        aims = target @ spots + pull * wish
        spots = np.stack([np.linalg.solve(systems[axis], aims[:, axis]) for axis in (0, 1)], axis=1)
    # Rounding here keeps the last bits of different processors out of the picture.
    return np.asarray(np.round(spots, 6), dtype=np.float64)


def _fit(spots: Floats, radii: Floats, frame: Frame) -> Floats:
    """Stretch the positions over the frame, each axis by itself."""
    corner = np.array([frame.left, frame.top])
    size = np.array([frame.width, frame.height])
    margin = float(radii.max())
    low, span = spots.min(axis=0), np.ptp(spots, axis=0)
    share = np.where(span > 1e-6, (spots - low) / np.where(span > 1e-6, span, 1.0), 0.5)
    return np.asarray(corner + margin + share * np.maximum(size - 2 * margin, 0.0))


def _push_apart(spots: Floats, radii: Floats, gap: float) -> Floats:
    apart = spots[:, None] - spots[None]
    distance = np.linalg.norm(apart, axis=2)
    lack = np.maximum(radii[:, None] + radii[None] + gap - distance, 0.0)
    np.fill_diagonal(lack, 0.0)
    # Two things on one spot part along a direction fixed by their order.
    order = np.arange(len(spots))
    turn = (order[:, None] + order[None]) * 2.4
    side = np.sign(order[:, None] - order[None])
    fallback = np.stack([np.cos(turn), np.sin(turn)], axis=2) * side[:, :, None]
    near = distance[:, :, None] < 1e-6
    way = np.where(near, fallback, apart / np.where(near, 1.0, distance[:, :, None]))
    return np.asarray((way * lack[:, :, None] * 0.5).sum(axis=1))


def _clear_ties(spots: Floats, radii: Floats, pairs: Sequence[tuple[int, int]], room: float) -> Floats:
    """Push each place off the straight line of ties it does not belong to."""
    shift = np.zeros_like(spots)
    for a, b in pairs:
        line = spots[b] - spots[a]
        long = float(line @ line) or 1.0
        share = ((spots - spots[a]) @ line) / long
        off = spots - (spots[a] + share[:, None] * line)
        distance = np.linalg.norm(off, axis=1)
        normal = np.array([line[1], -line[0]]) / math.sqrt(long)
        lack = np.where((share > 0.08) & (share < 0.92), np.maximum(radii + room - distance, 0.0), 0.0)
        lack[[a, b]] = 0.0
        way = np.where(distance[:, None] > 1e-6, off / np.maximum(distance, 1e-6)[:, None], normal)
        shift += way * lack[:, None] * 0.35
    return shift


def _crossings(spots: Floats, pairs: Sequence[tuple[int, int]]) -> int:
    """Count the straight ties that cross, those that share an end left out."""
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    a, b = spots[ends[:, 0]], spots[ends[:, 1]]

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        return np.asarray(
            (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
        )

    first, second = (a[:, None], b[:, None]), (a[None], b[None])
    splits = side(*first, second[0]) * side(*first, second[1]) < -1e-6
    split = side(*second, first[0]) * side(*second, first[1]) < -1e-6
    return int((splits & split).sum()) // 2


def _untangle(places: Sequence[Place], spots: Floats, pairs: Sequence[tuple[int, int]], wished: Floats) -> Floats:
    """Exchange things of one role as long as fewer ties cross; at equal crossings, as long as the stress falls."""
    scale = float(np.linalg.norm(np.ptp(spots, axis=0))) / max(float(wished.max()), 1.0)

    def cost(trial: Floats) -> float:
        apart = np.linalg.norm(trial[:, None] - trial[None], axis=2) / max(scale, 1e-9)
        return _crossings(trial, pairs) + 0.5 * float(((apart - wished) ** 2).sum())

    best, least = spots, round(cost(spots), 6)
    movable = [k for k, place in enumerate(places) if place.role != "principal"]
    swaps = [(a, b) for a in movable for b in movable if a < b and places[a].role == places[b].role]
    for a, b in swaps * 4:
        trial = best.copy()
        trial[[a, b]] = trial[[b, a]]
        found = round(cost(trial), 6)
        if found < least:
            best, least = trial, found
    return best


def arrange(places: Sequence[Place], links: Sequence[Link], frame: Frame) -> dict[str, tuple[float, float]]:
    """Return the centre of each place, px to one decimal.

    Parameters
    ----------
    places
        What to place, in the order that fixes the start.
    links
        Ties between them; several between one pair add up.
    frame
        Where on the sheet.

    Returns
    -------
    dict
        Centre by id. Where the frame is too small for all, things may touch.

    Examples
    --------
    >>> spots = arrange([Place("USA", "principal", 30), Place("PRK", "principal", 20)], [], Frame(0, 0, 400, 300))
    >>> spots["USA"][0] < spots["PRK"][0]
    True
    """
    if not places:
        return {}
    close, tied = _closeness(places, links)
    radii = np.array([place.radius for place in places])
    wish, pull = _anchors(places, close)
    wished = _wished(close, tied)
    _file_candidates(places, _majorise(wished, wish, pull), (wish, pull))
    spots = _fit(_majorise(wished, wish, pull), radii, frame)
    pairs = [(int(a), int(b)) for a, b in np.argwhere(np.triu(tied))]
    spots = _untangle(places, spots, pairs, wished)
    low = np.array([frame.left, frame.top]) + radii[:, None]
    high = np.maximum(np.array([frame.left + frame.width, frame.top + frame.height]) - radii[:, None], low)
    rounds = 160
    for step in range(rounds):
        ease = 1.0 - step / rounds
        if step == rounds // 2:
            spots = _fit(spots, radii, frame)
        spots = spots + ease * _clear_ties(spots, radii, pairs, 16.0)
        spots = np.clip(spots + _push_apart(spots, radii, frame.gap), low, high)
    return {place.id: (round(float(x), 1), round(float(y), 1)) for place, (x, y) in zip(places, spots, strict=True)}
