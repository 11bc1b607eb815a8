"""From a case to sections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from goodoffices.brief import Document, Figure, Section, Table, compose
from goodoffices.brief.blocks import Bullets, Notes
from goodoffices.case import Case
from goodoffices.outlook import PolicyTable, compare_policies

CITE = {"analyst": "A reason"}


def section(document: Document, title: str) -> Section:
    """Find a section."""
    return next(one for one in document.sections if one.title == title)


def told(document: Document, title: str) -> str:
    """Return what a section says."""
    part = Document("", "", "2020-01-01", "open", "", "", "", "", (section(document, title),))
    return "\n".join(f"{one.lead} {one.text} {' '.join(map(str, one.marks))}" for one in part.sentences())


def tables(document: Document, title: str) -> dict[str, Table]:
    """Return the tables of a section by their captions."""
    return {block.caption: block for block in section(document, title).blocks if isinstance(block, Table)}


def text(cell: Any) -> str:
    """Return the words of a cell."""
    return " ".join(one.text for one in cell)


def test_the_sections_stand_in_their_order(document: Document) -> None:
    """Eight parts, then the closing box, then the appendix that ends with the method."""
    assert [(one.number, one.title) for one in document.sections if not one.appendix] == [
        ("1", "Key judgements"),
        ("2", "Who stands where"),
        ("3", "What was said, done and tried"),
        ("4", "Where it leads"),
        ("5", "Who could broker, in what role"),
        ("6", "The case against"),
        ("7", "What would change this view"),
        ("", "What happened next"),
    ]
    assert document.sections[-1].title == "Method, limits and checks"


def test_key_judgements_say_what_they_rest_on_and_point_on(document: Document) -> None:
    """Five to eight points; each has a basis and ends with a section that exists."""
    points = next(block for block in section(document, "Key judgements").blocks if isinstance(block, Bullets)).items
    assert 5 <= len(points) <= 8
    numbers = {f"section-{one.number}" for one in document.sections if one.number}
    for point in points:
        assert point.sentences[0].lead in {"Computed.", "Judgement.", "On the record.", "On the record, and judged."}
        assert point.sentences[-1].marks[-1].target in numbers


def test_every_mark_has_its_target(document: Document) -> None:
    """What a sentence points to is there."""
    anchors = {
        note.mark.target
        for one in document.sections
        for block in one.blocks
        if isinstance(block, Notes)
        for note in block.items
    } | {f"section-{one.number}" for one in document.sections}
    assert {mark.target for one in document.sentences() for mark in one.marks} <= anchors


def test_computed_sentences_outside_tables_have_evidence(document: Document) -> None:
    """A computed sentence points to its result, or is the result."""
    for one in document.sections:
        for block in one.blocks:
            if isinstance(block, Bullets) and not one.appendix:
                for bullet in block.items:
                    assert all(each.marks for each in bullet.sentences if each.basis == "computed")


def test_policies_are_told_with_their_verdicts(document: Document) -> None:
    """The table and the sentences agree; what cannot be solved is said."""
    rows = tables(document, "Where it leads")["Policies and targets"].rows
    assert [text(row[0]) for row in rows] == [
        "The case as it stands (wait)",
        "Quiet first",
        "Changed hearts",
        "By decree",
    ]
    assert text(rows[0][4]) == "– out of reach"
    words = told(document, "Where it leads")
    assert "Today Lowland has chosen to go to the council." in words
    assert "the first being that the United Highlands would release water" in words
    assert "The dam grows: under the policy 'the dam grows' today's state is infeasible" in words


def test_a_target_that_does_not_hold_names_who_would_leave(make: Callable[..., Case]) -> None:
    """One, several, or somebody in every state."""
    case = make(
        targets={
            "lone": "UP.release & DOWN.complain & not UP.build & not DOWN.share",
            "both": "UP.release & DOWN.complain",
        },
        policies=None,
        preferences={"UP": ["not UP.release"], "DOWN": ["not DOWN.complain"]},
        feasible=None,
    )
    words = told(compose(case), "Where it leads")
    assert "The United Highlands and Lowland would each leave the one state that meets it." in words
    mixed = make(
        targets={"all": "UP.release | DOWN.complain"},
        policies=None,
        preferences={"UP": ["not UP.release"], "DOWN": ["not DOWN.complain"]},
        feasible=None,
        one_way=None,
    )
    assert (
        "Somebody would leave every one of the 12 states that meet it: the United Highlands in 8 and Lowland in 8."
        in told(compose(mixed), "Where it leads")
    )


def test_a_state_that_does_not_hold_today_is_left_by_somebody(make: Callable[..., Case]) -> None:
    """And a state that holds by deterrence says what deters."""
    leaves = compose(make(preferences={"UP": ["UP.release"], "DOWN": ["not DOWN.complain"]}, policies=None))
    assert "Today’s state does not hold. The United Highlands could improve by choosing" in told(
        leaves, "Key judgements"
    )
    dilemma = {"UP": ["DOWN.share", "not UP.release"], "DOWN": ["UP.release", "not DOWN.share"]}
    held = make(preferences=dilemma, policies=None, feasible=None, now=["UP.release", "DOWN.share"], one_way=None,
        targets={
        "both": "UP.release & DOWN.share"})  # fmt: skip
    words = told(compose(held), "Where it leads")
    assert "That state holds. The United Highlands could improve by" in words
    assert "is met today and holds." in words


def test_without_today_reach_is_not_judged(make: Callable[..., Case]) -> None:
    """Targets are then held among all states, and no way is told."""
    document = compose(make(now=None, policies=None))
    words = told(document, "Where it leads")
    assert "The case does not say what is so today" in words
    assert "no way there is told" in words
    assert "a state in which" in words or "Quiet river" in words
    assert "Today’s state" not in told(document, "Key judgements")
    bare = told(compose(make(now=None, policies=None, targets=None)), "Where it leads")
    assert "a state in which the United Highlands would release water" in bare


def test_many_states_are_told_briefly(make: Callable[..., Case]) -> None:
    """Six kinds are named and six states told; the rest is counted."""
    calm = make(preferences={"UP": ["UP.release | not UP.release"], "DOWN": ["UP.release | not UP.release"]},
        policies=None,
                targets={"never": "UP.build & DOWN.share & not UP.build"}, one_way=None, feasible=None)  # fmt: skip
    document = compose(calm)
    assert "further kind" in told(document, "Where it leads")
    assert "further states not told" in told(document, "Computed results and their evidence")
    assert "“Never” does not hold" in told(
        compose(make(targets={"x": "UP.build", "never": "DOWN.share"}, policies=None)), "Key judgements"
    )


def test_a_policy_under_which_nothing_holds_says_so(dam: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """An equilibrium out of reach is not counted."""

    def nothing(case: Case, **settings: Any) -> PolicyTable:
        found = compare_policies(case, **settings)
        empty = dict.fromkeys(found.outcomes[0].within_reach, ())
        return replace(found, outcomes=tuple(replace(one, within_reach=empty) for one in found.outcomes))

    monkeypatch.setattr("goodoffices.brief.composing.compare_policies", nothing)
    assert "No state within reach of today holds." in told(compose(dam), "Where it leads")


def test_rankings_and_payoffs_are_named(make: Callable[..., Case]) -> None:
    """Where there are no statements, the form of the preferences is said."""
    case = make(
        options={"UP": {"a": {"say": "Wave"}}, "DOWN": {"b": {"say": "Nod"}}}, one_way=None, feasible=None,
            policies=None, now=[],
        preferences={"UP": {"payoffs": {0: 1, 1: 2, 2: 2, 3: 1}}, "DOWN": {"ranking": [[3, 0], [1, 2]]}},
            targets={"t": "UP.a & DOWN.b"},
        demands=None,
    )  # fmt: skip
    words = told(compose(case), "Assumptions of the model")
    assert "The United Highlands: the case gives payoffs for states." in words
    assert "Lowland: the case gives an explicit ranking of states." in words


def test_a_case_that_cannot_be_solved_says_why(make: Callable[..., Case]) -> None:
    """The rest of the brief stands."""
    document = compose(make(preferences=None, targets=None, policies=None))
    assert "No outlook could be computed" in told(document, "Where it leads")
    assert "Graph model" not in told(document, "Method, limits and checks")


@pytest.mark.parametrize(
    "section_name",
    ["ties", "leverage", "interests", "statements", "demands", "events", "measures", "trends", "obstacles", "facts",
        "targets",
     "policies", "candidates", "claims", "aftermath", "feasible", "one_way", "question", "viewpoint", "people"],
)  # fmt: skip
def test_any_section_may_be_missing(make: Callable[..., Case], section_name: str) -> None:
    """Nothing is made up for what is not there."""
    changes: dict[str, Any] = {section_name: None}
    if section_name == "people":
        changes["statements"] = None
    document = compose(make(**changes))
    assert document.sections[0].number == "1"
    assert document.markdown().endswith("\n")


def test_the_barest_case_makes_a_brief() -> None:
    """Two parties and a date."""
    parties = {"A": {"name": "Ay", "kind": "state", "role": "venue"}}
    document = compose(Case.model_validate({"case": "x", "title": "X", "as_of": "2020-01-01", "parties": parties}))
    assert [one.title for one in document.sections] == [
        "Key judgements",
        "Who stands where",
        "Method, limits and checks",
    ]
    assert document.viewpoint == "viewpoint not stated"


def test_rings_are_told(make: Callable[..., Case]) -> None:
    """Where no ring locks, the parties that ask each other to go first are named."""
    ask = {"kind": "precondition", "what": "first", "cite": CITE}
    closed = [
        {"by": "UP", "of": "DOWN", "needs": "DOWN.share", "before": "UP.release", **ask},
        {"by": "DOWN", "of": "UP", "needs": "UP.release", "before": "DOWN.share", **ask},
    ]
    locked = compose(make(demands=closed))
    assert "None of them can be the first." in told(locked, "Who stands where")
    assert "In a ring, each waits for the next" in told(locked, "Key judgements")
    free = compose(make(demands=[closed[0], {"by": "DOWN", "of": "UP", **ask}]))
    assert "Lowland and the United Highlands each ask the other to move first." in told(free, "Who stands where")


def test_statements_without_a_date_have_no_timeline(make: Callable[..., Case]) -> None:
    """Nothing is drawn where nothing has a day."""
    document = compose(make(statements=[{"who": "UP", "gist": "no", "cite": CITE}], events=None, measures=None))
    assert section(document, "What was said, done and tried").blocks == ()


def test_measures_stand_beside_what_followed(document: Document) -> None:
    """With the caveat, and nothing counted where nothing was watched."""
    rows = tables(document, "What was said, done and tried")["What was tried, and what followed"].rows
    assert [(text(row[3]), text(row[4]), text(row[5])) for row in rows] == [
        ("Gate closed", "1", "0"),
        ("Nothing named", "–", "–"),
    ]
    assert "What followed a measure is not what it caused" in told(document, "What was said, done and tried")


def test_the_argument_is_told_as_a_tree(document: Document) -> None:
    """Each claim once, rings broken, signs before each."""
    lines = told(document, "The case against")
    assert lines.count("The council is slow.") == 1
    assert "“The council is slow”, told above." in lines
    assert "The hen was first" in lines


def test_every_picture_has_its_table(document: Document) -> None:
    """And words for those who cannot see it."""
    figures = [block for one in document.sections for block in one.blocks if isinstance(block, Figure)]
    assert len(figures) == 5
    assert all(figure.alt and figure.svg.startswith("<svg") for figure in figures)
    titles = {one.title for one in document.sections}
    assert {"All ties", "Everything with a date", "Candidates in full"} <= titles
    assert "Leverage and will, rated from 0 to 1" in tables(document, "Who stands where")
    assert "Share of model variants in which each target holds" in tables(document, "Where it leads")


def test_citations_that_fail_are_reported(document: Document) -> None:
    """The locators of this case are made up."""
    words = told(document, "Method, limits and checks")
    assert "Not borne out by the text" in words
    assert "targets.shared: No sequence of moves leads" in words
    assert "goodoffices 1.2.3" in words


def test_wording_of_the_case_that_claims_too_much_is_reported(make: Callable[..., Case]) -> None:
    """The author is told, the brief is not refused."""
    words = told(compose(make(obstacles=[{"kind": "other", "between": ["UP"], "severity": 1, "what": "they must stop",
        "cite": CITE}])),
                 "Method, limits and checks")  # fmt: skip
    assert "The words “must” in" in words


def test_cautions_that_cannot_be_made_are_said(make: Callable[..., Case]) -> None:
    """A case that the cautions cannot read still has its brief."""
    case = make(feasible=["UP.nothing requires DOWN.share"])
    assert "unknown option" in told(compose(case), "Method, limits and checks")


def test_progress_ends_at_the_end(dam: Case) -> None:
    """It never goes back."""
    seen: list[float] = []
    compose(dam, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_the_same_case_makes_the_same_document(dam: Case) -> None:
    """Nothing depends on the hour or the order of a set."""
    assert compose(dam) == compose(dam)


def own_sentences(document: Document) -> Iterator[str]:
    """Go through the sentences that are ours."""
    for one, fault in document.findings():
        if one.basis in {"computed", "editorial"}:
            yield f"{fault.rule}: {one.text}"


def test_our_own_words_pass_the_linter(document: Document) -> None:
    """No template and no computed sentence claims too much."""
    assert list(own_sentences(document)) == []
