"""States, organisations and how they are named: acting, as an adjective, as a place, or not at all."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.record.named import lay, marked, parties, people, read

from goodoffices.errors import CaseError
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import Form, Phrases, find_phrases, namebook
from goodoffices.record.naming import find_names
from goodoffices.record.parts import Block, Layout, Sentence, Span, Words
from goodoffices.record.tokens import plain, read_parts, tokenise
from goodoffices.store.lexicons import read_lexicon


@pytest.mark.parametrize(
    "text",
    [
        "[Kenya|KEN] offered help, and the [Kenyan|KEN~] envoy left.",
        "The [Norwegian government|NOR] waits; [Peru|PER] does not.",
        "[Nairobi|KEN] said no; [Kenya|KEN]'s word counts.",
        "They met in [Nairobi|KEN@], said [Kenya|KEN].",
        "They met in Nairobi and went home.",
        "[Lima|PER] agreed. [Lima|PER] signed.",
        "He flew from [Quito|ECU@] to [Lima|PER@], say [Ecuador|ECU] and [Peru|PER].",
        "The [Lima|PER@]-based office of [Peru|PER] closed.",
        "A [Manila|PHL@] paper quoted the [Philippines|PHL].",
        "In parts of [Peru|PER@] and [Chile|CHL@] roads were shut.",
        "They crossed northern [Peru|PER@]; troops withdrew from [Chile|CHL@].",
        "Talks with [Peru|PER] and pressure from [Chile|CHL] helped.",
        "The [U.S.|USA~] forces left, and the [U.S.|USA] was glad.",
        "The [U.S.|USA~] [State Department|STATE] thanked [Peru|PER].",
        "The US must go. The [US|USA] went.".replace("The US must go.", "THE US MUST GO."),
        "It told us that [America|USA] would act.",
        "[Iranians|IRN~] and the [Iranians|IRN] of the court.",
        "[Côte d’Ivoire|CIV] and [Türkiye|TUR], or [Turkey|TUR].",
        "The [Democratic Republic\nof Congo|COD] signed.",
        "_[Kenya|KEN]_ and **[Peru|PER]**.",
        "[North Korea|PRK] agreed, and [the North|PRK] kept its word, unlike [the South|KOR].",
        "The North and the South are parts of the house.",
        "[North Vietnam|VDR] and [South Vietnam|RVN] met: [the North|VDR] won.",
        "[South Korea|KOR] sent the [Korean|KOR~] navy.",
        "[North Korea|PRK] is part of Korea, and the Koreas are two.",
        "The [Soviet Union|SUN] fell. [Moscow|SUN] was silent, and so was the [Kremlin|SUN].",
        "The [Soviet Union|SUN] fell before [Russia|RUS] rose; [Moscow|RUS] was silent.",
        "The [White House|USA] welcomed it.",
        "The [Kyrgyz|KGZ~]-[Tajik|TJK~] border is open.",
        "The [Sino|CHN~]-[Indian|IND~] line; Sino studies.",
        "[Indian|IND~] ships crossed the Indian Ocean and the South China Sea.",
        "The Grand Kenyan Renaissance Dam is in [Kenya|KEN@].",
        "The Bank of China and the Peru Times were shut.",
        "The Jordan Times, Jordan Smith and [Mr. Jordan|jordan] were not [Jordan|JOR].",
        "He told Hamilton Jordan, not [Jordan|JOR].",
        "Voters in Atlanta and Georgia stayed away.",
        "Voters in Atlanta stayed; [Georgia|GEO] and the [Georgian|GEO~] court did not.",
        "The Oslo accords and the Quito summit have names.",
        "The [RSF|RSF] fought in [Sudan|SDN@].",
        "The RSF gave a prize to a reporter.",
        "The [EU|EU] and [Brussels|EU], said the [EU|EU].",
        "The [Turkish Cypriots|TRNC] and the [Greek Cypriots|CYP] met.",
        "[LUANDA|AGO@] - [Angola|AGO] agreed.",
        "In the capital [Quito|ECU@], [Ecuador|ECU] agreed.",
        "He left [Peru|PER@], and later entered [Chile|CHL@].",
        "The king visited [Peru|PER@]: a trip for [Peru|PER@], said he.",
        "[Washington|USA] and [Washington|USA] agree.",
        "Should they wish, [Vienna|AUT] has offered its halls.",
        "The foreign minister of [Israel|ISR] Al Doe left.".replace("Al Doe", "[Al Doe|doe]"),
        "The [U.S. Congress|CONGRESS], not the [Peruvian|PER~] Congress nor the Kumbari Congress.",
        "The [AU|AU~] envoy and [Kenya|KEN]'s minister left.",
        "Its [French|FRA~] envoy knows no French word.",
        "The [UN|UN] and the [U.N. Development Programme|UNDP], not the Group of Peru and [Chile|CHL].".replace(
            "Group of Peru", "Group of [Peru|PER]"
        ),
        "Talks in [Tiraspol|TRANSNISTRIA@] on [Transnistria|TRANSNISTRIA] failed.",
    ],
)
def test_names_of_states_are_told_from_other_things(text: str) -> None:
    """What is a mention is marked, with whether it acts; what only sounds like one is not."""
    bare = text
    while "|" in bare:
        before, _, rest = bare.partition("[")
        inner, _, after = rest.partition("]")
        bare = before + inner.partition("|")[0] + after
    assert marked(bare) == text


def test_a_past_state_is_a_party_of_its_own() -> None:
    """It has its own id, and the state after it another."""
    names = read("Zaire fell, and the Democratic Republic of the Congo rose.")
    assert [(party.id, party.name, party.kind) for party in names.parties] == [
        ("ZAR", "Zaire", "state"),
        ("COD", "Democratic Republic of the Congo", "state"),
    ]


def test_headings_are_read_boilerplate_is_not() -> None:
    """Names in what surrounds a document are no part of it."""
    names = read("Peru waits", "Kenya acts.", "© Norway", kinds=("heading", "paragraph", "boilerplate"))
    assert parties(names) == ["PER", "KEN"]


def test_a_title_in_front_matter_names_people_and_no_parties() -> None:
    """Whoever speaks may stand in the title alone; lines below each other belong together."""
    text = "title: Statement of President Jo\\_Doe on Peru\n\nWe call on Kenya.\n\nCommander Al Roe\nSpokesman"
    begin, end = text.index("Statement"), text.index("\n")
    at = text.index("Commander")
    layout = Layout(
        text,
        (
            Block(Span(0, end), "front-matter"),
            Block(Span(end + 2, at - 2), "paragraph"),
            Block(Span(at, text.index("\nSpokesman")), "heading"),
            Block(Span(text.index("Spokesman"), len(text)), "heading"),
        ),
        title=Words(text[begin:end], Span(begin, end)),
        own_statement=True,
    )
    names = find_names(layout, (Sentence(Span(end + 2, at - 2), 1),), read_lexicon())
    assert parties(names) == ["KEN"]
    assert people(names) == [("Al Roe", "Spokesman", None), ("Jo Doe", "President", None)]


def test_a_title_within_a_block_is_read_once() -> None:
    """Its names are mentions as those of the block."""
    text = "Peru waits"
    layout = Layout(text, (Block(Span(0, 10), "heading"),), title=Words(text, Span(0, 10)))
    assert len(find_names(layout, (), read_lexicon()).mentions) == 1


def test_an_endless_line_is_read_in_parts() -> None:
    """However long, with white space to cut at or without."""
    long = "Kenya said no to Peru, and x " * 900
    layout = Layout(long, (Block(Span(0, len(long)), "paragraph"),))
    assert len(list(read_parts(layout))) == 2
    assert len(find_names(layout, (), read_lexicon()).mentions) == 1800
    solid = "x" * 45_000
    assert len(list(read_parts(Layout(solid, (Block(Span(0, len(solid)), "paragraph"),))))) == 3


def test_a_dateline_names_places() -> None:
    """It stands before a paragraph in the same line; other front matter is not read."""
    text = "LIMA, Peru (AP) - The rebels left.\n\nBy Ann Roe of Kenya\n\nThey came back."
    layout = Layout(
        text,
        (
            Block(Span(0, 17), "front-matter"),
            Block(Span(18, 34), "paragraph"),
            Block(Span(36, 55), "front-matter"),
            Block(Span(57, len(text)), "paragraph"),
        ),
    )
    mentions = find_names(layout, (Sentence(Span(18, 34), 1),), read_lexicon()).mentions
    assert [(one.of, one.place) for one in mentions] == [("PER", True), ("PER", True)]


def test_nothing_is_found_in_nothing() -> None:
    """A document without blocks names nobody."""
    names = find_names(Layout("", ()), (), read_lexicon())
    assert (names.parties, names.people, names.mentions) == ((), (), ())


def test_organisations_and_their_organs_have_kinds() -> None:
    """Those that are known keep their names."""
    names = read("The UN Security Council, ASEAN, the ICRC and Hamas met; the Arab League did not.")
    assert [(party.id, party.kind) for party in names.parties] == [
        ("UNSC", "igo"), ("ASEAN", "igo"), ("ICRC", "ngo"), ("HAMAS", "armed-group"), ("ARABLEAGUE", "igo"),
    ]  # fmt: skip


def test_a_paper_is_a_party_only_where_somebody_speaks_to_it() -> None:
    """To be told something makes it one, in all its places; a dateline does not."""
    names = read("LIMA (Reuters) - He told the BBC and, in an interview with CNN, said no. The BBC asked. AFP wrote.")
    assert [(party.id, party.kind) for party in names.parties] == [("BBC", "company"), ("CNN", "company")]
    assert [mention.of for mention in names.mentions] == ["BBC", "CNN", "BBC"]


def test_whoever_rules_stands_for_the_state() -> None:
    """The regime of a people is a party, and "the regime" after it where only one is called so."""
    text = "Kenya and the Kenyan regime differ. The regime said so. The rule of the regime of old is over."
    assert marked(text) == (
        "[Kenya|KEN] and the [Kenyan regime|KEN] differ. [The regime|KEN] said so. "
        "The rule of the regime of old is over."
    )
    both = "The Kenyan regime and the Peruvian regime met. The regime said so."
    assert "[The regime" not in marked(both)


def test_a_leader_with_a_regime_is_the_party() -> None:
    """Nobody is a person who only gives a name to a rule."""
    names = read("Russia was warned: the Putin regime and the junta. The regime refused.")
    assert people(names) == []
    assert [mention.of for mention in names.mentions] == ["RUS", "RUS", "RUS", "RUS"]
    named = read("Russia was warned: the Putin regime refused. Putin said so.")
    assert people(named) == [("Putin", None, "RUS")]


@pytest.mark.parametrize(
    ("text", "id_", "name", "kind"),
    [
        ("The Northern Salvation Front (NSF) left. The NSF won.", "NSF", "Northern Salvation Front", "armed-group"),
        ("The Movement for Unity and Change, or MUC, left.", "MUC", "Movement for Unity and Change", "movement"),
        ("The Movement for Hope, known as MH, left.", "MH", "Movement for Hope", "movement"),
        ("The Movement for Hope left. The MH said so. MH fighters won.", "MH", "Movement for Hope", "movement"),
        ("The High Council for Peace and Justice met.", "HCPJ", "High Council for Peace and Justice", "other"),
        ("The League of the Hills met.", "LH", "League of the Hills", "igo"),
        ("The Fisher Forces of Alto (ZZZ-N) left.", "ZZZ-N", "Fisher Forces of Alto", "other"),
        ("The Fisher People's Union met.", "FPU", "Fisher People's Union", "igo"),
        ("The Inter-Island Union met.", "IIU", "Inter-Island Union", "igo"),
        ("Ahrar al-Doe, a rebel group, left.", "AHRAR", "Ahrar al-Doe", "armed-group"),
        ("The Kumbari rebel coalition left.", "KUMBARI", "Kumbari", "movement"),
        ("MOVEMENT OF THE FREE HILLS (MFH) calls.", "MFH", "Movement of the Free Hills", "movement"),
        ("The QZX rebels left. The QZX said so.", "QZX", "QZX", "armed-group"),
        ("The QZX said so. By QZX rules.", "QZX", "QZX", "other"),
        ("Euskal Berri Zatia (EBZ) left.", "EBZ", "Euskal Berri Zatia", "other"),
        (
            "The Fellows for Peace in Peru Group met. The FPP Group left.",
            "FPP-GROUP",
            "Fellows for Peace in Peru Group",
            "other",
        ),
        ("The OSCE Lima Group met. The Lima Group left.", "OLG", "OSCE Lima Group", "other"),
        ("The Kosovo Serbs left.", "KOSOVO-SERBS", "Kosovo Serbs", "other"),
        ("He met with QZX, then against QZX, in the hall.", "QZX", "QZX", "other"),
        ("The Stone Centre of the Hill left.", "SCH", "Stone Centre of the Hill", "ngo"),
    ],
)
def test_organisations_are_found_by_how_they_are_written(text: str, id_: str, name: str, kind: str) -> None:
    """By an abbreviation, by the word that a name turns on, by what they are called."""
    found = [party for party in read(text).parties if party.id not in {"PER", "OSCE"}]
    assert [(party.id, party.name, party.kind) for party in found] == [(id_, name, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan Foreign Ministry said no.",
        "The Supreme Court of Kenya and the Working Group met.",
        "The Weapons of Great Harm (WGH) are banned.",
        "The State Committee of Kenya met.",
        "He read QZX, and QZX again.",
        "The CEO said so. The CEO left.",
        "A leaflet (ABCDE) was found.",
        "(ABC) stands alone.",
        "He spoke (see AB) to all.",
        "The Front fought.",
        "Mr. Doe, a teacher of the hill, left.",
        "Doe, the rebel leader, left; so did Roe, the group leader.",
        "A comma, or ABC, is no name.",
        "The Alto International Development Secretary left.",
        "The Council of the wise met.",
        "Alto Verde, a very small and not at all well known group, left.",
        "General Alto Verde, a rebel group, left.",
        "Abc Def Ghi (XYZ) left.".replace("(XYZ)", "(WXYZabcd)"),
    ],
)
def test_what_is_no_organisation_is_not_found(text: str) -> None:
    """Organs of states, bodies that every state has, weapons, treaties and mere capitals are no parties."""
    assert [party for party in parties(read(text)) if party != "KEN"] == []


def test_an_abbreviation_of_a_known_party_is_a_name_of_it() -> None:
    """Whatever letters it has."""
    names = read(
        "The Rapid Support Forces (RSF) of the hills. The RSF left. The World Food Programme (PAM) came. PAM fed."
    )
    assert [(party.id, party.aliases) for party in names.parties] == [
        ("RSF", ("Rapid Support Forces", "RSF")),
        ("WFP", ("World Food Programme", "PAM")),
    ]


def test_a_text_that_introduces_hundreds_of_names_is_a_list() -> None:
    """No more than 400 are taken."""
    names = [f"X{chr(97 + k // 26)}{chr(97 + k % 26)}" for k in range(450)]
    assert len(read(" ".join(f"The {name} Front left." for name in names)).parties) == 400


@pytest.mark.parametrize(
    "piece",
    [
        "minister of ", "minister of the Foo Bar ", "deputy ", "president and ", "of the deputy ", "envoy of Peru 's ",
        "al-", "(", "-", "Abc ", "U.", "'s ", "Mr. ", "the North Korea ", "Kim Jong Un and ", "ABC Group ",
        "the Abc Front (AF) ", "Rus\u200bsia ", "A ",
    ],
)  # fmt: skip
def test_endless_repetition_breaks_nothing(piece: str) -> None:
    """Each part of a text is read once, however it goes on."""
    names = read(piece * 3000)
    assert len(names.parties) < 5


def test_phrases_keep_the_first_form_of_the_same_words() -> None:
    """The longest stands first."""
    phrases = Phrases()
    for form in (Form(("a",), "A", "name"), Form(("a", "b"), "AB", "name"), Form(("a",), "B", "name")):
        phrases.add(form)
    tokens = tokenise("a b a", Span(0, 5))
    assert [hit.form.of for hit in find_phrases(tokens, phrases)] == ["AB", "A"]


def test_plain_letters_stand_where_the_others_stood() -> None:
    """Folding never changes a length, and a soft hyphen, a zero-width space and an emoji stay."""
    text = "Łódź’s ‹no›… Ĳ\u200b\u00ad😀 e\u0301"
    assert len(plain(text)) == len(text)
    assert plain(text).startswith("Lodz's")


def test_a_missing_list_is_named() -> None:
    """The message says in which file to put it."""
    with pytest.raises(CaseError, match=r"words/en/parties\.yaml: 'organisations' is missing"):
        namebook(Lexicon("en", {"states": {"states": {}}}))


def test_the_order_of_the_sentences_does_not_matter_for_parties() -> None:
    """Without sentences parties are found all the same."""
    layout, _ = lay("Kenya acts. Peru waits.")
    assert parties(find_names(dataclasses.replace(layout, url="https://example.org"), (), read_lexicon())) == [
        "KEN",
        "PER",
    ]
