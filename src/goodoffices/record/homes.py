"""Whose an office is that is named without its state: "President Doe", "the deputy minister"."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from goodoffices.record.appearing import Appearance
from goodoffices.record.offices import Office
from goodoffices.record.sighting import Sighting
from goodoffices.record.tokens import Tokens

__all__ = ["Homes"]

# A state is what a text is about where it is named so much more often than the next.
_LEAD = 1.2
_OFTEN = 3
_DEFINITE = frozenset({"the", "The", "its", "their", "his", "her", "own"})
_SMALL = frozenset({"and", "or", "al", "el", "bin", "ibn", "de", "van", "von"})


class Homes:
    """Finds the state at home in which somebody holds an office.

    Parameters
    ----------
    read
        The words of each stretch.
    rows, offices
        The names of parties and the offices in each stretch.
    states
        The ids of parties that are states.
    speaks
        For each party that is named the one for which it speaks.
    starts
        Where sentences begin.
    """

    def __init__(
        self,
        read: Sequence[Tokens],
        rows: Sequence[Sequence[Sighting]],
        offices: Sequence[Sequence[Office]],
        *,
        states: frozenset[str],
        speaks: Mapping[str, str],
        starts: Sequence[int],
    ) -> None:
        self._read = read
        self._rows = rows
        self._offices = offices
        self._states = states
        self._speaks = speaks
        self._starts = starts
        all_counts = Counter(one.of for row in rows for one in row if one.of in states)
        counts = all_counts.most_common(2)
        lead = len(counts) == 1 or (len(counts) > 1 and counts[0][1] >= _LEAD * counts[1][1])
        self._main = counts[0][0] if lead else None
        self._often = {of for of, count in all_counts.items() if count >= _OFTEN}

    def of(self, place: Appearance) -> str | None:
        """Return the state of an office at a place.

        That of the office before it in a list; that of the town where the sentence is set, or the only one that the
        paragraph named, where the office is "its" or "the" minister's; that which the whole text is about.

        Returns
        -------
        str or None
            Empty where the sentence speaks of other states only, None where nothing tells.
        """
        office = next((office for office in place.offices if not office.trade), None)
        if office and (listed := self._listed(place, office)):
            return listed
        tokens = self._read[place.stretch]
        if (office and tokens.word(office.first - 1) in _DEFINITE and (only := self._only_before(place))) or (
            only := self._set_in(place)
        ):
            return only
        others = self._named(place)
        return self._main if not others or self._main in others else ""

    def _only_before(self, place: Appearance) -> str | None:
        """Return the only state that a paragraph named before a name."""
        taken = self._taken(place)
        named = {
            self._speaks[one.of]
            for one in self._rows[place.stretch]
            if one.of and one.first < place.first and one.first not in taken and not one.place
        } & self._states
        return named.pop() if len(named) == 1 else None

    def _set_in(self, place: Appearance) -> str | None:
        """Return the state of a town in which a sentence is set: "In Lima, Foreign Minister Doe said"."""
        tokens = self._read[place.stretch]
        sentence = bisect_right(self._starts, tokens.starts[place.first])
        for one in self._rows[place.stretch]:
            opens = one.first > 0 and tokens.starts[one.first - 1] == self._starts[sentence - 1] if sentence else False
            if opens and one.role == "capital" and one.place and one.of in self._often and one.end < place.first:
                return one.of
        return None

    def _listed(self, place: Appearance, office: Office) -> str | None:
        """Return the state of the office before: "X's prime minister A and defence minister B"."""
        tokens = self._read[place.stretch]
        for one in reversed(self._offices[place.stretch]):
            if one.end <= office.first and one.party in self._states:
                between = tokens.words[one.end : office.first]
                listed = all(not word[0].islower() or word in _SMALL for word in between)
                return one.party if listed and between[-1:] != (".",) else None
        return None

    def _taken(self, place: Appearance) -> set[int]:
        """Return the words that belong to the offices of others."""
        others = (office for office in self._offices[place.stretch] if office not in place.offices)
        return {k for office in others for k in range(office.first, office.end)}

    def _named(self, place: Appearance) -> set[str]:
        """Return the states that the sentence names beside offices."""
        tokens, taken = self._read[place.stretch], self._taken(place)
        sentence = bisect_right(self._starts, tokens.starts[place.first])
        return {
            self._speaks[one.of]
            for one in self._rows[place.stretch]
            if one.of
            and not one.place
            and one.first not in taken
            and bisect_right(self._starts, tokens.starts[one.first]) == sentence
        } & self._states
