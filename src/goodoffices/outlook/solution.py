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

from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.model import BoolArray

__all__ = ["MOST_LISTED", "Solution"]

MOST_LISTED = 1 << 16
"""Up to this many states the JSON lists stable states one by one; above it gives their number."""

_MOST_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Solution:
    """Who has reason to leave which state, under each notion of stability.

    Attributes
    ----------
    model : OptionModel or ArcModel
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

    model: Model
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
    def of(cls, model: Model, stable: Mapping[str, BoolArray], *, method: str) -> Solution:
        """Add equilibria and provenance to tables of stable states.

        Parameters
        ----------
        model : OptionModel or ArcModel
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
            counts in place of the lists of feasible and stable states. A model of arcs adds its arcs (above 2**16,
            their number) and, where they have any, the names of its states.
        """
        model = self.model
        listed = model.feasible.size <= MOST_LISTED
        if listed:
            feasible: dict[str, Any] = {"feasible": np.flatnonzero(model.feasible).tolist()}
        else:
            feasible = {"feasible_count": int(model.feasible.sum())}
        return {
            "decision_makers": list(model.decision_makers),
            "options": _options(model),
            **_moves(model),
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
        means = "options taken" if self.model.options or not isinstance(self.model, ArcModel) else "name"
        found = sorted({int(state) for states in self.equilibria.values() for state in states})
        rows = [self._row(state) for state in found[:_MOST_SHOWN]]
        head = "".join(f"<th>{html.escape(text)}</th>" for text in ["state", means, *self.equilibria])
        rest = f"<p>and {len(found) - _MOST_SHOWN} more</p>" if len(found) > _MOST_SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{rest}"

    def _row(self, state: int) -> str:
        """Return one row of that table."""
        cells = [
            str(state),
            _taken(self.model, state),
            *("✓" if state in states else "" for states in self.equilibria.values()),
        ]
        return "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in cells) + "</tr>"


def _options(model: Model) -> list[dict[str, Any]]:
    """Say whose each option is and how it may be changed; who owns it does not bind a model of arcs."""
    movable = [[k for k in own if k not in model.fixed] for own in model.owners]
    owner = {k: name for name, own in zip(model.decision_makers, movable, strict=True) for k in own}
    named = enumerate(model.options)
    entries: list[dict[str, Any]] = [{"name": name, "decision_maker": owner.get(k)} for k, name in named]
    if not isinstance(model, ArcModel):
        for k, entry in enumerate(entries):
            entry["reversible"] = model.one_way.get(k, "both")
    return entries


def _moves(model: Model) -> dict[str, Any]:
    """List the moves of a model of arcs, and name its states; nothing for a model in option form."""
    if not isinstance(model, ArcModel):
        return {}
    names = {"states": list(model.states)} if model.states else {}
    if sum(own.ends.size for own in model.arcs) > MOST_LISTED:
        counts = {name: own.ends.size for name, own in zip(model.decision_makers, model.arcs, strict=True)}
        return {**names, "arc_counts": counts}
    arcs = {
        name: np.column_stack([own.sources, own.ends]).tolist()
        for name, own in zip(model.decision_makers, model.arcs, strict=True)
    }
    return {**names, "arcs": arcs}


def _taken(model: Model, state: int) -> str:
    """Say what a state is, by its options or its name."""
    if isinstance(model, ArcModel) and not model.options:
        return model.states[state] if model.states else ""
    return ", ".join(name for k, name in enumerate(model.options) if state >> k & 1) or "none"


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view of the array that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
