"""GENIUS domains by the definitions: utilities from the XML with the standard library, frontiers by brute force.

It shares nothing with the importer or the engines: whatever differs between files is looked up by name, every number is
the fraction that its decimals stand for, and dominance is compared on ranks of exact values.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # the files are the reference's own
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Shares = dict[str, dict[str, Fraction]]
"""For each issue and option what the option is worth on the scale of a whole package."""


def additive_shares(path: Path) -> Shares:
    """Say what each option is worth in an additive profile: weight over weights times evaluation over the largest."""
    inside = ET.parse(path).getroot().find("objective")  # noqa: S314 - the files are the reference's own
    assert inside is not None
    weights = {one.attrib["index"]: Fraction(one.attrib["value"]) for one in inside.findall("weight")}
    total = sum(weights.values())
    shares: Shares = {}
    for issue in inside.findall("issue"):
        worth = {item.attrib["value"]: Fraction(item.attrib["evaluation"]) for item in issue.findall("item")}
        top = max(worth.values())
        share = weights[issue.attrib["index"]] / total
        shares[issue.attrib["name"]] = {name: share * one / top if top else Fraction(0) for name, one in worth.items()}
    return shares


def rectangle_utility(path: Path, package: dict[str, str]) -> Fraction:
    """Say what a package is worth in a profile of rectangles: the sum of those it lies in, over the most."""
    root = ET.parse(path).getroot()  # noqa: S314 - the files are the reference's own
    called = {issue.attrib["index"]: issue.attrib["name"] for issue in root.iter("issue")}
    (whole,) = root.iter("utility")
    points = Fraction(0)
    for ufun in whole.findall("ufun"):
        for rectangle in ufun.findall("hyperRectangle"):
            within = all(
                Fraction(bound.attrib["min"])
                <= Fraction(package[called[bound.attrib["index"]]])
                <= Fraction(bound.attrib["max"])
                for bound in rectangle.findall("INCLUDES")
            )
            points += Fraction(ufun.attrib["weight"]) * Fraction(rectangle.attrib["utility"]) if within else 0
    return points / Fraction(whole.attrib["maxutility"])


def all_utilities(paths: Sequence[Path], order: Mapping[str, Sequence[str]]) -> tuple[list[Any], list[list[Fraction]]]:
    """List every package, and what it is worth to each party.

    ``order`` gives the options of each issue; the last issue changes fastest.
    """
    shares = [additive_shares(path) for path in paths]
    packages = list(product(*order.values()))
    worth = []
    for one in shares:
        sums = [Fraction(0)]
        for issue, options in order.items():
            sums = [before + one[issue][option] for before in sums for option in options]
        worth.append(sums)
    return packages, worth


def ranks(worth: Sequence[Sequence[Fraction]]) -> NDArray[np.int64]:
    """Replace exact values by their ranks, party by party: as good for dominance, and whole numbers.

    Returns
    -------
    (m, p) int array
    """
    columns = []
    for column in worth:
        place = {value: rank for rank, value in enumerate(sorted(set(column)))}
        columns.append([place[value] for value in column])
    return np.array(columns, dtype=np.int64).T


def undominated(points: NDArray[np.int64]) -> set[tuple[int, ...]]:
    """Return the distinct points that no other improves on for everybody: all but those that some other dominates."""
    left = np.unique(points, axis=0)
    left = left[np.argsort(-left.sum(axis=1), kind="stable")]
    found = []
    while len(left):
        best, left = left[0], left[1:]
        # Nothing that is left has a larger sum, and so nothing that is left dominates the first.
        found.append(tuple(map(int, best)))
        left = left[~(left <= best).all(axis=1)]
    return set(found)
