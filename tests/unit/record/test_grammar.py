"""Words of a sentence by their form."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import english, parsed_of

from goodoffices.case.anchoring import Span
from goodoffices.record.grammar import grammar, tokenise
from goodoffices.record.parts import Dated, Mention


def low(marked: str) -> list[str]:
    """Return the tokens of a marked sentence."""
    return [token.low for token in parsed_of(marked).tokens]


@pytest.mark.parametrize(
    ("sentence", "tokens"),
    [
        ("They didn’t sign.", ["they", "did", "n't", "sign", "."]),
        ("We’re ready.", ["we", "'re", "ready", "."]),
        ("It's over.", ["it", "is", "over", "."]),
        ("[Ruritania|RUR]'s army left.", ["ruritania", "'s", "army", "left", "."]),
        ("The women’s and the women's cause.", ["the", "women", "'s", "and", "the", "women", "'s", "cause", "."]),
        ("A cease-fire - at last", ["a", "cease-fire", "–", "at", "last"]),
        ("A [Ruritania|RUR]-[Hentzau|HEN] pact", ["a", "ruritania", "-", "hentzau", "pact"]),
        ("Ahead of {on Monday|2020-05-04}, 1,200.5 men", ["ahead of", "on monday", ",", "1,200.5", "men"]),
    ],
)
def test_cutting_into_tokens(sentence: str, tokens: list[str]) -> None:
    """Short forms are cut off, names, dates and prepositions of several words are one token each."""
    assert low(sentence) == tokens


def test_what_a_token_is_by_its_form() -> None:
    """Closed classes by their lists, adverbs by their ending, numbers and marks by their characters."""
    tags = [token.tag for token in parsed_of("She quietly said <<we>> met the 12 men of [Hentzau|HEN]; fly.").tokens]
    assert tags == [
        "pronoun", "adverb", "word", "quote", "pronoun", "quote", "word", "determiner", "number", "word", "preposition",
        "name", "mark", "word", "mark",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "the [Ruritanian|RUR a] Deputy Foreign Minister [Ada Rassendyll|@ada] left",
            "Ruritanian Deputy Foreign Minister Ada Rassendyll",
        ),
        (
            "the Minister of Trade and Foreign Affairs [Ada Rassendyll|@ada] left",
            "Minister of Trade and Foreign Affairs Ada Rassendyll",
        ),
        ("[Hentzau|HEN] and Foreign Minister [Ada Rassendyll|@ada] left", "Foreign Minister Ada Rassendyll"),
        ("the envoy for [Hentzau|HEN] [Ada Rassendyll|@ada] left", "envoy for Hentzau Ada Rassendyll"),
        ("President [Rupert|@rupert] envoy [Ada Rassendyll|@ada] left", "envoy Ada Rassendyll"),
        ("the [Ruritanian|RUR a] [Ada Rassendyll|@ada] left", "Ada Rassendyll"),
        ("met [Ada Rassendyll|@ada] today", "Ada Rassendyll"),
    ],
)
def test_a_title_belongs_to_the_name(sentence: str, title: str) -> None:
    """An office before a person's name is part of the token, with the party whose office it is."""
    reading = parsed_of(sentence)
    token = next(one for one in reading.tokens if one.mention and one.mention.of == "ada")
    text = "".join(part for part in [sentence])
    plain = text.replace("[", "").replace("]", "")
    for flag in ("|RUR a", "|HEN", "|@ada", "|@rupert"):
        plain = plain.replace(flag, "")
    assert plain[token.span.start : token.span.end] == title


def test_what_overlaps_or_reaches_out_is_left_aside() -> None:
    """Of two names that overlap the first and longer counts; one that is not wholly within the stretch does not."""
    text = "North Ruritania left in May 2020"
    named = [Mention(Span(0, 15), "NRU", "party"), Mention(Span(6, 15), "RUR", "party")]
    dated = [Dated(Span(24, 32), "2020-05", "month")]
    tokens = tokenise(text, Span(0, 27), named, dated, grammar(english()))
    assert [token.mention.of for token in tokens if token.mention] == ["NRU"]
    assert [token.low for token in tokens] == ["north ruritania", "left", "in", "may"]


def test_lists_of_the_grammar() -> None:
    """Verbs are known in all their forms, with their particles; nouns of deeds are doubtful in singular and plural."""
    words = grammar(english())
    assert ("take", "past") in words.verbs["took"]
    assert "stand with" in words.phrasal
    assert {"attack", "attacks", "treaty", "treaties"} <= words.doubtful
    assert "talks" in words.nouns
