"""Months in which the level of a series changed."""

from __future__ import annotations

import importlib
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from goodoffices.errors import GoodOfficesError
from goodoffices.record.changes import LEAST_MONTHS, PENALTY, SHORTEST, Changes, find_changes
from goodoffices.record.series import Floats, Months


def months(number: int) -> Months:
    """Return so many months."""
    return np.arange("2010-01", np.datetime64("2010-01") + number, dtype="datetime64[M]")


def changes(shares: Floats, rows: float = 1000.0) -> Changes:
    """Look for changes in a series, with so many rows a month."""
    return find_changes("conflict_share", months(shares.size), shares, np.full(shares.size, rows))


def best_cost(signal: Floats, penalty: float) -> float:
    """Return the least squared error with penalties, over all segmentations, by dynamic programming."""
    size = signal.size
    best = [0.0] + [math.inf] * size
    for end in range(SHORTEST, size + 1):
        for start in range(end - SHORTEST + 1):
            part = signal[start:end]
            best[end] = min(best[end], best[start] + float(((part - part.mean()) ** 2).sum()) + penalty)
    return best[size]


def test_a_clear_change_is_found_with_its_means() -> None:
    """In its month, with the level before and after."""
    shares = np.random.default_rng(0).poisson(np.where(np.arange(60) < 36, 4, 25)) / 1000
    found = changes(shares)
    assert [(one.series, one.month) for one in found.found] == [("conflict_share", "2013-01")]
    assert found.found[0].before == pytest.approx(shares[:36].mean())
    assert found.found[0].after == pytest.approx(shares[36:].mean())
    assert found.penalty == pytest.approx(PENALTY * math.log(60))
    assert found.why_none == ""


def test_a_clear_change_is_hardly_ever_missed() -> None:
    """In forty series drawn anew."""
    level = np.where(np.arange(60) < 36, 4, 25)
    rng = np.random.default_rng(1)
    found = [changes(rng.poisson(level) / 1000).found for _ in range(40)]
    assert sum("2013-01" in [one.month for one in told] for told in found) >= 38


def test_noise_alone_has_no_change() -> None:
    """In nearly all series of counts whose level stays the same."""
    rng = np.random.default_rng(1)
    found = [changes(rng.poisson(12, 72) / 1000) for _ in range(60)]
    assert sum(bool(one.found) for one in found) <= 6
    assert {one.why_none for one in found if not one.found} == {"no change stands out from the noise"}


def test_no_segmentation_costs_less_under_the_penalty_that_is_stated() -> None:
    """On random small series, with segments of at least three months."""
    rng = np.random.default_rng(11)
    for _ in range(25):
        size = int(rng.integers(LEAST_MONTHS, 45))
        shares = rng.poisson(np.repeat(rng.integers(1, 40, size // 8 + 1), 8)[:size]) / 500
        signal = np.sqrt(shares)
        steps = np.diff(signal)
        noise = float(np.median(np.abs(steps - np.median(steps)))) / 0.6745 / math.sqrt(2)
        noise = max(noise, 0.5 / math.sqrt(500))
        penalty = PENALTY * math.log(size)
        found = changes(shares, 500)
        cuts = [0, *(int((np.datetime64(one.month, "M") - months(1)[0]).astype(int)) for one in found.found), size]
        cost = sum(
            float(((part - part.mean()) ** 2).sum()) + penalty
            for part in (signal[a:b] / noise for a, b in pairwise(cuts))
        )
        # PELT with a least length may pass over the very best cut by a little.
        assert cost <= best_cost(signal / noise, penalty) + 0.5 * penalty
        assert all(b - a >= SHORTEST for a, b in pairwise(cuts))


def test_a_short_series_has_none_and_says_why() -> None:
    """Covered months count, not those outside the feed."""
    found = changes(np.array([0.1]))
    assert found.why_none == "the feed covers 1 month, expected at least 24 to look for changes"
    assert math.isnan(found.penalty)
    shares = np.full(40, np.nan)
    shares[:20] = 0.1
    assert "covers 20 months" in changes(shares).why_none


def test_months_outside_the_feed_are_passed_over() -> None:
    """The month of a change is named right behind a gap."""
    shares = np.random.default_rng(2).poisson(np.where(np.arange(60) < 40, 5, 40)) / 1000
    shares[30:40] = np.nan
    assert [one.month for one in changes(shares).found] == ["2013-05"]


@pytest.mark.parametrize("shares", [np.zeros(30), np.full(30, 0.3), 0.02 + 0.0005 * (np.arange(48) % 4)])
def test_what_chance_alone_would_move_more_is_no_change(shares: Floats) -> None:
    """The same in every month, or in a small regular rhythm: counts have at least the noise of counts."""
    assert changes(shares).why_none == "no change stands out from the noise"


def test_a_single_step_between_two_constants_is_found() -> None:
    """Where most months are equal the noise is measured plainly."""
    assert [one.month for one in changes(np.where(np.arange(48) < 24, 0.0, 0.02)).found] == ["2012-01"]


def test_without_ruptures_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message, not a traceback."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(GoodOfficesError, match=r"needs ruptures; install goodoffices\[record\]"):
        changes(np.random.default_rng(1).random(48))
