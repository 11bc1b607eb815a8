"""What each form of a date means where it stands: EDTF, or nothing if it stays open."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from goodoffices.case.dates import parse_when
from goodoffices.record.dateforms import folded
from goodoffices.record.dateplace import Place
from goodoffices.record.reckoning import (
    Unit,
    away,
    interval,
    month_of,
    nearest_day,
    nearest_month,
    part,
    weekday,
    whole_day,
)

__all__ = ["resolve"]

Parts = Mapping[str, str]
# "The last week of the talks" is no week that is told from today.
_PART_OF = re.compile(r"\s+(?:of|in|before|to)\b")


def resolve(form: str, parts: Parts, place: Place) -> str | None:
    """Say what a date means, or nothing if that stays open.

    Parameters
    ----------
    form, parts
        As `DateForms.parts` gives them.
    place
        Where it stands.
    """
    resolver = _RESOLVERS.get(form)
    return resolver(parts, place) if resolver else None


# One function for each form: what it means, or None if it stays open.


def _iso(parts: Parts, place: Place) -> str | None:
    del place
    return f"{parts['y']}-{parts['m']}-{parts['d']}"


def _named(parts: Parts, place: Place) -> str | None:
    del parts
    day = place.forms.named[folded(place.text[place.start : place.end])]
    if len(day) > 5:
        return day
    month, number = map(int, day.split("-"))
    return nearest_day(month, number, place.today, ahead=place.ahead() or None) if place.today else None


def _day(parts: Parts, place: Place, name: str = "d") -> str | None:
    month, day = _month_number(parts["m"], place), _number_of(parts[name])
    if "y" in parts or "rel" in parts:
        year = _year_of(parts, place)
        return whole_day(year, month, day) if year else None
    told = whole_day(place.story.year, month, day) if place.story else None
    if told and place.in_story(told):
        return told
    ahead = parts["which"] == "next" if "which" in parts else place.ahead() or None
    return nearest_day(month, day, place.today, ahead=ahead) if place.today else None


def _days_span(parts: Parts, place: Place) -> str | None:
    # "December 7 and 12 trucks": the second number counts something else.
    if (
        "and" in parts
        and "y" not in parts
        and re.match(r"\s+(?!in\b|at\b|on\b|of\b|by\b|to\b|for\b|with\b)\w", place.after())
    ):
        return None
    first, last = _day(parts, place, "a"), _day(parts, place, "b")
    return f"{first}/{last}" if first and last and first < last else None


def _month_year(parts: Parts, place: Place) -> str | None:
    year = _year_of(parts, place)
    return month_of(year, _month_number(parts["m"], place)) if year else None


def _year_of(parts: Parts, place: Place) -> int | None:
    """Read the year, or "last year"."""
    if "y" in parts:
        return int(parts["y"])
    return place.today.year + {"last": -1, "this": 0, "next": 1}[parts["rel"]] if place.today else None


def _slash(parts: Parts, place: Place) -> str | None:
    """Read 12/26/2017 and 26.12.2017, but not 3/4/2017, which is two different days."""
    del place
    first, second = int(parts["a"]), int(parts["b"])
    if first <= 12 and second <= 12 and first != second:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    return whole_day(int(parts["y"]), month, day)


def _season(parts: Parts, place: Place) -> str | None:
    return f"{parts['y']}-{place.forms.seasons[parts['s']]}"


def _ago(parts: Parts, place: Place) -> str | None:
    number, unit = _count(parts, place)
    rough = "hedge" in parts or number >= 10 or unit in {"decade", "century"}
    return away(place.today, -number, unit, approximate=rough) if place.today and number else None


def _days(parts: Parts, place: Place) -> str | None:
    """Read "the same day" and "the next day", which hang on the last day that was named."""
    day = place.last_day()
    if day is None:
        return None
    return away(day, 1 if "next" in parts else -1 if "before" in parts else 0, "day")


def _offset(parts: Parts, place: Place) -> str | None:
    """Read "two weeks later", which hangs on the date before it, and "a month after the 9/11 attacks"."""
    number, unit = _count(parts, place)
    back = "earlier" in parts or "before" in parts
    following = place.forms.pattern.match(place.text, place.end + _determiner_length(place), place.sentence.end)
    if "later" in parts or "earlier" in parts or re.match(r"[,.;:]", place.after()):
        origin = place.last_day()
    else:
        origin = _origin(following, place) if following else None
    if origin is None or not number:
        return None
    if unit in {"week", "fortnight"}:
        number, unit = number * (7 if unit == "week" else 14), "day"
        return away(origin, -number if back else number, "day", approximate=True)
    return away(origin, -number if back else number, unit)


def _determiner_length(place: Place) -> int:
    match = re.match(r"\s+(?:the\s+)?", place.after())
    return match.end() if match else 0


def _origin(following: re.Match[str], place: Place) -> dt.date | None:
    """Resolve the date on which another one hangs."""
    form, parts = place.forms.parts(following)
    if form not in {"named", "dmy", "mdy", "iso"}:
        return None
    start, end = place.start, place.end
    place.start, place.end = following.span()
    when = resolve(form, parts, place)
    place.start, place.end = start, end
    return parse_when(when).latest if when else None


def _past(parts: Parts, place: Place) -> str | None:
    """Read "the past two years", which end today."""
    number, unit = _count(parts, place) if "n" in parts else (1, place.forms.units[parts["unit"]])
    if "n" not in parts and (parts["unit"] != unit or unit == "day" or _PART_OF.match(place.after())):
        return None
    if place.today is None or not number or (not place.to_the_day and unit not in {"year", "decade"}):
        return None
    return part(place.today, number, unit)


def _lasting(parts: Parts, place: Place) -> str | None:
    """Read "for 17 months", if what lasted so long lasts still."""
    number, unit = _count(parts, place)
    if not place.today or unit in {"day", "week", "fortnight"} or not number or not place.lasts():
        return None
    first, _, last = (part(place.today, number, unit) or "").partition("/")
    return f"{first}~/{last}" if last and place.to_the_day else None


def _which(parts: Parts, place: Place) -> str | None:
    """Read this, last and next week, month or year, and the weekend."""
    today = place.today
    if today is None or _PART_OF.match(place.after()):
        return None
    if "weekend" in parts:
        if not place.to_the_day:
            return None
        sunday = (
            today
            - dt.timedelta(days=(today.weekday() - 6) % 7 or 7)
            + dt.timedelta(days=7 * ("next" in parts["weekend"]))
        )
        return interval(sunday - dt.timedelta(days=1), sunday)
    steps = 0 if "this" in parts else -1 if "last" in parts else 1
    unit = place.forms.units[next(parts[name] for name in ("unit_a", "unit_b", "unit_c") if name in parts)]
    if unit not in {"week", "month", "year"} or (unit != "year" and not place.to_the_day):
        return None
    when = away(today, steps, unit)
    if unit == "week" and steps == 0 and when and not place.ahead():
        return f"{when.partition('/')[0]}/{today.isoformat()}"
    return when


def _deictic(parts: Parts, place: Place) -> str | None:
    if place.today is None or not place.to_the_day:
        return None
    steps = 0 if "today" in parts else -1 if "yesterday" in parts else 1
    # "Today’s leaders" are those of our time, not of a day.
    return None if place.after().startswith(("’s", "'s")) else away(place.today, steps, "day")


def _weekday(parts: Parts, place: Place) -> str | None:
    number = place.forms.weekdays[parts["w"]]
    which = parts.get("which", "")
    if "following" in which:
        day = place.last_day()
        return weekday(number, day, "next") if day else None
    if place.today is None or not place.to_the_day:
        return None
    if "last" in which:
        return weekday(number, place.today, "last")
    ahead = "next" in which or (place.ahead() and number != place.today.weekday())
    return weekday(number, place.today, "next" if ahead else "nearest")


def _month(parts: Parts, place: Place) -> str | None:
    if not _may_be_month(parts, place):
        return None
    month = _month_number(parts["m"], place)
    which = parts.get("which", "")
    told = month_of(place.story.year, month) if place.story else ""
    if told and not which and place.in_story(told):
        return told
    if place.today is None:
        return None
    if which == "this":
        return month_of(place.today.year, month)
    last = "last" in which and month == place.today.month
    when = nearest_month(month, place.today, ahead="next" in which or (not which and place.ahead()))
    return month_of(place.today.year - 1, month) if last else when


def _may_be_month(parts: Parts, place: Place) -> bool:
    if re.match(r"\s+(?:[A-Z][a-z]+\b|\d)", place.after()) or re.match(r"['’-]\w{2,}", place.after()):
        return False
    if "which" in parts or "part" in parts or place.guards.before_month.search(place.before()):
        return True
    if parts["m"].rstrip(".") in place.guards.ambiguous:
        return place.adjoins()
    before = place.before()
    return bool(place.guards.determiner.search(before)) or not re.search(r"[A-Z]\w*\s+$", before)


def _month_span(parts: Parts, place: Place) -> str | None:
    first, last = _month_number(parts["a"], place), _month_number(parts["b"], place)
    year = int(parts["y"])
    return f"{month_of(year - (first > last), first)}/{month_of(year, last)}"


def _decade(parts: Parts, place: Place) -> str | None:
    del place
    return parts["y"][:3] + "X"


def _century(parts: Parts, place: Place) -> str | None:
    del place
    return f"{int(parts['n']) - 1}XX"


def _years(parts: Parts, place: Place) -> str | None:
    del place
    first, last = parts["a"], parts["b"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if first < last else None


def _year(parts: Parts, place: Place) -> str | None:
    before, after, guards = place.before(), place.after(), place.guards
    if guards.no_year_before.search(before) or guards.no_year_after.match(after):
        return None
    bracketed = before.endswith("(") and after.startswith((")", ",", ";"))
    named = guards.determiner.search(before) and re.match(r"\s+[A-Za-z]", after)
    if bracketed or named or guards.before_year.search(before) or place.adjoins():
        return parts["y"]
    return None


_RESOLVERS: Mapping[str, Callable[[Parts, Place], str | None]] = {
    "iso": _iso, "named": _named, "dmyspan": _days_span, "mdyspan": _days_span, "dmy": _day, "mdy": _day,
    "my": _month_year, "slash": _slash, "season": _season, "ago": _ago, "days": _days, "offset": _offset,
    "past": _past, "lasting": _lasting, "which": _which, "deictic": _deictic, "weekday": _weekday, "month": _month,
    "monthspan": _month_span, "decade": _decade, "century": _century, "years": _years, "year": _year,
}  # fmt: skip


def _month_number(word: str, place: Place) -> int:
    return place.forms.months[word.rstrip(".")]


def _number_of(day: str) -> int:
    return int(day.rstrip("stndrh"))


def _count(parts: Parts, place: Place) -> tuple[int, Unit]:
    number = parts["n"]
    return int(number) if number.isdigit() else place.forms.numbers[number], place.forms.units[parts["unit"]]
