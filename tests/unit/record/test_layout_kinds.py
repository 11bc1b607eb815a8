"""Layout: what each stretch of a document is for."""

from __future__ import annotations

from tests.unit.record.laying_out import WORDS, laid_out, of_kind, words

from goodoffices.record.layout import lay_out
from goodoffices.record.repeats import find_repeats


def test_briefing() -> None:
    """A transcript has a title with a date, lines about time and place, and turns; it is nobody's own statement."""
    layout = laid_out("""
        Department Press Briefing - July 7, 2021

        Daniel Roe, Department Spokesperson

        Washington, D.C.

        2:11 p.m. EDT

        MR. ROE: Good afternoon. We call on both sides to refrain from steps that they cannot take back. We urge them.

        QUESTION: Has there been any -

        MR. ROE: We condemn that. I reject the idea that we stand by while this goes on.

        ###
        """)
    assert words(layout) == ("Department Press Briefing - July 7, 2021", "2021-07-07", [], None)
    assert of_kind(layout, "front-matter") == ["Washington, D.C.", "2:11 p.m. EDT"]
    assert len(of_kind(layout, "paragraph")) == 3
    assert not layout.own_statement


def test_turns_on_lines() -> None:
    """Turns that stand on lines of their own are blocks of their own."""
    layout = laid_out("""
        Q: Will you go back to the table?
        A: Not before the gates are open.
        Ambassador Lind: That is what we have said from the first day on, and we shall go on saying it to you.
        """)
    assert len(layout.blocks) == 3


def test_markdown_and_tags() -> None:
    """Headings, links, pictures, buttons and tags of a page that became Markdown are told apart from its text."""
    layout = laid_out("""
        [Skip to content](#main) | [Home](/) › [News](/news)

        # Ostria presses both sides to pull back

        **By Ghis Mbuyi and Tom Ald** • Published 21 November 2023 08:12 • Updated 22 November 2023 06:40

        <div class="share-bar">[Share on Facebook](#) [Tweet](#)</div>

        ![Soldiers near Mara](/img/a.jpg)
        *Soldiers near Mara. Photo: A. Kav/GLR*

        The minister urged [both sides](/tags/sides) to move their forces back from the line by the end of the month.

        <aside>**Read more:** [Who are they?](/who)</aside>

        ### ‘No more patience’

        | a | table |

        “Nobody here has any more patience,” said a man who sells charcoal at the gate of the camp by the lake.

        **Tags:** [Ostria](/tags/o)

        Sign up for our newsletter | © 2024 Great Valley Review. All rights reserved.
        """)
    title, when, authors, publisher = words(layout)
    assert (title, when) == ("Ostria presses both sides to pull back", "2023-11-21")
    assert (authors, publisher) == (["Ghis Mbuyi", "Tom Ald"], "Great Valley Review")
    assert of_kind(layout, "caption") == ["*Soldiers near Mara. Photo: A. Kav/GLR*"]
    assert [block.split()[0] for block in of_kind(layout, "paragraph")] == ["The", "“Nobody"]
    assert of_kind(layout, "heading")[-1] == "### ‘No more patience’"


def test_captions() -> None:
    """What stands below pictures is known by its words, or by its missing full stop among paragraphs that have one."""
    layout = laid_out("""
        Envoy Ana Roy has arrived in Geneva to attend the talks between the front and the government of Ostria.

        Envoy Ana Roy (left) arrives in Geneva to attend the talks between the front and the government

        Delegates shake hands during the talks in the old customs house by the river

        Some of those who had waited for the news all night in front of the gate of the old customs house

        The two men are seen after the talks, in this picture of the old hall by the lake

        File photo: the old customs house.

        Nothing was agreed on the first day, and nobody had expected that anything would be agreed on it.
        """)
    assert [block.split()[0] for block in of_kind(layout, "caption")] == ["Envoy", "Delegates", "Some", "The", "File"]
    assert find_repeats(layout) == {1: 0}


def test_no_full_stops() -> None:
    """In a text without full stops a long line is a paragraph."""
    layout = laid_out("""
        the two sides met again in the old customs house by the river and they did not agree

        nobody in the town had expected that anything would be agreed on the first day of the talks
        """)
    assert len(of_kind(layout, "paragraph")) == 2


def test_headings_within() -> None:
    """Short lines, lines in capitals and lines with capitals on most words head what follows."""
    layout = laid_out("""
        The two sides signed a truce on Monday after three weeks of talks in the old customs house by the river.

        What comes next

        WHAT THE TWO SIDES AGREED ON IN THE OLD CUSTOMS HOUSE BY THE RIVER

        How the Valley Was Lost and What the Front May Do Next About That Loss

        Nothing was agreed on the first day, and nobody had expected that anything would be agreed on it.
        """)
    assert len(of_kind(layout, "heading")) == 3


def test_lines_without_blank_lines() -> None:
    """A page whose paragraphs are single lines is parted at every line; its tail of buttons is not read."""
    long = (
        "The two governments signed a truce on Monday after three weeks of talks in Geneva, which ended the worst "
        "fighting that the valley has seen in ten years."
    )
    layout = lay_out(
        f"A truce is signed\nBy Jane Doe | Geneva\nMonday 4 May 2015 18.20 BST\n{long}\n"
        'The host called it "a beginning".\nAdvertisement\nShare\nFacebook\nTopics\nOstria\n',
        WORDS,
    )
    assert words(layout)[:3] == ("A truce is signed", "2015-05-04", ["Jane Doe"])
    assert of_kind(layout, "paragraph") == [long, 'The host called it "a beginning".']
    assert of_kind(layout, "boilerplate") == ["Advertisement", "Share", "Facebook", "Topics", "Ostria"]


def test_wrapped_lists() -> None:
    """In wrapped lines a short line ends a paragraph, an item begins one, and a dash within a sentence does not."""
    layout = laid_out("""
        The ministers of the two governments, meeting in Lome at the invitation of
        the chairman - and in the presence of observers -
        agreed to stop.
        Points agreed
        - The gates are to be opened for trucks on the first day of the month.
        (b) The prisoners are to be released within a week of the day on which the
        accord is signed.
        # Annex
        What is set out below is part of the accord, and has the same force as it.
        """)
    starts = [layout.of(block.span).split()[0] for block in layout.blocks]
    assert starts == ["The", "Points", "-", "(b)", "#", "What"]


def test_other_line_ends() -> None:
    """Line separators of other systems part lines too, and a blank line between them is nobody's block."""
    text = "The two sides met.\u2028 \u2028They agreed to stop.\r\nTrucks passed."
    assert [text[block.span.start : block.span.end] for block in lay_out(text, WORDS).blocks] == [
        "The two sides met.",
        "They agreed to stop.",
        "Trucks passed.",
    ]


def test_long_paragraph_is_read() -> None:
    """A long paragraph is read, whatever words it begins with or holds."""
    long = "Read more of what they signed, the minister said, " + "and you will see that every line of it binds " * 6
    layout = lay_out(f"{long}them. It is no newsletter.", WORDS)
    assert of_kind(layout, "paragraph") == [f"{long}them. It is no newsletter."]


def test_empty() -> None:
    """A text without words has no blocks, or only what is not read."""
    assert lay_out("", WORDS).blocks == ()
    assert [block.kind for block in lay_out("* * *\n\n12\n", WORDS).blocks] == ["boilerplate", "boilerplate"]


def test_markup_alone() -> None:
    """A line of a link or of marks that hold no words is not read."""
    assert of_kind(laid_out("https://valley.example/a\n\n<br>\n\n**"), "paragraph") == []


def test_telegram() -> None:
    """A telegram in capitals has a title with its kind, a line of place and time, and its text."""
    layout = laid_out("""
        TELEGRAM FROM THE EMBASSY IN OSTRIA TO THE DEPARTMENT OF STATE

        PORT MARA, MARCH 3, 1957, 2 P.M.

        1. FOREIGN MINISTER SUMMONED ME THIS MORNING. HE SAID HIS GOVERNMENT COULD NOT ACCEPT OBSERVERS ON ITS SIDE.

        HARRISON
        """)
    assert words(layout)[:2] == ("TELEGRAM FROM THE EMBASSY IN OSTRIA TO THE DEPARTMENT OF STATE", "1957-03-03")
    assert len(of_kind(layout, "paragraph")) == 1


def test_credit_in_brackets() -> None:
    """Credits that follow the last sentence within its paragraph are parted from it."""
    layout = lay_out(
        "The two sides met on Monday in the old customs house. (Reporting by Ann Holt; Editing by Jo March)", WORDS
    )
    assert of_kind(layout, "paragraph") == ["The two sides met on Monday in the old customs house."]
    assert of_kind(layout, "front-matter") + of_kind(layout, "boilerplate") == [
        "(Reporting by Ann Holt; Editing by Jo March)"
    ]
