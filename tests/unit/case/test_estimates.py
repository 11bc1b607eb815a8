"""Estimates: reading, drawing, writing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from goodoffices.case import Case, Estimate, parse_estimate
from goodoffices.case.estimates import Share
from goodoffices.errors import CaseError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.4, Estimate(0.4, 0.4)),
        (2, Estimate(2, 2)),
        ([0.2, 0.6], Estimate(0.2, 0.6)),
        ((0.2, 0.6), Estimate(0.2, 0.6)),
        ([0.2, 0.3, 0.6], Estimate(0.2, 0.6, 0.3)),
        ([0.2, 0.2], Estimate(0.2, 0.2)),
        (Estimate(1, 2), Estimate(1, 2)),
    ],
)
def test_an_estimate_is_a_point_a_range_or_low_likely_and_high(value: object, expected: Estimate) -> None:
    """And nothing else."""
    assert parse_estimate(value) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.4", "expected a number"),
        (True, "expected a number"),
        (None, "expected a number"),
        ([], "expected a number"),
        ([0.4], "expected a number"),
        ([1, 2, 3, 4], "expected a number"),
        ([0.1, "0.2"], "expected a number"),
        ([0.1, True], "expected a number"),
        ([0.1, [0.2, 0.3]], "expected a number"),
        (math.nan, "finite"),
        ([0.1, math.inf], "finite"),
        ([0.6, 0.2], "ascending"),
        ([0.2, 0.7, 0.6], "ascending"),
    ],
)
def test_anything_else_is_refused(value: object, words: str) -> None:
    """With what was expected."""
    with pytest.raises(CaseError, match=words):
        parse_estimate(value)


def test_the_middle_is_the_likeliest_value_or_the_middle_of_the_range() -> None:
    """And a point is its own middle."""
    assert Estimate(0.2, 0.6).middle == pytest.approx(0.4)
    assert Estimate(0.2, 0.6, 0.3).middle == 0.3
    assert Estimate(0.2, 0.2).middle == 0.2


def test_writing_gives_the_short_form_back() -> None:
    """What was read is what is written."""
    for value in (0.4, [0.2, 0.6], [0.2, 0.3, 0.6]):
        assert parse_estimate(value).plain() == value
    assert parse_estimate([0.2, 0.2]).plain() == 0.2


def test_a_range_is_drawn_uniformly() -> None:
    """Within the bounds, with the mean and the variance of the uniform distribution."""
    drawn = Estimate(2, 5).draw(40_000, rng=np.random.default_rng(1))
    assert drawn.shape == (40_000,)
    assert drawn.min() >= 2
    assert drawn.max() <= 5
    spread = math.sqrt(9 / 12)
    assert drawn.mean() == pytest.approx(3.5, abs=4 * spread / 200)
    assert drawn.std() == pytest.approx(spread, rel=0.02)


@pytest.mark.parametrize(("low", "likely", "high"), [(0, 0.5, 1), (2, 2, 5), (-4, 1, 1), (10, 11, 20)])
def test_three_numbers_are_drawn_from_the_pert_distribution(low: float, likely: float, high: float) -> None:
    """Within the bounds, with mean (low + 4 likely + high) / 6 and the variance that follows from it."""
    drawn = Estimate(low, high, likely).draw(40_000, rng=np.random.default_rng(2))
    assert drawn.min() >= low
    assert drawn.max() <= high
    mean = (low + 4 * likely + high) / 6
    spread = math.sqrt((mean - low) * (high - mean) / 7)
    assert drawn.mean() == pytest.approx(mean, abs=4 * spread / 200)
    assert drawn.std() == pytest.approx(spread, rel=0.02)


def test_a_point_is_drawn_without_randomness() -> None:
    """And leaves the generator as it was."""
    rng = np.random.default_rng(3)
    assert Estimate(0.3, 0.3).draw(3, rng=rng).tolist() == [0.3, 0.3, 0.3]
    assert rng.random() == np.random.default_rng(3).random()


def test_the_same_seed_draws_the_same_values() -> None:
    """All randomness comes from the generator."""
    first, second = (Estimate(0, 1, 0.2).draw(5, rng=np.random.default_rng(4)) for _ in range(2))
    assert (first == second).all()


def test_no_draws_are_allowed_and_fewer_are_not() -> None:
    """Zero gives an empty array."""
    assert Estimate(0, 1).draw(0, rng=np.random.default_rng()).size == 0
    with pytest.raises(CaseError, match="found -1 draws"):
        Estimate(0, 1).draw(-1, rng=np.random.default_rng())


def test_estimates_of_the_small_case_keep_their_form(small: Case) -> None:
    """A share, a range and three numbers in one file."""
    strengths = [tie.strength and tie.strength.plain() for tie in small.ties]
    assert strengths == [[0.2, 0.4], [0.5, 0.6, 0.9], 0.2, None]


def test_an_estimate_in_a_model_keeps_its_message() -> None:
    """What was found and what was expected, and the bounds of a share."""
    adapter = TypeAdapter(Share)
    assert adapter.validate_python([0.2, 0.4]) == Estimate(0.2, 0.4)
    with pytest.raises(ValidationError, match="found 'x', expected a number"):
        adapter.validate_python("x")
    with pytest.raises(ValidationError, match=r"found \[0.5, 1.5\], expected values from 0.* to 1"):
        adapter.validate_python([0.5, 1.5])
