"""Layout: documents that are themselves a statement, and reports that are none."""

from __future__ import annotations

from tests.unit.record.laying_out import WORDS, laid_out, of_kind, words

from goodoffices.record.hints import Hints
from goodoffices.record.layout import lay_out


def test_letterhead() -> None:
    """The letterhead of a ministry is its publisher, not the title; a title may run over two lines."""
    layout = laid_out("""
        MINISTRY OF FOREIGN AFFAIRS OF OSTRIA

        Press Service

        4 June 2021, No. 118

        COMMUNIQUÉ
        on the situation at the border

        In the early morning of 3 June a group of some forty soldiers advanced into the area of the water gate.

        The Ministry expresses its strong protest, and calls upon its neighbours to show restraint from now on.

        Port Mara
        """)
    title = "COMMUNIQUÉ\non the situation at the border"
    assert words(layout) == (title, "2021-06-04", [], "MINISTRY OF FOREIGN AFFAIRS OF OSTRIA")
    assert of_kind(layout, "front-matter") == ["Press Service", "4 June 2021, No. 118"]
    assert layout.own_statement


def test_statement_passed_on() -> None:
    """A statement that a press office passes on is a statement, though it speaks in the third person."""
    layout = laid_out("""
        SG/SM/14021
        12 APRIL 2012

        SECRETARY-GENERAL WELCOMES TRUCE IN BORDER DISTRICT

        The following statement was issued today by the Spokesperson for the Secretary-General:

        The Secretary-General welcomes the cessation of hostilities that took effect this morning in the valley.

        He calls on all sides to keep their word, and stands ready to send observers to the line of contact.

        For information media • not an official record
        """)
    assert words(layout)[:2] == ("SECRETARY-GENERAL WELCOMES TRUCE IN BORDER DISTRICT", "2012-04-12")
    assert layout.own_statement
    assert of_kind(layout, "boilerplate") == ["For information media • not an official record"]


def test_statement_in_the_first_person() -> None:
    """A text that calls, urges and condemns in the first person is a statement, even without a title."""
    layout = laid_out("""
        We condemn in the strongest terms the attack on the convoy in Mara, for which there can be no excuse at all.

        We call on all sides to respect the truce. I urge those who have influence over the front to use it now.
        """)
    assert layout.own_statement


def test_quoted_first_person() -> None:
    """The first person within quotation marks makes no statement of a report."""
    layout = laid_out("""
        “We condemn the attack,” the minister said. “We call on all sides to respect the truce, and urge them.”

        'I reject that,' the commander said. 'I call on him to come here, and we demand that he brings his papers.'
        """)
    assert not layout.own_statement


def test_news_about_a_statement() -> None:
    """A report whose headline speaks of a statement is a report."""
    layout = laid_out("""
        Statement on valley angers opposition leaders

        The opposition said on Monday that the palace had said too much, and that it would say so in the assembly.

        The palace said that it had said nothing, and told the opposition to read the text before it said more.

        Its spokesman added that he had nothing to add.
        """)
    assert not layout.own_statement


def test_tagged_statement() -> None:
    """A tag of the front matter, or the address, can say that a text is a statement."""
    body = (
        "The people of the valley have suffered for seventeen months. The siege of their town has to end at once now.\n"
    )
    address = "https://office.example/statements-releases/2024/09/17/on-the-valley/"
    assert lay_out(f"---\ntags: statements-releases\ndate: 2024-09-17\n---\n\n{body}", WORDS).own_statement
    layout = lay_out(body, WORDS, Hints(url=address))
    assert layout.own_statement
    assert layout.url == address


def test_date_below() -> None:
    """A declaration may be dated at its end; the place before the date does not hide it."""
    layout = laid_out("""
        COMMUNIQUE No. 07

        We hold the other side responsible for the blood that was shed, and we demand that its soldiers withdraw.

        Glory to our dead!

        Done in the forest, 1 November 2018

        For the General Staff,
        Commander Lami Teng
        Spokesman
        """)
    assert words(layout)[:2] == ("COMMUNIQUE No. 07", "2018-11-01")
    assert layout.own_statement
    assert of_kind(layout, "boilerplate") == ["Done in the forest, 1 November 2018"]


def test_publisher_line() -> None:
    """A line above a statement may say from whom it comes; one with the address of a mail does not."""
    layout = laid_out("""
        Home > Newsroom > Statements > 2022

        Joint statement by the three ministers on the valley

        From: Federal Ministry for Foreign Affairs
        Published 12 December 2022

        We strongly condemn the attack on the patrol in the north, for which there can be no excuse whatsoever.

        End text.
        """)
    assert words(layout)[1:] == ("2022-12-12", [], "Federal Ministry for Foreign Affairs")
    assert of_kind(layout, "boilerplate") == ["Home > Newsroom > Statements > 2022", "End text."]
    body = "We strongly condemn the attack on the patrol in the north, for which there can be no excuse whatsoever."
    assert words(lay_out(f"From: press@valley.example\n\n{body}\n", WORDS))[3] is None


def test_address_with_place_and_note() -> None:
    """A line of place, date and "check against delivery" is about the document; lines of a quotation are one block."""
    layout = laid_out("""
        The Presidency of Ostria

        Address by President Ilin Vart on the valley

        Port Mara, April 28, 2022 — check against delivery

        On Monday afternoon grenades were fired at the building of the so-called ministry of the so-called state.

        > We will not talk to puppets.
        > — Ilin Vart
        """)
    assert words(layout)[1:] == ("2022-04-28", [], "The Presidency of Ostria")
    assert of_kind(layout, "front-matter") == ["Port Mara, April 28, 2022 — check against delivery"]
    assert layout.blocks[-1].kind == "caption"
