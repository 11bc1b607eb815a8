"""Dates of EDTF level 1 read as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.errors import DateError
from goodoffices.wording import date_text


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2017-12-07", "7 December 2017"),
        ("2017-12", "December 2017"),
        ("2017", "2017"),
        ("1947~", "about 1947"),
        ("2017-03~", "about March 2017"),
        ("2017?", "2017 (uncertain)"),
        ("2017-12-07%", "about 7 December 2017 (uncertain)"),
        ("199X", "the 1990s"),
        ("19XX", "the 1900s"),
        ("199X-03", "March of an unknown year of the 1990s"),
        ("19XX-03", "March of an unknown year of the 1900s"),
        ("2017-XX", "an unknown month of 2017"),
        ("2017-XX-XX", "an unknown day of 2017"),
        ("2017-12-XX", "an unknown day of December 2017"),
        ("2017-21", "spring 2017"),
        ("2017-24", "winter 2017"),
        ("2003/2009", "2003 to 2009"),
        ("2017-12/..", "since December 2017"),
        ("2017-12/", "from December 2017, end unknown"),
        ("../2017-12", "until December 2017"),
        ("/2017-12", "until December 2017, beginning unknown"),
        ("1947~/2017-12-07", "about 1947 to 7 December 2017"),
        ("-0043", "44 BC"),
        ("-004X", "the 40s BC"),
        ("0000", "1 BC"),
        ("0476", "476"),
        ("2016-02-29", "29 February 2016"),
        ("199X-02-29", "29 February of an unknown year of the 1990s"),
        ("Y17000", "the year 17,000"),
        ("Y-17000", "the year 17,001 BC"),
    ],
)
def test_dates_are_said_in_english(edtf: str, said: str) -> None:
    """Precision and doubt are kept."""
    assert date_text(edtf) == said


@pytest.mark.parametrize(
    "edtf",
    [
        *("", "soon", "7.12.2017", "2017-13", "2017-00", "2017-02-29", "2017-12-32", "2017-XX-05", "2017-21-05"),
        *("../..", "/", "2017-12-07T10:00", "1/2/3", "2017-12-07\n"),
    ],
)
def test_what_is_no_date_is_refused(edtf: str) -> None:
    """The message shows what a date looks like."""
    with pytest.raises(DateError, match="expected one such as"):
        date_text(edtf)


@given(st.dates())
def test_every_day_can_be_said(day: date) -> None:
    """All days of the calendar are dates."""
    assert date_text(day.isoformat()) == f"{day.day} {day:%B} {day.year}"
