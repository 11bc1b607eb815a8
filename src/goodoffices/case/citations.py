"""Sources, and the anchors by which an entry points into them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    RootModel,
    StringConstraints,
    ValidationError,
    model_serializer,
)
from pydantic_core import InitErrorDetails, PydanticCustomError, core_schema

from goodoffices.case.base import Handling, Model, Name, Text
from goodoffices.case.dates import When

__all__ = ["ANALYST", "Anchor", "Citation", "Judgement", "Locator", "Person", "Pinpoint", "Quote", "Source"]

ANALYST = "analyst"
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 in lower-case hexadecimal digits")]
# The words as they stand: a quotation is not stripped or folded when it is read.
Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=False)]
Context = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=False)]


class Quote(Model):
    """Words that stand exactly once in the text of the source (W3C TextQuoteSelector)."""

    exact: Words
    prefix: Context | None = None
    suffix: Context | None = None

    @model_serializer
    def plain(self) -> str | dict[str, str]:
        """Write the short form where there is no context."""
        if self.prefix is None and self.suffix is None:
            return self.exact
        parts = {"exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}
        return {key: value for key, value in parts.items() if value is not None}


class Locator(Model):
    """Where words stand, without the words (W3C TextPositionSelector within a block, and a digest)."""

    para: Annotated[int, Field(ge=1, strict=True)]
    """The block between blank lines, counted from 1."""
    start: Annotated[int, Field(ge=0, strict=True)]
    """The first character within the block, counted from 0 in Unicode code points."""
    end: Annotated[int, Field(ge=1, strict=True)]
    """The character after the last."""
    sha256: Digest
    """The digest of the exact words in UTF-8."""


class Pinpoint(Model):
    """A place in a source whose text is not here."""

    at: Text


class Judgement(Model):
    """The analyst's own judgement, with its reason."""

    reason: Text


Anchor = Quote | Locator | Pinpoint | Judgement


def _anchor(value: Any, source: str) -> Any:
    if source == ANALYST:
        if isinstance(value, str) and value.strip():
            return Judgement(reason=value)
        raise PydanticCustomError("citation", "found {found}, expected a reason in words", {"found": repr(value)})
    if isinstance(value, str) and value:
        return Quote(exact=value)
    if isinstance(value, dict):
        for key, model in (("exact", Quote), ("para", Locator), ("at", Pinpoint)):
            if key in value:
                return model.model_validate(value)
    raise PydanticCustomError(
        "citation",
        'found {found}, expected "exact words", {exact: …, prefix: …, suffix: …}, '
        "{para: …, start: …, end: …, sha256: …} or {at: …}",
        {"found": repr(value)},
    )


def _read(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        message = "found {found}, expected sources with their anchors such as {wt: …} or {analyst: reason}"
        raise PydanticCustomError("citation", message, {"found": repr(value)})
    read: dict[Any, tuple[Any, ...]] = {}
    wrong: list[InitErrorDetails] = []
    for source, anchors in value.items():
        listed = isinstance(anchors, list | tuple) and len(anchors) > 0
        parts: list[Any] = []
        for k, one in enumerate(anchors if listed else [anchors]):
            place = (source, k) if listed else (source,)
            try:
                parts.append(_anchor(one, str(source)))
            except ValidationError as error:
                wrong += _placed(error, place)
            except PydanticCustomError as error:
                wrong.append(InitErrorDetails(type=error, loc=place, input=one))
        read[source] = tuple(parts)
    if wrong:
        raise ValidationError.from_exception_data("Citation", wrong)
    return read


def _placed(error: ValidationError, place: tuple[Any, ...]) -> Iterator[InitErrorDetails]:
    """Say of the errors of one anchor under which source it stands."""
    for one in error.errors(include_url=False):
        where = (*place, *one["loc"])
        yield InitErrorDetails(type=one["type"], loc=where, input=one["input"], ctx=one.get("ctx", {}))


class Citation(RootModel[Annotated[dict[Name, tuple[Anchor, ...]], BeforeValidator(_read)]]):
    """Which sources say so, and where in them."""

    model_config = {"frozen": True}

    def anchors(self) -> Iterator[tuple[str, Anchor]]:
        """Go through the anchors, each with the name of its source."""
        for source, anchors in self.root.items():
            for anchor in anchors:
                yield source, anchor

    @property
    def reasons(self) -> tuple[str, ...]:
        """The analyst's reasons."""
        return tuple(anchor.reason for _, anchor in self.anchors() if isinstance(anchor, Judgement))

    @property
    def source_names(self) -> tuple[str, ...]:
        """The sources cited, without the analyst."""
        return tuple(source for source in self.root if source != ANALYST)

    @model_serializer
    def plain(self) -> dict[str, Any]:
        """Write the short forms."""
        short: dict[str, Any] = {}
        for source, anchors in self.root.items():
            forms = [
                anchor.reason if isinstance(anchor, Judgement) else anchor.model_dump(mode="json", exclude_none=True)
                for anchor in anchors
            ]
            short[source] = forms[0] if len(forms) == 1 else forms
        return short

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        del schema
        forms = [handler(model.__pydantic_core_schema__) for model in (Quote, Locator, Pinpoint)]
        texts = [{"type": "string", "minLength": 1}, *(_resolved(handler, form) for form in forms)]
        return {
            "type": "object",
            "description": "Sources with their anchors; analyst: a reason",
            "minProperties": 1,
            "additionalProperties": {"anyOf": [*texts, {"type": "array", "items": {"anyOf": texts}, "minItems": 1}]},
        }


def _resolved(handler: GetJsonSchemaHandler, form: Any) -> Any:
    """Give the object form of an anchor, whose short form stands beside it."""
    return handler.resolve_ref_schema(form)


class Author(Model):
    """Who wrote a source, in CSL-JSON."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None


SourceType = Literal[
    "article-journal", "article-newspaper", "bill", "book", "broadcast", "chapter", "dataset", "document", "interview",
    "legislation", "personal_communication", "regulation", "report", "speech", "treaty", "webpage",
]  # fmt: skip
Reliability = Literal[
    "official-record", "news", "opinion", "partisan", "dataset", "scholarship", "unverified", "unknown"
]


def _relative(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "~")) or ".." in parts or ":" in path:
        raise PydanticCustomError(
            "path", "found {path}, expected a path below the folder of the case", {"path": repr(path)}
        )
    return path


class Source(Model):
    """A document that entries cite: CSL-JSON fields, and ours for text and trust."""

    type: SourceType
    title: Text | None = None
    author: tuple[Author, ...] = ()
    container_title: Text | None = Field(None, alias="container-title")
    publisher: Text | None = None
    issued: When | None = None
    accessed: When | None = None
    genre: Text | None = None
    number: Text | int | None = None
    volume: Text | int | None = None
    issue: Text | int | None = None
    page: Text | int | None = None
    section: Text | None = None
    event_title: Text | None = Field(None, alias="event-title")
    event_place: Text | None = Field(None, alias="event-place")
    URL: Text | None = None
    DOI: Text | None = None
    language: Text | None = None
    edition: Text | int | None = None
    version: Text | int | float | None = None
    archive: Text | None = None
    file: Annotated[Text, AfterValidator(_relative)] | None = None
    """Where the text stands, relative to the case."""
    sha256: Digest | None = None
    """The digest of the text's bytes."""
    reliability: Reliability = "unknown"
    handling: Handling = None
    note: Text | None = None


class Person(Model):
    """Somebody who speaks or acts for a party."""

    name: Text
    office: Text | None = None
    party: Name | None = None
    handling: Handling = None
    cite: Citation | None = None
    note: Text | None = None
