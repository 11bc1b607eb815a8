"""The precedent model: which state, of all that could have, has history chosen as mediator in crises like this one.

A conditional logit (McFadden) over candidate states, given that some state mediates, with a ridge penalty. How strong
the penalty is and which list of features is used are found by rolling validation: for every year, what a model fitted
to the years before it said about that year. So the choice for a year never sees that year or a later one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.brokers.features import SETS, Choice
from goodoffices.brokers.logit import columns, design, log_shares, logit, standardised
from goodoffices.brokers.panels import Floats
from goodoffices.errors import CaseError

__all__ = ["FEWEST_CRISES", "Precedent", "fit_at"]

FEWEST_CRISES = 8
"""With fewer earlier crises nothing is fitted."""


@dataclass(frozen=True, eq=False)
class Precedent:
    """A fitted model.

    Attributes
    ----------
    names : tuple of str
        The features used.
    coefficients, mean, scale : (f,) float array
        Of standardised features; what a feature is centred on and divided by.
    penalty : float
        The strength of the ridge.
    first, last : int
        The years of the crises it was fitted to.
    crises : int
        How many those are.
    low, high : (f,) float array
        Bootstrap intervals of the coefficients, 95 %, crises drawn with replacement; empty where none were drawn.
    spread : (f, f) float array
        Covariance of the coefficients over the same draws; empty where none were drawn.
    """

    names: tuple[str, ...]
    coefficients: Floats
    mean: Floats
    scale: Floats
    penalty: float
    first: int
    last: int
    crises: int
    low: Floats
    high: Floats
    spread: Floats

    def scores(self, values: Floats) -> Floats:
        """Return the linear score of candidates.

        Parameters
        ----------
        values : (m, f) float array
            Features by the order of ``FEATURES``; nan where unknown.

        Returns
        -------
        (m,) float array
            Larger is likelier to have been chosen.
        """
        return standardised(values[:, columns(self.names)], self.mean, self.scale) @ self.coefficients

    def shares(self, values: Floats) -> Floats:
        """Return what share of choices history would have given each candidate, (m,) float array that sums to 1."""
        return np.exp(log_shares(self.scores(values)))

    def share_draws(self, values: Floats, draws: int, *, rng: np.random.Generator) -> Floats:
        """Return shares under coefficients drawn around the fitted ones, as uncertain as the bootstrap found them.

        Parameters
        ----------
        values : (m, f) float array
            As for :meth:`scores`.
        draws : int
            How many.
        rng : numpy.random.Generator
            The source of the draws.

        Returns
        -------
        (draws, m) float array
            Each row sums to 1.

        Raises
        ------
        CaseError
            If the model was fitted without draws.
        """
        if not self.spread.size:
            raise CaseError("found a model without intervals, expected one that was fitted with draws")
        drawn = rng.multivariate_normal(self.coefficients, self.spread, draws, method="eigh")
        scores = standardised(values[:, columns(self.names)], self.mean, self.scale) @ drawn.T
        raised = np.exp(scores - scores.max(axis=0))
        return np.asarray((raised / raised.sum(axis=0)).T)

    def apart(self, one: Floats, other: Floats) -> tuple[float, float]:
        """Compare two candidates for the same crisis.

        Parameters
        ----------
        one, other : (f,) float array
            Their features by the order of ``FEATURES``.

        Returns
        -------
        difference : float
            Of their scores; its exponential is the ratio of their shares.
        error : float
            Its standard error over the bootstrap. Below twice this the two cannot be told apart.

        Raises
        ------
        CaseError
            If the model was fitted without draws.
        """
        if not self.spread.size:
            raise CaseError("found a model without intervals, expected one that was fitted with draws")
        rows = standardised(np.stack([one, other])[:, columns(self.names)], self.mean, self.scale)
        gap = rows[0] - rows[1]
        return float(gap @ self.coefficients), float(np.sqrt(max(gap @ self.spread @ gap, 0.0)))

    def contributions(self, values: Floats) -> Floats:
        """Return what each feature adds to a candidate's score, (m, f) float array, against the mean candidate."""
        return standardised(values[:, columns(self.names)], self.mean, self.scale) * self.coefficients

    def digest(self) -> str:
        """Return the SHA-256 of what shares depend on."""
        parts = [self.names, *(np.round(one, 6).tolist() for one in (self.coefficients, self.mean, self.scale))]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the model as plain data."""
        return {
            "features": list(self.names),
            **{
                name: getattr(self, name).tolist()
                for name in ("coefficients", "mean", "scale", "low", "high", "spread")
            },
            **{name: getattr(self, name) for name in ("penalty", "first", "last", "crises")},
        }


def fit_at(
    crises: Sequence[Choice], option: tuple[str, float], *, draws: int = 0, rng: np.random.Generator | None = None
) -> Precedent:
    """Fit one set of features with one penalty.

    Parameters
    ----------
    crises : sequence of Choice
        Each with a mediator among its candidates.
    option : (str, float)
        The set of features and the penalty.
    draws : int
        Samples of crises, with replacement, for the intervals of the coefficients; none for 0.
    rng : numpy.random.Generator, optional
        Needed for draws.

    Returns
    -------
    Precedent
        With intervals where draws were asked for.

    Raises
    ------
    CaseError
        If there are too few crises, or draws without ``rng``.
    """
    if len(crises) < FEWEST_CRISES:
        raise CaseError(f"found {len(crises)} crises to learn from, expected at least {FEWEST_CRISES}")
    if draws and rng is None:
        raise CaseError("found draws without rng, expected a numpy Generator")
    name, penalty = option
    data, (mean, scale) = design(crises, SETS[name])
    found = logit(data, penalty)
    low = high = np.empty(0)
    spread = np.empty((0, 0))
    if draws and rng is not None:
        samples = np.empty((draws, found.size))
        for draw in range(draws):
            times = np.bincount(rng.integers(0, len(crises), len(crises)), minlength=len(crises)).astype(np.float64)
            samples[draw] = logit(data, penalty, start=found, weights=times)
        low, high = np.quantile(samples, [0.025, 0.975], axis=0)
        spread = np.cov(samples, rowvar=False)
    years = [one.year for one in crises]
    return Precedent(SETS[name], found, mean, scale, penalty, min(years), max(years), len(crises), low, high, spread)
