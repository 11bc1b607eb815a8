"""A picture of the draws in which packages are acceptable to all."""

from __future__ import annotations

from goodoffices.drawing import Bar, Range, draw_bars
from goodoffices.settle.shares import PackageShare, Robustness
from goodoffices.wording import percent

__all__ = ["robustness_picture"]

_MOST = 12


def robustness_picture(found: Robustness) -> str:
    """Draw in what share of draws packages are acceptable to all.

    Parameters
    ----------
    found : Robustness
        What was drawn.

    Returns
    -------
    str
        An SVG document; whiskers are twice the sampling error.
    """
    told = f"{found.done:,} draws of what is uncertain, seed {found.seed}"
    return draw_bars(
        [_bar(found, one) for one in found.packages[:_MOST]],
        title="In how many draws packages are acceptable to all",
        subtitle=told,
    )


def _bar(found: Robustness, one: PackageShare) -> Bar:
    problem = found.problem
    named = problem.in_words(one.package)
    today = {} if problem.now is None else problem.in_words(problem.now)
    label = ", ".join(option for issue, option in named.items() if today.get(issue) != option) or "as today"
    error = 2 * found.error(one.acceptable)
    spread = Range(max(one.acceptable - error, 0.0), min(one.acceptable + error, 1.0)) if error else None
    return Bar(label, one.acceptable, percent(one.acceptable), spread)
