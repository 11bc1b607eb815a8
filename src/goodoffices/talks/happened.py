"""Events of the room itself: who is there, what was agreed on, what was said, which steps were done."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from goodoffices.case.base import Name
from goodoffices.talks.bodies import Digest, GroundRules, Id, Line, Note, Plan, Signature
from goodoffices.talks.commands import IssuePlan, SeatPlan
from goodoffices.talks.roles import Format, Group, Mode, Role

__all__ = [
    "Admitted",
    "Countersigned",
    "DeletionAgreed",
    "DeletionConsented",
    "DeletionDeclined",
    "DeletionProposed",
    "Dismissed",
    "FindingsReported",
    "Happened",
    "Instructed",
    "ModeChanged",
    "ModeConsented",
    "ModeDeclined",
    "ModeProposed",
    "RoomOpened",
    "RulesInForce",
    "RulesProposed",
    "RulesSigned",
    "SessionClosed",
    "SessionOpened",
    "Spoken",
    "StepReported",
    "StepVerified",
    "StepsSet",
]


class Happened(BaseModel):
    """What every event has: when it was, and who is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    audience: frozenset[Group]
    """Who is told: seats, ``mediator``, ``observers``."""


class RoomOpened(Happened):
    """A room is open."""

    kind: Literal["room-opened"] = "room-opened"
    room: Id
    title: Line
    seats: tuple[SeatPlan, ...]
    issues: tuple[IssuePlan, ...]
    questions: int


class Admitted(Happened):
    """Somebody came in."""

    kind: Literal["admitted"] = "admitted"
    person: Id
    name: Line
    group: Group
    role: Role


class Dismissed(Happened):
    """Somebody is no longer in the room."""

    kind: Literal["dismissed"] = "dismissed"
    person: Id


class RulesProposed(Happened):
    """Ground rules lie before all seats."""

    kind: Literal["rules-proposed"] = "rules-proposed"
    id: Id
    digest: Digest
    body: GroundRules | None


class RulesSigned(Happened):
    """A seat has signed the ground rules."""

    kind: Literal["rules-signed"] = "rules-signed"
    id: Id
    seat: Name
    person: Id
    signature: Signature


class RulesInForce(Happened):
    """Every seat has signed."""

    kind: Literal["rules-in-force"] = "rules-in-force"
    id: Id


class ModeProposed(Happened):
    """The mediator asks for another mode."""

    kind: Literal["mode-proposed"] = "mode-proposed"
    id: Id
    mode: Mode


class ModeConsented(Happened):
    """A seat consents; the others learn it only when all have."""

    kind: Literal["mode-consented"] = "mode-consented"
    id: Id
    seat: Name
    person: Id
    signature: Signature


class ModeDeclined(Happened):
    """A seat declines; only the mediator is told."""

    kind: Literal["mode-declined"] = "mode-declined"
    id: Id
    seat: Name


class ModeChanged(Happened):
    """The room is in another mode."""

    kind: Literal["mode-changed"] = "mode-changed"
    id: Id
    mode: Mode


class SessionOpened(Happened):
    """A session has begun."""

    kind: Literal["session-opened"] = "session-opened"
    id: Id
    title: Line
    format: Format
    seats: tuple[Name, ...]
    speaking: tuple[Name, ...]
    on_record: bool


class SessionClosed(Happened):
    """A session is over."""

    kind: Literal["session-closed"] = "session-closed"
    id: Id


class Spoken(Happened):
    """Something was said in a session."""

    kind: Literal["spoken"] = "spoken"
    id: Id
    session: Id
    by: Group
    on_record: bool
    body: Note | None


class Instructed(Happened):
    """A note within a delegation, or within the mediator's team."""

    kind: Literal["instructed"] = "instructed"
    id: Id
    by: Group
    person: Id
    role: Role
    body: Note | None


class DeletionProposed(Happened):
    """The mediator asks the seats whether words are to be destroyed: all until now, or those of a session."""

    kind: Literal["deletion-proposed"] = "deletion-proposed"
    id: Id
    session: Id | None


class DeletionConsented(Happened):
    """A seat consents; the others learn it only when all have."""

    kind: Literal["deletion-consented"] = "deletion-consented"
    id: Id
    seat: Name
    person: Id
    signature: Signature


class DeletionDeclined(Happened):
    """A seat declines; only the mediator is told."""

    kind: Literal["deletion-declined"] = "deletion-declined"
    id: Id
    seat: Name


class DeletionAgreed(Happened):
    """Every seat that was asked has consented: the keys and salts of the words are destroyed."""

    kind: Literal["deletion-agreed"] = "deletion-agreed"
    id: Id
    session: Id | None
    on_record: bool


class StepsSet(Happened):
    """Steps are laid down."""

    kind: Literal["steps-set"] = "steps-set"
    id: Id
    order: tuple[tuple[Name, tuple[Name, ...], tuple[Name, ...]], ...]
    body: Plan | None


class StepReported(Happened):
    """A seat says that it has done a step."""

    kind: Literal["step-reported"] = "step-reported"
    step: Name
    seat: Name


class StepVerified(Happened):
    """Whether a step was done as agreed."""

    kind: Literal["step-verified"] = "step-verified"
    step: Name
    borne_out: bool
    by: Group


class FindingsReported(Happened):
    """The conciliator has reported."""

    kind: Literal["findings-reported"] = "findings-reported"
    id: Id
    body: Note | None


class Countersigned(Happened):
    """A seat has countersigned the head of a log."""

    kind: Literal["countersigned"] = "countersigned"
    log: Digest
    size: int
    root: Digest
    group: Group
    person: Id
    signature: Signature
