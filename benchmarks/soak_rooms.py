"""Kill a server of rooms, again and again, while people send it forms, and count what it had acknowledged.

Run ``python benchmarks/soak_rooms.py [KILLS] [SEED]``. A server in a process of its own holds a room; its mediator,
two heads and a member open pages and send the forms on them over HTTP, as fast as they can. At a random moment the
server is killed (SIGKILL, as ``kill -9`` does); one time in six the moment lies within its start. The next one is the
first to open the journal again. Most are forked from this program; one in ten is ``goodoffices talks serve`` itself.

Whoever got no answer sends the same form again with the same key, over two connections at once; one form in ten is
sent again although it was acknowledged. Once everybody has an answer, each form that was ever sent must be there
exactly once: on the page that shows it, and in the journal. Ends with 1 if one is lost or doubled.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
from talks_load import Person, filled, form_of, fresh, furnish, open_journal

from goodoffices.cli.talks_serving import run

KILLS_IN_A_ROOM = 25
LONGEST = 0.5
STARTING = 0.25
"""Seconds within which a server that was forked has usually begun to answer."""
HOST = "127.0.0.1"
KIND = "application/x-www-form-urlencoded"


def done(location: str) -> str:
    """Return what an answer says that was done."""
    return parse_qs(urlsplit(location).query).get("done", [""])[0]


@dataclass
class Sender:
    """Somebody in front of a page, and what became of their forms.

    Attributes
    ----------
    unanswered
        The form that was sent last, with its mark, until it was acknowledged.
    acknowledged
        Marks of forms that were.
    """

    person: Person
    rng: np.random.Generator
    unanswered: tuple[str, str] | None = None
    acknowledged: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


class Played:
    """A room that is served, killed and served again.

    Parameters
    ----------
    folder
        Of its journal.
    seed
        Of what people write.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://{HOST}:{self.port}"
        with open_journal(folder) as journal:
            people = furnish(journal)
        self.senders = [Sender(person, np.random.default_rng([seed, k])) for k, person in enumerate(people)]
        self.wrong: list[str] = []

    def start(self, *, command: bool) -> int:
        """Start a server and return its process: the command itself, or what it does, forked."""
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                if command:
                    words = ["-m", "goodoffices", "talks", "serve", "--data", str(self.folder)]
                    given = ["--port", str(self.port), "--origin", self.origin]
                    os.execv(sys.executable, [sys.executable, *words, *given])  # noqa: S606 - ourselves
                with open_journal(self.folder) as journal:
                    run(journal, self.origin, self.port)
            os._exit(0)
        return child

    def wait(self) -> None:
        """Wait until the server takes connections."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=5):
                return
            time.sleep(0.005)
        sys.exit("the server did not start")

    def kill(self, seconds: float, *, starting: bool, command: bool) -> None:
        """Serve, let everybody act, and kill the server so long after it has begun to answer, or to start."""
        server = self.start(command=command)
        with self._everybody(endless=True):
            if not starting:
                self.wait()
            time.sleep(seconds)
            os.kill(server, signal.SIGKILL)
            _, status = os.waitpid(server, 0)
        if not os.WIFSIGNALED(status):
            self.wrong.append("the server ended by itself")

    def settle(self) -> None:
        """Serve until everybody has an answer to everything; look at the pages, then at the journal."""
        server = self.start(command=False)
        self.wait()
        with self._everybody(endless=False):
            pass
        for sender in self.senders:
            if sender.person.act == "speak":
                line = HTTPConnection(HOST, self.port, timeout=30)
                _, page, _ = self._ask(line, sender, "GET", "/sessions")
                _, page, _ = self._ask(line, sender, "GET", f"/sessions?in={form_of(page, 'speak')['session']}&to=all")
                line.close()
                missing = sum(page.count(mark) != 1 for mark in sender.acknowledged)
                if missing:
                    self.wrong.append(f"{missing} of {len(sender.acknowledged)} words are not on the page once")
        os.kill(server, signal.SIGTERM)
        os.waitpid(server, 0)

    def found(self) -> Counter[str]:
        """Count how often each mark stands in the journal, for whoever sent it."""
        found = Counter[str]()
        with open_journal(self.folder) as journal:
            for sender in self.senders:
                told = Counter[str]()
                for one in journal.events_for(journal.identity.open(sender.person.token)):
                    body = getattr(one.event, "body", None)
                    text = getattr(body, "text", None) or getattr(body, "notes", None)
                    told[text.split()[0] if text else ""] += 1
                found.update({mark: told[mark] for mark in sender.acknowledged})
        return found

    @contextlib.contextmanager
    def _everybody(self, *, endless: bool) -> Iterator[None]:
        """Let everybody act beside the block: until it is over, or only until each has an answer."""
        over = threading.Event()
        threads = [threading.Thread(target=self._live, args=(one, over, endless)) for one in self.senders]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            if endless:
                over.set()
            for thread in threads:
                thread.join()

    def _live(self, sender: Sender, over: threading.Event, endless: bool) -> None:  # noqa: FBT001 - of a thread
        lines = [HTTPConnection(HOST, self.port, timeout=30) for _ in range(2)]
        while not over.is_set() and not self.wrong and (endless or sender.unanswered):
            try:
                if sender.unanswered:
                    self._again(sender, lines)
                else:
                    self._act(sender, lines[0])
            except (OSError, HTTPException):
                for line in lines:
                    line.close()
                time.sleep(0.003)
        for line in lines:
            line.close()

    def _act(self, sender: Sender, line: HTTPConnection) -> None:
        """Fill in the form of the open page and send it; go where the answer says."""
        person = sender.person
        if not person.shown:
            self._look(sender, line, f"/{person.page}")
        mark = fresh()
        body = urlencode(filled(person, mark, sender.rng))
        person.shown = ""
        sender.unanswered = mark, body
        status, _, location = self._ask(line, sender, "POST", f"/act/{person.act}", body)
        if not self._taken(sender, [(status, location)], first=True):
            return
        if sender.rng.random() < 0.1:
            status, _, location = self._ask(line, sender, "POST", f"/act/{person.act}", body)
            sender.counted["twice"] += 1
            if (status, done(location)) != (303, "again"):
                self.wrong.append(f"a form that was sent twice was answered with {status} {location}")
        self._look(sender, line, location.partition("#")[0])

    def _again(self, sender: Sender, lines: list[HTTPConnection]) -> None:
        """Send the form that was not answered again, over two connections at once."""
        if sender.unanswered is None:
            raise AssertionError
        _, body = sender.unanswered
        for line in lines:
            self._send(line, sender, "POST", f"/act/{sender.person.act}", body)
        heard = [self._hear(line) for line in lines]
        self._taken(sender, [(status, location) for status, _, location in heard], first=False)

    def _taken(self, sender: Sender, answers: list[tuple[int, str]], *, first: bool) -> bool:
        """Write down that a form was acknowledged; False if the server only asks to come back later."""
        if any(status == 429 for status, _ in answers):
            time.sleep(0.3)
            return False
        news = sum(done(location) not in {"", "again"} for _, location in answers)
        if any(status != 303 for status, _ in answers) or news > 1 or (first and not news) or not sender.unanswered:
            self.wrong.append(f"a form was answered with {answers}")
            return False
        if not first:
            sender.counted["sent again"] += 1
            sender.counted["kept before"] += not news
        sender.acknowledged.append(sender.unanswered[0])
        sender.unanswered = None
        return True

    def _look(self, sender: Sender, line: HTTPConnection, path: str) -> None:
        status, page, _ = self._ask(line, sender, "GET", path)
        if status != 200:
            self.wrong.append(f"{path} was answered with {status}")
        sender.person.shown = page

    def _ask(
        self, line: HTTPConnection, sender: Sender, method: str, path: str, body: str = ""
    ) -> tuple[int, str, str]:
        self._send(line, sender, method, path, body)
        return self._hear(line)

    def _send(self, line: HTTPConnection, sender: Sender, method: str, path: str, body: str = "") -> None:
        head = {"cookie": f"room={sender.person.token}"}
        given = {"origin": self.origin, "content-type": KIND} if method == "POST" else {}
        line.request(method, path, body or None, {**head, **given})

    @staticmethod
    def _hear(line: HTTPConnection) -> tuple[int, str, str]:
        with line.getresponse() as answer:
            return answer.status, answer.read().decode(), answer.headers.get("location", "")


def settled(played: Played, total: Counter[str], seed: int) -> None:
    """Count what became of a room; end if something is lost or doubled."""
    played.settle()
    found = played.found()
    for sender in played.senders:
        total.update(sender.counted)
        total["acknowledged"] += len(sender.acknowledged)
    total["found"] += sum(many > 0 for many in found.values())
    lost, doubled = sum(not many for many in found.values()), sum(many > 1 for many in found.values())
    if lost or doubled or played.wrong:
        sys.exit(f"seed {seed}: {lost} lost, {doubled} doubled; {'; '.join(played.wrong) or 'no other fault'}")


def main() -> None:
    """Kill as often as asked for; print what was acknowledged, and what is there."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = np.random.default_rng(seed)
    began, total, within = time.perf_counter(), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        for first in range(0, kills, KILLS_IN_A_ROOM):
            folder = Path(scratch) / str(first)
            folder.mkdir()
            played = Played(folder, seed + first)
            for number in range(first, min(first + KILLS_IN_A_ROOM, kills)):
                starting, command = number % 6 == 4, number % 10 == 3
                played.kill(
                    float(rng.uniform(0, STARTING if starting else LONGEST)), starting=starting, command=command
                )
                within["starting" if starting else "acting"] += 1
                within["command"] += command
            settled(played, total, seed)
            shutil.rmtree(folder)
    seconds = time.perf_counter() - began
    moments = f"{within['acting']:,} while people acted, {within['starting']:,} while the server started"
    print(
        f"{kills:,} kills, seed {seed} ({moments}; {within['command']:,} of the command itself): "
        f"{total['acknowledged']:,} acknowledged, {total['found']:,} found, {total['sent again']:,} cut off and sent "
        f"again, of which {total['kept before']:,} had been kept, {total['twice']:,} sent twice, 0 lost, 0 doubled, "
        f"{seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
