"""How far a settlement depends on what is uncertain: shares of draws, and packages that hold on every reading.

A share of draws says how much hangs on what is not known in the case. It is not the probability that anybody agrees.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.model import Case
from goodoffices.errors import CaseError, LimitError
from goodoffices.settle.drawn import Doubts, Drawn, doubts, survives_all
from goodoffices.settle.frontiers import frontier as find_frontier
from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.result import Frontier
from goodoffices.settle.shares import PackageShare, Robustness
from goodoffices.settle.solutions import solutions
from goodoffices.settle.zone import each_package

__all__ = ["robustness"]

_MOST_PACKAGES = 20_000
_MOST_LISTED = 1_000
_OFTEN = 10
_BLOCK = 512  # draws made together, at most
_HELD = 1 << 21  # utilities held at a time, about


@dataclass
class _Counts:
    """What was counted so far, for m packages and p parties."""

    accepting: NDArray[np.int64]
    acceptable: NDArray[np.int64]
    undominated: NDArray[np.int64] | None
    closing: NDArray[np.int64]
    zone: int = 0
    gain_for_all: int = 0
    done: int = 0

    def add(self, drawn: Drawn) -> None:
        """Count some more draws."""
        gains = drawn.gains
        accepts = gains >= 0
        refusing = (~accepts).sum(axis=0)
        everybody = refusing == 0
        better = _any_above(gains)
        self.accepting += accepts.sum(axis=1)
        self.acceptable += everybody.sum(axis=0)
        self.zone += int(everybody.any(axis=1).sum())
        self.gain_for_all += int(better.sum())
        for one in range(len(gains)):
            # All others gain, and whether this party does is left open.
            self.closing[one] += int((_any_above(np.delete(gains, one, axis=0)) & ~better).sum())
        if self.undominated is not None:
            sums = np.where(everybody, drawn.worth.sum(axis=0), np.iinfo(np.int64).min)
            order = np.argsort(sums, axis=1)[:, ::-1]
            tallies = importlib.import_module("goodoffices.settle.tallies")
            tallies.count_undominated(drawn.worth, order, everybody.sum(axis=1), self.undominated)
        self.done += gains.shape[1]


def _any_above(gains: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say in which draws some package gives all these parties more than their reservation values."""
    return np.asarray(np.any(np.all(gains > 0, axis=0), axis=1), dtype=bool)


def robustness(
    what: Case | Problem,
    draws: int,
    seed: int,
    *,
    frontier: Frontier | None = None,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Robustness:
    """Draw what is uncertain many times, and say in how many draws packages are acceptable and undominated.

    Weights, values, the worth of combinations and reservation values are drawn within their estimates, each by itself.
    Where a reservation value is that of today's package it follows from the same draw. Links and red lines always hold.

    Parameters
    ----------
    what : Case or Problem
        With the sections ``issues`` and ``positions``.
    draws
        How many.
    seed
        The same seed gives the same numbers.
    frontier : Frontier, optional
        That of the likeliest numbers, if it is known already.
    progress
        Called with the share of the work that is done.
    stop
        Asked now and then; once it says yes, what is counted is returned.

    Returns
    -------
    Robustness
        Shares of draws, and which packages hold on every reading.

    Raises
    ------
    CaseError
        If draws or seed cannot be used, or the problem was not read from a case.
    MissingSectionError
        If a section of the case is missing.
    LimitError
        If the run was stopped before the first draws were counted.

    Examples
    --------
    >>> import goodoffices as go
    >>> found = robustness(go.read_case("korea-2017"), 500, seed=1)
    >>> found.zone, found.of(found.problem.now).always
    (1.0, (True, True, True))
    """
    for value, name, least in ((draws, "draws", 1), (seed, "the seed", 0)):
        if type(value) is not int or value < least:
            raise CaseError(f"found {value!r} for {name}, expected a whole number from {least}")
    known = doubts(what)
    likeliest = find_frontier(known.problem, stop=stop) if frontier is None else frontier
    called = _called(known.problem, likeliest)
    rows, whole = _rows(known.problem, called)
    counts = _count(known, rows, whole, _Run(draws, seed, progress, stop))
    if not counts.done:
        raise LimitError(f"stopped before the first of {draws} draws were counted; allow more time, or draw fewer")
    always = survives_all(known, rows)
    return Robustness(
        known.problem,
        _shares(rows, called, counts, always),
        counts.zone / counts.done,
        counts.gain_for_all / counts.done,
        tuple((counts.closing / counts.done).tolist()),
        rows[always.all(axis=1)] if whole else None,
        whole,
        int(draws),
        counts.done,
        known.uncertain,
        int(seed),
        "estimates drawn on whole millionths, packages compared exactly in every draw",
        {"packages": len(rows)},
        _digest(known),
    )


@dataclass(frozen=True)
class _Run:
    """How many draws, from where, and who watches."""

    draws: int
    seed: int
    progress: Callable[[float], None] | None
    stop: Callable[[], bool] | None


def _called(problem: Problem, likeliest: Frontier) -> dict[Package, list[str]]:
    """Name the packages that matter with the likeliest numbers."""
    called: dict[Package, list[str]] = {}
    if problem.now is not None and bool(problem.permitted([problem.now])[0]):
        called[problem.now] = ["today"]
    for name, deal in solutions(likeliest).items():
        called.setdefault(deal.package, []).append(name)
    for row in likeliest.packages[:_MOST_LISTED].tolist():
        called.setdefault(tuple(row), []).append("frontier")
    return called


def _rows(problem: Problem, called: Mapping[Package, Sequence[str]]) -> tuple[NDArray[np.int64], bool]:
    """List the packages that are looked at: all that rules permit, or only those that have a name."""
    whole = problem.outcomes <= _MOST_PACKAGES
    if not whole:
        return np.array(list(called), dtype=np.int64).reshape(-1, len(problem.issues)), False
    rows = each_package(problem, 0, problem.outcomes)
    return rows[problem.permitted(rows)], True


def _count(known: Doubts, rows: NDArray[np.int64], whole: bool, run: _Run) -> _Counts:  # noqa: FBT001 - not for users
    parties, size = len(known.views), len(rows)
    counts = _Counts(
        np.zeros((parties, size), dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.int64) if whole else None,
        np.zeros(parties, dtype=np.int64),
    )
    rng = np.random.default_rng(run.seed)
    block = min(_BLOCK, max(1, _HELD // max(1, parties * size)))
    while counts.done < run.draws and not (run.stop is not None and run.stop()):
        # Always whole blocks, so that a draw depends on the seed and its number alone.
        counts.add(_first(known.draw(rows, block, rng=rng), run.draws - counts.done))
        if run.progress is not None:
            run.progress(counts.done / run.draws)
    return counts


def _first(drawn: Drawn, draws: int) -> Drawn:
    return Drawn(drawn.worth[:, :draws], drawn.least[:, :draws])


def _shares(
    rows: NDArray[np.int64], called: Mapping[Package, Sequence[str]], counts: _Counts, always: NDArray[np.bool_]
) -> tuple[PackageShare, ...]:
    """Put together what holds of the packages that matter."""
    done, often = counts.done, counts.undominated
    names = {tuple(row): k for k, row in enumerate(rows.tolist())}
    chosen = {names[package]: tuple(told) for package, told in called.items()}
    if often is not None:
        for k in np.argsort(-often, kind="stable")[:_OFTEN].tolist():
            if often[k]:
                chosen.setdefault(k, ("often",))
    found = [
        PackageShare(
            tuple(rows[k].tolist()),
            told,
            int(counts.acceptable[k]) / done,
            None if often is None else int(often[k]) / done,
            tuple((counts.accepting[:, k] / done).tolist()),
            tuple(always[k].tolist()),
        )
        for k, told in chosen.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.acceptable, -(one.undominated or 0), one.package)))


def _digest(known: Doubts) -> str:
    told = json.dumps([known.problem.digest(), known.plain()], separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
