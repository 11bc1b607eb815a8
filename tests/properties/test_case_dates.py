"""Laws of dates and estimates."""

from __future__ import annotations

import calendar
import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.case import parse_estimate, parse_when
from goodoffices.errors import DateError

years = st.integers(1, 9998)
marks = st.sampled_from(["", "~", "?", "%"])


@st.composite
def singles(draw: st.DrawFn) -> tuple[str, dt.date, dt.date]:
    """Draw a date with the first and the last day that it means, found without the parser."""
    year, month, mark = draw(years), draw(st.integers(1, 12)), draw(marks)
    form = draw(st.sampled_from(["year", "month", "day", "decade", "unknown month", "unknown day"]))
    days = calendar.monthrange(year, month)[1]
    if form == "decade":
        year = draw(st.integers(1, 998)) * 10
        return f"{year // 10:03}X{mark}", dt.date(year, 1, 1), dt.date(year + 9, 12, 31)
    if form in {"year", "unknown month"}:
        tail = "-XX" if form == "unknown month" else ""
        return f"{year:04}{tail}{mark}", dt.date(year, 1, 1), dt.date(year, 12, 31)
    if form in {"month", "unknown day"}:
        tail = "-XX" if form == "unknown day" else ""
        return f"{year:04}-{month:02}{tail}{mark}", dt.date(year, month, 1), dt.date(year, month, days)
    day = dt.date(year, month, draw(st.integers(1, days)))
    return f"{day.isoformat()}{mark}", day, day


@given(singles())
@settings(deadline=None)
def test_a_date_means_the_days_that_it_says(drawn: tuple[str, dt.date, dt.date]) -> None:
    """And is written as it was read."""
    text, first, last = drawn
    when = parse_when(text)
    assert (when.earliest, when.latest) == (first, last)
    assert first <= last
    assert str(when) == text
    assert parse_when(str(when)) == when


@given(singles(), singles())
@settings(deadline=None)
def test_an_interval_reaches_from_its_first_to_its_last_day(
    one: tuple[str, dt.date, dt.date], other: tuple[str, dt.date, dt.date]
) -> None:
    """Unless it ends before it begins, which is refused."""
    text = f"{one[0]}/{other[0]}"
    if other[2] < one[1]:
        with pytest.raises(DateError, match="ends before it begins"):
            parse_when(text)
        return
    when = parse_when(text)
    assert (when.earliest, when.latest) == (one[1], other[2])
    assert when.earliest is not None
    assert when.latest is not None
    assert when.earliest <= when.latest
    assert parse_when(f"{one[0]}/..").earliest == one[1]
    assert parse_when(f"../{one[0]}").latest == one[2]


@given(st.text(alphabet="0123456789-X~?%/.T: Z+٢", max_size=14))
@settings(deadline=None, max_examples=400)
def test_what_looks_like_a_date_is_one_or_is_refused(text: str) -> None:
    """And what is read has its days in order and reads the same again."""
    try:
        when = parse_when(text)
    except DateError:
        return
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest
    assert when.earliest is not None or when.latest is not None
    assert parse_when(str(when)) == when
    assert text.isascii()


finite = st.floats(-1e6, 1e6)


@given(st.lists(finite, min_size=2, max_size=3), st.integers(0, 2**32))
@settings(deadline=None)
def test_draws_stay_within_the_bounds(numbers: list[float], seed: int) -> None:
    """Of a range and of low, likely and high; and the estimate is written as it was read."""
    estimate = parse_estimate(sorted(numbers))
    drawn = estimate.draw(50, rng=np.random.default_rng(seed))
    slack = 1e-9 * max(1.0, abs(estimate.low), abs(estimate.high))
    assert (drawn >= estimate.low - slack).all()
    assert (drawn <= estimate.high + slack).all()
    assert estimate.low - slack <= estimate.middle <= estimate.high + slack
    assert parse_estimate(estimate.plain()).plain() == estimate.plain()
