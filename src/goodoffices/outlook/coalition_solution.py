"""The stable states of every coalition, with what they were computed from."""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.outlook.arcs import Model
from goodoffices.outlook.model import BoolArray
from goodoffices.outlook.solution import MOST_LISTED

__all__ = ["Coalition", "CoalitionSolution"]

Coalition: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class CoalitionSolution:
    """Which coalition has reason to leave which state, under each notion of stability.

    Attributes
    ----------
    model : OptionModel or ArcModel
        The conflict that was solved.
    stable : mapping of str to mapping of tuple of int to (s,) bool array
        For each notion and coalition, true where the state is stable; false where it is infeasible. The coalitions of
        one decision maker are among them.
    equilibria : mapping of str to mapping of tuple of int to (e,) int array
        For each notion and coalition, the states stable for the coalition once it has formed and for each decision
        maker outside it alone, ascending.
    universal : mapping of str to (e,) int array
        For each notion the states that are stable for every coalition, ascending.
    method : str
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the model's arrays.
    """

    model: Model
    stable: Mapping[str, Mapping[Coalition, BoolArray]]
    equilibria: Mapping[str, Mapping[Coalition, NDArray[np.int64]]]
    universal: Mapping[str, NDArray[np.int64]]
    method: str
    parameters: Mapping[str, Any]
    digest: str

    def __post_init__(self) -> None:
        for name in ("stable", "equilibria"):
            tables = {concept: MappingProxyType(_closed(table)) for concept, table in getattr(self, name).items()}
            object.__setattr__(self, name, MappingProxyType(tables))
        object.__setattr__(self, "universal", MappingProxyType(_closed(self.universal)))
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __reduce__(self) -> tuple[type[CoalitionSolution], tuple[Any, ...]]:
        # A mapping proxy cannot be pickled: build anew instead.
        return CoalitionSolution, tuple(_open(getattr(self, one.name)) for one in fields(self))

    @classmethod
    def of(cls, model: Model, stable: Mapping[str, Mapping[Coalition, BoolArray]]) -> CoalitionSolution:
        """Add equilibria and provenance to tables of stable states.

        Parameters
        ----------
        model : Model
            The conflict.
        stable : mapping of str to mapping of tuple of int to (s,) bool array
            The stable states for each notion and coalition.

        Returns
        -------
        CoalitionSolution
            The complete result.
        """
        everybody = range(len(model.decision_makers))
        equilibria = {
            concept: {
                members: np.flatnonzero(
                    np.logical_and.reduce([mask, *(table[(j,)] for j in everybody if j not in members)])
                )
                for members, mask in table.items()
            }
            for concept, table in stable.items()
        }
        universal = {
            concept: np.flatnonzero(np.logical_and.reduce(list(table.values()))) for concept, table in stable.items()
        }
        method = "graph model: exact search over joint moves of every coalition"
        return cls(model, stable, equilibria, universal, method, {"concepts": tuple(stable)}, model.digest())

    def named(self, members: Coalition) -> str:
        """Return the names of a coalition's members."""
        return ", ".join(self.model.decision_makers[i] for i in members)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data.

        Returns
        -------
        dict
            Decision makers, and for each notion one entry for each coalition with its members, stable states (above
            2**16 states their number) and equilibria; then the states stable for every coalition.
        """
        listed = self.model.feasible.size <= MOST_LISTED
        return {
            "decision_makers": list(self.model.decision_makers),
            "now": self.model.now,
            "coalitions": {
                concept: [
                    {
                        "members": [self.model.decision_makers[i] for i in members],
                        "stable" if listed else "stable_count": (
                            np.flatnonzero(mask).tolist() if listed else int(mask.sum())
                        ),
                        "equilibria": self.equilibria[concept][members].tolist(),
                    }
                    for members, mask in table.items()
                ]
                for concept, table in self.stable.items()
            },
            "universal": {concept: states.tolist() for concept, states in self.universal.items()},
        }

    def to_frame(self) -> Any:
        """Return one row per feasible state and coalition.

        Returns
        -------
        pandas.DataFrame
            The index is ``state`` and ``coalition``, with one column of true and false for each notion.
        """
        pandas = importlib.import_module("pandas")
        states = np.flatnonzero(self.model.feasible)
        tables = list(self.stable.values())
        coalitions = [self.named(members) for members in (tables[0] if tables else ())]
        index = pandas.MultiIndex.from_product([states, coalitions], names=["state", "coalition"])
        columns = {
            concept: np.stack([mask[states] for mask in table.values()], axis=1).ravel()
            for concept, table in self.stable.items()
        }
        return pandas.DataFrame(columns, index=index)

    def _repr_html_(self) -> str:
        """Return a table of how many equilibria there are once each coalition has formed."""
        head = "".join(f"<th>{html.escape(text)}</th>" for text in ["coalition", *self.stable])
        tables = list(self.equilibria.values())
        rows = "".join(
            f"<tr><td>{html.escape(self.named(members))}</td>"
            + "".join(f"<td>{table[members].size}</td>" for table in tables)
            + "</tr>"
            for members in (tables[0] if tables else ())
        )
        last = "".join(f"<td>{states.size}</td>" for states in self.universal.values())
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}<tr><td>stable for every coalition</td>{last}</tr>"
            "</tbody></table>"
        )


def _closed(table: Mapping[Any, NDArray[Any]]) -> dict[Any, NDArray[Any]]:
    """Return a copy of a table whose arrays cannot be written to."""
    views = {key: array.view() for key, array in table.items()}
    for view in views.values():
        view.flags.writeable = False
    return views


def _open(value: Any) -> Any:
    """Return closed mappings as plain ones, to any depth."""
    return {key: _open(one) for key, one in value.items()} if isinstance(value, MappingProxyType) else value
