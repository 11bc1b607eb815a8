"""Faults over HTTP: a server in a process of its own is killed, has no space, no right time, too much at once."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from tests.shell.rooms_server import HOST, Served, served, small_disks
from tests.shell.rooms_table import FOUR_WORDS, ORIGIN, Form, Seat, Table, forms_of, open_journal, set_table

from goodoffices.web.rooms.guard import form_token

SOAK = Path(__file__).resolve().parents[2] / "benchmarks" / "soak_rooms.py"
KIND = "application/x-www-form-urlencoded"
WORDS = "A note that took long to write. " * 400
OFFER = "We would halt the tests."
AGAIN = "Your passphrase, once more"


@dataclass(frozen=True)
class Apart:
    """A table whose room a process of its own serves."""

    table: Table
    folder: Path
    server: Served


def under_rules(folder: Path) -> Table:
    """Set a table under ground rules, and close its journal so that a process of its own may serve it."""
    one = set_table(folder)
    one.invite("Nora", "north", "member", "Nils")
    one.agree_on_rules()
    one.journal.close()
    return one


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Set a table for one test."""
    return under_rules(tmp_path)


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """Serve one table for several tests, which do not look at what the others did."""
    folder = tmp_path_factory.mktemp("apart")
    one = under_rules(folder)
    with served(one, folder) as server:
        yield Apart(one, folder, server)


# ---- killed ---------------------------------------------------------------------------------------------------------


def test_a_server_that_is_killed_has_done_every_form_once() -> None:
    """Six kills under load; one within the start, one of the command itself; each form sent again is done once."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(SOAK), "6", "1"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    said = re.search(r"(\d+) acknowledged, (\d+) found, (\d+) cut off and sent again,.* 0 lost, 0 doubled", done.stdout)
    assert said, done.stdout
    acknowledged, found, again = map(int, said.groups())
    assert acknowledged == found > 0
    assert again > 0


# ---- full -----------------------------------------------------------------------------------------------------------


def told_done(answer: httpx.Response) -> str:
    """Return what an answer says that was done."""
    return httpx.URL(answer.headers["location"]).params["done"]


def held_form(page: str, kind: str) -> Form:
    """Return the form that a page gives back."""
    return next(form for form in forms_of(page) if form.action == f"/act/{kind}")


def goes_through_a_full_disk(server: Served, means: str) -> None:
    """Send two forms while there is no space, look at what comes back, make space, and send them again."""
    nora, sami, maria = server["Nora"], server["Sami"], server["Maria"]
    note = nora.filled("/room", "instruct", text=f"{means}: {WORDS}")
    offer = sami.filled("/relay", "sign-wording", text=f"{means}: {OFFER} {WORDS}", attribution="ours", hours="5")
    before = maria.get("/room").text.count("<time")
    server.tell(f"fill {means}")
    for seat, kind, sent in ((nora, "instruct", note), (sami, "sign-wording", offer)):
        for _ in range(2):
            answer = seat.post(f"/act/{kind}", sent)
            assert answer.status_code == 503
            assert re.search(
                r'class="wrong" role="alert"[^>]*>[^<]*(the disk is full|the disk or the database)', answer.text
            )
            assert "Your words are below" in answer.text
            assert FOUR_WORDS not in answer.text
            again = held_form(answer.text, kind)
            kept = [(name, value) for name, value in sent if name != "passphrase"]
            assert sorted(pair for pair in again.fields if pair[0] != "passphrase") == sorted(kept)
    assert maria.get("/room").text.count("<time") == before
    for seat, page in ((nora, "/room"), (sami, "/relay"), (server["Nils"], "/room")):
        assert seat.get(page).status_code == 200
        assert means + ": " not in seat.get(page).text
    server.tell("free")
    for seat, kind, sent in ((nora, "instruct", note), (sami, "sign-wording", offer)):
        first, second = seat.post(f"/act/{kind}", sent), seat.post(f"/act/{kind}", sent)
        assert (first.status_code, told_done(first)) == (303, kind)
        assert (second.status_code, told_done(second)) == (303, "again")


def kept_once(table: Table, folder: Path, *means: str) -> None:
    """Open the journal once more: what was sent is there, once, and in its order."""
    with open_journal(folder, table.clock) as journal:
        notes = journal.view(journal.identity.open(table["Nora"].token)).room.notes
        wordings = journal.view(journal.identity.open(table["Sami"].token)).room.wordings.values()
    ours = [one.body.text for one in notes if one.body and WORDS.strip() in one.body.text]
    offered = [one.signed.body.text for one in wordings if one.signed.body and WORDS.strip() in one.signed.body.text]
    assert ours == [f"{one}: {WORDS}".strip() for one in means]
    assert offered == [f"{one}: {OFFER} {WORDS}".strip() for one in means]


def test_a_full_disk_gives_the_words_back(table: Table, tmp_path: Path) -> None:
    """A real disk without a byte left: a clear page, every word on it, nothing half done; later the form is taken."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not small_disks(disk):
        pytest.skip("this system lets nobody make a small disk of their own")
    with served(table, tmp_path, disk=disk) as server:
        goes_through_a_full_disk(server, "disk")
    kept_once(table, tmp_path, "disk")


def test_a_limit_on_space_gives_the_words_back(apart: Apart) -> None:
    """So does a process that may write no more, and a database that has reached its size; nobody gets in meanwhile."""
    server = apart.server
    for means in ("pages", "limit"):
        goes_through_a_full_disk(server, means)
    server.tell("fill limit")
    who = {"room": apart.table.room, "group": "north", "name": "Nora", "passphrase": FOUR_WORDS}
    head = {"origin": ORIGIN, "content-type": KIND}
    answer = server.wire.ask("POST", "/log-in", head, urlencode(who))
    assert answer.status_code == 503
    assert "set-cookie" not in answer.headers
    server.tell("free")
    assert server.wire.ask("POST", "/log-in", head, urlencode(who)).status_code == 303
    kept_once(apart.table, apart.folder, "pages", "limit")


# ---- wrong time -----------------------------------------------------------------------------------------------------


def in_order(page: str) -> int:
    """Return the number of the last entry of a page; all have to stand in their order, by number and by time."""
    feed = re.findall(r'<li value="(\d+)".*?<time datetime="([^"]+)"', page, re.DOTALL)
    numbers, times = [int(number) for number, _ in feed], [at for _, at in feed]
    assert len(feed) > 1
    assert numbers in (sorted(numbers), sorted(numbers, reverse=True))
    assert times == sorted(times, reverse=numbers[0] > numbers[-1])
    return max(numbers)


def passes(server: Served, minutes: float, *names: str) -> None:
    """Let time pass, after which some people look at their room."""
    server.tell(f"pass {minutes}")
    for name in names:
        assert server[name].get("/room").status_code == 200


def test_a_clock_that_is_set_back_prolongs_nothing(table: Table, tmp_path: Path) -> None:
    """An hour back: order stays; what has expired stays so; sessions and passphrases last as long as ever."""
    with served(table, tmp_path) as server:
        nora, maria, nils = server["Nora"], server["Maria"], server["Nils"]
        nora.does("/relay", "sign-wording", text=OFFER, attribution="ours", hours="1")
        release = releasing(server)
        passes(server, 20, "Nora", "Maria")
        passes(server, 21, "Nora", "Maria")
        passes(server, 21, "Nora", "Maria")
        assert maria.post("/act/release-wording", release).status_code == 409
        nora.does("/relay", "sign-wording", text="Another", attribution="ours", hours="1")
        seen = in_order(nora.get("/room").text)
        assert nils.get("/room").headers["location"] == "/log-in"

        server.tell("set -60")
        assert maria.post("/act/release-wording", release).status_code == 409
        nora.does("/room", "instruct", text="After the clock was set back")
        assert in_order(nora.get("/room").text) == seen + 1
        assert nils.get("/room").headers["location"] == "/log-in"
        assert AGAIN not in nora.get("/relay").text
        passes(server, 6, "Nora", "Maria")
        assert AGAIN in nora.get("/relay").text
        passes(server, 25, "Maria")
        server.tell("pass 6")
        assert nora.get("/room").headers["location"] == "/log-in"
        assert maria.post("/act/release-wording", release).status_code == 409


def test_a_clock_that_is_set_back_before_a_start_prolongs_nothing(table: Table, tmp_path: Path) -> None:
    """The server starts in the past, after nobody was there for long: what was over is over, and order stays."""
    with served(table, tmp_path) as server:
        server["Nora"].does("/relay", "sign-wording", text=OFFER, attribution="ours", hours="1")
        release = releasing(server)
        passes(server, 20, "Maria")
        passes(server, 20, "Maria")
        passes(server, 31)
    with served(table, tmp_path, minutes=-60) as server:
        for name in ("Maria", "Nora", "Sami"):
            assert server[name].get("/room").headers["location"] == "/log-in"
        maria, sami = logged_in(table, server, "Maria"), logged_in(table, server, "Sami")
        answer = maria.post("/act/release-wording", {**dict(release), "form": form_token(maria.token)})
        assert answer.status_code == 409
        assert "has expired" in answer.text
        assert OFFER not in sami.get("/relay").text
        seen = in_order(sami.get("/room").text)
        sami.does("/room", "instruct", text="In the past")
        assert in_order(sami.get("/room").text) == seen + 1
        passes(server, 31)
        assert sami.get("/room").headers["location"] == "/log-in"


def logged_in(table: Table, server: Served, name: str) -> Seat:
    """Log somebody in again."""
    seat = server[name]
    answer = seat.post("/log-in", {"room": table.room, "group": seat.group, "name": name, "passphrase": FOUR_WORDS})
    assert answer.status_code == 303
    return replace(seat, token=answer.headers["set-cookie"].partition(";")[0].partition("=")[2])


def releasing(server: Served) -> list[tuple[str, str]]:
    """Return the form that releases the offer, filled in."""
    maria = server["Maria"]
    link = re.findall(r"/relay/preview\?[^\"]*", maria.get("/relay").text)[0].replace("&amp;", "&")
    return maria.filled(link, "release-wording")


def test_the_clock_of_a_browser_does_not_matter(apart: Apart) -> None:
    """Whatever date a request carries, entries have the server's; a form that claims to be of long ago is held."""
    server = apart.server
    nora = server["Nora"]
    for year, day in ((1999, "Fri"), (2099, "Thu")):
        sent = nora.filled("/room", "instruct", text=f"From {year}")
        date = f"{day}, 01 Jan {year} 12:00:00 GMT"
        given = {"date": date, "if-modified-since": date, "if-unmodified-since": date}
        assert nora.post("/act/instruct", sent, **given).status_code == 303
        page = nora.get("/room", **given)
        assert page.status_code == 200
        assert f"From {year}" in page.text
        assert set(re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)', page.text)) == {"2026-03-01"}
    old = nora.filled(
        "/relay", "sign-wording", text=OFFER, attribution="ours", hours="1", shown="1999-01-01T12:00+00:00"
    )
    answer = nora.post("/act/sign-wording", old)
    assert answer.status_code == 409
    assert OFFER in answer.text


# ---- at once --------------------------------------------------------------------------------------------------------


def at_once(server: Served, *forms: tuple[str, str, list[tuple[str, str]]]) -> list[tuple[int, str]]:
    """Send forms over connections of their own, all before any answer is read; return status and what was done."""
    lines = []
    for name, kind, sent in forms:
        line = HTTPConnection(HOST, server.wire.port, timeout=30)
        head = {"host": urlsplit(ORIGIN).netloc, "origin": ORIGIN, "cookie": f"room={server[name].token}"}
        line.request("POST", f"/act/{kind}", urlencode(sent), {**head, "content-type": KIND})
        lines.append(line)
    answers = []
    for line in lines:
        with line.getresponse() as answer:
            answer.read()
            found = answer.headers.get("location", "")
            answers.append((answer.status, httpx.URL(found).params.get("done", "")))
        line.close()
    return answers


def test_what_comes_at_once_is_done_once_each(apart: Apart) -> None:
    """One form over four connections; then two heads who consent in the same moment, while ten megabytes come in."""
    server = apart.server
    note = server["Nora"].filled("/room", "instruct", text="Only once")
    answers = at_once(server, *[("Nora", "instruct", note)] * 4)
    assert sorted(answers) == [(303, "again")] * 3 + [(303, "instruct")]
    assert server["Nora"].get("/room").text.count("Only once") == 1

    server["Maria"].does("/room", "propose-mode", mode="mediation")
    heads = [(name, "consent-mode", server[name].filled("/room", "consent-mode")) for name in ("Nora", "Sami")]
    paste = HTTPConnection(HOST, server.wire.port, timeout=30)
    body = urlencode([*note, ("more", "x" * 10_000_000)])
    head = {"host": urlsplit(ORIGIN).netloc, "origin": ORIGIN, "cookie": f"room={server['Nils'].token}"}
    paste.putrequest("POST", "/act/instruct", skip_host=True)
    for name, value in {**head, "content-type": KIND, "content-length": str(len(body))}.items():
        paste.putheader(name, value)
    paste.endheaders(body[:5_000_000].encode())
    assert at_once(server, *heads, *heads) == [(303, "consent-mode")] * 2 + [(303, "again")] * 2
    paste.send(body[5_000_000:].encode())
    with paste.getresponse() as answer:
        assert answer.status == 413
        assert "200,000 bytes" in answer.read().decode()
    paste.close()
    for name in ("Maria", "Nora", "Sami"):
        assert server[name].get("/room").text.count("All seats have consented") == 1
