"""Keeping what happens: one transaction for each act, over the journal and the keys of bodies.

The keys of bodies are committed first. Should the machine stop between the two, keys are left over that open nothing;
an act without its keys there cannot be.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from time import monotonic

import sqlalchemy as sa

from goodoffices.store.journal import groups
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.database import Database
from goodoffices.store.journal.faults import JournalError
from goodoffices.store.journal.memory import Memory
from goodoffices.store.journal.results import Strength
from goodoffices.store.journal.sealing import HELD, Recipient
from goodoffices.store.journal.serverkey import ServerKey
from goodoffices.store.journal.states import State, States
from goodoffices.store.journal.writing import Kept, write_down
from goodoffices.talks import Actor, Command, Event, decide
from goodoffices.talks.commands import Dismiss
from goodoffices.talks.room import Room

__all__ = ["Ledger", "Work"]

Wake = Callable[[str, frozenset[str]], None]
_TIME = "time"
_MARKED = dt.timedelta(minutes=1)
"""How often it is written down what time it is."""


class Work:
    """A transaction over both files.

    Parameters
    ----------
    journal
        The connection to the journal.
    begin_keys
        Begins a transaction on the keys of bodies, where one is needed.
    server
        The server's own key.
    known
        Rooms in memory.
    now
        The time that counts in it.
    """

    def __init__(
        self,
        journal: sa.Connection,
        begin_keys: Callable[[], sa.Connection],
        server: ServerKey,
        known: States,
        now: dt.datetime,
    ) -> None:
        self.journal, self.server, self.now = journal, server, now
        self.states: dict[str, State] = {}
        self.told: dict[str, set[str]] = {}
        self.keyed: list[tuple[str, str]] = []
        self._begin_keys, self._known = begin_keys, known
        self._keys: sa.Connection | None = None

    @property
    def keys(self) -> sa.Connection:
        """The connection to the keys of bodies."""
        if self._keys is None:
            self._keys = self._begin_keys()
        return self._keys

    def commit(self) -> None:
        """Put everything on the disk, the keys of bodies first."""
        if self._keys is not None:
            self._keys.commit()
        self.journal.commit()

    def state(self, room: str) -> State:
        """Return a room as of now; an empty one if there is none."""
        if room not in self.states:
            self.states[room] = self._known.read(self.journal, room)
        return self.states[room]

    def act(
        self, room: str, actor: Actor, command: Command, fill: Callable[[Room], Room] = lambda room: room
    ) -> tuple[Kept, ...]:
        """Decide a command, and write down what comes of it.

        Parameters
        ----------
        room
            Its id.
        actor
            Who it is was checked before.
        command
            Its signature was checked before.
        fill
            Puts words into the room that a rule looks at.

        Raises
        ------
        RefusalError
            With the rule that forbids it.
        """
        state = self.state(room)
        now = max(self.now, t.moment(state.at))
        kept = self.write(room, decide(fill(state.room), actor, command, now))
        if isinstance(command, Dismiss):
            self._take_out(room, command.person)
        return kept

    def write(self, room: str, events: Sequence[Event]) -> tuple[Kept, ...]:
        """Write events down, and remember whom to wake."""
        state, kept = write_down((self.journal, lambda: self.keys), self.server, room, self.state(room), events)
        self.states[room] = state
        self.told.setdefault(room, set()).update(*(event.audience for event in events))
        return kept

    def give_group_a_key(self, room: str, recipient: Recipient) -> None:
        """Seal for a group what waited for its key."""
        groups.reseal_held(self.journal, self.keys, self.server, room, recipient)
        self.keyed.append((room, recipient.name))

    def _take_out(self, room: str, person: str) -> None:
        """End what somebody who was dismissed could still do, and give the groups whose keys are known new ones."""
        journal, people, invitations = self.journal, t.people, t.invitations
        held = set(journal.scalars(sa.select(t.grants.c.recipient).where(t.grants.c.person == person)))
        own = set(journal.scalars(sa.select(people.c.recipient).where(people.c.id == person)))
        journal.execute(t.grants.delete().where(t.grants.c.person == person))
        journal.execute(t.sessions.delete().where(t.sessions.c.person == person))
        journal.execute(
            people.update().where(people.c.id == person).values(handle=None, by_passphrase=None, by_recovery=None)
        )
        # An invitation carries the key that is given up, and may have been seen.
        carries = invitations.c.recipient.in_(held | own) & (invitations.c.room == room)
        journal.execute(
            invitations.update()
            .where(carries | (invitations.c.inviter == person), invitations.c.state == "open")
            .values(state="withdrawn", sealed=None)
        )
        for group in sorted(held | own):
            groups.rotate(journal, room, group)


class Ledger:
    """Both files, the server's key and the clock.

    Parameters
    ----------
    journal, keys
        Open, and up to date.
    server
        The server's own key.
    clock
        Returns now.
    strength
        Of passphrases that are set from now on.
    """

    def __init__(
        self,
        journal: Database,
        keys: Database,
        server: ServerKey,
        clock: Callable[[], dt.datetime],
        strength: Strength,
    ) -> None:
        self.journal, self.keys, self.server, self.strength = journal, keys, server, strength
        self._clock = clock
        self._latest, self._beat = dt.datetime.min.replace(tzinfo=dt.UTC), monotonic()
        self._marked = self._latest
        self._turn, self._reading_clock = threading.Lock(), threading.Lock()
        self._states = States()
        self.memory = Memory()
        self._listening: list[Wake] = []

    @property
    def files(self) -> tuple[Database, Database]:
        """The journal and the keys of bodies, to read."""
        return self.journal, self.keys

    def close(self) -> None:
        """Close both files."""
        self.keys.close()
        self.journal.close()

    def now(self) -> dt.datetime:
        """Return the time of the clock; where that was set back, the time goes on from where it was."""
        with self._reading_clock:
            read, beat = self._clock().astimezone(dt.UTC), monotonic()
            # What passes meanwhile is told by a clock that nobody sets: deadlines and sessions do not wait.
            passed = dt.timedelta(seconds=beat - self._beat) if read < self._latest else dt.timedelta(0)
            self._latest, self._beat = max(self._latest + passed, read), beat
            return self._latest

    def resume(self) -> None:
        """Go on from the last moment that is written down, should the clock have been set back since."""
        written = (t.rooms.c.at, t.sessions.c.seen, t.sessions.c.stepped)
        with self.journal.reading() as journal:
            found = [journal.scalar(sa.select(sa.func.max(one))) or 0 for one in written]
            mark = journal.scalar(sa.select(t.meta.c.value).where(t.meta.c.name == _TIME)) or b""
        self._latest = max(self._latest, t.moment(max(*found, int.from_bytes(mark, "big", signed=True))))

    def mark(self) -> None:
        """Write down once a minute what time it is: what is over then stays over, whatever the clock says later."""
        now = self.now()
        if now - self._marked < _MARKED:
            return
        value = t.micros(now).to_bytes(8, "big", signed=True)
        with contextlib.suppress(JournalError), self.writing() as work:
            work.journal.execute(t.meta.delete().where(t.meta.c.name == _TIME))
            work.journal.execute(t.meta.insert().values(name=_TIME, value=value))
            self._marked = now

    def listen(self, wake: Wake) -> Callable[[], None]:
        """Call something after each commit with the room and the groups that were told; return how to end it."""
        self._listening.append(wake)

        def end() -> None:
            with contextlib.suppress(ValueError):
                self._listening.remove(wake)

        return end

    @contextlib.contextmanager
    def writing(self) -> Iterator[Work]:
        """Do something that is kept wholly or not at all; it is on the disk when the block ends."""
        with self._turn:
            with contextlib.ExitStack() as stack:

                def begin_keys() -> sa.Connection:
                    return stack.enter_context(self.keys.writing())

                journal = stack.enter_context(self.journal.writing())
                work = Work(journal, begin_keys, self.server, self._states, self.now())
                yield work
                work.commit()
            for room, state in work.states.items():
                self._states.put(room, state)
            self._drop_held(work)
        for room, told in work.told.items():
            for wake in tuple(self._listening):
                # What is on the disk is acknowledged, whatever becomes of live updates.
                with contextlib.suppress(Exception):
                    wake(room, frozenset(told))

    def _drop_held(self, work: Work) -> None:
        """Destroy what waited under the server's key; should that fail, it is made up for at the next opening."""
        if work.keyed:
            with contextlib.suppress(JournalError), self.keys.writing() as keys:
                for room, group in work.keyed:
                    groups.drop_held(keys, room, group)
                keys.commit()
            with contextlib.suppress(JournalError):
                self.keys.flush()

    def drop_left_over(self) -> None:
        """Destroy what waits under the server's key for groups that have their own."""
        held = sa.select(t.body_keys.c.room, t.body_keys.c.recipient).where(t.body_keys.c.version == HELD).distinct()
        with self.journal.writing() as journal, self.keys.writing() as keys:
            for room, group in keys.execute(held).all():
                newest = groups.recipients_of(journal, room).get(group)
                if newest is not None and newest.public is not None:
                    groups.drop_held(keys, room, group)
            keys.commit()
