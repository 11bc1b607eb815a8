"""Read a store of tables, or a folder of files, into the arrays that candidate facts and the precedent model read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from goodoffices.brokers.panels import Origin, Panel, panel
from goodoffices.brokers.states import Spell, StateBook
from goodoffices.brokers.tables import OwnFigure, Tables
from goodoffices.errors import MissingSectionError
from goodoffices.store.tables.crises import past_crises
from goodoffices.store.tables.importing import fill, imports_of
from goodoffices.store.tables.reading import open_store

__all__ = ["load_tables"]


class _Figure(NamedTuple):
    """How the rows of a figure are made from the table of a kind; ``counted`` counts different values."""

    kind: str
    columns: str
    absent: float = np.nan
    where: str = "TRUE"
    counted: bool = False


_SPELL = "unnest(range(first, last + 1)) AS year"
_FIGURES: Mapping[str, _Figure] = {
    "cinc": _Figure("capabilities", "year, code AS one, cinc AS value"),
    "ideal": _Figure("ideal_points", "year, code AS one, ideal AS value"),
    "polyarchy": _Figure("regimes", "year, code AS one, polyarchy AS value"),
    "major": _Figure("majors", f"{_SPELL}, code AS one, 1 AS value", 0.0),
    "distance": _Figure("distance", "year, one, other, km AS value"),
    "organisations": _Figure("organisations", "year, one, other, shared AS value"),
    **{
        name: _Figure("alliances", f"year, one, other, {name} AS value", 0.0)
        for name in ("defence", "offence", "neutrality", "consultation")
    },
    # Turned round, so that the closest type of a year is the largest figure; type 0 is no contiguity.
    "contiguity": _Figure("contiguity", f"{_SPELL}, one, other, 6 - type AS value", 0.0, "type BETWEEN 1 AND 5"),
    "rivalry": _Figure("rivalries", f"{_SPELL}, one, other, 1 AS value", 0.0),
    "war": _Figure("wars", "year, one, other, 1 AS value", 0.0),
    # Every dispute with a day in the ten years that end with this one, counted once whichever side is named first.
    "disputes": _Figure(
        "disputes",
        "unnest(range(first, last + 10)) AS year, least(one, other) AS one, greatest(one, other) AS other, "
        "dispute AS value",
        0.0,
        counted=True,
    ),
}


def load_tables(place: Path) -> Tables:
    """Read tables for the room of brokers.

    Parameters
    ----------
    place
        A store made by :func:`goodoffices.store.tables.import_tables`, or a folder with the files themselves.

    Returns
    -------
    Tables
        Arrays; nothing refers to the files any more.

    Raises
    ------
    CaseError
        If it is neither, or a file is malformed.
    MissingSectionError
        If the list of states is not there: without it no code can be told from another.
    """
    connection = open_store(None) if place.is_dir() else open_store(place, read_only=True)
    try:
        if place.is_dir():
            # Nobody looks at the time: this store is gone when the arrays are made.
            fill(connection, place, dt.datetime(1, 1, 1, tzinfo=dt.UTC))
        return _tables(connection, str(place))
    finally:
        connection.close()


def _tables(connection: Any, label: str) -> Tables:
    origins = {
        one.kind: Origin(one.kind, one.title, one.owner, one.file, one.sha256, one.first, one.last)
        for one in imports_of(connection, label)
    }
    if "states" not in origins:
        raise MissingSectionError(
            f"{label}: found no list of states, expected the State system membership of the Correlates of War Project"
        )
    states = _states(connection, origins)
    panels = {
        name: _panel(connection, origins[figure.kind], figure)
        for name, figure in _FIGURES.items()
        if figure.kind in origins
    }
    return Tables(states, panels, past_crises(connection, origins, states), origins, _own(connection, origins))


def _states(connection: Any, origins: Mapping[str, Origin]) -> StateBook:
    rows = connection.execute("SELECT code, letters, name, first, last FROM states ORDER BY code, first").fetchall()
    iso: dict[str, tuple[int, ...]] = {}
    if "ideal_points" in origins:
        pairs = "SELECT DISTINCT iso, code FROM ideal_points WHERE length(iso) = 3 ORDER BY iso, code"
        for letters, code in connection.execute(pairs).fetchall():
            iso[letters] = (*iso.get(letters, ()), code)
    return StateBook(tuple(Spell(*row) for row in rows), origins["states"].last, iso)


def _panel(connection: Any, origin: Origin, figure: _Figure) -> Panel:
    query = f"SELECT {figure.columns} FROM {figure.kind} WHERE {figure.where}"  # noqa: S608 - constants of this module
    if figure.counted:
        query = f"SELECT year, one, other, count(DISTINCT value) AS value FROM ({query}) GROUP BY year, one, other"  # noqa: S608 - as above
    found = connection.execute(f"SELECT * FROM ({query}) WHERE value IS NOT NULL").fetchnumpy()  # noqa: S608 - as above
    columns = {name: np.asarray(column) for name, column in found.items()}
    if "other" in columns:
        apart = columns["one"] != columns["other"]  # a state with itself says nothing
        columns = {name: column[apart] for name, column in columns.items()}
    return panel(origin, columns, absent=figure.absent)


def _own(connection: Any, origins: Mapping[str, Origin]) -> tuple[OwnFigure, ...]:
    if "own" not in origins:
        return ()
    query = "SELECT one, other, year, what, value, coalesce(unit, ''), coalesce(source, '') FROM own ORDER BY ALL"
    return tuple(OwnFigure(*row) for row in connection.execute(query).fetchall())
