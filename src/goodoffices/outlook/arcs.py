"""The graph model of a conflict whose moves are given one by one, as a list of arcs for each decision maker.

Nothing is assumed of the moves. In particular a decision maker that can go from one state to a second and from there to
a third may be unable to go to the third at once, so that "nobody moves twice in a row" has to be watched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook.arc_lists import Arcs
from goodoffices.outlook.checking import BoolArray, IntArray, check_names, check_state, dense_ranks, frozen
from goodoffices.outlook.model import MOST_OPTIONS, GraphModel, OptionModel

__all__ = ["MOST_ARCS", "ArcModel", "Arcs", "Model", "arc_model", "as_arcs", "check_number", "option_arcs"]

MOST_ARCS = 20_000_000
"""The most arcs of one model, over all decision makers."""


@dataclass(frozen=True, eq=False)
class ArcModel(GraphModel):
    """A conflict with its moves one by one, checked and ready to solve; :func:`arc_model` makes one.

    Attributes
    ----------
    arcs : tuple of Arcs
        The moves of each decision maker.
    feasible : (s,) bool array
        Which states can occur.
    ranks : (n, s) int array
        Dense preference ranks from 0, larger is better, ties kept; -1 where the state is infeasible.
    decision_makers, states : tuple of str
        Names; decision makers are numbered from 0 where none were given, states may have none.
    now : int or None
        The status quo.
    options : tuple of str
        Names of the options that the bits of a state stand for, if they do.
    owners : tuple of tuple of int
        Which of these options are whose.
    fixed : tuple of int
        Those that nobody may move.
    """

    arcs: tuple[Arcs, ...]
    feasible: BoolArray
    ranks: IntArray
    decision_makers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    now: int | None = None
    options: tuple[str, ...] = ()
    owners: tuple[tuple[int, ...], ...] = ()
    fixed: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "feasible", frozen(self.feasible))
        object.__setattr__(self, "ranks", frozen(self.ranks))
        names = self.decision_makers or tuple(f"decision maker {i}" for i in range(len(self.arcs)))
        object.__setattr__(self, "decision_makers", names)
        object.__setattr__(self, "owners", self.owners or ((),) * len(self.arcs))

    def __reduce__(self) -> tuple[type[ArcModel], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, one.name) for one in fields(self))

    @cached_property
    def improvements(self) -> tuple[Arcs, ...]:
        """The moves of each decision maker that it gains from."""
        return tuple(own.improving(row) for own, row in zip(self.arcs, self.ranks, strict=True))

    def digest(self) -> str:
        """Return the SHA-256 of everything that the verdicts depend on; names and the status quo are not part of it."""
        code = hashlib.sha256(f"goodoffices arc model 1 {len(self.arcs)} {len(self.options)}\n".encode())
        code.update(np.packbits(self.feasible).tobytes())
        code.update(np.ascontiguousarray(self.ranks, dtype="<i4").tobytes())
        for own in self.arcs:
            code.update(np.ascontiguousarray(own.starts, dtype="<i8").tobytes())
            code.update(np.ascontiguousarray(own.ends, dtype="<i4").tobytes())
        return code.hexdigest()


Model: TypeAlias = OptionModel | ArcModel
"""A conflict in either form; what takes one solves both alike."""


def arc_model(
    arcs: Sequence[ArrayLike],
    preference: ArrayLike,
    *,
    decision_makers: Sequence[str] | None = None,
    states: Sequence[str] | None = None,
    now: int | None = None,
    feasible: ArrayLike | None = None,
) -> ArcModel:
    """Check a conflict whose moves are given one by one and return it as a model.

    Parameters
    ----------
    arcs : sequence of (k, 2) int array
        For each of the ``n`` decision makers its moves, a row for each: the state it leads from and the state it leads
        to. Rows that stand there twice count once.
    preference : (n, s) array of int or float
        How much each decision maker likes each state: larger is better, equal means indifferent, only the order counts.
        What stands at infeasible states is not read.
    decision_makers, states : sequence of str, optional
        Names, in the order of ``arcs`` and of the columns of ``preference``.
    now : int, optional
        The status quo.
    feasible : (s,) bool array, optional
        Which states can occur; all by default.

    Returns
    -------
    ArcModel
        The model, with preferences as dense ranks.

    Raises
    ------
    CaseError
        If anything does not fit; the message says what was found, what was expected and what to do.
    LimitError
        If there are more than 2**24 states or 20 million arcs.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 2-3.

    Examples
    --------
    The Prisoner's Dilemma, with states from "both defect" to "both cooperate":

    >>> moves = [[(0, 1), (1, 0), (2, 3), (3, 2)], [(0, 2), (2, 0), (1, 3), (3, 1)]]
    >>> model = arc_model(moves, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> model.arcs[1].leaving(3)
    array([1], dtype=int32)
    """
    lists = list(arcs)
    if not lists:
        raise CaseError("arcs is empty; expected one list of moves for each decision maker: name at least one")
    can = _feasible(feasible, preference)
    own = tuple(_arcs(i, one, can) for i, one in enumerate(lists))
    check_number(sum(one.ends.size for one in own))
    return ArcModel(
        arcs=own,
        feasible=can,
        ranks=dense_ranks(preference, can, len(own)),
        decision_makers=check_names(decision_makers, len(own), "decision makers", distinct=True),
        states=check_names(states, can.size, "states", distinct=False),
        now=None if now is None else check_state(now, can, "the status quo `now`"),
    )


def as_arcs(model: OptionModel) -> ArcModel:
    """Write out every move of a model in option form.

    Parameters
    ----------
    model : OptionModel
        The conflict.

    Returns
    -------
    ArcModel
        The same conflict over the same states, with the same solution.

    Raises
    ------
    LimitError
        If there are more than 20 million moves.

    Examples
    --------
    >>> from goodoffices.outlook.model import option_model
    >>> as_arcs(option_model([[0], [1]], [True, True, True, False], [[0, 0, 0, 0]] * 2, {0: "on"})).arcs[0].ends
    array([1], dtype=int32)
    """
    arcs: list[Arcs] = []
    for i in range(len(model.owners)):
        arcs.append(option_arcs(model, i, MOST_ARCS - sum(one.ends.size for one in arcs)))
    return ArcModel(
        arcs=tuple(arcs),
        feasible=model.feasible,
        ranks=model.ranks,
        decision_makers=model.decision_makers,
        now=model.now,
        options=model.options,
        owners=model.owners,
        fixed=model.fixed,
    )


def option_arcs(model: OptionModel, decision_maker: int, most: int | None = None) -> Arcs:
    """Write out every move of one decision maker in a model in option form.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    decision_maker : int
        Whose moves.
    most : int, optional
        How many there may be; 20 million by default.

    Returns
    -------
    Arcs
        The moves.

    Raises
    ------
    LimitError
        If there are more.
    """
    states = np.flatnonzero(model.feasible)
    found, count = [(states[:0], states[:0])], 0
    for change in _subsets(model.movable[decision_maker]):
        # Every one-way option that changes must stand where its only direction starts from.
        ways = {k: way for k, way in model.one_way.items() if change >> k & 1}
        watched = sum(1 << k for k in ways)
        before = sum(1 << k for k, way in ways.items() if way == "off")
        sources = states[((states & watched) == before) & model.feasible[states ^ change]]
        count += sources.size
        check_number(count, most)
        found.append((sources, sources ^ change))
    sources, ends = (np.concatenate(part) for part in zip(*found, strict=True))
    return Arcs.of(sources, ends, model.feasible.size)


def _subsets(options: Sequence[int]) -> Iterator[int]:
    """Go through all sets of options but the empty one, as bits."""
    for chosen in range(1, 1 << len(options)):
        yield sum(1 << option for k, option in enumerate(options) if chosen >> k & 1)


def check_number(count: int, most: int | None = None) -> None:
    """Refuse more arcs than can be handled.

    Raises
    ------
    LimitError
        If there are more than ``most``, or without it than :data:`MOST_ARCS`.
    """
    if count > (MOST_ARCS if most is None else most):
        raise LimitError(
            f"there are more than the limit of {MOST_ARCS:,} arcs (moves written out one by one); declare more states "
            "infeasible, coalesce options, or say it in option form, which needs no arcs"
        )


def _feasible(feasible: ArrayLike | None, preference: ArrayLike) -> BoolArray:
    """Check the feasible states, or take all that preferences name."""
    if feasible is None:
        shape = np.shape(np.asarray(preference, dtype=object))
        if len(shape) != 2:
            raise CaseError(
                f"preference has shape {shape}; expected one row per decision maker and one number per state, (n, s): "
                "give every row the same number of states"
            )
        can = np.ones(shape[1], dtype=np.bool_)
    else:
        can = np.array(feasible)
    if can.ndim != 1 or can.dtype != np.bool_:
        raise CaseError(
            f"feasible is an array of {can.dtype} with shape {can.shape}; expected true or false for each state: for a "
            "list of feasible states, set those of numpy.zeros(s, dtype=bool)"
        )
    if can.size > 1 << MOST_OPTIONS:
        raise LimitError(
            f"{can.size} states are more than the limit of {1 << MOST_OPTIONS}; leave out states that cannot occur"
        )
    if not can.any():
        raise CaseError("no state is feasible; expected at least one: loosen what is declared infeasible")
    return can


def _arcs(decision_maker: int, given: ArrayLike, can: BoolArray) -> Arcs:
    """Check the moves of one decision maker."""
    where, remedy = f"arcs[{decision_maker}]", "give one row (from, to) for each move"
    try:
        listed = np.asarray(given)
    except ValueError as fault:
        raise CaseError(f"{where} is not a table ({fault}); expected shape (k, 2): {remedy}") from fault
    if not listed.size:
        listed = np.zeros((0, 2), dtype=np.int64)
    if listed.ndim != 2 or listed.shape[1] != 2 or listed.dtype.kind not in "iu":
        raise CaseError(
            f"{where} is an array of {listed.dtype} with shape {listed.shape}; expected whole numbers with shape "
            f"(k, 2): {remedy}"
        )
    outside = np.logical_or.reduce((listed < 0) | (listed >= can.size), axis=1)
    if outside.any():
        raise CaseError(
            f"{where} has the move {_pair(listed, outside)}; expected states from 0 to {can.size - 1}: "
            "states count from 0"
        )
    loops: BoolArray = listed[:, 0] == listed[:, 1]
    if loops.any():
        raise CaseError(
            f"{where} has the move {_pair(listed, loops)}, which leads nowhere; expected two states: leave it out"
        )
    shut: BoolArray = ~can[listed].all(axis=1)
    if shut.any():
        raise CaseError(
            f"{where} has the move {_pair(listed, shut)}, of which a state is infeasible; expected feasible states: "
            "leave the move out, or declare the state feasible"
        )
    return Arcs.of(listed[:, 0], listed[:, 1], can.size)


def _pair(listed: NDArray[Any], wrong: BoolArray) -> tuple[int, int]:
    """Return the first wrong move."""
    before, after = listed[np.flatnonzero(wrong)[0]]
    return int(before), int(after)
