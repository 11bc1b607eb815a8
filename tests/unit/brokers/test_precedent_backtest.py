"""The backtest: every crisis seen for the first time, beside simple rules, the same for the same seed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.brokers.small_world import labels, world

from goodoffices.brokers.backtest import backtest, calibration, usable
from goodoffices.brokers.backtest_result import Backtest, Group
from goodoffices.brokers.baselines import BASELINES
from goodoffices.brokers.features import choices
from goodoffices.brokers.metrics import MEASURES, intervals, measure
from goodoffices.brokers.tables import Mediated, Tables
from goodoffices.errors import CaseError

DRAWS = 200


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return the made-up world."""
    return world()


@pytest.fixture(scope="module")
def found(tables: Tables) -> Backtest:
    """Test the model on it."""
    return backtest(tables, labels(), 1965, draws=DRAWS)


def test_the_result_has_the_agreed_shape(found: Backtest) -> None:
    """Means for the model and every rule, differences with intervals, parts of the record, calibration."""
    data = json.loads(json.dumps(found.to_json()))
    for part in (data["model"], *data["baselines"].values(), *data["without_us"]["baselines"].values()):
        assert list(part) == ["n", *MEASURES]
    assert list(data["baselines"]) == list(data["differences"]) == ["p5", "cinc", "past_frequency", "us_then_nearest"]
    for name, rule in data["differences"].items():
        for measured, (mean, low, high) in rule.items():
            assert low <= mean <= high
            assert mean == pytest.approx(data["model"][measured] - data["baselines"][name][measured])
    assert data["without_us"]["n"] < data["model"]["n"]
    assert data["one_actor"]["n"] > 0
    assert {"low", "high", "candidates", "predicted", "observed"} <= set(data["calibration"][0])
    assert (data["from"], data["seed"]) == (1965, 1)


def test_the_same_seed_gives_the_same_table(tables: Tables, found: Backtest) -> None:
    """Another seed changes intervals and nothing else."""
    again, other = (backtest(tables, labels(), 1965, seed=seed, draws=DRAWS).to_json() for seed in (1, 2))
    assert found.to_json() == again
    assert other["model"] == again["model"]
    assert other["differences"] != again["differences"]


def test_a_later_start_measures_the_same_crises_the_same(tables: Tables, found: Backtest) -> None:
    """From 1975 on only the crises before are left out."""
    later = backtest(tables, labels(), 1975, draws=DRAWS)
    kept = [k for k, one in enumerate(found.all.crises) if one.year >= 1975]
    assert later.all.measured["model"] == pytest.approx(found.all.measured["model"][kept])


def test_no_prediction_looks_ahead(tables: Tables, found: Backtest) -> None:
    """Without the years after 1975 the predictions to 1975 are the same."""
    part = backtest(tables, [one for one in labels() if one.year <= 1975], 1965, draws=DRAWS)
    size = len(part.all.crises)
    assert part.all.measured["model"] == pytest.approx(found.all.measured["model"][:size])
    assert part.to_year <= 1975 < found.to_year


def test_groups(found: Backtest) -> None:
    """Crises with one actor are apart; in the second group the United States did not mediate."""
    assert not any(one.situation.one_actor for one in found.all.crises)
    assert all(one.situation.one_actor for one in found.one_actor.crises)
    assert not any(one.mediators[one.candidates == 2].any() for one in found.without_us.crises)


def test_verdicts_follow_the_intervals(found: Backtest) -> None:
    """Better only where the whole interval is above 0."""
    for rule in BASELINES:
        verdicts = found.beats(rule)
        for k, name in enumerate(MEASURES):
            _, low, high = found.all.differences[rule][:, k]
            assert verdicts[name] == ("better" if low > 0 else "worse" if high < 0 else "not distinguishable")
    against = {name: -table[[0, 2, 1]] for name, table in found.all.differences.items()}
    swapped = replace(found, all=replace(found.all, differences=against))
    assert swapped.beats("cinc")["auc"] in {"worse", "not distinguishable"}
    turned = {word for rule in BASELINES for word in swapped.beats(rule).values()}
    assert "worse" in turned or "better" not in {word for rule in BASELINES for word in found.beats(rule).values()}


def test_what_cannot_be_counted_is_said(tables: Tables) -> None:
    """Mediators that were actors or no states, crises without states, and too early ones."""
    crisis = labels()[-1]
    more = (
        Mediated(901, "SELF", 1970, (660, 666), (660, 2)),
        Mediated(902, "ONLY SELF", 1970, (660, 666), (660,)),
        Mediated(903, "NOT YET", 1970, (660, 666), (679, 2)),
        Mediated(904, "NOBODY", 1970, (), (2,)),
    )
    found = backtest(tables, (*labels(), *more), 1951, draws=DRAWS)
    why = {one.number: one.why for one in found.left}
    assert why[901] == "Lebanon was itself part of the crisis"
    assert why[902] == "Lebanon was itself part of the crisis; no other state mediated, so the crisis is not counted"
    assert why[903] == "Yemen was not a state that year"
    assert why[904] == "no actor is a state of the list"
    assert any("earlier crises to learn from" in one for one in why.values())
    assert crisis.number not in why
    assert {one["crisis"] for one in found.to_json()["left_out"]} == set(why)
    assert all(one.number not in {902, 904} for one in found.all.crises)


def test_nothing_to_count_is_an_error(tables: Tables) -> None:
    """With the last year of the labels; so are impossible draws and seeds."""
    with pytest.raises(CaseError, match=r"found no crisis from 2000 on that can be counted.*reach to 19"):
        backtest(tables, labels(), 2000)
    with pytest.raises(CaseError, match="the labels reach to 0"):
        backtest(tables, (), 1960)
    with pytest.raises(CaseError, match="for the seed"):
        backtest(tables, labels(), 1965, seed=-1)
    with pytest.raises(CaseError, match="for draws"):
        backtest(tables, labels(), 1965, draws=0)


def test_only_crises_with_two_actors_leave_the_other_group_empty(tables: Tables) -> None:
    """An empty group has no figures and no verdicts."""
    pairs = [one for one in labels() if len(one.actors) > 1]
    found = backtest(tables, pairs, 1975, draws=DRAWS)
    assert found.one_actor.to_json() == {
        "n": 0, "baselines": {name: {"n": 0} for name in BASELINES}, "differences": {name: {} for name in BASELINES},
    }  # fmt: skip
    assert replace(found, all=Group((), {}, {}, {})).beats("p5") == {}


def test_it_can_be_looked_at(found: Backtest) -> None:
    """As a table, and as a data frame."""
    assert "us_then_nearest" in found._repr_html_()
    frame = found.to_frame()
    assert list(frame.index) == ["model", *BASELINES]
    assert frame.loc["model", "auc"] == pytest.approx(found.all.summary("model")["auc"])


def test_progress_is_told(tables: Tables) -> None:
    """From 0 upwards."""
    told: list[float] = []
    backtest(tables, labels(), 1980, draws=DRAWS, progress=told.append)
    assert told[0] == 0
    assert told == sorted(told)


def test_usable_keeps_crises_with_one_mediator_left(tables: Tables) -> None:
    """Every kept crisis has one among its candidates."""
    kept, left = usable(choices(tables, labels()), labels(), tables.states)
    assert all(one.mediators.any() for one in kept)
    assert len(kept) + len({one.number for one in left if "not counted" in one.why}) == len(labels())


def test_calibration_counts_every_candidate_once(found: Backtest, tables: Tables) -> None:
    """A forecast that is never wrong lies on the diagonal."""
    kept, _ = usable(choices(tables, labels()), labels(), tables.states)
    sure = [one.mediators / one.mediators.sum() for one in kept]
    bins = calibration(kept, sure, rng=np.random.default_rng(1), draws=50)
    assert sum(one.candidates for one in bins) == sum(one.candidates.size for one in kept)
    assert all(one.predicted == pytest.approx(one.observed) for one in bins)
    assert sum(one.candidates * one.observed for one in bins) == pytest.approx(len(kept))
    assert all(one.observed_low <= one.observed <= one.observed_high for one in found.calibration)


def test_measures_need_some_of_both() -> None:
    """Nobody chosen, or everybody, cannot be ranked."""
    for chosen in ([True, True], [False, False]):
        with pytest.raises(CaseError, match="some candidates that were chosen"):
            measure(np.array([1.0, 2.0]), np.array(chosen))


def test_infinite_scores_are_ties() -> None:
    """What a rule does not know shares the last place."""
    scores, chosen = np.array([np.inf, -np.inf, -np.inf]), np.array([False, True, False])
    assert measure(scores, chosen)[[0, 3, 4]] == pytest.approx([0, (1 / 2 + 1 / 3) / 2, 0.25])


def test_intervals_hold_their_mean_and_narrow_with_crises() -> None:
    """By the square root of their number."""
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(400, 1))
    mean, low, high = intervals(rows, rng=rng)
    _, few_low, few_high = intervals(rows[:25], rng=rng)
    assert low < mean < high
    assert (few_high - few_low) / (high - low) == pytest.approx(4, rel=0.3)
