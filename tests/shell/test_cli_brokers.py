"""The verbs `brokers` and `data`, and `map --facts`: answers in both forms, and refusals in words."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.brokers.island_case import ISLAND
from tests.unit.brokers.small_world import labels, world

import goodoffices.store
from goodoffices.cli.data_verbs import default_store

Run = Callable[..., Any]
REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "brokers"
STATES = (
    "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    "USA,2,United States of America,1816,1,1,2016,12,31,2016\n"
    "RUS,365,Russia,1816,1,1,2016,12,31,2016\n"
    "PRK,731,North Korea,1948,9,9,2016,12,31,2016\n"
)
DISTANCE = "ccode1,ccode2,year,mindist\n365,731,2010,0\n2,731,2010,3928.9\n2,365,2010,80\n"
NMC = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n2,2010,1,1,1,1,1,1,0.14\n365,2010,1,1,1,1,1,1,0.04\n"
LABELS = "crisno,crisname,year,actors,mediator_ccode,mediator\n"
RANK = ("brokers", "rank", "korea-2017", "--between", "USA", "PRK", "--draws", "400")


@pytest.fixture(autouse=True)
def _own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the tables of whoever runs the tests out of them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """Write a folder of small tables under the official columns."""
    folder = tmp_path / "official"
    folder.mkdir()
    for name, text in {"states.csv": STATES, "dist.csv": DISTANCE, "nmc.csv": NMC, "notes.txt": "x"}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[str, ...]:
    """Put a small made-up world in the place of tables and labels."""
    monkeypatch.setattr(goodoffices.store, "load_tables", lambda _: world())
    monkeypatch.setattr(goodoffices.store, "read_labels", lambda *_: labels())
    return ("--tables", str(tmp_path), "--labels", str(tmp_path / "labels.csv"))


def test_the_ranking_works_without_tables(run: Run) -> None:
    """Candidates with their uncertainty, reasons, the direct channel, the model's view and its miss."""
    ended = run(*RANK)
    assert ended.code == 0
    for words in (
        "South Korea (ROK, party to the crisis)", "No broker, the New York channel (direct)",
        "Not distinguishable from", "for: acceptability (PRK)", "against: acceptability (USA)",
        "rejects the candidate where",
        "Fitted to 64 crises from 1921 to 1989", "Its miss", "could not name South Korea",
        "South Korean envoys carried",
        "NORTH KOREA NUCLEAR VI", "How often there was any mediation", "if all", "Partisans in the record",
        "What two small theories say", "A confidential channel", "adds nothing (Fey and Ramsay 2010)",
        "South Korea advises United States about North Korea.",
    ):  # fmt: skip
        assert words in ended.out, words
    assert "chance" not in ended.out
    assert "probab" not in ended.out


def test_the_ranking_as_json(run: Run) -> None:
    """Shares of each candidate sum to 1, and the record stands beside, not within."""
    told = json.loads(run(*RANK, "--json").out)
    for one in told["candidates"]:
        assert sum(one["ranks"]) + one["below_veto"] == pytest.approx(1)
    assert told["precedent_model"]["training"] == [1921, 1989, 64]
    assert {"candidate": "South Korea", "is": "a party to the crisis"} in told["precedent_model"]["cannot_name"]
    assert told["draws"] == 400
    assert told["theory"]["channel"]["about"] == "values"
    assert [(one["by"], one["to"]) for one in told["theory"]["advice"]] == [("RUS", "PRK"), ("ROK", "USA")]
    assert [one["feature"] for one in told["precedent_model"]["partisanship"]["effects"]] == ["allied", "un_bias"]
    assert [one["name"] for one in told["candidates"] if one["first_at_worst"] is None] == []


def test_the_same_seed_gives_the_same_ranking(run: Run) -> None:
    """To the letter; another seed another sample."""
    assert run(*RANK, "--json").out == run(*RANK, "--json").out
    assert run(*RANK, "--json").out != run(*RANK, "--json", "--seed", "2").out


@pytest.mark.parametrize("name", ["RUS", "ROK"])
def test_one_candidate_in_full(run: Run, name: str) -> None:
    """All that is known of it; of a party to the crisis the model says nothing."""
    ended = run(*RANK, "--why", name)
    assert ended.code == 0
    assert "What would rule it out" in ended.out
    assert ("What the tables say of it" in ended.out) == (name == "RUS")
    assert "see --why" not in ended.out
    told = json.loads(run(*RANK, "--why", name, "--json").out)
    assert told["candidate"] == name
    assert (told["precedent_model"] is None) == (name == "ROK")


def test_weights_and_veto_are_taken(run: Run) -> None:
    """Bounds are shown, and a high veto leaves fewer."""
    ended = run(*RANK, "--weight", "cost=0..0.1", "--weight", "spoiler-risk=0.05", "--veto", "0.4")
    assert ended.code == 0
    assert "cost 0 to 0.1" in ended.out
    assert "below 0.4" in ended.out
    told = json.loads(run(*RANK, "--weight", "cost=0..0.1", "--json").out)
    assert told["weights"]["bounds"]["cost"] == [0.0, 0.1]


def test_the_picture_is_written(run: Run, tmp_path: Path) -> None:
    """As SVG, and said so on the other channel."""
    out = tmp_path / "rank.svg"
    ended = run(*RANK, "--out", out)
    assert "is written" in ended.err
    assert out.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--weight", "cost"), 2, "expected criterion=low..high"),
        (("--weight", "cost=dear"), 2, "expected criterion=low..high"),
        (("--weight", "cost=0", "--weight", "cost=1"), 2, "a second time"),
        (("--weight", "price=0.1"), 1, "price"),
        (("--weight", "cost=0.9", "--weight", "access=0.9"), 1, "weights"),
        (("--veto", "1.5"), 1, "veto"),
        (("--draws", "0"), 1, "draws"),
        (("--seed", "-1"), 1, "seed"),
        (("--why", "RUSS"), 1, "found the candidate 'RUSS'"),
        (("--out", "rank.png"), 2, "expected .svg"),
        (("--tables", "nowhere"), 1, "found no tables there"),
        (("--labels", "nowhere.csv"), 1, "goodoffices data import"),
    ],
)
def test_what_does_not_fit_is_refused(run: Run, words: tuple[str, ...], code: int, says: str) -> None:
    """With what was found and what was expected."""
    ended = run(*RANK, *words)
    assert ended.code == code
    assert says in ended.out + ended.err


@pytest.mark.parametrize(
    ("sides", "says"),
    [(("USA", "PRKK"), "found 'PRKK' as a side"), (("USA", "USA"), "on both sides")],
)
def test_sides_have_to_be_two_parties(run: Run, sides: tuple[str, str], says: str) -> None:
    """Of the case."""
    ended = run("brokers", "rank", "korea-2017", "--between", *sides)
    assert ended.code == 1
    assert says in ended.err


def test_a_case_without_candidates_is_refused(run: Run) -> None:
    """There is nobody to rank."""
    ended = run("brokers", "rank", "prisoners-dilemma", "--between", "A", "B")
    assert ended.code == 1
    assert ended.err


def test_other_sides_than_those_of_the_shortlist(run: Run) -> None:
    """The record beside the case is about two sides only, and the ranking says so."""
    words = ("brokers", "rank", "korea-2017", "--between", "ROK", "PRK", "--draws", "200")
    ended = run(*words)
    assert ended.code == 0
    assert "is about USA and PRK, not about ROK and PRK" in ended.out
    told = json.loads(run(*words, "--json").out)
    assert (told["precedent_model"], told["theory"]) == (None, None)
    assert "What two small theories say" not in ended.out
    assert run(*words, "--why", "RUS").code == 0


def test_what_theory_says_of_a_channel_may_be_missing(run: Run, small_text: str, tmp_path: Path) -> None:
    """Then only advice is told; what all answers assume is said once."""
    path = tmp_path / "small.yaml"
    begin, end = small_text.index("  channel:\n"), small_text.index("  advice:\n")
    path.write_text(small_text[:begin] + small_text[end:], "utf-8")
    ended = run("brokers", "rank", path, "--between", "UP", "DOWN", "--draws", "200")
    assert ended.code == 0
    assert "A confidential channel" not in ended.out
    assert "Norway advises Downstream about Upstream." in ended.out
    assert ended.out.count("In the spirit of Kydd (2003)") == 1


def test_a_case_without_a_shortlist(run: Run, tmp_path: Path) -> None:
    """Its ranking stands alone, and candidates that are a side are named."""
    path = tmp_path / "island.yaml"
    path.write_text(ISLAND, "utf-8")
    ended = run("brokers", "rank", path, "--between", "EAST", "WEST", "--draws", "300")
    assert ended.code == 0
    assert "No shortlist stands beside this case" in ended.out
    assert "Left out, being one of the sides: WEST" in ended.out
    bare = run("brokers", "rank", path, "--between", "EAST", "WEST", "--draws", "300", "--veto", "1", "--why", "BIG")
    assert bare.code == 0
    assert "No two candidates" in run("brokers", "rank", path, "--between", "EAST", "WEST", "--veto", "1").out


def test_the_record_from_tables(run: Run, small: tuple[str, ...], tmp_path: Path) -> None:
    """With tables the shortlist is made on the spot, for any case between two states."""
    path = tmp_path / "north.yaml"
    path.write_text(
        "case: north\ntitle: Made up\nas_of: 1985-05-01\nparties:\n"
        "  USA: {name: United States of America, kind: state, role: principal}\n"
        "  RUS: {name: Russia, kind: state, role: principal}\n"
        "  UN: {name: United Nations, kind: igo, role: stakeholder}\n"
        "candidates:\n  UN: {party: UN, kind: igo}\n  direct: {name: No broker, kind: direct}\n",
        "utf-8",
    )
    ended = run("brokers", "rank", path, "--between", "USA", "RUS", "--draws", "200", *small)
    assert ended.code == 0, ended.err
    assert "Precedent model" in ended.out
    ended = run("brokers", "rank", path, "--between", "USA", "UN", "--draws", "200", *small)
    assert ended.code == 1
    assert "is no state of the list" in ended.err


def test_the_backtest_in_both_forms(run: Run, small: tuple[str, ...]) -> None:
    """The model beside every rule, with differences, parts of the record and calibration; the same each time."""
    words = ("brokers", "backtest", *small, "--from", "1965")
    ended = run(*words)
    assert ended.code == 0
    for name in ("precedent model", "permanent five", "CINC", "past frequency", "US, then nearest", "Calibration"):
        assert name in ended.out
    told = json.loads(run(*words, "--json").out)
    assert set(told) >= {"model", "baselines", "differences", "without_us", "calibration"}
    assert set(told["model"]) == {"n", "hit@1", "hit@5", "hit@10", "mrr", "auc"}
    assert set(told["baselines"]) == {"p5", "cinc", "past_frequency", "us_then_nearest"}
    assert run(*words, "--json").out == run(*words, "--json").out


def test_a_backtest_of_nothing_is_refused(run: Run, small: tuple[str, ...]) -> None:
    """From a year after all labels there is nothing to count."""
    ended = run("brokers", "backtest", *small, "--from", "2100")
    assert ended.code == 1
    assert "found no crisis from 2100" in ended.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_model_is_written_as_a_module(
    run: Run, small: tuple[str, ...], tmp_path: Path, form: tuple[str, ...]
) -> None:
    """That Python can read, with the card and the backtests asked for in it."""
    out = tmp_path / "model.py"
    ended = run("brokers", "fit", *small, "--draws", "20", "--test-from", "1970", "--out", out, *form)
    assert ended.code == 0, ended.err
    fitted = runpy.run_path(str(out))["FITTED"]
    assert "Tested on" in fitted.card
    assert "Tested on" in ended.out
    assert run("brokers", "fit", *small, "--out", "model.txt").code == 2


def test_tables_are_imported_and_listed(run: Run, official: Path, tmp_path: Path) -> None:
    """Into the user's own store, or another; what was passed over is said with the reason."""
    assert default_store() == tmp_path / "data" / "goodoffices" / "tables.duckdb"
    before = run("data", "list")
    assert before.code == 0
    assert "Correlates of War" in before.out
    ended = run("data", "import", official)
    assert ended.code == 0
    assert "passed over: notes.txt" in ended.out
    assert "holds 3 tables" in ended.out
    assert default_store().is_file()
    assert "2010–2010" in run("data", "list").out
    other = tmp_path / "other.duckdb"
    told = json.loads(run("data", "import", official, "--store", other, "--json").out)
    assert {one["kind"] for one in told["imported"]} == {"states", "distance", "capabilities"}
    listed = json.loads(run("data", "list", "--store", other, "--json").out)
    held = [one["kind"] for one in listed["tables"] if one["imported"]]
    assert sorted(held) == ["capabilities", "distance", "states"]
    assert all(len(one["imported"]["sha256"]) == 64 for one in listed["tables"] if one["imported"])


def test_column_names_that_were_never_checked_are_marked(run: Run, official: Path) -> None:
    """A reader is told which tables were read by a codebook alone."""
    assert "codebook" not in run("data", "import", official).out
    (official / "near.csv").write_text("state1no,state2no,year,conttype\n365,731,2010,1\n", "utf-8")
    ended = run("data", "import", official)
    assert "Direct contiguity *" in ended.out
    assert "column names from a codebook" in ended.out


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("nothing.csv", "a,b\n1,2\n", "found none of the known tables"),
        (
            "states.csv",
            STATES.replace("2,United", "x,United").replace("365,", "x,").replace("731,", "x,"),
            "0 of 3 rows",
        ),
    ],
)
def test_wrong_tables_are_refused(run: Run, tmp_path: Path, name: str, text: str, says: str) -> None:
    """Unknown columns, and codes that cannot be read."""
    folder = tmp_path / "wrong"
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    ended = run("data", "import", folder)
    assert ended.code == 1
    assert says in ended.err


def test_a_store_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    """And nothing is written to it."""
    path = tmp_path / "x.duckdb"
    path.write_text("nothing of the kind", "utf-8")
    for words in (("data", "list", "--store", path), (*RANK, "--tables", path)):
        ended = run(*words)
        assert ended.code == 1
        assert "not a store of tables" in ended.err
    assert path.read_text("utf-8") == "nothing of the kind"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,X,1970,USA; PRK,999,XXX\n", "999"),
        ("1,X,1970,USA; QQQ,365,RUS\n", "QQQ"),
        ("1,X,then,USA; PRK,365,RUS\n", "expected whole numbers"),
    ],
)
def test_labels_with_unknown_codes_are_refused(run: Run, official: Path, tmp_path: Path, row: str, says: str) -> None:
    """With the line, or the crisis."""
    path = tmp_path / "labels.csv"
    path.write_text(LABELS + row, "utf-8")
    ended = run("brokers", "backtest", "--tables", official, "--labels", path, "--from", "1960")
    assert ended.code == 1
    assert "labels.csv" in ended.err
    assert says in ended.err


def test_labels_with_other_columns_are_refused(run: Run, official: Path, tmp_path: Path) -> None:
    """The message names what was expected."""
    path = tmp_path / "labels.csv"
    path.write_text("crisis,who\n1,USA\n", "utf-8")
    ended = run("brokers", "backtest", "--tables", official, "--labels", path, "--from", "1960")
    assert ended.code == 1
    assert "crisno" in ended.err


def test_a_model_needs_its_tables(run: Run, official: Path, tmp_path: Path) -> None:
    """Those that are missing are all named."""
    path = tmp_path / "labels.csv"
    path.write_text(LABELS + "1,X,1970,USA; PRK,365,RUS\n", "utf-8")
    ended = run("brokers", "backtest", "--tables", official, "--labels", path, "--from", "1960")
    assert ended.code == 1
    assert "found no table for" in ended.err


def test_facts_are_proposed_and_can_be_pasted(run: Run, official: Path, tmp_path: Path) -> None:
    """As YAML that a case takes, or as JSON; the last covered year only where it is asked for."""
    words = ("map", "korea-2017", "--facts", "--tables", official, "--between", "USA", "RUS")
    refused = run(*words)
    assert refused.code == 1
    assert "outside the coverage" in refused.err
    ended = run(*words, "--latest")
    assert ended.code == 0
    assert "status: proposed" in ended.out
    assert "no states of the list in 2017" in ended.err
    told = json.loads(run(*words, "--year", "2010", "--json").out)
    assert told["year"] == 2010
    assert any("nearest points" in one["what"] for one in told["facts"])
    case = tmp_path / "pasted.yaml"
    case.write_text(
        "case: pasted\ntitle: Made up\nas_of: 2017-12-31\nparties:\n"
        "  USA: {name: United States of America, kind: state, role: principal}\n"
        "  RUS: {name: Russia, kind: state, role: principal}\n" + ended.out,
        "utf-8",
    )
    assert run("check", case).code == 0


def test_what_the_tables_do_not_know_is_said(run: Run, official: Path) -> None:
    """On the other channel, so that the lines can be pasted."""
    ended = run("map", "korea-2017", "--facts", "--tables", official, "--between", "USA", "PRK", "--year", "2010")
    assert "not known: cinc of PRK" in ended.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--between", "USA", "UNSG"), 1, "expected a state"),
        (("--between", "USA", "PRK", "--year", "1930"), 1, "was not a state in 1930"),
        (("--between", "USA", "XXX"), 1, "found 'XXX' as a side"),
        (("--year", "2030"), 1, "hindsight"),
        (("--year", "2012"), 1, "outside the coverage"),
    ],
)
def test_facts_that_cannot_be_told(run: Run, official: Path, words: tuple[str, ...], code: int, says: str) -> None:
    """The message says why."""
    ended = run("map", "korea-2017", "--facts", "--tables", official, *words)
    assert ended.code == code
    assert says in ended.err


def test_options_of_facts_need_facts(run: Run) -> None:
    """Else they would be passed over in silence."""
    assert run("map", "korea-2017", "--year", "2010").code == 2
    assert run("map", "korea-2017", "--facts").code == 1


def test_a_relative_data_folder_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the standard for such folders says."""
    monkeypatch.setenv("XDG_DATA_HOME", "here")
    assert default_store().is_absolute()
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_store() == Path.home() / ".local" / "share" / "goodoffices" / "tables.duckdb"


@pytest.mark.reference
def test_the_record_of_the_shipped_case_is_what_the_tables_give(run: Run) -> None:
    """The shortlist beside the case and one made anew are the same to the letter."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder ../shared/reference/brokers is absent: only the project's own checks have it")
    files = ("--tables", REFERENCE / "tables", "--labels", REFERENCE / "mediators_1921_1989.csv")
    anew = json.loads(run(*RANK, "--json", *files).out)["precedent_model"]
    assert anew == json.loads(run(*RANK, "--json").out)["precedent_model"]
    ended = run("brokers", "backtest", *files, "--from", "1960")
    assert "OCTOBER-YOM KIPPUR WAR" in ended.out
    assert ".673" in ended.out
