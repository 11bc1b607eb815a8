"""The frontier of linked and interdependent problems by constraint programming, with the proof that it is complete."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from goodoffices.settle.cpmodel import Programme
from goodoffices.settle.problem import Problem
from goodoffices.settle.result import Frontier
from goodoffices.settle.searching import Search, Watcher
from goodoffices.settle.solving import SETTINGS

__all__ = ["linked_frontier"]


def linked_frontier(
    problem: Problem,
    *,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Frontier:
    """Find the frontier by asking for one point after the other, until it is proven that there is no other.

    Parameters
    ----------
    problem : Problem
        What is to be settled, with links, red lines over several issues and interdependent utilities if there are any.
    progress : callable, optional
        Called now and then with an estimate of the share of the work that is done, from 0 to 1.
    stop : callable, optional
        Asked about twenty times a second; once it says yes, what was found so far is returned.

    Returns
    -------
    Frontier
        Exact and complete, whatever the number of packages; how many packages tie is not counted. If it was stopped,
        every package listed is proven undominated, and the bound says what no missing point exceeds.

    References
    ----------
    Haimes, Lasdon and Wismer (1971), "On a bicriterion formulation", *IEEE Transactions on Systems, Man, and
    Cybernetics* 1: the constraint method. Sylva and Crema (2004), "A method for finding the set of non-dominated
    vectors for multiple objective integer linear programs", *European Journal of Operational Research* 158.

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
    search = Search(Programme(problem))
    search.run(Watcher(progress, stop))
    return Frontier.of(
        problem,
        np.array(list(search.points.values()), dtype=np.int64),
        method=_method(search),
        bound=None if search.proven else search.high,
        parameters=SETTINGS,
    )


def _method(search: Search) -> str:
    """Name the method, and what is not proven."""
    told = "CP-SAT, exact: asked for points until it was refuted that there is another"
    if not search.proven:
        told = "partial: CP-SAT, stopped as asked; every package listed is proven undominated"
    if len(search.first) == len(search.points):
        return told
    return f"{told}; of packages with the same utilities not always the first stands for them"
