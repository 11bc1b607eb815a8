"""The tables, the facts about Korea and the measured backtest, held against the reference folder."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import goodoffices.brokers.fitted
from goodoffices.brokers.backtest import backtest
from goodoffices.brokers.backtest_result import Backtest
from goodoffices.brokers.case_states import party_states, situation_between
from goodoffices.brokers.facts import candidate_facts, dyad_facts
from goodoffices.brokers.fitted import FITTED
from goodoffices.brokers.fitting import fit, module_text
from goodoffices.brokers.metrics import MEASURES
from goodoffices.brokers.nearest import base_rates
from goodoffices.brokers.shortlist import shortlist, shortlist_text
from goodoffices.brokers.tables import Mediated, Tables
from goodoffices.store import read_case
from goodoffices.store.tables import load_tables, read_labels

pytestmark = pytest.mark.reference

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "brokers"

# Measured with these tables and labels; n, then hit@1, hit@5, hit@10, MRR and AUC.
MEASURED = {
    1960: {
        "model": (49, 0.327, 0.673, 0.776, 0.480, 0.924),
        "p5": (49, 0.347, 0.411, 0.455, 0.393, 0.673),
        "cinc": (49, 0.143, 0.388, 0.449, 0.275, 0.716),
        "past_frequency": (49, 0.347, 0.474, 0.606, 0.419, 0.788),
        "us_then_nearest": (49, 0.337, 0.571, 0.694, 0.450, 0.847),
    },
    1970: {
        "model": (32, 0.344, 0.594, 0.688, 0.462, 0.918),
        "p5": (32, 0.281, 0.315, 0.356, 0.318, 0.615),
        "cinc": (32, 0.000, 0.312, 0.344, 0.168, 0.695),
        "past_frequency": (32, 0.281, 0.445, 0.645, 0.369, 0.818),
        "us_then_nearest": (32, 0.297, 0.438, 0.594, 0.385, 0.837),
    },
}
BETTER = {
    1960: {
        "p5": {"hit@5", "hit@10", "mrr", "auc"},
        "cinc": set(MEASURES),
        "past_frequency": {"hit@5", "hit@10", "auc"},
        "us_then_nearest": {"auc"},
    },
    1970: {
        "p5": {"hit@5", "hit@10", "mrr", "auc"},
        "cinc": set(MEASURES),
        "past_frequency": {"mrr", "auc"},
        "us_then_nearest": {"auc"},
    },
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Load the reference tables."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder ../shared/reference/brokers is absent: only the project's own checks have it")
    return load_tables(REFERENCE / "tables")


@pytest.fixture(scope="module")
def labels(tables: Tables) -> tuple[Mediated, ...]:
    """Read who mediated from 1921 to 1989."""
    return read_labels(REFERENCE / "mediators_1921_1989.csv", tables.states)


@pytest.fixture(scope="module")
def tests(tables: Tables, labels: tuple[Mediated, ...]) -> dict[int, Backtest]:
    """Test the model from 1960 and from 1970."""
    return {year: backtest(tables, labels, year) for year in MEASURED}


@pytest.fixture(scope="module")
def korea() -> dict[str, Any]:
    """Read the figures for the Korea case."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder ../shared/reference/brokers is absent: only the project's own checks have it")
    found: dict[str, Any] = json.loads((REFERENCE / "korea_facts.json").read_text("utf-8"))
    return found


def test_every_table_is_known(tables: Tables, labels: tuple[Mediated, ...]) -> None:
    """All seventeen files are, and every label is of a known state."""
    assert len(tables.origins) == 17
    assert len(tables.crises) == 511
    assert len(labels) == 79
    assert sum(len(one.mediators) for one in labels) == 159


@pytest.mark.parametrize("year", MEASURED)
def test_the_backtest_measures_what_is_reported(tests: dict[int, Backtest], year: int) -> None:
    """For the model and every rule; with what is beaten beyond doubt, and what is not."""
    found = tests[year]
    for who, (size, *figures) in MEASURED[year].items():
        told = found.all.summary(who)
        assert told["n"] == size
        assert [told[name] for name in MEASURES] == pytest.approx(figures, abs=5.1e-4)
    for rule, better in BETTER[year].items():
        assert {name for name, verdict in found.beats(rule).items() if verdict == "better"} == better
        assert "worse" not in found.beats(rule).values()
    assert [one.number for one in found.left] == [255]


def test_where_the_united_states_did_not_mediate(tests: dict[int, Backtest]) -> None:
    """Among the first five there is a mediator more often than by distance; a diagnostic, chosen on the outcome."""
    group = tests[1960].without_us
    assert group.summary("model")["n"] == 33
    assert group.summary("model")["hit@5"] == pytest.approx(0.515, abs=1e-3)
    assert group.summary("us_then_nearest")["hit@5"] == pytest.approx(0.364, abs=1e-3)


def test_shares_are_calibrated(tests: dict[int, Backtest]) -> None:
    """The mean share given lies in the interval of the share had, but for shares of one to three in a thousand."""
    missed = [one.low for one in tests[1960].calibration if not one.observed_low <= one.predicted <= one.observed_high]
    assert missed == [0.001]


def test_the_shipped_module_is_what_the_tables_give(
    tables: Tables, labels: tuple[Mediated, ...], tests: dict[int, Backtest]
) -> None:
    """Coefficients to the digits shown, and the card word for word."""
    again = fit(tables, labels, tested=tuple(tests.values()))
    text = Path(goodoffices.brokers.fitted.__file__).read_text("utf-8")
    for name in ("coefficients", "mean", "scale"):
        assert getattr(FITTED.model, name) == pytest.approx(getattr(again.model, name), abs=2e-6)
    assert FITTED.card == again.card
    assert text.splitlines()[:20] == module_text(again).splitlines()[:20]


def test_the_shipped_shortlist_is_what_the_tables_give(
    tables: Tables, labels: tuple[Mediated, ...], root: Path
) -> None:
    """For Korea in 2017, with the shipped model."""
    case = read_case("korea-2017")
    parties = party_states(case, tables.states, 2017)
    where = situation_between(case, tables, ("USA", "PRK"))
    again = shortlist(tables, where, labels, FITTED.model, parties=parties, rng=np.random.default_rng(1))
    shipped = json.loads((root / "src/goodoffices/cases/korea-2017/candidates.json").read_text("utf-8"))
    found = json.loads(shortlist_text(again))
    assert [one["code"] for one in found["candidates"]] == [one["code"] for one in shipped["candidates"]]
    for one, other in zip(found["candidates"], shipped["candidates"], strict=True):
        assert one["facts"] == other["facts"]
        assert one["share"] == pytest.approx(other["share"], abs=2e-4)
    assert {key: found[key] for key in ("precedents", "base_rates", "sources", "outside", "model")} == {
        key: shipped[key] for key in ("precedents", "base_rates", "sources", "outside", "model")
    }
    # The state that carried the message in 2018 was in the crisis: the model cannot name it.
    assert "ROK" in found["outside"]


def test_distances_in_ideal_points(tables: Tables, korea: dict[str, Any]) -> None:
    """All fifteen pairs of 2017, and the bias of four candidates."""
    find = tables.states.find
    for pair, apart in korea["un_ip_distance_2017"].items():
        one, other = (find(letters, 2017) for letters in pair.split("-"))
        facts = {fact.key: fact for fact in dyad_facts(tables, one, other, 2017, latest=True)}
        assert facts["ideal"].value == pytest.approx(apart, abs=1.1e-3)
    for letters, bias in korea["un_bias_2017 | d(c,USA)-d(c,PRK) |"].items():
        facts = {fact.key: fact for fact in candidate_facts(tables, find(letters, 2017), (2, 731), 2017, latest=True)}
        assert facts["bias"].value == pytest.approx(bias, abs=1.1e-3)


def test_capabilities_and_democracy(tables: Tables, korea: dict[str, Any]) -> None:
    """Of six states."""
    find = tables.states.find
    for letters, years in korea["CINC"].items():
        for year, share in years.items():
            found = float(tables.panels["cinc"].at(int(year), find(letters, int(year))))
            assert found == pytest.approx(share, abs=6e-5)
    for letters, figures in korea["democracy_2017"].items():
        found = float(tables.panels["polyarchy"].at(2017, find(letters, 2017)))
        assert found == pytest.approx(figures["v2x_polyarchy"], abs=6e-4)


def test_alliances_of_2017(tables: Tables, korea: dict[str, Any]) -> None:
    """Defence, neutrality and consultation are facts, non-aggression is not."""
    promised: dict[frozenset[str], set[str]] = {}
    for row in korea["ATOP_2017"]:
        kinds = {ours for ours, theirs in (("defence", "defense"), ("consultation", "consult")) if row[theirs]}
        promised.setdefault(frozenset((row["a"], row["b"])), set()).update(kinds)
    assert len(promised) == 15
    for pair, kinds in promised.items():
        one, other = (tables.states.find(letters, 2017) for letters in sorted(pair))
        fact = {each.key: each for each in dyad_facts(tables, one, other, 2017, latest=True)}["alliance"]
        assert fact.value == len(kinds)
        assert ("have a treaty" in fact.say) == bool(kinds)


def test_borders_organisations_and_disputes(tables: Tables, korea: dict[str, Any]) -> None:
    """As of the last covered year."""
    types = {"land/river border": 5, "<=12mi water": 4, "<=24mi": 3, "<=150mi": 2, "<=400mi": 1}
    for row in korea["contiguity_COW_3.2"]:
        one, other = (tables.states.find(row[end], 2016) for end in ("a", "b"))
        for day in ("since", "until"):
            year = int(row[day][:4])
            found = float(tables.panels["contiguity"].at(year, one, other))
            assert found >= types[row["type"]]
    for pair, shared in korea["shared_IGOs_2014"].items():
        one, other = (tables.states.find(letters, 2014) for letters in pair.split("-"))
        assert float(tables.panels["organisations"].at(2014, one, other)) == shared
    for pair, apart in korea["mindist_km_2017"].items():
        one, other = (tables.states.find(letters, 2017) for letters in pair.split("-"))
        assert float(tables.panels["distance"].at(2017, one, other)) == pytest.approx(apart)


def test_base_rates(tables: Tables) -> None:
    """17 % of the crises from 1918 to 1945 saw mediation, 40 % of those since 1990."""
    found = {one.first: one.share for one in base_rates(tables.crises)}
    assert math.isclose(found[1918], 0.165, abs_tol=1e-3)
    assert math.isclose(found[1990], 0.4, abs_tol=1e-3)
