"""Interdependent problems for the benchmark: hyper-rectangles drawn in the manner of the GENIUS domains.

A rectangle covers one to four issues with an interval of options each and is worth 1 to 100 to its party.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from goodoffices.case.expressions import And, Expression, Option, Or
from goodoffices.settle import Problem, Term, additive

__all__ = ["PROBLEMS", "TARGETS", "rectangles"]

SEED = 20171226


def rectangles(issues: int, *, options: int = 10, each: int = 20, parties: int = 2, seed: int = SEED) -> Problem:
    """Draw a problem in which only combinations are worth something.

    Parameters
    ----------
    issues, options
        So many issues of so many options.
    each
        How many rectangles each party has.
    parties
        How many parties.
    seed
        Of the PCG64 generator.
    """
    rng = np.random.default_rng([seed, issues, options, each, parties])
    problem = additive([np.zeros((options, parties), dtype=np.int64)] * issues)
    terms = tuple(
        Term(party, int(rng.integers(1, 101)), _rectangle(rng, problem))
        for party in range(parties)
        for _ in range(each)
    )
    return replace(problem, terms=terms)


def _rectangle(rng: np.random.Generator, problem: Problem) -> Expression:
    covered = rng.choice(len(problem.issues), size=int(rng.integers(1, 5)), replace=False)
    sides = []
    for k in sorted(covered.tolist()):
        low, high = sorted(rng.integers(0, problem.shape[k], size=2).tolist())
        inside = tuple(Option(problem.issues[k], problem.options[k][one]) for one in range(low, high + 1))
        sides.append(Or(inside) if len(inside) > 1 else inside[0])
    return And(tuple(sides)) if len(sides) > 1 else sides[0]


PROBLEMS: dict[str, Callable[[], Problem]] = {
    "2 parties, 10 issues of 10, 20 rectangles each": partial(rectangles, 10),
    "2 parties, 40 issues of 10, 80 rectangles each": partial(rectangles, 40, each=80),
    "2 parties, 50 issues of 10, 100 rectangles each": partial(rectangles, 50, each=100),
}
TARGETS = dict(zip(PROBLEMS, (1.0, 60.0, 60.0), strict=True))
