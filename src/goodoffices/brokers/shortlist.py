"""What the precedent model says of the likeliest candidates in one case, with the facts behind it.

A shortlist is made once from the reference tables and shipped with a case, so that the case can be ranked where there
are no tables. It restates facts with their source and year; it bundles no table.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.brokers.facts import candidate_facts
from goodoffices.brokers.features import FEATURES, Situation, choice
from goodoffices.brokers.nearest import base_rates, nearest_crises
from goodoffices.brokers.panels import Floats
from goodoffices.brokers.precedent import Precedent
from goodoffices.brokers.tables import Mediated, Tables
from goodoffices.errors import CaseError

__all__ = ["Listed", "Shortlist", "shortlist", "shortlist_from", "shortlist_text"]

_DRAWS = 4000
_DIGITS = 4


@dataclass(frozen=True, eq=False)
class Listed:
    """A candidate state on a shortlist.

    Attributes
    ----------
    party
        Its name in the case, or nothing.
    code, letters, name
        COW number and letters, English name.
    place
        Its place among all candidate states, 1 for the likeliest.
    share, low, high
        The share of choices that history would have given it, with a 95 % interval from the bootstrap.
    values : (f,) float array
        Its features by the order of ``FEATURES``; nan where unknown.
    facts : tuple of dict
        What the tables say of it; see :meth:`goodoffices.brokers.facts.Fact.to_json`.
    """

    party: str
    code: int
    letters: str
    name: str
    place: int
    share: float
    low: float
    high: float
    values: Floats
    facts: tuple[Mapping[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the candidate as plain data."""
        plain = {name: getattr(self, name) for name in ("party", "code", "letters", "name", "place")}
        shares = {name: round(getattr(self, name), _DIGITS) for name in ("share", "low", "high")}
        values = {
            name: None if np.isnan(value) else round(float(value), _DIGITS)
            for name, value in zip(FEATURES, self.values, strict=True)
        }
        return {**plain, **shares, "values": values, "facts": [dict(fact) for fact in self.facts]}


@dataclass(frozen=True, eq=False)
class Shortlist:
    """The likeliest candidate states for one case.

    Attributes
    ----------
    between
        The letters of the two principals.
    outside
        The letters of the crisis actors, none of which the model can name.
    year
        Of the crisis; figures are those of the year before, or the last covered.
    model
        The digest of the model that the shares come from.
    training
        The first and last year that it was fitted to, and how many crises.
    states, listed_share
        How many candidate states there are, and what share those listed have together.
    candidates : tuple of Listed
        The likeliest first.
    precedents, base_rates
        The nearest past crises, and how often there was mediation, as plain data.
    sources
        Title, owner, coverage and digest of each table used.
    """

    between: tuple[str, str]
    outside: tuple[str, ...]
    year: int
    model: str
    training: tuple[int, int, int]
    states: int
    listed_share: float
    candidates: tuple[Listed, ...]
    precedents: Mapping[str, Any]
    base_rates: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]

    def of(self, model: Precedent) -> bool:
        """Say whether the shares come from a model."""
        return self.model == model.digest()

    def candidate(self, name: str) -> Listed:
        """Return a candidate by its party, letters or English name.

        Raises
        ------
        CaseError
            If it is not on the list.
        """
        for one in self.candidates:
            if name in {one.party, one.letters, one.name}:
                return one
        known = ", ".join(one.party or one.letters for one in self.candidates)
        raise CaseError(f"found no candidate {name!r} on the shortlist, expected one of {known}")

    def to_json(self) -> dict[str, Any]:
        """Return the shortlist as plain data; :func:`shortlist_from` reads it back."""
        return {
            "between": list(self.between),
            "outside": list(self.outside),
            "year": self.year,
            "model": self.model,
            "training": list(self.training),
            "states": self.states,
            "listed_share": round(self.listed_share, _DIGITS),
            "candidates": [one.to_json() for one in self.candidates],
            "precedents": dict(self.precedents),
            "base_rates": [dict(one) for one in self.base_rates],
            "sources": [dict(one) for one in self.sources],
        }

    def _repr_html_(self) -> str:
        """Return a table of the candidates."""
        rows = "".join(
            f"<tr><td>{one.place}</td><td>{html.escape(one.name)}</td><td>{one.share:.3f}</td>"
            f"<td>{one.low:.3f}–{one.high:.3f}</td></tr>"
            for one in self.candidates
        )
        head = "<tr><th>place</th><th>state</th><th>share</th><th>95 %</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def shortlist(  # noqa: PLR0913 - the tables, the labels and the model are three different things to read
    tables: Tables,
    where: Situation,
    labels: Sequence[Mediated],
    model: Precedent,
    *,
    parties: Mapping[int, str],
    number: int = 8,
    rng: np.random.Generator,
) -> Shortlist:
    """Make a shortlist from the reference tables.

    Parameters
    ----------
    tables : Tables
        The reference tables.
    where : Situation
        Between whom and when.
    labels : sequence of Mediated
        Past mediations.
    model : Precedent
        Fitted with draws.
    parties : mapping of int to str
        States that the case names, by COW number; those that are candidates are listed whatever their share.
    number : int
        How many of the likeliest to list.
    rng : numpy.random.Generator
        For the intervals.

    Returns
    -------
    Shortlist
        The likeliest first.

    Raises
    ------
    CaseError
        If the model has no intervals, or a table does not reach back to the year.
    """
    laid = choice(tables, where, labels)
    shares = model.shares(laid.values)
    low, high = np.quantile(model.share_draws(laid.values, _DRAWS, rng=rng), [0.025, 0.975], axis=0)
    order = np.argsort(-shares, kind="stable")
    place = {int(k): nth for nth, k in enumerate(order, start=1)}
    kept = [int(k) for k in order if place[int(k)] <= number or int(laid.candidates[k]) in parties]
    states = tables.states
    listed = tuple(
        Listed(
            parties.get(int(laid.candidates[k]), ""),
            int(laid.candidates[k]),
            states.letters(int(laid.candidates[k])),
            states.name(int(laid.candidates[k])),
            place[k],
            float(shares[k]),
            float(low[k]),
            float(high[k]),
            laid.values[k],
            tuple(
                fact.to_json()
                for fact in candidate_facts(
                    tables, int(laid.candidates[k]), where.pair, where.year, latest=True, labels=labels
                )
            ),
        )
        for k in kept
    )
    used = sorted({fact["source"] for one in listed for fact in one.facts})
    return Shortlist(
        (states.letters(where.pair[0]), states.letters(where.pair[1])),
        tuple(states.letters(code) for code in where.actors),
        where.year,
        model.digest(),
        (model.first, model.last, model.crises),
        laid.candidates.size,
        float(shares[kept].sum()),
        listed,
        nearest_crises(tables, where, labels).to_json(),
        tuple(one.to_json() for one in base_rates([one for one in tables.crises if one.year < where.year])),
        tuple(one.to_json() for one in tables.origins.values() if f"{one.title} ({one.owner})" in used),
    )


def shortlist_text(short: Shortlist) -> str:
    """Write a shortlist as JSON that people can read: one line for each fact."""
    data = short.to_json()
    candidates = data.pop("candidates")
    lines = []
    for one in candidates:
        facts = ",\n".join(f"   {_line(fact)}" for fact in one.pop("facts"))
        lines.append(f'  {_line(one)[:-1]},\n   "facts": [\n{facts}\n  ]}}')
    rest = ",\n".join(f" {_line(name)}: {_rows(value)}" for name, value in data.items())
    joined = ",\n".join(lines)
    return f'{{\n{rest},\n "candidates": [\n{joined}\n ]\n}}\n'


def _rows(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {_line(one)}" for one in value) + "\n ]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def shortlist_from(data: Any) -> Shortlist:
    """Read a shortlist back from plain data.

    Parameters
    ----------
    data
        What :meth:`Shortlist.to_json` gave.

    Returns
    -------
    Shortlist
        The same.

    Raises
    ------
    CaseError
        If something is missing or is not what it should be.
    """
    try:
        return Shortlist(
            (str(data["between"][0]), str(data["between"][1])),
            tuple(str(one) for one in data["outside"]),
            int(data["year"]),
            str(data["model"]),
            (int(data["training"][0]), int(data["training"][1]), int(data["training"][2])),
            int(data["states"]),
            float(data["listed_share"]),
            tuple(_listed(one) for one in data["candidates"]),
            dict(data["precedents"]),
            tuple(dict(one) for one in data["base_rates"]),
            tuple(dict(one) for one in data["sources"]),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise CaseError(
            f"this is not a shortlist of candidates: {type(error).__name__} at {error}; expected what such a list "
            "holds; make it anew from the tables"
        ) from None


def _listed(data: Any) -> Listed:
    given = data["values"]
    return Listed(
        str(data["party"]),
        int(data["code"]),
        str(data["letters"]),
        str(data["name"]),
        int(data["place"]),
        float(data["share"]),
        float(data["low"]),
        float(data["high"]),
        np.array([np.nan if given[name] is None else float(given[name]) for name in FEATURES]),
        tuple(dict(one) for one in data["facts"]),
    )
