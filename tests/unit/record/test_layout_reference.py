"""The reference texts: date, title, authors, what is read, and the dates of their annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.record.laying_out import WORDS

from goodoffices.record.dating import find_dates
from goodoffices.record.layout import lay_out
from goodoffices.record.sentences import READ_KINDS, split

pytestmark = pytest.mark.reference

NAMES = ["afghan-doha-2020", "sudan-statement-2024", "washington-times-2017-12-26"]


@pytest.fixture(params=NAMES)
def known(request: pytest.FixtureRequest, record: Path) -> tuple[str, dict[str, Any]]:
    """Return a text and its annotation."""
    name = request.param
    gold = json.loads((record / f"{name}.gold.json").read_text(encoding="utf-8"))
    return (record / f"{name}.txt").read_bytes().decode(), gold


def test_what_the_document_says_of_itself(known: tuple[str, dict[str, Any]]) -> None:
    """Date, title and authors are as annotated; only the statement is its author's own."""
    text, gold = known
    layout, document = lay_out(text, WORDS), gold["document"]
    assert layout.issued is not None
    assert layout.issued.when == document["date"]
    title = layout.title.words.replace("\\_", " ") if layout.title else None
    assert title == document["title"]
    assert [author.words for author in layout.authors] == [author["name"] for author in document["authors"]]
    assert layout.own_statement is (document["kind"] == "official-statement")


def test_what_is_read(known: tuple[str, dict[str, Any]]) -> None:
    """The body is read whole, and nothing but the body."""
    text, gold = known
    body = gold["document"]["body"]
    layout = lay_out(text, WORDS)
    read = [block.span for block in layout.blocks if block.kind in READ_KINDS]
    others = [block.span for block in layout.blocks if block.kind not in READ_KINDS]
    assert all(body["start"] <= span.start and span.end <= body["end"] for span in read)
    assert not any(body["start"] <= span.start and span.end <= body["end"] for span in others)


def test_annotated_dates(known: tuple[str, dict[str, Any]]) -> None:
    """Every date that the annotation points at is found there, and means the same."""
    text, gold = known
    layout = lay_out(text, WORDS)
    found = find_dates(layout, split(layout, WORDS), WORDS)
    for entry in [*gold["statements"], *gold["events"]]:
        span = entry.get("date_span")
        if span:
            means = [one.when for one in found if one.span.start < span["end"] and span["start"] < one.span.end]
            assert means[:1] == [entry["date"]]
