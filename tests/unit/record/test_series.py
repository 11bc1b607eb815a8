"""Monthly series from counts."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.record.feeds import tally

from goodoffices.errors import CaseError
from goodoffices.record.series import MEASURES, VIEWS, monthly


def test_each_direction_and_both_together() -> None:
    """Counts of both directions add up; sources do not."""
    found = monthly(
        tally([("2017-01", 100)], [("2017-01", 0, "040", 3), ("2017-01", 1, "190", 2), ("2017-01", 1, "108", 1)])
    )
    views = found.views
    assert tuple(views) == VIEWS
    assert all(tuple(view) == MEASURES for view in views.values())
    assert [views[view]["events"][0] for view in VIEWS] == [6, 3, 3]
    assert [views[view]["sources"][0] for view in VIEWS] == [3, 3, 3]
    together = {name: float(values[0]) for name, values in views["together"].items()}
    assert together["verbal_cooperation"] == together["cooperation"] == 3
    assert (together["verbal_conflict"], together["material_conflict"], together["conflict"]) == (1, 2, 3)
    assert (together["mediation_for"], together["mediation_against"]) == (1, 0)
    assert (together["share"], together["conflict_share"]) == (0.06, 0.03)
    assert (together["goldstein_sum"], together["goldstein_mean"], together["weighed"]) == (12, 2, 6)
    assert (found.rows, found.events, found.outside) == (12, 6, 0)


def test_a_month_without_events_is_zero_and_one_outside_the_feed_is_missing() -> None:
    """Only a mean has nothing to be the mean of."""
    found = monthly(tally([("2017-01", 50), ("2017-03", 60)], [("2017-03", 0, "040", 1)]))
    view = found.views["together"]
    assert [str(month) for month in found.months] == ["2017-01", "2017-02", "2017-03"]
    np.testing.assert_array_equal(view["events"], [0, np.nan, 1])
    np.testing.assert_array_equal(view["sources"], [0, np.nan, 3])
    np.testing.assert_array_equal(view["goldstein_mean"], [np.nan, np.nan, 2])
    np.testing.assert_array_equal(view["share"], [0, np.nan, 1 / 60])
    np.testing.assert_array_equal(found.volume, [50, np.nan, 60])
    np.testing.assert_array_equal(found.days, [31, np.nan, 31])


def test_a_feed_without_any_event_of_the_two_gives_zeros() -> None:
    """In every month that it covers."""
    found = monthly(tally([("2017-01", 50), ("2017-02", 60)]))
    assert found.views["together"]["events"].tolist() == [0, 0]
    assert found.rows == 0


def test_strays_count_as_outside() -> None:
    """Months with less than a fiftieth of the fullest within ten years; a month far off is held against none."""
    counts = [("2007-05", 0, "040", 4), ("2016-12", 0, "040", 1)]
    found = monthly(tally([("1990-01", 2), ("2007-05", 19), ("2016-12", 1000)], counts))
    assert found.thin == ("2007-05",)
    assert str(found.months[0]) == "1990-01"
    assert (found.events, found.outside) == (1, 8)
    assert int(np.isnan(found.volume).sum()) == found.months.size - 2


def test_no_month_of_a_small_feed_is_a_stray() -> None:
    """One row beside fifty is few, and not a fiftieth less."""
    assert monthly(tally([("2017-01", 1), ("2017-02", 50)])).thin == ()


def test_months_can_be_asked_for() -> None:
    """The series end where the feed does, even if more was asked for."""
    feed = tally([(f"2017-{k:02d}", 10) for k in range(1, 6)], [("2017-02", 0, "040", 1), ("2017-04", 1, "040", 1)])
    found = monthly(feed, "2017-03", "2019-01")
    assert [str(month) for month in found.months] == ["2017-03", "2017-04", "2017-05"]
    assert found.views["together"]["events"].tolist() == [0, 1, 0]
    assert (found.events, found.outside) == (1, 2)
    assert str(monthly(feed, last="2017-02").months[-1]) == "2017-02"


def test_a_feed_that_names_no_source_has_no_count_of_them() -> None:
    """Unknown is not zero."""
    found = monthly(tally([("2017-01", 10), ("2017-02", 10)], [("2017-01", 0, "040", 1)], sources=0))
    np.testing.assert_array_equal(found.views["together"]["sources"], [np.nan, 0])


@pytest.mark.parametrize("text", ["2017", "2017-13", "2017-00", "17-01", "2017-1", "2017-01-01", "x", "٢٠١٧-٠١"])
def test_what_is_no_month_is_refused(text: str) -> None:
    """With what a month looks like."""
    with pytest.raises(CaseError, match="expected a month such as 2017-09"):
        monthly(tally([("2017-01", 10)]), text)


def test_months_beyond_the_feed_are_refused() -> None:
    """With the months that it has."""
    with pytest.raises(
        CaseError, match="found no row from 2018-01 to 2018-05, expected months from 2017-01 to 2017-02"
    ):
        monthly(tally([("2017-01", 10), ("2017-02", 10)]), "2018-01", "2018-05")


def test_a_feed_without_a_date_is_refused() -> None:
    """There is nothing to make a series of."""
    with pytest.raises(CaseError, match="no row with a date that can be read"):
        monthly(tally([]))


def test_series_cannot_be_changed() -> None:
    """Results are frozen."""
    found = monthly(tally([("2017-01", 10)]))
    with pytest.raises(ValueError, match="read-only"):
        found.views["together"]["events"][0] = 1
