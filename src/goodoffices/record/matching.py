"""Pairing what was found with what was to be found, one to one."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.anchoring import Span

__all__ = ["overlap", "pair_off"]


def overlap(some: Sequence[Span], others: Sequence[Span]) -> float:
    """Say how far two groups of stretches overlap: the part of the shorter of any two that lies in the other, at most.

    Examples
    --------
    >>> overlap([Span(0, 10)], [Span(5, 25), Span(40, 41)])
    0.5
    """
    return max(
        (
            (min(a.end, b.end) - max(a.start, b.start)) / min(a.end - a.start, b.end - b.start)
            for a in some
            for b in others
            if a.start < b.end and b.start < a.end
        ),
        default=0.0,
    )


def pair_off(worth: NDArray[np.float64]) -> dict[int, int]:
    """Pair rows with columns, each with at most one, so that the sum of what the pairs are worth is largest.

    Parameters
    ----------
    worth : (n, m) float array
        0 where a pair is out of the question.

    Returns
    -------
    dict of int to int
        For each row that is paired its column.

    References
    ----------
    Crouse (2016), *IEEE Transactions on Aerospace and Electronic Systems* 52(4), for the assignment problem.

    Examples
    --------
    >>> pair_off(np.array([[3.0, 2.0], [2.0, 0.0]]))
    {0: 1, 1: 0}
    """
    assign = importlib.import_module("scipy.optimize").linear_sum_assignment  # slow to import, needed to measure only
    rows, columns = assign(worth, maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True) if worth[row, column] > 0}
