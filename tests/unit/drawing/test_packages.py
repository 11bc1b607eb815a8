"""Packages and frontiers show who gains what over its reservation value, in grey and in words too."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.drawing import (
    FrontierPlot,
    NamedPoint,
    PackageRow,
    PartyAxis,
    draw_frontier,
    draw_packages,
)
from goodoffices.drawing.frontier import _envelope, _spread, _thin
from goodoffices.errors import CaseError

AXES = (PartyAxis("United States", 0.42), PartyAxis("North Korea", 0.38))
LONG = "Organisation for Security and Co-operation in Europe"
WORDS = "testing: halt confirmed by visits; exercises: put off over the Games; inspections: visits to named sites; "


def rows(parties: int, count: int) -> list[PackageRow]:
    """Make packages with words of several lengths and utilities all over the axis."""
    return [
        PackageRow(f"{LONG} {k}", WORDS * (k % 4), tuple(abs(math.sin(k + i)) for i in range(parties)), "note")
        for k in range(count)
    ]


def arc(count: int) -> tuple[tuple[float, float], ...]:
    """Make a frontier in the shape of a quarter circle."""
    turns = [at / (count - 1) * math.pi / 2 for at in range(count)]
    return tuple((min(abs(math.cos(turn)), 1.0), min(math.sin(turn), 1.0)) for turn in turns)


def test_gains_and_losses_are_written_under_the_marks(read: Any) -> None:
    """What is above the reservation value has a plus, what is below a minus, what meets it neither."""
    packages = [
        PackageRow("Nash", "tests: halt", (0.62, 0.58), "nothing dominates it"),
        PackageRow("Today", "", (0.42, 0.38)),
        PackageRow("All for one", "", (0.2, 1.0)),
    ]
    drawn = read(draw_packages(packages, AXES, title="Korea", subtitle="December"))
    drawn.check()
    assert {"0.62 (+0.2)", "0.42 (±0)", "0.2 (−0.22)", "1 (+0.62)"} <= set(drawn.words)
    assert "Nash: tests: halt. United States 0.62 (+0.2), North Korea 0.58 (+0.2). nothing dominates it" in drawn.titles
    assert drawn.legend() == [
        "utility",
        "reservation value",
        "above it, by the figure in brackets",
        "below it: the party would refuse",
    ]


def test_a_party_without_reservation_value_has_no_line_and_no_gain(read: Any) -> None:
    """Its utility stands alone, and the legend does not speak of a line."""
    drawn = read(draw_packages([PackageRow("Nash", "", (0.62,))], [PartyAxis("USA")], title=""))
    assert "0.62" in drawn.words
    assert drawn.legend() == ["utility"]
    empty = draw_packages([], [PartyAxis("USA")], title="Nothing")
    read(empty).check()
    assert "legend" not in empty
    read(draw_packages([], [], title="Nobody")).check()


@pytest.mark.parametrize("parties", [2, 6])
@pytest.mark.parametrize("width", [760, 1040])
def test_twelve_packages_of_six_parties_with_long_names_are_readable(read: Any, parties: int, width: float) -> None:
    """No words touch each other or leave the sheet."""
    axes = [PartyAxis(f"{LONG} {at}", 0.1 * at if at % 3 else None) for at in range(parties)]
    read(draw_packages(rows(parties, 12), axes, title="T " * 200, width=width)).check()


def test_scales_other_than_from_nought_to_one_are_told(read: Any) -> None:
    """The ends of each axis are written beneath it."""
    axis = PartyAxis("ministry", 0, -1200, 34000)
    drawn = read(draw_packages([PackageRow("a", "", (28768.0,))], [axis], title=""))
    drawn.check()
    assert {"−1,200", "34,000", "0", "28,768 (+28,768)"} <= set(drawn.words)


def test_points_at_one_place_share_a_label(read: Any) -> None:
    """Solutions that agree on a package are told together, with what it is worth to whom."""
    points = arc(9)
    named = (
        NamedPoint("Nash", points[4], "circle", "largest product."),
        NamedPoint("Egalitarian", points[4], "square"),
        NamedPoint("Today", (0.42, 0.38), "open"),
    )
    drawn = read(draw_frontier(FrontierPlot(AXES, points, named), title="Korea", subtitle="9 packages"))
    drawn.check()
    assert {"Nash, Egalitarian", "United States 0.707", "North Korea 0.707", "Today"} <= set(drawn.words)
    assert any(
        one.startswith("Nash, Egalitarian: United States 0.707, North Korea 0.707 largest") for one in drawn.titles
    )
    assert drawn.legend() == [
        "undominated package",
        "frontier, complete",
        "reservation value: United States 0.42, North Korea 0.38",
        "at least both reservation values, below the frontier",
    ]


def test_no_zone_is_shaded_where_no_point_is_acceptable_to_both(read: Any) -> None:
    """The legend does not speak of it either; an empty frontier is an empty plot."""
    axes = (PartyAxis("a", 0.9), PartyAxis("b", 0.9))
    legend = read(draw_frontier(FrontierPlot(axes, ((0.95, 0.2),), complete=False), title="")).legend()
    assert legend == ["undominated package", "frontier, points may be missing", "reservation value: a 0.9, b 0.9"]
    empty = draw_frontier(FrontierPlot((PartyAxis("a"), PartyAxis("b")), ()), title="Nothing")
    read(empty).check()
    assert "legend" not in empty


def test_one_reservation_value_is_enough_for_a_line(read: Any) -> None:
    """A party that refuses nothing bounds the zone by the end of its axis."""
    for axes in ((PartyAxis("a", 0.2), PartyAxis("b")), (PartyAxis("a"), PartyAxis("b", 0.2))):
        drawn = read(draw_frontier(FrontierPlot(axes, arc(5), (NamedPoint("x", (1.0, 0.0)),)), title=""))
        drawn.check()
        assert drawn.legend()[3] == "at least the reservation value, below the frontier"
        assert "a 1, b 0" in drawn.words


def test_thousands_of_points_make_a_small_picture(read: Any) -> None:
    """Points printed on each other are drawn once, the ends kept; labels of neighbours stay apart."""
    points = arc(5000)
    named = tuple(NamedPoint(f"{LONG} {k}", points[2000 + 5 * k], "diamond") for k in range(14))
    svg = draw_frontier(FrontierPlot(AXES, points, named), title="Many", width=900)
    read(svg).check()
    assert len(svg) < 120_000
    thin = _thin(points)
    assert len(thin) < 10
    assert thin[0] == points[0]
    assert thin[-1] == points[-1]


def test_the_line_runs_along_the_best_points() -> None:
    """Points that another beats are dots beneath the line."""
    assert _envelope([(0.2, 0.9), (0.5, 0.5), (0.5, 0.4), (0.4, 0.5), (0.9, 0.1)]) == [
        (0.9, 0.1),
        (0.5, 0.5),
        (0.2, 0.9),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(10, 60)), max_size=8))
def test_labels_keep_apart_and_in_order(asked: list[tuple[float, float]]) -> None:
    """None touches the next or leaves the plot, and a label that has room stands where it was wished."""
    wished = sorted(one for one, _ in asked)
    heights = [high for _, high in asked]
    ends = _spread(wished, heights, 500.0, 0.0)
    lows = [end + high for end, high in zip(ends, heights, strict=True)]
    assert all(low <= end + 1e-6 for low, end in zip(lows, ends[1:], strict=False))
    assert all(end >= 0 and low <= 500 + 1e-6 for end, low in zip(ends, lows, strict=True))
    if len(asked) == 1 and heights[0] / 2 <= wished[0] <= 500 - heights[0] / 2:
        assert ends == [pytest.approx(wished[0] - heights[0] / 2)]


@settings(max_examples=30, deadline=None)
@given(raw=st.text(max_size=60), least=st.floats(-1e6, 1e6), span=st.floats(0.01, 1e9), data=st.data())
def test_any_names_and_scales_are_drawn_apart(
    read: Any, raw: str, least: float, span: float, data: st.DataObject
) -> None:
    """Whatever the names and the numbers, words keep apart and nothing gets into the markup."""
    inside = st.floats(least, least + span)
    axes = (PartyAxis(raw, data.draw(inside), least, least + span), PartyAxis("B", 0.5))
    pairs = data.draw(st.lists(st.tuples(inside, st.floats(0, 1)), min_size=1, max_size=6))
    read(draw_packages([PackageRow(raw, raw, pair, raw) for pair in pairs], axes, title=raw, subtitle=raw)).check()
    named = tuple(NamedPoint(raw or "?", pair) for pair in pairs)
    read(draw_frontier(FrontierPlot(axes, tuple(pairs), named), title=raw, subtitle=raw)).check()
    read(draw_frontier(FrontierPlot(axes[::-1], tuple((b, a) for a, b in pairs)), title=raw, width=520)).check()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: PartyAxis("USA", None, 1, 1), "the axis of 'USA' runs from 1 to 1"),
        (lambda: PartyAxis("USA", None, 0, math.inf), "expected it to grow"),
        (lambda: PartyAxis("USA", 2), "reservation value of 2 on the axis of 'USA': expected a number from 0.0 to 1.0"),
        (lambda: draw_packages([PackageRow("Nash", "", (0.5,))], AXES, title=""), "'Nash' has 1 utilities"),
        (lambda: draw_packages([PackageRow("Nash", "", (0.5, math.nan))], AXES, title=""), "'Nash' with a utility"),
        (lambda: draw_packages([], AXES * 3, title="", width=700), "too narrow for 6 parties: expected at least 754"),
        (lambda: FrontierPlot(AXES, ((0.5, 1.5),)), "a point of 1.5 on the axis of 'North Korea'"),
        (lambda: FrontierPlot(AXES, (), (NamedPoint("Nash", (-1, 0)),)), "the point 'Nash' of -1"),
        (lambda: draw_frontier(FrontierPlot(AXES, ()), title="", width=400), "expected at least 520"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, message: str) -> None:
    """The message says what was found and what was expected."""
    with pytest.raises(CaseError, match=message):
        make()
