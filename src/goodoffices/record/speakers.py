"""Whose words a document itself is: the author of a statement, those who take turns in a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from goodoffices.record.parts import Block, Mention, Person, Sentence, Span
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Voice

__all__ = ["Own", "own_speakers", "turn_start"]


@dataclass(frozen=True)
class Own:
    """In whose name a paragraph speaks.

    Attributes
    ----------
    voice
        The person, if one signs, and the party.
    parties
        All names under which it speaks: a ministry and its state.
    answers
        True in a transcript, where "you" is whoever asks.
    """

    voice: Voice
    parties: frozenset[str]
    answers: bool = False


_LABEL = re.compile(r"[*_>\s]*(?P<label>(?:[A-Z][\w.’'-]*\.?\s?){1,6}|[QA])(?:\([^)\n]{1,60}\))?\s?:[*_]*\s")
_READ = frozenset({"paragraph", "heading", "caption"})
# After these a title says what the statement is about or to whom it was made, no longer whose it is.
_ABOUT = re.compile(
    r"\b(?:on|about|regarding|concerning|to|after|following(?=\s+the\s|\s+his\s|\s+her\s)|with|against)\b",
    re.IGNORECASE,
)


def own_speakers(reading: Reading) -> Mapping[int, Own]:
    """Find who speaks in each paragraph of a statement or a transcript.

    Returns
    -------
    mapping
        By the position of the block; empty for a report.
    """
    turns = _turns(reading)
    if turns:
        return turns
    if not reading.layout.own_statement:
        return {}
    own = _issuer(reading)
    if own is None:
        return {}
    return {number: own for number, block in enumerate(reading.layout.blocks) if block.kind == "paragraph"}


def turn_start(reading: Reading, sentence: Sentence) -> int:
    """Return where the words of a turn begin, after the label of its paragraph; the paragraph's start without one."""
    block = reading.block_of(sentence)
    match = _LABEL.match(reading.text, block.span.start, block.span.end)
    return match.end() if match else block.span.start


def _turns(reading: Reading) -> dict[int, Own]:
    """Read a transcript: a label before each turn, which holds until the next one."""
    labels = {number: label for number, block in enumerate(reading.layout.blocks) for label in _label(reading, block)}
    askers = frozenset(reading.lexicon.words("speech", "askers"))
    answering = frozenset(reading.lexicon.words("speech", "answering"))
    asked = [label for label in labels.values() if label.split()[0].lower().rstrip(".") in askers]
    if len(labels) < 3 or not (asked or max(list(labels.values()).count(label) for label in labels.values()) > 1):
        return {}
    found: dict[int, Own] = {}
    current: Own | None = None
    for number, block in enumerate(reading.layout.blocks):
        if number in labels:
            current = None if labels[number] in asked else _labelled(reading, labels[number])
            if labels[number].lower() in answering:
                current = _issuer(reading)
        elif block.kind != "paragraph":
            continue
        if current is not None:
            found[number] = replace(current, answers=True)
    return found


def _label(reading: Reading, block: Block) -> Iterator[str]:
    if block.kind in _READ:
        match = _LABEL.match(reading.text, block.span.start, block.span.end)
        if match and (
            match["label"].isupper() or any(m.what == "person" for m in reading.mentions_in(Span(*match.span("label"))))
        ):
            yield " ".join(match["label"].split())


def _labelled(reading: Reading, label: str) -> Own | None:
    """Find the person whom a label such as "MR. OSEI" means."""
    last = _folded(label.rsplit(maxsplit=1)[-1])
    for person in reading.names.people:
        if any(_folded(name.split()[-1]) == last for name in (person.name, *person.aliases) if name.split()):
            return _of_person(person)
    return None


def _folded(word: str) -> str:
    return word.strip(".,*_").casefold()


def _of_person(person: Person) -> Own:
    return Own(Voice(person.id, person.party), frozenset({person.party} if person.party else ()))


def _issuer(reading: Reading) -> Own | None:
    """Find whose statement a document is: its author, who is named in its title, or the party in its heading."""
    person = _signatory(reading)
    heads = [mention for span in _heads(reading) for mention in _before_topic(reading, span)]
    parties = [mention.of for mention in heads if mention.what == "party"]
    states = [one for one in parties if reading.kind_of(one) == "state"]
    if person is not None and (not parties or person.party is None or person.party in parties):
        own = _of_person(person)
        party = own.voice.party or next(iter(states or parties), None)
        return Own(Voice(person.id, party), own.parties | frozenset(parties) | frozenset({party} if party else ()))
    if not parties:
        return None
    first = parties[0]
    whole = states[0] if states and _together(heads, first, states[0]) else first
    return Own(Voice(party=whole), frozenset(parties))


def _together(heads: list[Mention], part: str, whole: str) -> bool:
    """Say whether a ministry and its state are named in one breath."""
    ends = [mention.span.end for mention in heads if mention.of == part]
    starts = [mention.span.start for mention in heads if mention.of == whole]
    return any(abs(start - end) < 40 for start in starts for end in ends)


def _signatory(reading: Reading) -> Person | None:
    authors = {_folded(words.words) for words in reading.layout.authors}
    for person in reading.names.people:
        if _folded(person.name) in authors:
            return person
    for span in (*_opening(reading), *_heads(reading)):
        for mention in _before_topic(reading, span):
            if mention.what == "person":
                return reading.people[mention.of]
    last = [block for block in reading.layout.blocks if block.kind == "paragraph"][-2:]
    for block in last:
        words = reading.of(block.span).split()
        named = [one for one in reading.mentions_in(block.span) if one.what == "person"]
        if len(words) < 15 and named and not reading.of(block.span).rstrip().endswith((".", "!")):
            return reading.people[named[0].of]
    return None


def _opening(reading: Reading) -> list[Span]:
    """Return the line that introduces a statement: "The following statement was issued today by …:"."""
    first = next((block.span for block in reading.layout.blocks if block.kind == "paragraph"), None)
    return [first] if first is not None and reading.of(first).endswith(":") else []


def _heads(reading: Reading) -> list[Span]:
    """Return where the publisher, the title and the headings above the text stand."""
    first = next((block.span.start for block in reading.layout.blocks if block.kind == "paragraph"), len(reading.text))
    named = (reading.layout.publisher, reading.layout.title)
    headings = (block.span for block in reading.layout.blocks if block.kind == "heading" and block.span.end <= first)
    return [*(words.span for words in named if words is not None), *headings]


def _before_topic(reading: Reading, span: Span) -> list[Mention]:
    """Return who is named in a line before it says what the statement is about."""
    words = re.sub(r"[\\_]", " ", reading.of(span))
    cut = _ABOUT.search(words)
    end = span.start + cut.start() if cut else span.end
    return [mention for mention in reading.mentions_in(Span(span.start, end)) if not mention.place]
