"""Only the lines of a case that have to change do."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

import pytest

from goodoffices.case import Case
from goodoffices.store import case_from_text, find_case
from goodoffices.store.drafts import changed_text
from goodoffices.store.yamltext import read_yaml

RIVER = """\
# What we know.
case: river
title: A river
as_of: 2020-05-01   # the day

sources: {s: {type: book}}
parties:
  UP:   {name: Upland, kind: state, role: undecided}   # the upper one
  DOWN: {name: Downland, kind: state, role: undecided,
    aliases: [down]}

# What binds them.
ties:
  # the oldest first
  - from: UP
    to: DOWN
    kind: treaty   # of 1947
    sign: +
    cite: {s: {at: page 1}}
    status: proposed  # look at it

  - {between: [UP, DOWN], kind: distrust, sign: "-", status: proposed, cite: {s: {at: page 2}}}
  # the last
  - {between: [UP, DOWN], kind: border, sign: 0, cite: {s: {at: page 3}}, status: proposed}

# Options.
options:
  UP:
    stop:
      say: Stop
      entry: proposed   # is it one?
    go: {say: Go, entry: proposed}
"""
Change = Callable[[dict[str, Any]], Any]


def changed(change: Change, text: str = RIVER) -> str:
    """Change a case, and return its text."""
    data = read_yaml(text).data
    change(data)
    new = changed_text(data, text)
    assert case_from_text(new).plain() == Case.model_validate(data).plain()
    return new


def difference(change: Change, text: str = RIVER) -> list[str]:
    """List the lines that a change takes away and adds."""
    lines = difflib.ndiff(text.splitlines(), changed(change, text).splitlines())
    return [line for line in lines if line[0] in "+-"]


def strike(*path: Any) -> Change:
    """Take out what stands at a path."""

    def change(data: dict[str, Any]) -> None:
        inner: Any = data
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]

    return change


def put(value: Any, *path: Any) -> Change:
    """Put a value at a path."""

    def change(data: dict[str, Any]) -> None:
        inner: Any = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return change


def test_nothing_changed_is_the_very_text() -> None:
    """Letter for letter."""
    assert changed(put("A river", "title")) == RIVER


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (strike("ties", 0, "status"), ["-     status: proposed  # look at it"]),
        (put("principal", "parties", "UP", "role"), ["undecided", "principal"]),
        (put("venue", "parties", "DOWN", "role"), ["undecided", "venue"]),
        (strike("options", "UP", "stop", "entry"), ["-       entry: proposed   # is it one?"]),
        (put("pact", "ties", 0, "what"), ["+     what: pact"]),
    ],
)
def test_one_word_is_one_line(change: Change, expected: list[str]) -> None:
    """A key struck out takes its line, a word changed stays where it stood, with the comment beside it."""
    lines = difference(change)
    assert len(lines) == len(expected)
    assert all(words in line for words, line in zip(expected, lines, strict=True))
    assert len([line for line in lines if "# the upper one" in line]) in {0, 2}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("ties", 1, "status"), '  - {between: [UP, DOWN], kind: distrust, sign: "-", cite: {s: {at: page 2}}}'),
        (("ties", 2, "status"), "  - {between: [UP, DOWN], kind: border, sign: 0, cite: {s: {at: page 3}}}"),
        (("options", "UP", "go", "entry"), "    go: {say: Go}"),
    ],
)
def test_a_key_between_braces_is_struck_out_with_its_comma(path: tuple[Any, ...], line: str) -> None:
    """In the middle, and at the end."""
    lines = difference(strike(*path))
    assert lines[1] == f"+ {line}"
    assert len(lines) == 2


def test_a_key_between_braces_with_more_than_a_word_is_taken_out_too() -> None:
    """The entry is written anew; the others stay."""
    text = RIVER.replace("go: {say: Go,", 'go: {say: Go, note: "well: go",')
    assert len(difference(strike("options", "UP", "go", "note"), text)) == 2
    assert "# is it one?" in changed(strike("options", "UP", "go", "note"), text)
    both = RIVER.replace("go: {say: Go,", 'go: {say: Go, status: wanted, note: "well: go",')

    def change(data: dict[str, Any]) -> None:
        data["options"]["UP"]["go"]["status"] = "offered"
        del data["options"]["UP"]["go"]["note"]

    assert "status: offered" in changed(change, both)


def test_an_entry_that_goes_takes_its_lines_only() -> None:
    """The comment above the next one stays with that."""
    assert len(difference(strike("ties", 0))) == 6
    assert "# the last" in changed(strike("ties", 1))
    assert "# Options." in changed(strike("ties"))
    assert difference(strike("parties", "DOWN"), text=RIVER.partition("# What binds")[0]) == [
        "-   DOWN: {name: Downland, kind: state, role: undecided,", "-     aliases: [down]}",
    ]  # fmt: skip


def test_new_entries_come_after_those_that_are_there() -> None:
    """In lists, in mappings, in sections that are not there yet; nothing else moves."""

    def change(data: dict[str, Any]) -> None:
        data["ties"].append({"from": "DOWN", "to": "UP", "kind": "other", "sign": 0, "cite": {"s": "a: b"}})
        data["parties"]["MID"] = {"name": "Midland", "kind": "state", "role": "venue"}
        data["events"] = [{"when": "2020-04-01", "who": "MID", "type": "x", "cite": {"s": {"at": "page 4"}}}]

    lines = difference(change)
    assert all(line.startswith("+") for line in lines)
    text = changed(change)
    assert "  MID: {name: Midland, kind: state, role: venue}\n\n# What binds them." in text
    assert '    cite: {s: "a: b"}\n\n# Options.' in text
    assert text.endswith("  - when: 2020-04-01\n    who: MID\n    type: x\n    cite: {s: {at: page 4}}\n")


def test_entries_may_come_first_or_in_between() -> None:
    """Where the data has them."""

    def change(data: dict[str, Any]) -> None:
        entry = {"between": ["UP", "DOWN"], "kind": "war", "sign": -1, "cite": {"s": {"at": "page 9"}}}
        data["ties"].insert(0, entry)
        data["ties"].insert(2, entry | {"kind": "sanctions"})

    lines = difference(change)
    assert all(line.startswith("+") for line in lines)


def test_an_entry_that_is_changed_all_over_is_written_anew() -> None:
    """Where it stood: a key with a text, an entry between braces."""

    def change(data: dict[str, Any]) -> None:
        data["title"] = "Another: river"
        data["ties"][1] = {"from": "UP", "to": "DOWN", "kind": "war", "sign": -1, "cite": {"s": {"at": "page 7"}}}
        data["options"]["UP"]["stop"]["say"] = "Stop at once"

    text = changed(change)
    assert 'title: "Another: river"\n' in text
    assert "# the last" in text
    assert "      say: Stop at once\n" in text


@pytest.mark.parametrize(
    "text",
    [
        "{case: x, title: t, as_of: 2020-05-01, parties: {}}",
        "case: x\ntitle: t\nas_of: 2020-05-01\nparties: {}\nties: []\n",
        "case: x\ntitle: t\nas_of: 2020-05-01\nparties: &p\n  A: {name: a, kind: state, role: venue}\n",
        "case: x\ntitle: t\nas_of: 2020-05-01\nparties: {}",
    ],
)
def test_texts_in_another_style_are_changed_too(text: str) -> None:
    """Everything on one line, empty sections, anchors, no line end at the end: written anew if need be."""

    def change(data: dict[str, Any]) -> None:
        data["parties"]["B"] = {"name": "b", "kind": "state", "role": "venue"}
        data["title"] = "Two"

    changed(change, text)


def test_a_list_whose_entries_share_a_line_with_their_dash_only() -> None:
    """An entry that begins below its dash is written anew with the whole."""
    text = RIVER.replace("  - from: UP\n", "  -\n    from: UP\n")
    changed(strike("ties", 0, "status"), text)
    changed(strike("ties", 0), text)


def test_the_first_key_of_an_entry_keeps_the_dash() -> None:
    """Without it the entry would be gone: the whole is written anew."""
    text = RIVER.replace("  - from: UP\n", "  - status: proposed\n    from: UP\n").replace(
        "    status: proposed  # look at it\n", ""
    )
    changed(strike("ties", 0, "status"), text)
    assert "- what: pact" not in changed(put("pact", "ties", 0, "what"), text)
    noted = RIVER.replace("  - from: UP\n", "  - note: a note, of a kind\n    from: UP\n")
    assert "  - note: another, indeed\n    from: UP" in changed(put("another, indeed", "ties", 0, "note"), noted)


def test_a_shipped_case_keeps_every_other_line() -> None:
    """Hundreds of lines, one decision."""
    text = find_case("korea-2017").text
    lines = difference(lambda data: data["ties"].pop(3), text)
    assert all(line.startswith("-") for line in lines)
    assert len(lines) <= 3
