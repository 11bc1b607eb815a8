"""Statements, events and measures in one order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from goodoffices.case.accepting import accepted
from goodoffices.case.dates import When
from goodoffices.case.model import Case

__all__ = ["Moment", "timeline"]


@dataclass(frozen=True)
class Moment:
    """Something said, done or tried.

    Attributes
    ----------
    when
        As far as it is known.
    kind
        What it is.
    party
        Whose it is; for a measure the first of those who took it.
    who
        The person or party.
    what
        In our words.
    section, number
        Where it stands among what is accepted in the case.
    """

    when: When
    kind: Literal["statement", "event", "measure"]
    party: str
    who: str
    what: str
    section: str
    number: int

    def to_json(self) -> dict[str, Any]:
        """Return the moment as plain data."""
        return {"when": str(self.when), "kind": self.kind, "party": self.party, "who": self.who, "what": self.what}


def timeline(case: Case) -> tuple[Moment, ...]:
    """Put everything with a date in order.

    Returns
    -------
    tuple of Moment
        By the first day meant; what has no date is left out, and what is only proposed.
    """
    found: list[Moment] = []
    case = accepted(case)
    for k, said in enumerate(case.statements):
        if said.when is not None:
            words = said.gist or said.about or "statement"
            found.append(Moment(said.when, "statement", case.party_of(said.who), said.who, words, "statements", k))
    for k, event in enumerate(case.events):
        words = event.what or event.type.replace("-", " ")
        found.append(Moment(event.when, "event", case.party_of(event.who), event.who, words, "events", k))
    for k, measure in enumerate(case.measures):
        who = measure.by[0]
        found.append(Moment(measure.when, "measure", who, who, measure.what, "measures", k))
    return tuple(sorted(found, key=lambda one: (one.when.start, one.section, one.number)))
