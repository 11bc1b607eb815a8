"""A program that keeps a journal is killed under load: what it had acknowledged is there, and nothing twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).resolve().parents[2] / "benchmarks" / "soak_journal.py"


def test_what_was_acknowledged_survives_being_killed() -> None:
    """Twenty kills at random moments, of acts, of opening, of making: none lost, none doubled."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(SOAK), "20", "1"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    said = re.search(r"([\d,]+) acknowledged, ([\d,]+) found, ([\d,]+) sent again, 0 lost, 0 doubled", done.stdout)
    assert said
    acknowledged, found, again = (int(one.replace(",", "")) for one in said.groups())
    assert 0 < acknowledged <= found
    assert again > 0
