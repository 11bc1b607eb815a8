"""Write a path through the packages down as steps, and set it against plain orders."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from goodoffices.settle.assurance import Guarantor
from goodoffices.settle.incentives import FREE, Incentives, Reading
from goodoffices.settle.steps import Days, Given, Guarantee, PlainOrder, Step
from goodoffices.settle.waiting import Waiting

__all__ = ["Written", "plain_order", "smallest_slack"]

_READINGS: tuple[Reading, Reading, Reading] = ("low", "likely", "high")


def smallest_slack(incentives: Incentives, path: tuple[int, ...]) -> float | None:
    """Return the smallest slack of a path, on the parties' scales; None if nobody could leave."""
    least = float(incentives.slacks(path).min())
    return None if least >= FREE else least * incentives.grain


class Written:
    """Writes a path down as steps."""

    def __init__(self, incentives: Incentives, path: tuple[int, ...], could: tuple[Guarantor, ...]) -> None:
        self.incentives, self.way, self.path, self.could_guarantee = incentives, incentives.ladder, path, could
        self.parties = self.way.problem.parties
        self.readings = [Incentives(self.way, incentives.discount, incentives.step_days, one) for one in _READINGS]

    def steps(self) -> Iterator[Step]:
        """Write every step."""
        slacks = self.incentives.slacks(self.path)
        begins: Days = (0.0, 0.0, 0.0)
        for number, (before, after) in enumerate(itertools.pairwise(self.path)):
            lasts = [float(one.steps(before, np.array([after])).days[0]) for one in self.readings]
            ends = (begins[0] + lasts[0], begins[1] + lasts[1], begins[2] + lasts[2])
            slack = {
                party: float(slacks[number, one]) * self.incentives.grain
                for one, party in enumerate(self.parties)
                if slacks[number, one] < FREE
            }
            yield Step(
                number + 1,
                tuple(self._gives(before, after)),
                begins,
                ends,
                self.way.problem.in_words(self.way.reached[after].tolist()),
                dict(zip(self.parties, self._exposure(before, after), strict=True)),
                slack,
                self._trust(before, after, slack),
                tuple(self._guarantees(before, after, slack)),
            )
            begins = ends

    def _gives(self, before: int, after: int) -> Iterator[Given]:
        way, problem = self.way, self.way.problem
        for k, track in enumerate(way.tracks):
            first, last = int(way.levels[before, k]), int(way.levels[after, k])
            if first == last:
                continue
            rung, goal = first // track.parts, -(-last // track.parts)
            names = problem.options[track.issue]
            alone = zip(way.exact(before), way.exact(before + (last - first) * int(way.strides[k])), strict=True)
            yield Given(
                problem.issues[track.issue],
                names[track.path[rung]],
                names[track.path[goal]],
                Fraction(last - rung * track.parts, (goal - rung) * track.parts),
                track.movers,
                tuple(one for one in track.movers if one not in self.parties),
                track.verify,
                track.one_way,
                {party: new - old for party, (old, new) in zip(self.parties, alone, strict=True)},
            )

    def _exposure(self, before: int, after: int) -> Iterator[Fraction]:
        """Say what each party loses against today once it has made its moves and all others stop."""
        way = self.way
        ahead = (way.levels[after] - way.levels[before]) * way.strides
        for one in range(len(self.parties)):
            out = before + int(ahead[list(way.own(one))].sum())
            yield max(Fraction(0), int(way.worth[0, one] - way.worth[out, one]) * way.units[one])

    def _trust(self, before: int, after: int, slack: dict[str, float]) -> dict[str, float | None]:
        way = self.way
        step = self.incentives.steps(before, np.array([after]))
        found: dict[str, float | None] = {}
        for one, party in enumerate(self.parties):
            own = list(way.own(one))
            if not (way.levels[after, own] > way.levels[before, own]).any():
                continue
            lost = self.incentives.alone(before, after, one, float(step.discount[0])) * self.incentives.grain
            found[party] = None if slack[party] <= 0 else max(0.0, lost) / (slack[party] + max(0.0, lost))
        return found

    def _guarantees(self, before: int, after: int, slack: dict[str, float]) -> Iterator[Guarantee]:
        discount = self.incentives.steps(before, np.array([after])).discount
        for one, party in enumerate(self.parties):
            if slack.get(party, 0.0) >= 0:
                continue
            during = int(self.incentives.breach(before, np.array([after]), one, discount).during[0])
            worse = self.way.worth[during] < self.way.worth[after]
            exposed = tuple(name for name, lost in zip(self.parties, worse, strict=True) if lost and name != party)
            yield Guarantee(party, -slack[party], exposed, tuple(each.name for each in self.could_guarantee))

    def smallest_if(self) -> tuple[float | None, float | None, float | None]:
        """Say what the smallest slack is on each reading of the times that verification takes."""
        low, likely, high = (smallest_slack(one, self.path) for one in self.readings)
        return low, likely, high

    def gains(self) -> dict[str, Fraction]:
        """Say what the package is worth more than today's."""
        pairs = zip(self.way.exact(0), self.way.exact(self.way.last), strict=True)
        return {party: new - old for party, (old, new) in zip(self.parties, pairs, strict=True)}

    def afterwards(self) -> dict[str, float]:
        """Say what each party gains by not taking anything back once all is done."""
        found = ((party, self.incentives.afterwards(one)) for one, party in enumerate(self.parties))
        return {party: worth * self.incentives.grain for party, worth in found if worth is not None}


def plain_order(incentives: Incentives, waiting: Waiting, name: str, path: tuple[int, ...]) -> PlainOrder:
    """Say what an order that nobody thought about comes to."""
    way = incentives.ladder
    steps = list(itertools.pairwise(path))
    readings = [Incentives(way, incentives.discount, incentives.step_days, one) for one in _READINGS]
    low, likely, high = (
        sum(float(one.steps(before, np.array([after])).days[0]) for before, after in steps) for one in readings
    )
    return PlainOrder(
        name,
        len(steps),
        smallest_slack(incentives, path),
        float(np.maximum(0, -incentives.slacks(path)).sum()) * incentives.grain,
        (low, likely, high),
        all(bool(waiting.allows(before, np.array([after]))[0]) for before, after in steps),
    )
