"""Settling linked issues state by state: structure, limits, and that nothing is lost where groups meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from goodoffices.case.expressions import parse
from goodoffices.errors import LimitError
from goodoffices.settle import Problem, Rule, Term, additive, frontier
from goodoffices.settle import layers as module
from goodoffices.settle.layers import layered
from goodoffices.settle.linked import linked_frontier


def never() -> None:
    """Do not end the work."""


def linked(seed: int, parties: int, pairs: int) -> Problem:
    """Draw pairs of issues, each linked by a rule and a term, and an issue by itself."""
    rng = np.random.default_rng(seed)
    plain = additive(rng.integers(-9, 10, (2 * pairs + 1, 3, parties)).tolist())
    rules, terms = [], []
    for k in range(pairs):
        one, other = f'issue-{2 * k + 1}."1"', f'issue-{2 * k + 2}."2"'
        rules.append(Rule(parse(f"{one} requires {other}"), ""))
        terms.append(Term(k % parties, int(rng.integers(-9, 10)), parse(f"{one} & {other}")))
    return replace(plain, rules=tuple(rules), terms=tuple(terms))


@pytest.mark.parametrize(("parties", "pairs"), [(1, 2), (2, 3), (3, 2), (4, 2)])
def test_groups_of_linked_issues_are_put_together(parties: int, pairs: int) -> None:
    """Points, first packages and ties are those of enumeration, with and without reservation values."""
    for seed in range(8):
        problem = linked(seed, parties, pairs)
        for least in (None, 0):
            own = replace(problem, reserve=(least,) * parties)
            expected, found = frontier(own, method="enumeration"), linked_frontier(own, method="states")
            assert found.to_json()["frontier"] == expected.to_json()["frontier"]
            assert found.method == "state by state over issues, exact"


def test_counts_beyond_a_machine_word_are_exact() -> None:
    """Seventy issues on which nobody cares multiply the ties of each point by 2**70."""
    problem = additive([[[0, 0], [0, 0]]] * 70 + [[[1, 0], [0, 1]]])
    ways = layered(problem, never)
    assert ways is not None
    assert ways.counts.tolist() == [2**70, 2**70]


def test_packages_of_many_options_are_ordered_by_position() -> None:
    """With 300 options the first of equal packages is that of the lowest position, not of the lowest byte."""
    problem = additive([[[0, 0]] * 2 + [[0, 0]] * 298, [[0, 0]] * 300])
    text = 'not issue-1."1" & not issue-2."1"'
    ways = layered(replace(problem, rules=(Rule(parse(text), text),)), never)
    assert ways is not None
    assert ways.chosen.tolist() == [[1, 1]]
    assert ways.counts.tolist() == [299 * 299]


def test_no_package_is_no_point() -> None:
    """Where rules leave no option, or reservation values cannot be met, the frontier is empty and complete."""
    problem = linked(1, 2, 2)
    found = linked_frontier(replace(problem, reserve=(10**6, None)))
    assert (len(found), found.complete) == (0, True)
    rule = Rule(parse('issue-1."1" & not issue-1."1" & issue-2."1"'), "")
    assert len(linked_frontier(replace(problem, rules=(rule,)))) == 0


def test_too_many_states_are_left_to_the_other_method(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a set number of steps or comparisons nothing is returned; asked for by name it is refused."""
    problem = linked(2, 2, 3)
    expected = linked_frontier(problem)
    assert expected.ties is not None
    for name, most in (("_STEPS", 20), ("_COMPARED", 4)):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, most)
            assert layered(problem, never) is None
            found = linked_frontier(problem)
            assert found.packages.tolist() == expected.packages.tolist()
            assert found.ties is None
            with pytest.raises(LimitError, match="too many states"):
                linked_frontier(problem, method="states")
    with monkeypatch.context() as patch:
        patch.setattr(module, "_COMPARED", 8)
        assert layered(additive([[[k, 9 - k] for k in range(4)]] * 2), never) is None
    with monkeypatch.context() as patch:
        patch.setattr(module, "_COMPARED", 3)
        assert layered(additive([[[k, 9 - k] for k in range(4)]]), never) is None
