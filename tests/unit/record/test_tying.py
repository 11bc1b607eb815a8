"""Ties that a document states between two parties."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.record.marking import reading_of

from goodoffices.record.tying import find_ties


def ties(marked: str, **settings: Any) -> list[tuple[str, str, object]]:
    """Return the ends, the kind and the sign of each tie; ``A>B`` goes one way."""
    found = []
    for one in find_ties(reading_of(marked, **settings)):
        between = one.entry.get("between")
        ends = "-".join(between) if isinstance(between, list) else f"{one.entry['from']}>{one.entry['to']}"
        found.append((ends, str(one.entry["kind"]), one.entry["sign"]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # deeds
        ("[Ruritania|RUR] invaded [Hentzau|HEN].", [("RUR>HEN", "war", "-")]),
        ("[Ruritania|RUR] met [Hentzau|HEN].", [("RUR-HEN", "diplomatic", 0)]),
        ("[Ruritania|RUR] provides aid to [Hentzau|HEN].", [("RUR>HEN", "economic", "+")]),
        ("[Ruritania|RUR] signed a treaty with [Hentzau|HEN].", [("RUR-HEN", "treaty", "+")]),
        ("[Ruritania|RUR] displaced many in [Hentzau|HEN].", []),
        ("[Ruritania|RUR] accused [Hentzau|HEN] of arming the [LRM|LRM].", [
            ("RUR>HEN", "other", "-"), ("HEN>LRM", "military", "+")]),
        ("[Grauland|GRA] said that [Ruritania|RUR] had bombed [Hentzau|HEN].", [
            ("RUR>HEN", "war", "-"), ("GRA>RUR", "other", "-")]),
        ("[Grauland|GRA] denied that [Ruritania|RUR] had bombed [Hentzau|HEN].", []),
        ("[Grauland|GRA] said that [Ruritania|RUR] had met [Hentzau|HEN].", [("RUR-HEN", "diplomatic", 0)]),
        ("[Grauland|GRA] fell because [Ruritania|RUR] had bombed [Hentzau|HEN].", [("RUR>HEN", "war", "-")]),
        ("[Grauland|GRA] protests rejected in May that [Ruritania|RUR] had bombed [Hentzau|HEN].", []),
        # what is not so
        ("[Ruritania|RUR] did not invade [Hentzau|HEN].", []),
        ("[Ruritania|RUR] may invade [Hentzau|HEN].", []),
        ("[Ruritania|RUR] praised [Ruritania|RUR].", []),
        # verbs of a lasting relation
        ("[Ruritania|RUR] supports [Hentzau|HEN].", [("RUR>HEN", "diplomatic", "+")]),
        ("[Hentzau|HEN] is supported by [Ruritania|RUR].", [("RUR>HEN", "diplomatic", "+")]),
        ("[Ruritania|RUR] welcomed [Hentzau|HEN]'s efforts.", [("RUR>HEN", "diplomatic", "+")]),
        ("[Ruritania|RUR] trusts [Hentzau|HEN]'s envoy.", []),
        ("[Ruritania|RUR] relies on [Hentzau|HEN].", [("RUR>HEN", "economic", "+")]),
        ("[Ruritania|RUR] and [Hentzau|HEN] share a border with [Grauland|GRA].", [
            ("RUR-GRA", "border", 0), ("HEN-GRA", "border", 0)]),
        ("The aims of [Ruritania|RUR] overlap.", []),
        ("The forces of [Ruritania|RUR] and [Hentzau|HEN] deal with it.", [("RUR-HEN", "diplomatic", 0)]),
        # what somebody is called
        ("[Ruritania|RUR] is an ally of [Hentzau|HEN].", [("RUR-HEN", "alliance", "+")]),
        ("[Ruritania|RUR] and [Hentzau|HEN] are at odds.", [("RUR-HEN", "rivalry", "-")]),
        ("[Ruritania|RUR] is seen as [Hentzau|HEN]'s chosen partner.", [("HEN>RUR", "chosen-partner", "+")]),
        ("[Ruritania|RUR] is concerned by [Hentzau|HEN]'s fleet.", [("RUR>HEN", "distrust", "-")]),
        ("[Ruritania|RUR] is under the ally of [Hentzau|HEN].", []),
        ("[Ruritania|RUR] is an ally.", []),
        ("[Ruritania|RUR] is grey.", []),
        # nouns of a relation
        ("The lack of trust between [Ruritania|RUR] and [Hentzau|HEN] is plain.", [("RUR-HEN", "distrust", "-")]),
        ("[Ruritania|RUR]'s close ties to [Hentzau|HEN] are plain.", [("RUR-HEN", "diplomatic", "+")]),
        ("[Ruritania|RUR]'s strained ties to [Hentzau|HEN] are plain.", [("RUR-HEN", "diplomatic", "-")]),
        ("Relations between [Ruritania|RUR] and [Hentzau|HEN] are tense.", [("RUR-HEN", "diplomatic", "-")]),
        ("[Ruritania|RUR] has good relations with [Hentzau|HEN].", [("RUR-HEN", "diplomatic", "+")]),
        ("[Ruritania|RUR] left and has good relations with [Hentzau|HEN].", [("RUR-HEN", "diplomatic", "+")]),
        ("It would be the lack of trust between [Ruritania|RUR] and [Hentzau|HEN].", [("RUR-HEN", "distrust", "-")]),
        ("It would be a treaty between [Ruritania|RUR] and [Hentzau|HEN].", []),
        ("They want good ties between [Ruritania|RUR] and [Hentzau|HEN].", []),
        ("They have no ties to [Hentzau|HEN] and none to [Ruritania|RUR].", []),
        ("They fear the ties between [Ruritania|RUR].", []),
        ("They know of ties to [Hentzau|HEN].", []),
        ("The ties that hold are old.", []),
        ("They were won by ties to [Hentzau|HEN].", []),
        ("[Ruritania|RUR] has ties with half of the many lands of the coast and the isles of [Hentzau|HEN].", []),
        ("They met over possible ties between [Ruritania|RUR] and [Hentzau|HEN].", []),
        # nouns of a deed
        ("They recalled a [Ruritanian|RUR a] raid on [Hentzau|HEN].", [("RUR>HEN", "war", "-")]),
    ],
)  # fmt: skip
def test_ties(text: str, expected: list[tuple[str, str, object]]) -> None:
    """From deeds, lasting relations, what somebody is called, and nouns between two parties."""
    assert ties(text) == expected


def test_the_two_may_be_meant_by_other_words() -> None:
    """The two nations are the last two named."""
    text = "[Ruritania|RUR] met [Hentzau|HEN]. The past defines the affinity between the two nations."
    assert ties(text)[-1] == ("RUR-HEN", "diplomatic", "+")


def test_a_tie_said_again_is_further_evidence() -> None:
    """One entry, with the words of both; it goes both ways only if all say so."""
    reading = reading_of("[Ruritania|RUR] met [Hentzau|HEN]. [Ruritania|RUR] visited [Hentzau|HEN].")
    (tie,) = find_ties(reading)
    assert tie.entry["from"] == "RUR"
    assert [reading.of(span) for span in tie.evidence] == ["Ruritania met Hentzau", "Ruritania visited Hentzau"]


def test_the_words_of_a_noun_are_enough() -> None:
    """The evidence is the phrase, not the sentence."""
    reading = reading_of(
        "They say that the lack of trust between the [Ruritanian|RUR a] side and [Hentzau|HEN] is plain."
    )
    (tie,) = find_ties(reading)
    assert reading.of(tie.evidence[0]) == "the lack of trust between the Ruritanian side and Hentzau"
    assert tie.cue == "lack of trust"


def test_a_clause_says_one_thing_of_two_parties() -> None:
    """The deed comes first, then the relation, then the nouns."""
    assert ties(
        "[Ruritania|RUR] signed a treaty with [Hentzau|HEN] on trade between [Ruritania|RUR] and [Hentzau|HEN]."
    ) == [("RUR-HEN", "treaty", "+")]
