"""The compiled loops as plain Python: every branch of them, held against NumPy."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import numba
import numpy as np
import pytest
from tests.oracles.drawn_conflicts import random_conflict

from goodoffices.outlook import CONCEPTS, option_model, solve, sweeps
from goodoffices.outlook.ensemble import Form
from goodoffices.outlook.variants import Chunk, Game, equilibrium_counts


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Load the loops once more, without compiling them."""
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    for name in ("loops", "kernels"):
        monkeypatch.delitem(sys.modules, f"goodoffices.outlook.{name}", raising=False)
    monkeypatch.setattr(sweeps, "_setting", sweeps._Setting())
    yield importlib.import_module("goodoffices.outlook.kernels")
    sweeps.use("auto")


def test_plain_loops_solve_random_conflicts(kernels: Any) -> None:
    """All notions, one conflict at a time and as a variant of itself."""
    assert not hasattr(kernels.improve, "py_func")
    rng = np.random.default_rng(7)
    for _ in range(25):
        model = option_model(**random_conflict(rng))
        sweeps.use("numpy")
        plain = solve(model)
        sweeps.use("numba")
        assert all((solve(model).stable[concept] == plain.stable[concept]).all() for concept in CONCEPTS)
        assert (counted(model) == [plain.stable[concept].all(axis=0) for concept in CONCEPTS]).all()


@pytest.mark.parametrize("one_way", [{}, {0: "on"}, {0: "on", 1: "off"}])
def test_plain_loops_know_long_groups_strict_orders_and_many_one_way_options(kernels: Any, one_way: Any) -> None:
    """Where groups are sorted by keys, and where nothing is tied."""
    del kernels
    rng = np.random.default_rng(8)
    for preference in (rng.random((2, 64)), rng.integers(0, 5, (2, 64))):
        model = option_model([range(4), [4, 5]], np.ones(64, dtype=bool), preference, one_way)
        sweeps.use("numpy")
        plain = solve(model)
        sweeps.use("numba")
        assert all((solve(model).stable[concept] == plain.stable[concept]).all() for concept in CONCEPTS)
        assert (counted(model) == [plain.stable[concept].all(axis=0) for concept in CONCEPTS]).all()


def counted(model: Any) -> Any:
    """Solve a model as the only variant of itself, with a target that is every state; (c, s) bool array."""
    n = len(model.owners)
    targets = np.stack([model.feasible, ~model.feasible])[:, model.feasible]
    form: Form = "places"
    game = Game(model, (form,) * n, (), CONCEPTS, targets, compiled=True)
    zeros, pick = np.zeros(1, dtype=np.int32), np.arange(n, dtype=np.int32)
    chunk = Chunk((), pick[None], np.array([0, 1], dtype=np.int32), zeros, zeros + 1, zeros)
    found = equilibrium_counts(game, pick, model.ranks[:, model.feasible], chunk)
    assert (found.held[0, :, 0] == found.counts[0].any(axis=1)).all()
    assert not found.held[0, :, 1].any()
    table = np.zeros((len(CONCEPTS), model.feasible.size), dtype=bool)
    table[:, model.feasible] = found.counts[0] > 0
    return table


@pytest.mark.parametrize("count", [3, 30, 31, 90])
def test_any_number_of_statements_is_ranked_by_the_first_that_differs(kernels: Any, count: int) -> None:
    """More than a whole number has bits."""
    rng = np.random.default_rng(count)
    columns = (rng.random((count, 20)) < 0.9).astype(np.uint8)
    codes = np.array([[2 * k for k in range(count)], [2 * k + 1 for k in rng.permutation(count)]], dtype=np.int32)
    ranks = np.empty((2, 20), dtype=np.int32)
    kernels.statement_ranks(columns, codes, ranks)
    for row, order in zip(ranks, codes, strict=True):
        keys = [tuple(columns[code >> 1, state] ^ (code & 1) for code in order) for state in range(20)]
        dense = [sorted(set(keys)).index(key) for key in keys]
        assert np.unique(row, return_inverse=True)[1].tolist() == dense


def test_where_no_code_can_be_kept_loops_are_compiled_without_keeping_it(
    kernels: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only tree and no place of the user's own."""
    del kernels
    asked: list[dict[str, bool]] = []

    def njit(**options: bool) -> Any:
        asked.append(options)
        if "cache" in options:
            raise RuntimeError("no locator available")
        return lambda work: work

    monkeypatch.setattr(numba, "njit", njit)
    loops = importlib.import_module("goodoffices.outlook.loops")
    assert loops.compiled(len)("abc") == 3
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]
