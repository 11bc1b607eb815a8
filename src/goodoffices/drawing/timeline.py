"""Draw who said and did what, when, and how exactly the date is known: one lane for each party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from goodoffices.drawing.marks import INK, MUTED, NEGATIVE, PANEL, POSITIVE, RULE, MarkName, mark
from goodoffices.drawing.svg import (
    Anchor,
    Element,
    Sheet,
    TextStyle,
    document,
    element,
    shorten,
    text,
    text_width,
    wrap,
)
from goodoffices.errors import CaseError

__all__ = ["Lane", "TimelineEntry", "draw_timeline"]

EntryKind = Literal["statement", "event", "measure"]

_KINDS: dict[EntryKind, tuple[MarkName, str]] = {
    "statement": ("circle", POSITIVE),
    "event": ("diamond", INK),
    "measure": ("square", NEGATIVE),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MARGIN, _HEAD, _AXIS, _LANE, _ROW, _SIZE, _REACH = 20.0, 66.0, 30.0, 92.0, 18.0, 11.0, 4.4
_LONGEST = 185.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One party's lane."""

    id: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something said or done.

    Parameters
    ----------
    lane
        Id of the lane.
    label
        A few words.
    earliest, latest
        First and last day it may have happened, or that it lasted; one day when both are equal.
    kind
        ``statement``, ``event`` or ``measure``.
    open_start, open_end
        Whether it began before, or goes on after, the days given.
    note
        Text for those who point at it: the date in words, the source.
    """

    lane: str
    label: str
    earliest: date
    latest: date
    kind: EntryKind = "event"
    open_start: bool = False
    open_end: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to pixels, between two dates and two edges."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        span = max((self.end - self.start).days, 1)
        share = min(max((day - self.start).days / span, 0.0), 1.0)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry in its row of a lane: from where to where it is drawn, and where its words are anchored."""

    entry: TimelineEntry
    row: int
    start: float
    end: float
    words: str
    words_at: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that a lane holds: items on the axis, lines before it, and its height in rows."""

    lane: Lane
    top: float
    rows: int
    items: tuple[_Item, ...]
    before: tuple[TimelineEntry, ...]
    left_out: int


def _check(rows: Sequence[Lane], entries: Sequence[TimelineEntry], focus: tuple[date, date] | None) -> None:
    known = [lane.id for lane in rows]
    for entry in entries:
        if entry.lane not in known:
            raise CaseError(
                f"{entry.label!r} stands in lane {entry.lane!r}: expected one of {', '.join(known) or 'none'}"
            )
        if entry.latest < entry.earliest:
            raise CaseError(f"{entry.label!r} ends on {entry.latest}, before it begins on {entry.earliest}")
    if focus and focus[1] <= focus[0]:
        raise CaseError(f"the focus ends on {focus[1]}: expected a day after its beginning, {focus[0]}")


def _pack(entries: Sequence[TimelineEntry], scale: _Scale) -> tuple[_Item, ...]:
    """Give each entry the first row in which neither its mark nor its words touch another."""
    ends: list[float] = []
    items = []
    for entry in sorted(entries, key=lambda one: (one.earliest, one.latest, one.label)):
        start = scale.x(entry.earliest)
        end = scale.right if entry.open_end else scale.x(entry.latest)
        words = shorten(entry.label, _LONGEST, _SIZE)
        wide = text_width(words, _SIZE)
        inside = end - start > wide + 16
        at = start + _REACH + 6 if inside else end + _REACH + 5
        anchor: Anchor = "start"
        if at + wide > scale.right + 12:
            # No room to the right: the words end before the mark, or before where an open beginning fades.
            at, anchor = start - (16 if entry.open_start else _REACH + 5), "end"
        first = at - wide if anchor == "end" else at
        left, right = min(start - _REACH, first), max(end + _REACH, first + wide)
        row = next((k for k, taken in enumerate(ends) if taken + 7 < left), len(ends))
        ends[row : row + 1] = [right]
        items.append(_Item(entry, row, start, end, words, at, anchor))
    return tuple(items)


def _plan(
    rows: Sequence[Lane], entries: Sequence[TimelineEntry], scale: _Scale, focus: tuple[date, date] | None
) -> tuple[_Plan, ...]:
    plans, top = [], _HEAD + _AXIS
    for lane in rows:
        mine = [entry for entry in entries if entry.lane == lane.id]
        early = [entry for entry in mine if focus and entry.latest < focus[0] and not entry.open_end]
        shown = [entry for entry in mine if entry not in early and not (focus and entry.earliest > focus[1])]
        items = _pack(shown, scale)
        early.sort(key=lambda one: (one.earliest, one.latest, one.label))
        need = max((item.row + 1 for item in items), default=1)
        room = max(need, 4)
        kept = early if len(early) <= room else early[-(room - 1) :]
        deep = max(need, len(kept) + (len(kept) < len(early)), 2)
        plans.append(_Plan(lane, top, deep, items, tuple(kept), len(early) - len(kept)))
        top += deep * _ROW + 14
    return tuple(plans)


def _ticks(scale: _Scale) -> Iterator[tuple[float, str, bool]]:
    """Give the axis its months or its years, each with its place and whether it begins a year."""
    days = (scale.end - scale.start).days
    width = scale.right - scale.left
    per_month = width / max(days / 30.4, 1)
    if per_month >= 14:
        step = 1 if per_month >= 30 else 3
        year, month = scale.start.year, scale.start.month
        while (year, month) <= (scale.end.year, scale.end.month):
            first = date(year, month, 1)
            if first >= scale.start and (month - 1) % step == 0:
                yield scale.x(first), _MONTHS[month - 1], month == 1
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if per_month * 12 * one >= 40)
    for year in range(-(-scale.start.year // step) * step, scale.end.year + 1, step):
        first = date(year, 1, 1)
        if first >= scale.start:
            yield scale.x(first), str(year), False


def _axis(scale: _Scale, bottom: float) -> list[Element]:
    y = _HEAD + 18
    parts: list[Element] = []
    for x, word, new_year in _ticks(scale):
        parts.append(
            element("line", x1=x, y1=y + 6, x2=x, y2=bottom, stroke=MUTED if new_year else RULE, stroke_width=0.8)
        )
        if x + text_width(word, _SIZE) + 3 <= scale.right + 12:
            parts.append(text(x + 3, y, word, TextStyle(_SIZE, MUTED)))
    years = range(scale.start.year, scale.end.year + 1)
    if len(years) <= 3:
        starts = [max(scale.x(date(year, 1, 1)), scale.left) for year in years]
        room = [*starts[1:], scale.right]
        # A year whose stretch is too short for its number is told by its January.
        parts += [
            text(x + 3, y - 14, str(year), TextStyle(_SIZE, INK, bold=True))
            for x, end, year in zip(starts, room, years, strict=True)
            if end - x > 30
        ]
    return parts


def _stroke(x: float, y: float, colour: str) -> Element:
    return element("line", x1=x, y1=y - 7.5, x2=x, y2=y + 7.5, stroke=colour, stroke_width=1.2)


def _bar_end(x: float, y: float, way: int, colour: str) -> list[Element]:
    """Let an open end fade out in three steps."""
    lefts = [x + 4 * k if way > 0 else x - 4 * k - 3 for k in range(3)]
    return [
        element("rect", x=left, y=y - 7.5, width=3, height=15, fill=colour, fill_opacity=0.4 - 0.12 * k)
        for k, left in enumerate(lefts)
    ]


def _draw_item(item: _Item, y: float) -> Element:
    entry = item.entry
    name, colour = _KINDS[entry.kind]
    parts: list[Element] = []
    if item.end - item.start > 2 * _REACH or entry.open_end or entry.open_start:
        bar = {"x": item.start, "y": y - 7.5, "width": max(item.end - item.start, 1.0), "height": 15.0}
        parts.append(element("rect", **bar, fill=colour, fill_opacity=0.14))
        parts += _bar_end(item.start, y, -1, colour) if entry.open_start else [_stroke(item.start, y, colour)]
        parts += _bar_end(item.end, y, 1, colour) if entry.open_end else [_stroke(item.end, y, colour)]
    parts += mark(name, item.start, y, _REACH, colour)
    words = text(item.words_at, y + 3.9, item.words, TextStyle(_SIZE, INK, anchor=item.anchor))
    return element("g", element("title", _said(entry)), *parts, words)


def _said(entry: TimelineEntry) -> str:
    when = f"{entry.earliest}" if entry.earliest == entry.latest else f"{entry.earliest} to {entry.latest}"
    told = f"{entry.lane}, {entry.kind}, {entry.note or when}: {entry.label}"
    return told + (" (begun earlier)" if entry.open_start else "") + (" (goes on)" if entry.open_end else "")


def _draw_before(plan: _Plan, left: float, width: float) -> list[Element]:
    parts: list[Element] = []
    for row, entry in enumerate(plan.before):
        y = plan.top + 7 + _ROW * (row + 0.5)
        name, colour = _KINDS[entry.kind]
        words = shorten(entry.label, width - 56, _SIZE)
        parts += [
            element(
                "g",
                element("title", _said(entry)),
                *mark(name, left + 10, y, _REACH, colour),
                text(left + 20, y + 3.9, str(entry.earliest.year), TextStyle(_SIZE, MUTED)),
                text(left + 50, y + 3.9, words, TextStyle(_SIZE, INK)),
            )
        ]
    if plan.left_out:
        y = plan.top + 7 + _ROW * (len(plan.before) + 0.5)
        parts.append(text(left + 20, y + 3.9, f"and {plan.left_out} earlier", TextStyle(_SIZE, MUTED)))
    return parts


def _draw_lane(plan: _Plan, width: float, *, shaded: bool) -> list[Element]:
    height = plan.rows * _ROW + 14
    parts: list[Element] = []
    if shaded:
        parts.append(element("rect", x=_MARGIN, y=plan.top, width=width - 2 * _MARGIN, height=height, fill=PANEL))
    lines = wrap(plan.lane.label or plan.lane.id, _LANE - 12, 12, 3)
    first = plan.top + height / 2 - 7 * (len(lines) - 1) + 4
    return parts + [text(_MARGIN + 8, first + 14 * row, line, TextStyle(12, INK)) for row, line in enumerate(lines)]


def _key(y: float, width: float, later: int) -> list[Element]:
    x, parts = _MARGIN + 8, list[Element]()
    for kind, (name, colour) in _KINDS.items():
        parts += [*mark(name, x, y, _REACH, colour), text(x + 10, y + 4, kind, TextStyle(_SIZE, MUTED))]
        x += 34 + text_width(kind, _SIZE)
    parts.append(element("rect", x=x, y=y - 7, width=26, height=14, fill=MUTED, fill_opacity=0.2))
    parts.append(text(x + 33, y + 4, "lasting, or known only within these days", TextStyle(_SIZE, MUTED)))
    x += 55 + text_width("lasting, or known only within these days", _SIZE)
    parts += [
        element("rect", x=x + 4 * k, y=y - 7, width=3, height=14, fill=MUTED, fill_opacity=0.5 - 0.15 * k)
        for k in range(3)
    ]
    parts.append(text(x + 18, y + 4, "open end", TextStyle(_SIZE, MUTED)))
    if later:
        parts.append(
            text(width - _MARGIN - 8, y + 4, f"{later} later not drawn", TextStyle(_SIZE, MUTED, anchor="end"))
        )
    return [element("g", *parts, data_part="legend")]


def _scale(entries: Sequence[TimelineEntry], focus: tuple[date, date] | None, left: float, right: float) -> _Scale:
    if focus:
        return _Scale(*focus, left, right)
    start = min((entry.earliest for entry in entries), default=date(2000, 1, 1))
    end = max((entry.latest for entry in entries), default=date(2001, 1, 1))
    return _Scale(start, max(end, date.fromordinal(start.toordinal() + 1)), left, right)


def _body(plans: Sequence[_Plan], scale: _Scale, corner: tuple[float, float], band: float) -> list[Element]:
    """Draw the lanes, the axis over them, the band before it and the entries, back to front."""
    width, bottom = corner
    parts: list[Element] = []
    for order, plan in enumerate(plans):
        parts += _draw_lane(plan, width, shaded=order % 2 == 0)
    parts += _axis(scale, bottom)
    if band:
        x = scale.left - 12
        parts += [
            text(_MARGIN + _LANE + 4, _HEAD + 18, "before (not to scale)", TextStyle(_SIZE, MUTED)),
            element("line", x1=x, x2=x, y1=_HEAD + 6, y2=bottom, stroke=MUTED, stroke_width=1, stroke_dasharray="3 3"),
        ]
    for plan in plans:
        parts += _draw_before(plan, _MARGIN + _LANE, band)
        parts += [_draw_item(item, plan.top + 7 + _ROW * (item.row + 0.5)) for item in plan.items]
    return parts


def draw_timeline(
    rows: Sequence[Lane],
    entries: Sequence[TimelineEntry],
    *,
    title: str,
    subtitle: str = "",
    width: float = 1040,
    focus: tuple[date, date] | None = None,
) -> str:
    """Draw a timeline, one lane for each party.

    Parameters
    ----------
    rows
        Lanes from top to bottom.
    entries
        What was said and done.
    title, subtitle
        Names of the picture.
    width
        Of the sheet, px, at least 600; the height follows from the entries.
    focus
        First and last day of the axis; what ended earlier is listed, with its year, in a band before it, and what began
        later is counted beneath. Without it the axis covers everything.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If an entry has no lane or ends before it begins, or the focus or the width leaves no room.

    Examples
    --------
    >>> test = TimelineEntry("PRK", "sixth nuclear test", date(2017, 9, 3), date(2017, 9, 3))
    >>> "sixth nuclear test" in draw_timeline([Lane("PRK", "North Korea")], [test], title="Korea")
    True
    """
    _check(rows, entries, focus)
    if width < 600:
        raise CaseError(f"a timeline {width:g} px wide is too narrow: expected at least 600")
    early = bool(focus) and any(entry.latest < focus[0] and not entry.open_end for entry in entries if focus)
    band = min(0.24 * width, 250.0) if early else 0.0
    left, right = _MARGIN + _LANE + band + (14 if band else 0), width - _MARGIN - 18
    scale = _scale(entries, focus, left, right)
    plans = _plan(rows, entries, scale, focus)
    bottom = plans[-1].top + plans[-1].rows * _ROW + 14 if plans else _HEAD + _AXIS
    later = sum(bool(focus) and entry.earliest > focus[1] for entry in entries if focus)
    inner = width - 2 * _MARGIN
    parts = [
        text(_MARGIN, 30, shorten(title, inner, 19, bold=True), TextStyle(19, INK, bold=True)),
        text(_MARGIN, 50, shorten(subtitle, inner, 12.5), TextStyle(12.5, MUTED)),
        *_body(plans, scale, (width, bottom), band),
        *_key(bottom + 24, width, later),
    ]
    told = "; ".join(_said(entry) for entry in sorted(entries, key=lambda one: (one.earliest, one.latest, one.label)))
    return document(parts, Sheet(width, bottom + 46, title, told))
