"""Many variants at once are what each is by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.drawn_conflicts import random_conflict

from goodoffices.outlook import CONCEPTS, option_model, solve, sweeps
from goodoffices.outlook.ensemble import Form, Variants, View, uniforms, variants_from
from goodoffices.outlook.variants import Chunk, Game, equilibrium_counts

SEED = 20171029
VARIANTS = 6


def test_variants_of_random_conflicts_have_the_equilibria_of_each() -> None:
    """All notions, every weight, every block: compiled loops on feasible states against NumPy on all states."""
    rng = np.random.default_rng(SEED)
    ties = 0
    for _ in range(120):
        model = option_model(**random_conflict(rng))
        n, f = model.ranks.shape[0], int(model.feasible.sum())
        ranks = rng.integers(0, rng.choice([3, 1000]), (n * VARIANTS, f)).astype(np.int32)
        ties += len(np.unique(ranks[0])) < f
        which = np.arange(n * VARIANTS, dtype=np.int32).reshape(n, VARIANTS).T.copy()
        # Variant b counts b + 1 times in block 0 and once in block 1.
        starts = np.arange(0, 2 * VARIANTS + 1, 2, dtype=np.int32)
        places = np.tile(np.array([0, 1], dtype=np.int32), VARIANTS)
        weights = np.stack([np.arange(1, VARIANTS + 1), np.ones(VARIANTS)], axis=1).ravel().astype(np.int32)
        chunk = Chunk((), which, starts, places, weights, np.arange(2, dtype=np.int32))
        targets = rng.random((2, f)) < 0.3
        form: Form = "places"
        game = Game(model, (form,) * n, (), CONCEPTS, targets, compiled=True)
        owner = np.repeat(np.arange(n, dtype=np.int32), VARIANTS)
        found = equilibrium_counts(game, owner, ranks, chunk)
        expected = np.zeros((2, len(CONCEPTS), f), dtype=int)
        for b, pick in enumerate(which):
            full = np.full(model.ranks.shape, -1, dtype=np.int32)
            full[:, model.feasible] = ranks[pick]
            before = sweeps.use("numpy")
            stable = solve(replace(model, ranks=full)).stable
            sweeps.use(before)
            held = np.stack([stable[concept][:, model.feasible].all(axis=0) for concept in CONCEPTS])
            expected += np.array([b + 1, 1])[:, None, None] * held
            assert (found.held[b] == (held[:, None] & targets).any(axis=2)).all()
        assert (found.counts == expected).all()
    assert 20 <= ties <= 100


@st.composite
def doubts(draw: st.DrawFn) -> tuple[View, ...]:
    """Draw what some decision makers may prefer."""
    chance = st.sampled_from([0.0, 0.0, 0.2, 0.5, 1.0])
    views = []
    for i in range(draw(st.integers(1, 3))):
        falls = draw(st.lists(chance, min_size=0, max_size=12))
        turns = draw(st.lists(chance, min_size=len(falls), max_size=len(falls)))
        views.append(View(str(i), "statements", np.array(falls, dtype=float), np.array(turns, dtype=float)))
    return tuple(views)


def drawn(known: tuple[View, ...], draws: int) -> Variants:
    """Draw variants of these views."""
    return variants_from(known, uniforms(SEED, 0, draws, sum(view.chances.size for view in known)))


@given(doubts(), st.integers(1, 40))
@settings(deadline=None)
def test_every_draw_ranks_each_statement_once_and_near_its_place(known: tuple[View, ...], draws: int) -> None:
    """Nobody moves by more than two places, the sure ones keep their sign, and those sure to turn have turned."""
    found = drawn(known, draws)
    for i, view in enumerate(known):
        size = view.falls.size
        for k in range(draws):
            codes = found.of(k, i)
            assert sorted(codes >> 1) == list(range(size))
            assert all(abs(place - (code >> 1)) <= 2 for place, code in enumerate(codes))
            signs = dict(zip((codes >> 1).tolist(), (codes & 1).tolist(), strict=True))
            assert all(view.turns[line] > 0 for line, sign in signs.items() if sign)
            assert all(signs[int(line)] for line in np.flatnonzero(view.turns == 1.0))
        if not view.falls.any():
            assert all((found.of(k, i) >> 1 == np.arange(size)).all() for k in range(draws))


@given(doubts(), st.integers(1, 40))
@settings(deadline=None)
def test_joint_variants_are_the_draws_again(known: tuple[View, ...], draws: int) -> None:
    """Each once, in the order in which they appear."""
    found = drawn(known, draws)
    which, first, back = found.joint()
    assert (which[back] == found.which).all()
    assert first.tolist() == sorted({int(np.flatnonzero(back == u)[0]) for u in range(len(which))})
