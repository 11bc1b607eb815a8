"""People in a text: rows of capitals that are names, and what the words around say of them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import words_of
from goodoffices.record.offices import Office
from goodoffices.record.sighting import Sighting
from goodoffices.record.tokens import Tokens

__all__ = ["Appearance", "find_appearances"]

_LONGEST = 8
# The most small words between a name and an office: ", who was previously the".
_FILLERS = 5
_LISTS = {
    "people": ("honorifics", "particles", "telling_particles", "bound_particles", "hyphened_particles", "suffixes",
               "given", "says", "says_before", "labels", "small_words", "no_names", "things", "asides", "family_first"),
    "offices": ("linking", "past", "stops"),
    "parties": ("or_else",),
}  # fmt: skip
_INITIAL = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]")
# What may be glued to a name with a hyphen and is no part of it: "Biden-era".
_SUFFIX = re.compile(
    r"(?:led|backed|based|style|era|brokered|mediated|like|appointed|aligned|held|run|linked|controlled)"
)


@dataclass(frozen=True)
class Appearance:
    """A place where a person may be named: words ``first`` up to ``end`` of a stretch.

    Attributes
    ----------
    words
        Of the name, without forms of address.
    begin
        Where a form of address before the name begins, or the name.
    address
        The form of address, in small letters, or nothing.
    rank
        The place of a rank before the name, as ``(first, end)``, or None.
    offices
        What the words next to the name say the person is: before it, after it.
    party
        The party that they name otherwise: "Ms. Doe of the Red Cross".
    owner
        Where the name of a person begins whose the office is: "Doe's envoy".
    same
        Where the name begins for which this is another name: "Doe, known as Jay".
    surety
        3 where the words around make it a person, 2 where the name does, 0 where nothing does.
    """

    stretch: int
    begin: int
    first: int
    end: int
    words: tuple[str, ...]
    address: str = ""
    rank: tuple[int, int] | None = None
    offices: tuple[Office, ...] = ()
    party: str | None = None
    owner: int | None = None
    same: int | None = None
    surety: int = 0


@dataclass(frozen=True)
class _Rules:
    lists: Mapping[str, frozenset[str]]
    ranks: frozenset[tuple[str, ...]]
    things: frozenset[str]
    inside: frozenset[str]


def find_appearances(
    number: int, tokens: Tokens, sightings: Sequence[Sighting], offices: Sequence[Office], lexicon: Lexicon
) -> tuple[Appearance, ...]:
    """Find the rows of capitals in a stretch that are, or may be, names of people.

    Parameters
    ----------
    number
        Of the stretch.
    sightings, offices
        What else was found there; names do not reach into it.

    Returns
    -------
    tuple of Appearance
        In order.
    """
    rules = _rules(lexicon)
    rows = _Rows(tokens, sightings, offices, rules)
    around = _Around(tokens, sightings, offices, rules)
    named = {k for one in sightings if one.of for k in range(one.first, one.end)}
    found: list[Appearance] = []
    at = 0
    while at < len(tokens):
        end = rows.end_of(at)
        if end > at and (appearance := around.appearance(number, at, end)):
            found.append(_beside(tokens, found[-1], appearance, named, rules) if found else appearance)
        at = max(end, at + 1)
    return tuple(found)


def _beside(tokens: Tokens, before: Appearance, one: Appearance, named: Container[int], rules: _Rules) -> Appearance:
    """Read what the name before tells: "the heads of the delegations, A and B", "A's envoy B", "A, known as B"."""
    between = tokens.words[before.end : one.begin]
    if {"as", "alias", "nicknamed"}.intersection(between) and rules.lists["or_else"].issuperset({*between} - {","}):
        return replace(one, same=before.first)
    shared = tuple(office for office in before.offices if office.plural)
    listed = all(tokens.words[k] in {",", "and", "(", ")"} or k in named for k in range(before.end, one.begin))
    if shared and not one.offices and listed:
        return replace(one, offices=shared, surety=3)
    owned = any(office.first == before.end + 1 for office in one.offices) and between[:1] == ("'s",)
    return replace(one, owner=before.first) if owned else one


@lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> _Rules:
    lists = {name: frozenset(lexicon.words(topic, name)) for topic, names in _LISTS.items() for name in names}
    heads = lexicon.table("parties", "heads").values()
    return _Rules(
        lists=lists,
        ranks=frozenset(words_of(rank.rstrip(".")) for rank in lexicon.words("offices", "ranks")),
        things=lists["things"].union(*map(frozenset, heads)),
        inside=frozenset(lexicon.words("states", "inside")) | {"from", "to", "of"},
    )


def _spelled(word: str) -> str:
    """Write a word in capitals as others are, so that a form of address is found in "MR. DOE"."""
    return word.capitalize() if word.isupper() and "." not in word else word


class _Rows:
    """Finds rows of capitals, with the small words that belong into names."""

    def __init__(self, tokens: Tokens, sightings: Sequence[Sighting], offices: Sequence[Office], rules: _Rules) -> None:
        self._tokens = tokens
        self._lists = rules.lists
        self._addresses = rules.lists["honorifics"].union(rank[0] for rank in rules.ranks if len(rank) == 1)
        self._ranks = rules.ranks
        taken = [(one.first, one.end) for one in sightings if one.of or one.role in {"other", "medium"}]
        taken += [(one.first, one.end) for one in offices]
        self._taken = {k for first, end in taken for k in range(first, end)}

    def end_of(self, at: int) -> int:
        """Find the end of the row that begins at a place, that place where there is none."""
        end = at
        while end < len(self._tokens) and end - at < _LONGEST:
            step = self._step(at, end)
            if step == 0:
                break
            end += step
        return end

    def _step(self, begin: int, at: int) -> int:
        """Tell how many words from a place on belong to the row."""
        word = self._tokens.words[at]
        if at in self._taken:
            return 0
        if word == "-":
            return self._hyphen(begin, at)
        if word[0].isupper():
            return self._capital(begin, at)
        return self._particle(begin, at) if word in self._lists["particles"] else 0

    def _hyphen(self, begin: int, at: int) -> int:
        tokens = self._tokens
        after = tokens.word(at + 1)
        if at == begin or not (tokens.glued(at) and tokens.glued(at + 1) and after.isalpha()):
            return 0
        # "Moon Jae-in", but not "Biden-era".
        small = after.islower() and len(after) < 7 and at - begin > 1 and not _SUFFIX.fullmatch(after)
        return 2 if after[0].isupper() or small else 0

    def _capital(self, begin: int, at: int) -> int:
        tokens, lists = self._tokens, self._lists
        word, before = tokens.words[at], tokens.word(at - 1)
        if self._is_address(word, at, begin) or (_spelled(word), _spelled(tokens.word(at + 1))) in self._ranks:
            return 0
        if _INITIAL.fullmatch(word):
            after = tokens.word(at + 1)
            follows = after[:1].isupper() or after == "." or after in lists["particles"]
            return int(word not in lists["small_words"] and (at > begin or follows))
        if word in lists["suffixes"]:
            return (2 if tokens.word(at + 1) == "." else 1) if at > begin else 0
        if not word.replace("'", "").isalpha():
            return 0
        ordinary = word in lists["small_words"] or word in lists["no_names"]
        if word.isupper() and len(word) > 1:
            ordinary |= word.capitalize() in lists["small_words"] or word in lists["labels"]
        return int(not ordinary or (at > begin and before in lists["given"] and tokens.word(at + 1) != "-"))

    def _is_address(self, word: str, at: int, begin: int) -> bool:
        """Tell whether a word is a form of address: a row ends before it."""
        spelled = _spelled(word)
        if spelled not in self._addresses and f"{spelled}." not in self._addresses:
            return False
        return at == begin or self._tokens.word(at + 1) == "." or self._tokens.word(at - 1) not in self._lists["given"]

    def _particle(self, begin: int, at: int) -> int:
        tokens, lists = self._tokens, self._lists
        word, after = tokens.words[at], tokens.word(at + 1)
        if after == "-" and tokens.glued(at + 1) and tokens.glued(at + 2) and tokens.word(at + 2)[:1].isupper():
            return 3 if at + 2 not in self._taken else 0
        if word in lists["hyphened_particles"] or (at == begin and word in lists["bound_particles"]):
            return 0
        further = tokens.word(at + 2)
        named = after[:1].isupper() and after not in lists["small_words"] and at + 1 not in self._taken
        return int(named or (after in lists["particles"] and further[:1].isupper()))


class _Around:
    """Reads the words around a row: address, rank, office, party."""

    def __init__(self, tokens: Tokens, sightings: Sequence[Sighting], offices: Sequence[Office], rules: _Rules) -> None:
        self._tokens = tokens
        self._rules = rules
        self._named_to = {one.end: one for one in sightings if one.of}
        self._named_from = {one.first: one for one in sightings if one.of}
        self._office_to = {one.end: one for one in offices}
        self._office_from = {one.first: one for one in offices}
        self._given_away: set[int] = set()

    def appearance(self, number: int, at: int, end: int) -> Appearance | None:
        """Read a row; None where it is the name of a thing."""
        words = self._tokens.words[at:end]
        begin, address, rank = self._addressed(at)
        before = self._offices_before(begin)
        things = self._rules.things.intersection(words)
        if things and not (address or before or (rank and len(things) < len(words))):
            return None
        after, owner = self._office_after(end)
        party = self._party(begin, end)
        alone = end - at == 1
        told = bool(address or rank) or any(not (alone and (one.trade or one.plural)) for one in before)
        surety = 3 if told else self._surety(at, end, beside=bool(after or party), party=party)
        offices = (*before, *([after] if after else [])) if surety == 3 else ()
        if after in offices:
            self._given_away.add(after.first)
        return Appearance(number, begin, at, end, words, address, rank, offices, party, owner, surety=surety)

    def _addressed(self, at: int) -> tuple[int, str, tuple[int, int] | None]:
        """Go back over forms of address and ranks, up to an office."""
        begin, address, rank = at, "", None
        honorifics = self._rules.lists["honorifics"]
        while begin > 0 and begin not in self._office_to:
            end = begin - 1 if self._tokens.word(begin - 1) == "." else begin
            last = _spelled(self._tokens.word(end - 1))
            if (_spelled(self._tokens.word(end - 2)), last) in self._rules.ranks:
                begin, rank = end - 2, (end - 2, rank[1] if rank else begin)
            elif (last,) in self._rules.ranks:
                begin, rank = end - 1, (end - 1, rank[1] if rank else begin)
            elif last in honorifics or f"{last}." in honorifics:
                begin, address = end - 1, address or last.lower()
            else:
                break
        return begin, address, rank

    def _offices_before(self, begin: int) -> tuple[Office, ...]:
        """Find the offices before a name: "the envoy, Ambassador Doe" has two, the first one being the fuller."""
        found: list[Office] = []
        while (office := self._office_before(begin)) and len(found) < _FILLERS:
            found.append(office)
            begin, _, _ = self._addressed(office.first)
            if self._tokens.word(begin - 1) != ",":
                break
        return tuple(found)

    def _office_before(self, begin: int) -> Office | None:
        office = self._office_to.get(begin)
        if office is None and self._tokens.word(begin - 1) in {",", "("}:
            office = self._office_to.get(begin - 1)
            if office and office.first in self._given_away:
                return None
        return office

    def _office_after(self, end: int) -> tuple[Office | None, int | None]:
        """Find an office after a name: "Jo Doe (left), who was then the minister", and whose it is: "Roe's envoy"."""
        owner = None
        at = self._aside(end)
        set_off = self._tokens.word(at) in {",", "-", "—", "("} or at in self._tokens.line_starts
        if not set_off and self._tokens.word(at) not in {"is", "was", "became", "as"}:
            return None, None
        at += self._tokens.word(at) in {",", "-", "—", "("}
        for _ in range(_FILLERS):
            if at in self._office_from:
                break
            if self._tokens.word(at + 1) in {"'", "'s"} and self._tokens.word(at).isalpha():
                owner = at if self._tokens.word(at)[0].isupper() else None
                at += 2  # "the rebels' secretary"
            elif self._tokens.word(at).lower() in self._rules.lists["linking"]:
                at += 1
            else:
                return None, None
        office = self._office_from.get(at)
        if office is None or office.plural or self._goes_on(office.end):
            return None, None
        past = not self._rules.lists["past"].isdisjoint(self._tokens.words[end:at])
        return replace(office, past=office.past or past), owner

    def _aside(self, at: int) -> int:
        """Skip "(left)" and an age."""
        if self._tokens.word(at) == "(" and self._tokens.word(at + 1).lower() in self._rules.lists["asides"]:
            for end in range(at + 2, at + 5):
                if self._tokens.word(end) == ")":
                    return end + 1
        if self._tokens.word(at) == "," and self._tokens.word(at + 1).isdecimal():
            return at + 2
        return at

    def _goes_on(self, at: int) -> bool:
        """Tell whether an office goes with what is right after it: another name, or "group"."""
        word, lists = self._tokens.word(at), self._rules.lists
        if word.islower() and word.isalpha():
            return word not in lists["stops"]
        return word[:1].isupper() and word not in lists["small_words"] and at not in self._named_from

    def _party(self, begin: int, end: int) -> str | None:
        """Read a party that is named beside the name: "Congo's Jo Doe", "JO DOE (Congo)", "Jo Doe of the Red Cross"."""
        tokens = self._tokens
        owner = self._named_to.get(begin - 1)
        if owner and tokens.word(begin - 1) == "'s":
            return owner.of
        at = end + 1 if tokens.word(end) in {"(", "of", "from"} else 0
        at += at > 0 and tokens.word(at) == "the"
        bracketed = tokens.word(begin - 1) == "(" and tokens.word(end) == ")"
        if bracketed and (state := self._named_to.get(begin - 1)):
            return state.of
        found = self._named_from.get(at) if at else None
        if found and (tokens.word(end) != "(" or tokens.word(found.end) in {")", ",", ";"}):
            return found.of
        return None

    def _surety(self, at: int, end: int, *, beside: bool, party: str | None) -> int:
        """Tell how sure it is that a row names a person before which nothing says so."""
        tokens = self._tokens
        if end - at == 1:
            return 0
        if all(word.isupper() for word in tokens.words[at:end] if word[0].isalpha()):
            label = at in tokens.line_starts and tokens.word(end) == ":"
            return 3 if label or (beside and (party is None or tokens.word(end) == "(")) else 0
        located = tokens.word(at - 1).lower() in self._rules.inside
        if beside and not located:
            return 3
        speaks = tokens.kind not in {"heading", "title"} and not located and self._speaks(at, end)
        return 2 if speaks or self._is_given(at, end) else 0

    def _is_given(self, at: int, end: int) -> bool:
        words, lists = self._tokens.words[at:end], self._rules.lists
        korean = words[0] in lists["family_first"] and (len(words) == 3 or (len(words) == 4 and words[2] == "-"))
        return korean or words[0] in lists["given"] or not lists["telling_particles"].isdisjoint(words[1:])

    def _speaks(self, at: int, end: int) -> bool:
        """Tell whether the words around a row are those around people."""
        tokens, says = self._tokens, self._rules.lists["says"]
        following = tokens.word(end + 1) if tokens.word(end) == "," else ""
        return (
            tokens.word(end) in says
            or tokens.word(at - 1) in self._rules.lists["says_before"]
            or following == "who"
            or (following.isdecimal() and len(following) == 2 and tokens.word(end + 2) == ",")
        )
