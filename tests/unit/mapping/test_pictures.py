"""The map as pictures: what is drawn for whom, and how."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from goodoffices.case import Case
from goodoffices.mapping import conflict_map, leverage_chart, map_case, timeline_picture
from goodoffices.mapping.pictures import _edges, _focus, _node
from goodoffices.mapping.timeline import timeline
from goodoffices.store import read_case

Changed = Callable[..., Case]


def words(svg: str) -> str:
    """Read a picture back, which fails unless it is well-formed, and return its text."""
    return " ".join(text.strip() for text in ET.fromstring(svg).itertext() if text.strip())  # noqa: S314 - our own


def test_the_conflict_map_names_who_is_tied_and_is_signed(small: Case) -> None:
    """With date, viewpoint and handling; whoever nothing ties is left out, unless it is a principal."""
    shown = words(conflict_map(map_case(small)))
    for name in ("Upstream", "Downstream", "Norway"):
        assert name in shown
    assert "Upper Town" not in shown
    assert "Old Downstream" not in shown
    assert "As of 1 May 2020 · internal · viewpoint: a made-up analyst" in shown
    alone = words(conflict_map(map_case(small.model_copy(update={"ties": ()}))))
    assert "Upstream" in alone
    assert "Norway" not in alone


def test_a_venue_with_a_tie_is_drawn(changed: Changed) -> None:
    """And a case without a viewpoint says so."""
    case = changed(("{from: NO, to: DOWN, kind", "{from: NO, to: town, kind"), ("viewpoint: a made-up analyst\n", ""))
    shown = words(conflict_map(map_case(case)))
    assert "Upper Town" in shown
    assert "viewpoint: not stated" in shown


def test_only_ties_of_the_day_are_drawn(small: Case) -> None:
    """By default those of the day of the case."""
    today = words(conflict_map(map_case(small)))
    assert "treaty" in today
    assert "economic" not in today
    assert "economic" in words(conflict_map(map_case(small, on=dt.date(2005, 1, 1))))
    assert "treaty" not in words(conflict_map(map_case(small, on=dt.date(1900, 1, 1))))


def test_power_is_the_share_of_the_most_powerful(small: Case) -> None:
    """By the likeliest values; none is none, and nobody has less."""
    assert [_node(small, party).power for party in ("UP", "DOWN", "NO")] == [1.0, 0.5, 0.0]


@pytest.mark.parametrize(("value", "expected"), [("0", 0.0), ("-3", 0.0)])
def test_power_without_any_is_none(changed: Changed, value: str, expected: float) -> None:
    """Only ratios matter, and there is none to nothing."""
    case = changed(("value: [1, 2, 4]", f"value: {value}"), ("power: {value: 1,", f"power: {{value: {value},"))
    assert _node(case, "UP").power == expected
    assert _node(changed(("power: {value: 1,", f"power: {{value: {value},")), "DOWN").power == expected


def test_roles_are_drawn(small: Case, changed: Changed) -> None:
    """Principals, candidates by role or by their entry, and those who stand apart."""
    drawn = {party: (_node(small, party).role, _node(small, party).shape) for party in small.parties}
    assert drawn == {
        "UP": ("principal", "circle"),
        "DOWN": ("principal", "circle"),
        "NO": ("candidate", "circle"),
        "OLD": ("other", "half"),
        "town": ("other", "half"),
    }
    quiet = changed(("role: broker-candidate", "role: stakeholder"))
    assert (_node(quiet, "NO").role, _node(quiet, "NO").shape) == ("candidate", "half")
    unnamed = changed(
        ("role: broker-candidate", "role: influencer"),
        ("  NO: {party: NO, kind: state, roles", "  other: {party: OLD, kind: state, roles"),
        ("about: NO, supports", "supports"),
        ("      by: NO\n", "      by: direct\n"),
        ("broker: NO, cite", "broker: direct, cite"),
    )
    assert _node(unnamed, "NO").role == "other"
    assert _node(unnamed, "OLD").role == "candidate"


@pytest.mark.parametrize(
    ("tie", "style", "directed"),
    [
        ("{between: [A, B], kind: war, sign: +}", "conflict", False),
        ("{between: [A, B], kind: other, sign: '-'}", "conflict", False),
        ("{between: [A, B], kind: war, sign: 0, strength: 0.1}", "conflict", False),
        ("{between: [A, B], kind: alliance, sign: +}", "alliance", False),
        ("{from: B, to: A, kind: alliance, sign: +}", "alliance", True),
        ("{between: [A, B], kind: alliance, sign: 0}", "tie", False),
        ("{between: [A, B], kind: other, sign: 0, strength: 0.1}", "weak", False),
        ("{between: [A, B], kind: other, sign: 0, strength: 0.3}", "tie", False),
        ("{from: A, to: B, kind: economic, sign: +}", "tie", True),
    ],
)
def test_ties_have_a_style_and_a_direction(changed: Changed, tie: str, style: str, *, directed: bool) -> None:
    """Conflict before alliance before weakness."""
    tie = tie.replace("A", "UP").replace("B", "NO").replace("}", ", cite: {analyst: x}}")
    case = changed(("  - {from: NO, to: UP", f"  - {tie}\n  - {{from: NO, to: UP"))
    (edge,) = _edges([case.ties[2]])
    assert (edge.style, edge.directed) == (style, directed)
    assert {edge.source, edge.target} == {"UP", "NO"}
    if directed:
        assert (edge.source, edge.target) == case.ties[2].ends


def test_ties_of_a_pair_that_are_drawn_alike_are_one_line(changed: Changed) -> None:
    """With all their kinds, the strength of the strongest, and their words."""
    more = '  - {between: [DOWN, UP], kind: war, sign: "-", strength: 1, what: a war, cite: {analyst: x}}\n'
    more += '  - {from: DOWN, to: UP, kind: war, sign: "-", what: another, cite: {analyst: x}}\n  - {from: NO, to: UP'
    (edge,) = [edge for edge in _edges(changed(("  - {from: NO, to: UP", more)).ties) if edge.style == "conflict"]
    assert (edge.label, edge.note, edge.strength, edge.directed) == ("distrust, war", "a war; another", 1.0, False)
    assert {edge.source, edge.target} == {"UP", "DOWN"}


def test_leverage_stands_beside_will(small: Case) -> None:
    """Never multiplied."""
    shown = words(leverage_chart(map_case(small)))
    for part in ("Leverage and will", "Norway over Upstream", "will to use it"):
        assert part in shown


def test_the_timeline_shows_who_speaks_for_whom(small: Case) -> None:
    """One lane for each party that said or did something."""
    shown = words(timeline_picture(map_case(small)))
    assert "Jo Doe: offers water for the canal" in shown
    assert "Norway" in shown


def test_open_ends_are_drawn_until_the_day_of_the_case(changed: Changed) -> None:
    """And open beginnings from their end."""
    case = changed(("when: 2018, meant_to", "when: ../2018, meant_to"))
    assert "a seminar" in words(timeline_picture(map_case(case)))


def test_the_focus_holds_the_last_three_fifths(small: Case) -> None:
    """Where there is enough to need one."""
    case = read_case("korea-2017")
    moments = timeline(case)
    focus = _focus(moments, case.as_of)
    assert focus is not None
    inside = sum(one.when.start >= focus[0] for one in moments)
    assert inside >= len(moments) * 3 / 5
    assert focus[1] == case.as_of
    assert _focus(timeline(small), small.as_of) is None
    assert _focus([moments[-1]] * 12, case.as_of) is None
    assert "What was said, done and tried" in words(timeline_picture(map_case(case)))
    assert "Korean nuclear crisis" in words(conflict_map(map_case(case)))
