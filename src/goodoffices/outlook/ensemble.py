"""Preferences as far as they are known: which statements may stand elsewhere, and draws of what they may then be.

The model of doubt, which every result that rests on it should state:

- A statement with confidence ``c`` stands where it is written in a share ``c`` of all draws; in the others it weighs
  less than written and trades places with the next statement below it. The last one has none below and trades with the
  one above. Statements fall independently of one another; of two neighbours that both fall, the upper one stays above.
- The confidence of a whole list goes for each statement that has none of its own, and for each place of a ranking or
  of payoffs: the states that are tied there trade places with those next below.
- A statement marked ``unknown`` holds in half of all draws and its negation in the other half. It is never dropped:
  without it the decision maker would be indifferent, which is a claim of its own.
- What has neither stays fixed.

A confidence is an estimate. A draw takes a value from it and then tosses with that value; as both are new in every
draw, this is the same as one toss with the mean of the estimate, and that is what is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.estimates import Estimate
from goodoffices.case.strategic import Preferences
from goodoffices.errors import CaseError
from goodoffices.outlook.from_case import CaseModel
from goodoffices.outlook.model import IntArray

__all__ = ["Form", "Variants", "View", "check_draws", "merge", "uniforms", "variants", "variants_from", "views"]

Form: TypeAlias = Literal["statements", "places"]
Uniforms: TypeAlias = NDArray[np.float64]

_SLICE = 1 << 15  # draws whose numbers are held at a time
_RAW = 4  # Philox gives its numbers in fours


@dataclass(frozen=True, eq=False)
class View:
    """What one decision maker may prefer.

    Attributes
    ----------
    decision_maker : str
        Whose view.
    form : {"statements", "places"}
        Prioritised statements, or the places of a ranking or of payoffs, best first.
    falls : (k,) float array
        The chance of each statement or place to trade with the next below; 0 where it stays.
    turns : (k,) float array
        The chance of each statement to hold as its negation.
    """

    decision_maker: str
    form: Form
    falls: NDArray[np.float64]
    turns: NDArray[np.float64]

    @property
    def chances(self) -> NDArray[np.float64]:
        """The chance of each thing that is uncertain: first the falls, then the turns, in order."""
        both = np.concatenate([self.falls, self.turns])
        return both[both > 0]

    @property
    def where(self) -> IntArray:
        """For each thing that is uncertain the number of its statement or place."""
        return np.concatenate([np.flatnonzero(self.falls), np.flatnonzero(self.turns)]).astype(np.int32)

    def codes(self, happens: NDArray[np.bool_]) -> IntArray:
        """Return what is preferred once it is known what falls and what turns.

        Parameters
        ----------
        happens : (v, d) bool array
            One column for each of ``chances``.

        Returns
        -------
        (v, k) int array
            Statements or places, the most important first: twice the number, plus one where the negation holds.
        """
        size, fell = self.falls.size, int(np.count_nonzero(self.falls))
        score = np.tile(np.arange(size, dtype=np.float64), (len(happens), 1))
        sign = np.zeros((len(happens), size), dtype=np.int32)
        down = np.where(np.arange(size) == size - 1, -1.5, 1.5)
        score[:, np.flatnonzero(self.falls)] += happens[:, :fell] * down[self.falls > 0]
        sign[:, np.flatnonzero(self.turns)] = happens[:, fell:]
        order = np.argsort(score, axis=1, kind="stable").astype(np.int32)
        return 2 * order + np.take_along_axis(sign, order, axis=1)


@dataclass(frozen=True, eq=False)
class Variants:
    """Draws of the preferences of all ``n`` decision makers, the same ones kept once.

    Attributes
    ----------
    codes : tuple of (v, k) int array
        For each decision maker its different preferences: see :meth:`View.codes`.
    which : (draws, n) int array
        The rows of these that each draw is made of.
    """

    codes: tuple[IntArray, ...]
    which: IntArray

    def of(self, draw: int, decision_maker: int) -> IntArray:
        """Return the statements or places of one decision maker in one draw, (k,) int array."""
        codes: IntArray = self.codes[decision_maker][self.which[draw, decision_maker]]
        return codes

    def joint(self) -> tuple[IntArray, NDArray[np.int64], NDArray[np.int64]]:
        """Keep draws that agree for every decision maker once, in the order of their first appearance.

        Returns
        -------
        which : (u, n) int array
            The different ones.
        first : (u,) int array
            The draw in which each appears first, ascending.
        back : (draws,) int array
            The number of each draw among the different ones.
        """
        same = np.zeros(len(self.which), dtype=np.int64)
        for column in self.which.T:
            same = np.unique(same * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1].astype(np.int64)
        _, first, back = np.unique(same, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(order.size)
        return self.which[first[order]], first[order].astype(np.int64), place[back]


def views(model: CaseModel, *, noise: float = 0.0) -> tuple[View, ...]:
    """Read off a case what each decision maker may prefer.

    Parameters
    ----------
    model : CaseModel
        The case, under a policy or none.
    noise : float, optional
        The chance of each place to trade with the next in rankings and payoffs for which no confidence is given.

    Returns
    -------
    tuple of View
        One for each decision maker, in the order of the model.

    Raises
    ------
    CaseError
        If the model was not made from a case, or ``noise`` is not from 0 to 1.
    """
    if not 0 <= noise <= 1:
        raise CaseError(f"found a noise of {noise!r}, expected a chance from 0 to 1")
    case, _ = model.origin
    wishes = {**case.preferences, **(case.policies[model.policy].prefer if model.policy is not None else {})}
    return tuple(
        _view(maker, wishes[maker], int(model.ranks[i].max()) + 1, noise) for i, maker in enumerate(_makers(model))
    )


def _makers(model: CaseModel) -> Sequence[str]:
    """Return the decision makers by the names of the case, whatever the model calls them."""
    return tuple(model.origin[1].owners)


def _view(maker: str, wish: Preferences, places: int, noise: float) -> View:
    """Return the view of one decision maker."""
    if wish.statements is None:
        chance = noise if wish.confidence is None else 1 - _mean(wish.confidence)
        size = places if places > 1 else 0
        return View(maker, "places", np.full(size, chance), np.zeros(size))
    sure = Estimate(1.0, 1.0)
    trust = [statement.confidence or wish.confidence or sure for statement in wish.statements]
    falls = np.array([1 - _mean(one) for one in trust]) if len(trust) > 1 else np.zeros(len(trust))
    return View(maker, "statements", falls, np.array([0.5 * one.unknown for one in wish.statements]))


def _mean(estimate: Estimate) -> float:
    """Return the mean of what an estimate draws."""
    if estimate.likely is None:
        return (estimate.low + estimate.high) / 2
    return (estimate.low + 4 * estimate.likely + estimate.high) / 6


def variants(model: CaseModel, draws: int, seed: int, *, noise: float = 0.0) -> Variants:
    """Draw what the decision makers of a case may prefer.

    Parameters
    ----------
    model : CaseModel
        The case, under a policy or none.
    draws : int
        How many.
    seed : int
        Draw ``k`` has its own stretch of random numbers, that of ``seed`` and ``k``: it is the same however many draws
        there are.
    noise : float, optional
        As in :func:`views`.

    Returns
    -------
    Variants
        The order and the sign of statements, not yet ranks.

    Raises
    ------
    CaseError
        If ``draws`` or ``seed`` do not fit, or as :func:`views` does.

    References
    ----------
    Salmon, Moraes, Dror and Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*: the generator is Philox.
    """
    check_draws(draws, seed)
    known = views(model, noise=noise)
    width = sum(view.chances.size for view in known)
    parts = [
        variants_from(known, uniforms(seed, low, min(low + _SLICE, draws), width)) for low in range(0, draws, _SLICE)
    ]
    return parts[0] if len(parts) == 1 else merge(parts)


def check_draws(draws: Any, seed: Any) -> None:
    """Refuse a number of draws or a seed that cannot be used.

    Raises
    ------
    CaseError
        If ``draws`` is not a whole number from 1, or ``seed`` not one from 0.
    """
    for value, what, least in ((draws, "draws", 1), (seed, "the seed", 0)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise CaseError(f"found {value!r} for {what}, expected a whole number from {least}")


def uniforms(seed: int, low: int, high: int, width: int) -> Uniforms:
    """Return the random numbers of some draws.

    Parameters
    ----------
    seed : int
        The seed of all draws.
    low, high : int
        The first draw and the one after the last.
    width : int
        How many numbers a draw needs.

    Returns
    -------
    (high - low, width) float array
        From 0 to below 1.

    Examples
    --------
    A draw does not depend on which others are asked for:

    >>> bool((uniforms(7, 0, 9, 5)[6:] == uniforms(7, 6, 9, 5)).all())
    True
    """
    fours = -(-width // _RAW)
    stream = np.random.Philox(np.random.SeedSequence(seed)).advance(low * fours)
    raw = stream.random_raw((high - low) * fours * _RAW).reshape(high - low, fours * _RAW)
    return (raw[:, :width] >> np.uint64(11)).astype(np.float64) * 2.0**-53


def variants_from(known: Sequence[View], numbers: Uniforms) -> Variants:
    """Turn uniform numbers into preferences.

    Parameters
    ----------
    known : sequence of View
        What is uncertain.
    numbers : (draws, d) float array
        One column for each uncertain thing, decision maker by decision maker.

    Returns
    -------
    Variants
        One draw for each row.
    """
    codes, which, at = [], np.empty((len(numbers), len(known)), dtype=np.int32), 0
    for i, view in enumerate(known):
        chances = view.chances
        happens = numbers[:, at : at + chances.size] < chances
        at += chances.size
        packed, row = _different(np.packbits(happens, axis=1))
        different = np.unpackbits(packed, axis=1, count=chances.size).astype(np.bool_)
        kept, again = _different(view.codes(different))
        codes.append(kept)
        which[:, i] = again[row]
    return Variants(tuple(codes), which)


def merge(parts: Sequence[Variants]) -> Variants:
    """Put draws one after the other.

    Parameters
    ----------
    parts : sequence of Variants
        Of the same decision makers.

    Returns
    -------
    Variants
        All of them, the same ones kept once.
    """
    codes, which = [], np.concatenate([part.which for part in parts])
    for i in range(which.shape[1]):
        kept, again = _different(np.concatenate([part.codes[i] for part in parts]))
        starts = np.cumsum([0, *(len(part.codes[i]) for part in parts)])
        shift = np.repeat(starts[:-1], [len(part.which) for part in parts])
        which[:, i] = again[which[:, i] + shift]
        codes.append(kept)
    return Variants(tuple(codes), which)


def _different(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Keep equal rows once; say for each row which of those it is."""
    if rows.shape[1] == 0:
        return rows[:1], np.zeros(len(rows), dtype=np.int32)
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.itemsize * rows.shape[1])))
    _, first, back = np.unique(whole.ravel(), return_index=True, return_inverse=True)
    return rows[first], back.astype(np.int32)
