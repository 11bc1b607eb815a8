"""The grammar against a slow evaluator of its own, and ranks against a naive comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.case import StateSpace, evaluate, options_in, parse, ranks
from goodoffices.case.expressions import Relation
from goodoffices.case.strategic import Preferences
from goodoffices.errors import ExpressionError

NAMES = ["A.x", "A.y", 'B."not so"', "B.z"]


@dataclass(frozen=True)
class Part:
    """A tree of our own: a name, or a word with its parts."""

    word: str
    parts: tuple[Part, ...] = ()


TIGHTNESS = {"not": 4, "&": 3, "|": 2, "requires": 1, "excludes": 1, "iff": 1, "if": 1}


def trees() -> st.SearchStrategy[Part]:
    """Draw small trees."""
    return st.recursive(
        st.sampled_from(NAMES).map(Part),
        lambda inner: st.one_of(
            inner.map(lambda part: Part("not", (part,))),
            st.tuples(inner, inner).flatmap(
                lambda pair: st.sampled_from(["&", "|", "requires", "excludes", "iff", "if"]).map(
                    lambda word: Part(word, pair)
                )
            ),
        ),
        max_leaves=7,
    )


def written(tree: Part, *, spare: bool) -> str:
    """Write a tree with all parentheses, or with only those that the binding demands."""
    if not tree.parts:
        return tree.word
    own = TIGHTNESS[tree.word]
    texts = []
    for k, part in enumerate(tree.parts):
        inner = written(part, spare=spare)
        binding = TIGHTNESS.get(part.word, 9)
        # A chain of one of & and | may stand bare on the left; the four words never chain.
        bare = binding > own or (binding == own and (tree.word == "not" or (own > 1 and k == 0)))
        texts.append(inner if bare and (spare or not part.parts) else f"({inner})")
    return f"not {texts[0]}" if tree.word == "not" else f"{texts[0]} {tree.word} {texts[1]}"


def holds(tree: Part, state: dict[str, bool]) -> bool:
    """Evaluate a tree in one state, from the meaning of the words."""
    if not tree.parts:
        return state[tree.word]
    values = [holds(part, state) for part in tree.parts]
    left, right = values[0], values[-1]
    meaning = {
        "not": not left, "&": left and right, "|": left or right, "requires": right if left else True,
        "if": left if right else True, "excludes": not (left and right), "iff": left is right,
    }  # fmt: skip
    return meaning[tree.word]


def table(text: str) -> list[bool]:
    """Evaluate a text with the program over all states of the four names."""
    grid = np.array(list(product([False, True], repeat=4))).T
    columns = {name.replace('"', ""): column for name, column in zip(NAMES, grid, strict=True)}
    return [bool(value) for value in evaluate(parse(text), lambda option: columns[option.full])]


@given(trees())
@settings(deadline=None, max_examples=300)
def test_truth_tables_are_those_of_the_words(tree: Part) -> None:
    """With all parentheses, with only the needed ones, and under never."""
    expected = [holds(tree, dict(zip(NAMES, row, strict=True))) for row in product([False, True], repeat=4)]
    full, spare = written(tree, spare=False), written(tree, spare=True)
    assert table(full) == expected
    assert table(spare) == expected
    assert table(f"never: {spare}") == [not value for value in expected]
    assert {option.full for option in options_in(parse(spare))} == {
        name.replace('"', "") for name in NAMES if name in full
    }


@given(
    trees(),
    trees(),
    trees(),
    st.sampled_from(["requires", "excludes", "iff", "if"]),
    st.sampled_from(["requires", "iff"]),
)
@settings(deadline=None, max_examples=60)
def test_the_four_words_do_not_chain(a: Part, b: Part, c: Part, first: str, second: str) -> None:
    """Whoever writes two has to say which comes first."""
    texts = [f"({written(part, spare=True)})" for part in (a, b, c)]
    with pytest.raises(ExpressionError, match="only one of requires, excludes, iff, if"):
        parse(f"{texts[0]} {first} {texts[1]} {second} {texts[2]}")
    again = parse(f"({texts[0]} {first} {texts[1]}) {second} {texts[2]}")
    assert isinstance(again, Relation)
    assert again.word == second


@given(st.text(alphabet='ABxy."&|()!-: \tnotifrequsv', max_size=30))
@settings(deadline=None, max_examples=400)
def test_any_text_is_an_expression_or_is_refused_at_a_character_of_it(text: str) -> None:
    """Never anything else."""
    fault: ExpressionError | None = None
    try:
        assert options_in(parse(text))
    except ExpressionError as error:
        fault = error
    assert fault is None or 0 <= fault.at <= len(text)


def slow_ranks(holding: Sequence[Sequence[bool]], states: Sequence[int]) -> list[int]:
    """Rank states by comparing them pair by pair, statement by statement."""

    def compare(s: int, t: int) -> int:
        for column in holding:
            if column[s] != column[t]:
                return 1 if column[s] else -1
        return 0

    ordered = sorted(states, key=cmp_to_key(compare))
    rank = dict.fromkeys(states, 0)
    for before, after in pairwise(ordered):
        rank[after] = rank[before] + (compare(before, after) != 0)
    return [rank[state] for state in states]


@given(st.integers(1, 70), st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_ranks_are_lexicographic_however_many_statements_there_are(count: int, seed: int) -> None:
    """Weights of powers of two would overflow at 63; the order of the statements alone decides."""
    rng = np.random.default_rng(seed)
    names = [f"P.{letter}" for letter in "abcde"]
    texts = []
    for _ in range(count):
        one, other = (names[k] for k in rng.choice(5, 2, replace=False))
        forms = [one, f"not {one}", f"{one} & {other}", f"{one} | not {other}", f"{one} iff {other}", f"never: {one}"]
        texts.append(forms[rng.integers(len(forms))])
    space = StateSpace(tuple(names), {"P": tuple(range(5))})
    found = ranks(space, Preferences.model_validate(texts))
    holding = [space.mask(parse(text)).tolist() for text in texts]
    assert found.tolist() == slow_ranks(holding, range(32))


def test_seventy_statements_that_part_no_state_do_not_hide_the_last_one() -> None:
    """Where sixty-nine are the same for all states, the seventieth decides; and the first wins over all others."""
    space = StateSpace(("P.a", "P.b"), {"P": (0, 1)})
    idle = ["P.a | not P.a"] * 69
    assert ranks(space, Preferences.model_validate([*idle, "P.a"])).tolist() == [0, 1, 0, 1]
    assert ranks(space, Preferences.model_validate(["P.b", *["P.a"] * 69])).tolist() == [0, 1, 2, 3]
    assert ranks(space, Preferences.model_validate(["P.b", *["not P.b"] * 69])).tolist() == [0, 0, 1, 1]


@given(st.lists(st.integers(-3, 3), min_size=8, max_size=8), st.permutations(range(8)))
@settings(deadline=None, max_examples=60)
def test_a_ranking_and_the_payoffs_that_say_the_same_give_the_same_ranks(payoffs: list[int], order: list[int]) -> None:
    """In whatever order tied states are listed."""
    space = StateSpace(("P.a", "P.b", "P.c"), {"P": (0, 1, 2)})
    groups = [[state for state in order if payoffs[state] == value] for value in sorted(set(payoffs), reverse=True)]
    ranking = Preferences.model_validate({"ranking": groups})
    as_list = Preferences.model_validate({"payoffs": payoffs})
    as_mapping = Preferences.model_validate({"payoffs": dict(enumerate(payoffs))})
    expected = [sorted(set(payoffs)).index(value) for value in payoffs]
    for preferences in (ranking, as_list, as_mapping):
        assert ranks(space, preferences).tolist() == expected
