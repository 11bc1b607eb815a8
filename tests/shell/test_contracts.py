"""Each contract of the house is shown able to fail: broken once on purpose, in a copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
CONTRACTS = {
    one["id"]: one["name"]
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the source and its contracts; the tools look at the copy."""
    for name, value in (("PYTHONPATH", str(tmp_path / "src")), ("COLUMNS", "200"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    shutil.copytree(
        ROOT / "src" / "goodoffices",
        tmp_path / "src" / "goodoffices",
        ignore=shutil.ignore_patterns("__pycache__", ".*"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def tool(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the developers on the copy."""
    return subprocess.run(
        [str(TOOLS / words[0]), *words[1:]],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def broken(copy: Path) -> set[str]:
    """Return the ids of the contracts that the copy breaks."""
    ended = tool(copy, "lint-imports", "--no-cache", "--no-logo")
    lost = {key for key, name in CONTRACTS.items() if f"{name} BROKEN" in ended.stdout}
    assert {key for key, name in CONTRACTS.items() if f"{name} KEPT" in ended.stdout} | lost == set(CONTRACTS), (
        ended.stdout + ended.stderr
    )
    assert (ended.returncode != 0) == bool(lost)
    return lost


def insert(copy: Path, module: str, line: str) -> None:
    """Add a line to the end of a module; a module that is not there is made."""
    path = copy / "src" / "goodoffices" / module
    path.parent.mkdir(exist_ok=True)
    text = path.read_text("utf-8") if path.exists() else '"""A module."""\n'
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")


def test_the_house_keeps_its_contracts(copy: Path) -> None:
    """As it stands."""
    assert broken(copy) == set()


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("floors", "errors.py", "import goodoffices.outlook"),
        ("floors", "mapping/network.py", "from goodoffices.outlook import model"),
        ("floors", "drawing/svg.py", "from goodoffices import wording"),
        ("floors", "unlisted.py", "X = 1"),
        ("pure", "mapping/network.py", "import socket"),
        ("pure", "wording/dates.py", "import random"),
        ("pure", "talks/room.py", "import sqlite3"),
        ("confidential", "cli/show.py", "import goodoffices.store.journal"),
    ],
)
def test_a_violation_breaks_its_contract(copy: Path, contract: str, module: str, line: str) -> None:
    """And the tool names it."""
    insert(copy, module, line)
    assert contract in broken(copy)


def test_two_rooms_that_import_each_other_break_the_contract_on_siblings(copy: Path) -> None:
    """Two packages of one floor, in a ring."""
    insert(copy, "drawing/svg.py", "import goodoffices.wording.dates")
    insert(copy, "wording/dates.py", "import goodoffices.drawing.svg")
    assert "siblings" in broken(copy)


@pytest.mark.parametrize(
    ("module", "lines"),
    [
        ("mapping/timeline.py", "import datetime\n\nNOW = datetime.datetime.now(tz=datetime.UTC)"),
        ("case/dates.py", "TODAY = dt.date.today()"),
        ("outlook/model.py", "import os\n\nHOME = os.environ"),
        ("wording/dates.py", "import random"),
        ("outlook/model.py", "np.random.seed(1)"),
    ],
)
def test_clocks_surroundings_and_global_randomness_are_banned_in_the_core(copy: Path, module: str, lines: str) -> None:
    """By name; the shell may look at both."""
    path = f"src/goodoffices/{module}"
    assert tool(copy, "ruff", "check", "--no-cache", "--select", "TID251", path).returncode == 0
    insert(copy, module, lines)
    ended = tool(copy, "ruff", "check", "--no-cache", "--select", "TID251", path)
    assert ended.returncode != 0
    assert "TID251" in ended.stdout
    insert(copy, "store/files.py", lines.replace("np.random.seed(1)", "").replace("dt.date", "datetime.date"))
    assert (
        tool(copy, "ruff", "check", "--no-cache", "--select", "TID251", "src/goodoffices/store/files.py").returncode
        == 0
    )
