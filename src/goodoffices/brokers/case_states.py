"""Which states of the reference tables the parties of a case are."""

from __future__ import annotations

from goodoffices.brokers.features import Situation
from goodoffices.brokers.states import StateBook
from goodoffices.brokers.tables import Tables
from goodoffices.case.model import Case
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError

__all__ = ["crisis_year", "party_states", "situation_between"]


def crisis_year(case: Case) -> int:
    """Return the year of a case: that of the day as of which it is written."""
    return case.as_of.year


def party_states(case: Case, states: StateBook, year: int) -> dict[int, str]:
    """Find the parties of a case that are states, by their names in it or in English.

    Parameters
    ----------
    case : Case
        Its parties of the kind ``state``; those of the past are passed over.
    states : StateBook
        The list of states.
    year : int
        In which they have to be states.

    Returns
    -------
    dict of int to str
        COW numbers with the names in the case. A party that no list knows is left out: it may be made up.
    """
    found: dict[int, str] = {}
    for key, party in case.parties.items():
        if party.kind != "state" or party.role == "historical":
            continue
        for text in (key, party.name):
            try:
                code = states.find(text, year)
            except CaseError:
                continue
            found.setdefault(code, key)
            break
    return found


def situation_between(case: Case, tables: Tables, between: tuple[str, str]) -> Situation:
    """Say between which states of a case mediation is wanted, and who else is in the crisis.

    Where the tables know a crisis of that year in which both are actors, its actors are taken; else both sides and the
    other principals of the case.

    Parameters
    ----------
    case : Case
        The case.
    tables : Tables
        The reference tables.
    between : (str, str)
        Two parties by their names in the case.

    Returns
    -------
    Situation
        In the year of the case.

    Raises
    ------
    CaseError
        If a party is unknown, or is no state of the list that year.
    """
    year = crisis_year(case)
    codes = {key: code for code, key in party_states(case, tables.states, year).items()}
    for key in between:
        if key not in case.parties:
            raise CaseError(f"found the party {key!r}, expected one of the case{nearest(key, list(case.parties))}")
        if key not in codes:
            raise CaseError(
                f"{case.parties[key].name} ({key}) is no state of the list in {year}; expected two states: past "
                "mediation between others is not in the tables"
            )
    pair = codes[between[0]], codes[between[1]]
    known = [one for one in tables.crises if one.year == year and set(pair) <= set(one.actors)]
    if known:
        return Situation(year, known[0].actors, pair, known[0].conflict)
    principals = [codes[key] for key, party in case.parties.items() if party.role == "principal" and key in codes]
    return Situation(year, tuple(dict.fromkeys([*pair, *principals])), pair)
