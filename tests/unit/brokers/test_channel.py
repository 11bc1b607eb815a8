"""The value of a confidential channel as a result: ranges, limits, words."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from goodoffices.brokers import ChannelValue, channel_value, mechanisms
from goodoffices.brokers.mechanisms import best_mechanism, split_grid
from goodoffices.errors import CaseError, LimitError
from goodoffices.wording import lint


@pytest.fixture(scope="module")
def ranged() -> ChannelValue:
    """Return a value from estimates."""
    return channel_value([0.7, 0.9], [0.7, 0.8, 0.9], [0.3, 0.5, 0.7], draws=20)


def test_estimates_give_ranges(ranged: ChannelValue) -> None:
    """The middle is the value at the likeliest inputs; the bounds are what corners and draws gave."""
    assert ranged.mediated.middle == pytest.approx(0.857142857, abs=1e-6)
    assert ranged.mediated.low < ranged.mediated.middle < ranged.mediated.high
    assert ranged.gain.low == pytest.approx(0, abs=1e-9)
    assert ranged.gain.high > 0.1
    assert 0 < ranged.helps < 1


def test_points_outside_the_condition_are_left_out_and_counted(ranged: ChannelValue) -> None:
    """Middle, eight corners and twenty draws were tried; some have lambda of gamma or more."""
    assert 0 < ranged.left_out < 1
    assert ranged.points == round(29 * (1 - ranged.left_out))


def test_the_same_seed_gives_the_same_ranges(ranged: ChannelValue) -> None:
    """Nothing else is random."""
    again = channel_value([0.7, 0.9], [0.7, 0.8, 0.9], [0.3, 0.5, 0.7], draws=20)
    other = channel_value([0.7, 0.9], [0.7, 0.8, 0.9], [0.3, 0.5, 0.7], draws=20, seed=2)
    assert again.to_json() == ranged.to_json()
    assert other.digest != ranged.digest


def test_where_the_likeliest_inputs_need_no_talks_there_is_no_likeliest_value() -> None:
    """The middle has lambda above gamma; some corner has not."""
    found = channel_value(0.8, 0.8, [0.5, 0.75], draws=5)
    assert found.mediated.likely is None
    assert found.left_out > 0


def test_a_point_is_computed_once() -> None:
    """Nothing is drawn where nothing is uncertain."""
    found = channel_value(0.8, 0.8, 0.5)
    assert (found.points, found.left_out, found.parameters["draws"]) == (1, 0, 0)
    assert found.gain.is_point


def test_half_and_half_needs_no_talks() -> None:
    """Where lambda reaches gamma at every point the model is not used."""
    with pytest.raises(CaseError, match="half and half needs no talks"):
        channel_value(0.8, 0.8, 0.7)


def test_values_are_not_strength() -> None:
    """Private information about values is refused with the reason."""
    with pytest.raises(CaseError, match=r"expected about strength.*Fey and Ramsay 2010"):
        channel_value(0.8, 0.8, 0.5, about="values")


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ((1.0, 0.8, 0.5), r"found 1\.0 for the pie after war, expected a number above 0 and below 1"),
        (([0.5, 1.0], 0.8, 0.5), "the pie after war"),
        ((0.8, [0.4, 0.6], 0.5), "the share of wars that the strong win"),
        ((0.8, 0.8, 1.0), "the share of strong sides"),
        ((0.8, 0.8, "half"), "half"),
    ],
)
def test_numbers_outside_their_range_are_refused(inputs: tuple[Any, Any, Any], message: str) -> None:
    """Bounds of ranges too."""
    with pytest.raises(CaseError, match=message):
        channel_value(*inputs)


def test_draws_and_seed_are_checked() -> None:
    """Whole numbers from 0."""
    with pytest.raises(CaseError, match="for draws"):
        channel_value(0.8, 0.8, 0.5, draws=-1)
    with pytest.raises(CaseError, match="for the seed"):
        channel_value(0.8, 0.8, 0.5, seed=-1)


def test_the_result_tells_its_assumptions_and_limits(ranged: ChannelValue) -> None:
    """In words that claim no likelihood; where nothing is added it says so."""
    text = " ".join(ranged.sentences())
    assert "Fey and Ramsay 2010" in text
    assert "lambda < gamma" in text
    assert lint(" ".join(channel_value(0.9, 0.7, 0.6).sentences()), computed=True) == ()
    assert "adds nothing" in channel_value(0.8, 0.8, 0.4).sentences()[0]


def test_the_result_as_data(ranged: ChannelValue) -> None:
    """JSON, a frame and HTML."""
    plain = json.loads(json.dumps(ranged.to_json()))
    assert plain["strong_share"] == [0.3, 0.5, 0.7]
    assert [one["institution"] for one in plain["mechanisms"]] == ["open talks", "mediation", "arbitration"]
    frame = ranged.to_frame()
    assert list(frame["institution"]) == ["open talks", "mediation", "arbitration"]
    assert ranged._repr_html_().count("<li>") == len(ranged.assumptions) + len(ranged.limits)


def test_mechanisms_are_shown_with_few_splits() -> None:
    """Each is one that does as well as over the whole grid, and its shares with war sum to 1."""
    for one in channel_value(0.9, 0.7, 0.7).mechanisms:
        for pair, splits in one.splits.items():
            assert len(splits) <= 6
            assert sum(share for _, share in splits) + one.war[pair] == pytest.approx(1)


def test_the_whole_grid_is_shown_where_few_splits_do_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never assumed that few are enough."""
    real = mechanisms._solved

    def worse(game: Any, institution: Any) -> Any:
        return real(game, institution) * (0.5 if game.size < 12 else 1.0)

    monkeypatch.setattr(mechanisms, "_solved", worse)
    shown = channel_value(0.8, 0.8, 0.5).mechanisms[1]
    assert shown.peace == pytest.approx(0.857142857, abs=1e-6)


def test_the_grid_mirrors_itself_and_holds_the_splits_that_decide() -> None:
    """Where a side is indifferent to war, and half."""
    grid = split_grid(0.8, 0.8, 7)
    assert grid == pytest.approx(1 - grid[::-1], abs=1e-15)
    for split in (0.0, 0.16, 0.36, 0.4, 0.5, 0.64, 1.0):
        assert np.abs(grid - split).min() < 1e-12


@pytest.mark.parametrize("institution", ["open talks", "mediation", "arbitration"])
def test_without_those_splits_finer_grids_come_nearer_from_below(institution: Any) -> None:
    """On even grids, each within the next, peace rises towards the value and never passes it."""
    whole = best_mechanism(institution, 0.83, 0.77, 0.47).peace
    found = []
    for splits in (9, 17, 33, 65, 129):
        game = mechanisms._Game(0.83, 0.77, 0.47, np.linspace(0, 1, splits))
        shares = mechanisms._solved(game, institution).reshape(3, -1).sum(axis=1)
        found.append(float(mechanisms._chances(0.47) @ shares))
    assert all(finer >= coarser - 1e-9 for coarser, finer in pairwise(found))
    assert found[-1] <= whole + 1e-9
    assert whole - found[-1] < 0.02


def test_at_least_two_splits() -> None:
    """One split is no grid."""
    with pytest.raises(CaseError, match="found 1 splits, expected at least 2"):
        best_mechanism("mediation", 0.8, 0.8, 0.5, splits=1)


def test_a_solver_that_gives_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do."""

    class Failed:
        status = 1
        message = "out of time"

    monkeypatch.setattr(mechanisms, "importlib", _Fake(Failed()))
    with pytest.raises(LimitError, match="gave up on mediation: out of time; use fewer splits"):
        best_mechanism("mediation", 0.8, 0.8, 0.5)


class _Fake:
    """Stands for importlib and for the module with the solver."""

    def __init__(self, result: Any) -> None:
        self.result = result

    def import_module(self, name: str) -> _Fake:
        """Return itself as the module."""
        assert name == "scipy.optimize"
        return self

    def linprog(self, *args: Any, **settings: Any) -> Any:
        """Return the result."""
        del args, settings
        return self.result
