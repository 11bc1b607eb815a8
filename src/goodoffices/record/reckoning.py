"""Reckoning with days: what a date without a year, a weekday or "last month" means on a certain day.

Every answer is EDTF; a stretch of time is an interval.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Literal

from goodoffices.case.dates import parse_when
from goodoffices.errors import DateError
from goodoffices.record.parts import Precision

__all__ = [
    "Unit",
    "away",
    "interval",
    "is_date",
    "month_of",
    "nearest_day",
    "nearest_month",
    "part",
    "precision_of",
    "weekday",
    "whole_day",
]

Unit = Literal["day", "week", "fortnight", "month", "year", "decade", "century"]
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
# A writer names the year of a day that lies nearly a year back, but not of one that is near ahead.
_LONG_AGO_DAYS = 300
_SOON_DAYS = 65
_FIRST_YEAR, _LAST_YEAR = 1, 9998


def whole_day(year: int, month: int, day: int) -> str | None:
    """Write a day, or nothing if there is no such day."""
    if _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{year:04}-{month:02}-{day:02}"
    return None


def month_of(year: int, month: int) -> str:
    """Write a month; months below 1 and above 12 run into other years.

    Examples
    --------
    >>> month_of(2017, 0)
    '2016-12'
    """
    years, rest = divmod(month - 1, 12)
    return f"{year + years:04}-{rest + 1:02}"


def nearest_day(month: int, day: int, today: dt.date, *, ahead: bool | None) -> str | None:
    """Find the year of a day without one: the last such day, or the next one where the text looks ahead.

    Parameters
    ----------
    ahead
        None where the text does not say: then a day that is near ahead, and whose last one is nearly a year back, is
        the one ahead.

    Examples
    --------
    >>> nearest_day(12, 12, dt.date(2017, 12, 26), ahead=False)
    '2017-12-12'
    >>> nearest_day(1, 9, dt.date(2017, 12, 26), ahead=True)
    '2018-01-09'
    """
    years = range(today.year - 8, today.year + 9)
    days = [dt.date.fromisoformat(text) for year in years if (text := whole_day(year, month, day))]
    past = [one for one in days if one <= today]
    coming = [one for one in days if one >= today]
    if not past or not coming:
        return None
    if ahead is None:
        ahead = (coming[0] - today).days <= _SOON_DAYS and (today - past[-1]).days >= _LONG_AGO_DAYS
    return (coming[0] if ahead else past[-1]).isoformat()


def nearest_month(month: int, today: dt.date, *, ahead: bool) -> str:
    """Find the year of a month without one; this month counts as past and as coming."""
    if ahead:
        return month_of(today.year + (month < today.month), month)
    return month_of(today.year - (month > today.month), month)


def weekday(number: int, today: dt.date, which: Literal["last", "nearest", "next"]) -> str:
    """Find a day of the week: the last one, today included; the one before today; or the one after.

    Parameters
    ----------
    number
        0 for Monday.
    which
        ``nearest`` may be today.

    Examples
    --------
    >>> weekday(4, dt.date(2020, 9, 12), "nearest")
    '2020-09-11'
    """
    back = (today.weekday() - number) % 7
    if which == "last":
        back = back or 7
    if which == "next":
        back -= 7
    return (today - dt.timedelta(days=back)).isoformat()


def away(today: dt.date, number: int, unit: Unit, *, approximate: bool = False) -> str | None:
    """Find what lies a number of days, months or years from a day, as exactly as the unit is.

    Parameters
    ----------
    number
        Negative for the past.

    Examples
    --------
    >>> away(dt.date(2017, 12, 26), -70, "year", approximate=True)
    '1947~'
    >>> away(dt.date(2017, 12, 26), -2, "week")
    '2017-12-11/2017-12-17'
    """
    mark = "~" if approximate else ""
    if unit in _DAYS:
        return _days_away(today, number * _DAYS[unit], weeks=unit != "day", mark=mark)
    months = number * _MONTHS[unit]
    year = today.year + (today.month - 1 + months) // 12
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return (
        month_of(today.year, today.month + months) + mark
        if unit == "month"
        else f"{today.year + months // 12:04}{mark}"
    )


def _days_away(today: dt.date, days: int, *, weeks: bool, mark: str) -> str | None:
    try:
        day = today + dt.timedelta(days=days)
        monday = day - dt.timedelta(days=day.weekday())
        return interval(monday, monday + dt.timedelta(days=6)) if weeks else day.isoformat() + mark
    except OverflowError:
        return None


def interval(first: dt.date, last: dt.date) -> str:
    """Write a stretch of days."""
    return f"{first.isoformat()}/{last.isoformat()}"


def part(today: dt.date, number: int, unit: Unit) -> str | None:
    """Write the stretch of a number of days, months or years that ends today, as exactly as the unit is.

    Examples
    --------
    >>> part(dt.date(2024, 9, 17), 2, "year")
    '2022/2024'
    """
    days = _DAYS.get(unit)
    first = away(today, -number * days, "day") if days else away(today, -number, unit)
    if first is None:
        return None
    length = 10 if days else 7 if unit == "month" else 4
    return f"{first[:length]}/{today.isoformat()[:length]}"


def precision_of(when: str) -> Precision:
    """Say how exact a date is; intervals, decades and seasons are neither day, month nor year.

    Examples
    --------
    >>> precision_of("1947~"), precision_of("2017-09"), precision_of("199X")
    ('year', 'month', 'other')
    """
    plain = when.rstrip("~?%")
    if "/" in plain or "X" in plain or plain[4:] in {"-21", "-22", "-23", "-24"}:
        return "other"
    return {4: "year", 7: "month", 10: "day"}.get(len(plain), "other")  # type: ignore[return-value]


def is_date(when: str | None) -> bool:
    """Tell whether a text is a date that a case file takes."""
    try:
        return when is not None and bool(parse_when(when))
    except DateError:
        return False
