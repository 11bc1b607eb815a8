"""Feeds are read in one pass; what cannot be read is counted and told; nothing else can be reached."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from tests.oracles.series_oracle import Event
from tests.unit.store.feed_samples import gdelt_row, icews_header, icews_row, write

from goodoffices.errors import CaseError, GoodOfficesError, LimitError
from goodoffices.record.feeds_result import dyad_events
from goodoffices.store.feeds import connecting, convert_feed, read_feed, reading
from goodoffices.store.feeds.opening import LONGEST_LINE
from goodoffices.store.feeds.reading import opened

BOTH = ("USA", "PRK")


def event(**changes: Any) -> Event:
    """Make an event, with what is said otherwise."""
    usual = {
        "day": "2017-09-03", "source": "USA", "target": "PRK", "code": "040", "goldstein": 1.0,
        "story": "http://paper.example/1", "publisher": None,
    }  # fmt: skip
    return Event(**{**usual, **changes})


def row(**changes: Any) -> str:
    """Write an event as GDELT 1.0 does."""
    return gdelt_row(event(**changes))


def test_codes_stay_text(tmp_path: Path) -> None:
    """Leading zeros included."""
    tally = read_feed([write(tmp_path / "f.csv", [row(), row(code="0231"), row(code="190")])], BOTH)
    assert sorted(tally.codes.code.tolist()) == ["0231", "040", "190"]
    assert tally.named == (3, 3)
    assert (tally.format, tally.title, tally.dyad) == ("gdelt1", "GDELT 1.0", ("USA", "PRK"))


def test_what_is_told_again_counts_once(tmp_path: Path) -> None:
    """Same address, sides, code and day; any of these different is another event."""
    same = [row(), row(), row(goldstein=-3.0)]
    others = [row(story="http://paper.example/2"), row(day="2017-09-04"), row(code="041"),
              row(source="PRK", target="USA")]  # fmt: skip
    found = dyad_events(read_feed([write(tmp_path / "f.csv", same + others)], BOTH))
    assert (found.monthly.rows, found.monthly.events, found.duplicates) == (7, 5, 2)
    assert found.monthly.views["together"]["goldstein_sum"][0] == 4 * 1.0 - 3.0


def test_sources_are_hosts_of_addresses(tmp_path: Path) -> None:
    """Without www, whatever the page; a report without an address is its own source."""
    stories = ["http://www.paper.example/1", "https://PAPER.example:80/2?x", "http://other.example", "A wire service"]
    feed = write(tmp_path / "f.csv", [row(story=story) for story in stories])
    assert read_feed([feed], BOTH).volume.sources.tolist() == [3]


def test_acts_of_mediation_are_listed_with_their_story(tmp_path: Path) -> None:
    """Each once, with how many rows tell it; neighbours and exclusions are not."""
    rows = [row(code="108"), row(code="108"), row(code="126", source="PRK", target="USA"), row(code="036"),
            row(code="0256"), row(code="045", target="FRA")]  # fmt: skip
    acts = read_feed([write(tmp_path / "f.csv", rows)], BOTH).acts
    assert sorted((act.code, act.way, act.rows, act.day) for act in acts) == [
        ("108", 0, 2, "2017-09-03"), ("126", 1, 1, "2017-09-03"),
    ]  # fmt: skip
    assert {act.story for act in acts} == {"http://paper.example/1"}


def test_a_side_may_go_by_several_names(tmp_path: Path) -> None:
    """Letters of ISO 3166 and of CAMEO."""
    feed = write(tmp_path / "f.csv", [row(target="ROM"), row(target="ROU")])
    tally = read_feed([feed], ("us", "Romania"))
    assert tally.dyad == ("USA", "ROU")
    assert tally.codes.rows.tolist() == [2]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a\tb", "too few columns"),
        (row() + "\tmore", "too many columns"),
        (row().replace("paper", "caf\xe9"), "not UTF-8"),
        (row() + "z" * LONGEST_LINE, "more than 65,536 bytes"),
    ],
)
def test_broken_lines_are_counted_and_shown(tmp_path: Path, line: str, why: str) -> None:
    """With file, line and reason; in Parquet made of the feed they still count."""
    path = tmp_path / "f.csv"
    path.write_bytes("\n".join([row(), line, row(code="042")]).encode("latin-1") + b"\n")
    tally = read_feed([path], BOTH)
    assert (tally.read, tally.malformed) == (3, 1)
    assert tally.unread == (f"f.csv, line 2: {why}",)
    assert int(tally.codes.rows.sum()) == 2
    done = convert_feed([path], tmp_path / "f.parquet")
    assert (done.rows, done.malformed, done.unread) == (3, 1, tally.unread)
    again = read_feed([tmp_path / "f.parquet"], BOTH)
    assert (again.read, again.malformed, again.unread) == (3, 1, ())
    assert dyad_events(again).digest != ""


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "40"}, {"code": "4"}, {"code": ""}, {"code": "---"}, {"code": "210"}, {"code": "1e2"},
        {"code": "04012"}, {"code": "0x1"},
        {"day": "2017-02-30"}, {"day": "2017-13-01"}, {"day": "1066-10-14"}, {"day": "9999-01-01"}, {"day": "abc"},
        {"day": ""}, {"day": "2017-09-031"},
    ],
)  # fmt: skip
def test_a_row_without_day_or_code_counts_as_broken(tmp_path: Path, changes: dict[str, str]) -> None:
    """A code that lost its leading zero is none; no day far off makes a month."""
    tally = read_feed([write(tmp_path / "f.csv", [row(), row(), row(**changes)])], BOTH)
    assert (tally.read, tally.malformed) == (3, 1)
    assert tally.volume.rows.tolist() == [2]


@pytest.mark.parametrize("weight", ["", "x", "nan", "inf", "-99", "1e300"])
def test_a_weight_that_makes_no_sense_is_unknown(tmp_path: Path, weight: str) -> None:
    """The event still counts."""
    line = row().split("\t")
    line[30] = weight
    tally = read_feed([write(tmp_path / "f.csv", ["\t".join(line)])], BOTH)
    assert tally.codes.known.tolist() == [0]
    assert tally.codes.events.tolist() == [1]


def test_a_line_longer_than_any_at_the_very_end_is_not_lost(tmp_path: Path) -> None:
    """It has no end, and is counted all the same."""
    path = tmp_path / "f.csv"
    path.write_text(f"{row()}\n{row()}\n" + "z" * (8 * LONGEST_LINE), "utf-8")
    tally = read_feed([path], BOTH)
    assert (tally.read, tally.malformed) == (3, 1)


def test_many_broken_lines_are_counted_exactly(tmp_path: Path) -> None:
    """More than are kept as examples."""
    lines = [row(code=f"04{k % 6}") for k in range(3000)] + ["broken"] * 2500
    tally = read_feed([write(tmp_path / "f.csv", lines)], BOTH)
    assert (tally.read, tally.malformed) == (5500, 2500)
    assert len(tally.unread) == 3


def test_a_feed_of_which_most_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """With what was expected; also when it is converted, and then nothing is written."""
    feed = write(tmp_path / "f.csv", [row(), *[row(code="40")] * 3])
    expected = "of 4 rows 3 could not be read as GDELT 1.0; expected on each a day and an event code of three or four"
    with pytest.raises(CaseError, match=expected):
        read_feed([feed], BOTH)
    with pytest.raises(CaseError, match=expected):
        convert_feed([feed], tmp_path / "f.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["f.csv"]
    header = write(tmp_path / "g.tab", [icews_header()])
    with pytest.raises(CaseError, match="of 0 rows 0 could not be read as ICEWS"):
        read_feed([header], BOTH)


def test_files_of_several_kinds_are_refused(tmp_path: Path) -> None:
    """They tell the same events in different ways."""
    one = write(tmp_path / "a.csv", [row()])
    two = write(tmp_path / "b.csv", [gdelt_row(event(), 61)])
    with pytest.raises(
        CaseError, match=r"found GDELT 1.0 \(a.csv\) and GDELT 2.0 \(b.csv\), expected one kind of feed"
    ):
        read_feed([one, two], BOTH)


def test_the_format_that_is_asked_for_must_be_the_one_that_is_there(tmp_path: Path) -> None:
    """By its columns, also in Parquet."""
    feed = write(tmp_path / "a.csv", [row()])
    convert_feed([feed], tmp_path / "a.parquet", name="gdelt1")
    for path in (feed, tmp_path / "a.parquet"):
        with pytest.raises(CaseError, match=r"found GDELT 1.0 by its columns, expected ICEWS as --format says"):
            read_feed([path], BOTH, name="icews")
        assert read_feed([path], BOTH, name="gdelt1").read == 1


def test_files_with_and_without_addresses_are_one_feed(tmp_path: Path) -> None:
    """As GDELT 1.0 changed in 2013."""
    old = write(tmp_path / "old.csv", [gdelt_row(event(day="2013-03-01"), 57)] * 2)
    new = write(tmp_path / "new.csv", [row(day="2013-04-01")] * 2)
    found = dyad_events(read_feed([old, new], BOTH))
    assert found.monthly.views["together"]["events"].tolist() == [2, 1]


def test_quotation_marks_around_fields_are_taken_off(tmp_path: Path) -> None:
    """Where the header has them."""
    lines = ["\t".join(f'"{field}"' for field in line.split("\t")) for line in (icews_header(), icews_row(event()))]
    assert read_feed([write(tmp_path / "f.tab", lines)], BOTH).codes.rows.tolist() == [1]


def test_quotation_marks_within_plain_fields_mean_nothing(tmp_path: Path) -> None:
    """They swallow no lines."""
    feed = write(tmp_path / "f.csv", [row(story='"http://a.example'), row(code="041"), row(code="042")])
    assert read_feed([feed], BOTH).codes.rows.tolist() == [1, 1, 1]


def test_an_unknown_country_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """Letters only if the feed does not have them either."""
    feed = write(tmp_path / "f.csv", [row(), row(target="QQQ")])
    assert read_feed([feed], ("USA", "QQQ")).named == (2, 1)
    with pytest.raises(CaseError, match="found no country 'PRX', expected ISO 3166 letters"):
        read_feed([feed], ("USA", "PRX"))
    tab = write(tmp_path / "f.tab", [icews_header(), icews_row(event())])
    with pytest.raises(CaseError, match="did you mean 'North Korea'"):
        read_feed([tab], ("USA", "Noth Korea"))


def test_a_known_country_without_events_is_no_error(tmp_path: Path) -> None:
    """It is zero, and the result says that nobody names it."""
    found = dyad_events(read_feed([write(tmp_path / "f.csv", [row()])], ("USA", "FJI")))
    assert found.monthly.events == 0
    assert found.cautions[0] == "No row of the feed names FJI as acting or acted upon."


def test_two_names_of_one_country_are_refused(tmp_path: Path) -> None:
    """There is no series from a country to itself."""
    with pytest.raises(CaseError, match="found USA and United States, which are one country"):
        read_feed([write(tmp_path / "f.csv", [row()])], ("USA", "United States"))


def test_names_with_an_apostrophe_do_no_harm(tmp_path: Path) -> None:
    """In countries and in paths."""
    folder = tmp_path / "it's"
    folder.mkdir()
    tab = write(folder / "o'clock.tab", [icews_header(), icews_row(event())])
    assert read_feed([tab], ("USA", "Cote d'Ivoire")).named == (1, 0)
    convert_feed([tab], folder / "o'clock.parquet")
    assert read_feed([folder / "o'clock.parquet"], BOTH).read == 1


def test_nothing_but_the_files_can_be_reached(tmp_path: Path) -> None:
    """No other file, no network, no extension, and no way to change that."""
    feed = write(tmp_path / "f.csv", [row()])
    other = write(tmp_path / "other.csv", ["secret"])
    with opened([feed]) as found:
        for query in (
            f"SELECT * FROM read_csv('{other}')",  # noqa: S608 - a path of ours
            f"COPY (SELECT 1) TO '{tmp_path / 'x.parquet'}'",
            "SELECT * FROM read_csv('http://localhost:1/x.csv')",
            "INSTALL httpfs",
            "ATTACH '/tmp/goodoffices-no.db'",
            "SET memory_limit = '100GB'",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                found.connection.execute(query)
        assert found.connection.execute("SELECT count(*) FROM feed").fetchall() == [(1,)]


def test_parquet_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Without our stamp, with another version, with other columns, or broken."""
    path = tmp_path / "x.parquet"
    columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in reading.OURS.items())
    for select, stamp in (
        (columns, "other: '1 gdelt1'"),
        (columns, "goodoffices_events: '2 gdelt1'"),
        (columns, "goodoffices_events: '1 polecat'"),
        ("1 AS day", "goodoffices_events: '1 gdelt1'"),
        (columns.replace("DATE", "VARCHAR"), "goodoffices_events: '1 gdelt1'"),
    ):
        duckdb.connect().execute(f"COPY (SELECT {select}) TO '{path}' (FORMAT parquet, KV_METADATA {{{stamp}}})")
        with pytest.raises(CaseError, match=r"x.parquet: found a Parquet file of another kind, expected one made with"):
            read_feed([path], BOTH)
    path.write_bytes(b"PAR1" + b"\0" * 100)
    with pytest.raises(CaseError, match=r"x.parquet: this is not a Parquet file of events that can be read"):
        read_feed([path], BOTH)


def test_parquet_that_was_tampered_with_is_refused_or_counted(tmp_path: Path) -> None:
    """Days far off count as rows that cannot be read, and a code that is none is refused."""
    path = tmp_path / "x.parquet"

    def made(days: str, code: str) -> None:
        values = f"DATE '{days}' AS day, 'USA' AS source, 'PRK' AS target, '{code}' AS code, 1.0::DOUBLE AS goldstein"
        duckdb.connect().execute(
            f"COPY (SELECT {values}, 'a' AS story, 'b' AS publisher UNION ALL SELECT DATE '2017-01-01', 'USA', 'PRK', "
            f"'040', 1.0, 'c', 'd') TO '{path}' (FORMAT parquet, KV_METADATA {{goodoffices_events: '1 gdelt1'}})"
        )

    made("0001-01-01", "040")
    assert read_feed([path], BOTH).malformed == 1
    made("2017-01-02", "abc")
    with pytest.raises(CaseError, match="found the event code 'abc'"):
        dyad_events(read_feed([path], BOTH))


def test_parquet_with_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may claim to have any number."""
    convert_feed([write(tmp_path / "f.csv", [row()] * 5)], tmp_path / "f.parquet")
    monkeypatch.setattr(reading, "_MOST_ROWS", 4)
    with pytest.raises(LimitError, match="found 5 rows, expected at most 4"):
        read_feed([tmp_path / "f.parquet"], BOTH)


def test_a_feed_that_changes_while_it_is_read_is_told_in_words(tmp_path: Path) -> None:
    """What DuckDB says becomes a message of ours."""
    feed = write(tmp_path / "f.csv", [row()])
    with opened([feed]) as found:
        feed.unlink()
        message = r"f.csv: could not be read, or no room to work in: "
        with pytest.raises(GoodOfficesError, match=message), connecting.failures(found.labels, found.format.title):
            connecting.run(found.connection, "SELECT * FROM feed")


def test_an_error_without_a_word_is_told_in_ours() -> None:
    """DuckDB may have nothing to say."""
    message = r"a: this is not x that can be read: no reason given"
    with pytest.raises(CaseError, match=message), connecting.failures(["a"], "x"):
        raise duckdb.Error


def test_too_little_memory_is_told_in_words() -> None:
    """With the files that were read."""
    with (
        pytest.raises(LimitError, match=r"a, b, c, …: more than 1GB of memory would be needed"),
        connecting.failures(["a", "b", "c", "d"], "x"),
    ):
        raise duckdb.OutOfMemoryException("failed to pin block")


def test_interrupting_stops_the_query(tmp_path: Path) -> None:
    """Whoever waits is told at once."""

    class Impatient(Exception):  # noqa: N818 - an interruption is no error
        pass

    def stop(_: float) -> None:
        raise Impatient

    with opened([write(tmp_path / "f.csv", [row()])]) as found, pytest.raises(Impatient):
        connecting.run(found.connection, "SELECT count(*) FROM range(1000000000) a, range(1000) b", stop)


def test_progress_is_told_as_a_share(tmp_path: Path) -> None:
    """From what is looked at first to the end."""
    told: list[float] = []
    read_feed([write(tmp_path / "f.csv", [row()])], BOTH, progress=told.append)
    assert told[0] == 0
    scaled: list[float] = []
    inner = connecting.part(scaled.append, 0.2, 0.6)
    assert inner is not None
    inner(0.5)
    assert scaled == [pytest.approx(0.4)]
    assert connecting.part(None, 0, 1) is None


def test_without_duckdb_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message, not a traceback."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    feed = write(tmp_path / "f.csv", [row()])
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(GoodOfficesError, match=r"needs DuckDB; install goodoffices\[record\]"):
        read_feed([feed], BOTH)


@pytest.mark.parametrize("seed", range(25))
def test_a_mutilated_feed_is_read_or_refused_in_words(tmp_path: Path, seed: int) -> None:
    """Whatever was done to its bytes, no row is lost without being counted, and nothing else happens."""
    rng = np.random.default_rng(seed)
    lines = [icews_header(), *(icews_row(event(code=f"04{k % 7}"), k) for k in range(60))] if seed % 2 else [
        row(code=f"04{k % 7}") for k in range(60)
    ]  # fmt: skip
    data = bytearray("\n".join(lines).encode())
    odd = (b"\0", b"\r", b'"', b"\n", b"\t", b"\xff\xfe", "\u202e\u2028".encode(), b"z" * 3 * LONGEST_LINE, b"\x1a")
    for _ in range(int(rng.integers(1, 8))):
        at = int(rng.integers(0, len(data)))
        data[at : at + int(rng.integers(0, 30))] = odd[int(rng.integers(0, len(odd)))]
    path = tmp_path / "f.csv"
    path.write_bytes(bytes(data))
    told, tally = "", None
    try:
        tally = read_feed([path], BOTH)
    except GoodOfficesError as error:
        told = str(error)
    if tally is None:
        assert "f.csv" in told or "rows" in told
    else:
        assert 0 <= tally.malformed <= tally.read
        assert tally.read - tally.malformed == int(tally.volume.rows.sum())


@pytest.mark.reference
def test_the_sample_of_icews_is_read_whole(record: Path) -> None:
    """Every row; the United States and North Korea met in words in the first days of June 2018."""
    found = dyad_events(read_feed([record / "icews_events.2018.sample.tab"], BOTH))
    assert (found.read, found.malformed) == (3705, 0)
    assert (found.monthly.rows, found.monthly.events) == (312, 277)
    assert [str(month) for month in found.monthly.months] == ["2018-06"]
    assert found.mediation == ()
    assert all("expected at least 24" in one.why_none for one in found.changes.values())
