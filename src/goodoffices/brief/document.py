"""A whole brief, ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from goodoffices.brief.blocks import Block, Box, Section, Sentence, plain, sentences
from goodoffices.brief.markdown import markdown
from goodoffices.wording import Finding, lint

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """A brief, ready to be printed.

    Attributes
    ----------
    title, question, as_of, viewpoint
        As the case has them; ``as_of`` is an ISO date.
    handling
        The highest level of handling among what the document shows.
    case, digest, version
        The name of the case, the SHA-256 of the case in canonical JSON, and the version of the program.
    sections
        In order.
    """

    title: str
    question: str
    as_of: str
    handling: str
    viewpoint: str
    case: str
    digest: str
    version: str
    sections: tuple[Section, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("title", "question", "viewpoint"):
            object.__setattr__(self, name, plain(getattr(self, name)))

    def markdown(self) -> str:
        """Return the brief as Markdown."""
        return markdown(
            self.sections,
            title=self.title,
            question=self.question,
            as_of=self.as_of,
            handling=self.handling,
            viewpoint=self.viewpoint,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the brief as plain data; each block names its kind."""
        found = asdict(self)
        for section, source in zip(found["sections"], self.sections, strict=True):
            section["blocks"] = [_kinded(block) for block in source.blocks]
        return {"format": "goodoffices brief 1", **found}

    def sentences(self) -> Iterator[Sentence]:
        """Go through every sentence, in order."""
        for section in self.sections:
            for block in section.blocks:
                yield from sentences(block)

    def findings(self) -> tuple[tuple[Sentence, Finding], ...]:
        """Find sentences that claim more than their basis bears; a verdict that is cited is its source's own."""
        return tuple(
            (one, fault)
            for one in self.sentences()
            for part in (one.lead, one.text)
            for fault in lint(part, computed=one.basis == "computed")
            if fault.rule != "verdict" or one.basis != "cited"
        )


def _kinded(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": type(block).__name__.lower(), **asdict(block)}
    if isinstance(block, Box):
        found["blocks"] = [_kinded(part) for part in block.blocks]
    return found
