"""Whom "he", "they" and "the diplomat" mean, as a text goes on."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.record.clauses import is_finite
from goodoffices.record.grammar import Token
from goodoffices.record.parts import Mention
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Subject, Voice, Voices

__all__ = ["Focus"]

_SINGULAR = frozenset({"he", "she"})
_ANY_PARTY = frozenset({"it", "they", "both"})


class Focus:
    """Remembers who was spoken of last, sentence by sentence, and who spoke."""

    def __init__(self, reading: Reading, voices: Voices) -> None:
        self.reading, self.voices = reading, voices
        self.armed = frozenset(reading.lexicon.words("speech", "armed"))
        self.person: Voice | None = None
        self.party: Voice | None = None
        self.spoke: Voice | None = None
        self.heard: list[Voice] = []
        self.named: list[str] = []

    def resolve(self, subject: Subject, here: Voice | None) -> Voice | None:
        """Say who a subject is; ``here`` spoke, or is the subject, earlier in the same sentence."""
        if not subject.pronoun:
            return self._again(subject) if subject.definite else subject.voice
        if subject.pronoun in {"same", "who"}:
            return here
        if subject.pronoun in _SINGULAR:
            if here is not None and (here.person or (here.noun and not here.noun.endswith("s"))):
                return here
            return self.person
        if subject.pronoun in _ANY_PARTY:
            unnamed = here if here is not None and not here.person else None
            return unnamed or self._group(subject.pronoun)
        return self.spoke if subject.pronoun == "paper" else None

    def _group(self, pronoun: str) -> Voice | None:
        """Return the party, or the unnamed group, that was spoken of last."""
        last = self.spoke
        if last is not None and last.noun.endswith("s") and self.party is None and pronoun != "it":
            return last
        return self.party

    def _again(self, subject: Subject) -> Voice:
        """Find whom "the minister" or "the diplomat" was when he spoke before."""
        voice = subject.voice
        if voice.party is not None:
            return voice
        if voice.noun in self.armed:
            found = [one for one in self.heard if one.party and self._is_armed(one.party)]
            return Voice(party=found[-1].party) if found else voice
        for earlier in reversed(self.heard):
            if earlier.noun == voice.noun:
                return earlier
            if earlier.person is not None:
                office = self.reading.people[earlier.person].office
                if office is not None and voice.noun in office.words.lower().split():
                    return earlier
        return self._holder(voice.noun) or voice

    def _is_armed(self, party: str) -> bool:
        return self.reading.kind_of(party) in {"armed-group", "movement"}

    def _holder(self, noun: str) -> Voice | None:
        """Find the person named last whose office is "president", if one is."""
        for person in reversed(self.named):
            office = self.reading.people[person].office
            if office is not None and noun in office.words.lower().split():
                return Voice(person, self.reading.people[person].party)
        return None

    def hear(self, voice: Voice) -> None:
        """Remember that somebody spoke."""
        self.spoke = voice
        self.heard.append(voice)
        if voice.person or (voice.noun and not voice.noun.endswith("s")):
            self.person = voice
        if voice.party and not voice.person:
            self.party = voice

    def pass_over(self, tokens: Sequence[Token], spoke: Voice | None) -> None:
        """Remember who a sentence is about, once it is read."""
        self.named += [mention.of for mention in _people(tokens)]
        person = self._person_of(tokens)
        if spoke is None and person is not None:
            self.person = person
        # "It" is who acted in the sentence before, not one of old.
        self.party = self.leading(tokens, "party") or (
            spoke if spoke is not None and spoke.party and not spoke.person else None
        )

    def _person_of(self, tokens: Sequence[Token]) -> Voice | None:
        named = {mention.of: mention for mention in _people(tokens)}
        if len(named) == 1:
            (mention,) = named.values()
            return self._voice(mention)
        return self.leading(tokens, "person")

    def subject(self, tokens: Sequence[Token]) -> Voice | None:
        """Return who is the subject of a sentence: of its first verb, or whoever is named first."""
        for k in self._verbs(tokens):
            found = self.voices.before(tokens, k)
            if found is None:
                continue
            if found.pronoun in _SINGULAR:
                return self.person
            voice = found.voice
            if voice.party or voice.person or voice.noun in self.voices.speakers:
                return self._again(found) if found.definite else voice
        return self.leading(tokens)

    def _verbs(self, tokens: Sequence[Token]) -> list[int]:
        """Return the positions of the first words that may be verbs with a subject."""
        found = [
            k
            for k in range(1, len(tokens))
            if tokens[k].tag in {"be", "have", "modal"} or is_finite(self.reading, tokens[k])
        ]
        return found[:2]

    def leading(self, tokens: Sequence[Token], what: str = "") -> Voice | None:
        """Return who is the subject of a sentence: the first who is named and does not stand after a preposition."""
        for k, token in enumerate(tokens):
            mention = token.mention
            if mention is None or (what and mention.what != what) or mention.adjective or mention.place:
                continue
            owns = k + 1 < len(tokens) and tokens[k + 1].tag == "possessive"
            if not owns and not _after_preposition(tokens, k):
                return self._voice(mention)
            if not what and not owns:
                return None
        return None

    def _voice(self, mention: Mention) -> Voice:
        party = self.reading.party_of(mention)
        return Voice(mention.of if mention.what == "person" else None, party)


def _people(tokens: Sequence[Token]) -> list[Mention]:
    return [token.mention for token in tokens if token.mention is not None and token.mention.what == "person"]


def _after_preposition(tokens: Sequence[Token], k: int) -> bool:
    at = k - 1
    while at >= 0 and (
        tokens[at].tag in {"determiner", "possessive", "number"} or (tokens[at].tag == "word" and tokens[at].capital)
    ):
        at -= 1
    return at >= 0 and tokens[at].tag in {"preposition", "to"}
