"""What the reference tables say of the states of a case, as entries that an analyst may accept into it.

Every entry is marked as proposed: the ranking passes it over until somebody has judged it and strikes the mark out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from goodoffices.brokers.case_states import crisis_year, party_states
from goodoffices.brokers.criteria import check_sides
from goodoffices.brokers.fact import Fact
from goodoffices.brokers.facts import candidate_facts, dyad_facts, state_facts
from goodoffices.brokers.states import StateBook
from goodoffices.brokers.tables import Mediated, Tables
from goodoffices.case.model import Case
from goodoffices.errors import CaseError

__all__ = ["Proposed", "flow", "propose"]

_WHAT = {
    "cinc": "share of the world's capabilities (CINC)",
    "polyarchy": "electoral democracy",
    "contiguity": "direct contiguity",
    "distance": "distance at the nearest points",
    "alliance": "kinds of promise in treaties of defence, offence, neutrality or consultation",
    "ideal": "distance in United Nations ideal points",
    "organisations": "intergovernmental organisations shared",
    "disputes": "militarized disputes in ten years",
    "rivalry": "listed as strategic rivals, 1 for yes",
    "bias": "difference between its ideal-point distances to the two sides",
    "record": "labelled crises in which it mediated before",
}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# Words that some readers of YAML take for something else.
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_DIGITS = 4


@dataclass(frozen=True)
class Proposed:
    """Entries for a case, none of which is accepted yet.

    Attributes
    ----------
    case : str
        The name of the case.
    year : int
        The year that was asked for.
    ties, facts : tuple of dict
        Entries for these sections, each with ``status: proposed`` and its citation.
    sources : mapping of str to dict
        Entries for ``sources`` that the case does not have yet.
    unknown : tuple of str
        What a table covers and does not know, in words.
    left_out : tuple of str
        Parties that are no states of the list in that year.
    """

    case: str
    year: int
    ties: tuple[Mapping[str, Any], ...]
    facts: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Mapping[str, Any]]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]

    def yaml(self) -> str:
        """Return the entries as lines to paste into a case file, under the headings of their sections."""
        lines = [
            "# Proposed from reference tables. Paste a line under the heading of its section; nothing is accepted",
            "# until you strike out 'status: proposed'.",
        ]
        if self.sources:
            lines += ["sources:", *(f"  {name}: {flow(entry)}" for name, entry in self.sources.items())]
        for section, entries in (("ties", self.ties), ("facts", self.facts)):
            if entries:
                lines += [f"{section}:", *(f"  - {flow(entry)}" for entry in entries)]
        return "\n".join(lines) + "\n"

    def to_json(self) -> dict[str, Any]:
        """Return the entries as plain data."""
        return {
            "case": self.case,
            "year": self.year,
            "ties": [dict(one) for one in self.ties],
            "facts": [dict(one) for one in self.facts],
            "sources": {name: dict(one) for name, one in self.sources.items()},
            "unknown": list(self.unknown),
            "left_out": list(self.left_out),
        }


def propose(
    case: Case,
    tables: Tables,
    *,
    between: tuple[str, str] | None = None,
    year: int | None = None,
    latest: bool = False,
    labels: Sequence[Mediated] = (),
) -> Proposed:
    """Propose ties and figures for the states of a case from the reference tables.

    Parameters
    ----------
    case : Case
        The case.
    tables : Tables
        The reference tables.
    between : (str, str) or None
        Only these two parties, and how every other state of the case leans between them; default: all pairs.
    year : int or None
        Not after the year of the case, which is the default.
    latest : bool
        Whether the last covered year may stand in for a later one; the entry then has that year.
    labels : sequence of Mediated
        Past mediations, for the record of third states; with ``between``.

    Returns
    -------
    Proposed
        With a source for every table used.

    Raises
    ------
    CaseError
        If the year is after that of the case or outside the coverage of a table, or a side is not a party, not a state,
        or was not one that year.
    MissingSectionError
        If no table knows of states or pairs.
    """
    when = crisis_year(case) if year is None else year
    if when > crisis_year(case):
        raise CaseError(
            f"found the year {when}, expected one up to {crisis_year(case)}, the year of the case: what is "
            "known of later years would be hindsight"
        )
    names = party_states(case, tables.states, when)
    if between is None:
        if len(names) < 2:
            raise CaseError(f"found {len(names)} parties that are states of the list in {when}, expected two or more")
        found = [fact for code in names for fact in state_facts(tables, code, when, latest=latest)]
        for one, other in combinations(names, 2):
            found += dyad_facts(tables, one, other, when, latest=latest)
    else:
        one, other = (_side(case, key, tables.states, when) for key in check_sides(case, between))
        names |= {one: between[0], other: between[1]}
        found = [fact for code in (one, other) for fact in state_facts(tables, code, when, latest=latest)]
        found += dyad_facts(tables, one, other, when, latest=latest)
        for third in [code for code in names if code not in {one, other}]:
            told = candidate_facts(tables, third, (one, other), when, latest=latest, labels=labels)
            found += [fact for fact in told if fact.key in {"bias", "record"}]
    return _sorted(case, when, found, names)


def _side(case: Case, key: str, states: StateBook, year: int) -> int:
    party = case.parties[key]
    if party.kind != "state":
        raise CaseError(
            f"{party.name} ({key}) is a party of the kind {party.kind!r}, expected a state: tables know states"
        )
    try:
        return states.find(key, year)
    except CaseError as first:
        try:
            return states.find(party.name, year)
        except CaseError:
            raise first from None


def _sorted(case: Case, year: int, found: Sequence[Fact], names: Mapping[int, str]) -> Proposed:
    """Sort what was found into ties, figures and what no table knows."""
    ties, facts, unknown = [], [], []
    sources: dict[str, dict[str, Any]] = {}
    for fact in found:
        tie = fact.tie(names)
        if fact.value is None or np.isnan(fact.value):
            unknown.append(fact.say)
            continue
        if tie is not None:
            ties.append(tie)
        else:
            facts.append(_figure(fact, names))
        if fact.source_id not in case.sources:
            note = {} if fact.origin.sha256 else {"note": f"Covers {fact.origin.coverage}."}
            sources[fact.source_id] = {**fact.source(), **note}
    left_out = tuple(key for key in case.parties if key not in names.values())
    return Proposed(case.case, year, tuple(ties), tuple(facts), sources, tuple(unknown), left_out)


def _figure(fact: Fact, names: Mapping[int, str]) -> dict[str, Any]:
    value = round(float(fact.value or 0.0), _DIGITS)
    caveat = f" ({fact.caveat})" if fact.caveat else ""
    return {
        "about": [names[code] for code in fact.codes],
        "what": _WHAT.get(fact.key, fact.key) + caveat,
        "value": int(value) if value.is_integer() else value,
        **({"unit": fact.unit} if fact.unit else {}),
        "year": fact.year,
        "status": "proposed",
        "cite": {fact.source_id: {"at": f"{'-'.join(fact.about)} {fact.year}"}},
        "note": fact.say,
    }


def flow(value: Any) -> str:
    """Write plain data in one line of YAML.

    Examples
    --------
    >>> print(flow({"between": ["RUS", "PRK"], "sign": "+", "what": "a treaty: consultation", "when": "2017"}))
    {between: [RUS, PRK], sign: "+", what: "a treaty: consultation", when: "2017"}
    """
    match value:
        case Mapping():
            return "{" + ", ".join(f"{name}: {flow(one)}" for name, one in value.items()) + "}"
        case str():
            plain = _PLAIN.fullmatch(value) and value.casefold() not in _RESERVED
            return value if plain else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case _:
            return str(value)
