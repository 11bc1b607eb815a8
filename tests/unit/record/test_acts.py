"""What codes say of mediation, and their quads."""

from __future__ import annotations

import pytest

from goodoffices.errors import CaseError
from goodoffices.record.acts import ACTS, NOT_MEDIATION, QUADS, act_of, quad_of


def test_asking_for_a_mediator_counts_for_mediation_whatever_its_weight() -> None:
    """Demand, appeal and offer stand on one side; refusing, threatening to halt and halting on the other."""
    mediation = {code: act.sign for code, act in ACTS.items() if act.topic == "mediation"}
    assert mediation == {"028": 1, "038": 1, "039": 1, "045": 1, "108": 1, "126": -1, "135": -1, "165": -1}


def test_talks_are_told_apart_from_mediation() -> None:
    """Neighbours of mediation have a topic of their own."""
    talks = {code for code, act in ACTS.items() if act.topic == "talks"}
    assert talks == {"026", "027", "036", "037", "044", "046", "057", "107", "125", "134", "164"}


def test_what_looks_like_mediation_and_is_none_is_no_act() -> None:
    """Other international involvement, restraint and institutions."""
    assert set(NOT_MEDIATION) == {"0255", "0355", "1055", "1245", "136", "0256", "1044"}
    assert all(act_of(code) is None for code in NOT_MEDIATION)


def test_a_code_is_compared_whole() -> None:
    """A longer code is not taken for the one it begins with."""
    assert act_of("0281") is None
    assert act_of("28") is None


@pytest.mark.parametrize(
    ("code", "quad"),
    [("010", 0), ("057", 0), ("061", 1), ("0874", 1), ("090", 2), ("139", 2), ("140", 3), ("2042", 3)],
)
def test_quads_follow_the_root(code: str, quad: int) -> None:
    """Five roots said and three done for the other side; five said and seven done against it."""
    assert quad_of(code) == QUADS[quad]


@pytest.mark.parametrize("code", ["", "40", "00", "000", "210", "abc", "04½", "04५", "04011", "-10"])
def test_no_code_is_refused(code: str) -> None:
    """A code that lost its leading zero above all."""
    with pytest.raises(CaseError, match="expected a CAMEO code of three or four digits such as '040'"):
        quad_of(code)
