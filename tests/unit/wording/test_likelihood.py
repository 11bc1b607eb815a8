"""Likelihood, confidence and shares of variants each have their own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.errors import CaseError
from goodoffices.wording import confidence, likelihood, lint, share_of_variants

BANDS = [
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
]


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.01, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.20, "unlikely"),
        (0.449, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.551, "likely"),
        (0.80, "likely"),
        (0.95, "very likely"),
        (0.951, "almost certain"),
        (0.99, "almost certain"),
    ],
)
def test_bands_of_the_standard(probability: float, words: str) -> None:
    """A border belongs to the band nearer to even."""
    assert likelihood(probability) == words


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_more_probable_never_sounds_less_likely(one: float, other: float) -> None:
    """The seven terms are in order."""
    low, high = sorted((one, other))
    assert BANDS.index(likelihood(low)) <= BANDS.index(likelihood(high))


@pytest.mark.parametrize("probability", [0.0, 0.009, 0.991, 1.0, -1.0, float("nan")])
def test_certainty_has_no_word(probability: float) -> None:
    """Nobody judges 0 or 100 %."""
    with pytest.raises(CaseError, match="never certain"):
        likelihood(probability)


@given(st.floats(0, 1))
def test_a_share_of_variants_passes_the_linter(share: float) -> None:
    """What we write ourselves keeps our own rules."""
    assert lint(f"The outcome {share_of_variants(share)}.", computed=True) == ()


def test_confidence_is_low_moderate_or_high() -> None:
    """Anything else is refused."""
    assert confidence("high") == "high confidence"
    with pytest.raises(CaseError, match="low, moderate or high"):
        confidence("utmost")  # type: ignore[arg-type]
