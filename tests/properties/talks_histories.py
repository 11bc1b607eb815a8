"""Histories of a room drawn at random: who asked what, in which order, whatever came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from goodoffices.talks import Actor, Command, Event, RefusalError, Room, Rule, command_of, decide, evolve
from goodoffices.talks.rights import RIGHTS
from goodoffices.talks.roles import MODES

START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
SEATS = ("north", "south")
PEOPLE = {
    "a" * 32: ("mediator", "mediator"),
    "b" * 32: ("north", "head"),
    "c" * 32: ("south", "head"),
    "d" * 32: ("north", "member"),
    "e" * 32: ("south", "mandator"),
    "f" * 32: ("observers", "observer"),
}
ACTORS = tuple(Actor(person=person, group=group, role=role) for person, (group, role) in PEOPLE.items())
CLOCK = Actor(person="0" * 32, group="mediator", role="clock")
HOST = Actor(person="0" * 32, group="host", role="host")
MEDIATOR, NORTH, SOUTH = ACTORS[:3]
SIGNATURE, DIGEST = "5" * 128, "6" * 64
IDS = tuple(f"{number:032x}" for number in range(1, 4))


@dataclass(frozen=True)
class Act:
    """Somebody asks something at some moment."""

    actor: Actor
    command: Command
    now: dt.datetime


@dataclass(frozen=True)
class Outcome:
    """What came of an act: events, or the rule that forbade it."""

    act: Act
    events: tuple[Event, ...]
    refused: Rule | None


def opening() -> list[Act]:
    """Return the acts that bring everybody into a room whose ground rules are signed."""
    rules = dict.fromkeys(
        ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages"), "as agreed"
    )
    words = {"id": IDS[0], "digest": DIGEST}
    plain: list[tuple[Actor, dict[str, Any]]] = [
        (
            HOST,
            {
                "kind": "open-room", "room": "9" * 32, "title": "Two shores", "questions": 2,
                "seats": [{"id": seat, "name": seat.title()} for seat in SEATS],
                "issues": [{"id": "water", "say": "Water", "options": ["none", "some", "all"], "now": "none"}],
            },
        ),
        (HOST, {"kind": "admit", "person": MEDIATOR.person, "name": "M", "group": "mediator", "role": "mediator"}),
        *(
            (MEDIATOR, {"kind": "admit", "person": one.person, "name": one.group, "group": one.group, "role": one.role})
            for one in (NORTH, SOUTH, ACTORS[5])
        ),
        *(
            (head, {"kind": "admit", "person": one.person, "name": "Aide", "group": one.group, "role": one.role})
            for head, one in ((NORTH, ACTORS[3]), (SOUTH, ACTORS[4]))
        ),
        (MEDIATOR, {"kind": "propose-rules", **words, "body": {"kind": "ground-rules", **rules}}),
        *((head, {"kind": "sign-rules", **words, "signature": SIGNATURE}) for head in (NORTH, SOUTH)),
    ]  # fmt: skip
    return [Act(actor, command_of(data), START + dt.timedelta(minutes=k)) for k, (actor, data) in enumerate(plain)]


class Wanderer:
    """Somebody who asks at random what mostly could be asked: the ids are mostly those of things that are there."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.room = Room()
        self.now = START
        self.acts: list[Act] = []

    def wander(self, steps: int) -> list[Act]:
        """Ask the opening, then so many things."""
        for act in opening():
            self._ask(act)
        if self.often():
            self._widen()
        for _ in range(steps):
            self.now += dt.timedelta(minutes=int(self.rng.integers(1, 20)))
            kind = self.one((*sorted(_FIELDS), *_FOLLOWING))
            if kind in _RARE and self.often():
                continue
            command = command_of({"kind": kind, **_FIELDS[kind](self)})
            everybody = (*ACTORS, CLOCK)
            able = [one for one in everybody if one.role in RIGHTS[type(command)]]
            self._ask(Act(self.one(able if self.often() else everybody), command, self.now))
        return self.acts

    def _widen(self) -> None:
        """Go on to where texts are tabled and questions put."""
        proposed = {"kind": "propose-mode", "id": IDS[0], "mode": "conciliation"}
        self._ask(Act(MEDIATOR, command_of(proposed), self.now))
        for head in (NORTH, SOUTH):
            consent = {"kind": "consent-mode", "id": IDS[0], "mode": "conciliation", "signature": SIGNATURE}
            self._ask(Act(head, command_of(consent), self.now))

    def _ask(self, act: Act) -> None:
        self.acts.append(act)
        self.now = max(self.now, act.now)
        with suppress(RefusalError):
            for event in decide(self.room, act.actor, act.command, act.now):
                self.room = evolve(self.room, event)

    def one(self, of: Sequence[Any]) -> Any:
        """Return one of several."""
        return of[int(self.rng.integers(len(of)))]

    def often(self) -> bool:
        """Say yes nine times in ten."""
        return bool(self.rng.random() < 0.9)

    def there(self, ids: Iterable[str]) -> str:
        """Return the id of something that is there, if anything is."""
        known = sorted(ids)
        return str(self.one(known)) if known and self.often() else self.fresh()

    def fresh(self) -> str:
        """Return an id, mostly a new one: now and then two sides come upon the same."""
        return self.rng.bytes(16).hex() if self.often() else str(self.one(IDS))

    def seats(self, least: int = 1) -> tuple[str, ...]:
        """Return some seats."""
        return SEATS if least > 1 or self.rng.random() < 0.5 else (self.one(SEATS),)

    def later(self) -> dt.datetime:
        """Return a moment that mostly lies ahead."""
        return self.now + dt.timedelta(minutes=int(self.rng.integers(-20, 500)))

    def text_id(self) -> str | None:
        """Return the id of the latest text."""
        return self.room.text.tabled.id if self.room.text else None

    def waiting(self) -> list[str]:
        """Return the ids of questions that wait for consent."""
        return [id_ for id_, one in self.room.questions.items() if not one.open and self.now < one.asked.deadline]

    def opened(self) -> list[str]:
        """Return the ids of questions that take answers, or did."""
        return [id_ for id_, one in self.room.questions.items() if one.open]

    def proposed(self) -> tuple[str, str | None]:
        """Return the id and the session of a deletion that was proposed, if one was."""
        known = sorted(id_ for id_, one in self.room.deletions.items() if self.often() or not one.agreed)
        id_ = self.there(known)
        known_one = self.room.deletions.get(id_)
        return id_, known_one.proposed.session if known_one and self.often() else None

    def draft(self) -> dict[str, Any]:
        """Return a draft of one or two clauses."""
        names = ("first", "second") if self.often() else ("first",)
        body = {"kind": "draft", "title": "T", "clauses": [{"id": n, "title": n, "text": "words"} for n in names]}
        return {"digest": DIGEST, "body": body, "clauses": names}

    def wording(self) -> tuple[str, str]:
        """Return the seat and the id of a wording that mostly is there."""
        known = sorted(key for key, one in self.room.wordings.items() if one.stands(self.now))
        return self.one(known) if known and self.often() else (self.one(SEATS), self.fresh())


NOTE = {"kind": "note", "text": "words"}
_RARE = ("propose-mode", "dismiss", "sign-agreement")  # each changes what can be asked from then on
_FOLLOWING = (
    "agree-to-ask",
    "answer-question",
    "close-question",
    "release-wording",
    "report-step",
    "verify-step",
) * 3 + ("sign-wording",) * 6
_PLAN = (("halt", ("north",), ()), ("relief", ("south",), ("halt",)))


def _order(who: Wanderer) -> dict[str, Any]:
    order = who.one([_PLAN, (("halt", SEATS, ()),), (("halt", ("north",), ("halt",)),)])
    steps = [{"id": step, "by": by, "what": "it", "after": after} for step, by, after in order]
    return {"id": who.fresh(), "order": order, "body": {"kind": "plan", "steps": steps}}


def _sounding(who: Wanderer) -> dict[str, Any]:
    issue = "water" if who.often() else "land"
    return {"id": who.fresh(), "issue": issue, "body": {"kind": "sounding", "answers": {"all": "never"}}}


def _release(who: Wanderer) -> dict[str, Any]:
    seat, wording = who.wording()
    return {
        "id": who.fresh(), "seat": seat, "wording": wording, "body": NOTE,
        "to": SEATS[SEATS.index(seat) - 1] if who.often() else who.one(SEATS),
        "digest": DIGEST if who.often() else "7" * 64,
    }  # fmt: skip


def _session(who: Wanderer) -> dict[str, Any]:
    seats = who.seats()
    return {
        "id": who.fresh(), "title": "Talk", "seats": seats, "speaking": seats if who.often() else (),
        "format": who.one(["plenary", "proximity"] if len(seats) > 1 else ["bilateral"]),
        "observers": not who.often(), "on_record": who.often(),
    }  # fmt: skip


def _clause(who: Wanderer) -> dict[str, Any]:
    return {"text": who.text_id() or who.fresh(), "clause": "first" if who.often() else "third"}


_FIELDS: dict[str, Callable[[Wanderer], dict[str, Any]]] = {
    "propose-mode": lambda who: {"id": who.fresh(), "mode": who.one([*MODES, "conciliation", "mediation"])},
    "consent-mode": lambda who: {
        "id": who.there([who.room.proposed_mode.id] if who.room.proposed_mode else []), "signature": SIGNATURE,
        "mode": who.room.proposed_mode.mode if who.room.proposed_mode else "mediation",
    },
    "decline-mode": lambda who: {"id": who.there([who.room.proposed_mode.id] if who.room.proposed_mode else [])},
    "open-session": _session,
    "close-session": lambda who: {"id": who.there(who.room.open_sessions)},
    "speak": lambda who: {"id": who.fresh(), "session": who.there(who.room.open_sessions), "body": NOTE},
    "instruct": lambda who: {"id": who.fresh(), "body": NOTE},
    "sound": _sounding,
    "disclose": _sounding,
    "withdraw": lambda who: {"issue": "water" if who.often() else "land"},
    "sign-wording": lambda who: {
        "id": who.fresh() if who.rng.random() < 0.4 else who.one(IDS), "to": [who.one(SEATS)], "digest": DIGEST,
        "attribution": who.one(["ours", "mediator", "unattributed"]), "expires": who.later(), "body": NOTE,
        "signature": SIGNATURE,
    },
    "revoke-wording": lambda who: {"id": who.wording()[1]},
    "release-wording": _release,
    "table-text": lambda who: {"id": who.fresh(), "revises": who.text_id(), **who.draft()},
    "show-text-first": lambda who: {
        "id": who.fresh(), "to": who.one(SEATS), "reason": "asked", "digest": DIGEST, "body": who.draft()["body"]
    },
    "criticise": lambda who: {
        "id": who.fresh(), "body": {"kind": "comment", "temperature": "difficult"}, **_clause(who)
    },
    "initial": lambda who: {"digest": DIGEST, "signature": SIGNATURE, **_clause(who)},
    "ask-question": lambda who: {
        "id": who.fresh(), "deadline": who.later(), "body": {"kind": "proposal", "text": "this?"}
    },
    "agree-to-ask": lambda who: {"id": who.there(who.waiting())},
    "answer-question": lambda who: {
        "id": who.fresh(), "question": who.there(who.opened()),
        "body": {"kind": "answer", "yes": bool(who.rng.random() < 0.5)},
    },
    "close-question": lambda who: {"question": who.there(who.opened()), "yes": who.seats()},
    "set-steps": _order,
    "report-step": lambda who: {"step": "halt" if who.often() else "relief"},
    "verify-step": lambda who: {"step": "halt" if who.often() else "relief", "borne_out": who.often()},
    "sign-agreement": lambda who: {
        "text": who.text_id() or who.fresh(), "digest": DIGEST if who.often() else "8" * 64, "signature": SIGNATURE
    },
    "report-findings": lambda who: {"id": who.fresh(), "body": NOTE},
    "countersign": lambda _: {"log": DIGEST, "size": 1, "root": DIGEST, "signature": SIGNATURE},
    "propose-deletion": lambda who: {
        "id": who.fresh(), "session": who.there(who.room.sessions) if who.often() else None
    },
    "consent-deletion": lambda who: {
        "signature": SIGNATURE, **dict(zip(("id", "session"), who.proposed(), strict=True))
    },
    "decline-deletion": lambda who: {"id": who.there(who.room.deletions)},
    "dismiss": lambda who: {"person": "d" * 32 if not who.often() else "1" * 32},
}  # fmt: skip


def histories(*, most: int = 160) -> st.SearchStrategy[list[Act]]:
    """Draw acts after the opening; each comes some minutes after the one before."""
    return st.builds(
        lambda seed, steps: Wanderer(seed).wander(steps), st.integers(0, 2**32 - 1), st.integers(most // 2, most)
    )


def play(acts: Sequence[Act]) -> list[Outcome]:
    """Play acts in their order; what is refused changes nothing."""
    room, outcomes = Room(), []
    for act in acts:
        try:
            events = decide(room, act.actor, act.command, act.now)
        except RefusalError as refusal:
            outcomes.append(Outcome(act, (), refusal.rule))
            continue
        for event in events:
            room = evolve(room, event)
        outcomes.append(Outcome(act, events, None))
    return outcomes
