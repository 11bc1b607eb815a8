"""From a form to a command: what is read, and what is said of what cannot be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from starlette.datastructures import FormData

from goodoffices.talks import Room
from goodoffices.talks.bodies import Draft, Note, Sounding
from goodoffices.talks.commands import IssuePlan, TableText
from goodoffices.talks.events import SoundingGiven, TextShownFirst
from goodoffices.web.rooms.forms import BUILDERS, Filled, FormError, command_from
from goodoffices.web.rooms.policy import PAGE_OF

SALT = "5" * 64
ID, NOW = "a" * 32, dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
WATER = IssuePlan(id="water", say="Water", options=("none", "some"), now="none")
AT_SEA = Room(issues=(WATER,))


def filled(*pairs: tuple[str, str], room: Room = AT_SEA, **fields: str) -> Filled:
    """Fill in a form."""
    return Filled(FormData([*pairs, *({"salt": SALT} | fields).items()]), "north", lambda: room)


def wrong(kind: str, form: Filled) -> tuple[str, str | None]:
    """Return what is said of a form that cannot be read, and of which field."""
    with pytest.raises(FormError) as caught:
        command_from(kind, form)
    return str(caught.value), caught.value.field


def test_every_form_of_a_page_can_be_read() -> None:
    """There is a reader for each form, and none for what has no form."""
    assert set(BUILDERS) == set(PAGE_OF)
    assert wrong("admit", filled())[0] == "there is no such form; reload the page"


def test_deadlines_are_counted_from_when_the_form_was_shown() -> None:
    """A form that is sent again means the same moment."""
    command: Any = command_from("ask-question", filled(id=ID, text="This?", shown=NOW.isoformat(), minutes="2.5"))
    assert command.deadline == NOW + dt.timedelta(minutes=2.5)
    for shown, minutes in (
        ("soon", "5"),
        ("2026-03-01T09:00:00", "5"),
        (NOW.isoformat(), "x"),
        (NOW.isoformat(), "-1"),
    ):
        assert wrong("ask-question", filled(id=ID, text="This?", shown=shown, minutes=minutes))[1] == "minutes"
    late = dt.datetime.max.replace(tzinfo=dt.UTC).isoformat()
    assert wrong("ask-question", filled(id=ID, text="This?", shown=late, minutes="nan"))[1] == "minutes"
    assert wrong("ask-question", filled(id=ID, text="This?", shown=late, minutes="5"))[1] == "minutes"


def test_a_disclosure_takes_the_chosen_parts_of_what_was_noted() -> None:
    """Nothing is typed a second time, and nothing that was not chosen goes along."""
    body = Sounding(answers={"some": "must"}, importance=7, reserve="some", notes="in confidence")
    given = SoundingGiven(at=NOW, audience=frozenset({"north"}), id=ID, seat="north", issue="water", body=body)
    room = Room(issues=(WATER,), soundings={("north", "water"): given})
    some: Any = command_from(
        "disclose", filled(("parts", "answers"), ("parts", "reserve"), id=ID, issue="water", room=room)
    )
    assert some.body == Sounding(answers={"some": "must"}, reserve="some")
    rest: Any = command_from(
        "disclose", filled(("parts", "importance"), ("parts", "notes"), id=ID, issue="water", room=room)
    )
    assert rest.body == Sounding(importance=7, notes="in confidence")
    assert "write one first" in wrong("disclose", filled(id=ID, issue="water"))[0]


def test_soundings_are_read_by_option() -> None:
    """Options without an answer are left out; a field for no option is not looked at."""
    command: Any = command_from(
        "sound",
        filled(("answer-some", "never"), ("answer-none", ""), ("answer-x", "y"), id=ID, issue="water", importance="5"),
    )
    assert command.body == Sounding(answers={"some": "never"}, importance=5)
    for given in ("many", "٣", "-1"):
        assert wrong("sound", filled(id=ID, issue="water", importance=given))[1] == "importance"


def test_texts_are_read_clause_by_clause() -> None:
    """A line that begins with # begins a clause; words above the first one are refused with what was expected."""
    command: Any = command_from(
        "table-text", filled(id=ID, title="T", revises="", clauses="# One\nfirst\nline\n\n## Two\nsecond")
    )
    assert command.clauses == ("c1", "c2")
    assert [clause.text for clause in command.body.clauses] == ["first\nline", "second"]
    assert wrong("table-text", filled(id=ID, title="T", clauses="no heading"))[1] == "clauses"
    assert wrong("table-text", filled(id=ID, title="", clauses="# One\nx"))[1] == "title"
    first: Any = command_from(
        "show-text-first", filled(id=ID, title="T", clauses="# One\nx", to="north", reason="It asked")
    )
    assert (first.to, first.reason) == ("north", "It asked")


def test_what_is_signed_or_tabled_has_the_salt_of_its_form() -> None:
    """A form without one is refused; the same words once more, in another form, have another digest."""
    fields: dict[str, Any] = {"id": ID, "title": "T", "clauses": "# One\nx"}
    for salt in ("", "5" * 63, "X" * 64):
        assert "no salt of its own" in wrong("table-text", filled(salt=salt, **fields))[0]
    one, same, other = (command_from("table-text", filled(salt=salt, **fields)) for salt in (SALT, SALT, "6" * 64))
    assert one == same
    assert isinstance(one, TableText)
    assert isinstance(other, TableText)
    assert one.digest != other.digest


def test_a_text_that_was_shown_to_one_seat_first_is_known_again() -> None:
    """The same words have the digest under which they were shown, so that all are told; other words do not."""
    body = Draft.model_validate(
        {"title": "T", "salt": "6" * 64, "clauses": [{"id": "c1", "title": "One", "text": "x"}]}
    )
    shown = TextShownFirst(
        at=NOW, audience=frozenset({"north"}), id=ID, to="north", reason="It asked", digest="0" * 64, body=body
    )
    room = Room(shown_first=(shown, shown.model_copy(update={"body": None})))
    again: Any = command_from("table-text", filled(id=ID, title="T", clauses="# One\nx", room=room))
    assert again.body == body
    changed: Any = command_from("table-text", filled(id=ID, title="T", clauses="# One\ny", room=room))
    assert changed.body.salt == SALT


def test_steps_are_read_line_by_line() -> None:
    """Names between bars; a line with fewer bars is refused with what was expected."""
    command: Any = command_from(
        "set-steps", filled(id=ID, steps="halt | north | | Stop | the agency\n\nease|south, north|halt|Ease|")
    )
    assert command.order == (("halt", ("north",), ()), ("ease", ("south", "north"), ("halt",)))
    assert [(one.what, one.verified_by) for one in command.body.steps] == [("Stop", "the agency"), ("Ease", None)]
    assert wrong("set-steps", filled(id=ID, steps="halt, north"))[1] == "steps"


def test_a_session_without_chosen_speakers_is_open_to_all_who_attend() -> None:
    """Ticks that are not there mean no."""
    command: Any = command_from(
        "open-session", filled(("seats", "north"), ("seats", "south"), id=ID, title="P", format="plenary")
    )
    assert command.speaking == ("north", "south")
    assert (command.observers, command.on_record) == (False, False)


def test_only_a_wording_that_is_there_can_be_released() -> None:
    """The words come from what was signed and never from the form."""
    assert "no such wording" in wrong("release-wording", filled(id=ID, seat="south", wording=ID, to="north"))[0]


def test_what_the_command_refuses_is_said_with_its_field() -> None:
    """The message names the field and never repeats what was typed."""
    said, field = wrong("speak", filled(id=ID, session=ID, text="\u202eleft"))
    assert field == "text"
    assert "left" not in said
    assert wrong("sign-wording", filled(id=ID, text="", to="south"))[1] == "text"
    assert wrong("propose-rules", filled(id=ID, schedule=""))[1] == "schedule"
    assert wrong("instruct", filled(id="short", text="x"))[1] == "id"
    command: Any = command_from("instruct", filled(id=ID, text=" Good  "))
    assert command.body == Note(text="Good")
