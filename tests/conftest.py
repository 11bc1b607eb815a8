"""A small case that holds every section, the shipped cases, and the reference folder beside the project."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from goodoffices.case import Case
from goodoffices.store import case_from_text

ROOT = Path(__file__).resolve().parents[1]

# Two processes that compile the same loop for other types at the same moment can take one another's code from a common
# cache: each worker has its own. Compiled loops are loaded by the functions that need them, hence after this line.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # noqa: TID251 - tests are no core
    os.environ["NUMBA_CACHE_DIR"] = str(ROOT / "build" / "numba" / worker)  # noqa: TID251 - as above

REPORT = """\
Report on the river

The upstream ministry said: “We will release water when the canal is open.”

The downstream ministry   answered
that it would wait. It would wait, it said, until May.
"""

SMALL = """\
# yaml-language-server: $schema=./case.schema.json
# Two neighbours and a river: every section of a case file, each as small as it can be.
case: two-neighbours
title: Two neighbours and a river   # what it is called
as_of: 2020-05-01
question: Can the dry season pass in peace?
handling: internal
viewpoint: a made-up analyst
note: >-
  Written for tests;
  no real crisis is described.

sources:
  report: {type: report, title: Report on the river, author: [{family: Doe, given: Jo}, {literal: A ministry}],
    issued: 2020-04, file: report.txt, reliability: official-record}
  accord:   # its text is not here
    type: treaty
    title: "River accord: the text"
    container-title: Treaty series
    event-place: Upper Town
    volume: 7
    issued: 1947~

parties:
  UP:   {name: Upstream, kind: state, role: principal, aliases: [the upper country],
    power: {value: [1, 2, 4], what: index, cite: {accord: {at: annex}}}}
  DOWN: {name: Downstream, kind: state, role: principal, power: {value: 1, cite: {analyst: a guess}}}
  NO:   {name: Norway, kind: state, role: broker-candidate}
  OLD:  {name: Old Downstream, kind: state, role: historical, successor: DOWN}
  town: {name: Upper Town, kind: other, role: venue}

people:
  minister: {name: Jo Doe, office: Minister of Water, party: UP}
  envoy: {name: Kim Roe}

ties:
  # the oldest first
  - {between: [UP, DOWN], kind: treaty, sign: +, strength: [0.2, 0.4], when: 1947~, what: river accord,
     cite: {accord: {at: article 1}}}
  - {between: [UP, DOWN], kind: distrust, sign: "-", strength: [0.5, 0.6, 0.9],
     cite: {report: "It would wait, it said"}}
  - {from: NO, to: UP, kind: economic, sign: +, strength: 0.2, when: 2001/2010, cite: {analyst: trade}}   # over
  - {from: NO, to: DOWN, kind: channel, sign: 0, when: 2019/.., cite: {analyst: quiet talks}}

leverage:
  - {who: NO, over: UP, basis: loans, strength: [0.3, 0.5], will: 0.4, cite: {analyst: it lends}}
  - {who: NO, over: DOWN, basis: aid, strength: 0.3, cite: {analyst: it gives}}

interests:
  UP: [{want: power in winter, topic: power, weight: 4, cite: {analyst: dams}},
    {want: quiet, topic: quiet, cite: {analyst: trade}}]
  DOWN:
    - {want: quiet on the border, topic: quiet, weight: [2, 3], implied: true, cite: {analyst: trade}}
    - {want: water in May, cite: {report: {exact: wait, suffix: ". It"}}}

statements:
  - {id: offer, who: minister, when: 2020-04-03, where: Upper Town, to: DOWN,
     gist: offers water for the canal, about: water,
     said: {report: "\\"We will release water when the canal is open.\\""}, means: [UP.release if DOWN.open]}
  - {who: DOWN, to: [UP, envoy], reported: {report: "The downstream ministry answered that it would wait"},
     handling: confidential}

demands:
  - {id: first, by: UP, of: DOWN, kind: precondition, what: open the canal, for: water,
     needs: DOWN.open, before: UP.release,
     cite: {report: the canal is open}}
  - {by: DOWN, of: UP, kind: precondition, what: release water, needs: UP.release, before: DOWN.open,
     cite: {analyst: its reply}}
  - {by: DOWN, of: UP, kind: aim, what: a new accord, cite: {analyst: its reply}, status: proposed}

events:
  - {id: low, when: 2019-08, who: DOWN, type: drought, what: low water, where: the delta, cite: {report: {at: page 1}}}
  - {when: 2020-02-01, who: minister, to: DOWN, type: closure, cameo: "044", cite: {analyst: seen}}
  - {when: 2020-04-10, who: UP, type: closure, cite: {analyst: seen}}

measures:
  - {id: talks-1, by: [NO, DOWN], of: UP, kind: talks, what: shuttle talks, when: 2020-03-01/..,
     meant_to: open the gates, watch: [closure],
     cite: {analyst: known}}
  - {by: UP, of: [DOWN], kind: other, what: a seminar, when: 2018, meant_to: build trust, cite: {analyst: known}}

trends:
  - {of: UP, what: storage, per_year: [0.01, 0.03], unit: share, cite: {analyst: dams are built}}

obstacles:
  - {kind: distrust, between: [UP, DOWN], severity: [0.4, 0.8], trust: [0.1, 0.3], what: old quarrels,
     cite: {analyst: history}}
  - {kind: domestic, between: [UP], severity: 0.5, cite: {analyst: elections}}

facts:
  - {about: UP, what: dams, value: 12, unit: dams, year: 2019, cite: {accord: {at: annex}}}
  - {about: [UP, DOWN], what: shared basin, value: true, year: 2020, cite: {analyst: maps}}
  - {about: DOWN, what: area watered, value: 0.35, year: 2018, cite: {analyst: maps}}

options:
  UP: {release: {say: Release water in the dry season, status: offered, cite: {report: release water}}}
  DOWN:
    open: {say: Open the canal, note: It is closed.}
    complain: {say: Go to the Security Council}

one_way: {DOWN.complain: on}

feasible:
  - DOWN.complain excludes DOWN.open
  - {never: UP.release & DOWN.complain, why: nobody gives under accusation, cite: {analyst: custom}}

now: []

preferences:
  UP:
    - {that: DOWN.open, confidence: [0.5, 0.9], why: goods pass}
    - not DOWN.complain
    - {that: not UP.release, unknown: true}
  DOWN:
    ranking: [[UP.release, DOWN.open], [[UP.release], 0], [DOWN.open], 4]
    confidence: 0.7
    cite: {analyst: a reading}
    note: it would rather have water

targets:
  deal: UP.release & DOWN.open
  quarrel: {that: DOWN.complain, say: It goes to the Council}

policies:
  water first: {say: Upstream goes first, assume: {UP.release: on}, cite: {analyst: what if}}
  "changed: mind":
    prefer: {DOWN: {payoffs: {0: 1, 1: 2.5, 2: 1, 3: 3, 4: 0}}, UP: [UP.release iff DOWN.open]}
    handling: confidential
    note: "NO"
  barred: {forbid: [{by: DOWN, from: not DOWN.complain, to: DOWN.complain}],
    allow: [{by: UP, from: UP.release, to: not UP.release}]}

issues:
  flow: {say: Water in May, options: {none: no water, 'half of it': half, all: all of it},
    now: none, moved_by: [UP], verify_days: [1, 3, 9],
    cite: {analyst: gauges}}
  canal: [shut, ajar, 2]

positions:
  UP:
    weights: {flow: 0.4, canal: [0.5, 0.7]}
    values: {flow: [1, [0.4, 0.6], 0], canal: [0, 0.3, 1]}
    reserve: {value: 0.3, cite: {analyst: its budget}}
    red_lines: [not flow.all]
    cite: {analyst: a reading}
  DOWN: {weights: {flow: 0.8, canal: 0.2}, values: {flow: [0, 0.5, 1], canal: [1, 0.5, 0.2]}}

links:
  - flow."half of it" requires not canal.shut
  - {never: flow.all & canal.shut, why: it would flood}

candidates:
  NO: {party: NO, kind: state, roles: [good-offices, host], say: a patient lender,
    acceptability: {UP: {value: [0.4, 0.6], why: loans, cite: {analyst: trade}},
      DOWN: {value: 0.7, cite: {analyst: aid}}},
    credibility: {value: [0.5, 0.6, 0.8], what: a record, cite: {analyst: past talks}}, facts: [Hosted talks twice]}
  direct: {name: No broker, kind: direct, leverage: {UP: {value: 0, cite: {analyst: nobody}}},
    will: {UP: {value: [0, 0.2], cite: {analyst: nobody}}}}

brokering:
  between: [UP, DOWN]
  note: two theories
  channel:
    about: strength
    pie_after_war: {value: [0.7, 0.8], cite: {analyst: mills stand still}}
    strong_wins: {value: 0.8, why: it holds the gates, cite: {accord: {at: article 2}}}
    strong_share: {value: [0.4, 0.5], cite: {analyst: unknown}}
    why: neither knows the other's stores
    cite: {analyst: a reading}
  advice:
    - advised_cost: {value: 0.1, cite: {analyst: fields}}
      tough_cost: {value: 0.05, cite: {analyst: fields}}
      weak_cost: {value: 0.3, cite: {analyst: fields}}
      broker_cost: {value: [0.1, 0.3], why: its loans, cite: {analyst: fields}}
      weak_wrong: {value: 0.1, cite: {analyst: it listens}}
      tough_wrong: {value: 0.3, cite: {analyst: it listens}}
      bias: {value: [0.5, 1.5], cite: {analyst: aid}}
      prior: {value: 0.35, cite: {analyst: a guess}}
      by: NO
      to: DOWN   # the poorer

claims:
  - {id: patience, text: Norway can wait, cite: {analyst: it has}, about: NO, supports: [hope]}
  - {id: hope, text: There will be a deal, cite: {analyst: both gain}, attacks: [patience]}

aftermath:
  - {when: 2021-01, what: The gates were opened, broker: NO, cite: {analyst: "public record"}, handling: open}
# the end
"""


@pytest.fixture(scope="session")
def root() -> Path:
    """Where the project stands."""
    return ROOT


@pytest.fixture(scope="session")
def small_text() -> str:
    """Return a case file that holds every section and most forms, with comments."""
    return SMALL


@pytest.fixture(scope="session")
def small(small_text: str) -> Case:
    """Read the small case."""
    return case_from_text(small_text, "small.yaml")


@pytest.fixture(scope="session")
def report_text() -> str:
    """Return the text of the small case's one source with a text."""
    return REPORT


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """Lay the small case and the text of its source out in a folder."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "case.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def changed() -> Callable[..., Case]:
    """Read the small case with some of its words replaced; each old text must stand there once."""

    def change(*pairs: tuple[str, str]) -> Case:
        return case_from_text(_replaced(pairs), "small.yaml")

    return change


@pytest.fixture(scope="session")
def changed_text() -> Callable[..., str]:
    """Return the text of the small case with some of its words replaced."""
    return lambda *pairs: _replaced(pairs)


def _replaced(pairs: tuple[tuple[str, str], ...]) -> str:
    text = SMALL
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the small case"
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="session")
def record() -> Path:
    """Return the folder of reference texts; a clone of the project alone does not have it."""
    folder = ROOT.parent / "shared" / "reference" / "record"
    if not folder.is_dir():
        pytest.skip("the reference folder ../shared/reference/record is absent: only the project's own checks have it")
    return folder
