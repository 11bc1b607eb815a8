"""What the brief says of brokers: the ranking, its reasons, theory, and what came afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from goodoffices.brief import Document, Figure, Table, compose
from goodoffices.brief.blocks import Sentence
from goodoffices.brokers import FITTED, Shortlist
from goodoffices.case import Case
from goodoffices.store import read_case, read_shortlist

CITE = {"analyst": "A reason"}
TITLE = "Who could broker, in what role"
Make = Callable[..., Case]


def rated(value: Any, **more: Any) -> dict[str, Any]:
    """Rate something, by the analyst."""
    return {"value": value, "cite": CITE} | more


def parts(document: Document, title: str = TITLE) -> tuple[Any, ...]:
    """Return the blocks of a section."""
    return next(one.blocks for one in document.sections if one.title == title)


def told(document: Document, title: str = TITLE) -> str:
    """Return what a section says."""
    alone = Document(
        "", "", "2020-01-01", "open", "", "", "", "", tuple(s for s in document.sections if s.title == title)
    )
    return "\n".join(f"{one.lead} {one.text}" for one in alone.sentences())


def table(document: Document, caption: str, title: str = TITLE) -> Table:
    """Find a table by the beginning of its caption."""
    found: Table = next(
        one for one in parts(document, title) if isinstance(one, Table) and one.caption.startswith(caption)
    )
    return found


def words(cell: tuple[Sentence, ...]) -> str:
    """Return the words of a cell."""
    return " ".join(f"{one.lead} {one.text}".strip() for one in cell)


def own_faults(document: Document) -> list[str]:
    """List what the linter finds in our own sentences."""
    return [one.text for one, _ in document.findings() if one.basis in {"computed", "editorial"}]


@pytest.fixture(scope="module")
def short() -> Shortlist:
    """Read the shortlist beside the shipped case."""
    found = read_shortlist("korea-2017")
    assert found is not None
    return found


MODELLED = (
    "options",
    "one_way",
    "feasible",
    "now",
    "preferences",
    "targets",
    "policies",
    "issues",
    "positions",
    "links",
)


def korea_plain() -> dict[str, Any]:
    """Return the large case without what is solved, which takes its time."""
    plain = read_case("korea-2017").plain()
    for section in ("statements", "demands", *MODELLED):
        plain.pop(section)
    return plain


@pytest.fixture(scope="module")
def korea(short: Shortlist) -> Document:
    """Return the brief of the large case with its record."""
    return compose(Case.model_validate(korea_plain()), past=short)


def test_candidates_are_ranked_with_a_picture_and_reasons(document: Document) -> None:
    """Who is first how often, who cannot be told apart, what is missing, for and against, what would rule out."""
    text = told(document)
    assert "Three candidates between the United Highlands and Lowland, in 5,000 draws" in text
    assert "No two of them can be told apart." in text
    assert "all are undominated" in text
    assert "ratings are missing" in text
    assert [one.caption for one in parts(document) if isinstance(one, Figure)]
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in table(document, "In what role").rows}
    council = rows["The River council Good offices, host."]
    assert "Acceptable to Lowland 0.9." in council[0]
    assert "Acceptable to the United Highlands 0.2–0.6 (0.3). A member." in council[1]
    assert "Missing: leverage (the United Highlands and Lowland)" in council[1]
    assert "Rejected by the United Highlands in" in council[2]
    assert rows["No broker"][0] == "–"


def test_the_first_page_says_who_is_first(document: Document, make: Make) -> None:
    """With how little that tells apart; without a ranking the candidates are listed."""
    assert "in 5,000 draws of ratings and weights: first is" in told(document, "Key judgements")
    bare = compose(make(), draws=0)
    assert "Three candidates are set side by side, none ranked" in told(bare, "Key judgements")
    assert "No ranking was drawn for this brief." in told(bare)
    assert words(table(bare, "Candidates side by side").rows[0][1]) == "0.2–0.6 (0.3)"
    assert "Candidates in full" not in [one.title for one in bare.sections]


def test_the_figures_stand_in_the_appendix(document: Document) -> None:
    """Ranks, ratings side by side with leverage from its section, and what each would do."""
    ranks = table(document, "Share of 5,000 draws", "Candidates in full")
    assert next(words(row[0]) for row in ranks.rows) in {"The River council", "No broker", "The Sea League"}
    ratings = table(document, "Candidates side by side", "Candidates in full")
    assert ratings.columns == ("Criterion", "The River council", "No broker", "The Sea League")
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in ratings.rows}
    assert rows["Acceptable to the United Highlands"] == ["0.2–0.6 (0.3)", "missing", "missing"]
    assert rows["Capacity"][0] == "0.1–0.4"
    text = told(document, "Candidates in full")
    assert "It has met for a century." in text
    assert "Its seat is in Basle." in text
    assert "Missing: interest, credibility, access, cost, spoiler risk." in text


def test_what_is_told_apart_dominated_and_known_is_said(make: Make) -> None:
    """One candidate that is better on everything; leverage of its own and of its party; nothing missing."""
    full = {"credibility", "interest", "access", "capacity"}
    sides = {"UP": rated(0.9, why="a friend"), "DOWN": rated([0.8, 0.9])}
    good = {name: rated([0.8, 0.9]) for name in full} | {name: rated(0.1) for name in ("cost", "spoiler_risk")}
    poor = {name: rated([0.3, 0.4]) for name in full} | {name: rated(0.6) for name in ("cost", "spoiler_risk")}
    roles = ["good-offices", "facilitation", "mediation", "guarantor", "host"]
    case = make(
        leverage=[{"who": "COUNCIL", "over": "UP", "basis": "dues", "strength": 0.9, "will": 0.8, "cite": CITE}],
        candidates={
            "COUNCIL": {"party": "COUNCIL", "kind": "igo", "roles": roles, "acceptability": sides, **good,
                "leverage": {"UP": rated(0.8), "DOWN": rated(0.7)}, "will": {"DOWN": rated(0.6)}},
            "sage": {"name": "A private envoy", "kind": "person",
                "acceptability": {"UP": rated(0.4), "DOWN": rated(0.4)}, **poor,
                "leverage": {"UP": rated(0.1), "DOWN": rated(0.1)}, "will": {"UP": rated(0.1), "DOWN": rated(0.1)}},
            "DOWN": {"party": "DOWN", "kind": "crisis-actor", "acceptability": {"UP": rated(0.1)}},
        },
    )  # fmt: skip
    document = compose(case)
    text = told(document)
    assert "Told apart: the River council above A private envoy." in text
    assert "A private envoy is surely no better on any criterion than some other candidate" in text
    assert "missing" not in text
    assert "Left out, being one of the sides: Lowland." in text
    rows = [[words(cell) for cell in row] for row in table(document, "In what role").rows]
    assert rows[0][0] == "The River council Every role."
    assert rows[0][2] == "–"
    assert "Surely no better anywhere than the River council." in rows[1][3]
    ranks = table(document, "Share of 5,000 draws", "Candidates in full")
    assert words(ranks.rows[0][-1]) == words(ranks.rows[0][-2]) == "–"
    ratings = table(document, "Candidates side by side", "Candidates in full")
    leverage = {words(row[0]): words(row[1]) for row in ratings.rows}
    assert leverage["Leverage over the United Highlands"] == "0.8; 0.9"
    assert leverage["Will to use it over the United Highlands"] == "0.8"


def test_two_dominated_candidates_are_both_named(make: Make) -> None:
    """In the plural; a side that rejects in every draw is told so."""

    def one(value: float, less: float) -> dict[str, Any]:
        by_side = {name: {"UP": rated(value), "DOWN": rated(value)} for name in ("acceptability", "leverage", "will")}
        plain = {name: rated(value) for name in ("credibility", "interest", "access", "capacity")}
        return {"kind": "person", **by_side, **plain, "cost": rated(less), "spoiler_risk": rated(less)}

    case = make(leverage=None, candidates={"a": one(0.9, 0), "b": one(0.3, 0.5), "c": one(0.1, 0.9)})
    text = told(compose(case))
    assert "b and c are surely no better on any criterion" in text
    assert f"Rejected by the United Highlands in 100{chr(0x202F)}% of draws." in text


def test_many_candidates_are_told_in_part(make: Make) -> None:
    """The highest eight and the direct channel; the appendix has all, in two tables."""
    many = {f"c{k}": {"kind": "person", "acceptability": {"UP": rated(0.9), "DOWN": rated(0.9)}} for k in range(9)}
    many["direct"] = {"kind": "direct", "name": "No broker", "acceptability": {"UP": rated(0.2), "DOWN": rated(0.2)}}
    document = compose(make(candidates=many))
    rows = [words(row[0]) for row in table(document, "In what role").rows]
    assert (len(rows), rows[-1]) == (9, "No broker")
    assert "The 8 that stand highest by mean rank are told" in told(document)
    assert "“No broker”" in told(document)
    captions = [one.caption for one in parts(document, "Candidates in full") if isinstance(one, Table)]
    assert sum("continued" in one for one in captions) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"candidates": {"sage": {"kind": "person"}}}, "Criterion"),
        ({"candidates": {"sage": {"kind": "person", "acceptability": {"UP": rated(1)}}}}, "leaves open between which"),
        (
            {
                "candidates": {"UP": {"kind": "crisis-actor", "party": "UP"}},
                "brokering": {"between": ["UP", "DOWN"]},
            },
            "No ranking could be made: Every candidate",
        ),
    ],
)
def test_without_a_ranking_the_reason_is_said(make: Make, changes: dict[str, Any], says: str) -> None:
    """Candidates then stand side by side; two principals are sides enough."""
    document = compose(make(**changes))
    if says == "Criterion":
        assert "One candidate between the United Highlands and Lowland" in told(document)
    else:
        assert says in told(document)
        assert "The order is that of the case." in told(document)


def test_theories_are_told_where_the_case_gives_their_inputs(make: Make) -> None:
    """Each as a question with its answer; inputs, assumptions and limits with the computed results."""
    inputs = {
        "advised_cost": rated(0.1, why="The harvest"), "tough_cost": rated(0.05), "weak_cost": rated(0.3),
        "broker_cost": rated([0.1, 0.3]), "weak_wrong": rated(0.1), "tough_wrong": rated(0.3),
    }  # fmt: skip
    channel = {"about": "strength", "pie_after_war": rated([0.7, 0.8]), "strong_wins": rated(0.8),
        "strong_share": rated([0.4, 0.5]), "cite": CITE}  # fmt: skip
    advice = [
        {"by": "COUNCIL", "to": "UP", **inputs, "bias": rated([0.5, 1.5]), "prior": rated(0.35)},
        {"by": "SEA", "to": "DOWN", **inputs, "bias": rated([0.1, 3])},
        {"by": "SEA", "to": "UP", **inputs, "bias": rated(9)},
        {"by": "direct", "to": "UP", **inputs, "weak_cost": rated(0.05)},
        {"by": "COUNCIL", "to": "DOWN", **inputs, "tough_wrong": rated(0.1), "weak_wrong": rated(0)},
    ]
    document = compose(make(brokering={"between": ["UP", "DOWN"], "channel": channel, "advice": advice}))
    text = told(document)
    assert "Would a confidential channel help? By a model of hidden strength open talks keep a share of" in text
    assert "Would the United Highlands believe the River council about Lowland?" in text
    assert "is within the bounds whatever the inputs" in text
    assert "of draws of the inputs" in text
    assert "is outside the bounds whatever the inputs" in text
    assert "The model of advice is not used" in text
    assert "with no firm upper limit." in text
    evidence = told(document, "Computed results and their evidence")
    assert "What war costs the United Highlands: 0.1. The harvest." in evidence
    assert "How often Lowland is weak: 0.35." in evidence
    assert "What war leaves of a pie of 1: 0.7–0.8." in evidence
    assert own_faults(document) == []


@pytest.mark.parametrize(
    ("share", "says"),
    [([0.3, 0.35], "the channel adds nothing."), ([0.5, 0.9], "lie where half and half needs no talks.")],
)
def test_what_a_channel_adds_is_a_range(make: Make, share: list[float], says: str) -> None:
    """Nothing at all where few are strong; points outside the model are counted."""
    channel = {"about": "strength", "pie_after_war": rated(0.8), "strong_wins": rated(0.8),
        "strong_share": rated(share), "why": "Nobody knows the other's stores", "cite": CITE}  # fmt: skip
    text = told(compose(make(brokering={"between": ["UP", "DOWN"], "channel": channel})))
    assert says in text
    assert "Would a confidential channel help? Nobody knows the other's stores." in text


def test_what_theories_ask_for_is_not_shown_above_its_level(make: Make) -> None:
    """Nor what is only proposed, nor advice by a candidate that is hidden."""
    inputs = {name: rated(0.1) for name in
        ("advised_cost", "tough_cost", "weak_cost", "broker_cost", "weak_wrong", "tough_wrong")}  # fmt: skip
    plain = make().plain()
    plain["candidates"]["SEA"]["handling"] = "confidential"
    plain["brokering"] = {
        "between": ["UP", "DOWN"],
        "channel": {"about": "values", "cite": CITE, "handling": "confidential"},
        "advice": [
            {"by": "SEA", "to": "UP", **inputs},
            {"by": "COUNCIL", "to": "UP", **inputs, "status": "proposed"},
            {"by": "COUNCIL", "to": "DOWN", **inputs, "handling": "internal"},
        ],
    }
    case = Case.model_validate(plain)
    assert "confidential channel" not in told(compose(case, level="open"))
    assert "believe" not in told(compose(case, level="open"))
    seen = told(compose(case, level="internal"))
    assert ("confidential channel" in seen, "believe the River council about" in seen) == (False, True)
    everything = told(compose(case))
    assert everything.count("believe") == 2 + everything.count("is believed")
    assert "confidential channel" in everything


def test_what_past_crises_say_stands_beside(korea: Document) -> None:
    """Training years, whom the model cannot name, the nearest crises, base rates, partisans; and no hindsight."""
    text = told(korea)
    assert "fitted to 64 crises from 1921 to 1989" in text
    assert "It cannot name South Korea" in text
    assert "The nearest of 482 past crises: North Korea and United States of America 2016" in text
    assert "a base rate, no forecast" in text
    assert "Partisans in the record." in text
    assert "2018" not in text
    for caption in ("The precedent model", "The nearest past crises", "How often there was any mediation"):
        assert table(korea, caption, "What past crises say of brokers").rows
    assert "Tested on the 49 crises" in told(korea, "Computed results and their evidence")


def test_the_closing_box_tells_the_miss(korea: Document) -> None:
    """South Korea carried the message: its place here, and why the model could not have named it."""
    text = told(korea, "What happened next")
    assert "What is told of March 2018 came about through South Korea" in text
    assert "That is the model’s miss." in text


def test_a_broker_that_the_model_knew_has_its_place(short: Shortlist) -> None:
    """And one that it did not list is said not to be listed; without a record only the ranking is held against it."""
    plain = korea_plain()
    plain["aftermath"][2]["broker"] = "RUS"
    case = Case.model_validate(plain)
    assert "The precedent model had it at place 3 of 191." in told(compose(case, past=short), "What happened next")
    fewer = replace(short, candidates=short.candidates[:1])
    assert "The precedent model did not list it." in told(compose(case, past=fewer), "What happened next")
    alone = told(compose(case), "What happened next")
    assert "came about through Russia" in alone
    assert "precedent model" not in alone
    assert "came about through" not in told(compose(case, draws=0), "What happened next")


def test_a_record_of_others_or_of_another_model_is_not_mixed_in(short: Shortlist) -> None:
    """Of other sides nothing is said; of another model neither tests nor coefficients."""
    case = Case.model_validate(korea_plain())
    assert "past crises" not in told(compose(case, past=replace(short, between=("ROK", "PRK"))))
    other = compose(case, past=replace(short, model="0" * 64, candidates=(), base_rates=short.base_rates[:1]))
    assert "Partisans" not in told(other)
    assert "of past choices it would give" not in told(other)
    assert f"There was some mediation in 17{chr(0x202F)}% of 109 crises from 1918 to 1945: a base rate" in told(other)
    assert "Tested on the 49 crises" not in told(other, "Computed results and their evidence")
    assert short.of(FITTED.model)


def test_a_model_that_can_name_everybody_has_nothing_it_cannot(short: Shortlist) -> None:
    """Where all candidates are states outside the crisis."""
    plain = korea_plain()
    plain["candidates"] = {name: plain["candidates"][name] for name in ("RUS", "CHN")}
    plain["claims"] = []
    plain["aftermath"] = []
    plain["brokering"] = {"between": ["USA", "PRK"]}
    text = told(compose(Case.model_validate(plain), past=short))
    assert "It cannot name" not in text
    assert "Would" not in text


def test_past_mediators_are_named_where_labels_reach(short: Shortlist) -> None:
    """None, some, or not known."""
    crises = [dict(one) for one in short.precedents["crises"][:3]]
    crises[0]["mediators"], crises[1]["mediators"] = ["Algeria", "Norway"], []
    past = replace(short, precedents={**short.precedents, "crises": crises})
    document = compose(Case.model_validate(korea_plain()), past=past)
    rows = table(document, "The nearest past crises", "What past crises say of brokers").rows
    assert [words(row[3]) for row in rows] == ["Algeria, Norway", "none", "not known"]


def test_our_own_words_on_brokers_pass_the_linter(korea: Document) -> None:
    """No share is called a chance, and nothing is a verdict."""
    assert own_faults(korea) == []
    assert "chance" not in told(korea)
