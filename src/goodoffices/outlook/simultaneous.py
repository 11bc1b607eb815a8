"""When two decision makers move at once: what both intend separately may leave one of them no better off."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError
from goodoffices.outlook.arcs import Model
from goodoffices.outlook.checking import BoolArray
from goodoffices.outlook.moves import unilateral_improvements

__all__ = ["TOGETHER", "Together", "check_two", "combined", "meeting", "simultaneous"]

Together: TypeAlias = Literal["sim", "seq_or_sim"]
TOGETHER: tuple[Together, ...] = get_args(Together)


def simultaneous(model: Model, unstable: BoolArray) -> BoolArray:
    """Mark the states that simultaneous moves keep a decision maker from leaving.

    Parameters
    ----------
    model : Model
        A conflict of two decision makers whose states are combinations of options.
    unstable : (2, s) bool array
        True at the feasible states that are sequentially unstable for each. Simultaneous moves are examined only where
        both would move: nobody moves at the same time as one that stays.

    Returns
    -------
    (2, s) bool array
        True where both would move, and each improvement of the decision maker is met by some improvement of the other
        such that the combination is feasible and leaves it no better off.

    Raises
    ------
    CaseError
        If there are not two decision makers, or the model says nothing of options.

    References
    ----------
    Fraser and Hipel (1984), *Conflict Analysis: Models and Resolutions*, ch. 3.

    Examples
    --------
    In Chicken both would swerve to the other's cost; that both do, or neither, is not what each wants:

    >>> from goodoffices.outlook.model import option_model
    >>> chicken = option_model([[0], [1]], [True] * 4, [[1, 2, 4, 3], [1, 4, 2, 3]])
    >>> simultaneous(chicken, np.array([[True, False, False, True]] * 2))
    array([[False, False, False,  True],
           [False, False, False,  True]])
    """
    check_two(model)
    stable = np.zeros_like(unstable)
    for state in np.flatnonzero(unstable.all(axis=0)):
        for i in range(2):
            stable[i, state] = bool((meeting(model, int(state), i) >= 0).all())
    return stable


def meeting(model: Model, state: int, decision_maker: int) -> NDArray[np.int64]:
    """Find, for each improvement of a decision maker, one of the other's that spoils it when both move at once.

    Parameters
    ----------
    model : Model
        A conflict of two decision makers whose states are combinations of options.
    state : int
        A feasible state that the other can improve on.
    decision_maker : int
        Whose improvements.

    Returns
    -------
    (q,) int array
        In the order of the improvements, the state that the other intends; -1 where none spoils it.
    """
    mine = unilateral_improvements(model, state, decision_maker)
    others = unilateral_improvements(model, state, 1 - decision_maker)
    together = combined(state, mine[:, None], others[None, :])
    ranks = model.ranks[decision_maker]
    spoilt = model.feasible[together] & (ranks[together] <= ranks[state])
    return np.where(spoilt.any(axis=1), others[spoilt.argmax(axis=1)], np.int64(-1))


def combined(state: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the state in which every option stands changed that either of two moves from a state changes.

    Examples
    --------
    >>> combined(0b001, np.array([0b000]), np.array([0b101]))
    array([4])
    """
    return state ^ ((state ^ one) | (state ^ other))


def check_two(model: Model) -> None:
    """Refuse a model in which simultaneous moves mean nothing.

    Raises
    ------
    CaseError
        If there are not two decision makers, or the model says nothing of options.
    """
    if len(model.decision_makers) != 2:
        raise CaseError(
            f"found {len(model.decision_makers)} decision makers, expected 2: simultaneous sanctions (sim, seq_or_sim) "
            "are defined for two; ask for seq"
        )
    if not model.options:
        raise CaseError(
            "found a list of arcs, expected options: it does not say where two moves made at once lead (sim, "
            "seq_or_sim); ask for seq, or make the model with option_model"
        )
