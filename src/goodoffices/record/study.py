"""A document in clauses, each with those who act in it and how firmly it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from goodoffices.record.modality import Modality, modality
from goodoffices.record.parsing import Clause, Parsed, parse
from goodoffices.record.parts import Block, Sentence, Span
from goodoffices.record.reading import Reading
from goodoffices.record.roles import Role, acting, parties_of
from goodoffices.record.standing import Memory

__all__ = ["Studied", "study"]

_TURN = re.compile(r"(?:[A-Z][A-Z.'’-]+ ?){1,5}:|Q(?:UESTION)?:|A(?:NSWER)?:")
_LONGEST_TURN = 80


@dataclass(frozen=True)
class Studied:
    """A clause and who acts in it.

    Attributes
    ----------
    parsed, at
        The sentence and the position of the clause in it.
    block
        Where the sentence stands.
    who
        The subject's parties.
    others
        The parties after the verb, each with its preposition.
    modality
        How firmly it is stated.
    quoted
        True if somebody is quoted as saying it.
    teller
        The parties of whoever says so, in "A said that B attacked".
    beside
        The parties within a subject that does not act itself: "talks between A and B".
    """

    parsed: Parsed
    at: int
    block: Block
    who: tuple[Role, ...]
    others: tuple[Role, ...]
    modality: Modality
    quoted: bool = False
    teller: tuple[Role, ...] = ()
    beside: tuple[Role, ...] = ()

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self.parsed.clauses[self.at]


@lru_cache(maxsize=4)
def study(reading: Reading) -> tuple[Studied, ...]:
    """Cut a document into clauses and find who acts in each.

    Parameters
    ----------
    reading
        The document.
    """
    student = _Student(reading)
    return tuple(studied for sentence in reading.sentences for studied in student.sentence(sentence))


def _author(reading: Reading) -> str | None:
    """Return the party whose statement the document is: that of the first person, or the first party, at its head."""
    if not reading.layout.own_statement:
        return None
    first = next((block.span.start for block in reading.layout.blocks if block.kind == "paragraph"), 0)
    title = reading.layout.title
    mentions = reading.names.mentions
    heads = [mention for mention in mentions if mention.span.end <= first]
    if title is not None:
        heads = [one for one in mentions if title.span.start <= one.span.start < title.span.end] + heads
    # a person in the title speaks for a party; a country there may be only what it is about
    ranked = [one for one in heads if one.what == "person"] + [one for one in heads if not one.place]
    return next((party for one in ranked if (party := reading.party_of(one)) is not None), None)


class _Student:
    """Reads the sentences of a document in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.memory = Memory(reading, _author(reading))
        self.memory.headed()
        self.block = Span(0, 0)
        self.speaking = frozenset(reading.lexicon.words("reference", "speaking"))
        self.leading = frozenset(reading.lexicon.words("reference", "leading"))

    def sentence(self, sentence: Sentence) -> Iterator[Studied]:
        """Study the clauses of the next sentence."""
        block = self.reading.block_of(sentence)
        if block.span != self.block:
            self.block = block.span
            self._begin(block)
        parsed = parse(self.reading, sentence)
        speaker = self._speaker(parsed)
        found: list[Studied] = []
        for k in range(len(parsed.clauses)):
            found.append(self._clause(parsed, k, block, speaker, found))
        self.memory.told(parsed)
        yield from _as_what(parsed, found)

    def _begin(self, block: Block) -> None:
        """See whose turn it is in a conversation."""
        if not _TURN.match(self.reading.text, block.span.start):
            return
        self.memory.turn = None
        head = Span(block.span.start, min(block.span.end, block.span.start + _LONGEST_TURN))
        for mention in self.reading.mentions_in(head):
            if self.reading.text[mention.span.end : mention.span.end + 1] == ":":
                self.memory.turn = self.reading.party_of(mention)

    def _clause(self, parsed: Parsed, k: int, block: Block, speaker: str | None, found: Sequence[Studied]) -> Studied:
        clause, memory = parsed.clauses[k], self.memory
        quoted = self._is_quoted(parsed, clause)
        speaker = speaker if quoted else None
        who = self._who(parsed, clause, speaker, found)
        memory.subject = parties_of(who)
        if who and not quoted and clause.group.finite:
            memory.acted(who)
        tells = clause.above is not None and clause.group.finite and clause.opener in {"that", ""}
        return Studied(
            parsed, k, block, who,
            others=memory.others(parsed, clause.rest, speaker),
            modality=modality(parsed, k, self.reading.lexicon),
            quoted=quoted,
            teller=found[clause.above].who if tells and clause.above is not None else (),
            beside=memory.others(parsed, clause.subject, speaker) if clause.own and not who else (),
        )  # fmt: skip

    def _is_quoted(self, parsed: Parsed, clause: Clause) -> bool:
        quoted = self.reading.quoted_at(parsed.tokens[clause.group.head].span.start)
        return quoted is not None and not quoted.scare

    def _speaker(self, parsed: Parsed) -> str | None:
        """Return the party of whoever is quoted in a sentence."""
        for clause in parsed.clauses:
            if clause.group.verb in self.speaking and not self._is_quoted(parsed, clause):
                named = self._resolve(parsed, clause, None)
                if named:
                    return named[0].party
        return self.memory.person[0] if self.memory.person else None

    def _resolve(self, parsed: Parsed, clause: Clause, speaker: str | None) -> tuple[Role, ...]:
        named = acting(self.reading, parsed, clause.subject)
        # "China, not Russia": one of them does not
        named = tuple(role for role in named if role.at == 0 or parsed.tokens[role.at - 1].tag != "negator")
        return named or self.memory.meant(parsed, clause.subject, speaker)

    def _who(self, parsed: Parsed, clause: Clause, speaker: str | None, found: Sequence[Studied]) -> tuple[Role, ...]:
        who = self._resolve(parsed, clause, speaker)
        if who or clause.own or not found:
            return who
        last = found[-1]
        group = last.clause.group
        if group.verb in self.leading and group.passive and last.clause.subject == clause.subject:
            return tuple(role for role in last.others if role.preposition == "by")
        # "A is a power that controls": what A is called stands for A
        return last.who if group.verb == "be" and clause.subject.start in last.clause.rest else ()


def _as_what(parsed: Parsed, found: Sequence[Studied]) -> Iterator[Studied]:
    """Let "As a power sharing a border, Russia is" say of Russia that it shares a border."""
    for k, studied in enumerate(found):
        start = studied.clause.subject.start
        as_what = studied.clause.own and start == 1 and parsed.tokens[0].low == "as"
        if as_what and not studied.who and k + 1 < len(found):
            yield replace(studied, who=found[k + 1].who)
        else:
            yield studied
