"""Exact numbers: read as they are written, put on whole numbers of a unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError

__all__ = ["SAFE_BITS", "IntArray", "Number", "as_fraction", "whole_array", "whole_numbers"]

IntArray: TypeAlias = NDArray[Any]
"""Whole numbers: int64 where every sum fits 62 bits, else Python's own integers (dtype object)."""

Number: TypeAlias = int | float | str | Fraction

SAFE_BITS = 62


def whole_array(rows: Sequence[Sequence[int]]) -> IntArray:
    """Make an array of whole numbers, in int64 where that is exact."""
    widest = max((abs(entry) for row in rows for entry in row), default=0)
    return np.array(rows, dtype=np.int64 if widest < 1 << SAFE_BITS else object)


def as_fraction(value: Number) -> Fraction:
    """Read a number as it is written: 0.1 is a tenth, not the nearest binary fraction.

    Raises
    ------
    CaseError
        If it is no finite number.

    Examples
    --------
    >>> as_fraction(0.1), as_fraction("4.7e-1")
    (Fraction(1, 10), Fraction(47, 100))
    """
    try:
        return value if isinstance(value, Fraction) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise CaseError(f"found {value!r}, expected a finite number") from None


def whole_numbers(
    values: Sequence[Sequence[Sequence[Fraction]]],
    others: Sequence[Sequence[Fraction]] = (),
) -> tuple[tuple[IntArray, ...], tuple[tuple[int, ...], ...], tuple[Fraction, ...]]:
    """Put exact utilities on whole numbers, party by party.

    Parameters
    ----------
    values
        For each issue, option and party a fraction.
    others
        For each party further fractions on the same scale: reservation values and worths of terms.

    Returns
    -------
    tables, others, units
        Whole numbers, and for each party the unit they count: the value is the number times the unit.
    """
    width = len(values[0][0])
    units = []
    for one in range(width):
        column = [row[one] for table in values for row in table] + list(others[one] if others else ())
        below = math.lcm(*(entry.denominator for entry in column))
        above = math.gcd(*(int(entry * below) for entry in column)) or 1
        units.append(Fraction(above, below))
    tables = tuple(
        whole_array([[int(row[one] / units[one]) for one in range(width)] for row in table]) for table in values
    )
    extra = tuple(tuple(int(entry / units[one]) for entry in row) for one, row in enumerate(others))
    return tables, extra, tuple(units)
