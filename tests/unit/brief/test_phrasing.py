"""Names, states and conditions in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goodoffices.brief.filtering import at_level
from goodoffices.brief.phrasing import Phrases, ended, in_range, in_words
from goodoffices.case import Case, Condition, parse_estimate, state_space


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UP.build", "UP build higher"),
        ("not UP.build", "UP not build higher"),
        ("UP.build & UP.release", "UP build higher and release water in the dry season"),
        ("UP.build | DOWN.share", "UP build higher or DOWN share the harvest"),
        ("not (UP.build | UP.release)", "not (UP build higher or release water in the dry season)"),
        ("UP.build requires DOWN.share", "UP build higher only where DOWN share the harvest"),
        ("UP.build if DOWN.share", "UP build higher where DOWN share the harvest"),
        ("UP.build iff DOWN.share", "UP build higher where, and only where, DOWN share the harvest"),
        ("UP.build iff not DOWN.share", "UP build higher except where DOWN share the harvest"),
        ("UP.build excludes DOWN.share", "UP build higher never together with this: DOWN share the harvest"),
        (
            "UP.build if (DOWN.complain iff DOWN.share)",
            "UP build higher where (DOWN go to the council where, and only where, DOWN share the harvest)",
        ),
        (
            "(UP.build | UP.release) & DOWN.share",
            "(UP build higher or release water in the dry season) and DOWN share the harvest",
        ),
        ('UP."no such"', "UP no such"),
    ],
)
def test_conditions_read_as_clauses(make: Callable[..., Case], text: str, words: str) -> None:
    """Each operator has its word, and what one party would do stands in one clause."""
    expected = words.replace("UP", "the United Highlands would").replace("DOWN", "Lowland would")
    assert Phrases(make()).condition(Condition(text)) == expected


def test_states_and_changes_are_told_by_party(make: Callable[..., Case]) -> None:
    """Whoever does nothing is not told."""
    case = make()
    phrases, space = Phrases(case), state_space(case)
    assert phrases.state(space, 0) == "nobody would take any of the options"
    assert phrases.today(space, 0) == "nobody has taken any of the options"
    assert phrases.state(space, 4) == "Lowland would go to the council"
    assert phrases.today(space, 4) == "Lowland has chosen to go to the council"
    assert phrases.change(space, 1, 4) == (
        "the United Highlands would no longer release water in the dry season; Lowland would go to the council"
    )


def test_articles_go_to_those_who_need_one(make: Callable[..., Case]) -> None:
    """An organisation has an article, a name that has one keeps it, a person has none."""
    phrases = Phrases(make())
    assert phrases.parties(["UP", "DOWN", "COUNCIL", "SEA", "mayor", "nobody"]) == (
        "the United Highlands, Lowland, the River council, The Sea League, Ada Mayor and nobody"
    )


def test_a_hidden_party_has_no_name(make: Callable[..., Case]) -> None:
    """What stands in its place reads within a sentence."""
    parties = make().model_dump(mode="json", by_alias=True, exclude_unset=True)["parties"]
    case = make(parties=parties | {"UP": {**parties["UP"], "handling": "internal"}})
    phrases = Phrases(at_level(case, "open").case)
    assert phrases.party("UP") == "a party not shown at this level of handling"


def test_estimates_are_written_with_their_range() -> None:
    """A missing one is called missing."""
    assert [in_range(None), in_range(parse_estimate(0.5)), in_range(parse_estimate([0.1, 0.2, 0.4]))] == [
        "missing", "0.5", "0.1–0.4 (0.2)",
    ]  # fmt: skip
    assert in_words(parse_estimate([0.1, 0.2, 0.4])) == "0.1 to 0.4, likeliest 0.2"


def test_a_sentence_ends_once() -> None:
    """A stop that is there is not doubled."""
    assert (ended("who?"), ended(" it rained "), ended("Done.")) == ("Who?", "It rained.", "Done.")
