"""The whole map of a case in one frozen result."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import importlib
import json
from dataclasses import dataclass
from typing import Any

from goodoffices.case.accepting import accepted
from goodoffices.case.model import Case
from goodoffices.mapping.interests import Overlap, interest_overlap
from goodoffices.mapping.measures import Followed, set_against_events
from goodoffices.mapping.network import TieNetwork, tie_network
from goodoffices.mapping.preconditions import Standoffs, find_preconditions
from goodoffices.mapping.timeline import Moment, timeline

__all__ = ["CaseMap", "map_case"]


@dataclass(frozen=True, eq=False)
class CaseMap:
    """Who stands where.

    Attributes
    ----------
    case
        What was mapped: without what is only proposed.
    network, overlap, standoffs, tried, moments
        Ties, shared interests, preconditions, measures against events, and the timeline.
    digest
        SHA-256 of the case in canonical JSON.
    """

    case: Case
    network: TieNetwork
    overlap: Overlap
    standoffs: Standoffs
    tried: tuple[Followed, ...]
    moments: tuple[Moment, ...]
    digest: str

    def to_json(self) -> dict[str, Any]:
        """Return the map as plain data."""
        leverage = [
            {
                "who": one.who,
                "over": one.over,
                "basis": one.basis,
                "strength": one.strength.plain(),
                "will": one.will.plain() if one.will else None,
            }
            for one in self.case.leverage
        ]
        return {
            "case": self.case.case,
            "digest": self.digest,
            "network": self.network.to_json(),
            "leverage": leverage,
            "interests": self.overlap.to_json(),
            "preconditions": self.standoffs.to_json(),
            "measures": [row.to_json() for row in self.tried],
            "timeline": [moment.to_json() for moment in self.moments],
        }

    def to_frame(self) -> Any:
        """Return one row for each tie, as a pandas DataFrame."""
        return importlib.import_module("pandas").DataFrame(self.network.to_json()["ties"])

    def _repr_html_(self) -> str:
        counts = (
            f"{len(self.case.ties)} ties, {len(self.overlap.topics)} topics, "
            f"{len(self.standoffs.cycles)} cycles of preconditions, {len(self.moments)} moments"
        )
        return f"<p><b>{html.escape(self.case.title)}</b>: {counts}</p>"


def map_case(case: Case, *, on: dt.date | None = None) -> CaseMap:
    """Map a case, as far as its entries are accepted.

    Parameters
    ----------
    on
        Show only ties that held on this day; by default all of them.
    """
    case = accepted(case)
    canonical = json.dumps(case.plain(), sort_keys=True, ensure_ascii=False)
    return CaseMap(
        case,
        tie_network(case, on=on),
        interest_overlap(case),
        find_preconditions(case),
        set_against_events(case),
        timeline(case),
        hashlib.sha256(canonical.encode()).hexdigest(),
    )
