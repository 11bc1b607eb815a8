"""Parties named in a clause."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import reading_of

from goodoffices.record.parsing import parse
from goodoffices.record.roles import Role, acting, governed, head_noun, parties_of, preposition_of, stands_alone
from goodoffices.record.subjects import Range


def roles(marked: str, *, act: bool = False) -> list[Role]:
    """Return those named in a marked stretch, or those of them that may act."""
    reading = reading_of(marked)
    parsed = parse(reading, reading.sentences[0])
    within = Range(0, len(parsed.tokens))
    return list((acting if act else governed)(reading, parsed, within))


@pytest.mark.parametrize(
    ("subject", "parties"),
    [
        ("[Ruritania|RUR] and [Hentzau|HEN]", ["RUR", "HEN"]),
        ("[Ada Rassendyll|@ada]", ["RUR"]),
        ("[Nemo|@nemo]", []),
        ("the [Ruritanian|RUR a] army", ["RUR"]),
        ("the [Ruritanian|RUR a] gas", []),
        ("[Ruritania|RUR]'s foreign minister", ["RUR"]),
        ("[Ruritania|RUR]'s gas", []),
        ("the forces of the [LRM|LRM]", ["LRM"]),
        ("the capital of [Ruritania|RUR]", []),
        ("the envoy to [Ruritania|RUR]", []),
        ("two columns of the [Ruritanian|RUR a] army", ["RUR"]),
        ("[Strelsau|RUR p]", ["RUR"]),
        ("[Ruritania|RUR] rebels", []),
        ("the [LRM|LRM] fighters", ["LRM"]),
        ("[Hentzau|HEN]'s envoy, [Ada Rassendyll|@ada]", ["HEN", "RUR"]),
        ("[Hentzau|HEN]'s [Rupert|@rupert]", ["HEN"]),
    ],
)
def test_who_may_act(subject: str, parties: list[str]) -> None:
    """A name, a person, a body by an adjective, an owner or "of"; no thing, no state by its rebels."""
    assert [role.party for role in roles(subject, act=True)] == parties


def test_each_with_its_preposition() -> None:
    """And "and" carries it on; "of" hides behind the preposition before it."""
    found = roles("with [Ruritania|RUR] and [Hentzau|HEN], over the coast of [Grauland|GRA] - [Strelsau|RUR p]")
    assert [(role.party, role.preposition) for role in found] == [
        ("RUR", "with"),
        ("HEN", "with"),
        ("GRA", "over"),
        ("RUR", ""),
    ]


def test_a_party_is_found_once_under_a_preposition() -> None:
    """Named again under the same preposition it is the same role."""
    assert [role.at for role in roles("[Ruritania|RUR], [Ruritania|RUR]")] == [0]


def test_owners() -> None:
    """A genitive owns what follows, not what does not."""
    assert [role.owner for role in roles("[Ruritania|RUR]'s gas, like [Hentzau|HEN]'s.")] == [True, False]
    assert [role.owner for role in roles("the [Hentzau people|HEN]' gas")] == [True]


def test_a_person_brings_the_party() -> None:
    """The role says who acts for it."""
    (role,) = roles("[Ada Rassendyll|@ada]")
    assert (role.party, role.person) == ("RUR", "ada")


def test_a_verb_ends_the_search_for_a_preposition() -> None:
    """What stands before a verb does not govern what stands after it."""
    reading = reading_of("with thanks is [Ruritania|RUR]")
    tokens = parse(reading, reading.sentences[0]).tokens
    assert preposition_of(tokens, 3, 0) == ""
    assert preposition_of(tokens, 3, 3) == ""


def test_names_that_stand_alone() -> None:
    """An adjective names a party only with a body."""
    reading = reading_of("[British|GBR a] [India|IND] met the [British|GBR a] envoys of old")
    tokens = parse(reading, reading.sentences[0]).tokens
    assert [stands_alone(reading, tokens, k, len(tokens)) for k in (0, 1, 2, 4)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("[Ruritania|RUR]'s two armed forces in May", "forces"),
        ("[Ruritania|RUR]-led group", "group"),
        ("[Ruritanian|RUR a] minister [Ada Rassendyll|@ada]", ""),
        ("[Ruritanian|RUR a] [Ada Rassendyll|@ada]", "leader"),
        ("[Ruritania|RUR] today", ""),
    ],
)
def test_head_nouns(phrase: str, head: str) -> None:
    """The last word of the phrase; a title has gone into the person's name."""
    reading = reading_of(phrase)
    tokens = parse(reading, reading.sentences[0]).tokens
    assert head_noun(tokens, 0, len(tokens)) == head


def test_parties_once_each() -> None:
    """In the order in which they come."""
    assert parties_of([Role("A", 0), Role("B", 1), Role("A", 2)]) == ("A", "B")
