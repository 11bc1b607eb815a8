"""Long lists in a room: in parts that are found, counted as the viewer counts, and no heavier the longer the talks."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shell.rooms_table import Seat, Table, serving, set_table

from goodoffices.talks import Room, command_of, evolve
from goodoffices.web.rooms import application
from goodoffices.web.rooms.pacing import Pace
from goodoffices.web.rooms.paging import Asked, Part, asked_of, part_of

CHROMIUM = Path("/usr/bin/chromium")
PORT = 8772
LONG, APART = "a" * 32, "b" * 32
SAID = re.compile(
    r'<article class="said[^"]*" id="e([0-9a-f]{32})">.*?<div class="words" dir="auto">(.*?)</div>', re.DOTALL
)
TURN = re.compile(r'<nav class="turn" aria-label="([^"]+)"><a rel="(prev|next)" href="([^"]+)">')
FOLLOWED = {"prev": "Earlier", "next": "Later"}


def acts(table: Table, who: str, kind: str, number: int, **fields: Any) -> str:
    """Do something without a form; return its id."""
    id_ = f"{number:032x}"
    keys = table.journal.identity.open(table[who].token)
    table.journal.append(keys, command_of({"kind": kind, "id": id_, **fields}), key=f"{kind}{number:08}")
    return id_


def says(table: Table, who: str, number: int, session: str = LONG) -> str:
    """Say something in a session."""
    return acts(table, who, "speak", number, session=session, body={"kind": "note", "text": f"statement {number}"})


def opens(
    table: Table, id_: str, title: str, kind: str = "plenary", seats: tuple[str, ...] = ("north", "south")
) -> None:
    """Open a session."""
    fields = {"title": title, "format": kind, "seats": seats, "speaking": seats, "on_record": True, "observers": False}
    acts(table, "Maria", "open-session", int(id_, 16), **fields)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """Set a table at which much was said: 47 statements before all, 25 between one side and the mediator."""
    one = set_table(tmp_path_factory.mktemp("room"), pace=Pace(at_once=1e6))
    one.agree_on_rules()
    one.widen()
    opens(one, LONG, "Long")
    opens(one, APART, "Apart", "proximity")
    for number in range(1, 48):
        says(one, ("Nora", "Sami", "Maria")[number % 3], number)
    for number in range(100, 125):
        says(one, "Nora", number, APART)
        says(one, "Sami", number + 100, APART)
    for number in range(300, 315):
        acts(one, "Nora", "instruct", number, body={"kind": "note", "text": f"note {number}"})
    yield one
    one.journal.close()


def said(page: str) -> list[str]:
    """Return the statements of a page, in their order."""
    return [text.strip() for _, text in SAID.findall(page)]


def statements(first: int, last: int) -> list[str]:
    """Return statements by their numbers."""
    return [f"statement {number}" for number in range(first, last + 1)]


def turn(page: str, rel: str, about: str) -> str | None:
    """Return the address of the earlier or the later part of something."""
    found = [html.unescape(link) for label, kind, link in TURN.findall(page) if kind == rel and about in label]
    assert all(label.startswith(FOLLOWED[kind]) for label, kind, _ in TURN.findall(page))
    return found[0].partition("#")[0] if found else None


# ---- sessions -------------------------------------------------------------------------------------------------------


def test_a_session_is_opened_where_it_is_newest_and_read_backwards_by_links(table: Table) -> None:
    """Twenty statements, the newest last; links lead to all that was before, with no gap, and back."""
    page = table["Nora"].get("/sessions").text
    assert said(page)[:20] == statements(28, 47)
    assert "28 to 47 of 47" in page
    assert turn(page, "next", "Long") is None
    link = turn(page, "prev", "Long")
    page = table["Nora"].get(f"/sessions{link}").text
    assert said(page)[:20] == statements(8, 27)
    assert turn(page, "next", "Long") == f"?in={LONG}&to=47"
    page = table["Nora"].get(f"/sessions{turn(page, 'prev', 'Long')}").text
    assert said(page)[:20] == statements(1, 20)
    assert turn(page, "prev", "Long") is None
    assert turn(page, "next", "Long") == f"?in={LONG}&to=40"
    # The other session stays where it was.
    assert said(page)[20:] == statements(105, 124)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("0", 1),
        ("-3", 1),
        ("-" + "9" * 40, 1),
        ("7", 1),
        ("21", 2),
        ("48", 28),
        ("9" * 4000, 28),
        ("", 28),
        ("1.5", 28),
        ("٧", 28),
        ("x%00%0a", 28),
        ("<b>", 28),
    ],
)
def test_a_place_that_is_not_there_stands_for_the_nearest(table: Table, asked: str, first: int) -> None:
    """No number, and nothing that is none, is an error."""
    answer = table["Nora"].get(f"/sessions?in={LONG}&to={asked}")
    assert answer.status_code == 200
    assert said(answer.text)[:20] == statements(first, first + 19)
    assert "<b>" not in answer.text
    for page in ("room", "relay", "minutes", "text", "questions", "debrief"):
        assert table["Nora"].get(f"/{page}?in=nothing&to={asked}&at={asked}").status_code == 200


def test_all_that_was_said_can_be_had_on_one_page(table: Table) -> None:
    """To print it, or to look for a word; such a page does not reload itself."""
    whole = table["Nora"].get(f"/sessions?in={LONG}&to=all").text
    assert said(whole)[:47] == statements(1, 47)
    assert "data-count" not in whole
    assert "data-count" in table["Nora"].get("/sessions").text
    assert f"?in={LONG}&amp;to=all" in table["Nora"].get("/sessions").text


def test_places_are_counted_as_the_viewer_counts(table: Table) -> None:
    """In proximity talks each side counts its own statements; the mediator those of both."""
    for who, of in (("Nora", 25), ("Sami", 25), ("Maria", 50)):
        page = table[who].get(f"/sessions?in={APART}").text
        assert f"{of - 19} to {of} of {of}" in page
    mine = table["Nora"].get(f"/sessions?in={APART}&to=all").text
    assert not set(said(mine)) & set(statements(200, 224))
    # An entry of the other side is no entry: asking for it shows the newest part, as asking for nothing does.
    other = table["Nora"].get(f"/sessions?at={200:032x}").text
    assert said(other) == said(table["Nora"].get("/sessions").text)


def test_a_page_is_no_heavier_the_longer_the_talks(table: Table, capsys: pytest.CaptureFixture[str]) -> None:
    """Half as many statements again leave the pages of the room as heavy as they were."""
    before = {page: len(table["Sami"].get(f"/{page}").content) for page in ("room", "sessions", "minutes")}
    for number in range(48, 72):
        says(table, "Sami", number)
    after = {page: len(table["Sami"].get(f"/{page}").content) for page in before}
    with capsys.disabled():
        sys.stdout.write(f"\n  bytes of pages {before}, after 24 more statements {after}\n")
    assert all(after[page] < before[page] * 1.02 for page in before)
    assert all(size < 20_000 for size in after.values())


# ---- where one lands ------------------------------------------------------------------------------------------------


def test_after_speaking_one_lands_on_ones_words(table: Table) -> None:
    """Whichever part the form stood under; and an entry is found again later by its id."""
    sami = table["Sami"]
    sent = sami.filled(f"/sessions?in={LONG}&to=20", "speak", {"session": LONG}, text="Said from far back")
    landed = sami.post("/act/speak", sent).headers["location"]
    again = sami.post("/act/speak", sent).headers["location"]
    found = re.fullmatch(r"/sessions\?done=speak&at=([0-9a-f]{32})#e([0-9a-f]{32})", landed)
    assert found is not None
    assert found[1] == found[2]
    assert again == landed.replace("done=speak", "done=again")
    page = sami.get(landed.partition("#")[0]).text
    assert f'id="e{found[1]}"' in page
    assert said(page)[19] == "Said from far back"
    assert "It is said." in page
    for number in range(400, 430):
        says(table, "Maria", number)
    assert f'id="e{found[1]}"' not in sami.get("/sessions").text
    assert "Said from far back" in said(sami.get(f"/sessions?at={found[1]}").text)
    assert said(sami.get(f"/sessions?at={5:032x}").text)[:20] == statements(1, 20)


def test_after_a_note_to_ones_own_side_one_lands_on_it(table: Table) -> None:
    """And notes before it are found by links."""
    nora = table["Nora"]
    answer = nora.does("/room", "instruct", text="the newest note")
    assert re.fullmatch(r"/room\?done=instruct&at=([0-9a-f]{32})#e\1", answer.headers["location"])
    page = nora.get(answer.headers["location"].partition("#")[0]).text
    notes = re.findall(r'<article class="note".*?<div class="words" dir="auto">(.*?)</div>', page, re.DOTALL)
    assert [one.strip() for one in notes] == [*(f"note {number}" for number in range(304, 315)), "the newest note"]
    earlier = turn(page, "prev", "Notes")
    assert "note 300" in nora.get(f"/room{earlier}").text


def test_what_happened_is_linked_to_where_it_stands(table: Table) -> None:
    """Every link of the feed that leads to an entry leads to a page that has it, however old it is."""
    nora, seen = table["Nora"], 0
    for to in range(20, len(table.journal.view(table.journal.identity.open(nora.token)).feed), 60):
        feed = nora.get(f"/room?in=feed&to={to}").text
        for link in re.findall(r'<a href="(/(?:sessions|room)\?at=[^"]+)"', feed)[::5]:
            path, _, place = html.unescape(link).partition("#")
            assert f'id="{place}"' in nora.get(path).text
            seen += 1
    assert seen > 4


# ---- other lists ----------------------------------------------------------------------------------------------------


def test_the_feed_is_read_backwards_and_forwards(table: Table) -> None:
    """What happened is numbered from the newest down, with links to what was before and to what came then."""
    nora = table["Nora"]
    page, numbers = nora.get("/room").text, []
    of = len(table.journal.view(table.journal.identity.open(nora.token)).feed)
    while True:
        shown = [int(one) for one in re.findall(r'<li value="(\d+)" id="n', page)]
        assert len(shown) == 20
        assert shown == sorted(shown, reverse=True)
        numbers += shown
        link = turn(page, "prev", "What happened")
        if link is None:
            break
        page = nora.get(f"/room{link}").text
        assert turn(page, "next", "What happened")
    assert set(numbers) == set(range(1, of + 1))


def test_minutes_are_read_in_parts_and_whole(table: Table) -> None:
    """Each log is opened where it is newest; the whole of it is one link away."""
    nora = table["Nora"]
    log = next(one for one in table.journal.checkpoints(table.journal.identity.open(nora.token)) if one["size"] > 40)
    page = nora.get("/minutes").text
    assert f"{log['size'] - 19} to {log['size']} of {log['size']}" in page
    assert "<details open" not in page
    part = nora.get(f"/minutes?in={log['log'][:16]}&to=20").text
    assert "<details open" in part
    assert f"1 to 20 of {log['size']}" in part
    whole = nora.get(f"/minutes?in={log['log'][:16]}&to=all").text
    places = [int(one) for one in re.findall(r'<li value="(\d+)"', whole)]
    assert all(places.count(place) for place in range(1, log["size"] + 1))


def test_sessions_themselves_are_shown_in_parts(tmp_path: Path) -> None:
    """Open ones come first, then the latest; an older one is found by its links."""
    table = set_table(tmp_path, pace=Pace(at_once=1e6))
    table.agree_on_rules()
    table.widen()
    ids = [f"{number:032x}" for number in range(500, 508)]
    for number, id_ in enumerate(ids):
        opens(table, id_, f"Round {number}")
        says(table, "Nora", 600 + number, id_)
        if number:
            acts(table, "Maria", "close-session", int(id_, 16))
    page = table["Sami"].get("/sessions").text
    assert re.findall(r"Round \d", re.sub(r'aria-label="[^"]*"', "", page)) == [f"Round {k}" for k in (0, 7, 6, 5, 4)]
    earlier = table["Sami"].get(f"/sessions{turn(page, 'prev', 'Sessions')}").text
    assert all(f"Round {k}" in earlier for k in (1, 2, 3))
    for address in (f"in={ids[1]}", f"at={ids[1]}", f"at={601:032x}"):
        assert "statement 601" in table["Sami"].get(f"/sessions?{address}").text
    table.journal.close()


def when(wording: Any) -> Any:
    """Say when a wording was signed."""
    return wording.signed.at


def test_wordings_that_stand_come_before_those_that_do_not(tmp_path: Path) -> None:
    """However many were taken back since, one that may still be shown is on the first page; older ones by links."""
    table = set_table(tmp_path, pace=Pace(at_once=1e6))
    table.agree_on_rules()
    nora, maria = table["Nora"], table["Maria"]
    nora.does("/relay", "sign-wording", text="It stands", attribution="ours")
    for number in range(21):
        table.clock.goes(seconds=1)
        nora.does("/relay", "sign-wording", text=f"taken back {number}", attribution="ours")
        taken = max(table.journal.view(table.journal.identity.open(nora.token)).room.wordings.values(), key=when)
        acts(table, "Nora", "revoke-wording", int(taken.signed.id, 16))
    pages = [who.get("/relay").text for who in (maria, nora)]
    earlier = [
        who.get(f"/relay{turn(page, 'prev', 'let pass')}").text for who, page in zip((maria, nora), pages, strict=True)
    ]
    assert all("It stands" in page and "taken back 0" not in page for page in pages)
    assert all("taken back 0" in page for page in earlier)
    assert "/relay/preview" in pages[0]
    old = next(one for one in re.findall(r'id="w([0-9a-f]{32})"', earlier[1]) if one not in pages[1])
    assert f'id="w{old}"' in nora.get(f"/relay?at={old}").text
    table.journal.close()


def test_the_replay_of_talks_is_read_from_its_beginning(tmp_path: Path) -> None:
    """A phase in which much happened is opened at its first part."""
    table = set_table(tmp_path, pace=Pace(at_once=1e6))
    table.agree_on_rules()
    table.widen()
    maria, nora, sami = table["Maria"], table["Nora"], table["Sami"]
    for number in range(700, 725):
        acts(table, "Nora", "instruct", number, body={"kind": "note", "text": f"note {number}"})
    maria.does("/text", "table-text", title="Accord", clauses="# Tests\nTests are halted.")
    for seat in (nora, sami):
        seat.does("/text", "initial")
    for seat in (nora, sami):
        seat.does("/text", "sign-agreement")
    page = nora.get("/debrief").text
    assert "1 to 20 of" in page
    later = turn(page, "next", "What happened")
    assert later is not None
    assert "<details open" in nora.get(f"/debrief{later}").text
    assert "data-count" not in nora.get(f"/debrief{later.rpartition('=')[0]}=all").text
    table.journal.close()


# ---- what a part may tell -------------------------------------------------------------------------------------------


def every_part(seat: Seat) -> list[str]:
    """Return the parts of the lists of a viewer, with random things made the same."""
    asked = [f"/{page}?in={name}&to={to}" for page, name in LISTS for to in ("3", "21", "all")]
    asked += [f"/sessions?at={number:032x}" for number in (3, 103, 203)]
    return [re.sub(r"[0-9a-f]{32,64}|[\w-]{43}", "#", seat.get(path).text) for path in asked]


LISTS = (("sessions", LONG), ("sessions", APART), ("sessions", "sessions"), ("room", "feed"), ("room", "notes"))


def test_no_part_tells_of_what_the_other_side_did_in_private(tmp_path: Path) -> None:
    """Byte for byte the same, whether the other side spoke apart, wrote notes and sounded in between, or not."""

    def played(folder: Path, between: Callable[[Table, int], Any]) -> list[str]:
        folder.mkdir()
        table = set_table(folder, pace=Pace(at_once=1e6))
        table.agree_on_rules()
        table.widen()
        opens(table, LONG, "Long")
        opens(table, APART, "Apart", "proximity")
        for number in range(1, 23):
            says(table, "Nora", number)
            says(table, "Nora", 100 + number, APART)
            between(table, number)
        pages = every_part(table["Nora"])
        table.journal.close()
        return pages

    def apart(table: Table, number: int) -> None:
        says(table, "Sami", 200 + number, APART)
        acts(table, "Sami", "instruct", 300 + number, body={"kind": "note", "text": "among us"})

    quiet = played(tmp_path / "quiet", lambda *_: None)
    assert played(tmp_path / "busy", apart) == quiet
    assert sum("of 22" in page for page in quiet) > 4


# ---- parts themselves -----------------------------------------------------------------------------------------------


@given(st.integers(0, 90), st.integers(1, 25), st.integers(-5, 100), st.booleans())
def test_every_part_is_full_and_links_reach_everything(of: int, many: int, to: int, oldest: bool) -> None:  # noqa: FBT001
    """From any place, links to what was before and to what came then lead over every entry."""
    entries = [f"entry {k}" for k in range(1, of + 1)]

    def follow(part: Part[str], way: str) -> list[int]:
        places = [place for place, _ in part.entries]
        assert len(places) == min(many, of)
        assert [f"entry {place}" for place in places] == [entry for _, entry in part.entries]
        link = getattr(part, way)
        if link is None:
            return places
        there = asked_of(dict(pair.split("=") for pair in link[1:].split("&")))
        return places + follow(part_of(there, "list", entries, many=many, oldest=oldest), way)

    start = part_of(Asked("list", to), "list", entries, many=many, oldest=oldest)
    assert (start.first, start.last) == ((0, 0) if not of else (start.entries[0][0], start.entries[-1][0]))
    assert start.parted == (of > many)
    assert set(follow(start, "earlier")) | set(follow(start, "later")) == set(range(1, of + 1))
    found = part_of(Asked(at="entry 2"), "list", entries, many=many, id_of=str)
    assert of < 2 or 2 in [place for place, _ in found.entries]


def test_a_room_folded_at_once_is_the_room_folded_one_by_one(table: Table) -> None:
    """What was said and noted is put in at once, and comes to the same."""
    for who in table.people.values():
        view = table.journal.view(table.journal.identity.open(who.token))
        assert reduce(evolve, view.feed, Room()) == view.room


# ---- in a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")
def test_what_is_being_typed_stays_while_one_looks_back(table: Table) -> None:
    """With the keyboard: words in a form, then the link to earlier statements; the list changes, the words stay."""
    playwright = pytest.importorskip("playwright.sync_api")
    app = application(table.journal, origin=f"http://127.0.0.1:{PORT}")
    with serving(app, PORT) as origin, playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 360, "height": 800})
        context.add_cookies([{"name": "room", "value": table["Nora"].token, "url": origin}])
        page, wrong = context.new_page(), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{origin}/sessions")
        words = page.locator("textarea").first
        words.fill("half a sentence")
        earlier = page.locator(f"#p-{LONG} .turn a[rel=prev]")
        earlier.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#p-{LONG} .turn a[rel=next]")
        assert words.input_value() == "half a sentence"
        assert page.evaluate("document.activeElement.id") == f"p-{LONG}"
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        # Without words in a form it is a link as any other.
        page.goto(f"{origin}/sessions")
        page.locator(f"#p-{LONG} .turn a[rel=prev]").click()
        page.wait_for_url("**/sessions?in=*")
        assert page.evaluate("document.activeElement.id") == f"p-{LONG}"
        assert not wrong
        browser.close()
