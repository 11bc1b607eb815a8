"""Events of a negotiation: soundings, wordings, the single text, questions and their answers."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from goodoffices.case.base import Name
from goodoffices.talks.bodies import (
    Answer,
    Attribution,
    Comment,
    Digest,
    Draft,
    Id,
    Line,
    Note,
    Proposal,
    Signature,
    Sounding,
)
from goodoffices.talks.happened import Happened
from goodoffices.talks.roles import Group

__all__ = [
    "AgreementReached",
    "AgreementSigned",
    "AnswerGiven",
    "AskingAgreed",
    "ClauseCriticised",
    "ClauseInitialled",
    "DisclosureGiven",
    "DisclosureWithdrawn",
    "MessageArrived",
    "QuestionAsked",
    "QuestionClosed",
    "QuestionOpened",
    "SoundingGiven",
    "TextShownFirst",
    "TextTabled",
    "WordingReleased",
    "WordingRevoked",
    "WordingSigned",
]


class SoundingGiven(Happened):
    """A seat has written down how it stands to an issue."""

    kind: Literal["sounding-given"] = "sounding-given"
    id: Id
    seat: Name
    issue: Name
    body: Sounding | None


class DisclosureGiven(Happened):
    """A seat lets the mediator know parts of a sounding."""

    kind: Literal["disclosure-given"] = "disclosure-given"
    id: Id
    seat: Name
    issue: Name
    body: Sounding | None


class DisclosureWithdrawn(Happened):
    """A seat has withdrawn what it disclosed on an issue."""

    kind: Literal["disclosure-withdrawn"] = "disclosure-withdrawn"
    seat: Name
    issue: Name


class WordingSigned(Happened):
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


class WordingRevoked(Happened):
    """The mediator may no longer forward it."""

    kind: Literal["wording-revoked"] = "wording-revoked"
    id: Id
    seat: Name


class WordingReleased(Happened):
    """The seat that signed it learns that it was shown."""

    kind: Literal["wording-released"] = "wording-released"
    id: Id
    seat: Name
    wording: Id
    to: Name


class MessageArrived(Happened):
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


class TextTabled(Happened):
    """A version of the single text lies before all seats."""

    kind: Literal["text-tabled"] = "text-tabled"
    id: Id
    revises: Id | None
    clauses: tuple[Name, ...]
    digest: Digest
    shown_first: tuple[tuple[Name, Line], ...] = ()
    """The seats that saw it before the others, with the reason."""
    body: Draft | None


class TextShownFirst(Happened):
    """One seat is shown a text before the others."""

    kind: Literal["text-shown-first"] = "text-shown-first"
    id: Id
    to: Name
    reason: Line
    digest: Digest
    body: Draft | None


class ClauseCriticised(Happened):
    """A seat has told the mediator what it makes of a clause."""

    kind: Literal["clause-criticised"] = "clause-criticised"
    id: Id
    seat: Name
    text: Id
    clause: Name
    body: Comment | None


class ClauseInitialled(Happened):
    """A seat has initialled a clause."""

    kind: Literal["clause-initialled"] = "clause-initialled"
    seat: Name
    person: Id
    text: Id
    clause: Name
    signature: Signature


class QuestionAsked(Happened):
    """The seats are asked whether a question may be put."""

    kind: Literal["question-asked"] = "question-asked"
    id: Id
    deadline: AwareDatetime
    body: Proposal | None


class AskingAgreed(Happened):
    """A seat consents that it is put; the other seats learn it only when all have."""

    kind: Literal["asking-agreed"] = "asking-agreed"
    id: Id
    seat: Name


class QuestionOpened(Happened):
    """All have consented; sealed answers are taken until the deadline."""

    kind: Literal["question-opened"] = "question-opened"
    id: Id
    left: int
    """How many questions are left after this one."""


class AnswerGiven(Happened):
    """A seat has answered; nobody else is told, the mediator neither."""

    kind: Literal["answer-given"] = "answer-given"
    id: Id
    question: Id
    seat: Name
    body: Answer | None


class QuestionClosed(Happened):
    """Agreement, or no agreement, and nothing else."""

    kind: Literal["question-closed"] = "question-closed"
    id: Id
    agreement: bool


class AgreementSigned(Happened):
    """A seat has signed the text."""

    kind: Literal["agreement-signed"] = "agreement-signed"
    text: Id
    seat: Name
    person: Id
    digest: Digest
    signature: Signature


class AgreementReached(Happened):
    """Every seat has signed."""

    kind: Literal["agreement-reached"] = "agreement-reached"
    text: Id
