"""What every model of a conflict is checked for, whichever form it is given in."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.errors import CaseError

__all__ = ["BoolArray", "IntArray", "check_names", "check_state", "dense_ranks", "frozen", "whole"]

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int32]
Kind = TypeVar("Kind", bound=np.generic)


def frozen(array: NDArray[Kind]) -> NDArray[Kind]:
    """Return the array read-only, copied unless it already was."""
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


def whole(value: Any) -> int | None:
    """Return a whole number as a plain integer, and None for anything else."""
    try:
        return None if isinstance(value, bool | np.bool_) else operator.index(value)
    except TypeError:
        return None


def dense_ranks(preference: ArrayLike, can: BoolArray, n: int) -> IntArray:
    """Turn preferences into dense ranks, with -1 where a state is infeasible."""
    remedy = "give one row per decision maker and one number per state"
    try:
        values = np.asarray(preference)
    except ValueError as fault:
        raise CaseError(f"preference is not a table ({fault}); expected shape {(n, can.size)}: {remedy}") from fault
    if values.shape != (n, can.size) or values.dtype.kind not in "biuf":
        raise CaseError(
            f"preference is an array of {values.dtype} with shape {values.shape}; "
            f"expected real numbers with shape {(n, can.size)}: {remedy}"
        )
    ranks = np.full(values.shape, -1, dtype=np.int32)
    for i, row in enumerate(values):
        liked = row[can]
        if np.isnan(liked).any():
            state = int(np.flatnonzero(can & np.isnan(row))[0])
            raise CaseError(
                f"preference of decision maker {i} for state {state} is not a number; "
                "expected a number for every feasible state: give it a place, or equal numbers for indifference"
            )
        ranks[i, can] = np.unique(liked, return_inverse=True)[1]
    ranks.flags.writeable = False
    return ranks


def check_names(names: Sequence[str] | None, count: int, what: str, *, distinct: bool) -> tuple[str, ...]:
    """Check names; none at all is allowed."""
    if names is None:
        return ()
    given = tuple(names)
    if isinstance(names, str) or len(given) != count or not all(isinstance(name, str) for name in given):
        raise CaseError(f"{what} is {names!r}; expected {count} names: give one for each, in order")
    if distinct and len(set(given)) < count:
        raise CaseError(f"{what} are named {list(given)}; expected distinct names: rename one")
    return given


def check_state(state: Any, can: BoolArray, what: str) -> int:
    """Check one state."""
    number = whole(state)
    if number is None or not 0 <= number < can.size:
        raise CaseError(
            f"{what} is {state!r}; expected a whole number from 0 to {can.size - 1}: "
            "where a model has options, bit k stands for option k"
        )
    if not can[number]:
        raise CaseError(
            f"{what} is {number}, which is infeasible; expected a feasible state: choose one, or declare it feasible"
        )
    return number
