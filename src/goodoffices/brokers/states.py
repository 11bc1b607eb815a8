"""Which states there were in which year, and by which codes they go.

Codes are those of the Correlates of War (COW) project. Gleditsch and Ward's differ for some states, and letters mean
different things in COW and ISO 3166 lists: ``AUS`` is Austria in the one and Australia in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from goodoffices.brokers.panels import Ints
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError

__all__ = ["Codes", "Spell", "StateBook"]

Codes: TypeAlias = Literal["any", "cow", "iso"]

# Numbers of Gleditsch and Ward's list whose COW number is another one.
_GW = {260: 255, 340: 345, 678: 679, 970: 946, 971: 970, 972: 955, 973: 947}


@dataclass(frozen=True)
class Spell:
    """A state, from its entry into the system of states to its exit.

    Attributes
    ----------
    code
        Its COW number.
    letters, name
        Its COW abbreviation and its name in English.
    first, last
        Years, both included.
    """

    code: int
    letters: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class StateBook:
    """The states of the world, year by year.

    Attributes
    ----------
    spells
        Every spell of independence; a state may have several.
    listed_to
        The last year of the list. A state that is on it in that year is taken to go on.
    iso
        ISO 3166 letters with their COW numbers.
    """

    spells: tuple[Spell, ...]
    listed_to: int
    iso: Mapping[str, tuple[int, ...]]

    @cached_property
    def _by_code(self) -> dict[int, list[Spell]]:
        found: dict[int, list[Spell]] = {}
        for spell in self.spells:
            found.setdefault(spell.code, []).append(spell)
        return found

    def last_year(self, spell: Spell) -> int:
        """Return the last year of a spell, far off where the list ends before the state does."""
        return 9999 if spell.last >= self.listed_to else spell.last

    def knows(self, code: int) -> bool:
        """Say whether there ever was a state with this number."""
        return code in self._by_code

    def exists(self, code: int, year: int) -> bool:
        """Say whether a state was independent in some part of a year."""
        return any(spell.first <= year <= self.last_year(spell) for spell in self._by_code.get(code, ()))

    def in_year(self, year: int) -> Ints:
        """Return the numbers of all states of a year, (m,) int array, ascending."""
        return np.array(sorted({spell.code for spell in self.spells if self.exists(spell.code, year)}), dtype=np.int64)

    def letters(self, code: int) -> str:
        """Return the COW abbreviation of a state."""
        return self._by_code[code][0].letters if code in self._by_code else str(code)

    def name(self, code: int) -> str:
        """Return the English name of a state."""
        return self._by_code[code][0].name if code in self._by_code else str(code)

    def need(self, code: int, year: int) -> int:
        """Return a number, after checking that there was such a state that year.

        Raises
        ------
        CaseError
            If there never was, or not in that year; says when, and which code may have been meant.
        """
        if not self.knows(code):
            raise CaseError(
                f"found the state code {code}, expected one of the Correlates of War list{self._meant(code)}"
            )
        if not self.exists(code, year):
            spells = ", ".join(f"{one.first} to {self._end(one)}" for one in self._by_code[code])
            raise CaseError(
                f"{self.name(code)} ({self.letters(code)}, {code}) was not a state in {year}: it is listed for "
                f"{spells}{self._meant(code)}"
            )
        return code

    def _end(self, spell: Spell) -> str:
        return "today" if spell.last >= self.listed_to else str(spell.last)

    def _meant(self, code: int) -> str:
        other = _GW.get(code)
        if other is None or not self.knows(other):
            return ""
        return f"; if {code} is Gleditsch and Ward's number, the COW number is {other} ({self.name(other)})"

    def find(self, text: str, year: int, codes: Codes = "any") -> int:
        """Find a state by its number, letters or name.

        Parameters
        ----------
        text
            A COW number, COW letters, ISO 3166 letters, or the English name.
        year
            In which it has to be a state.
        codes
            Which letters are meant: ``cow``, ``iso``, or ``any`` where both lists agree.

        Returns
        -------
        int
            Its COW number.

        Raises
        ------
        CaseError
            If nothing fits, if COW and ISO letters mean different states, or if it was not a state that year.
        """
        if text.strip().isascii() and text.strip().isdigit():
            return self.need(int(text), year)
        word = text.strip()
        lists = {
            "cow": [one.code for one in self.spells if one.letters == word.upper()],
            "iso": list(self.iso.get(word.upper(), ())),
        }
        lists["any"] = lists["cow"] + lists["iso"]
        named = [one.code for one in self.spells if one.name.casefold() == word.casefold()]
        found = self._alive(lists[codes] or named, year)
        if not found:
            known = sorted({one.letters for one in self.spells} | {one.name for one in self.spells})
            raise CaseError(f"found the state {text!r}, expected a COW number, letters or a name{nearest(word, known)}")
        if len(found) > 1:
            means = " or ".join(f"{self.name(code)} ({code})" for code in found)
            raise CaseError(f"{text!r} may mean {means}; give the COW number, or say which letters are meant")
        return self.need(found[0], year)

    def _alive(self, codes: Sequence[int], year: int) -> list[int]:
        """Keep those that were states that year, or all where none was: the message can then say when they were."""
        different = list(dict.fromkeys(codes))
        return [code for code in different if self.exists(code, year)] or different
