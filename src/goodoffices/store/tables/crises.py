"""Past crises and labels of who mediated: the names and letters of their actors turned into state codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from goodoffices.brokers.panels import Origin
from goodoffices.brokers.states import StateBook
from goodoffices.brokers.tables import Crisis, Mediated
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError, LimitError

__all__ = ["actor_code", "past_crises", "read_labels"]

_COLUMNS = ("crisno", "crisname", "year", "actors", "mediator_ccode", "mediator")
_MOST_BYTES = 16 << 20

# Letters that lists of crises use for a state whose COW letters are others, or were others that year.
_OTHER_LETTERS = {"RUM": 360, "SER": 345, "GRM": 255, "GER": 255}
_BEFORE = {"YEM": (1990, 678), "DRV": (1954, 816)}
_NO_STATES = frozenset({"HIJ", "NAJ", "VFR"})  # Hejaz, Najd, Vichy France: actors that the COW list does not have
_UNKNOWN = "not yet coded"


def actor_code(letters: str, year: int, states: StateBook) -> int | None:
    """Turn the letters of a crisis actor into a COW number; None for an actor that is not a state of the list.

    Raises
    ------
    CaseError
        If the letters are unknown.
    """
    word = letters.strip().upper()
    if word in _NO_STATES:
        return None
    if word in _BEFORE and year < _BEFORE[word][0]:
        return _BEFORE[word][1]
    codes = [one.code for one in states.spells if one.letters == word]
    codes = [code for code in codes if states.exists(code, year)] or codes
    code = codes[0] if codes else _OTHER_LETTERS.get(word)
    if code is None or not states.knows(code):
        known = sorted({one.letters for one in states.spells})
        raise CaseError(f"found the actor {letters.strip()!r}, expected COW letters{nearest(word, known)}")
    return code


def _actors(text: str, year: int, states: StateBook) -> tuple[int, ...]:
    words = [word for part in text.split(";") for word in part.split()]
    codes = [actor_code(word, year, states) for word in words]
    return tuple(dict.fromkeys(code for code in codes if code is not None))


def past_crises(connection: Any, origins: Mapping[str, Origin], states: StateBook) -> tuple[Crisis, ...]:
    """Read the crises of an open store; none where it lacks one of the tables of crises.

    Raises
    ------
    CaseError
        If the list of actors has unknown letters.
    """
    if not {"crises", "crisis_list"} <= origins.keys():
        return ()
    threats = _threats(connection, states) if "crisis_actors" in origins else {}
    rows = connection.execute(
        "SELECT crisis, name, crises.first, crises.last, crisis_list.actors, conflict, trigger, gravity, violence, "
        "outcome, mediation FROM crises JOIN crisis_list USING (crisis) ORDER BY crisis"
    ).fetchall()
    found = []
    for number, name, first, last, actors, *words in rows:
        if actors.strip().casefold() == _UNKNOWN:
            continue
        try:
            codes = _actors(actors, first, states)
        except CaseError as error:
            raise CaseError(f"{origins['crisis_list'].file}: crisis {number}, {name}: {error}") from None
        conflict, *rest = (word or "" for word in words)
        conflict = "" if conflict.casefold().startswith("non-protracted") else conflict
        found.append(Crisis(number, name, first, last, codes, threats.get(number, ()), conflict, *rest))
    return tuple(found)


def _threats(connection: Any, states: StateBook) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return for each crisis who felt threatened by which state; threats that no state made are left out."""
    names: dict[str, int] = {spell.name.casefold(): spell.code for spell in states.spells}
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    rows = connection.execute("SELECT crisis, actor, threat FROM crisis_actors ORDER BY ALL").fetchall()
    for crisis, actor, threat in rows:
        pair = names.get((actor or "").casefold()), names.get((threat or "").casefold())
        if pair[0] is not None and pair[1] is not None:
            found[crisis] = (*found.get(crisis, ()), (pair[0], pair[1]))
    return found


def read_labels(path: Path, states: StateBook) -> tuple[Mediated, ...]:
    """Read who mediated in which crisis.

    Parameters
    ----------
    path
        A CSV file, one row for each crisis and mediating state, with the columns ``crisno``, ``crisname``, ``year``,
        ``actors`` (COW letters with semicolons), ``mediator_ccode`` (COW number) and ``mediator`` (COW letters).
    states
        The list of states.

    Returns
    -------
    tuple of Mediated
        One for each crisis, by year and number.

    Raises
    ------
    CaseError
        If the columns are others, or a row has an unknown code; names the line.
    """
    found: dict[int, tuple[str, int, str, list[int]]] = {}
    for line, row in _rows(path):
        try:
            number, year, code = (int(row[name]) for name in ("crisno", "year", "mediator_ccode"))
        except ValueError:
            raise CaseError(f"{path.name}:{line}: expected whole numbers for crisno, year and mediator_ccode") from None
        entry = found.setdefault(number, (row["crisname"], year, row["actors"], []))
        if entry[1:3] != (year, row["actors"]):
            raise CaseError(f"{path.name}:{line}: crisis {number} has another year or other actors here than above")
        entry[3].append(_mediator(code, row["mediator"], states, f"{path.name}:{line}"))
    return tuple(sorted(_mediated(path, found, states), key=lambda one: (one.year, one.number)))


def _mediated(path: Path, found: dict[int, tuple[str, int, str, list[int]]], states: StateBook) -> Iterator[Mediated]:
    for number, (name, year, actors, codes) in found.items():
        try:
            yield Mediated(number, name, year, _actors(actors, year, states), tuple(dict.fromkeys(codes)))
        except CaseError as error:
            raise CaseError(f"{path.name}: crisis {number}, {name}: {error}") from None


def _mediator(code: int, letters: str, states: StateBook, where: str) -> int:
    """Check a mediator: a number of the list, and letters that do not mean another state."""
    if not states.knows(code):
        raise CaseError(f"{where}: found the mediator code {code}, expected a number of the Correlates of War list")
    meant = {one.code for one in states.spells if one.letters == letters.strip().upper()}
    if meant and code not in meant:
        raise CaseError(
            f"{where}: found {code} ({states.name(code)}) beside {letters!r}, which is {min(meant)} "
            f"({states.name(min(meant))}); expected COW codes for both: Gleditsch and Ward's differ for some states"
        )
    return code


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise LimitError(f"{path.name}: found {size:,} bytes, expected at most {_MOST_BYTES:,}")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseError(f"{path}: cannot be read: {error.strerror}; expected a CSV file of labels") from None
    except UnicodeDecodeError:
        raise CaseError(f"{path.name}: found bytes that are not UTF-8, expected a CSV file in UTF-8") from None
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = tuple(reader.fieldnames or ())
        if not set(_COLUMNS) <= set(columns):
            raise CaseError(
                f"{path.name}:1: found the columns {', '.join(columns) or 'none'}, expected {', '.join(_COLUMNS)}"
            )
        for row in reader:
            if any(row[name] is None for name in _COLUMNS) or None in row:
                raise CaseError(
                    f"{path.name}:{reader.line_num}: found too few or too many values, expected {len(columns)}"
                )
            yield reader.line_num, row
    except csv.Error as error:
        raise CaseError(f"{path.name}: this is not CSV: {error}; expected {', '.join(_COLUMNS)}") from None
