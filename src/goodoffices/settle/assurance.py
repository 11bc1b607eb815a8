"""What stands behind a sequence or against it: guarantors, the trust there is, a shift of power."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from goodoffices.case.accepting import accepted
from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case
from goodoffices.settle.commitment import CommitmentProblem, commitment_problem
from goodoffices.settle.problem import Problem
from goodoffices.wording import decimal, estimate, join_words, span

__all__ = ["Commitment", "Guarantor", "TrustReading", "commitment", "guarantors", "trust_reading"]

Met: TypeAlias = Literal["low", "likely", "high", "not"]

_ENOUGH: dict[Met, str] = {
    "low": "enough on every reading",
    "likely": "enough unless it is as low as it may be",
    "high": "enough only if it is as high as it may be",
    "not": "not enough on any reading",
}
MOST_OUTCOMES = 300_000
PIE = "share of the pie"


@dataclass(frozen=True)
class Guarantor:
    """Somebody who could stand by a sequence.

    Attributes
    ----------
    name
        As a candidate of the case.
    called
        For a reader.
    why
        What the case says of it.
    """

    name: str
    called: str
    why: str


def guarantors(case: Case, problem: Problem) -> tuple[Guarantor, ...]:
    """List the candidates for the role of guarantor that do not have a position of their own in what is settled."""
    return tuple(
        Guarantor(name, (case.name_of(one.party) if one.party else one.name) or name, one.say or "")
        for name, one in case.candidates.items()
        if "guarantor" in one.roles and one.party not in problem.parties
    )


@dataclass(frozen=True)
class TrustReading:
    """Whether the trust that a sequence takes is there.

    Attributes
    ----------
    between
        Who distrusts whom.
    trust : Estimate
        How likely each takes the other to be trustworthy, as the case says.
    needed
        The most that any of them needs at a step where trust can help; None if there is no such step.
    step, party
        Where, and who.
    met
        ``low``: also on the low reading of trust; ``likely``: on the likely reading; ``high``: only on the high one;
        ``not``: on none.
    beyond
        The steps at which no trust suffices, because one of them gains by leaving whatever the others do: they need a
        guarantee.
    """

    between: tuple[str, ...]
    trust: Estimate
    needed: float | None
    step: int | None
    party: str | None
    met: Met
    beyond: tuple[int, ...]

    def sentence(self) -> str:
        """Say in plain words whether the trust there is is enough."""
        told = []
        if self.needed is not None:
            there = estimate(self.trust.low, self.trust.high, self.trust.likely)
            most = f"The most trust is needed by {self.party} at step {self.step}: {decimal(self.needed)}"
            told.append(f"{most}. Between {join_words(self.between)} it is put at {there}: {_ENOUGH[self.met]}.")
        if self.beyond:
            steps = f"step{'s' if len(self.beyond) > 1 else ''} {join_words([str(one) for one in self.beyond])}"
            told.append(f"At {steps} leaving pays whatever the others do; no trust suffices without a guarantee.")
        return " ".join(told)

    def to_json(self) -> dict[str, Any]:
        """Return the reading as plain data."""
        return {
            "between": list(self.between),
            "trust": self.trust.plain(),
            "needed": self.needed,
            "step": self.step,
            "party": self.party,
            "met": self.met,
            "beyond": list(self.beyond),
        }


def trust_reading(case: Case, needed: Sequence[Mapping[str, float | None]]) -> TrustReading | None:
    """Hold the trust that steps take against the trust that the case says there is.

    Parameters
    ----------
    case : Case
        With an obstacle of the kind distrust that gives an estimate of ``trust``.
    needed
        For each step, by party, the trust that making it takes; None where no trust suffices.

    Returns
    -------
    TrustReading or None
        None if the case says nothing of trust between parties that move something.
    """
    for obstacle in accepted(case).obstacles:
        told = [
            (number, party, trust)
            for number, step in enumerate(needed, 1)
            for party, trust in step.items()
            if party in obstacle.between
        ]
        if obstacle.trust is None or not told:
            continue
        finite = [(trust, -number, party) for number, party, trust in told if trust is not None]
        trust, number, party = max(finite) if finite else (None, None, None)
        return TrustReading(
            obstacle.between,
            obstacle.trust,
            trust,
            None if number is None else -number,
            party,
            _met(trust or 0.0, obstacle.trust),
            tuple(dict.fromkeys(number for number, _, trust in told if trust is None)),
        )
    return None


def _met(needed: float, trust: Estimate) -> Met:
    """Say on which reading of the trust there is it is as much as needed."""
    if needed <= trust.low:
        return "low"
    if needed <= trust.middle:
        return "likely"
    return "high" if needed <= trust.high else "not"


@dataclass(frozen=True)
class Commitment:
    """Whether a shift of power between two parties leaves room for a promise.

    Attributes
    ----------
    parties
        The two.
    rising
        Which of them grows stronger.
    secured
        What each can secure without a deal, as a share of the pie.
    range
        The shares of the pie for the first party that both prefer to no deal, from low to high.
    problem : CommitmentProblem
        On the low, likely and high reading of the shift.
    shift : Estimate
        Per year, as a share of the pie.
    assumptions
        What was taken for granted, in sentences.
    """

    parties: tuple[str, str]
    rising: str
    secured: tuple[float, float]
    range: tuple[float, float]
    problem: CommitmentProblem
    shift: Estimate
    assumptions: tuple[str, ...]

    def sentence(self) -> str:
        """Say in plain words whether a promise could hold."""
        low, likely, high = self.problem.fails
        when = "on every reading" if low else "on the likely reading too" if likely else "only on the high reading"
        told = f"No promise would hold: {when}" if high else "A promise can hold on every reading"
        shift = estimate(self.shift.low, self.shift.high, self.shift.likely)
        least, most = span(*self.range) if self.range[0] <= self.range[1] else "none", decimal(self.problem.limit)
        return (
            f"The share of the pie that {self.rising} gains in a year is put at {shift}; above {most} it could not be "
            f"bought off today. {told}. "
            f"Shares for {self.parties[0]} that both prefer to no deal: {least}."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "parties": list(self.parties),
            "rising": self.rising,
            "secured": dict(zip(self.parties, self.secured, strict=True)),
            "range": list(self.range),
            "shift": self.shift.plain(),
            **self.problem.to_json(),
            "assumptions": list(self.assumptions),
        }


def commitment(
    case: Case, problem: Problem, pair: tuple[str, str] | None, *, discount: float
) -> tuple[Commitment | None, str]:
    """Say whether a shift of power leaves room for a promise between two parties.

    Parameters
    ----------
    case : Case
        With ``trends`` in the unit "share of the pie".
    problem : Problem
        What each can secure is its reservation value.
    pair
        The two parties, if the case's obstacles name none.
    discount
        What a gain a year from now is worth today.

    Returns
    -------
    Commitment or None, and str
        The reason where there is none.
    """
    case = accepted(case)
    named = [
        tuple(one for one in obstacle.between if one in problem.parties)
        for kind in ("commitment", "distrust")
        for obstacle in case.obstacles
        if obstacle.kind == kind
    ]
    chosen = next(((one[0], one[1]) for one in named if len(one) > 1), pair)
    if chosen is None:
        return None, "no two parties with positions stand against each other or move anything"
    trends = [one for one in case.trends if one.unit == PIE and one.of in chosen and one.per_year.high > 0]
    if not trends:
        return None, f"the case has no trend in the unit {PIE!r} for {chosen[0]} or {chosen[1]}"
    trend = max(trends, key=lambda one: one.per_year.middle)
    first, second = (problem.parties.index(one) for one in chosen)
    shares = _shares(problem, first, second)
    if shares is None:
        return None, "what there is to share could not be computed: too many packages, or nothing at stake for one side"
    rising, other = shares if trend.of == chosen[0] else shares[::-1]
    found = commitment_problem(rising, other, trend.per_year, discount=discount)
    told = (
        "The utilities of both run from 0 to 1 over the packages that rules permit; the pie is their greatest sum.",
        "What a party can secure without a deal is its reservation value.",
        f"The shift per year is a share of that pie, in favour of {trend.of}: {trend.what}.",
    )
    return Commitment(chosen, trend.of, shares, (shares[0], 1 - shares[1]), found, trend.per_year, told), ""


def _shares(problem: Problem, first: int, second: int) -> tuple[float, float] | None:
    """Say what two parties can secure alone, as shares of the greatest sum of their normalised utilities."""
    columns = _columns(problem, first, second)
    if columns is None or not all(map(len, columns)):
        return None
    ends = [
        (sum(int(one[:, j].min()) for one in columns), sum(int(one[:, j].max()) for one in columns)) for j in (0, 1)
    ]
    (low, high), (least, most) = ends
    if low == high or least == most:
        return None
    spans = (high - low, most - least)
    total = sum(int((one[:, 0] * spans[1] + one[:, 1] * spans[0]).max()) for one in columns)
    pie = total - low * spans[1] - least * spans[0]
    alone = []
    for party, worst, across in ((first, low, spans[1]), (second, least, spans[0])):
        reserve = problem.reserve[party]
        alone.append(max(0, (worst if reserve is None else reserve) - worst) * across / pie)
    return alone[0], alone[1]


def _columns(problem: Problem, first: int, second: int) -> list[NDArray[Any]] | None:
    """Give the utilities of two parties over permitted packages, as tables whose rows add up in any combination."""
    if problem.is_additive:
        tables = zip(problem.values, problem.allowed, strict=True)
        return [table[mask][:, [first, second]].astype(object) for table, mask in tables]
    if problem.outcomes > MOST_OUTCOMES:
        return None
    rows = np.array(list(itertools.product(*map(range, problem.shape))), dtype=np.int64)
    rows = rows[problem.permitted(rows)]
    return [problem.utilities(rows)[:, [first, second]].astype(object)]
