"""Offices in a text: "deputy foreign minister of X", and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import words_of
from goodoffices.record.sighting import Sighting
from goodoffices.record.tokens import Tokens

__all__ = ["Office", "find_offices"]

# The most small words after "of": "envoy for the fight against corruption".
_TAIL = 6
# The most modifiers in a row: "deputy acting special".
_ROW = 6
# How many offices may stand within one another.
_DEPTH = 2


@dataclass(frozen=True)
class Office:
    """An office: words ``first`` up to ``end`` of a stretch.

    Attributes
    ----------
    core
        Where it begins without the state or organisation whose it is.
    head
        The word that it turns on, in small letters.
    party
        Whose it is, or None where the words do not tell.
    plural
        True for "the foreign ministers".
    trade
        True for what is no office but says who somebody is.
    past
        True for a former office.
    """

    first: int
    core: int
    end: int
    head: str
    party: str | None = None
    plural: bool = False
    trade: bool = False
    past: bool = False


@dataclass(frozen=True)
class _Rules:
    heads: Mapping[str, tuple[tuple[str, ...], ...]]
    plurals: frozenset[str]
    trades: frozenset[str]
    modifiers: frozenset[str]
    fields: frozenset[str]
    implied: Mapping[str, str]
    speaks_for: frozenset[str]
    past: frozenset[str]
    stops: frozenset[str]
    peers: frozenset[str]
    small: frozenset[str]
    given: frozenset[str]
    addresses: frozenset[str]


def find_offices(
    tokens: Tokens, sightings: Sequence[Sighting], parties: Mapping[str, str | None], lexicon: Lexicon
) -> tuple[Office, ...]:
    """Find the offices in a stretch.

    Parameters
    ----------
    sightings
        The names of parties in it, in order.
    parties
        For each party that the text names the one for which it speaks: of an organ that of which it is one.

    Returns
    -------
    tuple of Office
        In order; none overlaps another.
    """
    parser = _Parser(tokens, sightings, parties, _rules(lexicon))
    found: list[Office] = []
    at = 0
    while at < len(tokens):
        office = parser.office(at, found[-1].end if found else 0)
        if office is None:
            at += 1
            continue
        before = found[-1] if found and found[-1].end + 1 == office.first else None
        if before and tokens.words[office.first - 1] == "and":
            office = _joined(found.pop(), office)
        elif before and tokens.words[office.first - 1] == "'s":  # "the president's adviser"
            office = replace(office, party=office.party or before.party)
        found.append(office)
        at = office.end
    return tuple(found)


def _joined(one: Office, other: Office) -> Office:
    """Join two offices of one person: "deputy prime minister and minister of defence"."""
    return replace(one, end=other.end, party=one.party or other.party)


@lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> _Rules:
    def words(name: str, topic: str = "offices") -> frozenset[str]:
        return frozenset(lexicon.words(topic, name))

    heads: dict[str, list[tuple[str, ...]]] = {}
    for name in ("heads", "plurals", "trades"):
        for phrase in lexicon.words("offices", name):
            row = tuple(word.lower() for word in words_of(phrase))
            heads.setdefault(row[0], []).append(row)
    return _Rules(
        heads={first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in heads.items()},
        plurals=words("plurals"),
        trades=words("trades"),
        modifiers=words("modifiers"),
        fields=words("fields"),
        implied={key: str(value) for key, value in lexicon.table("offices", "implied").items()},
        speaks_for=words("speaks_for"),
        past=words("past"),
        stops=words("stops"),
        peers=words("peers"),
        small=words("small_words", "people"),
        given=words("given", "people"),
        addresses=words("honorifics", "people") | words("ranks"),
    )


class _Parser:
    """Reads offices of one stretch."""

    def __init__(
        self, tokens: Tokens, sightings: Sequence[Sighting], parties: Mapping[str, str | None], rules: _Rules
    ) -> None:
        self._tokens = tokens
        self._rules = rules
        self._parties = parties
        self._from = {one.first: one for one in sightings}
        self._to = {one.end: one for one in sightings}

    def office(self, at: int, floor: int, depth: int = 0) -> Office | None:
        """Read an office of which the head begins at a place; it does not reach back over ``floor``.

        It may hold others, which may hold others: ``depth`` says how far down this one is.
        """
        head = self._head(at)
        if head is None or self._goes_on(at + len(head)):
            return None
        core, first, before = self._before(at, floor, capital=self._tokens.words[at][0].isupper())
        end, after = self._after(at + len(head), depth)
        name = " ".join(head).replace(" - ", "-")
        modifiers = [word.lower() for word in self._tokens.words[core:at]]
        trade = name in self._rules.trades
        party = (None if trade else before) or self._after_party(name, after)
        party = party or self._implied(" ".join([*modifiers, name]), name)
        return Office(
            first=first,
            core=core,
            end=end,
            head=name,
            party=party,
            plural=name in self._rules.plurals,
            trade=trade or name in self._rules.peers,
            past=not self._rules.past.isdisjoint([*modifiers, self._tokens.word(first - 1).lower()]),
        )

    def _head(self, at: int) -> tuple[str, ...] | None:
        words = self._tokens.words
        for row in self._rules.heads.get(self._tokens.word(at).lower(), ()):
            if tuple(word.lower() for word in words[at : at + len(row)]) == row:
                return row
        return None

    def _goes_on(self, at: int) -> bool:
        """Tell whether another head follows, for which the one before is but a modifier: "deputy head"."""
        end = at
        while end < at + _ROW and (
            self._tokens.word(end).lower() in self._rules.modifiers or self._tokens.word(end) == "-"
        ):
            if self._head(end):
                return True
            end += 1
        return self._head(end) is not None

    def _before(self, at: int, floor: int, *, capital: bool) -> tuple[int, int, str | None]:
        """Go back over what goes with the head: its modifiers, then the party whose it is."""
        core = at
        while core > floor and self._modifies(core, floor, capital=capital):
            core -= 1
        first, party = core, None
        for _ in range(2):  # "Palestinian Hamas leader"
            owned = self._tokens.word(first - 1) == "'s"
            sighting = self._to.get(first - 1 if owned else first)
            if sighting is None or sighting.first < floor:
                break
            if sighting.of:
                party = party or self._parties.get(sighting.of, sighting.of)
            first = sighting.first
        return core, first, party

    def _modifies(self, core: int, floor: int, *, capital: bool) -> bool:
        """Tell whether the word before a place goes with the office after it."""
        word, tokens, modifiers = self._tokens.word(core - 1), self._tokens, self._rules.modifiers
        if core in self._to:
            return False
        if word == "-":
            return tokens.glued(core) and tokens.glued(core - 1) and core - 2 >= floor
        if tokens.word(core) == "-" or word.lower() in modifiers:
            return word[0].isalnum()
        before = tokens.word(core - 2) if core - 2 >= floor else ""
        if word == "and":
            return before.lower() in modifiers and not self._head(core - 2)
        return self._is_lone(word, before, follows_party=core - 1 in self._to, capital=capital)

    def _is_lone(self, word: str, before: str, *, follows_party: bool, capital: bool) -> bool:
        """Tell whether a word that nobody listed goes with an office."""
        rules = self._rules
        if word.islower():  # "Hamas politburo chief"
            return follows_party and not capital and word.isalpha() and word not in rules.stops
        # "Fatah leader", "the Kandahar Governor"
        lone = len(word) > 1 and word[0].isupper() and word not in rules.small and word not in rules.addresses
        return lone and (before in {",", "the", "The", "'s"} if capital else not before[:1].isupper())

    def _after(self, at: int, depth: int) -> tuple[int, tuple[tuple[str, str], ...]]:
        """Go on over "of", "for", "to" and what they name."""
        named: list[tuple[str, str]] = []
        end = at
        while self._tokens.word(end).lower() in {"of", "for", "to", "on", "at", "in"}:
            preposition = self._tokens.word(end).lower()
            reached, parties = self._named(end + 1, depth)
            if reached == end + 1 or (preposition in {"on", "at", "in"} and not parties):
                break
            named += [(preposition, party) for party in parties]
            end = reached
        return end, tuple(named)

    def _named(self, at: int, depth: int) -> tuple[int, list[str]]:
        """Read what stands after "of": parties, fields, another office, a few small words."""
        tokens, end, small = self._tokens, at, 0
        found: list[str] = []
        if tokens.word(end).lower() in {"the", "a", "an", "his", "her", "its", "their", "our"}:
            end += 1
        begin = end
        while end < len(tokens):
            if end in self._from:
                found.append(self._from[end].of)
                end = self._from[end].end
                if inner := self._inner(end, depth):  # "representative of the UN Secretary-General"
                    return inner.end, found
                if tokens.word(end) in {"'s", "-"}:
                    end += 1
                elif end not in self._from and not self._is_matter(end):
                    break
                continue
            if (end == begin or tokens.words[end][0].isupper()) and (inner := self._inner(end, depth)):
                return inner.end, [*found, *([inner.party] if inner.party else [])]
            step = self._step(end, small, first=end == begin)
            if step == 0:
                break
            small += tokens.words[end][0].islower()
            end += step
        return self._trimmed(at, begin, end), found

    def _trimmed(self, at: int, begin: int, end: int) -> int:
        """Return where what was named ends: not with "and", but with its abbreviation."""
        tokens = self._tokens
        while end > begin and tokens.word(end - 1).lower() in {"and", "the", "'s", "-"}:
            end -= 1
        if end > begin and tokens.word(end) == "(" and end + 1 in self._from and tokens.word(end + 2) == ")":
            end += 3
        return end if end > begin else at

    def _is_matter(self, at: int) -> bool:
        """Tell whether a small word goes with the party before it: "envoy on X talks"."""
        word = self._tokens.word(at)
        return word.isalpha() and word.islower() and word not in self._rules.stops and self._tokens.word(at + 1) == ","

    def _inner(self, at: int, depth: int) -> Office | None:
        """Read an office within another: "envoy of the foreign minister of X"."""
        if depth >= _DEPTH:
            return None
        end = at
        while end < at + _ROW and self._tokens.word(end).lower() in self._rules.modifiers:
            if office := self.office(end, at, depth + 1):
                return office
            end += 1
        return self.office(end, at, depth + 1)

    def _step(self, at: int, small: int, *, first: bool) -> int:
        """Tell how many words from a place on belong to what is named."""
        word, rules = self._tokens.word(at), self._rules
        if self._head(at):
            return 0
        if word in rules.fields:
            return 1
        if word[0].isupper():
            row = first or self._tokens.words[at - 1][0].islower()
            return self._capitals(at) if row and word not in rules.small and word not in rules.given else 0
        return int(word.isalpha() and small < _TAIL and word not in rules.stops)

    def _capitals(self, at: int) -> int:
        """Count the capitals that are a place or a body, not the name of who holds the office."""
        tokens, rules, end = self._tokens, self._rules, at
        while tokens.word(end)[:1].isupper() and end not in self._from and tokens.word(end) not in rules.addresses:
            end += 1
        row = end - at
        definite = tokens.word(at - 1) == "the"
        return row if definite or row < 3 else row - 2

    def _after_party(self, head: str, named: Sequence[tuple[str, str]]) -> str | None:
        for preposition, party in named:
            close = head in self._rules.speaks_for or (head in self._rules.trades and preposition in {"at", "for"})
            if party and (preposition == "of" or close):
                return self._parties.get(party, party)
        return None

    def _implied(self, phrase: str, head: str) -> str | None:
        return self._rules.implied.get(phrase) or self._rules.implied.get(head)
