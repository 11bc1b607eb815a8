"""Where proposed entries stand in the plain data of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from goodoffices.record.entries import as_name, free_name

__all__ = ["SECTIONS", "Path", "actors", "entries_of", "entry_at", "is_proposed", "put", "take_out"]

Path = tuple[str | int, ...]
SECTIONS = ("ties", "leverage", "interests", "statements", "demands", "events", "obstacles", "options")
_LONGEST_NAME = 40
_ACTORS = {
    "statements": ("who",), "demands": ("by", "of"), "events": ("who",), "ties": ("from", "to", "between"),
    "obstacles": ("between",), "leverage": ("who", "over"), "options": (), "interests": (),
}  # fmt: skip


def entries_of(data: Mapping[str, Any], section: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Go through the entries of a section, each with its path.

    Examples
    --------
    >>> list(entries_of({"options": {"UP": {"open": {"say": "Open"}}}}, "options"))
    [(('options', 'UP', 'open'), {'say': 'Open'})]
    """
    held = data.get(section, {})
    if section == "options":
        for party, options in held.items():
            yield from (((section, party, name), entry) for name, entry in options.items())
    elif section == "interests":
        for party, wants in held.items():
            yield from (((section, party, k), entry) for k, entry in enumerate(wants))
    else:
        yield from (((section, k), entry) for k, entry in enumerate(held))


def entry_at(data: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for step in path:
        data = data[step]
    return data


def is_proposed(section: str, entry: Mapping[str, Any]) -> bool:
    """Say whether nobody has accepted an entry yet; a party has to be given its role."""
    if section == "parties":
        return entry.get("role") == "undecided"
    return entry.get("entry" if section == "options" else "status") == "proposed"


def put(data: dict[str, Any], section: str, owner: str | None, entry: Mapping[str, Any]) -> Path:
    """Add an entry to a section; return its path."""
    if section == "options":
        options = data.setdefault(section, {}).setdefault(owner, {})
        name = free_name(_short_name(entry["say"]), options)
        options[name] = dict(entry)
        return section, str(owner), name
    listed = data.setdefault(section, {} if section == "interests" else [])
    if section == "interests":
        listed = listed.setdefault(owner, [])
    listed.append(dict(entry))
    return (section, str(owner), len(listed) - 1) if section == "interests" else (section, len(listed) - 1)


def _short_name(words: str) -> str:
    """Make a name of the first words, none of them cut through if it can be helped."""
    name = as_name(words)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]


def take_out(data: dict[str, Any], path: Path) -> None:
    """Remove the entry at a path, and what would be left empty around it."""
    *way, last = path
    del entry_at(data, tuple(way))[last]
    while way and not entry_at(data, tuple(way)):
        *way, last = way
        del entry_at(data, tuple(way))[last]


def actors(path: Path, entry: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Say which parties act in an entry, people by their party.

    Examples
    --------
    >>> sorted(actors(("ties", 0), {"between": ["UP", "DOWN"]}, {}))
    ['DOWN', 'UP']
    """
    section = str(path[0])
    named = [entry.get(key) for key in _ACTORS[section]]
    if section in {"options", "interests"}:
        named.append(path[1])
    flat = [one for value in named if value for one in (value if isinstance(value, list | tuple) else [value])]
    return frozenset(people.get(one, {}).get("party") or one for one in flat)
