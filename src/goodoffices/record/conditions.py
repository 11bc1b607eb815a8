"""What has to come first, and what will never be: duties, conditions and red lines in somebody's mouth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from goodoffices.record.asking import Asked, Passage, addressed, clause_end, listed_at
from goodoffices.record.clauses import is_finite
from goodoffices.record.contents import span_of
from goodoffices.record.grammar import Token
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Span
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Voices

__all__ = ["conditions", "purpose_of"]


@lru_cache(maxsize=32)
def _listed(lexicon: Lexicon, name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words.split()) for words in lexicon.words("demands", name))


def conditions(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Find duties of others, conditions and red lines.

    Parameters
    ----------
    reading
        The document.
    passage
        Words that somebody says; in the author's own only a condition that is called one is found.
    """
    if passage.by is None:
        yield from _stipulated(reading, passage)
        yield from _refused(reading, passage)
        return
    yield from _duties(reading, passage, passage.by, 0)
    yield from _only_once(reading, passage.tokens, passage.by)
    yield from _called_condition(reading, passage, passage.by)
    yield from _depending(reading, passage, passage.by)
    yield from _red_lines(reading, passage, passage.by)


def purpose_of(reading: Reading, tokens: Sequence[Token], start: int, end: int) -> tuple[Span | None, int]:
    """Find what may only come afterwards: "before the next round".

    Returns
    -------
    purpose
        Where the words stand that say so, or None.
    end
        The position at which what has to come first ends.
    """
    first = _listed(reading.lexicon, "first")
    for k in range(start + 1, end - 1):
        size = listed_at(tokens, k, first)
        if size and k + size < end and _is_stage(reading, tokens, k + size, end):
            return span_of(tokens, k + size, end), k
    return None, end


def _is_stage(reading: Reading, tokens: Sequence[Token], k: int, end: int) -> bool:
    """Say whether something may only come afterwards, not merely a time: "before the end of April"."""
    stages = frozenset(reading.lexicon.words("demands", "stages"))
    part = tokens[k:end]
    if any(token.tag == "date" for token in part[:3]):
        return False
    return any(
        token.tag in {"be", "have", "modal"} or token.low in stages or is_finite(reading, token) for token in part
    )


def _duties(reading: Reading, passage: Passage, by: str, start: int) -> Iterator[Asked]:
    """Read "the army must stop", said by another."""
    tokens = passage.tokens
    duties = _listed(reading.lexicon, "duties")
    for k in range(max(start, 1), len(tokens) - 1):
        size = listed_at(tokens, k, duties)
        subject = _bound(reading, tokens, (start, k, k + size), by) if size else None
        end = clause_end(tokens, k + size)
        if subject is None or k + size >= end:
            continue
        of = addressed(reading, tokens, *subject, by)
        purpose, cut = purpose_of(reading, tokens, k + size, end)
        kind = "precondition" if purpose is not None else "request"
        cue = " ".join(token.low for token in tokens[k : k + size])
        yield Asked(by, of, kind, span_of(tokens, k + size, cut), span_of(tokens, subject[0], end), cue, purpose)


def _bound(reading: Reading, tokens: Sequence[Token], places: tuple[int, int, int], by: str) -> tuple[int, int] | None:
    """Find who has to do something: a party, a group of parties, or whoever can.

    ``places`` are where to begin, where the duty is named, and what comes after it.
    """
    start, k, after = places
    if tokens[k - 1].low in {"which", "what", "who"}:
        return None
    subject = Voices(reading).before(tokens, k, start)
    if subject is None or subject.end <= subject.start or subject.pronoun in {"we", "i"}:
        return None
    before = tokens[max(start, subject.start - 4) : subject.start]
    if any(token.tag == "negator" or token.low in {"if", "whether", "unless"} for token in before):
        return None
    bound = subject.start, subject.end
    if addressed(reading, tokens, *bound, by):
        return bound
    own = addressed(reading, tokens, *bound, None)
    anybody = _is_group(reading, tokens, *bound) or _is_passive(tokens, after)
    return bound if anybody and not own else None


def _is_passive(tokens: Sequence[Token], k: int) -> bool:
    """Say whether something is to be done by whomever: "must be removed"."""
    if k + 1 >= len(tokens) or tokens[k].low != "be":
        return False
    return any(token.low.endswith(("ed", "en")) for token in tokens[k + 1 : k + 3])


def _is_group(reading: Reading, tokens: Sequence[Token], start: int, end: int) -> bool:
    groups = frozenset(reading.lexicon.words("demands", "groups"))
    return any(token.low in groups for token in tokens[start:end])


def _stipulated(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read "the condition that the army would have to withdraw before talks": set by who spoke last."""
    tokens = passage.tokens
    nouns = frozenset(reading.lexicon.words("demands", "conditions"))
    for k in range(1, len(tokens) - 3):
        if tokens[k].low not in nouns or tokens[k + 1].low != "that":
            continue
        by = _stipulating(reading, tokens, k) or passage.previous
        end = clause_end(tokens, k + 2)
        if by is None or k + 2 >= end:
            continue
        duty = next(_duties(reading, passage, by, k + 2), None)
        if duty is not None:
            yield replace(duty, kind="precondition", cue=tokens[k].low)
        else:
            of = addressed(reading, tokens, k + 2, min(k + 5, end), by)
            yield Asked(by, of, "precondition", span_of(tokens, k + 2, end), span_of(tokens, k, end), tokens[k].low)


def _stipulating(reading: Reading, tokens: Sequence[Token], k: int) -> str | None:
    """Return the party whose condition it is: its owner, or whoever is named first."""
    owner = tokens[k - 2].mention if k > 1 and tokens[k - 1].tag == "possessive" else None
    mention = owner or next((token.mention for token in tokens[:k] if token.mention is not None), None)
    return reading.party_of(mention) if mention is not None else None


def _only_once(reading: Reading, tokens: Sequence[Token], by: str) -> Iterator[Asked]:
    """Read "only once their soldiers have left", "as long as it is signed", "no talks until they have left"."""
    sufficient = _listed(reading.lexicon, "before") - _listed(reading.lexicon, "first") - {("once",), ("provided",)}
    refusing = frozenset(reading.lexicon.words("demands", "refusing"))
    for k in range(len(tokens) - 2):
        refused = (
            k and tokens[k].low in {"until", "unless", "before"} and any(one.low in refusing for one in tokens[:k])
        )
        size = listed_at(tokens, k, sufficient) or int(bool(refused))
        end = clause_end(tokens, k + size) if size else 0
        part = tokens[k + size : end]
        if not size or len(part) < 2 or any(token.tag == "negator" for token in part):
            continue
        if refused and not _is_stage(reading, tokens, k + size, end):
            continue
        before = span_of(tokens, 0, k) if k > 1 else None
        of = addressed(reading, tokens, k + size, min(k + size + 4, end), by)
        cue = " ".join(token.low for token in tokens[k : k + size])
        yield Asked(by, of, "precondition", span_of(tokens, k + size, end), span_of(tokens, k, end), cue, before)


def _refused(reading: Reading, passage: Passage) -> Iterator[Asked]:
    """Read an author's "the rebels refuse to talk until the army has left"."""
    first = next((k for k, token in enumerate(passage.tokens) if token.mention is not None), None)
    mention = passage.tokens[first].mention if first is not None else None
    if first is None or mention is None or mention.adjective or mention.place or first > 3:
        return
    by = reading.party_of(mention)
    verbs = {token.low for token in passage.tokens[first : first + 6]}
    if by is not None and verbs & {
        "refuse",
        "refuses",
        "refused",
        "insist",
        "insists",
        "insisted",
        "rule",
        "ruled",
        "rules",
    }:
        yield from _only_once(reading, passage.tokens, by)


def _called_condition(reading: Reading, passage: Passage, by: str) -> Iterator[Asked]:
    """Read "a withdrawal was the chief condition"."""
    tokens = passage.tokens
    nouns = frozenset(reading.lexicon.words("demands", "conditions"))
    for k in range(2, len(tokens)):
        be = next((at for at in range(max(1, k - 4), k) if tokens[at].tag == "be"), None)
        denied = any(token.tag == "negator" or token.low in {"no", "without"} for token in tokens[max(0, k - 12) : k])
        if tokens[k].low in nouns and be is not None and not denied:
            span = span_of(tokens, 0, clause_end(tokens, k))
            yield Asked(by, (), "precondition", span_of(tokens, 0, be), span, tokens[k].low)


def _depending(reading: Reading, passage: Passage, by: str) -> Iterator[Asked]:
    """Read "the aid would depend on their conduct"."""
    tokens = passage.tokens
    for k in range(1, len(tokens)):
        size = listed_at(tokens, k, _listed(reading.lexicon, "depending"))
        end = clause_end(tokens, k + size)
        if size and k + size < end:
            of = addressed(reading, tokens, 0, k, by)
            what, span, purpose = span_of(tokens, k + size, end), span_of(tokens, 0, end), span_of(tokens, 0, k)
            yield Asked(by, of, "precondition", what, span, "depend on", purpose)


def _red_lines(reading: Reading, passage: Passage, by: str) -> Iterator[Asked]:
    """Read "we will never accept", "is non-negotiable"."""
    tokens = passage.tokens
    lines = _listed(reading.lexicon, "red_lines")
    for k in range(1, len(tokens)):
        size = listed_at(tokens, k, lines)
        if size:
            start, end = _sentence_start(tokens, k), clause_end(tokens, k + size)
            cue = " ".join(token.low for token in tokens[k : k + size])
            span = span_of(tokens, start, max(end, k + size))
            yield Asked(by, (), "red-line", span, span, cue)
            return


def _sentence_start(tokens: Sequence[Token], k: int) -> int:
    while k and tokens[k - 1].low not in {".", ";", ",", "that"}:
        k -= 1
    return k
