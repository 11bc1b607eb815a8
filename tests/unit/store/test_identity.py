"""Who is in a room: invitations, keys of groups, sessions, passphrases, and what becomes of those who leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.unit.store.journal_rooms import PASSPHRASE, Table, agreed, fresh, seated

from goodoffices.store.journal import (
    AttemptsError,
    FullError,
    InvitationError,
    JournalError,
    KeyNeededError,
    PassphraseError,
    SessionOverError,
    StepUpError,
    persons,
)
from goodoffices.store.journal import tables as t
from goodoffices.talks import RefusalError, Rule, command_of
from goodoffices.talks.roles import MEDIATOR, OBSERVERS
from goodoffices.talks.verify_minutes import fingerprint


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Return a room with a mediator and two heads."""
    made = seated(tmp_path)
    yield made
    made.journal.close()


# ---- invitations ----------------------------------------------------------------------------------------------------


def test_an_invitation_is_used_once(table: Table) -> None:
    """The second who comes with it is told that it is closed, and nothing else."""
    made = table.journal.identity.invite(table.keys("north"), "north", "member")
    seen = table.journal.identity.look(made.token, address="here")
    assert (seen.group, seen.role, seen.fingerprint, seen.title) == ("north", "member", made.fingerprint, "Two shores")
    assert len(made.fingerprint.replace(" ", "")) == 16
    table.come_in("aide", f" {made.token}\n")
    for again in (table.journal.identity.look, lambda token, address: table.come_in("other", token + address[:0])):
        with pytest.raises(InvitationError, match="unknown, used, withdrawn or older"):
            again(made.token, address="here")
    assert [one.name for one in table.journal.view(table.keys("south")).room.members.values()].count("Aide") == 1


def test_an_invitation_lasts_a_day(table: Table) -> None:
    """One day later it is closed."""
    made = table.journal.identity.invite(table.keys("north"), "north", "member")
    assert made.expires == table.clock.now + dt.timedelta(hours=24)
    table.clock.forward(hours=24)
    with pytest.raises(InvitationError):
        table.come_in("aide", made.token)


def test_an_invitation_can_be_withdrawn_by_those_who_made_it(table: Table) -> None:
    """The group that made it sees it and withdraws it; another one does neither."""
    identity = table.journal.identity
    made = identity.invite(table.keys("north"), "north", "member")
    assert identity.invitations(table.keys("south")) == identity.invitations(table.keys("mediator")) == ()
    (seen,) = identity.invitations(table.keys("north"))
    identity.withdraw(table.keys("south"), seen.id)
    assert identity.look(made.token, address="here").id == seen.id
    identity.withdraw(table.keys("north"), seen.id)
    assert identity.invitations(table.keys("north")) == ()
    with pytest.raises(InvitationError):
        identity.look(made.token, address="here")


def test_who_may_not_admit_may_not_invite(table: Table) -> None:
    """The rules of the room decide on invitations too, when they are made and when they are used."""
    identity = table.journal.identity
    for by, group, role, rule in (
        ("north", "south", "member", Rule.OWN),
        ("north", "north", "head", Rule.ROLE),
        ("mediator", "north", "member", Rule.ROLE),
        ("mediator", "north", "head", Rule.ONE_HEAD),
    ):
        with pytest.raises(RefusalError) as refused:
            identity.invite(table.keys(by), group, role)  # type: ignore[arg-type]
        assert refused.value.rule is rule
    made = identity.invite(table.keys("north"), "north", "member")
    with table.journal._ledger.writing() as work:
        table_ = t.invitations
        work.journal.execute(table_.update().where(table_.c.state == "open").values(role="head"))
    with pytest.raises(RefusalError) as refused:
        table.come_in("usurper", made.token)
    assert refused.value.rule is Rule.ROLE
    assert len(identity.people(table.keys("north"))) == 3, "nothing of it was kept"
    assert identity.look(made.token, address="here").group == "north"


def test_a_token_with_a_wrong_letter_opens_nothing(table: Table) -> None:
    """No token but the one that was handed over is an invitation; a hundred wrong ones from an address are enough."""
    with pytest.raises(InvitationError):
        table.journal.identity.look("\ud800 made up", address="there")
    for _ in range(99):
        with pytest.raises(InvitationError):
            table.journal.identity.look("made up", address="there")
    with pytest.raises(AttemptsError):
        table.journal.identity.look("made up", address="there")
    with pytest.raises(InvitationError):
        table.journal.identity.look("made up", address="elsewhere")


@pytest.mark.parametrize("name", ["", " ", "x" * 301, "tab\x07", "\u202e turned"])
def test_a_name_that_cannot_be_read_aloud_is_refused(table: Table, name: str) -> None:
    """A name is a line of text; the error does not repeat it."""
    token = table.journal.identity.invite(table.keys("north"), "north", "member").token
    with pytest.raises(JournalError, match=r"^a name has 1 to 300 characters that can be read aloud$"):
        table.journal.identity.redeem(token, name, PASSPHRASE, address="here")


def test_a_name_is_taken_within_its_group_only(table: Table) -> None:
    """In one's own group a name is unique, however it is written; that another group has it is not told."""
    identity = table.journal.identity
    token = identity.invite(table.keys("north"), "north", "member").token
    with pytest.raises(JournalError, match="add an initial"):
        identity.redeem(token, " NORTH", PASSPHRASE, address="here")
    come = identity.redeem(token, "South", "another pass phrase", address="here")
    session = identity.log_in(table.room, "north", "ſouth ", "another pass phrase", address="here")
    assert session.person == come.person
    assert identity.open(session.token).name == "South"


@pytest.mark.parametrize("passphrase", ["", "eleven char", "x" * 1001])
def test_a_passphrase_that_is_too_short_is_refused(table: Table, passphrase: str) -> None:
    """Twelve characters at least; the error says how many were found, and not which."""
    token = table.journal.identity.invite(table.keys("north"), "north", "member").token
    with pytest.raises(PassphraseError, match=f"found a passphrase of {len(passphrase)} characters"):
        table.journal.identity.redeem(token, "Aide", passphrase, address="here")


# ---- keys of groups ------------------------------------------------------------------------------------------------


def test_a_member_reads_all_that_the_seat_was_told(table: Table) -> None:
    """The invitation of the head carries the key of the seat; the mandator shares it."""
    table.note("north", "before")
    for name, role in (("aide", "member"), ("capital", "mandator")):
        table.invite("north", name, "north", role)
        assert not table.keys(name).waiting
        assert table.journal.events_for(table.keys(name)) == table.journal.events_for(table.keys("north"))
    mandated = {one.id for one in table.journal.identity.people(table.keys("south"))}
    assert table.people["aide"] in mandated
    assert table.people["capital"] not in mandated, "who instructs is the delegation's own affair"


def test_a_mediator_who_invites_a_head_does_not_hold_the_key_of_the_seat(table: Table) -> None:
    """Neither the mediator's keys nor the invitation open anything of the seat."""
    held = {group for group, _ in table.keys("mediator").groups}
    assert held == {MEDIATOR, OBSERVERS}
    assert {group for group, _ in table.keys("north").groups} == {"north"}


def test_a_second_head_reads_nothing_until_the_seat_gives_its_key(tmp_path: Path) -> None:
    """A mediator who dismisses a head and invites another one puts nobody into the seat's confidence."""
    table = agreed(tmp_path)
    table.invite("north", "aide", "north", "member")
    table.note("aide", "our bottom line")
    table.act("mediator", "dismiss", person=table.people["north"])
    table.invite("mediator", "planted", "north", "head")
    keys = table.keys("planted")
    assert keys.waiting
    assert all(getattr(one.event, "body", None) is None for one in table.journal.events_for(keys))
    assert not any(one.whole for one in table.journal.events_for(keys) if one.event.kind == "room-opened")
    assert table.journal.export_minutes(keys) == {}
    for act in (
        lambda: table.note("planted"),
        lambda: table.journal.identity.invite(keys, "north", "member"),
        lambda: table.journal.identity.give_key(keys, table.people["planted"]),
    ):
        with pytest.raises(KeyNeededError, match="give you its key"):
            act()
    waiting = {one.id: one.waiting for one in table.journal.identity.people(table.keys("aide"))}
    assert waiting[table.people["planted"]]
    assert not waiting[table.people["aide"]]
    assert not any(one.waiting for one in table.journal.identity.people(table.keys("south")))

    table.journal.identity.give_key(table.keys("aide"), table.people["planted"])
    table.journal.identity.give_key(table.keys("aide"), table.people["planted"])
    assert not table.keys("planted").waiting
    assert table.journal.events_for(table.keys("planted")) == table.journal.events_for(table.keys("aide"))
    table.note("planted")
    table.journal.close()


def test_another_going_brings_nobody_in(tmp_path: Path) -> None:
    """Whoever waits for the key of a seat waits on when a member is dismissed, as long as somebody holds it."""
    table = seated(tmp_path)
    for name in ("aide", "clerk"):
        table.invite("north", name, "north", "member")
    table.note("aide", "our bottom line")
    table.act("mediator", "dismiss", person=table.people["north"])
    table.invite("mediator", "planted", "north", "head")
    table.act("mediator", "dismiss", person=table.people["aide"])
    assert table.keys("planted").waiting
    assert not table.keys("clerk").waiting
    table.act("mediator", "dismiss", person=table.people["clerk"])
    assert not table.keys("planted").waiting, "nobody is left: the seat begins anew"
    assert "our bottom line" not in str(table.journal.events_for(table.keys("planted")))
    table.note("planted", "a new beginning")
    told = table.journal.events_for(table.keys("planted"))
    assert "a new beginning" in str(told)
    table.journal.close()


def test_only_ones_own_group_is_given_its_key(table: Table) -> None:
    """Nobody else can be given it: not those of other groups, not strangers, not those who have left."""
    table.invite("north", "aide", "north", "member")
    table.act("north", "dismiss", person=table.people["aide"])
    for person in (table.people["south"], table.people["aide"], fresh()):
        with pytest.raises(RefusalError) as refused:
            table.journal.identity.give_key(table.keys("north"), person)
        assert refused.value.rule is Rule.KNOWN


def test_a_dismissed_member_reads_nothing_from_then_on(table: Table) -> None:
    """Sessions and the way in are gone, the seat has a new key, and what was kept of the old one opens nothing new."""
    table.invite("north", "aide", "north", "member")
    table.note("north", "before")
    kept = table.keys("aide")
    open_ = table.journal.identity.invite(table.keys("north"), "north", "member")
    assert len(table.journal.events_for(kept)) == len(table.fed("north"))
    table.act("north", "dismiss", person=table.people["aide"])
    table.note("north", "after")
    with pytest.raises(SessionOverError):
        table.journal.identity.open(table.tokens["aide"])
    with pytest.raises(PassphraseError):
        table.log_in("aide")
    with pytest.raises(PassphraseError):
        table.journal.identity.recover(table.room, "north", "aide", table.recovery["aide"], PASSPHRASE, address="here")
    with pytest.raises(InvitationError):
        table.journal.identity.look(open_.token, address="here")
    assert "after" not in str(table.journal.events_for(kept))
    assert "after" in str(table.journal.events_for(table.keys("north")))
    with pytest.raises(RefusalError) as refused:
        table.journal.append(
            kept, command_of({"kind": "instruct", "id": fresh(), "body": {"kind": "note", "text": "x"}}), key=fresh()
        )
    assert refused.value.rule is Rule.PRESENT
    acts: list[Callable[[], None]] = [
        lambda: table.journal.identity.give_key(kept, table.people["north"]),
        lambda: table.journal.identity.withdraw(kept, fresh()),
    ]
    for act in acts:
        with pytest.raises(RefusalError):
            act()
    old = {version for group, version in table.keys("north").groups if group == "north"}
    assert len(old) == 2
    table.invite("north", "clerk", "north", "member")
    assert table.journal.events_for(table.keys("clerk")) == table.journal.events_for(table.keys("north"))


def test_an_empty_seat_is_taken_by_whoever_comes_next(tmp_path: Path) -> None:
    """What a seat is told while nobody is in it waits for the next head, who reads nothing older."""
    table = agreed(tmp_path)
    table.note("north", "our bottom line")
    table.act("mediator", "dismiss", person=table.people["north"])
    table.table_text("read this first")
    table.invite("mediator", "successor", "north", "head")
    told = str(table.journal.events_for(table.keys("successor")))
    assert not table.keys("successor").waiting
    assert "read this first" in told
    assert "our bottom line" not in told
    assert table.journal.export_minutes(table.keys("successor")) == {}
    assert len(table.journal.export_minutes(table.keys("south"))) >= 2
    table.journal.close()


def test_observers_read_what_is_meant_for_them(tmp_path: Path) -> None:
    """Mediators let observers in and share their key; observers hold no other one."""
    table = agreed(tmp_path)
    table.invite("mediator", "watcher", OBSERVERS, "observer")
    session = fresh()
    table.act(
        "mediator", "open-session", id=session, title="Opening", format="plenary", seats=["north", "south"],
        speaking=["north"], observers=True, on_record=True,
    )  # fmt: skip
    table.act("north", "speak", id=fresh(), session=session, body={"kind": "note", "text": "heard by all"})
    table.note("north", "heard by none")
    assert {group for group, _ in table.keys("watcher").groups} == {OBSERVERS}
    told = str(table.journal.events_for(table.keys("watcher")))
    assert "heard by all" in told
    assert "heard by none" not in told
    table.act("mediator", "dismiss", person=table.people["watcher"])
    table.invite("mediator", "second", OBSERVERS, "observer")
    assert "heard by all" in str(table.journal.events_for(table.keys("second")))
    table.journal.close()


def test_a_second_mediator_shares_the_teams_keys(table: Table) -> None:
    """One whom a mediator invites reads at once; one whom the host invites waits until a mediator gives the key."""
    table.invite("mediator", "deputy", MEDIATOR, "mediator")
    assert table.journal.events_for(table.keys("deputy")) == table.journal.events_for(table.keys("mediator"))
    invitation = table.journal.identity.invite_mediator(table.room)
    assert table.journal.identity.look(invitation.token, address="here").title is None
    table.come_in("third", invitation.token)
    assert table.keys("third").waiting
    table.journal.identity.give_key(table.keys("deputy"), table.people["third"])
    assert {group for group, _ in table.keys("third").groups} == {MEDIATOR, OBSERVERS}
    table.act("mediator", "dismiss", person=table.people["third"])
    assert {version for group, version in table.keys("deputy").groups if group == OBSERVERS} == {1, 2}


def test_a_room_that_is_not_there_has_no_mediator(table: Table) -> None:
    """Nobody is invited to a room that is not there."""
    with pytest.raises(RefusalError) as refused:
        table.journal.identity.invite_mediator(fresh())
    assert refused.value.rule is Rule.ROOM_FIRST


def test_a_person_without_a_way_in_stays_out(table: Table) -> None:
    """Somebody whose secrets were wiped from the disk has no passphrase and no recovery key that opens anything."""
    with table.journal._ledger.writing() as work:
        work.journal.execute(t.people.update().values(by_passphrase=None, by_recovery=None))
    with pytest.raises(PassphraseError):
        table.log_in("north")
    with pytest.raises(PassphraseError):
        table.journal.identity.recover(
            table.room, "north", "north", table.recovery["north"], "another pass phrase", address="here"
        )


def test_public_keys_can_be_compared(table: Table) -> None:
    """Everybody sees the same public key of a person, to be read aloud."""
    seen = {
        name: {one.id: one.key for one in table.journal.identity.people(table.keys(name))}
        for name in ("mediator", "north", "south")
    }
    assert seen["mediator"] == seen["north"] == seen["south"]
    assert fingerprint(seen["north"][table.people["south"]])
    roles = [(one.group, one.role) for one in table.journal.identity.people(table.keys("north"))]
    assert roles == [("mediator", "mediator"), ("north", "head"), ("south", "head")]


# ---- sessions -----------------------------------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_of_silence(table: Table) -> None:
    """Each request keeps it open; 30 minutes without one end it."""
    token = table.tokens["north"]
    for _ in range(3):
        table.clock.forward(minutes=29)
        table.journal.identity.open(token)
    table.clock.forward(minutes=30)
    with pytest.raises(SessionOverError, match="log in again"):
        table.journal.identity.open(token)


def test_a_stream_does_not_keep_a_session_alive(table: Table) -> None:
    """A program that asks by itself learns how far the feed has come; the session ends as if nobody asked."""
    token = table.tokens["north"]
    for _ in range(3):
        table.clock.forward(minutes=9, seconds=59)
        assert table.journal.heard(token) == table.journal.last_for(table.journal.identity.open(token, touch=False))
    table.clock.forward(seconds=4)
    with pytest.raises(SessionOverError):
        table.journal.heard(token)
    with pytest.raises(SessionOverError):
        table.journal.identity.open(token, touch=False)


def test_a_session_ends_after_twelve_hours(table: Table) -> None:
    """Nobody stays in for ever, however busy; and what is over is cleared away."""
    token = table.tokens["north"]
    for _ in range(25):
        table.clock.forward(minutes=28)
        table.journal.identity.open(token)
    table.clock.forward(minutes=20)
    with pytest.raises(SessionOverError):
        table.journal.identity.open(token)
    table.log_in("south")
    with table.journal._ledger.journal.reading() as journal:
        assert journal.scalar(sa.select(sa.func.count()).select_from(t.sessions)) == 1


def test_a_session_is_read_where_nothing_can_be_written(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """That somebody is there need not be written down for them to go on reading."""
    table.clock.forward(minutes=2)

    def full(*_: object) -> None:
        raise FullError

    monkeypatch.setattr(table.journal._ledger, "writing", full)
    assert table.journal.identity.open(table.tokens["north"]).name == "North"


def test_who_logs_out_is_out(table: Table) -> None:
    """A token opens nothing after its session was ended; ending it twice is no error, and others go on."""
    table.journal.identity.log_out(table.tokens["north"])
    table.journal.identity.log_out(table.tokens["north"])
    with pytest.raises(SessionOverError):
        table.journal.identity.open(table.tokens["north"])
    assert table.journal.identity.open(table.tokens["south"]).group == "south"


@pytest.mark.parametrize("token", ["", "made up", "\ud800", "x" * 10_000])
def test_a_token_that_is_none_opens_nothing(table: Table, token: str) -> None:
    """Whatever stands in a cookie, it is no more than not a session."""
    with pytest.raises(SessionOverError):
        table.journal.identity.open(token)


def test_a_session_whose_keys_were_exchanged_opens_nothing(table: Table) -> None:
    """Somebody who writes to the disk cannot put another person behind a cookie."""
    with table.journal._ledger.writing() as work:
        sealed = work.journal.scalars(sa.select(t.sessions.c.sealed)).all()
        work.journal.execute(t.sessions.update().where(t.sessions.c.sealed != sealed[0]).values(sealed=sealed[0]))
    outcomes = []
    for name in ("mediator", "north", "south"):
        try:
            table.journal.identity.open(table.tokens[name])
            outcomes.append(name)
        except SessionOverError:
            continue
    assert len(outcomes) == 1


def test_stepping_up_lasts_five_minutes(table: Table) -> None:
    """The passphrase, given again, opens signing for 5 minutes; a wrong one does not."""
    token = table.tokens["north"]
    with pytest.raises(PassphraseError):
        table.journal.identity.step_up(token, "not the passphrase")
    assert not table.keys("north").stepped_up
    assert table.journal.identity.step_up(token, PASSPHRASE).stepped_up
    table.clock.forward(minutes=4, seconds=59)
    assert table.keys("north").stepped_up
    table.clock.forward(seconds=1)
    assert not table.keys("north").stepped_up


def test_opened_keys_show_nothing_of_themselves(table: Table) -> None:
    """Secrets do not stand in what is printed of an object: it may end in a log."""
    keys = table.keys("north")
    shown = repr(keys) + repr(table.journal.identity.invite(keys, "north", "member"))
    for secret in (keys.signing, keys.own, *keys.groups.values()):
        assert repr(secret) not in shown
        assert secret.hex() not in shown
    assert "North" not in shown
    assert "token" not in shown


# ---- passphrases ---------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_not_told_apart(table: Table) -> None:
    """A wrong passphrase, an unknown name, another delegation: the same words."""
    said = set()
    for room, group, name, passphrase in (
        (table.room, "north", "north", "not the passphrase"),
        (table.room, "north", "nobody", PASSPHRASE),
        (table.room, "south", "north", PASSPHRASE),
        (fresh(), "north", "north", PASSPHRASE),
        (table.room, "north", "\ud800", "\ud800 and more words"),
    ):
        with pytest.raises(PassphraseError) as wrong:
            table.journal.identity.log_in(room, group, name, passphrase, address="here")
        said.add(str(wrong.value))
    assert len(said) == 1


def test_letters_may_be_composed_in_either_way(table: Table) -> None:
    """A passphrase typed on another keyboard is the same passphrase."""
    table.journal.identity.change_passphrase(table.tokens["north"], PASSPHRASE, "Überfahrt im März")
    table.log_in("north", "U\u0308berfahrt im Ma\u0308rz")


def test_guessing_is_slowed_down(table: Table) -> None:
    """After eight attempts for a name the ninth is not taken, right or wrong, known or unknown; later it is."""
    for name in ("north", "nobody"):
        for _ in range(8):
            with pytest.raises(PassphraseError):
                table.journal.identity.log_in(table.room, "north", name, "not the passphrase", address="here")
        with pytest.raises(AttemptsError, match="wait 15 min") as too_many:
            table.journal.identity.log_in(table.room, "north", name, PASSPHRASE, address="elsewhere")
        assert too_many.value.seconds == 900
    table.again()
    table.clock.forward(minutes=14)
    with pytest.raises(AttemptsError, match="wait 1 min"):
        table.log_in("north")
    table.clock.forward(minutes=1)
    table.log_in("north")


def test_a_right_passphrase_ends_the_count(table: Table) -> None:
    """Whoever knows the passphrase is never slowed down, and a class behind one address neither."""
    for _ in range(30):
        for _ in range(3):
            with pytest.raises(PassphraseError):
                table.log_in("north", "not the passphrase")
        table.log_in("north")
        if _ == 20:
            table.clock.forward(minutes=15)


def test_stepping_up_is_counted_too(table: Table) -> None:
    """A stolen session cannot try passphrases without end."""
    for _ in range(8):
        with pytest.raises(PassphraseError):
            table.journal.identity.step_up(table.tokens["north"], "not the passphrase")
    with pytest.raises(AttemptsError):
        table.journal.identity.step_up(table.tokens["north"], PASSPHRASE)


def test_a_new_passphrase_ends_other_sessions(table: Table) -> None:
    """The old one opens nothing, this session goes on, all others end."""
    table.log_in("north")
    first = table.tokens["north"]
    table.log_in("north")
    with pytest.raises(PassphraseError):
        table.journal.identity.change_passphrase(table.tokens["north"], PASSPHRASE, "short")
    table.journal.identity.change_passphrase(table.tokens["north"], PASSPHRASE, "another pass phrase")
    table.keys("north")
    with pytest.raises(SessionOverError):
        table.journal.identity.open(first)
    with pytest.raises(PassphraseError):
        table.log_in("north")
    table.log_in("north", "another pass phrase")


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(table: Table) -> None:
    """The printed key sets a new passphrase, once, and everything is readable as before; all sessions end."""
    identity, printed = table.journal.identity, table.recovery["north"]
    table.note("north", "still here")
    with pytest.raises(PassphraseError):
        identity.recover(table.room, "north", "north", table.recovery["south"], "another pass phrase", address="x")
    with pytest.raises(PassphraseError):
        identity.recover(table.room, "north", "nobody", printed, "another pass phrase", address="x")
    recovered = identity.recover(
        table.room, "north", "NORTH", printed.lower().replace("-", " "), "another pass phrase", address="x"
    )
    assert recovered.person.id == table.people["north"]
    with pytest.raises(SessionOverError):
        identity.open(table.tokens["north"])
    assert "still here" in str(table.journal.events_for(identity.open(recovered.session.token)))
    table.log_in("north", "another pass phrase")
    with pytest.raises(PassphraseError):
        identity.recover(table.room, "north", "north", printed, PASSPHRASE, address="x")
    again = identity.recover(table.room, "north", "north", recovered.recovery_key, PASSPHRASE, address="x")
    assert again.recovery_key != recovered.recovery_key


def test_a_new_recovery_key_voids_the_old_one(table: Table) -> None:
    """Who has lost the printed page makes another one, with the passphrase."""
    identity = table.journal.identity
    with pytest.raises(PassphraseError):
        identity.new_recovery_key(table.tokens["north"], "not the passphrase")
    made = identity.new_recovery_key(table.tokens["north"], PASSPHRASE)
    assert len(made.replace("-", "")) == 32
    with pytest.raises(PassphraseError):
        identity.recover(table.room, "north", "north", table.recovery["north"], "another pass phrase", address="x")
    identity.recover(table.room, "north", "north", made, "another pass phrase", address="x")


def test_who_was_dismissed_in_the_middle_of_it_is_out(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase that was right a moment ago opens no session after the person was dismissed."""
    table.invite("north", "aide", "north", "member")
    slow = persons.passphrase_key

    def meanwhile(*of: object) -> bytes:
        monkeypatch.setattr(persons, "passphrase_key", slow)
        table.act("north", "dismiss", person=table.people["aide"])
        return slow(*of)  # type: ignore[arg-type]

    monkeypatch.setattr(persons, "passphrase_key", meanwhile)
    with pytest.raises(RefusalError) as refused:
        table.log_in("aide")
    assert refused.value.rule is Rule.PRESENT


def test_a_release_needs_a_step_up_of_its_own(tmp_path: Path) -> None:
    """Being logged in is not enough to sign for one's delegation."""
    table = agreed(tmp_path)
    table.clock.forward(minutes=6)
    command = command_of({"kind": "decline-mode", "id": fresh()})
    with pytest.raises(StepUpError):
        table.journal.signed(table.keys("north"), command)
    with pytest.raises(TypeError):
        table.journal.signed(table.up("north"), command)
    table.journal.close()
