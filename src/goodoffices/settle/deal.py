"""A package chosen by a criterion, with what speaks for it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.result import Frontier, worth_json

__all__ = ["Criterion", "Deal", "readable", "undominated_because"]

Criterion: TypeAlias = Literal["Nash", "Kalai-Smorodinsky", "egalitarian", "utilitarian"]

_MOST_PARTS = 999


@dataclass(frozen=True, eq=False)
class Deal:
    """A package of the frontier that a criterion chooses.

    Attributes
    ----------
    problem : Problem
        What was to be settled.
    criterion
        By which notion of a fair or a good settlement.
    package
        One option for each issue, by position.
    utilities
        What it is worth to each party, in units.
    gains
        How much more than the reservation value that is, in units; more than 0 where a party has none.
    reached
        What the criterion compares, exactly: for Nash the product of the gains that are not 0, for Kalai-Smorodinsky
        the normalised gains from the smallest, for egalitarian the gains from the smallest, for utilitarian the sum.
    ties
        Other packages of the frontier that are equally good by the criterion.
    certificate
        Why it is this one, in sentences.
    note
        What to bear in mind: that the frontier is partial, or that somebody gains nothing. Empty where all is well.
    digest
        SHA-256 of the problem.
    """

    problem: Problem
    criterion: Criterion
    package: Package
    utilities: tuple[int, ...]
    gains: tuple[int, ...]
    reached: tuple[Fraction, ...]
    ties: tuple[Package, ...]
    certificate: tuple[str, ...]
    note: str
    digest: str

    def in_words(self) -> dict[str, str]:
        """Name the option that the package holds for each issue."""
        return self.problem.in_words(self.package)

    def to_json(self) -> dict[str, Any]:
        """Return the deal as plain data, utilities and gains on the parties' scales."""
        gains = worth_json(self.problem, self.gains)
        told = {
            "criterion": self.criterion,
            "package": self.in_words(),
            **worth_json(self.problem, self.utilities),
            "gains": gains["utilities"],
            "exact_gains": gains["exact"],
            "reached": [str(one) for one in self.reached],
            "ties": [self.problem.in_words(one) for one in self.ties],
            "certificate": list(self.certificate),
        }
        return told | ({"note": self.note} if self.note else {})

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{html.escape(issue)}</th><td>{html.escape(option)}</td></tr>"
            for issue, option in self.in_words().items()
        )
        worth = self.problem.exact(self.utilities)
        rows += "".join(
            f"<tr><th>{html.escape(party)}</th><td>{float(one):.4g}</td></tr>"
            for party, one in zip(self.problem.parties, worth, strict=True)
        )
        told = " ".join([*self.certificate, self.note]).strip()
        return f"<table><caption>{self.criterion}</caption>{rows}</table><p>{html.escape(told)}</p>"


def undominated_because(frontier: Frontier) -> str:
    """Say why nothing dominates a package of a frontier, or how far that is known."""
    if frontier.complete:
        size = "its only point" if len(frontier) == 1 else f"all {len(frontier)} points of it are known"
        return f"Nothing dominates it: it is on the frontier, and {size} ({frontier.method})."
    return f"None of the {len(frontier)} packages found dominates it; the frontier is partial ({frontier.method})."


def readable(value: Fraction) -> str:
    """Write an exact number as people do: a mixed fraction where it is short, else about what it is.

    Examples
    --------
    >>> readable(Fraction(395, 6)), readable(Fraction(2, 15)), readable(Fraction(66)), readable(Fraction(-3, 2))
    ('65 5/6', '2/15', '66', '−1 1/2')
    >>> readable(Fraction(1234567, 1000000))
    'about 1.23457'
    """
    if value.denominator > _MOST_PARTS:
        return f"about {float(value):.6g}".replace("-", "−")
    sign = "−" if value < 0 else ""
    whole, rest = divmod(abs(value), 1)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}" if whole else f"{sign}{rest}"
