"""The outlook as pictures: policies against targets, shares of model variants, the ways from today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from goodoffices.drawing import Bar, Cell, Matrix, Range, draw_bars, draw_matrix
from goodoffices.drawing.marks import INK, MUTED, PANEL, POSITIVE, MarkName
from goodoffices.drawing.panel import MARGIN, head, top_of
from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, text, wrap
from goodoffices.outlook.coalition_witness import JointMove
from goodoffices.outlook.paths import PathTable
from goodoffices.outlook.policies import PolicyTable, Standing, TargetOutcome
from goodoffices.outlook.robustness import Robustness, TargetShare
from goodoffices.wording import share_of_variants

__all__ = ["paths_picture", "policy_picture", "robustness_picture", "targets_picture"]

_MARKS: dict[Standing, tuple[MarkName, str]] = {
    "gains": ("circle", "held, and moves that serve those who make them lead there"),
    "held": ("circle", "held, and moves that serve those who make them lead there"),
    "costs": ("half", "held, but somebody must first move against its interest"),
    "unheld": ("open", "within reach, not held"),
    "shut": ("dash", "out of reach"),
}
_BOX, _GAP, _ROW, _SIZE = 190.0, 120.0, 92.0, 11.0


def policy_picture(table: PolicyTable, *, title: str = "Policies and targets", subtitle: str = "") -> str:
    """Draw every policy against every target.

    Returns
    -------
    str
        An SVG document.
    """
    names = tuple(table.outcomes[0].targets)
    cells = tuple(
        tuple(_cell(one.targets[name], f"{one.policy or 'as it stands'}: {name}") for name in names)
        for one in table.outcomes
    )
    rows = tuple(one.policy or "as it stands" for one in table.outcomes)
    return draw_matrix(
        Matrix(rows, tuple(name.replace("-", " ") for name in names), cells, tuple(dict.fromkeys(_MARKS.values()))),
        title=title,
        subtitle=subtitle,
    )


def _cell(target: TargetOutcome, note: str) -> Cell:
    mark, words = _MARKS[target.standing()]
    return Cell(mark, note=f"{note}: {words}")


def robustness_picture(studies: Mapping[str, Robustness], target: str, concept: str = "seq") -> str:
    """Draw in what share of model variants a target holds, under each of several policies.

    Parameters
    ----------
    studies
        By the name of the policy.
    target
        A target that all of them were asked about.

    Returns
    -------
    str
        An SVG document; whiskers are twice the sampling error.
    """
    bars = [_bar(name, study.targets[target], concept) for name, study in studies.items()]
    return draw_bars(bars, title=f"In how many model variants {target!r} holds")


def targets_picture(study: Robustness, concept: str = "seq", *, title: str = "Targets in model variants") -> str:
    """Draw in what share of model variants each target holds.

    Returns
    -------
    str
        An SVG document; whiskers are twice the sampling error.
    """
    return draw_bars([_bar(name, found, concept) for name, found in study.targets.items()], title=title)


def _bar(name: str, found: TargetShare, concept: str) -> Bar:
    share, error = found.held[concept], found.error[concept]
    spread = Range(max(share - 2 * error, 0.0), min(share + 2 * error, 1.0)) if error else None
    return Bar(name, share, share_of_variants(share) if found.reachable else "out of reach", spread)


def paths_picture(found: PathTable, words: Callable[[int], str], *, title: str = "From today") -> str:
    """Draw the states on the ways from today, the states that they lead to marked by a heavy rim.

    Parameters
    ----------
    words
        Says what a state is.

    Returns
    -------
    str
        An SVG document. Goals to which no way leads stand in a column of their own at the right.
    """
    depth: dict[int, int] = {found.start: 0}
    steps: dict[tuple[int, int], JointMove] = {}
    for goal in found.goals:
        for k, step in enumerate(goal.path or (), start=1):
            depth.setdefault(step.after, k)
            steps.setdefault((step.before, step.after), step)
    lost = [goal.goal for goal in found.goals if goal.path is None and goal.goal not in depth]
    columns = [[state for state, k in depth.items() if k == at] for at in range(max(depth.values()) + 1)]
    columns += [lost] if lost else []
    top = top_of("how") + 10
    spots = {
        state: (MARGIN + at * (_BOX + _GAP), top + row * _ROW)
        for at, column in enumerate(columns)
        for row, state in enumerate(column)
    }
    width = max(2 * MARGIN + len(columns) * (_BOX + _GAP) - _GAP, 420.0)
    height = top + max(map(len, columns)) * _ROW + 20
    how = "each step serves those who take it" if found.by == "improvements" else "any moves"
    parts = head(title, f"{how}; heavy rim: holds for everybody", width)
    for (before, after), step in steps.items():
        parts += _arrow(spots[before], spots[after], " and ".join(found.decision_makers[i] for i in step.members))
    goals = {goal.goal for goal in found.goals}
    for state, spot in spots.items():
        note = "today" if state == found.start else "no way there" if state in lost else ""
        parts += _box(spot, state, words(state), note=note, heavy=state in goals)
    told = "; ".join(f"{state}: {words(state)}" for state in spots)
    return document(parts, Sheet(width, height, title, told))


def _box(spot: tuple[float, float], state: int, words: str, *, note: str, heavy: bool) -> list[Element]:
    x, y = spot
    rim: dict[str, str | float] = {"stroke": INK, "stroke_width": 2.6 if heavy else 1.0}
    lines = wrap(words, _BOX - 16, _SIZE, 3)
    if note == "no way there":
        rim["stroke_dasharray"] = "5 4"
    frame = element("rect", x=x, y=y, width=_BOX, height=_ROW - 22, rx=5, fill=PANEL, **rim)
    label = f"{state}{f' ({note})' if note else ''}"
    parts = [frame, text(x + 8, y + 16, label, TextStyle(_SIZE, INK, bold=True))]
    parts += [text(x + 8, y + 32 + 14 * k, line, TextStyle(_SIZE, INK)) for k, line in enumerate(lines)]
    return [element("g", element("title", f"{state}: {words}"), *parts)]


def _arrow(start: tuple[float, float], end: tuple[float, float], who: str) -> Sequence[Element]:
    middle = (_ROW - 22) / 2
    x1, y1, x2, y2 = start[0] + _BOX, start[1] + middle, end[0] - 7, end[1] + middle
    head_data = f"M{x2 + 6:.2f} {y2:.2f}L{x2 - 4:.2f} {y2 - 5:.2f}V{y2 + 5:.2f}Z"
    lines = wrap(who, _GAP - 16, _SIZE, 2)
    at = ((x1 + x2) / 2, (y1 + y2) / 2 - 6 - 13 * (len(lines) - 1))
    return [
        element("line", x1=x1, y1=y1, x2=x2 - 3, y2=y2, stroke=POSITIVE, stroke_width=1.8),
        element("path", d=head_data, fill=POSITIVE),
        *(text(at[0], at[1] + 13 * k, line, TextStyle(_SIZE, MUTED, anchor="middle")) for k, line in enumerate(lines)),
    ]
