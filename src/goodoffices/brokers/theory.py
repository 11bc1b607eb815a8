"""The two small theories of brokering, worked through where a case gives what they ask for."""

from __future__ import annotations

import html
import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices.brokers.advice import Advice
from goodoffices.brokers.channel import ChannelValue, channel_value
from goodoffices.brokers.credibility import CredibleBias, credible_bias
from goodoffices.case.model import Case
from goodoffices.case.settlement import Advised, Channel
from goodoffices.errors import CaseError
from goodoffices.wording import estimate, percent

__all__ = ["ChannelTheory", "CredibleAdvice", "Theory", "evaluate_theory"]

_VALUES = (
    "What the sides do not know of each other is taken to be values, not strength: there a mediator who carries only "
    "the parties' own information adds nothing (Fey and Ramsay 2010), and the model of a channel (Hoerner, Morelli and "
    "Squintani 2015), which is about strength, is not used."
)
_COSTS = ("advised_cost", "tough_cost", "weak_cost", "broker_cost", "weak_wrong", "tough_wrong")


@dataclass(frozen=True, eq=False)
class ChannelTheory:
    """Whether a confidential channel would help, by Hoerner, Morelli and Squintani (2015).

    Attributes
    ----------
    given : Channel
        What the case says: what the sides do not know of each other and why it is taken so, with the inputs.
    value : ChannelValue or None
        What the channel is worth; None where the model is not used.
    refusal : str
        Why it is not used; empty where it is.
    """

    given: Channel
    value: ChannelValue | None
    refusal: str

    def sentences(self) -> tuple[str, ...]:
        """Say in words what was found, or why nothing was."""
        why = [f"{self.given.why.rstrip('.')}."] if self.given.why else []
        return (*why, *(self.value.sentences() if self.value else (self.refusal,)))

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "about": self.given.about,
            "why": self.given.why,
            "value": self.value and self.value.to_json(),
            "refusal": self.refusal,
            "cite": self.given.cite.plain(),
        }


@dataclass(frozen=True, eq=False)
class CredibleAdvice:
    """Whether one side would believe a candidate about the other, in the spirit of Kydd (2003).

    Attributes
    ----------
    given : Advised
        What the case says: the candidate, the side that it advises, and the inputs.
    about : str
        The side that it speaks of.
    labels : (str, str, str)
        The names of the candidate and of both sides for a reader, the side that is advised first.
    found : CredibleBias or None
        The bounds of the bias; None where the model is not used.
    refusal : str
        Why it is not used; empty where it is.
    """

    given: Advised
    about: str
    labels: tuple[str, str, str]
    found: CredibleBias | None
    refusal: str

    def sentences(self) -> tuple[str, ...]:
        """Say in words whether it would be believed, or why nothing is said."""
        by, to, about = self.labels
        head = f"{by} advises {to} about {about}."
        if self.found is None:
            return head, self.refusal
        bounds, *rest = self.found.sentences()
        return (head, bounds, *self._own(self.found), *rest)

    def _own(self, found: CredibleBias) -> Iterator[str]:
        """Hold the candidate's own bias against the bounds."""
        if found.bias is None or found.within is None:
            return
        told = {
            "yes": "It lies within the bounds whatever the inputs within their ranges.",
            "no": "It lies outside the bounds whatever the inputs within their ranges.",
            "depends": f"It lies within the bounds in {percent(found.within)} of draws.",
        }
        bias = estimate(found.bias.low, found.bias.high, found.bias.likely)
        yield f"Its own bias to {self.labels[1]} is taken to be {bias}. {told[found.believed(found.bias)]}"

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "by": self.given.by,
            "to": self.given.to,
            "about": self.about,
            "found": self.found and self.found.to_json(),
            "refusal": self.refusal,
        }


@dataclass(frozen=True, eq=False)
class Theory:
    """What two small theories say of a case.

    Attributes
    ----------
    between : (str, str)
        The two sides.
    channel : ChannelTheory or None
        On a confidential channel; None where the case gives nothing.
    advice : tuple of CredibleAdvice
        On candidates who would tell one side about the other.
    """

    between: tuple[str, str]
    channel: ChannelTheory | None
    advice: tuple[CredibleAdvice, ...]

    def sentences(self) -> tuple[str, ...]:
        """Say in words what was found, with assumptions and limits."""
        parts = [*([self.channel.sentences()] if self.channel else []), *(one.sentences() for one in self.advice)]
        # What several results assume is said once.
        return tuple(dict.fromkeys(line for lines in parts for line in lines))

    def to_json(self) -> dict[str, Any]:
        """Return the answers as plain data."""
        return {
            "between": list(self.between),
            "channel": self.channel and self.channel.to_json(),
            "advice": [one.to_json() for one in self.advice],
        }

    def to_frame(self) -> Any:
        """Return one row for each piece of advice, as a pandas DataFrame."""
        rows = [
            (one.given.by, one.given.to, one.found and one.found.possibly[0], one.found and one.found.possibly[1])
            for one in self.advice
        ]
        columns = ["by", "to", "least_bias", "most_bias"]
        return importlib.import_module("pandas").DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(line)}</p>" for line in self.sentences())


def evaluate_theory(case: Case, between: Sequence[str], *, draws: int = 100, seed: int = 1) -> Theory | None:
    """Work the two theories through with what a case estimates in its section ``brokering``.

    Ranges give ranges. What is only proposed does not count.

    Parameters
    ----------
    case : Case
        The case.
    between
        The two sides.
    draws
        How many points within the ranges of a channel, besides corners and middle; ten times as many for advice.
    seed
        Where the randomness comes from.

    Returns
    -------
    Theory or None
        None where the case gives nothing for these two sides.

    Examples
    --------
    >>> import goodoffices as go
    >>> found = evaluate_theory(go.read_case("korea-2017"), ("USA", "PRK"))
    >>> found.channel.given.about, found.channel.value
    ('values', None)
    """
    given = case.brokering
    if given is None or set(given.between) != set(between):
        return None
    channel = given.channel if given.channel and given.channel.status == "accepted" else None
    advice = [one for one in given.advice if one.status == "accepted"]
    if channel is None and not advice:
        return None
    return Theory(
        given.between,
        None if channel is None else _channel(channel, draws, seed),
        tuple(_advice(case, one, given.between, (10 * draws, seed)) for one in advice),
    )


def _channel(given: Channel, draws: int, seed: int) -> ChannelTheory:
    if given.about == "values":
        return ChannelTheory(given, None, _VALUES)
    theta, p, q = (one.value for one in (given.pie_after_war, given.strong_wins, given.strong_share) if one)
    try:
        return ChannelTheory(given, channel_value(theta, p, q, draws=draws, seed=seed), "")
    except CaseError as error:
        return ChannelTheory(given, None, f"The model of a channel is not used: {error}.")


def _advice(case: Case, given: Advised, between: tuple[str, str], run: tuple[int, int]) -> CredibleAdvice:
    entry = case.candidates[given.by]
    about = between[1 - between.index(given.to)]
    labels = (entry.name or case.name_of(entry.party or given.by), case.name_of(given.to), case.name_of(about))
    found, refusal = None, ""
    try:
        found = credible_bias(
            Advice(*(getattr(given, name).value for name in _COSTS)),
            prior=given.prior and given.prior.value,
            bias=given.bias and given.bias.value,
            draws=run[0],
            seed=run[1],
        )
    except CaseError as error:
        refusal = f"The model of advice is not used: {error}."
    return CredibleAdvice(given, about, labels, found, refusal)
