"""The journal: what happened in every room, on the disk before it is acknowledged."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from nacl.signing import SigningKey

from goodoffices.store.journal import closing, minuting
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.backup import backup
from goodoffices.store.journal.checking import check_command, sign
from goodoffices.store.journal.faults import JournalError, KeyNeededError, ReusedKeyError
from goodoffices.store.journal.identity import HOST_ACTOR, WAITING, Identity
from goodoffices.store.journal.ledger import Ledger
from goodoffices.store.journal.opening import open_files
from goodoffices.store.journal.reading import Files, read_heads, read_last, read_told
from goodoffices.store.journal.results import OpenedKeys, Receipt, RoomListed, Strength, Told
from goodoffices.store.journal.serverkey import derived
from goodoffices.store.journal.sessions import heard_in
from goodoffices.store.journal.writing import Kept
from goodoffices.talks import Command, RefusalError, Room, Rule, View, visible
from goodoffices.talks.commands import Admit, ConsentDeletion, Countersign, Disclose, OpenRoom, Sound, TableText
from goodoffices.talks.events import DeletionAgreed, RoomOpened, TextShownFirst
from goodoffices.talks.verify_minutes import canonical

__all__ = ["Journal"]

_FORM_KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")
# Asked twice at every act: made once.
_ACT = sa.select(t.acts.c.digest, t.acts.c.first, t.acts.c.last).where(
    t.acts.c.person == sa.bindparam("who"), t.acts.c.key == sa.bindparam("form")
)


class Journal:
    """Rooms on a disk; open it with :meth:`open`.

    Attributes
    ----------
    identity
        Invitations, people and sessions.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._unfinished = ledger, True
        self.identity = Identity(ledger)

    @classmethod
    def open(
        cls,
        path: Path,
        key_file: Path,
        *,
        clock: Callable[[], dt.datetime] | None = None,
        strength: Strength = Strength(),  # noqa: B008 - it is frozen
    ) -> Self:
        """Open a journal, or make one where there is none.

        Parameters
        ----------
        path
            The database. The keys of bodies lie beside it in a file of their own, ``.keys`` added to its name.
        key_file
            The server's own key; made if there is no journal yet.
        clock
            Returns now, with a time zone.
        strength
            Of passphrases that are set from now on.

        Raises
        ------
        JournalError
            If a file is damaged, locked, newer than this program, or the key is not that of the journal.
        """
        journal, keys, server = open_files(path, key_file)
        ledger = Ledger(journal, keys, server, clock or (lambda: dt.datetime.now(dt.UTC)), strength)
        ledger.drop_left_over()
        ledger.resume()
        opened = cls(ledger)
        with contextlib.suppress(JournalError):
            opened._finish()
        return opened

    def close(self) -> None:
        """Close all files."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def now(self) -> dt.datetime:
        """Return the time of the journal: that of the clock, but it goes on where the clock was set back."""
        return self._ledger.now()

    def create_room(self, command: OpenRoom, *, key: str) -> RoomListed:
        """Open a room, as the host; the same key opens it once.

        Raises
        ------
        ReusedKeyError
            If the key came with another room.
        RefusalError
            If there is a room with this id.
        """
        _check_form_key(key)
        ids = [[seat.id for seat in command.seats], [issue.id for issue in command.issues]]
        digest = self._ledger.server.mark("room", command.room, json.dumps(ids), str(command.questions))
        with self._ledger.writing() as work:
            if _done(work.journal, HOST_ACTOR.person, key, digest) is None:
                if work.state(command.room).last:
                    raise RefusalError(Rule.ROOM_ONCE)
                signing = SigningKey.generate()
                row = {
                    "id": command.room, "seats": json.dumps(ids[0]), "opened": t.micros(work.now), "last": 0, "at": 0,
                    "forgotten": 0, "key": bytes(signing.verify_key), "secret": work.server.seal(bytes(signing)),
                }  # fmt: skip
                work.journal.execute(t.rooms.insert().values(row))
                work.act(command.room, HOST_ACTOR, command)
                _remember(work.journal, (HOST_ACTOR.person, key, digest), command.room, (1, 1))
        return next(room for room in self.rooms() if room.id == command.room)

    def rooms(self) -> tuple[RoomListed, ...]:
        """Return all rooms, the oldest first, for the host."""
        with self._ledger.journal.reading() as journal:
            rows = journal.execute(sa.select(t.rooms).order_by(t.rooms.c.opened, t.rooms.c.id)).all()
        return tuple(
            RoomListed(row.id, tuple(json.loads(row.seats)), t.moment(row.opened), row.key.hex()) for row in rows
        )

    def append(self, keys: OpenedKeys, command: Command, *, key: str) -> Receipt:
        """Do something in a room; return once it is on the disk.

        Parameters
        ----------
        keys
            Of whoever acts: nobody can act for another, or in another room.
        command
            What is asked; if it is one that is signed, see :meth:`signed`.
        key
            A random key of the form that was sent: the same one does the same thing once. Ids within the command
            belong to the form too, or a form that is sent twice asks for two things.

        Raises
        ------
        RefusalError
            With the rule that forbids it; also where a signature or a digest does not fit.
        StepUpError
            For signed commands and releases, if the passphrase was not given within the last minutes.
        KeyNeededError
            If nobody of the group has given this person its key yet.
        ReusedKeyError
            If the key came with another command.
        """
        _check_form_key(key)
        # Under a key that only this person can open: a yes is not to be found out by trying.
        digest = derived(derived(keys.own, "act"), "act", canonical(command.model_dump(mode="json")))
        with self._ledger.journal.reading() as journal:
            done = _done(journal, keys.person, key, digest)
        if done is None:
            self._check(keys, command)
            receipt = self._act(keys, command, key, digest)
            if receipt is not None:
                return receipt
            with self._ledger.journal.reading() as journal:
                done = _done(journal, keys.person, key, digest)
        return Receipt(read_told(self._ledger.files, keys, positions=done), replayed=True)

    def _act(self, keys: OpenedKeys, command: Command, key: str, digest: bytes) -> Receipt | None:
        """Act, unless the same form was just a little faster."""
        with self._ledger.writing() as work:
            if _done(work.journal, keys.person, key, digest) is not None:
                return None
            first = work.state(keys.room).last + 1
            kept = work.act(
                keys.room, keys.actor, command, lambda room: _filled(self._ledger.files, keys, room, command)
            )
            _remember(work.journal, (keys.person, key, digest), keys.room, (first, work.state(keys.room).last))
        if isinstance(command, ConsentDeletion):
            self._carry_out(keys.room, command.id, kept)
        own = tuple(one[keys.group] for one in kept if keys.group in one)
        self._ledger.memory.learn(keys, own)
        return Receipt(own, replayed=False)

    def _carry_out(self, room: str, deletion: str, kept: Sequence[Kept]) -> None:
        """Destroy what all have now agreed to; that they have is on the disk already."""
        if any(isinstance(told.event, DeletionAgreed) for one in kept for told in one.values()):
            try:
                closing.carry_out(self._ledger, room, deletion)
            except JournalError:
                self._unfinished = True

    def _finish(self) -> None:
        """Make up for deletions that were agreed on and not carried out."""
        closing.finish_deletions(self._ledger)
        self._unfinished = False

    def _check(self, keys: OpenedKeys, command: Command) -> None:
        if keys.waiting:
            raise KeyNeededError(WAITING)
        if isinstance(command, Admit):
            raise JournalError("people come in by invitation: invite them")
        check_command(keys, command)
        if isinstance(command, Countersign) and not minuting.check_head(
            self._ledger, keys, command.log, command.size, command.root
        ):
            raise RefusalError(Rule.EXACT_WORDING)

    def signed(self, keys: OpenedKeys, command: Command) -> Command:
        """Return a command with the person's signature; whatever stood in its place is replaced.

        The key is opened on the server for this one request: a host who alters the running program could misuse it.

        Raises
        ------
        StepUpError
            If the passphrase was not given within the last minutes.
        TypeError
            If the command carries no signature.
        """
        return sign(keys, command)

    def events_for(self, keys: OpenedKeys) -> tuple[Told, ...]:
        """Return all that one's own group was told, in order, opened."""
        return self.new_for(keys, after=0)

    def new_for(self, keys: OpenedKeys, *, after: int) -> tuple[Told, ...]:
        """Return what one's own group was told after the event that it counts as number ``after``."""
        return self._ledger.memory.told(self._ledger.files, keys, after=after)

    def last_for(self, keys: OpenedKeys) -> int:
        """Return the number of the last event that one's own group was told of; 0 if there is none."""
        return read_last(self._ledger.files, keys.room, keys.group)

    def heard(self, token: str) -> int:
        """Return the number of the last event that the group of a session was told of; no key is opened for it.

        Raises
        ------
        SessionOverError
            If the session is over; being asked does not prolong it.
        """
        return read_last(self._ledger.files, *heard_in(self._ledger, token))

    def view(self, keys: OpenedKeys) -> View:
        """Return the room as one's own group knows it."""
        return visible((one.event for one in self.events_for(keys)), keys.group)

    def listen(self, wake: Callable[[str, frozenset[str]], None]) -> Callable[[], None]:
        """Call ``wake(room, groups)`` after each commit, with the groups that were told something, and nothing else.

        It is called in the thread that acted, and must return at once. Returns a function that ends it.
        """
        return self._ledger.listen(wake)

    def close_due(self) -> tuple[tuple[str, str], ...]:
        """Open the sealed answers of all questions whose deadline has passed; return room and question of each.

        Answers are opened in memory, only the outcome is kept, the key that opened them is destroyed. To be called
        on a timer that does not depend on what anybody does.

        Raises
        ------
        DamagedError
            If an answer cannot be opened; all other questions are closed.
        JournalError
            If what was agreed to be deleted cannot be destroyed yet, as on a full disk; it is tried again.
        """
        if self._unfinished:
            self._finish()
        return closing.close_due(self._ledger)

    def export_minutes(self, keys: OpenedKeys) -> Mapping[str, bytes]:
        """Return the minutes of every log that one's own group reads, by log id, each as one file to keep.

        There is none where the group cannot open the title and all names: a delegation that lost its key asks another
        one for its copy.
        """
        return minuting.export(self._ledger, keys)

    def export_agreement(self, keys: OpenedKeys) -> bytes | None:
        """Return the agreement as one file to keep; None if there is none, or one's own group cannot read it whole."""
        return minuting.export_agreement(self._ledger, keys)

    def checkpoints(self, keys: OpenedKeys) -> tuple[Mapping[str, Any], ...]:
        """Return the signed head of every log that one's own group reads, to be countersigned.

        Each has ``log``, ``size``, ``root``, ``at``, ``signature`` and ``audience``.
        """
        return minuting.checkpoints(self._ledger, keys)

    def backup(self, to: Path, passphrase: str) -> tuple[Path, Path]:
        """Write an encrypted backup while the room goes on; return where the journal and the keys lie.

        Two files: the journal, of which as many may be kept as one likes, and beside it ``newest-keys.backup``, which
        every backup replaces, so that what was destroyed by agreement is gone from it too. Restoring needs both.
        """
        return backup(self._ledger, to, passphrase)


def _check_form_key(key: str) -> None:
    if not _FORM_KEY.fullmatch(key):
        raise JournalError("found no proper key of a form, expected 8 to 64 letters or digits; load the page again")


def _done(journal: sa.Connection, person: str, key: str, digest: bytes) -> tuple[int, int] | None:
    """Return where the events of an act stand that was done already."""
    row = journal.execute(_ACT, {"who": person, "form": key}).first()
    if row is None:
        return None
    if row.digest != digest:
        raise ReusedKeyError("this form was sent before, with something else in it; load the page again")
    return row.first, row.last


def _remember(journal: sa.Connection, act: tuple[str, str, bytes], room: str, span: tuple[int, int]) -> None:
    person, key, digest = act
    row = {"person": person, "key": key, "digest": digest, "room": room, "first": span[0], "last": span[1]}
    journal.execute(t.acts.insert(), row)


def _filled(files: Files, keys: OpenedKeys, room: Room, command: Command) -> Room:
    """Put back the words that a rule looks at: what the issues are, why a text was shown to one seat first."""
    if isinstance(command, Sound | Disclose):
        opening = [one for one in read_heads(files, keys, "room-opened") if one.whole]
        return replace(
            room, issues=tuple(e for one in opening if isinstance(one.event, RoomOpened) for e in one.event.issues)
        )
    if isinstance(command, TableText) and any(one.digest == command.digest for one in room.shown_first):
        shown = read_heads(files, keys, "text-shown-first")
        if not all(one.whole for one in shown):
            raise KeyNeededError(WAITING)
        return replace(room, shown_first=tuple(one.event for one in shown if isinstance(one.event, TextShownFirst)))
    return room
