"""Write numbers, ranges, shares and lists the way a careful reader expects them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from goodoffices.errors import CaseError

__all__ = ["count", "decimal", "estimate", "join_words", "percent", "span"]

# A narrow no-break space stands between a number and its sign.
_THIN = "\u202f"


def decimal(value: float, digits: int = 2) -> str:
    """Write a number to at most ``digits`` decimals, with a real minus sign.

    Raises
    ------
    CaseError
        If the number is not finite.

    Examples
    --------
    >>> decimal(0.3), decimal(-1.256), decimal(4.0), decimal(12000)
    ('0.3', '−1.26', '4', '12,000')
    """
    if not math.isfinite(value):
        raise CaseError(f"cannot write {value!r}: expected a finite number")
    # Adding zero turns a negative zero, left over from rounding, into a plain one.
    written = f"{round(value, digits) + 0.0:,.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace("-", "−")


def span(low: float, high: float, digits: int = 2) -> str:
    """Write a range briefly, for tables.

    Raises
    ------
    CaseError
        If the range runs downwards.

    Examples
    --------
    >>> span(0.3, 0.6), span(-2, -1), span(0.5, 0.5)
    ('0.3–0.6', '−2 to −1', '0.5')
    """
    if low > high:
        raise CaseError(f"a range from {low!r} to {high!r}: expected the lower number first")
    first, last = decimal(low, digits), decimal(high, digits)
    if first == last:
        return first
    # A dash beside a minus sign would be misread.
    return f"{first} to {last}" if "−" in first + last else f"{first}–{last}"


def estimate(low: float, high: float, likely: float | None = None, digits: int = 2) -> str:
    """Write an estimate for a sentence, its likeliest value last.

    Raises
    ------
    CaseError
        If the three numbers are out of order.

    Examples
    --------
    >>> estimate(0.3, 0.6, 0.4), estimate(0.3, 0.6), estimate(2, 2)
    ('0.3 to 0.6, likeliest 0.4', '0.3 to 0.6', '2')
    """
    if not low <= (low if likely is None else likely) <= high:
        raise CaseError(f"an estimate of {low!r}, {likely!r}, {high!r}: expected low ≤ likely ≤ high")
    first, last = decimal(low, digits), decimal(high, digits)
    if first == last:
        return first
    ending = "" if likely is None else f", likeliest {decimal(likely, digits)}"
    return f"{first} to {last}{ending}"


def percent(share: float, digits: int = 0) -> str:
    """Write a share as a percentage; what is not quite all or nothing never reads as all or nothing.

    Parameters
    ----------
    share
        From 0 to 1.
    digits
        Decimals of the percentage.

    Returns
    -------
    str
        With a narrow no-break space before the sign.

    Raises
    ------
    CaseError
        If the share is not from 0 to 1.

    Examples
    --------
    >>> percent(0.87).replace("\u202f", " "), percent(0.999).replace("\u202f", " ")
    ('87 %', 'more than 99 %')
    """
    if not 0 <= share <= 1:
        raise CaseError(f"a share of {share!r}: expected a number from 0 to 1")
    step = 10.0**-digits
    # Halves round up, as people do; the small allowance keeps 0.285 from reading 28 %.
    rounded = math.floor(share * 100 / step + 0.5 + 1e-9) * step
    if share < 1 and rounded >= 100:
        return f"more than {decimal(100 - step, digits)}{_THIN}%"
    if share > 0 and rounded <= 0:
        return f"less than {decimal(step, digits)}{_THIN}%"
    return f"{decimal(rounded, digits)}{_THIN}%"


def count(number: int, singular: str, plural: str = "") -> str:
    """Write how many there are of a thing.

    Parameters
    ----------
    number
        How many, not negative.
    singular, plural
        The thing; the plural is the singular with an s unless given.

    Raises
    ------
    CaseError
        If the number is negative.

    Examples
    --------
    >>> count(1, "citation"), count(3, "citation"), count(0, "party", "parties")
    ('one citation', '3 citations', 'no parties')
    """
    if number < 0:
        raise CaseError(f"a count of {number}: expected a number that is not negative")
    if number == 1:
        return f"one {singular}"
    many = plural or f"{singular}s"
    return f"{number:,} {many}" if number else f"no {many}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> join_words(["a", "b", "c"]), join_words(["a", "b"], last="or"), join_words(["a"]), join_words([])
    ('a, b and c', 'a or b', 'a', '')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
