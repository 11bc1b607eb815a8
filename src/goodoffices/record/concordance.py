"""Which party or person of a draft is which of an annotation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.case.model import Case
from goodoffices.record.gold import Gold, GoldName
from goodoffices.record.matching import pair_off
from goodoffices.record.resemblance import names_in_common, person_likeness, same_date, same_office

__all__ = ["Concordance", "concordance"]


@dataclass(frozen=True)
class Concordance:
    """The names of a draft beside those of an annotation.

    Attributes
    ----------
    parties, people
        For each name of the draft that of the annotation; what is in neither is left out.
    gold
        The annotation.
    """

    parties: dict[str, str]
    people: dict[str, str]
    gold: Gold

    def right(self, field: str, found: Any, entry_values: Sequence[Any]) -> bool:
        """Say whether a field of an entry is one of the values that are right."""
        match field:
            case "date":
                return same_date(found, entry_values)
            case "sign" | "kind":
                return found in entry_values
            case "speaker":
                return self.people.get(found) in entry_values if found else None in entry_values
            case "between":
                return self._all(found, entry_values)
            case "office":
                return self._office(found, entry_values)
            case _:
                return self._any(found, entry_values)

    def _any(self, found: Any, values: Sequence[Any]) -> bool:
        listed = found if isinstance(found, tuple) else (found,) if found else ()
        return any(self.same_party(one, values) for one in listed) if listed else None in values

    def _all(self, found: tuple[str, ...], values: Sequence[Any]) -> bool:
        wanted = [one for one in values if one is not None]
        return all(self.same_party(one, wanted) for one in found) and bool(found) == bool(wanted)

    def _office(self, found: str | None, values: Sequence[Any]) -> bool:
        wanted = [one for one in values if one]
        return same_office(found, wanted, self.party_words()) if found else None in values

    def same_party(self, name: str, values: Iterable[Any]) -> bool:
        """Say whether a party of the draft is one of those of the annotation, a part of it, or what it is part of."""
        mine = self.parties.get(name)
        wholes = {party.id: party.party for party in self.gold.parties}
        wanted = [one for one in values if one is not None]
        return mine is not None and any(
            mine == one or wholes.get(mine) == one or wholes.get(one) == mine for one in wanted
        )

    def party_words(self) -> list[str]:
        """List the names of parties that may stand in an office."""
        return [name for party in self.gold.parties if party.party is None for name in party.names]


def concordance(case: Case, gold: Gold) -> Concordance:
    """Find out which party and which person of a draft is which of an annotation, by their names and one to one."""
    parties = _paired(
        {name: (name, one.name, *one.aliases) for name, one in case.parties.items()}, gold.parties, names_in_common
    )
    people = _paired({name: (one.name,) for name, one in case.people.items()}, gold.people, person_likeness)
    return Concordance(parties, people, gold)


def _paired(mine: dict[str, tuple[str, ...]], theirs: tuple[GoldName, ...], alike: Any) -> dict[str, str]:
    if not mine or not theirs:
        return {}
    worth = np.array([[float(alike(names, one.names)) for one in theirs] for names in mine.values()])
    keys = list(mine)
    return {keys[row]: theirs[column].id for row, column in pair_off(worth).items()}
