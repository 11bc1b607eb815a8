"""Pairing the entries of a draft with those of an annotation, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.record.concordance import Concordance
from goodoffices.record.drafted import Drafted, DraftedEntry
from goodoffices.record.gold import Gold, GoldEntry
from goodoffices.record.matching import overlap, pair_off

__all__ = ["ENOUGH", "Comparison", "Pairs"]

ENOUGH = 0.5


@dataclass(frozen=True)
class Pairs:
    """The pairs of a section: drafted entries with annotated ones, by position.

    Attributes
    ----------
    pairs
        Those that count.
    surplus
        Drafted entries that are errors.
    missing
        Annotated entries that are demanded and not found.
    """

    pairs: Mapping[int, int]
    surplus: tuple[int, ...]
    missing: tuple[int, ...]


_ACTORS = {
    "statements": ("speaker", "party"), "demands": ("by", "of"), "events": ("who", "to"), "ties": ("from", "to"),
    "options": ("by",), "obstacles": ("between",), "leverage": ("who", "over"), "interests": ("party",),
}  # fmt: skip
_ANY_ACTOR = frozenset({"statements", "options", "interests"})


class Comparison:
    """A draft beside an annotation, section by section."""

    def __init__(self, draft: Drafted, same: Concordance, gold: Gold) -> None:
        self.draft, self.same, self.gold = draft, same, gold
        self._cache: dict[str, Pairs] = {}

    def paired(self, section: str) -> Pairs:
        """Pair the entries of a section."""
        if section not in self._cache:
            self._cache[section] = self._paired(section)
        return self._cache[section]

    def right(self, section: str, mine: DraftedEntry, theirs: GoldEntry, field: str) -> bool:
        """Say whether a field of a pair is right."""
        values = list(theirs.values[field])
        if field == "speaker":
            values += [None] if any(one in {party.id for party in self.gold.parties} for one in values) else []
        if field == "office":
            if None in theirs.values["speaker"]:
                return True  # whoever is not named holds no office that a draft could give
            people = {person.id: person for person in self.gold.people}
            values += [
                office
                for one in theirs.values["speaker"]
                if one in people
                for office in (*people[one].offices, *people[one].other_offices)
            ]
        if section == "ties":
            return self._tie_right(mine, theirs, field)
        return self.same.right(field, mine.values[field], values)

    def _tie_right(self, mine: DraftedEntry, theirs: GoldEntry, field: str) -> bool:
        if field == "sign":
            return mine.values["sign"] in theirs.values["sign"]
        straight = self._ends(mine, theirs, "from", "to")
        either = theirs.symmetric or not mine.values["directed"]
        return straight or (either and self._ends(mine, theirs, "to", "from"))

    def _ends(self, mine: DraftedEntry, theirs: GoldEntry, first: str, second: str) -> bool:
        return self.same.same_party(mine.values["from"], theirs.values[first]) and self.same.same_party(
            mine.values["to"], theirs.values[second]
        )

    def _same_actors(self, section: str, mine: DraftedEntry, theirs: GoldEntry) -> bool:
        if section == "ties":
            return self._ends(mine, theirs, "from", "to") or self._ends(mine, theirs, "to", "from")
        agree = (self.right(section, mine, theirs, field) for field in _ACTORS[section])
        return any(agree) if section in _ANY_ACTOR else all(agree)

    def _fits(self, section: str, mine: DraftedEntry, theirs: GoldEntry) -> bool:
        """Say whether two entries may be a pair."""
        shared = overlap(mine.spans, (*theirs.spans, *theirs.wider))
        same = self._same_actors(section, mine, theirs)
        return (shared >= ENOUGH and (same or section != "ties")) or (shared > 0 and same)

    def _paired(self, section: str) -> Pairs:
        found, wanted = self.draft.sections[section], self.gold.sections[section]
        fits = np.array(
            [[self._fits(section, mine, theirs) for theirs in wanted] for mine in found], dtype=bool
        ).reshape(len(found), len(wanted))
        worth = np.zeros(fits.shape)
        for i, j in zip(*np.nonzero(fits), strict=True):
            mine, theirs = found[i], wanted[j]
            agreed = sum(self.right(section, mine, theirs, field) for field in theirs.values)
            nearness = overlap(mine.spans, theirs.spans) + overlap(mine.said, theirs.spans)
            worth[i, j] = (60 if theirs.optional else 100) + agreed + nearness
        pairs = pair_off(worth)
        counted = {i: j for i, j in pairs.items() if not wanted[j].optional}
        surplus = tuple(
            i for i in range(len(found)) if i not in pairs and not self._forgiven(section, i, fits[i], pairs)
        )
        missing = (j for j, one in enumerate(wanted) if not one.optional and j not in counted.values())
        return Pairs(counted, surplus, tuple(j for j in missing if not self._as_statement(section, wanted[j])))

    def _forgiven(self, section: str, i: int, fits: Any, pairs: Mapping[int, int]) -> bool:
        """Say whether an entry without a partner is no error all the same."""
        mine = self.draft.sections[section][i]
        if section == "statements" and self.gold.spoken_by:
            speaker = [self.gold.spoken_by]
            if self.same.right("speaker", mine.values["speaker"], speaker) or self._speaks_for(mine, speaker[0]):
                return True
        taken = {j: self.draft.sections[section][k] for k, j in pairs.items()}
        return any(
            self._split(section, mine, self.gold.sections[section][j], taken.get(j))
            for j in map(int, np.flatnonzero(fits))
        )

    def _speaks_for(self, mine: DraftedEntry, person: str) -> bool:
        party = next((one.party for one in self.gold.people if one.id == person), None)
        return mine.values["party"] is not None and self.same.same_party(mine.values["party"], [party])

    def _split(self, section: str, mine: DraftedEntry, theirs: GoldEntry, other: DraftedEntry | None) -> bool:
        """Say whether an entry is another part of one of the annotation, of which ``other`` is a part already."""
        if theirs.optional or theirs.may_split or other is None:
            return True
        mine_places, others = ([s for s in theirs.spans if overlap([s], one.spans) > 0] for one in (mine, other))
        if set(mine_places) - set(others):
            return True
        actors = _ACTORS[section]
        same_field = all(self.right(section, mine, theirs, field) for field in actors)
        return same_field and any(mine.values[field] != other.values[field] for field in actors)

    def _as_statement(self, section: str, theirs: GoldEntry) -> bool:
        """Say whether an event that consists in a statement is there as a statement."""
        if section != "events" or theirs.statement is None or "statements" not in self.gold.sections:
            return False
        wanted = self.gold.sections["statements"]
        return any(wanted[j].id == theirs.statement for j in self.paired("statements").pairs.values())
