"""What the verb `outlook` can be asked, of a case, of a list of arcs and of a file of the older program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodoffices.store import read_case
from goodoffices.store.gmcr import gmcr_from_case

Run = Callable[..., Any]
BORDER = "decision_maker,state,to,payoff\nA,calm,clash,\nA,calm,,0\nA,clash,,1\nB,clash,calm,\nB,clash,,0\nB,calm,,2\n"


@pytest.fixture
def border(tmp_path: Path) -> Path:
    """Write a list of arcs."""
    path = tmp_path / "border.csv"
    path.write_text(BORDER, encoding="utf-8")
    return path


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--all",),
        ("--why", "now"),
        ("--why", "deal", "--for", "UP", "--concept", "nash"),
        ("--why", "deal", "--for", "Upstream"),
        ("--paths",),
        ("--paths", "--to", "deal"),
        ("--paths", "--to", "deal", "--by", "moves"),
        ("--coalition", "UP,DOWN"),
        ("--paths", "--to", "deal", "--coalition", "UP,DOWN"),
        ("--from", "DOWN.open", "--paths", "--to", "quarrel", "--by", "moves"),
        ("--policy", "barred", "--paths", "--to", "quarrel", "--by", "moves"),
        ("--coalition", "DOWN"),
    ],
    ids=" ".join,
)
def test_every_question_is_answered_in_text_and_as_json(
    run: Run, small_folder: Path, words: tuple[str, ...], more: tuple[str, ...]
) -> None:
    """And ends well."""
    ended = run("outlook", small_folder, *words, *more)
    assert ended.code == 0
    assert json.loads(ended.out) if more else "state" in ended.out or "notion" in ended.out


def test_the_way_to_a_target_is_told_step_by_step(run: Run, small_folder: Path) -> None:
    """By whom, and what changes."""
    told = run("outlook", small_folder, "--paths", "--to", "deal", "--by", "moves").out
    assert "today: state 0: none" in told
    assert "2 steps" in told
    assert "+UP.release" in told
    assert "+DOWN.open" in told
    none = run("outlook", small_folder, "--paths", "--to", "deal").out
    assert "no way there" in none
    together = run("outlook", small_folder, "--paths", "--to", "deal", "--coalition", "UP,DOWN").out
    assert "UP and DOWN" in together


def test_a_coalition_may_undo_what_holds(run: Run, small_folder: Path) -> None:
    """The deal is better for both than today."""
    found = json.loads(run("outlook", small_folder, "--coalition", "UP,DOWN", "--json").out)
    assert found["coalition"]["members"] == ["UP", "DOWN"]
    assert "Once UP and DOWN act together" in run("outlook", small_folder, "--coalition", "UP,DOWN").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--coalition", "UP,XX"), 1, "XX"),
        (("--why", "nowhere"), 1, "expected a decimal"),
        (("--paths", "--to", "nowhere"), 1, "expected a decimal"),
        (("--from", "9"), 1, "found the state 9"),
        (("--for", "UP"), 2, "--for without --why"),
        (("--by", "luck", "--paths"), 2, "luck"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_question_that_cannot_be_answered_says_why(
    run: Run, small_folder: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """On stderr."""
    ended = run("outlook", small_folder, *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert "fault of goodoffices" not in ended.err


def test_a_target_of_several_states_is_no_day_to_start_from(run: Run) -> None:
    """One is expected."""
    ended = run("outlook", "us-dprk-2017-teaching", "--from", "war")
    assert ended.code == 2
    assert "states, expected one" in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("--draws", "30"),
        ("--draws", "30", "--seed", "2", "--workers", "2"),
        ("--make-stable", "deal"),
        ("--make-stable", "0"),
        ("--simultaneous",),
        ("--why", "deal", "--simultaneous"),
    ],
    ids=" ".join,
)
def test_longer_questions_are_answered_too(run: Run, small_folder: Path, words: tuple[str, ...]) -> None:
    """In text and as JSON."""
    assert run("outlook", small_folder, *words).out.strip()
    assert json.loads(run("outlook", small_folder, *words, "--json").out)


def test_the_same_seed_gives_the_same_numbers(run: Run, small_folder: Path) -> None:
    """In one process or in two."""
    answers = {
        run("outlook", small_folder, "--draws", "40", "--seed", "7", "--json", *more).out
        for more in ((), ("--workers", "2"))
    }
    assert len(answers) == 1


def test_a_cluster_and_processes_of_its_own_are_not_asked_for_at_once(
    run: Run, small_folder: Path, border: Path
) -> None:
    """And a list of arcs has nothing uncertain."""
    both = run("outlook", small_folder, "--draws", "3", "--scheduler", "tcp://nowhere:1", "--workers", "2")
    assert (both.code, both.out) == (2, "")
    assert run("outlook", border, "--draws", "3").code == 2


def test_a_list_of_arcs_is_solved(run: Run, border: Path) -> None:
    """With the names of its states."""
    found = json.loads(run("outlook", border, "--json").out)
    assert found["states"] == ["calm", "clash"]
    assert found["equilibria"]["nash"] == []
    assert "calm" in run("outlook", border, "--all", "--from", "calm").out
    for words in (
        ("--why", "calm"),
        ("--why", "1", "--for", "B"),
        ("--paths", "--from", "calm", "--to", "clash"),
        ("--coalition", "A,B"),
    ):
        assert run("outlook", border, *words).code == 0
        assert json.loads(run("outlook", border, *words, "--json").out)
    for word in ("storm", "²", "7"):
        ended = run("outlook", border, "--why", word)
        assert ended.code == 1
        assert "fault of goodoffices" not in ended.err
    assert run("outlook", border, "--policy", "x").code == 2


def test_a_file_of_the_older_program_is_solved(run: Run, tmp_path: Path) -> None:
    """With its own names, and the equilibria of the case that it came from."""
    path = tmp_path / "dilemma.gmcr"
    path.write_text(gmcr_from_case(read_case("prisoners-dilemma")), encoding="utf-8")
    found, original = (json.loads(run("outlook", what, "--json").out) for what in (path, "prisoners-dilemma"))
    assert found["equilibria"] == original["equilibria"]
    assert found["decision_makers"] == ["First suspect", "Second suspect"]
    assert found["options"][0]["name"] == "Keep silent"
    assert run("check", path).code == 0
    path.write_text("{}")
    ended = run("outlook", path)
    assert ended.code == 1
    assert "expected the list 'decisionMakers'" in ended.err
