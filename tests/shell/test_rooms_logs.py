"""The log of a served room after a whole negotiation, with faults: it holds no word, no name and no secret."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from tests.shell.rooms_table import FOUR_WORDS, ISSUES, ORIGIN, RULES, WEAK, Client, Seat
from tests.shell.test_rooms_http import release, sound

from goodoffices.store.journal import Journal
from goodoffices.talks.commands import OpenRoom

MARK = "quokka"  # in every word that is sent
TYPE = "application/x-www-form-urlencoded"
FORM = f"Content-Type: {TYPE}\r\n"
HOST = urlsplit(ORIGIN).netloc
# The command has no switch that makes it say more: this is all that an operator can turn on.
VERBOSE = ("env", "GOODOFFICES_DEBUG=1", "PYTHONASYNCIODEBUG=1")


@dataclass(frozen=True)
class Wire(Client):
    """Ask a server in a process of its own, and remember everything that should stay between the two."""

    http: httpx.Client
    secret: set[str] = field(default_factory=set)

    def ask(self, method: str, path: str, headers: dict[str, str], content: str | bytes = "") -> httpx.Response:
        """Send one request, with the host name that a proxy passes on."""
        self.http.cookies.clear()
        answer = self.http.request(method, path, headers={"host": HOST, **headers}, content=content)
        body = content.decode("latin-1") if isinstance(content, bytes) else content
        self.secret.update(value for _, value in parse_qsl(body) if len(value) > 15)
        self.secret.update(re.findall(r"room=([\w-]{16,})", f"{headers.get('cookie')} {answer.headers}"))
        self.secret.update(re.findall(r"/enter#([\w-]+)", answer.text))
        self.secret.update(re.findall(r'<p class="key print">([^<]+)</p>', answer.text))
        return answer

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of the door."""
        return self.ask("POST", path, {"origin": ORIGIN, "content-type": TYPE}, urlencode(fields))

    def comes_in(self, token: str, name: str, group: str) -> Seat:
        """Take an invitation up."""
        self.send("/enter", token=token)
        entered = self.send("/enter", token=token, name=name, passphrase=FOUR_WORDS, again=FOUR_WORDS)
        found = re.match(r"room=([\w-]+)", entered.headers.get("set-cookie", ""))
        assert found is not None, entered.text
        return Seat(self, found[1], group, "", "")

    def invited(self, who: Seat, place: str) -> Seat:
        """Let somebody invite somebody, who comes in."""
        page = who.post("/people/invite", who.filled("/people", "/people/invite", place=place)).text
        link = re.search(r"/enter#([\w-]+)", page)
        assert link is not None, page
        return self.comes_in(link[1], f"{MARK} of {place}", place.split(maxsplit=1)[0])


def opened(folder: Path) -> str:
    """Open a room whose title, seats and issues are marked; return the token of its first invitation."""
    folder.mkdir()
    command = {
        "room": "9" * 32,
        "title": f"{MARK} shores",
        "seats": [{"id": one, "name": f"{MARK} {one}"} for one in ("north", "south")],
        "issues": [{**one, "say": f"{MARK} {one['say']}"} for one in ISSUES],
    }
    with Journal.open(folder / "rooms.db", folder / "rooms.key", strength=WEAK) as journal:
        listed = journal.create_room(OpenRoom.model_validate(command), key="1" * 32)
        return journal.identity.invite_mediator(listed.id).token


@contextmanager
def served(folder: Path, *how: str) -> Iterator[Wire]:
    """Serve the rooms of a folder as an operator does; what it says is kept beside them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *how, sys.executable, *(("-X", "dev") if how else ()), "-m", "goodoffices", "talks", "serve",
        "--data", str(folder), "--port", str(port), "--origin", ORIGIN,
    ]  # fmt: skip
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as server,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        try:
            wire = Wire(Starlette(), client)
            wait_for(wire, server)
            yield wire
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def wait_for(wire: Wire, server: subprocess.Popen[bytes]) -> None:
    """Wait until the door opens."""
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        try:
            wire.ask("GET", "/", {})
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not answer within half a minute")


def marked(*names: str) -> dict[str, str]:
    """Return fields of which each holds the mark."""
    return {name: f"{MARK} in {name}" for name in names}


def negotiate(wire: Wire, token: str) -> tuple[Seat, Seat]:
    """Write something into every field that there is; return the mediator and the head of the North."""
    maria = wire.comes_in(token, f"{MARK} Maria", "mediator")
    nora, sami = (wire.invited(maria, f"{one} head") for one in ("north", "south"))
    wire.invited(nora, "north member")
    maria.does("/room", "propose-rules", **marked(*RULES))
    for one in (nora, sami):
        one.does("/room", "sign-rules")
    maria.does("/room", "propose-mode", mode="conciliation")
    for one in (nora, sami):
        one.does("/room", "consent-mode")
    sound(nora, "tests", **marked("notes"))
    nora.does("/soundings", "disclose", {"issue": "tests"}, parts=["answers", "notes"])
    nora.does("/relay", "sign-wording", attribution="ours", **marked("text"))
    release(maria, "north")
    nora.does("/room", "instruct", **marked("text"))
    maria.does("/sessions", "open-session", format="bilateral", seats="north", **marked("title"))
    nora.does("/sessions", "speak", **marked("text"))
    maria.does("/text", "table-text", clauses=f"# {MARK} heading\n{MARK} clause", **marked("title"))
    nora.does("/text", "criticise", temperature="difficult", **marked("comment", "interest"))
    nora.does("/text", "initial")
    maria.does("/questions", "ask-question", minutes="30", **marked("text"))
    maria.does("/steps", "set-steps", steps=f"halt | north | | {MARK} step")
    maria.does("/room", "report-findings", **marked("text"))
    for page in ("/analysis", "/minutes", "/what-if", f"/room?before={MARK}", "/agreement"):
        assert maria.get(page).status_code == nora.get(page).status_code or page in {"/analysis", "/what-if"}
    return maria, nora


def go_wrong(wire: Wire, nora: Seat) -> None:
    """Do wrong whatever can be done wrong; each answer is a refusal, and none a fault."""
    who = {"room": "9" * 32, "group": "north", "name": f"{MARK} of north head"}
    wrong = f"{MARK} wrong passphrase"
    head = {"origin": ORIGIN, "content-type": TYPE}
    told = [
        wire.send("/log-in", **who, passphrase=wrong),
        wire.send("/log-in", **who | marked("name", "room", "group"), passphrase=wrong),
        wire.send("/recover", **who, recovery_key=f"{MARK}-key", passphrase=wrong),
        wire.send("/enter", token=f"{MARK}-token", **marked("name", "passphrase", "again")),
        wire.ask("GET", f"/{MARK}/{MARK}?{MARK}={MARK}", {"cookie": f"room={MARK}", "user-agent": MARK}),
        wire.ask("GET", "/room", {"cookie": f"room={MARK}", "accept-language": MARK, "referer": f"{ORIGIN}/{MARK}"}),
        wire.ask("GET", "/room/live", {"cookie": f"room={MARK}", "last-event-id": MARK}),
        wire.ask(MARK.upper(), "/room", {}),
        wire.ask("POST", "/log-in", head, f"name=%ff{MARK}"),
        wire.ask("POST", "/log-in", head, f"{MARK}=" * 3_000),
        wire.ask("POST", "/log-in", head, MARK * 100_000),
        wire.ask("POST", "/log-in", {**head, "content-type": f"text/{MARK}"}, MARK),
        wire.ask("POST", "/log-in", {**head, "origin": f"https://{MARK}.example"}, MARK),
        wire.ask("GET", "/", {"host": f"{MARK}.example"}),
        nora.post(f"/act/{MARK}", {"form": MARK, "text": MARK}),
        nora.post("/act/instruct", nora.filled("/room", "instruct", text=f"\u202e{MARK}")),
        nora.post("/act/sign-wording", nora.filled("/relay", "sign-wording", hours=MARK, text=MARK, passphrase=wrong)),
        nora.post("/people/passphrase", nora.filled("/people", "/people/passphrase", passphrase=wrong, new=wrong)),
    ]
    statuses = {one.status_code for one in told}
    assert statuses <= {303, 400, 401, 403, 404, 405, 413, 415, 421}, statuses
    for raw in (
        f"GET /{MARK} {MARK}\r\n{MARK}: {MARK}\r\n\r\n",
        f"GET /{MARK} HTTP/1.1\r\nHost: {HOST}\r\nConnection: upgrade\r\nUpgrade: websocket\r\nX: {MARK}\r\n\r\n",
        f"POST /log-in HTTP/1.1\r\nHost: {HOST}\r\nOrigin: {ORIGIN}\r\n{FORM}Content-Length: 900\r\n\r\nname={MARK}",
    ):
        with closing(socket.create_connection((wire.http.base_url.host, wire.http.base_url.port or 80))) as line:
            line.sendall(raw.encode())
            line.settimeout(0.5)
            with suppress(TimeoutError):
                line.recv(100)


def break_it(folder: Path, wire: Wire, maria: Seat, nora: Seat) -> None:
    """Damage what is kept, so that the program itself fails, in a page and in a live stream that is open."""
    given = {"host": HOST, "cookie": f"room={nora.token}"}
    with wire.http.stream("GET", "/room/live", headers=given) as stream:
        parts = stream.iter_lines()
        assert next(line for line in parts if line.startswith("data"))
        with closing(sqlite3.connect(folder / "rooms.db", timeout=10)) as file, file:
            heads = "SELECT id FROM people WHERE recipient = 'north' AND role = 'head'"
            file.execute(f"UPDATE sessions SET began = ? WHERE person IN ({heads})", (f"{MARK} long ago",))  # noqa: S608
        maria.does("/sessions", "open-session", format="bilateral", seats="north", **marked("title"))
        assert [line for line in parts if line.startswith("event")] == ["event: over"]
    assert nora.get("/room").status_code == 500


@pytest.mark.parametrize("how", [(), VERBOSE], ids=["plain", "verbose"])
def test_no_word_of_a_negotiation_is_in_the_log(tmp_path: Path, how: tuple[str, ...]) -> None:
    """Names, words, passphrases, tokens, keys, cookies, addresses: not in a byte of what the server says."""
    folder = tmp_path / "rooms"
    token = opened(folder)
    with served(folder, *how) as wire:
        maria, nora = negotiate(wire, token)
        go_wrong(wire, nora)
        break_it(folder, wire, maria, nora)
    said = (folder / "said").read_text("utf-8", "backslashreplace")
    # What it does say shows that it was heard.
    assert "the route room failed" in said
    assert "a live stream failed" in said
    assert "Invalid HTTP request" in said
    assert "Traceback" not in said
    assert MARK not in said.casefold()
    assert len(wire.secret) > 60
    assert [one for one in (*wire.secret, token, FOUR_WORDS) if one in said] == []
    assert how or not re.search(r"127\.0\.0\.1|HTTP/1|GET|POST", said)
