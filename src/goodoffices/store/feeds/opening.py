"""Files of feeds, made ready to be read: recognised, unpacked, their lines counted, nothing in them run or fetched."""

from __future__ import annotations

import contextlib
import csv
import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from goodoffices.errors import CaseError, LimitError
from goodoffices.store.feeds.formats import FORMATS, Arrangement, recognise, refusal

__all__ = ["LONGEST_LINE", "MOST_UNPACKED", "FeedFile", "open_files"]

LONGEST_LINE = 1 << 16
MOST_UNPACKED = 16 << 30
_MOST_FILES = 20_000
_MOST_MEMBERS = 1000
_CHUNK = 1 << 20
_LINES_LOOKED_AT = 20
_PATTERN = re.compile(r"[*?\[\]{}\x00]")
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")

Progress = Callable[[float], None]


@dataclass(frozen=True)
class FeedFile:
    """A file that is ready to be read.

    Attributes
    ----------
    label
        What messages call it.
    path
        Where it is, or where it was unpacked to.
    arrangement
        How its rows are arranged; None for Parquet.
    kind
        Its format; empty for Parquet until the file has been asked.
    lines
        How many rows it should have, by its line ends; for Parquet by what it says of itself.
    """

    label: str
    path: Path
    arrangement: Arrangement | None
    kind: str = ""
    lines: int = 0


def open_files(paths: Sequence[Path], folder: Path, progress: Progress | None = None) -> tuple[FeedFile, ...]:
    """Make files ready to be read.

    Parameters
    ----------
    paths
        Text with tabs, such text packed with gzip or zip, or Parquet.
    folder
        Where to unpack to.
    progress
        Told the share of the bytes looked at.

    Returns
    -------
    tuple of FeedFile
        In the order given.

    Raises
    ------
    CaseError
        If a file is missing, empty, named twice, packed badly, or no feed that is known; says what was found.
    LimitError
        If there are too many files, or they are too large when unpacked.
    """
    if not 1 <= len(paths) <= _MOST_FILES:
        raise LimitError(f"found {len(paths):,} files, expected 1 to {_MOST_FILES:,}")
    sizes = [_size(path) for path in paths]
    if len({path.resolve() for path in paths}) < len(paths):
        twice = next(path for k, path in enumerate(paths) if path.resolve() in {one.resolve() for one in paths[:k]})
        raise CaseError(f"{twice}: found the file twice, expected each feed once: its rows would count double")
    opened: list[FeedFile] = []
    unpacking = _Unpacking(folder)
    for k, path in enumerate(paths):
        if progress:
            progress(sum(sizes[:k]) / max(sum(sizes), 1))
        opened += _open(path, unpacking)
    return tuple(opened)


def _size(path: Path) -> int:
    if not path.is_file():
        raise CaseError(f"{path}: found no such file, expected a feed of events")
    if _PATTERN.search(str(path)):
        raise CaseError(f"{path}: found one of * ? [ ] {{ }} in the name, expected a name without; rename it")
    if not path.stat().st_size:
        raise CaseError(f"{path}: the file is empty, expected rows of events")
    return path.stat().st_size


def _open(path: Path, unpacking: _Unpacking) -> Iterator[FeedFile]:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"PAR1":
        yield FeedFile(path.name, path, None)
    elif start.startswith(_PACKED):
        for label, unpacked, lines in unpacking.unpack(path, zipped=start[:2] == b"PK"):
            yield _recognised(label, unpacked, lines)
    else:
        lines, returns = _count(path)
        yield _recognised(path.name, unpacking.without_returns(path) if returns else path, lines)


def _recognised(label: str, path: Path, lines: int) -> FeedFile:
    """Say how the rows of a text are arranged, by its first lines."""
    with path.open("rb") as stream:
        start = stream.read(LONGEST_LINE)
    rows = start.decode("utf-8-sig", errors="replace").split("\n")
    if len(rows) == 1 and len(start) == LONGEST_LINE:
        raise CaseError(f"{label}: found no end of line in the first {LONGEST_LINE:,} bytes, expected rows of a feed")
    arrangement = None
    for row in rows[:_LINES_LOOKED_AT]:
        _refuse(label, row)
        quoted = row.startswith('"')
        fields = [field.strip('"') if quoted else field for field in row.split("\t")]
        with _named(label):
            arrangement = arrangement or recognise(fields, quoted=quoted)
    if arrangement is None:
        widths = "; ".join(f"{' or '.join(map(str, one.widths))} for {one.title}" for one in FORMATS.values())
        columns = len(rows[0].split("\t"))
        raise CaseError(
            f"{label}: found {columns} column{'s' if columns > 1 else ''} with tabs and no header that is known, "
            f"expected a feed: columns {widths} (with its header)"
        )
    return FeedFile(label, path, arrangement, arrangement.format.name, lines - arrangement.header)


@contextlib.contextmanager
def _named(label: str) -> Iterator[None]:
    """Say in which file something was found."""
    try:
        yield
    except CaseError as error:
        raise CaseError(f"{label}: {error}") from None


def _refuse(label: str, row: str) -> None:
    """Refuse feeds that are known and not read, and those that have commas for tabs."""
    if "," not in row and "\t" not in row:
        return
    commas = next(csv.reader([row]), [])
    for names in (commas, [name.strip('"') for name in row.split("\t")]):
        why = refusal(names)
        if why:
            raise CaseError(f"{label}: found {why}; expected {', '.join(one.title for one in FORMATS.values())}")
    if "\t" not in row and recognise(commas) is not None:
        raise CaseError(
            f"{label}: found a feed whose columns are separated by commas, expected tabs, as it is published"
        )


def _count(path: Path) -> tuple[int, bool]:
    """Count the lines of a file, and say whether it has carriage returns."""
    lines, returns, last = 0, False, b"\n"
    chunk = bytearray(_CHUNK)
    view = np.frombuffer(chunk, dtype=np.uint8)
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(chunk):
            lines += int(np.count_nonzero(view[:size] == 10))
            returns = returns or chunk.find(b"\r", 0, size) >= 0
            last = bytes(chunk[size - 1 : size])
    return lines + (last != b"\n"), returns


class _Unpacking:
    """Unpacks files into a folder, up to a limit in all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.left = MOST_UNPACKED
        self.made = 0

    def unpack(self, path: Path, *, zipped: bool) -> Iterator[tuple[str, Path, int]]:
        """Unpack a file; for each text in it, give what to call it, where it is, and its lines."""
        try:
            if zipped:
                yield from self._zipped(path)
            else:
                with gzip.open(path) as stream:
                    yield path.name, *self._copy(stream, path.name)  # type: ignore[arg-type]
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError) as error:
            raise CaseError(f"{path.name}: this cannot be unpacked: {error}; fetch the file again") from None

    def _zipped(self, path: Path) -> Iterator[tuple[str, Path, int]]:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if not 1 <= len(members) <= _MOST_MEMBERS:
                raise CaseError(f"{path.name}: found {len(members)} files in it, expected 1 to {_MOST_MEMBERS}")
            for one in members:
                label = f"{path.name}/{one.filename}"
                if one.flag_bits & 1:
                    raise CaseError(f"{label}: this is encrypted, expected a feed that can be read")
                with archive.open(one) as stream:
                    yield label, *self._copy(stream, label)  # type: ignore[arg-type]

    def without_returns(self, path: Path) -> Path:
        """Copy a text without carriage returns: DuckDB reads no file in which some lines have them."""
        with path.open("rb") as stream:
            return self._copy(stream, path.name)[0]

    def _copy(self, stream: BinaryIO, label: str) -> tuple[Path, int]:
        self.made += 1
        target, lines, last = self.folder / f"feed{self.made}.tsv", 0, b"\n"
        with target.open("wb") as out:
            while part := stream.read(_CHUNK):
                self.left -= len(part)
                if self.left < 0:
                    raise LimitError(f"{label}: unpacks to too much, expected at most {MOST_UNPACKED:,} bytes in all")
                kept = part.replace(b"\r", b"")
                lines += kept.count(b"\n")
                last = kept[-1:] or last
                out.write(kept)
        if not target.stat().st_size:
            raise CaseError(f"{label}: the file is empty, expected rows of events")
        return target, lines + (last != b"\n")
