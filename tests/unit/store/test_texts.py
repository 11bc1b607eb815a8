"""The texts of sources: beside the case, or in a folder by their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from goodoffices.case import Case
from goodoffices.errors import CaseError
from goodoffices.store import find_texts, read_case, read_source_text, texts

Changed = Callable[..., Case]


def signed(text: str) -> tuple[str, str]:
    """Return a change that gives the report of the small case its digest."""
    return "file: report.txt,", f"file: report.txt, sha256: {hashlib.sha256(text.encode()).hexdigest()},"


def test_a_text_is_found_beside_the_case(small: Case, small_folder: Path, report_text: str) -> None:
    """Where the source names its file; a shipped case has none beside it."""
    assert find_texts(small, small_folder, None) == ({"report": report_text}, ())
    assert find_texts(small, None, None) == ({}, ())
    (small_folder / "report.txt").unlink()
    assert find_texts(small, small_folder, None) == ({}, ())


def test_a_text_is_matched_by_its_digest_whatever_its_name(changed: Changed, report_text: str, tmp_path: Path) -> None:
    """And however deep it lies."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "x.bin").write_bytes(report_text.encode())
    (tmp_path / "other.txt").write_text("nothing to do with it")
    assert find_texts(changed(signed(report_text)), None, tmp_path) == ({"report": report_text}, ())


def test_one_text_may_be_two_sources(changed: Changed, report_text: str, tmp_path: Path) -> None:
    """Both have the digest."""
    _, new = signed(report_text)
    case = changed(signed(report_text), ("volume: 7\n", f"volume: 7\n    sha256: {new.split()[-1][:-1]}\n"))
    (tmp_path / "x").write_bytes(report_text.encode())
    assert find_texts(case, None, tmp_path)[0] == {"report": report_text, "accord": report_text}


def test_a_text_with_one_changed_word_is_reported_though_it_was_renamed(
    changed: Changed, report_text: str, tmp_path: Path
) -> None:
    """It bears out some citation, and so it is that source in other words."""
    (tmp_path / "renamed.txt").write_text(report_text.replace("May", "June"), encoding="utf-8")
    (tmp_path / "a.txt").write_text("nothing to do with it")
    found, problems = find_texts(changed(signed(report_text)), None, tmp_path)
    assert list(found) == ["report"]
    assert [problem.path for problem in problems] == [("sources", "report", "sha256")]
    assert "renamed.txt has the SHA-256" in problems[0].message
    assert "not, word for word, what was cited" in problems[0].message


def test_a_text_of_the_right_name_is_reported_too(changed: Changed, report_text: str, tmp_path: Path) -> None:
    """Even if it bears out nothing."""
    (tmp_path / "report.txt").write_text("quite another text")
    _, problems = find_texts(changed(signed(report_text)), None, tmp_path)
    assert [problem.path for problem in problems] == [("sources", "report", "sha256")]


def test_a_text_that_is_not_there_is_no_problem(changed: Changed, report_text: str, tmp_path: Path) -> None:
    """It is counted as not verified elsewhere."""
    (tmp_path / "a.txt").write_text("nothing to do with it")
    assert find_texts(changed(signed(report_text)), None, tmp_path) == ({}, ())


def test_a_changed_text_beside_the_case_is_reported(changed: Changed, report_text: str, small_folder: Path) -> None:
    """With the words that are there still looked at."""
    (small_folder / "report.txt").write_text(report_text.replace("May", "June"), encoding="utf-8")
    found, problems = find_texts(changed(signed(report_text)), small_folder, None)
    assert "June" in found["report"]
    assert [problem.path for problem in problems] == [("sources", "report", "sha256")]
    assert find_texts(changed(signed(found["report"])), small_folder, None)[1] == ()


def test_the_digest_goes_before_the_name(
    changed: Changed, report_text: str, small_folder: Path, tmp_path: Path
) -> None:
    """A text that matches is not looked for beside the case."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x").write_bytes(report_text.encode())
    (small_folder / "report.txt").write_text("stale")
    assert find_texts(changed(signed(report_text)), small_folder, tmp_path / "texts") == ({"report": report_text}, ())


def test_large_files_links_and_endless_folders_are_left_alone(
    changed: Changed, report_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Case, small_folder: Path
) -> None:
    """A folder of texts is small and plain."""
    case = changed(signed(report_text))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "loop").symlink_to(tmp_path)
    (tmp_path / "texts" / "link").symlink_to(small_folder / "report.txt")
    assert find_texts(case, None, tmp_path / "texts") == ({}, ())
    monkeypatch.setattr(texts, "MAX_TEXT_BYTES", 10)
    assert find_texts(case, None, small_folder) == ({}, ())
    _, problems = find_texts(small, small_folder, None)
    assert [problem.path for problem in problems] == [("sources", "report", "file")]
    monkeypatch.setattr(texts, "MAX_FILES", 1)
    with pytest.raises(CaseError, match="found more than 1 files"):
        find_texts(case, None, small_folder)


def test_sources_is_a_folder(small: Case, small_folder: Path) -> None:
    """A file or nothing is refused."""
    for wrong in (small_folder / "case.yaml", small_folder / "nowhere"):
        with pytest.raises(CaseError, match="expected a folder that holds the texts"):
            find_texts(small, None, wrong)


def test_a_file_may_be_cited_before_there_is_a_case(tmp_path: Path) -> None:
    """Its name becomes the name of the source."""
    for name, source in (("report.txt", "report"), ("2017 a_b é.txt", "a_b-"), ("99.txt", "source"), ("_x.txt", "x")):
        (tmp_path / name).write_text("\ufeffwords", encoding="utf-8")
        assert read_source_text(str(tmp_path / name), None, None) == ("words", source)
    with pytest.raises(CaseError, match="expected a text file, or the name of a source together with --case"):
        read_source_text(str(tmp_path), None, None)


def test_a_source_of_a_case_may_be_cited(small_folder: Path, report_text: str) -> None:
    """If its text is here."""
    assert read_source_text("report", str(small_folder), None) == (report_text, "report")
    with pytest.raises(CaseError, match="found the unknown source 'raport'; did you mean 'report'"):
        read_source_text("raport", str(small_folder), None)
    with pytest.raises(
        CaseError, match="the text of 'accord' is not here; name the folder that holds it with --sources"
    ):
        read_source_text("accord", str(small_folder), None)
    assert read_case(small_folder).case == "two-neighbours"
