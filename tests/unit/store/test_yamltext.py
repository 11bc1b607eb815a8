"""YAML 1.2 as it is meant, its traps, and where everything stands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from goodoffices.store.yamltext import MAX_DEPTH, MAX_VALUES, Document, Place, YamlError, read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: NO", "NO"),
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: off", "off"),
        ("a: yes", "yes"),
        ("a: y", "y"),
        ("a: 1:30", "1:30"),
        ("a: 044", "044"),
        ("a: 007.5", "007.5"),
        ("a: 2017-12-26", "2017-12-26"),
        ("a: 1_000", "1_000"),
        ("a: 0", 0),
        ("a: -7", -7),
        ("a: +7", 7),
        ("a: 0x1F", 31),
        ("a: 0o17", 15),
        ("a: 0b11", "0b11"),
        ("a: 0x", "0x"),
        ("a: 0.5", 0.5),
        ("a: .5", 0.5),
        ("a: 5.", 5.0),
        ("a: -1e3", -1000.0),
        ("a: 1.5E-2", 0.015),
        ("a: .", "."),
        ("a: 1e", "1e"),
        ("a: .inf", ".inf"),
        ("a: .nan", ".nan"),
        ("a: true", True),
        ("a: False", False),
        ("a: TRUE", True),
        ("a: tRUE", "tRUE"),
        ("a: null", None),
        ("a: ~", None),
        ("a:", None),
        ("a: Null", None),
        ("a: none", "none"),
        ("a: 'true'", "true"),
        ('a: "044"', "044"),
        ("a: '12'", "12"),
        ("a: !!str 12", "12"),
        ("a: ! 12", "12"),
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: >-\n  one\n  two\n", "one two"),
        ("a: 2017~", "2017~"),
        ("a: 199X", "199X"),
        ("a: [x, [y]]", ["x", ["y"]]),
        ("a: {NO: on}", {"NO": "on"}),
        ("a: &k [x]\nb: *k", ["x"]),
        ("a: http://x", "http://x"),
        ("a: " + "9" * 201, "9" * 201),
        ("a: '\u2028'", "\u2028"),
        ("a: 🏔", "🏔"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, expected: Any) -> None:
    """Norway stays Norway, codes keep their zeros, clock times and dates stay text."""
    found = read_yaml(text).data["a"]
    assert found == expected
    assert type(found) is type(expected)


def test_every_number_fits_a_float() -> None:
    """However it is written."""
    assert float(read_yaml("0x" + "f" * 198).data) > 1e200
    assert float(read_yaml("9" * 200).data) > 1e199


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff", "---\n"])
def test_a_text_may_hold_nothing(text: str) -> None:
    """Then its data are None."""
    assert read_yaml(text).data is None


def test_byte_order_marks_and_line_ends_do_not_matter() -> None:
    """Neither do document markers, nor the version that we read."""
    expected = {"a": 1, "b": "x"}
    for text in (
        "\ufeffa: 1\nb: x",
        "a: 1\r\nb: x\r\n",
        "a: 1\rb: x",
        "---\na: 1\nb: x\n...\n",
        "%YAML 1.2\n---\na: 1\nb: x",
    ):
        assert read_yaml(text).data == expected


REFUSED = {
    "two documents": ("a: 1\n---\nb: 2\n", 2, 1, "found a second document, expected one"),
    "python tag": (
        "a: !!python/object:os.system x\n",
        1,
        4,
        "found the tag tag:yaml.org,2002:python/object:os.system, expected none",
    ),
    "int tag": ("a: 1\nb: !!int 3", 2, 4, "found the tag"),
    "local tag": ("a: !x 3", 1, 4, "found the tag !x"),
    "tag on a list": ("a: !!set [x]", 1, 4, "found the tag"),
    "version 1.1": ("%YAML 1.1\n---\na: NO", 1, 1, "another version than YAML 1.2"),
    "tab": ("a:\n\t- x", 2, 1, "indent with spaces"),
    "at sign": ("a: @x", 1, 4, "put text that begins with @"),
    "open bracket": ("a: [x", 2, 1, "close the bracket"),
    "open quote": ('a: "x', 1, 6, "this is not YAML"),
    "colon in text": ("a: b: c", 1, 5, "put text that holds ':' in quotation marks"),
    "colon in brackets": ("a: {b: http://x}", 1, 12, "put text that holds ':' in quotation marks"),
    "question in brackets": ("a: [what?]", 1, 9, "put text that holds '?', ':' or a bracket in quotation marks"),
    "bare sign": ("sign: -", 1, 7, 'write "-" in quotation marks where it is a sign'),
    "outdent": ("a:\n    b: 1\n  c: 2\n", 3, 3, "check the indentation"),
    "unknown alias": ("a: 1\nb: *k", 2, 4, "found the alias *k, but nothing before it is named so"),
    "alias to itself": ("a: &k [1, *k]", 1, 11, "found the alias *k"),
    "mapping in itself": ("a: &k {b: *k}", 1, 11, "found the alias *k"),
    "nul": ("a: é\x00", 1, 5, "control characters are not allowed; remove it"),
    "bell": ("a: 1\nb: ééé\x07", 2, 7, "control characters are not allowed"),
    "delete": ("a: \x7f", 1, 4, "control characters are not allowed"),
    "surrogate": ("a: \ud800", 1, 1, "half of a surrogate pair"),
    "escaped surrogate": ('a: "\\ud800"', 1, 4, "invalid Unicode character escape"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_is_told_with_its_place(name: str) -> None:
    """Lines and columns count characters, from 1."""
    text, line, column, words = REFUSED[name]
    with pytest.raises(YamlError, match=re.escape(words)) as caught:
        read_yaml(text)
    if name not in {"open bracket", "open quote", "question in brackets", "escaped surrogate"}:
        assert caught.value.place == Place(line, column)
    assert caught.value.place.line >= 1


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000, "[" * 42 + "]" * 42, "? " * 3000])
def test_deep_nesting_is_refused(text: str) -> None:
    """However it is written, and without exhausting the stack."""
    with pytest.raises(YamlError, match=f"more than {MAX_DEPTH} levels|this is not YAML"):
        read_yaml(text)
    assert read_yaml("[" * 41 + "]" * 41).data


def test_aliases_that_add_up_to_deep_nesting_are_refused() -> None:
    """Though no part of the text is deep."""
    half = "[" * 25 + "x" + "]" * 25
    deep = f"a: &a {half}\nb: &b {half.replace('x', '*a')}\n"
    with pytest.raises(YamlError, match=f"unfold into more than {MAX_DEPTH} levels") as caught:
        read_yaml(deep)
    assert caught.value.place.line >= 1


def test_alias_bombs_are_refused_quickly() -> None:
    """A few lines that would unfold into billions of values."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + k)}: &{chr(98 + k)} [{','.join(['*' + chr(97 + k)] * 10)}]\n" for k in range(9)
    )
    with pytest.raises(YamlError, match=f"unfold into more than {MAX_VALUES:,} values"):
        read_yaml(bomb)


def test_too_many_values_are_refused() -> None:
    """A text of as many as allowed is read."""
    with pytest.raises(YamlError, match=f"found more than {MAX_VALUES:,} values"):
        read_yaml("[" + "1," * MAX_VALUES + "]")
    assert len(read_yaml("[" + "1," * (MAX_VALUES - 1) + "]").data) == MAX_VALUES - 1


def test_duplicate_keys_are_all_reported_and_the_first_is_kept() -> None:
    """With both lines; a number and the same digits as text are one key."""
    document = read_yaml("a: 1\nb: {c: 1, c: 2}\na: 3\n1: x\n'1': y\n")
    assert document.data == {"a": 1, "b": {"c": 1}, 1: "x"}
    assert [(problem.place.line, str(problem)) for problem in document.problems] == [
        (2, "found the key 'c' a second time (first in line 2); keep one of them"),
        (3, "found the key 'a' a second time (first in line 1); keep one of them"),
        (5, "found the key '1' a second time (first in line 4); keep one of them"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("true: 1", "found the key True, expected a name; put it in quotation marks"),
        ("~: 1", "found the key None, expected a name"),
        ("1.5: 1", "found the key 1.5, expected a name"),
        ("? [a]\n: 1", "found a list or mapping as a key"),
        ("? {a: b}\n: 1", "found a list or mapping as a key"),
    ],
)
def test_a_key_is_a_name_or_a_whole_number(text: str, words: str) -> None:
    """Anything else is reported, and what stands under it left out."""
    document = read_yaml(text + "\nb: 2")
    assert document.data == {"b": 2}
    assert [problem.place.line for problem in document.problems] == [1]
    assert words in str(document.problems[0])


def test_everything_has_its_place() -> None:
    """Keys and values, in blocks and on one line; what is not there is placed where it would stand."""
    document = read_yaml("a:\n  - x\n  - {b: 1, é: [2, 3]}\n")
    assert document.place(("a",)) == Place(2, 3)
    assert document.place(("a",), key=True) == Place(1, 1)
    assert document.place(("a", 1, "é", 1)) == Place(3, 19)
    assert document.place(("a", 1, "b"), key=True) == Place(3, 6)
    assert document.place(("a", 1, "missing"), key=True) == Place(3, 5)
    assert document.place(("nothing", "here")) == Place(1, 1)
    assert Document(None).place(("a",)) == Place(1, 1)
