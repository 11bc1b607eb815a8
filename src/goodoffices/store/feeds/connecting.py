"""A database in memory that can reach nothing but the files it is given."""

from __future__ import annotations

import concurrent.futures
import contextlib
import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from goodoffices.errors import CaseError, GoodOfficesError, LimitError

__all__ = ["Progress", "connect", "failures", "part", "quoted", "run"]

_MEMORY = "1GB"
_MOST_THREADS = 4

Progress = Callable[[float], None]


def connect(folder: Path, paths: Sequence[Path]) -> Any:
    """Connect to a database in memory.

    Parameters
    ----------
    folder
        What does not fit into memory is put here.
    paths
        The only files that can be read or written.

    Raises
    ------
    GoodOfficesError
        If DuckDB is not installed.
    """
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError:
        raise GoodOfficesError("reading feeds of events needs DuckDB; install goodoffices[record]") from None
    spill = folder / "spill"
    spill.mkdir()
    settings = {
        "threads": min(os.cpu_count() or 1, _MOST_THREADS),
        "memory_limit": _MEMORY,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=settings)
    allowed = ", ".join(quoted(str(path.absolute())) for path in paths)
    for setting in (
        # Counted, so that a bar of ours can be drawn, and not printed.
        "enable_progress_bar = true",
        "enable_progress_bar_print = false",
        f"allowed_paths = [{allowed}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


def quoted(raw: str) -> str:
    """Write a text as SQL does."""
    return "'" + raw.replace("'", "''") + "'"


def part(progress: Progress | None, low: float, high: float) -> Progress | None:
    """Tell of a part of the work as of a share of the whole."""
    return None if progress is None else lambda share: progress(low + (high - low) * share)


def run(connection: Any, query: str, progress: Progress | None = None) -> list[tuple[Any, ...]]:
    """Run a query, telling how far it is; when it is interrupted, so is DuckDB."""
    with concurrent.futures.ThreadPoolExecutor(1) as worker:
        asked = worker.submit(lambda: connection.execute(query).fetchall())
        try:
            while not concurrent.futures.wait([asked], timeout=0.1).done:
                if progress:
                    progress(min(max(connection.query_progress(), 0.0), 100.0) / 100)
        except BaseException:
            connection.interrupt()
            raise
        found: list[tuple[Any, ...]] = asked.result()
    return found


@contextlib.contextmanager
def failures(labels: Sequence[str], title: str) -> Iterator[None]:
    """Say in our words what DuckDB cannot do with files.

    Parameters
    ----------
    labels
        What the files are called.
    title
        What they should be.

    Raises
    ------
    CaseError
        If they are not what they should be.
    LimitError
        If more than the memory would be needed.
    GoodOfficesError
        If a file is gone, or the disk is full.
    """
    errors = importlib.import_module("duckdb")
    named = ", ".join(labels[:3]) + (", …" if len(labels) > 3 else "")
    try:
        yield
    except errors.OutOfMemoryException:
        raise LimitError(
            f"{named}: more than {_MEMORY} of memory would be needed; read fewer files at a time"
        ) from None
    except (errors.IOException, errors.PermissionException) as error:
        raise GoodOfficesError(f"{named}: could not be read, or no room to work in: {_first_line(error)}") from None
    except errors.Error as error:
        raise CaseError(f"{named}: this is not {title} that can be read: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
