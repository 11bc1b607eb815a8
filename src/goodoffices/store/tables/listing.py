"""Say which tables there are to import, what each is for, who publishes it, and which of them a store holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from goodoffices.store.tables.importing import Imported, imports_of
from goodoffices.store.tables.kinds import KINDS
from goodoffices.store.tables.reading import open_store

__all__ = ["Known", "list_tables"]


@dataclass(frozen=True)
class Known:
    """A kind of table.

    Attributes
    ----------
    kind, title, owner
        What it is and who publishes it.
    purpose
        What it is for here.
    columns
        The column names by which it is recognised, one list for each form that it comes in.
    unchecked
        Those forms whose column names come from a codebook and were never held against a file.
    imported
        What the store holds of it; None where it holds nothing.
    """

    kind: str
    title: str
    owner: str
    purpose: str
    columns: tuple[tuple[str, ...], ...]
    unchecked: tuple[int, ...]
    imported: Imported | None

    def to_json(self) -> dict[str, Any]:
        """Return the kind as plain data."""
        return asdict(self)


def list_tables(store: Path | None = None) -> tuple[Known, ...]:
    """List the kinds of table that can be imported, with what a store holds of each.

    Parameters
    ----------
    store
        A store; None, or one that is not there yet, holds nothing.

    Returns
    -------
    tuple of Known
        In a fixed order.

    Raises
    ------
    CaseError
        If the file is not a store.

    Examples
    --------
    >>> first = list_tables()[0]
    >>> first.title, first.owner, first.imported
    ('State system membership', 'Correlates of War Project', None)
    """
    held: dict[str, Imported] = {}
    if store is not None and store.exists():
        connection = open_store(store, read_only=True)
        try:
            held = {one.kind: one for one in imports_of(connection, str(store))}
        finally:
            connection.close()
    return tuple(
        Known(
            kind.name,
            kind.title,
            kind.owner,
            kind.purpose,
            tuple(shape.needs for shape in kind.shapes),
            tuple(k for k, shape in enumerate(kind.shapes) if not shape.checked),
            held.get(kind.name),
        )
        for kind in KINDS
    )
