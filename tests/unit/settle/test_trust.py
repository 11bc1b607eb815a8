"""How much trust cooperation takes, and stakes that show who is trustworthy."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from goodoffices.errors import CaseError
from goodoffices.settle.trust import stake_window, trust_threshold


@pytest.mark.parametrize("payoffs", [(2, 2, 1, 0), (2, 3, 1, 0), (3, 2, 1, 1), (3, 0, 1, 0)])
def test_a_side_that_would_rather_defect_is_refused(payoffs: tuple[int, int, int, int]) -> None:
    """The order R > T >= P > S is what makes it trustworthy."""
    with pytest.raises(CaseError, match="expected R > T ≥ P > S"):
        trust_threshold(*payoffs)


def test_payoffs_are_read_as_written() -> None:
    """A tenth is a tenth."""
    assert trust_threshold(0.3, 0.2, "0.1", Fraction(-1, 5)) == Fraction(3, 4)
    with pytest.raises(CaseError, match="finite number"):
        trust_threshold(float("nan"), 2, 1, 0)


def test_the_kinds_have_their_orders() -> None:
    """An untrustworthy side prefers to defect on one that cooperates; payoffs are four."""
    with pytest.raises(CaseError, match="R=3, T=2, P=1, S=-2, expected T > R > P > S"):
        stake_window(0.5, (3, 2, 1, -2), (3, 2, 1, -2))
    with pytest.raises(CaseError, match="found 3 payoffs"):
        stake_window(0.5, (3, 2, 1), (3, 4, 1, -2))  # type: ignore[arg-type]


@pytest.mark.parametrize("trust", [-0.1, 1.1])
def test_trust_is_a_share(trust: float) -> None:
    """From 0 to 1."""
    with pytest.raises(CaseError, match="expected a share from 0 to 1"):
        stake_window(trust, (3, 2, 1, -2), (3, 4, 1, -2))


def test_without_any_trust_no_stake_tells_anything() -> None:
    """The window shrinks to a stake of nothing, which everybody makes."""
    assert stake_window(0, (3, 2, 1, -2), (3, 4, 1, -2)).empty


def test_windows_are_plain_data() -> None:
    """Decimals, with the exact fractions beside them."""
    plain = stake_window(0.4, (3, 2, 1, -2), (3, 4, 1, -2)).to_json()
    assert json.loads(json.dumps(plain))["exact"] == {"low": "6/17", "high": "4/11", "threshold": "3/4"}
    open_end = stake_window(0.8, (3, 2, 1, -2), (3, 4, 1, -2)).to_json()
    assert open_end["high"] is None
    assert open_end["exact"]["high"] is None
