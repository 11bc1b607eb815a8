"""Figures by year and state, or by year and pair of states, looked up without ever guessing one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.errors import CaseError

__all__ = ["Floats", "Ints", "Origin", "Panel", "panel"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WIDE = 1024  # above every state code


@dataclass(frozen=True)
class Origin:
    """Where figures come from.

    Attributes
    ----------
    kind
        The kind of table, such as ``distance``.
    title, owner
        What it is called and who publishes it.
    file, sha256
        The file that was read and the digest of its bytes.
    first, last
        The years it covers.
    """

    kind: str
    title: str
    owner: str
    file: str
    sha256: str
    first: int
    last: int

    def to_json(self) -> dict[str, Any]:
        """Return the origin as plain data."""
        return asdict(self)

    @property
    def coverage(self) -> str:
        """The years covered, for a sentence."""
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, eq=False)
class Panel:
    """One figure for each year and state, or for each year and pair of states.

    Attributes
    ----------
    origin : Origin
        Where the figures come from; its years are the coverage.
    keys : (r,) int array
        Year and codes in one number, ascending.
    values : (r,) float array
        The figures.
    absent : float
        What a year that is covered but not listed means: 0 for an alliance, unknown (nan) for a distance.
    """

    origin: Origin
    keys: Ints
    values: Floats
    absent: float = np.nan

    def __post_init__(self) -> None:
        self.keys.setflags(write=False)
        self.values.setflags(write=False)

    def at(self, year: ArrayLike, one: ArrayLike, other: ArrayLike = 0) -> Floats:
        """Look figures up.

        Parameters
        ----------
        year, one, other : int array_like
            Years and state codes, broadcast together; ``other`` only for pairs, in any order.

        Returns
        -------
        float array
            Not a number where the year is outside the coverage or the figure is unknown.
        """
        when, low, high = np.broadcast_arrays(*(np.asarray(part, dtype=np.int64) for part in (year, one, other)))
        covered = (when >= self.origin.first) & (when <= self.origin.last)
        found = np.where(covered, self.absent, np.nan)
        if self.keys.size:
            wanted = _key(when, np.minimum(low, high), np.maximum(low, high))
            place = np.minimum(np.searchsorted(self.keys, wanted), self.keys.size - 1)
            found = np.where(covered & (self.keys[place] == wanted), self.values[place], found)
        return found


def _key(year: Ints, low: Ints, high: Ints) -> Ints:
    return (year * _WIDE + low) * _WIDE + high


def panel(origin: Origin, columns: Mapping[str, Any], *, absent: float = np.nan) -> Panel:
    """Put the rows of a table in order; of rows for the same year and states the largest figure stays.

    Parameters
    ----------
    origin : Origin
        Where the rows come from.
    columns : mapping of str to (r,) array_like
        ``year``, ``one``, ``value``, and ``other`` for pairs. Rows without a value are left out.
    absent : float
        As in :class:`Panel`.

    Returns
    -------
    Panel
        The same figures, ready to be looked up.

    Raises
    ------
    CaseError
        If a code is not from 1 to 1023, or a state is paired with itself.

    Examples
    --------
    >>> origin = Origin("alliances", "Alliances", "a made-up owner", "a.csv", "", 1980, 1981)
    >>> ties = panel(origin, {"year": [1980], "one": [20], "other": [2], "value": [1]}, absent=0)
    >>> ties.at([1980, 1981, 1982], 2, 20).tolist()
    [1.0, 0.0, nan]
    """
    year, one = (np.asarray(columns[name], dtype=np.int64) for name in ("year", "one"))
    other = np.asarray(columns.get("other", np.zeros_like(one)), dtype=np.int64)
    value = np.asarray(columns["value"], dtype=np.float64)
    pairs = "other" in columns
    codes = np.concatenate([one, other]) if pairs else one
    if codes.size and not 1 <= codes.min() <= codes.max() < _WIDE:
        wrong = int(codes[(codes < 1) | (codes >= _WIDE)][0])
        raise CaseError(f"{origin.file}: found the state code {wrong}, expected one from 1 to {_WIDE - 1}")
    if pairs and bool((one == other).any()):
        raise CaseError(f"{origin.file}: found {int(one[one == other][0])} paired with itself, expected two states")
    keys = _key(year, np.minimum(one, other), np.maximum(one, other))
    known = ~np.isnan(value)
    keys, value = keys[known], value[known]
    order = np.lexsort((-value, keys))
    keys, first = np.unique(keys[order], return_index=True)
    return Panel(origin, keys, value[order][first], absent)
