"""Sequences of steps by brute force: every order and grouping of moves, each valued as a stream over time.

It shares nothing with the engine. A package in force for some days is worth its utility times what that stretch weighs
against for ever; a party stays or leaves at a step in every way that is open to it; the best schedule is found by
trying them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

YEAR = 365.25
Levels = tuple[int, ...]


@dataclass(frozen=True)
class Way:
    """Moves on tracks: how many each has, who makes them, whether they stay made, how long they take to be seen."""

    lengths: Levels
    movers: tuple[frozenset[str], ...]
    one_way: tuple[bool, ...]
    days: tuple[float, ...]
    parties: tuple[str, ...]
    """Those whose incentives count; movers may be others too."""
    utility: Callable[[Levels], dict[str, float]]
    allowed: Callable[[Levels], bool]
    may_follow: Callable[[Levels, Levels], bool]
    discount: float

    def lasts(self, before: Levels, after: Levels) -> float:
        """Return the days of a step: those of its slowest verification."""
        return max(day for day, one, other in zip(self.days, before, after, strict=True) if other > one)

    def weight(self, days: float) -> float:
        """Return what comes after some days is worth today."""
        return float(self.discount ** (days / YEAR))


def schedules(way: Way) -> Iterator[tuple[Levels, ...]]:
    """Try every order and grouping of moves."""

    def onward(path: tuple[Levels, ...]) -> Iterator[tuple[Levels, ...]]:
        if path[-1] == way.lengths:
            yield path
            return
        for step in product(*(range(n - done + 1) for n, done in zip(way.lengths, path[-1], strict=True))):
            after = tuple(done + more for done, more in zip(path[-1], step, strict=True))
            if any(step) and way.allowed(after) and way.may_follow(path[-1], after):
                yield from onward((*path, after))

    yield from onward((tuple(0 for _ in way.lengths),))


def staying(way: Way, path: Sequence[Levels], number: int, party: str) -> float:
    """Return what a party gets from the beginning of a step on if everybody goes on."""
    total, weight = 0.0, 1.0
    for before, after in list(pairwise(path))[number:]:
        later = weight * way.weight(way.lasts(before, after))
        total += way.utility(after)[party] * (weight - later)
        weight = later
    return total + way.utility(path[-1])[party] * weight


def ways_to_leave(way: Way, before: Levels, after: Levels, party: str) -> Iterator[Levels]:
    """List the packages that a party can bring about at a step by doing anything but what was agreed."""
    own = [k for k, movers in enumerate(way.movers) if party in movers]
    for chosen in product(*(sorted({after[k], before[k], before[k] if way.one_way[k] else 0}) for k in own)):
        levels = list(after)
        for k, level in zip(own, chosen, strict=True):
            levels[k] = level
        if tuple(levels) != after:
            yield tuple(levels)


def left_with(way: Way, during: Levels, party: str) -> float:
    """Return what a party is left with once the others have taken back what they can, and it too if it likes."""
    levels = list(during)
    for k, movers in enumerate(way.movers):
        if not way.one_way[k] and movers != {party}:
            levels[k] = 0
    own = [k for k, movers in enumerate(way.movers) if movers == {party} and not way.one_way[k]]
    found = []
    for chosen in product(*((0, levels[k]) for k in own)):
        for k, level in zip(own, chosen, strict=True):
            levels[k] = level
        found.append(way.utility(tuple(levels))[party])
    return max(found)


def leaving(way: Way, path: Sequence[Levels], number: int, party: str) -> float | None:
    """Return the most that a party gets by leaving at a step; None if it cannot."""
    before, after = path[number], path[number + 1]
    later = way.weight(way.lasts(before, after))
    worth = [
        way.utility(during)[party] * (1 - later) + left_with(way, during, party) * later
        for during in ways_to_leave(way, before, after, party)
    ]
    return max(worth, default=None)


def slacks(way: Way, path: Sequence[Levels]) -> list[dict[str, float]]:
    """Return for each step what each party that could leave gains by staying."""
    found: list[dict[str, float]] = []
    for number in range(len(path) - 1):
        here = {party: leaving(way, path, number, party) for party in way.parties}
        found.append({p: staying(way, path, number, p) - worth for p, worth in here.items() if worth is not None})
    return found


def rating(way: Way, path: Sequence[Levels]) -> tuple[float, float, float]:
    """Return the smallest slack, minus the guarantees, minus the days; larger is better, the first counts most."""
    found = [one for step in slacks(way, path) for one in step.values()]
    days = sum(way.lasts(before, after) for before, after in pairwise(path))
    return min(found, default=float("inf")), -sum(max(0.0, -one) for one in found), -days


def best(way: Way) -> tuple[float, float, float] | None:
    """Return the best rating of all schedules; None if there is none. Ratings are rounded so that equal is equal."""
    ratings = (rating(way, path) for path in schedules(way))
    rounded = [(round(least, 9) + 0.0, round(guarantee, 8) + 0.0, days) for least, guarantee, days in ratings]
    return max(rounded, default=None)


def exposure(way: Way, before: Levels, after: Levels, party: str) -> float:
    """Return what a party loses against today if all others stop once it has made its moves of a step."""
    out = tuple(new if party in movers else old for old, new, movers in zip(before, after, way.movers, strict=True))
    return max(0.0, way.utility(tuple(0 for _ in before))[party] - way.utility(out)[party])
