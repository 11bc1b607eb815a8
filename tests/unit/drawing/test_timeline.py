"""The timeline shows who did what, when, and how exactly that is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.drawing import Lane, TimelineEntry, draw_timeline
from goodoffices.drawing.timeline import EntryKind
from goodoffices.errors import CaseError

LANES = [Lane("USA", "United States"), Lane("PRK", "North Korea"), Lane("UN", "UN Security Council, Secretary-General")]
YEAR = (date(2017, 1, 1), date(2017, 12, 31))
KINDS: tuple[EntryKind, ...] = ("statement", "event", "measure")


def entry(lane: str, label: str, first: str, last: str = "", **more: Any) -> TimelineEntry:
    """Make an entry from ISO dates."""
    return TimelineEntry(lane, label, date.fromisoformat(first), date.fromisoformat(last or first), **more)


def many() -> list[TimelineEntry]:
    """Sixty entries from 1948 to 2017, most of them in 2017."""
    early = [entry(LANES[k % 3].id, f"treaty or test of {1948 + 5 * k}", f"{1948 + 5 * k}-06-01") for k in range(14)]
    late = [
        TimelineEntry(
            LANES[k % 3].id,
            f"statement or measure number {k}",
            day := date(2017, 1, 5) + timedelta(days=int(7.8 * k)),
            day + timedelta(days=(0, 0, 0, 25)[k % 4]),
            KINDS[k % 3],
            open_end=k == 40,
            open_start=k == 8,
        )
        for k in range(46)
    ]
    return early + late


@pytest.mark.parametrize("focus", [None, YEAR])
@pytest.mark.parametrize("width", [760, 1040])
def test_sixty_entries_of_seventy_years_are_readable(read: Any, focus: Any, width: float) -> None:
    """No label touches another or leaves the sheet, and every entry has its full text for those who point at it."""
    drawn = read(draw_timeline(LANES, many(), title="Korea", subtitle="viewpoint", width=width, focus=focus))
    drawn.check()
    assert {"statement", "event", "measure", "open end"} <= set(drawn.legend())
    assert sum("number" in one for one in drawn.titles) == 46


def test_what_ended_before_the_focus_is_listed_with_its_year(read: Any) -> None:
    """The latest of the early entries are listed, the rest counted; what still goes on stays on the axis."""
    entries = [entry("PRK", f"test {year}", f"{year}-10-09") for year in range(2003, 2010)]
    entries += [
        entry("PRK", "programme", "2005-01-01", "2016-01-01", open_end=True),
        entry("PRK", "later", "2018-02-09"),
    ]
    drawn = read(draw_timeline(LANES, entries, title="Korea", focus=YEAR))
    assert "before (not to scale)" in drawn.words
    assert "and 4 earlier" in drawn.words
    assert "2009" in drawn.words
    assert "programme" in drawn.words
    assert "1 later not drawn" in drawn.words
    assert "later" not in drawn.words


def test_the_axis_tells_months_or_years_as_there_is_room(read: Any) -> None:
    """A year has its months, a few years their quarters, a century its decades."""

    def words(first: str, last: str) -> set[str]:
        told = [entry("UN", "a", first), entry("UN", "b", last)]
        return set(read(draw_timeline(LANES, told, title="")).words)

    assert {"2017", "Feb", "Nov"} <= words("2017-01-01", "2017-12-31")
    assert "Feb" not in words("2015-01-01", "2018-12-31")
    assert "Apr" in words("2015-01-01", "2018-12-31")
    assert {"1950", "2000"} <= words("1908-05-01", "2017-12-31")
    assert "1990" not in words("1990-05-01", "2008-12-31")
    short = words("2016-12-20", "2017-12-31")
    assert "2016" not in short
    assert "2017" in short


def test_precision_is_shown(read: Any) -> None:
    """A day has no bar, a month has one, and an open end fades in three steps."""

    def bars(**more: Any) -> int:
        told = [entry("UN", "a", "2017-03-01", more.pop("last", ""), **more)]
        drawn = read(draw_timeline(LANES, told, title="", focus=YEAR))
        return sum(one.get("fill-opacity") is not None for one in drawn.root.iter("{http://www.w3.org/2000/svg}rect"))

    plain = bars()
    assert bars(last="2017-03-31") == plain + 1
    assert bars(open_end=True) == plain + 4
    assert bars(open_start=True, open_end=True) == plain + 7


def test_nothing_to_show_is_a_sheet_with_an_axis(read: Any) -> None:
    """Neither lanes nor entries are needed."""
    read(draw_timeline([], [], title="Nothing yet")).check()


def test_the_same_entries_in_another_order_are_the_same_picture() -> None:
    """Entries are drawn by date."""
    forth = draw_timeline(LANES, many(), title="Korea", focus=YEAR)
    assert forth == draw_timeline(LANES, many()[::-1], title="Korea", focus=YEAR)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_entries_are_drawn_apart(read: Any, data: st.DataObject) -> None:
    """Whatever the dates and the words, labels keep apart."""
    days = st.dates(date(1600, 1, 1), date(2100, 1, 1))
    one = st.builds(
        lambda lane, label, ends, kind, open_end: TimelineEntry(
            lane, label, min(ends), max(ends), kind, open_end=open_end
        ),
        st.sampled_from(["USA", "PRK"]),
        st.text(max_size=40),
        st.tuples(days, days),
        st.sampled_from(KINDS),
        st.booleans(),
    )
    entries = data.draw(st.lists(one, max_size=12))
    focus = data.draw(st.sampled_from([None, YEAR]))
    read(draw_timeline(LANES, entries, title="Any", focus=focus)).check()


@pytest.mark.parametrize(
    ("entries", "more", "message"),
    [
        ([entry("XYZ", "a", "2017-01-01")], {}, "lane 'XYZ'"),
        ([entry("UN", "a", "2017-01-02", "2017-01-01")], {}, "before it begins"),
        ([], {"focus": YEAR[::-1]}, "the focus ends"),
        ([], {"width": 300}, "too narrow"),
    ],
)
def test_entries_that_cannot_be_drawn_are_refused(entries: Any, more: Any, message: str) -> None:
    """The message names what is wrong."""
    with pytest.raises(CaseError, match=message):
        draw_timeline(LANES, entries, title="", **more)
