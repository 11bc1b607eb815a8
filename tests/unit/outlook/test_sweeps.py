"""Two back ends, one result: NumPy and compiled loops."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.oracles.drawn_conflicts import random_conflict

from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.outlook import CONCEPTS, OptionModel, option_model, reachable, solve, sweeps

SEED = 20171029


@pytest.fixture(autouse=True)
def _by_size(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start with nothing compiled, and leave nothing behind."""
    monkeypatch.setattr(sweeps, "_setting", sweeps._Setting())
    yield
    sweeps.use("auto")


def everything(model: OptionModel) -> list[Any]:
    """Solve a model in every way that rests on sweeps."""
    start = int(np.flatnonzero(model.feasible)[0])
    reached = [reachable(model, start, by="moves"), reachable(model, start, by="improvements")]
    return [*(solve(model).stable[concept] for concept in CONCEPTS), *reached]


def test_compiled_loops_find_what_numpy_finds() -> None:
    """On random conflicts with infeasible states, one-way options and ties, moves forward and back."""
    rng = np.random.default_rng(SEED)
    for _ in range(150):
        model = option_model(**random_conflict(rng))
        sweeps.use("numpy")
        plain = everything(model)
        sweeps.use("numba")
        assert all(np.array_equal(one, other) for one, other in zip(plain, everything(model), strict=True))


@pytest.mark.parametrize("one_way", [{}, {0: "on", 3: "off"}, {0: "on", 1: "off", 5: "on"}])
def test_threads_share_large_loops_without_changing_them(monkeypatch: pytest.MonkeyPatch, one_way: Any) -> None:
    """Groups that are long enough to be sorted by keys are among them."""
    rng = np.random.default_rng(SEED)
    model = option_model([range(6), range(6, 9)], rng.random(512) < 0.9, rng.integers(0, 99, (2, 512)), one_way)
    plain = everything(model)
    monkeypatch.setattr(sweeps, "SHARE_FROM", 1)
    sweeps.use("numba", threads=2)
    assert all(np.array_equal(one, other) for one, other in zip(plain, everything(model), strict=True))


def test_small_models_do_not_wait_for_compilation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until loops are there anyhow: then they serve models of every size."""
    assert sweeps.kernels_for("moves", sweeps.COMPILE_FROM - 1) is None
    assert sweeps.kernels_for("moves", sweeps.COMPILE_FROM) is not None
    assert sweeps.kernels_for("moves", 4) is not None
    assert sweeps.kernels_for("order", 4) is None
    monkeypatch.setattr(sweeps, "installed_kernels", lambda: None)
    assert sweeps.kernels_for("order", sweeps.COMPILE_FROM) is None


def test_values_of_another_kind_are_swept_by_numpy() -> None:
    """Compiled loops know whole numbers of 32 bits, and true and false."""
    sweeps.use("numba")
    model = option_model([[0]], [True, True], [[0, 1]])
    assert sweeps.sweep_moves(np.array([0.5, 1.5]), model, 0, np.maximum).tolist() == [1.5, 1.5]


def test_without_numba_everything_is_done_by_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """And asking for compiled loops says what is missing."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert sweeps.kernels_for("moves", 1 << 20) is None
    with pytest.raises(GoodOfficesError, match="need numba, which is not installed"):
        sweeps.use("numba")


def test_a_choice_that_does_not_exist_is_refused() -> None:
    """With those that do."""
    with pytest.raises(CaseError, match="back end 'fortran', expected one of auto, numba, numpy"):
        sweeps.use("fortran")  # type: ignore[arg-type]
    with pytest.raises(CaseError, match="found -1 threads"):
        sweeps.use("numba", threads=-1)
