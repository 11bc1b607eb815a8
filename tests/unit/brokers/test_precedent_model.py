"""The conditional logit: fitted, tuned inside the training years, with its intervals."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.brokers.small_world import labels, world

from goodoffices.brokers.features import FEATURES, SETS, Choice, choices
from goodoffices.brokers.logit import Design, columns, design, log_likelihood, logit, standardised
from goodoffices.brokers.precedent import FEWEST_CRISES, Precedent, fit_at
from goodoffices.brokers.tables import Tables
from goodoffices.brokers.tuning import tune
from goodoffices.errors import CaseError, LimitError


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return the made-up world."""
    return world()


@pytest.fixture(scope="module")
def crises(tables: Tables) -> tuple[Choice, ...]:
    """Lay its mediated crises out."""
    return tuple(one for one in choices(tables, labels()) if one.mediators.any() and not one.situation.one_actor)


@pytest.fixture(scope="module")
def model(crises: tuple[Choice, ...]) -> Precedent:
    """Fit a model with intervals."""
    return fit_at(crises, ("plain", 10.0), draws=60, rng=np.random.default_rng(3))


def test_newton_finds_what_a_general_method_finds(crises: tuple[Choice, ...]) -> None:
    """On the made-up record."""
    data, _ = design(crises, SETS["regional"])

    def negative(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return -log_likelihood(data, at, 3.0)[0]

    minimize: Any = importlib.import_module("scipy.optimize").minimize
    found = logit(data, 3.0)
    other = minimize(negative, np.zeros(found.size), jac=lambda at: -log_likelihood(data, at, 3.0)[1], method="BFGS")
    assert found == pytest.approx(other.x, abs=1e-4)


def test_known_coefficients_are_found_again() -> None:
    """From many draws of choices made by them."""
    rng = np.random.default_rng(5)
    true = np.array([1.0, -0.5])
    rows, weights = [], []
    for _ in range(4000):
        candidates = rng.normal(size=(6, 2))
        shares = np.exp(candidates @ true)
        picked = rng.choice(6, p=shares / shares.sum())
        rows.append(candidates)
        weights.append(np.arange(6) == picked)
    data = Design(np.concatenate(rows), np.arange(4000) * 6, np.concatenate(weights).astype(np.float64))
    assert logit(data, 1e-6) == pytest.approx(true, abs=0.08)


def test_a_stronger_ridge_shrinks(crises: tuple[Choice, ...]) -> None:
    """Towards 0, where every candidate has the same share."""
    data, _ = design(crises, SETS["full"])
    sizes = [float(np.linalg.norm(logit(data, penalty))) for penalty in (0.1, 1, 10, 1e6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 1e-2


def test_a_long_step_is_shortened() -> None:
    """Starting far off on a steep slope, the fit still arrives."""
    data = Design(np.array([[0.0], [40.0], [80.0]]), np.array([0]), np.array([0.0, 1.0, 0.0]))
    found = logit(data, 1e-3, start=np.array([3.0]))
    assert abs(log_likelihood(data, found, 1e-3)[1][0]) < 1e-3


def test_a_fit_that_is_not_finished_is_no_fit(crises: tuple[Choice, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """With too few steps it says so."""
    monkeypatch.setattr("goodoffices.brokers.logit._STEPS", 1)
    with pytest.raises(LimitError, match="did not settle in 1 steps"):
        logit(design(crises, SETS["plain"])[0], 1.0)


def test_standardised_features_have_mean_nought_and_spread_one(crises: tuple[Choice, ...]) -> None:
    """What never varies, or is never known, is left at the mean."""
    one = crises[0]
    odd = replace(one, values=np.column_stack([np.full(len(one.values), np.nan), one.values[:, 1:]]))
    data, (mean, scale) = design([odd], ("log_cinc", "log_distance", "united_states"))
    assert (mean[0], scale[0]) == (0, 1)
    assert not data.values[:, 0].any()
    assert data.values[:, 1].mean() == pytest.approx(0)
    assert data.values[:, 1].std() == pytest.approx(1)
    assert standardised(np.array([[np.nan]]), np.array([3.0]), np.array([1.0])).tolist() == [[0.0]]


def test_every_crisis_weighs_the_same(crises: tuple[Choice, ...]) -> None:
    """However many mediators it had."""
    data, _ = design(crises, SETS["plain"])
    assert np.add.reduceat(data.weights, data.starts) == pytest.approx(np.ones(len(crises)))
    assert any(one.mediators.sum() == 2 for one in crises)


def test_impossible_requests_are_refused(crises: tuple[Choice, ...], model: Precedent) -> None:
    """Each with what was expected."""
    data, _ = design(crises, SETS["plain"])
    with pytest.raises(CaseError, match="found the penalty 0"):
        logit(data, 0.0)
    with pytest.raises(LimitError, match="did not settle"):
        logit(replace(data, values=data.values * np.nan), 1.0)
    with pytest.raises(CaseError, match="at least one crisis"):
        design([], SETS["plain"])
    with pytest.raises(CaseError, match="with a mediator among its candidates"):
        design([replace(crises[0], mediators=np.zeros_like(crises[0].mediators))], SETS["plain"])
    with pytest.raises(CaseError, match="found the features charm"):
        columns(["charm"])
    with pytest.raises(CaseError, match=f"found 2 crises to learn from, expected at least {FEWEST_CRISES}"):
        fit_at(crises[:2], ("plain", 1.0))
    with pytest.raises(CaseError, match="draws without rng"):
        fit_at(crises, ("plain", 1.0), draws=2)
    bare = fit_at(crises, ("plain", 1.0))
    for ask in (
        lambda: bare.share_draws(crises[0].values, 3, rng=np.random.default_rng(1)),
        lambda: bare.apart(crises[0].values[0], crises[0].values[1]),
    ):
        with pytest.raises(CaseError, match="found a model without intervals"):
            ask()
    assert model.spread.shape == (12, 12)


def test_shares_come_with_their_parts(model: Precedent, crises: tuple[Choice, ...]) -> None:
    """What the features add makes the score; shares sum to one."""
    values = crises[0].values
    assert model.contributions(values).sum(axis=1) == pytest.approx(model.scores(values))
    assert model.shares(values).sum() == pytest.approx(1)
    drawn = model.share_draws(values, 500, rng=np.random.default_rng(1))
    assert drawn.sum(axis=1) == pytest.approx(np.ones(500))
    low, high = np.quantile(drawn, [0.01, 0.99], axis=0)
    assert ((low <= model.shares(values)) & (model.shares(values) <= high)).all()


def test_two_candidates_are_compared_by_the_ratio_of_their_shares(model: Precedent, crises: tuple[Choice, ...]) -> None:
    """A candidate cannot be told from itself."""
    one, other = crises[0].values[:2]
    shares = model.shares(crises[0].values)
    gap, error = model.apart(one, other)
    assert np.exp(gap) == pytest.approx(shares[0] / shares[1])
    assert error > 0
    assert model.apart(one, one) == (0, 0)


def test_intervals_hold_the_fit_and_come_from_the_seed(crises: tuple[Choice, ...], model: Precedent) -> None:
    """The same generator gives the same interval."""
    again = fit_at(crises, ("plain", 10.0), draws=60, rng=np.random.default_rng(3))
    assert json.dumps(model.to_json()) == json.dumps(again.to_json())
    assert (model.low < model.high).all()
    assert ((model.low < model.coefficients) & (model.coefficients < model.high)).mean() > 0.8
    assert model.digest() == again.digest() != fit_at(crises, ("plain", 3.0)).digest()
    assert model.names == tuple(FEATURES)[:12]
    assert (model.first, model.last, model.crises) == (crises[0].year, crises[-1].year, len(crises))


def test_tuning_never_looks_ahead(tables: Tables, crises: tuple[Choice, ...]) -> None:
    """What is recommended for a year is the same whether or not later crises are known."""
    told: list[float] = []
    whole = tune(crises, sets=("plain", "full"), penalties=(1.0, 30.0), progress=told.append)
    middle = crises[len(crises) // 2].year
    part = tune([one for one in crises if one.year < middle], sets=("plain", "full"), penalties=(1.0, 30.0))
    assert whole.best(middle) == part.best(middle)
    assert whole.gains[:, whole.years < middle] == pytest.approx(part.gains, nan_ok=True)
    assert told == sorted(told)
    assert whole.best(crises[0].year) == ("plain", 10.0)
    assert np.isnan(whole.gains[:, :FEWEST_CRISES]).all()
    del tables


def test_tuning_takes_what_served_best(crises: tuple[Choice, ...]) -> None:
    """By the sum of what was said about the years before."""
    found = tune(crises, sets=("plain",), penalties=(1.0, 1e5))
    best = found.best(9999)
    assert best == found.options[int(np.nansum(found.gains, axis=1).argmax())]
