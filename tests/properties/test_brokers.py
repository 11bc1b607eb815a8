"""Laws that every ranking of candidates obeys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.mechanism_oracle import faults, peace
from tests.oracles.ranking_oracle import above_shares, rank_shares

from goodoffices.brokers import Advice, credible_bias
from goodoffices.brokers.alternatives import Alternatives, Criterion, draw_values
from goodoffices.brokers.dominance import dominance
from goodoffices.brokers.mechanisms import Institution, best_mechanism, gamma_of, lambda_of
from goodoffices.brokers.rank_shares import RankShares, Tally
from goodoffices.brokers.reasons import share_below
from goodoffices.brokers.smaa import smaa
from goodoffices.brokers.weights import uncertain_weights
from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError

# Few different values, so that ties and dominance occur.
VALUES = st.integers(0, 4).map(lambda step: step / 4)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Draw a point, a range, or low, likely and high."""
    low, likely, high = sorted(draw(st.tuples(VALUES, VALUES, VALUES)))
    return Estimate(low, high, draw(st.sampled_from([None, likely])))


@st.composite
def tables(draw: st.DrawFn, *, points: bool = False) -> Alternatives:
    """Draw candidates by criteria, with missing parts, costs and vetoes."""
    n, k = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    criteria = tuple(
        Criterion(
            f"c{j}",
            rising=draw(st.booleans()),
            combine=draw(st.sampled_from(["least", "greatest"])),
            least=draw(st.sampled_from([0.0, 0.0, 0.0, 0.5])),
        )
        for j in range(k)
    )
    point = VALUES.map(lambda value: Estimate(value, value))
    part: Any = point if points else st.none() | estimates()
    cells = draw(
        st.lists(
            st.lists(st.lists(part, min_size=1, max_size=2).map(tuple), min_size=k, max_size=k).map(tuple),
            min_size=n,
            max_size=n,
        )
    )
    return Alternatives(tuple(f"a{i}" for i in range(n)), criteria, tuple(cells))


def run(alternatives: Alternatives, draws: int = 200, seed: int = 1) -> RankShares:
    """Rank."""
    known = uncertain_weights([one.name for one in alternatives.criteria])
    return smaa(alternatives, known, draws, rng=np.random.default_rng(seed))


@settings(deadline=None, max_examples=60)
@given(tables())
def test_rows_and_columns_sum_to_one(alternatives: Alternatives) -> None:
    """With the share below the veto, and with that of nobody; pairs sum to 1 less what is not ranked on either side."""
    found = run(alternatives)
    assert found.ranks.sum(axis=1) + found.below_veto == pytest.approx(1)
    assert found.ranks.sum(axis=0) + found.nobody == pytest.approx(1)
    both = found.above + found.above.T
    assert (both <= 1 + 1e-9).all()
    assert (both + np.minimum.outer(found.below_veto, found.below_veto) >= 1 - np.eye(len(both)) - 1e-9).all()
    assert found.mean_place.sum() == pytest.approx(len(both) * (len(both) + 1) / 2)
    weights = found.central_weights[found.first > 0]
    assert weights.sum(axis=1) == pytest.approx(1)


@settings(deadline=None, max_examples=60)
@given(tables())
def test_shares_lie_within_their_bounds(alternatives: Alternatives) -> None:
    """First with what is missing at the worst, as drawn, at the best; and never more often without a criterion."""
    found = run(alternatives)
    assert (found.first_if_worst <= found.first + 1e-9).all()
    assert (found.first <= found.first_if_best + 1e-9).all()
    assert (found.first_without <= found.first[:, None] + 1e-9).all()


@settings(deadline=None, max_examples=60)
@given(tables(points=True), st.randoms(use_true_random=False))
def test_another_order_of_candidates_is_another_order_of_shares(alternatives: Alternatives, shuffler: Any) -> None:
    """With certain values only weights are drawn, so that the shares are the same to the last digit."""
    order = list(range(len(alternatives.candidates)))
    shuffler.shuffle(order)
    turned = Alternatives(
        tuple(alternatives.candidates[i] for i in order),
        alternatives.criteria,
        tuple(alternatives.cells[i] for i in order),
    )
    one, other = run(alternatives), run(turned)
    assert one.ranks[order] == pytest.approx(other.ranks, abs=1e-12)
    assert one.above[np.ix_(order, order)] == pytest.approx(other.above, abs=1e-12)
    assert one.below_veto[order].tolist() == other.below_veto.tolist()


@settings(deadline=None, max_examples=100)
@given(tables())
def test_whoever_is_surely_dominated_is_never_strictly_first(alternatives: Alternatives) -> None:
    """Nor does it ever stand above the one that dominates it, but in ties."""
    sure = dominance(alternatives)
    found = run(alternatives)
    for better, worse in zip(*np.nonzero(sure.surely), strict=True):
        assert found.above[worse, better] <= found.above[better, worse] + 1e-9
        assert found.first[worse] <= found.first[better] + 1e-9
        assert found.below_veto[better] <= found.below_veto[worse] + 1e-9
    assert not (sure.surely & ~sure.possibly).any()
    assert not (sure.surely & sure.surely.T).any()
    assert sure.possibly_undominated.any()
    assert (sure.possibly_undominated | ~sure.surely_undominated).all()


@settings(deadline=None, max_examples=60)
@given(tables(), st.integers(0, 99))
def test_counts_agree_with_the_oracle(alternatives: Alternatives, seed: int) -> None:
    """Ranks and pairs, draw by draw."""
    rng = np.random.default_rng(seed)
    n, k = len(alternatives.candidates), len(alternatives.criteria)
    values = draw_values(alternatives, 40, rng)
    weights = uncertain_weights([one.name for one in alternatives.criteria]).draw(40, rng=rng)
    tally = Tally(n, k)
    tally.count(values, weights)
    found = tally.result(alternatives, (40, 0), tally.central_weights(), np.full(n, np.nan), complete=False)
    sums, ranked = values.sums(weights).tolist(), values.passes(values.at).tolist()
    assert found.ranks == pytest.approx(np.array(rank_shares(sums, ranked), dtype=float))
    assert found.above == pytest.approx(np.array(above_shares(sums, ranked), dtype=float))


@settings(deadline=None, max_examples=60)
@given(estimates(), VALUES)
def test_the_share_below_a_level_grows_with_the_level(one: Estimate, level: float) -> None:
    """From 0 to 1, and it is that of draws."""
    assert 0 <= share_below(one, level) <= share_below(one, level + 0.1) <= 1
    drawn = one.draw(4000, rng=np.random.default_rng(1))
    assert share_below(one, level) == pytest.approx((drawn < level).mean(), abs=0.05)


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(["open talks", "mediation", "arbitration"]),
    st.floats(0.5, 0.97),
    st.floats(0.5, 1.0),
    st.floats(0.02, 0.95),
)
def test_every_mechanism_holds(institution: Institution, theta: float, p: float, q: float) -> None:
    """Nobody gains by lying, disobeying or staying away, wherever the model is used."""
    if lambda_of(q) >= gamma_of(theta, p):
        return
    found = best_mechanism(institution, theta, p, q, splits=5)
    assert faults(institution, found.splits, theta, p, q) == []
    assert peace(found.splits, q) == pytest.approx(found.peace, abs=1e-6)
    assert 0 <= found.peace <= 1 + 1e-9


@settings(deadline=None, max_examples=60)
@given(
    st.floats(0.01, 1), st.floats(0, 0.5), st.floats(0.05, 1), st.floats(0.01, 2), st.floats(0, 0.5), st.floats(0, 0.9)
)
def test_where_the_conditions_hold_some_bias_is_believed(
    advised: float, tough: float, weak: float, broker: float, weak_wrong: float, tough_wrong: float
) -> None:
    """The least bias lies below the most, and a broker who cares for peace alone is believed only if never wrong."""
    try:
        found = credible_bias(Advice(advised, tough, weak, broker, weak_wrong, tough_wrong))
    except CaseError:
        return
    assert found.surely == found.possibly
    assert found.believed(found.least.middle) == "yes"
    assert (found.believed(0) == "yes") == (found.least.middle == 0)
