"""Where a date stands, and what the words around it say of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.case.dates import parse_when
from goodoffices.record.dateforms import DateForms
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Dated, Span
from goodoffices.record.phrases import any_of, listed

__all__ = ["Guards", "Place", "guards_of"]

_ADJOINING = re.compile(r"(?=.*\w|.*[,–—-])[\s,–—-]*(?:and|or|to|until|through)?\s*(?:in\s+|the\s+)?", re.DOTALL)
_OPENING = re.compile(r"\W*(?:\w+\s+){0,2}")
_PERFECT = re.compile(r"\b(?:have|has|[’']ve)\b")


@dataclass(frozen=True)
class Guards:
    """What may, or may not, stand around a date, compiled once for a language."""

    before_month: re.Pattern[str]
    before_year: re.Pattern[str]
    determiner: re.Pattern[str]
    no_year_before: re.Pattern[str]
    no_year_after: re.Pattern[str]
    future: re.Pattern[str]
    future_before: re.Pattern[str]
    past_perfect: re.Pattern[str]
    past_speech: re.Pattern[str]
    range_to: re.Pattern[str]
    range_from: re.Pattern[str]
    ambiguous: frozenset[str]


@dataclass
class Place:
    """What is known where a date stands."""

    text: str
    sentence: Span
    today: dt.date | None
    to_the_day: bool
    forms: DateForms
    guards: Guards
    start: int = 0
    end: int = 0
    # The last date found; and the last that the block gave with its year.
    previous: Dated | None = None
    story: dt.date | None = None

    def before(self, length: int = 40) -> str:
        """Return the words of the sentence just before the date."""
        return self.text[max(self.sentence.start, self.start - length) : self.start]

    def after(self, length: int = 40) -> str:
        """Return the words of the sentence just after the date."""
        return self.text[self.end : min(self.sentence.end, self.end + length)]

    def adjoins(self) -> bool:
        """Tell whether only "and", a comma or a dash lies between this date and the one before it."""
        if self.previous is None or not self.sentence.start <= self.previous.span.end < self.start:
            return False
        gap = self.text[self.previous.span.end : self.start]
        return len(gap) < 15 and bool(_ADJOINING.fullmatch(gap))

    def ahead(self) -> bool:
        """Tell whether the sentence looks ahead here."""
        before = self.before(70)
        markers = [match.end() for match in self.guards.future.finditer(before) if match["future"]]
        if markers and not self.guards.past_speech.search(before, markers[-1]):
            return True
        if self.guards.future_before.search(before):
            return not self.guards.past_perfect.search(self.text, self.sentence.start, self.sentence.end)
        if not self.opens() or self.guards.past_speech.search(before):
            return False
        after = self.after(90)
        coming = self.guards.future.search(after)
        return (
            coming is not None
            and bool(coming["future"])
            and not self.guards.past_speech.search(after, 0, coming.start())
        )

    def lasts(self) -> bool:
        """Tell whether the sentence speaks of what has gone on until now."""
        return bool(_PERFECT.search(self.text, self.sentence.start, self.sentence.end))

    def opens(self) -> bool:
        """Tell whether the sentence begins with this date."""
        return bool(_OPENING.fullmatch(self.text, self.sentence.start, self.start))

    def tell(self, dated: Dated, *, with_year: bool) -> None:
        """Remember how far a tale of a past year has come."""
        begins = with_year and (self.opens() or self.today is None)
        if begins or (self.story is not None and self.in_story(dated.when)):
            self.story = parse_when(dated.when).earliest

    def in_story(self, when: str) -> bool:
        """Tell whether a date goes on with what the block told of a past year: "On 2 May 1999 … On 7 May …"."""
        if self.story is None or when[:7] < self.story.isoformat()[:7] or when < self.story.isoformat()[: len(when)]:
            return False
        return self.today is None or (self.opens() and self.story.year < self.today.year)

    def last_day(self) -> dt.date | None:
        """Return the day of the last date before this one, if it is a day."""
        if self.previous is None or self.previous.precision != "day":
            return None
        return parse_when(self.previous.when).latest


@lru_cache(maxsize=8)
def guards_of(lexicon: Lexicon) -> Guards:
    """Compile the guards of a language from its topic ``dates``."""

    def words(name: str, form: str) -> re.Pattern[str]:
        return listed(lexicon, "dates", name, form)

    not_future, future = (any_of(lexicon.words("dates", name)) for name in ("not_future", "future"))
    return Guards(
        before_month=words("before_months", r"\b{}\s+$"),
        before_year=words("before_years", r"\b{}[\s-]+$"),
        determiner=words("year_determiners", r"\b{}\s+$"),
        no_year_before=words("no_year_before", r"\b{}\.?\s+(?:of\s+)?$"),
        no_year_after=words("no_year_units", r"\s*{}\b"),
        future=re.compile(rf"(?<!\w)(?:{not_future}|(?P<future>{future}))\b", re.IGNORECASE),
        future_before=words("future_before", r"\b{}\s+(?:the\s+)?$"),
        past_perfect=words("past_perfect", r"\b{}\b"),
        past_speech=words("past_speech", r"\b{}\b"),
        range_to=words("range_to", r"\s*{}\s*"),
        range_from=words("range_from", r"\b{}\s+(?:the\s+|early\s+|late\s+|mid-)?$"),
        ambiguous=frozenset(lexicon.words("dates", "ambiguous_months")),
    )
