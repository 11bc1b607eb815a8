"""What the reference tables say about a state, about two states, or about a candidate between two others.

Every fact carries its table, the year that it is about and the year that was asked for. None is a tie until an analyst
accepts it: :meth:`Fact.tie` proposes one where the fact says something about how two states stand to one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from goodoffices.brokers.fact import VOTING_PROXY, Fact
from goodoffices.brokers.panels import Origin, Panel
from goodoffices.brokers.tables import Mediated, Tables
from goodoffices.errors import CaseError, MissingSectionError
from goodoffices.wording import count, join_words

__all__ = ["candidate_facts", "dyad_facts", "state_facts"]

_MILES = {4: 12, 3: 24, 2: 150, 1: 400}
_PROMISES = ("defence", "offence", "neutrality", "consultation")


@dataclass(frozen=True)
class _Asked:
    """Which states and which year, in which tables."""

    tables: Tables
    codes: tuple[int, ...]
    year: int

    def fact(self, name: str, found: float, words: tuple[str, str], **more: str) -> Fact:
        """Make a fact of a figure; ``words`` are its unit and its sentence."""
        panel = self.tables.panels[name]
        letters = tuple(self.tables.states.letters(code) for code in self.codes)
        known = not np.isnan(found)
        unit, say = words
        year = min(self.year, panel.origin.last)
        say = say if known else f"{name} of {' and '.join(letters)}: not known for {year}"
        more = more if known else {}
        value = float(found) if known else None
        return Fact(name, self.codes, letters, value, unit, self.year, year, say, panel.origin, **more)

    def at(self, panel: Panel, *codes: int) -> float:
        """Look a figure up, in the year or in the last covered one."""
        return float(panel.at(min(self.year, panel.origin.last), *(codes or self.codes)))

    @property
    def names(self) -> str:
        return " and ".join(self.tables.states.name(code) for code in self.codes)


def state_facts(tables: Tables, code: int, year: int, *, latest: bool = False) -> tuple[Fact, ...]:
    """Say what the tables know of one state: capabilities and regime.

    Parameters
    ----------
    tables : Tables
        The reference tables; what is not there is left out.
    code : int
        COW number.
    year : int
        The year asked for.
    latest : bool
        Whether the last covered year may stand in for a later one.

    Returns
    -------
    tuple of Fact
        One for each table that knows of states.

    Raises
    ------
    CaseError
        If it was not a state that year, or a table does not cover it.
    MissingSectionError
        If there is no such table.
    """
    tables.states.need(code, year)
    rules: dict[str, Callable[[_Asked], Fact]] = {"cinc": _cinc, "polyarchy": _polyarchy}
    return _collect(_Asked(tables, (code,), year), rules, latest=latest)


def dyad_facts(tables: Tables, one: int, other: int, year: int, *, latest: bool = False) -> tuple[Fact, ...]:
    """Say what the tables know of two states.

    Contiguity, distance, alliances (never a mere non-aggression pact, which almost every pair has), distance in ideal
    points, shared organisations, disputes of ten years, rivalry, and figures from a table of your own.

    Parameters
    ----------
    tables : Tables
        The reference tables; what is not there is left out.
    one, other : int
        COW numbers.
    year : int
        The year asked for.
    latest : bool
        Whether the last covered year may stand in for a later one.

    Returns
    -------
    tuple of Fact
        One for each table that knows of pairs.

    Raises
    ------
    CaseError
        If one was not a state that year, both are the same, or a table does not cover the year: the message names the
        coverage.
    MissingSectionError
        If there is no such table.
    """
    if one == other:
        raise CaseError(f"found {tables.states.name(one)} twice, expected two states")
    for code in (one, other):
        tables.states.need(code, year)
    rules: dict[str, Callable[[_Asked], Fact]] = {
        "contiguity": _contiguity, "distance": _distance, "defence": _alliance, "ideal": _ideal,
        "organisations": _organisations, "disputes": _disputes, "rivalry": _rivalry,
    }  # fmt: skip
    asked = _Asked(tables, (one, other), year)
    return _collect(asked, rules, latest=latest) + _own(asked)


def candidate_facts(
    tables: Tables,
    candidate: int,
    pair: tuple[int, int],
    year: int,
    *,
    latest: bool = False,
    labels: Sequence[Mediated] = (),
) -> tuple[Fact, ...]:
    """Say what the tables know of a candidate between two states.

    Parameters
    ----------
    tables : Tables
        The reference tables.
    candidate, pair : int, (int, int)
        COW numbers.
    year : int
        The year asked for.
    latest : bool
        Whether the last covered year may stand in for a later one.
    labels : sequence of Mediated
        Past mediations, for the candidate's record.

    Returns
    -------
    tuple of Fact
        Of the candidate, of the candidate with each party, its bias between them, and its record.

    Raises
    ------
    CaseError
        As :func:`dyad_facts` does.
    MissingSectionError
        If there is no table.
    """
    found = [*state_facts(tables, candidate, year, latest=latest)]
    for party in pair:
        found += dyad_facts(tables, candidate, party, year, latest=latest)
    apart = [fact.value for fact in found if fact.key == "ideal"]
    if len(apart) == 2 and None not in apart:
        asked = _Asked(tables, (candidate, *pair), year)
        bias = abs(float(apart[0] or 0.0) - float(apart[1] or 0.0))
        words = _bias_words(tables, candidate, pair, apart)
        fact = asked.fact("ideal", bias, ("ideal points", words), caveat=VOTING_PROXY)
        found.append(replace(fact, key="bias"))
    if labels:
        found.append(_record(tables, candidate, pair, year, labels))
    return tuple(found)


def _collect(asked: _Asked, rules: Mapping[str, Callable[[_Asked], Fact]], *, latest: bool) -> tuple[Fact, ...]:
    panels = {name: asked.tables.panels[name] for name in rules if name in asked.tables.panels}
    if not panels:
        raise MissingSectionError(f"found no table for {', '.join(rules)}, expected at least one; import the files")
    late = [panel for panel in panels.values() if asked.year > panel.origin.last]
    early = [name for name, panel in panels.items() if asked.year < panel.origin.first]
    outside = [*([] if latest else late), *(panels[name] for name in ([] if latest else early))]
    if outside:
        listed = "; ".join(dict.fromkeys(f"{one.origin.title} covers {one.origin.coverage}" for one in outside))
        raise CaseError(
            f"found the year {asked.year}, which is outside the coverage: {listed}; ask for a covered year, or for the "
            "last covered year"
        )
    return tuple(rules[name](asked) for name in panels if name not in early)


def _cinc(asked: _Asked) -> Fact:
    found = asked.at(asked.tables.panels["cinc"])
    words = f"{asked.names} has {found:.4f} of the world's capabilities (CINC)"
    return asked.fact("cinc", found, ("share of the world", words))


def _polyarchy(asked: _Asked) -> Fact:
    found = asked.at(asked.tables.panels["polyarchy"])
    return asked.fact("polyarchy", found, ("0 to 1", f"{asked.names}: electoral democracy {found:.2f} of 1"))


def _contiguity(asked: _Asked) -> Fact:
    found = asked.at(asked.tables.panels["contiguity"])
    if found == 5:
        words, more = f"{asked.names} share a border on land or a river", {"tie_kind": "border", "tie_sign": "0"}
    elif found > 0:
        words = f"{asked.names} are neighbours across at most {_MILES[int(found)]} miles of water"
        more = {"tie_kind": "border", "tie_sign": "0"}
    else:
        words, more = f"{asked.names} do not border on one another", {}
    return asked.fact("contiguity", found, ("closeness, 5 for land to 1 for 400 miles", words), **more)


def _distance(asked: _Asked) -> Fact:
    found = asked.at(asked.tables.panels["distance"])
    return asked.fact("distance", found, ("km", f"{asked.names} are {found:,.0f} km apart at the nearest points"))


def _alliance(asked: _Asked) -> Fact:
    promised = [name for name in _PROMISES if asked.at(asked.tables.panels[name]) > 0]
    if not promised:
        words = f"{asked.names} have no treaty of defence, offence, neutrality or consultation"
        return replace(asked.fact("defence", 0.0, ("kinds of promise", words)), key="alliance")
    words = f"{asked.names} have a treaty that binds one or both to {join_words(promised)}"
    kind = "treaty" if promised == ["consultation"] else "alliance"
    fact = asked.fact("defence", float(len(promised)), ("kinds of promise", words), tie_kind=kind, tie_sign="+")
    return replace(fact, key="alliance")


def _ideal(asked: _Asked) -> Fact:
    panel = asked.tables.panels["ideal"]
    found = abs(asked.at(panel, asked.codes[0]) - asked.at(panel, asked.codes[1]))
    words = f"{asked.names} are {found:.2f} apart in United Nations ideal points"
    return asked.fact("ideal", found, ("ideal points", words), caveat=VOTING_PROXY)


def _organisations(asked: _Asked) -> Fact:
    found = asked.at(asked.tables.panels["organisations"])
    words = f"{asked.names} share {_number(found, 'intergovernmental organisation')}"
    more = {"tie_kind": "membership", "tie_sign": "0"} if found > 0 else {}
    return asked.fact("organisations", found, ("organisations", words), **more)


def _disputes(asked: _Asked) -> Fact:
    panel = asked.tables.panels["disputes"]
    found, year = asked.at(panel), min(asked.year, panel.origin.last)
    words = f"{asked.names} had {_number(found, 'militarized dispute')} in the ten years to {year}"
    more = {"tie_kind": "military-threat", "tie_sign": "-"} if found > 0 else {}
    return asked.fact("disputes", found, ("disputes", words), **more)


def _number(found: float, what: str) -> str:
    return count(0 if np.isnan(found) else round(found), what)


def _rivalry(asked: _Asked) -> Fact:
    found = asked.at(asked.tables.panels["rivalry"])
    words = f"{asked.names} are {'' if found > 0 else 'not '}listed as strategic rivals"
    return asked.fact("rivalry", found, ("", words), **({"tie_kind": "rivalry", "tie_sign": "-"} if found > 0 else {}))


def _own(asked: _Asked) -> tuple[Fact, ...]:
    """Return the newest figures of the user's own table that are not of a later year."""
    newest = {
        (one.what, one.one, one.other): one
        for one in sorted(asked.tables.own, key=lambda one: one.year)
        if one.year <= asked.year and {one.one, one.other} == set(asked.codes)
    }
    letters = asked.tables.states.letters
    figures = [
        (one, (letters(one.one), letters(one.other)), f"{one.value:g} {one.unit} ({one.source})")
        for one in newest.values()
    ]
    return tuple(
        Fact(
            one.what,
            (one.one, one.other),
            pair,
            one.value,
            one.unit,
            asked.year,
            one.year,
            f"{one.what}, {pair[0]} to {pair[1]}: {told}",
            asked.tables.origins["own"],
        )
        for one, pair, told in figures
    )


def _bias_words(tables: Tables, candidate: int, pair: tuple[int, int], apart: Sequence[float | None]) -> str:
    near = pair[0] if (apart[0] or 0.0) <= (apart[1] or 0.0) else pair[1]
    return f"{tables.states.name(candidate)} votes more like {tables.states.name(near)}"


def _record(tables: Tables, candidate: int, pair: tuple[int, int], year: int, labels: Sequence[Mediated]) -> Fact:
    """Return in how many labelled crises a candidate mediated before."""
    before = [one for one in labels if one.year < year and candidate in one.mediators]
    shared = [one for one in before if set(one.actors) & set(pair)]
    first, last = min(one.year for one in labels), max(one.year for one in labels)
    name = tables.states.name(candidate)
    say = (
        f"{name} mediated in {count(len(before), 'labelled crisis', 'labelled crises')} from {first} to "
        f"{min(last, year - 1)}, with a party as actor in {count(len(shared), 'crisis', 'crises')}"
    )
    origin = Origin("labels", "Mediating states by crisis", "the labels given", "labels", "", first, last)
    letters = (tables.states.letters(candidate),)
    return Fact("record", (candidate,), letters, float(len(before)), "crises", year, min(year - 1, last), say, origin)
