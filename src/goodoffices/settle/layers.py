"""Settle linked issues one after the other, keeping apart only what still makes a difference.

After some issues are settled, all that matters of how they were settled is what is left of rules and terms: conditions
on the issues to come. Ways to settle them that leave the same are in one state, and of each state only the undominated
are carried on: whatever follows one of them can follow any other. At the end one state is left, and what it holds is
the frontier. Where few conditions are open at a time there are few states, however many packages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.settle.conditions import ALWAYS, NEVER, Conditions, bonuses, interchangeable
from goodoffices.settle.enumeration import linked_issues
from goodoffices.settle.filtering import undominated
from goodoffices.settle.problem import IntArray, Problem

__all__ = ["Ways", "layered"]

State: TypeAlias = tuple[int, ...]

_STEPS, _STEPS_MORE = 500_000, 3_000_000  # from one state on by one option; beyond, CP-SAT is the quicker
_COMPARED = 4_000_000  # ways to settle some issues that are compared at once


class _TooMany(Exception):  # noqa: N818 - not an error: another method is taken
    """There are too many states for this method."""


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways to settle some issues.

    Attributes
    ----------
    state : (n,) int array
        What each leaves of the conditions, by number.
    worth : (p, n) array of whole numbers
        What each is worth to each party, in units.
    counts : (n,) array of whole numbers
        How many ways leave the same and are worth the same.
    chosen : (n, k) int array
        The first of these: options by position, 0 at issues that are not settled yet.
    """

    state: NDArray[np.int64]
    worth: IntArray
    counts: IntArray
    chosen: NDArray[np.integer]

    def __len__(self) -> int:
        return len(self.state)

    def some(self, which: NDArray[np.bool_]) -> Ways:
        """Keep some of them."""
        return Ways(self.state[which], self.worth[:, which], self.counts[which], self.chosen[which])

    def undominated(self) -> Ways:
        """Keep what is undominated in its state, and of what is equal the first."""
        if not len(self):
            return self
        order = np.argsort(_words(self.chosen), kind="stable")
        state, worth = self.state[order], self.worth[:, order]
        if len(worth) < 3:
            members, starts = _swept(state, worth)
        else:
            # The state counts as a party for it and a party against it: what is in another state is never better.
            found = undominated(np.vstack([worth, state, -state]))
            members, starts = found.members, found.starts
        first = order[members[starts]]
        counts = np.add.reduceat(self.counts[order[members]], starts)
        return Ways(self.state[first], self.worth[:, first], counts, self.chosen[first])


def _words(chosen: NDArray[np.integer]) -> NDArray[np.bytes_]:
    """Write packages as words whose order is that of the packages."""
    rows = np.ascontiguousarray(chosen, dtype=chosen.dtype.newbyteorder(">"))
    return rows.view(f"S{rows.shape[1] * rows.itemsize}").ravel()


def _swept(state: NDArray[np.int64], worth: IntArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the undominated for one or two parties: from the best for the first on, what the second gains by.

    Returns the members of each class of equals, class by class in the order given, and where each class begins.
    """
    ranks = [np.unique(row, return_inverse=True)[1].astype(np.int64) for row in worth]
    first, second = ranks[0], ranks[-1]
    order = np.lexsort((-second, -first, state))
    # All levels of a state lie above those of the states before it, so that one running maximum serves for all.
    level = (second + state * (int(second.max()) + 1))[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (level[1:] != level[:-1]) | (first[order][1:] != first[order][:-1])
    begins = np.flatnonzero(new)
    better = np.ones(len(begins), dtype=bool)
    better[1:] = level[begins[1:]] > np.maximum.accumulate(level[begins])[:-1]
    sizes = np.append(begins[1:], len(order)) - begins
    kept = sizes[better]
    return order[better.repeat(sizes)], kept.cumsum() - kept


def layered(problem: Problem, glance: Callable[[], None]) -> Ways | None:
    """Find the frontier state by state, if there are few states.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    glance
        Called now and then; what it raises ends the work.

    Returns
    -------
    Ways, or None
        The frontier, each point with the first of its packages and how many there are; None if this would be too much
        work done in this way.

    References
    ----------
    Bergman and Cire (2016), "Multiobjective optimization by decision diagrams", *Principles and Practice of Constraint
    Programming*.
    """
    task = _Task(problem, glance)
    try:
        ways = task.nothing()
        for group in sorted(linked_issues(problem), key=len):
            ways = task.together(ways, task.settled(group))
    except _TooMany:
        return None
    good = np.ones(len(ways), dtype=bool)
    for party, least in enumerate(problem.reserve):
        if least is not None:
            good &= np.asarray(ways.worth[party] >= least, dtype=bool)
    return ways.some(good)


class _Task:
    """A problem, the conditions that it speaks of, and the options that they and values tell apart."""

    def __init__(self, problem: Problem, glance: Callable[[], None]) -> None:
        self.problem, self.glance = problem, glance
        self.conditions = Conditions(problem)
        self.granted, gains = bonuses(problem, self.conditions)
        rules = [self.conditions.read(rule.tree) for rule in problem.joint_rules]
        # What a condition brings: nothing where it is a rule, else so much for that party.
        self.factors: list[tuple[int, tuple[int, int] | None]] = [
            (number, None) for number in rules if number != ALWAYS
        ]
        self.factors += [(gain.condition, (gain.party, gain.worth)) for gain in gains]
        told = [number for number, _ in self.factors]
        self.classes = interchangeable(problem, self.conditions, told, problem.rules)
        self.kind = np.int64 if problem.fits else object
        self.steps = _STEPS if len(problem.parties) < 3 else _STEPS_MORE

    def nothing(self) -> Ways:
        """Return the one way to settle no issue; what is granted in any case is counted here."""
        widest = max(self.problem.shape)
        kind = np.uint8 if widest <= 1 << 8 else np.uint16 if widest <= 1 << 16 else np.uint32
        chosen = np.zeros((1, len(self.problem.issues)), dtype=kind)
        counts = np.ones(1, dtype=np.int64 if self.problem.outcomes < 1 << 62 else object)
        return Ways(np.zeros(1, dtype=np.int64), np.array(self.granted, dtype=self.kind)[:, None], counts, chosen)

    def together(self, one: Ways, other: Ways) -> Ways:
        """Settle two groups of issues that have nothing to do with each other."""
        many = len(one) * len(other)
        if many > _COMPARED:
            raise _TooMany
        return Ways(
            np.zeros(many, dtype=np.int64),
            (one.worth[:, :, None] + other.worth[:, None, :]).reshape(len(one.worth), many),
            (one.counts[:, None] * other.counts).reshape(many),
            (one.chosen[:, None] + other.chosen).reshape(many, one.chosen.shape[1]),
        ).undominated()

    def settled(self, group: Sequence[int]) -> Ways:
        """Settle the issues of a group, one after the other."""
        issues = frozenset(group)
        own = [(number, gain) for number, gain in self.factors if self.conditions.issues(number) & issues]
        ways = self.nothing()
        ways = Ways(ways.state, ways.worth * 0, ways.counts, ways.chosen)
        states: list[State] = [()]
        live: list[int] = []
        done: set[int] = set()
        for issue in self._order(group, [self.conditions.issues(number) for number, _ in own]):
            self.glance()
            done.add(issue)
            layer = _Layer(self, own, live, issue, done)
            states, ways = layer.passed(states, ways)
            live = layer.after
        return ways

    @staticmethod
    def _order(group: Sequence[int], spoken: Sequence[frozenset[int]]) -> list[int]:
        """Choose the next issue so that as few conditions as possible are open after it."""
        order: list[int] = []
        left = list(group)
        while left:
            settled = frozenset(order)

            def opened(issue: int, settled: frozenset[int] = settled) -> int:
                now = settled | {issue}
                return sum(not now.isdisjoint(one) and not one <= now for one in spoken)

            issue = min(left, key=opened)
            order.append(issue)
            left.remove(issue)
        return order


class _Layer:
    """One issue: what its options make of the conditions that are open.

    Parameters
    ----------
    task : _Task
        The problem.
    factors
        The conditions of the group, each with what it brings.
    live
        Those open before, by position.
    issue
        By position.
    done
        The issues settled, this one included.
    """

    def __init__(
        self,
        task: _Task,
        factors: Sequence[tuple[int, tuple[int, int] | None]],
        live: Sequence[int],
        issue: int,
        done: set[int],
    ) -> None:
        self.task, self.factors, self.issue = task, factors, issue
        issues = [task.conditions.issues(number) for number, _ in factors]
        self.touched = [f for f, spoken in enumerate(issues) if issue in spoken]
        self.after = [f for f in sorted({*live, *self.touched}) if not issues[f] <= done]
        # A state is read as: what is left of the live, then the conditions that open here, then the touched as left.
        opening = [f for f in self.touched if f not in live]
        place = {f: at for at, f in enumerate([*live, *opening])}
        left = {f: len(place) + at for at, f in enumerate(self.touched)}
        self._opening = tuple(factors[f][0] for f in opening)
        self._reads = [place[f] for f in self.touched]
        self._keeps = [left.get(f, place[f]) for f in self.after]
        self._known: dict[State, list[tuple[State, int] | None]] = {}
        self._gains: dict[tuple[int, ...], int] = {}

    def passed(self, states: Sequence[State], ways: Ways) -> tuple[list[State], Ways]:
        """Settle the issue in every way.

        Returns
        -------
        states, ways
            What is left of the conditions, and the undominated ways with each.
        """
        task, classes = self.task, self.task.classes[self.issue]
        task.steps -= len(states) * len(classes)
        if task.steps < 0:
            raise _TooMany
        numbers: dict[State, int] = {}
        target = np.full((len(classes), len(states)), -1, dtype=np.int64)
        credit = np.zeros((len(classes), len(states)), dtype=np.int64)
        for s, state in enumerate(states):
            whole = state + self._opening
            for c, step in enumerate(self._steps(tuple([whole[at] for at in self._reads]))):
                if step is not None:
                    after = whole + step[0]
                    target[c, s] = numbers.setdefault(tuple([after[at] for at in self._keeps]), len(numbers))
                    credit[c, s] = step[1]
        gains = np.array(list(self._gains), dtype=task.kind).reshape(-1, len(task.problem.parties)).T
        found = []
        for c, own in enumerate(classes):
            here = ways.some(target[c][ways.state] >= 0)
            chosen = here.chosen.copy()
            chosen[:, self.issue] = own[0]
            worth = here.worth + task.problem.values[self.issue][own[0]][:, None] + gains[:, credit[c][here.state]]
            found.append(Ways(target[c][here.state], worth, here.counts * len(own), chosen))
        if sum(map(len, found)) > _COMPARED:
            raise _TooMany
        return list(numbers), self._united(found, ways)

    def _united(self, found: Sequence[Ways], ways: Ways) -> Ways:
        every = [ways.some(np.zeros(len(ways), dtype=bool)), *found]
        return Ways(
            np.concatenate([one.state for one in every]),
            np.concatenate([one.worth for one in every], axis=1),
            np.concatenate([one.counts for one in every]),
            np.concatenate([one.chosen for one in every]),
        ).undominated()

    def _steps(self, touched: State) -> list[tuple[State, int] | None]:
        """Settle the issue by each option in the conditions that speak of it."""
        if touched not in self._known:
            classes = self.task.classes[self.issue]
            self._known[touched] = [self._settled(touched, own[0]) for own in classes]
        return self._known[touched]

    def _settled(self, touched: State, option: int) -> tuple[State, int] | None:
        """Return what is left of conditions, and the number of what is gained; None where a rule is broken."""
        gained = [0] * len(self.task.problem.parties)
        left = []
        for f, number in zip(self.touched, touched, strict=True):
            rest, gain = self.task.conditions.rest(number, self.issue, option), self.factors[f][1]
            if gain is None:
                if rest == NEVER:
                    return None
            elif rest == ALWAYS:
                gained[gain[0]] += gain[1]
                # It has brought what it can: no different from one that can no longer hold.
                rest = NEVER
            left.append(rest)
        return tuple(left), self._gains.setdefault(tuple(gained), len(self._gains))
