"""The model card: what the precedent model is, what it was fitted to, what it can and cannot say."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

from goodoffices.brokers.backtest_result import Backtest
from goodoffices.brokers.features import FEATURES
from goodoffices.brokers.precedent import Precedent
from goodoffices.wording import count, decimal

__all__ = ["LIMITS", "model_card"]

LIMITS = (
    (
        "It answers one question only: given that some state mediates, which one. Whether there is mediation at "
        "all is hardly foreseeable from such tables; see the base rates."
    ),
    (
        "Only states are candidates, and no crisis actor is. Organisations, private persons and parties to the "
        "crisis that carry messages are outside it: it cannot name them."
    ),
    (
        "The labels name mediating states as one coder read them in narratives of crises. Failed attempts count "
        "as much as successes, and well-known mediators, the United States above all, are likelier to be noticed."
    ),
    (
        "A conditional logit assumes independence of irrelevant alternatives: that two candidates' shares keep "
        "their ratio whoever else stands by. Joint mediation by neighbours speaks against that."
    ),
    (
        "Ideal points are smoothed over time, so that the figure of a year knows a little of later years; votes "
        "in the General Assembly are a proxy and no relationship. Before 1946 they are unknown."
    ),
    (
        "Past mediations are those of the labels: beyond their last year none is known, and their weight is that "
        "of the year after it. State codes follow the Correlates of War list, which has one code for China before "
        "and after 1949."
    ),
    "It describes what was chosen, not what worked, and not what would have worked.",
    (
        "The lists of features were drawn up with the record up to 1989 in view, so that figures for those years "
        "flatter a little; which list and how strong a penalty to use is found inside the training years."
    ),
)
"""What every reader of the model should know, a sentence or two each."""

_WIDTH = 100


def model_card(model: Precedent, features: str, aside: tuple[int, int], tested: Sequence[Backtest] = ()) -> str:
    """Write the model card.

    Parameters
    ----------
    model : Precedent
        Fitted with intervals.
    features : str
        The name of the set of features.
    aside : (int, int)
        How many crises with one actor were kept apart, and how many mediators were no candidates.
    tested : sequence of Backtest
        Measured figures to state.

    Returns
    -------
    str
        Plain text, lines of at most 100 characters.
    """
    parts = [
        _filled(
            f"Conditional logit over candidate states, ridge {decimal(model.penalty)}, features {features!r}. Fitted to"
            f" {count(model.crises, 'crisis', 'crises')} with two or more actors, {model.first} to {model.last}, each "
            f"weighing the same; {count(aside[0], 'crisis', 'crises')} with one actor kept apart, "
            f"{count(aside[1], 'mediator')} left out as part of the crisis or no state that year. Figures are those of "
            "the year before the crisis."
        ),
        "Coefficients of standardised features, with 95 % bootstrap intervals by crisis:",
        "\n".join(_lines(model)),
        *(_measured(one) for one in tested),
        "Limits:",
        "\n".join(_filled(one, "- ") for one in LIMITS),
    ]
    return "\n\n".join(parts) + "\n"


def _lines(model: Precedent) -> list[str]:
    order = np.argsort(-np.abs(model.coefficients), kind="stable")
    return [
        f"  {model.coefficients[k]:+.2f} [{model.low[k]:+.2f}, {model.high[k]:+.2f}]  {FEATURES[model.names[k]]}"
        if model.low.size
        else f"  {model.coefficients[k]:+.2f}  {FEATURES[model.names[k]]}"
        for k in order.tolist()
    ]


def _measured(test: Backtest) -> str:
    """State the figures of a backtest, with what the model does not beat."""
    told = test.all.summary("model")
    figures = ", ".join(f"{name} {told[name]:.3f}" for name in told if name != "n")
    text = (
        f"Tested on the {told['n']} crises from {test.from_year} to {test.to_year}, each predicted from the years "
        f"before it: {figures}."
    )
    lines = [_filled(text)]
    for rule in test.all.differences:
        verdicts = test.beats(rule)
        even = [name for name, verdict in verdicts.items() if verdict == "not distinguishable"]
        worse = [name for name, verdict in verdicts.items() if verdict == "worse"]
        told_of = [
            *([f"not distinguishable on {', '.join(even)}"] if even else []),
            *([f"does better on {', '.join(worse)}"] if worse else []),
        ]
        figures = ", ".join(f"{name} {value:.3f}" for name, value in test.all.summary(rule).items() if name != "n")
        lines.append(_filled(f"{rule}: {figures}; {', '.join(told_of) or 'beaten on every measure'}.", "- "))
    return "\n".join(lines)


def _filled(text: str, mark: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
