"""The Korea case held against the article that it cites, by those who have it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodoffices.case import Locator, verify, walk
from goodoffices.case.citations import Citation
from goodoffices.store import find_texts, read_case

pytestmark = pytest.mark.reference


def locators() -> int:
    """Count the locators into the article."""
    cites = [part for _, part in walk(read_case("korea-2017")) if isinstance(part, Citation)]
    return sum(source == "wt" and isinstance(one, Locator) for cite in cites for source, one in cite.anchors())


def test_every_locator_into_the_article_is_verified(record: Path) -> None:
    """Not one is passed over."""
    case = read_case("korea-2017")
    texts, wrong = find_texts(case, None, record)
    assert wrong == ()
    result = verify(case, texts)
    assert result.failures == ()
    assert result.verified == locators() > 50
    assert "wt" not in result.without_text


def test_the_command_verifies_them_too(run: Callable[..., Any], record: Path) -> None:
    """Matched by digest in a folder of many files."""
    found = json.loads(run("check", "korea-2017", "--sources", record, "--json").out)
    assert found["ok"]
    assert found["citations"]["verified"] == locators()
    assert found["citations"]["failed"] == 0


def test_one_changed_word_in_a_renamed_copy_fails_the_check(
    run: Callable[..., Any], record: Path, tmp_path: Path
) -> None:
    """At the source and at each citation of the word."""
    text = (record / "washington-times-2017-12-26.txt").read_text("utf-8")
    word = "Moscow"
    at = text.index(word)
    (tmp_path / "renamed.md").write_text(text[:at] + "Mascow" + text[at + len(word) :], encoding="utf-8")
    ended = run("check", "korea-2017", "--sources", tmp_path)
    assert ended.code == 1
    assert "sources.wt.sha256" in ended.out
    assert "not, word for word, what was cited" in ended.out
    found = json.loads(run("check", "korea-2017", "--sources", tmp_path, "--json").out)
    assert not found["ok"]
    assert found["citations"]["verified"] < locators()


def test_a_word_of_the_article_is_cited_by_its_place(run: Callable[..., Any], record: Path) -> None:
    """Without repeating it."""
    path = record / "washington-times-2017-12-26.txt"
    words = path.read_text("utf-8").split("\n\n")[1].split(".")[0][:60]
    ended = run("cite", "wt", words, "--case", "korea-2017", "--sources", record)
    assert ended.code == 0
    assert ended.out.startswith("cite: {wt: {para: 2, start: 0, end: 60, sha256: ")
    assert words not in ended.out
