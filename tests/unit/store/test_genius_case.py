"""GENIUS domains as what is to be settled, exactly, and in the form of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tests.unit.store.genius_samples import BOX_DOMAIN, BOXES, DOMAIN, DOWN, FILES, UP, lay_out

from goodoffices.case import Case
from goodoffices.case.checks import problems
from goodoffices.errors import CaseError, CaseFileError, LimitError, MissingSectionError
from goodoffices.settle import Problem, frontier, settlement
from goodoffices.store import (
    case_from_text,
    case_of,
    case_of_domain,
    find_case,
    genius_case,
    place_problems,
    problem_from_genius,
    problem_of,
    read_case,
    read_domain,
    settlement_of,
    write_case,
)
from goodoffices.store.genius_case import _names

BOX = {"domain.xml": BOX_DOMAIN, "p.xml": BOXES}


def packages(problem: Problem) -> list[tuple[int, ...]]:
    """List all packages."""
    return list(product(*map(range, problem.shape)))


def worth(problem: Problem) -> list[tuple[Fraction, ...]]:
    """Return what all packages are worth, exactly."""
    return [problem.exact(row) for row in problem.utilities(packages(problem)).tolist()]


def test_a_domain_is_settled_exactly(tmp_path: Path) -> None:
    """With the names of the files and nothing rounded: weights by their sum, evaluations by their largest."""
    problem = problem_from_genius(lay_out(tmp_path / "river"))
    assert problem.parties == ("down", "up")
    assert problem.issues == ("Water in May", "Canal", "Fee, in $")
    assert problem.options[1] == ("shut", "open & dredged")
    assert (problem.outcomes, problem.case, problem.now, problem.terms, problem.rules) == (12, None, None, (), ())
    assert problem.divisible == (False,) * 3
    assert problem.exact([least or 0 for least in problem.reserve]) == (Fraction(0), Fraction(1, 4))
    package = problem.package({"Water in May": "half of it", "Canal": "open & dredged", "Fee, in $": "100+"})
    assert problem.exact(problem.utilities([package])[0].tolist()) == (
        Fraction(3, 10) + Fraction(3, 200) + Fraction(1, 50),
        Fraction(5, 18) + Fraction(1, 4),
    )
    found = frontier(problem)
    assert found.complete
    assert found.problem.exact(found.utilities[-1].tolist()) == (Fraction(23, 200), Fraction(7, 8))


def test_many_digits_are_kept(tmp_path: Path) -> None:
    """As weights of sixteen digits need them, which no float holds once they are divided."""
    folder = lay_out(tmp_path / "river", up=('value="0.5"', 'value="0.30314623337582781"'))
    total = Fraction("0.30314623337582781") + Fraction(3, 10)
    problem = problem_from_genius(folder)
    assert max(row[1] for row in worth(problem)) == (Fraction("0.30314623337582781") + Fraction(2, 10)) / total


def by_definition(package: dict[str, str]) -> Fraction:
    """Say what a package is worth by the rectangles of the sample, written out."""
    a, b, c = (int(package[name]) for name in "abc")
    points = Fraction(2 + 4)  # one without bounds, one outside bounds that nothing is within
    points += 7 * (1 <= a <= 2 and b >= 0)
    points += 10 * (c == 20)
    points += 3 * (not (a == 0 and c == 10))
    points += 8 * (b == 1)
    points += 9 * (a == 2)
    points -= 3 * (b == 0 and c == 10)
    return points / 40


def test_rectangles_count_where_a_package_lies_in_them(tmp_path: Path) -> None:
    """Over one issue they are counted with its options, over several they are terms; some never count, some always."""
    problem = problem_from_genius(lay_out(tmp_path / "box", BOX))
    assert len(problem.terms) == 3
    assert worth(problem) == [(by_definition(problem.in_words(row)),) for row in packages(problem)]
    assert problem.exact([least or 0 for least in problem.reserve]) == (Fraction(1, 10),)


def test_rectangles_that_mention_too_many_options_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before they fill the memory."""
    monkeypatch.setattr(genius_case, "MAX_MENTIONS", 5)
    with pytest.raises(LimitError, match=r"box: found rectangles that span more than 5 options, expected fewer; make"):
        problem_from_genius(lay_out(tmp_path / "box", BOX))


def test_a_domain_is_a_case(tmp_path: Path) -> None:
    """Names that a case can hold, with the words of the files beside them; nothing wrong with it."""
    case = read_case(lay_out(tmp_path / "river"))
    assert problems(case) == ()
    assert (case.case, case.title) == ("river", "river")
    assert case.note == "Read from the GENIUS domain river. Its discount factors (0.9) are not used."
    assert {name: party.name for name, party in case.parties.items()} == {"down": "down", "up": "up"}
    assert {name: issue.say for name, issue in case.issues.items()} == {
        "Water-in-May": "Water in May",
        "Canal": "Canal",
        "Fee-in": "Fee, in $",
    }
    assert [issue.options for issue in case.issues.values()] == [
        {"none": "none", "half-of-it": "half of it", "all": "all"},
        {"shut": "shut", "open-dredged": "open & dredged"},
        {"100": "100", "100-2": "100+"},
    ]
    up = case.plain()["positions"]["up"]
    assert up["weights"] == {"Water-in-May": 0.5, "Canal": 0.2, "Fee-in": 0.1}
    assert up["values"]["Water-in-May"] == [1.0, 4 / 9, 0.0]
    assert up["reserve"] == {"value": 0.25, "cite": {"analyst": "its reservation value in up.xml"}}
    down = case.plain()["positions"]["down"]
    assert down["weights"] == {"Water-in-May": 0.3, "Canal": 0.15, "Fee-in": 0.05}
    assert down["reserve"] == {"value": 0.0, "cite": {"analyst": "no reservation value is given in down.xml"}}


@pytest.mark.parametrize("files", [FILES, BOX], ids=["additive", "rectangles"])
def test_a_case_of_a_domain_settles_as_the_domain_does(tmp_path: Path, files: dict[str, str]) -> None:
    """But for the last digits of floats; also once it is written as a case file and read again."""
    domain = read_domain(lay_out(tmp_path / "x", files))
    exact = problem_of(domain)
    case = case_of_domain(domain)
    for one in (case, case_from_text(write_case(case), "x.yaml")):
        problem = settlement(one)
        assert problem.shape == exact.shape
        np.testing.assert_allclose(
            [list(map(float, row)) for row in worth(problem)],
            [list(map(float, row)) for row in worth(exact)],
            rtol=0,
            atol=1e-15,
        )
        assert [float(unit * (least or 0)) for unit, least in zip(problem.units, problem.reserve, strict=True)] == [
            float(unit * (least or 0)) for unit, least in zip(exact.units, exact.reserve, strict=True)
        ]


def test_what_has_no_place_in_a_case_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rectangle worth more than everything together; one whose expression is too long."""
    folder = lay_out(tmp_path / "box", BOX, p=('maxutility="40"', 'maxutility="4"'))
    assert problem_from_genius(folder).outcomes == 24
    with pytest.raises(
        CaseError, match=r"box: this has no place in a case: positions.p.terms.0.worth: found 1.75, exp"
    ):
        read_case(folder)
    monkeypatch.setattr(genius_case, "_LONGEST_CONDITION", 20)
    with pytest.raises(CaseError, match=r"box/p.xml:7: found a rectangle that takes \d+ letters as an expression"):
        read_case(folder)


def test_long_ranges_are_written_by_what_is_outside_them(tmp_path: Path) -> None:
    """So that expressions stay short."""
    terms = read_case(lay_out(tmp_path / "box", BOX)).positions["p"].terms
    assert [str(term.when) for term in terms][:4] == [
        '(a."1" | a."2") & not (b."-1")',
        '(c."20")',
        'not ((a."0") & (c."10"))',
        '(a."0" | a."1" | a."2" | a."3")',
    ]


@pytest.mark.parametrize(
    ("texts", "digits", "wanted"),
    [
        (["a", "B_c-1"], False, ["a", "B_c-1"]),
        (["3+ day", "3 day", "3-day"], True, ["3-day-2", "3-day-3", "3-day"]),
        (["10", "x y", "x-y", "x  y"], False, ["issue-10", "x-y-2", "x-y", "x-y-3"]),
        (["Müller’s", "Дом", "!?", "x" * 80], False, ["Mullers", "issue-2", "issue-3", "x" * 80]),
        (["x" * 81, "x" * 82, "1" * 99], False, ["x" * 60, "x" * 60 + "-2", "issue-" + "1" * 54]),
        (["a", "a", "a "], False, ["a", "a-2", "a-3"]),
        (["not", "if", "analyst", "never"], False, ["not-2", "if-2", "analyst-2", "never-2"]),
        (["-1", "+1", "_"], True, ["-1", "1", "_"]),
        (["$4.37", "100%", "issue-1", "%"], True, ["4-37", "100", "issue-1", "issue-4"]),
    ],
)
def test_names_are_valid_different_and_near_to_the_text(texts: list[str], wanted: list[str], *, digits: bool) -> None:
    """What is a name already stays."""
    assert _names(texts, "issue", digits=digits) == wanted


def test_a_case_folder_with_xml_in_it_is_a_case_folder(small_folder: Path, small: Case) -> None:
    """What a person wrote by hand goes first; the domain can still be named by its file."""
    lay_out(small_folder)
    assert read_case(small_folder).plain() == small.plain()
    assert read_case(small_folder / "river.xml").issues.keys() == {"Water-in-May", "Canal", "Fee-in"}


def test_a_domain_is_found_wherever_a_case_is(tmp_path: Path) -> None:
    """It has no text; its problems have no line."""
    folder = lay_out(tmp_path / "river")
    found = find_case(folder)
    assert (found.label, found.text, found.folder) == (str(folder), "", folder)
    assert case_of(found).as_of == found.day
    assert find_case(folder / "river.xml").folder == folder
    wrong = problems(read_case(folder).model_copy(update={"links": ()}))
    assert place_problems(wrong, found.text, found.label) == []


def test_problems_of_a_case_without_text_are_told_by_their_path(changed: Callable[..., Case]) -> None:
    """There is no line to name."""
    broken = changed().model_copy(update={"parties": {}})
    (line,) = place_problems(list(problems(broken))[:1], "", "river")
    assert line.startswith("river: ties[0].between: found the unknown party 'UP'")


def test_a_settlement_is_read_off_whatever_holds_one(tmp_path: Path, small: Case) -> None:
    """Exactly off a domain; off a case as it says; not off a case without issues."""
    exact = settlement_of(find_case(lay_out(tmp_path / "river")))
    assert exact.issues[0] == "Water in May"
    text = tmp_path / "small.yaml"
    text.write_text(write_case(small), encoding="utf-8")
    assert settlement_of(find_case(text)).digest() == settlement(small).digest()
    with pytest.raises(MissingSectionError, match="has no 'issues'"):
        settlement_of(find_case("prisoners-dilemma"))


def test_a_faulty_domain_is_told_wherever_it_is_asked_for(tmp_path: Path) -> None:
    """With every problem at its line."""
    folder = lay_out(tmp_path / "river", up=('value="0.5"', 'value="x"'))
    for read in (read_case, read_domain, problem_from_genius):
        with pytest.raises(CaseFileError, match=r"river/up.xml:3: found value='x'"):
            read(folder)


def test_odd_names_of_files_and_folders(tmp_path: Path) -> None:
    """White space only, no Latin letters, no discount, evaluations that are all nothing."""
    quiet = re.sub(r"<discount_factor[^>]*/>", "", UP)
    nothing = re.sub(r'evaluation="[^"]*"', 'evaluation="0"', DOWN)
    folder = lay_out(tmp_path / " ", {"d.xml": DOMAIN, " .xml": quiet, "Дом.xml": nothing})
    case = read_case(folder)
    assert (case.case, case.title) == ("domain-1", "A GENIUS domain")
    assert {name: party.name for name, party in case.parties.items()} == {"party-1": "party-1", "party-2": "Дом"}
    assert case.note == "Read from the GENIUS domain of this folder."
    problem = problem_from_genius(folder)
    assert {row[1] for row in worth(problem)} == {0}
