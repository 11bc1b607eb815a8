"""What each party can do, what it prefers, and which policies and targets to look at."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, PlainSerializer, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from goodoffices.case.base import Handling, Model, Name, Text
from goodoffices.case.citations import Citation
from goodoffices.case.estimates import Share
from goodoffices.case.expressions import Condition

__all__ = [
    "Constraint",
    "Move",
    "OnOff",
    "OptionEntry",
    "OptionName",
    "Policy",
    "PreferenceStatement",
    "Preferences",
    "StateRef",
    "Target",
]  # fmt: skip

OptionName = Annotated[str, Field(pattern=r'^[A-Za-z][A-Za-z0-9_-]*\.("[^"]+"|[A-Za-z][A-Za-z0-9_-]*)$')]


def _on_off(value: Any) -> Any:
    return {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value


OnOff = Annotated[Literal["on", "off"], BeforeValidator(_on_off, json_schema_input_type=Literal["on", "off"] | bool)]
# A decimal, or the options in force.
StateRef = Annotated[int, Field(ge=0, strict=True)] | tuple[OptionName, ...]


class OptionEntry(Model):
    """Something a party can do or leave."""

    say: Text
    status: (
        Literal["in-use", "offered", "proposed", "demanded", "wanted", "withheld", "refused", "available"] | None
    ) = None
    entry: Literal["accepted", "proposed"] = "accepted"
    """Whether a person has looked at this entry; a proposed one is no option yet."""
    handling: Handling = None
    cite: Citation | None = None
    note: Text | None = None


class Constraint(Model):
    """What can only be the case together, or cannot."""

    rule: Condition | None = None
    never: Condition | None = None
    why: Text | None = None
    cite: Citation | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, str | Condition):
            return {"rule": value}
        if isinstance(value, dict) and (value.get("rule") is None) == (value.get("never") is None):
            raise PydanticCustomError("constraint", "expected an expression, {rule: …} or {never: …}")
        return value

    @model_serializer(mode="wrap")
    def _plain(self, handler: Any) -> Any:
        full = {key: value for key, value in handler(self).items() if value is not None}
        return full["rule"] if set(full) == {"rule"} else full

    @property
    def condition(self) -> Condition:
        """The expression, without its sign."""
        return self.rule or cast("Condition", self.never)  # one of them is there

    @property
    def text(self) -> str:
        """The rule as a reader would write it."""
        return f"never: {self.never}" if self.never else str(self.rule)


class PreferenceStatement(Model):
    """One statement about which states are better."""

    that: Condition
    confidence: Share | None = None
    unknown: bool = False
    why: Text | None = None
    cite: Citation | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"that": value} if isinstance(value, str | Condition) else value

    @model_serializer(mode="wrap")
    def _plain(self, handler: Any) -> Any:
        full = {key: value for key, value in handler(self).items() if value is not None and value is not False}
        return full["that"] if set(full) == {"that"} else full


def _group(value: Any) -> Any:
    """Read one rank: a state, or a list of tied states."""
    if isinstance(value, list | tuple) and any(isinstance(part, int | list | tuple) for part in value):
        return tuple(value)
    return (value,)


def _plain_group(group: tuple[Any, ...]) -> Any:
    states = [list(state) if isinstance(state, tuple) else state for state in group]
    return states[0] if len(states) == 1 else states


RankGroup = Annotated[
    tuple[StateRef, ...],
    BeforeValidator(_group, json_schema_input_type=StateRef | tuple[StateRef, ...]),
    PlainSerializer(_plain_group),
]


class Preferences(Model):
    """What a decision maker prefers, in one of three forms."""

    statements: tuple[PreferenceStatement, ...] | None = None
    ranking: tuple[RankGroup, ...] | None = None
    payoffs: dict[Annotated[int, Field(ge=0)], float] | tuple[float, ...] | None = None
    confidence: Share | None = None
    cite: Citation | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return {"statements": value}
        forms = ("statements", "ranking", "payoffs")
        if isinstance(value, dict) and sum(value.get(form) is not None for form in forms) != 1:
            raise PydanticCustomError("preferences", "expected exactly one of statements, ranking and payoffs")
        return value

    @model_serializer(mode="wrap")
    def _plain(self, handler: Any) -> Any:
        full = {key: value for key, value in handler(self).items() if value is not None}
        return full["statements"] if set(full) == {"statements"} else full


class Target(Model):
    """A named wish: the states in which an expression holds."""

    that: Condition
    say: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"that": value} if isinstance(value, str | Condition) else value

    @model_serializer
    def _plain(self) -> Any:
        return {"that": str(self.that), "say": self.say} if self.say else str(self.that)


class Move(Model):
    """Single moves of one party: from the states where one expression holds to those where another does."""

    by: Name
    from_: Condition = Field(alias="from")
    to: Condition


class Policy(Model):
    """A named what-if."""

    say: Text | None = None
    assume: dict[OptionName, OnOff] = {}
    prefer: dict[Name, Preferences] = {}
    allow: tuple[Move, ...] = ()
    forbid: tuple[Move, ...] = ()
    handling: Handling = None
    cite: Citation | None = None
    note: Text | None = None
