"""How firmly clauses are stated."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import english, parsed_of, studied_of

from goodoffices.record.modality import hedged, wished_by


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[Ruritania|RUR] attacked [Hentzau|HEN].", "fact"),
        ("[Ruritania|RUR] did not attack [Hentzau|HEN].", "denied"),
        ("No agreement was reached.", "denied"),
        ("They reached no agreement.", "denied"),
        ("[Ruritania|RUR] will attack [Hentzau|HEN].", "future"),
        ("[Ruritania|RUR] could attack [Hentzau|HEN].", "possible"),
        ("If [Ruritania|RUR] attacks, they lose.", "possible fact"),
        ("Did [Ruritania|RUR] sign it?", "asked asked"),
        ("[Ruritania|RUR] failed to sign the pact.", "fact denied"),
        ("[Ruritania|RUR] is considering asking [Hentzau|HEN] to mediate.", "fact weighed intended"),
        ("[Ruritania|RUR] threatened to withdraw.", "fact intended"),
        ("[Ruritania|RUR] began to withdraw.", "fact fact"),
        ("[Ruritania|RUR] may begin to withdraw.", "possible possible"),
        ("[Ruritania|RUR] came to mediate.", "fact fact"),
        ("[Ruritania|RUR] spoke to win time.", "fact intended"),
        ("Its refusal to sign the pact is known.", "intended fact"),
        ("[Hentzau|HEN] lamented its refusal to sign.", "fact denied"),
        ("To sign is wise.", "intended fact"),
        ("They denied that [Ruritania|RUR] attacked.", "fact denied"),
        ("They hoped that [Ruritania|RUR] signs.", "fact intended"),
        ("They hoped [Ruritania|RUR] signed.", "fact possible"),
        ("They said that [Ruritania|RUR] attacked.", "fact fact"),
        ("If they say that [Ruritania|RUR] attacked, it loses.", "possible possible fact"),
        ("They accused [Ruritania|RUR] of shelling the port.", "fact alleged"),
        ("They left without signing the pact.", "fact denied"),
        ("[Ruritania|RUR] prevented them from signing the pact.", "fact denied"),
        ("They left after signing the pact.", "fact fact"),
        ("They may leave after signing the pact.", "possible possible"),
        ("They welcomed a pact signed between the two.", "fact fact"),
        ("They favoured signing the pact.", "fact intended"),
        ("They spoke about signing the pact.", "fact intended"),
        ("They discussed a pact signed between the two.", "fact fact"),
    ],
)
def test_modality(sentence: str, expected: str) -> None:
    """Denied, weighed, intended, possible and asked are told from fact."""
    assert " ".join(studied.modality for studied in studied_of(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "noun", "expected"),
    [
        ("a possible ceasefire", 2, True),
        ("no ceasefire", 1, True),
        ("the planned and long ceasefire", 4, False),
        ("ceasefire", 0, False),
        ("a very long and bitter ceasefire", 5, False),
    ],
)
def test_hedged_nouns(sentence: str, noun: int, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    """What is called possible or planned, or is none, has not happened."""
    assert hedged(parsed_of(sentence), noun, english()) is expected


def test_verbs_that_wish() -> None:
    """The object of ruling out and seeking is no fact, that of signing is."""
    assert wished_by("seek", english())
    assert wished_by("refuse", english())
    assert not wished_by("sign", english())
