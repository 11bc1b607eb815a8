"""The states of a case: which options are in force, which combinations are feasible, and how they are ranked.

A state is a whole number, the sum of 2**k over the options k in force, in file order.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.accepting import accepted
from goodoffices.case.expressions import Condition, Expression, Option, evaluate, options_in
from goodoffices.case.model import Case
from goodoffices.case.strategic import Constraint, Preferences, StateRef
from goodoffices.errors import CaseError, LimitError

__all__ = ["MAX_OPTIONS", "StateSpace", "nearest", "ranks", "state_space"]

MAX_OPTIONS = 24
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def nearest(name: str, known: Sequence[str]) -> str:
    """Propose what may have been meant.

    Examples
    --------
    >>> nearest("PRK.tlak", ["PRK.talk", "USA.talk"])
    "; did you mean 'PRK.talk'?"
    """
    folded = {key.casefold(): key for key in reversed(known)}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {folded[close[0]]!r}?"
    return f"; known: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}" if known else ""


@dataclass(frozen=True)
class StateSpace:
    """All combinations of options, and which of them are feasible.

    Attributes
    ----------
    options
        The full names, in file order.
    owners
        For each decision maker, in file order, the positions of its options.
    constraints
        What rules states out.
    """

    options: tuple[str, ...]
    owners: Mapping[str, tuple[int, ...]]
    constraints: tuple[Constraint, ...] = ()

    @property
    def size(self) -> int:
        """The number of combinations, feasible or not."""
        return 1 << len(self.options)

    @cached_property
    def states(self) -> IntArray:
        """All combinations, (s,) int array."""
        return np.arange(self.size, dtype=np.int64)

    def column(self, option: Option) -> BoolArray:
        """Say in which states an option is in force, (s,) bool array.

        Raises
        ------
        CaseError
            If there is no such option; proposes the nearest.
        """
        return (self.states >> self.index(option.full) & 1).astype(np.bool_)

    def index(self, option: str) -> int:
        """Return the position of an option.

        Raises
        ------
        CaseError
            If there is no such option; proposes the nearest.
        """
        try:
            return self.options.index(option)
        except ValueError:
            raise CaseError(f"found the unknown option {option!r}{nearest(option, self.options)}") from None

    def mask(self, condition: Condition | Expression) -> BoolArray:
        """Say in which states a condition holds, (s,) bool array."""
        tree = condition.tree if isinstance(condition, Condition) else condition
        return np.broadcast_to(evaluate(tree, self.column), (self.size,))

    @cached_property
    def feasible(self) -> BoolArray:
        """Say which states are feasible, (s,) bool array."""
        kept = np.ones(self.size, dtype=np.bool_)
        for constraint in self.constraints:
            holds = self.mask(constraint.condition)
            kept &= ~holds if constraint.never else holds
        return kept

    def state(self, ref: StateRef) -> int:
        """Read a state given in decimals or as the options in force.

        Raises
        ------
        CaseError
            If the number is too large or an option is unknown.
        """
        if isinstance(ref, int):
            if not 0 <= ref < self.size:
                raise CaseError(
                    f"found the state {ref}, expected 0 to {self.size - 1} with {len(self.options)} options"
                )
            return ref
        return sum({1 << self.index(option) for option in ref})

    def in_force(self, state: int) -> tuple[str, ...]:
        """List the options in force in a state."""
        return tuple(option for k, option in enumerate(self.options) if state >> k & 1)

    def unknown(self, condition: Condition) -> list[Option]:
        """List the options of a condition that do not exist."""
        return [option for option in options_in(condition.tree) if option.full not in self.options]


def state_space(case: Case) -> StateSpace:
    """Lay out the states of a case.

    Raises
    ------
    LimitError
        If there are more options than the limit; says what to coalesce.
    """
    names: list[str] = []
    owners: dict[str, tuple[int, ...]] = {}
    for party, options in accepted(case).options.items():
        owners[party] = tuple(range(len(names), len(names) + len(options)))
        names += [f"{party}.{option}" for option in options]
    if len(names) > MAX_OPTIONS:
        raise LimitError(
            f"found {len(names)} options, expected at most {MAX_OPTIONS} (2^{MAX_OPTIONS} states); "
            "coalesce options that are always taken together, or leave out what decides nothing"
        )
    return StateSpace(tuple(names), owners, case.feasible)


def ranks(space: StateSpace, preferences: Preferences) -> IntArray:
    """Rank the states for one decision maker.

    Parameters
    ----------
    preferences
        Prioritised statements (lexicographic, the first the most important), a ranking, or payoffs.

    Returns
    -------
    (s,) int array
        Larger is better, equal for indifference; -1 where infeasible.

    Raises
    ------
    CaseError
        If a ranking or payoffs do not cover the feasible states exactly once.

    References
    ----------
    Peng, Hipel and Kilgour (1997), IEEE SMC: option prioritising.
    """
    found = np.full(space.size, -1, dtype=np.int64)
    where = np.flatnonzero(space.feasible)
    if preferences.statements is not None:
        columns = [space.mask(statement.that)[where] for statement in preferences.statements]
        found[where] = _lexicographic(columns, len(where))
    elif preferences.ranking is not None:
        worst = len(preferences.ranking) - 1
        for place, group in enumerate(preferences.ranking):
            for ref in group:
                state = space.state(ref)
                if not space.feasible[state]:
                    raise CaseError(f"found the infeasible state {_words(space, state)} in the ranking; leave it out")
                if found[state] >= 0:
                    raise CaseError(f"found the state {_words(space, state)} twice in the ranking, expected once")
                found[state] = worst - place
        _covered(space, found, "ranking")
    else:
        found[where] = _dense(_payoffs(space, preferences.payoffs or (), where))
    return found


def _payoffs(space: StateSpace, payoffs: Mapping[int, float] | Sequence[float], where: IntArray) -> NDArray[np.float64]:
    if not isinstance(payoffs, Mapping):
        if len(payoffs) != len(where):
            raise CaseError(f"found {len(payoffs)} payoffs, expected one for each of {len(where)} feasible states")
        return np.asarray(payoffs, dtype=np.float64)
    values = np.full(space.size, np.nan)
    for state, value in payoffs.items():
        values[space.state(state)] = value
    marked = np.where(np.isnan(values), -1, 0).astype(np.int64)
    _covered(space, marked, "payoffs")
    return values[where]


def _covered(space: StateSpace, found: IntArray, form: str) -> None:
    missing = np.flatnonzero(space.feasible & (found < 0))
    if len(missing):
        first = ", ".join(_words(space, int(state)) for state in missing[:3])
        raise CaseError(f"{len(missing)} feasible states are missing from the {form}, the first: {first}; add them")


def _words(space: StateSpace, state: int) -> str:
    return f"{state} [{', '.join(space.in_force(state))}]"


def _lexicographic(columns: Sequence[BoolArray], count: int) -> IntArray:
    """Rank by the first column on which two states differ; never a sum of powers, which overflows at 63."""
    rank = np.zeros(count, dtype=np.int64)
    for column in columns:
        rank = _dense(rank * 2 + column)
    return rank


def _dense(values: NDArray[np.int64] | NDArray[np.float64]) -> IntArray:
    return np.unique(values, return_inverse=True)[1].astype(np.int64).reshape(-1)
