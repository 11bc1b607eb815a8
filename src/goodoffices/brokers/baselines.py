"""Simple rules that the precedent model has to beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from goodoffices.brokers.features import FEATURES, Choice
from goodoffices.brokers.panels import Floats
from goodoffices.brokers.regions import PERMANENT_FIVE

__all__ = ["BASELINES", "cinc", "past_frequency", "permanent_five", "us_then_nearest"]

_NAMES = tuple(FEATURES)
_UNITED_STATES = 2


def permanent_five(crisis: Choice) -> Floats:
    """Rank the United States, the United Kingdom, France, Russia and China in this order, all others equal."""
    # Their state codes ascend in this order.
    return np.where(np.isin(crisis.candidates, PERMANENT_FIVE), -crisis.candidates.astype(np.float64), -np.inf)


def cinc(crisis: Choice) -> Floats:
    """Rank by capabilities; states of which they are unknown come last."""
    return _known(crisis, "log_cinc", -np.inf)


def past_frequency(crisis: Choice) -> Floats:
    """Rank by the number of earlier crises in which a state mediated."""
    return crisis.before


def us_then_nearest(crisis: Choice) -> Floats:
    """Rank the United States first, then the states nearest to the two parties."""
    near = -_known(crisis, "log_distance", np.inf)
    return np.where(crisis.candidates == _UNITED_STATES, np.inf, near)


def _known(crisis: Choice, name: str, otherwise: float) -> Floats:
    column = crisis.values[:, _NAMES.index(name)]
    return np.where(np.isnan(column), otherwise, column)


BASELINES: Mapping[str, Callable[[Choice], Floats]] = MappingProxyType(
    {
        "p5": permanent_five,
        "cinc": cinc,
        "past_frequency": past_frequency,
        "us_then_nearest": us_then_nearest,
    }
)
"""The rules by name: scores of the candidates, larger is better, equal scores are ties."""
