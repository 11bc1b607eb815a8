"""Striking out the dominated: the compiled loops as plain Python, long work that is watched, extreme numbers."""

from __future__ import annotations

import importlib
import sys
import threading
from typing import Any

import numba
import numpy as np
import pytest

from goodoffices.errors import LimitError
from goodoffices.settle import filtering
from goodoffices.settle.filtering import Watch, undominated


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Load the loops once more, without compiling them."""
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    monkeypatch.delitem(sys.modules, "goodoffices.settle.kernels", raising=False)
    return importlib.import_module("goodoffices.settle.kernels")


def expected(points: Any) -> list[int]:
    """Compare every point with every other."""
    covers = (points[:, :, None] >= points[:, None, :]).all(axis=0)
    return np.flatnonzero(~(covers & ~covers.T).any(axis=0)).tolist()


def surface(rng: np.random.Generator, parties: int, count: int, top: int) -> Any:
    """Draw points of which many are undominated: what one party has more, others have less."""
    points = rng.integers(0, top, (parties, count))
    points[0] = 5 * top - points[1:].sum(axis=0) + rng.integers(0, top // 8 + 1, count)
    return points


@pytest.mark.parametrize("parties", [3, 4, 5, 6])
@pytest.mark.parametrize("top", [4, 60, 10**12])
def test_plain_loops_strike_out_what_is_dominated(plain: Any, parties: int, top: int, monkeypatch: Any) -> None:
    """Every way to compare: point by point, by sweeps, by dividing; with many equal numbers and with none."""
    assert not hasattr(plain.strike_out, "py_func")
    monkeypatch.setattr(plain, "_COMPARED", 300)
    monkeypatch.setattr(filtering, "_PAIRWISE", 0)
    rng = np.random.default_rng(parties)
    for points in (surface(rng, parties, 700, top), rng.integers(0, top, (parties, 700))):
        assert sorted(undominated(points).members) == expected(points)


def test_loops_are_compiled_anew_where_nothing_may_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is then not kept, and that is all."""
    kernels = importlib.import_module("goodoffices.settle.kernels")
    asked: list[dict[str, bool]] = []

    def njit(**options: bool) -> Any:
        asked.append(options)
        if "cache" in options:
            raise RuntimeError("cannot cache")
        return lambda work: work

    monkeypatch.setattr(numba, "njit", njit)
    assert kernels._compiled(expected) is expected
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]


def test_work_that_is_no_longer_wanted_ends(plain: Any) -> None:
    """The signal is looked at between one part and the next."""
    points = surface(np.random.default_rng(1), 4, 300, 50)
    columns = filtering._from_zero(points[:, np.lexsort(points[::-1])[::-1]])
    words, guards = filtering._packed(columns)
    signal = np.array([1, 0])
    dead = np.zeros(300, dtype=bool)
    plain.strike_out(plain.Field(columns, words.T.copy(), guards, dead, np.empty(301, dtype=np.int64), signal))
    assert signal[1] == plain._FEW
    assert not dead[plain._FEW :].any()


def watched(monkeypatch: pytest.MonkeyPatch, work: Any) -> None:
    """Let long work be what is given."""
    monkeypatch.setattr(filtering, "_LONG", 0)
    monkeypatch.setattr(filtering, "_PAIRWISE", 0)
    monkeypatch.setattr(filtering, "_GLANCE", 0.001)
    kernels = importlib.import_module("goodoffices.settle.kernels")
    monkeypatch.setattr(kernels, "strike_out", work)


def test_long_work_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the second of four parts is three eighths of the whole."""
    seen = threading.Event()
    told: list[float] = []

    def work(field: Any) -> None:
        field.signal[1] = len(field.dead) // 2
        assert seen.wait(60)
        field.dead[1:] = True

    def progress(share: float) -> None:
        told.append(share)
        if share == 0.375:
            seen.set()

    watched(monkeypatch, work)
    watch = Watch(progress)
    watch.part(1, 4)
    assert undominated(np.array([[3, 2, 1, 0]] * 3), watch).members.tolist() == [0]
    assert set(told) <= {0.25, 0.375}


def test_long_work_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told to end, and nothing is left running."""
    ended = threading.Event()

    def work(field: Any) -> None:
        while not field.signal[0]:
            threading.Event().wait(0.001)
        ended.set()

    watched(monkeypatch, work)
    with pytest.raises(LimitError, match="stopped as asked"):
        undominated(np.array([[3, 2, 1, 0]] * 3), Watch(stop=lambda: True))
    assert ended.is_set()


def test_long_work_without_interruption_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread of its own, with nobody asking."""
    monkeypatch.setattr(filtering, "_LONG", 0)
    points = surface(np.random.default_rng(2), 5, 2000, 100)
    assert sorted(undominated(points).members) == expected(points)


@pytest.mark.parametrize("parties", [1, 2, 3])
def test_no_points_leave_none(parties: int) -> None:
    """Neither in machine words nor in big numbers."""
    for kind in (np.int64, object):
        found = undominated(np.empty((parties, 0), dtype=kind))
        assert (len(found.members), len(found.starts), len(found.sizes)) == (0, 0, 0)


def test_numbers_as_far_apart_as_a_machine_word_allows_are_compared_exactly() -> None:
    """Differences that no machine word holds."""
    limits = np.iinfo(np.int64)
    points = np.array([[limits.min, limits.max, 0, 1], [limits.max, limits.min, 0, 0], [0, 0, limits.max, limits.max]])
    assert undominated(points).members.tolist() == [1, 3, 0]
    assert undominated(points.astype(object) * 10**30).members.tolist() == [1, 3, 0]


def test_equal_points_are_one_class_in_the_order_given() -> None:
    """The dominated are in none."""
    points = np.array([[2, 1, 2, 0, 1, 2], [0, 1, 0, 0, 1, 0], [1, 1, 1, 1, 1, 1]])
    found = undominated(points)
    assert found.members.tolist() == [0, 2, 5, 1, 4]
    assert found.starts.tolist() == [0, 3]
    assert found.sizes.tolist() == [3, 2]


def test_room_is_what_memory_allows() -> None:
    """Big numbers take more; what does not fit is refused with the limit."""
    watch = Watch(memory=1 << 20)
    small, big = np.empty((4, 0), dtype=np.int64), np.empty((4, 0), dtype=object)
    assert watch.room(small) > watch.room(big) > 1000
    watch.needs(watch.room(small), small)
    with pytest.raises(LimitError, match="points to compare do not fit into 1 MiB"):
        watch.needs(watch.room(small) + 1, small)
