"""What one document contributes to a case: itself as a source, who is named, and proposed entries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.case.dates import parse_when
from goodoffices.errors import CaseError, DateError
from goodoffices.record.citing import Citing
from goodoffices.record.drafting import Draft
from goodoffices.record.entries import Dropped, Entry, as_name, write_entries
from goodoffices.record.parts import Layout, Person, Span, Words

__all__ = ["Contribution", "Kept", "contribution", "day_of"]

_NEAR = 12
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Kept:
    """How the text of a document is kept.

    Attributes
    ----------
    source
        What the case calls it.
    sha256
        Of the bytes that are kept.
    file
        Where, relative to the case; None if it is not kept.
    locators
        True if the case may not hold its words.
    """

    source: str
    sha256: str
    file: str | None = None
    locators: bool = False


@dataclass(frozen=True)
class Contribution:
    """What one document contributes to a case.

    Attributes
    ----------
    name
        What the case calls the source.
    source, parties, people
        As a case file has them.
    entries
        Each ``status: proposed``.
    dropped
        What could not be an entry.
    text
        Into which the citations point.
    """

    name: str
    source: Mapping[str, Any]
    parties: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    entries: tuple[Entry, ...]
    dropped: tuple[Dropped, ...]
    text: str


def day_of(layout: Layout) -> dt.date | None:
    """Say on which day a document was issued; None if it does not say, or not to the day."""
    try:
        when = parse_when(layout.issued.when) if layout.issued else None
    except DateError:
        return None
    return when.earliest if when and when.earliest == when.latest else None


def contribution(draft: Draft, kept: Kept, as_of: dt.date | None = None) -> Contribution:
    """Write what was found in a document as parts of a case file.

    Parameters
    ----------
    draft
        What the stages found.
    kept
        How the text is kept, and what the case calls it.
    as_of
        The day of the case, nothing after which may stand in it; by default the day of the document.

    Raises
    ------
    CaseError
        If the document does not say on which day it was issued, and no day is given.
    """
    day = as_of or day_of(draft.layout)
    if day is None:
        raise CaseError(
            f"{kept.source}: found no day on which the document was issued, and a case has to say as of when it is; "
            "give it with --date, such as --date 2017-12-26"
        )
    layout = draft.layout
    citing = Citing(layout.text, locators=kept.locators)
    entries, dropped = write_entries(draft.proposals, draft.names, citing, kept.source, day)
    return Contribution(
        name=kept.source,
        source=_source(layout, kept),
        parties={as_name(party.id): _party(party) for party in draft.names.parties},
        people=_people(draft, citing, kept.source),
        entries=entries,
        dropped=dropped,
        text=layout.text,
    )


def _source(layout: Layout, kept: Kept) -> dict[str, Any]:
    publisher = _line(layout.publisher)
    found = {
        "type": "webpage" if layout.url else "document",
        "title": _line(layout.title),
        "author": [{"literal": name} for one in layout.authors if (name := _line(one))],
        "publisher": publisher,
        "issued": layout.issued.when if layout.issued else None,
        "URL": layout.url,
        "file": kept.file,
        "sha256": kept.sha256,
    }
    return {key: value for key, value in found.items() if value}


def _line(words: Words | None) -> str | None:
    """Write words of the text on one line, without the marks of Markdown."""
    return " ".join(words.words.replace("\\_", " ").split()) if words else None


def _party(party: Any) -> dict[str, Any]:
    aliases = [one for one in dict.fromkeys(" ".join(alias.split()) for alias in party.aliases) if one != party.name]
    found = {"name": party.name, "kind": party.kind, "role": "undecided"}
    return found | ({"aliases": aliases} if aliases else {})


def _people(draft: Draft, citing: Citing, source: str) -> dict[str, dict[str, Any]]:
    """Write people with the words that give their office, or else those that name them first."""
    parties = {party.id for party in draft.names.parties}
    found: dict[str, dict[str, Any]] = {}
    for person in draft.names.people:
        told: dict[str, Any] = {
            "name": " ".join(person.name.split()),
            "office": _line(person.office),
            "party": as_name(person.party) if person.party in parties else None,
        }
        anchors = [anchor for span in _introduced(draft, person) if (anchor := citing.anchor(span))]
        if anchors:
            told["cite"] = {source: anchors[0] if len(anchors) == 1 else anchors}
        found[as_name(person.id)] = {key: value for key, value in told.items() if value}
    return found


def _introduced(draft: Draft, person: Person) -> tuple[Span, ...]:
    """Find the words by which a person is introduced: office and name in one where they stand together."""
    named = [one.span for one in draft.names.mentions if one.of == person.id and one.what == "person"]
    if person.office is None:
        return tuple(named[:1])
    office = person.office.span
    for name in named:
        both = Span(min(office.start, name.start), max(office.end, name.end))
        between = draft.layout.text[min(office.end, name.end) : max(office.start, name.start)]
        if len(between) <= _NEAR and not _BREAK.search(between):
            return (both,)
    return (office, *named[:1])
