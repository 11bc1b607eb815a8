"""Statements without quotation marks: a communiqué, a speech or an answer speaks by its own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from goodoffices.record.clauses import Phrases, is_modifier, phrases, units, words_of
from goodoffices.record.grammar import Token
from goodoffices.record.inflecting import VerbForm
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Proposal, Sentence, Span
from goodoffices.record.reading import Reading
from goodoffices.record.saying import about
from goodoffices.record.speakers import Own, own_speakers, turn_start
from goodoffices.record.voices import Subject, Voice, Voices

__all__ = ["OwnStatements", "own_statements"]


@dataclass(frozen=True)
class OwnStatements:
    """What a document says in its own name.

    Attributes
    ----------
    parties, people
        Those in whose name it speaks.
    """

    parties: frozenset[str]
    people: frozenset[str]
    proposals: tuple[Proposal, ...]


def own_statements(reading: Reading) -> OwnStatements:
    """Find the sentences by which a document, or somebody in a transcript, takes a position.

    Parameters
    ----------
    reading
        The document; nothing is found in one that is neither a statement nor a transcript.

    Returns
    -------
    OwnStatements
        Each sentence is a direct statement. What is merely told is left out.
    """
    speakers = own_speakers(reading)
    positions = _Positions(reading)
    proposals: list[Proposal] = []
    parties: set[str] = set()
    people: set[str] = set()
    for sentence in units(reading):
        own = speakers.get(sentence.block)
        if own is None:
            continue
        parties |= own.parties
        people |= {own.voice.person} if own.voice.person else set()
        cue = positions.cue(sentence, own)
        if cue:
            proposals.append(_proposal(reading, _without_label(reading, sentence), own, cue))
    return OwnStatements(frozenset(parties), frozenset(people), tuple(proposals))


def _without_label(reading: Reading, sentence: Sentence) -> Sentence:
    """Leave out the name of the speaker before the first sentence of a turn."""
    return Sentence(Span(max(sentence.span.start, turn_start(reading, sentence)), sentence.span.end), sentence.block)


def _proposal(reading: Reading, sentence: Sentence, own: Own, cue: str) -> Proposal:
    entry: dict[str, object] = {
        "speaker": own.voice.person,
        "who": own.voice.party,
        "when": reading.layout.issued.when if reading.layout.issued else None,
        "about": tuple(one for one in about(reading, (sentence.span,), own.voice.party) if one not in own.parties),
    }
    known = {key: value for key, value in entry.items() if value not in (None, ())}
    return Proposal("statements", known, (sentence.span,), (sentence.span,), cue)


@dataclass(frozen=True)
class _Lists:
    """Word lists, ready for use."""

    performatives: Phrases
    performed: Phrases
    duties: frozenset[tuple[str, ...]]
    stances: frozenset[tuple[str, ...]]
    positions: re.Pattern[str]
    selves: frozenset[str]


@lru_cache(maxsize=8)
def _lists(lexicon: Lexicon) -> _Lists:
    positions = "|".join(re.escape(words) for words in lexicon.words("speech", "positions"))
    return _Lists(
        phrases(lexicon, "speech", ("performatives",)),
        phrases(lexicon, "speech", ("performed",)),
        frozenset(tuple(words.split()) for words in lexicon.words("speech", "duties")),
        frozenset(tuple(words.split()) for words in lexicon.words("speech", "stances")),
        re.compile(rf"\b(?:{positions})\b"),
        frozenset(lexicon.words("speech", "selves")),
    )


_OWN_MODALS = frozenset({"will", "'ll", "wo", "shall", "can", "cannot", "ca", "must", "should", "would", "'d", "need"})
_RELATIVES = frozenset({"which", "that", "who"})
# A statement that addresses somebody says so to them: "You have kept your word."
_YOU = frozenset({"you", "your", "yours"})
_FIRST = frozenset({"i", "we"})


@dataclass
class _Positions:
    """Tells by which word a sentence takes a position, sentence by sentence."""

    reading: Reading
    voices: Voices = field(init=False)
    lists: _Lists = field(init=False)
    spoke: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.voices = Voices(self.reading)
        self.lists = _lists(self.reading.lexicon)

    def cue(self, sentence: Sentence, own: Own) -> str:
        """Return the words by which a sentence takes a position; "" if it does not."""
        tokens = words_of(self.reading, sentence.span)
        words = [token.low for token in tokens]
        if words[-1:] == ["?"] or len(words) < 3:
            self.spoke = False
            return ""
        found = next(self._cues(tokens, own), "")
        plain = " ".join(words).replace(" 's", "'s")
        match = self.lists.positions.search(plain)
        if not found and not own.answers and _YOU & set(words):
            found = "you"
        self.spoke = self._leads(tokens, own)
        return found or (match.group() if match else "")

    def _leads(self, tokens: Sequence[Token], own: Own) -> bool:
        """Say whether the first who is named in a sentence is the one whose statement it is: then "it" is that one."""
        for token in tokens:
            if token.tag == "pronoun":
                return token.low in _FIRST or (self.spoke and token.low == "it")
            if token.mention is not None:
                return self.reading.party_of(token.mention) in own.parties
            if token.low in self.lists.selves:
                return True
        return False

    def _cues(self, tokens: Sequence[Token], own: Own) -> Iterator[str]:
        for k, token in enumerate(tokens):
            if token.tag == "modal" or token.low in {"need", "needs", "has", "have", "ought"}:
                yield from self._modal(tokens, k, own)
            if token.tag == "be":
                yield from self._stance(tokens, k, own)
            elif token.tag not in {"name", "date", "mark", "quote", "have", "modal"}:
                yield from self._verb(tokens, k, own)

    def _modal(self, tokens: Sequence[Token], k: int, own: Own) -> Iterator[str]:
        """Read "we will not abandon" and "both sides must stop"."""
        words = tuple(token.low for token in tokens[k : k + 2])
        duty = words in self.lists.duties or words[:1] in self.lists.duties
        if (not duty and tokens[k].low not in _OWN_MODALS) or not k or tokens[k - 1].low in _RELATIVES:
            return
        subject = self.voices.before(tokens, k)
        if subject is None:
            # "All this must stop."
            own_words = duty and tokens[k - 1].tag in {"word", "pronoun", "number", "determiner"}
        else:
            own_words = not _hangs(tokens, subject) and (duty or self._is_own(subject, own))
        if own_words:
            yield " ".join(words[:1] if words[:1] in self.lists.duties else words)

    def _stance(self, tokens: Sequence[Token], k: int, own: Own) -> Iterator[str]:
        at = _past(tokens, k + 1)
        stands = any(tuple(token.low for token in tokens[at : at + size]) in self.lists.stances for size in (1, 2))
        if stands and self._subject_is_own(tokens, k, own):
            yield f"{tokens[k].low} {tokens[at].low}"

    def _verb(self, tokens: Sequence[Token], k: int, own: Own) -> Iterator[str]:
        present, past = self.lists.performatives.at(tokens, k), self.lists.performed.at(tokens, k)
        before = _auxiliaries(tokens, k)
        if (
            present
            and k > 1
            and {"let"} & {token.low for token in tokens[max(0, k - 3) : k - 1]}
            and tokens[k].low != "us"
        ):
            # "Let me first reiterate"
            yield tokens[k].low
        if not (present and _is_present(present[1], before)) and not (past and _is_past(past[1], before)):
            return
        named = tokens[k - 1].mention if k else None
        if named is not None and is_modifier(self.reading, named):
            return
        if not (k and tokens[k - 1].tag in {"determiner", "possessive", "preposition"}) and self._subject_is_own(
            tokens, k, own
        ):
            yield tokens[k].low

    def _subject_is_own(self, tokens: Sequence[Token], k: int, own: Own) -> bool:
        subject = self.voices.before(tokens, k)
        return subject is not None and not _hangs(tokens, subject) and self._is_own(subject, own)

    def _is_own(self, subject: Subject, own: Own) -> bool:
        if subject.pronoun:
            return subject.pronoun in _FIRST or (subject.pronoun in {"it", "they", "he", "she"} and self.spoke)
        voice: Voice = subject.voice
        if voice.words.lower().startswith("our ") or (voice.person is not None and voice.person == own.voice.person):
            return True
        if voice.person is None and voice.party is not None:
            return voice.party in own.parties or self._is_organ(voice.party)
        return voice.person is None and voice.noun in self.lists.selves

    def _is_organ(self, party: str) -> bool:
        """Say whether a party is called what a state calls its own organs, such as "the Ministry"."""
        known = self.reading.parties.get(party)
        names = (known.name, *known.aliases) if known is not None and known.kind == "other" else ()
        return any(word.lower() in self.lists.selves for name in names for word in name.split())


def _past(tokens: Sequence[Token], k: int) -> int:
    while k < len(tokens) and tokens[k].tag in {"adverb", "negator"}:
        k += 1
    return k


def _hangs(tokens: Sequence[Token], subject: Subject) -> bool:
    """Say whether a subject belongs to a clause about what may come, or to a question."""
    return subject.start > 0 and tokens[subject.start - 1].low in {
        "if", "unless", "whether", "should", "did", "does", "do", "what", "which", "how", "where", "as", "than",
    }  # fmt: skip


def _auxiliaries(tokens: Sequence[Token], k: int) -> list[str]:
    found: list[str] = []
    while k and tokens[k - 1].tag in {"be", "have", "do", "modal", "adverb", "negator"}:
        k -= 1
        if tokens[k].tag not in {"adverb", "negator"}:
            found.insert(0, tokens[k].tag)
    return found


def _is_present(form: VerbForm, before: Sequence[str]) -> bool:
    if form in {"plain", "third"}:
        return not before or before == ["do"]
    return form == "ing" and before == ["be"]


def _is_past(form: VerbForm, before: Sequence[str]) -> bool:
    return form in {"past", "participle"} and (not before or before == ["have"])
