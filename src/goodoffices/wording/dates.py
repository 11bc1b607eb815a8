"""Write dates of EDTF level 1, exact or not, as people say them."""

from __future__ import annotations

import calendar
import re

from goodoffices.errors import DateError

__all__ = ["date_text"]

_MONTHS = tuple(calendar.month_name)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_FORM = re.compile(
    r"(?P<year>-?\d{4}|-?\d{3}X|-?\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<doubt>[?~%]?)"
)
_LONG_YEAR = re.compile(r"Y(-?[1-9]\d{4,})")


def _refuse(text: str) -> DateError:
    return DateError(
        f"{text!r} is not a date in EDTF level 1: expected one such as 2017-12-07, 2017-12, 1947~ or 2003/2009"
    )


def _year(digits: str, *, opens: bool) -> str:
    """Write a year, a decade or a century; ``opens`` says whether it stands alone."""
    before = " BC" if digits.startswith("-") else ""
    plain = digits.lstrip("-")
    if plain.endswith("XX"):
        century = f"the {100 * int(plain[:2])}s{before}"
        return century if opens else f"an unknown year of {century}"
    if plain.endswith("X"):
        decade = f"the {10 * int(plain[:3])}s{before}"
        return decade if opens else f"an unknown year of {decade}"
    # EDTF counts a year 0, people do not: -0043 is 44 BC.
    number = int(plain) + (1 if before or int(plain) == 0 else 0)
    return f"{number}{' BC' if before or int(plain) == 0 else ''}"


def _check(text: str, year: str, month: str, day: str) -> None:
    """Refuse days that no calendar has."""
    if month in _SEASONS and not day:
        return
    if month != "XX" and not 1 <= int(month) <= 12:
        raise _refuse(text)
    if day in {"", "XX"}:
        return
    if month == "XX":
        raise _refuse(text)
    # In a year not known to the digit any leap day may be right: 2000 is a leap year.
    leap = int(year) if year.isdigit() and int(year) > 0 else 2000
    if not 1 <= int(day) <= calendar.monthrange(leap, int(month))[1]:
        raise _refuse(text)


def _moment(text: str) -> str:
    long = _LONG_YEAR.fullmatch(text)
    if long:
        number = int(long[1])
        return f"the year {number:,}" if number > 0 else f"the year {1 - number:,} BC"
    form = _FORM.fullmatch(text)
    if form is None:
        raise _refuse(text)
    year, month, day = form["year"], form["month"] or "", form["day"] or ""
    if month:
        _check(text, year, month, day)
    said = _year(year, opens=not month)
    joint = "of " if "X" in year else ""
    if month in _SEASONS:
        said = f"{_SEASONS[month]} {joint}{said}"
    elif month == "XX":
        said = f"an unknown {'day' if day else 'month'} of {said}"
    elif month:
        named = f"{_MONTHS[int(month)]} {joint}{said}"
        said = f"an unknown day of {named}" if day == "XX" else f"{int(day)} {named}" if day else named
    match form["doubt"]:
        case "~":
            return f"about {said}"
        case "?":
            return f"{said} (uncertain)"
        case "%":
            return f"about {said} (uncertain)"
        case _:
            return said


def date_text(text: str) -> str:
    """Say a date, or an interval between two, in English.

    Parameters
    ----------
    text
        A date in EDTF level 1, without a time of day.

    Raises
    ------
    DateError
        If the text is not such a date, or no calendar has the day.

    References
    ----------
    Library of Congress (2019), *Extended Date/Time Format Specification*, levels 0 and 1.

    Examples
    --------
    >>> date_text("2017-12-07"), date_text("1947~"), date_text("2017-12/.."), date_text("199X")
    ('7 December 2017', 'about 1947', 'since December 2017', 'the 1990s')
    >>> date_text("2003/2009"), date_text("2017-21"), date_text("2017?")
    ('2003 to 2009', 'spring 2017', '2017 (uncertain)')
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _moment(first)
    match first, last:
        case ("" | "..", "" | ".."):
            raise _refuse(text)
        case (_, ".."):
            return f"since {_moment(first)}"
        case (_, ""):
            return f"from {_moment(first)}, end unknown"
        case ("..", _):
            return f"until {_moment(last)}"
        case ("", _):
            return f"until {_moment(last)}, beginning unknown"
        case _:
            return f"{_moment(first)} to {_moment(last)}"
