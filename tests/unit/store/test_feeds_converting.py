"""Feeds become one Parquet file, whole or not at all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import duckdb
import pytest
from tests.oracles.series_oracle import Event
from tests.unit.store.feed_samples import gdelt_row, icews_header, icews_row, write

from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.store.feeds import convert_feed
from goodoffices.store.feeds.reading import OURS

EVENT = Event("2017-09-03", "USA", "PRK", "040", 1.5, "http://paper.example/1", "A paper")


def test_the_file_has_our_columns_and_the_feeds_own_names(tmp_path: Path) -> None:
    """Codes as text, days as days; names stay those of the feed, so that nothing is lost."""
    out = tmp_path / "deep" / "x.parquet"
    told: list[float] = []
    done = convert_feed(
        [write(tmp_path / "f.tab", [icews_header(), icews_row(EVENT)])], out, progress=told.append
    )  # fmt: skip
    assert done.to_json() == {
        "format": "icews", "out": str(out), "rows": {"read": 1, "malformed": 0}, "bytes": out.stat().st_size,
    }  # fmt: skip
    assert told
    found = duckdb.connect().execute(f"SELECT * FROM '{out}'")  # noqa: S608 - a path of ours
    assert [column[0] for column in found.description] == list(OURS)
    assert [str(value) for value in found.fetchall()[0]] == [
        "2017-09-03", "United States", "North Korea", "040", "1.5", "http://paper.example/1", "A paper",
    ]  # fmt: skip


def test_rows_stand_in_the_order_of_pairs(tmp_path: Path) -> None:
    """Then of days and codes; those that could not be read at the end, wherever they stood."""
    lines = [
        gdelt_row(dataclasses.replace(EVENT, code=f"04{k % 7}", source="USA" if k % 2 else "FRA"), number=k)
        for k in range(50)
    ]
    feed = write(tmp_path / "f.csv", [*lines[:20], "broken", *lines[20:]])
    done = convert_feed([feed], tmp_path / "x.parquet")
    assert (done.rows, done.malformed) == (51, 1)
    found = duckdb.connect().execute(f"SELECT source, code FROM '{tmp_path / 'x.parquet'}'").fetchall()  # noqa: S608 - as above
    assert found[:-1] == sorted(found[:-1])
    assert found[-1] == (None, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.csv", "x.parquet"]


def test_the_feed_itself_is_never_written_over(tmp_path: Path) -> None:
    """Under no name."""
    feed = write(tmp_path / "f.csv", [gdelt_row(EVENT)])
    (tmp_path / "link.parquet").symlink_to(feed)
    with pytest.raises(CaseError, match="found the feed itself as the file to write"):
        convert_feed([feed], tmp_path / "link.parquet")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """And what is there stays."""
    feed = write(tmp_path / "f.csv", [gdelt_row(EVENT)])
    (tmp_path / "file").write_text("x")
    with pytest.raises(GoodOfficesError, match="could not be written"):
        convert_feed([feed], tmp_path / "file" / "x.parquet")
    (tmp_path / "x.parquet").mkdir()
    with pytest.raises(GoodOfficesError, match="could not be written"):
        convert_feed([feed], tmp_path / "x.parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.csv", "file", "x.parquet"]


def test_what_was_there_is_replaced_only_by_what_is_whole(tmp_path: Path) -> None:
    """A feed that cannot be read leaves the last file as it was."""
    out = tmp_path / "x.parquet"
    convert_feed([write(tmp_path / "f.csv", [gdelt_row(EVENT)])], out)
    before = out.read_bytes()
    with pytest.raises(CaseError, match="3 columns"):
        convert_feed([write(tmp_path / "g.csv", ["a\tb\tc"])], out)
    assert out.read_bytes() == before
