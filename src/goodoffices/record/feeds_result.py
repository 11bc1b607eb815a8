"""What event feeds say of two sides: series, acts of mediation, changes, and what to keep in mind."""

from __future__ import annotations

import hashlib
import html
import importlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from goodoffices.record.acts import ACTS
from goodoffices.record.changes import LEAST_MONTHS, PENALTY, SHORTEST, Changes, find_changes
from goodoffices.record.series import MEASURES, VIEWS, Floats, Monthly, Tally, monthly

__all__ = ["SEARCHED", "DyadEvents", "MediationAct", "dyad_events"]

SEARCHED = ("conflict_share", "cooperation_share")
"""The series in which changes are looked for."""
_SHOWN = ("events", "cooperation", "conflict", "goldstein_mean", "mediation_for", "mediation_against", "share")
_ROUNDED = {"goldstein_sum": 3, "goldstein_mean": 4, "share": 9, "cooperation_share": 9, "conflict_share": 9}


@dataclass(frozen=True)
class MediationAct:
    """An act of mediation, or against it.

    Attributes
    ----------
    day
        In ISO 8601.
    who, to
        The side that acts, and the other.
    code, what, sign
        Its CAMEO code, in words, and 1 for mediation or -1 against it.
    story
        Where it is told: an address, or a number of the feed; None if the feed does not say.
    rows
        How many rows tell it.
    """

    day: str
    who: str
    to: str
    code: str
    what: str
    sign: int
    story: str | None
    rows: int


@dataclass(frozen=True, eq=False)
class DyadEvents:
    """What event feeds say of two sides.

    Attributes
    ----------
    format, title : str
        The kind of feed, for programs and for people.
    dyad : (str, str)
        The two sides.
    read, malformed : int
        All rows, and those among them that could not be read.
    monthly : Monthly
        The series.
    mediation : tuple of MediationAct
        In order of time.
    changes : mapping of str to Changes
        For each series of ``SEARCHED`` the months in which its level changed, or why there is none.
    cautions : tuple of str
        Sentences that belong beside the figures.
    digest : str
        SHA-256 of what was counted: the same for the same rows, whatever file they come from.
    """

    format: str
    title: str
    dyad: tuple[str, str]
    read: int
    malformed: int
    monthly: Monthly
    mediation: tuple[MediationAct, ...]
    changes: Mapping[str, Changes]
    cautions: tuple[str, ...]
    digest: str

    @property
    def duplicates(self) -> int:
        """How many rows about the two sides tell again what another row told."""
        return self.monthly.rows - self.monthly.events

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain data; what is missing is None."""
        series = self.monthly
        return {
            "dyad": list(self.dyad),
            "format": self.format,
            "rows": {
                "read": self.read,
                "malformed": self.malformed,
                "of_dyad": series.rows,
                "duplicates": self.duplicates,
                "events": series.events,
                "outside": series.outside,
            },
            "months": [str(month) for month in series.months],
            "series": {
                "volume": _plain("volume", series.volume),
                "days": _plain("days", series.days),
                **{view: {name: _plain(name, series.views[view][name]) for name in MEASURES} for view in VIEWS},
            },
            "mediation": [asdict(act) for act in self.mediation],
            "changes": [
                {"series": one.series, "month": one.month, "before": round(one.before, 9), "after": round(one.after, 9)}
                for name in SEARCHED
                for one in self.changes[name].found
            ],
            "why_no_changes": {name: self.changes[name].why_none for name in SEARCHED if self.changes[name].why_none},
            "cautions": list(self.cautions),
            "method": {"penalty": PENALTY, "shortest": SHORTEST, "least_months": LEAST_MONTHS},
            "digest": self.digest,
        }

    def to_frame(self) -> Any:
        """Return one row for each view and month, one column for each measure, as a pandas DataFrame."""
        pandas = importlib.import_module("pandas")
        months = self.monthly.months.astype("datetime64[s]")
        parts = {view: pandas.DataFrame(dict(self.monthly.views[view]), index=months) for view in VIEWS}
        return pandas.concat(parts, names=["view", "month"])

    def _repr_html_(self) -> str:
        """Return a table of both directions together."""
        view = self.monthly.views["together"]
        head = "".join(f"<th>{html.escape(name.replace('_', ' '))}</th>" for name in ("month", *_SHOWN))
        rows = "".join(
            f"<tr><td>{month}</td>" + "".join(f"<td>{_cell(view[name][k])}</td>" for name in _SHOWN) + "</tr>"
            for k, month in enumerate(self.monthly.months)
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _plain(name: str, values: Floats) -> list[float | int | None]:
    digits = _ROUNDED.get(name)
    return [
        None if math.isnan(one) else int(one) if digits is None else round(float(one), digits)
        for one in values.tolist()
    ]


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4g}"


def dyad_events(tally: Tally, first: str | None = None, last: str | None = None) -> DyadEvents:
    """Say what event feeds tell of two sides, month by month.

    Parameters
    ----------
    tally
        What was counted.
    first, last
        The first and the last month, such as ``2017-01``; without them all that the feed covers.

    Returns
    -------
    DyadEvents
        Series, acts of mediation, and changes of level in the shares of conflict and cooperation.

    Raises
    ------
    CaseError
        If nothing of the feed lies in these months, or they are no months.
    """
    series = monthly(tally, first, last)
    together = series.views["together"]
    return DyadEvents(
        tally.format,
        tally.title,
        tally.dyad,
        tally.read,
        tally.malformed,
        series,
        tuple(_acts(tally, series)),
        {name: find_changes(name, series.months, together[name], series.volume) for name in SEARCHED},
        tuple(_cautions(tally, series)),
        _digest(tally),
    )


def _acts(tally: Tally, series: Monthly) -> list[MediationAct]:
    """Put those acts that lie in covered months in order, in words."""
    covered = {str(month) for month in series.months[~np.isnan(series.volume)]}
    found = []
    for one in tally.acts:
        act = ACTS[one.code]
        if one.day[:7] in covered:
            who, to = tally.dyad[one.way], tally.dyad[1 - one.way]
            found.append(MediationAct(one.day, who, to, act.code, act.what, act.sign, one.story, one.rows))
    return sorted(found, key=lambda one: (one.day, one.who, one.code, one.story or ""))


def _cautions(tally: Tally, series: Monthly) -> list[str]:
    """Say what belongs beside the figures."""
    said = []
    if tally.malformed:
        such = f", such as {'; '.join(tally.unread)}" if tally.unread else ": no day, or no event code"
        said.append(f"{tally.malformed:,} of {tally.read:,} rows could not be read and are left out{such}.")
    for side, rows in zip(tally.dyad, tally.named, strict=True):
        if not rows:
            said.append(f"No row of the feed names {side} as acting or acted upon.")
    silent = int(np.isnan(series.volume).sum())
    if silent:
        said.append(f"{silent} of {series.months.size} months are outside the feed: missing, not zero.")
    for month, days in zip(series.months, series.days, strict=True):
        length = _length(month)
        if month in {series.months[0], series.months[-1]} and days < length:
            said.append(f"Of {month} the feed has {int(days)} of {length} days.")
    if series.thin:
        many = f"{series.thin[0]} to {series.thin[-1]}" if len(series.thin) > 3 else ", ".join(series.thin)
        said.append(f"Strays of the feed with few rows count as outside it: {many}.")
    if series.rows and bool(
        np.isnan(series.views["together"]["sources"][series.views["together"]["events"] > 0]).all()
    ):
        said.append("The feed names no sources, so nothing that is told twice could be counted once.")
    return said


def _length(month: np.datetime64) -> int:
    """Return how many days a month has."""
    return int((month + 1).astype("datetime64[D]").astype(np.int64) - month.astype("datetime64[D]").astype(np.int64))


def _digest(tally: Tally) -> str:
    """Return the SHA-256 of all counts."""
    parts = [
        [str(month) for month in tally.volume.month],
        *(part.tolist() for part in (tally.volume.rows, tally.volume.days, tally.volume.sources)),
        [str(month) for month in tally.ways.month],
        *(part.tolist() for part in (tally.ways.way, tally.ways.sources)),
        [str(month) for month in tally.codes.month],
        tally.codes.code.tolist(),
        *(part.tolist() for part in (tally.codes.way, tally.codes.rows, tally.codes.events, tally.codes.known)),
        [round(value, 6) for value in tally.codes.goldstein.tolist()],
        [asdict(act) for act in tally.acts],
    ]
    head = [tally.format, *tally.dyad, tally.read, tally.malformed, *tally.named]
    return hashlib.sha256(json.dumps([head, parts]).encode()).hexdigest()
