"""When two entries say the same: the same words of one text, or the same thing in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.case.anchoring import Span
from goodoffices.record.citing import Citing
from goodoffices.record.matching import overlap
from goodoffices.record.placing import Path, actors

__all__ = ["Placed", "Rejected", "anchors_in", "placed", "same_evidence", "same_matter", "was_rejected"]

_ENOUGH = 0.5
_CITED = ("said", "reported", "cite")


@dataclass(frozen=True)
class Rejected:
    """A proposal that a person has turned down, so that it is not made again.

    Attributes
    ----------
    sha256
        Of the text it was drawn from.
    start, end
        Where in that text, in Unicode code points.
    who
        The parties that act in it.
    """

    section: str
    sha256: str
    start: int
    end: int
    who: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the rejection as plain data: a place, and none of the words."""
        place = {"sha256": self.sha256, "start": self.start, "end": self.end}
        return {"section": self.section, **place, "who": list(self.who)}


@dataclass(frozen=True)
class Placed:
    """An entry of a case with the stretches it cites in one text."""

    path: Path
    entry: Mapping[str, Any]
    who: frozenset[str]
    spans: tuple[Span, ...]


def anchors_in(entry: Mapping[str, Any], source: str) -> Iterator[Any]:
    """Go through the anchors by which an entry cites a source."""
    for key in _CITED:
        found = (entry.get(key) or {}).get(source)
        if found is not None:
            yield from found if isinstance(found, list) else [found]


def placed(path: Path, entry: Mapping[str, Any], people: Mapping[str, Any], source: str, citing: Citing) -> Placed:
    """Find the stretches that an entry cites in a text."""
    spans = (citing.place(anchor) for anchor in anchors_in(entry, source))
    return Placed(path, entry, actors(path, entry, people), tuple(span for span in spans if span))


def same_evidence(one: Placed, other: Placed) -> bool:
    """Say whether two entries of one section rest on the same words of a text and are about the same parties."""
    return one.path[0] == other.path[0] and one.who == other.who and overlap(one.spans, other.spans) >= _ENOUGH


def was_rejected(one: Placed, sha256: str | None, rejected: Iterable[Rejected]) -> bool:
    """Say whether a proposal was turned down before."""
    return any(
        each.section == one.path[0]
        and each.sha256 == sha256
        and frozenset(each.who) == one.who
        and overlap(one.spans, [Span(each.start, each.end)]) >= _ENOUGH
        for each in rejected
    )


def same_matter(one: Placed, other: Placed) -> bool:
    """Say whether entries of one section, drawn from two texts, are about the same thing."""
    if one.path[0] != other.path[0] or one.who != other.who:
        return False
    match one.path[0]:
        case "statements":
            return bool(_said(one.entry)) and _said(one.entry) == _said(other.entry)
        case "events":
            dated = len(str(one.entry.get("when"))) == len("2020-01-31")
            return dated and _agree(one, other, ("type", "to", "when"))
        case "ties":
            return str(one.entry.get("sign")) == str(other.entry.get("sign")) and _agree(one, other, ("kind", "from"))
        case _:
            return _agree(one, other, ("kind", "what", "say", "want", "basis"))


def _agree(one: Placed, other: Placed, keys: tuple[str, ...]) -> bool:
    return all(_plain(one.entry.get(key)) == _plain(other.entry.get(key)) for key in keys)


def _said(entry: Mapping[str, Any]) -> tuple[str, ...]:
    anchors = [anchor for source in entry.get("said") or {} for anchor in anchors_in({"said": entry["said"]}, source)]
    words = (anchor if isinstance(anchor, str) else anchor.get("exact", "") for anchor in anchors)
    return tuple(_plain(one) for one in words if one)


def _plain(words: Any) -> str:
    """Fold what differs from one print of the same words to the next: case, marks, white space."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in str(words or "")).casefold().split())
