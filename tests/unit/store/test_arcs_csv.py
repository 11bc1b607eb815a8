"""Graph models whose moves are listed one by one."""

from __future__ import annotations

import pytest

from goodoffices.errors import CaseError
from goodoffices.outlook import solve, unilateral_moves
from goodoffices.store import arcs_from_csv, is_arc_list

HEAD = "decision_maker,state,to,payoff\n"
BORDER = HEAD + "A,calm,clash,\nA,calm,,1\nA,clash,,0\nB,clash,calm,\nB,clash,,0\nB, calm ,,2\n"


def test_moves_and_payoffs_make_a_model() -> None:
    """States and decision makers in the order in which they are first named; the columns in any order."""
    model = arcs_from_csv(BORDER, "border.csv")
    assert model.states == ("calm", "clash")
    assert model.decision_makers == ("A", "B")
    assert unilateral_moves(model, 0, 0).tolist() == [1]
    assert unilateral_moves(model, 0, 1).tolist() == []
    assert unilateral_moves(model, 1, 1).tolist() == [0]
    assert model.ranks.tolist() == [[1, 0], [1, 0]]
    assert solve(model).equilibria["nash"].tolist() == [0]
    other = arcs_from_csv("payoff,to,state,decision_maker\n1,,calm,A\n", "x.csv")
    assert other.ranks.tolist() == [[0]]


def test_a_row_may_be_move_and_payoff_at_once() -> None:
    """Both are read."""
    model = arcs_from_csv(HEAD + "A,x,y,1\nA,y,,2\n", "x.csv")
    assert unilateral_moves(model, 0, 0).tolist() == [1]
    assert model.ranks.tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "x.csv:1: found the columns none, expected decision_maker, state, to, payoff"),
        ("a,b\n1,2\n", "found the columns a, b"),
        (HEAD, "found no rows"),
        (HEAD + "A,x,,1\n,x,,1\n", "x.csv:3: expected a decision maker and a state"),
        (HEAD + "A,,y,\n", "x.csv:2: expected a decision maker and a state"),
        (HEAD + "A,x,,\n", "x.csv:2: expected a decision maker and a state"),
        (HEAD + "A,x,,1,surplus\n", "x.csv:2: expected a decision maker"),
        (HEAD + "A,x\n", "x.csv:2: expected a decision maker"),
        (HEAD + "A,x,,much\n", "x.csv:2: found the payoff 'much', expected a number"),
        (HEAD + "A,x,,inf\n", "found the payoff 'inf'"),
        (HEAD + "A,x,y,1\n", "x.csv: no payoff of A for 'y'; add a row with one"),
        (HEAD + 'A,"x,,1\n', "this is not CSV"),
    ],
    ids=lambda value: None if value.startswith("dec") else value[:30],
)
def test_what_is_no_such_list_is_refused(text: str, words: str) -> None:
    """With its line."""
    with pytest.raises(CaseError) as caught:
        arcs_from_csv(text, "x.csv")
    assert words in str(caught.value)


def test_a_list_is_known_by_its_name() -> None:
    """In either case of letters."""
    assert is_arc_list("a/b.CSV")
    assert not is_arc_list("csv.yaml")
