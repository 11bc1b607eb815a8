"""Convert feeds to one Parquet file, from which they are read ten times as fast."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.store.feeds.connecting import Progress, failures, part, quoted, run
from goodoffices.store.feeds.reading import OURS, STAMP, Feed, opened
from goodoffices.store.feeds.tallying import check_readable

__all__ = ["Converted", "convert_feed"]


@dataclass(frozen=True)
class Converted:
    """What a conversion did.

    Attributes
    ----------
    format, title
        The kind of feed, for programs and for people.
    out
        The file that was written.
    rows, malformed
        All rows, and those among them that could not be read. These stay in the file as rows without a day, so that
        whoever reads it counts them too.
    bytes
        The size of the file.
    unread
        Examples of rows that could not be read, with the reason.
    """

    format: str
    title: str
    out: str
    rows: int
    malformed: int
    bytes: int
    unread: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "format": self.format,
            "out": self.out,
            "rows": {"read": self.rows, "malformed": self.malformed},
            "bytes": self.bytes,
        }


def convert_feed(
    paths: Sequence[Path], out: Path, *, name: str = "auto", progress: Progress | None = None
) -> Converted:
    """Convert feeds to one Parquet file, whole or not at all.

    Parameters
    ----------
    paths
        Feeds of one kind, as for :func:`goodoffices.store.feeds.read_feed`.
    out
        The file to write; what was there before is replaced.
    name
        The format that is expected, or ``auto``.
    progress
        Told the share that is done.

    Returns
    -------
    Converted
        How many rows there are, and how many could not be read.

    Raises
    ------
    CaseError
        If a file is no feed that is known, or would be written over.
    GoodOfficesError
        If the file cannot be written.
    """
    if out.resolve() in {path.resolve() for path in paths}:
        raise CaseError(f"{out}: found the feed itself as the file to write, expected another one")
    drafts = [out.with_name(f".{out.name}.{os.getpid()}.{k}.part") for k in (1, 2)]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with opened(paths, name=name, writable=drafts, progress=part(progress, 0.0, 0.2)) as feed:
            rows, malformed, draft = _written(feed, drafts, part(progress, 0.2, 1.0))
            unread = feed.unread() if malformed else ()
        check_readable(rows, malformed, unread, feed.format.title)
        draft.replace(out)
    except OSError as error:
        raise GoodOfficesError(f"{out}: could not be written: {error.strerror}; nothing was changed there") from None
    finally:
        for one in drafts:
            with contextlib.suppress(OSError):
                one.unlink()
    return Converted(feed.format.name, feed.format.title, str(out), rows, malformed, out.stat().st_size, unread)


def _written(feed: Feed, drafts: Sequence[Path], progress: Progress | None) -> tuple[int, int, Path]:
    """Write the rows; return how many there are, how many could not be read, and where they are."""
    lines = feed.lines
    # In the order of pairs, so that whoever asks for two sides can skip nearly all of the file.
    rows = f"SELECT {', '.join(OURS)} FROM feed ORDER BY source, target, day, code, story"  # noqa: S608 - names of ours
    first, second = (quoted(str(draft.absolute())) for draft in drafts)
    form = f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{STAMP[0]}: {quoted(f'{STAMP[1]} {feed.format.name}')}}})"
    with failures(feed.labels, feed.format.title):
        copied = run(feed.connection, f"COPY ({rows}) TO {first} {form}", progress)[0][0]
        sound = run(feed.connection, f"SELECT count(day) FROM read_parquet({first})")[0][0]  # noqa: S608 - a quoted path
        if copied == lines:
            return lines, lines - sound, drafts[0]
        # Lines that are no rows at all are added as rows without a day.
        empty = ", ".join(f"NULL::{kind}" for kind in OURS.values())
        more = f"SELECT * FROM read_parquet({first}) UNION ALL SELECT {empty} FROM range({lines - copied})"  # noqa: S608 - as above
        run(feed.connection, f"COPY ({more}) TO {second} {form}")
        return lines, lines - sound, drafts[1]
