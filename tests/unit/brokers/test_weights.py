"""Uncertain weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from goodoffices.brokers import weights
from goodoffices.brokers.weights import uncertain_weights
from goodoffices.errors import CaseError, LimitError

NAMES = ("a", "b", "c")


def draw(given: Any = None, draws: int = 20_000, names: tuple[str, ...] = NAMES) -> Any:
    """Draw weights."""
    return uncertain_weights(names, given).draw(draws, rng=np.random.default_rng(7))


def test_without_knowledge_every_weight_vector_counts_alike() -> None:
    """Uniform on the simplex: the mean is 1/3, the variance 1/18, and the marginal falls as 2 (1 - w)."""
    rows = draw()
    assert rows.sum(axis=1) == pytest.approx(1)
    assert rows.mean(axis=0) == pytest.approx(1 / 3, abs=0.01)
    assert rows.var(axis=0) == pytest.approx(1 / 18, abs=0.002)
    assert (rows[:, 0] < 0.5).mean() == pytest.approx(0.75, abs=0.015)


def test_in_order_of_importance() -> None:
    """The mean of the greatest of three is 11/18, of the least 2/18."""
    rows = draw(["b", "a", "c"])
    assert (rows[:, 1] >= rows[:, 0]).all()
    assert (rows[:, 0] >= rows[:, 2]).all()
    assert rows.mean(axis=0) == pytest.approx([5 / 18, 11 / 18, 2 / 18], abs=0.01)


@pytest.mark.parametrize(
    "bounds",
    [
        {"a": [0.3, 0.6]},
        {"a": [0, 0.4], "b": [0, 0.4], "c": [0, 0.4]},
        {"a": [0.3, 0.35], "b": [0.3, 0.35], "c": [0.3, 0.4]},
        {"a": [0.2, 0.21], "b": 0.1},
        {"a": 0.5, "b": [0, 0.1]},
        {"a": [0.9, 1]},
    ],
)
def test_within_bounds_every_weight_vector_counts_alike(bounds: dict[str, Any]) -> None:
    """The same distribution as keeping the uniform weights that happen to lie within the bounds."""
    rows = draw(bounds)
    assert len(rows) == 20_000
    assert rows.sum(axis=1) == pytest.approx(1)
    pairs = {name: (value, value) if isinstance(value, float) else tuple(value) for name, value in bounds.items()}
    low = np.array([pairs.get(name, (0, 1))[0] for name in NAMES])
    high = np.array([pairs.get(name, (0, 1))[1] for name in NAMES])
    assert (rows >= low - 1e-9).all()
    assert (rows <= high + 1e-9).all()
    # By hand: points evenly over a fine grid of the triangle, those within the bounds kept.
    u, v = np.meshgrid(np.linspace(0, 1, 2001), np.linspace(0, 1, 2001))
    grid = np.c_[u.ravel(), v.ravel(), 1 - u.ravel() - v.ravel()]
    kept = grid[((grid >= low - 1e-9) & (grid <= high + 1e-9)).all(axis=1)]
    assert rows.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.01)
    assert rows.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.01)


def test_fixed_weights_are_fixed() -> None:
    """Where the bounds leave nothing open."""
    assert draw({"a": 0.5, "b": 0.3, "c": 0.2}, draws=3) == pytest.approx(np.array([[0.5, 0.3, 0.2]] * 3))
    assert draw({"a": 0.5, "b": 0.3}, draws=1) == pytest.approx(np.array([[0.5, 0.3, 0.2]]))


def test_no_draws_are_no_rows() -> None:
    """In every way."""
    assert draw(draws=0).shape == draw(["a", "b", "c"], draws=0).shape == (0, 3)


def test_bounds_are_narrowed_to_what_the_others_leave() -> None:
    """And told as such."""
    found = uncertain_weights(NAMES, {"a": [0.6, 0.8]})
    assert found.to_json()["bounds"]["b"] == pytest.approx([0, 0.4])
    assert uncertain_weights(NAMES, ["c", "b", "a"]).to_json() == {"order": ["c", "b", "a"]}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"d": 0.5}, "found a weight for 'd', which is no criterion; known: a, b, c"),
        (["a", "b"], "found the order a, b, expected each of a, b, c once"),
        (["a", "b", "b"], "expected each of a, b, c once"),
        ("a", "found 'a' for the weights"),
        ({"a": [0.1, 0.2, 0.3]}, r"the weight of a: found \[0\.1, 0\.2, 0\.3\], expected a number or \[low, high\]"),
        ({"a": 1.5}, "the weight of a: found 1.5"),
        ({"a": -0.5}, "the weight of a: found -0.5"),
        ({"a": [0.7, 1], "b": [0.7, 1]}, "found weights that sum to at least 1.4 and at most 3, expected 1 in between"),
        ({"a": [0, 0.2], "b": [0, 0.2], "c": 0.1}, "at most 0.5"),
    ],
)
def test_weights_that_do_not_fit_are_refused(given: Any, message: str) -> None:
    """With what was found and expected."""
    with pytest.raises(CaseError, match=message):
        uncertain_weights(NAMES, given)


def test_bounds_that_hardly_any_weights_meet_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than drawing for ever; here any bounds count as such."""
    monkeypatch.setattr(weights, "_RAREST", 2.0)
    with pytest.raises(LimitError, match=r"fewer than 2 of the weights proposed lie within the bounds"):
        uncertain_weights(NAMES, {"a": [0, 0.1]})


def test_many_bounds_of_every_width_are_met() -> None:
    """Twenty-four criteria, each with an upper bound around its fair share or well above."""
    names = tuple(f"c{k}" for k in range(24))
    for most in (1.3, 2.0, 5.0):
        rows = draw({name: [0, most / 24] for name in names}, draws=500, names=names)
        assert rows.max() <= most / 24 + 1e-9
        assert rows.sum(axis=1) == pytest.approx(1)
