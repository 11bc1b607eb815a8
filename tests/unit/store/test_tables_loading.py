"""Every table in every form becomes the same arrays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.store.test_tables_import import DISTANCE, NMC, STATES

from goodoffices.brokers.tables import Crisis, OwnFigure, Tables
from goodoffices.errors import CaseError, MissingSectionError
from goodoffices.store.tables import import_tables, load_tables, read_shortlist
from goodoffices.store.tables.reading import open_store

MORE_STATES = STATES + (
    "YAR,678,Yemen Arab Republic,1926,9,2,1990,5,21,2016\nYEM,679,Yemen,1990,5,22,2016,12,31,2016\n"
    "ROM,360,Rumania,1878,1,1,2016,12,31,2016\n"
)


def loaded(tmp_path: Path, **files: str) -> Tables:
    """Load files straight from their folder."""
    place = tmp_path / "official"
    place.mkdir(exist_ok=True)
    for name, text in {"states": MORE_STATES, **files}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_tables(place)


def value(tables: Tables, name: str, *at: int) -> float:
    """Look one figure up."""
    return float(tables.panels[name].at(*at))


def test_a_folder_and_a_store_give_the_same(tmp_path: Path) -> None:
    """Arrays, states, and where they come from."""
    direct = loaded(tmp_path, b=NMC, c=DISTANCE)
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    import_tables(tmp_path / "official", tmp_path / "s.duckdb", now=now)
    stored = load_tables(tmp_path / "s.duckdb")
    assert stored.origins == direct.origins
    for name, figures in direct.panels.items():
        assert np.array_equal(figures.keys, stored.panels[name].keys)
        assert np.array_equal(figures.values, stored.panels[name].values)
    assert value(direct, "distance", 1980, 731, 365) == 0
    assert direct.panels["distance"].origin.last == 1981


def test_parquet_is_read(tmp_path: Path) -> None:
    """As CSV is."""
    place = tmp_path / "official"
    place.mkdir()
    (place / "a.csv").write_text(STATES)
    connection = open_store(None)
    connection.execute(
        "COPY (SELECT 2.0 AS ccode1, 365.0 AS ccode2, 1980.0 AS year, 80.0 AS mindist) TO ? (FORMAT parquet)",
        [str(place / "d.parquet")],
    )
    connection.close()
    assert value(load_tables(place), "distance", 1980, 2, 365) == 80


@pytest.mark.parametrize(
    "text",
    [
        "ccode1,ccode2,conttype,stdate,enddate\n365,731,1,1948-09-01,2016-12-01\n2,731,0,1948-09-01,2016-12-01\n",
        "state1no,state2no,year,conttype\n365,731,1980,1\n731,365,1980,2\n",
        "statelno,statehno,conttype,begin,end\n365,731,1,194809,201612\n",
    ],
)
def test_contiguity_in_three_forms(tmp_path: Path, text: str) -> None:
    """The closest type of a year counts; type 0 is none."""
    tables = loaded(tmp_path, c=text)
    assert value(tables, "contiguity", 1980, 365, 731) == 5
    assert value(tables, "contiguity", 1980, 2, 731) == 0


@pytest.mark.parametrize(
    "text",
    [
        "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n365,731,1980,1,0,0,1,0\n",
        "mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul\n365,731,1980,1,1,0,0,1,0\n",
    ],
)
def test_alliances_in_two_forms(tmp_path: Path, text: str) -> None:
    """A non-aggression pact is no figure that anything reads."""
    tables = loaded(tmp_path, c=text)
    found = {name: value(tables, name, 1980, 731, 365) for name in ("defence", "offence", "neutrality", "consultation")}
    assert found == {"defence": 1, "offence": 0, "neutrality": 0, "consultation": 0}
    assert "nonaggression" not in tables.panels


@pytest.mark.parametrize(
    "text",
    [
        "ccode1,ccode2,year,dyadigos\n365,731,1980,2\n",
        "dyadid,ccode1,country1,ccode2,country2,year,AALCO,UN,WHO,version\n1,365,R,731,P,1980,1,1,-9,3\n",
    ],
)
def test_organisations_in_two_forms(tmp_path: Path, text: str) -> None:
    """Joint memberships are counted where each organisation has its column."""
    assert value(loaded(tmp_path, c=text), "organisations", 1980, 365, 731) == 2


@pytest.mark.parametrize(
    "text",
    [
        "dispnum,ccode1,ccode2,year,hostlev1,hostlev2\n1,365,731,1970,,\n1,731,365,1970,,\n1,365,731,1971,,\n2,731,365,1978,,",
        "disno,statea,stateb,strtyr,endyear\n1,365,731,1970,1971\n2,731,365,1978,1978\n",
    ],
)
def test_disputes_count_for_ten_years(tmp_path: Path, text: str) -> None:
    """Each once, whoever is named first and however long it lasts, up to the last year of the table."""
    tables = loaded(tmp_path, c=text)
    years = [1969, 1970, 1977, 1978]
    assert tables.panels["disputes"].at(years, 365, 731).tolist() == pytest.approx([np.nan, 1, 1, 2], nan_ok=True)


def test_democracy_in_two_forms_and_the_rest(tmp_path: Path) -> None:
    """Major powers, rivals and wars are spells or years."""
    tables = loaded(
        tmp_path,
        a="COWcode,year,v2x_polyarchy\n365,1980,0.1\n",
        b="ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n2,1898,8,13,2016,12,31,2016\n",
        c="tssr_id,rivalry,ccode1,ccode2,start,end\n1,A,2,365,1946,1989\n",
        d="warnum,ccode1,ccode2,year\n1,2,731,1950\n",
        e="ccode,statenme,capital,stdate,enddate,lat,lng\n2,US,Washington,1816-01-01,2024-12-31,38,-77\n",
        f="rivalryno,rivalryname,ccode1,ccode2,styear,endyear\n1,A,2,365,1946,1989\n",
    )
    assert value(tables, "polyarchy", 1980, 365) == 0.1
    assert value(tables, "major", 1900, 2) == 1
    assert value(tables, "rivalry", 1980, 365, 2) == 1
    assert value(tables, "war", 1950, 731, 2) == 1
    assert {"capitals", "older_rivalries"} <= set(tables.origins)
    again = loaded(tmp_path, a="ccode,year,v2x_polyarchy\n365,1980,0.2\n")
    assert value(again, "polyarchy", 1980, 365) == 0.2


def test_a_table_of_your_own(tmp_path: Path) -> None:
    """Figures between states, with where they are from."""
    text = "from,to,year,what,value,unit,source\n365,731,2016,exports,5.5,m USD,a ministry\n2,731,2016,aid,0,,\n"
    assert loaded(tmp_path, c=text).own == (
        OwnFigure(2, 731, 2016, "aid", 0.0, "", ""),
        OwnFigure(365, 731, 2016, "exports", 5.5, "m USD", "a ministry"),
    )


SYSTEM = (
    "crisno,crisname,trigger_year,termination_year,trigger,gravity,violence,outcome,protracted_conflict,mediation\n"
    "1,FIRST,1980,1981,Violent act,Threat,No violence,Tacit,Korea,Mediation occurred\n"
    "2,SECOND,1982,,Violent act,Threat,No violence,Tacit,Non-protracted conflict,No mediation\n"
    "3,LATE,2015,2016,Violent act,Threat,No violence,,,\n"
)
ACTORS = (
    "actorname,threatname,triggername,trigger_year,crisno\nRussia,North Korea,X,1980,1\nRussia,Nobody,X,1980,1\n"
    "Nobody,Russia,X,1980,1\nYemen Arab Republic,Russia,X,1982,2\n"
)
LIST = (
    "CrisisName,crisisnum,trigger_year,actors\nFIRST,1,1980,RUS; PRK; RUS\nSECOND,2,1982,YEM;RUM HIJ\n"
    "LATE,3,2015,Not yet coded\n"
)


def test_past_crises(tmp_path: Path) -> None:
    """Letters of another list, and of another year, are understood; what no state is has no code."""
    tables = loaded(tmp_path, s=SYSTEM, a=ACTORS, c=LIST)
    assert tables.crises == (
        Crisis(1, "FIRST", 1980, 1981, (365, 731), ((365, 731),), "Korea", "Violent act", "Threat", "No violence",
               "Tacit", "Mediation occurred"),
        Crisis(2, "SECOND", 1982, 1982, (678, 360), ((678, 365),), "", "Violent act", "Threat", "No violence",
               "Tacit", "No mediation"),
    )  # fmt: skip
    (tmp_path / "official" / "a.csv").unlink()
    assert load_tables(tmp_path / "official").crises[0].threats == ()
    (tmp_path / "official" / "c.csv").unlink()
    assert load_tables(tmp_path / "official").crises == ()


def test_unknown_actors_are_refused(tmp_path: Path) -> None:
    """With the crisis and what was probably meant."""
    with pytest.raises(
        CaseError, match=r"c\.csv: crisis 1, FIRST: found the actor 'PRX', expected COW letters; did you"
    ):
        loaded(tmp_path, s=SYSTEM, c=LIST.replace("PRK", "PRX"))


def test_without_states_nothing_can_be_told(tmp_path: Path) -> None:
    """The list of states is needed."""
    place = tmp_path / "official"
    place.mkdir()
    (place / "b.csv").write_text(NMC)
    with pytest.raises(MissingSectionError, match="found no list of states"):
        load_tables(place)


def test_a_shortlist_beside_a_case_is_read(tmp_path: Path) -> None:
    """By the case's folder, its file, its own name, or the name of a shipped case."""
    shipped = read_shortlist("korea-2017")
    assert shipped is not None
    assert shipped.between == ("USA", "PRK")
    assert read_shortlist("no-such-case") is None
    assert read_shortlist(tmp_path) is None
    text = (Path(__file__).parents[3] / "src/goodoffices/cases/korea-2017/candidates.json").read_text("utf-8")
    (tmp_path / "candidates.json").write_text(text, encoding="utf-8")
    for what in (tmp_path, tmp_path / "case.yaml", tmp_path / "candidates.json"):
        found = read_shortlist(what)
        assert found is not None
        assert found.to_json() == shipped.to_json()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "this is not JSON"),
        (b"{}", "this is not a shortlist"),
        (b"\xff", "could not be read"),
        (b"[" * 99999, ""),
    ],
)
def test_what_is_no_shortlist_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """With the file."""
    (tmp_path / "candidates.json").write_bytes(content)
    with pytest.raises(CaseError, match=f"candidates.json: .*{message}"):
        read_shortlist(tmp_path)


def test_a_shortlist_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nothing huge is read."""
    monkeypatch.setattr("goodoffices.store.tables.shortlists._MOST_BYTES", 1)
    (tmp_path / "candidates.json").write_text("{}")
    limit: Any = pytest.raises(Exception, match="found 2 bytes, expected at most 1")
    with limit:
        read_shortlist(tmp_path)
