"""The minutes: one log for each audience, so that the length of a log tells of no meeting that a reader was not at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from goodoffices.talks import events as happened
from goodoffices.talks.events import Event
from goodoffices.talks.roles import Group
from goodoffices.talks.verify_minutes import FORMAT, canonical, leaf_hash, tree_root

__all__ = ["Entry", "Log", "checkpoint", "entry_of", "exported", "log_id", "logs_of", "minuted"]


@dataclass(frozen=True)
class Entry:
    """An entry of the minutes.

    Attributes
    ----------
    head
        What happened, when, and the commitment to its words: this is what the log is made of.
    salt, body
        What opens the commitment; both None where there are no words, or no more.
    """

    head: Mapping[str, Any]
    salt: str | None = None
    body: Any = None

    @property
    def leaf(self) -> bytes:
        """The hash of the entry."""
        return leaf_hash(canonical(dict(self.head)))


@dataclass(frozen=True)
class Log:
    """The minutes of one audience."""

    audience: tuple[Group, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def id(self) -> str:
        """The id of the log: the digest of its audience."""
        return log_id(self.audience)

    @property
    def root(self) -> bytes:
        """The root over all entries."""
        return tree_root([entry.leaf for entry in self.entries])


def log_id(audience: Iterable[Group]) -> str:
    """Return the id of the log of an audience."""
    return hashlib.sha256(canonical(sorted(set(audience)))).hexdigest()


def minuted(event: Event) -> bool:
    """Say whether an event stands in the minutes: what binds, and what was said on record; never a confidence."""
    match event:
        case happened.Spoken() | happened.SessionOpened() | happened.DeletionAgreed():
            return event.on_record
        case (
            happened.RoomOpened() | happened.Admitted() | happened.Dismissed() | happened.RulesProposed()
            | happened.RulesSigned() | happened.RulesInForce() | happened.ModeProposed() | happened.ModeChanged()
            | happened.TextTabled() | happened.TextShownFirst() | happened.ClauseInitialled() | happened.QuestionAsked()
            | happened.QuestionOpened() | happened.QuestionClosed() | happened.StepsSet() | happened.StepReported()
            | happened.StepVerified() | happened.AgreementSigned() | happened.AgreementReached()
            | happened.FindingsReported() | happened.MessageArrived() | happened.WordingSigned()
        ):  # fmt: skip
            return True
        case (
            happened.ModeConsented() | happened.ModeDeclined() | happened.SessionClosed() | happened.Instructed()
            | happened.SoundingGiven() | happened.DisclosureGiven() | happened.DisclosureWithdrawn()
            | happened.WordingRevoked() | happened.WordingReleased() | happened.ClauseCriticised()
            | happened.AskingAgreed() | happened.AnswerGiven() | happened.Countersigned()
            | happened.DeletionProposed() | happened.DeletionConsented() | happened.DeletionDeclined()
        ):  # fmt: skip
            return False
        case _:
            assert_never(event)


def entry_of(event: Event, salt: str | None, commitment: str | None) -> Entry:
    """Make an entry of an event.

    Parameters
    ----------
    event
        With its body, where the reader can open it.
    salt, commitment
        Of the body; the commitment stands in the log even where the words are gone.
    """
    head = event.model_dump(mode="json", exclude={"body", "audience"})
    if commitment is not None:
        head["commitment"] = commitment
    body = getattr(event, "body", None)
    if body is None or salt is None:
        return Entry(head)
    return Entry(head, salt, body.model_dump(mode="json"))


def logs_of(kept: Iterable[tuple[Event, str | None, str | None]]) -> tuple[Log, ...]:
    """Sort what happened into the logs of its audiences.

    Parameters
    ----------
    kept
        Each event with the salt and the commitment of its words, in order.

    Returns
    -------
    tuple of Log
        In the order in which they began.
    """
    entries: dict[tuple[str, ...], list[Entry]] = {}
    for event, salt, commitment in kept:
        if minuted(event):
            entries.setdefault(tuple(sorted(event.audience)), []).append(entry_of(event, salt, commitment))
    return tuple(Log(audience, tuple(of)) for audience, of in entries.items())


def checkpoint(log: Log, at: str) -> dict[str, Any]:
    """Return the head of a log as the room signs it: its id, size, root and the moment."""
    return {"log": log.id, "size": len(log.entries), "root": log.root.hex(), "at": at}


def exported(
    log: Log,
    room: tuple[str, str],
    key: str,
    people: Mapping[str, Mapping[str, str]],
    point: Mapping[str, Any],
    countersigned: Iterable[happened.Countersigned],
) -> dict[str, Any]:
    """Lay out minutes for export; the room's signature over all of it is still to be added.

    Parameters
    ----------
    log
        What the reader may know.
    room
        Its id and its title.
    key
        The room's public key.
    people
        ``name``, ``group`` and ``key`` of each person.
    point
        A checkpoint over the whole log with its ``signature``.
    countersigned
        Countersignatures; those of other logs are left out.
    """
    return {
        "format": FORMAT,
        "room": room[0],
        "title": room[1],
        "audience": list(log.audience),
        "log": log.id,
        "key": key,
        "people": {person: dict(one) for person, one in people.items()},
        "entries": [{"head": dict(one.head), "salt": one.salt, "body": one.body} for one in log.entries],
        "checkpoint": {name: point[name] for name in ("size", "root", "at", "signature")},
        "countersignatures": [
            {"person": one.person, "size": one.size, "root": one.root, "signature": one.signature}
            for one in countersigned
            if one.log == log.id and one.size <= len(log.entries)
        ],
    }
