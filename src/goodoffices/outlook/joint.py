"""The least change of all rankings together that makes a state hold for everybody.

Under Nash, GMR and SMR each decision maker's verdict depends on its own ranking alone, so the least changes add up.
Under SEQ and SSEQ a sanction must pay for whoever carries it out: instead of raising the target in the eyes of the one
who would leave it, it may take less to make a sanction credible. Up to 24 feasible states that is searched exactly;
beyond, the lifts alone bound it from above and GMR (SMR) from below, since SEQ implies GMR and SSEQ implies SMR.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, permutations
from typing import Any, Literal, TypeAlias

import numpy as np

from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.lifts import with_ranks
from goodoffices.outlook.model import IntArray
from goodoffices.outlook.moves import unilateral_moves
from goodoffices.outlook.stability import Concept
from goodoffices.outlook.witness import Witness, why

__all__ = ["MOST_EXACT", "Joint", "JointSearch", "PairChange", "Proven", "confirmed", "pair_changes", "search_jointly"]

Proven: TypeAlias = Literal["minimum", "upper bound"]
Place: TypeAlias = tuple[int, int | None]

MOST_EXACT = 24
"""Up to this many feasible states joint sequential changes are searched exactly."""


@dataclass(frozen=True)
class PairChange:
    """How one decision maker comes to compare two states differently.

    Attributes
    ----------
    decision_maker : int
        Whose ranking.
    risen, other : int
        The state that gains, and the one against which it does.
    before, after : {-1, 0, 1}
        Whether the risen state is liked less (-1), as much (0) or more (1) than the other.
    """

    decision_maker: int
    risen: int
    other: int
    before: int
    after: int

    @property
    def distance(self) -> float:
        """One if the pair is turned round, half if it becomes or stops being level."""
        return (self.after - self.before) / 2

    def to_json(self) -> dict[str, int]:
        """Return the pair as plain data, without its decision maker."""
        return {"risen": self.risen, "other": self.other, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Joint:
    """The least that must change for a state to hold for everybody.

    Attributes
    ----------
    distance : float
        The sum over all decision makers: pairs turned round, and half of those that become or stop being level.
    lower_bound : float
        No change can be smaller than this.
    proven : {"minimum", "upper bound"}
        Whether the distance is known to be the least.
    reason : str
        Why it is, or why that is not known.
    by_lifts : bool
        Whether the single lifts, all together, are the change; else ``changes`` is.
    changes : tuple of PairChange
        The pairs that change, where they are not just the lifts.
    alternatives : tuple of tuple of PairChange
        Other changes at the same distance.
    held_by : tuple of Witness
        For each decision maker what then holds the state, found on the changed model.
    """

    distance: float
    lower_bound: float
    proven: Proven
    reason: str
    by_lifts: bool
    changes: tuple[PairChange, ...]
    alternatives: tuple[tuple[PairChange, ...], ...]
    held_by: tuple[Witness, ...]

    @property
    def holds(self) -> bool:
        """Whether the changed model, solved anew, confirms that the state holds for everybody."""
        return all(witness.stable for witness in self.held_by)

    def to_json(self, decision_makers: Sequence[str]) -> dict[str, Any]:
        """Return the answer as plain data.

        Parameters
        ----------
        decision_makers : sequence of str
            Their names.

        Returns
        -------
        dict
            Pairs of states by decision maker.
        """
        return {
            "distance": self.distance,
            "lower_bound": self.lower_bound,
            "proven": self.proven,
            "reason": self.reason,
            "by_lifts": self.by_lifts,
            "changes": _by_maker(self.changes, decision_makers),
            "alternatives": [_by_maker(one, decision_makers) for one in self.alternatives],
            "holds": self.holds,
        }


def _by_maker(changes: Sequence[PairChange], names: Sequence[str]) -> dict[str, list[dict[str, int]]]:
    """Group pairs by who must change."""
    makers = sorted({one.decision_maker for one in changes})
    return {names[i]: [one.to_json() for one in changes if one.decision_maker == i] for i in makers}


def pair_changes(before: Model, after: Model, risen: int | None = None) -> tuple[PairChange, ...]:
    """List all pairs of feasible states that are compared differently.

    Parameters
    ----------
    before, after : Model or ArcModel
        Two models that differ in preferences.
    risen : int, optional
        The only state that has gained anything; without it all pairs of states are looked at.

    Returns
    -------
    tuple of PairChange
        By decision maker, then by states.
    """
    states = np.flatnonzero(before.feasible)
    gaining = states if risen is None else np.array([risen])
    found = []
    for i in range(len(before.decision_makers)):
        old, new = (np.sign(rank[i][gaining][:, None] - rank[i][states]) for rank in (before.ranks, after.ranks))
        for a, b in np.argwhere(new > old).tolist():
            found.append(PairChange(i, int(gaining[a]), int(states[b]), int(old[a, b]), int(new[a, b])))
    return tuple(found)


@dataclass(frozen=True)
class JointSearch:
    """What an exact search found.

    Attributes
    ----------
    models : tuple of OptionModel or ArcModel
        Changed models at the least distance found, the first one the answer; empty if none was found in time.
    distance : float
        That distance; the one allowed if none was found.
    bound : float
        No change can be smaller.
    complete : bool
        Whether the search ran to its end.
    """

    models: tuple[Model, ...]
    distance: float
    bound: float
    complete: bool


def search_jointly(
    model: Model,
    state: int,
    concept: Concept,
    *,
    allowed: float,
    limit: int = 20,
    effort: float = 30.0,
) -> JointSearch:
    """Search all rankings of all decision makers for the least change under which a state holds for everybody.

    Parameters
    ----------
    model : Model or ArcModel
        The conflict, with at most 24 feasible states.
    state : int
        The state that is to hold.
    concept : {"seq", "sseq"}
        The notion of stability.
    allowed : float
        A distance that is known to be enough; only changes up to it are looked for.
    limit : int, optional
        At most so many models at the same distance.
    effort : float, optional
        How long to search, in the solver's own count of work (about seconds), which is the same on every machine; a
        thirtieth of it again may go into the other models.

    Returns
    -------
    JointSearch
        The models, and what is proven.

    References
    ----------
    Wang, Hipel, Fang and Dang (2018), "Matrix representations of the inverse problem in the graph model for conflict
    resolution", *European Journal of Operational Research* 270. Kemeny (1959), "Mathematics without numbers",
    *Daedalus* 88, for the distance.
    """
    program = _Program(model, state, concept)
    program.build(round(2 * allowed))
    status, value, bound, _ = program.solve(effort)
    if status == "unknown":
        return JointSearch((), allowed, bound / 2, complete=False)
    found = [program.changed()]
    if status == "feasible":
        return JointSearch(tuple(found), value / 2, bound / 2, complete=False)
    program.keep_to(value)
    left = effort / 30
    while len(found) < limit:
        program.exclude_last()
        status, _, _, spent = program.solve(left)
        left -= spent
        if status != "optimal" or left <= 0:
            break
        found.append(program.changed())
    return JointSearch(tuple(found), value / 2, value / 2, complete=True)


@dataclass
class _Program:
    """One search as a constraint program over "at least as good as" for every decision maker and pair of states."""

    model: Model
    state: int
    concept: Concept
    likes: dict[tuple[int, int, int], Any] = field(default_factory=dict)

    @cached_property
    def cp_sat(self) -> Any:
        """The solver's module, loaded when first needed: it is heavy."""
        return importlib.import_module("ortools.sat.python.cp_model")

    @cached_property
    def program(self) -> Any:
        """The constraint program, empty at first."""
        return self.cp_sat.CpModel()

    @cached_property
    def solver(self) -> Any:
        """The solver, on one thread and counting its own work, so that every run ends alike."""
        solver = self.cp_sat.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 20171226
        # The linear relaxation of all transitivity constraints is what makes the bound tight.
        solver.parameters.linearization_level = 2
        return solver

    @cached_property
    def states(self) -> list[int]:
        """The feasible states."""
        return [int(one) for one in np.flatnonzero(self.model.feasible)]

    @cached_property
    def moves(self) -> Mapping[tuple[int, int], list[int]]:
        """Where each decision maker can move from each state."""
        makers = range(len(self.model.decision_makers))
        return {(i, s): unilateral_moves(self.model, s, i).tolist() for i in makers for s in self.states}

    @cached_property
    def cost(self) -> Any:
        """Twice the distance, linear in the variables."""
        terms = []
        for i, rank in enumerate(self.model.ranks):
            for a, b in combinations(self.states, 2):
                high, low = (a, b) if rank[a] >= rank[b] else (b, a)
                lost = 1 - self.likes[i, high, low]
                terms += [lost, 1 - self.likes[i, low, high] if rank[a] == rank[b] else self.likes[i, low, high]]
        return sum(terms)

    def build(self, allowed: int) -> None:
        """State the orders, the stability of the target, and what is to be least."""
        for i in range(len(self.model.decision_makers)):
            self._order(i)
        for i in range(len(self.model.decision_makers)):
            self._stability(i)
        self.program.add(self.cost <= allowed)
        self.program.minimize(self.cost)

    def _order(self, i: int) -> None:
        """Let one decision maker have a complete and transitive preference, near the one it has."""
        rank, new, program = self.model.ranks[i], self.program.new_bool_var, self.program
        for a, b in permutations(self.states, 2):
            self.likes[i, a, b] = new("")
            program.add_hint(self.likes[i, a, b], bool(rank[a] >= rank[b]))
        for a, b in combinations(self.states, 2):
            program.add_bool_or(self.likes[i, a, b], self.likes[i, b, a])
        for a, b, c in permutations(self.states, 3):
            program.add_bool_or(~self.likes[i, a, b], ~self.likes[i, b, c], self.likes[i, a, c])

    def _stability(self, i: int) -> None:
        """Let every move of one decision maker from the target be no gain, or be led to a sanction."""
        starts = self.moves[i, self.state]
        others = [j for j in range(len(self.model.decision_makers)) if j != i]
        region = self._region(starts, others)
        driven = {at: self.program.new_bool_var("") for at in region}
        away = {at: self.program.new_int_var(0, len(region), "") for at in region}
        for at in region:
            ways = [self._sanction(i, at[0])]
            for j, to in self._onward(at, others):
                step = self.program.new_bool_var("")
                self.program.add_implication(step, driven[to])
                self.program.add_implication(step, ~self.likes[j, at[0], to[0]])
                # Distances fall along a path, so that no circle of states can vouch for itself.
                self.program.add(away[at] > away[to]).only_enforce_if(step)
                ways.append(step)
            self.program.add_bool_or(~driven[at], *ways)
        for to_first in starts:
            self.program.add_bool_or(self.likes[i, self.state, to_first], driven[to_first, None])

    def _onward(self, at: Place, others: Sequence[int]) -> list[tuple[int, Place]]:
        """List who can move where from a state; on a list of arcs nobody moves twice in a row."""
        arcs = isinstance(self.model, ArcModel)
        return [(j, (to, j if arcs else None)) for j in others if j != at[1] for to in self.moves[j, at[0]]]

    def _region(self, starts: Sequence[int], others: Sequence[int]) -> list[Place]:
        """List the states that moves of the others can lead to, on a list of arcs with the last mover."""
        fresh: list[Place] = [(start, None) for start in starts]
        seen = dict.fromkeys(fresh)
        while fresh:
            new = [place for _, place in self._onward(fresh.pop(), others) if place not in seen]
            seen |= dict.fromkeys(new)
            fresh += new
        return list(seen)

    def _sanction(self, i: int, s: int) -> Any:
        """Return whether a state is no better for a decision maker than the target, nor can be mended."""
        if self.concept == "seq":
            return s == self.state or self.likes[i, self.state, s]
        enough = self.program.new_bool_var("")
        for end in [s, *self.moves[i, s]]:
            if end != self.state:
                self.program.add_implication(enough, self.likes[i, self.state, end])
        return enough

    def solve(self, effort: float) -> tuple[str, int, int, float]:
        """Return the status, the value and the bound, twice the distance each, and the effort spent."""
        self.solver.parameters.max_deterministic_time = effort
        status = self.solver.status_name(self.solver.solve(self.program)).lower()
        spent = float(self.solver.response_proto.deterministic_time)
        if status in {"optimal", "feasible"}:
            bound = int(np.ceil(self.solver.best_objective_bound - 1e-6))
            return status, round(self.solver.objective_value), bound, spent
        return status, 0, 0, spent

    def keep_to(self, value: int) -> None:
        """Ask for more changes at the same distance only."""
        self.program.add(self.cost == value)

    def exclude_last(self) -> None:
        """Ask for a change that differs from the one just found."""
        self.program.add_bool_or(~one if self.solver.boolean_value(one) else one for one in self.likes.values())

    def changed(self) -> Model:
        """Return the model with the preferences just found."""
        rows: dict[int, IntArray] = {}
        for i in range(len(self.model.decision_makers)):
            row = np.zeros(self.model.feasible.size, dtype=np.int32)
            for a in self.states:
                row[a] = sum(self.solver.boolean_value(self.likes[i, a, b]) for b in self.states if b != a)
            rows[i] = row
        return with_ranks(self.model, rows)


def confirmed(model: Model, state: int, concept: Concept) -> tuple[Witness, ...]:
    """Ask anew, on a changed model, what holds a state for each decision maker."""
    return tuple(why(model, state, i, concept) for i in range(len(model.decision_makers)))
