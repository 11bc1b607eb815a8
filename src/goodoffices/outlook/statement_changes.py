"""Which statements a decision maker would have to rank differently for a state to hold for it.

A list of prioritised statements ends in a line; what stands below it does not count. To drop a statement is to move it
below the line, to add one is to move it up from there. The cost of a new list is first the number of statements that
must be picked up and put elsewhere, then the number of places they pass on the way, the line being one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.expressions import Condition
from goodoffices.case.states import StateSpace, ranks
from goodoffices.case.strategic import Preferences, PreferenceStatement
from goodoffices.outlook.from_case import CaseModel
from goodoffices.outlook.lifts import replies, with_ranks
from goodoffices.outlook.model import IntArray
from goodoffices.outlook.moves import unilateral_moves
from goodoffices.outlook.stability import Concept
from goodoffices.outlook.statement_lists import Hurdles, Order, lists_with, longest_rise, places_passed
from goodoffices.outlook.witness import Witness, why

__all__ = ["StatementAnswer", "StatementChange", "StatementReader", "Verdict", "cheapest_lists"]

Verdict: TypeAlias = Literal["minimum", "upper bound"]

_MOST_STATEMENTS = 50
_BATCH = 4096


@dataclass(frozen=True)
class StatementChange:
    """One new list of statements of a decision maker.

    Attributes
    ----------
    order : tuple of str
        The statements, the most important first.
    moves : tuple of (str, int or None, int or None)
        The statements that are picked up, with their place before and after, counted from 1; None is off the list.
    places : int
        How many places they pass in all.
    numbers : tuple of int
        The order again, by number in the old list, counted from 0; an added statement has the number after the last.
    """

    order: tuple[str, ...]
    moves: tuple[tuple[str, int | None, int | None], ...]
    places: int
    numbers: Order

    @property
    def moved(self) -> int:
        """How many statements are picked up."""
        return len(self.moves)

    def to_json(self) -> dict[str, Any]:
        """Return the change as plain data."""
        moves = [{"statement": text, "from": before, "to": after} for text, before, after in self.moves]
        return {"order": list(self.order), "moves": moves, "places": self.places}


@dataclass(frozen=True)
class StatementAnswer:
    """The least that one decision maker's statements must change for a state to hold for it.

    Attributes
    ----------
    decision_maker : int
        Whose statements.
    alternatives : tuple of StatementChange
        Lists of equal cost.
    proven : {"minimum", "upper bound"}
        Whether no list costs less.
    reason : str
        Why that is known, or how far the search went.
    tried : int
        How many lists came into question.
    held_by : Witness
        What then holds the state, found anew on the model with the first of the alternatives.
    """

    decision_maker: int
    alternatives: tuple[StatementChange, ...]
    proven: Verdict
    reason: str
    tried: int
    held_by: Witness

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "decision_maker": self.held_by.decision_makers[self.decision_maker],
            "moved": self.alternatives[0].moved,
            "places": self.alternatives[0].places,
            "proven": self.proven,
            "reason": self.reason,
            "tried": self.tried,
            "alternatives": [one.to_json() for one in self.alternatives],
            "held_by": self.held_by.to_json(),
        }


@dataclass(frozen=True, eq=False)
class StatementReader:
    """The statements of one decision maker, and what each says of each state.

    Attributes
    ----------
    model : OptionCase or ArcCase
        The conflict.
    decision_maker : int
        Whose statements.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        The notion of stability.
    statements : tuple of PreferenceStatement
        The statements as they are, the most important first.
    added : PreferenceStatement or None
        One that is not on the list and may be put there.
    """

    model: CaseModel
    decision_maker: int
    concept: Concept
    statements: tuple[PreferenceStatement, ...]
    added: PreferenceStatement | None = None

    @classmethod
    def of(
        cls, model: CaseModel, decision_maker: int, concept: Concept, wish: Condition | None = None
    ) -> StatementReader | None:
        """Read a decision maker's statements off the case.

        Parameters
        ----------
        model : OptionCase or ArcCase
            The conflict.
        decision_maker : int
            Whose statements.
        concept : {"nash", "gmr", "smr", "seq", "sseq"}
            The notion of stability.
        wish : Condition, optional
            The expression of the target.

        Returns
        -------
        StatementReader or None
            None if its preferences are not given by statements, are no longer those of the model, or are too many.
        """
        case, space = model.origin
        maker = list(space.owners)[decision_maker]
        wishes = dict(case.preferences)
        if model.policy is not None:
            wishes |= case.policies[model.policy].prefer
        statements = wishes[maker].statements
        if statements is None or len(statements) >= _MOST_STATEMENTS:
            return None
        here = np.flatnonzero(model.feasible)
        said = np.unique(ranks(space, wishes[maker])[here], return_inverse=True)[1].reshape(-1)
        if not np.array_equal(said, model.ranks[decision_maker][here]):
            return None
        fresh = wish is not None and all(one.that != wish for one in statements)
        added = PreferenceStatement(that=wish) if wish is not None and fresh else None
        return cls(model, decision_maker, concept, statements, added)

    @cached_property
    def every(self) -> tuple[PreferenceStatement, ...]:
        """The statements, and last the one that may be added."""
        return self.statements if self.added is None else (*self.statements, self.added)

    @cached_property
    def _patterns(self) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
        """The (p, k) distinct patterns of statements met, and (s,) which of them each state has."""
        space: StateSpace = self.model.origin[1]
        met = np.stack([space.mask(one.that) for one in self.every], axis=1).astype(np.int8)
        patterns, which = np.unique(met, axis=0, return_inverse=True)
        return patterns, which.reshape(-1)

    def hurdles(self, state: int) -> Hurdles:
        """Say what a list must do for a state to hold.

        Parameters
        ----------
        state : int
            A feasible state.

        Returns
        -------
        Hurdles
            Ready to be tried on many lists.
        """
        patterns, which = self._patterns
        same = frozenset({int(which[state])})
        clauses = set()
        for to, led in replies(self.model, state, self.decision_maker, self.concept).items():
            ways = {frozenset({int(which[to])}), *(self._row(int(end)) for end in led)}
            if not any(row <= same for row in ways):
                clauses.add(frozenset(ways))
        told = [tuple(sorted(clause, key=sorted)) for clause in clauses]
        ordered = sorted(told, key=lambda clause: (len(clause), [sorted(row) for row in clause]))
        return Hurdles(patterns - patterns[which[state]], tuple(ordered))

    def _row(self, end: int) -> frozenset[int]:
        """List the patterns that must all be no better for a sanction that ends in a state to hold."""
        which = self._patterns[1]
        if self.concept not in {"smr", "sseq"}:
            return frozenset({int(which[end])})
        if end not in self._rows:
            mended = unilateral_moves(self.model, end, self.decision_maker)
            self._rows[end] = frozenset(which[[end, *mended]].tolist())
        return self._rows[end]

    @cached_property
    def _rows(self) -> dict[int, frozenset[int]]:
        """What :meth:`_row` has found."""
        return {}

    def greedy(self, hurdles: Hurdles) -> Order:
        """Keep every statement, from the top, with which the state still holds."""
        kept: Order = ()
        for number in range(len(self.statements)):
            row = [*kept, number]
            padded = np.array([row + [-1] * (len(self.every) - len(row))], dtype=np.int8)
            kept = (*kept, number) if hurdles.met(padded)[0] else kept
        return kept

    def change(self, order: Order) -> StatementChange:
        """Tell a list by what has to be picked up.

        Parameters
        ----------
        order : tuple of int
            Statement numbers, the most important first.

        Returns
        -------
        StatementChange
            Which statements move where.
        """
        texts = [str(one.that) for one in self.every]
        old = {number: number + 1 for number in range(len(self.statements))}
        new = {number: place for place, number in enumerate(order, start=1)}
        staying = longest_rise([number for number in order if number in old])
        moves = [
            (texts[number], old.get(number), new.get(number))
            for number in sorted(old.keys() | new.keys())
            if number not in staying
        ]
        row = np.array([[*order, *[-1] * (len(texts) - len(order))]], dtype=np.int8)
        places = int(places_passed(row, len(self.statements))[0])
        return StatementChange(tuple(texts[number] for number in order), tuple(moves), places, order)

    def reranked(self, order: Order) -> CaseModel:
        """Rank all states anew by a list.

        Parameters
        ----------
        order : tuple of int
            Statement numbers, the most important first.

        Returns
        -------
        CaseModel
            The conflict with the decision maker's new preferences.
        """
        return with_ranks(self.model, {self.decision_maker: self.ranked(order)})

    def ranked(self, order: Order) -> IntArray:
        """Return the (s,) new ranks of the decision maker by a list."""
        space = self.model.origin[1]
        found = ranks(space, Preferences(statements=tuple(self.every[number] for number in order)))
        return found.astype(np.int32)


def cheapest_lists(reader: StatementReader, state: int, *, limit: int = 20) -> StatementAnswer:
    """Find the new lists of statements that make a state stable at the least cost, the others staying as they are.

    Lists are tried by the number of statements moved, and with equally many all of them; of those that do, the ones
    that pass the fewest places are returned. The verdict on a list compares the state with all that the moves of the
    decision maker and the answers of the others lead to; the first is verified by ranking all states anew.

    Parameters
    ----------
    reader : StatementReader
        The decision maker's statements, and the notion of stability.
    state : int
        A feasible state that is not stable for it.
    limit : int, optional
        At most so many alternatives.

    Returns
    -------
    StatementAnswer
        The lists, and what is proven.
    """
    hurdles, known = reader.hurdles(state), len(reader.statements)
    tried, moved, orders, proven = 0, 0, list[Order](), True
    while not orders:
        moved += 1
        drawn = lists_with(known, moved, added=reader.added is not None)
        if drawn is None:
            orders, proven = [reader.greedy(hurdles)], False
        else:
            tried += len(drawn[0])
            orders = _first_that_hold(hurdles, *drawn, limit)
    reason = "all lists with fewer statements moved, or as many and fewer places, were tried"
    if not proven:
        reason = (
            f"all lists with fewer than {moved} statements moved were tried; this one keeps what it can from the top"
        )
    return StatementAnswer(
        reader.decision_maker,
        tuple(reader.change(order) for order in orders),
        "minimum" if proven else "upper bound",
        reason,
        tried,
        why(reader.reranked(orders[0]), state, reader.decision_maker, reader.concept),
    )


def _first_that_hold(hurdles: Hurdles, lists: NDArray[np.int8], places: NDArray[np.int64], limit: int) -> list[Order]:
    """Return the lists that hold the state and pass the fewest places."""
    for start in range(0, len(lists), _BATCH):
        # A batch may end in the midst of equal places: take the rest of them along.
        stop = int(np.searchsorted(places, places[min(start + _BATCH, len(lists)) - 1], side="right"))
        good = np.flatnonzero(hurdles.met(lists[start:stop])) + start
        if good.size:
            equal = good[places[good] == places[good[0]]][:limit]
            return [tuple(int(one) for one in lists[row] if one >= 0) for row in equal]
    return []
