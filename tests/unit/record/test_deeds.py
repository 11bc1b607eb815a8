"""Which deed a clause tells of, and who did it to whom."""

from __future__ import annotations

import pytest
from tests.unit.record.marking import english, studied_of

from goodoffices.record.deeds import Deed, deed_of, deeds


def deed(marked: str, at: int = 0) -> Deed | None:
    """Return the deed of a clause of a marked sentence."""
    return deed_of(studied_of(marked)[at], deeds(english()))


def told(marked: str, at: int = 0) -> tuple[str, list[str], list[str]]:
    """Return the deed with those who did it and those it was done to."""
    found = deed(marked, at)
    assert found is not None
    return found.kind.name, [role.party for role in found.who], [role.party for role in found.whom]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[Ruritania|RUR] invaded [Hentzau|HEN].", ("invasion", ["RUR"], ["HEN"])),
        ("[Ruritania|RUR] opened fire on [Hentzau|HEN].", ("attack", ["RUR"], ["HEN"])),
        ("[Hentzau|HEN] was invaded by [Ruritania|RUR].", ("invasion", ["RUR"], ["HEN"])),
        ("[Ruritania|RUR] held talks with [Hentzau|HEN].", ("talks", ["RUR"], ["HEN"])),
        ("[Ruritania|RUR] and [Hentzau|HEN] signed a peace treaty.", ("agreement", ["RUR"], ["HEN"])),
        ("A treaty was signed between [Ruritania|RUR] and [Hentzau|HEN].", ("agreement", ["RUR"], ["HEN"])),
        ("The treaty signed by [Ruritania|RUR] with [Hentzau|HEN] fell.", ("agreement", ["RUR"], ["HEN"])),
        ("A treaty was signed.", ("agreement", [], [])),
        ("[Ruritania|RUR] tested a nuclear device.", ("nuclear-test", ["RUR"], [])),
        ("[Ruritania|RUR] fired a ballistic missile over [Hentzau|HEN].", ("missile-test", ["RUR"], ["HEN"])),
        ("[Ruritania|RUR] imposed sanctions on [Hentzau|HEN].", ("sanctions", ["RUR"], ["HEN"])),
        ("[Ruritania|RUR] lifted its embargo on [Hentzau|HEN].", ("sanctions-relief", ["RUR"], [])),
        ("[Ruritania|RUR] recalled its ambassador from [Hentzau|HEN].", ("rupture", ["RUR"], [])),
        ("[Ruritania|RUR] broke off the talks.", ("walkout", ["RUR"], [])),
        ("[Ruritania|RUR] founded the [Liga|LIGA] with [Hentzau|HEN].", ("cooperation", ["RUR"], ["LIGA", "HEN"])),
        ("[Ruritania|RUR] founded [Hentzau|HEN]'s fleet.", None),
        ("[Ruritania|RUR] fired a missile launcher.", None),
        ("[Ruritania|RUR] violated it.", None),
        ("[Ruritania|RUR] left.", None),
        ("Fighting between the two erupted.", ("fighting", [], [])),
        ("Talks between [Ruritania|RUR] and [Hentzau|HEN] collapsed.", ("walkout", ["RUR"], ["HEN"])),
        ("Fighting between [Ruritania|RUR] and [Hentzau|HEN] erupted.", ("fighting", ["RUR"], ["HEN"])),
        ("The siege of [Hentzau|HEN] by [Ruritania|RUR] began.", ("siege", ["RUR"], [])),
        ("[Ruritania|RUR]'s raids on [Hentzau|HEN] began.", ("attack", ["RUR"], ["HEN"])),
        ("The siege of the port began.", ("siege", [], [])),
        ("The end of the siege came.", ("siege", [], [])),
        ("The road to talks opened.", None),
        ("The wish of the people came true.", None),
        ("An appeal came.", None),
        ("[Ruritania|RUR] met [Hentzau|HEN] over [Grauland|GRA].", ("meeting", ["RUR"], ["HEN"])),
        ("[Ruritania|RUR] accused [Ruritania|RUR].", ("accusation", ["RUR"], [])),
    ],
)
def test_deeds(sentence: str, expected: tuple[str, list[str], list[str]] | None) -> None:
    """By the verb, by a light verb with its object, or by a noun that happens; passive, mutual and one-sided."""
    assert (told(sentence) if expected else deed(sentence)) == expected


def test_the_object_is_that_of_the_verb() -> None:
    """A noun under a further preposition does not make the deed; particles after the verb do not end the search."""
    assert deed("[Ruritania|RUR] held on to the hope of a treaty.") is None
    assert told("[Ruritania|RUR] agreed to a ceasefire.")[0] == "ceasefire"


def test_a_subject_that_is_shared_tells_nothing_new() -> None:
    """What happened is told once, by the verb whose subject it is."""
    assert told("Fighting erupted and continued.", 0)[0] == "fighting"
    assert deed("Fighting erupted and continued.", 1) is None
