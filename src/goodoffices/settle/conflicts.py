"""Who stands in whose way: the smallest sets of red lines and reservation values that cannot be met together."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from goodoffices.errors import CaseError
from goodoffices.settle.cpmodel import cp_sat
from goodoffices.settle.mandates import Demand, Mandates, check_links, demand_json, phrase
from goodoffices.settle.opening import Change, Opening, opening
from goodoffices.settle.problem import Problem
from goodoffices.settle.solving import SETTINGS, Ended
from goodoffices.wording import count, join_words

__all__ = ["Change", "Conflict", "Conflicts", "Opening", "conflicts", "opening"]

_ROUNDS = 2_000  # so many sets of demands are asked about before the rest is given up


@dataclass(frozen=True)
class Conflict:
    """Demands that cannot be met together, although they could if any one of them were waived.

    Attributes
    ----------
    demands
        Red lines first, then reservation values.
    """

    demands: tuple[Demand, ...]

    @property
    def red_lines(self) -> tuple[int, ...]:
        """The red lines among them, by position among the problem's rules."""
        return tuple(demand.rule for demand in self.demands if demand.rule is not None)

    @property
    def reserves(self) -> tuple[int, ...]:
        """The parties whose reservation values are among them, by position."""
        return tuple(demand.party for demand in self.demands if demand.rule is None)

    def sentence(self, problem: Problem) -> str:
        """Say it in words."""
        told = join_words([phrase(problem, demand) for demand in self.demands])
        told = told[0].upper() + told[1:]
        given = ", given the links" if any(rule.party is None for rule in problem.rules) else ""
        if len(self.demands) == 1:
            return f"{told} cannot be met{given}."
        return f"{told} cannot be met together{given}."

    def to_json(self, problem: Problem) -> dict[str, Any]:
        """Return the conflict as plain data."""
        return {"demands": [demand_json(problem, demand) for demand in self.demands]}


@dataclass(frozen=True, eq=False)
class Conflicts:
    """The smallest sets of red lines and reservation values that cannot be met together, the links taken as given.

    Attributes
    ----------
    problem : Problem
        What was to be settled.
    found : tuple of Conflict
        Each minimal; those of few demands first. Empty if there is an agreement zone, or if the search was ended early.
    complete : bool
        Whether it is proven that there are no others.
    method : str
        How they were found.
    digest : str
        SHA-256 of the problem.
    """

    problem: Problem
    found: tuple[Conflict, ...]
    complete: bool
    method: str
    digest: str

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Conflict]:
        return iter(self.found)

    def __getitem__(self, k: int) -> Conflict:
        return self.found[k]

    def sentences(self) -> tuple[str, ...]:
        """Say each conflict in words, and whether there are more."""
        if not self.found and not self.complete:
            return ("Which red lines and reservation values cannot be met together was not found in time.",)
        if not self.found:
            return ("All red lines and reservation values can be met together.",)
        told = [one.sentence(self.problem) for one in self.found]
        if not self.complete:
            told.append("There may be more such conflicts: the search was ended here.")
        return tuple(told)

    def to_json(self) -> dict[str, Any]:
        """Return the conflicts as plain data."""
        return {
            "conflicts": [one.to_json(self.problem) for one in self.found],
            "complete": self.complete,
            "method": self.method,
            "settings": dict(SETTINGS),
            "sentences": list(self.sentences()),
        }

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(told)}</li>" for told in self.sentences())
        return f"<p>{count(len(self.found), 'minimal conflict')}</p><ul>{items}</ul>"


def conflicts(problem: Problem, *, most: int = 20, stop: Callable[[], bool] | None = None) -> Conflicts:
    """Find the smallest sets of red lines and reservation values that cannot be met together.

    Parameters
    ----------
    problem : Problem
        What is to be settled; its links are taken as given.
    most : int, optional
        At most so many conflicts.
    stop : callable, optional
        Asked now and then whether to end with what was found.

    Returns
    -------
    Conflicts
        None if there is an agreement zone.

    Raises
    ------
    CaseError
        If the links contradict each other, or ``most`` is not at least 1.

    References
    ----------
    Liffiton, Previti, Malik and Marques-Silva (2016), "Fast, flexible MUS enumeration", *Constraints* 21.

    Examples
    --------
    Each of two parties insists on more than half of ten units:

    >>> from goodoffices.settle.problem import additive
    >>> ten = additive([[[k, 10 - k] for k in range(11)]], [6, 6], parties=["UP", "DOWN"])
    >>> conflicts(ten).sentences()
    ('The reservation value of UP (6) and the reservation value of DOWN (6) cannot be met together.',)
    """
    if most < 1:
        raise CaseError(f"found {most} as the most conflicts to list, expected at least 1")
    check_links(problem)
    mandates = Mandates(problem)
    found, complete = _enumerated(mandates, most, stop)
    order = {demand: at for at, demand in enumerate(mandates.demands)}
    found.sort(key=lambda demands: (len(demands), [order[demand] for demand in demands]))
    method = "CP-SAT cores shrunk one demand at a time, over a map of the sets not yet judged"
    return Conflicts(problem, tuple(map(Conflict, found)), complete, method, problem.digest())


def _enumerated(
    mandates: Mandates, most: int, stop: Callable[[], bool] | None
) -> tuple[list[tuple[Demand, ...]], bool]:
    """List conflicts until every set of demands is judged: it holds a conflict, or lies in a set that can be met."""
    found: list[tuple[Demand, ...]] = []
    with mandates.desk.watched(stop):
        try:
            return found, _judged(mandates, most, found)
        except Ended:
            return found, False


def _judged(mandates: Mandates, most: int, found: list[tuple[Demand, ...]]) -> bool:
    """Add to what was found until all is judged, or enough is found; say whether all is.

    The map proposes a greatest set not yet judged. If it can be met, so can all within it; the next set has to hold one
    that was left out. If not, a conflict within it is found and no further set may hold all of that.
    """
    module = cp_sat()
    chart, solver = module.CpModel(), module.CpSolver()
    solver.parameters.num_workers = 1
    inside = {demand: chart.new_bool_var("") for demand in mandates.demands}
    chart.maximize(sum(inside.values()))
    for _ in range(_ROUNDS):
        status = mandates.desk.run(solver, chart)
        if status != module.OPTIMAL:
            return bool(status == module.INFEASIBLE)
        proposed = [demand for demand, literal in inside.items() if solver.boolean_value(literal)]
        package, core = mandates.held(proposed)
        if package is None and len(found) == most:
            break
        if package is None:
            smallest = mandates.smallest(core)
            found.append(smallest)
            chart.add_bool_or([~inside[demand] for demand in smallest])
        else:
            met = mandates.met(package)
            chart.add_bool_or([literal for demand, literal in inside.items() if demand not in met])
    return False
