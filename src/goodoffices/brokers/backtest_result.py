"""What a backtest found: the model beside simple rules, on the same crises."""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.brokers.baselines import BASELINES
from goodoffices.brokers.features import Choice
from goodoffices.brokers.metrics import MEASURES
from goodoffices.brokers.panels import Floats

__all__ = ["Backtest", "Bin", "Group", "Left"]


@dataclass(frozen=True)
class Left:
    """A labelled crisis, or one of its mediators, that could not be counted, and why."""

    number: int
    name: str
    year: int
    why: str


@dataclass(frozen=True)
class Bin:
    """Candidates to whom the model gave about the same share, and the share of choices that they had.

    Attributes
    ----------
    low, high
        The bounds of the share.
    candidates
        How many there were, over all crises.
    predicted, observed
        The mean share given, and the mean share of choices had.
    observed_low, observed_high
        Bootstrap interval of the latter, 95 %, crises drawn with replacement.
    """

    low: float
    high: float
    candidates: int
    predicted: float
    observed: float
    observed_low: float
    observed_high: float

    def to_json(self) -> dict[str, Any]:
        """Return the bin as plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, eq=False)
class Group:
    """How the model and the simple rules did on the same crises.

    Attributes
    ----------
    crises : tuple of Choice
        The crises counted, ``c`` of them.
    measured : mapping of str to (c, 5) float array
        For the model and each rule the measures by the order of ``MEASURES``.
    means : mapping of str to (3, 5) float array
        Mean, low and high.
    differences : mapping of str to (3, 5) float array
        The model less each rule, on the same crises: mean, low and high.
    """

    crises: tuple[Choice, ...]
    measured: Mapping[str, Floats]
    means: Mapping[str, Floats]
    differences: Mapping[str, Floats]

    def summary(self, who: str) -> dict[str, float | int]:
        """Return the means of the model or of a rule, with the number of crises."""
        if not self.crises:
            return {"n": 0}
        return {"n": len(self.crises), **dict(zip(MEASURES, self.means[who][0].tolist(), strict=True))}

    def bounds(self, table: Mapping[str, Floats], who: str) -> dict[str, list[float]]:
        """Return mean, low and high of each measure, for the model, a rule, or a difference."""
        if not self.crises:
            return {}
        return {name: table[who][:, k].tolist() for k, name in enumerate(MEASURES)}

    def to_json(self) -> dict[str, Any]:
        """Return the group as plain data."""
        return {
            **self.summary("model"),
            "baselines": {name: self.summary(name) for name in BASELINES},
            "differences": {name: self.bounds(self.differences, name) for name in BASELINES},
        }


@dataclass(frozen=True, eq=False)
class Backtest:
    """How often the model would have named the mediators, beside simple rules.

    Attributes
    ----------
    from_year, to_year, seed : int
        The first and last year counted, and the seed of the bootstrap.
    all, without_us, one_actor : Group
        All crises with two or more actors; of these the ones in which the United States did not mediate; and those
        with one actor. The second group is selected on the outcome: a diagnostic, not a forecast.
    calibration : tuple of Bin
        Shares given and choices had.
    tuning : tuple of (int, str, float)
        For each year the features and the penalty that earlier years had recommended.
    left : tuple of Left
        What could not be counted.
    """

    from_year: int
    to_year: int
    seed: int
    all: Group
    without_us: Group
    one_actor: Group
    calibration: tuple[Bin, ...]
    tuning: tuple[tuple[int, str, float], ...]
    left: tuple[Left, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the backtest as plain data.

        Returns
        -------
        dict
            ``model`` and ``baselines`` with means; ``intervals`` and ``differences`` with mean, low and high;
            ``without_us`` and ``one_actor`` with the same for parts of the record; ``calibration``, ``tuning``,
            ``left_out``.
        """
        group = self.all
        return {
            "from": self.from_year,
            "to": self.to_year,
            "seed": self.seed,
            "model": group.summary("model"),
            "baselines": {name: group.summary(name) for name in BASELINES},
            "intervals": {name: group.bounds(group.means, name) for name in ("model", *BASELINES)},
            "differences": {name: group.bounds(group.differences, name) for name in BASELINES},
            "without_us": self.without_us.to_json(),
            "one_actor": self.one_actor.to_json(),
            "calibration": [one.to_json() for one in self.calibration],
            "tuning": [{"year": year, "features": name, "penalty": penalty} for year, name, penalty in self.tuning],
            "left_out": [
                {"crisis": one.number, "name": one.name, "year": one.year, "why": one.why} for one in self.left
            ],
        }

    def beats(self, rule: str) -> dict[str, str]:
        """Say for each measure whether the model does better than a rule, worse, or cannot be told from it."""
        if not self.all.crises:
            return {}
        _, low, high = self.all.differences[rule]
        return {
            name: "better" if low[k] > 0 else "worse" if high[k] < 0 else "not distinguishable"
            for k, name in enumerate(MEASURES)
        }

    def to_frame(self) -> Any:
        """Return one row for the model and each rule, one column for each measure, as a pandas DataFrame."""
        pandas = importlib.import_module("pandas")
        return pandas.DataFrame({name: self.all.summary(name) for name in ("model", *BASELINES)}).T

    def _repr_html_(self) -> str:
        """Return a table of the means."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in ("", "n", *MEASURES))
        rows = "".join(
            f"<tr><td>{html.escape(who)}</td>"
            + "".join(
                f"<td>{value if name == 'n' else f'{value:.3f}'}</td>" for name, value in self.all.summary(who).items()
            )
            + "</tr>"
            for who in ("model", *BASELINES)
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
