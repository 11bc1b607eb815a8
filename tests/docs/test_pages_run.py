"""What the documentation shows is what happens: every block of code, case file and command is run."""

from __future__ import annotations

import contextlib
import doctest
import io
import itertools
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.docs.markdown_pages import PROJECT, Block, blocks, pages

from goodoffices.__main__ import main
from goodoffices.cli.show import console
from goodoffices.errors import CaseFileError
from goodoffices.store import case_from_text

WIDTH = 100
RUNNABLE = ("console", "python", "yaml")


def with_code() -> list[Path]:
    """List the pages that hold something to run."""
    return [page for page in pages() if any(block.language in RUNNABLE or block.caption for block in blocks(page))]


@pytest.mark.parametrize("page", with_code(), ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_block_of_a_page_does_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are written, cases are read, Python is run and commands end as stated, from top to bottom."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setattr(console, "_width", WIDTH)
    names: dict[str, Any] = {"__name__": "page"}
    for block in blocks(page):
        where = f"{page.relative_to(PROJECT)}:{block.line}"
        if block.caption:
            path = tmp_path / block.caption
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text + "\n", "utf-8")
        if block.language == "yaml" and re.match(r"(# yaml-language-server:.*\n)?case:", block.text):
            read(block, where)
        elif block.language == "python":
            run_python(block, names, where)
        elif block.language == "console":
            run_console(block, monkeypatch, where)


def read(block: Block, where: str) -> None:
    """Read a case; one that is marked ``refused`` must have problems."""
    if block.mark == "refused":
        with pytest.raises(CaseFileError):
            case_from_text(block.text)
    else:
        case_from_text(block.text, where)


def run_python(block: Block, names: dict[str, Any], where: str) -> None:
    """Run statements, or a session with its answers."""
    if not block.text.startswith(">>>"):
        exec(compile(block.text, where, "exec"), names)  # noqa: S102 - the page is ours
        return
    session = doctest.DocTestParser().get_doctest(block.text + "\n", names, where, where, block.line)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    runner.run(session, out=told.append, clear_globs=False)
    names.update(session.globs)
    assert not runner.summarize(verbose=False).failed, "".join(told)


def run_console(block: Block, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Run every ``$ goodoffices`` line; ``$ echo $?`` after it states how it ended, and nothing states success."""
    for command, shown, code in commands(block.text):
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        out, err, ended = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                ended = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        told = out.getvalue() + err.getvalue()
        assert ended == code, f"{where}: $ {command}\nended with {ended}, the page says {code}\n{told}"
        if block.mark == "compared":
            fault = differing(shown, told.splitlines())
            assert fault is None, f"{where}: $ {command}\n{fault}\n{told}"


def commands(text: str) -> Iterator[tuple[str, list[str], int]]:
    """Split a console block into commands, what is shown of their output, and how they end."""
    parts: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            parts.append((line[2:], []))
        elif parts:
            parts[-1][1].append(line)
    for (command, shown), (after, answer) in itertools.zip_longest(parts, parts[1:], fillvalue=("", [])):
        if command.startswith("goodoffices"):
            yield command, shown, int(answer[0]) if after == "echo $?" else 0


def differing(shown: Sequence[str], told: Sequence[str]) -> str | None:
    """Say which line of a page is not what the command told; a line ``…`` stands for any lines, ``…`` for any words."""
    actual = [line.rstrip() for line in told if line.strip()]
    at, free = 0, False
    for line in (line.rstrip() for line in shown if line.strip()):
        if line == "…":
            free = True
            continue
        form = re.compile(".*".join(re.escape(part) for part in line.split("…")))
        places = range(at, len(actual) if free else min(at + 1, len(actual)))
        match = next((k for k in places if form.fullmatch(actual[k])), None)
        if match is None:
            return f"the page shows {line!r}, which the command does not tell there"
        at, free = match + 1, False
    return None if free or at == len(actual) else f"the page ends before the command, which goes on {actual[at]!r}"


@pytest.mark.parametrize(
    ("shown", "fault"),
    [
        (["one", "two", "three"], None),
        (["one", "…"], None),
        (["…", "three"], None),
        (["o…e", "two", "…"], None),
        (["one", "three"], "shows 'three'"),
        (["one"], "goes on 'two'"),
        (["…", "four"], "shows 'four'"),
    ],
)
def test_a_page_that_shows_other_words_is_found_out(shown: list[str], fault: str | None) -> None:
    """The comparison accepts what is left out and nothing else."""
    found = differing(shown, ["one", "two", "", "three"])
    assert found is None if fault is None else found is not None and fault in found
