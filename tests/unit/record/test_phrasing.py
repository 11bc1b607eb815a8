"""Which words of a sentence act as verbs, in what voice and tense."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import english, parsed_of

from goodoffices.record.grammar import grammar
from goodoffices.record.phrasing import VerbGroup, verb_groups


def groups(marked: str) -> tuple[VerbGroup, ...]:
    """Return the verbs of a marked sentence."""
    return verb_groups(parsed_of(marked).tokens, grammar(english()))


def told(marked: str) -> str:
    """Return the verbs with their tenses."""
    return " ".join(f"{group.verb or '-'}:{group.tense}" for group in groups(marked))


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("[Ruritania|RUR] attacked [Hentzau|HEN].", "attack:past"),
        ("[Ruritania|RUR] has attacked [Hentzau|HEN].", "attack:perfect"),
        ("[Ruritania|RUR] has since attacked [Hentzau|HEN].", "attack:perfect"),
        ("[Ruritania|RUR] had attacked [Hentzau|HEN].", "attack:perfect"),
        ("[Ruritania|RUR] is attacking [Hentzau|HEN].", "attack:progressive"),
        ("[Ruritania|RUR] was attacking [Hentzau|HEN].", "attack:past"),
        ("[Ruritania|RUR] will attack [Hentzau|HEN].", "attack:bare"),
        ("[Ruritania|RUR] did not attack [Hentzau|HEN].", "attack:past"),
        ("[Ruritania|RUR] hopes to attack [Hentzau|HEN].", "hope:present attack:infinitive"),
        ("Being attacked, [Ruritania|RUR] left.", "attack:participle leave:past"),
        ("[Ruritania|RUR] is an ally.", "be:present"),
        ("[Ruritania|RUR] has a border.", "have:present"),
        ("[Ruritania|RUR] gazumped the envoy.", "gazumped:past"),
        ("[Ruritania|RUR] was gazumped by the envoy.", "gazumped:past"),
        ("[Ruritania|RUR] is gazumping the envoy.", "gazumping:progressive"),
        ("[Ruritania|RUR] is following the talks.", "follow:progressive"),
        ("[Ruritania|RUR] wants to be attacked and to have signed.", "want:present attack:infinitive sign:infinitive"),
    ],
)
def test_tenses(sentence: str, verbs: str) -> None:
    """Auxiliaries give the tense; a word that ends like a verb is one after an auxiliary though no list has it."""
    assert told(sentence) == verbs


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("The [Ruritanian|RUR a] attack on the port failed.", "fail:past"),
        ("[Ruritania|RUR] attacks [Hentzau|HEN].", "attack:present"),
        ("[Ruritania|RUR] stands with the people of [Hentzau|HEN].", "stand:present"),
        ("Attacks on [Hentzau|HEN] and talks on trade failed.", "fail:past"),
        ("The envoys of [Ruritania|RUR] attack the plan.", "attack:present"),
        ("[Ruritania|RUR] met wounded civilians and displaced people.", "meet:past"),
        ("The road to war led to attack on the port.", "lead:past"),
        ("Heavy shelling killed many.", "kill:past"),
        ("By shelling the port [Ruritania|RUR] broke the truce.", "shell:participle break:past"),
        ("[Hentzau|HEN] bombed suspected positions.", "bomb:past"),
        ("The [LIGA|LIGA] mediating team left.", "leave:past"),
        ("[Ada Rassendyll|@ada] (left) met [Rupert|@rupert].", "meet:past"),
        ("The U.S.-led coalition left.", "leave:past"),
        ("They left in May and will return in May.", "leave:past return:bare"),
        ("[Ruritania|RUR] paid funding over $5 million.", "pay:past fund:participle"),
        ("May the envoys come.", "-:bare come:bare"),
        ("The will of the people won.", "win:past"),
        ("Attacked by [Hentzau|HEN], the port fell.", "attack:participle fall:past"),
        ("Met in [Strelsau|RUR p] {on Monday|2020-05-04}, they left.", "meet:past leave:past"),
        ("They met and The Parted Ways failed.", "meet:past fail:past"),
        ("They went on, and talks resumed.", "go:past resume:past"),
    ],
)
def test_nouns_that_look_like_verbs(sentence: str, verbs: str) -> None:
    """What stands before and after a word decides whether it is a verb."""
    assert told(sentence) == verbs


def test_lists_of_infinitives_and_of_modal_verbs() -> None:
    """Plain forms after "to" or a modal verb, joined to it, share it."""
    assert told("They asked [Ruritania|RUR] to withdraw, disarm and sign the pact.") == (
        "ask:past withdraw:infinitive disarm:infinitive sign:infinitive"
    )
    will = groups("[Ruritania|RUR] could withdraw and sign the pact.")
    assert [group.modal for group in will] == ["could", "could"]
    should = groups("Should [Ruritania|RUR] sign the pact, they would leave.")
    assert [(group.verb, group.modal) for group in should] == [("", "should"), ("sign", "should"), ("leave", "would")]


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("The pact was signed.", [True]),
        ("The pact signed between the two sides failed.", [True, False]),
        ("The accord reached in May failed.", [True, False]),
        ("The coalition reached in May the coast.", [False]),
        ("The talks collapsed in May.", [False]),
        ("The port, taken by them, fell.", [True, False]),
        ("The port given up fell.", [True, False]),
        ("The plan presented to both {in May|2020-05} by [Ruritania|RUR] fell.", [True, False]),
    ],
)
def test_passive_participles(sentence: str, passive: list[bool]) -> None:
    """A past form after a noun is a participle with an agent, between two parties, or of a deed that somebody did."""
    assert [group.passive for group in groups(sentence)] == passive


@pytest.mark.parametrize(
    "sentence",
    [
        "[Ruritania|RUR] did not sign.",
        "[Ruritania|RUR] has never signed.",
        "[Ruritania|RUR] asked not to sign.",
        "[Ruritania|RUR] asked to not sign.",
        "[Ruritania|RUR] isn't signing.",
        "[Ruritania|RUR] won’t sign.",
    ],
)
def test_negation(sentence: str) -> None:
    """Not, never, and what is left of them after an apostrophe."""
    assert groups(sentence)[-1].negated


def test_the_position_of_the_verb_is_its_last_word() -> None:
    """Auxiliaries and adverbs stand before it."""
    (group,) = groups("[Ruritania|RUR] has quietly signed.")
    assert (group.start, group.head, group.end) == (1, 3, 4)
