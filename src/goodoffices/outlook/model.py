"""The graph model of a conflict in option form: who owns which options, what can happen, who prefers what.

A state is an integer in which bit ``k`` tells whether option ``k`` is taken, so that a move is a change of bits and no
table of moves is ever stored.
"""

from __future__ import annotations

import hashlib
import operator
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook.checking import BoolArray, IntArray, check_names, check_state, dense_ranks, frozen, whole

__all__ = ["MOST_OPTIONS", "BoolArray", "Direction", "GraphModel", "IntArray", "OptionModel", "option_model"]

Direction: TypeAlias = Literal["on", "off"]

MOST_OPTIONS = 24
"""The most options of one model: 2**24 states are what one machine can hold several tables of."""


class GraphModel:
    """What models in option form and models of arcs have in common.

    Attributes
    ----------
    decision_makers, options : tuple of str
        Names; a model of arcs may have no options.
    feasible : (s,) bool array
        Which states can occur.
    ranks : (n, s) int array
        Dense preference ranks from 0, larger is better, ties kept; -1 where the state is infeasible.
    now : int or None
        The status quo.
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    feasible: BoolArray
    ranks: IntArray
    now: int | None

    def index(self, decision_maker: int | str) -> int:
        """Return the number of a decision maker given by number or name.

        Raises
        ------
        CaseError
            If there is no such decision maker.
        """
        if isinstance(decision_maker, str):
            if decision_maker in self.decision_makers:
                return self.decision_makers.index(decision_maker)
        elif 0 <= decision_maker < len(self.decision_makers):
            return operator.index(decision_maker)
        known = ", ".join(f"{i} {name!r}" for i, name in enumerate(self.decision_makers))
        raise CaseError(f"no decision maker {decision_maker!r} in this model; name one of: {known}")

    def check_state(self, state: int) -> int:
        """Return a feasible state as a plain integer.

        Raises
        ------
        CaseError
            If the state does not exist or is infeasible.
        """
        return check_state(state, self.feasible, "the state")


@dataclass(frozen=True, eq=False)
class OptionModel(GraphModel):
    """A conflict in option form, checked and ready to solve; :func:`option_model` makes one.

    Attributes
    ----------
    owners : tuple of tuple of int
        The options of each decision maker.
    feasible : (s,) bool array
        Which of the ``s = 2**m`` states can occur.
    ranks : (n, s) int array
        Dense preference ranks from 0, larger is better, ties kept; -1 where the state is infeasible.
    one_way : mapping of int to {"on", "off"}
        The only direction in which an option may be changed; an option that is not named may be changed both ways.
    decision_makers, options : tuple of str
        Names; numbered from 0 where none were given.
    now : int or None
        The status quo.
    fixed : tuple of int
        Options that nobody may move, whoever owns them.
    """

    owners: tuple[tuple[int, ...], ...]
    feasible: BoolArray
    ranks: IntArray
    one_way: Mapping[int, Direction] = field(default_factory=dict)
    decision_makers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    now: int | None = None
    fixed: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        count = self.option_count
        fill = {
            "feasible": frozen(self.feasible),
            "ranks": frozen(self.ranks),
            "one_way": MappingProxyType(dict(sorted(self.one_way.items()))),
            "decision_makers": self.decision_makers or tuple(f"decision maker {i}" for i in range(len(self.owners))),
            "options": self.options or tuple(f"option {k}" for k in range(count)),
            "fixed": tuple(sorted({_option(k, count, "fixed") for k in self.fixed})),
        }
        for name, value in fill.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[type[OptionModel], tuple[Any, ...]]:
        # A mapping proxy cannot be pickled and a pickled array forgets that it is read-only: build anew instead.
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return OptionModel, tuple((values | {"one_way": dict(self.one_way)}).values())

    @property
    def option_count(self) -> int:
        """The number ``m`` of options; there are ``2**m`` states."""
        return self.feasible.size.bit_length() - 1

    @property
    def movable(self) -> tuple[tuple[int, ...], ...]:
        """The options that each decision maker may really change: its own without the fixed ones."""
        return tuple(tuple(k for k in own if k not in self.fixed) for own in self.owners)

    def digest(self) -> str:
        """Return the SHA-256 of everything that the verdicts depend on; names and the status quo are not part of it."""
        layout = repr((self.owners, dict(self.one_way), self.fixed, self.option_count))
        code = hashlib.sha256(b"goodoffices option model 1\n" + layout.encode())
        code.update(np.packbits(self.feasible).tobytes())
        code.update(np.ascontiguousarray(self.ranks, dtype="<i4").tobytes())
        return code.hexdigest()


def option_model(  # noqa: PLR0913 - three arrays and four things that may be left out, all by name
    owners: Sequence[Sequence[int]],
    feasible: ArrayLike,
    preference: ArrayLike,
    one_way: Mapping[int, Direction] | None = None,
    *,
    decision_makers: Sequence[str] | None = None,
    options: Sequence[str] | None = None,
    now: int | None = None,
) -> OptionModel:
    """Check the arrays of a conflict and return it as a model.

    Parameters
    ----------
    owners : sequence of sequence of int
        The option numbers of each of the ``n`` decision makers. An option that nobody owns never changes.
    feasible : (2**m,) bool array
        Which states can occur; the state is the index, and bit ``k`` of it is option ``k``.
    preference : (n, 2**m) array of int or float
        How much each decision maker likes each state: larger is better, equal means indifferent, only the order counts.
        What stands at infeasible states is not read.
    one_way : mapping of int to {"on", "off"}, optional
        Options that can be changed in one direction only: ``"on"`` can be taken and not undone.
    decision_makers, options : sequence of str, optional
        Names, in the order of ``owners`` and of the bits.
    now : int, optional
        The status quo.

    Returns
    -------
    OptionModel
        The model, with preferences as dense ranks.

    Raises
    ------
    CaseError
        If anything does not fit; the message says what was found, what was expected and what to do.
    LimitError
        If there are more than 24 options.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 2-3.

    Examples
    --------
    The Prisoner's Dilemma, where taking the option means cooperating:

    >>> model = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> model.ranks
    array([[1, 0, 3, 2],
           [1, 3, 0, 2]], dtype=int32)
    """
    can = _feasible(feasible)
    count = can.size.bit_length() - 1
    owned = _owners(owners, count)
    return OptionModel(
        owners=owned,
        feasible=can,
        ranks=dense_ranks(preference, can, len(owned)),
        one_way=_one_way(one_way or {}, count),
        decision_makers=check_names(decision_makers, len(owned), "decision makers", distinct=True),
        options=check_names(options, count, "options", distinct=False),
        now=None if now is None else check_state(now, can, "the status quo `now`"),
    )


def _feasible(feasible: ArrayLike) -> BoolArray:
    """Check the feasible states."""
    can = np.array(feasible)
    if can.ndim != 1 or can.dtype != np.bool_:
        raise CaseError(
            f"feasible is an array of {can.dtype} with shape {can.shape}; expected one true or "
            "false per state, shape (2**m,): for a list of feasible states, set those of numpy.zeros(2**m, dtype=bool)"
        )
    if can.size == 0 or can.size & (can.size - 1):
        raise CaseError(
            f"feasible has {can.size} states; expected 2**m for m options: give every combination its entry"
        )
    if can.size > 1 << MOST_OPTIONS:
        raise LimitError(
            f"{can.size.bit_length() - 1} options are more than the limit of {MOST_OPTIONS} options "
            f"({1 << MOST_OPTIONS} states); coalesce options that are always taken together, "
            "or leave out those that no preference mentions"
        )
    if not can.any():
        raise CaseError("no state is feasible; expected at least one: loosen what is declared infeasible")
    can.flags.writeable = False
    return can


def _option(option: Any, count: int, where: str) -> int:
    """Check one option number."""
    number = whole(option)
    if number is None or not 0 <= number < count:
        raise CaseError(
            f"{where} names option {option!r}; expected a whole number from 0 to {count - 1}: options count from 0"
        )
    return number


def _owners(owners: Sequence[Sequence[int]], count: int) -> tuple[tuple[int, ...], ...]:
    """Check who owns which options."""
    owned = tuple(tuple(_option(k, count, f"owners[{i}]") for k in own) for i, own in enumerate(owners))
    if not owned:
        raise CaseError("owners is empty; expected one list of options for each decision maker: name at least one")
    times = Counter(k for own in owned for k in own)
    twice = sorted(k for k, number in times.items() if number > 1)
    if twice:
        holders = [i for i, own in enumerate(owned) if twice[0] in own]
        raise CaseError(
            f"option {twice[0]} is given more than once, to decision makers {holders}; expected one owner at most: "
            "split it into one option for each decision maker"
        )
    return owned


def _one_way(one_way: Mapping[int, Direction], count: int) -> dict[int, Direction]:
    """Check the options that can be changed in one direction only."""
    checked: dict[int, Direction] = {}
    for option, direction in one_way.items():
        number = _option(option, count, "one_way")
        if direction not in {"on", "off"}:
            raise CaseError(
                f"one_way gives option {number} the direction {direction!r}; expected 'on' or 'off': "
                "leave out an option that can be changed both ways"
            )
        checked[number] = direction
    return checked
