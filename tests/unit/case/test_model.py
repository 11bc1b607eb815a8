"""The forms of every part of a case, long and short, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from goodoffices.case import Case, Citation, Judgement, Locator, Pinpoint, Quote, Source
from goodoffices.case.base import handling_rank
from goodoffices.case.record import Demand, Event, Obstacle, Party, Statement, Tie
from goodoffices.case.settlement import Issue, Position
from goodoffices.case.strategic import Constraint, Policy, Preferences, PreferenceStatement, Target
from goodoffices.errors import CaseFileError, MissingSectionError

REASON = {"analyst": "a reason"}


def written(part: BaseModel, *, unset: bool = True) -> Any:
    """Return a part as it is written in a file."""
    return part.model_dump(mode="json", by_alias=True, exclude_unset=not unset)


def refused(model: type[BaseModel], value: Any) -> str:
    """Return why a value is refused."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return "; ".join(error["msg"] for error in caught.value.errors())


def test_every_section_of_the_small_case_holds_something(small: Case) -> None:
    """So that what is tried on it is tried on every section."""
    empty = [name for name in Case.model_fields if not getattr(small, name) and name != "now"]
    assert empty == []
    assert small.now == ()


def test_the_head_is_read(small: Case) -> None:
    """With the day as a day and folded text in one line."""
    assert small.as_of == dt.date(2020, 5, 1)
    assert small.note == "Written for tests; no real crisis is described."
    assert small.handling == "internal"
    assert Case.model_validate({"case": "x", "title": "t", "as_of": "2020-01-01", "parties": {}}).handling == "open"


def test_names_are_found_for_parties_and_people(small: Case) -> None:
    """Whoever is neither is left as written."""
    assert [small.name_of(who) for who in ("UP", "minister", "nobody")] == ["Upstream", "Jo Doe", "nobody"]
    assert [small.party_of(who) for who in ("UP", "minister", "envoy", "nobody")] == ["UP", "UP", "envoy", "nobody"]


def test_engines_say_which_sections_they_miss(small: Case, changed: Callable[..., Case]) -> None:
    """All at once; a `now` in which nothing is in force is one."""
    small.need("options", "now", "preferences")
    bare = small.model_copy(update={"options": {}, "now": None})
    with pytest.raises(MissingSectionError, match="has no 'options', 'now'; this needs 'options', 'ties', 'now'"):
        bare.need("options", "ties", "now")
    changed(("now: []", "now: 0")).need("now")


def test_handling_has_an_order() -> None:
    """Open, internal, confidential."""
    assert sorted(["confidential", "open", "internal"], key=handling_rank) == ["open", "internal", "confidential"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("+", 1),
        ("-", -1),
        ("−", -1),
        ("0", 0),
        (0, 0),
        (1, 1),
        (-1, -1),
        ("positive", 1),
        ("negative", -1),
        ("neutral", 0),
    ],
    ids=repr,
)
def test_a_sign_has_several_spellings(spelling: object, expected: int) -> None:
    """All mean cooperative, hostile or neither."""
    tie = Tie.model_validate({"between": ["A", "B"], "kind": "war", "sign": spelling, "cite": REASON})
    assert tie.sign == expected
    assert written(tie)["sign"] == {1: "+", -1: "-", 0: 0}[expected]


@pytest.mark.parametrize("spelling", [True, "±", 2, 0.5, None, ["+"]])
def test_anything_else_is_no_sign(spelling: object) -> None:
    """True is not one."""
    tie = {"between": ["A", "B"], "kind": "war", "sign": spelling, "cite": REASON}
    assert 'expected +, "-" or 0' in refused(Tie, tie)


def test_a_tie_has_two_ends_in_one_of_two_ways() -> None:
    """Directed, or between; never both, never half, never to itself."""
    rest = {"kind": "war", "sign": 0, "cite": REASON}
    directed, mutual = (
        Tie.model_validate({"from": "A", "to": "B", **rest}),
        Tie.model_validate({"between": ["A", "B"], **rest}),
    )
    assert (directed.ends, directed.directed) == (("A", "B"), True)
    assert (mutual.ends, mutual.directed) == (("A", "B"), False)
    either = "expected either 'from' and 'to', or 'between: [A, B]'"
    for wrong in (
        {},
        {"from": "A"},
        {"to": "B"},
        {"from": "A", "to": "B", "between": ["A", "B"]},
        {"from": "A", "between": ["A", "B"]},
    ):
        assert either in refused(Tie, {**wrong, **rest})
    assert "a tie of A to itself" in refused(Tie, {"between": ["A", "A"], **rest})
    assert "a tie of A to itself" in refused(Tie, {"from": "A", "to": "A", **rest})


def test_a_statement_has_a_source() -> None:
    """What was said, what was reported, or a citation."""
    assert "expected one of 'said', 'reported' or 'cite'" in refused(Statement, {"who": "A"})
    for key in ("said", "reported", "cite"):
        assert Statement.model_validate({"who": "A", key: {"wt": "words"}}).who == "A"


def test_before_needs_needs() -> None:
    """A precondition says what comes first."""
    demand = {"by": "A", "of": "B", "kind": "aim", "what": "x", "cite": REASON}
    assert "'before' without 'needs'" in refused(Demand, {**demand, "before": "A.x"})
    assert Demand.model_validate({**demand, "for": "y"}).for_ == "y"


def test_trust_belongs_to_distrust() -> None:
    """No other obstacle has it."""
    obstacle = {"kind": "rivalry", "between": ["A", "B"], "severity": 0.5, "trust": 0.1, "cite": REASON}
    assert "found 'trust' on kind rivalry" in refused(Obstacle, obstacle)


def test_codes_stay_text(small: Case) -> None:
    """A CAMEO code keeps its zero; a number is refused."""
    assert small.events[1].cameo == "044"
    event = {"when": "2020", "who": "A", "type": "x", "cite": REASON}
    assert "valid string" in refused(Event, {**event, "cameo": 44})
    assert "match pattern" in refused(Event, {**event, "cameo": "4"})


def test_one_name_may_stand_for_a_list_of_names(small: Case) -> None:
    """Of those who acted, those acted on, those spoken to."""
    assert [measure.by for measure in small.measures] == [("NO", "DOWN"), ("UP",)]
    assert [said.to for said in small.statements] == [("DOWN",), ("UP", "envoy")]
    assert small.facts[0].about == ("UP",)


def test_figures_keep_their_type(small: Case) -> None:
    """A whole number, a truth, a fraction."""
    assert [fact.value for fact in small.facts] == [12, True, 0.35]
    assert [type(fact.value) for fact in small.facts] == [int, bool, float]


@pytest.mark.parametrize("wrong", [True, 3, None, "two words", "9lives", "-x", "", "a" * 81])
def test_names_are_letters_digits_and_two_marks(wrong: object) -> None:
    """Beginning with a letter, eighty at most; never a truth value or a number."""
    party = {"name": "x", "kind": "state", "role": "principal", "successor": "ok"}
    assert Party.model_validate(party).successor == "ok"
    if wrong is not None:
        assert refused(Party, {**party, "successor": wrong})
    assert refused(Demand, {"by": wrong, "of": "B", "kind": "aim", "what": "x", "cite": REASON})


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("exact words", Quote(exact="exact words")),
        ({"exact": "a", "prefix": "b "}, Quote(exact="a", prefix="b ")),
        ({"exact": "a", "suffix": " c"}, Quote(exact="a", suffix=" c")),
        ({"exact": "a"}, Quote(exact="a")),
        ({"para": 1, "start": 0, "end": 2, "sha256": "0" * 64}, Locator(para=1, start=0, end=2, sha256="0" * 64)),
        ({"at": "page 3"}, Pinpoint(at="page 3")),
    ],
)
def test_an_anchor_has_four_forms(anchor: object, expected: object) -> None:
    """Words, words with context, a locator, a place; each is written as short as it can be."""
    cite = Citation.model_validate({"wt": anchor})
    assert [one for _, one in cite.anchors()] == [expected]
    short = written(cite)
    assert short == {"wt": "a" if anchor == {"exact": "a"} else anchor}
    assert Citation.model_validate(short) == cite


def test_anchors_may_be_listed() -> None:
    """Several places in one source, several reasons."""
    listed = {"wt": ["one", {"at": "page 3"}], "analyst": ["first", "second"]}
    cite = Citation.model_validate(listed)
    assert cite.reasons == ("first", "second")
    assert written(cite) == listed
    assert list(cite.anchors())[2] == ("analyst", Judgement(reason="first"))
    assert written(Citation.model_validate({"wt": ["one"]})) == {"wt": "one"}


@pytest.mark.parametrize("words", [" leading", "trailing ", "two  spaces\n"])
def test_a_quotation_keeps_its_white_space(words: str) -> None:
    """It is what stands in the source."""
    (anchor,) = [one for _, one in Citation.model_validate({"wt": words}).anchors()]
    assert anchor == Quote(exact=words)
    assert isinstance(anchor, Quote)
    assert anchor.exact == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "expected sources with their anchors such as {wt: …} or {analyst: reason}"),
        ("wt", "expected sources with their anchors"),
        (None, "expected sources with their anchors"),
        ({"wt": ""}, 'expected "exact words", {exact: …'),
        ({"wt": None}, "{para: …, start: …, end: …, sha256: …} or {at: …}"),
        ({"wt": 3}, "found 3, expected"),
        ({"wt": []}, "found [], expected"),
        ({"wt": {}}, "found {}, expected"),
        ({"wt": {"reason": "x"}}, 'expected "exact words"'),
        ({"wt": ["a", [1]]}, "found [1]"),
        ({"analyst": ""}, "expected a reason in words"),
        ({"analyst": "  "}, "expected a reason in words"),
        ({"analyst": {"at": "x"}}, "expected a reason in words"),
        ({"wt": {"para": 0, "start": 0, "end": 1, "sha256": "0" * 64}}, "greater than or equal to 1"),
        ({"wt": {"para": 1, "start": 0, "end": 1}}, "Field required"),
        ({"wt": {"para": 1, "start": 0, "end": 1, "sha256": "0G"}}, "match pattern"),
        ({"wt": {"para": True, "start": 0, "end": 1, "sha256": "0" * 64}}, "valid integer"),
        ({"wt": {"exact": "a", "page": 3}}, "Extra inputs"),
        ({"not a name": "x"}, "match pattern"),
        ({3: "x"}, "expected a name"),
    ],
)  # fmt: skip
def test_other_anchors_are_refused(value: object, words: str) -> None:
    """With the forms that there are."""
    assert words in refused(Citation, value)


def test_all_faults_of_a_citation_are_told_under_their_source() -> None:
    """Not the first only."""
    with pytest.raises(ValidationError) as caught:
        Citation.model_validate({"a": {"para": 0, "start": -1, "end": 1, "sha256": "x"}, "b": ["ok", 3], "analyst": ""})
    places = [error["loc"] for error in caught.value.errors()]
    assert places == [("a", "para"), ("a", "start"), ("a", "sha256"), ("b", 1), ("analyst",)]


@pytest.mark.parametrize("path", ["/etc/passwd", "~/x", "../x", "a/../../x", "..\\x", "C:\\x", "file:x"])
def test_the_text_of_a_source_stands_below_its_case(path: str) -> None:
    """A case from a stranger reads no other file."""
    assert "expected a path below the folder of the case" in refused(Source, {"type": "book", "file": path})
    assert Source.model_validate({"type": "book", "file": "a/b..c.txt"}).file == "a/b..c.txt"


def test_a_constraint_is_a_rule_or_a_never() -> None:
    """Short, with its reason, or negative; the short form is written back."""
    short = Constraint.model_validate("A.x requires B.y")
    assert (short.text, written(short)) == ("A.x requires B.y", "A.x requires B.y")
    negative = Constraint.model_validate({"never": "A.x", "why": "no"})
    assert (negative.text, str(negative.condition)) == ("never: A.x", "A.x")
    assert written(negative) == {"never": "A.x", "why": "no"}
    assert str(Constraint.model_validate({"rule": "A.x"}).condition) == "A.x"
    for wrong in ({}, {"why": "x"}, {"rule": "A.x", "never": "A.y"}, {"rule": None}, {"never": None, "why": "x"}):
        assert refused(Constraint, wrong) == "expected an expression, {rule: …} or {never: …}"
    assert refused(Constraint, 3)


def test_preferences_have_three_forms() -> None:
    """Statements, a ranking, payoffs: exactly one."""
    assert written(Preferences.model_validate(["A.x"])) == ["A.x"]
    assert written(Preferences.model_validate({"statements": ["A.x"]})) == ["A.x"]
    long = {"statements": ["A.x", {"that": "A.y", "unknown": True}], "note": "n"}
    assert written(Preferences.model_validate(long), unset=False) == long
    ranking: dict[str, Any] = {"ranking": [0, ["A.x", "A.y"], [["A.x"], 2], []]}
    found = Preferences.model_validate(ranking)
    assert found.ranking == ((0,), (("A.x", "A.y"),), (("A.x",), 2), ((),))
    assert written(found, unset=False) == ranking
    assert Preferences.model_validate({"payoffs": {3: 1.5}}).payoffs == {3: 1.5}
    assert Preferences.model_validate({"payoffs": [1, 2]}).payoffs == (1, 2)
    faults: list[dict[str, Any]] = [{}, {"note": "x"}, {"ranking": [], "payoffs": []}, {"statements": None}]
    for wrong in faults:
        assert refused(Preferences, wrong) == "expected exactly one of statements, ranking and payoffs"
    assert "finite" in refused(Preferences, {"payoffs": [float("inf")]})
    assert refused(Preferences, {"payoffs": {-1: 0}})
    assert refused(Preferences, {"ranking": [-1]})
    assert refused(Preferences, {"ranking": [True]})


def test_a_statement_is_written_as_short_as_it_can_be() -> None:
    """With nothing that was not said."""
    assert written(PreferenceStatement.model_validate("A.x")) == "A.x"
    assert written(PreferenceStatement.model_validate({"that": "A.x", "unknown": False})) == "A.x"
    sure = {"that": "A.x", "confidence": [0.2, 0.4]}
    assert written(PreferenceStatement.model_validate(sure)) == sure
    assert "from 0 to 1" in refused(PreferenceStatement, {"that": "A.x", "confidence": 1.2})


def test_a_target_is_an_expression_with_or_without_words() -> None:
    """Both are written back."""
    assert written(Target.model_validate("A.x")) == "A.x"
    assert written(Target.model_validate({"that": "A.x", "say": "s"})) == {"that": "A.x", "say": "s"}


def test_on_and_off_may_come_as_truth_values() -> None:
    """A program that writes YAML 1.1 may have made them so."""
    assert Policy.model_validate({"assume": {"A.x": True, "A.y": False, "A.z": "on"}}).assume == {
        "A.x": "on", "A.y": "off", "A.z": "on",
    }  # fmt: skip
    assert refused(Policy, {"assume": {"A.x": "maybe"}})
    assert refused(Policy, {"assume": {"x": "on"}})


def test_the_options_of_an_issue_are_listed_or_explained(small: Case) -> None:
    """In order; a number is a name too, and nothing else is."""
    assert small.issues["flow"].names == ("none", "half of it", "all")
    assert small.issues["canal"].names == ("shut", "ajar", "2")
    assert Issue.model_validate({"options": {1: "one", "b": "two"}, "now": 1}).now == "1"
    for wrong in ([["a"], "b"], [True, "b"], [None, "b"], {"options": ["a", {}]}):
        assert "expected the name of an option" in refused(Issue, wrong)


def test_values_of_a_position_lie_between_0_and_1() -> None:
    """And a reserve has a reason."""
    assert "from 0 to 1" in refused(Position, {"values": {"x": [0, 2]}})
    assert "Field required" in refused(Position, {"reserve": {"value": 0.2}})


def test_a_case_is_frozen_and_refuses_unknown_keys(small: Case) -> None:
    """At the top and within."""
    with pytest.raises(ValidationError, match="frozen"):
        small.title = "x"  # type: ignore[misc]
    assert "Extra inputs" in refused(Case, {"case": "x", "title": "t", "as_of": "2020-01-01", "parties": {}, "tie": []})
    assert "Extra inputs" in refused(Party, {"name": "x", "kind": "state", "role": "principal", "power_": 1})


def test_what_is_written_is_only_what_was_said(small: Case) -> None:
    """In short forms, and it reads as the same case."""
    plain = small.plain()
    assert plain["targets"]["deal"] == "UP.release & DOWN.open"
    assert plain["feasible"][0] == "DOWN.complain excludes DOWN.open"
    assert plain["ties"][2]["from"] == "NO"
    assert "status" not in plain["ties"][0]
    assert Case.model_validate(plain).plain() == plain


def test_problems_are_kept_as_lines() -> None:
    """The error of a file is all of them."""
    error = CaseFileError(["a:1:1: x", "a:2:1: y"])
    assert error.problems == ("a:1:1: x", "a:2:1: y")
    assert str(error) == "a:1:1: x\na:2:1: y"
