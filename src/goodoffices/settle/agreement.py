"""A package that was agreed, by whatever criterion."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.settle.problem import Package, Problem

__all__ = ["Agreement"]


@dataclass(frozen=True, eq=False)
class Agreement:
    """A package that was agreed.

    Attributes
    ----------
    problem : Problem
        What was to be settled.
    package
        The option agreed on each issue, by position.
    """

    problem: Problem
    package: Package
