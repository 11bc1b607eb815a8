"""The forms in which a text names a date: one compiled alternation, made of the words of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.reckoning import Unit

__all__ = ["DateForms", "date_forms", "folded"]

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.:,]\d)"
_YEAR = r"(?:1[4-9]|20)\d\d(?![\d%]|[.:,]\d)"

# The more telling forms come first. {…} are the fragments of `_fragments`; a group is named form_part.
_FORMS = {
    "skip": "{skip}",
    "iso": r"(?P<iso_y>\d{{4}})-(?P<iso_m>0[1-9]|1[0-2])-(?P<iso_d>0[1-9]|[12]\d|3[01])(?!\d|-\d\d\b)"
    r"(?:T[\d:.Z+-]+)?",
    "named": "{named}",
    "dmyspan": r"{wd}(?:{the})?(?P<dmyspan_a>{D})\s*(?:{to})\s*{wd}(?:{the})?(?P<dmyspan_b>{D})"
    r"\s+(?:of\s+)?(?P<dmyspan_m>{M})(?:,?\s+(?P<dmyspan_y>{Y}))?",
    "mdyspan": r"{wd}(?P<mdyspan_m>{M})\s+(?P<mdyspan_a>{D})\s*(?:{dash}|(?P<mdyspan_and>{to}))\s*{wd}"
    r"(?P<mdyspan_b>{D})(?:,?\s+(?P<mdyspan_y>{Y}))?",
    "dmy": r"(?:(?P<dmy_which>last|next)\s+)?{wd}(?:{the})?(?P<dmy_d>{D})\s+(?:day\s+of\s+|of\s+)?(?P<dmy_m>{M})"
    r"(?:,?\s+(?P<dmy_y>{Y})|,?\s+(?:of\s+)?(?P<dmy_rel>last|this|next)\s+year)?",
    "mdy": r"(?:(?P<mdy_which>last|next)\s+)?{wd}(?P<mdy_m>{M})\s+(?:the\s+)?(?P<mdy_d>{D})(?!,?\s+{units_after}\b)"
    r"(?:,?\s+(?P<mdy_y>{Y})|,?\s+(?:of\s+)?(?P<mdy_rel>last|this|next)\s+year)?",
    "my": r"(?:(?:early|late|mid)[\s-]+)?(?P<my_m>{M})(?:,|\s+of)?\s+"
    r"(?:(?P<my_y>{Y})|(?P<my_rel>last|this|next)\s+year)",
    "slash": r"(?P<slash_a>\d{{1,2}})[/.](?P<slash_b>\d{{1,2}})[/.](?P<slash_y>{Y})",
    "season": r"(?:{the})?(?P<season_s>{S})(?:\s+of)?\s+(?P<season_y>{Y})",
    "ago": r"(?:(?P<ago_hedge>{hedges})\s+)?(?P<ago_n>{N})\s+(?:long\s+)?(?P<ago_unit>{U})\s+{ago}",
    "days": r"(?P<days_same>{same_day})|(?P<days_next>{next_day})|(?P<days_before>{day_before})"
    r"(?!\s+(?:of\s+)?(?:the|a|an|his|her|its|their|that)\b)",
    "offset": r"(?:(?P<offset_hedge>{hedges})\s+)?(?P<offset_n>{N})\s+(?P<offset_unit>{U})\s+"
    r"(?:(?P<offset_after>{after})|(?P<offset_before>{before})|(?P<offset_later>{later})|(?P<offset_earlier>{earlier}))",
    "past": r"{past}\s+(?:(?P<past_hedge>{hedges})\s+)?(?:(?P<past_n>{N})\s+)?(?P<past_unit>{U})",
    "which": r"(?P<which_this>{this})\s+(?P<which_unit_a>{U1})|(?P<which_last>{last})\s+(?P<which_unit_b>{U1})"
    r"|(?P<which_next>{next})\s+(?P<which_unit_c>{U1})|(?P<which_weekend>(?:the|this|last|next|past)\s+{weekend})",
    "lasting": r"{during}\s+(?:(?P<lasting_hedge>{hedges})\s+)?(?P<lasting_n>{N})\s+(?:long\s+)?(?P<lasting_unit>{U})",
    "deictic": r"(?P<deictic_today>{today})|(?P<deictic_yesterday>{yesterday})|(?P<deictic_tomorrow>{tomorrow})",
    "weekday": r"(?:(?P<weekday_which>{last}|{next}|this|(?i:on\s+the\s+following))\s+)?(?:late\s+|early\s+)?"
    r"(?P<weekday_w>{W})",
    "monthspan": r"(?P<monthspan_a>{M})(?:\s*{dash}\s*|\s+(?:{to})\s+)(?P<monthspan_b>{M})\s+(?P<monthspan_y>{Y})",
    "month": r"(?:(?P<month_which>{last}|{next}|this)\s+|(?P<month_part>early|late|mid)[\s-]+)?(?P<month_m>{M})",
    "decade": r"(?:(?:early|late|mid)[\s-]+)?(?P<decade_y>(?:1[4-9]|20)\d0)s",
    "century": r"(?P<century_n>1[3-9]|2[01])(?:st|th)[\s-]century",
    "years": r"(?P<years_a>{Y})\s*[-–—]\s*(?P<years_b>(?:1[4-9]|20)\d\d|\d\d)(?![\d%]|[.:,-]\d)",
    "year": "(?P<year_y>{Y})",
}


@dataclass(frozen=True)
class DateForms:
    """The forms of a language, ready to search with.

    Attributes
    ----------
    pattern
        Its last matched outer group is the name of the form.
    months, weekdays, seasons, numbers, units, named
        What the words mean, by the word in lower case.
    """

    pattern: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, Unit]
    named: Mapping[str, str]

    def parts(self, match: re.Match[str]) -> tuple[str, dict[str, str]]:
        """Return the form of a match and its parts, in lower case and single blanks."""
        form = match.lastgroup or ""
        lead = form + "_"
        found = match.groupdict()
        parts = {
            key.removeprefix(lead): folded(value) for key, value in found.items() if value and key.startswith(lead)
        }
        return form, parts


def folded(words: str) -> str:
    """Return words in lower case, with single blanks."""
    return " ".join(words.split()).lower()


@lru_cache(maxsize=8)
def date_forms(lexicon: Lexicon) -> DateForms:
    """Compile the forms of a language from its topic ``dates``."""
    fragments = _fragments(lexicon)
    forms = "|".join(f"(?P<{name}>{form.format(**fragments)})" for name, form in _FORMS.items())
    tables = {
        name: {folded(str(key)): value for key, value in lexicon.table("dates", name).items()}
        for name in ("months", "seasons", "numbers", "units")
    }
    weekdays = {**lexicon.table("dates", "weekdays"), **lexicon.table("dates", "short_weekdays")}
    named = {folded(key): str(value) for key, value in lexicon.table("dates", "named_days").items()}
    return DateForms(
        # No word, number or part of an address begins before it, nor goes on after it.
        pattern=re.compile(rf"(?<![\w$€£/#])(?<!\d[.,-])(?:{forms})(?![\w])"),
        weekdays=weekdays,
        named=named,
        **tables,
    )


def _fragments(lexicon: Lexicon) -> dict[str, str]:
    words = lexicon.words
    tables = {
        name: lexicon.table("dates", name)
        for name in ("months", "weekdays", "short_weekdays", "seasons", "numbers", "units")
    }
    days = _names(tables["weekdays"])
    lists = (
        "today",
        "yesterday",
        "tomorrow",
        "this",
        "last",
        "next",
        "past",
        "weekend",
        "ago",
        "later",
        "earlier",
        "after",
        "before",
    )
    low = {
        name: _any(words("dates", name)) for name in (*lists, "during", "same_day", "next_day", "day_before", "hedges")
    }
    units = [str(unit) for unit in tables["units"]]
    # The dash belongs to spans of days; "and" and "or" only where a year or the end follows.
    return low | {
        "D": _DAY,
        "Y": _YEAR,
        "M": rf"(?:(?:{_names(_short(tables['months']))})\.?|{_names(tables['months'])})",
        "W": days,
        "S": _any(tables["seasons"]),
        "N": rf"(?:\d{{1,3}}|{_any(map(str, tables['numbers']))})",
        "U": _any(units),
        "U1": _any(unit for unit in units if not unit.endswith("s")),
        "wd": rf"(?:(?:{days}|(?:{_names(tables['short_weekdays'])})\.?),?\s+(?:the\s+)?)?",
        "the": r"[Tt]he\s+",
        "to": rf"{_any(word for word in words('dates', 'range_to') if word.isalpha())}|[-–—]",
        "dash": "[-–—]",
        "skip": _exact(words("dates", "not_dates")),
        "named": _exact(lexicon.table("dates", "named_days")),
        "units_after": _any(words("dates", "no_year_units")),
    }


def _any(words: Iterable[str]) -> str:
    """Match any of the words, whatever their case and the white space between them."""
    return f"(?i:{_exact(words)})"


def _names(words: Iterable[str]) -> str:
    """Match any of the words with a capital, or in capitals."""
    return "|".join(_exact([word]) for name in _longest(words) for word in (name.capitalize(), name.upper()))


def _exact(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _longest(words))


def _short(months: Mapping[str, int]) -> list[str]:
    """Find the names that are short for a longer one, and may end with a full stop."""
    full = {max((name for name in months if months[name] == number), key=len) for number in months.values()}
    return [name for name in months if name not in full]


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(map(str, words), key=lambda word: (-len(word), word))
