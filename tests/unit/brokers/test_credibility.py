"""Between which biases a broker is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from goodoffices.brokers import Advice, credible_bias
from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError
from goodoffices.wording import lint

EXAMPLE = Advice(0.1, 0.05, 0.3, 0.2, 0.1, 0.3)
RANGES = Advice(0.1, [0.04, 0.05, 0.06], 0.3, [0.1, 0.3], [0.08, 0.1, 0.12], [0.28, 0.3, 0.32])


def test_ranges_are_exact_where_all_corners_hold() -> None:
    """The bounds rise or fall with each input: no draw lies outside what the corners give."""
    found = credible_bias(RANGES)
    assert found.exact
    assert found.left_out == 0
    assert found.least.low == pytest.approx(0.08 * 0.1 / (0.92 * 0.3 - 0.04))
    assert found.least.high == pytest.approx(0.12 * 0.3 / (0.88 * 0.3 - 0.06))
    assert found.most is not None
    assert found.most.high == pytest.approx(0.72 * 0.3 / (0.28 * 0.3 - 0.06))
    assert found.most.likely == pytest.approx(3.5)
    assert found.points == 1 + 16 + 1000


def test_what_holds_everywhere_and_what_somewhere() -> None:
    """Between the two it depends on the inputs."""
    found = credible_bias(RANGES)
    assert found.surely == pytest.approx((found.least.high, 0.68 * 0.1 / (0.32 * 0.3 - 0.04)))
    assert found.possibly == pytest.approx((found.least.low, found.most.high if found.most else None))
    assert [found.believed(bias) for bias in (0.01, 0.1, 1.0, 3.0, 100.0)] == ["no", "depends", "yes", "depends", "no"]


def test_no_bias_may_hold_everywhere() -> None:
    """Then no broker is surely believed."""
    found = credible_bias(replace(EXAMPLE, broker_cost=[0.01, 2.0]), draws=10)
    assert found.surely is None
    assert found.believed(0.5) == "depends"
    assert found.to_json()["surely"] is None


def test_there_may_be_no_upper_limit() -> None:
    """Where a tough word is so often right that no friend is tempted to turn it."""
    found = credible_bias(replace(EXAMPLE, tough_wrong=0.1))
    assert found.most is None
    assert found.possibly[1] is None
    assert found.believed(1e9) == "yes"
    assert found.to_json()["most"] is None
    assert "no upper limit" in found.sentences()[0]
    assert found.to_frame().isna().to_numpy().sum() == 3


def test_a_broker_who_is_never_wrong_needs_no_bias() -> None:
    """Saying weak then risks no war."""
    found = credible_bias(replace(EXAMPLE, weak_wrong=0.0))
    assert found.believed(0) == "yes"
    assert not any("peace alone" in one for one in found.sentences())


def test_points_at_which_the_conditions_fail_are_left_out() -> None:
    """And counted; the ranges are then no longer exact."""
    found = credible_bias(replace(EXAMPLE, tough_wrong=[0.2, 0.5]))
    assert 0 < found.left_out < 1
    assert not found.exact
    assert credible_bias(replace(EXAMPLE, tough_wrong=[0.3, 0.6])).least.likely is None


@pytest.mark.parametrize(
    "change",
    [
        {"weak_cost": 0.05},
        {"tough_wrong": 0.4},
        {"weak_wrong": 0.7},
        {"advised_cost": 0, "tough_cost": 0, "weak_cost": 0},
    ],
)
def test_the_model_is_refused_where_its_conditions_hold_nowhere(change: dict[str, Any]) -> None:
    """With the numbers that were found and expected."""
    with pytest.raises(
        CaseError, match=r"hold at no point tried; .* expected more than tough_cost .* the threshold is"
    ):
        credible_bias(replace(EXAMPLE, **change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"broker_cost": -0.1}, r"broker_cost: found -0\.1, expected numbers from 0$"),
        ({"weak_wrong": [0.5, 1.2]}, r"weak_wrong: found \[0\.5, 1\.2\], expected numbers from 0 to 1"),
        ({"tough_cost": "some"}, "some"),
    ],
)
def test_numbers_outside_their_range_are_refused(change: dict[str, Any], message: str) -> None:
    """Costs from 0, shares from 0 to 1."""
    with pytest.raises(CaseError, match=message):
        credible_bias(replace(EXAMPLE, **change))


@pytest.mark.parametrize(
    ("prior", "gambles"), [(0.35, "no"), (0.4, "yes"), ([0.35, 0.4], "depends"), (0.375, "yes"), (None, None)]
)
def test_whether_the_advised_side_gambles_without_advice(prior: Any, gambles: str | None) -> None:
    """From the threshold of .375 on."""
    assert credible_bias(EXAMPLE, prior=prior).gambles == gambles


def test_a_prior_lies_between_the_posteriors() -> None:
    """It is their average."""
    with pytest.raises(CaseError, match=r"found a prior of 0\.2, expected values from 0\.3 to 0\.9"):
        credible_bias(EXAMPLE, prior=0.2)


def test_a_bias_against_is_no_bias_for() -> None:
    """The model is of the side that the broker leans to."""
    with pytest.raises(CaseError, match=r"found a bias of -1, expected 0 or more"):
        credible_bias(EXAMPLE).believed(-1)
    with pytest.raises(CaseError, match="found a bias of nan"):
        credible_bias(EXAMPLE).believed(float("nan"))


def test_the_bounds_are_where_the_broker_is_indifferent() -> None:
    """At the bounds, saying weak and saying tough are worth the same to it after each thing it may know."""
    found = credible_bias(EXAMPLE)
    share = np.linspace(0, 1, 3)[1]
    for bias, weak in ((found.least.middle, 0.9), (found.most.middle if found.most else 0, 0.3)):
        says_weak = bias * (share + weak * 0.3) - (1 - weak) * 0.2
        says_tough = bias * (share + 0.05)
        assert says_weak == pytest.approx(says_tough)


def test_the_result_as_data_and_in_words() -> None:
    """JSON that any reader takes, a frame, HTML, and words that claim no likelihood."""
    found = credible_bias(RANGES, prior=0.35, draws=50)
    plain = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert plain["unbiased_believed"] == "no"
    assert plain["inputs"]["weak_wrong"] == [0.08, 0.1, 0.12]
    assert list(found.to_frame()["bound"]) == ["threshold", "least bias", "most bias"]
    assert found._repr_html_().count("<p>") == len(found.sentences())
    assert lint(" ".join(found.sentences()), computed=True) == ()


def test_draws_and_seed_are_checked() -> None:
    """Whole numbers from 0."""
    with pytest.raises(CaseError, match="for draws"):
        credible_bias(EXAMPLE, draws=1.5)  # type: ignore[arg-type]
    with pytest.raises(CaseError, match="for the seed"):
        credible_bias(EXAMPLE, seed=True)


def test_a_bias_of_its_own_is_held_against_the_bounds() -> None:
    """As a number or a range, with the share of draws in which it lies within them."""
    found = credible_bias(EXAMPLE, bias=1)
    assert (found.bias, found.within, found.believed(1)) == (Estimate(1, 1), 1.0, "yes")
    assert credible_bias(EXAMPLE, bias=4).within == 0
    half = credible_bias(EXAMPLE, bias=[2.5, 4.5], draws=4000)
    assert half.within == pytest.approx(0.5, abs=0.03)
    assert half.believed(half.bias) == "depends"
    ranges = credible_bias(RANGES, bias=[0.1, 0.2, 0.5])
    assert ranges.within is not None
    assert 0.5 < ranges.within < 1
    assert (ranges.to_json()["believed"], ranges.to_json()["bias"]) == ("depends", [0.1, 0.2, 0.5])
    assert ranges.digest != credible_bias(RANGES).digest
    assert credible_bias(RANGES, bias=0.3, draws=0).within == 1


def test_without_a_bias_nothing_is_said_of_it() -> None:
    """The bounds stand alone."""
    found = credible_bias(EXAMPLE)
    assert (found.bias, found.within) == (None, None)
    assert found.to_json()["believed"] is None
    with pytest.raises(CaseError, match=r"found a bias of \[-0\.5, 0\.5\], expected 0 or more"):
        credible_bias(EXAMPLE, bias=Estimate(-0.5, 0.5))
