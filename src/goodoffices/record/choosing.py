"""Options that a text discusses: what somebody could do, offers to do, is asked to do, or will not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goodoffices.record.deeds import deed_of, deeds, noun_at
from goodoffices.record.modality import Modality
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.roles import parties_of
from goodoffices.record.spotting import Spotter
from goodoffices.record.study import Studied, study
from goodoffices.record.subjects import Range

__all__ = ["find_options"]

_TOPIC = "options"
_OPEN: frozenset[Modality] = frozenset({"intended", "weighed", "possible", "future", "denied"})
_BEFORE_NOUN = frozenset({"word", "determiner", "name", "possessive", "number", "adverb"})
_ENDS_OBJECT = frozenset({"preposition", "to", "mark", "relative", "subordinator"})
_ENDS_PHRASE = frozenset({"mark", "quote", "relative", "subordinator"})
_PARTICLES = frozenset({"adverb", "preposition"})
_LONGEST = 14


@dataclass(frozen=True)
class _Option:
    party: str | None
    status: str | None
    evidence: Span
    cue: str


def find_options(reading: Reading) -> tuple[Proposal, ...]:
    """Propose the options that a document discusses.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Section ``options``: who could do it, in the words of the text, and how far it has come.
    """
    found: list[_Option] = []
    for studied in study(reading):
        option = _to_do(reading, studied) or _of_noun(reading, studied)
        if option is not None:
            found.append(option)
    return tuple(_proposal(reading, option) for option in found)


def _to_do(reading: Reading, studied: Studied) -> _Option | None:
    """Read "could mediate talks", "should consider engaging", "offered to release": a deed that is open."""
    clause = studied.clause
    gerund = clause.group.tense == "participle" and studied.modality != "weighed"
    if studied.modality not in _OPEN or not clause.rest or gerund:
        return None
    status, cue = _status(reading, list(_governing(studied)))
    if not cue:
        return None
    deed = deed_of(studied, deeds(reading.lexicon))
    spot = Spotter(reading.lexicon, _TOPIC, studied)
    listed = deed is not None and spot.among("deeds", deed.kind.name) and not spot.verb("mere-words")
    firm = spot.among("firm", status or "")
    if not listed and not (spot.verb("verbs") and (firm or spot.first("nouns", clause.rest))):
        return None
    by = parties_of(studied.who)
    if not by and not firm:
        return None
    return _Option(by[0] if by else None, status, studied.parsed.span(clause.group.head, clause.rest.end), cue)


def _governing(studied: Studied) -> Iterator[str]:
    """Return the words that may say how far it has come: what an infinitive hangs on, nearest first; a modal verb."""
    parsed, clause = studied.parsed, studied.clause
    while not clause.group.modal and clause.above is not None:
        above = parsed.clauses[clause.above]
        yield from (parsed.tokens[clause.lead - 1].low, f"{above.group.verb} {parsed.tokens[above.group.end].low}")
        yield above.group.verb
        clause = above
    yield clause.group.modal


def _status(reading: Reading, words: Sequence[str]) -> tuple[str | None, str]:
    """Return how far an option has come and the word that says so; "" if nothing does."""
    table = reading.lexicon.table(_TOPIC, "status")
    for word in words:
        for status, listed in table.items():
            if word in listed:
                return status, word
    weighed = reading.lexicon.words(_TOPIC, "weighed")
    return None, next((word for word in words if word in weighed), "")


def _of_noun(reading: Reading, studied: Studied) -> _Option | None:
    """Read "proposed a joint commission", "ruled out direct talks", "would consider a summit"."""
    clause, tokens = studied.clause, studied.parsed.tokens
    noun = _noun(reading, studied) if studied.modality != "asked" and studied.who else None
    if noun is None:
        return None
    particle = f"{clause.group.verb} {tokens[clause.group.end].low}"
    status, cue = _status(reading, (particle, clause.group.verb))
    if not cue:
        return None
    start, end = noun.start, noun.end
    floor = clause.rest.start + (tokens[clause.rest.start].tag in _PARTICLES)
    while start > floor and tokens[start - 1].tag in _BEFORE_NOUN:
        start -= 1
    while end < clause.rest.end and end - start < _LONGEST and tokens[end].tag not in _ENDS_PHRASE:
        end += 1
    return _Option(parties_of(studied.who)[0], status, studied.parsed.span(start, end), cue)


def _noun(reading: Reading, studied: Studied) -> Range | None:
    """Return where the direct object of a verb names an option."""
    rest, tokens = studied.clause.rest, studied.parsed.tokens
    ends = (k for k in range(rest.start + 2, rest.end) if tokens[k].tag in _ENDS_OBJECT)
    objects = Range(rest.start, next(ends, rest.end))
    spot = Spotter(reading.lexicon, _TOPIC, studied)
    found = spot.first("nouns", objects)
    if found is not None:
        return found
    table = deeds(reading.lexicon)
    for k in range(objects.start, objects.end):
        named = noun_at(tokens, k, table)
        if named is not None and spot.among("deeds", named[0]):
            return Range(named[1], k + 1)
    return None


def _proposal(reading: Reading, option: _Option) -> Proposal:
    entry: dict[str, object] = {"say": reading.plain(option.evidence)}
    if option.party is not None:
        entry["party"] = option.party
    if option.status is not None:
        entry["status"] = option.status
    return Proposal("options", entry, (option.evidence,), cue=option.cue)
