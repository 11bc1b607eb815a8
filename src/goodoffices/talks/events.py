"""What has happened in a room, for whom to know.

Every event says who may know of it: its ``audience``. Nobody else is told that it happened at all. Words are in
``body``, which is None for those who cannot open it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from goodoffices.case.base import Name
from goodoffices.talks.bodies import (
    Answer,
    Comment,
    Digest,
    Draft,
    GroundRules,
    Id,
    Line,
    Note,
    Plan,
    Proposal,
    Signature,
    Sounding,
)
from goodoffices.talks.commands import Attribution, IssuePlan, SeatPlan
from goodoffices.talks.roles import Format, Group, Mode, Role

__all__ = [
    "Admitted", "AgreementReached", "AgreementSigned", "AnswerGiven", "AskingAgreed", "ClauseCriticised",
    "ClauseInitialled", "Countersigned", "DisclosureGiven", "DisclosureWithdrawn", "Dismissed", "Event",
    "FindingsReported", "Instructed", "MessageArrived", "ModeChanged", "ModeConsented", "ModeDeclined", "ModeProposed",
    "QuestionAsked", "QuestionClosed", "QuestionOpened", "RoomOpened", "RulesInForce", "RulesProposed", "RulesSigned",
    "SessionClosed", "SessionOpened", "SoundingGiven", "Spoken", "StepReported", "StepVerified", "StepsSet",
    "TextShownFirst", "TextTabled", "WordingReleased", "WordingRevoked", "WordingSigned", "event_of",
]  # fmt: skip


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    audience: frozenset[Group]
    """Who is told: seats, ``mediator``, ``observers``."""


class RoomOpened(_Event):
    """A room is open."""

    kind: Literal["room-opened"] = "room-opened"
    room: Id
    title: Line
    seats: tuple[SeatPlan, ...]
    issues: tuple[IssuePlan, ...]
    questions: int


class Admitted(_Event):
    """Somebody came in."""

    kind: Literal["admitted"] = "admitted"
    person: Id
    name: Line
    group: Group
    role: Role


class Dismissed(_Event):
    """Somebody is no longer in the room."""

    kind: Literal["dismissed"] = "dismissed"
    person: Id


class RulesProposed(_Event):
    """Ground rules lie before all seats."""

    kind: Literal["rules-proposed"] = "rules-proposed"
    id: Id
    digest: Digest
    body: GroundRules | None


class RulesSigned(_Event):
    """A seat has signed the ground rules."""

    kind: Literal["rules-signed"] = "rules-signed"
    id: Id
    seat: Name
    person: Id
    signature: Signature


class RulesInForce(_Event):
    """Every seat has signed."""

    kind: Literal["rules-in-force"] = "rules-in-force"
    id: Id


class ModeProposed(_Event):
    """The mediator asks for another mode."""

    kind: Literal["mode-proposed"] = "mode-proposed"
    id: Id
    mode: Mode


class ModeConsented(_Event):
    """A seat consents; the others learn it only when all have."""

    kind: Literal["mode-consented"] = "mode-consented"
    id: Id
    seat: Name
    person: Id
    signature: Signature


class ModeDeclined(_Event):
    """A seat declines; only the mediator is told."""

    kind: Literal["mode-declined"] = "mode-declined"
    id: Id
    seat: Name


class ModeChanged(_Event):
    """The room is in another mode."""

    kind: Literal["mode-changed"] = "mode-changed"
    id: Id
    mode: Mode


class SessionOpened(_Event):
    """A session has begun."""

    kind: Literal["session-opened"] = "session-opened"
    id: Id
    title: Line
    format: Format
    seats: tuple[Name, ...]
    speaking: tuple[Name, ...]
    on_record: bool


class SessionClosed(_Event):
    """A session is over."""

    kind: Literal["session-closed"] = "session-closed"
    id: Id


class Spoken(_Event):
    """Something was said in a session."""

    kind: Literal["spoken"] = "spoken"
    id: Id
    session: Id
    by: Group
    on_record: bool
    body: Note | None


class Instructed(_Event):
    """A note within a delegation, or within the mediator's team."""

    kind: Literal["instructed"] = "instructed"
    id: Id
    by: Group
    person: Id
    role: Role
    body: Note | None


class SoundingGiven(_Event):
    """A seat has written down how it stands to an issue."""

    kind: Literal["sounding-given"] = "sounding-given"
    id: Id
    seat: Name
    issue: Name
    body: Sounding | None


class DisclosureGiven(_Event):
    """A seat lets the mediator know parts of a sounding."""

    kind: Literal["disclosure-given"] = "disclosure-given"
    id: Id
    seat: Name
    issue: Name
    body: Sounding | None


class DisclosureWithdrawn(_Event):
    """A seat has withdrawn what it disclosed on an issue."""

    kind: Literal["disclosure-withdrawn"] = "disclosure-withdrawn"
    seat: Name
    issue: Name


class WordingSigned(_Event):
    """The mediator may forward this wording."""

    kind: Literal["wording-signed"] = "wording-signed"
    id: Id
    seat: Name
    person: Id
    to: tuple[Name, ...]
    attribution: Attribution
    expires: AwareDatetime
    digest: Digest
    signature: Signature
    body: Note | None


class WordingRevoked(_Event):
    """The mediator may no longer forward it."""

    kind: Literal["wording-revoked"] = "wording-revoked"
    id: Id
    seat: Name


class WordingReleased(_Event):
    """The seat that signed it learns that it was shown."""

    kind: Literal["wording-released"] = "wording-released"
    id: Id
    seat: Name
    wording: Id
    to: Name


class MessageArrived(_Event):
    """A seat is shown words; from whom is as the one who signed them wished."""

    kind: Literal["message-arrived"] = "message-arrived"
    id: Id
    to: Name
    source: Group | None
    """The seat, ``mediator``, or None where nobody is named."""
    digest: Digest
    signature: Signature | None
    """Of the seat, where it is named: it can be held against its key."""
    body: Note | None


class TextTabled(_Event):
    """A version of the single text lies before all seats."""

    kind: Literal["text-tabled"] = "text-tabled"
    id: Id
    revises: Id | None
    clauses: tuple[Name, ...]
    digest: Digest
    shown_first: tuple[tuple[Name, Line], ...] = ()
    """The seats that saw it before the others, with the reason."""
    body: Draft | None


class TextShownFirst(_Event):
    """One seat is shown a text before the others."""

    kind: Literal["text-shown-first"] = "text-shown-first"
    id: Id
    to: Name
    reason: Line
    digest: Digest
    body: Draft | None


class ClauseCriticised(_Event):
    """A seat has told the mediator what it makes of a clause."""

    kind: Literal["clause-criticised"] = "clause-criticised"
    id: Id
    seat: Name
    text: Id
    clause: Name
    body: Comment | None


class ClauseInitialled(_Event):
    """A seat has initialled a clause."""

    kind: Literal["clause-initialled"] = "clause-initialled"
    seat: Name
    person: Id
    text: Id
    clause: Name
    signature: Signature


class QuestionAsked(_Event):
    """The seats are asked whether a question may be put."""

    kind: Literal["question-asked"] = "question-asked"
    id: Id
    deadline: AwareDatetime
    body: Proposal | None


class AskingAgreed(_Event):
    """A seat consents that it is put; the other seats learn it only when all have."""

    kind: Literal["asking-agreed"] = "asking-agreed"
    id: Id
    seat: Name


class QuestionOpened(_Event):
    """All have consented; sealed answers are taken until the deadline."""

    kind: Literal["question-opened"] = "question-opened"
    id: Id
    left: int
    """How many questions are left after this one."""


class AnswerGiven(_Event):
    """A seat has answered; nobody else is told, the mediator neither."""

    kind: Literal["answer-given"] = "answer-given"
    id: Id
    question: Id
    seat: Name
    body: Answer | None


class QuestionClosed(_Event):
    """Agreement, or no agreement, and nothing else."""

    kind: Literal["question-closed"] = "question-closed"
    id: Id
    agreement: bool


class StepsSet(_Event):
    """Steps are laid down."""

    kind: Literal["steps-set"] = "steps-set"
    id: Id
    order: tuple[tuple[Name, tuple[Name, ...], tuple[Name, ...]], ...]
    body: Plan | None


class StepReported(_Event):
    """A seat says that it has done a step."""

    kind: Literal["step-reported"] = "step-reported"
    step: Name
    seat: Name


class StepVerified(_Event):
    """Whether a step was done as agreed."""

    kind: Literal["step-verified"] = "step-verified"
    step: Name
    borne_out: bool
    by: Group


class AgreementSigned(_Event):
    """A seat has signed the text."""

    kind: Literal["agreement-signed"] = "agreement-signed"
    text: Id
    seat: Name
    person: Id
    digest: Digest
    signature: Signature


class AgreementReached(_Event):
    """Every seat has signed."""

    kind: Literal["agreement-reached"] = "agreement-reached"
    text: Id


class FindingsReported(_Event):
    """The conciliator has reported."""

    kind: Literal["findings-reported"] = "findings-reported"
    id: Id
    body: Note | None


class Countersigned(_Event):
    """A seat has countersigned the head of a log."""

    kind: Literal["countersigned"] = "countersigned"
    log: Digest
    size: int
    root: Digest
    group: Group
    person: Id
    signature: Signature


Event = (
    RoomOpened | Admitted | Dismissed | RulesProposed | RulesSigned | RulesInForce | ModeProposed | ModeConsented
    | ModeDeclined | ModeChanged | SessionOpened | SessionClosed | Spoken | Instructed | SoundingGiven
    | DisclosureGiven | DisclosureWithdrawn | WordingSigned | WordingRevoked | WordingReleased | MessageArrived
    | TextTabled | TextShownFirst | ClauseCriticised | ClauseInitialled | QuestionAsked | AskingAgreed
    | QuestionOpened | AnswerGiven | QuestionClosed | StepsSet | StepReported | StepVerified | AgreementSigned
    | AgreementReached | FindingsReported | Countersigned
)  # fmt: skip

_READ: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


def event_of(data: object) -> Event:
    """Read an event from plain data.

    Raises
    ------
    pydantic.ValidationError
        If it is not one.
    """
    return _READ.validate_python(data)
