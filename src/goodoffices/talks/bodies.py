"""What is said in a room: the part of an act that is sealed for those it is meant for.

The rules of the room never look into a body, so that a server that cannot open one can still apply them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)
from pydantic_core import PydanticCustomError

from goodoffices.case.base import Name

__all__ = [
    "Answer", "Attribution", "Body", "Clause", "Comment", "Digest", "Draft", "GroundRules", "Id", "Likert", "Line",
    "Note", "Plan", "Proposal", "Salt", "Signature", "Sounding", "Step", "Temperature",
]  # fmt: skip

_MOST_CHARACTERS = 20_000
Attribution = Literal["ours", "mediator", "unattributed"]
"""Whose words they are said to be: the seat's, the mediator's own idea, or nobody's."""
Likert = Literal["must", "acceptable", "reluctant", "never"]
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a\u202b\u202d\u202e\ud800-\udfff]")
_BREAKS = re.compile("[\n\r\u2028\u2029]")
Temperature = Literal["agreed", "workable", "difficult", "impossible"]


def _plain(text: str) -> str:
    """Refuse what no keyboard gives: control characters, lone surrogates, and embeddings that turn text around."""
    text = text.replace("\r\n", "\n")
    found = _UNREADABLE.search(text)
    if found:
        raise PydanticCustomError(
            "text",
            "found the character U+{code}, expected text that can be read aloud",
            {"code": f"{ord(found[0]):04X}"},
        )
    return text


def _unbroken(text: str) -> str:
    if _BREAKS.search(text):
        raise PydanticCustomError("line", "found a line break, expected a single line")
    return text


Words = Annotated[
    str, StringConstraints(min_length=1, max_length=_MOST_CHARACTERS, strip_whitespace=True), AfterValidator(_plain)
]
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, strip_whitespace=True),
    AfterValidator(_plain),
    AfterValidator(_unbroken),
]
"""A name or a title: wherever it is shown or printed, it cannot look like a line that somebody else wrote."""
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""A random id (UUIDv4 in hexadecimal digits): a number would tell how much there is that one does not see."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Signature = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Salted(_Part):
    """Words whose digest stands where the words do not: without the salt the digest confirms no guess."""

    salt: Salt | None = None
    """32 random bytes in hexadecimal digits; None where no digest is kept."""

    @model_serializer(mode="wrap")
    def _without_none(self, rest: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out a salt that is None, so that what was signed before there were salts stays what it was."""
        plain: dict[str, Any] = rest(self)
        if plain.get("salt") is None:
            plain.pop("salt", None)
        return plain


class Note(_Salted):
    """Words, and nothing else."""

    kind: Literal["note"] = "note"
    text: Words


class GroundRules(_Salted):
    """What is agreed before anything else is."""

    kind: Literal["ground-rules"] = "ground-rules"
    schedule: Words
    agenda: Words
    participants: Words
    third_party: Words
    """What the mediator is for, and what not."""
    drafting: Words
    confidentiality: Words
    languages: Words
    """The official text and its language."""


class Sounding(_Part):
    """How a seat stands to the options of one issue, in confidence."""

    kind: Literal["sounding"] = "sounding"
    answers: dict[str, Likert] = {}
    importance: Annotated[int, Field(ge=0, le=100)] | None = None
    reserve: str | None = None
    """The least option that it could live with."""
    notes: Words | None = None


class Clause(_Part):
    """A clause of a draft; square brackets stand around what is open."""

    id: Name
    title: Line
    text: Words


class Draft(_Salted):
    """The single negotiating text."""

    kind: Literal["draft"] = "draft"
    title: Line
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1, max_length=200)]


class Comment(_Part):
    """What a seat makes of a clause, and the interest behind it."""

    kind: Literal["comment"] = "comment"
    temperature: Temperature
    text: Words | None = None
    interest: Words | None = None


class Proposal(_Part):
    """What is asked in secret: a package, in words and by issue."""

    kind: Literal["proposal"] = "proposal"
    text: Words
    package: dict[str, str] = {}


class Answer(_Part):
    """A sealed answer."""

    kind: Literal["answer"] = "answer"
    yes: bool


class Step(_Part):
    """What somebody does first, and how it is verified."""

    id: Name
    by: tuple[Name, ...]
    what: Words
    after: tuple[Name, ...] = ()
    verified_by: Line | None = None


class Plan(_Part):
    """Steps in their order."""

    kind: Literal["plan"] = "plan"
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=200)]


Body = Annotated[
    Note | GroundRules | Sounding | Draft | Comment | Proposal | Answer | Plan, Field(discriminator="kind")
]
