"""Who the people of a text are: which names are one person's, with what office, of which party."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from goodoffices.case.base import MAX_NAME
from goodoffices.record.appearing import Appearance
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.offices import Office
from goodoffices.record.parts import Person, Words
from goodoffices.record.tokens import Tokens, plain

__all__ = ["Cast", "Context", "cast_people"]

# How alike two spellings of a given name are at least.
_ALIKE = 0.7
# A text that names more is a list.
_MOST = 2000
# How many people with a name in common are looked at, the latest first.
_RECENT = 8


@dataclass(frozen=True)
class Context:
    """What the whole text says that bears on its people.

    Attributes
    ----------
    parties
        For each party named the one for which it speaks.
    home
        Finds the state at home in which somebody at this place holds an office; an empty text where the sentence speaks
        of others, None where nothing tells.
    states
        The ids of parties that are states.
    own
        The party whose own word the text is, or None.
    authors
        Names that are not to be people of the crisis.
    """

    parties: Mapping[str, str | None]
    home: Callable[[Appearance], str | None]
    states: frozenset[str] = frozenset()
    own: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cast:
    """The people of a text.

    Attributes
    ----------
    people
        In the order in which they appear.
    places
        For each person the appearances.
    """

    people: tuple[Person, ...]
    places: Mapping[str, tuple[Appearance, ...]]


@dataclass(eq=False)
class _One:
    """One person, as far as known.

    The words of the fullest name, where names stand, where full names do, further names, what is said beside them.
    """

    core: tuple[str, ...]
    places: list[Appearance] = field(default_factory=list)
    full: list[tuple[int, int]] = field(default_factory=list)
    also: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    leads: str | None = None


@dataclass(frozen=True)
class _Rules:
    skipped: frozenset[str]
    family_first: frozenset[str]
    given: frozenset[str]
    leaders: Mapping[str, str]
    domestic: frozenset[str]
    peers: frozenset[str]
    implied: Mapping[str, str]


def cast_people(
    appearances: Sequence[Appearance], stretches: Sequence[Tokens], context: Context, lexicon: Lexicon
) -> Cast:
    """Find out who is who among the names of people.

    Parameters
    ----------
    appearances
        Of the whole text, in order.
    stretches
        The words of the whole text.

    Returns
    -------
    Cast
        One entry for each person, however many names the text has for him or her.
    """
    rules = _rules(lexicon)
    gathering = _Gathering(rules, context)
    gathering.take(appearances)
    whose = {_order(place): one for one in gathering.people for place in one.places}
    ids: dict[str, None] = {}
    people: list[Person] = []
    places: dict[str, tuple[Appearance, ...]] = {}
    telling = _Telling(stretches, context, rules)
    for one in sorted(gathering.people, key=lambda one: _order(one.places[0])):
        id_ = _id(one, ids, rules)
        ids[id_] = None
        owners = (whose.get((place.stretch, place.owner)) for place in one.places if place.owner is not None)
        owner = next((owner for owner in owners if owner and owner is not one), None)
        people.append(telling.person(id_, one, owner))
        places[id_] = tuple(one.places)
    return Cast(tuple(people), places)


@lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> _Rules:
    skipped = (*lexicon.words("people", "particles"), *lexicon.words("people", "suffixes"))
    return _Rules(
        skipped=frozenset(word.lower() for word in skipped),
        family_first=frozenset(name.lower() for name in lexicon.words("people", "family_first")),
        given=frozenset(name.lower() for name in lexicon.words("people", "given")),
        leaders={_joined(plain(name)): str(of) for name, of in lexicon.table("people", "leaders").items()},
        domestic=frozenset(lexicon.words("offices", "domestic")),
        peers=frozenset(lexicon.words("offices", "peers")),
        implied={rank: str(of) for rank, of in lexicon.table("offices", "implied_if_named").items()},
    )


def _core(words: Sequence[str], rules: _Rules) -> tuple[str, ...]:
    """Break a name into what tells it from others: no particles, initials or hyphens within.

    "Abdel-Fattah al-Burhan" is ``("abdel-fattah", "burhan")``.
    """
    parts: list[str] = []
    for k, word in enumerate(words):
        small = word.lower()
        hyphen = k > 0 and words[k - 1] == "-"
        if hyphen and parts and words[k - 2].lower() not in rules.skipped:
            parts[-1] += f"-{small}"
        elif word != "-" and not (small in rules.skipped and k + 1 < len(words)) and len(small.rstrip(".")) > 1:
            parts.append(small)
    return tuple(parts) or tuple(word.lower() for word in words[-1:])


def _joined(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _family(core: tuple[str, ...], rules: _Rules) -> tuple[str, ...]:
    """Return the words that may be the family name, the likelier first."""
    first = core[0] in rules.family_first and 1 < len(core) < 4 and core[0] not in rules.given
    return (core[0], core[-1]) if first else (core[-1],)


class _Gathering:
    """Takes names in, and gives each to the person whose it is."""

    def __init__(self, rules: _Rules, context: Context) -> None:
        self._rules = rules
        self._context = context
        self._index: dict[str, list[_One]] = {}
        self._at: dict[tuple[int, int], _One] = {}
        self._authors = [_core(plain(name).split(), rules) for name in context.authors]
        self.people: list[_One] = []

    def take(self, appearances: Sequence[Appearance]) -> None:
        """Take names in: the sure and full ones first."""
        cores = [(one, _core(one.words, self._rules)) for one in appearances]
        cores = [(one, core) for one, core in cores if not self._is_author(core)]
        ranks = [(one.surety < 2 and one.same is None, len(core) < 2) for one, core in cores]
        for wanted in ((False, False), (False, True), (True, False), (True, True)):
            for (one, core), rank in zip(cores, ranks, strict=True):
                if rank == wanted:
                    led = self._rules.leaders.get(_joined(core[-1])) if len(core) == 1 else None
                    self._place(one, core, new=one.surety > 1 or one.same is not None or led in self._context.parties)
        for person in self.people:
            person.places.sort(key=_order)
            person.leads = self._led(person)

    def _led(self, person: _One) -> str | None:
        """Return the party that a person is known to have led, where the text names it or gives an office."""
        families = _family(person.core, self._rules)
        led = self._rules.leaders.get(_joined("".join(person.core)))
        if led is None and len(families) == 1:
            led = self._rules.leaders.get(_joined(families[0]))
        held = any(place.offices or place.rank for place in person.places)
        return led if led in self._context.parties or (held and led in self._context.states) else None

    def _is_author(self, core: tuple[str, ...]) -> bool:
        return any(core == author or (len(core) == 1 and core[-1] == author[-1]) for author in self._authors)

    def _place(self, one: Appearance, core: tuple[str, ...], *, new: bool) -> None:
        person = self._whose(one, core)
        if one.same is not None and (first := self._at.get((one.stretch, one.same))):
            person = first
            first.also.update(core[-1:])
        if person is None and not new and len(core) == 2 and one.surety == 0:
            # "Watching Doe": a word at the beginning of a sentence before a name that is known.
            last = one.end - 1
            person, one = self._whose(one, core[-1:]), replace(one, first=last, begin=last, words=one.words[-1:])
        if person is None:
            if not new or len(self.people) >= _MOST:
                return
            person = _One(core)
            self.people.append(person)
        elif len(core) > len(person.core) and one.same is None:
            person.core = core
        person.places.append(one)
        person.addresses.update([one.address] if one.address else [])
        person.told.update(_told(one))
        self._at[_order(one)] = person
        if len(core) > 1 and (not person.full or person.full[-1] <= _order(one)):
            person.full.append(_order(one))
        for word in core:
            whose = self._index.setdefault(word, [])
            if person not in whose:
                whose.append(person)

    def _whose(self, one: Appearance, core: tuple[str, ...]) -> _One | None:
        """Find the person of a name: of several who fit the one whose full name stood last before it."""
        seen = [*self._index.get(core[-1], ())[:_RECENT], *self._index.get(core[0], ())[:_RECENT]]
        fitting: list[_One] = [person for person in dict.fromkeys(seen) if self._same(one, core, person)]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        return max(fitting, key=lambda person: _last_before(person.full, _order(one)))

    def _same(self, one: Appearance, core: tuple[str, ...], person: _One) -> bool:
        """Tell whether a name is a person's."""
        theirs, rules = person.core, self._rules
        if len(core) == 1:
            if core[0] in _family(theirs, rules) or core[0] in person.also:
                return True
            known = one.surety > 2 or _joined(core[0]) in rules.leaders
            return len(theirs) > 1 and (
                (known and core[0] == theirs[0])
                or (bool(one.address) and core[0] in theirs)
                # "Roe" of "Jo Roe Paz"
                or (len(theirs) > 2 and core[0] == theirs[-2] and core[0] not in rules.given)
            )
        if len(theirs) == 1:
            return theirs[0] in _family(core, rules)
        if "".join(core).replace("-", "") == "".join(theirs).replace("-", "") or core == theirs[: len(core)]:
            return True
        if core[-1] == theirs[-1]:
            return _alike(core[0], theirs[0]) or set(core) < set(theirs) or set(theirs) < set(core)
        return self._renamed(one, core, person)

    def _renamed(self, one: Appearance, core: tuple[str, ...], person: _One) -> bool:
        """Tell whether two names in another order are one person's: the same address, party, and a name in common."""
        common = core[-1] in person.core or person.core[-1] in core
        return common and one.address in person.addresses and not _told(one).isdisjoint(person.told)


def _last_before(places: Sequence[tuple[int, int]], place: tuple[int, int]) -> tuple[int, int]:
    before = bisect(places, place)
    return places[before - 1] if before else (-1, 0)


def _order(place: Appearance) -> tuple[int, int]:
    return place.stretch, place.first


def _told(place: Appearance) -> set[str]:
    """Return the parties that a place says somebody is of."""
    return {party for party in (place.party, *(office.party for office in place.offices)) if party}


def _alike(one: str, other: str) -> bool:
    """Tell whether two given names are one, spelled in two ways or cut short."""
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    return one[0] == other[0] and SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _id(one: _One, taken: Mapping[str, None], rules: _Rules) -> str:
    """Make an id of a family name, with the given name where that is another's."""
    family = _family(one.core, rules)[0]
    full = one.core if family == one.core[0] else (one.core[0], family)
    for words in ((family,), full, one.core):
        id_ = re.sub(r"[^a-z0-9]+", "-", "-".join(words)).strip("-0123456789")[: MAX_NAME - 5]
        if id_ and id_ not in taken:
            return id_
    number = 2
    start = re.sub(r"[^a-z]+", "", family) or "person"
    while f"{start}-{number}" in taken:
        number += 1
    return f"{start}-{number}"


class _Telling:
    """Tells of a person what the text gives."""

    def __init__(self, stretches: Sequence[Tokens], context: Context, rules: _Rules) -> None:
        self._stretches = stretches
        self._context = context
        self._rules = rules

    def person(self, id_: str, one: _One, owner: _One | None) -> Person:
        """Put a person together; ``owner`` is who employs an envoy or a spokesman."""
        offices = [(place, office) for place in one.places for office in place.offices]
        held = sorted((pair for pair in offices if pair[1].head not in self._rules.peers), key=self._worth)
        names = [self._stretches[place.stretch].written(place.first, place.end) for place in one.places]
        fullest = max(names, key=lambda name: (len(name.split()), not name.isupper(), -names.index(name)))
        party = self._told(one, offices, held)
        if party is None and owner:
            theirs = [(place, office) for place in owner.places for office in place.offices]
            party = self._told(owner, theirs, theirs) or owner.leads
        party = party or one.leads or self._implied(one, held)
        name = fullest.title() if fullest.isupper() else fullest
        return Person(id_, name, self._office(one, held), party, tuple(dict.fromkeys(names)))

    def _worth(self, pair: tuple[Appearance, Office]) -> tuple[bool, ...]:
        """Order offices: those held now before those of the past, a full one before a mere rank or a trade."""
        place, office = pair
        word = self._stretches[place.stretch].words[office.core]
        rank = office.end - office.core == 1 and office.end == place.begin and word[0].isupper()
        return (office.past, office.trade, office.plural, rank, word[0].islower())

    def _office(self, one: _One, held: Sequence[tuple[Appearance, Office]]) -> Words | None:
        """Return the words of the office, without the state whose it is; of a leader of fighters, with their name."""
        ranked = next(((place, place.rank) for place in one.places if place.rank), None)
        if ranked and (not held or held[0][1].trade):
            return self._words(self._stretches[ranked[0].stretch], *ranked[1])
        if not held:
            return None
        place, office = held[0]
        tokens = self._stretches[place.stretch]
        small = tokens.words[office.core][0].islower() and tokens.word(office.core - 1) != "'s"
        whole = small and office.party is not None and office.party not in self._context.states
        return self._words(tokens, office.first if whole else office.core, office.end)

    def _words(self, tokens: Tokens, first: int, end: int) -> Words:
        span = tokens.span(first, end)
        return Words(tokens.source[span.start : span.end], span)

    def _told(
        self, one: _One, offices: Sequence[tuple[Appearance, Office]], held: Sequence[tuple[Appearance, Office]]
    ) -> str | None:
        """Return the party that the text gives."""
        beside = {_order(place): self._context.parties.get(place.party or "", place.party) for place in one.places}
        told = [None if office.plural else office.party or beside[_order(place)] for place, office in (*held, *offices)]
        told += [*beside.values(), *(office.party for _, office in held)]
        return next((party for party in told if party), None)

    def _implied(self, one: _One, held: Sequence[tuple[Appearance, Office]]) -> str | None:
        """Return the party that an office or a rank has without more."""
        for place, office in held:
            if not (office.trade or office.plural or office.past):
                return self._at_home(place, office)
        for place in one.places:
            rank = self._stretches[place.stretch].words[place.rank[0]].lower() if place.rank else ""
            home = self._context.home(place) if rank in self._rules.domestic else None
            implied = self._rules.implied.get(rank)
            if home or implied in self._context.parties:
                return home or implied
        return None

    def _at_home(self, place: Appearance, office: Office) -> str | None:
        context, tokens = self._context, self._stretches[place.stretch]
        if context.own and tokens.word(office.first - 1).lower() == "our":
            return context.own
        words = [word.lower() for word in tokens.words[office.core : office.end]]
        before = takewhile(lambda word: word not in {"of", "for", "to", "at", "in", "on"}, words)
        implied = self._rules.implied.get(" ".join(words)) or self._rules.implied.get(office.head)
        implied = implied if implied in context.parties else None
        if self._rules.domestic.isdisjoint({office.head, *before}):
            return context.own or implied
        home = context.home(place)
        return home or implied or (context.own if home is None and context.own in context.states else None)
