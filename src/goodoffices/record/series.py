"""From what a feed counted of two sides to monthly series: each direction apart, and both together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError
from goodoffices.record.acts import QUADS, act_of, quad_of

__all__ = ["MEASURES", "VIEWS", "Codes", "Monthly", "Months", "Reported", "Tally", "View", "Volume", "Ways", "monthly"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Months: TypeAlias = NDArray[np.datetime64]
View = Literal["together", "first_to_second", "second_to_first"]

VIEWS: tuple[View, ...] = ("together", "first_to_second", "second_to_first")
MEASURES = (
    "events", "cooperation", "conflict", *QUADS, "goldstein_sum", "goldstein_mean", "weighed", "mediation_for",
    "mediation_against", "talks_for", "talks_against", "sources", "share", "cooperation_share", "conflict_share",
)  # fmt: skip
_THIN = 0.02
_NEAR_MONTHS = 120


@dataclass(frozen=True, eq=False)
class Volume:
    """The months of which a feed has rows.

    Attributes
    ----------
    month : (t,) datetime64[M] array
        Ascending.
    rows, days : (t,) int array
        All rows of the feed, whoever acts, and the days they are of.
    sources : (t,) int array
        How many different sources report the two sides.
    """

    month: Months
    rows: Ints
    days: Ints
    sources: Ints


@dataclass(frozen=True, eq=False)
class Ways:
    """How many different sources report each direction, by month.

    Attributes
    ----------
    month : (d,) datetime64[M] array
        When.
    way : (d,) int array
        0 from the first side to the second, 1 back.
    sources : (d,) int array
        How many.
    """

    month: Months
    way: Ints
    sources: Ints


@dataclass(frozen=True, eq=False)
class Codes:
    """How often each act is reported, by month and direction.

    Attributes
    ----------
    month : (c,) datetime64[M] array
        When.
    way : (c,) int array
        0 from the first side to the second, 1 back.
    code : (c,) str array
        CAMEO codes.
    rows, events : (c,) int array
        Before and after what is told twice is counted once.
    goldstein : (c,) float array
        The sum of the weights of the events.
    known : (c,) int array
        How many events have a weight.
    """

    month: Months
    way: Ints
    code: NDArray[np.str_]
    rows: Ints
    events: Ints
    goldstein: Floats
    known: Ints


@dataclass(frozen=True)
class Reported:
    """One act of mediation as the feed has it.

    Attributes
    ----------
    day
        In ISO 8601.
    way
        0 if the first side acts, 1 if the second does.
    code
        Its CAMEO code.
    story
        Where it is told: an address, or a number of the feed; None if the feed does not say.
    rows
        How many rows tell it.
    """

    day: str
    way: int
    code: str
    story: str | None
    rows: int


@dataclass(frozen=True, eq=False)
class Tally:
    """What one pass over a feed counts of two sides.

    Attributes
    ----------
    format, title
        The kind of feed, for programs and for people.
    dyad
        The two sides.
    read, malformed
        All rows of the feed, and how many of these could not be read.
    named
        How many rows name the first side, and the second, whoever the other is.
    unread
        Examples of rows that could not be read, with the reason.
    volume, ways, codes, acts
        See there.
    """

    format: str
    title: str
    dyad: tuple[str, str]
    read: int
    malformed: int
    named: tuple[int, int]
    unread: tuple[str, ...]
    volume: Volume
    ways: Ways
    codes: Codes
    acts: tuple[Reported, ...]


@dataclass(frozen=True, eq=False)
class Monthly:
    """Monthly series of two sides.

    Attributes
    ----------
    months : (t,) datetime64[M] array
        Without gaps, from the first to the last.
    volume, days : (t,) float array
        All rows of the feed and the days they are of; not a number in months outside the feed.
    views : mapping
        ``views[view][measure]`` is a (t,) float array: 0 where nothing is reported, not a number where the feed is
        silent altogether, and for means where there is nothing to take a mean of.
    thin : tuple of str
        Months with so few rows that they are strays of the feed, and count as outside.
    rows, events, outside : int
        Rows about the two sides, events after what is told twice is counted once, and rows in no month counted.
    """

    months: Months
    volume: Floats
    days: Floats
    views: Mapping[View, Mapping[str, Floats]]
    thin: tuple[str, ...]
    rows: int
    events: int
    outside: int


def monthly(tally: Tally, first: str | None = None, last: str | None = None) -> Monthly:
    """Make monthly series of what a feed counted.

    Parameters
    ----------
    tally
        The counts.
    first, last
        The first and the last month, such as ``2017-01``; without them all that the feed covers.

    Returns
    -------
    Monthly
        A month counts as outside the feed if it has no row, or less than a fiftieth of the rows of the fullest month
        within ten years: feeds hold strays whose date is a year or ten too early.

    Raises
    ------
    CaseError
        If nothing of the feed lies in these months, or they are no months.
    """
    strays = _thin(tally.volume)
    begin, end = _limits(tally.volume.month[~strays], first, last)
    months = np.arange(begin, end + np.timedelta64(1, "M"), dtype="datetime64[M]")
    inside = ~strays & (tally.volume.month >= begin) & (tally.volume.month <= end)
    place = (tally.volume.month[inside] - begin).astype(np.int64)
    covered = np.zeros(months.size, dtype=np.bool_)
    covered[place] = True
    volume, days, sources = (
        _placed(part[inside], place, months.size)
        for part in (tally.volume.rows, tally.volume.days, tally.volume.sources)
    )
    volume[~covered] = days[~covered] = np.nan
    kept = _within(tally.codes.month, begin, covered)
    views: dict[View, Mapping[str, Floats]] = {"together": _view(tally.codes, kept, sources, (begin, volume))}
    for way, name in enumerate(VIEWS[1:]):
        mine = _within(tally.ways.month, begin, covered) & (tally.ways.way == way)
        there = (tally.ways.month[mine] - begin).astype(np.int64)
        told = _placed(tally.ways.sources[mine], there, months.size)
        views[name] = _view(tally.codes, kept & (tally.codes.way == way), told, (begin, volume))
    rows, events = int(tally.codes.rows[kept].sum()), int(tally.codes.events[kept].sum())
    named = tuple(str(month) for month in tally.volume.month[strays])
    return Monthly(months, volume, days, views, named, rows, events, int(tally.codes.rows[~kept].sum()))


def _thin(volume: Volume) -> Mask:
    """Say which months hold strays only: few rows beside a full month that is not far off."""
    place = volume.month.astype(np.int64)
    low = np.searchsorted(place, place - _NEAR_MONTHS)
    high = np.searchsorted(place, place + _NEAR_MONTHS, side="right")
    fullest = np.array([volume.rows[a:b].max() for a, b in zip(low, high, strict=True)], dtype=np.int64)
    return volume.rows < _THIN * fullest


def _limits(months: Months, first: str | None, last: str | None) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last month that are asked for and covered."""
    if not months.size:
        raise CaseError("the feed has no row with a date that can be read, expected events")
    begin, end = _month(first) if first else months[0], _month(last) if last else months[-1]
    asked = months[(months >= begin) & (months <= end)]
    if not asked.size:
        raise CaseError(f"found no row from {begin} to {end}, expected months from {months[0]} to {months[-1]}")
    return asked[0], asked[-1]


def _month(text: str) -> np.datetime64:
    year, _, month = text.partition("-")
    digits = (year + month).isascii() and (year + month).isdigit()
    if not (digits and len(year) == 4 and len(month) == 2 and 1 <= int(month) <= 12):
        raise CaseError(f"found {text!r}, expected a month such as 2017-09")
    return np.datetime64(text, "M")


def _within(months: Months, begin: np.datetime64, covered: Mask) -> Mask:
    """Say of which months the series tell."""
    place = (months - begin).astype(np.int64)
    inside = (place >= 0) & (place < covered.size)
    return inside & covered[np.where(inside, place, 0)]


def _placed(values: Ints | Floats, place: Ints, size: int) -> Floats:
    return np.bincount(place, weights=values, minlength=size).astype(np.float64)


def _view(codes: Codes, chosen: Mask, sources: Floats, where: tuple[np.datetime64, Floats]) -> Mapping[str, Floats]:
    """Add up what was chosen, month by month."""
    begin, volume = where
    names, which = np.unique(codes.code[chosen], return_inverse=True)
    place = (codes.month[chosen] - begin).astype(np.int64)
    events = codes.events[chosen]

    def total(values: Ints | Floats, of: list[bool] | None = None) -> Floats:
        if of is not None:
            values = np.where(np.array(of, dtype=np.bool_)[which], values, 0)
        return _placed(values, place, volume.size)

    acts = [act_of(str(name)) for name in names]
    found = {"events": total(events), "goldstein_sum": total(codes.goldstein[chosen]), "sources": sources.copy()}
    quads = [quad_of(str(name)) for name in names]
    found |= {quad: total(events, [one == quad for one in quads]) for quad in QUADS}
    for topic in ("mediation", "talks"):
        for sign, word in ((1, "for"), (-1, "against")):
            found[f"{topic}_{word}"] = total(
                events, [act is not None and (act.topic, act.sign) == (topic, sign) for act in acts]
            )
    known = found["weighed"] = total(codes.known[chosen])
    found["cooperation"] = found["verbal_cooperation"] + found["material_cooperation"]
    found["conflict"] = found["verbal_conflict"] + found["material_conflict"]
    found["sources"][(found["sources"] == 0) & (found["events"] > 0)] = np.nan  # a feed that names no source
    found["goldstein_mean"] = np.divide(
        found["goldstein_sum"], known, out=np.full(volume.size, np.nan), where=known > 0
    )
    found |= {
        "share": found["events"] / volume,
        "cooperation_share": found["cooperation"] / volume,
        "conflict_share": found["conflict"] / volume,
    }
    for values in found.values():
        values[np.isnan(volume)] = np.nan
        values.setflags(write=False)
    return {name: found[name] for name in MEASURES}
