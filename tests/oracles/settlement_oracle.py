"""Conflicts of mandates, openings and dominance by their definitions: every package, every set. No engine is imported.

A condition is written as nested tuples: ``("is", issue, option)``, ``("not", a)``, ``("and", a, b, ...)``,
``("or", a, b, ...)``, and ``("requires", a, b)``, likewise ``excludes``, ``iff`` and ``if``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

Condition = tuple[Any, ...]
Package = tuple[int, ...]
Demand = tuple[str, int]
"""``("line", rule)`` or ``("reserve", party)``, by position."""


class Bargain(NamedTuple):
    """What is to be settled; a rule has a party where it is a red line, and None where it is a link."""

    values: tuple[tuple[tuple[int, ...], ...], ...]
    reserve: tuple[int | None, ...]
    rules: tuple[tuple[int | None, Condition], ...]
    terms: tuple[tuple[int, int, Condition], ...]


def holds(condition: Condition, package: Package) -> bool:
    """Say whether a condition holds in a package."""
    word, *parts = condition
    if word == "is":
        return package[parts[0]] == int(parts[1])
    truth = [holds(part, package) for part in parts]
    return {
        "not": not truth[0],
        "and": all(truth),
        "or": any(truth),
        "requires": truth[-1] or not truth[0],
        "excludes": not (truth[0] and truth[-1]),
        "iff": truth[0] == truth[-1],
        "if": truth[0] or not truth[-1],
    }[word]


def as_text(condition: Condition, issues: Sequence[str], options: Sequence[Sequence[str]]) -> str:
    """Write a condition as people do."""
    word, *parts = condition
    if word == "is":
        return f'{issues[parts[0]]}."{options[parts[0]][parts[1]]}"'
    told = [f"({as_text(part, issues, options)})" for part in parts]
    if word == "not":
        return f"not {told[0]}"
    return {"and": " & ", "or": " | "}.get(word, f" {word} ").join(told)


def worth(bargain: Bargain, package: Package) -> tuple[int, ...]:
    """Add up what a package is worth to each party."""
    return tuple(
        sum(table[option][one] for table, option in zip(bargain.values, package, strict=True))
        + sum(extra for party, extra, when in bargain.terms if party == one and holds(when, package))
        for one in range(len(bargain.reserve))
    )


@lru_cache(maxsize=4)
def linked_packages(bargain: Bargain) -> dict[Package, tuple[int, ...]]:
    """Return the packages that satisfy the links, in the order of options, with what they are worth."""
    every = itertools.product(*(range(len(table)) for table in bargain.values))
    links = [rule for party, rule in bargain.rules if party is None]
    return {one: worth(bargain, one) for one in every if all(holds(rule, one) for rule in links)}


def demands(bargain: Bargain) -> list[Demand]:
    """List what mandates insist on: red lines, then reservation values."""
    lines = [("line", at) for at, (party, _) in enumerate(bargain.rules) if party is not None]
    return lines + [("reserve", one) for one, least in enumerate(bargain.reserve) if least is not None]


def meets(bargain: Bargain, package: Package, demand: Demand) -> bool:
    """Say whether a package satisfies a demand."""
    kind, at = demand
    if kind == "line":
        return holds(bargain.rules[at][1], package)
    least = bargain.reserve[at]
    return least is None or linked_packages(bargain)[package][at] >= least


def possible(bargain: Bargain, kept: Sequence[Demand]) -> list[Package]:
    """List the packages that satisfy links and some demands."""
    return [one for one in linked_packages(bargain) if all(meets(bargain, one, demand) for demand in kept)]


def frontier(bargain: Bargain) -> list[tuple[tuple[int, ...], Package, int]]:
    """List the undominated points, best for the first party first, each with its first package and their number."""
    found: dict[tuple[int, ...], list[Package]] = {}
    for one in possible(bargain, demands(bargain)):
        found.setdefault(linked_packages(bargain)[one], []).append(one)
    kept = [(point, some[0], len(some)) for point, some in found.items() if not better(point, list(found))]
    return sorted(kept, reverse=True)


def better(point: tuple[int, ...], points: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """List the points that give nobody less and somebody more."""
    return [one for one in points if one != point and all(a >= b for a, b in zip(one, point, strict=True))]


def conflicts(bargain: Bargain) -> list[tuple[Demand, ...]]:
    """List the sets of demands that cannot be met together although each smaller set can, the smallest first."""
    found: list[tuple[Demand, ...]] = []
    every = demands(bargain)
    for size in range(len(every) + 1):
        for some in itertools.combinations(every, size):
            if not any(set(one) <= set(some) for one in found) and not possible(bargain, some):
                found.append(some)
    return found


def fewest(bargain: Bargain) -> list[tuple[Demand, ...]]:
    """List the smallest sets of demands without which a zone opens; the empty set if there is a zone."""
    every = demands(bargain)
    for size in range(len(every) + 1):
        found = [
            some
            for some in itertools.combinations(every, size)
            if possible(bargain, [one for one in every if one not in some])
        ]
        if found:
            return found
    raise AssertionError


def evenest(bargain: Bargain, waived: Sequence[Demand], lowered: Sequence[int]) -> list[Any] | None:
    """Return what leaves the worst-off party best off: shares ascending, what it is worth, and the package.

    Reservation values of ``lowered`` parties need not be met; shares are of the best less the worst that rules permit.
    """
    every = demands(bargain)
    rules = [one for one in every if one[0] == "line" and one not in waived]
    permitted = {one: linked_packages(bargain)[one] for one in possible(bargain, rules)}
    kept = [one for one in every if one not in waived and (one[0] == "line" or one[1] not in lowered)]
    choice = {one: permitted[one] for one in possible(bargain, kept)}
    if not choice:
        return None
    columns = list(zip(*permitted.values(), strict=True))

    def shares(point: tuple[int, ...]) -> list[Fraction]:
        aims = [min(own) if least is None else least for own, least in zip(columns, bargain.reserve, strict=True)]
        given = zip(point, aims, columns, strict=True)
        return sorted(Fraction(units - aim, max(own) - min(own)) for units, aim, own in given if max(own) > min(own))

    points = list(choice.values())
    ranked = [(shares(point), point, one) for one, point in choice.items() if not better(point, points)]
    top = max(share for share, _, _ in ranked)
    first = max(point for share, point, _ in ranked if share == top)
    return [top, first, min(one for share, point, one in ranked if point == first)]


def drawn_condition(rng: np.random.Generator, shape: Sequence[int], depth: int = 2) -> Condition:
    """Draw a condition over one issue or several."""
    if depth == 0 or rng.random() < 0.2:
        issue = int(rng.integers(len(shape)))
        return ("is", issue, int(rng.integers(shape[issue])))
    word = str(rng.choice(["not", "and", "or", "or", "requires", "excludes", "iff", "if"]))
    count = 1 if word == "not" else int(rng.integers(2, 4)) if word in {"and", "or"} else 2
    return (word, *(drawn_condition(rng, shape, depth - 1) for _ in range(count)))


def drawn(rng: np.random.Generator, *, scale: int = 9, demanding: float = 0.6) -> Bargain:
    """Draw a problem of two to four parties with links, red lines, terms of either sign and reservation values."""
    parties = int(rng.integers(2, 5))
    shape = [int(rng.integers(1, 5)) for _ in range(rng.integers(2, 5))]
    values = tuple(
        tuple(tuple(int(x) for x in rng.integers(-scale, scale + 1, parties)) for _ in range(count)) for count in shape
    )
    owners: list[int | None] = [None] * int(rng.integers(0, 3))
    owners += [int(rng.integers(parties)) for _ in range(rng.integers(0, 4))]
    rules = tuple((owner, drawn_condition(rng, shape)) for owner in owners)
    terms = tuple(
        (int(rng.integers(parties)), int(rng.integers(-scale, scale + 1)), drawn_condition(rng, shape))
        for _ in range(rng.integers(0, 5))
    )
    high = scale * len(shape)
    reserve = tuple(int(rng.integers(-high, high)) if rng.random() < demanding else None for _ in range(parties))
    return Bargain(values, reserve, rules, terms)
