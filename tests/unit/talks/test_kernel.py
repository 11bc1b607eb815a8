"""The rules of the room, one by one, and a whole negotiation."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import pytest
from tests.properties.talks_histories import (
    ACTORS,
    CLOCK,
    DIGEST,
    HOST,
    MEDIATOR,
    NORTH,
    NOTE,
    SEATS,
    SIGNATURE,
    SOUTH,
    START,
    Act,
    Wanderer,
    opening,
    play,
)

from goodoffices.talks import Actor, Command, Event, RefusalError, Room, Rule, command_of, decide, evolve, visible
from goodoffices.talks.deleting import what_binds
from goodoffices.talks.minutes import minuted
from goodoffices.talks.rights import RIGHTS
from goodoffices.talks.roles import MEDIATOR as MEDIATOR_GROUP

OBSERVER = ACTORS[5]
NEW = "7" * 32
ROOM: dict[str, Any] = {
    "kind": "open-room", "room": "9" * 32, "title": "Two shores",
    "seats": [{"id": seat, "name": seat} for seat in SEATS],
}  # fmt: skip


class Sitting:
    """A room to act in."""

    def __init__(self, acts: list[Act] | None = None) -> None:
        self.events: list[Event] = []
        self.room = Room()
        self.now = START
        for act in opening() if acts is None else acts:
            self.now = act.now
            self._take(decide(self.room, act.actor, act.command, act.now))

    def does(self, actor: Actor, kind: str, **fields: Any) -> tuple[Event, ...]:
        """Act a minute later."""
        self.now += dt.timedelta(minutes=1)
        events = decide(self.room, actor, command_of({"kind": kind, **fields}), self.now)
        self._take(events)
        return events

    def refuses(self, rule: Rule, actor: Actor, kind: str, **fields: Any) -> None:
        """Act, and be refused for this rule."""
        with pytest.raises(RefusalError) as refused:
            self.does(actor, kind, **fields)
        assert refused.value.rule is rule

    def widen(self, mode: str = "conciliation") -> Sitting:
        """Go to another mode."""
        self.does(MEDIATOR, "propose-mode", id=NEW, mode=mode)
        for head in (NORTH, SOUTH):
            self.does(head, "consent-mode", id=NEW, mode=mode, signature=SIGNATURE)
        return self

    def table(self, id_: str, revises: str | None = None) -> None:
        """Table a text of one clause."""
        body = {"kind": "draft", "title": "T", "clauses": [{"id": "first", "title": "t", "text": "words"}]}
        fields = {"id": id_, "revises": revises, "clauses": ("first",), "digest": DIGEST, "body": body}
        self.does(MEDIATOR, "table-text", **fields)

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            self.room = evolve(self.room, event)
        self.events += events


@pytest.fixture
def sitting() -> Sitting:
    """Return a room whose ground rules are signed."""
    return Sitting()


def admit(group: str, role: str, person: str = NEW) -> dict[str, str]:
    """Return the fields of an admission."""
    return {"person": person, "name": "New", "group": group, "role": role}


def test_every_command_has_its_rights_and_every_rule_a_case() -> None:
    """What stands in no list is allowed to nobody; every rule forbids something in these tests."""
    assert set(RIGHTS) == set(get_args(Command))
    met = {
        outcome.refused
        for seed in range(12)
        for outcome in play(Wanderer(seed).wander(500))
        if outcome.refused is not None
    }
    here = {
        Rule.ROOM_ONCE, Rule.ROOM_FIRST, Rule.PRESENT, Rule.ONE_PERSON_ONE_SEAT, Rule.ONE_HEAD, Rule.KNOWN_SEAT,
        Rule.GROUND_RULES_FIRST, Rule.GROUND_RULES_DONE, Rule.TWO_IN_PROXIMITY, Rule.LATEST_TEXT, Rule.AGREED,
    }  # fmt: skip
    # Words are looked at where they are sealed, and by no rule of the kernel.
    assert met | here == set(Rule) - {Rule.SALTED}


def test_a_room_is_opened_once_by_host_or_mediator_for_seats_with_names_of_their_own(sitting: Sitting) -> None:
    """Seats are not called like the mediator or the observers, nor twice the same."""
    empty = Sitting([])
    empty.refuses(Rule.ROLE, NORTH, **ROOM)
    for seats in (["north", "north"], ["north", "mediator"]):
        plans = [{"id": seat, "name": seat} for seat in seats]
        empty.refuses(Rule.KNOWN_SEAT, HOST, **{**ROOM, "seats": plans})
    empty.refuses(Rule.ROOM_FIRST, HOST, "admit", **admit("mediator", "mediator"))
    sitting.refuses(Rule.ROOM_ONCE, HOST, **ROOM)


def test_each_lets_in_whom_it_may(sitting: Sitting) -> None:
    """The host the mediator; the mediator heads and observers; a head the own people; nobody comes twice."""
    sitting.refuses(Rule.ROLE, HOST, "admit", **admit("north", "head"))
    sitting.refuses(Rule.ROLE, MEDIATOR, "admit", **admit("north", "member"))
    sitting.refuses(Rule.KNOWN_SEAT, MEDIATOR, "admit", **admit("north", "observer"))
    sitting.refuses(Rule.KNOWN_SEAT, MEDIATOR, "admit", **admit("west", "head"))
    sitting.refuses(Rule.OWN, NORTH, "admit", **admit("south", "member"))
    sitting.refuses(Rule.ONE_HEAD, MEDIATOR, "admit", **admit("north", "head"))
    sitting.refuses(Rule.ONE_PERSON_ONE_SEAT, NORTH, "admit", **admit("north", "member", ACTORS[3].person))
    sitting.does(NORTH, "admit", **admit("north", "member"))
    sitting.refuses(Rule.PRESENT, Actor(person=NEW, group="north", role="head"), "withdraw", issue="water")


def test_who_is_dismissed_is_no_longer_there_and_the_capital_stays_unseen(sitting: Sitting) -> None:
    """A head does not learn, by trying, who instructs the other side; the mediator neither."""
    mandator = ACTORS[4]
    for other in (NORTH, MEDIATOR):
        sitting.refuses(Rule.KNOWN, other, "dismiss", person=mandator.person)
    (gone,) = sitting.does(SOUTH, "dismiss", person=mandator.person)
    assert gone.audience == {"south"}
    sitting.refuses(Rule.PRESENT, mandator, "instruct", id=NEW, body=NOTE)
    (gone,) = sitting.does(MEDIATOR, "dismiss", person=NORTH.person)
    assert "south" in gone.audience
    sitting.refuses(Rule.PRESENT, NORTH, "instruct", id=NEW, body=NOTE)
    sitting.does(MEDIATOR, "admit", **admit("north", "head"))


def test_ground_rules_come_first_in_the_very_words_and_stay() -> None:
    """Before they are signed one can prepare oneself; one signs what was proposed and nothing else."""
    early = Sitting(opening()[:-3])
    early.refuses(Rule.GROUND_RULES_FIRST, MEDIATOR, "propose-mode", id=NEW, mode="mediation")
    early.refuses(Rule.KNOWN, NORTH, "sign-rules", id=NEW, digest=DIGEST, signature=SIGNATURE)
    early.does(NORTH, "sound", id=NEW, issue="water", body={"kind": "sounding"})
    words = dict.fromkeys(
        ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages"), "x"
    )
    proposed = {"id": NEW, "digest": DIGEST, "body": {"kind": "ground-rules", **words}}
    early.does(MEDIATOR, "propose-rules", **proposed)
    early.refuses(Rule.FRESH, MEDIATOR, "propose-rules", **proposed)
    early.refuses(Rule.EXACT_WORDING, NORTH, "sign-rules", id=NEW, digest="0" * 64, signature=SIGNATURE)
    signed = {"id": NEW, "digest": DIGEST, "signature": SIGNATURE}
    early.does(NORTH, "sign-rules", **signed)
    early.refuses(Rule.SIGNED_ALREADY, NORTH, "sign-rules", **signed)
    assert [event.kind for event in early.does(SOUTH, "sign-rules", **signed)] == ["rules-signed", "rules-in-force"]
    early.refuses(Rule.GROUND_RULES_DONE, SOUTH, "sign-rules", **signed)
    early.refuses(Rule.GROUND_RULES_DONE, MEDIATOR, "propose-rules", **{**proposed, "id": "8" * 32})


def test_a_wider_mode_needs_every_seat_and_a_consent_can_be_taken_back(sitting: Sitting) -> None:
    """A seat that declines is not named to the other one."""
    sitting.does(MEDIATOR, "propose-mode", id=NEW, mode="mediation")
    consent = {"id": NEW, "mode": "mediation", "signature": SIGNATURE}
    sitting.refuses(Rule.EXACT_WORDING, NORTH, "consent-mode", **{**consent, "mode": "conciliation"})
    sitting.does(NORTH, "consent-mode", **consent)
    (declined,) = sitting.does(NORTH, "decline-mode", id=NEW)
    assert declined.audience == {"north", MEDIATOR_GROUP}
    assert sitting.does(SOUTH, "consent-mode", **consent)[-1].kind == "mode-consented"
    assert sitting.does(NORTH, "consent-mode", **consent)[-1].kind == "mode-changed"
    assert sitting.room.mode == "mediation"


def test_words_are_destroyed_only_if_all_whom_it_concerns_consent(sitting: Sitting) -> None:
    """Nobody is asked of a session that they were not told of, and none learns who consented or declined."""
    sitting.widen("facilitation")
    session = {"id": "4" * 32, "title": "T", "on_record": False}
    sitting.does(MEDIATOR, "open-session", **session, format="bilateral", seats=["north"], speaking=["north"])
    sitting.refuses(Rule.KNOWN, MEDIATOR, "propose-deletion", id=NEW, session="3" * 32)
    sitting.refuses(Rule.SESSION_OVER, MEDIATOR, "propose-deletion", id=NEW, session="4" * 32)
    sitting.does(MEDIATOR, "close-session", id="4" * 32)
    sitting.refuses(Rule.ROLE, NORTH, "propose-deletion", id=NEW, session="4" * 32)
    (proposed,) = sitting.does(MEDIATOR, "propose-deletion", id=NEW, session="4" * 32)
    assert proposed.audience == {"north", MEDIATOR_GROUP}
    sitting.refuses(Rule.FRESH, MEDIATOR, "propose-deletion", id=NEW, session="4" * 32)
    for kind in ("consent-deletion", "decline-deletion"):
        signed = {"signature": SIGNATURE} if kind == "consent-deletion" else {}
        sitting.refuses(Rule.KNOWN, SOUTH, kind, id=NEW, **signed)
    consent = {"id": NEW, "session": "4" * 32, "signature": SIGNATURE}
    sitting.refuses(Rule.EXACT_WORDING, NORTH, "consent-deletion", **{**consent, "session": None})
    (declined,) = sitting.does(NORTH, "decline-deletion", id=NEW)
    assert declined.audience == {"north", MEDIATOR_GROUP}
    sitting.refuses(Rule.FRESH, NORTH, "decline-deletion", id=NEW)
    assert sitting.room.deletions[NEW].declined == ("north",)
    agreed = sitting.does(NORTH, "consent-deletion", **consent)
    assert [event.kind for event in agreed] == ["deletion-consented", "deletion-agreed"]
    assert agreed[-1].audience == {"north", MEDIATOR_GROUP}
    assert not minuted(agreed[-1])
    assert sitting.room.deletions[NEW].declined == ()
    for kind, fields in (("consent-deletion", consent), ("decline-deletion", {"id": NEW})):
        sitting.refuses(Rule.FRESH, NORTH, kind, **fields)


def test_the_words_of_the_whole_room_are_not_destroyed_while_a_question_is_open(sitting: Sitting) -> None:
    """Every seat is asked, and what binds is named: it is not touched."""
    sitting.widen("mediation")
    later = sitting.now + dt.timedelta(hours=1)
    sitting.does(MEDIATOR, "ask-question", id="4" * 32, deadline=later, body={"kind": "proposal", "text": "this?"})
    for seat in (NORTH, SOUTH):
        sitting.does(seat, "agree-to-ask", id="4" * 32)
    sitting.refuses(Rule.ONE_AT_A_TIME, MEDIATOR, "propose-deletion", id=NEW)
    sitting.now = later
    sitting.does(CLOCK, "close-question", question="4" * 32, yes=())
    sitting.does(MEDIATOR, "propose-deletion", id=NEW)
    consent = {"id": NEW, "signature": SIGNATURE}
    assert len(sitting.does(NORTH, "consent-deletion", **consent)) == 1
    sitting.refuses(Rule.SIGNED_ALREADY, NORTH, "consent-deletion", **consent)
    (_, agreed) = sitting.does(SOUTH, "consent-deletion", **consent)
    assert "observers" in agreed.audience
    assert minuted(agreed)
    assert {kind for kind, _ in what_binds(sitting.room)} == {"rules-proposed"}
    watched = visible(sitting.events, "observers").room
    assert watched.deletions == {}


def test_sides_meet_only_where_the_mode_allows_and_are_kept_apart_in_proximity_talks(sitting: Sitting) -> None:
    """Good offices allow to see one side at a time; in proximity talks a side hears the mediator alone."""
    session = {"title": "T", "speaking": SEATS, "on_record": True}
    sitting.refuses(Rule.MODE, MEDIATOR, "open-session", id=NEW, format="plenary", seats=SEATS, **session)
    sitting.refuses(Rule.TWO_IN_PROXIMITY, MEDIATOR, "open-session", id=NEW, format="bilateral", seats=SEATS, **session)
    sitting.widen("facilitation")
    (opened,) = sitting.does(
        MEDIATOR, "open-session", id="4" * 32, format="proximity", seats=SEATS, observers=True, **session
    )
    assert "observers" in opened.audience
    (said,) = sitting.does(NORTH, "speak", id=NEW, session="4" * 32, body=NOTE)
    assert said.audience == {"north", MEDIATOR_GROUP}
    assert sitting.does(MEDIATOR, "speak", id=NEW, session="4" * 32, body=NOTE)[0].audience == opened.audience
    sitting.refuses(Rule.ROLE, OBSERVER, "speak", id=NEW, session="4" * 32, body=NOTE)


@pytest.mark.parametrize(
    ("attribution", "source", "signed"),
    [("ours", "north", True), ("mediator", MEDIATOR_GROUP, False), ("unattributed", None, False)],
)
def test_signed_words_arrive_as_their_seat_wished(
    sitting: Sitting, attribution: str, source: str | None, *, signed: bool
) -> None:
    """Exactly as signed, to whom it was signed for, once, in time; a seat that is not to be named is named nowhere."""
    wording = {"kind": "note", "text": "We would talk."}
    sitting.does(
        NORTH, "sign-wording", id=NEW, to=["south"], attribution=attribution, digest=DIGEST, body=wording,
        expires=sitting.now + dt.timedelta(hours=1), signature=SIGNATURE,
    )  # fmt: skip
    release = {"id": "3" * 32, "seat": "north", "wording": NEW, "to": "south", "digest": DIGEST, "body": wording}
    sitting.refuses(Rule.EXACT_WORDING, MEDIATOR, "release-wording", **{**release, "digest": "0" * 64})
    sitting.refuses(Rule.AUDIENCE, MEDIATOR, "release-wording", **{**release, "to": "north"})
    sitting.does(MEDIATOR, "release-wording", **release)
    sitting.refuses(Rule.ONCE, MEDIATOR, "release-wording", **release)
    (arrived,) = visible(sitting.events, "south").room.messages
    assert (arrived.source, arrived.signature is not None) == (source, signed)
    assert not visible(sitting.events, "south").room.wordings
    assert visible(sitting.events, "north").room.wordings["north", NEW].released == ("south",)
    if not signed:
        assert "north" not in arrived.model_dump_json()


def test_a_text_shown_to_one_side_first_is_told_to_all_once_tabled(sitting: Sitting) -> None:
    """With its reason; and nobody signs a version that has been replaced."""
    sitting.widen()
    body = {"kind": "draft", "title": "T", "clauses": [{"id": "first", "title": "t", "text": "words"}]}
    sitting.does(MEDIATOR, "show-text-first", id=NEW, to="south", reason="asked for", digest=DIGEST, body=body)
    assert not visible(sitting.events, "north").room.shown_first
    sitting.table("1" * 32)
    latest = visible(sitting.events, "north").room.text
    assert latest is not None
    assert latest.tabled.shown_first == (("south", "asked for"),)
    sitting.table("2" * 32, revises="1" * 32)
    with pytest.raises(RefusalError, match="newer version"):
        sitting.table("3" * 32, revises="1" * 32)
    sitting.refuses(Rule.LATEST_TEXT, NORTH, "sign-agreement", text="1" * 32, digest=DIGEST, signature=SIGNATURE)


def test_nobody_learns_more_from_sealed_answers_than_whether_all_agreed(sitting: Sitting) -> None:
    """An answer is told to nobody else; absent is no; the result comes at the deadline."""
    sitting.widen()
    asked = {"id": "1" * 32, "deadline": sitting.now + dt.timedelta(hours=1), "body": {"kind": "proposal", "text": "?"}}
    sitting.does(MEDIATOR, "ask-question", **asked)
    for head in (NORTH, SOUTH):
        sitting.does(head, "agree-to-ask", id="1" * 32)
    before = visible(sitting.events, "south").feed, visible(sitting.events, MEDIATOR_GROUP).feed
    sitting.does(NORTH, "answer-question", id=NEW, question="1" * 32, body={"kind": "answer", "yes": True})
    assert before == (visible(sitting.events, "south").feed, visible(sitting.events, MEDIATOR_GROUP).feed)
    sitting.refuses(Rule.NOT_YET, CLOCK, "close-question", question="1" * 32, yes=["north"])
    sitting.now += dt.timedelta(hours=1)
    (closed,) = sitting.does(CLOCK, "close-question", question="1" * 32, yes=["north"])
    assert not closed.agreement  # type: ignore[union-attr]
    assert sitting.room.questions_left == 1


def test_an_agreement_needs_every_signature_and_leaves_the_steps_to_be_done(sitting: Sitting) -> None:
    """From the text to the signed agreement; then only its steps go on."""
    sitting.widen()
    sitting.refuses(Rule.KNOWN, NORTH, "sign-agreement", text="1" * 32, digest=DIGEST, signature=SIGNATURE)
    sitting.table("1" * 32)
    sign = {"text": "1" * 32, "digest": DIGEST, "signature": SIGNATURE}
    sitting.refuses(Rule.EXACT_WORDING, NORTH, "initial", clause="first", **{**sign, "digest": "0" * 64})
    sitting.does(NORTH, "initial", clause="first", **sign)
    sitting.does(NORTH, "sign-agreement", **sign)
    assert sitting.does(SOUTH, "sign-agreement", **sign)[-1].kind == "agreement-reached"
    sitting.refuses(Rule.AGREED, MEDIATOR, "propose-mode", id="2" * 32, mode="mediation")
    steps = [{"id": "halt", "by": ["north"], "what": "it"}]
    order: list[Any] = [("halt", ["north"], [])]
    sitting.does(MEDIATOR, "set-steps", id="2" * 32, order=order, body={"kind": "plan", "steps": steps})
    sitting.does(NORTH, "report-step", step="halt")
    sitting.does(MEDIATOR, "verify-step", step="halt", borne_out=False)
    sitting.refuses(Rule.REPORTED, SOUTH, "verify-step", step="halt", borne_out=True)
    sitting.does(NORTH, "report-step", step="halt")
    sitting.does(SOUTH, "verify-step", step="halt", borne_out=True)
    assert sitting.room.steps["halt"].verified


def test_long_wanderings_meet_every_event() -> None:
    """The random walks that other tests rest on reach what can happen, but for what ends or empties a room."""
    kinds = {
        event.kind for seed in range(12) for outcome in play(Wanderer(seed).wander(500)) for event in outcome.events
    }
    everything = {field["const"] for field in _kinds()}
    assert everything - kinds <= {"dismissed", "agreement-reached"}


def _kinds() -> list[dict[str, str]]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - only for its schema

    definitions = TypeAdapter(Event).json_schema()["$defs"]
    return [one["properties"]["kind"] for one in definitions.values() if "at" in one.get("properties", {})]
