"""Where variants are solved does not show in the numbers."""

from __future__ import annotations

import importlib
from typing import Any

import distributed
import pytest
from tests.unit.outlook.doubtful_cases import doubtful

from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.outlook.robustness import Plan, robustness
from goodoffices.store import cluster


def shares(executor: Any) -> dict[str, Any]:
    """Return all numbers of a small study."""
    return robustness(doubtful(), 200, 7, plan=Plan(rows=16, chunk=20), executor=executor).to_json()


@pytest.fixture(scope="module")
def scheduler() -> Any:
    """Start a real Dask scheduler with two workers on this machine."""
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        dashboard_address=None,
        host="127.0.0.1",
        protocol="tcp",
    ) as local:
        yield local.scheduler_address


def test_a_process_pool_and_a_dask_cluster_find_what_one_thread_finds(scheduler: str) -> None:
    """Draw by draw, share by share."""
    plain = shares(None)
    with cluster.local_pool(2) as pool:
        assert shares(pool) == plain
    with cluster.connect(scheduler) as pool:
        assert shares(pool) == plain


def test_an_address_where_nobody_answers_is_refused() -> None:
    """Within the time given, with what to do."""
    with (
        pytest.raises(GoodOfficesError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9 within 0\.5 seconds"),
        cluster.connect("tcp://127.0.0.1:9", timeout=0.5),
    ):
        pass


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://example.org"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    """With the form that is expected."""
    with pytest.raises(GoodOfficesError, match="expected the address of a Dask scheduler"), cluster.connect(address):
        pass


def test_without_distributed_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of an ImportError."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(GoodOfficesError, match="package 'distributed'"), cluster.connect("tcp://127.0.0.1:9"):
        pass


class Workers:
    """Stands for a client whose workers answer as told."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def run(self, work: Any) -> Any:
        """Return the answer, or raise it."""
        assert work is cluster.versions
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "has no workers; start one with 'dask worker tcp://x'"),
        ({"tcp://w": ("3.9", "0.0.1")}, "the worker tcp://w has Python 3.9 and goodoffices 0.0.1, expected Python"),
        (ImportError("No module named 'goodoffices'"), "install the same version there"),
    ],
)
def test_workers_that_would_not_understand_are_refused(answer: Any, words: str) -> None:
    """Before anything is sent to them."""
    with pytest.raises(GoodOfficesError, match=words):
        cluster._check_workers(Workers(answer), "tcp://x")


def test_a_pool_has_at_least_one_worker() -> None:
    """None is refused."""
    with pytest.raises(CaseError, match="found 0 workers"), cluster.local_pool(0):
        pass
