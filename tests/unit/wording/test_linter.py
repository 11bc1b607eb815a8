"""The linter finds claims beyond their basis, and leaves innocent words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.wording import lint


@pytest.mark.parametrize(
    "text",
    [
        "We judge with high confidence that talks are likely.",
        "It is very unlikely, and our confidence is low to moderate.",
        "A strike is improbable in the view of the U.S. Our analysts are confident it is a remote possibility.",
    ],
)
def test_likelihood_and_confidence_stand_in_two_sentences(text: str) -> None:
    """One sentence with both is found, whatever the order."""
    assert {one.rule for one in lint(text, computed=False)} == {"likelihood-with-confidence"}


@pytest.mark.parametrize(
    "text",
    [
        "Talks are likely. We have moderate confidence in this.",
        "Talks are likely!\n\nConfidence is low.",
        "Confidence-building measures are likely to help.",
        "A confidence building step is likely.",
        "A no-confidence vote is likely, and so is a vote of no confidence.",
        "A vote of confidence, or a confidence vote, is unlikely.",
        "The confidential annex is likely to be published.",
        "Mutual confidence will grow; unlike before, the likeliness of war falls.",
        "Self-confidence is a likely motive.",
        "They said “we are highly confident it is likely, and you must act”.",
    ],
)
def test_innocent_sentences_pass(text: str) -> None:
    """Other meanings of the same words, and other people's words, are not ours to lint."""
    assert lint(text, computed=False) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The freeze is likely.", "likely"),
        ("The freeze is very unlikely.", "very unlikely"),
        ("The freeze is highly probable.", "highly probable"),
        ("It will probably hold.", "probably"),
        ("It is almost certain to hold.", "almost certain"),
        ("It holds almost certainly.", "almost certainly"),
        ("There is a remote chance of it.", "remote chance"),
        ("There is almost no chance of it.", "almost no chance"),
        ("The odds are roughly even.", "roughly even"),
        ("It has an even chance.", "even chance"),
    ],
)
def test_computed_text_has_no_likelihood_words(text: str, found: str) -> None:
    """The words are found with their place, and allowed where an analyst judges."""
    (one,) = lint(text, computed=True)
    assert (one.rule, one.found, text[one.start : one.end]) == ("likelihood-of-computed", found, found)
    assert "share of model variants" in one.remedy
    assert lint(text, computed=False) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It has an 87 % chance.", "87 % chance"),
        ("It has an 87\u202f% probability of holding.", "87\u202f% probability"),
        ("We are 80–90 per cent sure.", "80–90 per cent sure"),
        ("The chance is about 87.5%.", "chance is about 87.5%"),
        ("The probability is high.", "probability"),
        ("The likelihood grows.", "likelihood"),
    ],
)
def test_a_computed_percentage_is_not_a_probability(text: str, found: str) -> None:
    """A share of variants is no chance."""
    assert [(one.rule, one.found) for one in lint(text, computed=True)] == [("percentage-as-probability", found)]
    assert lint(text, computed=False) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The outcome holds in 87 % of model variants.",
        "Unlike China, Russia has a chance to speak; they are at odds.",
        "Coefficients were fitted by maximum likelihood.",
        "The likeliest value is 0.4.",
    ],
)
def test_shares_and_methods_pass_in_computed_text(text: str) -> None:
    """The wording we want is not found."""
    assert lint(text, computed=True) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The answer is a freeze.", "The answer is"),
        ("The only solution is a freeze.", "The only solution is"),
        ("Russia must be invited.", "must"),
        ("Pressure is the only way.", "the only way"),
        ("This proves the point.", "proves"),
    ],
)
@pytest.mark.parametrize("computed", [True, False])
def test_verdicts_are_found_on_any_basis(text: str, found: str, *, computed: bool) -> None:
    """Options and risks, not verdicts."""
    assert [(one.rule, one.found) for one in lint(text, computed=computed)] == [("verdict", found)]


def test_a_reading_list_is_no_verdict() -> None:
    """A must-read is recommended, not demanded; mustard is mustard."""
    assert lint("The must-read report is a must for those who keep mustard.", computed=False) == ()


@given(st.text())
def test_any_text_is_read_and_offsets_are_true(text: str) -> None:
    """What is said to be found stands where it is said to stand, in order."""
    findings = lint(f"{text} It is likely; with high confidence.", computed=True)
    assert all(one.found == f"{text} It is likely; with high confidence."[one.start : one.end] for one in findings)
    assert list(findings) == sorted(findings, key=lambda one: one.start)
