"""What the verb `settle` can be asked, of a case and of a GENIUS domain, and what it says where there is no answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.unit.store.genius_samples import lay_out

Run = Callable[..., Any]

DAM = """\
case: dam
title: A dam on a shared river
as_of: 2020-05-01
parties:
  UP:   {name: Upstream, kind: state, role: principal}
  DOWN: {name: Downstream, kind: state, role: principal}
issues:
  release:
    options: {none: none, some: a third, most: two thirds}
    now: none
    moved_by: [UP]
    verify_days: 30
  power:
    options: {none: none, bought: at the market price}
    now: none
    moved_by: [DOWN]
    verify_days: 30
positions:
  UP:
    weights: {release: 0.5, power: 0.5}
    values: {release: [1, 0.7, 0], power: [0, 1]}
    cite: {analyst: Wants to sell}
  DOWN:
    weights: {release: 0.7, power: 0.3}
    values: {release: [0, 0.6, 1], power: [1, 0]}
    cite: {analyst: Wants to drink}
"""


@pytest.fixture
def dam(tmp_path: Path) -> Path:
    """Write a case in which a third of the water goes for power."""
    path = tmp_path / "dam.yaml"
    path.write_text(DAM, encoding="utf-8")
    return path


@pytest.fixture
def barred(tmp_path: Path) -> Path:
    """Write a case whose red lines rule each other out."""
    path = tmp_path / "barred.yaml"
    text = DAM.replace(
        "cite: {analyst: Wants to sell}", "red_lines: [release.none]\n    cite: {analyst: Wants to sell}"
    )
    text = text.replace("cite: {analyst: Wants to d", "red_lines: [not release.none]\n    cite: {analyst: Wants to d")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Write a case of fourteen issues for three parties, tied to each other by links."""
    return _case(tmp_path / "large.yaml", 14, linked=True)


def _case(path: Path, size: int, *, linked: bool) -> Path:
    issues = "".join(f"  i{k}: {{options: [a, b, c, d], now: a, moved_by: [A]}}\n" for k in range(size))
    weigh = [", ".join(f"i{k}: {(1 + (7 * k + 5 * one) % 11) / 11:.2f}" for k in range(size)) for one in range(3)]
    positions = "".join(
        f"  {party}:\n    weights: {{{weigh[one]}}}\n"
        f"    values: {{{', '.join(f'i{k}: {_values(k, one)}' for k in range(size))}}}\n    cite: {{analyst: guess}}\n"
        for one, party in enumerate("ABC")
    )
    parties = "".join(f"  {name}: {{name: {name}, kind: state, role: principal}}\n" for name in "ABC")
    links = "".join(f"  - {{rule: i{k}.d requires not i{k + 1}.d, why: bound}}\n" for k in range(size - 1))
    head = f"case: large\ntitle: Large\nas_of: 2020-05-01\nparties:\n{parties}"
    ties = f"links:\n{links}" if linked else ""
    path.write_text(f"{head}issues:\n{issues}positions:\n{positions}{ties}", encoding="utf-8")
    return path


def _values(issue: int, party: int) -> list[float]:
    return [((3 * issue + 5 * party + 7 * option * (party + 1)) % 11) / 10 for option in range(4)]


def test_two_parties_divide_what_can_be_divided(run: Run) -> None:
    """The points of Camp David come to 395/6 for each, the Sinai split 1 to 5 (Brams and Togman 1996)."""
    found = json.loads(run("settle", "camp-david-1978", "--json").out)
    assert found["parties"] == ["Israel", "Egypt"]
    assert (found["outcomes"], found["complete"], len(found["frontier"])) == ("64", True, 11)
    split = found["adjusted_winner"]
    assert {one["exact"] for one in split["points"].values()} == {"395/6"}
    assert split["split"] == "sinai"
    assert split["issues"]["sinai"]["share"]["Israel"]["exact"] == "1/6"
    told = run("settle", "camp-david-1978").out
    assert "Each then has 65 5/6 of its 100 points" in told
    assert "Of sinai 1/6 goes to Israel, 5/6 to Egypt." in told


def test_the_keys_of_the_answer_are_those_of_the_page(run: Run) -> None:
    """Utilities on the scale of the input, exact beside them; solutions on the frontier; the zone."""
    found = json.loads(run("settle", "korea-2017", "--json").out)
    assert list(found) == [
        *("parties", "issues", "outcomes", "complete", "method", "bound", "frontier", "solutions", "zone")
    ]
    assert set(found["solutions"]) == {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}
    packages = [one["package"] for one in found["frontier"]]
    for deal in found["solutions"].values():
        assert deal["package"] in packages
    for point in found["frontier"]:
        for party in found["parties"]:
            assert float(Fraction(point["exact"][party])) == pytest.approx(point["utilities"][party])
    assert found["zone"]["exists"] is True
    assert found["zone"]["conflicts"] is None


def test_the_table_names_the_packages_and_marks_the_solutions(run: Run) -> None:
    """What differs from today, what it is worth to whom, how it was found."""
    told = run("settle", "korea-2017").out
    assert "There is an agreement zone" in told
    for words in ("USA", "PRK", "ROK", "reservation value", "N: Nash", "assurances: guaranteed", "(complete)"):
        assert words in told


def test_a_long_list_is_thinned_unless_all_is_asked_for(run: Run, tmp_path: Path) -> None:
    """And says how much is left out; the solutions are always there."""
    large = _case(tmp_path / "long.yaml", 6, linked=False)
    short, whole = run("settle", large).out, run("settle", large, "--all").out
    left = re.search(r"(\d+) packages of (\d+) not shown: --all", short)
    assert left is not None
    assert "not shown" not in whole
    assert len(whole) > len(short)


@pytest.mark.parametrize(
    "named",
    [
        (),
        ("--package", "nash"),
        ("--package", '{"release": "some", "power": "bought"}'),
        ("--package", " release = some,power=bought"),
        ("--package", "release=some,power=bought", "--discount", "0.8"),
    ],
    ids=" ".join,
)
def test_a_package_may_be_named_in_several_ways(run: Run, dam: Path, named: tuple[str, ...]) -> None:
    """By a solution, as JSON, issue by issue: the steps are of the same package."""
    found = json.loads(run("settle", dam, "--sequence", "--json", *named).out)
    assert found["agreed"] == {"release": "some", "power": "bought"}
    assert found["steps"]
    told = run("settle", dam, "--sequence", *named).out
    assert "agreed: release: some, power: bought" in told
    assert "UP: release none → some" in told


def test_issues_that_are_left_out_stay_as_they_are(run: Run) -> None:
    """What is today is known."""
    found = json.loads(run("settle", "korea-2017", "--sequence", "--package", "testing=moratorium", "--json").out)
    assert found["agreed"]["exercises"] == "planned"
    assert [move["issue"] for step in found["steps"] for move in step["gives"]] == ["testing"]
    assert found["cautions"]
    assert found["guarantee"] > 0


def test_the_steps_are_told_with_what_they_rest_on(run: Run) -> None:
    """Days, exposure, slack, plain orders, preconditions, trust, guarantors, assumptions."""
    told = run("settle", "korea-2017", "--sequence").out
    for words in (
        *("In steps", "exposed", "slack", "guarantee", "Compared with plain orders", "Preconditions"),
        *("Trust and power", "Who could stand by it", "Assumptions"),
    ):
        assert words in told
    found = json.loads(run("settle", "korea-2017", "--sequence", "--json").out)
    assert found["smallest_slack"] > 0
    assert found["steps"][-1]["package"] == found["agreed"]


def test_what_is_agreed_may_be_improved(run: Run) -> None:
    """Nobody gets less; the better packages are listed."""
    agreed = "testing=moratorium,exercises=deferred"
    assert "would give nobody less and somebody more" in run("settle", "korea-2017", "--improve", agreed).out
    found = json.loads(run("settle", "korea-2017", "--improve", agreed, "--json").out)
    assert found["agreed"]["testing"] == "moratorium"
    assert found["frontier"]


def test_where_nothing_is_better_that_is_proven(run: Run) -> None:
    """The Nash solution is undominated."""
    assert "this is proven" in run("settle", "korea-2017", "--improve", "nash").out


def test_a_search_cut_short_says_that_it_may_have_missed_something(run: Run, large: Path) -> None:
    """In text and in JSON, with what no missing point exceeds; also where a package is to be improved."""
    told = run("settle", large, "--seconds", "0.000001")
    assert told.code == 0
    assert "(partial; no missing point is worth more than" in told.out
    found = json.loads(run("settle", large, "--seconds", "0.000001", "--json").out)
    assert found["complete"] is False
    assert set(found["bound"]) == {"A", "B", "C"}
    better = run("settle", large, "--improve", "i0=a", "--seconds", "0.000001").out
    assert "(partial" in better
    assert "this is proven" not in better


def test_red_lines_that_rule_each_other_out_are_named(run: Run, barred: Path) -> None:
    """With the smallest openings."""
    ended = run("settle", barred)
    assert ended.code == 0
    assert "There is no agreement zone" in ended.out
    assert "What rules out any agreement" in ended.out
    for line in ("the red line of DOWN “not release.none”", "Waive the red line of UP “release.none”"):
        assert line.lower() in ended.out.lower()
    zone = json.loads(run("settle", barred, "--json").out)["zone"]
    assert (zone["exists"], zone["acceptable"]) == (False, "0")
    (conflict,) = zone["conflicts"]["conflicts"]
    assert {(one["party"], one["rule"]) for one in conflict["demands"]} == {
        ("UP", "release.none"),
        ("DOWN", "not release.none"),
    }
    for change in zone["opening"]["fewest"]:
        assert len(change["waived"]) == 1
        assert change["package"]
    assert zone["opening"]["lowering"] is None


def test_links_that_contradict_each_other_are_an_error(run: Run, barred: Path) -> None:
    """No mandate could change that."""
    text = barred.read_text("utf-8") + "links:\n  - release.none\n  - not release.none\n"
    barred.write_text(text, encoding="utf-8")
    ended = run("settle", barred)
    assert ended.code == 1
    assert "link" in ended.err


def test_without_a_zone_there_is_no_solution_to_carry_out(run: Run, barred: Path) -> None:
    """The message says why, and what to give instead."""
    ended = run("settle", barred, "--sequence")
    assert (ended.code, ended.out) == (1, "")
    assert "no solution 'nash'" in ended.err
    assert "There is no agreement zone" in ended.err
    assert "'release=most,power=bought'" in ended.err


def test_draws_say_how_much_hangs_on_what_is_uncertain(run: Run) -> None:
    """The same seed gives the same numbers, another seed others; the table says what was drawn."""
    first, again, other = (
        run("settle", "korea-2017", "--draws", "40", "--seed", seed, "--json").out for seed in (7, 7, 8)
    )
    assert first == again
    assert first != other
    found = json.loads(first)
    assert (found["draws"], found["done"], found["seed"]) == (40, 40, 7)
    told = run("settle", "korea-2017", "--draws", "40", "--seed", "7").out
    assert "40 draws of what is uncertain (seed 7)" in told
    assert "acceptable to all" in told


@pytest.mark.parametrize(
    "words",
    [
        ("korea-2017",),
        ("camp-david-1978",),
        ("korea-2017", "--sequence"),
        ("korea-2017", "--improve", "testing=moratorium,exercises=deferred"),
        ("korea-2017", "--draws", "20"),
    ],
    ids=" ".join,
)
def test_every_answer_has_its_picture(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Written beside the text; standard output stays what it is without."""
    path = tmp_path / "picture.svg"
    ended = run("settle", *words, "--out", path)
    assert ended.code == 0
    assert path.read_text("utf-8").lstrip().startswith("<svg")
    assert f"{path} is written" in ended.err
    assert ended.out == run("settle", *words).out


def test_a_domain_of_another_program_is_settled(run: Run, tmp_path: Path) -> None:
    """By its folder or the file that lists the issues; names as they stand, numbers exact."""
    folder = lay_out(tmp_path / "river")
    found = json.loads(run("settle", folder, "--json").out)
    assert found == json.loads(run("settle", folder / "river.xml", "--json").out)
    assert set(found["parties"]) == {"up", "down"}
    assert "Fee, in $" in found["issues"]
    assert found["outcomes"] == "12"
    assert "2 parties, 3 issues, 12 packages" in run("settle", folder).out
    assert run("settle", folder, "--improve", "nash").code == 0


def test_what_a_domain_does_not_say_cannot_be_asked(run: Run, tmp_path: Path) -> None:
    """Nothing is uncertain, and nobody knows who moves what."""
    folder = lay_out(tmp_path / "river")
    for question in (("--draws", "3"), ("--sequence",)):
        ended = run("settle", folder, *question)
        assert (ended.code, ended.out) == (1, "")
        assert "not read from a case" in ended.err


def test_problems_of_a_domain_are_told_with_their_line(run: Run, tmp_path: Path) -> None:
    """As by `check`."""
    ended = run("settle", lay_out(tmp_path / "river", down=('evaluation="5"', 'evaluation="-5"')))
    assert (ended.code, ended.out) == (1, "")
    assert "down.xml:13: found evaluation='-5'" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--package", "nash"), "--package without --sequence"),
        (("--sequence", "--draws", "3"), "one question at a time"),
        (("--sequence", "--improve", "nash"), "one question at a time"),
        (("--improve", "nash", "--draws", "3"), "one question at a time"),
        (("--draws", "0"), "found 0, expected 1 or more"),
        (("--out", "x.png"), "found '.png', expected .svg"),
        (("--out", "x"), "found 'no ending', expected .svg"),
        (("--draws", "many"), "valid integer"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_call_says_what_is_wrong(run: Run, words: tuple[str, ...], said: str) -> None:
    """And ends with 2, with nothing on standard output."""
    ended = run("settle", "korea-2017", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in " ".join(re.sub(r"[│╭╮╰╯─]", " ", ended.err).split())


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("weather=fine", "weather"),
        ("testing=often", "found the unknown option 'often' of the issue 'testing'; known: unrestricted"),
        ("soon", "found 'soon', expected issue=option"),
        ("", "found '', expected issue=option"),
        ("testing=moratorium,", "found '', expected issue=option"),
        ("testing=moratorium,testing=verified", "found the issue 'testing' a second time"),
        ('{"testing": ', "found a package that is not JSON"),
        ('{"testing": "often"}', "found the unknown option 'often'"),
    ],
)
@pytest.mark.parametrize("question", [("--improve",), ("--sequence", "--package")], ids=" ".join)
def test_a_package_that_is_none_is_refused(run: Run, question: tuple[str, ...], named: str, said: str) -> None:
    """With what was found and what was expected."""
    ended = run("settle", "korea-2017", *question, named)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err
    assert "fault of goodoffices" not in ended.err


def test_without_a_today_every_issue_is_named(run: Run) -> None:
    """Nothing is taken for granted."""
    ended = run("settle", "camp-david-1978", "--improve", "sinai=Egypt")
    assert ended.code == 1
    assert "found no option for the issue 'recognition'" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sequence", "--discount", "1.5"), "discount"),
        (("--sequence", "--discount", "nan"), "discount"),
        (("--sequence", "--discount", "0"), "discount"),
        (("--draws", "5", "--seed", "-1"), "seed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_numbers_out_of_range_are_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    """By the room, in its words."""
    ended = run("settle", "korea-2017", *words)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err
    assert "fault of goodoffices" not in ended.err


def test_a_case_without_issues_has_nothing_to_settle(run: Run) -> None:
    """The sections that are missing are named."""
    ended = run("settle", "elmira-1991")
    assert (ended.code, ended.out) == (1, "")
    assert "has no 'issues', 'positions'" in ended.err
