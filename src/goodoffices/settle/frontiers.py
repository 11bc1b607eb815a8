"""Find the frontier with the solver that fits the structure of the problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np

from goodoffices.errors import CaseError
from goodoffices.settle.additive_frontier import dynamic_programme
from goodoffices.settle.enumeration import combinations, linked_issues
from goodoffices.settle.filtering import Watch
from goodoffices.settle.problem import Problem
from goodoffices.settle.result import Frontier

__all__ = ["Solver", "frontier"]

Solver: TypeAlias = Literal["enumeration", "dynamic programme", "cp-sat"]

_ENUMERATED = 10_000_000  # so many combinations of linked issues are gone through; that takes some seconds
_ENUMERATED_BIG = 200_000  # where utilities do not fit a machine word


def frontier(
    problem: Problem,
    *,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
    memory: int = 4 << 30,
    method: Solver | None = None,
) -> Frontier:
    """Find the undominated packages among those that satisfy all rules and reservation values.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    progress : callable, optional
        Called now and then with the share of the work that is done, from 0 to 1.
    stop : callable, optional
        Asked now and then; once it says yes, what was found so far is returned.
    memory : int, optional
        Bytes that the search may take, about; what would take more is cut short.
    method : {"enumeration", "dynamic programme", "cp-sat"}, optional
        The solver. By default the one that fits: the dynamic programme where issues count by themselves or few
        combinations of linked issues are to be gone through, else CP-SAT.

    Returns
    -------
    Frontier
        Exact and complete; or, if it was stopped or cut short, real packages with a bound on what may be missing.

    Raises
    ------
    CaseError
        If there is no such solver.
    LimitError
        If the dynamic programme or enumeration was asked for and 2**62 combinations or more are linked.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> found = frontier(additive([[[3, 0], [0, 2]], [[1, 1], [0, 4]]]))
    >>> found.packages.tolist(), found.utilities.tolist()
    ([[0, 0], [0, 1], [1, 1]], [[4, 1], [3, 4], [0, 6]])
    >>> found.method
    'dynamic programme over 2 issues, exact'
    """
    if method is not None and method not in get_args(Solver):
        raise CaseError(f"found the solver {method!r}, expected one of {', '.join(get_args(Solver))}")
    groups: Sequence[Sequence[int]] = linked_issues(problem)
    if method == "enumeration":
        groups = [range(len(problem.issues))]
    if not all(allowed.any() for allowed in problem.allowed):
        rows = np.empty((0, len(problem.issues)), dtype=np.int64)
        return Frontier.of(problem, rows, method="rules leave no option for an issue, exact", ties=())
    most = max((combinations(problem, group) for group in groups if len(group) > 1), default=0)
    if method == "cp-sat" or (method is None and most > (_ENUMERATED if problem.fits else _ENUMERATED_BIG)):
        from goodoffices.settle.linked import linked_frontier  # noqa: PLC0415 - the solver is heavy

        return linked_frontier(problem, progress=progress, stop=stop)
    found = dynamic_programme(problem, groups, Watch(progress, stop, memory))
    if progress is not None:
        progress(1.0)
    return found
