"""Put an agreed package into steps that parties without trust could carry out."""

from __future__ import annotations

import hashlib
import html
import importlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, ClassVar

from goodoffices.errors import CaseError, LimitError
from goodoffices.settle.assurance import Commitment, Guarantor, TrustReading, commitment, guarantors, trust_reading
from goodoffices.settle.caveats import assumptions, cautions
from goodoffices.settle.incentives import Incentives
from goodoffices.settle.moves import Agreed, Ladder, ladder
from goodoffices.settle.problem import Package, Problem
from goodoffices.settle.steps import Days, PlainOrder, Step, by_reading, table_row, with_exact
from goodoffices.settle.tranches import MOST_STEPS, Graph, all_at_once, best_schedule, one_by_one
from goodoffices.settle.waiting import Resolved, resolve, waiting_rules
from goodoffices.settle.writing import Written, plain_order, smallest_slack
from goodoffices.wording import decimal

__all__ = ["Sequence", "sequence"]

_MOST_DAYS = 36_525


@dataclass(frozen=True, eq=False)
class Sequence:
    """In which steps parties that do not trust each other could carry out a package.

    Attributes
    ----------
    problem : Problem
        What was settled.
    agreed
        The package, options by position.
    opening
        What can be announced before the first step, because no issue covers it and nothing that it waits for is left.
    steps : tuple of Step
        In order.
    smallest_slack
        The smallest slack over steps and parties: no other order has a larger one, if `proven`. None if no party with a
        position could leave anywhere.
    smallest_if : low, likely, high
        The same for the same steps, if verification is as quick, as usual or as slow as the case allows.
    gains
        For each party what the whole package is worth more than today's.
    afterwards
        For each party that could take something back once all is done: what it gains by not doing so.
    compared : tuple of PlainOrder
        What plain orders come to.
    resolved : tuple of Resolved
        How each precondition of the case, and each ring of them, is resolved.
    trust : TrustReading or None
        Whether the trust that the case speaks of suffices.
    commitment : Commitment or None
        Whether a shift of power leaves room for a promise.
    no_commitment
        Why there is none, where there is none.
    guarantors : tuple of Guarantor
        Who could stand by it.
    cautions
        What a reader has to know before relying on it, in sentences.
    assumptions
        What was taken for granted, in sentences.
    proven
        Whether it is proven that no other order is better.
    method
        How it was found.
    parameters : mapping of str to object
        With what settings.
    digest
        SHA-256 of everything that it depends on.
    """

    problem: Problem
    agreed: Package
    opening: tuple[str, ...]
    steps: tuple[Step, ...]
    smallest_slack: float | None
    smallest_if: tuple[float | None, float | None, float | None]
    gains: Mapping[str, Fraction]
    afterwards: Mapping[str, float]
    compared: tuple[PlainOrder, ...]
    resolved: tuple[Resolved, ...]
    trust: TrustReading | None
    commitment: Commitment | None
    no_commitment: str
    guarantors: tuple[Guarantor, ...]
    cautions: tuple[str, ...]
    assumptions: tuple[str, ...]
    proven: bool
    method: str
    parameters: Mapping[str, Any]
    digest: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    @property
    def guarantee(self) -> float:
        """The sum of all guarantees needed, each in its party's own units."""
        return sum((one.amount for step in self.steps for one in step.guarantees), 0.0)

    @property
    def bonds(self) -> dict[str, float]:
        """For each party that needs one the largest guarantee of any step: what it has to have at stake at one time."""
        found: dict[str, float] = {}
        for step in self.steps:
            for party, amount in step.guarantee.items():
                found[party] = max(amount, found.get(party, 0.0))
        return found

    @property
    def days(self) -> Days:
        """How long it takes until everything is verified."""
        return self.steps[-1].verified_days

    head: ClassVar[tuple[str, ...]] = (
        "step",
        "who gives what",
        "begins on day",
        "verified by day",
        "exposed",
        "slack",
        "guarantee",
        "by whom",
    )

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return a table in plain text, one row for each step; `head` names the columns.

        Returns
        -------
        tuple of tuple of str
            What is announced before the first step stands in a row of its own, with the number 0.
        """
        opening = ("0", f"announced together: {', '.join(self.opening)}", "0", "0", "–", "–", "–", "–")
        return (*([opening] if self.opening else []), *map(table_row, self.steps))

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data; amounts on the parties' scales, exact where they are."""
        return {
            "agreed": self.problem.in_words(self.agreed),
            "opening": list(self.opening),
            "steps": [step.to_json() for step in self.steps],
            "smallest_slack": self.smallest_slack,
            "smallest_if": dict(zip(("low", "likely", "high"), self.smallest_if, strict=True)),
            "guarantee": self.guarantee,
            "bonds": self.bonds,
            "days": by_reading(self.days),
            **with_exact("gains", self.gains),
            "afterwards": dict(self.afterwards),
            "compared": [one.to_json() for one in self.compared],
            "resolved": [one.to_json() for one in self.resolved],
            "trust": None if self.trust is None else self.trust.to_json(),
            "commitment": None if self.commitment is None else self.commitment.to_json(),
            "no_commitment": self.no_commitment or None,
            "guarantors": [{"name": one.name, "called": one.called, "why": one.why} for one in self.guarantors],
            "cautions": list(self.cautions),
            "assumptions": list(self.assumptions),
            "proven": self.proven,
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def to_frame(self) -> Any:
        """Return one row per step and party.

        Returns
        -------
        pandas.DataFrame
            The index is ``step`` and ``party``.
        """
        pandas = importlib.import_module("pandas")
        rows = [
            {
                "step": step.number,
                "party": party,
                "gives": "; ".join(one.words() for one in step.gives if party in one.movers),
                "begins on day": step.starts_days[1],
                "verified by day": step.verified_days[1],
                "exposure": float(step.exposure[party]),
                "slack": step.slack.get(party),
                "trust needed": step.trust_needed.get(party),
                "guarantee": step.guarantee.get(party, 0.0),
            }
            for step in self.steps
            for party in self.problem.parties
        ]
        return pandas.DataFrame(rows).set_index(["step", "party"])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.head)
        lines = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
            for row in self.rows()
        )
        notes = "".join(f"<li>{html.escape(one)}</li>" for one in self.cautions)
        count = f"{len(self.steps)} step{'s' if len(self.steps) > 1 else ''}"
        told = "" if self.proven else " (not proven best)"
        slack = "" if self.smallest_slack is None else f", smallest slack {decimal(self.smallest_slack, 3)}"
        return f"<table><caption>{count}{slack}{told}</caption><tr>{head}</tr>{lines}</table>" + (
            f"<ul>{notes}</ul>" if notes else ""
        )


def sequence(
    deal: Agreed,
    *,
    discount: float = 0.9,
    parts: int = 4,
    step_days: float | None = None,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Sequence:
    """Put an agreed package into steps that parties without trust could carry out.

    The package is taken apart into moves along the options of its issues. Moves are put into an order, several at once
    where that helps, so that every package on the way satisfies all links and red lines, preconditions of the case are
    kept, and the smallest slack over all steps and parties is as large as possible: what a party gains by staying
    rather than by leaving in the way that is best for it. Then guarantees are as small as possible, then time.

    Parameters
    ----------
    deal
        With a problem read from a case, and the package agreed.
    discount
        What a gain a year from now is worth today, above 0 and below 1.
    parts
        Into how many equal parts moves on divisible issues are split; fewer if that would be too many packages.
    step_days
        How long every step lasts, instead of its slowest verification.
    progress
        Is called with the share of the work done.
    stop
        Is asked from time to time whether to stop; what is returned then says that it is not proven best.

    Returns
    -------
    Sequence

    Raises
    ------
    MissingSectionError
        If the problem was not read from a case.
    CaseError
        If today's package is unknown, nothing has to move, the package breaks a rule, or a number is out of its range.
    LimitError
        If there are too many packages, or steps between them.

    References
    ----------
    Kydd (2000, 2005) for the trust that a step takes; Lockwood and Thomas (2002) for steps that cannot be taken back;
    Fearon (1995) and Powell (2006) for what is said of power.

    Examples
    --------
    >>> import goodoffices as go
    >>> from types import SimpleNamespace
    >>> problem = go.settle.settlement(go.read_case("korea-2017"))
    >>> package = problem.package({"testing": "moratorium", "exercises": "deferred", "assurances": "declared"})
    >>> for step in sequence(SimpleNamespace(problem=problem, package=package)).steps:
    ...     print(step.number, "; ".join(given.words() for given in step.gives))
    1 PRK: testing unrestricted → moratorium; USA & ROK: exercises planned → deferred
    2 USA: assurances none → declared
    """
    if not 0 < discount < 1:
        raise CaseError(f"found the discount {discount!r}, expected a number above 0 and below 1")
    if step_days is not None and not 0 <= step_days <= _MOST_DAYS:
        raise CaseError(f"found steps of {step_days!r} days, expected 0 to {_MOST_DAYS:,}")
    way = _laid_out(deal, parts)
    case = way.case
    waiting = waiting_rules(case, way).relaxed(lambda one: Graph(way, one).possible)
    incentives = Incentives(way, discount, step_days)
    found = best_schedule(incentives, waiting, progress=progress, stop=stop)
    written = Written(incentives, found.path, guarantors(case, way.problem))
    steps = tuple(written.steps())
    resolved = resolve(waiting, found.path)
    shift, reason = commitment(case, way.problem, _main_movers(way), discount=discount)
    return Sequence(
        problem=way.problem,
        agreed=way.package,
        opening=waiting.opening,
        steps=steps,
        smallest_slack=smallest_slack(incentives, found.path),
        smallest_if=written.smallest_if(),
        gains=written.gains(),
        afterwards=written.afterwards(),
        compared=tuple(
            plain_order(incentives, waiting, name, order(way))
            for name, order in (("all at once", all_at_once), ("one after the other", one_by_one))
        ),
        resolved=resolved,
        trust=trust_reading(case, [step.trust_needed for step in steps]),
        commitment=shift,
        no_commitment=reason,
        guarantors=written.could_guarantee,
        cautions=tuple(cautions(written, steps, resolved, proven=found.proven)),
        assumptions=tuple(assumptions(incentives, parts, announces=bool(waiting.rules))),
        proven=found.proven,
        method=found.method,
        parameters=_parameters(incentives, parts),
        digest=_digest(incentives, parts),
    )


def _laid_out(deal: Agreed, parts: int) -> Ladder:
    """Lay out the way in as many parts as can be weighed, at most as many as asked for."""
    for fewer in range(parts, 1, -1):
        try:
            way = ladder(deal, parts=fewer)
        except LimitError:
            continue
        if Graph(way).size <= MOST_STEPS:
            return way
    return ladder(deal, parts=min(parts, 1))


def _main_movers(way: Ladder) -> tuple[str, str] | None:
    """Name the two parties with positions that have most to move."""
    count = Counter(
        {
            way.problem.parties[one]: sum(way.tracks[k].length for k in way.own(one))
            for one in range(len(way.problem.parties))
            if way.own(one)
        }
    )
    first = [party for party, _ in count.most_common(2)]
    return (first[0], first[1]) if len(first) == 2 else None


def _parameters(incentives: Incentives, parts: int) -> dict[str, float | int | None]:
    return {
        "discount": incentives.discount,
        "parts": parts,
        "step_days": incentives.step_days,
        "packages": incentives.ladder.size,
        "steps_weighed": Graph(incentives.ladder).size,
    }


def _digest(incentives: Incentives, parts: int) -> str:
    way = incentives.ladder
    whole = way.case.plain()
    relevant = ("issues", "demands", "now", "obstacles", "trends", "candidates", "options")
    plain = {
        "problem": way.problem.digest(),
        "package": way.package,
        "tracks": [repr(track) for track in way.tracks],
        "case": {key: whole.get(key) for key in relevant},
        "parameters": _parameters(incentives, parts),
    }
    return hashlib.sha256(json.dumps(plain, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
