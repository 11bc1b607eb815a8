"""What a broker's advice to one side rests on: costs of war, and how good its knowledge is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from goodoffices.case.estimates import Estimate, parse_estimate
from goodoffices.errors import CaseError

__all__ = ["Advice"]


@dataclass(frozen=True)
class Advice:
    """What the advised side, its adversary and the broker stand to lose, and how good the broker's knowledge is.

    Each is a number, ``[low, high]`` or ``[low, likely, high]``; costs in shares of what is disputed.

    Attributes
    ----------
    advised_cost
        What war costs the advised side, c1.
    tough_cost, weak_cost
        What war costs a tough adversary, cL, and a weak one, cH.
    broker_cost
        What war costs the broker, cM.
    weak_wrong
        How often the adversary is tough although the broker says weak: a posterior, epsilon.
    tough_wrong
        How often the adversary is weak although the broker says tough: a posterior, eta.
    """

    advised_cost: Any
    tough_cost: Any
    weak_cost: Any
    broker_cost: Any
    weak_wrong: Any
    tough_wrong: Any

    def estimates(self) -> dict[str, Estimate]:
        """Read the numbers.

        Raises
        ------
        CaseError
            If one is no estimate, a cost is negative, or a share not from 0 to 1.
        """
        found = {one.name: parse_estimate(getattr(self, one.name)) for one in fields(self)}
        for name, value in found.items():
            most = 1.0 if name.endswith("wrong") else float("inf")
            if value.low < 0 or value.high > most:
                expected = "numbers from 0 to 1" if most == 1 else "numbers from 0"
                raise CaseError(f"{name}: found {value.plain()}, expected {expected}")
        return found
