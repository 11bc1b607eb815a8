"""What a run is told: refuse numbers of draws and seeds that cannot be used."""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.errors import CaseError

__all__ = ["check_whole"]


def check_whole(value: Any, what: str, least: int) -> None:
    """Refuse what is not a whole number, or too small.

    Raises
    ------
    CaseError
        What was found, and what was expected.

    Examples
    --------
    >>> check_whole(0.5, "the seed", 0)
    Traceback (most recent call last):
    goodoffices.errors.CaseError: found 0.5 for the seed, expected a whole number from 0
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise CaseError(f"found {value!r} for {what}, expected a whole number from {least}")
