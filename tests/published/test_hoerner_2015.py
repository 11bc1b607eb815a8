"""Hoerner, Morelli and Squintani (2015), "Mediation and Peace": the value of a confidential channel.

theta is what war leaves of the pie, p how often the strong beat the weak, q how common the strong are;
lambda = q / (1 - q), gamma = (p theta - 1/2) / (1/2 - theta / 2).
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.oracles.mechanism_oracle import faults, peace

from goodoffices.brokers import channel_value
from goodoffices.brokers.mechanisms import Institution, best_mechanism, gamma_of, lambda_of

TABLE = [
    (0.8, 0.8, 0.4, 0.8100, 0.8100),
    (0.8, 0.8, 0.5, 0.7941, 0.8571),
    (0.9, 0.7, 0.6, 0.6609, 0.6857),
    (0.9, 0.7, 0.7, 0.6043, 0.8526),
    (0.7, 0.9, 0.4, 0.8791, 0.9333),
]
INSTITUTIONS: tuple[Institution, ...] = ("open talks", "mediation", "arbitration")


def drawn(count: int, seed: int) -> list[tuple[float, float, float]]:
    """Draw points at which the paper's question arises: 0 <= lambda < gamma."""
    rng = np.random.default_rng(seed)
    found: list[tuple[float, float, float]] = []
    while len(found) < count:
        theta, p, q = rng.uniform(0.55, 0.98), rng.uniform(0.55, 1.0), rng.uniform(0.05, 0.9)
        if lambda_of(q) < gamma_of(theta, p):
            found.append((float(theta), float(p), float(q)))
    return found


POINTS = drawn(40, 2015)


@pytest.mark.parametrize(("theta", "p", "q", "opened", "mediated"), TABLE)
def test_the_table(theta: float, p: float, q: float, opened: float, mediated: float) -> None:
    """Open talks and mediation keep these shares at peace, to four digits."""
    found = channel_value(theta, p, q)
    assert round(found.open_talks.middle, 4) == opened
    assert round(found.mediated.middle, 4) == mediated
    assert found.gain.middle == pytest.approx(mediated - opened, abs=1e-4)


@pytest.mark.parametrize(("theta", "p", "q"), POINTS)
def test_mediation_does_as_well_as_arbitration(theta: float, p: float, q: float) -> None:
    """A mediator without power to enforce brings as much peace as an umpire, and never less than open talks."""
    opened, mediated, arbitrated = (best_mechanism(one, theta, p, q).peace for one in INSTITUTIONS)
    assert mediated == pytest.approx(arbitrated, abs=1e-6)
    assert mediated >= opened - 1e-7


@pytest.mark.parametrize(("theta", "p", "q"), [point for point in POINTS if gamma_of(*point[:2]) >= 1])
def test_for_gamma_from_one_the_channel_helps_beyond_half_of_gamma(theta: float, p: float, q: float) -> None:
    """Mediation beats open talks if and only if lambda is above gamma / 2."""
    found = channel_value(theta, p, q)
    assert (found.helps == 1.0) == (lambda_of(q) > gamma_of(theta, p) / 2)


@pytest.mark.parametrize(("theta", "p", "q"), [point for point in POINTS if gamma_of(*point[:2]) >= 1])
def test_closed_forms_for_gamma_from_one(theta: float, p: float, q: float) -> None:
    """Mediation: (1+g)/((1+g-l)(1+l)) beyond half of gamma, (1+g)/((1+g-2l)(1+l)^2) up to it, as for open talks."""
    odds, gamma = lambda_of(q), gamma_of(theta, p)
    found = best_mechanism("mediation", theta, p, q).peace
    if odds > gamma / 2:
        assert found == pytest.approx((1 + gamma) / ((1 + gamma - odds) * (1 + odds)), abs=1e-7)
    else:
        expected = (1 + gamma) / ((1 + gamma - 2 * odds) * (1 + odds) ** 2)
        assert found == pytest.approx(expected, abs=1e-7)
        assert best_mechanism("open talks", theta, p, q).peace == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("institution", INSTITUTIONS)
@pytest.mark.parametrize(("theta", "p", "q"), [row[:3] for row in TABLE] + POINTS[:10])
def test_nobody_gains_by_deviating(institution: Institution, theta: float, p: float, q: float) -> None:
    """Each mechanism found holds against lies, disobedience and both together, and brings the peace it says."""
    found = best_mechanism(institution, theta, p, q, splits=9)
    assert faults(institution, found.splits, theta, p, q) == []
    assert peace(found.splits, q) == pytest.approx(found.peace, abs=1e-6)


def test_the_oracle_sees_a_mechanism_that_does_not_hold() -> None:
    """Half and half for everybody makes the strong fight; a large share for whoever says strong makes the weak lie."""
    half = {pair: [(0.5, 1.0)] for pair in ("strong, strong", "strong, weak", "weak, weak")}
    assert faults("mediation", half, 0.8, 0.8, 0.4) == [
        "strong gains by reporting weak",
        "strong gains by fighting after an honest report",
        "strong gains by staying away",
    ]
    tempting = {"strong, strong": [(0.5, 1.0)], "strong, weak": [(0.7, 1.0)], "weak, weak": [(0.5, 1.0)]}
    assert "weak gains by reporting strong" in faults("open talks", tempting, 0.8, 0.8, 0.4)


@pytest.mark.parametrize("institution", INSTITUTIONS)
@pytest.mark.parametrize(("theta", "p", "q"), [row[:3] for row in TABLE])
def test_a_finer_grid_changes_nothing(institution: Institution, theta: float, p: float, q: float) -> None:
    """The splits at which somebody is indifferent to war are in every grid, and they decide."""
    found = [best_mechanism(institution, theta, p, q, splits=splits).peace for splits in (2, 3, 11, 41, 161)]
    assert found == pytest.approx([found[0]] * len(found), abs=1e-7)
