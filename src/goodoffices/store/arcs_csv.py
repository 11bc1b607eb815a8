"""Graph models whose moves are listed one by one, in a CSV file.

The columns are ``decision_maker``, ``state``, ``to`` and ``payoff``. A row with ``to`` is a move that the decision
maker can make from ``state``; a row with ``payoff`` says how much it likes ``state`` (larger is better, only the order
counts). States are named as one likes; each decision maker needs a payoff for every state.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping

import numpy as np

from goodoffices.errors import CaseError
from goodoffices.outlook import ArcModel, arc_model

__all__ = ["arcs_from_csv", "is_arc_list"]

_COLUMNS = ("decision_maker", "state", "to", "payoff")
Row = tuple[int, Mapping[str, str]]


def is_arc_list(name: str) -> bool:
    """Say whether a file is one of these by its name."""
    return name.casefold().endswith(".csv")


def arcs_from_csv(text: str, label: str) -> ArcModel:
    r"""Read a graph model from a list of moves and payoffs.

    Parameters
    ----------
    text
        The file.
    label
        What messages call it.

    Returns
    -------
    ArcModel
        States and decision makers in the order in which they are first named.

    Raises
    ------
    CaseError
        If the columns are others, a row is neither move nor payoff, or a payoff is missing; names the line.

    Examples
    --------
    >>> lines = "decision_maker,state,to,payoff\nA,calm,clash,\nA,calm,,1\nA,clash,,0\n"
    >>> arcs_from_csv(lines, "border.csv").states
    ('calm', 'clash')
    """
    rows = list(_rows(text, label))
    makers = list(dict.fromkeys(row["decision_maker"] for _, row in rows))
    states = list(dict.fromkeys(name for _, row in rows for name in (row["state"], row["to"]) if name))
    if not rows:
        raise CaseError(f"{label}: found no rows, expected moves and payoffs under {', '.join(_COLUMNS)}")
    arcs: list[list[tuple[int, int]]] = [[] for _ in makers]
    payoffs = np.full((len(makers), len(states)), np.nan)
    for line, row in rows:
        i, state = makers.index(row["decision_maker"]), states.index(row["state"])
        if row["to"]:
            arcs[i].append((state, states.index(row["to"])))
        if row["payoff"]:
            payoffs[i, state] = _payoff(row["payoff"], f"{label}:{line}")
    if np.isnan(payoffs).any():
        i, state = (int(k) for k in np.argwhere(np.isnan(payoffs))[0])
        raise CaseError(f"{label}: no payoff of {makers[i]} for {states[state]!r}; add a row with one")
    lists = [np.array(own, dtype=np.int64).reshape(-1, 2) for own in arcs]
    return arc_model(lists, payoffs, decision_makers=makers, states=states)


def _rows(text: str, label: str) -> Iterator[Row]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        found = tuple(reader.fieldnames or ())
        if sorted(found) != sorted(_COLUMNS):
            raise CaseError(
                f"{label}:1: found the columns {', '.join(found) or 'none'}, expected {', '.join(_COLUMNS)}"
            )
        for raw in reader:
            row = {key: (raw[key] or "").strip() for key in _COLUMNS}
            if None in raw or not row["decision_maker"] or not row["state"] or not (row["to"] or row["payoff"]):
                raise CaseError(
                    f"{label}:{reader.line_num}: expected a decision maker and a state, then where it can go to "
                    "or how much it likes the state"
                )
            yield reader.line_num, row
    except csv.Error as error:
        raise CaseError(f"{label}: this is not CSV: {error}; expected {', '.join(_COLUMNS)}") from None


def _payoff(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CaseError(f"{where}: found the payoff {text!r}, expected a number")
    return value
