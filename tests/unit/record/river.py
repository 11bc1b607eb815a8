"""A made-up report on a made-up river, what the stages might find in it, and an annotation of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from goodoffices.case import Case
from goodoffices.record.contribution import Contribution, Kept, contribution
from goodoffices.record.drafting import Draft
from goodoffices.record.merging import merge
from goodoffices.record.parts import (
    Block,
    Dated,
    Layout,
    Mention,
    Names,
    Party,
    Person,
    Proposal,
    Span,
    Words,
)

TEXT = """\
Talks on the river resume

By Alex Poe, 3 May 2020

“We will release water when the canal is open,” said Jo Doe, the upstream
Minister of Water, in Upper Town on 1 May.

Downland wants the gates opened first, its envoy Kim Roe answered. Downland closed the canal in April.

Upland and Downland distrust each other. Downland wants the gates opened first, diplomats said, and will not wait.
"""
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
DAY = dt.date(2020, 5, 3)
QUOTE = "We will release water when the canal is open,"


def at(words: str, nth: int = 1) -> Span:
    """Find where words stand for the n-th time."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def words(found: str, nth: int = 1) -> Words:
    """Take words from the text with their place."""
    return Words(found, at(found, nth))


def mention(found: str, of: str, nth: int = 1, what: str = "party") -> Mention:
    """Take a mention from the text."""
    return Mention(at(found, nth), of, "person" if what == "person" else "party")


LAYOUT = Layout(
    TEXT,
    (Block(Span(0, len(TEXT)), "paragraph"),),
    title=words("Talks on the river resume"),
    issued=Dated(at("3 May 2020"), "2020-05-03", "day"),
    authors=(words("Alex Poe"),),
    url="https://example.org/river",
)
NAMES = Names(
    parties=(
        Party("UP", "Upland", "state", ("upstream",)),
        Party("DOWN", "Downland", "state", ("Downland", "Down\nland")),
    ),
    people=(
        Person("doe", "Jo Doe", words("Minister of Water"), "UP", ()),
        Person("roe", "Kim Roe", words("envoy"), "DOWN", ()),
        Person("poe", "Alex Poe", None, None, ()),
    ),
    mentions=(
        mention("upstream", "UP"),
        mention("Downland", "DOWN"),
        mention("Downland", "DOWN", 2),
        mention("Upland", "UP"),
        mention("Downland", "DOWN", 3),
        mention("Downland", "DOWN", 4),
        mention("Jo Doe", "doe", what="person"),
        mention("Kim Roe", "roe", what="person"),
        mention("Alex Poe", "poe", what="person"),
    ),
)
STATEMENT = Proposal(
    "statements",
    {
        "speaker": "doe",
        "who": "UP",
        "when": "2020-05-01",
        "where": "Upper Town",
        "to": ["DOWN"],
        "gist": "offers water",
    },
    (at(QUOTE), at("said Jo Doe")),
    said=(at(QUOTE),),
)
ANONYMOUS = Proposal("statements", {"gist": "diplomats: Downland will not wait"}, (at("diplomats said"),))
DEMAND = Proposal(
    "demands",
    {"by": "DOWN", "of": ["UP"], "kind": "precondition", "what": "open the gates", "for": "talks"},
    (at("Downland wants the gates opened first"),),
)
EVENT = Proposal(
    "events",
    {"who": "DOWN", "when": "2020-04", "type": "closure", "what": "closes the canal"},
    (at("Downland closed the canal in April"),),
)
TIE = Proposal(
    "ties",
    {"between": ["UP", "DOWN"], "kind": "distrust", "sign": -1},
    (at("Upland and Downland distrust each other"),),
)
OBSTACLE = Proposal(
    "obstacles", {"kind": "distrust", "between": ["UP", "DOWN"]}, (at("Upland and Downland distrust each other"),)
)
OPTION = Proposal(
    "options",
    {"party": "DOWN", "say": "Open the canal", "status": "demanded"},
    (at("when the canal is open"),),
)
INTEREST = Proposal("interests", {"party": "DOWN", "want": "open gates"}, (at("wants the gates opened first", 2),))
LEVERAGE = Proposal("leverage", {"who": "UP", "over": "DOWN", "basis": "water"}, (at("release water"),))
PROPOSALS = (STATEMENT, ANONYMOUS, DEMAND, EVENT, TIE, OBSTACLE, OPTION, INTEREST, LEVERAGE)


def river(*proposals: Proposal, names: Names = NAMES, layout: Layout = LAYOUT) -> Draft:
    """Draft the river with some proposals, by default all of them."""
    return Draft(layout, names, proposals or PROPOSALS)


def part(
    *proposals: Proposal, source: str = "river", locators: bool = False, as_of: dt.date | None = None
) -> Contribution:
    """Write what the river contributes."""
    return contribution(river(*proposals), Kept(source, SHA, f"texts/{source}.txt", locators), as_of)


def start(**more: Any) -> dict[str, Any]:
    """Begin a case."""
    return {"case": "river", "title": "The river", "as_of": "2020-05-03", **more}


def drafted_data(*proposals: Proposal) -> dict[str, Any]:
    """Draft a case from the river, as plain data."""
    return merge(start(), [part(*proposals)]).data


def drafted_case(*proposals: Proposal) -> Case:
    """Draft a case from the river."""
    return Case.model_validate(drafted_data(*proposals))


def stretch(found: str, nth: int = 1) -> dict[str, Any]:
    """Write a stretch as an annotation has it."""
    span = at(found, nth)
    return {"quote": found, "start": span.start, "end": span.end}


def annotation() -> dict[str, Any]:
    """Annotate the river by hand: what PROPOSALS say, but for leverage."""
    spans = {found: [[one.start, one.end] for one in (at(found, k) for k in nth)] for found, nth in (
        ("upstream", (1,)), ("Upland", (1,)), ("Downland", (1, 2, 3, 4)),
    )}  # fmt: skip
    return {
        "document": {
            "sha256": SHA,
            "date": "2020-05-03",
            "authors": [{"name": "Alex Poe", "span": stretch("Alex Poe")}],
            "body": stretch(TEXT[TEXT.index("“We") : -1]),
        },
        "parties": [
            {"id": "U", "name": "Upland", "aliases": [
                {"text": "upstream", "spans": spans["upstream"]}, {"text": "Upland", "spans": spans["Upland"]},
            ]},
            {"id": "D", "name": "Downland", "aliases": [{"text": "Downland", "spans": spans["Downland"]}]},
            {"id": "TOWN", "name": "Upper Town", "aliases": [], "optional": True, "part_of": "U"},
        ],
        "people": [
            {"id": "jo", "name": "Doe", "role": "Minister of Water", "role_text": "the upstream Minister of Water",
             "party": "U", "spans": [stretch("Jo Doe")]},
            {"id": "kim", "name": "Kim Roe", "role": "envoy", "party": "D", "spans": [stretch("Kim Roe")]},
            {"id": "alex", "name": "Alex Poe", "role": None, "party": None, "is_author": True, "spans": []},
        ],
        "statements": [
            {"id": "st1", "speaker": "jo", "party": "U", "role": "Minister of Water", "date": "2020-05-01",
             "mode": "direct", "quotes": [stretch(QUOTE)], "sentence": stretch(f"“{QUOTE}” said Jo Doe")},
            {"id": "st2", "speaker": None, "party": None, "role": None, "date": None, "mode": "indirect", "quotes": [],
             "sentence": stretch("Downland wants the gates opened first, diplomats said")},
        ],
        "demands": [
            {"id": "dm1", "by": "D", "of": "U", "kind": "precondition",
             "span": stretch("Downland wants the gates opened first")},
        ],
        "events": [
            {"id": "ev1", "actor": "D", "target": None, "date": "2020-04",
             "span": stretch("Downland closed the canal in April")},
            {"id": "ev2", "actor": "U", "target": "D", "date": "2020-05-01", "statement": "st1",
             "span": stretch("said Jo Doe")},
        ],
        "ties": [
            {"id": "t1", "from": "D", "to": "U", "polarity": -1, "symmetric": True,
             "evidence": stretch("Upland and Downland distrust each other")},
        ],
        "options": [{"id": "op1", "by": "D", "span": stretch("when the canal is open")}],
        "obstacles": [{"id": "ob1", "between": ["U", "D"], "span": stretch("Upland and Downland distrust")}],
        "interests": [{"party": "D", "span": stretch("wants the gates opened first", 2)}],
    }  # fmt: skip
