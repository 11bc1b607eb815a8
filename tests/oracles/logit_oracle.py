"""The likelihood of a conditional logit, candidate by candidate from its definition."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["log_likelihood"]


def log_likelihood(
    crises: Sequence[tuple[Sequence[Sequence[float]], Sequence[bool]]], coefficients: Sequence[float], penalty: float
) -> float:
    """Sum over crises the mean log share of the mediators, less half the penalty times the squared coefficients."""
    total = 0.0
    for rows, chosen in crises:
        scores = [math.fsum(b * x for b, x in zip(coefficients, row, strict=True)) for row in rows]
        whole = math.fsum(math.exp(score) for score in scores)
        shares = [math.exp(score) / whole for score in scores]
        picked = [math.log(share) for share, yes in zip(shares, chosen, strict=True) if yes]
        total += math.fsum(picked) / len(picked)
    return total - penalty / 2 * math.fsum(b * b for b in coefficients)
