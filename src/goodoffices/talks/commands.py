"""What people ask of a room.

Ids, salts, times and signatures come with a command: the rules are pure. A body is sealed by the room's server for
those it is meant for before it is kept.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from goodoffices.case.base import Name
from goodoffices.talks.bodies import (
    Answer,
    Attribution,
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
from goodoffices.talks.roles import Format, Group, Mode, Role

__all__ = [
    "Admit", "AgreeToAsk", "AnswerQuestion", "AskQuestion", "CloseQuestion", "CloseSession", "Command",
    "ConsentDeletion", "ConsentMode", "Countersign", "Criticise", "DeclineDeletion", "DeclineMode", "Disclose",
    "Dismiss", "Initial", "Instruct", "IssuePlan", "OpenRoom", "OpenSession", "ProposeDeletion", "ProposeMode",
    "ProposeRules", "ReleaseWording", "ReportFindings", "ReportStep", "RevokeWording", "SeatPlan", "SetSteps",
    "ShowTextFirst", "SignAgreement", "SignRules", "SignWording", "Sound", "Speak", "TableText", "VerifyStep",
    "Withdraw", "command_of",
]  # fmt: skip


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SeatPlan(_Command):
    """A delegation that is to come."""

    id: Name
    name: Line


class IssuePlan(_Command):
    """An issue on the table, with its options from the least to the most."""

    id: Name
    say: Line
    options: tuple[str, ...]
    now: str | None = None


class OpenRoom(_Command):
    """Open a room for seats and issues."""

    kind: Literal["open-room"] = "open-room"
    room: Id
    title: Line
    seats: Annotated[tuple[SeatPlan, ...], Field(min_length=2, max_length=12)]
    issues: Annotated[tuple[IssuePlan, ...], Field(max_length=60)] = ()
    questions: Annotated[int, Field(ge=0, le=100)] = 5
    """How many questions may be put for sealed answers: each gives a little of the bottom lines away."""


class Admit(_Command):
    """Take a person into a group; who was invited, and how that was checked, is the server's affair."""

    kind: Literal["admit"] = "admit"
    person: Id
    name: Line
    group: Group
    role: Role


class Dismiss(_Command):
    """Take a person out of the room."""

    kind: Literal["dismiss"] = "dismiss"
    person: Id


class ProposeRules(_Command):
    """Put ground rules to all seats."""

    kind: Literal["propose-rules"] = "propose-rules"
    id: Id
    digest: Digest
    body: GroundRules


class SignRules(_Command):
    """Sign the ground rules for one's seat."""

    kind: Literal["sign-rules"] = "sign-rules"
    id: Id
    digest: Digest
    signature: Signature


class ProposeMode(_Command):
    """Propose to the seats that the mediator may do more, or less."""

    kind: Literal["propose-mode"] = "propose-mode"
    id: Id
    mode: Mode


class ConsentMode(_Command):
    """Consent, for one's seat, to another mode."""

    kind: Literal["consent-mode"] = "consent-mode"
    id: Id
    mode: Mode
    signature: Signature


class DeclineMode(_Command):
    """Decline another mode; who declined is not told."""

    kind: Literal["decline-mode"] = "decline-mode"
    id: Id


class ProposeDeletion(_Command):
    """Propose that the words of a closed session, or without one all until now but what binds, be destroyed."""

    kind: Literal["propose-deletion"] = "propose-deletion"
    id: Id
    session: Id | None = None


class ConsentDeletion(_Command):
    """Consent, for one's seat, that words be destroyed."""

    kind: Literal["consent-deletion"] = "consent-deletion"
    id: Id
    session: Id | None = None
    signature: Signature


class DeclineDeletion(_Command):
    """Decline that words be destroyed, or take a consent back; who declined is not told."""

    kind: Literal["decline-deletion"] = "decline-deletion"
    id: Id


class OpenSession(_Command):
    """Open a session: its format, who attends, who may speak, and whether it is on record."""

    kind: Literal["open-session"] = "open-session"
    id: Id
    title: Line
    format: Format
    seats: tuple[Name, ...]
    speaking: tuple[Name, ...]
    observers: bool = False
    on_record: bool


class CloseSession(_Command):
    """Close a session."""

    kind: Literal["close-session"] = "close-session"
    id: Id


class Speak(_Command):
    """Say something in a session; an entry on record stands in the minutes."""

    kind: Literal["speak"] = "speak"
    id: Id
    session: Id
    body: Note


class Instruct(_Command):
    """Write to one's own delegation: instructions from the capital, notes among members."""

    kind: Literal["instruct"] = "instruct"
    id: Id
    body: Note


class Sound(_Command):
    """Record, for one's own seat alone, how it stands to an issue."""

    kind: Literal["sound"] = "sound"
    id: Id
    issue: Name
    body: Sounding


class Disclose(_Command):
    """Let the mediator know chosen parts of a sounding."""

    kind: Literal["disclose"] = "disclose"
    id: Id
    issue: Name
    body: Sounding


class Withdraw(_Command):
    """Withdraw a disclosure: the mediator's analysis stops using it. What was read stays read."""

    kind: Literal["withdraw"] = "withdraw"
    issue: Name


class SignWording(_Command):
    """Sign the exact wording that one lets pass, to whom, as whose words, and until when."""

    kind: Literal["sign-wording"] = "sign-wording"
    id: Id
    to: Annotated[tuple[Name, ...], Field(min_length=1)]
    attribution: Attribution
    expires: AwareDatetime
    digest: Digest
    body: Note
    signature: Signature


class RevokeWording(_Command):
    """Take a wording back from the mediator; what was released already stays read."""

    kind: Literal["revoke-wording"] = "revoke-wording"
    id: Id


class ReleaseWording(_Command):
    """Show a wording that ``seat`` signed to another one, exactly as it was signed."""

    kind: Literal["release-wording"] = "release-wording"
    id: Id
    seat: Name
    wording: Id
    to: Name
    digest: Digest
    body: Note


class TableText(_Command):
    """Table a version of the single negotiating text, to all seats at once."""

    kind: Literal["table-text"] = "table-text"
    id: Id
    revises: Id | None = None
    clauses: Annotated[tuple[Name, ...], Field(min_length=1, max_length=200)]
    digest: Digest
    body: Draft


class ShowTextFirst(_Command):
    """Show a text to one seat before the others, with a reason that will be minuted for all."""

    kind: Literal["show-text-first"] = "show-text-first"
    id: Id
    to: Name
    reason: Line
    digest: Digest
    body: Draft


class Criticise(_Command):
    """Tell the mediator alone what one makes of a clause."""

    kind: Literal["criticise"] = "criticise"
    id: Id
    text: Id
    clause: Name
    body: Comment


class Initial(_Command):
    """Initial a clause of the latest text for one's seat."""

    kind: Literal["initial"] = "initial"
    text: Id
    clause: Name
    digest: Digest
    signature: Signature


class AskQuestion(_Command):
    """Ask whether a question may be put for sealed answers."""

    kind: Literal["ask-question"] = "ask-question"
    id: Id
    deadline: AwareDatetime
    body: Proposal


class AgreeToAsk(_Command):
    """Consent, for one's seat, that a question is put."""

    kind: Literal["agree-to-ask"] = "agree-to-ask"
    id: Id


class AnswerQuestion(_Command):
    """Answer in secret; the last answer before the deadline counts."""

    kind: Literal["answer-question"] = "answer-question"
    id: Id
    question: Id
    body: Answer


class CloseQuestion(_Command):
    """Open the answers at the deadline; only whether all said yes is kept."""

    kind: Literal["close-question"] = "close-question"
    question: Id
    yes: tuple[Name, ...]


class SetSteps(_Command):
    """Lay down who does what first, and how it is verified; ``order`` has ids, who does each, and what comes first."""

    kind: Literal["set-steps"] = "set-steps"
    id: Id
    order: Annotated[tuple[tuple[Name, tuple[Name, ...], tuple[Name, ...]], ...], Field(min_length=1, max_length=200)]
    body: Plan


class ReportStep(_Command):
    """Report, for one's seat, that a step is done."""

    kind: Literal["report-step"] = "report-step"
    step: Name


class VerifyStep(_Command):
    """Say that a step is done as agreed, or that it is not."""

    kind: Literal["verify-step"] = "verify-step"
    step: Name
    borne_out: bool


class SignAgreement(_Command):
    """Sign the latest text for one's seat."""

    kind: Literal["sign-agreement"] = "sign-agreement"
    text: Id
    digest: Digest
    signature: Signature


class ReportFindings(_Command):
    """Report to all seats, as a conciliator does."""

    kind: Literal["report-findings"] = "report-findings"
    id: Id
    body: Note


class Countersign(_Command):
    """Countersign the head of a log, so that nobody can be shown another one."""

    kind: Literal["countersign"] = "countersign"
    log: Digest
    size: Annotated[int, Field(ge=1)]
    root: Digest
    signature: Signature


Command = (
    OpenRoom | Admit | Dismiss | ProposeRules | SignRules | ProposeMode | ConsentMode | DeclineMode | OpenSession
    | CloseSession | Speak | Instruct | Sound | Disclose | Withdraw | SignWording | RevokeWording | ReleaseWording
    | TableText | ShowTextFirst | Criticise | Initial | AskQuestion | AgreeToAsk | AnswerQuestion | CloseQuestion
    | SetSteps | ReportStep | VerifyStep | SignAgreement | ReportFindings | Countersign | ProposeDeletion
    | ConsentDeletion | DeclineDeletion
)  # fmt: skip

_READ: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])


def command_of(data: object) -> Command:
    """Read a command from plain data.

    Raises
    ------
    pydantic.ValidationError
        If it is not one.

    Examples
    --------
    >>> command_of({"kind": "withdraw", "issue": "inspections"})
    Withdraw(kind='withdraw', issue='inspections')
    """
    return _READ.validate_python(data)
