"""The command as a process of its own."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest


def command(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``python -m goodoffices``."""
    return subprocess.run(
        [sys.executable, "-m", "goodoffices", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, timeout=120,
    )  # fmt: skip


def test_exit_codes_are_0_1_and_2(tmp_path: Path) -> None:
    """All well; the case has problems; the call was wrong."""
    (tmp_path / "case.yaml").write_text("case: x\n")
    for words, code in ((("check", "prisoners-dilemma"), 0), (("check", "case.yaml"), 1), (("check",), 2)):
        ended = command(*words, cwd=tmp_path)
        assert ended.returncode == code, ended.stderr
        assert "Traceback" not in ended.stderr
        assert bool(ended.stdout) == (code == 0)
        assert bool(ended.stderr) == (code != 0)


def test_json_goes_to_stdout_alone() -> None:
    """So that another program can read it."""
    ended = command("outlook", "prisoners-dilemma", "--json")
    assert ended.stderr == ""
    assert json.loads(ended.stdout)["equilibria"]["nash"] == [0]


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    """A broken pipe ends the command without a word."""
    with subprocess.Popen(
        [sys.executable, "-m", "goodoffices", "map", "korea-2017", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10) == b'{\n  "case"'
        process.stdout.close()
        shown = process.stderr.read()
        assert process.wait(60) in {0, 1}
    assert shown == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_knows_few_letters_gets_what_it_can_show(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a traceback."""
    monkeypatch.setenv("PYTHONIOENCODING", f"{encoding}:replace")
    ended = command("check", "korea-2017")
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


def test_a_full_disk_is_told() -> None:
    """Writing to /dev/full fails in words."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as out:
        ended = subprocess.run(
            [sys.executable, "-m", "goodoffices", "schema"],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr


def test_the_package_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Which is the command."""
    monkeypatch.setattr(sys, "argv", ["goodoffices", "--version"])
    monkeypatch.delitem(sys.modules, "goodoffices.__main__", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("goodoffices", run_name="__main__")
    assert ended.value.code in {None, 0}
    assert capsys.readouterr().out.startswith("goodoffices ")
