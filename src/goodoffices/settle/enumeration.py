"""Settle issues that are linked by going through all their combinations, keeping what is undominated on the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.expressions import Expression, options_in
from goodoffices.errors import LimitError
from goodoffices.settle.exactness import SAFE_BITS, IntArray
from goodoffices.settle.filtering import Watch, undominated
from goodoffices.settle.problem import Problem, Rule, Term

__all__ = ["Front", "ceiling", "combinations", "linked_issues", "settled"]

_CHUNK = 1 << 16  # combinations looked at together


@dataclass(frozen=True, eq=False)
class Front:
    """The undominated ways to settle some of the issues.

    Attributes
    ----------
    worth : (p, n) array of whole numbers
        What each is worth to each party; columns are distinct.
    counts : (n,) array of whole numbers
        In how many ways exactly this can be had.
    chosen : (n, k) array of whole numbers
        The first of these ways: options by position, 0 at issues that are not among those settled.
    ceiling : tuple of p ints
        What no way to settle these issues exceeds.
    cut : str
        Why undominated ways may be missing; nothing if none is.
    """

    worth: IntArray
    counts: IntArray
    chosen: NDArray[np.integer]
    ceiling: tuple[int, ...]
    cut: str = ""

    def __len__(self) -> int:
        return len(self.counts)


@dataclass(frozen=True, eq=False)
class _Found:
    """Distinct points, how many combinations give each, and the number of the first of these."""

    worth: IntArray
    counts: NDArray[np.int64]
    codes: NDArray[np.int64]


def _issues_of(problem: Problem, tree: Expression) -> list[int]:
    return sorted({problem.issues.index(option.owner) for option in options_in(tree)})


def linked_issues(problem: Problem) -> list[list[int]]:
    """Put issues into groups that no rule and no term connects, so that utilities of groups add up.

    Parameters
    ----------
    problem : Problem
        What is to be settled.

    Returns
    -------
    list of lists of int
        Positions of issues, ascending in each group.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> linked_issues(additive([[[1, 0]], [[2, 3]]]))
    [[0], [1]]
    """
    group = list(range(len(problem.issues)))
    for tree in [rule.tree for rule in problem.joint_rules] + [term.tree for term in problem.terms]:
        spoken = {group[k] for k in _issues_of(problem, tree)}
        group = [min(spoken) if one in spoken else one for one in group]
    return [[k for k, one in enumerate(group) if one == first] for first in sorted(set(group))]


def combinations(problem: Problem, issues: Sequence[int]) -> int:
    """Count the combinations of options of some issues that rules over single issues leave.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    issues
        By position.

    Returns
    -------
    int
    """
    return math.prod(int(problem.allowed[k].sum()) for k in issues)


def ceiling(problem: Problem, issues: Sequence[int]) -> tuple[int, ...]:
    """Say what no way to settle some issues exceeds, without looking at their combinations.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    issues
        By position, each with an option that is allowed.

    Returns
    -------
    p ints
    """
    most = [0] * len(problem.parties)
    for k in issues:
        for one, worth in enumerate(problem.values[k][problem.allowed[k]].max(axis=0)):
            most[one] += int(worth)
    for term in problem.terms:
        if not set(issues).isdisjoint(_issues_of(problem, term.tree)):
            most[term.party] += max(0, term.worth)
    return tuple(most)


def settled(problem: Problem, issues: Sequence[int], least: Sequence[int | None], watch: Watch) -> Front:
    """Find the undominated ways to settle some issues.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    issues
        By position; whatever rule or term speaks of one of them must speak of these alone.
    least
        For each party what they must be worth, or None.
    watch : Watch
        What may end the work; what was found until then is returned, with the reason.

    Returns
    -------
    Front
        Each point with the first of its combinations in the order of options.

    Raises
    ------
    LimitError
        If there are too many combinations to be numbered.
    """
    task = _Task(problem, tuple(issues), tuple(least))
    if task.total >= 1 << SAFE_BITS:
        message = f"found {task.total} combinations of linked issues, expected fewer than 2**{SAFE_BITS}"
        raise LimitError(f"{message}; leave the choice of the solver open")
    found, cut = [task.among(0, min(_CHUNK, task.total))], ""
    try:
        for start in range(_CHUNK, task.total, _CHUNK):
            watch.at(start / task.total)
            found.append(task.among(start, min(start + _CHUNK, task.total)))
            held = [len(one.codes) for one in found]
            watch.needs(sum(held), found[0].worth)
            if sum(held[1:]) > max(_CHUNK, held[0]):
                found = [_united(found, watch)]
    except LimitError as error:
        cut = str(error)
    kept = _united(found, Watch())
    most = tuple(map(int, kept.worth.max(axis=1))) if len(kept.codes) and not cut else ceiling(problem, issues)
    return Front(kept.worth, kept.counts, np.ascontiguousarray(task.named(kept.codes)), most, cut)


def _united(found: Sequence[_Found], watch: Watch) -> _Found:
    """Keep what is undominated in all together; codes ascend from one to the next."""
    if len(found) == 1:
        return found[0]
    worth = np.concatenate([one.worth for one in found], axis=1)
    counts = np.concatenate([one.counts for one in found])
    codes = np.concatenate([one.codes for one in found])
    return _condensed(worth, counts, codes, watch)


def _condensed(worth: IntArray, counts: NDArray[np.int64], codes: NDArray[np.int64], watch: Watch) -> _Found:
    classes = undominated(worth, watch)
    if not len(codes):
        return _Found(worth, counts, codes)
    # Members of a class are listed as they stand, hence the least code first.
    first = classes.members[classes.starts]
    return _Found(worth[:, first], np.add.reduceat(counts[classes.members], classes.starts), codes[first])


@dataclass(frozen=True, eq=False)
class _Task:
    """All combinations of some issues, numbered in the order of options."""

    problem: Problem
    issues: tuple[int, ...]
    least: tuple[int | None, ...]

    @cached_property
    def options(self) -> list[NDArray[np.int64]]:
        """For each issue the options that rules over it alone leave."""
        return [np.flatnonzero(self.problem.allowed[k]) for k in self.issues]

    @cached_property
    def total(self) -> int:
        return combinations(self.problem, self.issues)

    @cached_property
    def rules(self) -> list[Rule]:
        own, problem = set(self.issues), self.problem
        return [rule for rule in problem.joint_rules if own.issuperset(_issues_of(problem, rule.tree))]

    @cached_property
    def terms(self) -> list[Term]:
        own, problem = set(self.issues), self.problem
        return [term for term in problem.terms if own.issuperset(_issues_of(problem, term.tree))]

    def named(self, codes: NDArray[np.int64]) -> NDArray[np.integer]:
        """Write numbered combinations as options by position, column by column in memory."""
        widest = max(self.problem.shape)
        kind = np.uint8 if widest <= 1 << 8 else np.uint16 if widest <= 1 << 16 else np.uint32
        rows = np.zeros((len(codes), len(self.problem.issues)), dtype=kind, order="F")
        for k, options in zip(reversed(self.issues), reversed(self.options), strict=True):
            codes, digit = np.divmod(codes, len(options))
            rows[:, k] = options[digit]
        return rows

    def among(self, start: int, end: int) -> _Found:
        """Find the undominated among the combinations with these numbers."""
        codes = np.arange(start, end)
        problem, rows = self.problem, self.named(codes)
        if self.rules:
            good = np.logical_and.reduce([problem.holds(rule.tree, rows) for rule in self.rules])
            codes = codes[good]
            rows = self.named(codes)
        worth = np.zeros((len(problem.parties), len(codes)), dtype=np.int64 if problem.fits else object)
        for k in self.issues:
            for one, column in enumerate(problem.values[k].T):
                worth[one] += column[rows[:, k]]
        for term in self.terms:
            worth[term.party, problem.holds(term.tree, rows)] += term.worth
        good = np.ones(len(codes), dtype=bool)
        for one, least in enumerate(self.least):
            if least is not None:
                good &= np.asarray(worth[one] >= least, dtype=bool)
        codes, worth = codes[good], worth[:, good]
        return _condensed(worth, np.ones(len(codes), dtype=np.int64), codes, Watch())
