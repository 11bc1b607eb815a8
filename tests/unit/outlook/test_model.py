"""A model refuses what does not fit, and keeps what it was given."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook import option_model

GOOD: dict[str, Any] = {
    "owners": [[0], [1]],
    "feasible": [True, True, True, False],
    "preference": [[0, 5, 5, 9], [2.5, 1.0, -1.0, 0.0]],
}


def test_ranks_are_dense_keep_ties_and_mark_infeasible_states() -> None:
    """Preferences of any size become 0, 1, 2 ..., and -1 where a state cannot occur."""
    model = option_model(**GOOD)
    assert model.ranks.tolist() == [[0, 1, 1, -1], [2, 1, 0, -1]]


def test_names_are_numbered_where_none_are_given() -> None:
    """Numbers count from 0, as everywhere in the interface."""
    model = option_model(**GOOD)
    assert model.decision_makers == ("decision maker 0", "decision maker 1")
    assert model.options == ("option 0", "option 1")
    assert model.index("decision maker 1") == model.index(np.int64(1)) == 1  # type: ignore[arg-type]


def test_a_model_cannot_be_written_to_even_through_what_it_was_made_from() -> None:
    """Arrays are copies and read-only; the mapping is closed."""
    feasible = np.array(GOOD["feasible"])
    ways: dict[int, Any] = {0: "on"}
    model = option_model(GOOD["owners"], feasible, GOOD["preference"], ways)
    feasible[0] = False
    ways[1] = "off"
    assert model.feasible[0]
    assert dict(model.one_way) == {0: "on"}
    with pytest.raises(ValueError, match="read-only"):
        model.ranks[0, 0] = 3
    with pytest.raises(TypeError):
        model.one_way[1] = "on"  # type: ignore[index]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])  # noqa: S301 - our own bytes
def test_a_model_survives_copying_and_pickling(again: Any) -> None:
    """So that it can be sent to another process; it stays read-only."""
    model = option_model(**GOOD, one_way={1: "off"}, now=2, decision_makers=["A", "B"])
    other = again(model)
    assert other.digest() == model.digest()
    assert (other.now, other.decision_makers, dict(other.one_way)) == (2, ("A", "B"), {1: "off"})
    assert not other.ranks.flags.writeable


def test_the_digest_tells_apart_what_verdicts_depend_on_and_nothing_else() -> None:
    """Names and the status quo do not count; owners, moves, feasibility and order do."""
    digest = option_model(**GOOD).digest()
    assert option_model(**GOOD, now=1, options=["x", "y"]).digest() == digest
    others = [
        GOOD | {"owners": [[0, 1], []]},
        GOOD | {"feasible": [True] * 4},
        GOOD | {"preference": [[0, 5, 6, 9], [2, 1, -1, 0]]},
        GOOD | {"one_way": {0: "on"}},
        GOOD | {"one_way": {0: "off"}},
    ]
    assert len({digest, *(option_model(**other).digest() for other in others)}) == 6


def test_the_largest_number_of_options_is_told_with_what_to_do() -> None:
    """One option too many is refused before anything large is built."""
    with pytest.raises(LimitError, match=r"25 options are more than the limit of 24 options .* coalesce"):
        option_model([[0]], np.ones(1 << 25, dtype=bool), [[0]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"feasible": [0, 1]}, r"array of int64 with shape \(2,\); expected one true or false"),
        ({"feasible": [[True]]}, r"shape \(1, 1\); expected"),
        ({"feasible": [True] * 3}, r"3 states; expected 2\*\*m"),
        ({"feasible": np.zeros(0, dtype=bool)}, r"0 states; expected"),
        ({"feasible": [False] * 4}, "no state is feasible; expected at least one"),
        ({"owners": []}, "owners is empty; expected one list"),
        ({"owners": [[0], [2]]}, r"owners\[1\] names option 2; expected a whole number from 0 to 1"),
        ({"owners": [[0], [-1]]}, r"owners\[1\] names option -1"),
        ({"owners": [[0], [1.0]]}, r"names option 1.0"),
        ({"owners": [[0], [True]]}, r"names option True"),
        ({"owners": [[0], [0]]}, r"option 0 is given more than once, to decision makers \[0, 1\]"),
        ({"owners": [[0, 0], [1]]}, r"option 0 is given more than once, to decision makers \[0\]"),
        ({"preference": [[0, 1, 2, 3]]}, r"shape \(1, 4\); expected real numbers with shape \(2, 4\)"),
        ({"preference": [[0, 1], [0]]}, r"preference is not a table .* expected shape \(2, 4\)"),
        ({"preference": [["a"] * 4] * 2}, r"array of <U1"),
        ({"preference": [[1j] * 4] * 2}, r"array of complex128"),
        ({"preference": [[0, 1, 2, 3], [0, np.nan, 2, 3]]}, "decision maker 1 for state 1 is not a number"),
        ({"one_way": {0: "up"}}, "direction 'up'; expected 'on' or 'off'"),
        ({"one_way": {7: "on"}}, "one_way names option 7"),
        ({"now": 3}, "`now` is 3, which is infeasible"),
        ({"now": 4}, "`now` is 4; expected a whole number from 0 to 3"),
        ({"now": 1.5}, "`now` is 1.5"),
        ({"decision_makers": ["A"]}, r"decision makers is \['A'\]; expected 2 names"),
        ({"decision_makers": ["A", "A"]}, "expected distinct names"),
        ({"options": "xy"}, "options is 'xy'; expected 2 names"),
        ({"options": ["x", 2]}, "expected 2 names"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_expected(change: dict[str, Any], message: str) -> None:
    """Every refusal says what was found and what was expected."""
    with pytest.raises(CaseError, match=message):
        option_model(**(GOOD | change))


def test_infinite_preferences_are_an_order_like_any_other() -> None:
    """What is worst of all may be minus infinity."""
    model = option_model([[0]], [True, True], [[-np.inf, np.inf]])
    assert model.ranks.tolist() == [[0, 1]]


@pytest.mark.parametrize("who", ["C", 2, -1])
def test_an_unknown_decision_maker_is_answered_with_the_known_ones(who: Any) -> None:
    """By name or by number."""
    with pytest.raises(CaseError, match="name one of: 0 'decision maker 0', 1"):
        option_model(**GOOD).index(who)
