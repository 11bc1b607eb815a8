"""Laws that every solution of every conflict obeys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.outlook import CONCEPTS, OptionModel, option_model, shortest_path, solve, unilateral_moves, why

IMPLICATIONS = [("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr")]


@dataclass(frozen=True)
class Drawn:
    """The arguments of a model, as plain data."""

    owners: list[list[int]]
    feasible: list[bool]
    preference: list[list[int]]
    one_way: dict[int, str]

    def model(self) -> OptionModel:
        """Build the model."""
        return option_model(self.owners, self.feasible, self.preference, self.one_way)  # type: ignore[arg-type]


@st.composite
def conflicts(draw: st.DrawFn) -> Drawn:
    """Draw any conflict of 1-4 decision makers and 0-5 options."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(0, 5))
    owner = draw(st.lists(st.integers(-1, n - 1), min_size=m, max_size=m))
    feasible = draw(st.lists(st.booleans(), min_size=1 << m, max_size=1 << m).filter(any))
    row = st.lists(st.integers(-3, 6), min_size=1 << m, max_size=1 << m)
    ways = draw(st.lists(st.sampled_from(["both", "both", "on", "off"]), min_size=m, max_size=m))
    return Drawn(
        owners=[[k for k in range(m) if owner[k] == i] for i in range(n)],
        feasible=feasible,
        preference=draw(st.lists(row, min_size=n, max_size=n)),
        one_way={k: way for k, way in enumerate(ways) if way != "both"},
    )


@given(conflicts())
@settings(deadline=None)
def test_stronger_notions_of_stability_imply_weaker_ones(drawn: Drawn) -> None:
    """Nash implies SSEQ implies SEQ implies GMR; SSEQ implies SMR implies GMR."""
    stable = solve(drawn.model()).stable
    for stronger, weaker in IMPLICATIONS:
        assert not (stable[stronger] & ~stable[weaker]).any(), (stronger, weaker)


@given(conflicts(), st.data())
@settings(deadline=None)
def test_renumbering_decision_makers_and_options_renumbers_the_solution(drawn: Drawn, data: st.DataObject) -> None:
    """Names and order carry no meaning."""
    n, m = len(drawn.owners), len(drawn.feasible).bit_length() - 1
    people = data.draw(st.permutations(range(n)))
    bits = data.draw(st.permutations(range(m)))
    # Option k becomes option bits[k]; new decision maker i is old people[i].
    to = [sum((s >> k & 1) << bits[k] for k in range(m)) for s in range(1 << m)]
    feasible = np.empty(1 << m, dtype=bool)
    feasible[to] = drawn.feasible
    preference = np.empty((n, 1 << m), dtype=int)
    preference[:, to] = np.array(drawn.preference)[people]
    other = Drawn(
        owners=[[bits[k] for k in drawn.owners[i]] for i in people],
        feasible=feasible.tolist(),
        preference=preference.tolist(),
        one_way={bits[k]: way for k, way in drawn.one_way.items()},
    )
    before, after = solve(drawn.model()), solve(other.model())
    for concept in CONCEPTS:
        assert (after.stable[concept][:, to] == before.stable[concept][people]).all()


@given(conflicts())
@settings(deadline=None)
def test_only_the_order_of_preferences_counts(drawn: Drawn) -> None:
    """Any increasing transform of preferences changes nothing, and neither does what stands at infeasible states."""
    stretched = np.exp(np.array(drawn.preference, dtype=float)) * 3 - 70
    stretched[:, ~np.array(drawn.feasible)] = np.nan
    model = drawn.model()
    other = option_model(drawn.owners, drawn.feasible, stretched, drawn.one_way)  # type: ignore[arg-type]
    assert other.digest() == model.digest()
    before, after = solve(model), solve(other)
    assert all((before.stable[concept] == after.stable[concept]).all() for concept in CONCEPTS)


@given(conflicts(), st.data())
@settings(deadline=None)
def test_fixing_options_is_the_same_as_owning_none_of_them(drawn: Drawn, data: st.DataObject) -> None:
    """A fixed option stays with its owner in name and is moved by nobody."""
    m = len(drawn.feasible).bit_length() - 1
    fixed = tuple(k for k in range(m) if data.draw(st.booleans()))
    left = replace(drawn, owners=[[k for k in own if k not in fixed] for own in drawn.owners])
    one, other = solve(replace(drawn.model(), fixed=fixed)), solve(left.model())
    assert all((one.stable[concept] == other.stable[concept]).all() for concept in CONCEPTS)


@given(conflicts(), st.data())
@settings(deadline=None)
def test_witnesses_tell_the_verdict_of_the_solution(drawn: Drawn, data: st.DataObject) -> None:
    """The search by paths and the sweeps agree, and every verdict can be said."""
    model = drawn.model()
    state = data.draw(st.sampled_from(np.flatnonzero(model.feasible).tolist()))
    solution = solve(model)
    for concept in CONCEPTS:
        for i in range(len(drawn.owners)):
            witness = why(model, state, i, concept)
            assert witness.stable == solution.stable[concept][i, state]
            assert witness.sentence().endswith(".")
            assert len(witness.deterred) == len({one.improvement for one in witness.deterred})


@given(conflicts(), st.data())
@settings(deadline=None)
def test_shortest_paths_are_legal_and_nobody_moves_twice_in_a_row(drawn: Drawn, data: st.DataObject) -> None:
    """Each step starts where the last one ended, and is a move (or an improvement) of its mover."""
    model = drawn.model()
    states = np.flatnonzero(model.feasible).tolist()
    start, goal = data.draw(st.sampled_from(states)), data.draw(st.sampled_from(states))
    mask = np.zeros(model.feasible.size, dtype=bool)
    mask[goal] = True
    for by in ("moves", "improvements"):
        path = shortest_path(model, start, mask, by)
        if path is None:
            continue
        assert [start, *(step.after for step in path)] == [*(step.before for step in path), goal]
        for step in path:
            assert step.after in unilateral_moves(model, step.before, step.decision_maker)
            ranks = model.ranks[step.decision_maker]
            assert by == "moves" or ranks[step.after] > ranks[step.before]
        assert all(one.decision_maker != other.decision_maker for one, other in pairwise(path))
