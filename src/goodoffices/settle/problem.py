"""What is to be settled: issues, options, what each package is worth to whom, and what rules packages out.

Utilities are whole numbers of a unit of each party, so that comparing packages is exact: a unit is a fraction such as
1/6000 of the party's scale, and a utility is that many units. Nothing is rounded on the way.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.case.expressions import Expression, Option, evaluate, options_in
from goodoffices.case.model import Case
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError
from goodoffices.settle.exactness import SAFE_BITS, IntArray, whole_array

__all__ = ["IntArray", "Package", "Problem", "Rule", "Term", "additive"]

Package: TypeAlias = tuple[int, ...]
"""The position of the option agreed on each issue."""


@dataclass(frozen=True)
class Rule:
    """What a package has to satisfy.

    Attributes
    ----------
    tree
        An expression over ``issue.option``.
    text
        As it was written.
    party
        Whose red line it is, by position; None for a link, which holds for everybody.
    why
        The reason given, or nothing.
    """

    tree: Expression
    text: str
    party: int | None = None
    why: str = ""


@dataclass(frozen=True)
class Term:
    """What a combination of options is worth to a party on top of each by itself.

    Attributes
    ----------
    party
        By position.
    worth
        In the party's units; negative where the combination hurts.
    tree
        When it counts: an expression over ``issue.option``.
    """

    party: int
    worth: int
    tree: Expression


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be settled between p parties over k issues.

    Attributes
    ----------
    parties, issues
        Their names.
    options
        For each issue the names of its options.
    values : k arrays (options, p) of whole numbers
        What each option is worth to each party, in that party's units.
    units
        For each party what one unit is on its scale; a utility is a whole number of units.
    reserve
        For each party the least acceptable utility in units; None where everything is acceptable.
    rules
        Links and red lines, all of which a package has to satisfy.
    terms
        Worth of combinations; with them utilities are interdependent.
    now
        The package in force today, where there is one.
    divisible
        Which issues can be split between the parties.
    case
        The case it was read from.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    values: tuple[IntArray, ...]
    units: tuple[Fraction, ...]
    reserve: tuple[int | None, ...]
    rules: tuple[Rule, ...] = ()
    terms: tuple[Term, ...] = ()
    now: Package | None = None
    divisible: tuple[bool, ...] = ()
    case: Case | None = None

    def __post_init__(self) -> None:
        for table in self.values:
            table.setflags(write=False)

    @property
    def outcomes(self) -> int:
        """How many packages there are, those that rules forbid included."""
        return math.prod(map(len, self.options))

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """The number of options of each issue."""
        return tuple(map(len, self.options))

    @cached_property
    def fits(self) -> bool:
        """Whether every sum of values and terms fits 62 bits, so that int64 is exact."""
        sums = [sum(int(np.abs(table[:, one]).max()) for table in self.values) for one in range(len(self.parties))]
        for term in self.terms:
            sums[term.party] += abs(term.worth)
        least = [abs(one) for one in self.reserve if one is not None]
        return max([*sums, *least], default=0) < 1 << SAFE_BITS

    @cached_property
    def allowed(self) -> tuple[NDArray[np.bool_], ...]:
        """For each issue which options pass every rule that speaks of this issue alone."""
        masks = [np.ones(count, dtype=bool) for count in self.shape]
        for rule in self.rules:
            spoken = _issues_of(rule.tree)
            if len(spoken) == 1:
                k = self.issues.index(spoken[0])
                masks[k] &= evaluate(rule.tree, lambda option, k=k: self._column(option, np.arange(self.shape[k])))  # type: ignore[misc]
        return tuple(masks)

    @cached_property
    def joint_rules(self) -> tuple[Rule, ...]:
        """The rules that speak of several issues at once."""
        return tuple(rule for rule in self.rules if len(_issues_of(rule.tree)) > 1)

    @property
    def is_additive(self) -> bool:
        """Whether each issue counts by itself: no terms and no rule over several issues."""
        return not self.terms and not self.joint_rules

    def _column(self, option: Option, chosen: NDArray[Any]) -> NDArray[np.bool_]:
        position = self.options[self.issues.index(option.owner)].index(option.name)
        return np.asarray(chosen == position, dtype=bool)

    def holds(self, tree: Expression, packages: ArrayLike) -> NDArray[np.bool_]:
        """Say in which packages an expression holds.

        Parameters
        ----------
        packages : (m, k) int array

        Returns
        -------
        (m,) bool array
        """
        rows = np.asarray(packages)
        return evaluate(tree, lambda option: self._column(option, rows[:, self.issues.index(option.owner)]))

    def permitted(self, packages: ArrayLike) -> NDArray[np.bool_]:
        """Say which packages satisfy every link and every red line.

        Parameters
        ----------
        packages : (m, k) int array

        Returns
        -------
        (m,) bool array
        """
        rows = np.asarray(packages)
        good = np.ones(len(rows), dtype=bool)
        for rule in self.rules:
            good &= self.holds(rule.tree, rows)
        return good

    def utilities(self, packages: ArrayLike) -> IntArray:
        """Say what packages are worth.

        Parameters
        ----------
        packages : (m, k) int array

        Returns
        -------
        (m, p) array of whole numbers
            In each party's units.
        """
        rows = np.asarray(packages)
        total = np.zeros((len(rows), len(self.parties)), dtype=np.int64 if self.fits else object)
        for k, table in enumerate(self.values):
            total += table[rows[:, k]]
        for term in self.terms:
            total[self.holds(term.tree, rows), term.party] += term.worth
        return total

    def acceptable(self, packages: ArrayLike) -> NDArray[np.bool_]:
        """Say which packages satisfy all rules and give every party its reservation value.

        Parameters
        ----------
        packages : (m, k) int array

        Returns
        -------
        (m,) bool array
        """
        good, worth = self.permitted(packages), self.utilities(packages)
        for one, least in enumerate(self.reserve):
            if least is not None:
                good &= np.asarray(worth[:, one] >= least, dtype=bool)
        return good

    def exact(self, utilities: Sequence[int]) -> tuple[Fraction, ...]:
        """Put whole numbers of units on the parties' scales.

        Parameters
        ----------
        utilities
            For each party a number of units.
        """
        return tuple(int(worth) * unit for worth, unit in zip(utilities, self.units, strict=True))

    def disagreement(self) -> tuple[int, ...]:
        """Return what each party gains are measured from, in units: its reservation value, or 0 where it has none."""
        return tuple(0 if least is None else least for least in self.reserve)

    def package(self, names: Mapping[str, str]) -> Package:
        """Read a package from names; issues left out stay as they are today.

        Raises
        ------
        CaseError
            If a name is unknown, or an issue is left out and nothing is known of today.
        """
        for issue in names:
            if issue not in self.issues:
                raise CaseError(f"found the unknown issue {issue!r}{nearest(issue, self.issues)}")
        chosen = []
        for k, issue in enumerate(self.issues):
            if issue not in names and self.now is None:
                raise CaseError(f"found no option for the issue {issue!r}, expected one of {list(self.options[k])}")
            if issue in names and names[issue] not in self.options[k]:
                hint = nearest(names[issue], self.options[k])
                raise CaseError(f"found the unknown option {names[issue]!r} of the issue {issue!r}{hint}")
            chosen.append(self.options[k].index(names[issue]) if issue in names else self.now[k] if self.now else 0)
        return tuple(chosen)

    def in_words(self, package: Sequence[int]) -> dict[str, str]:
        """Name the option that a package holds for each issue."""
        return {issue: self.options[k][package[k]] for k, issue in enumerate(self.issues)}

    def digest(self) -> str:
        """Return the SHA-256 of everything that results depend on."""
        plain = {
            "parties": self.parties,
            "issues": self.issues,
            "options": self.options,
            "values": [[list(map(int, row)) for row in table] for table in self.values],
            "units": list(map(str, self.units)),
            "reserve": self.reserve,
            "rules": [(rule.text, rule.party) for rule in self.rules],
            "terms": [(term.party, term.worth, repr(term.tree)) for term in self.terms],
            "now": self.now,
            "divisible": self.divisible,
        }
        return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()


def _issues_of(tree: Expression) -> list[str]:
    return list(dict.fromkeys(option.owner for option in options_in(tree)))


def additive(
    values: Sequence[ArrayLike],
    reserve: Sequence[int | None] | None = None,
    *,
    parties: Sequence[str] = (),
    issues: Sequence[str] = (),
) -> Problem:
    """Make a problem of arrays: each issue counts by itself.

    Parameters
    ----------
    values : k arrays (options, p) of whole numbers
        What each option of an issue is worth to each party.
    reserve
        For each party the least acceptable sum; None where everything is acceptable.
    parties, issues
        Names; by default ``party-1`` and so on. Options are named by their position.

    Raises
    ------
    CaseError
        If there is no issue, an issue is empty, shapes differ, or a value is missing or not a whole number.

    Examples
    --------
    >>> additive([[[3, 0], [0, 2]], [[1, 1], [0, 4]]]).outcomes
    4
    """
    if not len(values):
        raise CaseError("found no issue, expected at least one array (options, parties)")
    tables = [_table(value, k) for k, value in enumerate(values)]
    width = tables[0].shape[1]
    for k, table in enumerate(tables):
        if table.shape[1] != width:
            raise CaseError(f"issue {k + 1}: found values of {table.shape[1]} parties, expected {width} as in issue 1")
    least = tuple(reserve) if reserve is not None else (None,) * width
    if len(least) != width:
        raise CaseError(f"found {len(least)} reservation values, expected {width}, one for each party")
    named = tuple(parties) or tuple(f"party-{one + 1}" for one in range(width))
    topics = tuple(issues) or tuple(f"issue-{k + 1}" for k in range(len(tables)))
    if len(named) != width or len(topics) != len(tables):
        message = f"found {len(named)} names of parties and {len(topics)} of issues"
        raise CaseError(f"{message}, expected {width} and {len(tables)}")
    return Problem(
        named,
        topics,
        tuple(tuple(str(j + 1) for j in range(len(table))) for table in tables),
        tuple(tables),
        (Fraction(1),) * width,
        tuple(None if one is None else _integer(one, "a reservation value") for one in least),
        divisible=(False,) * len(tables),
    )


def _integer(value: Any, what: str) -> int:
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, float | np.floating) and math.isfinite(value) and float(value).is_integer():
        return int(value)
    raise CaseError(f"found {value!r} as {what}, expected a whole number; scale the values first")


def _table(value: ArrayLike, k: int) -> IntArray:
    table = np.asarray(value)
    if table.ndim != 2 or not table.size:
        raise CaseError(f"issue {k + 1}: found an array of shape {table.shape}, expected (options, parties), not empty")
    if np.issubdtype(table.dtype, np.signedinteger):
        return table.astype(np.int64)
    whole = [[_integer(entry, f"a value of issue {k + 1}") for entry in row] for row in table.tolist()]
    return whole_array(whole)
