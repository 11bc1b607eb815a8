"""What the tables say of states, with the year it is of, and what an analyst may accept as a tie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.brokers.small_world import STATES, origin

from goodoffices.brokers.fact import VOTING_PROXY, Fact
from goodoffices.brokers.facts import candidate_facts, dyad_facts, state_facts
from goodoffices.brokers.panels import Panel, panel
from goodoffices.brokers.tables import Mediated, OwnFigure, Tables
from goodoffices.case.model import Case
from goodoffices.case.record import Tie
from goodoffices.errors import CaseError, MissingSectionError

RUS, PRK, USA = 365, 731, 2
PAIR = "Russia and North Korea"


def pair(kind: str, value: float, absent: float = np.nan, last: int = 1990) -> Panel:
    """Return a figure for Russia and North Korea in 1980 and in the last year."""
    columns = {"year": [1980, last], "one": [RUS, RUS], "other": [PRK, PRK], "value": [value, value]}
    return panel(origin(kind, last=last), columns, absent=absent)


def state(kind: str, **values: float) -> Panel:
    """Return a figure for some states in 1980."""
    codes = {"RUS": RUS, "PRK": PRK, "USA": USA}
    one = [codes[name] for name in values]
    return panel(origin(kind), {"year": [1980] * len(one), "one": one, "value": list(values.values())})


def tables(**changed: Panel) -> Tables:
    """Return tables that know a little of Russia and North Korea."""
    figures = {
        "cinc": state("capabilities", RUS=0.17),
        "polyarchy": state("regimes", RUS=0.1),
        "contiguity": pair("contiguity", 5, 0),
        "distance": pair("distance", 0),
        "defence": pair("alliances", 1, 0),
        "offence": pair("alliances", 0, 0),
        "neutrality": pair("alliances", 0, 0),
        "consultation": pair("alliances", 1, 0),
        "ideal": state("ideal_points", RUS=0.1, PRK=-0.2, USA=2.7),
        "organisations": pair("organisations", 23),
        "disputes": pair("disputes", 1, 0),
        "rivalry": pair("rivalries", 1, 0),
    }
    figures.update(changed)
    return Tables(STATES, figures, (), {"own": origin("own")})


def by_key(facts: tuple[Fact, ...]) -> dict[str, Fact]:
    """Return facts by what they are about."""
    return {fact.key: fact for fact in facts}


def test_two_states() -> None:
    """Every table says its own, in words, with source and year."""
    found = by_key(dyad_facts(tables(), RUS, PRK, 1980))
    assert {key: fact.value for key, fact in found.items()} == pytest.approx(
        {"contiguity": 5, "distance": 0, "alliance": 2, "ideal": 0.3, "organisations": 23, "disputes": 1, "rivalry": 1}
    )
    assert found["contiguity"].say == "Russia and North Korea share a border on land or a river"
    assert found["alliance"].say == f"{PAIR} have a treaty that binds one or both to defence and consultation"
    assert found["disputes"].say == "Russia and North Korea had one militarized dispute in the ten years to 1980"
    assert found["ideal"].caveat == VOTING_PROXY
    assert found["ideal"].to_json() == {
        "key": "ideal", "about": ["RUS", "PRK"], "value": 0.3, "unit": "ideal points", "year": 1980,
        "say": "Russia and North Korea are 0.30 apart in United Nations ideal points",
        "source": "Table of ideal_points (nobody)", "caveat": VOTING_PROXY,
    }  # fmt: skip


def test_nothing_between_two_states() -> None:
    """What is not listed in a covered year is none; what is not known is said to be unknown."""
    found = by_key(dyad_facts(tables(), RUS, USA, 1980))
    assert found["contiguity"].say == "Russia and United States of America do not border on one another"
    assert found["alliance"].value == 0
    assert found["disputes"].say.startswith("Russia and United States of America had no militarized disputes")
    assert found["rivalry"].say.endswith("are not listed as strategic rivals")
    assert found["distance"].value is None
    assert found["distance"].say == "distance of RUS and USA: not known for 1980"
    assert found["organisations"].value is None
    assert found["distance"].to_json()["value"] is None
    assert {key for key, fact in found.items() if fact.tie({RUS: "RUS", USA: "USA"})} == set()


@pytest.mark.parametrize(("closeness", "miles"), [(4, 12), (3, 24), (2, 150), (1, 400)])
def test_neighbours_across_water(closeness: int, miles: int) -> None:
    """With how much water at most."""
    found = by_key(dyad_facts(tables(contiguity=pair("contiguity", closeness, 0)), RUS, PRK, 1980))
    assert found["contiguity"].say.endswith(f"neighbours across at most {miles} miles of water")


def test_ties_are_proposed_and_cited(small: Case) -> None:
    """They are well-formed entries of a case file; figures and proxies are none."""
    names = {RUS: "UP", PRK: "DOWN"}
    found = by_key(dyad_facts(tables(), RUS, PRK, 1980))
    proposed = {key: fact.tie(names) for key, fact in found.items()}
    assert {key for key, tie in proposed.items() if tie} == {
        "contiguity", "alliance", "organisations", "disputes", "rivalry",
    }  # fmt: skip
    ties = {key: Tie.model_validate(tie) for key, tie in proposed.items() if tie}
    assert (ties["alliance"].kind, ties["alliance"].sign, ties["alliance"].status) == ("alliance", 1, "proposed")
    assert (ties["rivalry"].kind, ties["rivalry"].sign) == ("rivalry", -1)
    assert found["contiguity"].source_id == "table-contiguity"
    sources = small.model_dump(by_alias=True, exclude_none=True)["sources"]
    assert sources
    source = type(next(iter(small.sources.values()))).model_validate(found["contiguity"].source())
    assert source.reliability == "dataset"
    with pytest.raises(CaseError, match="found no party for PRK"):
        found["alliance"].tie({RUS: "UP"})


def test_consultation_alone_is_a_treaty() -> None:
    """No alliance, but more than nothing."""
    found = by_key(dyad_facts(tables(defence=pair("alliances", 0, 0)), RUS, PRK, 1980))
    tie = found["alliance"].tie({RUS: "A", PRK: "B"})
    assert tie is not None
    assert (tie["kind"], tie["cite"]) == ("treaty", {"table-alliances": {"at": "RUS-PRK 1980"}})


def test_one_state() -> None:
    """Its capabilities and its regime."""
    found = by_key(state_facts(tables(), RUS, 1980))
    assert found["cinc"].say == "Russia has 0.1700 of the world's capabilities (CINC)"
    assert found["polyarchy"].value == 0.1


def test_a_year_outside_the_coverage_is_refused_with_the_coverage() -> None:
    """The last covered year stands in only if asked; nothing stands in for a year too early."""
    short = tables(organisations=pair("organisations", 23, last=1985))
    with pytest.raises(
        CaseError, match=r"1988, which is outside the coverage: Table of organisations covers 1945 to 1985"
    ):
        dyad_facts(short, RUS, PRK, 1988)
    found = by_key(dyad_facts(short, RUS, PRK, 1988, latest=True))
    assert (found["organisations"].year, found["organisations"].asked, found["organisations"].value) == (1985, 1988, 23)
    late = tables(organisations=panel(origin("organisations", first=1985), {"year": [], "one": [], "value": []}))
    with pytest.raises(CaseError, match="covers 1985 to 1990"):
        dyad_facts(late, RUS, PRK, 1980)
    assert "organisations" not in by_key(dyad_facts(late, RUS, PRK, 1980, latest=True))


def test_states_that_were_not_there_are_refused() -> None:
    """So is a state with itself."""
    with pytest.raises(CaseError, match=r"Yemen .* was not a state in 1980"):
        dyad_facts(tables(), 679, RUS, 1980)
    with pytest.raises(CaseError, match=r"Yemen .* was not a state in 1980"):
        state_facts(tables(), 679, 1980)
    with pytest.raises(CaseError, match="found Russia twice"):
        dyad_facts(tables(), RUS, RUS, 1980)


def test_without_tables_there_are_no_facts() -> None:
    """What is needed is named."""
    with pytest.raises(MissingSectionError, match="found no table for contiguity, distance"):
        dyad_facts(replace(tables(), panels={}), RUS, PRK, 1980)


def test_a_candidate_between_two() -> None:
    """Its own figures, those with each party, its bias, and its record."""
    labels = (Mediated(1, "X", 1960, (PRK, 732), (RUS,)), Mediated(2, "Y", 1970, (660, 666), (USA,)))
    found = candidate_facts(tables(), RUS, (USA, PRK), 1980, labels=labels)
    assert [fact.key for fact in found].count("ideal") == 2
    bias = by_key(found)["bias"]
    assert bias.value == pytest.approx(2.6 - 0.3)
    assert bias.say == "Russia votes more like North Korea"
    assert bias.about == ("RUS", "USA", "PRK")
    record = by_key(found)["record"]
    assert record.say.endswith("one labelled crisis from 1960 to 1970, with a party as actor in one crisis")
    assert (record.value, record.year) == (1, 1970)


def test_bias_is_not_made_up() -> None:
    """Where an ideal point is unknown there is none, and without labels no record."""
    unknown = tables(ideal=state("ideal_points", RUS=0.1, USA=2.0))
    found = {fact.key for fact in candidate_facts(unknown, RUS, (USA, PRK), 1980)}
    assert not found & {"bias", "record"}
    other = by_key(
        candidate_facts(tables(ideal=state("ideal_points", RUS=0.1, USA=0.2, PRK=3.0)), RUS, (USA, PRK), 1980)
    )
    assert other["bias"].say == "Russia votes more like United States of America"


def test_a_table_of_your_own() -> None:
    """Its newest figure that is not later, in its own direction."""
    rows = [(RUS, PRK, 1970, 5.0), (RUS, PRK, 1975, 7.5), (RUS, PRK, 1985, 9.0), (USA, PRK, 1975, 1.0)]
    own = tuple(
        OwnFigure(one, other, year, "exports", value, "m USD", "a ministry") for one, other, year, value in rows
    )
    found = by_key(dyad_facts(replace(tables(), own=own), PRK, RUS, 1980))
    assert found["exports"].say == "exports, RUS to PRK: 7.5 m USD (a ministry)"
    assert (found["exports"].year, found["exports"].tie_kind) == (1975, "")
