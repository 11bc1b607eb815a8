"""Load the rooms as people do, over HTTP, and say how fast acts are acknowledged.

Run ``python benchmarks/talks_load.py [--rooms 100] [--rate 50] [--seconds 60] [--seed 1] [--json]``. A server of its
own process, as ``goodoffices talks serve`` starts it, holds the rooms; in each sit a mediator, two heads and a member.
All are logged in, each has a page open and holds its live stream. Acts come at random moments at the given rate in
all, whether or not those before were answered: notes among one's own, words in session, soundings. Each is a form of
the page that the person has open, and is followed to the page that comes of it. Of those who hear of news half are
typing, and a page that is typed into is not reloaded; the pages of the others are, as a browser does.

An act's time runs from the moment at which it was to be sent until it is acknowledged (303), so that a server that is
behind is seen to be. In the end the journal is opened and every acknowledged act has to be there once. Ends with 1 if
one is lost or doubled. Traffic stays on this machine; it stops by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import numpy as np

from goodoffices.store.journal import Journal, Strength
from goodoffices.talks import command_of
from goodoffices.talks.bodies import GroundRules
from goodoffices.talks.commands import OpenRoom
from goodoffices.talks.signing import body_digest

PORT = 8799
ORIGIN = f"http://localhost:{PORT}"
PASSPHRASE = "four words will do"  # noqa: S105 - of people who are made up
WEAK = Strength(passes=1, memory=8192)
RULES = ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages")
ISSUES = tuple({"id": f"i{k}", "say": f"Issue {k}", "options": ("less", "as now", "more")} for k in range(4))
PLACES = (
    ("mediator", "mediator", "sessions", "speak"),
    ("north", "head", "sessions", "speak"),
    ("south", "head", "soundings", "sound"),
    ("north", "member", "room", "instruct"),
)
"""Group, role, the page that is open, the act."""
RELOAD = 0.7
LOOKING = 0.5
_FORM = re.compile(r'<form method="post" action="/act/([a-z-]+)"(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def fresh() -> str:
    """Return a random id."""
    return uuid.uuid4().hex


def open_journal(folder: Path) -> Journal:
    """Open the journal of a folder as the server does, but with passphrases that are cheap to check."""
    return Journal.open(folder / "rooms.db", folder / "rooms.key", strength=WEAK)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


class Line:
    """A connection that is kept, as a browser keeps one; written out, so that the client takes little of the cores."""

    def __init__(self) -> None:
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, person: Person, body: str = "") -> Answer:
        """Send a request and read the whole answer."""
        for again in (True, False):
            try:
                await self.begin(method, path, person, body)
                status, headers = await self.head()
                text = await self._read_body(headers)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                # As a browser does: the connection had been closed for being idle. A form that came twice is done once.
                if not again:
                    raise
            else:
                return Answer(status, headers, text)
        raise AssertionError

    async def begin(self, method: str, path: str, person: Person, body: str = "") -> None:
        """Send a request."""
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", PORT)
        lines = [f"{method} {path} HTTP/1.1", f"host: localhost:{PORT}", f"cookie: room={person.token}"]
        if method == "POST":
            kind = "application/x-www-form-urlencoded"
            lines += [f"origin: {ORIGIN}", f"content-type: {kind}", f"content-length: {len(body)}"]
        self._open[1].write("\r\n".join([*lines, "", body]).encode())
        await self._open[1].drain()

    async def head(self) -> tuple[int, dict[str, str]]:
        """Read the first lines of an answer."""
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines[1:] if line)
        return int(lines[0].split(" ")[1]), {name.lower(): value for name, _, value in pairs}

    @property
    def reader(self) -> asyncio.StreamReader:
        """What the server sends."""
        if self._open is None:
            raise ConnectionError
        return self._open[0]

    async def _read_body(self, headers: dict[str, str]) -> str:
        if "content-length" in headers:
            return (await self.reader.readexactly(int(headers["content-length"]))).decode()
        raise ConnectionError("an answer without its length")

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


@dataclass
class Person:
    """Somebody with a page open.

    Attributes
    ----------
    acknowledged
        Marks of acts that the server acknowledged.
    """

    token: str
    group: str
    page: str
    act: str
    shown: str = ""
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    acknowledged: list[str] = field(default_factory=list)
    news: int = 0
    line: Line = field(default_factory=Line)


@dataclass
class Measured:
    """What was measured, in seconds."""

    acts: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    streams: int = 0
    late: float = 0.0


def furnish(journal: Journal) -> list[Person]:
    """Open a room, bring four people in, sign the ground rules, open a session."""
    room = fresh()
    seats = [{"id": one, "name": one.title()} for one in ("north", "south")]
    journal.create_room(
        OpenRoom.model_validate({"room": room, "title": "Talks", "seats": seats, "issues": ISSUES}), key=fresh()
    )
    identity = journal.identity
    people: list[Person] = []
    for k, (group, role, page, act) in enumerate(PLACES):
        first = identity.invite_mediator(room) if not people else None
        inviter = people[1] if role == "member" else people[0] if people else None
        invitation = first or identity.invite(identity.open(inviter.token), group, role)  # type: ignore[union-attr]
        session = identity.redeem(invitation.token, f"Person {k}", PASSPHRASE, address=f"192.0.2.{k}").session
        people.append(Person(session.token, group, page, act))
    rules = GroundRules.model_validate(dict.fromkeys(RULES, "as agreed") | {"salt": "0" * 64})
    proposed = fresh()
    _does(journal, people[0], {"kind": "propose-rules", "id": proposed, "digest": body_digest(rules), "body": rules})
    for person in people[1:3]:
        signed = {"kind": "sign-rules", "id": proposed, "digest": body_digest(rules), "signature": "0" * 128}
        _does(journal, person, signed)
    wider = fresh()
    _does(journal, people[0], {"kind": "propose-mode", "id": wider, "mode": "facilitation"})
    for person in people[1:3]:
        consent = {"kind": "consent-mode", "id": wider, "mode": "facilitation", "signature": "0" * 128}
        _does(journal, person, consent)
    both = ["north", "south"]
    session = {"id": fresh(), "title": "First", "format": "plenary", "seats": both, "speaking": both}
    _does(journal, people[0], {"kind": "open-session", "on_record": True, **session})
    return people


def _does(journal: Journal, person: Person, data: dict[str, Any]) -> None:
    keys = journal.identity.open(person.token)
    if "signature" in data:
        keys = journal.identity.step_up(person.token, PASSPHRASE)
    body = data.get("body")
    command = command_of({**data, "body": body.model_dump()} if body is not None else data)
    if "signature" in data:
        command = journal.signed(keys, command)
    journal.append(keys, command, key=fresh())


def form_of(page: str, act: str) -> dict[str, str]:
    """Return the hidden fields of the form of an act."""
    for kind, inside in _FORM.findall(page):
        if kind == act:
            return {name: html.unescape(value) for name, value in _HIDDEN.findall(inside)}
    raise LookupError(act)


def filled(person: Person, mark: str, draw: np.random.Generator) -> dict[str, str]:
    """Fill in the form of the page that somebody has open."""
    fields = form_of(person.shown, person.act)
    if person.act == "sound":
        return {**fields, "answer-less": "never", "answer-more": "must", "notes": mark}
    return {**fields, "text": f"{mark} " + "We could live with this if it were watched. " * int(draw.integers(1, 9))}


class Crowd:
    """Everybody at once."""

    def __init__(self, people: Sequence[Person], seed: int) -> None:
        self.people = people
        self.draw = np.random.default_rng(seed)
        self.measured = Measured()
        self.tasks: set[asyncio.Task[None]] = set()

    async def look(self, person: Person, path: str | None = None) -> None:
        """Open a page and keep it on the screen."""
        start = time.perf_counter()
        answer = await person.line.ask("GET", path or f"/{person.page}", person)
        self.measured.pages.append(time.perf_counter() - start)
        if answer.status == 200:
            person.shown = answer.text
        else:
            self.measured.refused[answer.status] += 1

    async def listen(self, person: Person) -> None:
        """Hold a live stream, and reload the page on news."""
        line = Line()
        try:
            await line.begin("GET", "/room/live", person)
            status, _ = await line.head()
            self.measured.streams += status == 200
            while told := await line.reader.readline():
                if told.startswith(b"data: ") and int(told[6:]) > person.news:
                    seen, person.news = person.news, int(told[6:])
                    if seen and self.draw.random() < LOOKING:
                        self.begin(self.reload(person))
        finally:
            line.close()

    async def reload(self, person: Person) -> None:
        """Reload after a moment, once for all that came meanwhile."""
        await asyncio.sleep(RELOAD)
        if not person.busy.locked():
            async with person.busy:
                await self.look(person)

    async def act(self, person: Person, due: float) -> None:
        """Send the form of the open page, and go to the page that comes of it."""
        async with person.busy:
            mark = fresh()
            body = filled(person, mark, self.draw)
            answer = await person.line.ask("POST", f"/act/{person.act}", person, urlencode(body))
            self.measured.acts.append(time.perf_counter() - due)
            if answer.status != 303:
                self.measured.refused[answer.status] += 1
                return
            person.acknowledged.append(mark)
            await self.look(person, answer.headers["location"].partition("#")[0])

    def begin(self, work: Any) -> None:
        """Let something go on beside."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def run(self, rate: float, seconds: float) -> None:
        """Log everybody in front of a page, then act at a rate."""
        for k in range(0, len(self.people), 20):
            await asyncio.gather(*(self.look(person) for person in self.people[k : k + 20]))
        listening = [asyncio.create_task(self.listen(person)) for person in self.people]
        await asyncio.sleep(3)
        self.measured.pages.clear()
        due = end = time.perf_counter()
        end += seconds
        while due < end:
            due += float(self.draw.exponential(1 / rate))
            wait = due - time.perf_counter()
            self.measured.late = max(self.measured.late, -wait)
            await asyncio.sleep(max(wait, 0))
            self.begin(self.act(self.free(), due))
        while self.tasks:
            await asyncio.wait(set(self.tasks), timeout=30)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    def free(self) -> Person:
        """Choose somebody who is not waiting for an answer: people do not type into a page that is loading."""
        for _ in range(50):
            person = self.people[int(self.draw.integers(len(self.people)))]
            if not person.busy.locked():
                return person
        return person


def share(sorted_: Sequence[float], part: float) -> float:
    """Return a quantile in milliseconds."""
    return 1000 * sorted_[min(len(sorted_) - 1, int(part * len(sorted_)))] if sorted_ else 0.0


def found_in(journal: Journal, people: Sequence[Person]) -> Counter[str]:
    """Count, for each mark that a person was acknowledged, how often the journal has it."""
    found: Counter[str] = Counter()
    for person in people:
        words = [event.model_dump_json() for event in journal.view(journal.identity.open(person.token)).feed]
        for mark in person.acknowledged:
            found[mark] = sum(mark in one for one in words)
    return found


def serve(folder: Path) -> None:
    """Serve the rooms of a folder; in a process of its own."""
    from goodoffices.cli.talks_serving import run  # noqa: PLC0415 - the server's half

    with open_journal(folder) as journal:
        run(journal, ORIGIN, PORT)


def measure(rooms: int, rate: float, seconds: float, seed: int) -> dict[str, Any]:
    """Furnish rooms, serve them, load them, and look whether everything is there."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with open_journal(folder) as journal:
            people = [person for _ in range(rooms) for person in furnish(journal)]
        print(f"{rooms} rooms with {len(people)} people are furnished", file=sys.stderr)
        server = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, __file__, "--serve", made]
        )
        try:
            _wait_for(server)
            crowd = Crowd(people, seed)
            start, used_before = time.perf_counter(), time.process_time()
            asyncio.run(crowd.run(rate, seconds))
            lasted, client = time.perf_counter() - start, time.process_time() - used_before
        finally:
            server.terminate()
            server.wait(30)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open_journal(folder) as journal:
            found = found_in(journal, people)
    acts, pages, measured = sorted(crowd.measured.acts), sorted(crowd.measured.pages), crowd.measured
    return {
        "rooms": rooms,
        "people": len(people),
        "streams": measured.streams,
        "seconds": round(lasted, 1),
        "acts": len(acts),
        "acts_per_second": round(len(acts) / seconds, 1),
        "act_ms": {"p50": round(share(acts, 0.5)), "p99": round(share(acts, 0.99)), "most": round(share(acts, 1))},
        "pages": len(pages),
        "page_ms": {"p50": round(share(pages, 0.5)), "p99": round(share(pages, 0.99))},
        "not_taken": dict(measured.refused),
        "acknowledged": len(found),
        "lost": sum(not many for many in found.values()),
        "doubled": sum(many > 1 for many in found.values()),
        "server_cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "server_memory_mb": round(used.ru_maxrss / 1024),
        "client_cpu_seconds": round(client, 1),
        "client_late_ms": round(1000 * measured.late),
    }


def _wait_for(server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with suppress(httpx.HTTPError):
            if httpx.get(ORIGIN).status_code == 200:
                return
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        time.sleep(0.1)
    raise SystemExit("the server did not answer within 20 s")


def main() -> int:
    """Read what is asked for, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rooms", type=int, default=100)
    asked.add_argument("--rate", type=float, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.serve:
        serve(given.serve)
        return 0
    result = measure(given.rooms, given.rate, min(given.seconds, 600), given.seed)
    if given.json:
        print(json.dumps(result, indent=1))
    else:
        for name, value in result.items():
            print(f"{name.replace('_', ' '):20} {value}")
    return 1 if result["lost"] or result["doubled"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
