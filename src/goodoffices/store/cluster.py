"""Where many variants of a case are solved: a pool of processes on this machine, or a Dask cluster."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from goodoffices.errors import CaseError, GoodOfficesError

__all__ = ["connect", "local_pool"]

_PATIENCE = 5.0  # seconds


@contextmanager
def local_pool(workers: int | None = None) -> Iterator[Executor]:
    """Open a pool of processes on this machine; at the end what has not begun is dropped.

    Parameters
    ----------
    workers
        How many processes; one for each processor by default.

    Raises
    ------
    CaseError
        If ``workers`` is less than 1.
    """
    if workers is not None and workers < 1:
        raise CaseError(f"found {workers} workers, expected 1 or more")
    # A new interpreter rather than a copy of this one: a copy would inherit the locks of its threads.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=context)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def connect(address: str, timeout: float = _PATIENCE) -> Iterator[Executor]:
    """Use the workers of a Dask scheduler.

    Parameters
    ----------
    address
        Such as ``tcp://192.0.2.7:8786``.
    timeout
        Seconds to wait for the scheduler.

    Raises
    ------
    GoodOfficesError
        If distributed is not installed, nothing answers at the address, it has no workers, or a worker has another
        Python or another goodoffices than this machine.
    """
    if not address.startswith(("tcp://", "tls://")):
        raise GoodOfficesError(f"found {address!r}, expected the address of a Dask scheduler, tcp://host:port")
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise GoodOfficesError("a Dask scheduler needs the package 'distributed'; install it on this machine") from None
    try:
        client = distributed.Client(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GoodOfficesError(
            f"no Dask scheduler answers at {address} within {timeout:g} seconds ({type(error).__name__}); "
            "start one there with 'dask scheduler', or correct the address"
        ) from None
    try:
        _check_workers(client, address)
        yield client.get_executor()
    finally:
        client.close()


def versions() -> tuple[str, str]:
    """Return the versions of Python and of goodoffices where this runs."""
    ours = importlib.import_module("goodoffices").__version__
    return ".".join(str(part) for part in sys.version_info[:2]), ours


def _check_workers(client: Any, address: str) -> None:
    """Refuse workers that would not understand what they are sent."""
    here = versions()
    try:
        there = client.run(versions)
    except (ImportError, AttributeError) as error:
        raise GoodOfficesError(
            f"a worker of {address} has no goodoffices {here[1]} ({error}); install the same version there"
        ) from None
    if not there:
        raise GoodOfficesError(
            f"the Dask scheduler at {address} has no workers; start one with 'dask worker {address}'"
        )
    for worker, found in there.items():
        if found != here:
            raise GoodOfficesError(
                f"the worker {worker} has Python {found[0]} and goodoffices {found[1]}, expected Python {here[0]} and "
                f"goodoffices {here[1]}; install the same versions there"
            )
