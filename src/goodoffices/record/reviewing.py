"""Going through proposals: what is still open, and what a decision does to a case.

Everything works on the plain data of a case, so that each decision can be written at once and taken back.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from goodoffices.case.base import Model
from goodoffices.case.record import Demand, Event, Interest, Leverage, Obstacle, Party, Statement, Tie
from goodoffices.case.strategic import OptionEntry
from goodoffices.errors import CaseError
from goodoffices.record.citing import Citing
from goodoffices.record.identity import Rejected, anchors_in, placed
from goodoffices.record.placing import SECTIONS, Path, entries_of, entry_at, is_proposed, take_out

__all__ = [
    "ROLES",
    "Evidence",
    "State",
    "accept",
    "edit",
    "evidence",
    "is_complete",
    "named_by",
    "pending",
    "reject",
    "settle_role",
]

ROLES = ("principal", "broker-candidate", "influencer", "stakeholder", "venue", "historical", "spoiler")
_MODELS: Mapping[str, type[Model]] = {
    "ties": Tie, "leverage": Leverage, "interests": Interest, "statements": Statement, "demands": Demand,
    "events": Event, "obstacles": Obstacle, "options": OptionEntry, "parties": Party,
}  # fmt: skip
_AROUND = 240
_NAMING = ("who", "to", "by", "of", "from", "between", "over")


@dataclass(frozen=True)
class State:
    """A case under review.

    Attributes
    ----------
    data
        The case as plain data.
    rejected
        Proposals that were turned down.
    """

    data: Mapping[str, Any]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Cited words within the words around them.

    Attributes
    ----------
    source
        What the case calls the text.
    before, words, after
        The words around may be cut where the block goes on; all three are as the text has them.
    found
        False where the text is not here, or does not bear the words out: then only ``words`` is there.
    """

    source: str
    before: str
    words: str
    after: str
    found: bool = True


def pending(data: Mapping[str, Any]) -> tuple[Path, ...]:
    """List what is still to be decided: parties without a role first, then proposals by section.

    Examples
    --------
    >>> pending({"parties": {"UP": {"role": "undecided"}}, "ties": [{"status": "proposed"}, {"kind": "war"}]})
    (('parties', 'UP'), ('ties', 0))
    """
    parties: Iterator[tuple[Path, Any]] = ((("parties", key), one) for key, one in data["parties"].items())
    entries = (pair for section in SECTIONS for pair in entries_of(data, section))
    return tuple(path for path, entry in [*parties, *entries] if is_proposed(str(path[0]), entry))


def is_complete(data: Mapping[str, Any], path: Path) -> bool:
    """Say whether a proposal says all that an accepted entry has to say.

    Examples
    --------
    >>> nobody = {"when": "2020", "type": "flood", "cite": {"a": "b"}, "status": "proposed"}
    >>> is_complete({"events": [nobody]}, ("events", 0))
    False
    """
    section = str(path[0])
    flag = "entry" if section == "options" else "status"
    plain = {key: value for key, value in entry_at(data, path).items() if key != flag}
    try:
        _MODELS[section].model_validate(plain)
    except ValueError:
        return False
    return True


def accept(state: State, path: Path) -> State:
    """Accept a proposal: strike out that it is one.

    Raises
    ------
    CaseError
        If it is a party: that is accepted by giving it a role.
    """
    if path[0] == "parties":
        raise CaseError(f"the party {path[1]} has no role yet: say which, one of {', '.join(ROLES)}")
    data = copy.deepcopy(dict(state.data))
    del entry_at(data, path)["entry" if path[0] == "options" else "status"]
    return replace(state, data=data)


def settle_role(state: State, path: Path, role: str) -> State:
    """Say what a party is in the crisis.

    Raises
    ------
    CaseError
        If there is no such role.
    """
    if role not in ROLES:
        raise CaseError(f"found the role {role!r}, expected one of {', '.join(ROLES)}")
    data = copy.deepcopy(dict(state.data))
    entry_at(data, path)["role"] = role
    return replace(state, data=data)


def edit(state: State, path: Path, entry: Mapping[str, Any]) -> State:
    """Put another entry in the place of a proposal; it stays one until it is accepted."""
    data = copy.deepcopy(dict(state.data))
    entry_at(data, path[:-1])[path[-1]] = copy.deepcopy(dict(entry))
    return replace(state, data=data)


def reject(state: State, path: Path, texts: Mapping[str, str]) -> State:
    """Turn a proposal down: it leaves the case, and its place in the text is remembered.

    With a party go the proposals that name it.

    Parameters
    ----------
    texts
        The texts that are here, by the name of their source.

    Raises
    ------
    CaseError
        If it is a party that an accepted entry names.
    """
    data = copy.deepcopy(dict(state.data))
    if path[0] == "parties":
        return _without_party(State(data, state.rejected), str(path[1]), texts)
    remembered = _remembered(data, path, texts)
    take_out(data, path)
    return State(data, (*state.rejected, *remembered))


def _without_party(state: State, party: str, texts: Mapping[str, str]) -> State:
    people = _members(state.data, party)
    naming = named_by(state.data, party)
    kept = [path for path in naming if not is_proposed(str(path[0]), entry_at(state.data, path))]
    if kept:
        where = ".".join(str(step) for step in kept[0])
        raise CaseError(
            f"{party} is named by {where}, which is accepted; change that entry first, or give {party} a role"
        )
    data = dict(state.data)
    rejected = list(state.rejected)
    for path in reversed(naming):
        rejected += _remembered(data, path, texts)
        take_out(data, path)
    for name in people:
        take_out(data, ("people", name))
    del data["parties"][party]
    return State(data, tuple(rejected))


def named_by(data: Mapping[str, Any], party: str) -> tuple[Path, ...]:
    """List the entries that name a party, or somebody of it.

    Examples
    --------
    >>> named_by({"ties": [{"from": "UP", "to": "DOWN"}, {"from": "UP", "to": "NO"}]}, "DOWN")
    (('ties', 0),)
    """
    wanted = {party, *_members(data, party)}
    return tuple(
        path for section in SECTIONS for path, entry in entries_of(data, section) if wanted & set(_named(path, entry))
    )


def _members(data: Mapping[str, Any], party: str) -> list[str]:
    return [name for name, one in data.get("people", {}).items() if one.get("party") == party]


def _named(path: Path, entry: Mapping[str, Any]) -> Iterator[str]:
    """Go through the parties and people that an entry names."""
    for key in _NAMING:
        value = entry.get(key)
        yield from value if isinstance(value, list) else [value] if value else []
    if path[0] in {"options", "interests"}:
        yield str(path[1])


def _remembered(data: Mapping[str, Any], path: Path, texts: Mapping[str, str]) -> list[Rejected]:
    found: list[Rejected] = []
    for name, source in data.get("sources", {}).items():
        if name in texts and source.get("sha256"):
            one = placed(path, entry_at(data, path), data.get("people", {}), name, Citing(texts[name]))
            who = tuple(sorted(one.who))
            found += [Rejected(str(path[0]), source["sha256"], span.start, span.end, who) for span in one.spans]
    return found


def evidence(data: Mapping[str, Any], path: Path, texts: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Show the words that an entry cites within the words around them."""
    entry = entry_at(data, path)
    found: list[Evidence] = []
    for source in data.get("sources", {}):
        citing = Citing(texts[source]) if source in texts else None
        for anchor in anchors_in(entry, source):
            span = citing.place(anchor) if citing else None
            if citing is None or span is None:
                words = anchor if isinstance(anchor, str) else anchor.get("exact", "words that are not here")
                found.append(Evidence(source, "", words, "", found=False))
                continue
            text = citing.text
            before = text[max(0, span.start - _AROUND) : span.start].rpartition("\n\n")[2]
            after = text[span.end : span.end + _AROUND].partition("\n\n")[0]
            found.append(Evidence(source, before, text[span.start : span.end], after))
    return tuple(found)
