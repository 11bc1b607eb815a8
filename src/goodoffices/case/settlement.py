"""What could be agreed, who could broker it, and the arguments for and against."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from goodoffices.case.base import Handling, Model, Name, Text
from goodoffices.case.citations import Citation
from goodoffices.case.estimates import Estimate, Share, Signed
from goodoffices.case.expressions import Condition
from goodoffices.case.record import Entry, Rated

__all__ = ["Candidate", "Claim", "Issue", "Position", "Reserve", "Worth"]


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


class Claim(Entry):
    """A step in an argument."""

    id: Name
    text: Text
    cite: Citation
    about: Name | None = None
    supports: tuple[Name, ...] = ()
    attacks: tuple[Name, ...] = ()
