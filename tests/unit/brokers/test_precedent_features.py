"""What speaks for a candidate, in numbers, and nothing of what came later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.brokers.small_world import labels, origin, world

from goodoffices.brokers.baselines import BASELINES
from goodoffices.brokers.features import FEATURES, SETS, Choice, Situation, choice, choices
from goodoffices.brokers.panels import Floats, panel
from goodoffices.brokers.states import StateBook
from goodoffices.brokers.tables import Mediated, Tables, principal_pair
from goodoffices.errors import CaseError, MissingSectionError

HERE = Situation(1975, (660, 666), (660, 666), "Conflict 0")


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return the made-up world."""
    return world()


def column(laid: Choice, name: str) -> dict[int, float]:
    """Return one feature by candidate."""
    values: Floats = laid.values[:, list(FEATURES).index(name)]
    return dict(zip(laid.candidates.tolist(), values.tolist(), strict=True))


def test_all_states_of_the_year_but_the_actors_are_candidates(tables: Tables) -> None:
    """Kuwait from 1961 on, Germany not before 1990."""
    laid = choice(tables, HERE, labels())
    assert set(laid.candidates.tolist()) == set(tables.states.in_year(1975).tolist()) - {660, 666}
    assert 690 in laid.candidates
    assert 255 not in laid.candidates
    assert not laid.mediators.any()


def test_figures_are_those_of_the_year_before(tables: Tables) -> None:
    """A change in the year itself is not seen."""
    figures = dict(tables.panels)
    rows: dict[str, Any] = {"year": [1974, 1975], "one": [2, 2], "value": [0.5, 0.9]}
    figures["cinc"] = panel(origin("capabilities"), rows)
    laid = choice(replace(tables, panels=figures), HERE, ())
    assert column(laid, "log_cinc")[2] == pytest.approx(np.log(0.5))


def test_after_the_coverage_the_last_year_stands_in(tables: Tables) -> None:
    """And before it nothing is known, for which ideal points have an indicator."""
    late = choice(tables, Situation(2010, (660, 666), (660, 666)), ())
    early = choice(tables, Situation(1945, (365, 710), (365, 710)), ())
    assert column(late, "log_cinc")[2] == column(choice(tables, HERE, ()), "log_cinc")[2]
    assert np.isnan(column(early, "log_cinc")[2])
    assert column(early, "un_unknown")[2] == 1
    assert np.isnan(column(early, "un_distance")[2])
    assert column(early, "disputes")[2] == 0


def test_where_a_new_state_lies_is_no_foresight(tables: Tables) -> None:
    """Its distance and its borders are taken from its first year, everything else is unknown."""
    figures = dict(tables.panels)
    near: dict[str, Any] = {"year": [1961], "one": [690], "other": [660], "value": [5.0]}
    figures["distance"] = panel(origin("distance"), near)
    figures["contiguity"] = panel(origin("contiguity"), near, absent=0.0)
    laid = choice(replace(tables, panels=figures), Situation(1961, (660, 666), (660, 666)), ())
    assert column(laid, "log_distance")[690] == pytest.approx(np.log1p(0.05))
    assert column(laid, "contiguous")[690] == 1
    assert np.isnan(column(laid, "log_cinc")[690])
    assert np.isnan(column(laid, "log_distance")[2])
    assert column(laid, "far_five")[690] == 0


def test_bias_is_the_difference_of_the_distances_in_ideal_points(tables: Tables) -> None:
    """And the mean is their mean."""
    laid = choice(tables, HERE, ())
    ideal = {code: float(tables.panels["ideal"].at(1974, code)) for code in (2, 660, 666)}
    apart = [abs(ideal[2] - ideal[code]) for code in (660, 666)]
    assert column(laid, "un_bias")[2] == pytest.approx(abs(apart[0] - apart[1]))
    assert column(laid, "un_distance")[2] == pytest.approx(np.mean(apart))
    assert column(laid, "un_unknown")[690] == 1


def test_past_mediations_fade_and_stop_at_the_labels(tables: Tables) -> None:
    """A mediation ten years ago counts half; after the last label time stands still."""
    record = (Mediated(1, "X", 1965, (660, 666), (2, 20)), Mediated(3, "Y", 1975, (651, 731), (200,)))
    laid = choice(tables, HERE, record)
    assert column(laid, "past_mediations")[2] == pytest.approx(np.log1p(0.5))
    assert column(laid, "past_with_party")[20] == pytest.approx(np.log1p(0.5))
    assert column(laid, "past_mediations")[200] == 0
    later, much_later = (choice(tables, Situation(year, (660, 666), (660, 666)), record) for year in (1976, 2015))
    assert column(later, "past_mediations") == {
        code: column(much_later, "past_mediations").get(code, 0.0) for code in later.candidates.tolist()
    }
    assert laid.before[laid.candidates == 2].tolist() == [1]


def test_the_same_protracted_conflict_counts(tables: Tables) -> None:
    """Crisis 1 of the made-up world is part of one."""
    record = (Mediated(1, "X", 1950, (1,), (2,)), Mediated(999, "not in the tables", 1950, (1,), (20,)))
    known = tables.by_number[1].conflict
    laid = choice(tables, replace(HERE, conflict=known), record)
    assert column(laid, "past_in_conflict")[2] == 1
    assert column(laid, "past_in_conflict")[20] == 0
    assert column(choice(tables, replace(HERE, conflict=""), record), "past_in_conflict")[2] == 0


def test_a_crisis_with_one_actor_has_the_source_of_the_threat_as_other_side(tables: Tables) -> None:
    """Neither is a candidate; where nobody is known the actor stands for both and is biased towards nobody."""
    laid = choice(tables, Situation(1975, (660,), (660, 666)), ())
    assert not {660, 666} & set(laid.candidates.tolist())
    alone = choice(tables, Situation(1975, (660,), (660, 660)), ())
    assert 666 in alone.candidates
    assert {value for code, value in column(alone, "un_bias").items() if code != 690} == {0.0}
    single = tables.panels["disputes"].at(1974, 731, 660)
    assert column(alone, "disputes")[731] == pytest.approx(np.log1p(single))


def test_later_labels_and_figures_change_nothing(tables: Tables) -> None:
    """What came after is not looked at."""
    whole = choices(tables, labels())
    part = choices(tables, [one for one in labels() if one.year <= 1970])
    for one, other in zip(whole, part, strict=False):
        assert np.array_equal(one.values, other.values, equal_nan=True)
        assert np.array_equal(one.mediators, other.mediators)
    assert [one.year for one in whole] == sorted(one.year for one in labels())


def test_a_crisis_without_a_state_is_left_out(tables: Tables) -> None:
    """There is nobody between whom to mediate."""
    assert choices(tables, [Mediated(5, "Hejaz", 1960, (), (2,))]) == ()


def test_rivalries_may_be_missing_and_nothing_else(tables: Tables) -> None:
    """The message names what is missing."""
    few = {name: figures for name, figures in tables.panels.items() if name != "rivalry"}
    laid = choice(replace(tables, panels=few), HERE, ())
    assert np.isnan(column(laid, "rival")[2])
    del few["cinc"], few["ideal"]
    with pytest.raises(MissingSectionError, match="found no table for cinc, ideal"):
        choice(replace(tables, panels=few), HERE, ())


def test_a_world_of_two_has_no_candidates(tables: Tables) -> None:
    """Nobody is left."""
    two = StateBook(tuple(one for one in tables.states.spells if one.code in {660, 666}), 2016, {})
    with pytest.raises(CaseError, match="found no state in 1975 besides the parties"):
        choice(replace(tables, states=two), HERE, ())


def test_sets_are_nested() -> None:
    """Each list of features begins with the shorter one."""
    assert SETS["regional"][:12] == SETS["plain"]
    assert SETS["full"] == tuple(FEATURES)


def test_principals_threaten_one_another_most() -> None:
    """Else the first two of the list; one actor has the state it fears, or itself."""
    assert principal_pair([1, 2, 3], []) == (1, 2)
    assert principal_pair([1, 2, 3], [(2, 3), (3, 2), (1, 2), (1, 1)]) == (2, 3)
    assert principal_pair([1], [(1, 5), (9, 8), (9, 8)]) == (1, 5)
    assert principal_pair([1], []) == (1, 1)
    with pytest.raises(CaseError, match="without actors"):
        principal_pair([], [])


def test_rules_of_thumb(tables: Tables) -> None:
    """Each says what its name says; what it does not know comes last or is tied."""
    laid = choice(tables, HERE, labels())
    scores = {name: dict(zip(laid.candidates.tolist(), rule(laid), strict=True)) for name, rule in BASELINES.items()}
    assert sorted(scores["p5"], key=lambda code: -scores["p5"][code])[:5] == [2, 200, 220, 365, 710]
    assert scores["p5"][20] == scores["p5"][900]
    assert scores["cinc"][690] == -np.inf
    assert scores["past_frequency"][2] == sum(2 in one.mediators for one in labels() if one.year < 1975)
    near = scores["us_then_nearest"]
    assert near[2] == np.inf
    far = tables.panels["distance"]
    gaps = {code: np.log1p(far.at(1974, code, [660, 666]) / 100).mean() for code in near if code != 2}
    assert max((code for code in gaps), key=lambda code: near[code]) == min(gaps, key=lambda code: gaps[code])
