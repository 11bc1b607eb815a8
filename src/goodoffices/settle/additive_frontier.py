"""The frontier of issues that count by themselves: a dynamic programme over issues, or over groups of linked ones.

The undominated sums of some issues are kept, the next issue is added to each, the dominated are struck out, and so on.
Nothing that matters is lost. Take a package on the frontier, and of it what it settles in the issues added so far. That
part can still reach the reservation values, since the package does; so it is not cut off. It is undominated among the
ways to settle these issues: exchanged for a better one, the package would give nobody less and somebody more, and would
still give everybody the reservation value, so it would not be on the frontier. The same holds for every package with
the same utilities and for every part that is worth the same. Hence every point of the frontier is found, the number of
its packages adds up exactly, and the first of them consists of parts that are first among their equals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import LimitError
from goodoffices.settle.enumeration import Front, ceiling, combinations, settled
from goodoffices.settle.exactness import SAFE_BITS, IntArray
from goodoffices.settle.filtering import Watch, undominated
from goodoffices.settle.problem import Problem
from goodoffices.settle.result import Frontier

__all__ = ["dynamic_programme"]

_BEAM = (256, 16)  # points carried on, and ways to settle an issue looked at, once the work is cut short


@dataclass(frozen=True)
class _Scale:
    """How utilities were shrunk: from 0, and without what divides all differences."""

    shift: tuple[int, ...]
    step: tuple[int, ...]

    def back(self, worth: Sequence[int]) -> list[int]:
        """Return utilities in the parties' units."""
        return [low + step * one for low, step, one in zip(self.shift, self.step, worth, strict=True)]

    def down(self, worth: Sequence[int | None]) -> list[int]:
        """Return least utilities on the shrunk scale; nothing is less than 0 there."""
        given = zip(self.shift, self.step, worth, strict=True)
        return [0 if one is None else max(0, -((low - one) // step)) for low, step, one in given]


def dynamic_programme(problem: Problem, groups: Sequence[Sequence[int]], watch: Watch) -> Frontier:
    """Find the frontier by adding issues, or groups of linked issues, one after the other.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    groups
        Positions of issues; no rule and no term connects two groups, and every issue has an option that is allowed.
    watch : Watch
        What may end the work.

    Returns
    -------
    Frontier
        Partial if the watch ended the work.

    Raises
    ------
    LimitError
        If a group has too many combinations to be numbered.
    """
    fronts, parts = _settled_apart(problem, groups, watch)
    name = _name(problem, groups)
    nothing = fronts[0].chosen[:0].astype(np.int64)
    if not all(len(one) or one.cut for one in fronts):
        return Frontier.of(problem, nothing, method=f"{name}, exact", ties=())
    if not all(map(len, fronts)):
        most = [sum(column) for column in zip(*(one.ceiling for one in fronts), strict=True)]
        return Frontier.of(problem, nothing, method=f"partial: {name}, cut short before any was found", bound=most)
    fronts, scale = _shrunk(fronts)
    added = _added(fronts, scale.down(problem.reserve), watch, parts)
    packages = added.front.chosen.astype(np.int64)
    if added.bound is None:
        return Frontier.of(problem, packages, method=f"{name}, exact", ties=added.front.counts.tolist())
    return Frontier.of(problem, packages, method=f"partial: {name}, {added.cut}", bound=scale.back(added.bound))


def _name(problem: Problem, groups: Sequence[Sequence[int]]) -> str:
    """Name the method."""
    if len(groups) == 1 and len(groups[0]) > 1:
        return f"enumeration of {combinations(problem, groups[0])} packages"
    if len(groups) == len(problem.issues):
        return f"dynamic programme over {len(groups)} issues"
    return f"dynamic programme over {len(groups)} groups of linked issues"


def _settled_apart(problem: Problem, groups: Sequence[Sequence[int]], watch: Watch) -> tuple[list[Front], int]:
    """Settle each group by itself; return also in how many parts the whole work is told."""
    ceilings = [ceiling(problem, group) for group in groups]
    total = [sum(column) for column in zip(*ceilings, strict=True)]
    parts = max(1, sum(len(group) > 1 for group in groups) + len(groups) - 1)
    fronts: list[Front] = []
    begun = 0
    for group, most in zip(groups, ceilings, strict=True):
        watch.part(begun, parts)
        begun += len(group) > 1
        others = [everything - own for everything, own in zip(total, most, strict=True)]
        least = [None if one is None else one - rest for one, rest in zip(problem.reserve, others, strict=True)]
        fronts.append(settled(problem, group, least, watch))
    return fronts, parts


def _shrunk(fronts: Sequence[Front]) -> tuple[list[Front], _Scale]:
    """Let every party's utilities begin at 0 and drop what divides them all; sort by how much hangs on a front.

    What little hangs on is added first: its sums coincide most. Measured on drawn problems of unequal issues, up to 2.4
    times fewer sums are compared than in the order of the issues, and never notably more.
    """
    lows = [one.worth.min(axis=1) for one in fronts]
    apart = [one.worth - low[:, None] for one, low in zip(fronts, lows, strict=True)]
    steps = [math.gcd(*(_divisor(worth[one]) for worth in apart)) or 1 for one in range(len(lows[0]))]
    small = [
        # Ceilings are rounded up: where a front is not whole they need not be a sum of its values.
        tuple(-((int(low) - most) // step) for low, most, step in zip(lows[k], front.ceiling, steps, strict=True))
        for k, front in enumerate(fronts)
    ]
    total = [sum(column) for column in zip(*small, strict=True)]
    kind = np.int64 if max(total) < 1 << SAFE_BITS else object
    per = np.array(steps, dtype=apart[0].dtype)[:, None]
    made = [
        replace(front, worth=(worth // per).astype(kind), ceiling=most)
        for front, worth, most in zip(fronts, apart, small, strict=True)
    ]
    made.sort(key=lambda front: sum(own / all_ for own, all_ in zip(front.ceiling, total, strict=True) if all_))
    shift = tuple(sum(int(low[one]) for low in lows) for one in range(len(total)))
    return made, _Scale(shift, tuple(steps))


def _divisor(worth: IntArray) -> int:
    """Return the greatest number that divides all."""
    return math.gcd(*worth) if worth.dtype == object else int(np.gcd.reduce(worth))


@dataclass(frozen=True)
class _Added:
    """What adding fronts led to; where points may be missing, what none of them exceeds and why."""

    front: Front
    bound: tuple[int, ...] | None
    cut: str


def _added(fronts: Sequence[Front], least: Sequence[int], watch: Watch, parts: int) -> _Added:
    """Add one front after the other; where the watch ends the work, carry on with few points only."""
    count = len(fronts)
    above = [[0] * len(least)]
    for one in reversed(fronts):
        above.insert(0, [most + own for most, own in zip(above[0], one.ceiling, strict=True)])
    needs = [[one - most for one, most in zip(least, rest, strict=True)] for rest in above]
    front = fronts[0]
    cut = next((one.cut for one in fronts if one.cut), "")
    bound = tuple(above[0]) if cut else None
    for k in range(1, count):
        if not len(front):
            break
        try:
            watch.part(parts - count + k, parts)
            watch.at(0.0)
            front = _sums(front, fronts[k], needs[k + 1], watch)
        except LimitError as error:
            if bound is None:
                bound = tuple(int(own) + rest for own, rest in zip(front.worth.max(axis=1), above[k], strict=True))
            for j in range(k, count):
                few, ways = _thinned(front, needs[j], _BEAM[0]), _thinned(fronts[j], [0] * len(least), _BEAM[1])
                front = _sums(few, ways, needs[j + 1], Watch())
            return _Added(front, bound, f"{error} with {k} of {count} added up, then about {_BEAM[0]} sums carried on")
    return _Added(front, bound, cut)


def _sums(front: Front, other: Front, need: Sequence[int], watch: Watch) -> Front:
    """Find the undominated sums of one from each front that give every party what it needs."""
    together = max(1, watch.room(front.worth) // max(1, len(front)))
    found = _some_sums(front, _picked(other, slice(together)), need, watch)
    for k in range(together, len(other), together):
        watch.at(k / len(other))
        piece = _some_sums(front, _picked(other, slice(k, k + together)), need, watch)
        found = _joined(found, piece, watch)
    return found


def _some_sums(front: Front, other: Front, need: Sequence[int], watch: Watch) -> Front:
    """Find the undominated sums, all together."""
    ways = len(other)
    watch.needs(len(front) * ways, front.worth)
    worth = (front.worth[:, :, None] + other.worth[:, None, :]).reshape(len(need), -1)
    good = None
    for one, least in enumerate(need):
        if least > 0:
            enough = np.asarray(worth[one] >= least, dtype=bool)
            good = enough if good is None else good & enough
    places = np.arange(worth.shape[1]) if good is None else np.flatnonzero(good)
    first, second = np.divmod(places, ways)

    def counted(sums: NDArray[np.int64], equals: int) -> IntArray:
        ours, most = front.counts[first[sums]], int(other.counts.max())
        if int(front.counts.max()) * most * equals >= 1 << SAFE_BITS:
            ours = ours.astype(object)
        return ours if most == 1 else ours * other.counts[second[sums]]

    def chosen(sums: NDArray[np.int64]) -> NDArray[Any]:
        return front.chosen[first[sums]] | other.chosen[second[sums]]

    return _condensed(worth if good is None else worth[:, places], counted, chosen, watch)


def _joined(front: Front, other: Front, watch: Watch) -> Front:
    """Find the undominated in two fronts together."""
    counts, chosen = np.concatenate([front.counts, other.counts]), np.concatenate([front.chosen, other.chosen])
    watch.needs(len(counts), front.worth)

    def counted(points: NDArray[np.int64], equals: int) -> IntArray:
        found = counts[points]
        return found.astype(object) if int(counts.max()) * equals >= 1 << SAFE_BITS else found

    worth = np.concatenate([front.worth, other.worth], axis=1)
    return _condensed(worth, counted, chosen.__getitem__, watch)


def _condensed(
    worth: IntArray,
    counted: Callable[[NDArray[np.int64], int], IntArray],
    chosen: Callable[[NDArray[np.int64]], NDArray[Any]],
    watch: Watch,
) -> Front:
    """Keep undominated points, each once: with the number of ways to it, and the first of them in the order of options.

    ``counted`` says in how many ways points are had, if at most so many are equal; ``chosen`` names the first of them.
    """
    classes = undominated(worth, watch)
    members, starts, sizes = classes.members, classes.starts, classes.sizes
    if not len(members):
        return Front(worth, members, chosen(members), (0,) * len(worth))
    first = members[starts]
    tied = np.flatnonzero(sizes > 1)
    if len(tied):
        among = members[np.repeat(sizes > 1, sizes)]
        first[tied] = among[_first(chosen(among), sizes[tied])]
    counts = np.add.reduceat(counted(members, int(sizes.max())), starts)
    return Front(worth[:, first], counts, chosen(first), (0,) * len(worth))


def _first(rows: NDArray[Any], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each run of so many rows which of them comes first in the order of options."""
    # With the highest byte in front, comparing bytes is comparing rows.
    ordered = np.ascontiguousarray(rows, dtype=rows.dtype.newbyteorder(">"))
    words = ordered.view(f"S{ordered.itemsize * ordered.shape[1]}")[:, 0]
    starts = sizes.cumsum() - sizes
    best = starts.copy()
    for k in range(1, int(sizes.max())):
        runs = np.flatnonzero(sizes > k)
        rivals = starts[runs] + k
        ahead = words[rivals] < words[best[runs]]
        best[runs[ahead]] = rivals[ahead]
    return best


def _picked(front: Front, places: slice | NDArray[np.int64]) -> Front:
    """Take some of the points."""
    return replace(front, worth=front.worth[:, places], counts=front.counts[places], chosen=front.chosen[places])


def _thinned(front: Front, need: Sequence[int], most: int) -> Front:
    """Take at most about so many points: the best for each party, the most balanced, and some in between."""
    if len(front) <= most:
        return front
    slack = front.worth - np.array(need, dtype=front.worth.dtype)[:, None]
    share = (slack / np.maximum(slack.max(axis=1), 1)[:, None]).astype(np.float64)
    balanced = np.argsort(-share.min(axis=0), kind="stable")[: most // 2]
    between = np.linspace(0, len(front) - 1, most // 2).astype(np.int64)
    return _picked(front, np.unique(np.concatenate([front.worth.argmax(axis=1), balanced, between])))
