"""What is signed, and what text a room takes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.properties.talks_histories import DIGEST, NORTH, SIGNATURE, SOUTH, START

from goodoffices.talks import commands, event_of
from goodoffices.talks.bodies import Note
from goodoffices.talks.rules import RefusalError, Rule, require
from goodoffices.talks.signing import body_digest, words_to_sign

WORDING = commands.command_of(
    {
        "kind": "sign-wording", "id": "1" * 32, "to": ["south"], "attribution": "ours", "signature": SIGNATURE,
        "expires": "2026-03-02T09:00:00Z", "digest": DIGEST, "body": {"kind": "note", "text": "We would talk."},
    }
)  # fmt: skip


def test_a_signature_holds_for_one_act_of_one_person_in_one_room() -> None:
    """Another room, person, seat or expiry is something else; the signature itself and the words are left out."""
    words = words_to_sign("9" * 32, NORTH, WORDING)
    assert words.startswith(b"goodoffices act\n")
    assert b"We would talk" not in words
    assert DIGEST.encode() in words
    later = WORDING.model_copy(update={"expires": START})
    others = {words_to_sign("8" * 32, NORTH, WORDING), words_to_sign("9" * 32, SOUTH, WORDING)}
    assert words not in others | {words_to_sign("9" * 32, NORTH, later)}
    assert words == words_to_sign("9" * 32, NORTH, WORDING.model_copy(update={"signature": "0" * 128}))


def test_a_countersignature_needs_nothing_but_the_log() -> None:
    """It is verified with the minutes alone."""
    head = commands.Countersign(log=DIGEST, size=3, root=DIGEST, signature=SIGNATURE)
    assert words_to_sign("9" * 32, NORTH, head) == words_to_sign("8" * 32, SOUTH, head)


def test_what_carries_no_signature_is_not_signed() -> None:
    """That would be a fault of the program."""
    with pytest.raises(TypeError, match="found Withdraw"):
        words_to_sign("9" * 32, NORTH, commands.Withdraw(issue="water"))


def test_the_digest_is_of_the_words() -> None:
    """Other words, another digest."""
    assert body_digest(Note(text="a")) != body_digest(Note(text="b"))


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "\ud800", "a\x1b[31m", "", "   ", "x" * 20_001])
def test_text_that_cannot_be_read_aloud_is_refused(text: str) -> None:
    """Control characters, overrides of direction, lone surrogates, nothing, and too much."""
    with pytest.raises(ValidationError):
        Note(text=text)


def test_text_of_any_script_is_taken_as_it_is() -> None:
    """Marks that keep right-to-left text apart are part of writing; ends of lines become one kind."""
    assert Note(text="  \u2067سلام\u2069 – 안녕\r\nпривет\t ").text == "\u2067سلام\u2069 – 안녕\nпривет"


def test_events_are_read_back_from_plain_data() -> None:
    """As a journal keeps them."""
    event = event_of({"kind": "session-closed", "at": "2026-03-02T09:00:00Z", "audience": ["north"], "id": "1" * 32})
    assert event_of(event.model_dump(mode="json")) == event


def test_a_refusal_names_its_rule() -> None:
    """The sentence is the rule's."""
    with pytest.raises(RefusalError, match="the deadline has passed") as refused:
        require(False, Rule.DEADLINE)  # noqa: FBT003 - what is tested
    assert refused.value.rule is Rule.DEADLINE
