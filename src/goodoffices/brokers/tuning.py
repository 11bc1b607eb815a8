"""Find the features and the penalty that would have served best, by rolling validation inside the training years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from goodoffices.brokers.features import SETS, Choice
from goodoffices.brokers.logit import columns, design, log_shares, logit, standardised
from goodoffices.brokers.panels import Floats, Ints
from goodoffices.brokers.precedent import FEWEST_CRISES

__all__ = ["PENALTIES", "Tuning", "tune"]

PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0)
"""Strengths of the ridge that are tried, on standardised features."""

_FEWEST_VALIDATED = 5
_DEFAULT = ("plain", 10.0)


@dataclass(frozen=True, eq=False)
class Tuning:
    """What models fitted to earlier years said about each crisis, for every set of features and penalty.

    Attributes
    ----------
    options : tuple of (str, float)
        Sets of features and penalties.
    years : (c,) int array
        The years of the crises.
    gains : (options, c) float array
        Mean log share of the crisis's mediators; nan where there were too few earlier crises to fit anything.
    """

    options: tuple[tuple[str, float], ...]
    years: Ints
    gains: Floats

    def best(self, year: int) -> tuple[str, float]:
        """Return the set and penalty that served best in the years before one; the default where few are known."""
        known = (self.years < year) & ~np.isnan(self.gains[0])
        if known.sum() < _FEWEST_VALIDATED:
            return _DEFAULT
        return self.options[int(np.argmax(self.gains[:, known].sum(axis=1)))]


def tune(
    crises: Sequence[Choice],
    *,
    sets: Sequence[str] = tuple(SETS),
    penalties: Sequence[float] = PENALTIES,
    progress: Callable[[float], None] | None = None,
) -> Tuning:
    """Roll over the years: fit to the years before, look at the year, for every set of features and penalty.

    Parameters
    ----------
    crises : sequence of Choice
        By year; each with a mediator among its candidates.
    sets, penalties
        What to try.
    progress
        Told the share of the work done.

    Returns
    -------
    Tuning
        From which the best can be read for any year, looking at earlier years only.
    """
    options = tuple((name, penalty) for name in sets for penalty in penalties)
    years = np.array([one.year for one in crises], dtype=np.int64)
    gains = np.full((len(options), len(crises)), np.nan)
    starts: dict[int, Floats] = {}
    todo = [year for year in np.unique(years) if (years < year).sum() >= FEWEST_CRISES]
    for done, year in enumerate(todo):
        if progress:
            progress(done / len(todo))
        before = [one for one in crises if one.year < year]
        for place, name in enumerate(sets):
            data, scale = design(before, SETS[name])
            for k, penalty in enumerate(penalties):
                row = place * len(penalties) + k
                starts[row] = logit(data, penalty, start=starts.get(row))
                for column in np.flatnonzero(years == year).tolist():
                    chosen = crises[column]
                    values = standardised(chosen.values[:, columns(SETS[name])], *scale)
                    gains[row, column] = log_shares(values @ starts[row])[chosen.mediators].mean()
    return Tuning(options, years, gains)
