"""How two parties share out issues that can be split, and what holds of it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from goodoffices.settle.deal import readable
from goodoffices.settle.mixtures import Pair
from goodoffices.settle.problem import Problem
from goodoffices.wording import join_words

__all__ = ["AdjustedWinner", "Announcing", "Side"]

_HALF = Fraction(50)


@dataclass(frozen=True)
class Side:
    """How one issue is shared out.

    Attributes
    ----------
    issue
        Its name.
    options
        What the first and what the second party likes best; the same where they agree.
    points
        What the issue matters to each, of 100: its best option against its worst.
    contested
        What each gains by having its own way instead of the other's, in points; 0 where they agree.
    divisible
        Whether it can be split.
    share
        How far the first party has its way, from 0 to 1; None where they agree.
    """

    issue: str
    options: tuple[str, str]
    points: Pair
    contested: Pair
    divisible: bool
    share: Fraction | None

    @property
    def is_split(self) -> bool:
        """Whether neither has its way altogether."""
        return self.share is not None and 0 < self.share < 1


@dataclass(frozen=True)
class Announcing:
    """What a party could gain by announcing other points than its own, knowing the other's.

    Adjusted Winner leaves a party that tells the truth at least half of its points, whatever the other announces. So
    nobody can get more than what is best for it among all divisions that leave the other half.

    Attributes
    ----------
    party
        Who shades its points.
    honest
        What it gets if both tell the truth, in its true points.
    most
        What it cannot exceed, in its true points.
    near
        Whether it can come as near to that as it likes: by announcing almost the other's points, a little more on what
        it wants and a little less on the rest. Where issues have options between the two extremes, `most` may be out
        of reach.
    """

    party: str
    honest: Fraction
    most: Fraction
    near: bool

    @property
    def gain(self) -> Fraction:
        """What shading brings at most."""
        return self.most - self.honest


@dataclass(frozen=True, eq=False)
class AdjustedWinner:
    """How issues are shared out, and what holds of it.

    Attributes
    ----------
    problem : Problem
        What was to be settled.
    sides : tuple of Side
        Issue by issue.
    points
        What each party gets, of its 100 points; the same for both.
    utilities
        What that is worth on the parties' scales.
    split
        The issue that is split, if any.
    possible
        Whether the issue that is split can be split.
    envy_free
        Whether nobody would rather have the other's side of all that is contested.
    better
        The most that each could get while the other keeps its points, in whatever way issues are settled and split; the
        same as `points` if the division is efficient.
    acceptable
        Whether it is worth its reservation value to each party.
    announcing
        What each could gain by announcing other points than its own.
    digest
        SHA-256 of the problem.
    """

    problem: Problem
    sides: tuple[Side, ...]
    points: Pair
    utilities: Pair
    split: str | None
    possible: bool
    envy_free: bool
    better: Pair
    acceptable: tuple[bool, bool]
    announcing: tuple[Announcing, Announcing]
    digest: str

    @property
    def efficient(self) -> bool:
        """Whether no other way of settling and splitting the issues gives one party more and the other no less."""
        return self.better == self.points

    @property
    def shares(self) -> dict[str, Fraction]:
        """For each contested issue how far the first party has its way."""
        return {side.issue: side.share for side in self.sides if side.share is not None}

    def sentences(self) -> tuple[str, ...]:
        """Say for people what is shared out how, and what holds of it."""
        return tuple(_told(self))

    def to_json(self) -> dict[str, Any]:
        """Return the division as plain data, numbers as floats and exactly."""
        names = self.problem.parties
        return {
            "parties": list(names),
            "issues": {
                side.issue: {
                    "options": dict(zip(names, side.options, strict=True)),
                    "points": _by_party(names, side.points),
                    "share": None if side.share is None else _by_party(names, (side.share, 1 - side.share)),
                }
                for side in self.sides
            },
            "points": _by_party(names, self.points),
            "utilities": _by_party(names, self.utilities),
            "split": self.split,
            "possible": self.possible,
            "equitable": self.points[0] == self.points[1],
            "at_least_half": min(self.points) >= _HALF,
            "envy_free": self.envy_free,
            "efficient": self.efficient,
            "acceptable": dict(zip(names, self.acceptable, strict=True)),
            "manipulation": {
                one.party: {"honest": _number(one.honest), "most": _number(one.most), "gain": _number(one.gain)}
                | {"near": one.near}
                for one in self.announcing
            },
            "sentences": list(self.sentences()),
        }

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in ("issue", *self.problem.parties))
        rows = "".join(
            f"<tr><td>{html.escape(side.issue)}</td>"
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in _cells(side))
            + "</tr>"
            for side in self.sides
        )
        told = "".join(f"<p>{html.escape(one)}</p>" for one in self.sentences())
        return f"<table><tr>{head}</tr>{rows}</table>{told}"


def _number(value: Fraction) -> dict[str, Any]:
    return {"value": float(value), "exact": str(value)}


def _by_party(names: Sequence[str], pair: Pair) -> dict[str, dict[str, Any]]:
    return {name: _number(one) for name, one in zip(names, pair, strict=True)}


def _cells(side: Side) -> tuple[str, str]:
    if side.share is None:
        return ("agreed", "agreed")
    return readable(side.share), readable(1 - side.share)


def _told(found: AdjustedWinner) -> Iterator[str]:
    names = found.problem.parties
    yield from _begun(found)
    told = readable(found.points[0])
    yield f"Each then has {told} of its 100 points: the division is equitable, and leaves nobody less than half."
    if not found.possible:
        yield f"But {found.split} would have to be split and cannot be: as it stands the division is not possible."
    if not found.envy_free:
        yield "Of what is contested somebody has less than half; it is made up for by that on which both agree."
    if found.efficient:
        yield "No other division gives one party more and the other no less."
    else:
        more = [f"{name} {readable(one)}" for name, one in zip(names, found.better, strict=True)]
        yield (
            "Options between the two extremes would be better for both than a split: "
            f"with the other keeping its points, {join_words(more, 'or')} could be reached."
        )
    refusing = [name for name, accepts in zip(names, found.acceptable, strict=True) if not accepts]
    if refusing:
        yield f"It is worth less than its reservation value to {join_words(refusing)}."
    for one in found.announcing:
        yield _shading(one)


def _begun(found: AdjustedWinner) -> Iterator[str]:
    """Say who wins what to begin with, and what moves."""
    names = found.problem.parties
    agreed = [side.issue for side in found.sides if side.share is None]
    if agreed:
        yield f"Both like the same best on {join_words(agreed)}."
    contested = [side for side in found.sides if side.share is not None]
    for one, name in enumerate(names):
        won = [side.issue for side in contested if side.contested[one] > side.contested[1 - one]]
        if won:
            yield f"{name} gives more points to {join_words(won)}."
    tied = [side.issue for side in contested if side.contested[0] == side.contested[1]]
    if tied:
        yield f"Both give the same number to {join_words(tied)}."
    for one, name in enumerate(names):
        got = [side.issue for side in contested if side.share == 1 - one]
        if got:
            yield f"{name} has its way on {join_words(got)}."
    for side in contested:
        if side.is_split:
            share = side.share or Fraction(0)
            yield f"Of {side.issue} {readable(share)} goes to {names[0]}, {readable(1 - share)} to {names[1]}."


def _shading(one: Announcing) -> str:
    if not one.gain:
        return f"{one.party} could gain nothing by announcing other points, even if it knew the other's."
    most = f"{readable(one.most)}: {readable(one.gain)} more"
    if one.near:
        way = f"By announcing almost the other's points, if it knew them, {one.party} could come as near as it likes to"
        return f"{way} {most}."
    return f"By announcing other points, if it knew the other's, {one.party} could not get more than {most}."
