"""Draw a sequence of steps between parties that do not trust each other: who gives what, when, and at what risk."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from goodoffices.drawing.charts import Range
from goodoffices.drawing.geometry import Box
from goodoffices.drawing.marks import INK, MUTED, NEGATIVE, PANEL, POSITIVE, RULE, SHADE, mark
from goodoffices.drawing.panel import MARGIN, SIZE, head, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, shorten, text, text_width, wrap
from goodoffices.drawing.swatches import Swatch, draw_key, figure, hatched, nice_step, tick
from goodoffices.errors import CaseError

__all__ = ["Concession", "Stake", "StepRow", "draw_steps"]

_SMALL, _LINE, _PAD, _BAR = 11.0, 14.0, 10.0, 9.0
_NUMBER, _LEAST_PARTY = 26.0, 66.0


@dataclass(frozen=True, slots=True)
class Concession:
    """What one party gives in a step, in a few words."""

    giver: str
    words: str


@dataclass(frozen=True, slots=True)
class Stake:
    """Where a step leaves one party, on that party's scale of utility.

    Parameters
    ----------
    exposure
        What it would lose if it did its part and the others did not; not negative.
    slack
        How much better it does by staying than by leaving at this step; below 0 leaving pays. None where it could not
        leave.
    guarantee
        What it has to forfeit if it leaves, so that it stays; 0 where no guarantee is needed.
    guarantor
        Who could hold or post it, where that is to be told.
    """

    exposure: float
    slack: float | None
    guarantee: float = 0.0
    guarantor: str = ""

    def __post_init__(self) -> None:
        if not (0 <= self.exposure < math.inf and 0 <= self.guarantee < math.inf):
            raise CaseError(
                f"an exposure of {self.exposure!r} with a guarantee of {self.guarantee!r}: expected numbers from 0 up"
            )
        if self.slack is not None and not math.isfinite(self.slack):
            raise CaseError(f"a slack of {self.slack!r}: expected a finite number, or none")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step.

    Parameters
    ----------
    gives
        Who gives what; a step may be made by several at once.
    starts, ends
        Days from the beginning; without a likeliest value the middle of the range stands for it.
    stakes
        One for each party; none at all where the step only announces something.
    note
        A few words under what is given, such as "both at once".
    number
        What the step is called; by default its place, from 1.
    """

    gives: tuple[Concession, ...]
    starts: Range
    ends: Range
    stakes: tuple[Stake, ...]
    note: str = ""
    number: int | None = None

    def __post_init__(self) -> None:
        first, last = _likely(self.starts), _likely(self.ends)
        if not -math.inf < min(self.starts.low, self.ends.low) <= max(self.starts.high, self.ends.high) < math.inf:
            raise CaseError(f"a step from day {first!r} to day {last!r}: expected finite numbers throughout")
        if first > last:
            raise CaseError(f"a step from day {first:g} to day {last:g}: expected it to end after it starts")


class _Plan(NamedTuple):
    """Where the columns of the chart stand, px, and the scales of days and of utilities."""

    names: float
    words: tuple[float, float]
    time: tuple[float, float]
    days: tuple[float, float]
    parties: tuple[float, ...]
    party: float
    zero: float
    per_unit: float

    def day(self, value: float) -> float:
        """Return where a day stands, px."""
        (left, right), (first, last) = self.time, self.days
        return left + (right - left) * (value - first) / (last - first)


class _Told(NamedTuple):
    """What a row says, broken into lines: of each concession the giver and the words; the note; its height, px."""

    gives: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    note: tuple[str, ...]
    height: float


def _likely(given: Range) -> float:
    return (given.low + given.high) / 2 if given.likely is None else given.likely


def _worth(stake: Stake) -> Iterable[float]:
    return (stake.exposure, 0.0 if stake.slack is None else stake.slack)


def _plan(steps: Sequence[StepRow], parties: Sequence[str], width: float) -> _Plan:
    inner, count = width - 2 * MARGIN, max(len(parties), 1)
    party = min(130.0, max(_LEAST_PARTY, 0.46 * inner / count))
    time = min(max(0.2 * inner, 150.0), 220.0)
    givers = [give.giver for step in steps for give in step.gives]
    names = min(max((text_width(one, SIZE, bold=True) for one in givers), default=0.0) + 10, 104.0)
    right = width - MARGIN
    lefts = tuple(right - party * (len(parties) - at) for at in range(len(parties)))
    end = right - party * len(parties) - 16
    start = MARGIN + _NUMBER + names
    ends = [step.ends.high for step in steps]
    days = (min([0.0, *(step.starts.low for step in steps)]), max([1.0, *ends]))
    stakes = [stake for step in steps for stake in step.stakes]
    greatest = max((value for stake in stakes for value in _worth(stake)), default=0.0)
    least = min((value for stake in stakes for value in _worth(stake)), default=0.0)
    values = [value for stake in stakes for value in _worth(stake)]
    room = max((text_width(figure(value), _SMALL) for value in values), default=0.0) + 6
    per_unit = max(party - 8 - room, 4.0) / max(max(greatest, 0.0) - min(least, 0.0), 1e-9)
    return _Plan(
        MARGIN + _NUMBER,
        (start, end - time - 24),
        (end - time, end),
        days,
        lefts,
        party,
        8 - per_unit * min(least, 0.0),
        per_unit,
    )


def _guarantee_lines(stake: Stake, party: float) -> tuple[str, ...]:
    if not stake.guarantee:
        return ()
    words = figure(stake.guarantee) + (f" by {stake.guarantor}" if stake.guarantor else "")
    return wrap(words, party - 28, _SMALL, 3)


def _tell(step: StepRow, plan: _Plan) -> _Told:
    start, end = plan.words
    gives = tuple(
        (
            # Lines are measured in plain letters, and bold ones are wider.
            wrap(give.giver, (start - plan.names - 8) / 1.07, SIZE, 3),
            wrap(give.words, end - start, SIZE, 3),
        )
        for give in step.gives
    )
    note = wrap(step.note, end - plan.names, _SMALL, 2) if step.note else ()
    lines = sum(max(map(len, pair)) for pair in gives) + len(note)
    told = lines * _LINE + 3 * max(len(gives) - 1, 0)
    guarantees = max((len(_guarantee_lines(stake, plan.party)) for stake in step.stakes), default=0)
    return _Told(gives, note, max(told, 34.0, 32 + guarantees * 13) + 2 * _PAD)


def _draw_words(number: int, told: _Told, plan: _Plan, top: float) -> list[Element]:
    y = top + _PAD + 10
    parts = [text(MARGIN + 6, y, str(number), TextStyle(SIZE, INK, bold=True))]
    for names, words in told.gives:
        parts += [
            text(plan.names, y + _LINE * k, line, TextStyle(SIZE, INK, bold=True)) for k, line in enumerate(names)
        ]
        parts += [text(plan.words[0], y + _LINE * k, line, TextStyle(SIZE, INK)) for k, line in enumerate(words)]
        y += _LINE * max(len(names), len(words)) + 3
    return parts + [text(plan.names, y + _LINE * k, line, TextStyle(_SMALL, MUTED)) for k, line in enumerate(told.note)]


def _duration(left: float, right: float, reach: tuple[float, float], y: float) -> list[Element]:
    """Draw a bar of the likeliest duration, and a whisker from the earliest to the latest end."""
    low, high = reach
    whisker = f"M{low:.2f} {y - 5:.2f}V{y + 5:.2f}M{low:.2f} {y:.2f}H{high:.2f}M{high:.2f} {y - 5:.2f}V{y + 5:.2f}"
    return [
        element("rect", x=left, y=y - 5.5, width=max(right - left, 1.5), height=11, fill=POSITIVE, fill_opacity=0.45),
        element("path", d=whisker, stroke=INK, stroke_width=1.4, fill="none"),
    ]


def _days_told(step: StepRow) -> str:
    first, last = figure(_likely(step.starts)), figure(_likely(step.ends))
    told = f"day {first}" if first == last else f"days {first}–{last}"
    low, high = figure(step.ends.low), figure(step.ends.high)
    return told if low == high else f"{told} ({low}–{high})"


def _draw_days(step: StepRow, plan: _Plan, top: float, paper: str) -> list[Element]:
    left, right = plan.day(_likely(step.starts)), plan.day(_likely(step.ends))
    words = shorten(_days_told(step), plan.time[1] - plan.time[0], _SMALL)
    wide = text_width(words, _SMALL)
    at = min(left, plan.time[1] - wide)
    reach = (plan.day(step.ends.low), plan.day(step.ends.high))
    return [
        # Paper behind the words keeps the lines of the axis from running through them.
        element("rect", x=at - 1, y=top + _PAD - 1, width=wide + 2, height=13, fill=paper),
        text(at, top + _PAD + 9, words, TextStyle(_SMALL, INK)),
        *_duration(left, right, reach, top + _PAD + 24),
    ]


def _exposure(left: float, width: float, y: float) -> Element:
    return element("rect", x=left, y=y, width=width, height=_BAR, fill=SHADE, stroke=INK, stroke_width=0.9)


def _slack(zero: float, width: float, y: float) -> tuple[Element, ...]:
    if width < 0:
        return hatched(Box(zero + width, y, zero, y + _BAR))
    return (element("rect", x=zero, y=y, width=max(width, 1.5), height=_BAR, fill=POSITIVE),)


def _draw_stake(stake: Stake, left: float, plan: _Plan, top: float) -> list[Element]:
    zero, y = left + plan.zero, top + _PAD + 1
    wide = stake.exposure * plan.per_unit
    low = y + (27 if stake.slack is not None else 12)
    parts = [
        element("line", x1=zero, y1=y - 3, x2=zero, y2=low, stroke=MUTED, stroke_width=0.8),
        _exposure(zero, wide, y),
        text(zero + wide + 4, y + 8.5, figure(stake.exposure), TextStyle(_SMALL, MUTED)),
    ]
    if stake.slack is not None:
        slack = stake.slack * plan.per_unit
        parts += _slack(zero, slack, y + 15)
        style = TextStyle(_SMALL, INK if stake.slack >= 0 else NEGATIVE)
        parts.append(text(zero + max(slack, 0.0) + 4, y + 23.5, figure(stake.slack), style))
    lines = _guarantee_lines(stake, plan.party)
    if lines:
        parts += mark("diamond", left + 13, y + 35, 5.0, NEGATIVE)
    return parts + [text(left + 22, y + 39 + 13 * k, line, TextStyle(_SMALL, INK)) for k, line in enumerate(lines)]


def _said(number: int, step: StepRow, parties: Sequence[str]) -> str:
    gives = "; ".join(f"{give.giver}: {give.words}" if give.giver else give.words for give in step.gives)
    told = [f"step {number}, {_days_told(step)}. {gives}"] + [step.note] * bool(step.note)
    for party, stake in zip(parties, step.stakes, strict=False):
        words = f"{party}: exposure {figure(stake.exposure)}"
        words += "" if stake.slack is None else f", slack {figure(stake.slack)}"
        if stake.guarantee:
            words += f", guarantee of {figure(stake.guarantee)} needed"
            words += f" by {stake.guarantor}" if stake.guarantor else ""
        told.append(words)
    return ". ".join(told)


def _heads(parties: Sequence[str], plan: _Plan, top: float) -> list[Element]:
    style = TextStyle(SIZE, INK, bold=True)
    parts = [
        text(MARGIN + 6, top + 26, shorten("Who gives what", plan.words[1] - MARGIN, SIZE, bold=True), style),
        text(plan.time[0], top + 26, "Days", style),
    ]
    for party, left in zip(parties, plan.parties, strict=True):
        lines = wrap(party, (plan.party - 12) / 1.07, SIZE, 2)
        parts += [text(left + 8, top + 26 - _LINE * (len(lines) - 1 - k), line, style) for k, line in enumerate(lines)]
    return parts


def _axes(plan: _Plan, top: float, bottom: float) -> list[Element]:
    first, last = plan.days
    widest = max(text_width(figure(day), _SMALL) for day in plan.days)
    step = nice_step(last - first, int((plan.time[1] - plan.time[0]) / (widest + 22)))
    parts = []
    for at in range(math.ceil(first / step), math.floor(last / step) + 1):
        x = plan.day(at * step)
        parts.append(element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=RULE, stroke_width=0.8))
        parts.append(text(x, bottom + 15, tick(at * step, step), TextStyle(_SMALL, MUTED, anchor="middle")))
    return parts + [
        text(left + plan.zero, bottom + 15, "0", TextStyle(_SMALL, MUTED, anchor="middle")) for left in plan.parties
    ]


def _key(steps: Sequence[StepRow]) -> list[tuple[str, Swatch]]:
    stakes = [stake for step in steps for stake in step.stakes]
    slacks = [stake.slack for stake in stakes if stake.slack is not None]
    told: list[tuple[str, Swatch]] = []
    if steps:
        told.append(
            (
                "likeliest duration; from earliest to latest end, also in brackets",
                lambda x, y: _duration(x, x + 16, (x + 9, x + 24), y),
            )
        )
    if stakes:
        told.append(
            ("exposure: lost if it does its part and the others do not", lambda x, y: [_exposure(x, 24, y - 4.5)]),
        )
    if any(slack >= 0 for slack in slacks):
        told.append(("slack: staying pays more than leaving, by this much", lambda x, y: _slack(x, 24, y - 4.5)))
    if any(slack < 0 for slack in slacks):
        told.append(("slack below 0: leaving pays more", lambda x, y: _slack(x + 24, -24, y - 4.5)))
    if any(stake.guarantee for stake in stakes):
        told.append(
            (
                "guarantee needed: to be forfeited by whoever leaves",
                lambda x, y: mark("diamond", x + 18, y, 5.0, NEGATIVE),
            )
        )
    return told


def _check(steps: Sequence[StepRow], parties: Sequence[str], width: float) -> None:
    least = 440 + _LEAST_PARTY * len(parties)
    if width < least:
        raise CaseError(
            f"a chart {width:g} px wide is too narrow for {len(parties)} parties: expected at least {least:g}"
        )
    for at, step in enumerate(steps, start=1):
        if step.stakes and len(step.stakes) != len(parties):
            raise CaseError(
                f"step {at} tells the stakes of {len(step.stakes)} parties, expected {len(parties)}, one for each"
            )


def draw_steps(
    steps: Sequence[StepRow], parties: Sequence[str], *, title: str, subtitle: str = "", width: float = 1040
) -> str:
    """Draw the steps in which parties without trust could carry out an agreement.

    Parameters
    ----------
    steps
        One row each, from top to bottom.
    parties
        One column each, left to right; the columns share one scale, so utilities should run over about the same range.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px; the height follows from the words.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If a step does not fit the parties, or the sheet is too narrow.

    Examples
    --------
    >>> halt = Concession("PRK", "testing: declared halt")
    >>> row = StepRow((halt,), Range(0, 0), Range(1, 60, 14), (Stake(0, 0.1), Stake(0.2, -0.1, 0.1, "China")))
    >>> "testing: declared halt" in draw_steps([row], ["USA", "PRK"], title="In steps")
    True
    """
    _check(steps, parties, width)
    plan, top = _plan(steps, parties, width), top_of(subtitle)
    rows = [_tell(step, plan) for step in steps]
    numbers = [at if step.number is None else step.number for at, step in enumerate(steps, start=1)]
    said = [_said(number, step, parties) for number, step in zip(numbers, steps, strict=True)]
    begin = top + 36
    bottom = begin + sum(row.height for row in rows)
    parts, y = head(title, subtitle, width) + _heads(parties, plan, top), begin
    drawn: list[Element] = []
    for at, (step, told) in enumerate(zip(steps, rows, strict=True)):
        paper = "#ffffff" if at % 2 else PANEL
        parts.append(element("rect", x=MARGIN, y=y, width=width - 2 * MARGIN, height=told.height, fill=paper))
        mine = _draw_words(numbers[at], told, plan, y) + _draw_days(step, plan, y, paper)
        for stake, left in zip(step.stakes, plan.parties, strict=False):  # an announcement has no stakes
            mine += _draw_stake(stake, left, plan, y)
        drawn.append(element("g", element("title", said[at]), *mine))
        y += told.height
    key, end = draw_key(_key(steps), bottom + 40, width)
    return document([*parts, *_axes(plan, begin, bottom), *drawn, *key], Sheet(width, end, title, ". ".join(said)))
