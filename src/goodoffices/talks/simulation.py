"""Whole negotiations between scripted delegations, through the same rules as real ones."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from goodoffices.errors import CaseError, LimitError
from goodoffices.talks.bodies import Draft
from goodoffices.talks.commands import Command, IssuePlan, command_of
from goodoffices.talks.deciding import decide
from goodoffices.talks.delegations import BEHAVIOURS, Behaviour, Delegation, Package, draw_delegation, draw_issues
from goodoffices.talks.disclosed import SCORES, Disclosed, consented
from goodoffices.talks.events import Event
from goodoffices.talks.evolving import evolve
from goodoffices.talks.roles import HOST, MEDIATOR, Actor
from goodoffices.talks.room import Room
from goodoffices.talks.rules import RefusalError
from goodoffices.talks.signing import body_digest
from goodoffices.talks.viewing import visible

__all__ = ["Choose", "Negotiation", "Simulation", "negotiate", "simulate", "weighed"]

Choose = Callable[[Sequence[IssuePlan], Sequence[Disclosed]], Iterable[Package]]
"""What a mediator makes of what was disclosed: packages to try, the most promising first."""

_START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_SIGNATURE = "0" * 128  # scripted delegations are nobody's: there is nothing to prove
_QUESTIONS = 4
_MOST_ROOMS = 100_000
_MOST_PACKAGES = 50_000


@dataclass(frozen=True)
class Negotiation:
    """How one scripted negotiation went.

    Attributes
    ----------
    behaviours
        Of the seats.
    agreed
        The package that all signed, or None.
    gains
        For each seat what it gained over today, as a share of the most it could have gained; None without agreement.
    missed
        The share of the best product of gains that was not reached, 0 to 1; None where there was nothing to gain.
    questions
        How many questions were put.
    crossed
        How many bytes of what is private to a seat were found in what another seat was told.
    events
        How much happened.
    """

    behaviours: tuple[Behaviour, ...]
    agreed: Package | None
    gains: tuple[float, ...] | None
    missed: float | None
    questions: int
    crossed: int
    events: int


@dataclass(frozen=True)
class Simulation:
    """Many negotiations, told by the manners of the two seats."""

    negotiations: tuple[Negotiation, ...]
    seed: int
    complete: bool

    @property
    def crossed(self) -> int:
        """Bytes that crossed between seats, in all rooms."""
        return sum(one.crossed for one in self.negotiations)

    def to_json(self) -> dict[str, Any]:
        """Return outcomes by the manners of the seats, as plain data."""
        groups: dict[tuple[str, ...], list[Negotiation]] = {}
        for one in self.negotiations:
            groups.setdefault(tuple(sorted(one.behaviours)), []).append(one)
        return {
            "rooms": len(self.negotiations),
            "seed": self.seed,
            "complete": self.complete,
            "events": sum(one.events for one in self.negotiations),
            "cross_seat_bytes": self.crossed,
            "outcomes": [_told(behaviours, ones) for behaviours, ones in sorted(groups.items())],
        }


def _told(behaviours: tuple[str, ...], ones: list[Negotiation]) -> dict[str, Any]:
    agreed = [one for one in ones if one.gains is not None]
    missed = [one.missed for one in ones if one.missed is not None]
    return {
        "delegations": list(behaviours),
        "rooms": len(ones),
        "agreed": len(agreed),
        "mean_gain": float(np.mean([one.gains for one in agreed])) if agreed else None,
        "missed_joint_gain": float(np.mean(missed)) if missed else None,
        "questions": float(np.mean([one.questions for one in ones])),
    }


def simulate(
    rooms: int,
    *,
    seed: int,
    choose: Choose | None = None,
    progress: Callable[[float], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Simulation:
    """Negotiate in many rooms, through every pair of manners in turn.

    Parameters
    ----------
    rooms
        How many.
    seed
        The same seed gives the same negotiations.
    choose
        How the mediator finds packages; by default :func:`weighed`.
    progress, stop
        Told the share that is done; asked whether to end early.

    Raises
    ------
    CaseError
        If fewer than one room is asked for.
    LimitError
        If more than 100,000 are.
    """
    if rooms < 1:
        raise CaseError(f"found {rooms} rooms, expected at least one")
    if rooms > _MOST_ROOMS:
        raise LimitError(f"found {rooms:,} rooms, expected at most {_MOST_ROOMS:,}; run several with other seeds")
    pairs = list(itertools.combinations_with_replacement(BEHAVIOURS, 2))
    done: list[Negotiation] = []
    for number in range(rooms):
        if stop():
            break
        rng = np.random.default_rng([seed, number])
        done.append(negotiate(pairs[number % len(pairs)], choose=choose or weighed, rng=rng))
        progress((number + 1) / rooms)
    return Simulation(tuple(done), seed, complete=len(done) == rooms)


def negotiate(behaviours: Sequence[Behaviour], *, choose: Choose, rng: np.random.Generator) -> Negotiation:
    """Let scripted delegations negotiate once, from the ground rules to a signature or to the end of the questions.

    Parameters
    ----------
    behaviours
        One for each seat.
    choose
        How the mediator finds packages.
    rng
        Draws issues, wishes and ids.
    """
    issues = draw_issues(rng)
    parties = [draw_delegation(f"seat-{k}", one, issues, rng=rng) for k, one in enumerate(behaviours, start=1)]
    table = _Table(issues, parties, rng)
    table.gather()
    table.sound()
    view = visible(table.events, MEDIATOR)
    agreed = next((package for package in choose(issues, consented(view.room)) if table.put(package)), None)
    crossed = sum(
        len(one.secret) * told.count(one.secret)
        for other in parties
        for told in [" ".join(event.model_dump_json() for event in visible(table.events, other.seat).feed)]
        for one in parties
        if one is not other
    )
    gains = None if agreed is None else tuple(_gain(one, agreed) for one in parties)
    return Negotiation(
        tuple(behaviours), agreed, gains, _missed(issues, parties, gains), table.questions, crossed, len(table.events)
    )


def weighed(issues: Sequence[IssuePlan], disclosed: Sequence[Disclosed]) -> Iterator[Package]:
    """Go through packages that no seat calls impossible, the best for the seat that gets least first.

    For small rooms without an engine; a mediator's own analysis uses the frontier instead.
    """

    def score(one: Disclosed, package: Package) -> int:
        return sum(
            (sounding.importance or 0) * SCORES[sounding.answers[package[issue]]]
            for issue, sounding in one.issues.items()
            if package[issue] in sounding.answers
        )

    packages = (
        dict(zip((issue.id for issue in issues), options, strict=True))
        for options in itertools.islice(itertools.product(*(issue.options for issue in issues)), _MOST_PACKAGES)
    )
    possible = [
        package
        for package in packages
        if not any(one.refuses(issue, option) for one in disclosed for issue, option in package.items())
    ]
    yield from sorted(
        possible, key=lambda package: [-worth for worth in sorted(score(one, package) for one in disclosed)]
    )


@dataclass
class _Table:
    """One room while it is being played."""

    issues: tuple[IssuePlan, ...]
    parties: list[Delegation]
    rng: np.random.Generator
    room: Room = field(default_factory=Room)
    events: list[Event] = field(default_factory=list)
    now: dt.datetime = _START
    questions: int = 0

    def __post_init__(self) -> None:
        self.mediator = Actor(person=self.fresh(), group=MEDIATOR, role="mediator")
        self.heads = [Actor(person=self.fresh(), group=one.seat, role="head") for one in self.parties]

    def fresh(self) -> str:
        """Return a new id."""
        return self.rng.bytes(16).hex()

    def does(self, actor: Actor, kind: str, **fields: Any) -> None:
        """Act, a minute after the last act."""
        self.now += dt.timedelta(minutes=1)
        command: Command = command_of({"kind": kind, **fields})
        for event in decide(self.room, actor, command, self.now):
            self.room = evolve(self.room, event)
            self.events.append(event)

    def gather(self) -> None:
        """Open the room, let everybody in, sign the ground rules, and let the mediator mediate."""
        host = Actor(person=self.fresh(), group=HOST, role="host")
        seats = [{"id": one.seat, "name": one.seat} for one in self.parties]
        issues = [issue.model_dump() for issue in self.issues]
        self.does(
            host, "open-room", room=self.fresh(), title="Simulated", seats=seats, issues=issues, questions=_QUESTIONS
        )
        for actor in (self.mediator, *self.heads):
            by = host if actor is self.mediator else self.mediator
            self.does(by, "admit", person=actor.person, name=actor.group, group=actor.group, role=actor.role)
        words = ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages")
        rules, digest = self.fresh(), "1" * 64
        body = {"kind": "ground-rules", **dict.fromkeys(words, "as agreed")}
        self.does(self.mediator, "propose-rules", id=rules, digest=digest, body=body)
        mode = self.fresh()
        for head in self.heads:
            self.does(head, "sign-rules", id=rules, digest=digest, signature=_SIGNATURE)
        self.does(self.mediator, "propose-mode", id=mode, mode="mediation")
        for head, party in zip(self.heads, self.parties, strict=True):
            if party.behaviour != "spoiling":
                self.does(head, "consent-mode", id=mode, mode="mediation", signature=_SIGNATURE)

    def sound(self) -> None:
        """Let each seat write down how it stands, and disclose what it will."""
        for head, party in zip(self.heads, self.parties, strict=True):
            for issue in self.issues:
                sounding = party.sounding(issue.id).model_dump()
                self.does(head, "sound", id=self.fresh(), issue=issue.id, body=sounding)
                told = party.discloses(issue.id)
                if told is not None:
                    self.does(head, "disclose", id=self.fresh(), issue=issue.id, body=told.model_dump())

    def put(self, package: Package) -> bool:
        """Ask for sealed answers to a package; where all say yes, table it and see who signs."""
        question, deadline = self.fresh(), self.now + dt.timedelta(hours=1)
        text = ", ".join(f"{issue}: {option}" for issue, option in package.items())
        body = {"kind": "proposal", "text": text, "package": package}
        try:
            self.does(self.mediator, "ask-question", id=question, deadline=deadline, body=body)
        except RefusalError:
            # The mode was not widened, or the questions are used up.
            return False
        self.questions += 1
        for head in self.heads:
            self.does(head, "agree-to-ask", id=question)
        for head, party in zip(self.heads, self.parties, strict=True):
            answer = {"kind": "answer", "yes": party.answers(package)}
            self.does(head, "answer-question", id=self.fresh(), question=question, body=answer)
        self.now = deadline
        yes = [one.seat for one in self.parties if one.answers(package)]
        clock = Actor(person=self.fresh(), group=MEDIATOR, role="clock")
        self.does(clock, "close-question", question=question, yes=yes)
        return self.room.questions[question].agreement is True and self.sign(package)

    def sign(self, package: Package) -> bool:
        """Table a package as the text; it is agreed once every seat has signed."""
        latest = self.room.text.tabled.id if self.room.text else None
        clauses = [{"id": issue, "title": issue, "text": option} for issue, option in package.items()]
        draft = Draft.model_validate({"title": "Agreement", "clauses": clauses})
        text, digest = self.fresh(), body_digest(draft)
        self.does(
            self.mediator, "table-text", id=text, revises=latest, clauses=tuple(package), digest=digest,
            body=draft.model_dump(),
        )  # fmt: skip
        for head, party in zip(self.heads, self.parties, strict=True):
            if party.accepts(package):
                self.does(head, "sign-agreement", text=text, digest=digest, signature=_SIGNATURE)
        return self.room.agreement == text


def _gain(party: Delegation, package: Package) -> float:
    most = party.best - party.today
    return (party.worth(package) - party.today) / most if most else 0.0


def _missed(
    issues: Sequence[IssuePlan], parties: Sequence[Delegation], gains: tuple[float, ...] | None
) -> float | None:
    """Compare the product of gains with the best there was."""
    best = 0.0
    for options in itertools.product(*(issue.options for issue in issues)):
        package = dict(zip((issue.id for issue in issues), options, strict=True))
        reached = [_gain(one, package) for one in parties]
        if min(reached) > 0:
            best = max(best, float(np.prod(reached)))
    if best == 0:
        return None
    return 1.0 if gains is None else 1 - float(np.prod(gains)) / best
