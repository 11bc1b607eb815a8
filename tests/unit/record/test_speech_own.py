"""Statements without quotation marks: communiqués, speeches and transcripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.unit.record.speaking import reading_of, statements_of

from goodoffices.record.speech import find_statements

HEAD = "[Ministry of Foreign Affairs|MFA] of [Upland|UPL]\n\n"


def own(sentence: str) -> list[str]:
    """Return what a communiqué of a heading and one paragraph says in its own name."""
    reading = reading_of(HEAD + sentence, kinds={0: "heading"}, own=True)
    return [reading.of(one.said[0]) for one in find_statements(reading) if one.said]


def plain(marked: str) -> str:
    """Return the words of a marked sentence."""
    return re.sub(r"\[([^|]+)\|[^\]]+\]", r"\1", marked)


@pytest.mark.parametrize(
    "sentence",
    [
        "We call on all sides to stop.",
        "We therefore denounce this raid before the world.",
        "I condemn the raid on the port.",
        "We do not see a need for observers.",
        "We are asking for calm in the port.",
        "We have concluded that they crossed the river.",
        "We announced in March that the road would open.",
        "We will not abandon the elders.",
        "We are ready to meet.",
        "We are deeply concerned.",
        "Let me first stress that the road is open.",
        "[Upland|UPL] stands with the elders.",
        "The [Republic of Upland|UPL] demands that they leave.",
        "The [Uplander|UPL a] side is prepared to resume.",
        "The [Ministry|MFA] expresses its protest.",
        "The Ministry likewise rejects the report.",
        "Our delegation, led by the mayor, withdraws from the talks.",
        "[Downland|DOW] must stop the raids.",
        "Both parties need to allow access.",
        "All this must stop.",
        "The members of the movement condemned the raid.",
        "There is no military solution.",
        "The report does not correspond to reality.",
        "This is a lie.",
        "Should they return, the [Uplander|UPL a] side reserves the right to act.",
        "You have kept your word.",
        "We invited them in May and we welcome them.",
    ],
)
def test_sentences_that_take_a_position(sentence: str) -> None:
    """What is said by saying so, what will be done, what must be, and how the speaker stands."""
    assert own(sentence) == [plain(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "At dawn the soldiers advanced into the port.",
        "[Downland|DOW] expresses its protest.",
        "[Ada Lind|@lind] expresses her thanks.",
        "The raid was a surprise.",
        "They will return.",
        "If we demand more, they leave.",
        "What we demand is known.",
        "The demand of [Upland|UPL] was met.",
        "Do we condemn it?",
        "We go.",
        "Peace.",
        "The bank is ready to lend.",
        "Nobody can say that.",
        "The [Uplander|UPL a] plan was met with silence.",
        "The road which must be closed is long.",
    ],
)
def test_sentences_that_merely_tell(sentence: str) -> None:
    """Deeds, others' words and questions are no statements of the document."""
    assert own(sentence) == []


def test_it_is_who_the_sentence_before_was_about() -> None:
    """A pronoun goes on with the issuing party."""
    assert own("[Upland|UPL] is open. It considers the matter closed.") == ["It considers the matter closed."]
    assert own("[Upland|UPL] is open. It is so. It considers the matter closed.") == ["It considers the matter closed."]
    assert own("[Downland|DOW] is shut. It considers the matter closed.") == []
    assert own("We met. It considers the matter closed.") == ["It considers the matter closed."]
    assert own("The ministry is open. It considers the matter closed.") == ["It considers the matter closed."]
    assert own("Rain fell in the east. It considers the matter closed.") == []


def test_party_date_and_subject_of_a_statement() -> None:
    """A ministry speaks for its state, on the day of the document, about others."""
    reading = reading_of(
        HEAD + "The Ministry rejects the report of [Downland|DOW].", kinds={0: "heading"}, own=True, issued="2020-05-04"
    )
    (found,) = find_statements(reading)
    assert found.entry == {"who": "UPL", "when": "2020-05-04", "about": ("DOW",)}
    assert found.said == found.evidence


def test_reports_of_others_stay_reported() -> None:
    """What another party says in a communiqué is not said by it; what it says itself is there once."""
    found = statements_of(
        HEAD + "[Downland|DOW] says that all is well. [Upland|UPL] rejects the report.", kinds={0: "heading"}, own=True
    )
    assert found == [
        (None, "DOW", "all is well"),
        (None, "UPL", "Upland rejects the report."),
    ]


@pytest.mark.parametrize(
    ("text", "settings", "speaker", "party"),
    [
        ("Statement by [Ada Lind|@lind] on [Downland|DOW]\n\nWe call for calm.", {}, "lind", "UPL"),
        ("Statement by [Ben Nemo|@nemo] of [Upland|UPL]\n\nWe call for calm.", {}, "nemo", "UPL"),
        ("Statement by [Ben Nemo|@nemo]\n\nWe call for calm.", {}, "nemo", None),
        ("On peace\n\nWe call for calm.\n\nFor the staff, [Ana Vey|@vey]", {}, "vey", "FLA"),
        ("[Free Lowland Army|FLA]\n\nWe call for calm.\n\nGlory to the river!", {}, None, "FLA"),
        (
            "[League of Rivers|LOG] statement on [Upland|UPL]\n\nIssued today by [Jon Orr|@orr]:\n\nWe call for calm.",
            {},
            None,
            "LOG",
        ),
        ("A statement\n\nIssued today by [Ada Lind|@lind]:\n\nWe call for calm.", {}, "lind", "UPL"),
        ("By [Ada Lind|@lind]\n\nWe call for calm.", {"authors": ("Ada Lind",)}, "lind", "UPL"),
        (
            "[League of Rivers|LOG] in the city of many bridges and of old [Upland|UPL]\n\nWe call for calm.",
            {},
            None,
            "LOG",
        ),
        ("Peace in [Port Sel|UPL p] of [Upland|UPL]\n\nWe call for calm.", {"title": "Peace in Port Sel"}, None, "UPL"),
    ],
)
def test_whose_statement_it_is(text: str, settings: dict[str, Any], speaker: str | None, party: str | None) -> None:
    """Author, title, signature, the line that introduces it, or the heading."""
    found = statements_of(text, kinds={0: "heading"}, own=True, **settings)
    assert (speaker, party, "We call for calm.") in found


def test_nobody_known_issues_it() -> None:
    """Without anybody named above or below, nothing is proposed."""
    assert statements_of("On peace\n\nWe call for calm.", kinds={0: "heading"}, own=True) == []
    assert statements_of("We call for calm.", own=True) == []
    assert statements_of("We call for calm.") == []


TRANSCRIPT = """Briefing by [Ada Lind|@lind]

MS. [LIND|@lind]: We call for calm.

QUESTION: Do you condemn the raid? We condemn it.

MS. [LIND|@lind]: We condemn it.

We are ready to talk.

Notes

[Jon Orr|@orr]: We will see.

MR. DOE: We will not."""


def test_turns_of_a_transcript() -> None:
    """Each answer is said by the one whose label it bears, also in the paragraphs after; questions by nobody."""
    assert statements_of(TRANSCRIPT, kinds={0: "heading", 5: "heading"}) == [
        ("lind", "UPL", "We call for calm."),
        ("lind", "UPL", "We condemn it."),
        ("lind", "UPL", "We are ready to talk."),
        ("orr", "DOW", "We will see."),
    ]


def test_boilerplate_has_no_label() -> None:
    """What is not read takes no turn."""
    text = TRANSCRIPT + "\n\nNOTE: We welcome mail."
    assert len(statements_of(text, kinds={0: "heading", 5: "heading", 8: "boilerplate"})) == 4


def test_answers_without_a_name() -> None:
    """Whoever is named above gives them."""
    text = (
        "Briefing by [Ada Lind|@lind]\n\nQ: Will it rain?\n\nA: We welcome rain.\n\nQ: And snow?\n\nA: We regret snow."
    )
    assert statements_of(text, kinds={0: "heading"}) == [
        ("lind", "UPL", "We welcome rain."),
        ("lind", "UPL", "We regret snow."),
    ]
    unknown = "Briefing\n\nQ: Will it rain?\n\nA: We welcome rain.\n\nQ: And snow?\n\nA: We regret snow."
    assert statements_of(unknown, kinds={0: "heading"}) == []


def test_labels_that_make_no_transcript() -> None:
    """A few words before a colon, each once."""
    assert statements_of("NOTE: We welcome rain.\n\nPLACE: Sel.\n\nTIME: We regret snow.") == []
    assert statements_of("NOTE: We welcome rain.\n\nNOTE: We regret snow.") == []
