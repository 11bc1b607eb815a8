"""The journal: what is acknowledged is kept, once, and each group is told its own part of it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.properties.talks_histories import Wanderer
from tests.unit.store.journal_rooms import (
    CLAUSE,
    RULES,
    SALT,
    Clock,
    Table,
    agreed,
    fresh,
    open_journal,
    open_room,
    seated,
)

from goodoffices.store.journal import (
    DamagedError,
    JournalError,
    KeyNeededError,
    OpenedKeys,
    ReusedKeyError,
    StepUpError,
    ledger,
    states,
)
from goodoffices.store.journal import tables as t
from goodoffices.talks import Command, Event, RefusalError, Room, Rule, command_of, decide, evolve, visible
from goodoffices.talks.bodies import Draft, GroundRules, Note
from goodoffices.talks.events import MessageArrived, QuestionClosed, SoundingGiven, TextTabled
from goodoffices.talks.signing import Signed, body_digest, words_to_sign


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Return a room with a mediator and two heads."""
    made = seated(tmp_path)
    yield made
    made.journal.close()


@pytest.fixture
def going(tmp_path: Path) -> Iterator[Table]:
    """Return a room in which everything may be done."""
    made = agreed(tmp_path)
    yield made
    made.journal.close()


def test_an_act_is_told_with_its_words_to_its_own_audience(table: Table) -> None:
    """A sounding is told to its seat with all its words; the others are told nothing."""
    body = {"kind": "sounding", "answers": {"all": "never"}, "notes": "the canal"}
    receipt = table.act("north", "sound", id=fresh(), issue="water", body=body)
    (told,) = receipt.events
    assert isinstance(told.event, SoundingGiven)
    assert told.event.body is not None
    assert told.event.body.notes == "the canal"
    assert told == table.journal.events_for(table.keys("north"))[-1]
    assert not receipt.replayed
    assert "sounding-given" not in table.fed("mediator") + table.fed("south")


def test_titles_names_and_reasons_are_told_whole(table: Table) -> None:
    """What is veiled on the disk is there again for those who were told."""
    view = table.journal.view(table.keys("south"))
    assert view.room.title == "Two shores"
    assert [seat.name for seat in view.room.seats] == ["The north", "The south"]
    assert [issue.say for issue in view.room.issues] == ["Water"]
    assert {one.name for one in view.room.members.values()} == {"Mediator", "North", "South"}


def test_what_was_there_before_a_seat_had_its_key_waits_for_it(tmp_path: Path) -> None:
    """A head who comes last reads the ground rules that were proposed before, and nothing waits any more after."""
    table = Table(tmp_path)
    table.come_in("mediator", table.journal.identity.invite_mediator(table.room).token)
    body = {"kind": "ground-rules", "salt": SALT} | dict.fromkeys(
        ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages"), "early"
    )
    digest = body_digest(command_of({"kind": "propose-rules", "id": fresh(), "digest": "0" * 64, "body": body}).body)  # type: ignore[union-attr, arg-type]
    table.act("mediator", "propose-rules", id=fresh(), digest=digest, body=body)
    table.again()
    table.invite("mediator", "south", "south", "head")
    rules = table.journal.view(table.keys("south")).room.rules
    assert rules is not None
    assert rules.body is not None
    assert rules.body.agenda == "early"
    held = sa.select(t.body_keys.c.recipient).where(t.body_keys.c.version == 0)
    with table.journal._ledger.keys.writing() as keys:
        assert set(keys.scalars(held)) == {"north"}
    table.journal.close()


def test_what_still_waits_after_a_stop_is_dropped_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the machine stop before keys under the server's key are destroyed, the next opening does it."""
    table = Table(tmp_path)
    table.come_in("mediator", table.journal.identity.invite_mediator(table.room).token)
    for seat in ("north", "south"):
        table.invite("mediator", seat, seat, "head")
    monkeypatch.setattr(type(table.journal._ledger), "_drop_held", lambda *_: None)
    held = sa.select(sa.func.count()).select_from(t.body_keys).where(t.body_keys.c.version == 0)
    table.act("north", "instruct", id=fresh(), body={"kind": "note", "text": "x"})
    with table.journal._ledger.writing() as work:
        work.keys.execute(t.body_keys.update().values(version=0))
        for room in ("1" * 32, table.room):
            row = {"ref": b"1" * 16, "recipient": "east", "version": 0, "room": room, "sealed": b"x"}
            work.keys.execute(t.body_keys.delete().where(t.body_keys.c.ref == b"1" * 16))
            work.keys.execute(t.body_keys.insert().values(row))
    table.again()
    with table.journal._ledger.keys.writing() as keys:
        assert keys.scalar(held) == 1, "what waits for a group without a key stays"
    table.journal.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_wandering_negotiation_is_told_as_the_kernel_tells_it(tmp_path: Path, seed: int) -> None:
    """Each group's feed is that of the kernel, with its numbers, and each refusal has the same rule."""
    table = agreed(tmp_path)
    table.invite("north", "aide", "north", "member")
    everybody = {("mediator", "mediator"): "mediator", ("head", "north"): "north", ("head", "south"): "south"}
    everybody[("member", "north")] = "aide"
    kept, room = _kernel_of(table)
    refused = 0
    for act in Wanderer(seed).wander(70)[10:]:
        name = everybody.get((act.actor.role, act.actor.group))
        if name is None or act.command.kind == "close-question":
            continue
        table.clock.now = max(table.clock.now, act.now)
        keys = table.up(name)
        command = _exact(keys, act.command, room, table)
        expected: Rule | tuple[Event, ...]
        try:
            expected = decide(room, keys.actor, command, table.clock.now)
        except RefusalError as refusal:
            expected = refusal.rule
        if isinstance(expected, Rule):
            with pytest.raises(RefusalError) as raised:
                table.journal.append(keys, command, key=fresh())
            assert raised.value.rule is expected
            refused += 1
            continue
        table.journal.append(keys, command, key=fresh())
        for event in expected:
            room = evolve(room, event)
            kept.append(event)
    assert refused > 3
    assert len(kept) > 20
    table.again()
    for name in ("mediator", "north", "south", "aide"):
        keys = table.keys(name)
        told = table.journal.events_for(keys)
        assert tuple(one.event for one in told) == visible(kept, keys.group).feed
        assert [one.number for one in told] == list(range(1, len(told) + 1))
        assert table.journal.view(keys) == visible(kept, keys.group)
        assert table.journal.last_for(keys) == len(told)
        assert table.journal.new_for(keys, after=len(told) - 2) == told[-2:]
    table.journal.close()


def _kernel_of(table: Table) -> tuple[list[Event], Room]:
    """Return all that happened, put together from what the groups were told; nothing in private happened yet."""
    by_place: dict[int, Event] = {}
    for name in ("mediator", "north", "south"):
        keys = table.keys(name)
        with table.journal._ledger.journal.writing() as journal:
            places = journal.scalars(
                sa.select(t.told.c.position)
                .where(t.told.c.room == table.room, t.told.c.recipient == keys.group)
                .order_by(t.told.c.number)
            ).all()
        by_place |= dict(zip(places, (one.event for one in table.journal.events_for(keys)), strict=True))
    events, room = [by_place[place] for place in sorted(by_place)], Room()
    assert sorted(by_place) == list(range(1, len(by_place) + 1))
    for event in events:
        room = evolve(room, event)
    return events, room


def _exact(keys: OpenedKeys, command: Command, room: Room, table: Table) -> Command:
    """Give a command digests and signatures that fit: the wanderer's are made up."""
    body = getattr(command, "body", None)
    if hasattr(command, "digest"):
        latest = room.text.tabled.digest if room.text else "6" * 64
        body = body and body.model_copy(update={"salt": SALT})
        exact = {"digest": body_digest(body), "body": body} if body else {"digest": latest}
        command = command.model_copy(update=exact)
    if command.kind == "countersign":
        return command_of({"kind": "decline-mode", "id": fresh()})
    if command.kind == "set-steps":
        steps = [{"id": step, "by": by, "what": "it", "after": after} for step, by, after in command.order]
        command = command_of(command.model_dump() | {"body": {"kind": "plan", "steps": steps}})
    return table.journal.signed(keys, command) if isinstance(command, Signed) else command


# ---- the same form twice --------------------------------------------------------------------------------------------


def test_the_same_form_does_the_same_thing_once(table: Table) -> None:
    """A form that is sent again returns the same receipt, and nothing happens twice; also after a restart."""
    key, fields = fresh(), {"id": fresh(), "body": {"kind": "note", "text": "once"}}
    first = table.act("north", "instruct", **fields, key=key)
    table.again()
    second = table.act("north", "instruct", **fields, key=key)
    assert second.events == first.events
    assert second.replayed
    assert table.fed("north").count("instructed") == 1


def test_a_form_that_comes_back_with_something_else_is_refused(table: Table) -> None:
    """The key of a form stands for one act of one person, and for no other."""
    key = fresh()
    table.act("north", "instruct", id=fresh(), body={"kind": "note", "text": "one"}, key=key)
    with pytest.raises(ReusedKeyError, match="sent before"):
        table.act("north", "instruct", id=fresh(), body={"kind": "note", "text": "two"}, key=key)
    table.act("south", "instruct", id=fresh(), body={"kind": "note", "text": "two"}, key=key)
    assert table.fed("north").count("instructed") == table.fed("south").count("instructed") == 1


def test_a_refused_form_may_be_sent_again(table: Table) -> None:
    """What was refused left nothing behind; the same form can succeed later."""
    key, fields = fresh(), {"id": fresh(), "mode": "mediation"}
    with pytest.raises(RefusalError) as refused:
        table.act("mediator", "propose-mode", **fields, key=key)
    assert refused.value.rule is Rule.GROUND_RULES_FIRST
    table.agree_on_rules()
    assert not table.act("mediator", "propose-mode", **fields, key=key).replayed


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with a space in it", "zwölfzeichen"])
def test_a_form_without_a_proper_key_is_refused(table: Table, key: str) -> None:
    """A key has 8 to 64 letters or digits."""
    with pytest.raises(JournalError, match="key of a form"):
        table.act("north", "instruct", id=fresh(), body={"kind": "note", "text": "x"}, key=key)


def test_the_same_form_from_two_windows_at_once_is_done_once(table: Table) -> None:
    """Eight threads send one form: one does it, the others get its receipt."""
    key, keys = fresh(), table.keys("north")
    command = command_of({"kind": "instruct", "id": fresh(), "body": {"kind": "note", "text": "once"}})
    receipts = []

    def send() -> None:
        receipts.append(table.journal.append(keys, command, key=key))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.replayed for one in receipts) == [False] + [True] * 7
    assert len({one.events for one in receipts}) == 1
    assert table.fed("north").count("instructed") == 1


def test_a_form_that_was_just_a_little_slower_gets_the_receipt(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two forms pass the first look together, the second look stops one of them."""
    keys, key = table.keys("north"), fresh()
    command = command_of({"kind": "instruct", "id": fresh(), "body": {"kind": "note", "text": "once"}})
    check = table.journal._check

    def slow(mine: OpenedKeys, asked: Command) -> None:
        monkeypatch.setattr(table.journal, "_check", check)
        table.journal.append(mine, asked, key=key)

    monkeypatch.setattr(table.journal, "_check", slow)
    assert table.journal.append(keys, command, key=key).replayed


def test_a_room_is_opened_once(tmp_path: Path) -> None:
    """The host's form is done once; another room under its key is refused, and so is a room that is there."""
    clock, key, command = Clock(), fresh(), open_room(fresh())
    with open_journal(tmp_path, clock) as journal:
        listed = journal.create_room(command, key=key)
        assert journal.create_room(command, key=key) == listed
        assert journal.rooms() == (listed,)
        assert listed.seats == ("north", "south")
        with pytest.raises(ReusedKeyError):
            journal.create_room(open_room(fresh()), key=key)
        with pytest.raises(RefusalError) as refused:
            journal.create_room(command, key=fresh())
        assert refused.value.rule is Rule.ROOM_ONCE


# ---- who may -------------------------------------------------------------------------------------------------------


def test_signing_and_releasing_ask_for_the_passphrase_again(going: Table) -> None:
    """Neither a signature nor a release is possible until the passphrase was given within the last 5 minutes."""
    note = Note(text="We would talk.", salt=SALT)
    wording = {
        "kind": "sign-wording", "id": fresh(), "to": ["south"], "attribution": "ours",
        "expires": going.clock.now + dt.timedelta(days=1), "digest": body_digest(note), "body": note.model_dump(),
        "signature": "0" * 128,
    }  # fmt: skip
    signed = going.journal.signed(going.up("north"), command_of(wording))
    going.clock.forward(minutes=5)
    with pytest.raises(StepUpError):
        going.journal.append(going.keys("north"), signed, key=fresh())
    with pytest.raises(StepUpError):
        going.journal.signed(going.keys("north"), command_of(wording))
    going.journal.append(going.up("north"), signed, key=fresh())
    release = {
        "kind": "release-wording", "id": fresh(), "seat": "north", "wording": wording["id"], "to": "south",
        "digest": body_digest(note), "body": note.model_dump(),
    }  # fmt: skip
    with pytest.raises(StepUpError):
        going.journal.append(going.keys("mediator"), command_of(release), key=fresh())
    going.journal.append(going.up("mediator"), command_of(release), key=fresh())
    arrived = going.journal.events_for(going.keys("south"))[-1].event
    assert isinstance(arrived, MessageArrived)
    assert arrived.body == note


def test_a_signature_that_is_not_the_persons_is_refused(going: Table) -> None:
    """Made up, by another, over another room: none of them counts."""
    note = Note(text="We would talk.", salt=SALT)
    wording = command_of(
        {
            "kind": "sign-wording", "id": fresh(), "to": ["south"], "attribution": "ours",
            "expires": going.clock.now + dt.timedelta(days=1), "digest": body_digest(note), "body": note.model_dump(),
            "signature": "0" * 128,
        }
    )  # fmt: skip
    other = going.journal.signed(going.up("south"), wording)
    for command in (wording, other):
        with pytest.raises(RefusalError) as refused:
            going.journal.append(going.up("north"), command, key=fresh())
        assert refused.value.rule is Rule.EXACT_WORDING
    with pytest.raises(TypeError):
        words_to_sign(going.room, going.keys("north").actor, command_of({"kind": "withdraw", "issue": "water"}))


def test_words_that_are_not_those_of_the_digest_are_refused(going: Table) -> None:
    """A digest is that of the words beside it, and the list of clauses and steps is that of the words."""
    draft = Draft.model_validate({"title": "T", "salt": SALT, "clauses": [CLAUSE]})
    good: dict[str, Any] = {"id": fresh(), "digest": body_digest(draft), "body": draft.model_dump(), "clauses": ["one"]}
    plan = {"kind": "plan", "steps": [{"id": "halt", "by": ["north"], "what": "it"}]}
    for kind, fields in (
        ("table-text", good | {"digest": "0" * 64}),
        ("table-text", good | {"clauses": ["two"]}),
        ("set-steps", {"id": fresh(), "order": [["halt", ["south"], []]], "body": plan}),
    ):
        with pytest.raises(RefusalError) as refused:
            going.act("mediator", kind, **fields)
        assert refused.value.rule is Rule.EXACT_WORDING
    going.act("mediator", "set-steps", id=fresh(), order=[["halt", ["north"], []]], body=plan)


def test_words_without_a_salt_are_not_kept_under_a_digest(going: Table) -> None:
    """Whoever sees only the digest could try guesses against it."""
    draft = Draft.model_validate({"title": "T", "clauses": [{"id": "one", "title": "One", "text": "words"}]})
    with pytest.raises(RefusalError) as refused:
        going.act(
            "mediator", "table-text", id=fresh(), clauses=["one"], digest=body_digest(draft), body=draft.model_dump()
        )
    assert refused.value.rule is Rule.SALTED


def test_no_head_confirms_a_guess_of_the_words(going: Table) -> None:
    """Somebody with the whole database, who guesses the words exactly, finds their digest nowhere in it."""
    note = Note(text="We would talk.", salt=SALT)
    going.act(
        "north", "sign-wording", id=fresh(), to=["south"], attribution="ours", body=note.model_dump(),
        expires=going.clock.now + dt.timedelta(days=1), digest=body_digest(note),
    )  # fmt: skip
    going.table_text()
    kept = b"".join(going.files().values())
    guesses = (
        Note(text="We would talk."),
        GroundRules.model_validate(RULES),
        Draft.model_validate({"title": "Draft", "clauses": [CLAUSE]}),
    )
    assert body_digest(note).encode() in kept
    assert SALT.encode() not in kept
    assert [one.kind for one in guesses if body_digest(one).encode() in kept] == []


def test_nobody_is_admitted_but_by_invitation(table: Table) -> None:
    """Who has no keys cannot be in a room."""
    with pytest.raises(JournalError, match="by invitation"):
        table.act("mediator", "admit", person=fresh(), name="X", group="mediator", role="mediator")


def test_a_sounding_on_options_that_are_not_there_is_refused(table: Table) -> None:
    """The rule looks at the options, which lie sealed: the seat's own keys open them."""
    for issue, answers in (("land", {"all": "never"}), ("water", {"half": "never"})):
        with pytest.raises(RefusalError) as refused:
            table.act("north", "sound", id=fresh(), issue=issue, body={"kind": "sounding", "answers": answers})
        assert refused.value.rule is Rule.KNOWN_ISSUE


def test_the_reason_for_showing_a_text_first_is_minuted_for_all(going: Table) -> None:
    """The reason lies sealed for one seat until the text is tabled; then all read it."""
    body = {
        "kind": "draft",
        "salt": SALT,
        "title": "Draft",
        "clauses": [{"id": "one", "title": "One", "text": "[open]"}],
    }
    digest = body_digest(Draft.model_validate(body))
    going.act("mediator", "show-text-first", id=fresh(), to="north", reason="they asked", digest=digest, body=body)
    going.table_text()
    tabled = going.journal.events_for(going.keys("south"))[-1].event
    assert isinstance(tabled, TextTabled)
    assert tabled.shown_first == (("north", "they asked"),)


def test_a_reason_that_cannot_be_opened_stops_the_tabling(going: Table) -> None:
    """Rather no text than one that hides why one seat saw it first."""
    body = {
        "kind": "draft",
        "salt": SALT,
        "title": "Draft",
        "clauses": [{"id": "one", "title": "One", "text": "[open]"}],
    }
    digest = body_digest(Draft.model_validate(body))
    going.act("mediator", "show-text-first", id=fresh(), to="north", reason="they asked", digest=digest, body=body)
    with going.journal._ledger.writing() as work:
        last = work.journal.scalar(sa.select(t.events.c.ref).where(t.events.c.kind == "text-shown-first"))
        work.journal.execute(t.word_keys.delete().where(t.word_keys.c.ref == last))
    with pytest.raises(KeyNeededError):
        going.table_text()


# ---- what leaks ----------------------------------------------------------------------------------------------------


def _south_sees(folder: Path, *, north_acts: bool) -> list[tuple[int, str, dt.datetime]]:
    table = agreed(folder)
    for number in range(4):
        table.clock.forward(minutes=1)
        if north_acts:
            table.note("north", "in private")
            sounding = {"kind": "sounding", "answers": {"all": "never"}}
            table.act("north", "sound", id=fresh(), issue="water", body=sounding)
            table.act("north", "disclose", id=fresh(), issue="water", body=sounding)
        table.clock.forward(minutes=1)
        table.note("south", f"note {number}")
    seen = [(one.number, str(one.event.kind), one.event.at) for one in table.journal.events_for(table.keys("south"))]
    assert table.journal.last_for(table.keys("south")) == len(seen)
    assert len(table.journal.new_for(table.keys("mediator"), after=5)) == len(table.fed("mediator")) - 5
    table.journal.close()
    return seen


def test_numbers_and_times_tell_nothing_of_what_the_other_side_does(tmp_path: Path) -> None:
    """South's numbers, kinds and times are the same, whether north acts in private or not."""
    for folder in ("with", "without"):
        (tmp_path / folder).mkdir()
    assert _south_sees(tmp_path / "with", north_acts=True) == _south_sees(tmp_path / "without", north_acts=False)


def test_an_id_that_the_other_side_has_used_is_free(going: Table) -> None:
    """No rule of the database tells one seat that the other has used an id, or the key of a form."""
    note, id_, key = Note(text="We would talk.", salt=SALT), fresh(), fresh()
    for seat, other in (("north", "south"), ("south", "north")):
        receipt = going.act(
            seat, "sign-wording", id=id_, to=[other], attribution="ours", key=key,
            expires=going.clock.now + dt.timedelta(days=1), digest=body_digest(note), body=note.model_dump(),
        )  # fmt: skip
        assert not receipt.replayed


def test_only_those_who_are_told_are_woken(table: Table) -> None:
    """After a commit listeners hear the room and the groups that were told, and no more; a broken one harms none."""
    heard: list[tuple[str, frozenset[str]]] = []

    def broken(_room: str, _groups: frozenset[str]) -> None:
        raise RuntimeError

    table.journal.listen(broken)
    stop = table.journal.listen(lambda room, groups: heard.append((room, groups)))
    table.note("north")
    assert heard == [(table.room, frozenset({"north"}))]
    with pytest.raises(RefusalError):
        table.act("mediator", "propose-mode", id=fresh(), mode="mediation")
    stop()
    stop()
    table.note("north")
    assert len(heard) == 1


def test_a_clock_that_is_set_back_never_turns_time_around(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Times in a room never go back, not even over a restart; time goes on from where it was."""
    beats = [0.0]
    monkeypatch.setattr(ledger, "monotonic", lambda: beats[0])
    table.clock.forward(hours=2)
    late = table.note("north").events[0].event.at
    table.clock.forward(hours=-1)
    assert table.journal.now() == late
    beats[0] += 60
    late += dt.timedelta(minutes=1)
    assert table.journal.now() == late
    assert table.note("south").events[0].event.at == late
    table.again()
    assert table.journal.now() == late
    assert table.note("north").events[0].event.at == late
    table.clock.forward(hours=1.5)
    assert table.note("south").events[0].event.at > late


# ---- sealed answers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "agreement"),
    [({"north": True, "south": True}, True), ({"north": True, "south": False}, False), ({"north": True}, False)],
)
def test_sealed_answers_are_opened_at_the_deadline(going: Table, answers: dict[str, bool], agreement: bool) -> None:  # noqa: FBT001 - a row of the table
    """Only whether all said yes is told; whoever is absent said no; the key that opened the answers is destroyed."""
    question = going.ask()
    for seat, yes in answers.items():
        going.answer(seat, question, yes=not yes)
        going.answer(seat, question, yes=yes)
    with going.journal._ledger.keys.reading() as keys:
        secret = keys.scalar(sa.select(t.questions.c.secret))
    assert secret is not None
    assert going.journal.close_due() == ()
    going.again()
    going.clock.forward(hours=1)
    assert going.journal.close_due() == ((going.room, question),)
    assert going.journal.close_due() == ()
    for name in ("mediator", "north", "south"):
        closed = going.journal.events_for(going.keys(name))[-1].event
        assert isinstance(closed, QuestionClosed)
        assert closed.agreement is agreement
    going.journal._ledger.journal.flush()
    assert all(secret not in data for data in going.files().values())


def test_nobody_else_is_told_of_an_answer(going: Table) -> None:
    """Neither the other seat nor the mediator learns that somebody has answered."""
    question = going.ask()
    before = {name: going.fed(name) for name in ("mediator", "south")}
    going.answer("north", question, yes=True)
    assert {name: going.fed(name) for name in ("mediator", "south")} == before


def test_a_question_left_over_from_a_stop_is_cleared_away(going: Table) -> None:
    """The keys of a question that was never put, or is closed already, are destroyed without a word."""
    question = going.ask()
    with going.journal._ledger.keys.reading() as keys:
        row = dict(keys.execute(sa.select(t.questions)).mappings().one())
    going.clock.forward(minutes=60)
    assert going.journal.close_due() == ((going.room, question),)
    with going.journal._ledger.writing() as work:
        work.keys.execute(t.questions.insert().values(row))
        work.keys.execute(t.questions.insert().values(row | {"id": fresh()}))
    assert going.journal.close_due() == ()
    with going.journal._ledger.keys.reading() as keys:
        assert keys.execute(sa.select(t.questions)).all() == []
    assert going.fed("mediator").count("question-closed") == 1


def test_an_answer_whose_key_is_gone_leaves_its_question_open(going: Table) -> None:
    """Rather no outcome than a wrong one; other questions are closed all the same."""
    question = going.ask(minutes=10)
    going.answer("north", question, yes=True)
    with going.journal._ledger.writing() as work:
        work.keys.execute(t.body_keys.delete().where(t.body_keys.c.recipient.startswith("question:")))
    going.clock.forward(minutes=11)
    second = going.ask(minutes=5)
    going.clock.forward(minutes=6)
    with pytest.raises(DamagedError, match="sealed answer"):
        going.journal.close_due()
    assert going.fed("north").count("question-closed") == 1
    assert going.journal.view(going.keys("north")).room.questions[second].agreement is False


# ---- many at once --------------------------------------------------------------------------------------------------


def test_many_act_at_once_and_nothing_is_lost_or_doubled(table: Table) -> None:
    """Six threads of three people write, others read meanwhile: everything acknowledged is there, once, in order."""
    acknowledged: dict[str, list[str]] = {"mediator": [], "north": [], "south": []}
    opened = {name: table.keys(name) for name in acknowledged}

    def write(name: str) -> None:
        for _ in range(15):
            text = fresh()
            command = command_of({"kind": "instruct", "id": fresh(), "body": {"kind": "note", "text": text}})
            table.journal.append(opened[name], command, key=fresh())
            acknowledged[name].append(text)
            told = table.journal.events_for(opened[name])
            assert [one.number for one in told] == list(range(1, len(told) + 1))

    threads = [threading.Thread(target=write, args=(name,)) for name in (*acknowledged, *acknowledged)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, texts in acknowledged.items():
        notes = table.journal.view(opened[name]).room.notes
        assert sorted(one.body.text for one in notes if one.body) == sorted(texts)
        assert len(texts) == 30


def test_two_programs_share_a_journal(table: Table) -> None:
    """What one has written the other reads on, and decides on."""
    other = open_journal(table.folder, table.clock)
    note = {"kind": "instruct", "body": {"kind": "note", "text": "x"}}
    for number in range(3):
        for journal in (table.journal, other):
            journal.append(table.keys("north"), command_of({**note, "id": fresh()}), key=fresh())
        assert table.fed("north").count("instructed") == 2 * number + 2
    other.append(table.keys("mediator"), command_of({"kind": "dismiss", "person": table.people["south"]}), key=fresh())
    with pytest.raises(JournalError):
        table.keys("south")
    other.close()


def test_rooms_that_are_long_unused_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server keeps so many rooms at hand and no more; the others are read from the disk."""
    monkeypatch.setattr(states, "_MOST_ROOMS", 1)
    first = seated(tmp_path)
    second = Table(tmp_path, first.clock, fresh()).seat()
    second.journal.close()
    second.journal = first.journal
    first.note("north")
    second.note("north")
    first.note("north")
    assert first.fed("north").count("instructed") == 2
    assert len(first.journal._ledger._states._known) == 1
    assert len(first.journal.rooms()) == 2
    first.journal.close()


def test_entries_that_are_missing_are_noticed(table: Table) -> None:
    """A journal from which something was taken out does not go on as if nothing were missing."""
    table.note("north")
    table.journal.close()
    table.again()
    with table.journal._ledger.journal.writing() as connection:
        connection.execute(t.events.delete().where(t.events.c.position == 2))
        connection.commit()
    with pytest.raises(DamagedError, match="missing"):
        table.note("north")


def test_a_room_that_was_put_back_is_read_anew(table: Table) -> None:
    """If the file is an earlier one than what is in memory, the file counts."""
    table.note("north")
    with table.journal._ledger.journal.writing() as connection:
        last = connection.scalar(sa.select(t.rooms.c.last))
        for one in (t.events, t.told):
            connection.execute(one.delete().where(one.c.position == last))
        connection.execute(t.rooms.update().values(last=t.rooms.c.last - 1))
        connection.commit()
    table.note("north", "again")
    assert table.fed("north").count("instructed") == 1
