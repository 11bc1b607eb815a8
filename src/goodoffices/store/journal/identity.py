"""Who is in a room: invitations, keys, sessions."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from goodoffices.store.journal import groups, inviting, persons, sessions
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.attempts import FOR_A_NAME, FROM_AN_ADDRESS, Bucket, count_attempt, forgive
from goodoffices.store.journal.faults import InvitationError, JournalError, KeyNeededError, PassphraseError
from goodoffices.store.journal.ledger import Ledger, Work
from goodoffices.store.journal.persons import Secrets
from goodoffices.store.journal.reading import read_heads
from goodoffices.store.journal.results import (
    Invitation,
    InvitationSeen,
    OpenedKeys,
    Person,
    Recovered,
    Redeemed,
    Session,
    Strength,
)
from goodoffices.talks import RefusalError, Rule, fold
from goodoffices.talks.bodies import Line
from goodoffices.talks.commands import Admit
from goodoffices.talks.events import RoomOpened
from goodoffices.talks.roles import HOST, MEDIATOR, OBSERVERS, Actor, Group, Role

__all__ = ["HOST_ACTOR", "WAITING", "Identity"]

HOST_ACTOR = Actor(person="0" * 32, group=HOST, role="host")
_WRONG = "these do not fit together: see the name, the delegation and the passphrase, and whether a letter is missing"
WAITING = "somebody of your own group has to give you its key before you can do this: compare fingerprints with them"
_NAME: TypeAdapter[str] = TypeAdapter(Line)


class Identity:
    """People, their keys and sessions; reached as ``journal.identity``.

    A person belongs to one room and one group. Names are unique within a group only, so that a name taken elsewhere
    tells nothing. People come in by invitation, never by :meth:`Journal.append`; who invited is the one who admits.
    To dismiss somebody, append ``Dismiss``: sessions end and the group has a new key in the same transaction.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def invite_mediator(self, room: str) -> Invitation:
        """Invite a mediator, as the host. The first one makes the keys of the mediator's team and of the observers.

        Where there is a mediator already, the newcomer reads nothing until a mediator has given the key.
        """
        with self._ledger.writing() as work:
            return inviting.invite(work, room, MEDIATOR, "mediator", HOST_ACTOR, None)

    def invite(self, keys: OpenedKeys, group: Group, role: Role) -> Invitation:
        """Invite somebody for 24 hours.

        The key of the group travels along, sealed under the token, if the inviter holds it: a delegation's own head
        does, a mediator who invites a head does not. That head makes the key, or is given it by those who are there.

        Raises
        ------
        RefusalError
            If the rules do not let this person admit such a person.
        KeyNeededError
            If the inviter waits for the key too.
        """
        if keys.waiting:
            raise KeyNeededError(WAITING)
        opening = read_heads(self._ledger.files, keys, "room-opened")
        title = next((one.event.title for one in opening if isinstance(one.event, RoomOpened)), "")
        with self._ledger.writing() as work:
            return inviting.invite(work, keys.room, group, role, keys.actor, (keys, title))

    def look(self, token: str, *, address: str) -> InvitationSeen:
        """Look at an invitation without using it, to compare its fingerprint.

        Raises
        ------
        InvitationError
            If it is none, or no longer.
        AttemptsError
            After too many that were none, from one address.
        """
        try:
            with self._ledger.journal.reading() as journal:
                return inviting.find_invitation(journal, token, self._ledger.now()).seen
        except InvitationError:
            count_attempt(self._ledger, self._address(address))
            raise

    def invitations(self, keys: OpenedKeys) -> tuple[InvitationSeen, ...]:
        """Return the invitations that one's own group has made and that are not used yet."""
        with self._ledger.journal.reading() as journal:
            return inviting.open_invitations(journal, keys, self._ledger.now())

    def withdraw(self, keys: OpenedKeys, invitation: str) -> None:
        """Withdraw an invitation that one's own group has made, by its id."""
        table = t.invitations
        own = (table.c.id == invitation, table.c.room == keys.room, table.c.inviter_group == keys.group)
        with self._ledger.writing() as work:
            if keys.person not in work.state(keys.room).room.members:
                raise RefusalError(Rule.PRESENT)
            work.journal.execute(
                table.update().where(*own, table.c.state == "open").values(state="withdrawn", sealed=None)
            )

    def redeem(self, token: str, name: str, passphrase: str, *, address: str) -> Redeemed:
        """Come in: make keys, be admitted, have a session and a recovery key; all or nothing.

        Raises
        ------
        InvitationError
            If the invitation is none, or no longer.
        PassphraseError
            If the passphrase is too short.
        RefusalError
            If the rules do not admit the person any more.
        """
        persons.check_passphrase(passphrase)
        called = _name(name)
        # Looked at first, so that a stranger cannot make the server work.
        self.look(token, address=address)
        opened, recovery_key = Secrets.fresh(called), persons.fresh_recovery_key()
        rest = self._rest(opened, passphrase) | {
            "by_recovery": persons.seal_under(persons.recovery_secret(recovery_key), opened.written())
        }
        with self._ledger.writing() as work:
            invitation = inviting.take_invitation(work, token)
            seen, id_ = invitation.seen, t.fresh_id()
            handle = self._handle(seen.room, seen.group, called)
            if work.journal.scalar(sa.select(t.people.c.id).where(t.people.c.handle == handle)):
                raise JournalError("somebody of your own group has this name: add an initial to yours")
            row = {
                "id": id_, "room": seen.room, "recipient": seen.group, "role": seen.role, "handle": handle,
                "verify": opened.verify_key, "box": opened.box_key, **rest,
            }  # fmt: skip
            work.journal.execute(t.people.insert().values(row))
            waiting = _give_keys(work, invitation, id_, opened.box_key)
            admit = Admit(person=id_, name=called, group=seen.group, role=seen.role)
            work.act(seen.room, invitation.inviter, admit)
            person = Person(id_, seen.room, seen.group, seen.role, opened.verify_key.hex(), waiting)
            return Redeemed(person, recovery_key, sessions.begin_session(work, person, opened))

    def log_in(self, room: str, group: Group, name: str, passphrase: str, *, address: str) -> Session:
        """Begin a session.

        Raises
        ------
        PassphraseError
            If they do not fit together; which of them does not is not said.
        AttemptsError
            After too many attempts for this name, or from this address.
        """
        handle = self._handle(room, group, name)
        buckets = self._buckets(handle, address)
        count_attempt(self._ledger, *buckets)
        person, opened = self._try(t.people.c.handle == handle, passphrase)
        with self._ledger.writing() as work:
            forgive(work, *buckets)
            return sessions.begin_session(work, _still(work, person), opened)

    def open(self, token: str, *, touch: bool = True) -> OpenedKeys:
        """Open a person's keys for one request.

        Parameters
        ----------
        token
            Of the session.
        touch
            False where a program asks by itself, which does not keep a session alive.

        Raises
        ------
        SessionOverError
            If the session is over.
        """
        return sessions.open_session(self._ledger, token, touch=touch)

    def step_up(self, token: str, passphrase: str) -> OpenedKeys:
        """Check the passphrase once more; for 5 minutes the person may sign and release."""
        self._again(token, passphrase)
        with self._ledger.writing() as work:
            sessions.step_session_up(work, token)
        return self.open(token)

    def log_out(self, token: str) -> None:
        """End a session; one that is over is no error."""
        with self._ledger.writing() as work:
            sessions.end_session(work, token)

    def change_passphrase(self, token: str, old: str, new: str) -> None:
        """Set another passphrase; all other sessions end."""
        persons.check_passphrase(new)
        person, opened = self._again(token, old)
        rest = self._rest(opened, new)
        with self._ledger.writing() as work:
            _still(work, person)
            work.journal.execute(t.people.update().where(t.people.c.id == person).values(rest))
            sessions.end_others(work, person, token)

    def new_recovery_key(self, token: str, passphrase: str) -> str:
        """Make another recovery key; the one before is void."""
        person, opened = self._again(token, passphrase)
        recovery_key = persons.fresh_recovery_key()
        sealed = persons.seal_under(persons.recovery_secret(recovery_key), opened.written())
        with self._ledger.writing() as work:
            _still(work, person)
            work.journal.execute(t.people.update().where(t.people.c.id == person).values(by_recovery=sealed))
        return recovery_key

    def recover(
        self, room: str, group: Group, name: str, recovery_key: str, passphrase: str, *, address: str
    ) -> Recovered:
        """Set a new passphrase with the printed recovery key; sessions end, and the recovery key is replaced."""
        persons.check_passphrase(passphrase)
        handle = self._handle(room, group, name)
        buckets = self._buckets(handle, address)
        count_attempt(self._ledger, *buckets)
        with self._ledger.journal.reading() as journal:
            row = journal.execute(
                sa.select(t.people.c.id, t.people.c.by_recovery).where(t.people.c.handle == handle)
            ).first()
        data = None if row is None else persons.open_under(persons.recovery_secret(recovery_key), row.by_recovery)
        if row is None or data is None:
            raise PassphraseError("these do not fit together: see the name, the delegation and the recovery key")
        opened, fresh = Secrets.read(data), persons.fresh_recovery_key()
        rest = self._rest(opened, passphrase) | {
            "by_recovery": persons.seal_under(persons.recovery_secret(fresh), opened.written())
        }
        with self._ledger.writing() as work:
            person = _still(work, row.id)
            forgive(work, *buckets)
            work.journal.execute(t.people.update().where(t.people.c.id == row.id).values(rest))
            sessions.end_others(work, row.id)
            return Recovered(person, fresh, sessions.begin_session(work, person, opened))

    def people(self, keys: OpenedKeys) -> tuple[Person, ...]:
        """Return those whom one's own group was told of and who are in the room now, with their public keys."""
        told = read_heads(self._ledger.files, keys, "room-opened", "admitted", "dismissed")
        known = fold(one.event for one in told).members
        with self._ledger.journal.reading() as journal:
            rows = journal.execute(_PERSON.where(t.people.c.room == keys.room, t.people.c.id.in_(known)))
            people = {row.id: _person(row) for row in rows}
            waiting = groups.waiting(journal, keys.room, keys.group)
        # Who waits in another group is not one's own affair.
        return tuple(replace(people[one], waiting=one in waiting) for one in known if one in people)

    def give_key(self, keys: OpenedKeys, person: str) -> None:
        """Give the key of one's own group to somebody of it who waits for it.

        This lets the person read all that the group was ever told: compare fingerprints first.

        Raises
        ------
        KeyNeededError
            If one waits for it oneself.
        RefusalError
            If there is nobody like this in the group.
        """
        if keys.waiting:
            raise KeyNeededError(WAITING)
        with self._ledger.writing() as work:
            if keys.person not in work.state(keys.room).room.members:
                raise RefusalError(Rule.PRESENT)
            box = work.journal.scalar(
                sa.select(t.people.c.box).where(
                    t.people.c.id == person, t.people.c.room == keys.room, t.people.c.recipient == keys.group,
                    t.people.c.handle.is_not(None),
                )
            )  # fmt: skip
            if box is None:
                raise RefusalError(Rule.KNOWN)
            groups.grant(work.journal, person, box, keys.groups)

    def _address(self, address: str) -> Bucket:
        return self._ledger.server.mark("address", address), FROM_AN_ADDRESS

    def _buckets(self, handle: bytes, address: str) -> tuple[Bucket, Bucket]:
        return (handle, FOR_A_NAME), self._address(address)

    def _handle(self, room: str, group: Group, name: str) -> bytes:
        """Return what somebody is found by at the door; capital letters and spaces do not matter."""
        plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        return self._ledger.server.mark("handle", room, group, plain)

    def _rest(self, opened: Secrets, passphrase: str) -> dict[str, Any]:
        """Lay a person's secrets under a passphrase."""
        salt, strength = os.urandom(persons.SALT_BYTES), self._ledger.strength
        key = persons.passphrase_key(passphrase, salt, strength)
        sealed = persons.seal_under(key, opened.written())
        return {"salt": salt, "passes": strength.passes, "memory": strength.memory, "by_passphrase": sealed}

    def _try(self, who: sa.ColumnElement[bool], passphrase: str) -> tuple[str, Secrets]:
        """Open a person's secrets with a passphrase; it takes as long where there is no such person."""
        with self._ledger.journal.reading() as journal:
            row = journal.execute(
                sa.select(
                    t.people.c.id, t.people.c.salt, t.people.c.passes, t.people.c.memory, t.people.c.by_passphrase
                ).where(who)
            ).first()
        strength = self._ledger.strength if row is None else Strength(row.passes, row.memory)
        key = persons.passphrase_key(passphrase, bytes(persons.SALT_BYTES) if row is None else row.salt, strength)
        data = None if row is None else persons.open_under(key, row.by_passphrase)
        if row is None or data is None:
            raise PassphraseError(_WRONG)
        return row.id, Secrets.read(data)

    def _again(self, token: str, passphrase: str) -> tuple[str, Secrets]:
        """Check the passphrase of whoever has a session."""
        keys = self.open(token)
        bucket = (self._ledger.server.mark("person", keys.person), FOR_A_NAME)
        count_attempt(self._ledger, bucket)
        found = self._try(t.people.c.id == keys.person, passphrase)
        with self._ledger.writing() as work:
            forgive(work, bucket)
        return found


_PERSON = sa.select(t.people.c.id, t.people.c.room, t.people.c.recipient, t.people.c.role, t.people.c.verify)


def _person(row: Any) -> Person:
    return Person(row.id, row.room, row.recipient, row.role, row.verify.hex())


def _still(work: Work, person: str) -> Person:
    """Return somebody who is in the room now."""
    row = work.journal.execute(_PERSON.where(t.people.c.id == person, t.people.c.handle.is_not(None))).first()
    if row is None:
        raise RefusalError(Rule.PRESENT)
    waiting = groups.waiting(work.journal, row.room, row.recipient)
    return replace(_person(row), waiting=person in waiting)


def _name(name: str) -> str:
    try:
        return _NAME.validate_python(name)
    except ValidationError:
        raise JournalError("a name has 1 to 300 characters that can be read aloud") from None


def _give_keys(work: Work, invitation: inviting.Open, person: str, box: bytes) -> bool:
    """Give a newcomer keys: those that the invitation carries, and new ones of groups that have none."""
    room, group = invitation.seen.room, invitation.seen.group
    known = groups.recipients_of(work.journal, room)
    for one in (group, OBSERVERS) if group == MEDIATOR else (group,):
        if one not in known or known[one].public is None:
            work.give_group_a_key(room, groups.make_key(work.journal, room, one, {person: box}))
    groups.grant(work.journal, person, box, invitation.groups)
    return person in groups.waiting(work.journal, room, group)
