"""Series from files, in every form, against the slow oracle on random small feeds."""

from __future__ import annotations

import gzip
import math
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tests.oracles.series_oracle import Event, series
from tests.unit.store.feed_samples import gdelt_row, icews_header, icews_row, write

from goodoffices.record.feeds_result import DyadEvents, dyad_events
from goodoffices.record.series import MEASURES
from goodoffices.store.feeds import convert_feed, read_feed

CODES = ("010", "028", "036", "040", "045", "0256", "057", "071", "0871", "090", "107", "108", "112", "125", "126",
         "135", "138", "145", "163", "164", "165", "190", "2042")  # fmt: skip
SIDES = ("USA", "PRK", "FRA", "")


def random_feed(rng: np.random.Generator, size: int, *, addresses: bool) -> list[Event]:
    """Make events over some months, many of them told several times, some of them years too early."""
    found = []
    for _ in range(size):
        year = 2006 if rng.random() < 0.02 else 2016 + int(rng.integers(0, 2))
        month = int(rng.choice([1, 2, 3, 7, 12]))
        day = f"{year}-{month:02d}-{int(rng.integers(1, 4)):02d}"
        source, target = (str(side) for side in rng.choice(SIDES, 2, p=(0.4, 0.4, 0.15, 0.05)))
        number = int(rng.integers(0, 12))
        publisher = f"paper{number % 3}.example"
        story = None if rng.random() < 0.2 else f"http://www.{publisher}/{number}" if addresses else str(number)
        if addresses and story is None:
            publisher = ""
        weight = None if rng.random() < 0.1 else float(rng.choice([-10.0, -4.5, 0.0, 2.5, 7.0]))
        found.append(Event(day, source, target, str(rng.choice(CODES)), weight, story, publisher or None))
    return found


def agree(found: DyadEvents, events: list[Event]) -> None:
    """Hold every number against the oracle."""
    months, told, volume = series(events, "USA", "PRK")
    assert [str(month) for month in found.monthly.months] == months
    np.testing.assert_array_equal(found.monthly.volume, volume)
    for view, by_name in told.items():
        assert set(by_name) == set(MEASURES)
        for name, values in by_name.items():
            mine = found.monthly.views[view][name]  # type: ignore[index]
            np.testing.assert_allclose(mine, values, rtol=0, atol=1e-9, err_msg=f"{view} {name}")


@pytest.mark.parametrize("width", [57, 58, 61])
@pytest.mark.parametrize("seed", range(3))
def test_gdelt_agrees_with_the_oracle(tmp_path: Path, width: int, seed: int) -> None:
    """All measures of all months and directions, from text and from Parquet made of it."""
    rng = np.random.default_rng([seed, width])
    events = random_feed(rng, 160, addresses=True)
    if width == 57:  # no addresses: nothing can be known to be told twice
        events = [Event(one.day, one.source, one.target, one.code, one.goldstein, None, None) for one in events]
    feed = write(tmp_path / "feed.csv", [gdelt_row(one, width, number) for number, one in enumerate(events)])
    found = dyad_events(read_feed([feed], ("USA", "PRK")))
    agree(found, events)
    convert_feed([feed], tmp_path / "feed.parquet")
    again = dyad_events(read_feed([tmp_path / "feed.parquet"], ("USA", "PRK")))
    agree(again, events)
    assert again.digest == found.digest


@pytest.mark.parametrize("seed", range(3))
def test_icews_agrees_with_the_oracle(tmp_path: Path, seed: int) -> None:
    """With names for letters, publishers for hosts and numbers for addresses; several files are one feed."""
    rng = np.random.default_rng([seed, 20])
    stories: dict[str | None, str | None] = {}
    events = []
    for one in random_feed(rng, 160, addresses=False):
        publisher = stories.setdefault(one.story, one.publisher) if one.story else one.publisher
        events.append(Event(one.day, one.source, one.target, one.code, one.goldstein, one.story, publisher))
    lines = [icews_row(one, number) for number, one in enumerate(events)]
    feeds = [
        write(tmp_path / "one.tab", [icews_header(), *lines[:70]]),
        write(tmp_path / "two.tab", [icews_header(), *lines[70:]], end="\r\n"),
    ]
    agree(dyad_events(read_feed(feeds, ("USA", "North Korea"))), events)


def test_packed_files_are_read_like_plain_ones(tmp_path: Path) -> None:
    """Text with gzip or zip, as GDELT ships it, in one call with plain text and Parquet of the same kind."""
    rng = np.random.default_rng(7)
    events = random_feed(rng, 200, addresses=True)
    lines = [gdelt_row(one, 58, number) + "\n" for number, one in enumerate(events)]
    parts = [lines[k::5] for k in range(5)]
    plain = write(tmp_path / "a.export.CSV", [line[:-1] for line in parts[0]])
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress("".join(parts[1]).encode()))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.mkdir("folder")
        archive.writestr("folder/c1.csv", "".join(parts[2]))
        archive.writestr("c2.csv", "".join(parts[3]).rstrip("\n"))
    later = write(tmp_path / "d.tsv", [line[:-1] for line in parts[4]])
    convert_feed([later], tmp_path / "d.parquet")
    feeds = [plain, tmp_path / "b.csv.gz", tmp_path / "c.zip", tmp_path / "d.parquet"]
    told: list[float] = []
    tally = read_feed(feeds, ("USA", "PRK"), progress=told.append)
    assert tally.read == 200
    assert tally.malformed == 0
    assert all(0 <= share <= 1 for share in told)
    assert told
    agree(dyad_events(tally), events)
    assert math.isclose(sum(one.rows for one in tally.acts), sum(
        one.code in {"028", "038", "039", "045", "108", "126", "135", "165"}
        and {one.source, one.target} == {"USA", "PRK"}
        for one in events
    ))  # fmt: skip
