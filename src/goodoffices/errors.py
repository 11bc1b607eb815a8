"""Everything that goodoffices refuses, and why.

The tree::

    GoodOfficesError            anything a user can put right
    ├── CaseError               a case, or an array that stands for one, is not well formed
    │   ├── CaseFileError       many problems of one file, each with its line
    │   ├── DateError           not a date in EDTF level 1
    │   ├── ExpressionError     not an expression over ``Party.option``
    │   └── QuoteError          words that do not stand in their source, or stand there twice
    ├── MissingSectionError     an engine needs a section that the case does not have
    ├── LimitError              too large for this machine or this method; names the limit
    └── BriefError              a document could not be made

Every message says what was found, what was expected, where, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BriefError",
    "CaseError",
    "CaseFileError",
    "DateError",
    "ExpressionError",
    "GoodOfficesError",
    "LimitError",
    "MissingSectionError",
    "QuoteError",
]


class GoodOfficesError(Exception):
    """Anything a user can put right."""


class CaseError(GoodOfficesError, ValueError):
    """A case, or an array that stands for one, is not well formed."""


class CaseFileError(CaseError):
    """Many problems of one file, each with its line.

    Parameters
    ----------
    problems
        One finished line of text for each problem, in file order.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class DateError(CaseError):
    """Not a date in EDTF level 1."""


class ExpressionError(CaseError):
    """Not an expression over ``Party.option``.

    Parameters
    ----------
    message
        What was found and what was expected.
    text
        The whole expression.
    at
        Where in ``text`` the fault stands, in characters from 0.
    """

    def __init__(self, message: str, text: str, at: int) -> None:
        self.text = text
        self.at = at
        super().__init__(f"{message}, at character {at + 1} of {text!r}")


class QuoteError(CaseError):
    """Words that do not stand in their source, or stand there twice."""


class MissingSectionError(GoodOfficesError):
    """An engine needs a section that the case does not have."""


class LimitError(GoodOfficesError):
    """Too large for this machine or this method; names the limit."""


class BriefError(GoodOfficesError):
    """A document could not be made."""
