"""In how many draws of what is uncertain packages are acceptable and undominated: the result, in words and as data."""

from __future__ import annotations

import html
import importlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import CaseError
from goodoffices.settle.problem import Package, Problem
from goodoffices.wording import count, percent

__all__ = ["PackageShare", "Robustness"]


@dataclass(frozen=True)
class PackageShare:
    """In how many draws a package is acceptable, and to whom.

    Attributes
    ----------
    package
        One option for each issue, by position.
    called
        What it is with the likeliest numbers: ``today``, a solution by name, ``frontier``; or ``often`` if it is only
        listed because it is on the frontier in many draws.
    acceptable
        The share of draws in which it gives every party its reservation value.
    undominated
        The share in which it is on the frontier: acceptable to all and dominated by nothing; None where there are too
        many packages to go through.
    accepting
        The share in which each party accepts it.
    always
        Which parties accept it whatever the numbers are, as long as they lie within the estimates: proven, not drawn.
    """

    package: Package
    called: tuple[str, ...]
    acceptable: float
    undominated: float | None
    accepting: tuple[float, ...]
    always: tuple[bool, ...]

    @property
    def refuses_most(self) -> int | None:
        """The party that refuses it most often, by position; None if nobody ever does."""
        least = min(self.accepting)
        return None if least == 1 else self.accepting.index(least)


@dataclass(frozen=True, eq=False)
class Robustness:
    """What holds in how many draws of what is uncertain.

    Attributes
    ----------
    problem : Problem
        What is to be settled, with the likeliest numbers.
    packages : tuple of PackageShare
        Those that matter, the most often acceptable first: today's, the solutions and the frontier with the likeliest
        numbers, and those that are most often on the frontier.
    zone
        The share of draws in which some package is acceptable to all.
    gain_for_all
        The share in which some package gives every party more than its reservation value.
    closing
        For each party the share in which there is no such package but would be one if this party alone had no
        reservation value.
    survivors : (s, k) int array, or None
        The packages that every party accepts on every reading within the estimates; None where there are too many
        packages to go through.
    whole
        Whether all packages that rules permit were looked at; if not, `zone` and `gain_for_all` are at least as large
        as they say, and `closing` counts only the packages listed.
    draws, done
        How many draws were asked for, and how many are counted.
    uncertain
        How many numbers of the case are not known exactly; if none is, every draw is the same.
    seed
        Where the randomness came from.
    method
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest
        SHA-256 of the problem and of all estimates.
    """

    problem: Problem
    packages: tuple[PackageShare, ...]
    zone: float
    gain_for_all: float
    closing: tuple[float, ...]
    survivors: NDArray[np.int64] | None
    whole: bool
    draws: int
    done: int
    uncertain: int
    seed: int
    method: str
    parameters: Mapping[str, Any]
    digest: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))
        if self.survivors is not None:
            self.survivors.setflags(write=False)

    @property
    def complete(self) -> bool:
        """Whether all draws were counted."""
        return self.done == self.draws

    def error(self, share: float) -> float:
        """Return the standard error of a share, from the number of draws alone."""
        return math.sqrt(share * (1 - share) / self.done)

    def of(self, package: Sequence[int]) -> PackageShare:
        """Return what holds of a package.

        Raises
        ------
        CaseError
            If it is not among those listed.
        """
        wanted = tuple(package)
        for one in self.packages:
            if one.package == wanted:
                return one
        raise CaseError(f"found the package {wanted}, expected one of the {len(self.packages)} that are listed")

    def sentences(self) -> tuple[str, ...]:
        """Say for people what holds in how many draws."""
        return tuple(_told(self))

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        parties = self.problem.parties
        return {
            "draws": self.draws,
            "done": self.done,
            "complete": self.complete,
            "uncertain_inputs": self.uncertain,
            "whole": self.whole,
            "zone": self._share(self.zone),
            "gain_for_all": self._share(self.gain_for_all),
            "closing": {name: self._share(one) for name, one in zip(parties, self.closing, strict=True)},
            "packages": [
                {
                    "package": self.problem.in_words(one.package),
                    "called": list(one.called),
                    "acceptable": self._share(one.acceptable),
                    "undominated": None if one.undominated is None else self._share(one.undominated),
                    "accepting": {name: self._share(x) for name, x in zip(parties, one.accepting, strict=True)},
                    "always": dict(zip(parties, one.always, strict=True)),
                }
                for one in self.packages
            ],
            "survivors": None if self.survivors is None else [self.problem.in_words(row) for row in self.survivors],
            "seed": self.seed,
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def _share(self, share: float) -> dict[str, float]:
        return {"share": share, "error": self.error(share)}

    def to_frame(self) -> Any:
        """Return one row per package that is listed: its options, and shares of draws.

        Returns
        -------
        pandas.DataFrame
        """
        pandas = importlib.import_module("pandas")
        rows = [
            self.problem.in_words(one.package)
            | {"acceptable to all": one.acceptable, "undominated": one.undominated}
            | {f"accepted by {name}": x for name, x in zip(self.problem.parties, one.accepting, strict=True)}
            for one in self.packages
        ]
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        parties = self.problem.parties
        head = [*self.problem.issues, "acceptable to all", "undominated", *parties]
        rows = [
            [
                *self.problem.in_words(one.package).values(),
                percent(one.acceptable),
                "" if one.undominated is None else percent(one.undominated),
                *map(percent, one.accepting),
            ]
            for one in self.packages
        ]
        lines = [("th", head), *(("td", row) for row in rows)]
        table = "".join(
            "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>" for tag, cells in lines
        )
        told = "".join(f"<p>{html.escape(one)}</p>" for one in self.sentences())
        return f"<table><caption>shares of {self.done:,} draws</caption>{table}</table>{told}"


def _told(found: Robustness) -> Iterator[str]:
    names, few = found.problem.parties, "" if found.whole else "at least "
    if not found.uncertain:
        yield "Nothing in the case is uncertain: every draw is the same."
    if not found.complete:
        yield f"The run was interrupted: shares are of {found.done:,} draws, not {found.draws:,}."
    today = found.survivors is not None and list(found.problem.now or ()) in found.survivors.tolist()
    trivial = ", if only today's" if today else ""
    yield f"In {few}{percent(found.zone)} of draws some package is acceptable to all{trivial}."
    yield f"In {few}{percent(found.gain_for_all)} some package gives every party more than its reservation value."
    for name, share in zip(names, found.closing, strict=True):
        if share:
            yield f"In {percent(share)} only the reservation value of {name} is in the way of such a package."
    refused: dict[str, int] = {}
    for one in found.packages:
        if one.refuses_most is not None:
            refused[names[one.refuses_most]] = refused.get(names[one.refuses_most], 0) + 1
    for name, times in sorted(refused.items(), key=lambda item: -item[1]):
        listed = count(len(found.packages), "package")
        yield f"{name} is the party most often in the way of {times} of {listed} listed."
    if found.survivors is not None:
        now = found.problem.now
        others = sum(tuple(row) != now for row in found.survivors.tolist())
        besides = " besides today's" if now is not None else ""
        told = count(others, "package") if others else "No package"
        told = f"{told[:1].upper()}{told[1:]}{besides} {'is' if others < 2 else 'are'} accepted by every party"
        yield f"{told} on every reading within the estimates."
