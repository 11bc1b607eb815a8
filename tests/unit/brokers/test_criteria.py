"""Candidates on separate criteria, with evidence for and against, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from tests.unit.brokers.island_case import island

from goodoffices.brokers import Profile, profiles, sides_of
from goodoffices.brokers.criteria import CRITERIA, alternatives_of, check_sides
from goodoffices.brokers.evidence import Evidence
from goodoffices.case import Case
from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError, MissingSectionError
from goodoffices.store import read_case

SIDES = ("EAST", "WEST")


@pytest.fixture(scope="module")
def found() -> dict[str, Profile]:
    """Return the candidates of the island by name."""
    return {one.name: one for one in profiles(island(), SIDES)}


def told(profile: Profile, entry: str) -> list[tuple[str, str, str | None, str]]:
    """List the evidence from one section."""
    return [(one.direction, one.criterion, one.side, one.text) for one in profile.evidence if one.entry == entry]


def test_candidates_of_every_kind_stand_there(found: dict[str, Profile]) -> None:
    """In file order, and with them the direct channel; a candidate that is a side is left out."""
    assert [(one.name, one.label, one.kind) for one in found.values()] == [
        ("BIG", "Bigland", "state"),
        ("NEAR", "Nearland", "state"),
        ("club", "The Club's envoy", "igo"),
        ("sage", "A private envoy", "person"),
        ("direct", "No broker", "direct"),
    ]


def test_parties_to_the_crisis_are_flagged(found: dict[str, Profile]) -> None:
    """By their kind, or since the case has them as principals."""
    assert [name for name, one in found.items() if one.crisis_actor] == ["NEAR"]
    korea = {one.name: one.crisis_actor for one in profiles(read_case("korea-2017"), ("USA", "PRK"))}
    assert [name for name, flag in korea.items() if flag] == ["ROK"]


def test_values_stand_for_each_side(found: dict[str, Profile]) -> None:
    """Acceptability, leverage and will; the greatest of several kinds of leverage."""
    big = found["BIG"]
    assert big.acceptability == {"EAST": Estimate(0.6, 0.9, 0.7), "WEST": Estimate(0.1, 0.3)}
    assert big.leverage == {"EAST": Estimate(0.5, 0.9, 0.6), "WEST": None}
    assert big.will == {"EAST": Estimate(0.1, 0.3), "WEST": None}


def test_of_equal_leverage_the_bounds_are_enough() -> None:
    """Two points give a point."""
    case = island(
        ("strength: [0.4, 0.6, 0.9], will: [0.1, 0.3]", "strength: 0.6"),
        ("strength: [0.5, 0.7], cite", "strength: 0.6, cite"),
    )
    assert profiles(case, SIDES)[0].leverage["EAST"] == Estimate(0.6, 0.6)


def test_leverage_in_use_is_bounds_only(found: dict[str, Profile]) -> None:
    """Without a likeliest value, and missing where a factor is."""
    assert found["BIG"].leverage_in_use("EAST") == Estimate(0.5 * 0.1, 0.9 * 0.3)
    assert found["BIG"].leverage_in_use("WEST") is None
    small = profiles(island((", will: [0.1, 0.3]", "")), SIDES)[0]
    assert small.leverage["EAST"] is not None
    assert small.leverage_in_use("EAST") is None


def test_what_is_missing_stays_missing(found: dict[str, Profile]) -> None:
    """It is listed, and nothing is put in its place."""
    assert found["BIG"].missing == ("leverage: WEST", "will: WEST")
    assert found["NEAR"].acceptability == {"EAST": Estimate(0.5, 0.5), "WEST": None}
    assert found["NEAR"].missing[0] == "acceptability: WEST"
    assert found["direct"].ratings["credibility"] is None
    assert len(found["club"].missing) == 12
    assert found["club"].cell("leverage") == (None,)


def test_what_enters_the_ranking(found: dict[str, Profile]) -> None:
    """Both acceptabilities; the known leverage; single ratings."""
    assert found["NEAR"].cell("acceptability") == (Estimate(0.5, 0.5), None)
    assert found["BIG"].cell("leverage") == (Estimate(0.5, 0.9, 0.6),)
    assert found["BIG"].cell("will") == (Estimate(0.1, 0.3),)
    assert found["BIG"].cell("cost") == (Estimate(0.6, 0.6),)


def test_missing_values_at_their_worst(found: dict[str, Profile]) -> None:
    """The least of what is better with more, the most of cost and spoiler risk."""
    table = alternatives_of(list(found.values()), 0.2, worst=True)
    club = dict(zip(CRITERIA, table.cells[2], strict=True))
    assert club["acceptability"] == (Estimate(0, 0), Estimate(0, 0))
    assert club["cost"] == club["spoiler_risk"] == (Estimate(1, 1),)
    plain = alternatives_of(list(found.values()), 0.2)
    assert plain.cells[2][0] == (None, None)
    assert [one.name for one in plain.criteria if not one.rising] == ["cost", "spoiler_risk"]
    assert [one.name for one in plain.criteria if one.combine == "greatest"] == ["leverage", "will"]
    assert plain.criteria[0].least == 0.2


def test_ratings_speak_by_their_likeliest_value(found: dict[str, Profile]) -> None:
    """Above the middle for, below against, at the middle neither; less cost is better. The reason is told."""
    assert told(found["BIG"], "candidates") == [
        ("for", "acceptability", "EAST", "an ally"),
        ("against", "acceptability", "WEST", "a rival"),
        ("for", "interest", None, "interest"),
        ("context", "credibility", None, "middling"),
        ("for", "access", None, "two embassies"),
        ("for", "capacity", None, "many diplomats"),
        ("against", "cost", None, "dear"),
        ("for", "spoiler_risk", None, "small"),
        ("context", "record", None, "Hosted twice"),
    ]


def test_ties_speak_by_their_sign(found: dict[str, Profile]) -> None:
    """Past ties and those of a predecessor are context; another's chosen partner is an argument against, not a bar."""
    assert told(found["BIG"], "ties") == [
        ("for", "acceptability", "EAST", "alliance: a pact"),
        ("for", "acceptability", "WEST", "chosen partner: its first call"),
        ("against", "acceptability", "EAST", "the chosen partner of Westland, an argument and no bar: its first call"),
        ("for", "acceptability", "WEST", "chosen partner"),
        ("against", "acceptability", "WEST", "rivalry"),
        ("context", "access", "WEST", "channel: a line"),
        ("context", "acceptability", "EAST", "founding: it built the port (Old Bigland)"),
        ("context", "acceptability", "EAST", "economic: a loan (Bigland, 2001/2005)"),
    ]
    assert told(found["NEAR"], "ties")[1] == (
        "against", "acceptability", "WEST", "the chosen partner of Eastland, an argument and no bar",
    )  # fmt: skip


def test_leverage_and_will_speak_apart(found: dict[str, Profile]) -> None:
    """Strong leverage that is hardly used is one thing for and one against."""
    assert told(found["BIG"], "leverage") == [
        ("for", "leverage", "EAST", "over Eastland: arms"),
        ("against", "will", "EAST", "to use it over Eastland"),
        ("for", "leverage", "EAST", "over Eastland: grain"),
    ]


def test_interests_shared_with_both_sides_speak_for(found: dict[str, Profile]) -> None:
    """Those shared with one are context; the others are nothing to the sides."""
    assert told(found["BIG"], "interests") == [
        ("for", "interest", None, "calm, on which Eastland and Westland too want something: open lanes"),
        ("context", "interest", "EAST", "fish, on which Eastland too wants something: a catch"),
    ]
    assert found["BIG"].topics == {"EAST": ("calm", "fish"), "WEST": ("calm",)}


def test_obstacles_and_demands(found: dict[str, Profile]) -> None:
    """An obstacle speaks against, a side's request for; other demands are context."""
    assert told(found["BIG"], "obstacles") == [
        ("against", "acceptability", "WEST", "distrust: old quarrels"),
        ("against", "record", None, "domestic"),
    ]
    assert told(found["BIG"], "demands") == [
        ("for", "acceptability", "EAST", "request by Eastland: its good offices"),
        ("context", "acceptability", "WEST", "precondition by Westland: no arms for Eastland"),
        ("context", "cost", "WEST", "its own aim to Westland: a base"),
    ]


def test_words_are_context(found: dict[str, Profile]) -> None:
    """Those of the candidate, and those of a side to it; which way they cut is for the reader."""
    assert told(found["BIG"], "statements") == [
        ("context", "record", "WEST", "Ann Bell, 2020-02: offers to host"),
        ("context", "record", None, "Bigland: the island"),
        ("context", "record", None, "Bigland: words quoted in the source"),
        ("context", "record", "WEST", "Cy Dorn: thanks for the offer"),
    ]
    assert told(found["sage"], "statements") == [("context", "record", "EAST", "Eve Fay: is ready")]
    both = [one for one in found["BIG"].evidence if one.entry == "statements"][1]
    assert [part.source_names for part in both.cite] == [("log",), ()]


def test_measures_offers_and_figures(found: dict[str, Profile]) -> None:
    """Pressure on a side speaks against with it; figures carry the year that they cover."""
    assert told(found["BIG"], "measures") == [
        ("against", "acceptability", "WEST", "sanctions, 2015: a ban"),
        ("context", "capacity", None, "talks, 2010: a conference"),
        ("context", "capacity", "EAST", "engagement, 2011: visits"),
    ]
    assert [text for *_, text in told(found["BIG"], "options")] == ["Host a conference", "Press harder"]
    assert [text for *_, text in told(found["BIG"], "facts")] == [
        "shared border: yes (covers 2016)",
        "shared border: no (covers 2016)",
        "disputes: 3 disputes (covers 2014)",
        "rivals since: 1950 (covers 2014)",
        "bare: 2 (covers 2014)",
    ]


def test_claims_speak_by_what_they_support_and_attack(found: dict[str, Profile]) -> None:
    """Replies stand with what they reply to; a claim that does both is context; a ring has a first claim."""
    assert told(found["BIG"], "claims") == [
        ("for", "argument", None, "Bigland hosts well"),
        ("against", "argument", None, "It wants a base in return"),
        ("for", "argument", None, "A base is cheap"),
        ("context", "argument", None, "It hosted twice and failed once"),
        ("against", "argument", None, "One envoy is enough"),
    ]
    assert told(found["sage"], "claims") == [("for", "argument", None, "One envoy is enough")]
    assert told(found["direct"], "claims") == [
        ("for", "argument", None, "They speak already"),
        ("for", "argument", None, "They will speak on"),
        ("against", "argument", None, "They shout"),
    ]
    assert told(found["NEAR"], "claims") == []


def test_nothing_proposed_counts(found: dict[str, Profile]) -> None:
    """Not before somebody accepts it."""
    texts = [evidence.text for one in found.values() for evidence in one.evidence]
    assert [text for text in texts if "not accepted" in text or "not yet accepted" in text] == []
    assert found["BIG"].ties == {"EAST": (1, 0), "WEST": (1, 1)}


def test_what_concerns_neither_side_is_left_out(found: dict[str, Profile]) -> None:
    """Ties with others, words to others, figures about the candidate alone."""
    texts = " ".join(evidence.text for one in found.values() for evidence in one.evidence)
    assert "not a side" not in texts
    assert "not with a side" not in texts
    assert "not to a candidate" not in texts
    assert "not of a candidate" not in texts


def test_every_piece_of_evidence_of_a_shipped_case_is_cited() -> None:
    """All but the bare facts of a candidate without a citation of its own."""
    for one in profiles(read_case("korea-2017"), ("USA", "PRK")):
        bare = [evidence for evidence in one.evidence if not evidence.cite]
        assert [evidence.entry for evidence in bare if evidence.criterion != "record"] == []


def test_a_profile_as_data(found: dict[str, Profile]) -> None:
    """Plain JSON, with null for what is missing."""
    plain = json.loads(json.dumps(found["BIG"].to_json()))
    assert plain["leverage"] == {"EAST": [0.5, 0.6, 0.9], "WEST": None}
    assert plain["leverage_in_use"]["WEST"] is None
    assert plain["evidence"][0] == {
        "direction": "for",
        "criterion": "acceptability",
        "entry": "candidates",
        "side": "EAST",
        "text": "an ally",
        "value": [0.6, 0.7, 0.9],
        "cite": [{"log": {"at": "p. 7"}}],
    }
    assert plain["evidence"][-1]["value"] is None


@pytest.mark.parametrize(
    ("between", "message"),
    [
        (("EAST", "WEAST"), r"found 'WEAST' as a side, expected a party of the case 'island'; did you mean 'WEST'\?"),
        (("EAST", "EAST"), "found 'EAST' on both sides, expected two different parties"),
        (("EAST",), r"found \('EAST',\), expected two parties"),
        ("EW", "found 'EW', expected two parties"),
        (("EAST", "sage"), "found 'sage' as a side"),
    ],
)
def test_sides_are_two_parties_of_the_case(between: Sequence[str], message: str) -> None:
    """Anything else is refused, with what may have been meant."""
    with pytest.raises(CaseError, match=message):
        check_sides(island(), between)
    with pytest.raises(CaseError, match=message):
        profiles(island(), between)


def test_a_case_without_candidates_is_refused() -> None:
    """The section is named."""
    with pytest.raises(MissingSectionError, match="'candidates'"):
        profiles(read_case("prisoners-dilemma"), ("One", "Two"))


def test_a_case_in_which_every_candidate_is_a_side_is_refused() -> None:
    """Somebody has to be left who could broker."""
    case = island()
    alone = case.model_copy(update={"candidates": {"WEST": case.candidates["WEST"]}})
    with pytest.raises(CaseError, match="every candidate of the case 'island' is one of the sides"):
        profiles(alone, SIDES)


def test_the_small_case(small: Case) -> None:
    """A past tie is context; leverage without will has no product."""
    norway = profiles(small, ("UP", "DOWN"))[0]
    assert told(norway, "ties")[0] == ("context", "acceptability", "UP", "economic (Norway, 2001/2010)")
    assert norway.leverage_in_use("DOWN") is None
    assert isinstance(norway.evidence[0], Evidence)


def test_a_candidate_has_leverage_of_its_own_too() -> None:
    """Beside what the section on leverage says of its party; each with its evidence. Who has no party can be rated."""
    nobody = "leverage: {EAST: {value: 0, why: nobody is there, cite: {analyst: seen}}}"
    mild = "will: {EAST: {value: [0, 0.2], cite: {analyst: seen}}}"
    oil = "leverage: {EAST: {value: [0.7, 0.95], cite: {analyst: oil}}, WEST: {value: 0.2, cite: {analyst: seen}}}"
    own = island(
        ("{name: No broker, kind: direct, access", f"{{name: No broker, kind: direct, {nobody}, {mild}, access"),
        ("    credibility: {value: 0.5, cite", f"    {oil}\n    credibility: {{value: 0.5, cite"),
    )
    by_name = {one.name: one for one in profiles(own, SIDES)}
    assert by_name["BIG"].leverage == {"EAST": Estimate(0.7, 0.95, 0.825), "WEST": Estimate(0.2, 0.2)}
    assert by_name["direct"].cell("leverage") == (Estimate(0, 0),)
    assert by_name["direct"].will == {"EAST": Estimate(0, 0.2), "WEST": None}
    assert ("against", "leverage", "EAST", "nobody is there") in told(by_name["direct"], "candidates")
    assert ("for", "leverage", "EAST", "oil") in told(by_name["BIG"], "candidates")


def test_the_sides_of_a_case() -> None:
    """Those that it names; else those for which candidates are rated, or the principals; else it is left open."""
    case = island()
    assert sides_of(case) == SIDES
    bare = case.model_copy(update={"candidates": {"club": case.candidates["club"]}})
    assert sides_of(bare) is None  # three principals
    parties = {name: one for name, one in case.parties.items() if name != "NEAR"}
    assert sides_of(bare.model_copy(update={"parties": parties})) == SIDES
    named = island(("candidates:\n  BIG:", "brokering: {between: [EAST, NEAR]}\n\ncandidates:\n  BIG:"))
    assert sides_of(named) == ("EAST", "NEAR")
