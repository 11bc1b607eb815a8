"""The frontier by its definition: every package is looked at and compared with every other. No engine is imported.

A condition is a tuple of alternatives, each a tuple of literals ``(issue, option, wanted)``: it holds in a package if
all literals of one alternative do.
"""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import numpy as np

Literal = tuple[int, int, bool]
Condition = tuple[tuple[Literal, ...], ...]
Package = tuple[int, ...]


class Settlement(NamedTuple):
    """What is to be settled: worth by issue, option and party; rules; what a party has more where a condition holds."""

    values: list[list[list[int]]]
    reserve: list[int | None]
    rules: list[Condition]
    terms: list[tuple[int, int, Condition]]


class Point(NamedTuple):
    """A point of the frontier: what it is worth, the first package that gives it, and how many do."""

    worth: tuple[int, ...]
    package: Package
    ties: int


def holds(condition: Condition, package: Package) -> bool:
    """Say whether a condition holds in a package."""
    return any(all((package[issue] == option) == wanted for issue, option, wanted in part) for part in condition)


def worth(given: Settlement, package: Package) -> tuple[int, ...]:
    """Add up what a package is worth to each party."""
    pairs = list(zip(given.values, package, strict=True))
    total = [sum(table[option][one] for table, option in pairs) for one in range(len(given.reserve))]
    for party, extra, condition in given.terms:
        if holds(condition, package):
            total[party] += extra
    return tuple(total)


def acceptable(given: Settlement) -> dict[tuple[int, ...], list[Package]]:
    """Return the packages that satisfy rules and reservation values, by what they are worth, first in order first."""
    found: dict[tuple[int, ...], list[Package]] = {}
    for package in itertools.product(*(range(len(table)) for table in given.values)):
        if not all(holds(rule, package) for rule in given.rules):
            continue
        has = worth(given, package)
        if all(least is None or own >= least for own, least in zip(has, given.reserve, strict=True)):
            found.setdefault(has, []).append(package)
    return found


def frontier(given: Settlement) -> list[Point]:
    """Return the undominated points, best for the first party first, then the second, and so on."""
    found = acceptable(given)
    kept = [
        Point(own, min(packages), len(packages))
        for own, packages in found.items()
        if not any(other != own and all(a >= b for a, b in zip(other, own, strict=True)) for other in found)
    ]
    return sorted(kept, key=lambda point: point.worth, reverse=True)


def drawn(rng: np.random.Generator, *, linked: bool = False, most: int = 400) -> Settlement:
    """Draw a small problem: 1-6 parties, many ties or none, negative numbers, big ones, reservation values, rules."""
    parties = int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.04, 0.26, 0.3, 0.2, 0.1, 0.1]))
    shape: list[int] = []
    while len(shape) < rng.integers(1, 7):
        shape.append(int(rng.integers(1, 6)))
        if np.prod(shape) > most:
            shape.pop()
            break
    low, high = [(0, 2), (0, 4), (-3, 3), (-100, 0), (0, 100), (0, 1000)][rng.integers(6)]
    factor = int(rng.choice([1, 6])) * (1 if rng.random() < 0.8 else 2**61 + 1 if rng.random() < 0.5 else 10**40 + 7)
    grain = 0 if rng.random() < 0.7 else 1
    values: list[list[list[int]]] = []
    for count in shape:
        table = rng.integers(low, high + 1, (count, parties)).tolist()
        if rng.random() < 0.1:
            table = [table[0]] * count  # an issue that changes nothing
        values.append([[entry * factor + grain * int(rng.integers(3)) for entry in row] for row in table])
    conditions = [
        _condition(rng, shape, single=not linked or rng.random() < 0.3) for _ in range(int(rng.integers(0, 4)))
    ]
    terms = []
    if linked:
        worths = rng.integers(low, high + 1, int(rng.integers(0, 5))).tolist()
        terms = [(int(rng.integers(parties)), extra * factor, _condition(rng, shape, single=False)) for extra in worths]
    given = Settlement(values, [None] * parties, conditions if rng.random() < 0.6 else [], terms)
    return given._replace(reserve=_reserve(rng, given))


def _condition(rng: np.random.Generator, shape: list[int], *, single: bool) -> Condition:
    """Draw a condition over one issue or over several; mostly true."""
    parts = []
    only = int(rng.integers(len(shape)))
    for _ in range(int(rng.integers(1, 4))):
        issues = [only] if single else rng.choice(len(shape), min(len(shape), int(rng.integers(1, 4))), replace=False)
        wanted = [bool(rng.random() < 0.3) for _ in issues]
        parts.append(tuple((int(k), int(rng.integers(shape[k])), want) for k, want in zip(issues, wanted, strict=True)))
    return tuple(parts)


def _reserve(rng: np.random.Generator, given: Settlement) -> list[int | None]:
    """Draw reservation values around what packages are worth, or none."""
    if rng.random() < 0.4:
        return [None] * len(given.reserve)
    some = [worth(given, tuple(int(rng.integers(len(table))) for table in given.values)) for _ in range(4)]
    least: list[int | None] = [min(row[one] for row in some) for one in range(len(given.reserve))]
    if rng.random() < 0.2:
        least = [max(row[one] for row in some) for one in range(len(given.reserve))]
    return [None if rng.random() < 0.2 else one for one in least]


def as_text(condition: Condition, issues: Any, options: Any) -> str:
    """Write a condition in the grammar of case files, with the names of issues and options."""
    parts = []
    for part in condition:
        words = [f'{"" if wanted else "not "}{issues[k]}."{options[k][option]}"' for k, option, wanted in part]
        parts.append(f"({' & '.join(words)})")
    return " | ".join(parts)
