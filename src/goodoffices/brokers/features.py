"""What speaks for a state as mediator between two others, in numbers: candidates across, features down.

Everything is as of the year before the crisis, or the last year that a table covers before that. Only where two states
lie is taken from the year itself if one of them was not yet a state: that is geography and no foresight. Unknown
figures stay unknown (nan); the model puts the mean in their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from goodoffices.brokers.panels import Floats, Ints
from goodoffices.brokers.regions import PERMANENT_FIVE, former_ruler, joint_memberships, same_region
from goodoffices.brokers.tables import Mediated, Tables, principal_pair
from goodoffices.errors import CaseError

__all__ = ["FEATURES", "HALF_LIFE_YEARS", "READ", "SETS", "Choice", "Situation", "choice", "choices", "situation"]

FEATURES: Mapping[str, str] = MappingProxyType(
    {
        "log_cinc": "share of the world's capabilities (CINC), logarithm",
        "permanent_five": "permanent member of the Security Council",
        "contiguous": "borders on a party by land, or across at most 400 miles of water",
        "log_distance": "distance to the parties at the nearest points, mean logarithm of 1 + km/100",
        "allied": "share of the parties with which it is allied (ATOP: defence, offence, neutrality, consultation)",
        "un_distance": "mean distance to the parties in United Nations ideal points (voting proxy)",
        "un_bias": "difference between its distances to the two parties in ideal points (voting proxy)",
        "un_unknown": "its ideal point or a party's is unknown",
        "organisations": "intergovernmental organisations shared with the parties, mean",
        "disputes": "militarized disputes with the parties in ten years, logarithm of 1 + number",
        "polyarchy": "electoral democracy, from 0 to 1",
        "past_mediations": "crises in which it mediated before, halved every ten years, logarithm of 1 + number",
        "united_states": "is the United States",
        "same_region": "share of the parties that lie in its region",
        "past_with_party": "crises of a party in which it mediated before, halved and counted in the same way",
        "far_five": "distance, for permanent members of the Security Council only",
        "past_in_conflict": "mediated before in the same protracted conflict",
        "rival": "share of the parties with which it is in a strategic rivalry",
        "former_ruler": "share of the parties that it once ruled",
        "regional_bodies": "regional organisations shared with the parties, mean",
    }
)
"""The features of a candidate, with what each says."""

_NAMES = tuple(FEATURES)
SETS: Mapping[str, tuple[str, ...]] = MappingProxyType({"plain": _NAMES[:12], "regional": _NAMES[:16], "full": _NAMES})
"""Three nested lists of features; which one serves best is found out inside the training years."""

HALF_LIFE_YEARS = 10.0

READ = (
    "cinc", "contiguity", "distance", "defence", "offence", "neutrality", "consultation", "ideal", "organisations",
    "disputes", "polyarchy", "rivalry",
)  # fmt: skip
"""The figures that the features are made of; all but the last have to be there."""


@dataclass(frozen=True)
class Situation:
    """Between whom mediation is wanted, and when.

    Attributes
    ----------
    year
        Of the crisis; figures are those of the year before.
    actors
        COW numbers of the crisis actors, none of which is a candidate.
    pair
        The two principals; the one actor twice where no other state is known.
    conflict
        The protracted conflict it is part of, or nothing.
    """

    year: int
    actors: tuple[int, ...]
    pair: tuple[int, int]
    conflict: str = ""

    @property
    def one_actor(self) -> bool:
        """Whether only one state was in crisis."""
        return len(self.actors) == 1


@dataclass(frozen=True, eq=False)
class Choice:
    """The candidates for one crisis, what speaks for each, and who mediated.

    Attributes
    ----------
    number, name
        Of the crisis.
    situation : Situation
        Between whom and when.
    candidates : (m,) int array
        COW numbers, ascending.
    values : (m, f) float array
        Features by the order of ``FEATURES``; nan where unknown.
    mediators : (m,) bool array
        Who mediated.
    before : (m,) float array
        In how many earlier crises of the labels each mediated.
    """

    number: int
    name: str
    situation: Situation
    candidates: Ints
    values: Floats
    mediators: NDArray[np.bool_]
    before: Floats = field(repr=False)

    @property
    def year(self) -> int:
        """The year of the crisis."""
        return self.situation.year


def situation(tables: Tables, crisis: Mediated) -> Situation:
    """Say between whom a labelled crisis was, with the help of the tables of crises where they know it."""
    known = tables.by_number.get(crisis.number)
    pair = principal_pair(crisis.actors, known.threats if known else ())
    return Situation(crisis.year, crisis.actors, pair, known.conflict if known else "")


def choices(tables: Tables, labels: Sequence[Mediated]) -> tuple[Choice, ...]:
    """Lay out every labelled crisis.

    Parameters
    ----------
    tables : Tables
        With all figures that the features need.
    labels : sequence of Mediated
        Who mediated in which crisis.

    Returns
    -------
    tuple of Choice
        By year and number; earlier mediations are those of earlier years in ``labels``. A crisis without a state
        among its actors is left out.

    Raises
    ------
    MissingSectionError
        If a table is missing.
    """
    ordered = sorted(labels, key=lambda one: (one.year, one.number))
    return tuple(choice(tables, situation(tables, one), ordered, crisis=one) for one in ordered if one.actors)


def choice(tables: Tables, where: Situation, labels: Sequence[Mediated], *, crisis: Mediated | None = None) -> Choice:
    """Lay out the candidates for one situation.

    All states of the year that are not crisis actors are candidates; in a crisis with one actor neither is the state
    by which it felt threatened.

    Parameters
    ----------
    tables : Tables
        With all figures that the features need.
    where : Situation
        Between whom and when.
    labels : sequence of Mediated
        Past mediations; those of later years are not looked at.
    crisis : Mediated, optional
        Who mediated, where that is known.

    Returns
    -------
    Choice
        One row for each candidate.

    Raises
    ------
    MissingSectionError
        If a table is missing.
    CaseError
        If there was no state that year but the parties.
    """
    tables.need(*READ[:-1])
    out = np.array(sorted({*where.actors, *where.pair}), dtype=np.int64)
    candidates = np.setdiff1d(tables.states.in_year(where.year), out)
    if not candidates.size:
        raise CaseError(f"found no state in {where.year} besides the parties, expected candidates")
    columns = {
        **_own(tables, where.year, candidates),
        **_with_parties(tables, where, candidates),
        **_past(tables, where, candidates, labels),
    }
    columns["far_five"] = np.where(columns["permanent_five"] > 0, columns["log_distance"], 0.0)
    mediators = crisis.mediators if crisis else ()
    before = [one for one in labels if one.year < where.year]
    return Choice(
        crisis.number if crisis else 0,
        crisis.name if crisis else "",
        where,
        candidates,
        np.stack([columns[name] for name in FEATURES], axis=1),
        np.isin(candidates, np.array(mediators, dtype=np.int64)),
        _count(candidates, [(one, 1.0) for one in before]),
    )


def _own(tables: Tables, year: int, candidates: Ints) -> dict[str, Floats]:
    """Return what a candidate is by itself."""
    cinc = _lagged(tables, "cinc", year, candidates)
    return {
        "log_cinc": np.log(np.maximum(cinc, 1e-5)),
        "permanent_five": np.isin(candidates, PERMANENT_FIVE).astype(np.float64),
        "united_states": (candidates == 2).astype(np.float64),
        "polyarchy": _lagged(tables, "polyarchy", year, candidates),
    }


def _with_parties(tables: Tables, where: Situation, candidates: Ints) -> dict[str, Floats]:
    """Return what a candidate is to the parties."""
    year, pair = where.year, where.pair
    far = np.stack([_distance(tables, year, candidates, other) for other in pair])
    ideal = _lagged(tables, "ideal", year, candidates)
    apart = np.stack([np.abs(ideal - _lagged(tables, "ideal", year, other)) for other in pair])
    bodies = [joint_memberships(year - 1, candidates, other) for other in pair]
    disputes = np.stack([_lagged(tables, "disputes", year, candidates, other) for other in pair])
    if pair[0] == pair[1]:
        disputes = disputes[:1]
    return {
        "contiguous": np.stack([_contiguous(tables, year, candidates, other) for other in pair]).max(axis=0),
        "log_distance": _mean(np.log1p(far / 100)),
        "allied": _mean(np.stack([_allied(tables, year, candidates, other) for other in pair])),
        "un_distance": _mean(apart),
        "un_bias": np.abs(apart[0] - apart[1]),
        "un_unknown": np.isnan(apart).any(axis=0).astype(np.float64),
        "organisations": _mean(np.stack([_lagged(tables, "organisations", year, candidates, x) for x in pair])),
        "disputes": np.log1p(np.nansum(disputes, axis=0)),
        "same_region": np.mean([same_region(candidates, other) for other in pair], axis=0),
        "former_ruler": np.mean([former_ruler(candidates, other) for other in pair], axis=0),
        "regional_bodies": np.mean(bodies, axis=0),
        "rival": _mean(np.stack([_rival(tables, year, candidates, other) for other in pair])),
    }


def _past(tables: Tables, where: Situation, candidates: Ints, labels: Sequence[Mediated]) -> dict[str, Floats]:
    """Return what a candidate has mediated before, as of the last year that the labels cover."""
    before = [one for one in labels if one.year < where.year]
    now = min(where.year, max((one.year for one in labels), default=where.year) + 1)
    faded = [(one, 0.5 ** ((now - one.year) / HALF_LIFE_YEARS)) for one in before]
    shared = [(one, weight) for one, weight in faded if set(one.actors) & set(where.pair)]
    known = {one.number: tables.by_number[one.number].conflict for one in before if one.number in tables.by_number}
    same = [one for one in before if where.conflict and known.get(one.number) == where.conflict]
    return {
        "past_mediations": np.log1p(_count(candidates, faded)),
        "past_with_party": np.log1p(_count(candidates, shared)),
        "past_in_conflict": np.isin(candidates, [code for one in same for code in one.mediators]).astype(np.float64),
    }


def _count(candidates: Ints, weighted: Sequence[tuple[Mediated, float]]) -> Floats:
    """Count the crises in which each candidate mediated, each by its weight."""
    total = dict.fromkeys(candidates.tolist(), 0.0)
    for crisis, weight in weighted:
        for code in total.keys() & set(crisis.mediators):
            total[code] += weight
    return np.array(list(total.values()))


def _lagged(tables: Tables, name: str, year: int, one: Ints | int, other: int = 0) -> Floats:
    """Return figures of the year before, or of the last covered year before that; unknown before the coverage."""
    table = tables.panels[name]
    return table.at(min(year - 1, table.origin.last), one, other)


def _distance(tables: Tables, year: int, candidates: Ints, other: int) -> Floats:
    known = _lagged(tables, "distance", year, candidates, other)
    today = _lagged(tables, "distance", year + 1, candidates, other)
    return np.where(np.isnan(known), today, known)


def _contiguous(tables: Tables, year: int, candidates: Ints, other: int) -> Floats:
    both = [_lagged(tables, "contiguity", when, candidates, other) > 0 for when in (year, year + 1)]
    return np.asarray(np.max(both, axis=0), dtype=np.float64)


def _allied(tables: Tables, year: int, candidates: Ints, other: int) -> Floats:
    kinds = ("defence", "offence", "neutrality", "consultation")
    return np.asarray(np.max([_lagged(tables, name, year, candidates, other) for name in kinds], axis=0))


def _rival(tables: Tables, year: int, candidates: Ints, other: int) -> Floats:
    if "rivalry" not in tables.panels:
        return np.full(candidates.shape, np.nan)
    return _lagged(tables, "rivalry", year, candidates, other)


def _mean(rows: Floats) -> Floats:
    """Return the mean over the parties of what is known; unknown where nothing is."""
    known = ~np.isnan(rows)
    total = np.where(known, rows, 0.0).sum(axis=0)
    count = known.sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
