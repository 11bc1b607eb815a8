"""Which parties and people of a document are in the case already, and under which names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.record.entries import Entry, free_name
from goodoffices.record.matching import pair_off
from goodoffices.record.resemblance import names_in_common, person_likeness

__all__ = ["Renaming", "renamed", "renaming"]

# One family name in common is not enough to take two people for one.
_SURE = 20
_PARTY_KEYS = ("who", "to", "by", "of", "from", "between", "over")


@dataclass(frozen=True)
class Renaming:
    """For each name of a document the name in the case.

    Attributes
    ----------
    parties, people
        All names of the document.
    new
        Those names in the case that it does not have yet.
    """

    parties: Mapping[str, str]
    people: Mapping[str, str]
    new: frozenset[str]


def renaming(data: Mapping[str, Any], parties: Mapping[str, Any], people: Mapping[str, Any]) -> Renaming:
    """Find the parties and people of a document in a case, by their names and aliases.

    Parameters
    ----------
    data
        The case as plain data.
    parties, people
        Those of the document, as a case file has them.
    """
    taken = {*data["parties"], *data.get("people", {})}
    new: set[str] = set()
    mapped: list[dict[str, str]] = []
    for mine, theirs, alike in (
        (parties, data["parties"], _same_party),
        (people, data.get("people", {}), _same_person),
    ):
        known = _paired(mine, theirs, alike)
        for name in mine:
            if name not in known:
                known[name] = free_name(name, taken)
                new.add(known[name])
                taken.add(known[name])
        mapped.append(known)
    return Renaming(mapped[0], mapped[1], frozenset(new))


def renamed(entry: Entry, names: Renaming) -> tuple[dict[str, Any], str | None]:
    """Write an entry with the names of the case; return it with its owner."""
    every = {**names.people, **names.parties}

    def other(value: Any) -> Any:
        return [every[one] for one in value] if isinstance(value, list) else every[value]

    data = {key: other(value) if key in _PARTY_KEYS else value for key, value in entry.data.items()}
    return data, every[entry.owner] if entry.owner else None


def _same_party(name: str, one: Mapping[str, Any], key: str, other: Mapping[str, Any]) -> float:
    mine, theirs = ((each["name"], *each.get("aliases", ())) for each in (one, other))
    coded = name == key and one["kind"] == other["kind"]  # such as USA; SAF may be a state or an army
    return 2.0 * names_in_common(mine, theirs) + coded


def _same_person(name: str, one: Mapping[str, Any], key: str, other: Mapping[str, Any]) -> float:
    del name, key
    likeness = person_likeness([one["name"]], [other["name"]])
    return float(likeness) if likeness >= _SURE else 0.0


def _paired(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], alike: Callable[[str, Any, str, Any], float]
) -> dict[str, str]:
    if not mine or not theirs:
        return {}
    worth = np.array([[alike(name, one, key, other) for key, other in theirs.items()] for name, one in mine.items()])
    mine_names, their_names = list(mine), list(theirs)
    return {mine_names[row]: their_names[column] for row, column in pair_off(worth).items()}
