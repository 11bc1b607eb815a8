"""Layout: what a document says of itself, in the forms in which documents come."""

from __future__ import annotations

import pytest
from tests.unit.record.laying_out import WORDS, laid_out, of_kind, words

from goodoffices.case.anchoring import Span
from goodoffices.record.hints import Hints
from goodoffices.record.layout import lay_out

WIRE = """
    Rebels free 12 prisoners as a gesture

    BY TOMAS HERRERA AND LIN WEI
    ASSOCIATED PRESS

    PORT MARA, Ostria (AP) — Rebels in eastern Ostria released a dozen prisoners on Sunday, the Red Cross said, in a
    step that mediators hope will open the way to talks.

    "This is a humanitarian gesture," said the rebel commander Paul Adu. "We ask nothing in return for it."

    Adu's men captured the soldiers in a raid on March 3. Ostrian President Karl Mewes had demanded their release.
    (Reporting by Tomas Herrera; Editing by Jo March)

    ___

    Follow our coverage at https://example.org/ostria

    Copyright 2016 The Example Press. All rights reserved. This material may not be published or rewritten.
    """


def test_wire_report() -> None:
    """A wire report has a headline, a byline in capitals, a dateline with an agency, credits, and a copyright line."""
    layout = laid_out(WIRE)
    assert words(layout) == ("Rebels free 12 prisoners as a gesture", None, ["TOMAS HERRERA", "LIN WEI"], "AP")
    assert of_kind(layout, "front-matter") == [
        "BY TOMAS HERRERA AND LIN WEI",
        "ASSOCIATED PRESS",
        "PORT MARA, Ostria (AP) —",
    ]
    assert [block.split()[0] for block in of_kind(layout, "paragraph")] == ["Rebels", '"This', "Adu's"]
    assert of_kind(layout, "boilerplate")[0] == "(Reporting by Tomas Herrera; Editing by Jo March)"
    assert not layout.own_statement


def test_dateline_with_date() -> None:
    """A dateline that names the year dates the report; it is no part of the first paragraph."""
    layout = laid_out("""
        LUSAKA, 3 March 2011 (IRIN) - The two sides met for the first time since the raid, and agreed to meet again.

        They left the hall without a word to those who had waited for them in the rain all night.
        """)
    assert words(layout) == (None, "2011-03-03", [], "IRIN")
    assert of_kind(layout, "paragraph")[0].startswith("The two sides")


@pytest.mark.parametrize(
    ("line", "date", "publisher"),
    [
        ("GENEVA (12 May 2021) –", "2021-05-12", None),
        ("Geneva, 30 June 2012 –", "2012-06-30", None),
        ("NEW YORK (Harbour News) --", None, "Harbour News"),
        ("NEW YORK (with pictures) --", None, None),
        ("PORT MARA, Oct 3 (Reuters) -", None, "Reuters"),
        ("UNITED NATIONS —", None, None),
    ],
)
def test_datelines(line: str, date: str | None, publisher: str | None) -> None:
    """A dateline is a place with a date or an agency in brackets, or a place in capitals, before a dash."""
    layout = laid_out(f"{line} The two sides met for the first time since the raid, and they agreed to meet again.")
    assert (words(layout)[1], words(layout)[3]) == (date, publisher)
    assert of_kind(layout, "front-matter") == [line]


@pytest.mark.parametrize("line", ["Geneva –", "NOTE: the two sides", "Minister Ana Roy said:"])
def test_no_dateline(line: str) -> None:
    """A name before a dash, or words before a colon, are no dateline."""
    layout = laid_out(f"{line} The two sides met for the first time since the raid, and they agreed to meet again.")
    assert of_kind(layout, "front-matter") == []


def test_front_matter() -> None:
    """Front matter gives title, date, authors, publisher and address; a time stuck to the date does no harm."""
    layout = laid_out("""
        ---
        title: "A truce in the valley"
        date: 2015-05-04-18-20-01
        updated: 2016-01-01
        authors: [Ana Roy, 'Ben Osei']
        site_name: The Valley Paper
        source_url: https://valley.example/a
        tags:
          - news
          - truce
        empty:
        nothing: ""
        few: [ one,  , two ]
        a line that is none of these
        ---
        The two sides signed a truce on Monday after three weeks of talks in the old customs house.
        """)
    assert words(layout) == ("A truce in the valley", "2015-05-04", ["Ana Roy", "Ben Osei"], "The Valley Paper")
    assert layout.url == "https://valley.example/a"
    assert layout.issued is not None
    assert layout.of(layout.issued.span) == "2015-05-04-18-20-01"
    assert [block.kind for block in layout.blocks] == ["front-matter", "paragraph"]


def test_mail_headers() -> None:
    """Header lines of a mail are front matter; its subject is the title, and its date may be written in words."""
    layout = laid_out("""
        From: press@foreign.example
        Date: Fri, 12 Sep 2014 10:22:01 +0200
        Subject: JOINT COMMUNIQUE of the two ministers

        The Ministers:

        1.   Reaffirmed their commitment to the agreement of 12 December
        2000; and

        2.   Requested the union of their neighbours to go on with its good offices in the
        matter of the boundary.
        """)
    assert words(layout)[:2] == ("JOINT COMMUNIQUE of the two ministers", "2014-09-12")
    assert layout.own_statement
    assert len(of_kind(layout, "paragraph")) == 3


def test_one_header_is_none() -> None:
    """A single line with a colon at the top is a heading or a sentence, not front matter."""
    assert of_kind(laid_out("River: it flows\n\nIt flows on."), "front-matter") == []


def test_opinion() -> None:
    """An opinion piece names its author above and below; who wrote it is no person of the crisis."""
    layout = laid_out("""
        OPINION

        Why Ostria needs a broker

        By Marta Lindqvist

        June 3, 1998

        Ostria's leaders have talked to each other for ten years, and they have nothing to show for it at all.

        The Valley Front would accept Norway. So, I believe, would the palace, though it will not say so now.

        Marta Lindqvist, a former ambassador to Ostria, is a visiting fellow at the Institute for Peace in Uppsala. She
        writes about rivers.

        The views expressed are the author's own.

        Read next

        How the valley was lost
        """)
    assert words(layout) == ("Why Ostria needs a broker", "1998-06-03", ["Marta Lindqvist"], None)
    assert not layout.own_statement
    assert len(of_kind(layout, "paragraph")) == 2
    assert of_kind(layout, "boilerplate")[-1] == "How the valley was lost"


def test_biography_without_byline() -> None:
    """Authors may be named at the end only; a copyright line gives the publisher, not the date."""
    layout = laid_out("""
        - - Tuesday, December 2, 1997

        The two governments have not spoken for a year, and the valley has paid for their silence with its sons.

        Ann Holt is a senior fellow at the Centre for Rivers. Ben de Wit teaches history at the academy in Mara.

        Copyright © 2023 The Harbour Times, LLC. Click here for reprint permission.
        """)
    assert words(layout) == (None, "1997-12-02", ["Ann Holt", "Ben de Wit"], "The Harbour Times, LLC")
    assert of_kind(layout, "front-matter") == ["- - Tuesday, December 2, 1997"]


def test_no_biography() -> None:
    """Somebody of whom the text has spoken before is no author, whatever the office."""
    layout = laid_out("""
        The envoy Lena Brandt met both sides on Monday, and told them that the time for talks was running out.

        Lena Brandt is a professor of law at the academy in Mara, and has led three missions to the valley.
        """)
    assert layout.authors == ()


def test_date_in_first_words() -> None:
    """The words "issued today, DATE" date a statement that has no date of its own."""
    layout = laid_out("""
        The following declaration was issued at Lome on 7 July 1999 by the heads of the two delegations to the talks.

        We agree to stop.
        """)
    assert words(layout)[1] == "1999-07-07"


def test_date_of_address() -> None:
    """Where nothing else dates a page, its address may; the empty span says that the text does not."""
    body = "The two sides signed a truce on Monday after three weeks of talks in the old customs house.\n"
    for address, when in [
        ("https://paper.example/2015/may/04/truce", "2015-05-04"),
        ("https://paper.example/news/2015-05-04-truce", "2015-05-04"),
        ("https://paper.example/2015/13/04/truce", None),
        ("https://paper.example/truce", None),
    ]:
        issued = lay_out(body, WORDS, Hints(url=address)).issued
        assert (issued.when if issued else None) == when
        assert issued is None or issued.span == Span(0, 0)


def test_hints() -> None:
    """A date from outside goes first; title, authors and publisher are taken where the text has them."""
    known = Hints(title="A truce", date="2015-05-04", authors=("Ana Roy", "Nobody"), publisher="The Valley Paper")
    layout = laid_out(
        """
        3 May 1999

        A truce

        Ana Roy writes for The Valley Paper that the two sides signed a truce after three weeks of talks in the house.
        """,
        known,
    )
    assert words(layout) == ("A truce", "2015-05-04", ["Ana Roy"], "The Valley Paper")
    assert laid_out("Nothing of it.", known).title is None
    assert laid_out("3 May 1999", Hints(date="yesterday")).issued is not None


def test_month_above() -> None:
    """A month is better than no date, where no day is named."""
    layout = laid_out("""
        May 1999

        The two sides signed a truce on Monday after three weeks of talks in the old customs house by the river.
        """)
    assert words(layout)[1] == "1999-05"


def test_updated() -> None:
    """The day of an update dates a page where nothing else does; that of a look at it does not."""
    body = (
        "The two sides signed a truce on 4 May 1998 after three weeks of talks in the old customs house by the river."
    )
    layout = lay_out(f"Last updated: 3 May 2019\n\n{body}\n", WORDS)
    assert words(layout)[1] == "2019-05-03"
    assert of_kind(layout, "front-matter") == ["Last updated: 3 May 2019"]
    assert words(lay_out(f"Updated 3 May 2019\n\nPosted 2 May 2019\n\n{body}\n", WORDS))[1] == "2019-05-02"
    assert words(lay_out(f"Accessed 3 May 2019\n\n{body}\n", WORDS))[1] is None


def test_title_twice() -> None:
    """Of a title that stands there twice, that without the name of the site is taken; trails and keys are none."""
    layout = laid_out("""
        Ostria trades blame after truce | The Daily Valley
        Home / World / Africa
        Ostria trades blame after truce
        PUBLISHED : 5 Aug 2003 at 04:30
        NEWSPAPER SECTION: World
        The government and the rebels accused each other on Monday of breaking a six-week-old truce near the river.
        Please log in to comment
        """)
    assert words(layout)[:2] == ("Ostria trades blame after truce", "2003-08-05")
    assert len(of_kind(layout, "paragraph")) == 1
    assert len(of_kind(layout, "front-matter")) == 2


def test_office_as_title() -> None:
    """A heading that may be an office is the title where no other heading is; a ministry of something never is."""
    body = "\n\nThe two sides signed a truce on Monday after three weeks of talks in the old customs house.\n"
    assert words(lay_out(f"Rebels Shell Palace{body}", WORDS))[0] == "Rebels Shell Palace"
    assert words(lay_out(f"Ministry of Defence of Ostria{body}", WORDS))[0] is None


def test_agency_and_month_headers() -> None:
    """Front matter whose date cannot be read leaves the date to the text."""
    text = (
        "---\ntitle: a\ndate: soon\n---\n3 May 1999\n\nThe two sides signed a truce after weeks of talks in the hall."
    )
    assert words(lay_out(text, WORDS))[1] == "1999-05-03"


def test_byline_of_nobody() -> None:
    """A byline that names a desk or an agency names no author."""
    layout = laid_out("""
        By Valley News Desk

        The two sides signed a truce on Monday after three weeks of talks in the old customs house by the river.
        """)
    assert layout.authors == ()


def test_name_in_the_middle() -> None:
    """A line that begins with "By" within the text is no byline."""
    paragraph = "The two sides signed a truce on Monday after three weeks of talks in the old customs house.\n\n"
    layout = lay_out(f"{paragraph * 3}By Force Alone\n\n{paragraph * 6}", WORDS)
    assert layout.authors == ()


def test_masthead() -> None:
    """A newspaper's name before its date is the publisher; the correspondent may stand after "From"."""
    layout = laid_out("""
        THE EVENING LEDGER, Saturday, December 23, 1978, Page A-4

        Ostria waits for the envoy as fleets near the cape

        From RUNA CHAI in Mara and our staff in Lome

        Special to The Evening Ledger

        MARA, Ostria, Dec. 22 -- Gasoline is being sold only to the army here, and the windows have all been taped up.
        """)
    assert words(layout) == (
        "Ostria waits for the envoy as fleets near the cape",
        "1978-12-23",
        ["RUNA CHAI"],
        "THE EVENING LEDGER",
    )
    assert len(of_kind(layout, "front-matter")) == 4
