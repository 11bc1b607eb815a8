"""Scripted delegations: what they want, and how they behave in a room.

For load tests, for teaching, and to ask what a procedure can reach. A delegation acts on what its own seat was told and
on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

import numpy as np

from goodoffices.talks.bodies import Likert, Sounding
from goodoffices.talks.commands import IssuePlan

__all__ = ["BEHAVIOURS", "Behaviour", "Delegation", "Package", "draw_delegation", "draw_issues"]

Behaviour = Literal["honest", "hard-line", "probing", "spoiling"]
BEHAVIOURS: tuple[Behaviour, ...] = ("honest", "hard-line", "probing", "spoiling")
Package: TypeAlias = dict[str, str]

_POINTS = 100
_HARD = 0.8
"""The share of the best it could get below which a hard-line delegation says no."""


@dataclass(frozen=True)
class Delegation:
    """A seat with its private wishes and its manner.

    Attributes
    ----------
    points
        For each issue what each option is worth to it, in whole points.
    behaviour
        ``honest`` discloses all and says yes to whatever beats today; ``hard-line`` discloses only what it likes best
        and holds out; ``probing`` discloses nothing and says yes to every question it is asked, to learn what the other
        side would take, and signs only what beats today; ``spoiling`` signs the ground rules and refuses all else.
    """

    seat: str
    behaviour: Behaviour
    points: Mapping[str, Mapping[str, int]]
    now: Mapping[str, str]

    def worth(self, package: Mapping[str, str]) -> int:
        """Return what a package is worth to it; issues left out stay as they are."""
        return sum(points[package.get(issue, self.now[issue])] for issue, points in self.points.items())

    @property
    def best(self) -> int:
        """What the best package would be worth to it."""
        return sum(max(points.values()) for points in self.points.values())

    @property
    def today(self) -> int:
        """What today is worth to it."""
        return self.worth({})

    def accepts(self, package: Mapping[str, str]) -> bool:
        """Say whether it would sign a package."""
        worth = self.worth(package)
        match self.behaviour:
            case "honest" | "probing":
                return worth > self.today
            case "hard-line":
                return worth >= self.today + _HARD * (self.best - self.today) and worth > self.today
            case "spoiling":
                return False
            case _:
                assert_never(self.behaviour)

    def answers(self, package: Mapping[str, str]) -> bool:
        """Say yes or no to a sealed question."""
        return self.behaviour == "probing" or self.accepts(package)

    def discloses(self, issue: str) -> Sounding | None:
        """Return what it lets the mediator know of an issue."""
        whole = self.sounding(issue)
        match self.behaviour:
            case "honest":
                return whole.model_copy(update={"notes": None})
            case "hard-line":
                points = self.points[issue]
                best = max(points, key=lambda option: points[option])
                answers: dict[str, Likert] = {option: "must" if option == best else "never" for option in points}
                return Sounding(answers=answers, importance=_POINTS)
            case "probing" | "spoiling":
                return None
            case _:
                assert_never(self.behaviour)

    def sounding(self, issue: str) -> Sounding:
        """Return how it stands to an issue, for itself; the note holds a word that must never be read elsewhere."""
        points = self.points[issue]
        low, high = min(points.values()), max(points.values())
        answers = {option: _likert((worth - low) / max(high - low, 1)) for option, worth in points.items()}
        return Sounding(answers=answers, importance=high - low, notes=self.secret)

    @property
    def secret(self) -> str:
        """A word that stands in everything private of this seat: found elsewhere, something has leaked."""
        return f"only-{self.seat}-may-read-this"


def _likert(share: float) -> Likert:
    return "must" if share > 0.9 else "acceptable" if share > 0.5 else "reluctant" if share > 0 else "never"


def draw_issues(rng: np.random.Generator) -> tuple[IssuePlan, ...]:
    """Draw three to five issues of three or four options; today is the first of each."""
    return tuple(
        IssuePlan(
            id=f"issue-{number}",
            say=f"Issue {number}",
            options=tuple(f"option-{k}" for k in range(int(rng.integers(3, 5)))),
            now="option-0",
        )
        for number in range(1, int(rng.integers(4, 7)))
    )


def draw_delegation(
    seat: str, behaviour: Behaviour, issues: tuple[IssuePlan, ...], *, rng: np.random.Generator
) -> Delegation:
    """Draw what a seat wants: points from 0 to 100 for each option, today on the poorer side."""
    points = {}
    for issue in issues:
        drawn = rng.integers(0, _POINTS + 1, len(issue.options))
        drawn[0] //= 2
        points[issue.id] = {option: int(worth) for option, worth in zip(issue.options, drawn, strict=True)}
    return Delegation(seat, behaviour, points, {issue.id: issue.options[0] for issue in issues})
