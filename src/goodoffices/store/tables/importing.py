"""Bring the official tables into a local store, with a record of what was read."""

from __future__ import annotations

import datetime as dt
import html
import importlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from goodoffices.errors import CaseError
from goodoffices.store.tables.kinds import KINDS, Kind, Shape, near_miss, recognise
from goodoffices.store.tables.reading import SUFFIXES, columns_of, digest, first_line, open_store, readable, rows_of

__all__ = ["Imported", "Passed", "Report", "fill", "import_tables", "imports_of"]

_MOST_FILES = 2000
_FORMAT = 1
_TYPES = {"int": "BIGINT", "bool": "BOOLEAN"}


@dataclass(frozen=True)
class Imported:
    """A table that was imported.

    Attributes
    ----------
    kind, title, owner
        What it is and who publishes it.
    file, sha256
        The file that was read and the digest of its bytes.
    rows, left_out
        How many rows were kept, and how many had no readable code or year.
    first, last
        The years covered.
    checked
        Whether the names of its columns were ever held against a file, or come from a codebook only.
    imported
        When, in ISO 8601.
    """

    kind: str
    title: str
    owner: str
    file: str
    sha256: str
    rows: int
    left_out: int
    first: int
    last: int
    checked: bool
    imported: str


@dataclass(frozen=True)
class Passed:
    """A file that was passed over, and why."""

    file: str
    why: str


@dataclass(frozen=True)
class Report:
    """What an import did.

    Attributes
    ----------
    imported : tuple of Imported
        The tables now in the store.
    passed : tuple of Passed
        The files that were passed over.
    """

    imported: tuple[Imported, ...]
    passed: tuple[Passed, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {"imported": [asdict(one) for one in self.imported], "passed": [asdict(one) for one in self.passed]}

    def _repr_html_(self) -> str:
        """Return a table of what was imported."""
        rows = "".join(
            f"<tr><td>{html.escape(one.title)}</td><td>{html.escape(one.file)}</td><td>{one.rows}</td>"
            f"<td>{one.first}–{one.last}</td></tr>"
            for one in self.imported
        )
        head = "<tr><th>table</th><th>file</th><th>rows</th><th>years</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def import_tables(
    folder: Path,
    store: Path,
    *,
    now: dt.datetime,
    progress: Callable[[float], None] | None = None,
) -> Report:
    """Import the tables of a folder into a store; all of them, or none if one is broken.

    Parameters
    ----------
    folder
        With CSV or parquet files under any names; sub-folders are looked into.
    store
        The DuckDB file; it is made where it is not there, and tables of the same kind are replaced.
    now
        The time that the record gives.
    progress
        Told the share of the files read so far.

    Returns
    -------
    Report
        What was imported, and what was passed over and why.

    Raises
    ------
    CaseError
        If there is no such folder, nothing in it is known, two files are the same table, or a file is malformed.
    LimitError
        If a file is too large.
    """
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CaseError(f"{store}: the folder of the store cannot be made: {error.strerror}") from None
    connection = open_store(store)
    try:
        connection.execute("BEGIN")
        try:
            report = fill(connection, folder, now, progress)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.close()
    return report


def fill(connection: Any, folder: Path, now: dt.datetime, progress: Callable[[float], None] | None = None) -> Report:
    """Import the tables of a folder into an open store; see :func:`import_tables`."""
    files = _files(folder)
    passed: list[Passed] = []
    fits: dict[str, tuple[Path, Kind, Shape]] = {}
    for path in files:
        passed += _consider(connection, path, fits)
    if not fits:
        raise CaseError(
            f"{folder}: found none of the known tables among {len(files)} files; expected CSV or parquet files with "
            f"the column names of {', '.join(kind.title for kind in KINDS[:4])} and the like"
        )
    imported = []
    for done, (path, kind, shape) in enumerate(fits.values()):
        if progress:
            progress(done / len(fits))
        imported.append(_import(connection, path, (kind, shape), now))
    _record(connection, imported)
    return Report(tuple(imported), tuple(passed))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CaseError(f"{folder}: found no such folder, expected one with CSV or parquet files")
    files: list[Path] = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            files.append(path)
        if len(files) > _MOST_FILES:
            raise CaseError(f"{folder}: found more than {_MOST_FILES} files, expected a folder with tables only")
    return sorted(files)


def _consider(connection: Any, path: Path, fits: dict[str, tuple[Path, Kind, Shape]]) -> list[Passed]:
    """Note what a file is, or return the file that is passed over for that, with the reason."""
    if path.suffix.casefold() not in SUFFIXES:
        found = path.suffix or "without a suffix"
        return [Passed(path.name, f"found a file of the kind {found}, expected {' or '.join(SUFFIXES)}")]
    with readable(path) as text:
        names = columns_of(connection, text, path.name)
    fit = recognise(names)
    if fit is None:
        return [Passed(path.name, _unknown(names))]
    kind, shape = fit
    other, _, earlier = fits.setdefault(kind.name, (path, kind, shape))
    if other == path:
        return []
    if earlier is shape:
        raise CaseError(
            f"found {kind.title} twice, as {other.name} and as {path.name}; expected one of them; move one away"
        )
    if kind.shapes.index(shape) < kind.shapes.index(earlier):
        fits[kind.name], path, other = (path, kind, shape), other, path
    return [Passed(path.name, f"{kind.title} in another form; {other.name} was taken")]


def _unknown(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    close = near_miss(names)
    if close is None:
        return f"found the columns {shown}; expected those of a known table"
    kind, missing = close
    return f"found the columns {shown}; expected {', '.join(missing)} as well if this is {kind.title}"


def _import(connection: Any, path: Path, fit: tuple[Kind, Shape], now: dt.datetime) -> Imported:
    kind, shape = fit
    with readable(path) as text:
        kept, left_out = rows_of(connection, text, fit, columns_of(connection, text, path.name), path.name)
    low, high = ("year", "year") if "year" in kind.columns else ("first", "last")
    first, last = connection.execute(f"SELECT min({low}), max({high}) FROM {kind.name}").fetchone()  # noqa: S608 - names of ours
    return Imported(
        kind.name, kind.title, kind.owner, path.name, digest(path), kept, left_out, first, last, shape.checked,
        now.isoformat(timespec="seconds"),
    )  # fmt: skip


def _record(connection: Any, imported: list[Imported]) -> None:
    connection.execute(f"CREATE TABLE IF NOT EXISTS goodoffices_tables AS SELECT {_FORMAT} AS format")
    columns = ", ".join(f"{name} {_TYPES.get(kind, 'VARCHAR')}" for name, kind in Imported.__annotations__.items())
    connection.execute(f"CREATE TABLE IF NOT EXISTS imports ({columns})")
    for one in imported:
        values = list(asdict(one).values())
        connection.execute("DELETE FROM imports WHERE kind = ?", [one.kind])
        connection.execute(f"INSERT INTO imports VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - question marks


def imports_of(connection: Any, label: str) -> Iterator[Imported]:
    """Read the record of an open store."""
    errors = importlib.import_module("duckdb").Error
    try:
        rows = connection.execute("SELECT * FROM imports ORDER BY kind").fetchall()
    except errors as error:
        raise CaseError(
            f"{label}: this is not a store of tables: {first_line(error)}; import the tables again"
        ) from None
    for row in rows:
        yield Imported(*row)
