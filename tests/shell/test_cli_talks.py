"""The verbs of the mediation room, on real journals."""

from __future__ import annotations

import http.client
import io
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from goodoffices.cli.talks_serving import demonstrate
from goodoffices.store.journal import Journal, Strength

Run = Callable[..., Any]
WEAK = Strength(passes=1, memory=8192)
PASSPHRASE = "four words will do"  # noqa: S105 - of a test


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder for rooms."""
    return tmp_path / "rooms"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Type a line where a passphrase is asked for and no terminal is there."""
    return lambda line: monkeypatch.setattr(sys, "stdin", io.StringIO(line + "\n"))


def invited(run: Run, data: Path, *more: str) -> dict[str, str]:
    """Open a room on Korea, or invite to one."""
    ended = run("talks", "invite", *(more or ("korea-2017",)), "--data", data, "--json")
    assert ended.code == 0, ended.err
    told: dict[str, str] = json.loads(ended.out)
    return told


def test_a_room_is_opened_on_a_case_and_a_mediator_invited(run: Run, data: Path) -> None:
    """The link holds the token behind #; a second mediator is invited to the same room; files are the owner's alone."""
    first = invited(run, data)
    assert re.fullmatch(r"http://localhost:8000/enter#[\w-]{20,}", first["link"])
    again = invited(run, data, "--room", first["room"])
    assert again["room"] == first["room"]
    assert again["link"] != first["link"]
    assert data.stat().st_mode & 0o077 == 0
    told = run("talks", "invite", "korea-2017", "--between", "USA", "RUS", "--data", data).out
    assert "for the mediator, once" in told
    assert "read the fingerprint aloud" in told


def test_what_cannot_be_opened_is_told(run: Run, data: Path) -> None:
    """A party that is not there, a case without two sides, neither case nor room, a room that is not there."""
    for words, said in (
        (("korea-2017", "--between", "USA", "XYZ"), "found no party 'XYZ'"),
        (("prisoners-dilemma", "--between", "ONE", "ABC"), "found no party 'ABC'"),
        ((), "give a case"),
        (("korea-2017", "--room", "0" * 32), "give a case"),
        (("--room", "0" * 32), "no such room"),
    ):
        ended = run("talks", "invite", *words, "--data", data)
        assert ended.code in {1, 2}
        assert said in re.sub(r"[\s│]+", " ", ended.err), words


def test_minutes_are_exported_and_verified_and_one_byte_is_noticed(
    run: Run, data: Path, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    """By whoever may read them, with the passphrase; the altered file is refused with the reason."""
    told = invited(run, data)
    with Journal.open(data / "rooms.db", data / "rooms.key", strength=WEAK) as journal:
        journal.identity.redeem(told["link"].split("#")[1], "Anna", PASSPHRASE, address="here")
    who = ("--room", told["room"], "--group", "mediator", "--name", "Anna", "--data", data, "--out", tmp_path / "m")
    typed(PASSPHRASE)
    assert run("talks", "export", *who).code == 0
    path = next((tmp_path / "m").glob("*.json"))
    ended = run("talks", "verify", path)
    assert ended.code == 0
    assert "every one as it was signed" in ended.out
    assert "not countersigned by anybody yet" in ended.out
    assert json.loads(run("talks", "verify", path, "--json").out)["valid"]
    path.write_bytes(path.read_bytes().replace(b"Korean", b"Corean", 1))
    ended = run("talks", "verify", path)
    assert (ended.code, "not valid" in ended.err) == (1, True)
    ended = run("talks", "verify", path, "--json")
    assert ended.code == 1
    assert not json.loads(ended.out)["valid"]
    typed("something else")
    assert run("talks", "export", *who).code == 1


def test_rooms_come_back_from_a_backup(run: Run, data: Path, tmp_path: Path, typed: Callable[[str], None]) -> None:
    """Encrypted under a passphrase that is never an argument; another one does not open it."""
    room = invited(run, data)["room"]
    typed(PASSPHRASE)
    assert run("talks", "backup", tmp_path / "kept.backup", "--data", data).code == 0
    typed("another one entirely")
    assert run("talks", "restore", tmp_path / "kept.backup", "--data", tmp_path / "no").code == 1
    typed(PASSPHRASE)
    ended = run("talks", "restore", tmp_path / "kept.backup", "--data", tmp_path / "back")
    assert ended.code == 0, ended.err
    assert invited(run, tmp_path / "back", "--room", room)["room"] == room


def test_simulated_delegations_negotiate(run: Run) -> None:
    """The same seed, the same table; nothing crosses; no room is an error."""
    told = json.loads(run("talks", "simulate", "--rooms", "20", "--seed", "3", "--json").out)
    assert told == json.loads(run("talks", "simulate", "--rooms", "20", "--seed", "3", "--json").out)
    assert told["cross_seat_bytes"] == 0
    assert "honest + honest" in run("talks", "simulate", "--rooms", "20").out
    assert "at least one" in run("talks", "simulate", "--rooms", "0").err


def test_a_demonstration_has_a_link_for_three(tmp_path: Path) -> None:
    """A mediator and the heads of the two principals, each with an invitation of its own."""
    with Journal.open(tmp_path / "rooms.db", tmp_path / "rooms.key", strength=WEAK) as journal:
        lines = list(demonstrate(journal, "korea-2017", "http://localhost:1"))
        assert [line.split(":")[0].strip() for line in lines[1:]] == ["mediator", "head of USA", "head of PRK"]
        groups = [journal.identity.look(line.split("#")[1], address="here").group for line in lines[1:]]
    assert groups == ["mediator", "USA", "PRK"]


def test_the_room_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    """A real server in a process of its own: the door opens, pages come with their headers, Ctrl-C ends it in peace."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "goodoffices", "talks", "serve", "--data", str(tmp_path / "rooms"), "--port", str(port),
        "--origin", f"http://localhost:{port}", "--demo", "korea-2017",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            status, policy = _ask(port)
            assert status == 200
            assert "default-src 'none'" in policy
        finally:
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=60)
    assert out.count("/enter#") == 3
    assert "Traceback" not in err


def _ask(port: int) -> tuple[int, str]:
    """Return the status of the door and the policy that it came with."""
    for _ in range(600):
        with closing(http.client.HTTPConnection("localhost", port, timeout=10)) as connection:
            try:
                connection.request("GET", "/")
            except ConnectionRefusedError:
                time.sleep(0.1)
                continue
            with connection.getresponse() as answer:
                answer.read()
                return answer.status, answer.headers["content-security-policy"]
    raise AssertionError("the server did not answer within a minute")
