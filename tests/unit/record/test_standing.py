"""Words that stand for a party named before."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import studied_of

BOTH = "[Ruritania|RUR] met the [LRM|LRM]. "


def last(marked: str, **settings: object) -> tuple[list[str], list[str]]:
    """Return who acts in the last clause, and on whom."""
    studied = studied_of(marked, **settings)[-1]
    return [role.party for role in studied.who], [role.party for role in studied.others]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (BOTH + "They signed.", ["RUR"]),
        (BOTH + "Its army left.", ["RUR"]),
        (BOTH + "The two sides signed.", ["RUR", "LRM"]),
        (BOTH + "Both sides signed.", ["RUR", "LRM"]),
        (BOTH + "The two delegations signed.", ["RUR", "LRM"]),
        (BOTH + "The three countries signed.", []),
        (BOTH + "The two signed.", ["RUR", "LRM"]),
        (BOTH + "The rebels signed.", ["LRM"]),
        (BOTH + "Rebels attacked.", ["LRM"]),
        (BOTH + "The government signed.", ["RUR"]),
        (BOTH + "A government signed.", []),
        (BOTH + "The faction split from the [LRM|LRM].", []),
        (BOTH + "Soldiers attacked.", []),
        (BOTH + "We signed.", []),
        (BOTH + "He signed.", ["RUR"]),
        ("[Ada Rassendyll|@ada] met [Rupert|@rupert]. She signed.", ["RUR"]),
        ("[Ada Rassendyll|@ada] met [Rupert|@rupert]. Her country signed.", ["RUR"]),
        ("[Ada Rassendyll|@ada] met [Rupert|@rupert]. [Grauland|GRA] left. Her country signed.", ["GRA"]),
        ("[Ruritania|RUR], [Hentzau|HEN] and [Grauland|GRA] met. The three countries signed.", ["RUR", "HEN", "GRA"]),
        ("The [British|GBR a] rule of [India|IND] and [Pakistan|PAK] ended. The two countries met.", ["IND", "PAK"]),
        (
            "In [Strelsau|GRA p] [Nemo|@nemo], [Ruritania|RUR] and [Hentzau|HEN] met. The two countries signed.",
            ["RUR", "HEN"],
        ),
        ("The [UN|UN], [Ruritania|RUR] and [Hentzau|HEN] met. Both sides signed.", ["RUR", "HEN"]),
        ("Signed in haste.", []),
    ],
)
def test_subjects(text: str, who: list[str]) -> None:
    """Pronouns stand for the last who acted, "both" for the last two, a body for the party of its kind."""
    assert last(text)[0] == who


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (BOTH + "[Hentzau|HEN] asked both sides.", ["RUR", "LRM"]),
        (BOTH + "[Hentzau|HEN] asked them.", ["HEN"]),
        (BOTH + "[Hentzau|HEN] attacked the rebels.", ["LRM"]),
        (BOTH + "[Hentzau|HEN] attacked rebel positions.", ["LRM"]),
        (BOTH + "[Hentzau|HEN] attacked soldiers.", []),
        (BOTH + "[Hentzau|HEN] attacked the soldiers.", ["RUR"]),
        (BOTH + "[Hentzau|HEN] violated their airspace.", ["HEN"]),
        (BOTH + "[Hentzau|HEN] voted against their terms.", []),
        (BOTH + "[Hentzau|HEN] met the [Ruritanian|RUR a] army and the rebels.", ["RUR", "LRM"]),
        (BOTH + "[Hentzau|HEN] met the very last of the day.", []),
    ],
)
def test_objects(text: str, others: list[str]) -> None:
    """Those acted on may be meant by such words, the subject aside; what they own under a preposition is left out."""
    assert last(text)[1] == others


def test_we_are_the_author_the_speaker_or_whose_turn_it_is() -> None:
    """In a statement of its own, in a quotation, in a conversation."""
    own = "Office of the Prince of [Ruritania|RUR]\n\nWe deplore this."
    assert last(own, own=True, title=True)[0] == ["RUR"]
    assert last("[Rupert|@rupert] said: <<We left.>>")[0] == ["HEN"]
    turn = "MS. [RASSENDYLL|@ada]: Good day.\n\nWe left."
    assert last(turn)[0] == ["RUR"]
    asked = turn + "\n\nQUESTION: Good. We left."
    assert last(asked)[0] == []


def test_the_army_is_the_authors_in_a_statement_of_a_state() -> None:
    """The Ministry, in a communique, is that of its author."""
    own = "Ministry of [Ruritania|RUR]\n\n[Hentzau|HEN] attacked. The ministry rejects this."
    assert last(own, own=True, title=True)[0] == ["RUR"]


def test_whose_turn_it_is_does_not_count_among_three() -> None:
    """The speaker who says "the three countries" means others."""
    turn = "MS. [RASSENDYLL|@ada]: [Hentzau|HEN], [Grauland|GRA] and [Zenda|ZEN] met. The three countries signed."
    assert last(turn)[0] == ["HEN", "GRA", "ZEN"]
