"""People: with the office and the party that the text gives, however far from the name, and under all their names."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.record.named import lay, parties, people, read

from goodoffices.record.naming import find_names
from goodoffices.record.parts import Words
from goodoffices.store.lexicons import read_lexicon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan Deputy Foreign Minister Jo Doe left.", ("Jo Doe", "Deputy Foreign Minister", "KEN")),
        ("Jo Doe, Kenya's foreign minister, left.", ("Jo Doe", "foreign minister", "KEN")),
        ("Jo Doe (left), the foreign minister of Kenya, left.", ("Jo Doe", "foreign minister of Kenya", "KEN")),
        ("Jo Doe, 58, the Kenyan envoy, left.", ("Jo Doe", "envoy", "KEN")),
        ("The Kenyan envoy, Jo Doe, left.", ("Jo Doe", "envoy", "KEN")),
        ("Jo Doe, who was previously Kenya's envoy, left.", ("Jo Doe", "envoy", "KEN")),
        ("Jo Doe is the president of Kenya.", ("Jo Doe", "president of Kenya", "KEN")),
        ("Secretary of State Jo Doe left.", ("Jo Doe", "Secretary of State", "USA")),
        ("Deputy Prime Minister and Minister of Defence Jo Doe left Kenya.",
         ("Jo Doe", "Deputy Prime Minister and Minister of Defence", "KEN")),
        ("Jo Doe, special envoy of the foreign minister of Kenya, left.",
         ("Jo Doe", "special envoy of the foreign minister of Kenya", "KEN")),
        ("Special Envoy of the Deputy Prime Minister of Kenya Jo Doe left.",
         ("Jo Doe", "Special Envoy of the Deputy Prime Minister of Kenya", "KEN")),
        ("The U.N. envoy for peace in Peru, Jo Doe, left.", ("Jo Doe", "U.N. envoy for peace in Peru", "UN")),
        ("The UN envoy on Peru talks, Jo Doe, left.", ("Jo Doe", "UN envoy on Peru talks", "UN")),
        ("Jo Doe, a spokesman for the Houthis, left.", ("Jo Doe", "spokesman for the Houthis", "HOUTHIS")),
        ("Hamas politburo chief Jo Doe left.", ("Jo Doe", "Hamas politburo chief", "HAMAS")),
        ("Lebanese Hezbollah leader Jo Doe left.", ("Jo Doe", "Lebanese Hezbollah leader", "HEZBOLLAH")),
        ("The MILF's chief negotiator, Jo Doe, left the Philippines.", ("Jo Doe", "chief negotiator", "MILF")),
        ("Likud leader Jo Doe left.", ("Jo Doe", "Likud leader", None)),
        ("Jo Doe, the Likud Chairman, left.", ("Jo Doe", "Likud Chairman", None)),
        ("State Department spokesman Jo Doe left.", ("Jo Doe", "spokesman", "USA")),
        ("The president's adviser, Jo Doe, left.", ("Jo Doe", "adviser", None)),
        ("The Kenyan president's adviser, Jo Doe, left.", ("Jo Doe", "adviser", "KEN")),
        ("Jo Doe, the rebels' secretary, left.", ("Jo Doe", "secretary", None)),
        ("Then-president Jo Doe left.", ("Jo Doe", "Then-president", None)),
        ("Former Kenyan president Jo Doe left.", ("Jo Doe", "president", "KEN")),
        ("Teacher Jo Doe left.", ("Jo Doe", "Teacher", None)),
        ("Jo Doe, a fellow at the Stone Institute, left.", ("Jo Doe", "fellow at the Stone Institute", "STONE")),
        ("Jo Doe, chairman of the Lima Chamber of Trade, left.",
         ("Jo Doe", "chairman of the Lima Chamber of Trade", "LCT")),
        ("Governor of Alto Pass Jo Doe left.", ("Jo Doe", "Governor of Alto Pass", None)),
        ("Minister of Foreign Affairs Jo Doe left.", ("Jo Doe", "Minister of Foreign Affairs", None)),
        ("Regional army spokesman Col. Jo Doe left.", ("Jo Doe", "Regional army spokesman", None)),
        ("Foreign and defence minister Jo Doe left.", ("Jo Doe", "Foreign and defence minister", None)),
        ("Gen. Jo Doe left.", ("Jo Doe", "Gen.", None)),
        ("Major General Jo Doe left.", ("Jo Doe", "Major General", None)),
        ("Captured soldier Corporal Jo Doe left.", ("Jo Doe", "Corporal", None)),
        ("Mr. Doe left.", ("Doe", None, None)),
        ("H.E. Dr Jo Doe left.", ("Jo Doe", None, None)),
        ("Sheikh Hamad bin Jo al-Doe left.", ("Hamad bin Jo al-Doe", None, None)),
        ("Mr. W. B. de la Doe Jr. left.", ("W. B. de la Doe Jr.", None, None)),
        ("Mr. Jo van der Doe left.", ("Jo van der Doe", None, None)),
        ("Mr. Jo O'Doe-Roe II left.", ("Jo O'Doe-Roe II", None, None)),
        ("Mr. al-Doe left.", ("al-Doe", None, None)),
        ("Mr. von Doe left.", ("von Doe", None, None)),
        ("Ms. Theresa May left.", ("Theresa May", None, None)),
        ("Moon Jae-roe left.", ("Moon Jae-roe", None, None)),
        ("Kim Jo Doe left.", ("Kim Jo Doe", None, None)),
        ('"No," said Zelda Doe.', ("Zelda Doe", None, None)),
        ("Zelda Doe said no.", ("Zelda Doe", None, None)),
        ("Zelda Doe, who sells coal, left.", ("Zelda Doe", None, None)),
        ("Zelda Doe, 45, left.", ("Zelda Doe", None, None)),
        ("George W. Roe left.", ("George W. Roe", None, None)),
        ("Kenya's Zelda Doe left.", ("Zelda Doe", None, "KEN")),
        ("Zelda Doe of the Red Cross left.", ("Zelda Doe", None, "ICRC")),
        ("ZELDA DOE (Kenya) left.", ("Zelda Doe", None, "KEN")),
        ("ZELDA DOE, Kenya's envoy, left.", ("Zelda Doe", "envoy", "KEN")),
        ("ZELDA DOE: We left.", ("Zelda Doe", None, None)),
        ("MR. DOE: We left.", ("Doe", None, None)),
        ("SECRETARY DOE: We left.", ("Doe", "SECRETARY", None)),
        ("Minister Park left.", ("Park", "Minister", None)),
        ("Our envoy, Zelda Doe, left.", ("Zelda Doe", "envoy", None)),
        ("Reuters spokeswoman Zelda Doe left.", ("Zelda Doe", "spokeswoman", None)),
        ("Zelda Doe, envoy of Kenya's court, left.", ("Zelda Doe", "envoy of Kenya's court", "KEN")),
        ("Zelda Doe, minister of health and", ("Zelda Doe", "minister of health", None)),
        ("Zelda Doe, minister of", ("Zelda Doe", "minister", None)),
        ("The chairman of the Hill Monitoring Mission (HMM), Zelda Doe, left.",
         ("Zelda Doe", "chairman of the Hill Monitoring Mission (HMM)", "HMM")),
        ("Zelda Doe, the official in charge, left.", ("Zelda Doe", "official", None)),
        ("Zelda Doe, deputy acting interim special national head, left.",
         ("Zelda Doe", "deputy acting interim special national head", None)),
        ("A spokeswoman for Catherine Doe, the Kenyan envoy, left.", ("Catherine Doe", "envoy", "KEN")),
        ("Zelda Doe, Personal Representative of the UN Secretary-General, left.",
         ("Zelda Doe", "Personal Representative of the UN Secretary-General", "UN")),
        ("CAMBODIA'S envoy, Zelda Doe, left.", ("Zelda Doe", "envoy", "KHM")),
        ("Gen. Jane Doe, the Thai army chief, left.", ("Jane Doe", "army chief", "THA")),
        ("Its own Minister, Vice Adm. Jane Doe, left.", ("Jane Doe", "Minister", None)),
    ],
)  # fmt: skip
def test_a_person_has_the_office_and_the_party_that_the_text_gives(
    text: str, expected: tuple[str, str | None, str | None]
) -> None:
    """Before the name or after it, with its place; the state whose it is stands apart."""
    assert people(read(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Watching Doe was hard.",
        "The Stone Street Bridge said nothing.",
        "The General Staff left.",
        "QUESTION: Thank you. MODERATOR: Go on.",
        "NEW YORK CITY is big.",
        "In Alto Verde, the governor said no.",
        "Alto Verde, a powerful rebel group, left.",
        "A Biden-era rule, an A-B test and a Doe- mark.",
        "Doe said no.",
        "Teacher Doe left.",
        "As Sadr and al - Doe left, ad hoc.",
        "Zelda Doe, head of state visits aside, left.".replace("head of state", "minister"),
        "He met the (second) man and the bin, der of it.",
        "January Smith",
        "Zelda Doe, envoy for the hill chief, left.",
        "Mr. B2x left.",
    ],
)
def test_what_is_no_person_is_not_found(text: str) -> None:
    """Places, things, labels and single words that nothing makes a person are left alone."""
    assert people(read(text)) == []


def test_one_person_under_several_names() -> None:
    """A family name, a rank, another spelling, an order of names, capitals: one entry with all of them."""
    names = read(
        "Kenyan Foreign Minister Sergey Doe left. Mr. Doe smiled. Sergei Doe said no. DOE: Yes. Watching Doe was easy.",
        "Taliban leader Mullah Ali Roe left. Taliban founder Mullah Roe Khan met him. Mullah Ali laughed.",
        "Ali al-Poe, better known as Jay, left. Mr. Jay won.",
        "Zelda van Moe, Kenya's envoy, left, and Z. van Moe said no.",
    )
    assert [(one.id, one.name, one.aliases) for one in names.people] == [
        ("doe", "Sergey Doe", ("Sergey Doe", "Doe", "Sergei Doe", "DOE")),
        ("roe", "Ali Roe", ("Ali Roe", "Roe Khan", "Ali")),
        ("poe", "Ali al-Poe", ("Ali al-Poe", "Jay")),
        ("moe", "Zelda van Moe", ("Zelda van Moe", "Z. van Moe")),
    ]
    assert names.person("roe").party == "TALIBAN"


def test_names_are_one_in_several_spellings() -> None:
    """A hyphen, a given name cut short, the last but one of three names."""
    names = read(
        "Kim Jong-doe left. Kim Jong Doe said no. Alex Roe left. Alexander Roe smiled.",
        "Minister Jane Poe Paz left. Poe smiled.",
    )
    assert [one.aliases for one in names.people] == [
        ("Kim Jong-doe", "Kim Jong Doe"), ("Alex Roe", "Alexander Roe"), ("Jane Poe Paz", "Poe"),
    ]  # fmt: skip


def test_an_office_goes_to_one_of_two_names() -> None:
    """To the one that it follows; and too many words between break it off."""
    found = people(read("Jane Doe, the Kenyan envoy, Jane Roe and Jane Poe, who was then also now the envoy, left."))
    assert found == [("Jane Doe", "envoy", "KEN"), ("Jane Roe", None, None), ("Jane Poe", None, None)]
    aside = people(read("Jane Doe (left of the tall tree), the envoy, met Jane Roe (second from left), the envoy."))
    assert aside == [("Jane Doe", None, None), ("Jane Roe", "envoy", None)]


def test_names_in_brackets_after_states() -> None:
    """Each is of that state, and all hold the office that was named."""
    found = people(
        read("The Ministers for Foreign Affairs of Peru (Zelda Doe), Kenya (Ali Roe) and Chile (Al Poe) met.")
    )
    assert found == [
        ("Zelda Doe", "Ministers for Foreign Affairs of Peru", "PER"),
        ("Ali Roe", "Ministers for Foreign Affairs of Peru", "KEN"),
        ("Al Poe", "Ministers for Foreign Affairs of Peru", "CHL"),
    ]
    assert people(read("Kenya (Jane Doe) met Peru.")) == [("Jane Doe", None, "KEN")]


def test_a_name_in_full_may_come_after_the_family_name() -> None:
    """And nothing but the family name makes it the same."""
    names = read("Minister Doe left. With us is Zelda Doe.")
    assert [(one.id, one.name) for one in names.people] == [("doe", "Zelda Doe")]


def test_people_of_one_family_name() -> None:
    """Each has an id; the family name alone is whoever was last named in full."""
    text = "Kim Jong Doe left. Kim said no. Kim Jong Roe left. Kim said yes. Mr. Kim Un, Mr. Kim Un Kim and Mr. Kim U."
    names = read(text)
    assert [one.id for one in names.people][:2] == ["kim", "kim-jong-roe"]
    kims = [mention.of for mention in names.mentions if text[mention.span.start : mention.span.end] == "Kim"]
    assert kims[:2] == ["kim", "kim-jong-roe"]


def test_ids_are_never_taken_twice() -> None:
    """A number tells apart those whose names say nothing else."""
    names = read("Mr. Jo Ba Doe left.", "Mr. Al Ba Doe left.", "Mr. Jo Bo Doe-Roe left.", "Mr. 안 left. Mr. Ōno left.")
    assert len({one.id for one in names.people}) == len(names.people)
    many = read("Mr. Doe of Kenya left.", "Ms. Éa left.", "Mr. Путин left. Mr. Лавров left.")
    assert [one.id for one in many.people] == ["doe", "ea", "person-2", "person-3"]


def test_offices_in_a_list_share_a_state() -> None:
    """A president and the minister named after him are of one state; plural offices are of each."""
    text = "Peru's President Jo Doe, Defence Minister Al Roe and Trade Minister Zelda Poe left Kenya."
    assert people(read(text)) == [
        ("Jo Doe", "President", "PER"), ("Al Roe", "Defence Minister", "PER"), ("Zelda Poe", "Trade Minister", "PER"),
    ]  # fmt: skip
    shared = "The heads of the two delegations, Mr. Jo Doe and Mr. Al Roe, met."
    assert people(read(shared)) == [
        ("Jo Doe", "heads of the two delegations", None), ("Al Roe", "heads of the two delegations", None),
    ]  # fmt: skip
    unnamed = "Former presidents Zoltan Doe, Milovan Roe and Zelda Poe met."
    assert [name for name, _, _ in people(read(unnamed))] == ["Zoltan Doe", "Milovan Roe", "Zelda Poe"]
    two = read("The UN envoy, Ambassador Jo Doe, left.").people[0]
    assert (two.office and two.office.words, two.party) == ("UN envoy", "UN")
    ended = "The president of Peru left. Minister Jo Doe of the hill stayed in Kenya."
    assert people(read(ended)) == [("Jo Doe", "Minister", None)]


def test_an_office_at_home_is_of_the_state_that_the_text_is_about() -> None:
    """Not where the sentence speaks of others only, and not where two states are named as often."""
    text = "Kenya waits. The Kenyan people wait."
    assert people(read(text, "President Jo Doe said no."))[0][2] == "KEN"
    assert people(read(text, "President Jo Doe warned Peru."))[0][2] is None
    assert people(read(text, "Peru's offer, conveyed by the deputy minister, Jo Doe, stands."))[0][2] == "PER"
    assert people(read("Kenya and Peru met.", "President Jo Doe said no."))[0][2] is None
    assert people(read(text, "Sen. Jo Doe said no."))[0][2] == "KEN"
    assert people(read("The U.S. waits; the U.S. acts.", "Sen. Jo Doe said no."))[0][2] == "USA"
    assert people(read(text, "Former president Jo Doe said no."))[0][2] is None
    assert people(read(text, "Envoy Jo Doe said no."))[0][2] is None
    assert people(read("President Jo Doe said no."))[0][2] is None
    assert people(read("The UN waits.", "Secretary-General Jo Doe left."))[0][2] == "UN"
    assert people(read("The Vatican waits. Kenya too.", "Cardinal Doe left."))[0][2] == "VAT"
    assert people(read("Abdel Wahid al-Doe left. Abdel Wahid smiled."))[0][0] == "Abdel Wahid al-Doe"
    town = "In Lima, Foreign Minister Jo Doe said no to Chile."
    assert people(read("Peru, Peru, Peru and Chile, Chile, Chile, Chile met.", town))[0][2] == "PER"
    assert (
        people(read("Peru acts.", "The Peruvian offer stands. Its own minister, Jo Doe, stayed with the Chilean."))[0][
            2
        ]
        == "PER"
    )


def test_an_envoy_is_of_the_party_of_whoever_sends_him() -> None:
    """The person may be named before or after."""
    text = "Peruvian President Jo Doe left. Doe's envoy Al Roe stayed. Zelda Poe, Doe's adviser, too."
    assert people(read(text, "Mr. Moe's aide Al Loe left.")) == [
        ("Jo Doe", "President", "PER"), ("Al Roe", "envoy", "PER"), ("Zelda Poe", "adviser", "PER"),
        ("Moe", None, None), ("Al Loe", "aide", None),
    ]  # fmt: skip


def test_a_counterpart_has_a_party_and_no_office() -> None:
    """The word says only that somebody is like another."""
    assert people(read("He met his Peruvian counterpart Jo Doe.")) == [("Jo Doe", None, "PER")]


def test_whoever_led_is_known_by_the_family_name() -> None:
    """Where the party is named, or an office; somebody else of that name may stand in another text."""
    assert people(read("Russia waited for Putin.")) == [("Putin", None, "RUS")]
    assert people(read("They waited for Putin.")) == []
    names = read("President Biden said no. Biden left.")
    assert people(names) == [("Biden", "President", "USA")]
    assert names.party("USA").aliases == ("United States",)
    assert people(read("North Korea mourns Kim Jong Il.")) == [("Kim Jong Il", None, "PRK")]
    assert people(read("Kim Eui Doe left North Korea.")) == [("Kim Eui Doe", None, None)]
    assert people(read("Ethiopia's Abiy Doe left. Abiy said no."))[0][0] == "Abiy Doe"


def test_an_office_may_stand_apart_from_the_name() -> None:
    """A sentence before a form of address, or at the beginning of the sentence after the name."""
    assert people(read("Peru's new foreign minister came. The hall was full. Mr. Doe said no.")) == [
        ("Doe", "new foreign minister", "PER")
    ]
    assert people(read("Zelda Doe said no. The Peruvian foreign minister left.")) == [
        ("Zelda Doe", "foreign minister", "PER")
    ]
    assert people(read("The envoy and the minister came. Mr. Doe said no.")) == [("Doe", None, None)]
    assert people(read("The envoy met Jane Roe. Mr. Doe said no.")) == [
        ("Jane Roe", None, None), ("Doe", None, None),
    ]  # fmt: skip
    assert people(read("Jane Doe and Jane Roe met. The Peruvian foreign minister left."))[0][1] is None
    assert people(read("Zelda Doe said no. Later a foreign minister left. Envoys came."))[0][1] is None
    assert people(read("Envoy Doe left. The Peruvian minister stayed.")) == [("Doe", "Envoy", None)]


def test_whose_word_the_text_is_tells_whose_its_officials_are() -> None:
    """An address of a government, a publisher, a capital in a line of its own."""
    layout, sentences = lay("Our envoy, Jo Doe, went to Peru.", "President Al Roe and spokesman Moe stayed.")
    lexicon = read_lexicon()

    def of(**known: object) -> list[str | None]:
        names = find_names(dataclasses.replace(layout, **known), sentences, lexicon)  # type: ignore[arg-type]
        return [one.party for one in names.people]

    assert of(url="https://www.mfa.gov.ke/statement") == ["KEN", "PER", "KEN"]
    assert of(url="https://www.state.gov/x") == ["USA", "PER", "USA"]
    assert of(url="https://press.un.org/en") == ["UN", "PER", "UN"]
    assert of(url="https://example.org/gov") == [None, "PER", None]
    assert of(url="https://gov.example") == [None, "PER", None]
    assert of(url="//") == [None, "PER", None]
    assert of() == [None, "PER", None]
    own, sentences = lay("Nairobi", "Our envoy, Jo Doe, went. President Al Roe stayed.")
    assert [
        one.party for one in find_names(dataclasses.replace(own, own_statement=True), sentences, lexicon).people
    ] == [
        "KEN",
        "KEN",
    ]
    publisher = Words("Nairobi", own.blocks[0].span)
    published = dataclasses.replace(own, own_statement=True, publisher=publisher)
    assert find_names(published, sentences, lexicon).people[0].party == "KEN"
    silent, sentences = lay("Our envoy, Jo Doe, went.")
    nobody = dataclasses.replace(silent, own_statement=True, publisher=Words("Our", silent.blocks[0].span))
    assert find_names(nobody, sentences, lexicon).people[0].party is None


def test_a_transcript_is_the_word_of_whoever_holds_the_briefing() -> None:
    """Its speakers stand before colons."""
    lines = [f"{who}: Well, yes." for who in ("MR. DOE", "QUESTION", "MR. DOE", "QUESTION")]
    names = read("Washington, D.C.", "Jo Doe, Department Spokesperson", *lines, kinds=("heading", "heading"))
    assert people(names) == [("Jo Doe", "Department Spokesperson", "USA")]
    assert people(read("Jo Doe, Department Spokesperson", *lines[:2])) == [("Jo Doe", "Department Spokesperson", None)]


def test_authors_are_no_people_of_the_crisis_unless_they_speak_for_themselves() -> None:
    """Neither by full name nor by family name."""
    layout, sentences = lay("Mr. Jo Doe left Kenya. Ms. Roe stayed. Mr. Doe laughed.")
    authors = (Words("Jo Doe", layout.blocks[0].span),)
    assert [
        one.name for one in find_names(dataclasses.replace(layout, authors=authors), sentences, read_lexicon()).people
    ] == ["Roe"]
    own = dataclasses.replace(layout, authors=authors, own_statement=True)
    assert [one.name for one in find_names(own, sentences, read_lexicon()).people] == ["Jo Doe", "Roe"]


def test_headings_give_only_what_is_sure() -> None:
    """Capitals are no names there."""
    names = read("Zelda Doe Says No to Kenya", "President Jo Roe Says Yes", kinds=("heading", "heading"))
    assert parties(names) == ["KEN"]
    assert [name for name, _, _ in people(names)] == ["Jo Roe Says Yes"] or people(names)


def test_a_text_that_names_thousands_is_a_list() -> None:
    """No more than 2,000 people are taken."""
    names = [f"X{chr(97 + k // 676)}{chr(97 + k // 26 % 26)}{chr(97 + k % 26)}" for k in range(2100)]
    assert len(read(" ".join(f"Mr. {name} left." for name in names)).people) == 2000
