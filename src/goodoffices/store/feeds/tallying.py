"""From the rows of the query to a tally; what could not be read is counted and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from goodoffices.errors import CaseError
from goodoffices.record.series import Codes, Reported, Tally, Volume, Ways
from goodoffices.store.feeds.formats import FeedFormat
from goodoffices.store.feeds.opening import LONGEST_LINE

__all__ = ["Row", "check_readable", "rejected", "tally_of"]

_EXAMPLES = 3
_WHY = {
    "MISSING COLUMNS": "too few columns",
    "TOO MANY COLUMNS": "too many columns",
    "INVALID ENCODING": "not UTF-8",
    "LINE SIZE OVER MAXIMUM": f"more than {LONGEST_LINE:,} bytes",
    "UNQUOTED VALUE": "text after a quotation mark",
    "UNTERMINATED QUOTES": "a quotation mark that does not close",
}


class Row(NamedTuple):
    """A row of the query: of the whole feed by month, or of the two sides by month, direction or code."""

    level: str
    month: Any
    way: int | None
    code: str | None
    act_day: Any
    act_story: str | None
    told: int
    events: int
    goldstein: float | None
    known: int
    sources: int
    days: int
    first_named: int
    second_named: int


def tally_of(
    found: Sequence[tuple[Any, ...]], kind: FeedFormat, dyad: tuple[str, str], lines: int, unread: Sequence[str] = ()
) -> Tally:
    """Put the rows of the query in arrays.

    Parameters
    ----------
    found
        What the query returned.
    kind
        The format of the feed.
    dyad
        What the two sides are called.
    lines
        How many rows the files should have.
    unread
        Examples of rows that could not be read.
    """
    rows = [Row(*row) for row in found]
    # What could not be read has no month.
    months = [row for row in rows if row.level == "feed" and row.month is not None]
    ways = [row for row in rows if row.level == "way"]
    codes = [row for row in rows if row.level == "code"]
    sources = {row.month: int(row.sources) for row in rows if row.level == "month"}
    sound = sum(int(row.told) for row in months)
    named = sum(int(row.first_named) for row in months), sum(int(row.second_named) for row in months)
    return Tally(
        kind.name,
        kind.title,
        dyad,
        lines,
        lines - sound,
        named,
        tuple(unread),
        Volume(
            _months(months),
            _numbers(months, "told"),
            _numbers(months, "days"),
            np.array([sources.get(row.month, 0) for row in months], dtype=np.int64),
        ),
        Ways(_months(ways), _numbers(ways, "way"), _numbers(ways, "sources")),
        Codes(
            _months(codes),
            _numbers(codes, "way"),
            np.array([row.code for row in codes], dtype=np.str_),
            _numbers(codes, "told"),
            _numbers(codes, "events"),
            np.array([row.goldstein or 0.0 for row in codes], dtype=np.float64),
            _numbers(codes, "known"),
        ),
        tuple(
            Reported(row.act_day.isoformat(), int(row.way or 0), str(row.code), row.act_story, int(row.told))
            for row in codes
            if row.act_day is not None
        ),
    )


def _months(rows: Sequence[Row]) -> Any:
    return np.array([f"{row.month:%Y-%m}" for row in rows], dtype="datetime64[M]")


def _numbers(rows: Sequence[Row], name: str) -> Any:
    return np.array([int(getattr(row, name)) for row in rows], dtype=np.int64)


def rejected(connection: Any, labels: dict[str, str]) -> tuple[str, ...]:
    """Say of a few lines why they could not be read.

    Parameters
    ----------
    connection
        On which feeds of text were read.
    labels
        What to call each path.
    """
    query = f"""
        SELECT file_path, line, min(error_type)
        FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
        GROUP BY file_path, line ORDER BY file_path, line LIMIT {_EXAMPLES}
    """  # noqa: S608 - a number of ours
    found = connection.execute(query).fetchall()
    return tuple(
        f"{labels.get(path, path)}, line {line}: {_WHY.get(str(why), str(why).lower())}" for path, line, why in found
    )


def check_readable(read: int, malformed: int, unread: Sequence[str], title: str) -> None:
    """Refuse a feed of whose rows most could not be read.

    Raises
    ------
    CaseError
        With examples where there are.
    """
    if read and 2 * malformed <= read:
        return
    such = f" ({'; '.join(unread)})" if unread else ""
    raise CaseError(
        f"of {read:,} rows {malformed:,} could not be read as {title}{such}; expected on each a day and an event code "
        "of three or four digits with its leading zero, as the feed is published"
    )
