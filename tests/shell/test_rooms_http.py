"""The pages of a room over HTTP: who may open what, what a page tells, and what becomes of bad input."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import logging
import re
import sys
import threading
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.shell.rooms_table import FOUR_WORDS, ORIGIN, RULES, Seat, Table, forms_of, serving, set_table

from goodoffices.talks.rights import RIGHTS
from goodoffices.web.rooms import application
from goodoffices.web.rooms.app import Gate
from goodoffices.web.rooms.guard import HEADERS, form_token
from goodoffices.web.rooms.languages import Language
from goodoffices.web.rooms.pacing import Pace
from goodoffices.web.rooms.policy import ANYBODY, KINDS, PAGE_OF, PAGES

SHOWN = (
    "room", "people", "sessions", "soundings", "relay", "text", "questions", "steps", "analysis", "minutes",
    "agreement", "debrief", "what-if", "order",
)  # fmt: skip
TEXT = "# Tests\nTests are halted [for a year].\n\n# Drills\nDrills are halved."
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'{{7*7}}{% raw %} &amp; \u202e\u0007 "
READABLE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'{{7*7}}{% raw %} &amp; \u200fمرحبا 𝔘 Ω\u0301"


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Set a table with a mediator and two heads."""
    one = set_table(tmp_path)
    yield one
    one.journal.close()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Table]:
    """Set a table with every role, on which there is something of everything."""
    one = set_table(tmp_path, everybody=True, pace=Pace(at_once=1e6))
    furnish(one)
    yield one
    one.journal.close()


def furnish(table: Table) -> None:
    """Do a little of everything."""
    table.agree_on_rules()
    table.widen()
    maria, nora, sami = table["Maria"], table["Nora"], table["Sami"]
    for one in (nora, sami):
        sound(one, "tests")
        one.does("/soundings", "disclose", {"issue": "tests"}, parts=["answers", "importance"])
        one.does("/relay", "sign-wording", text=f"Words of {one.group}", attribution="unattributed")
        one.does("/room", "instruct", text=f"A note within {one.group}")
    nora.does("/soundings", "withdraw", {"issue": "tests"})
    nora.does("/soundings", "disclose", {"issue": "tests"}, parts=["answers"])
    release(maria, nora.group)
    maria.does("/sessions", "open-session", title="Plenary", format="plenary", seats=["north", "south"], observers="on")
    for one in (maria, nora):
        one.does("/sessions", "speak", text=f"{one.group} speaks")
    maria.does("/text", "table-text", title="A draft", clauses=TEXT)
    nora.does("/text", "criticise", {"clause": "c1"}, temperature="difficult", comment="too long", interest="time")
    maria.does("/text", "table-text", title="A draft", clauses=TEXT.replace("a year", "six months"))
    sami.does("/text", "initial", {"clause": "c2"})
    maria.does("/questions", "ask-question", text="Half a year?", minutes="30", **{"option-tests": "halt"})
    for one in (nora, sami):
        one.does("/questions", "agree-to-ask")
    nora.does("/questions", "answer-question", answer="yes")
    maria.does("/steps", "set-steps", steps="halt | north | | Halt\nhalve | south | halt | Halve")
    nora.does("/steps", "report-step")
    maria.does("/steps", "verify-step", borne_out="no")
    maria.does("/room", "report-findings", text="Both are close.")
    nora.does("/minutes", "countersign")


def sound(who: Any, issue: str, **more: str) -> None:
    """Note how a seat stands."""
    answers = {"answer-go on": "never", "answer-halt": "acceptable", "answer-halt, watched": "must"}
    given = {
        "importance": "60",
        "reserve": "halt",
        "notes": f"only {who.group}",
        **(answers if issue == "tests" else {}),
    }
    who.does("/soundings", "sound", {"issue": issue}, **(given | more))


def release(maria: Any, seat: str) -> None:
    """Show the latest wording of a seat to the other one, after a preview."""
    link = re.search(rf"/relay/preview\?seat={seat}[^\"]*", maria.get("/relay").text)
    assert link is not None
    maria.does(link[0].replace("&amp;", "&"), "release-wording")


# ---- who may open what ----------------------------------------------------------------------------------------------


def test_a_route_that_nobody_declared_does_not_start(table: Table) -> None:
    """Whoever adds a page has to say in the policy who may open it."""
    gate = Gate(None, None, None)  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="policy"):
        gate.route("/new", "new", lambda _: None)  # type: ignore[arg-type,return-value]
    assert {route.name for route in table.app.routes} == set(PAGES)  # type: ignore[attr-defined]


def test_every_form_of_a_command_has_a_page_and_every_command_a_form() -> None:
    """Only what the server does by itself, or what comes with an invitation, has no form."""
    assert set(KINDS) - set(PAGE_OF) == {"open-room", "admit", "close-question"}


def objects(table: Table) -> dict[str, list[str]]:
    """Return for each route the addresses of everything that is there, whosever it is, and of something that is not."""
    logs = {log for one in table.people.values() for log in table.journal.export_minutes(keys(table, one))}
    room = table.journal.view(keys(table, table["Maria"])).room
    wordings = [(seat, id_) for seat, id_ in room.wordings] + [("north", "0" * 32)]
    seats = [*room.seat_ids, "nowhere"]
    previews = [f"/relay/preview?seat={a}&wording={b}&to={c}" for a, b in wordings for c in seats]
    return {
        **{name: [f"/{name}"] for name in SHOWN},
        "live": ["/room/live"],
        "preview": [*previews, "/relay/preview"],
        "minutes-file": [f"/minutes/{log}" for log in sorted(logs | {"0" * 64})],
        "agreement-file": ["/agreement/agreement.json"],
    }


def keys(table: Table, who: Any) -> Any:
    """Open the keys of somebody."""
    return table.journal.identity.open(who.token)


def test_the_crawler_finds_nothing_open_that_the_policy_does_not_open(
    full: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    """Route by role by object: what a role may not open is refused; what is not its own does not exist for it."""
    checked = 0
    there = objects(full)
    for who in [None, *full.people.values()]:
        for name, paths in there.items():
            for path in paths:
                checked += 1
                if name == "live" and who is not None:
                    continue  # every role may; streams have a test of their own
                answer = who.get(path) if who else full.client.ask("GET", path, {})
                assert answer.status_code == expected_page(full, who, name, path), (who and who.role, path)
                assert not canaries(who, answer.text), (who and who.role, path)
        for kind in [*KINDS, "nothing"]:
            for about in acted_on(full):
                checked += 1
                assert crawled_act(full, who, kind, about)
        for name in PAGES:
            if PAGES[name] != ANYBODY and name not in there and name != "act":
                checked += 1
                assert crawled_post(full, who, name)
    with capsys.disabled():
        sys.stdout.write(f"\n  crawler: {checked:,} combinations of route, role and object\n")
    assert checked > 1_000


def canaries(who: Any, text: str) -> list[str]:
    """Return private words of seats that somebody should not read."""
    secret = {"north": ["only north", "A note within north"], "south": ["only south", "A note within south"]}
    return [
        word for seat, words in secret.items() if who is None or who.group != seat for word in words if word in text
    ]


def expected_page(table: Table, who: Any, name: str, path: str) -> int:
    """Say what the policy says of a page."""
    if who is None:
        return 401 if name == "live" else 303
    allowed = PAGES[name]
    if who.role not in allowed:
        return 403
    if name == "minutes-file":
        return 200 if path.rpartition("/")[2] in table.journal.export_minutes(keys(table, who)) else 404
    if name == "agreement-file":
        return 404
    if name == "preview":
        query = httpx.URL(path).params
        wording = table.journal.view(keys(table, who)).room.wordings.get(
            (query.get("seat", ""), query.get("wording", ""))
        )
        return 200 if wording and query["to"] in wording.signed.to else 404
    return 200


def acted_on(table: Table) -> list[dict[str, str]]:
    """Return fields that name things of the one seat, of the other, and of nobody."""
    room = table.journal.view(keys(table, table["Maria"])).room
    named = [
        {"id": id_, "seat": seat, "wording": id_, "issue": "tests", "person": table[who].person, "step": step}
        for (seat, id_), who, step in zip(room.wordings, ("Nils", "Salma"), ("halt", "halve"), strict=True)
    ]
    ids = [*room.sessions, *room.questions, *(text.tabled.id for text in room.texts)]
    others = [{"id": id_, "session": id_, "question": id_, "text": id_, "clause": "c1"} for id_ in ids]
    return [*named, *others, {"id": "0" * 32, "issue": "none", "person": "0" * 32, "step": "none"}]


def crawled_act(table: Table, who: Seat | None, kind: str, about: dict[str, str]) -> bool:
    """Send a form that is empty but for what it is about: without the right to, nothing is even looked at."""
    if kind == "dismiss" and who is not None and who.role in {"mediator", "head"}:
        return True  # would empty the room that is crawled; the rules of the room have their own tests
    before = len(table.journal.events_for(keys(table, table["Maria"])))
    fields = {**about, "key": "f" * 32, "form": form_token(who.token) if who else ""}
    if who is None:
        status = table.client.ask("POST", f"/act/{kind}", {"origin": ORIGIN, "content-type": TYPE}, "").status_code
        return status == 401
    status = who.post(f"/act/{kind}", fields).status_code
    if kind not in PAGE_OF:
        return status == 404
    if who.role not in RIGHTS[KINDS[kind]]:
        return status == 403 and len(table.journal.events_for(keys(table, table["Maria"]))) == before
    return status in {303, 400, 403, 409}


TYPE = "application/x-www-form-urlencoded"


def crawled_post(table: Table, who: Seat | None, name: str) -> bool:
    """Send the forms that are no commands, with a token that does not fit: nobody gets through."""
    paths = {"invite": "/people/invite", "withdraw-invitation": "/people/withdraw", "give-key": "/people/give-key"}
    paths |= {"passphrase": "/people/passphrase", "recovery-key": "/people/recovery-key", "log-out": "/log-out"}
    paths |= {"hand-over": "/hand-over"}
    if who is None:
        return table.client.ask("POST", paths[name], {"origin": ORIGIN, "content-type": TYPE}, "").status_code == 401
    text = who.post(paths[name], {"form": "0" * 64})
    right = who.role in PAGES[name]
    return text.status_code == 403 and ("role does not open" in text.text) != right


# ---- non-interference -----------------------------------------------------------------------------------------------

_RANDOM = re.compile(r"[0-9a-f]{32,64}|[A-Za-z0-9_-]{43}|(?:[0-9a-f]{4} ){7}[0-9a-f]{4}")


def seen_by(table: Table, name: str) -> dict[str, str]:
    """Return every byte that somebody can get, with random ids, digests and tokens made the same."""
    who = table[name]
    pages = {page: _RANDOM.sub("#", who.get(f"/{page}").text) for page in SHOWN}
    heads = {f"{page} head": str(sorted(who.get(f"/{page}").headers.items())) for page in ("room", "minutes")}
    sizes = {
        f"log {k}": str(len(data)) for k, data in enumerate(table.journal.export_minutes(keys(table, who)).values())
    }
    return {**pages, **{k: _RANDOM.sub("#", v) for k, v in heads.items()}, "logs": str(len(sizes))}


def public_part(table: Table, private: Any) -> dict[str, str]:
    """Play a history; at some points the other side does something in private, or does not."""
    table.agree_on_rules()
    private(0)
    table.widen()
    nora = table["Nora"]
    sound(nora, "tests")
    private(1)
    nora.does("/relay", "sign-wording", text="We would talk.", attribution="ours")
    table["Maria"].does("/text", "table-text", title="A draft", clauses=TEXT)
    private(2)
    table["Maria"].does("/questions", "ask-question", text="Half a year?", minutes="30")
    nora.does("/questions", "agree-to-ask")
    table["Sami"].does("/questions", "agree-to-ask")
    private(3)
    return seen_by(table, "Nora")


def private_acts(table: Table) -> Any:
    """Return what the South does out of sight of the North."""
    sami = table["Sami"]

    def act(number: int) -> None:
        if number == 0:
            sami.does("/room", "instruct", text="A note within the South")
            table.invite("Sami", "south", "mandator", "Salma")
        elif number == 1:
            sound(sami, "tests")
            sami.does("/soundings", "disclose", {"issue": "tests"}, parts=["answers"])
            sami.does("/soundings", "withdraw", {"issue": "tests"})
            sami.does("/relay", "sign-wording", text="Not yet.", attribution="unattributed")
        elif number == 2:
            sami.does("/text", "criticise", {"clause": "c1"}, temperature="impossible", comment="never")
            sami.does("/relay", "revoke-wording")
        else:
            sami.does("/questions", "answer-question", answer="no")

    return act


def test_what_one_side_does_in_private_changes_no_byte_that_the_other_can_get(tmp_path: Path) -> None:
    """Pages, headers and logs of the North are the same whether the South acted in private or not."""
    quiet_folder, busy_folder = tmp_path / "quiet", tmp_path / "busy"
    quiet_folder.mkdir()
    busy_folder.mkdir()
    quiet, busy = set_table(quiet_folder), set_table(busy_folder)
    without = public_part(quiet, lambda _: None)
    private = public_part(busy, private_acts(busy))
    assert private == without
    told = busy["Maria"].get("/room").text
    assert told.count("<li value") > quiet["Maria"].get("/room").text.count("<li value")
    # The comparison is able to fail: what is for the North as well changes what it gets.
    busy["Maria"].does("/sessions", "open-session", title="Apart", format="bilateral", seats="north")
    assert seen_by(busy, "Nora") != without
    quiet.journal.close()
    busy.journal.close()


def test_a_stream_wakes_for_its_own_side_only(table: Table) -> None:
    """The other side acts in private: the stream stays silent; something for all: it says how far the feed has come."""
    table.agree_on_rules()
    app = application(table.journal, origin="http://127.0.0.1:8766", heartbeat=0.5)
    with serving(app, 8766) as origin, httpx.Client(base_url=origin, cookies={"room": table["Nora"].token}) as client:
        with client.stream("GET", "/room/live") as stream:
            lines = stream.iter_lines()
            first = next(line for line in lines if line.startswith("data"))
            sound(table["Sami"], "tests")
            heard = [next(lines) for _ in range(6)]
            assert all(line in {"", ":"} for line in heard[1:]), heard
            table["Maria"].does("/sessions", "open-session", title="B", format="bilateral", seats="north")
            second = next(line for line in lines if line.startswith("data"))
            assert int(second.split(":")[1]) == int(first.split(":")[1]) + 1
            table.journal.identity.log_out(table["Nora"].token)
            sound(table["Sami"], "tests")
            table["Maria"].does("/sessions", "open-session", title="C", format="bilateral", seats="north")
            assert next(line for line in lines if line.startswith("event")) == "event: over"
        assert client.get("/room/live").status_code == 401


def test_streams_of_one_person_are_bounded(table: Table) -> None:
    """The fifth stream of a person is told that there are enough, and another person is not affected."""
    app = application(table.journal, origin="http://127.0.0.1:8767", heartbeat=0.2)
    with serving(app, 8767) as origin:
        cookie = {"cookie": f"room={table['Nora'].token}"}
        with httpx.Client(base_url=origin) as client:
            streams = [
                client.send(client.build_request("GET", "/room/live", headers=cookie), stream=True) for _ in range(5)
            ]
            firsts = [next(one.iter_lines()) for one in streams]
            assert firsts == ["retry: 3000"] * 4 + ["event: full"]
            for one in streams:
                one.close()
            other = {"cookie": f"room={table['Sami'].token}"}
            with client.stream("GET", "/room/live", headers=other) as stream:
                assert next(stream.iter_lines()) == "retry: 3000"


# ---- what comes from elsewhere, too large, or wrong -----------------------------------------------------------------


def test_forms_from_elsewhere_are_refused(table: Table) -> None:
    """Another origin, another host, no token, another session's token, another kind of body: nothing is done."""
    maria = table["Maria"]
    fields = maria.filled("/room", "propose-rules", **RULES)
    assert maria.post("/act/propose-rules", fields, origin="https://evil.example").status_code == 403
    assert maria.post("/act/propose-rules", fields, origin="null").status_code == 403
    assert maria.post("/act/propose-rules", fields, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert maria.post("/act/propose-rules", fields, host="evil.example").status_code == 421
    assert maria.post("/act/propose-rules", fields, **{"content-type": "text/plain"}).status_code == 415
    assert maria.post("/act/propose-rules", fields, **{"content-length": "9" * 5000}).status_code == 413
    assert maria.client.ask("PUT", "/room", {}).status_code == 405
    bare = [(name, value) for name, value in fields if name != "form"]
    for token in (
        [],
        [("form", form_token(table["Nora"].token))],
        [("form", "\udcff".encode("utf-8", "replace").decode())],
    ):
        answer = maria.post("/act/propose-rules", bare + token)
        assert answer.status_code == 403
        assert "not of your session" in answer.text
    assert "yet" in maria.get("/room").text
    assert table.journal.view(keys(table, maria)).room.rules is None


def test_every_answer_carries_the_headers(table: Table) -> None:
    """No page is kept, framed, or allowed to load anything from elsewhere; refusals and files too."""
    answers = [table["Maria"].get(path) for path in ("/room", "/", "/nowhere", "/static/rooms.css", "/analysis")]
    answers += [table["Maria"].get("/room", host="evil.example")]
    for answer in answers:
        for name, value in HEADERS.items():
            kept = name == "cache-control" and "static" in str(answer.url)
            assert answer.headers[name] == (answer.headers[name] if kept else value)
    page = table["Maria"].get("/room").text
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", page)


@pytest.mark.parametrize("field", ["text", "title"])
def test_a_ten_megabyte_paste_is_refused_kindly(table: Table, field: str) -> None:
    """The sentence says what was expected, and that nothing was kept; the room goes on."""
    table.agree_on_rules()
    fields = {"form": form_token(table["Nora"].token), "key": "1" * 32, "id": "2" * 32, field: "x" * 10_000_000}
    answer = table["Nora"].post("/act/instruct", fields)
    assert answer.status_code == 413
    assert "200,000 bytes" in answer.text
    assert table["Nora"].get("/room").status_code == 200
    long = table["Nora"].filled("/room", "instruct", text="y" * 30_000)
    held = table["Nora"].post("/act/instruct", long)
    assert held.status_code == 400
    assert "y" * 30_000 in held.text


def test_a_body_without_its_length_is_refused_where_it_grows_too_long(table: Table) -> None:
    """A length that was not given, or is a lie, opens no way around the limit."""

    async def send() -> list[int]:
        transport = httpx.ASGITransport(table.app)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:

            async def parts() -> Any:
                for _ in range(4):
                    yield b"a" * 100_000

            given = {"origin": ORIGIN, "content-type": TYPE}
            first = await client.post("/log-in", content=parts(), headers=given)
            second = await client.post("/log-in", content=parts(), headers={**given, "content-length": "10"})
            third = await client.post("/log-in", content=b"name=%ff", headers=given)
            fourth = await client.post("/log-in", content="name=é".encode(), headers=given)
            return [one.status_code for one in (first, second, third, fourth)]

    assert asyncio.run(send()) == [413, 413, 400, 400]


def test_hostile_words_come_back_as_words(table: Table) -> None:
    """Markup, template code, and letters of every script are shown as they were typed, and run nothing."""
    for words, taken in ((READABLE, True), (HOSTILE, False)):
        rules = table["Maria"].filled("/room", "propose-rules", **dict.fromkeys(RULES, words))
        answer = table["Maria"].post("/act/propose-rules", rules)
        assert answer.status_code == (303 if taken else 400)
        page = table["Maria"].get("/room").text if taken else answer.text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{7*7}}" in page
        assert "49" not in re.sub(r"[0-9a-f]{32,}", "", page)


def test_every_page_shows_hostile_words_as_words(tmp_path: Path) -> None:
    """Names, titles, notes, wordings, clauses, comments, questions, steps: escaped on every page of everybody."""
    table = set_table(tmp_path)
    nasty = "<b onmouseover=alert(1)>\"'&lt; مرحبا"
    table.invite("Nora", "north", "member", nasty)
    table.agree_on_rules()
    table.widen()
    maria, nora = table["Maria"], table["Nora"]
    nora.does("/soundings", "sound", {"issue": "tests"}, notes=nasty)
    nora.does("/soundings", "disclose", {"issue": "tests"}, parts=["notes"])
    nora.does("/relay", "sign-wording", text=nasty, attribution="ours")
    release(maria, "north")
    nora.does("/room", "instruct", text=nasty)
    maria.does("/sessions", "open-session", title=nasty, format="bilateral", seats="north")
    nora.does("/sessions", "speak", text=nasty)
    maria.does("/text", "table-text", title=nasty, clauses=f"# {nasty}\n{nasty}")
    nora.does("/text", "criticise", temperature="difficult", comment=nasty, interest=nasty)
    maria.does("/text", "table-text", title=nasty, clauses=f"# {nasty}\n{nasty} {nasty}")
    maria.does("/questions", "ask-question", text=nasty, minutes="5")
    maria.does("/steps", "set-steps", steps=f"halt | north | | {nasty}")
    maria.does("/room", "report-findings", text=nasty)
    for who in table.people.values():
        for page in SHOWN:
            text = who.get(f"/{page}").text
            assert "<b onmouseover" not in text
            assert "<b&#" not in text.replace("&lt;b", "")
    assert "&lt;b onmouseover" in nora.get("/relay").text
    table.journal.close()


def test_what_is_typed_is_not_lost(table: Table) -> None:
    """A form that cannot be done comes back with the reason at its field and every word in it, to be sent again."""
    table.agree_on_rules()
    nora = table["Nora"]
    bad = nora.filled("/relay", "sign-wording", text="Words worth keeping", attribution="ours", hours="soon")
    answer = nora.post("/act/sign-wording", bad)
    assert answer.status_code == 400
    assert re.search(r'name="hours"[^>]*aria-invalid="true" aria-describedby="wrong"', answer.text)
    again = next(form for form in forms_of(answer.text) if form.action == "/act/sign-wording")
    fields = dict(again.fields)
    assert (fields["text"], fields["attribution"], fields["to"]) == ("Words worth keeping", "ours", "south")
    mended = [(name, {"hours": "5", "passphrase": FOUR_WORDS}.get(name, value)) for name, value in again.fields]
    assert nora.post("/act/sign-wording", mended).status_code == 303
    assert "Words worth keeping" in nora.get("/relay").text


def test_the_passphrase_is_asked_for_before_a_signature(table: Table) -> None:
    """Without it, or with a wrong one, nothing is signed; the page asks again and keeps the words."""
    table["Maria"].does("/room", "propose-rules", **RULES)
    nora = table["Nora"]
    right = nora.filled("/room", "sign-rules")
    for passphrase in ("", "not it at all"):
        sent = [(name, passphrase if name == "passphrase" else value) for name, value in right]
        answer = nora.post("/act/sign-rules", sent)
        assert answer.status_code == 403
        assert passphrase == "" or passphrase not in answer.text
    assert nora.post("/act/sign-rules", right).status_code == 303
    assert "Your passphrase, once more" not in nora.get("/relay").text
    table.clock.goes(minutes=6)
    table["Sami"].does("/room", "sign-rules")
    assert "Your passphrase, once more" in nora.get("/relay").text


def test_after_the_session_the_words_are_given_back(table: Table) -> None:
    """Half an hour without a request ends a session; what was typed in the meantime is on the page that says so."""
    fields = table["Nora"].filled("/room", "instruct", text="A long note that took half an hour to write, word by word")
    table.clock.goes(minutes=31)
    answer = table["Nora"].post("/act/instruct", fields)
    assert answer.status_code == 401
    assert "took half an hour" in answer.text
    assert table["Nora"].get("/room").headers["location"] == "/log-in"


# ---- at the same time, twice, too late ------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_does_nothing_twice(table: Table) -> None:
    """The same form again is answered in the same way, with a word that it had been done."""
    table.agree_on_rules()
    nora = table["Nora"]
    fields = nora.filled("/relay", "sign-wording", text="Once", attribution="ours")
    first, second = nora.post("/act/sign-wording", fields), nora.post("/act/sign-wording", fields)
    assert (first.headers["location"], second.headers["location"]) == ("/relay?done=sign-wording", "/relay?done=again")
    assert nora.get("/relay").text.count("<article") == 1
    assert "nothing was done twice" in nora.get("/relay?done=again").text
    other = [(name, "Twice" if name == "text" else value) for name, value in fields]
    assert nora.post("/act/sign-wording", other).status_code == 409


def test_a_stale_form_is_refused_with_its_words_kept(table: Table) -> None:
    """A comment on a version that has been replaced meanwhile is held, with the reason."""
    table.agree_on_rules()
    table.widen()
    table["Maria"].does("/text", "table-text", title="A draft", clauses=TEXT)
    late = table["Nora"].filled("/text", "criticise", {"clause": "c1"}, temperature="difficult", comment="On the first")
    initial = table["Nora"].filled("/text", "initial", {"clause": "c1"})
    revision = table["Maria"].filled("/text", "table-text", title="A draft", clauses="# Other\nOther")
    table["Maria"].does("/text", "table-text", title="A draft", clauses=TEXT + " All of them.")
    for kind, fields in (("criticise", late), ("initial", initial)):
        answer = table["Nora"].post(f"/act/{kind}", fields)
        assert answer.status_code == 409
        assert "newer version" in answer.text
    assert "On the first" in table["Nora"].post("/act/criticise", late).text
    assert table["Maria"].post("/act/table-text", revision).status_code == 409


def test_two_delegates_act_at_once(table: Table) -> None:
    """Two signatures at the same moment both count, each once; two of one seat's forms for one thing count once."""
    table["Maria"].does("/room", "propose-rules", **RULES)
    forms = [(who, table[who].filled("/room", "sign-rules")) for who in ("Nora", "Sami", "Nora")]
    answers: list[int] = []
    threads = [
        threading.Thread(
            target=lambda who=who, sent=sent: answers.append(table[who].post("/act/sign-rules", sent).status_code)
        )
        for who, sent in forms
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 303, 409]
    room = table.journal.view(keys(table, table["Maria"])).room
    assert room.in_force
    assert sorted(room.rules_signed) == ["north", "south"]


def test_what_has_expired_or_was_taken_back_is_not_released(table: Table) -> None:
    """A preview that was open meanwhile does not help; the other side sees nothing."""
    table.agree_on_rules()
    nora, maria = table["Nora"], table["Maria"]
    for late in (True, False):
        nora.does("/relay", "sign-wording", text="For one hour", attribution="ours", hours="1")
        link = re.findall(r"/relay/preview\?[^\"]*", maria.get("/relay").text)[0].replace("&amp;", "&")
        fields = maria.filled(link, "release-wording")
        if late:
            for _ in range(3):
                table.clock.goes(minutes=21)
                for seat in table.people.values():
                    seat.get("/room")
            assert "expired" in maria.get(link).text
        else:
            nora.does("/relay", "revoke-wording")
        fields = [(name, value) for name, value in fields if name != "passphrase"] + [("passphrase", FOUR_WORDS)]
        answer = maria.post("/act/release-wording", fields)
        assert answer.status_code == 409
        assert "has expired or was withdrawn" in answer.text
    assert "For one hour" not in table["Sami"].get("/relay").text


def test_consent_that_is_revoked_leaves_the_analysis(table: Table) -> None:
    """Withdrawn while the mediator looks at the page: the next look does not use it, and says that it is unknown."""
    table.agree_on_rules()
    for who in ("Nora", "Sami"):
        sound(table[who], "tests")
        table[who].does("/soundings", "disclose", {"issue": "tests"}, parts=["answers"])
    before = table["Maria"].get("/analysis").text
    assert "There is an agreement zone" in before
    assert "importance not disclosed" in before
    table["Nora"].does("/soundings", "withdraw", {"issue": "tests"})
    after = table["Maria"].get("/analysis").text
    assert "agreement zone:" not in after
    assert "left out; answers not disclosed by" in after


def test_red_lines_that_close_the_zone_are_named(table: Table) -> None:
    """Where one side never takes what the other must have, the page says which red lines do not go together."""
    table.agree_on_rules()
    for who, answers in (("Nora", ("must", "never", "never")), ("Sami", ("never", "must", "acceptable"))):
        given = dict(zip(("answer-go on", "answer-halt", "answer-halt, watched"), answers, strict=True))
        sound(table[who], "tests", **given)
        table[who].does("/soundings", "disclose", {"issue": "tests"}, parts=["answers", "importance"])
    page = table["Maria"].get("/analysis").text
    assert "There is no agreement zone" in page
    assert "cannot be met together" in page


def test_sealed_answers_show_their_outcome_only_at_the_deadline(table: Table) -> None:
    """Before it nobody, the mediator neither, sees whether anybody answered; then only agreement or none."""
    table.agree_on_rules()
    table.widen()
    table["Maria"].does("/questions", "ask-question", text="Half a year?", minutes="10", **{"option-tests": "halt"})
    assert "you will know that the other said no" in table["Nora"].get("/questions").text
    for who in ("Nora", "Sami"):
        table[who].does("/questions", "agree-to-ask")
    before = _RANDOM.sub("#", table["Maria"].get("/questions").text)
    table["Nora"].does("/questions", "answer-question", answer="yes")
    assert _RANDOM.sub("#", table["Maria"].get("/questions").text) == before
    table.clock.goes(minutes=11)
    assert "being opened" in table["Nora"].get("/questions").text
    table.journal.close_due()
    for one in table.people.values():
        assert "No agreement." in one.get("/questions").text


# ---- people and doors -----------------------------------------------------------------------------------------------


def test_an_invitation_is_taken_up_over_the_pages(table: Table) -> None:
    """The link is shown once; a wrong second passphrase, a short one and a used invitation are refused in words."""
    maria = table["Maria"]
    made = maria.post("/people/invite", maria.filled("/people", "/people/invite", place="observers observer"))
    link = re.search(r"/enter#([\w-]+)", made.text)
    assert link is not None
    assert "Not used yet" in maria.get("/people").text
    client, head = table.client, {"origin": ORIGIN, "content-type": TYPE}

    def enter(**fields: str) -> httpx.Response:
        return client.ask("POST", "/enter", head, str(httpx.QueryParams({"token": link[1], **fields})))

    assert "Two shores" in enter().text
    assert "12" in enter(name="Olga", **dict.fromkeys(("passphrase", "again"), "short")).text
    assert "not the same" in enter(name="Olga", passphrase=FOUR_WORDS, again="another one entirely").text
    entered = enter(name="Olga", passphrase=FOUR_WORDS, again=FOUR_WORDS)
    assert entered.status_code == 200
    assert "recovery key" in entered.text
    assert re.search(r"HttpOnly; Path=/; SameSite=strict", entered.headers["set-cookie"])
    assert enter().status_code == 403
    assert "Olga" in maria.get("/people").text


def test_cookies_are_bound_to_the_host_over_https(table: Table) -> None:
    """Over https the cookie is secure and carries the prefix that binds it."""
    app = application(table.journal, origin="https://talks.example.org")
    made = table.journal.identity.invite(keys(table, table["Maria"]), "observers", "observer")
    fields = {"token": made.token, "name": "Olga", "passphrase": FOUR_WORDS, "again": FOUR_WORDS}
    head = {"origin": "https://talks.example.org", "host": "talks.example.org", "content-type": TYPE}
    answer = dataclasses.replace(table.client, app=app).ask("POST", "/enter", head, str(httpx.QueryParams(fields)))
    assert answer.headers["set-cookie"].startswith("__Host-room=")
    assert "Secure" in answer.headers["set-cookie"]


def test_logging_in_recovering_and_changing_what_is_secret(table: Table) -> None:
    """Log-in, a wrong passphrase, a new recovery key, a recovery, another passphrase, log-out."""
    client, head = table.client, {"origin": ORIGIN, "content-type": TYPE}
    who = {"room": table.room, "group": "north", "name": "Nora"}

    def send(path: str, **fields: str) -> httpx.Response:
        return client.ask("POST", path, head, str(httpx.QueryParams({**who, **fields})))

    short = "short"
    assert send("/log-in", passphrase=short).status_code == 403
    assert send("/log-in", passphrase=FOUR_WORDS).headers["location"] == "/room"
    nora = table["Nora"]
    shown = nora.post("/people/recovery-key", nora.filled("/people", "/people/recovery-key", passphrase=FOUR_WORDS))
    key = re.search(r'<p class="key print">([^<]+)</p>', shown.text)
    assert key is not None
    wrong = nora.post("/people/recovery-key", nora.filled("/people", "/people/recovery-key", passphrase=short))
    assert wrong.status_code == 403
    for new, again, status in (("short", "short", 400), ("a" * 20, "b" * 20, 400)):
        fields = nora.filled("/people", "/people/passphrase", passphrase=FOUR_WORDS, new=new, again=again)
        assert nora.post("/people/passphrase", fields).status_code == status
    nora.does("/people", "/people/passphrase", passphrase=FOUR_WORDS, new="n" * 20, again="n" * 20)
    assert send("/recover", recovery_key=key[1], passphrase=short).status_code == 400
    assert send("/recover", recovery_key="0" * 20, passphrase="o" * 20).status_code == 403
    assert "recovery key" in send("/recover", recovery_key=key[1], passphrase="o" * 20).text
    assert send("/log-in", passphrase="o" * 20).status_code == 303
    sami = table["Sami"]
    assert sami.does("/room", "/log-out").headers["location"] == "/"
    assert sami.get("/room").status_code == 303
    for path in ("/", "/enter", "/log-in?room=x&group=y", "/recover"):
        assert client.ask("GET", path, {}).status_code == 200
    assert table["Maria"].get("/").headers["location"] == "/room"


def test_too_many_attempts_are_slowed_down(table: Table) -> None:
    """After some attempts the answer says when to come back; the right passphrase has to wait as well."""
    head = {"origin": ORIGIN, "content-type": TYPE}
    body = str(httpx.QueryParams({"room": table.room, "group": "north", "name": "Nora", "passphrase": "wrong"}))
    answers = [table.client.ask("POST", "/log-in", head, body).status_code for _ in range(30)]
    assert answers[0] == 403
    assert answers[-1] == 429


def test_a_second_mediator_waits_for_the_key(table: Table) -> None:
    """Whoever waits sees a fingerprint and nothing else, until somebody of the own side gives the key."""
    table.agree_on_rules()
    mona = table.sit("Mona", table.journal.identity.invite_mediator(table.room))
    for page in SHOWN:
        if page not in {"soundings", "what-if"}:
            text = mona.get(f"/{page}").text
            assert "Almost there" in text
            assert "Two shores" not in text
    assert mona.get("/room/live").status_code == 403
    table["Maria"].does("/people", "/people/give-key", {"person": mona.person})
    assert "Two shores" in mona.get("/room").text


def test_people_are_dismissed_and_invitations_withdrawn(table: Table) -> None:
    """Somebody who is dismissed is out at once; an invitation that is withdrawn opens nothing."""
    nils = table.invite("Nora", "north", "member", "Nils")
    table["Nora"].does("/people", "dismiss", {"person": nils.person})
    assert nils.get("/room").status_code in {303, 403}
    nora = table["Nora"]
    nora.post("/people/invite", nora.filled("/people", "/people/invite", place="north member"))
    assert (
        nora.post("/people/invite", nora.filled("/people", "/people/invite", place="south member")).status_code == 409
    )
    nora.does("/people", "/people/withdraw")
    assert "Not used yet" not in nora.get("/people").text


def test_who_acts_too_fast_is_asked_to_wait(table: Table) -> None:
    """One person cannot wear out the room; others are not slowed down."""
    table.agree_on_rules()
    fields = {"form": form_token(table["Nora"].token)}
    answers = [table["Nora"].post("/act/instruct", fields).status_code for _ in range(70)]
    assert 429 in answers
    assert table["Sami"].post("/act/instruct", {"form": form_token(table["Sami"].token)}).status_code == 400


# ---- faults, languages, weight --------------------------------------------------------------------------------------


def test_an_unknown_fault_tells_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The page is plain, and the log holds the name of the route and nothing else."""

    def fail(*_: object, **__: object) -> None:
        message = "a secret of the North"
        raise RuntimeError(message)

    monkeypatch.setattr(table.journal, "view", fail)
    with caplog.at_level(logging.DEBUG):
        answer = table["Nora"].get("/room")
    assert answer.status_code == 500
    assert "secret" not in answer.text + caplog.text
    assert "the route room failed" in caplog.text


class Pseudo(NullTranslations):
    """A language in which everything is in capitals and brackets: what is not, was not translated."""

    def gettext(self, message: str) -> str:
        """Translate."""
        return "⟦" + re.sub(r"(%\(\w+\)s)|([^%]+)", lambda part: part[1] or part[2].upper(), message) + "⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Translate by number."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_every_page_can_be_shown_in_another_language_from_right_to_left(full: Table) -> None:
    """Every sentence of every page goes through the catalogue, and the page says its language and direction."""
    app = application(full.journal, origin=ORIGIN, languages=[Language("ar", Pseudo())])
    for who in full.people.values():
        seat = dataclasses.replace(who, client=dataclasses.replace(who.client, app=app))
        for page in SHOWN:
            text = seat.get(f"/{page}").text
            assert '<html lang="ar" dir="rtl"' in text
            assert untranslated(text) == [], (who.role, page)
    for path in ("/", "/enter", "/log-in", "/recover"):
        assert untranslated(dataclasses.replace(full.client, app=app).ask("GET", path, {}).text) == []


def untranslated(page: str) -> list[str]:
    """Return words that stand in a page outside of the brackets of the catalogue and are not people's own."""
    own = r"<bdi>.*?</bdi>|<div class=\"words\".*?</div>|<textarea.*?</textarea>|<time.*?</time>|<code.*?</code>"
    own += r"|<head>.*?</head>"
    own += r"|<option[^>]*>[^<⟦]*|class=\"print\">[^<]*|class=\"key print\">[^<]*|<td>\w+(?:, [\w-]+)*</td>"
    bare = re.sub(own, " ", page, flags=re.DOTALL)
    bare = re.sub(r"⟦[^⟧]*⟧", " ", re.sub(r"<[^>]*>", " ", bare))
    return re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", " ", bare))


def test_the_first_page_is_light(table: Table, capsys: pytest.CaptureFixture[str]) -> None:
    """The first page with all that it loads stays under 60 kB, and a room page well under that."""
    door = table.client.ask("GET", "/", {})
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', door.text)
    parts = {path: table.client.ask("GET", path, {"accept-encoding": "gzip"}) for path in assets}
    sizes = {path: int(one.headers["content-length"]) for path, one in parts.items()}
    plain = [table.client.ask("GET", path, {"accept-encoding": "identity"}).content for path in assets]
    assert [one.content for one in parts.values()] == plain
    assert sizes[assets[0]] == len(gzip.compress(plain[0], 9, mtime=0))
    whole = len(door.content) + sum(sizes.values())
    room = len(table["Maria"].get("/room").content)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  first page {whole:,} bytes with all it loads; room page {room:,}; files {list(sizes.values())}\n"
        )
    assert whole < 60_000
    assert table.client.ask("GET", "/static/secret", {}).status_code == 404
