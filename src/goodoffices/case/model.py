"""The case: one crisis, as one person reads it on one day."""

from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr

from goodoffices.case.base import HandlingLevel, Model, Name, Text
from goodoffices.case.citations import Person, Source
from goodoffices.case.dates import Day
from goodoffices.case.record import (
    Aftermath,
    Demand,
    Event,
    Fact,
    Interest,
    Leverage,
    Measure,
    Obstacle,
    Party,
    Statement,
    Tie,
    Trend,
)
from goodoffices.case.settlement import Brokering, Candidate, Claim, Issue, Position
from goodoffices.case.strategic import Constraint, OnOff, OptionEntry, OptionName, Policy, Preferences, StateRef, Target
from goodoffices.errors import MissingSectionError

__all__ = ["Case"]


class Case(Model):
    """A crisis, as it is written in a case file; see the page on the case file for each key."""

    case: Name
    title: Text
    as_of: Day
    question: Text | None = None
    handling: HandlingLevel = "open"
    viewpoint: Text | None = None
    note: Text | None = None
    sources: dict[Name, Source] = {}
    parties: dict[Name, Party]
    people: dict[Name, Person] = {}
    ties: tuple[Tie, ...] = ()
    leverage: tuple[Leverage, ...] = ()
    interests: dict[Name, tuple[Interest, ...]] = {}
    statements: tuple[Statement, ...] = ()
    demands: tuple[Demand, ...] = ()
    events: tuple[Event, ...] = ()
    measures: tuple[Measure, ...] = ()
    trends: tuple[Trend, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    facts: tuple[Fact, ...] = ()
    options: dict[Name, dict[Name, OptionEntry]] = {}
    one_way: dict[OptionName, OnOff] = {}
    feasible: tuple[Constraint, ...] = ()
    now: StateRef | None = None
    preferences: dict[Name, Preferences] = {}
    targets: dict[Text, Target] = {}
    policies: dict[Text, Policy] = {}
    issues: dict[Name, Issue] = {}
    positions: dict[Name, Position] = {}
    links: tuple[Constraint, ...] = ()
    candidates: dict[Name, Candidate] = {}
    brokering: Brokering | None = None
    claims: tuple[Claim, ...] = ()
    aftermath: tuple[Aftermath, ...] = ()

    # The text it was read from, so that writing it back keeps comments and order.
    _origin: str | None = PrivateAttr(default=None)

    def plain(self) -> dict[str, Any]:
        """Return the case as it would be written: short forms, and nothing that was not said."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def need(self, *sections: str) -> None:
        """Refuse to go on where a section that an engine needs is empty.

        Raises
        ------
        MissingSectionError
            Names every section that is missing.
        """
        missing = [section for section in sections if not getattr(self, section) and getattr(self, section) != 0]
        if "now" in missing and self.now is not None:
            missing.remove("now")
        if missing:
            names = ", ".join(f"'{section}'" for section in missing)
            raise MissingSectionError(
                f"the case {self.case!r} has no {names}; this needs "
                f"{', '.join(repr(section) for section in sections)}: see the page on the case file"
            )

    def name_of(self, who: str) -> str:
        """Return the name of a party or a person for a reader."""
        if who in self.parties:
            return self.parties[who].name
        return self.people[who].name if who in self.people else who

    def party_of(self, who: str) -> str:
        """Return the party for which somebody speaks; a party speaks for itself."""
        person = self.people.get(who)
        return (person.party or who) if person else who
