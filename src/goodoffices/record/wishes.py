"""Aims: "the movement wants", "a guarantee sought by the army"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodoffices.record.asking import Asked, Passage, addressed, asker, clause_end
from goodoffices.record.clauses import phrases
from goodoffices.record.contents import span_of
from goodoffices.record.grammar import Token
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Subject, Voices

__all__ = ["wishes"]


def wishes(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Find what parties want.

    Parameters
    ----------
    reading
        The document.
    passage
        Words of the author, or of somebody who speaks of himself or of others.
    """
    yield from _wanted(reading, passage)
    yield from _wanted_by(reading, passage)


def _wanted(reading: Reading, passage: Passage) -> Iterator[Asked]:
    tokens = passage.tokens
    voices = Voices(reading)
    verbs = phrases(reading.lexicon, "demands", ("wishes",))
    for k in range(1, len(tokens) - 1):
        hit = verbs.at(tokens, k) if tokens[k].tag in {"word", "modal", "be"} else None
        if hit is None or not _is_wanting(tokens, k, hit[1]):
            continue
        subject = voices.before(tokens, k)
        by = _by(reading, passage, subject)
        end = clause_end(tokens, hit[2])
        if by is None or subject is None or hit[2] >= end or not _is_object(tokens, hit[2]):
            continue
        if subject.pronoun == "i" and tokens[hit[2]].low == "to":
            # "I want to make this clear"
            continue
        if subject.start and tokens[subject.start - 1].tag == "word" and subject.pronoun:
            # "something we want to see"
            continue
        of = addressed(reading, tokens, hit[2], end, by)
        first = subject.start if subject.start < subject.end else k
        cue = " ".join(token.low for token in tokens[k : hit[2]])
        yield Asked(by, of[:1], "aim", span_of(tokens, hit[2], end), span_of(tokens, first, end), cue)


def _by(reading: Reading, passage: Passage, subject: Subject | None) -> str | None:
    by = asker(passage, subject)
    if by is None and subject is not None and subject.pronoun in {"it", "they"} and passage.tokens:
        sentence = reading.sentence_at(passage.tokens[0].span.start)
        before = reading.previous(sentence) if sentence is not None else None
        if before is not None and sentence is not None and before.block == sentence.block:
            named = [mention for mention in reading.mentions_in(before.span) if mention.what == "party"]
            return named[0].of if named else None
    return by


def _is_wanting(tokens: Sequence[Token], k: int, form: str) -> bool:
    before = tokens[k - 1]
    if form in {"plain", "third"}:
        return before.tag not in {"to", "determiner", "modal", "preposition", "possessive", "negator"}
    return form == "ing" and before.tag == "be"


def _is_object(tokens: Sequence[Token], k: int) -> bool:
    return tokens[k].tag in {"determiner", "name", "word", "number", "to", "possessive"}


def _wanted_by(reading: Reading, passage: Passage) -> Iterator[Asked]:
    tokens = passage.tokens
    wished = {tuple(words.split()) for words in reading.lexicon.words("demands", "wished")}
    for k in range(1, len(tokens) - 2):
        size = next((len(words) for words in wished if tuple(t.low for t in tokens[k : k + len(words)]) == words), 0)
        if not size or tokens[k + size].low != "by" or tokens[k - 1].tag in {"be", "have"}:
            continue
        mention = next(
            (token.mention for token in tokens[k + size + 1 : k + size + 4] if token.mention is not None), None
        )
        by = reading.party_of(mention) if mention is not None else None
        if by is None:
            continue
        start = _phrase_start(tokens, k)
        cue = f"{tokens[k].low} by"
        yield Asked(
            by, (), "aim", span_of(tokens, start, k), span_of(tokens, start, min(k + size + 3, len(tokens))), cue
        )


def _phrase_start(tokens: Sequence[Token], k: int) -> int:
    while k and tokens[k - 1].tag in {"word", "determiner", "name", "number", "adverb"}:
        k -= 1
        if tokens[k].tag == "determiner":
            break
    return k
