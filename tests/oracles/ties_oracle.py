"""How far up a ranking puts those who were chosen, with ties broken in every possible order; slow on purpose."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

__all__ = ["measured"]


def measured(scores: Sequence[float], chosen: Sequence[bool]) -> list[float]:
    """Average hit@1, hit@5, hit@10, reciprocal rank and AUC over every order that agrees with the scores."""
    total, orders = [0.0] * 5, 0
    for order in itertools.permutations(range(len(scores))):
        if any(scores[a] < scores[b] for a, b in itertools.pairwise(order)):
            continue
        orders += 1
        first = next(place for place, k in enumerate(order, start=1) if chosen[k])
        pairs = [(order.index(a), order.index(b)) for a in order if chosen[a] for b in order if not chosen[b]]
        auc = sum(a < b for a, b in pairs) / len(pairs)
        row = [float(first <= 1), float(first <= 5), float(first <= 10), 1 / first, auc]
        total = [a + b for a, b in zip(total, row, strict=True)]
    return [one / orders for one in total]
