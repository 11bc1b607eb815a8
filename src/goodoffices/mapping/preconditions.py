"""Who waits for whom: preconditions, and the cycles in which everybody waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never, cast

from goodoffices.case.accepting import accepted
from goodoffices.case.expressions import And, Condition, Expression, Not, Option, Or, Relation, options_in, spelt_out
from goodoffices.case.model import Case

__all__ = ["Precondition", "Standoffs", "find_preconditions"]


@dataclass(frozen=True)
class Precondition:
    """One demand that must be met first.

    Attributes
    ----------
    demand
        Its position among the demands of the case that are accepted.
    by, of
        Who asks, and of whom.
    what
        In words.
    needs, before
        Options that must change first, and those that wait for them.
    """

    demand: int
    by: str
    of: str
    what: str
    needs: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True)
class Standoffs:
    """All preconditions of a case, and where they lock.

    Attributes
    ----------
    preconditions
        In file order.
    cycles
        Options that wait for each other in a ring, each for the next, with no other way round: none can be the first.
    mutual
        Pairs of parties that each ask the other to move first, though not in one ring of options.
    """

    preconditions: tuple[Precondition, ...]
    cycles: tuple[tuple[str, ...], ...]
    mutual: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "preconditions": [
                {"by": one.by, "of": one.of, "what": one.what, "needs": list(one.needs), "before": list(one.before)}
                for one in self.preconditions
            ],
            "cycles": [list(cycle) for cycle in self.cycles],
            "mutual": [list(pair) for pair in self.mutual],
        }


def find_preconditions(case: Case) -> Standoffs:
    """Find the preconditions of a case and the rings that they form.

    A ring is only reported where it locks: where every other way to meet the need waits in turn. A demand that any of
    several options would meet locks nobody as long as one of them is free.
    """
    demands = [(k, one) for k, one in enumerate(accepted(case).demands) if one.kind == "precondition"]
    found = tuple(
        Precondition(k, demand.by, cast("str", demand.of), demand.what, _options(demand.needs), _options(demand.before))
        for k, demand in demands
    )
    waits: dict[str, list[Condition]] = {}
    for _, demand in demands:
        if demand.needs is not None:
            for option in _options(demand.before):
                waits.setdefault(option, []).append(demand.needs)
    locked = _locked(waits)
    asked = {(one.by, one.of) for one in found}
    mutual = tuple(sorted((by, of) for by, of in asked if by < of and (of, by) in asked))
    links = {option: {need for needs in waits[option] for need in _options(needs)} & locked for option in locked}
    return Standoffs(found, _cycles(links), mutual)


def _options(condition: Condition | None) -> tuple[str, ...]:
    if condition is None:
        return ()
    return tuple(dict.fromkeys(option.full for option in options_in(condition.tree)))


def _locked(waits: Mapping[str, Sequence[Condition]]) -> set[str]:
    """Find the options whose turn never comes: whose needs cannot be met by options whose turn does."""
    locked = set(waits)
    while True:
        free = {option for option in locked if all(_can_be(need.tree, locked, wanted=True) for need in waits[option])}
        if not free:
            return locked
        locked -= free


def _can_be(tree: Expression, locked: set[str], *, wanted: bool) -> bool:
    """Say whether an expression can be made true, or false, while locked options stay off."""
    match tree:
        case Option():
            return not wanted or tree.full not in locked
        case Not(part):
            return _can_be(part, locked, wanted=not wanted)
        case And(parts) | Or(parts):
            each = (_can_be(part, locked, wanted=wanted) for part in parts)
            return all(each) if isinstance(tree, And) == wanted else any(each)
        case Relation():
            return _can_be(spelt_out(tree), locked, wanted=wanted)
        case _:
            assert_never(tree)


def _cycles(waits: Mapping[str, set[str]]) -> tuple[tuple[str, ...], ...]:
    """List the elementary cycles of a small graph, each from its alphabetically first option."""
    found: list[tuple[str, ...]] = []

    def follow(path: tuple[str, ...]) -> None:
        for option in sorted(waits.get(path[-1], ())):
            if option == path[0]:
                found.append(path)
            elif option > path[0] and option not in path:
                follow((*path, option))

    for start in sorted(waits):
        follow((start,))
    return tuple(found)
