"""How well a ranking of candidates points to those who mediated; ties count as if broken by lot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goodoffices.brokers.panels import Floats
from goodoffices.errors import CaseError

__all__ = ["MEASURES", "intervals", "measure"]

MEASURES = ("hit@1", "hit@5", "hit@10", "mrr", "auc")
"""A mediator among the first one, five or ten; reciprocal rank of the first; area under the ROC curve."""


def measure(scores: Floats, chosen: NDArray[np.bool_]) -> Floats:
    """Measure how far up a ranking puts those who were chosen.

    Candidates with the same score are taken in random order, and what is returned is the expectation: a rule that says
    little gains nothing from the order in which states are listed.

    Parameters
    ----------
    scores : (m,) float array
        Larger is better.
    chosen : (m,) bool array
        At least one true and one false.

    Returns
    -------
    (5,) float array
        By the order of ``MEASURES``.

    Raises
    ------
    CaseError
        If none or all were chosen.

    Examples
    --------
    The second of four, without ties, then one of two that share the first place:

    >>> measure(np.array([4.0, 3.0, 2.0, 1.0]), np.array([False, True, False, False])).round(2).tolist()
    [0.0, 1.0, 1.0, 0.5, 0.67]
    >>> measure(np.array([4.0, 4.0, 2.0]), np.array([False, True, False])).round(2).tolist()
    [0.5, 1.0, 1.0, 0.75, 0.75]
    """
    if chosen.all() or not chosen.any():
        raise CaseError("expected some candidates that were chosen and some that were not")
    best = scores[chosen].max()
    above = int((scores > best).sum())
    tied = int((scores == best).sum())
    hits = int((chosen & (scores == best)).sum())
    places = np.arange(1, tied - hits + 2)
    first = above + places
    chance = _first_of(tied, hits)
    won = (scores[chosen][:, None] > scores[~chosen]).mean()
    even = (scores[chosen][:, None] == scores[~chosen]).mean()
    within = [chance[first <= depth].sum() for depth in (1, 5, 10)]
    return np.array([*within, (chance / first).sum(), won + even / 2])


def _first_of(tied: int, hits: int) -> Floats:
    """Return how likely each place is to be the first hit when hits are shuffled among the tied."""
    chance = np.empty(tied - hits + 1)
    missed = 1.0
    for k in range(chance.size):
        now = hits / (tied - k)
        chance[k] = missed * now
        missed *= 1 - now
    return chance


def intervals(
    rows: Sequence[Floats] | Floats, *, rng: np.random.Generator, draws: int = 2000
) -> tuple[Floats, Floats, Floats]:
    """Return means with bootstrap intervals, rows drawn with replacement.

    Parameters
    ----------
    rows : (c, k) float array
        One row for each crisis; for a paired comparison, of differences.
    rng : numpy.random.Generator
        The source of the draws.
    draws : int
        How many.

    Returns
    -------
    mean, low, high : (k,) float arrays
        Means and 95 % percentile intervals.
    """
    table = np.asarray(rows, dtype=np.float64)
    picked = rng.integers(0, len(table), (draws, len(table)))
    means = table[picked].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    return table.mean(axis=0), low, high
