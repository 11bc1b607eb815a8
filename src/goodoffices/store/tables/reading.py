"""Read tables off files that may be anything: sizes are limited, and nothing in a file is run or fetched."""

from __future__ import annotations

import codecs
import contextlib
import csv
import hashlib
import importlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from goodoffices.errors import CaseError, GoodOfficesError, LimitError
from goodoffices.store.tables.kinds import Kind, Shape

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "SUFFIXES",
    "columns_of",
    "digest",
    "first_line",
    "open_store",
    "readable",
    "rows_of",
]

MOST_BYTES = 2 << 30
MOST_ROWS = 20_000_000
SUFFIXES = (".csv", ".parquet")
_CHUNK = 1 << 20
_MOST_COLUMNS = 6000
_LONGEST_LINE = 1 << 20
_TIMES = {"year", "first", "last"}
_YEARS = (1000, 3000)  # a year beyond these is no year, and spells of millions of years would fill the memory
_PATTERN = re.compile(r"[*?\[\]{}\x00]")


def open_store(path: Path | None, *, read_only: bool = False) -> Any:
    """Open a store of tables, or one in memory that is gone afterwards.

    Raises
    ------
    GoodOfficesError
        If DuckDB is not installed.
    CaseError
        If the file is not a store.
    """
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError:
        raise GoodOfficesError("reading tables needs DuckDB; install goodoffices[tables]") from None
    settings = {
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "memory_limit": "2GB",
    }
    try:
        return duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=settings)
    except duckdb.Error as error:
        raise CaseError(
            f"{path}: this is not a store of tables that can be opened: {first_line(error)}; import the tables again"
        ) from None


def first_line(error: Exception) -> str:
    """Return what an error says first, without the advice that follows."""
    return (str(error).strip().splitlines() or ["no reason given"])[0]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    sum_ = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            sum_.update(part)
    return sum_.hexdigest()


@contextlib.contextmanager
def readable(path: Path) -> Iterator[Path]:
    """Give a file that DuckDB can read: the file itself, or a copy in UTF-8 where it is written in Latin-1.

    Raises
    ------
    LimitError
        If it is too large.
    CaseError
        If its name could be taken for a pattern.
    """
    if path.stat().st_size > MOST_BYTES:
        raise LimitError(f"{path.name}: found {path.stat().st_size:,} bytes, expected at most {MOST_BYTES:,}")
    if _PATTERN.search(str(path)):
        raise CaseError(f"{path}: found one of * ? [ ] {{ }} in the name, expected a name without; rename it")
    if _is_parquet(path) or _is_utf8(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "table.csv"
        with path.open(encoding="latin-1", newline="") as old, copy.open("w", encoding="utf-8", newline="") as new:
            while part := old.read(_CHUNK):
                new.write(part)
        yield copy


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while part := stream.read(_CHUNK):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _source(path: Path, names: Sequence[str]) -> str:
    """Return how DuckDB reads a file. Nothing about CSV is left to guessing: a guess may pass over broken lines."""
    if _is_parquet(path):
        return "read_parquet(?)"
    columns = ", ".join("'" + name.replace("'", "''") + "': 'VARCHAR'" for name in names)
    with path.open("rb") as stream:
        ending = "\\r\\n" if stream.readline(_LONGEST_LINE).endswith(b"\r\n") else "\\n"
    return (
        f"read_csv(?, auto_detect = false, header = true, columns = {{{columns}}}, delim = ',', quote = '\"', "
        f"escape = '\"', new_line = '{ending}', max_line_size = {_LONGEST_LINE})"
    )


def columns_of(store: Any, path: Path, label: str) -> tuple[str, ...]:
    """Return the names of the columns of a file.

    Raises
    ------
    CaseError
        If it cannot be read as what its name says it is, or has too many columns.
    """
    try:
        if _is_parquet(path):
            found = store.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description
            names = tuple(str(column[0]) for column in found)
        else:
            names = _header(path)
    except (_errors(), csv.Error) as error:
        raise CaseError(f"{label}: this is not {_what(path)}: {first_line(error)}") from None
    if len(names) > _MOST_COLUMNS:
        raise CaseError(f"{label}: found {len(names):,} columns, expected at most {_MOST_COLUMNS:,}")
    return names


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        line = stream.readline(_LONGEST_LINE)
    rows = list(csv.reader([line], strict=True))
    return tuple(rows[0]) if rows else ()


def rows_of(store: Any, path: Path, fit: tuple[Kind, Shape], names: Sequence[str], label: str) -> tuple[int, int]:
    """Copy the rows of a file into the store's table of its kind, replacing what was there.

    Parameters
    ----------
    store
        An open store.
    path, label
        The file to read, and what messages call it.
    fit
        What it is.
    names
        Its columns as written.

    Returns
    -------
    tuple of int
        How many rows were kept, and how many were left out because a code or a year could not be read.

    Raises
    ------
    CaseError
        If the file is malformed, or no row, or less than half of the rows, could be read.
    LimitError
        If it has too many rows.
    """
    kind, shape = fit
    select = ", ".join(f"{_bound(expression, names)} AS {ours}" for ours, expression in _select(shape, names).items())
    whole = " AND ".join(
        f"{key} BETWEEN {_YEARS[0]} AND {_YEARS[1]}" if key in _TIMES else f"{key} IS NOT NULL" for key in kind.keys
    )
    columns = ", ".join(f"{name} {kind_}" for name, kind_ in kind.columns.items())
    ours = ", ".join(kind.columns)
    try:
        store.execute(f"CREATE OR REPLACE TABLE {kind.name} ({columns})")
        rows = f"SELECT {select} FROM {_source(path, names)} LIMIT {MOST_ROWS + 1}"  # noqa: S608 - names are quoted
        store.execute(f"INSERT INTO {kind.name} SELECT {ours} FROM ({rows})", [str(path)])  # noqa: S608 - as above
        total = store.execute(f"SELECT count(*) FROM {kind.name}").fetchone()[0]  # noqa: S608 - a name of ours
        store.execute(f"DELETE FROM {kind.name} WHERE ({whole}) IS NOT TRUE")  # noqa: S608 - names of ours
        kept = store.execute(f"SELECT count(*) FROM {kind.name}").fetchone()[0]  # noqa: S608 - a name of ours
    except _errors() as error:
        raise CaseError(f"{label}: this is not {_what(path)} that can be read: {first_line(error)}") from None
    if total > MOST_ROWS:
        raise LimitError(f"{label}: found more than {MOST_ROWS:,} rows, expected at most that")
    if 2 * kept < total or not kept:
        raise CaseError(
            f"{label}: taken for {kind.title}, but only {kept} of {total} rows have readable {', '.join(kind.keys)}; "
            "expected most of them to"
        )
    return kept, total - kept


def _select(shape: Shape, names: Sequence[str]) -> dict[str, str]:
    """Return our columns, joint memberships counted where the table has one column for each organisation."""
    if not shape.wide:
        return dict(shape.select)
    fixed = {*shape.needs[:3], "dyadid", "country1", "country2", "version"}
    joint = [name for name in names if name.casefold() not in fixed]
    counted = " + ".join(f"(TRY_CAST({_quoted(name)} AS DOUBLE) IS NOT DISTINCT FROM 1)::INTEGER" for name in joint)
    return {**shape.select, "shared": counted}


def _bound(expression: str, names: Sequence[str]) -> str:
    """Put the columns of the file in the place of ``@name``."""
    written = {name.casefold(): name for name in names}
    return re.sub(r"@(\w+)", lambda found: _quoted(written[found[1]]), expression)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _is_parquet(path: Path) -> bool:
    return path.suffix.casefold() == ".parquet"


def _what(path: Path) -> str:
    return "a parquet file" if _is_parquet(path) else "CSV with commas"


def _errors() -> Any:
    return importlib.import_module("duckdb").Error
