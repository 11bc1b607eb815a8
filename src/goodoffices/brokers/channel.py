"""What a confidential channel is worth to two parties who do not know each other's strength."""

from __future__ import annotations

import hashlib
import html
import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np

from goodoffices.brokers.mechanisms import Mechanism, best_mechanism, check_point, gamma_of, lambda_of
from goodoffices.brokers.settings import check_whole
from goodoffices.case.estimates import Estimate, parse_estimate
from goodoffices.errors import CaseError
from goodoffices.wording import estimate

__all__ = ["ChannelValue", "channel_value"]

Point = tuple[float, float, float]

_SPLITS = 21
_DIFFERENT = 1e-6
_ASSUMPTIONS = (
    "Each side is strong or weak, knows only its own strength, and is as often strong as the other.",
    "War shrinks what there is to divide and is decided by strength; each side cares for its own share alone.",
    "Nobody can enforce a split: each side may turn it down and fight.",
    "Open talks are the best that public reports and a public lottery can do where both reveal their strength.",
    "The mediator knows only what the sides tell in confidence, and wants peace.",
)
_LIMITS = (
    (
        "The private information is about strength. Where it is about values such as costs, a mediator who carries "
        "only the parties' own information adds nothing (Fey and Ramsay 2010)."
    ),
    (
        "Used only where a strong side would rather fight than take half without knowing whom it faces "
        "(lambda < gamma); elsewhere half and half needs no talks."
    ),
)


@dataclass(frozen=True, eq=False)
class ChannelValue:
    """What a confidential channel is worth, as a range where the inputs are ranges.

    Attributes
    ----------
    pie_after_war, strong_wins, strong_share : Estimate
        What was assumed: theta, p and q in the paper.
    open_talks, mediated, arbitrated : Estimate
        The share of pairs of parties kept at peace, counted before they know their strength.
    gain : Estimate
        What mediation adds to open talks.
    helps : float
        In what share of the points tried it adds anything.
    points : int
        How many points were tried and used.
    left_out : float
        The share of points that were not used since half and half needs no talks there.
    mechanisms : tuple of Mechanism
        For the likeliest inputs, or the first point used, the best of each institution and how it works.
    assumptions, limits : tuple of str
        What has to be said beside the numbers.
    method : str
        How it was computed, and what the ranges are.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the inputs.
    """

    pie_after_war: Estimate
    strong_wins: Estimate
    strong_share: Estimate
    open_talks: Estimate
    mediated: Estimate
    arbitrated: Estimate
    gain: Estimate
    helps: float
    points: int
    left_out: float
    mechanisms: tuple[Mechanism, ...]
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    method: str
    parameters: dict[str, Any]
    digest: str

    def sentences(self) -> tuple[str, ...]:
        """Say in plain words what was found, and what it rests on."""
        opened, mediated, gain = (_said(one) for one in (self.open_talks, self.mediated, self.gain))
        found = (
            f"Of all pairs of parties open talks keep a share of {opened} at peace, a confidential channel {mediated}."
        )
        if self.gain.high <= _DIFFERENT:
            found += " The channel adds nothing."
        else:
            found += f" The channel adds {gain}."
        return (found, *self.assumptions, *self.limits)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        numbers = (
            "pie_after_war", "strong_wins", "strong_share", "open_talks", "mediated", "arbitrated", "gain",
        )  # fmt: skip
        return {
            **{name: getattr(self, name).plain() for name in numbers},
            "helps": self.helps,
            "points": self.points,
            "left_out": self.left_out,
            "mechanisms": [one.to_json() for one in self.mechanisms],
            "assumptions": list(self.assumptions),
            "limits": list(self.limits),
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def to_frame(self) -> Any:
        """Return one row for each institution, as a pandas DataFrame."""
        found = (("open talks", self.open_talks), ("mediation", self.mediated), ("arbitration", self.arbitrated))
        rows = [(name, one.low, one.middle, one.high) for name, one in found]
        return importlib.import_module("pandas").DataFrame(rows, columns=["institution", "low", "likely", "high"])

    def _repr_html_(self) -> str:
        first, *rest = self.sentences()
        notes = "".join(f"<li>{html.escape(one)}</li>" for one in rest)
        return f"<p>{html.escape(first)}</p><ul>{notes}</ul>"


def _said(found: Estimate) -> str:
    return estimate(found.low, found.high, found.likely, digits=3)


def channel_value(
    pie_after_war: Any,
    strong_wins: Any,
    strong_share: Any,
    *,
    about: Literal["strength", "values"] = "strength",
    draws: int = 100,
    seed: int = 1,
) -> ChannelValue:
    """Say how much peace a confidential channel adds to open talks.

    Ranges are the least and the most over the corners of the inputs, their middle and ``draws`` points within: what
    was found, not a proven bound, since the gain rises and falls within the range of ``strong_share``.

    Parameters
    ----------
    pie_after_war
        What war leaves of a pie of 1, between 0 and 1; a number, ``[low, high]`` or ``[low, likely, high]``.
    strong_wins
        In what share of wars the strong beats the weak, from 0.5 to 1.
    strong_share
        In what share of cases a side is strong, from 0, below 1.
    about : {"strength", "values"}, optional
        What the parties do not know of each other. The model is about strength.
    draws
        How many points within the ranges, besides corners and middle; none are drawn where nothing is uncertain.
    seed
        Where the randomness comes from.

    Returns
    -------
    ChannelValue
        With its assumptions and limits, and how the best mechanisms work.

    Raises
    ------
    CaseError
        If a number is outside its range, if half and half needs no talks at any point tried, or if the private
        information is about values.

    References
    ----------
    Hoerner, Morelli and Squintani (2015), *Review of Economic Studies* 82(4), 1483-1501; Fey and Ramsay (2010),
    *World Politics* 62(4), 529-560.

    Examples
    --------
    >>> found = channel_value(0.9, 0.7, 0.7)
    >>> round(found.open_talks.middle, 4), round(found.mediated.middle, 4)
    (0.6043, 0.8526)
    """
    if about != "strength":
        raise CaseError(
            f"found private information about {about}, expected about strength: where it is about values such as "
            "costs, a mediator who carries only the parties' own information adds nothing (Fey and Ramsay 2010)"
        )
    check_whole(draws, "draws", 0)
    check_whole(seed, "the seed", 0)
    inputs = tuple(parse_estimate(one) for one in (pie_after_war, strong_wins, strong_share))
    tried = list(dict.fromkeys(_points(inputs, draws, seed)))
    used = [point for point in tried if lambda_of(point[2]) < gamma_of(*point[:2])]
    if not used:
        raise CaseError(
            f"found no point among {len(tried)} tried at which a strong side would rather fight than take half "
            "(lambda < gamma): half and half needs no talks there, and the model says nothing on a channel"
        )
    found = np.array([[_peace(name, point) for name in ("open talks", "mediation", "arbitration")] for point in used])
    added = np.maximum(found[:, 1] - found[:, 0], 0)
    settings = {"about": about, "draws": 0 if len(tried) == 1 else draws, "seed": seed, "splits": _SPLITS}
    told = {"inputs": [one.plain() for one in inputs], **settings}
    opened, mediated, arbitrated, gain = (_range(column, likeliest=used[0] == tried[0]) for column in (*found.T, added))
    return ChannelValue(
        pie_after_war=inputs[0],
        strong_wins=inputs[1],
        strong_share=inputs[2],
        open_talks=opened,
        mediated=mediated,
        arbitrated=arbitrated,
        gain=gain,
        helps=float((added > _DIFFERENT).mean()),
        points=len(used),
        left_out=1 - len(used) / len(tried),
        mechanisms=tuple(_plainest(name, used[0]) for name in ("open talks", "mediation", "arbitration")),
        assumptions=_ASSUMPTIONS,
        limits=_LIMITS,
        method="linear programmes over a grid of splits; ranges are the least and the most over the corners, the "
        "middle and the points drawn",
        parameters=settings,
        digest=hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest(),
    )


def _points(inputs: tuple[Estimate, ...], draws: int, seed: int) -> Iterator[Point]:
    """Give the middle first, then the corners, then points drawn."""
    corners = list(product(*((one.low, one.high) for one in inputs)))
    check_point(*corners[0])
    check_point(*corners[-1])
    yield inputs[0].middle, inputs[1].middle, inputs[2].middle
    yield from ((theta, p, q) for theta, p, q in corners)
    if all(one.is_point for one in inputs):
        return
    rng = np.random.default_rng(seed)
    columns = [one.draw(draws, rng=rng).tolist() for one in inputs]
    yield from zip(*columns, strict=True)


def _peace(name: Any, point: Point) -> float:
    return best_mechanism(name, *point, splits=_SPLITS).peace


def _plainest(name: Any, point: Point) -> Mechanism:
    """Return the mechanism that uses few splits, where it does as well as the one over the whole grid."""
    whole, few = best_mechanism(name, *point, splits=_SPLITS), best_mechanism(name, *point, splits=2)
    return few if few.peace > whole.peace - _DIFFERENT else whole


def _range(values: Any, *, likeliest: bool) -> Estimate:
    """Return the least and the most, and the first where it is that of the likeliest inputs."""
    low, high = float(values.min()), float(values.max())
    return Estimate(low, high, float(values[0]) if likeliest and low < high else None)
