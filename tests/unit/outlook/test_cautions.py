"""What a sound case should make its author think again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goodoffices.case import Case
from goodoffices.outlook import cautions
from goodoffices.store import read_case, shipped_cases

Changed = Callable[..., Case]


def said(case: Case) -> list[str]:
    """List the cautions of a case with their paths."""
    return [f"{'.'.join(map(str, one.path))}: {one.message}" for one in cautions(case)]


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_give_no_cause(name: str) -> None:
    """None of them."""
    assert said(read_case(name)) == []


def test_the_small_case_gives_no_cause(small: Case) -> None:
    """Each change below adds one."""
    assert said(small) == []


CAUSES = {
    "a source of later": (
        ("issued: 2020-04, file", "issued: 2020-06, file"),
        "sources.report: this source is from 2020-06, after as_of (2020-05-01): does it carry hindsight?",
    ),
    "a rule that forbids nothing": (
        (
            "  - DOWN.complain excludes DOWN.open\n",
            "  - DOWN.complain excludes DOWN.open\n  - UP.release | not UP.release\n",
        ),
        "feasible.1: the rule 'UP.release | not UP.release' forbids nothing: is it turned round?",
    ),
    "a never that forbids nothing": (
        (
            "  - DOWN.complain excludes DOWN.open\n",
            "  - DOWN.complain excludes DOWN.open\n  - {never: UP.release & not UP.release}\n",
        ),
        "feasible.1: the rule 'never: UP.release & not UP.release' forbids nothing",
    ),
    "a target that the rules exclude": (
        ("  deal: UP.release & DOWN.open", "  deal: UP.release & DOWN.complain"),
        "targets.deal: no feasible state meets this target: the rules exclude it",
    ),
    "a target out of reach": (
        ("one_way: {DOWN.complain: on}", "one_way: {DOWN.complain: off}"),
        "targets.quarrel: no sequence of moves leads from today's state to this target",
    ),
    "indifference to one's own option": (
        ("    - {that: not UP.release, unknown: true}", "    - DOWN.complain"),
        "preferences.UP: UP is indifferent to its own option UP.release: every equilibrium then comes twice",
    ),
}


@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_is_told_at_its_place(name: str, changed: Changed) -> None:
    """Alone."""
    change, words = CAUSES[name]
    (one,) = said(changed(change))
    assert one.startswith(words)


def test_a_data_set_may_be_newer() -> None:
    """Its figures carry the year that they cover."""
    case = read_case("korea-2017")
    newer = {"un-ideal": case.sources["un-ideal"].model_copy(update={"issued": case.aftermath[0].when})}
    assert said(case.model_copy(update={"sources": {**case.sources, **newer}})) == []


def test_options_that_require_each_other_are_a_deadlock(changed: Changed) -> None:
    """Nobody can go first; of one party they are a package and no deadlock."""
    locked = changed(
        ("  - DOWN.complain excludes DOWN.open\n", "  - UP.release iff DOWN.open\n"),
        ("[[UP.release, DOWN.open], [[UP.release], 0], [DOWN.open], 4]", "[3, 0, 4]"),
        ("UP.release & DOWN.complain", "DOWN.open & DOWN.complain"),
        ("{0: 1, 1: 2.5, 2: 1, 3: 3, 4: 0}", "[1, 2, 3]"),
        ("assume: {UP.release: on}", "assume: {UP.release: on, DOWN.open: on}"),
    )
    found = said(locked)
    assert any(
        one.startswith("feasible: UP.release and DOWN.open require each other, so that nobody can go first")
        for one in found
    )
    assert any(one.startswith("targets.deal: no sequence of moves") for one in found)


def test_options_that_no_preference_mentions_are_named(changed: Changed) -> None:
    """Where all preferences are statements."""
    ranking = "    ranking: [[UP.release, DOWN.open], [[UP.release], 0], [DOWN.open], 4]\n"
    case = changed(
        (ranking, "    statements: [DOWN.open]\n"),
        ("    - not DOWN.complain\n", ""),
        ("    - {that: not UP.release, unknown: true}\n", ""),
    )
    found = said(case)
    assert "options.UP.release: no preference mentions UP.release: does it matter?" in found
    assert "options.DOWN.complain: no preference mentions DOWN.complain: does it matter?" in found
    assert not any("mentions DOWN.open" in one for one in found)


def test_a_decision_maker_without_preferences_is_named(small: Case) -> None:
    """And its targets are not looked at."""
    wishes = {"UP": small.preferences["UP"]}
    found = said(small.model_copy(update={"preferences": wishes}))
    assert found == [
        "options.DOWN: DOWN has options but no preferences; add them",
    ]


def test_a_case_without_options_has_sources_to_doubt_only(changed: Changed, small: Case) -> None:
    """Nothing can move in it."""
    case = changed(("issued: 2020-04, file", "issued: 2020-06, file"))
    assert len(said(case.model_copy(update={"options": {}}))) == 1
    assert said(small.model_copy(update={"options": {}})) == []


def test_without_today_no_target_is_out_of_reach(changed: Changed) -> None:
    """And without targets nothing is."""
    case = changed(("one_way: {DOWN.complain: on}", "one_way: {DOWN.complain: off}"))
    assert said(case.model_copy(update={"now": None})) == []
    assert said(case.model_copy(update={"targets": {}})) == []
