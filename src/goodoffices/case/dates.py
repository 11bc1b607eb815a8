"""Dates as historians and diplomats know them: EDTF level 1, with the earliest and the latest day meant."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer
from pydantic_core import PydanticCustomError, core_schema

from goodoffices.errors import DateError

__all__ = ["Day", "When", "parse_when"]

_EXPECTED = "expected EDTF such as 2017, 2017-09, 2017-09-03, 1947~, 199X, 2017-21 or 2017-12/.."
_SINGLE = re.compile(
    r"""(?P<year>-?\d{4}|\d{3}X|\d{2}XX)
        (?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)
        (?:(?<=\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?)?)?
        (?P<mark>[~?%]?)""",
    re.VERBOSE | re.ASCII,
)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_OPEN = ("..", "")


@dataclass(frozen=True, order=True)
class When:
    """A date, or a stretch of time, as far as it is known.

    Attributes
    ----------
    earliest, latest
        The first and the last day that may be meant; None on an open or unknown side.
    text
        The EDTF text as it was written.
    """

    earliest: dt.date | None
    latest: dt.date | None
    text: str

    @property
    def start(self) -> dt.date:
        """The first day meant, or the last if the beginning is open."""
        return self.earliest or self.latest or dt.date.min

    @property
    def is_interval(self) -> bool:
        """True if two ends were written."""
        return "/" in self.text

    @property
    def uncertain(self) -> bool:
        """True if the date is marked as uncertain or approximate."""
        return any(mark in self.text for mark in "?~%")

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        del schema, handler
        text = {"type": "string", "description": "A date in EDTF level 1, such as 2017-09 or 2017-12/.."}
        return {"anyOf": [text, {"type": "integer", "minimum": 1000, "maximum": 9999}]}


def _validate(value: Any) -> When:
    if isinstance(value, When):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise PydanticCustomError("date", "found {found}, {expected}", {"found": repr(value), "expected": _EXPECTED})
    try:
        return parse_when(value)
    except DateError as error:
        raise PydanticCustomError("date", "{why}", {"why": str(error)}) from None


@lru_cache(maxsize=4096)
def parse_when(text: str) -> When:
    """Read a date in EDTF level 1.

    Parameters
    ----------
    text
        Such as ``2017``, ``2017-09``, ``1947~``, ``199X``, ``2017-21`` or ``2017-12/..``.

    Raises
    ------
    DateError
        If the text is no such date, or names a day that does not exist, or ends before it begins.

    References
    ----------
    Library of Congress (2019), Extended Date/Time Format specification, levels 0 and 1, years of four digits.

    Examples
    --------
    >>> parse_when("2017-02").latest
    datetime.date(2017, 2, 28)
    >>> parse_when("2017-12/..").latest is None
    True
    """
    clean = text.strip()
    if "/" not in clean:
        earliest, latest = _single(clean)
        return When(earliest, latest, clean)
    first, _, last = clean.partition("/")
    if "/" in last or (first in _OPEN and last in _OPEN):
        raise DateError(f"found {text!r}; {_EXPECTED}")
    begin = None if first in _OPEN else _single(first)
    end = None if last in _OPEN else _single(last)
    if begin and end and end[1] < begin[0]:
        raise DateError(f"found {text!r}, which ends before it begins; write the earlier date first")
    return When(begin and begin[0], end and end[1], clean)


def _single(text: str) -> tuple[dt.date, dt.date]:
    match = _SINGLE.fullmatch(text)
    if not match:
        raise DateError(f"found {text!r}; {_EXPECTED}")
    first_year, last_year = (int(match["year"].replace("X", digit)) for digit in "09")
    if not 1 <= first_year <= last_year <= dt.MAXYEAR - 1:
        raise DateError(f"found the year {match['year']}, expected one from 0001 to 9998")
    month, day = match["month"], match["day"]
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise DateError(f"found {text!r}, a day without a month; write the month or leave out the day")
        return dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)
    if int(month) in _SEASONS and day is None:
        begin, end = _SEASONS[int(month)]
        return dt.date(first_year, begin, 1), _last_day(last_year + (end < begin), end)
    if not 1 <= int(month) <= 12:
        raise DateError(f"found month {month} in {text!r}, expected 01 to 12, or 21 to 24 for a season")
    if day is None or day == "XX":
        return dt.date(first_year, int(month), 1), _last_day(last_year, int(month))
    try:
        return dt.date(first_year, int(month), int(day)), dt.date(last_year, int(month), int(day))
    except ValueError:
        length = _last_day(first_year, int(month)).day
        raise DateError(f"found {text!r}, but that month has {length} days") from None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _full_day(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError(
            "date", "found {found}, expected a full date such as 2017-12-26", {"found": repr(value)}
        ) from None


Day = Annotated[dt.date, BeforeValidator(_full_day), PlainSerializer(lambda day: day.isoformat())]
