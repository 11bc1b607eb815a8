"""The frontier of linked and interdependent problems, with the proof that it is complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from goodoffices.errors import LimitError
from goodoffices.settle.cpmodel import Programme
from goodoffices.settle.layers import Ways, layered
from goodoffices.settle.problem import Problem
from goodoffices.settle.result import Frontier
from goodoffices.settle.searching import Search, Watcher
from goodoffices.settle.solving import SETTINGS, Ended

__all__ = ["Method", "linked_frontier"]

Method: TypeAlias = Literal["states", "cp-sat"]


def linked_frontier(
    problem: Problem,
    *,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
    method: Method | None = None,
) -> Frontier:
    """Find the frontier of a problem with links, red lines over several issues or interdependent utilities.

    If few conditions are open at a time, issues are settled one after the other, and what leaves the same conditions
    open is compared. Else one point after the other is asked for, until it is proven that there is no other.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    progress : callable, optional
        Called now and then with an estimate of the share of the work that is done, from 0 to 1.
    stop : callable, optional
        Asked about twenty times a second; once it says yes, what was found so far is returned.
    method : {"states", "cp-sat"}, optional
        How to search; by default state by state if there are few states, else by CP-SAT.

    Returns
    -------
    Frontier
        Exact and complete, whatever the number of packages; CP-SAT does not count how many packages tie. If it was
        stopped, every package listed is proven undominated, and the bound says what no missing point exceeds.

    Raises
    ------
    LimitError
        If there are too many states, and they were asked for.

    References
    ----------
    Haimes, Lasdon and Wismer (1971), "On a bicriterion formulation", *IEEE Transactions on Systems, Man, and
    Cybernetics* 1: the constraint method. Sylva and Crema (2004), "A method for finding the set of non-dominated
    vectors for multiple objective integer linear programs", *European Journal of Operational Research* 158.

    Bergman and Cire (2016), "Multiobjective optimization by decision diagrams", *Principles and Practice of Constraint
    Programming*.

    Examples
    --------
    >>> import dataclasses
    >>> from goodoffices.case.expressions import parse
    >>> from goodoffices.settle.problem import Rule, additive
    >>> text = 'land."1" requires water."2"'
    >>> plain = additive([[[3, 0], [0, 2]], [[1, 1], [0, 4]]], issues=["land", "water"])
    >>> found = linked_frontier(dataclasses.replace(plain, rules=(Rule(parse(text), text),)))
    >>> found.packages.tolist(), found.utilities.tolist(), found.complete
    ([[0, 1], [1, 1]], [[3, 4], [0, 6]], True)
    """
    watcher = Watcher(progress, stop)
    if method != "cp-sat":
        ways = _by_states(problem, watcher)
        if ways is not None:
            watcher.tell(1.0)
            told = "state by state over issues, exact"
            return Frontier.of(problem, ways.chosen.astype(np.int64), method=told, ties=ways.counts.tolist())
        if method == "states":
            raise LimitError("found too many states, or was stopped; expected fewer issues linked; let CP-SAT search")
    search = Search(Programme(problem))
    search.run(watcher)
    return Frontier.of(
        problem,
        np.array(list(search.points.values()), dtype=np.int64),
        method=_method(search),
        bound=None if search.proven else search.high,
        parameters=SETTINGS,
    )


def _by_states(problem: Problem, watcher: Watcher) -> Ways | None:
    """Search state by state; None if there are too many states, or if it was stopped."""

    def glance() -> None:
        watcher.tell(0.0)
        if watcher.stopping:
            raise Ended

    try:
        return layered(problem, glance)
    except Ended:
        return None


def _method(search: Search) -> str:
    """Name the method, and what is not proven."""
    told = "CP-SAT, exact: asked for points until it was refuted that there is another"
    if not search.proven:
        told = "partial: CP-SAT, stopped as asked; every package listed is proven undominated"
    if len(search.first) == len(search.points):
        return told
    return f"{told}; of packages with the same utilities not always the first stands for them"
