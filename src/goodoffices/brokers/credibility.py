"""Whether a broker who leans to one side is believed by it: a small model in the spirit of Kydd (2003).

The advised side may ask for much, which only a weak adversary grants and a tough one answers with war, or for little,
which both grant. The broker says "weak" or "tough". It cares for the advised side's share, in the measure of its bias,
and for peace. Saying "weak" helps its friend and risks war: only a broker who is biased enough says so, and only one
who is not too biased holds it back where it should.
"""

from __future__ import annotations

import hashlib
import html
import importlib
import json
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from goodoffices.brokers.advice import Advice
from goodoffices.brokers.settings import check_whole
from goodoffices.case.estimates import Estimate, parse_estimate
from goodoffices.errors import CaseError
from goodoffices.wording import decimal, estimate

__all__ = ["CredibleBias", "credible_bias"]

FloatArray = NDArray[np.float64]
Believed = Literal["yes", "no", "depends"]

# Rounding decides nothing.
_NEAR = 1e-12

_ASSUMPTIONS = (
    "In the spirit of Kydd (2003); the conditions are those of this small model.",
    "A tough adversary and a weak one differ only in what war costs them.",
    "The broker wants the advised side's share, in the measure of its bias, and it wants peace.",
    "How often the broker is wrong when it says weak, or tough, is known to all.",
)
_LIMITS = (
    "Says whether advice would be believed, not whether it would be followed by an agreement.",
    "Bias is measured against what war costs the broker: only its size relative to the bounds has a meaning.",
)


@dataclass(frozen=True, eq=False)
class CredibleBias:
    """Between which biases a broker is believed.

    Attributes
    ----------
    inputs : mapping of str to Estimate
        What was assumed.
    threshold : Estimate
        How often the adversary would have to be weak for the advised side to gamble without advice.
    least, most : Estimate
        The bounds of the bias with which the broker is believed; ``most`` is None where some of the points tried know
        no upper limit.
    surely : tuple of (float, float or None), or None
        Biases believed at every point used; None if there is none, an upper end of None is no limit.
    possibly : tuple of (float, float or None)
        Biases believed at some point used.
    gambles : {"yes", "no", "depends"} or None
        Whether the advised side gambles without advice; None where no prior was given.
    bias : Estimate or None
        The broker's own bias, where one was given.
    within : float or None
        In what share of draws a bias drawn from its range lies within the bounds drawn; None where no bias was given.
    points : int
        How many points were tried and used.
    left_out : float
        The share of points that were not used since the conditions of the model do not hold there.
    exact : bool
        Whether the ranges are exact: the bounds rise or fall with each input, so corners that all hold suffice.
    assumptions, limits : tuple of str
        What has to be said beside the numbers.
    method : str
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the inputs.
    """

    inputs: dict[str, Estimate]
    threshold: Estimate
    least: Estimate
    most: Estimate | None
    surely: tuple[float, float | None] | None
    possibly: tuple[float, float | None]
    gambles: Believed | None
    bias: Estimate | None
    within: float | None
    points: int
    left_out: float
    exact: bool
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    method: str
    parameters: dict[str, Any]
    digest: str

    def believed(self, bias: Any) -> Believed:
        """Say whether a broker with this bias is believed.

        Parameters
        ----------
        bias
            How much it cares for the advised side's share, a number or a range; 0 for a broker who cares for peace
            alone.

        Returns
        -------
        {"yes", "no", "depends"}
            "depends" where it hangs on inputs that are ranges, or on where in its range the bias lies.

        Raises
        ------
        CaseError
            If the bias is negative: such a broker leans to the other side.
        """
        one = _bias(bias)
        if self.surely is not None and _within(one.low, self.surely) and _within(one.high, self.surely):
            return "yes"
        low, high = self.possibly
        return "depends" if one.high >= low and (high is None or one.low <= high) else "no"

    def sentences(self) -> tuple[str, ...]:
        """Say in plain words what was found, and what it rests on."""
        least = estimate(self.least.low, self.least.high, self.least.likely)
        upper = "no upper limit holds throughout" if self.most is None else f"at most {_said(self.most)}"
        told = [f"Advice is believed from a broker whose bias is at least {least}; {upper}."]
        if self.believed(0) == "no":
            told.append("A broker who cares for peace alone is not believed when it says that the adversary is tough.")
        told.append(
            "Without advice the advised side gambles where the adversary is weak in a share of "
            f"{_said(self.threshold)} of cases or more."
        )
        return (*told, *self.assumptions, *self.limits)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data; an upper end of null is no limit."""
        return {
            "inputs": {name: one.plain() for name, one in self.inputs.items()},
            "threshold": self.threshold.plain(),
            "least": self.least.plain(),
            "most": None if self.most is None else self.most.plain(),
            "surely": None if self.surely is None else list(self.surely),
            "possibly": list(self.possibly),
            "unbiased_believed": self.believed(0),
            "gambles": self.gambles,
            "bias": None if self.bias is None else self.bias.plain(),
            "within": self.within,
            "believed": None if self.bias is None else self.believed(self.bias),
            "points": self.points,
            "left_out": self.left_out,
            "exact": self.exact,
            "assumptions": list(self.assumptions),
            "limits": list(self.limits),
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def to_frame(self) -> Any:
        """Return one row for each bound, as a pandas DataFrame."""
        found = {"threshold": self.threshold, "least bias": self.least, "most bias": self.most}
        rows = [
            (name, *((one.low, one.middle, one.high) if one else (None, None, None))) for name, one in found.items()
        ]
        return importlib.import_module("pandas").DataFrame(rows, columns=["bound", "low", "likely", "high"])

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(one)}</p>" for one in self.sentences())


def _said(found: Estimate) -> str:
    return estimate(found.low, found.high, found.likely, digits=3)


def _within(bias: float, bounds: tuple[float, float | None]) -> bool:
    return bounds[0] <= bias and (bounds[1] is None or bias <= bounds[1])


def _bias(given: Any) -> Estimate:
    try:
        one = parse_estimate(given)
    except CaseError:
        one = Estimate(-1, -1)
    if one.low < 0:
        found = given.plain() if isinstance(given, Estimate) else given
        raise CaseError(f"found a bias of {found!r}, expected 0 or more: give the model the side it leans to")
    return one


def credible_bias(
    advice: Advice, *, prior: Any = None, bias: Any = None, draws: int = 1000, seed: int = 1
) -> CredibleBias:
    """Say between which biases a broker is believed by the side that it advises.

    Parameters
    ----------
    advice
        Costs and errors.
    prior
        How often the adversary is weak, before any advice; by default not used.
    bias
        The broker's own bias, to be held against the bounds; by default not used.
    draws
        How many points within the ranges, besides the corners and the middle.
    seed
        Where the randomness comes from.

    Returns
    -------
    CredibleBias
        The bounds of the bias, and the threshold at which the advised side gambles without advice.

    Raises
    ------
    CaseError
        If the conditions of the model hold at no point tried: (1 - weak_wrong) weak_cost > tough_cost, and
        tough_wrong < threshold <= 1 - weak_wrong; if a prior does not lie between the two posteriors; or if a bias is
        negative.

    References
    ----------
    Kydd (2003), *American Journal of Political Science* 47(4), 597-611.

    Examples
    --------
    >>> found = credible_bias(Advice(0.1, 0.05, 0.3, 0.2, 0.1, 0.3))
    >>> round(found.threshold.middle, 4), round(found.least.middle, 4), round(found.most.middle, 4)
    (0.375, 0.0909, 3.5)
    >>> found.believed(0), found.believed(1), found.believed(4)
    ('no', 'yes', 'no')
    """
    check_whole(draws, "draws", 0)
    check_whole(seed, "the seed", 0)
    inputs = advice.estimates()
    points, corners = _points(list(inputs.values()), draws, seed)
    threshold = _threshold(points)
    holds = _conditions(points, threshold)
    if not holds.any():
        raise CaseError(_refusal(inputs))
    used, threshold = points[:, holds], threshold[holds]
    least, most = _bounds(used)
    middle = bool(holds[0])
    own = None if bias is None else _bias(bias)
    # The points drawn, or where there are none those that are fixed.
    rows = np.flatnonzero(np.flatnonzero(holds) >= corners) if holds[corners:].any() else np.arange(least.size)
    settings = {"draws": draws if points.shape[1] > 1 else 0, "seed": seed}
    told = {"inputs": {name: one.plain() for name, one in inputs.items()}, **settings}
    if own is not None:
        told["bias"] = own.plain()
    surely = (float(least.max()), _end(most.min()))
    return CredibleBias(
        inputs=inputs,
        threshold=_range(threshold, middle=middle),
        least=_range(least, middle=middle),
        most=None if np.isinf(most).any() else _range(most, middle=middle),
        surely=surely if surely[1] is None or surely[0] <= surely[1] else None,
        possibly=(float(least.min()), _end(most.max())),
        gambles=None if prior is None else _gambles(parse_estimate(prior), inputs, threshold),
        bias=own,
        within=None if own is None else _share_within(own, (least[rows], most[rows]), draws, seed),
        points=int(holds.sum()),
        left_out=float(1 - holds.mean()),
        exact=bool(holds[:corners].all()),
        assumptions=_ASSUMPTIONS,
        limits=_LIMITS,
        method="closed forms; ranges are the least and the most over the corners, the middle and the points drawn",
        parameters=settings,
        digest=hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest(),
    )


def _points(inputs: list[Estimate], draws: int, seed: int) -> tuple[FloatArray, int]:
    """Return the middle, the corners and the points drawn, (6, points) float array, and how many are not drawn."""
    fixed = [tuple(one.middle for one in inputs), *product(*({one.low: 0, one.high: 0} for one in inputs))]
    if all(one.is_point for one in inputs):
        return np.array(fixed[:1]).T, 1
    rng = np.random.default_rng(seed)
    return np.hstack([np.array(fixed).T, np.array([one.draw(draws, rng=rng) for one in inputs])]), len(fixed)


def _threshold(points: FloatArray) -> FloatArray:
    """Return how often the adversary has to be weak for a gamble to pay without advice; NaN where nothing is lost."""
    advised, tough, weak = points[:3]
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatArray = (tough + advised) / (weak + advised)
    return found


def _conditions(points: FloatArray, threshold: FloatArray) -> NDArray[np.bool_]:
    """Say where advice can matter: saying weak helps the friend, and each word is worth following."""
    _, tough, weak, _, weak_wrong, tough_wrong = points
    holds: NDArray[np.bool_] = (
        ((1 - weak_wrong) * weak > tough) & (tough_wrong < threshold - _NEAR) & (threshold <= 1 - weak_wrong + _NEAR)
    )
    return holds


def _bounds(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most bias with which the broker is believed, infinite where there is no limit."""
    _, tough, weak, broker, weak_wrong, tough_wrong = points
    least = weak_wrong * broker / ((1 - weak_wrong) * weak - tough)
    tempted = tough_wrong * weak - tough
    most = np.full_like(least, np.inf)
    limited = tempted > 0
    with np.errstate(over="ignore"):  # a limit beyond all numbers is none
        most[limited] = (1 - tough_wrong[limited]) * broker[limited] / tempted[limited]
    return least, most


def _share_within(bias: Estimate, bounds: tuple[FloatArray, FloatArray], draws: int, seed: int) -> float:
    """Return in what share of draws a bias lies within the bounds, these taken in turn."""
    least, most = bounds
    at = np.arange(max(draws, least.size)) % least.size
    drawn = bias.draw(at.size, rng=np.random.default_rng([seed, 1]))
    return float(((least[at] <= drawn) & (drawn <= most[at])).mean())


def _refusal(inputs: dict[str, Estimate]) -> str:
    """Say which condition fails at the middle of the ranges."""
    point = np.array([[one.middle] for one in inputs.values()])
    _, tough, weak, _, weak_wrong, tough_wrong = point[:, 0]
    found = decimal(float(_threshold(point)[0]), 3) if weak + point[0, 0] > 0 else "none"
    return (
        "the conditions of the model hold at no point tried; at the middle of the ranges (1 - weak_wrong) weak_cost is "
        f"{decimal((1 - weak_wrong) * weak, 3)}, expected more than tough_cost {decimal(tough, 3)}; the threshold is "
        f"{found}, expected above tough_wrong {decimal(tough_wrong, 3)} and at most {decimal(1 - weak_wrong, 3)}, "
        "which is 1 - weak_wrong: where advice cannot change what the advised side does, belief in it has no meaning"
    )


def _gambles(prior: Estimate, inputs: dict[str, Estimate], threshold: FloatArray) -> Believed:
    """Say whether the advised side gambles without advice."""
    low, high = inputs["tough_wrong"].low, 1 - inputs["weak_wrong"].low
    if prior.low < low - _NEAR or prior.high > high + _NEAR:
        raise CaseError(
            f"found a prior of {prior.plain()}, expected values from {decimal(low, 3)} to {decimal(high, 3)}: it is an "
            "average of what is believed after each word of the broker"
        )
    if prior.low >= threshold.max() - _NEAR:
        return "yes"
    return "depends" if prior.high >= threshold.min() - _NEAR else "no"


def _end(value: Any) -> float | None:
    return None if np.isinf(value) else float(value)


def _range(values: FloatArray, *, middle: bool) -> Estimate:
    """Return the least and the most, and the first where it is that of the likeliest inputs."""
    low, high = float(values.min()), float(values.max())
    return Estimate(low, high, float(values[0]) if middle and low < high else None)
