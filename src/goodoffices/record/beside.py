"""What a case says of the same two sides as a feed, to stand beside its series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices.case.model import Case
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError
from goodoffices.mapping.timeline import Moment, timeline

__all__ = ["Beside", "beside"]


@dataclass(frozen=True, eq=False)
class Beside:
    """What a case says of two sides.

    Attributes
    ----------
    case : str
        The name of the case.
    parties : (str, str)
        The two sides, parties of the case.
    names : mapping of str to str
        What parties and people are called.
    moments : tuple of Moment
        What either said or did to the other, or to nobody named, in order of time.
    """

    case: str
    parties: tuple[str, str]
    names: Mapping[str, str]
    moments: tuple[Moment, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.case,
            "parties": list(self.parties),
            "moments": [moment.to_json() for moment in self.moments],
        }


def beside(case: Case, sides: tuple[Sequence[str], Sequence[str]]) -> Beside:
    """Gather statements and events of two sides.

    Parameters
    ----------
    case
        With statements and events; without either the result is empty.
    sides
        Letters and names by which each side may go, the most telling first.

    Returns
    -------
    Beside
        What the case says of them.

    Raises
    ------
    CaseError
        If the case has no such party; proposes the nearest.
    """
    first, second = _party(case, sides[0]), _party(case, sides[1])
    found = []
    for moment in timeline(case):
        if moment.kind == "measure" or moment.party not in {first, second}:
            continue
        entries = case.statements if moment.kind == "statement" else case.events
        to = {case.party_of(one) for one in entries[moment.number].to or ()}
        if not to or to & {first, second} - {moment.party}:
            found.append(moment)
    who = {*(moment.who for moment in found), first, second}
    return Beside(case.case, (first, second), {one: case.name_of(one) for one in sorted(who)}, tuple(found))


def _party(case: Case, words: Sequence[str]) -> str:
    """Find the party of a case that goes by one of several names."""
    for word in words:
        low = word.casefold()
        for party, entry in case.parties.items():
            if low in {party.casefold(), entry.name.casefold(), *(alias.casefold() for alias in entry.aliases)}:
                return party
    raise CaseError(f"{case.case}: found no party called {words[0]!r}{nearest(words[0], list(case.parties))}")
