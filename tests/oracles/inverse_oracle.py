"""Smallest changes by brute force: every ranking with ties, every list of statements, and the definitions.

It shares nothing with the engine; the verdicts are those of the graph model oracle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, permutations, product

from tests.oracles import graph_model_oracle as oracle

Ranking = Mapping[int, float]


@lru_cache(maxsize=16)
def rankings(states: tuple[int, ...]) -> tuple[dict[int, float], ...]:
    """Return all complete and transitive preferences over the states, ties included."""
    found = {}
    for levels in product(range(len(states)), repeat=len(states)):
        dense = tuple(sorted(set(levels)).index(level) for level in levels)
        found[dense] = {state: float(level) for state, level in zip(states, dense, strict=True)}
    return tuple(found.values())


def sign(ranking: Ranking, a: int, b: int) -> int:
    """Tell whether a is worse than (-1), level with (0) or better than (1) b."""
    return (ranking[a] > ranking[b]) - (ranking[a] < ranking[b])


def distance(one: Ranking, other: Ranking) -> float:
    """Kemeny's distance, halved: a pair turned round counts one, a tie made or broken half."""
    return sum(abs(sign(one, a, b) - sign(other, a, b)) for a, b in combinations(sorted(one), 2)) / 2


def least_single(conflict: oracle.Conflict, i: int, state: int, concept: str) -> float:
    """Return the least distance of a ranking of one decision maker under which a state holds for it."""
    for far, ranking in by_distance(conflict, i):
        worth = (*conflict.worth[:i], ranking, *conflict.worth[i + 1 :])
        if oracle.is_stable(replace(conflict, worth=worth), i, state, concept):
            return far
    raise AssertionError


def by_distance(conflict: oracle.Conflict, i: int) -> list[tuple[float, dict[int, float]]]:
    """Sort all rankings by how far they are from what one decision maker prefers."""
    every = rankings(tuple(sorted(conflict.states)))
    return sorted(((distance(conflict.worth[i], one), one) for one in every), key=lambda pair: pair[0])


def least_joint(conflict: oracle.Conflict, state: int, concept: str) -> float:
    """Return the least total distance of rankings of two decision makers under which a state holds for both."""
    first, second = (by_distance(conflict, i) for i in range(2))
    totals = sorted({a + b for a in {far for far, _ in first} for b in {far for far, _ in second}})
    for total in totals:
        for far, one in first:
            for _, other in (pair for pair in second if pair[0] == total - far):
                changed = replace(conflict, worth=(one, other))
                if all(oracle.is_stable(changed, i, state, concept) for i in range(2)):
                    return total
    raise AssertionError


def lists(known: int, *, added: bool) -> Iterator[tuple[int, ...]]:
    """Return every list of some of the statements, in every order."""
    items = range(known + added)
    for length in range(len(items) + 1):
        yield from permutations(items, length)


def list_cost(order: Sequence[int], known: int) -> tuple[int, int]:
    """Return how many statements are moved, and how many places they pass, straight from the definition.

    Moved is the fewest statements to take away from both lists so that what stays, with the line, reads the same.
    Places are the pairs turned round between the old order and the new one, the line (written -1) among them.
    """
    items = [*range(known), -1, known]
    below = [one for one in range(known + 1) if one not in order]
    new = [*order, -1, *below]
    moved = next(
        count
        for count in range(known + 2)
        for gone in combinations([one for one in items if one >= 0], count)
        if [one for one in items if one not in gone] == [one for one in new if one not in gone]
    )
    places = sum(new.index(a) > new.index(b) for a, b in combinations(items, 2))
    return moved, places
