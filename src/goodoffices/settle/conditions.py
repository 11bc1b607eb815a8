"""Conditions on a package in one plain form: an option among these, all of these parts, any of those.

Nothing is negated in this form: what is not among some options of an issue is among the others. A condition is known by
its number; equal conditions have the same number, so that shared parts are kept, and looked at, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from goodoffices.case.expressions import And, Expression, Not, Option, Or, Relation
from goodoffices.settle.problem import Problem, Rule

__all__ = ["ALWAYS", "NEVER", "AllOf", "Among", "AnyOf", "Bonus", "Conditions", "bonuses", "interchangeable"]

NEVER, ALWAYS = 0, 1
"""The numbers of what no package satisfies, and of what every package does."""


@dataclass(frozen=True)
class Among:
    """The option agreed on an issue is one of these; ``options`` has a bit for each, by position."""

    issue: int
    options: int


@dataclass(frozen=True)
class AllOf:
    """Every part holds; parts by number, ascending."""

    parts: tuple[int, ...]


@dataclass(frozen=True)
class AnyOf:
    """Some part holds; parts by number, ascending."""

    parts: tuple[int, ...]


Condition = Among | AllOf | AnyOf


class Conditions:
    """The conditions that a problem speaks of.

    Parameters
    ----------
    problem : Problem
        Whose issues and options they are about.
    """

    def __init__(self, problem: Problem) -> None:
        self.whole = tuple((1 << count) - 1 for count in problem.shape)
        self._at = {
            (issue, name): (k, 1 << j)
            for k, issue in enumerate(problem.issues)
            for j, name in enumerate(problem.options[k])
        }
        self._forms: list[Condition] = [AnyOf(()), AllOf(())]
        self._numbers: dict[Condition, int] = {AnyOf(()): NEVER, AllOf(()): ALWAYS}
        self._negations: dict[int, int] = {NEVER: ALWAYS, ALWAYS: NEVER}
        self._issues: dict[int, frozenset[int]] = {}
        self._rest: dict[tuple[int, int, int], int] = {}

    def form(self, number: int) -> Condition:
        """Return a condition by its number."""
        return self._forms[number]

    def among(self, issue: int, options: int) -> int:
        """Return the condition that the option of an issue is among these."""
        options &= self.whole[issue]
        if not options:
            return NEVER
        return ALWAYS if options == self.whole[issue] else self._number(Among(issue, options))

    def all_of(self, parts: Iterable[int]) -> int:
        """Return the condition that every part holds."""
        return self._joined(parts, ALWAYS, NEVER)

    def any_of(self, parts: Iterable[int]) -> int:
        """Return the condition that some part holds."""
        return self._joined(parts, NEVER, ALWAYS)

    def _joined(self, parts: Iterable[int], neutral: int, decisive: int) -> int:
        kind = AllOf if neutral == ALWAYS else AnyOf
        of_issue: dict[int, int] = {}
        kept: set[int] = set()
        waiting = list(parts)
        while waiting:
            number = waiting.pop()
            form = self._forms[number]
            if isinstance(form, kind):
                waiting += form.parts
            elif isinstance(form, Among):
                before = of_issue.get(form.issue, self.whole[form.issue] if kind is AllOf else 0)
                of_issue[form.issue] = before & form.options if kind is AllOf else before | form.options
            else:
                kept.add(number)
        kept.update(self.among(issue, options) for issue, options in of_issue.items())
        kept.discard(neutral)
        if decisive in kept:
            return decisive
        if len(kept) == 1:
            return kept.pop()
        return self._number(kind(tuple(sorted(kept))))

    def _number(self, form: Condition) -> int:
        number = self._numbers.setdefault(form, len(self._forms))
        if number == len(self._forms):
            self._forms.append(form)
        return number

    def negated(self, number: int) -> int:
        """Return the condition that holds exactly where this one does not."""
        if number not in self._negations:
            form = self._forms[number]
            if isinstance(form, Among):
                other = self.among(form.issue, ~form.options)
            else:
                join = self.any_of if isinstance(form, AllOf) else self.all_of
                other = join([self.negated(part) for part in form.parts])
            self._negations |= {number: other, other: number}
        return self._negations[number]

    def read(self, tree: Expression) -> int:
        """Put an expression over ``issue.option`` into the plain form.

        Parameters
        ----------
        tree
            As it was parsed.

        Returns
        -------
        int
            The number of the condition.
        """
        match tree:
            case Option():
                return self.among(*self._at[tree.owner, tree.name])
            case Not(part):
                return self.negated(self.read(part))
            case And(parts):
                return self.all_of([self.read(part) for part in parts])
            case Or(parts):
                return self.any_of([self.read(part) for part in parts])
            case Relation():
                return self._relation(tree)
            case _:
                assert_never(tree)

    def _relation(self, tree: Relation) -> int:
        # Not through ``spelt_out``: it names both sides of "iff" twice, and twice again in each part within.
        left, right = self.read(tree.left), self.read(tree.right)
        match tree.word:
            case "requires":
                return self.any_of([self.negated(left), right])
            case "if":
                return self.any_of([left, self.negated(right)])
            case "excludes":
                return self.any_of([self.negated(left), self.negated(right)])
            case "iff":
                both = self.all_of([left, right])
                return self.any_of([both, self.all_of([self.negated(left), self.negated(right)])])
            case _:
                assert_never(tree.word)

    def issues(self, number: int) -> frozenset[int]:
        """Return the issues that a condition speaks of, by position."""
        if number not in self._issues:
            form = self._forms[number]
            if isinstance(form, Among):
                self._issues[number] = frozenset({form.issue})
            else:
                self._issues[number] = frozenset().union(*map(self.issues, form.parts))
        return self._issues[number]

    def holds(self, number: int, package: Sequence[int]) -> bool:
        """Say whether a package satisfies a condition."""
        form = self._forms[number]
        if isinstance(form, Among):
            return bool(form.options >> int(package[form.issue]) & 1)
        test: Callable[[Iterable[bool]], bool] = all if isinstance(form, AllOf) else any
        return test(self.holds(part, package) for part in form.parts)

    def rest(self, number: int, issue: int, option: int) -> int:
        """Return what is left of a condition once an issue is settled: a condition on the other issues."""
        if issue not in self.issues(number):
            return number
        key = number, issue, option
        if key not in self._rest:
            form = self._forms[number]
            if isinstance(form, Among):
                self._rest[key] = form.options >> option & 1
            else:
                join = self.all_of if isinstance(form, AllOf) else self.any_of
                self._rest[key] = join([self.rest(part, issue, option) for part in form.parts])
        return self._rest[key]

    def subsets(self, numbers: Iterable[int]) -> list[Among]:
        """List the sets of options of one issue that conditions tell apart."""
        seen: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                form = self._forms[number]
                if not isinstance(form, Among):
                    waiting += form.parts
        return [form for form in map(self.form, sorted(seen)) if isinstance(form, Among)]


@dataclass(frozen=True)
class Bonus:
    """What a party gains, more than nothing, where a condition holds."""

    party: int
    worth: int
    condition: int


def bonuses(problem: Problem, conditions: Conditions) -> tuple[list[int], list[Bonus]]:
    """Put terms so that each gives more than nothing: a loss is taken for granted and its absence is the gain.

    Parameters
    ----------
    problem : Problem
        Whose terms.
    conditions : Conditions
        Where their conditions are kept.

    Returns
    -------
    granted, bonuses
        For each party what it gets in any case, in units, and the rest; each condition once for each party.
    """
    granted = [0] * len(problem.parties)
    total: dict[tuple[int, int], int] = {}
    for term in problem.terms:
        number = conditions.read(term.tree)
        if term.worth < 0:
            granted[term.party] += term.worth
            number = conditions.negated(number)
        total[term.party, number] = total.get((term.party, number), 0) + abs(term.worth)
    for (party, number), worth in total.items():
        if number == ALWAYS:
            granted[party] += worth
    kept = [
        Bonus(party, worth, number)
        for (party, number), worth in total.items()
        if worth and number not in {NEVER, ALWAYS}
    ]
    return granted, kept


def interchangeable(
    problem: Problem, conditions: Conditions, told_apart: Iterable[int], rules: Sequence[Rule]
) -> list[list[tuple[int, ...]]]:
    """Put options of an issue together that no value and no condition tells apart.

    Parameters
    ----------
    problem : Problem
        Whose options.
    conditions : Conditions
        Where the conditions are kept.
    told_apart
        The numbers of all conditions that matter.
    rules
        Rules that hold in any case: options that one of them excludes by itself are left out.

    Returns
    -------
    list of lists of tuples of int
        For each issue its classes, ascending by their first option; the first stands for the class.
    """
    allowed = list(conditions.whole)
    together = conditions.all_of([conditions.read(rule.tree) for rule in rules])
    if together == NEVER:
        allowed = [0] * len(allowed)
    form = conditions.form(together)
    for part in map(conditions.form, form.parts if isinstance(form, AllOf) else (together,)):
        if isinstance(part, Among):
            allowed[part.issue] &= part.options
    apart: list[list[int]] = [[] for _ in problem.issues]
    for one in conditions.subsets(told_apart):
        apart[one.issue].append(one.options)
    classes = []
    for k, table in enumerate(problem.values):
        found: dict[tuple[object, ...], list[int]] = {}
        for option, row in enumerate(table.tolist()):
            if allowed[k] >> option & 1:
                found.setdefault((*row, *(mask >> option & 1 for mask in apart[k])), []).append(option)
        classes.append(list(map(tuple, found.values())))
    return classes
