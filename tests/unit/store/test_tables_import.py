"""Importing reference tables: recognised by their columns, recorded, and refused where they are broken."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodoffices.errors import CaseError, GoodOfficesError, LimitError
from goodoffices.store.tables import Report, import_tables, list_tables, load_tables
from goodoffices.store.tables.kinds import KINDS, near_miss, recognise
from goodoffices.store.tables.reading import open_store

NOW = dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC)

STATES = """stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
USA,2,United States of America,1816,1,1,2016,12,31,2016
RUS,365,Russia,1816,1,1,2016,12,31,2016
PRK,731,North Korea,1948,9,9,2016,12,31,2016
"""
NMC = """ccode,year,milex,milper,irst,pec,tpop,upop,cinc
2,1980,1,1,1,1,1,1,0.14
365,1980,1,1,1,1,1,1,-9
731,1980,1,1,1,1,1,1,0.01
"""
DISTANCE = "ccode1,ccode2,year,mindist\n365,731,1980,0\n2,731,1980,3928.9\n2,365,1981,80\n"


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    """Write files into a folder; __ in a name stands for the dot."""
    place = tmp_path / "official"
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        path = place / name.replace("__", ".")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Report]:
    """Import files given as keywords."""
    return lambda **files: import_tables(folder(tmp_path, **files), tmp_path / "deep" / "store.duckdb", now=NOW)


def test_tables_are_known_by_their_columns_and_recorded(imported: Callable[..., Report]) -> None:
    """Whatever the files are called."""
    found = imported(a__csv=STATES, b__CSV=NMC, notes__txt="hello", c__csv="name,colour\nx,red\n")
    assert [(one.kind, one.file, one.rows, one.first, one.last) for one in found.imported] == [
        ("states", "a.csv", 3, 1816, 2016),
        ("capabilities", "b.CSV", 3, 1980, 1980),
    ]
    one = found.imported[0]
    assert one.sha256 == hashlib.sha256(STATES.encode()).hexdigest()
    assert (one.imported, one.checked, one.left_out) == ("2020-05-01T12:00:00+00:00", True, 0)
    assert {each.file: each.why for each in found.passed} == {
        "c.csv": "found the columns name, colour; expected those of a known table",
        "notes.txt": "found a file of the kind .txt, expected .csv or .parquet",
    }
    assert json.loads(json.dumps(found.to_json()))["imported"][0]["kind"] == "states"
    assert "State system membership" in found._repr_html_()


def test_the_store_says_what_it_holds(imported: Callable[..., Report], tmp_path: Path) -> None:
    """And what else there is to import; no addresses are needed for that."""
    found = imported(a__csv=STATES)
    listed = list_tables(tmp_path / "deep" / "store.duckdb")
    assert [one.kind for one in listed] == [kind.name for kind in KINDS]
    assert {one.kind: one.imported for one in listed}["states"] == found.imported[0]
    assert {one.imported for one in listed if one.kind != "states"} == {None}
    assert {one.imported for one in list_tables(tmp_path / "none.duckdb")} == {None}
    assert "http" not in json.dumps([one.to_json() for one in listed])
    assert {one.kind: one.unchecked for one in listed}["contiguity"] == (1, 2)


def test_a_second_import_replaces_tables_of_the_same_kind_only(tmp_path: Path) -> None:
    """The others stay."""
    store = tmp_path / "store.duckdb"
    place = folder(tmp_path, a__csv=STATES, b__csv=NMC)
    import_tables(place, store, now=NOW)
    (place / "a.csv").unlink()
    (place / "b.csv").write_text(NMC.replace("0.14", "0.15"))
    import_tables(place, store, now=NOW)
    tables = load_tables(store)
    assert float(tables.panels["cinc"].at(1980, 2)) == 0.15
    assert tables.states.exists(731, 1980)


def test_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    """What was in the store is still there."""
    store = tmp_path / "store.duckdb"
    place = folder(tmp_path, a__csv=STATES, b__csv=NMC)
    import_tables(place, store, now=NOW)
    (place / "b.csv").write_text(NMC.replace("0.14", "0.15"))
    (place / "z.csv").write_text("ccode1,ccode2,year,mindist\nx,y,z,1\n")
    with pytest.raises(CaseError, match=r"z\.csv: taken for Minimum distance .* only 0 of 1 rows have readable one, "):
        import_tables(place, store, now=NOW)
    assert float(load_tables(store).panels["cinc"].at(1980, 2)) == 0.14


def test_progress_is_told(tmp_path: Path) -> None:
    """By files."""
    told: list[float] = []
    place = folder(tmp_path, a__csv=STATES, b__csv=NMC)
    import_tables(place, tmp_path / "s.duckdb", now=NOW, progress=told.append)
    assert told == [0, 0.5]


def test_latin_letters_without_unicode_are_read(imported: Callable[..., Report], tmp_path: Path) -> None:
    """As the file of ideal points has them, with the year counted from the session."""
    text = "Row,ccode,session,NVotes,IdealPoint,iso3c,Countryname\n1,731,35,42,-1.5,PRK,Cor\xe9e \x92\n"
    imported(a__csv=STATES, b__csv=text.encode("latin-1"))
    found = load_tables(tmp_path / "deep" / "store.duckdb")
    assert float(found.panels["ideal"].at(1980, 731)) == -1.5
    assert found.states.iso == {"PRK": (731,)}


def test_negative_codes_for_missing_figures_are_unknown(imported: Callable[..., Report], tmp_path: Path) -> None:
    """As is common in these tables."""
    imported(a__csv=STATES, b__csv=NMC)
    found = load_tables(tmp_path / "deep" / "store.duckdb").panels["cinc"].at(1980, [2, 365])
    assert found.tolist() == pytest.approx([0.14, float("nan")], nan_ok=True)


@pytest.mark.parametrize(
    ("files", "error", "message"),
    [
        ({"b__csv": "name,colour\n"}, CaseError, "found none of the known tables among 1 files"),
        ({}, CaseError, "found none of the known tables among 0 files"),
        ({"a__csv": STATES, "b__csv": STATES}, CaseError, "found State system membership twice, as a.csv and as b.csv"),
        ({"a__parquet": "not parquet"}, CaseError, "a.parquet: this is not a parquet file"),
        ({"a__csv": STATES + 'X,"1,2'}, CaseError, "a.csv: this is not CSV with commas"),
        ({"a__csv": STATES + "X,1,Y,1900,1,1,1910,1,1,1,1,1\n"}, CaseError, "a.csv: this is not CSV with commas"),
        ({"a__csv": STATES.replace("version", "ccode")}, CaseError, "a.csv: this is not CSV with commas"),
        ({"a__csv": '"x\n'}, CaseError, "a.csv: this is not CSV with commas"),
        ({"a[1]__csv": STATES}, CaseError, r"found one of \* \? .* in the name"),
        ({"a__csv": ",".join(f"c{k}" for k in range(6001)) + "\n"}, CaseError, "found 6,001 columns"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    imported: Callable[..., Report], files: dict[str, str], error: type[Exception], message: str
) -> None:
    """With what was found, what was expected, and where."""
    with pytest.raises(error, match=message):
        imported(**files)


def test_sizes_are_limited(imported: Callable[..., Report], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of files, of rows, and of folders."""
    monkeypatch.setattr("goodoffices.store.tables.reading.MOST_ROWS", 2)
    with pytest.raises(LimitError, match=r"a\.csv: found more than 2 rows"):
        imported(a__csv=STATES)
    monkeypatch.setattr("goodoffices.store.tables.reading.MOST_BYTES", 10)
    with pytest.raises(LimitError, match=r"a\.csv: found .* bytes, expected at most 10"):
        imported(a__csv=STATES)
    monkeypatch.setattr("goodoffices.store.tables.importing._MOST_FILES", 1)
    with pytest.raises(CaseError, match="more than 1 files"):
        imported(a__csv=STATES, b__csv=NMC)


def test_names_of_columns_are_never_run(imported: Callable[..., Report], tmp_path: Path) -> None:
    """Whatever is written in them."""
    odd = DISTANCE.replace("mindist\n", 'mindist,"x\'""); DROP TABLE states; --"\n').replace("0\n", "0,1\n")
    odd = odd.replace("3928.9\n", "3928.9,1\n")
    assert [one.rows for one in imported(a__csv=STATES, b__csv=odd).imported] == [3, 3]
    assert load_tables(tmp_path / "deep" / "store.duckdb").states.exists(2, 1980)


def test_line_endings_and_marks_of_byte_order_do_no_harm(imported: Callable[..., Report]) -> None:
    """Files come from many machines; an empty one is passed over."""
    found = imported(a__csv=b"\xef\xbb\xbf" + STATES.replace("\n", "\r\n").encode(), b__csv=NMC.strip(), c__csv="")
    assert [one.rows for one in found.imported] == [3, 3]
    assert [one.file for one in found.passed] == ["c.csv"]


def test_impossible_years_are_left_out(imported: Callable[..., Report]) -> None:
    """A spell of a million years would fill the memory."""
    rows = "tssr_id,rivalry,ccode1,ccode2,start,end\n1,A,2,365,1946,1989\n2,B,2,731,1,9000000\n3,C,365,731,1950,1960\n"
    found = imported(a__csv=STATES, b__csv=rows)
    assert [(one.rows, one.left_out) for one in found.imported if one.kind == "rivalries"] == [(2, 1)]


def test_missing_folders_and_stores_are_named(tmp_path: Path) -> None:
    """So is a file where a folder has to be, and a file that is no store."""
    with pytest.raises(CaseError, match="found no such folder"):
        import_tables(tmp_path / "nowhere", tmp_path / "s.duckdb", now=NOW)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError, match="the folder of the store cannot be made"):
        import_tables(tmp_path, tmp_path / "file" / "s.duckdb", now=NOW)
    with pytest.raises(CaseError, match="this is not a store of tables that can be opened"):
        load_tables(tmp_path / "file")
    with pytest.raises(CaseError, match="this is not a store of tables that can be opened"):
        list_tables(tmp_path / "file")
    connection = open_store(tmp_path / "other.duckdb")
    connection.execute("CREATE TABLE x (y INTEGER)")
    connection.close()
    with pytest.raises(CaseError, match="this is not a store of tables:"):
        load_tables(tmp_path / "other.duckdb")


def test_without_duckdb_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Instead of a traceback."""

    def none(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("goodoffices.store.tables.reading.importlib.import_module", none)
    with pytest.raises(GoodOfficesError, match=r"install goodoffices\[tables\]"):
        load_tables(tmp_path)


def test_hidden_files_are_not_looked_at(imported: Callable[..., Report]) -> None:
    """They are not reported either."""
    assert imported(a__csv=STATES, __hidden="x").passed == ()


def test_columns_of_every_shape_are_told_apart() -> None:
    """No table is taken for another one, in any order of columns and in any case."""
    for kind in KINDS:
        for shape in kind.shapes:
            assert set(kind.keys) <= set(kind.columns)
            found = recognise([name.upper() for name in reversed(shape.needs)])
            assert found is not None
            assert (found[0].name, found[1]) == (kind.name, shape)


def test_a_wrong_column_is_named() -> None:
    """With the table that was probably meant."""
    kind, missing = near_miss(["ccode", "year", "v2x_polyarch"]) or (None, ())
    assert kind is not None
    assert (kind.name, missing) == ("regimes", ("v2x_polyarchy",))
    assert near_miss(["a", "b"]) is None


def test_a_near_miss_is_reported(imported: Callable[..., Report]) -> None:
    """With what was found and what was expected."""
    found = imported(a__csv=STATES, b__csv=DISTANCE.replace("mindist", "min_dist"))
    assert found.passed[0].why == (
        "found the columns ccode1, ccode2, year, min_dist; expected mindist as well if this is Minimum distance "
        "between states"
    )


def test_of_two_forms_of_a_table_the_preferred_one_is_taken(imported: Callable[..., Report]) -> None:
    """In whichever order they come."""
    first = "ccode1,ccode2,conttype,stdate,enddate\n365,731,1,1948-09-01,2016-12-01\n"
    second = "state1no,state2no,year,conttype\n365,731,1980,1\n"
    for names in (("x__csv", "y__csv"), ("y__csv", "x__csv")):
        found = imported(a__csv=STATES, **{names[0]: first, names[1]: second})
        taken, other = names[0].replace("__", "."), names[1].replace("__", ".")
        assert [one.file for one in found.imported if one.kind == "contiguity"] == [taken]
        assert [(one.file, one.why) for one in found.passed] == [
            (other, f"Direct contiguity in another form; {taken} was taken")
        ]
