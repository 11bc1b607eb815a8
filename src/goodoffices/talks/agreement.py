"""The agreement: the text that every seat signed, with the initials and the signatures that prove it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.talks.bodies import Clause, Draft
from goodoffices.talks.events import AgreementSigned, ClauseInitialled
from goodoffices.talks.verify_minutes import AGREEMENT_FORMAT, fingerprint, verify_agreement
from goodoffices.talks.viewing import View

__all__ = ["Agreement", "Hand", "agreement_data", "read_agreement"]


@dataclass(frozen=True)
class Hand:
    """Somebody's hand under a text or a clause.

    Attributes
    ----------
    seat
        The name of the delegation.
    key
        The fingerprint of the person's key.
    """

    seat: str
    person: str
    key: str
    at: dt.datetime


@dataclass(frozen=True)
class Agreement:
    """A text that every seat has signed; made of a file that was verified.

    Attributes
    ----------
    room, room_title
        The room's id, and what it is called.
    key
        The fingerprint of the room's key.
    digest
        Of the text: what every signature is over.
    initials
        By clause.
    """

    title: str
    clauses: tuple[Clause, ...]
    initials: Mapping[str, tuple[Hand, ...]]
    signatures: tuple[Hand, ...]
    digest: str
    room: str
    room_title: str
    key: str

    @property
    def at(self) -> dt.datetime:
        """The moment of the last signature."""
        return max(hand.at for hand in self.signatures)


def agreement_data(view: View, key: str, people: Mapping[str, Mapping[str, str]]) -> dict[str, Any] | None:
    """Lay out the agreement for export; the room's signature over all of it is still to be added.

    Parameters
    ----------
    view
        The room as a group knows it.
    key
        The room's public key.
    people
        ``name``, ``group`` and ``key`` of each person; only those who signed or initialled are taken.

    Returns
    -------
    dict or None
        None if there is no agreement, or its words are not known to the group.
    """
    room = view.room
    text = next((one for one in room.texts if one.tabled.id == room.agreement), None)
    if text is None or text.tabled.body is None:
        return None
    mine = [
        one for one in view.feed if isinstance(one, AgreementSigned | ClauseInitialled) and one.text == text.tabled.id
    ]
    hands = [
        (one, one.model_dump(mode="json", include={"seat", "person", "at", "signature", "clause"})) for one in mine
    ]
    return {
        "format": AGREEMENT_FORMAT,
        "room": room.id,
        "title": room.title,
        "key": key,
        "seats": {seat.id: seat.name for seat in room.seats},
        "people": {one.person: dict(people[one.person]) for one in mine},
        "text": text.tabled.model_dump(mode="json", include={"id", "at", "digest", "body"}),
        "initials": [data for one, data in hands if isinstance(one, ClauseInitialled)],
        "signatures": [data for one, data in hands if isinstance(one, AgreementSigned)],
    }


def read_agreement(data: bytes) -> Agreement:
    """Read an exported agreement, once all of it has been verified.

    Raises
    ------
    InvalidMinutesError
        With the first thing that is wrong.
    """
    agreed = verify_agreement(data)
    body = Draft.model_validate(agreed["text"]["body"])
    return Agreement(
        title=body.title,
        clauses=body.clauses,
        initials={
            clause.id: _hands(agreed, (one for one in agreed["initials"] if one["clause"] == clause.id))
            for clause in body.clauses
        },
        signatures=_hands(agreed, agreed["signatures"]),
        digest=agreed["text"]["digest"],
        room=agreed["room"],
        room_title=agreed["title"],
        key=fingerprint(agreed["key"]),
    )


def _hands(agreed: Mapping[str, Any], given: Iterable[Mapping[str, Any]]) -> tuple[Hand, ...]:
    return tuple(
        Hand(
            agreed["seats"][one["seat"]],
            agreed["people"][one["person"]]["name"],
            fingerprint(agreed["people"][one["person"]]["key"]),
            dt.datetime.fromisoformat(one["at"]),
        )
        for one in given
    )
