"""The conditional logit with a ridge penalty, on arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goodoffices.brokers.features import FEATURES, Choice
from goodoffices.brokers.panels import Floats, Ints
from goodoffices.errors import CaseError, LimitError

__all__ = ["Design", "columns", "design", "log_likelihood", "log_shares", "logit", "standardised"]

_STEPS = 60
_NEAR = 1e-11


@dataclass(frozen=True, eq=False)
class Design:
    """Candidates of several crises under one another.

    Attributes
    ----------
    values : (r, f) float array
        Standardised features; unknown ones are 0, the mean.
    starts : (c,) int array
        Where the rows of each crisis begin.
    weights : (r,) float array
        1 over the number of mediators for each mediator, 0 for the others: one observation for each crisis in sum.
    """

    values: Floats
    starts: Ints
    weights: Floats

    @property
    def sizes(self) -> Ints:
        """How many candidates each crisis has, (c,) int array."""
        return np.diff(np.append(self.starts, len(self.values))).astype(np.int64)


def columns(names: Sequence[str]) -> Ints:
    """Return the columns of features, (f,) int array.

    Raises
    ------
    CaseError
        If a name is unknown.
    """
    known = tuple(FEATURES)
    wrong = [name for name in names if name not in known]
    if wrong:
        raise CaseError(f"found the features {', '.join(wrong)}, expected some of {', '.join(known)}")
    return np.array([known.index(name) for name in names], dtype=np.int64)


def standardised(values: Floats, mean: Floats, scale: Floats) -> Floats:
    """Centre and divide features; what is unknown becomes the mean, (m, f) float array."""
    return np.nan_to_num((values - mean) / scale, nan=0.0)


def log_shares(scores: Floats) -> Floats:
    """Return the logarithm of each candidate's share, (m,) float array."""
    top = scores.max()
    return np.asarray(scores - top - np.log(np.exp(scores - top).sum()))


def design(
    crises: Sequence[Choice], names: Sequence[str], scale: tuple[Floats, Floats] | None = None
) -> tuple[Design, tuple[Floats, Floats]]:
    """Put the candidates of crises under one another.

    Parameters
    ----------
    crises : sequence of Choice
        Each with at least one mediator among its candidates.
    names : sequence of str
        The features to use.
    scale : pair of (f,) float array, optional
        Mean and scale; those of these crises unless given.

    Returns
    -------
    Design
        Standardised.
    pair of (f,) float array
        The mean and scale used. A feature that does not vary, or is never known, has scale 1.

    Raises
    ------
    CaseError
        If there is no crisis, or one without a mediator among its candidates.
    """
    if not crises or not all(one.mediators.any() for one in crises):
        raise CaseError("expected at least one crisis, each with a mediator among its candidates")
    raw = np.concatenate([one.values[:, columns(names)] for one in crises])
    sizes = np.array([one.candidates.size for one in crises])
    mean, spread = scale or _scale(raw)
    weights = np.concatenate([one.mediators / one.mediators.sum() for one in crises])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    return Design(standardised(raw, mean, spread), starts, weights), (mean, spread)


def _scale(raw: Floats) -> tuple[Floats, Floats]:
    known = ~np.isnan(raw)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, raw, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, raw - mean, 0.0) ** 2).sum(axis=0) / count)
    return mean, np.where(spread > 1e-9, spread, 1.0)


def log_likelihood(
    data: Design, coefficients: Floats, penalty: float, weights: Floats | None = None
) -> tuple[float, Floats, Floats]:
    """Return the penalised log-likelihood with its gradient and its Hessian.

    Parameters
    ----------
    data : Design
        The crises.
    coefficients : (f,) float array
        Where to evaluate it.
    penalty : float
        ``penalty / 2`` times the squared length of the coefficients is taken off.
    weights : (c,) float array, optional
        How often each crisis counts; once unless given.

    Returns
    -------
    float
        The log-likelihood.
    (f,) float array
        Its gradient.
    (f, f) float array
        Its Hessian, negative definite for a positive penalty.

    References
    ----------
    McFadden (1974), "Conditional logit analysis of qualitative choice behavior", in *Frontiers in Econometrics*.
    """
    times = np.ones(data.starts.size) if weights is None else weights
    rows = np.repeat(times, data.sizes)
    scores = data.values @ coefficients
    top = np.maximum.reduceat(scores, data.starts)
    raised = np.exp(scores - np.repeat(top, data.sizes))
    total = np.add.reduceat(raised, data.starts)
    shares = raised / np.repeat(total, data.sizes)
    value = float((rows * data.weights) @ scores - times @ (np.log(total) + top))
    value -= 0.5 * penalty * float(coefficients @ coefficients)
    gradient = data.values.T @ (rows * (data.weights - shares)) - penalty * coefficients
    spread = data.values * shares[:, None]
    means = np.add.reduceat(spread, data.starts, axis=0)
    hessian = (means * times[:, None]).T @ means - (spread * rows[:, None]).T @ data.values
    return value, gradient, hessian - penalty * np.eye(coefficients.size)


def logit(data: Design, penalty: float, *, start: Floats | None = None, weights: Floats | None = None) -> Floats:
    """Fit a conditional logit with a ridge penalty by Newton's method.

    Parameters
    ----------
    data : Design
        The crises.
    penalty : float
        Above 0; the objective is then strictly concave and has one maximum.
    start : (f,) float array, optional
        Where to begin.
    weights : (c,) float array, optional
        How often each crisis counts.

    Returns
    -------
    (f,) float array
        The coefficients of standardised features.

    Raises
    ------
    CaseError
        If the penalty is not above 0.
    LimitError
        If it did not settle, which figures that are not finite would cause.

    Examples
    --------
    Three candidates, of whom the one with the larger feature was chosen: the score equation is solved at the answer.

    >>> data = Design(np.array([[0.0], [1.0], [2.0]]), np.array([0]), np.array([0.0, 0.0, 1.0]))
    >>> found = logit(data, 1.0)
    >>> bool(abs(log_likelihood(data, found, 1.0)[1]).max() < 1e-6)
    True
    """
    if not penalty > 0:
        raise CaseError(f"found the penalty {penalty}, expected a number above 0")
    at = np.zeros(data.values.shape[1]) if start is None else start
    value, gradient, hessian = log_likelihood(data, at, penalty, weights)
    for _ in range(_STEPS):
        step = np.linalg.solve(-hessian, gradient)
        # Twice what a full step would still gain; below the rounding of the value there is nothing more to find.
        left = float(gradient @ step)
        if not np.isfinite(left):
            break
        if left <= _NEAR * (1 + abs(value)):
            return at + step
        length = 1.0
        there = log_likelihood(data, at + step, penalty, weights)
        # The step points uphill, so some part of it gains.
        while not there[0] > value:
            length /= 2
            there = log_likelihood(data, at + length * step, penalty, weights)
        at = at + length * step
        value, gradient, hessian = there
    raise LimitError(f"the model did not settle in {_STEPS} steps; look for figures that are not finite")
