"""Principals stand apart, candidates between them, and nothing on top of anything."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.drawing.layout import Frame, Link, Place, Role, arrange

FRAME = Frame(20, 60, 800, 700)


def test_candidates_stand_between_the_principals() -> None:
    """From left to right: principal, candidates, principal."""
    places = [Place("A", "principal", 40), Place("B", "principal", 40), *(Place(c, "candidate", 25) for c in "VWXYZ")]
    links = [Link(p, c, 0.3) for p in "AB" for c in "VWXYZ"] + [Link("A", "B", -1)]
    spots = arrange(places, links, FRAME)
    for one in "VWXYZ":
        assert spots["A"][0] + 100 < spots[one][0] < spots["B"][0] - 100


def test_an_ally_among_three_principals_shares_the_side_of_its_friend() -> None:
    """The third principal stands with whom it is tied by friendship, the fourth alone on the right."""
    places = [Place(one, "principal", 30) for one in "ABCD"]
    spots = arrange(places, [Link("A", "C", 0.9), Link("A", "B", -0.9)], FRAME)
    assert spots["C"][0] < 420 < spots["B"][0]
    assert spots["D"][0] > 420


def test_degenerate_maps_have_places_too() -> None:
    """Nothing, one thing, and a tie with itself."""
    assert arrange([], [], FRAME) == {}
    assert arrange([Place("A", "other", 30)], [Link("A", "A", 1)], FRAME) == {"A": (420.0, 410.0)}


def test_things_on_one_spot_part() -> None:
    """Two candidates without a preference do not hide one another."""
    spots = arrange([Place("A", "candidate", 30), Place("B", "candidate", 30)], [], FRAME)
    assert math.dist(spots["A"], spots["B"]) >= 60


@settings(max_examples=15, deadline=None)
@given(data=st.data(), count=st.integers(2, 11))
def test_circles_never_touch_and_stay_in_the_frame(data: st.DataObject, count: int) -> None:
    """Whatever the ties, there is a gap between any two circles."""
    roles: st.SearchStrategy[Role] = st.sampled_from(["principal", "candidate", "other"])
    places = [Place(str(k), data.draw(roles), data.draw(st.sampled_from([18, 30, 40]))) for k in range(count)]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.sampled_from([-1.0, 0.0, 0.6]))
    links = [Link(str(a), str(b), c) for a, b, c in data.draw(st.lists(ends, max_size=25))]
    spots = arrange(places, links, FRAME)
    assert spots == arrange(places, links, FRAME)
    for a, b in combinations(places, 2):
        assert math.dist(spots[a.id], spots[b.id]) > a.radius + b.radius + 8
    for place in places:
        x, y = spots[place.id]
        assert x == pytest.approx(min(max(x, 20 + place.radius), 820 - place.radius), abs=0.1)
        assert y == pytest.approx(min(max(y, 60 + place.radius), 760 - place.radius), abs=0.1)
