"""The frontier as a result: order, JSON, frame, page."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from goodoffices.settle import Frontier, Problem, additive, frontier


def problem() -> Problem:
    """Two parties with opposed interests over two issues."""
    return additive([[[3, 0], [0, 2]], [[1, 0], [0, 4]]], parties=("A", "B"), issues=("x", "y"))


def test_points_are_sorted_by_the_first_party() -> None:
    """The best package of the first party comes first, whatever order they were found in."""
    found = Frontier.of(problem(), np.array([[1, 1], [0, 0], [0, 1]]), method="by hand", ties=[1, 2, 3])
    assert found.utilities.tolist() == [[4, 0], [3, 4], [0, 6]]
    assert found.ties == (2, 3, 1)
    assert found.complete
    assert len(found) == 3


def test_an_empty_frontier_keeps_its_shape() -> None:
    """No point is no error."""
    found = Frontier.of(problem(), np.zeros((0, 2), int), method="by hand")
    assert found.packages.shape == (0, 2)
    assert found.utilities.shape == (0, 2)


def test_json_has_names_floats_and_exact_fractions() -> None:
    """Utilities stand on the scale of the input; a partial frontier says so and gives its bound."""
    found = Frontier.of(problem(), np.array([[0, 1]]), method="by hand", bound=(4, 6))
    told = found.to_json()
    assert told["outcomes"] == "4"
    assert told["frontier"] == [
        {"package": {"x": "1", "y": "2"}, "utilities": {"A": 3.0, "B": 4.0}, "exact": {"A": "3", "B": "4"}}
    ]
    assert (told["complete"], told["bound"]) == (False, {"A": 4.0, "B": 6.0})
    assert frontier(problem()).to_json()["frontier"][0]["ties"] == "1"


def test_a_frame_has_a_row_for_each_point() -> None:
    """Options by name, utilities by party."""
    frame = frontier(problem()).to_frame()
    assert list(frame.columns) == ["x", "y", "utility of A", "utility of B"]
    assert len(frame) == 3


def test_a_notebook_shows_a_table_and_says_what_it_leaves_out() -> None:
    """Names are escaped; beyond fifty points the rest is counted."""
    wide = additive([[[k, 60 - k] for k in range(60)]], parties=("<A>", "B"))
    shown = frontier(wide)._repr_html_()
    assert "&lt;A&gt;" in shown
    assert "<p>10 more</p>" in shown
    assert "60 undominated packages of 60 (complete)" in shown
    partial = Frontier.of(problem(), np.array([[0, 1]]), method="by hand", bound=(4, 6))
    assert "(partial)" in partial._repr_html_()


def test_results_cannot_be_changed() -> None:
    """Arrays are read only."""
    with pytest.raises(ValueError, match="read-only"):
        frontier(problem()).packages[0, 0] = 1
    assert problem().units == (Fraction(1), Fraction(1))
