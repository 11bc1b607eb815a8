"""Sentences: what ends one and what does not."""

from __future__ import annotations

import pytest

from goodoffices.record.layout import lay_out
from goodoffices.record.parts import Block, Layout, Span
from goodoffices.record.sentences import cut, split
from goodoffices.store.lexicons import read_lexicon

WORDS = read_lexicon()


def sentences(text: str) -> list[str]:
    """Cut a text that is one block."""
    return [text[span.start : span.end] for span in cut(text, Span(0, len(text)), WORDS)]


@pytest.mark.parametrize(
    "whole",
    [
        "The U.S. Treasury froze the accounts.",
        "She met Gen. Omar Haddad and Mr. Lee in St. Petersburg.",
        "George W. Bush and J. Okello spoke.",
        "Resolution No. 5 and Art. 7 apply.",
        "The talks began at 7.40 a.m. Tuesday in Geneva.",
        "It cost $1.6 billion, i.e. more than planned.",
        "“Why now?” Minister Adeyemi asked.",
        "“Stop!” said Okello.",
        "The process...that leaves nobody behind goes on.",
        "Our neighbour must wait in this country Political dialogue comes first.",
        "1. The parties shall meet.",
        "(a) The parties shall meet.",
        "See www.Example for more.",
        "He wants “peace.” and nothing else",
    ],
)
def test_one_sentence(whole: str) -> None:
    """An abbreviation, an initial, a number or a question within a sentence does not end it."""
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He left for the U.S.", "The envoy stayed."),
        ("He sat in the U.S. Embassy.", "The envoy stayed."),
        ("He met Mr. Lee.", "The envoy stayed."),
        ("It was over.”", "The envoy stayed."),
        ("“We are ready.”", "“They are not.”"),
        ("Is it over?", "Nobody knows."),
        ("It broke down…", "The envoy stayed."),
        ("It broke down . . .", "The envoy stayed."),
        ("They met at 3 p.m.", "Pompous words were heard."),
        ("They agreed in 2017.", "Trucks passed."),
        ("They agreed.[3]", "Trucks passed."),
        ("They agreed (as before).", "Trucks passed."),
        ("They met at Acme Inc.", "He left."),
        ("I did what I could, and so did I.", "Nobody else did."),
        ("They sat with the Joneses' friends.", "2017 was a hard year."),
        ("The page counts.", "5 of them left."),
        ("It was for the E.U.", "“We wait,” she said."),
        ("“Is it over?”", "Nobody in the room knew the answer."),
    ],
)
def test_two_sentences(first: str, second: str) -> None:
    """A mark ends a sentence where a new one begins with a capital, a figure or a quotation mark."""
    assert sentences(f"{first} {second}") == [first, second]


def test_lost_blank() -> None:
    """Where a page lost the blank between two sentences they are still two."""
    assert sentences("The guns fell silent.The envoys met again.") == ["The guns fell silent.", "The envoys met again."]


def test_item_after_line() -> None:
    """A number at the beginning of a line of a list is no sentence."""
    assert sentences("They agreed on this: 1. Trucks pass; 2. Gates open.") == [
        "They agreed on this: 1. Trucks pass; 2. Gates open."
    ]


def test_number_far_from_the_beginning() -> None:
    """A number that ends a long sentence ends it, though it stands at the edge of what is looked at."""
    long = (
        "The envoys of the two sides met again and again in that cold hall by the lake, sixty nights in the winter of 1"
    )
    assert len(sentences(f"{long}. The gates opened.")) == 2


def test_only_what_is_read() -> None:
    """Headings and boilerplate have no sentences; captions have."""
    text = "Head\n\nBody one. Body two.\n\nPicture\n\nClick"
    spans = [(0, 4, "heading"), (6, 25, "paragraph"), (27, 34, "caption"), (36, 41, "boilerplate")]
    layout = Layout(text, tuple(Block(Span(start, end), kind) for start, end, kind in spans))  # type: ignore[arg-type]
    assert [(layout.of(one.span), one.block) for one in split(layout, WORDS)] == [
        ("Body one.", 1),
        ("Body two.", 1),
        ("Picture", 2),
    ]


def test_wrapped_lines() -> None:
    """A sentence runs over the end of a line, and an abbreviation at the end of a line ends nothing."""
    text = (
        "The ministry said that the U.S.\nTreasury had frozen the accounts of the\n"
        "front. It gave no reason for the step it took."
    )
    layout = lay_out(text, WORDS)
    assert [layout.of(one.span).split()[0] for one in split(layout, WORDS)] == ["The", "It"]


def test_endless_sentence() -> None:
    """What goes on for thousands of characters is cut, at a blank where there is one, and nothing is lost."""
    words, letters = "word " * 3_000, "x" * 9_000
    for text in (words.strip(), letters, f"{letters} {words.strip()}"):
        found = sentences(text)
        assert all(len(one) <= 4_000 for one in found)
        assert "".join("".join(found).split()) == "".join(text.split())


def test_blanks_beyond_the_limit() -> None:
    """A long run of blanks within a sentence makes no empty sentence."""
    found = sentences("a" + " " * 9_000 + "b")
    assert found == ["a", "b"]


def test_abbreviations_in_a_row() -> None:
    """Many abbreviations in a row are one sentence, however many."""
    assert len(sentences("the U.S. Army, " * 200 + "and no more.")) == 1
