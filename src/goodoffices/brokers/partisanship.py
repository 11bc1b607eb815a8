"""What the record says of brokers who lean to one side, and how the candidates of a case lean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from goodoffices.brokers.fitted import FITTED
from goodoffices.brokers.precedent import Precedent
from goodoffices.brokers.shortlist import Shortlist
from goodoffices.wording import decimal

__all__ = ["Effect", "Lean", "Partisanship", "partisanship"]

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "allied": "states allied with a party",
        "un_bias": "states that vote more like one party than like the other in the General Assembly",
    }
)
_BIAS = "bias"


@dataclass(frozen=True)
class Effect:
    """How a feature of partisanship told on who was chosen, other things equal.

    Attributes
    ----------
    feature
        Its name in the precedent model.
    coefficient, low, high
        Of the standardised feature, with a 95 % bootstrap interval.
    """

    feature: str
    coefficient: float
    low: float
    high: float

    def sentence(self) -> str:
        """Say it in words."""
        way = "neither visibly more nor less often"
        if self.low > 0:
            way = "more often"
        elif self.high < 0:
            way = "less often"
        first, low, high = (_signed(one) for one in (self.coefficient, self.low, self.high))
        figures = f"coefficient {first}, 95 % interval {low} to {high}"
        return f"Other things equal, {_WORDS[self.feature]} were chosen {way} ({figures})."


@dataclass(frozen=True)
class Lean:
    """How a candidate of the case leans, by a proxy.

    Attributes
    ----------
    party, say : str
        The candidate's name in the case, and in words whom it is more like.
    apart : float
        By how much.
    unit, year, caveat, source
        As the fact has them.
    """

    party: str
    say: str
    apart: float
    unit: str
    year: int
    caveat: str
    source: str


@dataclass(frozen=True)
class Partisanship:
    """What the record says of partisans, and how candidates lean.

    Attributes
    ----------
    effects : tuple of Effect
        Of the features of partisanship that the model holds.
    leans : tuple of Lean
        Of the candidates that the case names, the greatest lean first.
    training : (int, int, int)
        The years that the model was fitted to, and how many crises.
    """

    effects: tuple[Effect, ...]
    leans: tuple[Lean, ...]
    training: tuple[int, int, int]

    def sentences(self) -> tuple[str, ...]:
        """Say in words what was found."""
        told = [one.sentence() for one in self.effects]
        if self.leans:
            parts = [f"{one.say} (by {decimal(one.apart)}, {one.year})" for one in self.leans]
            caveats = dict.fromkeys(one.caveat for one in self.leans if one.caveat)
            notes = "; ".join([self.leans[0].unit, *caveats])
            told.append(f"Of the candidates: {'; '.join(parts)}. In {notes}.")
        return tuple(told)

    def to_json(self) -> dict[str, Any]:
        """Return the findings as plain data."""
        return {
            "effects": [vars(one) for one in self.effects],
            "leans": [vars(one) for one in self.leans],
        }


def partisanship(short: Shortlist, model: Precedent = FITTED.model) -> Partisanship:
    """Read off what the record says of partisans.

    Parameters
    ----------
    short : Shortlist
        What the tables say of the candidates.
    model : Precedent
        Its coefficients are told only if the shortlist was made with it.

    Returns
    -------
    Partisanship
        Without effects where the shortlist comes from another model.

    Examples
    --------
    >>> from goodoffices.store import read_shortlist
    >>> found = partisanship(read_shortlist("korea-2017"))
    >>> [one.feature for one in found.effects], found.leans[0].say
    (['allied', 'un_bias'], 'China votes more like North Korea')
    """
    at = [(name, model.names.index(name)) for name in _WORDS if name in model.names and model.low.size]
    effects = [Effect(name, float(model.coefficients[k]), float(model.low[k]), float(model.high[k])) for name, k in at]
    leans = [
        Lean(
            one.party,
            str(fact["say"]),
            float(fact["value"]),
            str(fact["unit"]),
            int(fact["year"]),
            str(fact.get("caveat", "")),
            str(fact["source"]),
        )
        for one in short.candidates
        if one.party
        for fact in one.facts
        if fact["key"] == _BIAS
    ]
    return Partisanship(
        tuple(effects) if short.of(model) else (),
        tuple(sorted(leans, key=lambda one: -one.apart)),
        short.training,
    )


def _signed(value: float) -> str:
    return f"+{decimal(value)}" if round(value, 2) > 0 else decimal(value)
