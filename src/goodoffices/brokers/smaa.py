"""Rank acceptability over uncertain values and weights: SMAA-2, with criteria that can rule a candidate out.

In each draw every value and every weight is drawn, and candidates are ranked by the weighted sum of their values. A
candidate below the least that a criterion asks for is not ranked in that draw, whatever else speaks for it. Equal sums
share their ranks evenly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from goodoffices.brokers.alternatives import Alternatives, draw_values
from goodoffices.brokers.rank_shares import RankShares, Tally
from goodoffices.brokers.settings import check_whole
from goodoffices.brokers.weights import Weights
from goodoffices.errors import CaseError, LimitError

__all__ = ["smaa"]

_CHUNK = 4096
# More draws than these add nothing that could be seen to a confidence factor.
_FACTOR_DRAWS = 20_000


def smaa(
    alternatives: Alternatives,
    weights: Weights,
    draws: int,
    *,
    rng: np.random.Generator,
    progress: Callable[[int, int], object] | None = None,
    stop: Callable[[], bool] | None = None,
) -> RankShares:
    """Rank candidates over uncertain values and weights.

    Parameters
    ----------
    alternatives
        The candidates. What is missing is drawn evenly from the whole range, 0 to 1.
    weights
        What is known about weights.
    draws
        How many draws, at least 1; as many again are drawn for the confidence factors, at most 20,000.
    rng
        Where the randomness comes from.
    progress
        Called as ``progress(done, total)``, in draws.
    stop
        Asked between parts; once it returns true, what is done is returned.

    Returns
    -------
    RankShares
        Shares of draws, which say how the ranking hangs on what is uncertain.

    Raises
    ------
    CaseError
        If there are no draws, or the weights are for other criteria.
    LimitError
        If the run was interrupted before its first part was done.

    References
    ----------
    Lahdelma and Salminen (2001), *Operations Research* 49(3), 444-454: rank acceptability indices, central weights and
    confidence factors.

    Examples
    --------
    The first is better by 0.2 on one criterion, the second by 0.3 on the other: the first is ahead for weights from
    0.6 to 1.

    >>> from goodoffices.brokers.alternatives import Criterion
    >>> from goodoffices.brokers.rank_shares import sampling_error
    >>> from goodoffices.brokers.weights import uncertain_weights
    >>> from goodoffices.case.estimates import Estimate
    >>> points = [[(Estimate(v, v),) for v in row] for row in ((0.5, 0.2), (0.3, 0.5))]
    >>> two = Alternatives(("a", "b"), (Criterion("x"), Criterion("y")), tuple(tuple(row) for row in points))
    >>> found = smaa(two, uncertain_weights(["x", "y"]), 10_000, rng=np.random.default_rng(1))
    >>> bool(abs(found.first[0] - 0.4) < 4 * sampling_error(0.4, 10_000))
    True
    """
    check_whole(draws, "draws", 1)
    names = tuple(one.name for one in alternatives.criteria)
    if weights.criteria != names:
        raise CaseError(f"found weights for {', '.join(weights.criteria)}, expected {', '.join(names)}")
    tally = Tally(len(alternatives.candidates), len(names))
    more = min(draws, _FACTOR_DRAWS)
    watch = _Watch(draws + more, progress, stop)
    for size in watch.parts(draws, 0):
        tally.count(draw_values(alternatives, size, rng), weights.draw(size, rng=rng))
    if not tally.done:
        raise LimitError(f"interrupted before the first part of {draws} draws was done; allow more time, or draw fewer")
    central = tally.central_weights()
    ever = [i for i, row in enumerate(central) if not np.isnan(row[0])]
    held, again = np.zeros(len(ever)), 0
    for size in watch.parts(more if tally.done == draws else 0, draws):
        values, again = draw_values(alternatives, size, rng), again + size
        held += [values.first_with(central[i], i) for i in ever]
    factors = np.full(len(central), np.nan)
    if again:
        factors[ever] = held / again
    return tally.result(alternatives, (draws, again), central, factors, complete=again == more)


@dataclass(frozen=True)
class _Watch:
    """Who is told how far things are, and who may end them."""

    total: int
    progress: Callable[[int, int], object] | None
    stop: Callable[[], bool] | None

    def parts(self, draws: int, before: int) -> Iterator[int]:
        """Split draws into parts, tell how far they are, and end early where that is asked for."""
        for start in range(0, draws, _CHUNK):
            if self.stop is not None and self.stop():
                return
            size = min(_CHUNK, draws - start)
            yield size
            if self.progress is not None:
                self.progress(before + start + size, self.total)
