"""The past crises most like one at hand, with who mediated and how they ended: shown beside the model, never in it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from goodoffices.brokers.features import Situation
from goodoffices.brokers.panels import Floats
from goodoffices.brokers.regions import PERMANENT_FIVE, same_region
from goodoffices.brokers.tables import Crisis, Mediated, Tables, principal_pair
from goodoffices.errors import CaseError

__all__ = ["LIKENESS", "BaseRate", "Precedents", "Similar", "base_rates", "nearest_crises"]

LIKENESS: Mapping[str, str] = MappingProxyType(
    {
        "distance": "distance between the principals, logarithm of 1 + km/100",
        "contiguous": "the principals border on one another",
        "power": "CINC of the stronger principal, logarithm",
        "imbalance": "ratio of their CINC, logarithm",
        "great_power": "a principal is a permanent member of the Security Council",
        "democracy": "polyarchy of the less democratic principal",
        "allied": "the principals are allied",
        "voting": "their distance in United Nations ideal points (voting proxy)",
        "organisations": "intergovernmental organisations they share",
        "disputes": "their militarized disputes in ten years, logarithm of 1 + number",
        "rivalry": "they are strategic rivals",
        "actors": "number of crisis actors, logarithm",
        "when": "the year, in units of thirty",
    }
)
"""By what crises are compared; each is divided by its spread over all crises."""

_OCCURRED = "mediation occurred"
_FEWEST_KNOWN = 7
_DIGITS = 4
_PERIODS = ((1918, 1945), (1946, 1959), (1960, 1989), (1990, 9999))


@dataclass(frozen=True)
class Similar:
    """A past crisis like the one at hand.

    Attributes
    ----------
    number, name, year, ended
        Of the crisis.
    principals
        Names of the two principals.
    apart
        Root of the mean square of the standardised differences, over what is known of both.
    known
        Over how many of the features that is.
    same_conflict, same_region
        Whether it belongs to the same protracted conflict, or a principal lies in the same region as one of these.
    mediation, outcome, violence
        In the words of the table of crises.
    mediators
        The mediating states by the labels; None where these do not cover the year.
    """

    number: int
    name: str
    year: int
    ended: int
    principals: tuple[str, str]
    apart: float
    known: int
    same_conflict: bool
    same_region: bool
    mediation: str
    outcome: str
    violence: str
    mediators: tuple[str, ...] | None

    def to_json(self) -> dict[str, Any]:
        """Return the crisis as plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "apart": round(self.apart, _DIGITS)}


@dataclass(frozen=True)
class Precedents:
    """The past crises most like one at hand, nearest first.

    Attributes
    ----------
    crises : tuple of Similar
        Nearest first.
    compared : int
        With how many past crises it was compared.
    source : str
        The table of crises.
    """

    crises: tuple[Similar, ...]
    compared: int
    source: str

    def to_json(self) -> dict[str, Any]:
        """Return the precedents as plain data."""
        return {"crises": [one.to_json() for one in self.crises], "compared": self.compared, "source": self.source}

    def _repr_html_(self) -> str:
        """Return a table of the crises."""
        names = ("name", "year", "mediation", "mediators", "outcome")
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_shown(getattr(one, name)))}</td>" for name in names) + "</tr>"
            for one in self.crises
        )
        head = "".join(f"<th>{name}</th>" for name in names)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _shown(value: object) -> str:
    if value is None:
        return "not known"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def nearest_crises(
    tables: Tables, where: Situation, labels: Sequence[Mediated] = (), *, number: int = 8, skip: Sequence[int] = ()
) -> Precedents:
    """Find the past crises most like a situation.

    Parameters
    ----------
    tables : Tables
        With the tables of crises; features of which there is no table are left out.
    where : Situation
        Between whom and when; only crises of earlier years are looked at.
    labels : sequence of Mediated
        Who mediated, where that is known.
    number : int
        How many to return.
    skip : sequence of int
        Crises to leave out.

    Returns
    -------
    Precedents
        Nearest first; equals by number.

    Raises
    ------
    CaseError
        If there is no table of crises, or none is earlier.
    """
    past = [one for one in tables.crises if one.year < where.year and one.actors and one.number not in skip]
    if not past:
        raise CaseError(
            f"found no crisis before {where.year}, expected some; import the International Crisis Behavior tables"
        )
    pairs = [principal_pair(one.actors, one.threats) for one in past]
    rows = np.stack([_profile(tables, one.year, pair, len(one.actors)) for one, pair in zip(past, pairs, strict=True)])
    here = _profile(tables, where.year, where.pair, len(where.actors))
    apart, known = _apart(rows, here)
    order = [k for k in np.lexsort((np.arange(len(past)), apart)) if known[k] >= _FEWEST_KNOWN][:number]
    by_number = {one.number: one for one in labels}
    covered = [one.year for one in labels]
    return Precedents(
        tuple(
            Similar(
                past[k].number, past[k].name, past[k].year, past[k].ended,
                (tables.states.name(pairs[k][0]), tables.states.name(pairs[k][1])), float(apart[k]), int(known[k]),
                bool(where.conflict) and past[k].conflict == where.conflict, _near(pairs[k], where.pair),
                past[k].mediation, past[k].outcome, past[k].violence,
                _mediators(tables, past[k], by_number, covered),
            )
            for k in order
        ),
        len(past),
        tables.origins["crises"].title,
    )  # fmt: skip


def _mediators(
    tables: Tables, crisis: Crisis, labels: Mapping[int, Mediated], covered: Sequence[int]
) -> tuple[str, ...] | None:
    if crisis.number in labels:
        return tuple(tables.states.name(code) for code in labels[crisis.number].mediators)
    return () if covered and min(covered) <= crisis.year <= max(covered) else None


def _near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(bool(same_region(a, b)) for a in one for b in other)


def _apart(rows: Floats, here: Floats) -> tuple[Floats, Floats]:
    """Return the standardised distance of each crisis, and over how many features it is."""
    known = ~np.isnan(rows)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, rows, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, rows - mean, 0.0) ** 2).sum(axis=0) / count)
    gaps = (rows - here) / np.where(spread > 1e-9, spread, 1.0)
    both = ~np.isnan(gaps)
    size = both.sum(axis=1)
    return np.sqrt(np.where(both, gaps, 0.0).__pow__(2).sum(axis=1) / np.maximum(size, 1)), size


def _profile(tables: Tables, year: int, pair: tuple[int, int], actors: int) -> Floats:
    """Return what crises are compared by, by the order of ``LIKENESS``, as of the year before."""
    one, other = pair
    power = np.array([_figure(tables, "cinc", year, code) for code in pair])
    regime = np.array([_figure(tables, "polyarchy", year, code) for code in pair])
    votes = np.array([_figure(tables, "ideal", year, code) for code in pair])
    kinds = ("defence", "offence", "neutrality", "consultation")
    strong = np.log(np.maximum(power, 1e-5))
    return np.array(
        [
            np.log1p(_figure(tables, "distance", year, one, other) / 100),
            _figure(tables, "contiguity", year, one, other) > 0 if "contiguity" in tables.panels else np.nan,
            strong.max(),
            abs(strong[0] - strong[1]),
            float(bool({one, other} & set(PERMANENT_FIVE))),
            regime.min(),
            max(_figure(tables, name, year, one, other) for name in kinds),
            abs(votes[0] - votes[1]),
            _figure(tables, "organisations", year, one, other),
            np.log1p(_figure(tables, "disputes", year, one, other)),
            _figure(tables, "rivalry", year, one, other),
            np.log(actors),
            year / 30,
        ]
    )


def _figure(tables: Tables, name: str, year: int, one: int, other: int = 0) -> float:
    table = tables.panels.get(name)
    if table is None:
        return np.nan
    return float(table.at(min(year - 1, table.origin.last), one, other))


@dataclass(frozen=True)
class BaseRate:
    """How often there was any mediation in the crises of a period.

    Attributes
    ----------
    first, last
        The years, both included.
    crises, mediated
        How many crises there were, and in how many mediation occurred.
    share, low, high
        The share with its 95 % interval (Wilson).
    """

    first: int
    last: int
    crises: int
    mediated: int
    share: float
    low: float
    high: float

    def to_json(self) -> dict[str, Any]:
        """Return the rate as plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, **{name: round(plain[name], _DIGITS) for name in ("share", "low", "high")}}


def base_rates(crises: Sequence[Crisis]) -> tuple[BaseRate, ...]:
    """Count how often there was mediation, by period.

    Whether there is mediation at all is hardly foreseeable from such tables: a base rate is what can honestly be said.

    Parameters
    ----------
    crises : sequence of Crisis
        Past crises.

    Returns
    -------
    tuple of BaseRate
        Periods without a crisis are left out.

    References
    ----------
    Wilson (1927), *Journal of the American Statistical Association* 22(158).
    """
    found = []
    for first, last in _PERIODS:
        some = [one for one in crises if first <= one.year <= last]
        if not some:
            continue
        hits = sum(one.mediation.casefold() == _OCCURRED for one in some)
        size, share, z = len(some), hits / len(some), 1.959964
        middle = (share + z * z / (2 * size)) / (1 + z * z / size)
        half = z / (1 + z * z / size) * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
        end = min(last, max(one.year for one in some))
        found.append(BaseRate(first, end, size, hits, share, float(middle - half), float(middle + half)))
    return tuple(found)
