"""Laws of the measures and of the logit, against slow definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracles import logit_oracle, ties_oracle

from goodoffices.brokers.logit import Design, log_likelihood, log_shares, logit
from goodoffices.brokers.metrics import measure

RANKINGS = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=2, max_size=6).filter(
    lambda rows: 0 < sum(yes for _, yes in rows) < len(rows)
)


@given(RANKINGS)
def test_measures_are_the_mean_over_all_ways_to_break_ties(rows: list[tuple[int, bool]]) -> None:
    """As the oracle finds by trying every order."""
    scores, chosen = [float(score) for score, _ in rows], [yes for _, yes in rows]
    found = measure(np.array(scores), np.array(chosen))
    assert found == pytest.approx(ties_oracle.measured(scores, chosen))


@given(RANKINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(rows: list[tuple[int, bool]], random: object) -> None:
    """Candidates listed in another order are measured the same."""
    shuffled = rows.copy()
    getattr(random, "shuffle")(shuffled)  # noqa: B009 - hypothesis gives an object without a type
    first, second = (
        measure(np.array([float(score) for score, _ in each]), np.array([yes for _, yes in each]))
        for each in (rows, shuffled)
    )
    assert first == pytest.approx(second)


def drawn(seed: int, crises: int = 5, width: int = 3) -> tuple[Design, list[tuple[list[list[float]], list[bool]]]]:
    """Draw a few crises, as arrays and as lists."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 6, crises)
    parts, lists, weights = [], [], []
    for size in sizes:
        rows = rng.normal(size=(size, width))
        chosen = np.zeros(size, dtype=bool)
        chosen[rng.choice(size, rng.integers(1, size), replace=False)] = True
        parts.append(rows)
        weights.append(chosen / chosen.sum())
        lists.append((rows.tolist(), chosen.tolist()))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return Design(np.concatenate(parts), starts, np.concatenate(weights)), lists


@given(st.integers(0, 10_000), st.floats(0.1, 30))
def test_the_likelihood_is_that_of_the_definition(seed: int, penalty: float) -> None:
    """Value, gradient and Hessian, the latter two by differences."""
    data, lists = drawn(seed)
    at = np.random.default_rng(seed + 1).normal(size=3)
    value, gradient, hessian = log_likelihood(data, at, penalty)
    assert value == pytest.approx(logit_oracle.log_likelihood(lists, at.tolist(), penalty))
    step = 1e-5
    for k, unit in enumerate(np.eye(3) * step):
        up, down = (log_likelihood(data, at + sign * unit, penalty) for sign in (1, -1))
        assert gradient[k] == pytest.approx((up[0] - down[0]) / (2 * step), abs=1e-4)
        assert hessian[k] == pytest.approx((up[1] - down[1]) / (2 * step), abs=1e-4)


@given(st.integers(0, 10_000), st.floats(0.05, 30))
def test_the_fit_is_the_maximum(seed: int, penalty: float) -> None:
    """No step in any direction is better, and starting elsewhere ends in the same place."""
    data, _ = drawn(seed)
    found = logit(data, penalty)
    best = log_likelihood(data, found, penalty)[0]
    rng = np.random.default_rng(seed)
    for _ in range(5):
        assert log_likelihood(data, found + 0.01 * rng.normal(size=3), penalty)[0] <= best + 1e-12
    assert logit(data, penalty, start=np.full(3, 5.0)) == pytest.approx(found, abs=1e-5)


@given(st.integers(0, 10_000))
def test_counting_a_crisis_twice_is_listing_it_twice(seed: int) -> None:
    """So that a bootstrap may weigh instead of copying."""
    data, _ = drawn(seed, crises=2)
    size = int(data.sizes[0])
    twice = Design(
        np.concatenate([data.values[:size], data.values]),
        np.concatenate([[0], data.starts + size]),
        np.concatenate([data.weights[:size], data.weights]),
    )
    assert logit(data, 1.0, weights=np.array([2.0, 1.0])) == pytest.approx(logit(twice, 1.0), abs=1e-7)


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=8), st.floats(-100, 100))
def test_shares_sum_to_one_and_ignore_a_shift(scores: list[float], shift: float) -> None:
    """However large the scores are."""
    first, second = log_shares(np.array(scores)), log_shares(np.array(scores) + shift)
    assert np.exp(first).sum() == pytest.approx(1)
    assert first == pytest.approx(second, abs=1e-9)
