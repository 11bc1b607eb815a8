"""Draw what event feeds say of two sides, month by month, beside what a case says of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from goodoffices.drawing.geometry import Box
from goodoffices.drawing.marks import INK, MUTED, NEGATIVE, PANEL, POSITIVE, RULE, mark, sign_mark
from goodoffices.drawing.panel import MARGIN, check_width, head, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, text, text_width
from goodoffices.drawing.swatches import Swatch, draw_key, figure, hatched, nice_step, tick
from goodoffices.record.beside import Beside
from goodoffices.record.event_lanes import PER, SMALL, Scale, draw_lanes, draw_list
from goodoffices.record.feeds_result import DyadEvents
from goodoffices.record.series import Floats, Months
from goodoffices.wording import count, date_text

__all__ = ["events_picture"]

_LEFT, _PLOT = 128.0, 230.0
_WIDEST_MONTH = 64.0
_WORDS = {"cooperation_share": "cooperation", "conflict_share": "conflict"}


@dataclass(frozen=True)
class _Ruler:
    """Where shares stand from bottom to top, px: cooperation above the line, conflict beneath it."""

    zero: float
    unit: float

    def y(self, share: float) -> float:
        """Return where a share stands; one of conflict is given with a minus sign."""
        return self.zero - self.unit * share * PER


def events_picture(found: DyadEvents, beside: Beside | None = None, *, width: float = 1040) -> str:
    """Draw cooperation above conflict by month, changes of level, acts of mediation, and what a case says.

    Parameters
    ----------
    found : DyadEvents
        What the feed says.
    beside : Beside
        What a case says of the same sides; what lies outside the months drawn is counted and not drawn.
    width
        Of the sheet, px.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    CaseError
        If the sheet is too narrow.
    """
    check_width(width, 14)
    series = found.monthly
    months = series.months
    subtitle = (
        f"Events per {PER:,} rows of {found.title}, both directions together, {_span(months)}; "
        f"{count(series.events, 'event')} in {count(found.read, 'row')}"
    )
    title = f"{found.dyad[0]} and {found.dyad[1]}: what is reported of them"
    slot = min((width - 2 * MARGIN - _LEFT) / months.size, _WIDEST_MONTH)
    scale = Scale(months[0], slot, MARGIN + _LEFT, months.size)
    top = top_of(subtitle) + 8
    parts = head(title, subtitle, width)
    bottom = top + _PLOT
    lanes, end = draw_lanes(found, beside, scale, bottom + 26, width)
    parts += [*_months(months, scale, (top, end), width), *_outside(series.volume, scale, top, bottom)]
    parts += [*_bars(found, scale, (top, bottom)), *lanes]
    if beside:
        told, end = draw_list(beside, scale, end + 8, width)
        parts += told
    key, last = draw_key(_key(found, beside), end + 22, width)
    return document([*parts, *key], Sheet(width, last, title, _told(found, beside)))


def _span(months: Months) -> str:
    first, last = date_text(str(months[0])), date_text(str(months[-1]))
    return first if first == last else f"{first} to {last}"


def _months(months: Months, scale: Scale, edges: tuple[float, float], width: float) -> list[Element]:
    """Draw a line where a year begins, or a month where there is room for its name."""
    parts, (top, bottom) = list[Element](), edges
    apart = next(one for one in (1, 3, 12, 24, 60, 120, 240) if one * scale.slot >= 46 or one == 240)
    for at, month in enumerate(months):
        number = int(month.astype(np.int64))
        if number % apart and at:
            continue
        name = f"{month}" if apart < 12 or at == 0 else str(month)[:4]
        x = scale.month(at)
        parts.append(element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=RULE, stroke_width=0.8))
        room = text_width("0000-00", SMALL) + 6
        if at == 0 or (x - scale.left > room and x + text_width(name, SMALL) <= width - MARGIN + 8):
            parts.append(text(x + 2, top + _PLOT + 14, name, TextStyle(SMALL, MUTED)))
    return parts


def _outside(volume: Floats, scale: Scale, top: float, bottom: float) -> list[Element]:
    """Shade the months that the feed does not cover."""
    return [
        element("rect", x=scale.month(at), y=top, width=scale.slot, height=bottom - top, fill=PANEL, stroke=RULE)
        for at in np.flatnonzero(np.isnan(volume)).tolist()
    ]


def _ruler(found: DyadEvents, edges: tuple[float, float]) -> _Ruler:
    view = found.monthly.views["together"]
    up, down = (max(float(np.nanmax(view[name])) * PER, 0.0) for name in ("cooperation_share", "conflict_share"))
    whole = up + down or 1.0
    # Neither side of the line is so low that it could not be read.
    up, down = max(up, 0.15 * whole), max(down, 0.15 * whole)
    unit = (edges[1] - edges[0] - 16) / (up + down)
    return _Ruler(edges[0] + 8 + unit * up, unit)


def _bars(found: DyadEvents, scale: Scale, edges: tuple[float, float]) -> list[Element]:
    """Draw both series, the line between them, and the levels between changes."""
    ruler = _ruler(found, edges)
    parts = _ticks(ruler, scale, edges)
    view = found.monthly.views["together"]
    gap = 0.12 * scale.slot if scale.slot > 3 else 0.0
    for at, month in enumerate(found.monthly.months):
        good, bad = float(view["cooperation_share"][at]), float(view["conflict_share"][at])
        if math.isnan(good):
            continue
        left, right = scale.month(at) + gap, scale.month(at + 1) - gap
        drawn = [element("rect", x=left, y=ruler.y(good), width=right - left, height=ruler.zero - ruler.y(good),
                         fill=POSITIVE)]  # fmt: skip
        if bad > 0:
            drawn += _conflict(Box(left, ruler.zero, right, ruler.y(-bad)))
        told = ", ".join(f"{name} {int(view[name][at])}" for name in ("cooperation", "conflict"))
        parts.append(
            element("g", element("title", f"{month}: {told}, of {int(found.monthly.volume[at]):,} rows"), *drawn)
        )
    parts.append(element("line", x1=scale.left, x2=scale.right, y1=ruler.zero, y2=ruler.zero, stroke=INK))
    for name, sign in (("cooperation_share", 1), ("conflict_share", -1)):
        parts += _levels(found, name, sign, (scale, ruler))
    return parts


def _conflict(box: Box) -> Iterable[Element]:
    """Hatch a bar of conflict where there is room for it; a narrow one is told by standing beneath the line."""
    if box.right - box.left >= 6 and box.bottom - box.top >= 4:
        return hatched(box)
    return [
        element("rect", x=box.left, y=box.top, width=box.right - box.left, height=box.bottom - box.top, fill=NEGATIVE)
    ]


def _ticks(ruler: _Ruler, scale: Scale, edges: tuple[float, float]) -> list[Element]:
    top, bottom = edges
    step = nice_step((bottom - top) / ruler.unit, 7)
    parts = [
        text(MARGIN, top + 20, "cooperation ↑", TextStyle(12, POSITIVE, bold=True)),
        text(MARGIN, bottom - 12, "conflict ↓", TextStyle(12, NEGATIVE, bold=True)),
    ]
    for at in range(-7, 8):
        y = ruler.zero - ruler.unit * step * at
        if top <= y <= bottom:
            parts.append(element("line", x1=scale.left, x2=scale.right, y1=y, y2=y, stroke=RULE, stroke_width=0.6))
            written = tick(abs(step * at), step)
            parts.append(text(scale.left - 6, y + 4, written, TextStyle(SMALL, MUTED, anchor="end")))
    return parts


def _levels(found: DyadEvents, name: str, sign: int, where: tuple[Scale, _Ruler]) -> list[Element]:
    """Draw the mean of each stretch between changes as a step of a line."""
    scale, ruler = where
    changes = found.changes[name].found
    if not changes:
        return []
    places = [scale.place(one.month) for one in changes]
    means = [changes[0].before, *(one.after for one in changes)]
    way = f"M{scale.left:.2f} {ruler.y(sign * means[0]):.2f}"
    for at, mean in zip(places, means[1:], strict=True):
        way += f"H{scale.month(at):.2f}V{ruler.y(sign * mean):.2f}"
    way += f"H{scale.right:.2f}"
    # A white rim keeps the line apart from the bars it crosses.
    return [
        element("path", d=way, stroke="#ffffff", stroke_width=4, fill="none"),
        element("path", d=way, stroke=INK, stroke_width=1.8, fill="none"),
    ]


def _key(found: DyadEvents, beside: Beside | None) -> list[tuple[str, Swatch]]:
    """Explain what is drawn."""

    def box(fill: str) -> Swatch:
        return lambda x, y: [element("rect", x=x, y=y - 5, width=24, height=10, fill=fill, stroke=RULE)]

    entries: list[tuple[str, Swatch]] = [
        ("cooperation, above the line", box(POSITIVE)),
        ("conflict, beneath it", lambda x, y: hatched(Box(x, y - 5, x + 24, y + 5))),
    ]
    if any(one.found for one in found.changes.values()):
        entries.append(("mean between changes", _level_swatch))
    if bool(np.isnan(found.monthly.volume).any()):
        entries.append(("outside the feed", box(PANEL)))
    if any(act.sign > 0 for act in found.mediation):
        entries.append(("mediation asked for, offered or done", lambda x, y: sign_mark(1, x + 12, y, 6)))
    if any(act.sign < 0 for act in found.mediation):
        entries.append(("mediation refused or ended", lambda x, y: sign_mark(-1, x + 12, y, 6)))
    kinds = {one.kind for one in beside.moments} if beside else set()
    if "statement" in kinds:
        entries.append(("statement in the case", lambda x, y: mark("circle", x + 12, y, 4.2, POSITIVE)))
    if "event" in kinds:
        entries.append(("event in the case", lambda x, y: mark("diamond", x + 12, y, 4.2, INK)))
    return entries


def _level_swatch(x: float, y: float) -> Iterable[Element]:
    return [element("path", d=f"M{x:.2f} {y + 4:.2f}h12v-8h12", stroke=INK, stroke_width=1.8, fill="none")]


def _told(found: DyadEvents, beside: Beside | None) -> str:
    """Say in words what the picture shows, for those who cannot see it."""
    view = found.monthly.views["together"]
    good, bad = (int(np.nansum(view[name])) for name in ("cooperation", "conflict"))
    said = [
        f"{_span(found.monthly.months)}: {count(good, 'event')} of cooperation and {bad:,} of conflict",
        *(
            f"{_WORDS[one.series]} per {PER:,} rows went from {figure(one.before * PER)} to "
            f"{figure(one.after * PER)} in {date_text(one.month)}"
            for changes in found.changes.values()
            for one in changes.found
        ),
    ]
    acts = [sum(act.sign == sign for act in found.mediation) for sign in (1, -1)]
    said.append(f"{count(acts[0], 'act')} for mediation and {count(acts[1], 'act')} against it")
    if beside:
        said.append(f"{count(len(beside.moments), 'entry', 'entries')} of the case {beside.case}")
    return "; ".join(said)
