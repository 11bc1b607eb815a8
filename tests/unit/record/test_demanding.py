"""Demands: who asks what of whom."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.record.speaking import demand_of, demands_of

LIND = "[Ada Lind|@lind]"
UPL, DOW = "[Upland|UPL]", "[Downland|DOW]"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"{LIND} called on {DOW} to leave the port.", ("UPL", "DOW", "request", "leave the port")),
        (f"{UPL} urged {DOW} and [Mirland|MIR] to stop.", ("UPL", ("DOW", "MIR"), "request", "stop")),
        (f"{UPL} asked {DOW} to stop.", ("UPL", "DOW", "request", "stop")),
        (f"{UPL} urged {DOW} not to leave.", ("UPL", "DOW", "request", "not to leave")),
        (f"{UPL} urged {DOW} to stop, warning of a war.", ("UPL", "DOW", "request", "stop")),
        (f"{UPL} called for calm.", ("UPL", None, "request", "calm")),
        (
            f"{UPL} called for calm in the port, where troops want to stay.",
            ("UPL", None, "request", "calm in the port, where troops want to stay"),
        ),
        (f"{UPL} demanded that {DOW} leave.", ("UPL", "DOW", "request", "Downland leave")),
        (f"{UPL} demanded that {DOW} should leave.", ("UPL", "DOW", "request", "Downland should leave")),
        (f"{UPL} demanded that in May {DOW} leave.", ("UPL", None, "request", "in May Downland leave")),
        (f"{UPL} demanded that the war end.", ("UPL", None, "request", "the war end")),
        (f"{LIND} accused {DOW} of delay and demanded that it leave.", ("UPL", "DOW", "request", "it leave")),
        (f"{UPL} warned {DOW} against lending its ports.", ("UPL", "DOW", "request", "lending its ports")),
        (f"{LIND} said [Mirland|MIR] had urged {DOW} to stop.", ("MIR", "DOW", "request", "stop")),
        (f"{UPL}'s demand for the release of the crew was met.", ("UPL", None, "request", "the release of the crew")),
        (f"{UPL}'s call to end the war was heard.", ("UPL", None, "request", "end the war was heard")),
        (f"{DOW} ruled out open talks, a demand that {UPL} repeated.", ("UPL", "DOW", "request", "open talks")),
        (f"The {DOW} plan had failed, leaning on [Mirland|MIR] to help.", ("DOW", "MIR", "request", "help")),
        (f"{LIND} said {DOW} must stop the raids.", ("UPL", "DOW", "request", "stop the raids")),
        (f"{LIND} said the [Downlander|DOW a] army must stop.", ("UPL", "DOW", "request", "stop")),
        (f"{LIND} said all parties should stop.", ("UPL", None, "request", "stop")),
        (f"{LIND} said the bridge must be opened.", ("UPL", None, "request", "be opened")),
        (
            f"{LIND} demanded that {DOW} leave before {{May 5|2020-05-05}}.",
            ("UPL", "DOW", "request", "Downland leave before May 5"),
        ),
        (f"{LIND} urged {DOW} (again) to leave (at once).", ("UPL", "DOW", "request", "leave (at once)")),
        (f"(Earlier {LIND} urged {DOW} to leave.)", ("UPL", "DOW", "request", "leave")),
        (f"(Earlier {LIND} urged {DOW} to leave) and it rained.", ("UPL", "DOW", "request", "leave")),
        (
            f"{LIND} said: “{DOW} must stop the raids before talks can begin.”",
            ("UPL", "DOW", "precondition", "stop the raids"),
        ),
        (
            f"{LIND} demanded that {DOW} leave before the next round of talks.",
            ("UPL", "DOW", "precondition", "Downland leave"),
        ),
        (f"{LIND} said: “We urge {DOW} to stop.”", ("UPL", "DOW", "request", "stop")),
        (f"{LIND} said: “We want {DOW} to stop.”", ("UPL", "DOW", "aim", "Downland to stop")),
        (f"{LIND} said: “{DOW} wants guarantees.”", ("DOW", None, "aim", "guarantees")),
        (f"{UPL} wants the port.", ("UPL", None, "aim", "the port")),
        (f"{UPL} is seeking the port.", ("UPL", None, "aim", "the port")),
        (f"{UPL} left. It wants the port.", ("UPL", None, "aim", "the port")),
        (f"The port sought by {UPL} is shut.", ("UPL", None, "aim", "The port")),
        (f"Guarantees demanded by {UPL} came late.", ("UPL", None, "aim", "Guarantees")),
    ],
)
def test_demands(text: str, asked: tuple[Any, ...]) -> None:
    """In many words, by the author's report and in the mouth of a speaker."""
    assert demands_of(text) == [asked]


@pytest.mark.parametrize(
    "text",
    [
        f"{UPL} should consider talks with {DOW}.",
        f"A diplomat urged {DOW} to stop.",
        f"[Ben Nemo|@nemo] said {DOW} must stop.",
        f"Did {UPL} ask {DOW} to stop?",
        f"{UPL} encouraged {DOW}.",
        f"{UPL} warned {DOW}.",
        f"{UPL} warned {DOW} of a war.",
        f"{LIND} said {UPL} must stop.",
        f"{LIND} said: “We must stop.”",
        f"{LIND} said the weather must improve.",
        f"{LIND} said the road which must stay open is long.",
        f"{LIND} said she did not think {DOW} must stop.",
        f"{LIND} said: “If {DOW} must stop, fine.”",
        f"{LIND} said {DOW} must.",
        f"{LIND} said: “I want to make that clear.”",
        f"{LIND} said: “That is something we want to see from all.”",
        f"{LIND} said: “They urge calm.”",
        f"Today leaning on {DOW} for help is hard, says {UPL}.",
        f"{LIND} said: “It wants rain.”",
        f"{UPL} did not want the port.",
        f"{UPL} wants out.",
        f"{UPL} wants.",
        "It wants the port.",
        "Rain fell. It wants the port.",
        "The port sought by nobody is shut.",
        "The port was sought by [Upland|UPL].",
        f"The demand for talks of {UPL} was met.",
        f"{UPL}'s demand was met by {DOW}.",
        f"{UPL}'s demand for.",
        "The sailors' demand for calm was met.",
        "It is a demand that nobody heard.",
        f"A demand that {UPL} repeated was met.",
        f"Leaning on {DOW} for help.",
        f"Leaning on {DOW} to help.",
        f"In {UPL} they are leaning on all to help.",
        f"{UPL} left, leaning on {UPL} to help.",
    ],
)
def test_no_demands(text: str) -> None:
    """Recommendations, questions, wishes of nobody, and what a party asks of itself."""
    assert demands_of(text) == []


def test_the_aim_of_pressure() -> None:
    """What the one who is leaned on is to bring another to."""
    assert demands_of(f"The {UPL} approach was leaning on [Mirland|MIR] to push {DOW} toward disarmament.") == [
        ("UPL", "MIR", "request", "push Downland toward disarmament"),
        ("UPL", "DOW", "aim", "disarmament"),
    ]
    assert len(demands_of(f"The {UPL} approach was leaning on [Mirland|MIR] to push all toward disarmament.")) == 1


def test_both_sides_are_those_of_whom_the_text_speaks_most() -> None:
    """No organisations, nobody named once, and not who asks."""
    before = f"{DOW} met [Mirland|MIR] at the [League of Rivers|LOG]. {DOW} left. [Mirland|MIR] stayed. "
    assert demands_of(before + "[Ada Lind|@lind] urged both sides to stop.") == [
        ("UPL", ("DOW", "MIR"), "request", "stop")
    ]
    assert demands_of(f"{DOW} met [Mirland|MIR]. {UPL} urged the two sides to stop.") == [
        ("UPL", None, "request", "stop")
    ]
    assert demands_of(f"{DOW} and [Mirland|MIR] met. {UPL} urged them to stop.") == [
        ("UPL", ("MIR", "DOW"), "request", "stop")
    ]


def test_the_government_is_that_of_the_state_in_question() -> None:
    """Only where the text speaks of it far more than of any other."""
    fla = "The [Free Lowland Army|FLA] urged the government to stop."
    assert demands_of(f"{DOW} met [Mirland|MIR]. {DOW} left. " + fla) == [("FLA", "DOW", "request", "stop")]
    assert demands_of(f"{DOW} met [Mirland|MIR]. " + fla) == [("FLA", None, "request", "stop")]
    assert demands_of(fla) == [("FLA", None, "request", "stop")]


def test_several_readings_of_the_same_words_are_one_demand() -> None:
    """A condition rather than a request, a request rather than a wish."""
    found = demands_of(f"{LIND} said: “We demand that {DOW} must leave the port.”")
    assert found == [("UPL", "DOW", "request", "Downland must leave the port")]
    assert len(demands_of(f"{LIND} demanded that {DOW} leave. She demanded that {DOW} leave.")) == 2


def test_evidence_and_cue() -> None:
    """The words that ask, and by which word."""
    found = demand_of(f"{LIND} called on {DOW} to leave the port before talks can begin, he heard.")
    assert (found.cue, found.entry["for"]) == ("called on", "talks can begin, he heard")
    assert found.entry["kind"] == "precondition"


def test_captions_ask_for_nothing() -> None:
    """They repeat what the text says."""
    assert demands_of(f"{UPL} urged {DOW} to stop.", kinds={0: "caption"}) == []


def test_a_communique_asks_its_adversary() -> None:
    """The one it names more than all others together; a neutral body has none."""
    head = f"Statement by {UPL}\n\n"
    text = head + f"{DOW} has crossed the river. We demand the withdrawal of all troops."
    assert demands_of(text, kinds={0: "heading"}, own=True) == [
        ("UPL", "DOW", "request", "the withdrawal of all troops")
    ]
    text = head + f"{DOW} met [Mirland|MIR]. It considers all closed. We demand the withdrawal of all troops."
    assert demands_of(text, kinds={0: "heading"}, own=True) == [
        ("UPL", None, "request", "the withdrawal of all troops")
    ]
    text = f"Statement by the [League of Rivers|LOG]\n\n{DOW} has crossed the river. We demand calm."
    assert demands_of(text, kinds={0: "heading"}, own=True) == [("LOG", None, "request", "calm")]
    text = head + f"{UPL} is open. It expects that {DOW} will leave. It expects rain."
    assert demands_of(text, kinds={0: "heading"}, own=True) == [("UPL", "DOW", "request", "Downland will leave")]
