"""Monthly series of two sides from single events, slowly and from the definitions.

Reads events one by one and keeps sets; shares no code, no table and no library with the engine.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# Codes of mediation and of its neighbours, with the sign of this project.
MEDIATION = {"028": 1, "038": 1, "039": 1, "045": 1, "108": 1, "126": -1, "135": -1, "165": -1}
TALKS = {
    "026": 1, "027": 1, "036": 1, "037": 1, "044": 1, "046": 1, "057": 1, "107": 1, "125": -1, "134": -1, "164": -1,
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One row of a feed; ``day`` in ISO 8601."""

    day: str
    source: str
    target: str
    code: str
    goldstein: float | None
    story: str | None
    publisher: str | None


def quad(code: str) -> str:
    """Return the quad of a code by its first two digits."""
    root = int(code[0:2])
    said = root in {1, 2, 3, 4, 5, 9, 10, 11, 12, 13}
    friendly = root <= 8
    return ("verbal" if said else "material") + ("_cooperation" if friendly else "_conflict")


def month_after(month: str) -> str:
    """Return the next month."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def months_apart(one: str, other: str) -> int:
    """Count the months between two."""
    return abs((int(one[:4]) - int(other[:4])) * 12 + int(one[5:]) - int(other[5:]))


def once(events: Sequence[Event]) -> list[Event]:
    """Keep of events with the same story, sides, code and day only one; those without a story all."""
    seen: dict[tuple[str, ...], list[Event]] = defaultdict(list)
    kept = []
    for event in events:
        if event.story is None:
            kept.append(event)
        else:
            seen[event.story, event.source, event.target, event.code, event.day].append(event)
    for same in seen.values():
        weights = [event.goldstein for event in same if event.goldstein is not None]
        first = same[0]
        publishers = sorted(event.publisher for event in same if event.publisher is not None)
        kept.append(
            Event(
                first.day, first.source, first.target, first.code, min(weights) if weights else None, first.story,
                publishers[0] if publishers else None,
            )
        )  # fmt: skip
    return kept


def series(
    events: Sequence[Event], first: str, second: str
) -> tuple[list[str], dict[str, dict[str, list[float]]], list[float]]:
    """Return months, series by view and measure, and the volume; not a number where the feed is silent."""
    rows: dict[str, int] = defaultdict(int)
    for event in events:
        rows[event.day[:7]] += 1
    covered = {
        month
        for month, number in rows.items()
        if 50 * number >= max(other for near, other in rows.items() if months_apart(near, month) <= 120)
    }
    months = [min(covered)]
    while months[-1] < max(covered):
        months.append(month_after(months[-1]))
    pairs = {
        "together": {(first, second), (second, first)},
        "first_to_second": {(first, second)},
        "second_to_first": {(second, first)},
    }
    unique = once(events)
    told: dict[str, dict[str, list[float]]] = {}
    for view, ways in pairs.items():
        told[view] = defaultdict(list)
        for month in months:
            mine = [one for one in unique if (one.source, one.target) in ways and one.day[:7] == month]
            for name, value in measures(mine, rows[month]).items():
                told[view][name].append(value if month in covered else math.nan)
    return months, told, [float(rows[month]) if month in covered else math.nan for month in months]


def measures(events: Sequence[Event], volume: int) -> dict[str, float]:
    """Return every measure of the events of a month."""
    quads = [quad(event.code) for event in events]
    weights = [event.goldstein for event in events if event.goldstein is not None]
    publishers = {event.publisher for event in events if event.publisher is not None}
    found: dict[str, float] = {"events": len(events), "weighed": len(weights), "goldstein_sum": sum(weights)}
    found["goldstein_mean"] = sum(weights) / len(weights) if weights else math.nan
    for strength in ("verbal", "material"):
        for way in ("cooperation", "conflict"):
            found[f"{strength}_{way}"] = quads.count(f"{strength}_{way}")
    for way in ("cooperation", "conflict"):
        found[way] = sum(one.endswith(way) for one in quads)
    for name, table in (("mediation", MEDIATION), ("talks", TALKS)):
        found[f"{name}_for"] = sum(table.get(event.code, 0) == 1 for event in events)
        found[f"{name}_against"] = sum(table.get(event.code, 0) == -1 for event in events)
    found["sources"] = math.nan if events and not publishers else len(publishers)
    for name, part in (("share", "events"), ("cooperation_share", "cooperation"), ("conflict_share", "conflict")):
        found[name] = found[part] / volume if volume else math.nan
    return found
