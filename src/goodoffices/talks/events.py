"""What has happened in a room, for whom to know.

Every event says who may know of it: its ``audience``. Nobody else is told that it happened at all. Words are in
``body``, which is None for those who cannot open it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from goodoffices.talks.happened import (
    Admitted,
    Countersigned,
    DeletionAgreed,
    DeletionConsented,
    DeletionDeclined,
    DeletionProposed,
    Dismissed,
    FindingsReported,
    Instructed,
    ModeChanged,
    ModeConsented,
    ModeDeclined,
    ModeProposed,
    RoomOpened,
    RulesInForce,
    RulesProposed,
    RulesSigned,
    SessionClosed,
    SessionOpened,
    Spoken,
    StepReported,
    StepsSet,
    StepVerified,
)
from goodoffices.talks.negotiated import (
    AgreementReached,
    AgreementSigned,
    AnswerGiven,
    AskingAgreed,
    ClauseCriticised,
    ClauseInitialled,
    DisclosureGiven,
    DisclosureWithdrawn,
    MessageArrived,
    QuestionAsked,
    QuestionClosed,
    QuestionOpened,
    SoundingGiven,
    TextShownFirst,
    TextTabled,
    WordingReleased,
    WordingRevoked,
    WordingSigned,
)

__all__ = [
    "Admitted",
    "AgreementReached",
    "AgreementSigned",
    "AnswerGiven",
    "AskingAgreed",
    "ClauseCriticised",
    "ClauseInitialled",
    "Countersigned",
    "DeletionAgreed",
    "DeletionConsented",
    "DeletionDeclined",
    "DeletionProposed",
    "DisclosureGiven",
    "DisclosureWithdrawn",
    "Dismissed",
    "Event",
    "FindingsReported",
    "Instructed",
    "MessageArrived",
    "ModeChanged",
    "ModeConsented",
    "ModeDeclined",
    "ModeProposed",
    "QuestionAsked",
    "QuestionClosed",
    "QuestionOpened",
    "RoomOpened",
    "RulesInForce",
    "RulesProposed",
    "RulesSigned",
    "SessionClosed",
    "SessionOpened",
    "SoundingGiven",
    "Spoken",
    "StepReported",
    "StepVerified",
    "StepsSet",
    "TextShownFirst",
    "TextTabled",
    "WordingReleased",
    "WordingRevoked",
    "WordingSigned",
    "event_of",
]

Event = (
    RoomOpened | Admitted | Dismissed | RulesProposed | RulesSigned | RulesInForce | ModeProposed | ModeConsented
    | ModeDeclined | ModeChanged | SessionOpened | SessionClosed | Spoken | Instructed | SoundingGiven
    | DisclosureGiven | DisclosureWithdrawn | WordingSigned | WordingRevoked | WordingReleased | MessageArrived
    | TextTabled | TextShownFirst | ClauseCriticised | ClauseInitialled | QuestionAsked | AskingAgreed
    | QuestionOpened | AnswerGiven | QuestionClosed | StepsSet | StepReported | StepVerified | AgreementSigned
    | AgreementReached | FindingsReported | Countersigned | DeletionProposed | DeletionConsented | DeletionDeclined
    | DeletionAgreed
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
