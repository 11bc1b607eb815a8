"""The passages in which something may be asked, each with the party in whose mouth it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goodoffices.record.attributions import Attribution, listen
from goodoffices.record.clauses import words_of
from goodoffices.record.grammar import Token, grammar, tokenise
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.speakers import own_speakers
from goodoffices.record.voices import Subject

__all__ = ["Asked", "Passage", "addressed", "asker", "clause_end", "listed_at", "passages"]


@dataclass(frozen=True)
class Asked:
    """Something that one party asks of others.

    Attributes
    ----------
    of
        The parties asked; empty where the text does not say.
    what
        Where the words stand that say what is asked.
    purpose
        Where the words stand that say what comes afterwards, or None.
    span
        Where all of it stands.
    """

    by: str
    of: tuple[str, ...]
    kind: str
    what: Span
    span: Span
    cue: str
    purpose: Span | None = None


@dataclass(frozen=True)
class Passage:
    """Words to be searched.

    Attributes
    ----------
    tokens
        A sentence in which each quotation is one token; or the words of a quotation or of what was reported.
    by
        The party that says them; None for the author's own words.
    first_person
        True where "we" is that party.
    attributions
        For an author's sentence, who is said to say what in it.
    previous
        The party that spoke last before.
    own
        True where the document speaks in its own name, so that "it" may be that party.
    """

    tokens: tuple[Token, ...]
    by: str | None
    first_person: bool
    attributions: tuple[Attribution, ...] = ()
    previous: str | None = None
    own: bool = False


def passages(reading: Reading, statements: Sequence[Proposal]) -> Iterator[Passage]:
    """Go through the sentences, then through what was said in them."""
    spoken = [one for one in statements if one.said and isinstance(one.entry.get("who"), str)]
    said = {span.start for one in spoken for span in one.said}
    previous: str | None = None
    for heard in listen(reading):
        if reading.block_of(heard.sentence).kind == "caption":
            continue
        if heard.sentence.span.start not in said:
            yield Passage(heard.tokens, None, first_person=False, attributions=heard.attributions, previous=previous)
        for said_so in heard.attributions:
            if said_so.voice.party and not said_so.nested:
                previous = said_so.voice.party
                for span in said_so.content:
                    yield Passage(words_of(reading, span), previous, first_person=False)
    for one in spoken:
        own = one.said == one.evidence
        for span in one.said:
            for sentence in reading.sentences_in(span):
                part = Span(max(span.start, sentence.span.start), min(span.end, sentence.span.end))
                yield Passage(_inside(reading, part), str(one.entry["who"]), first_person=True, own=own)


def _inside(reading: Reading, span: Span) -> tuple[Token, ...]:
    """Cut the words of a quotation into tokens."""
    return tokenise(reading.text, span, reading.mentions_in(span), reading.dates_in(span), grammar(reading.lexicon))


def listed_at(tokens: Sequence[Token], k: int, listed: frozenset[tuple[str, ...]]) -> int:
    """Return how many tokens from a position are one of the listed phrases; the longest, or 0."""
    best = 0
    for words in listed:
        if len(words) > best and all(k + i < len(tokens) and tokens[k + i].low == word for i, word in enumerate(words)):
            best = len(words)
    return best


_ASIDES = frozenset(
    {"who", "which", "while", "whereas", "although", "though", "but", "after", "as", "because", "since", "even"}
)


def clause_end(tokens: Sequence[Token], start: int) -> int:
    """Return the position after what is asked: at an aside, a full stop or a closing bracket."""
    depth = 0
    for k in range(start, len(tokens)):
        low = tokens[k].low
        if low in {"(", "["}:
            depth += 1
        elif low in {")", "]"}:
            depth -= 1
        if depth < 0 or low in {".", ";", "?", "!"}:
            return k
        following = tokens[k + 1] if k + 1 < len(tokens) else None
        if low == "," and following is not None and (following.low in _ASIDES or _begins_anew(tokens, k + 1)):
            return k
    return len(tokens)


def _begins_anew(tokens: Sequence[Token], k: int) -> bool:
    """Say whether what follows a comma is no more of what is asked: ", warning that", ", and they", ", has failed"."""
    token = tokens[k]
    if token.tag == "word" and token.low.endswith("ing") and len(token.low) > 4:
        return True
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    joined = (
        token.tag == "conjunction" and after is not None and (after.tag in {"pronoun", "adverb"} or after.low == "that")
    )
    return joined or token.tag in {"be", "have", "modal"}


def addressed(reading: Reading, tokens: Sequence[Token], start: int, end: int, by: str | None) -> tuple[str, ...]:
    """Return the parties that a phrase names, or that "both sides" stands for.

    Parameters
    ----------
    start, end
        Positions of the phrase: a subject, or those who are asked.
    by
        The party that asks, which asks nothing of itself.
    """
    named = [token.mention for token in tokens[start:end] if token.mention is not None]
    firm = [mention for mention in named if not mention.adjective and not (mention.place and end - start > 2)]
    found = [reading.party_of(mention) for mention in firm or [one for one in named if not one.place]]
    parties = tuple(dict.fromkeys(party for party in found if party is not None and party != by))
    if parties:
        return parties
    words = {token.low for token in tokens[start:end]}
    if end - start <= 2 and words & {"it", "they", "them"}:
        return _named_before(reading, tokens[start].span.start, by, 1 if "it" in words else 2)
    both, groups = (set(reading.lexicon.words("demands", name)) for name in ("both", "groups"))
    if words & both and (words & groups or end - start == 1):
        return _principals(reading, by)
    return _ruled(reading, by) if words & set(reading.lexicon.words("demands", "rulers")) else ()


def _ruled(reading: Reading, by: str | None) -> tuple[str, ...]:
    """Return the state that "the government" is of: one of which a text speaks twice as often as of any other."""
    parties = (reading.party_of(mention) for mention in reading.names.mentions)
    states = Counter(party for party in parties if party not in {None, by} and reading.kind_of(str(party)) == "state")
    most = [*states.most_common(2), (None, 0), (None, 0)]
    (state, count), (_, next_count) = most[:2]
    return (state,) if state is not None and count >= 2 * next_count else ()


def _principals(reading: Reading, by: str | None) -> tuple[str, ...]:
    """Return the two parties of which a text speaks most, organisations and those who speak left out."""
    asking = {by, *(party for own in own_speakers(reading).values() for party in own.parties)}
    parties = (reading.party_of(mention) for mention in reading.names.mentions if not mention.place)
    sides = Counter(party for party in parties if party not in asking and _is_side(reading, party))
    return tuple(party for party, count in sides.most_common(2) if party is not None and count > 1)


def _is_side(reading: Reading, party: str | None) -> bool:
    return party is not None and reading.kind_of(party) not in {"igo", "ngo", "company"}


def _named_before(reading: Reading, at: int, by: str | None, count: int) -> tuple[str, ...]:
    """Return the parties named last before a place, in its sentence and the one before."""
    sentence = reading.sentence_at(at)
    before = reading.previous(sentence) if sentence is not None else None
    start = before.span.start if before is not None else 0
    found: list[str] = []
    for mention in reversed(reading.mentions_in(Span(start, at))):
        party = reading.party_of(mention)
        named = not mention.place and not mention.adjective and party not in found
        if named and party is not None and party != by:
            found.append(party)
    return tuple(found[:count])


def asker(passage: Passage, subject: Subject | None) -> str | None:
    """Return the party that a subject means in a passage."""
    if subject is None:
        return None
    if subject.pronoun in {"we", "i"} or (passage.own and subject.pronoun in {"it", "same", "they"}):
        return passage.by if passage.first_person else None
    return subject.voice.party if not subject.pronoun else None
