"""Proposals written as entries of a case file, and what cannot be written as one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from goodoffices.case.anchoring import Span
from goodoffices.case.base import MAX_NAME, NAME_PATTERN
from goodoffices.case.dates import parse_when
from goodoffices.case.record import Demand, Obstacle, TieKind
from goodoffices.errors import DateError
from goodoffices.record.citing import Citing
from goodoffices.record.parts import Names, Proposal

__all__ = ["Dropped", "Entry", "as_name", "free_name", "write_entries"]

# Said of an obstacle or of leverage: anything from none to all, until a person says how much.
UNKNOWN_SHARE = (0, 1)
_TIES = frozenset(get_args(TieKind))
_DEMANDS = frozenset(get_args(Demand.model_fields["kind"].annotation))
_OBSTACLES = frozenset(get_args(Obstacle.model_fields["kind"].annotation))
_OPTION_STATES = frozenset({"in-use", "offered", "proposed", "demanded", "wanted", "withheld", "refused", "available"})
_LONGEST_WORDS = 400


@dataclass(frozen=True)
class Entry:
    """One entry as the case file has it.

    Attributes
    ----------
    data
        Its keys and values, with its citations and ``status: proposed``.
    owner
        The party under which an option or an interest stands.
    ask
        What a person has to decide, where the text leaves it open.
    evidence
        Where in the text it rests.
    """

    section: str
    data: Mapping[str, Any]
    evidence: tuple[Span, ...]
    owner: str | None = None
    ask: str | None = None


@dataclass(frozen=True)
class Dropped:
    """A proposal that was left out.

    Attributes
    ----------
    why
        In words that end a sentence such as "two events: …".
    words
        The words it rests on.
    """

    section: str
    why: str
    words: str


def as_name(text: str) -> str:
    """Turn words into a name that a case file accepts.

    Examples
    --------
    >>> as_name("Lift the sanctions (all of them)"), as_name("9/11")
    ('lift-the-sanctions-all-of-them', 'x-9-11')
    """
    if re.fullmatch(NAME_PATTERN, text) and len(text) <= MAX_NAME:
        return text
    plain = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").casefold()
    return (plain if re.match("[A-Za-z]", plain) else f"x-{plain}".rstrip("-"))[:MAX_NAME]


def free_name(name: str, taken: Container[str]) -> str:
    """Find a name that is not taken.

    Examples
    --------
    >>> free_name("report", {"report", "report-2"})
    'report-3'
    """
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def write_entries(
    proposals: Sequence[Proposal], names: Names, citing: Citing, source: str, as_of: dt.date
) -> tuple[tuple[Entry, ...], tuple[Dropped, ...]]:
    """Write proposals as entries of a case file.

    Parameters
    ----------
    proposals
        What the stages found, parties and people by the ids of ``names``.
    citing
        Cites the text they were found in.
    source
        What the case calls that text.
    as_of
        The day of the case: nothing later may stand in it.

    Returns
    -------
    entries
        In the order of the proposals; a demand of several parties is one entry for each.
    dropped
        What lacks something that an entry must have; nothing is made up.
    """
    writer = _Writer(names, citing, source, as_of)
    entries: list[Entry] = []
    dropped: list[Dropped] = []
    for proposal in proposals:
        try:
            entries += writer.write(proposal)
        except _UnwritableError as why:
            words = citing.text[proposal.evidence[0].start : proposal.evidence[0].end] if proposal.evidence else ""
            dropped.append(Dropped(proposal.section, str(why), words[:_LONGEST_WORDS]))
    return tuple(entries), tuple(dropped)


class _UnwritableError(Exception):
    """Says why a proposal cannot be an entry."""


class _Writer:
    """Writes proposals of one text."""

    def __init__(self, names: Names, citing: Citing, source: str, as_of: dt.date) -> None:
        self.parties = {party.id for party in names.parties}
        self.people = {person.id for person in names.people}
        self.called = {one.id: one.name for one in names.parties} | {one.id: one.name for one in names.people}
        self.citing, self.source, self.as_of = citing, source, as_of

    def write(self, proposal: Proposal) -> Iterator[Entry]:
        """Write one proposal, as one entry or as several."""
        for data, owner, ask in _SECTIONS[proposal.section](self, proposal):
            told = {key: value for key, value in data.items() if value is not None and value != ""}
            status = {"entry" if proposal.section == "options" else "status": "proposed"}
            evidence = tuple(dict.fromkeys((*proposal.said, *proposal.evidence)))
            yield Entry(proposal.section, told | status, evidence, owner, ask)

    def cite(self, spans: Sequence[Span]) -> dict[str, Any]:
        """Cite stretches of the text."""
        anchors: list[Any] = []
        for span in spans:
            anchor = self.citing.anchor(span)
            anchors += [anchor] if anchor is not None and anchor not in anchors else []
        if not anchors:
            raise _UnwritableError("no words to cite")
        return {self.source: anchors[0] if len(anchors) == 1 else anchors}

    def when(self, found: Any) -> str | None:
        """Check a date: it may not lie after the day of the case."""
        if found is None:
            return None
        try:
            when = parse_when(str(found))
        except DateError:
            return None
        if when.earliest and when.earliest > self.as_of:
            raise _UnwritableError("dated after the document")
        if when.is_interval and when.latest and when.latest > self.as_of:
            return f"{when.text.partition('/')[0]}/.."
        return when.text

    def parties_of(self, found: Any, what: str) -> list[str]:
        """Read the parties under a key, people left out; all have to be known."""
        listed = list(found) if isinstance(found, list | tuple) else [found] if found else []
        unknown = [one for one in listed if one not in self.parties]
        if unknown:
            raise _UnwritableError(f"{what} is no party of the text")
        return [as_name(one) for one in dict.fromkeys(listed)]

    def anyone(self, found: Any) -> list[str]:
        """Read the parties and people under a key."""
        listed = list(found) if isinstance(found, list | tuple) else [found] if found else []
        return [as_name(one) for one in dict.fromkeys(listed) if one in self.parties | self.people]

    def topic(self, found: Any) -> str | None:
        """Read what something is about: words, or parties and people, which are called by their names."""
        listed = found if isinstance(found, list | tuple) else [found] if found else []
        return ", ".join(self.called.get(str(one), str(one)) for one in listed) or None


Written = Iterator[tuple[dict[str, Any], str | None, str | None]]


def _statement(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    who = writer.anyone(entry.get("speaker")) or writer.anyone(entry.get("who"))
    said, others = proposal.said, proposal.evidence
    inner = [span for span in others if not any(span.start < one.end and one.start < span.end for one in said)]
    data = {
        "who": _first(who),
        "when": writer.when(entry.get("when")),
        "where": entry.get("where"),
        "to": _one_or_more([one for one in writer.anyone(entry.get("to")) if one not in who[:1]]),
        "gist": entry.get("gist"),
        "said": writer.cite(said) if said else None,
        "reported": None if said else writer.cite(others),
        "about": writer.topic(entry.get("about")),
        "cite": writer.cite(inner) if said and inner else None,
    }
    yield data, None, None if who else "the text does not say who said it"


def _demand(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    by, of = writer.parties_of(entry.get("by"), "who asks"), writer.parties_of(entry.get("of"), "who is asked")
    kind = entry.get("kind")
    nobody: list[str | None] = [None]
    for asking in by or nobody:
        asked = [one for one in of if one != asking]
        for one in asked or nobody:
            data = {
                "by": asking,
                "of": one,
                "kind": kind if kind in _DEMANDS else "request",
                "what": entry.get("what"),
                "for": entry.get("for"),
                "cite": writer.cite(proposal.evidence),
            }
            yield data, None, _open({"who asks": asking, "of whom": one})


def _event(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    who = writer.anyone(entry.get("who"))
    when = writer.when(entry.get("when"))
    data = {
        "when": when or f"../{writer.as_of}",
        "who": _first(who),
        "to": _one_or_more([one for one in writer.anyone(entry.get("to")) if one not in who[:1]]),
        "type": as_name(str(entry.get("type", "event"))),
        "what": entry.get("what"),
        "where": entry.get("where"),
        "cameo": entry.get("cameo"),
        "cite": writer.cite(proposal.evidence),
    }
    yield data, None, _open({"who did it": who, "when": when})


def _tie(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    between = writer.parties_of(entry.get("between"), "one end")
    ends = between or [*writer.parties_of(entry.get("from"), "one end"), *writer.parties_of(entry.get("to"), "one end")]
    if len(set(ends)) != 2:
        raise _UnwritableError("a tie has two ends, both of them parties")
    places: dict[str, Any] = {"between": ends} if between else {"from": ends[0], "to": ends[1]}
    kind = str(entry.get("kind"))
    sign: Any = entry.get("sign")
    data = places | {
        "kind": kind if kind in _TIES else "other",
        "sign": {1: "+", -1: "-", "0": 0}.get(sign, sign),
        "what": entry.get("what") or (None if kind in _TIES else kind.replace("-", " ")),
        "when": writer.when(entry.get("when")),
        "cite": writer.cite(proposal.evidence),
    }
    yield data, None, None


def _obstacle(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    kind = str(entry.get("kind"))
    data = {
        "kind": kind if kind in _OBSTACLES else "other",
        "between": writer.parties_of(entry.get("between"), "one side"),
        "severity": list(UNKNOWN_SHARE),
        "what": entry.get("what") or (None if kind in _OBSTACLES else kind.replace("-", " ")),
        "cite": writer.cite(proposal.evidence),
    }
    yield data, None, "say how severe, from 0 to 1"


def _option(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    party = writer.parties_of(entry.get("party"), "who could do it")
    say = str(entry.get("say") or "").strip()
    if not party or not say:
        raise _UnwritableError("the text does not say who could do it")
    status = entry.get("status")
    data = {
        "say": say,
        "status": status if status in _OPTION_STATES else None,
        "cite": writer.cite(proposal.evidence),
    }
    yield data, party[0], None


def _leverage(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    who, over = writer.parties_of(entry.get("who"), "who has it"), writer.parties_of(entry.get("over"), "over whom")
    if not who or not over:
        raise _UnwritableError("leverage is of one party over another")
    data = {
        "who": who[0],
        "over": over[0],
        "basis": entry.get("basis"),
        "strength": list(UNKNOWN_SHARE),
        "cite": writer.cite(proposal.evidence),
    }
    yield data, None, "say how strong, from 0 to 1"


def _interest(writer: _Writer, proposal: Proposal) -> Written:
    entry = proposal.entry
    party = writer.parties_of(entry.get("party"), "who wants it")
    if not party:
        raise _UnwritableError("the text does not say who wants it")
    yield {"want": entry.get("want"), "cite": writer.cite(proposal.evidence)}, party[0], None


_SECTIONS: Mapping[str, Callable[[_Writer, Proposal], Written]] = {
    "statements": _statement,
    "demands": _demand,
    "events": _event,
    "ties": _tie,
    "obstacles": _obstacle,
    "options": _option,
    "leverage": _leverage,
    "interests": _interest,
}


def _first(found: Sequence[str]) -> str | None:
    return found[0] if found else None


def _open(answers: Mapping[str, Any]) -> str | None:
    """Say what the text leaves open."""
    missing = [question for question, answer in answers.items() if not answer]
    return f"the text does not say {' nor '.join(missing)}" if missing else None


def _one_or_more(found: Sequence[str]) -> str | list[str] | None:
    return None if not found else found[0] if len(found) == 1 else list(found)
