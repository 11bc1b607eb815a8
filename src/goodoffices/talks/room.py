"""A room as somebody knows it: what its events so far amount to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from goodoffices.talks import events as happened
from goodoffices.talks.commands import IssuePlan, SeatPlan
from goodoffices.talks.roles import MEDIATOR, OBSERVERS, Group, Mode, Role

__all__ = ["Deletion", "Member", "Question", "Room", "StepState", "Text", "Wording"]


@dataclass(frozen=True)
class Member:
    """Somebody in the room."""

    person: str
    name: str
    group: Group
    role: Role


@dataclass(frozen=True)
class Wording:
    """A wording that a seat lets pass, and whom it was shown to."""

    signed: happened.WordingSigned
    released: tuple[str, ...] = ()
    revoked: bool = False

    def stands(self, now: dt.datetime) -> bool:
        """Say whether it may still be forwarded."""
        return not self.revoked and now < self.signed.expires


@dataclass(frozen=True)
class Text:
    """A version of the single text, with initials by clause and signatures."""

    tabled: happened.TextTabled
    initials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question for sealed answers."""

    asked: happened.QuestionAsked
    consents: tuple[str, ...] = ()
    open: bool = False
    agreement: bool | None = None
    """None until the deadline."""


@dataclass(frozen=True)
class Deletion:
    """Words that are to be destroyed, if all whom it concerns consent."""

    proposed: happened.DeletionProposed
    consents: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    agreed: bool = False


@dataclass(frozen=True)
class StepState:
    """How far a step is."""

    by: tuple[str, ...]
    after: tuple[str, ...]
    reported: tuple[str, ...] = ()
    verified: bool | None = None


@dataclass(frozen=True)
class Room:
    """A room as the sum of events.

    The server's room is made of all events, a viewer's of those that the viewer was told of: the same folding, so that
    a view cannot show what its viewer was not told.
    """

    id: str = ""
    title: str = ""
    seats: tuple[SeatPlan, ...] = ()
    issues: tuple[IssuePlan, ...] = ()
    questions_left: int = 0
    mode: Mode = "good-offices"
    members: Mapping[str, Member] = field(default_factory=dict)
    rules: happened.RulesProposed | None = None
    rules_signed: tuple[str, ...] = ()
    in_force: bool = False
    proposed_mode: happened.ModeProposed | None = None
    mode_consents: tuple[str, ...] = ()
    sessions: Mapping[str, happened.SessionOpened] = field(default_factory=dict)
    open_sessions: frozenset[str] = frozenset()
    spoken: tuple[happened.Spoken, ...] = ()
    notes: tuple[happened.Instructed, ...] = ()
    soundings: Mapping[tuple[str, str], happened.SoundingGiven] = field(default_factory=dict)
    disclosed: Mapping[tuple[str, str], happened.DisclosureGiven] = field(default_factory=dict)
    wordings: Mapping[tuple[str, str], Wording] = field(default_factory=dict)
    """By seat and id: what one seat does never meets what another did."""
    messages: tuple[happened.MessageArrived, ...] = ()
    texts: tuple[Text, ...] = ()
    shown_first: tuple[happened.TextShownFirst, ...] = ()
    criticism: tuple[happened.ClauseCriticised, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], happened.AnswerGiven] = field(default_factory=dict)
    plan: happened.StepsSet | None = None
    steps: Mapping[str, StepState] = field(default_factory=dict)
    findings: tuple[happened.FindingsReported, ...] = ()
    agreement: str | None = None
    countersigned: tuple[happened.Countersigned, ...] = ()
    deletions: Mapping[str, Deletion] = field(default_factory=dict)

    @property
    def seat_ids(self) -> tuple[str, ...]:
        """The ids of the seats."""
        return tuple(seat.id for seat in self.seats)

    @property
    def everybody(self) -> frozenset[str]:
        """All seats and the mediator: the audience of what is for all."""
        return frozenset((*self.seat_ids, MEDIATOR))

    @property
    def everybody_and_observers(self) -> frozenset[str]:
        """All seats, the mediator and the observers."""
        return self.everybody | {OBSERVERS}

    @property
    def text(self) -> Text | None:
        """The latest version of the single text."""
        return self.texts[-1] if self.texts else None
