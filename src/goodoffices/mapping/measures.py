"""What has been tried, and what followed. What followed is not what was caused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from goodoffices.case.accepting import accepted
from goodoffices.case.dates import When
from goodoffices.case.model import Case
from goodoffices.case.record import Measure

__all__ = ["Followed", "set_against_events"]


@dataclass(frozen=True)
class Followed:
    """A measure beside the events that would show whether it worked.

    Attributes
    ----------
    measure
        Its position in the case's ``measures``.
    entry
        The measure.
    begins
        The first day on which it may have been in force.
    before, after
        Watched events of the parties it was aimed at, by position in ``events``: in a stretch before it as long as the
        stretch after it, and from the day after it began until ``as_of``.
    days
        How long each of the two stretches is.
    """

    measure: int
    entry: Measure
    begins: dt.date
    before: tuple[int, ...]
    after: tuple[int, ...]
    days: int

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return {
            "what": self.entry.what,
            "by": list(self.entry.by),
            "of": list(self.entry.of),
            "kind": self.entry.kind,
            "when": str(self.entry.when),
            "meant_to": self.entry.meant_to,
            "watch": list(self.entry.watch),
            "days": self.days,
            "events_before": list(self.before),
            "events_after": list(self.after),
        }


def set_against_events(case: Case) -> tuple[Followed, ...]:
    """Set every measure against the events that it was to prevent or bring about.

    Returns
    -------
    tuple of Followed
        By the day on which each began; positions are among what is accepted.
    """
    case = accepted(case)
    rows = [_followed(case, k, measure) for k, measure in enumerate(case.measures)]
    return tuple(sorted(rows, key=lambda row: (row.begins, row.measure)))


def _followed(case: Case, k: int, measure: Measure) -> Followed:
    begins = measure.when.start
    days = max((case.as_of - begins).days, 0)
    window = dt.timedelta(days=days)
    watched = [
        (number, event.when)
        for number, event in enumerate(case.events)
        if event.type in measure.watch and case.party_of(event.who) in measure.of
    ]
    after = tuple(number for number, when in watched if _after(when, begins))
    earliest = begins - window if begins.toordinal() > days else dt.date.min
    before = tuple(number for number, when in watched if not _after(when, begins) and when.start >= earliest)
    return Followed(k, measure, begins, before, after, days)


def _after(when: When, day: dt.date) -> bool:
    """Say whether an event surely came after a day: one known only to the month is counted before it."""
    return when.earliest is not None and when.earliest > day
