"""Draw in what share of draws each candidate holds which rank, and how much of that hangs on what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from goodoffices.brokers.rank_shares import RankShares, sampling_error
from goodoffices.brokers.ranking import Ranking
from goodoffices.drawing.geometry import Box
from goodoffices.drawing.marks import INK, MUTED, NEGATIVE, PANEL, RULE
from goodoffices.drawing.panel import MARGIN, SIZE, check_width, head, label_width, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, text, wrap
from goodoffices.drawing.swatches import Swatch, draw_key, hatched
from goodoffices.wording import count, join_words, percent

__all__ = ["rank_picture"]

_ROW, _LOW_ROW, _WORDS, _SMALL = 62.0, 34.0, 196.0, 11.0
_MAIN, _THIN = 18.0, 9.0
# Dark to light: ranks are told by lightness, which grey print keeps; the line between two shades is white.
_SHADES = ("#0f3f5c", "#2b7099", "#6ba3c2", "#a9cbdd", "#dde9f0")
_ERRORS = 2.0


@dataclass(frozen=True)
class _Plan:
    """Where the bars stand, px."""

    left: float
    wide: float
    row: float

    def x(self, share: float) -> float:
        """Return where a share stands."""
        return self.left + self.wide * share


def rank_picture(found: Ranking, *, width: float = 860, compact: bool = False) -> str:
    """Draw the rank acceptability of every candidate, in the order of mean rank.

    One bar as the case stands, with what is missing drawn evenly from the whole scale; under it, where something is
    missing, a thin bar for all of it at its worst. A whisker shows the share of first places if what is missing about
    this candidate alone were the worst, and the best.

    Parameters
    ----------
    found : Ranking
        The candidates.
    width
        Of the sheet, px.
    compact
        Leave out the thin bars, and keep the rows low.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If the sheet is too narrow.

    Examples
    --------
    >>> import goodoffices as go
    >>> ranking = go.brokers.rank(go.read_case("korea-2017"), ("USA", "PRK"), draws=500)
    >>> "Sweden" in rank_picture(ranking)
    True
    """
    check_width(width, 10)
    if compact:
        found = replace(found, at_worst=None)
    names = [one.name for one in found.profiles]
    places = [names.index(name) for name in found.order]
    labels = [_label(found, at) for at in places]
    subtitle = (
        f"Share of {count(found.shares.done, 'draw')} in which each holds which rank, by mean rank; "
        f"veto below {found.veto:g}, seed {found.seed}"
    )
    room, top = label_width(labels, width), top_of(subtitle)
    high = _LOW_ROW if compact else _ROW
    plan = _Plan(MARGIN + room, width - 2 * MARGIN - room - _WORDS, high)
    bottom = top + high * len(places)
    title = f"Who could broker between {join_words(list(found.parameters['sides'].values()))}"
    parts = head(title, subtitle, width)
    for at in range(0, len(places), 2):
        parts.append(element("rect", x=MARGIN, y=top + high * at, width=width - 2 * MARGIN, height=high, fill=PANEL))
    parts += _axis(plan, top, bottom)
    said = []
    for row, at in enumerate(places):
        told = _told(found, at)
        drawn = _row(found, at, plan, top + high * row)
        drawn += _names(labels[row], room, top + high * (row + 0.5))
        x = plan.x(1) + 12
        first = top + high * (row + 0.5) - 7 * (len(told) - 1) + 4
        drawn += [text(x, first + 14 * k, line, TextStyle(_SMALL, MUTED if k else INK)) for k, line in enumerate(told)]
        said.append(f"{labels[row]}: {'; '.join(told)}")
        parts.append(element("g", element("title", said[-1]), *drawn))
    key, end = draw_key(_key(found), bottom + 40, width)
    return document([*parts, *key], Sheet(width, end, title, ". ".join(said)))


def _label(found: Ranking, at: int) -> str:
    one = found.profiles[at]
    return f"{one.label} (party to the crisis)" if one.crisis_actor else one.label


def _names(label: str, room: float, y: float) -> list[Element]:
    lines = wrap(label, room - 16, SIZE, 3)
    first = y + 4 - 7 * (len(lines) - 1)
    return [text(MARGIN + 6, first + 14 * at, line, TextStyle(SIZE, INK)) for at, line in enumerate(lines)]


def _told(found: Ranking, at: int) -> list[str]:
    """Say beside a bar what its first place is, and what that hangs on."""
    first, done = float(found.shares.first[at]), found.shares.done
    lines = [f"first {percent(first)}, ± {percent(_ERRORS * float(sampling_error(first, done)), 1)}"]
    worst, best = float(found.shares.first_if_worst[at]), float(found.shares.first_if_best[at])
    if best > worst:
        lines.append(f"own gaps: {percent(worst)} to {percent(best)}")
    if found.at_worst is not None:
        lines.append(f"all gaps at worst: {percent(float(found.at_worst.first[at]))}")
    return lines


def _axis(plan: _Plan, top: float, bottom: float) -> list[Element]:
    parts = []
    for step in range(5):
        x = plan.x(step / 4)
        parts.append(element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=RULE, stroke_width=0.8))
        parts.append(text(x, bottom + 15, f"{25 * step}\u202f%", TextStyle(_SMALL, MUTED, anchor="middle")))
    return parts


def _row(found: Ranking, at: int, plan: _Plan, top: float) -> list[Element]:
    shares = found.shares
    # Without gaps anywhere there is one bar, in the middle.
    start = top + (min((plan.row - _MAIN) / 2, plan.row - _MAIN - 11) if found.at_worst is None else 8)
    parts = _stack(shares, at, plan, (start, _MAIN))
    first, spread = float(shares.first[at]), _ERRORS * float(sampling_error(shares.first[at], shares.done))
    low, high = plan.x(max(first - spread, 0)), plan.x(min(first + spread, 1))
    band = {"x": low, "y": start + 4, "width": max(high - low, 0.5), "height": _MAIN - 8}
    parts.append(element("rect", **band, fill="#ffffff", fill_opacity=0.8))
    if found.at_worst is not None:
        parts += _stack(found.at_worst, at, plan, (start + _MAIN + 12, _THIN))
    worst, best = float(shares.first_if_worst[at]), float(shares.first_if_best[at])
    if best > worst:
        parts.append(_whisker(plan.x(worst), plan.x(best), start + _MAIN + 6))
    return parts


def _whisker(low: float, high: float, y: float) -> Element:
    way = f"M{low:.2f} {y - 4:.2f}V{y + 4:.2f}M{low:.2f} {y:.2f}H{high:.2f}M{high:.2f} {y - 4:.2f}V{y + 4:.2f}"
    return element("path", d=way, stroke=INK, stroke_width=1.5, fill="none")


def _stack(shares: RankShares, at: int, plan: _Plan, place: tuple[float, float]) -> list[Element]:
    """Draw one bar: the ranks from the first to the last, then what is below the veto."""
    top, height = place
    ends = np.clip(np.concatenate([[0.0], np.cumsum(shares.ranks[at])]), 0, 1).tolist()
    parts: list[Element] = []
    for rank, (low, high) in enumerate(pairwise(ends)):
        if high > low:
            parts.append(_block(plan.x(low), plan.x(high), place, _shade(rank, len(shares.ranks))))
    if shares.below_veto[at] > 0 and ends[-1] < 1:
        parts += hatched(Box(plan.x(ends[-1]), top, plan.x(1), top + height))
    return parts


def _block(low: float, high: float, place: tuple[float, float], shade: str) -> Element:
    top, height = place
    return element(
        "rect", x=low, y=top, width=high - low, height=height, fill=shade, stroke="#ffffff", stroke_width=0.7
    )


def _shade(rank: int, count_: int) -> str:
    """Return the shade of a rank: first and last always have the darkest and the lightest."""
    return _SHADES[round(rank * (len(_SHADES) - 1) / max(count_ - 1, 1))]


def _key(found: Ranking) -> Sequence[tuple[str, Swatch]]:
    size = len(found.profiles)
    ranks = [("first", 0)] + ([(f"to last ({size})", size - 1)] if size > 1 else [])

    def block(shade: str) -> Swatch:
        return lambda x, y: [element("rect", x=x, y=y - 5, width=24, height=10, fill=shade)]

    def whisker(x: float, y: float) -> Iterable[Element]:
        return [_whisker(x, x + 24, y)]

    def veto(x: float, y: float) -> Iterable[Element]:
        return hatched(Box(x, y - 5, x + 24, y + 5), NEGATIVE)

    def band(x: float, y: float) -> Iterable[Element]:
        return [*block(_SHADES[0])(x, y), element("rect", x=x + 9, y=y - 3, width=6, height=6, fill="#ffffff")]

    entries: list[tuple[str, Swatch]] = [(words, block(_shade(rank, size))) for words, rank in ranks]
    entries.append(("below the veto: not ranked", veto))
    entries.append(("two sampling errors of the first place", band))
    if bool((found.shares.first_if_best > found.shares.first_if_worst).any()):
        entries.append(("own gaps: first place if they were the worst … the best", whisker))
    if found.at_worst is not None:
        entries.append(("thin bar: all gaps of all candidates at their worst", _thin))
    return entries


def _thin(x: float, y: float) -> Iterable[Element]:
    return [
        element("rect", x=x, y=y - 2, width=12, height=5, fill=_SHADES[0]),
        element("rect", x=x + 12, y=y - 2, width=12, height=5, fill=_SHADES[-1]),
    ]
