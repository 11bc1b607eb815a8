"""The parts of the rooms that need no server: policy, languages, pace, board, guard, duties, analysis."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import AttemptsError, FullError, StepUpError
from goodoffices.talks import RefusalError, Room, Rule
from goodoffices.talks.bodies import Clause, Comment, Draft
from goodoffices.talks.commands import IssuePlan, SeatPlan
from goodoffices.talks.events import ClauseCriticised, TextTabled
from goodoffices.talks.roles import MEDIATOR
from goodoffices.talks.room import Text
from goodoffices.web.rooms.acting import status_of
from goodoffices.web.rooms.analysis import analyse
from goodoffices.web.rooms.board import board, changes
from goodoffices.web.rooms.guard import Guard, form_token, token_fits
from goodoffices.web.rooms.languages import ENGLISH, Language, preferred
from goodoffices.web.rooms.pacing import Pace
from goodoffices.web.rooms.policy import PAGE_OF, PAGES, allowed, may_act

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
SEATS = (SeatPlan(id="north", name="North"), SeatPlan(id="south", name="South"))


def test_nobody_is_let_in_who_is_not_named() -> None:
    """A stranger opens doors only; a form stands on a page that its senders may open."""
    assert {name for name in PAGES if allowed(name, None)} == {"door", "enter", "log-in", "recover", "static"}
    for kind, page in PAGE_OF.items():
        assert all(allowed(page, role) for role in ("mediator", "head", "member", "mandator") if may_act(kind, role)), (
            kind
        )


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("de", "en"),
        ("ar", "ar"),
        ("de,ar;q=0.5,en;q=0.9", "en"),
        ("ar;q=no,en;q=.1", "en"),
        ("*" * 900, "en"),
    ],
)
def test_the_language_is_the_one_that_is_asked_for_first(accepted: str, code: str) -> None:
    """What is not there, or cannot be read, is passed over."""
    assert preferred(accepted, [ENGLISH, Language("ar")]).code == code


def test_the_pace_is_for_each_person() -> None:
    """All acts are taken at once, then some each second; whoever has not acted for long is forgotten."""
    now = [0.0]
    pace = Pace(lambda: now[0], at_once=2)
    assert [pace.take("a") for _ in range(3)] == [True, True, False]
    assert pace.take("b")
    now[0] = 0.4
    assert [pace.take("a") for _ in range(2)] == [True, False]
    for number in range(10_000):
        pace.take(str(number))
    now[0] = 100.0
    assert pace.take("a")
    assert len(pace._left) < 10


def draft(*texts: str) -> Draft:
    """Return a draft with a clause for each text."""
    return Draft(
        title="T", clauses=tuple(Clause(id=f"c{k}", title=f"C{k}", text=text) for k, text in enumerate(texts, 1))
    )


def tabled(id_: str, body: Draft | None) -> Text:
    """Table a draft."""
    clauses = tuple(clause.id for clause in body.clauses) if body else ("c1",)
    return Text(
        TextTabled(
            at=NOW, audience=frozenset({"north"}), id=id_, revises=None, clauses=clauses, digest="0" * 64, body=body
        )
    )


def said(text: str, clause: str, temperature: Any) -> ClauseCriticised:
    """Comment on a clause."""
    return ClauseCriticised(
        at=NOW,
        audience=frozenset({"north", MEDIATOR}),
        id="e" * 32,
        seat="north",
        text=text,
        clause=clause,
        body=Comment(temperature=temperature),
    )


def test_the_board_shows_the_latest_comments_and_marks_older_ones() -> None:
    """A comment on an earlier version is shown as such only where there is none on this one."""
    one, two = "1" * 32, "2" * 32
    room = Room(
        seats=SEATS,
        texts=(tabled(one, draft("a b", "same")), tabled(two, draft("a c", "same", "new"))),
        criticism=(said(one, "c1", "impossible"), said(one, "c2", "difficult"), said(two, "c1", "workable")),
    )
    rows = board(room)
    assert [row.changed for row in rows] == [
        (("same", "a "), ("gone", "b"), ("new", "c")), None, (("new", "new"),)
    ]  # fmt: skip
    first, second = rows[0].cells[0], rows[1].cells[0]
    assert first.comment is not None
    assert first.comment.body is not None
    assert (first.comment.body.temperature, first.earlier) == ("workable", None)
    assert second.comment is None
    assert second.earlier is not None
    assert rows[0].cells[1].comment is None


def test_a_text_that_cannot_be_opened_has_no_board() -> None:
    """Words that are gone are gone; the version before them may be too."""
    assert board(Room()) == ()
    assert board(Room(seats=SEATS, texts=(tabled("1" * 32, None),))) == ()
    rows = board(Room(seats=SEATS, texts=(tabled("1" * 32, None), tabled("2" * 32, draft("a")))))
    assert rows[0].changed == (("new", "a"),)


def test_very_long_clauses_are_not_compared_word_by_word() -> None:
    """They are shown one after the other; nothing is lost."""
    old, new = "a " * 3000, "b " * 3000
    assert changes(old, new) == (("gone", old), ("new", new))


def test_form_tokens_fit_their_own_session_only() -> None:
    """Whatever is sent in its place is refused, a lone surrogate too."""
    assert token_fits("session", form_token("session"))
    assert not any(token_fits("session", other) for other in (None, "", form_token("other"), "\udcff"))


def test_the_guard_leaves_other_protocols_alone() -> None:
    """What is not HTTP passes; what is has its headers."""
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])
        if scope["type"] == "http":
            await PlainTextResponse("")(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    guard = Guard(app, "https://a.example")
    asyncio.run(guard({"type": "lifespan"}, receive, send))
    asyncio.run(guard({"type": "http", "method": "GET", "headers": [(b"host", b"a.example")]}, receive, send))
    assert seen == ["lifespan", "http"]
    assert (b"x-frame-options", b"DENY") in sent[0]["headers"]


def test_errors_have_the_status_of_what_they_mean() -> None:
    """Forbidden, in conflict, later, full: told apart for whoever watches a network."""
    assert [
        status_of(one)
        for one in (
            RefusalError(Rule.ROLE), RefusalError(Rule.ONCE), StepUpError(""), AttemptsError(5), FullError(""),
            GoodOfficesError(""),
        )
    ] == [403, 409, 403, 429, 503, 400]  # fmt: skip


def test_nothing_is_worked_out_of_nothing() -> None:
    """Without disclosures there is no finding, only what is missing and from whom."""
    issue = IssuePlan(id="water", say="Water", options=("none", "some"))
    finding = analyse(Room(seats=SEATS, issues=(issue,)))
    assert (finding.sentence, finding.packages) == (None, ())
    assert finding.left_out == ((issue, ("north", "south")),)
