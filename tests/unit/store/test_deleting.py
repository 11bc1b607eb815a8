"""Deletion by agreement: what is destroyed, what stays, and what becomes of it when something stops in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.unit.store.journal_rooms import Table, agreed, fresh, open_journal

from goodoffices.store.journal import FullError, JournalError, closing
from goodoffices.store.journal import tables as t
from goodoffices.talks import RefusalError, Rule


@pytest.fixture
def going(tmp_path: Path) -> Table:
    """Return a room in which all may be done."""
    return agreed(tmp_path)


def session(going: Table, words: str, *, on_record: bool = True) -> str:
    """Hold a session in which both sides speak."""
    id_ = fresh()
    going.act(
        "mediator", "open-session", id=id_, title="Plenary", format="plenary", seats=["north", "south"],
        speaking=["north", "south"], observers=False, on_record=on_record,
    )  # fmt: skip
    for seat in ("north", "south"):
        going.act(seat, "speak", id=fresh(), session=id_, body={"kind": "note", "text": f"{words} of {seat}"})
    going.act("mediator", "close-session", id=id_)
    return id_


def said(going: Table, name: str = "north") -> list[str | None]:
    """Return what somebody reads of what was said."""
    spoken = going.journal.view(going.keys(name)).room.spoken
    return [None if one.body is None else one.body.text for one in spoken]


def sealed_keys(going: Table) -> set[bytes]:
    """Return the sealed keys of all bodies."""
    with going.journal._ledger.keys.writing() as keys:
        return set(keys.scalars(sa.select(t.body_keys.c.sealed)))


def test_the_words_of_a_session_are_gone_from_every_file_and_those_of_another_stay(going: Table) -> None:
    """Only when the last seat has consented; that something was said, and the proof of it, stays."""
    first = session(going, "first words")
    before = sealed_keys(going)
    session(going, "second words")
    assert said(going) == [
        f"{words} of {seat}" for words in ("first words", "second words") for seat in ("north", "south")
    ]
    other = open_journal(going.folder, going.clock)
    assert "first words of north" in str(other.events_for(going.keys("north")))
    going.delete(first)
    assert "first words of north" not in str(other.events_for(going.keys("north")))
    other.close()
    assert said(going) == said(going, "south") == [None, None, "second words of north", "second words of south"]
    gone = before - sealed_keys(going)
    assert len(gone) == 6  # two things said, to three groups
    assert not any(one in data for one in gone for data in going.files().values())
    assert going.fed("south")[-1] == "deletion-agreed"
    for minutes in going.journal.export_minutes(going.keys("north")).values():
        assert b"first words" not in minutes
    going.again()
    assert said(going)[:2] == [None, None]


def test_one_consent_deletes_nothing_and_is_told_to_nobody_else(going: Table) -> None:
    """The other side cannot see who has consented, and who declines takes a consent back."""
    held, id_ = session(going, "words"), fresh()
    going.act("mediator", "propose-deletion", id=id_, session=held)
    fed = going.fed("south")
    going.act("north", "consent-deletion", id=id_, session=held)
    going.act("north", "decline-deletion", id=id_)
    assert going.fed("south") == fed
    going.act("south", "consent-deletion", id=id_, session=held)
    assert None not in said(going)
    going.act("north", "consent-deletion", id=id_, session=held)
    assert said(going) == [None, None]
    with pytest.raises(RefusalError) as refused:
        going.act("north", "decline-deletion", id=id_)
    assert refused.value.rule is Rule.FRESH


def test_the_whole_room_is_forgotten_until_the_proposal_but_for_what_binds(going: Table) -> None:
    """Notes and soundings go; ground rules, the signed text and its steps stay, and so does what came later."""
    going.note("north", "a note")
    going.act("north", "sound", id=fresh(), issue="water", body={"kind": "sounding", "answers": {"all": "never"}})
    session(going, "words", on_record=False)
    going.table_text("[open]")
    digest = going.table_text("closed")
    plan = {"kind": "plan", "steps": [{"id": "halt", "by": ["north"], "what": "it"}]}
    going.act("mediator", "set-steps", id=fresh(), order=[["halt", ["north"], []]], body=plan)
    text = going.journal.view(going.keys("north")).room.text
    assert text is not None
    for seat in ("north", "south"):
        going.act(seat, "sign-agreement", text=text.tabled.id, digest=digest)
    id_ = fresh()
    going.act("mediator", "propose-deletion", id=id_)
    going.note("north", "a later note")
    for seat in ("north", "south"):
        going.act(seat, "consent-deletion", id=id_)
    room = going.journal.view(going.keys("north")).room
    assert [one.body and one.body.text for one in room.notes] == [None, "a later note"]
    assert room.soundings["north", "water"].body is None
    assert said(going) == [None, None]
    assert [one.tabled.body is None for one in room.texts] == [True, False]
    assert room.rules is not None
    assert room.plan is not None
    assert (room.rules.body is None, room.plan.body is None) == (False, False)
    assert going.journal.export_agreement(going.keys("north")) is not None
    assert going.journal.export_minutes(going.keys("north"))


def test_a_form_from_before_cannot_be_tried_again_to_learn_the_words(going: Table) -> None:
    """The digest under which a form is known again goes too."""
    held, key = fresh(), fresh()
    going.act(
        "mediator", "open-session", id=held, title="P", format="plenary", seats=["north", "south"],
        speaking=["north"], observers=False, on_record=True,
    )  # fmt: skip
    words: dict[str, Any] = {"id": fresh(), "session": held, "body": {"kind": "note", "text": "words"}}
    going.act("north", "speak", key=key, **words)
    assert going.act("north", "speak", key=key, **words).replayed
    going.act("mediator", "close-session", id=held)
    going.delete(held)
    with pytest.raises(JournalError, match="sent before"):
        going.act("north", "speak", key=key, **words)


def test_what_was_agreed_is_carried_out_after_a_stop_or_a_full_disk(
    going: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That all agreed is kept first; should destroying fail, it is made up for by the timer, or at the next start."""

    def full(*_: Any) -> int:
        raise FullError("the disk is full")

    held = session(going, "words")
    with monkeypatch.context() as patch:
        patch.setattr(closing, "carry_out", full)
        going.delete(held)
        with pytest.raises(FullError):
            going.journal.close_due()
    assert None not in said(going)
    going.journal.close_due()
    assert said(going) == [None, None]
    other = session(going, "other words")
    with monkeypatch.context() as patch:
        patch.setattr(closing, "carry_out", full)
        going.delete(other)
    assert said(going)[2:] == ["other words of north", "other words of south"]
    going.again()
    assert said(going) == [None] * 4
