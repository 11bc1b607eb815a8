"""Kill a program that keeps a journal, again and again, and count what it had acknowledged.

Run ``python benchmarks/soak_journal.py [KILLS] [SEED]``. A child opens the journal of a room, and three people act in
it at once, as fast as they can: they speak in session, write among their own, and write down how they stand. What the
child is about to do it says first, and that it was acknowledged it says after. At a random moment it is killed
(SIGKILL, as ``kill -9`` does); one time in ten the moment lies within opening the journal, one time in
twenty within making one. The next child sends again whatever was not acknowledged, with the same key of the form.

After each kill the journal is opened and read by those who were told: every act that was acknowledged must be there,
and none twice. Ends with 1 if one is lost or doubled.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from goodoffices.store.journal import Journal, Strength
from goodoffices.talks import Command, command_of
from goodoffices.talks.bodies import GroundRules
from goodoffices.talks.commands import OpenRoom
from goodoffices.talks.signing import body_digest

PEOPLE = ("mediator", "north", "south")
PASSPHRASE = "four words will do"  # noqa: S105 - of people who are made up
KILLS_IN_A_ROOM = 50
LONGEST = 0.12
WEAK = Strength(passes=1, memory=8192)
RULES = ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages")


def fresh() -> str:
    """Return a random id."""
    return uuid.uuid4().hex


def open_journal(folder: Path) -> Journal:
    """Open the journal of a folder."""
    return Journal.open(folder / "talks.db", folder / "talks.key", strength=WEAK)


@dataclass
class Played:
    """A room that is being played in, and what is known of it.

    Attributes
    ----------
    tokens
        Of the sessions of its people.
    sent
        By person and key of the form what was sent and not acknowledged.
    acknowledged, found
        What was acknowledged, and how often it stands in the journal.
    read
        How much each person has read.
    """

    folder: Path
    room: str = field(default_factory=fresh)
    session: str = field(default_factory=fresh)
    tokens: dict[str, str] = field(default_factory=dict)
    sent: dict[tuple[str, str], str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    found: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)

    def set_up(self) -> None:
        """Bring everybody in and sign the ground rules."""
        with open_journal(self.folder) as journal:
            seats = [{"id": seat, "name": seat} for seat in PEOPLE[1:]]
            issues = [{"id": "water", "say": "Water", "options": ["none", "all"]}]
            opening = {"kind": "open-room", "room": self.room, "title": "Soak", "seats": seats, "issues": issues}
            opened = command_of(opening)
            if not isinstance(opened, OpenRoom):
                raise TypeError
            journal.create_room(opened, key=fresh())
            invitation = journal.identity.invite_mediator(self.room)
            for name in PEOPLE:
                if name != "mediator":
                    keys = journal.identity.open(self.tokens["mediator"])
                    invitation = journal.identity.invite(keys, name, "head")
                come = journal.identity.redeem(invitation.token, name, PASSPHRASE, address="here")
                self.tokens[name] = come.session.token
                journal.identity.step_up(come.session.token, PASSPHRASE)
            body, rules, mode = (
                {"kind": "ground-rules", "salt": "0" * 64} | dict.fromkeys(RULES, "as agreed"),
                fresh(),
                fresh(),
            )
            digest = body_digest(GroundRules.model_validate(body))
            self._does(journal, "mediator", {"kind": "propose-rules", "id": rules, "digest": digest, "body": body})
            for seat in PEOPLE[1:]:
                self._does(journal, seat, {"kind": "sign-rules", "id": rules, "digest": digest, "signature": "0" * 128})
            self._does(journal, "mediator", {"kind": "propose-mode", "id": mode, "mode": "facilitation"})
            for seat in PEOPLE[1:]:
                consent = {"kind": "consent-mode", "id": mode, "mode": "facilitation", "signature": "0" * 128}
                self._does(journal, seat, consent)
            meeting = {"format": "plenary", "seats": PEOPLE[1:], "speaking": PEOPLE[1:], "on_record": True}
            self._does(journal, "mediator", {"kind": "open-session", "id": self.session, "title": "Soak", **meeting})

    def _does(self, journal: Journal, name: str, data: dict[str, object]) -> None:
        keys, command = journal.identity.open(self.tokens[name]), command_of(data)
        journal.append(keys, journal.signed(keys, command) if "signature" in data else command, key=fresh())

    def command(self, name: str, key: str, text: str) -> Command:
        """Return the act that a form stands for: its ids belong to the form."""
        note = {"kind": "note", "text": text}
        match int(key[0], 16) % 3, name:
            case 0, _:
                return command_of({"kind": "speak", "id": key, "session": self.session, "body": note})
            case 1, "north" | "south":
                sounding = {"kind": "sounding", "answers": {"all": "never"}, "notes": text}
                return command_of({"kind": "sound", "id": key, "issue": "water", "body": sounding})
            case _:
                return command_of({"kind": "instruct", "id": key, "body": note})

    def play(self, to: int) -> None:
        """Act until killed, in a child; say on a pipe what is sent and what was acknowledged."""
        journal = open_journal(self.folder)

        def act(name: str) -> None:
            keys = journal.identity.open(self.tokens[name])
            waiting = [(key, text) for (who, key), text in self.sent.items() if who == name]
            while True:
                key, text = waiting.pop() if waiting else (fresh(), fresh())
                os.write(to, f"sent {name} {key} {text}\n".encode())
                journal.append(keys, self.command(name, key, text), key=key)
                os.write(to, f"done {name} {key} {text}\n".encode())

        threads = [threading.Thread(target=act, args=(name,)) for name in PEOPLE]
        os.write(to, b"open - - -\n")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def hear(self, said: bytes) -> None:
        """Take in what a child has said until it was killed."""
        for line in said.decode().splitlines():
            what, name, key, text = line.split()
            if what == "sent":
                self.sent[name, key] = text
            elif what == "done":
                del self.sent[name, key]
                self.acknowledged.add(text)

    def read_on(self) -> None:
        """Read what each was told since the last time; what all hear is counted with the mediator."""
        with open_journal(self.folder) as journal:
            for name in PEOPLE:
                told = journal.new_for(journal.identity.open(self.tokens[name]), after=self.read[name])
                self.read[name] += len(told)
                for one in told:
                    body = getattr(one.event, "body", None)
                    text = getattr(body, "text", None) or getattr(body, "notes", None)
                    if text and (name == "mediator" or one.event.kind != "spoken"):
                        self.found[text] += 1

    @property
    def lost(self) -> int:
        """How many acts were acknowledged and are not there."""
        return len(self.acknowledged - self.found.keys())

    @property
    def doubled(self) -> int:
        """How many are there more than once."""
        return sum(count > 1 for count in self.found.values())


def kill(played: Played, seconds: float, *, opening: bool) -> None:
    """Let a child play, and kill it; with ``opening``, so long after its beginning, not after it has opened."""
    heard, to = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os.close(heard)
            played.play(to)
        os._exit(3)
    os.close(to)
    said = b"" if opening else os.read(heard, 1 << 16)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    while more := os.read(heard, 1 << 16):
        said += more
    os.close(heard)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        sys.exit(f"the child ended by itself, with {os.WEXITSTATUS(status)}")
    played.hear(said)


def kill_making(folder: Path, seconds: float) -> None:
    """Kill a child that is making a journal; whatever it left must open."""
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            open_journal(folder)
            time.sleep(60)
        os._exit(3)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open_journal(folder) as journal:
        if journal.rooms():
            sys.exit("found a room in a journal that was just made")


def main() -> None:
    """Kill as often as asked for; print what was acknowledged, and what is there."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = np.random.default_rng(seed)
    began, total, within = time.perf_counter(), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        played: Played | None = None
        for number in range(kills):
            if number % KILLS_IN_A_ROOM == 0:
                if played is not None:
                    shutil.rmtree(played.folder)
                folder = Path(scratch) / str(number)
                folder.mkdir()
                played = Played(folder)
                played.set_up()
            kind, seconds = rng.random(), float(rng.uniform(0, LONGEST))
            before = (len(played.acknowledged), len(played.found)) if played else (0, 0)
            if played is None or kind < 0.05:
                making = Path(scratch) / f"made-{number}"
                making.mkdir()
                kill_making(making, seconds / 2)
                shutil.rmtree(making)
                within["making"] += 1
                continue
            within["opening" if kind < 0.15 else "acts"] += 1
            sent = len(played.sent)
            kill(played, seconds / 2 if kind < 0.15 else seconds, opening=kind < 0.15)
            played.read_on()
            total["again"] += sent
            total["acknowledged"] += len(played.acknowledged) - before[0]
            total["found"] += len(played.found) - before[1]
            if played.lost or played.doubled:
                sys.exit(f"kill {number}, seed {seed}: {played.lost} lost, {played.doubled} doubled")
    seconds = time.perf_counter() - began
    print(
        f"{kills:,} kills, seed {seed} ({within['acts']:,} within acts, {within['opening']:,} within opening, "
        f"{within['making']:,} within making): {total['acknowledged']:,} acknowledged, {total['found']:,} found, "
        f"{total['again']:,} sent again, 0 lost, 0 doubled, {seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
