"""Rank acceptability over uncertain values and weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from tests.oracles.ranking_oracle import above_shares, first_with, rank_shares

from goodoffices.brokers.alternatives import Alternatives, Cell, Criterion, draw_values
from goodoffices.brokers.dominance import dominance
from goodoffices.brokers.rank_shares import RankShares, Tally, sampling_error
from goodoffices.brokers.settings import check_whole
from goodoffices.brokers.smaa import smaa
from goodoffices.brokers.weights import uncertain_weights
from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError, LimitError


def cell(value: Any) -> Cell:
    """Read one part of a cell: None, a number or bounds."""
    if value is None or isinstance(value, float):
        return (None if value is None else Estimate(value, value),)
    return (Estimate(*value),)


def table(rows: Sequence[Sequence[Any]], criteria: Sequence[Criterion] = ()) -> Alternatives:
    """Lay candidates out."""
    named = tuple(criteria) or tuple(Criterion(f"c{k}") for k in range(len(rows[0])))
    names = tuple("abcdefgh"[: len(rows)])
    return Alternatives(names, named, tuple(tuple(cell(value) for value in row) for row in rows))


def run(alternatives: Alternatives, draws: int = 20_000, weights: Any = None, **more: Any) -> RankShares:
    """Rank with seed 1."""
    known = uncertain_weights([one.name for one in alternatives.criteria], weights)
    return smaa(alternatives, known, draws, rng=np.random.default_rng(1), **more)


@pytest.mark.parametrize(
    ("first", "second", "length"),
    [((0.5, 0.2), (0.3, 0.5), 0.4), ((0.9, 0.1), (0.1, 0.9), 0.5), ((0.6, 0.5), (0.5, 0.9), 0.2)],
)
def test_two_criteria_in_closed_form(first: tuple[float, float], second: tuple[float, float], length: float) -> None:
    """The first leads for weights above (b2 - a2) / (a1 - b1 + b2 - a2): acceptability is the interval's length."""
    found = run(table([first, second]), draws=40_000)
    assert found.first[0] == pytest.approx(length, abs=4 * sampling_error(length, 40_000).item())
    assert found.above[0, 1] == found.first[0]
    # Its central weight is the middle of that interval.
    assert found.central_weights[0, 0] == pytest.approx(1 - length / 2, abs=0.01)
    assert found.central_weights[1, 0] == pytest.approx((1 - length) / 2, abs=0.01)
    assert found.confidence_factors.tolist() == [1, 1]


def test_two_uncertain_values_in_closed_form() -> None:
    """One criterion, values uniform on [0, 1] and at 0.7: ahead in 0.3 of draws, and that is the confidence factor."""
    found = run(table([[(0.0, 1.0)], [0.7]]), draws=40_000)
    assert found.first == pytest.approx([0.3, 0.7], abs=0.01)
    assert found.confidence_factors == pytest.approx([0.3, 0.7], abs=0.015)


def test_ties_share_ranks() -> None:
    """Three alike and one worse: each of the three holds each of the first three ranks in a third of draws."""
    found = run(table([[0.5, 0.5], [0.5, 0.5], [0.1, 0.1], [0.5, 0.5]]), draws=100)
    third = 1 / 3
    assert found.ranks == pytest.approx(
        np.array([[third, third, third, 0], [third, third, third, 0], [0, 0, 0, 1], [third, third, third, 0]])
    )
    assert found.above[0, 1] == found.above[1, 0] == 0.5
    assert found.mean_place == pytest.approx([2, 2, 4, 2])
    assert found.confidence_factors[[0, 1, 3]] == pytest.approx([third, third, third])
    assert found.first_if_best[0] == found.first_if_worst[0] == pytest.approx(third)


def test_who_is_never_first_has_no_central_weights() -> None:
    """Neither weights nor a confidence factor."""
    found = run(table([[0.5, 0.5], [0.1, 0.1]]), draws=50)
    assert np.isnan(found.central_weights[1]).all()
    assert np.isnan(found.confidence_factors[1])


def test_nothing_makes_up_for_a_veto() -> None:
    """Excellent on all else, below the least on one: never ranked, and its share says so."""
    criteria = [Criterion("acceptability", least=0.2), Criterion("leverage")]
    found = run(table([[0.1, 1.0], [0.3, 0.0]], criteria), draws=100)
    assert found.below_veto.tolist() == [1, 0]
    assert found.ranks.tolist() == [[0, 0], [1, 0]]
    assert found.nobody.tolist() == [0, 1]
    assert found.above.tolist() == [[0, 0], [1, 0]]
    assert found.mean_place.tolist() == [2, 1]


def test_a_value_at_the_veto_passes() -> None:
    """Below means below."""
    criteria = [Criterion("acceptability", least=0.2)]
    assert run(table([[0.2], [0.3]], criteria), draws=10).below_veto.tolist() == [0, 0]


def test_where_nobody_passes_nobody_is_first() -> None:
    """Not even in equal shares."""
    criteria = [Criterion("acceptability", least=0.5)]
    found = run(table([[0.1], [(0.0, 0.4)]], criteria), draws=10)
    assert found.first.tolist() == [0, 0]
    assert found.nobody.tolist() == [1, 1]
    assert found.above.tolist() == [[0, 0], [0, 0]]
    assert found.mean_place.tolist() == [1.5, 1.5]
    assert found.first_if_best.tolist() == [0, 0]
    assert np.isnan(found.confidence_factors).all()


def test_a_veto_share_in_closed_form() -> None:
    """Uniform on [0, 1] with a least of 0.2; the lesser of two sides is below it in 1 - 0.8 * 0.8."""
    criteria = [Criterion("acceptability", least=0.2)]
    whole = Estimate(0.0, 1.0)
    both = Alternatives(("a", "b"), tuple(criteria), (((whole,),), ((whole, whole),)))
    found = run(both, draws=40_000)
    assert found.below_veto == pytest.approx([0.2, 0.36], abs=0.01)


def test_the_greatest_of_several_parts_counts_where_asked() -> None:
    """And less is better where asked."""
    parts = (Estimate(0.2, 0.2), Estimate(0.7, 0.7))
    criteria = (Criterion("least"), Criterion("greatest", combine="greatest"), Criterion("cost", rising=False))
    both = Alternatives(("a",), criteria, ((parts, parts, parts),))
    assert [value[0, 0] for value in draw_values(both, 1, np.random.default_rng(1)).at] == pytest.approx(
        [0.2, 0.7, 0.8]
    )


def test_missing_values_are_drawn_from_the_whole_scale_with_their_bounds_shown() -> None:
    """A against a point at 0.7: first in 0.3 of draws, never if it were the worst, always if the best."""
    found = run(table([[None], [0.7]]), draws=40_000)
    assert found.first[0] == pytest.approx(0.3, abs=0.01)
    assert (found.first_if_worst[0], found.first_if_best[0]) == (0, 1)
    assert found.first_if_worst[1] == found.first_if_best[1] == found.first[1]


def test_missing_parts_and_falling_criteria_have_their_bounds_too() -> None:
    """Of two sides the known one still counts; of cost the best is 0."""
    criteria = (Criterion("acceptability", least=0.2), Criterion("cost", rising=False))
    known = Estimate(0.6, 0.6)
    both = Alternatives(("a", "b"), criteria, (((known, None), (None,)), ((known,), (Estimate(0.5, 0.5),))))
    values = draw_values(both, 5, np.random.default_rng(1))
    assert values.worst[0][:, 0].tolist() == [0] * 5
    assert values.best[0][:, 0].tolist() == [0.6] * 5
    assert values.worst[1][:, 0].tolist() == [0] * 5
    assert values.best[1][:, 0].tolist() == [1] * 5
    assert values.best[0][:, 1].tolist() == values.worst[0][:, 1].tolist() == [0.6] * 5
    found = run(both, draws=400)
    assert (found.first_if_worst[0], found.first_if_best[0]) == (0, 1)


def test_what_a_candidate_would_be_without_a_criterion() -> None:
    """At the worst on what it is best at it is never first; at the worst on what has a veto it is not ranked."""
    criteria = (Criterion("acceptability", least=0.2), Criterion("x"))
    found = run(table([[0.5, 0.9], [0.5, 0.1]], criteria), draws=200)
    assert found.first.tolist() == [1, 0]
    assert found.first_without.tolist() == [[0, 0], [0, 0]]
    free = run(table([[0.5, 0.9], [0.4, 0.1]]), draws=20_000)
    # Without the first criterion it leads where 0.8 (1 - w) is more than 0.4 w.
    assert free.first_without[0, 0] == pytest.approx(2 / 3, abs=0.02)
    assert free.first_without[1].tolist() == [0, 0]


def test_counts_agree_with_the_definitions() -> None:
    """Draw by draw, with ties, vetoes and missing values, against the oracle."""
    criteria = (Criterion("v", least=0.3), Criterion("x"), Criterion("cost", rising=False))
    rows: list[list[Any]] = [
        [(0.0, 1.0), 0.5, 0.5],
        [(0.2, 0.6), 0.5, None],
        [0.4, (0.1, 0.9), 0.2],
        [0.4, 0.5, 0.2],
        [0.4, 0.5, 0.2],
    ]
    alternatives = table(rows, criteria)
    rng = np.random.default_rng(3)
    values = draw_values(alternatives, 300, rng)
    weights = uncertain_weights(["v", "x", "cost"]).draw(300, rng=rng)
    tally = Tally(5, 3)
    tally.count(values, weights)
    sums, ranked = values.sums(weights).tolist(), values.passes(values.at).tolist()
    found = tally.result(alternatives, (300, 0), tally.central_weights(), np.full(5, np.nan), complete=False)
    assert found.ranks == pytest.approx(np.array(rank_shares(sums, ranked), dtype=float))
    assert found.above == pytest.approx(np.array(above_shares(sums, ranked), dtype=float))
    for i in range(5):
        # The own veto is counted by giving the lowest of sums.
        own = [row[i] if yes[i] else -1.0 for row, yes in zip(sums, ranked, strict=True)]
        shut = sum(not yes[i] and not any(yes) for yes in ranked)
        assert shut == 0
        assert found.first[i] == pytest.approx(first_with(sums, ranked, own, i))
        best = values.sums(weights, values.best)[:, i].tolist()
        if i == 1:
            allowed = [value if yes[i] else -1.0 for value, yes in zip(best, ranked, strict=True)]
            assert found.first_if_best[i] == pytest.approx(first_with(sums, ranked, allowed, i))
        less = (values.sums(weights)[:, i] - weights[:, 1] * values.at[1][:, i]).tolist()
        without = [value if yes[i] else -1.0 for value, yes in zip(less, ranked, strict=True)]
        assert found.first_without[i, 1] == pytest.approx(first_with(sums, ranked, without, i))


def test_the_same_seed_gives_the_same_shares() -> None:
    """And another seed others."""
    alternatives = table([[(0.0, 1.0), 0.5], [(0.2, 0.8), 0.4]])
    assert run(alternatives, draws=500).first.tolist() == run(alternatives, draws=500).first.tolist()
    known = uncertain_weights(["c0", "c1"])
    other = smaa(alternatives, known, 500, rng=np.random.default_rng(2))
    assert other.first.tolist() != run(alternatives, draws=500).first.tolist()


def test_progress_is_told_and_a_stop_is_obeyed() -> None:
    """What is done is returned, and marked as incomplete; confidence factors only if there was time for them."""
    alternatives = table([[(0.0, 1.0), 0.5], [(0.2, 0.8), 0.4]])
    told: list[tuple[int, int]] = []
    whole = run(alternatives, draws=5000, progress=lambda done, total: told.append((done, total)))
    assert told == [(4096, 10_000), (5000, 10_000), (9096, 10_000), (10_000, 10_000)]
    assert (whole.complete, whole.done, whole.factor_draws) == (True, 5000, 5000)
    for calls, done, factors in ((1, 4096, 0), (2, 5000, 0), (3, 5000, 4096)):
        asked = iter(range(9))
        part = run(alternatives, draws=5000, stop=lambda asked=asked, calls=calls: next(asked) >= calls)
        assert (part.complete, part.done, part.factor_draws) == (False, done, factors)
        assert np.isnan(part.confidence_factors).all() == (factors == 0)
        assert part.ranks.sum() == pytest.approx(2)


def test_confidence_factors_take_no_more_draws_than_can_be_seen() -> None:
    """Twenty thousand."""
    assert run(table([[0.5], [0.4]]), draws=20_001).factor_draws == 20_000


def test_a_run_without_a_first_part_is_refused() -> None:
    """There is nothing to return."""
    with pytest.raises(LimitError, match="interrupted before the first part of 100 draws"):
        run(table([[0.5], [0.4]]), draws=100, stop=lambda: True)


@pytest.mark.parametrize("draws", [0, -1, 1.5, True, "many"])
def test_draws_are_a_whole_number_from_one(draws: Any) -> None:
    """Anything else is refused."""
    with pytest.raises(CaseError, match=r"for draws, expected a whole number from 1"):
        run(table([[0.5]]), draws=draws)


def test_numbers_of_arrays_are_whole_numbers_too() -> None:
    """As they come out of NumPy."""
    check_whole(np.int64(3), "draws", 1)


def test_weights_are_for_the_same_criteria() -> None:
    """In the same order."""
    with pytest.raises(CaseError, match="found weights for y, expected c0"):
        smaa(table([[0.5]]), uncertain_weights(["y"]), 10, rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    ("names", "criteria", "cells", "message"),
    [
        ((), ("x",), (), "at least one candidate"),
        (("a",), (), ((),), "at least one candidate and one criterion"),
        (("a", "b"), ("x",), (((None,),),), r"found 1 rows of \[1\] cells, expected 2 rows of 1"),
        (("a",), ("x",), (((None,), (None,)),), r"found 1 rows of \[2\] cells"),
        (("a",), ("x",), (((),),), r"a, x: found \[\], expected estimates from 0 to 1"),
        (("a",), ("x",), (((Estimate(0.5, 1.5),),),), r"a, x: found \[\[0\.5, 1\.5\]\]"),
        (("a",), ("x",), (((Estimate(-0.5, 0.5),),),), r"a, x: found"),
    ],
)
def test_a_table_that_is_none_is_refused(names: Any, criteria: Any, cells: Any, message: str) -> None:
    """Every candidate on every criterion, from 0 to 1."""
    with pytest.raises(CaseError, match=message):
        Alternatives(names, tuple(Criterion(one) for one in criteria), cells)


def test_dominance_over_ranges() -> None:
    """Surely: at the worst still as good as the other at best. Possibly: at best as good as the other at worst."""
    found = dominance(table([[(0.6, 0.9), 0.5], [(0.2, 0.6), 0.5], [(0.3, 0.7), 0.6], [(0.0, 0.1), None]]))
    assert not found.surely.any()
    assert found.possibly[0].tolist() == [False, True, False, True]
    assert found.possibly[1].tolist() == [False, False, False, True]
    assert found.possibly_undominated.all()
    # The third is best on what is certain; the fourth may be better there, but not on the other.
    assert found.surely_undominated.tolist() == [False, False, True, False]


def test_alike_dominate_neither() -> None:
    """One has to be better on something."""
    same = dominance(table([[0.5, 0.5], [0.5, 0.5], [0.4, 0.5]]))
    assert same.surely.tolist() == [[False, False, True], [False, False, True], [False, False, False]]
    assert same.possibly_undominated.tolist() == same.surely_undominated.tolist() == [True, True, False]


def test_dominance_turns_costs_and_takes_the_part_that_counts() -> None:
    """Less cost is better; the lesser of two sides counts, or the greater."""
    low, high = Estimate(0.1, 0.2), Estimate(0.7, 0.8)
    criteria = (Criterion("least"), Criterion("greatest", combine="greatest"), Criterion("cost", rising=False))
    cells = (((high, high), (low, high), (low,)), ((low, high), (low, low), (high,)))
    assert dominance(Alternatives(("a", "b"), criteria, cells)).surely.tolist() == [[False, True], [False, False]]
