"""What event feeds say of two sides, as one result."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from tests.unit.record.feeds import tally

from goodoffices.record.feeds_result import SEARCHED, dyad_events
from goodoffices.record.series import MEASURES, Reported

FEED = tally(
    [("2017-01", 50), ("2017-03", 60)],
    [("2017-01", 0, "040", 2), ("2017-03", 1, "108", 1), ("2017-03", 0, "126", 1)],
    acts=[
        Reported("2017-03-09", 1, "108", "http://paper.example/1", 2),
        Reported("2017-03-02", 0, "126", None, 1),
        Reported("2007-03-02", 0, "126", None, 1),
    ],
)


def test_keys_of_json_are_stable_and_missing_is_null() -> None:
    """Plain data, that JSON can write without figures that are not numbers."""
    told = json.loads(json.dumps(dyad_events(FEED).to_json(), allow_nan=False))
    assert list(told) == [
        "dyad", "format", "rows", "months", "series", "mediation", "changes", "why_no_changes", "cautions", "method",
        "digest",
    ]  # fmt: skip
    assert told["dyad"] == ["AAA", "BBB"]
    assert told["rows"] == {
        "read": 110, "malformed": 0, "of_dyad": 8, "duplicates": 4, "events": 4, "outside": 0,
    }  # fmt: skip
    assert list(told["series"]) == ["volume", "days", "together", "first_to_second", "second_to_first"]
    assert set(told["series"]["together"]) == set(MEASURES)
    assert told["series"]["together"]["events"] == [2, None, 2]
    assert told["series"]["together"]["goldstein_mean"] == [2.0, None, 2.0]
    assert told["changes"] == []
    assert set(told["why_no_changes"]) == set(SEARCHED)


def test_acts_of_mediation_are_in_order_in_words_and_within_the_feed() -> None:
    """Who acts towards whom, with our sign; what lies outside the months of the series is left out."""
    acts = dyad_events(FEED).mediation
    assert [(act.day, act.who, act.to, act.what, act.sign) for act in acts] == [
        ("2017-03-02", "AAA", "BBB", "rejects mediation", -1),
        ("2017-03-09", "BBB", "AAA", "demands mediation", 1),
    ]
    assert acts[1].story == "http://paper.example/1"
    assert dyad_events(FEED, last="2017-01").mediation == ()


def test_changes_are_told_in_json() -> None:
    """With the means before and after."""
    rng = np.random.default_rng(4)
    months = [str(month) for month in np.arange("2014-01", "2018-01", dtype="datetime64[M]")]
    counts = [(month, 0, "190", int(rng.poisson(4 if k < 24 else 30))) for k, month in enumerate(months)]
    told = dyad_events(tally([(month, 1000) for month in months], counts)).to_json()
    assert [(one["series"], one["month"]) for one in told["changes"]] == [("conflict_share", "2016-01")]
    assert 0 < told["changes"][0]["before"] < told["changes"][0]["after"]
    assert told["why_no_changes"] == {"cooperation_share": "no change stands out from the noise"}


def test_cautions_say_what_belongs_beside_the_figures() -> None:
    """Rows that could not be read, a side that nobody names, gaps, part months, strays, no sources."""
    feed = tally([("2016-01", 1), ("2017-01", 300), ("2017-03", 300)], [("2017-01", 0, "040", 1)],
                 sources=0, malformed=3, named=(0, 4))  # fmt: skip
    days = feed.volume.days.copy()
    days[2] = 5
    feed = dataclasses.replace(feed, volume=dataclasses.replace(feed.volume, days=days))
    assert list(dyad_events(feed).cautions) == [
        "3 of 604 rows could not be read and are left out, such as feed.csv, line 2: too few columns.",
        "No row of the feed names AAA as acting or acted upon.",
        "1 of 3 months are outside the feed: missing, not zero.",
        "Of 2017-03 the feed has 5 of 31 days.",
        "Strays of the feed with few rows count as outside it: 2016-01.",
        "The feed names no sources, so nothing that is told twice could be counted once.",
    ]


def test_many_strays_are_told_in_few_words() -> None:
    """From the first to the last."""
    feed = tally([(f"2016-{k:02d}", 1) for k in range(1, 6)] + [("2017-01", 900)])
    assert any("2016-01 to 2016-05" in line for line in dyad_events(feed).cautions)


def test_rows_without_an_example_are_explained() -> None:
    """They had the right number of columns."""
    feed = dataclasses.replace(tally([("2017-01", 10)], malformed=1), unread=())
    assert "1 of 11 rows could not be read and are left out: no day, or no event code." in dyad_events(feed).cautions


def test_the_digest_is_that_of_what_was_counted() -> None:
    """The same counts have the same digest, others another."""
    first, again = dyad_events(FEED), dyad_events(FEED, last="2017-01")
    assert first.digest == again.digest
    assert len(first.digest) == 64
    assert dyad_events(dataclasses.replace(FEED, malformed=1)).digest != first.digest


def test_a_frame_has_a_row_for_each_view_and_month() -> None:
    """And a column for each measure."""
    pytest.importorskip("pandas")
    frame = dyad_events(FEED).to_frame()
    assert frame.shape == (9, len(MEASURES))
    assert frame.loc[("second_to_first", "2017-03-01"), "mediation_for"] == 1


def test_a_notebook_shows_a_table() -> None:
    """Of both directions, with nothing where the feed is silent."""
    shown = dyad_events(FEED)._repr_html_()
    assert "<td>2017-02</td><td></td>" in shown
    assert "<th>goldstein mean</th>" in shown
