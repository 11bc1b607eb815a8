"""Read what is to be settled off a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from goodoffices.case.estimates import Estimate
from goodoffices.case.expressions import Not
from goodoffices.case.model import Case
from goodoffices.case.settlement import Position
from goodoffices.errors import CaseError
from goodoffices.settle.exactness import as_fraction, whole_numbers
from goodoffices.settle.problem import Problem, Rule, Term

__all__ = ["settlement"]

Read = Callable[[Estimate], Fraction]
"""How an estimate becomes a number: its middle, or one draw."""


def middle(estimate: Estimate) -> Fraction:
    """Take the likeliest value, or the middle of a range."""
    if estimate.likely is None:
        return (as_fraction(estimate.low) + as_fraction(estimate.high)) / 2
    return as_fraction(estimate.likely)


def settlement(case: Case, *, read: Read = middle) -> Problem:
    """Read what is to be settled off a case.

    Weights are relative: each party's are divided by their sum. An issue that a party gives no weight does not matter
    to it. The reservation value is the utility of today's package, unless the position gives another.

    Parameters
    ----------
    case : Case
        With the sections ``issues`` and ``positions``; ``links`` are used where present.
    read
        How an estimate becomes a number; by default its middle.

    Returns
    -------
    Problem
        Utilities run from 0 to 1 where a position has no terms.

    Raises
    ------
    MissingSectionError
        If a section is missing.
    CaseError
        If a party gives an issue weight but no values, or gives no weight at all.

    Examples
    --------
    >>> import goodoffices as go
    >>> problem = settlement(go.read_case("korea-2017"))
    >>> problem.parties, problem.outcomes
    (('USA', 'PRK', 'ROK'), 243)
    """
    case.need("issues", "positions")
    parties, issues = tuple(case.positions), tuple(case.issues)
    tables = [[[Fraction(0)] * len(parties) for _ in entry.names] for entry in case.issues.values()]
    for one, (party, position) in enumerate(case.positions.items()):
        for k, column in _columns(case, party, position, read):
            for row, worth in zip(tables[k], column, strict=True):
                row[one] = worth
    today = tuple(entry.now for entry in case.issues.values())
    now = None
    if None not in today:
        now = tuple(entry.names.index(str(option)) for entry, option in zip(case.issues.values(), today, strict=True))
    extra = [
        [
            *([read(position.reserve.value)] if position.reserve else []),
            *(read(term.worth) for term in position.terms),
        ]
        for position in case.positions.values()
    ]
    values, whole, units = whole_numbers(tables, extra)
    terms, given = [], []
    for one, position in enumerate(case.positions.values()):
        numbers = list(whole[one])
        given.append(numbers.pop(0) if position.reserve else None)
        terms += [Term(one, worth, term.when.tree) for worth, term in zip(numbers, position.terms, strict=True)]
    problem = Problem(
        parties,
        issues,
        tuple(entry.names for entry in case.issues.values()),
        values,
        units,
        (None,) * len(parties),
        tuple(_rules(case)),
        tuple(terms),
        now,
        tuple(entry.divisible for entry in case.issues.values()),
        case,
    )
    return _with_reserve(problem, given)


def _columns(case: Case, party: str, position: Position, read: Read) -> Iterator[tuple[int, list[Fraction]]]:
    """Give for each issue that matters to a party what its options are worth to it."""
    weights = {issue: read(weight) for issue, weight in position.weights.items()}
    total = sum(weights.values())
    if not total:
        raise CaseError(f"positions.{party}: found no weight above 0, expected one for at least one issue")
    for k, issue in enumerate(case.issues):
        if not weights.get(issue):
            continue
        if issue not in position.values:
            message = f"positions.{party}: found a weight but no values for the issue {issue!r}"
            raise CaseError(f"{message}, expected one value for each of {list(case.issues[issue].names)}")
        yield k, [weights[issue] / total * read(value) for value in position.values[issue]]


def _rules(case: Case) -> Iterator[Rule]:
    for link in case.links:
        tree = Not(link.condition.tree) if link.never else link.condition.tree
        text = f"never: {link.condition.text}" if link.never else link.condition.text
        yield Rule(tree, text, None, link.why or "")
    for one, position in enumerate(case.positions.values()):
        for line in position.red_lines:
            yield Rule(line.tree, line.text, one)


def _with_reserve(problem: Problem, given: list[int | None]) -> Problem:
    """Take what was given as reservation values, else what today's package is worth."""
    today = [None] * len(given) if problem.now is None else problem.utilities([problem.now])[0].tolist()
    least = tuple(first if first is not None else second for first, second in zip(given, today, strict=True))
    return Problem(**{name: getattr(problem, name) for name in problem.__dataclass_fields__} | {"reserve": least})
