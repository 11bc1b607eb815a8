"""Case files: found, read with every problem at its place, refused where they are no text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from goodoffices.case import Case, Problem
from goodoffices.errors import CaseError, CaseFileError
from goodoffices.store import case_from_text, find_case, place_problems, read_case, shipped_cases
from goodoffices.store.casefile import MAX_BYTES

HEAD = """\
case: x
title: t
as_of: 2020-05-01
parties:
  A: {name: a, kind: state, role: principal}
  NO: {name: b, kind: state, role: principal}
"""


def faults(text: str) -> list[str]:
    """Return the problems of a text."""
    with pytest.raises(CaseFileError) as caught:
        case_from_text(text, "f")
    return list(caught.value.problems)


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_are_read_by_name(name: str) -> None:
    """Each is called as its folder; their sources' texts are not with them."""
    assert read_case(name).case == name
    assert find_case(name).folder is None


def test_a_case_is_a_file_or_a_folder(small_folder: Path, small: Case) -> None:
    """Given as text or as a path; the folder is where its texts stand."""
    for what in (small_folder, str(small_folder), small_folder / "case.yaml"):
        assert read_case(what).plain() == small.plain()
        assert find_case(what).folder == small_folder


def test_a_folder_with_one_yaml_file_is_a_case(small_folder: Path) -> None:
    """Whatever its name; with several the file has to be named."""
    (small_folder / "case.yaml").rename(small_folder / "river.yml")
    assert read_case(small_folder).case == "two-neighbours"
    (small_folder / "other.yaml").touch()
    with pytest.raises(
        CaseError, match=r"expected case.yaml in this folder, found other.yaml, river.yml; name the file"
    ):
        read_case(small_folder)


def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    """And so is one that holds something else."""
    with pytest.raises(CaseError, match=r"expected case\.yaml in this folder, found no \.yaml file"):
        read_case(tmp_path)
    (tmp_path / "case.yaml").mkdir()
    with pytest.raises(CaseError, match="could not be read"):
        read_case(tmp_path / "case.yaml" / "case.yaml")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As a path, and as a name near to a shipped one."""
    with pytest.raises(CaseError, match=r"gone.yaml: could not be read: No such file"):
        read_case(tmp_path / "gone.yaml")
    with pytest.raises(CaseError, match=r"could not be read"):
        read_case("no/such/place")
    with pytest.raises(CaseError, match="no shipped case of that name; did you mean 'korea-2017'"):
        read_case("korea2017")
    with pytest.raises(CaseError, match="found no file or folder"):
        read_case("a\0b")
    with pytest.raises(CaseError, match="could not be read: File name too long"):
        read_case("a" * 5000)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """It is no regular file."""
    os.mkfifo(tmp_path / "case.yaml")
    with pytest.raises(CaseError, match="not a regular file"):
        read_case(tmp_path / "case.yaml")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """Its size is enough to refuse it."""
    path = tmp_path / "case.yaml"
    with path.open("wb") as file:
        file.truncate(9_000_000)
    with pytest.raises(CaseError, match=rf"found 9,000,000 bytes, expected at most {MAX_BYTES:,}"):
        read_case(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEAD.encode("utf-16"), "found UTF-16, expected UTF-8"),
        ("\ufeff".encode("utf-16-be") + HEAD.encode("utf-16-be"), "found UTF-16, expected UTF-8"),
        (HEAD.encode("utf-16-le"), "control characters are not allowed"),
        (HEAD.replace("title: t", "title: café").encode("latin-1"), r":2:11: found the byte 0xe9, expected UTF-8"),
        (b"\xef\xbb\xbf" + HEAD.encode() + b"note: \xc3\xa9\xff", r":7:8: found the byte 0xff"),
        (HEAD.encode() + b"note: a\x00b", r":7:8: .*control characters"),
        (b"", ":1:1: found nothing, expected keys such as case, title, as_of and parties"),
        (b"\xef\xbb\xbf", ":1:1: found nothing"),
        (b"- case: x\n- title: t", ":1:1: found a list, expected keys such as"),
        (b"just words", ":1:1: found a str, expected keys"),
    ],
    ids=lambda value: value[-24:] if isinstance(value, str) else None,
)
def test_what_is_no_case_is_refused_with_file_line_and_column(tmp_path: Path, data: bytes, words: str) -> None:
    """Wrong encodings, control characters, nothing, a list, a text."""
    path = tmp_path / "case.yaml"
    path.write_bytes(data)
    with pytest.raises(CaseError, match=words) as caught:
        read_case(path)
    assert str(caught.value).startswith(str(path))
    assert str(caught.value).count(str(path)) == 1


@pytest.mark.parametrize(
    "change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")], ids=["mark", "line ends"]
)
def test_a_byte_order_mark_and_windows_line_ends_are_read(
    tmp_path: Path, small_text: str, small: Case, change: Callable[[str], str]
) -> None:
    """As if they were not there."""
    path = tmp_path / "case.yaml"
    path.write_bytes(change(small_text).encode())
    assert read_case(path).plain() == small.plain()


def test_names_of_yaml_1_1_traps_stay_names() -> None:
    """Norway is a party, `on` and `off` are words, a code keeps its zero, a clock time is text."""
    case = case_from_text(
        HEAD + "options: {NO: {on: {say: yes}, off: {say: no}}}\none_way: {NO.on: on, NO.off: off}\n"
        'events: [{when: 2019, who: NO, type: y, cameo: 044, where: "1:30", cite: {analyst: no}}]\n'
    )
    assert list(case.options["NO"]) == ["on", "off"]
    assert case.one_way == {"NO.on": "on", "NO.off": "off"}
    assert case.options["NO"]["on"].say == "yes"
    assert (case.events[0].cameo, case.events[0].where) == ("044", "1:30")


FAULTS = {
    "unknown key": ("tie: []", "f:7:1: tie: unknown key; did you mean 'ties'?"),
    "unknown key within": (
        "ties: [{form: A, to: NO, kind: war, sign: 0, cite: {analyst: x}}]",
        "f:7:9: ties[0].form: unknown key; did you mean 'from'?",
    ),
    "our own field name": (
        "ties: [{from_: A, to: NO, kind: war, sign: 0, cite: {analyst: x}}]",
        "unknown key; did you mean 'from'?",
    ),
    "unknown key in a candidate's value": (
        "candidates: {A: {kind: state, acceptability: {NO: {value: 0.5, wy: x, cite: {analyst: x}}}}}",
        "f:7:64: candidates.A.acceptability.NO.wy: unknown key; did you mean 'why'?",
    ),
    "unknown key in a party": (
        "people: {p: {name: x, ofice: y}}",
        "people.p.ofice: unknown key; did you mean 'office'?",
    ),
    "unknown key under a policy": (
        "policies: {p: {prefer: {A: {statement: [A.x]}}}}",
        "policies.p.prefer.A: expected exactly one of statements",
    ),
    "unknown key beside statements": (
        "policies: {p: {prefer: {A: {statements: [], nate: x}}}}",
        "unknown key; did you mean 'note'?",
    ),
    "unknown key in an anchor": (
        "trends: [{of: A, what: w, per_year: 1, cite: {wt: {exact: x, sufix: y}}}]",
        "f:7:62: trends[0].cite.wt.sufix: unknown key; did you mean 'suffix'?",
    ),
    "a number as key": ("7: x", "[7]: found 7 (a number), expected a name as the key"),
    "missing key": ("people: {p: {office: x}}", "f:7:13: people.p.name: missing; expected the key 'name' here"),
    "too few ends": (
        "ties: [{between: [A], kind: war, sign: 0, cite: {analyst: x}}]",
        "ties[0].between: found a list of 1, expected at least 2",
    ),
    "too many ends": (
        "ties: [{between: [A, NO, A], kind: war, sign: 0, cite: {analyst: x}}]",
        "ties[0].between: found a list of 3, expected 2",
    ),
    "number for text": (
        "question: 7",
        "f:7:11: question: found 7 (a number), expected text; put it in quotation marks",
    ),
    "truth for text": ("question: true", "question: found True (true or false), expected text"),
    "list for text": ("question: [x]", "question: found a list, expected text"),
    "empty list for text": ("question: []", "question: found an empty list, expected text"),
    "empty text": ("question: ''", "question: found '', expected text that is not empty"),
    "text for a list": ("ties: x", "f:7:7: ties: found 'x', expected a list"),
    "mapping for a list": ("ties: {a: b}", "ties: found a mapping, expected a list"),
    "list for a mapping": ("people: [x]", "people: found a list, expected a mapping of keys to values"),
    "text for an entry": ("people: {p: x}", "people.p: found 'x', expected a mapping of keys to values"),
    "long text": (f"question: {'x' * 20_001}", "found 'xxx"),
    "word not in the list": (
        "handling: secret",
        "f:7:11: handling: found 'secret', expected one of open, internal, confidential",
    ),
    "word near one of the list": (
        "handling: Internal",
        "expected one of open, internal, confidential; did you mean 'internal'?",
    ),
    "not a name": (
        "people: {'a b': {name: x}}",
        "people.a b: found 'a b', expected letters, digits, '-' or '_', beginning with a letter",
    ),
    "a truth as a name": ("people: {p: {name: x, party: true}}", "people.p.party: found bool True, expected a name"),
    "share over one": (
        "leverage: [{who: A, over: NO, basis: b, strength: 1.5, cite: {analyst: x}}]",
        "leverage[0].strength: found 1.5, expected values from 0",
    ),
    "hexadecimal giant": (
        f"leverage: [{{who: A, over: NO, basis: b, strength: 0x{'f' * 300}, cite: {{analyst: x}}}}]",
        "expected a number, [low, high]",
    ),
    "numeric bound": (
        "facts: [{about: A, what: w, value: 1, year: 0, cite: {analyst: x}}]",
        "facts[0].year: found 0 (a number), expected at least 1",
    ),
    "numeric bound above": (
        "facts: [{about: A, what: w, value: 1, year: 9999, cite: {analyst: x}}]",
        "found 9999 (a number), expected at most 9998",
    ),
    "a fraction for a year": (
        "facts: [{about: A, what: w, value: 1, year: 20.5, cite: {analyst: x}}]",
        "found 20.5, expected a whole number",
    ),
    "code as a number": (
        "events: [{when: 2019, who: A, type: y, cameo: 44, cite: {analyst: x}}]",
        "events[0].cameo: found 44 (a number), expected text",
    ),
    "code of one digit": (
        "events: [{when: 2019, who: A, type: y, cameo: '4', cite: {analyst: x}}]",
        "a CAMEO code of two to four digits, in quotation marks",
    ),
    "digest": (
        "sources: {s: {type: book, sha256: abc}}",
        "sources.s.sha256: found 'abc', expected 64 hexadecimal digits",
    ),
    "option name": ("one_way: {x: on}", "one_way.x: found 'x', expected an option such as USA.talk"),
    "truth": (
        "interests: {A: [{want: w, implied: maybe, cite: {analyst: x}}]}",
        "interests.A[0].implied: found 'maybe', expected true or false",
    ),
    "neither number nor list": ("now: x", "now: found 'x', expected a whole number or a list"),
    "several kinds of value": (
        "facts: [{about: A, what: w, value: [1], year: 2000, cite: {analyst: x}}]",
        "facts[0].value: found a list, expected",
    ),
    "infinite": ("preferences: {A: {payoffs: [1.0e+400]}}", "found inf, expected a finite number"),
    "date": (
        "events: [{when: 2019-13, who: A, type: y, cite: {analyst: x}}]",
        "f:7:17: events[0].when: found month 13 in '2019-13'",
    ),
    "expression": ("targets: {t: A.x and A.y}", "f:7:14: targets.t: found 'and', expected '&'"),
    "rule without a rule": (
        "feasible: [{why: x}]",
        "f:7:12: feasible[0]: expected an expression, {rule: …} or {never: …}",
    ),
    "empty rule": ("feasible: [{rule: }]", "feasible[0]: expected an expression, {rule: …} or {never: …}"),
    "empty": ("people: {p: }", "people.p: found nothing, expected a mapping"),
    "duplicate key": (
        "question: a\nquestion: b",
        "f:8:1: found the key 'question' a second time (first in line 7); keep one of them",
    ),
    "locator": (
        "trends: [{of: A, what: w, per_year: 1, cite: {wt: {para: 0, start: a, end: 1, sha256: zz}}}]",
        "f:7:58: trends[0].cite.wt.para: found 0 (a number), expected at least 1",
    ),
    "second of several anchors": (
        "trends: [{of: A, what: w, per_year: 1, cite: {wt: [{at: x}, 3]}}]",
        "f:7:61: trends[0].cite.wt[1]: found 3, expected",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_names_its_place_what_was_found_and_what_was_expected(name: str) -> None:
    """In one line."""
    text, words = FAULTS[name]
    found = faults(HEAD + text + "\n")
    (line,) = [one for one in found if words in one]
    assert re.match(r"f:\d+:\d+: ", line)
    assert "\n" not in line
    assert len(line) < 500


def test_all_problems_are_told_at_once_in_file_order() -> None:
    """Of form and of meaning, in YAML and in the case."""
    text = HEAD + (
        "question: 7\n"
        "ties:\n"
        "  - {from: A, to: NO, kind: wra, sign: 0, cite: {analyst: x}}\n"
        "  - {from: A, to: XX, kind: war, sign: 0, cite: {nowhere: x}}\n"
        "events:\n"
        "  - {when: 2021, who: A, type: y, cite: {analyst: x}}\n"
        "  - {when: never, who: A, type: y, cite: {analyst: x}}\n"
        "options: {A: {x: {say: s}}}\n"
        "now: [A.y]\n"
        "targets: {t: A.z, u: A.x and}\n"
        "policies: {p: {assume: {A.w: on}}, p: {}}\n"
        "claims: {}\n"
    )
    lines = faults(text)
    assert [re.sub(r"^f:(\d+):\d+: ([^:]*): .*", r"\1 \2", line) for line in lines[:-2]] == [
        "7 question",
        "9 ties[0].kind",
        "10 ties[1].to",
        "10 ties[1].cite.nowhere",
        "12 events[0].when",
        "13 events[1].when",
        "15 now[0]",
        "16 targets.t",
        "16 targets.u",
        "17 policies.p.assume.A.w",
    ]
    assert "a second time" in lines[-2]
    assert lines[-1].startswith("f:18:9: claims: found an empty mapping, expected a list")


def test_an_entry_that_is_left_out_shifts_no_line() -> None:
    """What stands behind a faulty entry of a list is reported at its own place."""
    entry = "  - {when: 2019, who: %s, type: y, cite: {analyst: x}}\n"
    lines = faults(HEAD + "events:\n" + "  - {}\n" + entry % "A" + "  - 3\n" + entry % "XX")
    assert any(line.startswith("f:11:23: events[3].who: found the unknown party or person 'XX'") for line in lines)


def test_required_keys_are_missed_by_name() -> None:
    """All four, and what else is wrong beside them."""
    lines = faults("ties: []\nquestion: 3\n")
    assert [line for line in lines if "missing" in line] == [
        f"f:1:1: {key}: missing; expected the key '{key}' here" for key in ("as_of", "case", "parties", "title")
    ]
    assert len(lines) == 5


def test_faulty_parties_are_not_reported_twice() -> None:
    """Whoever names a party that is written wrongly is not blamed for it."""
    lines = faults(
        HEAD.replace("kind: state", "kind: stat", 1) + "trends: [{of: A, what: w, per_year: 1, cite: {analyst: x}}]\n"
    )
    assert [line.split(": ")[1] for line in lines] == ["parties.A.kind"]


def test_a_form_fault_that_cannot_be_left_out_hides_no_other_form_fault() -> None:
    """Where nothing sound remains the faults of form are told."""
    lines = faults("case: 3\ntitle: [t]\nas_of: x\nparties: x\nhandling: {}\n")
    assert len(lines) == 5


def test_problems_of_a_case_are_placed_in_its_text() -> None:
    """In file order, the nearest place where the path is not written out."""
    found = [Problem(("parties", "NO", "note"), "b"), Problem(("title",), "a", key=True), Problem((), "whole")]
    assert place_problems(found, HEAD, "f") == [
        "f:1:1: the file: whole",
        "f:2:1: title: a",
        "f:6:7: parties.NO.note: b",
    ]


def test_the_text_that_was_read_is_remembered_and_not_part_of_the_data(small: Case, small_text: str) -> None:
    """Writing back needs it; the plain case does not show it."""
    assert small._origin == small_text
    assert "_origin" not in small.plain()
