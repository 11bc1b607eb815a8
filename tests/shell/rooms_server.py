"""A server of rooms in a process of its own, with clocks and a disk that a test steers.

``python -m tests.shell.rooms_server FOLDER PORT MINUTES [DISK]`` serves the journal of a folder as the command does, on
a machine whose clock says so many minutes past the hour at which the tests begin. With DISK it works on a copy there,
and puts it back when it ends. On its input it is told, a line each:

- ``pass M``: M minutes pass, on every clock;
- ``set M``: the clock that can be set is set M minutes forward;
- ``fill disk``, ``fill limit``, ``fill pages``: from now on there is no space; really on the disk, by the limit that
  the system sets this process, or by that of the database;
- ``free``: there is space again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import httpx
from tests.shell.rooms_table import ORIGIN, START, Client, Seat, Table, open_journal

from goodoffices.cli.talks_serving import run
from goodoffices.store.journal import Journal, ledger

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
MOUNTED = 'mount -t tmpfs -o size=3m,mode=700 tmpfs "$0" && exec "$@"'
"""A small disk that only this process sees; where people may make one, nobody needs to be asked for it."""


class Machine:
    """The clocks and the disk of a machine."""

    def __init__(self, folder: Path, journal: Path, minutes: float) -> None:
        self._folder, self._wal = folder, journal.with_name(f"{journal.name}-wal")
        self._set, self._passed = minutes, 0.0

    def wall(self) -> dt.datetime:
        """Return what the clock says that can be set."""
        return START + dt.timedelta(minutes=self._set + self._passed)

    def beat(self) -> float:
        """Return what the clock says that only goes, in seconds."""
        return self._passed * 60

    def obey(self, journal: Journal) -> None:
        """Do what is told, line by line."""
        for line in sys.stdin:
            word, _, what = line.strip().partition(" ")
            if word == "pass":
                self._passed += float(what)
                journal.close_due()  # as the timer does, every second
            elif word == "set":
                self._set += float(what)
            else:
                getattr(self, f"_{word}_{what}" if what else f"_{word}")(journal)
            sys.stdout.write("done\n")
            sys.stdout.flush()

    def _fill_disk(self, _: Journal) -> None:
        with contextlib.suppress(OSError), (self._folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(b"\0" * 4096)

    def _fill_limit(self, _: Journal) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._wal.stat().st_size, resource.RLIM_INFINITY))

    def _fill_pages(self, journal: Journal) -> None:
        with journal._ledger.journal.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")

    def _free(self, journal: Journal) -> None:
        (self._folder / "filler").unlink(missing_ok=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with journal._ledger.journal.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def carry(home: Path, to: Path) -> None:
    """Copy the files of a journal that nobody has open, unless they are there already."""
    for path in home.glob("talks.*") if home != to else ():
        shutil.copyfile(path, to / path.name)


def main() -> None:
    """Serve until interrupted."""
    home, port, minutes = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    folder = Path(sys.argv[4]) if len(sys.argv) > 4 else home
    carry(home, folder)
    machine = Machine(folder, folder / "talks.db", minutes)
    with mock.patch.object(ledger, "monotonic", machine.beat), open_journal(folder, machine.wall) as journal:
        threading.Thread(target=machine.obey, args=(journal,), daemon=True).start()
        run(journal, ORIGIN, port)
    carry(folder, home)


@dataclass(frozen=True)
class Wire(Client):
    """A browser that asks a server over the network; what it calls the server is the address that a proxy has."""

    port: int = 0

    def ask(self, method: str, path: str, headers: dict[str, str], content: str | bytes = "") -> httpx.Response:
        """Send one request."""
        line = HTTPConnection(HOST, self.port, timeout=30)
        with contextlib.closing(line):
            line.request(method, path, content or None, {"host": urlsplit(ORIGIN).netloc, **headers})
            answer = line.getresponse()
            return httpx.Response(answer.status, headers=answer.getheaders(), content=answer.read())


@dataclass(frozen=True)
class Served:
    """A server in a process of its own, and those who sit at its table."""

    process: subprocess.Popen[str]
    wire: Wire
    people: Mapping[str, Seat]

    def __getitem__(self, name: str) -> Seat:
        return self.people[name]

    def tell(self, line: str) -> None:
        """Steer the machine; it is done when this returns."""
        if self.process.stdin is None or self.process.stdout is None:
            raise TypeError
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"


def small_disks(folder: Path) -> bool:
    """Say whether a process may have a small disk of its own here, without rights that others have not."""
    try:
        words = ["unshare", "-Urm", "sh", "-c", MOUNTED, str(folder), "true"]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextlib.contextmanager
def served(table: Table, folder: Path, *, minutes: float = 0, disk: Path | None = None) -> Iterator[Served]:
    """Serve the room of a table, whose own journal is closed, by a process of its own."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "tests.shell.rooms_server", str(folder), str(port), str(minutes)]
    if disk is not None:
        words = ["unshare", "-Urm", "sh", "-c", MOUNTED, str(disk), *words, str(disk)]
    wire = Wire(table.app, port)
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            _wait_for(process, port)
            people = {name: dataclasses.replace(seat, client=wire) for name, seat in table.people.items()}
            yield Served(process, wire, people)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def _wait_for(process: subprocess.Popen[str], port: int) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=5):
            return
        time.sleep(0.02)
    raise AssertionError("the server did not start")


if __name__ == "__main__":
    main()
