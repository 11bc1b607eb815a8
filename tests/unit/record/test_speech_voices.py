"""Who speaks: pronouns, offices, unnamed speakers and those for whom they speak."""

from __future__ import annotations

import pytest
from tests.unit.record.speaking import statement_of, statements_of

LIND = "[Ada Lind|@lind]"
ORR = "[Jon Orr|@orr]"


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("[Upland|UPL] said all was well.", "UPL"),
        ("[Upland|UPL] and [Downland|DOW] said all was well.", "UPL"),
        ("An [Uplander|UPL a] official said all was well.", "UPL"),
        ("[Upland|UPL]'s spokesman said all was well.", "UPL"),
        ("A spokesman for [Upland|UPL] said all was well.", "UPL"),
        ("An aide to President [Jon Orr|@orr] said all was well.", None),
        ("A spokesman for [Jon Orr|@orr] said all was well.", "DOW"),
        ("In [Port Sel|UPL p], the [Uplander|UPL a] army said all was well.", "UPL"),
        ("In [Port Sel|UPL p] the [Uplander|UPL a] army said all was well.", "UPL"),
        ("At talks {on Friday|2020-05-08} [Upland|UPL] said all was well.", "UPL"),
        ("[Uplander|UPL a] rebels said all was well.", None),
        ("Fighters of the [Free Lowland Army|FLA] said all was well.", "FLA"),
        ("[FLA|FLA a] rebels said all was well.", "FLA"),
        ("Residents of [Upland|UPL] said all was well.", None),
        ("Three [Sel|UPL]-based traders said all was well.", None),
        ("Two officials and a resident said all was well.", None),
        ("One Western diplomat said all was well.", None),
        ("A retired baker said all was well.", None),
        ("The [Republic of Upland|UPL a] demands that they go.", "UPL"),
        ("[Otherland|XXX a] demands that they go.", "XXX"),
        ("The army, which [Upland|UPL] trained, said all was well.", None),
        ("The army (of [Upland|UPL]) said all was well.", None),
        ("The army — of [Upland|UPL] — said all was well.", None),
        ("A man who calls himself an envoy said all was well.", None),
        ("Later [Upland|UPL] said all was well.", "UPL"),
        ("All was well, said the spokesman of [Upland|UPL], a tired man.", "UPL"),
        ("A man, who calls himself an envoy of [Upland|UPL], said all was well.", None),
    ],
)
def test_for_whom_somebody_speaks(text: str, party: str | None) -> None:
    """A name, an adjective, an owner; rebels of a state do not speak for it, fighters of a movement do."""
    assert statement_of(text).entry.get("who") == party


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{LIND} arrived. She said all was well.", "lind"),
        (f"{LIND} said it was late. She then said all was well.", "lind"),
        (f"{LIND} met {ORR}. She said all was well.", "lind"),
        (f"The army left after {ORR} resigned. He said all was well.", "orr"),
        (f"{LIND} arrived in Sel, where she said all was well.", "lind"),
        (f"{LIND} arrived. It was late. She said all was well.", "lind"),
        (f"A summit with {LIND} is planned, he said of {ORR}. All was well, he added.", None),
        (f"{LIND}, the Foreign Minister, arrived. The minister said all was well.", "lind"),
        (f"{LIND} said it was late. The minister said all was well.", "lind"),
        (f"The Foreign Minister, {LIND}, said all was well.", "lind"),
        (f"A man who calls himself the envoy, {LIND}, said all was well.", "lind"),
        (f"Minister for Foreign Affairs {LIND} said all was well.", "lind"),
        (f"A plan by {ORR}, who said all was well.", "orr"),
        (f"{LIND} issued a letter. The letter said all was well.", None),
        (f"{LIND} said it was late. The statement said all was well.", "lind"),
        (f"{LIND} and {ORR} said all was well.", "orr"),
        (f"In talks with {ORR}, {LIND}, tired, said all was well.", "lind"),
        ("[Ana Vey|@vey] said it was late. The minister said all was well.", None),
        (f"{LIND} met [Ana Vey|@vey]. The minister said all was well.", "lind"),
        (f"{LIND} said it was late. The president said all was well.", None),
        ("A diplomat said it was late. The minister said all was well.", None),
        (f"{LIND}, however, said all was well.", "lind"),
        (f"{LIND} for her part said all was well.", "lind"),
        (f"{LIND} {{on Monday|2020-05-04}} said all was well.", "lind"),
        (f"{LIND} {{Monday|2020-05-04}} said all was well.", "lind"),
    ],
)
def test_who_is_meant(text: str, speaker: str | None) -> None:
    """A pronoun means who spoke or acted last; "the minister" means who holds the office."""
    found = [one for one in statements_of(text) if "all was well" in one[2].lower()]
    assert [who for who, _, _ in found] in ([speaker], [] if speaker is None else [speaker])


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("[Upland|UPL] said it was late. It said all was well.", "UPL"),
        ("[Upland|UPL] withdrew. It said all was well.", "UPL"),
        ("[Upland|UPL] and [Downland|DOW] met and said all was well.", "UPL"),
        ("The [Free Lowland Army|FLA] said it was late. The rebels said all was well.", "FLA"),
        ("The rebels said all was well.", None),
        ("Delegates said it was late. They said all was well.", None),
        ("An official of [Upland|UPL] said it was late. The official said all was well.", "UPL"),
        ("The [Uplander|UPL a] official said all was well.", "UPL"),
        ("The representative of [Upland|UPL] took the floor, saying all was well.", "UPL"),
        (f"{LIND} said it was late, and that [Downland|DOW] agreed. They said all was well.", "DOW"),
    ],
)
def test_which_group_is_meant(text: str, party: str | None) -> None:
    """A pronoun means the party that acted last, "the rebels" the armed group that spoke last."""
    found = [one for one in statements_of(text) if "all was well" in one[2]]
    assert [of for _, of, _ in found] == [party]


def test_a_pronoun_without_anybody_before() -> None:
    """Nobody is meant, and nothing is proposed."""
    assert statements_of("He said all was well. It said so. They said that all was well. We said all was well.") == []
    assert statements_of("Officials said it was late. It said all was well.")[1:] == []


def test_an_unnamed_speaker_who_speaks_again() -> None:
    """A noun with its article and a pronoun mean the one who was introduced before."""
    text = "A Western diplomat said it was late. The diplomat said it was dark. “We are all very tired,” he said."
    assert [said for _, _, said in statements_of(text)] == ["it was late", "it was dark", "We are all very tired,"]
