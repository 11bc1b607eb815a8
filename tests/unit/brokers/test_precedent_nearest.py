"""The past crises most like one at hand, and how often there was mediation at all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.unit.brokers.small_world import CRISES, labels, world

from goodoffices.brokers.features import Situation
from goodoffices.brokers.nearest import LIKENESS, base_rates, nearest_crises
from goodoffices.brokers.tables import Crisis, Tables, principal_pair
from goodoffices.errors import CaseError


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return the made-up world."""
    return world()


def test_a_crisis_is_nearest_to_one_between_the_same_states(tables: Tables) -> None:
    """The year apart, everything is the same in the made-up world."""
    last = max((one for one in CRISES if len(one.actors) == 2), key=lambda one: one.number)
    pair = principal_pair(last.actors, last.threats)
    where = Situation(last.year + 1, last.actors, pair, last.conflict)
    found = nearest_crises(tables, where, labels(), number=5)
    assert found.crises[0].number == last.number
    assert found.crises[0].same_region
    assert found.compared == len(CRISES)
    assert [one.apart for one in found.crises] == sorted(one.apart for one in found.crises)
    assert found.crises[0].same_conflict is bool(last.conflict)
    without = nearest_crises(tables, where, labels(), number=5, skip=[last.number])
    assert last.number not in {one.number for one in without.crises}


def test_only_earlier_crises_are_looked_at(tables: Tables) -> None:
    """And there has to be one."""
    found = nearest_crises(tables, Situation(1960, (660, 666), (660, 666)), number=50)
    assert max(one.year for one in found.crises) < 1960
    assert not any(one.same_conflict for one in found.crises)
    with pytest.raises(CaseError, match="found no crisis before 1900"):
        nearest_crises(tables, Situation(1900, (660, 666), (660, 666)))


def test_mediators_are_named_where_the_labels_cover_the_year(tables: Tables) -> None:
    """Nobody where the labels have none, and not known beyond them."""
    where = Situation(1989, (660, 666), (660, 666))
    early = [one for one in labels() if one.year <= 1970]
    found = {one.number: one for one in nearest_crises(tables, where, early, number=100).crises}
    labelled = {one.number: one for one in early}
    for number, one in found.items():
        if number in labelled:
            assert one.mediators == tuple(tables.states.name(code) for code in labelled[number].mediators)
        elif 1950 <= one.year <= max(each.year for each in early):
            assert one.mediators == ()
        else:
            assert one.mediators is None
    assert None in {one.mediators for one in found.values()}


def test_it_can_be_looked_at(tables: Tables) -> None:
    """As a table and as plain data."""
    found = nearest_crises(tables, Situation(1989, (660, 666), (660, 666)), labels()[:3], number=60)
    assert "not known" in found._repr_html_()
    assert json.loads(json.dumps(found.to_json()))["compared"] == len(CRISES)


def test_missing_tables_leave_features_out(tables: Tables) -> None:
    """A crisis of which too little is known is not shown."""
    where = Situation(1989, (660, 666), (660, 666))
    few = {name: one for name, one in tables.panels.items() if name in {"cinc", "ideal", "distance"}}
    found = nearest_crises(replace(tables, panels=few), where)
    assert all(one.known < len(LIKENESS) for one in found.crises)
    assert nearest_crises(replace(tables, panels={}), where).crises == ()


def crisis(year: int, mediation: str) -> Crisis:
    """Return a crisis of which only the mediation matters."""
    return Crisis(year, "X", year, year, (2,), mediation=mediation)


def test_base_rates_by_period() -> None:
    """With Wilson's interval; periods without a crisis are not there."""
    some = [crisis(1990 + k, "Mediation occurred" if k < 4 else "No mediation") for k in range(10)]
    found = base_rates([crisis(1920, "Mediation offered"), *some])
    assert [(one.first, one.last, one.crises, one.mediated) for one in found] == [
        (1918, 1920, 1, 0),
        (1990, 1999, 10, 4),
    ]
    assert found[0].low == pytest.approx(0)
    assert found[1].share == 0.4
    # Wilson's interval of 4 in 10, by hand.
    assert (found[1].low, found[1].high) == pytest.approx((0.1682, 0.6873), abs=1e-4)
    assert found[1].to_json()["low"] == pytest.approx(0.1682, abs=1e-4)
