"""The command, run within this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from goodoffices.cli import main
from goodoffices.cli.show import console


@dataclass(frozen=True)
class Ended:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command as a shell would: arguments in, exit code and both streams out."""
    monkeypatch.delenv("GOODOFFICES_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    # Rich reads the width once, when the console is made: an earlier test may have made it.
    monkeypatch.setattr(console, "_width", 200)

    def go(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["goodoffices", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Ended(code or 0, shown.out, shown.err)

    return go
