"""A small crisis that has something in every section, and a copy of it that is out for trouble."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from goodoffices.brief import Document, compose
from goodoffices.case import Case

ANALYST = {"analyst": "The reading of a careful person"}
PAPER = {"paper": {"para": 2, "start": 0, "end": 4, "sha256": "0" * 64}}
RECORD = {"record": {"at": "item 3"}}

PLAIN: dict[str, Any] = {
    "case": "dam",
    "title": "The dam on the border river",
    "question": "Could a neighbour broker the filling of the dam?",
    "as_of": "2020-05-01",
    "viewpoint": "A student of rivers",
    "sources": {
        "paper": {
            "type": "article-newspaper", "author": [{"family": "Roe", "given": "Jane"}, {"literal": "Staff"}],
            "container-title": "The River Post", "issued": "2020-04-02", "page": 4, "volume": 7, "issue": 2,
                "genre": "news",
            "reliability": "news", "URL": "https://river.example/4", "DOI": "10.1/4", "version": 2,
        },
        "record": {"type": "document", "title": "Minutes of the river council No. 12", "number": "No. 12",
            "publisher": "River council",
                   "event-title": "Council", "event-place": "Basle", "reliability": "official-record"},
        "unused": {"type": "book", "title": "Rivers", "number": 9},
    },
    "parties": {
        "UP": {"name": "United Highlands", "kind": "state", "role": "principal", "power": {"value": 2, "cite": RECORD}},
        "DOWN": {"name": "Lowland", "kind": "state", "role": "principal"},
        "COUNCIL": {"name": "River council", "kind": "igo", "role": "broker-candidate"},
        "SEA": {"name": "The Sea League", "kind": "igo", "role": "influencer"},
        "HALL": {"name": "Town hall", "kind": "other", "role": "venue"},
    },
    "people": {"mayor": {"name": "Ada Mayor", "office": "Mayor", "party": "DOWN"}},
    "ties": [
        {"between": ["UP", "DOWN"], "kind": "distrust", "sign": "-", "strength": [0.5, 0.9],
            "what": "each fears the other's hand on the gate",
         "cite": PAPER},
        {"from": "UP", "to": "COUNCIL", "kind": "membership", "sign": "+", "cite": RECORD, "when": "1990/.."},
        {"between": ["SEA", "HALL"], "kind": "other", "sign": 0, "cite": ANALYST},
    ],
    "leverage": [
        {"who": "UP", "over": "DOWN", "basis": "water", "strength": [0.5, 0.7, 0.9], "will": 0.3, "cite": RECORD},
        {"who": "DOWN", "over": "UP", "basis": "the port", "strength": 0.4, "cite": ANALYST},
    ],
    "interests": {
        "UP": [{"want": "light", "topic": "electricity", "weight": [3, 5], "cite": PAPER}, {"want": "honour",
            "cite": ANALYST}],
        "DOWN": [{"want": "light too", "topic": "electricity", "implied": True, "cite": ANALYST},
                 {"want": "water", "topic": "fields", "weight": 5, "cite": PAPER}],
    },
    "statements": [
        {"who": "mayor", "when": "2020-03-01T10:00", "gist": "will not wait", "said": PAPER},
        {"who": "UP", "when": "2020-04", "gist": "Lowland must wait", "reported": RECORD},
    ],
    "demands": [
        {"by": "UP", "of": "DOWN", "kind": "precondition", "what": "drop the complaint", "for": "release",
            "needs": "not DOWN.complain | DOWN.share",
         "before": "UP.release", "cite": PAPER},
        {"by": "DOWN", "of": "UP", "kind": "precondition", "what": "release water.", "needs": "UP.release",
            "before": "DOWN.complain",
         "cite": {**RECORD, **ANALYST}},
        {"by": "DOWN", "of": "UP", "kind": "precondition", "what": "a word", "needs": "UP.release", "cite": RECORD},
        {"by": "DOWN", "of": "UP", "kind": "aim", "what": "peace", "cite": RECORD},
    ],
    "events": [
        {"when": "2019-12", "who": "UP", "type": "gate-closed", "what": "the gate was closed", "cite": PAPER},
        {"when": "2020-04-20", "who": "DOWN", "type": "march", "cite": RECORD},
    ],
    "measures": [
        {"by": ["DOWN"], "of": "UP", "kind": "pressure", "what": "a march on the border", "when": "2020-01",
            "meant_to": "to open the gate",
         "watch": ["gate-closed"], "cite": RECORD},
        {"by": ["COUNCIL", "SEA"], "of": ["UP", "DOWN"], "kind": "mediation", "what": "a visit", "when": "2020-02-02",
            "meant_to": "calm", "cite": RECORD},
    ],
    "trends": [{"of": "UP", "what": "water level", "per_year": [-0.5, 0.5], "unit": "metres", "cite": RECORD},
               {"of": "DOWN", "what": "harvest", "per_year": -0.001, "cite": ANALYST}],
    "obstacles": [
        {"kind": "distrust", "between": ["UP", "DOWN"], "severity": [0.4, 0.8], "trust": 0.2, "what": "old wounds",
            "cite": PAPER},
        {"kind": "domestic", "between": ["UP"], "severity": 0.9, "cite": ANALYST},
        {"kind": "other", "between": ["UP", "SEA"], "severity": 0.1, "cite": RECORD},
    ],
    "facts": [
        {"about": "UP", "what": "dams", "value": 3, "unit": "dams", "year": 2019, "cite": RECORD},
        {"about": ["UP", "DOWN"], "what": "border", "value": True, "year": 2019, "cite": RECORD},
        {"about": "UP", "what": "members of the council", "value": False, "year": 2019, "cite": RECORD},
        {"about": "UP", "what": "treaty since", "value": 1990, "unit": "year", "year": 2019, "cite": RECORD},
        {"about": "UP", "what": "ratio", "value": 0.3333, "year": 2019, "cite": RECORD},
    ],
    "options": {
        "UP": {"release": {"say": "Release water in the dry season.", "cite": PAPER}, "build": {"say": "Build higher"}},
        "DOWN": {"complain": {"say": "Go to the council"}, "share": {"say": "Share the harvest"}},
    },
    "one_way": {"UP.build": "on", "DOWN.share": "off"},
    "feasible": [
        {"never": "UP.build & DOWN.share", "why": "Nobody shares with a builder"},
        {"rule": "UP.build excludes (UP.release iff DOWN.share)", "cite": RECORD},
    ],
    "now": ["DOWN.complain"],
    "preferences": {
        "UP": [{"that": "not DOWN.complain", "confidence": [0.4, 0.6], "why": "Shame", "cite": PAPER},
            {"that": "not UP.release", "unknown": True},
               "not UP.build"],
        "DOWN": {"statements": [{"that": "UP.release", "confidence": 0.9}, {"that": "DOWN.complain if not UP.release"},
                                {"that": "not DOWN.complain if UP.release"}, {"that": "DOWN.share"}], "cite": RECORD},
    },
    "targets": {
        "quiet-river": {"that": "UP.release & not DOWN.complain", "say": "Water flows and nobody complains"},
        "a-higher-dam": "UP.build",
        "shared": "DOWN.share",
    },
    "policies": {
        "wait": {"say": "Nobody does a thing", "cite": ANALYST},
        "the dam grows": {"assume": {"UP.build": "on"}, "cite": RECORD},
        "quiet first": {"say": "Lowland takes the complaint back", "assume": {"DOWN.complain": "off"}, "cite": RECORD},
        "changed hearts": {"prefer": {"UP": ["UP.release"], "DOWN": ["not DOWN.complain"]}, "cite": ANALYST},
        "by decree": {"allow": [{"by": "UP", "from": "UP.build", "to": "not UP.build"}]},
    },
    "candidates": {
        "COUNCIL": {"party": "COUNCIL", "kind": "igo", "roles": ["good-offices", "host"],
            "say": "It has met for a century",
                    "acceptability": {"UP": {"value": [0.2, 0.3, 0.6], "why": "A member", "cite": RECORD},
                        "DOWN": {"value": 0.9, "cite": ANALYST}},
                    "capacity": {"value": [0.1, 0.4], "cite": ANALYST}, "facts": ["Its seat is in Basle"],
                        "cite": RECORD},
        "direct": {"name": "No broker", "kind": "direct"},
        "SEA": {"kind": "igo", "say": "New to it"},
    },
    "claims": [
        {"id": "thesis", "text": "The council should broker", "cite": PAPER},
        {"id": "old", "text": "The council is old", "cite": RECORD, "supports": ["thesis"]},
        {"id": "slow", "text": "The council is slow", "cite": ANALYST, "attacks": ["thesis", "old"]},
        {"id": "fast", "text": "It was fast in 1999", "cite": RECORD, "attacks": ["slow"]},
        {"id": "cold", "text": "Nobody asked it", "cite": RECORD, "attacks": ["thesis"]},
        {"id": "hen", "text": "The hen was first", "cite": ANALYST, "attacks": ["egg"]},
        {"id": "egg", "text": "The egg was first", "cite": ANALYST, "attacks": ["hen"]},
    ],
    "aftermath": [
        {"when": "2021", "what": "The gate was opened", "cite": ANALYST},
        {"when": "2020-06", "what": "It rained", "cite": RECORD},
    ],
}  # fmt: skip


def case_of(**changes: Any) -> Case:
    """Make the case with some of its sections changed; None takes a section away."""
    plain = copy.deepcopy(PLAIN) | changes
    return Case.model_validate({key: value for key, value in plain.items() if value is not None})


@pytest.fixture(scope="session")
def dam() -> Case:
    """Return the whole case."""
    return case_of()


@pytest.fixture(scope="session")
def document(dam: Case) -> Document:
    """Return its brief."""
    return compose(dam, texts={"paper": "First.\n\nWater is life."}, version="1.2.3")


@pytest.fixture(scope="session")
def make() -> Callable[..., Case]:
    """Return what makes the case with some of its sections changed."""
    return case_of


@pytest.fixture(scope="session")
def words() -> Callable[[Document], str]:
    """Return what lists all that a document says."""

    def listed(document: Document) -> str:
        return "\n".join(f"{one.lead} {one.text}" for one in document.sentences())

    return listed
