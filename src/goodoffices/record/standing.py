"""Words that stand for a party named before: pronouns, "both sides", "the army", "the rebels"."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.record.grammar import Token
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parsing import Parsed
from goodoffices.record.parts import Span
from goodoffices.record.reading import Reading
from goodoffices.record.roles import Role, governed, parties_of, preposition_of, stands_alone
from goodoffices.record.subjects import Range

__all__ = ["Memory"]

_STATES = frozenset({"state"})
_ARMED = frozenset({"armed-group", "movement"})
_PRINCIPALS = _STATES | _ARMED
_PHRASE = 4
_REMEMBERED = 400
_BEFORE_HEAD = frozenset({"determiner", "number", "adverb", "conjunction"})


_LISTS = ("he or she", "they", "we", "state", "armed", "forces", "indefinite", "counters")


@dataclass(frozen=True, eq=False)
class _Words:
    """The lists of ``reference.yaml``."""

    lists: Mapping[str, frozenset[str]]
    two: tuple[tuple[str, ...], ...]
    counted: Mapping[str, int]

    def has(self, name: str, word: str) -> bool:
        """Say whether a word is in a list."""
        return word in self.lists[name]


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(
        {name: frozenset(lexicon.words("reference", name)) for name in _LISTS},
        tuple(tuple(words.split()) for words in lexicon.words("reference", "two")),
        lexicon.table("reference", "counted"),
    )


class Memory:
    """Who has been spoken of so far.

    Attributes
    ----------
    author
        The party whose statement the document is.
    turn
        The party whose turn it is in a conversation.
    subject
        The parties that act in the clause that is being read.
    last
        The parties of the last subject.
    person
        The last person who acted, with the party.
    """

    def __init__(self, reading: Reading, author: str | None) -> None:
        self.reading, self.author = reading, author
        self.turn: str | None = None
        self.subject: tuple[str, ...] = ()
        self.last: tuple[str, ...] = ()
        self.person: tuple[str, str] | None = None
        self._words = _words(reading.lexicon)
        self._kinds: Mapping[str, str] = {party.id: party.kind for party in reading.names.parties}
        self._recent: deque[str] = deque(maxlen=_REMEMBERED)

    def acted(self, who: Sequence[Role]) -> None:
        """Remember who acts."""
        self.last = parties_of(who)
        self.person = next(((role.party, role.person) for role in who if role.person), self.person)

    def told(self, parsed: Parsed) -> None:
        """Remember whom a sentence names."""
        self._recent += self._named(parsed, Range(0, len(parsed.tokens)))

    def headed(self) -> None:
        """Remember whom the headings above the first sentence name."""
        first = self.reading.sentences[0].span.start if self.reading.sentences else 0
        for mention in self.reading.mentions_in(Span(0, first)):
            party = self.reading.party_of(mention)
            self._recent += [party] if party is not None and not mention.place else []

    def _named(self, parsed: Parsed, within: Range) -> list[str]:
        """Return the parties named in a stretch, each time they are."""
        found = []
        for at in range(within.start, within.end):
            mention = parsed.tokens[at].mention
            if mention is None or mention.place or not stands_alone(self.reading, parsed.tokens, at, within.end):
                continue
            party = self.reading.party_of(mention)
            found += [party] if party is not None else []
        return found

    def meant(self, parsed: Parsed, within: Range, speaker: str | None, *, as_object: bool = False) -> tuple[Role, ...]:
        """Say for whom a noun phrase without a name stands.

        Parameters
        ----------
        parsed
            The sentence.
        within
            The phrase.
        speaker
            The party of whoever is quoted, if somebody is.
        as_object
            True if something is done to it; by default it does something.
        """
        tokens = parsed.tokens[within.start : within.end]
        if not tokens:
            return ()
        several = self._several(tuple(token.low for token in tokens))
        if several:
            return _at(within, self._latest(parsed, within, several, as_object=as_object))
        first = tokens[0].low
        if self._words.has("we", first):
            party = speaker or self.author or self.turn
            return _at(within, [party] if party else ())
        if self._words.has("he or she", first):
            return self._he_or_she(within, alone=len(tokens) == 1)
        if self._words.has("they", first) and (len(tokens) == 1 or tokens[0].tag == "determiner"):
            return _at(within, self.last)
        return _at(within, self._body(parsed, within, as_object=as_object))

    def _he_or_she(self, within: Range, *, alone: bool) -> tuple[Role, ...]:
        if self.person and (alone or self.person[0] in self.last):
            return (Role(self.person[0], within.start, person=self.person[1]),)
        return _at(within, self.last[:1])

    def _several(self, low: tuple[str, ...]) -> int:
        """Return for how many parties "the two nations", "both", "the three countries" stands; 0 if for none."""
        if any(low[: len(words)] == words for words in self._words.two):
            return 2
        counted = len(low) > 2 and self._words.has("counters", low[0]) and low[-1].endswith("s")
        return self._words.counted.get(low[1], 0) if counted else 0

    def _latest(self, parsed: Parsed, within: Range, several: int, *, as_object: bool) -> tuple[str, ...]:
        """Return the last two or more parties that were named; none if there are fewer."""
        named = [*self._recent, *self._named(parsed, Range(0, within.start))]
        left_out = {self.turn, self.author} if several > 2 else set()
        left_out |= set(self.subject) if as_object else set()
        latest = dict.fromkeys(
            party for party in reversed(named) if party not in left_out and self._kinds.get(party) in _PRINCIPALS
        )
        return tuple(reversed(list(latest)[:several])) if len(latest) >= several else ()

    def _body(self, parsed: Parsed, within: Range, *, as_object: bool) -> tuple[str, ...]:
        """Understand "the army", "rebels": the party of that kind that is named most."""
        tokens = parsed.tokens[within.start : within.end]
        head, words = _head(tokens), self._words
        if head is None or words.has("indefinite", tokens[0].low) or any(token.mention for token in tokens):
            return ()
        armed = any(words.has("armed", token.low) for token in tokens)
        of_state = not armed and (words.has("state", head) or (as_object and words.has("forces", head)))
        if of_state and self.author and self._kinds.get(self.author) in _STATES:
            return (self.author,)
        kinds = _STATES if of_state else _ARMED if armed else frozenset[str]()
        # what the rest of the sentence names is somebody else
        present = set() if as_object else set(self._named(parsed, Range(within.end, len(parsed.tokens))))
        fitting = [one for one in reversed(self._recent) if self._kinds.get(one) in kinds and one not in present]
        return (max(fitting, key=fitting.count),) if fitting else ()

    def others(self, parsed: Parsed, within: Range, speaker: str | None) -> tuple[Role, ...]:
        """Find all parties in a stretch after a verb, by name or through words that stand for one.

        Parameters
        ----------
        parsed
            The sentence.
        within
            The stretch.
        speaker
            The party of whoever is quoted, if somebody is.
        """
        found = list(governed(self.reading, parsed, within))
        named = {role.at for role in found}
        at = within.start
        while at < within.end:
            phrase = Range(at, _phrase_end(parsed.tokens, at, within.end))
            if parsed.tokens[at].mention is not None:
                at = phrase.end  # the body after a name is that of the party named
            elif self._may_stand(parsed.tokens[at]) and not any(k in named for k in range(at, at + _PHRASE)):
                found += self._standing(parsed, phrase, within.start, speaker)
                at = phrase.end
            else:
                at += 1
        return tuple(sorted(found, key=lambda role: role.at))

    def _may_stand(self, token: Token) -> bool:
        body = self._words.has("armed", token.low) or self._words.has("state", token.low)
        return body or token.tag in {"pronoun", "determiner"}

    def _standing(self, parsed: Parsed, phrase: Range, floor: int, speaker: str | None) -> tuple[Role, ...]:
        first = parsed.tokens[phrase.start]
        owning = any(self._words.has(name, first.low) for name in ("they", "we", "he or she"))
        owns = first.tag == "determiner" and owning
        preposition = preposition_of(parsed.tokens, phrase.start, floor)
        if owns and preposition:
            return ()
        meant = self.meant(parsed, phrase, speaker, as_object=True)
        return tuple(Role(role.party, phrase.start, preposition, role.person, owner=owns) for role in meant)


def _at(within: Range, parties: Iterable[str]) -> tuple[Role, ...]:
    return tuple(Role(party, within.start) for party in parties)


def _phrase_end(tokens: Sequence[Token], start: int, ceiling: int) -> int:
    """Return where the noun phrase ends that begins here."""
    end = start + 1
    if tokens[start].tag == "pronoun":
        return end
    while end < min(start + _PHRASE, ceiling) and tokens[end].tag in {"word", "number", "determiner"}:
        end += 1
    return end


def _head(tokens: Sequence[Token]) -> str | None:
    """Return the head of a noun phrase: its last word before a preposition or a comma."""
    head = None
    for token in tokens:
        if token.tag == "word":
            head = token.low
        elif token.tag not in _BEFORE_HEAD:
            break
    return head
