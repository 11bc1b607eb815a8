"""The verb `record review`: decisions from a pipe and from a terminal, each written at once."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.record.river import EVENT, OPTION, PROPOSALS, STATEMENT, TEXT, TIE, part, start

from goodoffices.record.merging import merge
from goodoffices.record.parts import Proposal
from goodoffices.store import read_case
from goodoffices.store.drafts import draft_text, rejected_beside

Run = Callable[..., Any]


class Pipe(io.StringIO):
    """Answers that are piped in."""

    def isatty(self) -> bool:
        """Say that it is no terminal."""
        return False


@pytest.fixture
def review(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], Any]:
    """Review a case with answers from a pipe."""

    def go(case: Path, answers: str, *more: str) -> Any:
        monkeypatch.setattr(sys, "stdin", Pipe(answers))
        return run("record", "review", case, *more)

    return go


Review = Callable[..., Any]


def drafted(folder: Path, *proposals: Proposal, locators: bool = False) -> Path:
    """Write a draft of the river with its text beside it."""
    merged = merge(start(), [part(*(proposals or PROPOSALS), locators=locators)])
    (folder / "texts").mkdir()
    (folder / "texts" / "river.txt").write_text(TEXT, "utf-8")
    path = folder / "river.yaml"
    path.write_text(draft_text(merged.data, merged.asks), "utf-8")
    return path


def test_decisions_are_written_as_they_are_made(review: Review, tmp_path: Path) -> None:
    """Roles by their number, then accept, reject, quit; comments stay, what is rejected is remembered."""
    path = drafted(tmp_path, STATEMENT, TIE, EVENT)
    ended = review(path, "1\n4\na\na\nr\n")
    assert ended.code == 0
    assert "0 proposals still to decide on: all is decided" in ended.out
    case = read_case(path)
    assert [one.role for one in case.parties.values()] == ["principal", "stakeholder"]
    assert [one.status for one in (*case.ties, *case.statements)] == ["accepted", "accepted"]
    assert not case.events
    assert json.loads(rejected_beside(path).read_text())["rejected"][0]["section"] == "events"
    text = path.read_text("utf-8")
    assert "# What binds (+) or divides (-) them." in text
    assert "status" not in text.split("sources:")[1]


def test_the_words_are_shown_in_their_context(review: Review, tmp_path: Path) -> None:
    """Entry, names, and what stands before and after."""
    path = drafted(tmp_path, STATEMENT)
    ended = review(path, "s\ns\nq\n")
    assert "named by 1 entry, to be rejected with it" in ended.out
    assert "who: doe (Jo Doe)" in ended.out
    assert "“We will release water when the canal is open,” said Jo Doe" in ended.out
    assert "3 proposals still to decide on; go on with: goodoffices record review" in ended.out


def test_what_is_left_is_asked_next_time(review: Review, tmp_path: Path) -> None:
    """Skipped and unasked proposals stay; the end of the input is to quit."""
    path = drafted(tmp_path, TIE, EVENT)
    assert "2 proposals still" in review(path, "1\n1\ns\n").out
    assert "1 proposal still" in review(path, "a\n").out
    assert "all is decided" in review(path, "a\n").out
    assert "all is decided" in review(path, "").out


def test_everything_can_be_taken_back(review: Review, tmp_path: Path) -> None:
    """A skip, an acceptance, a rejection with all that went with it; then the file is as it was."""
    path = drafted(tmp_path, STATEMENT, TIE, EVENT, OPTION)
    before = path.read_text("utf-8")
    ended = review(path, "r\nu\n1\nu\ns\nu\nu\nq\n")
    assert ended.out.count("nothing to take back") == 1
    assert path.read_text("utf-8") == before
    assert json.loads(rejected_beside(path).read_text())["rejected"] == []


def test_a_key_that_means_nothing_is_asked_again(review: Review, tmp_path: Path) -> None:
    """So is one that cannot be: a party is not accepted without a role, a statement of nobody not at all."""
    path = drafted(tmp_path, PROPOSALS[1])
    ended = review(path, "a\nx\n9\n\n2\n2\na\nq\n")
    assert ended.out.count("expected one of the keys shown") == 4
    assert "not done: " in ended.out
    assert "found no 'who'" in ended.out
    assert read_case(path).statements[0].status == "proposed"


def test_a_party_that_is_named_by_what_is_accepted_stays(review: Review, tmp_path: Path) -> None:
    """The message says by what."""
    path = drafted(tmp_path, TIE)
    assert review(path, "", "--accept", "ties").code == 0
    ended = review(path, "r\nq\n")
    assert "UP is named by ties.0, which is accepted" in ended.out


def test_a_proposal_is_edited_key_by_key(review: Review, tmp_path: Path) -> None:
    """Return keeps, a hyphen strikes out, at the end keys are added; then it is asked about again."""
    path = drafted(tmp_path, PROPOSALS[1])
    ended = review(path, "1\n1\ne\n-\n\nwho: roe\nwhen: 2020-05-02\nneither a key\n\na\n")
    assert "all is decided" in ended.out
    (one,) = read_case(path).statements
    assert (one.who, str(one.when), one.gist, one.status) == ("roe", "2020-05-02", None, "accepted")


def test_an_edit_that_is_no_case_is_not_written(review: Review, tmp_path: Path) -> None:
    """What is wrong is said, and the proposal is asked about again; the same for what is no YAML, and for no change."""
    path = drafted(tmp_path, EVENT)
    before = path.read_text("utf-8")
    ended = review(path, "s\ns\ne\n2020-13\n\n\n\n\n\ne\n[\ne\n\n\n\n\n\n\nq\n")
    assert "found month 13" in ended.out
    assert "not done: this is not YAML" in ended.out
    assert "nothing was changed" in ended.out
    assert path.read_text("utf-8") == before
    assert "nothing was changed" in review(path, "s\ns\ne\n").out


def test_accepting_without_asking(review: Review, tmp_path: Path) -> None:
    """A section, or all that says enough; the rest is left and listed."""
    path = drafted(tmp_path)
    told = json.loads(review(path, "", "--accept", "events", "--json").out)
    assert told["accepted"] == 1
    assert "7 proposals accepted, 3 still to decide on" in review(path, "", "--accept", "all").out
    left = json.loads(review(path, "", "--accept", "all", "--json").out)["left"]
    assert left == ["parties.UP", "parties.DOWN", "statements.1"]
    assert review(path, "", "--accept", "everything").code == 1


def test_listing_what_is_left(review: Review, tmp_path: Path) -> None:
    """One line each, or everything as JSON."""
    path = drafted(tmp_path, STATEMENT, OPTION)
    listed = review(path, "", "--list").out
    assert "statements.0: We will release water" in listed
    assert "parties.UP: Upland" in listed
    assert "4 proposals to decide on" in listed
    told = json.loads(review(path, "", "--json").out)
    assert told["proposed"][2]["evidence"][0]["after"].startswith("” said Jo Doe")


def test_a_case_without_its_text_is_reviewed_all_the_same(review: Review, tmp_path: Path) -> None:
    """It says so; with the folder of the texts the words are there, from locators too."""
    path = drafted(tmp_path, EVENT, locators=True)
    (tmp_path / "texts" / "river.txt").rename(tmp_path / "elsewhere.txt")
    assert "(the text is not here)" in review(path, "s\ns\nq\n").out
    assert "Downland closed the canal in April" in review(path, "s\ns\nq\n", "--sources", str(tmp_path)).out


def test_a_case_that_was_changed_meanwhile_is_not_written_over(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever edits it by hand at the same time loses nothing."""
    path = drafted(tmp_path, EVENT)

    class Meddling(Pipe):
        def readline(self, *size: Any) -> Any:
            path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")
            return super().readline(*size)

    monkeypatch.setattr("tests.shell.test_cli_review.Pipe", Meddling)
    ended = review(path, "1\nq\n")
    assert "has been changed" in ended.out
    assert path.read_text("utf-8").endswith("# by hand\n")


@pytest.mark.parametrize("case", ["korea-2017", "no-such-case"])
def test_only_a_case_of_ones_own_can_be_reviewed(review: Review, case: str) -> None:
    """A shipped one cannot be written."""
    assert review(Path(case), "").code == 1


@pytest.fixture
def terminal_keys(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, str], Any]]:
    """Review a case in a terminal into which all keys have been pressed beforehand."""
    master, slave = pty.openpty()

    def go(case: Path, keys: str) -> Any:
        os.write(master, keys.encode())
        with os.fdopen(slave, closefd=False) as terminal:
            monkeypatch.setattr(sys, "stdin", terminal)
            return run("record", "review", case)

    yield go
    os.close(master)
    os.close(slave)


def test_keys_pressed_too_early_are_not_lost(
    terminal_keys: Callable[[Path, str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are taken one by one; an arrow means nothing, escape is to quit; an editor may change nothing."""
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    path = drafted(tmp_path, TIE, EVENT)
    ended = terminal_keys(path, "1\x1b[Ae2a\x1b")
    assert "found '?', expected one of the keys shown" in ended.out
    assert "nothing was changed" in ended.out
    assert "1 proposal still to decide on" in ended.out


def test_lines_are_asked_for_where_there_is_no_editor(
    terminal_keys: Callable[[Path, str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One key of the entry at a time; the end of the input leaves the entry as it was."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    path = drafted(tmp_path, EVENT)
    ended = terminal_keys(path, "12e\n\n\nshuts it\n\n\na")
    assert read_case(path).events[0].what == "shuts it"
    assert "all is decided" in ended.out


class Terminal:
    """The command in a terminal of its own."""

    def __init__(self, case: Path, **environment: str) -> None:
        self.master, slave = pty.openpty()
        command = [sys.executable, "-m", "goodoffices", "record", "review", str(case)]
        known = {"PATH": os.defpath, "TERM": "xterm", "COLUMNS": "100", "LINES": "40", **environment}
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=known, close_fds=True)
        os.close(slave)
        self.shown, self.seen = "", 0

    def wait_for(self, words: str) -> None:
        """Read until words are shown, after those that were waited for last."""
        until = time.monotonic() + 60
        while words not in self.shown[self.seen :]:
            ready, _, _ = select.select([self.master], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"did not see {words!r} in {self.shown[self.seen :]!r}"
            try:
                self.shown += os.read(self.master, 4096).decode("utf-8", errors="replace")
            except OSError:  # the other side is gone
                break
        assert words in self.shown[self.seen :]
        self.seen = self.shown.index(words, self.seen) + len(words)

    def press(self, keys: str) -> None:
        """Press keys, without return."""
        os.write(self.master, keys.encode())

    def end(self) -> int:
        """Wait for the end."""
        code = self.process.wait(timeout=60)
        os.close(self.master)
        return code


def test_single_keys_in_a_terminal(tmp_path: Path) -> None:
    """No return is needed; words cited stand out; the person's own editor changes an entry."""
    path = drafted(tmp_path, EVENT)
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('closes the canal', 'shuts the canal'))\n"
    )
    terminal = Terminal(path, EDITOR=f"{sys.executable} {editor}", VISUAL="")
    for keys in ("1", "2", "e"):
        terminal.wait_for("[q]uit:")
        terminal.press(keys)
    terminal.wait_for("shuts the canal")
    terminal.wait_for("[q]uit:")
    terminal.press("a")
    terminal.wait_for("all is decided")
    assert terminal.end() == 0
    assert "\x1b[1;7m" in terminal.shown
    case = read_case(path)
    assert (case.events[0].what, case.events[0].status) == ("shuts the canal", "accepted")


def test_leaving_a_terminal_keeps_what_was_decided(tmp_path: Path) -> None:
    """With Ctrl-C as with q; without an editor, an entry is edited line by line."""
    path = drafted(tmp_path, TIE)
    terminal = Terminal(path, EDITOR="", VISUAL="")
    terminal.wait_for("[q]uit:")
    terminal.press("1")
    terminal.wait_for("[q]uit:")
    terminal.press("e")
    terminal.wait_for("name [Downland]:")
    terminal.press("Lowland\n\n\n\n\n")  # name, kind, role, aliases, no further key
    terminal.wait_for("aliases [[Down land]]:")
    terminal.wait_for("\x1b[0mLowland")
    terminal.wait_for("[q]uit:")
    terminal.press("\x1b[A")
    terminal.wait_for("expected one of the keys shown")
    terminal.wait_for("[q]uit:")
    terminal.process.send_signal(signal.SIGINT)
    terminal.wait_for("2 proposals still to decide on")
    assert terminal.end() == 0
    assert [one.role for one in read_case(path).parties.values()] == ["principal", "undecided"]
    assert read_case(path).parties["DOWN"].name == "Lowland"
