"""One thing that a reference table says of states, and the tie that it would be if an analyst accepted it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.brokers.panels import Origin
from goodoffices.errors import CaseError

__all__ = ["VOTING_PROXY", "Fact"]

VOTING_PROXY = "voting proxy, not a relationship"

_DIGITS = 4


@dataclass(frozen=True)
class Fact:
    """One thing that a table says.

    Attributes
    ----------
    key
        What it is about, such as ``distance``.
    codes, about
        COW numbers and letters of the states.
    value, unit
        The figure; None where the table covers the year but does not know it.
    asked, year
        The year asked for, and the year that the figure is of.
    say
        In words.
    origin : Origin
        The table.
    caveat
        How not to read it.
    tie_kind, tie_sign
        What kind of tie it would be if an analyst accepted it; nothing where it is none.
    """

    key: str
    codes: tuple[int, ...]
    about: tuple[str, ...]
    value: float | None
    unit: str
    asked: int
    year: int
    say: str
    origin: Origin
    caveat: str = ""
    tie_kind: str = ""
    tie_sign: str = ""

    @property
    def source_id(self) -> str:
        """The name under which a case would cite the table."""
        return f"table-{self.origin.kind.replace('_', '-')}"

    def to_json(self) -> dict[str, Any]:
        """Return the fact as plain data."""
        return {
            "key": self.key,
            "about": list(self.about),
            "value": None if self.value is None else round(self.value, _DIGITS),
            "unit": self.unit,
            "year": self.year,
            "say": self.say,
            "source": f"{self.origin.title} ({self.origin.owner})",
            **({"caveat": self.caveat} if self.caveat else {}),
        }

    def tie(self, names: Mapping[int, str]) -> dict[str, Any] | None:
        """Propose a tie for a case file.

        Parameters
        ----------
        names : mapping of int to str
            The parties of the case by COW number.

        Returns
        -------
        dict or None
            The fields of a tie with ``status: proposed`` and its citation; None where the fact is no tie.

        Raises
        ------
        CaseError
            If a state is not a party of the case.
        """
        if not self.tie_kind:
            return None
        strange = [letters for code, letters in zip(self.codes, self.about, strict=True) if code not in names]
        if strange:
            raise CaseError(f"found no party for {', '.join(strange)}, expected one for each state; add it to the case")
        return {
            "between": [names[code] for code in self.codes],
            "kind": self.tie_kind,
            "sign": self.tie_sign,
            "what": self.say,
            "when": str(self.year),
            "status": "proposed",
            "cite": {self.source_id: {"at": f"{'-'.join(self.about)} {self.year}"}},
        }

    def source(self) -> dict[str, Any]:
        """Return the table as a source of a case file."""
        return {
            "type": "dataset",
            "title": self.origin.title,
            "author": [{"literal": self.origin.owner}],
            "reliability": "dataset",
            "note": f"Covers {self.origin.coverage}. Read from {self.origin.file}, SHA-256 {self.origin.sha256[:16]}.",
        }
