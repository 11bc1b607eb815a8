"""The map of a case as pictures: the conflict map, leverage beside will, the timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case
from goodoffices.case.record import Tie
from goodoffices.drawing import (
    Column,
    IntervalRow,
    Lane,
    MapEdge,
    MapNode,
    Range,
    TimelineEntry,
    draw_intervals,
    draw_map,
    draw_timeline,
)
from goodoffices.drawing.symbols import Role, TieStyle
from goodoffices.mapping.network import holds_on
from goodoffices.mapping.overview import CaseMap
from goodoffices.mapping.timeline import Moment

__all__ = ["conflict_map", "leverage_chart", "timeline_picture"]

_ALLIANCES = {"alliance", "treaty"}
_CONFLICTS = {"distrust", "military-threat", "rivalry", "sanctions", "war"}
_DISTANT = {"stakeholder", "venue", "historical"}
_WEAK = 0.3


def conflict_map(found: CaseMap, *, width: float = 820, height: float = 900) -> str:
    """Draw the conflict map of a case.

    It shows the ties that held on the day of the map, by default the day of the case. Ties of one pair of parties that
    are of one nature are drawn once, with all their kinds as its label; parties without a tie are left out unless they
    are principals.

    Returns
    -------
    str
        An SVG document, dated and signed with the viewpoint of the case.
    """
    case = found.case
    day = found.network.on or case.as_of
    edges = _edges([tie for tie in case.ties if holds_on(tie, day)])
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    shown = [party for party, entry in case.parties.items() if party in tied or entry.role == "principal"]
    return draw_map(
        [_node(case, party) for party in shown],
        edges,
        title=case.title,
        subtitle=_signature(case),
        width=width,
        height=height,
    )


def _signature(case: Case) -> str:
    return f"As of {case.as_of.day} {case.as_of:%B %Y} · {case.handling} · viewpoint: {case.viewpoint or 'not stated'}"


def _node(case: Case, party: str) -> MapNode:
    entry = case.parties[party]
    powers = [one.power.value.middle for one in case.parties.values() if one.power]
    power = entry.power.value.middle / max(powers) if entry.power and max(powers) > 0 else 0.0
    role: Role = "principal" if entry.role == "principal" else "other"
    named = {candidate.party or name for name, candidate in case.candidates.items()}
    if role != "principal" and (entry.role == "broker-candidate" or party in named):
        role = "candidate"
    return MapNode(
        party,
        label=entry.name,
        power=min(max(power, 0.0), 1.0),
        role=role,
        shape="half" if entry.role in _DISTANT else "circle",
        note=entry.role.replace("-", " "),
    )


def _edges(ties: Sequence[Tie]) -> list[MapEdge]:
    """Draw the ties of a pair that are of one nature as one line, labelled with all their kinds."""
    groups: dict[tuple[str, str, TieStyle, int], list[Tie]] = {}
    for tie in ties:
        a, b = sorted(tie.ends)
        groups.setdefault((a, b, _style(tie), tie.sign), []).append(tie)
    edges = []
    for (a, b, style, sign), same in groups.items():
        directions = {tie.ends if tie.directed else None for tie in same}
        one_way = directions.pop() if len(directions) == 1 else None
        strength = max(_strength(tie) for tie in same)
        edges.append(
            MapEdge(
                *(one_way or (a, b)),
                style="weak" if style == "tie" and strength < _WEAK else style,
                sign=sign,
                strength=strength,
                label=", ".join(dict.fromkeys(tie.kind.replace("-", " ") for tie in same)),
                note="; ".join(tie.what for tie in same if tie.what),
                directed=one_way is not None,
            )
        )
    return edges


def _style(tie: Tie) -> TieStyle:
    if tie.sign < 0 or tie.kind in _CONFLICTS:
        return "conflict"
    return "alliance" if tie.kind in _ALLIANCES and tie.sign > 0 else "tie"


def _strength(tie: Tie) -> float:
    return tie.strength.middle if tie.strength else 0.5


def leverage_chart(found: CaseMap) -> str:
    """Draw leverage beside the will to use it, never multiplied.

    Returns
    -------
    str
        An SVG document.
    """
    case = found.case
    rows = [
        IntervalRow(
            f"{case.name_of(one.who)} over {case.name_of(one.over)}",
            (_range(one.strength), _range(one.will) if one.will else None),
            note=one.basis,
        )
        for one in case.leverage
    ]
    columns = [Column("leverage"), Column("will to use it")]
    return draw_intervals(rows, columns, title="Leverage and will", subtitle=_signature(case))


def _range(estimate: Estimate) -> Range:
    return Range(estimate.low, estimate.high, estimate.likely)


def timeline_picture(found: CaseMap, *, width: float = 980) -> str:
    """Draw who said and did what, when.

    The focus is the stretch that holds the last three fifths of what happened.

    Returns
    -------
    str
        An SVG document.
    """
    case = found.case
    parties = [party for party in case.parties if any(moment.party == party for moment in found.moments)]
    entries = [_entry(case, moment) for moment in found.moments]
    return draw_timeline(
        [Lane(party, case.name_of(party)) for party in parties],
        entries,
        title="What was said, done and tried",
        subtitle=_signature(case),
        focus=_focus(found.moments, case.as_of),
        width=width,
    )


def _entry(case: Case, moment: Moment) -> TimelineEntry:
    when = moment.when
    earliest = when.earliest or when.start
    speaker = "" if moment.who == moment.party else f"{case.name_of(moment.who)}: "
    return TimelineEntry(
        moment.party,
        speaker + moment.what,
        earliest,
        when.latest or max(earliest, case.as_of),
        kind=moment.kind,
        open_start=when.earliest is None,
        open_end=when.latest is None,
        note=str(when),
    )


def _focus(moments: Sequence[Moment], as_of: dt.date) -> tuple[dt.date, dt.date] | None:
    starts = sorted(moment.when.start for moment in moments)
    if len(starts) < 12:
        return None
    first = starts[len(starts) * 2 // 5]
    start = first.replace(day=1)
    return (start, as_of) if start < as_of and start > starts[0] else None
