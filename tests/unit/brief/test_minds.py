"""What a brief says of uncertain readings and of changes of mind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from goodoffices.brief import compose
from goodoffices.brief.blocks import Bullets, Paragraph
from goodoffices.case import Case
from goodoffices.outlook import Robustness, SmallestChanges, smallest_changes


def words(case: Case, draws: int = 32) -> str:
    """Compose a brief and return all that its bullets and paragraphs say."""
    told: list[str] = []

    def add(blocks: Iterable[object]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                told.extend(f"{one.lead} {one.text}" for one in block.sentences)
            elif isinstance(block, Bullets):
                for item in block.items:
                    told.extend(f"{one.lead} {one.text}" for one in item.sentences)

    for section in compose(case, draws=draws).sections:
        add(section.blocks)
    return " ".join(told)


@pytest.fixture
def shore(make: Callable[..., Case]) -> Callable[..., Case]:
    """Return a crisis of two options, in which a wish is met only if one side changes its mind."""

    def build(up: object, down: object) -> Case:
        return make(
            options={"UP": {"wave": {"say": "Wave"}}, "DOWN": {"nod": {"say": "Nod"}}},
            one_way=None,
            feasible=None,
            policies=None,
            demands=None,
            statements=None,
            now=[],
            preferences={"UP": up, "DOWN": down},
            targets={"greeting": "UP.wave & DOWN.nod"},
        )

    return build


def test_no_draws_leave_the_study_out(shore: Callable[..., Case]) -> None:
    """Nothing is said of variants that were not drawn."""
    unsure = {"that": "not UP.wave", "confidence": 0.5}
    assert "model variants" not in words(shore([unsure, "DOWN.nod"], ["DOWN.nod"]), draws=0)


def test_certain_readings_have_no_variants(shore: Callable[..., Case]) -> None:
    """Where nothing is uncertain there is nothing to draw."""
    assert "model variants" not in words(shore(["UP.wave"], ["DOWN.nod"]))


def test_an_unsure_reading_names_whose_view_to_sound(shore: Callable[..., Case]) -> None:
    """One doubt decides the target, so whose it is comes first."""
    unsure = {"that": "not UP.wave", "confidence": 0.5}
    told = words(shore([unsure, "UP.wave if DOWN.nod"], ["DOWN.nod"]))
    assert (
        "of model variants. To know more of the view of the United Highlands would settle most of that doubt." in told
    )


def test_a_sample_that_tells_nothing_names_nobody(shore: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no influence is found, no name is given."""
    monkeypatch.setattr(Robustness, "sound_first", lambda *_, **__: ())
    unsure = {"that": "not UP.wave", "confidence": 0.5}
    assert "Whom to sound first" not in words(shore([unsure, "UP.wave if DOWN.nod"], ["DOWN.nod"]))


def test_a_change_of_mind_is_told_by_statements(shore: Callable[..., Case]) -> None:
    """The statement that stands in the way is named, with its places."""
    told = words(shore(["not UP.wave", "UP.wave if DOWN.nod"], ["DOWN.nod"]))
    assert "among the priorities of the United Highlands" in told
    assert "no smaller change is enough" in told


def test_a_statement_that_must_go_is_told_to_go(shore: Callable[..., Case]) -> None:
    """With a single statement in the way there is no place to move it to."""
    assert "no longer counts" in words(shore(["not UP.wave"], ["DOWN.nod"]))


def test_rankings_are_told_by_pairs_of_states(shore: Callable[..., Case]) -> None:
    """Without statements the change is counted in pairs."""
    told = words(shore({"ranking": [2, 0, 3, 1]}, ["DOWN.nod"]))
    assert "pairs of states would have to change their order" in told


def test_where_no_place_is_found_only_an_upper_bound_is_claimed(
    shore: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not proven is not called the smallest."""

    def unproven(*given: Any, **named: Any) -> SmallestChanges:
        found = smallest_changes(*given, **named)
        answer = found.answers[0]
        loose = tuple(replace(one, proven="upper bound") for one in answer.statements)
        return replace(found, answers=(replace(answer, statements=loose),))

    monkeypatch.setattr("goodoffices.brief.minds.smallest_changes", unproven)
    assert "a smaller one may exist" in words(shore(["not UP.wave", "UP.wave if DOWN.nod"], ["DOWN.nod"]))
