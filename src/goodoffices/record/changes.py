"""When the level of a monthly series changed: change points with a stated penalty, none where too little is known."""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from goodoffices.errors import GoodOfficesError
from goodoffices.record.series import Floats, Months

__all__ = ["LEAST_MONTHS", "PENALTY", "SHORTEST", "Change", "Changes", "find_changes"]

LEAST_MONTHS = 24
"""A series of fewer covered months is not searched."""
SHORTEST = 3
"""The least months between two changes."""
PENALTY = 3.0
"""What a change must earn, times the noise and the logarithm of the number of months."""


@dataclass(frozen=True)
class Change:
    """A month from which on a series has another level.

    Attributes
    ----------
    series
        Which series.
    month
        The first month of the new level.
    before, after
        Its mean from the last change to this month, and from this month to the next change.
    """

    series: str
    month: str
    before: float
    after: float


@dataclass(frozen=True)
class Changes:
    """The changes of a series.

    Attributes
    ----------
    found : tuple of Change
        In order of time.
    why_none : str
        Why there is none; empty if there is one.
    penalty : float
        What a change had to earn, in units of the noise; not a number where nothing was searched.
    """

    found: tuple[Change, ...]
    why_none: str
    penalty: float


def find_changes(name: str, months: Months, shares: Floats, volume: Floats) -> Changes:
    """Find the months in which the level of a series changed.

    Segments are fitted by their means to the square roots of the shares, which evens out the noise of counts. A further
    change must lower the squared error by 3 σ² log n, where n is the number of months and σ the noise. It is taken from
    the differences of neighbouring months, so that changes of level do not inflate it, and is at least the noise that
    counts have even where nothing but chance moves them.

    Parameters
    ----------
    name
        What the series is called.
    months : (t,) datetime64[M] array
        Without gaps.
    shares : (t,) float array
        Events among the rows of each month; months outside the feed are not a number and are passed over.
    volume : (t,) float array
        The rows of each month.

    Returns
    -------
    Changes
        With the reason where there is none.

    Raises
    ------
    GoodOfficesError
        If ruptures is not installed.

    References
    ----------
    Killick, Fearnhead and Eckley (2012), Optimal detection of changepoints with a linear computational cost. Zhang and
    Siegmund (2007), A modified Bayes information criterion, for the factor 3.

    Examples
    --------
    >>> months = np.arange("2015-01", "2018-01", dtype="datetime64[M]")
    >>> level = np.where(months < np.datetime64("2017-01"), 10, 40)
    >>> shares = np.random.default_rng(1).poisson(level) / 1000
    >>> found = find_changes("conflict", months, shares, np.full(36, 1000.0)).found
    >>> [(one.month, round(one.before, 3), round(one.after, 3)) for one in found]
    [('2017-01', 0.01, 0.041)]
    """
    known = ~np.isnan(shares)
    level, when = shares[known], months[known]
    if level.size < LEAST_MONTHS:
        covered = f"{level.size} month{'' if level.size == 1 else 's'}"
        return Changes((), f"the feed covers {covered}, expected at least {LEAST_MONTHS} to look for changes", math.nan)
    signal = np.sqrt(level)
    noise = max(_noise(signal), _noise_of_counts(volume[known]))
    penalty = PENALTY * math.log(level.size)
    starts = [0, *_cut(signal / noise, penalty), level.size]
    means = [float(level[a:b].mean()) for a, b in pairwise(starts)]
    found = tuple(
        Change(name, str(when[at]), before, after)
        for at, (before, after) in zip(starts[1:-1], pairwise(means), strict=True)
    )
    return Changes(found, "" if found else "no change stands out from the noise", penalty)


def _noise(signal: Floats) -> float:
    """Return the noise of a series, from the differences of neighbours: robustly, or plainly where most are equal."""
    steps = np.diff(signal)
    robust = float(np.median(np.abs(steps - np.median(steps)))) / 0.6745
    return (robust or float(steps.std())) / math.sqrt(2)


def _noise_of_counts(volume: Floats) -> float:
    """Return the least noise that the square root of a share can have: that of a Poisson count."""
    return 0.5 / math.sqrt(float(np.median(volume)))


def _cut(signal: Floats, penalty: float) -> list[int]:
    """Return where segments begin, without the first."""
    try:
        ruptures = importlib.import_module("ruptures")
    except ModuleNotFoundError:
        raise GoodOfficesError("looking for changes needs ruptures; install goodoffices[record]") from None
    # The linear kernel is the squared error about the mean; this is PELT, compiled.
    search = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST, jump=1).fit(signal[:, None])
    return [int(at) for at in search.predict(pen=penalty)[:-1]]
