"""Numbers read as a careful person writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.errors import CaseError
from goodoffices.wording import count, decimal, estimate, join_words, percent, span


def test_decimals() -> None:
    """Rounded, without idle zeros, with a real minus, never minus nothing."""
    assert [decimal(one) for one in (0.30, 2, -0.001, -1.5, 1234.567)] == ["0.3", "2", "0", "−1.5", "1,234.57"]
    assert decimal(1200, 0) == "1,200"
    with pytest.raises(CaseError, match="finite"):
        decimal(float("inf"))


def test_ranges() -> None:
    """A dash where it cannot be misread; a range that rounds to one number is one number."""
    assert [span(0.3, 0.6), span(-0.2, 0.6), span(0.301, 0.302)] == ["0.3–0.6", "−0.2 to 0.6", "0.3"]
    assert estimate(0.301, 0.302, 0.3015) == "0.3"
    with pytest.raises(CaseError, match="lower number first"):
        span(2, 1)
    with pytest.raises(CaseError, match="low ≤ likely ≤ high"):
        estimate(0, 1, 2)


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [
        (0, 0, "0\u202f%"),
        (1, 0, "100\u202f%"),
        (0.87, 0, "87\u202f%"),
        (0.285, 0, "29\u202f%"),
        (0.004, 0, "less than 1\u202f%"),
        (0.9951, 0, "more than 99\u202f%"),
        (0.9951, 1, "99.5\u202f%"),
        (0.9999, 1, "more than 99.9\u202f%"),
    ],
)
def test_percentages(share: float, digits: int, said: str) -> None:
    """Only all is 100 % and only nothing is 0 %."""
    assert percent(share, digits) == said


@given(st.floats(allow_nan=True).filter(lambda one: not 0 <= one <= 1))
def test_what_is_no_share_has_no_percentage(share: float) -> None:
    """A share lies between nothing and all."""
    with pytest.raises(CaseError, match="from 0 to 1"):
        percent(share)


def test_counts_and_lists() -> None:
    """One is a word, none is no, and the last two of a list are joined by and."""
    assert [count(k, "party", "parties") for k in (0, 1, 10, 1200)] == [
        "no parties",
        "one party",
        "10 parties",
        "1,200 parties",
    ]
    assert count(2, "tie") == "2 ties"
    assert join_words(("a", "b")) == "a and b"
    with pytest.raises(CaseError, match="not negative"):
        count(-1, "tie")
