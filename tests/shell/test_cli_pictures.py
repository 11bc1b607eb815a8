"""Pictures and files that outlook writes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goodoffices.cli import app


def run(*words: str) -> str:
    """Run the command; return what it prints on standard output."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    "asked", [(), ("--policy", "no change"), ("--paths",), ("--draws", "4"), ("--paths", "--by", "moves", "--json")]
)
def test_a_picture_is_written_beside_the_answer(tmp_path: Path, asked: tuple[str, ...]) -> None:
    """It is well-formed SVG, and the answer is printed all the same."""
    picture = tmp_path / "outlook.svg"
    printed = run("outlook", "elmira-1991", *asked, "--out", str(picture))
    assert ET.parse(picture).getroot().tag.endswith("svg")  # noqa: S314 - our own picture
    assert printed.strip()


def test_the_model_of_a_case_is_written_for_the_older_program(tmp_path: Path) -> None:
    """What is written is read again with the same equilibria."""
    target = tmp_path / "elmira.gmcr"
    run("outlook", "elmira-1991", "--out", str(target))
    first, again = (json.loads(run("outlook", what, "--json")) for what in ("elmira-1991", str(target)))
    assert again["equilibria"] == first["equilibria"]
    assert again["decision_makers"][0] == "Ontario Ministry of the Environment"


def test_other_endings_are_refused(tmp_path: Path) -> None:
    """Nothing is written then."""
    done = CliRunner().invoke(app, ["outlook", "elmira-1991", "--out", str(tmp_path / "outlook.png")])
    assert done.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_both_moving_at_once_is_shown_for_two() -> None:
    """The two further notions stand in the table and in JSON."""
    assert "SIM" in run("outlook", "us-dprk-2017-teaching", "--simultaneous")
    found = json.loads(run("outlook", "us-dprk-2017-teaching", "--simultaneous", "--json"))
    assert found["equilibria"]["seq_or_sim"] == [0, 4, 5, 10]
