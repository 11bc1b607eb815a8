"""Every verb: what it prints, what it writes, how it ends."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodoffices import __version__, mapping
from goodoffices.case import json_schema
from goodoffices.cli import main
from goodoffices.store import read_case, shipped_cases

Run = Callable[..., Any]

PUBLISHED = {"nash": [0, 5], "gmr": [0, 4, 5, 10, 12], "smr": [0, 4, 5, 10, 12], "seq": [0, 5, 10], "sseq": [0, 5, 10]}


def test_help_names_every_verb(run: Run) -> None:
    """And ends well; without arguments it is shown too."""
    shown = run("--help")
    assert shown.code == 0
    for verb in ("new", "check", "cite", "schema", "map", "outlook", "brief"):
        assert re.search(rf"\b{verb}\b", shown.out)
        assert run(verb, "-h").code == 0
    assert "new" in run().out


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """One line."""
    assert run("--version").out == f"goodoffices {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("chekc", "x"),
        ("check",),
        ("check", "a", "b"),
        ("check", "prisoners-dilemma", "--loud"),
        ("new",),
        ("cite", "x"),
        ("map", "prisoners-dilemma", "--out", "x.png"),
        ("map", "prisoners-dilemma", "--out", "noending"),
        ("map", "prisoners-dilemma", "--on", "soon"),
        ("map", "prisoners-dilemma", "--picture", "portrait"),
        ("outlook", "prisoners-dilemma", "--concept", "core"),
        ("outlook", "prisoners-dilemma", "--for", "ONE"),
        ("brief", "prisoners-dilemma", "--out", "x.docm"),
        ("cite", "x", ""),
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2_and_writes_nothing(
    run: Run, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With words on stderr."""
    monkeypatch.chdir(tmp_path)
    ended = run(*words)
    assert ended.code == 2
    assert ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "korea2017"), "did you mean 'korea-2017'"),
        (("check", "no/such/file.yaml"), "could not be read"),
        (("check", "prisoners-dilemma", "--sources", "nowhere"), "expected a folder that holds the texts"),
        (("map", "nowhere"), "found no file or folder 'nowhere'"),
        (("outlook", "nowhere", "--json"), "found no file or folder 'nowhere'"),
        (("outlook", "prisoners-dilemma", "--policy", "a bindin promise"), "did you mean 'a binding promise'"),
        (("outlook", "prisoners-dilemma", "--why", "9"), "found the state 9"),
        (("outlook", "prisoners-dilemma", "--why", "²"), "expected a decimal"),
        (("outlook", "prisoners-dilemma", "--why", "0", "--for", "THREE"), "THREE"),
        (("cite", "nowhere.txt", "words"), "expected a text file"),
        (("cite", "wt", "words", "--case", "korea-2017"), "the text of 'wt' is not here"),
        (("cite", "wtt", "words", "--case", "korea-2017"), "found the unknown source 'wtt'; did you mean 'wt'"),
        (("new", "two words"), "found the name 'two words'"),
        (("schema", "--out", "."), "expected the name of a file"),
        (("map", "prisoners-dilemma", "--out", "/proc/none/x.svg"), "/proc/none/x.svg: could not be written"),
        (("schema", "--out", "/proc/none/x.json"), "could not be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_a_user_can_put_right_ends_with_1_and_says_how(
    run: Run, words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stderr, without a traceback, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    ended = run(*words)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err
    assert "fault of goodoffices" not in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_pass_the_check(run: Run, name: str) -> None:
    """Without problems or warnings, and with every citation counted."""
    ended = run("check", name)
    assert ended.code == 0
    assert "no problems, 0 warnings" in ended.out
    found = json.loads(run("check", name, "--json").out)
    assert (found["case"], found["ok"], found["problems"], found["warnings"]) == (name, True, [], [])
    counts = found["citations"]
    assert counts["verified"] == counts["failed"] == 0
    assert sum(counts["not_verified"].values()) > 0
    assert f"{sum(counts['not_verified'].values())} citations not verified: no text" in ended.out
    assert f"{counts['judgements']} analyst’s judgement" in ended.out


def test_a_new_case_passes_the_check(run: Run, tmp_path: Path) -> None:
    """Without problems and without warnings."""
    ended = run("new", "two-neighbours", "--out", tmp_path / "mine")
    assert ended.code == 0
    assert str(tmp_path / "mine" / "case.yaml") in ended.out
    assert "no problems, 0 warnings" in run("check", tmp_path / "mine").out
    found = json.loads(run("check", tmp_path / "mine", "--json").out)
    assert (found["ok"], found["warnings"]) == (True, [])
    for verb in ("map", "outlook"):
        assert run(verb, tmp_path / "mine").code == 0
    again = run("new", "two-neighbours", "--out", tmp_path / "mine")
    assert (again.code, again.out) == (1, "")
    assert "is there already" in again.err


def test_a_new_case_stands_in_a_folder_of_its_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing else is said."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "river").code == 0
    assert sorted(path.name for path in (tmp_path / "river").iterdir()) == ["case.schema.json", "case.yaml"]
    assert run("check", "river").code == 0


def test_every_problem_of_a_file_is_printed_with_its_line(run: Run, tmp_path: Path, small_text: str) -> None:
    """And counted; as JSON they are a list, and the exit code is 1 all the same."""
    path = tmp_path / "case.yaml"
    path.write_text(
        small_text.replace("kind: treaty", "kind: traety").replace("now: []", "now: [UP.relase]"), encoding="utf-8"
    )
    ended = run("check", path)
    assert (ended.code, ended.out) == (1, "")
    lines = ended.err.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == [str(path)] * 2
    assert "did you mean 'treaty'" in lines[0]
    assert "did you mean 'UP.release'" in lines[1]
    assert lines[2].startswith("2 problems; ")
    as_json = run("check", path, "--json")
    assert as_json.code == 1
    found = json.loads(as_json.out)
    assert (found["ok"], found["problems"], found["warnings"]) == (False, lines[:2], [])
    path.write_text(small_text.replace("kind: treaty", "kind: traety"), encoding="utf-8")
    assert run("map", path).err.splitlines()[-1].startswith("1 problem; ")


def test_warnings_do_not_fail_the_check(run: Run, tmp_path: Path, small_text: str) -> None:
    """They stand at their line."""
    path = tmp_path / "case.yaml"
    path.write_text(small_text.replace("{DOWN.complain: on}", "{DOWN.complain: off}"), encoding="utf-8")
    ended = run("check", path)
    assert ended.code == 0
    assert "no sequence of moves leads" in ended.out
    assert "no problems, 1 warning" in ended.out
    (warning,) = json.loads(run("check", path, "--json").out)["warnings"]
    assert re.match(rf"{re.escape(str(path))}:\d+:\d+: targets.quarrel: ", warning)


def test_citations_are_held_against_the_text_beside_the_case(run: Run, small_folder: Path, report_text: str) -> None:
    """A word that is not there fails the check at the line of the citation."""
    ended = run("check", small_folder)
    assert ended.code == 0
    assert (
        "6 citations verified, 5 citations not verified: no text, 44 analyst’s judgements, 0 citations not borne out"
        in ended.out
    )
    assert "no text of: accord (4), report (1)" in ended.out
    (small_folder / "report.txt").write_text(report_text.replace("canal", "sluice"), encoding="utf-8")
    failed = run("check", small_folder)
    assert failed.code == 1
    assert "2 citations not borne out" in failed.out
    assert "statements[0].said.report: did not find" in failed.out
    assert json.loads(run("check", small_folder, "--json").out)["citations"]["failed"] == 2


def test_a_locator_is_printed_used_and_verified(run: Run, small_folder: Path, report_text: str, tmp_path: Path) -> None:
    """The whole way: cite, write it into the case, check against a folder of texts, change one word, fail."""
    printed = run("cite", "report", "the canal is open", "--case", small_folder)
    assert printed.code == 0
    assert "canal" not in printed.out
    locator = printed.out.strip().removeprefix("cite: ")
    text = (small_folder / "case.yaml").read_text("utf-8")
    digest = run("cite", small_folder / "report.txt", "Report on the river", "--json")
    assert json.loads(digest.out)["report"]["para"] == 1
    text = text.replace("{report: the canal is open}", locator)
    (small_folder / "case.yaml").write_text(text, encoding="utf-8")
    (small_folder / "report.txt").rename(tmp_path / "moved.txt")
    signed = text.replace("file: report.txt,", f"sha256: {hashlib.sha256(report_text.encode()).hexdigest()},")
    (small_folder / "case.yaml").write_text(signed, encoding="utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    (tmp_path / "moved.txt").rename(texts / "any-name")
    verified = json.loads(run("check", small_folder, "--sources", texts, "--json").out)
    assert verified["citations"]["verified"] == 6
    (texts / "any-name").write_text(report_text.replace("canal is open", "canal is shut"), encoding="utf-8")
    failed = run("check", small_folder, "--sources", texts)
    assert failed.code == 1
    assert "not, word for word, what was cited" in failed.out
    assert "demands[0].cite.report: the words at block 2" in failed.out


def test_cite_tells_places_apart(run: Run, small_folder: Path) -> None:
    """With what stands before or after."""
    report = small_folder / "report.txt"
    twice = run("cite", report, "would wait")
    assert twice.code == 1
    assert "in 2 places" in twice.err
    first, second = (
        json.loads(run("cite", report, "would wait", *more, "--json").out)["report"]
        for more in (("--suffix", "."), ("--prefix", "It"))
    )
    assert first["start"] < second["start"]
    assert first["sha256"] == second["sha256"]


def test_the_schema_is_printed_or_written(run: Run, tmp_path: Path) -> None:
    """The same either way."""
    assert json.loads(run("schema").out) == json_schema()
    ended = run("schema", "--out", tmp_path / "s.json")
    assert (ended.code, ended.out) == (0, "")
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("name", shipped_cases())
def test_every_shipped_case_is_mapped(run: Run, name: str) -> None:
    """As tables, and as JSON that says what the room says."""
    assert read_case(name).title.split(",")[0][:20] in run("map", name).out
    found = json.loads(run("map", name, "--json").out)
    assert found == json.loads(json.dumps(mapping.map_case(read_case(name)).to_json()))


def test_the_map_shows_each_section_that_the_case_has(run: Run, small_folder: Path) -> None:
    """Ties, leverage, shared interests, preconditions with their ring, what was tried."""
    shown = run("map", small_folder).out
    for words in (
        "Ties",
        "NO → UP",
        "UP – DOWN",
        "no estimate",
        "Shared interests",
        "quiet",
        "a ring",
        "mutual",
        "shuttle talks",
        "1 in 61 days",
        "none named",
    ):
        assert words in shown


@pytest.mark.parametrize("picture", ["map", "leverage", "timeline"])
def test_pictures_are_written(run: Run, small_folder: Path, tmp_path: Path, picture: str) -> None:
    """As SVG; with --json too."""
    ended = run("map", small_folder, "--out", tmp_path / "x.svg", "--picture", picture)
    assert ended.code == 0
    assert "x.svg is written" in ended.out
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")
    assert (
        json.loads(run("map", small_folder, "--out", tmp_path / "y.svg", "--json", "--on", "2005-01-01").out)[
            "network"
        ]["on"]
        == "2005-01-01"
    )
    assert (tmp_path / "y.svg").exists()


def test_the_teaching_case_has_the_published_equilibria(run: Run) -> None:
    """Those of the base variant, and no others."""
    found = json.loads(run("outlook", "us-dprk-2017-teaching", "--json").out)
    assert found["equilibria"] == PUBLISHED
    assert found["policy"] is None
    assert [one["policy"] for one in found["policies"]] == ["no change", "no first strike"]
    assert found["policies"][0]["equilibria"] == PUBLISHED
    assert set(found["targets"]) == {"peaceful exchange", "status quo", "war"}


def test_the_outlook_is_shown_with_its_policies(run: Run) -> None:
    """States with their options, whether they are within reach, and each policy's targets."""
    shown = run("outlook", "prisoners-dilemma").out
    for words in (
        "2 decision makers, 2 options, 4 feasible states of 4",
        "today: state 0",
        "ONE.silent, TWO.silent",
        "a binding promise",
        "both silent",
    ):
        assert words in shown
    under = run("outlook", "prisoners-dilemma", "--policy", "a binding promise", "--all").out
    assert "a binding promise" in under
    found = json.loads(run("outlook", "prisoners-dilemma", "--policy", "a binding promise", "--json").out)
    assert (found["policy"], "policies" in found, found["equilibria"]["nash"]) == ("a binding promise", False, [1])


def test_a_state_is_explained_for_one_or_for_all(run: Run) -> None:
    """In words or as JSON."""
    shown = run("outlook", "prisoners-dilemma", "--why", "both silent", "--concept", "nash").out
    assert "3" in shown
    answers = json.loads(run("outlook", "prisoners-dilemma", "--why", "3", "--for", "ONE", "--json").out)
    assert len(answers) == 1
    assert len(json.loads(run("outlook", "prisoners-dilemma", "--why", "3", "--json").out)) == 2


def test_policies_of_single_moves_are_shown_too(run: Run, small_folder: Path) -> None:
    """In the table and alone, by text and as JSON."""
    for words in (
        (),
        ("--policy", "barred"),
        ("--policy", "barred", "--why", "deal"),
        ("--json",),
        ("--policy", "barred", "--json"),
    ):
        assert run("outlook", small_folder, *words).code == 0, words


def test_a_case_without_preferences_has_no_outlook(run: Run, tmp_path: Path, small_text: str) -> None:
    """It says which section is missing."""
    head = small_text.split("people:", maxsplit=1)[0]
    (tmp_path / "case.yaml").write_text(head, encoding="utf-8")
    ended = run("outlook", tmp_path)
    assert ended.code == 1
    assert "has no 'options', 'preferences'" in ended.err
    assert run("map", tmp_path).code == 0
    assert run("check", tmp_path).code == 0


def test_a_fault_of_ours_is_admitted_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to report; GOODOFFICES_DEBUG shows where it happened."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr(mapping, "map_case", broken)
    ended = run("map", "prisoners-dilemma")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(
        "this is a fault of goodoffices, not of your case: ZeroDivisionError: a slip\nplease report it"
    )
    monkeypatch.setenv("GOODOFFICES_DEBUG", "1")
    monkeypatch.setattr("sys.argv", ["goodoffices", "map", "prisoners-dilemma"])
    with pytest.raises(ZeroDivisionError):
        main()


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PermissionError(13, "Permission denied", "x.svg"), 1, "x.svg: Permission denied; check the path"),
        (
            OSError(28, "No space left on device"),
            1,
            "a file: No space left on device; check the path and the room on the disk",
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
    ids=["permission", "disk", "interrupt"],
)
def test_what_the_system_refuses_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    """In one line."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(mapping, "map_case", refuse)
    ended = run("map", "prisoners-dilemma")
    assert ended.code == code
    assert said in ended.err


def test_the_brief_is_printed_or_written(run: Run, small_folder: Path, tmp_path: Path) -> None:
    """As Markdown on the screen, or into files of several kinds at once."""
    shown = run("brief", small_folder)
    assert shown.code == 0
    assert "Two neighbours and a river" in shown.out
    paths = [tmp_path / "out" / f"brief{ending}" for ending in (".md", ".html", ".json")]
    ended = run("brief", small_folder, *(word for path in paths for word in ("--out", path)))
    assert ended.code == 0
    assert [f"{path} is written" in ended.out for path in paths] == [True] * 3
    assert json.loads(paths[2].read_text("utf-8"))
    assert "<html" in paths[1].read_text("utf-8")


def test_a_brief_for_a_wider_circle_leaves_out_what_is_handled_above_it(run: Run, small_folder: Path) -> None:
    """Entries that are confidential do not stand in an internal brief."""
    whole, part = (run("brief", small_folder, "--level", level).out for level in ("confidential", "internal"))
    assert "changed: mind" in whole
    assert "changed: mind" not in part
    assert "water first" in part
    assert run("brief", small_folder, "--level", "secret").code == 2
