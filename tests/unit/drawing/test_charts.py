"""Ranges, matrices and shares can be read without colour, and say their numbers in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.drawing import (
    Bar,
    Cell,
    Column,
    IntervalRow,
    Matrix,
    Range,
    draw_bars,
    draw_intervals,
    draw_matrix,
)
from goodoffices.errors import CaseError

NAMES = ["China", "Russia", "UN Secretary-General", "Former presidents and scholars of two tracks", "Switzerland"]
COLUMNS = [Column("leverage over both"), Column("will to broker", -1, 1)]


def test_leverage_and_will_stand_side_by_side(read: Any) -> None:
    """Each row has its two ranges; what is not known is said so."""
    rows = [
        IntervalRow(name, (Range(0.1 * k, 0.5, 0.4), None if k == 2 else Range(-0.5, 0.2)))
        for k, name in enumerate(NAMES)
    ]
    drawn = read(draw_intervals(rows, COLUMNS, title="Brokers", subtitle="estimates"))
    drawn.check()
    assert drawn.words.count("no estimate") == 1
    assert any("leverage over both 0 to 0.5, likeliest 0.4; will to broker −0.5 to 0.2" in one for one in drawn.titles)
    assert drawn.legend() == ["from low to high; the dot is the likeliest value"]


def test_a_chart_without_likeliest_values_has_no_dot_in_its_legend(read: Any) -> None:
    """The legend tells only what is drawn."""
    assert read(draw_intervals([], COLUMNS, title="Brokers")).legend() == ["from low to high"]


def test_outcomes_under_policies(read: Any) -> None:
    """Marks, words and shades stand in their cells, and each says what it means."""
    marks: list[Any] = ["circle", "open", "half", "dash", "none"]
    cells = tuple(
        tuple(Cell(marks[(i + j) % 5], "12" * (j % 2), j / 3, "note" * (i % 2)) for j in range(4)) for i in range(5)
    )
    key: Any = (
        ("circle", "stable for all"),
        ("open", "stable for some"),
        ("dash", "not feasible " * 9),
        ("half", "for a coalition only"),
    )
    policies = ("no policy", "Russian-brokered talks", "maximum pressure", "Swedish good offices")
    drawn = read(draw_matrix(Matrix(tuple(NAMES), policies, cells, key), title="Outcomes", subtitle="December"))
    drawn.check()
    assert "China, no policy: stable for all" in drawn.titles
    assert "stable for some" in drawn.legend()


def test_many_columns_have_their_names_written_upwards(read: Any) -> None:
    """A matrix of signed ties fits a page; it needs no key."""
    names = tuple(f"Party number {k}" for k in range(14))
    cells = tuple(tuple(Cell("plus" if i < j else "minus") for j in range(14)) for i in range(14))
    svg = draw_matrix(Matrix(names, names, cells), title="Signed ties")
    read(svg).check()
    assert svg.count("rotate(-90)") == 14
    assert "legend" not in svg
    assert "circle" not in draw_matrix(Matrix((), (), ()), title="Nothing")


def test_shares_are_written_beside_their_bars(read: Any) -> None:
    """A whisker shows the range; the caller's own words win."""
    bars = [Bar(name, 0.9 - 0.2 * k, range=Range(0.1, 0.95) if k else None) for k, name in enumerate(NAMES)]
    drawn = read(draw_bars([*bars, Bar("Oman", 0.5, "5 of 10")], title="First among brokers", subtitle="share"))
    drawn.check()
    assert "90\u202f%" in drawn.words
    assert "5 of 10" in drawn.words
    read(draw_bars([], title="Nothing")).check()


@settings(max_examples=30, deadline=None)
@given(raw=st.text(max_size=80))
def test_hostile_names_stay_names(read: Any, raw: str) -> None:
    """No chart lets its labels out of the sheet or into the markup."""
    for svg in (
        draw_intervals([IntervalRow(raw, (Range(0, 1),), raw)], [Column(raw)], title=raw, subtitle=raw),
        draw_matrix(Matrix((raw,), (raw,), ((Cell("cross", raw, 0.5, raw),),), (("cross", raw),)), title=raw),
        draw_bars([Bar(raw, 0.5, raw, note=raw)], title=raw),
    ):
        read(svg).check()


def test_what_does_not_fit_is_refused() -> None:
    """Ranges grow, axes grow, shares are shares, and tables are rectangular."""
    with pytest.raises(CaseError, match="low ≤ likely ≤ high"):
        Range(0.5, 0.2)
    with pytest.raises(CaseError, match="low ≤ likely ≤ high"):
        Range(0.1, 0.2, 0.3)
    with pytest.raises(CaseError, match="expected it to grow"):
        Column("will", 1, 1)
    with pytest.raises(CaseError, match="expected a cell for each"):
        Matrix(("a",), ("b",), ())
    with pytest.raises(CaseError, match="share of 'Oman'"):
        Bar("Oman", 1.2)
    with pytest.raises(CaseError, match="does not fit 2 columns"):
        draw_intervals([IntervalRow("a", ())], COLUMNS, title="")
    with pytest.raises(CaseError, match="too narrow"):
        draw_bars([], title="", width=100)
