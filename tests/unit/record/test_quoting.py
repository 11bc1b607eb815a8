"""Words within quotation marks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.unit.record.speaking import english

from goodoffices.case.anchoring import blocks
from goodoffices.record.parts import Block, BlockKind, Layout
from goodoffices.record.quoting import find_quotes
from goodoffices.record.sentences import split


def quoted(text: str, kinds: Mapping[int, BlockKind] | None = None) -> list[tuple[str, bool]]:
    """Return the words of each quotation, and whether it is a mere phrase."""
    layout = Layout(text, tuple(Block(span, (kinds or {}).get(k, "paragraph")) for k, span in enumerate(blocks(text))))
    found = find_quotes(layout, split(layout, english()), english())
    assert all(one.outer.start < one.span.start <= one.span.end <= one.outer.end for one in found)
    return [(layout.of(one.span), one.scare) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "“We will open the crossing,” she said.",
        '"We will open the crossing," she said.',
        "'We will open the crossing,' she said.",
        "‘We will open the crossing,’ she said.",
        "«We will open the crossing,» she said.",
        "« We will open the crossing, » she said.",
        "»We will open the crossing,« she said.",
        "‹We will open the crossing,› she said.",
        "„We will open the crossing,“ she said.",
        "„We will open the crossing,” she said.",
        "‚We will open the crossing,‘ she said.",
        "”We will open the crossing,” she said.",
        "″We will open the crossing,″ she said.",
        "``We will open the crossing,'' she said.",
        "``We will open the crossing,`` she said.",
        'She said: ("We will open the crossing,").',
        'She said:"We will open the crossing,"',
        "She said“We will open the crossing,”",
        '"We will open the crossing,"she said.',
    ],
)
def test_marks_of_many_kinds(text: str) -> None:
    """Straight, curly, single, double, angled, low, typewritten; with a blank too many or too few."""
    assert quoted(text) == [("We will open the crossing,", False)]


def test_apostrophes_are_no_marks() -> None:
    """In a word, at its end, and for letters or figures left out."""
    assert quoted("The women's union, the workers' party and the minister's aides met in the '90s. 'Tis late.") == []
    assert quoted("The '80s men's dock workers' pact") == []
    assert quoted("'...and then we went home for good,' he said.") == [("...and then we went home for good,", False)]
    assert quoted("It was the ministers’ plan, and the women’s.") == []
    assert quoted("It wasn't the rebels' 'final word on all of this,' he said.") == [
        ("final word on all of this,", False)
    ]


def test_a_plural_within_single_marks() -> None:
    """The mark after the s closes nothing where another closes later."""
    assert quoted("'The two sides' claims must be heard before we sign,' he said.") == [
        ("The two sides' claims must be heard before we sign,", False)
    ]
    assert quoted("He called them 'our dear old friends' and then 'the worst of all foes.'") == [
        ("our dear old friends", False),
        ("the worst of all foes.", False),
    ]
    assert quoted("'The two sides' claims of \"peace\" now must be heard first,' he said.") == [
        ('The two sides\' claims of "peace" now must be heard first,', False)
    ]
    assert quoted("They spoke of 'all of their own rights' and left.") == [("all of their own rights", False)]
    assert quoted("He wrote 'we saw the ships' of theirs' again") == [("we saw the ships", False)]


def test_quotations_within_quotations() -> None:
    """Only the outermost are found."""
    assert quoted("“They told us ‘never again,’ and we believed it,” she said.") == [
        ("They told us ‘never again,’ and we believed it,", False)
    ]
    assert quoted("“They told us 'never and 'not yet,' so we left,” she said.") == [
        ("They told us 'never and 'not yet,' so we left,", False)
    ]
    assert quoted("“The pact lacks a “third way” that we all want,” she said.") == [
        ("The pact lacks a “third way” that we all want,", False)
    ]


def test_a_quotation_over_several_paragraphs() -> None:
    """Every paragraph has its part; a caption between them is passed over."""
    text = "“We came here to talk.\n\n“We stayed for a week.\n\nA hall\n\n“Now we go home,” he said."
    assert quoted(text, {2: "caption"}) == [
        ("We came here to talk.", False),
        ("We stayed for a week.", False),
        ("Now we go home,", False),
    ]


def test_a_mark_that_is_never_closed() -> None:
    """The quotation ends with its sentence, or where the next one begins."""
    assert quoted("He spoke of “the last chance for peace. The guns went on.") == [
        ("the last chance for peace.", False)
    ]
    assert quoted("It was “an open door to all, “a very last hope for them.” So he said.") == [
        ("an open door to all,", False),
        ("a very last hope for them.", False),
    ]
    assert quoted('The "open door of the hall was shut. The "second door of the house" was not.') == [
        ("open door of the hall was shut.", False),
        ("second door of the house", False),
    ]
    assert quoted("It was “a, “b, “the very last hope of theirs.”") == [
        ("a,", True),
        ("b,", True),
        ("the very last hope of theirs.", False),
    ]
    assert quoted("'We came to this hall to talk") == [("We came to this hall to talk", False)]


def test_a_mark_that_was_never_opened() -> None:
    """It is passed over."""
    assert quoted('We will open the crossing,” she said. The pipe is 5" wide.') == []
    assert quoted("A ” B. “  ” “”") == []


def test_depth_has_an_end() -> None:
    """Marks within marks without end are neither remembered nor a burden."""
    assert len(quoted("“a ‘b " * 40)) == 1


def test_what_is_not_read() -> None:
    """Headings and boilerplate hold no quotations."""
    assert quoted("“We will open the crossing,” she said.", {0: "heading"}) == []


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ("The future “substate” is open.", True),
        ("They want an “honest broker.”", True),
        ("The so-called “great and lasting peace” failed.", True),
        ("He signed a paper titled “a new road for all”.", True),
        ("They signed the “Charter of the Two Rivers” there.", True),
        ("“Never again!” the crowd shouted.", False),
        ("“Never again,” said the minister of trade.", False),
        ("She said “no.”", False),
        ("She described it as “unworkable”.", False),
        ("A deal is “a long way off for us” now.", False),
        ("“No.” Then he left.", True),
    ],
)
def test_phrases_that_nobody_speaks(text: str, scare: bool) -> None:  # noqa: FBT001 - a column of the table
    """Few words without a verb of saying, words that are talked about, and titles."""
    assert [one[1] for one in quoted(text)] == [scare]


def test_a_quotation_before_any_sentence() -> None:
    """Without sentences the block stands for them."""
    text = "“We will open the crossing"
    layout = Layout(text, tuple(Block(span, "paragraph") for span in blocks(text)))
    (found,) = find_quotes(layout, (), english())
    assert layout.of(found.span) == "We will open the crossing"
