"""The one grammar for conditions over ``Party.option``: text to tree, tree to masks over all states.

From tight to loose: ``not``, ``&``, ``|``, then at most one of ``requires``, ``excludes``, ``iff``, ``if``;
``never: EXPRESSION`` stands at the top only. Sub-expressions stand in parentheses.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, assert_never

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from goodoffices.errors import ExpressionError

__all__ = [
    "And",
    "Condition",
    "Expression",
    "Not",
    "Option",
    "Or",
    "Relation",
    "evaluate",
    "options_in",
    "parse",
    "spelt_out",
]

BoolArray = NDArray[np.bool_]
Word = Literal["requires", "excludes", "iff", "if"]
MAX_DEPTH = 60
MAX_LENGTH = 4_000


@dataclass(frozen=True)
class Option:
    """An option of a party, or of an issue; ``at`` is where it stands in the text."""

    owner: str
    name: str
    at: int = 0

    @property
    def full(self) -> str:
        """The name as it is written in lists."""
        return f"{self.owner}.{self.name}"


@dataclass(frozen=True)
class Not:
    """True where the part is false."""

    part: Expression


@dataclass(frozen=True)
class And:
    """True where all parts are."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Or:
    """True where any part is."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Relation:
    """Two parts joined by the one loose word."""

    word: Word
    left: Expression
    right: Expression


Expression = Option | Not | And | Or | Relation

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<mark>[()&|.:])
      | (?P<word>[A-Za-z][A-Za-z0-9_-]*)
      | (?P<quoted>"[^"]+")""",
    re.VERBOSE,
)
_RELATIONS = ("requires", "excludes", "iff", "if")
_RESERVED = {*_RELATIONS, "not", "never"}
_ALIASES = {"and": "&", "or": "|", "AND": "&", "OR": "|", "NOT": "not", "implies": "requires", "then": "requires"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            hint = {"!": "; write 'not'", "=": "; write 'iff'", "-": "; names start with a letter"}.get(text[at], "")
            raise ExpressionError(f"found {text[at]!r}, expected a name, '&', '|' or a parenthesis{hint}", text, at)
        kind = match.lastgroup or ""
        if kind != "space":
            yield _Token(kind, match.group(), at)
        at = match.end()
    yield _Token("end", "", at)


class _Parser:
    """Recursive descent, one method for each level of binding."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.index = 0
        self.depth = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.index]

    def fail(self, expected: str) -> ExpressionError:
        found = repr(self.here.text) if self.here.kind != "end" else "the end"
        alias = _ALIASES.get(self.here.text)
        hint = f"; write {alias!r}" if alias else ""
        return ExpressionError(f"found {found}, expected {expected}{hint}", self.text, self.here.at)

    def take(self, text: str) -> bool:
        if self.here.text == text and self.here.kind != "quoted":
            self.index += 1
            return True
        return False

    def top(self) -> Expression:
        never = self.take("never")
        if never:
            self.take(":")
        tree = self.relation()
        if self.here.kind != "end":
            if self.here.text in _RELATIONS:
                raise self.fail("only one of requires, excludes, iff, if; put the inner part in parentheses")
            raise self.fail("'&', '|', one of requires, excludes, iff, if, or the end")
        return Not(tree) if never else tree

    def relation(self) -> Expression:
        left = self.disjunction()
        if self.here.text in _RELATIONS and self.here.kind == "word":
            word = self.here.text
            self.index += 1
            return Relation(word, left, self.disjunction())  # type: ignore[arg-type]
        return left

    def disjunction(self) -> Expression:
        parts = [self.conjunction()]
        while self.take("|"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Expression:
        parts = [self.negation()]
        while self.take("&"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"found more than {MAX_DEPTH} levels, expected fewer", self.text, self.here.at)
        try:
            if self.take("not"):
                return Not(self.negation())
            if self.take("("):
                tree = self.relation()
                if not self.take(")"):
                    raise self.fail("')'")
                return tree
            return self.option()
        finally:
            self.depth -= 1

    def option(self) -> Option:
        at = self.here.at
        owner = self.name("a name such as PARTY.option")
        if not self.take("."):
            raise self.fail(f"'.' and an option after {owner!r}")
        return Option(owner, self.name(f"an option of {owner}"), at)

    def name(self, expected: str) -> str:
        token = self.here
        if token.kind == "quoted":
            self.index += 1
            return token.text[1:-1]
        if token.kind != "word" or token.text in _RESERVED:
            raise self.fail(expected)
        self.index += 1
        return token.text


def parse(text: str) -> Expression:
    """Read an expression.

    Raises
    ------
    ExpressionError
        If the text is no expression; says what was found, what was expected, and at which character.

    Examples
    --------
    >>> parse("PRK.talk requires RUS.mediate | USA.assure").word
    'requires'
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"found {len(text)} characters, expected at most {MAX_LENGTH}", text[:40] + "…", 0)
    return _Parser(text).top()


def spelt_out(relation: Relation) -> Expression:
    """Say a relation in terms of and, or and not.

    Examples
    --------
    >>> spelt_out(parse("A.x excludes B.y"))
    Not(part=And(parts=(Option(owner='A', name='x', at=0), Option(owner='B', name='y', at=13))))
    """
    left, right = relation.left, relation.right
    match relation.word:
        case "requires":
            return Or((Not(left), right))
        case "if":
            return Or((left, Not(right)))
        case "excludes":
            return Not(And((left, right)))
        case "iff":
            return Or((And((left, right)), And((Not(left), Not(right)))))
        case _:
            assert_never(relation.word)


def options_in(tree: Expression) -> tuple[Option, ...]:
    """List the options that an expression mentions, in order of appearance.

    Examples
    --------
    >>> [option.full for option in options_in(parse("A.x if not B.y"))]
    ['A.x', 'B.y']
    """
    match tree:
        case Option():
            return (tree,)
        case Not(part):
            return options_in(part)
        case And(parts) | Or(parts):
            return tuple(option for part in parts for option in options_in(part))
        case Relation(_, left, right):
            return options_in(left) + options_in(right)
        case _:
            assert_never(tree)


def evaluate(tree: Expression, column: Callable[[Option], BoolArray]) -> BoolArray:
    """Say in which states an expression holds.

    Parameters
    ----------
    column
        Gives for an option the (s,) bool array that says in which states it is in force.

    Returns
    -------
    (s,) bool array
    """
    match tree:
        case Option():
            return column(tree)
        case Not(part):
            return np.logical_not(evaluate(part, column))
        case And(parts):
            return functools.reduce(np.logical_and, [evaluate(part, column) for part in parts])
        case Or(parts):
            return functools.reduce(np.logical_or, [evaluate(part, column) for part in parts])
        case Relation():
            return evaluate(spelt_out(tree), column)
        case _:
            assert_never(tree)


class Condition:
    """An expression as it stands in a case: its text and its tree."""

    __slots__ = ("text", "tree")

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.tree = parse(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        del schema, handler
        return {"type": "string", "description": "An expression such as: PRK.talk requires RUS.mediate | USA.assure"}


def _validate(value: Any) -> Condition:
    if isinstance(value, Condition):
        return value
    if not isinstance(value, str):
        message = "found {found}, expected an expression such as: PRK.talk requires USA.assure"
        raise PydanticCustomError("expression", message, {"found": repr(value)})
    try:
        return Condition(value)
    except ExpressionError as error:
        raise PydanticCustomError("expression", "{why}", {"why": str(error)}) from None
