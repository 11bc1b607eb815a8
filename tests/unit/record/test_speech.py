"""Statements: who said what."""

from __future__ import annotations

import pytest
from tests.unit.record.speaking import reading_of, statement_of, statements_of

from goodoffices.record.speech import find_statements

LIND = "[Ada Lind|@lind]"
ORR = "[Jon Orr|@orr]"
WE = "We will open the crossing in May"


@pytest.mark.parametrize(
    "text",
    [
        f"{LIND} said: “{WE}.”",
        f"{LIND} said “{WE}.”",
        f"{LIND} said that “{WE}.”",
        f"“{WE},” {LIND} said.",
        f"“{WE},” said {LIND}.",
        f"“{WE}”, said {LIND}, who leads the talks.",
        f"“{WE},” {LIND}, who leads the talks, said.",
        f"“{WE},” the Foreign Minister, {LIND}, told reporters.",
        f"“{WE},” said the Foreign Minister, {LIND}.",
        f"“{WE},” {LIND} told a crowded news conference in Sel.",
        f"“{WE},” {LIND} told [Jon Orr|@orr] and the reporters.",
        f"{LIND}, in a post, said “{WE}.”",
        f"{LIND} (above) said “{WE}.”",
        f"{LIND} has also said “{WE}.”",
        f"{LIND} {{on Monday|2020-05-04}} said “{WE}.”",
        f"{LIND} met the envoys, saying “{WE}.”",
        f"{LIND} was quoted by the agency as saying “{WE}.”",
        f"“{WE},” {LIND} was quoted by the agency as saying.",
        f"The talks went on for hours, with {LIND} saying “{WE}.”",
        f"{LIND} was blunt: “{WE}.”",
        f"The envoys met {LIND}, who said “{WE}.”",
        f"“{WE},” she writes in an essay, adds {LIND}.",
        f"However, {LIND} replied, “{WE}.”",
        f"“{WE},” said {LIND} and her aide.",
        f"“{WE},” and “we will sign,” {LIND} said.",
    ],
)
def test_words_with_their_speaker(text: str) -> None:
    """Before and after the verb, with an office, an aside, a participle or a colon."""
    assert [(who, party) for who, party, said in statements_of(text) if said.startswith(WE)] == [("lind", "UPL")]


def test_quotations_of_one_attribution_are_one_statement() -> None:
    """In one sentence, around the attribution, and after it in the paragraph."""
    assert statements_of(f"{LIND} said that “{WE},” and “we will sign in June.”") == [
        ("lind", "UPL", f"{WE}, / we will sign in June.")
    ]
    assert statements_of(f"“{WE},” {LIND} said, “and we will sign in June.”") == [
        ("lind", "UPL", f"{WE}, / and we will sign in June.")
    ]
    assert statements_of(f"“{WE},” said {LIND}. “We will sign in June.” “Then we rest for a year.”") == [
        ("lind", "UPL", f"{WE}, / We will sign in June. / Then we rest for a year.")
    ]
    assert statements_of(f"“{WE}. Nobody will stop us.” So it goes. “That is all of it,” said {LIND}.") == [
        ("lind", "UPL", f"{WE}. Nobody will stop us. / That is all of it,")
    ]


def test_a_speaker_holds_over_paragraphs() -> None:
    """A paragraph of quotation alone is said by the speaker of the one before, even of a reported statement."""
    text = f"{LIND} said the road was open.\n\n“{WE}.”\n\nA long week passed.\n\n“Nobody knows who says this.”"
    assert statements_of(text) == [("lind", "UPL", "the road was open"), ("lind", "UPL", f"{WE}.")]
    assert statements_of(f"“{WE},” {LIND} said.\n\nA hall\n\n“We are not afraid.”", kinds={1: "caption"}) == [
        ("lind", "UPL", f"{WE},"),
        ("lind", "UPL", "We are not afraid."),
    ]
    assert statements_of(f"{LIND} said the road was open. “{WE}.”") == [
        ("lind", "UPL", "the road was open"),
        ("lind", "UPL", f"{WE}."),
    ]


def test_the_next_speaker_takes_a_paragraph_that_names_one() -> None:
    """A quotation is not carried over where its own attribution follows."""
    text = f"“{WE},” {LIND} said.\n\n“We will not go. Never.” {ORR} left the hall. “It is a trap,” he said."
    assert statements_of(text)[1] == ("orr", "DOW", "We will not go. Never. / It is a trap,")


def test_a_quotation_that_runs_over_paragraphs() -> None:
    """Opening marks repeated, the closing mark at the end: one statement of several stretches."""
    text = f"“{WE},” {LIND} said. “We came here to talk.\n\n“We stayed for a week.\n\n“Now we go home.”"
    assert statements_of(text) == [
        ("lind", "UPL", f"{WE}, / We came here to talk. / We stayed for a week. / Now we go home.")
    ]


def test_words_announced_in_the_paragraph_before() -> None:
    """A sentence that breaks off before what is said."""
    assert statements_of(f"{LIND} rejected the map, stating,\n\n“{WE}.”") == [("lind", "UPL", f"{WE}.")]
    assert statements_of(f"{LIND} said the road was open.\n\n{LIND} had earlier stated that,\n\n“{WE}.”")[1] == (
        "lind",
        "UPL",
        f"{WE}.",
    )
    assert statements_of(f"This is a list:\n\n“{WE}.”") == []
    assert statements_of(f"What nobody knew was that they said:\n\n“{WE}.”") == []


def test_captions_that_repeat_are_left_out() -> None:
    """The statement stays once; a caption with words of its own stays too."""
    text = f"“{WE},” {LIND} said\n\n“{WE} and close the bridge,” {LIND} said.\n\n“It is cold here today,” said {ORR}"
    assert statements_of(text, kinds={0: "caption", 2: "caption"}) == [
        ("lind", "UPL", f"{WE} and close the bridge,"),
        ("orr", "DOW", "It is cold here today,"),
    ]
    assert statements_of(f"“{WE},” {LIND} said.\n\n“{WE}.”") == [("lind", "UPL", f"{WE},")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (f"{LIND} said that the road was open.", "the road was open"),
        (f"{LIND} said the road was open.", "the road was open"),
        (f"The road was open, {LIND} said in Sel.", "The road was open"),
        (f"The road was open, said {LIND}.", "The road was open"),
        (f"The road, {LIND} said, was open.", "The road"),
        (f"The road was open, {LIND} said, but only by day.", "The road was open, Ada Lind said, but only by day"),
        (f"{LIND} said, however, that the road was open.", "the road was open"),
        (f"{LIND} warned that the road was unsafe, saying it was mined.", "the road was unsafe, saying it was mined"),
        (f"{LIND} warned [Downland|DOW] against closing the road.", "warned Downland against closing the road"),
        (f"{LIND} told reporters in Sel that the road was open.", "the road was open"),
        (f"{LIND} told him the road was open.", "the road was open"),
        (f"{LIND} told Mr. Doe and the envoys the road was open.", "the road was open"),
        (f"{LIND} assured the assembled elders that all was well.", "all was well"),
        (f"{LIND} denied any part in the raid.", "denied any part in the raid"),
        (f"{LIND} denied that the road was open.", "the road was open"),
        (
            f"{LIND} accused the army of lying and demanded that it leave.",
            "accused the army of lying and demanded that it leave",
        ),
        (f"{LIND} called for calm.", "called for calm"),
        (f"{LIND} urged both sides to stop.", "urged both sides to stop"),
        (f"(which {LIND} calls a mistake and a dead end.)", "calls a mistake and a dead end"),
        (f"{LIND} called the plan “dead”.", "called the plan “dead”"),
        (f"{LIND} called it a mistake.", "called it a mistake"),
        (f"{LIND} described the plan as dead.", "described the plan as dead"),
        (f"{LIND} condemned the raid.", "condemned the raid"),
        (f"According to {LIND}, the road was open.", "the road was open"),
        (f"The road was open, according to {LIND}.", "The road was open"),
        (f"The road was open according to {LIND}.", "The road was open"),
        (
            f"{LIND} said the deal “will have to wait for a while”, and would be costly.",
            "the deal “will have to wait for a while”, and would be costly",
        ),
        (f"The deal “will have to wait,” {LIND} said.", "The deal “will have to wait,"),
        (f"{LIND}, who heads the party, said the road was open.", "the road was open"),
        (f"According to {LIND} {{on Monday|2020-05-04}}, the road was open.", "the road was open"),
        (f"It rained; {LIND}, tired, said the road was open.", "the road was open"),
        (f"{LIND} said at the port the road was open.", "the road was open"),
        (f"{LIND} said the road (the old one) was open.", "the road (the old one) was open"),
        (f"{LIND} said” the road was open.", "the road was open"),
        (f"As {LIND} said the road was open, the guns went on.", "the road was open, the guns went on"),
    ],
)
def test_reported_speech(text: str, content: str) -> None:
    """Clauses before and after, with and without "that"; requests, denials and judgements by their object."""
    (found,) = [one for one in statements_of(text) if one[0] == "lind"]
    assert found[2].startswith(content)


@pytest.mark.parametrize(
    "text",
    [
        f"{LIND} did not say that the road was open.",
        f"{LIND} might say that the road was open.",
        f"{LIND} was told that the road was open.",
        f"{LIND} had to say that the road was open.",
        f"{LIND} declined to say whether the road was open.",
        f"If {LIND} says that the road is open, we go.",
        f"{LIND} called a meeting.",
        f"{LIND} described the road.",
        f"{LIND} asked not to be named.",
        f"{LIND} declared a truce along the river.",
        f"{LIND} told.",
        f"{LIND} told the elders.",
        f"{LIND} said as she left.",
        f"{LIND} said, with a smile.",
        f"{LIND} said,",
        f"{LIND} said that.",
        f"{LIND} continued the talks.",
        f"{LIND} considered asking for help.",
        f"{LIND} read the claims of the two States that are in the court.",
        f"{LIND} thought the road was open.",
        f"What {LIND} called for; that is not known.",
        "The report said that the road was open.",
        "The two States alone are at the table.",
        "The claims are many.",
        "Reports said that they had gone.",
        "A report saying that the road was open came late.",
        "They said that the road was open.",
        "Something said the road was open.",
        "According to data, the road was open.",
        "According to what is known.",
        "According to [Ada Lind|@lind].",
        "And said that all was well.",
        "Calls grew. Says who?",
        "The road was open, according to.",
        "“We must all go to the sea now,” said nothing.",
        f"And yet, said {LIND}, rain.",
        f"{LIND} declared a truce, and the guns fell silent.",
        "The rebel promises came late.",
        "The rebel promises of peace were old.",
        "In the camp were the rebel promises",
        "“We must all go to the sea now.”",
        "He sees it as “the only real way to end the war”.",
        "The sign, the map and the road, said to be old, were there.",
    ],
)
def test_what_nobody_is_said_to_have_said(text: str) -> None:
    """Denied, possible, passive, supposed, or said by no speaker."""
    assert statements_of(text) == []


def test_one_sentence_with_several_speakers() -> None:
    """Each has a statement of their own; a speaker who goes on has one."""
    text = f"{LIND} said the road was open, but {ORR} said it was closed."
    assert [(who, party) for who, party, _ in statements_of(text)] == [("lind", "UPL"), ("orr", "DOW")]
    text = f"{LIND} said {ORR} had urged the army to leave."
    assert [who for who, _, _ in statements_of(text)] == ["lind"]
    text = f"The envoy, who said he was tired, called for calm; {LIND} denied the report."
    assert [(who, said) for who, _, said in statements_of(text)] == [
        (None, "he was tired, called for calm; Ada Lind denied the report"),
        ("lind", "denied the report"),
    ]


def test_a_phrase_belongs_to_the_statement_before() -> None:
    """A judgement in a word is no statement of its own beside another of hers in the paragraph."""
    assert statements_of(f"“{WE},” {LIND} said. She called the plan “dead”.") == [("lind", "UPL", f"{WE},")]
    assert len(statements_of(f"“{WE},” {LIND} said. {ORR} called the plan “dead”.")) == 2


def test_when_and_where_and_to_whom() -> None:
    """Beside the verb; never the date of what was said."""
    entry = statement_of(
        "In a briefing {on December 13|2017-12-13}, [Ada Lind|@lind] told [Jon Orr|@orr] that talks begin "
        "{on Friday|2017-12-15}."
    ).entry
    assert (entry["when"], entry["where"], entry["to"]) == ("2017-12-13", "a briefing", ("orr",))
    entry = statement_of(
        "[Ada Lind|@lind] said during a meeting at the River Club {on Monday|2020-05-04} that [Downland|DOW] was late."
    ).entry
    assert (entry["when"], entry["where"]) == ("2020-05-04", "a meeting at the River Club")
    assert entry["about"] == ("DOW",)
    entry = statement_of(
        "“We are here to stay,” [Ada Lind|@lind] said in [Port Sel|UPL p] {on Monday|2020-05-04}."
    ).entry
    assert (entry["when"], entry["where"]) == ("2020-05-04", "Port Sel")
    assert "when" not in statement_of("[Ada Lind|@lind] said talks begin {on Friday|2017-12-15}.").entry
    assert "where" not in statement_of("[Ada Lind|@lind] said by [Port Sel|UPL p] that talks begin.").entry
    assert statement_of("[Ada Lind|@lind] spoke during a visit to the port, saying all was well.").entry["where"] == (
        "a visit to the port"
    )
    assert "to" not in statement_of("[Ada Lind|@lind] called for [Jon Orr|@orr]'s resignation.").entry
    assert statement_of("[Ada Lind|@lind] called on [Downland|DOW] and Mr. [Jon Orr|@orr] to stop.").entry["to"] == (
        "DOW",
        "orr",
    )
    assert "when" not in statement_of("[Ada Lind|@lind], who took office {in May|2020-05}, said all was well.").entry


def test_date_and_place_hold_within_a_paragraph() -> None:
    """For what the same speaker adds."""
    text = "“We are here to stay,” [Ada Lind|@lind] said {on Monday|2020-05-04}. She said that all was well."
    found = find_statements(reading_of(text))
    assert [one.entry.get("when") for one in found] == ["2020-05-04", "2020-05-04"]


def test_the_gist_of_a_reported_statement() -> None:
    """What was said, shortened, and who an unnamed speaker is."""
    assert statement_of("[Ada Lind|@lind] said the road was open.").entry["gist"] == "the road was open"
    assert statement_of("A Western diplomat said the road was open.").entry["gist"] == (
        "A Western diplomat: the road was open"
    )
    assert statement_of("“We are not there yet,” a Western diplomat said.").entry["gist"] == "a Western diplomat"
    long = statement_of("[Ada Lind|@lind] said the road was " + "very " * 200 + "long.").entry["gist"]
    assert isinstance(long, str)
    assert long.endswith("very…")
    assert len(long) <= 400


def test_evidence_and_cue() -> None:
    """A direct statement has its words and its sentence, a reported one the words that report it, and both the verb."""
    reading = reading_of(f"“{WE},” {LIND} said. {ORR} denied it all.")
    direct, reported = find_statements(reading)
    assert reading.of(direct.evidence[0]) == f"“{WE},” Ada Lind said."
    assert (reading.of(reported.evidence[0]), reported.said) == ("denied it all", ())
    assert (direct.cue, reported.cue) == ("said", "denied")
