"""Starting a case, and writing files whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goodoffices.case import json_schema
from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.outlook import cautions
from goodoffices.store import read_case, write_bytes, write_text
from goodoffices.store.newcase import new_case


@pytest.mark.parametrize("name", ["two-neighbours", "x", "NO", "true", "null", "on", "a" * 80])
def test_a_new_case_is_sound_whatever_its_name(tmp_path: Path, name: str) -> None:
    """Without problems or warnings, with the schema beside it."""
    folder = new_case(name, tmp_path / "deep" / "folder")
    case = read_case(folder)
    assert case.case == name
    assert cautions(case) == ()
    assert json.loads((folder / "case.schema.json").read_text("utf-8")) == json_schema()
    first = (folder / "case.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./case.schema.json"


@pytest.mark.parametrize("name", ["", "two words", "9lives", "-x", "a\n", "é", "a" * 81, "../x"])
def test_what_is_no_name_starts_no_case(tmp_path: Path, name: str) -> None:
    """And nothing is written."""
    with pytest.raises(CaseError, match="found the name"):
        new_case(name, tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Whatever it holds."""
    (tmp_path / "case.yaml").write_text("mine")
    with pytest.raises(CaseError, match="is there already; choose another name or folder"):
        new_case("x", tmp_path)
    assert (tmp_path / "case.yaml").read_text() == "mine"
    assert not (tmp_path / "case.schema.json").exists()


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    """And replaced in one step, without a draft left behind."""
    path = tmp_path / "a" / "b.txt"
    write_text(path, "é")
    assert path.read_bytes() == "é".encode()
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in path.parent.iterdir()] == ["b.txt"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no draft."""
    path = tmp_path / "b.txt"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(
        GoodOfficesError, match=r"b.txt: could not be written: No space left on device; nothing was changed there"
    ):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["b.txt"]


@pytest.mark.parametrize("path", ["/", ".", ""])
def test_a_path_without_a_name_is_refused(path: str) -> None:
    """There is no file to write."""
    with pytest.raises(GoodOfficesError, match="expected the name of a file"):
        write_bytes(Path(path), b"")
