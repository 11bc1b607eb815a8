"""A package put into steps: from what seats disclosed, and from what the mediator says of who gives what."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from starlette.datastructures import FormData
from starlette.responses import Response

from goodoffices.errors import GoodOfficesError
from goodoffices.talks.commands import IssuePlan
from goodoffices.talks.disclosed import SCORES, Disclosed, consented
from goodoffices.web.rooms.analysis import entering, problem_of
from goodoffices.web.rooms.visit import Visit

if TYPE_CHECKING:
    from goodoffices import settle

__all__ = ["Course", "Found", "order", "put_in_order"]

_MOST_SECONDS = 3.0
_MOST_DAYS = 3_650
_USUAL_DAYS = 30


@dataclass(frozen=True)
class Course:
    """How an issue gets from today's option to the agreed one.

    Attributes
    ----------
    goal
        The option that is agreed.
    by
        The seats that give it.
    days
        How long it takes to see that a step was made.
    after
        The issues whose agreed option comes first.
    """

    goal: str
    by: tuple[str, ...]
    days: int = _USUAL_DAYS
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """An order of steps.

    Attributes
    ----------
    sequence
        What was found.
    lines
        The same as it is laid down: a line for each move.
    together
        Issues that wait for one another, or that no order brings one before the other.
    """

    sequence: settle.Sequence
    lines: tuple[str, ...]
    together: tuple[tuple[str, ...], ...]

    @property
    def worse_off(self) -> tuple[str, ...]:
        """The seats that the whole package leaves with less than today."""
        return tuple(seat for seat, gain in self.sequence.gains.items() if gain < 0)

    @property
    def tempted(self) -> tuple[str, ...]:
        """The seats that would gain by taking something back once all is done."""
        return tuple(seat for seat, gain in self.sequence.afterwards.items() if gain < 0)


def order(visit: Visit, form: FormData | None) -> Response:
    """Show in which steps a package could be carried out; what is chosen comes with a form and is kept nowhere."""
    disclosed = consented(visit.room)
    issues = entering(visit.room.issues, disclosed)
    courses = {one.id: _course(one, disclosed, form) for one in issues}
    found, wrong = None, ""
    if form is not None and form.get("ask") == "order":
        try:
            found = put_in_order(issues, disclosed, courses)
        except GoodOfficesError as error:
            wrong = str(error)
    return visit.page("order.html", issues=issues, courses=courses, found=found, wrong=wrong)


def _course(issue: IssuePlan, disclosed: Sequence[Disclosed], form: FormData | None) -> Course:
    """Read what was chosen; what was not is taken from what seats disclosed."""
    sent = form or FormData()
    asked = sent.get(f"goal-{issue.id}")
    goal = asked if isinstance(asked, str) and asked in issue.options else str(issue.now or issue.options[0])
    if sent.get("ask") != "order":
        return Course(goal, _givers(issue, goal, disclosed))
    seats, days = [one.seat for one in disclosed], sent.get(f"days-{issue.id}")
    fits = isinstance(days, str) and days.isascii() and days.isdigit() and len(days) < 6
    return Course(
        goal,
        tuple(seat for seat in seats if seat in sent.getlist(f"by-{issue.id}")) or _givers(issue, goal, disclosed),
        min(int(str(days)), _MOST_DAYS) if fits else _USUAL_DAYS,
        tuple(one for one in sent.getlist(f"after-{issue.id}") if isinstance(one, str) and one != issue.id),
    )


def _givers(issue: IssuePlan, goal: str, disclosed: Sequence[Disclosed]) -> tuple[str, ...]:
    """Return whom the change costs something, by their own answers; all if it costs none."""

    def liked(one: Disclosed, option: str | None) -> int:
        answer = one.issues[issue.id].answers.get(str(option))
        return 0 if answer is None else SCORES[answer]

    costs = tuple(one.seat for one in disclosed if liked(one, goal) < liked(one, issue.now))
    return costs or tuple(one.seat for one in disclosed)


def put_in_order(issues: Sequence[IssuePlan], disclosed: tuple[Disclosed, ...], courses: Mapping[str, Course]) -> Found:
    """Find the order of steps in which it pays each seat most to go on.

    Parameters
    ----------
    issues
        On which every seat disclosed its answers.
    disclosed
        How the seats stand.
    courses
        By issue.

    Raises
    ------
    GoodOfficesError
        If there is nothing to put into an order, or too much; the message is for the mediator.
    """
    from goodoffices.errors import LimitError  # noqa: PLC0415 - for one page only
    from goodoffices.settle import sequence  # noqa: PLC0415 - heavy, and for one page only

    _check(issues, disclosed, courses)
    problem = replace(problem_of(tuple(issues), disclosed), case=_case(issues, disclosed, courses))
    package = tuple(one.options.index(courses[one.id].goal) for one in issues)
    end = time.monotonic() + _MOST_SECONDS
    try:
        found = sequence(SimpleNamespace(problem=problem, package=package), stop=lambda: time.monotonic() > end)
    except LimitError:
        raise GoodOfficesError("these are too many changes to weigh at once: choose a part of the package") from None
    together = tuple(
        dict.fromkeys(
            tuple(dict.fromkeys(name.partition(".")[2] for name in (*one.before, *one.needs)))
            for one in found.resolved
            if one.how in {"together", "accepted-together"}
        )
    )
    return Found(found, tuple(_lines(found, {one.id: one for one in issues})), together)


def _check(issues: Sequence[IssuePlan], disclosed: Sequence[Disclosed], courses: Mapping[str, Course]) -> None:
    unknown = [one.say for one in issues if one.now not in one.options]
    if unknown:
        raise GoodOfficesError(f"what is in force today is not known for: {'; '.join(unknown)}")
    if all(courses[one.id].goal == one.now for one in issues):
        raise GoodOfficesError("nothing would change: choose another option than today's for some issue")
    for one in issues:
        goal = courses[one.id].goal
        if any(seat.refuses(one.id, goal) for seat in disclosed):
            raise GoodOfficesError(f"{one.say}: {goal} is what a seat calls an option that it will never accept")


def _case(issues: Sequence[IssuePlan], disclosed: Sequence[Disclosed], courses: Mapping[str, Course]) -> Any:
    """Write down who moves what, and what waits for what, as the sections of a case that the engine reads."""
    from goodoffices.case.model import Case  # noqa: PLC0415 - for one page only

    seats = [one.seat for one in disclosed]
    moving = {one.id: courses[one.id] for one in issues if courses[one.id].goal != one.now}
    owner = {issue: course.by[0] for issue, course in moving.items()}
    return Case.model_validate(
        {
            "case": "room",
            "title": "What was disclosed in a room",
            "as_of": "2000-01-01",
            "parties": {seat: {"name": seat, "kind": "other", "role": "principal"} for seat in seats},
            "options": {
                seat: {issue: {"say": issue} for issue in moving if owner[issue] == seat}
                for seat in dict.fromkeys(owner.values())
            },
            "issues": {
                one.id: {
                    "options": list(one.options),
                    "now": one.now,
                    "moved_by": list(courses[one.id].by),
                    "verify_days": courses[one.id].days,
                    **({"means": {moving[one.id].goal: f"{owner[one.id]}.{one.id}"}} if one.id in moving else {}),
                }
                for one in issues
            },
            "positions": {seat: {} for seat in seats},
            "demands": [
                {
                    "by": owner[issue], "of": next(seat for seat in seats if seat != owner[issue]),
                    "kind": "precondition", "what": issue, "cite": {"analyst": "The mediator says so"},
                    "needs": f"{owner[first]}.{first}", "before": f"{owner[issue]}.{issue}",
                }
                for issue, course in moving.items()
                for first in course.after
                if first in moving
            ],
        }
    )  # fmt: skip


def _lines(found: settle.Sequence, issues: Mapping[str, IssuePlan]) -> list[str]:
    """Return a line for each move, which waits for all moves of the step before."""
    lines: list[str] = []
    before: list[str] = []
    for step in found.steps:
        parts = [f"-{k + 1}" for k in range(len(step.gives))] if len(step.gives) > 1 else [""]
        names = [f"step{step.number}{part}" for part in parts]
        for name, given in zip(names, step.gives, strict=True):
            what = f"{issues[given.issue].say}: {given.start} → {given.end}"
            plain = " ".join(what.replace("|", "/").split())
            lines.append(f"{name} | {', '.join(given.movers)} | {', '.join(before)} | {plain} |")
        before = names
    return lines
