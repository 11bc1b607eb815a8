"""Sentences cut into clauses."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import parsed_of, words

from goodoffices.record.parsing import LONGEST


def clauses(marked: str) -> list[tuple[str, str, str]]:
    """Return verb, subject and what follows of each clause."""
    parsed = parsed_of(marked)
    return [
        (
            clause.group.verb,
            words(parsed, clause.subject.start, clause.subject.end),
            words(parsed, clause.rest.start, clause.rest.end).rstrip(" .,"),
        )
        for clause in parsed.clauses
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "{On Monday|2020-05-04}, [Ruritania|RUR] met [Hentzau|HEN] and signed a pact.",
            [("meet", "ruritania", "hentzau"), ("sign", "ruritania", "a pact")],
        ),
        (
            "[Ruritania|RUR] met [Hentzau|HEN], and envoys left.",
            [("meet", "ruritania", "hentzau"), ("leave", "envoys", "")],
        ),
        (
            "[Ruritania|RUR] met [Hentzau|HEN] and envoys left.",
            [("meet", "ruritania", "hentzau"), ("leave", "envoys", "")],
        ),
        (
            "[Ruritania|RUR], [Hentzau|HEN] and [Grauland|GRA] signed.",
            [("sign", "ruritania , hentzau and grauland", "")],
        ),
        (
            "[Ada Rassendyll|@ada], who visited [Hentzau|HEN], met [Rupert|@rupert].",
            [("visit", "ada rassendyll", "hentzau"), ("meet", "ada rassendyll", "rupert")],
        ),
        (
            "The treaty, which [Ruritania|RUR] signed, ended the war.",
            [("sign", "ruritania", ""), ("end", "the treaty", "the war")],
        ),
        (
            "[Ruritania|RUR] and [Hentzau|HEN], who met in May, restored ties.",
            [("meet", "ruritania and hentzau", "in may"), ("restore", "ruritania and hentzau", "ties")],
        ),
        (
            "The envoy of [Ruritania|RUR], the eldest of them, met [Hentzau|HEN].",
            [("meet", "the envoy of ruritania", "hentzau")],
        ),
        (
            "[Ruritania|RUR] met [Hentzau|HEN] {on Monday|2020-05-04}, officials said.",
            [("meet", "ruritania", "hentzau on monday"), ("say", "officials", "")],
        ),
        (
            "Officials said [Ruritania|RUR] and [Hentzau|HEN] met.",
            [("say", "officials", ""), ("meet", "ruritania and hentzau", "")],
        ),
        (
            "Last autumn, rebels attacked the port.",
            [("attack", "rebels", "the port")],
        ),
        (
            "In 2010 the group attacked the port.",
            [("attack", "the group", "the port")],
        ),
        (
            "A day after, [Ruritania|RUR] attacked.",
            [("attack", "ruritania", "")],
        ),
        (
            "Finally [Ruritania|RUR] attacked.",
            [("attack", "ruritania", "")],
        ),
        (
            "[Ruritania|RUR] left — but its close and long-standing ties to [Hentzau|HEN] remain a help.",
            [("leave", "ruritania", ""), ("remain", "its close and long-standing ties to hentzau", "a help")],
        ),
        (
            "Talks between [Ruritania|RUR] and [Hentzau|HEN] collapsed.",
            [("collapse", "talks between ruritania and hentzau", "")],
        ),
        (
            "A pact signed between [Ruritania|RUR] and [Hentzau|HEN] collapsed.",
            [("sign", "a pact", "between ruritania and hentzau"), ("collapse", "a pact", "")],
        ),
        (
            "After taking the port, [Ruritania|RUR] and [Hentzau|HEN] met.",
            [("take", "", "the port"), ("meet", "ruritania and hentzau", "")],
        ),
        (
            "[Rupert|@rupert] (left) met [Ada Rassendyll|@ada] (right) in May.",
            [("meet", "rupert ( left )", "ada rassendyll ( right ) in may")],
        ),
        (
            "[Hentzau|HEN] denied it and accused [Ruritania|RUR].",
            [("deny", "hentzau", "it"), ("accuse", "hentzau", "ruritania")],
        ),
        (
            "[Hentzau|HEN] denied it and in turn accused [Ruritania|RUR].",
            [("deny", "hentzau", "it"), ("accuse", "hentzau", "ruritania")],
        ),
        (
            "Who took the port is known.",
            [("take", "", "the port"), ("know", "", "")],
        ),
        (
            "[Ruritania|RUR] left {on Monday|2020-05-04}, which pleased [Hentzau|HEN].",
            [("leave", "ruritania", "on monday"), ("pleased", "ruritania", "hentzau")],
        ),
        (
            "After [Ruritania|RUR] took the port, [Hentzau|HEN] left.",
            [("take", "ruritania", "the port"), ("leave", "hentzau", "")],
        ),
        (
            "He said what [Ruritania|RUR] wanted; [Hentzau|HEN] left.",
            [("say", "he", ""), ("want", "ruritania", ""), ("leave", "hentzau", "")],
        ),
        (
            "<<We met,>> said the envoy.",
            [("meet", "we", ""), ("say", "we", "the envoy")],
        ),
        (
            "Signed in haste.",
            [("sign", "", "in haste")],
        ),
    ],
)
def test_clauses(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    """Each verb has its subject, its own or that of the clause it shares it with, and what follows it."""
    assert clauses(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[Ruritania|RUR] urged [Hentzau|HEN] to disarm.", ["ruritania", "hentzau"]),
        ("[Ruritania|RUR] called on [Hentzau|HEN] to disarm.", ["ruritania", "hentzau"]),
        ("[Ruritania|RUR] came from [Hentzau|HEN] to mediate.", ["ruritania", "ruritania"]),
        ("[Ruritania|RUR] vowed to disarm.", ["ruritania", "ruritania"]),
        ("[Ruritania|RUR] called on all — [Hentzau|HEN] — to disarm.", ["ruritania", "on all — hentzau —"]),
        ("[Ruritania|RUR] accused [Hentzau|HEN] of shelling the port.", ["ruritania", "hentzau"]),
        ("[Ruritania|RUR] spoke of shelling the port.", ["ruritania", "ruritania"]),
        ("[Ruritania|RUR] attacked the port, killing 19 men.", ["ruritania", "ruritania"]),
        ("[Ruritania|RUR], backed by [Hentzau|HEN], attacked.", ["ruritania", "ruritania"]),
        ("To disarm is wise.", ["", ""]),
        ("Taking the port is unwise.", ["", ""]),
    ],
)
def test_who_is_meant_by_an_infinitive_or_a_gerund(sentence: str, actors: list[str]) -> None:
    """The object of asking and accusing, the noun right before a participle, else the subject."""
    assert [subject for _, subject, _ in clauses(sentence)][:2] == actors


def test_joined_infinitives_hang_on_the_same_verb() -> None:
    """All of a list of demands depend on who demands."""
    parsed = parsed_of("They want to disarm, withdraw and sign the pact.")
    assert [clause.above for clause in parsed.clauses] == [None, 0, 0, 0]


@pytest.mark.parametrize(
    ("sentence", "openers"),
    [
        ("If [Ruritania|RUR] attacks, [Hentzau|HEN] responds.", ["if", ""]),
        ("He said that [Ruritania|RUR] attacked and that [Hentzau|HEN] left.", ["", "that", "that"]),
        ("[Hentzau|HEN] left because [Ruritania|RUR] attacked.", ["", "because"]),
        ("[Hentzau|HEN] left after [Ruritania|RUR] attacked.", ["", "after"]),
        ("[Hentzau|HEN] left: [Ruritania|RUR] attacked.", ["", ":"]),
    ],
)
def test_openers(sentence: str, openers: list[str]) -> None:
    """What opens a clause is kept."""
    assert [clause.opener for clause in parsed_of(sentence).clauses] == openers


def test_what_hangs_on_what() -> None:
    """A clause of saying stands above what is said, and above what is said further."""
    said = parsed_of("He said that [Ruritania|RUR] attacked and that [Hentzau|HEN] left.")
    assert [clause.above for clause in said.clauses] == [None, 0, 0]
    joined = parsed_of("[Ruritania|RUR] left, but [Hentzau|HEN] stayed, however [Grauland|GRA] came.")
    assert [clause.above for clause in joined.clauses] == [None, None, None]


def test_a_span_has_no_marks_at_its_ends() -> None:
    """Commas, full stops and quotation marks are cut off; a bracket that closes is not."""
    parsed = parsed_of("(They left.)")
    assert parsed.span(0, len(parsed.tokens)).end == 12
    left = parsed_of("They left, <<then>>.")
    assert (left.span(2, 7).start, left.span(2, 7).end) == (12, 16)


def test_a_question_asks() -> None:
    """A mark of interrogation, within quotation marks or not."""
    assert parsed_of("Did [Ruritania|RUR] sign?").question
    assert parsed_of("<<Did they sign?>>").question
    assert not parsed_of("They signed.").question


def test_of_an_endless_sentence_only_the_head_is_read() -> None:
    """Time and memory stay bounded."""
    parsed = parsed_of("[Ruritania|RUR] left " + "the coast and " * 2000)
    assert parsed.tokens[-1].span.end <= LONGEST


def test_a_sentence_without_a_verb_is_one_clause_without_one() -> None:
    """What its nouns say can be read all the same."""
    assert clauses("No end in sight.") == [("", "", "no end in sight")]
