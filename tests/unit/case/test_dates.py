"""Dates in EDTF level 1: which days they mean, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from goodoffices.case.dates import Day, When, parse_when
from goodoffices.errors import DateError

D = dt.date

MEANINGS = [
    ("2017", D(2017, 1, 1), D(2017, 12, 31)),
    ("2017-09", D(2017, 9, 1), D(2017, 9, 30)),
    ("2017-09-03", D(2017, 9, 3), D(2017, 9, 3)),
    ("2017-09-03T10:30", D(2017, 9, 3), D(2017, 9, 3)),
    ("2017-09-03T23:59:59+09:00", D(2017, 9, 3), D(2017, 9, 3)),
    ("2017-09-03T00:00Z", D(2017, 9, 3), D(2017, 9, 3)),
    ("2016-02", D(2016, 2, 1), D(2016, 2, 29)),
    ("1947~", D(1947, 1, 1), D(1947, 12, 31)),
    ("2017?", D(2017, 1, 1), D(2017, 12, 31)),
    ("2017-09%", D(2017, 9, 1), D(2017, 9, 30)),
    ("199X", D(1990, 1, 1), D(1999, 12, 31)),
    ("19XX", D(1900, 1, 1), D(1999, 12, 31)),
    ("2017-XX", D(2017, 1, 1), D(2017, 12, 31)),
    ("2017-XX-XX", D(2017, 1, 1), D(2017, 12, 31)),
    ("2017-09-XX", D(2017, 9, 1), D(2017, 9, 30)),
    ("2017-21", D(2017, 3, 1), D(2017, 5, 31)),
    ("2017-22", D(2017, 6, 1), D(2017, 8, 31)),
    ("2017-23", D(2017, 9, 1), D(2017, 11, 30)),
    ("2017-24", D(2017, 12, 1), D(2018, 2, 28)),
    ("2003-08/2009-04", D(2003, 8, 1), D(2009, 4, 30)),
    ("2017-12/..", D(2017, 12, 1), None),
    ("2017-12/", D(2017, 12, 1), None),
    ("../1991", None, D(1991, 12, 31)),
    ("/1991", None, D(1991, 12, 31)),
    ("0001", D(1, 1, 1), D(1, 12, 31)),
    ("9998-24", D(9998, 12, 1), D(9999, 2, 28)),
    (" 2017 ", D(2017, 1, 1), D(2017, 12, 31)),
]

NONSENSE = [
    "", "soon", "17", "20171", "2017-9", "2017-13", "2017-00", "2017-25", "2017-02-30", "2017-02-29", "2017-XX-03",
    "2017-21-05", "9999", "0000", "00XX", "99XX", "-2017", "2017/2016", "..", "/", "../..", "2017/2018/2019", "2017~~",
    "2017 09", "2017-09-03T25:00", "2017-09-03T10:60", "2017T10:00", "2017-09T10:00", "2017-09-XXT10:00", "٢٠١٧",
    "2017\n/2018", "2017-09-03T10", "20X7", "2017-X1", "2017.5", "Y17000", "2017-09-3", "2017--09", "{2017}", "2017..",
]  # fmt: skip


@pytest.mark.parametrize(("text", "earliest", "latest"), MEANINGS)
def test_a_date_means_a_stretch_of_days(text: str, earliest: D | None, latest: D | None) -> None:
    """The first and the last day that may be meant; the text is kept as it was written."""
    when = parse_when(text)
    assert (when.earliest, when.latest, str(when)) == (earliest, latest, text.strip())


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused(text: str) -> None:
    """With the words that were found."""
    with pytest.raises(DateError, match="found"):
        parse_when(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017-02-30", "that month has 28 days"),
        ("2016-02-30", "that month has 29 days"),
        ("2017-13", "expected 01 to 12, or 21 to 24 for a season"),
        ("2017/2016", "ends before it begins; write the earlier date first"),
        ("2017-XX-03", "a day without a month"),
        ("0000", "expected one from 0001 to 9998"),
    ],
)
def test_the_message_says_what_to_do(text: str, words: str) -> None:
    """Each kind of mistake has its own advice."""
    with pytest.raises(DateError, match=words):
        parse_when(text)


def test_start_is_the_first_day_or_the_last_where_the_beginning_is_open() -> None:
    """So that everything with a date can be put in order."""
    assert parse_when("2017-09").start == D(2017, 9, 1)
    assert parse_when("../1991").start == D(1991, 12, 31)
    assert When(None, None, "unknown").start == D.min


def test_intervals_and_doubts_are_seen() -> None:
    """Two ends make an interval; the three marks of EDTF make a doubt."""
    assert parse_when("2017/..").is_interval
    assert not parse_when("2017-09").is_interval
    assert [parse_when(text).uncertain for text in ("2017?", "2017~", "2017%", "2017/2018~", "2017")] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_a_year_may_be_written_as_a_number() -> None:
    """YAML reads 2017 as one; nothing else that is no text is a date."""
    adapter = TypeAdapter(When)
    assert adapter.validate_python(2017) == parse_when("2017")
    assert adapter.validate_python(parse_when("2017")) == parse_when("2017")
    assert adapter.dump_python(parse_when("2017~")) == "2017~"
    for wrong in (True, 2017.5, None, ["2017"], 20171):
        with pytest.raises(ValidationError, match="expected EDTF"):
            adapter.validate_python(wrong)


def test_as_of_is_a_full_date() -> None:
    """Knowledge has a day, not a year."""
    adapter = TypeAdapter(Day)
    assert adapter.validate_python("2017-12-26") == D(2017, 12, 26)
    assert adapter.validate_python(D(2017, 12, 26)) == D(2017, 12, 26)
    assert adapter.dump_python(D(2017, 12, 26)) == "2017-12-26"
    for wrong in ("2017", "2017-12", "2017-02-30", 2017, None, True):
        with pytest.raises(ValidationError, match="expected a full date such as 2017-12-26"):
            adapter.validate_python(wrong)
