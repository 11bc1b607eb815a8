"""The verbs `record events` and `record convert`: answers in both forms, pictures, and refusals in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.oracles.series_oracle import Event
from tests.unit.store.feed_samples import gdelt_row, icews_header, icews_row, write

Run = Callable[..., Any]
DYAD = ("--dyad", "USA", "PRK")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Write three years of a feed: conflict rises in April 2017, two months are missing, mediation is asked for."""
    rng = np.random.default_rng(5)
    events = []
    for month in np.arange("2015-01", "2018-01", dtype="datetime64[M]"):
        if str(month) in {"2016-08", "2016-09"}:
            continue
        hot = month >= np.datetime64("2017-04")
        for code, mean in (("040", 10), ("190", 20 if hot else 4), ("071", 1)):
            for _ in range(int(rng.poisson(mean))):
                source, target = ("USA", "PRK") if rng.random() < 0.5 else ("PRK", "USA")
                events.append((str(month), source, target, code))
        events += [(str(month), "FRA", "RUS", "040")] * 300
        events += [(str(month), "PRK", "USA", "108")] * (int(month.astype(int)) % 2)
        events += [(str(month), "USA", "PRK", "126")] * (int(month.astype(int)) % 5 == 0)
    rows = [
        Event(f"{month}-{1 + k % 28:02d}", source, target, code, 1.0, f"http://paper{k % 4}.example/{k}", None)
        for k, (month, source, target, code) in enumerate(events)
    ]
    lines = [gdelt_row(one, number=k) for k, one in enumerate(rows)]
    return write(tmp_path / "feed.csv", [*lines, lines[0]])


def test_the_series_are_shown(run: Run, feed: Path) -> None:
    """The last months, each direction, acts of mediation, the change, what to keep in mind."""
    ended = run("record", "events", feed, *DYAD)
    assert ended.code == 0
    for words in (
        "USA and PRK in GDELT 1.0, January 2015 to December 2017",
        "Both directions together, the last 24 of 36 months; then each direction",
        "USA → PRK", "PRK → USA", "2 of 36 months are outside the feed", "for it, ", "demands mediation (108)",
        "rejects mediation (126)", "earlier: --json", "conflict: from April 2017 on", "cooperation: none, no change",
        "A feed counts reports, not acts", "tell again what another row tells",
    ):  # fmt: skip
        assert words in ended.out, words
    for word in ("chance", "probab", "likely"):
        assert word not in ended.out


def test_the_series_as_json(run: Run, feed: Path) -> None:
    """Keys are stable, months outside the feed are null, those without an event are zero."""
    told = json.loads(run("record", "events", feed, *DYAD, "--json").out)
    assert told["dyad"] == ["USA", "PRK"]
    assert told["format"] == "gdelt1"
    assert len(told["months"]) == 36
    assert told["series"]["together"]["events"][19] is None
    assert told["series"]["together"]["material_cooperation"].count(0) > 1
    assert [one["month"] for one in told["changes"]] == ["2017-04"]
    assert {one["sign"] for one in told["mediation"]} == {1, -1}
    assert "case" not in told


def test_months_can_be_asked_for(run: Run, feed: Path) -> None:
    """Then so many are too few for changes."""
    told = json.loads(run("record", "events", feed, *DYAD, "--from", "2017-03", "--to", "2017-05", "--json").out)
    assert told["months"] == ["2017-03", "2017-04", "2017-05"]
    assert "covers 3 months" in told["why_no_changes"]["conflict_share"]
    ended = run("record", "events", feed, *DYAD, "--from", "2019-01")
    assert ended.code == 1
    assert "expected months from 2015-01 to 2017-12" in ended.err


def test_what_a_case_says_stands_beside_it(run: Run, feed: Path, tmp_path: Path) -> None:
    """In the picture, in JSON, and in a sentence."""
    out = tmp_path / "k.svg"
    ended = run("record", "events", feed, "--dyad", "us", "North Korea", "--case", "korea-2017", "--out", out)
    assert ended.code == 0
    assert "The case korea-2017 has " in ended.out
    assert "is written" in ended.err
    picture = out.read_text("utf-8")
    assert "case: North Korea" in picture
    assert "Rex Tillerson" in picture
    told = json.loads(run("record", "events", feed, *DYAD, "--case", "korea-2017", "--json").out)
    assert told["case"]["parties"] == ["USA", "PRK"]
    assert told["case"]["moments"]


def test_a_case_without_the_party_is_refused_before_the_feed_is_read(run: Run, tmp_path: Path) -> None:
    """With the nearest party."""
    ended = run("record", "events", tmp_path / "none.csv", "--dyad", "USA", "FRA", "--case", "korea-2017")
    assert ended.code == 1
    assert "korea-2017: found no party called 'FRA'" in ended.err


def test_a_feed_is_converted_and_read_again(run: Run, feed: Path, tmp_path: Path) -> None:
    """With the same answer."""
    out = tmp_path / "feed.parquet"
    ended = run("record", "convert", feed, "--out", out)
    assert ended.code == 0
    assert "rows of GDELT 1.0" in ended.out
    asked = [json.loads(run("record", "events", one, *DYAD, "--json").out) for one in (feed, out)]
    assert asked[0] == asked[1]
    told = json.loads(run("record", "convert", feed, "--out", out, "--json").out)
    assert told["rows"]["malformed"] == 0
    assert told["bytes"] == out.stat().st_size


def test_rows_that_cannot_be_read_are_told(run: Run, tmp_path: Path) -> None:
    """When converting and when reading."""
    events = [Event("2018-06-01", "USA", "PRK", "040", 1.0, str(k), "A paper") for k in range(3)]
    feed = write(tmp_path / "f.tab", [icews_header(), *map(icews_row, events), "broken"])
    assert "1 of 4 rows could not be read" in run("record", "convert", feed, "--out", tmp_path / "x.parquet").out
    ended = run("record", "events", feed, *DYAD)
    assert "1 of 4 rows could not be read and are left out, such as f.tab, line 5: too few columns" in ended.out
    codeless = write(tmp_path / "g.tab", [icews_header(), *map(icews_row, events), icews_row(
        Event("2018-06-01", "USA", "PRK", "40", 1.0, "1", "A paper"))])  # fmt: skip
    ended = run("record", "convert", codeless, "--out", tmp_path / "y.parquet")
    assert "they are kept as empty rows, so that they are counted" in ended.out


def test_a_side_without_events_is_shown(run: Run, tmp_path: Path) -> None:
    """Nothing is divided by nothing; an address from a feed cannot colour the terminal."""
    rows = [Event("2018-06-01", "USA", "PRK", "108", None, "http://a.example/\x1b[31m", None)] * 2
    feed = write(tmp_path / "f.csv", [gdelt_row(one) for one in rows])
    ended = run("record", "events", feed, *DYAD)
    assert ended.code == 0
    assert "(told 2 times)" in ended.out
    assert "\x1b[31m" not in ended.out
    assert "no act is reported between the two" in run("record", "events", feed, "--dyad", "FRA", "PRK").out


def test_wrong_calls_are_refused(run: Run, feed: Path, tmp_path: Path) -> None:
    """In words, without a traceback, and without reading anything."""
    for words, code, message in (
        (("events", feed, *DYAD, "--out", "x.png"), 2, "expected .svg"),
        (("events", feed, *DYAD, "--out", "x"), 2, "'no ending'"),
        (("convert", feed, "--out", "x.csv"), 2, "expected .parquet"),
        (("convert", feed, "--out", "x"), 2, "'no ending'"),
        (("events", feed, "--dyad", "USA", "PRX"), 1, "found no country 'PRX'"),
        (("events", tmp_path / "none.csv", *DYAD), 1, "found no such file"),
        (("events", feed, *DYAD, "--format", "icews"), 1, "found GDELT 1.0 by its columns"),
    ):
        ended = run("record", *words)
        assert ended.code == code, words
        assert message in ended.err, words


@pytest.mark.reference
def test_the_sample_of_icews_works(run: Run, record: Path, tmp_path: Path) -> None:
    """Two days are too short for changes, and that is said; all else is there."""
    sample = record / "icews_events.2018.sample.tab"
    ended = run("record", "events", sample, *DYAD, "--out", tmp_path / "s.svg")
    assert ended.code == 0
    for words in ("3,705 rows", "277 events", "2 of 30 days", "the feed covers 1 month, expected at least 24"):
        assert words in ended.out, words
    assert "none reported" in (tmp_path / "s.svg").read_text("utf-8")
