"""What the precedent model can say about the candidates of a case, and what it could not have said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.brokers.fitted import FITTED
from goodoffices.brokers.precedent import Precedent
from goodoffices.brokers.ranking import Ranking
from goodoffices.brokers.shortlist import Listed, Shortlist
from goodoffices.brokers.standing import told_apart
from goodoffices.wording import count, join_words, percent

__all__ = ["ModelView", "model_view", "pairs_told_apart"]

_KINDS = {
    "crisis-actor": "a party to the crisis",
    "igo": "an organisation",
    "ngo": "an organisation",
    "person": "a person",
    "direct": "no third party",
}


@dataclass(frozen=True)
class ModelView:
    """What the precedent model says of the candidates of a case, and which of them it could not have named.

    Attributes
    ----------
    cannot_name : tuple of (str, str)
        Candidates outside the model, by their names for a reader, and what they are.
    not_told_apart : tuple of (str, tuple of str)
        For each state that the case names, those on the shortlist whose scores differ from its own by less than two
        standard errors.
    of_this_model : bool
        Whether the shares come from the model that ships with the program.
    training : tuple of int
        The first and last year that it was fitted to, and how many crises.
    listed_share : float
        What share those on the shortlist have together.
    states : int
        How many states it could have named.
    """

    cannot_name: tuple[tuple[str, str], ...]
    not_told_apart: tuple[tuple[str, tuple[str, ...]], ...]
    of_this_model: bool
    training: tuple[int, int, int]
    listed_share: float
    states: int

    def sentences(self) -> tuple[str, ...]:
        """Say in words what the model is, what it cannot tell apart, and what it could not have named."""
        first, last, crises = self.training
        lines = [
            f"Fitted to {count(crises, 'crisis', 'crises')} from {first} to {last} in which some state mediated.",
            "Shares are shares of past choices, not how events would turn out.",
            f"It chooses among {count(self.states, 'state')}; those shown have {percent(self.listed_share)} together.",
        ]
        if self.not_told_apart:
            told = [f"{name} from {join_words(others, last='or')}" for name, others in self.not_told_apart]
            lines.append(f"By its own errors it cannot tell {'; '.join(told)}.")
        if self.cannot_name:
            told = [f"{label} ({what})" for label, what in self.cannot_name]
            lines.append(f"Its miss: it names states outside the crisis only, so it could not name {join_words(told)}.")
        if not self.of_this_model:
            lines.append("These shares come from another model than the one that ships with this version.")
        return tuple(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the view as plain data."""
        return {
            "cannot_name": [{"candidate": label, "is": what} for label, what in self.cannot_name],
            "not_told_apart": {name: list(others) for name, others in self.not_told_apart},
            "of_this_model": self.of_this_model,
        }


def model_view(found: Ranking, short: Shortlist, model: Precedent = FITTED.model) -> ModelView:
    """Hold a shortlist against the candidates of a case.

    Parameters
    ----------
    found : Ranking
        The candidates.
    short : Shortlist
        What the precedent model says.
    model : Precedent
        The model; candidates are compared only if the shares come from it.

    Returns
    -------
    ModelView
        With what the model could not have named.

    Examples
    --------
    >>> import goodoffices as go
    >>> from goodoffices.store import read_shortlist
    >>> ranking = go.brokers.rank(go.read_case("korea-2017"), ("USA", "PRK"), draws=500)
    >>> model_view(ranking, read_shortlist("korea-2017")).cannot_name[0]
    ('South Korea', 'a party to the crisis')
    """
    outside = tuple(
        (one.label, _KINDS["crisis-actor"] if one.crisis_actor else _KINDS[one.kind])
        for one in found.profiles
        if one.crisis_actor or one.kind != "state"
    )
    same = short.of(model)
    listed = [one for one in short.candidates if one.party] if same else []
    even = [(one.name, _like(one, short, model)) for one in listed]
    told = tuple((name, others) for name, others in even if others)
    return ModelView(outside, told, same, short.training, short.listed_share, short.states)


def _like(one: Listed, short: Shortlist, model: Precedent) -> tuple[str, ...]:
    """Name those on the list that the model cannot tell from one."""
    gaps = [(other.name, *model.apart(one.values, other.values)) for other in short.candidates if other is not one]
    return tuple(name for name, gap, error in gaps if abs(gap) < 2 * error)


def pairs_told_apart(found: Ranking) -> tuple[tuple[str, str], ...]:
    """List who stands above whom in so many draws that the two are told apart, by their names for a reader.

    Parameters
    ----------
    found : Ranking
        The candidates.

    Returns
    -------
    tuple of (str, str)
        The one above, the one below.
    """
    labels = [one.label for one in found.profiles]
    return tuple((labels[i], labels[j]) for i, j in np.argwhere(told_apart(found.shares)).tolist())
