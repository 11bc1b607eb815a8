"""Curves that ties follow keep their ends and their distances."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from goodoffices.drawing.geometry import Box, along, around, curve, length, parallel, path, resample, trim, zigzag
from goodoffices.drawing.routes import Route, set_labels
from goodoffices.drawing.symbols import MapEdge, MapNode, draw_tie, spot_at

LINE = curve((0, 0), (100, 0), 0.0, 10)


def test_points_along_a_line() -> None:
    """The middle is in the middle; past the end is the end; a line of no length has a heading."""
    assert along(LINE, 0.5) == ((50.0, 0.0), (1.0, 0.0))
    assert along(LINE, 1.2)[0] == (100.0, 0.0)
    assert along(((3.0, 3.0), (3.0, 3.0)), 0.5) == ((3.0, 3.0), (1.0, 0.0))
    assert length(curve((5, 5), (5, 5), 0.0)) == pytest.approx(0)


def test_resampled_lines_keep_their_ends() -> None:
    """Points come at equal distances."""
    even = resample(curve((0, 0), (100, 0), 30), 5)
    assert even[0] == (0.0, 0.0)
    assert even[-1] == pytest.approx((100.0, 0.0))
    steps = [math.dist(a, b) for a, b in pairwise(even)]
    assert max(steps) - min(steps) < 0.5


def test_trimming_leaves_what_is_outside_both_shapes() -> None:
    """Two points remain even where the shapes cover the line."""
    assert trim(LINE, lambda p: p[0] < 15, lambda p: p[0] > 85) == LINE[2:9]
    assert len(trim(LINE, lambda _: True, lambda _: True)) == 2
    assert len(trim(LINE, lambda p: p[0] < 85, lambda p: p[0] > 15)) == 2


def test_parallels_and_zigzags_stay_near_the_line() -> None:
    """A parallel keeps its distance; a zigzag swings to both sides and ends on the line."""
    assert {round(y, 6) for _, y in parallel(LINE, 3)} == {-3.0}
    swing = zigzag(LINE, 4)
    assert {round(y, 6) for _, y in swing} == {-4.0, 0.0, 4.0}
    assert swing[0] == (0.0, 0.0)
    assert path(((0, 0), (1, 2.344))) == "M0.00 0.00L1.00 2.34"


def test_boxes_meet_hold_and_lie_within() -> None:
    """Touching with a gap counts as meeting."""
    box = around(10, 10, 10, 10)
    assert box == Box(5, 5, 15, 15)
    assert box.meets(Box(14, 14, 20, 20))
    assert not box.meets(Box(16, 5, 20, 15))
    assert box.meets(Box(16, 5, 20, 15), gap=2)
    assert box.within(Box(0, 0, 20, 20))
    assert not box.within(Box(6, 0, 20, 20))
    assert box.holds((16, 10), margin=2)


def test_a_very_short_tie_still_has_its_arrow() -> None:
    """The head is drawn although it is longer than the line."""
    drawn = draw_tie(MapEdge("A", "B", directed=True), ((0.0, 0.0), (2.0, 0.0)))
    assert any(getattr(child, "name", "") == "polygon" for child in drawn.children)


def test_a_label_without_any_room_is_told_in_the_list_only() -> None:
    """Where not even a number fits, the tie keeps its place in the key; a bare sign is left out."""
    wall = [Box(-500, -500, 500, 500)]
    frame = Box(-500, -500, 500, 500)
    routes = [Route(MapEdge("A", "B", label="talks"), LINE), Route(MapEdge("A", "C", sign=1), LINE)]
    first, second = set_labels(routes, wall, frame)
    assert (first.number, first.box) == (1, None)
    assert (second.number, second.box) == (0, None)


def test_the_half_circle_ends_at_its_base() -> None:
    """Ties meet the flat side where it is, not where the circle would be."""
    dome = spot_at(MapNode("X", shape="half"), 0, 0)
    assert not dome.holds((0, dome.reach * 0.7))
    assert dome.holds((0, -dome.reach * 0.7))
