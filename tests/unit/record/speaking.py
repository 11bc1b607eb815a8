"""Readings made from text in which names and dates are marked; sentences and quotations are found by the stages.

``[Upland|UPL]`` names a party, ``[Uplander|UPL a]`` by an adjective, ``[Port Sel|UPL p]`` as a place;
``[Ada Lind|@lind]`` names a person; ``{on Monday|2020-05-04}`` is a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from goodoffices.case.anchoring import Span, blocks
from goodoffices.record.demanding import find_demands
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import (
    Block,
    BlockKind,
    Dated,
    Layout,
    Mention,
    Names,
    Party,
    Person,
    Proposal,
    Words,
)
from goodoffices.record.quoting import find_quotes
from goodoffices.record.reading import Reading
from goodoffices.record.sentences import split
from goodoffices.record.speech import find_statements
from goodoffices.store.lexicons import read_lexicon

_MARK = re.compile(r"\[(?P<name>[^\]|]+)\|(?P<of>@?\w+)(?P<flags>[ ap]*)\]|\{(?P<date>[^}|]+)\|(?P<when>[^}]+)\}")
_NAMED: Mapping[str, tuple[str, Any]] = {
    "UPL": ("Upland", "state"),
    "DOW": ("Downland", "state"),
    "MIR": ("Mirland", "state"),
    "FLA": ("Free Lowland Army", "armed-group"),
    "LOG": ("League of Rivers", "igo"),
    "MFA": ("Ministry of Foreign Affairs", "other"),
}
_PEOPLE: Mapping[str, tuple[str, str | None, str | None]] = {
    "lind": ("Ada Lind", "UPL", "Foreign Minister"),
    "orr": ("Jon Orr", "DOW", "President"),
    "vey": ("Ana Vey", "FLA", None),
    "nemo": ("Ben Nemo", None, None),
}


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """Return the word lists that come with the project, read once."""
    return read_lexicon()


def reading_of(
    marked: str,
    *,
    kinds: Mapping[int, BlockKind] | None = None,
    issued: str | None = None,
    own: bool = False,
    title: str | None = None,
    authors: tuple[str, ...] = (),
) -> Reading:
    """Make a reading of marked text.

    ``kinds`` gives the kinds of blocks that are no paragraphs; ``title`` and ``authors`` are words of the text.
    """
    text, mentions, dates = _unmarked(marked)
    found = tuple(Block(span, (kinds or {}).get(k, "paragraph")) for k, span in enumerate(blocks(text)))
    layout = Layout(
        text,
        found,
        title=_words(text, title) if title else None,
        issued=Dated(Span(0, 0), issued, "day") if issued else None,
        authors=tuple(_words(text, author) for author in authors),
        own_statement=own,
    )
    sentences = split(layout, english())
    quotes = find_quotes(layout, sentences, english())
    return Reading(layout, sentences, tuple(dates), _names(mentions), quotes, english())


def statements_of(marked: str, **settings: Any) -> list[tuple[str | None, str | None, str]]:
    """Return speaker, party and the words of each statement, said or reported; parts are joined with a stroke."""
    reading = reading_of(marked, **settings)
    return [
        (_text(one, "speaker"), _text(one, "who"), " / ".join(reading.plain(span) for span in one.said or one.evidence))
        for one in find_statements(reading)
    ]


def statement_of(marked: str, **settings: Any) -> Proposal:
    """Return the only statement."""
    (found,) = find_statements(reading_of(marked, **settings))
    return found


def demands_of(marked: str, **settings: Any) -> list[tuple[Any, Any, Any, Any]]:
    """Return by, of, kind and what of each demand."""
    reading = reading_of(marked, **settings)
    found = find_demands(reading, find_statements(reading))
    return [(one.entry["by"], one.entry.get("of"), one.entry["kind"], one.entry["what"]) for one in found]


def demand_of(marked: str, **settings: Any) -> Proposal:
    """Return the only demand."""
    reading = reading_of(marked, **settings)
    (found,) = find_demands(reading, find_statements(reading))
    return found


def _text(one: Proposal, key: str) -> str | None:
    found = one.entry.get(key)
    return str(found) if found is not None else None


def _unmarked(marked: str) -> tuple[str, list[Mention], list[Dated]]:
    text, at = "", 0
    mentions: list[Mention] = []
    dates: list[Dated] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()] + (mark["name"] or mark["date"])
        at = mark.end()
        span = Span(len(text) - len(mark["name"] or mark["date"]), len(text))
        if mark["name"]:
            person = mark["of"].startswith("@")
            flags = mark["flags"]
            mentions.append(
                Mention(span, mark["of"].lstrip("@"), "person" if person else "party", "a" in flags, "p" in flags)
            )
        else:
            dates.append(Dated(span, mark["when"], "day"))
    return text + marked[at:], mentions, dates


def _names(mentions: list[Mention]) -> Names:
    parties = tuple(Party(one, name, kind, (name,)) for one, (name, kind) in _NAMED.items())
    people = tuple(
        Person(one, name, Words(office, Span(0, 0)) if office else None, party, (name,))
        for one, (name, party, office) in _PEOPLE.items()
    )
    return Names(parties, people, tuple(mentions))


def _words(text: str, words: str) -> Words:
    at = text.index(words)
    return Words(words, Span(at, at + len(words)))
