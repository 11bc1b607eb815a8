"""What the mediator may use: soundings, as far as their seats disclosed them and did not withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from goodoffices.talks.bodies import Likert, Sounding
from goodoffices.talks.room import Room

__all__ = ["SCORES", "Disclosed", "consented"]

SCORES: Mapping[Likert, int] = MappingProxyType({"must": 3, "acceptable": 2, "reluctant": 1, "never": 0})
"""Larger is better; only the order is meant."""


@dataclass(frozen=True)
class Disclosed:
    """What one seat lets the mediator know, by issue."""

    seat: str
    issues: Mapping[str, Sounding]

    def refuses(self, issue: str, option: str) -> bool:
        """Say whether the seat calls an option one that it will never accept."""
        sounding = self.issues.get(issue)
        return sounding is not None and sounding.answers.get(option) == "never"


def consented(room: Room) -> tuple[Disclosed, ...]:
    """Return what the seats have consented to disclose to the mediator.

    Parameters
    ----------
    room : Room
        As the mediator knows it, with bodies open.

    Returns
    -------
    tuple of Disclosed
        One for each seat, in the order of seats; empty where nothing was disclosed.
    """
    return tuple(
        Disclosed(
            seat,
            {
                issue: event.body
                for (who, issue), event in sorted(room.disclosed.items())
                if who == seat and event.body is not None
            },
        )
        for seat in room.seat_ids
    )
