"""A case that is written back keeps its comments and its order."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodoffices.case import Case
from goodoffices.errors import GoodOfficesError
from goodoffices.store import case_from_text, find_case, read_case, rewriting, shipped_cases, write_case

TINY = """\
case: x
title: t
as_of: 2020-05-01
question: q   # to be asked
sources: {s: {type: book, author: [{literal: a}]}}
parties: {}
people:
  p: {name: p}   # one
  q:
    name: q
    office: r   # another
"""


def comments(text: str) -> list[str]:
    """List the comments of a text, without the space before them."""
    return ["#" + line.split("#", 1)[1] for line in text.splitlines() if "#" in line]


def edited(case: Case, **sections: object) -> Case:
    """Change sections of a case, written as in a file; the case still knows the text it came from."""
    change = Case.model_validate({**case.plain(), **sections})
    return case.model_copy(update={name: getattr(change, name) for name in sections})


@pytest.mark.parametrize("name", shipped_cases())
def test_an_unchanged_case_is_written_as_it_was(name: str) -> None:
    """To the byte."""
    assert write_case(read_case(name)) == find_case(name).text


@pytest.mark.parametrize("name", shipped_cases())
def test_a_case_without_its_text_is_written_anew_and_reads_as_the_same_case(name: str) -> None:
    """For every shipped case."""
    plain = read_case(name).plain()
    assert case_from_text(write_case(Case.model_validate(plain))).plain() == plain


def test_the_small_case_is_written_anew_and_reads_as_the_same_case(small: Case) -> None:
    """It holds every section; nothing is lost or invented."""
    text = write_case(Case.model_validate(small.plain()))
    assert case_from_text(text).plain() == small.plain()
    assert text.startswith("case: two-neighbours\ntitle: Two neighbours and a river\n")
    assert "[{family: Doe, given: Jo}, {literal: A ministry}]" in text


def test_writing_to_a_file_is_writing_its_bytes(tmp_path: Path, small: Case, small_text: str) -> None:
    """Windows line ends stay as they are."""
    path = tmp_path / "new" / "case.yaml"
    assert write_case(small, path) == small_text
    assert path.read_bytes() == small_text.encode()
    windows = small_text.replace("\n", "\r\n").encode()
    path.write_bytes(windows)
    write_case(read_case(path), path)
    assert path.read_bytes() == windows


def test_a_changed_word_keeps_every_comment_and_the_order_of_keys(small: Case, small_text: str) -> None:
    """At the top, and deep within."""
    text = write_case(edited(small, title="Another title", note="Another note"))
    assert comments(text) == comments(small_text)
    assert [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()] == [
        line.split(":")[0] for line in small_text.splitlines() if line[:1].isalpha()
    ]
    again = case_from_text(text)
    assert (again.title, again.note) == ("Another title", "Another note")
    assert again.plain() == {**small.plain(), "title": "Another title", "note": "Another note"}


def test_entries_may_be_added_removed_and_moved(small: Case, small_text: str) -> None:
    """What did not change keeps its comments."""
    ties = small.plain()["ties"]
    extra = {"between": ["NO", "town"], "kind": "other", "sign": 0, "cite": {"analyst": "new"}}
    for changed in (
        [*ties, extra],
        [extra, *ties],
        ties[1:],
        ties[:2],
        list(reversed(ties)),
        [ties[0], extra, ties[3]],
        [extra],
        [],
    ):
        case = edited(small, ties=changed)
        text = write_case(case)
        assert case_from_text(text).plain() == case.plain(), changed
        assert set(comments(small_text)) - set(comments(text)) <= {"# the oldest first", "# over"}
    assert comments(write_case(edited(small, ties=[*ties, extra]))) == comments(small_text)


def test_keys_may_be_added_and_removed(small: Case) -> None:
    """In mappings of every depth."""
    plain = small.plain()
    people = {**plain["people"], "clerk": {"name": "A clerk"}}
    people["envoy"] = {"name": "Kim Roe", "office": "Envoy", "note": "1:30"}
    del people["minister"]["office"]
    case = edited(small, people=people, preferences={**plain["preferences"], "UP": ["DOWN.open"]}, one_way={})
    assert case_from_text(write_case(case)).plain() == case.plain()


def test_a_section_may_be_added_to_a_case_and_taken_from_it() -> None:
    """The rest stays as it was."""
    case = read_case("prisoners-dilemma")
    more = edited(case, claims=[{"id": "a", "text": "b", "cite": {"analyst": "c"}}])
    text = write_case(more)
    assert case_from_text(text).plain() == more.plain()
    added = [
        line
        for line in difflib.ndiff(find_case("prisoners-dilemma").text.split("\n"), text.split("\n"))
        if line[0] == "+"
    ]
    assert any("claims:" in line for line in added)
    parts = {name: getattr(case, name) for name in case.model_fields_set - {"targets"}}
    fewer = Case.model_construct(**parts)
    object.__setattr__(fewer, "_origin", case._origin)
    assert "targets" not in write_case(fewer)


@pytest.mark.parametrize(
    "words",
    [
        "NO",
        "on",
        "044",
        "1:30",
        "~",
        "null",
        "true",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        ".5",
        "+.5",
        "5.",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "",
        "'",
        '"',
        "{a}",
        "[a]",
        "a, b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "?",
        "? a",
        "|",
        ">",
        "<<",
        "=",
        "...",
        "---",
        "a\nb",
        "a\n\nb",
        "é 🏔",
        "\u2028",
        "\x85",
        "\ufeff",
        "\t",
        "a\tb",
        "x" * 300,
        "word " * 80,
        "2017-12-26",
        "12:30:45",
        ".inf",
        ".nan",
        "-0",
        "+1",
    ],
    ids=ascii,
)
def test_any_words_are_read_as_they_were_written(words: str) -> None:
    """In a new file and in one that is changed, in a block and within brackets, alone and amid other words."""
    case = case_from_text(TINY)
    for said in (words, f"x{words}x"):
        if said.strip():
            people = {"p": {"name": said}, "q": {"name": "q", "office": said}}
            sources = {"s": {"type": "book", "author": [{"literal": said}]}}
            changed = edited(case, question=said, people=people, sources=sources)
            for one in (changed, Case.model_validate(changed.plain())):
                again = case_from_text(write_case(one))
                assert again.question == again.people["p"].name == again.people["q"].office == changed.question
                assert again.plain() == changed.plain()


def test_a_part_that_stands_behind_an_alias_is_changed_in_one_place_only() -> None:
    """What is written once and used twice is two entries."""
    text = (
        "case: x\ntitle: t\nas_of: 2020-05-01\nparties:\n"
        "  A: &p {name: a, kind: state, role: principal}\n  B: *p\n  C: {name: c, kind: state, role: principal}\n"
    )
    case = case_from_text(text)
    for name in "AB":
        party = case.parties[name].model_copy(update={"name": "other"})
        changed = case.model_copy(update={"parties": {**case.parties, name: party}})
        assert case_from_text(write_case(changed)).plain() == changed.plain()


@pytest.mark.parametrize(
    "line", ["question:\tq", "question: a\tb", "question: 2020-02-30", "question: 2001-12-14 25:61:61"]
)
def test_a_text_that_is_hard_to_keep_is_written_anew(line: str) -> None:
    """With the words that it held: rather no comments than other words."""
    case = case_from_text(TINY.replace("question: q   # to be asked", line))
    changed = case.model_copy(update={"title": "u"})
    assert case_from_text(write_case(changed)).plain() == changed.plain()


def test_an_anchor_that_is_defined_twice_is_followed(recwarn: pytest.WarningsRecorder) -> None:
    """Without a warning."""
    case = case_from_text(TINY.replace("p: {name: p}   # one", "p: &a {name: x}\n  r: &a {name: y}\n  s: *a"))
    changed = case.model_copy(update={"title": "u"})
    assert case_from_text(write_case(changed)).plain() == changed.plain()
    assert case.people["s"].name == "y"
    assert len(recwarn) == 0


@pytest.mark.parametrize("slip", ["nothing is changed", "everything is lost"])
def test_a_slip_in_keeping_comments_never_changes_words(
    slip: str, small: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written is read back before it is given out."""

    def patch(tree: Any, *_: object) -> None:
        if slip == "everything is lost":
            tree.clear()

    monkeypatch.setattr(rewriting, "_patch", patch)
    changed = small.model_copy(update={"title": "u"})
    assert case_from_text(write_case(changed)).plain() == changed.plain()


def test_what_cannot_be_written_leaves_what_was_there(
    tmp_path: Path, small: Case, changed: Callable[..., Case]
) -> None:
    """A folder, a path below a file: refused, and no draft stays behind."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("before")
    for path in (tmp_path / "folder", tmp_path / "file" / "case.yaml"):
        with pytest.raises(GoodOfficesError, match="could not be written"):
            write_case(changed(("title: Two", "title: Three")), path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "before"
    with pytest.raises(GoodOfficesError, match="expected the name of a file"):
        write_case(small, "/")
