"""What may be preferred instead: places, signs, shares, and draws that depend on nothing but their number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.outlook.doubtful_cases import case_with, doubtful

from goodoffices.errors import CaseError
from goodoffices.outlook import adopt, graph_model
from goodoffices.outlook import ensemble as room
from goodoffices.outlook.ensemble import View, merge, uniforms, variants, variants_from, views


def view_of(falls: list[float], turns: list[float] | None = None) -> View:
    """Return a view with these chances."""
    return View("A", "statements", np.array(falls), np.array(turns or [0.0] * len(falls)))


@pytest.mark.parametrize(
    ("happens", "order"),
    [
        ([0, 0, 0, 0], [0, 1, 2, 3]),
        ([1, 0, 0, 0], [1, 0, 2, 3]),
        ([0, 0, 1, 0], [0, 1, 3, 2]),
        ([0, 0, 0, 1], [0, 1, 3, 2]),
        ([1, 1, 0, 0], [0, 2, 1, 3]),
        ([1, 0, 1, 0], [1, 0, 3, 2]),
    ],
)
def test_a_statement_that_falls_trades_places_with_the_next(happens: list[int], order: list[int]) -> None:
    """The last with the one above it; of two that fall together the upper one stays above."""
    codes = view_of([0.5] * 4).codes(np.array([happens], dtype=bool))
    assert (codes[0] >> 1).tolist() == order
    assert not (codes & 1).any()


def test_an_unknown_statement_turns_and_keeps_its_place() -> None:
    """Its sign travels with it when it falls."""
    codes = view_of([0.3, 0.0, 0.0], [0.5, 0.0, 0.0]).codes(np.array([[0, 1], [1, 1], [1, 0]], dtype=bool))
    assert codes.tolist() == [[1, 2, 4], [2, 1, 4], [2, 0, 4]]


def test_views_read_confidence_the_unknown_and_rankings_off_a_case() -> None:
    """The mean of an estimate is what counts; a list's own confidence goes for each place."""
    a, b = views(doubtful())
    assert a.falls == pytest.approx([0.3, 0.4, 0.2])
    assert a.turns.tolist() == [0.0, 0.5, 0.0]
    assert (b.form, b.falls.tolist()) == ("places", [0.25] * 7)
    assert a.where.tolist() == [0, 1, 2, 1]


def test_what_has_no_confidence_stays_fixed() -> None:
    """A single statement has nothing to trade places with; noise moves rankings only."""
    wishes = {"A": [{"that": "B.talk", "confidence": 0.1}], "B": {"payoffs": [0, 1, 2, 3, 4, 5, 6, 7]}}
    model = graph_model(case_with(wishes))
    assert [view.chances.size for view in views(model)] == [0, 0]
    assert [view.chances.size for view in views(model, noise=0.2)] == [0, 8]
    drawn = variants(model, 5, 1)
    assert [len(codes) for codes in drawn.codes] == [1, 1]
    assert drawn.of(4, 0).tolist() == [0]
    assert drawn.joint()[0].tolist() == [[0, 0]]


def test_all_tied_and_a_list_with_a_confidence_of_its_own() -> None:
    """One place cannot trade; a statement without confidence takes that of its list."""
    listed = {"statements": ["B.talk", {"that": "A.talk", "confidence": 1}], "confidence": 0.8}
    wishes = {"A": listed, "B": {"payoffs": [1] * 8}}
    a, b = views(graph_model(case_with(wishes)), noise=0.5)
    assert a.falls == pytest.approx([0.2, 0.0])
    assert b.chances.size == 0


def test_a_policy_brings_its_own_preferences() -> None:
    """And takes with it the doubts about the old ones."""
    model = doubtful(policies={"calm": {"prefer": {"A": ["not A.arm", "A.talk"]}, "assume": {"A.arm": "off"}}})
    a, b = views(adopt(model, "calm"))
    assert a.falls.tolist() == [0.0, 0.0]
    assert b.falls.size == 4


def test_draws_depend_on_seed_and_number_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer draws are the first of more, and the slices in which they are made do not show."""
    model = doubtful()
    many = variants(model, 50, 3)
    monkeypatch.setattr(room, "_SLICE", 7)
    few = variants(model, 20, 3)
    assert all((few.of(k, i) == many.of(k, i)).all() for k in range(20) for i in range(2))
    assert any((few.of(k, 0) != variants(model, 20, 4).of(k, 0)).any() for k in range(20))


def test_shares_of_what_falls_and_turns_are_those_of_the_case() -> None:
    """Within four standard errors of 20,000 draws."""
    model = doubtful()
    a = views(model)[0]
    numbers = uniforms(5, 0, 20_000, 11)
    happens = (numbers[:, : a.chances.size] < a.chances).mean(axis=0)
    assert happens == pytest.approx(a.chances, abs=4 * 0.5 / np.sqrt(20_000))
    drawn = variants(model, 20_000, 5)
    turned = (drawn.codes[0] == 3).any(axis=1)[drawn.which[:, 0]].mean()
    assert turned == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(20_000))


def test_equal_draws_are_kept_once_in_the_order_of_their_appearance() -> None:
    """Every draw finds its own again."""
    drawn = variants(doubtful(), 300, 2)
    which, first, back = drawn.joint()
    assert (which[back] == drawn.which).all()
    assert (np.diff(first) > 0).all()
    assert len(np.unique(which, axis=0)) == len(which)
    both = merge([drawn, drawn])
    assert (both.which[:300] == both.which[300:]).all()
    known = views(doubtful())
    assert variants_from(known, uniforms(2, 0, 300, 11)).which.tolist() == drawn.which.tolist()


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-3, 1), (True, 1), (2.0, 1), (5, -1), (5, "1")])
def test_numbers_that_cannot_be_drawn_are_refused(draws: Any, seed: Any) -> None:
    """Zero draws as well as negative ones."""
    with pytest.raises(CaseError, match="expected a whole number from"):
        variants(doubtful(), draws, seed)


def test_noise_is_a_chance_and_a_model_needs_its_case() -> None:
    """Both are said."""
    with pytest.raises(CaseError, match="found a noise of 2, expected a chance"):
        views(doubtful(), noise=2)
    with pytest.raises(CaseError, match="not made from a case"):
        views(replace(doubtful(), case=None))
