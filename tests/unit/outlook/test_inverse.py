"""Smallest changes: what is asked, what is answered, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from goodoffices.case import Case
from goodoffices.case.strategic import Preferences
from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook import OptionCase, OptionModel, adopt, arc_model, graph_model, in_words, option_model
from goodoffices.outlook.change_words import ChangeWords
from goodoffices.outlook.inverse import smallest_changes
from goodoffices.outlook.joint import PairChange, search_jointly
from goodoffices.outlook.lifts import heights, lift_jointly, with_ranks
from goodoffices.outlook.statement_changes import StatementReader, cheapest_lists
from goodoffices.outlook.statement_lists import lists_with


def prisoners(**more: Any) -> OptionModel:
    """Return the Prisoner's Dilemma; taking the option means to cooperate."""
    names: dict[str, Any] = {"decision_makers": ["Ann", "Bob"], "options": ["keep silent", "deny all"]}
    return option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], **names, **more)


def crisis(preferences: dict[str, Any] | None = None, policies: dict[str, Any] | None = None) -> OptionCase:
    """Return a small crisis: the North may freeze and talk, the South may drill; talks cannot be undone."""
    return graph_model(
        Case.model_validate(
            {
                "case": "crisis",
                "title": "A crisis",
                "as_of": "2017-12-26",
                "question": "Will it talk?",
                "parties": {name: {"name": name.title(), "kind": "state", "role": "principal"} for name in ("N", "S")},
                "options": {
                    "N": {"freeze": {"say": "Freeze"}, "talk": {"say": "Talk"}},
                    "S": {"drill": {"say": "Drill"}},
                },
                "one_way": {"S.drill": "on"},
                "now": ["S.drill"],
                "preferences": preferences
                or {
                    "N": ["not N.freeze", "not S.drill", "N.talk iff N.freeze"],
                    "S": ["N.freeze", "S.drill", "N.talk"],
                },
                "targets": {"deal": "N.freeze & N.talk", "calm": "N.freeze & not S.drill", "peace": "not S.drill"},
                "policies": policies or {},
            }
        )
    )


def test_a_lift_names_what_is_overtaken_and_what_then_holds() -> None:
    """Ann must come to like cooperation as much as betrayal."""
    found = smallest_changes(prisoners(now=0), 3, "nash")
    answer = found.answers[0]
    assert (found.target, found.concept, found.left_out) == ("3", "nash", 0)
    assert answer.reachable_from_now is True
    assert not answer.stable_already
    assert [(one.overtakes, one.level_with, one.leaves_behind) for one in answer.lifts] == [
        ((), (2,), ()),
        ((), (1,), ()),
    ]
    assert [(one.distance, one.inversions, one.lowering) for one in answer.lifts] == [(0.5, 0, (2,)), (0.5, 0, (1,))]
    assert (answer.joint.distance, answer.joint.lower_bound, answer.joint.proven) == (1.0, 1.0, "minimum")
    assert answer.joint.by_lifts
    assert answer.joint.holds
    assert (answer.statements, answer.together) == ((), None)
    assert found.sentences() == (
        "Asked for: “keep silent” and “deny all”, and nothing else.",
        (
            "If Ann came to value it as highly as the same without “keep silent”, it would keep to it. "
            "It would do as well if Ann came to think "
            "no more of the same without “keep silent” than it now does of it. "
            "Ann cannot improve by any move of its own."
        ),
        (
            "If Bob came to value it as highly as the same without “deny all”, it would keep to it. "
            "It would do as well if Bob came to think "
            "no more of the same without “deny all” than it now does of it. "
            "Bob cannot improve by any move of its own."
        ),
        (
            "All in all 1 pair of states would have to be seen differently (no less is enough: each verdict depends on "
            "that decision maker's own ranking alone, so that the least changes add up)."
        ),
    )


def test_ties_that_are_made_and_broken_count_half() -> None:
    """Lifting a state past two to a rank that two others share leaves one behind that was level with it."""
    model = option_model([[0, 1, 2]], [True] * 8, [[0, 0, 1, 1, 2, 2, 2, 0]])
    one = smallest_changes(model, 0, "nash").answers[0].lifts[0]
    assert (one.overtakes, one.level_with, one.leaves_behind) == ((2, 3), (4, 5, 6), (1, 7))
    assert (one.inversions, one.distance, one.lowering) == (2, 4.5, ())
    assert (
        "as highly as the same with “option 2” and 2 other states that it likes as much, and more highly than 2 "
        in (smallest_changes(model, 0, "nash").sentence())
    )


def test_a_state_that_holds_needs_nothing() -> None:
    """Mutual cooperation holds under SEQ already."""
    found = smallest_changes(prisoners(), 3)
    assert found.answers[0].stable_already
    assert found.answers[0].reachable_from_now is None
    assert found.answers[0].together == ()
    assert found.sentence().endswith("Nothing has to change: everybody would keep to it.")
    assert "Ann would keep to it as things are. Ann could improve by giving up “keep silent”; but" in found.sentence()


def test_states_are_told_by_their_names() -> None:
    """Names given by the caller, names of a list of arcs, and none at all."""
    names = ["war", "a gives way", "b gives way", "peace"].__getitem__
    assert smallest_changes(prisoners(), 3, "nash").sentences(names)[0] == "Asked for: “peace”."
    assert "If Ann came to value it as highly as “b gives way”, it" in smallest_changes(
        prisoners(), 3, "nash"
    ).sentence(names)
    assert smallest_changes(prisoners(), 0, "nash").sentences()[0] == "Asked for: that nothing is chosen."
    arcs = [[(0, 1)], [(1, 2)]]
    named = arc_model(arcs, [[0, 1, 2], [0, 1, 2]], states=["war", "truce", "peace"], now=2)
    found = smallest_changes(named, 0, "nash")
    assert "value it as highly as “truce”" in found.sentence()
    assert "No sequence of moves leads there from today's state." in found.sentences()
    assert "<td>war</td>" in found._repr_html_()
    plain = arc_model(arcs, [[0, 1, 2], [0, 1, 2]])
    assert smallest_changes(plain, 0, "nash").sentences()[0] == "Asked for: state 0."
    assert "value it as highly as state 1" in smallest_changes(plain, 0, "nash").sentence()


def test_every_state_that_meets_a_target_is_answered() -> None:
    """The smallest change first; states that cannot be reached are answered and marked."""
    model = crisis()
    found = smallest_changes(model, "deal", "nash")
    assert sorted(one.state for one in found.answers) == [3, 7]
    totals = [one.joint.distance for one in found.answers]
    assert totals == sorted(totals)
    assert {one.state: one.reachable_from_now for one in found.answers} == {3: False, 7: True}
    assert found.sentences()[-1] == "One other state meets the target."
    assert smallest_changes(model, "peace", "nash").sentences()[-1] == "3 other states meet the target."
    short = smallest_changes(model, "peace", "nash", limit=1)
    assert (len(short.answers), short.left_out) == (1, 3)
    assert short._repr_html_().endswith("<p>and 3 more</p>")
    assert smallest_changes(model, "N.freeze, N.talk", "nash").answers[0].state == 3
    assert smallest_changes(model, "now", "nash").answers[0].state == 4


def test_statements_that_must_move_are_told() -> None:
    """Moving, dropping and adding."""
    model = in_words(crisis())
    answer = next(one for one in smallest_changes(model, "deal", "nash").answers if one.state == 7)
    north = answer.statements[0]
    assert north.decision_maker == 0
    assert (north.proven, north.held_by.stable, answer.together) == ("minimum", True, (0,))
    assert north.alternatives[0].order == ("not S.drill", "N.talk iff N.freeze")
    assert north.alternatives[0].moves == (("not N.freeze", 1, None),)
    assert (north.alternatives[0].moved, north.alternatives[0].places) == (1, 3)
    assert [one.moves for one in north.alternatives[1:]] == []
    assert "Among the priorities of N it would be enough to drop “not N.freeze” (now in place 1)." in answer.sentences()


def test_statements_can_be_moved_or_added() -> None:
    """One place up, or the target itself on top: both are told, with how many ways there are."""
    model = crisis({"N": ["N.talk", "not N.freeze", "N.freeze iff N.talk"], "S": ["S.drill"]})
    moved = next(one for one in smallest_changes(model, "deal", "nash").answers if one.state == 7)
    assert moved.statements[0].alternatives[0].moves == (("N.freeze iff N.talk", 3, 2),)
    assert "it would be enough to move “N.freeze iff N.talk” from place 3 to place 2." in moved.sentences()[2]
    bare = crisis({"N": ["not N.freeze", "not N.talk", "not S.drill"], "S": ["S.drill"]})
    told = next(one for one in smallest_changes(bare, "deal", "nash").answers if one.state == 7)
    assert [one.moves for one in told.statements[0].alternatives] == [(("N.freeze & N.talk", None, 1),)]
    assert told.statements[0].alternatives[0].numbers == (3, 0, 1, 2)
    assert "Among the priorities of N it would be enough to add “N.freeze & N.talk” in place 1." in told.sentences()
    equal = crisis({"N": ["not N.freeze", "N.talk"], "S": ["S.drill"]})
    ways = next(one for one in smallest_changes(equal, "deal", "nash").answers if one.state == 7)
    assert len(ways.statements[0].alternatives) == 1


def test_preferences_that_are_no_statements_get_no_statement_answer() -> None:
    """Rankings, changed ranks, and lists that are too long."""
    model = crisis({"N": {"payoffs": [1, 2, 0, 0, 1, 2, 0, 0]}, "S": ["S.drill"]})
    answer = smallest_changes(model, 7, "nash").answers[0]
    assert (answer.statements, answer.together) == ((), None)
    plain = crisis()
    assert StatementReader.of(plain, 0, "nash") is not None
    changed = with_ranks(plain, {0: np.arange(8, dtype=np.int32)})
    assert StatementReader.of(changed, 0, "nash") is None
    long = crisis({"N": ["N.talk"] * 50, "S": ["S.drill"]})
    assert StatementReader.of(long, 0, "nash") is None


def test_statements_of_a_policy_are_those_that_are_moved() -> None:
    """Under a policy the wishes are other ones, and moves may be single ones."""
    prefer = {"N": ["not N.talk", "N.freeze"]}
    model = crisis(
        policies={"other": {"prefer": prefer}, "narrow": {"forbid": [{"by": "N", "from": "N.talk", "to": "N.freeze"}]}}
    )
    answer = smallest_changes(adopt(model, "other"), 7, "nash").answers[0]
    assert {text for text, _, _ in answer.statements[0].alternatives[0].moves} <= {"not N.talk", "N.freeze"}
    arcs = adopt(model, "narrow")
    held = smallest_changes(arcs, "deal", "gmr").answers
    assert all(one.joint.holds for one in held)
    wish = model.origin[0].targets["deal"].that
    listed = StatementReader.of(model, 0, "nash", type(wish)("not N.freeze"))
    assert listed is not None
    assert listed.added is None


def test_a_search_that_would_be_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then what can be kept from the top is kept, and nothing is claimed."""
    reader = StatementReader.of(crisis(), 0, "nash")
    assert reader is not None
    lists_with.cache_clear()
    monkeypatch.setattr("goodoffices.outlook.statement_lists.MOST_ORDERS", 0)
    answer = cheapest_lists(reader, 7)
    found = smallest_changes(crisis(), 7, "nash").sentence()
    lists_with.cache_clear()
    assert (answer.proven, answer.tried, answer.held_by.stable) == ("upper bound", 0, True)
    assert answer.alternatives[0].order == ("not S.drill", "N.talk iff N.freeze")
    assert answer.reason.startswith("all lists with fewer than 1 statements moved were tried; this one keeps")
    assert "; less may be enough, but none was found." in found


def test_statement_changes_that_undo_each_other_are_told() -> None:
    """Each is enough alone; all at once they would take a sanction away."""
    north = ["not N.talk", "N.freeze", "N.freeze iff S.drill", "N.freeze iff N.talk"]
    model = crisis({"N": north, "S": ["not N.talk", "N.freeze iff S.drill", "N.talk iff S.drill"]})
    answer = smallest_changes(model, 3, "seq").answers[0]
    assert len(answer.statements) == sum(not one.stable_already for one in answer.lifts)
    assert all(one.held_by.stable for one in answer.statements)
    assert answer.together is None
    assert any("all at once they would not hold it" in one for one in answer.sentences())


@pytest.mark.parametrize("concept", ["gmr", "smr", "seq", "sseq"])
def test_statement_changes_under_every_notion_hold(concept: str) -> None:
    """With more than one way the first that holds for everybody at once is chosen."""
    rng = np.random.default_rng(11)
    words = ["N.freeze", "N.talk", "S.drill", "N.talk iff S.drill", "N.freeze iff S.drill", "N.freeze iff N.talk"]
    found = 0
    for _ in range(6):
        wishes = {who: [str(rng.choice(["", "not "])) + one for one in words[:3]] for who in ("N", "S")}
        model = crisis({who: list(rng.permutation([*own, *words[3:]])) for who, own in wishes.items()})
        answer = smallest_changes(model, 3, concept, limit=2).answers[0]
        assert all(one.held_by.stable and one.proven == "minimum" for one in answer.statements)
        found += len(answer.statements)
    assert found or concept in {"gmr", "smr"}


def game() -> OptionModel:
    """Return a conflict of sixteen states in which making sanctions credible takes less than lifting."""
    return option_model([[0, 1], [2, 3]], [True] * 16, np.random.default_rng(3).integers(0, 16, (2, 16)))


def test_beyond_the_limit_lifts_bound_the_joint_change() -> None:
    """32 states are too many for all rankings; GMR bounds from below."""
    ranks = np.random.default_rng(0).integers(0, 32, (2, 32))
    model = option_model([[0, 1], [2, 3, 4]], [True] * 32, ranks)
    joints = [smallest_changes(model, state, "seq").answers[0].joint for state in range(32)]
    assert {one.proven for one in joints} == {"minimum", "upper bound"}
    assert all(one.lower_bound <= one.distance for one in joints)
    assert all((one.lower_bound == one.distance) == (one.proven == "minimum") for one in joints)
    told = next(one for one in joints if one.proven == "upper bound")
    assert told.reason == "beyond 24 feasible states only lifts of the state itself are searched"


def test_joint_changes_other_than_lifts_are_listed_pair_by_pair() -> None:
    """Told in words, three of them, and as data."""
    can = [True] * 12 + [False] * 4
    model = option_model([[0, 1], [2, 3]], can, np.random.default_rng(5).integers(0, 12, (2, 16)))
    asked = [(0, "seq"), (3, "seq"), (0, "sseq"), (1, "sseq")]
    answers = [smallest_changes(model, state, concept).answers[0] for state, concept in asked]
    assert [one.joint.proven for one in answers] == ["minimum"] * 4
    other = [one for one in answers if not one.joint.by_lifts]
    assert other
    for one in other:
        assert one.joint.distance == sum(pair.distance for pair in one.joint.changes)
        assert "Taken together, other changes are needed than one by one: decision maker" in one.sentences()[-1]
        written = one.to_json()["joint"]
        assert sum(len(pairs) for pairs in written["changes"].values()) == len(one.joint.changes)
    assert any(one.joint.alternatives for one in answers)
    words = ChangeWords(0, ("Ann", "Bob"), (), ("war", "peace"))
    level = replace(other[0].joint, changes=(PairChange(0, 1, 0, -1, 0),), distance=0.5)
    assert "one by one: Ann would come to like “peace” as much as “war”. All in all 0.5 pairs" in words.joint(level)


def test_a_search_without_time_claims_nothing() -> None:
    """No effort finds nothing, a little finds something that need not be least."""
    none = search_jointly(game(), 2, "seq", allowed=30.0, effort=1e-9)
    assert (none.models, none.distance, none.complete) == ((), 30.0, False)
    full = search_jointly(game(), 2, "seq", allowed=13.0, limit=1, effort=20.0)
    assert full.complete
    assert len(full.models) == 1
    some = [search_jointly(game(), 2, "seq", allowed=60.0, effort=effort) for effort in (0.02, 0.05, 0.1, 0.2, 0.4)]
    early = [one for one in some if one.models and not one.complete]
    assert early
    assert all(one.bound <= full.distance <= one.distance for one in early)


def test_an_interrupted_joint_search_is_labelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lifts stand, as an upper bound."""
    monkeypatch.setattr("goodoffices.outlook.inverse._EFFORT", 1e-9)
    joint = smallest_changes(game(), 2, "seq").answers[0].joint
    assert (joint.proven, joint.by_lifts) == ("upper bound", True)
    assert joint.reason == "the search of all rankings was ended after a set amount of work"


def test_on_arcs_lifts_that_undo_each_other_are_lifted_again() -> None:
    """What holds for each alone may not hold for all at once; the joint lifts then go higher."""
    rng = np.random.default_rng(7)
    pairs = [(a, b) for a in range(5) for b in range(5) if a != b]
    higher = 0
    for _ in range(300):
        arcs = [[pair for pair in pairs if rng.random() < 0.35] for _ in range(3)]
        model = arc_model(arcs, rng.integers(0, 5, (3, 5)).tolist())
        lifted = lift_jointly(model, 0, "sseq")
        assert all(heights(lifted, i, "sseq")[0] == lifted.ranks[i, 0] for i in range(3))
        single = [heights(model, i, "sseq")[0] for i in range(3)]
        higher += any(
            (lifted.ranks[i] < lifted.ranks[i, 0]).sum() > (model.ranks[i] < single[i]).sum() for i in range(3)
        )
    assert higher


def test_a_result_is_plain_data() -> None:
    """JSON, a table of rows, a table to look at."""
    found = smallest_changes(crisis(), "deal", "nash", limit=1)
    written = json.loads(json.dumps(found.to_json()))
    assert written["target"] == "deal"
    assert written["left_out"] == 1
    assert written["parameters"] == {"concept": "nash", "limit": 1, "most_exact": 24}
    assert written["digest"] == found.model.digest()
    answer = written["answers"][0]
    assert answer["lifts"][0]["decision_maker"] == "N"
    assert answer["lifts"][0]["held_by"]["stable"] is True
    assert answer["statements"][0]["alternatives"][0]["moves"][0].keys() == {"statement", "from", "to"}
    assert answer["joint"]["holds"] is True
    assert smallest_changes(prisoners(), 3, "nash").answers[0].to_json()["statements_together"] is None
    frame = found.to_frame()
    assert frame.index.names == ["state", "decision maker"]
    assert frame["distance"].sum() == found.answers[0].joint.distance
    page = found._repr_html_()
    assert page.startswith("<table><thead><tr><th>state</th>")
    assert "✓" in page
    assert "<td>none</td>" in smallest_changes(prisoners(), 0, "nash")._repr_html_()
    rough = replace(found.answers[0].joint, proven="upper bound")
    assert "≤ " in replace(found, answers=(replace(found.answers[0], joint=rough),))._repr_html_()


def test_progress_is_told_and_work_can_be_stopped() -> None:
    """After each decision maker and each state."""
    told: list[tuple[int, int]] = []
    smallest_changes(crisis(), "deal", "nash", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    with pytest.raises(LimitError):
        smallest_changes(crisis(), "deal", "gmr", stop=lambda: True)


def test_what_cannot_be_answered_is_refused() -> None:
    """Unknown notions and targets, infeasible states, limits that are none."""
    model = option_model([[0], [1]], [True, True, True, False], [[1, 2, 3, 0], [1, 2, 3, 0]])
    with pytest.raises(CaseError, match="infeasible"):
        smallest_changes(model, 3)
    with pytest.raises(CaseError, match="no notion"):
        smallest_changes(model, 0, "core")
    with pytest.raises(CaseError, match="was not made from a case"):
        smallest_changes(model, "deal")
    with pytest.raises(CaseError, match="expected a decimal, options such as"):
        smallest_changes(crisis(), "dael")
    for limit in (0, "many"):
        with pytest.raises(CaseError, match="expected a whole number from 1"):
            smallest_changes(model, 0, limit=limit)  # type: ignore[arg-type]


def test_no_statements_at_all_are_read() -> None:
    """A decision maker that is indifferent to everything holds to everything."""
    model = crisis({"N": Preferences(statements=()), "S": ["S.drill"]})
    assert smallest_changes(model, 7, "nash").answers[0].stable_already
