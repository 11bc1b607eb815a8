"""The board of the single text: clauses against parties, and what changed since the version before."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from goodoffices.talks.bodies import Clause
from goodoffices.talks.events import ClauseCriticised
from goodoffices.talks.room import Room, Text

__all__ = ["Cell", "Change", "Row", "board", "changes"]

Change = tuple[Literal["same", "new", "gone"], str]
_WORD = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 4_000


@dataclass(frozen=True)
class Cell:
    """A clause as one seat stands to it.

    Attributes
    ----------
    comment
        The seat's latest on this version; None where there is none, or where the viewer was not told.
    earlier
        The same on an earlier version, where there is none on this one.
    """

    seat: str
    initialled: bool
    comment: ClauseCriticised | None
    earlier: ClauseCriticised | None


@dataclass(frozen=True)
class Row:
    """A clause, seat by seat."""

    clause: Clause
    cells: tuple[Cell, ...]
    changed: tuple[Change, ...] | None
    """Word by word against the version before; None where nothing changed or there was none."""


def board(room: Room) -> tuple[Row, ...]:
    """Lay out the latest text as its viewer knows it.

    Parameters
    ----------
    room : Room
        Of the viewer: comments of others are not in it, except for the mediator.
    """
    text = room.text
    if text is None or text.tabled.body is None:
        return ()
    before = _clauses(room.texts[-2]) if len(room.texts) > 1 else None
    said = {(one.seat, one.clause): one for one in room.criticism if one.body is not None}
    here = {key: one for key, one in said.items() if one.text == text.tabled.id}
    rows = []
    for clause in text.tabled.body.clauses:
        initials = text.initials.get(clause.id, ())
        keys = [(seat, clause.id) for seat in room.seat_ids]
        # Only the latest version is commented on: a comment on it is later than any on those before.
        cells = tuple(
            Cell(key[0], key[0] in initials, here.get(key), None if key in here else said.get(key)) for key in keys
        )
        old = None if before is None else before.get(clause.id)
        rows.append(Row(clause, cells, _changed(old, clause, first=before is None)))
    return tuple(rows)


def _clauses(text: Text) -> dict[str, Clause]:
    return {clause.id: clause for clause in text.tabled.body.clauses} if text.tabled.body else {}


def _changed(old: Clause | None, new: Clause, *, first: bool) -> tuple[Change, ...] | None:
    if first:
        return None
    if old is None:
        return (("new", new.text),)
    return None if old.text == new.text else changes(old.text, new.text)


def changes(old: str, new: str) -> tuple[Change, ...]:
    """Say word by word what changed.

    Examples
    --------
    >>> changes("They meet in May.", "They meet in late May.")
    (('same', 'They meet in '), ('new', 'late '), ('same', 'May.'))
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        # Comparing takes the square of the length; such clauses are shown one after the other.
        return (("gone", old), ("new", new))
    parts: list[Change] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(before[a:b])))
            continue
        parts += _parts("gone", before[a:b]) + _parts("new", after[c:d])
    return tuple(parts)


def _parts(kind: Literal["new", "gone"], words: Sequence[str]) -> list[Change]:
    return [(kind, "".join(words))] if words else []
