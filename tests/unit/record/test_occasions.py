"""Deeds told by nouns."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import english, reading_of, words

from goodoffices.record.deeds import deeds
from goodoffices.record.occasions import occasions
from goodoffices.record.study import study


def told(marked: str) -> list[tuple[str, list[str], list[str], str]]:
    """Return deed, who, whom and the words of each occasion of the first clause."""
    reading = reading_of(marked)
    studied = study(reading)[0]
    return [
        (
            one.deed.kind.name,
            [role.party for role in one.deed.who],
            [role.party for role in one.deed.whom],
            words(studied.parsed, one.start, one.end).rstrip(" ."),
        )
        for one in occasions(reading, studied, deeds(english()))
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "They recalled [Ruritania|RUR]'s attack on [Hentzau|HEN], long past.",
            [("attack", ["RUR"], ["HEN"], "ruritania 's attack on hentzau")],
        ),
        (
            "They recalled [Ruritanian|RUR a] raids into [Hentzau|HEN].",
            [("attack", ["RUR"], ["HEN"], "ruritanian raids into hentzau")],
        ),
        (
            "They recalled the siege of [Hentzau|HEN] by [Ruritania|RUR].",
            [("siege", ["RUR"], ["HEN"], "the siege of hentzau by ruritania")],
        ),
        (
            "They recalled a [Ruritania|RUR]-[Hentzau|HEN] pact.",
            [("agreement", ["RUR"], ["HEN"], "a ruritania - hentzau pact")],
        ),
        (
            "They recalled talks between [Ruritania|RUR], [Hentzau|HEN] and [Grauland|GRA].",
            [("talks", ["RUR"], ["HEN", "GRA"], "talks between ruritania , hentzau and grauland")],
        ),
        (
            "[Ruritania|RUR] left after a meeting with [Hentzau|HEN].",
            [("meeting", ["RUR"], ["HEN"], "a meeting with hentzau")],
        ),
        (
            "[Ruritania|RUR] is responsible for the founding of [Hentzau|HEN].",
            [("founding", ["RUR"], ["HEN"], "the founding of hentzau")],
        ),
        (
            "The siege of the port by [Ruritania|RUR] failed.",
            [("siege", ["RUR"], [], "the siege of the port by ruritania")],
        ),
        (
            "Peace talks between [Ruritania|RUR] and [Hentzau|HEN] were held.",
            [("talks", ["RUR"], ["HEN"], "peace talks between ruritania and hentzau")],
        ),
        (
            "They recalled the attack on [Hentzau|HEN].",
            [("attack", [], ["HEN"], "the attack on hentzau")],
        ),
        ("[Ruritania|RUR] is proud of the founding of [Hentzau|HEN].", []),
        ("[Ruritania|RUR] recalled a meeting with [Hentzau|HEN].", []),
        ("They recalled a meeting in [Hofbau|HEN p].", []),
        ("They recalled attack helicopters of [Ruritania|RUR].", []),
        ("They recalled an alleged attack by [Ruritania|RUR].", []),
        ("They ruled out talks between [Ruritania|RUR] and [Hentzau|HEN].", []),
        ("They recalled the attack.", []),
        ("They recalled [Nemo|@nemo]'s attack.", []),
        ("They recalled [Ruritania|RUR] wheat and the attack.", []),
        (
            "[Ruritania|RUR] broke its pact with [Hentzau|HEN] and itself.",
            [],
        ),
        (
            "[Hentzau|HEN] came. They deplored attacks by both sides.",
            [],
        ),
    ],
)
def test_occasions(sentence: str, expected: list[tuple[str, list[str], list[str], str]]) -> None:
    """Owners, adjectives, "by", "between", and a subject that takes part; nothing hedged, wished or without actor."""
    assert told(sentence) == expected


def test_those_who_are_meant_by_other_words() -> None:
    """A pronoun after the noun stands for a party as elsewhere."""
    reading = reading_of("[Ruritania|RUR] met [Hentzau|HEN]. Then talks between the two sides failed.")
    studied = study(reading)[1]
    (found,) = occasions(reading, studied, deeds(english()))
    assert [role.party for role in (*found.deed.who, *found.deed.whom)] == ["RUR", "HEN"]
