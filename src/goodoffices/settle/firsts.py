"""The first package, in the order of options, that gives everybody at least so much."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.settle.conditions import Bonus
from goodoffices.settle.cpmodel import Programme, Query
from goodoffices.settle.problem import Package
from goodoffices.settle.solving import Desk

__all__ = ["Stand", "first_package"]


class Stand:
    """A package, what it is worth, and which single exchanges of an option keep it good enough.

    Parameters
    ----------
    programme : Programme
        What has to hold.
    package
        Where to begin.
    least
        For each party what it has to get, in units.
    """

    def __init__(self, programme: Programme, package: Sequence[int], least: Sequence[int]) -> None:
        self.programme = programme
        self.package = list(package)
        self.least = tuple(least)
        self.worth = list(programme.utilities(package))
        issues, conditions = range(len(package)), programme.conditions
        self._bonuses: list[list[Bonus]] = [
            [bonus for bonus in programme.bonuses if k in conditions.issues(bonus.condition)] for k in issues
        ]
        self._rules = [[number for number in programme.ruled if k in conditions.issues(number)] for k in issues]

    def exchange(self, issue: int, option: int) -> bool:
        """Exchange one option if everybody still gets enough and all rules hold; say whether it was done."""
        holds, before = self.programme.conditions.holds, self.package[issue]
        table = self.programme.problem.values[issue]
        worth = [
            units + int(new) - int(old)
            for units, new, old in zip(self.worth, table[option], table[before], strict=True)
        ]
        held = [holds(bonus.condition, self.package) for bonus in self._bonuses[issue]]
        self.package[issue] = option
        for bonus, was in zip(self._bonuses[issue], held, strict=True):
            worth[bonus.party] += bonus.worth * (holds(bonus.condition, self.package) - was)
        good = all(have >= need for have, need in zip(worth, self.least, strict=True))
        if good and all(holds(number, self.package) for number in self._rules[issue]):
            self.worth = worth
            return True
        self.package[issue] = before
        return False

    def descend(self) -> None:
        """Exchange options for earlier ones, one at a time, as long as that can be done."""
        going = True
        while going:
            going = False
            for k, classes in enumerate(self.programme.classes):
                earlier = [own[0] for own in classes if own[0] < self.package[k]]
                going |= any(self.exchange(k, option) for option in earlier)


def first_package(programme: Programme, desk: Desk, package: Sequence[int], least: Sequence[int]) -> Package:
    """Find the first package, in the order of options, that gives everybody at least so much.

    Parameters
    ----------
    programme : Programme
        What has to hold.
    desk : Desk
        Where searches run.
    package
        One that does.
    least
        For each party what it has to get, in units.

    Returns
    -------
    tuple of k ints
        Proven to be the first: that none comes before it was refuted by the solver.

    Raises
    ------
    Ended
        If the desk ended the search.
    """
    while True:
        # Exchanges one by one nearly always lead to the first already; the solver then has to prove it only.
        stand = Stand(programme, package, least)
        stand.descend()
        query = Query(programme)
        for party, units in enumerate(least):
            query.at_least(party, units)
        query.earlier(stand.package)
        before = desk.found(query)
        if before is None:
            return tuple(stand.package)
        package = before
