"""Putting a package into steps, from what was disclosed and from what the mediator says of who gives what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.shell.rooms_table import Table, forms_of, set_table

from goodoffices.errors import GoodOfficesError
from goodoffices.talks.bodies import Likert, Sounding
from goodoffices.talks.commands import IssuePlan
from goodoffices.talks.disclosed import Disclosed
from goodoffices.web.rooms import ordering
from goodoffices.web.rooms.ordering import Course, put_in_order

TESTS = IssuePlan(id="tests", say="Tests", options=("go on", "halt", "halt, watched"), now="go on")
DRILLS = IssuePlan(id="drills", say="Drills | joint", options=("as planned", "halved", "none"), now="as planned")
ON = Course("halt", ("north",), 30)
OFF = Course("halved", ("south",), 10)


def stands(seat: str, **issues: tuple[int | None, dict[str, Likert]]) -> Disclosed:
    """Say how a seat stands: importance and answers by issue."""
    return Disclosed(seat, {issue: Sounding(importance=one, answers=of) for issue, (one, of) in issues.items()})


NORTH = stands(
    "north",
    tests=(60, {"go on": "must", "halt": "acceptable", "halt, watched": "reluctant"}),
    drills=(90, {"as planned": "reluctant", "halved": "acceptable", "none": "must"}),
)
SOUTH = stands(
    "south",
    tests=(90, {"go on": "reluctant", "halt": "acceptable", "halt, watched": "must"}),
    drills=(40, {"as planned": "must", "halved": "acceptable", "none": "never"}),
)


def found(**courses: Course) -> ordering.Found:
    """Put the package into steps."""
    return put_in_order((TESTS, DRILLS), (NORTH, SOUTH), {"tests": ON, "drills": OFF} | courses)


def moves(of: ordering.Found) -> list[set[str]]:
    """Return the issues that move in each step."""
    return [{given.issue for given in step.gives} for step in of.sequence.steps]


def test_what_is_to_come_first_comes_first_and_each_step_waits_for_the_one_before() -> None:
    """The order is turned around by what the mediator says; lines are those of the form of steps."""
    first = found(drills=Course("halved", ("south",), 10, after=("tests", "nothing")))
    assert moves(first) == [{"tests"}, {"drills"}]
    assert first.lines == (
        "step1 | north |  | Tests: go on → halt |",
        "step2 | south | step1 | Drills / joint: as planned → halved |",
    )
    assert moves(found(tests=Course("halt", ("north",), 30, after=("drills",)))) == [{"drills"}, {"tests"}]
    assert [round(step.verified_days[1]) for step in first.sequence.steps] == [30, 40]


def test_issues_that_wait_for_each_other_are_done_together() -> None:
    """A ring has no first: the steps are one, and it is said."""
    ring = found(tests=Course("halt", ("north",), 30, ("drills",)), drills=Course("halved", ("south",), 10, ("tests",)))
    assert moves(ring) == [{"tests", "drills"}]
    assert {frozenset(one) for one in ring.together} == {frozenset({"tests", "drills"})}
    assert [line.partition(" ")[0] for line in ring.lines] == ["step1-1", "step1-2"]


@pytest.mark.parametrize(
    ("courses", "said"),
    [
        ({"tests": Course("go on", ("north",)), "drills": Course("as planned", ("south",))}, "nothing would change"),
        ({"drills": Course("none", ("south",))}, "will never accept"),
    ],
)
def test_what_cannot_be_put_into_steps_is_said(courses: dict[str, Course], said: str) -> None:
    """Nothing that moves, and what a seat refuses."""
    with pytest.raises(GoodOfficesError, match=said):
        found(**courses)


def test_what_is_too_much_and_what_is_not_known_is_said() -> None:
    """Thousands of packages between are not weighed; today's option is needed."""
    many = tuple(IssuePlan(id=f"i{k}", say="x", options=tuple("abcdefgh"), now="a") for k in range(12))
    whole = {one.id: Sounding(answers={"a": "must"}) for one in many}
    both = (Disclosed("north", whole), Disclosed("south", whole))
    with pytest.raises(GoodOfficesError, match="too many changes"):
        put_in_order(many, both, {one.id: Course("h", ("north",)) for one in many})
    with pytest.raises(GoodOfficesError, match="in force today is not known for: Tests"):
        put_in_order((TESTS.model_copy(update={"now": None}),), (NORTH, SOUTH), {"tests": ON})


def test_whom_a_package_leaves_worse_off_is_named() -> None:
    """They would leave before it is done, and take it back after it."""
    for_nothing = found(drills=Course("as planned", ("south",)), tests=ON)
    assert for_nothing.worse_off == for_nothing.tempted == ("north",)
    assert [one.party for one in for_nothing.sequence.steps[0].guarantees] == ["north"]
    both = found()
    assert both.worse_off == ()


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Set a table at which both sides have disclosed how they stand on one issue."""
    one = set_table(tmp_path)
    one.agree_on_rules()
    one.widen()
    for name, answers in (("Nora", ("must", "acceptable")), ("Sami", ("reluctant", "must"))):
        sound = dict(zip(("answer-go on", "answer-halt"), answers, strict=True))
        one[name].does("/soundings", "sound", {"issue": "tests"}, **sound)
        one[name].does("/soundings", "disclose", {"issue": "tests"}, parts=["answers"])
    yield one
    one.journal.close()


def sends(who: Any, page: str, **fields: str) -> Any:
    """Send the form of a page that leads to steps."""
    form = next(one for one in forms_of(page) if one.action == "/order")
    given = [(name, value) for name, value in form.fields if name not in fields]
    return who.post("/order", [*given, *fields.items()])


def test_from_a_package_to_steps_that_all_see(table: Table) -> None:
    """A package of the analysis is put into steps, which are laid down, or asked about, as they stand there."""
    maria, nora = table["Maria"], table["Nora"]
    page = sends(maria, maria.get("/analysis").text)
    assert page.status_code == 200
    assert "The order in which it pays most" not in page.text
    answer = sends(maria, page.text, **{"goal-tests": "halt", "days-tests": "12", "by-tests": "north"})
    assert "The order in which it pays most" in answer.text
    assert re.search(r"step1 \| north \|  \| .*go on → halt \|", answer.text)
    laid = next(one for one in forms_of(answer.text) if one.action == "/act/set-steps")
    assert maria.post("/act/set-steps", laid.fields).status_code == 303
    assert "step1" in nora.get("/steps").text
    asked = next(one for one in forms_of(answer.text) if one.action == "/act/ask-question")
    fields = [(name, value) for name, value in asked.fields if name != "text"]
    assert maria.post("/act/ask-question", [*fields, ("text", "This one?")]).status_code == 303
    question = next(iter(table.journal.view(table.journal.identity.open(nora.token)).room.questions.values()))
    assert question.asked.body is not None
    assert question.asked.body.package == {"tests": "halt"}


def test_what_cannot_be_read_of_the_form_is_taken_from_what_was_disclosed(table: Table) -> None:
    """Unknown options, seats and days: none of them is an error, and none is shown back."""
    maria = table["Maria"]
    page = maria.get("/order").text
    for wrong in ({"goal-tests": "<b>"}, {"goal-tests": "halt", "by-tests": "nobody", "days-tests": "١٢"}):
        answer = sends(maria, page, **wrong)
        assert answer.status_code == 200
        assert "<b>" not in answer.text
    assert "nothing would change" in sends(maria, page, **{"goal-tests": "go on"}).text


def test_what_is_withdrawn_is_out_of_it_and_delegations_have_no_such_page(table: Table) -> None:
    """The page rests on consent, and is the mediator's alone."""
    table["Nora"].does("/soundings", "withdraw", {"issue": "tests"})
    assert "There is nothing to work out yet" in table["Maria"].get("/order").text
    assert table["Nora"].get("/order").status_code == 403
