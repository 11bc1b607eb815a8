"""Drafts on the disk: the file, the texts beside it, what was rejected, annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.record.river import PROPOSALS, SHA, TEXT, annotation, drafted_data, part, start

from goodoffices.case import Case, verify
from goodoffices.errors import CaseError
from goodoffices.record.gold import read_gold
from goodoffices.record.identity import Rejected
from goodoffices.record.merging import merge
from goodoffices.store import case_from_text
from goodoffices.store.drafts import (
    case_name,
    draft_text,
    entry_text,
    find_annotated_text,
    read_annotation,
    read_rejected,
    rejected_beside,
    source_name,
    text_file,
    write_rejected,
)

REJECTED = Rejected("events", SHA, 3, 9, ("DOWN",))


def test_a_draft_is_a_case_file_that_says_what_is_to_be_decided() -> None:
    """Comments on every section, and where an entry leaves something open; what is read back is the draft."""
    merged = merge(start(), [part()])
    text = draft_text(merged.data, merged.asks)
    assert case_from_text(text).plain() == Case.model_validate(merged.data).plain()
    assert text.startswith("# A draft: everything below was drawn from texts by rules")
    assert "\n\n# Who. Say with `role` what each is in this crisis" in text
    assert "    status: proposed  # the text does not say who said it\n" in text
    assert "    severity: [0, 1]\n" in text
    assert "as_of: 2020-05-03\n" in text
    assert "  UP: {name: Upland, kind: state, role: undecided, aliases: [upstream]}\n" in text
    assert not any(line.endswith(" ") for line in text.splitlines())
    assert not verify(case_from_text(text), {"river": TEXT}).failures


@pytest.mark.parametrize(
    "words",
    [
        "NO",
        "- x",
        "a: b",
        "# x",
        "“quoted”",
        "x\ny",
        "it's",
        "2020-02-30",
        "word " * 60,
        "a\u2028b",
        "\U0001f54a",
        "e\u0301",
    ],
)
def test_any_words_are_read_back_as_they_were_written(words: str) -> None:
    """However delicate they are in YAML."""
    data = drafted_data(PROPOSALS[3])
    data["events"][0]["what"] = words
    data["title"] = words
    case = case_from_text(draft_text(data, {}))
    assert case.title == words.strip()
    assert case.events[0].what == words.strip()


def test_blanks_at_the_end_of_a_line_are_kept_where_they_mean_something() -> None:
    """In a text over several lines they do."""
    told = {"note": "one \n\n two\n"}
    assert entry_text("word") == "word\n"
    assert "note" in entry_text(told)


@pytest.mark.parametrize(
    ("path", "name"),
    [("river.yaml", "river"), ("the river/case.yaml", "the-river"), ("2020 talks.yaml", "x-2020-talks")],
)
def test_a_case_is_called_after_its_file(tmp_path: Path, path: str, name: str) -> None:
    """Or after its folder, where the file is just called case."""
    assert case_name(tmp_path / path) == name


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("a/b/report.txt", "report"),
        ("https://example.org/2020/05/talks-resume/?id=3#top", "talks-resume"),
        ("analyst.txt", "analyst-text"),
        ("C:\\files\\Bericht (1).pdf", "bericht-1"),
        ("…", "x"),
    ],
)
def test_a_source_is_called_after_its_document(what: str, name: str) -> None:
    """In letters that a case file takes; never like the analyst's own judgement."""
    assert source_name(what, []) == name
    assert text_file(name) == f"texts/{name}.txt"


def test_rejections_are_remembered_beside_the_case(tmp_path: Path) -> None:
    """Places and parties, none of the words; nothing is written where there is nothing to remember."""
    case = tmp_path / "river.yaml"
    write_rejected(case, [])
    assert not rejected_beside(case).exists()
    assert read_rejected(case) == ()
    write_rejected(case, [REJECTED])
    assert rejected_beside(case).name == "river.rejected.json"
    assert read_rejected(case) == (REJECTED,)
    write_rejected(case, [])
    assert read_rejected(case) == ()


@pytest.mark.parametrize("text", ["", "[]", '{"rejected": 3}', '{"rejected": [{"section": "x"}]}'])
def test_a_file_that_is_no_list_of_rejections_is_refused(tmp_path: Path, text: str) -> None:
    """With what to do about it."""
    case = tmp_path / "river.yaml"
    rejected_beside(case).write_text(text)
    with pytest.raises(CaseError, match="remove the file to have everything proposed again"):
        read_rejected(case)


def test_an_annotation_is_read_from_json(tmp_path: Path) -> None:
    """And what is wrong with it is said with the name of the file."""
    path = tmp_path / "gold.json"
    with pytest.raises(CaseError, match="found no such file"):
        read_annotation(path)
    path.write_text("{")
    with pytest.raises(CaseError, match=r"gold.json: expected an annotation in JSON"):
        read_annotation(path)
    path.write_text(json.dumps({"document": {}, "people": [{}]}))
    with pytest.raises(CaseError, match=r"gold.json: people\[0\]: found None under 'name'"):
        read_annotation(path)
    path.write_text(json.dumps(annotation()))
    assert read_annotation(path).sha256 == SHA


def test_the_text_of_an_annotation_is_found_by_its_digest(tmp_path: Path) -> None:
    """Whatever it is called, beside the annotation or in the folder of texts; or it is given."""
    gold = read_gold(annotation())
    with pytest.raises(CaseError, match="name it with --text"):
        find_annotated_text(gold, None, [tmp_path])
    (tmp_path / "other.txt").write_text("another text")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x").write_bytes(TEXT.encode())
    assert find_annotated_text(gold, None, [tmp_path]) == TEXT
    assert find_annotated_text(gold, tmp_path / "other.txt", []) == "another text"
    with pytest.raises(CaseError, match="found no text there"):
        find_annotated_text(gold, tmp_path, [])


def test_what_lies_in_the_way_of_a_comment_is_no_harm() -> None:
    """A draft without entries has no comments on them."""
    data: dict[str, Any] = start(parties={})
    assert "# What happened" not in draft_text(data, {})
