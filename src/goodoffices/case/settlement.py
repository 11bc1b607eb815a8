"""What could be agreed, who could broker it, and the arguments for and against."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from goodoffices.case.base import Handling, Model, Name, Text
from goodoffices.case.citations import Citation
from goodoffices.case.estimates import Estimate, Share, Signed
from goodoffices.case.expressions import Condition
from goodoffices.case.record import Entry, Rated

__all__ = ["Advised", "Amount", "Brokering", "Candidate", "Channel", "Claim", "Issue", "Position", "Reserve", "Worth"]


def _option_name(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = "found {found}, expected the name of an option; put quotes around it if it is meant as text"
        raise PydanticCustomError("name", message, {"found": repr(value)})
    return str(value)


IssueOption = Annotated[str, BeforeValidator(_option_name, json_schema_input_type=str | int | float)]


class Issue(Model):
    """Something to be settled, with the ways in which it can be."""

    say: Text | None = None
    options: dict[IssueOption, Text] | tuple[IssueOption, ...]
    now: IssueOption | None = None
    moved_by: tuple[Name, ...] = ()
    verify_days: Estimate | None = None
    one_way: bool = False
    """Whether a step along the list cannot be taken back once it is made."""
    divisible: bool = False
    """Whether it can be split between the parties, as land or money can."""
    means: dict[IssueOption, Condition] = {}
    """What having got this far means in the parties' options."""
    cite: Citation | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"options": value} if isinstance(value, list | tuple) else value

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the options, in order."""
        return tuple(self.options)


class Reserve(Model):
    """The least acceptable value of a package, where it is not that of today."""

    value: Share
    cite: Citation


class Worth(Model):
    """What a combination of options is worth to a party on top of each by itself."""

    when: Condition
    worth: Signed
    why: Text | None = None
    cite: Citation | None = None


class Position(Model):
    """How a party values what could be agreed."""

    weights: dict[Name, Share] = {}
    values: dict[Name, tuple[Share, ...]] = {}
    terms: tuple[Worth, ...] = ()
    reserve: Reserve | None = None
    red_lines: tuple[Condition, ...] = ()
    cite: Citation | None = None
    note: Text | None = None


class Candidate(Model):
    """Who could broker, judged on separate criteria; what is not known is left out."""

    party: Name | None = None
    name: Text | None = None
    kind: Literal["state", "crisis-actor", "igo", "ngo", "person", "direct"]
    roles: tuple[Literal["good-offices", "facilitation", "mediation", "guarantor", "host"], ...] = ()
    say: Text | None = None
    acceptability: dict[Name, Rated] = {}
    leverage: dict[Name, Rated] = {}
    """Over each side, beside what the section `leverage` says of its party."""
    will: dict[Name, Rated] = {}
    """To use its leverage over each side."""
    credibility: Rated | None = None
    interest: Rated | None = None
    access: Rated | None = None
    capacity: Rated | None = None
    cost: Rated | None = None
    spoiler_risk: Rated | None = None
    facts: tuple[Text, ...] = ()
    handling: Handling = None
    cite: Citation | None = None
    note: Text | None = None


def _from_zero(value: Estimate) -> Estimate:
    if value.low < 0:
        raise PydanticCustomError("estimate", "found {found}, expected values from 0", {"found": value.plain()})
    return value


class Amount(Model):
    """A value with its reason, from 0 and without an upper end."""

    value: Annotated[Estimate, AfterValidator(_from_zero)]
    why: Text | None = None
    cite: Citation


class Channel(Entry):
    """What two sides do not know of each other; where it is strength, also what a war would leave and decide."""

    about: Literal["strength", "values"]
    pie_after_war: Rated | None = None
    strong_wins: Rated | None = None
    strong_share: Rated | None = None
    why: Text | None = None
    cite: Citation

    @model_validator(mode="after")
    def _complete(self) -> Self:
        inputs = (self.pie_after_war, self.strong_wins, self.strong_share)
        if self.about == "strength" and None in inputs:
            message = "expected pie_after_war, strong_wins and strong_share where the sides do not know strength"
            raise PydanticCustomError("channel", message)
        return self


class Advised(Entry):
    """A candidate that tells one side about the other: what a war would cost whom, and how well it knows."""

    by: Name
    to: Name
    advised_cost: Amount
    tough_cost: Amount
    weak_cost: Amount
    broker_cost: Amount
    weak_wrong: Rated
    tough_wrong: Rated
    bias: Amount | None = None
    prior: Rated | None = None


class Brokering(Model):
    """Between whom to broker, and what two small theories ask of the case."""

    between: tuple[Name, Name]
    channel: Channel | None = None
    advice: tuple[Advised, ...] = ()
    note: Text | None = None


class Claim(Entry):
    """A step in an argument."""

    id: Name
    text: Text
    cite: Citation
    about: Name | None = None
    supports: tuple[Name, ...] = ()
    attacks: tuple[Name, ...] = ()
