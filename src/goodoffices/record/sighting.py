"""Which names in a text are mentions of parties, and how: acting, as an adjective, or as a mere place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import Form, Known, Phrases, find_phrases, namebook, words_of
from goodoffices.record.tokens import Tokens

__all__ = ["Sighting", "see", "settle"]

# Names that alone do not show that a party is named.
_WEAK = frozenset({"capital", "seat", "undivided", "quarter", "brief"})
# Words that tell how a name is meant stand at most so far before it.
_NEAR = 4


@dataclass(frozen=True)
class Sighting:
    """A place where a party is named: words ``first`` up to ``end`` of a stretch.

    Attributes
    ----------
    of
        The id of the party; empty where the name is that of no party.
    role
        As in `Form`.
    acts
        True for a town that does something: "Vienna has offered".
    """

    stretch: int
    first: int
    end: int
    of: str
    role: str
    adjective: bool = False
    place: bool = False
    acts: bool = False


@dataclass(frozen=True)
class _Rules:
    lists: Mapping[str, frozenset[str]]
    things_before: Phrases
    elsewhere: Mapping[str, frozenset[str]]
    undivided: Mapping[str, Sequence[str]]
    quarters: Mapping[str, Sequence[Mapping[str, Any]]]
    ordinary: frozenset[str]
    states: frozenset[str]
    homes: Mapping[str, tuple[str, ...]]
    known: frozenset[tuple[str, ...]]
    acting: frozenset[str]
    before_names: frozenset[str]


def see(number: int, tokens: Tokens, books: Sequence[Phrases], lexicon: Lexicon) -> tuple[Sighting, ...]:
    """Find the names in a stretch and tell how each is meant, as far as the words around it tell.

    Parameters
    ----------
    number
        Of the stretch.
    books
        The names of the text's own, then those that are known.

    Returns
    -------
    tuple of Sighting
        In order; those that name no party are there too, as nobody's.
    """
    rules = _rules(lexicon)
    seen: list[Sighting] = []
    for hit in find_phrases(tokens, *books):
        sighting = Sighting(number, hit.first, hit.end, hit.form.of, hit.form.role)
        if not hit.form.of or _is_other(tokens, sighting, rules) or _is_others(sighting, seen, rules):
            seen.append(replace(sighting, of=""))
            continue
        place = _is_place(tokens, sighting, seen, rules)
        adjective = _is_adjective(tokens, sighting, rules)
        end = sighting.end
        if adjective and tokens.word(end) in rules.lists["governments"]:
            end, adjective, place = end + 1, False, False
        if seen and seen[-1].of and seen[-1].end == sighting.first and seen[-1].role == "name":
            seen[-1] = replace(seen[-1], adjective=True)  # "U.S. State Department"
        acts = not place and tokens.word(end) in rules.lists["doing"]
        seen.append(replace(sighting, end=end, adjective=adjective, place=place and not adjective, acts=acts))
    return tuple(seen)


@lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> _Rules:
    names = ("things_after", "events_after", "persons", "placing", "inside", "toward", "travel", "parts", "attributed",
             "governments", "halves", "doing", "language")  # fmt: skip
    book = namebook(lexicon).phrases.by_first
    before = Phrases()
    for name in lexicon.words("states", "things_before"):
        words = words_of(name)
        before.add(Form(words[::-1], "", "other"))
    ordinary = [
        *(word for name in ("modifiers", "heads", "plurals") for word in lexicon.words("offices", name)),
        *(word for name in ("small_words", "no_names", "things") for word in lexicon.words("people", name)),
        *(head for heads in lexicon.table("parties", "heads").values() for head in heads),
    ]
    return _Rules(
        lists={name: frozenset(lexicon.words("states", name)) for name in names},
        things_before=before,
        elsewhere={id_: frozenset(words) for id_, words in lexicon.table("states", "elsewhere").items()},
        undivided=lexicon.table("states", "undivided"),
        quarters=lexicon.table("states", "quarters"),
        ordinary=frozenset(word.lower() for phrase in ordinary for word in words_of(phrase)),
        known=frozenset(form.words for forms in book.values() for form in forms if len(form.words) == 1),
        homes={id_: known.home for id_, known in namebook(lexicon).parties.items()},
        acting=frozenset(lexicon.words("parties", "acting")),
        states=frozenset(lexicon.table("states", "states")),
        before_names=frozenset(
            word
            for topic, name in (("people", "honorifics"), ("people", "given"), ("offices", "ranks"))
            for word in lexicon.words(topic, name)
        ),
    )


# Other things of the same name


def _is_other(tokens: Tokens, hit: Sighting, rules: _Rules) -> bool:
    after = tokens.word(hit.end)
    shouted = after.capitalize() if after.isupper() else after
    thing = (
        shouted in rules.lists["things_after"]
        or _thing_before(tokens, hit.first, rules)
        or (hit.role == "capital" and after.lower() in rules.lists["events_after"])
        or (hit.role == "adjective" and (_names_thing(tokens, hit.end, rules) or _is_language(tokens, hit.end, rules)))
        or (hit.role == "brief" and _is_unknown(tokens.word(hit.first - 1), rules))
    )
    if thing or hit.end - hit.first > 1:
        return thing
    word = tokens.words[hit.first]
    if word in rules.lists["halves"]:
        return not (after == "-" and tokens.glued(hit.end))
    if word in rules.lists["persons"]:
        return _is_persons(tokens, hit, rules)
    # Short capitals among capitals: "LET US GO".
    return len(word) < 4 and word.isupper() and _all_capitals(tokens.word(hit.first - 1), after)


def _thing_before(tokens: Tokens, first: int, rules: _Rules) -> bool:
    at = first - 2 if tokens.word(first - 1) == "the" else first - 1
    return any(
        tuple(tokens.word(at - k) for k in range(len(form.words))) == form.words
        for form in rules.things_before.by_first.get(tokens.word(at), ())
    )


def _names_thing(tokens: Tokens, at: int, rules: _Rules) -> bool:
    """Tell whether capitals follow that end in a dam, a sea, a daily."""
    for k in range(at, at + 3):
        word = tokens.word(k)
        if not word[:1].isupper():
            return False
        if word in rules.lists["things_after"]:
            return True
    return False


def _is_others(hit: Sighting, seen: Sequence[Sighting], rules: _Rules) -> bool:
    """Tell whether an abbreviation, or a body that others have too, is another state's: "the Peruvian Congress"."""
    owner = seen[-1].of if seen and seen[-1].end == hit.first else ""
    return hit.role == "brief" and owner != "" and owner not in rules.homes[hit.of]


def _is_language(tokens: Tokens, at: int, rules: _Rules) -> bool:
    at += tokens.word(at) == "-"
    return tokens.word(at) in rules.lists["language"]


def _is_persons(tokens: Tokens, hit: Sighting, rules: _Rules) -> bool:
    """Tell whether a name belongs to a person: "Jordan Smith", "Mr. Jordan"."""
    before = tokens.word(hit.first - 2) if tokens.word(hit.first - 1) == "." else tokens.word(hit.first - 1)
    if before in rules.before_names or f"{before}." in rules.before_names:
        return True
    if tokens.kind in {"heading", "title"} or before in {"of", "in", "from", "the"}:
        return False
    beside = (tokens.word(hit.end), tokens.word(hit.first - 1) if hit.first - 1 not in tokens.line_starts else "")
    return any(_is_unknown(word, rules) for word in beside)


def _is_unknown(word: str, rules: _Rules) -> bool:
    """Tell whether a word has a capital and is none of those that stand beside states."""
    capital = len(word) > 1 and word[0].isupper() and not word.isupper()
    return capital and word.lower() not in rules.ordinary and (word,) not in rules.known


def _all_capitals(*words: str) -> bool:
    return all(len(word) > 1 and word.isupper() for word in words)


# As an adjective, as a place


def _is_adjective(tokens: Tokens, hit: Sighting, rules: _Rules) -> bool:
    if hit.role == "adjective":
        return True
    before, after = tokens.word(hit.first - 1), tokens.word(hit.end)
    if hit.role == "people":
        return before.lower() != "the"
    if after == "-" and tokens.glued(hit.end):
        after = tokens.word(hit.end + 1)
    return after.lower() in rules.lists["attributed"] or after in rules.lists["governments"]


def _is_place(tokens: Tokens, hit: Sighting, seen: Sequence[Sighting], rules: _Rules) -> bool:
    town = hit.role == "capital"
    if not (town or (hit.role == "name" and hit.of in rules.states)) or tokens.word(hit.end) == "'s":
        return False
    return (
        _placed_before(tokens, hit, rules)
        or (town and _is_town(tokens, hit))
        or (bool(seen) and seen[-1].place and _is_listed(tokens, seen[-1].end, hit, rules))
    )


def _is_listed(tokens: Tokens, end: int, hit: Sighting, rules: _Rules) -> bool:
    """Tell whether a name goes on a list, or tells where a town is: "in Lima, Peru", not "in Lima, Peru said"."""
    joint, after = tokens.words[end : hit.first], tokens.word(hit.end)
    return joint in {("and",), ("or",), (",",), (",", "and")} and after not in rules.acting and not after.endswith("ed")


def _placed_before(tokens: Tokens, hit: Sighting, rules: _Rules) -> bool:
    at = hit.first - 1
    if tokens.word(at).lower() == "the":
        at -= 1
    before, lists = tokens.word(at).lower(), rules.lists
    if before in lists["inside"] or before in lists["placing"]:
        return True
    earlier = [tokens.word(k).lower() for k in range(max(0, at - _NEAR), at)]
    if before in lists["toward"]:
        return before in lists["travel"] or not lists["travel"].isdisjoint(earlier)
    return before == "of" and bool(earlier) and earlier[-1] in lists["parts"]


def _is_town(tokens: Tokens, hit: Sighting) -> bool:
    before, after = tokens.word(hit.first - 1).lower(), tokens.word(hit.end)
    if before in {"capital", "a", "an"} or (after == "-" and tokens.word(hit.end + 1) == "based"):
        return True
    begins = hit.first in tokens.line_starts or before in {"/", "("}
    return begins and after in {",", "(", "/", "—", "-", ":"}


# What the whole text tells


def settle(
    sightings: Iterable[Sighting], words: Container[str], known: Mapping[str, Known], lexicon: Lexicon
) -> tuple[Sighting, ...]:
    """Keep those names that are parties' in the light of the whole text.

    A capital where nothing else names the state and that does not act itself is a place; where only the past state is
    named it is that state's. "Korea" is a state only where one of the two is not named; "the North" only where one of
    them is; an abbreviation that several have only where its state is.

    Parameters
    ----------
    sightings
        Of the whole text.
    words
        All words of the text.
    known
        The parties.

    Returns
    -------
    tuple of Sighting
        In the order given; what is no party's stays, as nobody's.
    """
    settling = _Settling(tuple(sightings), words, known, _rules(lexicon))
    return tuple(replace(one, of=settling.owner(one)) for one in settling.given)


class _Settling:
    """Knows what a whole text names."""

    def __init__(
        self, given: tuple[Sighting, ...], words: Container[str], known: Mapping[str, Known], rules: _Rules
    ) -> None:
        self.given = given
        self._known = known
        self._rules = rules
        present = Counter(one.of for one in given if one.of in known and one.role not in _WEAK)
        for of, count in list(present.items()):
            present.update({part: count for part in [known[of].part] if part})
        weak = Counter(one.of for one in given if one.role == "seat" or (one.role == "capital" and not one.place))
        past = {kin: of for of in present if (kin := known[of].kin) and kin not in present}
        self._past = {of: past[of] for of in weak if of in past}
        sure = {one.of for one in given if one.role == "seat" or (one.role == "capital" and one.acts)}
        acting = {of: count for of, count in weak.items() if count > 1 or of in present or of in sure}
        present.update({of: count for of, count in acting.items() if of not in self._past})
        self._present = present
        self._absent = {
            of
            for of, others in rules.elsewhere.items()
            if any(other in words for other in others) and all(one.role == "name" for one in given if one.of == of)
        }

    def owner(self, one: Sighting) -> str:
        """Tell whose a name is, after all."""
        present = self._present
        if not one.of:
            return ""
        if one.role == "undivided":
            both = self._rules.undivided.get(one.of, ())
            return both[0] if both and [id_ in present for id_ in both] == [True, False] else ""
        if one.role == "quarter":
            rows = self._rules.quarters[one.of]
            most, id_ = max(((sum(present.get(of, 0) for of in row["where"]), row["is"]) for row in rows), key=_first)
            return id_ if most else ""
        if one.role in {"capital", "seat"} and one.of in self._past:
            return self._past[one.of]
        if one.role == "brief":
            return one.of if any(of in present for of in self._known[one.of].home) else ""
        return "" if one.of in self._absent or (one.role == "capital" and one.of not in present) else one.of


def _first(pair: tuple[int, str]) -> int:
    return pair[0]
