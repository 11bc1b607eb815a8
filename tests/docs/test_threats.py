"""The page on threats is held to the tests that it names."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "mediation-room.md"
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def _rows() -> list[str]:
    part = PAGE.read_text(encoding="utf-8").split("## What each threat meets")[1].split("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("| ")][1:]


def test_every_threat_names_a_test_that_is_there_or_says_that_it_is_not_resisted() -> None:
    """A row without a test says so in so many words; a test that is named exists under that name."""
    rows = _rows()
    assert len(rows) >= 10
    for row in rows:
        named = _TEST.findall(row)
        assert named or "not resisted" in row, row
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {test}"
