"""The order and grouping of moves under which the smallest slack is largest."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from tests.oracles.drawn_deals import drawn_deal
from tests.unit.settle.swap_cases import agreed, changed, swap_case, with_sections
from tests.unit.settle.test_incentives import textbook

from goodoffices.errors import LimitError
from goodoffices.settle import best_path
from goodoffices.settle.best_path import undominated
from goodoffices.settle.incentives import Incentives
from goodoffices.settle.moves import Ladder, ladder
from goodoffices.settle.tranches import Graph, all_at_once, best_schedule, one_by_one
from goodoffices.settle.waiting import waiting_rules


def incentives(**issues: dict[str, Any]) -> Incentives:
    """Weigh the swap, with entries of issues changed."""
    return Incentives(ladder(agreed(changed(None, **issues))), 0.9)


def test_plain_orders_are_one_step_and_single_moves() -> None:
    """Issue by issue in the order of the list."""
    way = ladder(agreed())
    assert all_at_once(way) == (0, 5)
    assert one_by_one(way) == (0, 2, 4, 5)


def test_single_moves_join_where_rules_bind_them() -> None:
    """A link that holds both ways forces a common step, however plain the order."""
    links = ["land.given requires arms.gone", "arms.gone requires land.given"]
    assert one_by_one(ladder(agreed(with_sections(swap_case(), links=links)))) == (0, 2, 5)


def test_steps_keep_to_rules_and_preconditions() -> None:
    """Only what leads on is useful."""
    links = ["arms.gone requires not land.held"]
    graph = Graph(ladder(agreed(with_sections(swap_case(), links=links))))
    assert graph.following(0).tolist() == [2, 3, 4, 5]
    assert graph.size == 6 * 3
    assert graph.allows((0, 2, 5))
    assert not graph.allows((0, 1, 5))
    dead = Graph(ladder(agreed(with_sections(swap_case(), links=["never: land.half"]))))
    assert sorted(dead.useful) == [0, 1, 4]


def test_what_cannot_be_undone_is_split_where_it_can_be() -> None:
    """With land in two halves that stay given, half of it goes first, then arms, then the rest."""
    weighed = incentives(land={"one_way": True}, arms={"one_way": True})
    found = best_schedule(weighed)
    assert found.proven
    assert found.path == (0, 2, 3, 5)
    assert weighed.slacks(found.path).min() > weighed.slacks(all_at_once(weighed.ladder)).min()


def test_where_one_side_can_take_back_what_it_gave_no_order_helps() -> None:
    """Whether B disarms first or at once: when land is given for good, B takes up its arms again."""
    weighed = incentives(land={"one_way": True})
    assert best_schedule(weighed).path == all_at_once(weighed.ladder)
    assert weighed.slacks([0, 1, 5])[1, 1] < 0


def test_the_textbook_exchange_needs_smaller_guarantees_if_made_in_turn() -> None:
    """In equal simultaneous steps the last two need one; the best order moves in turn and begins with larger steps."""
    weighed = textbook(12)
    found = best_schedule(weighed)
    equal = [step * int(weighed.ladder.strides.sum()) for step in range(13)]
    best, plain = weighed.slacks(found.path), weighed.slacks(equal)
    assert found.proven
    assert best.min() == plain.min()  # that of a twelfth with nothing to follow, which no order can avoid
    needed = [float(np.maximum(0, -one).sum(axis=0).sum()) * weighed.grain for one in (best, plain)]
    assert needed == pytest.approx([(1 + 0.01) / 36, 2 * (1 + 0.1) / 36])
    given = np.diff(weighed.ladder.levels[list(found.path)], axis=0)
    assert ((given > 0).sum(axis=1) == 1).all()
    assert given.max(axis=1)[0] > given.max(axis=1)[-1] == 1


def test_the_work_done_is_told() -> None:
    """From little to all of it, never backwards."""
    told: list[float] = []
    best_schedule(incentives(), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_search_can_be_stopped_at_any_time() -> None:
    """What was found by then is a path, and not said to be the best."""
    weighed = incentives(land={"one_way": True}, arms={"one_way": True})
    asked = itertools.count()
    assert best_schedule(weighed, stop=lambda: next(asked) < 0).proven
    for after in range(next(asked) - 1):
        left = itertools.count()
        found = best_schedule(weighed, stop=lambda left=left, after=after: next(left) >= after)  # type: ignore[misc]
        assert not found.proven
        assert "stopped" in found.method
        assert (found.path[0], found.path[-1]) == (0, 5)


def test_stopped_before_preconditions_are_kept_it_says_so() -> None:
    """Neither plain order gives arms first."""
    demand = {"by": "A", "of": "B", "kind": "precondition", "what": "arms first", "cite": {"analyst": "said"}}
    case = with_sections(swap_case(), demands=[demand | {"needs": "B.disarm", "before": "A.leave"}])
    way = ladder(agreed(case))
    waiting = waiting_rules(case, way)
    weighed = Incentives(way, 0.9)
    assert "stopped before any" in best_schedule(weighed, waiting, stop=lambda: True).method
    asked = itertools.count()
    again = best_schedule(weighed, waiting, stop=lambda: next(asked) >= len(Graph(way, waiting).useful))
    assert "stopped before any" in again.method
    found = best_schedule(weighed, waiting)
    assert found.proven
    assert Graph(way, waiting).allows(found.path)


def test_too_many_steps_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the limit and what helps."""
    monkeypatch.setattr("goodoffices.settle.tranches.MOST_STEPS", 10)
    with pytest.raises(LimitError, match=r"18 steps .* at most 10; ask for fewer parts"):
        best_schedule(incentives())


def hard(seed: int) -> Incentives:
    """Weigh a deal in which good paths are many."""
    drawn = drawn_deal(np.random.default_rng(seed))
    return Incentives(ladder(drawn, parts=drawn.parts), drawn.way.discount)


def test_with_few_labels_a_path_is_found_and_not_said_to_be_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search then keeps the best labels of each package and says so."""
    monkeypatch.setattr(best_path, "_FEW", 1)
    monkeypatch.setattr(best_path, "MOST_LABELS", 1)
    found = [best_schedule(hard(seed)) for seed in range(40)]
    assert any(not one.proven for one in found)
    assert any(one.proven for one in found)
    assert all("the best were kept" in one.method for one in found if not one.proven)


def test_a_bad_first_guess_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a single label for the first look the proof still finds the best."""
    exact = [best_schedule(hard(seed)) for seed in range(40)]
    monkeypatch.setattr(best_path, "_FEW", 1)
    for seed, one in enumerate(exact):
        again = best_schedule(hard(seed))
        assert again.proven
        weighed = hard(seed)
        least = [weighed.slacks(path).min() for path in (one.path, again.path)]
        assert least[0] == pytest.approx(least[1], abs=best_path.TOLD_APART)


def test_undominated_rows_keep_the_first_of_equals() -> None:
    """And nothing of nothing."""
    assert undominated(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.5]])).tolist() == [0, 2]
    assert undominated(np.zeros((0, 3))).tolist() == []


def test_a_ladder_counts_its_last_track_fastest() -> None:
    """So that a state is the sum of levels times strides."""
    way: Ladder = ladder(agreed())
    assert (way.levels @ way.strides).tolist() == list(range(way.size))
