"""Small feeds in the forms in which they are published, made up for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.oracles.series_oracle import Event

from goodoffices.store.feeds.formats import FORMATS

__all__ = ["gdelt_row", "icews_header", "icews_row", "write"]

COUNTRIES = {"USA": "United States", "PRK": "North Korea", "FRA": "France", "RUS": "Russian Federation", "": "NA"}


def gdelt_row(event: Event, width: int = 58, number: int = 1) -> str:
    """Write an event as GDELT 1.0 (57 or 58 columns) or 2.0 (61) does."""
    kind = FORMATS["gdelt2" if width == 61 else "gdelt1"]
    fields = [""] * 61
    for ours, value in {
        "day": event.day.replace("-", ""),
        "source": event.source,
        "target": event.target,
        "code": event.code,
        "goldstein": "" if event.goldstein is None else str(event.goldstein),
        "story": event.story or "",
    }.items():
        fields[kind.columns.index(kind.ours[ours])] = value
    fields[0] = str(number)
    return "\t".join(fields[:width])


def icews_header() -> str:
    """Write the first line of ICEWS."""
    return "\t".join(FORMATS["icews"].columns)


def icews_row(event: Event, number: int = 1) -> str:
    """Write an event as ICEWS does."""
    kind = FORMATS["icews"]
    fields = ["x"] * 20
    for ours, value in {
        "day": event.day,
        "source": COUNTRIES[event.source],
        "target": COUNTRIES[event.target],
        "code": event.code,
        "goldstein": "" if event.goldstein is None else str(event.goldstein),
        "story": event.story or "NA",
        "publisher": event.publisher or "NA",
    }.items():
        fields[kind.columns.index(kind.ours[ours])] = value
    fields[0] = str(number)
    return "\t".join(fields)


def write(path: Path, lines: Sequence[str], end: str = "\n") -> Path:
    """Write lines to a file."""
    path.write_bytes("".join(line + end for line in lines).encode())
    return path
