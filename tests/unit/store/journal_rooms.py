"""A room in a journal on a real disk, with people in it, for tests of the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goodoffices.store.journal import Journal, OpenedKeys, Receipt, SessionOverError, Strength
from goodoffices.talks import command_of
from goodoffices.talks.bodies import Draft, GroundRules
from goodoffices.talks.commands import OpenRoom
from goodoffices.talks.rights import RIGHTS
from goodoffices.talks.signing import body_digest

WEAK = Strength(passes=1, memory=8192)
"""A passphrase that is quick to try: tests have many."""
PASSPHRASE = "four words will do"  # noqa: S105 - of people who are made up
START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
RULES = dict.fromkeys(
    ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages"), "as agreed"
)
KINDS = {kind.model_fields["kind"].default: kind for kind in RIGHTS}
SALT = "5" * 64
CLAUSE = {"id": "one", "title": "One", "text": "[open]"}
_FAKE = "0" * 128


def fresh() -> str:
    """Return a new id, or key of a form."""
    return uuid.uuid4().hex


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        """Return now."""
        return self.now

    def forward(self, **of: float) -> None:
        """Go forward."""
        self.now += dt.timedelta(**of)


def open_journal(folder: Path, clock: Clock) -> Journal:
    """Open the journal of a folder."""
    return Journal.open(folder / "talks.db", folder / "talks.key", clock=clock, strength=WEAK)


def open_room(room: str, title: str = "Two shores", questions: int = 5) -> OpenRoom:
    """Return the command that opens a room of two seats."""
    command = command_of(
        {
            "kind": "open-room", "room": room, "title": title, "questions": questions,
            "seats": [{"id": seat, "name": f"The {seat}"} for seat in ("north", "south")],
            "issues": [{"id": "water", "say": "Water", "options": ["none", "some", "all"], "now": "none"}],
        }
    )  # fmt: skip
    assert isinstance(command, OpenRoom)
    return command


@dataclass
class Table:
    """A room with people in it.

    Attributes
    ----------
    tokens, people
        Tokens of sessions, and ids, by a name that is used in tests: ``mediator``, ``north``, ``south``, ...
    """

    folder: Path
    clock: Clock = field(default_factory=Clock)
    room: str = field(default_factory=fresh)
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    recovery: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.journal = open_journal(self.folder, self.clock)
        if all(one.id != self.room for one in self.journal.rooms()):
            self.journal.create_room(open_room(self.room), key=fresh())

    def again(self) -> None:
        """Close the journal and open it again."""
        self.journal.close()
        self.journal = open_journal(self.folder, self.clock)

    def seat(self) -> Table:
        """Let a mediator and two heads in."""
        self.come_in("mediator", self.journal.identity.invite_mediator(self.room).token)
        for seat in ("north", "south"):
            self.invite("mediator", seat, seat, "head")
        return self

    def invite(self, by: str, name: str, group: str, role: Any) -> None:
        """Let somebody invite somebody else, who comes in."""
        self.come_in(name, self.journal.identity.invite(self.keys(by), group, role).token)

    def come_in(self, name: str, token: str) -> None:
        """Redeem an invitation."""
        come = self.journal.identity.redeem(token, name.title(), PASSPHRASE, address="here")
        self.tokens[name], self.people[name] = come.session.token, come.person.id
        self.recovery[name], self.groups[name] = come.recovery_key, come.person.group

    def keys(self, name: str) -> OpenedKeys:
        """Open somebody's keys, after another log-in if the session is over by the clock."""
        try:
            return self.journal.identity.open(self.tokens[name])
        except SessionOverError:
            self.log_in(name)
            return self.journal.identity.open(self.tokens[name])

    def log_in(self, name: str, passphrase: str = PASSPHRASE) -> None:
        """Begin another session."""
        self.tokens[name] = self.journal.identity.log_in(
            self.room, self.groups[name], name, passphrase, address="here"
        ).token

    def up(self, name: str) -> OpenedKeys:
        """Open somebody's keys to sign with."""
        keys = self.keys(name)
        return keys if keys.stepped_up else self.journal.identity.step_up(self.tokens[name], PASSPHRASE)

    def act(self, name: str, kind: str, /, **fields: Any) -> Receipt:
        """Do something, signed if it is to be."""
        keys, key = self.keys(name), fields.pop("key", fresh())
        if "signature" in KINDS[kind].model_fields:
            command = command_of({"kind": kind, "signature": _FAKE, **fields})
            return self.journal.append(self.up(name), self.journal.signed(self.up(name), command), key=key)
        if kind == "release-wording":
            keys = self.up(name)
        return self.journal.append(keys, command_of({"kind": kind, **fields}), key=key)

    def agree_on_rules(self) -> Table:
        """Sign the ground rules, and let the mediator do all there is."""
        body, rules, mode = {"kind": "ground-rules", "salt": SALT, **RULES}, fresh(), fresh()
        digest = body_digest(GroundRules.model_validate(body))
        self.act("mediator", "propose-rules", id=rules, digest=digest, body=body)
        for seat in ("north", "south"):
            self.act(seat, "sign-rules", id=rules, digest=digest)
        self.act("mediator", "propose-mode", id=mode, mode="conciliation")
        for seat in ("north", "south"):
            self.act(seat, "consent-mode", id=mode, mode="conciliation")
        return self

    def ask(self, minutes: int = 60) -> str:
        """Ask for sealed answers, with everybody's consent; return the question."""
        question, deadline = fresh(), self.clock.now + dt.timedelta(minutes=minutes)
        body = {"kind": "proposal", "text": "this?", "package": {"water": "some"}}
        self.act("mediator", "ask-question", id=question, deadline=deadline, body=body)
        for seat in ("north", "south"):
            self.act(seat, "agree-to-ask", id=question)
        return question

    def answer(self, name: str, question: str, *, yes: bool) -> Receipt:
        """Answer in secret."""
        return self.act(name, "answer-question", id=fresh(), question=question, body={"kind": "answer", "yes": yes})

    def note(self, name: str, text: str = "words") -> Receipt:
        """Write to one's own group."""
        return self.act(name, "instruct", id=fresh(), body={"kind": "note", "text": text})

    def table_text(self, text: str = "[open]") -> str:
        """Table a text of one clause; return its digest."""
        body = {
            "kind": "draft",
            "salt": SALT,
            "title": "Draft",
            "clauses": [{"id": "one", "title": "One", "text": text}],
        }
        digest = body_digest(Draft.model_validate(body))
        latest = self.journal.view(self.keys("mediator")).room.text
        self.act(
            "mediator", "table-text", id=fresh(), revises=latest and latest.tabled.id, clauses=["one"], digest=digest,
            body=body,
        )  # fmt: skip
        return digest

    def delete(self, session: str | None) -> None:
        """Agree on the deletion of a session, or of the whole room until now."""
        id_ = fresh()
        self.act("mediator", "propose-deletion", id=id_, session=session)
        for seat in ("north", "south"):
            self.act(seat, "consent-deletion", id=id_, session=session)

    def files(self) -> dict[str, bytes]:
        """Return the bytes of every file in the folder."""
        return {str(path): path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def fed(self, name: str) -> list[str]:
        """Return what somebody was told, as kinds."""
        return [one.event.kind for one in self.journal.events_for(self.keys(name))]


def seated(folder: Path) -> Table:
    """Return a room with a mediator and two heads."""
    return Table(folder).seat()


def agreed(folder: Path) -> Table:
    """Return a room in which everything may be done."""
    return seated(folder).agree_on_rules()
