"""The stable states of a conflict, with what they were computed from."""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.model import BoolArray, OptionModel

__all__ = ["MOST_LISTED", "Solution"]

MOST_LISTED = 1 << 16
"""Up to this many states the JSON lists stable states one by one; above it gives their number."""

_MOST_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Solution:
    """Who has reason to leave which state, under each notion of stability.

    Attributes
    ----------
    model : OptionModel
        The conflict that was solved.
    stable : mapping of str to (n, s) bool array
        For each notion, true where the state is stable for the decision maker; false where it is infeasible.
    equilibria : mapping of str to (e,) int array
        For each notion the states stable for every decision maker, ascending.
    method : str
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the model's arrays.
    """

    model: OptionModel
    stable: Mapping[str, BoolArray]
    equilibria: Mapping[str, NDArray[np.int64]]
    method: str
    parameters: Mapping[str, Any]
    digest: str

    def __post_init__(self) -> None:
        for name in ("stable", "equilibria"):
            arrays = {concept: _read_only(array) for concept, array in getattr(self, name).items()}
            object.__setattr__(self, name, MappingProxyType(arrays))
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __reduce__(self) -> tuple[type[Solution], tuple[Any, ...]]:
        # A mapping proxy cannot be pickled: build anew instead.
        values = (getattr(self, one.name) for one in fields(self))
        return Solution, tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in values)

    @classmethod
    def of(cls, model: OptionModel, stable: Mapping[str, BoolArray], *, method: str) -> Solution:
        """Add equilibria and provenance to tables of stable states.

        Parameters
        ----------
        model : OptionModel
            The conflict.
        stable : mapping of str to (n, s) bool array
            The stable states for each notion.
        method : str
            How they were computed.

        Returns
        -------
        Solution
            The complete result.
        """
        equilibria = {concept: np.flatnonzero(table.all(axis=0)) for concept, table in stable.items()}
        return cls(model, stable, equilibria, method, {"concepts": tuple(stable)}, model.digest())

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data.

        Returns
        -------
        dict
            Decision makers, options, feasible states, status quo, stable states and equilibria; above 2**16 states,
            counts in place of the lists of feasible and stable states.
        """
        model = self.model
        owner = {k: name for name, own in zip(model.decision_makers, model.movable, strict=True) for k in own}
        options = [
            {"name": name, "decision_maker": owner.get(k), "reversible": model.one_way.get(k, "both")}
            for k, name in enumerate(model.options)
        ]
        listed = model.feasible.size <= MOST_LISTED
        if listed:
            feasible: dict[str, Any] = {"feasible": np.flatnonzero(model.feasible).tolist()}
        else:
            feasible = {"feasible_count": int(model.feasible.sum())}
        return {
            "decision_makers": list(model.decision_makers),
            "options": options,
            **feasible,
            "now": model.now,
            "stable" if listed else "stable_counts": {
                concept: {
                    name: np.flatnonzero(row).tolist() if listed else int(row.sum())
                    for name, row in zip(model.decision_makers, table, strict=True)
                }
                for concept, table in self.stable.items()
            },
            "equilibria": {concept: states.tolist() for concept, states in self.equilibria.items()},
        }

    def to_frame(self) -> Any:
        """Return one row per feasible state and decision maker.

        Returns
        -------
        pandas.DataFrame
            The index is ``state`` and ``decision maker``, with one column of true and false for each notion.
        """
        pandas = importlib.import_module("pandas")
        states = np.flatnonzero(self.model.feasible)
        index = pandas.MultiIndex.from_product([states, self.model.decision_makers], names=["state", "decision maker"])
        columns = {concept: table[:, states].T.ravel() for concept, table in self.stable.items()}
        return pandas.DataFrame(columns, index=index)

    def _repr_html_(self) -> str:
        """Return a table of the equilibria: states down, notions across."""
        found = sorted({int(state) for states in self.equilibria.values() for state in states})
        rows = [self._row(state) for state in found[:_MOST_SHOWN]]
        head = "".join(f"<th>{html.escape(text)}</th>" for text in ["state", "options taken", *self.equilibria])
        rest = f"<p>and {len(found) - _MOST_SHOWN} more</p>" if len(found) > _MOST_SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{rest}"

    def _row(self, state: int) -> str:
        """Return one row of that table."""
        taken = ", ".join(name for k, name in enumerate(self.model.options) if state >> k & 1) or "none"
        cells = [str(state), taken, *("✓" if state in states else "" for states in self.equilibria.values())]
        return "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in cells) + "</tr>"


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view of the array that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
