"""The forms of verbs and nouns."""

from __future__ import annotations

import pytest

from goodoffices.record.inflecting import plurals, verb_forms

IRREGULAR = {"take": ["took", "taken"], "fire": ["fired", "fired"]}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("attack", "attack attacks attacked attacked attacking"),
        ("accuse", "accuse accuses accused accused accusing"),
        ("occupy", "occupy occupies occupied occupied occupying"),
        ("deploy", "deploy deploys deployed deployed deploying"),
        ("ban", "ban bans banned banned banning"),
        ("commit", "commit commits committed committed committing"),
        ("reach", "reach reaches reached reached reaching"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("lie", "lie lies lied lied lying"),
        ("take", "take takes took taken taking"),
        ("re-take", "re-take re-takes re-took re-taken re-taking"),
    ],
)
def test_forms_follow_the_rule(verb: str, forms: str) -> None:
    """The third person, the past and the gerund are spelt by rule; what is listed as irregular is taken as it is."""
    assert [form for form, _ in verb_forms(verb, IRREGULAR, {"commit"})] == forms.split()


def test_a_verb_with_a_hyphen_may_be_irregular_as_a_whole() -> None:
    """A listed form that already has the lead is not given it twice."""
    forms = verb_forms("arm-twist", {"arm-twist": ["arm-twisted", "arm-twisted"]}, ())
    assert ("arm-twisted", "past") in forms


@pytest.mark.parametrize(
    ("noun", "many"), [("treaty", "treaties"), ("convoy", "convoys"), ("clash", "clashes"), ("raid", "raids")]
)
def test_plurals_follow_the_rule(noun: str, many: str) -> None:
    """Consonant and y, a hiss, and all others."""
    assert plurals(noun) == (many,)
