"""Small tallies, as a feed would give them, made up for tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from goodoffices.record.series import Codes, Reported, Tally, Volume, Ways

__all__ = ["tally"]


def tally(
    volume: Sequence[tuple[str, int]],
    counts: Sequence[tuple[str, int, str, int]] = (),
    *,
    acts: Sequence[Reported] = (),
    sources: int = 3,
    malformed: int = 0,
    named: tuple[int, int] = (1, 1),
) -> Tally:
    """Make a tally of rows by month, and of events by month, direction and code; each told twice, each of weight 2."""
    months = np.array([month for month, _ in volume], dtype="datetime64[M]")
    rows = np.array([number for _, number in volume], dtype=np.int64)
    days = np.array(
        [int((month + 1).astype("datetime64[D]").astype(int) - month.astype("datetime64[D]").astype(int))
         for month in months], dtype=np.int64,
    )  # fmt: skip
    month, way, code, events = zip(*counts, strict=True) if counts else ((), (), (), ())
    number = np.array(events, dtype=np.int64)
    when = np.array(month, dtype="datetime64[M]")
    seen = sorted({(str(one), side) for one, side in zip(month, way, strict=True)})
    return Tally(
        "gdelt1",
        "GDELT 1.0",
        ("AAA", "BBB"),
        int(rows.sum()) + malformed,
        malformed,
        named,
        ("feed.csv, line 2: too few columns",) if malformed else (),
        Volume(months, rows, days, np.array([sources * (one in set(month)) for one, _ in volume], dtype=np.int64)),
        Ways(
            np.array([one for one, _ in seen], dtype="datetime64[M]"),
            np.array([side for _, side in seen], dtype=np.int64),
            np.array([sources for _ in seen], dtype=np.int64),
        ),
        Codes(
            when,
            np.array(way, dtype=np.int64),
            np.array(code, dtype=np.str_),
            2 * number,
            number,
            2.0 * number.astype(np.float64),
            number,
        ),
        tuple(acts),
    )
