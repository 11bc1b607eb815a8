"""Long lists in parts: a page shows the newest part, and links lead to what was before.

Places are counted from 1 in the viewer's own list, so that a link tells nothing that the list itself does not. A list
only grows at its end: a link to a part shows the same part tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

__all__ = ["AT_ONCE", "Asked", "Part", "asked_of", "part_of"]

AT_ONCE = 20
"""How many entries of a list a page shows, unless it says otherwise."""
_WHOLE = "all"
_NUMBER = re.compile(r"-?[0-9]+", re.ASCII)
_FARTHEST = 10**9

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """Which part of which list an address asks for.

    Attributes
    ----------
    name
        Of a list.
    to
        The last place to be shown of it; None for its newest part.
    whole
        Whether all of it is asked for, as it is to be printed.
    at
        The id of an entry, in whatever list it stands.
    """

    name: str = ""
    to: int | None = None
    whole: bool = False
    at: str = ""


@dataclass(frozen=True)
class Part(Generic[T]):
    """A part of a list.

    Attributes
    ----------
    name
        Of the list, in addresses and on the page.
    entries
        Each with its place, the newest last.
    of
        How many there are in the whole list.
    many
        How many a part has.
    asked
        Whether the address asked for a part of this list.
    whole
        Whether it asked for all of it.
    """

    name: str
    entries: tuple[tuple[int, T], ...]
    of: int
    many: int
    asked: bool
    whole: bool

    @property
    def first(self) -> int:
        """The place of the first entry shown; 0 if there is none."""
        return self.entries[0][0] if self.entries else 0

    @property
    def last(self) -> int:
        """The place of the last entry shown; 0 if there is none."""
        return self.entries[-1][0] if self.entries else 0

    @property
    def parted(self) -> bool:
        """Whether the list is longer than a part."""
        return self.of > self.many

    @property
    def earlier(self) -> str | None:
        """The address of what was before, within the same page; None if nothing was."""
        return self._address(self.first - 1) if self.first > 1 else None

    @property
    def later(self) -> str | None:
        """The address of what came then; None if nothing did."""
        return self._address(min(self.last + self.many, self.of)) if self.last < self.of else None

    @property
    def newest(self) -> str:
        """The address of the newest part, whatever that is by then."""
        return f"?{urlencode({'in': self.name})}"

    @property
    def all(self) -> str:
        """The address of the whole list."""
        return self._address(_WHOLE)

    def _address(self, to: int | str) -> str:
        return f"?{urlencode({'in': self.name, 'to': to})}"


def asked_of(query: Mapping[str, str]) -> Asked:
    """Read what an address asks for; what cannot be read asks for the newest part.

    Examples
    --------
    >>> asked_of({"in": "feed", "to": "40"})
    Asked(name='feed', to=40, whole=False, at='')
    >>> asked_of({"in": "feed", "to": "the day before"}).to is None
    True
    """
    to = query.get("to", "")
    number = None
    if _NUMBER.fullmatch(to):
        number = int(to) if len(to) < 10 else -_FARTHEST if to.startswith("-") else _FARTHEST
    return Asked(query.get("in", ""), number, to == _WHOLE, query.get("at", ""))


def part_of(
    asked: Asked,
    name: str,
    entries: Sequence[T],
    *,
    many: int = AT_ONCE,
    id_of: Callable[[T], Any] | None = None,
    oldest: bool = False,
) -> Part[T]:
    """Return the part of a list that is to be shown: what was asked for, or else the newest.

    Parameters
    ----------
    asked
        What the address asks for. A place that is not in the list stands for the nearest that is.
    name
        Of the list, unlike that of any other on the page.
    entries
        All, as the viewer knows them, the oldest first.
    many
        How many to show.
    id_of
        The id of an entry, where an address may ask for one.
    oldest
        Whether the list is opened where it begins.

    Examples
    --------
    >>> part_of(Asked(), "feed", "abcdefg", many=3).entries
    ((5, 'e'), (6, 'f'), (7, 'g'))
    >>> part_of(Asked("feed", 2), "feed", "abcdefg", many=3).entries
    ((1, 'a'), (2, 'b'), (3, 'c'))
    """
    of, mine = len(entries), asked.name == name
    whole = mine and asked.whole
    last = min(many, of) if oldest and not mine else of
    if whole:
        last = of
    elif mine and asked.to is not None:
        last = max(min(many, of), min(asked.to, of))
    elif asked.at and id_of is not None:
        last = _around(asked.at, entries, id_of, many) or last
    first = 1 if whole else max(1, last - many + 1)
    shown = tuple(enumerate(entries[first - 1 : last], start=first))
    return Part(name, shown, of, many, mine, whole)


def _around(id_: str, entries: Sequence[T], id_of: Callable[[T], Any], many: int) -> int | None:
    """Return the last place of a part in which an entry stands, the newest part if it stands there."""
    place = next((k for k in range(len(entries), 0, -1) if id_of(entries[k - 1]) == id_), None)
    if place is None or place > len(entries) - many:
        return None
    return max(many, place + many // 2)
