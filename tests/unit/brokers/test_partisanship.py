"""What the record says of partisans, and how candidates lean."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from goodoffices.brokers import FITTED, Effect, Shortlist, partisanship
from goodoffices.store import read_shortlist
from goodoffices.wording import lint


@pytest.fixture(scope="module")
def short() -> Shortlist:
    """Read the shortlist beside the shipped case."""
    found = read_shortlist("korea-2017")
    assert found is not None
    return found


def test_effects_are_those_of_the_fitted_model(short: Shortlist) -> None:
    """With their intervals; candidates of the case stand by their lean, the greatest first."""
    found = partisanship(short)
    assert [one.feature for one in found.effects] == ["allied", "un_bias"]
    names = list(FITTED.model.names)
    for one in found.effects:
        assert one.coefficient == FITTED.model.coefficients[names.index(one.feature)]
        assert one.low < one.coefficient < one.high
    assert [one.party for one in found.leans] == ["CHN", "RUS", "CHE", "SWE"]
    assert found.training == short.training


def test_the_words_claim_no_more_than_the_intervals() -> None:
    """An interval with zero in it is no difference."""
    assert "chosen more often" in Effect("allied", 0.2, 0.1, 0.3).sentence()
    assert "chosen less often" in Effect("allied", -0.2, -0.3, -0.1).sentence()
    even = Effect("un_bias", 0.001, -0.1, 0.1).sentence()
    assert "neither visibly more nor less often (coefficient 0, 95 % interval −0.1 to +0.1)" in even


def test_the_result_as_data_and_in_words(short: Shortlist) -> None:
    """JSON that any reader takes, and the caveat of the proxy once."""
    found = partisanship(short)
    plain = json.loads(json.dumps(found.to_json()))
    assert set(plain) == {"effects", "leans"}
    told = " ".join(found.sentences())
    assert told.count("voting proxy, not a relationship") == 1
    assert lint(told, computed=True) == ()


def test_of_another_model_and_of_unknown_states_nothing_is_said(short: Shortlist) -> None:
    """Coefficients are told only beside shares that they gave; a model without intervals has none to tell."""
    other = replace(short, model="0" * 64, candidates=())
    assert partisanship(other).sentences() == ()
    bare = replace(FITTED.model, low=np.array([]), high=np.array([]))
    assert partisanship(short, bare).effects == ()
