"""What a document is made of."""

from __future__ import annotations

import dataclasses
import json

import pytest

from goodoffices.brief import (
    Box,
    Bullet,
    Bullets,
    Document,
    Figure,
    Mark,
    Note,
    Notes,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from goodoffices.brief.blocks import said


def made_of(*blocks: Paragraph | Bullets | Table | Figure | Notes | Box) -> Document:
    """Make a document of a few blocks."""
    return Document("T", "", "2020-01-01", "open", "V", "c", "d", "1", (Section("S", blocks),))


@pytest.mark.parametrize(
    ("label", "target"),
    [("12", "source-12"), ("J3", "judgement-3"), ("C1–C4", "computed-1"), ("§2", "section-2"), ("x", "source-")],
)
def test_a_mark_knows_where_it_points(label: str, target: str) -> None:
    """The kind of a mark follows from its label."""
    assert Mark(label).target == target


def test_a_mark_says_its_place() -> None:
    """The place stands behind the label."""
    assert (str(Mark("1", "para. 7")), str(Mark("1"))) == ("1, para. 7", "1")


def test_every_sentence_of_every_block_is_found() -> None:
    """Nothing that is said escapes the linter."""
    blocks = (
        Paragraph(said("a")),
        Bullets((Bullet(said("b"), (Bullet(said("c")),)),)),
        Table("t", ("x",), ((said("d"),),), (1,)),
        Notes((Note(Mark("1"), said("e")),)),
        Box("b", (Paragraph(said("f")),)),
        Figure("<svg/>", "alt", "g"),
    )
    assert [one.text for one in made_of(*blocks).sentences()] == list("abcdefg")


def test_json_names_the_kind_of_each_block() -> None:
    """Whoever reads the JSON can tell the blocks apart, inside a box too."""
    found = json.loads(json.dumps(made_of(Box("b", (Paragraph(said("f")),))).to_json()))
    assert found["sections"][0]["blocks"][0]["kind"] == "box"
    assert found["sections"][0]["blocks"][0]["blocks"][0]["kind"] == "paragraph"


def test_a_verdict_is_found_unless_it_is_cited() -> None:
    """What a source demands is the source's; what we demand is found."""
    ours, cited = said("They must stop."), said("They must stop.", "cited")
    faults = made_of(Paragraph(ours), Paragraph(cited)).findings()
    assert [(one.basis, fault.rule) for one, fault in faults] == [("editorial", "verdict")]


def test_computed_sentences_are_held_to_their_own_rule() -> None:
    """A likelihood word in a computed sentence is found, in its lead too."""
    found = made_of(Paragraph((Sentence("x", "computed", lead="Very likely."),))).findings()
    assert [fault.rule for _, fault in found] == ["likelihood-of-computed"]


def test_a_document_is_frozen(document: Document) -> None:
    """Nobody changes a brief after it was composed."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.title = "another"  # type: ignore[misc]
