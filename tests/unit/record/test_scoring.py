"""A draft measured against an annotation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.record.river import (
    DEMAND,
    EVENT,
    NAMES,
    OBSTACLE,
    OPTION,
    PROPOSALS,
    QUOTE,
    SHA,
    STATEMENT,
    TEXT,
    TIE,
    annotation,
    at,
    drafted_case,
    drafted_data,
    mention,
    stretch,
)

from goodoffices.case import Case
from goodoffices.case.anchoring import Span
from goodoffices.errors import CaseError
from goodoffices.record.gold import read_gold
from goodoffices.record.matching import overlap, pair_off
from goodoffices.record.parts import Names, Proposal
from goodoffices.record.resemblance import folded, names_in_common, person_likeness, same_date, same_office
from goodoffices.record.scoring import Line, Score, score


def measured(*proposals: Proposal, gold: dict[str, Any] | None = None, names: Names = NAMES) -> Score:
    """Measure a draft of the river."""
    return score(drafted_case(*proposals), "river", TEXT, read_gold(gold or annotation()), names)


def counts(found: Score, field: str) -> tuple[int, int, int, int]:
    """Return the counts of a row."""
    line = found.line(field)
    return line.right, line.proposed, line.found, line.wanted


def changed(proposal: Proposal, **keys: Any) -> Proposal:
    """Change keys of a proposal; None takes one away."""
    entry = {key: value for key, value in {**proposal.entry, **keys}.items() if value is not None}
    return replace(proposal, entry=entry)


def test_a_draft_that_says_what_the_annotation_says_is_right_in_every_row() -> None:
    """Precision and recall are 1 wherever there is something to find."""
    found = measured(*PROPOSALS[:-1])
    for line in found.lines:
        assert line.precision in {1.0, None}, line
        assert line.recall in {1.0, None}, line
    assert not any([*found.missed.values(), *found.extra.values()])
    assert counts(found, "anchors")[:2] == (13, 13)


def test_an_empty_draft_has_no_precision_and_no_recall() -> None:
    """Nothing proposed is no precision, not a bad one."""
    case = Case.model_validate(drafted_data(EVENT) | {"parties": {}, "people": {}, "events": []})
    found = score(case, "river", TEXT, read_gold(annotation()), NAMES)
    line = found.line("events")
    assert (line.precision, line.recall, line.f1) == (None, 0.0, None)
    assert found.missed["demands"] == ("dm1: Downland wants the gates opened first",)
    assert counts(found, "mentions") == (0, 0, 0, 6)


def test_the_f1_of_nothing_right_is_nought() -> None:
    """The harmonic mean of 0 and 0 is 0."""
    assert Line("x", 0, 3, 0, 2).f1 == 0.0
    assert Line("x", 1, 2, 1, 1).f1 == pytest.approx(2 / 3)


def test_the_score_as_plain_data_has_every_row() -> None:
    """Fields with their counts, and what was missed and what was too much."""
    told = measured(EVENT).to_json()
    assert told["sha256"] == SHA
    assert told["fields"]["events"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 1, "proposed": 1, "found": 1, "wanted": 1,
    } | {"wanted": 2, "recall": 0.5, "f1": 2 / 3}  # fmt: skip
    assert told["missed"]["events"] == ["ev2: said Jo Doe"]


def test_an_event_that_is_a_statement_is_found_as_one() -> None:
    """The statement bears it out; it is no event that could be right or wrong."""
    assert counts(measured(STATEMENT, EVENT), "events") == (1, 1, 2, 2)


def test_fields_beside_a_section_have_to_be_right() -> None:
    """Found, but with another speaker, another date."""
    found = measured(changed(STATEMENT, speaker="roe"), changed(EVENT, who="UP", when="2020-05"))
    assert counts(found, "statements, direct") == (1, 1, 1, 1)
    assert counts(found, "statements, direct: speaker") == (0, 1, 0, 1)
    assert counts(found, "events: who") == (0, 1, 1, 2)
    assert found.line("events: who, date").right == 0


def test_quotations_are_counted_by_themselves() -> None:
    """One that is not in the annotation is an error, one that is missing is not found."""
    wrong = Proposal("statements", {"who": "DOWN"}, (at("will not wait"),), said=(at("will not wait"),))
    assert counts(measured(wrong), "quotations") == (0, 1, 0, 1)


def test_a_direct_statement_found_as_an_indirect_one_counts_by_its_side() -> None:
    """For recall as the annotation has it, for precision as the draft has it."""
    reported = Proposal("statements", {"speaker": "doe"}, (at(QUOTE),))
    found = measured(reported)
    assert counts(found, "statements, direct") == (0, 0, 1, 1)
    assert counts(found, "statements, indirect") == (1, 1, 0, 1)


@pytest.mark.parametrize(
    ("keys", "pair", "directed"),
    [
        ({}, 1, 1),
        ({"sign": 1}, 1, 0),
        ({"between": None, "from": "UP", "to": "DOWN"}, 1, 1),
    ],
)
def test_a_tie_needs_its_ends_its_direction_and_its_sign(keys: dict[str, Any], pair: int, directed: int) -> None:
    """A tie that goes both ways is right in either direction."""
    found = measured(changed(TIE, **keys))
    assert found.line("ties").right == pair
    assert found.line("ties: direction, sign").right == directed


def test_a_tie_of_one_direction_is_wrong_in_the_other() -> None:
    """Where the annotation goes one way, so has the draft to, unless it goes both."""
    gold = annotation()
    gold["ties"][0]["symmetric"] = False
    assert (
        measured(changed(TIE, between=None, **{"from": "UP", "to": "DOWN"}), gold=gold)
        .line("ties: direction, sign")
        .right
        == 0
    )
    assert measured(TIE, gold=gold).line("ties: direction, sign").right == 1


def test_a_tie_of_other_parties_is_no_tie_found() -> None:
    """The same words, but between others."""
    gold = annotation()
    gold["ties"][0] |= {"from": "TOWN", "to": "D", "symmetric": True}
    gold["parties"][2]["part_of"] = None
    assert counts(measured(TIE, gold=gold), "ties") == (0, 1, 0, 1)


def test_a_part_of_a_party_acts_for_it() -> None:
    """A ministry for its state, and the other way round."""
    gold = annotation()
    gold["events"][0]["actor"] = "TOWN"
    found = measured(changed(EVENT, who="UP"), gold=gold)
    assert found.line("events: who").right == 1


def test_what_is_optional_is_neither_demanded_nor_an_error() -> None:
    """Whether it is there or not."""
    gold = annotation()
    gold["events"][0]["optional"] = True
    assert counts(measured(EVENT, gold=gold), "events") == (0, 0, 0, 1)
    assert counts(measured(TIE, gold=gold), "events") == (0, 0, 0, 1)


def test_one_annotated_entry_may_come_as_several() -> None:
    """One for each of its parties, one for each quotation, or where the annotation says so; a double is an error."""
    gold = annotation()
    gold["demands"][0]["of_also"] = ["TOWN"]
    gold["parties"][2] |= {"part_of": None, "name": "Alex", "optional": False}
    town = Names((*NAMES.parties, replace(NAMES.parties[0], id="TOWN", name="Alex", aliases=())), NAMES.people, ())
    both = changed(DEMAND, of=["UP", "TOWN"])
    case = drafted_data(DEMAND)
    case["parties"]["TOWN"] = {"name": "Alex", "kind": "other", "role": "undecided"}
    case["demands"].append(case["demands"][0] | {"of": "TOWN"})
    found = score(Case.model_validate(case), "river", TEXT, read_gold(gold), town)
    assert counts(found, "demands") == (1, 1, 1, 1)
    assert both.section == "demands"
    double = drafted_data(DEMAND)
    double["demands"].append(double["demands"][0] | {"what": "open them at once"})
    doubled = Case.model_validate(double)
    assert counts(score(doubled, "river", TEXT, read_gold(annotation()), NAMES), "demands") == (1, 2, 1, 1)
    gold["demands"][0]["may_split"] = True
    assert counts(score(doubled, "river", TEXT, read_gold(gold), NAMES), "demands") == (1, 1, 1, 1)


def test_two_quotations_of_one_statement_may_be_two_statements() -> None:
    """The second part of an annotated statement is no error."""
    gold = annotation()
    gold["statements"][0]["quotes"] = [stretch("We will release water"), stretch("when the canal is open,")]
    first = replace(STATEMENT, said=(at("We will release water"),), evidence=())
    second = replace(STATEMENT, said=(at("when the canal is open,"),), evidence=())
    found = measured(first, second, gold=gold)
    assert counts(found, "statements, direct") == (1, 1, 1, 1)
    assert counts(found, "quotations") == (1, 1, 2, 2) or counts(found, "quotations") == (1, 1, 1, 2)


def test_a_document_that_is_a_statement_is_spoken_throughout() -> None:
    """Other sentences of it are no errors if they are those of its speaker, or of the party."""
    gold = annotation()
    gold["document"]["all_text_is_speech"] = "jo"
    extra = Proposal("statements", {"speaker": "doe"}, (at("its envoy Kim Roe answered"),))
    party = Proposal("statements", {"who": "UP"}, (at("in Upper Town on 1 May"),))
    other = Proposal("statements", {"who": "DOWN"}, (at("and will not wait"),))
    found = measured(STATEMENT, extra, party, other, gold=gold)
    assert found.extra["statements"] == ("and will not wait",)


def test_little_overlap_is_enough_where_the_same_parties_act() -> None:
    """A tenth of the words, but the right party: found; by another party: not."""
    gold = annotation()
    gold["events"][0]["span"] = stretch("Downland closed")
    words = (at("closed the canal in April.\n\nUpland"),)
    assert measured(replace(EVENT, evidence=words), gold=gold).line("events").right == 1
    assert measured(replace(changed(EVENT, who="UP"), evidence=words), gold=gold).line("events").right == 0


def test_who_is_not_named_has_no_office() -> None:
    """Where the annotation names no speaker, office and speaker are not asked for."""
    found = measured(*PROPOSALS[:2])
    assert counts(found, "statements, indirect: speaker, party, office, date") == (1, 1, 1, 1)


def test_a_speaker_that_is_a_party_may_stand_without_a_person() -> None:
    """Where the annotation allows the party as speaker, the draft need name nobody."""
    gold = annotation()
    gold["statements"][0]["speaker_also"] = ["U"]
    found = measured(changed(STATEMENT, speaker=None), gold=gold)
    assert found.line("statements, direct: speaker").right == 1


def test_obstacles_are_between_the_same_parties() -> None:
    """All of the draft's among the annotated ones; none where there are none."""
    gold = annotation()
    gold["obstacles"][0]["between"] = []
    assert measured(OBSTACLE, gold=gold).line("obstacles: between").right == 0
    assert measured(changed(OBSTACLE, between=[]), gold=gold).line("obstacles: between").right == 1
    assert measured(OBSTACLE).line("obstacles: between").right == 1


def test_leverage_is_of_one_party_over_another() -> None:
    """Both have to be right where little else is in common."""
    gold = annotation()
    gold["leverage"] = [{"holder": "U", "over": "D", "span": stretch("release water")}]
    assert counts(measured(PROPOSALS[-1], gold=gold), "leverage") == (1, 1, 1, 1)


def test_options_are_found_with_their_party() -> None:
    """An option of another party is found, but not right in that."""
    assert counts(measured(changed(OPTION, party="UP")), "options: by") == (0, 1, 0, 1)


def test_parties_and_people_are_known_by_their_names() -> None:
    """Ids differ; a party that the annotation does not have is an error, a group it only mentions is none."""
    case = drafted_data(EVENT)
    case["parties"]["X"] = {"name": "the neighbours", "kind": "other", "role": "undecided"}
    case["people"]["x"] = {"name": "Nobody Known"}
    gold = annotation()
    names = Names((*NAMES.parties, replace(NAMES.parties[0], id="X", name="the neighbours", aliases=())), (), ())
    found = score(Case.model_validate(case), "river", TEXT, read_gold(gold), names)
    assert counts(found, "parties") == (2, 3, 2, 2)
    assert counts(found, "people") == (2, 3, 2, 2)
    gold["generic_actors"] = [{"text": "Neighbours"}]
    assert counts(score(Case.model_validate(case), "river", TEXT, read_gold(gold), names), "parties") == (2, 2, 2, 2)


def test_an_annotation_without_names_and_a_draft_without_any() -> None:
    """Nothing to compare is no error."""
    gold = {"document": {"date": None}, "events": [annotation()["events"][0]]}
    found = score(drafted_case(EVENT), "river", TEXT, read_gold(gold), NAMES)
    assert counts(found, "parties") == (0, 2, 0, 0)
    assert counts(found, "date") == (0, 0, 0, 0)


def test_offices_and_parties_of_people() -> None:
    """An office with the party's name in it is the same; one that is known and not in the text is no error."""
    gold = annotation()
    gold["people"][1] |= {"role": None, "role_known": "envoy"}
    found = measured(EVENT, gold=gold)
    assert counts(found, "people: office") == (2, 2, 1, 1)
    assert counts(found, "people: party") == (2, 2, 2, 2)


def test_mentions_outside_the_body_are_not_counted() -> None:
    """A headline may name a party that the annotation marks in the body only."""
    headline = replace(NAMES, mentions=(*NAMES.mentions, mention("river", "UP"), mention("gates", "UP")))
    assert counts(measured(EVENT, names=headline), "mentions") == (6, 7, 6, 6)


def test_mentions_are_those_of_parties_in_the_draft() -> None:
    """A party that is not there has no mentions; one under another id is found by its names."""
    case = drafted_data(EVENT)
    case["parties"] = {"LAND": case["parties"]["DOWN"]}
    case["people"], case["events"] = {}, []
    found = score(Case.model_validate(case), "river", TEXT, read_gold(annotation()), NAMES)
    assert counts(found, "mentions") == (4, 4, 4, 6)


def test_a_draft_of_another_text_is_refused() -> None:
    """The words of the annotation have to stand in the text."""
    with pytest.raises(CaseError, match="another SHA-256"):
        score(drafted_case(EVENT), "river", TEXT.lower(), read_gold(annotation()), NAMES)


def test_anchors_that_do_not_hold_are_counted() -> None:
    """Words that the text does not have are no exact anchor, and no evidence."""
    case = drafted_data(EVENT, TIE)
    case["events"][0]["cite"] = {"river": ["Downland closed the canal in April", "made up"]}
    case["ties"][0]["cite"] = {"river": {"at": "page 1"}, "analyst": "seen"}
    found = score(Case.model_validate(case), "river", TEXT, read_gold(annotation()), NAMES)
    assert counts(found, "anchors")[:2] == (5, 6)
    assert counts(found, "ties") == (0, 0, 0, 1)


def test_locators_are_anchors_too() -> None:
    """A draft without words is measured as one with them."""
    case = drafted_data(EVENT)
    span, words = at("Downland closed the canal in April"), "Downland closed the canal in April"
    from goodoffices.case import Quote, locate  # noqa: PLC0415 - only here

    case["events"][0]["cite"] = {"river": locate(TEXT, Quote(exact=words)).model_dump()}
    assert span.start > 0
    assert score(Case.model_validate(case), "river", TEXT, read_gold(annotation()), NAMES).line("events").right == 1


def test_pairs_are_as_many_as_can_be() -> None:
    """A greedy choice would leave one without a partner."""
    assert pair_off(np.array([[9.0, 8.0], [8.0, 0.0]])) == {0: 1, 1: 0}
    assert pair_off(np.zeros((2, 0))) == {}


def test_overlap_is_measured_against_the_shorter() -> None:
    """Nothing in common is nothing."""
    assert overlap([Span(0, 4)], [Span(4, 8)]) == 0.0
    assert overlap([], [Span(0, 1)]) == 0.0
    assert overlap([Span(2, 4)], [Span(0, 100)]) == 1.0


@pytest.mark.parametrize(
    ("found", "right", "same"),
    [
        ("2020-05-01", ["2020-05-01"], True),
        ("2020-05-01", ["2020-05"], False),
        ("2020-05-01/2020-05-04", ["2020-05"], True),
        ("2020-05-01/..", ["2020-05"], False),
        ("2020", ["2020-05", None], False),
        ("2020-05", ["2020-05~"], True),
        (None, [None], True),
        (None, ["2020"], False),
        ("../2020-05-03", ["../2020"], True),
        ("../2020-05-03", ["2020"], False),
        ("no date", ["2020"], False),
    ],
)
def test_dates_are_the_same(found: str | None, right: list[str | None], same: bool) -> None:  # noqa: FBT001
    """Equal, or within; never closer than the text says; an open beginning is none."""
    assert same_date(found, right) is same


def test_names_are_compared_without_what_is_slight() -> None:
    """Case, accents, full stops, articles, asides; a family name is a weak likeness."""
    assert folded("Zoë O’Neill-Poe (writer)") == ("zoe", "o", "neill", "poe")
    assert folded("the") == ("the",)
    assert names_in_common(["U.S.", "…"], ["the US"]) == 1
    assert person_likeness(["Jo Doe"], ["Jo Doe"]) == 100
    assert person_likeness(["Jo A. Doe"], ["Jo Doe"]) == 20
    assert person_likeness(["Al Doe"], ["Jo Doe"]) == 1
    assert person_likeness(["Al Roe"], ["Jo Doe"]) == 0


@pytest.mark.parametrize(
    ("found", "right", "same"),
    [
        ("Deputy Minister of Water", ["Minister of Water"], True),
        ("Minister", ["Minister of Water"], False),
        ("the Upland", ["the"], True),
        ("Minister", ["the"], False),
    ],
)
def test_offices_are_the_same_without_names_of_parties(found: str, right: list[str], same: bool) -> None:  # noqa: FBT001
    """All the words that tell, in any order."""
    assert same_office(found, right, ["Upland"]) is same
