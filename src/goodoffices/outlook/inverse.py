"""Answer the mediator's question: who must come to see a target how much more highly, so that it holds for all."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.expressions import Condition
from goodoffices.errors import CaseError
from goodoffices.outlook.arcs import Model
from goodoffices.outlook.from_case import ArcCase, OptionCase, states_meant
from goodoffices.outlook.joint import MOST_EXACT, Joint, Proven, confirmed, pair_changes, search_jointly
from goodoffices.outlook.lifts import distances_to_hold, heights, lift, lift_jointly, with_ranks
from goodoffices.outlook.model import BoolArray, IntArray
from goodoffices.outlook.moves import reachable
from goodoffices.outlook.sanctions import Stop, check_stop
from goodoffices.outlook.smallest import SmallestChanges, StateChange
from goodoffices.outlook.stability import Concept, check_concept
from goodoffices.outlook.statement_changes import StatementAnswer, StatementReader, cheapest_lists
from goodoffices.outlook.witness import why

__all__ = ["smallest_changes"]

_EFFORT = 60.0

_ADD_UP = "each verdict depends on that decision maker's own ranking alone, so that the least changes add up"
_SQUEEZED = "it is no more than even {weak} asks for, under which any moves of the others may be a sanction"
_SEARCHED = "all rankings of all decision makers were searched"
_STOPPED = "the search of all rankings was ended after a set amount of work"
_TOO_MANY = "beyond {most} feasible states only lifts of the state itself are searched"


def smallest_changes(
    model: Model,
    target: int | str,
    concept: str = "seq",
    *,
    limit: int = 20,
    progress: Callable[[int, int], object] | None = None,
    stop: Stop | None = None,
) -> SmallestChanges:
    """Find the smallest changes of preference under which a target holds for everybody.

    Parameters
    ----------
    model : OptionModel or ArcModel
        The conflict.
    target : int or str
        A feasible state; of a case also a target's name, options in force, or ``now``: each state meant is answered.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}, optional
        The notion of stability.
    limit : int, optional
        At most so many states, those first whose single lifts add up to least, each with so many alternatives.
    progress, stop : callable, optional
        ``progress(done, total)`` is called as work goes on; once ``stop()`` returns true it is given up.

    Returns
    -------
    SmallestChanges
        For each state: what each decision maker would have to see differently while the others stay as they are, by its
        ranking and by its statements; the least for all together; and what then holds the state. Distances count pairs
        of states: one for a pair turned round, half for one that becomes or stops being level.

    Raises
    ------
    CaseError
        If the state is infeasible, the target or the notion unknown, or the limit not a positive whole number.
    LimitError
        If ``stop`` said so.

    References
    ----------
    Kinsara, Kilgour and Hipel (2015), "Inverse approach to the graph model for conflict resolution", *IEEE Transactions
    on Systems, Man, and Cybernetics: Systems* 45. Kemeny (1959), "Mathematics without numbers", *Daedalus* 88.

    Examples
    --------
    In the Prisoner's Dilemma both must come to value mutual cooperation (3) as highly as betrayal:

    >>> from goodoffices.outlook import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> answer = smallest_changes(prisoners, 3, "nash").answers[0]
    >>> [one.level_with for one in answer.lifts], answer.joint.distance
    ([(2,), (1,)], 1.0)
    """
    meant, wish = _meant(model, target)
    asked = _Asked(str(target), check_concept(concept), _positive(limit), progress, stop)
    return _answered(model, meant, wish, asked)


@dataclass(frozen=True)
class _Asked:
    """What was asked, but for the states."""

    target: str
    concept: Concept
    limit: int
    progress: Callable[[int, int], object] | None
    stop: Stop | None

    def tell(self, done: int, total: int) -> None:
        """Report how far the work is."""
        if self.progress is not None:
            self.progress(done, total)


def _answered(model: Model, meant: NDArray[np.int64], wish: Condition | None, asked: _Asked) -> SmallestChanges:
    """Choose the states to report, and answer for each."""
    who = range(len(model.decision_makers))
    steps = len(who) + min(asked.limit, len(meant))
    found = []
    for i in who:
        found.append(heights(model, i, asked.concept, stop=asked.stop))
        asked.tell(len(found), steps)
    table = np.stack(found)
    total = np.sum([distances_to_hold(model, i, table[i])[meant] for i in who], axis=0)
    reach = None if model.now is None else reachable(model, model.now)
    afar = np.zeros(len(meant)) if reach is None else ~reach[meant]
    chosen = meant[np.lexsort((meant, afar, total))][: asked.limit]
    question = _Question.of(model, asked, table, wish, _EFFORT / len(chosen))
    answers = []
    for state in chosen.tolist():
        check_stop(asked.stop)
        answers.append(question.answer(state, reach))
        asked.tell(len(who) + len(answers), steps)
    answers.sort(key=lambda one: (one.joint.distance, one.reachable_from_now is False, one.state))
    return SmallestChanges(
        model,
        asked.target,
        asked.concept,
        tuple(answers),
        len(meant) - len(answers),
        "lifts by exact sweeps, statements by number moved, all rankings at once by constraint programming",
        {"concept": asked.concept, "limit": asked.limit, "most_exact": MOST_EXACT},
        model.digest(),
    )


def _positive(limit: Any) -> int:
    """Check the limit."""
    try:
        number = operator.index(limit)
    except TypeError:
        number = 0
    if number < 1:
        raise CaseError(f"limit is {limit!r}; expected a whole number from 1: say how many states to report at most")
    return number


def _meant(model: Model, target: int | str) -> tuple[NDArray[np.int64], Condition | None]:
    """Return the states meant, and the expression of a target of the case."""
    if not isinstance(target, str):
        return np.array([model.check_state(target)]), None
    if not isinstance(model, OptionCase | ArcCase):
        raise CaseError(f"target is {target!r}, but this model was not made from a case; give a state, a whole number")
    named = model.origin[0].targets.get(target.strip())
    return np.array(states_meant(model, target)), None if named is None else named.that


@dataclass(frozen=True, eq=False)
class _Question:
    """What is the same for every state that is asked about."""

    model: Model
    concept: Concept
    heights: IntArray
    weak: IntArray
    readers: tuple[StatementReader | None, ...]
    limit: int
    effort: float

    @classmethod
    def of(cls, model: Model, asked: _Asked, table: IntArray, wish: Condition | None, effort: float) -> _Question:
        """Prepare what all states share."""
        who, concept = range(len(model.decision_makers)), asked.concept
        weaker: dict[Concept, Concept] = {"seq": "gmr", "sseq": "smr"}
        weak = np.stack([heights(model, i, weaker[concept]) for i in who]) if concept in weaker else table
        readers = tuple(
            StatementReader.of(model, i, concept, wish) if isinstance(model, OptionCase | ArcCase) else None
            for i in who
        )
        return cls(model, concept, table, weak, readers, asked.limit, effort)

    def answer(self, state: int, reach: BoolArray | None) -> StateChange:
        """Answer for one state."""
        lifts = []
        for i in range(len(self.model.decision_makers)):
            row = self.model.ranks[i].copy()
            row[state] = self.heights[i, state]
            changed = with_ranks(self.model, {i: row})
            held_by = why(changed, state, i, self.concept)
            lifts.append(lift(self.model, changed, i, held_by, limit=self.limit))
        away = [i for i, one in enumerate(lifts) if not one.stable_already]
        readers = {i: reader for i in away if (reader := self.readers[i]) is not None}
        statements = tuple(cheapest_lists(reader, state, limit=self.limit) for reader in readers.values())
        together = self._together(state, readers, statements) if len(readers) == len(away) else None
        within = None if reach is None else bool(reach[state])
        return StateChange(state, within, tuple(lifts), self._joint(state), statements, together)

    def _together(
        self, state: int, readers: dict[int, StatementReader], answers: tuple[StatementAnswer, ...]
    ) -> tuple[int, ...] | None:
        """Choose one alternative for each decision maker so that all of them at once make the state hold."""
        ways = product(*(range(len(one.alternatives)) for one in answers))
        for way in islice(ways, self.limit):
            orders = [one.alternatives[k].numbers for one, k in zip(answers, way, strict=True)]
            rows = {i: reader.ranked(order) for (i, reader), order in zip(readers.items(), orders, strict=True)}
            if all(one.stable for one in confirmed(with_ranks(self.model, rows), state, self.concept)):
                return way
        return None

    def _joint(self, state: int) -> Joint:
        """Find the least change of all rankings together."""
        single = [float(distances_to_hold(self.model, i, row)[state]) for i, row in enumerate(self.heights)]
        bound = sum(float(distances_to_hold(self.model, i, row)[state]) for i, row in enumerate(self.weak))
        lifted = lift_jointly(self.model, state, self.concept, self.heights)
        changes = pair_changes(self.model, lifted, state)
        upper = float(sum(one.distance for one in changes))
        by_lifts = upper == sum(single)
        plain = Joint(
            distance=upper,
            lower_bound=bound,
            proven="minimum",
            reason=_ADD_UP,
            by_lifts=by_lifts,
            changes=() if by_lifts else changes,
            alternatives=(),
            held_by=confirmed(lifted, state, self.concept),
        )
        weak = {"seq": "GMR", "sseq": "SMR"}.get(self.concept)
        if weak is None:
            return plain
        if upper == bound:
            return replace(plain, reason=_SQUEEZED.format(weak=weak))
        if self.model.feasible.sum() > MOST_EXACT:
            return replace(plain, proven="upper bound", reason=_TOO_MANY.format(most=MOST_EXACT))
        return self._searched(state, plain, lifted)

    def _searched(self, state: int, plain: Joint, lifted: Model) -> Joint:
        """Search all rankings for less than the lifts, or for other ways at the same distance."""
        search = search_jointly(
            self.model, state, self.concept, allowed=plain.distance, limit=self.limit + 1, effort=self.effort
        )
        bound = max(plain.lower_bound, search.bound)
        proven: Proven = "minimum" if bound >= search.distance else "upper bound"
        others = [one for one in search.models if not np.array_equal(one.ranks, lifted.ranks)]
        best = plain
        if search.distance < plain.distance:
            changes = pair_changes(self.model, others[0])
            held_by = confirmed(others[0], state, self.concept)
            best = replace(plain, distance=search.distance, by_lifts=False, changes=changes, held_by=held_by)
            others = others[1:]
        return replace(
            best,
            lower_bound=bound,
            proven=proven,
            reason=_SEARCHED if proven == "minimum" else _STOPPED,
            alternatives=tuple(pair_changes(self.model, one) for one in others[: self.limit]),
        )
