"""One step of a sequence: who gives what and when, who is exposed, who would rather leave, what closes the gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from goodoffices.case.estimates import Estimate
from goodoffices.wording import decimal, span

__all__ = ["Days", "Given", "Guarantee", "PlainOrder", "Step", "by_reading", "table_row", "with_exact"]

Days: TypeAlias = tuple[float, float, float]
"""Days from the beginning, on the low, likely and high reading of the times that verification takes."""


@dataclass(frozen=True)
class Given:
    """What moves on one issue in a step.

    Attributes
    ----------
    issue, start, end
        The issue, and the options from which and towards which it moves.
    share
        How much of the way from ``start`` to ``end`` is done after the step; 1 unless the issue is divisible.
    movers
        Who has to do it, all together.
    unmodelled
        Those of them who have no position: that they do it is taken for granted.
    verify_days : Estimate or None
        How long it takes to see that it was done.
    one_way
        Whether it cannot be taken back.
    change
        What it alone changes for each party, from the package before the step.
    """

    issue: str
    start: str
    end: str
    share: Fraction
    movers: tuple[str, ...]
    unmodelled: tuple[str, ...]
    verify_days: Estimate | None
    one_way: bool
    change: Mapping[str, Fraction]

    def words(self) -> str:
        """Say it in a few words."""
        part = "" if self.share == 1 else f", {self.share} of the way"
        return f"{' & '.join(self.movers)}: {self.issue} {self.start} → {self.end}{part}"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "issue": self.issue,
            "from": self.start,
            "to": self.end,
            "share": str(self.share),
            "movers": list(self.movers),
            "unmodelled": list(self.unmodelled),
            "verify_days": None if self.verify_days is None else self.verify_days.plain(),
            "one_way": self.one_way,
            **with_exact("change", self.change),
        }


@dataclass(frozen=True)
class Guarantee:
    """What keeps a party from leaving at a step.

    Attributes
    ----------
    party
        Who would gain by leaving.
    amount
        By how much, in its own units: what it has to forfeit if it leaves.
    exposed
        For whose sake: who would then get less than the step was to bring.
    by
        Candidates of the case who could hold or post it.
    """

    party: str
    amount: float
    exposed: tuple[str, ...]
    by: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"party": self.party, "amount": self.amount, "exposed": list(self.exposed), "by": list(self.by)}


@dataclass(frozen=True)
class Step:
    """Moves that are made at once, and verified before anything else is done.

    Attributes
    ----------
    number
        From 1.
    gives : tuple of Given
        What moves, by issue.
    starts_days, verified_days : low, likely, high
        When it begins, and when all of it is verified.
    package
        The option that each issue has fully reached after it.
    exposure
        For each party what it loses against today if all others stop once it has made its own moves of the step.
    slack
        For each party that could leave at this step: what it gains by staying rather than by leaving in the best way.
        Negative where leaving pays.
    trust_needed
        For each party that moves in this step: how likely the others must be to make their moves for it to be worth
        making its own; None where no trust suffices because leaving pays in any case.
    guarantees : tuple of Guarantee
        What closes each negative slack.
    """

    number: int
    gives: tuple[Given, ...]
    starts_days: Days
    verified_days: Days
    package: Mapping[str, str]
    exposure: Mapping[str, Fraction]
    slack: Mapping[str, float]
    trust_needed: Mapping[str, float | None]
    guarantees: tuple[Guarantee, ...]

    @property
    def guarantee(self) -> dict[str, float]:
        """For each party that would gain by leaving: what it has to forfeit."""
        return {one.party: one.amount for one in self.guarantees}

    def to_json(self) -> dict[str, Any]:
        """Return the step as plain data."""
        return {
            "number": self.number,
            "gives": [one.to_json() for one in self.gives],
            "starts_days": by_reading(self.starts_days),
            "verified_days": by_reading(self.verified_days),
            "package": dict(self.package),
            **with_exact("exposure", self.exposure),
            "slack": dict(self.slack),
            "trust_needed": dict(self.trust_needed),
            "guarantees": [one.to_json() for one in self.guarantees],
        }


@dataclass(frozen=True)
class PlainOrder:
    """What an order that nobody thought about comes to, for comparison.

    Attributes
    ----------
    name
        "all at once", or "one after the other" by issue in the order of the list.
    steps
        How many steps it has.
    smallest_slack
        As in `Sequence`.
    guarantee
        The sum of all guarantees that it needs.
    days : low, likely, high
        How long it takes.
    keeps_preconditions
        Whether everybody who asked for something first gets it first.
    """

    name: str
    steps: int
    smallest_slack: float | None
    guarantee: float
    days: Days
    keeps_preconditions: bool

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {
            "name": self.name,
            "steps": self.steps,
            "smallest_slack": self.smallest_slack,
            "guarantee": self.guarantee,
            "days": by_reading(self.days),
            "keeps_preconditions": self.keeps_preconditions,
        }


def table_row(step: Step) -> tuple[str, ...]:
    """Write one step into the cells of a table."""
    exposed = {party: float(amount) for party, amount in step.exposure.items() if amount}
    return (
        str(step.number),
        "\n".join(one.words() for one in step.gives),
        _day(step.starts_days),
        _day(step.verified_days),
        _amounts(exposed),
        _amounts(step.slack),
        _amounts(step.guarantee),
        ", ".join(dict.fromkeys(name for one in step.guarantees for name in one.by)) or "–",
    )


def _amounts(amounts: Mapping[str, float]) -> str:
    return "\n".join(f"{party} {decimal(amount, 3)}" for party, amount in amounts.items()) or "–"


def _day(days: Days) -> str:
    low, likely, high = days
    around = span(low, high, 0)
    return around if low == high else f"{decimal(likely, 0)} ({around})"


def by_reading(days: Days) -> dict[str, float]:
    """Return days by the name of their reading."""
    return dict(zip(("low", "likely", "high"), days, strict=True))


def with_exact(name: str, amounts: Mapping[str, Fraction]) -> dict[str, dict[str, Any]]:
    """Return amounts as floats and as exact fractions."""
    return {
        name: {party: float(amount) for party, amount in amounts.items()},
        f"{name}_exact": {party: str(amount) for party, amount in amounts.items()},
    }
