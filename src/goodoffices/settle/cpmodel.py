"""What is to be settled as a constraint programme for CP-SAT, exact for whole numbers of any size.

Everything a party gains is put as a bonus for something that holds, so that a variable for "it holds" need only imply
it: nobody is hurt if the programme leaves a bonus unclaimed, and what it claims is real. Utilities in the programme are
therefore at most the real ones, and the greatest of them are the real ones. For the same reason only lower limits on
utilities may be stated, and upper limits only where they are known to hold.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from goodoffices.settle.conditions import AllOf, Among, Conditions, bonuses, interchangeable
from goodoffices.settle.problem import Package, Problem, Rule

__all__ = ["Programme", "Query", "Worth", "cp_sat"]

_PLAIN_BITS = 50  # up to so many bits a utility is one variable: sums and bounds stay exact in the solver throughout
_DIGIT_BITS = 40  # a longer one is written in digits of so many bits


def cp_sat() -> Any:
    """Return the solver's module, loaded when first needed: it is heavy."""
    return importlib.import_module("ortools.sat.python.cp_model")


@dataclass(frozen=True)
class Worth:
    """A party's utility in the programme: ``least`` plus ``step`` times the number that the digits write.

    Attributes
    ----------
    least, most
        Between which values the utility lies, in units.
    step
        What divides all differences.
    digits
        Variables of the solver, the most significant first; all but the first run from 0 to 2**40 - 1.
    """

    least: int
    most: int
    step: int
    digits: tuple[Any, ...]

    def written(self, units: int) -> list[int]:
        """Write the least number of steps that reaches so many units in digits, the most significant first."""
        # What cannot be reached is written as one step too many, whatever its size.
        steps = min(max(0, -((self.least - units) // self.step)), (self.most - self.least) // self.step + 1)
        low = []
        for _ in self.digits[1:]:
            steps, digit = divmod(steps, 1 << _DIGIT_BITS)
            low.append(digit)
        return [steps, *reversed(low)]


class Programme:
    """A problem as a constraint programme.

    Parameters
    ----------
    problem : Problem
        What is to be settled. Its reservation values are not stated in the programme.
    rules : sequence of Rule, optional
        The rules that hold in any case; by default all.
    spoken : sequence of Rule, optional
        Further rules that will be asked for: options that these tell apart are kept apart.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule] | None = None, spoken: Sequence[Rule] = ()) -> None:
        self.problem = problem
        self.rules = tuple(problem.rules if rules is None else rules)
        self.conditions = Conditions(problem)
        self.granted, self.bonuses = bonuses(problem, self.conditions)
        self.ruled = [self.conditions.read(rule.tree) for rule in self.rules]
        matters = [*self.ruled, *(bonus.condition for bonus in self.bonuses)]
        matters += [self.conditions.read(rule.tree) for rule in spoken]
        self.classes = interchangeable(problem, self.conditions, matters, self.rules)
        self.model: Any = cp_sat().CpModel()
        self._literals: dict[int, Any] = {}
        self.choice = [self._choice(len(classes)) for classes in self.classes]
        for number in self.ruled:
            self._require(number)
        self.worths = [self._worth(one) for one in range(len(problem.parties))]

    @property
    def possible(self) -> bool:
        """Whether rules that speak of one issue only leave an option for each issue."""
        return all(self.classes)

    @cached_property
    def plain(self) -> bool:
        """Whether all utilities together fit one variable."""
        return sum((worth.most - worth.least) // worth.step for worth in self.worths) < 1 << _PLAIN_BITS

    def _choice(self, count: int) -> list[Any]:
        """State which of the classes of an issue is agreed: one of them."""
        literals = [self.model.new_bool_var("") for _ in range(count)]
        self.model.add_exactly_one(literals)
        return literals

    def literal(self, number: int) -> Any:
        """Return a variable that implies a condition."""
        if number not in self._literals:
            form = self.conditions.form(number)
            if isinstance(form, Among):
                self._literals[number] = self._among(form)
            else:
                literal = self.model.new_bool_var("")
                parts = [self.literal(part) for part in form.parts]
                if isinstance(form, AllOf):
                    for part in parts:
                        self.model.add_implication(literal, part)
                else:
                    self.model.add_bool_or(parts).only_enforce_if(literal)
                self._literals[number] = literal
        return self._literals[number]

    def _among(self, form: Among) -> Any:
        """Return a variable for the option of an issue being one of some."""
        choice, classes = self.choice[form.issue], self.classes[form.issue]
        inside = [literal for literal, own in zip(choice, classes, strict=True) if form.options >> own[0] & 1]
        if len(inside) == 1:
            return inside[0]
        literal = self.model.new_bool_var("")
        # An equation rather than implications: the linear relaxation is the tighter for it.
        self.model.add(sum(inside) == literal)
        return literal

    def _require(self, number: int) -> None:
        """State that a condition holds."""
        form = self.conditions.form(number)
        if isinstance(form, AllOf):
            for part in form.parts:
                self._require(part)
        elif isinstance(form, Among):
            self.model.add_bool_or([self.literal(number)])
        else:
            self.model.add_bool_or([self.literal(part) for part in form.parts])

    def _worth(self, party: int) -> Worth:
        """State what the package is worth to a party."""
        least, most, literals, weights = self.granted[party], self.granted[party], [], []
        for classes, choice, table in zip(self.classes, self.choice, self.problem.values, strict=True):
            column = [int(table[own[0], party]) for own in classes]
            low = min(column, default=0)
            least += low
            most += max(column, default=0)
            for worth, literal in zip(column, choice, strict=True):
                if worth > low:
                    literals.append(literal)
                    weights.append(worth - low)
        for bonus in self.bonuses:
            if bonus.party == party:
                literals.append(self.literal(bonus.condition))
                weights.append(bonus.worth)
                most += bonus.worth
        step = math.gcd(*weights) or 1
        digits = self._digits(literals, [weight // step for weight in weights])
        return Worth(least, most, step, digits)

    def _digits(self, literals: Sequence[Any], weights: Sequence[int]) -> tuple[Any, ...]:
        """State a weighted sum, in digits if it is too long for one variable."""
        model, total = self.model, cp_sat().LinearExpr.weighted_sum
        low: list[Any] = []
        carry: list[Any] = []
        weights, most, bound = list(weights), sum(weights), 0
        while most >= 1 << _PLAIN_BITS:
            digits = [weight & (1 << _DIGIT_BITS) - 1 for weight in weights]
            bound = (sum(digits) + bound) >> _DIGIT_BITS
            digit = model.new_int_var(0, (1 << _DIGIT_BITS) - 1, "")
            over = model.new_int_var(0, bound, "")
            model.add(
                total([*literals, *carry], [*digits, *[1] * len(carry)]) == total([over, digit], [1 << _DIGIT_BITS, 1])
            )
            low.append(digit)
            carry = [over]
            weights = [weight >> _DIGIT_BITS for weight in weights]
            most = sum(weights) + bound
        top = model.new_int_var(0, most, "")
        model.add(total([*literals, *carry], [*weights, *[1] * len(carry)]) == top)
        return (top, *reversed(low))

    def package(self, values: Any) -> Package:
        """Read the package off an answer: of each class the first option.

        Parameters
        ----------
        values
            Gives the value of a variable.
        """
        return tuple(
            own[next(c for c, literal in enumerate(choice) if values(literal))][0]
            for own, choice in zip(self.classes, self.choice, strict=True)
        )

    def utilities(self, package: Sequence[int]) -> tuple[int, ...]:
        """Return what a package is worth to each party, in units."""
        return tuple(map(int, self.problem.utilities(np.array([package], dtype=np.int64))[0]))

    def class_of(self, issue: int, option: int) -> int:
        """Return the class that an option belongs to."""
        return next(c for c, own in enumerate(self.classes[issue]) if option in own)


class Query:
    """A programme with further conditions, which leave the programme as it is.

    Parameters
    ----------
    programme : Programme or Query
        What is known already.
    """

    def __init__(self, programme: Programme | Query) -> None:
        self.programme: Programme = programme.programme if isinstance(programme, Query) else programme
        self.model: Any = programme.model.clone()

    def at_least(self, party: int, units: int) -> None:
        """State that a party gets at least so many units."""
        self.model.add(self._reaching(party, units))

    def reaches(self, party: int, units: int) -> Any:
        """Return a variable that implies that a party gets at least so many units."""
        literal = self.model.new_bool_var("")
        self.model.add(self._reaching(party, units)).only_enforce_if(literal)
        return literal

    def _reaching(self, party: int, units: int) -> Any:
        """Compare digit by digit: a greater one settles it, an equal one leaves it to the next."""
        worth = self.programme.worths[party]
        written = worth.written(units)
        needed = worth.digits[-1] >= written[-1]
        for digit, value in zip(worth.digits[-2::-1], written[-2::-1], strict=True):
            more, level = self.model.new_bool_var(""), self.model.new_bool_var("")
            self.model.add(digit > value).only_enforce_if(more)
            self.model.add(digit >= value).only_enforce_if(level)
            self.model.add(needed).only_enforce_if(level)
            needed = more + level >= 1
        return needed

    def at_most(self, party: int, units: int) -> None:
        """State a limit that is known: what helps the solver, where it can be said plainly."""
        worth = self.programme.worths[party]
        if len(worth.digits) == 1:
            self.model.add(worth.digits[0] <= (units - worth.least) // worth.step)

    def some_better(self, than: Sequence[int]) -> None:
        """State that some party gets more than given."""
        self.model.add_bool_or([self.reaches(party, units + 1) for party, units in enumerate(than)])

    def earlier(self, package: Sequence[int]) -> None:
        """State that the package comes before another in the order of options, of the first issue first."""
        before, level = [], None
        for k, (option, choice) in enumerate(zip(package, self.programme.choice, strict=True)):
            here = self.programme.class_of(k, option)
            if here:
                less = self.model.new_bool_var("")
                self.model.add_bool_or(choice[:here]).only_enforce_if(less)
                if level is not None:
                    self.model.add_implication(less, level)
                before.append(less)
            same = self.model.new_bool_var("")
            self.model.add_implication(same, choice[here])
            if level is not None:
                self.model.add_implication(same, level)
            level = same
        self.model.add_bool_or(before)

    def hint(self, package: Sequence[int]) -> None:
        """Suggest where to look first."""
        self.model.clear_hints()
        for k, (option, choice) in enumerate(zip(package, self.programme.choice, strict=True)):
            here = self.programme.class_of(k, option)
            for c, literal in enumerate(choice):
                self.model.add_hint(literal, c == here)
