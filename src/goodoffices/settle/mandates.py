"""Red lines and reservation values, held or waived one by one, and links, which are not for the parties to waive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from goodoffices.errors import CaseError
from goodoffices.settle.cpmodel import Programme, Query
from goodoffices.settle.deal import readable
from goodoffices.settle.problem import Package, Problem, Rule
from goodoffices.settle.solving import Desk
from goodoffices.wording import join_words

__all__ = ["Demand", "Mandates", "check_links", "demand_json", "demands_of", "phrase"]

Kind: TypeAlias = Literal["red line", "reservation value"]


@dataclass(frozen=True)
class Demand:
    """One thing that a party's mandate insists on.

    Attributes
    ----------
    kind
        A red line or a reservation value.
    party
        Whose, by position.
    rule
        Which red line: its position among the problem's rules; None for a reservation value.
    """

    kind: Kind
    party: int
    rule: int | None = None


def demands_of(problem: Problem) -> tuple[Demand, ...]:
    """List red lines in their order, then reservation values in the order of parties."""
    lines = [Demand("red line", rule.party, at) for at, rule in enumerate(problem.rules) if rule.party is not None]
    values = [Demand("reservation value", one) for one, least in enumerate(problem.reserve) if least is not None]
    return (*lines, *values)


def phrase(problem: Problem, demand: Demand) -> str:
    """Name a demand in words.

    Examples
    --------
    >>> from goodoffices.settle.problem import additive
    >>> phrase(additive([[[3, 0]]], [2, None]), Demand("reservation value", 0))
    'the reservation value of party-1 (2)'
    """
    party = problem.parties[demand.party]
    if demand.rule is not None:
        return f"the red line of {party} “{problem.rules[demand.rule].text}”"
    least = problem.reserve[demand.party] or 0
    return f"the reservation value of {party} ({readable(least * problem.units[demand.party])})"


def demand_json(problem: Problem, demand: Demand) -> dict[str, object]:
    """Return a demand as plain data."""
    plain: dict[str, object] = {"kind": demand.kind, "party": problem.parties[demand.party]}
    if demand.rule is not None:
        return plain | {"rule": problem.rules[demand.rule].text}
    value = (problem.reserve[demand.party] or 0) * problem.units[demand.party]
    return plain | {"value": float(value), "exact": str(value)}


class Mandates:
    """The demands of a problem, any of which can be held or waived while all links hold.

    Parameters
    ----------
    problem : Problem
        What is to be settled.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.demands = demands_of(problem)
        links = [rule for rule in problem.rules if rule.party is None]
        lines = [rule for rule in problem.rules if rule.party is not None]
        self.desk = Desk()
        programme = Programme(problem, links, lines)
        for rule in lines:
            programme.literal(programme.conditions.read(rule.tree))
        self.query = Query(programme)
        self._literals = {demand: self._literal(demand) for demand in self.demands}

    def _literal(self, demand: Demand) -> Any:
        """Return a variable that implies a demand; each has its own."""
        if demand.rule is None:
            return self.query.reaches(demand.party, self.problem.reserve[demand.party] or 0)
        programme, literal = self.query.programme, self.query.model.new_bool_var("")
        tree = self.problem.rules[demand.rule].tree
        self.query.model.add_implication(literal, programme.literal(programme.conditions.read(tree)))
        return literal

    def held(self, demands: Iterable[Demand]) -> tuple[Package | None, tuple[Demand, ...]]:
        """Look for a package that satisfies links and some demands.

        Parameters
        ----------
        demands
            Those to be satisfied.

        Returns
        -------
        package, core
            Any such package; or None, and some of the demands that already cannot be met together.
        """
        asked = list(demands)
        package, core = self.desk.assumed(self.query, [self._literals[demand] for demand in asked])
        named = tuple(asked[k] for k in core)
        # The solver may name too few of what it was asked to assume (google/or-tools, issue 5141).
        return package, named if package is not None or self._excluded(named) else tuple(asked)

    def _excluded(self, demands: Sequence[Demand]) -> bool:
        """Say whether demands cannot be met together."""
        query = Query(self.query)
        query.model.add_bool_and([self._literals[demand] for demand in demands])
        return self.desk.found(query) is None

    def smallest(self, core: Sequence[Demand]) -> tuple[Demand, ...]:
        """Strike out of demands that cannot be met together whatever is not needed for that."""
        kept = list(core)
        for demand in core:
            without = [one for one in kept if one != demand]
            if self._excluded(without):
                kept = without
        return tuple(kept)

    def met(self, package: Package) -> tuple[Demand, ...]:
        """List the demands that a package satisfies."""
        problem, rows = self.problem, [list(package)]
        worth = self.query.programme.utilities(package)
        return tuple(
            demand
            for demand in self.demands
            if (
                worth[demand.party] >= (problem.reserve[demand.party] or 0)
                if demand.rule is None
                else bool(problem.holds(problem.rules[demand.rule].tree, rows)[0])
            )
        )

    def fewest(self, blocked: Sequence[Sequence[Demand]], most: int | None) -> tuple[Demand, ...] | None:
        """Find as few demands as possible whose waiver opens a zone.

        Parameters
        ----------
        blocked
            Sets already known, none of which may be waived again as a whole.
        most
            At most so many.

        Returns
        -------
        tuple of Demand, or None
            In the order of demands; None as proof that there is no other such set.
        """
        query = Query(self.query)
        literals = [self._literals[demand] for demand in self.demands]
        for waived in blocked:
            query.model.add_bool_or([self._literals[demand] for demand in waived])
        if most is not None:
            query.model.add(sum(literals) >= len(literals) - most)
        query.model.maximize(sum(literals))
        answer = self.desk.solve(query)
        if answer is None:
            return None
        return tuple(demand for demand in self.demands if not answer.boolean_value(self._literals[demand]))


def check_links(problem: Problem) -> None:
    """Refuse links that contradict each other.

    Parameters
    ----------
    problem : Problem
        Whose links.

    Raises
    ------
    CaseError
        If no package satisfies all links; names a smallest set of them that no package satisfies.

    Examples
    --------
    >>> import dataclasses
    >>> from goodoffices.case.expressions import parse
    >>> from goodoffices.settle.problem import Rule, additive
    >>> texts = ['a."1" iff b."1"', 'a."1" iff b."2"', 'c."1" | c."2"']
    >>> plain = additive([[[1, 0], [0, 1]]] * 3, issues="abc")
    >>> check_links(dataclasses.replace(plain, rules=tuple(Rule(parse(text), text) for text in texts)))
    Traceback (most recent call last):
    goodoffices.errors.CaseError: links: found “a."1" iff b."1"” and “a."1" iff b."2"”, which no package satisfies
    together, expected links that leave a package; take one of them out or say it less strictly
    """
    links = [rule for rule in problem.rules if rule.party is None]
    programme, desk = Programme(problem, (), links), Desk()
    literals = [programme.literal(programme.conditions.read(rule.tree)) for rule in links]
    query = Query(programme)

    def contradictory(some: Sequence[int]) -> bool:
        own = Query(query)
        own.model.add_bool_and([literals[k] for k in some])
        return desk.found(own) is None

    kept = list(range(len(links)))
    if not contradictory(kept):
        return
    for k in list(kept):
        without = [one for one in kept if one != k]
        if contradictory(without):
            kept = without
    raise CaseError(_contradiction([links[k] for k in kept]))


def _contradiction(links: Sequence[Rule]) -> str:
    told = join_words([f"“{rule.text}”" for rule in links])
    which = "which no package satisfies" + (" together" if len(links) > 1 else "")
    change = "take one of them out or say it less strictly" if len(links) > 1 else "take it out or say it less strictly"
    return f"links: found {told}, {which}, expected links that leave a package; {change}"
