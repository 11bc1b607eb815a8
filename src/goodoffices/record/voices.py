"""Who speaks: the subject of a verb of saying, with or without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.record.grammar import Token
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Mention
from goodoffices.record.reading import Reading

__all__ = ["Subject", "Voice", "Voices"]


@dataclass(frozen=True)
class Voice:
    """Somebody who speaks.

    Attributes
    ----------
    person, party
        Their ids where they are known.
    noun
        What an unnamed speaker is called, such as "diplomat"; "" for a name.
    words
        How the speaker is called in full, such as "a Western diplomat".
    others
        Further parties that speak at the same time.
    """

    person: str | None = None
    party: str | None = None
    noun: str = ""
    words: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What stands where the speaker does, before it is known whom a pronoun means.

    Attributes
    ----------
    start, end
        Positions of its first token and after its last.
    voice
        Who it is, by what stands there.
    pronoun
        "he", "they"; or "same" where the verb has the subject of the verb before it.
    definite
        True for "the diplomat", who may have been introduced before.
    """

    start: int
    end: int
    voice: Voice = Voice()
    pronoun: str = ""
    definite: bool = False


_PASSED = frozenset({"adverb", "negator", "have", "be", "do"})
_STOPS = frozenset({"mark", "quote", "subordinator", "relative", "modal", "be", "have", "do", "negator"})
# Prepositions and conjunctions at once: "as the minister said" is no phrase.
_OPENERS = frozenset({"as", "since", "before", "after", "until"})
_PRONOUNS = frozenset({"i", "we", "he", "she", "it", "they", "both", "who", "one"})
_BEFORE_NAME = frozenset({"word", "determiner", "name", "possessive", "number"})
_AFTER_NAME = frozenset({"preposition", "conjunction", "adverb", "date", "to", ""})
_DASHES = frozenset({"—", "–", "-", "--"})
_CLOSING = frozenset({",", ")", "]", *_DASHES})
_OPENING = {",": {","}, ")": {"("}, "]": {"["}, **{dash: {dash} for dash in _DASHES}}


class Voices:
    """Finds the subject of a verb of saying, in the sentences of one text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        lexicon: Lexicon = reading.lexicon
        self.speakers = frozenset(lexicon.words("speech", "speakers"))
        self.mute = frozenset(lexicon.words("speech", "no_speakers"))
        self.asides = frozenset(tuple(words.split()) for words in lexicon.words("speech", "asides"))
        self.representing = frozenset(lexicon.words("speech", "representing"))
        self.papers = frozenset(lexicon.words("speech", "papers"))

    def before(self, tokens: Sequence[Token], k: int, floor: int = 0) -> Subject | None:
        """Find the subject that stands before a verb at position ``k``, and not before position ``floor``."""
        at = self._passed(tokens, k)
        if at < floor:
            return None
        token = tokens[at]
        if token.tag == "conjunction":
            return Subject(at, at, pronoun="same")
        if token.low in {"who", "which", "that"} and token.tag in {"relative", "pronoun", "subordinator", "determiner"}:
            at -= 1
            while at >= 0 and tokens[at].low == ",":
                at -= 1
            mention = tokens[at].mention if at >= 0 else None
            if mention is not None and mention.what == "person":
                return Subject(at, at + 1, self._named(mention))
            return self._ending(tokens, at + 1, floor, near=True)
        if token.low in _CLOSING:
            return self._around_insertion(tokens, at, floor)
        return self._ending(tokens, at + 1, floor, near=True)

    def _passed(self, tokens: Sequence[Token], k: int) -> int:
        """Pass over what may stand between a subject and its verb: adverbs, auxiliaries, dates, "however"."""
        at = k - 1
        while at >= 0:
            token = tokens[at]
            aside = self._aside(tokens, at)
            between = (
                (self._aside(tokens, at - 1) or int(tokens[at - 1].tag == "adverb")) if token.low == "," and at else 0
            )
            if aside:
                at -= aside
            elif token.tag in _PASSED:
                at -= 1
            elif token.tag == "date":
                at -= 2 if at and tokens[at - 1].tag == "preposition" else 1
            elif between and at > between and tokens[at - 1 - between].low == ",":
                at -= between + 2
            else:
                break
        return at

    def _aside(self, tokens: Sequence[Token], at: int) -> int:
        """Return how many words up to a position are one of those that change nothing."""
        for size in (3, 2, 1):
            if at + 1 >= size and tuple(token.low for token in tokens[at + 1 - size : at + 1]) in self.asides:
                return size
        return 0

    def after(self, tokens: Sequence[Token], k: int) -> Subject | None:
        """Find the subject that stands after a verb: "…, said the minister"."""
        end = k
        while end < len(tokens) and not self._ends_phrase(tokens, k, end):
            end += 1
        if end == k:
            return None
        subject = self._of_phrase(tokens, k, end, near=True)
        if subject is None or subject.voice.person is not None or end + 1 >= len(tokens) or tokens[end].low != ",":
            return subject
        apposition = tokens[end + 1]
        if subject.voice.noun and apposition.mention is not None and apposition.mention.what == "person":
            return Subject(k, end + 2, self._named(apposition.mention))
        return subject

    def _ends_phrase(self, tokens: Sequence[Token], start: int, at: int) -> bool:
        token = tokens[at]
        if token.tag in _STOPS or token.low == "who" or token.tag == "date":
            return token.low not in _DASHES or token.low == "—"
        if token.tag == "conjunction":
            return not self._compound(tokens, at)
        return (
            token.tag == "preposition"
            and token.low not in {"of", "for", "from", "to", "with", "in", "at"}
            and at > start
        )

    def _compound(self, tokens: Sequence[Token], at: int) -> bool:
        """Say whether "and" joins two speakers, or two words of an office, rather than two clauses."""
        sides = (tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None)
        return all(
            side is not None and side.tag in {"name", "word", "determiner", "possessive", "number"} for side in sides
        )

    def _around_insertion(self, tokens: Sequence[Token], at: int, floor: int) -> Subject | None:
        """Find a subject before words set off by marks, the last of which stands at position ``at``."""
        opening = _OPENING[tokens[at].low]
        best: Subject | None = None
        for mark in range(at - 1, floor, -1):
            if tokens[mark].low not in opening:
                if tokens[mark].tag == "quote" or tokens[mark].low in {";", ":"}:
                    break
                continue
            subject = self._ending(tokens, mark, floor, near=False)
            if subject is not None:
                inserted = tokens[mark + 1]
                if subject.voice.person is None and inserted.mention is not None and inserted.mention.what == "person":
                    subject = Subject(subject.start, mark + 2, self._named(inserted.mention))
                best = subject
        return best

    def _ending(self, tokens: Sequence[Token], end: int, floor: int, *, near: bool) -> Subject | None:
        """Read the phrase that ends before a position.

        ``near`` says that the verb follows at once, so that any noun may be its subject.
        """
        start = end
        while start > floor and not self._begins_phrase(tokens, start - 1, end):
            start -= 1
        if start == end:
            return None
        if start > 1 and tokens[start - 1].low in {"who", "which"}:
            # "a man who calls himself an envoy said"
            noun_end = start - 2 if tokens[start - 2].low == "," else start - 1
            whose = self._ending(tokens, noun_end, floor, near=near) if noun_end > floor else None
            if whose is not None:
                return whose
        if not near and (
            tokens[start].tag in {"preposition", "to"} or (start and tokens[start - 1].tag == "subordinator")
        ):
            return None
        return self._of_phrase(tokens, start, end, near=near)

    def _begins_phrase(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Say whether a phrase cannot reach back over a position."""
        token = tokens[at]
        if token.tag == "conjunction":
            return token.low in {"but", "yet", "nor"} or not self._compound(tokens, at)
        if token.low in _DASHES:
            return at + 1 < end and tokens[at + 1].span.start != token.span.end
        return token.tag in _STOPS or token.low in _OPENERS

    def _of_phrase(self, tokens: Sequence[Token], start: int, end: int, *, near: bool) -> Subject | None:
        """Read a phrase such as "in Geneva the chief negotiator of the rebels on Friday"."""
        last = tokens[end - 1]
        if last.tag == "pronoun" and last.low in _PRONOUNS:
            return Subject(end - 1, end, pronoun=last.low)
        person = self._person(tokens, start, end)
        if person is not None:
            return person
        first, core = self._core(tokens, start, end)
        if core == first:
            return None
        mention = tokens[core - 1].mention
        if mention is not None and mention.what == "party" and (near or not (mention.adjective or mention.place)):
            return self._of_name(tokens, first, core)
        return self._of_noun(tokens, (first, core, end), near=near)

    def _of_noun(self, tokens: Sequence[Token], phrase: tuple[int, int, int], *, near: bool) -> Subject | None:
        """Read a phrase without a name, of which the beginning, the end of its head and the end are given."""
        first, core, end = phrase
        noun = tokens[core - 1].low
        if tokens[core - 1].tag != "word" or noun in self.mute:
            return None
        if noun in self.papers:
            return Subject(first, end, pronoun="paper")
        if noun not in self.speakers and not (near and self._introduced(tokens, first)):
            return None
        words = " ".join(self.reading.text[tokens[first].span.start : tokens[end - 1].span.end].split())
        definite = tokens[first].low in {"the", "this", "that"} or first == core - 1
        voice = Voice(party=self._party_of_noun(tokens, first, core, end), noun=noun, words=words)
        return Subject(first, end, voice, definite=definite)

    def _introduced(self, tokens: Sequence[Token], first: int) -> bool:
        return tokens[first].tag in {"determiner", "number"} or tokens[first].capital

    def _person(self, tokens: Sequence[Token], start: int, end: int) -> Subject | None:
        """Find a person in a phrase who is its head: named, and not merely in whose name or service somebody acts."""
        for at in range(end - 1, start - 1, -1):
            mention = tokens[at].mention
            if mention is None or mention.what != "person":
                continue
            follows = tokens[at + 1].tag if at + 1 < end else ""
            before = tokens[at - 1] if at > start else None
            if follows not in _AFTER_NAME or (before is not None and before.tag in {"preposition", "to"}):
                continue
            first = at
            while first > start and tokens[first - 1].tag in _BEFORE_NAME:
                first -= 1
            return Subject(first, end, self._named(mention))
        return None

    def _core(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
        """Find the part of a phrase whose last word is its head: without what prepositions add before and after."""
        first = start
        while first < end and tokens[first].tag in {"conjunction", "adverb", "subordinator"}:
            first += 1
        if first < end and tokens[first].tag in {"preposition", "to"}:
            # "in Geneva the ministry": what follows the name or the date that the preposition governs
            chunks = [k for k in range(first + 2, end) if self._begins_chunk(tokens, k)]
            first = chunks[-1] if chunks else end
        core = first
        while core < end and tokens[core].tag not in {"preposition", "to", "date", "adverb"}:
            core += 1
        return first, core

    def _begins_chunk(self, tokens: Sequence[Token], k: int) -> bool:
        before = tokens[k - 1]
        opens = tokens[k].tag in {"determiner", "name"} and before.tag not in {
            "preposition",
            "to",
            "determiner",
            "conjunction",
        }
        return opens and (before.tag in {"name", "date"} or tokens[k].tag == "determiner")

    def _of_name(self, tokens: Sequence[Token], first: int, core: int) -> Subject:
        """Read a phrase whose head is a party; further parties that are named beside it speak too."""
        found = [
            token.mention.of
            for token, following in zip(tokens[first:core], [*tokens[first + 1 : core], None], strict=True)
            if token.mention is not None
            and token.mention.what == "party"
            and (following is None or not (token.mention.adjective or following.tag == "possessive"))
        ]
        return Subject(first, core, Voice(party=found[0], others=tuple(dict.fromkeys(found[1:]))))

    def _party_of_noun(self, tokens: Sequence[Token], first: int, core: int, end: int) -> str | None:
        """Say for which party an unnamed speaker speaks: by an adjective, or by "of" and "for".

        Rebels of a country do not speak for it; those of a movement do.
        """
        speaks_for = tokens[core - 1].low in self.representing
        inside = [
            token.mention
            for k, token in enumerate(tokens[first:core], start=first)
            # "Manila-based" is no voice of Manila.
            if token.mention is not None and not tokens[k + 1].low.startswith("-")
        ]
        after = [
            token.mention
            for k, token in enumerate(tokens[core:end], start=core)
            if token.mention is not None and any(one.low in {"of", "for", "from"} for one in tokens[core:k])
        ]
        for mention in (*reversed(inside), *after):
            party = self.reading.party_of(mention)
            if party is not None and (speaks_for or self.reading.kind_of(party) not in {"state", "igo"}):
                return party
        return None

    def _named(self, mention: Mention) -> Voice:
        return Voice(mention.of, self.reading.party_of(mention))
