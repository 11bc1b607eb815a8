"""Where candidates stand: who is told apart from whom, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.brokers.criteria import CRITERIA, Profile
from goodoffices.brokers.rank_shares import RankShares, sampling_error
from goodoffices.wording import count, join_words, percent

__all__ = ["SEPARATION", "cautions", "groups", "not_apart", "standing", "told_apart"]

BoolArray: TypeAlias = NDArray[np.bool_]

SEPARATION = 0.9
"""One candidate is told apart from another if it stands above it in this share of draws, beyond two sampling errors."""

_VISIBLE = 0.005


def told_apart(shares: RankShares) -> BoolArray:
    """Say who (row) stands above whom (column) in so many draws that the two are told apart, (n, n) bool array."""
    found: BoolArray = shares.above - 2 * sampling_error(shares.above, shares.done) >= SEPARATION
    return found


def not_apart(shares: RankShares, at: int) -> list[int]:
    """Return those whom the ranking cannot tell apart from one, by position."""
    apart = told_apart(shares)
    return [i for i in range(len(apart)) if i != at and not apart[i, at] and not apart[at, i]]


def groups(order: Sequence[int], apart: BoolArray) -> list[list[int]]:
    """Cut an order wherever everybody before is told apart from everybody after.

    Examples
    --------
    >>> apart = np.array([[False, False, True], [False, False, True], [False, False, False]])
    >>> groups([0, 1, 2], apart)
    [[0, 1], [2]]
    """
    found: list[list[int]] = []
    for place, i in enumerate(order):
        if not found or apart[np.ix_(order[:place], order[place:])].all():
            found.append([])
        found[-1].append(i)
    return found


def standing(profiles: Sequence[Profile], at: int, shares: RankShares, at_worst: RankShares | None) -> tuple[str, ...]:
    """Say where a candidate stands.

    Parameters
    ----------
    profiles
        All candidates.
    at
        Which, by position.
    shares, at_worst
        The shares of draws, and those if all that is missing were the worst.
    """
    first = float(shares.first[at])
    error = percent(float(sampling_error(first, shares.done)), 1)
    lines = [f"First in {percent(first)} of draws, sampling error {error}."]
    worst, best = float(shares.first_if_worst[at]), float(shares.first_if_best[at])
    if best - worst > _VISIBLE:
        lines.append(
            f"That would be {percent(worst)} if all that is missing about it were the worst, {percent(best)} if the "
            "best."
        )
    if at_worst is not None:
        lines.append(
            f"If all that is missing about every candidate were the worst, {percent(float(at_worst.first[at]))}."
        )
    if shares.below_veto[at] > 0:
        lines.append(f"Below the veto in {percent(float(shares.below_veto[at]))} of draws.")
    if profiles[at].crisis_actor:
        lines.append("Itself a party to the crisis.")
    same = not_apart(shares, at)
    if same:
        lines.append(f"Not distinguishable from {join_words([profiles[i].label for i in same], last='or')}.")
    return tuple(lines)


def cautions(profiles: Sequence[Profile], shares: RankShares, sides: Mapping[str, str], *, cut: int) -> tuple[str, ...]:
    """Say what a reader has to know beside the numbers.

    Parameters
    ----------
    profiles
        All candidates.
    shares
        The shares of draws.
    sides
        The two sides, with their names for a reader.
    cut
        Into how many groups the order is cut.
    """
    told = ["Shares are shares of draws: how the ranking hangs on ratings and weights, not how events would turn out."]
    if cut == 1 and len(profiles) > 1:
        told.append("No place in the order separates all who stand before it from all who stand after it.")
    missing = sum(len(one.missing) for one in profiles)
    if missing:
        # Three criteria are rated for each side.
        total = len(profiles) * (len(CRITERIA) + 3)
        who = join_words([f"{one.label} ({len(one.missing)})" for one in profiles if one.missing])
        told.append(
            f"Missing: {missing} of {count(total, 'value')}: {who}. They are drawn from the whole scale, so that "
            "whoever is little known stands nearer to the middle than the evidence bears out."
        )
    empty = float(shares.nobody[0])
    if empty > 0:
        told.append(f"In {percent(empty)} of draws no candidate reaches the veto threshold with both sides.")
    told += [
        f"No candidate is rated for its acceptability to {label}."
        for side, label in sides.items()
        if all(one.acceptability[side] is None for one in profiles)
    ]
    if not shares.complete:
        told.append(f"The run was interrupted after {count(shares.done, 'draw')}.")
    return tuple(told)
