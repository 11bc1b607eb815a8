"""Dates of a text, resolved against the day on which it was issued."""

from __future__ import annotations

import pytest

from goodoffices.case.anchoring import Span
from goodoffices.record.dating import find_absolute, find_dates
from goodoffices.record.layout import lay_out
from goodoffices.record.parts import Block, Dated, Layout
from goodoffices.record.reckoning import precision_of
from goodoffices.record.sentences import split
from goodoffices.store.lexicons import read_lexicon

WORDS = read_lexicon()
SATURDAY = "2020-09-12"


def dates(text: str, issued: str | None = SATURDAY) -> list[tuple[str, str]]:
    """Find the dates of a text of one block: the words, and what they mean."""
    dated = Dated(Span(0, 0), issued, precision_of(issued)) if issued else None
    layout = Layout(text, (Block(Span(0, len(text)), "paragraph"),), issued=dated)
    return [(layout.of(one.span), one.when) for one in find_dates(layout, split(layout, WORDS), WORDS)]


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("2017-12-12", "2017-12-12"),
        ("2017-12-12T10:30:00Z", "2017-12-12"),
        ("December 12, 2017", "2017-12-12"),
        ("Dec. 12, 2017", "2017-12-12"),
        ("DECEMBER 12, 2017", "2017-12-12"),
        ("Tuesday, December 12, 2017", "2017-12-12"),
        ("Tues. 12 December 2017", "2017-12-12"),
        ("the 12th of December, 2017", "2017-12-12"),
        ("12th day of December 2017", "2017-12-12"),
        ("12\nDecember 2017", "2017-12-12"),
        ("12/26/2017", "2017-12-26"),
        ("26.12.2017", "2017-12-26"),
        ("5/5/2017", "2017-05-05"),
        ("September 2017", "2017-09"),
        ("early September of 2017", "2017-09"),
        ("the summer of 2017", "2017-22"),
        ("March and May 2017", "2017-03/2017-05"),
        ("November 2016–January 2017", "2016-11/2017-01"),
        ("11-13 September 2017", "2017-09-11/2017-09-13"),
        ("September 11 to 13, 2017", "2017-09-11/2017-09-13"),
        ("1924-1927", "1924/1927"),
        ("1914–18", "1914/1918"),
        ("early 1990s", "199X"),
        ("19th century", "18XX"),
        ("9/11", "2001-09-11"),
        ("May 2021", "2021-05"),
    ],
)
def test_absolute(words: str, when: str) -> None:
    """A date with its year needs no other date; its span is the whole expression."""
    assert dates(f"They met, in {words}, again.", None) == [(words, when)]


@pytest.mark.parametrize(
    ("sentence", "words", "when"),
    [
        ("They met on December 12.", "December 12", "2019-12-12"),
        ("They met on 29 February.", "29 February", "2020-02-29"),
        ("They met on Friday.", "Friday", "2020-09-11"),
        ("They met on Saturday.", "Saturday", "2020-09-12"),
        ("They met last Saturday.", "last Saturday", "2020-09-05"),
        ("They met in September.", "September", "2020-09"),
        ("They met in November.", "November", "2019-11"),
        ("They met last September.", "last September", "2019-09"),
        ("They met last October.", "last October", "2019-10"),
        ("They met this January.", "this January", "2020-01"),
        ("They met in mid-July.", "mid-July", "2020-07"),
        ("They met in May of last year.", "May of last year", "2019-05"),
        ("They met on 2 May this year.", "2 May this year", "2020-05-02"),
        ("They met on May 2 last year.", "May 2 last year", "2019-05-02"),
        ("They met last November 3.", "last November 3", "2019-11-03"),
        ("The July accord failed.", "July", "2020-07"),
        ("They met today.", "today", "2020-09-12"),
        ("They met yesterday.", "yesterday", "2020-09-11"),
        ("They met last night.", "last night", "2020-09-11"),
        ("They met last week.", "last week", "2020-08-31/2020-09-06"),
        ("They met this week.", "this week", "2020-09-07/2020-09-12"),
        ("They met over the weekend.", "the weekend", "2020-09-05/2020-09-06"),
        ("They met last month.", "last month", "2020-08"),
        ("They met earlier this year.", "earlier this year", "2020"),
        ("They met last year.", "last year", "2019"),
        ("They met 5 days ago.", "5 days ago", "2020-09-07"),
        ("They met three weeks ago.", "three weeks ago", "2020-08-17/2020-08-23"),
        ("They met two months ago.", "two months ago", "2020-07"),
        ("They met three years ago.", "three years ago", "2017"),
        ("They met some 70 years ago.", "some 70 years ago", "1950~"),
        ("They met two decades ago.", "two decades ago", "2000~"),
        ("They met over the past two years.", "the past two years", "2018/2020"),
        ("They met in the last three months.", "the last three months", "2020-06/2020-09"),
        ("They met in the past ten days.", "the past ten days", "2020-09-02/2020-09-12"),
        ("They met over the past week.", "the past week", "2020-09-05/2020-09-12"),
        ("They have fought for over 17 long months.", "for over 17 long months", "2019-04~/2020-09"),
        ("They met on New Year's Day.", "New Year's Day", "2020-01-01"),
        ("They met from August 3 to 5.", "August 3 to 5", "2020-08-03/2020-08-05"),
        ("They met on June 11 and 12 in Lome.", "June 11 and 12", "2020-06-11/2020-06-12"),
        ("They met between March and May.", "March and May", "2020-03/2020-05"),
        ("They met from Monday to Friday.", "Monday to Friday", "2020-09-07/2020-09-11"),
    ],
)
def test_resolved_to_the_past(sentence: str, words: str, when: str) -> None:
    """What is told from today, or without a year, means the last such day before the text was issued."""
    assert dates(sentence) == [(words, when)]


@pytest.mark.parametrize(
    ("sentence", "words", "when"),
    [
        ("They will meet on Sunday.", "Sunday", "2020-09-13"),
        ("On Sunday the two sides will meet.", "Sunday", "2020-09-13"),
        ("They would discuss it when they meet on Sunday.", "Sunday", "2020-09-13"),
        ("They will meet on December 20.", "December 20", "2020-12-20"),
        ("They demanded a withdrawal by 1 March.", "1 March", "2021-03-01"),
        ("They vote ahead of the election in November.", "November", "2020-11"),
        ("They will meet next Friday.", "next Friday", "2020-09-18"),
        ("They will meet next March.", "next March", "2021-03"),
        ("They will meet tomorrow.", "tomorrow", "2020-09-13"),
        ("They will meet next week.", "next week", "2020-09-14/2020-09-20"),
        ("They will meet next weekend.", "next weekend", "2020-09-12/2020-09-13"),
        ("They will meet this week.", "this week", "2020-09-07/2020-09-13"),
        ("They will meet next year.", "next year", "2021"),
        ("They meet next 3 May.", "next 3 May", "2021-05-03"),
        ("They meet in May next year.", "May next year", "2021-05"),
    ],
)
def test_resolved_to_the_future(sentence: str, words: str, when: str) -> None:
    """Where the sentence looks ahead, the next such day is meant."""
    assert dates(sentence) == [(words, when)]


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("He said on Friday that talks would resume.", "2020-09-11"),
        ("The man who will lead them said on Friday that he was ready.", "2020-09-11"),
        ("On Friday he said that they will meet.", "2020-09-11"),
        ("They would have met on Friday.", "2020-09-11"),
        ("By November they had taken the town.", "2019-11"),
        ("On Friday they would have met.", "2020-09-11"),
        ("They met on Friday in the hall by the lake.", "2020-09-11"),
    ],
)
def test_speech_about_the_future(sentence: str, when: str) -> None:
    """The day on which something was said of the future lies in the past."""
    assert [found for _, found in dates(sentence)] == [when]


@pytest.mark.parametrize(
    ("dateline", "when"),
    [
        ("MARA, Dec. 22 --", "1978-12-22"),
        ("MARA, Nov. 22 --", "1978-12-23"),
        ("MARA (AP) --", "1978-12-23"),
        ("MARA, Dec. 24 --", "1978-12-23"),
    ],
)
def test_day_of_the_dateline(dateline: str, when: str) -> None:
    """A report printed on Saturday speaks of the day of its dateline when it says "today"."""
    text = f"Saturday, December 23, 1978\n\n{dateline} The two sides met today in the old customs house by the river."
    layout = lay_out(text, WORDS)
    assert [one.when for one in find_dates(layout, split(layout, WORDS), WORDS)] == [when]


def test_near_ahead() -> None:
    """A day that is weeks ahead and nearly a year back is the one ahead: for the other the year would be named."""
    assert dates("They meet on 9 January.", "2017-12-26") == [("9 January", "2018-01-09")]


@pytest.mark.parametrize(
    "sentence",
    [
        "They met on Friday, December 12, last month, in May, today, 70 years ago and over the past two years.",
        "They met next week, this weekend, on New Year's Day, last Monday and for two years they have waited.",
        "They met in May last year, and on 3 May last year.",
        "They met tomorrow and on the following Monday; a week later, the next day, they left.",
    ],
)
def test_open_without_issue(sentence: str) -> None:
    """Without the day of issue what hangs on it stays open."""
    assert dates(sentence, None) == []


def test_issued_in_a_month() -> None:
    """A month of issue resolves months and years, but neither weekdays nor weeks nor days."""
    text = "They met on Friday, last week, today, over the weekend, last month, in the past three days and last year."
    assert dates(text, "2020-09") == [("last year", "2019")]
    assert dates("They have fought for six months.", "2020-09") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "May said that she might.",
        "Theresa May left in haste.",
        "They march on the capital.",
        "April Smith and June Okello spoke.",
        "August visitors came.",
        "The July-born child sang.",
        "Black September struck.",
        "The Sunday Times wrote it.",
        "On Fridays they pray.",
        "Today's paper has it.",
        "It killed 2010 people, and 1999 civilians fled.",
        "Resolution 2015 was adopted under Article 1999.",
        "It cost $2015, or 2,015 euros, or 2015.5 pounds.",
        "They moved 1950 tanks.",
        "Some 2001 of them left.",
        "It was 3/4/2017 or 31/2/2017.",
        "They met on 31 February and June 31.",
        "In March 12 soldiers died there.",
        "They met on the last day of the talks, and in the last week of them.",
        "This day they fought for two days.",
        "They meet in recent days.",
        "Half a year ago they met.",
        "They met 9000 years ago.",
        "The day after the attack they met; two days before the vote they left.",
        "They fought for ten years.",
        "They waited 300 centuries ago.",
        "They waited for the past 300 centuries.",
        "From 12 to 9 May they met.",
        "1999-98 was a bad season.",
        "On June 11 and 12 trucks came.",
        "The past days were quiet.",
    ],
)
def test_no_dates(sentence: str) -> None:
    """Names, verbs, amounts and numbers of documents are no dates, nor is what cannot be."""
    found = [one for one in dates(sentence) if one[0] not in {"March", "June 11"}]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("It began in 1994.", ["1994"]),
        ("The 1994 accord failed.", ["1994"]),
        ("The accord (1994) failed.", ["1994"]),
        ("Resolution 2231 (2015) holds.", ["2015"]),
        ("It held since 1994 and 1999.", ["1994", "1999"]),
        ("It held from 1994 to 1999.", ["1994/1999"]),
        ("It held between 1994 and 1999.", ["1994/1999"]),
        ("It held from 1999 to 1994.", ["1999", "1994"]),
        ("From the 1990s to 2004 it held.", ["199X/2004"]),
        ("It held between 1 May 2017 and 3 to 5 June 2018.", ["2017-05-01", "2018-06-03/2018-06-05"]),
        ("The 1994 failed.", ["1994"]),
        ("The 1994, they say, failed.", []),
    ],
)
def test_years(sentence: str, years: list[str]) -> None:
    """A number of four digits is a year after a preposition, within brackets, or before what it names."""
    assert [when for _, when in dates(sentence)] == years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 7 May 1999 they signed. A week later war came.", ["1999-05-07", "1999-05-14~"]),
        ("On 7 May 1999 they signed. A fortnight earlier nobody would.", ["1999-05-07", "1999-04-23~"]),
        ("On 7 May 1999 they signed. Two months later war came.", ["1999-05-07", "1999-07"]),
        ("On 7 May 1999 they signed. The next day war came.", ["1999-05-07", "1999-05-08"]),
        ("On 7 May 1999 they signed, and that evening they sang.", ["1999-05-07", "1999-05-07"]),
        ("On 7 May 1999 they signed. The previous day war came.", ["1999-05-07", "1999-05-06"]),
        ("On 7 May 1999 they signed. On the following Monday war came.", ["1999-05-07", "1999-05-10"]),
        ("In May 1999 they signed. A week later war came.", ["1999-05"]),
        ("On 7 May 1999 they signed. Two days after, war came.", ["1999-05-07", "1999-05-09"]),
        ("It came a month after the 9/11 attacks.", ["2001-10", "2001-09-11"]),
        ("It came two days before 3 May 1999.", ["1999-05-01", "1999-05-03"]),
        ("It came one day after the 19th anniversary of the 9/11 attacks.", ["2001-09-11"]),
        ("It came two days after the summer of 1999.", ["1999-22"]),
        ("It came two days after May 31.", []),
    ],
)
def test_hanging_on_another_date(text: str, found: list[str]) -> None:
    """The words "a week later" hang on the last day that was named, "a month after" on that which follows."""
    assert [when for _, when in dates(text, None)] == found


def test_story() -> None:
    """In a tale of a past year its days and months belong to that year, until the block ends."""
    text = "On 21 March 2011 they met. On 25 March they parted. In May they met again."
    assert [when for _, when in dates(text)] == ["2011-03-21", "2011-03-25", "2011-05"]
    assert [when for _, when in dates(text, None)] == ["2011-03-21", "2011-03-25", "2011-05"]
    news = "The accord of 21 March 2011 failed. He left on 25 August. On 2 February he came back."
    assert [when for _, when in dates(news)] == ["2011-03-21", "2020-08-25", "2020-02-02"]
    earlier = "In 2011, on 21 March, they met. In January they parted."
    assert [when for _, when in dates(earlier, None)] == ["2011", "2011-03-21"]


def test_story_ends_with_its_block() -> None:
    """A year that one block tells of does not hold in the next one."""
    text = "On 21 March 2011 they met.\n\nOn 25 March they parted."
    layout = Layout(text, (Block(Span(0, 26), "paragraph"), Block(Span(28, len(text)), "paragraph")))
    assert [one.when for one in find_dates(layout, split(layout, WORDS), WORDS)] == ["2011-03-21"]


def test_edges_of_time() -> None:
    """What would lie before the first year or after the last one stays open."""
    assert dates("They met 900 years ago.", "0500-01-01") == []
    assert dates("They met 90 days ago.", "0001-02-01") == []
    assert dates("They met on 29 February.", "9998-03-01") == []


def test_find_absolute() -> None:
    """A whole date in a stretch is found; a year alone is none."""
    text = "In 1999, or rather on 3 May 2001"
    found = find_absolute(text, Span(0, len(text)), WORDS)
    assert found is not None
    assert (text[found.span.start : found.span.end], found.when, found.precision) == ("3 May 2001", "2001-05-03", "day")
    assert find_absolute("In 1999", Span(0, 7), WORDS) is None
