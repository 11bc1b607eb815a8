"""A draft laid out for comparison with an annotation: for each entry its stretches and its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.case.anchoring import Span, find_quote, verify_locator
from goodoffices.case.checks import walk
from goodoffices.case.citations import Anchor, Citation, Locator, Quote
from goodoffices.case.model import Case
from goodoffices.errors import QuoteError

__all__ = ["Drafted", "DraftedEntry", "drafted"]


@dataclass(frozen=True)
class DraftedEntry:
    """An entry of a draft.

    Attributes
    ----------
    path
        Where it stands in the case.
    spans
        Where it rests; empty if it does not cite the text.
    said
        The words of a direct statement.
    values
        By field: names of parties and people, dates as text.
    """

    path: tuple[str | int, ...]
    spans: tuple[Span, ...]
    said: tuple[Span, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Drafted:
    """The entries of a draft that cite one text, and how many of their anchors it bears out.

    Attributes
    ----------
    exact, anchors
        How many anchors point to the one place where their words stand, of how many.
    """

    sections: Mapping[str, tuple[DraftedEntry, ...]]
    exact: int
    anchors: int


def drafted(case: Case, source: str, text: str) -> Drafted:
    """Lay out what a case draws from one source.

    Parameters
    ----------
    source
        What the case calls it.
    text
        Its text.
    """
    places: dict[tuple[str | int, ...], list[Span]] = {}
    exact = anchors = 0
    for path, part in walk(case):
        if isinstance(part, Citation):
            for name, anchor in part.anchors():
                if name == source and isinstance(anchor, Quote | Locator):
                    span = _place(text, anchor)
                    anchors += 1
                    exact += span is not None
                    places.setdefault(path, []).extend([span] if span else [])
    sections = {
        name: tuple(entry for path, values in read(case) if (entry := _entry(path, values, places)).spans)
        for name, read in _READERS.items()
    }
    return Drafted(sections, exact, anchors)


def _place(text: str, anchor: Anchor) -> Span | None:
    try:
        return find_quote(text, anchor) if isinstance(anchor, Quote) else verify_locator(text, anchor)  # type: ignore[arg-type]
    except QuoteError:
        return None


def _entry(
    path: tuple[str | int, ...], values: Mapping[str, Any], places: Mapping[tuple[str | int, ...], list[Span]]
) -> DraftedEntry:
    spans = [span for key in ("said", "reported", "cite") for span in places.get((*path, key), [])]
    return DraftedEntry(path, tuple(spans), tuple(places.get((*path, "said"), [])), values)


Read = Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]


def _statements(case: Case) -> Read:
    for k, one in enumerate(case.statements):
        person = case.people.get(one.who)
        party = case.party_of(one.who)
        yield (
            ("statements", k),
            {
                "speaker": one.who if person else None,
                "party": party if party in case.parties else None,
                "date": str(one.when) if one.when else None,
                "office": person.office if person else None,
            },
        )


def _demands(case: Case) -> Read:
    for k, one in enumerate(case.demands):
        yield ("demands", k), {"by": one.by, "of": one.of, "kind": one.kind}


def _events(case: Case) -> Read:
    for k, one in enumerate(case.events):
        to = tuple(case.party_of(name) for name in one.to or ())
        yield ("events", k), {"who": case.party_of(one.who), "to": to, "date": str(one.when)}


def _ties(case: Case) -> Read:
    for k, one in enumerate(case.ties):
        a, b = one.ends
        yield ("ties", k), {"from": a, "to": b, "sign": one.sign, "directed": one.directed}


def _options(case: Case) -> Read:
    for party, options in case.options.items():
        for name in options:
            yield ("options", party, name), {"by": party}


def _obstacles(case: Case) -> Read:
    for k, one in enumerate(case.obstacles):
        yield ("obstacles", k), {"between": one.between}


def _leverage(case: Case) -> Read:
    for k, one in enumerate(case.leverage):
        yield ("leverage", k), {"who": one.who, "over": one.over}


def _interests(case: Case) -> Read:
    for party, wants in case.interests.items():
        for k in range(len(wants)):
            yield ("interests", party, k), {"party": party}


_READERS: Mapping[str, Callable[[Case], Read]] = {
    "statements": _statements,
    "demands": _demands,
    "events": _events,
    "ties": _ties,
    "options": _options,
    "obstacles": _obstacles,
    "leverage": _leverage,
    "interests": _interests,
}
