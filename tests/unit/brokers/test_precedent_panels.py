"""Figures by year and state: found, absent, unknown, out of coverage."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.brokers.small_world import origin

from goodoffices.brokers.panels import Panel, panel
from goodoffices.errors import CaseError

PLACE = origin("distance", 1980, 1982)


def pairs(absent: float = np.nan) -> Panel:
    """Return two pairs of states in two years."""
    columns = {"year": [1980, 1981, 1980], "one": [20, 2, 200], "other": [2, 20, 2], "value": [3.0, 4.0, 5.0]}
    return panel(PLACE, columns, absent=absent)


def test_pairs_are_found_in_either_order_and_in_bulk() -> None:
    """Years and codes are broadcast together."""
    assert pairs().at([1980, 1981], 20, 2).tolist() == [3, 4]
    assert pairs().at(1980, [20, 200], 2).tolist() == [3, 5]
    assert float(pairs().at(1981, 2, 20)) == 4


def test_what_is_not_listed_is_absent_inside_the_coverage_and_unknown_outside() -> None:
    """An alliance that is not listed is none; in a year that is not covered nobody knows."""
    assert pairs(0.0).at([1982, 1979, 1983], 2, 20).tolist() == pytest.approx([0, np.nan, np.nan], nan_ok=True)
    assert np.isnan(pairs().at(1982, 2, 20))


def test_rows_without_a_value_are_left_out_and_the_largest_of_several_stays() -> None:
    """A table may list a pair in both directions."""
    columns = {"year": [1980] * 4, "one": [2, 20, 2, 2], "other": [20, 2, 200, 210], "value": [1.0, 3.0, np.nan, 2.0]}
    found = panel(PLACE, columns)
    assert found.at(1980, 2, [20, 200, 210]).tolist() == pytest.approx([3, np.nan, 2], nan_ok=True)
    assert not found.values.flags.writeable


def test_an_empty_table_knows_nothing() -> None:
    """And says so without an error."""
    empty = panel(PLACE, {"year": [], "one": [], "value": []}, absent=0.0)
    assert float(empty.at(1981, 2)) == 0
    assert PLACE.to_json()["kind"] == "distance"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"year": [1980], "one": [0], "value": [1]}, "found the state code 0"),
        ({"year": [1980], "one": [2], "other": [2000], "value": [1]}, "found the state code 2000"),
        ({"year": [1980], "one": [2], "other": [2], "value": [1]}, "found 2 paired with itself"),
    ],
)
def test_impossible_codes_are_refused(columns: dict[str, list[float]], message: str) -> None:
    """With the file and what was found."""
    with pytest.raises(CaseError, match=message):
        panel(PLACE, columns)
