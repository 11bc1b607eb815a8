"""Readings made from text in which names, dates and quotations are marked, so that a test says all in one line.

``[Ruritania|RUR]`` names a party; ``[Ruritanian|RUR a]`` does so by an adjective, ``[Strelsau|RUR p]`` as a place;
``[Ada Rassendyll|@ada]`` names a person; ``{on Monday|2020-05-04}`` is a date; ``<<We agree.>>`` is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from goodoffices.case.anchoring import Span, blocks
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parsing import Parsed, parse
from goodoffices.record.parts import Block, BlockKind, Dated, Layout, Mention, Names, Party, Person, Quoted, Sentence
from goodoffices.record.reading import Reading
from goodoffices.record.study import Studied, study
from goodoffices.store.lexicons import read_lexicon

_MARK = re.compile(r"\[(?P<name>[^\]|]+)\|(?P<of>@?\w+)(?P<flags>[ ap]*)\]|\{(?P<date>[^}|]+)\|(?P<when>[^}]+)\}|<<|>>")
# Parties that are no states.
KINDS: Mapping[str, Any] = {"LRM": "armed-group", "BLF": "armed-group", "UN": "igo", "LIGA": "igo"}
# People with their parties.
PEOPLE: Mapping[str, str | None] = {"ada": "RUR", "rupert": "HEN", "boris": "GRA", "nemo": None}


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """Return the word lists that come with the project, read once."""
    return read_lexicon()


def reading_of(
    marked: str, *, issued: str | None = None, kind: BlockKind = "paragraph", own: bool = False, title: bool = False
) -> Reading:
    """Make a reading of marked text; each block is of a kind, and each full stop followed by a capital ends a sentence.

    With ``title`` the first block is a heading.
    """
    text, mentions, dates, quotes = _unmarked(marked)
    spans = blocks(text)
    found = tuple(Block(span, "heading" if title and k == 0 else kind) for k, span in enumerate(spans))
    issue = Dated(Span(0, 1), issued, "day") if issued else None
    layout = Layout(text, found, issued=issue, own_statement=own)
    sentences = tuple(
        Sentence(span, k)
        for k, block in enumerate(found)
        if block.kind != "heading"
        for span in _sentences(text, block.span)
    )
    return Reading(layout, sentences, tuple(dates), _names(mentions), tuple(quotes), english())


def _unmarked(marked: str) -> tuple[str, list[Mention], list[Dated], list[Quoted]]:
    text, at = "", 0
    mentions: list[Mention] = []
    dates: list[Dated] = []
    quotes: list[Quoted] = []
    opened = 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at, start = mark.end(), len(text)
        if mark["name"]:
            text += mark["name"]
            of, flags = mark["of"], mark["flags"]
            what = "person" if of.startswith("@") else "party"
            span = Span(start, len(text))
            mentions.append(Mention(span, of.lstrip("@"), what, "a" in flags, "p" in flags))  # type: ignore[arg-type]
        elif mark["date"]:
            text += mark["date"]
            dates.append(Dated(Span(start, len(text)), mark["when"], "day"))
        elif mark.group() == "<<":
            text += "“"
            opened = start
        else:
            text += "”"
            quotes.append(Quoted(Span(opened + 1, start), Span(opened, start + 1), scare=False))
    return text + marked[at:], mentions, dates, quotes


def _sentences(text: str, within: Span) -> list[Span]:
    ends = [
        within.start + found.end(1) for found in re.finditer(r"([.?!]”?)\s+(?=[A-Z“])", text[within.start : within.end])
    ]
    starts = [within.start, *(end + 1 for end in ends)]
    return [Span(start, end) for start, end in zip(starts, [*ends, within.end], strict=True)]


def _names(mentions: list[Mention]) -> Names:
    ids = {mention.of for mention in mentions if mention.what == "party"}
    ids |= {party for mention in mentions if mention.what == "person" and (party := PEOPLE[mention.of])}
    parties = tuple(Party(one, one, KINDS.get(one, "state"), ()) for one in sorted(ids))
    people = tuple(Person(one, one.title(), None, PEOPLE[one], ()) for one in sorted(PEOPLE))
    return Names(parties, people, tuple(mentions))


def studied_of(marked: str, **settings: Any) -> tuple[Studied, ...]:
    """Study marked text."""
    return study(reading_of(marked, **settings))


def parsed_of(marked: str) -> Parsed:
    """Parse one marked sentence."""
    reading = reading_of(marked)
    return parse(reading, reading.sentences[0])


def words(parsed: Parsed, start: int, end: int) -> str:
    """Return the words of some tokens."""
    return " ".join(token.low for token in parsed.tokens[start:end])
