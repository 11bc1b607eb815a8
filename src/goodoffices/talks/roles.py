"""Who is in a room, and what each may do in which mode."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from goodoffices.case.base import Name

__all__ = [
    "EVERYBODY",
    "HOST",
    "MEDIATOR",
    "MODES",
    "OBSERVERS",
    "Actor",
    "Format",
    "Group",
    "Mode",
    "Role",
    "at_least",
]

Group = Name
"""Those who share a knowledge: a seat, the mediator's team, the observers."""
MEDIATOR = "mediator"
OBSERVERS = "observers"
HOST = "host"
EVERYBODY = "everybody"

Role = Literal["host", "mediator", "head", "member", "mandator", "observer", "clock"]
"""``head`` leads a delegation; ``mandator`` instructs it from the capital; ``clock`` is the server at a deadline."""

Mode = Literal["good-offices", "facilitation", "mediation", "conciliation"]
MODES: tuple[Mode, ...] = ("good-offices", "facilitation", "mediation", "conciliation")
"""From the least to the most that a mediator may do."""

Format = Literal["plenary", "proximity", "bilateral"]


class Actor(BaseModel):
    """Somebody who acts.

    Attributes
    ----------
    person
        The person's id.
    group
        The seat, ``mediator``, ``observers`` or ``host``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: str
    group: Group
    role: Role


def at_least(mode: Mode, least: Mode) -> bool:
    """Say whether a mode gives the mediator as much as another.

    Examples
    --------
    >>> at_least("mediation", "facilitation"), at_least("good-offices", "mediation")
    (True, False)
    """
    return MODES.index(mode) >= MODES.index(least)
