"""All that the sections of a brief are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goodoffices.brief.citing import Ledger
from goodoffices.brief.filtering import Shown
from goodoffices.brief.phrasing import Phrases
from goodoffices.case import Case, Verification
from goodoffices.mapping import CaseMap
from goodoffices.outlook import PolicyTable

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """What was found, and the words for it.

    Attributes
    ----------
    shown
        The case as the reader may see it.
    found
        Its map.
    table
        Its policies, solved; None where the case has nothing to solve.
    refusal
        Why there is no table; empty where there is one.
    phrases, ledger
        Words, and numbers for what they rest on.
    verification
        What became of the citations of the whole case.
    numbers
        The number of each section that the brief will have, by its key.
    """

    shown: Shown
    found: CaseMap
    table: PolicyTable | None
    refusal: str
    phrases: Phrases
    ledger: Ledger
    verification: Verification
    numbers: Mapping[str, str]

    @property
    def case(self) -> Case:
        """The case as the reader may see it."""
        return self.shown.case
