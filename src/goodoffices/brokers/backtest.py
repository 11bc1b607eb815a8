"""Would the precedent model have named the mediators of crises that it had not seen, and more often than simple rules.

Rolling origin: for every year the model is fitted to the crises of the years before, its features and penalty included,
and says how likely each state of that year is. Crises with one actor are kept apart, neither learnt from nor counted
with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from goodoffices.brokers.backtest_result import Backtest, Bin, Group, Left
from goodoffices.brokers.baselines import BASELINES
from goodoffices.brokers.features import Choice, choices
from goodoffices.brokers.metrics import MEASURES, intervals, measure
from goodoffices.brokers.panels import Floats
from goodoffices.brokers.precedent import FEWEST_CRISES, fit_at
from goodoffices.brokers.settings import check_whole
from goodoffices.brokers.states import StateBook
from goodoffices.brokers.tables import Mediated, Tables
from goodoffices.brokers.tuning import Tuning, tune
from goodoffices.errors import CaseError

__all__ = ["backtest", "calibration", "predict", "usable"]

_EDGES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_UNITED_STATES = 2


def backtest(
    tables: Tables,
    labels: Sequence[Mediated],
    from_year: int,
    *,
    seed: int = 1,
    draws: int = 2000,
    progress: Callable[[float], None] | None = None,
) -> Backtest:
    """Test the model on every crisis from a year on, each seen for the first time.

    Parameters
    ----------
    tables : Tables
        The reference tables.
    labels : sequence of Mediated
        Who mediated in which crisis; years before ``from_year`` are learnt from.
    from_year : int
        The first year to count.
    seed, draws : int
        Of the bootstrap by crisis.
    progress
        Told the share of the work done.

    Returns
    -------
    Backtest
        The same for the same seed.

    Raises
    ------
    MissingSectionError
        If a table is missing.
    CaseError
        If no crisis can be counted, or the seed or the draws are no whole numbers.
    """
    check_whole(seed, "the seed", 0)
    check_whole(draws, "draws", 1)
    known, left = usable(choices(tables, labels), labels, tables.states)
    pairs = tuple(one for one in known if not one.situation.one_actor)
    tuning = tune(pairs, progress=progress)
    counted, shares, picked = predict(pairs, [one for one in known if one.year >= from_year], tuning)
    early = {one.number for one in counted}
    left += tuple(
        Left(one.number, one.name, one.year, f"fewer than {FEWEST_CRISES} earlier crises to learn from")
        for one in known
        if one.year >= from_year and one.number not in early
    )
    both = [k for k, one in enumerate(counted) if not one.situation.one_actor]
    if not both:
        raise CaseError(
            f"found no crisis from {from_year} on that can be counted, expected some; the labels reach to "
            f"{max((one.year for one in labels), default=0)}"
        )
    alone = [k for k, one in enumerate(counted) if one.situation.one_actor]
    other = [k for k in both if _UNITED_STATES not in counted[k].candidates[counted[k].mediators]]
    streams = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,))) for k in range(4)]
    everybody, without_us, single = (
        _group([counted[k] for k in part], [shares[k] for k in part], rng, draws)
        for part, rng in zip((both, other, alone), streams[:3], strict=True)
    )
    bins = calibration([counted[k] for k in both], [shares[k] for k in both], rng=streams[3], draws=draws)
    last = max(one.year for one in counted)
    return Backtest(from_year, last, seed, everybody, without_us, single, bins, picked, left)


def usable(
    crises: Sequence[Choice], labels: Sequence[Mediated], states: StateBook
) -> tuple[tuple[Choice, ...], tuple[Left, ...]]:
    """Keep crises with a mediator among the candidates, and say which mediators were not.

    Parameters
    ----------
    crises : sequence of Choice
        As laid out.
    labels : sequence of Mediated
        Who mediated.
    states : StateBook
        For names, and for who was a state when.

    Returns
    -------
    tuple of Choice
        Those that can be learnt from and counted.
    tuple of Left
        The mediators that were crisis actors themselves, or no states that year.
    """
    kept = tuple(one for one in crises if one.mediators.any())
    numbers = {one.number for one in kept}
    candidates = {one.number: set(one.candidates.tolist()) for one in crises}
    left = []
    for crisis in sorted(labels, key=lambda one: (one.year, one.number)):
        rest = "" if crisis.number in numbers else "; no other state mediated, so the crisis is not counted"
        if crisis.number not in candidates:
            left.append(Left(crisis.number, crisis.name, crisis.year, "no actor is a state of the list"))
            continue
        for code in crisis.mediators:
            if code not in candidates[crisis.number]:
                there = states.exists(code, crisis.year)
                why = "was itself part of the crisis" if there else "was not a state that year"
                left.append(Left(crisis.number, crisis.name, crisis.year, f"{states.name(code)} {why}{rest}"))
    return kept, tuple(left)


def predict(
    pairs: Sequence[Choice], wanted: Sequence[Choice], tuning: Tuning
) -> tuple[tuple[Choice, ...], tuple[Floats, ...], tuple[tuple[int, str, float], ...]]:
    """Predict crises from the years before each.

    Parameters
    ----------
    pairs : sequence of Choice
        Crises to learn from.
    wanted : sequence of Choice
        Crises to predict.
    tuning : Tuning
        What earlier years recommend.

    Returns
    -------
    tuple of Choice
        Those with enough earlier crises.
    tuple of (m,) float array
        The share of each candidate.
    tuple of (int, str, float)
        For each year the features and the penalty used.
    """
    counted: list[Choice] = []
    shares: list[Floats] = []
    picked = []
    for year in sorted({one.year for one in wanted}):
        before = [one for one in pairs if one.year < year]
        if len(before) < FEWEST_CRISES:
            continue
        option = tuning.best(year)
        model = fit_at(before, option)
        picked.append((year, *option))
        for one in wanted:
            if one.year == year:
                counted.append(one)
                shares.append(model.shares(one.values))
    return tuple(counted), tuple(shares), tuple(picked)


def _group(crises: Sequence[Choice], shares: Sequence[Floats], rng: np.random.Generator, draws: int) -> Group:
    if not crises:
        return Group((), {}, {}, {})
    scores = {"model": list(shares)} | {name: [rule(one) for one in crises] for name, rule in BASELINES.items()}
    measured = {
        who: np.stack([measure(score, one.mediators) for score, one in zip(rows, crises, strict=True)])
        for who, rows in scores.items()
    }
    # One bootstrap for everything: the same crises are drawn for the model, the rules and the differences.
    less = {name: measured["model"] - measured[name] for name in BASELINES}
    table = np.concatenate([*measured.values(), *less.values()], axis=1)
    found = np.stack(intervals(table, rng=rng, draws=draws)).reshape(3, -1, len(MEASURES))
    means = {who: found[:, k] for k, who in enumerate(measured)}
    differences = {name: found[:, len(measured) + k] for k, name in enumerate(less)}
    return Group(tuple(crises), measured, means, differences)


def calibration(
    crises: Sequence[Choice], shares: Sequence[Floats], *, rng: np.random.Generator, draws: int = 2000
) -> tuple[Bin, ...]:
    """Compare the shares given with the choices had.

    Parameters
    ----------
    crises : sequence of Choice
        ``c`` of them.
    shares : sequence of (m,) float array
        What the model gave each candidate.
    rng : numpy.random.Generator
        For the intervals.
    draws : int
        Samples of crises.

    Returns
    -------
    tuple of Bin
        From the smallest shares to the largest; bins without candidates are left out.
    """
    edges = np.array(_EDGES)
    size = len(edges) - 1
    sums = np.zeros((len(crises), size, 3))
    for k, (one, share) in enumerate(zip(crises, shares, strict=True)):
        where = np.clip(np.searchsorted(edges, share, side="right") - 1, 0, size - 1)
        had = one.mediators / one.mediators.sum()
        for part, column in enumerate((np.ones_like(share), share, had)):
            sums[k, :, part] = np.bincount(where, weights=column, minlength=size)
    drawn = sums[rng.integers(0, len(crises), (draws, len(crises)))].sum(axis=1)
    observed = drawn[:, :, 2] / np.maximum(drawn[:, :, 0], 1)
    low, high = np.quantile(observed, [0.025, 0.975], axis=0)
    count, given, had = sums.sum(axis=0).T
    return tuple(
        Bin(
            _EDGES[k],
            _EDGES[k + 1],
            int(count[k]),
            float(given[k] / count[k]),
            float(had[k] / count[k]),
            float(low[k]),
            float(high[k]),
        )
        for k in range(size)
        if count[k]
    )
