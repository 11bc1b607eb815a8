"""How much each criterion may count: uncertain weights, drawn evenly from all that are allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.estimates import parse_estimate
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError, LimitError

__all__ = ["Weights", "uncertain_weights"]

FloatArray: TypeAlias = NDArray[np.float64]

_NEAR = 1e-12
_PILOT = 10_000
_RAREST = 1e-3
_FEWEST, _MOST = 1024, 65_536


@dataclass(frozen=True, eq=False)
class Weights:
    """What the analyst is ready to say about weights, which sum to 1.

    Attributes
    ----------
    criteria : tuple of str
        Their names.
    low, high : (k,) float arrays
        The bounds of each weight.
    order : tuple of int, or None
        The criteria by position, the most important first, where only their order is given.
    way : tuple of (bool, int)
        How weights are proposed: whether downwards from the upper bounds, and how many of the narrowest are drawn
        first.
    """

    criteria: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    order: tuple[int, ...] | None
    way: tuple[bool, int]

    def draw(self, draws: int, *, rng: np.random.Generator) -> FloatArray:
        """Draw weights evenly from all that are allowed.

        Parameters
        ----------
        draws
            How many, at least 0.
        rng
            Where the randomness comes from.

        Returns
        -------
        (draws, k) float array
            Each row sums to 1.
        """
        if self.order is not None:
            found = np.empty((draws, len(self.criteria)))
            found[:, list(self.order)] = -np.sort(-_shared(draws, len(self.criteria), rng), axis=1)
            return found
        parts, drawn = [np.empty((0, self.low.size))], 0
        while drawn < draws:
            tries = min(max(2 * (draws - drawn), _FEWEST), _MOST)
            parts.append(_allowed(self.low, self.high, self.way, tries, rng)[: draws - drawn])
            drawn += len(parts[-1])
        return np.concatenate(parts)

    def to_json(self) -> dict[str, Any]:
        """Return the weights as plain data."""
        if self.order is not None:
            return {"order": [self.criteria[k] for k in self.order]}
        bounds = zip(self.criteria, self.low.tolist(), self.high.tolist(), strict=True)
        return {"bounds": {name: [low, high] for name, low, high in bounds}}


def uncertain_weights(criteria: Sequence[str], given: Mapping[str, Any] | Sequence[str] | None = None) -> Weights:
    """Read what is known about weights.

    Parameters
    ----------
    criteria
        The names of all criteria.
    given
        None where nothing is known; bounds by criterion, ``[low, high]`` or a number, those not named being free; or
        all criteria in order, the most important first.

    Returns
    -------
    Weights
        Bounds are narrowed to what the others leave.

    Raises
    ------
    CaseError
        If a criterion is not known, an order does not name each once, or no weights within the bounds sum to 1.
    LimitError
        If too few of the weights proposed lie within the bounds.

    References
    ----------
    Lahdelma and Salminen (2001), *Operations Research* 49(3), section 2: partial information about weights.

    Examples
    --------
    >>> known = uncertain_weights(["access", "cost", "capacity"], {"cost": [0, 0.2]})
    >>> rows = known.draw(1000, rng=np.random.default_rng(1))
    >>> bool(rows[:, 1].max() <= 0.2), rows.sum(axis=1).round(6).min().item()
    (True, 1.0)
    """
    names = tuple(criteria)
    low, high = np.zeros(len(names)), np.ones(len(names))
    if given is None:
        return Weights(names, low, high, None, (False, 0))
    _check_names(given, names)
    if not isinstance(given, Mapping):
        return Weights(names, low, high, tuple(names.index(name) for name in given), (False, 0))
    for name, value in given.items():
        bounds = parse_estimate(value)
        if bounds.low < 0 or bounds.high > 1 or bounds.likely is not None:
            raise CaseError(
                f"the weight of {name}: found {bounds.plain()}, expected a number or [low, high] from 0 to 1"
            )
        low[names.index(name)], high[names.index(name)] = bounds.low, bounds.high
    if low.sum() > 1 + _NEAR or high.sum() < 1 - _NEAR:
        raise CaseError(
            f"found weights that sum to at least {low.sum():.3g} and at most {high.sum():.3g}, expected 1 in between"
        )
    low, high = np.maximum(low, 1 - (high.sum() - high)), np.minimum(high, 1 - (low.sum() - low))
    high = np.maximum(low, high)
    return Weights(names, low, high, None, _best_way(low, high))


def _check_names(given: Mapping[str, Any] | Sequence[str], names: tuple[str, ...]) -> None:
    if isinstance(given, str):
        raise CaseError(f"found {given!r} for the weights, expected bounds by criterion, or a list of all criteria")
    for name in given:
        if name not in names:
            raise CaseError(f"found a weight for {name!r}, which is no criterion{nearest(name, names)}")
    if not isinstance(given, Mapping) and sorted(given) != sorted(names):
        raise CaseError(f"found the order {', '.join(given)}, expected each of {', '.join(names)} once")


def _shared(draws: int, parts: int, rng: np.random.Generator) -> FloatArray:
    """Share 1 evenly at random, (draws, parts) float array: uniform on the simplex."""
    found = rng.standard_exponential((draws, parts))
    found /= found.sum(axis=1, keepdims=True)
    return found


def _allowed(
    low: FloatArray, high: FloatArray, way: tuple[bool, int], tries: int, rng: np.random.Generator
) -> FloatArray:
    """Propose weights and keep those within the bounds, so that what is kept is uniform.

    What each weight has above its lower bound, or lacks of its upper one, adds up to a known total. The narrowest are
    uniform within their widths; what is left of the total is shared evenly at random among the others. The room that
    the others have shrinks with what is left, to the power of their number less one: proposals are kept in that
    proportion.
    """
    downwards, tight = way
    width = high - low
    total = high.sum() - 1 if downwards else 1 - low.sum()
    by_width = np.argsort(width, kind="stable")
    first, rest = by_width[:tight], by_width[tight:]
    found = np.empty((tries, low.size))
    found[:, first] = rng.uniform(0, width[first], (tries, first.size))
    left = total - found[:, first].sum(axis=1)
    most = min(total, float(width[rest].sum()))
    keep = left >= -_NEAR
    left = np.maximum(left, 0)
    found[:, rest] = left[:, None] * _shared(tries, rest.size, rng)
    keep &= (found[:, rest] <= width[rest] + _NEAR).all(axis=1)
    if rest.size > 1:
        keep &= rng.random(tries) * most ** (rest.size - 1) <= left ** (rest.size - 1)
    kept: FloatArray = (high - found if downwards else low + found)[keep]
    return kept


def _best_way(low: FloatArray, high: FloatArray) -> tuple[bool, int]:
    """Return how to propose weights so that most are kept."""
    rng = np.random.default_rng(0)
    ways = [(downwards, tight) for downwards in (False, True) for tight in range(low.size)]
    kept = [len(_allowed(low, high, way, _PILOT, rng)) / _PILOT for way in ways]
    best = int(np.argmax(kept))
    if kept[best] < _RAREST:
        raise LimitError(
            f"fewer than {_RAREST:g} of the weights proposed lie within the bounds: give fewer bounds, or wider ones"
        )
    return ways[best]
