"""The one grammar: what it reads, what it refuses and where."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from goodoffices.case import Condition, evaluate, options_in, parse
from goodoffices.case.expressions import MAX_DEPTH, MAX_LENGTH, And, Expression, Not, Option, Or, Relation
from goodoffices.errors import ExpressionError


def shape(tree: Expression) -> str:
    """Write a tree with all its parentheses."""
    match tree:
        case Option():
            return tree.full
        case Not(part):
            return f"(not {shape(part)})"
        case And(parts):
            return f"({' & '.join(map(shape, parts))})"
        case Or(parts):
            return f"({' | '.join(map(shape, parts))})"
        case Relation(word, left, right):
            return f"({shape(left)} {word} {shape(right)})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.x", "A.x"),
        ("not A.x & B.y", "((not A.x) & B.y)"),
        ("not not A.x", "(not (not A.x))"),
        ("A.x & B.y | C.z", "((A.x & B.y) | C.z)"),
        ("A.x | B.y & C.z", "(A.x | (B.y & C.z))"),
        ("A.x & B.y & C.z", "(A.x & B.y & C.z)"),
        ("A.x | B.y requires C.z & D.w", "((A.x | B.y) requires (C.z & D.w))"),
        ("A.x if B.y | C.z", "(A.x if (B.y | C.z))"),
        ("A.x iff not B.y", "(A.x iff (not B.y))"),
        ("A.x excludes B.y", "(A.x excludes B.y)"),
        ("(A.x | B.y) & C.z", "((A.x | B.y) & C.z)"),
        ("not (A.x | B.y)", "(not (A.x | B.y))"),
        ("(A.x requires B.y) requires C.z", "((A.x requires B.y) requires C.z)"),
        ("A.x requires (B.y requires C.z)", "(A.x requires (B.y requires C.z))"),
        ("not (A.x if B.y)", "(not (A.x if B.y))"),
        ("never: A.x & B.y", "(not (A.x & B.y))"),
        ("never : A.x | B.y", "(not (A.x | B.y))"),
        ("never A.x iff B.y", "(not (A.x iff B.y))"),
        ('testing."verified freeze"', "testing.verified freeze"),
        ('"not".x', "not.x"),
        ('A."if" & A."never"', "(A.if & A.never)"),
        ("  A . x\n", "A.x"),
        ("A_1.x-y_2", "A_1.x-y_2"),
        ("((((A.x))))", "A.x"),
    ],
)
def test_binding_from_tight_to_loose(text: str, expected: str) -> None:
    """`not`, `&`, `|`, then the one word; parentheses and quotes as one would think."""
    assert shape(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("", "found the end, expected a name such as PARTY.option", 1),
        ("A", "expected '.' and an option after 'A'", 2),
        ("A.", "expected an option of A", 3),
        ("A.x &", "found the end, expected a name", 6),
        ("A.x B.y", "found 'B', expected '&', '|', one of requires, excludes, iff, if, or the end", 5),
        ("(A.x", "expected '\\)'", 5),
        ("A.x)", "found '\\)'", 4),
        ("A.x requires B.y requires C.z", "only one of requires, excludes, iff, if; put the inner part in par", 18),
        ("A.x if B.y iff C.z", "only one of", 12),
        ("(A.x requires B.y if C.z)", "expected '\\)'", 19),
        ("A.x & never: B.y", "found 'never'", 7),
        ("not", "found the end", 4),
        ("not.x", "found '.', expected a name", 4),
        ("A.if", "found 'if', expected an option of A", 3),
        ("if A.x", "found 'if'", 1),
        ("A.x and B.y", "write '&'", 5),
        ("A.x or B.y", "write '\\|'", 5),
        ("A.x implies B.y", "write 'requires'", 5),
        ("NOT A.x", "expected '.' and an option after 'NOT'", 5),
        ("!A.x", "write 'not'", 1),
        ("A.x = B.y", "write 'iff'", 5),
        ("-A.x", "names start with a letter", 1),
        ("A.1", "found '1'", 3),
        ('A."', "found '\"'", 3),
        ('A.""', "found '\"'", 3),
        ("A:x", "found ':'", 2),
        ("A.x, B.y", "found ','", 4),
        ("never:", "found the end", 7),
        ("Ä.x", "found 'Ä'", 1),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, words: str, at: int) -> None:
    """What was found, what was expected, at which character, counted from 1."""
    with pytest.raises(ExpressionError, match=words) as caught:
        parse(text)
    assert caught.value.at + 1 == at
    assert caught.value.text == text
    assert f"at character {at} of {text!r}" in str(caught.value)


def test_deep_nesting_is_refused_and_a_reasonable_depth_is_not() -> None:
    """Neither parentheses nor negations may exhaust the stack."""
    assert shape(parse("(" * (MAX_DEPTH - 1) + "A.x" + ")" * (MAX_DEPTH - 1))) == "A.x"
    for deep in ("(" * MAX_DEPTH + "A.x" + ")" * MAX_DEPTH, "not " * MAX_DEPTH + "A.x", "(not " * 500 + "A.x"):
        with pytest.raises(ExpressionError, match=f"more than {MAX_DEPTH} levels"):
            parse(deep)


def test_long_expressions_are_refused() -> None:
    """Long ones within the bound are read."""
    text = " & ".join(["A.x"] * 600)
    assert len(text) < MAX_LENGTH
    assert len(options_in(parse(text))) == 600
    with pytest.raises(ExpressionError, match=f"expected at most {MAX_LENGTH}"):
        parse(text + " " * MAX_LENGTH)


def test_options_are_listed_in_order_of_appearance_with_their_place() -> None:
    """So that a message can point at the one that does not exist."""
    found = options_in(parse("A.x & not B.y | C.z requires A.x"))
    assert [(option.full, option.at) for option in found] == [("A.x", 0), ("B.y", 10), ("C.z", 16), ("A.x", 29)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.x", [0, 1, 0, 1]),
        ("not A.x", [1, 0, 1, 0]),
        ("A.x & B.y", [0, 0, 0, 1]),
        ("A.x | B.y", [0, 1, 1, 1]),
        ("A.x requires B.y", [1, 0, 1, 1]),
        ("A.x if B.y", [1, 1, 0, 1]),
        ("A.x excludes B.y", [1, 1, 1, 0]),
        ("A.x iff B.y", [1, 0, 0, 1]),
        ("never: A.x", [1, 0, 1, 0]),
    ],
)
def test_truth_tables(text: str, expected: list[int]) -> None:
    """Over the states none, A.x, B.y, both."""
    columns = {"A.x": np.array([0, 1, 0, 1], dtype=bool), "B.y": np.array([0, 0, 1, 1], dtype=bool)}
    assert evaluate(parse(text), lambda option: columns[option.full]).astype(int).tolist() == expected


def test_conditions_are_equal_where_their_texts_are() -> None:
    """White space around them does not count, and offsets are those of the text that is kept."""
    one, other = Condition("A.x & B.y"), Condition("  A.x & B.y ")
    assert one == other
    assert hash(one) == hash(other)
    assert one != "A.x & B.y"
    assert one != Condition("B.y & A.x")
    assert str(other) == "A.x & B.y"
    assert repr(one) == "Condition('A.x & B.y')"
    assert [option.at for option in options_in(other.tree)] == [0, 6]


def test_a_condition_in_a_model_is_text() -> None:
    """Anything else is refused with an example; a fault keeps its message."""
    adapter = TypeAdapter(Condition)
    assert adapter.validate_python("A.x") == Condition("A.x")
    assert adapter.validate_python(Condition("A.x")) == Condition("A.x")
    assert adapter.dump_python(Condition(" A.x")) == "A.x"
    with pytest.raises(ValidationError, match="expected an expression such as"):
        adapter.validate_python(3)
    with pytest.raises(ValidationError, match="at character 5"):
        adapter.validate_python("A.x and B.y")
