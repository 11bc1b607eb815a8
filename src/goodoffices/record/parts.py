"""What the stages hand to one another: stretches of a text, and what was recognised there.

Every offset is a Unicode code point of the text as it is, half open; nothing is normalised away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goodoffices.case.anchoring import Span

__all__ = [
    "Block", "Dated", "Layout", "Mention", "Names", "Party", "Person", "Proposal", "Quoted", "Sentence", "Span",
    "Words",
]  # fmt: skip

BlockKind = Literal["paragraph", "heading", "caption", "boilerplate", "front-matter"]
Precision = Literal["day", "month", "year", "other"]


@dataclass(frozen=True)
class Words:
    """Words of the text with their place: ``text[span.start:span.end] == words``."""

    words: str
    span: Span


@dataclass(frozen=True)
class Dated:
    """A date that the text names.

    Attributes
    ----------
    span
        Where the expression stands.
    when
        EDTF, resolved against the date of the document, such as ``2017-12-12`` or ``2017-09``.
    """

    span: Span
    when: str
    precision: Precision


@dataclass(frozen=True)
class Block:
    """A stretch between blank lines, and what it is for."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True)
class Layout:
    """How a document is laid out.

    Attributes
    ----------
    text
        The whole text.
    blocks
        In order; only paragraphs and captions are read for entries, headings for names.
    title, publisher, issued
        What the document says of itself, or None; never the copyright line's year.
    authors
        Those who wrote it: they are no people of the crisis.
    url
        Where front matter says it was published.
    own_statement
        True if the document itself is a statement or a communique of its author.
    """

    text: str
    blocks: tuple[Block, ...]
    title: Words | None = None
    issued: Dated | None = None
    authors: tuple[Words, ...] = ()
    publisher: Words | None = None
    url: str | None = None
    own_statement: bool = False

    def of(self, span: Span) -> str:
        """Return the words of a stretch."""
        return self.text[span.start : span.end]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block.

    Attributes
    ----------
    block
        The position of its block in the layout.
    """

    span: Span
    block: int


@dataclass(frozen=True)
class Mention:
    """A place where a party or a person is named.

    Attributes
    ----------
    of
        The party's or the person's id.
    adjective
        True for "Russian" and its like: named, but not acting by that word alone.
    place
        True where the name is that of a place only ("in Doha", "the continental United States").
    """

    span: Span
    of: str
    what: Literal["party", "person"]
    adjective: bool = False
    place: bool = False


@dataclass(frozen=True)
class Party:
    """A party that the text names."""

    id: str
    name: str
    kind: Literal["state", "igo", "ngo", "armed-group", "movement", "company", "person", "other"]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A person that the text names, with the office and the party that the text gives, however far from the name."""

    id: str
    name: str
    office: Words | None
    party: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """All that is named."""

    parties: tuple[Party, ...]
    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]

    def party(self, id_: str) -> Party:
        """Return a party by its id."""
        return next(party for party in self.parties if party.id == id_)

    def person(self, id_: str) -> Person:
        """Return a person by the id."""
        return next(person for person in self.people if person.id == id_)


@dataclass(frozen=True)
class Quoted:
    """Words within quotation marks.

    Attributes
    ----------
    span
        The words without their marks.
    outer
        With the marks that are there; an opening mark may have no closing one.
    scare
        True for a phrase that nobody is said to have spoken.
    """

    span: Span
    outer: Span
    scare: bool


@dataclass(frozen=True)
class Proposal:
    """One proposed entry of a case, with the words it rests on.

    Attributes
    ----------
    section
        The section of the case file: ``statements``, ``demands``, ``events``, ``ties`` and so on.
    entry
        Its keys and values as a case file has them, without ``cite``, ``said``, ``reported`` and ``status``.
        Parties and people stand by their ids.
    evidence
        The stretches that bear it out, most telling first; each stays within one block.
    said
        The exact words of a direct statement.
    cue
        The word or the construction that led to it, so that an analyst sees why.
    """

    section: Literal["statements", "demands", "events", "ties", "obstacles", "options", "leverage", "interests"]
    entry: dict[str, object]
    evidence: tuple[Span, ...]
    said: tuple[Span, ...] = ()
    cue: str = ""
