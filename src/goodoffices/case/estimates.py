"""Numbers that carry their uncertainty: a point, a range, or low, likely and high."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from goodoffices.errors import CaseError

__all__ = ["Estimate", "Grade", "Share", "Signed", "parse_estimate"]


@dataclass(frozen=True)
class Estimate:
    """A number as far as it is known.

    Attributes
    ----------
    low, high
        The bounds; equal for a point.
    likely
        The likeliest value, or None where only the bounds are known.
    """

    low: float
    high: float
    likely: float | None = None

    @property
    def is_point(self) -> bool:
        """True if nothing is uncertain."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """The likeliest value, or the middle of the range."""
        return (self.low + self.high) / 2 if self.likely is None else self.likely

    def draw(self, draws: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw values: uniform over a range, PERT over low, likely and high.

        Parameters
        ----------
        draws
            How many, at least 0.
        rng
            Where the randomness comes from.

        Returns
        -------
        (draws,) float array

        Raises
        ------
        CaseError
            If ``draws`` is negative.

        References
        ----------
        Malcolm, Roseboom, Clark and Fazar (1959), *Operations Research* 7(5): the PERT distribution is the beta
        distribution on [low, high] with mean (low + 4 likely + high) / 6.

        Examples
        --------
        >>> Estimate(0.2, 0.2).draw(2, rng=np.random.default_rng(1))
        array([0.2, 0.2])
        """
        if draws < 0:
            raise CaseError(f"found {draws} draws, expected 0 or more")
        if self.is_point:
            return np.full(draws, self.low)
        if self.likely is None:
            return rng.uniform(self.low, self.high, draws)
        width = self.high - self.low
        alpha = 1 + 4 * (self.likely - self.low) / width
        beta = 1 + 4 * (self.high - self.likely) / width
        return self.low + width * rng.beta(alpha, beta, draws)

    def plain(self) -> float | list[float]:
        """Return the estimate as it is written in a case file."""
        if self.is_point:
            return self.low
        return [self.low, self.high] if self.likely is None else [self.low, self.likely, self.high]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.plain_serializer_function_ser_schema(cls.plain)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        del schema, handler
        return {
            "description": "A point, [low, high] or [low, likely, high]",
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
            ],
        }


def parse_estimate(value: Any) -> Estimate:
    """Read a point, ``[low, high]`` or ``[low, likely, high]``.

    Raises
    ------
    CaseError
        If it is none of these, not finite, or not in ascending order.

    Examples
    --------
    >>> parse_estimate([0.2, 0.3, 0.6]).middle
    0.3
    """
    if isinstance(value, Estimate):
        return value
    parts = list(value) if isinstance(value, list | tuple) else [value]
    numbers = [part for part in parts if isinstance(part, int | float) and not isinstance(part, bool)]
    if len(numbers) != len(parts) or not 1 <= len(parts) <= 3 or (isinstance(value, list | tuple) and len(parts) < 2):
        raise CaseError(f"found {value!r}, expected a number, [low, high] or [low, likely, high]")
    if not all(math.isfinite(number) for number in numbers):
        raise CaseError(f"found {value!r}, expected finite numbers")
    if numbers != sorted(numbers):
        raise CaseError(f"found {value!r}, expected ascending order: low first, high last")
    low, high = float(numbers[0]), float(numbers[-1])
    return Estimate(low, high, float(numbers[1]) if len(numbers) == 3 else None)


def _validate(value: Any) -> Estimate:
    try:
        return parse_estimate(value)
    except CaseError as error:
        raise PydanticCustomError("estimate", "{why}", {"why": str(error)}) from None


def _within(low: float, high: float) -> AfterValidator:
    def check(estimate: Estimate) -> Estimate:
        if estimate.low < low or estimate.high > high:
            message = "found {found}, expected values from {low} to {high}"
            raise PydanticCustomError("estimate", message, {"found": estimate.plain(), "low": low, "high": high})
        return estimate

    return AfterValidator(check)


Share = Annotated[Estimate, _within(0, 1)]
Signed = Annotated[Estimate, _within(-1, 1)]
Grade = Annotated[Estimate, _within(0, 5)]
