"""GENIUS domains: found in folders, read tolerantly and exactly, refused with every problem at its line."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from tests.unit.store.genius_samples import BOX_DOMAIN, BOXES, DOMAIN, DOWN, FILES, UP, lay_out

from goodoffices.errors import CaseError, CaseFileError, LimitError
from goodoffices.store import genius, genius_profile, read_domain
from goodoffices.store.genius_domain import Domain, words

BOUNDS = ((0, Fraction(1), Fraction(2)), (1, Fraction(0), Fraction(9)))
BOX = {"domain.xml": BOX_DOMAIN, "p.xml": BOXES}


def exact(text: str) -> tuple[Fraction, ...]:
    """Return fractions that are written one after the other."""
    return tuple(map(Fraction, text.split()))


def refused(folder: Path) -> list[str]:
    """Return the problems of a domain, without the path of its folder."""
    with pytest.raises(CaseFileError) as caught:
        read_domain(folder)
    return [line.replace(f"{folder}/", "").replace(f"{folder}: ", "") for line in caught.value.problems]


def sound(domain: Domain) -> None:
    """Check that a changed domain says what the sample says."""
    assert domain.parties == ("down", "up")
    down, up = domain.profiles
    assert [len(issue.options) for issue in domain.issues] == [3, 2, 2]
    assert up.values == (
        (Fraction(5, 8), Fraction(5, 18), Fraction(0)),
        (Fraction(1, 12), Fraction(1, 4)),
        (Fraction(0), Fraction(0)),
    )
    assert down.values == (
        (Fraction(0), Fraction(3, 10), Fraction(3, 5)),
        (Fraction(3, 10), Fraction(3, 200)),
        (Fraction(1, 10), Fraction(1, 50)),
    )


def test_a_domain_is_read_exactly(tmp_path: Path) -> None:
    """Issues and options as the domain lists them, numbers as the fractions their decimals stand for."""
    folder = lay_out(tmp_path / "river")
    os.utime(folder / "up.xml", (0, 86_400 * 365 * 60))
    domain = read_domain(folder)
    assert (domain.name, domain.label, domain.unread) == ("river", str(folder), ())
    assert [(issue.name, issue.index, issue.options) for issue in domain.issues] == [
        ("Water in May", 1, ("none", "half of it", "all")),
        ("Canal", 2, ("shut", "open & dredged")),
        ("Fee, in $", 3, ("100", "100+")),
    ]
    assert domain.issues[0].numbers is None
    down, up = domain.profiles
    assert (up.party, up.file, up.weights) == ("up", "up.xml", (Fraction(1, 2), Fraction(1, 5), Fraction(1, 10)))
    assert (up.reservation, up.reserve, up.discount) == (Fraction(1, 4), Fraction(1, 4), Fraction(9, 10))
    assert down.reservation is None
    assert down.reserve == 0
    assert down.discount is None
    assert up.evaluations == tuple(map(exact, ("9 4 0", "1 3", "0 0")))
    assert (up.scales, up.shares[2]) == (exact("9 3 0"), exact("0 0"))
    assert down.evaluations[1] == exact("2 1/10")
    assert domain.day >= dt.date(2029, 12, 1)
    sound(domain)


TOLERATED: dict[str, Callable[[str], str]] = {
    "issues count from 0": lambda text: re.sub(
        r'(<(?:issue|weight) index=")(\d)', lambda hit: hit.group(1) + str(int(hit.group(2)) - 1), text
    ),
    "issues count from 2": lambda text: re.sub(
        r'(<(?:issue|weight) index=")(\d)', lambda hit: hit.group(1) + str(int(hit.group(2)) + 1), text
    ),
    "weights count from 0": lambda text: re.sub(
        r'(<weight index=")(\d)', lambda hit: hit.group(1) + str(int(hit.group(2)) - 1), text
    ),
    "no numbers of issues": lambda text: re.sub(r'<issue index="\d"', "<issue", text),
    "no types": lambda text: re.sub(r' [ve]?type="\w+"', "", text),
    "no objective": lambda text: re.sub(r"</?objective[^>]*>", "", text),
    "capitals": lambda text: re.sub(r"</?[a-z_]+", lambda hit: hit.group().upper(), text).replace('value="', 'VALUE="'),
    "declared encoding": lambda text: '<?xml version="1.0" encoding="UTF-8"?>\n' + text,
    "blank lines": lambda text: "\n\n" + text,
    "comments": lambda text: text.replace("<weight", "<!-- a weight --><weight"),
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "long elements": lambda text: re.sub(r"<item ([^>]*)/>", r"<item \1>\n</item>", text),
    "more attributes": lambda text: text.replace("<item ", '<item color="blue" price="0.0" '),
    "large weights": lambda text: re.sub(
        r'(<weight index="\d" value=")([\d.]+)', lambda hit: hit.group(1) + str(float(hit.group(2)) * 1000), text
    ),
}


@pytest.mark.parametrize("name", TOLERATED)
def test_what_differs_between_files_makes_no_difference(tmp_path: Path, name: str) -> None:
    """In all files, or in the profiles alone."""
    change = TOLERATED[name]
    sound(read_domain(lay_out(tmp_path / "all", {file: change(text) for file, text in FILES.items()})))
    sound(read_domain(lay_out(tmp_path / "some", {**FILES, "up.xml": change(UP), "down.xml": change(DOWN)})))


def test_an_option_that_stands_twice_is_one_and_its_last_evaluation_counts(tmp_path: Path) -> None:
    """In a profile, and in the domain itself."""
    twice = '<item index="1" value="shut" evaluation="7"/>\n<item index="1" value="shut" evaluation="1"/>'
    folder = lay_out(
        tmp_path / "river",
        up=('<item index="1" value="shut" evaluation="1"/>', twice),
        river=('<item index="1" value="shut"/>', '<item index="1" value="shut"/><item value="shut "/>'),
    )
    sound(read_domain(folder))


def test_evaluations_that_are_not_given_are_passed_over_where_another_stands(tmp_path: Path) -> None:
    """Empty, or null as the editor of these files writes it."""
    old = '<item index="1" value="shut" evaluation="1"/>'
    folder = lay_out(tmp_path / "river", up=(old, old + '<item value="shut" evaluation="null"/><item value="shut"/>'))
    sound(read_domain(folder))


def test_names_may_differ_in_spaces_capitals_and_by_a_wrong_encoding(tmp_path: Path) -> None:
    """As long as it stays clear which is which; the domain's spelling counts."""
    files = {name: text.replace("dredged", "drèdged ’20") for name, text in FILES.items()}
    files["up.xml"] = files["up.xml"].replace("half of it", " Half  of It").replace("Canal", "canal")
    garbled = files["down.xml"].encode().decode("latin-1")
    folder = lay_out(tmp_path / "river", {**files, "down.xml": garbled})
    domain = read_domain(folder)
    assert domain.issues[1].options[1] == "open & drèdged ’20"
    sound(domain)
    latin = '<?xml version="1.0" encoding="windows-1252"?>' + files["down.xml"]
    sound(read_domain(lay_out(folder, {"down.xml": latin.encode("cp1252")})))
    sound(read_domain(lay_out(folder, {"down.xml": files["down.xml"].encode("cp1252")})))


def test_issues_of_another_name_are_known_by_their_number_if_their_options_are_the_same(tmp_path: Path) -> None:
    """And by their name alone if they stand in another order."""
    sound(read_domain(lay_out(tmp_path / "a", up=('name="Canal"', 'name="The waterway"'))))
    issues = re.findall(r"<issue.*?</issue>", DOWN, re.DOTALL)
    moved = DOWN.replace("".join(issues), "")
    for issue in issues:
        moved = moved.replace(issue, "")
    moved = moved.replace("</objective>", "".join(reversed(issues)) + "</objective>")
    sound(read_domain(lay_out(tmp_path / "b", {**FILES, "down.xml": moved})))
    other = DOWN.replace("Canal", "Bridge").replace("shut", "up")
    found = refused(lay_out(tmp_path / "c", {**FILES, "down.xml": other}))
    assert found == [
        "down.xml:2: found no issue 'Canal', expected each issue of the domain",
        "down.xml:8: found the issue 'Bridge', expected those of the domain: 'Water in May', 'Canal', 'Fee, in $'",
    ]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """A list of points, XML of something else, a folder, something that is no file, endings in capitals."""
    folder = lay_out(
        tmp_path / "river",
        {"river.xml": DOMAIN, "up.XML": UP, "down.xml": DOWN, "pareto.xml": "0.1, 0.2\n", "other.xml": "<a><b/></a>"},
    )
    (folder / "folder.xml").mkdir()
    (folder / "notes.txt").write_text("<utility_space>", encoding="utf-8")
    os.mkfifo(folder / "pipe.xml")
    domain = read_domain(folder)
    assert domain.unread == ("other.xml", "pareto.xml")
    sound(domain)


def test_a_large_file_of_something_else_is_left_alone_and_a_large_profile_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is told."""
    folder = lay_out(tmp_path / "river")
    monkeypatch.setattr(genius, "MAX_BYTES", 3_000)
    (folder / "pareto.xml").write_text("0.1, 0.2\n" * 1_000, encoding="utf-8")
    sound(read_domain(folder))
    (folder / "third.xml").write_text(UP + " " * 3_000, encoding="utf-8")
    with pytest.raises(CaseError, match=r"third.xml: found [\d,]+ bytes, expected at most 3,000"):
        read_domain(folder)


def test_too_much_in_one_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many files, too many bytes, more evaluations than are good to hold."""
    folder = lay_out(tmp_path / "river")
    with monkeypatch.context() as patch:
        patch.setattr(genius, "MAX_FILES", 2)
        with pytest.raises(CaseError, match="found 3 XML files, expected at most 2"):
            read_domain(folder)
    with monkeypatch.context() as patch:
        patch.setattr(genius, "MAX_FOLDER_BYTES", 2_000)
        with pytest.raises(CaseError, match="found XML files of more than 2,000 bytes"):
            read_domain(folder)
    with monkeypatch.context() as patch:
        patch.setattr(genius, "MAX_EVALUATIONS", 13)
        with pytest.raises(LimitError, match="found more than 13 evaluations"):
            read_domain(folder)


def test_any_number_of_profiles_called_anyhow(tmp_path: Path) -> None:
    """In the order of their names as people order them."""
    names = ["party10.xml", "party2.xml", "party1.xml", "Álvaro x.xml", "-.xml"]
    folder = lay_out(tmp_path / "river", {"d.xml": DOMAIN, **dict.fromkeys(names, UP)})
    assert read_domain(folder).parties == ("-", "party1", "party2", "party10", "Álvaro x")


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path: Path) -> None:
    """So that it can be printed."""
    folder = lay_out(tmp_path / "river")
    (folder / "up.xml").rename(folder / os.fsdecode(b"u\xffp.xml"))
    assert read_domain(folder).parties == ("down", "u\ufffdp")


def test_the_domain_is_the_file_without_evaluations_or_else_the_first_profile(tmp_path: Path) -> None:
    """Some folders hold no template."""
    bare = re.sub(r"</?negotiation_template[^>]*>|<agent[^>]*>", "", DOMAIN)
    sound(read_domain(lay_out(tmp_path / "a", {**FILES, "river.xml": bare})))
    domain = read_domain(lay_out(tmp_path / "b", {"up.xml": UP, "down.xml": DOWN}))
    assert domain.issues[1].options == ("open & dredged", "shut")
    assert domain.profiles[1].values[1] == (Fraction(1, 4), Fraction(1, 12))


def test_the_file_that_lists_the_issues_stands_for_its_folder(tmp_path: Path) -> None:
    """A profile does not: whoever names one would be surprised to find the others read."""
    folder = lay_out(tmp_path / "river", {**FILES, "pareto.xml": "0, 1", "other.xml": "<a/>"})
    sound(read_domain(folder / "river.xml"))
    for name, said in {
        "up.xml": rf"up.xml:1: found the profile of one party, expected .*; give the folder {folder}, whose .*\(2\)",
        "pareto.xml": "pareto.xml:1: found something else than XML, expected <negotiation_template>",
        "other.xml": "other.xml:1: found <a>, expected <negotiation_template> or <utility_space>",
    }.items():
        with pytest.raises(CaseFileError, match=said):
            read_domain(folder / name)


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    """Missing, without XML, not a path at all."""
    with pytest.raises(CaseError, match="gone: could not be read: No such file or directory; give the folder"):
        read_domain(tmp_path / "gone" / "gone")
    with pytest.raises(CaseError, match=r"found no \.xml file"):
        read_domain(tmp_path)
    with pytest.raises(CaseError, match="could not be read: embedded null"):
        read_domain("a\0b")


def test_a_folder_without_domain_or_profile_is_told(tmp_path: Path) -> None:
    """With what it holds instead."""
    (found,) = refused(lay_out(tmp_path / "a", {"d.xml": DOMAIN}))
    assert found == (
        "found the domain d.xml but no utility profile, expected a file with <utility_space> and evaluations for each "
        "party"
    )
    assert refused(lay_out(tmp_path / "b", {"x.xml": "<a/>", "y.xml": "1"}))[0].startswith(
        "found no GENIUS domain among its XML files: x.xml (<a>); expected a file with <utility_space>"
    )
    assert refused(lay_out(tmp_path / "c", {"y.xml": "1"}))[0].startswith("found no GENIUS domain among its XML files;")
    assert len(refused(lay_out(tmp_path / "d", {"d.xml": DOMAIN, "up.xml": UP[:400]}))) == 1


def test_two_files_for_one_thing_are_told(tmp_path: Path) -> None:
    """Two domains that differ, two profiles of one party; a domain twice is harmless."""
    sound(read_domain(lay_out(tmp_path / "a", {**FILES, "copy.xml": DOMAIN})))
    other = {**FILES, "other.xml": DOMAIN.replace("Canal", "Bridge")}
    assert "river.xml:1: found a second domain beside other.xml, expected one; move one of them" in refused(
        lay_out(tmp_path / "b", other)
    )
    assert refused(lay_out(tmp_path / "c", {**FILES, "up.XML": UP})) == [
        f"{name}:1: found two profiles of the party 'up', expected one; rename one of the files"
        for name in ("up.XML", "up.xml")
    ]


FAULTS: dict[str, tuple[str, str, str, str]] = {
    "not well formed": ("up", "</utility_space>", "", "up.xml:29: this is not well-formed XML: no element found"),
    "document type": ("up", "<utility_space>", "<!DOCTYPE a><utility_space>", "up.xml:1: found a document type"),
    "not a number": (
        "up",
        '"0.5"/>\n    <weight',
        '"half"/>\n    <weight',
        "up.xml:3: found value='half', expected a dec",
    ),
    "nan": (
        "up",
        'value="0.2"',
        'value="NaN"',
        "up.xml:4: found value='NaN', expected a decimal number of at least 0, such",
    ),
    "infinite": ("up", 'value="0.2"', 'value="Infinity"', "up.xml:4: found value='Infinity', expected"),
    "huge": ("up", 'value="0.2"', 'value="1e999"', "up.xml:4: found value='1e999', expected a number that is not"),
    "endless": ("up", 'value="0.2"', 'value="1e99999999999"', "up.xml:4: found value='1e99999999999', expected"),
    "fraction": ("up", 'value="0.2"', 'value="1/5"', "up.xml:4: found value='1/5', expected"),
    "comma": (
        "up",
        'value="0.2"',
        'value="0,2"',
        "up.xml:4: found value='0,2', expected a decimal number of at least 0",
    ),
    "many digits": ("up", 'value="0.2"', f'value="0.{"2" * 70}"', "up.xml:4: found value='0.2222"),
    "negative weight": ("up", 'value="0.2"', 'value="-0.2"', "up.xml:4: found value='-0.2', expected .* of at least 0"),
    "no value": ("up", 'index="2" value="0.2"', 'index="2"', "up.xml:4: found <weight> without 'value'"),
    "no weight": (
        "up",
        '<weight index="2" value="0.2"/>',
        "",
        "up.xml:17: found no weight of the issue 'Canal', expected",
    ),
    "weight of nothing": (
        "up",
        'weight index="2"',
        'weight index="7"',
        "up.xml:4: found the weight of issue 7, expected ",
    ),
    "weight twice": (
        "up",
        'weight index="2"',
        'weight index="1"',
        "up.xml:4: found the weight of issue 1 a second time",
    ),
    "weight without number": (
        "up",
        'weight index="2"',
        'weight index="b"',
        "up.xml:4: found <weight> with the index 'b', ",
    ),
    "missing evaluation": (
        "up",
        '<item index="1" value="shut" evaluation="1"/>',
        "",
        "up.xml:17: found no evaluation of the option 'shut' of 'Canal', expected one for each option of the domain",
    ),
    "negative evaluation": (
        "up",
        'evaluation="9"',
        'evaluation="-9"',
        "up.xml:7: found evaluation='-9', expected .* at le",
    ),
    "evaluation not a number": ("up", 'evaluation="9"', 'evaluation="x"', "up.xml:7: found evaluation='x', expected"),
    "option of nobody": (
        "up",
        'value="shut"',
        'value="closed"',
        "up.xml:18: found the option 'closed', expected those of",
    ),
    "issue twice": (
        "up",
        'name="Canal"',
        'name="Water in May"',
        "up.xml:17: found the issue 'Water in May' a second time",
    ),
    "number twice": ("up", 'issue index="2"', 'issue index="1"', 'up.xml:17: found index="1" a second time, expected'),
    "reservation": ("up", 'value="0.25"', 'value="1.25"', "up.xml:27: found value='1.25', expected .* from 0 to 1"),
    "reservation not a number": (
        "up",
        'value="0.25"',
        'value=""',
        "up.xml:27: found value='', expected a decimal number",
    ),
    "discount": (
        "up",
        'factor value="0.9"',
        'factor value="-1"',
        "up.xml:26: found value='-1', expected .* of at least 0",
    ),
    "nonlinear without": (
        "up",
        "<utility_space>",
        '<utility_space type="nonlinear">',
        'up.xml:1: found type="nonlinear" without <utility>, expected <utility maxutility="…"> with <ufun>',
    ),
    "real issue": (
        "river",
        '"discrete" vtype',
        '"real" vtype',
        "river.xml:5: found the issue 'Water in May' of real numb",
    ),
    "no name": ("river", ' name="Canal"', "", 'river.xml:10: found <issue> without a name, expected name="…"'),
    "empty option": (
        "river",
        'value="shut"',
        'value=" "',
        'river.xml:11: found <item> without a value, expected value="…"',
    ),
    "long option": (
        "river",
        'value="shut"',
        f'value="{"x" * 1_001}"',
        "river.xml:11: found a value of 1,001 characters",
    ),
    "domain number twice": ("river", 'index="2" name', 'index="1" name', 'river.xml:10: found index="1" a second time'),
    "domain issue twice": (
        "river",
        '"Canal"',
        '"Water  in May"',
        "river.xml:10: found the issue 'Water in May' a second",
    ),
    "objective within": (
        "river",
        "</objective>",
        "<objective/></objective>",
        "river.xml:18: found an objective within an",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_told_at_its_line(tmp_path: Path, name: str) -> None:
    """With file, line, what was found and what was expected."""
    file, old, new, said = FAULTS[name]
    found = refused(lay_out(tmp_path / "river", FILES, **{file: (old, new)}))
    assert any(re.match(said, line) for line in found), found


def test_weights_that_are_all_0_are_told(tmp_path: Path) -> None:
    """They could not be divided by their sum."""
    zero = re.sub(r'(<weight index="\d" value=")[\d.]+', r"\g<1>0.0", UP)
    assert refused(lay_out(tmp_path / "river", {**FILES, "up.xml": zero})) == [
        "up.xml:2: found weights that are all 0, expected one above 0"
    ]


def test_an_issue_without_options_and_a_domain_without_issues_are_told(tmp_path: Path) -> None:
    """In the domain; a profile of it lacks them then too."""
    empty = re.sub(r'(name="Canal">).*?(</issue>)', r"\1\2", DOMAIN, flags=re.DOTALL)
    (found,) = refused(lay_out(tmp_path / "a", {**FILES, "river.xml": empty}))
    assert found == (
        "river.xml:10: found no option of the issue 'Canal', expected at least one <item value=\"…\">, or bounds of "
        "whole numbers"
    )
    none = re.sub(r"<issue.*</issue>", "", DOMAIN, flags=re.DOTALL)
    assert refused(lay_out(tmp_path / "b", {**FILES, "river.xml": none})) == [
        'river.xml:4: found no issue, expected at least one <issue index="…" name="…">'
    ]


def test_everything_is_told_at_once_in_the_order_of_files_and_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no more than anybody will read."""
    files = {
        **FILES,
        "up.xml": UP.replace('"0.5"', '"x"').replace('"3"/>\n    </issue>', '"y"/>\n    </issue>').replace("0.25", "z"),
        "down.xml": DOWN.replace('"1e-1"', '""'),
        "bad.xml": "<utility_space>\n\n<",
    }
    found = refused(lay_out(tmp_path / "a", files))
    assert [line.split(": ")[0] for line in found] == ["bad.xml:3", "down.xml:8", "up.xml:3", "up.xml:19", "up.xml:27"]
    monkeypatch.setattr(genius, "_MOST_TOLD", 2)
    assert refused(tmp_path / "a")[2:] == ["and 3 more problems"]


def test_sizes_within_a_domain_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issues, options, rectangles."""
    folder = lay_out(tmp_path / "river")
    with monkeypatch.context() as patch:
        patch.setattr(genius, "MAX_ISSUES", 2)
        assert refused(folder) == ["river.xml:4: found 3 issues, expected at most 2"]
    with monkeypatch.context() as patch:
        patch.setattr(genius, "MAX_OPTIONS", 2)
        assert refused(folder) == ["river.xml:5: found 3 options of 'Water in May', expected at most 2"]
        assert "domain.xml:2: found the bounds 0 to 3, expected at most 2 whole numbers; list those" in str(
            refused(lay_out(tmp_path / "box", BOX))
        )
    monkeypatch.setattr(genius_profile, "MAX_RECTANGLES", 10)
    assert refused(tmp_path / "box") == ["p.xml:5: found 11 rectangles, expected at most 10"]


# ---- whole numbers and rectangles

LINES = """\
<utility_space>
  <issue index="1" name="a" type="integer" lowerbound="0" upperbound="3">
    <evaluator ftype="linear" offset="0.4" slope="0.3"/>
  </issue>
  <issue index="2" name="b" type="integer" lowerbound="-1" upperbound="1">
    <evaluator ftype="constant" offset="0.5"/>
  </issue>
  <issue index="3" name="c">
    <item value="10" evaluation="1"/><item value="20" evaluation="4"/>
  </issue>
  <weight index="1" value="1"/><weight index="2" value="1"/><weight index="3" value="2"/>
</utility_space>
"""


def test_whole_numbers_are_worth_a_line_kept_between_0_and_1(tmp_path: Path) -> None:
    """Through the offset at the lowest number; it is on the scale already and not divided by its largest value."""
    domain = read_domain(lay_out(tmp_path / "box", {"domain.xml": BOX_DOMAIN, "p.xml": LINES}))
    assert [issue.options for issue in domain.issues] == [("0", "1", "2", "3"), ("-1", "0", "1"), ("10", "20")]
    assert [issue.is_integer for issue in domain.issues] == [True, True, False]
    assert domain.issues[1].numbers == exact("-1 0 1")
    assert domain.profiles[0].shares == tuple(map(exact, ("2/5 7/10 1 1", "1/2 1/2 1/2", "1/4 1")))


def test_whole_numbers_may_be_evaluated_one_by_one(tmp_path: Path) -> None:
    """As options are."""
    items = "".join(f'<item value="{k}" evaluation="{k * k}"/>' for k in range(4))
    text = LINES.replace('<evaluator ftype="linear" offset="0.4" slope="0.3"/>', items)
    domain = read_domain(lay_out(tmp_path / "box", {"domain.xml": BOX_DOMAIN, "p.xml": text}))
    assert domain.profiles[0].shares[0] == exact("0 1/9 4/9 1")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'ftype="linear"',
            'ftype="triangular"',
            "p.xml:3: found an evaluator of type 'triangular', expected <evaluator f",
        ),
        ('<evaluator ftype="constant" offset="0.5"/>', "", "p.xml:5: found no evaluator, expected <evaluator ftype="),
        (' slope="0.3"', "", "p.xml:3: found <evaluator> without 'slope'"),
        (' offset="0.5"', "", "p.xml:6: found <evaluator> without 'offset'"),
        (
            'upperbound="3"',
            'upperbound="4"',
            "p.xml:2: found the bounds 0 to 4 of 'a', expected 0 to 3 as in the domain",
        ),
        ('upperbound="3"', 'upperbound="-3"', "p.xml:2: found the bounds 0 to -3, expected the lower one first"),
        (' upperbound="3"', "", "p.xml:2: found <issue> without 'upperbound'"),
    ],
)
def test_faults_of_whole_numbers_are_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    """At their line."""
    assert old in LINES
    found = refused(lay_out(tmp_path / "box", {"domain.xml": BOX_DOMAIN, "p.xml": LINES.replace(old, new)}))
    assert found[0].startswith(said)


def test_bounds_that_are_no_whole_numbers_are_continuous(tmp_path: Path) -> None:
    """Whatever the issue calls itself."""
    text = BOX_DOMAIN.replace('upperbound="3"', 'upperbound="3.5"')
    (found,) = refused(lay_out(tmp_path / "box", {"domain.xml": text, "p.xml": BOXES}))
    assert found == (
        "domain.xml:2: found the issue 'a' of real numbers, which is not supported; list the values that could be "
        "agreed as options of a discrete issue"
    )


def test_rectangles_are_read_with_their_weights(tmp_path: Path) -> None:
    """Those of the sums they stand in are multiplied; what is excluded is kept apart."""
    (profile,) = read_domain(lay_out(tmp_path / "box", BOX)).profiles
    assert (profile.most, profile.reserve) == exact("40 1/10")
    assert profile.weights == profile.values == ()
    assert [one.worth for one in profile.rectangles] == [7, 10, 3, 2, 1, 4, 6, 0, 8, 9, -3]
    assert profile.rectangles[0].bounds == BOUNDS
    assert profile.rectangles[0].line == 7
    assert [k for k, one in enumerate(profile.rectangles) if not one.inside] == [2, 5, 6, 8]


def test_a_sum_of_rectangles_need_not_repeat_the_issues(tmp_path: Path) -> None:
    """Nor say that it is no additive profile; its indices are then those of the domain."""
    text = re.sub(r"<issue[^>]*/>", "", BOXES).replace(' type="nonlinear"', "")
    (profile,) = read_domain(lay_out(tmp_path / "box", {**BOX, "p.xml": text})).profiles
    assert profile.rectangles[0].bounds == BOUNDS


def test_an_issue_of_whole_numbers_is_known_by_its_number_too(tmp_path: Path) -> None:
    """If it is one in both files; bounds on an issue that is not known say nothing more."""
    folder = lay_out(tmp_path / "box", BOX, p=('index="2" name="b"', 'index="2" name="beta"'))
    assert read_domain(folder).profiles[0].rectangles[0].bounds == BOUNDS
    found = refused(lay_out(tmp_path / "box", BOX, p=('index="3" name="c"', 'index="3" name="gamma"')))
    assert [line.split(", ")[0] for line in found] == [
        "p.xml:1: found no issue 'c'",
        "p.xml:4: found the issue 'gamma'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (' maxutility="40"', "", "p.xml:5: found <utility> without 'maxutility'"),
        ('maxutility="40"', 'maxutility="-1.0"', "p.xml:5: found maxutility='-1.0', expected .* of at least 0"),
        (
            'maxutility="40"',
            'maxutility="0"',
            'p.xml:5: found maxutility="0", expected the points that make a utility of 1',
        ),
        ('"sum"', '"max"', 'p.xml:6: found aggregation="max", expected "sum"; nothing else is supported'),
        ('ufun weight="0.5"', 'ufun weight="-1"', "p.xml:.*: found weight='-1', expected .* of at least 0"),
        ('hyperRectangle utility="7"', "hyperRectangle", "p.xml:7: found <hyperrectangle> without 'utility'"),
        ('index="1" min="1"', 'index="0" min="1"', "p.xml:8: found the index 0, expected that of an issue: 1, 2, 3"),
        (
            'index="1" min="1"',
            'index="" min="1"',
            "p.xml:8: found <includes> with the index '', expected the number of",
        ),
        ('min="1" max="2"', 'min="2" max="1"', 'p.xml:8: found min="2" above max="1", expected the lower one first'),
        ('min="1" max="2"', 'min="1"', "p.xml:8: found <includes> without 'max'"),
        ("</utility>", "</utility><utility/>", "p.xml:.*: found a second <utility>; keep one of them"),
        (
            "<utility max",
            '<weight index="1" value="1"/><utility max',
            "p.xml:5: found weights of issues beside <utility>",
        ),
        (
            '<hyperRectangle utility="2"/>',
            "<sphere/>",
            "p.xml:.*: found <sphere>, expected <hyperRectangle>; nothing else",
        ),
        (
            '<hyperRectangle utility="2"/>',
            '<hyperRectangle utility="2"><NOT/></hyperRectangle>',
            "p.xml.*found <NOT> in a",
        ),
        (
            '<EXCLUDES index="3"',
            '<INCLUDES index="3"',
            "p.xml:.*: found <EXCLUDES>, <INCLUDES> in a rectangle, expected",
        ),
        (
            'lowerbound="0" upperbound="3"',
            'lowerbound="0" upperbound="2"',
            "p.xml:2: found the bounds 0 to 2 of 'a', exp",
        ),
    ],
)
def test_faults_of_rectangles_are_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    """At their line."""
    assert old in BOXES
    found = refused(lay_out(tmp_path / "box", {**BOX, "p.xml": BOXES.replace(old, new)}))
    assert any(re.match(said, line) for line in found), found


def test_rectangles_need_numbers_and_a_sum_needs_rectangles(tmp_path: Path) -> None:
    """Bounds on words say nothing."""
    worded = BOX_DOMAIN.replace('value="20"', 'value="twenty"')
    assert refused(lay_out(tmp_path / "a", {**BOX, "domain.xml": worded}))[0] == (
        "p.xml:9: found bounds on the issue 'c', whose options are not numbers, expected numbers"
    )
    none = re.sub(r"<ufun.*</ufun>", "", BOXES, flags=re.DOTALL)
    assert refused(lay_out(tmp_path / "b", {**BOX, "p.xml": none})) == [
        "p.xml:5: found no rectangle, expected <ufun> with at least one <hyperRectangle>"
    ]


def test_long_words_are_cut() -> None:
    """So that a message stays one that can be read."""
    assert words("a  b\nc", 5) == "a b c"
    assert words("abcdef", 5) == "abcd…"
