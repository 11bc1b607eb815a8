"""What is known of a crisis: parties, ties, words, deeds and obstacles, each with its citation."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from goodoffices.case.base import Handling, Model, Name, OneOrMore, Text
from goodoffices.case.citations import Citation
from goodoffices.case.dates import When
from goodoffices.case.estimates import Estimate, Grade, Share
from goodoffices.case.expressions import Condition

__all__ = [
    "Aftermath", "Demand", "Entry", "Event", "Fact", "Interest", "Leverage", "Measure", "Obstacle", "Party", "Rated",
    "Sign", "Statement", "Tie", "TieKind", "Trend",
]  # fmt: skip

TieKind = Literal[
    "alliance", "border", "channel", "chosen-partner", "cultural", "diplomatic", "distrust", "economic", "founding",
    "membership", "military", "military-threat", "precedent", "rivalry", "sanctions", "shared-interest", "stewardship",
    "treaty", "war", "other",
]  # fmt: skip


class Entry(Model):
    """What every cited entry may carry."""

    handling: Handling = None
    status: Literal["accepted", "proposed"] = "accepted"
    note: Text | None = None


class Rated(Model):
    """A value with its reason: an estimate from 0 to 1."""

    value: Share
    what: Text | None = None
    why: Text | None = None
    cite: Citation


class Power(Model):
    """How powerful a party is, on any scale: only ratios matter."""

    value: Estimate
    what: Text | None = None
    cite: Citation


class Party(Model):
    """A state, an organisation, a movement or a person that takes part in the crisis."""

    name: Text
    kind: Literal["state", "igo", "ngo", "armed-group", "movement", "company", "person", "other"]
    role: Literal[
        "principal", "broker-candidate", "influencer", "stakeholder", "venue", "historical", "spoiler", "undecided"
    ]
    """``undecided`` until a person has said what it is in this crisis."""
    aliases: tuple[Text, ...] = ()
    successor: Name | None = None
    power: Power | None = None
    handling: Handling = None
    note: Text | None = None


_SIGNS = {"+": 1, "-": -1, "−": -1, "0": 0, 1: 1, -1: -1, 0: 0, "positive": 1, "negative": -1, "neutral": 0}


def _sign(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int) or value not in _SIGNS:
        raise PydanticCustomError("sign", 'found {found}, expected +, "-" or 0', {"found": repr(value)})
    return _SIGNS[value]


Sign = Annotated[
    Literal[-1, 0, 1],
    BeforeValidator(_sign, json_schema_input_type=Literal["+", "-", 0, "0", 1, -1]),
    PlainSerializer(lambda sign: {1: "+", -1: "-", 0: 0}[sign], return_type=str | int),
]


class Tie(Entry):
    """What binds or divides two parties."""

    from_: Name | None = Field(None, alias="from")
    to: Name | None = None
    between: tuple[Name, Name] | None = None
    kind: TieKind
    sign: Sign
    strength: Share | None = None
    what: Text | None = None
    when: When | None = None
    cite: Citation

    @model_validator(mode="after")
    def _ends(self) -> Self:
        directed = self.from_ is not None and self.to is not None
        if directed == (self.between is not None) or (self.from_ is None) != (self.to is None):
            raise PydanticCustomError("tie", "expected either 'from' and 'to', or 'between: [A, B]'")
        if self.ends[0] == self.ends[1]:
            raise PydanticCustomError(
                "tie", "found a tie of {party} to itself, expected two parties", {"party": self.ends[0]}
            )
        return self

    @property
    def ends(self) -> tuple[str, str]:
        """The two parties, the source of influence first where there is one."""
        return self.between or (self.from_ or "", self.to or "")

    @property
    def directed(self) -> bool:
        """True if the tie goes one way."""
        return self.between is None


class Leverage(Entry):
    """How much one party could move another, and how willing it is to."""

    who: Name
    over: Name
    basis: Text
    strength: Share
    will: Share | None = None
    cite: Citation


class Interest(Entry):
    """What a party wants."""

    want: Text
    topic: Name | None = None
    weight: Grade | None = None
    implied: bool = False
    cite: Citation


def _known(entry: Entry, who: str, key: str) -> None:
    """Require of an accepted entry that it says who; a proposed one may leave it to the person who accepts it."""
    if not who and entry.status == "accepted":
        raise PydanticCustomError("who", "found no '{key}', expected it on an entry that is accepted", {"key": key})


class Statement(Entry):
    """What somebody said, or is reported to have said."""

    id: Name | None = None
    who: Name = ""
    """Absent only while the statement is proposed."""
    when: When | None = None
    where: Text | None = None
    to: OneOrMore | None = None
    gist: Text | None = None
    said: Citation | None = None
    reported: Citation | None = None
    about: Text | None = None
    means: tuple[Condition, ...] = ()
    cite: Citation | None = None

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if not (self.said or self.reported or self.cite):
            raise PydanticCustomError("statement", "expected one of 'said', 'reported' or 'cite'")
        _known(self, self.who, "who")
        return self


class Demand(Entry):
    """What one party asks of another, and what it will only do afterwards."""

    id: Name | None = None
    by: Name = ""
    """Absent only while the demand is proposed."""
    of: Name | None = None
    """Absent where it is asked of nobody by name; a precondition is accepted only with it."""
    kind: Literal["precondition", "aim", "request", "red-line"]
    what: Text
    for_: Text | None = Field(None, alias="for")
    needs: Condition | None = None
    before: Condition | None = None
    cite: Citation

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.before is not None and self.needs is None:
            raise PydanticCustomError("demand", "found 'before' without 'needs': write what is needed first")
        if self.of is None and self.kind == "precondition" and self.status == "accepted":
            raise PydanticCustomError("demand", "found a precondition without 'of': write of whom it is asked")
        _known(self, self.by, "by")
        return self


class Event(Entry):
    """What happened."""

    id: Name | None = None
    when: When
    who: Name = ""
    """Absent only while the event is proposed."""
    to: OneOrMore | None = None
    type: Name
    what: Text | None = None
    where: Text | None = None
    cameo: Annotated[str, Field(pattern=r"^\d{2,4}$", description="A CAMEO code, as text")] | None = None
    cite: Citation

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        _known(self, self.who, "who")
        return self


class Measure(Entry):
    """What has been tried, by whom, and what for."""

    id: Name | None = None
    by: OneOrMore
    of: OneOrMore
    kind: Literal[
        "sanctions", "pressure", "military-pressure", "talks", "mediation", "engagement", "assurance", "other"
    ]
    what: Text
    when: When
    meant_to: Text
    watch: tuple[Name, ...] = ()
    cite: Citation


class Trend(Entry):
    """How something moves from year to year."""

    of: Name
    what: Text
    per_year: Estimate
    unit: Text | None = None
    cite: Citation


class Obstacle(Entry):
    """What stands in the way."""

    kind: Literal["distrust", "rivalry", "precondition", "spoiler", "commitment", "verification", "domestic", "other"]
    between: tuple[Name, ...]
    severity: Share
    trust: Share | None = None
    what: Text | None = None
    cite: Citation

    @model_validator(mode="after")
    def _trust_belongs(self) -> Self:
        if self.trust is not None and self.kind != "distrust":
            raise PydanticCustomError(
                "obstacle", "found 'trust' on kind {kind}, expected it on distrust only", {"kind": self.kind}
            )
        return self


class Fact(Entry):
    """A figure from a data set, with the year it covers."""

    about: OneOrMore
    what: Text
    value: float | int | str | bool
    unit: Text | None = None
    year: Annotated[int, Field(ge=1, le=9998, strict=True)]
    cite: Citation


class Aftermath(Entry):
    """What happened after the case was drawn up; no engine reads it."""

    when: When
    what: Text
    broker: Name | None = None
    """The candidate through whom it came about."""
    cite: Citation
