"""The order of steps: held to brute force from the definitions, and to laws that every order obeys."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.oracles import sequence_oracle as oracle
from tests.oracles.drawn_deals import Drawn, drawn_deal

from goodoffices.settle import Problem
from goodoffices.settle.sequencing import Sequence, sequence

COUNT = 60


def drawn(seed: int) -> tuple[Drawn, Sequence]:
    """Draw a deal and find its order."""
    deal = drawn_deal(np.random.default_rng(seed))
    return deal, sequence(deal, discount=deal.way.discount, parts=deal.parts)


def path_of(deal: Drawn, found: Sequence) -> list[oracle.Levels]:
    """Read the path off the steps, in levels of the oracle."""
    issues = deal.problem.issues
    levels = [0] * len(issues)
    path = [tuple(levels)]
    for step in found.steps:
        for one in step.gives:
            k = issues.index(one.issue)
            names = deal.problem.options[k]
            parts = deal.way.lengths[k] // deal.package[k]
            start, end = names.index(one.start), names.index(one.end)
            levels[k] = int(parts * (start + one.share * (end - start)))
        path.append(tuple(levels))
    return path


@pytest.mark.parametrize("seed", range(COUNT))
def test_no_order_is_better_than_the_one_found(seed: int) -> None:
    """Neither in the smallest slack, nor then in guarantees, nor then in time: all orders and groupings were tried."""
    deal, found = drawn(seed)
    best = oracle.best(deal.way)
    assert found.proven
    if best is None:  # some precondition cannot be kept in its order
        assert any(one.how == "accepted-together" for one in found.resolved)
        return
    least = np.inf if found.smallest_slack is None else found.smallest_slack
    assert (least, -found.guarantee, -found.days[1]) == pytest.approx(best, abs=3e-8)
    assert not any(one.how == "accepted-together" for one in found.resolved)


@pytest.mark.parametrize("seed", range(COUNT, 2 * COUNT))
def test_what_is_said_of_a_step_follows_from_the_definitions(seed: int) -> None:
    """Slacks and exposures, and that every package on the way satisfies all rules and preconditions."""
    deal, found = drawn(seed)
    path = path_of(deal, found)
    assert path[-1] == deal.way.lengths
    assert all(deal.way.allowed(levels) for levels in path[1:])
    if not any(one.how == "accepted-together" for one in found.resolved):
        assert all(deal.way.may_follow(before, after) for before, after in pairwise(path))
    for step, slack, (before, after) in zip(found.steps, oracle.slacks(deal.way, path), pairwise(path), strict=True):
        assert step.slack == pytest.approx(slack, abs=1e-9)
        for party, exposure in step.exposure.items():
            assert float(exposure) == pytest.approx(oracle.exposure(deal.way, before, after, party), abs=1e-12)


@pytest.mark.parametrize("seed", range(2 * COUNT, 3 * COUNT))
def test_nobody_gains_by_leaving_once_the_guarantees_are_posted(seed: int) -> None:
    """At no step, in no way that is open to it; and no smaller guarantee would do."""
    deal, found = drawn(seed)
    path = path_of(deal, found)
    for number, step in enumerate(found.steps):
        for party in deal.way.parties:
            stay, leave = oracle.staying(deal.way, path, number, party), oracle.leaving(deal.way, path, number, party)
            if leave is None:
                assert party not in step.slack
                continue
            posted = step.guarantee.get(party, 0.0)
            assert leave - posted <= stay + 1e-9
            if posted:
                assert leave - posted == pytest.approx(stay, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_parties_carries_no_meaning(seed: int) -> None:
    """Whoever is listed first gains nothing by it."""
    deal, found = drawn(seed)
    problem = deal.problem
    turn = list(reversed(range(len(problem.parties))))
    assert problem.case is not None
    positions = dict(reversed(problem.case.positions.items()))
    swapped = Problem(
        tuple(problem.parties[one] for one in turn),
        problem.issues,
        problem.options,
        tuple(table[:, turn].copy() for table in problem.values),
        tuple(problem.units[one] for one in turn),
        tuple(problem.reserve[one] for one in turn),
        problem.rules,
        tuple(replace(term, party=turn.index(term.party)) for term in problem.terms),
        problem.now,
        problem.divisible,
        problem.case.model_copy(update={"positions": positions}),
    )
    again = sequence(replace(deal, problem=swapped), discount=deal.way.discount, parts=deal.parts)
    assert again.smallest_slack == pytest.approx(found.smallest_slack, abs=2e-9)
    assert again.guarantee == pytest.approx(found.guarantee, abs=2e-8)
    assert again.days == pytest.approx(found.days)
