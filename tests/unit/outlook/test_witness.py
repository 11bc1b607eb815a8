"""Verdicts in words."""

from __future__ import annotations

import json

import pytest

from goodoffices.errors import CaseError
from goodoffices.outlook import Deterrence, OptionModel, Step, option_model, why


def korea() -> OptionModel:
    """Return a small crisis: the North may test or freeze, the South may drill or not."""
    return option_model(
        [[0], [1]],
        [True] * 4,
        [[2, 3, 0, 1], [1, 0, 2, 3]],
        decision_makers=["the North", "the South"],
        options=["test missiles", "hold drills"],
    )


NAMES = ["calm", "tests alone", "drills alone", "both"]


def test_without_an_improvement_there_is_nothing_to_deter() -> None:
    """Under every notion."""
    for concept in ("nash", "seq"):
        witness = why(korea(), 3, "the North", concept)
        assert (witness.stable, witness.deterred, witness.undeterred) == (True, (), None)
        assert witness.sentence() == "The North cannot improve by any move of its own."


@pytest.mark.parametrize(
    ("concept", "end"),
    [
        ("nash", "."),
        ("gmr", ", and no moves of the others could take that gain away."),
        ("smr", ", and whatever the others then did, it would still be or become better off."),
        ("seq", ", and no moves that the others would themselves gain from could take that gain away."),
        ("sseq", ", and whatever the others then did for their own gain, it would still be or become better off."),
    ],
)
def test_an_improvement_that_nothing_deters_is_told_with_why(concept: str, end: str) -> None:
    """The South drills whatever the North does."""
    witness = why(korea(), 1, "the South", concept)
    assert witness.undeterred == Step(1, 1, 3)
    assert witness.sentence() == f"The South could improve by choosing “hold drills”{end}"
    assert witness.sentence(NAMES.__getitem__) == f"The South could improve by moving to “both”{end}"


@pytest.mark.parametrize(
    ("concept", "gain", "end"),
    [
        ("gmr", "", ""),
        ("seq", ", to its own gain,", ""),
        ("smr", "", ", and even giving up “test missiles” would not mend that"),
        ("sseq", ", to its own gain,", ", and even giving up “test missiles” would not mend that"),
    ],
)
def test_a_deterred_improvement_is_told_with_its_sanction_and_the_reply_that_fails(
    concept: str, gain: str, end: str
) -> None:
    """The South would answer a test with drills, and the North could not mend that."""
    witness = why(korea(), 0, "the North", concept)
    reply = Step(0, 3, 2) if concept in {"smr", "sseq"} else None
    assert witness.deterred == (Deterrence(Step(0, 0, 1), (Step(1, 1, 3),), reply),)
    assert witness.sentence() == (
        f"The North could improve by choosing “test missiles”; but the South{gain} could then choose “hold drills”, "
        f"which leaves the North no better off{end}."
    )


def test_a_reply_that_does_not_exist_is_told() -> None:
    """What cannot be undone leaves no move."""
    bound = option_model([[0], [1]], [True] * 4, [[2, 3, 0, 1], [1, 0, 2, 3]], {0: "on"})
    witness = why(bound, 0, 0, "smr")
    assert witness.deterred[0].reply is None
    assert witness.sentence().endswith("no better off, and it would have no move left.")


def test_a_sanction_of_several_movers_is_told_step_by_step() -> None:
    """Two others must move one after the other; after three improvements the rest are counted."""
    size = 16
    mine = [0] * size
    for state in (1, 2, 3, 5, 6, 7, 9, 10, 11):
        mine[state] = 4 - (state & 3)
    model = option_model([[0, 1], [2], [3]], [True] * size, [mine, [0] * size, [0] * size])
    witness = why(model, 0, 0, "gmr")
    assert [one.improvement.after for one in witness.deterred] == [1, 2, 3]
    assert [len(one.sanction) for one in witness.deterred] == [2, 2, 2]
    sentence = witness.sentence()
    assert (
        "but decision maker 1 could then choose “option 2” and decision maker 2 could then choose “option 3”"
    ) in sentence
    assert "By choosing" not in sentence


def test_more_than_three_improvements_are_counted() -> None:
    """A sentence is to be read."""
    preference = [[1, *[2] * 7, *[0] * 8], [0] * 16]
    witness = why(option_model([[0, 1, 2], [3]], [True] * 16, preference), 0, 0, "gmr")
    assert len(witness.deterred) == 7
    assert witness.sentence().endswith(" 4 further improvements of decision maker 0 are deterred as well.")
    assert "choosing “option 0” and “option 1”" in witness.sentence()


def test_the_most_attractive_undeterred_improvement_is_named() -> None:
    """Not the first one found; dropping and taking are both told."""
    model = option_model([[0, 1]], [True] * 4, [[2, 1, 3, 2]])
    assert why(model, 1, 0, "nash").undeterred == Step(0, 1, 2)
    assert why(model, 1, 0, "nash").sentence() == (
        "Decision maker 0 could improve by choosing “option 1” and giving up “option 0”."
    )


def test_json_names_the_movers() -> None:
    """Plain data, for a brief or another program."""
    written = why(korea(), 0, 0, "sseq").to_json()
    assert json.loads(json.dumps(written)) == {
        "concept": "sseq",
        "decision_maker": "the North",
        "state": 0,
        "stable": True,
        "undeterred": None,
        "deterred": [
            {
                "improvement": {"decision_maker": "the North", "before": 0, "after": 1},
                "sanction": [{"decision_maker": "the South", "before": 1, "after": 3}],
                "reply": {"decision_maker": "the North", "before": 3, "after": 2},
            }
        ],
    }
    assert why(korea(), 1, 1, "nash").to_json()["undeterred"] == {
        "decision_maker": "the South",
        "before": 1,
        "after": 3,
    }


def test_what_cannot_be_explained_is_refused() -> None:
    """Unknown notions, decision makers and states."""
    with pytest.raises(CaseError, match="no notion"):
        why(korea(), 0, 0, "core")
    with pytest.raises(CaseError, match="no decision maker 'Japan'"):
        why(korea(), 0, "Japan", "seq")
    with pytest.raises(CaseError, match="expected a whole number"):
        why(korea(), 9, 0, "seq")
