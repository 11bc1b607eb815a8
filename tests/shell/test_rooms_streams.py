"""Live streams, byte for byte: what the other side does in private is in none of them, nor in their rhythm."""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.shell.rooms_table import RULES, Table, serving, set_table
from tests.shell.test_rooms_http import TEXT, private_acts, sound

from goodoffices.web.rooms import application
from goodoffices.web.rooms.pacing import Pace

LISTENING = ("Nora", "Nils", "Olga")
WITHOUT_NEWS = 60.0
Step = tuple[str, str, str, dict[str, Any]]
STEPS: tuple[Step, ...] = (
    ("Maria", "/room", "propose-rules", dict(RULES)),
    ("Nora", "/room", "sign-rules", {}),
    ("Sami", "/room", "sign-rules", {}),
    ("Maria", "/room", "propose-mode", {"mode": "conciliation"}),
    ("Nora", "/room", "consent-mode", {}),
    ("Sami", "/room", "consent-mode", {}),
    ("Nora", "/room", "instruct", {"text": "A note within the North"}),
    ("Maria", "/text", "table-text", {"title": "A draft", "clauses": TEXT}),
    ("Nora", "/text", "criticise", {"temperature": "difficult"}),
    ("Maria", "/questions", "ask-question", {"text": "Half a year?", "minutes": "30"}),
    ("Nora", "/questions", "agree-to-ask", {}),
    ("Sami", "/questions", "agree-to-ask", {}),
    (
        "Maria",
        "/sessions",
        "open-session",
        {"title": "All", "format": "plenary", "seats": ["north", "south"], "observers": "on"},
    ),
)
PRIVATE = {3: 0, 7: 1, 8: 2, 12: 3}  # before which of the steps there is something to do in private


class Line:
    """A connection to a stream, of which every byte is kept."""

    def __init__(self, port: int, token: str, *more: str, method: str) -> None:
        self.kept, self._news = b"", threading.Condition()
        self._line = socket.create_connection(("127.0.0.1", port))
        head = [f"{method} /room/live HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: room={token}", *more]
        self._line.sendall("\r\n".join([*head, "", ""]).encode())
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while part := self._line.recv(4096):
            with self._news:
                self.kept += part
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def until(self, pattern: bytes) -> bytes:
        """Wait until something has come; return all that has come so far but for the time of day in its head."""
        with self._news:
            assert self._news.wait_for(lambda: re.search(pattern, self.kept), 20), (pattern, self.kept)
            return re.sub(rb"(?i)\r\ndate: [^\r]*", b"", self.kept)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._reader.join(10)
        self._line.close()


@contextmanager
def heard(table: Table, heartbeat: float = WITHOUT_NEWS) -> Iterator[Callable[..., Line]]:
    """Serve a table's journal, and give a way to open streams; all lines are hung up at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = application(table.journal, origin=f"http://127.0.0.1:{port}", heartbeat=heartbeat)
    lines: list[Line] = []

    def listen(name: str, *more: str, method: str = "GET") -> Line:
        lines.append(Line(port, table[name].token, *more, method=method))
        return lines[-1]

    with serving(app, port):
        try:
            yield listen
        finally:
            for line in lines:
                line.close()


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Callable[[], Table]]:
    """Set one table after another, alike but for random numbers."""
    made: list[Table] = []

    def make() -> Table:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(set_table(folder, pace=Pace(at_once=1e6)))
        made[-1].invite("Nora", "north", "member", "Nils")
        made[-1].invite("Maria", "observers", "observer", "Olga")
        return made[-1]

    yield make
    for one in made:
        one.journal.close()


def last(table: Table, name: str) -> int:
    """Return how far somebody's own feed has come."""
    return table.journal.last_for(table.journal.identity.open(table[name].token))


def streams(table: Table, private: Callable[[int], None]) -> dict[str, bytes]:
    """Return every byte of everybody's streams over a history: opened early, taken up again, and ended."""
    with heard(table) as listen:
        lines = [(f"{name} first", name, 0, listen(name)) for name in LISTENING]
        for number, (who, page, kind, fields) in enumerate(STEPS):
            if number in PRIVATE:
                private(PRIVATE[number])
            if number == 9:
                lines += [taken for name in LISTENING for taken in taken_up(table, listen, name)]
            come_so_far(table, lines)
            table[who].does(page, kind, **fields)
        come_so_far(table, lines)
        for name in LISTENING:
            table.journal.identity.log_out(table[name].token)
        who, page, kind, fields = STEPS[-1]
        table[who].does(page, kind, **fields)
        return {label: line.until(rb"event: over\n[^$]*\r\n0\r\n\r\n") for label, _, _, line in lines}


def come_so_far(table: Table, lines: list[tuple[str, str, int, Line]]) -> None:
    """Wait until every stream has told how far its reader's feed has come; what was heard before is not told again."""
    for _, name, since, line in lines:
        line.until(rb"data: %d\n" % last(table, name) if last(table, name) > since else rb"retry: 3000\n\n")


def taken_up(table: Table, listen: Callable[..., Line], name: str) -> list[tuple[str, str, int, Line]]:
    """Come back to a stream: with what was heard last, with less, with more, and with nonsense."""
    now = last(table, name)
    told = {"again": now, "behind": now - 2, "ahead": now + 7}
    return [
        (f"{name} {how}", name, now if how == "again" else 0, listen(name, f"Last-Event-ID: {number}"))
        for how, number in told.items()
    ]


def test_what_one_side_does_in_private_changes_no_byte_of_a_stream(tables: Callable[[], Table]) -> None:
    """Numbers, ids and heads of every stream are the same, also of one that is taken up again."""
    quiet, busy = tables(), tables()
    without = streams(quiet, lambda _: None)
    private = streams(busy, private_acts(busy))
    assert private == without
    # The South itself, and the mediator, were told of more: there was something to give away.
    assert last(busy, "Sami") > last(quiet, "Sami")
    assert last(busy, "Maria") > last(quiet, "Maria")
    assert without["Nora first"].count(b"\ndata: ") > 10
    assert without["Nora first"] != without["Olga first"]


def test_a_stream_goes_on_after_what_was_heard_last(tables: Callable[[], Table]) -> None:
    """Whoever comes back having heard everything is told nothing; whoever missed something, how far it has come."""
    table = tables()
    now = last(table, "Nora")
    with heard(table) as listen:
        missed = listen("Nora", f"Last-Event-ID: {now - 1}")
        assert f"retry: 3000\nid: {now}\ndata: {now}\n\n".encode() in missed.until(rb"data: \d+\n\n")
        again = listen("Nora", f"Last-Event-ID: {now}")
        again.until(rb"retry: 3000\n\n")
        table["Maria"].does("/room", "propose-rules", **RULES)
        assert re.findall(rb"data: (\d+)", again.until(rb"data: \d+\n\n")) == [str(now + 1).encode()]


def test_a_stream_keeps_its_own_time(tables: Callable[[], Table]) -> None:
    """While the other side acts without a pause, the silence of a stream is not cut short, nor drawn out."""
    table = tables()
    table.agree_on_rules()
    over = threading.Event()

    def busy() -> None:
        while not over.is_set():
            sound(table["Sami"], "tests")

    acting = threading.Thread(target=busy)
    with heard(table, heartbeat=0.3) as listen:
        line = listen("Nora")
        line.until(rb"data: \d+\n\n")
        acting.start()
        told = line.until(rb"(:\n\n\r\n[^:]*){4}")
        over.set()
        acting.join()
    assert re.sub(rb"\r\n\d\r\n", b"", told.partition(b"data: ")[2]).strip(b"\r\n0123456789") == b":\n\n:\n\n:\n\n:"


def test_asking_for_the_head_of_a_stream_takes_no_place(tables: Callable[[], Table]) -> None:
    """It is answered at once with the same head, on a line that stays open, and the stream can be opened after it."""
    table = tables()
    with heard(table) as listen:
        heads = [listen("Nora", method="HEAD") for _ in range(6)]
        for one in heads:
            assert b"text/event-stream" in one.until(rb"\r\n\r\n")
        line = listen("Nora")
        line.until(rb"retry: 3000\n")


def test_a_place_is_free_again_when_the_other_end_hangs_up(tables: Callable[[], Table]) -> None:
    """Reloading a page again and again does not use up one's streams."""
    table = tables()
    with heard(table) as listen:
        for _ in range(12):
            line = listen("Nora")
            assert b"full" not in line.until(rb"data: ")
            line.close()


def test_a_stream_that_fails_says_nothing_of_why(
    tables: Callable[[], Table], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It ends as one whose session is over; the log has a line without content."""
    table = tables()

    def fail(_: str) -> int:
        message = "a secret of the North"
        raise RuntimeError(message)

    with caplog.at_level(logging.DEBUG), heard(table) as listen:
        line = listen("Nora")
        line.until(rb"data: ")
        monkeypatch.setattr(table.journal, "heard", fail)
        table["Maria"].does("/room", "propose-rules", **RULES)
        told = line.until(rb"event: over\n[^$]*\r\n0\r\n\r\n")
    assert b"secret" not in told
    assert "secret" not in caplog.text
    assert "a live stream failed" in caplog.text
