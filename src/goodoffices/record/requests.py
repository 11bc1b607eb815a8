"""Requests: "urged both sides to", "its demand for", "we call on"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from goodoffices.record.asking import Asked, Passage, addressed, asker, clause_end
from goodoffices.record.clauses import Cue, Phrases, cues, phrases
from goodoffices.record.conditions import purpose_of
from goodoffices.record.contents import span_of
from goodoffices.record.grammar import Token
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Voices

__all__ = ["requests"]

_WITHOUT_OBJECT = frozenset(
    {"challenge", "encourage", "invite", "advocate", "order", "instruct", "press", "ask", "plead for"}
)
_WARNING = frozenset({"warn", "caution"})
_VERBAL = frozenset({"word", "be", "have", "do", "adverb", "quote"})
_HOPING = frozenset({"expect", "propose", "insist"})


def requests(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Find what is asked in so many words.

    Parameters
    ----------
    reading
        The document.
    passage
        Words of the author, or of somebody who speaks.
    """
    if passage.by is None:
        yield from _attributed(reading, passage)
        yield from _possessed(reading, passage)
        yield from _repeated(reading, passage)
        yield from _pressed(reading, passage)
    elif passage.first_person:
        yield from _spoken(reading, passage)


def _attributed(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read requests of those who are said to make them."""
    tokens = passage.tokens
    for one in passage.attributions:
        if one.voice.party is None or tokens[-1].low == "?":
            continue
        size = len(one.cue.split())
        cue = Cue(one.verb, "past", one.at, one.at + size, one.kinds)
        yield from _asked(reading, tokens, cue, one.voice.party)


def _spoken(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read requests of the speaker: "we urge all parties to refrain"."""
    voices = Voices(reading)
    for cue in _own_cues(reading, passage.tokens):
        by = asker(passage, voices.before(passage.tokens, cue.first))
        if by is not None:
            yield from _asked(reading, passage.tokens, cue, by)


def _own_cues(reading: Reading, tokens: Sequence[Token]) -> Iterator[Cue]:
    yield from cues(reading, tokens)
    hopes = phrases(reading.lexicon, "speech", ("performatives",))
    for k in range(len(tokens)):
        hit = hopes.at(tokens, k)
        if hit is not None and hit[0] in _HOPING and hit[1] in {"plain", "third"}:
            yield Cue(hit[0], hit[1], k, hit[2], frozenset({"hope"}))


def _asked(reading: Reading, tokens: Sequence[Token], cue: Cue, by: str) -> Iterator[Asked]:
    """Read what follows a verb of asking."""
    start, end = cue.end, clause_end(tokens, cue.end)
    if start >= end:
        return
    that, to = tokens[start].low == "that", _infinitive(tokens, cue, start, end)
    if not _asks(cue, that=that, to=to is not None):
        return
    if that:
        what = min(start + 1, end - 1)
        of = addressed(reading, tokens, what, _subject_end(tokens, what, end), by)
    elif to is not None:
        of = addressed(reading, tokens, start, to, by)
        # "not to abandon" asks for no abandoning.
        what = to - 1 if tokens[to - 1].tag == "negator" else to + 1
    else:
        of, what = (), start
    purpose, cut = purpose_of(reading, tokens, what, end)
    kind = "precondition" if purpose is not None else "request"
    words = " ".join(token.low for token in tokens[cue.first : cue.end])
    yield Asked(by, of, kind, span_of(tokens, what, cut), span_of(tokens, cue.first, end), words, purpose)


def _infinitive(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> int | None:
    """Return the position of the "to", or of the "against" of a warning, after which stands what is asked."""
    if cue.verb in _WARNING:
        return next((k for k in range(start, end - 1) if tokens[k].low == "against"), None)
    to = next((k for k in range(start, end - 1) if tokens[k].low == "to" and tokens[k + 1].tag in _VERBAL), None)
    between = tokens[start:to] if to is not None else ()
    listed = any(token.low == "," for token in between) and not any(token.mention for token in between)
    return None if listed else to


def _asks(cue: Cue, *, that: bool, to: bool) -> bool:
    """Say whether a verb asks for something, by what follows it."""
    if cue.verb in _WARNING:
        return to
    if cue.verb in _HOPING and "request" not in cue.kinds:
        return that
    return "request" in cue.kinds and (to or that or cue.verb not in _WITHOUT_OBJECT)


def _subject_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the position after the subject of a clause that follows "that"."""
    for k in range(start, end):
        if tokens[k].tag in {"be", "have", "modal", "do", "preposition", "adverb"}:
            return k
        if k > start and tokens[k].tag == "word" and tokens[k - 1].tag in {"name", "pronoun"}:
            return k
    return min(start + 3, end)


def _possessed(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read "the rebels' demand for the release of …"."""
    tokens = passage.tokens
    nouns = frozenset(reading.lexicon.words("demands", "nouns"))
    for k in range(2, len(tokens) - 2):
        owner = tokens[k - 2].mention
        if tokens[k].low not in nouns or owner is None or tokens[k - 1].tag != "possessive":
            continue
        by, follows = reading.party_of(owner), tokens[k + 1].low
        end = clause_end(tokens, k + 2)
        if follows == "for":
            end = next((at for at in range(k + 2, end) if tokens[at].tag in {"be", "have", "modal"}), end)
        if by is not None and follows in {"for", "that", "to"} and k + 2 < end:
            yield Asked(by, (), "request", span_of(tokens, k + 2, end), span_of(tokens, k - 2, end), tokens[k].low)


def _repeated(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read "…, a demand that the government repeated": the subject of the sentence had refused or granted it."""
    tokens = passage.tokens
    nouns = frozenset(reading.lexicon.words("demands", "nouns"))
    for k in range(2, len(tokens) - 2):
        mention = tokens[k + 2].mention
        if tokens[k].low not in nouns or tokens[k + 1].low != "that" or tokens[k - 1].tag != "determiner":
            continue
        first, end = _phrase_before(tokens, k - 1), clause_end(tokens, k + 1)
        by = reading.party_of(mention) if mention is not None else None
        if by is not None and first < k - 1:
            of = addressed(reading, tokens, 0, min(4, first), by)[:1]
            what = span_of(tokens, first, k - 1)
            yield Asked(by, of, "request", what, span_of(tokens, first, end), tokens[k].low)


def _phrase_before(tokens: Sequence[Token], at: int) -> int:
    """Return where the phrase begins to which ", a demand that …" is added."""
    start = at
    while start and tokens[start - 1].low == ",":
        start -= 1
    while start and tokens[start - 1].tag in {"word", "determiner", "preposition", "name", "number", "possessive"}:
        start -= 1
    return start


@lru_cache(maxsize=8)
def _pressing(lexicon: Lexicon) -> Phrases:
    return phrases(lexicon, "demands", ("pressing",))


def _pressed(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read "leaning on China to …", whose subject is the party with which the sentence begins."""
    tokens = passage.tokens
    verbs = _pressing(reading.lexicon)
    for k in range(1, len(tokens) - 2):
        hit = verbs.at(tokens, k)
        if hit is None or hit[1] != "ing" or hit[2] >= len(tokens) or tokens[hit[2]].mention is None:
            continue
        by = next((reading.party_of(token.mention) for token in tokens[:k] if token.mention is not None), None)
        end = clause_end(tokens, hit[2])
        to = next((at for at in range(hit[2], end - 1) if tokens[at].low in {"to", "toward", "towards", "into"}), None)
        if by is None or to is None:
            continue
        of = addressed(reading, tokens, hit[2], to, by)
        if of:
            yield Asked(by, of, "request", span_of(tokens, to + 1, end), span_of(tokens, k, end), tokens[k].low)
            yield from _towards(reading, tokens, to + 1, end, by)


def _towards(reading: Reading, tokens: Sequence[Token], start: int, end: int, by: str) -> Iterator[Asked]:
    """Read what the pressure is for: "… to push the North toward disarmament"."""
    hit = _pressing(reading.lexicon).at(tokens, start) if start < end else None
    to = next((at for at in range(start, end - 1) if tokens[at].low in {"to", "toward", "towards", "into"}), None)
    if hit is not None and hit[2] < end and to is not None:
        of = addressed(reading, tokens, hit[2], to, by)
        if of:
            yield Asked(by, of, "aim", span_of(tokens, to + 1, end), span_of(tokens, start, end), tokens[start].low)
