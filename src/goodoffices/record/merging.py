"""Bringing what documents contribute together in one case, without saying anything twice."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goodoffices.errors import CaseError
from goodoffices.record.citing import Citing
from goodoffices.record.contribution import Contribution
from goodoffices.record.entries import Dropped, Entry, free_name
from goodoffices.record.identity import Placed, Rejected, placed, same_evidence, same_matter, was_rejected
from goodoffices.record.placing import SECTIONS, Path, actors, entries_of, is_proposed, put
from goodoffices.record.renaming import Renaming, renamed, renaming

__all__ = ["Merged", "merge"]

_CITED = ("said", "reported", "cite")
_ORDER = (
    "case",
    "title",
    "as_of",
    "question",
    "handling",
    "viewpoint",
    "note",
    "sources",
    "parties",
    "people",
    *SECTIONS,
)


@dataclass(frozen=True)
class Merged:
    """A case with proposals added to it.

    Attributes
    ----------
    data
        The case as plain data.
    asks
        What a person has to decide about an entry, by its path.
    added, joined, known, rejected
        By section, parties and people among them, how many proposals were added; were proposed from another document
        already, and now cite both; were there already; had been rejected.
    dropped
        What could not be an entry.
    """

    data: dict[str, Any]
    asks: Mapping[Path, str]
    added: Mapping[str, int]
    joined: Mapping[str, int]
    known: Mapping[str, int]
    rejected: Mapping[str, int]
    dropped: tuple[Dropped, ...]


def merge(
    base: Mapping[str, Any],
    parts: Sequence[Contribution],
    *,
    rejected: Iterable[Rejected] = (),
    all_names: bool = True,
) -> Merged:
    """Add what documents contribute to a case.

    Entries that are there stay as they are, but for one that is itself only proposed and is now cited from a second
    document. Parties and people are known again by their names and aliases.

    Parameters
    ----------
    base
        The case as plain data: ``case``, ``title``, ``as_of``, and what it holds.
    parts
        One for each document.
    rejected
        Proposals that are not to be made again.
    all_names
        False to add only those parties and people that an entry names.

    Raises
    ------
    CaseError
        If a document was issued after the day of the case.
    """
    merger = _Merger(base, tuple(rejected), all_names=all_names)
    for part in parts:
        merger.add(part)
    order = {key: k for k, key in enumerate(_ORDER)}
    data = merger.data
    if all_names:
        data = {
            key: data[key]
            for key in sorted(data, key=lambda key: order.get(key, len(order)))
            if data[key] or key == "parties"
        }
    dropped = tuple(one for part in parts for one in part.dropped)
    counts = merger.counts
    return Merged(data, merger.asks, counts["added"], counts["joined"], counts["known"], counts["rejected"], dropped)


class _Merger:
    """A case that grows."""

    def __init__(self, base: Mapping[str, Any], rejected: tuple[Rejected, ...], *, all_names: bool) -> None:
        self.data: dict[str, Any] = copy.deepcopy(dict(base))
        for key in ("sources", "parties", "people"):
            self.data.setdefault(key, {})
        self.rejected, self.all_names = rejected, all_names
        self.asks: dict[Path, str] = {}
        self.counts: dict[str, Counter[str]] = {key: Counter() for key in ("added", "joined", "known", "rejected")}

    def add(self, part: Contribution) -> None:
        """Add what one document contributes."""
        self._in_time(part)
        source = self._source(part)
        names = renaming(self.data, part.parties, part.people)
        part = replace(part, people={key: _recited(one, part.name, source) for key, one in part.people.items()})
        if self.all_names:
            self._name(part, names, {*names.parties.values(), *names.people.values()})
        people = {**{names.people[key]: one for key, one in part.people.items()}, **self.data["people"]}
        citing = Citing(part.text)
        there = {
            section: [placed(path, entry, people, source, citing) for path, entry in entries_of(self.data, section)]
            for section in SECTIONS
        }
        for entry in part.entries:
            data, owner = renamed(entry, names)
            data = _recited(data, part.name, source)
            path: Path = (entry.section, owner or "")
            mine = Placed(path, data, actors(path, data, people), entry.evidence)
            self._enter(part, entry, mine, there[entry.section], names)

    def _enter(self, part: Contribution, entry: Entry, mine: Placed, there: Sequence[Placed], names: Renaming) -> None:
        """Add one entry, unless it is there already."""
        section = entry.section
        if was_rejected(mine, part.source.get("sha256"), self.rejected):
            self.counts["rejected"][section] += 1
        elif any(same_evidence(mine, other) for other in there):
            self.counts["known"][section] += 1
        elif twin := next((other for other in there if same_matter(mine, other)), None):
            proposed = is_proposed(section, twin.entry)
            self.counts["joined" if proposed else "known"][section] += 1
            if proposed:
                _join(twin.entry, mine.entry)
        elif not any(dict(other) == mine.entry for _, other in entries_of(self.data, section)):
            owner = str(mine.path[1]) or None
            path = put(self.data, section, owner, mine.entry)
            self.counts["added"][section] += 1
            if entry.ask:
                self.asks[path] = entry.ask
            self._name(part, names, _named(mine.entry) | ({owner} if owner else set()))

    def _in_time(self, part: Contribution) -> None:
        issued = str(part.source.get("issued", ""))
        if issued[:10] > str(self.data["as_of"]):
            raise CaseError(
                f"{part.name}: found a document of {issued}, after the day of the case ({self.data['as_of']}); nothing "
                "later may stand in a case: move as_of, or leave this document out"
            )

    def _source(self, part: Contribution) -> str:
        """Find the source with this text, or add it."""
        sources = self.data["sources"]
        for name, one in sources.items():
            if one.get("sha256") == part.source.get("sha256"):
                return str(name)
        name = free_name(part.name, sources)
        sources[name] = dict(part.source)
        return name

    def _name(self, part: Contribution, names: Renaming, wanted: set[str]) -> None:
        """Add parties and people that are wanted and not there, and what they bring with them."""
        for key, one in part.people.items():
            name = names.people[key]
            if name in wanted and name in names.new and name not in self.data["people"]:
                own = dict(one) | ({"party": names.parties[one["party"]]} if "party" in one else {})
                self.data["people"][name] = own
                self.counts["added"]["people"] += 1
                wanted = wanted | {own.get("party", name)}
        for key, one in part.parties.items():
            name = names.parties[key]
            if name in wanted and name in names.new and name not in self.data["parties"]:
                self.data["parties"][name] = dict(one)
                self.counts["added"]["parties"] += 1


def _named(entry: Mapping[str, Any]) -> set[str]:
    values = [entry.get(key) for key in ("who", "to", "by", "of", "from", "between", "over")]
    return {one for value in values if value for one in (value if isinstance(value, list) else [value])}


def _recited(entry: Mapping[str, Any], name: str, source: str) -> dict[str, Any]:
    """Cite a source by the name that the case has for it."""
    return {key: {source: value[name]} if key in _CITED else value for key, value in entry.items()}


def _join(twin: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    """Cite a second document for an entry that is proposed."""
    for key in set(mine) & set(_CITED):
        held = twin.get(key, {})
        held |= {source: anchors for source, anchors in mine[key].items() if source not in held}
        twin[key] = held  # type: ignore[index]  # a mapping of our own copy of the case
