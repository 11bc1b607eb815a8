"""Word likelihood, confidence and shares of model variants, each in its own language and never in another's.

Likelihood words are reserved for judgements of a cited analyst and for calibrated models. How many variants of a model
share a result says how robust the model is, not how likely the world is: it is worded as that and as nothing else.
Confidence says how good the evidence is; it stands in a sentence of its own.
"""

from __future__ import annotations

from typing import Literal, get_args

from goodoffices.errors import CaseError
from goodoffices.wording.numbers import percent

__all__ = ["ConfidenceLevel", "confidence", "likelihood", "share_of_variants"]

ConfidenceLevel = Literal["low", "moderate", "high"]

# Lower bound of each band above even and, mirrored, upper bound of each band below it.
_ABOVE = (
    (0.95, "almost certain", "almost no chance"),
    (0.80, "very likely", "very unlikely"),
    (0.55, "likely", "unlikely"),
)


def likelihood(probability: float) -> str:
    """Word the probability of a cited analyst's judgement or of a calibrated model.

    A probability on the border of two bands takes the one nearer to even, the lesser claim.

    Parameters
    ----------
    probability
        From 0.01 to 0.99.

    Returns
    -------
    str
        One of the seven terms of ICD 203.

    Raises
    ------
    CaseError
        If the probability lies outside 0.01 to 0.99: the standard has no words for certainty.

    References
    ----------
    Office of the Director of National Intelligence (2015), *Intelligence Community Directive 203*, D.6.e.(2).

    Examples
    --------
    >>> [likelihood(p) for p in (0.02, 0.1, 0.3, 0.5, 0.6, 0.9, 0.97)]
    ['almost no chance', 'very unlikely', 'unlikely', 'roughly even chance', 'likely', 'very likely', 'almost certain']
    """
    if not 0.01 <= probability <= 0.99:
        raise CaseError(
            f"a likelihood of {probability!r}: expected a probability from 0.01 to 0.99, a judgement is never certain"
        )
    for bound, high, low in _ABOVE:
        if probability > bound:
            return high
        # Rounding keeps 1 - 0.8 on the border it stands for.
        if probability < round(1 - bound, 2):
            return low
    return "roughly even chance"


def share_of_variants(share: float) -> str:
    """Word the share of model variants in which a result holds; never as a likelihood.

    Raises
    ------
    CaseError
        If the share is not from 0 to 1.

    Examples
    --------
    >>> share_of_variants(0.87).replace("\u202f", " ")
    'holds in 87 % of model variants'
    """
    return f"holds in {percent(share)} of model variants"


def confidence(level: ConfidenceLevel) -> str:
    """Word how good the evidence for a judgement is, for a sentence of its own.

    Raises
    ------
    CaseError
        If the level is none of low, moderate, high.

    Examples
    --------
    >>> confidence("moderate")
    'moderate confidence'
    """
    if level not in get_args(ConfidenceLevel):
        raise CaseError(f"a confidence of {level!r}: expected low, moderate or high")
    return f"{level} confidence"
