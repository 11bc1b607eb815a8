"""The fitted model as a module with its card, and the shortlist that ships with a case."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.brokers.small_world import labels, origin, world

from goodoffices.brokers.backtest import backtest
from goodoffices.brokers.case_states import crisis_year, party_states, situation_between
from goodoffices.brokers.features import FEATURES, Situation
from goodoffices.brokers.fitted import FITTED
from goodoffices.brokers.fitting import Fitted, fit, module_text
from goodoffices.brokers.modelcard import LIMITS, model_card
from goodoffices.brokers.precedent import fit_at
from goodoffices.brokers.shortlist import Shortlist, shortlist, shortlist_from, shortlist_text
from goodoffices.brokers.tables import Crisis, Tables
from goodoffices.case import Case
from goodoffices.errors import CaseError
from goodoffices.store import case_from_text

WHERE = Situation(1989, (660, 666), (660, 666))


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return the made-up world, with a table that no feature reads."""
    small = world()
    figures = dict(small.panels)
    figures["war"] = replace(figures["rivalry"], origin=origin("wars"))
    return replace(small, panels=figures)


@pytest.fixture(scope="module")
def fitted(tables: Tables) -> Fitted:
    """Fit a model to it."""
    return fit(tables, labels(), draws=30, tested=[backtest(tables, labels(), 1970, draws=50)])


@pytest.fixture(scope="module")
def short(tables: Tables, fitted: Fitted) -> Shortlist:
    """Make a shortlist."""
    parties = {710: "CHN", 690: "KWT", 660: "LEB"}
    rng = np.random.default_rng(1)
    return shortlist(tables, WHERE, labels(), fitted.model, parties=parties, number=3, rng=rng)


def test_the_module_gives_the_same_model(fitted: Fitted) -> None:
    """Run as Python, it is what was fitted, to the last digit shown."""
    names: dict[str, Any] = {}
    exec(module_text(fitted), names)  # noqa: S102 - our own text
    again: Fitted = names["FITTED"]
    assert json.dumps(again.to_json()) == json.dumps(fitted.to_json())
    assert again.model.digest() == fitted.model.digest()


def test_the_module_is_written_as_the_house_writes(fitted: Fitted) -> None:
    """No long lines, no tabs, one name for others; the card cannot end its own string."""
    text = module_text(replace(fitted, card='a """ b \\ c\n'))
    assert max(map(len, module_text(fitted).splitlines())) <= 120
    assert '__all__ = ["FITTED"]' in text
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 - our own text
    assert names["FITTED"].card == "a ''' b \\ c\n"


def test_the_same_seed_gives_the_same_model(tables: Tables, fitted: Fitted) -> None:
    """Another seed changes the intervals only."""
    again, other = (fit(tables, labels(), draws=30, seed=seed) for seed in (1, 2))
    assert again.model.to_json() == fitted.model.to_json()
    assert other.model.digest() == fitted.model.digest()
    assert other.model.low.tolist() != fitted.model.low.tolist()
    assert again.labels == fitted.labels != fit(tables, labels()[:-1], draws=2).labels


def test_sources_are_those_of_the_features(fitted: Fitted) -> None:
    """Wars are read by no feature."""
    kinds = [one.kind for one in fitted.sources]
    assert kinds == sorted(kinds)
    assert "distance" in kinds
    assert "wars" not in kinds


def test_the_card_says_what_it_is_and_what_it_is_not(fitted: Fitted) -> None:
    """Training, coefficients with intervals, measured figures with what is not beaten, limits."""
    card = " ".join(fitted.card.split())
    assert "Fitted to" in card
    assert "Tested on the" in card
    assert "us_then_nearest: hit@1" in card
    assert all(" ".join(limit.split()[:6]) in card for limit in LIMITS)
    assert f"{fitted.model.first} to {fitted.model.last}" in card
    bare = model_card(replace(fitted.model, low=np.empty(0), high=np.empty(0)), "plain", (0, 0))
    assert "[" not in bare.split("Limits")[0]


def test_a_rule_that_is_beaten_everywhere_is_called_so(tables: Tables, fitted: Fitted) -> None:
    """And only such a one."""
    test = backtest(tables, labels(), 1970, draws=20)
    sure = {name: np.ones((3, 5)) for name in test.all.differences}
    card = model_card(fitted.model, "plain", (0, 0), [replace(test, all=replace(test.all, differences=sure))])
    assert " ".join(card.split()).count("beaten on every measure") == 4
    lost = {name: -np.ones((3, 5)) for name in test.all.differences}
    card = model_card(fitted.model, "plain", (0, 0), [replace(test, all=replace(test.all, differences=lost))])
    assert " ".join(card.split()).count("does better on hit@1, hit@5, hit@10, mrr, auc") == 4


def test_impossible_draws_are_refused(tables: Tables) -> None:
    """One draw has no spread."""
    with pytest.raises(CaseError, match="for draws"):
        fit(tables, labels(), draws=1)
    with pytest.raises(CaseError, match="for the seed"):
        fit(tables, labels(), seed=-3)


def test_the_shipped_model_is_whole() -> None:
    """Every array fits the features, and each coefficient lies in its interval."""
    model = FITTED.model
    size = len(model.names)
    assert {len(part) for part in (model.coefficients, model.mean, model.scale, model.low, model.high)} == {size}
    assert model.spread.shape == (size, size)
    assert ((model.low <= model.coefficients) & (model.coefficients <= model.high)).all()
    assert set(model.names) <= set(FEATURES)
    assert "one coder" in FITTED.card


def test_a_shortlist_has_the_likeliest_and_the_parties(short: Shortlist) -> None:
    """A party that is a crisis actor is not on it."""
    assert [one.place for one in short.candidates] == sorted(one.place for one in short.candidates)
    assert [one.place for one in short.candidates][:3] == [1, 2, 3]
    assert {one.party for one in short.candidates} >= {"CHN", "KWT"}
    assert "LEB" not in {one.letters for one in short.candidates}
    assert short.outside == ("LEB", "ISR")
    assert short.listed_share == pytest.approx(sum(one.share for one in short.candidates))
    assert all(one.low < one.share < one.high for one in short.candidates)
    assert short.candidate("KWT") is short.candidate("Kuwait") is short.candidate("KUW")
    with pytest.raises(CaseError, match="found no candidate 'XXX' on the shortlist"):
        short.candidate("XXX")


def test_a_shortlist_is_read_back_as_it_was_written(short: Shortlist, fitted: Fitted) -> None:
    """Unknown figures stay unknown."""
    text = shortlist_text(short)
    again = shortlist_from(json.loads(text))
    assert shortlist_text(again) == text
    assert np.isnan(again.candidate("KWT").values[0])
    assert again.of(fitted.model)
    assert not again.of(FITTED.model)
    assert short.sources
    assert {fact["source"] for one in short.candidates for fact in one.facts if fact["key"] != "record"} == {
        f"{one['title']} ({one['owner']})" for one in short.sources
    }
    assert "Kuwait" in short._repr_html_()


@pytest.mark.parametrize("broken", [None, [], {}, "x", {"between": ["A"]}, {"between": 3}])
def test_what_is_no_shortlist_is_refused(broken: Any) -> None:
    """Whatever it is."""
    with pytest.raises(CaseError, match="this is not a shortlist"):
        shortlist_from(broken)


def test_a_model_without_intervals_makes_no_shortlist(tables: Tables) -> None:
    """Shares without intervals would look surer than they are."""
    crises = list(backtest(tables, labels(), 1965, draws=5).all.crises)
    model = fit_at(crises, ("plain", 10.0))
    with pytest.raises(CaseError, match="without intervals"):
        shortlist(tables, WHERE, labels(), model, parties={}, rng=np.random.default_rng(1))


CASE = """\
case: levant
title: Made up
as_of: 1975-05-01
parties:
  LEB: {name: Lebanon, kind: state, role: principal}
  IL: {name: Israel, kind: state, role: principal}
  SUN: {name: Russia, kind: state, role: historical}
  EGY: {name: Egypt, kind: state, role: principal}
  ATL: {name: Atlantis, kind: state, role: stakeholder}
  UN: {name: United Nations, kind: igo, role: stakeholder}
  LBN: {name: Lebanon, kind: state, role: stakeholder}
"""


@pytest.fixture(scope="module")
def case() -> Case:
    """Return a made-up case between real states."""
    return case_from_text(CASE, "levant.yaml")


def test_parties_are_found_by_letters_or_name(case: Case, tables: Tables) -> None:
    """Made-up states, organisations and states of the past are passed over; the first name for a state stays."""
    assert party_states(case, tables.states, crisis_year(case)) == {660: "LEB", 666: "IL", 651: "EGY"}


def test_the_situation_of_a_case(case: Case, tables: Tables) -> None:
    """The other principals are in the crisis, unless the tables know the crisis."""
    assert situation_between(case, tables, ("LEB", "IL")) == Situation(1975, (660, 666, 651), (660, 666))
    known = Crisis(1, "X", 1975, 1976, (666, 660, 678), conflict="Levant")
    found = situation_between(case, replace(tables, crises=(known,)), ("LEB", "IL"))
    assert found == Situation(1975, (666, 660, 678), (660, 666), "Levant")


def test_sides_have_to_be_states(case: Case, tables: Tables) -> None:
    """Of the case, and of the list."""
    with pytest.raises(CaseError, match="found the party 'LEBB', expected one of the case; did you mean 'LEB'"):
        situation_between(case, tables, ("LEBB", "IL"))
    with pytest.raises(CaseError, match=r"United Nations \(UN\) is no state of the list in 1975"):
        situation_between(case, tables, ("LEB", "UN"))
