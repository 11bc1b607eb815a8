"""What the journal hands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from goodoffices.talks.events import Event
from goodoffices.talks.roles import Actor, Group, Role

__all__ = [
    "Invitation",
    "InvitationSeen",
    "OpenedKeys",
    "Person",
    "Receipt",
    "Recovered",
    "Redeemed",
    "RoomListed",
    "Session",
    "Strength",
    "Told",
]


@dataclass(frozen=True)
class Strength:
    """How much work it is to try a passphrase (Argon2id).

    Attributes
    ----------
    passes
        Over the memory.
    memory
        In bytes.
    """

    passes: int = 2
    memory: int = 64 * 2**20


@dataclass(frozen=True)
class Told:
    """An event as one group is told of it.

    Attributes
    ----------
    number
        Its place among what this group was told, from 1; there is no other number that may be shown.
    event
        With its words; ``body`` is None where the words are gone, or cannot be opened.
    salt, commitment
        Of the body, in hexadecimal digits, as the minutes need them; the salt is gone where the body is.
    whole
        Whether titles, names and reasons in the event could be opened; if not, they read ``sealed``.
    """

    number: int
    event: Event
    salt: str | None = None
    commitment: str | None = None
    whole: bool = True


@dataclass(frozen=True)
class Receipt:
    """What came of an act; it is on the disk.

    Attributes
    ----------
    events
        Those that the actor's own group is told of.
    replayed
        True if the same act came a second time: nothing was done again.
    """

    events: tuple[Told, ...]
    replayed: bool


@dataclass(frozen=True)
class RoomListed:
    """A room as its host knows it: that it is there, and nothing of what is said in it.

    Attributes
    ----------
    key
        The room's public key for checkpoints and minutes, in hexadecimal digits.
    """

    id: str
    seats: tuple[Group, ...]
    opened: dt.datetime
    key: str


@dataclass(frozen=True)
class Person:
    """Somebody in a room.

    Attributes
    ----------
    key
        The public key for signatures, in hexadecimal digits; :func:`goodoffices.talks.verify_minutes.fingerprint`
        makes it something to read aloud.
    waiting
        True until somebody of the group has given this person its key, see :meth:`Identity.give_key`.
    """

    id: str
    room: str
    group: Group
    role: Role
    key: str
    waiting: bool = False


@dataclass(frozen=True)
class OpenedKeys:
    """A person for the length of one request, with every key opened; never kept, never shown.

    Attributes
    ----------
    room, person, group, role, name
        Who acts, and where.
    stepped_up
        Whether the passphrase was given again within the last minutes.
    signing, own
        Secret keys of the person: to sign (Ed25519 seed), to open (X25519).
    groups
        Secret keys of groups, by group and version.
    current
        The newest version of the key of the person's own group; the person may act once it is among ``groups``.
    """

    room: str
    person: str
    group: Group
    role: Role
    name: str = field(repr=False)
    stepped_up: bool
    signing: bytes = field(repr=False)
    own: bytes = field(repr=False)
    groups: Mapping[tuple[Group, int], bytes] = field(repr=False)
    current: int = 0

    @property
    def actor(self) -> Actor:
        """Who acts, as the rules know it."""
        return Actor(person=self.person, group=self.group, role=self.role)

    @property
    def waiting(self) -> bool:
        """True until somebody of the group has given this person its key."""
        return (self.group, self.current) not in self.groups


@dataclass(frozen=True)
class Invitation:
    """An invitation, just made.

    Attributes
    ----------
    token
        To be handed over once, in a link; it is kept nowhere.
    fingerprint
        To be read aloud by both, to be sure that it is the same invitation.
    """

    token: str = field(repr=False)
    room: str
    group: Group
    role: Role
    expires: dt.datetime
    fingerprint: str


@dataclass(frozen=True)
class InvitationSeen:
    """An invitation as whoever holds it, or made it, may see it.

    Attributes
    ----------
    id
        To withdraw it by.
    title
        Of the room; None if the one who invited cannot read it, as the host cannot.
    """

    id: str
    room: str
    group: Group
    role: Role
    expires: dt.datetime
    fingerprint: str
    title: str | None = None


@dataclass(frozen=True)
class Session:
    """A session, just begun.

    Attributes
    ----------
    token
        For the cookie, and nowhere else: it opens the person's keys.
    ends
        At the latest; half an hour without a request ends it sooner.
    """

    token: str = field(repr=False)
    person: Person
    ends: dt.datetime


@dataclass(frozen=True)
class Redeemed:
    """Somebody has come in.

    Attributes
    ----------
    recovery_key
        To be printed, shown once: it sets a new passphrase when the old one is lost.
    """

    person: Person
    recovery_key: str = field(repr=False)
    session: Session


@dataclass(frozen=True)
class Recovered:
    """Somebody has a new passphrase, a new recovery key and a new session; all older ones are void."""

    person: Person
    recovery_key: str = field(repr=False)
    session: Session
