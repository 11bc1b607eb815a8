"""Files of feeds: recognised, unpacked, counted; whatever is wrong with one is said in words."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest
from tests.oracles.series_oracle import Event
from tests.unit.store.feed_samples import gdelt_row, icews_header, icews_row, write

from goodoffices.errors import CaseError, LimitError
from goodoffices.store.feeds import opening
from goodoffices.store.feeds.opening import LONGEST_LINE, open_files

ROW = gdelt_row(Event("2017-09-03", "USA", "PRK", "040", 1.0, "http://paper.example/1", None))
WIDE = gdelt_row(Event("2017-09-03", "USA", "PRK", "040", 1.0, "http://paper.example/1", None), 61)
TAB = icews_row(Event("2017-09-03", "USA", "PRK", "040", 1.0, "77", "A paper"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder to unpack to."""
    made = tmp_path / "unpacked"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("lines", "kind", "count"),
    [([ROW] * 3, "gdelt1", 3), ([WIDE] * 2, "gdelt2", 2), ([icews_header(), TAB], "icews", 1),
     (["broken", ROW, ROW], "gdelt1", 3), (["\ufeff" + icews_header(), TAB], "icews", 1)],
)  # fmt: skip
def test_feeds_are_recognised_and_their_rows_counted(
    tmp_path: Path, folder: Path, lines: list[str], kind: str, count: int
) -> None:
    """By one of the first lines, with or without a header; a broken line is a line."""
    [found] = open_files([write(tmp_path / "feed.anything", lines)], folder)
    assert (found.kind, found.lines, found.label) == (kind, count, "feed.anything")
    assert not list(folder.iterdir())


def test_a_last_line_without_an_end_counts(tmp_path: Path, folder: Path) -> None:
    """As it does for people."""
    path = tmp_path / "feed.csv"
    path.write_text(f"{ROW}\n{ROW}", "utf-8")
    assert open_files([path], folder)[0].lines == 2


def test_carriage_returns_are_taken_out_of_a_copy(tmp_path: Path, folder: Path) -> None:
    """Wherever they stand."""
    path = tmp_path / "feed.csv"
    path.write_bytes(f"{ROW}\r\n{ROW}\n{ROW}\r\n".encode())
    [found] = open_files([path], folder)
    assert found.lines == 3
    assert found.path.parent == folder
    assert b"\r" not in found.path.read_bytes()
    assert b"\r" in path.read_bytes()


def test_a_header_in_quotation_marks_is_read(tmp_path: Path, folder: Path) -> None:
    """The marks are not part of the names."""
    header = "\t".join(f'"{name}"' for name in icews_header().split("\t"))
    [found] = open_files([write(tmp_path / "feed.tab", [header, TAB])], folder)
    assert found.arrangement is not None
    assert found.arrangement.quoted


def test_parquet_is_left_to_itself(tmp_path: Path, folder: Path) -> None:
    """What it says of itself is asked later."""
    path = tmp_path / "x"
    path.write_bytes(b"PAR1 and more")
    assert open_files([path], folder)[0].arrangement is None


def test_each_text_of_an_archive_is_a_file(tmp_path: Path, folder: Path) -> None:
    """Called by its name within; names that lead elsewhere lead nowhere."""
    with zipfile.ZipFile(tmp_path / "day.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.csv", f"{ROW}\n" * 4)
        archive.writestr("two.csv", f"{ROW}\n" * 2)
    found = open_files([tmp_path / "day.zip"], folder)
    assert [(one.label, one.lines, one.path.parent) for one in found] == [
        ("day.zip/../../outside.csv", 4, folder), ("day.zip/two.csv", 2, folder),
    ]  # fmt: skip


def refused(path: Path, folder: Path) -> str:
    """Return the message with which a file is refused."""
    with pytest.raises(CaseError) as error:
        open_files([path], folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\tb\tc\n1\t2\t3\n",
            "found 3 columns with tabs and no header that is known, expected a feed: columns 57",
        ),
        ("nothing here\n", "found 1 column with tabs"),
        (icews_header().replace("\t", ",") + "\n", "found a feed whose columns are separated by commas"),
        (icews_header().replace("Intensity", "Force") + "\n", "without the column Intensity"),
        ("Event ID\tEvent Date\tEvent Type\tEvent Mode\n", "PLOVER merges mediation codes away"),
        ("event_id_cnty,event_date,actor1\n", "ACLED actors are not directional"),
        ("x" * (LONGEST_LINE + 5), "found no end of line in the first 65,536 bytes"),
        ("\0" * 200 + "\n", "found 1 column"),
        ('"' * 300 + "\n", "found 1 column"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(tmp_path: Path, folder: Path, text: str, message: str) -> None:
    """What was found, what was expected, in which file."""
    path = tmp_path / "feed.csv"
    path.write_text(text, "utf-8")
    told = refused(path, folder)
    assert told.startswith("feed.csv: ")
    assert message in told


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path, folder: Path) -> None:
    """Also where the emptiness is packed."""
    assert "found no such file" in refused(tmp_path / "none.csv", folder)
    assert "found no such file" in refused(tmp_path, folder)
    (tmp_path / "empty.csv").touch()
    assert "the file is empty" in refused(tmp_path / "empty.csv", folder)
    (tmp_path / "empty.gz").write_bytes(gzip.compress(b""))
    assert "the file is empty" in refused(tmp_path / "empty.gz", folder)


def test_a_name_that_could_be_a_pattern_is_refused(tmp_path: Path, folder: Path) -> None:
    """It might mean other files."""
    assert "rename it" in refused(write(tmp_path / "feed[1].csv", [ROW]), folder)


def test_no_feed_counts_double(tmp_path: Path, folder: Path) -> None:
    """Not under another name either."""
    path = write(tmp_path / "feed.csv", [ROW])
    (tmp_path / "link.csv").symlink_to(path)
    with pytest.raises(CaseError, match=r"link.csv: found the file twice"):
        open_files([path, tmp_path / "link.csv"], folder)


@pytest.mark.parametrize("data", [b"\x1f\x8b broken", gzip.compress(os.urandom(500))[:-40], b"PK\x03\x04 broken"])
def test_broken_archives_are_refused(tmp_path: Path, folder: Path, data: bytes) -> None:
    """Cut off or made up."""
    path = tmp_path / "feed.csv.gz"
    path.write_bytes(data)
    assert "this cannot be unpacked" in refused(path, folder)


def test_an_archive_without_a_text_is_refused(tmp_path: Path, folder: Path) -> None:
    """Folders are no feeds; one that nobody can read is none either."""
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.mkdir("folder")
    assert "found 0 files in it" in refused(tmp_path / "day.zip", folder)
    with zipfile.ZipFile(tmp_path / "secret.zip", "w") as archive:
        archive.writestr("x.csv", ROW)
    data = bytearray((tmp_path / "secret.zip").read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of encryption in the list of contents
    (tmp_path / "secret.zip").write_bytes(data)
    assert "this is encrypted" in refused(tmp_path / "secret.zip", folder)


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the disk is full."""
    monkeypatch.setattr(opening, "MOST_UNPACKED", 3 << 20)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * (40 << 20)))
    with pytest.raises(LimitError, match="unpacks to too much, expected at most 3,145,728 bytes"):
        open_files([tmp_path / "bomb.gz"], folder)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 4 << 20


def test_too_many_files_are_refused(tmp_path: Path, folder: Path) -> None:
    """And none at all."""
    with pytest.raises(LimitError, match="found 20,001 files, expected 1 to 20,000"):
        open_files([tmp_path / "x"] * 20_001, folder)
    with pytest.raises(LimitError, match="found 0 files"):
        open_files([], folder)
